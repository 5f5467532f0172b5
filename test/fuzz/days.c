/*
 * days.c
 *	  Target: dates, months, sets of spans and words of bits.
 */
#include "fuzz.h"

#include "naive.h"

static int
compare_spans(const void *a, const void *b)
{
	const Span *x = a;
	const Span *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

/* a day of the date type: near one of its ends, near 2000, or anywhere */
static int32_t
take_day(Bytes *in)
{
	int32_t		near = (int8_t) take_byte(in);

	switch (take_byte(in) % 4)
	{
		case 0:
			return MAX_DAY - (near & 127);
		case 1:
			return MIN_DAY + (near & 127);
		case 2:
			return near * 97;
	}
	return (int32_t) (MIN_DAY + take_word(in) % ((uint32_t) (MAX_DAY - MIN_DAY) + 1));
}

static void
check_window(Bytes *in, int32_t day)
{
	ScoringRule rule = {.months = take_number(in), .days = take_number(in)};
	int32_t		start = window_start(&rule, day);
	int64_t		gone = leaves_window(&rule, day);

	demand(start >= MIN_DAY - 1 && start <= day, "a window's start");
	/* the first day whose window starts on or after this one */
	if (gone <= MAX_DAY)
	{
		demand(window_start(&rule, (int32_t) gone) >= day, "a day left its window too early");
		demand(gone == day || window_start(&rule, (int32_t) gone - 1) < day, "a day left its window too late");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Bytes		in = {data, data + size};
	int32_t		day = take_day(&in);
	int64_t		months = take_number(&in);
	uint64_t	word;
	Span		spans[16];
	int			n,
				i;

	/* as far as a window of the longest rule leads from a day of the date type */
	demand(wrong_dates(day, months) == 0, "a date, or months after it");
	demand(wrong_dates(day, -months) == 0, "a date, or months before it");
	demand(weekday_of(day) == (int) ((((int64_t) day - 2) % 7 + 7) % 7), "a day of the week");
	check_window(&in, day);

	word = (uint64_t) take_word(&in) << 32;
	word |= take_word(&in);
	demand(wrong_bits(word) == 0, "a bit of a word");

	n = take_byte(&in) % 16;
	for (i = 0; i < n; i++)
	{
		uint8_t		length = take_byte(&in);

		spans[i].first = day > MAX_DAY - 300 ? day - take_byte(&in) : day + take_byte(&in);
		if (spans[i].first < MIN_DAY)
			spans[i].first = MIN_DAY;
		spans[i].last = length == 255 ? OPEN_DAY :
			spans[i].first > MAX_DAY - length ? MAX_DAY : spans[i].first + length;
	}
	qsort(spans, n, sizeof(Span), compare_spans);
	demand(wrong_merge(spans, n) == 0, "a set of spans");
	return 0;
}
