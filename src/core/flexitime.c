/*
 * flexitime.c
 *	  Flexi-time: how much of a day's attendance is credited, and how much of a
 *	  balance is carried forward.
 *
 * A day goes through the scheme in one order: what lies outside the bandwidth is
 * cut off (FX-1), the ends of each stretch go to the edges of blocks (FX-4), and
 * what is lacking from the least lunch is taken off (FX-3).  Each step is the
 * difference of two sums, so no minute is lost without a reason.
 */
#include "core/flexitime.h"

#include "core/date.h"

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

static int64_t
sum_of(const Presence *presences, int n)
{
	int64_t		sum = 0;
	int			i;

	for (i = 0; i < n; i++)
		sum += presences[i].to - presences[i].from;
	return sum;
}

/* how much of the presences lies between two times */
static int64_t
sum_between(const Presence *presences, int n, int64_t from, int64_t to)
{
	int64_t		sum = 0;
	int			i;

	for (i = 0; i < n; i++)
		sum += most_of(0, least_of(presences[i].to, to) - most_of(presences[i].from, from));
	return sum;
}

static int64_t
rounded(int64_t time, int64_t block, Rounding rounding, bool arrival)
{
	int64_t		into = time % block;
	bool		up;

	if (into == 0)
		return time;
	switch (rounding.way)
	{
		case ROUND_STRICT:
			up = arrival;
			break;
		case ROUND_GENEROUS:
			up = !arrival;
			break;
		default:
			/* up from half a block on, or from the minute that is named */
			up = rounding.up_from == 0 ? 2 * into >= block : into >= rounding.up_from * MINUTE;
			break;
	}
	return time - into + (up ? block : 0);
}

/* cuts presences down to a stretch of the day, in place; returns how many are left */
static int
cut_to(Presence *presences, int n, int64_t from, int64_t to)
{
	int			kept = 0;
	int			i;

	for (i = 0; i < n; i++)
	{
		Presence	p = {most_of(presences[i].from, from), least_of(presences[i].to, to)};

		if (p.from < p.to)
			presences[kept++] = p;
	}
	return kept;
}

/*
 * Presences as they are recorded.  Rounding keeps their order; it may empty
 * one, or make two touch, which are joined.
 */
static int
record(const FlexiScheme *scheme, Presence *presences, int n)
{
	int64_t		block = scheme->block * MINUTE;
	int			kept = 0;
	int			i;

	for (i = 0; i < n; i++)
	{
		Presence	p;

		p.from = rounded(presences[i].from, block, scheme->in, true);
		p.to = rounded(presences[i].to, block, scheme->out, false);
		if (p.from >= p.to)
			continue;
		if (kept > 0 && p.from <= presences[kept - 1].to)
			presences[kept - 1].to = most_of(presences[kept - 1].to, p.to);
		else
			presences[kept++] = p;
	}
	return kept;
}

/*
 * What is lacking from the least lunch (FX-3).  Time away in its window is
 * lunch, also before the first arrival and after the last departure: somebody
 * who leaves at noon owes none.  Without a window, only the gaps of the day
 * are lunch.  A gap that is too short never is, however much of it lies in the
 * window.
 */
static int64_t
lunch_lacking(const FlexiScheme *scheme, const Presence *presences, int n)
{
	int64_t		from = scheme->lunch.from * MINUTE;
	int64_t		to = scheme->lunch.to * MINUTE;
	int64_t		taken = 0;
	int64_t		worked = sum_of(presences, n);
	int			i;

	if (n == 0 || worked <= scheme->lunch_over * MINUTE)
		return 0;
	if (scheme->lunch.to == 0)
	{
		from = presences[0].from;
		to = presences[n - 1].to;
	}
	for (i = 0; i <= n; i++)
	{
		int64_t		gap_from = i == 0 ? from : presences[i - 1].to;
		int64_t		gap_to = i == n ? to : presences[i].from;
		bool		between = i > 0 && i < n;

		if (!between || gap_to - gap_from >= scheme->lunch_shortest * MINUTE)
			taken += most_of(0, least_of(to, gap_to) - most_of(from, gap_from));
	}
	return least_of(worked, most_of(0, scheme->lunch_least * MINUTE - taken));
}

/*
 * Lunch beyond its longest: the gaps that reach into the window.  They count as
 * a whole, since what goes into core time needs agreement as well (FX-3).
 */
static int64_t
lunch_beyond(const FlexiScheme *scheme, const Presence *presences, int n)
{
	int64_t		from = scheme->lunch.from * MINUTE;
	int64_t		to = scheme->lunch.to == 0 ? DAY : scheme->lunch.to * MINUTE;
	int64_t		taken = 0;
	int			i;

	if (scheme->lunch_most == 0)
		return 0;
	for (i = 1; i < n; i++)
	{
		int64_t		gap = presences[i].from - presences[i - 1].to;

		if (gap >= scheme->lunch_shortest * MINUTE && presences[i].from > from && presences[i - 1].to < to)
			taken += gap;
	}
	return most_of(0, taken - scheme->lunch_most * MINUTE);
}

/*
 * Core time that somebody missed (FX-2), by the clock, before rounding to
 * blocks.  Core time and presences lie in the bandwidth.  Nobody knows which
 * half of a day was off.  With two stretches it is the one of which more was
 * missed; any other core is not asked of half a day.
 */
static void
count_core(const FlexiScheme *scheme, int weekday, const Presence *presences, int n, FlexiDay *day)
{
	int64_t		missed[CORE_STRETCHES];
	int64_t		in_halves;
	int			i;

	day->core_missed = day->core_missed_half = 0;
	for (i = 0; i < CORE_STRETCHES && scheme->core[weekday][i].to > 0; i++)
	{
		int64_t		from = scheme->core[weekday][i].from * MINUTE;
		int64_t		to = scheme->core[weekday][i].to * MINUTE;

		missed[i] = to - from - sum_between(presences, n, from, to);
		day->core_missed += missed[i];
	}
	if (i == 2)
		day->core_missed_half = least_of(missed[0], missed[1]);
	/* a quota holds on every day with a bandwidth */
	if (scheme->bandwidth[weekday].to == 0)
		return;
	in_halves =
		most_of(0, scheme->core_before * MINUTE - sum_between(presences, n, 0, scheme->before * MINUTE)) +
		most_of(0, scheme->core_after * MINUTE - sum_between(presences, n, scheme->after * MINUTE, DAY));
	day->core_missed += most_of(in_halves, scheme->core_least * MINUTE - sum_of(presences, n));
}

void
flexi_count_day(const FlexiScheme *scheme, int weekday, Presence *presences, int n, FlexiDay *day)
{
	int64_t		from = scheme->bandwidth[weekday].from * MINUTE;
	int64_t		to = scheme->bandwidth[weekday].to * MINUTE;
	int64_t		within;
	int64_t		recorded;

	day->attended = sum_of(presences, n);
	n = cut_to(presences, n, from, to);
	within = sum_of(presences, n);
	day->cut_by_bandwidth = day->attended - within;
	count_core(scheme, weekday, presences, n, day);

	if (scheme->block > 0)
	{
		n = record(scheme, presences, n);
		/* the bandwidth may begin or end inside a block */
		n = cut_to(presences, n, from, to);
	}
	recorded = sum_of(presences, n);
	day->cut_by_rounding = within - recorded;

	day->cut_by_lunch = lunch_lacking(scheme, presences, n);
	day->lunch_over = lunch_beyond(scheme, presences, n);
	day->credited = recorded - day->cut_by_lunch;
}

/* a / b, rounded down */
static int64_t
floor_quotient(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

void
flexi_period_of(const FlexiScheme *scheme, int64_t day, int64_t *first, int64_t *next)
{
	if (scheme->period_unit == PERIOD_WEEKS)
	{
		int64_t		length = 7 * scheme->period_count;

		*first = scheme->period_from + floor_quotient(day - scheme->period_from, length) * length;
		*next = *first + length;
	}
	else
	{
		CivilDate	from = civil_from_day(scheme->period_from);
		CivilDate	date = civil_from_day(day);
		int64_t		months = ((int64_t) date.year - from.year) * 12 + date.month - from.month -
			(date.day < from.day);
		int64_t		begun = floor_quotient(months, scheme->period_count) * scheme->period_count;

		*first = add_months(scheme->period_from, begun);
		*next = add_months(scheme->period_from, begun + scheme->period_count);
	}
}

bool
flexi_amount(const FlexiScheme *scheme, int which, int64_t *amount)
{
	int64_t		minutes = 0;
	int			days = 0;
	int			i;

	if (scheme->unit[which] == AS_CAP)
		which -= CREDIT_LIMIT - CREDIT_CAP;
	switch (scheme->unit[which])
	{
		case NO_AMOUNT:
			return false;
		case IN_MINUTES:
			*amount = scheme->amount[which] * MINUTE;
			return true;
	}
	/* a day is the standard day, on average over the days that have one */
	for (i = 0; i < WEEKDAYS_N; i++)
	{
		minutes += scheme->day[i];
		days += scheme->day[i] > 0;
	}
	*amount = days == 0 ? 0 : scheme->amount[which] * minutes * MINUTE / (2 * days);
	return true;
}

bool
flexi_account_next(FlexiAccount *account, const FlexiScheme *scheme, int64_t credited, int64_t standard)
{
	int64_t		cap;

	account->brought_forward = account->carried;
	account->credited = credited;
	account->standard = standard;
	account->balance = account->brought_forward + credited - standard;
	account->carried = account->balance;
	account->taken = account->beyond = 0;
	if (flexi_amount(scheme, CREDIT_CAP, &cap) && account->balance > cap)
	{
		account->taken = account->balance - cap;
		account->carried = cap;
	}
	if (flexi_amount(scheme, DEBIT_CAP, &cap) && account->balance < -cap)
	{
		account->beyond = -cap - account->balance;
		if (scheme->beyond == BEYOND_CUT)
			account->carried = -cap;
	}
	return account->carried >= -MOST_BALANCE && account->carried <= MOST_BALANCE;
}
