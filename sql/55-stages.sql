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
) RETURNS SETOF record
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 20 ROWS 1
BEGIN ATOMIC
-- in words: the stage if it is due, the rules that said so or said no, what is waited for
SELECT CASE WHEN v.verdict = 'due' THEN n.next END,
	   CASE v.verdict
			WHEN 'due' THEN concat_ws(', ',
				CASE n.way WHEN 'repeated' THEN 'BF-10' WHEN 'transferred' THEN 'BF-13'
						   WHEN 'late' THEN 'BF-9' ELSE 'BF-4' END,
				CASE WHEN n.way IN ('next', 'appeal') AND n.next > 1 THEN n.rise_rule END,
				CASE WHEN n.way = 'appeal' THEN 'BF-11' END,
				-- why not a higher stage, if the score alone would allow it
				CASE WHEN reached <= n.next THEN NULL
					 WHEN n.next = 1 THEN 'BF-7'
					 WHEN n.way <> 'next' OR n.next = 2 THEN 'BF-8' END)
			WHEN 'adoption' THEN 'BF-13'
			WHEN 'no later absence' THEN 'BF-9'
			WHEN 'not above' THEN 'BF-9'
			WHEN 'below' THEN CASE n.way WHEN 'appeal' THEN 'BF-4, BF-11'
										 WHEN 'transferred' THEN 'BF-4, BF-13'
										 ELSE 'BF-4, BF-6' END
			WHEN 'rise' THEN concat_ws(', ', n.rise_rule, CASE WHEN n.way = 'appeal' THEN 'BF-11' END)
			WHEN 'report' THEN concat_ws(', ',
				CASE n.way WHEN 'repeated' THEN 'BF-10' WHEN 'transferred' THEN 'BF-13' END,
				'BF-8, DL-29')
	   END,
	   CASE v.verdict
			WHEN 'report' THEN format('occupational-health report for stage %s', n.next)
			WHEN 'adoption' THEN 'first absence after adoption'
			WHEN 'no later absence' THEN 'absence after the last decision'
			WHEN 'not above' THEN format('score above %s', trim_scale(triggers[1]))
			WHEN 'rise' THEN format('score of %s for stage %s',
								trim_scale(live_score + rises[n.next]), n.next)
	   END
-- which stage could be next, and by which way
FROM  (
	SELECT w.way, w.next, CASE WHEN w.next > 2 THEN 'BF-8' ELSE 'BF-7' END AS rise_rule
	FROM  (
		SELECT o.way, CASE o.way
				WHEN 'repeated' THEN LEAST(repeated_stage, o.last - 1, 2147483646) + 1
				WHEN 'transferred' THEN live_stage
				WHEN 'first' THEN 1
				WHEN 'late' THEN 1
				ELSE LEAST(live_stage, o.last - 1, 2147483646) + 1
			END AS next
		FROM  (
			SELECT cardinality(triggers) AS last, CASE
					-- BF-13: whoever was at a stage of the policy before stands at that stage
					WHEN live_by = 'transferred' AND live_stage IS NOT NULL THEN 'transferred'
					WHEN live_by = 'appeal' AND live_stage IS NOT NULL THEN 'appeal'
					WHEN live_stage IS NOT NULL THEN 'next'
					-- BF-10: warnings of one stage over and over lead past their trigger
					WHEN repeated_stage IS NOT NULL THEN 'repeated'
					-- BF-9: the trigger was reached in an absence before the last one
					WHEN reached_on < spell_on THEN 'late'
					ELSE 'first'
				END AS way) o) w) n
-- whether it is due, or what it lacks
CROSS JOIN LATERAL (
	SELECT CASE
			WHEN reached IS NULL OR reached < 1 THEN 'nothing'
			WHEN spell_on <= adopted_on THEN 'adoption'
			WHEN spell_on <= decided_on THEN 'no later absence'
			WHEN reached < n.next AND n.way <> 'repeated'
				 AND (n.way <> 'transferred' OR carried_over_from = 'own trigger') THEN 'below'
			WHEN n.way = 'late' AND score <= triggers[1] THEN 'not above'
			WHEN n.way IN ('next', 'appeal')
				 AND score - COALESCE(live_score, 0) < rises[n.next] THEN 'rise'
			-- medical evidence comes before stage 3 whichever way leads there
			WHEN report_ages[n.next] IS NOT NULL
				 AND (report_on IS NULL OR report_on + report_ages[n.next] < as_of) THEN 'report'
			ELSE 'due'
		END AS verdict) v;
END;
COMMENT ON FUNCTION stage_due(numeric, integer, numeric[], numeric[], integer, numeric, text, integer, date, date, date, date, date, interval[], date, text) IS
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


CREATE FUNCTION policy_applies(policy_group text, other_groups text[], staff_group text)
	RETURNS boolean
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
	RETURN policy_group = staff_group
		OR policy_group IS NULL AND (staff_group = ANY (other_groups)) IS NOT TRUE;
COMMENT ON FUNCTION policy_applies(text, text[], text) IS
	'Does a policy apply to somebody of this staff group? A policy for a group applies to that '
	'group. One for no group applies to everybody whose group is none of the other groups, which '
	'have a policy of their own.';
