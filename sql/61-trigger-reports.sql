--
-- Trigger reports: who reached which trigger, what is due for consideration, and on what evidence.
--

CREATE FUNCTION define_live_warning() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('live_warning', 3, 'as_of date', 'CURRENT_DATE',
'Where the warnings of the policy in force leave each employee who ever had one: the live one of the highest stage, and what the rules BF-6, BF-10, BF-11 and BF-12 need to know. The other reports read it.',
'{warning.employee_id, warning.policy, warning.stage, warning.issued_on, warning.outcome, warning.score, warning.review_until, warning.review_held_on,
  warning.satisfactory, warning.appeal_upheld_on, policy_stage.policy, policy_stage.stage, policy_stage.warning_life, policy_stage.appeal_leads_to}',
ARRAY[
	['employee_id', 'Payroll number'],
	['stage', 'Stage of the live warning; none: no warning is live'],
	['score', 'Score at which it was issued'],
	['issued_on', 'Day from which it is live'],
	['expires_on', 'First day on which it is live no more (BF-6); none: it does not lapse'],
	['live_by', 'What made it live: warning, transferred (BF-13) or appeal (BF-11)'],
	['decided_on', 'Day of the last decision, whatever it was'],
	['review', 'Review period of the live warning while no review meeting was held (BF-12)'],
	['kept_stages', 'Warnings that lapsed after satisfactory attendance (BF-10): stages'],
	['kept_issued', 'The same: days of issue'],
	['kept_lapsed', 'The same: first days on which they were live no more']],
$body$
SELECT w.employee_id,
	   (array_agg(w.stage ORDER BY w.stage DESC, w.from_day DESC) FILTER (WHERE w.live))[1] AS stage,
	   (array_agg(w.score ORDER BY w.stage DESC, w.from_day DESC) FILTER (WHERE w.live))[1] AS score,
	   (array_agg(w.from_day ORDER BY w.stage DESC, w.from_day DESC) FILTER (WHERE w.live))[1] AS issued_on,
	   (array_agg(w.expires_on ORDER BY w.stage DESC, w.from_day DESC) FILTER (WHERE w.live))[1] AS expires_on,
	   (array_agg(w.live_by ORDER BY w.stage DESC, w.from_day DESC) FILTER (WHERE w.live))[1] AS live_by,
	   max(w.issued_on) AS decided_on,
	   (array_agg(w.review ORDER BY w.stage DESC, w.from_day DESC) FILTER (WHERE w.live))[1] AS review,
	   array_agg(w.stage) FILTER (WHERE w.kept) AS kept_stages,
	   array_agg(w.issued_on) FILTER (WHERE w.kept) AS kept_issued,
	   array_agg(w.expires_on) FILTER (WHERE w.kept) AS kept_lapsed
FROM  (
	SELECT o.*, l.expires_on,
		   o.outcome <> 'no warning' AND o.stage IS NOT NULL AND (l.expires_on IS NULL OR l.expires_on > as_of) AS live,
		   o.outcome = 'warning' AND o.live_by = 'warning' AND l.expires_on <= as_of
		   AND COALESCE(o.satisfactory, NOT EXISTS (
				SELECT FROM warning n
				WHERE  n.employee_id = o.employee_id AND n.outcome = 'warning' AND n.issued_on > o.issued_on AND n.issued_on < l.expires_on)) AS kept
	FROM  (
		SELECT w.employee_id, w.policy, w.issued_on, w.outcome, COALESCE(w.score, 0)::numeric AS score, w.satisfactory,
			   -- an upheld appeal leads back to an earlier stage from that day on, or takes the warning away
			   CASE WHEN w.appeal_upheld_on <= as_of THEN s.appeal_leads_to ELSE w.stage END::integer AS stage,
			   CASE WHEN w.appeal_upheld_on <= as_of THEN w.appeal_upheld_on ELSE w.issued_on END AS from_day,
			   CASE WHEN w.appeal_upheld_on <= as_of THEN 'appeal' ELSE w.outcome::text END AS live_by,
			   CASE WHEN w.review_held_on <= as_of THEN NULL ELSE daterange(w.issued_on + 1, w.review_until, '[]') END AS review
		FROM   warning w
		LEFT   JOIN policy_stage s ON s.policy = w.policy AND s.stage = w.stage
		WHERE  w.issued_on <= as_of
		AND    w.policy = ANY ((SELECT t.warnings_of FROM policy_terms() t
				WHERE t.first_day <= as_of AND (t.last_day IS NULL OR t.last_day >= as_of))::text[])) o
	LEFT   JOIN policy_stage s ON s.policy = o.policy AND s.stage = o.stage
	CROSS  JOIN LATERAL (SELECT (o.from_day + s.warning_life)::date AS expires_on) l) w
GROUP  BY w.employee_id
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_live_warning() IS 'Definition of live_warning for create_reports';


CREATE FUNCTION define_trigger_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('trigger_report', 10, 'as_of date', 'CURRENT_DATE',
'Who is due for what, why, by when and on what evidence: one row per current employee, by the policy in force on the day (BF-1 to BF-15). A stage is due for consideration; people decide.',
'{occupational_health_report.employee_id, occupational_health_report.reported_on,
  absence.employee_id, absence.first_day, absence.last_day, absence.reason, absence_reason.reason, absence_reason.hr_advice}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['manager_id', 'Payroll number of the manager'],
	['policy', 'Policy in force'],
	['occasions', 'Counted absences in the rolling window (S)'],
	['days', 'Counted days of absence in the rolling window (D)'],
	['score', 'S x S x D (BF-1)'],
	['triggers', 'Score triggers by stage after the part-time rule (BF-4, BF-5), to four places'],
	['stage_reached', 'Highest stage whose trigger is reached; 0: none (BF-4)'],
	['stage_due', 'Stage due for consideration by all rules; none: nothing is (BF-4 to BF-13)'],
	['due', 'What is due for consideration, in words'],
	['rules', 'Ids of the rules that decided it'],
	['waiting_for', 'What a stage that is reached still waits for'],
	['live_stage', 'Stage of the live warning (BF-6)'],
	['live_score', 'Score at which it was issued (BF-7, BF-8)'],
	['live_until', 'Last day on which it is live (BF-6)'],
	['reached_on', 'Day on which the trigger of stage_reached was reached'],
	['clears_on', 'First day below that trigger if no further day is missed'],
	['days_to_next_trigger', 'Further days of absence, from the next day on, that stay below the next trigger'],
	['hr_advice_needed', 'HR advice comes before any action: a trigger is reached, or a review is due, and an absence of the last 12 months has a reason that asks for it (AB-4)'],
	['meeting_due_by', 'Last day for the meeting of the stage due (DL-19); none while the person is away'],
	['review_meeting_due', 'Absence in the review period of the live warning: a formal review meeting is due (BF-12)'],
	['currently_absent', 'Absent on the day, for whatever reason']],
$body$
SELECT s.employee_id, s.service_area, s.manager_id, p.policy, n.occasions, n.days, g.score, g.triggers, t.reached AS stage_reached,
	   d.stage AS stage_due,
	   concat_ws('; ', p.titles[d.stage], CASE WHEN v.review_due THEN 'formal review meeting' END) AS due,
	   nullif(concat_ws(', ', d.rules, CASE WHEN t.reached > 0 AND k.share < 1 THEN 'BF-5' END, CASE WHEN v.review_due THEN 'BF-12' END), '') AS rules,
	   d.waiting_for,
	   w.stage AS live_stage, w.score AS live_score, w.expires_on - 1 AS live_until,
	   r.reached_on,
	   CASE WHEN t.reached > 0 AND p.by_score THEN bradford.clears_on(s.spells, g.triggers[t.reached], as_of, p.scoring_rule, k.calendar, s.half_days)
			ELSE r.clears_on END AS clears_on,
	   CASE WHEN p.by_score THEN bradford.days_to_trigger(s.spells, g.triggers[t.reached + 1], as_of, p.scoring_rule, k.calendar, s.half_days)
			END AS days_to_next_trigger,
	   CASE WHEN t.reached > 0 OR v.review_due THEN EXISTS (
			SELECT FROM absence a JOIN absence_reason q ON q.reason = a.reason
			WHERE  a.employee_id = s.employee_id AND q.hr_advice
			AND    a.first_day <= as_of AND COALESCE(a.last_day, as_of) >= lower(bradford.rolling_window(as_of)))
			ELSE false END AS hr_advice_needed,
	   CASE WHEN d.stage IS NOT NULL AND p.meetings_within[d.stage] IS NOT NULL AND NOT s.currently_absent
			THEN bradford.due_by(bradford.next_working_day(upper(s.spells) - 1, k.calendar), p.meetings_within[d.stage], 'working days', p.calendar)
			END AS meeting_due_by,
	   v.review_due AS review_meeting_due, s.currently_absent
FROM   policy_terms() p
CROSS  JOIN LATERAL counted_absence(as_of, p.uses_calendar) s
CROSS  JOIN LATERAL (SELECT COALESCE(s.calendar, p.calendar) AS calendar, CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) k
CROSS  JOIN LATERAL (
	SELECT bradford.occasions(s.spells, as_of, p.scoring_rule, k.calendar, s.half_days) AS occasions,
		   bradford.days(s.spells, as_of, p.scoring_rule, k.calendar, s.half_days) AS days
	OFFSET 0) n
CROSS  JOIN LATERAL (
	SELECT bradford.score(n.occasions, n.days) AS score,
		   CASE WHEN k.share = 1 THEN p.triggers
				ELSE ARRAY(SELECT trim_scale(round(u.one * k.share, 4)) FROM unnest(p.triggers) WITH ORDINALITY AS u(one, stage) ORDER BY u.stage)
		   END AS triggers
	OFFSET 0) g
CROSS  JOIN LATERAL (
	SELECT CASE WHEN g.score >= p.least_trigger * k.share OR n.occasions >= p.least_occasions OR n.days >= p.least_days * k.share
				THEN (SELECT COALESCE(max(u.stage), 0) FROM generate_subscripts(p.triggers, 1) AS u(stage)
					  WHERE  g.score >= g.triggers[u.stage] OR n.occasions >= p.occasion_triggers[u.stage] OR n.days >= p.day_triggers[u.stage] * k.share)
				ELSE 0 END AS reached
	OFFSET 0) t
LEFT   JOIN live_warning(as_of) w ON w.employee_id = s.employee_id
LEFT   JOIN LATERAL (
	SELECT max(lower(x.spell)) AS spell_on
	FROM   bradford.explain_score(s.spells, as_of, p.scoring_rule, k.calendar, s.half_days) x
	WHERE  t.reached > 0 AND x.days > 0) l ON true
LEFT   JOIN LATERAL (
	-- by scores alone, the library knows the dates; other triggers are looked for in the history of the counts
	SELECT max(x.reached_on) FILTER (WHERE x.trigger = g.triggers[t.reached]) AS reached_on,
		   max(x.reached_on) FILTER (WHERE x.trigger = g.triggers[1]) AS first_reached_on, NULL::date AS clears_on
	FROM   bradford.trigger_dates(s.spells, ARRAY[g.triggers[1], g.triggers[t.reached]], daterange(lower(s.spells), as_of, '[]'),
				p.scoring_rule, k.calendar, s.half_days) x
	WHERE  t.reached > 0 AND p.by_score AND x.cleared_on IS NULL
	HAVING p.by_score
	UNION  ALL
	SELECT COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= as_of AND NOT h.met), lower(s.spells)),
		   COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= as_of AND NOT h.first_met), lower(s.spells)),
		   min(lower(h.period)) FILTER (WHERE lower(h.period) > as_of AND NOT h.met)
	FROM  (
		SELECT x.period,
			   COALESCE(x.score >= g.triggers[t.reached], false) OR COALESCE(x.occasions >= p.occasion_triggers[t.reached], false)
			   OR COALESCE(x.days >= p.day_triggers[t.reached] * k.share, false) AS met,
			   COALESCE(x.score >= g.triggers[1], false) OR COALESCE(x.occasions >= p.occasion_triggers[1], false)
			   OR COALESCE(x.days >= p.day_triggers[1] * k.share, false) AS first_met
		FROM   bradford.score_history(s.spells * daterange(NULL, as_of, '[]')::datemultirange,
					daterange(lower(s.spells), (as_of + interval '5 years')::date), p.scoring_rule, k.calendar, s.half_days) x
		WHERE  t.reached > 0 AND NOT p.by_score) h
	HAVING NOT p.by_score AND count(*) > 0) r ON true
LEFT   JOIN LATERAL (
	SELECT max(o.reported_on) AS reported_on
	FROM   occupational_health_report o
	WHERE  o.employee_id = s.employee_id AND o.reported_on <= as_of AND t.reached > 0) h ON true
LEFT   JOIN LATERAL (
	SELECT COALESCE(s.spells && (w.review * daterange(NULL, as_of, '[]')), false) AS review_due,
		   CASE WHEN (SELECT count(*) FROM unnest(w.kept_stages, w.kept_issued, w.kept_lapsed) AS u(stage, issued_on, lapsed_on)
					  WHERE  u.stage = p.repeat_stage AND u.lapsed_on <= l.spell_on AND u.issued_on >= l.spell_on - p.repeat_within) >= p.repeat_warnings
				THEN p.repeat_stage END AS repeated
	OFFSET 0) v ON true
LEFT   JOIN LATERAL (
	SELECT x.*
	FROM   bradford.stage_due(g.score, t.reached, g.triggers,
				CASE WHEN k.share = 1 THEN p.rises ELSE ARRAY(SELECT round(u.one * k.share, 4) FROM unnest(p.rises) WITH ORDINALITY AS u(one, stage) ORDER BY u.stage) END,
				w.stage, w.score, w.live_by, v.repeated, l.spell_on, r.first_reached_on, w.decided_on, p.adopted_on,
				h.reported_on, p.report_ages, as_of) x
	WHERE  t.reached > 0) d ON true
WHERE  p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of)
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_trigger_report() IS 'Definition of trigger_report for create_reports';
