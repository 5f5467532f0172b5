/*
 * average_week.c
 *	  The aggregate that averages the pay of the latest paid weeks: a week's
 *	  holiday pay under the Working Time Regulations 1998 (WTR), regulation 16.
 *
 * The state is an array of numbers: how many weeks are averaged, which week is
 * the latest, then the pay of that week, of the week before it and so on, with
 * 0 for a week without pay.  Nothing looks back beyond 104 weeks, so the state
 * stays small however many rows there are.
 */
#include "bradford.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

#include "core/date.h"
#include "daterange.h"
#include "number.h"

PG_FUNCTION_INFO_V1(bradford_average_week_add);
PG_FUNCTION_INFO_V1(bradford_average_week_combine);
PG_FUNCTION_INFO_V1(bradford_average_week_final);

#define DAYS_IN_WEEK		7
#define MOST_WEEKS			104
#define USUAL_WEEKS			52

/* the elements of the array before the pay */
enum
{
	WEEKS_ELEMENT, LATEST_ELEMENT, PAY_ELEMENT
};

typedef struct PaidWeeks
{
	int32		weeks;			/* how many paid ones are averaged */
	int32		latest;			/* as week_number() counts */
	int			n;
	Numeric		pay[MOST_WEEKS];	/* of the latest week, the week before it, ... */
} PaidWeeks;

/* weeks from Monday to Sunday, counted from that of day 0 */
static int32
week_number(DateADT day)
{
	return (day - weekday_of(day) + weekday_of(0)) / DAYS_IN_WEEK;
}

static int32
weeks_arg(int32 weeks)
{
	if (weeks < 1 || weeks > MOST_WEEKS)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("weeks must be between 1 and %d: %d", MOST_WEEKS, weeks),
			   errdetail("Weeks more than %d weeks back do not count.", MOST_WEEKS),
			   errhint("Write 52, as the law does."));
	return weeks;
}

static void
refuse_state(void)
{
	REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
		   errmsg("state of average_week is malformed"),
		   errdetail("It is the number of weeks, the latest week, and the pay of 1 to %d weeks.", MOST_WEEKS),
		   errhint("Give a state that average_week_add() made."));
}

/* one of the two elements of a state before the pay */
static int32
whole_number(Numeric element)
{
	if (numeric_is_nan(element) || numeric_is_inf(element) ||
		number_compare(element, number_round(element, 0)) != 0 ||
		number_compare(element, int64_to_numeric(PG_INT32_MIN)) < 0 ||
		number_compare(element, int64_to_numeric(PG_INT32_MAX)) > 0)
		refuse_state();
	return DatumGetInt32(DirectFunctionCall1(numeric_int4, NumericGetDatum(element)));
}

/* the state in argument n; anybody can hand one in */
static void
read_state(FunctionCallInfo fcinfo, int n, PaidWeeks *state)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(n);
	Datum	   *elements;
	int			length;
	int			i;

	if (ARR_NDIM(array) != 1 || array_contains_nulls(array) ||
		ARR_DIMS(array)[0] <= PAY_ELEMENT || ARR_DIMS(array)[0] > PAY_ELEMENT + MOST_WEEKS)
		refuse_state();
	deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT, &elements, NULL, &length);
	for (i = PAY_ELEMENT; i < length; i++)
		number_arg(elements[i], "pay");
	state->weeks = weeks_arg(whole_number(DatumGetNumeric(elements[WEEKS_ELEMENT])));
	state->latest = whole_number(DatumGetNumeric(elements[LATEST_ELEMENT]));
	state->n = length - PAY_ELEMENT;
	for (i = 0; i < state->n; i++)
		state->pay[i] = DatumGetNumeric(elements[PAY_ELEMENT + i]);
}

static Datum
state_datum(const PaidWeeks *state)
{
	Datum		elements[PAY_ELEMENT + MOST_WEEKS];
	int			i;

	elements[WEEKS_ELEMENT] = NumericGetDatum(int64_to_numeric(state->weeks));
	elements[LATEST_ELEMENT] = NumericGetDatum(int64_to_numeric(state->latest));
	for (i = 0; i < state->n; i++)
		elements[PAY_ELEMENT + i] = NumericGetDatum(state->pay[i]);
	return PointerGetDatum(construct_array(elements, PAY_ELEMENT + state->n, NUMERICOID, -1, false,
										   TYPALIGN_INT));
}

/* adds the weeks of "earlier", whose latest week is no later than that of "state" */
static void
add_weeks(PaidWeeks *state, const PaidWeeks *earlier)
{
	int64		back = (int64) state->latest - earlier->latest;
	int			i;

	if (state->weeks != earlier->weeks)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("weeks must be the same in every row: %d and %d", state->weeks, earlier->weeks),
			   errdetail("It says how many weeks are averaged."),
			   errhint("Write a constant such as 52, or group by it."));
	for (i = 0; i < earlier->n && back + i < MOST_WEEKS; i++)
	{
		int			place = (int) back + i;

		while (state->n <= place)
			state->pay[state->n++] = int64_to_numeric(0);
		state->pay[place] = number_add(state->pay[place], earlier->pay[i]);
	}
}

static Datum
joined_state(PaidWeeks *one, PaidWeeks *other)
{
	if (one->latest < other->latest)
	{
		add_weeks(other, one);
		return state_datum(other);
	}
	add_weeks(one, other);
	return state_datum(one);
}

/* average_week_add(state, pay, week[, weeks]) */
Datum
bradford_average_week_add(PG_FUNCTION_ARGS)
{
	PaidWeeks	row;
	PaidWeeks	state;

	if (PG_ARGISNULL(2) || (PG_NARGS() > 3 && PG_ARGISNULL(3)))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	require_finite_date(PG_GETARG_DATEADT(2), "week");
	row.weeks = PG_NARGS() > 3 ? weeks_arg(PG_GETARG_INT32(3)) : USUAL_WEEKS;
	row.latest = week_number(PG_GETARG_DATEADT(2));
	row.n = 1;
	row.pay[0] = PG_ARGISNULL(1) ? int64_to_numeric(0) : number_arg(PG_GETARG_DATUM(1), "pay");
	if (PG_ARGISNULL(0))
		return state_datum(&row);
	read_state(fcinfo, 0, &state);
	return joined_state(&state, &row);
}

/* average_week_combine(state, other) */
Datum
bradford_average_week_combine(PG_FUNCTION_ARGS)
{
	PaidWeeks	state;
	PaidWeeks	other;

	read_state(fcinfo, 0, &state);
	read_state(fcinfo, 1, &other);
	return joined_state(&state, &other);
}

/* average_week_final(state): a week is paid if its pay together is above 0 */
Datum
bradford_average_week_final(PG_FUNCTION_ARGS)
{
	PaidWeeks	state;
	Numeric		pay = int64_to_numeric(0);
	int			paid = 0;
	int			i;

	read_state(fcinfo, 0, &state);
	for (i = 0; i < state.n && paid < state.weeks; i++)
		if (number_sign(state.pay[i]) > 0)
		{
			pay = number_add(pay, state.pay[i]);
			paid++;
		}
	if (paid == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(number_divide(pay, int64_to_numeric(paid)));
}
