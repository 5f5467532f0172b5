/*
 * stages.c
 *	  Which stage of an attendance policy a score reaches (BF-4, BF-5).
 *
 * Stages are elements of arrays, the first one first.  What a policy does not
 * trigger on is a NULL element or a shorter array.
 */
#include "bradford.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

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

/* the last stage of which the trigger is reached, 0 for none */
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
