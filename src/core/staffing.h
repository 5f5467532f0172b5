/*
 * staffing.h
 *	  How many are on duty, as steps over time (SR-1).
 *
 * Times are microseconds since 2000-01-01 00:00 UTC.  Shifts are half-open and
 * have some length.  They are given as two sorted lists, their starts and
 * their ends: the number does not depend on which end belongs to which start.
 */
#ifndef CORE_STAFFING_H
#define CORE_STAFFING_H

#include <stdbool.h>
#include <stdint.h>

/* a stretch in which one number are on duty */
typedef struct StaffingStep
{
	int64_t		from;
	int64_t		to;
	int32_t		on_duty;
} StaffingStep;

typedef struct Staffing
{
	const int64_t *starts;
	const int64_t *ends;
	int32_t		n;
	/* how far the sweep has come */
	int32_t		started;
	int32_t		ended;
	StaffingStep step;			/* the latest; before the first, nobody until then */
	bool		over;			/* it was the last */
} Staffing;

/* the figures of a stretch of time */
typedef struct StaffingOf
{
	int32_t		least;
	int32_t		most;
	int64_t		person_time;	/* the length of the stretch, once for each person on duty */
} StaffingOf;

extern void staffing_begin(Staffing *staffing, const int64_t *starts, const int64_t *ends, int32_t n);

/*
 * The next step, from the first start to the last end; false after the last.
 * Neighbouring steps differ in their number, and one of 0 has shifts on both
 * sides.
 */
extern bool staffing_next(Staffing *staffing);

/* the figures from "from" to "to"; calls come in order of time and do not overlap */
extern void staffing_during(Staffing *staffing, int64_t from, int64_t to, StaffingOf *answer);

#endif							/* CORE_STAFFING_H */
