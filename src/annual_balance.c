/*
 * annual_balance.c
 *	  The aggregate that lays out a contract year's timesheets as lines a to j
 *	  of the form (PAY-15).
 *
 * The form's own row is the state.  A timesheet is a form by itself, with
 * nothing brought forward, and two forms make one: the later month stays, the
 * other is brought forward.  So the order of rows does not matter, and states
 * combine.
 */
#include "pay.h"

#include "access/htup_details.h"

#include "core/date.h"
#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_annual_balance_add);
PG_FUNCTION_INFO_V1(bradford_annual_balance_combine);

/* the form's two halves, hours (a to e) and leave (f to j), and the lines of each */
#define HALVES		2

enum
{
	ALLOWED_LINE, BROUGHT_FORWARD_LINE, NOW_LINE, CUMULATIVE_LINE, REMAINING_LINE, LINES_IN_HALF
};

/* the columns of timesheet_lines: the month, then the lines */
#define COLUMNS		(1 + HALVES * LINES_IN_HALF)
#define COLUMN(half, line)	(1 + (half) * LINES_IN_HALF + (line))

static const char *const column_names[COLUMNS] = {
	"month",
	"line a", "line b", "line c", "line d", "line e",
	"line f", "line g", "line h", "line i", "line j"
};

typedef struct Half
{
	Numeric		allowed;		/* NULL if the form is blank there */
	Numeric		now;
	Numeric		cumulative;
} Half;

typedef struct Form
{
	DateADT		month;			/* any day of it */
	Half		half[HALVES];
} Form;

/* a month's place in time, counted from year 0 */
static int32
month_number(DateADT month)
{
	CivilDate	date = civil_from_day(month);

	return date.year * 12 + date.month;
}

/* any figure is larger than a blank */
static Numeric
larger(Numeric a, Numeric b)
{
	if (a == NULL || b == NULL)
		return a == NULL ? b : a;
	return number_compare(a, b) >= 0 ? a : b;
}

/*
 * Joins two forms.  Two timesheets of one month add up.  What the contract
 * allows is taken from the later one, or is the larger figure if both have the
 * same date.
 */
static Form
join_forms(Form one, Form other)
{
	Form		joined = one.month >= other.month ? one : other;
	bool		same_month = month_number(one.month) == month_number(other.month);
	int			i;

	for (i = 0; i < HALVES; i++)
	{
		Half	   *half = &joined.half[i];

		if (one.month == other.month)
			half->allowed = larger(one.half[i].allowed, other.half[i].allowed);
		if (same_month)
			half->now = number_add(one.half[i].now, other.half[i].now);
		half->cumulative = number_add(one.half[i].cumulative, other.half[i].cumulative);
	}
	return joined;
}

static Numeric
figure_arg(FunctionCallInfo fcinfo, int n, const char *what)
{
	return PG_ARGISNULL(n) ? NULL : number_not_negative(PG_GETARG_DATUM(n), what);
}

/* the timesheet in the arguments, as a form by itself */
static Form
timesheet_arg(FunctionCallInfo fcinfo)
{
	Form		form;
	int			i;

	form.month = PG_GETARG_DATEADT(3);
	require_finite_date(form.month, "month");
	form.half[0].allowed = figure_arg(fcinfo, 1, "contracted_hours");
	form.half[1].allowed = figure_arg(fcinfo, 2, "leave_entitlement");
	form.half[0].now = figure_arg(fcinfo, 4, "hours");
	form.half[1].now = figure_arg(fcinfo, 5, "leave");
	for (i = 0; i < HALVES; i++)
	{
		if (form.half[i].now == NULL)
			form.half[i].now = int64_to_numeric(0);
		form.half[i].cumulative = form.half[i].now;
	}
	return form;
}

static void
require_column(const bool *nulls, int column)
{
	if (nulls[column])
		REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
			   errmsg("%s of a form must not be NULL", column_names[column]),
			   errdetail("A form has its month and its lines b, c, g and h."),
			   errhint("Give a row that annual_balance() made."));
}

static Numeric
line_of_row(const Datum *values, const bool *nulls, int half, int line)
{
	int			column = COLUMN(half, line);

	require_column(nulls, column);
	return number_not_negative(values[column], column_names[column]);
}

/*
 * The form in argument n.  Anybody can hand one in, so its figures are checked
 * like a timesheet's; d, e, i and j follow from them and are not read.
 */
static Form
form_arg(FunctionCallInfo fcinfo, int n)
{
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(n);
	HeapTupleData tuple;
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS];
	Form		form;
	int			i;

	tuple.t_len = HeapTupleHeaderGetDatumLength(row);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = row;
	heap_deform_tuple(&tuple, row_desc(fcinfo, COLUMNS), values, nulls);

	require_column(nulls, 0);
	form.month = DatumGetDateADT(values[0]);
	require_finite_date(form.month, column_names[0]);
	for (i = 0; i < HALVES; i++)
	{
		Half	   *half = &form.half[i];

		half->allowed = nulls[COLUMN(i, ALLOWED_LINE)] ? NULL : line_of_row(values, nulls, i, ALLOWED_LINE);
		half->now = line_of_row(values, nulls, i, NOW_LINE);
		half->cumulative = number_add(line_of_row(values, nulls, i, BROUGHT_FORWARD_LINE), half->now);
	}
	return form;
}

static Datum
form_datum(FunctionCallInfo fcinfo, const Form *form)
{
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS] = {false};
	int			i;

	values[0] = DateADTGetDatum(form->month);
	for (i = 0; i < HALVES; i++)
	{
		const Half *half = &form->half[i];
		Datum	   *lines = &values[COLUMN(i, 0)];

		lines[BROUGHT_FORWARD_LINE] = NumericGetDatum(number_subtract(half->cumulative, half->now));
		lines[NOW_LINE] = NumericGetDatum(half->now);
		lines[CUMULATIVE_LINE] = NumericGetDatum(half->cumulative);
		if (half->allowed == NULL)
			nulls[COLUMN(i, ALLOWED_LINE)] = nulls[COLUMN(i, REMAINING_LINE)] = true;
		else
		{
			lines[ALLOWED_LINE] = NumericGetDatum(half->allowed);
			lines[REMAINING_LINE] = NumericGetDatum(number_subtract(half->allowed, half->cumulative));
		}
	}
	return HeapTupleGetDatum(heap_form_tuple(row_desc(fcinfo, COLUMNS), values, nulls));
}

/*
 * annual_balance_add(lines, contracted_hours, leave_entitlement, month, hours,
 * leave)
 */
Datum
bradford_annual_balance_add(PG_FUNCTION_ARGS)
{
	Form		form;

	if (PG_ARGISNULL(3))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	form = timesheet_arg(fcinfo);
	if (!PG_ARGISNULL(0))
		form = join_forms(form_arg(fcinfo, 0), form);
	return form_datum(fcinfo, &form);
}

/* annual_balance_combine(lines, other) */
Datum
bradford_annual_balance_combine(PG_FUNCTION_ARGS)
{
	Form		form = join_forms(form_arg(fcinfo, 0), form_arg(fcinfo, 1));

	return form_datum(fcinfo, &form);
}
