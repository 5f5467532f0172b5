/*
 * pattern.c
 *	  How likely chance makes a pattern (BF-17).
 *
 * A number of tries each fall on one of "of_days" days, on every one with
 * equal likelihood.  How likely is it that at least "times" of them fall on
 * certain "days" of these days?  That is the upper tail of a binomial
 * distribution:
 *
 *		sum of C(tries, i) * days^i * (of_days - days)^(tries - i)
 *		for i from times to tries, divided by of_days^tries
 *
 * The sum and its divisor are whole numbers, which numeric holds exactly, and
 * are divided once.
 */
#include "bradford.h"

#include "miscadmin.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

PG_FUNCTION_INFO_V1(bradford_chance_of_at_least);

/* of_days^tries keeps within the 131,072 digits of a numeric, whatever of_days is */
#define MAX_TRIES	10000

/* value = operation(value, operand); the value before is freed */
static void
apply(Numeric *value, PGFunction operation, Numeric operand)
{
	Numeric		before = *value;

	*value = DatumGetNumeric(DirectFunctionCall2(operation,
												 NumericGetDatum(before),
												 NumericGetDatum(operand)));
	pfree(before);
}

static void
apply_int(Numeric *value, PGFunction operation, int64 operand)
{
	Numeric		number = int64_to_numeric(operand);

	apply(value, operation, number);
	pfree(number);
}

static Numeric
power(int32 base, int32 exponent)
{
	Numeric		result = int64_to_numeric(1);
	Numeric		square = int64_to_numeric(base);

	for (; exponent > 0; exponent /= 2)
	{
		CHECK_FOR_INTERRUPTS();
		if (exponent % 2 == 1)
			apply(&result, numeric_mul, square);
		if (exponent > 1)
			apply(&square, numeric_mul, square);
	}
	pfree(square);
	return result;
}

/*
 * In how many of all ways do at least "times" tries hit?  There are "hits" days
 * to hit and "misses" others, neither of them 0.  The sum runs from its last
 * term, in which every try hits, down to the one with as many hits as asked
 * for.  Every term is whole, so that its division leaves no remainder.
 */
static Numeric
ways_of_at_least(int32 times, int32 tries, int32 hits, int32 misses)
{
	Numeric		sum = int64_to_numeric(0);
	Numeric		term = power(hits, tries);
	int32		i;

	for (i = tries; i >= times; i--)
	{
		CHECK_FOR_INTERRUPTS();
		apply(&sum, numeric_add, term);
		apply_int(&term, numeric_mul, (int64) i * misses);
		apply_int(&term, numeric_div_trunc, (int64) (tries - i + 1) * hits);
	}
	pfree(term);
	return sum;
}

static void
require_not_negative(const char *what, int32 value)
{
	if (value < 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s must not be negative: %d", what, value),
			   errdetail("The least is 0."),
			   errhint("Write 0 or more."));
}

Datum
bradford_chance_of_at_least(PG_FUNCTION_ARGS)
{
	int32		times = PG_GETARG_INT32(0);
	int32		tries = PG_GETARG_INT32(1);
	int32		days = PG_GETARG_INT32(2);
	int32		of_days = PG_GETARG_INT32(3);
	Numeric		ways;
	Numeric		all_ways;

	require_not_negative("times", times);
	require_not_negative("tries", tries);
	require_not_negative("days", days);
	if (tries > MAX_TRIES)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("tries must not exceed %d: %d", MAX_TRIES, tries),
			   errdetail("Up to that many, the sum fits a numeric whatever of_days is."),
			   errhint("Look at a shorter period."));
	if (of_days < 1)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("of_days must be above 0: %d", of_days),
			   errdetail("Every try falls on one of these days."),
			   errhint("Count the days on which a try could fall, such as the 253 working days of a year."));
	if (days > of_days)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("days must not exceed of_days: %d of %d", days, of_days),
			   errdetail("They are some of those days."),
			   errhint("Write for instance days => 47, of_days => 253 for the Mondays among the working days of a year."));

	if (times == 0 || (times <= tries && days == of_days))
		PG_RETURN_NUMERIC(int64_to_numeric(1));
	if (times > tries || days == 0)
		PG_RETURN_NUMERIC(int64_to_numeric(0));

	/* the shorter of two sums: enough hits, or all ways less those with too many misses */
	all_ways = power(of_days, tries);
	if (times > tries / 2)
		ways = ways_of_at_least(times, tries, days, of_days - days);
	else
	{
		ways = ways_of_at_least(tries - times + 1, tries, of_days - days, days);
		ways = DatumGetNumeric(DirectFunctionCall2(numeric_sub,
												   NumericGetDatum(all_ways),
												   NumericGetDatum(ways)));
	}
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_div,
										NumericGetDatum(ways),
										NumericGetDatum(all_ways)));
}
