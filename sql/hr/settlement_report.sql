CREATE OR REPLACE FUNCTION @hr@.settlement_report(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	event text,
	first_day date,
	ends_on date,
	year_starts_on date,
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
	unknown text,
	provisional boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT a.employee_id, a.service_area, a.manager_id, a.post, a.kind, a.ends AS event, a.first_day,
	   a.last_day AS ends_on, a.year_starts_on, a.hours_worked, a.leave_taken,
	   trim_scale(round(a.leave_hours, 2)) AS leave_accrued,
	   trim_scale(round(a.annual_hours, 2)) AS hours_paid,
	   trim_scale(round(s.hours_difference, 2)) AS hours_difference, s.amount,
	   s.owed_to_employee, f.salary AS final_salary, s.taken_from_final_salary,
	   CASE WHEN a.ends = 'leaving' THEN s.final_pay END AS final_pay, s.left_to_reclaim,
	   a.timesheets_missing, u.unknown, u.unknown IS NOT NULL AS provisional
FROM   @hr@.hours_account(settlement_report.from_day, settlement_report.to_day) a
-- PAY-8: the salary of a leaver's last month; at a year's end, or if other terms follow, there is
-- no final salary
CROSS  JOIN LATERAL (
	SELECT CASE WHEN a.ends = 'leaving' AND count(p.salary) = count(*) THEN sum(p.salary) END
				AS salary
	FROM   @hr@.pay_report(a.last_day) p
	WHERE  p.employee_id = a.employee_id AND p.post = a.post AND a.ends = 'leaving') f
CROSS  JOIN LATERAL (
	SELECT nullif(concat_ws('; ', a.unknown,
				CASE WHEN a.timesheets = 0 THEN 'no timesheets'
					 WHEN a.timesheets_missing > 0
					 THEN format('timesheets missing: %s', a.timesheets_missing) END,
				CASE WHEN a.ends = 'leaving' AND f.salary IS NULL AND a.unknown IS NULL
					 THEN 'final salary is not known' END), '') AS unknown) u
-- no amount if anything is unknown; leave taken counts as worked
LEFT   JOIN LATERAL bradford.settlement(
			a.hours_worked + a.leave_taken, a.annual_hours, a.full_time_salary,
			a.full_time_annual_hours, COALESCE(f.salary, 0), a.leave_hours - a.leave_taken) s
	ON u.unknown IS NULL
WHERE  a.last_day >= settlement_report.from_day AND a.last_day <= settlement_report.to_day
-- the first day may be long before the days that calendars know
AND    bradford.require_period(greatest(settlement_report.from_day, lower(bradford.known_days())),
				settlement_report.to_day);
END;
COMMENT ON FUNCTION @hr@.settlement_report(date, date) IS
	'Settlements of the accounts that ended from one day to another, both included, so a job that '
	'runs for each month gets each account once.';

CREATE OR REPLACE FUNCTION @hr@.settlement_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	event text,
	first_day date,
	ends_on date,
	year_starts_on date,
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
	unknown text,
	provisional boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.service_area, s.manager_id, s.post, s.kind, s.event, s.first_day, s.ends_on,
	   s.year_starts_on, s.hours_worked, s.leave_taken, s.leave_accrued, s.hours_paid,
	   s.hours_difference, s.amount, s.owed_to_employee, s.final_salary,
	   s.taken_from_final_salary, s.final_pay, s.left_to_reclaim, s.timesheets_missing,
	   s.unknown, s.provisional OR s.ends_on > settlement_report.as_of AS provisional
-- at most a year back and ahead, on days that calendars know
FROM  (SELECT CASE WHEN bradford.require_known_day(settlement_report.as_of)
				   THEN settlement_report.as_of END AS day) d
CROSS  JOIN LATERAL @hr@.settlement_report(
			greatest((d.day - interval '1 year')::date + 1, lower(bradford.known_days())),
			least((d.day + interval '1 year')::date, upper(bradford.known_days()) - 1)) s
WHERE  s.ends_on <= settlement_report.as_of
OR     s.event <> 'year end' AND s.first_day <= settlement_report.as_of;
END;
COMMENT ON FUNCTION @hr@.settlement_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.settlement_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.settlement_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.settlement_report IS
	'Settlements of annualised-hours and term-time accounts that ended in the twelve months up to '
	'the day, and of those whose end by leaving or other terms is known: hours worked less hours '
	'paid (PAY-5, PAY-8). There is no amount if a timesheet or a term is not known.';
COMMENT ON COLUMN @hr@.settlement_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.settlement_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.settlement_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.settlement_report.post IS 'Post';
COMMENT ON COLUMN @hr@.settlement_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.settlement_report.event IS
	'leaving, year end, or other terms, which follow in the same post at once';
COMMENT ON COLUMN @hr@.settlement_report.first_day IS 'First day of the account';
COMMENT ON COLUMN @hr@.settlement_report.ends_on IS 'Last day of the account, which is settled';
COMMENT ON COLUMN @hr@.settlement_report.year_starts_on IS
	'First day of the contract year (PAY-2)';
COMMENT ON COLUMN @hr@.settlement_report.hours_worked IS
	'Hours worked in the year, by the timesheets';
COMMENT ON COLUMN @hr@.settlement_report.leave_taken IS
	'Hours of leave taken in the year, by the timesheets';
COMMENT ON COLUMN @hr@.settlement_report.leave_accrued IS
	'Leave of the account: for term-time terms by working time (PAY-9), otherwise by hours_paid';
COMMENT ON COLUMN @hr@.settlement_report.hours_paid IS
	'Hours that the equal monthly pay of the account has paid for (PAY-4)';
COMMENT ON COLUMN @hr@.settlement_report.hours_difference IS
	'hours_worked + leave_accrued - hours_paid; leave taken counts as worked';
COMMENT ON COLUMN @hr@.settlement_report.amount IS
	'hours_difference at the substantive rate of the last day; negative if more was paid than '
	'worked';
COMMENT ON COLUMN @hr@.settlement_report.owed_to_employee IS
	'Part of amount that is paid to the employee';
COMMENT ON COLUMN @hr@.settlement_report.final_salary IS
	'Salary of a leaver''s last month in the post, under all terms of that month';
COMMENT ON COLUMN @hr@.settlement_report.taken_from_final_salary IS
	'Part of final_salary that is kept back (PAY-8)';
COMMENT ON COLUMN @hr@.settlement_report.final_pay IS
	'What a leaver is paid: final_salary and the settlement';
COMMENT ON COLUMN @hr@.settlement_report.left_to_reclaim IS
	'What is left to reclaim, or at a year''s end to be made up in hours (PAY-5, PAY-8)';
COMMENT ON COLUMN @hr@.settlement_report.timesheets_missing IS
	'Months of the account whose hours are not known';
COMMENT ON COLUMN @hr@.settlement_report.unknown IS
	'What is not known, so that there is no amount; none: all is known';
COMMENT ON COLUMN @hr@.settlement_report.provisional IS
	'The figures may change: ends_on is still to come, or something is not known';

ALTER FUNCTION @hr@.settlement_report(date, date) DEPENDS ON EXTENSION bradford;
ALTER FUNCTION @hr@.settlement_report(date) DEPENDS ON EXTENSION bradford;
