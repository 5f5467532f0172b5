/*
 * number.c
 *	  Hours, weeks and money: PostgreSQL's numeric, called from C.
 */
#include "number.h"

#include "utils/memutils.h"

#define MAX_SCALE	100

char *
numeric_text(Numeric value)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value)));
}

bool
is_amount(Numeric value)
{
	return !numeric_is_nan(value) && !numeric_is_inf(value) && number_sign(value) >= 0;
}

int
number_compare(Numeric a, Numeric b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a), NumericGetDatum(b)));
}

int
number_sign(Numeric a)
{
	Numeric		zero = int64_to_numeric(0);
	int			order = number_compare(a, zero);

	pfree(zero);
	return order;
}

Numeric
number_round(Numeric a, int scale)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_round, NumericGetDatum(a), Int32GetDatum(scale)));
}

Numeric
power_of_ten(int exponent)
{
	char		text[16];

	snprintf(text, sizeof(text), "1e%d", exponent);
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(text),
											   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

/* does it have more than MAX_DIGITS digits before or after the decimal point? */
static bool
has_too_many_digits(Numeric value)
{
	static Numeric limit = NULL;	/* kept, since every figure is compared with it */
	Numeric		magnitude;
	bool		too_large;

	if (limit == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);

		limit = power_of_ten(MAX_DIGITS);
		MemoryContextSwitchTo(old);
	}
	magnitude = DatumGetNumeric(DirectFunctionCall1(numeric_abs, NumericGetDatum(value)));
	too_large = number_compare(magnitude, limit) >= 0;
	pfree(magnitude);
	return too_large ||
		DatumGetInt32(DirectFunctionCall1(numeric_scale, NumericGetDatum(value))) > MAX_DIGITS;
}

Numeric
number_arg(Datum value, const char *what)
{
	Numeric		number = DatumGetNumeric(value);

	if (numeric_is_nan(number) || numeric_is_inf(number))
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s must be finite: %s", what, numeric_text(number)),
			   errdetail("Hours, weeks and money are finite numbers."),
			   errhint("Write a number such as 37.5, or NULL where nothing is known."));
	if (has_too_many_digits(number))
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s has too many digits", what),
			   errdetail("A figure has at most %d digits before the decimal point and %d after it.",
						 MAX_DIGITS, MAX_DIGITS),
			   errhint("Round it, or write it in a larger unit."));
	return number;
}

Numeric
number_not_negative(Datum value, const char *what)
{
	Numeric		number = number_arg(value, what);

	if (number_sign(number) < 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s must not be negative: %s", what, numeric_text(number)),
			   errdetail("The least is 0."),
			   errhint("Write 0 or more."));
	return number;
}

Numeric
number_positive(Datum value, const char *what)
{
	Numeric		number = number_not_negative(value, what);

	if (number_sign(number) == 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s must be above 0: %s", what, numeric_text(number)),
			   errdetail("Something is divided by it."),
			   errhint("Write a figure above 0, such as 37.5 hours, 45 weeks or 0.01 for the penny."));
	return number;
}

/*
 * (2a x 10^scale + b) / 2b, cut down to a whole number, is a x 10^scale / b
 * with one half added; below zero, taken off.  Nothing is rounded before that
 * cut: numeric's own "/" rounds, and round() would round its result again.
 */
Numeric
round_quotient(Numeric a, Numeric b, int scale)
{
	Numeric		twice = number_multiply(number_add(a, a), power_of_ten(scale));
	Numeric		half = number_sign(a) < 0 ? number_negate(b) : b;
	Numeric		whole = number_divide_whole(number_add(twice, half), number_add(b, b));

	return number_multiply(whole, power_of_ten(-scale));
}

void
require_scale(int scale)
{
	if (scale < 0 || scale > MAX_SCALE)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("scale is out of range: %d", scale),
			   errdetail("Decimal places run from 0 to %d.", MAX_SCALE),
			   errhint("Write 2 for pounds and pence."));
}

void
require_places(Numeric value, const char *what, int scale)
{
	require_scale(scale);
	if (number_compare(number_round(value, scale), value) != 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s has too many decimal places: %s", what, numeric_text(value)),
			   errdetail("At scale %d it has at most %d.", scale, scale),
			   errhint("Round it first, where everybody can see it: round(%s, %d).", what, scale));
}
