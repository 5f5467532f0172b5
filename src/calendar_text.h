/*
 * calendar_text.h
 *	  The text form of bradford.calendar, and a calendar taken apart.
 */
#ifndef BRADFORD_CALENDAR_TEXT_H
#define BRADFORD_CALENDAR_TEXT_H

#include "bradford.h"

#include "lib/stringinfo.h"

#include "core/calendar.h"

/*
 * A calendar as its parts, in order of date; there is always one.  Parts with the
 * same first day stand side by side (core/calendar.h).
 */
typedef struct CalendarParts
{
	int			n;
	int			room;
	CalendarPart *part;
} CalendarParts;

/*
 * Reads a text form.  A bad one is an error; with an escontext that saves
 * errors, the result is then false.
 */
extern bool calendar_parse(const char *text, CalendarParts *parts, struct Node *escontext);

/*
 * Makes equal calendars look equal: patterns in their shortest form, days
 * sorted, merged and limited to their part, parts that do not differ joined.
 */
extern void calendar_normalise(CalendarParts *parts);

/* adds to a list of spans */
extern void calendar_add_span(Span **spans, int *n, Span span);

/* appends the text form of normalised parts */
extern void calendar_print(StringInfo out, const CalendarParts *parts);

/*
 * Adds a part, which begins with the last one or after it.  One that begins with
 * it may be taken into a part already there, so that a thousand side by side,
 * most of them alike, need not fit in memory.
 */
extern void calendar_add_part(CalendarParts *parts, const CalendarPart *part);

#endif							/* BRADFORD_CALENDAR_TEXT_H */
