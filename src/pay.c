/*
 * pay.c
 *	  Pro-rata, term-time and annualised pay, leavers and extra hours
 *	  (PAY-1 to PAY-13).
 *
 * Every figure is computed from the arguments with one division, and rounded
 * where its function says so and nowhere else.
 */
#include "pay.h"

#include "access/htup_details.h"
#include "utils/builtins.h"
#include "utils/rangetypes.h"

#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_pro_rata);
PG_FUNCTION_INFO_V1(bradford_term_time);
PG_FUNCTION_INFO_V1(bradford_annualised_hours);
PG_FUNCTION_INFO_V1(bradford_leave_entitlement);
PG_FUNCTION_INFO_V1(bradford_bank_holiday_hours);
PG_FUNCTION_INFO_V1(bradford_extra_hours_pay);
PG_FUNCTION_INFO_V1(bradford_settlement);

#define MAX_COLUMNS		12

/* places to which PAY-11 rounds each step */
#define POLICY_WEEKS	1
#define POLICY_HOURS	0

Datum
pay_row(FunctionCallInfo fcinfo, const Number *columns, int n)
{
	TupleDesc	desc = (TupleDesc) fcinfo->flinfo->fn_extra;
	Datum		values[MAX_COLUMNS];
	bool		nulls[MAX_COLUMNS] = {false};
	int			i;

	if (desc == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE || desc->natts != n)
			elog(ERROR, "function returning a row of %d columns called for another type", n);
		desc = BlessTupleDesc(CreateTupleDescCopy(desc));
		fcinfo->flinfo->fn_extra = desc;
		MemoryContextSwitchTo(old);
	}
	for (i = 0; i < n; i++)
		values[i] = number_datum(columns[i]);
	return HeapTupleGetDatum(heap_form_tuple(desc, values, nulls));
}

bool
any_null(FunctionCallInfo fcinfo, int n)
{
	int			i;

	for (i = 0; i < n; i++)
	{
		if (PG_ARGISNULL(i))
			return true;
	}
	return false;
}

bool
text_is(text *given, const char *word)
{
	Size		length = strlen(word);

	return VARSIZE_ANY_EXHDR(given) == length && memcmp(VARDATA_ANY(given), word, length) == 0;
}

/* does the rounding argument ask for PAY-11's? */
static bool
policy_rounding(text *rounding)
{
	if (text_is(rounding, "none"))
		return false;
	if (!text_is(rounding, "policy"))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("unknown rounding: \"%s\"", text_to_cstring(rounding)),
			   errdetail("Rounding is \"none\" or \"policy\"."),
			   errhint("Write rounding => 'policy' to round every step as the form does."));
	return true;
}

/*
 * dividend / divisor, rounded to the multiple that argument n asks for, if it
 * does.
 */
static Datum
quotient_datum(FunctionCallInfo fcinfo, Number dividend, Number divisor, int n)
{
	if (PG_ARGISNULL(n))
		return number_datum(number_divide(dividend, divisor));
	return number_datum(number_divide_to_nearest(dividend, divisor,
												 number_positive(PG_GETARG_DATUM(n), "round_to")));
}

/* PAY-1: amount * hours / full_time_hours */
Datum
bradford_pro_rata(PG_FUNCTION_ARGS)
{
	Number		amount;
	Number		hours;
	Number		full_time_hours;

	if (any_null(fcinfo, 3))
		PG_RETURN_NULL();
	amount = number_from(PG_GETARG_DATUM(0), "amount");
	hours = number_not_negative(PG_GETARG_DATUM(1), "hours");
	full_time_hours = number_positive(PG_GETARG_DATUM(2), "full_time_hours");
	return quotient_datum(fcinfo, number_multiply(amount, hours), full_time_hours, 3);
}

/*
 * PAY-9, PAY-10: leave weeks, paid weeks, annual hours, paid weekly hours.
 * Unrounded, each is one quotient of the arguments; rounded as in PAY-11, each
 * is computed from the rounded one before it.
 */
Datum
bradford_term_time(PG_FUNCTION_ARGS)
{
	Number		weekly_hours = number_not_negative(PG_GETARG_DATUM(0), "weekly_hours");
	Number		weeks_at_work = number_not_negative(PG_GETARG_DATUM(1), "weeks_at_work");
	Number		wte_weeks = number_positive(PG_GETARG_DATUM(2), "wte_weeks");
	Number		wte_leave = number_not_negative(PG_GETARG_DATUM(3), "wte_leave_weeks");
	Number		weeks_in_year = number_positive(PG_GETARG_DATUM(4), "weeks_in_year");
	Number		leave = number_multiply(weeks_at_work, wte_leave);
	Number		steps[4];

	if (policy_rounding(PG_GETARG_TEXT_PP(5)))
	{
		steps[0] = number_divide_rounded(leave, wte_weeks, POLICY_WEEKS);
		steps[1] = number_round(number_add(weeks_at_work, steps[0]), POLICY_WEEKS);
		steps[2] = number_round(number_multiply(steps[1], weekly_hours), POLICY_HOURS);
		steps[3] = number_divide_rounded(steps[2], weeks_in_year, POLICY_HOURS);
	}
	else
	{
		Number		paid = number_multiply(weeks_at_work, number_add(wte_weeks, wte_leave));
		Number		hours = number_multiply(paid, weekly_hours);

		steps[0] = number_divide(leave, wte_weeks);
		steps[1] = number_divide(paid, wte_weeks);
		steps[2] = number_divide(hours, wte_weeks);
		steps[3] = number_divide(hours, number_multiply(wte_weeks, weeks_in_year));
	}
	return pay_row(fcinfo, steps, lengthof(steps));
}

/*
 * PAY-2, PAY-3: what a whole-time employee is paid for and works in a year,
 * and from that the leave and the bank holidays that go with the hours of an
 * annualised contract.
 */
Datum
bradford_annualised_hours(PG_FUNCTION_ARGS)
{
	Number		hours = number_not_negative(PG_GETARG_DATUM(0), "hours_to_work");
	Number		wte_weekly = number_positive(PG_GETARG_DATUM(1), "wte_weekly_hours");
	Number		leave_days = number_not_negative(PG_GETARG_DATUM(2), "wte_leave_days");
	Number		bank_holidays = number_not_negative(PG_GETARG_DATUM(3), "wte_bank_holidays");
	Number		days_a_week = number_positive(PG_GETARG_DATUM(4), "days_per_week");
	Number		weeks_in_year = number_positive(PG_GETARG_DATUM(5), "weeks_in_year");
	bool		policy = policy_rounding(PG_GETARG_TEXT_PP(6));
	Number		gross = number_multiply(wte_weekly, weeks_in_year);
	Number		leave;
	Number		holidays;
	Number		net;
	Number		steps[6];

	/* everything times days_a_week, so that nothing has been divided yet */
	if (policy)
		gross = number_round(gross, POLICY_HOURS);
	gross = number_multiply(gross, days_a_week);
	leave = number_multiply(leave_days, wte_weekly);
	holidays = number_multiply(bank_holidays, wte_weekly);
	net = number_subtract(gross, number_add(leave, holidays));
	if (number_sign(net) <= 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("leave and bank holidays take up the whole year"),
			   errdetail("A whole-time year has %s hours times %s weeks; %s days of leave and %s bank holidays leave none to work.",
						 number_text(wte_weekly), number_text(weeks_in_year),
						 number_text(leave_days), number_text(bank_holidays)),
			   errhint("Give wte_leave_days and wte_bank_holidays in days of a year."));

	steps[2] = hours;
	if (policy)
	{
		steps[0] = number_divide_rounded(gross, days_a_week, POLICY_HOURS);
		steps[1] = number_divide_rounded(net, days_a_week, POLICY_HOURS);
		steps[3] = number_divide_rounded(number_multiply(hours, leave), net, POLICY_HOURS);
		steps[4] = number_divide_rounded(number_multiply(hours, holidays), net, POLICY_HOURS);
		steps[5] = number_round(number_add(hours, number_add(steps[3], steps[4])), POLICY_HOURS);
	}
	else
	{
		steps[0] = number_multiply(wte_weekly, weeks_in_year);
		steps[1] = number_divide(net, days_a_week);
		steps[3] = number_divide(number_multiply(hours, leave), net);
		steps[4] = number_divide(number_multiply(hours, holidays), net);
		steps[5] = number_divide(number_multiply(hours, gross), net);
	}
	return pay_row(fcinfo, steps, lengthof(steps));
}

/* the days of the leave year, and those of them in which the employment runs */
static void
count_employed_days(RangeType *employed, RangeType *leave_year, int64 *days, int64 *year_days)
{
	Span		year = daterange_span(leave_year, "leave_year");
	Span		employment = daterange_open_span(employed, "employed");

	*year_days = (int64) year.last - year.first + 1;
	*days = (int64) Min(year.last, employment.last) - Max(year.first, employment.first) + 1;
	if (*days < 0)
		*days = 0;
}

/*
 * full_time_leave * hours / full_time_hours, times the part of the leave year
 * in which the employment runs
 */
Datum
bradford_leave_entitlement(PG_FUNCTION_ARGS)
{
	Number		dividend;
	Number		divisor;

	if (any_null(fcinfo, 3))
		PG_RETURN_NULL();
	dividend = number_multiply(number_not_negative(PG_GETARG_DATUM(0), "full_time_leave"),
							   number_not_negative(PG_GETARG_DATUM(1), "hours"));
	divisor = number_positive(PG_GETARG_DATUM(2), "full_time_hours");
	if (PG_ARGISNULL(3) != PG_ARGISNULL(4))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s is missing", PG_ARGISNULL(3) ? "employed" : "leave_year"),
			   errdetail("A part year is the days employed out of the days of the leave year, so both are needed."),
			   errhint("Give employed and leave_year together, or neither for a whole year."));
	if (!PG_ARGISNULL(3))
	{
		int64		days;
		int64		year_days;

		count_employed_days(PG_GETARG_RANGE_P(3), PG_GETARG_RANGE_P(4), &days, &year_days);
		dividend = number_multiply(dividend, number_int(days));
		divisor = number_multiply(divisor, number_int(year_days));
	}
	return quotient_datum(fcinfo, dividend, divisor, 5);
}

/*
 * PAY-13: bank_holidays * full_time_day_hours * hours / full_time_hours.  A
 * full-time day is a fifth of the full-time week where nothing else is said.
 */
Datum
bradford_bank_holiday_hours(PG_FUNCTION_ARGS)
{
	Number		dividend;
	Number		divisor;

	if (any_null(fcinfo, 3))
		PG_RETURN_NULL();
	dividend = number_multiply(number_not_negative(PG_GETARG_DATUM(0), "bank_holidays"),
							   number_not_negative(PG_GETARG_DATUM(1), "hours"));
	divisor = number_positive(PG_GETARG_DATUM(2), "full_time_hours");
	if (PG_ARGISNULL(3))
		divisor = number_int(5);
	else
		dividend = number_multiply(dividend, number_not_negative(PG_GETARG_DATUM(3), "full_time_day_hours"));
	return quotient_datum(fcinfo, dividend, divisor, 4);
}

/* PAY-6: extra_hours * annual_salary / annual_hours, rounded to the penny */
Datum
bradford_extra_hours_pay(PG_FUNCTION_ARGS)
{
	Number		hours = number_not_negative(PG_GETARG_DATUM(0), "extra_hours");
	Number		salary = number_not_negative(PG_GETARG_DATUM(1), "annual_salary");
	Number		annual_hours = number_positive(PG_GETARG_DATUM(2), "annual_hours");

	require_scale(PG_GETARG_INT32(3));
	return number_datum(number_divide_rounded(number_multiply(hours, salary), annual_hours, PG_GETARG_INT32(3)));
}

/*
 * PAY-5, PAY-8: hours worked against hours paid.  What was paid too much comes
 * out of the final salary as far as that goes, and the rest is left to
 * reclaim; what was paid too little is added to it.
 */
Datum
bradford_settlement(PG_FUNCTION_ARGS)
{
	Number		worked = number_not_negative(PG_GETARG_DATUM(0), "hours_worked");
	Number		paid = number_not_negative(PG_GETARG_DATUM(1), "hours_paid");
	Number		salary = number_not_negative(PG_GETARG_DATUM(2), "annual_salary");
	Number		annual_hours = number_positive(PG_GETARG_DATUM(3), "annual_hours");
	Number		final_salary = number_not_negative(PG_GETARG_DATUM(4), "final_salary");
	Number		leave_due = number_from(PG_GETARG_DATUM(5), "leave_due");
	int			scale = PG_GETARG_INT32(6);
	Number		zero = number_int(0);
	Number		balance;
	Number		amount;
	Number		steps[6];

	require_scale(scale);
	if (number_compare(number_round(final_salary, scale), final_salary) != 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("final_salary has too many decimal places: %s", number_text(final_salary)),
			   errdetail("At scale %d it has at most %d.", scale, scale),
			   errhint("Round it first, where everybody can see it: round(final_salary, %d).", scale));

	balance = number_subtract(number_add(worked, leave_due), paid);
	amount = number_divide_rounded(number_multiply(balance, salary), annual_hours, scale);
	steps[0] = balance;
	steps[1] = amount;
	steps[2] = steps[3] = steps[5] = number_round(zero, scale);
	if (number_sign(amount) >= 0)
		steps[2] = amount;
	else
	{
		Number		overpaid = number_subtract(zero, amount);
		bool		covered = number_compare(overpaid, final_salary) <= 0;

		steps[3] = covered ? overpaid : number_round(final_salary, scale);
		steps[5] = number_subtract(overpaid, steps[3]);
	}
	steps[4] = number_subtract(number_add(final_salary, steps[2]), steps[3]);
	return pay_row(fcinfo, steps, lengthof(steps));
}
