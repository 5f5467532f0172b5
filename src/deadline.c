/*
 * deadline.c
 *	  Time limits: "within n units after", "at least n units before".
 *
 * The event's own day is never counted (policy, section 2), so it doesn't
 * matter whether that is a working day.  Months keep the day of the month, cut
 * to the month's end.  Hours run on the office clock, that of a timestamp
 * without time zone: 48 hours before ten o'clock is ten o'clock two days
 * earlier, even if the clocks change in between.
 */
#include "bradford.h"

#include "common/int.h"
#include "utils/timestamp.h"

#include "core/date.h"
#include "calendar_cache.h"
#include "daterange.h"
#include "working_days.h"

typedef enum Unit
{
	HOURS,
	CALENDAR_DAYS,
	WORKING_DAYS,
	WEEKS,
	MONTHS
} Unit;

static const struct
{
	const char *name;
	Unit		unit;
}			units[] = {
	{"hours", HOURS}, {"hour", HOURS},
	{"calendar days", CALENDAR_DAYS}, {"calendar day", CALENDAR_DAYS}, {"cd", CALENDAR_DAYS},
	{"working days", WORKING_DAYS}, {"working day", WORKING_DAYS}, {"wd", WORKING_DAYS},
	{"weeks", WEEKS}, {"week", WEEKS},
	{"months", MONTHS}, {"month", MONTHS},
};

/* as refusals say it: "1 week", "2 weeks" */
static const char *
limit_text(int64 n, Unit unit)
{
	static const char *const names[] = {
		[HOURS] = "hour",
		[CALENDAR_DAYS] = "calendar day",
		[WORKING_DAYS] = "working day",
		[WEEKS] = "week",
		[MONTHS] = "month",
	};

	return psprintf("%lld %s%s", (long long) n, names[unit], n == 1 ? "" : "s");
}

static bool
find_unit(text *written, Unit *unit)
{
	int			i;

	for (i = 0; i < lengthof(units); i++)
		if (word_is(written, units[i].name))
		{
			*unit = units[i].unit;
			return true;
		}
	return false;
}

static Unit
unit_of(text *written)
{
	Unit		unit;

	if (find_unit(written, &unit))
		return unit;
	if (word_is(written, "days") || word_is(written, "day"))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("unit of time is ambiguous: \"%s\"", quoted_text(written)),
			   errdetail("Days are calendar days or working days."),
			   errhint("Write 'working days' or 'calendar days'."));
	REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
		   errmsg("unknown unit of time: \"%s\"", quoted_text(written)),
		   errdetail("The units are hours, calendar days, working days, weeks and months."),
		   errhint("Write for instance 'working days'."));
	return HOURS;				/* not reached */
}

static void
require_count(int64 n, Unit unit)
{
	if (n < 0)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("time limit must not be negative: %s", limit_text(n, unit)),
			   errdetail("The least is 0."),
			   errhint("Use due_by for a limit after an event and give_notice_by for one before it."));
}

/* which way a limit runs from its event */
typedef enum Way
{
	BEFORE,
	AFTER,
	BEGINNING_WITH				/* after the day before the event */
} Way;

pg_noreturn static void
refuse_overflow(const char *event, int64 n, Unit unit, Way way)
{
	static const char *const ways[] = {"before", "from", "beginning with"};

	REFUSE(ERRCODE_DATETIME_FIELD_OVERFLOW,
		   errmsg("time limit leads to no date: %s %s %s", limit_text(n, unit), ways[way], event),
		   unit == WORKING_DAYS ?
		   errdetail("Calendars know the days from 1995-01-01 to 2099-12-31.") :
		   errdetail("Dates run from 4713 BC to 5874897 AD, timestamps to 294276 AD."),
		   errhint("Give a finite event and a shorter limit."));
}

/*
 * Finds the last day of a limit of n units from a finite event; n is not
 * negative, and the unit is not hours.  False if there is no such day.
 */
static bool
find_shifted_day(FunctionCallInfo fcinfo, int calendar, DateADT event, int64 n, Unit unit, Way way,
				 DateADT *result)
{
	int			sign = way == BEFORE ? -1 : 1;
	int64		day = (int64) event - (way == BEGINNING_WITH);

	if (n > INT_MAX || day < MIN_DAY)
		return false;
	switch (unit)
	{
		case WORKING_DAYS:
			return working_days_add(calendar_expand_argument(fcinfo, calendar), (DateADT) day,
									sign * (int32) n, result);
		case WEEKS:
			day += 7 * sign * n;
			break;
		case MONTHS:
			day = add_months((DateADT) day, sign * n);
			break;
		default:
			day += sign * n;
			break;
	}
	*result = (DateADT) day;
	return day >= MIN_DAY && day <= MAX_DAY;
}

static DateADT
shift_day(FunctionCallInfo fcinfo, int calendar, DateADT event, int64 n, Unit unit, Way way)
{
	DateADT		result;

	require_finite_date(event, "the event");
	if (unit == HOURS)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("hours cannot be counted from a date: %s from %s", limit_text(n, unit), day_text(event)),
			   errdetail("They run from a time of day, which a date does not have."),
			   errhint("Write for instance due_by_hour('2026-03-02 10:00', 48)."));
	if (!find_shifted_day(fcinfo, calendar, event, n, unit, way, &result))
		refuse_overflow(day_text(event), n, unit, way);
	return result;
}

PG_FUNCTION_INFO_V1(bradford_due_by);
Datum
bradford_due_by(PG_FUNCTION_ARGS)
{
	int64		n = PG_GETARG_INT64(1);
	Unit		unit = unit_of(PG_GETARG_TEXT_PP(2));

	require_count(n, unit);
	PG_RETURN_DATEADT(shift_day(fcinfo, 3, PG_GETARG_DATEADT(0), n, unit, AFTER));
}

/*
 * Clear days leave out both the day of the notice and the day of the event
 * (CPR 2.8), hence one calendar day more.
 */
PG_FUNCTION_INFO_V1(bradford_give_notice_by);
Datum
bradford_give_notice_by(PG_FUNCTION_ARGS)
{
	DateADT		event = PG_GETARG_DATEADT(0);
	int64		n = PG_GETARG_INT64(1);
	Unit		unit = unit_of(PG_GETARG_TEXT_PP(2));
	DateADT		day;

	require_count(n, unit);
	day = shift_day(fcinfo, 3, event, n, unit, BEFORE);
	if (PG_GETARG_BOOL(4) && --day < MIN_DAY)
		refuse_overflow(day_text(event), n, unit, BEFORE);
	PG_RETURN_DATEADT(day);
}

/* ISO text to the minute, whatever DateStyle is */
static char *
timestamp_text(Timestamp event)
{
	int64		minutes = event / USECS_PER_MINUTE - (event % USECS_PER_MINUTE < 0);
	int64		day = minutes / (HOURS_PER_DAY * MINS_PER_HOUR) - (minutes % (HOURS_PER_DAY * MINS_PER_HOUR) < 0);

	minutes -= day * (HOURS_PER_DAY * MINS_PER_HOUR);
	return psprintf("%s %02d:%02d", day_text((DateADT) day), (int) (minutes / 60), (int) (minutes % 60));
}

static Timestamp
shift_hours(Timestamp event, int64 n, Way way)
{
	Timestamp	result;
	int64		microseconds;

	require_count(n, HOURS);
	if (TIMESTAMP_NOT_FINITE(event))
		refuse_overflow(TIMESTAMP_IS_NOBEGIN(event) ? "-infinity" : "infinity", n, HOURS, way);
	if (pg_mul_s64_overflow(way == BEFORE ? -n : n, USECS_PER_HOUR, &microseconds) ||
		pg_add_s64_overflow(event, microseconds, &result) || !IS_VALID_TIMESTAMP(result))
		refuse_overflow(timestamp_text(event), n, HOURS, way);
	return result;
}

PG_FUNCTION_INFO_V1(bradford_due_by_hour);
Datum
bradford_due_by_hour(PG_FUNCTION_ARGS)
{
	PG_RETURN_TIMESTAMP(shift_hours(PG_GETARG_TIMESTAMP(0), PG_GETARG_INT64(1), AFTER));
}

PG_FUNCTION_INFO_V1(bradford_give_notice_by_hour);
Datum
bradford_give_notice_by_hour(PG_FUNCTION_ARGS)
{
	PG_RETURN_TIMESTAMP(shift_hours(PG_GETARG_TIMESTAMP(0), PG_GETARG_INT64(1), BEFORE));
}

/*
 * A limit "beginning with" the event's day counts that day.  It ends where a
 * limit from the day before would end: three months beginning with 30 November
 * end on the last day of February.
 */
PG_FUNCTION_INFO_V1(bradford_last_day_beginning_with);
Datum
bradford_last_day_beginning_with(PG_FUNCTION_ARGS)
{
	int64		n = PG_GETARG_INT64(1);
	Unit		unit = unit_of(PG_GETARG_TEXT_PP(2));

	require_count(n, unit);
	PG_RETURN_DATEADT(shift_day(fcinfo, 3, PG_GETARG_DATEADT(0), n, unit, BEGINNING_WITH));
}

static bool
find_way(text *direction, Way *way)
{
	*way = word_is(direction, "after") ? AFTER : BEFORE;
	return *way == AFTER || word_is(direction, "before") || word_is(direction, "condition");
}

/* hours from a mere date are taken in whole days, on the safe side */
static void
hours_to_days(int64 *n, Unit *unit, Way way)
{
	if (*unit != HOURS)
		return;
	*n = *n / HOURS_PER_DAY + (way == BEFORE && *n % HOURS_PER_DAY != 0);
	*unit = CALENDAR_DAYS;
}

/* The limit of one row of a table of procedures. */
PG_FUNCTION_INFO_V1(bradford_step_due);
Datum
bradford_step_due(PG_FUNCTION_ARGS)
{
	DateADT		event = PG_GETARG_DATEADT(0);
	int64		n = PG_GETARG_INT64(1);
	Unit		unit = unit_of(PG_GETARG_TEXT_PP(2));
	text	   *direction = PG_GETARG_TEXT_PP(3);
	Way			way;

	if (!find_way(direction, &way))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("unknown direction of a time limit: \"%s\"", quoted_text(direction)),
			   errdetail("The directions are after, before, and condition, which is a fact at least that old."),
			   errhint("Write 'after' for a limit after an event and 'before' for notice of one."));
	require_count(n, unit);
	hours_to_days(&n, &unit, way);
	PG_RETURN_DATEADT(shift_day(fcinfo, 4, event, n, unit, way));
}

/* Like bradford_step_due, but NULL where that refuses: a table may hold anything. */
PG_FUNCTION_INFO_V1(bradford_find_due);
Datum
bradford_find_due(PG_FUNCTION_ARGS)
{
	DateADT		event = PG_GETARG_DATEADT(0);
	int64		n = PG_GETARG_INT64(1);
	Unit		unit;
	Way			way;
	DateADT		due;

	if (!day_is_known(event) || n < 0 || !find_unit(PG_GETARG_TEXT_PP(2), &unit) ||
		!find_way(PG_GETARG_TEXT_PP(3), &way))
		PG_RETURN_NULL();
	hours_to_days(&n, &unit, way);
	if (!find_shifted_day(fcinfo, 4, event, n, unit, way, &due) || !day_is_known(due))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(due);
}
