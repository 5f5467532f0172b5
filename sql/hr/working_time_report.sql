CREATE OR REPLACE FUNCTION @hr@.working_time_report(from_day date, to_day date, as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	rule text,
	first_day date,
	last_day date,
	began timestamp,
	ended timestamp,
	value interval,
	allowed interval,
	off_by interval,
	final boolean,
	hours interval,
	reference_first_day date,
	reference_last_day date,
	later_hours interval,
	excluded_days integer,
	later_days integer,
	divided_by integer,
	night_weeks integer,
	opted_out boolean,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT w.employee_id, w.name, w.service_area, w.manager_id, b.rule,
	   l.began::date AS first_day, (l.ended - interval '1 microsecond')::date AS last_day,
	   l.began, l.ended, b.value, b.allowed, b.off_by,
	   b.final AND u.unknown IS NULL AS final, b.hours,
	   lower(b.reference) AS reference_first_day, upper(b.reference) - 1 AS reference_last_day,
	   b.later_hours, b.excluded_days, b.later_days, b.divided_by, b.night_weeks, w.opted_out,
	   u.unknown
FROM   @hr@.working_time_person(working_time_report.from_day, working_time_report.to_day,
								working_time_report.as_of) w
CROSS  JOIN LATERAL (VALUES (w.during, false), (w.before, true)) AS p(during, before)
CROSS  JOIN LATERAL bradford.working_time_breaches(w.worked, p.during, w.excluded, w.opted_out_days,
	w.born, w.employed_from,
	as_of => CASE WHEN bradford.require_known_day(working_time_report.as_of)
				  THEN (working_time_report.as_of + 1)::timestamp AT TIME ZONE 'Europe/London' END,
	reference_weeks => w.reference_weeks, weekly_rest_by => w.weekly_rest_by,
	night_worker => w.night_worker, night_absolute => w.night_absolute) b
CROSS  JOIN LATERAL (
	SELECT lower(b.breach) AT TIME ZONE 'Europe/London' AS began,
		   -- a run of averages ends with the terms, or with the employment, if these are over
		   CASE WHEN upper_inf(b.breach)
					 AND upper(w.during)
						 <= least(working_time_report.to_day, working_time_report.as_of + 1)
				THEN upper(w.during)
				ELSE upper(b.breach) AT TIME ZONE 'Europe/London' END AS ended) l
-- A break that nobody recorded may have been taken, and then there are fewer hours. For averages,
-- this concerns all reference periods in the run, and the later days that replace excluded ones.
CROSS  JOIN LATERAL (
	SELECT CASE WHEN b.reference IS NOT NULL THEN daterange(
				greatest(l.began::date - 7 * w.reference_weeks + 1, w.employed_from),
				greatest(upper(b.reference), COALESCE(l.ended::date, upper(w.during)),
						 (SELECT max(d.day) + 1
						  FROM  (
								SELECT n.day
								FROM   generate_series(
											0, working_time_report.as_of - upper(b.reference))
										AS o(n)
								CROSS  JOIN LATERAL (SELECT upper(b.reference) + o.n AS day) n
								WHERE  w.worked && tstzrange(
											n.day::timestamp AT TIME ZONE 'Europe/London',
											(n.day + 1)::timestamp AT TIME ZONE 'Europe/London')
								AND    NOT n.day <@ w.opted_out_days
								ORDER  BY n.day
								LIMIT  COALESCE(b.later_days, 0)) d))) END AS days) c
CROSS  JOIN LATERAL (
	SELECT CASE WHEN CASE WHEN b.rule = 'break' THEN w.no_breaks && b.breach
						  WHEN c.days IS NOT NULL
						  THEN w.break_due && tstzrange(
									lower(c.days)::timestamp AT TIME ZONE 'Europe/London',
									upper(c.days)::timestamp AT TIME ZONE 'Europe/London')
						  WHEN b.rule NOT LIKE '%rest' THEN w.break_due && b.breach END
				THEN 'breaks are not recorded' END AS unknown) u
-- people without a shift are left out
WHERE  w.worked IS NOT NULL
-- of what begins before an employment, the week, fortnight and night in which its first day begins
AND   (NOT p.before
	   OR b.rule IN ('weekly rest', 'fortnightly rest', 'weekly hours under 18',
					 'night work under 18')
		  AND upper(b.breach) > upper(p.during)::timestamp AT TIME ZONE 'Europe/London')
AND    bradford.require_period(working_time_report.from_day, working_time_report.to_day)
AND    bradford.require_known_day(working_time_report.as_of);
END;
COMMENT ON FUNCTION @hr@.working_time_report(date, date, date) IS
	'The view of this name, for breaches that began from one day to another, by the '
	'shifts up to the end of a third day.';

CREATE OR REPLACE VIEW @hr@.working_time_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.working_time_report(CURRENT_DATE - 27, CURRENT_DATE, CURRENT_DATE);
COMMENT ON VIEW @hr@.working_time_report IS
	'Breaches of the Working Time Regulations in the last 28 days: one row per person and breach, '
	'with its workings (PAY-16). All hours are elapsed hours, also when the clocks change.';
COMMENT ON COLUMN @hr@.working_time_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.working_time_report.name IS 'Name';
COMMENT ON COLUMN @hr@.working_time_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.working_time_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.working_time_report.rule IS
	'weekly average, night average, night hours, daily rest, weekly rest, fortnightly rest, break, '
	'or under 18: daily hours, weekly hours, night work';
COMMENT ON COLUMN @hr@.working_time_report.first_day IS
	'First day; for an average, the first day on which it was over the limit';
COMMENT ON COLUMN @hr@.working_time_report.last_day IS
	'Last day; for an average, the last day under these terms on which it was over '
	'the limit, none while it still is';
COMMENT ON COLUMN @hr@.working_time_report.began IS
	'When the 24 hours, the day''s work, the week or the run of averages began, by the clock';
COMMENT ON COLUMN @hr@.working_time_report.ended IS
	'When it ended, by the clock; none while it goes on';
COMMENT ON COLUMN @hr@.working_time_report.value IS
	'Hours worked, or rest taken, in elapsed hours; for averages, the highest of the run';
COMMENT ON COLUMN @hr@.working_time_report.allowed IS 'Most hours, or least rest, by the law';
COMMENT ON COLUMN @hr@.working_time_report.off_by IS 'Too many hours, or too little rest';
COMMENT ON COLUMN @hr@.working_time_report.final IS
	'false: later records can still change the row, or something is not known';
COMMENT ON COLUMN @hr@.working_time_report.hours IS
	'Elapsed hours worked in the 24 hours, the day''s work, or the reference period (A)';
COMMENT ON COLUMN @hr@.working_time_report.reference_first_day IS
	'First day of the reference period with the highest average';
COMMENT ON COLUMN @hr@.working_time_report.reference_last_day IS 'Last day of it';
COMMENT ON COLUMN @hr@.working_time_report.later_hours IS
	'Hours of the later days worked that replace the excluded ones (B)';
COMMENT ON COLUMN @hr@.working_time_report.excluded_days IS
	'Working days of sickness and annual leave in the reference period, and days worked under an '
	'opt-out';
COMMENT ON COLUMN @hr@.working_time_report.later_days IS
	'Later days worked, by the shifts; if they are fewer than the excluded ones, the '
	'average is provisional';
COMMENT ON COLUMN @hr@.working_time_report.divided_by IS
	'Weeks of the reference period (C); for a night average, days less one a week';
COMMENT ON COLUMN @hr@.working_time_report.night_weeks IS
	'For a night average: weeks of the reference period with night work';
COMMENT ON COLUMN @hr@.working_time_report.opted_out IS
	'An opt-out from the 48 hours is in force; it does not affect the other rules';
COMMENT ON COLUMN @hr@.working_time_report.unknown IS
	'What is not known: whether there was a break, and so the hours too; none: all is known';

ALTER FUNCTION @hr@.working_time_report(date, date, date) DEPENDS ON EXTENSION bradford;
