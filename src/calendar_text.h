/*
 * calendar_text.h
 *	  The text form of bradford.calendar.
 */
#ifndef BRADFORD_CALENDAR_TEXT_H
#define BRADFORD_CALENDAR_TEXT_H

#include "bradford.h"

#include "lib/stringinfo.h"

#include "calendar_parts.h"

/*
 * The longest text.  A list of all days one by one takes 0.4 MB; only
 * thousands of different rotas one after the other reach this limit.
 */
#define CALENDAR_TEXT_MAX_MB	64
#define CALENDAR_TEXT_MAX	(CALENDAR_TEXT_MAX_MB * 1024 * 1024)

/*
 * Reads a text form.  A bad one is an error; with an escontext that saves
 * errors, the result is then false.
 */
extern bool calendar_parse(const char *text, CalendarParts *parts, struct Node *escontext);

/* appends the text form of normalised parts; false after an error that was saved */
extern bool calendar_print(StringInfo out, const CalendarParts *parts, struct Node *escontext);

#endif							/* BRADFORD_CALENDAR_TEXT_H */
