/*
 * pairs.h
 *	  The text form of a value that states a policy: "key=value" pairs
 *	  separated by semicolons, in any order, each key at most once.  Keys at
 *	  their default are left out.
 */
#ifndef BRADFORD_PAIRS_H
#define BRADFORD_PAIRS_H

#include "bradford.h"

#include "lib/stringinfo.h"

typedef struct PairsKey
{
	const char *name;

	/* reads a whole text, trimmed; false if the key has no such value */
	bool		(*read) (void *value, const char *text);
	void		(*write) (StringInfo out, const void *value);

	/* for a refusal: its DETAIL, and its HINT after "Write for instance " */
	const char *limit;
	const char *example;
} PairsKey;

typedef struct PairsType
{
	const char *name;			/* after "a", in messages */
	const char *example;
	const PairsKey *keys;		/* in the order in which they are printed */
	int			nkeys;
} PairsType;

/*
 * Reads pairs into a value that holds the defaults.  False after an error that
 * was saved and not thrown.
 */
extern bool read_pairs(const PairsType *type, void *value, const char *text, Node *escontext);

/* the canonical text of a value: what differs from the defaults */
extern char *write_pairs(const PairsType *type, const void *value, const void *defaults);

#endif							/* BRADFORD_PAIRS_H */
