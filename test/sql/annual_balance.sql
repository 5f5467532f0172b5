-- annual_balance: lines a to j of the monthly timesheet (PAY-15), as an aggregate, as a
-- running balance over a window, in parallel, and as rows of lines that combine.
SET datestyle = ISO;
SET intervalstyle = postgres;
\pset null '(null)'

-- The tables, the timesheets of a year and the two queries of the reference (doc/pay.md), word for word but TEMP: the
-- worked example's nurse, 1098 hours and 147.5 hours of leave, with a contract that began in the middle of a month
CREATE TEMP TABLE contract  (contract integer, started_on date, left_on date,
                             contracted_hours numeric, leave_entitlement numeric);
CREATE TEMP TABLE timesheet (contract integer, month date, hours numeric, leave numeric);
INSERT INTO contract VALUES (1, '2023-09-18', NULL, 1098, 147.5);
INSERT INTO timesheet VALUES
    (1, '2025-09-30', 104.5, 0),    (1, '2025-10-31', 87.25, 12.5),
    (1, '2025-11-30', 100, 0),      (1, '2025-12-31', 62.75, 25),
    (1, '2026-01-31', 98, 0),       (1, '2026-02-28', 75.5, 12.5),
    (1, '2026-03-31', 105, 0),      (1, '2026-04-30', 50, 37.5),
    (1, '2026-05-31', 81.25, 12.5), (1, '2026-06-30', 110, 0),
    (1, '2026-07-31', 71, 0),       (1, '2026-08-31', 8.5, 47.5);
-- the form of August
SELECT c.contract, lower(y.year) AS year_began, c.left_on, l.*
FROM   contract c,
       LATERAL (SELECT bradford.contract_year(c.started_on, date '2026-08-31') AS year) y,
       LATERAL (SELECT (bradford.annual_balance(c.contracted_hours, c.leave_entitlement,
                                                t.month, t.hours, t.leave)).*
                FROM   timesheet t
                WHERE  t.contract = c.contract AND t.month <@ y.year
                       AND t.month <= date '2026-08-31') l
WHERE  c.started_on <= date '2026-08-31';
-- the forms of every month of the year
SELECT contract, lower(bradford.contract_year(started_on, month)) AS year_began, left_on,
       (bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave)
            OVER year).*
FROM   timesheet JOIN contract USING (contract)
WINDOW year AS (PARTITION BY contract, bradford.contract_year(started_on, month) ORDER BY month)
ORDER  BY contract, month;
-- the same lines from their definitions: b = the d before, d = b + c, e = a - d, i = g + h, j = f - i
SELECT month, contracted_hours AS a, sum(hours) OVER year - hours AS b, hours AS c, sum(hours) OVER year AS d, contracted_hours - sum(hours) OVER year AS e,
       leave_entitlement AS f, sum(leave) OVER year - leave AS g, leave AS h, sum(leave) OVER year AS i, leave_entitlement - sum(leave) OVER year AS j
FROM timesheet JOIN contract USING (contract) WINDOW year AS (ORDER BY month) ORDER BY month;
-- contracts that begin later, have no timesheets, have ended, or are of the year after: a form for each that had begun
BEGIN;
INSERT INTO contract VALUES (2, '2026-09-01', NULL, 900, 120), (3, '2026-03-10', NULL, 900, 120), (4, '2024-02-29', '2026-05-20', 500, 60);
INSERT INTO timesheet VALUES (1, '2026-09-30', 90, 0), (4, '2026-02-28', 1, 0), (4, '2026-03-31', 40, 5), (4, '2026-04-30', 41, 0), (4, '2026-05-31', 20, 10);
SELECT c.contract, lower(y.year) AS year_began, c.left_on, l.*
FROM   contract c,
       LATERAL (SELECT bradford.contract_year(c.started_on, date '2026-08-31') AS year) y,
       LATERAL (SELECT (bradford.annual_balance(c.contracted_hours, c.leave_entitlement,
                                                t.month, t.hours, t.leave)).*
                FROM   timesheet t
                WHERE  t.contract = c.contract AND t.month <@ y.year
                       AND t.month <= date '2026-08-31') l
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
-- moving frames, with and without EXCLUDE
SELECT count(*) AS cases, count(*) FILTER (WHERE (ours).d IS DISTINCT FROM theirs OR (ours).month <> month OR (ours).i IS DISTINCT FROM leave3) AS differences
FROM (SELECT month, bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) OVER w AS ours,
             coalesce(sum(hours) OVER w, 0) AS theirs, coalesce(sum(leave) OVER w, 0) AS leave3
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

-- nothing handed in: NULL; rows without a month are left out, at the start of a moving frame too
SELECT bradford.annual_balance(1, 1, month, 1, 1) AS no_rows FROM timesheet WHERE contract = 2;
SELECT n, bradford.annual_balance(100, NULL, month, 5, NULL) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS lines
FROM (VALUES (1, NULL::date), (2, NULL), (3, '2026-01-31'), (4, NULL), (5, NULL)) AS t(n, month) ORDER BY n;
-- a contract varied in the year counts as it stands now; negative remainders are overtaken
SELECT (bradford.annual_balance(a, f, month, hours, leave)).* FROM (VALUES (1098, 147.5, date '2025-12-31', 700, 100), (900, 120, '2026-01-31', 250, 30)) AS t(a, f, month, hours, leave);

-- the aggregate knows no contract year: months beyond one go on adding up
SELECT (bradford.annual_balance(1098, 147.5, (date '2026-01-31' + make_interval(months => m))::date, 90 + m, 10)).* FROM generate_series(0, 13) AS m;
SELECT 13 * 90 + 12 * 13 / 2 AS b_by_hand, 90 + 13 AS c_by_hand, 1098 - (14 * 90 + 13 * 14 / 2) AS e_by_hand;

--------------------------------------------------------------------------------
-- two timesheets of one month
--------------------------------------------------------------------------------
-- they add up; lines a and f are those of the later date, the larger if the date is the same, and a blank is less than any figure
SELECT n, (bradford.annual_balance(a, f, month, hours, leave)).*
FROM (VALUES (1, 1098, 147.5, date '2025-12-31', 90.0, 5.0), (1, 1098, 147.5, '2026-01-31', 100.0, 7.5), (1, 900, 120, '2026-01-15', 8.5, 0),
             (2, 1098, NULL, '2025-12-31', 90.0, 5.0), (2, 900, NULL, '2026-01-31', 100.0, 7.5), (2, 1000, 120, '2026-01-31', 8.5, NULL), (2, NULL, 110, '2026-01-31', 1, 1)) AS t(n, a, f, month, hours, leave)
GROUP BY n ORDER BY n;
-- random ones in any order, in parts of any size that are combined in any order, against plain SQL
SELECT setseed(:seed);
CREATE TEMP TABLE doubled AS
SELECT c, date '2026-01-01' + floor(random() * 150)::int AS month, floor(random() * 4)::int AS part, random() AS shuffle,
       CASE WHEN random() > 0.1 THEN round((random() * 20)::numeric, c % 3) END AS contracted_hours, CASE WHEN random() > 0.1 THEN floor(random() * 3) * 10 END AS leave_entitlement,
       CASE WHEN random() > 0.1 THEN round((random() * 150)::numeric, c % 4) END AS hours, CASE WHEN random() > 0.1 THEN round((random() * 20)::numeric, 1) END AS leave
FROM generate_series(1, 4000) AS c, generate_series(1, 1 + c % 7);
-- days close together, so that the latest one often comes twice
UPDATE doubled SET month = month - extract(day FROM month)::int % 14;
CREATE TEMP TABLE doubled_by_definition AS
SELECT c, row(last_day, a, b, c_, b + c_, a - b - c_, f, g, h, g + h, f - g - h)::bradford.timesheet_lines AS lines, same_day
FROM (SELECT c, last_day,
             max(contracted_hours) FILTER (WHERE month = last_day) AS a, max(leave_entitlement) FILTER (WHERE month = last_day)::numeric AS f,
             coalesce(sum(hours) FILTER (WHERE month < date_trunc('month', last_day)), 0) AS b, coalesce(sum(hours) FILTER (WHERE month >= date_trunc('month', last_day)), 0) AS c_,
             coalesce(sum(leave) FILTER (WHERE month < date_trunc('month', last_day)), 0) AS g, coalesce(sum(leave) FILTER (WHERE month >= date_trunc('month', last_day)), 0) AS h,
             count(*) FILTER (WHERE month = last_day) > 1 AS same_day
      FROM (SELECT *, max(month) OVER (PARTITION BY c) AS last_day FROM doubled) AS d GROUP BY c, last_day) AS s;
CREATE AGGREGATE pg_temp.lines_together(bradford.timesheet_lines) (SFUNC = bradford.annual_balance_combine, STYPE = bradford.timesheet_lines);
SELECT count(*) AS cases, count(*) FILTER (WHERE same_day) AS with_two_on_the_last_day,
       count(*) FILTER (WHERE whole IS DISTINCT FROM lines) AS differences_in_one_go,
       count(*) FILTER (WHERE forwards IS DISTINCT FROM lines OR backwards IS DISTINCT FROM lines) AS differences_in_parts
FROM doubled_by_definition
     JOIN (SELECT c, bradford.annual_balance(contracted_hours, leave_entitlement::numeric, month, hours, leave ORDER BY shuffle) AS whole FROM doubled GROUP BY c) AS w USING (c)
     JOIN (SELECT c, pg_temp.lines_together(lines ORDER BY part) AS forwards, pg_temp.lines_together(lines ORDER BY part DESC) AS backwards
           FROM (SELECT c, part, bradford.annual_balance(contracted_hours, leave_entitlement::numeric, month, hours, leave ORDER BY shuffle DESC) AS lines FROM doubled GROUP BY c, part) AS p
           GROUP BY c) AS p USING (c);

--------------------------------------------------------------------------------
-- lines that come from elsewhere
--------------------------------------------------------------------------------
SELECT bradford.annual_balance_add(NULL, 1098, 147.5, '2026-04-30', 95.25, NULL) AS lines;
-- a later month, an earlier one
SELECT (bradford.annual_balance_add('(2026-04-30,1098,0,95.25,95.25,1002.75,147.5,0,0,0,147.5)', 900, NULL, '2026-05-31', 80, 7.5)).*;
SELECT (bradford.annual_balance_add('(2026-04-30,1098,0,95.25,95.25,1002.75,147.5,0,0,0,147.5)', 900, NULL, '2026-03-31', 80, 7.5)).*;
-- lines d, e, i and j are worked out anew, whatever they were
SELECT bradford.annual_balance_combine('(2026-04-30,1098,0,95.25,1,2,147.5,0,0,3,4)', '(2026-03-31,1000,10,20,,,,1,2,,)') AS lines;
-- lines that are stored are read, never written over
CREATE TEMP TABLE stored AS SELECT c, lines, lines::text AS before FROM serial_lines;
SELECT count(bradford.annual_balance_add(lines, 1, 1, '2030-01-01', 1, 1)) + count(bradford.annual_balance_combine(lines, lines)) AS calls, count(*) FILTER (WHERE lines::text <> before) AS changed FROM stored;

--------------------------------------------------------------------------------
-- refusals
--------------------------------------------------------------------------------
SELECT bradford.annual_balance(1, 1, '2026-01-31', -1, 1);
SELECT bradford.annual_balance(1, 1, '2026-01-31', 'NaN', 1);
SELECT bradford.annual_balance('infinity', 1, '2026-01-31', 1, 1);
SELECT bradford.annual_balance(1, -1, '2026-01-31', 1, 1);
SELECT bradford.annual_balance(1, 1, 'infinity', 1, 1);
SELECT bradford.annual_balance(1, 1, '2026-01-31', 10::numeric ^ 1000, 1);
SELECT bradford.annual_balance_add('(,1,0,1,1,0,1,0,1,1,0)', 1, 1, '2026-01-31', 1, 1);
SELECT bradford.annual_balance_combine('(2026-01-31,1,0,1,1,0,1,0,1,1,0)', '(2026-02-28,1,-1,1,0,1,1,0,1,1,0)');
-- every line that is read is checked
CREATE FUNCTION pg_temp.refused(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE detail text; hint text;
BEGIN EXECUTE command; RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
  RETURN SQLSTATE || CASE WHEN detail <> '' AND hint <> '' THEN ' with detail and hint' ELSE '' END; END $$;
SELECT line, pg_temp.refused(format(command, '')) AS blank, pg_temp.refused(format(command, '-1')) AS negative, pg_temp.refused(format(command, 'NaN')) AS nan, pg_temp.refused(format(command, '-Infinity')) AS infinite,
       pg_temp.refused(format(command, '1e1000')) AS long
FROM generate_series(2, 11) AS column_number,
     LATERAL (SELECT chr(95 + column_number) AS line, format($$SELECT bradford.annual_balance_combine('(2026-01-31,%s)', '(2026-01-31,1,0,1,1,0,1,0,1,1,0)')$$,
                     (SELECT string_agg(CASE WHEN n = column_number THEN '%s' ELSE '1' END, ',' ORDER BY n) FROM generate_series(2, 11) AS n)) AS command) AS c
ORDER BY column_number;
SELECT month, pg_temp.refused(format($$SELECT bradford.annual_balance_combine('(%s,1,0,1,1,0,1,0,1,1,0)', '(2026-01-31,1,0,1,1,0,1,0,1,1,0)')$$, month)) AS refused
FROM (VALUES (''), ('-infinity'), ('infinity'), ('4714-11-24 BC'), ('5874897-12-31')) AS m(month) ORDER BY month COLLATE "C";
