CREATE OR REPLACE FUNCTION @hr@.timesheet_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.timesheet.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.timesheet.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	month date,
	year_starts_on date,
	a numeric,
	b numeric,
	c numeric,
	d numeric,
	e numeric,
	f numeric,
	g numeric,
	h numeric,
	i numeric,
	j numeric,
	extra_hours numeric,
	date_of_leaving date,
	received_on date,
	timesheets_missing integer,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT x.employee_id, x.service_area, x.manager_id, x.post, x.kind, x.month, x.year_starts_on,
	   trim_scale(round((x.lines).a, 2)) AS a, (x.lines).b, (x.lines).c, (x.lines).d,
	   trim_scale(round((x.lines).e, 2)) AS e, trim_scale(round((x.lines).f, 2)) AS f,
	   (x.lines).g, (x.lines).h, (x.lines).i, trim_scale(round((x.lines).j, 2)) AS j,
	   x.extra_hours, x.date_of_leaving, x.received_on, x.timesheets_missing, x.unknown
FROM  (
	SELECT t.employee_id, k.service_area, k.manager_id, t.post, k.kind, t.month, k.year_starts_on,
		   t.extra_hours, t.received_on,
		   CASE WHEN k.ends <> 'year end' AND t.month >= k.last_month THEN k.last_day END
				AS date_of_leaving,
		   -- PAY-15: the lines as they stand after the month
		   bradford.annual_balance(k.annual_hours, k.leave_hours, t.month, h.hours_worked,
								   h.leave_taken) OVER so_far AS lines,
		   (m.months - count(*) FILTER (WHERE num_nulls(h.hours_worked, h.leave_taken) = 0)
				OVER so_far)::integer AS timesheets_missing,
		   k.unknown
	FROM   @hr@.hours_account('-infinity', timesheet_report.as_of) k
	JOIN   @hr@.timesheet t ON t.employee_id = k.employee_id AND t.post = k.post
		   AND t.month BETWEEN k.first_month AND (k.last_month + interval '1 month')::date - 1
	CROSS  JOIN LATERAL (
		SELECT bradford.if_between(t.hours_worked, 0, 744) AS hours_worked,
			   bradford.if_between(t.leave_taken, 0, 744) AS leave_taken) h
	CROSS  JOIN LATERAL (
		SELECT 1 + 12 * (extract(year FROM t.month) - extract(year FROM k.first_month))
			   + extract(month FROM t.month) - extract(month FROM k.first_month) AS months) m
	WHERE  t.month <= timesheet_report.as_of
	AND    bradford.require_known_day(timesheet_report.as_of)
	-- service area and manager are in the window, so that a condition on them reaches the tables
	WINDOW so_far AS (PARTITION BY t.employee_id, k.service_area, k.manager_id, t.post, k.first_day
					  ORDER BY t.month)) x;
END;
COMMENT ON FUNCTION @hr@.timesheet_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.timesheet_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.timesheet_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.timesheet_report IS
	'Timesheets of annualised-hours and term-time contracts: one row per contract and month, '
	'with lines a to j of the form after that month (PAY-15). The month in which a contract '
	'year begins belongs to that year as a whole (PAY-2). If somebody leaves in it before the '
	'year begins, it belongs to the year that ends.';
COMMENT ON COLUMN @hr@.timesheet_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.timesheet_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.timesheet_report.manager_id IS
	'Payroll number of the manager, who keeps the timesheets';
COMMENT ON COLUMN @hr@.timesheet_report.post IS 'Post';
COMMENT ON COLUMN @hr@.timesheet_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.timesheet_report.month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.timesheet_report.year_starts_on IS 'Start of the contract year (PAY-15)';
COMMENT ON COLUMN @hr@.timesheet_report.a IS
	'Line a: hours of the contract year, or of the part of it under contract';
COMMENT ON COLUMN @hr@.timesheet_report.b IS 'Line b: hours brought forward from earlier months';
COMMENT ON COLUMN @hr@.timesheet_report.c IS 'Line c: hours worked in this month';
COMMENT ON COLUMN @hr@.timesheet_report.d IS 'Line d: b + c';
COMMENT ON COLUMN @hr@.timesheet_report.e IS
	'Line e: hours remaining, a - d; negative if more were worked';
COMMENT ON COLUMN @hr@.timesheet_report.f IS
	'Line f: leave entitlement in hours, for the same time as line a';
COMMENT ON COLUMN @hr@.timesheet_report.g IS 'Line g: leave brought forward from earlier months';
COMMENT ON COLUMN @hr@.timesheet_report.h IS 'Line h: leave taken in this month';
COMMENT ON COLUMN @hr@.timesheet_report.i IS 'Line i: g + h';
COMMENT ON COLUMN @hr@.timesheet_report.j IS
	'Line j: leave remaining, f - i; negative if more was taken';
COMMENT ON COLUMN @hr@.timesheet_report.extra_hours IS
	'Hours outside the annual hours, paid in the month (PAY-6)';
COMMENT ON COLUMN @hr@.timesheet_report.date_of_leaving IS
	'Last day of the contract, on its final timesheet';
COMMENT ON COLUMN @hr@.timesheet_report.received_on IS 'Day on which the timesheet came in';
COMMENT ON COLUMN @hr@.timesheet_report.timesheets_missing IS
	'Months of the account up to this one whose hours are not known and are not in the lines';
COMMENT ON COLUMN @hr@.timesheet_report.unknown IS
	'What is not known of the terms; none: all is known';

ALTER FUNCTION @hr@.timesheet_report(date) DEPENDS ON EXTENSION bradford;
