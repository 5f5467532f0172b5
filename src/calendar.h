/*
 * calendar.h
 *	  bradford.calendar as the rest of the shell sees it.
 */
#ifndef BRADFORD_CALENDAR_H
#define BRADFORD_CALENDAR_H

#include "bradford.h"

#include "utils/date.h"

#include "core/calendar.h"

/*
 * The expanded form of a bradford.calendar value.
 *
 * Expansions are kept for the life of the backend, keyed by the value itself,
 * so a column of many calendars costs one expansion each.  The pointer stays
 * good until the next call, so hold one calendar at a time.
 */
extern const WorkingDays *calendar_expand(Datum calendar);

/* refuses a day outside the years that calendars know */
pg_noreturn extern void calendar_refuse_day(DateADT day);

#endif							/* BRADFORD_CALENDAR_H */
