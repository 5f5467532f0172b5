/*
 * number.h
 *	  Hours, weeks and money: PostgreSQL's numeric, called from C.
 *
 * Nothing here knows how a numeric is laid out in memory.  A figure that comes
 * in as an argument has at most MAX_DIGITS digits on either side of the
 * decimal point.  numeric holds the product of five such figures exactly, so
 * that no step on the way overflows or is rounded unasked.
 */
#ifndef BRADFORD_NUMBER_H
#define BRADFORD_NUMBER_H

#include "bradford.h"

#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#define MAX_DIGITS	1000

/* its text, for messages */
extern char *numeric_text(Numeric value);

/* is it neither NaN nor infinite nor negative? */
extern bool is_amount(Numeric value);

/*
 * Read an argument, which a refusal calls "what".  The first refuses
 * infinities, NaN and more than MAX_DIGITS digits; the second also negative
 * numbers; the third 0 as well.
 */
extern Numeric number_arg(Datum value, const char *what);
extern Numeric number_not_negative(Datum value, const char *what);
extern Numeric number_positive(Datum value, const char *what);

/* -1, 0 or 1 */
extern int	number_sign(Numeric a);
extern int	number_compare(Numeric a, Numeric b);

/* half away from zero */
extern Numeric number_round(Numeric a, int scale);

/* 10^exponent */
extern Numeric power_of_ten(int exponent);

/*
 * a / b for a b above 0, rounded once, half away from zero, to that many
 * decimal places
 */
extern Numeric round_quotient(Numeric a, Numeric b, int scale);

/* refuses a number of decimal places outside 0 .. 100 */
extern void require_scale(int scale);

/* the same, and a value that has more decimal places than the scale */
extern void require_places(Numeric value, const char *what, int scale);

static inline Numeric
number_call(PGFunction function, Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(function, NumericGetDatum(a), NumericGetDatum(b)));
}

#define number_add(a, b)			number_call(numeric_add, a, b)
#define number_subtract(a, b)		number_call(numeric_sub, a, b)
#define number_multiply(a, b)		number_call(numeric_mul, a, b)

/* as SQL's "/": at least 16 significant digits, the last one rounded */
#define number_divide(a, b)			number_call(numeric_div, a, b)

/* the whole part of a / b, towards zero, and what is left over */
#define number_divide_whole(a, b)	number_call(numeric_div_trunc, a, b)
#define number_remainder(a, b)		number_call(numeric_mod, a, b)

#define number_negate(a) \
	DatumGetNumeric(DirectFunctionCall1(numeric_uminus, NumericGetDatum(a)))

#endif							/* BRADFORD_NUMBER_H */
