/*
 * calendar.c
 *	  A calendar spread over the days that calendars know.
 */
#include "core/calendar.h"

#include <string.h>

#include "core/date.h"

static void
set_working(DaySet *set, int32_t day, bool working)
{
	uint32_t	offset = (uint32_t) (day - FIRST_KNOWN_DAY);
	uint64_t	bit = UINT64_C(1) << (offset & 63);

	if (working)
		set->bits[offset >> 6] |= bit;
	else
		set->bits[offset >> 6] &= ~bit;
}

/* sets the days of the spans that are in [first, last] */
static void
set_spans(DaySet *set, const Span *spans, int n, int32_t first, int32_t last,
		  bool working)
{
	int			i;

	for (i = 0; i < n; i++)
	{
		int32_t		day = spans[i].first > first ? spans[i].first : first;
		int32_t		end = spans[i].last < last ? spans[i].last : last;

		for (; day <= end; day++)
			set_working(set, day, working);
	}
}

/* closes the holidays of a part, which holds from "first" to "last" */
static void
close_holidays(DaySet *set, uint8_t divisions, int32_t first, int32_t last)
{
	Holiday		list[HOLIDAYS_A_YEAR];
	int			year;

	for (year = civil_from_day(first).year; year <= civil_from_day(last).year; year++)
	{
		int			n = holidays_of_year(year, list);
		int			i;

		for (i = 0; i < n; i++)
			if ((list[i].divisions & divisions) &&
				list[i].day >= first && list[i].day <= last)
				set_working(set, list[i].day, false);
	}
}

uint8_t
week_of(const CalendarPart *part, int32_t day)
{
	int32_t		week;

	if (part->weeks == 1)
		return part->week[0];
	week = (day - weekday_of(day) - part->rota_from) / 7 % part->weeks;
	return part->week[week < 0 ? week + part->weeks : week];
}

/* sets up to seven days from a day on, as bits */
static void
set_days(DaySet *set, int32_t day, uint64_t days)
{
	uint32_t	offset = (uint32_t) (day - FIRST_KNOWN_DAY);
	int			shift = offset & 63;

	set->bits[offset >> 6] |= days << shift;
	if (shift > 64 - 7 && (days >> (64 - shift)) != 0)
		set->bits[(offset >> 6) + 1] |= days >> (64 - shift);
}

void
part_days(DaySet *set, const CalendarPart *part, int32_t first, int32_t last)
{
	int32_t		monday;

	for (monday = first - weekday_of(first); monday <= last; monday += 7)
	{
		int32_t		day = monday > first ? monday : first;
		uint64_t	week = week_of(part, monday) >> (day - monday);

		if (last - day < 6)
			week &= (UINT64_C(1) << (last - day + 1)) - 1;
		set_days(set, day, week);
	}
	if (part->bases & UK_DIVISIONS)
		close_holidays(set, part->bases & UK_DIVISIONS, first, last);
	set_spans(set, part->closed, part->nclosed, first, last, false);
	set_spans(set, part->open, part->nopen, first, last, true);
}

void
spread_part(WorkingDays *calendar, const CalendarPart *part, int32_t last)
{
	int			from = word_of_day(part->from);
	int			to = word_of_day(last);
	DaySet		set;
	int			i;

	memset(&set.bits[from], 0, (size_t) (to - from + 1) * sizeof(uint64_t));
	part_days(&set, part, part->from, last);
	for (i = from; i <= to; i++)
		calendar->block[i].bits |= set.bits[i];
}

void
count_working_days(WorkingDays *calendar)
{
	int32_t		count = 0;
	int32_t		sampled = 0;
	int32_t		i;

	for (i = 0; i < DAY_BLOCKS; i++)
	{
		calendar->block[i].before = count;
		count += count_bits(calendar->block[i].bits);
		for (; sampled << SAMPLE_SHIFT < count; sampled++)
			calendar->sample[sampled] = (uint16_t) i;
	}
	calendar->block[DAY_BLOCKS].before = count;
	calendar->count = count;
}
