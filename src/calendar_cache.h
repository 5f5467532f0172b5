/*
 * calendar_cache.h
 *	  The expanded form of bradford.calendar values.
 *
 * Expansions are kept from call to call, keyed by the value itself, so a column
 * of many calendars costs one expansion each.  A pointer to one stays good until
 * the next expansion, so hold one calendar at a time.
 */
#ifndef BRADFORD_CALENDAR_CACHE_H
#define BRADFORD_CALENDAR_CACHE_H

#include "bradford.h"

#include "core/calendar.h"

extern const WorkingDays *calendar_expand(Datum calendar);

/*
 * What a function remembers of its calendar argument from row to row, if that
 * is a constant of the query.  A new generation begins whenever an expansion
 * goes; what an older one remembers is looked up again.  0 is no generation.
 */
typedef struct RememberedCalendar
{
	uint64		generation;
	const WorkingDays *days;
} RememberedCalendar;

extern uint64 calendar_generation;

extern const WorkingDays *calendar_remember(FunctionCallInfo fcinfo, int argument);

/* The expansion of a function's calendar argument; the function has no other fn_extra. */
static inline const WorkingDays *
calendar_expand_argument(FunctionCallInfo fcinfo, int argument)
{
	const RememberedCalendar *remembered = fcinfo->flinfo->fn_extra;

	if (likely(remembered != NULL && remembered->generation == calendar_generation))
		return remembered->days;
	return calendar_remember(fcinfo, argument);
}

#endif							/* BRADFORD_CALENDAR_CACHE_H */
