/*
 * score.c
 *	  The Bradford score of a set of spells, on any day and over any period.
 *
 * One definition serves all: part_of() says what one spell gives to the score
 * of one day.  score_at() adds the parts of a day up; the sweep does the same
 * for day after day, with only the two spells at the ends of the window
 * judged anew, since those between them count in full.
 */
#include "core/score.h"

#include "core/date.h"

/* how many steps of a loop pass between two pauses: some microseconds */
#define STEPS_BETWEEN_PAUSES	256

/* Makes a pause at some steps of a loop that can be long. */
static inline void
pause_at(const ScoreCase *c, int step)
{
	if (step % STEPS_BETWEEN_PAUSES == STEPS_BETWEEN_PAUSES - 1)
		c->pause();
}

/*
 * Is the day one that the calendar knows?  If not, the computation goes on
 * with nonsense and the caller refuses at the end: arithmetic raises nothing.
 */
static bool
known(ScoreCase *c, int32_t day)
{
	if (day_is_known(day))
		return true;
	c->unknown = true;
	c->unknown_day = day;
	return false;
}

/* working days in the span, both ends included */
static int32_t
working_in(ScoreCase *c, Span span)
{
	if (!known(c, span.first) || !known(c, span.last))
		return 0;
	return working_rank(c->calendar, span.last + 1) - working_rank(c->calendar, span.first);
}

/* shrinks the span to its first and last working day; false if it has none */
static bool
trim_to_working(ScoreCase *c, Span *span)
{
	int32_t		first;
	int32_t		end;

	if (!known(c, span->first) || !known(c, span->last))
		return false;
	first = working_rank(c->calendar, span->first);
	end = working_rank(c->calendar, span->last + 1);
	if (first == end)
		return false;
	span->first = working_day_of_rank(c->calendar, first);
	span->last = working_day_of_rank(c->calendar, end - 1);
	return true;
}

static int64_t
length_of(Span span)
{
	return (int64_t) span.last - span.first + 1;
}

/* counted days of the span by the rule's "days", half days in full */
static int64_t
counted_days(ScoreCase *c, Span span)
{
	switch ((ScoreDays) c->rule->count)
	{
		case DAYS_WORKING:
			return working_in(c, span);
		case DAYS_SPAN:
			return trim_to_working(c, &span) ? length_of(span) : 0;
		case DAYS_CALENDAR:
			break;
	}
	return length_of(span);
}

/* how many counted days of the span are half days */
static int64_t
counted_halves(ScoreCase *c, Span span)
{
	int			low = 0;
	int			high = c->nhalves;
	int64_t		result = 0;

	if (c->rule->count == DAYS_SPAN)
		(void) trim_to_working(c, &span);

	/* the first one that does not end before the span */
	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (c->halves[middle].last < span.first)
			low = middle + 1;
		else
			high = middle;
	}

	for (; low < c->nhalves && c->halves[low].first <= span.last; low++)
	{
		Span		half = c->halves[low];

		pause_at(c, low);
		if (half.first < span.first)
			half.first = span.first;
		if (half.last > span.last)
			half.last = span.last;
		result += c->rule->count == DAYS_WORKING ? working_in(c, half) : length_of(half);
	}
	return result;
}

/*
 * Is there no working day between this spell and the next?  A working day
 * among the days that the calendar knows settles it, even if the gap goes on
 * outside.
 */
static bool
bridged_to_next(ScoreCase *c, int i)
{
	Span		gap;
	Span		inside;

	if (c->rule->bridge != BRIDGE_WORKING)
		return false;
	gap.first = c->spells[i].last + 1;
	gap.last = c->spells[i + 1].first - 1;
	inside.first = gap.first < FIRST_KNOWN_DAY ? FIRST_KNOWN_DAY : gap.first;
	inside.last = gap.last > LAST_KNOWN_DAY ? LAST_KNOWN_DAY : gap.last;
	if (inside.first <= inside.last && working_in(c, inside) > 0)
		return false;
	return known(c, gap.first) && known(c, gap.last);
}

/* the last spell that has begun by the day, -1 if none */
static int
last_begun(const ScoreCase *c, int32_t day)
{
	int			low = 0;
	int			high = c->nspells;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (c->spells[middle].first <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return low - 1;
}

/*
 * The first spell that reaches into a window, whose days come after "start",
 * or that is bridged to one; "last" is the last spell begun by the window's
 * end.  The search goes back from there: all that it passes has to be counted
 * anyway.
 */
static int
first_in_window(ScoreCase *c, int32_t start, int last)
{
	int			first = last + 1;

	while (first > 0 && c->spells[first - 1].last > start)
		first--;
	while (first > 0 && first <= last && bridged_to_next(c, first - 1))
		first--;
	return first;
}

/*
 * What a spell, bridged and cut already, gives to the score of a day whose
 * window starts after "start".  Fills counted and halves and adds to flags.
 */
static void
part_of(ScoreCase *c, int32_t start, ScorePart *part)
{
	int64_t		days;

	part->counted = part->spell;
	part->halves = 0;

	/* a minimum of one day asks only that some day counts */
	if (c->rule->minimum > 1 && counted_days(c, part->spell) < c->rule->minimum)
	{
		part->flags |= PART_TOO_SHORT;
		return;
	}
	if (part->spell.first <= start)
	{
		part->flags |= PART_STRADDLES;
		if (c->rule->edge == EDGE_INSIDE)
		{
			part->flags |= PART_STARTS_BEFORE;
			return;
		}
		if (c->rule->edge == EDGE_CLIP)
		{
			part->flags |= PART_CLIPPED;
			part->counted.first = start + 1;
		}
	}

	days = counted_days(c, part->counted);
	if (days == 0)
	{
		part->flags |= PART_NO_DAY;
		return;
	}
	part->halves = days * 2;
	if (c->nhalves > 0)
	{
		int64_t		halves = counted_halves(c, part->counted);

		if (halves > 0)
			part->flags |= PART_HALF_DAYS;
		part->halves -= halves;
	}
}

static ScoreTotals
totals_of(const ScorePart *part)
{
	ScoreTotals totals = {0, 0};

	if (!(part->flags & PART_LEFT_OUT))
	{
		totals.occasions = 1;
		totals.halves = part->halves;
	}
	return totals;
}

static int32_t
within_date_type(int64_t start)
{
	return (int32_t) (start < MIN_DAY - 1 ? MIN_DAY - 1 : start);
}

int32_t
window_start(const ScoringRule *rule, int32_t day)
{
	int64_t		start = day;

	if (rule->months != 0)
		start = add_months(start, -(int64_t) rule->months);
	return within_date_type(start - rule->days);
}

/*
 * The inverse of window_start.  A day of the month that does not exist so many
 * months later leaves with the first day of the month after: a window of one
 * month still holds 30 January on 28 February, and no longer on 1 March.
 */
int64_t
leaves_window(const ScoringRule *rule, int32_t gone)
{
	int64_t		day = (int64_t) gone + rule->days;
	CivilDate	date;
	int64_t		year;
	int32_t		month;

	if (rule->months == 0)
		return day;
	date = civil_from_day(day);
	shift_month(date.year, date.month, rule->months, &year, &month);
	if (date.day > days_in_month(year, month))
	{
		shift_month(year, month, 1, &year, &month);
		date.day = 1;
	}
	return day_from_civil(year, month, date.day);
}

void
score_parts_begin(ScoreCase *c, int32_t day, ScorePartCursor *cursor)
{
	cursor->day = day;
	cursor->start = window_start(c->rule, day);
	cursor->last = last_begun(c, day);
	cursor->next = first_in_window(c, cursor->start, cursor->last);
}

bool
score_parts_next(ScoreCase *c, ScorePartCursor *cursor, ScorePart *part)
{
	int			i = cursor->next;

	if (i > cursor->last)
		return false;
	pause_at(c, i);
	part->flags = 0;
	part->spell.first = c->spells[i].first;
	while (i < cursor->last && bridged_to_next(c, i))
	{
		i++;
		part->flags |= PART_BRIDGED;
	}
	part->spell.last = c->spells[i].last;
	if (part->spell.last > cursor->day)
	{
		part->spell.last = cursor->day;
		part->flags |= PART_TO_DATE;
	}
	cursor->next = i + 1;
	part_of(c, cursor->start, part);
	return true;
}

ScoreTotals
score_at(ScoreCase *c, int32_t day)
{
	ScoreTotals totals = {0, 0};
	ScorePartCursor cursor;
	ScorePart	part;

	score_parts_begin(c, day, &cursor);
	while (score_parts_next(c, &cursor, &part))
	{
		ScoreTotals one = totals_of(&part);

		totals.occasions += one.occasions;
		totals.halves += one.halves;
	}
	return totals;
}

int32_t
first_counted_day(ScoreCase *c, Span part)
{
	if (c->rule->count != DAYS_CALENDAR)
		(void) trim_to_working(c, &part);
	return part.first;
}

/*
 * Sums over groups in full, for those that lie between two others.  The last
 * group never does, so its end, maybe open or in unknown years, is not looked
 * at.
 */
static void
sum_groups(ScoreSweep *sweep)
{
	int			i;

	for (i = 0; i < sweep->ngroups; i++)
	{
		ScoreGroup *group = &sweep->groups[i];

		pause_at(sweep->c, i);
		group->occasions_before = 0;
		group->halves_before = 0;
		group->totals.occasions = 0;
		group->totals.halves = 0;
		if (i > 0)
		{
			group->occasions_before = group[-1].occasions_before + group[-1].totals.occasions;
			group->halves_before = group[-1].halves_before + group[-1].totals.halves;
		}
		if (i > 0 && i < sweep->ngroups - 1)
		{
			ScorePart	part;

			part.spell = group->spell;
			part.flags = 0;
			part_of(sweep->c, MIN_DAY - 1, &part);
			group->totals = totals_of(&part);
		}
	}
}

void
score_sweep_begin(ScoreSweep *sweep, ScoreCase *c, Span during, ScoreGroup *groups)
{
	int			last = last_begun(c, during.last);
	int			i;

	sweep->c = c;
	sweep->groups = groups;
	sweep->ngroups = 0;
	sweep->during = during;
	sweep->first_member = first_in_window(c, window_start(c->rule, during.first), last);
	for (i = sweep->first_member; i <= last; i++)
	{
		ScoreGroup *group = &groups[sweep->ngroups++];

		pause_at(c, i);
		group->spell.first = c->spells[i].first;
		while (i < last && bridged_to_next(c, i))
			i++;
		group->spell.last = c->spells[i].last;
		group->last_member = i;
	}
	sum_groups(sweep);
	score_sweep_rewind(sweep);
}

void
score_sweep_rewind(ScoreSweep *sweep)
{
	sweep->day = sweep->during.first;
	sweep->low = 0;
	sweep->high = -1;
	sweep->member = sweep->first_member - 1;
	sweep->month_first = 1;
	sweep->month_last = 0;
}

/*
 * window_start() for the days of a sweep, which come one after another: the
 * months are counted once for each month, not for each day.
 */
static int32_t
sweep_window_start(ScoreSweep *sweep, int32_t day)
{
	const ScoringRule *rule = sweep->c->rule;
	int32_t		of_month;

	if (rule->months == 0)
		return window_start(rule, day);
	if (day < sweep->month_first || day > sweep->month_last)
	{
		CivilDate	date = civil_from_day(day);
		int64_t		year;
		int32_t		month;

		sweep->month_first = (int64_t) day - date.day + 1;
		sweep->month_last = sweep->month_first + days_in_month(date.year, date.month) - 1;
		shift_month(date.year, date.month, -(int64_t) rule->months, &year, &month);
		sweep->start_month_first = day_from_civil(year, month, 1);
		sweep->start_month_length = days_in_month(year, month);
	}
	of_month = (int32_t) (day - sweep->month_first) + 1;
	if (of_month > sweep->start_month_length)
		of_month = sweep->start_month_length;
	return within_date_type(sweep->start_month_first + of_month - 1 - rule->days);
}

/* the totals of the sweep's day, whose window starts after "start" */
static ScoreTotals
sweep_totals(ScoreSweep *sweep, int32_t start)
{
	ScoreTotals totals = {0, 0};
	ScoreGroup *groups = sweep->groups;
	int32_t		day = (int32_t) sweep->day;
	int32_t		end;
	ScorePart	part;
	ScoreTotals one;

	if (sweep->low > sweep->high)
		return totals;

	/* the latest group, as far as it has come */
	end = sweep->c->spells[sweep->member].last;
	part.spell.first = groups[sweep->high].spell.first;
	part.spell.last = end > day ? day : end;
	if (part.spell.last > start)
	{
		part.flags = 0;
		part_of(sweep->c, start, &part);
		totals = totals_of(&part);
	}

	if (sweep->low < sweep->high)
	{
		/* the earliest one, which may straddle the window's start */
		part.spell = groups[sweep->low].spell;
		part.flags = 0;
		part_of(sweep->c, start, &part);
		one = totals_of(&part);
		totals.occasions += one.occasions;
		totals.halves += one.halves;

		/* and those between, in full */
		totals.occasions += groups[sweep->high].occasions_before -
			groups[sweep->low + 1].occasions_before;
		totals.halves += groups[sweep->high].halves_before -
			groups[sweep->low + 1].halves_before;
	}
	return totals;
}

void
score_sweep_skip_to(ScoreSweep *sweep, int32_t day)
{
	if (sweep->day < day)
		sweep->day = day;
}

bool
score_sweep_next(ScoreSweep *sweep, ScoreRun *run)
{
	ScoreCase  *c = sweep->c;
	int64_t		next = (int64_t) sweep->during.last + 1;
	int64_t		change;
	int32_t		day = (int32_t) sweep->day;
	int32_t		start;

	if (sweep->day > sweep->during.last)
		return false;

	/* who has begun by today, and who has left */
	start = sweep_window_start(sweep, day);
	while (sweep->high + 1 < sweep->ngroups && sweep->groups[sweep->high + 1].spell.first <= day)
		pause_at(c, ++sweep->high);
	while (sweep->high >= 0 && sweep->member < sweep->groups[sweep->high].last_member &&
		   c->spells[sweep->member + 1].first <= day)
		pause_at(c, ++sweep->member);
	while (sweep->low <= sweep->high && sweep->groups[sweep->low].spell.last <= start)
		pause_at(c, sweep->low++);

	run->totals = sweep_totals(sweep, start);

	/* the next day on which the latest spell grows or another one begins */
	if (sweep->high >= 0 && c->spells[sweep->member].last > day)
		change = (int64_t) day + 1;
	else if (sweep->member + 1 < c->nspells)
		change = c->spells[sweep->member + 1].first;
	else
		change = next;
	if (change < next)
		next = change;

	/* the next day on which something leaves the window */
	if (sweep->low <= sweep->high)
	{
		Span		spell = sweep->groups[sweep->low].spell;

		/* the latest one has come no further than its last member begun */
		if (sweep->low == sweep->high)
			spell.last = c->spells[sweep->member].last;
		change = next;
		if (spell.first > start)
			change = leaves_window(c->rule, spell.first);
		else if (c->rule->edge == EDGE_CLIP)
		{
			/* mostly a day leaves each day; at a month's end none may, or several */
			change = (int64_t) day + 1;
			if (change > sweep->during.last || sweep_window_start(sweep, (int32_t) change) == start)
				change = leaves_window(c->rule, start + 1);
		}
		else if (spell.last > start && spell.last != OPEN_DAY)
			change = leaves_window(c->rule, spell.last);
		if (change < next)
			next = change;
	}

	run->period.first = day;
	run->period.last = (int32_t) (next - 1);
	sweep->day = next;
	return true;
}

bool
score_half_points(ScoreTotals totals, int64_t *half_points)
{
	int64_t		squared = (int64_t) totals.occasions * totals.occasions;

	if (squared != 0 && totals.halves > INT64_MAX / squared)
		return false;
	*half_points = squared * totals.halves;
	return true;
}
