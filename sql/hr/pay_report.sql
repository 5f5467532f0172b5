CREATE OR REPLACE FUNCTION @hr@.pay_report(month date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	post @hr@.contract.post%TYPE,
	first_day date,
	last_day date,
	kind @hr@.contract.kind%TYPE,
	pay_month date,
	annual_hours numeric,
	annual_salary numeric,
	hourly_rate numeric,
	days integer,
	of_days integer,
	salary numeric,
	extra_hours numeric,
	extra_pay numeric,
	total numeric,
	sick_days numeric,
	sick_hours numeric,
	sick_days_in_time_off numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT k.employee_id, k.service_area, k.post, k.first_day, k.last_day, k.kind,
	   m.first_day AS pay_month, trim_scale(round(k.annual_hours, 2)) AS annual_hours,
	   k.annual_salary, round(k.hourly_rate, 4) AS hourly_rate, p.days, p.of_days, f.salary,
	   x.extra_hours, x.extra_pay,
	   f.salary + CASE WHEN x.unknown IS NULL THEN COALESCE(x.extra_pay, 0) END AS total,
	   nullif(trim_scale(z.sick_days), 0) AS sick_days,
	   CASE WHEN z.sick_days <> 0 THEN trim_scale(round(z.sick_hours, 2)) END AS sick_hours,
	   nullif(trim_scale(z.sick_days_in_time_off), 0) AS sick_days_in_time_off,
	   nullif(concat_ws('; ', k.unknown, f.unknown, x.unknown), '') AS unknown
FROM  (
	SELECT date_trunc('month', d.day)::date AS first_day,
		   (date_trunc('month', d.day) + interval '1 month')::date - 1 AS last_day
	FROM  (SELECT CASE WHEN bradford.require_known_day(pay_report.month)
					   THEN pay_report.month END::timestamp AS day) d) m
CROSS  JOIN @hr@.contract_terms() k
-- the part of the month under these terms
CROSS  JOIN LATERAL (
	SELECT greatest(m.first_day, k.first_day) AS first_day,
		   least(m.last_day, k.last_day) AS last_day) d
-- PAY-4: a pay year begins with the month in which the contract year does. OFFSET 0 keeps the
-- values together, so that equal ones can be shared out once
CROSS  JOIN LATERAL (
	SELECT CASE WHEN k.unknown IS NULL THEN k.annual_salary END AS annual_salary,
		   bradford.contract_year(date_trunc('month', k.year_from::timestamp)::date, m.first_day)
				AS pay_year,
		   daterange(d.first_day, d.last_day, '[]') AS days,
		   -- every rule leaves a whole month whole
		   CASE WHEN d.first_day = m.first_day AND d.last_day = m.last_day THEN 'calendar days'
				ELSE k.part_months END AS part_months, k.part_calendar AS calendar
	-- as below, so that it comes before the rest whatever the planner does
	WHERE  d.first_day <= d.last_day
	OFFSET 0) y
LEFT   JOIN LATERAL bradford.pay_schedule(y.annual_salary, y.pay_year, y.days,
				part_months => y.part_months, calendar => y.calendar) p ON true
-- a person without agreed hours has no salary; all is paid as extra hours
CROSS  JOIN LATERAL (
	SELECT CASE WHEN k.kind = 'casual' AND k.unknown IS NULL THEN 0.00 ELSE p.amount END AS salary,
		   CASE WHEN y.part_months IS NULL THEN 'part of a month that its rule cannot count'
		   END AS unknown) f
-- PAY-6: if a month has two terms, the later ones take the timesheet
CROSS  JOIN LATERAL (
	SELECT t.extra_hours,
		   CASE WHEN k.unknown IS NULL AND t.unknown IS NULL
				THEN bradford.extra_hours_pay(t.extra_hours, k.full_time_salary,
											  k.full_time_annual_hours) END AS extra_pay,
		   t.unknown
	FROM  (
		SELECT nullif(max(h.hours), 0) AS extra_hours,
			   CASE WHEN count(*) > 1 THEN 'the timesheet is recorded twice'
					WHEN count(h.hours) < count(t.extra_hours) THEN 'impossible extra hours'
			   END AS unknown
		FROM   @hr@.timesheet t
		CROSS  JOIN LATERAL (SELECT bradford.if_between(t.extra_hours, -744, 744) AS hours) h
		WHERE  t.employee_id = k.employee_id AND t.post = k.post AND t.month = m.first_day
		AND    NOT EXISTS (
					SELECT FROM @hr@.contract o
					WHERE  o.employee_id = k.employee_id AND o.post = k.post
					AND    o.first_day > k.last_day AND o.first_day <= m.last_day
					AND   (o.last_day < o.first_day) IS NOT TRUE)) t) x
-- PAY-7: sickness in that part of the month, if calendars know it, whether it counts towards a
-- score or not
LEFT   JOIN LATERAL (
	SELECT (range_agg(a.whole) + range_agg(h.half)) * datemultirange(y.days) AS days,
		   (range_agg(h.half) - range_agg(a.whole)) * datemultirange(y.days) AS half_days
	FROM   @hr@.absence_for_pay a
	-- a half day of sickness; but a day of which half or more was worked is none (AB-1)
	CROSS  JOIN LATERAL (
		SELECT datemultirange(a.days) - a.whole
				- CASE WHEN a.half_worked
					   THEN datemultirange(daterange(lower(a.days), lower(a.days), '[]'))
					   ELSE '{}' END AS half) h
	WHERE  a.employee_id = k.employee_id AND a.first_day <= d.last_day
	AND   (a.last_day >= d.first_day OR a.last_day IS NULL)
	AND    y.days <@ bradford.known_days()) s ON true
CROSS  JOIN LATERAL (
	SELECT sum(n.sick_days) AS sick_days,
		   CASE WHEN bool_and((n.days_per_week > 0) IS TRUE OR n.sick_days = 0)
				THEN sum(n.sick_days * k.weekly_hours / nullif(n.days_per_week, 0)) END
				AS sick_hours,
		   sum(n.sick_days_in_time_off) AS sick_days_in_time_off
	-- each sickness by the pattern on its first day in the month
	FROM   unnest(s.days) AS r(days)
	CROSS  JOIN LATERAL (SELECT datemultirange(r.days) AS days) u
	CROSS  JOIN LATERAL (
		SELECT bradford.working_days(u.days * k.working_time, k.calendar)
				- bradford.working_days(s.half_days * u.days * k.working_time, k.calendar) / 2.0
					AS sick_days,
			   bradford.working_days(u.days - k.working_time, k.calendar)
				- bradford.working_days(s.half_days * u.days - k.working_time, k.calendar) / 2.0
					AS sick_days_in_time_off,
			   bradford.days_per_week(k.calendar, lower(u.days)) AS days_per_week) n) z
WHERE (k.first_day <= m.last_day OR k.first_day IS NULL)
AND    COALESCE(k.last_day, 'infinity') >= m.first_day;
END;
COMMENT ON FUNCTION @hr@.pay_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.pay_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.pay_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.pay_report IS
	'Pay of the month that holds the day: one row per person, post and first day of the terms, '
	'with a twelfth of the salary (PAY-4), extra hours at the substantive rate (PAY-6), and '
	'sickness in contracted time and in contracted time off (PAY-7).';
COMMENT ON COLUMN @hr@.pay_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.pay_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.pay_report.post IS 'Post';
COMMENT ON COLUMN @hr@.pay_report.first_day IS
	'First day of these terms; with employee_id and post it is the key of the line';
COMMENT ON COLUMN @hr@.pay_report.last_day IS 'Last day of these terms; none while they run';
COMMENT ON COLUMN @hr@.pay_report.kind IS
	'full-time, part-time, annualised hours, term-time, job share or casual';
COMMENT ON COLUMN @hr@.pay_report.pay_month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.pay_report.annual_hours IS 'Hours paid in a year';
COMMENT ON COLUMN @hr@.pay_report.annual_salary IS
	'Salary of a year, pro rata to the hours (PAY-1, PAY-14)';
COMMENT ON COLUMN @hr@.pay_report.hourly_rate IS 'Substantive hourly rate, to four places';
COMMENT ON COLUMN @hr@.pay_report.days IS
	'Days under these terms: calendar days of a whole month; for a part month, days as '
	'part_months of the contract counts them';
COMMENT ON COLUMN @hr@.pay_report.of_days IS
	'Days that this is divided by: those of the month, or 365 or 260 of the year';
COMMENT ON COLUMN @hr@.pay_report.salary IS
	'Salary of the month. Any twelve months in a row sum to that of the year, to the penny; a '
	'part month goes by part_months of the contract, rounded once (PAY-4)';
COMMENT ON COLUMN @hr@.pay_report.extra_hours IS
	'Hours outside the contract, from the timesheet; below 0 they correct an earlier month';
COMMENT ON COLUMN @hr@.pay_report.extra_pay IS
	'Pay for extra_hours, from the salary before any rounding (PAY-6, PAY-14)';
COMMENT ON COLUMN @hr@.pay_report.total IS 'salary + extra_pay';
COMMENT ON COLUMN @hr@.pay_report.sick_days IS
	'Working days of sickness in contracted time, the basis of sick pay; half days count one half '
	'(PAY-7)';
COMMENT ON COLUMN @hr@.pay_report.sick_hours IS
	'Hours of sick_days: a day has the weekly hours divided by the days worked a week';
COMMENT ON COLUMN @hr@.pay_report.sick_days_in_time_off IS
	'Working days of sickness in contracted time off, such as school holidays; there is no '
	'sick pay for them (PAY-7)';
COMMENT ON COLUMN @hr@.pay_report.unknown IS
	'Why salary or extra_pay is not known; none: they are known';

ALTER FUNCTION @hr@.pay_report(date) DEPENDS ON EXTENSION bradford;
