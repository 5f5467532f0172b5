-- The Working Time Regulations a second time, in plain SQL, using nothing of schema bradford. Each rule is a query over
-- days, weeks or gaps, slow and obvious. Rest is the time in a stretch that is not worked.
CREATE SCHEMA oracle;

-- a person and the limits
CREATE TYPE oracle.case AS (
	worked tstzmultirange, during daterange, excluded datemultirange, opted_out datemultirange, born date, employed_from date, as_of timestamptz, zone text,
	weekly_limit interval, reference_weeks integer, daily_rest interval, weekly_rest interval, weekly_rest_by text, break_over interval, least_break interval,
	night_from time, night_to time, night_limit interval, night_worker boolean, night_absolute boolean
);
CREATE TYPE oracle.breach AS (
	rule text, breach tstzrange, value interval, allowed interval, off_by interval, final boolean, hours interval, reference daterange, later_hours interval,
	excluded_days integer, later_days integer, divided_by integer, night_weeks integer
);

CREATE FUNCTION oracle.length(times tstzmultirange) RETURNS interval LANGUAGE sql IMMUTABLE
RETURN (SELECT make_interval(secs => coalesce(sum(extract(epoch FROM upper(t)) - extract(epoch FROM lower(t))), 0)::float8) FROM unnest(times) AS t);
CREATE FUNCTION oracle.length(stretch tstzrange) RETURNS interval LANGUAGE sql IMMUTABLE
RETURN oracle.length(tstzmultirange(stretch));
CREATE FUNCTION oracle.hours(number numeric) RETURNS interval LANGUAGE sql IMMUTABLE
RETURN make_interval(secs => (number * 3600)::float8);
CREATE FUNCTION oracle.number(hours interval) RETURNS numeric LANGUAGE sql IMMUTABLE
RETURN extract(epoch FROM hours) / 3600;

CREATE FUNCTION oracle.midnight(day date, c oracle.case) RETURNS timestamptz LANGUAGE sql IMMUTABLE
RETURN day::timestamp AT TIME ZONE c.zone;
CREATE FUNCTION oracle.local_day(instant timestamptz, c oracle.case) RETURNS date LANGUAGE sql IMMUTABLE
RETURN (instant AT TIME ZONE c.zone)::date;
CREATE FUNCTION oracle.is_young(day date, c oracle.case) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN coalesce(day < CASE WHEN extract(month FROM c.born) = 2 AND extract(day FROM c.born) = 29 THEN make_date(extract(year FROM c.born)::integer + 18, 3, 1) ELSE (c.born + interval '18 years')::date END, false);
CREATE FUNCTION oracle.is_opted_out(day date, c oracle.case) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN day <@ c.opted_out AND NOT oracle.is_young(day, c);
CREATE FUNCTION oracle.night(day date, night_from time, night_to time, c oracle.case) RETURNS tstzrange LANGUAGE sql IMMUTABLE
RETURN tstzrange((day + night_from) AT TIME ZONE c.zone, (day + night_to + CASE WHEN night_to < night_from THEN interval '1 day' ELSE interval '0' END) AT TIME ZONE c.zone);
-- the rests in a stretch
CREATE FUNCTION oracle.rests(stretch tstzrange, c oracle.case) RETURNS SETOF tstzrange LANGUAGE sql IMMUTABLE
RETURN unnest(tstzmultirange(stretch) - c.worked);

-- do the 24 hours from an instant have night work in them, and more work than the limit?
CREATE FUNCTION oracle.is_too_much(begins timestamptz, c oracle.case) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN oracle.length(c.worked * tstzmultirange(tstzrange(begins, begins + interval '24 hours'))) > c.night_limit
AND    EXISTS (SELECT FROM generate_series(-1, 1) n WHERE c.worked * tstzmultirange(tstzrange(begins, begins + interval '24 hours')) && oracle.night(oracle.local_day(begins, c) + n, c.night_from, c.night_to, c));

-- days of work: each begins where work begins after a daily rest, or after the longest rest there was, or 24 hours later
CREATE FUNCTION oracle.days_of_work(c oracle.case) RETURNS TABLE (begins timestamptz, rest interval, daily_rest interval, work tstzmultirange, goes_on boolean, young boolean) LANGUAGE sql IMMUTABLE AS $$
WITH RECURSIVE period AS (
	SELECT lower(c.worked) AS begins
	UNION ALL
	SELECT lower(c.worked * tstzmultirange(tstzrange(coalesce((
				SELECT upper(r) FROM oracle.rests(tstzrange(p.begins, p.begins + interval '24 hours'), c) r
				ORDER BY least(oracle.length(r), CASE WHEN oracle.is_young(oracle.local_day(p.begins, c), c) THEN interval '12:00' ELSE c.daily_rest END) DESC, lower(r) LIMIT 1),
			p.begins + interval '24 hours'), NULL)))
	FROM   period p WHERE p.begins IS NOT NULL
)
SELECT p.begins, (SELECT coalesce(max(oracle.length(r)), '0') FROM oracle.rests(tstzrange(p.begins, p.begins + interval '24 hours'), c) r),
	   CASE WHEN y.young THEN interval '12:00' ELSE c.daily_rest END,
	   c.worked * tstzmultirange(tstzrange(p.begins, lead(p.begins) OVER (ORDER BY p.begins))),
	   lead(p.begins) OVER (ORDER BY p.begins) IS NOT NULL, y.young
FROM   period p, LATERAL (SELECT oracle.is_young(oracle.local_day(p.begins, c), c) AS young) y WHERE p.begins IS NOT NULL
$$;

CREATE FUNCTION oracle.daily(c oracle.case) RETURNS SETOF oracle.breach LANGUAGE sql IMMUTABLE AS $$
WITH work AS (
	SELECT w.*, tstzrange(w.begins, w.begins + interval '24 hours') AS day, w.begins + interval '24 hours' <= c.as_of AS over,
		   CASE WHEN w.young THEN interval '4:30' ELSE c.break_over END AS break_over, CASE WHEN w.young THEN interval '0:30' ELSE c.least_break END AS least_break,
		   (SELECT coalesce(max(oracle.length(r)), '0') FROM oracle.rests(range_merge(w.work), c) r) AS longest_break
	FROM   oracle.days_of_work(c) w WHERE oracle.local_day(w.begins, c) <@ c.during
)
SELECT 'daily rest', day, rest, daily_rest, daily_rest - rest, over, oracle.length(c.worked * tstzmultirange(day)), NULL::daterange, NULL::interval, NULL::integer, NULL::integer, NULL::integer, NULL::integer FROM work WHERE rest < daily_rest
UNION ALL
SELECT 'break', range_merge(work), longest_break, least_break, least_break - longest_break, goes_on OR upper(work) + daily_rest <= c.as_of, oracle.length(work), NULL, NULL, NULL, NULL, NULL, NULL FROM work WHERE oracle.length(work) > break_over AND longest_break < least_break
$$;

-- with special hazards: 24 hours begin with each stint; after a breach, at its end if work goes on there
CREATE FUNCTION oracle.night_hours(c oracle.case) RETURNS SETOF oracle.breach LANGUAGE sql IMMUTABLE AS $$
WITH RECURSIVE period AS (
	SELECT lower(c.worked) AS begins
	UNION ALL
	SELECT CASE WHEN x.breach THEN lower(c.worked * tstzmultirange(tstzrange(p.begins + interval '24 hours', NULL)))
				ELSE (SELECT min(lower(s)) FROM unnest(c.worked) s WHERE lower(s) > p.begins) END
	FROM   period p, LATERAL (SELECT oracle.is_too_much(p.begins, c) AS breach) x WHERE p.begins IS NOT NULL
)
SELECT 'night hours', d.day, l, c.night_limit, l - c.night_limit, upper(d.day) <= c.as_of, l, NULL::daterange, NULL::interval, NULL::integer, NULL::integer, NULL::integer, NULL::integer
FROM   period p, LATERAL (SELECT tstzrange(p.begins, p.begins + interval '24 hours') AS day) d, LATERAL oracle.length(c.worked * tstzmultirange(d.day)) l
WHERE  c.night_absolute AND c.night_worker IS NOT FALSE AND oracle.local_day(p.begins, c) <@ c.during AND oracle.is_too_much(p.begins, c)
$$;

CREATE FUNCTION oracle.weekly(c oracle.case) RETURNS SETOF oracle.breach LANGUAGE sql IMMUTABLE AS $$
WITH monday AS (
	SELECT d::date AS monday, oracle.is_young(d::date, c) AS young, floor((d::date - date_trunc('week', c.employed_from::timestamp)::date) / 14.0) AS fortnight
	FROM   generate_series(date_trunc('week', lower(c.during)::timestamp) - interval '1 week', upper(c.during) + interval '1 week', interval '1 week') d
), stretch AS (
	SELECT monday, young, 1 AS weeks FROM monday m WHERE c.weekly_rest_by = 'week' OR young OR (SELECT n.young FROM monday n WHERE n.fortnight = m.fortnight ORDER BY n.monday LIMIT 1)
	UNION ALL
	SELECT min(monday), false, 2 FROM monday m WHERE c.weekly_rest_by = 'fortnight' AND fortnight >= 0 GROUP BY fortnight HAVING count(*) = 2 AND NOT bool_or(young)
), rest AS (
	SELECT s.*, x.span, (SELECT coalesce(max(oracle.length(r)), '0') FROM oracle.rests(x.span, c) r) AS longest, CASE WHEN young THEN interval '48:00' ELSE c.weekly_rest END AS least,
		   (SELECT coalesce(array_agg(oracle.length(r) ORDER BY oracle.length(r) DESC), '{}') || '{0,0}'::interval[] FROM oracle.rests(x.span, c) r) AS rests
	FROM   stretch s, LATERAL (SELECT tstzrange(oracle.midnight(monday, c), oracle.midnight(monday + 7 * weeks, c)) AS span) x
	WHERE  monday <@ c.during
)
SELECT CASE weeks WHEN 1 THEN 'weekly rest' ELSE 'fortnightly rest' END, span, n.value, weeks * least, weeks * least - n.value, upper(span) <= c.as_of, NULL::interval, NULL::daterange, NULL::interval, NULL::integer, NULL::integer, NULL::integer, NULL::integer
FROM   rest, LATERAL (SELECT CASE weeks WHEN 1 THEN longest ELSE greatest(longest, least(rests[1], least) + least(rests[2], least)) END AS value) n
WHERE  CASE weeks WHEN 1 THEN longest < least ELSE NOT (longest >= 2 * least OR (SELECT count(*) >= 2 FROM unnest(rests) r WHERE r >= least)) END
$$;

CREATE FUNCTION oracle.young(c oracle.case) RETURNS SETOF oracle.breach LANGUAGE sql IMMUTABLE AS $$
WITH day AS (
	SELECT d::date AS day, tstzrange(oracle.midnight(d::date, c), oracle.midnight(d::date + 1, c)) AS span, oracle.is_young(d::date, c) AS young
	FROM   generate_series(lower(c.during), upper(c.during) + 7, interval '1 day') d
), stretch AS (
	SELECT 'daily hours under 18' AS rule, day, span, interval '8:00' AS most FROM day WHERE young
	UNION ALL
	SELECT 'weekly hours under 18', day, (SELECT range_merge(range_agg(w.span)) FROM day w WHERE w.day BETWEEN d.day AND d.day + 6 AND w.young), '40:00' FROM day d WHERE young AND extract(isodow FROM day) = 1
	UNION ALL
	SELECT 'night work under 18', day, oracle.night(day, '22:00', '06:00', c) * (SELECT range_merge(range_agg(w.span)) FROM day w WHERE w.day BETWEEN d.day AND d.day + 1 AND w.young), '0:00' FROM day d WHERE young
)
SELECT rule, span, l, most, l - most, upper(span) <= c.as_of, l, NULL::daterange, NULL::interval, NULL::integer, NULL::integer, NULL::integer, NULL::integer
FROM   stretch, LATERAL oracle.length(c.worked * tstzmultirange(span)) l WHERE day <@ c.during AND l > most
$$;

-- averages: every reference period by itself, then the runs of those over the limit
CREATE FUNCTION oracle.averages(c oracle.case) RETURNS SETOF oracle.breach LANGUAGE sql IMMUTABLE AS $$
WITH day AS MATERIALIZED (
	SELECT d::date AS day, oracle.length(c.worked * tstzmultirange(tstzrange(oracle.midnight(d::date, c), oracle.midnight(d::date + 1, c)))) AS hours, oracle.is_opted_out(d::date, c) AS agreed,
		   d::date <@ c.excluded OR (oracle.is_opted_out(d::date, c) AND NOT isempty(c.worked * tstzmultirange(tstzrange(oracle.midnight(d::date, c), oracle.midnight(d::date + 1, c))))) AS excluded, oracle.midnight(d::date + 1, c) <= c.as_of AS over
	FROM   generate_series(least(lower(c.during) - 7 * c.reference_weeks, oracle.local_day(lower(c.worked), c))::timestamp, greatest(upper(c.during)::timestamp, oracle.local_day(upper(c.worked), c)::timestamp), interval '1 day') d
), night_day AS MATERIALIZED (
	SELECT DISTINCT oracle.local_day(begins, c) AS day FROM oracle.days_of_work(c)
	WHERE (SELECT sum(oracle.length(work * tstzmultirange(oracle.night(oracle.local_day(begins, c) + n, c.night_from, c.night_to, c)))) >= interval '3:00' FROM generate_series(-1, 3) n)
), reference AS (
	-- from six days before the first one: an average of one of those days may be the one that holds on it
	SELECT d.day, greatest(d.day, lower(c.during)) AS stands, d.agreed, CASE WHEN d.day - c.employed_from + 1 < 7 * c.reference_weeks THEN c.employed_from ELSE d.day - 7 * c.reference_weeks + 1 END AS first_day
	FROM   day d WHERE d.day >= lower(c.during) - 6 AND d.day < upper(c.during) AND oracle.midnight(greatest(d.day, lower(c.during)) + 1, c) <= c.as_of
), measured AS (
	SELECT r.*, (r.day - r.first_day + 1) / 7 AS weeks, a.*, b.*, n.*
	FROM   reference r
	CROSS  JOIN LATERAL (SELECT coalesce(sum(hours) FILTER (WHERE NOT d.agreed), '0') AS a, sum(hours) AS all_hours, count(*) FILTER (WHERE d.excluded)::integer AS excluded FROM day d WHERE d.day BETWEEN r.first_day AND r.day) a
	CROSS  JOIN LATERAL (SELECT coalesce(sum(hours), '0') AS b, count(*)::integer AS later_days FROM (SELECT hours FROM day d WHERE d.day > r.day AND d.hours > '0' AND d.over AND NOT d.agreed ORDER BY d.day LIMIT a.excluded) x) b
	CROSS  JOIN LATERAL (SELECT count(DISTINCT (n.day - r.first_day) / 7)::integer AS night_weeks FROM night_day n WHERE n.day BETWEEN r.first_day AND r.day) n
	-- a new starter's average is of whole weeks
	WHERE  r.agreed OR ((r.day - r.first_day + 1) % 7 = 0 AND r.day > r.first_day)
), judged AS (
	SELECT 'weekly average' AS rule, stands, day, first_day, weeks AS divided_by, a + b AS total, NOT agreed AND oracle.number(a + b) / nullif(weeks, 0) > oracle.number(c.weekly_limit) AS over, agreed OR later_days = excluded AS known, c.weekly_limit AS most, a AS hours, b, excluded, later_days, NULL::integer AS night_weeks FROM measured
	UNION ALL
	SELECT 'night average', stands, day, first_day, 6 * weeks, all_hours, oracle.number(all_hours) / (6 * weeks) > oracle.number(c.night_limit) AND coalesce(c.night_worker, night_weeks >= weeks / 3.0), true, c.night_limit, all_hours, NULL, NULL, NULL, night_weeks FROM measured
	WHERE  NOT c.night_absolute AND (day - first_day + 1) % 7 = 0 AND day > first_day
), said AS (
	SELECT DISTINCT ON (rule, stands) * FROM judged ORDER BY rule, stands, day DESC
), run AS (
	SELECT *, count(*) FILTER (WHERE NOT over) OVER (PARTITION BY rule ORDER BY day) AS run FROM said
), worst AS (
	SELECT DISTINCT ON (rule, run) * FROM run WHERE over ORDER BY rule, run, oracle.number(total) / divided_by DESC, day
), edge AS (
	SELECT rule, run, min(stands) AS first_over, bool_and(known) AS known FROM run WHERE over GROUP BY rule, run
)
SELECT w.rule, tstzrange(oracle.midnight(e.first_over, c), oracle.midnight(x.day, c)), v.value, w.most, v.value - w.most,
	   e.known AND CASE WHEN x.day IS NULL THEN oracle.midnight(upper(c.during), c) <= c.as_of ELSE x.known END, w.hours, daterange(w.first_day, w.day, '[]'), w.b, w.excluded, w.later_days, w.divided_by, w.night_weeks
FROM   worst w JOIN edge e USING (rule, run)
LEFT   JOIN LATERAL (SELECT j.day, j.known FROM said j WHERE j.rule = w.rule AND NOT j.over AND j.day > e.first_over ORDER BY j.day LIMIT 1) x ON true
CROSS  JOIN LATERAL (SELECT oracle.hours(oracle.number(w.total) / w.divided_by) AS value) v
$$;

CREATE FUNCTION oracle.breaches(c oracle.case) RETURNS SETOF oracle.breach LANGUAGE sql IMMUTABLE AS $$
SELECT b.* FROM (SELECT c.worked * tstzmultirange(tstzrange(NULL, c.as_of)) AS worked) w, LATERAL (SELECT (w.worked, (c).during, (c).excluded, (c).opted_out, (c).born, (c).employed_from, (c).as_of, (c).zone, (c).weekly_limit, (c).reference_weeks, (c).daily_rest, (c).weekly_rest, (c).weekly_rest_by, (c).break_over, (c).least_break,
	(c).night_from, (c).night_to, (c).night_limit, (c).night_worker, (c).night_absolute)::oracle.case AS k OFFSET 0) x,
LATERAL (SELECT * FROM oracle.daily(x.k) UNION ALL SELECT * FROM oracle.night_hours(x.k) UNION ALL SELECT * FROM oracle.weekly(x.k) UNION ALL SELECT * FROM oracle.young(x.k) UNION ALL SELECT * FROM oracle.averages(x.k)) b
WHERE NOT isempty(w.worked)
$$;
