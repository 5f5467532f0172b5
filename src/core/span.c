/*
 * span.c
 *	  Sets of days as sorted spans that neither overlap nor touch.
 */
#include "core/span.h"

#include <stdlib.h>

static int
compare_spans(const void *a, const void *b)
{
	int32_t		x = ((const Span *) a)->first;
	int32_t		y = ((const Span *) b)->first;

	return (x > y) - (x < y);
}

int64_t
spans_sort_and_merge(Span *spans, int64_t n)
{
	int64_t		kept = 0;
	int64_t		i;

	if (n == 0)
		return 0;
	qsort(spans, (size_t) n, sizeof(Span), compare_spans);
	for (i = 1; i < n; i++)
	{
		if (!span_merged_into(&spans[kept], spans[i]))
			spans[++kept] = spans[i];
	}
	return kept + 1;
}
