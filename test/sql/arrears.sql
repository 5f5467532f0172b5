-- What was paid, and what pay_difference_report asks for after late awards, leavers and timesheets.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
SET jit = off;	-- compiling a plan takes longer than running it here
\pset null '-'
CALL bradford.create_tables('arrears_test');
CALL bradford.create_reports('arrears_test');
SET search_path = arrears_test;
INSERT INTO employee (employee_id, service_area) SELECT n, CASE WHEN n < 5 THEN 'Waste' ELSE 'Revenues' END FROM generate_series(1, 9) AS n;
INSERT INTO contract (employee_id, first_day, last_day, full_time_salary, kind, weekly_hours) VALUES
	(1, '2015-04-01', NULL, 30000, 'full-time', 37), (2, '2015-04-01', NULL, 30000, 'full-time', 37), (3, '2015-04-01', NULL, 24000, 'part-time', 18.5),
	(4, '2015-04-01', NULL, 30000, 'full-time', 37), (6, '2015-04-01', NULL, 22000, 'casual', NULL);
INSERT INTO contract (employee_id, post, first_day, full_time_salary) VALUES (7, '1', '2015-04-01', 30000);

-- the payroll job: pays each line of the month's report once a run
PREPARE pay(text, date) AS
INSERT INTO paid (run, employee_id, post, first_day, month, salary, extra_pay)
SELECT $1, r.employee_id, r.post, r.first_day, r.pay_month, r.salary, COALESCE(r.extra_pay, 0) FROM pay_report($2) AS r WHERE r.salary IS NOT NULL;
-- and what was paid too little or too much for earlier months
PREPARE settle(text, date) AS
INSERT INTO paid (run, employee_id, post, first_day, month, salary, extra_pay)
SELECT $1, d.employee_id, d.post, d.first_day, d.pay_month, d.salary, d.extra_pay FROM pay_difference_report($2) AS d WHERE d.total IS NOT NULL;
PREPARE differences(date) AS
SELECT employee_id AS who, post, first_day, pay_month, salary_due AS due, salary_paid AS paid, salary, extra_pay_due AS extra_due, extra_pay_paid AS extra_paid, extra_pay AS extra, total, unknown FROM pay_difference_report($1) ORDER BY 1, 2, 4;

\echo nothing was paid yet: nothing is asked for
EXECUTE differences('2016-07-15');
EXECUTE pay('2016-04', '2016-04-30');
EXECUTE pay('2016-05', '2016-05-31');
EXECUTE pay('2016-06', '2016-06-30');
\echo filled from the report for every month, it owes nothing; July is asked for when it is over
EXECUTE differences('2016-07-15');
SELECT count(*) AS lines_at_the_end_of_july, sum(total) AS their_pay FROM pay_difference_report('2016-07-31');
\echo the same run twice is refused by the key
EXECUTE pay('2016-06', '2016-06-30');

\echo a late award: 30,000 becomes 31,200 from 1 May; seen in July, 100.00 for May and for June
UPDATE contract SET last_day = '2016-04-30' WHERE employee_id = 1;
INSERT INTO contract (employee_id, first_day, full_time_salary) VALUES (1, '2016-05-01', 31200);
\echo a leaver of 31 May, entered after June was paid: 2,500.00 to be taken back
UPDATE contract SET last_day = '2016-05-31' WHERE employee_id = 2;
\echo late timesheets: 10 hours in May, and 8 of casual work in June, which is paid by them alone
INSERT INTO timesheet (employee_id, month, extra_hours) VALUES (3, '2016-05-01', 10), (6, '2016-06-01', 8);
\echo the terms of 4 turn out to have begun on 15 April: the part month is taken back, and nothing is paid anew for May and June
UPDATE contract SET first_day = '2016-04-15' WHERE employee_id = 4;
\echo 5 was forgotten; 7 moved to post 2 on 1 June
INSERT INTO contract (employee_id, first_day, full_time_salary) VALUES (5, '2016-06-16', 24000);
UPDATE contract SET last_day = '2016-05-31' WHERE employee_id = 7;
INSERT INTO contract (employee_id, post, first_day, full_time_salary) VALUES (7, '2', '2016-06-01', 30000);
EXECUTE differences('2016-07-15');
SELECT round(10 * 24000 / (37 * 52.143), 2) AS ten_hours, round(8 * 22000 / (37 * 52.143), 2) AS eight_casual, round(2500 * 16 / 30.0, 2) - 2500 AS april_of_4, 2000 * 15 / 30 AS june_of_5;
\echo as at an earlier day fewer months are asked about, by the records of today; one person, one service area
SELECT employee_id AS who, pay_month, total FROM pay_difference_report('2016-05-30') ORDER BY 1, 2;
SELECT pay_month, total FROM pay_difference_report('2016-07-15') WHERE employee_id = 1 ORDER BY 1;
SELECT service_area, count(*) AS lines, sum(total) FROM pay_difference_report('2016-07-15') WHERE service_area = 'Waste' GROUP BY 1;

\echo paid with July: the arrears under the same run, and nothing is left, for July neither
EXECUTE settle('2016-07', '2016-06-30');
EXECUTE pay('2016-07', '2016-07-31');
EXECUTE differences('2016-07-31');
SELECT employee_id AS who, month, string_agg(format('%s %s', run, salary + extra_pay), ', ' ORDER BY run, salary) AS paid FROM paid GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 1, 2;
\echo the terms of 4 began in 2015 after all: what was taken back of April, 2500 - 2500 x 16 / 30, is due again under the terms that hold, not under those that it was taken back under
BEGIN;
UPDATE contract SET first_day = '2015-04-01' WHERE employee_id = 4;
SELECT employee_id AS who, first_day, pay_month, salary_due AS due, salary_paid AS paid, salary FROM pay_difference_report('2016-07-31') WHERE employee_id = 4;
ROLLBACK;
\echo a correction of the timesheet is negative, and so is what it pays
UPDATE timesheet SET extra_hours = -2 WHERE employee_id = 3;
EXECUTE differences('2016-07-31');
SELECT round(-2 * 24000 / (37 * 52.143), 2) - round(10 * 24000 / (37 * 52.143), 2) AS by_hand;

\echo money is a finite number
\set VERBOSITY terse
INSERT INTO paid (employee_id, first_day, month, run, salary) VALUES (1, '2016-05-01', '2016-08-01', 'x', 'NaN');
INSERT INTO paid (employee_id, first_day, month, run, extra_pay) VALUES (1, '2016-05-01', '2016-08-01', 'x', '-infinity');
INSERT INTO paid (employee_id, first_day, month, run) VALUES (1, '2016-05-01', '2016-08-02', 'x');
INSERT INTO paid (employee_id, first_day, month, run) VALUES (1, '2016-05-01', 'infinity', 'x');
INSERT INTO paid (employee_id, first_day, month, run) VALUES (99, '2016-05-01', '2016-08-01', 'x');
\set VERBOSITY default
\echo what is not known is not asked back, and stops nobody: constraints dropped, as views over an export may bring it
ALTER TABLE paid DROP CONSTRAINT paid_pkey, DROP CONSTRAINT salary_is_finite, DROP CONSTRAINT extra_pay_is_finite, DROP CONSTRAINT days_are_finite, DROP CONSTRAINT month_by_its_first_day, DROP CONSTRAINT paid_to_an_employee;
ALTER TABLE paid ALTER month DROP NOT NULL, ALTER first_day DROP NOT NULL, ALTER salary DROP NOT NULL;
UPDATE contract SET full_time_salary = NULL WHERE employee_id = 4;
INSERT INTO paid (employee_id, first_day, month, run, salary) VALUES (5, NULL, '2016-07-14', 'x', 'NaN'), (6, '2016-04-01', NULL, 'x', 5), (6, '2016-04-01', '-infinity', 'x', 5), (6, '2016-04-01', 'infinity', 'x', 5), (7, '2016-04-01', '2016-06-09', 'x', NULL), (9, '-infinity', '2016-06-01', 'x', 5), (99, '2016-04-01', '2016-06-01', 'x', 5);
EXECUTE differences('2016-07-31');
SELECT d AS up_to, (SELECT count(*) FROM pay_difference_report(d)) AS lines FROM unnest(ARRAY[NULL, '1995-01-01', '2016-04-29']::date[]) AS d;
\set VERBOSITY terse
SELECT count(*) FROM pay_difference_report('1994-12-31');
SELECT count(*) FROM pay_difference_report('infinity');
\set VERBOSITY default

--------------------------------------------------------------------------------
-- the job run month by month while rows change at random: after each settlement nothing is owed, and the sum of all that was paid is the
-- sum due
--------------------------------------------------------------------------------
RESET search_path;
DROP SCHEMA arrears_test CASCADE;
CALL bradford.create_tables('arrears_test');
CALL bradford.create_reports('arrears_test');
SET search_path = arrears_test;
\set seed 0.42
SELECT setseed(:seed);
INSERT INTO employee (employee_id, service_area) SELECT n, 'Many' FROM generate_series(1, 40) AS n;
INSERT INTO contract (employee_id, post, first_day, full_time_salary, part_months, kind, weekly_hours)
SELECT n, '1', date '2015-01-01' + floor(random() * 500)::int, round((15000 + random() * 30000)::numeric, 2), (ARRAY['calendar days', 'working days', '1/365', '1/260'])[1 + n % 4], CASE WHEN n % 8 = 0 THEN 'casual' ELSE 'part-time' END, CASE WHEN n % 8 > 0 THEN 20 END
FROM generate_series(1, 40) AS n;
CREATE TEMP TABLE month_run (month date, paid bigint, settled bigint, left_over bigint, all_paid numeric, all_due numeric);
DO $$
DECLARE m date; p bigint; s bigint; BEGIN
	FOR m IN SELECT generate_series(date '2016-01-01', '2016-12-01', interval '1 month')::date LOOP
		-- late leavers, late starters of a second post, awards from any day of the past half-year, timesheets
		UPDATE contract SET last_day = greatest(first_day, m - floor(random() * 90)::int) WHERE last_day IS NULL AND random() < 0.05;
		INSERT INTO contract (employee_id, post, first_day, full_time_salary) SELECT n, '2', m - floor(random() * 90)::int, round((15000 + random() * 30000)::numeric, 2) FROM generate_series(1, 40) AS n WHERE random() < 0.05 ON CONFLICT DO NOTHING;
		WITH cut AS (SELECT c.*, m - floor(random() * 180)::int AS d FROM contract AS c WHERE c.last_day IS NULL AND random() < 0.1),
			 ended AS (UPDATE contract AS c SET last_day = cut.d - 1 FROM cut WHERE (c.employee_id, c.post, c.first_day) = (cut.employee_id, cut.post, cut.first_day) AND cut.d > c.first_day RETURNING cut.*)
		INSERT INTO contract (employee_id, post, first_day, full_time_salary, part_months, kind, weekly_hours) SELECT employee_id, post, d, round(full_time_salary * 1.04, 2), part_months, kind, weekly_hours FROM ended;
		INSERT INTO timesheet (employee_id, month, extra_hours) SELECT n, date_trunc('month', m - floor(random() * 60)::int::double precision * interval '1 day')::date, round((random() * 30 - 5)::numeric, 2) FROM generate_series(1, 40) AS n WHERE random() < 0.3 ON CONFLICT (employee_id, post, month) DO UPDATE SET extra_hours = EXCLUDED.extra_hours;
		INSERT INTO paid (run, employee_id, post, first_day, month, salary, extra_pay) SELECT to_char(m, 'YYYY-MM'), employee_id, post, first_day, pay_month, salary, extra_pay FROM pay_difference_report(m - 1) WHERE total IS NOT NULL;
		GET DIAGNOSTICS s = ROW_COUNT;
		INSERT INTO paid (run, employee_id, post, first_day, month, salary, extra_pay) SELECT to_char(m, 'YYYY-MM'), employee_id, post, first_day, pay_month, salary, COALESCE(extra_pay, 0) FROM pay_report(m) WHERE salary IS NOT NULL;
		GET DIAGNOSTICS p = ROW_COUNT;
		INSERT INTO month_run SELECT m, p, s, (SELECT count(*) FROM pay_difference_report((m + interval '1 month')::date - 1)), (SELECT sum(salary + extra_pay) FROM paid),
			(SELECT sum(r.total) FROM generate_series(date '2016-01-01', m, interval '1 month') AS g, pay_report(g::date) AS r);
	END LOOP;
END $$;
SELECT count(*) AS months, sum(paid) AS lines_paid, sum(settled) AS lines_settled, sum(left_over) AS left_over, count(*) FILTER (WHERE all_paid <> all_due) AS sums_lost, max(all_paid) AS paid_in_all FROM month_run;
RESET search_path;
DROP SCHEMA arrears_test CASCADE;

-- One line of a month long ago, or of one paid early, concerns only its person. By hand: 24,000 / 12 = 2,000.00 a month,
-- and 2,000 x 15 / 31 = 967.74 for the one who leaves on 15 December.
CALL bradford.create_tables('odd_line');
CALL bradford.create_reports('odd_line');
SET search_path = odd_line;
INSERT INTO employee (employee_id, service_area) SELECT n, 'Waste' FROM generate_series(1, 3) AS n;
INSERT INTO contract (employee_id, first_day, full_time_salary) SELECT n, '1996-01-01', 24000 FROM generate_series(1, 3) AS n;
INSERT INTO paid (run, employee_id, first_day, month, salary) SELECT '2016-11', n, '1996-01-01', '2016-11-01', 2000 FROM generate_series(1, 3) AS n;
SELECT employee_id, pay_month, salary_due, salary_paid, salary FROM pay_difference_report('2016-11-30');
\echo 1,900 paid to one of them for a month long ago: 100.00 to this person, for this month
INSERT INTO paid (run, employee_id, first_day, month, salary) VALUES ('2016-12', 1, '1996-01-01', '1996-01-01', 1900);
SELECT employee_id, pay_month, salary_due, salary_paid, salary FROM pay_difference_report('2016-11-30');
\echo paid early for December, and left on the 15th: nobody else is asked about December yet
UPDATE contract SET last_day = '2016-12-15' WHERE employee_id = 2;
INSERT INTO paid (run, employee_id, first_day, month, salary) VALUES ('2016-12 early', 2, '1996-01-01', '2016-12-01', 2000);
SELECT employee_id, pay_month, salary_due, salary_paid, salary FROM pay_difference_report('2016-12-15') ORDER BY 1, 2;
\echo the run of December left the third person out
INSERT INTO paid (run, employee_id, first_day, month, salary) VALUES ('2016-12', 1, '1996-01-01', '2016-12-01', 2000);
SELECT employee_id, pay_month, salary_due, salary_paid, salary FROM pay_difference_report('2016-12-15') ORDER BY 1, 2;
RESET search_path;
DROP SCHEMA odd_line CASCADE;

-- Corrections of one month, for everybody and in two runs, leave the other months full (PAY-4, PAY-6). By hand: a rise of 1,200 a year is 100.00 a month
-- for each of six people in four months, and the starter who was entered late has 2,100.00 for each of the four.
CALL bradford.create_tables('corrected');
CALL bradford.create_reports('corrected');
SET search_path = corrected;
INSERT INTO employee (employee_id, service_area) SELECT n, 'Waste' FROM generate_series(1, 7) AS n;
INSERT INTO contract (employee_id, first_day, full_time_salary) SELECT n, '2015-01-01', 24000 FROM generate_series(1, 6) AS n;
INSERT INTO paid (run, employee_id, first_day, month, salary)
SELECT to_char(m, 'YYYY-MM'), n, '2015-01-01', m, 2000 FROM generate_series(1, 6) AS n, generate_series(timestamp '2016-01-01', '2016-04-01', '1 month') AS m;
INSERT INTO paid (run, employee_id, first_day, month, salary) SELECT r, n, '2015-01-01', '2016-02-01', x FROM generate_series(1, 6) AS n, (VALUES ('up', 50), ('down', -50)) AS r(r, x);
SELECT * FROM full_month ORDER BY 1;
SELECT count(*) FROM pay_difference_report('2016-04-30');
UPDATE contract SET full_time_salary = 25200;
INSERT INTO contract (employee_id, first_day, full_time_salary) VALUES (7, '2016-01-01', 25200);
SELECT pay_month, count(*) AS people, sum(total) AS total FROM pay_difference_report('2016-04-30') GROUP BY 1 ORDER BY 1;
\echo three more months are paid to two of the six: these months are not full
INSERT INTO paid (run, employee_id, first_day, month, salary) SELECT 'few', n, '2015-01-01', m, 1 FROM generate_series(1, 2) AS n, generate_series(timestamp '2015-10-01', '2015-12-01', '1 month') AS m;
SELECT * FROM full_month ORDER BY 1;
SELECT 6 * 100 + 2100 AS total;
RESET search_path;
DROP SCHEMA corrected CASCADE;
