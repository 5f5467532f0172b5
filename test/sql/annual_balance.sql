-- annual_balance: lines a to j of the monthly timesheet (PAY-15), as an aggregate, as a
-- running balance over a window, in parallel, and its state.
SET datestyle = ISO;
SET intervalstyle = postgres;
\pset null '(null)'

-- The tables, the timesheets of a year and the two queries of the reference (doc/pay.md), word for word but TEMP: the
-- worked example's nurse, 1098 hours and 147.5 hours of leave, whose contract began in the middle of a month
CREATE TEMP TABLE contract  (contract integer, started_on date, left_on date, contracted_hours numeric, leave_entitlement numeric);
CREATE TEMP TABLE timesheet (contract integer, month date, hours numeric, leave numeric);
INSERT INTO contract VALUES (1, '2023-09-18', NULL, 1098, 147.5);
INSERT INTO timesheet VALUES
    (1, '2025-09-30', 104.5, 0),  (1, '2025-10-31', 87.25, 12.5), (1, '2025-11-30', 100, 0),  (1, '2025-12-31', 62.75, 25),
    (1, '2026-01-31', 98, 0),     (1, '2026-02-28', 75.5, 12.5),  (1, '2026-03-31', 105, 0),  (1, '2026-04-30', 50, 37.5),
    (1, '2026-05-31', 81.25, 12.5), (1, '2026-06-30', 110, 0),    (1, '2026-07-31', 71, 0),   (1, '2026-08-31', 8.5, 47.5);
-- the form of August
SELECT c.contract, lower(y.year) AS year_began, c.left_on, l.*
FROM   contract c,
       LATERAL (SELECT bradford.contract_year(c.started_on, date '2026-08-31') AS year) y,
       LATERAL (SELECT (bradford.annual_balance(c.contracted_hours, c.leave_entitlement, t.month, t.hours, t.leave)).*
                FROM   timesheet t
                WHERE  t.contract = c.contract AND t.month <@ y.year AND t.month <= date '2026-08-31') l
WHERE  c.started_on <= date '2026-08-31';
-- the forms of every month of the year
SELECT contract, lower(bradford.contract_year(started_on, month)) AS year_began, left_on,
       (bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) OVER year).*
FROM   timesheet JOIN contract USING (contract)
WINDOW year AS (PARTITION BY contract, bradford.contract_year(started_on, month) ORDER BY month)
ORDER  BY contract, month;
-- the same lines from their definitions: b = the d before, d = b + c, e = a - d, i = g + h, j = f - i
SELECT month, contracted_hours AS a, sum(hours) OVER year - hours AS b, hours AS c, sum(hours) OVER year AS d, contracted_hours - sum(hours) OVER year AS e,
       leave_entitlement AS f, sum(leave) OVER year - leave AS g, leave AS h, sum(leave) OVER year AS i, leave_entitlement - sum(leave) OVER year AS j
FROM timesheet JOIN contract USING (contract) WINDOW year AS (ORDER BY month) ORDER BY month;
-- a contract that begins later, one without timesheets, one that left, one of the year after: a form for each that had begun
BEGIN;
INSERT INTO contract VALUES (2, '2026-09-01', NULL, 900, 120), (3, '2026-03-10', NULL, 900, 120), (4, '2024-02-29', '2026-05-20', 500, 60);
INSERT INTO timesheet VALUES (1, '2026-09-30', 90, 0), (4, '2026-02-28', 1, 0), (4, '2026-03-31', 40, 5), (4, '2026-04-30', 41, 0), (4, '2026-05-31', 20, 10);
SELECT c.contract, lower(y.year) AS year_began, c.left_on, l.*
FROM   contract c,
       LATERAL (SELECT bradford.contract_year(c.started_on, date '2026-08-31') AS year) y,
       LATERAL (SELECT (bradford.annual_balance(c.contracted_hours, c.leave_entitlement, t.month, t.hours, t.leave)).*
                FROM   timesheet t
                WHERE  t.contract = c.contract AND t.month <@ y.year AND t.month <= date '2026-08-31') l
WHERE  c.started_on <= date '2026-08-31'
ORDER  BY c.contract;
SELECT contract, lower(bradford.contract_year(started_on, month)) AS year_began, month FROM timesheet JOIN contract USING (contract) WHERE month >= '2026-08-01' OR contract = 4 ORDER BY contract, month;
ROLLBACK;

--------------------------------------------------------------------------------
-- random contracts against plain SQL
--------------------------------------------------------------------------------
\set seed 0.42
SELECT setseed(:seed);
-- up to twelve months in any order, some figures left blank, one in fifty too long for integers
CREATE TEMP TABLE sheets AS
SELECT c, (first + make_interval(months => m))::date AS month, random() AS shuffle,
       1000 + c / 7.0 AS contracted_hours, CASE WHEN c % 11 > 0 THEN 100 + c % 50 END AS leave_entitlement,
       CASE WHEN random() > 0.05 THEN round((random() * 150)::numeric, (c + m) % 4) * CASE WHEN random() < 0.02 THEN 1.000000000000000000000000000000000000000003 ELSE 1 END END AS hours,
       CASE WHEN random() > 0.05 THEN round((random() * 20)::numeric, c % 3) END AS leave
FROM (SELECT c, date '2015-01-01' + c % 3000 AS first, 1 + c % 12 AS n FROM generate_series(1, 3000) AS c) AS contracts, LATERAL generate_series(0, n - 1) AS m;
CREATE TEMP VIEW lines_by_definition AS
SELECT c, month, contracted_hours AS a, coalesce(sum(hours) OVER year, 0) - coalesce(hours, 0) AS b, coalesce(hours, 0) AS c_, coalesce(sum(hours) OVER year, 0) AS d,
       contracted_hours - coalesce(sum(hours) OVER year, 0) AS e, leave_entitlement AS f, coalesce(sum(leave) OVER year, 0) - coalesce(leave, 0) AS g, coalesce(leave, 0) AS h,
       coalesce(sum(leave) OVER year, 0) AS i, leave_entitlement - coalesce(sum(leave) OVER year, 0) AS j
FROM sheets WINDOW year AS (PARTITION BY c ORDER BY month);
-- the running balance, month by month
SELECT count(*) AS cases, count(*) FILTER (WHERE ours IS DISTINCT FROM row(d.month, a, b, c_, d, e, f, g, h, i, j)::bradford.timesheet_lines) AS differences
FROM (SELECT c, month, bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) OVER (PARTITION BY c ORDER BY month) AS ours FROM sheets) AS o
     JOIN lines_by_definition AS d USING (c, month);
-- whole contracts, the timesheets in any order
SELECT count(*) AS cases, count(*) FILTER (WHERE ours IS DISTINCT FROM row(d.month, a, b, c_, d, e, f, g, h, i, j)::bradford.timesheet_lines) AS differences
FROM (SELECT c, bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave ORDER BY shuffle) AS ours FROM sheets GROUP BY c) AS o
     JOIN (SELECT DISTINCT ON (c) * FROM lines_by_definition ORDER BY c, month DESC) AS d USING (c);
-- moving frames take timesheets out again; with EXCLUDE the inverse is not used
SELECT count(*) AS cases, count(*) FILTER (WHERE (ours).d IS DISTINCT FROM theirs OR (ours).month <> month OR (ours).i IS DISTINCT FROM leave3) AS differences, count(*) FILTER (WHERE ours::text <> again::text) AS unlike_without_inverse
FROM (SELECT month, bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) OVER w AS ours,
             coalesce(sum(hours) OVER w, 0) AS theirs, coalesce(sum(leave) OVER w, 0) AS leave3,
             bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) OVER (PARTITION BY c ORDER BY month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW EXCLUDE NO OTHERS) AS again
      FROM sheets WINDOW w AS (PARTITION BY c ORDER BY month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)) AS t;
SELECT count(*) AS cases, count(*) FILTER (WHERE (ours).d IS DISTINCT FROM theirs) AS differences
FROM (SELECT bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) OVER w AS ours, CASE WHEN count(*) OVER w > 0 THEN coalesce(sum(hours) OVER w, 0) END AS theirs
      FROM sheets WINDOW w AS (PARTITION BY c ORDER BY month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW)) AS t;

-- in parallel: partial states are combined
CREATE TABLE pay_balance_sheets AS SELECT * FROM sheets;
ANALYZE pay_balance_sheets;
SELECT c, bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) AS lines INTO TEMP serial_lines FROM pay_balance_sheets GROUP BY c;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET cpu_operator_cost = 1; SET max_parallel_workers_per_gather = 2;
CREATE FUNCTION pg_temp.plan_of(command text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || command; END $$;
SELECT count(*) AS partial_steps FROM pg_temp.plan_of('SELECT c, bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) FROM pay_balance_sheets GROUP BY c') AS p(line) WHERE line ~ '(Partial|Finalize) \w*Aggregate';
SELECT count(*) AS cases, count(*) FILTER (WHERE s.lines::text IS DISTINCT FROM p.lines::text) AS differences
FROM (SELECT c, bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) AS lines FROM pay_balance_sheets GROUP BY c OFFSET 0) AS p JOIN serial_lines AS s USING (c);
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET cpu_operator_cost; RESET max_parallel_workers_per_gather;
DROP TABLE pay_balance_sheets;

-- nothing handed in: NULL; a month that is NULL is passed over, at the start of a moving frame too
SELECT bradford.annual_balance(1, 1, month, 1, 1) AS no_rows FROM timesheet WHERE contract = 2;
SELECT n, bradford.annual_balance(100, NULL, month, 5, NULL) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS lines
FROM (VALUES (1, NULL::date), (2, NULL), (3, '2026-01-31'), (4, NULL), (5, NULL)) AS t(n, month);
-- a contract varied in the year counts as it stands now; negative remainders are overtaken
SELECT (bradford.annual_balance(a, f, month, hours, leave)).* FROM (VALUES (1098, 147.5, date '2025-12-31', 700, 100), (900, 120, '2026-01-31', 250, 30)) AS t(a, f, month, hours, leave);

--------------------------------------------------------------------------------
-- the state
--------------------------------------------------------------------------------
SELECT bradford.annual_balance_add(NULL, 1098, 147.5, '2026-04-30', 95.25, NULL) AS state;
SELECT bradford.annual_balance_combine(' 2026-04-30 1098 147.5 95.25 - ;2026-05-31   1098 - 80 7.50', '2026-06-30 1098 147.5 0 0.000') AS state;
SELECT bradford.annual_balance_lines('2026-04-30 1098 147.5 95.25 -; 2026-05-31 1098 147.5 80 7.5') AS lines, bradford.annual_balance_lines('') AS of_nothing;
SELECT bradford.annual_balance_remove('2026-04-30 1098 147.5 95.25 -; 2026-05-31 1098 147.5 80 7.5', 1098, 147.5, '2026-04-30', 95.25, NULL) AS state;
-- text and binary forms lose nothing; dates are read and written alike under any DateStyle
CREATE TEMP TABLE states AS
SELECT c, bradford.annual_balance_lines(state) AS lines, state
FROM (SELECT c, string_agg(concat_ws(' ', month, trim_scale(contracted_hours), coalesce(leave_entitlement::text, '-'), coalesce(hours::text, '-'), coalesce(leave::text, '-')), '; ' ORDER BY month)::bradford.annual_balance_state AS state
      FROM sheets GROUP BY c) AS s;
SET datestyle = 'SQL, DMY';
SELECT count(*) AS cases, count(*) FILTER (WHERE bradford.annual_balance_lines(state::text::bradford.annual_balance_state) IS DISTINCT FROM lines) AS text_differences FROM states;
SET datestyle = ISO;
SELECT count(*) AS cases, count(*) FILTER (WHERE s.lines IS DISTINCT FROM t.lines) AS differences FROM states AS s JOIN serial_lines AS t USING (c);
CREATE TEMP TABLE received (c integer, state bradford.annual_balance_state);
\copy (SELECT c, state FROM states) TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy received FROM 'results/pay_balance.bin' WITH (FORMAT binary)
SELECT count(*) AS cases, count(*) FILTER (WHERE s.state::text IS DISTINCT FROM r.state::text) AS binary_differences FROM states AS s JOIN received AS r USING (c);
-- states stored in a table are read, never written over
SELECT count(*) AS stored, count(*) FILTER (WHERE s.state::text <> before) AS changed
FROM (SELECT state, state::text AS before, bradford.annual_balance_remove(state, 0, 0, NULL, 0, 0) AS same FROM states WHERE c % 12 < 11) AS s;

--------------------------------------------------------------------------------
-- refusals
--------------------------------------------------------------------------------
SELECT bradford.annual_balance(1, 1, (date '2026-01-31' + make_interval(months => m))::date, 1, 1) FROM generate_series(0, 12) AS m;
SELECT bradford.annual_balance(1, 1, m, 1, 1) FROM (VALUES (date '2026-01-01'), ('2026-01-31')) AS t(m);
SELECT bradford.annual_balance(1, 1, m, 1, 1) FROM (VALUES (date '2026-01-31'), ('2027-01-31')) AS t(m);
SELECT bradford.annual_balance(1, 1, '2026-01-31', -1, 1);
SELECT bradford.annual_balance(1, 1, '2026-01-31', 'NaN', 1);
SELECT bradford.annual_balance('infinity', 1, '2026-01-31', 1, 1);
SELECT bradford.annual_balance(1, -1, '2026-01-31', 1, 1);
SELECT bradford.annual_balance(1, 1, 'infinity', 1, 1);
SELECT bradford.annual_balance(1, 1, '2026-01-31', 10::numeric ^ 600 + 1, 1);
SELECT bradford.annual_balance_remove('2026-04-30 1098 147.5 95.25 -', 1098, 147.5, '2026-05-31', 95.25, NULL);
SELECT bradford.annual_balance_remove('2026-04-30 1098 147.5 95.25 -', 1098, 147.5, '2026-04-30', 95.26, NULL);
SELECT bradford.annual_balance_combine('2026-04-30 1 1 1 1', '2026-04-01 1 1 1 1');
-- a state written by hand is checked like any input
CREATE FUNCTION pg_temp.refused(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE detail text; hint text;
BEGIN EXECUTE command; RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
  RETURN SQLSTATE || CASE WHEN detail <> '' AND hint <> '' THEN ' with detail and hint' ELSE '' END; END $$;
SELECT left(state, 60) AS state, pg_temp.refused(format('SELECT %L::bradford.annual_balance_state', state)) AS refused
FROM (VALUES ('2026-04-30'), ('2026-04-30 1 1 1'), ('2026-04-30 1 1 1 1 1'), ('2026-04-30 1 1 1 -1'), ('2026-04-30 1 1 1 NaN'), ('2026-04-30 1 1 1 1e5'), ('2026-04-30 1 1 1 .5'),
             ('30/04/2026 1 1 1 1'), ('2026-02-30 1 1 1 1'), ('infinity 1 1 1 1'), ('today 1 1 1 1'), ('2026-04-30 1 1 1 1;'), (';'), ('2026-04-30 1 1 1 1; 2026-04-01 1 1 1 1'),
             ('2026-04-30 1 1 1 1; 2027-04-30 1 1 1 1'), ('2026-04-30 1 1 1 1 2026-05-31 1 1 1 1'), ('2026-04-30 1 1 1 ' || repeat('9', 600)), ('rubbish')) AS s(state);
-- and so is one in binary form: the bytes of a bytea, received as a state
CREATE FUNCTION pg_temp.one() RETURNS bytea LANGUAGE sql AS $$ SELECT '\x01'::bytea || numeric_send(1) $$;
CREATE TEMP TABLE forged (name text, bytes bytea);
INSERT INTO forged VALUES
  ('nothing', ''), ('no timesheet', int4send(0)), ('fewer than announced', int4send(1)), ('minus one', int4send(-1)), ('thirteen', int4send(13)),
  ('one', int4send(1) || int4send(9616) || pg_temp.one() || pg_temp.one() || pg_temp.one() || pg_temp.one()), ('trailing bytes', int4send(0) || '\x00'),
  ('blanks', int4send(1) || int4send(9616) || '\x00000000'), ('cut short', int4send(1) || int4send(9616) || '\x000000'),
  ('NaN', int4send(1) || int4send(9616) || '\x00000001' || numeric_send('NaN')), ('negative', int4send(1) || int4send(9616) || '\x00000001' || numeric_send(-1)),
  ('infinity', int4send(1) || int4send(2147483647) || '\x00000000'), ('beyond the last day', int4send(1) || int4send(2147483646) || '\x00000000'),
  ('before the first day', int4send(1) || int4send(-2147483647) || '\x00000000'), ('twice', int4send(2) || int4send(9616) || '\x00000000' || int4send(9615) || '\x00000000'),
  ('cut in a number', int4send(1) || int4send(9616) || '\x01' || substr(numeric_send(12345), 1, 9)), ('no sign of a number', int4send(1) || int4send(9616) || '\x01' || '\x0001000010000000' || '\x0001'),
  ('no digits', int4send(1) || int4send(9616) || '\x01' || '\x0001000000000000' || '\x2710');
CREATE TEMP TABLE forgery (state bradford.annual_balance_state);
\set VERBOSITY sqlstate
\copy (SELECT bytes FROM forged WHERE name = 'nothing') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'no timesheet') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'fewer than announced') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'minus one') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'thirteen') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'one') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'trailing bytes') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'blanks') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'cut short') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'NaN') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'negative') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'infinity') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'beyond the last day') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'before the first day') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'twice') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\set VERBOSITY default
\copy (SELECT bytes FROM forged WHERE name = 'cut short') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'cut in a number') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'no sign of a number') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'no digits') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'trailing bytes') TO 'results/pay_balance.bin' WITH (FORMAT binary)
\copy forgery FROM 'results/pay_balance.bin' WITH (FORMAT binary)
SELECT state AS accepted FROM forgery;
