/*
 * span.h
 *	  A stretch of days, both ends included.
 *
 * Days are numbers since 2000-01-01.  A span that has not ended yet, such as
 * an absence of somebody still away, ends on OPEN_DAY.
 */
#ifndef CORE_SPAN_H
#define CORE_SPAN_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Span
{
	int32_t		first;
	int32_t		last;
} Span;

#define OPEN_DAY	INT32_MAX

/*
 * Merges a span into the last one of a sorted set, which begins no later.
 * False if the two neither overlap nor touch; the span has to be appended.
 */
static inline bool
span_merged_into(Span *last, Span span)
{
	/* an open end touches everything, and last + 1 must not overflow */
	if (last->last != OPEN_DAY && span.first > last->last + 1)
		return false;
	if (span.last > last->last)
		last->last = span.last;
	return true;
}

/* makes a set of spans in order of their first days, in place; returns how many are left */
extern int64_t spans_merge(Span *spans, int64_t n);

#endif							/* CORE_SPAN_H */
