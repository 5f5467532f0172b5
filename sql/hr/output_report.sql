CREATE OR REPLACE FUNCTION @hr@.output_report(as_of date, years integer DEFAULT 1)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	measure text,
	first_day date,
	last_day date,
	kind text,
	fte numeric,
	done numeric,
	done_per_fte numeric,
	team bigint,
	team_per_fte numeric,
	against_team numeric,
	accuracy numeric,
	team_accuracy numeric,
	accuracy_against_team numeric,
	unknown text,
	hidden text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH least_group AS (
	-- the average of one person is that person's own figure
	SELECT greatest(max(p.least_group), 2) AS people FROM @hr@.attendance_policy p
), measured AS (
	SELECT e.employee_id, e.name, e.service_area, e.manager_id, o.measure, o.first_day, o.last_day,
		   h.kind, w.fte, o.done, o.checked, o.correct
	FROM   @hr@.employee e
	JOIN  (
		-- only one of the rows of a key
		SELECT DISTINCT ON (o.employee_id, o.measure, o.first_day, o.last_day)
			   o.employee_id, o.measure::text AS measure, o.first_day, o.last_day,
			   bradford.if_between(o.done, 0, 1000000000) AS done,
			   CASE WHEN o.correct >= 0 AND o.correct <= o.checked AND o.checked > 0
						 AND o.checked <= 1000000000 THEN o.checked::numeric END AS checked,
			   CASE WHEN o.correct >= 0 AND o.correct <= o.checked AND o.checked > 0
						 AND o.checked <= 1000000000 THEN o.correct::numeric END AS correct
		FROM   @hr@.work_output o
		WHERE  o.first_day <= o.last_day AND o.last_day <= output_report.as_of
		AND    o.first_day >= lower(bradford.possible_days())
		AND    o.last_day > CASE WHEN bradford.require_known_day(output_report.as_of)
								 THEN output_report.as_of END
						- make_interval(years => least(greatest(output_report.years, 0), 200))
		ORDER  BY o.employee_id, o.measure, o.first_day, o.last_day, o.done, o.checked, o.correct) o
			ON o.employee_id = e.employee_id
	-- average whole-time equivalents of the period; days out of employment count as none
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN count(*) = count(c.share)
					THEN sum(c.share * c.days) / (o.last_day - o.first_day + 1) END AS fte
		FROM  (
			SELECT DISTINCT ON (c.post, c.first_day)
				   bradford.whole_time_equivalent(c.weekly_hours, c.full_time_hours) AS share,
				   least(c.last_day, o.last_day) - greatest(c.first_day, o.first_day) + 1 AS days
			FROM   @hr@.contract c
			WHERE  c.employee_id = o.employee_id AND c.first_day <= o.last_day
			AND   (c.last_day >= greatest(c.first_day, o.first_day) OR c.last_day IS NULL)
			ORDER  BY c.post, c.first_day, c.weekly_hours) c) w
	LEFT   JOIN LATERAL (
		SELECT h.kind::text AS kind
		FROM   @hr@.homework h
		WHERE  h.employee_id = o.employee_id AND h.first_day <= o.last_day
		AND   (h.last_day >= o.last_day OR h.last_day IS NULL)
		ORDER  BY h.first_day DESC, h.kind
		LIMIT  1) h ON true
), team AS (
	-- the people of one manager who are measured alike; a ratio of sums, so each whole-time
	-- equivalent and each item checked has the same weight
	SELECT x.manager_id, x.measure, x.first_day, x.last_day,
		   count(*) FILTER (WHERE x.done IS NOT NULL AND x.fte > 0) AS people,
		   sum(x.done) FILTER (WHERE x.fte > 0)
				/ nullif(sum(x.fte) FILTER (WHERE x.done IS NOT NULL), 0) AS per_fte,
		   count(x.checked) AS checked_people,
		   100 * sum(x.correct) / nullif(sum(x.checked), 0) AS accuracy
	FROM  (
		SELECT DISTINCT m.employee_id, m.manager_id, m.measure, m.first_day, m.last_day, m.fte,
			   m.done, m.checked, m.correct
		FROM   measured m
		WHERE  m.manager_id IS NOT NULL) x
	GROUP  BY x.manager_id, x.measure, x.first_day, x.last_day
)
SELECT m.employee_id, m.name, m.service_area, m.manager_id, m.measure, m.first_day, m.last_day,
	   m.kind, round(m.fte, 2) AS fte, m.done, round(p.per_fte, 2) AS done_per_fte,
	   t.people AS team,
	   round(a.per_fte, 2) AS team_per_fte,
	   round(100 * p.per_fte / nullif(a.per_fte, 0), 1) AS against_team,
	   round(p.accuracy, 1) AS accuracy, round(c.accuracy, 1) AS team_accuracy,
	   round(p.accuracy - c.accuracy, 1) AS accuracy_against_team,
	   CASE WHEN m.fte > 0 THEN CASE WHEN m.done IS NULL AND m.checked IS NULL THEN 'output' END
			ELSE 'hours' END AS unknown,
	   CASE WHEN m.manager_id IS NULL THEN 'no team: no manager is recorded'
			WHEN t.people < l.people THEN format('fewer than %s people', l.people)
			WHEN m.checked IS NOT NULL AND t.checked_people < l.people
			THEN format('accuracy of fewer than %s people', l.people) END AS hidden
FROM   measured m
CROSS  JOIN least_group l
LEFT   JOIN team t ON t.manager_id = m.manager_id AND t.measure = m.measure
	   AND t.first_day = m.first_day AND t.last_day = m.last_day
CROSS  JOIN LATERAL (
	SELECT CASE WHEN m.fte > 0 THEN m.done / m.fte END AS per_fte,
		   100 * m.correct / m.checked AS accuracy) p
CROSS  JOIN LATERAL (SELECT CASE WHEN t.people >= l.people THEN t.per_fte END AS per_fte) a
CROSS  JOIN LATERAL (
	SELECT CASE WHEN t.checked_people >= l.people THEN t.accuracy END AS accuracy) c;
END;
COMMENT ON FUNCTION @hr@.output_report(date, integer) IS
	'The view of this name, as at any day: measures that ended in the years before.';

CREATE OR REPLACE VIEW @hr@.output_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.output_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.output_report IS
	'Output and accuracy of each person against the average of the team: the people of one '
	'manager who are measured alike, at home or not (HW-7). Output is per whole-time equivalent, '
	'since many are part-time.';
COMMENT ON COLUMN @hr@.output_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.output_report.name IS 'Name';
COMMENT ON COLUMN @hr@.output_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.output_report.manager_id IS
	'Payroll number of the manager, whose team it is';
COMMENT ON COLUMN @hr@.output_report.measure IS 'What is counted';
COMMENT ON COLUMN @hr@.output_report.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.output_report.last_day IS 'Last day counted';
COMMENT ON COLUMN @hr@.output_report.kind IS
	'Kind of homeworking on the last day; none: not at home';
COMMENT ON COLUMN @hr@.output_report.fte IS
	'Average whole-time equivalents of the period by contract; absence is not deducted';
COMMENT ON COLUMN @hr@.output_report.done IS 'How many were done';
COMMENT ON COLUMN @hr@.output_report.done_per_fte IS 'Done per whole-time equivalent';
COMMENT ON COLUMN @hr@.output_report.team IS
	'People of the team with this measure and period, as far as the reader sees them';
COMMENT ON COLUMN @hr@.output_report.team_per_fte IS
	'Done by the whole team, per whole-time equivalent of the team';
COMMENT ON COLUMN @hr@.output_report.against_team IS
	'done_per_fte in per cent of the team''s average';
COMMENT ON COLUMN @hr@.output_report.accuracy IS 'Right per hundred checked';
COMMENT ON COLUMN @hr@.output_report.team_accuracy IS
	'Right per hundred checked in the whole team';
COMMENT ON COLUMN @hr@.output_report.accuracy_against_team IS
	'accuracy - team_accuracy, in percentage points';
COMMENT ON COLUMN @hr@.output_report.unknown IS 'What is not known: hours, or output';
COMMENT ON COLUMN @hr@.output_report.hidden IS
	'Why there is no average: a team of one, or below attendance_policy.least_group, or no manager';

ALTER FUNCTION @hr@.output_report(date, integer) DEPENDS ON EXTENSION bradford;
