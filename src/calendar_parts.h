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
 * Adds a part, which begins on the day of the last one or later.  If on that
 * day, it may be joined to a part already there: a thousand side by side, most
 * of them alike, need not fit in memory.
 */
extern void calendar_add_part(CalendarParts *parts, const CalendarPart *part);

/* adds to a list of spans */
extern void calendar_add_span(Span **spans, int *n, Span span);

/*
 * Makes equal calendars look equal.  Patterns take their shortest form, and
 * days are limited to their part.  Patterns side by side are put in order, and
 * joined if one pattern can replace them.  Parts that do not differ are
 * joined.
 */
extern void calendar_normalise(CalendarParts *parts);

#endif							/* BRADFORD_CALENDAR_PARTS_H */
