/*
 * calendar.c
 *	  Target: the days of a calendar, against a walk over them.
 *
 * The bytes are parts with bases, rotas, and days closed and open.
 */
#include "fuzz.h"

#include "naive.h"
#include "parts.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Bytes		in = {data, data + size};
	TakenParts	taken;
	WorkingDays *calendar;
	int32_t		day;

	take_parts(&in, &taken);
	calendar = spread_parts(taken.part, taken.n);
	demand(wrong_ranks(calendar, taken.stride) == 0, "ranks of working days");
	for (day = FIRST_KNOWN_DAY; day <= LAST_KNOWN_DAY; day = next_telling_day(&taken, day))
		demand(is_working(calendar, day) == plain_works(taken.part, taken.n, day), "a working day");
	free(calendar);
	return 0;
}
