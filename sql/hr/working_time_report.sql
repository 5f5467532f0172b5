CREATE OR REPLACE FUNCTION @hr@.working_time_report(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	rule text,
	first_day date,
	last_day date,
	began timestamp,
	ended timestamp,
	value interval,
	allowed interval,
	off_by interval,
	final boolean,
	hours interval,
	reference_first_day date,
	reference_last_day date,
	later_hours interval,
	excluded_days integer,
	later_days integer,
	divided_by integer,
	night_weeks integer,
	opted_out boolean,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT w.employee_id, w.name, w.service_area, w.manager_id, b.rule,
	   l.began::date AS first_day, (l.ended - interval '1 microsecond')::date AS last_day,
	   l.began, l.ended, b.value, b.allowed, b.off_by,
	   b.final AND u.unknown IS NULL AS final, b.hours,
	   lower(b.reference) AS reference_first_day, upper(b.reference) - 1 AS reference_last_day,
	   b.later_hours, b.excluded_days, b.later_days, b.divided_by, b.night_weeks, t.opted_out,
	   u.unknown
FROM   @hr@.working_pattern() w
-- what a person's hours are counted with, worked out once for all of them
CROSS  JOIN LATERAL (
	SELECT p.during, p.known_until, m.under_terms, m.opted_out, m.born, s.worked, s.no_breaks,
		   x.excluded
	FROM  (
		SELECT d.during, d.known_from, d.known_until,
			   tstzrange(d.known_from::timestamp AT TIME ZONE 'Europe/London', d.known_until) AS known
		FROM  (
			-- the year of records before the period that the longest reference period may need
			SELECT CASE WHEN r.good THEN daterange(working_time_report.from_day,
												   working_time_report.to_day, '[]') END AS during,
				   CASE WHEN r.good THEN working_time_report.from_day - 400 END AS known_from,
				   CASE WHEN r.good THEN (working_time_report.to_day + 1)::timestamp
										 AT TIME ZONE 'Europe/London' END AS known_until
			FROM  (SELECT bradford.require_period(working_time_report.from_day,
												  working_time_report.to_day) AS good) r) d
		OFFSET 0) p
	CROSS  JOIN LATERAL (
		SELECT COALESCE(range_agg(d.days), '{}') AS under_terms,
			   COALESCE(range_agg(d.days) FILTER (WHERE r.opted_out), '{}') AS opted_out,
			   min(r.born) FILTER (WHERE r.born >= lower(bradford.possible_days())
								 AND r.born < upper(bradford.possible_days())) AS born
		FROM   @hr@.working_time_terms r
		CROSS  JOIN LATERAL (
			SELECT daterange(r.first_day, CASE WHEN r.last_day < upper(bradford.possible_days())
											   THEN r.last_day END, '[]') AS days) d
		WHERE  r.employee_id = w.employee_id AND r.first_day >= lower(bradford.possible_days())
		AND    r.first_day < upper(bradford.possible_days()) AND (r.last_day < r.first_day) IS NOT TRUE) m
	CROSS  JOIN LATERAL (
		SELECT range_agg((multirange(g.during) - COALESCE(g.breaks, '{}')) * multirange(p.known))
					AS worked,
			   COALESCE(range_agg(g.during) FILTER (WHERE g.breaks IS NULL), '{}') AS no_breaks,
			   range_agg(daterange((lower(g.during) AT TIME ZONE 'Europe/London')::date,
								   (upper(g.during) AT TIME ZONE 'Europe/London')::date, '[]')) AS days
		FROM   @hr@.shift g
		WHERE  g.employee_id = w.employee_id AND g.during && p.known
		AND    lower_inc(g.during) AND NOT upper_inc(g.during)
		AND    lower(g.during) >= lower(bradford.possible_days())
		AND    upper(g.during) < upper(bradford.possible_days())) s
	-- regulation 4(7): working days of sickness and annual leave on which nothing was worked
	CROSS  JOIN LATERAL (
		SELECT COALESCE(range_agg(daterange(o.day, o.day, '[]')), '{}') AS excluded
		FROM  (
			SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day, a.last_day,
				   a.half_days
			FROM   @hr@.absence_for_pay a
			WHERE  a.employee_id = w.employee_id AND a.first_day <= working_time_report.to_day
			AND   (a.last_day >= p.known_from OR a.last_day IS NULL)
			UNION  ALL
			SELECT f.first_day, f.last_day, NULL AS half_days
			FROM   @hr@.time_off f
			WHERE  f.employee_id = w.employee_id AND f.kind = 'annual leave' AND f.half_day IS NOT TRUE
			AND    f.first_day <= working_time_report.to_day AND f.last_day >= p.known_from) a
		CROSS  JOIN LATERAL (
			SELECT greatest(a.first_day, p.known_from, lower(bradford.known_days())) AS first_day,
				   least(a.last_day, working_time_report.to_day) AS last_day
			OFFSET 0) c
		CROSS  JOIN LATERAL (
			SELECT c.first_day + n.n AS day
			FROM   generate_series(0, c.last_day - c.first_day) AS n(n)
			OFFSET 0) o
		WHERE  bradford.is_working_day(o.day, w.calendar) AND NOT o.day <@ s.days
		AND   (o.day <@ a.half_days) IS NOT TRUE) x
	-- nothing is asked of people without a shift
	WHERE  s.worked IS NOT NULL
	OFFSET 0) k
-- the stretches under the same terms, those under none included
CROSS  JOIN LATERAL (
	SELECT multirange(daterange(r.first_day, CASE WHEN r.last_day < upper(bradford.possible_days())
												  THEN r.last_day END, '[]')
					  -- of two rows that overlap, the later one holds from its first day on
					  * daterange(NULL, lead(r.first_day) OVER (ORDER BY r.first_day, r.last_day)))
				AS during,
		   COALESCE(r.opted_out, false) AS opted_out, r.night_worker,
		   COALESCE(r.night_absolute, false) AS night_absolute, r.weekly_rest_by,
		   CASE WHEN r.reference_weeks >= 1 AND r.reference_weeks <= 52 THEN r.reference_weeks ELSE 17 END
				AS reference_weeks
	FROM   @hr@.working_time_terms r
	WHERE  r.employee_id = w.employee_id AND r.first_day >= lower(bradford.possible_days())
	AND    r.first_day < upper(bradford.possible_days()) AND (r.last_day < r.first_day) IS NOT TRUE
	UNION  ALL
	SELECT '{(,)}' - k.under_terms AS during, false AS opted_out, NULL AS night_worker,
		   false AS night_absolute, 'week' AS weekly_rest_by, 17 AS reference_weeks) t
-- ... and in one employment
CROSS  JOIN LATERAL (
	SELECT d.during,
		   least(CASE WHEN lower(e.employed) <@ bradford.possible_days() THEN lower(e.employed) END,
				 w.service_from) AS employed_from
	FROM   unnest(COALESCE(w.employed, '{(,)}')) AS e(employed)
	CROSS  JOIN LATERAL unnest(t.during * multirange(k.during * e.employed)) AS d(during)) d
CROSS  JOIN LATERAL bradford.working_time_breaches(k.worked, d.during, k.excluded, k.opted_out,
	k.born, d.employed_from, k.known_until, reference_weeks => t.reference_weeks,
	weekly_rest_by => CASE WHEN d.employed_from IS NOT NULL AND t.weekly_rest_by = 'fortnight'
						   THEN 'fortnight' ELSE 'week' END,
	night_worker => t.night_worker, night_absolute => t.night_absolute) b
CROSS  JOIN LATERAL (
	SELECT lower(b.breach) AT TIME ZONE 'Europe/London' AS began,
		   -- a run of averages ends with the terms, or with the employment
		   CASE WHEN upper_inf(b.breach) AND upper(d.during) <= working_time_report.to_day
				THEN upper(d.during)
				ELSE upper(b.breach) AT TIME ZONE 'Europe/London' END AS ended) l
-- a break that nobody recorded may have been taken
CROSS  JOIN LATERAL (
	SELECT CASE WHEN b.rule = 'break' AND k.no_breaks && b.breach THEN 'breaks are not recorded' END
				AS unknown) u
WHERE  bradford.require_period(working_time_report.from_day, working_time_report.to_day);
END;
COMMENT ON FUNCTION @hr@.working_time_report(date, date) IS
	'The view of this name, from one day to another, by the shifts up to the end of the latter.';

CREATE OR REPLACE VIEW @hr@.working_time_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.working_time_report(CURRENT_DATE - 27, CURRENT_DATE);
COMMENT ON VIEW @hr@.working_time_report IS
	'Breaches of the Working Time Regulations in the last 28 days: one row per person and breach, '
	'with its workings (PAY-16). All hours are hours that pass, also when the clocks change.';
COMMENT ON COLUMN @hr@.working_time_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.working_time_report.name IS 'Name';
COMMENT ON COLUMN @hr@.working_time_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.working_time_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.working_time_report.rule IS
	'weekly average, night average, night hours, daily rest, weekly rest, fortnightly rest, break, '
	'or under 18: daily hours, weekly hours, night work';
COMMENT ON COLUMN @hr@.working_time_report.first_day IS
	'First day; of an average, the first on which it was over the limit';
COMMENT ON COLUMN @hr@.working_time_report.last_day IS
	'Last day; of an average, the last under these terms on which it was over the limit, none while '
	'it is';
COMMENT ON COLUMN @hr@.working_time_report.began IS
	'When the 24 hours, the day''s work, the week or the run of averages began, by the clock';
COMMENT ON COLUMN @hr@.working_time_report.ended IS
	'When it ended, by the clock; none while it goes on';
COMMENT ON COLUMN @hr@.working_time_report.value IS
	'Hours worked, or rest had, in hours that pass; of an average, the highest of the run';
COMMENT ON COLUMN @hr@.working_time_report.allowed IS 'Most hours, or least rest, by the law';
COMMENT ON COLUMN @hr@.working_time_report.off_by IS 'Too many hours, or too little rest';
COMMENT ON COLUMN @hr@.working_time_report.final IS
	'false: what is recorded later can still change the row, or something is not known';
COMMENT ON COLUMN @hr@.working_time_report.hours IS
	'Hours worked that pass: in the 24 hours, the day''s work, or the reference period (A)';
COMMENT ON COLUMN @hr@.working_time_report.reference_first_day IS
	'First day of the reference period with the highest average';
COMMENT ON COLUMN @hr@.working_time_report.reference_last_day IS 'Last day of it';
COMMENT ON COLUMN @hr@.working_time_report.later_hours IS
	'Hours of the later days worked that stand in for the excluded ones (B)';
COMMENT ON COLUMN @hr@.working_time_report.excluded_days IS
	'Working days of sickness and annual leave in the reference period, and days worked under an '
	'opt-out';
COMMENT ON COLUMN @hr@.working_time_report.later_days IS
	'Later days worked that the shifts hold; fewer than the excluded ones: the average is provisional';
COMMENT ON COLUMN @hr@.working_time_report.divided_by IS
	'Weeks of the reference period (C); of a night average, days less one a week';
COMMENT ON COLUMN @hr@.working_time_report.night_weeks IS
	'Weeks of the reference period with night work; of a night average';
COMMENT ON COLUMN @hr@.working_time_report.opted_out IS
	'An opt-out from the 48 hours holds; it does nothing to the other rules';
COMMENT ON COLUMN @hr@.working_time_report.unknown IS
	'What is not known: whether there was a break; none: all is known';

ALTER FUNCTION @hr@.working_time_report(date, date) DEPENDS ON EXTENSION bradford;
