/*
 * pay_schedule.c
 *	  The contract year (PAY-2) and its twelve equal months of pay (PAY-4).
 */
#include "pay.h"

#include "utils/builtins.h"
#include "utils/rangetypes.h"

#include "calendar.h"
#include "calendar_cache.h"
#include "core/date.h"
#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_contract_year);
PG_FUNCTION_INFO_V1(bradford_pay_schedule);

#define MONTHS				12
#define SHORTEST_YEAR		365
#define LONGEST_YEAR		366

#define COLUMNS				5		/* month, period, days, of_days, amount */

/*
 * The first day of the contract year that begins so many years after the
 * first one.  29 February comes round on 1 March where there is none.
 */
static int64
anniversary(CivilDate start, int64 years)
{
	int64		year = start.year + years;

	if (start.day > days_in_month(year, start.month))
		return day_from_civil(year, start.month + 1, 1);
	return day_from_civil(year, start.month, start.day);
}

Datum
bradford_contract_year(PG_FUNCTION_ARGS)
{
	DateADT		started_on = PG_GETARG_DATEADT(0);
	DateADT		on_date = PG_GETARG_DATEADT(1);
	CivilDate	start;
	int64		years;
	int64		next;
	Span		year;

	require_finite_date(started_on, "started_on");
	require_finite_date(on_date, "on_date");
	if (on_date < started_on)
		REFUSE(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
			   errmsg("on_date %s is before the contract starts", day_text(on_date)),
			   errdetail("The first contract year begins on %s.", day_text(started_on)),
			   errhint("Give a date from started_on on."));

	start = civil_from_day(started_on);
	years = (int64) civil_from_day(on_date).year - start.year;
	if (anniversary(start, years) > on_date)
		years--;
	next = anniversary(start, years + 1);
	if (next > MAX_DAY)
		REFUSE(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
			   errmsg("the contract year of %s does not end in time", day_text(on_date)),
			   errdetail("Dates run to %s.", day_text(MAX_DAY)),
			   errhint("Give an earlier on_date."));
	year.first = (int32) anniversary(start, years);
	year.last = (int32) next - 1;
	return span_daterange(year);
}

static Span
contract_year_arg(RangeType *range)
{
	Span		year = daterange_span(range, "contract_year");
	int64		days = (int64) year.last - year.first + 1;

	if (days < SHORTEST_YEAR || days > LONGEST_YEAR)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("contract_year must have %d or %d days: " INT64_FORMAT, SHORTEST_YEAR, LONGEST_YEAR, days),
			   errdetail("The length of a contract year is that of a calendar year."),
			   errhint("Write bradford.contract_year(started_on, on_date); a part year is one in which \"employed\" begins late or ends early."));
	return year;
}

/* days of the span, or its working days if there is a calendar */
static int32
count_days(Span span, const WorkingDays *calendar)
{
	if (calendar == NULL)
		return span.last - span.first + 1;
	if (!day_is_known(span.first))
		calendar_refuse_day(span.first);
	if (!day_is_known(span.last))
		calendar_refuse_day(span.last);
	return working_rank(calendar, span.last + 1) - working_rank(calendar, span.first);
}

/*
 * The employee's part of a month's pay, rounded once: what the month's amount,
 * the days and a pocket calculator give.
 */
static Numeric
part_month(Numeric amount, int32 days, int32 of_days, Span month, int scale)
{
	if (of_days == 0)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("the pay month from %s has no working day", day_text(month.first)),
			   errdetail("A part month is shared out by its working days."),
			   errhint("Write part_months => 'calendar days', or give a calendar in which somebody works."));
	return round_quotient(number_multiply(amount, int64_to_numeric(days)), int64_to_numeric(of_days), scale);
}

/*
 * pay_schedule(annual_salary, contract_year, employed, scale, part_months,
 * calendar)
 */
Datum
bradford_pay_schedule(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const WorkingDays *calendar = NULL;
	Numeric		weights[MONTHS];
	Numeric		amounts[MONTHS];
	Numeric		salary;
	Span		year;
	Span		employed;
	text	   *part_months;
	int			scale;
	int			i;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (any_null(fcinfo, 2) || PG_ARGISNULL(3) || PG_ARGISNULL(4))
		return (Datum) 0;
	salary = number_arg(PG_GETARG_DATUM(0), "annual_salary");
	year = contract_year_arg(PG_GETARG_RANGE_P(1));
	employed = PG_ARGISNULL(2) ? year : daterange_open_span(PG_GETARG_RANGE_P(2), "employed");
	scale = PG_GETARG_INT32(3);
	part_months = PG_GETARG_TEXT_PP(4);
	if (word_is(part_months, "working days"))
	{
		if (PG_ARGISNULL(5))
			return (Datum) 0;
		calendar = calendar_expand(PG_GETARG_DATUM(5));
	}
	else if (!word_is(part_months, "calendar days"))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("part_months must be \"calendar days\" or \"working days\": \"%s\"", text_to_cstring(part_months)),
			   errdetail("They are the days by which a part month is shared."),
			   errhint("Write part_months => 'working days' and name the calendar."));

	for (i = 0; i < MONTHS; i++)
		weights[i] = int64_to_numeric(1);
	allocate_parts(salary, "annual_salary", weights, MONTHS, scale, amounts);
	for (i = 0; i < MONTHS; i++)
	{
		Datum		values[COLUMNS];
		bool		nulls[COLUMNS] = {false};
		Span		month;
		Span		worked;
		int32		days;
		int32		of_days;

		month.first = (int32) add_months(year.first, i);
		month.last = i == MONTHS - 1 ? year.last : (int32) add_months(year.first, i + 1) - 1;
		worked.first = Max(month.first, employed.first);
		worked.last = Min(month.last, employed.last);
		if (worked.first > worked.last)
			continue;
		of_days = count_days(month, calendar);
		days = count_days(worked, calendar);
		if (worked.first > month.first || worked.last < month.last)
			amounts[i] = part_month(amounts[i], days, of_days, month, scale);
		values[0] = Int32GetDatum(i + 1);
		values[1] = span_daterange(month);
		values[2] = Int32GetDatum(days);
		values[3] = Int32GetDatum(of_days);
		values[4] = NumericGetDatum(amounts[i]);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
