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
#include "core/score.h"
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

/* does a day of a year work by this part, asked for that day alone? */
static bool
plain_works(const CalendarPart *part, int32_t day, int year)
{
	int			weekday = (day + 7000 + 5) % 7;		/* day 0 was a Saturday */
	int			week = 0;
	bool		works;
	Holiday		list[HOLIDAYS_A_YEAR];
	int			n = holidays_of_year(year, list),
				i;

	if (part->weeks > 1)
		week = ((day - weekday - part->rota_from) / 7 + 10000 * part->weeks) % part->weeks;
	works = (part->week[week] >> weekday) & 1;
	for (i = 0; i < n; i++)
		if (list[i].day == day && (list[i].divisions & part->bases))
			works = false;
	for (i = 0; i < part->nclosed; i++)
		if (day >= part->closed[i].first && day <= part->closed[i].last)
			works = false;
	for (i = 0; i < part->nopen; i++)
		if (day >= part->open[i].first && day <= part->open[i].last)
			works = true;
	return works;
}

/* a calendar's answers against a walk over its days */
static void
check_calendar(const char *what, const CalendarPart *parts, int n)
{
	WorkingDays *calendar = calloc(1, sizeof(WorkingDays));
	long		wrong = 0;
	int32_t		rank = 0;
	int32_t		day;
	int			year = FIRST_KNOWN_YEAR,
				left = 365,
				i;

	for (i = 0; i < n; i++)
		spread_part(calendar, &parts[i], i + 1 < n ? parts[i + 1].from - 1 : LAST_KNOWN_DAY);
	count_working_days(calendar);
	i = 0;
	for (day = FIRST_KNOWN_DAY; day <= LAST_KNOWN_DAY; day++)
	{
		if (left-- == 0)
		{
			year++;
			left = (year % 4 == 0 ? 366 : 365) - 1;
		}
		if (i + 1 < n && parts[i + 1].from == day)
			i++;
		wrong += is_working(calendar, day) != plain_works(&parts[i], day, year);
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


/*
 * The score again, day by day, from its definition alone (doc/score.md).  Days are
 * told by their place in arrays of DAYS days from BASE on, and dates are counted up
 * from 2000-01-01 one by one, so nothing of src/core is used.
 */
#define BASE		6000
#define DAYS		1500
#define JUDGED_FROM	650			/* the windows of days before might begin before BASE */

typedef struct Person
{
	ScoringRule rule;
	bool		absent[DAYS];
	bool		half[DAYS];
	bool		works[DAYS];
	int			start[DAYS];	/* the last day before the window of each day */
} Person;

static int	year_of[DAYS],
			month_of[DAYS],
			day_of[DAYS];

static void
count_dates(void)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int			year = 2000,
				month = 1,
				day = 1,
				i;

	for (i = 0; i < BASE + DAYS; i++)
	{
		if (i >= BASE)
		{
			year_of[i - BASE] = year;
			month_of[i - BASE] = month;
			day_of[i - BASE] = day;
		}
		if (++day > lengths[month - 1] + (month == 2 && year % 4 == 0))
		{
			day = 1;
			if (++month > 12)
			{
				month = 1;
				year++;
			}
		}
	}
}

/* the last day before the window of a day */
static int
plain_start(const ScoringRule *rule, int day)
{
	int			month = year_of[day] * 12 + month_of[day] - rule->months;
	int			i = day;

	/* back to the same day of that month, or to its last day if it is shorter */
	while (year_of[i] * 12 + month_of[i] != month || day_of[i] > day_of[day])
		i--;
	return i - rule->days;
}

/* does a day of the stretch count?  The stretch is a spell, or the part of it in the window. */
static bool
plain_counts(const Person *p, int first, int last, int day)
{
	bool		before = false,
				after = false;
	int			i;

	if (p->rule.count == DAYS_CALENDAR)
		return true;
	if (p->works[day])
		return true;
	if (p->rule.count == DAYS_WORKING)
		return false;
	/* between two working days */
	for (i = first; i < day && !before; i++)
		before = p->works[i];
	for (i = day + 1; i <= last && !after; i++)
		after = p->works[i];
	return before && after;
}

typedef struct PlainPart
{
	int			spell_first;
	int			spell_last;
	int			first_counted;
	int64_t		halves;
} PlainPart;

/* the spells that count on a day; returns how many there are */
static int
plain_parts(const Person *p, int day, PlainPart *parts)
{
	bool		in_spell[DAYS + 1] = {false};
	int			start = p->start[day],
				n = 0,
				i,
				j;

	for (i = 0; i <= day; i++)
		in_spell[i] = p->absent[i];
	for (i = 0; i <= day && p->rule.bridge == BRIDGE_WORKING; i++)
	{
		/* a gap without a working day, with an absence on both sides */
		if (i == 0 || in_spell[i] || !in_spell[i - 1])
			continue;
		for (j = i; j <= day && !in_spell[j] && !p->works[j]; j++)
			;
		if (j <= day && in_spell[j])
			while (i < j)
				in_spell[i++] = true;
	}
	for (i = 0; i <= day; i = j + 1)
	{
		PlainPart	part = {i, i, -1, 0};
		int			own = 0,
					from = i;

		for (j = i; in_spell[j]; j++)
			;
		part.spell_last = j - 1;
		if (j == i || part.spell_last <= start)
			continue;
		for (i = from; i < j; i++)
			own += plain_counts(p, from, j - 1, i);
		if (own < p->rule.minimum || (p->rule.edge == EDGE_INSIDE && from <= start))
			continue;
		if (p->rule.edge == EDGE_CLIP && from <= start)
			from = start + 1;
		for (i = from; i < j; i++)
		{
			if (!plain_counts(p, from, j - 1, i))
				continue;
			part.halves += p->half[i] ? 1 : 2;
			if (part.first_counted < 0)
				part.first_counted = i;
		}
		if (part.first_counted >= 0)
			parts[n++] = part;
	}
	return n;
}

static ScoreTotals
plain_totals(const Person *p, int day)
{
	PlainPart	parts[DAYS];
	ScoreTotals totals = {0, 0};
	int			i;

	totals.occasions = plain_parts(p, day, parts);
	for (i = 0; i < totals.occasions; i++)
		totals.halves += parts[i].halves;
	return totals;
}

static bool
same_totals(ScoreTotals a, ScoreTotals b)
{
	return a.occasions == b.occasions && a.halves == b.halves;
}

/* the days of a set as spans; returns how many there are */
static int
spans_of(const bool *in, Span *spans)
{
	int			n = 0,
				i;

	for (i = 0; i < DAYS; i++)
	{
		if (!in[i])
			continue;
		if (i == 0 || !in[i - 1])
			spans[n++].first = BASE + i;
		spans[n - 1].last = BASE + i;
	}
	return n;
}

static void
calendar_of(const bool *works, WorkingDays *calendar)
{
	int			blocks = 0,
				i;

	for (i = 0; i < DAYS; i++)
	{
		uint32_t	offset = (uint32_t) (BASE + i - FIRST_KNOWN_DAY);

		if (works[i])
			calendar->block[offset >> 6].bits |= UINT64_C(1) << (offset & 63);
	}
	for (i = 0; i < DAY_BLOCKS; i++)
	{
		calendar->block[i].before = calendar->count;
		calendar->count += count_bits(calendar->block[i].bits);
		for (; blocks << SAMPLE_SHIFT < calendar->count; blocks++)
			calendar->sample[blocks] = (uint16_t) i;
	}
	calendar->block[DAY_BLOCKS].before = calendar->count;
}

static void
draw_person(Person *p)
{
	int			spells = (int) draw(14),
				week = (int) draw(128),
				first = 0,
				i;

	*p = (Person) {.rule = {.minimum = 1}};
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
	for (i = JUDGED_FROM; i < DAYS; i++)
		p->start[i] = plain_start(&p->rule, i);

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

static int	pauses = 0;

static void
count_pauses(void)
{
	pauses++;
}

static void
check_scores(int people)
{
	long		days = 0,
				run_days = 0,
				parts_seen = 0,
				starts = 0,
				wrong_days = 0,
				wrong_runs = 0,
				wrong_parts = 0,
				wrong_starts = 0;

	count_dates();
	while (people-- > 0)
	{
		Person		p;
		Span		spells[DAYS],
					halves[DAYS],
					during;
		ScoreGroup	groups[DAYS];
		WorkingDays *calendar = calloc(1, sizeof(WorkingDays));
		ScoreCase	c = {.rule = &p.rule, .calendar = calendar, .spells = spells, .halves = halves, .pause = count_pauses};
		ScoreSweep	sweep;
		ScoreRun	run;
		ScorePart	part;
		ScorePartCursor cursor;
		PlainPart	plain[DAYS];
		int64_t		next;
		int			day,
					n,
					i;

		draw_person(&p);
		calendar_of(p.works, calendar);
		c.nspells = spans_of(p.absent, spells);
		c.nhalves = spans_of(p.half, halves);
		/* somebody who is still away */
		if (c.nspells > 0 && spells[c.nspells - 1].last == BASE + DAYS - 1)
			spells[c.nspells - 1].last = OPEN_DAY;
		during.first = BASE + JUDGED_FROM + (int) draw(DAYS - JUDGED_FROM - 200);
		during.last = during.first + (int) draw(200);

		/* a period day by day, each as at that day, and as the runs of a sweep */
		score_sweep_begin(&sweep, &c, during, groups);
		next = during.first;
		while (score_sweep_next(&sweep, &run))
		{
			wrong_runs += run.period.first != next || run.period.last < run.period.first;
			for (day = run.period.first; day <= run.period.last; day++)
			{
				ScoreTotals totals = plain_totals(&p, day - BASE);

				wrong_runs += !same_totals(run.totals, totals);
				wrong_days += !same_totals(score_at(&c, day), totals);
				days++;
			}
			next = (int64_t) run.period.last + 1;
		}
		wrong_runs += next != (int64_t) during.last + 1;
		run_days += during.last - during.first + 1;

		/* the sweep again, over some of the days only */
		score_sweep_rewind(&sweep);
		run.period.last = during.first - 1;
		for (day = during.first; day <= during.last; day += 1 + (int) draw(30), run_days++)
		{
			if (run.period.last < day)
			{
				score_sweep_skip_to(&sweep, day);
				wrong_runs += !score_sweep_next(&sweep, &run) || run.period.first != day;
			}
			wrong_runs += !same_totals(run.totals, plain_totals(&p, day - BASE));
		}

		/* the workings of the last day */
		n = plain_parts(&p, during.last - BASE, plain);
		i = 0;
		score_parts_begin(&c, during.last, &cursor);
		while (score_parts_next(&c, &cursor, &part))
		{
			parts_seen++;
			if (part.flags & PART_LEFT_OUT)
				continue;
			wrong_parts += i >= n || part.spell.first != BASE + plain[i].spell_first ||
				part.spell.last != BASE + plain[i].spell_last || part.halves != plain[i].halves ||
				first_counted_day(&c, part.counted) != BASE + plain[i].first_counted;
			i++;
		}
		wrong_parts += i != n;

		/* the windows' starts, and the first day whose window lacks a day */
		i = JUDGED_FROM;
		for (n = p.start[i] + 1; n <= p.start[DAYS - 1]; n++, starts++)
		{
			for (; p.start[i] < n; i++)
				wrong_starts += window_start(&p.rule, BASE + i) != BASE + p.start[i];
			wrong_starts += leaves_window(&p.rule, BASE + n) != BASE + i;
		}
		wrong_days += c.unknown;
		free(calendar);
	}
	check("scores of days", days, wrong_days);
	check("scores of runs", run_days, wrong_runs);
	check("parts of scores", parts_seen, wrong_parts);
	check("starts of windows", starts, wrong_starts);
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

	/* working days are asked for only by a rule that counts them, and only known ones are told */
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
	return failures > 0;
}
