/*
 * pairs.h
 *	  The text form of a value that says a policy: "key=value" pairs separated by
 *	  semicolons, in any order, each once, those at their default left out.
 */
#ifndef BRADFORD_PAIRS_H
#define BRADFORD_PAIRS_H

#include "bradford.h"

#include "lib/stringinfo.h"

typedef struct PairsKey
{
	const char *name;

	/* reads all of a text without white space at its ends; false: it is none of the key's values */
	bool		(*read) (void *value, const char *text);
	void		(*write) (StringInfo out, const void *value);

	/* what a refusal says of it: a DETAIL, and a HINT behind "Write for instance " */
	const char *limit;
	const char *example;
} PairsKey;

typedef struct PairsType
{
	const char *name;			/* behind "a" */
	const char *example;
	const PairsKey *keys;		/* in the order in which they are printed */
	int			nkeys;
} PairsType;

/*
 * Reads pairs into a value that holds the defaults.  False after a refusal that the
 * caller of an input function saves instead of having it thrown.
 */
extern bool read_pairs(const PairsType *type, void *value, const char *text, Node *escontext);

/* the canonical text of a value: what differs from the defaults */
extern char *write_pairs(const PairsType *type, const void *value, const void *defaults);

#endif							/* BRADFORD_PAIRS_H */
