/*
 * holidays.c
 *	  holidays(): the bank holidays that a calendar has, and the version of the
 *	  list.
 */
#include "bradford.h"

#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "core/date.h"
#include "calendar.h"
#include "calendar_cache.h"
#include "daterange.h"

/* a holiday's name in the server's encoding, which may have no typographic apostrophe */
static text *
holiday_label(const Holiday *holiday)
{
	char		name[100];
	char	   *apostrophe;

	snprintf(name, sizeof(name), "%s%s", holiday_name(holiday),
			 holiday->substitute ? " (substitute day)" : "");
	apostrophe = strstr(name, "\xe2\x80\x99");
	if (apostrophe != NULL && GetDatabaseEncoding() != PG_UTF8)
	{
		*apostrophe = '\'';
		memmove(apostrophe + 1, apostrophe + 3, strlen(apostrophe + 3) + 1);
	}
	return cstring_to_text(name);
}

/*
 * The entry that names a day, among the day's entries in a list: that of the
 * first division, in the order of the bases.  NULL if none of the divisions
 * has the day.
 */
static const Holiday *
naming_entry(const Holiday *list, int n, uint8 divisions)
{
	const Holiday *best = NULL;
	int			lowest = 0;
	int			i;

	for (i = 0; i < n && list[i].day == list[0].day; i++)
	{
		int			in = list[i].divisions & divisions;

		in &= -in;				/* the first of them */
		if (in != 0 && (best == NULL || in < lowest))
		{
			best = &list[i];
			lowest = in;
		}
	}
	return best;
}

/*
 * The divisions whose holidays a calendar has on a day, by any of the parts that
 * hold then.  Days come in order, and *at is the first of these parts.
 */
static uint8
divisions_on(const CalendarParts *parts, int *at, int32 day)
{
	uint8		divisions = 0;
	int			abreast;
	int			i;

	for (;;)
	{
		CHECK_FOR_INTERRUPTS();
		abreast = parts_abreast(&parts->part[*at], parts->n - *at);
		if (last_day_of_part(&parts->part[*at], abreast, parts->n - *at) >= day)
			break;
		*at += abreast;
	}
	for (i = *at; i < *at + abreast; i++)
		divisions |= parts->part[i].bases & UK_DIVISIONS;
	return divisions;
}

static void
put_holiday(ReturnSetInfo *result, const Holiday *holiday, int year)
{
	text	   *label = holiday_label(holiday);
	Datum		values[3] = {DateADTGetDatum(holiday->day), PointerGetDatum(label),
	BoolGetDatum(year > LAST_PUBLISHED_YEAR)};
	bool		nulls[3] = {false, false, false};

	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	pfree(label);
}

PG_FUNCTION_INFO_V1(bradford_holidays);
Datum
bradford_holidays(PG_FUNCTION_ARGS)
{
	RangeType  *range = PG_GETARG_RANGE_P(1);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const WorkingDays *calendar;
	CalendarParts parts;
	Span		period;
	int			at = 0;
	int			year;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (RangeIsEmpty(range))
		return (Datum) 0;
	period = daterange_span(range, "the period");
	if (!day_is_known(period.first))
		calendar_refuse_day(period.first);
	if (!day_is_known(period.last))
		calendar_refuse_day(period.last);
	calendar_to_parts(PG_GETARG_VARLENA_PP(0), &parts);
	calendar = calendar_expand(PG_GETARG_DATUM(0));

	for (year = civil_from_day(period.first).year; year <= civil_from_day(period.last).year; year++)
	{
		Holiday		list[HOLIDAYS_A_YEAR];
		int			n = holidays_of_year(year, list);
		int			i;

		for (i = 0; i < n; i++)
		{
			int32		day = list[i].day;
			const Holiday *holiday;

			if (day < period.first || day > period.last || (i > 0 && day == list[i - 1].day))
				continue;
			holiday = naming_entry(&list[i], n - i, divisions_on(&parts, &at, day));
			/* a holiday is off unless the calendar opens it, or a part beside works on it */
			if (holiday != NULL && !is_working(calendar, day))
				put_holiday(result, holiday, year);
		}
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(bradford_holidays_version);
Datum
bradford_holidays_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(HOLIDAYS_VERSION));
}
