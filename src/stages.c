/*
 * stages.c
 *	  Which stage of an attendance policy a score reaches (BF-4, BF-5), and
 *	  which is due for consideration (BF-4 to BF-13).
 *
 * Stages are elements of arrays, in order.  Where a policy has no trigger, the
 * element is NULL or the array ends before it.
 */
#include "bradford.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

#include "number.h"

/* places after the decimal point of a trigger pro rata */
#define TRIGGER_SCALE	4

/* pro_rata_triggers(triggers, share): however short the hours, a trigger above 0 stays above 0 */
PG_FUNCTION_INFO_V1(bradford_pro_rata_triggers);
Datum
bradford_pro_rata_triggers(PG_FUNCTION_ARGS)
{
	ArrayType  *triggers = PG_GETARG_ARRAYTYPE_P(0);
	Numeric		share = PG_GETARG_NUMERIC(1);
	Datum	   *values;
	bool	   *nulls;
	int			n,
				i;

	/* most people work full time */
	if (number_compare(share, int64_to_numeric(1)) == 0)
		PG_RETURN_ARRAYTYPE_P(triggers);

	deconstruct_array(triggers, NUMERICOID, -1, false, TYPALIGN_INT, &values, &nulls, &n);
	for (i = 0; i < n; i++)
	{
		Numeric		value;

		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			continue;
		value = number_round(number_multiply(DatumGetNumeric(values[i]), share), TRIGGER_SCALE);
		if (number_sign(value) == 0 && number_sign(DatumGetNumeric(values[i])) > 0)
			value = power_of_ten(-TRIGGER_SCALE);
		values[i] = DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(value));
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, ARR_NDIM(triggers), ARR_DIMS(triggers),
											 ARR_LBOUND(triggers), NUMERICOID, -1, false,
											 TYPALIGN_INT));
}

/* the triggers of one kind, by stage */
typedef struct Triggers
{
	Datum	   *values;
	bool	   *nulls;
	int			n;
} Triggers;

static void
triggers_arg(FunctionCallInfo fcinfo, int argument, Oid type, int16 length, bool by_value,
			 Triggers *triggers)
{
	triggers->n = 0;
	if (!PG_ARGISNULL(argument))
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), type, length, by_value, TYPALIGN_INT,
						  &triggers->values, &triggers->nulls, &triggers->n);
}

/* the last stage whose trigger is reached, 0 for none */
static int
last_reached(FunctionCallInfo fcinfo, int figure, const Triggers *triggers)
{
	int			stage = PG_ARGISNULL(figure) ? 0 : triggers->n;

	while (stage > 0 &&
		   (triggers->nulls[stage - 1] ||
			number_compare(PG_GETARG_NUMERIC(figure),
						   DatumGetNumeric(triggers->values[stage - 1])) < 0))
	{
		CHECK_FOR_INTERRUPTS();
		stage--;
	}
	return stage;
}

/* stage_reached(score, occasions, days, triggers, occasion_triggers, day_triggers) */
PG_FUNCTION_INFO_V1(bradford_stage_reached);
Datum
bradford_stage_reached(PG_FUNCTION_ARGS)
{
	Triggers	triggers;
	int			by_score,
				by_occasions,
				by_days;

	triggers_arg(fcinfo, 3, NUMERICOID, -1, false, &triggers);
	by_score = last_reached(fcinfo, 0, &triggers);
	triggers_arg(fcinfo, 5, NUMERICOID, -1, false, &triggers);
	by_days = last_reached(fcinfo, 2, &triggers);
	triggers_arg(fcinfo, 4, INT4OID, sizeof(int32), true, &triggers);
	by_occasions = PG_ARGISNULL(1) ? 0 : triggers.n;
	while (by_occasions > 0 &&
		   (triggers.nulls[by_occasions - 1] ||
			PG_GETARG_INT32(1) < DatumGetInt32(triggers.values[by_occasions - 1])))
		by_occasions--;
	PG_RETURN_INT32(Max(by_score, Max(by_days, by_occasions)));
}

/* the arguments of stage_due, in its order */
enum
{
	SCORE, REACHED, TRIGGERS, RISES, LIVE_STAGE, LIVE_SCORE, LIVE_BY, REPEATED_STAGE,
	SPELL_ON, REACHED_ON, DECIDED_ON, ADOPTED_ON, REPORT_ON, REPORT_AGES, AS_OF, CARRIED_OVER_FROM
};

/* which way leads to the next stage */
typedef enum Way
{
	FIRST,						/* no warning is live (BF-4) */
	LATE,						/* the same, and the trigger was reached before the last absence (BF-9) */
	NEXT,						/* a warning is live (BF-7, BF-8) */
	APPEAL,						/* a live warning that an appeal led back to (BF-11) */
	TRANSFERRED,				/* a stage of the policy before this one (BF-13) */
	REPEATED					/* warnings of one stage over and over (BF-10) */
} Way;

/* the element of a stage; false if there is none */
static bool
stage_element(FunctionCallInfo fcinfo, int argument, int stage, int16 length, char align, Datum *value)
{
	bool		is_null = true;

	if (!PG_ARGISNULL(argument))
		*value = array_get_element(PG_GETARG_DATUM(argument), 1, &stage, -1, length, false, align,
								   &is_null);
	return !is_null;
}

/* are both days known, and is the first before the other, or on it? */
static bool
day_before(FunctionCallInfo fcinfo, int day, int other)
{
	return !PG_ARGISNULL(day) && !PG_ARGISNULL(other) &&
		PG_GETARG_DATEADT(day) < PG_GETARG_DATEADT(other);
}

static bool
day_until(FunctionCallInfo fcinfo, int day, int other)
{
	return !PG_ARGISNULL(day) && !PG_ARGISNULL(other) &&
		PG_GETARG_DATEADT(day) <= PG_GETARG_DATEADT(other);
}

static bool
argument_is(FunctionCallInfo fcinfo, int argument, const char *word)
{
	text	   *written;

	if (PG_ARGISNULL(argument))
		return false;
	written = PG_GETARG_TEXT_PP(argument);
	return VARSIZE_ANY_EXHDR(written) == strlen(word) &&
		memcmp(VARDATA_ANY(written), word, strlen(word)) == 0;
}

/* which way leads to the next stage, and which stage that is; never one beyond the last */
static Way
next_stage(FunctionCallInfo fcinfo, int *next)
{
	int			below_last = PG_INT32_MAX - 1;
	Way			way;

	if (!PG_ARGISNULL(TRIGGERS))
	{
		ArrayType  *triggers = PG_GETARG_ARRAYTYPE_P(TRIGGERS);

		below_last = ArrayGetNItems(ARR_NDIM(triggers), ARR_DIMS(triggers)) - 1;
	}

	if (!PG_ARGISNULL(LIVE_STAGE))
	{
		*next = PG_GETARG_INT32(LIVE_STAGE);
		if (argument_is(fcinfo, LIVE_BY, "transferred"))
			return TRANSFERRED;
		way = argument_is(fcinfo, LIVE_BY, "appeal") ? APPEAL : NEXT;
	}
	else if (!PG_ARGISNULL(REPEATED_STAGE))
	{
		*next = PG_GETARG_INT32(REPEATED_STAGE);
		way = REPEATED;
	}
	else
	{
		*next = 1;
		return day_before(fcinfo, REACHED_ON, SPELL_ON) ? LATE : FIRST;
	}
	*next = Min(*next, below_last) + 1;
	return way;
}

/* does a stage ask for an occupational-health report that is missing or too old (DL-29)? */
static bool
lacks_report(FunctionCallInfo fcinfo, int stage)
{
	Datum		age;
	Timestamp	good_until;

	if (!stage_element(fcinfo, REPORT_AGES, stage, sizeof(Interval), TYPALIGN_DOUBLE, &age))
		return false;
	if (PG_ARGISNULL(REPORT_ON))
		return true;
	if (PG_ARGISNULL(AS_OF))
		return false;
	good_until = DatumGetTimestamp(DirectFunctionCall2(date_pl_interval,
													   PG_GETARG_DATUM(REPORT_ON), age));
	return date_cmp_timestamp_internal(PG_GETARG_DATEADT(AS_OF), good_until) > 0;
}

/* how far the score has risen above that of the live warning, or above 0 without one */
static Numeric
rise_of_score(FunctionCallInfo fcinfo)
{
	Numeric		score = PG_GETARG_NUMERIC(SCORE);

	return PG_ARGISNULL(LIVE_SCORE) ? score : number_subtract(score, PG_GETARG_NUMERIC(LIVE_SCORE));
}

/*
 * stage_due(score, reached, triggers, rises, live_stage, live_score, live_by,
 *			 repeated_stage, spell_on, reached_on, decided_on, adopted_on,
 *			 report_on, report_ages, as_of, carried_over_from)
 *
 * The first of these that holds is the answer: nothing is reached; no absence
 * since adoption (BF-13); none since the last decision (BF-9); below the
 * trigger of the next stage; reached late, and not above the first trigger
 * (BF-9); too small a rise since the live warning (BF-7, BF-8); no medical
 * evidence (BF-8, DL-29); due.
 */
PG_FUNCTION_INFO_V1(bradford_stage_due);
Datum
bradford_stage_due(PG_FUNCTION_ARGS)
{
	int			reached = PG_ARGISNULL(REACHED) ? 0 : PG_GETARG_INT32(REACHED);
	int			next;
	Way			way = next_stage(fcinfo, &next);
	bool		climbs = way == NEXT || way == APPEAL;
	const char *rise_rule = next > 2 ? "BF-8" : "BF-7";
	bool		due = false;
	char	   *waiting_for = NULL;
	StringInfoData rules;
	Datum		trigger,
				rise;
	Datum		values[3];
	bool		nulls[3] = {false};

	/* adds a rule to those that decided */
#define CITE(rule)	appendStringInfo(&rules, "%s%s", rules.len > 0 ? ", " : "", rule)

	initStringInfo(&rules);
	if (reached < 1)
		 /* nothing is reached, and no rule says so */ ;
	else if (day_until(fcinfo, SPELL_ON, ADOPTED_ON))
	{
		CITE("BF-13");
		waiting_for = "first absence after adoption";
	}
	else if (day_until(fcinfo, SPELL_ON, DECIDED_ON))
	{
		CITE("BF-9");
		waiting_for = "absence after the last decision";
	}
	/* BF-13: somebody at a stage of the policy before is at that stage, from its first trigger on */
	else if (reached < next && way != REPEATED &&
			 (way != TRANSFERRED || argument_is(fcinfo, CARRIED_OVER_FROM, "own trigger")))
	{
		CITE("BF-4");
		CITE(way == APPEAL ? "BF-11" : way == TRANSFERRED ? "BF-13" : "BF-6");
	}
	else if (way == LATE && !PG_ARGISNULL(SCORE) &&
			 stage_element(fcinfo, TRIGGERS, 1, -1, TYPALIGN_INT, &trigger) &&
			 number_compare(PG_GETARG_NUMERIC(SCORE), DatumGetNumeric(trigger)) <= 0)
	{
		CITE("BF-9");
		trigger = DirectFunctionCall1(numeric_trim_scale, trigger);
		waiting_for = psprintf("score above %s", numeric_text(DatumGetNumeric(trigger)));
	}
	else if (climbs && !PG_ARGISNULL(SCORE) &&
			 stage_element(fcinfo, RISES, next, -1, TYPALIGN_INT, &rise) &&
			 number_compare(rise_of_score(fcinfo), DatumGetNumeric(rise)) < 0)
	{
		CITE(rise_rule);
		if (way == APPEAL)
			CITE("BF-11");
		if (!PG_ARGISNULL(LIVE_SCORE))
			rise = DirectFunctionCall2(numeric_add, PG_GETARG_DATUM(LIVE_SCORE), rise);
		rise = DirectFunctionCall1(numeric_trim_scale, rise);
		waiting_for = psprintf("score of %s for stage %d", numeric_text(DatumGetNumeric(rise)), next);
	}
	/* medical evidence comes before the stage whichever way leads there */
	else if (lacks_report(fcinfo, next))
	{
		if (way == REPEATED || way == TRANSFERRED)
			CITE(way == REPEATED ? "BF-10" : "BF-13");
		CITE("BF-8");
		CITE("DL-29");
		waiting_for = psprintf("occupational-health report for stage %d", next);
	}
	else
	{
		due = true;
		CITE(way == REPEATED ? "BF-10" : way == TRANSFERRED ? "BF-13" : way == LATE ? "BF-9" : "BF-4");
		if (climbs && next > 1)
			CITE(rise_rule);
		if (way == APPEAL)
			CITE("BF-11");
		/* why not a higher stage, if the score alone would allow it */
		if (reached > next && next == 1)
			CITE("BF-7");
		else if (reached > next && (way != NEXT || next == 2))
			CITE("BF-8");
	}
#undef CITE

	nulls[0] = !due;
	values[0] = Int32GetDatum(next);
	nulls[1] = rules.len == 0;
	values[1] = PointerGetDatum(cstring_to_text(rules.data));
	nulls[2] = waiting_for == NULL;
	if (!nulls[2])
		values[2] = PointerGetDatum(cstring_to_text(waiting_for));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(row_desc(fcinfo, 3), values, nulls)));
}

static bool
same_text(text *a, text *b)
{
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

/*
 * policy_applies(policy_group, other_groups, staff_group): a policy for no
 * group is for all groups but the others
 */
PG_FUNCTION_INFO_V1(bradford_policy_applies);
Datum
bradford_policy_applies(PG_FUNCTION_ARGS)
{
	text	   *group;
	Datum	   *others;
	bool	   *nulls;
	int			n,
				i;

	if (!PG_ARGISNULL(0))
		PG_RETURN_BOOL(!PG_ARGISNULL(2) &&
					   same_text(PG_GETARG_TEXT_PP(0), PG_GETARG_TEXT_PP(2)));
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_BOOL(true);

	group = PG_GETARG_TEXT_PP(2);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &others, &nulls, &n);
	for (i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!nulls[i] && same_text(DatumGetTextPP(others[i]), group))
			PG_RETURN_BOOL(false);
	}
	PG_RETURN_BOOL(true);
}

/* require_policy(policy, is_known): NULL stands for the policy in force */
PG_FUNCTION_INFO_V1(bradford_require_policy);
Datum
bradford_require_policy(PG_FUNCTION_ARGS)
{
	if (!PG_ARGISNULL(0) && (PG_ARGISNULL(1) || !PG_GETARG_BOOL(1)))
		REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
			   errmsg("unknown attendance policy: \"%s\"", quoted_text(PG_GETARG_TEXT_PP(0))),
			   errdetail("The table attendance_policy has no policy of this name."),
			   errhint("Write a name from its column policy, such as 'Bradford 2016'."));
	PG_RETURN_BOOL(true);
}
