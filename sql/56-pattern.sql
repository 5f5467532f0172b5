--------------------------------------------------------------------------------
-- pattern: how likely a pattern of absence is by chance (BF-17)
--------------------------------------------------------------------------------

CREATE FUNCTION chance_of_at_least(times integer, tries integer, days integer, of_days integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_chance_of_at_least'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION chance_of_at_least(integer, integer, integer, integer) IS
E'The probability that at least times of the tries fall on one of days days, if each try falls\n'
'on any of of_days days with equal probability: a binomial tail, summed exactly and divided\n'
'once (BF-17). Numbers below 0, of_days of 0, more days than of_days and more than 10,000\n'
'tries are refused (22003).';

CREATE FUNCTION weekday_shares(period daterange, calendar bradford.calendar,
	since date DEFAULT '-infinity',
	OUT weekday integer, OUT first_days integer, OUT of_first_days integer,
	OUT last_days integer, OUT of_last_days integer)
-- STRICT, so that it is called and not inlined: a report plans, and compiles, it once
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 5
BEGIN ATOMIC
-- The working days of the period, and how many days roll forward, or back, to each of them. It
-- starts four weeks earlier, so that the days before the first working day are known.
WITH day AS (
	SELECT d.day, extract(isodow FROM d.day)::integer AS weekday,
		   d.day - lag(d.day, 1, s.first_day - 1) OVER (ORDER BY d.day) AS before,
		   -- on the last day, nobody knows yet whether an absence ends
		   least(lead(d.day, 1, s.last_day) OVER (ORDER BY d.day), s.last_day) - d.day AS after,
		   d.day >= p.first_day AS inside
	FROM  (
		SELECT lower(k.days) AS first_day, upper(k.days) - 1 AS last_day
		FROM  (SELECT period * bradford.known_days() AS days) k) p
	CROSS  JOIN LATERAL (
		SELECT greatest(p.first_day - 28, least(since, p.last_day + 1),
						lower(bradford.known_days())) AS first_day,
			   p.last_day) s
	CROSS  JOIN LATERAL generate_series(0, s.last_day - s.first_day) AS n(n)
	CROSS  JOIN LATERAL (SELECT s.first_day + n.n AS day) d
	WHERE  bradford.is_working_day(d.day, calendar)
), weight AS (
	SELECT d.weekday, d.before, d.after, count(*)::integer AS n
	FROM   day d
	WHERE  d.inside
	GROUP  BY d.weekday, d.before, d.after
)
-- A spell of n days is seen if it begins at most n - 1 days before a working day. This takes the
-- length that gives the weekday its largest share.
SELECT w.weekday, f.days, f.of_days, l.days, l.of_days
FROM  (SELECT DISTINCT k.weekday FROM weight k) w
CROSS  JOIN LATERAL (
	SELECT s.days, s.of_days
	FROM  (SELECT DISTINCT k.before AS length FROM weight k) g
	CROSS  JOIN LATERAL (
		SELECT (sum(k.n * least(k.before, g.length)) FILTER (WHERE k.weekday = w.weekday))::integer
					AS days,
			   sum(k.n * least(k.before, g.length))::integer AS of_days
		FROM   weight k) s
	ORDER  BY s.days::numeric / s.of_days DESC, s.of_days
	LIMIT  1) f
LEFT   JOIN LATERAL (
	SELECT s.days, s.of_days
	FROM  (SELECT DISTINCT k.after AS length FROM weight k WHERE k.after > 0) g
	CROSS  JOIN LATERAL (
		SELECT (sum(k.n * least(k.after, g.length)) FILTER (WHERE k.weekday = w.weekday))::integer
					AS days,
			   sum(k.n * least(k.after, g.length))::integer AS of_days
		FROM   weight k) s
	ORDER  BY s.days::numeric / s.of_days DESC, s.of_days
	LIMIT  1) l ON true;
END;
COMMENT ON FUNCTION weekday_shares(daterange, bradford.calendar, date) IS
	'For each weekday worked in the period: the largest share of the first working days of '
	'absence, and of the last ones, that falls on it if illness begins, and ends, on all days of '
	'the week equally (BF-17). first_days of of_first_days and last_days of of_last_days are '
	'numbers of days for chance_of_at_least(). No illness begins before the day since.';

