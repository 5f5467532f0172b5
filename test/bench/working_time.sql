-- Breaches of the Working Time Regulations in a year of shifts, against the window functions over shifts, days and weeks
-- that one would write otherwise. Those take minutes, so each side is timed once. The variable "rows" is the number of
-- people; one in a hundred works shifts.
SET timezone = 'Europe/London';
CREATE UNLOGGED TABLE work_shift AS
SELECT p AS person, s AS started, s + make_interval(mins => 280 + (p * 7 + d) % 60) AS break_from, s + make_interval(mins => 292 + (p * 7 + d) % 60 + (p + d) % 23) AS break_to,
	   s + make_interval(mins => 385 + p % 5 + (p * 13 + d * 17) % 430) AS ended
FROM   generate_series(1, :rows / 100) AS p, generate_series(0, 480) AS d,
	   -- five days on and two off, nights in each third person's first ten weeks of twenty
	   LATERAL (SELECT (date '2025-09-01' + d::integer + make_interval(mins => CASE WHEN p % 3 = 0 AND d % 140 < 70 THEN 1290 ELSE 420 + p::integer % 240 END + (p * 31 + d * 11)::integer % 90)) AT TIME ZONE 'Europe/London' AS s) AS x
WHERE  (d + p) % 7 < 5 + (p % 11 = 0 AND d % 3 < 2)::integer * 2 AND (d + p) % 119 >= 10
-- nobody begins by day on the morning after a night
AND    NOT (p % 3 = 0 AND d % 70 = 0);
CREATE INDEX ON work_shift (person, started);
VACUUM ANALYZE work_shift;
CREATE UNLOGGED TABLE work_leave AS
SELECT p AS person, range_agg(daterange(date '2025-09-01' + d::integer, date '2025-09-02' + d::integer)) AS excluded
FROM   generate_series(1, :rows / 100) AS p, generate_series(0, 480) AS d WHERE (d + p) % 119 < 10 AND (d + p) % 7 < 5 GROUP BY p;
CREATE INDEX ON work_leave (person);
VACUUM ANALYZE work_leave;

CALL bench.compare('working_time_breaches : window functions, a year of shifts a person',
$$
	SELECT s.person, b.rule, b.breach, b.value, b.final
	FROM   (SELECT person, range_agg(tstzmultirange(tstzrange(started, break_from), tstzrange(break_to, ended))) AS worked FROM work_shift GROUP BY person) AS s
	JOIN   work_leave AS l USING (person), LATERAL bradford.working_time_breaches(s.worked, '[2026-01-01,2026-12-01)', l.excluded) AS b
$$,
$$
	WITH shift AS MATERIALIZED (
		SELECT *, lead(started) OVER (PARTITION BY person ORDER BY started) AS next, started + interval '24 hours' AS ends, (started AT TIME ZONE 'Europe/London')::date AS day FROM work_shift
	), rest AS (
		SELECT person, 'daily rest' AS rule, tstzrange(started, ends) AS breach, greatest(least(coalesce(next, 'infinity'), ends) - ended, break_to - break_from) AS value, true AS final
		FROM   shift WHERE day >= '2026-01-01' AND day < '2026-12-01' AND greatest(least(coalesce(next, 'infinity'), ends) - ended, break_to - break_from) < '11:00'
	), pause AS (
		SELECT person, 'break', tstzrange(started, ended), break_to - break_from, true FROM shift
		WHERE  day >= '2026-01-01' AND day < '2026-12-01' AND (ended - started) - (break_to - break_from) > '6:00' AND break_to - break_from < '0:20'
	), gap AS (
		SELECT person, ended AS from_, coalesce(next, '2026-12-07') AS until FROM shift
	), weekly AS (
		SELECT person, 'weekly rest', tstzrange(monday::timestamptz, (monday + interval '7 days')::timestamptz), max(least(until, monday::timestamptz + interval '7 days') - greatest(from_, monday::timestamptz)), true
		FROM   gap, generate_series(date_trunc('week', from_ AT TIME ZONE 'Europe/London'), until AT TIME ZONE 'Europe/London', '7 days') AS monday
		WHERE  monday >= '2026-01-05' AND monday <= '2026-11-30' GROUP BY person, monday
		HAVING max(least(until, monday::timestamptz + interval '7 days') - greatest(from_, monday::timestamptz)) < '24:00'
	), calendar AS MATERIALIZED (
		SELECT d::date AS day FROM generate_series(timestamp '2025-08-01', '2027-01-10', '1 day') AS d
	), stint AS (
		SELECT person, started AS from_, break_from AS until FROM shift UNION ALL SELECT person, break_to, ended FROM shift
	), part AS (
		SELECT person, day, sum(least(until, (day + 1)::timestamptz) - greatest(from_, day::timestamptz)) AS hours
		FROM  (SELECT *, from_::date + n AS day FROM stint, generate_series(0, until::date - from_::date) AS n) AS s WHERE day::timestamptz < until GROUP BY person, day
	), night_day AS (
		SELECT person, day, true AS is_night FROM (
			SELECT s.person, s.day, (greatest(least(break_from, until) - greatest(started, from_), '0') + greatest(least(ended, until) - greatest(break_to, from_), '0')) AS hours
			FROM   shift AS s, generate_series(-1, 0) AS n, LATERAL (SELECT (s.day + n + time '23:00')::timestamptz AS from_, (s.day + n + 1 + time '06:00')::timestamptz AS until) AS x
			WHERE  from_ < ended AND until > started) AS x GROUP BY person, day HAVING sum(hours) >= '3:00'
	), leave AS (
		SELECT person, (lower(x) + g)::date AS day FROM work_leave, unnest(excluded) AS x, generate_series(0, upper(x) - lower(x) - 1) AS g
	), day AS (
		SELECT l.person, c.day, coalesce(p.hours, '0') AS hours, (e.day IS NOT NULL)::integer AS excluded, (n.day IS NOT NULL)::integer AS nights
		FROM   work_leave AS l CROSS JOIN calendar AS c LEFT JOIN part AS p USING (person, day) LEFT JOIN leave AS e USING (person, day) LEFT JOIN night_day AS n USING (person, day)
	), summed AS (
		SELECT *, sum(hours) OVER window_17 AS a, sum(excluded) OVER window_17 AS missing, count(*) FILTER (WHERE hours > '0') OVER so_far AS rank, max(nights) OVER (PARTITION BY person ORDER BY day ROWS 6 PRECEDING) AS night_week
		FROM   day WINDOW window_17 AS (PARTITION BY person ORDER BY day ROWS 118 PRECEDING), so_far AS (PARTITION BY person ORDER BY day ROWS UNBOUNDED PRECEDING)
	), ranked AS (
		SELECT person, rank, sum(hours) OVER (PARTITION BY person ORDER BY rank) AS until_rank, max(rank) OVER (PARTITION BY person) AS last_rank FROM summed WHERE hours > '0'
	), measured AS (
		SELECT s.person, s.day, s.a + coalesce(later.until_rank, '0') - coalesce(before.until_rank, '0') AS total, s.a, s.rank + s.missing <= s.last_rank AS known,
			   sum(night_week) OVER (PARTITION BY s.person, s.n % 7 ORDER BY s.day ROWS 16 PRECEDING) AS night_weeks
		FROM  (SELECT *, max(rank) OVER (PARTITION BY person) AS last_rank, day - date '2000-01-01' AS n FROM summed) AS s
		LEFT   JOIN ranked AS before ON before.person = s.person AND before.rank = s.rank
		LEFT   JOIN ranked AS later ON later.person = s.person AND later.rank = least(s.rank + s.missing, s.last_rank)
	), judged AS (
		SELECT person, 'weekly average' AS rule, day, total, 17 AS divisor, known, total > '816:00' AS over FROM measured WHERE day >= '2026-01-01' AND day < '2026-12-01'
		UNION ALL
		SELECT person, 'night average', day, a, 102, true, a > '816:00' AND 3 * night_weeks >= 17 FROM measured WHERE day >= '2026-01-01' AND day < '2026-12-01'
	), island AS (
		SELECT *, count(*) FILTER (WHERE NOT over) OVER (PARTITION BY person, rule ORDER BY day) AS run, lead(known) OVER (PARTITION BY person, rule ORDER BY day) AS next_known FROM judged
	), average AS (
		SELECT person, rule, tstzrange(min(day)::timestamptz, CASE WHEN max(day) < '2026-11-30' THEN (max(day) + 1)::timestamptz END), max(total) / min(divisor),
			   bool_and(known) AND (max(day) = '2026-11-30' OR (array_agg(next_known ORDER BY day DESC))[1])
		FROM   island WHERE over GROUP BY person, rule, run
	)
	TABLE rest UNION ALL TABLE pause UNION ALL TABLE weekly UNION ALL TABLE average
$$, bar => 0.1, runs => 1);

DROP TABLE work_shift, work_leave;
RESET timezone;
