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

/* the order of the texts' bytes */
extern int	calendar_compare(struct varlena *a, struct varlena *b);

/* the parts of a value */
extern void calendar_parts(struct varlena *value, CalendarParts *parts);

/*
 * What a function remembers of its calendar argument from row to row, if that
 * is written into the query.  The generation is that of the table of expansions,
 * which is emptied when it is full; 0 is none.
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

#endif							/* BRADFORD_CALENDAR_VALUE_H */
