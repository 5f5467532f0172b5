/*
 * naive.h
 *	  What the cores of src/core compute, again, day by day and from the
 *	  definitions alone.
 *
 * test/cores.c asks with random numbers and test/fuzz with mutated bytes; both
 * find here what the answer should be.  Slow and simple on purpose.
 */
#ifndef NAIVE_H
#define NAIVE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/calendar.h"
#include "core/date.h"
#include "core/score.h"
#include "core/span.h"

/* ---------- dates ---------- */

/* the dates of a whole cycle of 400 years from 2000-01-01 on, counted up one by one */
#define CYCLE_DAYS	146097

static CivilDate cycle[CYCLE_DAYS];

static inline bool
plain_leap_year(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static inline int
plain_month_length(int64_t year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return lengths[month - 1] + (month == 2 && plain_leap_year(year));
}

static inline void
count_cycle(void)
{
	CivilDate	date = {2000, 1, 1};
	int			i;

	for (i = 0; i < CYCLE_DAYS; i++)
	{
		cycle[i] = date;
		if (++date.day > plain_month_length(date.year, date.month))
		{
			date.day = 1;
			if (++date.month > 12)
			{
				date.month = 1;
				date.year++;
			}
		}
	}
}

static inline CivilDate
plain_date(int64_t day)
{
	int64_t		cycles = day / CYCLE_DAYS - (day % CYCLE_DAYS < 0);
	CivilDate	date;

	if (cycle[0].day == 0)
		count_cycle();
	date = cycle[day - cycles * CYCLE_DAYS];
	date.year += (int32_t) (400 * cycles);
	return date;
}

static inline bool
same_date(CivilDate a, CivilDate b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* how many answers about a day, and the day so many months from it, are wrong */
static inline int
wrong_dates(int64_t day, int64_t months)
{
	CivilDate	date = plain_date(day);
	CivilDate	later = civil_from_day(add_months(day, months));
	int			length = plain_month_length(later.year, later.month);
	int			wrong = 0;

	wrong += !same_date(civil_from_day(day), date);
	wrong += day_from_civil(date.year, date.month, date.day) != day;
	wrong += days_in_month(date.year, date.month) != plain_month_length(date.year, date.month);
	/* so many months later, on the same day or on the last one of a shorter month */
	wrong += ((int64_t) later.year - date.year) * 12 + later.month - date.month != months;
	wrong += later.day != (date.day < length ? date.day : length);
	return wrong;
}

/* ---------- sets of spans ---------- */

static inline bool
plain_in_spans(const Span *spans, int n, int64_t day)
{
	int			i;

	for (i = 0; i < n; i++)
		if (day >= spans[i].first && day <= spans[i].last)
			return true;
	return false;
}

/* how wrongly is a sorted list made a set?  Both hold the same days if they agree wherever a span begins or ends. */
static inline int
wrong_merge(const Span *given, int n)
{
	Span	   *merged = malloc(sizeof(Span) * (n + 1));
	int			left,
				wrong = 0,
				i,
				j;

	for (i = 0; i < n; i++)
		merged[i] = given[i];
	left = (int) spans_merge(merged, n);
	for (i = 1; i < left; i++)
		wrong += (int64_t) merged[i].first <= (int64_t) merged[i - 1].last + 1;
	for (i = 0; i < n + left; i++)
	{
		Span		span = i < n ? given[i] : merged[i - n];

		for (j = -1; j <= 1; j++)
		{
			wrong += plain_in_spans(given, n, (int64_t) span.first + j) != plain_in_spans(merged, left, (int64_t) span.first + j);
			wrong += plain_in_spans(given, n, (int64_t) span.last + j) != plain_in_spans(merged, left, (int64_t) span.last + j);
		}
	}
	free(merged);
	return wrong;
}

/* ---------- calendars ---------- */

/* the divisions that have a holiday on a known day */
static inline uint8_t
plain_holiday(int32_t day)
{
	static uint8_t divisions[DAYS_KNOWN];
	static bool listed = false;

	if (!listed)
	{
		Holiday		list[HOLIDAYS_A_YEAR];
		int			year;

		for (year = FIRST_KNOWN_YEAR; year <= LAST_KNOWN_YEAR; year++)
		{
			int			n = holidays_of_year(year, list);

			while (n-- > 0)
				divisions[list[n].day - FIRST_KNOWN_DAY] |= list[n].divisions;
		}
		listed = true;
	}
	return divisions[day - FIRST_KNOWN_DAY];
}

/* is a day worked by this part, as if the part were in force? */
static inline bool
plain_works_by(const CalendarPart *part, int32_t day)
{
	/* 2000-01-03 was a Monday: day 2 */
	int			weekday = (((day - 2) % 7) + 7) % 7;
	int			week = 0;

	if (plain_in_spans(part->open, part->nopen, day))
		return true;
	if (plain_in_spans(part->closed, part->nclosed, day))
		return false;
	if (part->weeks > 1)
	{
		week = (day - weekday - part->rota_from) / 7 % part->weeks;
		if (week < 0)
			week += part->weeks;
	}
	return ((part->week[week] >> weekday) & 1) && !(plain_holiday(day) & part->bases);
}

/* is a day worked by any part in force? */
static inline bool
plain_works(const CalendarPart *parts, int n, int32_t day)
{
	int			last = 0,
				i;

	for (i = 0; i < n; i++)
		if (parts[i].from <= day)
			last = i;
	for (i = 0; i <= last; i++)
		if (parts[i].from == parts[last].from && plain_works_by(&parts[i], day))
			return true;
	return false;
}

/* a calendar of parts, spread and counted; to be freed */
static inline WorkingDays *
spread_parts(const CalendarPart *parts, int n)
{
	WorkingDays *calendar = calloc(1, sizeof(WorkingDays));
	int			i = 0;

	while (i < n)
	{
		int			end = i + parts_abreast(&parts[i], n - i);
		int32_t		last = last_day_of_part(&parts[i], end - i, n - i);

		for (; i < end; i++)
			spread_part(calendar, &parts[i], last);
	}
	count_working_days(calendar);
	return calendar;
}

/* how many ranks, and days of ranks, differ from a walk over the days; asks about every stride-th day */
static inline long
wrong_ranks(const WorkingDays *calendar, int stride)
{
	int32_t		rank = 0,
				day;
	long		wrong = 0;

	for (day = FIRST_KNOWN_DAY; day <= LAST_KNOWN_DAY; day++)
	{
		bool		works = is_working(calendar, day);

		if ((day - FIRST_KNOWN_DAY) % stride == 0)
		{
			wrong += working_rank(calendar, day) != rank;
			wrong += works && working_day_of_rank(calendar, rank) != day;
		}
		rank += works;
	}
	return wrong + (working_rank(calendar, LAST_KNOWN_DAY + 1) != rank) + (calendar->count != rank);
}

/* select_bit against clearing bit after bit */
static inline int
wrong_bits(uint64_t word)
{
	uint64_t	rest;
	int			wrong = 0,
				place,
				k = 0;

	for (rest = word; rest != 0; rest &= rest - 1, k++)
	{
		for (place = 0; !((rest >> place) & 1); place++)
			;
		wrong += select_bit(word, k) != place;
	}
	return wrong + (count_bits(word) != k);
}

/* ---------- scores ---------- */

/*
 * The score again, from its definition alone (doc/score.md).  A day is a place in
 * arrays of DAYS days from "base" on.  Nobody is absent on a day before.
 */
#ifndef DAYS
#define DAYS		1500
#endif

typedef struct Person
{
	int32_t		base;
	ScoringRule rule;
	bool		absent[DAYS];
	bool		half[DAYS];
	bool		works[DAYS];
	bool		still_away;		/* no end, if absent on the last of the days */
	int			start[DAYS];	/* the last day before the window of each judged day */
} Person;

/* the dates of the days from "base" on; no program uses many bases */
static inline const CivilDate *
dates_from(int32_t base)
{
	static struct
	{
		int32_t		base;
		CivilDate	date[DAYS];
	}			known[8];
	static int	n = 0;
	int			i,
				day;

	for (i = 0; i < n; i++)
		if (known[i].base == base)
			return known[i].date;
	i = n < 8 ? n++ : 0;
	known[i].base = base;
	for (day = 0; day < DAYS; day++)
		known[i].date[day] = plain_date((int64_t) base + day);
	return known[i].date;
}

/* the last day before the window of a day; -1 for any day before the array's */
static inline int
plain_start(const Person *p, int day)
{
	const CivilDate *date = dates_from(p->base);
	int64_t		month = (int64_t) date[day].year * 12 + date[day].month - p->rule.months;
	int64_t		i;

	/* back to the same day of that month, or to its last day if it is shorter */
	for (i = day; i >= 0; i--)
		if ((int64_t) date[i].year * 12 + date[i].month == month && date[i].day <= date[day].day)
			break;
	i -= p->rule.days;
	return i < -1 ? -1 : (int) i;
}

/* does a day of the stretch count?  The stretch is a spell, or the part of it in the window. */
static inline bool
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
static inline int
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

static inline ScoreTotals
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

/* the days of a set as spans; returns how many there are */
static inline int
spans_of(const bool *in, int32_t base, Span *spans)
{
	int			n = 0,
				i;

	for (i = 0; i < DAYS; i++)
	{
		if (!in[i])
			continue;
		if (i == 0 || !in[i - 1])
			spans[n++].first = base + i;
		spans[n - 1].last = base + i;
	}
	return n;
}

/* makes a calendar of the working days in known years; returns how many days are in others */
static inline int
calendar_of(const Person *p, WorkingDays *calendar)
{
	int			unknown = 0,
				i;

	for (i = 0; i < DAYS; i++)
	{
		int32_t		day = p->base + i;
		uint32_t	offset = (uint32_t) (day - FIRST_KNOWN_DAY);

		if (!day_is_known(day))
			unknown++;
		else if (p->works[i])
			calendar->block[offset >> 6].bits |= UINT64_C(1) << (offset & 63);
	}
	count_working_days(calendar);
	return unknown;
}

/* how many questions were asked, and how many answers were wrong */
typedef struct ScoreTally
{
	long		days,
				run_days,
				parts,
				starts;
	long		wrong_days,
				wrong_runs,
				wrong_parts,
				wrong_starts;
} ScoreTally;

static int	pauses = 0;

static inline void
count_pauses(void)
{
	pauses++;
}

static inline bool
same_totals(ScoreTotals a, ScoreTotals b)
{
	return a.occasions == b.occasions && a.halves == b.halves;
}

/* are these the totals?  "other" is the same person with other working days in years that no calendar knows. */
static inline bool
right_totals(const Person *p, const Person *other, int day, ScoreTotals totals)
{
	return same_totals(totals, plain_totals(p, day)) &&
		(other == NULL || same_totals(totals, plain_totals(other, day)));
}

/*
 * Asks everything about a person from the first to the last of the judged days, and
 * once more about every stride-th of them.  Both are places in the arrays.
 */
static inline void
check_person(Person *p, int first, int last, int stride, ScoreTally *tally)
{
	Span		spells[DAYS],
				halves[DAYS],
				during = {p->base + first, p->base + last};
	ScoreGroup	groups[DAYS];
	ScoreTotals at[DAYS];
	bool		refused[DAYS];
	WorkingDays *calendar = calloc(1, sizeof(WorkingDays));
	ScoreCase	c = {.rule = &p->rule, .calendar = calendar, .spells = spells, .halves = halves, .pause = count_pauses};
	Person	   *other = NULL;
	bool		any_refused = false;
	ScoreSweep	sweep;
	ScoreRun	run;
	ScorePart	part;
	ScorePartCursor cursor;
	PlainPart	plain[DAYS];
	int64_t		next;
	int			day,
				n,
				i;

	for (i = first; i <= last; i++)
		p->start[i] = plain_start(p, i);
	if (calendar_of(p, calendar) > 0)
	{
		/* an answer must be right whatever the unknown days are, or refused */
		other = malloc(sizeof(Person));
		*other = *p;
		for (i = 0; i < DAYS; i++)
			if (!day_is_known(p->base + i))
				other->works[i] = !p->works[i];
	}
	c.nspells = spans_of(p->absent, p->base, spells);
	c.nhalves = spans_of(p->half, p->base, halves);
	if (p->still_away && p->absent[DAYS - 1])
		spells[c.nspells - 1].last = OPEN_DAY;

	/* each day as at that day */
	for (i = first; i <= last; i++, tally->days++)
	{
		c.unknown = false;
		at[i] = score_at(&c, p->base + i);
		refused[i] = c.unknown;
		any_refused = any_refused || c.unknown;
		if (c.unknown)
			tally->wrong_days += other == NULL || day_is_known(c.unknown_day);
		else
			tally->wrong_days += !right_totals(p, other, i, at[i]);
	}

	/* the same days as the runs of a sweep, which refuses if one of them is refused */
	c.unknown = false;
	score_sweep_begin(&sweep, &c, during, groups);
	next = during.first;
	while (score_sweep_next(&sweep, &run))
	{
		if (run.period.first != next || run.period.last < run.period.first || run.period.last > during.last)
		{
			tally->wrong_runs++;
			break;
		}
		for (day = run.period.first - p->base; !c.unknown && day <= run.period.last - p->base; day++)
			tally->wrong_runs += refused[day] || !same_totals(run.totals, at[day]);
		next = (int64_t) run.period.last + 1;
	}
	tally->wrong_runs += next != (int64_t) during.last + 1;
	tally->wrong_runs += c.unknown != any_refused;
	tally->run_days += last - first + 1;

	/* the sweep again, over some of the days only */
	c.unknown = false;
	score_sweep_rewind(&sweep);
	run.period.last = during.first - 1;
	for (day = first; day <= last; day += stride, tally->run_days++)
	{
		if (run.period.last < p->base + day)
		{
			score_sweep_skip_to(&sweep, p->base + day);
			tally->wrong_runs += !score_sweep_next(&sweep, &run) || run.period.first != p->base + day;
		}
		if (c.unknown || refused[day])
			break;
		tally->wrong_runs += !same_totals(run.totals, at[day]);
	}

	/* the workings of the last day */
	c.unknown = false;
	n = plain_parts(p, last, plain);
	i = 0;
	score_parts_begin(&c, during.last, &cursor);
	while (!refused[last] && score_parts_next(&c, &cursor, &part))
	{
		tally->parts++;
		if (part.flags & PART_LEFT_OUT)
			continue;
		tally->wrong_parts += i >= n || part.spell.first != p->base + plain[i].spell_first ||
			part.spell.last != p->base + plain[i].spell_last || part.halves != plain[i].halves ||
			first_counted_day(&c, part.counted) != p->base + plain[i].first_counted;
		i++;
	}
	tally->wrong_parts += !refused[last] && i != n;

	/* the windows' starts, and for each day the first one whose window it has left */
	i = first;
	for (n = p->start[i] + 1; n <= p->start[last]; n++, tally->starts++)
	{
		for (; p->start[i] < n; i++)
			tally->wrong_starts += p->start[i] >= 0 && window_start(&p->rule, p->base + i) != p->base + p->start[i];
		tally->wrong_starts += leaves_window(&p->rule, p->base + n) != (int64_t) p->base + i;
	}
	free(other);
	free(calendar);
}

#endif							/* NAIVE_H */
