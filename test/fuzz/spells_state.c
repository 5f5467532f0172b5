/*
 * spells_state.c
 *	  Target: the text and the binary form of bradford.spells_state, and what the
 *	  aggregate makes of a state.
 */
#include "bradford.h"

#include "catalog/pg_type.h"
#include "port/pg_bswap.h"
#include "utils/multirangetypes.h"
#include "utils/rangetypes.h"

#include "naive.h"
#include "backend.h"

extern Datum bradford_spells_state_in(PG_FUNCTION_ARGS);
extern Datum bradford_spells_state_out(PG_FUNCTION_ARGS);
extern Datum bradford_spells_state_recv(PG_FUNCTION_ARGS);
extern Datum bradford_spells_state_send(PG_FUNCTION_ARGS);
extern Datum bradford_spells_add_days(PG_FUNCTION_ARGS);
extern Datum bradford_spells_combine(PG_FUNCTION_ARGS);
extern Datum bradford_spells_final(PG_FUNCTION_ARGS);
extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int32
number_at(const char *at)
{
	uint32		number;

	memcpy(&number, at, sizeof(number));
	return (int32) pg_ntoh32(number);
}

/* the spans of a state, as its binary form has them: a version, their number, their days */
static Span *
spans_of_state(Datum state, int *n)
{
	bytea	   *bytes = written_binary(bradford_spells_state_send, state);
	const char *at = VARDATA(bytes);
	Span	   *spans;
	int			i;

	demand(VARSIZE(bytes) >= VARHDRSZ + 5, "a binary form without its head");
	*n = number_at(at + 1);
	demand(VARSIZE(bytes) == VARHDRSZ + 5 + *n * sizeof(Span), "a binary form of another length");
	spans = palloc(*n * sizeof(Span) + 1);
	for (i = 0; i < *n; i++)
	{
		spans[i].first = number_at(at + 5 + i * sizeof(Span));
		spans[i].last = number_at(at + 9 + i * sizeof(Span));
		demand(spans[i].first >= MIN_DAY && spans[i].first <= MAX_DAY && spans[i].last >= spans[i].first &&
			   (spans[i].last == OPEN_DAY || spans[i].last <= MAX_DAY), "a span that no span can be");
	}
	return spans;
}

/* does a set hold the same days as these spans?  It does if it does so wherever one begins or ends. */
static void
check_set(const MultirangeType *set, const Span *spans, int n)
{
	int			count = (int) set->rangeCount,
				i,
				j;
	Span	   *ranges = palloc(count * sizeof(Span) + 1);
	const char *bounds = (const char *) set + INTALIGN(sizeof(MultirangeType) + sizeof(uint32) * Max(count - 1, 0) + count);
	const uint8 *flags = (const uint8 *) (set + 1) + sizeof(uint32) * Max(count - 1, 0);

	demand(set->multirangetypid == DATEMULTIRANGEOID, "a set of another type");
	for (i = 0; i < count; i++)
	{
		memcpy(&ranges[i].first, bounds, sizeof(int32));
		bounds += sizeof(int32);
		ranges[i].last = OPEN_DAY;
		demand(flags[i] == RANGE_LB_INC || (flags[i] == (RANGE_LB_INC | RANGE_UB_INF) && i == count - 1), "flags of a range");
		if (flags[i] == RANGE_LB_INC)
		{
			memcpy(&ranges[i].last, bounds, sizeof(int32));
			bounds += sizeof(int32);
			ranges[i].last--;
		}
		demand(i == 0 || (int64) ranges[i].first > (int64) ranges[i - 1].last + 1, "ranges that touch");
	}
	demand(bounds == (const char *) set + VARSIZE(set), "a set of another length");
	for (i = 0; i < n + count; i++)
	{
		Span		span = i < n ? spans[i] : ranges[i - n];

		for (j = -1; j <= 1; j++)
		{
			demand(plain_in_spans(spans, n, (int64) span.first + j) == plain_in_spans(ranges, count, (int64) span.first + j), "where a spell begins");
			demand(plain_in_spans(spans, n, (int64) span.last + j) == plain_in_spans(ranges, count, (int64) span.last + j), "where a spell ends");
		}
	}
}

/* the set of a state; a spell on the last day of the date type is refused */
static void
check_final(Datum state, const Span *spans, int n)
{
	Datum		set;

	if (call(&set, bradford_spells_final, NULL, false, 1, state))
		check_set((MultirangeType *) DatumGetPointer(set), spans, n);
	else
		demand(refusal.sqlstate == ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, "a state has no set");
}

static void
check_state(Datum state)
{
	char	   *text = written_text(bradford_spells_state_out, state);
	bytea	   *bytes = written_binary(bradford_spells_state_send, state);
	Datum		again,
				more;
	Span	   *spans,
			   *both;
	int			n,
				i;

	spans = spans_of_state(state, &n);
	/* a text and a binary form are read in order, and may merge: once, and no more */
	demand(read_text(&again, bradford_spells_state_in, text), "its own text is refused");
	demand(strcmp(written_text(bradford_spells_state_out, again), text) == 0, "the text is no fixed point");
	demand(read_binary(&more, bradford_spells_state_recv, VARDATA(bytes), VARSIZE(bytes) - VARHDRSZ), "its own binary form is refused");
	demand(same_bytes(written_binary(bradford_spells_state_send, more), bytes), "the binary form is no fixed point");
	check_final(state, spans, n);

	/* the state twice, in place and as a copy, and a spell more at either end */
	both = palloc((2 * n + 2) * sizeof(Span));
	memcpy(both, spans, n * sizeof(Span));
	inside_aggregate = n % 2 == 0;
	demand(call(&more, bradford_spells_combine, NULL, false, 2, again, state), "two states cannot be combined");
	check_final(more, both, n);
	for (i = 0; i < 2 && n > 0; i++)
	{
		both[n + i].first = spans[0].first < MIN_DAY + 2 ? MIN_DAY : spans[0].first - 2;
		if (i == 1)
			both[n + i].first = spans[n - 1].first;
		both[n + i].last = both[n + i].first;
		demand(call(&more, bradford_spells_add_days, NULL, false, 3, more, Int32GetDatum(both[n + i].first), Int32GetDatum(both[n + i].last)), "a spell cannot be added");
		check_final(more, both, n + i + 1);
	}
	/* a state that was only read is as it was */
	demand(same_bytes(written_binary(bradford_spells_state_send, state), bytes), "a state changed by being read");
	inside_aggregate = false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *text = input_text(data, size);
	Datum		state;

	if (text != NULL && read_text(&state, bradford_spells_state_in, text))
		check_state(state);
	if (read_binary(&state, bradford_spells_state_recv, data, size))
		check_state(state);
	free_all();
	return 0;
}
