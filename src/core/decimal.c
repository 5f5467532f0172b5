/*
 * decimal.c
 *	  Arithmetic on exact decimal fractions of at most 38 digits.
 */
#include "core/decimal.h"

#define FIRST_POWERS	19		/* 10^0 .. 10^18 fit in 64 bits */

static const int64_t powers[FIRST_POWERS] = {
	INT64_C(1),
	INT64_C(10),
	INT64_C(100),
	INT64_C(1000),
	INT64_C(10000),
	INT64_C(100000),
	INT64_C(1000000),
	INT64_C(10000000),
	INT64_C(100000000),
	INT64_C(1000000000),
	INT64_C(10000000000),
	INT64_C(100000000000),
	INT64_C(1000000000000),
	INT64_C(10000000000000),
	INT64_C(100000000000000),
	INT64_C(1000000000000000),
	INT64_C(10000000000000000),
	INT64_C(100000000000000000),
	INT64_C(1000000000000000000)
};

/* what PostgreSQL's numeric division promises: doc/pay.md, "Unrounded quotients" */
#define NUMERIC_SIGNIFICANT_DIGITS	16
#define NUMERIC_GROUP_DIGITS		4

bool
decimal_power(int exponent, decimal_int *power)
{
	if (exponent < 0 || exponent > DECIMAL_DIGITS)
		return false;
	if (exponent < FIRST_POWERS)
	{
		*power = powers[exponent];
		return true;
	}
	*power = powers[exponent % (FIRST_POWERS - 1)];
	for (; exponent >= FIRST_POWERS - 1; exponent -= FIRST_POWERS - 1)
		*power *= powers[FIRST_POWERS - 1];
	return true;
}

/* a * 10^exponent, if that fits */
static bool
shift_left(decimal_int a, int exponent, decimal_int *shifted)
{
	decimal_int power;

	if (exponent == 0 || a == 0)
	{
		*shifted = a;
		return true;
	}
	return decimal_power(exponent, &power) && !__builtin_mul_overflow(a, power, shifted);
}

static decimal_uint
magnitude(decimal_int a)
{
	return a < 0 ? -(decimal_uint) a : (decimal_uint) a;
}

bool
decimal_align(Decimal *a, Decimal *b)
{
	if (a->scale < b->scale)
	{
		if (!shift_left(a->mantissa, b->scale - a->scale, &a->mantissa))
			return false;
		a->scale = b->scale;
	}
	else if (b->scale < a->scale)
	{
		if (!shift_left(b->mantissa, a->scale - b->scale, &b->mantissa))
			return false;
		b->scale = a->scale;
	}
	return true;
}

/* a / b, half away from zero */
static decimal_int
divide_half_away(decimal_int a, decimal_int b)
{
	decimal_uint dividend = magnitude(a);
	decimal_uint divisor = magnitude(b);
	decimal_uint quotient;
	decimal_uint rest;

	if ((uint64_t) dividend == dividend && (uint64_t) divisor == divisor)
		quotient = (uint64_t) dividend / (uint64_t) divisor;
	else
		quotient = dividend / divisor;
	rest = dividend - quotient * divisor;
	if (rest >= divisor - rest)
		quotient++;
	return (a < 0) == (b < 0) ? (decimal_int) quotient : -(decimal_int) quotient;
}

bool
decimal_divide_rounded(const Decimal *a, const Decimal *b, int scale, Decimal *quotient)
{
	decimal_int dividend = a->mantissa;
	decimal_int divisor = b->mantissa;
	int			shift = scale + b->scale - a->scale;

	if (divisor == 0 || scale < 0)
		return false;
	if (shift >= 0 ? !shift_left(dividend, shift, &dividend) : !shift_left(divisor, -shift, &divisor))
		return false;
	quotient->mantissa = divide_half_away(dividend, divisor);
	quotient->scale = scale;
	return true;
}

/* number of decimal digits of a, 0 for 0 */
static int
count_digits(decimal_uint a)
{
	int			n = 0;
	int			guess;

	while (a > (decimal_uint) powers[FIRST_POWERS - 1])
	{
		a /= (decimal_uint) powers[FIRST_POWERS - 1];
		n += FIRST_POWERS - 1;
	}
	if (a == 0)
		return n;
	/* 1233 / 4096 is log10(2) closely enough for 64 bits */
	guess = (64 - __builtin_clzll((uint64_t) a)) * 1233 >> 12;
	return n + guess + ((uint64_t) a >= (uint64_t) powers[guess] ? 1 : 0);
}

/*
 * numeric counts in groups of four digits from the decimal point on: the
 * position of the first group that is not zero, and that group.
 */
static void
leading_group(const Decimal *a, int *position, int64_t *group)
{
	decimal_uint digits = magnitude(a->mantissa);
	int			exponent;
	int			shift;

	*position = 0;
	*group = 0;
	if (digits == 0)
		return;
	exponent = count_digits(digits) - 1 - a->scale;
	*position = exponent >= 0 ? exponent / NUMERIC_GROUP_DIGITS
		: -((NUMERIC_GROUP_DIGITS - 1 - exponent) / NUMERIC_GROUP_DIGITS);
	shift = a->scale + *position * NUMERIC_GROUP_DIGITS;
	for (; shift >= FIRST_POWERS; shift -= FIRST_POWERS - 1)
		digits /= (decimal_uint) powers[FIRST_POWERS - 1];
	if (shift < 0)
		*group = (int64_t) digits * powers[-shift];
	else if ((uint64_t) digits == digits)
		*group = (int64_t) ((uint64_t) digits / (uint64_t) powers[shift]);
	else
		*group = (int64_t) (digits / (decimal_uint) powers[shift]);
}

bool
decimal_divide(const Decimal *a, const Decimal *b, Decimal *quotient)
{
	int			position_a;
	int			position_b;
	int64_t		group_a;
	int64_t		group_b;
	int			position;
	int			scale;

	leading_group(a, &position_a, &group_a);
	leading_group(b, &position_b, &group_b);
	position = position_a - position_b - (group_a <= group_b ? 1 : 0);
	scale = NUMERIC_SIGNIFICANT_DIGITS - position * NUMERIC_GROUP_DIGITS;
	if (scale < a->scale)
		scale = a->scale;
	if (scale < b->scale)
		scale = b->scale;
	if (scale < 0)
		scale = 0;
	return decimal_divide_rounded(a, b, scale, quotient);
}
