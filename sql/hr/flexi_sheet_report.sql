CREATE OR REPLACE FUNCTION @hr@.flexi_sheet_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	first_day date,
	last_day date,
	line text,
	day date,
	times text,
	attended interval,
	cut_by_bandwidth interval,
	cut_by_lunch interval,
	cut_by_rounding interval,
	off text,
	credited_off interval,
	credited interval,
	standard interval,
	difference interval,
	brought_forward interval,
	balance interval,
	carried interval,
	taken interval,
	beyond interval,
	core_missed interval,
	lunch_over interval,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT b.employee_id, b.name, b.service_area, b.manager_id, b.first_day, b.last_day,
	   x.line, x.day, x.times, x.attended, x.cut_by_bandwidth, x.cut_by_lunch, x.cut_by_rounding,
	   x.off, x.credited_off, x.credited, x.standard, x.credited - x.standard AS difference,
	   x.brought_forward, x.balance, x.carried, x.taken, x.beyond, x.core_missed, x.lunch_over,
	   x.unknown
FROM   @hr@.flexi_balance_report(flexi_sheet_report.as_of) b
CROSS  JOIN LATERAL (
	-- each day by itself, and each week, which is signed by itself (7.5.3)
	SELECT CASE WHEN grouping(s.day) = 0 THEN 'day' ELSE 'week' END AS line, max(s.day) AS day,
		   CASE WHEN grouping(s.day) = 0 THEN min(s.times) END AS times,
		   sum(s.attended) AS attended,
		   sum(s.cut_by_bandwidth) AS cut_by_bandwidth, sum(s.cut_by_lunch) AS cut_by_lunch,
		   sum(s.cut_by_rounding) AS cut_by_rounding,
		   CASE WHEN grouping(s.day) = 0 THEN min(s.off) END AS off,
		   sum(s.credited_off) AS credited_off,
		   CASE WHEN count(s.unknown) = 0 THEN sum(s.credited) END AS credited,
		   sum(s.standard) AS standard, NULL::interval AS brought_forward,
		   (array_agg(s.balance ORDER BY s.day DESC))[1] AS balance,
		   NULL::interval AS carried, NULL::interval AS taken, NULL::interval AS beyond,
		   sum(s.core_missed) AS core_missed,
		   CASE WHEN grouping(s.day) = 0 THEN sum(s.lunch_over) END AS lunch_over,
		   CASE WHEN grouping(s.day) = 0 THEN min(s.unknown) ELSE min(s.unknown || ' on ' || s.day)
		   END AS unknown
	FROM  (
		SELECT d.day, d.day - extract(isodow FROM d.day)::integer AS week, (
					SELECT string_agg(to_char(lower(r.time), 'HH24:MI-') || CASE
								WHEN upper(r.time) = d.day + 1 THEN '24:00'
								ELSE to_char(upper(r.time), 'HH24:MI') END,
								', ' ORDER BY r.time)
					FROM   unnest(d.worked) AS r(time)) AS times,
			   d.attended, d.cut_by_bandwidth, d.cut_by_lunch, d.cut_by_rounding, d.off,
			   d.credited_off, d.credited, d.standard,
			   CASE WHEN count(d.unknown) OVER so_far = 0
					THEN b.brought_forward + sum(d.credited - d.standard) OVER so_far
					END AS balance,
			   d.core_missed, d.lunch_over, d.unknown
		FROM   @hr@.flexi_day(flexi_sheet_report.as_of) d
		WHERE  d.employee_id = b.employee_id AND d.first_day = b.first_day
		AND    d.service_area IS NOT DISTINCT FROM b.service_area
		AND    d.manager_id IS NOT DISTINCT FROM b.manager_id AND d.name IS NOT DISTINCT FROM b.name
		WINDOW so_far AS (ORDER BY d.day)) s
	GROUP  BY GROUPING SETS ((s.week, s.day), (s.week))
	UNION  ALL
	SELECT 'period', NULL AS day, NULL AS times, b.attended, b.cut_by_bandwidth, b.cut_by_lunch,
		   b.cut_by_rounding, NULL AS off, b.credited_off, b.credited, b.standard,
		   b.brought_forward, b.balance, b.carried, b.taken, b.beyond, b.core_missed,
		   NULL AS lunch_over, b.unknown) x
WHERE  b.last_day >= flexi_sheet_report.as_of
AND    bradford.require_known_day(flexi_sheet_report.as_of);
END;
COMMENT ON FUNCTION @hr@.flexi_sheet_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.flexi_sheet_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.flexi_sheet_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.flexi_sheet_report IS
	'The flexi-time sheet (004, Appendix 2): one row per person and day of the accounting period '
	'that holds the day, one for each week, and a last one for the period with its foot.';
COMMENT ON COLUMN @hr@.flexi_sheet_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.flexi_sheet_report.name IS 'Name';
COMMENT ON COLUMN @hr@.flexi_sheet_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.flexi_sheet_report.first_day IS 'First day of the period';
COMMENT ON COLUMN @hr@.flexi_sheet_report.last_day IS 'Last day of the period';
COMMENT ON COLUMN @hr@.flexi_sheet_report.line IS
	'day, week (the total of a week), or period (the foot of the sheet)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.day IS
	'Day; for a week, its last day on the sheet; none at the foot';
COMMENT ON COLUMN @hr@.flexi_sheet_report.times IS
	'When they came and went, such as 08:15-12:45, 13:30-17:10';
COMMENT ON COLUMN @hr@.flexi_sheet_report.attended IS 'Time at work';
COMMENT ON COLUMN @hr@.flexi_sheet_report.cut_by_bandwidth IS 'Time outside the bandwidth (FX-1)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.cut_by_lunch IS
	'Time cut because lunch was shorter than the least (FX-3)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.cut_by_rounding IS
	'Time that the blocks take; below 0 if they add time (FX-4)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.off IS
	'Contracted time off, bank holiday, absence, leave and time off of the day';
COMMENT ON COLUMN @hr@.flexi_sheet_report.credited_off IS
	'Credited for bank holiday, absence and leave';
COMMENT ON COLUMN @hr@.flexi_sheet_report.credited IS
	'Credited in all: attended less the three cuts, plus credited_off; at the foot the total hours '
	'for the period';
COMMENT ON COLUMN @hr@.flexi_sheet_report.standard IS
	'Standard day; at the foot the standard hours of the period, or of the days so far (FX-5)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.difference IS 'credited - standard';
COMMENT ON COLUMN @hr@.flexi_sheet_report.brought_forward IS
	'At the foot: balance brought forward (FX-6)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.balance IS
	'Running balance after the day or week; at the foot brought_forward + difference';
COMMENT ON COLUMN @hr@.flexi_sheet_report.carried IS
	'At the foot: balance to carry forward, within the cap (FX-6)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.taken IS 'At the foot: credit that the cap takes';
COMMENT ON COLUMN @hr@.flexi_sheet_report.beyond IS 'At the foot: debit below the cap';
COMMENT ON COLUMN @hr@.flexi_sheet_report.core_missed IS 'Core time missed without time off (FX-2)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.lunch_over IS
	'Time by which lunch was longer than the most (FX-3)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.unknown IS 'What is not known; none: all is known';

ALTER FUNCTION @hr@.flexi_sheet_report(date) DEPENDS ON EXTENSION bradford;
