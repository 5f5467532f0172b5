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

#include "core/staffing.h"
#include "naive.h"

static int	failures = 0;

static void
check(const char *what, long cases, long wrong)
{
	printf("%s: %ld cases, %ld wrong\n", what, cases, wrong);
	if (wrong > 0 || cases == 0)
		failures++;
}

/* a generator of our own: the same numbers on every machine */
static uint64_t seed = 42;

static uint32_t
draw(uint32_t n)
{
	static uint64_t state = 0;

	if (state == 0)
		state = seed;
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t) (state >> 33) % n;
}

/* a calendar's days, and what it answers about them */
static void
check_calendar(const char *what, const CalendarPart *parts, int n)
{
	WorkingDays *calendar = spread_parts(parts, n);
	long		wrong = wrong_ranks(calendar, 1);
	int32_t		day;

	for (day = FIRST_KNOWN_DAY; day <= LAST_KNOWN_DAY; day++)
		wrong += is_working(calendar, day) != plain_works(parts, n, day);
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

static void
check_bits(void)
{
	long		cases = 0,
				wrong = 0;
	int			i;

	for (i = 0; i < 100000; i++)
	{
		uint64_t	word = ((uint64_t) draw(UINT32_C(1) << 31) << 33) ^ ((uint64_t) draw(UINT32_C(1) << 31) << 11) ^ draw(2048);

		if (i % 3 == 0)
			word &= (uint64_t) draw(UINT32_C(1) << 31) * UINT64_C(0x100000001);
		if (i == 0)
			word = UINT64_MAX;
		wrong += wrong_bits(word);
		cases += count_bits(word);
	}
	check("bits of words", cases, wrong);
}

/* the rules against what was published, but for one-off days and the days moved for them */
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
		wrong += wrong_dates(day, (int) draw(2400) - 1200);
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
		Span		spans[20];
		int			n = (int) draw(20);

		for (i = 0; i < n; i++)
		{
			spans[i].first = (int32_t) draw(190);
			spans[i].last = spans[i].first + (int32_t) draw(10);
		}
		qsort(spans, (size_t) n, sizeof(Span), compare_spans);
		wrong += wrong_merge(spans, n);
		cases += n;
	}
	check("sets of spans", cases, wrong);
}

/* the days that people are judged on begin late enough for their windows to begin after "base" */
#define BASE		6000
#define JUDGED_FROM	650

static void
draw_person(Person *p)
{
	int			spells = (int) draw(14),
				week = (int) draw(128),
				first = 0,
				i;

	*p = (Person) {.base = BASE, .rule = {.minimum = 1}, .still_away = true};
	p->rule.months = draw(4) == 0 ? 0 : 1 + (int) draw(18);
	if (p->rule.months == 0)
		p->rule.days = 1 + (int) draw(600);
	else if (draw(4) == 0)
		p->rule.days = (int) draw(60);
	if (draw(3) == 0)
		p->rule.minimum = 1 + (int) draw(8);
	p->rule.edge = (uint8_t) draw(3);
	p->rule.count = (uint8_t) draw(3);
	p->rule.bridge = (uint8_t) draw(2);
	if (draw(2) == 0)
		week = MONDAY_TO_FRIDAY;
	for (i = 0; i < DAYS; i++)
		p->works[i] = ((week >> (i % 7)) & 1) && draw(30) > 0;

	/* spells anywhere, or a few days after the one before */
	while (spells-- > 0)
	{
		int			length = 1 + (int) (draw(2) == 0 ? 0 : draw(3) > 0 ? draw(9) : draw(20) > 0 ? draw(40) : draw(500));

		if (draw(2) == 0)
			first = (int) draw(DAYS);
		for (i = first; i < first + length && i < DAYS; i++)
			p->absent[i] = true;
		/* half days at both ends, and some that are no absence */
		if (draw(4) == 0 && first < DAYS)
			p->half[first] = true;
		if (draw(4) == 0 && first + length < DAYS)
			p->half[first + length - (int) draw(2)] = true;
		first += length + 1 + (int) draw(4);
	}
	if (draw(3) == 0)
		for (i = (int) draw(DAYS); i < DAYS && draw(40) > 0; i++)
			p->half[i] = true;
}

static void
check_scores(int people)
{
	ScoreTally	tally = {0};

	while (people-- > 0)
	{
		Person		p;
		int			first;

		draw_person(&p);
		first = JUDGED_FROM + (int) draw(DAYS - JUDGED_FROM - 200);
		check_person(&p, first, first + (int) draw(200), 1 + (int) draw(30), &tally);
	}
	check("scores of days", tally.days, tally.wrong_days);
	check("scores of runs", tally.run_days, tally.wrong_runs);
	check("parts of scores", tally.parts, tally.wrong_parts);
	check("starts of windows", tally.starts, tally.wrong_starts);
}

/* the ends of what a day, a window and a score can be */
static void
check_ends(void)
{
	static WorkingDays calendar;
	ScoringRule rule = {.months = INT32_MAX, .days = INT32_MAX, .minimum = 1};
	Span		always = {MIN_DAY, OPEN_DAY},
				during = {MAX_DAY - 3, MAX_DAY},
				early = {FIRST_KNOWN_DAY - 2, FIRST_KNOWN_DAY + 2},
				apart[] = {{FIRST_KNOWN_DAY - 5, FIRST_KNOWN_DAY - 4}, {FIRST_KNOWN_DAY, FIRST_KNOWN_DAY}};
	ScoreCase	c = {.rule = &rule, .calendar = &calendar, .spells = &always, .nspells = 1, .pause = count_pauses};
	ScoreGroup	group;
	ScoreSweep	sweep;
	ScoreRun	run;
	Span	   *many = malloc(sizeof(Span) * 100000);
	int64_t		half_points;
	long		wrong = 0,
				runs = 0;
	int			i;

	wrong += score_at(&c, MAX_DAY).halves != 2 * ((int64_t) MAX_DAY - MIN_DAY + 1);
	wrong += leaves_window(&rule, MAX_DAY) <= MAX_DAY || window_start(&rule, MIN_DAY) != MIN_DAY - 1;
	score_sweep_begin(&sweep, &c, during, &group);
	for (; score_sweep_next(&sweep, &run); runs++)
		wrong += run.totals.halves != 2 * ((int64_t) run.period.first - MIN_DAY + 1) || run.period.first != run.period.last;
	wrong += runs != 4;

	/* only a rule that counts working days asks for them, and only known ones have an answer */
	c.spells = &early;
	wrong += score_at(&c, FIRST_KNOWN_DAY).halves != 6 || c.unknown;
	rule.count = DAYS_WORKING;
	(void) score_at(&c, FIRST_KNOWN_DAY);
	wrong += !c.unknown || day_is_known(c.unknown_day);

	/* a gap of unknown days may hold a working day; a known one in it settles the question */
	rule.count = DAYS_CALENDAR;
	rule.bridge = BRIDGE_WORKING;
	c.spells = apart;
	c.nspells = 2;
	c.unknown = false;
	(void) score_at(&c, FIRST_KNOWN_DAY);
	wrong += !c.unknown;
	apart[1].first = apart[1].last = FIRST_KNOWN_DAY + 2;
	calendar.block[0].bits = 2;
	for (i = 1; i <= DAY_BLOCKS; i++)
		calendar.block[i].before = 1;
	c.unknown = false;
	wrong += score_at(&c, FIRST_KNOWN_DAY + 2).occasions != 2 || c.unknown;

	/* a long loop pauses, a short one does not */
	rule.bridge = BRIDGE_TOUCHING;
	for (i = 0; i < 100000; i++)
		many[i].first = many[i].last = 2 * i;
	c.spells = many;
	c.nspells = 10;
	pauses = 0;
	wrong += score_at(&c, 200000).occasions != 10 || pauses != 0;
	c.nspells = 100000;
	wrong += score_at(&c, 200000).occasions != 100000 || pauses < 100;
	free(many);

	/* S x S x D up to 64 bits */
	for (i = 0; i < 100000; i++)
	{
		ScoreTotals totals = {(int32_t) (draw(UINT32_C(1) << 31) >> draw(31)),
		((int64_t) draw(UINT32_C(1) << 31) << 31 | draw(UINT32_C(1) << 31)) >> draw(62)};
		long double product = (long double) totals.occasions * totals.occasions * totals.halves;
		bool		fits = score_half_points(totals, &half_points);

		wrong += fits ? (long double) half_points != product : product <= (long double) INT64_MAX;
	}
	check("ends of scores", i, wrong);
}

/* the numbers on duty, cell by cell of a short timeline */
#define CELLS		64
#define SHIFTS		12

static int
compare_times(const void *a, const void *b)
{
	int64_t		left = *(const int64_t *) a;
	int64_t		right = *(const int64_t *) b;

	return (left > right) - (left < right);
}

static long
wrong_staffing(void)
{
	int64_t		starts[SHIFTS];
	int64_t		ends[SHIFTS];
	int			on_duty[CELLS] = {0};
	int			n = draw(SHIFTS + 1);
	int			first = CELLS;
	int			last = 0;
	int			from = 0;
	Staffing	staffing;
	int			i;
	int			cell;

	for (i = 0; i < n; i++)
	{
		starts[i] = draw(CELLS - 1);
		ends[i] = starts[i] + 1 + draw(CELLS - starts[i]);
		if (ends[i] > CELLS)
			ends[i] = CELLS;
		for (cell = starts[i]; cell < ends[i]; cell++)
			on_duty[cell]++;
		first = starts[i] < first ? starts[i] : first;
		last = ends[i] > last ? ends[i] : last;
	}
	qsort(starts, n, sizeof(int64_t), compare_times);
	qsort(ends, n, sizeof(int64_t), compare_times);

	/* the steps: from the first to the last without a gap, each as long as possible */
	/* of nobody there is no array to read */
	staffing_begin(&staffing, n > 0 ? starts : NULL, n > 0 ? ends : NULL, n);
	for (cell = first; staffing_next(&staffing);)
	{
		if (staffing.step.from != cell || staffing.step.to <= cell ||
			(cell > first && on_duty[cell] == on_duty[cell - 1]))
			return 1;
		for (; cell < staffing.step.to; cell++)
			if (cell >= CELLS || on_duty[cell] != staffing.step.on_duty)
				return 1;
	}
	if (n > 0 ? cell != last : staffing_next(&staffing))
		return 1;

	/* stretches one after another, over both ends */
	staffing_begin(&staffing, n > 0 ? starts : NULL, n > 0 ? ends : NULL, n);
	while (from < CELLS)
	{
		int			to = from + 1 + draw(9);
		int			least = SHIFTS;
		int			most = 0;
		int			sum = 0;
		StaffingOf	answer;

		for (cell = from; cell < to; cell++)
		{
			int			count = cell < CELLS ? on_duty[cell] : 0;

			least = count < least ? count : least;
			most = count > most ? count : most;
			sum += count;
		}
		staffing_during(&staffing, from, to, &answer);
		if (answer.least != least || answer.most != most || answer.person_time != sum)
			return 1;
		from = to + draw(2) * draw(5);
	}
	return 0;
}

static void
check_staffing(void)
{
	long		wrong = 0;
	int			i;

	for (i = 0; i < 200000; i++)
		wrong += wrong_staffing();
	check("staffing", i, wrong);
}

int
main(int argc, char **argv)
{
	int			people = argc > 2 ? atoi(argv[2]) : 1000;

	if (argc > 1)
		seed = strtoull(argv[1], NULL, 10);
	check_bits();
	check_calendars();
	check_holidays();
	check_dates();
	check_spans();
	check_scores(people);
	check_ends();
	check_staffing();
	return failures > 0;
}
