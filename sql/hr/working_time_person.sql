CREATE OR REPLACE FUNCTION @hr@.working_time_person(from_day date, to_day date, as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	during daterange,
	worked tstzmultirange,
	no_breaks tstzmultirange,
	break_due tstzmultirange,
	excluded datemultirange,
	employed_from date,
	born date,
	opted_out_days datemultirange,
	opted_out boolean,
	reference_weeks integer,
	weekly_rest_by text,
	night_worker boolean,
	night_absolute boolean,
	before daterange
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT w.employee_id, w.name, w.service_area, w.manager_id, d.during,
	   k.worked, k.no_breaks, k.break_due, k.excluded, d.employed_from, k.born, k.opted_out_days,
	   t.opted_out, t.reference_weeks,
	   -- fortnights are counted from the start of the employment
	   CASE WHEN d.employed_from IS NOT NULL AND t.weekly_rest_by = 'fortnight'
			THEN 'fortnight' ELSE 'week' END AS weekly_rest_by,
	   t.night_worker, t.night_absolute, d.before
FROM   @hr@.working_pattern() w
-- what the hours of a person are counted with, worked out once for all of them
CROSS  JOIN LATERAL (
	SELECT p.during, m.under_terms, m.opted_out_days, m.born, s.worked, s.no_breaks, s.break_due,
		   x.excluded
	FROM  (
		SELECT d.during, d.known_from,
			   tstzrange(d.known_from::timestamp AT TIME ZONE 'Europe/London', d.known_until)
					AS known
		FROM  (
			-- the year of records before the period that the longest reference period may need
			SELECT CASE WHEN r.good THEN daterange(working_time_person.from_day,
												   working_time_person.to_day, '[]') END AS during,
				   CASE WHEN r.good THEN working_time_person.from_day - 400 END AS known_from,
				   CASE WHEN r.good THEN greatest(working_time_person.from_day - 400,
												  working_time_person.as_of + 1)::timestamp
										 AT TIME ZONE 'Europe/London' END AS known_until
			FROM  (SELECT bradford.require_period(working_time_person.from_day,
												  working_time_person.to_day)
						  AND bradford.require_known_day(working_time_person.as_of) AS good) r) d
		OFFSET 0) p
	CROSS  JOIN LATERAL (
		SELECT COALESCE(range_agg(d.days), '{}') AS under_terms,
			   COALESCE(range_agg(d.days) FILTER (WHERE r.opted_out), '{}') AS opted_out_days,
			   min(r.born) FILTER (WHERE r.born >= lower(bradford.possible_days())
								 AND r.born < upper(bradford.possible_days())) AS born
		FROM   @hr@.working_time_terms r
		CROSS  JOIN LATERAL (
			SELECT daterange(r.first_day, CASE WHEN r.last_day < upper(bradford.possible_days())
											   THEN r.last_day END, '[]') AS days) d
		WHERE  r.employee_id = w.employee_id AND r.first_day >= lower(bradford.possible_days())
		AND    r.first_day < upper(bradford.possible_days())
		AND   (r.last_day < r.first_day) IS NOT TRUE) m
	CROSS  JOIN LATERAL (
		SELECT range_agg((multirange(g.during) - COALESCE(g.breaks, '{}')) * multirange(p.known))
					AS worked,
			   COALESCE(range_agg(g.during) FILTER (WHERE g.breaks IS NULL), '{}') AS no_breaks,
			   -- ... of them those with a break by law (regulation 12): over 6
			   -- hours, under 18 over 4:30
			   COALESCE(range_agg(g.during) FILTER (
					WHERE  g.breaks IS NULL AND upper(g.during) - lower(g.during) > CASE
							WHEN extract(year FROM age(
									(lower(g.during) AT TIME ZONE 'Europe/London')::date::timestamp,
									m.born::timestamp)) < 18
							THEN interval '4:30' ELSE '6:00' END), '{}') AS break_due,
			   COALESCE(range_agg(daterange(
							(lower(g.during) AT TIME ZONE 'Europe/London')::date,
							((upper(g.during) - interval '1 microsecond')
								AT TIME ZONE 'Europe/London')::date, '[]')),
						'{}') AS days
		FROM   @hr@.shift g
		-- IS TRUE, so that only shifts of the person are read: the index on times has everybody's
		WHERE  g.employee_id = w.employee_id AND (g.during && p.known) IS TRUE
		AND    lower_inc(g.during) AND NOT upper_inc(g.during)
		AND    lower(g.during) >= lower(bradford.possible_days())
		AND    upper(g.during) < upper(bradford.possible_days())) s
	-- regulation 4(7): working days of sickness and annual leave on which nothing was worked
	CROSS  JOIN LATERAL (
		SELECT COALESCE(range_agg(daterange(o.day, o.day, '[]')), '{}') AS excluded
		FROM  (
			SELECT a.whole AS days
			FROM   @hr@.absence_for_pay a
			WHERE  a.employee_id = w.employee_id AND a.first_day <= working_time_person.to_day
			AND   (a.last_day >= p.known_from OR a.last_day IS NULL)
			UNION  ALL
			SELECT datemultirange(daterange(f.first_day, least(f.last_day,
													working_time_person.to_day), '[]'))
			FROM   @hr@.time_off f
			WHERE  f.employee_id = w.employee_id AND f.kind = 'annual leave'
			AND    f.half_day IS NOT TRUE AND f.first_day <= f.last_day
			AND    f.first_day <= working_time_person.to_day AND f.last_day >= p.known_from) a
		CROSS  JOIN LATERAL unnest(a.days * datemultirange(
				daterange(greatest(p.known_from, lower(bradford.known_days())),
						  working_time_person.to_day, '[]'))) AS c(days)
		CROSS  JOIN LATERAL (
			SELECT lower(c.days) + n.n AS day
			FROM   generate_series(0, upper(c.days) - lower(c.days) - 1) AS n(n)
			OFFSET 0) o
		WHERE  bradford.is_working_day(o.day, w.calendar) AND NOT o.day <@ s.days) x
	OFFSET 0) k
-- the stretches under the same terms, also those without terms
CROSS  JOIN LATERAL (
	SELECT multirange(daterange(r.first_day, CASE WHEN r.last_day < upper(bradford.possible_days())
												  THEN r.last_day END, '[]')
					  -- if two rows overlap, the later one applies from its first day on
					  * daterange(NULL, lead(r.first_day) OVER (ORDER BY r.first_day, r.last_day)))
				AS during,
		   COALESCE(r.opted_out, false) AS opted_out, r.night_worker,
		   COALESCE(r.night_absolute, false) AS night_absolute, r.weekly_rest_by,
		   CASE WHEN r.reference_weeks >= 1 AND r.reference_weeks <= 52
				THEN r.reference_weeks ELSE 17 END AS reference_weeks
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
				 w.service_from) AS employed_from,
		   -- The first week, fortnight and night of an employment may begin before it. They are in
		   -- the row of its first day, unless the one before has their first day.
		   CASE WHEN lower(d.during) = lower(e.employed)
				THEN daterange(greatest(lower(d.during) - 13, (
									SELECT max(upper(o.employed))
									FROM   unnest(w.employed) AS o(employed)
									WHERE  o.employed << e.employed)),
							   lower(d.during)) END AS before
	FROM   unnest(COALESCE(w.employed, '{(,)}')) AS e(employed)
	CROSS  JOIN LATERAL unnest(t.during * multirange(k.during * e.employed)) AS d(during)) d
WHERE  bradford.require_period(working_time_person.from_day, working_time_person.to_day)
AND    bradford.require_known_day(working_time_person.as_of);
END;
COMMENT ON FUNCTION @hr@.working_time_person(date, date, date) IS
	'The data for the rules of the Working Time Regulations in a period (PAY-16): one row per '
	'person and stretch under the same terms in one employment, with the shifts from 400 days '
	'before up to the end of the day given.';

ALTER FUNCTION @hr@.working_time_person(date, date, date) DEPENDS ON EXTENSION bradford;
