CREATE OR REPLACE FUNCTION @hr@.digest_report(since timestamptz DEFAULT now() - interval '7 days')
RETURNS TABLE (
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	policy @hr@.attendance_policy.policy%TYPE,
	stage integer,
	considered text,
	event text,
	happened_on date,
	news text,
	known_at timestamptz
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = e.manager_id
	   LIMIT  1)::text AS manager_name,
	   e.employee_id, e.name, e.service_area, t.policy, t.stage::integer,
	   p.titles[t.stage] AS considered, t.event, t.happened_on,
	   CASE WHEN t.stands THEN t.event ELSE 'withdrawn' END AS news,
	   CASE WHEN t.stands THEN t.recorded_at ELSE t.withdrawn_at END AS known_at
FROM  (
	-- what was recorded or withdrawn about each crossing after that moment
	SELECT t.employee_id, t.policy, t.stage, t.event, t.happened_on,
		   bool_or(t.withdrawn_at IS NULL) AS stands,
		   max(t.recorded_at) AS recorded_at, max(t.withdrawn_at) AS withdrawn_at
	FROM   @hr@.trigger_event t
	WHERE  t.recorded_at > digest_report.since OR t.withdrawn_at > digest_report.since
	GROUP  BY t.employee_id, t.policy, t.stage, t.event, t.happened_on
	-- A crossing that was known at that moment and is known now, or neither, is no news.
	HAVING bool_or(t.withdrawn_at IS NULL) <> bool_or(t.recorded_at <= digest_report.since)) t
CROSS  JOIN LATERAL (
	SELECT e.* FROM @hr@.employee e WHERE e.employee_id = t.employee_id LIMIT 1) e
LEFT   JOIN @hr@.policy_terms() p ON p.policy = t.policy;
END;
COMMENT ON FUNCTION @hr@.digest_report(timestamptz) IS
	'The view of this name, since any moment.';

CREATE OR REPLACE VIEW @hr@.digest_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.digest_report();
COMMENT ON VIEW @hr@.digest_report IS
	'What to tell each manager (BF-15): which crossings of a trigger became known since a moment, '
	'whenever they happened, and which turned out not to have happened. The view shows the last '
	'seven days. It reads what record_trigger_events() has recorded.';
COMMENT ON COLUMN @hr@.digest_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.digest_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.digest_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.digest_report.name IS 'Name';
COMMENT ON COLUMN @hr@.digest_report.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.digest_report.policy IS 'Policy whose trigger it is';
COMMENT ON COLUMN @hr@.digest_report.stage IS 'Stage whose trigger it is';
COMMENT ON COLUMN @hr@.digest_report.considered IS 'What is considered at that stage';
COMMENT ON COLUMN @hr@.digest_report.event IS 'reached, or cleared: the score fell below it';
COMMENT ON COLUMN @hr@.digest_report.happened_on IS 'Day of the crossing';
COMMENT ON COLUMN @hr@.digest_report.news IS
	'reached or cleared: recorded since then; withdrawn: recorded before, and since then a '
	'correction has removed it';
COMMENT ON COLUMN @hr@.digest_report.known_at IS 'When it was recorded or withdrawn';

ALTER FUNCTION @hr@.digest_report(timestamptz) DEPENDS ON EXTENSION bradford;
