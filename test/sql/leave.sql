-- Statutory leave, leave that accrues by the hours worked, and the average week for holiday pay.
SET datestyle = ISO;
SET intervalstyle = postgres;
\pset null '(null)'

--------------------------------------------------------------------------------
-- statutory_leave
--------------------------------------------------------------------------------
-- the test cases of gov.uk's own calculator, which shows leavers' leave to a tenth of a day, rounded up
SELECT days_per_week, employed, leave_year, published, leave, CASE WHEN leave = published OR ceil(leave * 10) / 10 = published THEN 'as published' ELSE 'differs' END AS verdict
FROM (SELECT n, days_per_week, daterange(first_day, last_day, '[]') AS employed, y AS leave_year, published,
             bradford.statutory_leave(days_per_week, daterange(first_day, last_day, '[]'), y) AS leave
      FROM (VALUES
        -- a whole year
        (1, 5, date '2010-01-01', NULL::date, date '2019-01-01', 28), (2, 7, '2010-01-01', NULL, '2019-01-01', 28), (3, 6, '2010-01-01', NULL, '2019-01-01', 28), (4, 3.5, '2010-01-01', NULL, '2019-01-01', 19.6),
        (5, 2, '2010-01-01', NULL, '2019-01-01', 11.2), (6, 1, '2010-01-01', NULL, '2019-01-01', 5.6), (7, 0.5, '2010-01-01', NULL, '2019-01-01', 2.8),
        -- starters
        (11, 5, '2019-06-01', NULL, '2019-01-01', 16.5), (12, 3, '2019-11-23', NULL, '2019-04-01', 7), (13, 6, '2019-11-14', NULL, '2019-01-01', 5), (14, 5, '2020-06-01', NULL, '2020-01-01', 16.5),
        (15, 3, '2020-11-23', NULL, '2020-04-01', 7), (16, 6, '2020-11-14', NULL, '2020-01-01', 5), (17, 3, '2021-02-09', NULL, '2020-08-01', 8.5), (18, 5, '2019-09-23', NULL, '2019-05-01', 19),
        (19, 1, '2020-02-13', NULL, '2019-07-01', 2.5), (20, 1, '2018-10-28', NULL, '2018-04-01', 3), (21, 2, '2019-05-10', NULL, '2018-06-06', 1), (22, 4, '2020-03-03', NULL, '2020-03-01', 22.5),
        -- leavers
        (31, 5, '2010-01-01', '2019-06-01', '2019-01-01', 11.7), (32, 3, '2010-01-01', '2018-11-23', '2018-04-01', 11), (33, 5, '2010-01-01', '2020-06-01', '2020-01-01', 11.8), (34, 3, '2010-01-01', '2019-11-23', '2019-04-01', 10.9),
        (35, 6, '2010-01-01', '2020-08-22', '2020-01-01', 18), (36, 5, '2010-01-01', '2020-10-20', '2020-05-01', 13.3), (37, 6, '2010-01-01', '2020-06-18', '2019-12-01', 15.4), (38, 7, '2010-01-01', '2020-03-17', '2019-06-01', 22.3),
        (39, 6, '2010-01-01', '2019-09-06', '2019-03-01', 14.6), (40, 3, '2010-01-01', '2018-05-05', '2018-02-01', 4.4), (41, 4, '2010-01-01', '2020-06-04', '2019-11-01', 13.3)
      ) AS v(n, days_per_week, first_day, last_day, year_starts, published), LATERAL bradford.contract_year(year_starts, year_starts) AS y) AS t
ORDER BY n;
-- an employment that begins and ends in the year goes by days: 30 of 365; one that is over, or still to come, gives nothing
SELECT employed, bradford.statutory_leave(5, employed, '[2023-01-01,2024-01-01)') AS leave, round(28 * 30 / 365.0, 4) AS days_of_30
FROM (VALUES (daterange '[2023-06-01,2023-06-30]'), ('[2019-01-01,2022-12-31]'), ('[2024-01-01,)')) AS e(employed) ORDER BY employed;
SELECT bradford.statutory_leave(NULL, '[2023-06-01,)', '[2023-01-01,2024-01-01)') AS no_days, bradford.statutory_leave(5, NULL, '[2023-01-01,2024-01-01)') AS no_employment,
       bradford.statutory_leave(0, '[2023-06-01,)', '[2023-01-01,2024-01-01)') AS no_day_a_week;

-- against plain SQL: every start of a year, leavers or not, and leave years from the first, the middle and the end of a month
CREATE FUNCTION pg_temp.statutory_leave(days_per_week numeric, first_day date, last_day date, y daterange) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN first_day <= lower(y) AND last_day >= upper(y) - 1 THEN whole
              WHEN first_day > upper(y) - 1 OR last_day < lower(y) THEN 0
              WHEN last_day < upper(y) - 1 THEN whole * (last_day - greatest(first_day, lower(y)) + 1) / (upper(y) - lower(y))
              ELSE ceil(2 * whole * (SELECT count(*) FROM generate_series(0, 12) AS k
                                     WHERE least(date_trunc('month', first_day::timestamp) + make_interval(months => k) + make_interval(days => extract(day FROM first_day)::int - 1),
                                                 date_trunc('month', first_day::timestamp) + make_interval(months => k + 1)) <= upper(y) - 1) / 12) / 2 END
  FROM (SELECT least(28, 5.6 * days_per_week)) AS w(whole) $$;
SELECT count(*) AS cases, count(*) FILTER (WHERE abs(ours - theirs) > 1e-12) AS differences, count(*) FILTER (WHERE ours > 28) AS above_28, min(ours) AS least, max(ours) AS most
FROM (SELECT bradford.statutory_leave(d, daterange(first_day, last_day, '[]'), y) AS ours, pg_temp.statutory_leave(d, first_day, COALESCE(last_day, 'infinity'), y) AS theirs
      FROM (VALUES (date '2023-04-01'), ('2023-09-15'), ('2023-08-31'), ('2023-03-02')) AS v(starts), LATERAL bradford.contract_year(starts, starts) AS y,
           generate_series(-40, 370) AS k, LATERAL (SELECT starts + k AS first_day, (k % 8) / 1.25 + 0.4 AS d0) AS f, LATERAL (SELECT abs(d0) AS d) AS g,
           (VALUES (NULL), (0), (17), (200), (500)) AS l(days), LATERAL (SELECT first_day + days AS last_day) AS h) AS t;

--------------------------------------------------------------------------------
-- accrued_leave
--------------------------------------------------------------------------------
-- 68 hours x 12.07 % = 8.2076; 75 = 9.0525; 62 = 7.4834; 83 = 10.0181; half an hour and more is an hour
SELECT hours, bradford.accrued_leave(hours) AS leave, hours * 0.1207 AS unrounded
FROM (VALUES (0), (68), (75), (62.2), (62.1), (4.14), (4.15)) AS h(hours) ORDER BY hours;
SELECT bradford.accrued_leave(100, 0.1550) AS of_a_better_contract, bradford.accrued_leave(100, rate => 0.125) AS half_up, bradford.accrued_leave(NULL) AS nothing;

--------------------------------------------------------------------------------
-- average_week
--------------------------------------------------------------------------------
CREATE TEMP TABLE paid_week (employee integer, week date, pay numeric);
INSERT INTO paid_week VALUES (1, '2024-03-04', 100), (1, '2024-03-11', 0), (1, '2024-03-18', 200), (1, '2024-03-25', NULL), (1, '2024-04-01', 330),
                             (2, '2024-03-04', NULL), (2, '2024-03-11', 0);
-- the three paid weeks; the two latest of them
SELECT employee, bradford.average_week(pay, week) AS of_52, bradford.average_week(pay, week, 2) AS of_2, bradford.average_week(pay, week, 1) AS of_1 FROM paid_week GROUP BY employee ORDER BY employee;
-- pay of one week adds up, whatever day of the week it is dated; a week whose pay was taken back is unpaid
SELECT bradford.average_week(pay, week, 2) AS average
FROM (VALUES (date '2024-03-04', 100), ('2024-03-10', 50), ('2024-03-11', 210), ('2024-03-20', 80), ('2024-03-22', -80)) AS v(week, pay);
-- 104 weeks: the week of 7 March 2022 is the 104th back from that of 26 February 2024, counting that one; the week of 28 February 2022 is the 105th
SELECT bradford.average_week(pay, week) FILTER (WHERE week >= '2022-03-07') AS with_the_104th, bradford.average_week(pay, week) FILTER (WHERE week <> '2022-03-07') AS with_the_105th
FROM (VALUES (date '2024-02-26', 300), ('2022-03-07', 100), ('2022-02-28', 900)) AS v(week, pay);
-- an unpaid week is a week: it is the latest, and 104 weeks run back from it
SELECT bradford.average_week(pay, week) AS average FROM (VALUES (date '2024-03-04', NULL), ('2024-02-26', 300), ('2022-03-07', 100)) AS v(week, pay);
-- a row without a week, or without a number of weeks, changes nothing: the weeks of 100 and 200 are left
SELECT bradford.average_week(pay, week) AS without_a_week, bradford.average_week(pay, coalesce(week, '2024-03-18'), weeks) AS without_a_number
FROM (VALUES (date '2024-03-04', 100, 52), (NULL, 900, NULL), ('2024-03-11', 200, 52)) AS v(week, pay, weeks);
SELECT bradford.average_week(pay, week) AS no_rows FROM paid_week WHERE false;
SELECT bradford.average_week(1, NULL) AS no_week, bradford.average_week(1, '2024-03-04', NULL) AS no_weeks, bradford.average_week(1, date '2024-03-04', 52) AS one;

-- against plain SQL, rows in any order, in one go and from two halves
\set seed 0.42
SELECT setseed(:seed);
CREATE TEMP TABLE pay AS
SELECT e, date '2024-06-03' - floor(random() * 1000)::int AS week, CASE WHEN random() < 0.2 THEN NULL WHEN random() < 0.2 THEN 0 ELSE round((random() * 500 - 20)::numeric, 2) END AS pay, random() AS o
FROM generate_series(1, 60) AS e, generate_series(1, 200) AS g WHERE g > 1 AND g <= e * 4;
CREATE AGGREGATE pg_temp.paid_weeks(pay numeric, week date, weeks integer) (SFUNC = bradford.average_week_add, STYPE = numeric[]);
SELECT count(*) AS cases, count(*) FILTER (WHERE ours IS DISTINCT FROM theirs) AS differences, count(*) FILTER (WHERE halves IS DISTINCT FROM ours) AS from_halves, count(DISTINCT ours) AS averages
FROM (SELECT e, weeks, bradford.average_week(pay, week, weeks ORDER BY o) AS ours,
             bradford.average_week_final(bradford.average_week_combine(pg_temp.paid_weeks(pay, week, weeks) FILTER (WHERE o < 0.5), pg_temp.paid_weeks(pay, week, weeks) FILTER (WHERE o >= 0.5))) AS halves,
             (SELECT avg(sum) FROM (SELECT sum FROM (SELECT date_trunc('week', q.week) AS w, sum(q.pay) AS sum, max(max(date_trunc('week', q.week))) OVER () AS latest FROM pay AS q WHERE q.e = p.e GROUP BY 1) AS s
                                    WHERE sum > 0 AND w > latest - interval '728 days' ORDER BY w DESC LIMIT weeks) AS l) AS theirs
      FROM pay AS p, (VALUES (1), (12), (52), (104)) AS v(weeks) GROUP BY e, weeks) AS t;
-- several workers
CREATE TABLE many_weeks AS SELECT g % 300 AS e, date '2020-01-06' + 7 * (g / 300) AS week, (g % 7) * 10::numeric AS pay FROM generate_series(1, 60000) AS g;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
CREATE FUNCTION pg_temp.plan_has(query text, word text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE line text; BEGIN FOR line IN EXECUTE 'EXPLAIN ' || query LOOP IF line LIKE '%' || word || '%' THEN RETURN true; END IF; END LOOP; RETURN false; END $$;
SELECT pg_temp.plan_has('SELECT e, bradford.average_week(pay, week) FROM many_weeks GROUP BY e', 'Partial') AS in_two_phases;
CREATE TEMP TABLE parallel AS SELECT e, bradford.average_week(pay, week) AS a FROM many_weeks GROUP BY e;
SET max_parallel_workers_per_gather = 0;
SELECT count(*) AS people, count(*) FILTER (WHERE p.a IS DISTINCT FROM s.a) AS differences FROM parallel AS p JOIN (SELECT e, bradford.average_week(pay, week) AS a FROM many_weeks GROUP BY e) AS s USING (e);
DROP TABLE many_weeks;

--------------------------------------------------------------------------------
-- refusals
--------------------------------------------------------------------------------
SELECT bradford.statutory_leave(-1, '[2023-01-01,)', '[2023-01-01,2024-01-01)');
SELECT bradford.statutory_leave(7.5, '[2023-01-01,)', '[2023-01-01,2024-01-01)');
SELECT bradford.statutory_leave('NaN', '[2023-01-01,)', '[2023-01-01,2024-01-01)');
SELECT bradford.statutory_leave(5, 'empty', '[2023-01-01,2024-01-01)');
SELECT bradford.statutory_leave(5, '[2023-01-01,)', '[2023-01-01,2023-07-01)');
SELECT bradford.accrued_leave(-1);
SELECT bradford.accrued_leave(1, 'infinity');
SELECT bradford.average_week('NaN', date '2024-03-04');
SELECT bradford.average_week(1, date 'infinity');
SELECT bradford.average_week(1, date '2024-03-04', 0);
SELECT bradford.average_week(1, date '2024-03-04', 105);
SELECT bradford.average_week(1, date '2024-03-04', n) FROM generate_series(51, 52) AS n;
-- malformed states
SELECT bradford.average_week_final('{}');
SELECT bradford.average_week_final('{52,1}');
SELECT bradford.average_week_final('{52,1,NULL}');
SELECT bradford.average_week_final('{{52,1,1}}');
SELECT bradford.average_week_final('{0,1,1}');
SELECT bradford.average_week_final('{52,NaN,1}');
SELECT bradford.average_week_final('{52,1,infinity}');
SELECT bradford.average_week_final('{52,1e30,1}');
SELECT bradford.average_week_final('{52,-2147483649,1}');
SELECT bradford.average_week_final('{52.5,1,1}');
SELECT bradford.average_week_final(array_fill(1::numeric, ARRAY[107]));
SELECT bradford.average_week_combine('{52,-2147483648,1}', '{52,2147483647,2}') AS far_apart;
