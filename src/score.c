/*
 * score.c
 *	  The functions that read a set of spells: bradford.score() and its kin.
 *
 * All take the set, a day or a period, their numbers, and then the rule, the
 * calendar and the half days, in that order.
 */
#include "bradford.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "calendar.h"
#include "calendar_cache.h"
#include "core/date.h"
#include "daterange.h"
#include "score.h"
#include "scoring_rule.h"

pg_noreturn static void
refuse_null(const char *what, const char *hint)
{
	REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
		   errmsg("%s must not be NULL", what),
		   errdetail("A score needs a rule and a calendar, whatever the spells and the date are."),
		   errhint("%s", hint));
}

/* answers a cancelled query in a long loop of the core */
static void
answer_cancel(void)
{
	CHECK_FOR_INTERRUPTS();
}

void
score_rule_args(const NullableDatum *rule, ScoreArgs *args)
{
	const NullableDatum *calendar = rule + 1;
	const NullableDatum *halves = rule + 2;
	ScoreCase  *c = &args->c;

	if (rule->isnull)
		refuse_null("scoring rule", "Leave it out or write '' for the default rule.");
	if (calendar->isnull)
		refuse_null("calendar", "Leave it out or write a calendar such as 'england-and-wales'.");

	c->rule = DatumGetScoringRule(rule->value);
	c->calendar = rule_needs_calendar(c->rule) ? calendar_expand(calendar->value) : NULL;
	c->halves = NULL;
	c->nhalves = 0;
	if (!halves->isnull)
	{
		c->halves = datemultirange_spans(DatumGetMultirangeTypeP(halves->value), "the set of half days",
										 args->halves, FEW_SPANS, &c->nhalves);
		if (c->nhalves > 0 && c->halves[c->nhalves - 1].last == OPEN_DAY)
			REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
				   errmsg("the set of half days has no last day"),
				   errdetail("A set of half days ends on a known day."),
				   errhint("Give the set an upper end."));
	}
	c->pause = answer_cancel;
	c->unknown = false;
}

void
score_spells_arg(FunctionCallInfo fcinfo, ScoreArgs *args)
{
	args->c.spells = datemultirange_spans(PG_GETARG_MULTIRANGE_P(0), "the set of spells",
										  args->spells, FEW_SPANS, &args->c.nspells);
}

void
score_check_known(const ScoreCase *c)
{
	if (c->unknown)
		calendar_refuse_day(c->unknown_day);
}

Datum
halves_numeric(int64 halves)
{
	if (halves % 2 == 0)
		return NumericGetDatum(int64_to_numeric(halves / 2));
	return NumericGetDatum(int64_div_fast_to_numeric(halves * 5, 1));
}

/* S x S x D of any size */
static Datum
bare_score(Datum occasions, Datum days)
{
	return DirectFunctionCall2(numeric_mul,
							   DirectFunctionCall2(numeric_mul, occasions, occasions), days);
}

Datum
score_numeric(ScoreTotals totals)
{
	int64		half_points;

	if (score_half_points(totals, &half_points) && half_points % 2 == 0)
		return NumericGetDatum(int64_to_numeric(half_points / 2));
	return bare_score(NumericGetDatum(int64_to_numeric(totals.occasions)),
					  halves_numeric(totals.halves));
}

/* what the readers of one day have in common; false for null */
static bool
totals_as_of(FunctionCallInfo fcinfo, ScoreTotals *totals)
{
	ScoreArgs	args;
	DateADT		as_of;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return false;
	as_of = PG_GETARG_DATEADT(1);
	require_finite_date(as_of, "as_of");
	score_rule_args(&fcinfo->args[2], &args);
	score_spells_arg(fcinfo, &args);
	*totals = score_at(&args.c, as_of);
	score_check_known(&args.c);
	return true;
}

/* occasions(spells, as_of, rule, calendar, half_days) */
PG_FUNCTION_INFO_V1(bradford_score_occasions);
Datum
bradford_score_occasions(PG_FUNCTION_ARGS)
{
	ScoreTotals totals;

	if (!totals_as_of(fcinfo, &totals))
		PG_RETURN_NULL();
	PG_RETURN_INT32(totals.occasions);
}

/* days(spells, as_of, rule, calendar, half_days) */
PG_FUNCTION_INFO_V1(bradford_score_days);
Datum
bradford_score_days(PG_FUNCTION_ARGS)
{
	ScoreTotals totals;

	if (!totals_as_of(fcinfo, &totals))
		PG_RETURN_NULL();
	return halves_numeric(totals.halves);
}

/* score(spells, as_of, rule, calendar, half_days) */
PG_FUNCTION_INFO_V1(bradford_score_of_spells);
Datum
bradford_score_of_spells(PG_FUNCTION_ARGS)
{
	ScoreTotals totals;

	if (!totals_as_of(fcinfo, &totals))
		PG_RETURN_NULL();
	return score_numeric(totals);
}

/* score_totals(spells, as_of, rule, calendar, half_days): all three of them */
PG_FUNCTION_INFO_V1(bradford_score_totals);
Datum
bradford_score_totals(PG_FUNCTION_ARGS)
{
	ScoreTotals totals;
	Datum		values[3];
	bool		nulls[3] = {false};

	if (!totals_as_of(fcinfo, &totals))
		PG_RETURN_NULL();
	values[0] = Int32GetDatum(totals.occasions);
	values[1] = halves_numeric(totals.halves);
	values[2] = score_numeric(totals);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(row_desc(fcinfo, 3), values, nulls)));
}

/* score(occasions, days): the bare formula */
PG_FUNCTION_INFO_V1(bradford_score_of_figures);
Datum
bradford_score_of_figures(PG_FUNCTION_ARGS)
{
	Numeric		occasions = PG_GETARG_NUMERIC(0);
	Numeric		days = PG_GETARG_NUMERIC(1);

	if (!is_amount(occasions) || number_compare(number_round(occasions, 0), occasions) != 0)
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s occasions cannot be scored", numeric_text(occasions)),
			   errdetail("Occasions are a whole number, 0 or more."),
			   errhint("Write the number of separate absences as occasions and their total as days."));
	if (!is_amount(days))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("%s days cannot be scored", numeric_text(days)),
			   errdetail("Days are a number, 0 or more; parts of a day are allowed."),
			   errhint("Write the total of days (or hours) lost over all occasions."));
	return bare_score(NumericGetDatum(occasions), NumericGetDatum(days));
}

/* rolling_window(as_of, length) */
PG_FUNCTION_INFO_V1(bradford_score_window);
Datum
bradford_score_window(PG_FUNCTION_ARGS)
{
	DateADT		as_of = PG_GETARG_DATEADT(0);
	Interval   *length = PG_GETARG_INTERVAL_P(1);
	ScoringRule rule = {0};
	Span		window;

	require_finite_date(as_of, "as_of");
	if (length->month < 0 || length->day < 0 || length->time != 0 ||
		(length->month == 0 && length->day == 0))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("invalid length of a window: %s",
					  DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(length)))),
			   errdetail("A window is a positive number of months, days or both, without hours."),
			   errhint("Write for instance interval '12 months' or interval '52 weeks'."));
	rule.months = length->month;
	rule.days = length->day;
	window.first = window_start(&rule, as_of) + 1;
	window.last = as_of;
	return span_daterange(window);
}

/* A day, or null if it lies beyond the date type's end. */
static Datum
day_or_null(int64 day, bool *isnull)
{
	*isnull = day > MAX_DAY;
	return *isnull ? (Datum) 0 : DateADTGetDatum((DateADT) day);
}

static void
add_word(StringInfo text, const char *word)
{
	appendStringInfo(text, "%s%s", text->len > 0 ? ", " : "", word);
}

/* why a spell counts as it does, in words */
static Datum
part_why(const ScorePart *part)
{
	StringInfoData text;

	initStringInfo(&text);
	if (part->flags & PART_TOO_SHORT)
		add_word(&text, "left out: shorter than the minimum");
	if (part->flags & PART_STARTS_BEFORE)
		add_word(&text, "left out: starts before the window");
	if (part->flags & PART_NO_DAY)
		add_word(&text, "left out: no counted day");
	if (part->flags & PART_CLIPPED)
		add_word(&text, "clipped");
	else if ((part->flags & PART_STRADDLES) && !(part->flags & PART_LEFT_OUT))
		add_word(&text, "whole though it starts before the window");
	if (part->flags & PART_BRIDGED)
		add_word(&text, "bridged");
	if (part->flags & PART_TO_DATE)
		add_word(&text, "to date");
	if (part->flags & PART_HALF_DAYS)
		add_word(&text, "half days");
	if (text.len == 0)
		add_word(&text, "in full");
	return PointerGetDatum(cstring_to_text_with_len(text.data, text.len));
}

/* The caller's row type spares looking ours up in the catalogs at each call. */
void
score_begin_set(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	bool		described = rsinfo != NULL && IsA(rsinfo, ReturnSetInfo) && rsinfo->expectedDesc != NULL;

	InitMaterializedSRF(fcinfo, described ? MAT_SRF_USE_EXPECTED_DESC : 0);
}

MemoryContext
score_begin_rows(void)
{
	return MemoryContextSwitchTo(AllocSetContextCreate(CurrentMemoryContext, "bradford row",
													   ALLOCSET_SMALL_SIZES));
}

void
score_put_row(FunctionCallInfo fcinfo, Datum *values, bool *nulls)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	MemoryContextReset(CurrentMemoryContext);
}

void
score_end_rows(MemoryContext old_context)
{
	MemoryContextDelete(MemoryContextSwitchTo(old_context));
}

/* explain_score(spells, as_of, rule, calendar, half_days) */
PG_FUNCTION_INFO_V1(bradford_score_explain);
Datum
bradford_score_explain(PG_FUNCTION_ARGS)
{
	ScoreArgs	args;
	ScoreCase  *c = &args.c;
	ScorePartCursor cursor;
	ScorePart	part;
	MemoryContext old_context;
	DateADT		as_of;

	score_begin_set(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	as_of = PG_GETARG_DATEADT(1);
	require_finite_date(as_of, "as_of");
	score_rule_args(&fcinfo->args[2], &args);
	score_spells_arg(fcinfo, &args);

	old_context = score_begin_rows();
	score_parts_begin(c, as_of, &cursor);
	while (score_parts_next(c, &cursor, &part))
	{
		bool		left_out = (part.flags & PART_LEFT_OUT) != 0;
		Datum		values[6];
		bool		nulls[6] = {false};
		int64		gone = leaves_window(c->rule,
										 c->rule->edge == EDGE_INSIDE ? part.spell.first : part.spell.last);

		values[0] = span_daterange(part.spell);
		nulls[1] = nulls[4] = left_out;
		if (!left_out)
		{
			values[1] = span_daterange(part.counted);
			values[4] = day_or_null(c->rule->edge == EDGE_CLIP ?
									leaves_window(c->rule, first_counted_day(c, part.counted)) : gone,
									&nulls[4]);
		}
		values[2] = part_why(&part);
		values[3] = halves_numeric(part.halves);
		values[5] = day_or_null(gone, &nulls[5]);
		score_check_known(c);
		score_put_row(fcinfo, values, nulls);
	}
	score_end_rows(old_context);
	score_check_known(c);
	return (Datum) 0;
}

/* the same totals give the same row of a history */
static bool
same_totals(ScoreTotals a, ScoreTotals b)
{
	return a.occasions == b.occasions && a.halves == b.halves;
}

ScoreGroup *
score_group_room(const ScoreCase *c)
{
	return palloc_extended(sizeof(ScoreGroup) * ((Size) c->nspells + 1), MCXT_ALLOC_HUGE);
}

bool
score_next_run(ScoreSweep *sweep, ScoreRun *run)
{
	bool		found;

	CHECK_FOR_INTERRUPTS();
	found = score_sweep_next(sweep, run);
	score_check_known(sweep->c);
	return found;
}

static void
put_run(FunctionCallInfo fcinfo, const ScoreRun *run)
{
	Datum		values[4];
	bool		nulls[4] = {false};

	values[0] = span_daterange(run->period);
	values[1] = Int32GetDatum(run->totals.occasions);
	values[2] = halves_numeric(run->totals.halves);
	values[3] = score_numeric(run->totals);
	score_put_row(fcinfo, values, nulls);
}

/* score_history(spells, during, rule, calendar, half_days) */
PG_FUNCTION_INFO_V1(bradford_score_history);
Datum
bradford_score_history(PG_FUNCTION_ARGS)
{
	ScoreArgs	args;
	ScoreSweep	sweep;
	ScoreRun	run;
	ScoreRun	next;
	Span		during;
	MemoryContext old_context;

	score_begin_set(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	during = daterange_span(PG_GETARG_RANGE_P(1), "during");
	score_rule_args(&fcinfo->args[2], &args);
	score_spells_arg(fcinfo, &args);

	score_sweep_begin(&sweep, &args.c, during, score_group_room(&args.c));
	old_context = score_begin_rows();
	if (!score_next_run(&sweep, &run))
		elog(ERROR, "the history of a period has no run");
	while (score_next_run(&sweep, &next))
	{
		if (same_totals(run.totals, next.totals))
			run.period.last = next.period.last;
		else
		{
			put_run(fcinfo, &run);
			run = next;
		}
	}
	put_run(fcinfo, &run);
	score_end_rows(old_context);
	return (Datum) 0;
}
