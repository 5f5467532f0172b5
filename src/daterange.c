/*
 * daterange.c
 *	  PostgreSQL's dates, dateranges and datemultiranges as day spans.
 */
#include "bradford.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "core/date.h"
#include "daterange.h"

/* sort_spans(), by first day, which answers to a cancelled query */
#define ST_SORT sort_spans
#define ST_ELEMENT_TYPE Span
#define ST_COMPARE(a, b) ((a)->first < (b)->first ? -1 : (a)->first > (b)->first)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* The entry stays for the backend's life, so it is looked up once. */
static TypeCacheEntry *
daterange_typcache(void)
{
	static TypeCacheEntry *typcache = NULL;

	if (typcache == NULL)
		typcache = lookup_type_cache(DATERANGEOID, TYPECACHE_RANGE_INFO);
	return typcache;
}

void
require_finite_date(DateADT day, const char *what)
{
	if (DATE_NOT_FINITE(day))
		REFUSE(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
			   errmsg("%s is %s", what, day_text(day)),
			   errdetail("It has to be a date, neither infinity nor -infinity."),
			   errhint("Write a date such as 2016-10-01."));
}

/* open, or at one of the infinities of date */
static bool
is_infinite(const RangeBound *bound)
{
	return bound->infinite || DATE_NOT_FINITE(DatumGetDateADT(bound->val));
}

/*
 * The span of the bounds.  PostgreSQL keeps them in canonical form: lower
 * included, upper excluded.  Only 'infinity' as a date escapes that form.
 */
static Span
bounds_span(const RangeBound *lower, const RangeBound *upper, const char *what)
{
	Span		span;

	if (is_infinite(lower))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s has no first day", what),
			   errdetail("It has to begin on a date."),
			   errhint("Write the first day as the lower bound, such as daterange('2016-01-01', '2016-02-01')."));
	span.first = DatumGetDateADT(lower->val);
	if (upper->infinite)
		span.last = OPEN_DAY;
	else if (DATE_NOT_FINITE(DatumGetDateADT(upper->val)))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s ends on %s", what, day_text(DatumGetDateADT(upper->val))),
			   errdetail("It has to end on a date; only an absence that goes on has no end."),
			   errhint("Write the day after the last one as the upper bound, or no upper bound for an absence that goes on."));
	else
		span.last = DatumGetDateADT(upper->val) - 1;
	return span;
}

Span
daterange_open_span(RangeType *range, const char *what)
{
	RangeBound	lower;
	RangeBound	upper;
	bool		empty;

	range_deserialize(daterange_typcache(), range, &lower, &upper, &empty);
	if (empty)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s is an empty range", what),
			   errdetail("It has to hold one day at least."),
			   errhint("Write the day after the last one as the upper end, or both ends included, such as '[2016-01-04,2016-01-04]'."));
	return bounds_span(&lower, &upper, what);
}

Span
daterange_span(RangeType *range, const char *what)
{
	RangeBound	lower;
	RangeBound	upper;
	bool		empty;

	range_deserialize(daterange_typcache(), range, &lower, &upper, &empty);
	if (!empty && (is_infinite(&lower) || is_infinite(&upper)))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s is infinite", what),
			   errdetail("It has to begin and end on a date."),
			   errhint("Write both ends, such as daterange('2016-01-01', '2017-01-01')."));
	return daterange_open_span(range, what);
}

Span *
datemultirange_finite_spans(MultirangeType *set, const char *what, Span *room, int nroom, int *n)
{
	TypeCacheEntry *typcache = daterange_typcache();
	RangeBound	first;
	RangeBound	last;
	RangeBound	ignored;

	if (set->rangeCount > 0)
	{
		multirange_get_bounds(typcache, set, 0, &first, &ignored);
		multirange_get_bounds(typcache, set, set->rangeCount - 1, &ignored, &last);
		if (is_infinite(&first) || is_infinite(&last))
			REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
				   errmsg("%s has no %s", what, is_infinite(&first) ? "first day" : "end"),
				   errdetail("It has to begin and end on a date."),
				   errhint("Cut it first, for instance days * datemultirange(daterange('2026-01-01', '2027-01-01'))."));
	}
	return datemultirange_spans(set, what, room, nroom, n);
}

/*
 * A range is stored with the day after its last one.  The last day of the date
 * type has no day after it.
 */
static DateADT
day_after(int32 last)
{
	if (last >= MAX_DAY)
		REFUSE(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
			   errmsg("a range cannot end on %s", day_text(last)),
			   errdetail("The last day that a range can hold is %s.", day_text(MAX_DAY - 1)),
			   errhint("Give an earlier date."));
	return last + 1;
}

Datum
span_daterange(Span span)
{
	RangeBound	lower;
	RangeBound	upper;

	lower.val = DateADTGetDatum(span.first);
	lower.infinite = false;
	lower.inclusive = true;
	lower.lower = true;
	upper.infinite = span.last == OPEN_DAY;
	upper.val = upper.infinite ? (Datum) 0 : DateADTGetDatum(day_after(span.last));
	upper.inclusive = false;
	upper.lower = false;
	return RangeTypePGetDatum(range_of_bounds(daterange_typcache(), &lower, &upper));
}

Span *
datemultirange_spans(MultirangeType *set, const char *what, Span *room, int nroom, int *n)
{
	TypeCacheEntry *typcache = daterange_typcache();
	Span	   *spans = room;
	uint32		i;

	*n = (int) set->rangeCount;
	if (*n > nroom)
		spans = palloc_extended(sizeof(Span) * (Size) *n, MCXT_ALLOC_HUGE);
	for (i = 0; i < set->rangeCount; i++)
	{
		RangeBound	lower;
		RangeBound	upper;

		CHECK_FOR_INTERRUPTS();
		multirange_get_bounds(typcache, set, i, &lower, &upper);
		spans[i] = bounds_span(&lower, &upper, what);
	}
	return spans;
}

/*
 * Writes the stored form of a datemultirange.
 *
 * make_multirange() would sort and compare again what is sorted and merged
 * already, at many times the cost of the aggregate itself.  The form is part
 * of PostgreSQL's data files, hence as stable as they are: the header, an item
 * of four bytes for each range but the first (its offset for every fourth one,
 * else the length of the range before), a byte of flags for each, and, aligned
 * for a date, the bounds.  The test "spells" compares it with range_agg().
 */
Datum
spans_datemultirange(const Span *spans, int n)
{
	const uint32 offset_bit = 0x80000000;
	const uint32 length = 2 * sizeof(DateADT);
	Size		items = sizeof(uint32) * Max(n - 1, 0);
	Size		bounds = INTALIGN(sizeof(MultirangeType) + items + n);
	Size		size = bounds + (Size) n * length;
	MultirangeType *set;
	uint32	   *item;
	uint8	   *flags;
	DateADT    *bound;
	int			i;

	/* the last range has no upper bound if it is open */
	if (n > 0 && spans[n - 1].last == OPEN_DAY)
		size -= sizeof(DateADT);
	if (!AllocSizeIsValid(size))
		REFUSE(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
			   errmsg("a set of %d spells is too large", n),
			   errdetail("A datemultirange holds at most 1 GB."),
			   errhint("Aggregate by employee and by year."));

	set = palloc0(size);
	SET_VARSIZE(set, size);
	set->multirangetypid = DATEMULTIRANGEOID;
	set->rangeCount = n;
	item = (uint32 *) (set + 1);
	flags = (uint8 *) set + sizeof(MultirangeType) + items;
	bound = (DateADT *) ((char *) set + bounds);
	for (i = 0; i < n; i++)
	{
		if (i > 0)
			*item++ = i % 4 == 0 ? (i * length) | offset_bit : length;
		*bound++ = spans[i].first;
		flags[i] = RANGE_LB_INC;
		if (spans[i].last == OPEN_DAY)
			flags[i] |= RANGE_UB_INF;
		else
			*bound++ = day_after(spans[i].last);
	}
	PG_RETURN_MULTIRANGE_P(set);
}

int64
spans_sort_and_merge(Span *spans, int64 n)
{
	/* an empty list may be NULL, and the sort would add to it */
	if (n > 0)
		sort_spans(spans, n);
	return spans_merge(spans, n);
}
