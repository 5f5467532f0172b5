/*
 * period.c
 *	  The periods for which a report on time gives figures: years, quarters, months.
 */
#include "bradford.h"

static const struct
{
	const char *name;
	int32		months;
}			periods[] = {
	{"year", 12},
	{"quarter", 3},
	{"month", 1},
};

/* months_in_period(period) */
PG_FUNCTION_INFO_V1(bradford_months_in_period);
Datum
bradford_months_in_period(PG_FUNCTION_ARGS)
{
	text	   *written = PG_GETARG_TEXT_PP(0);
	int			i;

	for (i = 0; i < lengthof(periods); i++)
		if (word_is(written, periods[i].name))
			PG_RETURN_INT32(periods[i].months);
	REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
		   errmsg("unknown period: \"%s\"", quoted_text(written)),
		   errdetail("The periods are year, quarter and month."),
		   errhint("Write for instance period => 'quarter'."));
	PG_RETURN_NULL();			/* not reached */
}
