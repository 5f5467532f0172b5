-- Calendars made from calendars, a person's contracts as one calendar, and expansions kept from row to row.
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
	$$close_on('scotland; closed=2026-12-24', '{[2026-12-25,2026-12-26)}')$$, $$close_on('scotland; open=2026-12-24..2026-12-28', '{[2026-12-01,2027-01-01)}')$$,
	$$open_on('scotland', '{}')$$, $$close_on('scotland then from 2026-12-28 weekdays', '{[2026-12-24,2026-12-30)}')$$,
	$$close_on('scotland', '{[2030-01-01,)}')$$, $$close_on('scotland', '{(,1996-01-01)}')$$, $$close_on('scotland', '{[2099-12-31,2100-01-02)}')$$, $$open_on('scotland', '{[1994-12-31,1995-01-02)}')$$,
	$$close_on(NULL, '{}')$$, $$open_on('scotland', NULL)$$,
	-- another pattern from a date on
	$$then_from('england-and-wales', '2026-04-01', 'england-and-wales; week=Mon-Wed')$$, $$then_from('england-and-wales', '2026-04-01', 'england-and-wales')$$,
	$$then_from('scotland then from 2026-01-01 weekdays', '2025-06-01', 'northern-ireland then from 2027-01-01 every-day')$$, $$then_from('scotland', '2026-04-01', 'weekdays then from 2026-01-01 every-day then from 2026-04-01 northern-ireland')$$,
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

-- A person's contracts, in any order, as one calendar: before the first one, in gaps and after the last one the pattern goes on.
CREATE TABLE contract (employee_id integer, calendar calendar, period daterange);
INSERT INTO contract VALUES
	(1, 'england-and-wales', '[1987-09-01,2020-01-01)'), (1, 'england-and-wales; week=Mon-Wed', '[2020-01-01,2022-01-01)'), (1, 'scotland', '[2023-01-01,)'), (1, NULL, '[2000-01-01,2001-01-01)'), (1, 'weekdays', NULL), (1, 'weekdays', 'empty'),
	(2, 'scotland; week=Mon/Tue from 2026-01-05', '[2024-02-01,2024-03-01)'), (3, NULL, '[2000-01-01,2001-01-01)'),
	(4, 'weekdays', '[2020-01-01,2021-01-01)'), (4, 'weekdays', '[2020-06-01,2022-01-01)'), (4, 'scotland then from 2026-01-01 every-day', '[2022-01-01,2024-01-01)'),
	(5, 'weekdays', '(,1990-01-01)'), (5, 'scotland', '[1990-01-01,1994-01-01)'), (5, 'every-day', '[2100-01-01,)'), (6, 'northern-ireland', '(,)');
SELECT employee_id, calendar_over_time(calendar, period) FROM contract GROUP BY employee_id ORDER BY employee_id;
SELECT count(DISTINCT c) AS answers_over_all_orders, count(*) AS orders FROM (
	SELECT calendar_over_time(calendar, period ORDER BY hashint4(seed + row))::text AS c
	FROM (SELECT row_number() OVER ()::integer * 1000 AS row, calendar, period FROM contract WHERE employee_id = 1) AS e, generate_series(1, 50) AS seed GROUP BY seed) AS o;
SELECT calendar_over_time(calendar, period) IS NULL AS "null" FROM contract WHERE employee_id = 99;
-- every day of 1995-2030 has the pattern of the contract that holds then, or of the latest one begun before, or of the first
SELECT count(*) AS days, count(*) FILTER (WHERE is_working_day(day, one) <> is_working_day(day, coalesce(
		(SELECT c.calendar FROM contract AS c WHERE c.employee_id = p.employee_id AND lower(c.period) <= day ORDER BY lower(c.period) DESC LIMIT 1),
		(SELECT c.calendar FROM contract AS c WHERE c.employee_id = p.employee_id AND NOT isempty(c.period) ORDER BY lower(c.period) LIMIT 1)))) AS differences
FROM (SELECT employee_id, calendar_over_time(calendar, period) AS one FROM contract WHERE employee_id IN (1, 2) AND calendar IS NOT NULL GROUP BY employee_id) AS p,
	LATERAL (SELECT date '1995-01-01' + k AS day FROM generate_series(0, 13148) AS k) AS d;

-- Two patterns on one day are refused, whatever the order.
\pset format unaligned
SELECT try($$(SELECT calendar_over_time(c, p) FROM (VALUES ('weekdays'::calendar, daterange '[2020-01-01,2021-01-01)'), ('scotland', '[2020-12-31,)')) AS v (c, p))$$);
SELECT try($$(SELECT calendar_over_time(c, p) FROM (VALUES ('scotland'::calendar, daterange '[2020-03-01,2020-04-01)'), ('every-day', '[2020-02-01,2020-02-02)'), ('weekdays', '(,)')) AS v (c, p))$$);
\pset format aligned

-- In parallel, and over many rows.
CREATE TABLE many AS SELECT i % 500 AS employee_id, then_from('weekdays', date '2000-01-01' + i % 500, 'scotland') AS calendar, daterange(date '2001-01-01' + 30 * (i / 500), date '2001-01-01' + 30 * (i / 500) + 30) AS period FROM generate_series(0, 19999) AS i;
ANALYZE many;
CREATE TABLE serially AS SELECT employee_id, calendar_over_time(calendar, period) AS calendar FROM many GROUP BY employee_id;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
SELECT count(*) > 0 AS in_parts FROM (SELECT calendar_over_time(calendar, period) FROM many GROUP BY employee_id) AS q;
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query; END $$;
SELECT count(*) FILTER (WHERE line ~ 'Partial') AS partial, count(*) FILTER (WHERE line ~ 'Finalize') AS finalize FROM plan('SELECT employee_id, bradford.calendar_over_time(calendar, period) FROM many GROUP BY employee_id') AS line;
SELECT count(*) AS people, count(*) FILTER (WHERE p.calendar IS DISTINCT FROM s.calendar) AS differences
FROM (SELECT employee_id, calendar_over_time(calendar, period) AS calendar FROM many GROUP BY employee_id) AS p JOIN serially AS s USING (employee_id);
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather;

-- The state may come from anybody, so it is read like any input.
\pset format unaligned
SELECT expression || E'\n  ' || replace(try(expression), E'\n', E'\n  ') AS "expression and answer" FROM unnest(ARRAY[
	$$' 2020-01-01..2023-03-31 England-and-wales | 2023-04-01.. scotland;week=mon-fri'::calendar_history$$, $$'.. weekdays'::calendar_history$$, $$calendar_history_combine('..2019-12-31 weekdays', '2020-01-01.. scotland')$$,
	$$calendar_history_final('2023-04-01.. scotland | 2020-01-01..2023-03-31 weekdays')$$, $$calendar_history_add(NULL, 'scotland', '[2020-01-01,2020-02-01)')$$, $$calendar_history_add('..2019-12-31 weekdays', 'scotland', '[2020-01-01,2020-02-01)')$$,
	$$calendar_history_add('.. weekdays', NULL, '[2020-01-01,2020-02-01)')$$, $$calendar_history_add(NULL, NULL, NULL)$$, $$calendar_history_add(NULL, 'scotland', '[4713-01-01 BC,5874897-01-01)')$$,
	$$calendar_history_add(NULL, 'scotland', '[-infinity,infinity)')$$, $$calendar_history_add(NULL, 'scotland', '(,infinity]')$$, $$calendar_history_add(NULL, 'scotland', '(,-infinity)')$$,
	$$calendar_history_add(NULL, 'scotland', '(,-infinity]')$$, $$calendar_history_add(NULL, 'scotland', '[infinity,)')$$, $$calendar_history_add(NULL, 'scotland', '(,0001-01-01)')$$,
	$$calendar_history_add(NULL, 'scotland', '(,0001-01-02)')$$, $$calendar_history_add(NULL, 'scotland', '[10000-01-01,)')$$, $$calendar_history_add(NULL, 'scotland', '[9999-12-31,10000-01-01)')$$,
	$$''::calendar_history$$, $$'2020-01-01 weekdays'::calendar_history$$, $$'2020-01-01..2019-12-31 weekdays'::calendar_history$$, $$'2020-02-30.. weekdays'::calendar_history$$, $$'20200101.. weekdays'::calendar_history$$,
	$$'.. weekdays |'::calendar_history$$, $$'.. weekdays | | .. scotland'::calendar_history$$, $$'.. weekday'::calendar_history$$, $$'..weekdays'::calendar_history$$, $$'2020-01-01..'::calendar_history$$
]) WITH ORDINALITY AS e (expression, i) ORDER BY i;
\pset format aligned
SELECT convert_from(calendar_history_send('..2019-12-31 Weekdays|2020-01-01.. scotland'), 'UTF8') AS sent;
CREATE TABLE state (state calendar_history);
INSERT INTO state VALUES ('..2019-12-31 weekdays'), (calendar_history_combine('..2019-12-31 weekdays', '2020-01-01.. scotland'));
CREATE TABLE received (LIKE state);
\copy state to 'results/calendar_history.bin' (format binary)
\copy received from 'results/calendar_history.bin' (format binary)
\! rm -f results/calendar_history.bin
TABLE received;

-- Thousands of parts and thousands of days: each part takes its own days alone.
CREATE TABLE many_parts AS SELECT ('every-day' || string_agg(' then from ' || date '1995-01-01' + i || CASE WHEN i % 2 = 0 THEN ' every-day' ELSE ' every-day; week=none' END, '' ORDER BY i))::calendar AS calendar FROM generate_series(1, 38000) AS i;
CREATE TABLE many_days AS SELECT range_agg(daterange(date '1995-01-01' + 3 * i, date '1995-01-02' + 3 * i)) AS days FROM generate_series(1, 12000) AS i;
SET statement_timeout = '20s';
SELECT count(*) AS days, count(*) FILTER (WHERE is_working_day(day, calendar) <> (i % 2 = 0)) AS before,
	count(*) FILTER (WHERE is_working_day(day, closed) <> (i % 2 = 0 AND (i % 3 > 0 OR i = 0))) AS closed, count(*) FILTER (WHERE is_working_day(day, open) <> (i % 2 = 0 OR i % 3 = 0)) AS open
FROM (SELECT calendar, close_on(calendar, days) AS closed, open_on(calendar, days) AS open FROM many_parts, many_days OFFSET 0) AS c, generate_series(0, 36000, 10) AS s, LATERAL (VALUES (s + s / 10 % 10)) AS v (i), LATERAL (SELECT date '1995-01-01' + i) AS d (day);
RESET statement_timeout;
DROP TABLE many_parts, many_days;

-- A calendar that changes from call to call is asked anew: in a column, a PL/pgSQL variable, a prepared statement, and over
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
