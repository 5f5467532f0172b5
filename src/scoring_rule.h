/*
 * scoring_rule.h
 *	  The type bradford.scoring_rule as the rest of the shell sees it.
 */
#ifndef BRADFORD_SCORING_RULE_H
#define BRADFORD_SCORING_RULE_H

#include "bradford.h"

#include "core/score.h"

#define DatumGetScoringRule(d)		((ScoringRule *) DatumGetPointer(d))
#define PG_GETARG_SCORING_RULE(n)	DatumGetScoringRule(PG_GETARG_DATUM(n))

#endif							/* BRADFORD_SCORING_RULE_H */
