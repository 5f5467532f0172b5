CREATE OR REPLACE FUNCTION @hr@.days_lost_report(
	as_of date, years integer DEFAULT 3, period text DEFAULT 'year')
RETURNS TABLE (
	level text,
	directorate @hr@.employee.directorate%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	period text,
	first_day date,
	last_day date,
	employees numeric,
	fte numeric,
	days_lost numeric,
	short_term numeric,
	long_term numeric,
	hours_lost numeric,
	average_per_employee numeric,
	average_per_fte numeric,
	hours_per_employee numeric,
	hours_per_fte numeric,
	target numeric,
	target_to_date numeric,
	above_target boolean,
	hidden text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH period AS (
	SELECT r.period, r.first_day, r.last_day, r.days_in_year,
		   (date_trunc('year', r.first_day - interval '3 months') + interval '3 months')::date
				AS year_from,
		   r.last_day - r.first_day + 1 AS length
	FROM   @hr@.reporting_period(days_lost_report.as_of, days_lost_report.years,
				days_lost_report.period) r
), alike AS (
	-- people of an area with the same hours have the same weight, so they can be summed
	SELECT l.everybody, l.directorate, l.service_area, l.first_day,
		   l.weekly_hours, l.full_time_hours, l.days_per_week,
		   sum(l.employed_days) AS employed_days,
		   sum(l.days_lost) AS days_lost,
		   sum(l.long_term) AS long_term,
		   sum(l.fte_days) AS fte_days,
		   sum(l.fte_lost) AS fte_lost,
		   sum(l.hours_lost) AS hours_lost
	-- The set of everybody serves only the planner: neither set is part of the other then, so it
	-- hashes both and sorts nobody.
	FROM  (
		SELECT l.*, true AS everybody
		FROM   @hr@.person_days_lost(days_lost_report.as_of, days_lost_report.years,
					days_lost_report.period) l) l
	GROUP  BY GROUPING SETS (
		(l.directorate, l.service_area, l.first_day,
		 l.weekly_hours, l.full_time_hours, l.days_per_week),
		(l.everybody))
), area AS (
	SELECT a.directorate, a.service_area, a.first_day,
		   sum(a.employed_days) AS employed_days,
		   sum(a.days_lost) AS days_lost,
		   sum(a.long_term) AS long_term,
		   sum(COALESCE(a.fte_days, h.share * a.employed_days)) AS fte_days,
		   sum(COALESCE(a.fte_lost, h.share * a.days_lost)) AS fte_lost,
		   sum(COALESCE(a.hours_lost, h.day_hours * a.days_lost)) AS hours_lost
	FROM   alike a
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN a.weekly_hours > 0 AND a.weekly_hours <= a.full_time_hours
						 AND a.full_time_hours <= 168
					THEN a.weekly_hours::numeric / a.full_time_hours END AS share,
			   CASE WHEN a.weekly_hours > 0 AND a.weekly_hours <= 168
					THEN a.weekly_hours / a.days_per_week END AS day_hours) h
	WHERE  a.everybody IS NULL
	GROUP  BY a.directorate, a.service_area, a.first_day
), total AS (
	SELECT CASE GROUPING(a.directorate, a.service_area)
				WHEN 0 THEN 'service area'
				WHEN 1 THEN 'directorate'
				ELSE 'all' END AS level,
		   a.directorate, a.service_area, a.first_day,
		   sum(a.employed_days) AS employed_days,
		   sum(a.days_lost) AS days_lost,
		   sum(a.long_term) AS long_term,
		   sum(a.fte_days) AS fte_days,
		   sum(a.fte_lost) AS fte_lost,
		   sum(a.hours_lost) AS hours_lost
	FROM   area a
	GROUP  BY GROUPING SETS (
		(a.directorate, a.service_area, a.first_day), (a.directorate, a.first_day), (a.first_day))
)
SELECT t.level, t.directorate, t.service_area, y.period, y.first_day, y.last_day,
	   round(f.employed_days / y.length, 2) AS employees,
	   round(f.fte_days / y.length, 2) AS fte,
	   f.days_lost,
	   f.days_lost - f.long_term AS short_term,
	   f.long_term,
	   round(f.hours_lost, 2) AS hours_lost,
	   a.per_employee AS average_per_employee,
	   round(f.fte_lost * y.length / nullif(f.fte_days, 0), 2) AS average_per_fte,
	   round(f.hours_lost * y.length / nullif(f.employed_days, 0), 2) AS hours_per_employee,
	   round(f.hours_lost * y.length / nullif(f.fte_days, 0), 2) AS hours_per_fte,
	   p.target_days AS target,
	   g.to_date AS target_to_date,
	   a.per_employee > g.to_date AS above_target,
	   h.hidden
FROM   total t
JOIN   period y ON y.first_day = t.first_day
-- groups too small to be shown, and those that would reveal them; the same for a whole year
LEFT   JOIN @hr@.hidden_group(days_lost_report.as_of, days_lost_report.years) h
	   ON h.level = t.level AND h.year_from = y.year_from
	   AND h.directorate IS NOT DISTINCT FROM t.directorate
	   AND h.service_area IS NOT DISTINCT FROM t.service_area
LEFT   JOIN LATERAL (
	SELECT t.employed_days, t.days_lost, t.long_term, t.fte_days, t.fte_lost, t.hours_lost) f
	   ON h.hidden IS NULL
CROSS  JOIN LATERAL (
	SELECT round(f.days_lost * y.length / nullif(f.employed_days, 0), 2) AS per_employee) a
-- an area holds people of all staff groups: the target is that of the policy for everybody
LEFT   JOIN LATERAL (
	SELECT min(f.target_days) FILTER (WHERE f.target_days BETWEEN 0 AND 366) AS target_days
	FROM   @hr@.policy_in_force(y.last_day) f
	WHERE  f.staff_group IS NULL) p ON h.hidden IS NULL
CROSS  JOIN LATERAL (
	SELECT round(p.target_days * y.length / y.days_in_year, 2) AS to_date) g
-- people without a directorate are in no directorate's total
WHERE  t.level <> 'directorate' OR t.directorate IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.days_lost_report(date, integer, text) IS
	'The view of this name, as at any day: for some years, or for their quarters or months.';

CREATE OR REPLACE VIEW @hr@.days_lost_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.days_lost_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.days_lost_report IS
	'Average working days and hours lost to sickness, per employee and per whole-time '
	'equivalent, short- and long-term, against the target (BF-15, BF-16). For each year from 1 '
	'April to 31 March, one row per service area, one per directorate, and one for all. The '
	'current year counts up to the day of the report.';
COMMENT ON COLUMN @hr@.days_lost_report.level IS 'service area, directorate, or all';
COMMENT ON COLUMN @hr@.days_lost_report.directorate IS
	'Directorate; none: all of them, or a service area without a directorate';
COMMENT ON COLUMN @hr@.days_lost_report.service_area IS 'Service area; none: all of them';
COMMENT ON COLUMN @hr@.days_lost_report.period IS
	'Year, such as 2015-16; quarter of it, such as 2015-16 Q3; or month, such as 2015-10';
COMMENT ON COLUMN @hr@.days_lost_report.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.days_lost_report.last_day IS 'Last day counted';
COMMENT ON COLUMN @hr@.days_lost_report.employees IS 'Average number of employees';
COMMENT ON COLUMN @hr@.days_lost_report.fte IS
	'Average whole-time equivalents, all posts of a person together';
COMMENT ON COLUMN @hr@.days_lost_report.days_lost IS
	'Working days lost, by each person''s own contracts; a half day counts one half';
COMMENT ON COLUMN @hr@.days_lost_report.short_term IS
	'Days lost in absences that are not long-term';
COMMENT ON COLUMN @hr@.days_lost_report.long_term IS
	'Days lost in absences that are longer than the policy''s limit, four weeks unless it says '
	'otherwise (AB-10)';
COMMENT ON COLUMN @hr@.days_lost_report.hours_lost IS
	'Contracted hours of the days lost: weekly hours divided by working days a week, for each day';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_employee IS
	'Days lost per employee, to two places (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_fte IS
	'Days lost per whole-time equivalent, to two places: days and people both count by the share '
	'of full time that the person works';
COMMENT ON COLUMN @hr@.days_lost_report.hours_per_employee IS
	'Hours lost per employee, to two places';
COMMENT ON COLUMN @hr@.days_lost_report.hours_per_fte IS
	'Hours lost per whole-time equivalent, to two places';
COMMENT ON COLUMN @hr@.days_lost_report.target IS
	'Target of a year, of the policy in force on the last day counted (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.target_to_date IS
	'Target for the days counted: the year''s target times their share of the days of the year';
COMMENT ON COLUMN @hr@.days_lost_report.above_target IS
	'The average per employee is above the target to date';
COMMENT ON COLUMN @hr@.days_lost_report.hidden IS
	'Why the row has no figures: fewer people than attendance_policy.least_group, or a smaller '
	'group could be worked out from them; none: nothing is hidden';

ALTER FUNCTION @hr@.days_lost_report(date, integer, text) DEPENDS ON EXTENSION bradford;
