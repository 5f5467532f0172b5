CREATE OR REPLACE FUNCTION @hr@.roster_person(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name text,
	team @hr@.roster_terms.team%TYPE,
	zone text,
	employed daterange,
	during daterange,
	days datemultirange,
	away datemultirange,
	contracted numeric,
	most_owed numeric,
	most_owing numeric,
	rest interval,
	most_in_row integer,
	least_in_row integer,
	least_off integer,
	most_weekends integer,
	worked_before datemultirange,
	counts_on datemultirange,
	asks_on datemultirange
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT t.employee_id, t.name::text AS name, t.team, z.zone, v.employed, d.during,
	   d.days - COALESCE(a.away, '{}') AS days, COALESCE(a.away * d.days, '{}') AS away,
	   h.contracted,
	   CASE WHEN t.most_owed >= 0 AND t.most_owed <= 10000 THEN t.most_owed END AS most_owed,
	   CASE WHEN t.most_owing >= 0 AND t.most_owing <= 10000 THEN t.most_owing END AS most_owing,
	   CASE WHEN t.rest_hours >= 0 AND t.rest_hours <= 168 THEN t.rest_hours ELSE 11 END
			* interval '1 hour' AS rest,
	   CASE WHEN t.most_in_row BETWEEN 1 AND 366 THEN t.most_in_row END AS most_in_row,
	   CASE WHEN t.least_in_row BETWEEN 1 AND 31 THEN t.least_in_row END AS least_in_row,
	   CASE WHEN t.least_off BETWEEN 1 AND 31 THEN t.least_off END AS least_off,
	   CASE WHEN t.most_weekends BETWEEN 0 AND 60 THEN t.most_weekends END AS most_weekends,
	   COALESCE(b.worked_before, '{}') AS worked_before,
	   k.counts_on,
	   -- requests count on the days on which somebody can work, and on the days next to the period,
	   -- whose nights reach into it
	   d.days + k.counts_on * d.beside * COALESCE(t.employed, '{(,)}') - COALESCE(a.away, '{}')
			AS asks_on
FROM  (
	-- One row for each person and team, since limits are for the whole period: the latest terms
	-- apply to all days in it on which the person is on the roster of that team.
	SELECT DISTINCT ON (r.employee_id, r.team) r.*,
		   range_agg(r.own) OVER (PARTITION BY r.employee_id, r.team) AS days,
		   range_agg(r.own) OVER (PARTITION BY r.employee_id) AS of_all,
		   bool_or(r.is_latest) OVER (PARTITION BY r.employee_id, r.team) AS has_latest
	FROM  (
		SELECT r.*, w.name, w.employed, w.calendar,
			   row_number() OVER (PARTITION BY r.employee_id
								  ORDER BY r.first_day DESC, r.last_day DESC, r.team) = 1
					AS is_latest
		FROM  (
			SELECT r.employee_id, r.team, r.first_day, r.last_day, r.weekly_hours, r.most_owed,
				   r.most_owing, r.rest_hours, r.most_in_row, r.least_in_row, r.least_off,
				   r.most_weekends,
				   datemultirange(d.days)
						- COALESCE(range_agg(d.days) OVER (
							PARTITION BY r.employee_id
							ORDER BY r.first_day DESC, r.last_day DESC, r.team
							ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), '{}') AS own
			FROM   @hr@.roster_terms r
			CROSS  JOIN LATERAL (
				SELECT daterange(r.first_day, least(r.last_day, roster_person.to_day), '[]')
						AS days) d
			WHERE  bradford.require_period(roster_person.from_day, roster_person.to_day)
			AND    r.first_day <= COALESCE(r.last_day, 'infinity')
			AND    r.first_day <= roster_person.to_day
			AND   (r.last_day >= roster_person.from_day OR r.last_day IS NULL)) r
		JOIN   @hr@.working_pattern() w ON w.employee_id = r.employee_id
		-- Only terms in force on a day of employment count. If no contract is recorded, nobody
		-- knows when the employment was, and so it may be any day.
		WHERE  r.own * COALESCE(w.employed, '{(,)}') && CASE
				WHEN bradford.require_period(roster_person.from_day, roster_person.to_day)
				THEN daterange(roster_person.from_day, roster_person.to_day, '[]') END) r
	ORDER  BY r.employee_id, r.team, r.first_day DESC, r.last_day DESC) t
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
	FROM   @hr@.team z
	WHERE  z.team = t.team) z
CROSS  JOIN LATERAL (
	SELECT p.period * range_merge(t.days) AS during,
		   t.days * datemultirange(p.period) * COALESCE(t.employed, '{(,)}') AS days,
		   daterange(lower(p.period) - 1, upper(p.period) + 1) AS around,
		   datemultirange(daterange(lower(p.period) - 1, lower(p.period)),
						  daterange(upper(p.period), upper(p.period) + 1)) AS beside
	FROM  (SELECT CASE WHEN bradford.require_period(roster_person.from_day, roster_person.to_day)
					   THEN daterange(roster_person.from_day, roster_person.to_day, '[]') END
						AS period) p
	OFFSET 0) d
-- each shift counts in one row: that of its day, and on other days that of the latest terms
CROSS  JOIN LATERAL (
	SELECT CASE WHEN t.has_latest THEN '{(,)}' - (t.of_all - t.days) ELSE t.days END
				AS counts_on) k
-- the employment of these days
LEFT   JOIN LATERAL (
	SELECT e AS employed FROM unnest(t.employed) AS e
	WHERE  e && d.during ORDER BY e DESC LIMIT 1) v ON true
-- sickness and leave of whole days, without their reasons
CROSS  JOIN LATERAL (
	SELECT range_agg(u.days) AS away
	FROM  (
		SELECT b.whole AS days
		FROM   @hr@.absence_for_pay b
		WHERE  b.employee_id = t.employee_id AND b.first_day < upper(d.around)
		AND   (b.last_day >= lower(d.around) OR b.last_day IS NULL)
		UNION  ALL
		SELECT CASE WHEN o.first_day <= o.last_day
					THEN datemultirange(daterange(
							o.first_day, least(o.last_day, upper(d.around)), '[]')) END
		FROM   @hr@.time_off o
		WHERE  o.employee_id = t.employee_id AND o.half_day IS NOT TRUE
		AND    o.first_day < upper(d.around) AND o.last_day >= lower(d.around)) x
	CROSS  JOIN LATERAL unnest(x.days * datemultirange(d.around)) AS u(days)) a
-- The hours of a week are spread over the working days of the pattern in force, so part of a week
-- has its share, and a day away has none. If a pattern names no working days, every day has a
-- seventh. They are divided last, so that whole weeks are whole.
CROSS  JOIN LATERAL (
	SELECT CASE WHEN t.weekly_hours >= 0 AND t.weekly_hours <= 168
					 AND t.employed IS NOT NULL
				THEN t.weekly_hours::numeric END AS weekly_hours) g
CROSS  JOIN LATERAL (
	SELECT CASE WHEN g.weekly_hours IS NOT NULL
				THEN COALESCE(sum(g.weekly_hours * y.days / y.days_per_week), 0) END AS contracted
	FROM  (
		SELECT COALESCE(nullif(n.days_per_week, 0), 7) AS days_per_week,
			   count(*) FILTER (WHERE (n.days_per_week > 0) IS NOT TRUE
								OR bradford.is_working_day(n.day, t.calendar)) AS days
		FROM  (
			SELECT x.day, bradford.days_per_week(t.calendar, x.day) AS days_per_week
			FROM   unnest(d.days - COALESCE(a.away, '{}')) AS p(present)
			CROSS  JOIN LATERAL (
				SELECT lower(p.present) + i AS day
				FROM   generate_series(0, upper(p.present) - lower(p.present) - 1) AS i) x
			OFFSET 0) n
		GROUP  BY 1) y) h
-- days in a row may have begun before the period
CROSS  JOIN LATERAL (
	SELECT range_agg(daterange(s.day, s.day, '[]')) AS worked_before
	FROM  (
		SELECT CASE WHEN lower_inc(s.during) AND lower(s.during) >= lower(bradford.possible_days())
					THEN (lower(s.during) AT TIME ZONE z.zone)::date END AS day
		FROM   @hr@.shift s
		WHERE  s.employee_id = t.employee_id AND t.most_in_row IS NOT NULL
		-- IS TRUE, so that only shifts of the person are read: the index on times has everybody's
		AND   (s.during && tstzrange(
					(roster_person.from_day - 366)::timestamp AT TIME ZONE z.zone,
					roster_person.from_day::timestamp AT TIME ZONE z.zone)) IS TRUE
		OFFSET 0) s
	WHERE  s.day < roster_person.from_day) b
WHERE  bradford.require_period(roster_person.from_day, roster_person.to_day);
END;
COMMENT ON FUNCTION @hr@.roster_person(date, date) IS
	'Who is on a roster in a period: the days on which they can work, the hours that their '
	'contract requires in it, and their limits (SR-2), a row for each team. Reports on rosters '
	'read it.';

ALTER FUNCTION @hr@.roster_person(date, date) DEPENDS ON EXTENSION bradford;
