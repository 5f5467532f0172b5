/*
 * span.h
 *	  A stretch of days, both ends included.
 *
 * Days are numbers since 2000-01-01.  A span that has not ended yet, such as
 * an absence of somebody still away, ends on OPEN_DAY.
 */
#ifndef CORE_SPAN_H
#define CORE_SPAN_H

#include <stdint.h>

typedef struct Span
{
	int32_t		first;
	int32_t		last;
} Span;

#define OPEN_DAY	INT32_MAX

#endif							/* CORE_SPAN_H */
