--
-- Trigger reports: who reached which trigger, what is due for consideration, and on what evidence.
--

CREATE FUNCTION define_live_warning() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('live_warning', 3, 'as_of date', 'CURRENT_DATE',
'Where the warnings of the policy in force leave each employee who ever had one: the live one of the highest stage, and what the rules BF-6, BF-10, BF-11 and BF-12 need to know. The other reports read it.',
'{employee.employee_id, warning.employee_id, warning.policy, warning.stage, warning.issued_on, warning.outcome, warning.score, warning.review_until, warning.review_held_on,
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
		   AND COALESCE(o.satisfactory, (
				SELECT count(*) = 0 FROM warning n
				WHERE  n.employee_id = o.employee_id AND n.outcome = 'warning' AND n.issued_on > o.issued_on AND n.issued_on < l.expires_on)) AS kept
	FROM  (
		SELECT w.employee_id, w.policy, w.issued_on, w.outcome, COALESCE(w.score, 0)::numeric AS score, w.satisfactory,
			   -- an upheld appeal leads back to an earlier stage from that day on, or takes the warning away
			   CASE WHEN w.appeal_upheld_on <= as_of THEN s.appeal_leads_to ELSE w.stage END::integer AS stage,
			   CASE WHEN w.appeal_upheld_on <= as_of THEN w.appeal_upheld_on ELSE w.issued_on END AS from_day,
			   CASE WHEN w.appeal_upheld_on <= as_of THEN 'appeal' ELSE w.outcome::text END AS live_by,
			   CASE WHEN w.review_until IS NOT NULL AND (w.review_held_on <= as_of) IS NOT TRUE
					THEN daterange(w.issued_on + 1, w.review_until, '[]') END AS review
		FROM   warning w
		LEFT   JOIN policy_stage s ON s.policy = w.policy AND s.stage = w.stage
		WHERE  w.issued_on <= as_of
		-- who is hidden in employee stays hidden here; asked only for a warning that is there
		AND   (SELECT count(*) FROM employee e WHERE e.employee_id = w.employee_id) > 0
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
SELECT s.employee_id, s.service_area, s.manager_id, p.policy, n.occasions, n.days, g.score, g.triggers, g.reached AS stage_reached,
	   z.stage AS stage_due,
	   nullif(concat_ws('; ', p.titles[z.stage], CASE WHEN z.review_due THEN 'formal review meeting' END), '') AS due,
	   nullif(concat_ws(', ', z.rules, CASE WHEN g.reached > 0 AND k.share < 1 THEN 'BF-5' END, CASE WHEN z.review_due THEN 'BF-12' END), '') AS rules,
	   z.waiting_for,
	   w.stage AS live_stage, w.score AS live_score, w.expires_on - 1 AS live_until,
	   z.reached_on, z.clears_on,
	   CASE WHEN p.by_score THEN bradford.days_to_trigger(s.spells, g.triggers[g.reached + 1], as_of, p.scoring_rule, k.calendar, s.half_days)
			END AS days_to_next_trigger,
	   COALESCE(z.hr_advice_needed, false) AS hr_advice_needed,
	   CASE WHEN z.stage IS NOT NULL AND p.meetings_within[z.stage] IS NOT NULL AND NOT s.currently_absent
			THEN bradford.due_by(bradford.next_working_day(upper(s.spells) - 1, k.calendar), p.meetings_within[z.stage], 'working days', p.calendar)
			END AS meeting_due_by,
	   COALESCE(z.review_due, false) AS review_meeting_due, s.currently_absent
FROM   policy_terms() p
CROSS  JOIN LATERAL counted_absence(as_of, p.uses_calendar) s
CROSS  JOIN LATERAL (SELECT COALESCE(s.calendar, p.calendar) AS calendar, CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) k
CROSS  JOIN LATERAL (
	SELECT bradford.occasions(s.spells, as_of, p.scoring_rule, k.calendar, s.half_days) AS occasions,
		   bradford.days(s.spells, as_of, p.scoring_rule, k.calendar, s.half_days) AS days,
		   bradford.score(s.spells, as_of, p.scoring_rule, k.calendar, s.half_days) AS score
	OFFSET 0) n
CROSS  JOIN LATERAL (
	SELECT n.score,
		   CASE WHEN k.share = 1 THEN p.triggers
				ELSE ARRAY(SELECT trim_scale(round(u.one * k.share, 4)) FROM unnest(p.triggers) WITH ORDINALITY AS u(one, stage) ORDER BY u.stage)
		   END AS triggers,
		   CASE WHEN n.score >= p.least_trigger * k.share - 0.0001 OR n.occasions >= p.least_occasions OR n.days >= p.least_days * k.share - 0.0001
				THEN bradford.stage_reached(n.score, n.occasions, n.days, k.share, p.triggers, p.occasion_triggers, p.day_triggers)
				ELSE 0 END AS reached
	OFFSET 0) g
LEFT   JOIN LATERAL (SELECT l.* FROM live_warning(as_of) l WHERE l.employee_id = s.employee_id OFFSET 0) w ON true
-- the rest concerns people at a trigger or in a review period, and costs the others nothing
LEFT   JOIN LATERAL (
	SELECT d.stage, d.rules, d.waiting_for, v.review_due, r.reached_on,
		   CASE WHEN g.reached > 0 AND p.by_score THEN bradford.clears_on(s.spells, g.triggers[g.reached], as_of, p.scoring_rule, k.calendar, s.half_days)
				ELSE r.clears_on END AS clears_on,
		   (SELECT COALESCE(bool_or(q.hr_advice), false)
			FROM   absence a JOIN absence_reason q ON q.reason = a.reason
			WHERE  a.employee_id = s.employee_id AND (g.reached > 0 OR v.review_due)
			AND    a.first_day <= as_of AND COALESCE(a.last_day, as_of) >= lower(bradford.rolling_window(as_of))) AS hr_advice_needed
	FROM  (
		SELECT max(lower(x.spell)) AS spell_on
		FROM   bradford.explain_score(s.spells, as_of, p.scoring_rule, k.calendar, s.half_days) x
		WHERE  x.days > 0) l
	LEFT   JOIN (
		-- by scores alone, the library knows the dates; other triggers are looked for in the history of the counts
		SELECT max(x.reached_on) FILTER (WHERE x.trigger = g.triggers[g.reached]) AS reached_on,
			   max(x.reached_on) FILTER (WHERE x.trigger = g.triggers[1]) AS first_reached_on, NULL::date AS clears_on
		FROM   bradford.trigger_dates(s.spells, ARRAY[g.triggers[1], g.triggers[g.reached]], daterange(lower(s.spells), as_of, '[]'),
					p.scoring_rule, k.calendar, s.half_days) x
		WHERE  g.reached > 0 AND p.by_score AND x.cleared_on IS NULL
		HAVING g.reached > 0 AND p.by_score
		UNION  ALL
		SELECT COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= as_of AND NOT h.met), lower(s.spells)),
			   COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= as_of AND NOT h.first_met), lower(s.spells)),
			   min(lower(h.period)) FILTER (WHERE lower(h.period) > as_of AND NOT h.met)
		FROM  (
			SELECT x.period,
				   COALESCE(x.score >= g.triggers[g.reached], false) OR COALESCE(x.occasions >= p.occasion_triggers[g.reached], false)
				   OR COALESCE(x.days >= round(p.day_triggers[g.reached] * k.share, 4), false) AS met,
				   COALESCE(x.score >= g.triggers[1], false) OR COALESCE(x.occasions >= p.occasion_triggers[1], false)
				   OR COALESCE(x.days >= round(p.day_triggers[1] * k.share, 4), false) AS first_met
			FROM   bradford.score_history(s.spells * daterange(NULL, as_of, '[]')::datemultirange,
						daterange(lower(s.spells), (as_of + interval '5 years')::date), p.scoring_rule, k.calendar, s.half_days) x
			WHERE  g.reached > 0 AND NOT p.by_score) h
		HAVING g.reached > 0 AND NOT p.by_score) r ON true
	CROSS  JOIN (
		SELECT max(o.reported_on) AS reported_on
		FROM   occupational_health_report o
		WHERE  o.employee_id = s.employee_id AND o.reported_on <= as_of) h
	CROSS  JOIN LATERAL (
		SELECT COALESCE(s.spells && (w.review * daterange(NULL, as_of, '[]')), false) AS review_due,
			   CASE WHEN (SELECT count(*) FROM unnest(w.kept_stages, w.kept_issued, w.kept_lapsed) AS u(stage, issued_on, lapsed_on)
						  WHERE  u.stage = p.repeat_stage AND u.lapsed_on <= l.spell_on AND u.issued_on >= l.spell_on - p.repeat_within) >= p.repeat_warnings
					THEN p.repeat_stage END AS repeated,
			   CASE WHEN k.share = 1 THEN p.rises
					ELSE ARRAY(SELECT trim_scale(round(u.one * k.share, 4)) FROM unnest(p.rises) WITH ORDINALITY AS u(one, stage) ORDER BY u.stage)
			   END AS rises
		OFFSET 0) v
	CROSS  JOIN LATERAL bradford.stage_due(g.score, g.reached, g.triggers, v.rises, w.stage, w.score, w.live_by, v.repeated,
				l.spell_on, r.first_reached_on, w.decided_on, p.adopted_on, h.reported_on, p.report_ages, as_of) d
	WHERE  g.reached > 0 OR w.review IS NOT NULL
	OFFSET 0) z ON true
WHERE  p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of)
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_trigger_report() IS 'Definition of trigger_report for create_reports';


CREATE FUNCTION define_score_breakdown_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('score_breakdown_report', 11, 'as_of date', 'CURRENT_DATE',
'The evidence behind each score, as shared with the employee at stage 2 (BF-14): one row per counted spell with the part that counts and when it leaves, and one per absence that is left out, with the rule or the person that left it out.',
'{absence_reason.rule_ids, absence_reason.pregnancy, absence.expected_birth_on, absence_override.decided_by, absence_override.why}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area'],
	['policy', 'Policy in force'],
	['spell', 'Spell as recorded, touching and joined records together'],
	['counted', 'Part of it that counts; none: left out'],
	['days', 'Counted days of it (D)'],
	['why', 'What counts of it and why, or why it is left out and by whom'],
	['rules', 'Ids of the rules that say so'],
	['reasons', 'Reasons recorded'],
	['starts_to_leave', 'Day on which its first counted day leaves the window'],
	['left_on', 'Day on which it has left the window']],
$body$
SELECT s.employee_id, s.service_area, p.policy, x.spell, x.counted, x.days,
	   concat_ws('; ', x.why, o.why) AS why, concat_ws(', ', 'BF-1', o.rules) AS rules, o.reasons, x.starts_to_leave, x.left_on
FROM   policy_terms() p
CROSS  JOIN LATERAL counted_absence(as_of, p.uses_calendar) s
CROSS  JOIN LATERAL bradford.explain_score(s.spells, as_of, p.scoring_rule, COALESCE(s.calendar, p.calendar), s.half_days) x
CROSS  JOIN LATERAL (
	SELECT string_agg(DISTINCT a.reason, ', ') AS reasons,
		   CASE WHEN bool_or(a.half_worked) THEN 'AB-1' END AS rules,
		   string_agg(CASE
				WHEN o.action = 'join' THEN format('joined by %s on %s: %s', o.decided_by, to_char(o.decided_on, 'YYYY-MM-DD'), o.why)
				WHEN a.half_worked THEN format('half of %s was worked', to_char(a.first_day, 'YYYY-MM-DD')) END, '; ' ORDER BY a.first_day) AS why
	FROM   absence a
	LEFT   JOIN absence_override o ON o.absence_id = a.absence_id AND o.decided_on <= as_of
	WHERE  a.employee_id = s.employee_id AND a.first_day <= as_of
	AND    a.first_day < upper(x.spell) AND (a.last_day IS NULL OR a.last_day >= lower(x.spell))
	AND    COALESCE(o.action, '') <> 'leave out') o
WHERE  p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of)
UNION  ALL
SELECT s.employee_id, s.service_area, p.policy, daterange(a.first_day, a.last_day, '[]') AS spell, NULL::daterange AS counted, 0::numeric AS days,
	   y.why, y.rules, a.reason::text AS reasons, NULL::date AS starts_to_leave, NULL::date AS left_on
FROM   policy_terms() p
CROSS  JOIN counted_absence(as_of, false) s
JOIN   absence a ON a.employee_id = s.employee_id AND a.first_day <= as_of
LEFT   JOIN absence_override o ON o.absence_id = a.absence_id AND o.action = 'leave out' AND o.decided_on <= as_of
LEFT   JOIN absence_reason q ON q.reason = a.reason
CROSS  JOIN LATERAL (
	-- the conditions of counted_absence, turned round
	SELECT CASE
			WHEN a.first_day < s.counts_from THEN 'before the present employment'
			WHEN o.absence_id IS NOT NULL THEN format('left out by %s on %s: %s', o.decided_by, to_char(o.decided_on, 'YYYY-MM-DD'), o.why)
			-- AB-7: the four weeks that end with the day before the expected birth
			WHEN q.counted = 'no' THEN concat_ws('; ', 'recorded separately, not counted',
				CASE WHEN q.pregnancy AND a.first_day < a.expected_birth_on AND COALESCE(a.last_day, as_of) >= a.expected_birth_on - 28
					 THEN 'in the four weeks before the expected birth: starts maternity leave' END)
			WHEN q.counted = 'unless fit note' AND EXISTS (
				SELECT FROM fit_note n
				WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day AND (a.last_day IS NULL OR n.first_day <= a.last_day)
				AND    COALESCE(n.received_on, n.first_day) <= as_of) THEN 'covered by a fit note, not counted'
			WHEN a.half_worked AND COALESCE(a.last_day, as_of) = a.first_day THEN 'half of the day was worked, not recorded'
		   END AS why,
		   CASE WHEN a.first_day < s.counts_from OR o.absence_id IS NOT NULL THEN NULL
				WHEN q.counted <> 'yes' THEN COALESCE(q.rule_ids, CASE q.counted WHEN 'no' THEN 'AB-3' ELSE 'AB-2' END)
				ELSE 'AB-1' END AS rules) y
WHERE  p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of)
AND    COALESCE(a.last_day, as_of) >= a.first_day AND isfinite(a.first_day)
AND    y.why IS NOT NULL AND COALESCE(a.last_day, as_of) >= lower(bradford.rolling_window(as_of))
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_score_breakdown_report() IS 'Definition of score_breakdown_report for create_reports';


CREATE FUNCTION define_trigger_event_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('trigger_event_report', 12, 'from_day date, to_day date', 'CURRENT_DATE - 6, CURRENT_DATE',
'Who reached or fell below which trigger from one day to another, both included: the digest for managers by service area (BF-15). The view shows the last seven days. By the policy in force on the last of the days.',
'{}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area'],
	['manager_id', 'Payroll number of the manager'],
	['policy', 'Policy in force'],
	['happened_on', 'Day of the crossing'],
	['event', 'reached, or fell below'],
	['stage', 'Stage whose trigger it is'],
	['considered', 'What is considered at that stage'],
	['occasions', 'Counted absences in the window on that day'],
	['days', 'Counted days in the window on that day'],
	['score', 'Score on that day']],
$body$
SELECT s.employee_id, s.service_area, s.manager_id, p.policy, v.happened_on,
	   CASE WHEN v.stage > v.before THEN 'reached' ELSE 'fell below' END AS event,
	   c.stage, p.titles[c.stage] AS considered, v.occasions, v.days, v.score
FROM   policy_terms() p
CROSS  JOIN LATERAL counted_absence(to_day, p.uses_calendar) s
CROSS  JOIN LATERAL (
	SELECT lower(h.period) AS happened_on, h.occasions, h.days, h.score, r.stage, lag(r.stage) OVER (ORDER BY h.period) AS before
	FROM   bradford.score_history(s.spells, daterange(from_day - 1, to_day, '[]'), p.scoring_rule, COALESCE(s.calendar, p.calendar), s.half_days) h
	CROSS  JOIN LATERAL (SELECT bradford.stage_reached(h.score, h.occasions, h.days, CASE WHEN p.by_hours THEN s.fte ELSE 1 END,
				p.triggers, p.occasion_triggers, p.day_triggers) AS stage OFFSET 0) r
	-- nobody whose last absence left every window long ago
	WHERE  upper(s.spells) IS NULL OR upper(s.spells) > from_day - interval '5 years') v
CROSS  JOIN LATERAL generate_series(least(v.stage, v.before) + 1, greatest(v.stage, v.before)) AS c(stage)
WHERE  p.first_day <= to_day AND (p.last_day IS NULL OR p.last_day >= to_day)
AND    v.happened_on >= from_day AND v.stage <> v.before
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_trigger_event_report() IS 'Definition of trigger_event_report for create_reports';


CREATE FUNCTION define_policy_comparison_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('policy_comparison_report', 13, 'as_of date, one text DEFAULT NULL, other text DEFAULT NULL', 'CURRENT_DATE',
'Two policies side by side on the same absences: without names, the policy in force on the day and the one that it replaced.',
'{}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area'],
	['policy', 'One policy'],
	['occasions', 'Its counted absences in the window'],
	['days', 'Its counted days in the window'],
	['score', 'Its score'],
	['stage_reached', 'Highest of its stages whose trigger is reached; 0: none'],
	['other_policy', 'The other policy'],
	['other_occasions', 'Its counted absences in the window'],
	['other_days', 'Its counted days in the window'],
	['other_score', 'Its score'],
	['other_stage_reached', 'Highest of its stages whose trigger is reached; 0: none'],
	['differs', 'One policy asks for consideration and the other does not']],
$body$
SELECT s.employee_id, s.service_area,
	   p.policy, a.occasions, a.days, a.score, ra.stage AS stage_reached,
	   q.policy AS other_policy, b.occasions AS other_occasions, b.days AS other_days, b.score AS other_score, rb.stage AS other_stage_reached,
	   (ra.stage > 0) <> (rb.stage > 0) AS differs
FROM   policy_terms() p
JOIN   policy_terms() q ON q.policy = COALESCE(other, p.replaces)
CROSS  JOIN LATERAL counted_absence(as_of, p.uses_calendar OR q.uses_calendar) s
CROSS  JOIN LATERAL (
	SELECT bradford.occasions(s.spells, as_of, p.scoring_rule, COALESCE(s.calendar, p.calendar), s.half_days) AS occasions,
		   bradford.days(s.spells, as_of, p.scoring_rule, COALESCE(s.calendar, p.calendar), s.half_days) AS days,
		   bradford.score(s.spells, as_of, p.scoring_rule, COALESCE(s.calendar, p.calendar), s.half_days) AS score OFFSET 0) a
CROSS  JOIN LATERAL (
	SELECT bradford.occasions(s.spells, as_of, q.scoring_rule, COALESCE(s.calendar, q.calendar), s.half_days) AS occasions,
		   bradford.days(s.spells, as_of, q.scoring_rule, COALESCE(s.calendar, q.calendar), s.half_days) AS days,
		   bradford.score(s.spells, as_of, q.scoring_rule, COALESCE(s.calendar, q.calendar), s.half_days) AS score OFFSET 0) b
CROSS  JOIN LATERAL (SELECT CASE WHEN a.occasions = 0 THEN 0 ELSE bradford.stage_reached(a.score, a.occasions, a.days, CASE WHEN p.by_hours THEN s.fte ELSE 1 END,
				p.triggers, p.occasion_triggers, p.day_triggers) END AS stage OFFSET 0) ra
CROSS  JOIN LATERAL (SELECT CASE WHEN b.occasions = 0 THEN 0 ELSE bradford.stage_reached(b.score, b.occasions, b.days, CASE WHEN q.by_hours THEN s.fte ELSE 1 END,
				q.triggers, q.occasion_triggers, q.day_triggers) END AS stage OFFSET 0) rb
WHERE  CASE WHEN one IS NULL THEN p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of) ELSE p.policy = one END
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_policy_comparison_report() IS 'Definition of policy_comparison_report for create_reports';
