/*
 * spells.c
 *	  The aggregate bradford.spells: records of absence become a set of days.
 *
 * The state is a type of its own, bradford.spells_state, so that any engine
 * that ships states between processes can ship this one.  It is a growing
 * array of spans with its spare room inside the varlena; a transition writes
 * into that room, and only a state that has to grow is made anew.
 */
#include "bradford.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "daterange.h"

typedef struct SpellsState
{
	int32		vl_len_;		/* varlena header, do not touch directly */
	int32		n;				/* spans in use */
	int32		sorted;			/* how many at the start are sorted and apart */
	Span		spans[FLEXIBLE_ARRAY_MEMBER];
} SpellsState;

#define STATE_SIZE(room)	(offsetof(SpellsState, spans) + sizeof(Span) * (Size) (room))
#define STATE_ROOM(state) \
	((int32) ((VARSIZE(state) - offsetof(SpellsState, spans)) / sizeof(Span)))

/*
 * Room of a new state: with its header just under 128 bytes, so that the
 * allocator's power of two is used up; later sizes double and add 2, for the
 * same reason.  It holds some years of most people's records: a state that grows
 * leaves its old chunk behind in the aggregate's context, which costs more
 * than the room that short sets leave empty.
 */
#define FIRST_ROOM	14
#define MAX_ROOM	((int32) ((MaxAllocSize - offsetof(SpellsState, spans)) / sizeof(Span)))

#define DatumGetSpellsState(d)	((SpellsState *) PG_DETOAST_DATUM(d))

/* The spare room is zeroed: a state may be stored as it is, and nothing else of the session with it. */
static SpellsState *
make_state(int32 room)
{
	SpellsState *state = palloc0(STATE_SIZE(room));

	SET_VARSIZE(state, STATE_SIZE(room));
	return state;
}

/*
 * Returns a state with room for one more span.  Records given twice are merged
 * before the state grows, so its size follows the set, not the number of
 * records.
 *
 * A new state is made in the current context: the executor copies a by-reference
 * state into the aggregate's context itself and frees the old one.
 */
static SpellsState *
make_room(SpellsState *state)
{
	SpellsState *larger;
	int32		room = STATE_ROOM(state);

	if (state->n < room)
		return state;
	if (state->sorted < state->n)
	{
		state->n = state->sorted = (int32) spans_sort_and_merge(state->spans, state->n);
		/* a quarter has to be free, else the next ones would sort again at once */
		if (state->n <= room - room / 4)
			return state;
	}
	if (room >= MAX_ROOM)
		REFUSE(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
			   errmsg("a set of %d spells cannot grow", state->n),
			   errdetail("The spells of one group have to fit in 1 GB."),
			   errhint("Aggregate by employee, or by employee and year."));
	room = room < FIRST_ROOM ? FIRST_ROOM : Min(room, (MAX_ROOM - 2) / 2) * 2 + 2;
	larger = make_state(room);
	larger->n = state->n;
	larger->sorted = state->sorted;
	memcpy(larger->spans, state->spans, sizeof(Span) * state->n);
	return larger;
}

static SpellsState *
add_span(SpellsState *state, Span span)
{
	Span	   *last = &state->spans[state->n - 1];

	/* mostly records come in order of time, and the array stays a set */
	if (state->n > 0 && state->sorted == state->n && span.first >= last->first)
	{
		if (span_merged_into(last, span))
			return state;
		state = make_room(state);
		state->sorted++;
	}
	else
	{
		state = make_room(state);
		if (state->n == 0)
			state->sorted = 1;
	}
	state->spans[state->n++] = span;
	return state;
}

/*
 * The state of argument 0, to be written to.  Inside an aggregate it is ours;
 * a state handed in by anybody else is copied.
 */
static SpellsState *
state_to_write(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		return make_state(FIRST_ROOM);
	if (AggCheckCallContext(fcinfo, NULL))
		return DatumGetSpellsState(PG_GETARG_DATUM(0));
	return (SpellsState *) PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(0));
}

static Datum
unchanged(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* spells(first_day, last_day): both included, last_day NULL = still absent */
PG_FUNCTION_INFO_V1(bradford_spells_add_days);
Datum
bradford_spells_add_days(PG_FUNCTION_ARGS)
{
	Span		span;

	if (PG_ARGISNULL(1))
	{
		/* no record at all, as from an outer join */
		if (PG_ARGISNULL(2))
			return unchanged(fcinfo);
		REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
			   errmsg("first_day is NULL while last_day is %s", day_text(PG_GETARG_DATEADT(2))),
			   errdetail("An absence begins on a date; only its last day may be unknown."),
			   errhint("Give the first day, or leave the record out."));
	}
	span.first = PG_GETARG_DATEADT(1);
	if (DATE_NOT_FINITE(span.first))
		require_finite_date(span.first, "first_day");
	if (PG_ARGISNULL(2))
		span.last = OPEN_DAY;
	else
	{
		span.last = PG_GETARG_DATEADT(2);
		if (DATE_NOT_FINITE(span.last))
			REFUSE(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
				   errmsg("last_day is %s", day_text(span.last)),
				   errdetail("It has to be a date, or NULL while the person is absent."),
				   errhint("Write NULL for an absence that has not ended."));
		if (span.last < span.first)
			REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
				   errmsg("last_day %s is before first_day %s", day_text(span.last), day_text(span.first)),
				   errdetail("An absence of one day has the same first and last day."),
				   errhint("Swap the two or correct the record."));
	}
	PG_RETURN_POINTER(add_span(state_to_write(fcinfo), span));
}

/* spells(period) */
PG_FUNCTION_INFO_V1(bradford_spells_add_range);
Datum
bradford_spells_add_range(PG_FUNCTION_ARGS)
{
	Span		span;

	if (PG_ARGISNULL(1))
		return unchanged(fcinfo);
	span = daterange_open_span(PG_GETARG_RANGE_P(1), "the period of an absence");
	PG_RETURN_POINTER(add_span(state_to_write(fcinfo), span));
}

PG_FUNCTION_INFO_V1(bradford_spells_combine);
Datum
bradford_spells_combine(PG_FUNCTION_ARGS)
{
	SpellsState *state;
	SpellsState *other;
	int32		i;

	if (PG_ARGISNULL(1))
		return unchanged(fcinfo);
	state = state_to_write(fcinfo);
	other = DatumGetSpellsState(PG_GETARG_DATUM(1));
	for (i = 0; i < other->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		state = add_span(state, other->spans[i]);
	}
	PG_RETURN_POINTER(state);
}

/*
 * The set of days that a state stands for, and how many spans it has.  More than
 * one call may ask for it, so the state is left as it is.
 *
 * The text and the binary form write the set too.  When a state merges its
 * records depends on their order, so the spans as they lie there might be
 * written differently once they have been read back.
 */
static Span *
set_of_state(const SpellsState *state, int32 *n)
{
	Span	   *spans = (Span *) state->spans;

	*n = state->n;
	if (state->sorted < state->n)
	{
		spans = palloc(sizeof(Span) * state->n);
		memcpy(spans, state->spans, sizeof(Span) * state->n);
		*n = (int32) spans_sort_and_merge(spans, state->n);
	}
	return spans;
}

PG_FUNCTION_INFO_V1(bradford_spells_final);
Datum
bradford_spells_final(PG_FUNCTION_ARGS)
{
	SpellsState *state;
	Span	   *spans;
	int32		n;
	Datum		set;

	if (PG_ARGISNULL(0))
		return spans_datemultirange(NULL, 0);
	state = DatumGetSpellsState(PG_GETARG_DATUM(0));
	spans = set_of_state(state, &n);
	set = spans_datemultirange(spans, n);
	if (spans != state->spans)
		pfree(spans);
	return set;
}

static Datum
refuse_state(Node *escontext, const char *text, const char *detail)
{
	ereturn(escontext, (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid state of spells: \"%s\"", quoted_part(text, strlen(text))),
			 errdetail("%s", detail),
			 errhint("Write for instance {2016-01-04..2016-01-08,2016-02-01..}.")));
}

PG_FUNCTION_INFO_V1(bradford_spells_state_in);
Datum
bradford_spells_state_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	const char *end = text;
	SpellsState *state = make_state(FIRST_ROOM);

	if (strcmp(text, "{}") == 0)
		PG_RETURN_POINTER(state);
	if (*text != '{')
		return refuse_state(fcinfo->context, text, "It is written in braces.");
	do
	{
		const char *start = end + 1;
		const char *dots = strstr(start, "..");
		Span		span = {0, OPEN_DAY};

		CHECK_FOR_INTERRUPTS();
		end = start + strcspn(start, ",}");
		if (dots == NULL || dots > end)
			return refuse_state(fcinfo->context, text, "Each spell is its first and last day with two dots between.");
		if (!read_iso_day(start, dots, &span.first) ||
			(dots + 2 < end && !read_iso_day(dots + 2, end, &span.last)))
			return refuse_state(fcinfo->context, text, "A day is written as YYYY-MM-DD.");
		if (span.last < span.first)
			return refuse_state(fcinfo->context, text, "A spell ends on its first day at the earliest.");
		state = add_span(state, span);
	} while (*end == ',');
	if (strcmp(end, "}") != 0)
		return refuse_state(fcinfo->context, text, "It is written in braces.");
	PG_RETURN_POINTER(state);
}

static void
append_day(StringInfo text, int32 day)
{
	char	   *written = day_text(day);

	appendStringInfoString(text, written);
	pfree(written);
}

/* more than the text of a span takes */
#define SPAN_TEXT	64

PG_FUNCTION_INFO_V1(bradford_spells_state_out);
Datum
bradford_spells_state_out(PG_FUNCTION_ARGS)
{
	SpellsState *state = DatumGetSpellsState(PG_GETARG_DATUM(0));
	StringInfoData text;
	Span	   *spans;
	int32		n;
	int32		i;

	spans = set_of_state(state, &n);
	initStringInfo(&text);
	appendStringInfoChar(&text, '{');
	for (i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (text.len > MaxAllocSize - SPAN_TEXT)
			REFUSE(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
				   errmsg("a state of %d spells is too long to be written as text", n),
				   errdetail("A text holds at most 1 GB."),
				   errhint("Send the binary form."));
		if (i > 0)
			appendStringInfoChar(&text, ',');
		append_day(&text, spans[i].first);
		appendStringInfoString(&text, "..");
		if (spans[i].last != OPEN_DAY)
			append_day(&text, spans[i].last);
	}
	appendStringInfoChar(&text, '}');
	PG_RETURN_CSTRING(text.data);
}

/* The binary form begins with its version, so that a later one can be told from it. */
#define STATE_VERSION	1

PG_FUNCTION_INFO_V1(bradford_spells_state_recv);
Datum
bradford_spells_state_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	SpellsState *state = make_state(FIRST_ROOM);
	int			version = pq_getmsgbyte(buf);
	int32		n;
	int32		i;

	if (version != STATE_VERSION)
		REFUSE(ERRCODE_INVALID_BINARY_REPRESENTATION,
			   errmsg("unknown version of the binary form of spells_state: %d", version),
			   errdetail("This release reads version %d.", STATE_VERSION),
			   errhint("Send what spells_state_send wrote, or send the text form."));
	n = pq_getmsgint(buf, 4);
	if (n < 0 || n > (buf->len - buf->cursor) / (int) sizeof(Span))
		REFUSE(ERRCODE_INVALID_BINARY_REPRESENTATION,
			   errmsg("invalid state of spells in binary form: %d spells", n),
			   errdetail("The message has %d bytes left, 8 for each spell.", buf->len - buf->cursor),
			   errhint("Send what spells_state_send wrote, or send the text form."));
	for (i = 0; i < n; i++)
	{
		Span		span;

		CHECK_FOR_INTERRUPTS();
		span.first = pq_getmsgint(buf, 4);
		span.last = pq_getmsgint(buf, 4);
		if (!IS_VALID_DATE(span.first) || span.last < span.first ||
			(span.last != OPEN_DAY && !IS_VALID_DATE(span.last)))
			REFUSE(ERRCODE_INVALID_BINARY_REPRESENTATION,
				   errmsg("invalid spell in binary form: days %d to %d", span.first, span.last),
				   errdetail("Both have to be days of the date type, the last not before the first."),
				   errhint("Send what spells_state_send wrote, or send the text form."));
		state = add_span(state, span);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(bradford_spells_state_send);
Datum
bradford_spells_state_send(PG_FUNCTION_ARGS)
{
	SpellsState *state = DatumGetSpellsState(PG_GETARG_DATUM(0));
	StringInfoData buf;
	Span	   *spans;
	int32		n;
	int32		i;

	spans = set_of_state(state, &n);
	pq_begintypsend(&buf);
	pq_sendbyte(&buf, STATE_VERSION);
	pq_sendint32(&buf, n);
	for (i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		pq_sendint32(&buf, spans[i].first);
		pq_sendint32(&buf, spans[i].last);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}
