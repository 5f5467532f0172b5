/*
 * daterange.h
 *	  PostgreSQL's dates, dateranges and datemultiranges as day spans.
 *
 * The one place that takes ranges apart and puts them together again, and the
 * one place that refuses infinite or empty ones.  "what" names the argument
 * in the refusal.
 */
#ifndef BRADFORD_DATERANGE_H
#define BRADFORD_DATERANGE_H

#include "bradford.h"

#include "utils/date.h"
#include "utils/multirangetypes.h"
#include "utils/rangetypes.h"

#include "core/span.h"

/* the ISO text of a day, palloc'd, for messages */
extern char *day_text(DateADT day);

/*
 * Reads a day written as YYYY-MM-DD, with " BC" behind it before the year 1, as
 * day_text() writes it.  date_in() will not do: it reads by DateStyle and knows
 * words such as today.  False if the text from start to end is no such day.
 */
extern bool read_iso_day(const char *start, const char *end, DateADT *day);

/* refuses infinity and -infinity */
extern void require_finite_date(DateADT day, const char *what);

/* the span of a range that begins and ends on a date */
extern Span daterange_span(RangeType *range, const char *what);

/* the same for one whose end may be open: OPEN_DAY */
extern Span daterange_open_span(RangeType *range, const char *what);

/* the daterange of a span */
extern Datum span_daterange(Span span);

/*
 * The spans of a set, in order: in the caller's room if they fit, else
 * palloc'd.  The end of the last may be open: OPEN_DAY.
 */
extern Span *datemultirange_spans(MultirangeType *set, const char *what,
								  Span *room, int nroom, int *n);

/* the same for a set that has to begin and end on a date */
extern Span *datemultirange_finite_spans(MultirangeType *set, const char *what,
										 Span *room, int nroom, int *n);

/* the datemultirange of sorted spans that neither overlap nor touch */
extern Datum spans_datemultirange(const Span *spans, int n);

/* makes a sorted set of any spans, in place; returns how many are left */
extern int64 spans_sort_and_merge(Span *spans, int64 n);

#endif							/* BRADFORD_DATERANGE_H */
