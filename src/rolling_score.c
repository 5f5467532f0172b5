/*
 * rolling_score.c
 *	  The window function bradford.rolling_score().
 *
 * For each row, the score as at the last day of that row's absence, over all
 * rows of its partition.  The partition is read once, at its first row: its
 * spells are merged, its last days sorted, and one sweep over time answers for
 * every row, so that a partition costs a sort and not a rescore a row.
 */
#include "bradford.h"

#include "miscadmin.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "daterange.h"
#include "score.h"

/* the arguments behind the period: rule, calendar, half days */
#define N_HOW	3
static const int16 how_lengths[N_HOW] = {sizeof(ScoringRule), -1, -1};

/* What a row asks, and the answer. */
typedef struct RollingRow
{
	int64		row;
	int32		last;			/* last day, OPEN_DAY if none: no answer */
	ScoreTotals totals;
} RollingRow;

/* Lives as long as the partition. */
typedef struct RollingPartition
{
	RollingRow *rows;			/* in the order of the partition */
	NullableDatum how[N_HOW];	/* as the first row had them */
} RollingPartition;

static int
compare_last_days(const void *a, const void *b)
{
	int32		x = ((const RollingRow *) a)->last;
	int32		y = ((const RollingRow *) b)->last;

	return (x > y) - (x < y);
}

static int
compare_row_numbers(const void *a, const void *b)
{
	int64		x = ((const RollingRow *) a)->row;
	int64		y = ((const RollingRow *) b)->row;

	return (x > y) - (x < y);
}

/* fills the rows and their spans; returns how many spans there are */
static int64
read_partition(WindowObject winobj, RollingRow *rows, Span *spans, int64 nrows)
{
	int64		nspans = 0;
	int64		i;

	for (i = 0; i < nrows; i++)
	{
		bool		isnull;
		bool		isout;
		Datum		period;

		CHECK_FOR_INTERRUPTS();
		period = WinGetFuncArgInPartition(winobj, 0, (int) i, WINDOW_SEEK_HEAD, false,
										  &isnull, &isout);
		rows[i].row = i;
		rows[i].last = OPEN_DAY;
		if (isnull || isout)
			continue;
		spans[nspans] = daterange_open_span(DatumGetRangeTypeP(period),
											"the period of an absence");
		rows[i].last = spans[nspans++].last;
	}
	return nspans;
}

/* answers for all rows with a last day, which are sorted by it */
static void
sweep_partition(ScoreCase *c, RollingRow *rows, int64 nrows)
{
	ScoreGroup *groups;
	ScoreSweep	sweep;
	ScoreRun	run;
	Span		during;
	int64		n = nrows;
	int64		i = 0;

	while (n > 0 && rows[n - 1].last == OPEN_DAY)
		n--;
	if (n == 0)
		return;
	during.first = rows[0].last;
	during.last = rows[n - 1].last;
	groups = palloc_extended(sizeof(ScoreGroup) * ((Size) c->nspells + 1), MCXT_ALLOC_HUGE);
	score_sweep_begin(&sweep, c, during, groups);
	while (i < n)
	{
		CHECK_FOR_INTERRUPTS();
		score_sweep_skip_to(&sweep, rows[i].last);
		if (!score_sweep_next(&sweep, &run))
			elog(ERROR, "the sweep ends before the last day of a row");
		for (; i < n && rows[i].last <= run.period.last; i++)
			rows[i].totals = run.totals;
	}
	score_check_known(c);
	pfree(groups);
}

/* the arguments after the period as the current row has them */
static void
how_of_row(WindowObject winobj, NullableDatum *how)
{
	int			i;

	for (i = 0; i < N_HOW; i++)
		how[i].value = WinGetFuncArgCurrent(winobj, i + 1, &how[i].isnull);
}

static void
answer_partition(WindowObject winobj, RollingPartition *partition, const NullableDatum *how)
{
	MemoryContext partition_context = GetMemoryChunkContext(partition);
	int64		nrows = WinGetPartitionRowCount(winobj);
	MemoryContext old_context;
	RollingRow *rows;
	ScoreArgs	args;
	Span	   *spans;
	int			i;

	rows = MemoryContextAllocHuge(partition_context, sizeof(RollingRow) * (Size) nrows);
	spans = palloc_extended(sizeof(Span) * (Size) nrows, MCXT_ALLOC_HUGE);
	args.c.nspells = (int) spans_sort_and_merge(spans, read_partition(winobj, rows, spans, nrows));
	args.c.spells = spans;

	/* only now: a period may be an expression that expands calendars itself */
	score_rule_args(how, &args);

	qsort(rows, nrows, sizeof(RollingRow), compare_last_days);
	sweep_partition(&args.c, rows, nrows);
	qsort(rows, nrows, sizeof(RollingRow), compare_row_numbers);
	pfree(spans);

	old_context = MemoryContextSwitchTo(partition_context);
	for (i = 0; i < N_HOW; i++)
	{
		partition->how[i] = how[i];
		if (!how[i].isnull)
			partition->how[i].value = datumCopy(how[i].value, false, how_lengths[i]);
	}
	MemoryContextSwitchTo(old_context);
	partition->rows = rows;
}

/* One answer serves all rows, so all have to ask in the same way. */
static void
check_same_how(const NullableDatum *first, const NullableDatum *how)
{
	int			i;

	for (i = 0; i < N_HOW; i++)
	{
		if (first[i].isnull != how[i].isnull ||
			(!how[i].isnull &&
			 !datum_image_eq(first[i].value, how[i].value, false, how_lengths[i])))
			REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
				   errmsg("the rule, the calendar or the half days change within a partition"),
				   errdetail("rolling_score() counts all rows of a partition in one way."),
				   errhint("Add them to PARTITION BY, or score each way in a window of its own."));
	}
}

/* rolling_score(period, rule, calendar, half_days) OVER (PARTITION BY ...) */
PG_FUNCTION_INFO_V1(bradford_rolling_score);
Datum
bradford_rolling_score(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	RollingPartition *partition = WinGetPartitionLocalMemory(winobj, sizeof(RollingPartition));
	NullableDatum how[N_HOW];
	RollingRow *row;

	how_of_row(winobj, how);
	if (partition->rows == NULL)
		answer_partition(winobj, partition, how);
	else
		check_same_how(partition->how, how);
	row = &partition->rows[WinGetCurrentPosition(winobj)];
	if (row->last == OPEN_DAY)
		PG_RETURN_NULL();
	return score_numeric(row->totals);
}
