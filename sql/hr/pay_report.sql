CREATE OR REPLACE FUNCTION @hr@.pay_report(month date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	post @hr@.contract.post%TYPE,
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
	sick_days integer,
	sick_days_in_time_off integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT k.employee_id, k.service_area, k.post, k.kind, m.first_day AS pay_month,
	   trim_scale(round(k.annual_hours, 2)) AS annual_hours, y.annual_salary,
	   round(k.hourly_rate, 4) AS hourly_rate, p.days, p.of_days, p.amount AS salary,
	   x.extra_hours, x.extra_pay, p.amount + COALESCE(x.extra_pay, 0) AS total,
	   nullif(bradford.working_days(s.days * k.working_time, k.calendar), 0) AS sick_days,
	   nullif(bradford.working_days(s.days - k.working_time, k.calendar), 0)
			AS sick_days_in_time_off
FROM  (
	SELECT date_trunc('month', pay_report.month::timestamp)::date AS first_day,
		   (date_trunc('month', pay_report.month::timestamp) + interval '1 month')::date - 1
				AS last_day) m
CROSS  JOIN @hr@.contract_terms() k
-- the part of the month under this contract
CROSS  JOIN LATERAL (
	SELECT greatest(m.first_day, k.first_day) AS first_day,
		   least(m.last_day, k.last_day) AS last_day) d
-- PAY-4: a pay year begins with the month in which the contract year does; if nobody knows when
-- that is, there is no salary to share out. OFFSET 0 keeps the three values together, so that equal
-- ones can be shared out once
CROSS  JOIN LATERAL (
	SELECT k.annual_salary,
		   bradford.contract_year(
				date_trunc('month', nullif(k.year_from, '-infinity')::timestamp)::date,
				m.first_day) AS pay_year,
		   daterange(d.first_day, d.last_day, '[]') AS days
	OFFSET 0) y
LEFT   JOIN LATERAL bradford.pay_schedule(y.annual_salary, y.pay_year, y.days) p ON true
-- PAY-6: of two contracts in one month the later one takes the timesheet
LEFT   JOIN LATERAL (
	SELECT nullif(t.extra_hours, 0) AS extra_hours,
		   bradford.extra_hours_pay(nullif(t.extra_hours, 0), y.annual_salary, k.annual_hours)
				AS extra_pay
	FROM   @hr@.timesheet t
	WHERE  t.employee_id = k.employee_id AND t.post = k.post AND t.month = m.first_day
	AND    NOT EXISTS (
				SELECT FROM @hr@.contract o
				WHERE  o.employee_id = k.employee_id AND o.post = k.post
				AND    o.first_day > k.first_day AND o.first_day <= m.last_day)) x ON true
-- PAY-7: sickness in that part of the month, if calendars know it
CROSS  JOIN LATERAL (
	SELECT range_agg(daterange(b.first_day, b.last_day, '[]')) AS days
	FROM   @hr@.absence a
	LEFT   JOIN @hr@.absence_reason r ON r.reason = a.reason
	CROSS  JOIN LATERAL (
		SELECT greatest(d.first_day, a.first_day + a.half_worked::integer) AS first_day,
			   least(d.last_day, a.last_day) AS last_day) b
	WHERE  a.employee_id = k.employee_id AND COALESCE(r.sickness, true)
	AND    b.first_day <= b.last_day
	AND    y.days <@ bradford.known_days()) s
WHERE (k.first_day <= m.last_day OR k.first_day IS NULL) AND COALESCE(k.last_day, 'infinity') >= m.first_day;
END;
COMMENT ON FUNCTION @hr@.pay_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.pay_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.pay_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.pay_report IS
	'Pay of the month that holds the day: one row per contract, with a twelfth of the salary '
	'(PAY-4), extra hours at the substantive rate (PAY-6), and days of sickness in contracted '
	'time and in contracted time off (PAY-7).';
COMMENT ON COLUMN @hr@.pay_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.pay_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.pay_report.post IS 'Post';
COMMENT ON COLUMN @hr@.pay_report.kind IS
	'full-time, part-time, annualised hours, term-time or job share';
COMMENT ON COLUMN @hr@.pay_report.pay_month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.pay_report.annual_hours IS 'Hours paid in a year';
COMMENT ON COLUMN @hr@.pay_report.annual_salary IS
	'Salary of a year, pro rata to the hours (PAY-1, PAY-14)';
COMMENT ON COLUMN @hr@.pay_report.hourly_rate IS 'Substantive hourly rate, to four places';
COMMENT ON COLUMN @hr@.pay_report.days IS 'Calendar days of the month under this contract';
COMMENT ON COLUMN @hr@.pay_report.of_days IS 'Calendar days of the month';
COMMENT ON COLUMN @hr@.pay_report.salary IS
	'Salary of the month: a twelfth of the year''s. Twelve of them sum to it to the penny; a '
	'part month goes by calendar days (PAY-4)';
COMMENT ON COLUMN @hr@.pay_report.extra_hours IS 'Hours outside the contract, from the timesheet';
COMMENT ON COLUMN @hr@.pay_report.extra_pay IS 'Pay for extra_hours (PAY-6, PAY-14)';
COMMENT ON COLUMN @hr@.pay_report.total IS 'salary + extra_pay';
COMMENT ON COLUMN @hr@.pay_report.sick_days IS
	'Working days of sickness in contracted time, on which sick pay is based (PAY-7)';
COMMENT ON COLUMN @hr@.pay_report.sick_days_in_time_off IS
	'Working days of sickness in contracted time off, such as school holidays; there is no '
	'sick pay for them (PAY-7)';

ALTER FUNCTION @hr@.pay_report(date) DEPENDS ON EXTENSION bradford;
