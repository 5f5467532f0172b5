/*
 * trigger.c
 *	  When a score meets a trigger, when it clears, and how far away it is.
 *
 * All three follow the sweep of core/score.c over the days; the forecasts do so
 * over days to come, with the set of spells cut at as_of.
 */
#include "bradford.h"

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

#include "core/date.h"
#include "daterange.h"
#include "score.h"

/* above any score that anybody reaches, and twice as much fits well in 64 bits */
#define MAX_TRIGGER	INT64CONST(1000000000000000)

/*
 * A trigger in half points, rounded up: a score in half points reaches the
 * trigger exactly when it reaches this.
 */
static int64
trigger_half_points(Numeric trigger)
{
	Numeric		twice;

	/* NaN is above every number */
	if (number_sign(trigger) <= 0 || number_compare(trigger, int64_to_numeric(MAX_TRIGGER)) > 0)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("invalid trigger %s", numeric_text(trigger)),
			   errdetail("A trigger is a score above 0 and up to 10 to the power of 15."),
			   errhint("Write the lowest score that meets the trigger, such as 150."));
	twice = number_add(trigger, trigger);
	return DatumGetInt64(DirectFunctionCall1(numeric_int8, DirectFunctionCall1(numeric_ceil, NumericGetDatum(twice))));
}

static int64
half_points_of(ScoreTotals totals)
{
	int64		half_points;

	if (!score_half_points(totals, &half_points))
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("the score of %d occasions is too large to compare with a trigger",
					  totals.occasions),
			   errdetail("The limit is a score of %lld.", (long long) (PG_INT64_MAX / 2)),
			   errhint("Give the rule a shorter window."));
	return half_points;
}

/*
 * A sweep that is gone through once for each trigger.  Most people have few
 * runs, which are kept from the first time on.
 */
#define FEW_RUNS	256

typedef struct TriggerRuns
{
	ScoreSweep	sweep;
	bool		kept;			/* all runs are in "run" */
	int			n;				/* how many there have been */
	int			at;				/* the next one, if they are kept */
	ScoreRun	run[FEW_RUNS];
} TriggerRuns;

static void
runs_begin(TriggerRuns *runs)
{
	runs->at = 0;
	if (!runs->kept)
	{
		runs->n = 0;
		score_sweep_rewind(&runs->sweep);
	}
}

static bool
runs_next(TriggerRuns *runs, ScoreRun *run)
{
	if (runs->kept)
	{
		if (runs->at == runs->n)
			return false;
		*run = runs->run[runs->at++];
		return true;
	}
	if (!score_next_run(&runs->sweep, run))
	{
		runs->kept = runs->n < FEW_RUNS;
		return false;
	}
	if (runs->n < FEW_RUNS)
		runs->run[runs->n++] = *run;
	return true;
}

/* A stretch at or above a trigger, as far as it has come. */
typedef struct Stretch
{
	DateADT		reached_on;
	int64		peak;			/* in half points */
	ScoreTotals peak_totals;
	DateADT		peak_on;
} Stretch;

/* "cleared" is the first run below the trigger, NULL if there is none */
static void
put_stretch(FunctionCallInfo fcinfo, Datum trigger, const Stretch *stretch, const ScoreRun *cleared)
{
	Datum		values[5];
	bool		nulls[5] = {false};

	values[0] = trigger;
	values[1] = DateADTGetDatum(stretch->reached_on);
	nulls[2] = cleared == NULL;
	if (cleared != NULL)
		values[2] = DateADTGetDatum(cleared->period.first);
	values[3] = score_numeric(stretch->peak_totals);
	values[4] = DateADTGetDatum(stretch->peak_on);
	score_put_row(fcinfo, values, nulls);
}

/* Puts the stretches of one trigger; returns the highest score of all days, in half points. */
static int64
put_stretches(FunctionCallInfo fcinfo, TriggerRuns *runs, Datum trigger, int64 least)
{
	Stretch		stretch = {0};
	bool		running = false;
	int64		highest = 0;
	ScoreRun	run;

	runs_begin(runs);
	while (runs_next(runs, &run))
	{
		int64		half_points = half_points_of(run.totals);

		highest = Max(highest, half_points);
		if (half_points >= least)
		{
			if (!running)
			{
				running = true;
				stretch.reached_on = run.period.first;
				stretch.peak = 0;
			}
			if (half_points > stretch.peak)
			{
				stretch.peak = half_points;
				stretch.peak_totals = run.totals;
				stretch.peak_on = run.period.first;
			}
		}
		else if (running)
		{
			put_stretch(fcinfo, trigger, &stretch, &run);
			running = false;
		}
	}
	if (running)
		put_stretch(fcinfo, trigger, &stretch, NULL);
	return highest;
}

/* trigger_dates(spells, triggers, during, rule, calendar, half_days) */
PG_FUNCTION_INFO_V1(bradford_trigger_dates);
Datum
bradford_trigger_dates(PG_FUNCTION_ARGS)
{
	ScoreArgs	args;
	TriggerRuns runs;
	Span		during;
	ArrayIterator triggers;
	MemoryContext old_context;
	int64		highest = PG_INT64_MAX;
	int			n = 0;
	Datum		trigger;
	bool		isnull;

	score_begin_set(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return (Datum) 0;
	triggers = array_create_iterator(PG_GETARG_ARRAYTYPE_P(1), 0, NULL);
	during = daterange_span(PG_GETARG_RANGE_P(2), "during");
	score_rule_args(&fcinfo->args[3], &args);
	score_spells_arg(fcinfo, &args);

	/*
	 * Triggers are gone through one by one, so that no stretch has to be kept
	 * until those of the triggers before it are out.  The first one tells the
	 * highest score, and so which of the others are met at all.
	 */
	runs.kept = false;
	score_sweep_begin(&runs.sweep, &args.c, during, score_group_room(&args.c));
	old_context = score_begin_rows();
	while (array_iterate(triggers, &trigger, &isnull))
	{
		int64		least;

		CHECK_FOR_INTERRUPTS();
		n++;
		if (isnull)
			REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
				   errmsg("trigger number %d must not be NULL", n),
				   errdetail("Each trigger is a score above 0."),
				   errhint("Leave it out of the array, as array_remove(triggers, NULL) does."));
		least = trigger_half_points(DatumGetNumeric(trigger));
		if (least <= highest)
			highest = put_stretches(fcinfo, &runs, trigger, least);
		MemoryContextReset(CurrentMemoryContext);
	}
	score_end_rows(old_context);
	return (Datum) 0;
}

/*
 * The arguments of clears_on() and days_to_trigger(): the set as at as_of,
 * with room for one more spell after it.  False for null.
 */
static bool
forecast_args(FunctionCallInfo fcinfo, ScoreArgs *args, int64 *trigger, DateADT *as_of)
{
	ScoreCase  *c = &args->c;
	Span	   *spells;
	int			n;
	int			i;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return false;
	*trigger = trigger_half_points(PG_GETARG_NUMERIC(1));
	*as_of = PG_GETARG_DATEADT(2);
	require_finite_date(*as_of, "as_of");
	score_rule_args(&fcinfo->args[3], args);
	score_spells_arg(fcinfo, args);

	spells = palloc_extended(sizeof(Span) * ((Size) c->nspells + 1), MCXT_ALLOC_HUGE);
	n = c->nspells;
	for (i = 0; i < n && c->spells[i].first <= *as_of; i++)
	{
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		spells[i] = c->spells[i];
		spells[i].last = Min(spells[i].last, *as_of);
	}
	c->spells = spells;
	c->nspells = i;
	return true;
}

/* clears_on(spells, trigger, as_of, rule, calendar, half_days) */
PG_FUNCTION_INFO_V1(bradford_trigger_clears_on);
Datum
bradford_trigger_clears_on(PG_FUNCTION_ARGS)
{
	ScoreArgs	args;
	ScoreSweep	sweep;
	ScoreRun	run;
	int64		trigger;
	DateADT		as_of;
	Span		during;

	if (!forecast_args(fcinfo, &args, &trigger, &as_of))
		PG_RETURN_NULL();
	during.first = as_of;
	during.last = MAX_DAY;
	score_sweep_begin(&sweep, &args.c, during, score_group_room(&args.c));
	while (score_next_run(&sweep, &run))
	{
		if (half_points_of(run.totals) < trigger)
			PG_RETURN_DATEADT(run.period.first);
	}
	/* not before the end of the date type */
	PG_RETURN_NULL();
}

/* days_to_trigger(spells, trigger, as_of, rule, calendar, half_days) */
PG_FUNCTION_INFO_V1(bradford_trigger_days_to);
Datum
bradford_trigger_days_to(PG_FUNCTION_ARGS)
{
	ScoreArgs	args;
	ScoreCase  *c = &args.c;
	ScoreSweep	sweep;
	ScoreRun	run;
	int64		trigger;
	DateADT		as_of;
	Span		during;
	Span	   *spells;

	if (!forecast_args(fcinfo, &args, &trigger, &as_of))
		PG_RETURN_NULL();

	/* absent from tomorrow, until the window holds nothing else */
	during.first = as_of;
	during.last = (int32) Min(leaves_window(c->rule, as_of), MAX_DAY);
	spells = (Span *) c->spells;	/* forecast_args made them */
	if (c->nspells > 0 && spells[c->nspells - 1].last == as_of)
		spells[c->nspells - 1].last = during.last;
	else if (during.last > as_of)
	{
		spells[c->nspells].first = as_of + 1;
		spells[c->nspells].last = during.last;
		c->nspells++;
	}

	score_sweep_begin(&sweep, c, during, score_group_room(c));
	while (score_next_run(&sweep, &run))
	{
		if (half_points_of(run.totals) >= trigger)
			PG_RETURN_INT32(Max(run.period.first - as_of - 1, 0));

		/*
		 * If each further day adds at most one day, and all of them one
		 * occasion, nearly all days are plainly too early.
		 */
		if (run.period.first == as_of && c->rule->count == DAYS_CALENDAR &&
			c->rule->bridge == BRIDGE_TOUCHING && c->rule->minimum <= 1)
		{
			int64		occasions = (int64) run.totals.occasions + 1;
			int64		days = (trigger / (occasions * occasions) - run.totals.halves) / 2;

			if (days > 0)
				score_sweep_skip_to(&sweep, (int32) Min(as_of + days, during.last));
		}
	}
	PG_RETURN_NULL();
}
