CREATE OR REPLACE FUNCTION @hr@.annual_hours_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	year_starts_on date,
	first_day date,
	last_day date,
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
	timesheets_missing integer,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT a.employee_id, a.service_area, a.manager_id, a.post, a.kind, a.year_starts_on, a.first_day,
	   a.last_day, trim_scale(round(a.annual_hours, 2)) AS annual_hours,
	   trim_scale(round(a.leave_hours, 2)) AS leave_hours,
	   trim_scale(b.hours) AS bank_holiday_hours, a.hours_worked, a.leave_taken,
	   trim_scale(round(h.hours_left, 2)) AS hours_left,
	   trim_scale(round(a.leave_hours - a.leave_taken, 2)) AS leave_left,
	   round(h.expected, 2) AS expected, round(a.hours_worked - h.expected, 2) AS ahead,
	   round(d.left_days / 7.0, 2) AS weeks_left, round(h.hours_a_week, 2) AS hours_a_week,
	   -- PAY-16
	   CASE WHEN h.hours_a_week > a.most_weekly_hours THEN 'above'
			WHEN h.hours_a_week < a.least_weekly_hours THEN 'below'
			WHEN h.hours_a_week IS NOT NULL
				 AND num_nonnulls(a.least_weekly_hours, a.most_weekly_hours) > 0
			THEN 'within' END AS weekly_limits,
	   CASE WHEN a.timesheets_missing = 0
			THEN round(h.hours_left * a.full_time_salary / a.full_time_annual_hours, 2)
	   END AS worth,
	   a.timesheets_missing, COALESCE(a.unknown, a.working_time_unknown) AS unknown
FROM   @hr@.hours_account(annual_hours_report.as_of, annual_hours_report.as_of) a
-- the days of working time in the account, and those that come after the timesheets
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(upper(r.days) - lower(r.days)), 0) AS all_days,
		   COALESCE(sum(greatest(0, upper(r.days) - greatest(lower(r.days), a.told_to))), 0)
				AS left_days
	FROM   unnest(a.working_time) AS r(days)) d
-- PAY-13: if calendars know the days
CROSS  JOIN LATERAL (
	SELECT sum(bradford.bank_holiday_hours(k.calendar, k.working_time * w.days, k.weekly_hours,
					k.full_time_hours, NULL, 0.01)) AS hours
	FROM  (SELECT daterange(a.first_day, a.last_day, '[]')::datemultirange AS days) w
	JOIN   @hr@.contract_terms() k ON k.employee_id = a.employee_id AND k.post = a.post
	WHERE  k.working_time && w.days AND k.weekly_hours <= k.full_time_hours
	AND    w.days <@ bradford.known_days()) b
-- PAY-3, PAY-5: paid hours that are leave are not worked
CROSS  JOIN LATERAL (SELECT a.annual_hours - a.leave_hours AS to_work) w
CROSS  JOIN LATERAL (
	SELECT w.to_work - a.hours_worked AS hours_left,
		   k.to_work * (d.all_days - d.left_days) / nullif(d.all_days, 0) AS expected,
		   (k.to_work - a.hours_worked) * 7 / nullif(d.left_days, 0) AS hours_a_week
	-- they need the working time of all the year
	FROM  (SELECT CASE WHEN a.working_time_unknown IS NULL THEN w.to_work END AS to_work) k) h
WHERE  bradford.require_known_day(annual_hours_report.as_of);
END;
COMMENT ON FUNCTION @hr@.annual_hours_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.annual_hours_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.annual_hours_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.annual_hours_report IS
	'Hours left: one row per hours account that runs on the day. It shows where the contract '
	'year, or the part of it under contract, stands (PAY-2, PAY-3, PAY-5) and whether the hours '
	'left fit the weekly limits that were agreed (PAY-16).';
COMMENT ON COLUMN @hr@.annual_hours_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.annual_hours_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.annual_hours_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.annual_hours_report.post IS 'Post';
COMMENT ON COLUMN @hr@.annual_hours_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.annual_hours_report.year_starts_on IS
	'First day of the contract year, from the employee''s own start (PAY-2)';
COMMENT ON COLUMN @hr@.annual_hours_report.first_day IS
	'First day of the account: of the year, or of the employment if that is later';
COMMENT ON COLUMN @hr@.annual_hours_report.last_day IS
	'Last day of the account: of the year, or of these terms if their end is known';
COMMENT ON COLUMN @hr@.annual_hours_report.annual_hours IS
	'Hours paid in the account, leave and bank holidays included (PAY-3)';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_hours IS
	'Leave of the account in hours, bank holidays included';
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
	'hours_left at the substantive rate, in pounds: what is at stake if the year ended now '
	'(PAY-5); none if timesheets are missing';
COMMENT ON COLUMN @hr@.annual_hours_report.timesheets_missing IS
	'Past months of the account whose hours are not known';
COMMENT ON COLUMN @hr@.annual_hours_report.unknown IS
	'What is not known of the terms or the timesheets; none: all is known';

ALTER FUNCTION @hr@.annual_hours_report(date) DEPENDS ON EXTENSION bradford;
