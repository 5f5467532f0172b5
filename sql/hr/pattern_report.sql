CREATE OR REPLACE FUNCTION @hr@.pattern_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
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
SELECT s.employee_id, s.service_area, s.manager_id, w.absences, w.first_days, w.last_days, b.pattern, b.times, b.out_of, b.expected, b.chance,
	   b.chance_of_any
FROM   @hr@.counted_absence(as_of, true) s
CROSS  JOIN LATERAL (
	SELECT count(y.first_on)::integer AS absences, count(y.last_on)::integer AS ended,
		   ARRAY[count(*) FILTER (WHERE y.first_on = 1), count(*) FILTER (WHERE y.first_on = 2), count(*) FILTER (WHERE y.first_on = 3),
				 count(*) FILTER (WHERE y.first_on = 4), count(*) FILTER (WHERE y.first_on = 5), count(*) FILTER (WHERE y.first_on = 6),
				 count(*) FILTER (WHERE y.first_on = 7)]::integer[] AS first_days,
		   ARRAY[count(*) FILTER (WHERE y.last_on = 1), count(*) FILTER (WHERE y.last_on = 2), count(*) FILTER (WHERE y.last_on = 3),
				 count(*) FILTER (WHERE y.last_on = 4), count(*) FILTER (WHERE y.last_on = 5), count(*) FILTER (WHERE y.last_on = 6),
				 count(*) FILTER (WHERE y.last_on = 7)]::integer[] AS last_days
	FROM   unnest(s.spells) AS x(spell)
	CROSS  JOIN LATERAL (
		-- only an end that is past is known as a last day
		SELECT bradford.next_working_day(lower(x.spell) - 1, s.calendar) AS first_day,
			   CASE WHEN upper(x.spell) <= as_of THEN bradford.previous_working_day(upper(x.spell), s.calendar) END AS last_day
		OFFSET 0) d
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN d.first_day <@ x.spell AND d.first_day <@ bradford.rolling_window(as_of) THEN extract(isodow FROM d.first_day) END AS first_on,
			   CASE WHEN d.last_day <@ x.spell AND d.last_day <@ bradford.rolling_window(as_of) THEN extract(isodow FROM d.last_day) END AS last_on) y
	WHERE  x.spell && bradford.rolling_window(as_of) AND lower(x.spell) > date '1995-01-01'
	OFFSET 0) w
LEFT   JOIN LATERAL (
	SELECT CASE WHEN c.ending THEN 'last' ELSE 'first' END || ' day on a ' ||
		   (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])[c.weekday] AS pattern,
		   c.times, c.out_of, round(c.out_of * g.days / g.of_days::numeric, 2) AS expected,
		   round(h.chance, 6) AS chance, round(least(1, h.chance * g.weekdays * 2), 6) AS chance_of_any
	FROM  (
		SELECT false AS ending, f.weekday, f.times, w.absences AS out_of FROM unnest(w.first_days) WITH ORDINALITY AS f(times, weekday)
		UNION  ALL
		SELECT true, f.weekday, f.times, w.ended FROM unnest(w.last_days) WITH ORDINALITY AS f(times, weekday)) c
	CROSS  JOIN LATERAL (
		SELECT count(*) FILTER (WHERE extract(isodow FROM t.day) = c.weekday)::integer AS days, count(*)::integer AS of_days,
			   count(DISTINCT extract(isodow FROM t.day))::integer AS weekdays
		FROM  (SELECT greatest(lower(bradford.rolling_window(as_of)), s.counts_from) + n.n AS day
			   FROM   generate_series(0, 366) AS n(n)) t
		WHERE  t.day <= as_of AND bradford.is_working_day(t.day, s.calendar)
		OFFSET 0) g
	CROSS  JOIN LATERAL (SELECT bradford.chance_of_at_least(c.times, c.out_of, g.days, g.of_days) AS chance) h
	WHERE  c.times >= 3 AND c.times * g.of_days >= 2 * c.out_of * g.days
	ORDER  BY h.chance, c.ending, c.weekday
	LIMIT  1) b ON true
WHERE  w.absences + w.ended > 0;
END;
COMMENT ON FUNCTION @hr@.pattern_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.pattern_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.pattern_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.pattern_report IS
	'Patterns of absence: one row per current employee with a counted absence in the last 12 '
	'months, with the weekdays of first and last working days off against chance (BF-17). By '
	'chance, each first day and each last day would fall on any of the person''s working days '
	'of those 12 months with equal likelihood. A pattern is named where a weekday comes up at '
	'least three times and at least twice as often as that; it proves nothing.';
COMMENT ON COLUMN @hr@.pattern_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.pattern_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.pattern_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.pattern_report.absences IS
	'Spells with their first working day in the last 12 months';
COMMENT ON COLUMN @hr@.pattern_report.first_days IS
	'How many of them began on a Monday, Tuesday ... Sunday';
COMMENT ON COLUMN @hr@.pattern_report.last_days IS
	'How many spells that are over ended on a Monday, Tuesday ... Sunday, by their last '
	'working day';
COMMENT ON COLUMN @hr@.pattern_report.pattern IS
	'The least likely of the weekdays that stand out; none: none stands out';
COMMENT ON COLUMN @hr@.pattern_report.times IS 'How often it came up';
COMMENT ON COLUMN @hr@.pattern_report.out_of IS 'Of how many first, or last, days';
COMMENT ON COLUMN @hr@.pattern_report.expected IS 'How often it would come up by chance';
COMMENT ON COLUMN @hr@.pattern_report.chance IS
	'How likely it is to come up so often or more by chance: binomial, summed exactly, to six '
	'places';
COMMENT ON COLUMN @hr@.pattern_report.chance_of_any IS
	'How likely it is, at most, that chance makes any weekday stand out so much at either '
	'end: chance times the number of weekdays looked at';

ALTER FUNCTION @hr@.pattern_report(date) DEPENDS ON EXTENSION bradford;
