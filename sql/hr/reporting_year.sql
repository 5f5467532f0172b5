CREATE OR REPLACE FUNCTION @hr@.reporting_year(as_of date, years integer DEFAULT 3)
RETURNS TABLE (
	year text,
	first_day date,
	last_day date
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT to_char(y.first_day, 'YYYY') || '-' || to_char(y.first_day + interval '1 year', 'YY')
			AS year,
	   greatest(y.first_day, lower(bradford.known_days())) AS first_day,
	   least(reporting_year.as_of, (y.first_day + interval '1 year')::date - 1) AS last_day
-- no more years than calendars know
FROM   generate_series(1 - least(greatest(reporting_year.years, 0), 106), 0) AS n(n)
CROSS  JOIN LATERAL (
	-- from January to March the current year is the one that began in the calendar year before
	SELECT make_date(
				extract(year FROM reporting_year.as_of - interval '3 months')::integer + n.n, 4, 1)
				AS first_day) y
WHERE  bradford.require_known_day(reporting_year.as_of)
AND    y.first_day > lower(bradford.known_days()) - 365;
END;
COMMENT ON FUNCTION @hr@.reporting_year(date, integer) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.reporting_year WITH (security_invoker = true) AS
SELECT * FROM @hr@.reporting_year(CURRENT_DATE);
COMMENT ON VIEW @hr@.reporting_year IS
	'The last years from 1 April to 31 March. The current year ends on the day of the report. '
	'The other reports read it.';
COMMENT ON COLUMN @hr@.reporting_year.year IS 'Year, such as 2015-16';
COMMENT ON COLUMN @hr@.reporting_year.first_day IS 'First day';
COMMENT ON COLUMN @hr@.reporting_year.last_day IS
	'Last day, or the day of the report if that is earlier';

ALTER FUNCTION @hr@.reporting_year(date, integer) DEPENDS ON EXTENSION bradford;
