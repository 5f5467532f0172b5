/*
 * trigger.c
 *	  When a score meets a trigger, when it clears, and how far away it is.
 *
 * All three follow the sweep of core/score.c over the days; the forecasts do so
 * over days to come, with the set of spells cut at as_of.
 */
#include "bradford.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "core/date.h"
#include "daterange.h"
#include "score.h"

/* above any score that anybody reaches, and twice it is far from 64 bits */
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
			   errmsg("the score of %d occasions is too large to be held against a trigger",
					  totals.occasions),
			   errdetail("The limit is a score of %lld.", (long long) (PG_INT64_MAX / 2)),
			   errhint("Give the rule a shorter window."));
	return half_points;
}

/* One stretch at or above a trigger. */
typedef struct Stretch
{
	DateADT		reached_on;
	DateADT		cleared_on;
	bool		cleared;
	ScoreTotals peak_totals;
	DateADT		peak_on;
} Stretch;

/* One trigger and its stretches so far, of which the last may still run. */
typedef struct TriggerWatch
{
	Datum		trigger;
	int64		half_points;
	bool		running;
	int64		peak;			/* of the running stretch, in half points */
	Stretch    *stretches;
	int			n;
	int			room;
} TriggerWatch;

static void
trigger_begin(TriggerWatch *trigger, DateADT day)
{
	if (trigger->n == trigger->room)
	{
		trigger->room = trigger->room == 0 ? 4 : trigger->room * 2;
		trigger->stretches = trigger->n == 0 ?
			palloc(sizeof(Stretch) * trigger->room) :
			repalloc_huge(trigger->stretches, sizeof(Stretch) * (Size) trigger->room);
	}
	trigger->stretches[trigger->n].reached_on = day;
	trigger->stretches[trigger->n].cleared = false;
	trigger->n++;
	trigger->running = true;
	trigger->peak = 0;
}

static void
trigger_take_run(TriggerWatch *trigger, const ScoreRun *run, int64 half_points)
{
	Stretch    *stretch;

	if (half_points < trigger->half_points)
	{
		if (trigger->running)
		{
			stretch = &trigger->stretches[trigger->n - 1];
			stretch->cleared = true;
			stretch->cleared_on = run->period.first;
			trigger->running = false;
		}
		return;
	}
	if (!trigger->running)
		trigger_begin(trigger, run->period.first);
	if (half_points > trigger->peak)
	{
		stretch = &trigger->stretches[trigger->n - 1];
		trigger->peak = half_points;
		stretch->peak_totals = run->totals;
		stretch->peak_on = run->period.first;
	}
}

static void
put_stretch(ReturnSetInfo *rsinfo, Datum trigger, const Stretch *stretch)
{
	Datum		values[5];
	bool		nulls[5] = {false};

	values[0] = trigger;
	values[1] = DateADTGetDatum(stretch->reached_on);
	values[2] = stretch->cleared ? DateADTGetDatum(stretch->cleared_on) : (Datum) 0;
	nulls[2] = !stretch->cleared;
	values[3] = score_numeric(stretch->peak_totals);
	values[4] = DateADTGetDatum(stretch->peak_on);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

static TriggerWatch *
read_triggers(ArrayType *array, int *n)
{
	TriggerWatch *triggers;
	Datum	   *values;
	bool	   *nulls;
	int			i;

	deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT, &values, &nulls, n);
	triggers = palloc0(sizeof(TriggerWatch) * (*n + 1));
	for (i = 0; i < *n; i++)
	{
		if (nulls[i])
			REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
				   errmsg("trigger number %d is null", i + 1),
				   errdetail("Each trigger is a score above 0."),
				   errhint("Leave it out of the array, as array_remove(triggers, NULL) does."));
		triggers[i].trigger = values[i];
		triggers[i].half_points = trigger_half_points(DatumGetNumeric(values[i]));
	}
	return triggers;
}

/* trigger_dates(spells, triggers, during, rule, calendar, half_days) */
PG_FUNCTION_INFO_V1(bradford_trigger_dates);
Datum
bradford_trigger_dates(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	ScoreArgs	args;
	ScoreSweep	sweep;
	ScoreRun	run;
	Span		during;
	TriggerWatch *triggers;
	int			n;
	int			i;
	int			j;

	score_begin_set(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return (Datum) 0;
	triggers = read_triggers(PG_GETARG_ARRAYTYPE_P(1), &n);
	during = daterange_span(PG_GETARG_RANGE_P(2), "during");
	score_rule_args(&fcinfo->args[3], &args);
	score_spells_arg(fcinfo, &args);

	score_sweep_begin(&sweep, &args.c, during, score_group_room(&args.c));
	while (score_next_run(&sweep, &run))
	{
		int64		half_points = half_points_of(run.totals);

		for (i = 0; i < n; i++)
			trigger_take_run(&triggers[i], &run, half_points);
	}
	for (i = 0; i < n; i++)
	{
		for (j = 0; j < triggers[i].n; j++)
			put_stretch(rsinfo, triggers[i].trigger, &triggers[i].stretches[j]);
	}
	return (Datum) 0;
}

/*
 * The arguments of clears_on() and days_to_trigger(): the set as at as_of, with
 * room for one more spell behind it.  False for null.
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
	}
	PG_RETURN_NULL();
}
