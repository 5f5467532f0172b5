/*
 * pay.h
 *	  What the files of the subject "pay" share.
 */
#ifndef BRADFORD_PAY_H
#define BRADFORD_PAY_H

#include "number.h"

#include "funcapi.h"

/* the row type, of n columns, of the function's result; looked up once a query */
extern TupleDesc row_desc(FunctionCallInfo fcinfo, int n);

/*
 * Shares out the total by largest remainder: parts of that many decimal places
 * which sum to the total exactly.  "what" names the total in refusals.
 */
extern void allocate_parts(Numeric total, const char *what, const Numeric *weights, int n,
						   int scale, Numeric *parts);

#endif							/* BRADFORD_PAY_H */
