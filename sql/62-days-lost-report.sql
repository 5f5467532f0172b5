--
-- Days lost: the figure that a council reports (BF-16).
--

CREATE FUNCTION define_reporting_year() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('reporting_year', 4, 'as_of date, years integer DEFAULT 3', 'CURRENT_DATE',
'The last years from 1 April to 31 March, the one of the day itself up to that day.',
'{}',
ARRAY[
	['year', 'Year, such as 2015-16'],
	['first_day', 'First day'],
	['last_day', 'Last day, or the day itself']],
$body$
SELECT to_char(y.first_day, 'YYYY') || '-' || to_char(y.first_day + interval '1 year', 'YY') AS year,
	   y.first_day, least(as_of, (y.first_day + interval '1 year')::date - 1) AS last_day
FROM   generate_series(1 - years, 0) AS n(n)
CROSS  JOIN LATERAL (SELECT make_date(extract(year FROM as_of - interval '3 months')::integer + n.n, 4, 1) AS first_day) y
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_reporting_year() IS 'Definition of reporting_year for create_reports';


CREATE FUNCTION define_days_lost_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('days_lost_report', 14, 'as_of date, years integer DEFAULT 3', 'CURRENT_DATE',
'Average working days lost to sickness per employee and per whole-time equivalent, short- and long-term, against the target (BF-15, BF-16): one row per service area and year from 1 April to 31 March, and a total row per year without a service area. The year of the day itself is counted up to that day.',
'{employee.employee_id, employee.service_area, contract.employee_id, contract.post, contract.first_day, contract.last_day,
  contract.weekly_hours, contract.full_time_hours, contract.calendar, absence.employee_id, absence.first_day, absence.last_day, absence.reason,
  absence.half_worked, absence_reason.reason, absence_reason.sickness}',
ARRAY[
	['service_area', 'Service area; none: all of them'],
	['year', 'Year, such as 2015-16'],
	['first_day', 'First day counted'],
	['last_day', 'Last day counted'],
	['employees', 'Average number of employees'],
	['fte', 'Average whole-time equivalents'],
	['days_lost', 'Working days lost, each person''s own'],
	['short_term', 'Those of absences up to the policy''s length of a long-term absence (AB-10)'],
	['long_term', 'Those of longer absences (AB-10)'],
	['average_per_employee', 'Days lost per employee, to two places (BF-16)'],
	['average_per_fte', 'Days lost per whole-time equivalent, to two places'],
	['target', 'Target of the policy in force on the last day counted (BF-16)'],
	['above_target', 'The average per employee is above the target']],
$body$
SELECT g.service_area, g.year, g.first_day, g.last_day,
	   round(g.employed_days / g.length, 2) AS employees, round(g.fte_days / g.length, 2) AS fte,
	   g.short_term + g.long_term AS days_lost, g.short_term, g.long_term,
	   round((g.short_term + g.long_term) * g.length / nullif(g.employed_days, 0), 2) AS average_per_employee,
	   round((g.short_term + g.long_term) * g.length / nullif(g.fte_days, 0), 2) AS average_per_fte,
	   t.target_days AS target,
	   round((g.short_term + g.long_term) * g.length / nullif(g.employed_days, 0), 2) > t.target_days AS above_target
FROM  (
	SELECT d.service_area, y.year, y.first_day, y.last_day, y.last_day - y.first_day + 1 AS length,
		   COALESCE(sum(d.employed_days), 0)::numeric AS employed_days, COALESCE(sum(d.fte_days), 0) AS fte_days,
		   COALESCE(sum(d.lost) FILTER (WHERE NOT d.is_long), 0)::numeric AS short_term,
		   COALESCE(sum(d.lost) FILTER (WHERE d.is_long), 0)::numeric AS long_term
	FROM   reporting_year(as_of, years) y
	JOIN  (
		-- who was employed in each of the years; few have had more than one contract
		SELECT m.service_area, z.year,
			   CASE WHEN m.contracts = 1 THEN least(m.last_day, z.last_day) - greatest(m.first_day, z.first_day) + 1
					ELSE bradford.working_days(m.employed * datemultirange(daterange(z.first_day, z.last_day, '[]')), 'every-day') END AS employed_days,
			   CASE WHEN m.contracts = 1 THEN m.fte * (least(m.last_day, z.last_day) - greatest(m.first_day, z.first_day) + 1)
					ELSE (SELECT sum(c.weekly_hours / c.full_time_hours * (least(c.last_day, z.last_day) - greatest(c.first_day, z.first_day) + 1))
						  FROM   contract c
						  WHERE  c.employee_id = m.employee_id AND c.first_day <= z.last_day AND (c.last_day IS NULL OR c.last_day >= z.first_day)) END AS fte_days,
			   NULL::integer AS lost, NULL::boolean AS is_long
		FROM  (
			SELECT e.employee_id, e.service_area, count(*) AS contracts, min(c.first_day) AS first_day,
				   CASE WHEN count(*) = count(c.last_day) THEN max(c.last_day) END AS last_day,
				   bradford.spells(c.first_day, c.last_day) AS employed,
				   min(CASE WHEN c.weekly_hours = c.full_time_hours THEN 1 ELSE c.weekly_hours / c.full_time_hours END) AS fte
			FROM   employee e JOIN contract c ON c.employee_id = e.employee_id
			WHERE  c.first_day <= as_of
			GROUP  BY e.employee_id, e.service_area) m
		JOIN   reporting_year(as_of, years) z ON     m.first_day <= z.last_day AND (m.last_day IS NULL OR m.last_day >= z.first_day)
		UNION  ALL
		SELECT m.service_area, z.year, NULL::integer AS employed_days, NULL::numeric AS fte_days,
			   bradford.working_days(u.spell * daterange(z.first_day, z.last_day, '[]'), m.calendar) AS lost,
			   upper(u.spell) > lower(u.spell) + l.long_term AS is_long
		FROM  (
			SELECT a.employee_id,
				   bradford.spells(CASE WHEN a.half_worked THEN a.first_day + 1 ELSE a.first_day END, least(a.last_day, as_of))
						FILTER (WHERE (r.separate ? a.reason) IS NOT TRUE AND NOT (a.half_worked AND least(a.last_day, as_of) = a.first_day)) AS spells
			FROM   absence a, (SELECT jsonb_object_agg(q.reason, '') AS separate FROM absence_reason q WHERE NOT q.sickness) r
			WHERE  a.first_day <= as_of
			GROUP  BY a.employee_id) s
		JOIN  (
			SELECT e.employee_id, e.service_area,
				   bradford.calendar_over_time(c.calendar, daterange(c.first_day, c.last_day, '[]')) FILTER (WHERE (
						SELECT count(*) = 0 FROM contract o
						WHERE  o.employee_id = c.employee_id AND o.post <> c.post
						AND    daterange(o.first_day, o.last_day, '[]') && daterange(c.first_day, c.last_day, '[]')
						AND    (o.weekly_hours, o.post) > (c.weekly_hours, c.post))) AS calendar
			FROM   employee e JOIN contract c ON c.employee_id = e.employee_id
			WHERE  c.first_day <= as_of
			GROUP  BY e.employee_id, e.service_area) m ON m.employee_id = s.employee_id
		CROSS  JOIN LATERAL unnest(s.spells) AS u(spell)
		JOIN   reporting_year(as_of, years) z ON     lower(u.spell) <= z.last_day AND upper(u.spell) > z.first_day
		CROSS  JOIN (SELECT COALESCE(min(p.long_term), interval '4 weeks') AS long_term
					 FROM attendance_policy p WHERE p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of)) l
	) d ON d.year = y.year
	GROUP  BY GROUPING SETS ((d.service_area, y.year, y.first_day, y.last_day), (y.year, y.first_day, y.last_day))) g
LEFT   JOIN attendance_policy t ON t.first_day <= g.last_day AND (t.last_day IS NULL OR t.last_day >= g.last_day)
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_days_lost_report() IS 'Definition of days_lost_report for create_reports';
