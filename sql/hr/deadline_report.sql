CREATE OR REPLACE FUNCTION @hr@.deadline_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.hr_case.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
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
SELECT c.employee_id, e.service_area, c.case_id, c.procedure, t.step, t.rule_id, t.who_acts, s.status, t.direction, t.counts_from,
	   f.happened_on AS counted_from_date, d.due, d.due_at, g.done_on,
	   CASE WHEN s.status IN ('due', 'overdue') THEN bradford.working_days(as_of + 1, d.due + 1, c.calendar) END AS working_days_left, t.clause
FROM   @hr@.hr_case c
LEFT   JOIN @hr@.employee e ON e.employee_id = c.employee_id
JOIN   @hr@.procedure_step t ON t.procedure = c.procedure
CROSS  JOIN LATERAL (
	-- an event that came again starts the clock again
	SELECT max(v.happened_on) AS happened_on, max(v.happened_on + v.happened_at) AS happened_at, count(*) AS times
	FROM   @hr@.case_event v
	WHERE  v.case_id = c.case_id AND v.event = t.counts_from
	OFFSET 0) f
CROSS  JOIN LATERAL (
	SELECT COALESCE(h.due_at::date, bradford.step_due(f.happened_on, t.n::integer, t.unit, t.direction, c.calendar)) AS due, h.due_at
	FROM  (SELECT CASE WHEN t.unit <> 'hours' THEN NULL
					   WHEN t.direction = 'after' THEN bradford.due_by_hour(f.happened_at, t.n::bigint)
					   ELSE bradford.give_notice_by_hour(f.happened_at, t.n::bigint) END AS due_at) h
	OFFSET 0) d
CROSS  JOIN LATERAL (
	-- what was done before the clock started again does not stop it
	SELECT COALESCE(min(v.happened_on) FILTER (WHERE t.direction <> 'after' OR v.happened_on >= f.happened_on),
					CASE WHEN f.times = 1 THEN min(v.happened_on) END) AS done_on,
		   min(v.happened_on + v.happened_at) FILTER (WHERE t.direction <> 'after' OR v.happened_on >= f.happened_on) AS done_at
	FROM   @hr@.case_event v
	WHERE  v.case_id = c.case_id AND v.event = t.step AND v.happened_on <= as_of
	OFFSET 0) g
CROSS  JOIN LATERAL (
	SELECT CASE WHEN g.done_at > d.due_at THEN 'late' ELSE bradford.step_status(f.happened_on, d.due, g.done_on, as_of, t.direction) END AS status) s
WHERE  c.opened_on <= as_of AND (c.closed_on IS NULL OR c.closed_on > as_of) AND f.happened_on IS NOT NULL
AND    f.happened_on BETWEEN date '1995-02-01' AND date '2098-12-31';
END;
COMMENT ON FUNCTION @hr@.deadline_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.deadline_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.deadline_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.deadline_report IS
	'Deadlines: one row per step of an open case whose clock runs or has run, by the steps of '
	'its procedure in procedure_step: due when, met or late, and how many working days are '
	'left (DL-1 to DL-36).';
COMMENT ON COLUMN @hr@.deadline_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.deadline_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.deadline_report.case_id IS 'Number of the case';
COMMENT ON COLUMN @hr@.deadline_report.procedure IS 'Procedure under which it runs';
COMMENT ON COLUMN @hr@.deadline_report.step IS 'What is to be done';
COMMENT ON COLUMN @hr@.deadline_report.rule_id IS 'Rule, such as DL-12';
COMMENT ON COLUMN @hr@.deadline_report.who_acts IS 'Who acts';
COMMENT ON COLUMN @hr@.deadline_report.status IS
	'met, late, due, overdue, or not started where the event that the step follows is still '
	'to come';
COMMENT ON COLUMN @hr@.deadline_report.direction IS
	'after: within the limit of the event; before: so much notice; condition: a fact at least '
	'that old';
COMMENT ON COLUMN @hr@.deadline_report.counts_from IS 'Event or step from which the limit counts';
COMMENT ON COLUMN @hr@.deadline_report.counted_from_date IS 'Its date; of several, the latest';
COMMENT ON COLUMN @hr@.deadline_report.due IS 'Last day for the step';
COMMENT ON COLUMN @hr@.deadline_report.due_at IS
	'Last moment, where the limit is in hours and the time of the event is known (DL-20)';
COMMENT ON COLUMN @hr@.deadline_report.done_on IS 'Day on which it was done';
COMMENT ON COLUMN @hr@.deadline_report.working_days_left IS
	'Working days to the due date while it is not done, negative once that is past';
COMMENT ON COLUMN @hr@.deadline_report.clause IS 'Clause of the procedure';

ALTER FUNCTION @hr@.deadline_report(date) DEPENDS ON EXTENSION bradford;
