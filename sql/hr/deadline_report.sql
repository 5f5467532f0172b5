CREATE OR REPLACE FUNCTION @hr@.deadline_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.hr_case.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	case_id @hr@.hr_case.case_id%TYPE,
	procedure @hr@.hr_case.procedure%TYPE,
	step @hr@.procedure_step.step%TYPE,
	rule_id @hr@.procedure_step.rule_id%TYPE,
	who_acts @hr@.procedure_step.who_acts%TYPE,
	status text,
	direction @hr@.procedure_step.direction%TYPE,
	counts_from @hr@.procedure_step.counts_from%TYPE,
	counted_from_date date,
	due date,
	due_at timestamp without time zone,
	done_on date,
	working_days_left integer,
	clause @hr@.procedure_step.clause%TYPE
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT c.employee_id, e.name, e.service_area, e.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = e.manager_id
	   LIMIT  1)::text AS manager_name,
	   c.case_id, c.procedure, t.step, t.rule_id, t.who_acts, s.status, t.direction, t.counts_from,
	   f.happened_on AS counted_from_date, d.due, d.due_at, g.done_on,
	   CASE WHEN s.status IN ('due', 'overdue') AND d.due <@ bradford.known_days()
			THEN bradford.working_days(CASE WHEN bradford.require_known_day(deadline_report.as_of)
									   THEN deadline_report.as_of END + 1, d.due + 1,
									   COALESCE(c.calendar, 'england-and-wales'))
			END AS working_days_left,
	   t.clause
FROM   @hr@.hr_case c
LEFT   JOIN @hr@.employee e ON e.employee_id = c.employee_id
JOIN   @hr@.procedure_step t ON t.procedure = c.procedure
-- Since when the clock runs: an event that happens again starts it again. An event on a day that
-- calendars do not know is left to data_quality_report.
CROSS  JOIN LATERAL (
	SELECT max(v.happened_on) AS happened_on, max(v.happened_on + v.happened_at) AS happened_at,
		   count(DISTINCT v.happened_on) AS times
	FROM   @hr@.case_event v
	WHERE  v.employee_id = c.employee_id AND v.case_id = c.case_id AND v.event = t.counts_from
	AND    v.happened_on >= lower(bradford.known_days())
	AND    v.happened_on < upper(bradford.known_days())) f
-- when the step is due: at a moment if the limit is in hours and the time of the event is known
-- (DL-20); OFFSET 0 keeps the planner from working it out anew for every column that shows it
CROSS  JOIN LATERAL (
	SELECT h.due_at,
		   COALESCE(h.due_at::date,
					bradford.find_due(f.happened_on, l.n, t.unit, t.direction,
									  COALESCE(c.calendar, 'england-and-wales'))) AS due
	FROM  (SELECT CASE WHEN t.n BETWEEN 0 AND 100000 THEN t.n::bigint END AS n) l
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN t.unit <> 'hours' THEN NULL
					WHEN t.direction = 'after' THEN bradford.due_by_hour(f.happened_at, l.n)
					ELSE bradford.give_notice_by_hour(f.happened_at, l.n)
					END AS due_at) h
	OFFSET 0) d
-- when it was done: a step done before the clock started again does not count
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(v.happened_on) FILTER (WHERE r.in_this_run),
					CASE WHEN f.times = 1 THEN min(v.happened_on) END) AS done_on,
		   min(v.happened_on + v.happened_at) FILTER (WHERE r.in_this_run) AS done_at
	FROM   @hr@.case_event v
	CROSS  JOIN LATERAL (
		SELECT t.direction <> 'after' OR v.happened_on >= f.happened_on AS in_this_run) r
	WHERE  v.employee_id = c.employee_id AND v.case_id = c.case_id AND v.event = t.step
	AND    v.happened_on <= deadline_report.as_of
	AND    v.happened_on >= lower(bradford.known_days())) g
CROSS  JOIN LATERAL (
	SELECT CASE WHEN d.due IS NULL THEN 'unknown'
				WHEN g.done_at > d.due_at THEN 'late'
				ELSE bradford.step_status(f.happened_on, d.due, g.done_on,
										  deadline_report.as_of, t.direction) END AS status) s
WHERE  bradford.require_known_day(deadline_report.as_of)
AND    c.opened_on <= deadline_report.as_of
AND   (c.closed_on IS NULL OR c.closed_on > deadline_report.as_of)
AND    f.happened_on IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.deadline_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.deadline_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.deadline_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.deadline_report IS
	'Deadlines of open cases: one row per step whose clock has started, by the steps of '
	'procedure_step. It shows when the step is due, whether it was met, and how many working '
	'days are left (DL-1 to DL-36).';
COMMENT ON COLUMN @hr@.deadline_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.deadline_report.name IS 'Name';
COMMENT ON COLUMN @hr@.deadline_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.deadline_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.deadline_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.deadline_report.case_id IS 'Number of the case';
COMMENT ON COLUMN @hr@.deadline_report.procedure IS 'Procedure of the case';
COMMENT ON COLUMN @hr@.deadline_report.step IS 'What is to be done';
COMMENT ON COLUMN @hr@.deadline_report.rule_id IS 'Rule, such as DL-12';
COMMENT ON COLUMN @hr@.deadline_report.who_acts IS 'Who acts';
COMMENT ON COLUMN @hr@.deadline_report.status IS
	'met, late, due, overdue, or not started while the event that the step follows is still to '
	'come; unknown if the limit of the step leads to no day';
COMMENT ON COLUMN @hr@.deadline_report.direction IS
	'after: within the limit after the event; before: at least that long before it; condition: a '
	'fact that must be at least that old';
COMMENT ON COLUMN @hr@.deadline_report.counts_from IS 'Event or step from which the limit counts';
COMMENT ON COLUMN @hr@.deadline_report.counted_from_date IS
	'Day of that event; the latest if it happened again';
COMMENT ON COLUMN @hr@.deadline_report.due IS 'Last day for the step';
COMMENT ON COLUMN @hr@.deadline_report.due_at IS
	'Last moment, if the limit is in hours and the time of the event is known (DL-20)';
COMMENT ON COLUMN @hr@.deadline_report.done_on IS 'Day on which the step was done';
COMMENT ON COLUMN @hr@.deadline_report.working_days_left IS
	'Working days left to the due date while the step is not done; negative when overdue';
COMMENT ON COLUMN @hr@.deadline_report.clause IS 'Clause of the procedure';

ALTER FUNCTION @hr@.deadline_report(date) DEPENDS ON EXTENSION bradford;
