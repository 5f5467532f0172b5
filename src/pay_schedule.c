/*
 * pay_schedule.c
 *	  The contract year (PAY-2) and its equal instalments of pay (PAY-4).
 */
#include "pay.h"

#include "utils/rangetypes.h"

#include "calendar.h"
#include "calendar_cache.h"
#include "core/date.h"
#include "daterange.h"

PG_FUNCTION_INFO_V1(bradford_contract_year);
PG_FUNCTION_INFO_V1(bradford_pay_schedule);

#define SHORTEST_YEAR		365
#define LONGEST_YEAR		366

#define COLUMNS				5		/* number, period, days, of_days, amount */

/* how often pay is due */
typedef struct Frequency
{
	const char *word;
	int			periods;		/* of a year */
	int			days;			/* of a period, or 0: a month */
} Frequency;

static const Frequency frequencies[] = {
	{"monthly", 12, 0},
	{"weekly", 52, 7},
	{"4-weekly", 13, 28}
};

/* how a part of a pay period is counted */
typedef struct PartRule
{
	const char *word;
	bool		working_days;	/* rather than calendar days */
	int			of_year;		/* the days of a year's pay, or 0: shares of the period's pay */
} PartRule;

static const PartRule part_rules[] = {
	{"calendar days", false, 0},
	{"working days", true, 0},
	{"1/365", false, 365},
	{"1/260", true, 260}
};

/*
 * The first day of the contract year that begins so many years after the first
 * one.  In a year without 29 February, it comes round on 1 March.
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
			   errmsg("the contract year of %s ends after the last date", day_text(on_date)),
			   errdetail("Dates run to %s.", day_text(MAX_DAY)),
			   errhint("Give an earlier on_date."));
	year.first = (int32) anniversary(start, years);
	year.last = (int32) next - 1;
	return span_daterange(year);
}

Span
year_arg(RangeType *range, const char *what)
{
	Span		year = daterange_span(range, what);
	int64		days = (int64) year.last - year.first + 1;

	if (days < SHORTEST_YEAR || days > LONGEST_YEAR)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s must have %d or %d days: " INT64_FORMAT, what, SHORTEST_YEAR, LONGEST_YEAR, days),
			   errdetail("Its length is that of a calendar year."),
			   errhint("Write bradford.contract_year(started_on, on_date); for a part year, let \"employed\" begin late or end early."));
	return year;
}

static const Frequency *
frequency_arg(text *word)
{
	int			i;

	for (i = 0; i < lengthof(frequencies); i++)
		if (word_is(word, frequencies[i].word))
			return &frequencies[i];
	REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
		   errmsg("frequency must be \"monthly\", \"weekly\" or \"4-weekly\": \"%s\"", quoted_text(word)),
		   errdetail("A year has 12 months, 52 weeks or 13 periods of four weeks."),
		   errhint("Write frequency => 'monthly'."));
	return NULL;				/* keep the compiler quiet */
}

static const PartRule *
part_rule_arg(text *word)
{
	int			i;

	for (i = 0; i < lengthof(part_rules); i++)
		if (word_is(word, part_rules[i].word))
			return &part_rules[i];
	REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
		   errmsg("part_months must be \"calendar days\", \"working days\", \"1/365\" or \"1/260\": \"%s\"", quoted_text(word)),
		   errdetail("It says how part of a month is paid."),
		   errhint("Write part_months => 'working days' and name the calendar."));
	return NULL;				/* keep the compiler quiet */
}

/* the first day of a pay period of the year, counted from 0 */
static int32
period_start(Span year, const Frequency *frequency, int i)
{
	if (frequency->days > 0)
		return year.first + i * frequency->days;
	return (int32) add_months(year.first, i);
}

/*
 * A pay period of the year.  The last one runs to the end of the year, so it
 * has the day or two by which a year is longer than 52 weeks.
 */
static Span
pay_period(Span year, const Frequency *frequency, int i)
{
	Span		period;

	period.first = period_start(year, frequency, i);
	period.last = i == frequency->periods - 1 ? year.last : period_start(year, frequency, i + 1) - 1;
	return period;
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
 * The pay of the first periods of the year together, rounded.  A period gets
 * what this grows by, so all periods get the salary, and any of them in a row
 * get what is due for them together, to the penny.
 */
static Numeric
pay_so_far(Numeric salary, int periods, const Frequency *frequency, int scale)
{
	return round_quotient(number_multiply(salary, int64_to_numeric(periods)),
						  int64_to_numeric(frequency->periods), scale);
}

/*
 * salary * days / divisor, rounded once, as on a pocket calculator.  It is cut
 * down to the pay of the whole period if it is more: 22 days of a month with
 * 23 are 22/260 of a year's pay, more than a twelfth.
 */
static Numeric
part_pay(Numeric salary, int32 days, int64 divisor, int scale, Numeric whole)
{
	Numeric		pay = round_quotient(number_multiply(salary, int64_to_numeric(days)),
									 int64_to_numeric(divisor), scale);
	int			order = number_compare(pay, whole);

	return (number_sign(salary) < 0 ? order < 0 : order > 0) ? whole : pay;
}

/*
 * pay_schedule(annual_salary, contract_year, employed, scale, frequency,
 * part_months, calendar)
 */
Datum
bradford_pay_schedule(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const WorkingDays *calendar = NULL;
	const Frequency *frequency;
	const PartRule *rule;
	Numeric		salary;
	Span		year;
	Span		employed;
	int			scale;
	int			i;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (any_null(fcinfo, 2) || PG_ARGISNULL(3) || PG_ARGISNULL(4) || PG_ARGISNULL(5))
		return (Datum) 0;
	scale = PG_GETARG_INT32(3);
	salary = number_arg(PG_GETARG_DATUM(0), "annual_salary");
	require_places(salary, "annual_salary", scale);
	year = year_arg(PG_GETARG_RANGE_P(1), "contract_year");
	employed = PG_ARGISNULL(2) ? year : daterange_open_span(PG_GETARG_RANGE_P(2), "employed");
	frequency = frequency_arg(PG_GETARG_TEXT_PP(4));
	rule = part_rule_arg(PG_GETARG_TEXT_PP(5));
	if (rule->working_days)
	{
		if (PG_ARGISNULL(6))
			return (Datum) 0;
		calendar = calendar_expand(PG_GETARG_DATUM(6));
	}

	for (i = 0; i < frequency->periods; i++)
	{
		Datum		values[COLUMNS];
		bool		nulls[COLUMNS] = {false};
		Span		period = pay_period(year, frequency, i);
		Span		worked;
		int32		days;
		int32		of_days;
		Numeric		amount;

		worked.first = Max(period.first, employed.first);
		worked.last = Min(period.last, employed.last);
		if (worked.first > worked.last)
			continue;
		of_days = count_days(period, calendar);
		days = count_days(worked, calendar);
		amount = number_subtract(pay_so_far(salary, i + 1, frequency, scale),
								 pay_so_far(salary, i, frequency, scale));

		/* a period is worked as a whole if all its days are, or all those that count */
		if (worked.first > period.first || worked.last < period.last)
		{
			if (rule->of_year > 0 && (days < of_days || of_days == 0))
			{
				of_days = rule->of_year;
				amount = part_pay(salary, days, of_days, scale, amount);
			}
			else if (of_days == 0)
				REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
					   errmsg("the pay period from %s has no working day", day_text(period.first)),
					   errdetail("A part of it is paid by its working days."),
					   errhint("Write part_months => 'calendar days', or give a calendar with working days then."));
			else if (days < of_days)
				amount = part_pay(salary, days, (int64) of_days * frequency->periods, scale, amount);
		}
		values[0] = Int32GetDatum(i + 1);
		values[1] = span_daterange(period);
		values[2] = Int32GetDatum(days);
		values[3] = Int32GetDatum(of_days);
		values[4] = NumericGetDatum(amount);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
