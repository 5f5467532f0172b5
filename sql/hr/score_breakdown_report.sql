CREATE OR REPLACE FUNCTION @hr@.score_breakdown_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	first_day date,
	last_day date,
	counted_first_day date,
	counted_last_day date,
	days numeric,
	why text,
	rules text,
	reasons text,
	starts_to_leave date,
	left_on date
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- what counts
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   p.policy, lower(x.spell) AS first_day, upper(x.spell) - 1 AS last_day,
	   lower(x.counted) AS counted_first_day, upper(x.counted) - 1 AS counted_last_day, x.days,
	   concat_ws('; ', x.why, o.why) AS why, concat_ws(', ', 'BF-1', o.rules) AS rules, o.reasons,
	   x.starts_to_leave, x.left_on
FROM   @hr@.policy_in_force(score_breakdown_report.as_of) f,
	   @hr@.policy_terms() p,
	   @hr@.counted_absence(score_breakdown_report.as_of, p.uses_calendar, p.fit_note_covers) s,
	   bradford.explain_score(s.spells, score_breakdown_report.as_of, p.scoring_rule,
				COALESCE(s.calendar, p.calendar), s.half_days) x,
-- the records behind the spell, and what was decided about them
	   LATERAL (
	SELECT string_agg(DISTINCT a.reason, ', ') AS reasons,
		   CASE WHEN bool_or(a.half_worked) THEN 'AB-1' END AS rules,
		   string_agg(CASE
				WHEN a.action = 'join' THEN format('joined by %s on %s: %s', a.decided_by,
						to_char(a.decided_on::timestamp, 'YYYY-MM-DD'), a.why)
				WHEN a.half_worked THEN format('half of %s was worked',
						to_char(a.first_day::timestamp, 'YYYY-MM-DD'))
			END, '; ' ORDER BY a.first_day) AS why
	-- DISTINCT: a site's view may repeat either
	FROM  (
		SELECT DISTINCT a.absence_id, a.first_day, a.reason, a.half_worked,
			   o.action, o.decided_by, o.decided_on, o.why
		FROM   @hr@.absence a
		LEFT   JOIN @hr@.absence_override o
					ON o.employee_id = a.employee_id AND o.absence_id = a.absence_id
					AND o.decided_on <= score_breakdown_report.as_of
		WHERE  a.employee_id = s.employee_id AND a.first_day <= score_breakdown_report.as_of
		AND    a.first_day >= lower(bradford.known_days())
		AND    a.first_day < COALESCE(upper(x.spell), 'infinity')
		AND   (a.last_day IS NULL OR a.last_day >= lower(x.spell))
		AND    COALESCE(o.action, '') <> 'leave out') a) o
WHERE  p.policy = f.policy
AND    bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
UNION  ALL
-- what does not count, if it reaches into the last year
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   f.policy, a.first_day::date,
	   CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END::date AS last_day,
	   NULL::date AS counted_first_day, NULL::date AS counted_last_day, 0::numeric AS days,
	   y.why, y.rules, a.reason::text AS reasons,
	   NULL::date AS starts_to_leave, NULL::date AS left_on
FROM   @hr@.policy_in_force(score_breakdown_report.as_of) f,
	   @hr@.counted_absence(score_breakdown_report.as_of, false) s,
	   @hr@.absence a
LEFT   JOIN @hr@.absence_override o ON o.employee_id = a.employee_id AND o.absence_id = a.absence_id
			AND o.action = 'leave out' AND o.decided_on <= score_breakdown_report.as_of
LEFT   JOIN @hr@.absence_reason q ON q.reason = a.reason,
-- an absence left open, or up to a day that no calendar knows, still lasts
	   LATERAL (
	SELECT COALESCE(CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END,
					score_breakdown_report.as_of) AS last_day) l,
-- the conditions of counted_absence, negated
	   LATERAL (
	SELECT CASE
			WHEN a.first_day < s.counts_from THEN 'earlier'
			WHEN o.absence_id IS NOT NULL THEN 'left out'
			WHEN q.counted = 'no' THEN 'separate'
			WHEN q.counted = 'unless fit note' AND EXISTS (
				SELECT FROM @hr@.fit_note n
				WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day
				AND   (a.last_day IS NULL OR n.first_day <= a.last_day)
				AND    COALESCE(n.received_on, n.first_day) <= score_breakdown_report.as_of)
				THEN 'fit note'
			WHEN a.half_worked AND l.last_day = a.first_day
				THEN 'half worked'
		   END AS cause) z,
	   LATERAL (
	SELECT CASE z.cause
			WHEN 'earlier' THEN 'before the present employment'
			WHEN 'left out' THEN format('left out by %s on %s: %s', o.decided_by,
					to_char(o.decided_on::timestamp, 'YYYY-MM-DD'), o.why)
			-- AB-7: the four weeks that end with the day before the expected birth
			WHEN 'separate' THEN concat_ws('; ', 'recorded separately, not counted',
				CASE WHEN q.pregnancy AND a.first_day < a.expected_birth_on
						  AND l.last_day + 28 >= a.expected_birth_on
					 THEN 'in the four weeks before the expected birth: starts maternity leave' END)
			WHEN 'fit note' THEN concat('covered by a fit note, not counted',
				CASE WHEN f.fit_note_covers = 'days' THEN (
					SELECT ': ' || string_agg(format('%s to %s',
								to_char(greatest(n.first_day, a.first_day)::timestamp,
										'YYYY-MM-DD'),
								to_char(least(n.last_day, a.last_day)::timestamp,
										'YYYY-MM-DD')), ', ' ORDER BY n.first_day)
					FROM   @hr@.fit_note n
					WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day
					AND   (a.last_day IS NULL OR n.first_day <= a.last_day)
					AND    COALESCE(n.received_on, n.first_day) <= score_breakdown_report.as_of)
				END)
			WHEN 'half worked' THEN 'half of the day was worked, not recorded'
		   END AS why,
		   CASE z.cause
			WHEN 'separate' THEN COALESCE(q.rule_ids, 'AB-3')
			WHEN 'fit note' THEN COALESCE(q.rule_ids, 'AB-2')
			WHEN 'half worked' THEN 'AB-1'
		   END AS rules) y
WHERE  bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
AND    a.employee_id = s.employee_id AND a.first_day <= score_breakdown_report.as_of
AND    a.first_day >= lower(bradford.known_days())
AND    z.cause IS NOT NULL AND l.last_day >= a.first_day
AND    l.last_day >= lower(bradford.rolling_window(score_breakdown_report.as_of));
END;
COMMENT ON FUNCTION @hr@.score_breakdown_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.score_breakdown_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.score_breakdown_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.score_breakdown_report IS
	'The evidence behind each score, as shared with the employee at stage 2 (BF-14): one row per '
	'counted spell, with the part that counts and when it leaves the window, and one per absence '
	'that is left out, with the rule or the person that left it out.';
COMMENT ON COLUMN @hr@.score_breakdown_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.score_breakdown_report.name IS 'Name';
COMMENT ON COLUMN @hr@.score_breakdown_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.score_breakdown_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.score_breakdown_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.score_breakdown_report.policy IS 'Policy in force';
COMMENT ON COLUMN @hr@.score_breakdown_report.first_day IS
	'First day of the spell as recorded; touching and joined records are one spell';
COMMENT ON COLUMN @hr@.score_breakdown_report.last_day IS
	'Last day of the spell, included; if the spell counts, at most the day of the report';
COMMENT ON COLUMN @hr@.score_breakdown_report.counted_first_day IS
	'First day of the part that counts; none: left out';
COMMENT ON COLUMN @hr@.score_breakdown_report.counted_last_day IS
	'Last day of the part that counts, included';
COMMENT ON COLUMN @hr@.score_breakdown_report.days IS 'Counted days of the spell (D)';
COMMENT ON COLUMN @hr@.score_breakdown_report.why IS
	'Which part counts and why, or why and by whom the absence is left out';
COMMENT ON COLUMN @hr@.score_breakdown_report.rules IS 'Ids of the rules that say so';
COMMENT ON COLUMN @hr@.score_breakdown_report.reasons IS 'Reasons recorded';
COMMENT ON COLUMN @hr@.score_breakdown_report.starts_to_leave IS
	'Day on which the first counted day leaves the window';
COMMENT ON COLUMN @hr@.score_breakdown_report.left_on IS
	'Day on which the whole spell has left the window';

ALTER FUNCTION @hr@.score_breakdown_report(date) DEPENDS ON EXTENSION bradford;
