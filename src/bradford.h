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
#include "funcapi.h"
#include "mb/pg_wchar.h"

/*
 * Every refusal carries a DETAIL with the limit and a HINT with what to write;
 * asking for both here makes it hard to forget one.  "message" and "detail"
 * are parenthesised errmsg(...) and errdetail(...) calls.
 */
#define REFUSE(sqlstate, message, detail, hint) \
	ereport(ERROR, (errcode(sqlstate), message, detail, hint))

/* is this text that word, in upper or lower case? */
static inline bool
word_is(text *written, const char *word)
{
	return VARSIZE_ANY_EXHDR(written) == strlen(word) &&
		pg_strncasecmp(VARDATA_ANY(written), word, strlen(word)) == 0;
}

/* longer than any word that a function knows */
#define LONGEST_QUOTE	100

/* what was written, cut for a message: the log need not keep megabytes of it */
static inline char *
quoted_part(const char *written, int length)
{
	if (length <= LONGEST_QUOTE)
		return pnstrdup(written, length);
	return psprintf("%.*s...", pg_mbcliplen(written, length, LONGEST_QUOTE), written);
}

static inline char *
quoted_text(text *written)
{
	return quoted_part(VARDATA_ANY(written), VARSIZE_ANY_EXHDR(written));
}

/* is one of a function's first n arguments NULL? */
static inline bool
any_null(FunctionCallInfo fcinfo, int n)
{
	int			i;

	for (i = 0; i < n; i++)
		if (PG_ARGISNULL(i))
			return true;
	return false;
}

/*
 * The functions behind a type's operators and its B-trees.  They call
 * "compare" for a call's first two arguments; its result is below, at or above
 * 0.
 */
#define ORDER_FUNCTION(name, result) \
PG_FUNCTION_INFO_V1(name); \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	return result; \
}

#define ORDER_FUNCTIONS(type, compare) \
ORDER_FUNCTION(bradford_##type##_cmp, Int32GetDatum(compare(fcinfo))) \
ORDER_FUNCTION(bradford_##type##_lt, BoolGetDatum(compare(fcinfo) < 0)) \
ORDER_FUNCTION(bradford_##type##_le, BoolGetDatum(compare(fcinfo) <= 0)) \
ORDER_FUNCTION(bradford_##type##_eq, BoolGetDatum(compare(fcinfo) == 0)) \
ORDER_FUNCTION(bradford_##type##_ne, BoolGetDatum(compare(fcinfo) != 0)) \
ORDER_FUNCTION(bradford_##type##_ge, BoolGetDatum(compare(fcinfo) >= 0)) \
ORDER_FUNCTION(bradford_##type##_gt, BoolGetDatum(compare(fcinfo) > 0))

/*
 * The row type of a result of n columns.  It is kept from call to call, since
 * looking it up costs more than most results.
 */
extern TupleDesc row_desc(FunctionCallInfo fcinfo, int n);

#endif							/* BRADFORD_H */
