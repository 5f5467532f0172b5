/*
 * working_days.c
 *	  Arithmetic on working days.
 *
 * Adding n > 0 gives the n-th working day strictly after a day, whatever that
 * day is, and n < 0 the |n|-th strictly before it.  Counting is half-open and
 * signed, so that counts of neighbouring stretches always add up.
 */
#include "bradford.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"

#include "core/date.h"
#include "calendar.h"
#include "calendar_cache.h"
#include "daterange.h"
#include "number.h"
#include "working_days.h"

static inline void
require_known_day(DateADT day)
{
	if (unlikely(!day_is_known(day)))
		calendar_refuse_day(day);
}

/* the same for a day that is not itself counted: the day after the last is good */
static inline void
require_known_end(DateADT day)
{
	if (unlikely(day < FIRST_KNOWN_DAY || day > LAST_KNOWN_DAY + 1))
		calendar_refuse_day(day);
}

pg_noreturn static void
refuse_result(DateADT day, int32 n)
{
	REFUSE(ERRCODE_DATETIME_FIELD_OVERFLOW,
		   errmsg("adding %d working days to %s leaves the years that calendars know", n, day_text(day)),
		   errdetail_known_days(),
		   errhint("Give fewer working days, or a calendar that has some in those years."));
}

/*
 * for the next or previous working day, or a roll to one: n is 1 or -1, and
 * the caller never wrote it
 */
pg_noreturn static void
refuse_neighbour(DateADT day, int32 n)
{
	REFUSE(ERRCODE_DATETIME_FIELD_OVERFLOW,
		   errmsg("no working day %s %s", n > 0 ? "after" : "before", day_text(day)),
		   errdetail_known_days(),
		   errhint("Give %s day, or a calendar that has a working day there.", n > 0 ? "an earlier" : "a later"));
}

static pg_attribute_always_inline bool
find_day(const WorkingDays *calendar, DateADT day, int32 n, DateADT *result)
{
	int32		after = n > 0;
	int64		rank;

	require_known_day(day);
	*result = day;
	if (n == 0)
		return true;
	/* no branch on the sign of n, which may be random */
	rank = (int64) working_rank(calendar, day + after) + n - after;
	if (unlikely(rank < 0 || rank >= calendar->count))
		return false;
	*result = working_day_of_rank(calendar, (int32) rank);
	return true;
}

static DateADT
neighbour(const WorkingDays *calendar, DateADT day, int32 n)
{
	DateADT		result;

	if (!find_day(calendar, day, n, &result))
		refuse_neighbour(day, n);
	return result;
}

static inline int32
days_between(const WorkingDays *calendar, DateADT from, DateADT to)
{
	require_known_end(from);
	require_known_end(to);
	return working_rank(calendar, to) - working_rank(calendar, from);
}

bool
working_days_add(const WorkingDays *calendar, DateADT day, int32 n, DateADT *result)
{
	return find_day(calendar, day, n, result);
}

PG_FUNCTION_INFO_V1(bradford_is_working_day);
Datum
bradford_is_working_day(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(0);
	const WorkingDays *calendar = calendar_expand_argument(fcinfo, 1);

	require_known_day(day);
	PG_RETURN_BOOL(is_working(calendar, day));
}

PG_FUNCTION_INFO_V1(bradford_add_working_days);
Datum
bradford_add_working_days(PG_FUNCTION_ARGS)
{
	const WorkingDays *calendar = calendar_expand_argument(fcinfo, 2);
	DateADT		result;

	if (!find_day(calendar, PG_GETARG_DATEADT(0), PG_GETARG_INT32(1), &result))
		refuse_result(PG_GETARG_DATEADT(0), PG_GETARG_INT32(1));
	PG_RETURN_DATEADT(result);
}

PG_FUNCTION_INFO_V1(bradford_next_working_day);
Datum
bradford_next_working_day(PG_FUNCTION_ARGS)
{
	const WorkingDays *calendar = calendar_expand_argument(fcinfo, 1);

	PG_RETURN_DATEADT(neighbour(calendar, PG_GETARG_DATEADT(0), 1));
}

PG_FUNCTION_INFO_V1(bradford_previous_working_day);
Datum
bradford_previous_working_day(PG_FUNCTION_ARGS)
{
	const WorkingDays *calendar = calendar_expand_argument(fcinfo, 1);

	PG_RETURN_DATEADT(neighbour(calendar, PG_GETARG_DATEADT(0), -1));
}

/* Like bradford_add_working_days, but NULL where that refuses: a table may hold any day and any calendar. */
PG_FUNCTION_INFO_V1(bradford_find_working_day);
Datum
bradford_find_working_day(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(0);
	DateADT		result;

	if (!day_is_known(day) ||
		!find_day(calendar_expand_argument(fcinfo, 2), day, PG_GETARG_INT32(1), &result))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(result);
}

/* ---------- the day of a report ---------- */

PG_FUNCTION_INFO_V1(bradford_require_known_day);
Datum
bradford_require_known_day(PG_FUNCTION_ARGS)
{
	require_known_day(PG_GETARG_DATEADT(0));
	PG_RETURN_BOOL(true);
}

PG_FUNCTION_INFO_V1(bradford_require_period);
Datum
bradford_require_period(PG_FUNCTION_ARGS)
{
	DateADT		from = PG_GETARG_DATEADT(0);
	DateADT		to = PG_GETARG_DATEADT(1);

	require_known_day(from);
	require_known_day(to);
	if (from > to)
		REFUSE(ERRCODE_DATETIME_FIELD_OVERFLOW,
			   errmsg("period ends before it begins: from %s to %s", day_text(from), day_text(to)),
			   errdetail("Both days belong to the period, which has at least one."),
			   errhint("Write the earlier day first."));
	PG_RETURN_BOOL(true);
}

/* ---------- counting ---------- */

PG_FUNCTION_INFO_V1(bradford_working_days);
Datum
bradford_working_days(PG_FUNCTION_ARGS)
{
	const WorkingDays *calendar = calendar_expand_argument(fcinfo, 2);

	PG_RETURN_INT32(days_between(calendar, PG_GETARG_DATEADT(0), PG_GETARG_DATEADT(1)));
}

PG_FUNCTION_INFO_V1(bradford_working_days_of_period);
Datum
bradford_working_days_of_period(PG_FUNCTION_ARGS)
{
	RangeType  *period = PG_GETARG_RANGE_P(0);
	const WorkingDays *calendar = calendar_expand_argument(fcinfo, 1);
	Span		span;

	if (RangeIsEmpty(period))
		PG_RETURN_INT32(0);
	span = daterange_span(period, "the period");
	PG_RETURN_INT32(days_between(calendar, span.first, span.last + 1));
}

PG_FUNCTION_INFO_V1(bradford_working_days_of_set);
Datum
bradford_working_days_of_set(PG_FUNCTION_ARGS)
{
	MultirangeType *days = PG_GETARG_MULTIRANGE_P(0);
	const WorkingDays *calendar = calendar_expand_argument(fcinfo, 1);
	Span		room[32];
	Span	   *spans;
	int32		count = 0;
	int			n,
				i;

	spans = datemultirange_finite_spans(days, "the set of days", room, lengthof(room), &n);
	for (i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		count += days_between(calendar, spans[i].first, spans[i].last + 1);
	}
	PG_RETURN_INT32(count);
}

/* ---------- the week ---------- */

/* the weeks after which the patterns of all parts repeat, or enough for all known years */
static int
weeks_in_rota(const CalendarPart *part, int abreast)
{
	int			weeks = part[0].weeks;
	int			i;

	for (i = 1; i < abreast; i++)
	{
		int			once = weeks;

		while (weeks % part[i].weeks != 0 && weeks < DAYS_KNOWN / 7)
			weeks += once;
	}
	return weeks;
}

/* days_per_week(calendar, day): of the pattern, on the average of its rota */
/* the parts in force on a known day: the first of them, and how many stand side by side */
static const CalendarPart *
parts_in_force(const CalendarParts *parts, DateADT day, int *abreast)
{
	int			at = 0;

	require_known_day(day);
	for (;;)
	{
		*abreast = parts_abreast(&parts->part[at], parts->n - at);
		if (day <= last_day_of_part(&parts->part[at], *abreast, parts->n - at))
			return &parts->part[at];
		at += *abreast;
	}
}

/* the days of the week that any of the parts works, as a mask */
static uint8
week_by_any(const CalendarPart *part, int abreast, DateADT day)
{
	uint8		worked = 0;
	int			i;

	for (i = 0; i < abreast; i++)
		worked |= week_of(&part[i], day);
	return worked;
}

PG_FUNCTION_INFO_V1(bradford_days_per_week);
Datum
bradford_days_per_week(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(1);
	const CalendarPart *part;
	CalendarParts parts;
	int			abreast;
	int			weeks;
	int			days = 0;
	int			i;

	calendar_to_parts(PG_GETARG_VARLENA_PP(0), &parts);
	part = parts_in_force(&parts, day, &abreast);
	weeks = weeks_in_rota(part, abreast);
	for (i = 0; i < weeks; i++)
	{
		CHECK_FOR_INTERRUPTS();
		days += pg_popcount32(week_by_any(part, abreast, day + i * 7));
	}
	return DirectFunctionCall1(numeric_trim_scale,
							   NumericGetDatum(number_divide(int64_to_numeric(days), int64_to_numeric(weeks))));
}

PG_FUNCTION_INFO_V1(bradford_is_pattern_day);
Datum
bradford_is_pattern_day(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(0);
	const CalendarPart *part;
	CalendarParts parts;
	int			abreast;

	calendar_to_parts(PG_GETARG_VARLENA_PP(1), &parts);
	part = parts_in_force(&parts, day, &abreast);
	PG_RETURN_BOOL((week_by_any(part, abreast, day) >> weekday_of(day)) & 1);
}

/* ---------- rolling ---------- */

static bool
same_month(DateADT a, DateADT b)
{
	CivilDate	x = civil_from_day(a);
	CivilDate	y = civil_from_day(b);

	return x.year == y.year && x.month == y.month;
}

PG_FUNCTION_INFO_V1(bradford_roll);
Datum
bradford_roll(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(0);
	text	   *convention = PG_GETARG_TEXT_PP(1);
	const WorkingDays *calendar = calendar_expand_argument(fcinfo, 2);
	bool		preceding = word_is(convention, "preceding");
	bool		modified = word_is(convention, "modified-following");
	DateADT		rolled;

	if (!preceding && !modified && !word_is(convention, "following"))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("unknown convention for rolling a day: \"%s\"", quoted_text(convention)),
			   errdetail("The conventions are following, preceding and modified-following, which stays in the month."),
			   errhint("Write for instance roll(day, 'following')."));

	require_known_day(day);
	if (is_working(calendar, day))
		PG_RETURN_DATEADT(day);
	if (preceding)
		PG_RETURN_DATEADT(neighbour(calendar, day, -1));

	/* past the last known working day the modified rule still has an answer */
	if (modified && working_rank(calendar, day) == calendar->count)
		PG_RETURN_DATEADT(neighbour(calendar, day, -1));
	rolled = neighbour(calendar, day, 1);
	if (modified && !same_month(day, rolled))
		rolled = neighbour(calendar, day, -1);
	PG_RETURN_DATEADT(rolled);
}
