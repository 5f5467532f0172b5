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
	-- a period is also the window of a scoring rule; OFFSET 0: worked out once, not for each person
	SELECT r.period, r.first_day, r.last_day, r.days_in_year,
		   (date_trunc('year', r.first_day - interval '3 months') + interval '3 months')::date
				AS year_from,
		   r.last_day - r.first_day + 1 AS length,
		   daterange(r.first_day, r.last_day, '[]') AS days,
		   format('window=%s days; days=working', r.last_day - r.first_day + 1)
				::bradford.scoring_rule AS rule
	FROM   @hr@.reporting_period(days_lost_report.as_of, days_lost_report.years,
				days_lost_report.period) r
	OFFSET 0
), long_absence AS (
	-- AB-10; the rule picks out spells that may be longer, since no month is shorter than February
	SELECT p.long_term,
		   format('window=200 years; minimum=%s',
				(date '2015-02-01' + p.long_term)::date - date '2015-02-01' + 1)
				::bradford.scoring_rule AS rule
	FROM  (
		SELECT COALESCE(min(f.long_term) FILTER (WHERE f.long_term > '0'
							AND f.long_term < '100 years'), interval '4 weeks') AS long_term
		FROM   @hr@.policy_in_force(days_lost_report.as_of) f
		WHERE  f.staff_group IS NULL) p
	OFFSET 0
), working_week AS (
	-- The hours of a week divided by these days are those of a working day. Calendars are grouped as
	-- text: pg_upgrade makes this function before the operator class that would group them.
	SELECT c.calendar,
		   nullif(bradford.days_per_week(c.calendar::bradford.calendar, days_lost_report.as_of), 0)
				AS days
	FROM  (SELECT DISTINCT c.calendar::text AS calendar FROM @hr@.contract c) c
	WHERE  days_lost_report.as_of <@ bradford.known_days()
	OFFSET 0
), person AS (
	-- min: of the one contract that most people have; a site's view may also repeat an employee
	SELECT e.employee_id,
		   min(e.directorate) AS directorate, min(e.service_area) AS service_area,
		   count(*) AS contracts,
		   min(c.first_day) AS first_day,
		   max(COALESCE(c.last_day, 'infinity')) AS last_day,
		   min(c.weekly_hours) AS weekly_hours, min(c.full_time_hours) AS full_time_hours,
		   range_agg(d.period) AS employed,
		   COALESCE(bradford.calendar_over_time(c.calendar, d.period), 'england-and-wales')
				AS calendar,
		   -- after a gap: a record left open ended with the earlier employment; LIMIT: see above
		   CASE WHEN range_agg(d.period) <> datemultirange(range_merge(range_agg(d.period))) THEN (
				SELECT r.spells
				FROM   @hr@.recorded_sickness(days_lost_report.as_of) r
				WHERE  r.employee_id = e.employee_id
				LIMIT  1) END AS spells
	FROM   @hr@.employee e
	JOIN   @hr@.contract c ON c.employee_id = e.employee_id
	-- a last day that no calendar knows, such as 9999-12-31, says that there is no end
	CROSS  JOIN LATERAL (
		SELECT daterange(c.first_day, CASE WHEN c.last_day < upper(bradford.known_days())
										   THEN c.last_day END, '[]') AS period) d
	WHERE  c.first_day <= days_lost_report.as_of
	AND   (c.last_day IS NULL OR c.last_day >= c.first_day)
	GROUP  BY e.employee_id
), sickness AS (
	-- as in recorded_sickness, but gathered from all records at once
	SELECT a.employee_id, a.spells, a.half_days, l.long_term,
		   bradford.occasions(a.spells, days_lost_report.as_of, l.rule) > 0 AS may_be_long
	FROM  (
		SELECT a.employee_id,
			   -- FILTER: were these conditions in the WHERE, the planner would sort all records
			   bradford.spells(d.first_day, least(a.last_day, days_lost_report.as_of)) FILTER (WHERE
					d.first_day <= least(a.last_day, days_lost_report.as_of)
					AND a.first_day >= lower(bradford.known_days())
					AND (a.reason = ANY (q.others)) IS NOT TRUE) AS spells,
			   range_agg(a.half_days * datemultirange(daterange(
							d.first_day, least(a.last_day, days_lost_report.as_of), '[]')))
					FILTER (WHERE a.half_days IS NOT NULL
					AND d.first_day <= least(a.last_day, days_lost_report.as_of)
					AND a.first_day >= lower(bradford.known_days())
					AND (a.reason = ANY (q.others)) IS NOT TRUE) AS half_days
		FROM   @hr@.absence a
		CROSS  JOIN (
			SELECT array_agg(q.reason) AS others
			FROM   @hr@.absence_reason q
			WHERE  NOT q.sickness) q
		-- AB-1
		CROSS  JOIN LATERAL (
			SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day) d
		WHERE  a.first_day <= days_lost_report.as_of
		GROUP  BY a.employee_id) a
	CROSS  JOIN long_absence l
), lost AS (
	-- one row per person and period: days under contract, and which of them were lost; for the one
	-- contract that most people have, subtraction does what sets do for the others
	SELECT p.directorate, p.service_area, y.first_day,
		   CASE WHEN p.contracts = 1 THEN p.weekly_hours END AS weekly_hours,
		   CASE WHEN p.contracts = 1 THEN p.full_time_hours END AS full_time_hours,
		   CASE WHEN p.contracts = 1 THEN p.calendar::text END AS calendar,
		   CASE WHEN p.contracts = 1
				THEN least(p.last_day, y.last_day) - greatest(p.first_day, y.first_day) + 1
				ELSE bradford.working_days(p.employed * datemultirange(y.days), 'every-day')
		   END AS employed_days,
		   bradford.days(k.spells, y.last_day, y.rule, p.calendar, s.half_days) AS days_lost,
		   CASE WHEN s.may_be_long THEN (
				SELECT sum(bradford.days(datemultirange(u.spell), y.last_day, y.rule, p.calendar,
								s.half_days))
				FROM   unnest(k.spells) AS u(spell)
				WHERE  u.spell && y.days
				AND    least(upper(u.spell), days_lost_report.as_of + 1)
					   > lower(u.spell) + s.long_term)
		   END AS long_term,
		   -- several contracts: each by its own hours. Days lost are those of the person, hours
		   -- those of the days on which the post itself is worked
		   CASE WHEN p.contracts > 1 THEN (
				SELECT ARRAY[
					sum(f.share * f.days),
					sum(f.share * bradford.days(f.spells, y.last_day, y.rule, p.calendar,
									s.half_days)),
					sum(f.day_hours * bradford.days(f.spells, y.last_day, y.rule,
									COALESCE(f.calendar, p.calendar), s.half_days))]
				FROM  (
					SELECT h.share, h.day_hours, c.calendar,
						   least(c.last_day, y.last_day) - greatest(c.first_day, y.first_day) + 1
								AS days,
						   k.spells * datemultirange(daterange(
								c.first_day, least(c.last_day, y.last_day), '[]')) AS spells
					-- DISTINCT ON: a site's view may repeat a contract
					FROM  (
						SELECT DISTINCT ON (c.post, c.first_day)
							   c.first_day, c.last_day, c.weekly_hours, c.full_time_hours, c.calendar
						FROM   @hr@.contract c
						WHERE  c.employee_id = p.employee_id
						ORDER  BY c.post, c.first_day, c.weekly_hours) c
					LEFT   JOIN working_week w ON w.calendar = c.calendar::text
					CROSS  JOIN LATERAL (
						SELECT CASE WHEN c.weekly_hours > 0 AND c.weekly_hours <= c.full_time_hours
										 AND c.full_time_hours <= 168
									THEN c.weekly_hours::numeric / c.full_time_hours END AS share,
							   CASE WHEN c.weekly_hours > 0 AND c.weekly_hours <= 168
									THEN c.weekly_hours / w.days END AS day_hours) h
					WHERE  c.first_day <= y.last_day
					AND   (c.last_day IS NULL OR c.last_day >= greatest(c.first_day, y.first_day))
					OFFSET 0) f) END AS several
	FROM   person p
	JOIN   period y ON p.first_day <= y.last_day AND p.last_day >= y.first_day
	LEFT   JOIN sickness s ON s.employee_id = p.employee_id
	-- only days under contract can be lost; one contract that runs on cuts nothing off
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN p.contracts = 1
						 AND p.first_day <= y.first_day AND p.last_day = 'infinity' THEN s.spells
					ELSE COALESCE(p.spells, s.spells) * p.employed END AS spells) k
), alike AS (
	-- the people of an area who have the same hours and pattern weigh the same, so sums will do
	SELECT l.everybody, l.directorate, l.service_area, l.first_day,
		   l.weekly_hours, l.full_time_hours, l.calendar,
		   sum(l.employed_days) AS employed_days,
		   sum(l.days_lost) AS days_lost,
		   sum(l.long_term) AS long_term,
		   sum(l.several[1]) AS fte_days,
		   sum(l.several[2]) AS fte_lost,
		   sum(l.several[3]) AS hours_lost
	-- everybody: so neither set is part of the other, and the planner hashes both and sorts nobody;
	-- the set of everybody serves nothing else
	FROM  (SELECT l.*, true AS everybody FROM lost l) l
	GROUP  BY GROUPING SETS (
		(l.directorate, l.service_area, l.first_day,
		 l.weekly_hours, l.full_time_hours, l.calendar),
		(l.everybody))
), area AS (
	SELECT a.directorate, a.service_area, a.first_day,
		   sum(a.employed_days) AS employed_days,
		   COALESCE(sum(a.days_lost), 0) AS days_lost,
		   COALESCE(sum(a.long_term), 0) AS long_term,
		   sum(COALESCE(a.fte_days, h.share * a.employed_days)) AS fte_days,
		   sum(COALESCE(a.fte_lost, h.share * a.days_lost)) AS fte_lost,
		   sum(COALESCE(a.hours_lost, h.day_hours * a.days_lost)) AS hours_lost
	FROM   alike a
	LEFT   JOIN working_week w ON w.calendar = a.calendar
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN a.weekly_hours > 0 AND a.weekly_hours <= a.full_time_hours
						 AND a.full_time_hours <= 168
					THEN a.weekly_hours::numeric / a.full_time_hours END AS share,
			   CASE WHEN a.weekly_hours > 0 AND a.weekly_hours <= 168
					THEN a.weekly_hours / w.days END AS day_hours) h
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
-- groups too small to be shown, and those that would tell of them; one choice for a whole year
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
	'Directorate; none: all of them, or a service area that is in none';
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
	'Days lost in absences longer than the policy allows for a short-term one: four weeks, '
	'unless it says otherwise (AB-10)';
COMMENT ON COLUMN @hr@.days_lost_report.hours_lost IS
	'Contracted hours of the days lost: weekly hours by the number of working days in a week';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_employee IS
	'Days lost per employee, to two places (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_fte IS
	'Days lost per whole-time equivalent, to two places: each day counts for the share of full '
	'time that the person works, and so does the person';
COMMENT ON COLUMN @hr@.days_lost_report.hours_per_employee IS
	'Hours lost per employee, to two places';
COMMENT ON COLUMN @hr@.days_lost_report.hours_per_fte IS
	'Hours lost per whole-time equivalent, to two places';
COMMENT ON COLUMN @hr@.days_lost_report.target IS
	'Target of a year, of the policy in force on the last day counted (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.target_to_date IS
	'Target for the days counted: the year''s target by their number over the days of the year';
COMMENT ON COLUMN @hr@.days_lost_report.above_target IS
	'The average per employee is above the target to date';
COMMENT ON COLUMN @hr@.days_lost_report.hidden IS
	'Why the row has no figures: fewer people than attendance_policy.least_group, or a smaller '
	'group could be worked out from them; none: nothing is hidden';

ALTER FUNCTION @hr@.days_lost_report(date, integer, text) DEPENDS ON EXTENSION bradford;
