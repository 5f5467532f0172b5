CREATE OR REPLACE FUNCTION @hr@.return_to_work_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.absence.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	absence_id @hr@.absence.absence_id%TYPE,
	first_day date,
	last_day date,
	reason @hr@.absence.reason%TYPE,
	returned_on date,
	due_by date,
	status text,
	held_on date,
	held_by @hr@.return_to_work.held_by%TYPE,
	score_told numeric,
	days_overdue integer,
	form_due_by date,
	form_status text,
	maternity_leave_from date
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- MATERIALIZED: worked out once, not once for each absence
WITH policy AS MATERIALIZED (
	SELECT f.* FROM @hr@.policy_in_force(return_to_work_report.as_of) f
)
SELECT a.employee_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT e.name
	   FROM   @hr@.employee e
	   WHERE  e.employee_id = a.employee_id
	   LIMIT  1) AS name,
	   w.service_area, w.manager_id,
	  (SELECT e.name
	   FROM   @hr@.employee e
	   WHERE  e.employee_id = w.manager_id
	   LIMIT  1)::text AS manager_name,
	   a.absence_id, a.first_day, a.last_day, a.reason,
	   b.returned_on, d.due_by, s.status,
	   r.held_on, r.held_by, r.score_told,
	   CASE WHEN s.status IN ('overdue', 'held late')
			THEN bradford.working_days(d.due_by + 1,
					COALESCE(r.held_on, return_to_work_report.as_of) + 1, g.calendar)
	   END AS days_overdue,
	   f.due_by AS form_due_by,
	   CASE WHEN r.form_received_on <= return_to_work_report.as_of AND r.form_received_on > f.due_by
			THEN 'received late'
			WHEN r.form_received_on <= return_to_work_report.as_of THEN 'received'
			WHEN f.due_by < return_to_work_report.as_of THEN 'overdue'
			WHEN f.due_by >= return_to_work_report.as_of THEN 'due' END AS form_status,
	   -- AB-7
	   CASE WHEN q.pregnancy AND a.first_day < a.expected_birth_on
				 AND a.first_day >= lower(bradford.known_days())
				 AND a.expected_birth_on < upper(bradford.known_days())
				 AND least(a.last_day, return_to_work_report.as_of) + 28 >= a.expected_birth_on
			THEN greatest(a.first_day, a.expected_birth_on - 28) END AS maternity_leave_from
FROM   @hr@.absence a
JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
LEFT   JOIN @hr@.absence_reason q ON q.reason = a.reason
-- the limits of the site, or those of the published policy; LIMIT: a site's view may have several
-- policies in force
CROSS  JOIN (
	SELECT COALESCE(max(t.n) FILTER (WHERE t.step = 'return_discussion'), 5)::integer AS n,
		   COALESCE(max(t.unit) FILTER (WHERE t.step = 'return_discussion'), 'working days')
				AS unit,
		   COALESCE(max(t.n) FILTER (WHERE t.step = 'return_forms'), 5)::integer AS form_n,
		   COALESCE(max(t.unit) FILTER (WHERE t.step = 'return_forms'), 'working days')
				AS form_unit,
		   COALESCE((
				SELECT f.calendar
				FROM   policy f
				ORDER  BY f.staff_group NULLS FIRST, f.policy
				LIMIT  1), 'england-and-wales') AS calendar
	FROM   @hr@.procedure_step t
	WHERE  t.procedure = 'attendance' AND t.step IN ('return_discussion', 'return_forms')) n
-- AB-8: whose working days limit the discussion, by the person's policy
CROSS  JOIN LATERAL (
	SELECT CASE WHEN EXISTS (
				SELECT FROM policy f
				WHERE  f.return_days = 'organisation'
				AND    bradford.policy_applies(f.staff_group, f.other_groups, w.staff_group))
			THEN n.calendar ELSE w.calendar END AS calendar
	OFFSET 0) g
-- AB-8, DL-27: on the first working day back, or within a limit from it
CROSS  JOIN LATERAL (
	SELECT bradford.find_working_day(a.last_day, 1, w.calendar) AS returned_on) b
CROSS  JOIN LATERAL (
	SELECT bradford.find_due(b.returned_on, n.n, n.unit, 'after', g.calendar) AS due_by) d
-- One discussion for a spell, for the record that ends last. If several end together, it is for the
-- one that began last, or has the highest number. It may be recorded with another record that
-- touches this one
CROSS  JOIN LATERAL (
	SELECT COALESCE(bool_or(CASE
				WHEN o.last_day < a.last_day THEN false
				WHEN o.last_day < b.returned_on
					THEN (o.last_day, o.first_day, o.absence_id)
						 > (a.last_day, a.first_day, a.absence_id)
				-- unless that record was left open in an earlier employment
				ELSE o.last_day IS NOT NULL OR NOT w.employed @> o.first_day::date
					 OR w.employed @> daterange(least(o.first_day, b.returned_on),
												b.returned_on, '[]') END), false) AS continued,
		   (array_agg(h.absence_id ORDER BY h.held_on, h.absence_id)
				FILTER (WHERE h.held_on BETWEEN b.returned_on AND return_to_work_report.as_of))[1]
				AS noted_with
	FROM   @hr@.absence o
	LEFT   JOIN @hr@.return_to_work h ON h.employee_id = o.employee_id
				AND h.absence_id = o.absence_id
	WHERE  o.employee_id = a.employee_id AND o.absence_id <> a.absence_id
	AND    o.first_day <= b.returned_on
	AND   (o.last_day IS NULL
		   OR o.last_day >= greatest(a.first_day, lower(bradford.known_days())) - 1)) m
LEFT   JOIN @hr@.return_to_work t ON t.employee_id = a.employee_id AND t.absence_id = a.absence_id
			AND t.held_on <= return_to_work_report.as_of
LEFT   JOIN @hr@.return_to_work u ON u.employee_id = a.employee_id AND u.absence_id = m.noted_with
			AND t.absence_id IS NULL AND NOT m.continued
CROSS  JOIN LATERAL (
	SELECT COALESCE(t.held_on, u.held_on) AS held_on,
		   CASE WHEN t.held_on IS NULL THEN u.held_by ELSE t.held_by END AS held_by,
		   CASE WHEN t.held_on IS NULL THEN u.score_told ELSE t.score_told END AS score_told,
		   CASE WHEN t.held_on IS NULL THEN u.form_received_on ELSE t.form_received_on END
				AS form_received_on) r
-- DL-28: counted from the end of the month
CROSS  JOIN LATERAL (
	SELECT CASE WHEN r.held_on BETWEEN lower(bradford.known_days())
								   AND upper(bradford.known_days()) - 1
				THEN bradford.find_due(
					(date_trunc('month', r.held_on::timestamp) + interval '1 month')::date - 1,
					n.form_n, n.form_unit, 'after', n.calendar) END AS due_by) f
CROSS  JOIN LATERAL (
	SELECT CASE
			WHEN r.held_on > d.due_by AND NOT m.continued THEN 'held late'
			WHEN r.held_on IS NOT NULL THEN 'held'
			WHEN NOT w.employed @> COALESCE(b.returned_on, return_to_work_report.as_of) THEN 'left'
			-- a record left open ends with the employment that it began in
			WHEN a.last_day IS NULL AND w.employed @> a.first_day::date
				 AND NOT w.employed @> daterange(a.first_day, return_to_work_report.as_of, '[]')
			THEN 'left'
			WHEN COALESCE(a.last_day, return_to_work_report.as_of) >= return_to_work_report.as_of
				 OR b.returned_on > return_to_work_report.as_of THEN 'absent'
			WHEN m.continued THEN 'continued'
			WHEN d.due_by >= return_to_work_report.as_of THEN 'due'
			WHEN d.due_by < return_to_work_report.as_of THEN 'overdue'
		END AS status) s
WHERE  a.first_day <= return_to_work_report.as_of
AND    bradford.require_known_day(return_to_work_report.as_of);
END;
COMMENT ON FUNCTION @hr@.return_to_work_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.return_to_work_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.return_to_work_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.return_to_work_report IS
	'Return-to-work discussions, held, due or overdue (AB-8, DL-27), and their forms (DL-28): one '
	'row per record of absence, one discussion per spell. The limits are those of the steps '
	'return_discussion and return_forms in the site''s procedure attendance.';
COMMENT ON COLUMN @hr@.return_to_work_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.return_to_work_report.name IS 'Name';
COMMENT ON COLUMN @hr@.return_to_work_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.return_to_work_report.manager_id IS
	'Payroll number of the manager, who holds the discussion';
COMMENT ON COLUMN @hr@.return_to_work_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.return_to_work_report.absence_id IS 'Number of the absence';
COMMENT ON COLUMN @hr@.return_to_work_report.first_day IS 'First day of absence';
COMMENT ON COLUMN @hr@.return_to_work_report.last_day IS
	'Last day of absence; none while the person is away';
COMMENT ON COLUMN @hr@.return_to_work_report.reason IS 'Reason';
COMMENT ON COLUMN @hr@.return_to_work_report.returned_on IS
	'First working day after the absence. The discussion is normally held on that day (AB-8)';
COMMENT ON COLUMN @hr@.return_to_work_report.due_by IS 'Last day for the discussion (DL-27)';
COMMENT ON COLUMN @hr@.return_to_work_report.status IS
	'held, held late, due, overdue, absent (not back yet), continued (another record goes on from '
	'this one, or ends with it, and the discussion is for that one), or left (employment ended '
	'before a return)';
COMMENT ON COLUMN @hr@.return_to_work_report.held_on IS 'Day of the discussion';
COMMENT ON COLUMN @hr@.return_to_work_report.held_by IS 'Who held it';
COMMENT ON COLUMN @hr@.return_to_work_report.score_told IS
	'Score that the employee was told (BF-14)';
COMMENT ON COLUMN @hr@.return_to_work_report.days_overdue IS
	'Working days from due_by to the discussion, or to the day of the report while it is '
	'overdue';
COMMENT ON COLUMN @hr@.return_to_work_report.form_due_by IS
	'Last day for the form to reach HR, counted from the end of the month of the discussion '
	'(DL-28)';
COMMENT ON COLUMN @hr@.return_to_work_report.form_status IS
	'received, received late, due or overdue; none until a discussion is held';
COMMENT ON COLUMN @hr@.return_to_work_report.maternity_leave_from IS
	'First day of a pregnancy-related absence in the 4 weeks before the expected birth. '
	'Maternity leave starts on that day, unless odd days are disregarded (AB-7)';

ALTER FUNCTION @hr@.return_to_work_report(date) DEPENDS ON EXTENSION bradford;
