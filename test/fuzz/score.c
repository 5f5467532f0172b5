/*
 * score.c
 *	  Target: the score of a day and of a period, against a naive count.
 *
 * The bytes are a person: rule, working days, spells, half days, and the days to
 * be judged.  The period is judged day by day, as a sweep, as a sweep that skips
 * days, and by test/naive.h.
 */
#include "fuzz.h"

#define DAYS	320
#include "naive.h"

/* the days judged at once, so that one input takes no longer than some 100 us */
#define JUDGED_MAX	48

/* where the days begin: in known years, at both ends of them, at both ends of the date type */
static const int32_t bases[] = {
	6000,
	FIRST_KNOWN_DAY - DAYS / 2,
	LAST_KNOWN_DAY - DAYS / 2,
	MIN_DAY,
	MAX_DAY - DAYS + 1,
	-36683						/* over 29 February of a year before 2000, and one that has none */
};

static void
take_rule(Bytes *in, ScoringRule *rule)
{
	uint8_t		words = take_byte(in);

	rule->months = take_number(in);
	rule->days = take_number(in);
	if (rule->months == 0 && rule->days == 0)
		rule->days = 1;
	rule->minimum = take_number(in);
	if (rule->minimum == 0)
		rule->minimum = 1;
	rule->edge = words % 3;
	rule->count = words / 3 % 3;
	rule->bridge = words / 9 % 2;
}

static void
take_works(Bytes *in, bool *works)
{
	uint8_t		week = take_byte(in);
	int			odd = take_byte(in) % 8,
				i;

	for (i = 0; i < DAYS; i++)
		works[i] = (week >> (i % 7)) & 1;
	/* holidays, and days that work although their weekday does not */
	for (; odd > 0; odd--)
	{
		i = (take_byte(in) << 1 | (week >> 7)) % DAYS;
		works[i] = !works[i];
	}
}

/* stretches of days: one after the other, or anywhere */
static void
take_days(Bytes *in, bool *days)
{
	int			n = take_byte(in) % 24,
				day = 0;

	for (; n > 0; n--)
	{
		int			gap = take_byte(in),
					length = take_byte(in) % 96;

		for (day = gap < 192 ? day + gap : (gap - 192) * 5; length-- >= 0 && day < DAYS; day++)
			days[day] = true;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Bytes		in = {data, data + size};
	Person		p = {0};
	ScoreTally	tally = {0};
	uint8_t		how = take_byte(&in);
	int			first,
				last,
				i;

	p.base = bases[how % 6];
	p.still_away = how & 64;
	take_rule(&in, &p.rule);
	first = take_number(&in) % DAYS;
	last = first + take_byte(&in) % JUDGED_MAX;
	if (last >= DAYS)
		last = DAYS - 1;
	take_works(&in, p.works);
	take_days(&in, p.absent);
	take_days(&in, p.half);

	/* a forecast judges as if nothing came after today, or an absence from tomorrow on */
	for (i = first + 1; how & 128 && i < DAYS; i++)
		p.absent[i] = p.still_away;

	check_person(&p, first, last, 1 + how % 7, &tally);
	demand(tally.wrong_days == 0, "the score of a day");
	demand(tally.wrong_runs == 0, "the runs of a sweep");
	demand(tally.wrong_parts == 0, "the parts of a score");
	demand(tally.wrong_starts == 0, "where a window begins, or when a day leaves it");
	return 0;
}
