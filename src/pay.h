/*
 * pay.h
 *	  What the files of the subject "pay" share.
 */
#ifndef BRADFORD_PAY_H
#define BRADFORD_PAY_H

#include "number.h"

#include "utils/rangetypes.h"

#include "core/span.h"

/* the span of a range of 365 or 366 days; "what" names it in refusals */
extern Span year_arg(RangeType *range, const char *what);

/*
 * Shares out the total by largest remainder.  The parts have "scale" decimal
 * places and sum to the total exactly.  "what" names the total in refusals.
 */
extern void allocate_parts(Numeric total, const char *what, const Numeric *weights, int n,
						   int scale, Numeric *parts);

#endif							/* BRADFORD_PAY_H */
