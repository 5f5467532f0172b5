/*
 * flexi_scheme.c
 *	  The type bradford.flexi_scheme: the rules of flexi-time, as a value.
 *
 * Stored as the struct FlexiScheme of core/flexitime.h, of fixed length; the
 * text form is "key=value" pairs separated by semicolons.
 */
#include "flexi_scheme.h"

#include <ctype.h>

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "parser/scansup.h"

#include "core/date.h"
#include "date_text.h"
#include "pairs.h"

#define N_WEEKDAYS		WEEKDAYS_N
#define WORKING_WEEK	0x1f	/* Monday to Friday: the days of a value that names none */

#define MOST_PERIOD_HOURS	9999
#define MOST_HALF_DAYS		1000

/* first days of a period written without one: a Monday, and the first of a year */
#define WEEKS_FROM		2
#define MONTHS_FROM		0

static const char *const weekdays[N_WEEKDAYS] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/*
 * The default is the scheme of document 004, with its examples where it says
 * "for example".
 */
static FlexiScheme
default_scheme(void)
{
	FlexiScheme s;
	int			day;

	memset(&s, 0, sizeof(s));
	for (day = 0; day < 5; day++)
	{
		s.bandwidth[day] = (Stretch) {8 * 60, 18 * 60};
		s.core[day][0] = (Stretch) {9 * 60 + 30, 12 * 60};
		s.core[day][1] = (Stretch) {14 * 60, 16 * 60};
		s.day[day] = 7 * 60 + 30;
	}
	s.lunch = (Stretch) {12 * 60, 14 * 60};
	s.lunch_least = 30;
	s.lunch_most = 60;
	s.block = 5;
	s.period_unit = PERIOD_WEEKS;
	s.period_count = 4;
	s.period_from = WEEKS_FROM;
	s.hours = 148 * 60;
	s.unit[CREDIT_CAP] = s.unit[DEBIT_CAP] = IN_MINUTES;
	s.amount[CREDIT_CAP] = s.amount[DEBIT_CAP] = 7 * 60 + 25;
	s.unit[CREDIT_LIMIT] = s.unit[DEBIT_LIMIT] = AS_CAP;
	return s;
}

/* ---------- reading ---------- */

/* where a reader below reads on; it does not move if the reader finds nothing */
typedef const char *Place;

static void
skip_space(Place *at)
{
	while (scanner_isspace(**at))
		(*at)++;
}

static bool
take_char(Place *at, char c)
{
	skip_space(at);
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static bool
at_end(Place *at)
{
	skip_space(at);
	return **at == '\0';
}

static bool
take_word(Place *at, const char *word)
{
	size_t		length = strlen(word);

	skip_space(at);
	if (pg_strncasecmp(*at, word, length) != 0 || isalpha((unsigned char) (*at)[length]))
		return false;
	*at += length;
	return true;
}

/* a whole number, at most "most" */
static bool
take_number(Place *at, int most, int *number)
{
	Place		p = *at;

	skip_space(&p);
	if (!isdigit((unsigned char) *p))
		return false;
	for (*number = 0; isdigit((unsigned char) *p); p++)
	{
		*number = *number * 10 + (*p - '0');
		if (*number > most)
			return false;
	}
	*at = p;
	return true;
}

/* "7:25": hours and two digits of minutes, in all at most "most" minutes */
static bool
take_hours(Place *at, int most, int *minutes)
{
	Place		p = *at;
	int			hours;

	if (!take_number(&p, most / 60, &hours) || *p != ':' ||
		!isdigit((unsigned char) p[1]) || !isdigit((unsigned char) p[2]) ||
		isdigit((unsigned char) p[3]) || p[1] > '5')
		return false;
	*minutes = hours * 60 + (p[1] - '0') * 10 + (p[2] - '0');
	if (*minutes > most)
		return false;
	*at = p + 3;
	return true;
}

/* "30 min" */
static bool
take_minutes(Place *at, int most, int *minutes)
{
	Place		p = *at;

	if (!take_number(&p, most, minutes) ||
		!(take_word(&p, "min") || take_word(&p, "minutes") || take_word(&p, "minute")))
		return false;
	*at = p;
	return true;
}

/* a length of time in either form */
static bool
take_length(Place *at, int most, int *minutes)
{
	return take_hours(at, most, minutes) || take_minutes(at, most, minutes);
}

static bool
take_stretch(Place *at, Stretch *stretch)
{
	Place		p = *at;
	int			from;
	int			to;

	if (!take_hours(&p, MINUTES_A_DAY, &from) || !take_char(&p, '-') ||
		!take_hours(&p, MINUTES_A_DAY, &to) || from >= to)
		return false;
	stretch->from = from;
	stretch->to = to;
	*at = p;
	return true;
}

static bool
take_weekday(Place *at, int *day)
{
	for (*day = 0; *day < N_WEEKDAYS; (*day)++)
	{
		if (take_word(at, weekdays[*day]))
			return true;
	}
	return false;
}

/* "Mon-Thu" or "Fri", if one is next; false if it is no run of days */
static bool
read_days(Place *at, int *days)
{
	int			first;
	int			last;
	int			day;

	if (!take_weekday(at, &first))
		return true;
	last = first;
	if (take_char(at, '-') && !take_weekday(at, &last))
		return false;
	*days = 0;
	for (day = first; day <= last; day++)
		*days |= 1 << day;
	return first <= last;
}

/*
 * Readers of the values of keys.  Each reads the whole value, and returns
 * false if the key has no such value.
 */
static bool
read_bandwidth(void *value, Place at)
{
	FlexiScheme *s = value;
	int			given = 0;
	int			days = WORKING_WEEK;

	memset(s->bandwidth, 0, sizeof(s->bandwidth));
	do
	{
		Stretch		stretch;
		int			day;

		/* a day has one bandwidth, so each stretch names its days */
		days = WORKING_WEEK;
		if (!read_days(&at, &days) || (days & given) || !take_stretch(&at, &stretch))
			return false;
		given |= days;
		for (day = 0; day < N_WEEKDAYS; day++)
		{
			if (days & (1 << day))
				s->bandwidth[day] = stretch;
		}
	} while (take_char(&at, ','));
	return at_end(&at);
}

/* puts a stretch into the core of a day, which stays in order; joins touching ones */
static bool
add_core(Stretch *core, Stretch stretch)
{
	int			n = 0;
	int			i;

	while (n < CORE_STRETCHES && core[n].to > 0)
		n++;
	for (i = 0; i < n; i++)
	{
		if (stretch.from < core[i].to && core[i].from < stretch.to)
			return false;
	}
	for (i = 0; i < n; i++)
	{
		if (core[i].to == stretch.from || core[i].from == stretch.to)
		{
			/* joined with one, it may touch another */
			Stretch		joined = {Min(stretch.from, core[i].from), Max(stretch.to, core[i].to)};

			memmove(&core[i], &core[i + 1], sizeof(Stretch) * (n - i - 1));
			core[n - 1] = (Stretch) {0, 0};
			return add_core(core, joined);
		}
	}
	if (n == CORE_STRETCHES)
		return false;
	for (i = n; i > 0 && core[i - 1].from > stretch.from; i--)
		core[i] = core[i - 1];
	core[i] = stretch;
	return true;
}

static bool
read_core_stretches(void *value, Place at)
{
	FlexiScheme *s = value;
	int			days = WORKING_WEEK;

	do
	{
		Stretch		stretch;
		int			day;

		if (!read_days(&at, &days) || !take_stretch(&at, &stretch))
			return false;
		for (day = 0; day < N_WEEKDAYS; day++)
		{
			if ((days & (1 << day)) && !add_core(s->core[day], stretch))
				return false;
		}
	} while (take_char(&at, ','));
	return at_end(&at);
}

/* "least 4:00, 2:00 before 13:00, 2:00 after 13:00" */
static bool
read_core_quota(void *value, Place at)
{
	FlexiScheme *s = value;
	do
	{
		bool		whole_day = take_word(&at, "least");
		int			length;
		int			time = 0;
		int16		*quota;

		if (!take_length(&at, MINUTES_A_DAY, &length) || length == 0)
			return false;
		if (whole_day)
			quota = &s->core_least;
		else if (take_word(&at, "before"))
			quota = &s->core_before;
		else if (take_word(&at, "after"))
			quota = &s->core_after;
		else
			return false;
		if (!whole_day && !take_hours(&at, MINUTES_A_DAY, &time))
			return false;
		if (*quota != 0)
			return false;
		*quota = length;
		if (quota == &s->core_before)
			s->before = time;
		if (quota == &s->core_after)
			s->after = time;
	} while (take_char(&at, ','));
	return at_end(&at) &&
	/* each quota has to fit, and the two must not count the same time */
		s->core_before <= s->before && s->core_after <= MINUTES_A_DAY - (s->core_after > 0 ? s->after : 0) &&
		(s->core_before == 0 || s->core_after == 0 || s->before <= s->after);
}

static bool
read_core(void *value, Place at)
{
	FlexiScheme *s = value;
	Place		p = at;

	memset(s->core, 0, sizeof(s->core));
	s->core_least = s->core_before = s->core_after = s->before = s->after = 0;
	if (take_word(&p, "none"))
		return at_end(&p);
	if (read_core_stretches(s, at))
		return true;
	memset(s->core, 0, sizeof(s->core));
	return read_core_quota(s, at);
}

static bool
read_lunch(void *value, Place at)
{
	FlexiScheme *s = value;
	int			length = MINUTES_A_DAY;

	s->lunch = (Stretch) {0, 0};
	s->lunch_least = s->lunch_most = s->lunch_over = s->lunch_shortest = 0;
	if (take_word(&at, "none"))
		return at_end(&at);
	if (take_stretch(&at, &s->lunch))
		length = s->lunch.to - s->lunch.from;
	while (!at_end(&at))
	{
		int			most = length;
		int			minutes;
		int16	   *part;

		if (take_word(&at, "least"))
			part = &s->lunch_least;
		else if (take_word(&at, "most"))
			part = &s->lunch_most;
		else if (take_word(&at, "over"))
		{
			part = &s->lunch_over;
			most = MINUTES_A_DAY;
		}
		else if (take_word(&at, "shortest"))
			part = &s->lunch_shortest;
		else
			return false;
		if (*part != 0 || !take_length(&at, most, &minutes) || minutes == 0)
			return false;
		*part = minutes;
	}
	/* "over" and "shortest" say when and how the least applies, so they need one */
	if (s->lunch_least == 0)
		return s->lunch_most > 0 && s->lunch_over == 0 && s->lunch_shortest == 0;
	return s->lunch_shortest <= s->lunch_least &&
		(s->lunch_most == 0 || s->lunch_most >= s->lunch_least);
}

static bool
read_rounding(Place *at, int block, Rounding *rounding)
{
	int			most_down;

	rounding->up_from = 0;
	if (take_word(at, "strict"))
		rounding->way = ROUND_STRICT;
	else if (take_word(at, "generous"))
		rounding->way = ROUND_GENEROUS;
	else if (take_word(at, "nearest"))
	{
		rounding->way = ROUND_NEAREST;
		if (take_minutes(at, block - 1, &most_down))
			rounding->up_from = most_down + 1;
		/* half a block is the default, stored as 0 */
		if (2 * rounding->up_from == block)
			rounding->up_from = 0;
	}
	else
		return false;
	return true;
}

static bool
read_block(void *value, Place at)
{
	FlexiScheme *s = value;
	int			block;

	s->block = 0;
	memset(&s->in, 0, sizeof(Rounding));
	memset(&s->out, 0, sizeof(Rounding));
	if (take_word(&at, "none"))
		return at_end(&at);
	if (!take_minutes(&at, 60, &block) || block == 0 || 60 % block != 0)
		return false;
	s->block = block;
	if (take_word(&at, "in"))
		return read_rounding(&at, block, &s->in) && take_word(&at, "out") &&
			read_rounding(&at, block, &s->out) && at_end(&at);
	if (at_end(&at))
		return true;
	if (!read_rounding(&at, block, &s->in))
		return false;
	s->out = s->in;
	return at_end(&at);
}

static bool
read_day(void *value, Place at)
{
	FlexiScheme *s = value;
	int			given = 0;

	memset(s->day, 0, sizeof(s->day));
	do
	{
		int			days = WORKING_WEEK;
		int			minutes;
		int			day;

		if (!read_days(&at, &days) || (days & given) || !take_length(&at, MINUTES_A_DAY, &minutes))
			return false;
		given |= days;
		for (day = 0; day < N_WEEKDAYS; day++)
		{
			if (days & (1 << day))
				s->day[day] = minutes;
		}
	} while (take_char(&at, ','));
	return at_end(&at);
}

static bool
read_hours(void *value, Place at)
{
	FlexiScheme *s = value;
	int			minutes;

	if (take_word(&at, "by"))
	{
		s->hours = BY_DAY;
		return take_word(&at, "day") && at_end(&at);
	}
	if (!take_length(&at, MOST_PERIOD_HOURS * 60, &minutes))
		return false;
	s->hours = minutes;
	return at_end(&at);
}

static bool
read_period(void *value, Place at)
{
	FlexiScheme *s = value;
	int			count;
	bool		weeks;

	if (!take_number(&at, 53, &count) || count == 0)
		return false;
	weeks = take_word(&at, "weeks") || take_word(&at, "week");
	if (!weeks && (count > 12 || !(take_word(&at, "months") || take_word(&at, "month"))))
		return false;
	s->period_count = count;
	s->period_unit = weeks ? PERIOD_WEEKS : PERIOD_MONTHS;
	s->period_from = weeks ? WEEKS_FROM : MONTHS_FROM;
	if (take_word(&at, "from"))
	{
		skip_space(&at);
		if (!read_iso_day(at, at + strlen(at), &s->period_from))
			return false;
		/* every month has such a day */
		return weeks || civil_from_day(s->period_from).day <= 28;
	}
	return at_end(&at);
}

/* "7:25", "30 min", "2 days" or "0.5 days" */
static bool
take_amount(Place *at, FlexiScheme *s, int which)
{
	Place		p = *at;
	int			n;
	bool		half = false;

	if (take_length(&p, MOST_PERIOD_HOURS * 60, &n))
		s->unit[which] = IN_MINUTES;
	else if (take_number(&p, MOST_HALF_DAYS, &n))
	{
		if (p[0] == '.' && (p[1] == '5' || p[1] == '0') && !isdigit((unsigned char) p[2]))
		{
			half = p[1] == '5';
			p += 2;
		}
		if (!take_word(&p, "days") && !take_word(&p, "day"))
			return false;
		s->unit[which] = IN_HALF_DAYS;
		n = 2 * n + half;
		if (n > MOST_HALF_DAYS)
			return false;
	}
	else
		return false;
	s->amount[which] = n;
	*at = p;
	return true;
}

static bool
take_bound(Place *at, FlexiScheme *s, int which)
{
	s->amount[which] = 0;
	s->unit[which] = NO_AMOUNT;
	return take_word(at, "none") || take_amount(at, s, which);
}

/* one for both, or "credit/debit" */
static bool
read_bounds(FlexiScheme *s, Place at, int credit)
{
	int			debit = credit + 1;

	if (!take_bound(&at, s, credit))
		return false;
	if (take_char(&at, '/'))
		return take_bound(&at, s, debit) && at_end(&at);
	s->unit[debit] = s->unit[credit];
	s->amount[debit] = s->amount[credit];
	return at_end(&at);
}

static bool
read_cap(void *value, Place at)
{
	FlexiScheme *s = value;
	return read_bounds(s, at, CREDIT_CAP);
}

static bool
read_limit(void *value, Place at)
{
	FlexiScheme *s = value;
	if (take_word(&at, "cap"))
	{
		s->amount[CREDIT_LIMIT] = s->amount[DEBIT_LIMIT] = 0;
		s->unit[CREDIT_LIMIT] = s->unit[DEBIT_LIMIT] = AS_CAP;
		return at_end(&at);
	}
	return read_bounds(s, at, CREDIT_LIMIT);
}

static bool
read_beyond(void *value, Place at)
{
	FlexiScheme *s = value;
	if (take_word(&at, "carried"))
		s->beyond = BEYOND_CARRIED;
	else if (take_word(&at, "cut"))
		s->beyond = BEYOND_CUT;
	else
		return false;
	return at_end(&at);
}

static bool
read_leave(void *value, Place at)
{
	FlexiScheme *s = value;
	s->unit[FLEXI_LEAVE] = NO_AMOUNT;
	s->amount[FLEXI_LEAVE] = 0;
	if (!take_word(&at, "any") && !take_amount(&at, s, FLEXI_LEAVE))
		return false;
	s->leave_from_credit = take_word(&at, "from");
	if (s->leave_from_credit && !take_word(&at, "credit"))
		return false;
	return at_end(&at);
}

/* ---------- writing ---------- */

static void
append_clock(StringInfo out, int minutes)
{
	appendStringInfo(out, "%02d:%02d", minutes / 60, minutes % 60);
}

static void
append_hours(StringInfo out, int minutes)
{
	appendStringInfo(out, "%d:%02d", minutes / 60, minutes % 60);
}

static void
append_stretch(StringInfo out, Stretch stretch)
{
	append_clock(out, stretch.from);
	appendStringInfoChar(out, '-');
	append_clock(out, stretch.to);
}

/* the days, before what holds for them; Monday to Friday is left out */
static void
append_days(StringInfo out, int first, int last)
{
	if (first == 0 && last == 4)
		return;
	appendStringInfoString(out, weekdays[first]);
	if (last > first)
		appendStringInfo(out, "-%s", weekdays[last]);
	appendStringInfoChar(out, ' ');
}

/* the last day of the run from "first" on whose days have the same bytes */
static int
run_from(const void *values, size_t size, int first)
{
	const char *bytes = values;
	int			last = first;

	while (last + 1 < N_WEEKDAYS && memcmp(bytes + first * size, bytes + (last + 1) * size, size) == 0)
		last++;
	return last;
}

static void
write_bandwidth(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	int			before = out->len;
	int			first;
	int			last;

	for (first = 0; first < N_WEEKDAYS; first = last + 1)
	{
		last = run_from(s->bandwidth, sizeof(s->bandwidth[0]), first);
		if (s->bandwidth[first].to == 0)
			continue;
		if (out->len > before)
			appendStringInfoString(out, ", ");
		append_days(out, first, last);
		append_stretch(out, s->bandwidth[first]);
	}
}

static void
write_core(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	int			before = out->len;
	int			first;
	int			last;
	int			i;

	for (first = 0; first < N_WEEKDAYS; first = last + 1)
	{
		last = run_from(s->core, sizeof(s->core[0]), first);
		if (s->core[first][0].to == 0)
			continue;
		if (out->len > before)
			appendStringInfoString(out, ", ");
		append_days(out, first, last);
		for (i = 0; i < CORE_STRETCHES && s->core[first][i].to > 0; i++)
		{
			if (i > 0)
				appendStringInfoChar(out, ',');
			append_stretch(out, s->core[first][i]);
		}
	}
	if (s->core_least > 0)
	{
		appendStringInfoString(out, "least ");
		append_hours(out, s->core_least);
	}
	if (s->core_before > 0)
	{
		appendStringInfoString(out, out->len > before ? ", " : "");
		append_hours(out, s->core_before);
		appendStringInfoString(out, " before ");
		append_clock(out, s->before);
	}
	if (s->core_after > 0)
	{
		appendStringInfoString(out, out->len > before ? ", " : "");
		append_hours(out, s->core_after);
		appendStringInfoString(out, " after ");
		append_clock(out, s->after);
	}
	if (out->len == before)
		appendStringInfoString(out, "none");
}

static void
write_lunch(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	if (s->lunch_least == 0 && s->lunch_most == 0)
	{
		appendStringInfoString(out, "none");
		return;
	}
	if (s->lunch.to > 0)
	{
		append_stretch(out, s->lunch);
		appendStringInfoChar(out, ' ');
	}
	if (s->lunch_least > 0)
		appendStringInfo(out, "least %d min", s->lunch_least);
	if (s->lunch_most > 0)
		appendStringInfo(out, "%smost %d min", s->lunch_least > 0 ? " " : "", s->lunch_most);
	if (s->lunch_over > 0)
	{
		appendStringInfoString(out, " over ");
		append_hours(out, s->lunch_over);
	}
	if (s->lunch_shortest > 0)
		appendStringInfo(out, " shortest %d min", s->lunch_shortest);
}

static void
append_rounding(StringInfo out, Rounding rounding)
{
	static const char *const words[] = {"strict", "nearest", "generous"};

	appendStringInfoString(out, words[rounding.way]);
	if (rounding.up_from > 0)
		appendStringInfo(out, " %d min", rounding.up_from - 1);
}

static void
write_block(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	if (s->block == 0)
	{
		appendStringInfoString(out, "none");
		return;
	}
	appendStringInfo(out, "%d min", s->block);
	if (memcmp(&s->in, &s->out, sizeof(Rounding)) != 0)
	{
		appendStringInfoString(out, " in ");
		append_rounding(out, s->in);
		appendStringInfoString(out, " out ");
		append_rounding(out, s->out);
	}
	else if (s->in.way != ROUND_STRICT)
	{
		appendStringInfoChar(out, ' ');
		append_rounding(out, s->in);
	}
}

static void
write_day(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	int			before = out->len;
	int			first;
	int			last;

	for (first = 0; first < N_WEEKDAYS; first = last + 1)
	{
		last = run_from(s->day, sizeof(s->day[0]), first);
		if (s->day[first] == 0)
			continue;
		if (out->len > before)
			appendStringInfoString(out, ", ");
		append_days(out, first, last);
		append_hours(out, s->day[first]);
	}
	if (out->len == before)
		appendStringInfoString(out, "0:00");
}

static void
write_hours(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	if (s->hours == BY_DAY)
		appendStringInfoString(out, "by day");
	else
		append_hours(out, s->hours);
}

static void
write_period(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	bool		weeks = s->period_unit == PERIOD_WEEKS;

	appendStringInfo(out, "%d %s%s", s->period_count, weeks ? "week" : "month",
					 s->period_count == 1 ? "" : "s");
	if (s->period_from != (weeks ? WEEKS_FROM : MONTHS_FROM))
		appendStringInfo(out, " from %s", day_text(s->period_from));
}

static void
append_amount(StringInfo out, const FlexiScheme *s, int which)
{
	int32		n = s->amount[which];

	if (s->unit[which] == NO_AMOUNT)
		appendStringInfoString(out, which == FLEXI_LEAVE ? "any" : "none");
	else if (s->unit[which] == IN_MINUTES)
		append_hours(out, n);
	else
		appendStringInfo(out, "%d%s day%s", n / 2, n % 2 ? ".5" : "", n == 2 ? "" : "s");
}

static void
append_bounds(StringInfo out, const FlexiScheme *s, int credit)
{
	append_amount(out, s, credit);
	if (s->unit[credit] != s->unit[credit + 1] || s->amount[credit] != s->amount[credit + 1])
	{
		appendStringInfoChar(out, '/');
		append_amount(out, s, credit + 1);
	}
}

static void
write_cap(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	append_bounds(out, s, CREDIT_CAP);
}

static void
write_beyond(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	appendStringInfoString(out, s->beyond == BEYOND_CUT ? "cut" : "carried");
}

static void
write_limit(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	if (s->unit[CREDIT_LIMIT] == AS_CAP)
		appendStringInfoString(out, "cap");
	else
		append_bounds(out, s, CREDIT_LIMIT);
}

static void
write_leave(StringInfo out, const void *value)
{
	const FlexiScheme *s = value;
	append_amount(out, s, FLEXI_LEAVE);
	if (s->leave_from_credit)
		appendStringInfoString(out, " from credit");
}

/* ---------- the type ---------- */

static const PairsKey keys[] =
{
	{"bandwidth", read_bandwidth, write_bandwidth,
		"A bandwidth is a stretch of the day, and each day of the week has at most one.",
	"bandwidth=08:00-18:00, or bandwidth=Mon-Thu 07:30-19:00, Fri 07:30-17:00."},
	{"core", read_core, write_core,
		"Core time is up to four stretches of a day that do not overlap, or a quota, or none. What is asked for before or after a time has to fit there.",
	"core=09:30-12:00,14:00-16:00, or core=least 4:00, 2:00 before 13:00, 2:00 after 13:00."},
	{"lunch", read_lunch, write_lunch,
		"Lunch has a least, a most or both, which fit into its window; over and shortest need a least, and shortest is not above it.",
	"lunch=12:00-14:00 least 30 min most 60 min, or lunch=least 30 min over 6:00 shortest 15 min."},
	{"block", read_block, write_block,
		"A block is a part of the hour: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60 minutes. Times are rounded to its edge: strict, nearest or generous.",
	"block=5 min, block=15 min nearest 7 min, or block=5 min in strict out nearest."},
	{"day", read_day, write_day,
		"A standard day is 24:00 at most, and each day of the week has one.",
	"day=7:24, or day=Mon-Thu 7:20, Fri 7:10."},
	{"hours", read_hours, write_hours,
		"Standard hours of a period are 9999:00 at most, or by day: the standard days of the period.",
	"hours=148:00."},
	{"period", read_period, write_period,
		"A period is 1 to 53 weeks or 1 to 12 months from a date. One of months begins on the 28th of a month at the latest.",
	"period=4 weeks from 2016-01-04, or period=1 month."},
	{"cap", read_cap, write_cap,
		"A cap is 9999:00 or 500 days at most, or none; that of debit follows a slash.",
	"cap=7:25, cap=12:00/4:00 or cap=2 days."},
	{"beyond", read_beyond, write_beyond,
		"Debit beyond the cap is carried or cut.",
	"beyond=carried."},
	{"limit", read_limit, write_limit,
		"A limit inside a period is 9999:00 or 500 days at most, none, or cap.",
	"limit=10:00/5:00."},
	{"leave", read_leave, write_leave,
		"Flexi-leave of a period is 9999:00 or 500 days at most, or any; from credit says that it may not make a debit.",
	"leave=1 day, or leave=any from credit."},
};

static const PairsType scheme_type = {"flexi scheme", "block=5 min; cap=7:25", keys, lengthof(keys)};

/*
 * Core time lies in the bandwidth: outside it, it would be owed and not credited.
 * The two keys come in any order, and either may be the default.
 */
static bool
core_in_bandwidth(const FlexiScheme *s, Node *escontext)
{
	int			day;
	int			i;

	for (day = 0; day < N_WEEKDAYS; day++)
	{
		for (i = 0; i < CORE_STRETCHES && s->core[day][i].to > 0; i++)
		{
			StringInfoData core;
			StringInfoData bandwidth;

			if (s->core[day][i].from >= s->bandwidth[day].from && s->core[day][i].to <= s->bandwidth[day].to)
				continue;
			initStringInfo(&core);
			append_stretch(&core, s->core[day][i]);
			initStringInfo(&bandwidth);
			if (s->bandwidth[day].to > 0)
				append_stretch(&bandwidth, s->bandwidth[day]);
			else
				appendStringInfoString(&bandwidth, "none");
			ereturn(escontext, false,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("core time is outside the bandwidth of a flexi scheme: %s %s", weekdays[day], core.data),
					 errdetail("The bandwidth on that day: %s. Only time inside is credited.", bandwidth.data),
					 errhint("Write a bandwidth that holds the core time, or core=none.")));
		}
	}
	return true;
}

static bool
read_scheme(FlexiScheme *s, const char *text, Node *escontext)
{
	*s = default_scheme();
	if (!read_pairs(&scheme_type, s, text, escontext) || !core_in_bandwidth(s, escontext))
		return false;
	/* limits equal to the caps are stored as the caps, whichever key came first */
	if (memcmp(&s->unit[CREDIT_LIMIT], &s->unit[CREDIT_CAP], 2 * sizeof(s->unit[0])) == 0 &&
		memcmp(&s->amount[CREDIT_LIMIT], &s->amount[CREDIT_CAP], 2 * sizeof(s->amount[0])) == 0)
	{
		s->amount[CREDIT_LIMIT] = s->amount[DEBIT_LIMIT] = 0;
		s->unit[CREDIT_LIMIT] = s->unit[DEBIT_LIMIT] = AS_CAP;
	}
	return true;
}

static char *
scheme_text(const FlexiScheme *s)
{
	FlexiScheme defaults = default_scheme();

	return write_pairs(&scheme_type, s, &defaults);
}

PG_FUNCTION_INFO_V1(bradford_flexi_scheme_in);
Datum
bradford_flexi_scheme_in(PG_FUNCTION_ARGS)
{
	FlexiScheme *s = palloc(sizeof(FlexiScheme));

	if (!read_scheme(s, PG_GETARG_CSTRING(0), fcinfo->context))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(s);
}

PG_FUNCTION_INFO_V1(bradford_flexi_scheme_out);
Datum
bradford_flexi_scheme_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(scheme_text(PG_GETARG_FLEXI_SCHEME(0)));
}

/*
 * The binary form is a version, so that a later one can be told from it, and
 * the text, so that one place refuses what is no scheme.
 */
#define SCHEME_VERSION	1

PG_FUNCTION_INFO_V1(bradford_flexi_scheme_recv);
Datum
bradford_flexi_scheme_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	FlexiScheme *s = palloc(sizeof(FlexiScheme));
	int			version = pq_getmsgbyte(buf);
	int			length;

	if (version != SCHEME_VERSION)
		REFUSE(ERRCODE_INVALID_BINARY_REPRESENTATION,
			   errmsg("unknown version of the binary form of flexi_scheme: %d", version),
			   errdetail("This release reads version %d.", SCHEME_VERSION),
			   errhint("Send what flexi_scheme_send wrote, or send the text form."));
	read_scheme(s, pq_getmsgtext(buf, buf->len - buf->cursor, &length), NULL);
	PG_RETURN_POINTER(s);
}

PG_FUNCTION_INFO_V1(bradford_flexi_scheme_send);
Datum
bradford_flexi_scheme_send(PG_FUNCTION_ARGS)
{
	char	   *text = scheme_text(PG_GETARG_FLEXI_SCHEME(0));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, SCHEME_VERSION);
	pq_sendtext(&buf, text, strlen(text));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* ---------- comparing ---------- */

/* An order for sorting, DISTINCT and B-trees: that of the bytes.  Equal schemes have equal bytes. */
static int
compare_schemes(FunctionCallInfo fcinfo)
{
	int			order = memcmp(PG_GETARG_FLEXI_SCHEME(0), PG_GETARG_FLEXI_SCHEME(1), sizeof(FlexiScheme));

	return (order > 0) - (order < 0);
}

ORDER_FUNCTIONS(flexi_scheme, compare_schemes)

PG_FUNCTION_INFO_V1(bradford_flexi_scheme_hash);
Datum
bradford_flexi_scheme_hash(PG_FUNCTION_ARGS)
{
	return hash_any((unsigned char *) PG_GETARG_FLEXI_SCHEME(0), sizeof(FlexiScheme));
}

PG_FUNCTION_INFO_V1(bradford_flexi_scheme_hash_extended);
Datum
bradford_flexi_scheme_hash_extended(PG_FUNCTION_ARGS)
{
	return hash_any_extended((unsigned char *) PG_GETARG_FLEXI_SCHEME(0), sizeof(FlexiScheme),
							 PG_GETARG_INT64(1));
}

void
require_scheme(bool isnull)
{
	if (isnull)
		REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
			   errmsg("flexi scheme must not be NULL"),
			   errdetail("It says what is credited and what is carried."),
			   errhint("Write '' for the default scheme."));
}
