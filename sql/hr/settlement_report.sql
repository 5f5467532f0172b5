CREATE OR REPLACE FUNCTION @hr@.settlement_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	event text,
	ends_on date,
	contract_year daterange,
	hours_worked numeric,
	leave_taken numeric,
	leave_accrued numeric,
	hours_paid numeric,
	hours_difference numeric,
	amount numeric,
	owed_to_employee numeric,
	final_salary numeric,
	taken_from_final_salary numeric,
	final_pay numeric,
	left_to_reclaim numeric,
	timesheets_missing integer,
	provisional boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT k.employee_id, k.service_area, k.manager_id, k.post, k.kind, v.event, v.ends_on, y.contract_year,
	   t.hours_worked, t.leave_taken, trim_scale(round(h.leave_accrued, 2)) AS leave_accrued, trim_scale(round(h.hours_paid, 2)) AS hours_paid,
	   trim_scale(round(s.hours_difference, 2)) AS hours_difference, s.amount, s.owed_to_employee,
	   f.final_salary, s.taken_from_final_salary, CASE WHEN v.event = 'leaving' THEN s.final_pay END AS final_pay, s.left_to_reclaim,
	   greatest(0, n.months_due - t.months)::integer AS timesheets_missing, v.ends_on > as_of OR n.months_due > t.months AS provisional
FROM   @hr@.contract_terms() k
CROSS  JOIN LATERAL (
	-- terms that others follow at once are no leaving
	SELECT 'leaving' AS event, k.last_day AS ends_on
	WHERE  k.by_the_year AND k.first_day <= as_of AND k.last_day >= k.first_day
	AND   (SELECT count(*) = 0 FROM @hr@.contract o WHERE o.employee_id = k.employee_id AND o.post = k.post AND o.first_day = k.last_day + 1)
	UNION  ALL
	SELECT 'year end' AS event, e.ends_on
	-- a planner may ask for the year of a contract that has not begun before it leaves it out
	FROM  (SELECT lower(bradford.contract_year(CASE WHEN k.year_from <= as_of THEN k.year_from END, as_of)) - 1 AS ends_on
		   WHERE  k.by_the_year AND k.first_day <= as_of AND COALESCE(k.last_day, 'infinity') >= as_of) e
	WHERE (SELECT count(*) > 0 FROM @hr@.contract o WHERE o.employee_id = k.employee_id AND o.post = k.post AND o.first_day <= e.ends_on AND COALESCE(o.last_day, 'infinity') >= e.ends_on)
	AND    e.ends_on >= k.year_from) v
CROSS  JOIN LATERAL (SELECT bradford.contract_year(k.year_from, v.ends_on) AS contract_year OFFSET 0) y
CROSS  JOIN LATERAL (
	-- all terms that the post-holder had in that year
	SELECT sum(p.hours) AS hours_paid, min(r.first_day) AS first_day,
		   sum(COALESCE(r.leave_hours, 0) * (upper(d.days) - lower(d.days)) / (upper(y.contract_year) - lower(y.contract_year))) AS leave_accrued
	FROM   @hr@.contract_terms() r
	CROSS  JOIN LATERAL (
		SELECT daterange(r.first_day, r.last_day, '[]') * daterange(lower(y.contract_year), v.ends_on, '[]') AS days OFFSET 0) d
	CROSS  JOIN LATERAL (
		-- a year that begins within a month reaches into two pay years
		SELECT sum(p.amount) AS hours
		FROM   generate_series(0, 1) AS g(n)
		CROSS  JOIN LATERAL (
			SELECT bradford.contract_year(date_trunc('month', lower(y.contract_year)::timestamp)::date,
										  (date_trunc('month', lower(y.contract_year)::timestamp) + make_interval(years => g.n))::date) AS pay_year) z
		CROSS  JOIN LATERAL bradford.pay_schedule(round(r.annual_hours, 6), z.pay_year, d.days, 6) p
		WHERE  z.pay_year && d.days) p
	WHERE  r.employee_id = k.employee_id AND r.post = k.post AND r.by_the_year AND r.first_day <= v.ends_on AND NOT isempty(d.days)
	OFFSET 0) h
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(t.hours_worked), 0) AS hours_worked, COALESCE(sum(t.leave_taken), 0) AS leave_taken, count(*) AS months
	FROM   @hr@.timesheet t
	WHERE  t.employee_id = k.employee_id AND t.post = k.post AND t.month <= as_of AND t.month <= v.ends_on
	AND    t.month >= date_trunc('month', lower(y.contract_year)::timestamp)
	AND   (v.event = 'leaving' OR t.month < date_trunc('month', upper(y.contract_year)::timestamp))
	OFFSET 0) t
CROSS  JOIN LATERAL (
	SELECT count(*) AS months_due
	FROM   generate_series(date_trunc('month', greatest(lower(y.contract_year), h.first_day)::timestamp), v.ends_on::timestamp, interval '1 month') AS g(month)
	WHERE  v.event = 'leaving' OR g.month < date_trunc('month', upper(y.contract_year)::timestamp)
	OFFSET 0) n
LEFT   JOIN LATERAL (
	SELECT p.amount AS final_salary
	FROM   bradford.pay_schedule(k.annual_salary, bradford.contract_year(date_trunc('month', k.year_from::timestamp)::date, v.ends_on),
								 daterange(k.first_day, k.last_day, '[]')) p
	WHERE  v.event = 'leaving' AND p.period @> v.ends_on
	OFFSET 0) f ON true
LEFT   JOIN LATERAL bradford.settlement(t.hours_worked + t.leave_taken, h.hours_paid, k.annual_salary, k.annual_hours,
				COALESCE(f.final_salary, 0), h.leave_accrued - t.leave_taken) s ON true;
END;
COMMENT ON FUNCTION @hr@.settlement_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.settlement_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.settlement_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.settlement_report IS
	'Settlements of annualised-hours and term-time contracts: hours worked against hours '
	'paid, for everybody who leaves (PAY-8) and at the end of the last contract year of those '
	'who stay (PAY-5).';
COMMENT ON COLUMN @hr@.settlement_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.settlement_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.settlement_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.settlement_report.post IS 'Post';
COMMENT ON COLUMN @hr@.settlement_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.settlement_report.event IS 'leaving, or year end';
COMMENT ON COLUMN @hr@.settlement_report.ends_on IS 'Day up to which is settled';
COMMENT ON COLUMN @hr@.settlement_report.contract_year IS 'Contract year that it belongs to';
COMMENT ON COLUMN @hr@.settlement_report.hours_worked IS 'Hours worked in the year, by the timesheets';
COMMENT ON COLUMN @hr@.settlement_report.leave_taken IS
	'Hours of leave taken in the year, by the timesheets';
COMMENT ON COLUMN @hr@.settlement_report.leave_accrued IS
	'Leave of the year, for a leaver the part of it up to ends_on by calendar days';
COMMENT ON COLUMN @hr@.settlement_report.hours_paid IS
	'Hours that the equal monthly pay of the year has paid for by ends_on (PAY-4)';
COMMENT ON COLUMN @hr@.settlement_report.hours_difference IS
	'hours_worked + leave_accrued - hours_paid: leave taken counts as worked, the rest of it '
	'is due';
COMMENT ON COLUMN @hr@.settlement_report.amount IS
	'Its worth at the substantive rate; negative: paid for and not worked';
COMMENT ON COLUMN @hr@.settlement_report.owed_to_employee IS 'What of it the employee gets';
COMMENT ON COLUMN @hr@.settlement_report.final_salary IS
	'Salary of the last month of a leaver; none at a year''s end';
COMMENT ON COLUMN @hr@.settlement_report.taken_from_final_salary IS 'What is taken from it (PAY-8)';
COMMENT ON COLUMN @hr@.settlement_report.final_pay IS 'What the leaver gets with the last salary';
COMMENT ON COLUMN @hr@.settlement_report.left_to_reclaim IS
	'What is left to reclaim, or at a year''s end, for hours to be made up instead (PAY-5, '
	'PAY-8)';
COMMENT ON COLUMN @hr@.settlement_report.timesheets_missing IS
	'Months of the year up to ends_on without a timesheet';
COMMENT ON COLUMN @hr@.settlement_report.provisional IS
	'ends_on is still to come, or timesheets are missing';

ALTER FUNCTION @hr@.settlement_report(date) DEPENDS ON EXTENSION bradford;
