/*
 * worktime.c
 *	  Working time and the limits of the Working Time Regulations 1998.
 *
 * Each rule is one walk over the days or over the stints.  Sums of days stand in
 * arrays, so an average over any reference period is a difference of two sums,
 * and the later days that take the place of excluded ones are found by their
 * rank among the days worked.
 */
#include "core/worktime.h"

/*
 * reg 2: hours of a day's work that make it night work; in one week of so
 * many, they make a night worker
 */
#define NIGHT_WORK		(3 * WORK_HOUR)
#define NIGHT_WEEKS_IN	3

#define STEPS_BETWEEN_PAUSES	1024

/* What is counted of the days, each up to a day that is not included. */
typedef struct Sums
{
	int64_t    *worked;			/* hours of one day */
	int64_t    *all;			/* hours */
	int64_t    *counted;		/* hours of days without an opt-out */
	int64_t    *by_rank;		/* hours of so many days worked that are over */
	int32_t    *rank;			/* days worked that are over, without an opt-out */
	int32_t    *excluded;		/* days excluded, or worked under an opt-out */
	int32_t    *nights;			/* days with night work */
	int32_t    *night_weeks;	/* of the weeks that end seven days apart: those with night work */
	int			over;			/* days that are over at as_of */
} Sums;

static int64_t
least_of(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
most_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void
pause_at(const WorkCase *c, int step)
{
	if (step % STEPS_BETWEEN_PAUSES == STEPS_BETWEEN_PAUSES - 1)
		c->pause();
}

uint64_t
worktime_room(int days)
{
	return ((uint64_t) days + 1) * (4 * sizeof(int64_t) + 4 * sizeof(int32_t));
}

static Sums
sums_in(const WorkCase *c)
{
	Sums		s;
	int			n = c->days + 1;

	s.worked = c->room;
	s.all = s.worked + n;
	s.counted = s.all + n;
	s.by_rank = s.counted + n;
	s.rank = (int32_t *) (s.by_rank + n);
	s.excluded = s.rank + n;
	s.nights = s.excluded + n;
	s.night_weeks = s.nights + n;
	s.over = 0;
	return s;
}

static bool
is_young(const WorkCase *c, int day)
{
	return day < c->adult_from;
}

/* an opt-out is none under 18 */
static bool
opted_out(const WorkCase *c, int day)
{
	return (c->flags[day] & DAY_OPTED_OUT) != 0 && !is_young(c, day);
}

static const RestLimits *
rest_limits(const WorkCase *c, int day)
{
	return is_young(c, day) ? &c->limits.young : &c->limits.adult;
}

/* the day of an instant, from a day on that is not after it */
static int
day_from(const WorkCase *c, int day, int64_t instant)
{
	while (day < c->days - 1 && c->midnight[day + 1] <= instant)
		day++;
	return day;
}

/* how much of the stints lies between two instants, from stint *at on, which moves up to there */
static int64_t
worked_between(const WorkCase *c, int *at, int64_t from, int64_t to)
{
	int64_t		sum = 0;
	int			i;

	if (from >= to)
		return 0;
	while (*at < c->n && c->work[*at].to <= from)
		(*at)++;
	for (i = *at; i < c->n && c->work[i].from < to; i++)
		sum += least_of(c->work[i].to, to) - most_of(c->work[i].from, from);
	return sum;
}

static void
report(const WorkCase *c, enum WorkRule rule, Stint at, int64_t value, int64_t limit, int64_t hours, bool final)
{
	Breach		b = {0};

	b.rule = rule;
	b.at = at;
	b.value = value;
	b.limit = limit;
	b.by = value > limit ? value - limit : limit - value;
	b.hours = hours;
	b.divisor = -1;
	b.night_weeks = -1;
	b.final = final;
	c->found(c->context, &b);
}

static bool
asked_for(const WorkCase *c, int day)
{
	return day >= c->during_first && day <= c->during_last;
}

static void
add_hours_of_days(const WorkCase *c, Sums *s)
{
	int			day = 0;
	int			i;

	for (i = 0; i < c->n; i++)
	{
		int64_t		from = c->work[i].from;

		pause_at(c, i);
		day = day_from(c, day, from);
		while (c->work[i].to > c->midnight[day + 1])
		{
			s->worked[day] += c->midnight[day + 1] - from;
			from = c->midnight[++day];
			pause_at(c, day);
		}
		s->worked[day] += c->work[i].to - from;
	}
}

/*
 * Daily rest (reg 10) and breaks (reg 12).
 *
 * The law does not speak of shifts.  A period of 24 hours begins when work
 * begins after a daily rest, and has to hold such a rest.  The next one begins
 * with the work after that, or after the longest rest if none is long enough,
 * or at the end if there was no rest at all.  The work from one beginning to
 * the next is a day's work: its breaks are the gaps in it.
 */
static void
walk_days_of_work(const WorkCase *c, Sums *s)
{
	int			i = 0;
	int			day = 0;
	int			step = 0;
	int64_t		begins = c->n > 0 ? c->work[0].from : 0;

	while (i < c->n)
	{
		int64_t		ends = begins + WORK_DAY;
		int64_t		rest = 0;
		int64_t		gap = 0;
		int64_t		total = 0;
		int64_t		at_night = 0;
		int64_t		next = ends;
		int64_t		stops;
		int			last = i;	/* the last stint of the day's work */
		int			after = i;	/* the stint in which the next one begins */
		int			night;
		int			j;
		const RestLimits *limits;

		pause_at(c, step++);
		day = day_from(c, day, begins);
		limits = rest_limits(c, day);

		for (j = i;; j++)
		{
			int64_t		free_to = j + 1 < c->n ? c->work[j + 1].from : WORK_NO_END;
			int64_t		free;

			pause_at(c, step++);
			if (c->work[j].to >= ends)
			{
				if (rest == 0)
				{
					last = j;
					after = c->work[j].to > ends ? j : j + 1;
					next = c->work[j].to > ends || after == c->n ? ends : c->work[after].from;
				}
				break;
			}
			free = least_of(free_to, ends) - c->work[j].to;
			if (free > rest)
			{
				rest = free;
				last = j;
				after = j + 1;
				next = free_to;
			}
			if (rest >= limits->daily_rest || free_to >= ends)
				break;
		}

		/* the day's work */
		stops = least_of(c->work[last].to, next);
		night = day > 0 ? day - 1 : 0;
		for (j = i; j <= last; j++)
		{
			int64_t		from = most_of(c->work[j].from, begins);
			int64_t		to = least_of(c->work[j].to, next);
			int			k;

			pause_at(c, step++);
			total += to - from;
			if (j > i)
				gap = most_of(gap, from - c->work[j - 1].to);
			while (night < c->days && c->night[night].to <= from)
				night++;
			for (k = night; k < c->days && c->night[k].from < to; k++)
				at_night += least_of(c->night[k].to, to) - most_of(c->night[k].from, from);
		}
		if (at_night >= NIGHT_WORK)
			s->nights[day] = 1;

		if (asked_for(c, day))
		{
			Stint		period = {begins, ends};
			Stint		work = {begins, stops};
			int			k = i;
			int64_t		hours = worked_between(c, &k, begins, ends);

			if (rest < limits->daily_rest)
				report(c, DAILY_REST, period, rest, limits->daily_rest, hours, ends <= c->as_of);
			if (total > limits->break_over && gap < limits->least_break)
				report(c, BREAK, work, gap, limits->least_break, total,
					   after < c->n || stops <= c->as_of - limits->daily_rest);
		}
		i = after;
		begins = next;
	}
}

/*
 * With special hazards, the hours of night workers (reg 6(7)): any 24 hours with
 * night work.
 *
 * It is enough to look at those that begin with a stint.  Others that begin in
 * it hold no more work: what they gain at their end they lack at their
 * beginning.  After a breach, the next 24 hours follow, so no hour is reported
 * twice.
 */
static void
walk_night_hours(const WorkCase *c)
{
	int			i = 0;			/* the stint in which the 24 hours begin */
	int			after = 0;		/* the first one that does not end within them */
	int			at_night = 0;	/* the first one that may have night work left */
	int			night = 0;
	int			day = 0;
	int			step = 0;
	int64_t		within = 0;		/* work of the stints before "after" */
	int64_t		begins = c->n > 0 ? c->work[0].from : 0;

	while (i < c->n)
	{
		int64_t		ends = begins + WORK_DAY;
		int64_t		night_from = WORK_NO_END;
		int64_t		hours;

		pause_at(c, step++);
		for (; after < c->n && c->work[after].to <= ends; after++)
		{
			pause_at(c, step++);
			within += c->work[after].to - most_of(c->work[after].from, begins);
		}
		hours = within;
		if (after < c->n)
			hours += most_of(0, ends - most_of(c->work[after].from, begins));

		/* the first night work from there on */
		while (at_night < c->n && night < c->days)
		{
			int64_t		from = most_of(begins, most_of(c->work[at_night].from, c->night[night].from));

			pause_at(c, step++);
			if (from < least_of(c->work[at_night].to, c->night[night].to))
			{
				night_from = from;
				break;
			}
			if (c->work[at_night].to <= c->night[night].to)
				at_night++;
			else
				night++;
		}

		if (hours > c->limits.night && night_from < ends)
		{
			day = day_from(c, day, begins);
			if (asked_for(c, day))
				report(c, NIGHT_HOURS, (Stint) {begins, ends}, hours, c->limits.night, hours, ends <= c->as_of);
			i = after;
			within = 0;
			begins = i < c->n ? most_of(ends, c->work[i].from) : ends;
		}
		else
		{
			if (after > i)
				within -= c->work[i].to - begins;
			i++;
			after = (int) most_of(after, i);
			begins = i < c->n ? c->work[i].from : ends;
		}
	}
}

/* the longest two stretches without work between two instants */
static void
longest_rests(const WorkCase *c, int *at, int64_t from, int64_t to, int64_t *first, int64_t *second)
{
	int			i;
	int64_t		free_from = from;

	*first = *second = 0;
	while (*at < c->n && c->work[*at].to <= from)
		(*at)++;
	for (i = *at;; i++)
	{
		int64_t		free_to = i < c->n ? least_of(most_of(c->work[i].from, from), to) : to;
		int64_t		rest = most_of(0, free_to - free_from);

		pause_at(c, i - *at);
		if (rest > *first)
		{
			*second = *first;
			*first = rest;
		}
		else if (rest > *second)
			*second = rest;
		if (free_to >= to)
			return;
		free_from = c->work[i].to;
	}
}

static void
check_week(const WorkCase *c, int *at, int monday, int weeks)
{
	Stint		span = {c->midnight[monday], c->midnight[monday + 7 * weeks]};
	int64_t		least = rest_limits(c, monday)->weekly_rest;
	int64_t		first;
	int64_t		second;
	bool		final = span.to <= c->as_of;

	longest_rests(c, at, span.from, span.to, &first, &second);
	if (weeks == 1 && first < least)
		report(c, WEEKLY_REST, span, first, least, -1, final);
	if (weeks == 2 && first < 2 * least && second < least)
		/* two rests, or one as long as both: whichever is nearer */
		report(c, FORTNIGHTLY_REST, span, most_of(first, least_of(first, least) + second), 2 * least, -1, final);
}

/* weekly rest (reg 11): weeks begin on Monday, the first fortnight with the employment */
static void
walk_weeks(const WorkCase *c)
{
	int			into_week = (c->employed_from - c->monday) % 7;
	int			first = c->employed_from - into_week - (into_week < 0 ? 7 : 0);
	int			at = 0;
	int			monday;

	for (monday = c->monday; monday <= c->during_last; monday += 7)
	{
		int			into = monday - first;
		bool		second_week = into % 14 != 0;

		pause_at(c, monday / 7);
		/* a fortnight that begins under 18 counts as two weeks */
		if (!c->limits.by_fortnight || is_young(c, second_week ? monday - 7 : monday))
		{
			if (asked_for(c, monday))
				check_week(c, &at, monday, 1);
		}
		else if (into >= 0 && !second_week && asked_for(c, monday))
			check_week(c, &at, monday, 2);
	}
}

/* under 18: hours of a day and of a week (reg 5A), night work (reg 6A) */
static void
walk_young_days(const WorkCase *c, const Sums *s)
{
	int			end = (int) least_of(c->during_last + 1, c->adult_from);
	int			at = 0;
	int			day;

	for (day = c->during_first; day < end; day++)
	{
		const Stint *night = &c->young_night[day];
		int64_t		until = least_of(night->to, c->midnight[least_of(c->adult_from, c->days)]);
		int64_t		at_night;

		pause_at(c, day);
		if (s->worked[day] > c->limits.young_day)
			report(c, YOUNG_DAY, (Stint) {c->midnight[day], c->midnight[day + 1]}, s->worked[day],
				   c->limits.young_day, s->worked[day], c->midnight[day + 1] <= c->as_of);
		if (day % 7 == c->monday)
		{
			int			to = (int) least_of(day + 7, c->adult_from);
			int64_t		hours = s->all[to] - s->all[day];

			if (hours > c->limits.young_week)
				report(c, YOUNG_WEEK, (Stint) {c->midnight[day], c->midnight[to]}, hours,
					   c->limits.young_week, hours, c->midnight[to] <= c->as_of);
		}
		at_night = worked_between(c, &at, night->from, until);
		if (at_night > 0)
			report(c, YOUNG_NIGHT, (Stint) {night->from, until}, at_night, 0, at_night, until <= c->as_of);
	}
}

static void
add_up_days(const WorkCase *c, Sums *s)
{
	int			day;
	int			nights = 0;

	for (day = 0; day < c->days; day++)
	{
		bool		agreed = opted_out(c, day);
		bool		over = c->midnight[day + 1] <= c->as_of;
		int			rank = s->rank[day];

		pause_at(c, day);
		s->over = over ? day + 1 : s->over;
		s->all[day + 1] = s->all[day] + s->worked[day];
		s->counted[day + 1] = s->counted[day] + (agreed ? 0 : s->worked[day]);
		/* of the days under an opt-out, those that would have counted */
		s->excluded[day + 1] = s->excluded[day] +
			((c->flags[day] & DAY_EXCLUDED) != 0 || (agreed && s->worked[day] > 0));
		s->rank[day + 1] = rank;
		if (s->worked[day] > 0 && !agreed && over)
		{
			s->rank[day + 1] = rank + 1;
			s->by_rank[rank + 1] = s->by_rank[rank] + s->worked[day];
		}
		nights += s->nights[day] - (day >= 7 ? s->nights[day - 7] : 0);
		s->night_weeks[day] = (nights > 0) + (day >= 7 ? s->night_weeks[day - 7] : 0);
	}
}

/* An average as at the end of a day. */
typedef struct Average
{
	int64_t		hours;			/* of which the value is a share */
	Breach		b;
	bool		known;			/* are all later days that it needs there? */
} Average;

/* (A + B) / C of reg 4(6) */
static void
weekly_average(const WorkCase *c, const Sums *s, Average *a)
{
	Breach	   *b = &a->b;
	int			rank = s->rank[b->last + 1];
	int			there = s->rank[c->days] - rank;

	b->hours = s->counted[b->last + 1] - s->counted[b->first];
	b->excluded_days = s->excluded[b->last + 1] - s->excluded[b->first];
	b->later_days = (int) least_of(there, b->excluded_days);
	b->later_hours = s->by_rank[rank + b->later_days] - s->by_rank[rank];
	a->hours = b->hours + b->later_hours;
	a->known = b->later_days == b->excluded_days;
}

/* A / (B - C) of reg 6(5), in which the rest of each week takes one day off */
static bool
night_average(const WorkCase *c, const Sums *s, Average *a)
{
	Breach	   *b = &a->b;
	int			weeks = b->divisor;
	int			before = b->last - 7 * weeks;

	b->night_weeks = s->night_weeks[b->last] - (before >= 0 ? s->night_weeks[before] : 0);
	b->hours = a->hours = s->all[b->last + 1] - s->all[b->first];
	b->divisor = 6 * weeks;
	a->known = true;
	return c->limits.night_worker >= 0 ? c->limits.night_worker == 1 : NIGHT_WEEKS_IN * b->night_weeks >= weeks;
}

/* is there a full reference period up to a day? */
static bool
served_in_full(const WorkCase *c, int day)
{
	return c->employed_from < 0 || day - c->employed_from + 1 >= 7 * c->limits.reference_weeks;
}

/* an opt-out from the weekly average: the night average has none */
static bool
agreed_to_more(const WorkCase *c, enum WorkRule rule, int day)
{
	return rule == WEEKLY_AVERAGE && opted_out(c, day);
}

/* is a day judged? for a new starter, only at each whole week of service */
static bool
is_judged(const WorkCase *c, enum WorkRule rule, int day)
{
	int			served = day - c->employed_from + 1;

	return served_in_full(c, day) || agreed_to_more(c, rule, day) || (served >= 7 && served % 7 == 0);
}

/*
 * After a full reference period of service, each day is judged by the average
 * over the period that ends on it.  Before that, each whole week of service is
 * judged by the average over the service, and its judgement stands until the
 * next one.  An unbroken run of periods over the limit is one breach, with the
 * worst of them.
 */
static void
walk_averages(const WorkCase *c, const Sums *s, enum WorkRule rule)
{
	int64_t		limit = rule == WEEKLY_AVERAGE ? c->limits.weekly : c->limits.night;
	int			length = 7 * (int) c->limits.reference_weeks;
	int			end = (int) least_of(c->during_last + 1, s->over);
	bool		running = false;
	bool		final = true;
	Average		worst = {0};
	int64_t		from = 0;
	int			day = c->during_first;

	/* what stands on the first day was judged up to six days before */
	if (day < end && day - c->employed_from >= 7)
		while (!is_judged(c, rule, day))
			day--;
	for (; day <= end; day++)
	{
		bool		stopped = day == end;
		bool		applies = true;
		bool		exceeds = false;
		Average		a = {0};

		pause_at(c, day);
		if (!stopped)
		{
			if (!is_judged(c, rule, day))
				continue;
			a.b.rule = rule;
			a.b.last = day;
			a.b.first = served_in_full(c, day) ? day - length + 1 : c->employed_from;
			a.b.divisor = (day - a.b.first + 1) / 7;
			a.b.night_weeks = -1;
			a.b.limit = limit;
			if (agreed_to_more(c, rule, day))
				applies = false;
			else if (rule == WEEKLY_AVERAGE)
				weekly_average(c, s, &a);
			else
				applies = night_average(c, s, &a);
			exceeds = applies && a.hours > limit * a.b.divisor;
		}
		if (exceeds)
		{
			if (!running || a.hours * worst.b.divisor > worst.hours * a.b.divisor)
				worst = a;
			if (!running)
			{
				from = c->midnight[most_of(day, c->during_first)];
				final = true;
				running = true;
			}
			final = final && a.known;
		}
		else if (running)
		{
			Breach	   *b = &worst.b;

			b->at.from = from;
			b->at.to = stopped ? WORK_NO_END : c->midnight[day];
			b->value = (2 * worst.hours + b->divisor) / (2 * b->divisor);
			b->by = b->value - limit;
			/* a run that the records cut off may grow worse */
			b->final = final && (stopped ? day > c->during_last : !applies || a.known);
			c->found(c->context, b);
			running = false;
		}
	}
}

void
worktime_breaches(const WorkCase *c)
{
	Sums		s = sums_in(c);

	add_hours_of_days(c, &s);
	walk_days_of_work(c, &s);
	walk_weeks(c);
	add_up_days(c, &s);
	if (c->adult_from > c->during_first)
		walk_young_days(c, &s);
	walk_averages(c, &s, WEEKLY_AVERAGE);
	if (c->limits.night_worker != 0)
	{
		if (c->limits.night_absolute)
			walk_night_hours(c);
		else
			walk_averages(c, &s, NIGHT_AVERAGE);
	}
}
