/*
 * working_time.c
 *	  Breaches of the Working Time Regulations in what somebody worked (PAY-16).
 *
 * The core counts instants and days.  Here the zone says when the days and the
 * nights begin, by the server's own rules of time zones.
 */
#include "bradford.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "pgtime.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/multirangetypes.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "core/date.h"
#include "core/worktime.h"
#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_working_time_breaches);

/* days of one call: more than those that calendars know */
#define MOST_DAYS		100000
#define MOST_WEEKS		52

/* the days that a timestamp has in every zone */
#define FIRST_DAY		(MIN_DAY + 3)
#define LAST_DAY		((int64) (END_TIMESTAMP / USECS_PER_DAY) - 3)

#define YEARS_OF_AGE	18

#define BREACH_COLUMNS	13

/* the arguments, in their order */
enum
{
	WORKED,
	DURING,
	EXCLUDED,
	OPTED_OUT,
	BORN,
	EMPLOYED_FROM,
	AS_OF,
	ZONE,
	WEEKLY_LIMIT,
	REFERENCE_WEEKS,
	DAILY_REST_LEAST,
	WEEKLY_REST_LEAST,
	WEEKLY_REST_BY,
	BREAK_OVER,
	LEAST_BREAK,
	NIGHT_FROM,
	NIGHT_TO,
	NIGHT_LIMIT,
	NIGHT_WORKER,
	NIGHT_ABSOLUTE,
	YOUNG_DAILY_LIMIT,
	YOUNG_WEEKLY_LIMIT,
	YOUNG_DAILY_REST,
	YOUNG_WEEKLY_REST,
	YOUNG_BREAK_OVER,
	YOUNG_BREAK,
	YOUNG_NIGHT_FROM,
	YOUNG_NIGHT_TO,
	ARGUMENTS
};

static const char *const argument_name[ARGUMENTS] = {
	"worked", "during", "excluded", "opted_out", "born", "employed_from", "as_of", "zone",
	"weekly_limit", "reference_weeks", "daily_rest", "weekly_rest", "weekly_rest_by", "break_over",
	"least_break", "night_from", "night_to", "night_limit", "night_worker", "night_absolute",
	"young_daily_limit", "young_weekly_limit", "young_daily_rest", "young_weekly_rest",
	"young_break_over", "young_break", "young_night_from", "young_night_to",
};

static const char *const rule_name[WORK_RULES] = {
	[WEEKLY_AVERAGE] = "weekly average",
	[NIGHT_AVERAGE] = "night average",
	[NIGHT_HOURS] = "night hours",
	[DAILY_REST] = "daily rest",
	[WEEKLY_REST] = "weekly rest",
	[FORTNIGHTLY_REST] = "fortnightly rest",
	[BREAK] = "break",
	[YOUNG_DAY] = "daily hours under 18",
	[YOUNG_WEEK] = "weekly hours under 18",
	[YOUNG_NIGHT] = "night work under 18",
};

/* A zone, and a stretch of local times in which its offset stays the same. */
typedef struct Zone
{
	pg_tz	   *rules;
	int64		from;
	int64		until;
	int64		offset;
} Zone;

typedef struct Breaches
{
	ReturnSetInfo *result;
	int64		base;			/* the date of day 0 */
} Breaches;

static Zone
zone_arg(text *written)
{
	Zone		zone = {NULL, 0, -1, 0};

	if (VARSIZE_ANY_EXHDR(written) <= TZ_STRLEN_MAX)
		zone.rules = pg_tzset(text_to_cstring(written));
	if (zone.rules == NULL || !pg_tz_acceptable(zone.rules))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("unknown time zone: \"%s\"", quoted_text(written)),
			   errdetail("The view pg_timezone_names lists them."),
			   errhint("Write for instance zone => 'Europe/London'."));
	return zone;
}

/*
 * The instant of a local time.  Most days are far from any change of the
 * clocks, and the zone's rules say until when.
 */
static int64
instant_of(Zone *zone, int64 local)
{
	const int64 margin = 2 * USECS_PER_DAY;
	const int64 epoch = (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * SECS_PER_DAY;
	pg_time_t	before;
	pg_time_t	boundary;
	long		offset;
	long		next_offset;
	int			is_summer;
	int			is_summer_next;
	int			there;
	struct pg_tm tm;
	fsec_t		fsec;

	if (local >= zone->from && local <= zone->until)
		return local - zone->offset;
	before = (local - margin) / USECS_PER_SEC + epoch;
	there = pg_next_dst_boundary(&before, &offset, &is_summer, &boundary, &next_offset, &is_summer_next,
								 zone->rules);
	if (there == 0 || (there == 1 && (boundary - epoch) > (local + margin) / USECS_PER_SEC))
	{
		zone->from = local;
		/* the next change may lie beyond the last timestamp */
		zone->until = there == 0 || boundary - epoch > END_TIMESTAMP / USECS_PER_SEC ? PG_INT64_MAX :
			(boundary - epoch) * USECS_PER_SEC - margin;
		zone->offset = offset * USECS_PER_SEC;
		return local - zone->offset;
	}
	if (timestamp2tm(local, NULL, &tm, &fsec, NULL, NULL) != 0)
		elog(ERROR, "local time out of range");
	return local + DetermineTimeZoneOffset(&tm, zone->rules) * USECS_PER_SEC;
}

static int64
bound_instant(const RangeBound *bound)
{
	TimestampTz instant = bound->infinite ? DT_NOEND : DatumGetTimestampTz(bound->val);

	if (TIMESTAMP_NOT_FINITE(instant))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("times worked are infinite"),
			   errdetail("Each stretch begins and ends at an instant."),
			   errhint("Leave out a stretch that has not ended yet, or end it now."));
	return instant;
}

/* what was worked up to as_of */
static Stint *
worked_arg(MultirangeType *set, TimestampTz as_of, int *n)
{
	/* the entry stays for the backend's life, so it is looked up once */
	static TypeCacheEntry *typcache = NULL;
	Stint	   *work = palloc_extended(sizeof(Stint) * Max(set->rangeCount, 1), MCXT_ALLOC_HUGE);
	uint32		i;

	if (typcache == NULL)
		typcache = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	*n = 0;
	for (i = 0; i < set->rangeCount; i++)
	{
		RangeBound	lower;
		RangeBound	upper;
		Stint		stint;

		CHECK_FOR_INTERRUPTS();
		multirange_get_bounds(typcache, set, i, &lower, &upper);
		stint.from = bound_instant(&lower);
		stint.to = Min(bound_instant(&upper), as_of);
		/* an instant has no length, be it a stretch or a gap between two */
		if (stint.from >= stint.to)
			continue;
		if (*n > 0 && stint.from == work[*n - 1].to)
			work[*n - 1].to = stint.to;
		else
			work[(*n)++] = stint;
	}
	return work;
}

/* Hours and minutes.  A day of an interval may have 23 or 25, and a month has no fixed number. */
static int64
hours_arg(FunctionCallInfo fcinfo, int arg, int most)
{
	Interval   *hours = PG_GETARG_INTERVAL_P(arg);

	if (hours->month != 0 || hours->day != 0)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s must be in hours and minutes: %s", argument_name[arg],
					  DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(hours)))),
			   errdetail("A day of an interval is a day of the calendar, which may have 23 or 25 hours."),
			   errhint("Write for instance interval '48:00'."));
	if (hours->time < 0 || hours->time > most * USECS_PER_HOUR)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s is out of range: %s", argument_name[arg],
					  DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(hours)))),
			   errdetail("The limits are 0 and %d hours.", most),
			   errhint("Write for instance interval '11:00'."));
	return hours->time;
}

static void
rest_args(FunctionCallInfo fcinfo, RestLimits *limits, int daily_rest, int weekly_rest, int break_over,
		  int least_break)
{
	limits->daily_rest = hours_arg(fcinfo, daily_rest, HOURS_PER_DAY);
	limits->weekly_rest = hours_arg(fcinfo, weekly_rest, 7 * HOURS_PER_DAY);
	limits->break_over = hours_arg(fcinfo, break_over, HOURS_PER_DAY);
	limits->least_break = hours_arg(fcinfo, least_break, HOURS_PER_DAY);
}

static void
limits_args(FunctionCallInfo fcinfo, WorkLimits *limits)
{
	text	   *by = PG_GETARG_TEXT_PP(WEEKLY_REST_BY);

	limits->weekly = hours_arg(fcinfo, WEEKLY_LIMIT, 7 * HOURS_PER_DAY);
	limits->reference_weeks = PG_GETARG_INT32(REFERENCE_WEEKS);
	if (limits->reference_weeks < 1 || limits->reference_weeks > MOST_WEEKS)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("reference_weeks is out of range: %d", (int) limits->reference_weeks),
			   errdetail("The limits are 1 and %d weeks.", MOST_WEEKS),
			   errhint("Write 17, 26 where regulation 21 applies, or up to 52 by agreement."));
	limits->by_fortnight = word_is(by, "fortnight");
	if (!limits->by_fortnight && !word_is(by, "week"))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("unknown period of weekly rest: \"%s\"", quoted_text(by)),
			   errdetail("The periods are week and fortnight."),
			   errhint("Write for instance weekly_rest_by => 'fortnight'."));
	if (limits->by_fortnight && PG_ARGISNULL(EMPLOYED_FROM))
		REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
			   errmsg("weekly rest by fortnight needs employed_from"),
			   errdetail("The first fortnight begins with the week in which the employment began."),
			   errhint("Write for instance employed_from => '2016-01-04'."));
	limits->night = hours_arg(fcinfo, NIGHT_LIMIT, HOURS_PER_DAY);
	limits->night_worker = PG_ARGISNULL(NIGHT_WORKER) ? -1 : PG_GETARG_BOOL(NIGHT_WORKER);
	limits->night_absolute = PG_GETARG_BOOL(NIGHT_ABSOLUTE);
	rest_args(fcinfo, &limits->adult, DAILY_REST_LEAST, WEEKLY_REST_LEAST, BREAK_OVER, LEAST_BREAK);
	rest_args(fcinfo, &limits->young, YOUNG_DAILY_REST, YOUNG_WEEKLY_REST, YOUNG_BREAK_OVER, YOUNG_BREAK);
	limits->young_day = hours_arg(fcinfo, YOUNG_DAILY_LIMIT, HOURS_PER_DAY);
	limits->young_week = hours_arg(fcinfo, YOUNG_WEEKLY_LIMIT, 7 * HOURS_PER_DAY);
}

static void
require_arguments(FunctionCallInfo fcinfo)
{
	int			i;

	for (i = AS_OF; i < ARGUMENTS; i++)
		if (PG_ARGISNULL(i) && i != NIGHT_WORKER)
			REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
				   errmsg("%s must not be NULL", argument_name[i]),
				   errdetail("It decides what is a breach."),
				   errhint("Leave it out for the default: the limits of the law, all records, Europe/London."));
}

/* the nights that begin on each day */
static Stint *
nights_of(FunctionCallInfo fcinfo, Zone *zone, int64 base, int days, int from_arg, int to_arg)
{
	TimeADT		from = PG_GETARG_TIMEADT(from_arg);
	TimeADT		to = PG_GETARG_TIMEADT(to_arg);
	Stint	   *nights = palloc(sizeof(Stint) * days);
	int			i;

	if (from == to)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s and %s are the same time: %s", argument_name[from_arg], argument_name[to_arg],
					  DatumGetCString(DirectFunctionCall1(time_out, TimeADTGetDatum(from)))),
			   errdetail("A night lasts less than a day."),
			   errhint("Write for instance %s => '23:00', %s => '06:00'.", argument_name[from_arg],
					   argument_name[to_arg]));
	if (to < from)
		to += USECS_PER_DAY;
	for (i = 0; i < days; i++)
	{
		int64		midnight = (base + i) * USECS_PER_DAY;

		CHECK_FOR_INTERRUPTS();
		nights[i].from = instant_of(zone, midnight + from);
		nights[i].to = Max(instant_of(zone, midnight + to), nights[i].from);
		/* nights stay in order and never overlap */
		if (i > 0 && nights[i].from < nights[i - 1].to)
			nights[i].from = Min(nights[i - 1].to, nights[i].to);
	}
	return nights;
}

/* marks the days of a set, some of which may lie outside */
static void
mark_days(uint8 *flags, int64 base, int days, MultirangeType *set, const char *what, uint8 flag)
{
	Span		room[32];
	int			n;
	Span	   *spans = datemultirange_spans(set, what, room, lengthof(room), &n);
	int			i;

	for (i = 0; i < n; i++)
	{
		int64		day = Max(spans[i].first - base, 0);
		int64		last = Min(spans[i].last - base, days - 1);

		CHECK_FOR_INTERRUPTS();
		for (; day <= last; day++)
			flags[day] |= flag;
	}
}

/* The first day at 18.  Somebody born on 29 February turns 18 on 1 March. */
static int64
first_day_at_18(DateADT born)
{
	int64		day = add_months(born, 12 * YEARS_OF_AGE);

	return day + (civil_from_day(day).day != civil_from_day(born).day);
}

static void
answer_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

static Datum
range_of_stint(Stint stint)
{
	static TypeCacheEntry *typcache = NULL;
	RangeBound	lower;
	RangeBound	upper;

	if (typcache == NULL)
		typcache = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	lower.val = TimestampTzGetDatum(stint.from);
	lower.infinite = false;
	lower.inclusive = true;
	lower.lower = true;
	upper.infinite = stint.to == WORK_NO_END;
	upper.val = upper.infinite ? (Datum) 0 : TimestampTzGetDatum(stint.to);
	upper.inclusive = false;
	upper.lower = false;
	return RangeTypePGetDatum(range_of_bounds(typcache, &lower, &upper));
}

static void
put_breach(void *context, const Breach *breach)
{
	Breaches   *breaches = context;
	bool		is_average = breach->rule == WEEKLY_AVERAGE || breach->rule == NIGHT_AVERAGE;
	Interval	figures[5];
	Datum		values[BREACH_COLUMNS] = {0};
	bool		nulls[BREACH_COLUMNS] = {false};

	memset(figures, 0, sizeof(figures));
	figures[0].time = breach->value;
	figures[1].time = breach->limit;
	figures[2].time = breach->by;
	figures[3].time = breach->hours;
	figures[4].time = breach->later_hours;
	values[0] = CStringGetTextDatum(rule_name[breach->rule]);
	values[1] = range_of_stint(breach->at);
	values[2] = IntervalPGetDatum(&figures[0]);
	values[3] = IntervalPGetDatum(&figures[1]);
	values[4] = IntervalPGetDatum(&figures[2]);
	values[5] = BoolGetDatum(breach->final);
	values[6] = IntervalPGetDatum(&figures[3]);
	nulls[6] = breach->hours < 0;
	if (is_average)
	{
		Span		reference;

		reference.first = (int32) (breaches->base + breach->first);
		reference.last = (int32) (breaches->base + breach->last);
		values[7] = span_daterange(reference);
	}
	values[8] = IntervalPGetDatum(&figures[4]);
	values[9] = Int32GetDatum(breach->excluded_days);
	values[10] = Int32GetDatum(breach->later_days);
	values[11] = Int32GetDatum(breach->divisor);
	values[12] = Int32GetDatum(breach->night_weeks);
	nulls[7] = nulls[11] = !is_average;
	nulls[8] = nulls[9] = nulls[10] = breach->rule != WEEKLY_AVERAGE;
	nulls[12] = breach->rule != NIGHT_AVERAGE;
	tuplestore_putvalues(breaches->result->setResult, breaches->result->setDesc, values, nulls);
}

static void
require_days(int64 first, int64 last)
{
	if (last - first >= MOST_DAYS)
		REFUSE(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
			   errmsg("too many days for working_time_breaches(): %lld", (long long) (last - first + 1)),
			   errdetail("The limit is %d days, from the first reference period to the last time worked.",
						 MOST_DAYS),
			   errhint("Ask for one year at a time, with the times worked in it and in the year before."));
	if (first < FIRST_DAY || last > LAST_DAY)
		REFUSE(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
			   errmsg("working time is too far off: %s", day_text((DateADT) (first < FIRST_DAY ? first : last))),
			   errdetail("In some zones, a day there or in a reference period has no midnight."),
			   errhint("Write a date such as 2016-10-01."));
}

static int64
utc_day(int64 instant)
{
	return instant / USECS_PER_DAY - (instant % USECS_PER_DAY < 0);
}

/*
 * working_time_breaches(worked, during, excluded, opted_out, born, employed_from,
 * as_of, zone, limits ...)
 */
Datum
bradford_working_time_breaches(PG_FUNCTION_ARGS)
{
	Breaches	breaches = {(ReturnSetInfo *) fcinfo->resultinfo, 0};
	WorkCase	c = {0};
	RangeType  *range;
	Span		during;
	Zone		zone;
	Stint	   *work;
	int64	   *midnight;
	uint8	   *flags;
	int64		base;
	int64		last;
	int			i;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (any_null(fcinfo, OPTED_OUT + 1))
		return (Datum) 0;
	require_arguments(fcinfo);
	limits_args(fcinfo, &c.limits);
	zone = zone_arg(PG_GETARG_TEXT_PP(ZONE));
	c.as_of = PG_GETARG_TIMESTAMPTZ(AS_OF);
	if (!PG_ARGISNULL(BORN))
		require_finite_date(PG_GETARG_DATEADT(BORN), argument_name[BORN]);
	if (!PG_ARGISNULL(EMPLOYED_FROM))
		require_finite_date(PG_GETARG_DATEADT(EMPLOYED_FROM), argument_name[EMPLOYED_FROM]);
	work = worked_arg(PG_GETARG_MULTIRANGE_P(WORKED), c.as_of, &c.n);
	c.work = work;
	range = PG_GETARG_RANGE_P(DURING);
	if (RangeIsEmpty(range))
		return (Datum) 0;
	during = daterange_span(range, "the period");

	/* all reference periods, and the days on which something was worked, with room on both sides */
	base = during.first - 7 * (c.limits.reference_weeks + 2);
	last = (int64) during.last + 14;
	if (c.n > 0)
	{
		base = Min(base, utc_day(work[0].from) - 2);
		last = Max(last, utc_day(work[c.n - 1].to) + 2);
	}
	require_days(base, last);
	breaches.base = base;
	c.days = (int) (last - base + 1);

	midnight = palloc(sizeof(int64) * (c.days + 1));
	for (i = 0; i <= c.days; i++)
	{
		CHECK_FOR_INTERRUPTS();
		midnight[i] = instant_of(&zone, (base + i) * USECS_PER_DAY);
		if (i > 0 && midnight[i] < midnight[i - 1])
			midnight[i] = midnight[i - 1];
	}
	c.midnight = midnight;
	flags = palloc0(c.days);
	mark_days(flags, base, c.days, PG_GETARG_MULTIRANGE_P(EXCLUDED), "set of excluded days", DAY_EXCLUDED);
	mark_days(flags, base, c.days, PG_GETARG_MULTIRANGE_P(OPTED_OUT), "set of opted-out days", DAY_OPTED_OUT);
	c.flags = flags;
	c.monday = (7 - weekday_of((int32) base)) % 7;
	c.during_first = (int) (during.first - base);
	c.during_last = (int) (during.last - base);
	c.employed_from = PG_ARGISNULL(EMPLOYED_FROM) ? -1 : (int) Min(PG_GETARG_DATEADT(EMPLOYED_FROM) - base, c.days);
	if (!PG_ARGISNULL(BORN))
		c.adult_from = (int) Max(0, Min(first_day_at_18(PG_GETARG_DATEADT(BORN)) - base, c.days));
	c.night = nights_of(fcinfo, &zone, base, c.days, NIGHT_FROM, NIGHT_TO);
	if (c.adult_from > c.during_first)
		c.young_night = nights_of(fcinfo, &zone, base, c.days, YOUNG_NIGHT_FROM, YOUNG_NIGHT_TO);
	c.room = palloc0(worktime_room(c.days));
	c.pause = answer_interrupts;
	c.found = put_breach;
	c.context = &breaches;
	worktime_breaches(&c);
	return (Datum) 0;
}
