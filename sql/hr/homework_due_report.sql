CREATE OR REPLACE FUNCTION @hr@.homework_due_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	kind text,
	what text,
	since date,
	last_on date,
	due_on date,
	days_overdue integer,
	status text,
	rule_id text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, h.kind, d.what, h.first_day AS since,
	   d.last_on, u.due_on, greatest(homework_due_report.as_of - u.due_on, 0) AS days_overdue,
	   CASE WHEN u.due_on < homework_due_report.as_of THEN 'overdue' ELSE 'due' END AS status,
	   'HW-8' AS rule_id
FROM   @hr@.employee e
JOIN  (
	SELECT h.employee_id, h.kind::text AS kind, h.first_day, h.last_day, h.trial, h.review_every,
		   h.touch_every,
		   lead(h.first_day) OVER (PARTITION BY h.employee_id
								   ORDER BY h.first_day, h.last_day) AS until
	FROM   @hr@.homework h
	WHERE  h.first_day <= COALESCE(h.last_day, 'infinity')
	AND    h.first_day >= lower(bradford.possible_days())) h ON h.employee_id = e.employee_id
-- nothing is due before the row begins, so the last review of an earlier arrangement is ignored
CROSS  JOIN LATERAL (
	SELECT max(v.happened_on) FILTER (WHERE v.event = 'keeping in touch') AS touched_on,
		   max(v.happened_on) FILTER (WHERE v.event = 'review') AS reviewed_on,
		   max(v.happened_on) FILTER (WHERE v.event = 'trial decided') AS decided_on
	FROM   @hr@.homework_event v
	WHERE  v.employee_id = h.employee_id AND v.happened_on >= h.first_day
	AND    v.happened_on <= homework_due_report.as_of) v
CROSS  JOIN LATERAL (VALUES
	('keeping in touch', v.touched_on, h.touch_every, 0, true),
	('review', v.reviewed_on, h.review_every, 0, true),
	-- the decision is due by the last day of the trial
	('end of trial', v.decided_on, h.trial, 1, v.decided_on IS NULL)
) AS d(what, last_on, every, less, runs)
CROSS  JOIN LATERAL (SELECT COALESCE(d.last_on, h.first_day) AS since) l
CROSS  JOIN LATERAL (
	SELECT CASE WHEN d.every > '0' AND d.every <= '100 years'
				-- three months from 31 January end on 30 April, and from 1 March on 31 May
				THEN greatest((l.since + d.every)::date - d.less,
							  (l.since - d.less + d.every)::date) END AS due_on
	OFFSET 0) u
WHERE  h.kind IS NOT NULL AND d.runs AND u.due_on IS NOT NULL
AND    h.first_day <= homework_due_report.as_of
AND   (h.last_day >= homework_due_report.as_of OR h.last_day IS NULL)
AND   (h.until > homework_due_report.as_of OR h.until IS NULL)
AND    EXISTS (SELECT FROM @hr@.contract c
			   WHERE  c.employee_id = h.employee_id AND c.first_day <= homework_due_report.as_of
			   AND   (c.last_day >= homework_due_report.as_of OR c.last_day IS NULL))
AND    bradford.require_known_day(homework_due_report.as_of);
END;
COMMENT ON FUNCTION @hr@.homework_due_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.homework_due_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.homework_due_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.homework_due_report IS
	'What is due next for people who work at home: keeping-in-touch days, reviews, and the '
	'decision at the end of a trial (HW-8). data_quality_report shows what was not agreed.';
COMMENT ON COLUMN @hr@.homework_due_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.homework_due_report.name IS 'Name';
COMMENT ON COLUMN @hr@.homework_due_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.homework_due_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.homework_due_report.kind IS 'Kind of homeworking';
COMMENT ON COLUMN @hr@.homework_due_report.what IS 'keeping in touch, review, or end of trial';
COMMENT ON COLUMN @hr@.homework_due_report.since IS 'First day of the arrangement';
COMMENT ON COLUMN @hr@.homework_due_report.last_on IS
	'Last time under this arrangement; none: not yet';
COMMENT ON COLUMN @hr@.homework_due_report.due_on IS
	'Due by this day: the agreed time after the last one, or after the first day; or the '
	'last day of the trial';
COMMENT ON COLUMN @hr@.homework_due_report.days_overdue IS
	'Calendar days since then; 0 if the day is not past';
COMMENT ON COLUMN @hr@.homework_due_report.status IS 'due, or from the day after due_on overdue';
COMMENT ON COLUMN @hr@.homework_due_report.rule_id IS 'Rule of the policy';

ALTER FUNCTION @hr@.homework_due_report(date) DEPENDS ON EXTENSION bradford;
