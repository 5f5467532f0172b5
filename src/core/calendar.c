/*
 * calendar.c
 *	  The index over a calendar's bitmap of working days.
 */
#include "core/calendar.h"

void
working_days_index(WorkingDays *calendar)
{
	int32_t		rank = 0;
	int32_t		offset;

	for (offset = 0; offset < DAYS_KNOWN; offset++)
	{
		if ((offset & 63) == 0)
			calendar->rank[offset >> 6] = (uint16_t) rank;
		if ((calendar->bits[offset >> 6] >> (offset & 63)) & 1)
			calendar->nth[rank++] = (uint16_t) offset;
	}
	calendar->rank[DAY_WORDS] = (uint16_t) rank;
	calendar->count = rank;
}
