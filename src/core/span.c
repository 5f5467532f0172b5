/*
 * span.c
 *	  Sets of days as sorted spans that neither overlap nor touch.
 */
#include "core/span.h"

int64_t
spans_merge(Span *spans, int64_t n)
{
	int64_t		kept = 0;
	int64_t		i;

	if (n == 0)
		return 0;
	for (i = 1; i < n; i++)
	{
		if (!span_merged_into(&spans[kept], spans[i]))
			spans[++kept] = spans[i];
	}
	return kept + 1;
}
