CREATE OR REPLACE FUNCTION @hr@.pattern_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	absences integer,
	first_days integer[],
	last_days integer[],
	pattern text,
	times integer,
	out_of integer,
	expected numeric,
	chance numeric,
	chance_of_any numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.employee_id
	   LIMIT  1) AS name,
	   s.service_area, s.manager_id,
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   cardinality(w.first_on) AS absences,
	   d.first_days, d.last_days,
	   b.pattern, b.times, b.out_of, b.expected, b.chance, b.chance_of_any
FROM   @hr@.counted_absence(pattern_report.as_of, true) s
-- weekdays of first and last working days off in the last 12 months; a last day is known only once
-- it is past
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(extract(isodow FROM e.first_day)::integer)
				FILTER (WHERE e.first_day <@ e.days_off), '{}') AS first_on,
		   COALESCE(array_agg(extract(isodow FROM e.last_day)::integer)
				FILTER (WHERE e.last_day <@ e.days_off), '{}') AS last_on
	FROM   unnest(s.spells) AS x(spell)
	CROSS  JOIN LATERAL (
		SELECT x.spell * bradford.rolling_window(pattern_report.as_of) AS days_off,
			   bradford.find_working_day(lower(x.spell) - 1, 1, s.calendar) AS first_day,
			   CASE WHEN upper(x.spell) <= pattern_report.as_of
					THEN bradford.find_working_day(upper(x.spell), -1, s.calendar)
			   END AS last_day) e
	WHERE  x.spell && bradford.rolling_window(pattern_report.as_of)
	AND    lower(x.spell) > lower(bradford.known_days())) w
CROSS  JOIN LATERAL (
	SELECT array_agg(cardinality(array_positions(w.first_on, n.weekday)) ORDER BY n.weekday)
				AS first_days,
		   array_agg(cardinality(array_positions(w.last_on, n.weekday)) ORDER BY n.weekday)
				AS last_days
	FROM   generate_series(1, 7) AS n(weekday)) d
CROSS  JOIN LATERAL (
	SELECT greatest(lower(bradford.rolling_window(pattern_report.as_of)), s.counts_from)
				AS first_day) v
-- BF-17: the least likely of the weekdays that come up at least three times, and either twice as
-- often as by chance or with a chance of at most one in a hundred
LEFT   JOIN LATERAL (
	SELECT format('%s day on a %s', c.what, (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday',
				'Friday', 'Saturday', 'Sunday'])[c.n]) AS pattern,
		   c.times, c.out_of,
		   round(c.out_of * c.days / c.of_days::numeric, 2) AS expected,
		   round(h.chance, 6) AS chance,
		   round(least(1, h.chance * c.weekdays * 2), 6) AS chance_of_any
	FROM  (
		-- how often it came up, and the share of it by chance, at either end
		SELECT e.*, g.weekday AS n, count(*) OVER () / 2 AS weekdays
		FROM   bradford.weekday_shares(daterange(v.first_day, pattern_report.as_of, '[]'),
					s.calendar, COALESCE(s.counts_from, '-infinity')) g
		CROSS  JOIN LATERAL (
			VALUES ('first', d.first_days[g.weekday], cardinality(w.first_on),
					g.first_days, g.of_first_days),
				   ('last', d.last_days[g.weekday], cardinality(w.last_on),
					g.last_days, g.of_last_days)) AS e(what, times, out_of, days, of_days)
		WHERE  3 <= ANY (d.first_days || d.last_days)) c
	CROSS  JOIN LATERAL (
		SELECT bradford.chance_of_at_least(c.times, c.out_of, c.days, c.of_days) AS chance) h
	WHERE  c.times >= 3 AND (c.times * c.of_days >= 2 * c.out_of * c.days OR h.chance <= 0.01)
	ORDER  BY h.chance, c.what, c.n
	LIMIT  1) b ON true
WHERE  cardinality(w.first_on) + cardinality(w.last_on) > 0;
END;
COMMENT ON FUNCTION @hr@.pattern_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.pattern_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.pattern_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.pattern_report IS
	'Patterns of absence: one row per current employee with a counted absence in the last 12 '
	'months, with the weekdays of first and last working days off compared with chance (BF-17). By '
	'chance, illness begins and ends on all days of the week equally. It is seen only on working '
	'days, so Mondays and Fridays come up more often. A pattern is named if a weekday comes up at '
	'least three times, and either at least twice as often as by chance or with a chance of at '
	'most one in a hundred. It proves nothing.';
COMMENT ON COLUMN @hr@.pattern_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.pattern_report.name IS 'Name';
COMMENT ON COLUMN @hr@.pattern_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.pattern_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.pattern_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.pattern_report.absences IS
	'Spells with their first working day in the last 12 months';
COMMENT ON COLUMN @hr@.pattern_report.first_days IS
	'How many of them began on a Monday, Tuesday ... Sunday';
COMMENT ON COLUMN @hr@.pattern_report.last_days IS
	'How many spells that are over had their last working day on a Monday, Tuesday ... Sunday';
COMMENT ON COLUMN @hr@.pattern_report.pattern IS
	'The least likely of the weekdays that stand out; none: no weekday stands out';
COMMENT ON COLUMN @hr@.pattern_report.times IS 'How often it came up';
COMMENT ON COLUMN @hr@.pattern_report.out_of IS 'Of how many first, or last, days';
COMMENT ON COLUMN @hr@.pattern_report.expected IS
	'How often it would come up by chance, at most: by its largest share for illness of any length';
COMMENT ON COLUMN @hr@.pattern_report.chance IS
	'The greatest probability that it comes up this often or more by chance: binomial, summed '
	'exactly, to six places';
COMMENT ON COLUMN @hr@.pattern_report.chance_of_any IS
	'The greatest probability that any weekday stands out this much by chance at either end: '
	'chance times the number of weekdays looked at';

ALTER FUNCTION @hr@.pattern_report(date) DEPENDS ON EXTENSION bradford;
