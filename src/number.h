/*
 * number.h
 *	  Exact arithmetic for pay: numeric without its cost where it fits.
 *
 * A Number holds hours, weeks or money.  While the digits fit a Decimal, the
 * arithmetic is integer arithmetic; the step at which they no longer fit goes
 * on in PostgreSQL's numeric.  Both ways give the same digits and the same
 * number of decimal places as the numeric operators do, so a formula is
 * written once and means what it would mean in SQL.
 */
#ifndef BRADFORD_NUMBER_H
#define BRADFORD_NUMBER_H

#include "bradford.h"

#include "utils/numeric.h"

#include "core/decimal.h"

typedef struct Number
{
	Decimal		small;			/* the value, unless ... */
	Numeric		wide;			/* ... this is not NULL */
} Number;

/* an argument: NaN and infinity are refused with a message that calls it "what" */
extern void number_from(Number *number, Datum value, const char *what);

/* the same, refusing values below zero; and refusing zero as well */
extern void number_not_negative(Number *number, Datum value, const char *what);
extern void number_positive(Number *number, Datum value, const char *what);

/*
 * The digits of a numeric: its bytes without the length word, wherever they
 * lie.  number_digits() refuses what number_not_negative() refuses, and more
 * than MAX_DIGIT_BYTES of them.
 */
#define MAX_DIGIT_BYTES		UINT8_MAX

extern const char *number_digits(Datum value, const char *what, uint8 *length);
extern void number_of_digits(Number *number, const char *digits, uint8 length);

/* as numeric, palloc'd, and as text for messages */
extern Datum number_datum(const Number *a);
extern char *number_text(Number a);

/* what numeric's "/" gives: at least 16 significant digits, half away from zero */
extern void number_divide(Number *quotient, const Number *a, const Number *b);

/* the exact quotient rounded once, half away from zero, to this many places */
extern void number_divide_rounded(Number *quotient, const Number *a, const Number *b, int scale);

/* a / b rounded once, half away from zero, to a multiple of "unit" */
extern void number_divide_to_nearest(Number *quotient, const Number *a, const Number *b, const Number *unit);

extern Number number_round(Number a, int scale);

/* refuses a number of decimal places outside 0 .. 100 */
extern void require_scale(int scale);

/* the steps in numeric, where the digits do not fit */
extern Number number_add_wide(Number a, Number b);
extern Number number_subtract_wide(Number a, Number b);
extern Number number_multiply_wide(Number a, Number b);
extern Number number_divide_whole_wide(Number a, Number b);
extern int	number_compare_wide(Number a, Number b);

static inline Number
number_int(int64 value)
{
	Number		number = {{value, 0}, NULL};

	return number;
}

static inline Number
number_add(Number a, Number b)
{
	Number		sum = {{0, 0}, NULL};

	if (a.wide == NULL && b.wide == NULL && decimal_add(a.small, b.small, &sum.small))
		return sum;
	return number_add_wide(a, b);
}

static inline Number
number_negate(Number a)
{
	if (a.wide != NULL)
		return number_subtract_wide(number_int(0), a);
	a.small.mantissa = -a.small.mantissa;
	return a;
}

static inline Number
number_subtract(Number a, Number b)
{
	if (b.wide != NULL)
		return number_subtract_wide(a, b);
	return number_add(a, number_negate(b));
}

static inline Number
number_multiply(Number a, Number b)
{
	Number		product = {{0, 0}, NULL};

	if (a.wide == NULL && b.wide == NULL && decimal_multiply(a.small, b.small, &product.small))
		return product;
	return number_multiply_wide(a, b);
}

/* the whole part of a / b, towards zero */
static inline Number
number_divide_whole(Number a, Number b)
{
	Number		whole = {{0, 0}, NULL};

	if (a.wide == NULL && b.wide == NULL && decimal_divide_whole(a.small, b.small, &whole.small))
		return whole;
	return number_divide_whole_wide(a, b);
}

static inline int
number_compare(Number a, Number b)
{
	int			order;

	if (a.wide == NULL && b.wide == NULL && decimal_compare(a.small, b.small, &order))
		return order;
	return number_compare_wide(a, b);
}

static inline int
number_sign(Number a)
{
	if (a.wide == NULL)
		return (a.small.mantissa > 0) - (a.small.mantissa < 0);
	return number_compare_wide(a, number_int(0));
}

#endif							/* BRADFORD_NUMBER_H */
