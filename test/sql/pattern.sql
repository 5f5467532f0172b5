--
-- chance_of_at_least: how likely chance makes a pattern (BF-17).
--
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
