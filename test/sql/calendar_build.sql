-- Calendars made from calendars, and expansions kept from row to row.
SET datestyle = ISO;
SET intervalstyle = postgres;
CREATE SCHEMA test_calendar_build;
SET search_path = test_calendar_build, bradford, public;

CREATE FUNCTION try(expression text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
	detail text;
	hint text;
BEGIN
	EXECUTE 'SELECT (' || expression || ')::text' INTO result;
	RETURN coalesce(result, 'NULL');
EXCEPTION WHEN data_exception THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN SQLSTATE || ' ' || SQLERRM || E'\n' || detail || E'\n' || hint;
END $$;

\pset format unaligned
SELECT expression || E'\n  ' || replace(try(expression), E'\n', E'\n  ') AS "expression and answer" FROM unnest(ARRAY[
	-- a site's own closures and open days: the later call wins
	$$close_on('england-and-wales', '{[2026-12-24,2026-12-25),[2026-12-29,2027-01-01)}')$$,
	$$open_on(close_on('england-and-wales', '{[2026-12-21,2027-01-01)}'), '{[2026-12-23,2026-12-25)}')$$,
	$$close_on(open_on('england-and-wales', '{[2026-12-21,2027-01-01)}'), '{[2026-12-23,2026-12-25)}')$$,
	$$close_on('england-and-wales; week=Mon-Wed | scotland', '{[2026-12-23,2026-12-25)}')$$, $$open_on('england-and-wales; week=Mon-Wed | scotland; closed=2026-12-24', '{[2026-12-24,2026-12-25)}')$$,
	$$close_on('scotland; closed=2026-12-24', '{[2026-12-25,2026-12-26)}')$$, $$close_on('scotland; open=2026-12-24..2026-12-28', '{[2026-12-01,2027-01-01)}')$$,
	$$open_on('scotland', '{}')$$, $$close_on('scotland then from 2026-12-28 weekdays', '{[2026-12-24,2026-12-30)}')$$,
	$$close_on('scotland', '{[2030-01-01,)}')$$, $$close_on('scotland', '{(,1996-01-01)}')$$, $$close_on('scotland', '{[2099-12-31,2100-01-02)}')$$, $$open_on('scotland', '{[1994-12-31,1995-01-02)}')$$,
	$$close_on(NULL, '{}')$$, $$open_on('scotland', NULL)$$,
	-- another pattern from a date on
	$$then_from('england-and-wales', '2026-04-01', 'england-and-wales; week=Mon-Wed')$$, $$then_from('england-and-wales', '2026-04-01', 'england-and-wales')$$,
	$$then_from('scotland then from 2026-01-01 weekdays', '2025-06-01', 'northern-ireland then from 2027-01-01 every-day')$$, $$then_from('scotland', '2026-04-01', 'weekdays then from 2026-01-01 every-day then from 2026-04-01 northern-ireland')$$,
	$$then_from('scotland | weekdays; week=Mon', '2026-04-01', 'every-day; week=Sat | england-and-wales then from 2026-05-01 weekdays')$$, $$then_from('weekdays', '2026-04-01', 'every-day; week=Sat | england-and-wales')$$,
	$$then_from('scotland; closed=2026-12-24', '2026-06-01', 'scotland; closed=2026-03-02,2026-12-31')$$, $$then_from('scotland', '1995-01-01', 'weekdays')$$, $$then_from('scotland', '1994-12-31', 'weekdays')$$, $$then_from('scotland', 'infinity', 'weekdays')$$,
	$$then_from('scotland', NULL, 'weekdays')$$
]) WITH ORDINALITY AS e (expression, i) ORDER BY i;
\pset format aligned

-- Lists of days at random: every day of the result as the two sets say.
SELECT setseed(0.42);
CREATE TABLE sets AS
SELECT i, (SELECT range_agg(daterange(d, d + 1 + floor(random() * 8)::integer)) FROM generate_series(1, 15 + 0 * i), LATERAL (SELECT date '2026-01-01' + floor(random() * 200)::integer AS d) AS f) AS closed,
	(SELECT range_agg(daterange(d, d + 1 + floor(random() * 8)::integer)) FROM generate_series(1, 15 + 0 * i), LATERAL (SELECT date '2026-01-01' + floor(random() * 200)::integer AS d) AS f) AS open
FROM generate_series(1, 100) AS i;
SELECT count(*) AS days, count(*) FILTER (WHERE is_working_day(day, open_on(close_on(base, closed), open)) <> (open @> day OR (NOT closed @> day AND is_working_day(day, base)))) AS open_later,
	count(*) FILTER (WHERE is_working_day(day, close_on(open_on(base, open), closed)) <> (NOT closed @> day AND (open @> day OR is_working_day(day, base)))) AS closed_later
FROM sets, LATERAL (SELECT (ARRAY['england-and-wales', 'scotland then from 2026-04-01 weekdays', 'weekdays; closed=2026-02-01..2026-02-20; open=2026-03-07'])[1 + i % 3]::calendar AS base) AS b,
	LATERAL (SELECT date '2025-12-20' + k AS day FROM generate_series(0, 240) AS k) AS d;

-- Thousands of parts and thousands of days: each part takes only its own days.
CREATE TABLE many_parts AS SELECT ('every-day' || string_agg(' then from ' || date '1995-01-01' + i || CASE WHEN i % 2 = 0 THEN ' every-day' ELSE ' every-day; week=none' END, '' ORDER BY i))::calendar AS calendar FROM generate_series(1, 38000) AS i;
CREATE TABLE many_days AS SELECT range_agg(daterange(date '1995-01-01' + 3 * i, date '1995-01-02' + 3 * i)) AS days FROM generate_series(1, 12000) AS i;
SET statement_timeout = '5min';
SELECT count(*) AS days, count(*) FILTER (WHERE is_working_day(day, calendar) <> (i % 2 = 0)) AS before,
	count(*) FILTER (WHERE is_working_day(day, closed) <> (i % 2 = 0 AND (i % 3 > 0 OR i = 0))) AS closed, count(*) FILTER (WHERE is_working_day(day, open) <> (i % 2 = 0 OR i % 3 = 0)) AS open
FROM (SELECT calendar, close_on(calendar, days) AS closed, open_on(calendar, days) AS open FROM many_parts, many_days OFFSET 0) AS c, generate_series(0, 36000, 10) AS s, LATERAL (VALUES (s + s / 10 % 10)) AS v (i), LATERAL (SELECT date '1995-01-01' + i) AS d (day);
RESET statement_timeout;
DROP TABLE many_parts, many_days;

-- A calendar that changes from call to call is read anew: in a column, a PL/pgSQL variable, a prepared statement, and over
-- more calendars than are kept expanded.
CREATE TABLE varied AS SELECT i, ('weekdays; closed=' || to_char(date '2026-01-01' + i % 1500, 'YYYY-MM-DD'))::calendar AS calendar, date '2026-01-01' + i % 1500 AS day FROM generate_series(1, 5000) AS i;
SELECT count(*) AS rows, count(DISTINCT calendar) AS calendars, count(*) FILTER (WHERE is_working_day(day, calendar)) AS open_though_closed,
	count(*) FILTER (WHERE is_working_day(day + 7, calendar) <> (extract(isodow FROM day) < 6)) AS closed_though_open,
	count(*) FILTER (WHERE is_working_day(day) <> is_working_day(day, 'england-and-wales')) AS constant_differences FROM varied;
DO $$
DECLARE
	c bradford.calendar;
	answers text := '';
BEGIN
	FOREACH c IN ARRAY '{weekdays,every-day,weekdays,scotland}'::bradford.calendar[] LOOP
		answers := answers || bradford.add_working_days('2026-01-01', 1, c) || ' ';
	END LOOP;
	RAISE NOTICE '%', answers;
END $$;
SET plan_cache_mode = force_generic_plan;
PREPARE step (calendar) AS SELECT add_working_days('2026-01-01', 1, $1);
EXECUTE step ('weekdays');
EXECUTE step ('scotland');
EXECUTE step ('every-day; week=Sun');
RESET plan_cache_mode;
