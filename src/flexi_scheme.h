/*
 * flexi_scheme.h
 *	  The type bradford.flexi_scheme as the rest of the shell sees it.
 */
#ifndef BRADFORD_FLEXI_SCHEME_H
#define BRADFORD_FLEXI_SCHEME_H

#include "bradford.h"

#include "core/flexitime.h"

#define DatumGetFlexiScheme(d)		((FlexiScheme *) DatumGetPointer(d))
#define PG_GETARG_FLEXI_SCHEME(n)	DatumGetFlexiScheme(PG_GETARG_DATUM(n))

/* refuses a scheme that is NULL */
extern void require_scheme(bool isnull);

#endif							/* BRADFORD_FLEXI_SCHEME_H */
