/*
 * staffing.c
 *	  How many are on duty: steps, and local hours (SR-1).
 */
#include "bradford.h"

#include "catalog/pg_type.h"
#include "datatype/timestamp.h"
#include "miscadmin.h"
#include "pgtime.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/numeric.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "core/staffing.h"
#include "number.h"

PG_FUNCTION_INFO_V1(bradford_staffing);
PG_FUNCTION_INFO_V1(bradford_staffing_by_hour);
PG_FUNCTION_INFO_V1(bradford_known_zone);

#define MOST_HOURS	1000000

#define STAFFING_COLUMNS	2
#define HOUR_COLUMNS		5

#define ST_SORT sort_times
#define ST_ELEMENT_TYPE int64
#define ST_COMPARE(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DEFINE
#include "lib/sort_template.h"

/* A call of staffing() from its first row to its last. */
typedef struct StaffingCall
{
	Staffing	staffing;
	TypeCacheEntry *typcache;
} StaffingCall;

/*
 * A call of staffing_by_hour().  An offset is how far local time is ahead of
 * UTC; it holds up to the next change of the clock.
 */
typedef struct HoursCall
{
	StaffingCall shifts;
	pg_tz	   *zone;
	int64		time;			/* how far the rows have come */
	int64		end;
	int64		offset;
	int64		change;
} HoursCall;

static TypeCacheEntry *
tstzrange_typcache(void)
{
	/* the entry stays for the backend's life, so it is looked up once */
	static TypeCacheEntry *typcache = NULL;

	if (typcache == NULL)
		typcache = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	return typcache;
}

/* false for an empty range; whether an end is included does not matter, since an instant has no length */
static bool
range_times(RangeType *range, const char *what, const char *hint, int64 *from, int64 *to)
{
	RangeBound	lower;
	RangeBound	upper;
	bool		empty;

	range_deserialize(tstzrange_typcache(), range, &lower, &upper, &empty);
	if (empty)
		return false;
	*from = DatumGetTimestampTz(lower.val);
	*to = DatumGetTimestampTz(upper.val);
	if (lower.infinite || upper.infinite || TIMESTAMP_NOT_FINITE(*from) || TIMESTAMP_NOT_FINITE(*to))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s must begin and end", what),
			   errdetail("It is open, or infinite, at one end."),
			   errhint("%s", hint));
	return *from < *to;
}

/* sets up the sweep over an array of shifts; elements that are NULL are left out */
static void
begin_shifts(StaffingCall *call, FunctionCallInfo fcinfo)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	int			most = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	int64	   *starts;
	int64	   *ends;
	ArrayIterator elements;
	Datum		element;
	bool		isnull;
	int32		n = 0;

	if (ARR_NDIM(array) > 1)
		REFUSE(ERRCODE_ARRAY_SUBSCRIPT_ERROR,
			   errmsg("shifts must be a plain list: they have %d dimensions", ARR_NDIM(array)),
			   errdetail("Every element is a shift."),
			   errhint("Write array_agg(during), or a list such as ARRAY[tstzrange(...), tstzrange(...)]."));
	call->typcache = tstzrange_typcache();
	starts = palloc_extended(sizeof(int64) * (Size) Max(most, 1), MCXT_ALLOC_HUGE);
	ends = palloc_extended(sizeof(int64) * (Size) Max(most, 1), MCXT_ALLOC_HUGE);
	elements = array_create_iterator(array, 0, NULL);
	while (array_iterate(elements, &element, &isnull))
	{
		CHECK_FOR_INTERRUPTS();
		if (!isnull && range_times(DatumGetRangeTypeP(element), "a shift",
									"Leave out a shift that has not ended yet, or end it now.",
									&starts[n], &ends[n]))
			n++;
	}
	array_free_iterator(elements);
	PG_FREE_IF_COPY(array, 0);
	sort_times(starts, n);
	sort_times(ends, n);
	staffing_begin(&call->staffing, starts, ends, n);
}

static Datum
times_range(TypeCacheEntry *typcache, int64 from, int64 to)
{
	RangeBound	lower = {TimestampTzGetDatum(from), false, true, true};
	RangeBound	upper = {TimestampTzGetDatum(to), false, false, false};

	return RangeTypePGetDatum(range_of_bounds(typcache, &lower, &upper));
}

/* like row_desc(), for a set, whose call needs fn_extra for itself */
static TupleDesc
rows_desc(FunctionCallInfo fcinfo, int n)
{
	TupleDesc	desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE || desc->natts != n)
		elog(ERROR, "function returning rows of %d columns called for another type", n);
	return BlessTupleDesc(desc);
}

/* staffing(shifts) */
Datum
bradford_staffing(PG_FUNCTION_ARGS)
{
	FuncCallContext *funcctx;
	StaffingCall *call;
	Datum		values[STAFFING_COLUMNS];
	bool		nulls[STAFFING_COLUMNS] = {false};

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old_context;

		funcctx = SRF_FIRSTCALL_INIT();
		old_context = MemoryContextSwitchTo(funcctx->multi_call_memory_ctx);
		call = palloc(sizeof(StaffingCall));
		begin_shifts(call, fcinfo);
		funcctx->user_fctx = call;
		funcctx->tuple_desc = rows_desc(fcinfo, STAFFING_COLUMNS);
		MemoryContextSwitchTo(old_context);
	}
	funcctx = SRF_PERCALL_SETUP();
	call = funcctx->user_fctx;
	CHECK_FOR_INTERRUPTS();
	if (!staffing_next(&call->staffing))
		SRF_RETURN_DONE(funcctx);
	values[0] = times_range(call->typcache, call->staffing.step.from, call->staffing.step.to);
	values[1] = Int32GetDatum(call->staffing.step.on_duty);
	SRF_RETURN_NEXT(funcctx, HeapTupleGetDatum(heap_form_tuple(funcctx->tuple_desc, values, nulls)));
}

/* NULL if there is none of that name */
static pg_tz *
find_zone(text *written)
{
	char	   *name = text_to_cstring(written);
	pg_tz	   *zone = strlen(name) <= TZ_STRLEN_MAX ? pg_tzset(name) : NULL;

	pfree(name);
	return zone;
}

/* known_zone(zone) */
Datum
bradford_known_zone(PG_FUNCTION_ARGS)
{
	text	   *written = PG_GETARG_TEXT_PP(0);

	if (find_zone(written) == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(written);
}

static pg_tz *
zone_arg(text *written)
{
	pg_tz	   *zone = find_zone(written);

	if (zone == NULL)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("unknown time zone: \"%s\"", quoted_text(written)),
			   errdetail("The view pg_timezone_names lists them."),
			   errhint("Write 'Europe/London', whose clocks go forward in March and back in October."));
	return zone;
}

static inline int64
floor_to(int64 time, int64 unit)
{
	int64		rest = time % unit;

	return time - (rest < 0 ? rest + unit : rest);
}

#define UNIX_EPOCH	((int64) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * SECS_PER_DAY)

/* the offset at call->time, and until when it holds */
static void
find_offset(HoursCall *call)
{
	pg_time_t	time = floor_to(call->time, USECS_PER_SEC) / USECS_PER_SEC + UNIX_EPOCH;
	pg_time_t	boundary;
	long int	before;
	long int	after;
	int			is_dst;
	int			changes;

	/* passes by changes of the name alone */
	while ((changes = pg_next_dst_boundary(&time, &before, &is_dst, &boundary, &after, &is_dst,
										   call->zone)) > 0 && before == after)
		time = boundary;
	if (changes < 0)
		elog(ERROR, "time zone has no offset");
	call->offset = before * USECS_PER_SEC;
	call->change = DT_NOEND;
	/* changes beyond the years of timestamps don't come up */
	if (changes > 0 && boundary - UNIX_EPOCH < DT_NOEND / USECS_PER_SEC)
		call->change = (boundary - UNIX_EPOCH) * USECS_PER_SEC;
}

/* a local hour with its offset, which tells the two 01:00 of a night in October apart */
static Datum
hour_label(int64 local, int64 offset)
{
	int			seconds = (offset < 0 ? -offset : offset) / USECS_PER_SEC;
	struct pg_tm tm;
	fsec_t		fsec;
	char		label[64];
	int			length;

	if (timestamp2tm(local, NULL, &tm, &fsec, NULL, NULL) != 0)
		REFUSE(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
			   errmsg("hour is too far off"),
			   errdetail("Its local time is beyond the range of timestamps."),
			   errhint("Ask for hours of this century."));
	length = snprintf(label, sizeof(label), "%04d-%02d-%02d %02d:00%c%02d",
					  tm.tm_year > 0 ? tm.tm_year : 1 - tm.tm_year, tm.tm_mon, tm.tm_mday,
					  tm.tm_hour, offset < 0 ? '-' : '+', seconds / SECS_PER_HOUR);
	if (seconds % SECS_PER_HOUR != 0)
		length += snprintf(label + length, sizeof(label) - length, ":%02d",
						   seconds / SECS_PER_MINUTE % MINS_PER_HOUR);
	if (seconds % SECS_PER_MINUTE != 0)
		length += snprintf(label + length, sizeof(label) - length, ":%02d", seconds % SECS_PER_MINUTE);
	if (tm.tm_year <= 0)
		length += snprintf(label + length, sizeof(label) - length, " BC");
	return PointerGetDatum(cstring_to_text_with_len(label, length));
}

/* ten decimal places hold a microsecond */
static Datum
person_hours(int64 person_time)
{
	Numeric		hours = round_quotient(int64_to_numeric(person_time),
									   int64_to_numeric(USECS_PER_HOUR), 10);

	return DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(hours));
}

static void
begin_hours(HoursCall *call, FunctionCallInfo fcinfo)
{
	begin_shifts(&call->shifts, fcinfo);
	call->zone = zone_arg(PG_GETARG_TEXT_PP(2));
	if (!range_times(PG_GETARG_RANGE_P(1), "the time to be counted",
					 "Write for instance tstzrange('2026-03-29', '2026-03-30').",
					 &call->time, &call->end))
		call->time = call->end = 0;
	if ((uint64) call->end - (uint64) call->time > (uint64) MOST_HOURS * USECS_PER_HOUR)
		REFUSE(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
			   errmsg("too many hours for staffing_by_hour()"),
			   errdetail("The limit is %d hours, which are 114 years.", MOST_HOURS),
			   errhint("Ask for a shorter time."));
	call->change = call->time;
}

/* staffing_by_hour(shifts, during, zone) */
Datum
bradford_staffing_by_hour(PG_FUNCTION_ARGS)
{
	FuncCallContext *funcctx;
	HoursCall  *call;
	int64		local;
	int64		until;
	StaffingOf	hour;
	Datum		values[HOUR_COLUMNS];
	bool		nulls[HOUR_COLUMNS] = {false};

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old_context;

		funcctx = SRF_FIRSTCALL_INIT();
		old_context = MemoryContextSwitchTo(funcctx->multi_call_memory_ctx);
		call = palloc(sizeof(HoursCall));
		begin_hours(call, fcinfo);
		funcctx->user_fctx = call;
		funcctx->tuple_desc = rows_desc(fcinfo, HOUR_COLUMNS);
		MemoryContextSwitchTo(old_context);
	}
	funcctx = SRF_PERCALL_SETUP();
	call = funcctx->user_fctx;
	CHECK_FOR_INTERRUPTS();
	if (call->time >= call->end)
		SRF_RETURN_DONE(funcctx);
	if (call->time >= call->change)
		find_offset(call);
	/* to the next full hour of the local clock, or until the clock is changed */
	local = floor_to(call->time + call->offset, USECS_PER_HOUR);
	until = Min(Min(local + USECS_PER_HOUR - call->offset, call->change), call->end);
	staffing_during(&call->shifts.staffing, call->time, until, &hour);
	values[0] = times_range(call->shifts.typcache, call->time, until);
	values[1] = hour_label(local, call->offset);
	values[2] = Int32GetDatum(hour.least);
	values[3] = Int32GetDatum(hour.most);
	values[4] = person_hours(hour.person_time);
	call->time = until;
	SRF_RETURN_NEXT(funcctx, HeapTupleGetDatum(heap_form_tuple(funcctx->tuple_desc, values, nulls)));
}
