-- Sharing out without losing or making a penny: allocate, the twelve equal months of
-- pay, contract years, job shares.
SET datestyle = ISO;
SET intervalstyle = postgres;
\pset null '(null)'

SELECT bradford.allocate(100, ARRAY[1, 1, 1]) AS thirds, bradford.allocate(-100, ARRAY[1, 1, 1]) AS negative, bradford.allocate(100, ARRAY[0, 2, 0, 1]) AS zero_weights,
       bradford.allocate(0, ARRAY[1, 2]) AS nothing, bradford.allocate(0.01, ARRAY[1, 1]) AS one_penny, bradford.allocate(10, ARRAY[1, 1, 1], scale => 0) AS whole;
-- 14.2857.. and 28.5714.. and 57.1428..: cut down to 14, 28 and 57, so the penny left over goes to the second, whose .5714 is the largest fraction
SELECT bradford.allocate(1, ARRAY[1, 2, 4]) AS parts;

-- plain SQL: whole pennies by div(), the rest ranked
CREATE FUNCTION pg_temp.allocate(total numeric, weights numeric[], places integer) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(round(sign(total) * (whole + CASE WHEN place <= units - given THEN 1 ELSE 0 END) / 10::numeric ^ places, places) ORDER BY n)
  FROM (SELECT n, whole, units, sum(whole) OVER () AS given, row_number() OVER (ORDER BY rest DESC, n) AS place
        FROM (SELECT n, div(units * weight, s) AS whole, mod(units * weight, s) AS rest, units
              FROM unnest(weights) WITH ORDINALITY AS w(weight, n),
                   LATERAL (SELECT sum(x) AS s FROM unnest(weights) AS x) AS sums,
                   LATERAL (SELECT abs(total) * 10::numeric ^ places AS units) AS u) AS shares) AS ranked $$;
\set seed 0.42
SELECT setseed(:seed);
-- ties, zeros, negative totals, and one in ten beyond what integers hold
CREATE TEMP TABLE totals AS
SELECT n, places, round(((random() - 0.3) * 10 ^ floor(random() * 8))::numeric * CASE WHEN random() < 0.1 THEN 1e25 ELSE 1 END, places) AS total,
       (SELECT array_agg(CASE WHEN random() < 0.2 THEN 0 WHEN random() < 0.4 THEN 1 ELSE round((random() * 50)::numeric, (n + i) % 4) END) || 0.5
        FROM generate_series(1, 1 + n % 23) AS i) AS weights
FROM (SELECT n, n % 5 AS places FROM generate_series(1, 10000) AS n) AS c;
SELECT count(*) AS cases, count(*) FILTER (WHERE ours::text IS DISTINCT FROM pg_temp.allocate(total, weights, places)::text) AS differences,
       count(*) FILTER (WHERE (SELECT sum(p) FROM unnest(ours) AS p) <> total) AS sums_lost,
       count(*) FILTER (WHERE cardinality(ours) <> cardinality(weights)) AS parts_lost,
       count(*) FILTER (WHERE total < 0) AS negative_totals
FROM (SELECT *, bradford.allocate(total, weights, places) AS ours FROM totals OFFSET 0) AS t;

-- the same shared out among a hundred thousand
SELECT cardinality(parts) AS parts, (SELECT sum(p) FROM unnest(parts) AS p) AS total, (SELECT count(DISTINCT p) FROM unnest(parts) AS p) AS sizes
FROM (SELECT bradford.allocate(1000000.01, array_agg(1::numeric)) AS parts FROM generate_series(1, 100000)) AS a;

--------------------------------------------------------------------------------
-- PAY-2: contract years
--------------------------------------------------------------------------------
-- YR-01 and YR-03: 365 days to 28 February 2001 from 1 March 2000, 366 from 29 February
SELECT id, y, upper(y) - 1 AS last_day, upper(y) - lower(y) AS days
FROM (VALUES ('YR-01', bradford.contract_year('2000-03-01', '2000-03-01')), ('YR-03', bradford.contract_year('2000-02-29', '2000-02-29'))) AS t(id, y) ORDER BY id;
SELECT on_date, y, upper(y) - lower(y) AS days
FROM (VALUES (date '2000-02-29'), ('2001-02-28'), ('2001-03-01'), ('2003-02-28'), ('2003-03-01'), ('2004-02-28'), ('2004-02-29'), ('2005-02-28'), ('2005-03-01')) AS d(on_date),
     LATERAL bradford.contract_year('2000-02-29', on_date) AS y ORDER BY on_date;
-- against plain SQL, every start of five years and dates up to twelve years on
SELECT count(*) AS cases, count(*) FILTER (WHERE ours IS DISTINCT FROM theirs) AS differences, count(*) FILTER (WHERE NOT ours @> on_date) AS outside,
       min(upper(ours) - lower(ours)) AS shortest, max(upper(ours) - lower(ours)) AS longest
FROM (SELECT on_date, bradford.contract_year(started_on, on_date) AS ours,
             (SELECT daterange(y0, y1)
              FROM generate_series(0, 13) AS k, LATERAL (SELECT (started_on + make_interval(years => k))::date AS p0, (started_on + make_interval(years => k + 1))::date AS p1) AS p,
                   LATERAL (SELECT p0 + (to_char(started_on, 'DD') <> to_char(p0, 'DD'))::int AS y0, p1 + (to_char(started_on, 'DD') <> to_char(p1, 'DD'))::int AS y1) AS y
              WHERE on_date >= y0 AND on_date < y1) AS theirs
      FROM (SELECT date '1999-01-01' + s AS started_on FROM generate_series(0, 1826, 3) AS s UNION SELECT date '2000-02-29' UNION SELECT date '2004-02-29') AS starts,
           LATERAL (SELECT started_on + d AS on_date FROM generate_series(0, 4380, 61) AS d) AS dates) AS t;
SELECT bradford.contract_year(NULL, '2026-04-01') AS nothing, bradford.contract_year('5874896-01-01', '5874896-06-01') AS the_last_whole_year;

--------------------------------------------------------------------------------
-- PAY-4: twelve equal months
--------------------------------------------------------------------------------
SELECT * FROM bradford.pay_schedule(annual_salary => 10142.49, contract_year => bradford.contract_year('2025-09-01', '2026-01-15')) ORDER BY month;
-- begins on the 31st and on 29 February
SELECT month, period FROM bradford.pay_schedule(12000, bradford.contract_year('2023-10-31', '2023-10-31')) ORDER BY month;
SELECT month, period FROM bradford.pay_schedule(12000, bradford.contract_year('2024-02-29', '2024-02-29')) ORDER BY month;
-- starters and leavers; a first or last day is a day; by calendar days and by working days
SELECT e.employed, c.way, s.month, s.period, s.days, s.of_days, s.amount
FROM (VALUES ('calendar days'), ('working days')) AS c(way),
     (VALUES (daterange '[2026-04-01,2026-04-01]'), ('[2026-04-30,2026-05-01]'), ('[2026-12-24,2027-01-05]'), ('[2027-03-31,)')) AS e(employed),
     LATERAL bradford.pay_schedule(12000, '[2026-04-01,2027-04-01)', e.employed, part_months => c.way) AS s
ORDER BY way, employed, month;
-- by hand: April 2026 has 20 working days, 3 and 6 April being Good Friday and Easter Monday; May has 19, with 4 and 25 May
SELECT round(1000 * 1 / 30.0, 2) AS one_day_of_april, round(1000 * 1 / 20.0, 2) AS one_working_day_of_april, round(1000 * 1 / 19.0, 2) AS one_of_may;
-- in Scotland Easter Monday is a working day: 21 of them
SELECT days, of_days, amount FROM bradford.pay_schedule(12000, '[2026-04-01,2027-04-01)', '[2026-04-02,2026-04-06]', part_months => 'working days', calendar => 'scotland') WHERE month = 1;

-- sums: whole years of random salaries, negative ones too
SELECT setseed(:seed);
SELECT count(*) AS cases, count(*) FILTER (WHERE total <> salary) AS sums_lost, max(spread) AS widest_spread, min(months) AS months
FROM (SELECT salary, sum(amount) AS total, max(amount) - min(amount) AS spread, count(*) AS months
      FROM (SELECT n, round(((random() - 0.1) * 60000)::numeric, 2) AS salary, bradford.contract_year(date '2019-12-01' + n % 1500, date '2019-12-01' + n % 1500 + 800) AS y FROM generate_series(1, 3000) AS n) AS c,
           LATERAL bradford.pay_schedule(salary, y) AS s
      GROUP BY n, salary) AS t;
-- a part month is what a pocket calculator gives, for a starter and for a leaver alike, half a penny away from zero
SELECT amount, days, of_days, round(salary / 12 * 15 / 30, 2) AS by_hand
FROM (VALUES (1, 12000.12, daterange '[2026-04-16,2026-05-01)'), (2, 12000.12, '[2026-04-01,2026-04-15]'), (3, -12000.12, '[2026-04-01,2026-04-15]')) AS c(n, salary, employed),
     LATERAL bradford.pay_schedule(salary, '[2026-04-01,2027-04-01)', employed)
ORDER BY n;
-- at every day of the year a leaver and whoever follows: each month's figure as rounded from the whole month's, and the two a penny off it at most
SELECT way, count(*) AS months, count(*) FILTER (WHERE p.amount <> round(m.amount * p.days / p.of_days, 2)) AS differences,
       max(abs(both_parts - m.amount)) AS most_off_the_month
FROM (VALUES ('calendar days'), ('working days')) AS w(way), generate_series(1, 364) AS k,
     LATERAL (SELECT daterange '[2023-08-15,2024-08-15)' AS y, date '2023-08-15' + k AS d, 23456.78 + k / 100.0 AS salary) AS c,
     LATERAL (SELECT month, amount, days, of_days, sum(amount) OVER (PARTITION BY month) AS both_parts
              FROM (SELECT * FROM bradford.pay_schedule(salary, y, daterange(lower(y), d), part_months => way)
                    UNION ALL SELECT * FROM bradford.pay_schedule(salary, y, daterange(d, NULL), part_months => way)) AS b) AS p,
     LATERAL bradford.pay_schedule(salary, y) AS m WHERE m.month = p.month
GROUP BY way ORDER BY way;
SELECT count(*) AS rows_for_null FROM bradford.pay_schedule(NULL, '[2026-04-01,2027-04-01)');

--------------------------------------------------------------------------------
-- PAY-14: job shares
--------------------------------------------------------------------------------
SELECT * FROM bradford.job_share(hours => ARRAY[20, 17.5], post_hours => 37.5, salary => 30000, leave => 262.5, bank_holidays => 60, allowances => 1200.01) ORDER BY partner;
-- three partners and a vacancy of 7.5 hours; the second covers it and 10 hours more
SELECT * FROM bradford.job_share(ARRAY[12.5, 10, 7.5], 37.5, 30000.01, cover => ARRAY[0, 17.5, 0]) ORDER BY partner;
-- the remaining partner covers the whole post
SELECT * FROM bradford.job_share(ARRAY[18.75], 37.5, 30000, cover => ARRAY[18.75]);
SELECT count(*) AS cases, count(*) FILTER (WHERE salary <> total OR leave <> total_leave) AS sums_lost
FROM (SELECT n, total, total_leave, sum(partner_salary) AS salary, sum(partner_leave) AS leave
      FROM (SELECT n, ARRAY[37.5 - h - g, h, g] AS hours, (20000 + n) / 7.0 AS t, 262.55 AS total_leave
            FROM generate_series(1, 2000) AS n, LATERAL (SELECT (n % 13)::numeric AS h, (n % 17) / 4.0 AS g) AS p) AS c,
           LATERAL (SELECT round(t, 2) AS total) AS r, LATERAL bradford.job_share(hours, 37.5, total, total_leave) AS j
      GROUP BY n, total, total_leave) AS s;
SELECT count(*) AS rows_for_null FROM bradford.job_share(NULL, 37.5, 30000);

-- a call leaves nothing behind until the query ends: megabytes kept by twenty thousand of them
CREATE FUNCTION pg_temp.megabytes_kept(command text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE calls refcursor; used_before bigint; used_after bigint;
BEGIN
  OPEN calls NO SCROLL FOR EXECUTE command;
  MOVE calls;
  SELECT sum(used_bytes) INTO used_before FROM pg_backend_memory_contexts;
  MOVE FORWARD ALL FROM calls;
  SELECT sum(used_bytes) INTO used_after FROM pg_backend_memory_contexts;
  CLOSE calls;
  RETURN (used_after - used_before) / 1048576;
END $$;
SELECT pg_temp.megabytes_kept('SELECT j.* FROM generate_series(1, 20000) AS g, bradford.job_share(ARRAY[20, 17.5], 37.5, 30000 + g) AS j') AS job_share,
       pg_temp.megabytes_kept($$SELECT s.* FROM generate_series(1, 20000) AS g, bradford.pay_schedule(30000 + g, '[2026-04-01,2027-04-01)') AS s$$) AS pay_schedule;

--------------------------------------------------------------------------------
-- refusals
--------------------------------------------------------------------------------
SELECT bradford.allocate(100, ARRAY[0, 0]);
SELECT bradford.allocate(0, '{}');
SELECT bradford.allocate(100, ARRAY[1, -1]);
SELECT bradford.allocate(100, ARRAY[1, 'NaN']::numeric[]);
SELECT bradford.allocate(100, ARRAY['infinity', 1]::numeric[]);
SELECT bradford.allocate('infinity', ARRAY[1]);
SELECT bradford.allocate(100, ARRAY[1, NULL]);
SELECT bradford.allocate(100, ARRAY[[1, 2], [3, 4]]);
SELECT bradford.allocate(1, array_fill(1::numeric, ARRAY[1000001]));
SELECT bradford.allocate(-1.005, ARRAY[1]);
SELECT bradford.allocate(1, ARRAY[1], scale => 101);
SELECT bradford.contract_year('2026-04-01', '2026-03-31');
SELECT bradford.contract_year('-infinity', '2026-03-31');
SELECT bradford.contract_year('2026-04-01', 'infinity');
SELECT bradford.contract_year('2026-04-01', '5874897-06-01');
SELECT * FROM bradford.pay_schedule(12000, '[2026-04-01,2026-10-01)');
SELECT * FROM bradford.pay_schedule(12000, '[2026-04-01,)');
SELECT * FROM bradford.pay_schedule(12000.005, '[2026-04-01,2027-04-01)');
SELECT * FROM bradford.pay_schedule('NaN', '[2026-04-01,2027-04-01)');
SELECT * FROM bradford.pay_schedule(12000, '[2026-04-01,2027-04-01)', part_months => 'weeks');
SELECT * FROM bradford.pay_schedule(12000, '[2026-04-01,2027-04-01)', '[2026-04-16,)', part_months => 'working days', calendar => 'england-and-wales; closed=2026-04-01..2026-04-30');
SELECT * FROM bradford.pay_schedule(12000, '[2126-04-01,2127-04-01)', '[2126-04-16,)', part_months => 'working days');
SELECT * FROM bradford.job_share(ARRAY[20, 20], 37.5, 30000);
SELECT * FROM bradford.job_share(ARRAY[20, 17.5], 37.5, 30000, cover => ARRAY[18, 0]);
SELECT * FROM bradford.job_share(ARRAY[20, 17.5], 37.5, 30000, cover => ARRAY[1]);
SELECT * FROM bradford.job_share(ARRAY[20, -1], 37.5, 30000);
SELECT * FROM bradford.job_share(array_fill(0.01, ARRAY[1001]), 37.5, 30000);
SELECT * FROM bradford.job_share(ARRAY[20], 0, 30000);
SELECT * FROM bradford.job_share(ARRAY[20], 37.5, 30000.001);
CREATE FUNCTION pg_temp.sqlstate_of(command text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN EXECUTE command; RETURN 'accepted'; EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE; END $$;
SELECT command, pg_temp.sqlstate_of('SELECT * FROM bradford.' || command) AS sqlstate
FROM (VALUES (1, 'allocate(100, ARRAY[0, 0])'), (2, 'allocate(100, ARRAY[1, NULL])'), (3, 'allocate(100, ARRAY[[1, 2], [3, 4]])'), (4, 'allocate(1.005, ARRAY[1])'),
             (5, 'allocate(1, array_fill(1::numeric, ARRAY[1000001]))'),
             (6, $$contract_year('2026-04-01', '2026-03-31')$$), (7, $$pay_schedule(12000, '[2026-04-01,2026-10-01)')$$), (8, 'job_share(ARRAY[20, 20], 37.5, 30000)')) AS c(n, command)
ORDER BY n;
