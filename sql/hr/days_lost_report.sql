CREATE OR REPLACE FUNCTION @hr@.days_lost_report(as_of date, years integer DEFAULT 3)
RETURNS TABLE (
	service_area @hr@.employee.service_area%TYPE,
	year text,
	first_day date,
	last_day date,
	employees numeric,
	fte numeric,
	days_lost numeric,
	short_term numeric,
	long_term numeric,
	average_per_employee numeric,
	average_per_fte numeric,
	target numeric,
	above_target boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH year AS (
	-- a year is also the window of a scoring rule; OFFSET 0: worked out once, not for each person
	SELECT r.year, r.first_day, r.last_day,
		   daterange(r.first_day, r.last_day, '[]') AS period,
		   format('window=%s days; days=working', r.last_day - r.first_day + 1)
				::bradford.scoring_rule AS rule
	FROM   @hr@.reporting_year(days_lost_report.as_of, days_lost_report.years) r
	OFFSET 0
), long_absence AS (
	-- AB-10; the rule picks out spells that may be longer, since no month is shorter than February
	SELECT p.long_term,
		   format('window=200 years; minimum=%s',
				(date '2015-02-01' + p.long_term)::date - date '2015-02-01' + 1)
				::bradford.scoring_rule AS rule
	FROM  (
		SELECT COALESCE(min(f.long_term), interval '4 weeks') AS long_term
		FROM   @hr@.policy_in_force(days_lost_report.as_of) f
		WHERE  f.staff_group IS NULL) p
	OFFSET 0
), person AS (
	SELECT e.employee_id, e.service_area,
		   count(*) AS contracts,
		   min(c.first_day) AS first_day,
		   max(COALESCE(c.last_day, 'infinity')) AS last_day,
		   min(CASE WHEN c.weekly_hours = c.full_time_hours THEN 1
					ELSE c.weekly_hours / nullif(c.full_time_hours, 0) END) AS fte,
		   range_agg(d.period) AS employed,
		   bradford.calendar_over_time(c.calendar, d.period) AS calendar,
		   -- after a gap: a record left open ended with the earlier employment; LIMIT: a site's
		   -- view may repeat an employee
		   CASE WHEN range_agg(d.period) <> datemultirange(range_merge(range_agg(d.period))) THEN (
				SELECT r.spells
				FROM   @hr@.recorded_sickness(days_lost_report.as_of) r
				WHERE  r.employee_id = e.employee_id
				LIMIT  1) END AS spells
	FROM   @hr@.employee e
	JOIN   @hr@.contract c ON c.employee_id = e.employee_id
	CROSS  JOIN LATERAL (SELECT daterange(c.first_day, c.last_day, '[]') AS period) d
	WHERE  c.first_day <= days_lost_report.as_of AND (c.last_day IS NULL OR c.last_day >= c.first_day)
	GROUP  BY e.employee_id, e.service_area
), sickness AS (
	-- as in recorded_sickness, but gathered from all records at once
	SELECT a.employee_id, a.spells, l.long_term,
		   bradford.occasions(a.spells, days_lost_report.as_of, l.rule) > 0 AS may_be_long
	FROM  (
		SELECT a.employee_id,
			   -- FILTER: were these conditions in the WHERE, the planner would sort all records
			   bradford.spells(d.first_day, least(a.last_day, days_lost_report.as_of)) FILTER (WHERE
					d.first_day <= least(a.last_day, days_lost_report.as_of)
					AND (a.last_day IS NULL OR isfinite(a.last_day)) AND isfinite(a.first_day)
					AND (a.reason = ANY (q.others)) IS NOT TRUE) AS spells
		FROM   @hr@.absence a
		CROSS  JOIN (
			SELECT array_agg(q.reason) AS others
			FROM   @hr@.absence_reason q
			WHERE  NOT q.sickness) q
		CROSS  JOIN LATERAL (SELECT a.first_day + a.half_worked::integer AS first_day) d
		WHERE  a.first_day <= days_lost_report.as_of
		GROUP  BY a.employee_id) a
	CROSS  JOIN long_absence l
), lost AS (
	-- one row per person and year: days under contract, and which of them were lost; for the one
	-- contract that most people have, subtraction does what sets do for the others
	SELECT p.service_area, y.year, y.first_day, y.last_day,
		   CASE WHEN p.contracts = 1 THEN n.days
				ELSE bradford.working_days(p.employed * datemultirange(y.period), 'every-day')
		   END AS employed_days,
		   CASE WHEN p.contracts = 1 THEN p.fte * n.days
				ELSE (
					SELECT sum(c.weekly_hours / nullif(c.full_time_hours, 0)
							   * (least(c.last_day, y.last_day)
								  - greatest(c.first_day, y.first_day) + 1))
					FROM   @hr@.contract c
					WHERE  c.employee_id = p.employee_id AND c.first_day <= y.last_day
					AND   (c.last_day IS NULL
						   OR c.last_day >= greatest(c.first_day, y.first_day)))
		   END AS fte_days,
		   COALESCE(bradford.days(k.spells, y.last_day, y.rule, p.calendar), 0) AS days_lost,
		   CASE WHEN s.may_be_long THEN (
				SELECT COALESCE(sum(bradford.working_days(u.spell * y.period, p.calendar)), 0)
				FROM   unnest(k.spells) AS u(spell)
				WHERE  least(upper(u.spell), days_lost_report.as_of + 1) > lower(u.spell) + s.long_term)
				ELSE 0 END AS long_term
	FROM   person p
	JOIN   year y ON p.first_day <= y.last_day AND p.last_day >= y.first_day
	CROSS  JOIN LATERAL (
		SELECT least(p.last_day, y.last_day) - greatest(p.first_day, y.first_day) + 1 AS days) n
	LEFT   JOIN sickness s ON s.employee_id = p.employee_id
	-- only days under contract can be lost; one contract that runs on cuts nothing off
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN p.contracts = 1
						 AND p.first_day <= y.first_day AND p.last_day = 'infinity' THEN s.spells
					ELSE COALESCE(p.spells, s.spells) * p.employed END AS spells) k
), total AS (
	SELECT l.service_area, l.year, l.first_day, l.last_day,
		   l.last_day - l.first_day + 1 AS length,
		   sum(l.employed_days)::numeric AS employed_days,
		   sum(l.fte_days) AS fte_days,
		   sum(l.days_lost) AS days_lost,
		   sum(l.long_term) AS long_term
	-- everybody: so neither set is part of the other, and the planner hashes both and sorts nobody
	FROM  (SELECT l.*, true AS everybody FROM lost l) l
	GROUP  BY GROUPING SETS (
		(l.service_area, l.year, l.first_day, l.last_day),
		(l.everybody, l.year, l.first_day, l.last_day))
)
SELECT t.service_area, t.year, t.first_day, t.last_day,
	   round(t.employed_days / t.length, 2) AS employees,
	   round(t.fte_days / t.length, 2) AS fte,
	   t.days_lost,
	   t.days_lost - t.long_term AS short_term,
	   t.long_term,
	   a.per_employee AS average_per_employee,
	   round(t.days_lost * t.length / nullif(t.fte_days, 0), 2) AS average_per_fte,
	   p.target_days AS target,
	   a.per_employee > p.target_days AS above_target
FROM   total t
CROSS  JOIN LATERAL (
	SELECT round(t.days_lost * t.length / nullif(t.employed_days, 0), 2) AS per_employee) a
-- an area holds people of all staff groups: the target is that of the policy for everybody
LEFT   JOIN LATERAL @hr@.policy_in_force(t.last_day) p ON p.staff_group IS NULL;
END;
COMMENT ON FUNCTION @hr@.days_lost_report(date, integer) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.days_lost_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.days_lost_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.days_lost_report IS
	'Average working days lost to sickness per employee and per whole-time equivalent, short- '
	'and long-term, against the target (BF-15, BF-16). One row per service area and year from '
	'1 April to 31 March, and one per year for all areas. The current year counts up to the '
	'day of the report.';
COMMENT ON COLUMN @hr@.days_lost_report.service_area IS 'Service area; none: all of them';
COMMENT ON COLUMN @hr@.days_lost_report.year IS 'Year, such as 2015-16';
COMMENT ON COLUMN @hr@.days_lost_report.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.days_lost_report.last_day IS 'Last day counted';
COMMENT ON COLUMN @hr@.days_lost_report.employees IS 'Average number of employees';
COMMENT ON COLUMN @hr@.days_lost_report.fte IS 'Average whole-time equivalents';
COMMENT ON COLUMN @hr@.days_lost_report.days_lost IS
	'Working days lost, by each person''s own contracts';
COMMENT ON COLUMN @hr@.days_lost_report.short_term IS
	'Days lost in absences that are not long-term';
COMMENT ON COLUMN @hr@.days_lost_report.long_term IS
	'Days lost in absences longer than the policy allows for a short-term one: four weeks, '
	'unless it says otherwise (AB-10)';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_employee IS
	'Days lost per employee, to two places (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_fte IS
	'Days lost per whole-time equivalent, to two places';
COMMENT ON COLUMN @hr@.days_lost_report.target IS
	'Target of the policy in force on the last day counted (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.above_target IS
	'The average per employee is above the target';

ALTER FUNCTION @hr@.days_lost_report(date, integer) DEPENDS ON EXTENSION bradford;
