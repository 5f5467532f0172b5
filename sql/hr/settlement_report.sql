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
SELECT k.employee_id, k.service_area, k.manager_id, k.post, k.kind, v.event, v.ends_on,
	   y.contract_year, t.hours_worked, t.leave_taken,
	   trim_scale(round(h.leave_accrued, 2)) AS leave_accrued,
	   trim_scale(round(h.hours_paid, 2)) AS hours_paid,
	   trim_scale(round(s.hours_difference, 2)) AS hours_difference, s.amount,
	   s.owed_to_employee, f.amount AS final_salary, s.taken_from_final_salary,
	   CASE WHEN v.event = 'leaving' THEN s.final_pay END AS final_pay, s.left_to_reclaim,
	   greatest(0, n.months_due - t.months)::integer AS timesheets_missing,
	   v.ends_on > as_of OR n.months_due > t.months AS provisional
FROM   @hr@.contract_terms() k
-- what is settled, up to which day; its months are those that begin by months_to
CROSS  JOIN LATERAL (
	-- PAY-8: somebody leaves when terms end and no others follow at once
	SELECT 'leaving' AS event, k.last_day AS ends_on, k.last_day AS months_to
	WHERE  isfinite(k.last_day)
	AND    NOT EXISTS (
				SELECT FROM @hr@.contract o
				WHERE  o.employee_id = k.employee_id AND o.post = k.post
				AND    o.first_day = k.last_day + 1)
	UNION  ALL
	-- PAY-5: the year that ended last, of whoever held the post at its end; PAY-2: a month belongs
	-- to the year that holds its last day
	SELECT 'year end', lower(y.contract_year) - 1,
		   date_trunc('month', lower(y.contract_year)::timestamp)::date - 1
	FROM   bradford.contract_year(k.year_from, as_of) AS y(contract_year)
	WHERE  COALESCE(k.last_day, 'infinity') >= as_of AND lower(y.contract_year) > k.year_from
	AND    EXISTS (
				SELECT FROM @hr@.contract o
				WHERE  o.employee_id = k.employee_id AND o.post = k.post
				AND    o.first_day < lower(y.contract_year)
				AND    COALESCE(o.last_day, 'infinity') >= lower(y.contract_year) - 1)) v
CROSS  JOIN LATERAL bradford.contract_year(k.year_from, v.ends_on) AS y(contract_year)
CROSS  JOIN LATERAL (
	SELECT date_trunc('month', lower(y.contract_year)::timestamp) AS first_month) m
-- PAY-4: the hours that were paid for and the leave that accrued by then, under all terms that the
-- post-holder had in that year
CROSS  JOIN LATERAL (
	SELECT sum(p.hours) AS hours_paid, min(r.first_day) AS first_day,
		   sum(COALESCE(r.leave_hours, 0) * (upper(d.days) - lower(d.days))
			   / (upper(y.contract_year) - lower(y.contract_year))) AS leave_accrued
	FROM   @hr@.contract_terms() r
	CROSS  JOIN LATERAL (
		SELECT daterange(r.first_day, r.last_day, '[]')
			   * daterange(lower(y.contract_year), v.ends_on, '[]') AS days) d
	CROSS  JOIN LATERAL (
		-- pay years begin with a month, so the contract year can reach into two
		SELECT sum(p.amount) AS hours
		FROM   generate_series(m.first_month, m.first_month + interval '1 year',
							   interval '1 year') AS g(first_month)
		CROSS  JOIN LATERAL bradford.pay_schedule(
					round(r.annual_hours, 6),
					bradford.contract_year(m.first_month::date, g.first_month::date),
					d.days, 6) p) p
	WHERE  r.employee_id = k.employee_id AND r.post = k.post AND r.by_the_year
	AND    r.first_day <= v.ends_on AND NOT isempty(d.days)) h
-- what the timesheets say, and for how many months there should be one
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(t.hours_worked), 0) AS hours_worked,
		   COALESCE(sum(t.leave_taken), 0) AS leave_taken, count(*) AS months
	FROM   @hr@.timesheet t
	WHERE  t.employee_id = k.employee_id AND t.post = k.post
	AND    t.month >= m.first_month AND t.month <= least(as_of, v.months_to)) t
CROSS  JOIN LATERAL (
	SELECT count(*) AS months_due
	FROM   generate_series(greatest(m.first_month, date_trunc('month', h.first_day::timestamp)),
						   v.months_to, interval '1 month')) n
-- PAY-8: the salary of a leaver's last month; at a year's end there is none to take from
LEFT   JOIN LATERAL bradford.pay_schedule(
			CASE WHEN v.event = 'leaving' THEN k.annual_salary END,
			bradford.contract_year(date_trunc('month', k.year_from::timestamp)::date, v.ends_on),
			daterange(k.first_day, k.last_day, '[]')) f
	ON f.period @> v.ends_on
CROSS  JOIN LATERAL bradford.settlement(
			t.hours_worked + t.leave_taken, h.hours_paid, k.annual_salary, k.annual_hours,
			COALESCE(f.amount, 0), h.leave_accrued - t.leave_taken) s
WHERE  k.by_the_year AND isfinite(k.year_from) AND k.first_day <= as_of;
END;
COMMENT ON FUNCTION @hr@.settlement_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.settlement_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.settlement_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.settlement_report IS
	'Settlements of annualised-hours and term-time contracts: hours worked against hours paid, '
	'for leavers (PAY-8) and at the end of the last contract year of everybody else (PAY-5).';
COMMENT ON COLUMN @hr@.settlement_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.settlement_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.settlement_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.settlement_report.post IS 'Post';
COMMENT ON COLUMN @hr@.settlement_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.settlement_report.event IS 'leaving, or year end';
COMMENT ON COLUMN @hr@.settlement_report.ends_on IS 'Last day that is settled';
COMMENT ON COLUMN @hr@.settlement_report.contract_year IS 'Contract year of that day (PAY-2)';
COMMENT ON COLUMN @hr@.settlement_report.hours_worked IS
	'Hours worked in the year, by the timesheets';
COMMENT ON COLUMN @hr@.settlement_report.leave_taken IS
	'Hours of leave taken in the year, by the timesheets';
COMMENT ON COLUMN @hr@.settlement_report.leave_accrued IS
	'Leave of the year up to ends_on, by calendar days';
COMMENT ON COLUMN @hr@.settlement_report.hours_paid IS
	'Hours that the equal monthly pay of the year has paid for by ends_on (PAY-4)';
COMMENT ON COLUMN @hr@.settlement_report.hours_difference IS
	'hours_worked + leave_accrued - hours_paid; leave taken counts as worked';
COMMENT ON COLUMN @hr@.settlement_report.amount IS
	'hours_difference at the substantive rate; negative if more was paid than worked';
COMMENT ON COLUMN @hr@.settlement_report.owed_to_employee IS
	'Part of amount that the employee is paid';
COMMENT ON COLUMN @hr@.settlement_report.final_salary IS 'Salary of a leaver''s last month';
COMMENT ON COLUMN @hr@.settlement_report.taken_from_final_salary IS
	'Part of final_salary that is kept back (PAY-8)';
COMMENT ON COLUMN @hr@.settlement_report.final_pay IS
	'What a leaver is paid: final_salary and the settlement';
COMMENT ON COLUMN @hr@.settlement_report.left_to_reclaim IS
	'What is left to reclaim, or at a year''s end to be made up in hours (PAY-5, PAY-8)';
COMMENT ON COLUMN @hr@.settlement_report.timesheets_missing IS
	'Months of the year up to ends_on that have no timesheet';
COMMENT ON COLUMN @hr@.settlement_report.provisional IS
	'The figures may change: ends_on is still to come, or timesheets are missing';
