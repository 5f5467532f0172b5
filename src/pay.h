/*
 * pay.h
 *	  What the files of the subject "pay" share.
 */
#ifndef BRADFORD_PAY_H
#define BRADFORD_PAY_H

#include "number.h"

#include "funcapi.h"

/* the columns of a row, as numbers, in the order of the function's result */
extern Datum pay_row(FunctionCallInfo fcinfo, const Number *columns, int n);

/*
 * Shares out the total by largest remainder: parts of that many decimal places
 * which sum to the total exactly.  "what" names the total in refusals.
 */
extern void allocate_parts(Number total, const char *what, const Number *weights, int n,
						   int scale, Number *parts);

#endif							/* BRADFORD_PAY_H */
