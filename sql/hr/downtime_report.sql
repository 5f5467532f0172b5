CREATE OR REPLACE FUNCTION @hr@.downtime_report(
	as_of date, years integer DEFAULT 1, period text DEFAULT 'year')
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	period text,
	first_day date,
	last_day date,
	option text,
	times bigint,
	hours numeric,
	last_on date,
	systems text,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, x.period, x.first_day, x.last_day,
	   x.option, x.times, round(x.seconds / 3600, 2) AS hours, x.last_on, x.systems,
	   CASE WHEN x.not_ended > 0 THEN format('end of %s', x.not_ended) END AS unknown
FROM   @hr@.employee e
CROSS  JOIN LATERAL (
	SELECT p.period, p.first_day, p.last_day, d.option, count(*) AS times,
		   -- downtime that goes on is not counted yet, and impossible times count as unknown
		   CASE WHEN count(*) = count(d.seconds) THEN sum(d.seconds) END AS seconds,
		   count(*) - count(d.seconds) AS not_ended, max(d.began_on) AS last_on,
		   string_agg(DISTINCT d.system, ', ') AS systems
	FROM  (
		SELECT DISTINCT ON (d.began_at) d.began_at::date AS began_on, d.option::text AS option,
			   d.system::text AS system,
			   CASE WHEN d.ended_at > d.began_at AND d.ended_at <= d.began_at + interval '31 days'
					THEN extract(epoch FROM d.ended_at - d.began_at) END AS seconds
		FROM   @hr@.downtime d
		WHERE  d.employee_id = e.employee_id AND d.began_at >= lower(bradford.known_days())
		AND    d.began_at < upper(bradford.known_days())
		AND    bradford.require_known_day(downtime_report.as_of)
		ORDER  BY d.began_at, d.ended_at, d.option) d
	JOIN   @hr@.reporting_period(
				downtime_report.as_of, downtime_report.years, downtime_report.period) p
		ON d.began_on >= p.first_day AND d.began_on <= p.last_day
	GROUP  BY p.period, p.first_day, p.last_day, d.option) x;
END;
COMMENT ON FUNCTION @hr@.downtime_report(date, integer, text) IS
	'The view of this name, as at any day: for some years, or their quarters or months.';

CREATE OR REPLACE VIEW @hr@.downtime_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.downtime_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.downtime_report IS
	'Unplanned downtime of systems by person and option taken, in the year from 1 April '
	'up to the day (HW-9).';
COMMENT ON COLUMN @hr@.downtime_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.downtime_report.name IS 'Name';
COMMENT ON COLUMN @hr@.downtime_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.downtime_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.downtime_report.period IS
	'Year, such as 2015-16; quarter of it, such as 2015-16 Q3; or month, such as 2015-10';
COMMENT ON COLUMN @hr@.downtime_report.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.downtime_report.last_day IS 'Last day counted';
COMMENT ON COLUMN @hr@.downtime_report.option IS 'Option taken; none: not recorded';
COMMENT ON COLUMN @hr@.downtime_report.times IS 'How often, by the day on which it began';
COMMENT ON COLUMN @hr@.downtime_report.hours IS
	'Hours; none if the end of a downtime is not known';
COMMENT ON COLUMN @hr@.downtime_report.last_on IS 'Day on which the last one began';
COMMENT ON COLUMN @hr@.downtime_report.systems IS 'Systems that were down';
COMMENT ON COLUMN @hr@.downtime_report.unknown IS
	'Why there are no hours: how many downtimes have no known end';

ALTER FUNCTION @hr@.downtime_report(date, integer, text) DEPENDS ON EXTENSION bradford;
