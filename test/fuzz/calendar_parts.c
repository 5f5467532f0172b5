/*
 * calendar_parts.c
 *	  Target: calendars in canonical form, and patterns side by side.
 *
 * The bytes are parts.  However they are joined and put in order, each day
 * works as the parts say, and the text says the same.
 */
#include "bradford.h"

#include "calendar.h"
#include "calendar_text.h"
#include "naive.h"
#include "parts.h"
#include "backend.h"

static Span *
copy_spans(const Span *spans, int n)
{
	return n == 0 ? NULL : memcpy(palloc(n * sizeof(Span)), spans, n * sizeof(Span));
}

/* the text of the parts, added as the reader would: those side by side in order, or from the last one */
static char *
text_of(const TakenParts *taken, bool backwards)
{
	CalendarParts parts = {0};
	StringInfoData text;
	int			first,
				end,
				i;

	for (first = 0; first < taken->n; first = end)
	{
		end = first + parts_abreast(&taken->part[first], taken->n - first);
		for (i = first; i < end; i++)
		{
			CalendarPart part = taken->part[backwards ? first + end - 1 - i : i];

			part.closed = copy_spans(part.closed, part.nclosed);
			part.open = copy_spans(part.open, part.nopen);
			calendar_add_part(&parts, &part);
		}
	}
	calendar_normalise(&parts);
	initStringInfo(&text);
	demand(calendar_print(&text, &parts, NULL), "a calendar cannot be written");
	return text.data;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Bytes		in = {data, data + size};
	TakenParts	taken;
	CalendarParts parts;
	WorkingDays *calendar;
	StringInfoData again;
	char	   *text;
	int32_t		day;

	take_parts(&in, &taken);
	text = text_of(&taken, false);
	demand(strcmp(text, text_of(&taken, true)) == 0, "the order of patterns side by side makes a difference");
	demand(calendar_parse(text, &parts, NULL), "its own text is refused");
	calendar = spread_parts(parts.part, parts.n);
	for (day = FIRST_KNOWN_DAY; day <= LAST_KNOWN_DAY; day = next_telling_day(&taken, day))
		demand(is_working(calendar, day) == plain_works(taken.part, taken.n, day), "a working day");
	free(calendar);

	calendar_normalise(&parts);
	initStringInfo(&again);
	demand(calendar_print(&again, &parts, NULL) && strcmp(text, again.data) == 0, "the canonical text is no fixed point");
	free_all();
	return 0;
}
