CREATE OR REPLACE FUNCTION @hr@.policy_comparison_report(
	as_of date, one text DEFAULT NULL, other text DEFAULT NULL)
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
	stage_reached integer,
	other_policy @hr@.attendance_policy.policy%TYPE,
	other_occasions integer,
	other_days numeric,
	other_score numeric,
	other_stage_reached integer,
	differs boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   p.policy, a.occasions, a.days, a.score, ra.stage AS stage_reached,
	   q.policy AS other_policy, b.occasions AS other_occasions, b.days AS other_days,
	   b.score AS other_score, rb.stage AS other_stage_reached,
	   (ra.stage > 0) <> (rb.stage > 0) AS differs
-- the policy of each person, or, if one is named, that one for everybody
FROM  (
	SELECT f.policy::text AS policy, f.staff_group, f.other_groups
	FROM   @hr@.policy_in_force(policy_comparison_report.as_of) f
	WHERE  policy_comparison_report.one IS NULL
	UNION  ALL
	SELECT policy_comparison_report.one AS policy, NULL AS staff_group, NULL AS other_groups
	WHERE  policy_comparison_report.one IS NOT NULL) f
JOIN   @hr@.policy_terms() p ON p.policy = f.policy
JOIN   @hr@.policy_terms() q ON q.policy = COALESCE(policy_comparison_report.other, p.replaces)
JOIN   LATERAL @hr@.counted_absence(policy_comparison_report.as_of,
				p.uses_calendar OR q.uses_calendar, p.fit_note_covers) s
			ON bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
-- the same for both policies, unless they read AB-2 differently
CROSS  JOIN LATERAL (
	SELECT s.spells, s.half_days
	WHERE  p.fit_note_covers IS NOT DISTINCT FROM q.fit_note_covers
	UNION  ALL
	SELECT c.spells, c.half_days
	FROM   @hr@.counted_absence(policy_comparison_report.as_of, false, q.fit_note_covers) c
	WHERE  c.employee_id = s.employee_id AND p.fit_note_covers IS DISTINCT FROM q.fit_note_covers) o
CROSS  JOIN LATERAL bradford.score_totals(s.spells, policy_comparison_report.as_of, p.scoring_rule,
				COALESCE(s.calendar, p.calendar), s.half_days) a
CROSS  JOIN LATERAL bradford.score_totals(o.spells, policy_comparison_report.as_of, q.scoring_rule,
				COALESCE(s.calendar, q.calendar), o.half_days) b
-- OFFSET 0: worked out once a person, not once for each mention
CROSS  JOIN LATERAL (
	SELECT bradford.stage_reached(a.score, a.occasions, a.days,
				bradford.pro_rata_triggers(p.triggers, h.share), p.occasion_triggers,
				bradford.pro_rata_triggers(p.day_triggers, h.share)) AS stage
	FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h
	OFFSET 0) ra
CROSS  JOIN LATERAL (
	SELECT bradford.stage_reached(b.score, b.occasions, b.days,
				bradford.pro_rata_triggers(q.triggers, h.share), q.occasion_triggers,
				bradford.pro_rata_triggers(q.day_triggers, h.share)) AS stage
	FROM  (SELECT CASE WHEN q.by_hours THEN s.fte ELSE 1 END AS share) h
	OFFSET 0) rb
WHERE  bradford.require_policy(policy_comparison_report.one, EXISTS (
			SELECT FROM @hr@.attendance_policy o
			WHERE  o.policy = policy_comparison_report.one))
AND    bradford.require_policy(policy_comparison_report.other, EXISTS (
			SELECT FROM @hr@.attendance_policy o
			WHERE  o.policy = policy_comparison_report.other));
END;
COMMENT ON FUNCTION @hr@.policy_comparison_report(date, text, text) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.policy_comparison_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.policy_comparison_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.policy_comparison_report IS
	'Two policies side by side on the same absences. Unless policies are named, they are the '
	'person''s policy on the day and the one that it replaced.';
COMMENT ON COLUMN @hr@.policy_comparison_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.policy_comparison_report.name IS 'Name';
COMMENT ON COLUMN @hr@.policy_comparison_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.policy_comparison_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.policy_comparison_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.policy_comparison_report.policy IS 'One policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.occasions IS
	'Counted absences in the window by this policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.days IS 'Counted days in the window by this policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.score IS 'Score by this policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.stage_reached IS
	'Highest stage of this policy whose trigger is reached; 0: none';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_policy IS 'The other policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_occasions IS
	'Counted absences in the window by the other policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_days IS
	'Counted days in the window by the other policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_score IS 'Score by the other policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_stage_reached IS
	'Highest stage of the other policy whose trigger is reached; 0: none';
COMMENT ON COLUMN @hr@.policy_comparison_report.differs IS
	'One policy asks for consideration and the other does not';

ALTER FUNCTION @hr@.policy_comparison_report(date, text, text) DEPENDS ON EXTENSION bradford;
