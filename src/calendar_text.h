/*
 * calendar_text.h
 *	  The text form of bradford.calendar, and a calendar taken apart.
 */
#ifndef BRADFORD_CALENDAR_TEXT_H
#define BRADFORD_CALENDAR_TEXT_H

#include "bradford.h"

#include "lib/stringinfo.h"

#include "core/calendar.h"

/* a calendar as its parts, in order of date; there is always one */
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

/* appends the text form of normalised parts */
extern void calendar_print(StringInfo out, const CalendarParts *parts);

extern CalendarPart *calendar_add_part(CalendarParts *parts);

/* another calendar holds from this day on, the later parts of its own included */
extern void calendar_continue(CalendarParts *parts, int32 from, const CalendarParts *next);

#endif							/* BRADFORD_CALENDAR_TEXT_H */
