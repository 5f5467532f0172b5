/*
 * annual_balance.c
 *	  The aggregate that lays out a contract year's timesheets as lines a to j
 *	  of the form (PAY-15).
 *
 * "This month" is the latest month among the timesheets, so the state keeps
 * every timesheet and the result does not depend on their order: that is also
 * what makes the state combine, and give a timesheet back, exactly.  There are
 * at most twelve (PAY-2).
 */
#include "pay.h"

#include "access/htup_details.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "core/date.h"
#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_annual_balance_in);
PG_FUNCTION_INFO_V1(bradford_annual_balance_out);
PG_FUNCTION_INFO_V1(bradford_annual_balance_recv);
PG_FUNCTION_INFO_V1(bradford_annual_balance_send);
PG_FUNCTION_INFO_V1(bradford_annual_balance_add);
PG_FUNCTION_INFO_V1(bradford_annual_balance_remove);
PG_FUNCTION_INFO_V1(bradford_annual_balance_combine);
PG_FUNCTION_INFO_V1(bradford_annual_balance_lines);

#define MONTHS_IN_YEAR		12

/* the figures of a timesheet, in the order in which the state keeps them */
enum
{
	CONTRACTED, ENTITLEMENT, HOURS, LEAVE, FIGURES
};

static const char *const figure_names[FIGURES] = {
	"contracted_hours", "leave_entitlement", "hours", "leave"
};

/*
 * The aggregate's state: the bytes of each figure one after another, timesheet
 * by timesheet, with room to spare up to the varlena's size so that twelve
 * ordinary ones never move it.  A figure of length 0 is a blank on the form.
 */
typedef struct Timesheets
{
	int32		vl_len_;
	int32		n;
	int32		used;			/* bytes of figures[] */
	DateADT		month[MONTHS_IN_YEAR];	/* any day of it */
	int32		ordinal[MONTHS_IN_YEAR];	/* of the month, counted from year 0 */
	uint8		length[MONTHS_IN_YEAR][FIGURES];
	char		figures[FLEXIBLE_ARRAY_MEMBER];
} Timesheets;

#define FIRST_SIZE		448
#define STATE_ROOM(state)	(VARSIZE(state) - offsetof(Timesheets, figures))

typedef struct Timesheet
{
	DateADT		month;
	int32		ordinal;
	const char *figure[FIGURES];
	uint8		length[FIGURES];
} Timesheet;

static Timesheets *
empty_state(void)
{
	Timesheets *state = palloc0(FIRST_SIZE);

	SET_VARSIZE(state, FIRST_SIZE);
	return state;
}

/* the state's own copy of a state, or the state itself where an aggregate owns it */
static Timesheets *
writable_state(FunctionCallInfo fcinfo)
{
	Datum		value;
	Timesheets *state;

	if (PG_ARGISNULL(0))
		return empty_state();
	value = PG_GETARG_DATUM(0);
	if (!AggCheckCallContext(fcinfo, NULL))
		return (Timesheets *) PG_DETOAST_DATUM_COPY(value);
	state = (Timesheets *) PG_DETOAST_DATUM(value);
	return state;
}

static int32
month_ordinal(DateADT month)
{
	CivilDate	date;

	require_finite_date(month, "month");
	date = civil_from_day(month);
	return date.year * MONTHS_IN_YEAR + date.month - 1;
}

static void
require_place(const Timesheets *state, const Timesheet *sheet)
{
	int			i;

	for (i = 0; i < state->n; i++)
	{
		if (state->ordinal[i] == sheet->ordinal)
			REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
				   errmsg("two timesheets for the month of %s", day_text(sheet->month)),
				   errdetail("The other one is dated %s; a month has one timesheet.", day_text(state->month[i])),
				   errhint("Add up the month's hours first, or aggregate by contract."));
	}
	if (state->n == MONTHS_IN_YEAR)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("more than %d timesheets in a contract year", MONTHS_IN_YEAR),
			   errdetail("The one for %s would be the next.", day_text(sheet->month)),
			   errhint("Aggregate by bradford.contract_year(started_on, month) as well."));
	for (i = 0; i < state->n; i++)
	{
		if (abs(state->ordinal[i] - sheet->ordinal) >= MONTHS_IN_YEAR)
			REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
				   errmsg("timesheets of %s and %s are of different contract years",
						  day_text(state->month[i]), day_text(sheet->month)),
				   errdetail("The months of a contract year lie within %d months.", MONTHS_IN_YEAR),
				   errhint("Aggregate by bradford.contract_year(started_on, month) as well."));
	}
}

/* adds a timesheet; the state moves if it has no room left */
static Timesheets *
add_timesheet(Timesheets *state, const Timesheet *sheet)
{
	Size		need = state->used;
	int			figure;

	require_place(state, sheet);
	for (figure = 0; figure < FIGURES; figure++)
		need += sheet->length[figure];
	if (need > STATE_ROOM(state))
	{
		Size		size = offsetof(Timesheets, figures) + 2 * need;
		Timesheets *grown = palloc0(size);

		memcpy(grown, state, offsetof(Timesheets, figures) + state->used);
		SET_VARSIZE(grown, size);
		state = grown;
	}
	state->month[state->n] = sheet->month;
	state->ordinal[state->n] = sheet->ordinal;
	for (figure = 0; figure < FIGURES; figure++)
	{
		memcpy(state->figures + state->used, sheet->figure[figure], sheet->length[figure]);
		state->used += sheet->length[figure];
		state->length[state->n][figure] = sheet->length[figure];
	}
	state->n++;
	return state;
}

/* the i-th timesheet, whose figures begin at that offset; moves the offset on */
static Timesheet
timesheet_at(const Timesheets *state, int i, int *offset)
{
	Timesheet	sheet;
	int			figure;

	sheet.month = state->month[i];
	sheet.ordinal = state->ordinal[i];
	for (figure = 0; figure < FIGURES; figure++)
	{
		sheet.figure[figure] = state->figures + *offset;
		sheet.length[figure] = state->length[i][figure];
		*offset += sheet.length[figure];
	}
	return sheet;
}

/* the timesheet in the arguments; false if its month is NULL */
static bool
timesheet_arg(FunctionCallInfo fcinfo, Timesheet *sheet)
{
	static const int arguments[FIGURES] = {1, 2, 4, 5};
	int			figure;

	if (PG_ARGISNULL(3))
		return false;
	sheet->month = PG_GETARG_DATEADT(3);
	sheet->ordinal = month_ordinal(sheet->month);
	for (figure = 0; figure < FIGURES; figure++)
	{
		sheet->figure[figure] = "";
		sheet->length[figure] = 0;
		if (!PG_ARGISNULL(arguments[figure]))
			sheet->figure[figure] = number_digits(PG_GETARG_DATUM(arguments[figure]), figure_names[figure],
												  &sheet->length[figure]);
	}
	return true;
}

/*
 * annual_balance_add(state, contracted_hours, leave_entitlement, month, hours,
 * leave)
 */
Datum
bradford_annual_balance_add(PG_FUNCTION_ARGS)
{
	Timesheets *state = writable_state(fcinfo);
	Timesheet	sheet;

	if (timesheet_arg(fcinfo, &sheet))
		state = add_timesheet(state, &sheet);
	PG_RETURN_POINTER(state);
}

static bool
same_timesheet(const Timesheet *a, const Timesheet *b)
{
	int			figure;

	if (a->month != b->month)
		return false;
	for (figure = 0; figure < FIGURES; figure++)
	{
		if (a->length[figure] != b->length[figure] ||
			memcmp(a->figure[figure], b->figure[figure], a->length[figure]) != 0)
			return false;
	}
	return true;
}

/* the same arguments; takes out what annual_balance_add() put in */
Datum
bradford_annual_balance_remove(PG_FUNCTION_ARGS)
{
	Timesheets *state = writable_state(fcinfo);
	Timesheet	gone;
	int			offset = 0;
	int			i;

	if (!timesheet_arg(fcinfo, &gone))
		PG_RETURN_POINTER(state);
	for (i = 0; i < state->n; i++)
	{
		int			start = offset;
		Timesheet	sheet = timesheet_at(state, i, &offset);

		if (!same_timesheet(&sheet, &gone))
			continue;
		memmove(state->figures + start, state->figures + offset, state->used - offset);
		state->used -= offset - start;
		state->n--;
		memmove(&state->month[i], &state->month[i + 1], (state->n - i) * sizeof(state->month[0]));
		memmove(&state->ordinal[i], &state->ordinal[i + 1], (state->n - i) * sizeof(state->ordinal[0]));
		memmove(state->length[i], state->length[i + 1], (state->n - i) * sizeof(state->length[0]));
		PG_RETURN_POINTER(state);
	}
	REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
		   errmsg("no timesheet for %s to take out", day_text(gone.month)),
		   errdetail("Only a timesheet that was put in, with the same figures, can be taken out."),
		   errhint("Call annual_balance() and leave its support functions to it."));
	PG_RETURN_NULL();
}

/* both states, neither NULL: their timesheets together */
Datum
bradford_annual_balance_combine(PG_FUNCTION_ARGS)
{
	Timesheets *state = writable_state(fcinfo);
	Timesheets *other = (Timesheets *) PG_DETOAST_DATUM(PG_GETARG_DATUM(1));
	int			offset = 0;
	int			i;

	for (i = 0; i < other->n; i++)
	{
		Timesheet	sheet = timesheet_at(other, i, &offset);

		state = add_timesheet(state, &sheet);
	}
	PG_RETURN_POINTER(state);
}

static Number
sheet_figure(const Timesheet *sheet, int figure)
{
	Number		number = number_int(0);

	if (sheet->length[figure] > 0)
		number_of_digits(&number, sheet->figure[figure], sheet->length[figure]);
	return number;
}

#define LINES	11				/* the month, and a to j */

/* the tuple descriptor of the result, looked up once per query */
static TupleDesc
lines_desc(FunctionCallInfo fcinfo)
{
	TupleDesc	desc = (TupleDesc) fcinfo->flinfo->fn_extra;
	MemoryContext old;

	if (desc != NULL)
		return desc;
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE || desc->natts != LINES)
		elog(ERROR, "annual_balance does not return timesheet_lines");
	desc = BlessTupleDesc(CreateTupleDescCopy(desc));
	fcinfo->flinfo->fn_extra = desc;
	MemoryContextSwitchTo(old);
	return desc;
}

/*
 * Five lines of the form: what the year allows, what was brought forward, this
 * month's figure, the two together, and what remains.
 */
static void
put_lines(const Timesheet *latest, int allowance, int figure, Number cumulative, Datum *lines, bool *nulls)
{
	Number		allowed = sheet_figure(latest, allowance);
	Number		now = sheet_figure(latest, figure);
	Number		brought_forward = number_subtract(cumulative, now);
	Number		remaining = number_subtract(allowed, cumulative);

	nulls[0] = nulls[4] = latest->length[allowance] == 0;
	lines[0] = number_datum(&allowed);
	lines[1] = number_datum(&brought_forward);
	lines[2] = number_datum(&now);
	lines[3] = number_datum(&cumulative);
	lines[4] = number_datum(&remaining);
}

/*
 * PAY-15.  Lines a and f are those of the latest timesheet: a contract that
 * was varied in the year counts as it stands now.
 */
Datum
bradford_annual_balance_lines(PG_FUNCTION_ARGS)
{
	Timesheets *state = (Timesheets *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	Timesheet	latest = {0};
	Number		worked = number_int(0);
	Number		taken = number_int(0);
	Datum		values[LINES];
	bool		nulls[LINES] = {false};
	int			offset = 0;
	int			i;

	if (state->n == 0)
		PG_RETURN_NULL();
	for (i = 0; i < state->n; i++)
	{
		Timesheet	sheet = timesheet_at(state, i, &offset);

		worked = number_add(worked, sheet_figure(&sheet, HOURS));
		taken = number_add(taken, sheet_figure(&sheet, LEAVE));
		if (i == 0 || sheet.ordinal > latest.ordinal)
			latest = sheet;
	}

	values[0] = DateADTGetDatum(latest.month);
	put_lines(&latest, CONTRACTED, HOURS, worked, &values[1], &nulls[1]);
	put_lines(&latest, ENTITLEMENT, LEAVE, taken, &values[6], &nulls[6]);
	return HeapTupleGetDatum(heap_form_tuple(lines_desc(fcinfo), values, nulls));
}

/* "2026-04-30 1098 147.5 95.25 -; ..." with "-" for a blank */
Datum
bradford_annual_balance_out(PG_FUNCTION_ARGS)
{
	Timesheets *state = (Timesheets *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	StringInfoData text;
	int			offset = 0;
	int			i;
	int			figure;

	initStringInfo(&text);
	for (i = 0; i < state->n; i++)
	{
		Timesheet	sheet = timesheet_at(state, i, &offset);

		appendStringInfo(&text, "%s%s", i > 0 ? "; " : "", day_text(sheet.month));
		for (figure = 0; figure < FIGURES; figure++)
			appendStringInfo(&text, " %s", sheet.length[figure] == 0 ? "-" :
							 number_text(sheet_figure(&sheet, figure)));
	}
	PG_RETURN_CSTRING(text.data);
}

pg_noreturn static void
refuse_state(const char *text)
{
	REFUSE(ERRCODE_INVALID_TEXT_REPRESENTATION,
		   errmsg("invalid state of annual_balance: \"%s\"", text),
		   errdetail("Timesheets are separated by \";\", each a date and four figures or \"-\": contracted hours, leave entitlement, hours, leave."),
		   errhint("Write a state such as '2026-04-30 1098 147.5 95.25 7.5'."));
}

/* cuts the next word out of the text, which ends at a space, a ";" or the end */
static char *
next_word(char **text, const char *whole)
{
	char	   *word;
	size_t		length;

	*text += strspn(*text, " ");
	length = strcspn(*text, " ;");
	if (length == 0)
		refuse_state(whole);
	word = pnstrdup(*text, length);
	*text += length;
	return word;
}

/* a figure as numeric_out() writes it: digits, with a point among them or not */
static void
parse_figure(const char *word, const char *whole, Timesheet *sheet, int figure)
{
	size_t		digits = strspn(word, "0123456789");
	const char *rest = word + digits;

	sheet->figure[figure] = "";
	sheet->length[figure] = 0;
	if (strcmp(word, "-") == 0)
		return;
	if (digits > 0 && *rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (digits == 0 || *rest != '\0')
		refuse_state(whole);
	sheet->figure[figure] =
		number_digits(DirectFunctionCall3(numeric_in, CStringGetDatum(word),
										  ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)),
					  figure_names[figure], &sheet->length[figure]);
}

Datum
bradford_annual_balance_in(PG_FUNCTION_ARGS)
{
	char	   *whole = PG_GETARG_CSTRING(0);
	char	   *text = whole + strspn(whole, " ");
	Timesheets *state = empty_state();

	while (*text != '\0')
	{
		Timesheet	sheet;
		char	   *word;
		int			figure;

		if (state->n > 0 && *text++ != ';')
			refuse_state(whole);
		word = next_word(&text, whole);
		if (!read_iso_day(word, word + strlen(word), &sheet.month))
			refuse_state(whole);
		sheet.ordinal = month_ordinal(sheet.month);
		for (figure = 0; figure < FIGURES; figure++)
			parse_figure(next_word(&text, whole), whole, &sheet, figure);
		text += strspn(text, " ");
		state = add_timesheet(state, &sheet);
	}
	PG_RETURN_POINTER(state);
}

/* the number of timesheets, then for each the month and its figures, each after a byte that is 0 for a blank */
Datum
bradford_annual_balance_send(PG_FUNCTION_ARGS)
{
	Timesheets *state = (Timesheets *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	StringInfoData buf;
	int			offset = 0;
	int			i;
	int			figure;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, state->n);
	for (i = 0; i < state->n; i++)
	{
		Timesheet	sheet = timesheet_at(state, i, &offset);

		pq_sendint32(&buf, sheet.month);
		for (figure = 0; figure < FIGURES; figure++)
		{
			Number		number = sheet_figure(&sheet, figure);
			bytea	   *digits;

			pq_sendbyte(&buf, sheet.length[figure] > 0);
			if (sheet.length[figure] == 0)
				continue;
			digits = DatumGetByteaPP(DirectFunctionCall1(numeric_send, number_datum(&number)));
			pq_sendbytes(&buf, VARDATA_ANY(digits), VARSIZE_ANY_EXHDR(digits));
		}
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

static void
refuse_binary(const char *detail)
{
	REFUSE(ERRCODE_INVALID_BINARY_REPRESENTATION,
		   errmsg("invalid binary state of annual_balance"),
		   errdetail("%s", detail),
		   errhint("Send what annual_balance_send() made."));
}

static void
require_bytes(StringInfo buf, int n)
{
	if (buf->len - buf->cursor < n)
		refuse_binary("It ends in the middle of a timesheet.");
}

/* an unsigned 16-bit number further on in the message */
static uint16
peek_uint16(StringInfo buf, int offset)
{
	const unsigned char *byte = (const unsigned char *) buf->data + buf->cursor + offset;

	return (uint16) (byte[0] << 8 | byte[1]);
}

/*
 * What numeric_recv() would refuse without saying of what: a number is sent as
 * how many groups of four digits there are, weight, sign and places, and the
 * groups.
 */
static void
require_number(StringInfo buf)
{
	const int	header = 4 * sizeof(uint16);
	int			groups;
	uint16		sign;
	int			i;

	require_bytes(buf, header);
	groups = peek_uint16(buf, 0);
	sign = peek_uint16(buf, 4);
	require_bytes(buf, header + groups * (int) sizeof(uint16));
	/* plus, minus, NaN and the infinities; the last three are refused later, by their name */
	if ((sign != 0 && sign != 0x4000 && sign != 0xC000 && sign != 0xD000 && sign != 0xF000) ||
		peek_uint16(buf, 6) > 0x3FFF)
		refuse_binary("A figure has a sign or a number of places that no number has.");
	for (i = 0; i < groups; i++)
	{
		if (peek_uint16(buf, header + i * (int) sizeof(uint16)) > 9999)
			refuse_binary("A figure has a group of four digits above 9999.");
	}
}

Datum
bradford_annual_balance_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	Timesheets *state = empty_state();
	int32		n;

	require_bytes(buf, sizeof(int32));
	n = (int32) pq_getmsgint(buf, sizeof(int32));

	if (n < 0 || n > MONTHS_IN_YEAR)
		REFUSE(ERRCODE_INVALID_BINARY_REPRESENTATION,
			   errmsg("invalid state of annual_balance: %d timesheets", n),
			   errdetail("A contract year has at most %d.", MONTHS_IN_YEAR),
			   errhint("Send what annual_balance_send() made."));
	while (n-- > 0)
	{
		Timesheet	sheet;
		int			figure;

		require_bytes(buf, sizeof(int32));
		sheet.month = (DateADT) pq_getmsgint(buf, sizeof(int32));
		if (sheet.month != DATEVAL_NOBEGIN && sheet.month != DATEVAL_NOEND &&
			(sheet.month < MIN_DAY || sheet.month > MAX_DAY))
			REFUSE(ERRCODE_INVALID_BINARY_REPRESENTATION,
				   errmsg("invalid state of annual_balance: month %d", sheet.month),
				   errdetail("Days run from %d to %d, counted from 2000-01-01.", MIN_DAY, MAX_DAY),
				   errhint("Send what annual_balance_send() made."));
		sheet.ordinal = month_ordinal(sheet.month);
		for (figure = 0; figure < FIGURES; figure++)
		{
			sheet.figure[figure] = "";
			sheet.length[figure] = 0;
			require_bytes(buf, 1);
			if (pq_getmsgbyte(buf) == 0)
				continue;
			require_number(buf);
			sheet.figure[figure] =
				number_digits(DirectFunctionCall3(numeric_recv, PointerGetDatum(buf),
												  ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)),
							  figure_names[figure], &sheet.length[figure]);
		}
		state = add_timesheet(state, &sheet);
	}
	if (buf->cursor < buf->len)
		refuse_binary("Bytes follow the last timesheet.");
	PG_RETURN_POINTER(state);
}
