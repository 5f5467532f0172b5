/*
 * score.h
 *	  The Bradford score of a set of spells, on any day and over any period.
 *
 * The order of the steps is that of the contract (doc/score.md), so that two
 * people get the same number.  A day d is judged as at that day: what comes
 * after d does not exist yet.
 */
#ifndef CORE_SCORE_H
#define CORE_SCORE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/calendar.h"
#include "core/span.h"

typedef enum ScoreEdge
{
	EDGE_CLIP,					/* a straddling spell counts with its days inside */
	EDGE_WHOLE,					/* ... with all its days */
	EDGE_INSIDE					/* ... not at all */
} ScoreEdge;

typedef enum ScoreDays
{
	DAYS_CALENDAR,				/* BF-2: calendar days, as for sick pay */
	DAYS_WORKING,				/* working days by the calendar */
	DAYS_SPAN					/* calendar days, first to last working day */
} ScoreDays;

typedef enum ScoreBridge
{
	BRIDGE_TOUCHING,			/* only touching spells are one */
	BRIDGE_WORKING				/* also those with no working day between */
} ScoreBridge;

/* bradford.scoring_rule as stored; every byte counts in its equality */
typedef struct ScoringRule
{
	int32_t		months;			/* the window's length: months and days */
	int32_t		days;
	int32_t		minimum;		/* least counted days of a spell */
	uint8_t		edge;			/* ScoreEdge */
	uint8_t		count;			/* ScoreDays */
	uint8_t		bridge;			/* ScoreBridge */
	uint8_t		spare;			/* zero */
} ScoringRule;

/* All that a score depends on, besides the day. */
typedef struct ScoreCase
{
	const ScoringRule *rule;
	const WorkingDays *calendar;	/* NULL where the rule asks for none */
	const Span *spells;			/* sorted, neither overlapping nor touching */
	int			nspells;
	const Span *halves;			/* half days, likewise; no open end */
	int			nhalves;

	/*
	 * Long loops call this now and then.  It need not return: the shell answers
	 * a cancelled query here.
	 */
	void		(*pause) (void);

	/*
	 * Set when a day outside the known years had to be judged working or not.
	 * What was computed is void then; the caller refuses.
	 */
	bool		unknown;
	int32_t		unknown_day;
} ScoreCase;

/* S and D; D in half days, so that a half day counts one */
typedef struct ScoreTotals
{
	int32_t		occasions;
	int64_t		halves;
} ScoreTotals;

/* Why a spell counts as it does: the workings that BF-14 wants shared. */
typedef enum ScorePartFlags
{
	PART_TO_DATE = 1,			/* went on after the day asked for */
	PART_BRIDGED = 2,			/* several spells with no working day between */
	PART_CLIPPED = 4,			/* only its days inside the window */
	PART_STRADDLES = 8,			/* starts before the window */
	PART_TOO_SHORT = 16,		/* left out: below the minimum */
	PART_NO_DAY = 32,			/* left out: no counted day */
	PART_HALF_DAYS = 64,		/* some of its days count one half */
	PART_STARTS_BEFORE = 128	/* left out: starts before the window */
} ScorePartFlags;

#define PART_LEFT_OUT	(PART_TOO_SHORT | PART_NO_DAY | PART_STARTS_BEFORE)

/* One spell's part in the score of a day. */
typedef struct ScorePart
{
	Span		spell;			/* bridged, and cut at the day */
	Span		counted;		/* the part in the count; meaningless if left out */
	int64_t		halves;
	int			flags;
} ScorePart;

/* A stretch of days, each of the same totals. */
typedef struct ScoreRun
{
	Span		period;
	ScoreTotals totals;
} ScoreRun;

/* does the rule ask which days are working days? */
static inline bool
rule_needs_calendar(const ScoringRule *rule)
{
	return rule->count != DAYS_CALENDAR || rule->bridge != BRIDGE_TOUCHING;
}

/*
 * The last day before the window of the day: the window is (start, day].
 * Held within the ends of the date type.
 */
extern int32_t window_start(const ScoringRule *rule, int32_t day);

/* the first day whose window no longer holds "gone"; above MAX_DAY if none */
extern int64_t leaves_window(const ScoringRule *rule, int32_t gone);

/* the totals as at the day */
extern ScoreTotals score_at(ScoreCase *c, int32_t day);

/*
 * The spells that reach into the window of the day, earliest first: each call
 * fills one part and says whether there was one.
 */
typedef struct ScorePartCursor
{
	int			next;			/* index of the next spell to look at */
	int			last;			/* ... and of the last that has begun */
	int32_t		day;
	int32_t		start;
} ScorePartCursor;

extern void score_parts_begin(ScoreCase *c, int32_t day, ScorePartCursor *cursor);
extern bool score_parts_next(ScoreCase *c, ScorePartCursor *cursor, ScorePart *part);

/* the first day of the part that counts in full or half */
extern int32_t first_counted_day(ScoreCase *c, Span part);

/* A spell after bridging. */
typedef struct ScoreGroup
{
	Span		spell;
	int			last_member;	/* index of its last spell */
	int32_t		occasions_before;	/* sums over the groups before, each in full */
	int64_t		halves_before;
	ScoreTotals totals;			/* its own, in full */
} ScoreGroup;

/* A walk over the days of a period. */
typedef struct ScoreSweep
{
	ScoreCase  *c;
	ScoreGroup *groups;
	int			ngroups;
	int			first_member;	/* index of the first group's first spell */
	Span		during;			/* the days asked for */
	int64_t		day;			/* next day to judge */
	int			low;			/* first group that reaches into the window */
	int			high;			/* last group begun, -1 before the first */
	int			member;			/* last spell begun */

	/* the month of the day judged last, and the one its windows start in */
	int64_t		month_first;
	int64_t		month_last;
	int64_t		start_month_first;
	int32_t		start_month_length;
} ScoreSweep;

/* "groups" is room for one entry a spell */
extern void score_sweep_begin(ScoreSweep *sweep, ScoreCase *c, Span during,
							  ScoreGroup *groups);

/* begins again with the first day asked for */
extern void score_sweep_rewind(ScoreSweep *sweep);

/*
 * The next stretch of equal totals as far as it is plain without judging its
 * days one by one; neighbours may have equal totals.  False at the end.
 */
extern bool score_sweep_next(ScoreSweep *sweep, ScoreRun *run);

/* goes on with this day if it has not come so far yet */
extern void score_sweep_skip_to(ScoreSweep *sweep, int32_t day);

/* S x S x D in half points; false if it does not fit */
extern bool score_half_points(ScoreTotals totals, int64_t *half_points);

#endif							/* CORE_SCORE_H */
