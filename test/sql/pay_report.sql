-- pay_report: lives told in rows, with what is paid beside the figures worked out by hand.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
SET jit = off;	-- compiling a plan takes longer than running it here
\pset null '-'
CALL bradford.create_tables('pay_report_test');
CALL bradford.create_reports('pay_report_test');
SET search_path = pay_report_test;
INSERT INTO employee (employee_id, service_area) SELECT n, 'Revenues' FROM generate_series(1, 40) AS n;

\echo PAY-4: £60,000 from Saturday 15 April 2023 under each rule for part months, by hand 16/30 and 10/20 of a twelfth, 16/365 and 10/260 of the year; May is whole
INSERT INTO contract (employee_id, first_day, full_time_salary, part_months, calendar) VALUES
	(1, '2023-04-15', 60000, 'calendar days', 'weekdays'), (2, '2023-04-15', 60000, 'working days', 'weekdays'),
	(3, '2023-04-15', 60000, '1/365', 'weekdays'), (4, '2023-04-15', 60000, '1/260', 'england-and-wales; week=Mon-Wed');
SELECT employee_id AS who, c.part_months, r.days, r.of_days, r.salary, m.salary AS may
FROM   pay_report('2023-04-20') AS r JOIN contract AS c USING (employee_id) JOIN pay_report('2023-05-01') AS m USING (employee_id) ORDER BY 1;
\echo the bank holidays of April 2023, the 7th and the 10th, are no working days, but are days of 1/260
UPDATE contract SET calendar = 'england-and-wales', last_day = '2023-04-25' WHERE employee_id IN (2, 4);
UPDATE contract SET first_day = '2023-04-06' WHERE employee_id IN (2, 4);
SELECT employee_id AS who, days, of_days, salary, round(60000 * 12 / (12 * 18.0), 2) AS twelve_of_18, round(60000 * 14 / 260.0, 2) AS fourteen_of_260 FROM pay_report('2023-04-20') WHERE employee_id IN (2, 4) ORDER BY 1;
DELETE FROM contract;

\echo a change of the working pattern alone makes no second line and no odd penny: in rows, and in lines
INSERT INTO contract (employee_id, first_day, last_day, full_time_salary, calendar, most_weekly_hours) VALUES
	(5, '2015-04-01', '2016-05-13', 23456.78, 'england-and-wales; week=Mon-Wed', 40), (5, '2016-05-14', '2016-05-20', 23456.78, 'england-and-wales', NULL), (5, '2016-05-21', NULL, 23456.78, 'england-and-wales; week=Wed-Fri', NULL);
SELECT employee_id AS who, first_day, last_day, days, of_days, salary FROM pay_report('2016-05-01') WHERE employee_id = 5;
SELECT count(*) AS lines, count(DISTINCT (employee_id, post, first_day)) AS keys, sum(salary) AS twelve_months FROM generate_series(date '2015-09-01', '2016-08-01', interval '1 month') AS m, pay_report(m::date) WHERE employee_id = 5;
\echo a job share of which one partner leaves within a month: the line of the other stays as it was
INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, full_time_salary) VALUES
	(6, '17', '2015-04-01', NULL, 'job share', 22.2, 24000.01), (7, '17', '2015-04-01', '2016-05-10', 'job share', 14.8, 24000.01), (8, '17', '2016-05-11', NULL, 'job share', 14.8, 24000.01);
SELECT employee_id AS who, first_day, days, of_days, salary FROM pay_report('2016-05-01') WHERE post = '17' ORDER BY 1;
SELECT employee_id AS who, min(salary) AS least, max(salary) AS most, sum(salary) AS twelve_months, max(annual_salary) AS annual_salary
FROM   generate_series(date '2016-02-01', '2017-01-01', interval '1 month') AS m, pay_report(m::date) WHERE employee_id = 6 GROUP BY 1;

\echo PAY-6: extra pay from the salary before it is rounded: 7.25 hours at 24,000.01 / (37 x 52.143); below 0 a correction; of two terms in a month the later ones take the timesheet
INSERT INTO timesheet (employee_id, post, month, extra_hours) VALUES (6, '17', '2016-05-01', 7.25), (6, '17', '2016-06-01', -2), (5, '1', '2016-05-01', 3);
SELECT employee_id AS who, pay_month, extra_hours, extra_pay, total, unknown FROM generate_series(date '2016-05-01', '2016-06-01', interval '1 month') AS m, pay_report(m::date) WHERE extra_hours IS NOT NULL ORDER BY 1, 2;
SELECT round(7.25 * 24000.01 / (37 * 52.143), 2) AS extra, round(-2 * 24000.01 / (37 * 52.143), 2) AS correction, round(3 * 23456.78 / (37 * 52.143), 2) AS after_the_change;
\echo the same salary to the penny, yet another rate: 1 of 37 hours of 10,000.30 is 270.28 a year; 700 hours are worth 3,628.35, but 3,628.40 from the rounded 270.28
INSERT INTO contract (employee_id, first_day, kind, weekly_hours, full_time_salary) VALUES (9, '2015-04-01', 'part-time', 1, 10000.30);
INSERT INTO timesheet (employee_id, month, extra_hours) VALUES (9, '2016-05-01', 700);
SELECT annual_salary, extra_pay, round(700 * 10000.30 / (37 * 52.143), 2) AS from_full_time, round(700 * 270.28 / 52.143, 2) AS from_rounded FROM pay_report('2016-05-01') WHERE employee_id = 9;

\echo casual work: no weekly hours, no salary, and what was worked is paid by the hour
INSERT INTO contract (employee_id, first_day, kind, weekly_hours, full_time_salary) VALUES (10, '2015-04-01', 'casual', NULL, 22000), (11, '2015-04-01', 'casual', NULL, 22000);
INSERT INTO timesheet (employee_id, month, extra_hours) VALUES (10, '2016-05-01', 31.5);
INSERT INTO absence (employee_id, first_day, last_day) VALUES (10, '2016-05-03', '2016-05-04');
SELECT employee_id AS who, kind, annual_hours, annual_salary, hourly_rate, salary, extra_hours, extra_pay, total, sick_days, sick_hours, unknown FROM pay_report('2016-05-01') WHERE kind = 'casual' ORDER BY 1;
SELECT round(22000 / (37 * 52.143), 4) AS an_hour, round(31.5 * 22000 / (37 * 52.143), 2) AS by_hand;
\set VERBOSITY terse
INSERT INTO contract (employee_id, first_day, kind) VALUES (12, '2015-04-01', 'casual');
INSERT INTO contract (employee_id, first_day, weekly_hours) VALUES (12, '2015-04-01', NULL);
INSERT INTO timesheet (employee_id, month, extra_hours) VALUES (12, '2016-05-01', -745);
\set VERBOSITY default
\echo casual people stand in every report, and stop none
SELECT r.report, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I', 'pay_report_test', r.report), false, true, '')))[1]::text::integer >= 0 AS answers
FROM   (SELECT relname AS report FROM pg_class WHERE relnamespace = 'pay_report_test'::regnamespace AND relkind = 'v') AS r ORDER BY 1;

\echo PAY-7: sickness. Monday to Friday, 37 hours: a day has 7.4. Monday 2 May 2016 is a bank holiday
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_salary, calendar) VALUES
	(20, '2015-04-01', NULL, 'full-time', 37, 24000, 'england-and-wales'),
	(21, '2015-04-01', NULL, 'part-time', 22.2, 24000, 'england-and-wales; week=Mon-Wed'),
	(22, '2015-04-01', NULL, 'part-time', 30, 24000, 'england-and-wales; week=Mon-Wed/Mon-Fri from 2016-01-04'),
	(23, '2013-04-01', '2014-03-31', 'full-time', 37, 24000, 'england-and-wales'), (23, '2015-04-01', NULL, 'full-time', 37, 24000, 'england-and-wales'),
	(24, '2015-04-01', NULL, 'full-time', 37, 24000, 'england-and-wales'), (25, '2015-04-01', NULL, 'full-time', 37, 24000, 'weekdays; week=none'),
	(26, '2015-04-01', NULL, 'full-time', 37, 24000, 'england-and-wales');
INSERT INTO absence (employee_id, first_day, last_day, reason, half_worked, half_days) VALUES
	(20, '2016-04-28', '2016-05-04', 'stress', false, NULL),								-- 3 and 4 May in the month
	(20, '2016-05-09', '2016-05-11', 'stress', false, '{[2016-05-10,2016-05-12)}'),			-- 1 + 1/2 + 1/2
	(20, '2016-05-11', '2016-05-11', 'stress', false, NULL),								-- the 11th as a whole day in another record
	(20, '2016-05-16', '2016-05-17', 'stress', true, NULL),									-- half of the 16th was worked: the 17th alone
	(21, '2016-05-04', '2016-05-12', 'cold or flu', false, '{[2016-05-11,2016-05-12)}'),	-- Wed, Mon, Tue, half of Wed
	(22, '2016-05-09', '2016-05-13', 'cold or flu', false, NULL),
	(23, '2014-03-24', NULL, 'stress', false, NULL),										-- left open in the earlier employment
	(24, '2016-05-23', NULL, 'pregnancy', false, NULL),										-- 23 to 27, 31: the 30th is a bank holiday
	(25, '2016-05-23', '2016-05-27', 'stress', false, NULL),
	(26, '2016-05-24', '2016-05-24', 'medical appointment', false, NULL);
SELECT employee_id AS who, sick_days, sick_hours, unknown FROM pay_report('2016-05-01') WHERE employee_id BETWEEN 20 AND 26 ORDER BY 1;
SELECT 2 + 1.5 + 1 + 1 AS days_20, (2 + 1.5 + 1 + 1) * 37 / 5 AS hours_20, 3.5 * 22.2 / 3 AS hours_21, bradford.working_days(daterange '[2016-05-09,2016-05-13]', 'england-and-wales; week=Mon-Wed/Mon-Fri from 2016-01-04') AS days_22, 30 / 4.0 AS hours_of_a_day_22;

\echo leave below 5.6 weeks: 38 / 45 x 6 are 5.07 weeks, x 7 are 5.91; 4 weeks and the bank holidays are 5.6; of six days a week 28 days are enough, 4.67 weeks
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, weeks_at_work, wte_weeks, wte_leave_weeks, leave_hours, annual_hours, calendar) VALUES
	(13, '2015-09-01', NULL, 'term-time', 25, 38, 45, 6, NULL, NULL, 'england-and-wales'), (14, '2015-09-01', NULL, 'term-time', 25, 38, 45, 7, NULL, NULL, 'england-and-wales'),
	(15, '2015-09-01', NULL, 'annualised hours', 20, NULL, 45, 7, 80, 900, 'england-and-wales'), (16, '2015-09-01', NULL, 'annualised hours', 20, NULL, 45, 7, 79.99, 900, 'england-and-wales'),
	(17, '2015-09-01', NULL, 'term-time', 30, 38, 45, 7, 140, NULL, 'every-day; week=Mon-Sat'), (18, '2015-09-01', NULL, 'term-time', 30, 38, 45, 7, 139, NULL, 'every-day; week=Mon-Sat'),
	(19, '2015-09-01', '2015-12-31', 'term-time', 25, 38, 45, 6, NULL, NULL, 'england-and-wales');
SELECT employee_id AS who, day, detail, what_to_do FROM data_quality_report('2016-05-01') WHERE finding = 'leave below 5.6 weeks' ORDER BY 1;
SELECT round(38 * 6 / 45.0, 2) AS weeks, round(25 * 38 * 6 / 45.0, 2) AS hours, 25 * 5.6 AS at_least, 30 * 28 / 6 AS of_six_days;
DELETE FROM contract WHERE employee_id BETWEEN 13 AND 19;

\echo working time that was left behind when a term-time contract became full-time: 3 to 7 August 2015 are five working days of contracted time, not of time off
INSERT INTO employee (employee_id, service_area) VALUES (913, 'Schools'), (914, 'Schools');
INSERT INTO contract (employee_id, first_day, kind, weekly_hours, full_time_salary, weeks_at_work, working_time)
SELECT n, '2015-01-01', k, 37, 24000, 38, '{[2015-01-05,2015-07-23)}' FROM (VALUES (913, 'full-time'), (914, 'term-time')) AS v(n, k);
INSERT INTO absence (employee_id, first_day, last_day, reason) SELECT n, '2015-08-03', '2015-08-07', 'stress' FROM generate_series(913, 914) AS n;
SELECT kind, sick_days, sick_days_in_time_off FROM pay_report('2015-08-01') WHERE employee_id IN (913, 914) ORDER BY 1;
DELETE FROM absence WHERE employee_id IN (913, 914);
DELETE FROM contract WHERE employee_id IN (913, 914);
DELETE FROM employee WHERE employee_id IN (913, 914);
\echo what is not known is empty, with the reason, and stops nobody: rows as views over an export may bring them, all constraints dropped
DO $$ DECLARE k record; BEGIN
	FOR k IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE connamespace = 'pay_report_test'::regnamespace AND contype IN ('c', 'f', 'x') LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', k.t, k.conname); END LOOP;
	ALTER TABLE employee DROP CONSTRAINT employee_pkey CASCADE; ALTER TABLE timesheet DROP CONSTRAINT timesheet_pkey; ALTER TABLE contract DROP CONSTRAINT contract_pkey;
	ALTER TABLE contract ALTER first_day DROP NOT NULL, ALTER calendar DROP NOT NULL, ALTER part_months DROP NOT NULL;
END $$;
CREATE TEMP TABLE before AS SELECT * FROM pay_report('2016-05-01');
INSERT INTO employee (employee_id, service_area) VALUES (30, 'Revenues');
INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, full_time_salary, part_months, calendar) VALUES
	(30, '1', '2015-04-01', NULL, 'full-time', 37, 24000, 'calendar days', 'england-and-wales'),		-- the employee is there twice
	(31, '1', '2015-04-01', NULL, 'full-time', 37, 24000, 'calendar days', 'england-and-wales'),
	(31, '1', '2015-04-01', NULL, 'full-time', 37, 24000, 'calendar days', 'england-and-wales'),		-- one row twice: one contract
	(32, '1', '2015-04-01', NULL, 'full-time', 37, 24000, 'calendar days', 'england-and-wales'), (32, '1', '2016-01-01', NULL, 'full-time', 37, 25000, 'calendar days', 'england-and-wales'),
	(33, '1', '2015-04-01', NULL, 'full-time', 37, 'NaN', 'calendar days', 'england-and-wales'),
	(34, '1', NULL, NULL, 'full-time', 37, 24000, 'calendar days', 'england-and-wales'),
	(35, '1', '2016-05-10', NULL, 'full-time', 37, 24000, 'working days', 'weekdays; week=none'),
	(35, '2', '2016-05-10', NULL, 'full-time', 37, 24000, 'working days', NULL),
	(35, '3', '2016-05-10', NULL, 'full-time', 37, 24000, 'by the moon', 'england-and-wales'),
	(35, '4', '2015-05-10', NULL, 'full-time', 37, 24000, 'by the moon', NULL),
	(35, '5', '2016-05-10', NULL, 'full-time', 37, 24000, NULL, NULL),
	(36, '1', '2015-04-01', NULL, 'full-time', 37, 24000, 'calendar days', 'england-and-wales'), (36, '2', '2015-04-01', NULL, 'full-time', 37, 24000, 'calendar days', 'england-and-wales'),
	(37, '1', '-infinity', 'infinity', 'full-time', 37, 'infinity', 'calendar days', 'england-and-wales'), (38, '1', '2016-12-31', '2016-01-01', 'full-time', 37, 24000, 'calendar days', 'england-and-wales');
INSERT INTO timesheet (employee_id, post, month, extra_hours) VALUES (36, '1', '2016-05-01', 'NaN'), (36, '2', '2016-05-01', 3), (36, '2', '2016-05-01', 3), (33, '1', '2016-05-01', 5);
INSERT INTO absence (employee_id, first_day, last_day) VALUES (36, '-infinity', 'infinity'), (31, '2016-05-31', '2016-05-01'), (32, '5874897-12-31', NULL), (5, '2017-01-01', '5874897-12-31');
SELECT employee_id AS who, post, first_day, salary, extra_hours AS hours, extra_pay AS extra, total, sick_days AS sick, unknown FROM pay_report('2016-05-01') WHERE employee_id >= 30 ORDER BY 1, 2, 3;
SELECT count(*) AS clean_lines, (SELECT count(*) FROM before AS b WHERE NOT EXISTS (SELECT FROM pay_report('2016-05-01') AS r WHERE r IS NOT DISTINCT FROM b)) AS changed_by_the_others FROM before;
SELECT d AS day, (SELECT count(*) > 0 FROM pay_report(d)) AS lines FROM unnest(ARRAY[NULL, '1995-01-01', '2099-12-31']::date[]) AS d;
\set VERBOSITY terse
SELECT count(*) FROM pay_report('1994-12-31');
SELECT count(*) FROM pay_report('infinity');
\set VERBOSITY default
RESET search_path;
DROP SCHEMA pay_report_test CASCADE;

--------------------------------------------------------------------------------
-- any sequence of stretches: random contract rows with the same salary sum to the salary of the whole years
--------------------------------------------------------------------------------
CALL bradford.create_tables('pay_report_test');
CALL bradford.create_reports('pay_report_test');
SET search_path = pay_report_test;
\set seed 0.42
SELECT setseed(:seed);
INSERT INTO employee (employee_id, service_area) SELECT n, 'Many' FROM generate_series(1, 60) AS n;
CREATE TEMP TABLE cut AS SELECT n, (random() < 0.5) AS in_months, round((15000 + random() * 30000)::numeric, 2) AS salary, array_agg(DISTINCT date '2014-04-01' + 1 + floor(random() * 1400)::int) AS days
FROM generate_series(1, 60) AS n, generate_series(1, 6) AS g GROUP BY n;
-- half of the people change their pattern on any day; the others change their kind too, on the first of a month
INSERT INTO contract (employee_id, first_day, last_day, kind, full_time_salary, calendar, part_months)
SELECT n, d, lead(d) OVER (PARTITION BY n ORDER BY d) - 1, CASE WHEN in_months AND row_number() OVER (PARTITION BY n ORDER BY d) % 2 = 0 THEN 'job share' ELSE 'full-time' END,
	   salary, (ARRAY['england-and-wales', 'weekdays', 'england-and-wales; week=Mon-Wed', 'scotland'])[1 + floor(random() * 4)]::bradford.calendar, (ARRAY['calendar days', 'working days', '1/365', '1/260'])[1 + n % 4]
FROM (SELECT DISTINCT n, salary, in_months, CASE WHEN in_months THEN date_trunc('month', d::timestamp)::date ELSE d END AS d FROM cut, unnest(days || date '2014-04-01') AS d) AS c;
SELECT count(*) FILTER (WHERE rows > 1) AS people_with_changes, sum(lines) AS lines, count(*) FILTER (WHERE paid <> 4 * salary) AS sums_lost, count(*) FILTER (WHERE worst_year <> salary) AS years_lost
FROM (SELECT c.n, c.salary, (SELECT count(*) FROM contract WHERE employee_id = c.n) AS rows, count(*) AS lines, sum(r.salary) AS paid FROM cut AS c, generate_series(date '2014-04-01', '2018-03-01', interval '1 month') AS m, pay_report(m::date) AS r
      WHERE r.employee_id = c.n GROUP BY c.n, c.salary) AS t,
     LATERAL (SELECT max(y) AS worst_year FROM (SELECT sum(r.salary) AS y FROM generate_series(date '2015-07-01', '2016-06-01', interval '1 month') AS m, pay_report(m::date) AS r WHERE r.employee_id = t.n) AS s) AS w;
-- Two sicknesses of a month go each by the pattern on its own first day: 20 hours in five days, then in two. 4 + 2 x 10 hours; half a day of the second is 5 less
INSERT INTO employee (employee_id, service_area) SELECT n, 'Hours' FROM generate_series(901, 902) n;
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_salary, calendar)
SELECT n, x.first_day, x.last_day, 'part-time', 20, 24000, x.calendar::bradford.calendar FROM generate_series(901, 902) n, (VALUES (date '2025-01-01', date '2025-06-15', 'england-and-wales'), ('2025-06-16', NULL, 'england-and-wales; week=Mon-Tue')) x(first_day, last_day, calendar);
INSERT INTO absence (employee_id, first_day, last_day, reason, half_days) VALUES (901, '2025-06-03', '2025-06-03', 'stress', NULL), (901, '2025-06-23', '2025-06-24', 'stress', NULL),
	(902, '2025-06-03', '2025-06-03', 'stress', NULL), (902, '2025-06-23', '2025-06-24', 'stress', '{[2025-06-24,2025-06-25)}');
SELECT employee_id, sick_days, sick_hours FROM pay_report('2025-06-01') WHERE service_area = 'Hours' ORDER BY 1;
RESET search_path;
DROP SCHEMA pay_report_test CASCADE;
