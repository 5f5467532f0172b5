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
#include "utils/rangetypes.h"

#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_pro_rata);
PG_FUNCTION_INFO_V1(bradford_term_time);
PG_FUNCTION_INFO_V1(bradford_annualised_hours);
PG_FUNCTION_INFO_V1(bradford_leave_entitlement);
PG_FUNCTION_INFO_V1(bradford_pro_rata_bank_holidays);
PG_FUNCTION_INFO_V1(bradford_extra_hours_pay);
PG_FUNCTION_INFO_V1(bradford_settlement);

#define MAX_COLUMNS		6

/* places to which PAY-11 rounds each step */
#define POLICY_WEEKS	1
#define POLICY_HOURS	0

/* the result of a function that returns a row of numbers */
static Datum
pay_row(FunctionCallInfo fcinfo, const Numeric *columns, int n)
{
	Datum		values[MAX_COLUMNS];
	bool		nulls[MAX_COLUMNS] = {false};
	int			i;

	for (i = 0; i < n; i++)
		values[i] = NumericGetDatum(columns[i]);
	return HeapTupleGetDatum(heap_form_tuple(row_desc(fcinfo, n), values, nulls));
}

/* does the rounding argument ask for PAY-11's? */
static bool
policy_rounding(text *rounding)
{
	if (word_is(rounding, "none"))
		return false;
	if (!word_is(rounding, "policy"))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("rounding must be \"none\" or \"policy\": \"%s\"", quoted_text(rounding)),
			   errdetail("\"none\" leaves every figure exact; \"policy\" rounds every step."),
			   errhint("Write rounding => 'policy' to round every step as the form does."));
	return true;
}

/*
 * dividend / divisor, rounded to a multiple of argument n unless that is NULL.
 */
static Datum
quotient_datum(FunctionCallInfo fcinfo, Numeric dividend, Numeric divisor, int n)
{
	Numeric		unit;
	Numeric		units;

	if (PG_ARGISNULL(n))
		return NumericGetDatum(number_divide(dividend, divisor));
	unit = number_positive(PG_GETARG_DATUM(n), "round_to");
	units = round_quotient(dividend, number_multiply(divisor, unit), 0);
	return NumericGetDatum(number_multiply(units, unit));
}

/* PAY-1: amount * hours / full_time_hours */
Datum
bradford_pro_rata(PG_FUNCTION_ARGS)
{
	Numeric		amount;
	Numeric		hours;
	Numeric		full_time_hours;

	if (any_null(fcinfo, 3))
		PG_RETURN_NULL();
	amount = number_arg(PG_GETARG_DATUM(0), "amount");
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
	Numeric		weekly_hours = number_not_negative(PG_GETARG_DATUM(0), "weekly_hours");
	Numeric		weeks_at_work = number_not_negative(PG_GETARG_DATUM(1), "weeks_at_work");
	Numeric		wte_weeks = number_positive(PG_GETARG_DATUM(2), "wte_weeks");
	Numeric		wte_leave = number_not_negative(PG_GETARG_DATUM(3), "wte_leave_weeks");
	Numeric		weeks_in_year = number_positive(PG_GETARG_DATUM(4), "weeks_in_year");
	Numeric		leave = number_multiply(weeks_at_work, wte_leave);
	Numeric		steps[4];

	if (policy_rounding(PG_GETARG_TEXT_PP(5)))
	{
		steps[0] = round_quotient(leave, wte_weeks, POLICY_WEEKS);
		steps[1] = number_round(number_add(weeks_at_work, steps[0]), POLICY_WEEKS);
		steps[2] = number_round(number_multiply(steps[1], weekly_hours), POLICY_HOURS);
		steps[3] = round_quotient(steps[2], weeks_in_year, POLICY_HOURS);
	}
	else
	{
		Numeric		paid = number_multiply(weeks_at_work, number_add(wte_weeks, wte_leave));
		Numeric		hours = number_multiply(paid, weekly_hours);
		Numeric		divisor = number_multiply(wte_weeks, weeks_in_year);

		steps[0] = number_divide(leave, wte_weeks);
		steps[1] = number_divide(paid, wte_weeks);
		steps[2] = number_divide(hours, wte_weeks);
		steps[3] = number_divide(hours, divisor);
	}
	return pay_row(fcinfo, steps, lengthof(steps));
}

/*
 * A whole-time year in hours.  All but gross_hours are multiplied by
 * days_a_week, so nothing has been divided yet: the gross again, leave, bank
 * holidays, and what is left to work.
 */
typedef struct WholeTimeYear
{
	Numeric		gross_hours;
	Numeric		days_a_week;
	Numeric		gross;
	Numeric		leave;
	Numeric		bank_holidays;
	Numeric		net;
} WholeTimeYear;

static void
read_whole_time_year(FunctionCallInfo fcinfo, WholeTimeYear *year, bool policy)
{
	Numeric		weekly_hours = number_positive(PG_GETARG_DATUM(1), "wte_weekly_hours");
	Numeric		leave_days = number_not_negative(PG_GETARG_DATUM(2), "wte_leave_days");
	Numeric		bank_holidays = number_not_negative(PG_GETARG_DATUM(3), "wte_bank_holidays");
	Numeric		weeks_in_year = number_positive(PG_GETARG_DATUM(5), "weeks_in_year");

	year->days_a_week = number_positive(PG_GETARG_DATUM(4), "days_per_week");
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
						 numeric_text(weekly_hours), numeric_text(weeks_in_year),
						 numeric_text(leave_days), numeric_text(bank_holidays)),
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
	Numeric		hours = number_not_negative(PG_GETARG_DATUM(0), "hours_to_work");
	Numeric		leave;
	Numeric		holidays;
	Numeric		paid;
	Numeric		steps[6];

	read_whole_time_year(fcinfo, &year, policy);
	leave = number_multiply(hours, year.leave);
	holidays = number_multiply(hours, year.bank_holidays);
	paid = number_multiply(hours, year.gross);
	steps[0] = year.gross_hours;
	steps[2] = policy ? number_round(hours, POLICY_HOURS) : hours;
	if (policy)
	{
		steps[1] = round_quotient(year.net, year.days_a_week, POLICY_HOURS);
		steps[3] = round_quotient(leave, year.net, POLICY_HOURS);
		steps[4] = round_quotient(holidays, year.net, POLICY_HOURS);
		steps[5] = number_add(steps[2], number_add(steps[3], steps[4]));
	}
	else
	{
		steps[1] = number_divide(year.net, year.days_a_week);
		steps[3] = number_divide(leave, year.net);
		steps[4] = number_divide(holidays, year.net);
		steps[5] = number_divide(paid, year.net);
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
	Numeric		dividend;
	Numeric		hours;
	Numeric		divisor;

	if (any_null(fcinfo, 3))
		PG_RETURN_NULL();
	dividend = number_not_negative(PG_GETARG_DATUM(0), "full_time_leave");
	hours = number_not_negative(PG_GETARG_DATUM(1), "hours");
	divisor = number_positive(PG_GETARG_DATUM(2), "full_time_hours");
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
		dividend = number_multiply(dividend, int64_to_numeric(days));
		divisor = number_multiply(divisor, int64_to_numeric(year_days));
	}
	return quotient_datum(fcinfo, dividend, divisor, 5);
}

/*
 * PAY-13: bank_holidays * full_time_day_hours * hours / full_time_hours.  A
 * full-time day is a fifth of the full-time week unless the call says
 * otherwise.
 */
Datum
bradford_pro_rata_bank_holidays(PG_FUNCTION_ARGS)
{
	Numeric		dividend;
	Numeric		hours;
	Numeric		divisor;
	Numeric		day;

	if (any_null(fcinfo, 3))
		PG_RETURN_NULL();
	dividend = number_not_negative(PG_GETARG_DATUM(0), "bank_holidays");
	hours = number_not_negative(PG_GETARG_DATUM(1), "hours");
	divisor = number_positive(PG_GETARG_DATUM(2), "full_time_hours");
	dividend = number_multiply(dividend, hours);
	if (PG_ARGISNULL(3))
		divisor = int64_to_numeric(5);
	else
	{
		day = number_not_negative(PG_GETARG_DATUM(3), "full_time_day_hours");
		dividend = number_multiply(dividend, day);
	}
	return quotient_datum(fcinfo, dividend, divisor, 4);
}

/*
 * PAY-6: extra_hours * annual_salary / annual_hours, rounded to the penny.
 * Hours below 0 correct an earlier timesheet.
 */
Datum
bradford_extra_hours_pay(PG_FUNCTION_ARGS)
{
	Numeric		hours = number_arg(PG_GETARG_DATUM(0), "extra_hours");
	Numeric		salary = number_not_negative(PG_GETARG_DATUM(1), "annual_salary");
	Numeric		annual_hours = number_positive(PG_GETARG_DATUM(2), "annual_hours");
	int			scale = PG_GETARG_INT32(3);

	require_scale(scale);
	return NumericGetDatum(round_quotient(number_multiply(hours, salary), annual_hours, scale));
}

/*
 * PAY-5, PAY-8: the columns of a settlement.  The amount is owed to the
 * employee or, below zero, by them.  An overpayment comes out of the final
 * salary as far as that goes, and the rest is left to reclaim.  An
 * underpayment is added to the salary.
 */
static void
settle(Numeric amount, Numeric final_salary, int scale, Numeric *columns)
{
	Numeric		zero = number_round(int64_to_numeric(0), scale);
	Numeric		owed = zero;
	Numeric		taken = zero;
	Numeric		left = zero;

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
	Numeric		worked = number_not_negative(PG_GETARG_DATUM(0), "hours_worked");
	Numeric		paid = number_not_negative(PG_GETARG_DATUM(1), "hours_paid");
	Numeric		salary = number_not_negative(PG_GETARG_DATUM(2), "annual_salary");
	Numeric		annual_hours = number_positive(PG_GETARG_DATUM(3), "annual_hours");
	Numeric		final_salary = number_not_negative(PG_GETARG_DATUM(4), "final_salary");
	Numeric		leave_due = number_arg(PG_GETARG_DATUM(5), "leave_due");
	int			scale = PG_GETARG_INT32(6);
	Numeric		columns[6];

	require_places(final_salary, "final_salary", scale);
	columns[0] = number_subtract(number_add(worked, leave_due), paid);
	columns[1] = round_quotient(number_multiply(columns[0], salary), annual_hours, scale);
	settle(columns[1], final_salary, scale, &columns[2]);
	return pay_row(fcinfo, columns, lengthof(columns));
}
