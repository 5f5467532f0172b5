/*
 * rolling_score.c
 *	  The window function bradford.rolling_score().
 *
 * For each row, the score as at the last day of that row's absence, over all
 * rows of its partition.  The partition is read once, at its first row: its
 * spells are merged, its last days sorted, and one sweep over time answers for
 * every row.  So a partition costs one sort, and no row is scored anew.
 */
#include "bradford.h"

#include "miscadmin.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "daterange.h"
#include "score.h"

/* the arguments after the period: rule, calendar, half days */
#define N_HOW	3
static const int16 how_lengths[N_HOW] = {sizeof(ScoringRule), -1, -1};

/* A row with a last day; it is scored as at that day. */
typedef struct RollingRow
{
	int32		last;
	int32		row;			/* its place in the partition, from 0 */
} RollingRow;

/* Lives as long as the partition. */
typedef struct RollingPartition
{
	ScoreTotals *answers;		/* one a row */
	NullableDatum how[N_HOW];	/* as the first row had them */
} RollingPartition;

#define NO_ANSWER	(-1)		/* occasions of a row without a last day */

#define ST_SORT sort_rows
#define ST_ELEMENT_TYPE RollingRow
#define ST_COMPARE(a, b) (((a)->last > (b)->last) - ((a)->last < (b)->last))
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * Fills the spans and the rows to be answered; returns how many rows those
 * are.  A row gets no answer if it has no last day: its absence is open, or it
 * has no period.
 */
static int32
read_partition(WindowObject winobj, int32 nrows, RollingPartition *partition,
			   RollingRow *rows, Span *spans, int64 *nspans)
{
	MemoryContext old_context = score_begin_rows();
	int32		n = 0;
	int32		i;

	*nspans = 0;
	for (i = 0; i < nrows; i++)
	{
		bool		isnull;
		bool		isout;
		Datum		period;
		Span		span;

		CHECK_FOR_INTERRUPTS();
		partition->answers[i].occasions = NO_ANSWER;
		period = WinGetFuncArgInPartition(winobj, 0, i, WINDOW_SEEK_HEAD, false,
										  &isnull, &isout);
		if (isnull || isout)
			continue;
		span = daterange_open_span(DatumGetRangeTypeP(period), "the period of an absence");
		spans[(*nspans)++] = span;
		if (span.last != OPEN_DAY)
		{
			rows[n].last = span.last;
			rows[n++].row = i;
		}
		MemoryContextReset(CurrentMemoryContext);
	}
	score_end_rows(old_context);
	return n;
}

/* answers the rows, which are sorted by their last day */
static void
sweep_partition(ScoreCase *c, const RollingRow *rows, int32 n, ScoreTotals *answers)
{
	ScoreSweep	sweep;
	ScoreRun	run;
	Span		during;
	int32		i = 0;

	if (n == 0)
		return;
	during.first = rows[0].last;
	during.last = rows[n - 1].last;
	score_sweep_begin(&sweep, c, during, score_group_room(c));
	while (i < n)
	{
		score_sweep_skip_to(&sweep, rows[i].last);
		if (!score_next_run(&sweep, &run))
			elog(ERROR, "the sweep ends before the last day of a row");
		for (; i < n && rows[i].last <= run.period.last; i++)
		{
			if (i % 1024 == 0)
				CHECK_FOR_INTERRUPTS();
			answers[rows[i].row] = run.totals;
		}
	}
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
	Span	   *spans;
	int64		nspans;
	int32		n;
	ScoreArgs	args;
	int			i;

	/* the window's own functions count no further */
	if (nrows > PG_INT32_MAX)
		REFUSE(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
			   errmsg("a partition of %lld rows is too large for rolling_score()", (long long) nrows),
			   errdetail("The limit is %d rows.", PG_INT32_MAX),
			   errhint("Write PARTITION BY with the employee in the window."));
	partition->answers = MemoryContextAllocHuge(partition_context, sizeof(ScoreTotals) * (Size) nrows);
	rows = palloc_extended(sizeof(RollingRow) * (Size) nrows, MCXT_ALLOC_HUGE);
	spans = palloc_extended(sizeof(Span) * (Size) nrows, MCXT_ALLOC_HUGE);
	n = read_partition(winobj, (int32) nrows, partition, rows, spans, &nspans);
	args.c.nspells = (int) spans_sort_and_merge(spans, nspans);
	args.c.spells = spans;

	/* only now: a period may be an expression that expands calendars itself */
	score_rule_args(how, &args);

	sort_rows(rows, (size_t) n);
	sweep_partition(&args.c, rows, n, partition->answers);
	pfree(rows);
	pfree(spans);

	old_context = MemoryContextSwitchTo(partition_context);
	for (i = 0; i < N_HOW; i++)
	{
		partition->how[i] = how[i];
		if (!how[i].isnull)
			partition->how[i].value = datumCopy(how[i].value, false, how_lengths[i]);
	}
	MemoryContextSwitchTo(old_context);
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
	ScoreTotals answer;

	how_of_row(winobj, how);
	if (partition->answers == NULL)
		answer_partition(winobj, partition, how);
	else
		check_same_how(partition->how, how);
	answer = partition->answers[WinGetCurrentPosition(winobj)];
	if (answer.occasions == NO_ANSWER)
		PG_RETURN_NULL();
	return score_numeric(answer);
}
