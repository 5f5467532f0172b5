CREATE OR REPLACE FUNCTION @hr@.trigger_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	occasions integer,
	days numeric,
	score numeric,
	trigger_1 numeric,
	trigger_2 numeric,
	trigger_3 numeric,
	next_trigger numeric,
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
	notice_by date,
	meeting_overdue boolean,
	review_meeting_due boolean,
	currently_absent boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   p.policy, n.occasions, n.days, n.score,
	   k.triggers[1] AS trigger_1, k.triggers[2] AS trigger_2, k.triggers[3] AS trigger_3,
	   k.triggers[r.reached + 1] AS next_trigger, k.triggers, r.reached AS stage_reached,
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
	   z.due_by AS meeting_due_by, z.notice_by,
	   COALESCE(z.due_by < trigger_report.as_of, false) AS meeting_overdue,
	   COALESCE(z.review_due, false) AS review_meeting_due, s.currently_absent
-- the people, and the rule for each
FROM   @hr@.policy_in_force(trigger_report.as_of) f,
	   @hr@.policy_terms() p,
	   @hr@.counted_absence(trigger_report.as_of, p.uses_calendar, p.fit_note_covers) s,
-- OFFSET 0, here and below: worked out once a person, not once for each mention
	   LATERAL (
	SELECT h.share, COALESCE(s.calendar, p.calendar) AS calendar,
		   bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
		   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
	FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h
	OFFSET 0) k,
	   bradford.score_totals(s.spells, trigger_report.as_of, p.scoring_rule, k.calendar,
				s.half_days) n,
	   LATERAL (
	SELECT bradford.stage_reached(n.score, n.occasions, n.days, k.triggers, p.occasion_triggers,
				k.day_triggers) AS reached
	OFFSET 0) r
LEFT   JOIN LATERAL (
	SELECT l.* FROM @hr@.live_warning(trigger_report.as_of) l WHERE l.employee_id = s.employee_id
	OFFSET 0) w ON true
-- the rest concerns only people at a trigger or in a review period, and costs nothing for others
LEFT   JOIN LATERAL (
	SELECT d.stage, d.rules, d.waiting_for, v.review_due, c.reached_on, m.due_by,
		   -- DL-20, DL-22, DL-25
		   bradford.find_due(m.due_by, p.notices[d.stage], p.notice_units[d.stage], 'before',
							 p.calendar) AS notice_by,
		   CASE WHEN p.by_score AND r.reached > 0 AND o.shares IS NULL
				THEN bradford.clears_on(s.spells, k.triggers[r.reached], trigger_report.as_of,
						p.scoring_rule, k.calendar, s.half_days)
				ELSE c.clears_on END AS clears_on,
		   -- AB-4; a count, since the planner would work an EXISTS out for everybody
		  (SELECT count(*) > 0
		   FROM   @hr@.absence a
		   WHERE  a.employee_id = s.employee_id AND (r.reached > 0 OR v.review_due)
		   AND    a.first_day <= trigger_report.as_of
		   AND    COALESCE(a.last_day, trigger_report.as_of)
				  >= lower(bradford.rolling_window(trigger_report.as_of))
		   AND    a.reason = ANY (ARRAY(
						SELECT q.reason FROM @hr@.absence_reason q
						WHERE  q.hr_advice))) AS hr_advice_needed
	FROM  (
		SELECT max(lower(x.spell)) AS spell_on
		FROM   bradford.explain_score(s.spells, trigger_report.as_of,
					p.scoring_rule, k.calendar, s.half_days) x
		WHERE  x.days > 0) l
	-- BF-5: the hours of each stretch of days, if they changed since the
	-- first absence or will change
	LEFT   JOIN LATERAL (
		SELECT array_agg(o.during) AS during, array_agg(o.fte) AS shares
		FROM   @hr@.hours_over_time() o
		WHERE  o.employee_id = s.employee_id AND o.during && daterange(lower(s.spells), NULL)
		AND    r.reached > 0 AND p.by_hours
		-- hardly anybody; a count, since the planner would check an EXISTS after the rest
		AND   (SELECT count(*)
			   FROM   @hr@.contract c
			   WHERE  c.employee_id = s.employee_id
			   AND    COALESCE(bradford.whole_time_equivalent(
							c.weekly_hours::numeric, c.full_time_hours::numeric), 'NaN')
					  <> s.fte) > 0
		HAVING count(*) > 1) o ON true
	-- When the trigger, and the first one, were reached: by a function if there are only score
	-- triggers and hours did not change, otherwise from the history of the counts
	LEFT   JOIN LATERAL (
		SELECT max(x.reached_on) FILTER (WHERE x.trigger = k.triggers[r.reached]) AS reached_on,
			   max(x.reached_on) FILTER (WHERE x.trigger = k.triggers[1]) AS first_reached_on,
			   NULL::date AS clears_on
		FROM   bradford.trigger_dates(s.spells,
					array_remove(ARRAY[k.triggers[1], k.triggers[r.reached]], NULL),
					daterange(lower(s.spells), trigger_report.as_of, '[]'),
					p.scoring_rule, k.calendar, s.half_days) x
		WHERE  r.reached > 0 AND p.by_score AND o.shares IS NULL AND x.cleared_on IS NULL
		HAVING r.reached > 0 AND p.by_score AND o.shares IS NULL
		UNION  ALL
		SELECT COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= trigger_report.as_of
							AND h.stage < r.reached), lower(s.spells)),
			   COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= trigger_report.as_of
							AND h.stage < 1), lower(s.spells)),
			   min(lower(h.period)) FILTER (WHERE lower(h.period) > trigger_report.as_of
							AND h.stage < r.reached)
		FROM  (
			SELECT x.period, bradford.stage_reached(x.score, x.occasions, x.days, t.triggers,
						p.occasion_triggers, t.day_triggers) AS stage
			FROM  (
				SELECT u.during * daterange(lower(s.spells),
							(trigger_report.as_of + interval '5 years')::date) AS during,
					   bradford.pro_rata_triggers(p.triggers, u.share) AS triggers,
					   bradford.pro_rata_triggers(p.day_triggers, u.share) AS day_triggers
				FROM   unnest(COALESCE(o.during, ARRAY[daterange(NULL, NULL)]),
							  COALESCE(o.shares, ARRAY[k.share])) AS u(during, share)
				WHERE  r.reached > 0 AND (NOT p.by_score OR o.shares IS NOT NULL)
				OFFSET 0) t,
				   bradford.score_history(
						s.spells * daterange(NULL, trigger_report.as_of, '[]')::datemultirange,
						t.during, p.scoring_rule, k.calendar, s.half_days) x
			WHERE  NOT isempty(t.during) AND NOT lower_inf(t.during)) h
		HAVING r.reached > 0 AND (NOT p.by_score OR o.shares IS NOT NULL)) c ON true,
		   (
		SELECT max(o.reported_on) AS reported_on
		FROM   @hr@.occupational_health_report o
		WHERE  o.employee_id = s.employee_id AND o.reported_on <= trigger_report.as_of) h,
		   LATERAL (
		SELECT COALESCE(CASE WHEN p.review_counts = 'new absence' THEN EXISTS (
						SELECT FROM unnest(s.spells) AS x(spell)
						WHERE  lower(x.spell) <@ w.review
						AND    lower(x.spell) <= trigger_report.as_of)
					ELSE s.spells && (w.review * daterange(NULL, trigger_report.as_of, '[]'))
					END, false) AS review_due,
			   -- BF-10
			   CASE WHEN p.repeat_warnings <= (
						SELECT count(*)
						FROM   unnest(w.kept_stages, w.kept_issued, w.kept_lapsed)
									AS u(stage, issued_on, lapsed_on)
						WHERE  u.stage = p.repeat_stage AND u.lapsed_on <= l.spell_on
						AND    u.issued_on >= CASE WHEN p.repeats_before = 'report'
								THEN trigger_report.as_of ELSE l.spell_on END - p.repeat_within)
					THEN p.repeat_stage END AS repeated,
			   -- BF-7, BF-8: a rise if the choice requires one; a stage is late if its trigger was
			   -- reached before the last absence, as in BF-9
			   CASE WHEN NOT p.by_score
						 OR (p.rises_apply IN ('late warning', 'late stage')) IS NOT TRUE
						 OR EXISTS (
						SELECT FROM bradford.trigger_dates(s.spells,
									array_remove(ARRAY[k.triggers[y.stage]], NULL),
									CASE WHEN isfinite(y.day)
										 THEN daterange(least(lower(s.spells), y.day), y.day,
														'[]') END,
									p.scoring_rule, k.calendar, s.half_days) x
						WHERE  x.cleared_on IS NULL AND x.reached_on < (
								SELECT max(lower(u.spell))
								FROM   unnest(s.spells) AS u(spell)
								WHERE  lower(u.spell) <= y.day))
					THEN p.rises END AS rises
		FROM  (
			SELECT CASE WHEN p.rises_apply = 'late warning' THEN w.stage
						ELSE least(w.stage + 1, cardinality(k.triggers)) END AS stage,
				   CASE WHEN p.rises_apply = 'late warning' THEN w.issued_on
						ELSE trigger_report.as_of END AS day) y
		OFFSET 0) v,
		   bradford.stage_due(n.score, r.reached, k.triggers,
				bradford.pro_rata_triggers(v.rises, k.share), w.stage, w.score, w.live_by,
				v.repeated, l.spell_on, c.first_reached_on, w.decided_on, p.adopted_on,
				h.reported_on, p.report_ages, trigger_report.as_of, p.carried_over_from) d
	-- DL-19: within a number of the organisation's working days after the person's own first day
	-- back, or after the day on which a change of hours alone reached the trigger. Calendars must
	-- know both days
	LEFT   JOIN LATERAL (
		SELECT bradford.find_due(
					greatest(bradford.find_working_day(upper(s.spells) - 1, 1, t.calendar),
							 c.reached_on),
					p.meetings_within[d.stage], 'working days', 'after', p.calendar) AS due_by
		FROM   @hr@.working_pattern() t
		WHERE  t.employee_id = s.employee_id AND d.stage > 0 AND NOT s.currently_absent
		LIMIT  1) m ON true
	WHERE  r.reached > 0 OR w.review IS NOT NULL
	OFFSET 0) z ON true
WHERE  p.policy = f.policy
AND    bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group);
END;
COMMENT ON FUNCTION @hr@.trigger_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.trigger_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.trigger_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.trigger_report IS
	'Who is due for what, why, by when and on what evidence: one row per current employee, by the '
	'policy in force on the day (BF-1 to BF-15). A stage is only due for consideration; people '
	'decide.';
COMMENT ON COLUMN @hr@.trigger_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.trigger_report.name IS 'Name';
COMMENT ON COLUMN @hr@.trigger_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.trigger_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.trigger_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.trigger_report.policy IS 'Policy in force';
COMMENT ON COLUMN @hr@.trigger_report.occasions IS 'Counted absences in the rolling window (S)';
COMMENT ON COLUMN @hr@.trigger_report.days IS 'Counted days of absence in the rolling window (D)';
COMMENT ON COLUMN @hr@.trigger_report.score IS 'S x S x D (BF-1)';
COMMENT ON COLUMN @hr@.trigger_report.trigger_1 IS
	'Score from which stage 1 is reached, after the part-time rule (BF-4, BF-5)';
COMMENT ON COLUMN @hr@.trigger_report.trigger_2 IS 'The same for stage 2';
COMMENT ON COLUMN @hr@.trigger_report.trigger_3 IS 'The same for stage 3';
COMMENT ON COLUMN @hr@.trigger_report.next_trigger IS
	'Score from which the stage above stage_reached is reached; none: no such stage';
COMMENT ON COLUMN @hr@.trigger_report.triggers IS
	'Score triggers of all stages, to four places';
COMMENT ON COLUMN @hr@.trigger_report.stage_reached IS
	'Highest stage whose trigger is reached; 0: none (BF-4)';
COMMENT ON COLUMN @hr@.trigger_report.stage_due IS
	'Stage due for consideration by all rules; none: no stage is due (BF-4 to BF-13)';
COMMENT ON COLUMN @hr@.trigger_report.due IS 'What is due for consideration, in words';
COMMENT ON COLUMN @hr@.trigger_report.rules IS 'Ids of the rules that decided it';
COMMENT ON COLUMN @hr@.trigger_report.waiting_for IS 'What a stage that is reached still waits for';
COMMENT ON COLUMN @hr@.trigger_report.live_stage IS 'Stage of the live warning (BF-6)';
COMMENT ON COLUMN @hr@.trigger_report.live_score IS 'Score at which it was issued (BF-7, BF-8)';
COMMENT ON COLUMN @hr@.trigger_report.live_until IS 'Last day on which it is live (BF-6)';
COMMENT ON COLUMN @hr@.trigger_report.reached_on IS
	'First day of the stretch at or above the trigger of stage_reached, by the hours of each day '
	'(BF-5)';
COMMENT ON COLUMN @hr@.trigger_report.clears_on IS
	'First day below that trigger if there is no further absence, by the hours of the contracts on '
	'that day';
COMMENT ON COLUMN @hr@.trigger_report.days_to_next_trigger IS
	'Further days of absence, from the next day on, that stay below the next trigger, by the '
	'hours of the day of the report';
COMMENT ON COLUMN @hr@.trigger_report.hr_advice_needed IS
	'HR advice comes before any action: a trigger is reached, or a review is due, and an '
	'absence of the last 12 months has a reason that requires it (AB-4)';
COMMENT ON COLUMN @hr@.trigger_report.meeting_due_by IS
	'Last day for the meeting of the stage due (DL-19); none while the person is away';
COMMENT ON COLUMN @hr@.trigger_report.notice_by IS
	'Last day on which notice of a meeting on meeting_due_by can be served (DL-20, DL-22, DL-25)';
COMMENT ON COLUMN @hr@.trigger_report.meeting_overdue IS
	'The last day for the meeting of the stage due is past';
COMMENT ON COLUMN @hr@.trigger_report.review_meeting_due IS
	'Absence in the review period of the live warning: a formal review meeting is due (BF-12)';
COMMENT ON COLUMN @hr@.trigger_report.currently_absent IS 'Absent on the day, for whatever reason';

ALTER FUNCTION @hr@.trigger_report(date) DEPENDS ON EXTENSION bradford;
