-- The decision of stage_due() a second time, in plain SQL, written from BF-4 to BF-13 alone and using nothing of
-- schema bradford.
CREATE FUNCTION pg_temp.plain_due(
	score numeric, reached integer, triggers numeric[], rises numeric[],
	live_stage integer, live_score numeric, live_by text, repeated_stage integer,
	spell_on date, reached_on date, decided_on date, adopted_on date,
	report_on date, report_ages interval[], as_of date, carried_over_from text,
	OUT stage integer, OUT rules text, OUT waiting_for text
) RETURNS SETOF record LANGUAGE sql IMMUTABLE AS $$
-- the answer: the stage if it is due, the rules that say so or say no, what the stage waits for
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
								trim_scale(COALESCE(live_score, 0) + rises[n.next]), n.next)
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
					-- BF-13: whoever was at a stage of the earlier policy keeps that stage
					WHEN live_by = 'transferred' AND live_stage IS NOT NULL THEN 'transferred'
					WHEN live_by = 'appeal' AND live_stage IS NOT NULL THEN 'appeal'
					WHEN live_stage IS NOT NULL THEN 'next'
					-- BF-10: repeated warnings of one stage lead to the next, below its trigger too
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
		END AS verdict) v
$$;
