/*
 * calendar.c
 *	  A calendar's bitmap of working days and the index over it.
 */
#include "core/calendar.h"

#include <string.h>

void
working_days_index(WorkingDays *calendar)
{
	int32_t		rank = 0;
	int32_t		offset;

	for (offset = 0; offset < DAYS_KNOWN; offset++)
	{
		if ((offset & 63) == 0)
			calendar->rank[offset >> 6] = (uint16_t) rank;
		if ((calendar->bits[offset >> 6] >> (offset & 63)) & 1)
			calendar->nth[rank++] = (uint16_t) offset;
	}
	calendar->rank[DAY_WORDS] = (uint16_t) rank;
	calendar->count = rank;
}

static void
set_working(WorkingDays *calendar, int32_t day, bool working)
{
	uint32_t	offset = (uint32_t) (day - FIRST_KNOWN_DAY);
	uint64_t	bit = UINT64_C(1) << (offset & 63);

	if (working)
		calendar->bits[offset >> 6] |= bit;
	else
		calendar->bits[offset >> 6] &= ~bit;
}

/* sets the days of the spans that are in [first, last] */
static void
set_spans(WorkingDays *calendar, const Span *spans, int n, int32_t first, int32_t last,
		  bool working)
{
	int			i;

	for (i = 0; i < n; i++)
	{
		int32_t		day = spans[i].first > first ? spans[i].first : first;
		int32_t		end = spans[i].last < last ? spans[i].last : last;

		for (; day <= end; day++)
			set_working(calendar, day, working);
	}
}

/* closes the holidays of a part, which holds from "first" to "last" */
static void
close_holidays(WorkingDays *calendar, uint8_t divisions, int32_t first, int32_t last)
{
	Holiday		list[HOLIDAYS_A_YEAR];
	int			year;

	for (year = FIRST_KNOWN_YEAR; year <= LAST_KNOWN_YEAR; year++)
	{
		int			n = holidays_of_year(year, list);
		int			i;

		for (i = 0; i < n; i++)
			if ((list[i].divisions & divisions) &&
				list[i].day >= first && list[i].day <= last)
				set_working(calendar, list[i].day, false);
	}
}

/* the days of the week that work in the week of a day, a rota running both ways */
static uint8_t
week_of(const CalendarPart *part, int32_t day)
{
	int32_t		week;

	if (part->weeks == 1)
		return part->week[0];
	week = (day - weekday_of(day) - part->rota_from) / 7 % part->weeks;
	return part->week[week < 0 ? week + part->weeks : week];
}

void
working_days_spread(WorkingDays *calendar, const CalendarPart *parts, int n)
{
	int			i;

	memset(calendar->bits, 0, sizeof(calendar->bits));
	for (i = 0; i < n; i++)
	{
		const CalendarPart *part = &parts[i];
		int32_t		last = i + 1 < n ? parts[i + 1].from - 1 : LAST_KNOWN_DAY;
		int32_t		day;

		for (day = part->from; day <= last; day++)
			if ((week_of(part, day) >> weekday_of(day)) & 1)
				set_working(calendar, day, true);
		if (part->bases & UK_DIVISIONS)
			close_holidays(calendar, part->bases & UK_DIVISIONS, part->from, last);
		set_spans(calendar, part->closed, part->nclosed, part->from, last, false);
		set_spans(calendar, part->open, part->nopen, part->from, last, true);
	}
	working_days_index(calendar);
}
