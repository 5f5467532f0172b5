/*
 * flexi_balance.c
 *	  The aggregate that carries a balance of flexi-time from one accounting
 *	  period to the next (FX-6).
 *
 * Periods have to come in order, since the cap binds at each carry.  So the
 * aggregate has no combine function, and refuses a period that is not after the
 * one before.  The state is the account of the latest period alone.
 */
#include "flexi_scheme.h"

#include "utils/date.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_flexi_balance_add);
PG_FUNCTION_INFO_V1(bradford_flexi_balance_final);

/* Lives in the aggregate's memory context and is written in place. */
typedef struct FlexiBalance
{
	FlexiAccount account;
	DateADT		first_day;		/* of the latest period */
	bool		credited_known; /* of the latest period */
	bool		standard_known;
	bool		known_before;	/* is what was brought forward into it known? */
	bool		known;			/* is what it carries? */
} FlexiBalance;

#define ACCOUNT_COLUMNS	7

/*
 * Hours and minutes in microseconds.  A month has no fixed number of hours,
 * and a day of flexi-time is a standard day.
 */
static int64
hours_arg(const Interval *hours, const char *what)
{
	if (hours->month != 0 || hours->day != 0)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s must be in hours and minutes: %s", what,
					  DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(hours)))),
			   errdetail("A day of an interval has 24 hours, and a month has no fixed number of them."),
			   errhint("Write for instance interval '148:00'."));
	if (hours->time > MOST_HOURS || hours->time < -MOST_HOURS)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s is out of range: %s", what,
					  DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(hours)))),
			   errdetail("The limit is %lld hours.", (long long) (MOST_HOURS / USECS_PER_HOUR)),
			   errhint("Write for instance interval '148:00'."));
	return hours->time;
}

static FlexiBalance *
new_state(MemoryContext context)
{
	FlexiBalance *state = MemoryContextAllocZero(context, sizeof(FlexiBalance));

	state->first_day = DATEVAL_NOBEGIN;
	state->known = true;
	return state;
}

/*
 * flexi_balance_add(state, credited, standard, first_day, [opening,] scheme)
 */
Datum
bradford_flexi_balance_add(PG_FUNCTION_ARGS)
{
	int			n_scheme = PG_NARGS() - 1;
	bool		opens = PG_NARGS() == 6 && !PG_ARGISNULL(4);
	MemoryContext context;
	FlexiBalance *state;
	DateADT		first_day;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "flexi_balance_add called outside an aggregate");
	/* no period at all, as from an outer join */
	if (PG_ARGISNULL(3))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	require_scheme(PG_ARGISNULL(n_scheme));
	first_day = PG_GETARG_DATEADT(3);
	if (DATE_NOT_FINITE(first_day))
		require_finite_date(first_day, "first_day");

	state = PG_ARGISNULL(0) ? new_state(context) : (FlexiBalance *) PG_GETARG_POINTER(0);
	if (first_day <= state->first_day)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("period from %s is not after the one before it, from %s", day_text(first_day),
					  day_text(state->first_day)),
			   errdetail("A balance is carried from one period to the next, and each period comes once."),
			   errhint("Write ORDER BY first_day in the window or in the aggregate, and group the days of a period first."));
	state->first_day = first_day;

	if (opens)
	{
		state->account.carried = hours_arg(PG_GETARG_INTERVAL_P(4), "opening");
		state->known = true;
	}
	state->known_before = state->known;
	state->account.brought_forward = state->account.carried;
	state->credited_known = !PG_ARGISNULL(1);
	state->standard_known = !PG_ARGISNULL(2);
	if (state->credited_known)
		state->account.credited = hours_arg(PG_GETARG_INTERVAL_P(1), "credited");
	if (state->standard_known)
		state->account.standard = hours_arg(PG_GETARG_INTERVAL_P(2), "standard");
	state->known = state->known && state->credited_known && state->standard_known;
	/* what an unknown balance carries does not matter until there is a new opening */
	if (state->known &&
		!flexi_account_next(&state->account, PG_GETARG_FLEXI_SCHEME(n_scheme),
							state->account.credited, state->account.standard))
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("balance of flexi-time is out of range"),
			   errdetail("The limit is %lld hours.", (long long) (MOST_BALANCE / USECS_PER_HOUR)),
			   errhint("Give the hours of each period once."));
	PG_RETURN_POINTER(state);
}

/* Only reads the state: a running window asks for it at each row. */
Datum
bradford_flexi_balance_final(PG_FUNCTION_ARGS)
{
	const FlexiBalance *state;
	const FlexiAccount *account;
	Interval	figures[ACCOUNT_COLUMNS];
	Datum		values[ACCOUNT_COLUMNS];
	bool		nulls[ACCOUNT_COLUMNS];
	int			i;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (FlexiBalance *) PG_GETARG_POINTER(0);
	account = &state->account;
	memset(figures, 0, sizeof(figures));
	figures[0].time = account->brought_forward;
	figures[1].time = account->credited;
	figures[2].time = account->standard;
	figures[3].time = account->balance;
	figures[4].time = account->carried;
	figures[5].time = account->taken;
	figures[6].time = account->beyond;
	for (i = 0; i < ACCOUNT_COLUMNS; i++)
	{
		values[i] = IntervalPGetDatum(&figures[i]);
		nulls[i] = !state->known;
	}
	nulls[0] = !state->known_before;
	nulls[1] = !state->credited_known;
	nulls[2] = !state->standard_known;
	return HeapTupleGetDatum(heap_form_tuple(row_desc(fcinfo, ACCOUNT_COLUMNS), values, nulls));
}
