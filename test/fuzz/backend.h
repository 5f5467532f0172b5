/*
 * backend.h
 *	  The little of PostgreSQL's backend that the text and binary forms of our types
 *	  use, without a server.
 *
 * StringInfo, hashes, psprintf and the character sets come from PostgreSQL's own
 * static libraries; backend.c stands in for memory, errors and messages.
 */
#ifndef BACKEND_H
#define BACKEND_H

#include "bradford.h"

#include "nodes/nodes.h"

#include "fuzz.h"

/* what a refused call leaves behind */
typedef struct Refusal
{
	bool		refused;
	bool		soft;			/* saved for the caller, not thrown */
	int			sqlstate;
	char		message[200];
} Refusal;

extern Refusal refusal;

/* an input function finds this as its context, and saves its errors from PostgreSQL 16 on */
extern Node soft_context;

/* makes the next calls believe that they are inside an aggregate, or outside */
extern bool inside_aggregate;

/*
 * Calls a function with no NULL argument, or with NULL as the first one if
 * "first_is_null".  True if it answers; else "refusal" says what was thrown or
 * saved.  A refusal has to carry an SQLSTATE of its own, a message, a DETAIL
 * and a HINT.
 */
extern bool call(Datum *result, PGFunction function, Node *context, bool first_is_null, int nargs,...);

/* the input and output functions of a type, and its binary forms */
extern bool read_text(Datum *value, PGFunction in, const char *text);
extern bool read_binary(Datum *value, PGFunction recv, const void *bytes, size_t size);
extern char *written_text(PGFunction out, Datum value);
extern bytea *written_binary(PGFunction send, Datum value);

/* the input as text, in memory of its own; NULL if a server would not pass it on to a type */
extern char *input_text(const uint8_t *data, size_t size);

extern bool same_bytes(const bytea *a, const bytea *b);

/* frees all that was allocated since the last time */
extern void free_all(void);

#endif							/* BACKEND_H */
