CREATE OR REPLACE FUNCTION @hr@.reporting_period(
	as_of date, years integer DEFAULT 3, period text DEFAULT 'year')
RETURNS TABLE (
	period text,
	first_day date,
	last_day date,
	days_in_year integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT CASE m.months
			WHEN 12 THEN y.name
			WHEN 3 THEN y.name || ' Q' || n.n + 1
			ELSE to_char(p.first_day::timestamp, 'YYYY-MM') END AS period,
	   p.first_day::date AS first_day,
	   least(reporting_period.as_of, (p.first_day + make_interval(months => m.months))::date - 1)
			AS last_day,
	   y.days AS days_in_year
FROM  (SELECT bradford.months_in_period(reporting_period.period) AS months) m
-- reports go back only as far as calendars do
CROSS  JOIN generate_series(1 - least(greatest(reporting_period.years, 0), 105), 0) AS b(b)
CROSS  JOIN LATERAL (
	-- from January to March the current year is the one that began in the calendar year before
	SELECT make_timestamp(extract(year FROM
				CASE WHEN bradford.require_known_day(reporting_period.as_of)
					 THEN reporting_period.as_of END - interval '3 months')::integer
					+ b.b, 4, 1, 0, 0, 0) AS first_day) f
CROSS  JOIN LATERAL (
	SELECT to_char(f.first_day::timestamp, 'YYYY') || '-'
				|| to_char(f.first_day + interval '1 year', 'YY') AS name,
		   (f.first_day + interval '1 year')::date - f.first_day::date AS days) y
CROSS  JOIN LATERAL generate_series(0, 12 / m.months - 1) AS n(n)
CROSS  JOIN LATERAL (SELECT f.first_day + make_interval(months => m.months * n.n) AS first_day) p
WHERE  p.first_day <= reporting_period.as_of AND p.first_day >= lower(bradford.known_days());
END;
COMMENT ON FUNCTION @hr@.reporting_period(date, integer, text) IS
	'The view of this name, as at any day: years, or their quarters or months.';

CREATE OR REPLACE VIEW @hr@.reporting_period WITH (security_invoker = true) AS
SELECT * FROM @hr@.reporting_period(CURRENT_DATE);
COMMENT ON VIEW @hr@.reporting_period IS
	'The last years from 1 April to 31 March. The current year ends on the day of the report. '
	'The other reports read it.';
COMMENT ON COLUMN @hr@.reporting_period.period IS
	'Year, such as 2015-16; quarter of it, such as 2015-16 Q3; or month, such as 2015-10';
COMMENT ON COLUMN @hr@.reporting_period.first_day IS 'First day';
COMMENT ON COLUMN @hr@.reporting_period.last_day IS
	'Last day, or the day of the report if that is earlier';
COMMENT ON COLUMN @hr@.reporting_period.days_in_year IS 'Days of the whole year that it lies in';

ALTER FUNCTION @hr@.reporting_period(date, integer, text) DEPENDS ON EXTENSION bradford;
