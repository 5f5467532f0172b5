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

/* the quotient rounded to this many places */
extern bool decimal_divide_rounded(const Decimal *a, const Decimal *b, int scale, Decimal *quotient);

/* the quotient with the number of places that PostgreSQL's numeric gives it */
extern bool decimal_divide(const Decimal *a, const Decimal *b, Decimal *quotient);

/*
 * The rest is inline, and hands no address of its arguments on where the
 * scales are alike, so that the compiler can keep them in registers.
 */

/* scale of the result: the larger of the two, as in schoolbook addition */
static inline bool
decimal_add(Decimal a, Decimal b, Decimal *sum)
{
	if (a.scale != b.scale)
	{
		Decimal		x = a;
		Decimal		y = b;

		if (!decimal_align(&x, &y))
			return false;
		a = x;
		b = y;
	}
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

/* the whole part of a / b, towards zero */
static inline bool
decimal_divide_whole(Decimal a, Decimal b, Decimal *whole)
{
	if (b.mantissa == 0)
		return false;
	if (a.scale != b.scale)
	{
		Decimal		x = a;
		Decimal		y = b;

		if (!decimal_align(&x, &y))
			return false;
		a = x;
		b = y;
	}
	whole->scale = 0;
	/* machines divide 64 bits many times faster than 128 */
	if ((int64_t) a.mantissa == a.mantissa && (int64_t) b.mantissa == b.mantissa && b.mantissa > 0)
		whole->mantissa = (int64_t) a.mantissa / (int64_t) b.mantissa;
	else
		whole->mantissa = a.mantissa / b.mantissa;
	return true;
}

/* -1, 0 or 1 */
static inline bool
decimal_compare(Decimal a, Decimal b, int *order)
{
	if (a.scale != b.scale)
	{
		Decimal		x = a;
		Decimal		y = b;

		if (!decimal_align(&x, &y))
			return false;
		a = x;
		b = y;
	}
	*order = (a.mantissa > b.mantissa) - (a.mantissa < b.mantissa);
	return true;
}

#endif							/* CORE_DECIMAL_H */
