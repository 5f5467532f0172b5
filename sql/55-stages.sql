--------------------------------------------------------------------------------
-- stages: which stage of an attendance policy is due for consideration, worked out
-- from values (BF-4 to BF-13)
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
	'The stage due for consideration (none: no stage), the ids of the rules BF-4 to BF-13 that '
	'decided it, and what it still waits for. A person decides; this only says what is due. '
	'Arguments: the score; the highest stage whose trigger is reached (0: none); triggers and '
	'least rises by stage, after the part-time rule; stage and score of the live warning and what '
	'made it live (warning, appeal, transferred); the stage whose repeated warnings were each '
	'followed by satisfactory attendance; first day of the last counted spell; day on which the '
	'first trigger was reached; day of the last decision; adoption; date of the last '
	'occupational-health report and its greatest age by stage; the day in question; whether a '
	'stage that was carried over is due from the first trigger or from its own trigger on.';


CREATE FUNCTION pro_rata_triggers(triggers numeric[], share numeric) RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_pro_rata_triggers'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION pro_rata_triggers(numeric[], numeric) IS
	'Triggers, or rises, by stage for somebody who works this share of full-time hours (BF-5): '
	'each is multiplied by the share and rounded to four places; one above 0 stays above 0.';


CREATE FUNCTION stage_reached(
	score numeric, occasions integer, days numeric,
	triggers numeric[], occasion_triggers integer[], day_triggers numeric[]
) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_stage_reached'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION stage_reached(numeric, integer, numeric, numeric[], integer[], numeric[]) IS
	'The highest stage that has a trigger reached by the score, the occasions or the days (BF-4); '
	'0 if there is none. Triggers on scores and days are pro rata already.';


CREATE FUNCTION require_policy(policy text, is_known boolean) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_require_policy'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION require_policy(text, boolean) IS
	'Always true; an unknown policy is refused (22023). For reports that are called with the name '
	'of a policy; NULL names none.';


-- Not inlined SQL: the planner would estimate that its OR and IS NULL select one person in a
-- hundred. For a function it assumes one in three, which is closer, since most people are under one
-- policy.
CREATE FUNCTION policy_applies(policy_group text, other_groups text[], staff_group text)
	RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_policy_applies'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION policy_applies(text, text[], text) IS
	'Does a policy apply to somebody of this staff group? A policy for a group applies to that '
	'group. A policy for no group applies to everybody except other_groups, which have policies of '
	'their own.';
