/*
 * deadline.c
 *	  Time limits: "within n units after", "at least n units before".
 *
 * The event's own day is never counted (policy, section 2), so it doesn't
 * matter whether that is a working day.  Months keep the day of the month, cut
 * to the month's end.  Hours run on the office clock, which is what a timestamp
 * without time zone says: 48 hours before ten o'clock is ten o'clock two days
 * earlier, over a change of the clocks too.
 */
#include "bradford.h"

#include "common/int.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "core/date.h"
#include "calendar_value.h"
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

static bool
is_word(text *written, const char *name)
{
	return VARSIZE_ANY_EXHDR(written) == strlen(name) &&
		pg_strncasecmp(VARDATA_ANY(written), name, strlen(name)) == 0;
}

static Unit
unit_of(text *written)
{
	int			i;

	for (i = 0; i < lengthof(units); i++)
		if (is_word(written, units[i].name))
			return units[i].unit;
	if (is_word(written, "days") || is_word(written, "day"))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("\"%s\" may be calendar days or working days", text_to_cstring(written)),
			   errdetail("The units are hours, calendar days, working days, weeks and months."),
			   errhint("Write 'working days' or 'calendar days'."));
	REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
		   errmsg("unknown unit of time: \"%s\"", text_to_cstring(written)),
		   errdetail("The units are hours, calendar days, working days, weeks and months."),
		   errhint("Write for instance 'working days'."));
	return HOURS;				/* not reached */
}

static void
require_count(int64 n)
{
	if (n < 0)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("a time limit of %lld units", (long long) n),
			   errdetail("A time limit is zero or more units long."),
			   errhint("Use due_by for a limit after an event and give_notice_by for one before it."));
}

pg_noreturn static void
refuse_overflow(const char *event, int64 n)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_FIELD_OVERFLOW),
			 errmsg("%s and %lld units make no date that can be stored", event, (long long) n),
			 errdetail("Dates run from 4713 BC to 5874897 AD, timestamps to 294276 AD."),
			 errhint("Give a finite event and a shorter limit.")));
}

static DateADT
checked_day(int64 day, DateADT event, int64 n)
{
	if (day < MIN_DAY || day > MAX_DAY)
		refuse_overflow(day_text(event), n);
	return (DateADT) day;
}

/* the day n units after an event, or before it where n is negative */
static DateADT
shift_day(FunctionCallInfo fcinfo, int calendar, DateADT event, int64 n, Unit unit)
{
	require_finite_date(event, "the event");
	switch (unit)
	{
		case CALENDAR_DAYS:
			return checked_day((int64) event + n, event, n);
		case WEEKS:
			return checked_day((int64) event + 7 * n, event, n);
		case MONTHS:
			return checked_day(add_months(event, n), event, n);
		case WORKING_DAYS:
			return working_days_add(calendar_expand_argument(fcinfo, calendar), event,
									(int32) n);
		case HOURS:
			break;
	}
	REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
		   errmsg("a time limit in hours from the date %s", day_text(event)),
		   errdetail("Hours run from a time of day, which a date does not have."),
		   errhint("Write for instance due_by(timestamp '2026-03-02 10:00', 48, 'hours')."));
	return event;				/* not reached */
}

static Timestamp
shift_timestamp(Timestamp event, int64 n, text *unit)
{
	Timestamp	result;
	int64		microseconds;

	if (unit_of(unit) != HOURS)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("a time limit in %s from a time of day", text_to_cstring(unit)),
			   errdetail("Days, weeks and months are counted whole, from the day of the event; hours alone run from its time."),
			   errhint("Cast the event: event::date."));
	if (TIMESTAMP_NOT_FINITE(event) ||
		pg_mul_s64_overflow(n, USECS_PER_HOUR, &microseconds) ||
		pg_add_s64_overflow(event, microseconds, &result) || !IS_VALID_TIMESTAMP(result))
		refuse_overflow(TIMESTAMP_NOT_FINITE(event) ? "infinity" : "the event", n);
	return result;
}

PG_FUNCTION_INFO_V1(due_by);
Datum
due_by(PG_FUNCTION_ARGS)
{
	int32		n = PG_GETARG_INT32(1);

	require_count(n);
	PG_RETURN_DATEADT(shift_day(fcinfo, 3, PG_GETARG_DATEADT(0), n,
								unit_of(PG_GETARG_TEXT_PP(2))));
}

PG_FUNCTION_INFO_V1(due_by_hour);
Datum
due_by_hour(PG_FUNCTION_ARGS)
{
	int64		n = PG_GETARG_INT64(1);

	require_count(n);
	PG_RETURN_TIMESTAMP(shift_timestamp(PG_GETARG_TIMESTAMP(0), n, PG_GETARG_TEXT_PP(2)));
}

/*
 * Clear days leave out both the day of the notice and the day of the event
 * (CPR 2.8), hence one calendar day more.
 */
PG_FUNCTION_INFO_V1(give_notice_by);
Datum
give_notice_by(PG_FUNCTION_ARGS)
{
	DateADT		event = PG_GETARG_DATEADT(0);
	int32		n = PG_GETARG_INT32(1);
	DateADT		day;

	require_count(n);
	day = shift_day(fcinfo, 3, event, -(int64) n, unit_of(PG_GETARG_TEXT_PP(2)));
	if (PG_GETARG_BOOL(4))
		day = checked_day((int64) day - 1, event, n);
	PG_RETURN_DATEADT(day);
}

PG_FUNCTION_INFO_V1(give_notice_by_hour);
Datum
give_notice_by_hour(PG_FUNCTION_ARGS)
{
	int64		n = PG_GETARG_INT64(1);

	require_count(n);
	if (PG_GETARG_BOOL(4))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("clear notice of %lld hours", (long long) n),
			   errdetail("Clear notice leaves out the day of the notice and the day of the event; hours have none."),
			   errhint("Leave out \"clear\", or give the limit in days."));
	PG_RETURN_TIMESTAMP(shift_timestamp(PG_GETARG_TIMESTAMP(0), -n, PG_GETARG_TEXT_PP(2)));
}

/*
 * A limit "beginning with" the event's day counts that day: it ends where one
 * that excludes the day before would end, so three months beginning with 30
 * November end on the last day of February.
 */
PG_FUNCTION_INFO_V1(last_day_beginning_with);
Datum
last_day_beginning_with(PG_FUNCTION_ARGS)
{
	DateADT		event = PG_GETARG_DATEADT(0);
	int32		n = PG_GETARG_INT32(1);

	require_count(n);
	require_finite_date(event, "the event");
	PG_RETURN_DATEADT(shift_day(fcinfo, 3, checked_day((int64) event - 1, event, n), n,
								unit_of(PG_GETARG_TEXT_PP(2))));
}

/*
 * The limit of one row of a table of procedures.  Hours from a mere date are
 * taken in whole days, on the safe side.
 */
PG_FUNCTION_INFO_V1(step_due);
Datum
step_due(PG_FUNCTION_ARGS)
{
	DateADT		event = PG_GETARG_DATEADT(0);
	int64		n = PG_GETARG_INT32(1);
	Unit		unit = unit_of(PG_GETARG_TEXT_PP(2));
	text	   *direction = PG_GETARG_TEXT_PP(3);
	bool		after = is_word(direction, "after");

	if (!after && !is_word(direction, "before") && !is_word(direction, "condition"))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("unknown direction of a time limit: \"%s\"", text_to_cstring(direction)),
			   errdetail("The directions are after, before, and condition, which is a fact at least that old."),
			   errhint("Write 'after' for a limit after an event and 'before' for notice of one."));
	require_count(n);
	if (unit == HOURS)
	{
		n = after ? n / 24 : (n + 23) / 24;
		unit = CALENDAR_DAYS;
	}
	PG_RETURN_DATEADT(shift_day(fcinfo, 4, event, after ? n : -n, unit));
}
