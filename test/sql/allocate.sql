-- Sharing out without losing or making a penny: allocate, the twelve equal months of
-- pay, contract years, job shares.
SET datestyle = ISO;
SET intervalstyle = postgres;
\pset null '(null)'

SELECT bradford.allocate(100, ARRAY[1, 1, 1]) AS thirds, bradford.allocate(-100, ARRAY[1, 1, 1]) AS negative, bradford.allocate(100, ARRAY[0, 2, 0, 1]) AS zero_weights,
       bradford.allocate(0, ARRAY[1, 2]) AS nothing, bradford.allocate(0.01, ARRAY[1, 1]) AS one_penny, bradford.allocate(10, ARRAY[1, 1, 1], scale => 0) AS whole;
-- 14.2857.., 28.5714.. and 57.1428.. are cut down to 14, 28 and 57. The penny left over goes to the second: .5714 is the largest fraction
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
-- PAY-4: equal months, weeks and four weeks
--------------------------------------------------------------------------------
SELECT * FROM bradford.pay_schedule(annual_salary => 10142.49, contract_year => bradford.contract_year('2025-09-01', '2026-01-15')) ORDER BY number;
-- begins on the 31st and on 29 February
SELECT number, period FROM bradford.pay_schedule(12000, bradford.contract_year('2023-10-31', '2023-10-31')) ORDER BY number;
SELECT number, period FROM bradford.pay_schedule(12000, bradford.contract_year('2024-02-29', '2024-02-29')) ORDER BY number;
-- 52 weeks have 364 days, and so have 13 periods of four: the last one also has the odd day of a year of 365 days, or both of 366
SELECT f.frequency, y.contract_year, s.number, s.period, s.days, s.amount
FROM (VALUES (1, 'weekly'), (2, '4-weekly')) AS f(n, frequency),
     (VALUES (daterange '[2022-04-01,2023-04-01)'), ('[2023-04-01,2024-04-01)')) AS y(contract_year),
     LATERAL bradford.pay_schedule(30000, y.contract_year, frequency => f.frequency) AS s
WHERE s.number IN (1, 2, 12, 13, 51, 52) ORDER BY n, contract_year, number;
-- against plain SQL: amount k is what k periods come to, rounded, less what k - 1 come to; the periods follow one another from end to end
SELECT setseed(:seed);
SELECT frequency, count(*) AS cases, count(*) FILTER (WHERE total <> salary) AS sums_lost, sum(differences) AS differences, max(spread) AS widest_spread,
       min(periods) AS periods, count(*) FILTER (WHERE NOT (tiled AND days = upper(y) - lower(y))) AS gaps
FROM (SELECT n, frequency, salary, y, sum(amount) AS total, max(amount) - min(amount) AS spread, count(*) AS periods, sum(days) AS days,
             count(*) FILTER (WHERE amount <> round(salary * number / of, 2) - round(salary * (number - 1) / of, 2)) AS differences,
             range_agg(period) = datemultirange(y) AS tiled
      FROM (SELECT n, round(((random() - 0.1) * 60000)::numeric, 2) AS salary, bradford.contract_year(date '2019-12-01' + n % 1500, date '2019-12-01' + n % 1500 + 800) AS y FROM generate_series(1, 1000) AS n) AS c,
           (VALUES ('monthly', 12), ('weekly', 52), ('4-weekly', 13)) AS f(frequency, of),
           LATERAL bradford.pay_schedule(salary, y, frequency => frequency) AS s
      GROUP BY n, frequency, salary, y) AS t
GROUP BY frequency ORDER BY frequency COLLATE "C";

-- part months: 60,000 from Saturday 15 April 2023, Monday to Friday without holidays: 16 of 30 days, 10 of 20 weekdays
SELECT w.way, s.period, s.days, s.of_days, s.amount, w.by_hand
FROM (VALUES (1, 'calendar days', round(60000 * 16 / 360.0, 2)), (2, 'working days', round(60000 * 10 / 240.0, 2)), (3, '1/365', round(60000 * 16 / 365.0, 2)), (4, '1/260', round(60000 * 10 / 260.0, 2))) AS w(n, way, by_hand),
     LATERAL bradford.pay_schedule(60000, '[2023-04-01,2024-04-01)', '[2023-04-15,2023-04-30]', part_months => w.way, calendar => 'weekdays') AS s
ORDER BY n;
-- a whole month stays a whole month under every rule; all weekdays of April are all the days that 1/260 and working days
-- count
SELECT e.employed, w.way, s.days, s.of_days, s.amount
FROM (VALUES (1, 'calendar days'), (2, 'working days'), (3, '1/365'), (4, '1/260')) AS w(n, way),
     (VALUES (daterange '[2023-04-01,2023-04-30]'), ('[2023-04-03,2023-04-28]')) AS e(employed),
     LATERAL bradford.pay_schedule(60000, '[2023-04-01,2024-04-01)', e.employed, part_months => w.way, calendar => 'weekdays') AS s
ORDER BY employed, n;
-- never more than the whole month: 22 of the 23 weekdays of May 2023 are 60,000 x 22 / 260 = 5,076.92; 30 of 31 days are 4,931.51
SELECT w.way, s.days, s.of_days, s.amount, round(60000.0 * s.days / s.of_days, 2) AS uncut
FROM (VALUES ('1/260'), ('1/365')) AS w(way),
     LATERAL bradford.pay_schedule(60000, '[2023-05-01,2024-05-01)', '[2023-05-02,2023-05-31]', part_months => w.way, calendar => 'weekdays') AS s ORDER BY way;
-- a last period of four weeks and two days, 29 of its 30 days worked: 29/365 are more than a thirteenth
SELECT s.period, s.days, s.of_days, s.amount, round(60000 / 13.0, 2) AS a_thirteenth
FROM bradford.pay_schedule(60000, '[2023-05-01,2024-05-01)', '[2024-04-02,)', frequency => '4-weekly', part_months => '1/365') AS s WHERE number = 13;
-- weeks: Monday to Wednesday of a week
SELECT w.way, s.days, s.of_days, s.amount, w.by_hand
FROM (VALUES (1, 'calendar days', round(30000 * 3 / (52 * 7.0), 2)), (2, 'working days', round(30000 * 3 / (52 * 5.0), 2)), (3, '1/365', round(30000 * 3 / 365.0, 2)), (4, '1/260', round(30000 * 3 / 260.0, 2))) AS w(n, way, by_hand),
     LATERAL bradford.pay_schedule(30000, '[2024-04-01,2025-04-01)', '[2024-04-08,2024-04-10]', frequency => 'Weekly', part_months => w.way, calendar => 'weekdays') AS s
ORDER BY n;

-- by working days, no calendar gives no rows; the last period but one ends on a day that no calendar knows, and an earlier one does not
SELECT count(*) AS without_a_calendar FROM bradford.pay_schedule(30000, '[2024-04-01,2025-04-01)', '[2024-04-08,2024-04-10]', part_months => 'working days', calendar => NULL);
-- 15 November to 14 December 2099 has 21 working days, to the 20th of November 5
SELECT number, period, days, of_days, amount, round(1000 * 5 / 21.0, 2) AS by_hand FROM bradford.pay_schedule(12000, '[2099-09-15,2100-09-15)', '[2099-11-15,2099-11-20]', part_months => 'working days');
SELECT count(*) FROM bradford.pay_schedule(12000, '[2099-09-15,2100-09-15)', '[2099-12-15,2099-12-20]', part_months => 'working days');

-- starters and leavers; a first or last day is a day; by calendar days and by working days
SELECT e.employed, c.way, s.number, s.period, s.days, s.of_days, s.amount
FROM (VALUES ('calendar days'), ('working days')) AS c(way),
     (VALUES (daterange '[2026-04-01,2026-04-01]'), ('[2026-04-30,2026-05-01]'), ('[2026-12-24,2027-01-05]'), ('[2027-03-31,)')) AS e(employed),
     LATERAL bradford.pay_schedule(12000, '[2026-04-01,2027-04-01)', e.employed, part_months => c.way) AS s
ORDER BY way, employed, number;
-- by hand: April 2026 has 20 working days, 3 and 6 April being Good Friday and Easter Monday; May has 19, with 4 and 25 May
SELECT round(1000 * 1 / 30.0, 2) AS one_day_of_april, round(1000 * 1 / 20.0, 2) AS one_working_day_of_april, round(1000 * 1 / 19.0, 2) AS one_of_may;
-- in Scotland Easter Monday is a working day: 21 of them
SELECT days, of_days, amount FROM bradford.pay_schedule(12000, '[2026-04-01,2027-04-01)', '[2026-04-02,2026-04-06]', part_months => 'working days', calendar => 'scotland') WHERE number = 1;
-- a part month is rounded once, from the salary of the year, half a penny away from zero
SELECT amount, days, of_days, round(salary / 12 * 15 / 30, 2) AS by_hand
FROM (VALUES (1, 12000.12, daterange '[2026-04-16,2026-05-01)'), (2, 12000.12, '[2026-04-01,2026-04-15]'), (3, -12000.12, '[2026-04-01,2026-04-15]')) AS c(n, salary, employed),
     LATERAL bradford.pay_schedule(salary, '[2026-04-01,2027-04-01)', employed)
ORDER BY n;
-- on every day of the year a leaver and a successor, under each rule, against plain SQL; by the days of the month the two sum to at most a penny more or
-- less
SELECT way, frequency, count(*) AS parts, count(*) FILTER (WHERE p.amount <> least(m.amount, round(salary * p.days / CASE WHEN year_days > 0 THEN year_days ELSE p.of_days * periods END, 2))
                                                              AND NOT (p.days = m.days AND p.amount = m.amount)) AS differences,
       count(*) FILTER (WHERE p.of_days <> CASE WHEN year_days > 0 AND p.days < m.days THEN year_days ELSE m.of_days END) AS other_divisors,
       count(*) FILTER (WHERE p.amount > m.amount) AS above_the_whole, max(abs(both_parts - m.amount)) FILTER (WHERE year_days = 0) AS most_off_the_period
FROM (VALUES ('calendar days', 0), ('working days', 0), ('1/365', 365), ('1/260', 260)) AS w(way, year_days), (VALUES ('monthly', 12), ('4-weekly', 13)) AS f(frequency, periods), generate_series(1, 364, 7) AS k,
     LATERAL (SELECT daterange '[2023-08-15,2024-08-15)' AS y, date '2023-08-15' + k AS d, 23456.78 + k / 100.0 AS salary) AS c,
     LATERAL (SELECT number, amount, days, of_days, sum(amount) OVER (PARTITION BY number) AS both_parts
              FROM (SELECT * FROM bradford.pay_schedule(salary, y, daterange(lower(y), d), 2, frequency, way)
                    UNION ALL SELECT * FROM bradford.pay_schedule(salary, y, daterange(d, NULL), 2, frequency, way)) AS b) AS p,
     LATERAL bradford.pay_schedule(salary, y, NULL, 2, frequency, way) AS m WHERE m.number = p.number
GROUP BY way, frequency ORDER BY way COLLATE "C", frequency COLLATE "C";
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

-- a call leaves nothing behind before the query ends: twenty thousand of them would keep megabytes
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
SELECT scale(part), right(part::text, 3) AS ends_with FROM unnest(bradford.allocate(1, ARRAY[1, 2], scale => 100)) AS part ORDER BY part;
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
SELECT * FROM bradford.pay_schedule(12000, '[2026-04-01,2027-04-01)', frequency => 'fortnightly');
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
