/*
 * score.h
 *	  What the functions that read a set of spells have in common.
 */
#ifndef BRADFORD_SCORE_H
#define BRADFORD_SCORE_H

#include "bradford.h"

#include "core/score.h"
#include "number.h"

/* most employees have fewer records than this: no allocation for them */
#define FEW_SPANS	64

/* A case with the room for its spans. */
typedef struct ScoreArgs
{
	ScoreCase	c;
	Span		spells[FEW_SPANS];
	Span		halves[FEW_SPANS];
} ScoreArgs;

/*
 * Fills the rule, the calendar and the half days from the three arguments that
 * stand in this order in every function.
 */
extern void score_rule_args(const NullableDatum *rule, ScoreArgs *args);

/* fills the spells from argument 0 */
extern void score_spells_arg(FunctionCallInfo fcinfo, ScoreArgs *args);

/* refuses if the computation asked for a day outside the known years */
extern void score_check_known(const ScoreCase *c);

/* D, and the score, as numeric */
extern Datum halves_numeric(int64 halves);
extern Datum score_numeric(ScoreTotals totals);

/*
 * The result of a set-returning function.  Between score_begin_rows() and
 * score_end_rows() the current memory context is one for a single row:
 * score_put_row() empties it, so that nothing of a row is left but what the
 * tuplestore holds.  What lives longer is allocated before.
 */
extern void score_begin_set(FunctionCallInfo fcinfo);
extern MemoryContext score_begin_rows(void);
extern void score_put_row(FunctionCallInfo fcinfo, Datum *values, bool *nulls);
extern void score_end_rows(MemoryContext old_context);

/* room for the groups of a sweep */
extern ScoreGroup *score_group_room(const ScoreCase *c);

/* the next run of a sweep; refuses unknown days */
extern bool score_next_run(ScoreSweep *sweep, ScoreRun *run);

#endif							/* BRADFORD_SCORE_H */
