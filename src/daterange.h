/*
 * daterange.h
 *	  PostgreSQL's dates, dateranges and datemultiranges as day spans.
 *
 * The one place that takes ranges apart and puts them together again, and the
 * one place that refuses infinite or empty ones.
 */
#ifndef BRADFORD_DATERANGE_H
#define BRADFORD_DATERANGE_H

#include "bradford.h"

#include "utils/date.h"
#include "utils/multirangetypes.h"
#include "utils/rangetypes.h"

#include "core/span.h"

/*
 * The finite, non-empty daterange of an argument; anything else is refused with a message
 * that calls it "what".  "last" is the last day in it.
 */
extern Span daterange_span(RangeType *range, const char *what);

/* the daterange [first, last], both included */
extern Datum span_daterange(Span span);

/* the spans of a datemultirange, in order, palloc'd; an open end is OPEN_DAY */
extern Span *datemultirange_spans(MultirangeType *set, int *n);

/* the datemultirange of sorted spans that neither overlap nor touch */
extern Datum spans_datemultirange(const Span *spans, int n);

/* refuses infinity and -infinity for the date argument "what" */
extern void require_finite_date(DateADT day, const char *what);

#endif							/* BRADFORD_DATERANGE_H */
