-- A person's dated contracts as one calendar.
SET datestyle = ISO;
SET intervalstyle = postgres;
CREATE SCHEMA test_calendar_over_time;
SET search_path = test_calendar_over_time, bradford, public;

-- In any order: before the first one, in gaps and after the last one the pattern goes on.
CREATE TABLE contract (employee_id integer, calendar calendar, period daterange);
INSERT INTO contract VALUES
	(1, 'england-and-wales', '[1987-09-01,2020-01-01)'), (1, 'england-and-wales; week=Mon-Wed', '[2020-01-01,2022-01-01)'), (1, 'scotland', '[2023-01-01,)'), (1, NULL, '[2000-01-01,2001-01-01)'), (1, 'weekdays', NULL), (1, 'weekdays', 'empty'),
	(2, 'scotland; week=Mon/Tue from 2026-01-05', '[2024-02-01,2024-03-01)'), (3, NULL, '[2000-01-01,2001-01-01)'),
	(4, 'weekdays', '[2020-01-01,2021-01-01)'), (4, 'weekdays', '[2020-06-01,2022-01-01)'), (4, 'scotland then from 2026-01-01 every-day', '[2022-01-01,2024-01-01)'),
	(5, 'weekdays', '(,1990-01-01)'), (5, 'scotland', '[1990-01-01,1994-01-01)'), (5, 'every-day', '[2100-01-01,)'), (6, 'northern-ireland', '(,)'),
	(7, 'scotland', '[2100-01-01,2101-01-01)'), (7, 'weekdays', '[2101-01-01,)'), (8, 'scotland; closed=2026-12-25', '[2020-01-01,)'), (8, 'scotland; closed=2026-12-25', '[2021-01-01,2022-01-01)'),
	(9, 'scotland', '[-infinity,2000-01-01)'), (9, 'weekdays', '[2000-01-01,infinity)'), (10, 'scotland', '(,-infinity)'), (11, 'scotland', '[infinity,infinity]'), (12, 'weekdays', '[4713-01-01 BC,5874897-01-01)');
SELECT employee_id, calendar_over_time(calendar, period) FROM contract GROUP BY employee_id ORDER BY employee_id;
SELECT calendar_over_time(calendar, period) IS NULL AS "null" FROM contract WHERE employee_id = 99;

-- Held side by side, contracts add up.  Those with the same holidays make one pattern; others stand side by side.
CREATE TABLE beside (id integer, a calendar, b calendar);
INSERT INTO beside VALUES
	(1, 'england-and-wales; week=Mon-Wed', 'england-and-wales; week=Thu-Fri'), (2, 'england-and-wales; week=Mon-Wed', 'scotland; week=Thu-Fri'), (3, 'scotland', 'weekdays'),
	(4, 'weekdays; week=Mon/none from 2026-01-05', 'weekdays; week=none/Tue from 2026-01-05'), (5, 'weekdays; week=Mon/none from 2026-01-05', 'weekdays; week=none/Mon from 2026-01-05'),
	(6, 'weekdays; week=Mon/none from 2026-01-05', 'weekdays; week=Tue/none/none from 2026-01-05'), (7, 'weekdays; week=Mon/none/none/none/none from 2026-01-05', 'weekdays; week=Tue/none/none/none/none/none/none/none/none/none/none from 2026-01-05'),
	(8, 'weekdays; week=Mon-Wed; closed=2026-03-03', 'weekdays; week=Wed-Fri; closed=2026-03-03..2026-03-05'), (9, 'weekdays; week=Mon-Wed; open=2026-03-07', 'weekdays; week=Thu-Fri; closed=2026-03-07..2026-03-12'),
	(10, 'scotland; week=Mon-Wed; closed=2026-04-03,2026-04-08', 'scotland; week=Mon-Wed; closed=2026-04-03,2026-04-08; open=2026-04-12'), (11, 'scotland then from 2026-03-01 scotland; week=Mon', 'scotland; week=Tue then from 2026-04-01 every-day; week=Sat'),
	(12, 'england-and-wales | scotland; week=Mon', 'scotland; week=Tue');
SELECT id, calendar_over_time(c, p) FROM beside, LATERAL (VALUES (a, daterange '[2020-01-01,)'), (b, '[2026-02-01,2026-05-01)')) AS v (c, p) GROUP BY id ORDER BY id;

-- Contracts at random, of one to six to a person: every day of 34 years against plain SQL.
CREATE FUNCTION draw(i bigint, seed bigint) RETURNS double precision LANGUAGE sql IMMUTABLE RETURN (hashint8extended(i, seed) & 2147483647) / 2147483648.0;
CREATE TABLE pattern AS SELECT id, calendar::calendar FROM unnest(ARRAY['england-and-wales', 'england-and-wales; week=Mon-Wed', 'england-and-wales; week=Thu-Fri', 'scotland; week=Mon,Wed', 'scotland; week=Tue,Thu,Sat; closed=2010-01-01..2010-06-30,2020-03-03',
	'northern-ireland & scotland; week=Fri', 'weekdays; week=Mon', 'every-day; week=Sat-Sun', 'england-and-wales; week=Mon/none/Tue from 2026-01-05', 'england-and-wales; week=Wed/Thu/none/Fri/none from 2025-12-29', 'england-and-wales; week=Sat/none/none/none/none/none/none from 2001-01-01',
	'england-and-wales; week=none; open=2004-02-01..2004-02-29,2018-12-20..2019-01-05', 'scotland; week=Tue then from 2005-05-05 england-and-wales; week=Mon; open=2006-01-01..2006-01-15 then from 2015-03-01 every-day; week=Sun', 'england-and-wales; week=Thu | scotland; week=Sun-Mon; closed=2012-01-01..2012-12-31',
	'england-and-wales; week=Mon-Tue; closed=2003-01-01..2006-12-31', 'scotland; week=Mon/none/Tue/none/Wed/none from 2026-01-05 then from 2020-01-01 weekdays; week=none']) WITH ORDINALITY AS u (calendar, id);
CREATE TABLE random_contract AS
SELECT e AS employee_id, p.calendar, daterange(CASE WHEN r.a < 0.05 THEN NULL ELSE first_day END, CASE WHEN r.b < 0.2 THEN NULL ELSE first_day + 1 + floor(r.b * 4000)::integer END) AS period
FROM generate_series(1, 60) AS e, generate_series(0, 5) AS k, LATERAL (SELECT draw(e * 10 + k, 1) AS a, draw(e * 10 + k, 2) AS b, draw(e * 10 + k, 3) AS c, draw(e * 10 + k, 4) AS d) AS r,
	LATERAL (SELECT date '1996-01-01' + floor(r.c * 11000)::integer AS first_day, 1 + floor(r.d * 16)::integer AS id) AS f, pattern AS p
WHERE k <= e % 6 AND p.id = f.id;
CREATE TABLE one AS SELECT employee_id, calendar_over_time(calendar, period) AS calendar FROM random_contract GROUP BY employee_id;
WITH asked AS (
	SELECT employee_id, date '1998-01-01' + k AS day, count(*) FILTER (WHERE period @> date '1998-01-01' + k) AS contracts,
		max(upper(period)) FILTER (WHERE upper(period) <= date '1998-01-01' + k) AS ended, min(lower(period)) AS begins
	FROM random_contract, generate_series(0, 12418) AS k GROUP BY employee_id, k),
worked AS (
	SELECT employee_id, day, contracts, CASE WHEN contracts > 0 THEN 'in force' WHEN ended IS NOT NULL THEN 'after' ELSE 'before' END AS time, bool_or(is_working_day(day, calendar)) AS works
	FROM asked JOIN random_contract USING (employee_id)
	-- a day is worked if any contract in force works it; if none is in force, those that ended last decide; before the first one, those that
	-- begin first
	WHERE CASE WHEN contracts > 0 THEN period @> day WHEN ended IS NOT NULL THEN upper(period) = ended ELSE lower(period) = begins END
	GROUP BY employee_id, day, contracts, ended)
SELECT time, contracts, count(*) AS days, count(*) FILTER (WHERE works) AS working_days, count(*) FILTER (WHERE works <> is_working_day(day, calendar)) AS differences
FROM worked JOIN one USING (employee_id) GROUP BY time, contracts ORDER BY time, contracts;
-- the order of the rows does not matter, and the text form reads back as the same value
SELECT count(DISTINCT employee_id) AS people, count(*) AS orders, count(*) FILTER (WHERE o.calendar IS DISTINCT FROM one.calendar) AS other_orders, count(*) FILTER (WHERE one.calendar::text::calendar IS DISTINCT FROM one.calendar OR one.calendar::text::calendar::text <> one.calendar::text) AS other_texts
FROM (SELECT employee_id, seed, calendar_over_time(calendar, period ORDER BY hashint8(seed * 1000 + row)) AS calendar FROM (SELECT *, row_number() OVER () AS row FROM random_contract) AS r, generate_series(1, 8) AS seed GROUP BY employee_id, seed) AS o JOIN one USING (employee_id);

-- In parallel, and over many rows.
CREATE TABLE many AS SELECT i % 500 AS employee_id, then_from('weekdays', date '2000-01-01' + i % 500, 'scotland') AS calendar, daterange(date '2001-01-01' + 30 * (i / 500), date '2001-01-01' + 30 * (i / 500) + 30) AS period FROM generate_series(0, 19999) AS i;
ANALYZE many;
CREATE TABLE serially AS SELECT employee_id, calendar_over_time(calendar, period) AS calendar FROM many GROUP BY employee_id;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query; END $$;
SELECT count(*) FILTER (WHERE line ~ 'Partial') AS partial, count(*) FILTER (WHERE line ~ 'Finalize') AS finalize FROM plan('SELECT employee_id, bradford.calendar_over_time(calendar, period) FROM many GROUP BY employee_id') AS line;
SELECT count(*) AS people, count(*) FILTER (WHERE p.calendar IS DISTINCT FROM s.calendar) AS differences
FROM (SELECT employee_id, calendar_over_time(calendar, period) AS calendar FROM many GROUP BY employee_id) AS p JOIN serially AS s USING (employee_id);
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather;
-- thousands of contracts in one group, thousands of groups in one hash table, and one run of a window
SET statement_timeout = '5min';
SET enable_sort = off;
SELECT count(*) AS people, count(DISTINCT calendar) AS calendars, min(calendar::text) FROM (
	SELECT i / 2, calendar_over_time(CASE i % 2 WHEN 0 THEN 'scotland' ELSE 'weekdays' END::calendar, daterange(date '2020-01-01' + i % 2, NULL)) AS calendar FROM generate_series(0, 99999) AS i GROUP BY i / 2) AS h;
RESET enable_sort;
SELECT length(calendar_over_time(calendar, period)::text) AS characters, count(*) AS contracts FROM many;
SELECT count(DISTINCT c) AS calendars FROM (SELECT calendar_over_time(calendar, period) OVER (PARTITION BY employee_id ORDER BY period)::text AS c FROM many WHERE employee_id < 10) AS w;
RESET statement_timeout;

-- The state is an array that anybody can make, so its parts are checked like any input.
SELECT calendar_over_time_add(NULL, 'Scotland', '[2020-01-01,2020-02-01)') AS one, calendar_over_time_add(ARRAY[('weekdays', '(,2019-12-31)')]::dated_calendar[], 'scotland', '[2020-01-01,)') AS two,
	calendar_over_time_add(ARRAY[('weekdays', '(,2019-12-31)')]::dated_calendar[], NULL, '[2020-01-01,)') AS same, calendar_over_time_add(NULL, NULL, NULL) IS NULL AS "null";
SELECT cardinality(calendar_over_time_add(array_fill(('weekdays', '(,2019-12-31)')::dated_calendar, ARRAY[1000]), 'scotland', '[2020-01-01,)')) AS a_thousand_and_one;
SELECT calendar_over_time_final(state) FROM (VALUES (1, ARRAY[('scotland', '[2023-04-01,)'), NULL, (NULL, '[2020-01-01,)'), ('every-day', NULL), ('every-day', 'empty'), ('weekdays', '[2020-01-01,2023-04-01)')]::dated_calendar[]),
	(2, '{}'), (3, '{NULL}'), (4, NULL), (5, '{{"(weekdays,\"(,2000-01-01)\")"},{"(scotland,\"(,2000-01-01)\")"}}')) AS v (i, state) ORDER BY i;
SELECT '{"(weekday,\"(,2000-01-01)\")"}'::dated_calendar[];
SELECT calendar_over_time_add('{{"(weekdays,\"(,2000-01-01)\")"},{"(scotland,\"(,2000-01-01)\")"}}', 'scotland', '[2000-01-01,)');
SELECT calendar_over_time_add('[5:5]={"(weekdays,\"(,2000-01-01)\")"}', 'scotland', '[2000-01-01,)');
