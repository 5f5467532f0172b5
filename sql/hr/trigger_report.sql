CREATE OR REPLACE FUNCTION @hr@.trigger_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	policy @hr@.attendance_policy.policy%TYPE,
	occasions integer,
	days numeric,
	score numeric,
	triggers numeric[],
	stage_reached integer,
	stage_due integer,
	due text,
	rules text,
	waiting_for text,
	live_stage integer,
	live_score numeric,
	live_until date,
	reached_on date,
	clears_on date,
	days_to_next_trigger integer,
	hr_advice_needed boolean,
	meeting_due_by date,
	review_meeting_due boolean,
	currently_absent boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.service_area, s.manager_id, p.policy,
	   n.occasions, n.days, n.score, k.triggers, r.reached AS stage_reached,
	   z.stage AS stage_due,
	   nullif(concat_ws('; ', p.titles[z.stage],
				CASE WHEN z.review_due THEN 'formal review meeting' END), '') AS due,
	   nullif(concat_ws(', ', z.rules,
				CASE WHEN r.reached > 0 AND k.share < 1 THEN 'BF-5' END,
				CASE WHEN z.review_due THEN 'BF-12' END), '') AS rules,
	   z.waiting_for,
	   w.stage AS live_stage, w.score AS live_score, w.expires_on - 1 AS live_until,
	   z.reached_on, z.clears_on,
	   CASE WHEN p.by_score
			THEN bradford.days_to_trigger(s.spells, k.triggers[r.reached + 1], trigger_report.as_of,
					p.scoring_rule, k.calendar, s.half_days) END AS days_to_next_trigger,
	   COALESCE(z.hr_advice_needed, false) AS hr_advice_needed,
	   CASE WHEN p.meetings_within[z.stage] IS NOT NULL AND NOT s.currently_absent
			THEN bradford.find_due(bradford.find_working_day(upper(s.spells) - 1, 1, (
						SELECT t.calendar FROM @hr@.working_pattern() t
						WHERE  t.employee_id = s.employee_id LIMIT 1)),
					p.meetings_within[z.stage], 'working days', 'after', p.calendar)
			END AS meeting_due_by,
	   COALESCE(z.review_due, false) AS review_meeting_due, s.currently_absent
-- whom, and by which rule
FROM   @hr@.policy_in_force(trigger_report.as_of) f
JOIN   @hr@.policy_terms() p ON p.policy = f.policy
CROSS  JOIN LATERAL @hr@.counted_absence(trigger_report.as_of, p.uses_calendar) s
-- OFFSET 0, here and below: worked out once a person, not once for each mention
CROSS  JOIN LATERAL (
	SELECT h.share, COALESCE(s.calendar, p.calendar) AS calendar,
		   bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
		   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
	FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h
	OFFSET 0) k
CROSS  JOIN LATERAL bradford.score_totals(s.spells, trigger_report.as_of,
				p.scoring_rule, k.calendar, s.half_days) n
CROSS  JOIN LATERAL (
	SELECT bradford.stage_reached(n.score, n.occasions, n.days, k.triggers, p.occasion_triggers,
				k.day_triggers) AS reached
	OFFSET 0) r
LEFT   JOIN LATERAL (
	SELECT l.* FROM @hr@.live_warning(trigger_report.as_of) l WHERE l.employee_id = s.employee_id
	OFFSET 0) w ON true
-- the rest concerns people at a trigger or in a review period, and costs the others nothing
LEFT   JOIN LATERAL (
	SELECT d.stage, d.rules, d.waiting_for, v.review_due, c.reached_on,
		   CASE WHEN p.by_score AND r.reached > 0
				THEN bradford.clears_on(s.spells, k.triggers[r.reached], trigger_report.as_of,
						p.scoring_rule, k.calendar, s.half_days)
				ELSE c.clears_on END AS clears_on,
		   -- AB-4
		  (SELECT COALESCE(bool_or(q.hr_advice), false)
		   FROM   @hr@.absence a
		   JOIN   @hr@.absence_reason q ON q.reason = a.reason
		   WHERE  a.employee_id = s.employee_id AND (r.reached > 0 OR v.review_due)
		   AND    a.first_day <= trigger_report.as_of
		   AND    COALESCE(a.last_day, trigger_report.as_of)
				  >= lower(bradford.rolling_window(trigger_report.as_of))) AS hr_advice_needed
	FROM  (
		SELECT max(lower(x.spell)) AS spell_on
		FROM   bradford.explain_score(s.spells, trigger_report.as_of,
					p.scoring_rule, k.calendar, s.half_days) x
		WHERE  x.days > 0) l
	-- when the trigger, and the first one, were reached: a library call if scores alone trigger, else
	-- looked for in the history of the counts
	LEFT   JOIN (
		SELECT max(x.reached_on) FILTER (WHERE x.trigger = k.triggers[r.reached]) AS reached_on,
			   max(x.reached_on) FILTER (WHERE x.trigger = k.triggers[1]) AS first_reached_on,
			   NULL::date AS clears_on
		FROM   bradford.trigger_dates(s.spells,
					array_remove(ARRAY[k.triggers[1], k.triggers[r.reached]], NULL),
					daterange(lower(s.spells), trigger_report.as_of, '[]'),
					p.scoring_rule, k.calendar, s.half_days) x
		WHERE  r.reached > 0 AND p.by_score AND x.cleared_on IS NULL
		HAVING r.reached > 0 AND p.by_score
		UNION  ALL
		SELECT COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= trigger_report.as_of
							AND h.stage < r.reached), lower(s.spells)),
			   COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= trigger_report.as_of
							AND h.stage < 1), lower(s.spells)),
			   min(lower(h.period)) FILTER (WHERE lower(h.period) > trigger_report.as_of
							AND h.stage < r.reached)
		FROM  (
			SELECT x.period, bradford.stage_reached(x.score, x.occasions, x.days, k.triggers,
						p.occasion_triggers, k.day_triggers) AS stage
			FROM   bradford.score_history(
						s.spells * daterange(NULL, trigger_report.as_of, '[]')::datemultirange,
						daterange(lower(s.spells), (trigger_report.as_of + interval '5 years')::date),
						p.scoring_rule, k.calendar, s.half_days) x
			WHERE  r.reached > 0 AND NOT p.by_score) h
		HAVING r.reached > 0 AND NOT p.by_score) c ON true
	CROSS  JOIN (
		SELECT max(o.reported_on) AS reported_on
		FROM   @hr@.occupational_health_report o
		WHERE  o.employee_id = s.employee_id AND o.reported_on <= trigger_report.as_of) h
	CROSS  JOIN LATERAL (
		SELECT COALESCE(s.spells && (w.review * daterange(NULL, trigger_report.as_of, '[]')), false)
					AS review_due,
			   -- BF-10
			   CASE WHEN p.repeat_warnings <= (
						SELECT count(*)
						FROM   unnest(w.kept_stages, w.kept_issued, w.kept_lapsed)
									AS u(stage, issued_on, lapsed_on)
						WHERE  u.stage = p.repeat_stage AND u.lapsed_on <= l.spell_on
						AND    u.issued_on >= l.spell_on - p.repeat_within)
					THEN p.repeat_stage END AS repeated
		OFFSET 0) v
	CROSS  JOIN LATERAL bradford.stage_due(n.score, r.reached, k.triggers,
				bradford.pro_rata_triggers(p.rises, k.share), w.stage, w.score, w.live_by, v.repeated,
				l.spell_on, c.first_reached_on, w.decided_on, p.adopted_on, h.reported_on,
				p.report_ages, trigger_report.as_of) d
	WHERE  r.reached > 0 OR w.review IS NOT NULL
	OFFSET 0) z ON true;
END;
COMMENT ON FUNCTION @hr@.trigger_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.trigger_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.trigger_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.trigger_report IS
	'Who is due for what, why, by when and on what evidence: one row per current employee, by '
	'the policy in force on the day (BF-1 to BF-15). A stage is due for consideration; people '
	'decide.';
COMMENT ON COLUMN @hr@.trigger_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.trigger_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.trigger_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.trigger_report.policy IS 'Policy in force';
COMMENT ON COLUMN @hr@.trigger_report.occasions IS 'Counted absences in the rolling window (S)';
COMMENT ON COLUMN @hr@.trigger_report.days IS 'Counted days of absence in the rolling window (D)';
COMMENT ON COLUMN @hr@.trigger_report.score IS 'S x S x D (BF-1)';
COMMENT ON COLUMN @hr@.trigger_report.triggers IS
	'Score triggers by stage after the part-time rule (BF-4, BF-5), to four places';
COMMENT ON COLUMN @hr@.trigger_report.stage_reached IS
	'Highest stage whose trigger is reached; 0: none (BF-4)';
COMMENT ON COLUMN @hr@.trigger_report.stage_due IS
	'Stage due for consideration by all rules; none: nothing is (BF-4 to BF-13)';
COMMENT ON COLUMN @hr@.trigger_report.due IS 'What is due for consideration, in words';
COMMENT ON COLUMN @hr@.trigger_report.rules IS 'Ids of the rules that decided it';
COMMENT ON COLUMN @hr@.trigger_report.waiting_for IS 'What a stage that is reached still waits for';
COMMENT ON COLUMN @hr@.trigger_report.live_stage IS 'Stage of the live warning (BF-6)';
COMMENT ON COLUMN @hr@.trigger_report.live_score IS 'Score at which it was issued (BF-7, BF-8)';
COMMENT ON COLUMN @hr@.trigger_report.live_until IS 'Last day on which it is live (BF-6)';
COMMENT ON COLUMN @hr@.trigger_report.reached_on IS
	'Day on which the trigger of stage_reached was reached';
COMMENT ON COLUMN @hr@.trigger_report.clears_on IS
	'First day below that trigger if no further day is missed';
COMMENT ON COLUMN @hr@.trigger_report.days_to_next_trigger IS
	'Further days of absence, from the next day on, that stay below the next trigger';
COMMENT ON COLUMN @hr@.trigger_report.hr_advice_needed IS
	'HR advice comes before any action: a trigger is reached, or a review is due, and an '
	'absence of the last 12 months has a reason that asks for it (AB-4)';
COMMENT ON COLUMN @hr@.trigger_report.meeting_due_by IS
	'Last day for the meeting of the stage due (DL-19); none while the person is away';
COMMENT ON COLUMN @hr@.trigger_report.review_meeting_due IS
	'Absence in the review period of the live warning: a formal review meeting is due (BF-12)';
COMMENT ON COLUMN @hr@.trigger_report.currently_absent IS 'Absent on the day, for whatever reason';

ALTER FUNCTION @hr@.trigger_report(date) DEPENDS ON EXTENSION bradford;
