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
	   trim_scale(round(k.annual_hours, 2)) AS annual_hours, trim_scale(round(k.leave_hours, 2)) AS leave_hours,
	   CASE WHEN y.contract_year <@ daterange('1995-01-01', '2099-01-01')
			THEN trim_scale(bradford.bank_holiday_hours(k.calendar, k.working_time * y.contract_year::datemultirange, k.weekly_hours, k.full_time_hours, NULL, 0.01)) END AS bank_holiday_hours,
	   t.hours_worked, t.leave_taken, trim_scale(round(l.hours_left, 2)) AS hours_left, trim_scale(round(k.leave_hours - t.leave_taken, 2)) AS leave_left,
	   round(l.expected, 2) AS expected, round(t.hours_worked - l.expected, 2) AS ahead, round(d.left_days / 7.0, 2) AS weeks_left,
	   round(l.hours_a_week, 2) AS hours_a_week,
	   CASE WHEN l.hours_a_week > k.most_weekly_hours THEN 'above' WHEN l.hours_a_week < k.least_weekly_hours THEN 'below'
			WHEN l.hours_a_week IS NOT NULL AND num_nonnulls(k.least_weekly_hours, k.most_weekly_hours) > 0 THEN 'within' END AS weekly_limits,
	   round(l.hours_left * k.hourly_rate, 2) AS worth, greatest(0, n.months_due - t.months)::integer AS timesheets_missing
FROM   @hr@.contract_terms() k
CROSS  JOIN LATERAL (
	SELECT bradford.contract_year(k.year_from, as_of) AS contract_year
	WHERE  k.by_the_year AND isfinite(k.year_from) AND k.first_day <= as_of AND COALESCE(k.last_day, 'infinity') >= as_of
	OFFSET 0) y
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(t.hours_worked), 0) AS hours_worked, COALESCE(sum(t.leave_taken), 0) AS leave_taken, count(*) AS months,
		   greatest(lower(y.contract_year), (max(date_trunc('month', t.month::timestamp)) + interval '1 month')::date) AS told_to
	FROM   @hr@.timesheet t
	WHERE  t.employee_id = k.employee_id AND t.post = k.post AND t.month <= as_of
	AND    t.month >= date_trunc('month', lower(y.contract_year)::timestamp) AND t.month < date_trunc('month', upper(y.contract_year)::timestamp)
	OFFSET 0) t
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(upper(r.days) - lower(r.days)), 0) AS all_days,
		   COALESCE(sum(upper(r.days) - greatest(lower(r.days), t.told_to)) FILTER (WHERE upper(r.days) > t.told_to), 0) AS left_days
	FROM   unnest(k.working_time * y.contract_year::datemultirange) AS r(days)
	OFFSET 0) d
CROSS  JOIN LATERAL (
	SELECT count(*) AS months_due
	FROM  (SELECT min(o.first_day) AS first_day FROM @hr@.contract o
		   WHERE  o.employee_id = k.employee_id AND o.post = k.post AND COALESCE(o.last_day, 'infinity') >= lower(y.contract_year)) f
	CROSS  JOIN generate_series(date_trunc('month', greatest(lower(y.contract_year), f.first_day)::timestamp), as_of::timestamp - interval '1 month', interval '1 month') AS g(month)
	WHERE  g.month < date_trunc('month', upper(y.contract_year)::timestamp)
	OFFSET 0) n
CROSS  JOIN LATERAL (
	SELECT h.hours_left, h.to_work * (d.all_days - d.left_days) / nullif(d.all_days, 0) AS expected, h.hours_left * 7 / nullif(d.left_days, 0) AS hours_a_week
	FROM  (SELECT k.annual_hours - COALESCE(k.leave_hours, 0) AS to_work, k.annual_hours - COALESCE(k.leave_hours, 0) - t.hours_worked AS hours_left) h
	OFFSET 0) l;
END;
COMMENT ON FUNCTION @hr@.annual_hours_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.annual_hours_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.annual_hours_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.annual_hours_report IS
	'Hours left: one row per annualised-hours or term-time contract in force on the day, with '
	'where its year stands (PAY-2, PAY-3, PAY-5) and whether what is left fits the weekly '
	'limits that were agreed (PAY-16).';
COMMENT ON COLUMN @hr@.annual_hours_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.annual_hours_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.annual_hours_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.annual_hours_report.post IS 'Post';
COMMENT ON COLUMN @hr@.annual_hours_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.annual_hours_report.contract_year IS 'The employee''s own year (PAY-2)';
COMMENT ON COLUMN @hr@.annual_hours_report.annual_hours IS
	'Hours paid in the year, leave and bank holidays included (PAY-3)';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_hours IS 'Those that are leave';
COMMENT ON COLUMN @hr@.annual_hours_report.bank_holiday_hours IS
	'Bank holidays of the year in working time, pro rata (PAY-13); leave_hours includes them';
COMMENT ON COLUMN @hr@.annual_hours_report.hours_worked IS 'Worked by the timesheets so far';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_taken IS 'Leave taken by the timesheets so far';
COMMENT ON COLUMN @hr@.annual_hours_report.hours_left IS
	'Still to be worked: annual_hours - leave_hours - hours_worked (PAY-5)';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_left IS 'Leave still to be taken';
COMMENT ON COLUMN @hr@.annual_hours_report.expected IS
	'Hours that would have been worked by the last timesheet if they were spread evenly over '
	'the working time';
COMMENT ON COLUMN @hr@.annual_hours_report.ahead IS 'hours_worked - expected, negative if behind';
COMMENT ON COLUMN @hr@.annual_hours_report.weeks_left IS
	'Weeks of working time after the last timesheet';
COMMENT ON COLUMN @hr@.annual_hours_report.hours_a_week IS 'hours_left spread over weeks_left';
COMMENT ON COLUMN @hr@.annual_hours_report.weekly_limits IS
	'within, below or above the hours a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.annual_hours_report.worth IS
	'hours_left at the substantive rate: what would be reclaimed, or made up, if the year '
	'ended so (PAY-5)';
COMMENT ON COLUMN @hr@.annual_hours_report.timesheets_missing IS
	'Months of the year that are over without a timesheet';

ALTER FUNCTION @hr@.annual_hours_report(date) DEPENDS ON EXTENSION bradford;
