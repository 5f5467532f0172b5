CREATE OR REPLACE FUNCTION @hr@.annual_hours_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	contract_year daterange,
	annual_hours numeric,
	leave_hours numeric,
	bank_holiday_hours numeric,
	hours_worked numeric,
	leave_taken numeric,
	hours_left numeric,
	leave_left numeric,
	expected numeric,
	ahead numeric,
	weeks_left numeric,
	hours_a_week numeric,
	weekly_limits text,
	worth numeric,
	timesheets_missing integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT k.employee_id, k.service_area, k.manager_id, k.post, k.kind, y.contract_year,
	   trim_scale(round(k.annual_hours, 2)) AS annual_hours,
	   trim_scale(round(k.leave_hours, 2)) AS leave_hours,
	   -- PAY-13: if calendars know the whole year
	   CASE WHEN y.contract_year <@ bradford.known_days()
			THEN trim_scale(bradford.bank_holiday_hours(
					k.calendar, k.working_time * y.contract_year::datemultirange,
					k.weekly_hours, k.full_time_hours, NULL, 0.01)) END AS bank_holiday_hours,
	   t.hours_worked, t.leave_taken, trim_scale(round(h.hours_left, 2)) AS hours_left,
	   trim_scale(round(k.leave_hours - t.leave_taken, 2)) AS leave_left,
	   round(h.expected, 2) AS expected, round(t.hours_worked - h.expected, 2) AS ahead,
	   round(d.left_days / 7.0, 2) AS weeks_left, round(h.hours_a_week, 2) AS hours_a_week,
	   -- PAY-16
	   CASE WHEN h.hours_a_week > k.most_weekly_hours THEN 'above'
			WHEN h.hours_a_week < k.least_weekly_hours THEN 'below'
			WHEN h.hours_a_week IS NOT NULL
				 AND num_nonnulls(k.least_weekly_hours, k.most_weekly_hours) > 0
			THEN 'within' END AS weekly_limits,
	   round(h.hours_left * k.hourly_rate, 2) AS worth,
	   greatest(0, n.months_due - t.months)::integer AS timesheets_missing
FROM   @hr@.contract_terms() k
-- PAY-2: the contract year that holds the day; a month belongs to the year that holds its last day
CROSS  JOIN LATERAL bradford.contract_year(k.year_from, as_of) AS y(contract_year)
CROSS  JOIN LATERAL (
	SELECT date_trunc('month', lower(y.contract_year)::timestamp) AS first_month,
		   date_trunc('month', upper(y.contract_year)::timestamp) AS next_year) m
-- what the timesheets say, and up to which day
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(t.hours_worked), 0) AS hours_worked,
		   COALESCE(sum(t.leave_taken), 0) AS leave_taken, count(*) AS months,
		   greatest(lower(y.contract_year), (max(date_trunc('month', t.month::timestamp))
											 + interval '1 month')::date) AS told_to
	FROM   @hr@.timesheet t
	WHERE  t.employee_id = k.employee_id AND t.post = k.post AND t.month <= as_of
	AND    t.month >= m.first_month AND t.month < m.next_year) t
-- the days of working time in the year, and those that come after the timesheets
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(upper(r.days) - lower(r.days)), 0) AS all_days,
		   COALESCE(sum(greatest(0, upper(r.days) - greatest(lower(r.days), t.told_to))), 0)
				AS left_days
	FROM   unnest(k.working_time * y.contract_year::datemultirange) AS r(days)) d
-- the months of the year that are over, from the first in this post on
CROSS  JOIN LATERAL (
	SELECT count(*) AS months_due
	FROM  (
		SELECT date_trunc('month', min(o.first_day)::timestamp) AS first_month
		FROM   @hr@.contract o
		WHERE  o.employee_id = k.employee_id AND o.post = k.post
		AND    COALESCE(o.last_day, 'infinity') >= lower(y.contract_year)) o
	CROSS  JOIN generate_series(greatest(m.first_month, o.first_month),
								least(as_of, m.next_year) - interval '1 month',
								interval '1 month')) n
-- PAY-3, PAY-5: paid hours that are leave are not worked
CROSS  JOIN LATERAL (SELECT k.annual_hours - COALESCE(k.leave_hours, 0) AS to_work) w
CROSS  JOIN LATERAL (
	SELECT w.to_work - t.hours_worked AS hours_left,
		   w.to_work * (d.all_days - d.left_days) / nullif(d.all_days, 0) AS expected,
		   (w.to_work - t.hours_worked) * 7 / nullif(d.left_days, 0) AS hours_a_week) h
WHERE  k.by_the_year AND isfinite(k.year_from)
AND    k.first_day <= as_of AND COALESCE(k.last_day, 'infinity') >= as_of;
END;
COMMENT ON FUNCTION @hr@.annual_hours_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.annual_hours_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.annual_hours_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.annual_hours_report IS
	'Hours left: one row per annualised-hours or term-time contract in force on the day. It '
	'shows where the contract year stands (PAY-2, PAY-3, PAY-5) and whether the hours left fit '
	'the weekly limits that were agreed (PAY-16).';
COMMENT ON COLUMN @hr@.annual_hours_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.annual_hours_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.annual_hours_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.annual_hours_report.post IS 'Post';
COMMENT ON COLUMN @hr@.annual_hours_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.annual_hours_report.contract_year IS
	'Contract year that holds the day, from the employee''s own start (PAY-2)';
COMMENT ON COLUMN @hr@.annual_hours_report.annual_hours IS
	'Hours paid in the year, leave and bank holidays included (PAY-3)';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_hours IS
	'Leave of the year in hours, bank holidays included';
COMMENT ON COLUMN @hr@.annual_hours_report.bank_holiday_hours IS
	'Bank holidays in working time, pro rata; part of leave_hours (PAY-13)';
COMMENT ON COLUMN @hr@.annual_hours_report.hours_worked IS 'Hours worked so far, by the timesheets';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_taken IS
	'Hours of leave taken so far, by the timesheets';
COMMENT ON COLUMN @hr@.annual_hours_report.hours_left IS
	'Still to be worked: annual_hours - leave_hours - hours_worked (PAY-5)';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_left IS 'Leave still to be taken';
COMMENT ON COLUMN @hr@.annual_hours_report.expected IS
	'Hours due by the last timesheet if work is spread evenly over the working time';
COMMENT ON COLUMN @hr@.annual_hours_report.ahead IS 'hours_worked - expected; negative if behind';
COMMENT ON COLUMN @hr@.annual_hours_report.weeks_left IS
	'Weeks of working time after the last timesheet';
COMMENT ON COLUMN @hr@.annual_hours_report.hours_a_week IS 'hours_left spread over weeks_left';
COMMENT ON COLUMN @hr@.annual_hours_report.weekly_limits IS
	'within, below or above the hours a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.annual_hours_report.worth IS
	'hours_left at the substantive rate, in pounds: what is at stake if the year ended now (PAY-5)';
COMMENT ON COLUMN @hr@.annual_hours_report.timesheets_missing IS
	'Months of the year that are over and have no timesheet';
