/*
 * cores.c
 *	  Questions to the cores of src/core that can be answered in another way.
 *
 * Built and run by test/scripts/cores-stand-alone, without PostgreSQL and
 * under the sanitizers.  Prints what it checked; the exit status tells.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/calendar.h"
#include "core/date.h"
#include "core/span.h"

static int	failures = 0;

static void
check(const char *what, long cases, long wrong)
{
	printf("%s: %ld cases, %ld wrong\n", what, cases, wrong);
	if (wrong > 0 || cases == 0)
		failures++;
}

/* a generator of our own: the same numbers on every machine */
static uint32_t
draw(uint32_t n)
{
	static uint64_t state = 42;

	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t) (state >> 33) % n;
}

/* a calendar's answers against a walk over its days */
static void
check_calendar(const char *what, const CalendarPart *parts, int n)
{
	WorkingDays *calendar = malloc(sizeof(WorkingDays));
	long		wrong = 0;
	int32_t		rank = 0;
	int32_t		day;

	working_days_spread(calendar, parts, n);
	for (day = FIRST_KNOWN_DAY; day <= LAST_KNOWN_DAY; day++)
	{
		wrong += working_rank(calendar, day) != rank;
		if (is_working(calendar, day))
			wrong += working_day_of_rank(calendar, rank++) != day;
	}
	wrong += working_rank(calendar, LAST_KNOWN_DAY + 1) != rank || calendar->count != rank;
	check(what, DAYS_KNOWN, wrong);
	free(calendar);
}

static void
check_calendars(void)
{
	Span		closed[] = {{FIRST_KNOWN_DAY, FIRST_KNOWN_DAY + 400}, {9000, 20000}, {LAST_KNOWN_DAY, LAST_KNOWN_DAY}};
	Span		open[] = {{8000, 8003}, {LAST_KNOWN_DAY - 1, LAST_KNOWN_DAY - 1}};
	CalendarPart plain = {.from = FIRST_KNOWN_DAY, .bases = ENGLAND_AND_WALES, .week = {MONDAY_TO_FRIDAY}, .weeks = 1};
	CalendarPart parts[2] = {plain, plain};
	int			i;

	check_calendar("England and Wales", &plain, 1);
	plain.bases = EVERY_DAY;
	plain.week[0] = MONDAY_TO_SUNDAY;
	check_calendar("every day", &plain, 1);
	plain.week[0] = 0;
	check_calendar("no day", &plain, 1);
	parts[0].closed = closed;
	parts[0].nclosed = 3;
	parts[1].from = 9500;
	parts[1].bases = UK_DIVISIONS;
	parts[1].weeks = ROTA_WEEKS_MAX;
	parts[1].rota_from = 9499;
	parts[1].open = open;
	parts[1].nopen = 2;
	for (i = 0; i < ROTA_WEEKS_MAX; i++)
		parts[1].week[i] = (uint8_t) draw(128);
	check_calendar("two parts, a rota of 52 weeks, years closed", parts, 2);
}

/* select_bit against clearing bit after bit */
static void
check_bits(void)
{
	long		cases = 0,
				wrong = 0;
	int			i;

	for (i = 0; i < 100000; i++)
	{
		uint64_t	word = ((uint64_t) draw(UINT32_C(1) << 31) << 33) ^ ((uint64_t) draw(UINT32_C(1) << 31) << 11) ^ draw(2048);
		uint64_t	rest;
		int			k = 0;

		if (i % 3 == 0)
			word &= (uint64_t) draw(UINT32_C(1) << 31) * UINT64_C(0x100000001);
		if (i == 0)
			word = UINT64_MAX;
		for (rest = word; rest != 0; rest &= rest - 1, k++, cases++)
			wrong += select_bit(word, k) != count_bits((rest & -rest) - 1);
		wrong += count_bits(word) != k;
	}
	check("bits of words", cases, wrong);
}

/* the rules against what was published: the days of their own, and the days moved for them */
static void
check_holidays(void)
{
	Holiday		published[HOLIDAYS_A_YEAR],
				ruled[HOLIDAYS_A_YEAR];
	long		days = 0,
				only_published = 0,
				only_ruled = 0;
	int			year,
				division,
				side,
				i,
				j;

	for (year = FIRST_KNOWN_YEAR; year <= LAST_PUBLISHED_YEAR; year++)
	{
		int			n[2] = {holidays_of_year(year, published), holidays_by_rule(year, ruled)};
		const Holiday *list[2] = {published, ruled};

		for (division = ENGLAND_AND_WALES; division <= NORTHERN_IRELAND; division *= 2)
			for (side = 0; side < 2; side++)
				for (i = 0; i < n[side]; i++)
				{
					if (!(list[side][i].divisions & division))
						continue;
					days += side == 0;
					for (j = 0; j < n[1 - side]; j++)
						if (list[1 - side][j].day == list[side][i].day && (list[1 - side][j].divisions & division))
							break;
					if (j == n[1 - side])
					{
						only_published += side == 0;
						only_ruled += side == 1;
					}
				}
	}
	/* 12 one-off days in each division and one in Scotland; 14 days moved for them */
	printf("bank holidays to %d: %ld published, %ld by no rule, %ld moved\n", LAST_PUBLISHED_YEAR, days, only_published, only_ruled);
	check("bank holidays by rule", days, labs(only_published - 37) + labs(only_ruled - 14));
}

static void
check_dates(void)
{
	long		wrong = 0;
	int64_t		day;

	for (day = FIRST_KNOWN_DAY; day <= LAST_KNOWN_DAY; day++)
	{
		CivilDate	date = civil_from_day(day);
		int			months = (int) draw(2400) - 1200;
		CivilDate	later = civil_from_day(add_months(day, months));

		wrong += day_from_civil(date.year, date.month, date.day) != day;
		wrong += date.day > days_in_month(date.year, date.month);
		wrong += (later.year - date.year) * 12 + later.month - date.month != months;
		wrong += later.day != date.day && (later.day > date.day || later.day != days_in_month(later.year, later.month));
	}
	check("dates and months", LAST_KNOWN_DAY - FIRST_KNOWN_DAY + 1, wrong);
}

static int
compare_spans(const void *a, const void *b)
{
	return ((const Span *) a)->first - ((const Span *) b)->first;
}

static void
check_spans(void)
{
	long		cases = 0,
				wrong = 0;
	int			round,
				i;

	for (round = 0; round < 2000; round++)
	{
		bool		in[200] = {false},
					merged[202] = {false};
		Span		spans[20];
		int			n = (int) draw(20);
		int64_t		left;

		for (i = 0; i < n; i++)
		{
			int32_t		day;

			spans[i].first = (int32_t) draw(190);
			spans[i].last = spans[i].first + (int32_t) draw(10);
			for (day = spans[i].first; day <= spans[i].last; day++)
				in[day] = true;
		}
		qsort(spans, (size_t) n, sizeof(Span), compare_spans);
		left = spans_merge(spans, n);
		for (i = 0; i < left; i++)
		{
			int32_t		day;

			wrong += i > 0 && spans[i].first <= spans[i - 1].last + 1;
			for (day = spans[i].first; day <= spans[i].last; day++)
				merged[day] = true;
		}
		for (i = 0; i < 200; i++, cases++)
			wrong += in[i] != merged[i];
	}
	check("sets of spans", cases, wrong);
}

int
main(void)
{
	check_bits();
	check_calendars();
	check_holidays();
	check_dates();
	check_spans();
	return failures > 0;
}
