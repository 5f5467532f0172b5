/*
 * bradford.h
 *	  What every file of the fmgr shell includes first.
 *
 * The rings (see doc/architecture.md): src/core holds plain C on day numbers
 * and knows nothing of PostgreSQL; src holds the fmgr shell over it.  A core
 * never includes this header.
 */
#ifndef BRADFORD_H
#define BRADFORD_H

#include "postgres.h"

#include "compat.h"
#include "fmgr.h"

/*
 * Every refusal carries a DETAIL with the limit and a HINT with what to write;
 * asking for both here makes it hard to forget one.  "message" and "detail"
 * are parenthesised errmsg(...) and errdetail(...) calls.
 */
#define REFUSE(sqlstate, message, detail, hint) \
	ereport(ERROR, (errcode(sqlstate), message, detail, hint))

#endif							/* BRADFORD_H */
