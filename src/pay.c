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
PG_FUNCTION_INFO_V1(bradford_pro_rata_bank_holidays);
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
		values[i] = number_datum(&columns[i]);
	return HeapTupleGetDatum(heap_form_tuple(desc, values, nulls));
}

/* does the rounding argument ask for PAY-11's? */
static bool
policy_rounding(text *rounding)
{
	if (word_is(rounding, "none"))
		return false;
	if (!word_is(rounding, "policy"))
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
quotient_datum(FunctionCallInfo fcinfo, const Number *dividend, const Number *divisor, int n)
{
	Number		quotient;
	Number		unit;

	if (PG_ARGISNULL(n))
		number_divide(&quotient, dividend, divisor);
	else
	{
		number_positive(&unit, PG_GETARG_DATUM(n), "round_to");
		number_divide_to_nearest(&quotient, dividend, divisor, &unit);
	}
	return number_datum(&quotient);
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
	number_from(&amount, PG_GETARG_DATUM(0), "amount");
	number_not_negative(&hours, PG_GETARG_DATUM(1), "hours");
	number_positive(&full_time_hours, PG_GETARG_DATUM(2), "full_time_hours");
	amount = number_multiply(amount, hours);
	return quotient_datum(fcinfo, &amount, &full_time_hours, 3);
}

/*
 * PAY-9, PAY-10: leave weeks, paid weeks, annual hours, paid weekly hours.
 * Unrounded, each is one quotient of the arguments; rounded as in PAY-11, each
 * is computed from the rounded one before it.
 */
Datum
bradford_term_time(PG_FUNCTION_ARGS)
{
	Number		weekly_hours;
	Number		weeks_at_work;
	Number		wte_weeks;
	Number		wte_leave;
	Number		weeks_in_year;
	Number		leave;
	Number		steps[4];

	number_not_negative(&weekly_hours, PG_GETARG_DATUM(0), "weekly_hours");
	number_not_negative(&weeks_at_work, PG_GETARG_DATUM(1), "weeks_at_work");
	number_positive(&wte_weeks, PG_GETARG_DATUM(2), "wte_weeks");
	number_not_negative(&wte_leave, PG_GETARG_DATUM(3), "wte_leave_weeks");
	number_positive(&weeks_in_year, PG_GETARG_DATUM(4), "weeks_in_year");
	leave = number_multiply(weeks_at_work, wte_leave);

	if (policy_rounding(PG_GETARG_TEXT_PP(5)))
	{
		number_divide_rounded(&steps[0], &leave, &wte_weeks, POLICY_WEEKS);
		steps[1] = number_round(number_add(weeks_at_work, steps[0]), POLICY_WEEKS);
		steps[2] = number_round(number_multiply(steps[1], weekly_hours), POLICY_HOURS);
		number_divide_rounded(&steps[3], &steps[2], &weeks_in_year, POLICY_HOURS);
	}
	else
	{
		Number		paid = number_multiply(weeks_at_work, number_add(wte_weeks, wte_leave));
		Number		hours = number_multiply(paid, weekly_hours);
		Number		divisor = number_multiply(wte_weeks, weeks_in_year);

		number_divide(&steps[0], &leave, &wte_weeks);
		number_divide(&steps[1], &paid, &wte_weeks);
		number_divide(&steps[2], &hours, &wte_weeks);
		number_divide(&steps[3], &hours, &divisor);
	}
	return pay_row(fcinfo, steps, lengthof(steps));
}

/*
 * A whole-time year in hours.  All but its gross hours are times days_a_week,
 * so that nothing has been divided yet: the gross again, leave, bank holidays,
 * and what is left to work.
 */
typedef struct WholeTimeYear
{
	Number		gross_hours;
	Number		days_a_week;
	Number		gross;
	Number		leave;
	Number		bank_holidays;
	Number		net;
} WholeTimeYear;

static void
read_whole_time_year(FunctionCallInfo fcinfo, WholeTimeYear *year, bool policy)
{
	Number		weekly_hours;
	Number		leave_days;
	Number		bank_holidays;
	Number		weeks_in_year;

	number_positive(&weekly_hours, PG_GETARG_DATUM(1), "wte_weekly_hours");
	number_not_negative(&leave_days, PG_GETARG_DATUM(2), "wte_leave_days");
	number_not_negative(&bank_holidays, PG_GETARG_DATUM(3), "wte_bank_holidays");
	number_positive(&year->days_a_week, PG_GETARG_DATUM(4), "days_per_week");
	number_positive(&weeks_in_year, PG_GETARG_DATUM(5), "weeks_in_year");

	year->gross_hours = number_multiply(weekly_hours, weeks_in_year);
	if (policy)
		year->gross_hours = number_round(year->gross_hours, POLICY_HOURS);
	year->gross = number_multiply(year->gross_hours, year->days_a_week);
	year->leave = number_multiply(leave_days, weekly_hours);
	year->bank_holidays = number_multiply(bank_holidays, weekly_hours);
	year->net = number_subtract(year->gross, number_add(year->leave, year->bank_holidays));
	if (number_sign(year->net) <= 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("leave and bank holidays take up the whole year"),
			   errdetail("A whole-time year has %s hours times %s weeks; %s days of leave and %s bank holidays leave none to work.",
						 number_text(weekly_hours), number_text(weeks_in_year),
						 number_text(leave_days), number_text(bank_holidays)),
			   errhint("Give wte_leave_days and wte_bank_holidays in days of a year."));
}

/*
 * PAY-2, PAY-3: what a whole-time employee is paid for and works in a year,
 * and from that the leave and the bank holidays that go with the hours of an
 * annualised contract.
 */
Datum
bradford_annualised_hours(PG_FUNCTION_ARGS)
{
	bool		policy = policy_rounding(PG_GETARG_TEXT_PP(6));
	WholeTimeYear year;
	Number		hours;
	Number		leave;
	Number		holidays;
	Number		paid;
	Number		steps[6];

	number_not_negative(&hours, PG_GETARG_DATUM(0), "hours_to_work");
	read_whole_time_year(fcinfo, &year, policy);
	leave = number_multiply(hours, year.leave);
	holidays = number_multiply(hours, year.bank_holidays);
	paid = number_multiply(hours, year.gross);
	steps[0] = year.gross_hours;
	steps[2] = policy ? number_round(hours, POLICY_HOURS) : hours;
	if (policy)
	{
		number_divide_rounded(&steps[1], &year.net, &year.days_a_week, POLICY_HOURS);
		number_divide_rounded(&steps[3], &leave, &year.net, POLICY_HOURS);
		number_divide_rounded(&steps[4], &holidays, &year.net, POLICY_HOURS);
		steps[5] = number_add(steps[2], number_add(steps[3], steps[4]));
	}
	else
	{
		number_divide(&steps[1], &year.net, &year.days_a_week);
		number_divide(&steps[3], &leave, &year.net);
		number_divide(&steps[4], &holidays, &year.net);
		number_divide(&steps[5], &paid, &year.net);
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
	Number		hours;
	Number		divisor;

	if (any_null(fcinfo, 3))
		PG_RETURN_NULL();
	number_not_negative(&dividend, PG_GETARG_DATUM(0), "full_time_leave");
	number_not_negative(&hours, PG_GETARG_DATUM(1), "hours");
	number_positive(&divisor, PG_GETARG_DATUM(2), "full_time_hours");
	dividend = number_multiply(dividend, hours);
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
	return quotient_datum(fcinfo, &dividend, &divisor, 5);
}

/*
 * PAY-13: bank_holidays * full_time_day_hours * hours / full_time_hours.  A
 * full-time day is a fifth of the full-time week where nothing else is said.
 */
Datum
bradford_pro_rata_bank_holidays(PG_FUNCTION_ARGS)
{
	Number		dividend;
	Number		hours;
	Number		divisor;
	Number		day;

	if (any_null(fcinfo, 3))
		PG_RETURN_NULL();
	number_not_negative(&dividend, PG_GETARG_DATUM(0), "bank_holidays");
	number_not_negative(&hours, PG_GETARG_DATUM(1), "hours");
	number_positive(&divisor, PG_GETARG_DATUM(2), "full_time_hours");
	dividend = number_multiply(dividend, hours);
	if (PG_ARGISNULL(3))
		divisor = number_int(5);
	else
	{
		number_not_negative(&day, PG_GETARG_DATUM(3), "full_time_day_hours");
		dividend = number_multiply(dividend, day);
	}
	return quotient_datum(fcinfo, &dividend, &divisor, 4);
}

/* PAY-6: extra_hours * annual_salary / annual_hours, rounded to the penny */
Datum
bradford_extra_hours_pay(PG_FUNCTION_ARGS)
{
	Number		hours;
	Number		salary;
	Number		annual_hours;
	Number		pay;

	number_not_negative(&hours, PG_GETARG_DATUM(0), "extra_hours");
	number_not_negative(&salary, PG_GETARG_DATUM(1), "annual_salary");
	number_positive(&annual_hours, PG_GETARG_DATUM(2), "annual_hours");
	require_scale(PG_GETARG_INT32(3));
	salary = number_multiply(hours, salary);
	number_divide_rounded(&pay, &salary, &annual_hours, PG_GETARG_INT32(3));
	return number_datum(&pay);
}

/*
 * PAY-5, PAY-8: the columns of a settlement from the amount that is owed to
 * the employee or, below zero, by them.  What was paid too much comes out of
 * the final salary as far as that goes, and the rest is left to reclaim; what
 * was paid too little is added to it.
 */
static void
settle(Number amount, Number final_salary, int scale, Number *columns)
{
	Number		zero = number_round(number_int(0), scale);
	Number		owed = zero;
	Number		taken = zero;
	Number		left = zero;

	if (number_sign(amount) >= 0)
		owed = amount;
	else
	{
		left = number_negate(amount);
		taken = number_compare(left, final_salary) <= 0 ? left : number_round(final_salary, scale);
		left = number_subtract(left, taken);
	}
	columns[0] = owed;
	columns[1] = taken;
	columns[2] = number_subtract(number_add(final_salary, owed), taken);
	columns[3] = left;
}

/* hours worked against hours paid, for leavers and at the year's end */
Datum
bradford_settlement(PG_FUNCTION_ARGS)
{
	Number		worked;
	Number		paid;
	Number		salary;
	Number		annual_hours;
	Number		final_salary;
	Number		leave_due;
	int			scale = PG_GETARG_INT32(6);
	Number		columns[6];

	number_not_negative(&worked, PG_GETARG_DATUM(0), "hours_worked");
	number_not_negative(&paid, PG_GETARG_DATUM(1), "hours_paid");
	number_not_negative(&salary, PG_GETARG_DATUM(2), "annual_salary");
	number_positive(&annual_hours, PG_GETARG_DATUM(3), "annual_hours");
	number_not_negative(&final_salary, PG_GETARG_DATUM(4), "final_salary");
	number_from(&leave_due, PG_GETARG_DATUM(5), "leave_due");
	require_scale(scale);
	if (number_compare(number_round(final_salary, scale), final_salary) != 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("final_salary has too many decimal places: %s", number_text(final_salary)),
			   errdetail("At scale %d it has at most %d.", scale, scale),
			   errhint("Round it first, where everybody can see it: round(final_salary, %d).", scale));

	columns[0] = number_subtract(number_add(worked, leave_due), paid);
	salary = number_multiply(columns[0], salary);
	number_divide_rounded(&columns[1], &salary, &annual_hours, scale);
	settle(columns[1], final_salary, scale, &columns[2]);
	return pay_row(fcinfo, columns, lengthof(columns));
}
