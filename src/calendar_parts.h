/*
 * calendar_parts.h
 *	  A calendar taken apart.
 */
#ifndef BRADFORD_CALENDAR_PARTS_H
#define BRADFORD_CALENDAR_PARTS_H

#include "bradford.h"

#include "core/calendar.h"

/*
 * The parts in order of date; there is always one.  Parts with the same first day
 * stand side by side (core/calendar.h).
 */
typedef struct CalendarParts
{
	int			n;
	int			room;
	CalendarPart *part;
} CalendarParts;

/*
 * Adds a part, which begins with the last one or after it.  One that begins with
 * it may be taken into a part already there, so that a thousand side by side,
 * most of them alike, need not fit in memory.
 */
extern void calendar_add_part(CalendarParts *parts, const CalendarPart *part);

/* adds to a list of spans */
extern void calendar_add_span(Span **spans, int *n, Span span);

/*
 * Makes equal calendars look equal: patterns in their shortest form, days
 * limited to their part, patterns side by side in order and joined where one can
 * tell them, parts that do not differ joined.
 */
extern void calendar_normalise(CalendarParts *parts);

#endif							/* BRADFORD_CALENDAR_PARTS_H */
