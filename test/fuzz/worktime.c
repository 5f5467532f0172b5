/*
 * worktime.c
 *	  Target: breaches of working time, against a naive count.
 *
 * The bytes are limits, days of 23 to 25 hours, and times worked in half hours.
 * The naive count looks at each half hour by itself.
 */
#include "fuzz.h"

#include <string.h>

#include "core/worktime.h"

#define CELL		(30 * WORK_MINUTE)
#define CELLS_A_DAY	48
#define DAYS		84
#define CELLS		(DAYS * (CELLS_A_DAY + 2))
#define MOST		4000

typedef struct Found
{
	int			n;
	Breach		breach[MOST];
} Found;

static bool worked[CELLS + 4 * CELLS_A_DAY];
static bool is_night[CELLS + 4 * CELLS_A_DAY];
static int	midnight[DAYS + 1];		/* in cells */
static uint8_t flags[DAYS];
static int	hours_of_day[DAYS];
static Stint young_night[DAYS]; /* in cells */

static void
no_pause(void)
{
}

static void
keep(void *context, const Breach *breach)
{
	Found	   *found = context;

	demand(found->n < MOST, "more breaches than there can be");
	found->breach[found->n++] = *breach;
}

static void
add(Found *want, enum WorkRule rule, int from, int to, int64_t value, int64_t limit, int64_t hours, bool final)
{
	Breach		b = {0};

	b.rule = rule;
	b.at.from = from * CELL;
	b.at.to = to < 0 ? WORK_NO_END : to * CELL;
	b.value = value * CELL;
	b.limit = limit;
	b.by = b.value > limit ? b.value - limit : limit - b.value;
	b.hours = hours < 0 ? -1 : hours * CELL;
	b.divisor = b.night_weeks = -1;
	b.final = final;
	keep(want, &b);
}

static int
count(int from, int to)
{
	int			n = 0;

	for (; from < to; from++)
		n += worked[from];
	return n;
}

static int
count_at_night(int from, int to)
{
	int			n = 0;

	for (; from < to; from++)
		n += worked[from] && is_night[from];
	return n;
}

static int
naive_day(int cell)
{
	int			d = 0;

	while (midnight[d + 1] <= cell)
		d++;
	return d;
}

/* the longest run of free cells; the first that is at least "enough" cells long, if any */
static int
longest_rest(int from, int to, int64_t enough, int *ends)
{
	int			longest = 0;
	int			i;
	int			j;

	for (i = from; i < to; i = j + 1)
	{
		for (j = i; j < to && !worked[j]; j++)
			;
		if (j - i > longest)
		{
			longest = j - i;
			*ends = j;
		}
		if (longest > 0 && longest * CELL >= enough)
			break;
	}
	return longest;
}

static bool
young(const WorkCase *c, int day)
{
	return day < c->adult_from;
}

static void
naive_days_of_work(const WorkCase *c, int as_of, int *night_days, Found *want)
{
	int			begins = 0;
	int			last = CELLS + 2 * CELLS_A_DAY;

	memset(night_days, 0, sizeof(int) * DAYS);
	for (;;)
	{
		int			day;
		int			ends;
		int			next;
		int			stops;
		int			rest;
		int			gap;
		int			ignored;
		bool		goes_on;
		const RestLimits *limits;

		while (begins < last && !worked[begins])
			begins++;
		if (begins >= last)
			return;
		ends = next = begins + CELLS_A_DAY;
		day = naive_day(begins);
		limits = young(c, day) ? &c->limits.young : &c->limits.adult;
		rest = longest_rest(begins, ends, limits->daily_rest, &next);
		while (next < last && !worked[next])
			next++;
		goes_on = next < last;
		for (stops = next; !worked[stops - 1]; stops--)
			;
		gap = longest_rest(begins, stops, WORK_NO_END, &ignored);
		if (count_at_night(begins, stops) * CELL >= 3 * WORK_HOUR)
			night_days[day] = 1;
		if (day >= c->during_first && day <= c->during_last)
		{
			int			hours = count(begins, ends);

			if (rest * CELL < limits->daily_rest)
				add(want, DAILY_REST, begins, ends, rest, limits->daily_rest, hours, ends <= as_of);
			if (count(begins, stops) * CELL > limits->break_over && gap * CELL < limits->least_break)
				add(want, BREAK, begins, stops, gap, limits->least_break, count(begins, stops),
					goes_on || stops * CELL + limits->daily_rest <= as_of * CELL);
		}
		begins = next;
	}
}

/* any 24 hours from the beginning of a stint on, or from the end of the last such 24 hours */
static void
naive_night_hours(const WorkCase *c, int as_of, Found *want)
{
	int			free_from = 0;	/* the end of the last breach */
	int			begins;

	for (begins = 1; begins < CELLS; begins++)
	{
		int			ends = begins + CELLS_A_DAY;
		int			hours = count(begins, ends);
		int			day;

		if (begins < free_from || !worked[begins] || (worked[begins - 1] && begins != free_from))
			continue;
		if (hours * CELL <= c->limits.night || count_at_night(begins, ends) == 0)
			continue;
		free_from = ends;
		day = naive_day(begins);
		if (day >= c->during_first && day <= c->during_last)
			add(want, NIGHT_HOURS, begins, ends, hours, c->limits.night, hours, ends <= as_of);
	}
}

static void
naive_week(const WorkCase *c, int monday, int weeks, int as_of, Found *want)
{
	int			from = midnight[monday];
	int			to = midnight[monday + 7 * weeks];
	int64_t		least = young(c, monday) ? c->limits.young.weekly_rest : c->limits.adult.weekly_rest;
	int			enough = 0;
	int			ignored;
	int			first = longest_rest(from, to, WORK_NO_END, &ignored);
	int			second = 0;
	int			i;
	int			j;

	for (i = from; i < to; i = j + 1)
	{
		for (j = i; j < to && !worked[j]; j++)
			;
		enough += j > i && (j - i) * CELL >= least;
		/* the second one is the longest beside one of the longest */
		if (j - i > second && (j - i < first || ignored != j))
			second = j - i;
	}
	if (weeks == 1 && first * CELL < least)
		add(want, WEEKLY_REST, from, to, first, least, -1, to <= as_of);
	if (weeks == 2 && first * CELL < 2 * least && enough < 2 && least > 0)
	{
		int64_t		both = (first * CELL < least ? first * CELL : least) + (second * CELL < least ? second * CELL : least);
		Breach	   *b;

		add(want, FORTNIGHTLY_REST, from, to, 0, 2 * least, -1, to <= as_of);
		b = &want->breach[want->n - 1];
		b->value = first * CELL > both ? first * CELL : both;
		b->by = 2 * least - b->value;
	}
}

static void
naive_weeks(const WorkCase *c, int as_of, Found *want)
{
	int			monday;

	for (monday = c->monday; monday <= c->during_last; monday += 7)
	{
		int			first = c->monday - 700;
		int			fortnight;

		while (first + 7 <= c->employed_from)
			first += 7;
		fortnight = first;
		while (fortnight > monday)
			fortnight -= 14;
		while (fortnight + 14 <= monday)
			fortnight += 14;
		if (monday < c->during_first)
			continue;
		if (!c->limits.by_fortnight || young(c, fortnight))
			naive_week(c, monday, 1, as_of, want);
		else if (monday >= first && fortnight == monday)
			naive_week(c, monday, 2, as_of, want);
	}
}

static void
naive_young(const WorkCase *c, int as_of, Found *want)
{
	int			day;
	int			i;

	for (day = c->during_first; day <= c->during_last && young(c, day); day++)
	{
		int			hours = count(midnight[day], midnight[day + 1]);
		int			to = midnight[day];
		int			until = (int) young_night[day].to;

		if (hours * CELL > c->limits.young_day)
			add(want, YOUNG_DAY, midnight[day], midnight[day + 1], hours, c->limits.young_day, hours, midnight[day + 1] <= as_of);
		for (i = 0; day % 7 == c->monday && i < 7 && young(c, day + i); i++)
			to = midnight[day + i + 1];
		hours = count(midnight[day], to);
		if (hours * CELL > c->limits.young_week)
			add(want, YOUNG_WEEK, midnight[day], to, hours, c->limits.young_week, hours, to <= as_of);
		if (until > midnight[c->adult_from])
			until = midnight[c->adult_from];
		hours = count((int) young_night[day].from, until);
		if (hours > 0)
			add(want, YOUNG_NIGHT, (int) young_night[day].from, until, hours, 0, hours, until <= as_of);
	}
}

static void
naive_averages(const WorkCase *c, enum WorkRule rule, int as_of, const int *night_days, Found *want)
{
	int			length = 7 * (int) c->limits.reference_weeks;
	bool		running = false;
	bool		final = true;
	bool		cut = false;
	Breach		b;
	int64_t		worst = 0;
	int			from = 0;
	int			day;
	int			d;

	memset(&b, 0, sizeof(b));
	for (day = c->during_first; day <= c->during_last; day++)
	{
		int			said = day; /* the last day that was judged */
		int			first;
		int			weeks = (int) c->limits.reference_weeks;
		bool		agreed;
		bool		known = true;
		int64_t		a = 0;
		int64_t		later = 0;
		int			excluded = 0;
		int			later_days = 0;
		int			night_weeks = 0;
		bool		over;

		cut = midnight[day + 1] > as_of;
		if (cut)
			break;
		for (;; said--)
		{
			first = said - length + 1;
			agreed = rule == WEEKLY_AVERAGE && (flags[said] & DAY_OPTED_OUT) && !young(c, said);
			if (agreed || c->employed_from < first || said < c->employed_from || (said - c->employed_from + 1) % 7 == 0)
				break;
		}
		/* it is in the run already */
		if (said < day && day > c->during_first)
			continue;
		if (c->employed_from >= first)
		{
			first = c->employed_from;
			weeks = (said - first + 1) / 7;
			if (!agreed && said < first)
				continue;
		}
		for (d = first; d <= said; d++)
		{
			int			hours = hours_of_day[d];
			bool		is_agreed = (flags[d] & DAY_OPTED_OUT) && !young(c, d);

			if (rule == NIGHT_AVERAGE || !is_agreed)
				a += hours;
			excluded += (flags[d] & DAY_EXCLUDED) || (is_agreed && hours > 0);
		}
		for (d = said + 1; d < DAYS && later_days < excluded && midnight[d + 1] <= as_of; d++)
		{
			int			hours = hours_of_day[d];

			if (hours > 0 && !((flags[d] & DAY_OPTED_OUT) && !young(c, d)))
			{
				later_days++;
				later += hours;
			}
		}
		for (d = 0; d < weeks; d++)
		{
			int			i;
			bool		has = false;

			for (i = 0; i < 7; i++)
				has = has || night_days[first + 7 * d + i];
			night_weeks += has;
		}
		if (rule == WEEKLY_AVERAGE)
		{
			known = later_days == excluded;
			over = !agreed && (a + later) * CELL > c->limits.weekly * weeks;
		}
		else
		{
			later = 0;
			over = a * CELL > c->limits.night * 6 * weeks &&
				(c->limits.night_worker < 0 ? 3 * night_weeks >= weeks : c->limits.night_worker == 1);
			weeks *= 6;
		}
		if (!over && running)
		{
			b.at.to = midnight[day] * CELL;
			b.final = final && (agreed || known);
			keep(want, &b);
			running = false;
		}
		if (!over)
			continue;
		if (!running)
		{
			running = final = true;
			from = midnight[day];
			worst = -1;
		}
		final = final && known;
		if (worst < 0 || (a + later) * b.divisor > worst * weeks)
		{
			worst = a + later;
			memset(&b, 0, sizeof(b));
			b.rule = rule;
			b.at.from = from * CELL;
			b.limit = rule == WEEKLY_AVERAGE ? c->limits.weekly : c->limits.night;
			b.value = worst * CELL / weeks + (worst * CELL % weeks * 2 >= weeks);
			b.by = b.value - b.limit;
			b.hours = a * CELL;
			b.first = first;
			b.last = said;
			b.later_hours = later * CELL;
			b.divisor = weeks;
			b.excluded_days = rule == WEEKLY_AVERAGE ? excluded : 0;
			b.later_days = rule == WEEKLY_AVERAGE ? later_days : 0;
			b.night_weeks = rule == WEEKLY_AVERAGE ? -1 : night_weeks;
		}
	}
	if (running)
	{
		b.at.to = WORK_NO_END;
		b.final = final && !cut;
		keep(want, &b);
	}
}

/* equal lists of each rule, in the order of time */
static void
compare(const Found *got, const Found *want)
{
	int			rule;

	demand(got->n == want->n, "the number of breaches");
	for (rule = 0; rule < WORK_RULES; rule++)
	{
		int			i = 0;
		int			j = 0;

		for (;; i++, j++)
		{
			const Breach *g;
			const Breach *w;

			while (i < got->n && got->breach[i].rule != (enum WorkRule) rule)
				i++;
			while (j < want->n && want->breach[j].rule != (enum WorkRule) rule)
				j++;
			if (i == got->n || j == want->n)
				break;
			g = &got->breach[i];
			w = &want->breach[j];
			demand(g->at.from == w->at.from && g->at.to == w->at.to, "when");
			demand(g->value == w->value && g->limit == w->limit && g->by == w->by, "value");
			demand(g->final == w->final, "final");
			demand(g->hours == w->hours && g->first == w->first && g->last == w->last, "hours");
			demand(g->later_hours == w->later_hours && g->later_days == w->later_days && g->excluded_days == w->excluded_days, "later days");
			demand(g->divisor == w->divisor && g->night_weeks == w->night_weeks, "divisor");
		}
		demand(i == got->n && j == want->n, "breaches of a rule");
	}
}

static void
take_rests(Bytes *in, RestLimits *limits)
{
	limits->daily_rest = take_byte(in) % (CELLS_A_DAY + 1) * CELL;
	limits->weekly_rest = take_byte(in) % 200 * CELL;
	limits->break_over = take_byte(in) % 24 * CELL;
	limits->least_break = take_byte(in) % 4 * CELL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Found got;
	static Found want;
	static Stint work[CELLS];
	static int64_t instants[DAYS + 1];
	static Stint nights[DAYS];
	static Stint young_nights[DAYS];
	static int	night_days[DAYS];
	Bytes		in = {data, data + size};
	WorkCase	c;
	uint8_t		kinds = take_byte(&in);
	int			as_of;
	int			at;
	int			d;

	memset(&c, 0, sizeof(c));
	memset(worked, 0, sizeof(worked));
	memset(is_night, 0, sizeof(is_night));
	memset(flags, 0, sizeof(flags));
	got.n = want.n = 0;
	c.limits.reference_weeks = 1 + take_byte(&in) % 4;
	c.limits.weekly = take_byte(&in) % 200 * CELL;
	c.limits.night = take_byte(&in) % CELLS_A_DAY * CELL;
	c.limits.night_worker = kinds % 3 - 1;
	c.limits.night_absolute = (kinds & 4) != 0;
	c.limits.by_fortnight = (kinds & 8) != 0;
	take_rests(&in, &c.limits.adult);
	take_rests(&in, &c.limits.young);
	c.limits.young_day = take_byte(&in) % CELLS_A_DAY * CELL;
	c.limits.young_week = take_byte(&in) % 200 * CELL;
	c.monday = take_byte(&in) % 7;
	c.during_first = 7 * ((int) c.limits.reference_weeks + 2);
	c.during_last = c.during_first + take_byte(&in) % (DAYS - 14 - c.during_first);
	c.adult_from = take_byte(&in) % (DAYS + 1);
	c.employed_from = (kinds & 16) ? take_byte(&in) % 70 : -1 - take_byte(&in) % 30;
	for (d = 1; d <= DAYS; d++)
	{
		uint8_t		byte = (kinds & 32) ? take_byte(&in) : 0;

		midnight[d] = midnight[d - 1] + CELLS_A_DAY + (byte % 8 == 1 ? 2 : byte % 8 == 2 ? -2 : 0);
		flags[d - 1] = byte / 8 % 16 == 1 ? DAY_EXCLUDED : byte / 8 % 16 == 2 ? DAY_OPTED_OUT : byte == 255 ? DAY_OPTED_OUT | DAY_EXCLUDED : 0;
		if (byte >= 240 && d > 1)
			flags[d - 1] = flags[d - 2];
	}
	as_of = (kinds & 64) ? midnight[DAYS / 2] + take_byte(&in) * 8 : CELLS + 4 * CELLS_A_DAY;
	at = midnight[1];
	while (in.at < in.end)
	{
		int			from = at + (take_byte(&in) & 63);
		int			to = from + 1 + (take_byte(&in) & 63);

		if (to > midnight[DAYS - 2] || to > as_of)
			break;
		for (at = from; at < to; at++)
			worked[at] = true;
	}
	for (at = 0; at < CELLS; at++)
	{
		if (!worked[at])
			continue;
		work[c.n].from = at * CELL;
		while (worked[at])
			at++;
		work[c.n++].to = at * CELL;
	}
	for (d = 0; d < DAYS; d++)
		hours_of_day[d] = count(midnight[d], midnight[d + 1]);
	for (d = 0; d <= DAYS; d++)
		instants[d] = midnight[d] * CELL;
	for (d = 0; d < DAYS; d++)
	{
		nights[d].from = (midnight[d] + 46) * CELL;
		nights[d].to = (midnight[d + 1] + 12) * CELL;
		for (at = midnight[d] + 46; at < midnight[d + 1] + 12; at++)
			is_night[at] = true;
		young_night[d].from = midnight[d] + 44;
		young_night[d].to = midnight[d + 1] + 12;
		young_nights[d].from = young_night[d].from * CELL;
		young_nights[d].to = young_night[d].to * CELL;
	}
	c.work = work;
	c.days = DAYS;
	c.midnight = instants;
	c.night = nights;
	c.young_night = young_nights;
	c.flags = flags;
	c.as_of = as_of * CELL;
	c.room = calloc(1, worktime_room(DAYS));
	c.pause = no_pause;
	c.found = keep;
	c.context = &got;
	worktime_breaches(&c);
	free(c.room);

	naive_days_of_work(&c, as_of, night_days, &want);
	naive_weeks(&c, as_of, &want);
	naive_young(&c, as_of, &want);
	naive_averages(&c, WEEKLY_AVERAGE, as_of, night_days, &want);
	if (c.limits.night_absolute && c.limits.night_worker != 0)
		naive_night_hours(&c, as_of, &want);
	if (!c.limits.night_absolute && c.limits.night_worker != 0)
		naive_averages(&c, NIGHT_AVERAGE, as_of, night_days, &want);
	compare(&got, &want);
	return 0;
}
