/*
 * flexitime.c
 *	  Target: a day of flexi-time and a balance, against a naive count.
 *
 * The bytes are a scheme, a day of attendance and some periods.  The naive count
 * looks at each ten seconds of the day by itself.
 */
#include "fuzz.h"

#include <string.h>

#include "core/flexitime.h"

#define CELL	(MINUTE / 6)
#define CELLS	(MINUTES_A_DAY * 6)

/* a stretch of at least one minute */
static Stretch
take_stretch(Bytes *in)
{
	int			from = take_byte(in) * 5 + take_byte(in) % 5;
	int			to = from + 1 + take_byte(in) * 3;

	return (Stretch) {from, to > MINUTES_A_DAY ? MINUTES_A_DAY : to};
}

static Rounding
take_rounding(Bytes *in, int block)
{
	uint8_t		byte = take_byte(in);
	Rounding	rounding = {byte % 3, 0};

	if (rounding.way == ROUND_NEAREST && byte >= 128)
		rounding.up_from = 1 + byte % block;
	return rounding;
}

static void
take_scheme(Bytes *in, FlexiScheme *s)
{
	static const uint8_t blocks[] = {0, 5, 1, 2, 3, 4, 6, 10, 12, 15, 20, 30, 60, 5, 15, 15};
	uint8_t		kinds = take_byte(in);

	memset(s, 0, sizeof(*s));
	if (kinds % 8 > 0)
		s->bandwidth[0] = take_stretch(in);
	if (kinds & 8)
	{
		s->core[0][0] = take_stretch(in);
		s->core[0][1] = take_stretch(in);
		if (s->core[0][1].from < s->core[0][0].to)
			s->core[0][1] = (Stretch) {0, 0};
	}
	else
	{
		s->core_least = take_byte(in);
		s->core_before = take_byte(in) % 128;
		s->before = 720;
		s->core_after = take_byte(in) % 128;
		s->after = 720 + take_byte(in);
	}
	if (kinds & 16)
		s->lunch = take_stretch(in);
	s->lunch_least = take_byte(in) % 64;
	s->lunch_most = take_byte(in) % 90;
	s->lunch_over = (kinds & 32) ? take_byte(in) * 3 : 0;
	s->lunch_shortest = (kinds & 64) ? take_byte(in) % 32 : 0;
	s->block = blocks[take_byte(in) % 16];
	if (s->block > 0)
	{
		s->in = take_rounding(in, s->block);
		s->out = take_rounding(in, s->block);
	}
}

/* the cell of the edge to which a cell's beginning goes, found by walking there */
static int
edge_of(int cell, int block, Rounding rounding, bool arrival)
{
	int			before = cell;
	int			after = cell;
	bool		up;

	if (block == 0)
		return cell;
	while (before % (block * 6) != 0)
		before--;
	while (after % (block * 6) != 0)
		after++;
	if (rounding.way == ROUND_NEAREST)
		up = rounding.up_from == 0 ? after - cell <= cell - before : (cell - before) / 6 >= rounding.up_from;
	else
		up = (rounding.way == ROUND_STRICT) == arrival;
	return up ? after : before;
}

static int
count_cells(const bool *cells, int from, int to)
{
	int			n = 0;

	for (; from < to; from++)
		n += cells[from];
	return n;
}

static void
naive_day(const FlexiScheme *s, const bool *there, FlexiDay *day)
{
	static bool within[CELLS + 1];
	static bool recorded[CELLS + 1];
	int			first = CELLS;
	int			last = 0;
	int			lunch = 0;
	int			long_lunch = 0;
	int			before;
	int			after;
	int			window_from = s->lunch.from * 6;
	int			window_to = s->lunch.to * 6;
	int			i;
	int			j;
	int64_t		missed[2];

	memset(within, 0, sizeof(within));
	memset(recorded, 0, sizeof(recorded));
	for (i = s->bandwidth[0].from * 6; i < s->bandwidth[0].to * 6; i++)
		within[i] = there[i];
	for (i = 0; i < CELLS; i = j)
	{
		for (j = i; within[j]; j++)
			;
		if (j > i)
		{
			int			from = edge_of(i, s->block, s->in, true);
			int			to = edge_of(j, s->block, s->out, false);

			for (; from < to; from++)
				recorded[from] = from >= s->bandwidth[0].from * 6 && from < s->bandwidth[0].to * 6;
		}
		else
			j++;
	}
	for (i = 0; i < CELLS; i++)
	{
		if (recorded[i])
		{
			first = i < first ? i : first;
			last = i + 1;
		}
	}
	if (window_to == 0)
	{
		window_from = first;
		window_to = last;
	}
	for (i = window_from; i < window_to; i++)
		lunch += i < first || i >= last;
	for (i = first; i < last; i = j)
	{
		int			in_window = 0;

		for (j = i; j < last && !recorded[j]; j++)
			in_window += j >= window_from && j < window_to;
		if (j - i >= s->lunch_shortest * 6 && in_window > 0)
		{
			lunch += in_window;
			long_lunch += j - i;
		}
		if (j == i)
			j++;
	}

	day->attended = count_cells(there, 0, CELLS) * CELL;
	day->cut_by_bandwidth = day->attended - count_cells(within, 0, CELLS) * CELL;
	day->cut_by_rounding = (count_cells(within, 0, CELLS) - count_cells(recorded, 0, CELLS)) * CELL;
	day->cut_by_lunch = 0;
	i = count_cells(recorded, 0, CELLS);
	if (i > s->lunch_over * 6 && lunch < s->lunch_least * 6)
	{
		j = s->lunch_least * 6 - lunch;
		day->cut_by_lunch = (j < i ? j : i) * CELL;
	}
	day->credited = i * CELL - day->cut_by_lunch;
	day->lunch_over = s->lunch_most > 0 && long_lunch > s->lunch_most * 6 ? (long_lunch - s->lunch_most * 6) * CELL : 0;

	day->core_missed = 0;
	for (i = 0; i < 2; i++)
	{
		missed[i] = ((s->core[0][i].to - s->core[0][i].from) * 6 -
					 count_cells(within, s->core[0][i].from * 6, s->core[0][i].to * 6)) * CELL;
		day->core_missed += missed[i];
	}
	day->core_missed_half = s->core[0][1].to == 0 ? 0 : missed[0] < missed[1] ? missed[0] : missed[1];
	if (s->bandwidth[0].to == 0)
		return;
	before = s->core_before * 6 - count_cells(within, 0, s->before * 6);
	after = s->core_after * 6 - count_cells(within, s->after * 6, CELLS);
	j = (before > 0 ? before : 0) + (after > 0 ? after : 0);
	i = s->core_least * 6 - count_cells(within, 0, CELLS);
	day->core_missed += (i > j ? i : j) * CELL;
}

static void
check_day(Bytes *in)
{
	static bool there[CELLS + 1];
	Presence	presences[64];
	FlexiScheme s;
	FlexiDay	want;
	FlexiDay	got;
	int			at = 0;
	int			n = 0;

	take_scheme(in, &s);
	memset(there, 0, sizeof(there));
	while (n < 60 && in->at < in->end)
	{
		int			from = at + 1 + take_number(in) % 4096;
		int			to = from + 1 + take_number(in) % 4096;

		if (from >= CELLS)
			break;
		if (to > CELLS)
			to = CELLS;
		presences[n].from = from * CELL;
		presences[n++].to = to * CELL;
		for (at = from; at < to; at++)
			there[at] = true;
	}
	naive_day(&s, there, &want);
	flexi_count_day(&s, 0, presences, n, &got);
	demand(got.attended == want.attended, "attended");
	demand(got.cut_by_bandwidth == want.cut_by_bandwidth, "cut by bandwidth");
	demand(got.cut_by_rounding == want.cut_by_rounding, "cut by rounding");
	demand(got.cut_by_lunch == want.cut_by_lunch, "cut by lunch");
	demand(got.credited == want.credited, "credited");
	demand(got.core_missed == want.core_missed, "core missed");
	demand(got.core_missed_half == want.core_missed_half, "core missed on half a day");
	demand(got.lunch_over == want.lunch_over, "lunch over");
	demand(got.attended == got.credited + got.cut_by_bandwidth + got.cut_by_rounding + got.cut_by_lunch,
		   "a minute without a reason");
}

/* the carry of each period never falls as the balance rises, and is bounded; the account adds up */
static void
check_balance(Bytes *in)
{
	FlexiScheme s;
	FlexiAccount account = {0};

	memset(&s, 0, sizeof(s));
	s.unit[CREDIT_CAP] = take_byte(in) % 2;
	s.unit[DEBIT_CAP] = take_byte(in) % 2;
	s.amount[CREDIT_CAP] = take_byte(in);
	s.amount[DEBIT_CAP] = take_byte(in);
	s.beyond = take_byte(in) % 2;
	while (in->at < in->end)
	{
		int64_t		before = account.carried;
		int64_t		a = ((int64_t) take_byte(in) - 128) * 10 * MINUTE;

		demand(flexi_account_next(&account, &s, a, 0), "a small balance is out of bounds");
		demand(account.brought_forward == before && account.balance == before + a, "the balance of a period");
		demand(account.carried == account.balance - account.taken + (s.beyond ? account.beyond : 0), "an hour is lost");
		demand(account.taken == 0 || account.carried == s.amount[CREDIT_CAP] * MINUTE, "taken without a cap");
		demand(s.unit[CREDIT_CAP] == NO_AMOUNT || account.carried <= s.amount[CREDIT_CAP] * MINUTE, "above the cap");
		demand(s.unit[DEBIT_CAP] == NO_AMOUNT || !s.beyond || account.carried >= -s.amount[DEBIT_CAP] * MINUTE, "below the cap");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Bytes		in = {data, data + size};
	FlexiScheme s = {0};
	int64_t		first;
	int64_t		next;
	int64_t		day;

	switch (take_byte(&in) % 4)
	{
		case 0:
			check_balance(&in);
			break;
		case 1:
			s.period_unit = take_byte(&in) % 2;
			s.period_count = 1 + take_byte(&in) % 12;
			/* the first of a month, whatever the day */
			s.period_from = s.period_unit == PERIOD_WEEKS ? (int32_t) take_word(&in) / 2 : 60 + take_byte(&in) % 28;
			day = (int32_t) take_word(&in);
			flexi_period_of(&s, day, &first, &next);
			demand(first <= day && day < next && next - first <= 12 * 31, "a day outside its period");
			flexi_period_of(&s, first, &day, &next);
			demand(day == first, "a period whose first day is not in it");
			flexi_period_of(&s, next, &day, &first);
			demand(day == next, "two periods that do not meet");
			break;
		default:
			check_day(&in);
			break;
	}
	return 0;
}
