/*
 * calendar_value.h
 *	  bradford.calendar as a datum.
 */
#ifndef BRADFORD_CALENDAR_VALUE_H
#define BRADFORD_CALENDAR_VALUE_H

#include "calendar.h"
#include "calendar_text.h"

/*
 * A value is a varlena of a hash and the canonical text, so that equal
 * calendars are equal bytes.  The hash is our own (FNV-1a) and not the
 * server's, since it is stored in tables and must outlive server versions.
 */
#define CALENDAR_HASH_SIZE	sizeof(uint64)
#define CALENDAR_TEXT(value)	(VARDATA_ANY(value) + CALENDAR_HASH_SIZE)
#define CALENDAR_TEXT_SIZE(value)	(VARSIZE_ANY_EXHDR(value) - CALENDAR_HASH_SIZE)

/* the value of parts, which are normalised on the way */
extern struct varlena *calendar_value(CalendarParts *parts);

/* the value's text, ended by a zero byte */
extern char *calendar_text(struct varlena *value);

/* the parts of a value */
extern void calendar_parts(struct varlena *value, CalendarParts *parts);

/*
 * The expansion of a function's calendar argument.  Where the argument is
 * written into the query, the pointer is remembered for the query and the value
 * isn't looked at again.
 */
extern const WorkingDays *calendar_expand_argument(FunctionCallInfo fcinfo, int argument);

#endif							/* BRADFORD_CALENDAR_VALUE_H */
