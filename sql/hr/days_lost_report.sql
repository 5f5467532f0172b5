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
SELECT g.service_area, g.year, g.first_day, g.last_day,
	   round(g.employed_days / g.length, 2) AS employees, round(g.fte_days / g.length, 2) AS fte,
	   g.short_term + g.long_term AS days_lost, g.short_term, g.long_term,
	   round((g.short_term + g.long_term) * g.length / nullif(g.employed_days, 0), 2) AS average_per_employee,
	   round((g.short_term + g.long_term) * g.length / nullif(g.fte_days, 0), 2) AS average_per_fte,
	   t.target_days AS target,
	   round((g.short_term + g.long_term) * g.length / nullif(g.employed_days, 0), 2) > t.target_days AS above_target
FROM  (
	SELECT d.service_area, d.year, d.first_day, d.last_day, d.last_day - d.first_day + 1 AS length,
		   sum(d.employed_days)::numeric AS employed_days, sum(d.fte_days) AS fte_days,
		   (sum(d.lost) - sum(d.long_term))::numeric AS short_term, sum(d.long_term)::numeric AS long_term
	FROM  (
		-- one row per person and year; few had more than one contract, and few were away for long
		-- everybody: a set that is no part of the other one is grouped by hashing, where sorting all would take longest
		SELECT m.service_area, true AS everybody, y.year, y.first_day, y.last_day,
			   CASE WHEN m.contracts = 1 THEN least(m.last_day, y.last_day) - greatest(m.first_day, y.first_day) + 1
					ELSE bradford.working_days(m.employed * y.days, 'every-day') END AS employed_days,
			   CASE WHEN m.contracts = 1 THEN m.fte * (least(m.last_day, y.last_day) - greatest(m.first_day, y.first_day) + 1)
					ELSE (SELECT sum(c.weekly_hours / nullif(c.full_time_hours, 0) * (least(c.last_day, y.last_day) - greatest(c.first_day, y.first_day) + 1))
						  FROM   @hr@.contract c
						  WHERE  c.employee_id = m.employee_id AND c.first_day <= y.last_day AND (c.last_day IS NULL OR c.last_day >= greatest(y.first_day, c.first_day)))
			   END AS fte_days,
			   COALESCE(bradford.days(k.spells, y.last_day, y.rule, m.calendar), 0) AS lost,
			   CASE WHEN s.any_long THEN (
						SELECT COALESCE(sum(bradford.working_days(u.spell * y.period, m.calendar)), 0)
						FROM   unnest(k.spells) AS u(spell)
						WHERE  upper(u.spell) > lower(u.spell) + s.long_term)
					ELSE 0 END AS long_term
		FROM  (
			SELECT e.employee_id, e.service_area, count(*) AS contracts, min(c.first_day) AS first_day,
				   CASE WHEN count(*) = count(c.last_day) THEN max(c.last_day) END AS last_day,
				   bradford.spells(c.first_day, c.last_day) AS employed,
				   min(CASE WHEN c.weekly_hours = c.full_time_hours THEN 1 ELSE c.weekly_hours / nullif(c.full_time_hours, 0) END) AS fte,
				   bradford.calendar_over_time(c.calendar, daterange(c.first_day, c.last_day, '[]')) AS calendar,
				   -- who came back after a gap
				   CASE WHEN count(*) > 1 AND bradford.spells(c.first_day, c.last_day) <> datemultirange(range_merge(bradford.spells(c.first_day, c.last_day))) THEN (
						SELECT r.spells FROM @hr@.recorded_sickness(as_of) r WHERE r.employee_id = e.employee_id) END AS spells
			FROM   @hr@.employee e JOIN @hr@.contract c ON c.employee_id = e.employee_id
			WHERE  c.first_day <= as_of AND (c.last_day IS NULL OR c.last_day >= c.first_day)
			GROUP  BY e.employee_id, e.service_area) m
		JOIN  (SELECT r.year, r.first_day, r.last_day, daterange(r.first_day, r.last_day, '[]') AS period,
					  datemultirange(daterange(r.first_day, r.last_day, '[]')) AS days,
					  -- the year as a window that ends with it
					  format('window=%s days; days=working', r.last_day - r.first_day + 1)::bradford.scoring_rule AS rule
			   FROM   @hr@.reporting_year(as_of, years) r OFFSET 0) y
		ON     m.first_day <= y.last_day AND (m.last_day IS NULL OR m.last_day >= y.first_day)
		LEFT   JOIN (
			SELECT x.employee_id, x.spells, l.long_term, bradford.occasions(x.spells, as_of, l.rule) > 0 AS any_long
			FROM  (
				SELECT a.employee_id,
					   bradford.spells(CASE WHEN a.half_worked THEN a.first_day + 1 ELSE a.first_day END, least(a.last_day, as_of))
							FILTER (WHERE (r.separate ? a.reason) IS NOT TRUE AND least(a.last_day, as_of) >= CASE WHEN a.half_worked THEN a.first_day + 1 ELSE a.first_day END
									AND isfinite(a.first_day) AND isfinite(a.last_day) IS NOT FALSE) AS spells
				FROM   @hr@.absence a, (SELECT jsonb_object_agg(q.reason, '') AS separate FROM @hr@.absence_reason q WHERE NOT q.sickness) r
				WHERE  a.first_day <= as_of
				GROUP  BY a.employee_id) x
			CROSS  JOIN (
				-- a quick look whether anybody was away for long at all, by the shortest that a time such as a month can be
				SELECT p.long_term, ('window=200 years; minimum=' || (date '2015-02-01' + p.long_term)::date - date '2015-02-01' + 1)::bradford.scoring_rule AS rule
				FROM  (SELECT COALESCE(min(p.long_term), interval '4 weeks') AS long_term
					   FROM @hr@.attendance_policy p WHERE p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of)) p
				OFFSET 0) l) s ON s.employee_id = m.employee_id
		-- only days under contract can be lost; a record that was left open ends with the employment, and does not go on in a later one
		CROSS  JOIN LATERAL (
			SELECT CASE WHEN m.contracts = 1 AND m.last_day IS NULL AND m.first_day <= y.first_day THEN s.spells
						ELSE COALESCE(m.spells, s.spells) * m.employed END AS spells) k) d
	GROUP  BY GROUPING SETS ((d.service_area, d.year, d.first_day, d.last_day), (d.everybody, d.year, d.first_day, d.last_day))) g
LEFT   JOIN @hr@.attendance_policy t ON t.first_day <= g.last_day AND (t.last_day IS NULL OR t.last_day >= g.last_day);
END;
COMMENT ON FUNCTION @hr@.days_lost_report(date, integer) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.days_lost_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.days_lost_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.days_lost_report IS
	'Average working days lost to sickness per employee and per whole-time equivalent, short- '
	'and long-term, against the target (BF-15, BF-16): one row per service area and year from '
	'1 April to 31 March, and a total row per year without a service area. The year of the '
	'day itself is counted up to that day.';
COMMENT ON COLUMN @hr@.days_lost_report.service_area IS 'Service area; none: all of them';
COMMENT ON COLUMN @hr@.days_lost_report.year IS 'Year, such as 2015-16';
COMMENT ON COLUMN @hr@.days_lost_report.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.days_lost_report.last_day IS 'Last day counted';
COMMENT ON COLUMN @hr@.days_lost_report.employees IS 'Average number of employees';
COMMENT ON COLUMN @hr@.days_lost_report.fte IS 'Average whole-time equivalents';
COMMENT ON COLUMN @hr@.days_lost_report.days_lost IS
	'Working days under contract lost, each person''s own';
COMMENT ON COLUMN @hr@.days_lost_report.short_term IS
	'Those of absences up to the policy''s length of a long-term absence (AB-10)';
COMMENT ON COLUMN @hr@.days_lost_report.long_term IS 'Those of longer absences (AB-10)';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_employee IS
	'Days lost per employee, to two places (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_fte IS
	'Days lost per whole-time equivalent, to two places';
COMMENT ON COLUMN @hr@.days_lost_report.target IS
	'Target of the policy in force on the last day counted (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.above_target IS 'The average per employee is above the target';

ALTER FUNCTION @hr@.days_lost_report(date, integer) DEPENDS ON EXTENSION bradford;
