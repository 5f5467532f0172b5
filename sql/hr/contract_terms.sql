CREATE OR REPLACE FUNCTION @hr@.contract_terms()
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	first_day date,
	last_day date,
	by_the_year boolean,
	weekly_hours numeric,
	full_time_hours numeric,
	least_weekly_hours numeric,
	most_weekly_hours numeric,
	working_time datemultirange,
	calendar bradford.calendar,
	year_from date,
	annual_hours numeric,
	leave_hours numeric,
	annual_salary numeric,
	hourly_rate numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.service_area, e.manager_id, c.post, c.kind, c.first_day, c.last_day,
	   y.by_the_year, c.weekly_hours, c.full_time_hours, c.least_weekly_hours, c.most_weekly_hours,
	   COALESCE(c.working_time, '{(,)}') AS working_time, c.calendar,
	   y.year_from, h.annual_hours,
	   COALESCE(c.leave_hours, t.leave_weeks * c.weekly_hours) AS leave_hours,
	   bradford.pro_rata(c.full_time_salary, h.annual_hours, h.full_time_hours, 0.01)
			AS annual_salary,
	   c.full_time_salary / h.full_time_hours AS hourly_rate
FROM   @hr@.employee e
JOIN   @hr@.contract c ON c.employee_id = e.employee_id
CROSS  JOIN LATERAL (
	SELECT c.kind IN ('annualised hours', 'term-time') AS by_the_year,
		   -- PAY-2: a start of the year after the first day is counted back by whole years
		   CASE WHEN c.year_starts_on > c.first_day
				THEN (c.year_starts_on - make_interval(years => 1
						+ (extract(year FROM c.year_starts_on)
						   - extract(year FROM c.first_day))::integer))::date
				ELSE COALESCE(c.year_starts_on, c.first_day) END AS year_from) y
-- PAY-9, PAY-10: the steps of term-time contracts; other kinds give no hours and get no result
CROSS  JOIN LATERAL bradford.term_time(CASE WHEN c.kind = 'term-time' THEN c.weekly_hours END,
									   c.weeks_at_work, c.wte_weeks, c.wte_leave_weeks) t
-- PAY-3, PAY-10: hours of a year as agreed, or by those steps, or else by the week; and those of
-- the post when full-time
CROSS  JOIN LATERAL (
	SELECT COALESCE(CASE WHEN y.by_the_year THEN COALESCE(c.annual_hours, t.annual_hours) END,
					c.weekly_hours * bradford.weeks_in_year()) AS annual_hours,
		   c.full_time_hours * bradford.weeks_in_year() AS full_time_hours) h
WHERE  c.last_day IS NULL OR c.last_day >= c.first_day;
END;
COMMENT ON FUNCTION @hr@.contract_terms() IS 'The view of this name.';

CREATE OR REPLACE VIEW @hr@.contract_terms WITH (security_invoker = true) AS
SELECT * FROM @hr@.contract_terms();
COMMENT ON VIEW @hr@.contract_terms IS
	'What each contract comes to in a year: hours, leave, salary and hourly rate. The pay '
	'reports read it.';
COMMENT ON COLUMN @hr@.contract_terms.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.contract_terms.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.contract_terms.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.contract_terms.post IS 'Post';
COMMENT ON COLUMN @hr@.contract_terms.kind IS
	'full-time, part-time, annualised hours, term-time or job share';
COMMENT ON COLUMN @hr@.contract_terms.first_day IS 'First day of these terms';
COMMENT ON COLUMN @hr@.contract_terms.last_day IS 'Last day of these terms';
COMMENT ON COLUMN @hr@.contract_terms.by_the_year IS
	'Hours are fixed for the year: annualised hours or term-time';
COMMENT ON COLUMN @hr@.contract_terms.weekly_hours IS 'Contracted hours a week';
COMMENT ON COLUMN @hr@.contract_terms.full_time_hours IS 'Hours a week of the post when full-time';
COMMENT ON COLUMN @hr@.contract_terms.least_weekly_hours IS
	'Least hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract_terms.most_weekly_hours IS
	'Most hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract_terms.working_time IS
	'Days outside contracted time off (PAY-7, PAY-13)';
COMMENT ON COLUMN @hr@.contract_terms.calendar IS 'Working days under the contract';
COMMENT ON COLUMN @hr@.contract_terms.year_from IS
	'First day of a contract year, on or before first_day (PAY-2)';
COMMENT ON COLUMN @hr@.contract_terms.annual_hours IS
	'Hours paid in a contract year: as agreed, by the term-time steps, or by the week (PAY-3, '
	'PAY-10)';
COMMENT ON COLUMN @hr@.contract_terms.leave_hours IS
	'Leave of a contract year in hours: as agreed, or by the term-time steps (PAY-9)';
COMMENT ON COLUMN @hr@.contract_terms.annual_salary IS
	'Salary of a year pro rata to the hours, to the penny (PAY-1)';
COMMENT ON COLUMN @hr@.contract_terms.hourly_rate IS 'Substantive hourly rate (PAY-6)';

ALTER FUNCTION @hr@.contract_terms() DEPENDS ON EXTENSION bradford;
