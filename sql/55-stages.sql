--------------------------------------------------------------------------------
-- stages: what an attendance policy puts up for consideration, as one decision of
-- values (BF-4 to BF-13)
--------------------------------------------------------------------------------

CREATE FUNCTION stage_due(
	score numeric, reached integer, triggers numeric[], rises numeric[],
	live_stage integer, live_score numeric, live_by text, repeated_stage integer,
	spell_on date, reached_on date, decided_on date, adopted_on date,
	report_on date, report_ages interval[], as_of date,
	carried_over_from text DEFAULT 'first trigger',
	OUT stage integer, OUT rules text, OUT waiting_for text
) RETURNS record
	AS 'MODULE_PATHNAME', 'bradford_stage_due'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION stage_due(numeric, integer, numeric[], numeric[], integer, numeric, text,
	integer, date, date, date, date, date, interval[], date, text) IS
	'The stage due for consideration (none: nothing is), the ids of the rules BF-4 to BF-13 that '
	'decided it, and what is waited for. From: the score; the highest stage whose trigger is '
	'reached (0: none); triggers and least rises by stage, after the part-time rule; stage and '
	'score of the live warning and what made it live (warning, appeal, transferred); the stage '
	'whose repeated warnings were each followed by satisfactory attendance; first day of the last '
	'counted spell; day the first trigger was reached; day of the last decision; adoption; date '
	'of the last occupational-health report and its greatest age by stage; the day in question; '
	'whether a stage that was carried over is due from the first trigger or from its own trigger '
	'on. A person decides; this only says what is due.';


CREATE FUNCTION pro_rata_triggers(triggers numeric[], share numeric) RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_pro_rata_triggers'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION pro_rata_triggers(numeric[], numeric) IS
	'Triggers, or rises, by stage for somebody who works this share of full-time hours (BF-5): '
	'each times the share, rounded to four places; one above 0 stays above 0.';


CREATE FUNCTION stage_reached(
	score numeric, occasions integer, days numeric,
	triggers numeric[], occasion_triggers integer[], day_triggers numeric[]
) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_stage_reached'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION stage_reached(numeric, integer, numeric, numeric[], integer[], numeric[]) IS
	'The highest stage of which any trigger is reached, 0 if none is (BF-4): score, occasions and '
	'days against their triggers by stage. Triggers on scores and days are pro rata already.';


CREATE FUNCTION require_policy(policy text, is_known boolean) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_require_policy'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION require_policy(text, boolean) IS
	'True. The name of a policy that is not known is refused (22023): for reports that are called '
	'with one. NULL names none.';


-- Not inlined SQL: of the OR and the IS NULL the planner would make one person in a hundred, of a
-- function one in three, and most people are under one policy.
CREATE FUNCTION policy_applies(policy_group text, other_groups text[], staff_group text)
	RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_policy_applies'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION policy_applies(text, text[], text) IS
	'Does a policy apply to somebody of this staff group? A policy for a group applies to that '
	'group. One for no group applies to everybody whose group is none of the other groups, which '
	'have a policy of their own.';
