/*
 * date_text.h
 *	  Days as ISO text, whatever DateStyle is.
 */
#ifndef BRADFORD_DATE_TEXT_H
#define BRADFORD_DATE_TEXT_H

#include "bradford.h"

#include "utils/date.h"

/* the text of a day, palloc'd, for messages and text forms */
extern char *day_text(DateADT day);

/*
 * Reads a day written as YYYY-MM-DD, with " BC" behind it before the year 1, as
 * day_text() writes it.  date_in() will not do: it reads by DateStyle and knows
 * words such as today.  False if the text from start to end is no such day.
 */
extern bool read_iso_day(const char *start, const char *end, DateADT *day);

#endif							/* BRADFORD_DATE_TEXT_H */
