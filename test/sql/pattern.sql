--
-- chance_of_at_least: how likely chance makes a pattern, and weekday_shares: of which weekdays (BF-17).
--
SET datestyle = ISO;
SET client_min_messages = warning;

\echo one, two and three of three on a given weekday of five, by hand: 61/125, 13/125, 1/125
SELECT k, round(bradford.chance_of_at_least(k, 3, 1, 5), 6) AS chance, n / 125.0 AS by_hand
FROM   (VALUES (1, 61), (2, 13), (3, 1)) AS t(k, n) ORDER BY k;

\echo the ends: nothing asked for, more than there were tries, no day that counts, no other day
SELECT bradford.chance_of_at_least(0, 3, 1, 5) AS nothing_asked, bradford.chance_of_at_least(4, 3, 1, 5) AS too_many,
	   bradford.chance_of_at_least(1, 3, 0, 5) AS no_such_day, bradford.chance_of_at_least(3, 3, 5, 5) AS every_day,
	   bradford.chance_of_at_least(0, 0, 0, 1) AS no_tries, bradford.chance_of_at_least(1, 0, 1, 1) AS one_of_no_tries;
SELECT bradford.chance_of_at_least(NULL, 3, 1, 5) AS times, bradford.chance_of_at_least(1, NULL, 1, 5) AS tries,
	   bradford.chance_of_at_least(1, 3, NULL, 5) AS days, bradford.chance_of_at_least(1, 3, 1, NULL) AS of_days;

\echo the series as it would be written in SQL, over every small argument
CREATE FUNCTION pg_temp.series(times integer, tries integer, days integer, of_days integer) RETURNS numeric LANGUAGE sql AS $$
	SELECT CASE WHEN times = 0 THEN 1 WHEN times > tries THEN 0 ELSE
		   sum(div(factorial(tries), factorial(k) * factorial(tries - k)) * round(days::numeric ^ k) * round((of_days - days)::numeric ^ (tries - k)))
		   / round(of_days::numeric ^ tries) END
	FROM   generate_series(times, tries) AS k
$$;
SELECT count(*) AS cases, count(DISTINCT chance) AS chances, count(*) FILTER (WHERE chance IN (0, 1)) AS certain_or_not,
	   count(*) FILTER (WHERE chance IS DISTINCT FROM series) AS differences
FROM   generate_series(0, 9) AS times, generate_series(0, 8) AS tries, generate_series(1, 7) AS of_days, generate_series(0, of_days) AS days,
	   LATERAL (SELECT bradford.chance_of_at_least(times, tries, days, of_days) AS chance, pg_temp.series(times, tries, days, of_days) AS series OFFSET 0) AS c;

\echo every way in which the tries can fall, counted: the first days of of_days are those asked for
SELECT count(*) AS cases, sum(ways) AS ways, sum(hits) AS hits,
	   count(*) FILTER (WHERE bradford.chance_of_at_least(times, tries, days, of_days) IS DISTINCT FROM hits / ways::numeric) AS differences
FROM  (SELECT times, tries, days, of_days, count(*) AS ways, count(*) FILTER (WHERE hits >= times) AS hits
	   FROM   generate_series(0, 5) AS tries, generate_series(1, 4) AS of_days, generate_series(0, of_days) AS days, generate_series(0, tries + 1) AS times,
			  LATERAL (SELECT (SELECT count(*) FROM generate_series(0, tries - 1) AS i WHERE div(way, of_days::numeric ^ i) % of_days < days) AS hits
					   FROM generate_series(0, (of_days::numeric ^ tries - 1)::integer) AS way) AS w
	   GROUP  BY 1, 2, 3, 4) AS counted;

\echo a year of 253 working days, 47 of them Mondays
SELECT tries, times, round(bradford.chance_of_at_least(times, tries, 47, 253), 20) AS chance, round(pg_temp.series(times, tries, 47, 253), 20) AS series
FROM   (VALUES (6, 3), (6, 5), (20, 8), (100, 30), (200, 60)) AS t(tries, times) ORDER BY tries, times;
SELECT count(*) AS cases, count(*) FILTER (WHERE chance BETWEEN 0.01 AND 0.99) AS neither_sure_nor_rare,
	   count(*) FILTER (WHERE chance IS DISTINCT FROM pg_temp.series(times, tries, days, of_days)) AS differences
FROM  (SELECT times, tries, days, of_days, bradford.chance_of_at_least(times, tries, days, of_days) AS chance
	   FROM   generate_series(1, 1000) AS n,
			  LATERAL (SELECT 1 + n * 37 % 61 AS tries, 1 + n * 101 % 367 AS of_days OFFSET 0) AS a,
			  LATERAL (SELECT n * 53 % (tries + 1) AS times, n * 71 % (of_days + 1) AS days OFFSET 0) AS b OFFSET 0) AS c;

\echo so many hits at least, or so many misses at least: together certain, as far as numbers go
SELECT times, tries, round(hits, 15) AS hits, round(hits + misses, 15) AS together
FROM   (VALUES (350, 2000, 47, 253), (1860, 10000, 47, 253), (500, 1000, 1073741823, 2147483647), (10000, 10000, 2147483646, 2147483647)) AS t(times, tries, days, of_days),
	   LATERAL (SELECT bradford.chance_of_at_least(times, tries, days, of_days) AS hits,
					   bradford.chance_of_at_least(tries - times + 1, tries, of_days - days, of_days) AS misses) AS c ORDER BY times;
-- the least chance that numeric shows is 10^-1000
SELECT trim_scale(bradford.chance_of_at_least(999, 999, 1, 10) * 1e999) AS e999, bradford.chance_of_at_least(1001, 1001, 1, 10) = 0 AS e1001_is_0;

\echo what has no answer
SELECT bradford.chance_of_at_least(5, 10, 7, 5);
SELECT bradford.chance_of_at_least(3, 10, 1, 0);
SELECT bradford.chance_of_at_least(3, 10, 0, -5);
SELECT bradford.chance_of_at_least(-1, 10, 1, 5);
SELECT bradford.chance_of_at_least(1, -10, 1, 5);
SELECT bradford.chance_of_at_least(0, 10, -1, 5);
SELECT bradford.chance_of_at_least(1, 10001, 1, 5);
SELECT bradford.chance_of_at_least(2147483647, 2147483647, 2147483647, 2147483647);

\echo a long sum can be cancelled
SET statement_timeout = '20ms';
SELECT bradford.chance_of_at_least(5000, 10000, 1073741823, 2147483647);
RESET statement_timeout;

\echo weekday_shares by hand, for 2018: 53 Mondays, 48 of them worked in England. To a Monday, spells of three days and more roll from Saturday,
\echo Sunday and Monday: 53 x 3 of 53 x 3 + 52 x 4 days, and back to a Friday 52 x 3 of 364, since nothing is known to end on the last day. The other
\echo weekdays are at their largest for spells of one day: one in five. Mondays to Wednesdays: 5 of 7 days.
SELECT c AS calendar, w.*, round(first_days::numeric / of_first_days, 3) AS first, round(last_days::numeric / of_last_days, 3) AS last
FROM   unnest(ARRAY['england-and-wales', 'weekdays', 'weekdays; week=Mon-Wed', 'weekdays; week=Mon,Wed,Sat', 'weekdays; week=none']) AS c, bradford.weekday_shares('[2018-01-01,2018-12-31]', c::bradford.calendar) w ORDER BY c COLLATE "C", 2;
SELECT count(*) AS none FROM (VALUES ('empty'::daterange), (NULL), ('(,1990-01-01)')) AS p(p), bradford.weekday_shares(p, 'weekdays');
SELECT * FROM bradford.weekday_shares('[2018-01-01,2018-01-03]', 'weekdays') ORDER BY 1;
SELECT * FROM bradford.weekday_shares('[2018-01-01,2018-01-03]', 'weekdays', '2018-01-01') ORDER BY 1;
-- nobody falls ill before a day that never comes
SELECT count(*) AS none FROM unnest('{infinity,2018-01-04}'::date[]) AS since, bradford.weekday_shares('[2018-01-01,2018-01-03]', 'weekdays', since);

\echo BF-17: innocent illness of all lengths, that begins on every day of the week alike, over 12 months
SELECT setseed(0.42);
CREATE TEMP TABLE pattern AS
SELECT name, text::bradford.calendar AS calendar, longest
FROM  (VALUES ('Mon-Fri', 'england-and-wales', 21), ('Mon-Fri, short', 'england-and-wales', 2), ('Mon-Fri, 3 days and more', 'weekdays', -10), ('Mon-Wed', 'england-and-wales; week=Mon-Wed', 21),
			  ('Mon, Wed, Sat', 'weekdays; week=Mon,Wed,Sat', 2), ('rota', 'weekdays; week=Mon-Wed/Wed-Fri,Sun from 2018-01-01', 21), ('one day', 'weekdays; week=Fri', 21)) AS t(name, text, longest);
-- short ones are more frequent, down to a day; or at least three days
CREATE TEMP TABLE spell AS
SELECT name, calendar, person, first_day, first_day + CASE WHEN longest < 0 THEN 3 + floor(r * (- longest - 2)) ELSE 1 + floor(r ^ 3 * longest) END::integer AS ended
FROM  (SELECT p.name, p.calendar, p.longest, n AS person, date '2017-11-01' + floor(random() * 440)::integer AS first_day, random() AS r
	   FROM pattern p, generate_series(1, 3000) AS n, generate_series(1, 9) AS k) AS x;
-- the first and the last working day of each, if it has any: the spell is over by the end of the year
CREATE TEMP TABLE shown AS
SELECT s.name, s.person, f.first_day, f.last_day
FROM   spell s, LATERAL (SELECT bradford.next_working_day(s.first_day - 1, s.calendar) AS first_day, bradford.previous_working_day(s.ended, s.calendar) AS last_day) f
WHERE  f.first_day < s.ended;
CREATE TEMP TABLE ends AS
SELECT name, person, 'first' AS what, extract(isodow FROM first_day)::integer AS weekday FROM shown WHERE first_day BETWEEN '2018-01-01' AND '2018-12-31'
UNION ALL
SELECT name, person, 'last', extract(isodow FROM last_day)::integer FROM shown WHERE last_day BETWEEN '2018-01-01' AND '2018-12-30';
-- the report's chance of what came up, for every person, end and weekday
CREATE TEMP TABLE share AS
SELECT p.name, e.what, w.weekday, CASE e.what WHEN 'first' THEN first_days ELSE last_days END AS days, CASE e.what WHEN 'first' THEN of_first_days ELSE of_last_days END AS of_days
FROM   pattern p, bradford.weekday_shares('[2018-01-01,2018-12-31]', p.calendar) w, unnest('{first,last}'::text[]) AS e(what);
CREATE TEMP TABLE chance AS
SELECT e.name, e.what, h.weekday, c.times, e.out_of, h.days, h.of_days, bradford.chance_of_at_least(c.times, e.out_of, h.days, h.of_days) AS chance,
	   bradford.chance_of_at_least(c.times, e.out_of, 47, 253) AS by_working_days
FROM  (SELECT name, person, what, count(*)::integer AS out_of, array_agg(weekday) AS weekdays FROM ends GROUP BY 1, 2, 3) e
JOIN   share h USING (name, what)
CROSS  JOIN LATERAL (SELECT cardinality(array_positions(e.weekdays, h.weekday)) AS times) c;
\echo the share of each weekday beside the one that the report allows for, which is never less
SELECT c.name, c.what, string_agg(format('%s: %s of %s', to_char(date '2018-01-01' + c.weekday - 1, 'Dy'), round(c.share, 2), round(c.allowed, 2)), ', ' ORDER BY c.weekday) AS shares
FROM  (SELECT name, what, weekday, sum(times)::numeric / sum(out_of) AS share, max(days::numeric / of_days) AS allowed FROM chance GROUP BY 1, 2, 3) c GROUP BY 1, 2 ORDER BY c.name COLLATE "C", 2;
\echo how often the chance shown is at most p, over everybody: at most p, for every pattern, end and weekday
SELECT p, count(*) AS cases, max(round(c.often, 3)) AS most, count(*) FILTER (WHERE c.often > p) AS too_often
FROM   unnest('{0.01,0.02,0.05,0.1,0.2,0.3,0.5}'::numeric[]) AS p,
	   LATERAL (SELECT name, what, weekday, count(*) FILTER (WHERE chance <= p)::numeric / count(*) AS often FROM chance GROUP BY 1, 2, 3) c GROUP BY 1 ORDER BY 1;
\echo and by the share of working days that are Mondays, 47 of 253: Mondays of innocent people look rare far too often
SELECT p, round(avg((by_working_days <= p)::integer), 2) AS share_of_people FROM unnest('{0.01,0.05,0.1}'::numeric[]) AS p, chance WHERE name = 'Mon-Fri, 3 days and more' AND what = 'first' AND weekday = 1 GROUP BY 1 ORDER BY 1;

\echo operators and functions that a search_path puts before those of PostgreSQL change no answer
CREATE SCHEMA test_pattern;
CREATE FUNCTION test_pattern.nothing(numeric, numeric) RETURNS numeric IMMUTABLE LANGUAGE sql RETURN 0::numeric;
CREATE OPERATOR test_pattern.* (FUNCTION = test_pattern.nothing, LEFTARG = numeric, RIGHTARG = numeric);
CREATE OPERATOR test_pattern./ (FUNCTION = test_pattern.nothing, LEFTARG = numeric, RIGHTARG = numeric);
CREATE OPERATOR test_pattern.^ (FUNCTION = test_pattern.nothing, LEFTARG = numeric, RIGHTARG = numeric);
CREATE FUNCTION test_pattern.nothing(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql RETURN 0;
CREATE OPERATOR test_pattern.- (FUNCTION = test_pattern.nothing, LEFTARG = integer, RIGHTARG = integer);
SET search_path = test_pattern, pg_catalog;
SELECT 3.0 * 4.0 AS three_times_four, 3 - 1 AS three_less_one, round(bradford.chance_of_at_least(5, 6, 47, 253), 6) AS chance;
RESET search_path;
DROP SCHEMA test_pattern CASCADE;
