/*
 * module.c
 *	  The magic block that makes this a loadable module, and what its functions
 *	  share.
 */
#include "bradford.h"

BRADFORD_MODULE_MAGIC;

TupleDesc
row_desc(FunctionCallInfo fcinfo, int n)
{
	TupleDesc	desc = (TupleDesc) fcinfo->flinfo->fn_extra;
	MemoryContext old;

	if (desc != NULL)
		return desc;
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE || desc->natts != n)
		elog(ERROR, "function returning a row of %d columns called for another type", n);
	desc = BlessTupleDesc(CreateTupleDescCopy(desc));
	fcinfo->flinfo->fn_extra = desc;
	MemoryContextSwitchTo(old);
	return desc;
}
