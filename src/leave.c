/*
 * leave.c
 *	  Statutory leave: the least that the Working Time Regulations 1998 give
 *	  (WTR), as gov.uk works it out.
 */
#include "pay.h"

#include "core/date.h"
#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_statutory_leave);
PG_FUNCTION_INFO_V1(bradford_accrued_leave);

/* 5.6 weeks, and 28 days at most (WTR 13, 13A), in tenths of a day */
#define TENTHS_FOR_DAY_OF_WEEK	56
#define MOST_TENTHS				280

#define DAYS_IN_WEEK			7
#define MONTHS_IN_YEAR			12

/*
 * The months of the employment that begin by the end of the leave year.  A
 * month begins on the day of the month on which the employment began, or on the
 * 1st of the next one if it has no such day.
 */
static int64
months_begun(DateADT started, DateADT until)
{
	CivilDate	first = civil_from_day(started);
	CivilDate	last = civil_from_day(until);

	return (last.year - first.year) * MONTHS_IN_YEAR + last.month - first.month +
		(last.day >= first.day ? 1 : 0);
}

/* a / b rounded up to a whole number; a is 0 or more, and b above 0 */
static Numeric
quotient_rounded_up(Numeric a, Numeric b)
{
	Numeric		whole = number_divide_whole(a, b);

	if (number_sign(number_remainder(a, b)) > 0)
		whole = number_add(whole, int64_to_numeric(1));
	return whole;
}

/* statutory_leave(days_per_week, employed, leave_year) */
Datum
bradford_statutory_leave(PG_FUNCTION_ARGS)
{
	Numeric		days_per_week = number_not_negative(PG_GETARG_DATUM(0), "days_per_week");
	Span		employed = daterange_open_span(PG_GETARG_RANGE_P(1), "employed");
	Span		year = year_arg(PG_GETARG_RANGE_P(2), "leave_year");
	DateADT		first = Max(employed.first, year.first);
	DateADT		last = Min(employed.last, year.last);
	Numeric		most = int64_to_numeric(MOST_TENTHS);
	Numeric		tenths;

	if (number_compare(days_per_week, int64_to_numeric(DAYS_IN_WEEK)) > 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("days_per_week must not be above %d: %s", DAYS_IN_WEEK, numeric_text(days_per_week)),
			   errdetail("A week has %d days.", DAYS_IN_WEEK),
			   errhint("Write the days worked in a week, such as 5 or 2.5."));
	if (first > last)
		PG_RETURN_NUMERIC(int64_to_numeric(0));
	tenths = number_multiply(days_per_week, int64_to_numeric(TENTHS_FOR_DAY_OF_WEEK));
	if (number_compare(tenths, most) > 0)
		tenths = most;

	if (first == year.first && last == year.last)
		PG_RETURN_NUMERIC(number_multiply(tenths, power_of_ten(-1)));

	/* a starter: a twelfth for each month begun, rounded up to half a day (WTR 15A) */
	if (last == year.last)
	{
		Numeric		dividend = number_multiply(tenths, int64_to_numeric(2 * months_begun(first, last)));
		Numeric		halves = quotient_rounded_up(dividend, int64_to_numeric(10 * MONTHS_IN_YEAR));

		PG_RETURN_NUMERIC(round_quotient(halves, int64_to_numeric(2), 1));
	}

	/* a leaver: by the days of the year */
	PG_RETURN_NUMERIC(number_divide(number_multiply(tenths, int64_to_numeric(last - first + 1)),
									int64_to_numeric(10 * (year.last - year.first + 1))));
}

/* accrued_leave(hours, rate): to the whole hour, half an hour up (WTR 15B) */
Datum
bradford_accrued_leave(PG_FUNCTION_ARGS)
{
	Numeric		hours = number_not_negative(PG_GETARG_DATUM(0), "hours");
	Numeric		rate = number_not_negative(PG_GETARG_DATUM(1), "rate");

	PG_RETURN_NUMERIC(number_round(number_multiply(hours, rate), 0));
}
