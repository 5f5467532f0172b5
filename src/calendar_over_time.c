/*
 * calendar_over_time.c
 *	  calendar_over_time(): a person's dated contracts as one calendar.
 *
 * The state is an array of bradford.dated_calendar, the contracts in the order
 * in which they came.  The final function puts them in order of date and goes
 * through the days on which one begins or ends.  Up to the next such day, a
 * set of calendars holds, side by side.
 */
#include "bradford.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/arrayaccess.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "calendar.h"
#include "daterange.h"

/* ---------- collecting ---------- */

/*
 * A larger state becomes an expanded array, which grows in place: even a few
 * contracts can have calendars of megabytes.  A smaller one is copied at each
 * step: an expanded array has a memory context of its own, and a hundred
 * thousand of those in one hash table are slow.
 */
#define SMALL_STATE		16384

/* what the transition function keeps from call to call */
typedef struct AddState
{
	Oid			element;		/* bradford.dated_calendar */
	TupleDesc	desc;
} AddState;

static AddState *
add_state(FunctionCallInfo fcinfo)
{
	AddState   *state = fcinfo->flinfo->fn_extra;

	if (state == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		state = palloc(sizeof(AddState));
		state->element = get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid));
		state->desc = lookup_rowtype_tupdesc_copy(state->element, -1);
		fcinfo->flinfo->fn_extra = state;
		MemoryContextSwitchTo(caller);
	}
	return state;
}

PG_FUNCTION_INFO_V1(bradford_calendar_over_time_add);
Datum
bradford_calendar_over_time_add(PG_FUNCTION_ARGS)
{
	AddState   *state;
	MemoryContext aggregate;
	Datum		contracts;
	AnyArrayType *array;
	Datum		values[2];
	bool		nulls[2] = {false, false};
	Datum		contract;
	int			index = 1;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || RangeIsEmpty(PG_GETARG_RANGE_P(2)))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}

	state = add_state(fcinfo);
	/* a calendar can have tens of megabytes, and to copy it takes its time */
	values[0] = PointerGetDatum(PG_GETARG_VARLENA_PP(1));
	CHECK_FOR_INTERRUPTS();
	values[1] = PG_GETARG_DATUM(2);
	contract = HeapTupleGetDatum(heap_form_tuple(state->desc, values, nulls));
	CHECK_FOR_INTERRUPTS();

	contracts = PG_ARGISNULL(0) ? PointerGetDatum(construct_empty_array(state->element)) :
		PG_GETARG_DATUM(0);
	array = DatumGetAnyArrayP(contracts);
	if (AARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("contracts must be a plain list: they have %d dimensions", AARR_NDIM(array)),
				 errdetail("Every element is a calendar and its period."),
				 errhint("Let calendar_over_time collect them.")));
	if (AARR_NDIM(array) > 0)
		index = AARR_LBOUND(array)[0] + AARR_DIMS(array)[0];
	if (!VARATT_IS_EXPANDED_HEADER(array) && VARSIZE(array) > SMALL_STATE)
	{
		if (!AggCheckCallContext(fcinfo, &aggregate))
			aggregate = CurrentMemoryContext;
		contracts = expand_array(contracts, aggregate, NULL);
	}
	return array_set_element(contracts, 1, &index, contract, false,
							 -1, -1, false, TYPALIGN_DOUBLE);
}

/* ---------- the contracts ---------- */

/* one of the different calendars */
typedef struct Pattern
{
	struct varlena *calendar;
	CalendarParts parts;		/* read when it is first in force */
	int			at;				/* the first of the parts in hand, which hold on one day */
	int			contracts;		/* in force with this calendar */
	int			place;			/* among those in force */
} Pattern;

typedef struct Contract
{
	int32		first;
	int32		end;			/* the day after the last one */
	struct varlena *calendar;
	Pattern    *pattern;
} Contract;

#define NO_BEGINNING	PG_INT32_MIN
#define NO_END			PG_INT32_MAX

/* the contracts of an array; a NULL or an empty period is passed over */
static Contract *
read_contracts(Datum array, int *n)
{
	AnyArrayType *contracts = DatumGetAnyArrayP(array);
	TypeCacheEntry *range_type = lookup_type_cache(DATERANGEOID, TYPECACHE_RANGE_INFO);
	TupleDesc	desc = lookup_rowtype_tupdesc(AARR_ELEMTYPE(contracts), -1);
	int			nitems = ArrayGetNItems(AARR_NDIM(contracts), AARR_DIMS(contracts));
	array_iter	iterator;
	Contract   *read;
	int			i;

	read = palloc_extended(Max(nitems, 1) * sizeof(Contract), MCXT_ALLOC_HUGE);
	*n = 0;
	array_iter_setup(&iterator, contracts);
	for (i = 0; i < nitems; i++)
	{
		bool		null;
		Datum		contract;
		HeapTupleHeader row;
		HeapTupleData tuple;
		Datum		values[2];
		bool		nulls[2];
		RangeBound	lower,
					upper;
		bool		empty;

		CHECK_FOR_INTERRUPTS();
		contract = array_iter_next(&iterator, &null, i, -1, false, TYPALIGN_DOUBLE);
		if (null)
			continue;
		row = DatumGetHeapTupleHeader(contract);
		tuple.t_len = HeapTupleHeaderGetDatumLength(row);
		tuple.t_data = row;
		heap_deform_tuple(&tuple, desc, values, nulls);
		if (nulls[0] || nulls[1])
			continue;
		range_deserialize(range_type, DatumGetRangeTypeP(values[1]), &lower, &upper, &empty);
		if (empty)
			continue;
		/* the infinities of date count as open ends */
		read[*n].first = lower.infinite ? NO_BEGINNING : DatumGetDateADT(lower.val);
		read[*n].end = upper.infinite ? NO_END : DatumGetDateADT(upper.val);
		read[*n].calendar = PG_DETOAST_DATUM_PACKED(values[0]);
		(*n)++;
	}
	ReleaseTupleDesc(desc);
	return read;
}

static int
compare_calendars(const void *a, const void *b, void *arg)
{
	return calendar_compare(((const Contract *) a)->calendar, ((const Contract *) b)->calendar);
}

static int
compare_first(const void *a, const void *b, void *arg)
{
	int32		x = ((const Contract *) a)->first;
	int32		y = ((const Contract *) b)->first;

	return (x > y) - (x < y);
}

static int
compare_end(const void *a, const void *b, void *arg)
{
	int32		x = ((const Contract *) a)->end;
	int32		y = ((const Contract *) b)->end;

	return (x > y) - (x < y);
}

/* ---------- the calendars in force ---------- */

/* the days of a list from "first" to "last", as a list of its own */
static Span *
cut_spans(const Span *spans, int nspans, int32 first, int32 last, int *n)
{
	Span	   *cut;
	int			low = 0,
				high = nspans;

	*n = 0;
	/* the first span that does not end before */
	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (spans[middle].last < first)
			low = middle + 1;
		else
			high = middle;
	}
	for (high = low; high < nspans && spans[high].first <= last; high++)
		;
	if (high == low)
		return NULL;
	cut = palloc((high - low) * sizeof(Span));
	for (; low < high; low++)
		cut[(*n)++] = (Span) {Max(spans[low].first, first), Min(spans[low].last, last)};
	return cut;
}

/* the first of the parts that come after those in hand */
static int
next_parts(const Pattern *pattern)
{
	return pattern->at + parts_abreast(pattern->parts.part + pattern->at,
									   pattern->parts.n - pattern->at);
}

/* the last day on which the parts in hand hold */
static int32
last_day_in_hand(const Pattern *pattern)
{
	int			next = next_parts(pattern);

	return next < pattern->parts.n ? pattern->parts.part[next].from - 1 : LAST_KNOWN_DAY;
}

/* puts in hand what holds on a day; days come in order */
static void
go_to(Pattern *pattern, int32 day)
{
	if (pattern->parts.n == 0)
		calendar_to_parts(pattern->calendar, &pattern->parts);
	while (last_day_in_hand(pattern) < day)
		pattern->at = next_parts(pattern);
}

/* adds the parts in hand as they hold from "first" to "last" */
static void
add_in_hand(CalendarParts *parts, const Pattern *pattern, int32 first, int32 last)
{
	int			next = next_parts(pattern);
	int			i;

	for (i = pattern->at; i < next; i++)
	{
		CalendarPart part = pattern->parts.part[i];

		part.from = first;
		part.closed = cut_spans(part.closed, part.nclosed, first, last, &part.nclosed);
		part.open = cut_spans(part.open, part.nopen, first, last, &part.nopen);
		calendar_add_part(parts, &part);
	}
}

/* these calendars hold together from "first" to "last" */
static void
add_stretch(CalendarParts *parts, Pattern **together, int n, int32 first, int32 last)
{
	while (first <= last)
	{
		int32		up_to = last;
		int			i;

		CHECK_FOR_INTERRUPTS();
		for (i = 0; i < n; i++)
		{
			go_to(together[i], first);
			up_to = Min(up_to, last_day_in_hand(together[i]));
		}
		for (i = 0; i < n; i++)
			add_in_hand(parts, together[i], first, up_to);
		first = up_to + 1;
	}
}

/* ---------- the sweep ---------- */

/*
 * The different calendars, and those of them in force.  Where none is in force,
 * those that ended last go on.
 */
typedef struct Sweep
{
	Pattern    *patterns;
	Pattern   **in_force;
	int			n;
	Pattern   **ended;			/* on the day in hand, with no other contract */
	int			nended;
} Sweep;

static void
begin_contract(Sweep *sweep, Pattern *pattern)
{
	if (pattern->contracts++ > 0)
		return;
	pattern->place = sweep->n;
	sweep->in_force[sweep->n++] = pattern;
}

static void
end_contract(Sweep *sweep, Pattern *pattern)
{
	if (--pattern->contracts > 0)
		return;
	sweep->n--;
	sweep->in_force[pattern->place] = sweep->in_force[sweep->n];
	sweep->in_force[pattern->place]->place = pattern->place;
	sweep->ended[sweep->nended++] = pattern;
}

/* finds the different calendars among the contracts */
static void
find_patterns(Sweep *sweep, Contract *contracts, int n)
{
	int			npatterns = 0;
	int			i;

	sweep->patterns = palloc_extended(n * sizeof(Pattern), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	sweep->in_force = palloc_extended(n * sizeof(Pattern *), MCXT_ALLOC_HUGE);
	sweep->ended = palloc_extended(n * sizeof(Pattern *), MCXT_ALLOC_HUGE);
	sweep->n = sweep->nended = 0;
	qsort_interruptible(contracts, n, sizeof(Contract), compare_calendars, NULL);
	for (i = 0; i < n; i++)
	{
		if (i == 0 || calendar_compare(contracts[i - 1].calendar, contracts[i].calendar) != 0)
			sweep->patterns[npatterns++].calendar = contracts[i].calendar;
		contracts[i].pattern = &sweep->patterns[npatterns - 1];
	}
}

/* adds what holds from one day to another, both included and cut to the known ones */
static void
add_known_stretch(CalendarParts *parts, const Sweep *sweep, int32 first, int32 last)
{
	first = Max(first, FIRST_KNOWN_DAY);
	last = Min(last, LAST_KNOWN_DAY);
	if (sweep->n > 0)
		add_stretch(parts, sweep->in_force, sweep->n, first, last);
	else
		add_stretch(parts, sweep->ended, sweep->nended, first, last);
}

/* the contracts that begin first also hold before; they are at the front */
static void
hold_before(Contract *contracts, int n)
{
	int32		first = contracts[0].first;
	int			i;

	for (i = 0; i < n && contracts[i].first == first; i++)
		contracts[i].first = NO_BEGINNING;
}

PG_FUNCTION_INFO_V1(bradford_calendar_over_time_final);
Datum
bradford_calendar_over_time_final(PG_FUNCTION_ARGS)
{
	CalendarParts parts = {0};
	Contract   *contracts;
	Contract   *by_end;
	Sweep		sweep;
	int32		day = NO_BEGINNING;
	int			n,
				begun = 0,
				ended = 0;

	contracts = read_contracts(PG_GETARG_DATUM(0), &n);
	if (n <= 0)
		PG_RETURN_NULL();
	find_patterns(&sweep, contracts, n);
	/* most people have worked by one pattern only: no need to take it apart */
	if (compare_calendars(&contracts[0], &contracts[n - 1], NULL) == 0)
		PG_RETURN_POINTER(contracts[0].calendar);
	by_end = palloc_extended(n * sizeof(Contract), MCXT_ALLOC_HUGE);
	memcpy(by_end, contracts, n * sizeof(Contract));
	qsort_interruptible(contracts, n, sizeof(Contract), compare_first, NULL);
	qsort_interruptible(by_end, n, sizeof(Contract), compare_end, NULL);
	hold_before(contracts, n);

	while (day <= LAST_KNOWN_DAY)
	{
		int32		next = NO_END;

		sweep.nended = 0;
		while (begun < n && contracts[begun].first == day)
			begin_contract(&sweep, contracts[begun++].pattern);
		while (ended < n && by_end[ended].end == day)
			end_contract(&sweep, by_end[ended++].pattern);
		if (begun < n)
			next = contracts[begun].first;
		if (ended < n)
			next = Min(next, by_end[ended].end);
		add_known_stretch(&parts, &sweep, day, next - 1);
		day = next;
	}
	PG_RETURN_POINTER(calendar_of_parts(&parts, NULL));
}
