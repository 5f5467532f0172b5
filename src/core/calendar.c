/*
 * calendar.c
 *	  A calendar spread over the days that calendars know.
 */
#include "core/calendar.h"

#include <string.h>

#include "core/date.h"

static void
set_working(WorkingDays *calendar, int32_t day, bool working)
{
	uint32_t	offset = (uint32_t) (day - FIRST_KNOWN_DAY);
	uint64_t	bit = UINT64_C(1) << (offset & 63);

	if (working)
		calendar->block[offset >> 6].bits |= bit;
	else
		calendar->block[offset >> 6].bits &= ~bit;
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
set_spans(WorkingDays *calendar, const Span *spans, int n, int32_t first, int32_t last,
		  bool working)
{
	int			i;

	for (i = 0; i < n; i++)
	{
		int32_t		day = spans[i].first > first ? spans[i].first : first;
		int32_t		end = spans[i].last < last ? spans[i].last : last;

		for (; day <= end; day++)
			set_working(calendar, day, working);
	}
}

/* closes the holidays of a part, which holds from "first" to "last" */
static void
close_holidays(WorkingDays *calendar, uint8_t divisions, int32_t first, int32_t last)
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
				set_working(calendar, list[i].day, false);
	}
}

/* the days of the week that work in the week of a day, a rota running both ways */
static uint8_t
week_of(const CalendarPart *part, int32_t day)
{
	int32_t		week;

	if (part->weeks == 1)
		return part->week[0];
	week = (day - weekday_of(day) - part->rota_from) / 7 % part->weeks;
	return part->week[week < 0 ? week + part->weeks : week];
}

void
working_days_spread(WorkingDays *calendar, const CalendarPart *parts, int n)
{
	int			i;

	memset(calendar, 0, sizeof(*calendar));
	for (i = 0; i < n; i++)
	{
		const CalendarPart *part = &parts[i];
		int32_t		last = i + 1 < n ? parts[i + 1].from - 1 : LAST_KNOWN_DAY;
		int			weekday = weekday_of(part->from);
		uint8_t		week = week_of(part, part->from);
		int32_t		day;

		for (day = part->from; day <= last; day++)
		{
			if ((week >> weekday) & 1)
				set_working(calendar, day, true);
			if (++weekday == 7)
			{
				weekday = 0;
				week = week_of(part, day + 1);
			}
		}
		if (part->bases & UK_DIVISIONS)
			close_holidays(calendar, part->bases & UK_DIVISIONS, part->from, last);
		set_spans(calendar, part->closed, part->nclosed, part->from, last, false);
		set_spans(calendar, part->open, part->nopen, part->from, last, true);
	}
	count_up(calendar);
}
