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

/* counts the working days and samples them, once the bits are as they shall be */
static void
count_up(WorkingDays *calendar)
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

void
part_spread(DaySet *set, const CalendarPart *part, int32_t last)
{
	int			weekday = weekday_of(part->from);
	uint8_t		week = week_of(part, part->from);
	int32_t		day;

	for (day = part->from; day <= last; day++)
	{
		if ((week >> weekday) & 1)
			set_working(set, day, true);
		if (++weekday == 7)
		{
			weekday = 0;
			week = week_of(part, day + 1);
		}
	}
	if (part->bases & UK_DIVISIONS)
		close_holidays(set, part->bases & UK_DIVISIONS, part->from, last);
	set_spans(set, part->closed, part->nclosed, part->from, last, false);
	set_spans(set, part->open, part->nopen, part->from, last, true);
}

/* adds the days of a part, by way of an empty set that is left empty again */
static void
add_part(WorkingDays *calendar, DaySet *set, const CalendarPart *part, int32_t last)
{
	int32_t		i = (part->from - FIRST_KNOWN_DAY) >> 6;

	part_spread(set, part, last);
	for (; i <= (last - FIRST_KNOWN_DAY) >> 6; i++)
	{
		calendar->block[i].bits |= set->bits[i];
		set->bits[i] = 0;
	}
}

void
working_days_spread(WorkingDays *calendar, const CalendarPart *parts, int n)
{
	DaySet		set;
	int			i = 0;

	memset(calendar, 0, sizeof(*calendar));
	memset(&set, 0, sizeof(set));
	while (i < n)
	{
		int			end = i + parts_abreast(parts + i, n - i);
		int32_t		last = last_day_of_part(parts + i, end - i, n - i);

		for (; i < end; i++)
			add_part(calendar, &set, &parts[i], last);
	}
	count_up(calendar);
}
