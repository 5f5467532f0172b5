/*
 * calendar_history.c
 *	  calendar_over_time(): a person's dated contracts as one calendar.
 *
 * The state is the contracts themselves, as text that anybody can read and
 * that is checked like any other input:
 *
 *		2020-01-01..2023-03-31 england-and-wales | 2023-04-01.. scotland; week=Mon-Wed
 *
 * An end left out is open.  Order does not matter before the final function
 * sorts them, hence combining two states is joining two texts.
 */
#include "bradford.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "calendar_value.h"
#include "daterange.h"

/*
 * The text has room to grow behind it, inside the datum: an aggregate's state is
 * copied whole when it moves, and is otherwise added to in place.
 */
typedef struct History
{
	int32		vl_len_;
	int32		used;
	char		text[FLEXIBLE_ARRAY_MEMBER];
} History;

#define HISTORY_ROOM(history)	(VARSIZE(history) - offsetof(History, text))

typedef struct Contract
{
	int32		first;
	int32		last;			/* OPEN_DAY if it has no end */
	char	   *calendar;
} Contract;

#define NO_BEGINNING	PG_INT32_MIN

/* ---------- the text ---------- */

/* dates that YYYY-MM-DD can write; what lies beyond might as well be open */
#define FIRST_WRITTEN_DAY	(-730119)	/* 0001-01-01 */
#define LAST_WRITTEN_DAY	2921939 /* 9999-12-31 */

static void
append_contract(StringInfo text, int32 first, int32 last, const char *calendar, int len)
{
	if (text->len > 0)
		appendStringInfoString(text, " | ");
	if (first >= FIRST_WRITTEN_DAY)
		appendStringInfoString(text, day_text(first));
	appendStringInfoString(text, "..");
	if (last <= LAST_WRITTEN_DAY)
		appendStringInfoString(text, day_text(last));
	appendStringInfoChar(text, ' ');
	appendBinaryStringInfo(text, calendar, len);
}

pg_noreturn static void
refuse_contract(const char *contract)
{
	REFUSE(ERRCODE_INVALID_TEXT_REPRESENTATION,
		   errmsg("\"%s\" is no contract of a calendar's history", contract),
		   errdetail("A contract is FIRST..LAST and a calendar, a date being YYYY-MM-DD or left out where there is no end; contracts stand apart by \"|\"."),
		   errhint("Write for instance \"2020-01-01..2023-03-31 england-and-wales | 2023-04-01.. scotland\"."));
}

/* a date or nothing; returns what follows */
static const char *
read_end(const char *at, int32 nothing, int32 *day, const char *contract)
{
	if (at[0] < '0' || at[0] > '9')
	{
		*day = nothing;
		return at;
	}
	if (strspn(at, "0123456789-") != 10 || !read_iso_day(at, at + 10, day))
		refuse_contract(contract);
	return at + 10;
}

/* takes a text apart, which is changed on the way; calendars are not looked at */
static Contract *
read_contracts(char *text, int *n)
{
	int			room = 8;
	Contract   *contracts = palloc(room * sizeof(Contract));
	char	   *next;

	*n = 0;
	for (; text != NULL; text = next)
	{
		Contract	contract;
		const char *at;

		CHECK_FOR_INTERRUPTS();
		next = strchr(text, '|');
		if (next != NULL)
			*next++ = '\0';
		at = text + strspn(text, " \t\r\n");
		at = read_end(at, NO_BEGINNING, &contract.first, text);
		if (strncmp(at, "..", 2) != 0)
			refuse_contract(text);
		at = read_end(at + 2, OPEN_DAY, &contract.last, text);
		if (*at != ' ' || contract.last < contract.first)
			refuse_contract(text);
		contract.calendar = unconstify(char *, at + 1);
		if (*n == room)
		{
			room *= 2;
			contracts = repalloc_huge(contracts, room * sizeof(Contract));
		}
		contracts[(*n)++] = contract;
	}
	return contracts;
}

/* ---------- the state ---------- */

static History *
make_history(const char *text, int used, Size room)
{
	Size		size = offsetof(History, text) + Max(room, (Size) used);
	History    *history;

	if (!AllocSizeIsValid(size))
		REFUSE(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
			   errmsg("too many contracts in one calendar"),
			   errdetail("Their text would be larger than 1 GB."),
			   errhint("Group by the person whose contracts they are."));
	history = palloc0(size);
	SET_VARSIZE(history, size);
	history->used = used;
	memcpy(history->text, text, used);
	return history;
}

/* a state from outside: every part of it is read, then written canonically */
static History *
check_history(const char *text)
{
	StringInfoData canonical;
	Contract   *contracts;
	int			n,
				i;

	initStringInfo(&canonical);
	contracts = read_contracts(pstrdup(text), &n);
	for (i = 0; i < n; i++)
	{
		CalendarParts parts;
		struct varlena *value;

		calendar_parse(contracts[i].calendar, &parts, NULL);
		value = calendar_value(&parts);
		append_contract(&canonical, contracts[i].first, contracts[i].last,
						CALENDAR_TEXT(value), CALENDAR_TEXT_SIZE(value));
	}
	return make_history(canonical.data, canonical.len, canonical.len);
}

PG_FUNCTION_INFO_V1(bradford_calendar_history_in);
Datum
bradford_calendar_history_in(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(check_history(PG_GETARG_CSTRING(0)));
}

PG_FUNCTION_INFO_V1(bradford_calendar_history_out);
Datum
bradford_calendar_history_out(PG_FUNCTION_ARGS)
{
	History    *history = (History *) PG_GETARG_VARLENA_P(0);

	PG_RETURN_CSTRING(pnstrdup(history->text, history->used));
}

PG_FUNCTION_INFO_V1(bradford_calendar_history_recv);
Datum
bradford_calendar_history_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);
	int			len;

	PG_RETURN_POINTER(check_history(pq_getmsgtext(buffer, buffer->len - buffer->cursor, &len)));
}

PG_FUNCTION_INFO_V1(bradford_calendar_history_send);
Datum
bradford_calendar_history_send(PG_FUNCTION_ARGS)
{
	History    *history = (History *) PG_GETARG_VARLENA_P(0);
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendtext(&buffer, history->text, history->used);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

/* ---------- the aggregate ---------- */

/*
 * The state with more text behind it: in place where it is an aggregate's own
 * and has the room, otherwise a copy with room for as much again.
 */
static History *
append_history(FunctionCallInfo fcinfo, const char *text, int len)
{
	struct varlena *datum = (struct varlena *) PG_GETARG_POINTER(0);
	History    *history = (History *) PG_DETOAST_DATUM(PointerGetDatum(datum));
	int			separator = history->used > 0 ? 3 : 0;
	Size		needed = (Size) history->used + separator + len;

	if (!AggCheckCallContext(fcinfo, NULL) || (struct varlena *) history != datum ||
		needed > HISTORY_ROOM(history))
		history = make_history(history->text, history->used, 2 * needed);
	memcpy(history->text + history->used, " | ", separator);
	memcpy(history->text + history->used + separator, text, len);
	history->used = (int32) needed;
	return history;
}

PG_FUNCTION_INFO_V1(bradford_calendar_history_add);
Datum
bradford_calendar_history_add(PG_FUNCTION_ARGS)
{
	RangeType  *period;
	struct varlena *calendar;
	TypeCacheEntry *type;
	RangeBound	lower,
				upper;
	bool		empty = true;
	DateADT		first;
	DateADT		end;			/* the day after its last one */
	StringInfoData text;

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		period = PG_GETARG_RANGE_P(2);
		type = lookup_type_cache(RangeTypeGetOid(period), TYPECACHE_RANGE_INFO);
		range_deserialize(type, period, &lower, &upper, &empty);
	}
	if (empty)
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}

	/* infinity as a date is stored as the date type's own end, and means an open one */
	first = lower.infinite ? NO_BEGINNING : DatumGetDateADT(lower.val);
	end = upper.infinite ? DATEVAL_NOEND : DatumGetDateADT(upper.val);
	if (first > LAST_WRITTEN_DAY || end <= FIRST_WRITTEN_DAY)
		REFUSE(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
			   errmsg("the period of a calendar has no day in the years 1 to 9999"),
			   first > LAST_WRITTEN_DAY ? errdetail("It begins on %s.", day_text(first)) :
			   errdetail("It ends before %s.", day_text(end)),
			   errhint("Leave the end out, as in daterange('2026-01-01', NULL), for a contract that is still open."));
	calendar = PG_GETARG_VARLENA_PP(1);
	initStringInfo(&text);
	append_contract(&text, first, end == DATEVAL_NOEND ? OPEN_DAY : end - 1,
					CALENDAR_TEXT(calendar), CALENDAR_TEXT_SIZE(calendar));
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(make_history(text.data, text.len, 2 * text.len));
	PG_RETURN_POINTER(append_history(fcinfo, text.data, text.len));
}

PG_FUNCTION_INFO_V1(bradford_calendar_history_combine);
Datum
bradford_calendar_history_combine(PG_FUNCTION_ARGS)
{
	History    *more = (History *) PG_GETARG_VARLENA_P(1);

	PG_RETURN_POINTER(append_history(fcinfo, more->text, more->used));
}

static int
compare_contracts(const void *a, const void *b)
{
	const Contract *x = a;
	const Contract *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return strcmp(x->calendar, y->calendar);
}

static char *
contract_text(const Contract *contract)
{
	StringInfoData text;

	initStringInfo(&text);
	append_contract(&text, contract->first, contract->last, contract->calendar,
					strlen(contract->calendar));
	return text.data;
}

/* two calendars on one day have no answer; the same one twice has */
static void
refuse_overlap(const Contract *contracts, int n)
{
	const Contract *latest = &contracts[0];
	int			i;

	for (i = 1; i < n; i++)
	{
		if (contracts[i].first <= latest->last &&
			strcmp(contracts[i].calendar, latest->calendar) != 0)
			REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
				   errmsg("two calendars on the same days: \"%s\" and \"%s\"",
						  contract_text(latest), contract_text(&contracts[i])),
				   errdetail("The periods of a person's calendars must not overlap unless the calendars are the same."),
				   errhint("End the earlier period on the day before the later one begins."));
		if (contracts[i].last > latest->last)
			latest = &contracts[i];
	}
}

PG_FUNCTION_INFO_V1(bradford_calendar_history_final);
Datum
bradford_calendar_history_final(PG_FUNCTION_ARGS)
{
	History    *history = (History *) PG_GETARG_VARLENA_P(0);
	CalendarParts parts;
	Contract   *contracts;
	int			n,
				i;

	contracts = read_contracts(pnstrdup(history->text, history->used), &n);
	/* each calendar but the last is followed by the blank before the bar */
	for (i = 0; i + 1 < n; i++)
		contracts[i].calendar[strlen(contracts[i].calendar) - 1] = '\0';
	qsort(contracts, n, sizeof(Contract), compare_contracts);
	refuse_overlap(contracts, n);

	/* the first one's pattern also holds before it began */
	calendar_parse(contracts[0].calendar, &parts, NULL);
	for (i = 1; i < n && contracts[i].first <= LAST_KNOWN_DAY; i++)
	{
		CalendarParts next;

		CHECK_FOR_INTERRUPTS();
		calendar_parse(contracts[i].calendar, &next, NULL);
		calendar_continue(&parts, Max(contracts[i].first, FIRST_KNOWN_DAY), &next);
	}
	PG_RETURN_POINTER(calendar_value(&parts));
}
