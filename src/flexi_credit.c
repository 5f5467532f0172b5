/*
 * flexi_credit.c
 *	  How much of the hours worked a flexi scheme credits, day by day.
 */
#include "flexi_scheme.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/date.h"
#include "utils/multirangetypes.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "core/date.h"
#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_flexi_credit);
PG_FUNCTION_INFO_V1(bradford_flexi_credit_during);
PG_FUNCTION_INFO_V1(bradford_flexi_period);
PG_FUNCTION_INFO_V1(bradford_flexi_terms);

/* days of one call: more than those that calendars know */
#define MOST_DAYS	100000

#define CREDIT_COLUMNS	11

/* Clock times of a set, in order, in microseconds since 2000-01-01 00:00. */
typedef struct Worked
{
	Presence   *times;
	int			n;
} Worked;

static int64
bound_time(const RangeBound *bound)
{
	Timestamp	time = bound->infinite ? DT_NOEND : DatumGetTimestamp(bound->val);

	if (TIMESTAMP_NOT_FINITE(time))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("times worked are infinite"),
			   errdetail("Each stretch begins and ends at a clock time."),
			   errhint("Leave out a stretch that has not ended yet, or end it now."));
	return time;
}

static TypeCacheEntry *
tsrange_typcache(void)
{
	/* the entry stays for the backend's life, so it is looked up once */
	static TypeCacheEntry *typcache = NULL;

	if (typcache == NULL)
		typcache = lookup_type_cache(TSRANGEOID, TYPECACHE_RANGE_INFO);
	return typcache;
}

static Worked
worked_arg(MultirangeType *set)
{
	TypeCacheEntry *typcache = tsrange_typcache();
	Worked		worked;
	uint32		i;

	worked.times = palloc(sizeof(Presence) * Max(set->rangeCount, 1));
	worked.n = 0;
	for (i = 0; i < set->rangeCount; i++)
	{
		RangeBound	lower;
		RangeBound	upper;
		Presence	time;

		multirange_get_bounds(typcache, set, i, &lower, &upper);
		time.from = bound_time(&lower);
		time.to = bound_time(&upper);
		/* an instant has no length, be it a stretch or a gap between two */
		if (time.from == time.to)
			continue;
		if (worked.n > 0 && time.from == worked.times[worked.n - 1].to)
			worked.times[worked.n - 1].to = time.to;
		else
			worked.times[worked.n++] = time;
	}
	return worked;
}

static int64
day_of(int64 time)
{
	return time / DAY - (time % DAY < 0);
}

static void
require_days(int64 first, int64 last)
{
	if (last - first >= MOST_DAYS)
		REFUSE(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
			   errmsg("too many days for flexi_credit(): %lld", (long long) (last - first + 1)),
			   errdetail("The limit is %d days.", MOST_DAYS),
			   errhint("Ask for one accounting period at a time: flexi_period() says which."));
}

/* the stretches of one day as a set of clock times */
static MultirangeType *
day_times(int64 day, const Presence *presences, int n)
{
	RangeType **ranges = palloc(sizeof(RangeType *) * Max(n, 1));
	int			i;

	for (i = 0; i < n; i++)
	{
		RangeBound	lower = {TimestampGetDatum(day * DAY + presences[i].from), false, true, true};
		RangeBound	upper = {TimestampGetDatum(day * DAY + presences[i].to), false, false, false};

		ranges[i] = range_of_bounds(tsrange_typcache(), &lower, &upper);
	}
	return make_multirange(TSMULTIRANGEOID, tsrange_typcache(), n, ranges);
}

static void
put_day(ReturnSetInfo *result, const FlexiScheme *scheme, int64 day, Presence *presences, int n,
		MemoryContext of_day)
{
	MemoryContext caller = MemoryContextSwitchTo(of_day);
	int			weekday = weekday_of((int32) day);
	FlexiDay	counted;
	Interval	figures[CREDIT_COLUMNS];
	Datum		values[CREDIT_COLUMNS];
	bool		nulls[CREDIT_COLUMNS] = {false};
	int			i;

	/* before the day is counted, which moves the ends of the stretches */
	values[0] = DateADTGetDatum((DateADT) day);
	values[1] = MultirangeTypePGetDatum(day_times(day, presences, n));
	flexi_count_day(scheme, weekday, presences, n, &counted);
	memset(figures, 0, sizeof(figures));
	figures[2].time = counted.attended;
	figures[3].time = counted.credited;
	figures[4].time = counted.cut_by_bandwidth;
	figures[5].time = counted.cut_by_lunch;
	figures[6].time = counted.cut_by_rounding;
	figures[7].time = counted.core_missed;
	figures[8].time = counted.core_missed_half;
	figures[9].time = counted.lunch_over;
	figures[10].time = scheme->day[weekday] * MINUTE;
	for (i = 2; i < CREDIT_COLUMNS; i++)
		values[i] = IntervalPGetDatum(&figures[i]);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(of_day);
}

/*
 * Takes a day's stretches off the front of the times that are left, from *at
 * on; returns how many there are.
 */
static int
presences_of(const Worked *worked, int *at, int64 day, Presence *presences)
{
	int			n = 0;

	while (*at < worked->n && day_of(worked->times[*at].to - 1) < day)
		(*at)++;
	/* works out no midnight unless a stretch is on the day: dates go on beyond all timestamps */
	for (; *at < worked->n && day_of(worked->times[*at].from) <= day; (*at)++)
	{
		const Presence *time = &worked->times[*at];
		int64		begins = day * DAY;
		int64		ends = begins + DAY;

		presences[n].from = Max(time->from, begins) - begins;
		presences[n++].to = Min(time->to, ends) - begins;
		/* the rest of it is the next day's */
		if (time->to > ends)
			break;
	}
	return n;
}

/* flexi_credit(worked, scheme): the days on which somebody was there */
Datum
bradford_flexi_credit(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const FlexiScheme *scheme = PG_GETARG_FLEXI_SCHEME(1);
	Worked		worked = worked_arg(PG_GETARG_MULTIRANGE_P(0));
	Presence   *presences = palloc(sizeof(Presence) * Max(worked.n, 1));
	MemoryContext of_day = AllocSetContextCreate(CurrentMemoryContext, "flexi_credit day",
												 ALLOCSET_SMALL_SIZES);
	int64		next;
	int			at = 0;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (worked.n == 0)
		return (Datum) 0;
	require_days(day_of(worked.times[0].from), day_of(worked.times[worked.n - 1].to - 1));
	next = day_of(worked.times[0].from);
	/* presences_of leaves the stretch that goes on after the day, or the next one */
	while (at < worked.n)
	{
		int64		day = Max(next, day_of(worked.times[at].from));

		CHECK_FOR_INTERRUPTS();
		put_day(result, scheme, day, presences, presences_of(&worked, &at, day, presences), of_day);
		next = day + 1;
	}
	return (Datum) 0;
}

/* flexi_credit(worked, during, scheme): each day of the range */
Datum
bradford_flexi_credit_during(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	RangeType  *range = PG_GETARG_RANGE_P(1);
	const FlexiScheme *scheme = PG_GETARG_FLEXI_SCHEME(2);
	Worked		worked = worked_arg(PG_GETARG_MULTIRANGE_P(0));
	Presence   *presences = palloc(sizeof(Presence) * Max(worked.n, 1));
	MemoryContext of_day = AllocSetContextCreate(CurrentMemoryContext, "flexi_credit day",
												 ALLOCSET_SMALL_SIZES);
	Span		during;
	int64		day;
	int			at = 0;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (RangeIsEmpty(range))
		return (Datum) 0;
	during = daterange_span(range, "the period");
	require_days(during.first, during.last);
	for (day = during.first; day <= during.last; day++)
	{
		CHECK_FOR_INTERRUPTS();
		put_day(result, scheme, day, presences, presences_of(&worked, &at, day, presences), of_day);
	}
	return (Datum) 0;
}

/* flexi_period(day, scheme) */
Datum
bradford_flexi_period(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(0);
	int64		first;
	int64		next;
	Span		span;

	require_finite_date(day, "day");
	flexi_period_of(PG_GETARG_FLEXI_SCHEME(1), day, &first, &next);
	if (first < MIN_DAY || next > MAX_DAY)
		REFUSE(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
			   errmsg("day is too far off: %s", day_text(day)),
			   errdetail("Its accounting period goes beyond the range of dates."),
			   errhint("Write a date such as 2016-10-01."));
	span.first = (int32) first;
	span.last = (int32) next - 1;
	return span_daterange(span);
}

#define TERMS_COLUMNS	(AMOUNTS + 3)

/* flexi_terms(scheme) */
Datum
bradford_flexi_terms(PG_FUNCTION_ARGS)
{
	const FlexiScheme *scheme = PG_GETARG_FLEXI_SCHEME(0);
	Interval	figures[AMOUNTS + 1];
	Datum		values[TERMS_COLUMNS];
	bool		nulls[TERMS_COLUMNS] = {false};
	int			i;

	memset(figures, 0, sizeof(figures));
	figures[0].time = scheme->hours * MINUTE;
	nulls[0] = scheme->hours == BY_DAY;
	for (i = 0; i < AMOUNTS; i++)
	{
		int64		amount = 0;

		nulls[i + 1] = !flexi_amount(scheme, i, &amount);
		figures[i + 1].time = amount;
	}
	for (i = 0; i <= AMOUNTS; i++)
		values[i] = IntervalPGetDatum(&figures[i]);
	values[AMOUNTS + 1] = BoolGetDatum(scheme->leave_from_credit);
	values[AMOUNTS + 2] = BoolGetDatum(scheme->beyond == BEYOND_CUT);
	return HeapTupleGetDatum(heap_form_tuple(row_desc(fcinfo, TERMS_COLUMNS), values, nulls));
}
