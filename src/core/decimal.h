/*
 * decimal.h
 *	  Exact decimal fractions that fit in one machine word pair.
 *
 * A Decimal is mantissa / 10^scale.  Hours, weeks and money fit with room to
 * spare, so the arithmetic is a few integer instructions; every function that
 * could overflow says so by returning false, and the caller goes on with
 * arbitrary precision.  Nothing is ever rounded unless the name says so, and
 * rounding is half away from zero.
 */
#ifndef CORE_DECIMAL_H
#define CORE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

/* memory from palloc is aligned to 8 bytes, and the compiler must not assume more */
#ifdef __SIZEOF_INT128__
typedef __int128 decimal_int __attribute__((aligned(8)));
typedef unsigned __int128 decimal_uint __attribute__((aligned(8)));
#define DECIMAL_DIGITS	38		/* 10^DECIMAL_DIGITS is the largest power that fits */
#else
typedef int64_t decimal_int;
typedef uint64_t decimal_uint;
#define DECIMAL_DIGITS	18
#endif

typedef struct Decimal
{
	decimal_int mantissa;
	int			scale;			/* decimal places, never negative */
} Decimal;

extern bool decimal_power(int exponent, decimal_int *power);

/* brings both to the larger of the two scales */
extern bool decimal_align(Decimal *a, Decimal *b);

/* scale of the result: the larger of the two, as in schoolbook addition */
static inline bool
decimal_add(Decimal a, Decimal b, Decimal *sum)
{
	if (a.scale != b.scale && !decimal_align(&a, &b))
		return false;
	sum->scale = a.scale;
	return !__builtin_add_overflow(a.mantissa, b.mantissa, &sum->mantissa);
}

/* scale of the result: the two added */
static inline bool
decimal_multiply(Decimal a, Decimal b, Decimal *product)
{
	product->scale = a.scale + b.scale;
	return !__builtin_mul_overflow(a.mantissa, b.mantissa, &product->mantissa);
}

/* the quotient rounded to this many places */
extern bool decimal_divide_rounded(Decimal a, Decimal b, int scale, Decimal *quotient);

/* the quotient with the number of places that PostgreSQL's numeric gives it */
extern bool decimal_divide(Decimal a, Decimal b, Decimal *quotient);

/* the whole part of a / b, towards zero, and what is left: a = b * whole + rest */
extern bool decimal_divide_whole(Decimal a, Decimal b, Decimal *whole, Decimal *rest);

extern bool decimal_round(Decimal a, int scale, Decimal *rounded);

/* -1, 0 or 1 */
extern bool decimal_compare(Decimal a, Decimal b, int *order);

#endif							/* CORE_DECIMAL_H */
