/*
 * scoring_rule.c
 *	  Target: the text and the binary form of bradford.scoring_rule.
 */
#include "bradford.h"

#include "scoring_rule.h"
#include "backend.h"

extern Datum bradford_scoring_rule_in(PG_FUNCTION_ARGS);
extern Datum bradford_scoring_rule_out(PG_FUNCTION_ARGS);
extern Datum bradford_scoring_rule_recv(PG_FUNCTION_ARGS);
extern Datum bradford_scoring_rule_send(PG_FUNCTION_ARGS);
extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_rule(Datum value)
{
	ScoringRule *rule = DatumGetScoringRule(value);
	char	   *text = written_text(bradford_scoring_rule_out, value);
	bytea	   *bytes = written_binary(bradford_scoring_rule_send, value);
	Datum		again;

	demand(rule->months >= 0 && rule->days >= 0 && (rule->months > 0 || rule->days > 0) && rule->minimum > 0 &&
		   rule->edge <= EDGE_INSIDE && rule->count <= DAYS_SPAN && rule->bridge <= BRIDGE_WORKING && rule->spare == 0,
		   "a rule that no rule can be");
	demand(read_text(&again, bradford_scoring_rule_in, text), "its own text is refused");
	demand(memcmp(rule, DatumGetScoringRule(again), sizeof(ScoringRule)) == 0, "its text is another rule");
	demand(strcmp(written_text(bradford_scoring_rule_out, again), text) == 0, "the canonical text is no fixed point");
	demand(read_binary(&again, bradford_scoring_rule_recv, VARDATA(bytes), VARSIZE(bytes) - VARHDRSZ), "its own binary form is refused");
	demand(memcmp(rule, DatumGetScoringRule(again), sizeof(ScoringRule)) == 0, "its binary form is another rule");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *text = input_text(data, size);
	Datum		value;

	if (text != NULL && read_text(&value, bradford_scoring_rule_in, text))
		check_rule(value);
	if (read_binary(&value, bradford_scoring_rule_recv, data, size))
		check_rule(value);
	free_all();
	return 0;
}
