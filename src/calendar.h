/*
 * calendar.h
 *	  bradford.calendar as a datum.
 */
#ifndef BRADFORD_CALENDAR_H
#define BRADFORD_CALENDAR_H

#include "bradford.h"

#include "utils/date.h"

#include "calendar_parts.h"
#include "core/calendar.h"

/*
 * A value is a varlena of a hash and the canonical text, so that equal
 * calendars are equal bytes.  The hash is our own (FNV-1a) and not the
 * server's, since it is stored in tables and must outlive server versions.
 */
#define CALENDAR_HASH_SIZE	sizeof(uint64)
#define CALENDAR_TEXT(value)	(VARDATA_ANY(value) + CALENDAR_HASH_SIZE)
#define CALENDAR_TEXT_SIZE(value)	(VARSIZE_ANY_EXHDR(value) - CALENDAR_HASH_SIZE)

/*
 * Makes a value of parts; they are normalised here and nowhere else.  NULL
 * after an error that the escontext has saved.
 */
extern struct varlena *calendar_of_parts(CalendarParts *parts, struct Node *escontext);

/* takes a value apart again */
extern void calendar_to_parts(struct varlena *value, CalendarParts *parts);

/* the order of the texts' bytes */
extern int	calendar_compare(struct varlena *a, struct varlena *b);

/* the DETAIL of every refusal of a day */
extern int	errdetail_known_days(void);

/* refuses a day outside the years that calendars know */
pg_noreturn extern void calendar_refuse_day(DateADT day);

#endif							/* BRADFORD_CALENDAR_H */
