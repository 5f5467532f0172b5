-- The pay reports: contracts and timesheets told in rows, with the reports beside what was worked out by hand.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
SET jit = off;	-- the estimates of rows are far too high, and compiling the plans would take longer than running them
CALL bradford.create_tables('pay_test');
CALL bradford.create_reports('pay_test');
SET search_path = pay_test;

INSERT INTO employee (employee_id, service_area)
SELECT n, CASE WHEN n < 5 THEN 'School nursing' ELSE 'Revenues' END FROM generate_series(1, 9) AS n;
-- 1 and 2: the nurse of the worked example (PAY-11), 2 leaves; 3 leaves after little work; 4 starts within a month;
-- 5 part-time; 6 and 7 share a job; 8 is short of hours at the year's end; 9 changes terms within a year and a month
INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, full_time_hours, full_time_salary, weeks_at_work,
	annual_hours, leave_hours, year_starts_on, least_weekly_hours, most_weekly_hours, working_time) VALUES
	(1, '1', '2015-09-01', NULL, 'term-time', 25, 37.5, 30000, 38, NULL, NULL, NULL, 20, 30,
	 '{[2015-09-03,2015-10-23],[2015-11-02,2015-12-18],[2016-01-04,2016-02-12],[2016-02-22,2016-03-24],[2016-04-11,2016-05-27],[2016-06-06,2016-07-22]}'),
	(2, '1', '2015-09-01', '2016-01-31', 'term-time', 25, 37.5, 30000, 38, NULL, NULL, NULL, NULL, NULL, NULL),
	(3, '1', '2016-04-01', '2016-06-30', 'annualised hours', 23, 37, 25000, NULL, 1200, 200, NULL, NULL, NULL, NULL),
	(4, '1', '2016-04-15', NULL, 'annualised hours', 23, 37, 25000, NULL, 1200, 200, NULL, NULL, NULL, NULL),
	(5, '1', '2014-04-01', NULL, 'part-time', 18.5, 37, 24000, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(6, '17', '2014-04-01', NULL, 'job share', 22.2, 37, 24000, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(7, '17', '2014-04-01', NULL, 'job share', 14.8, 37, 24000, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(8, '1', '2015-04-01', NULL, 'annualised hours', 20, 37, 19292.91, NULL, 1000, 150, NULL, NULL, NULL, NULL),
	(9, '1', '2015-04-01', '2015-10-10', 'annualised hours', 37, 37, 24000, NULL, 1929.291, 300, NULL, NULL, NULL, NULL),
	(9, '1', '2015-10-11', NULL, 'annualised hours', 18.5, 37, 24000, NULL, 964.6455, 150, '2015-04-01', NULL, NULL, NULL);

INSERT INTO timesheet (employee_id, month, hours_worked, leave_taken)
SELECT 1, month, h, l
FROM   unnest('{2015-09-01,2015-10-01,2015-11-01,2015-12-01,2016-01-01,2016-02-01,2016-03-01,2016-04-01,2016-05-01,2016-06-01,2016-07-01,2016-08-01}'::date[],
			  '{100,90,105,70,95,75,85,60,85,105,80,0}'::numeric[], '{0,0,0,0,0,0,0,0,0,0,47.5,100}'::numeric[]) AS t(month, h, l);
INSERT INTO timesheet (employee_id, month, hours_worked) SELECT 2, month, hours_worked FROM timesheet WHERE employee_id = 1 AND month < '2016-02-01';
INSERT INTO timesheet (employee_id, month, hours_worked, leave_taken, extra_hours, received_on) VALUES
	(3, '2016-04-01', 40, 0, 0, '2016-05-02'), (3, '2016-05-01', 30, 0, 0, '2016-06-02'), (3, '2016-06-01', 30, 0, 0, '2016-07-04'),
	(4, '2016-04-01', 50, 0, 0, NULL), (4, '2016-05-01', 90, 7.5, 12, NULL), (4, '2017-03-01', 100, 0, 0, NULL), (4, '2017-04-01', 80, 0, 0, NULL),
	(5, '2016-05-01', 80, 0, 10, NULL),
	(8, '2015-04-01', 300, 0, 0, NULL), (8, '2015-05-01', 300, 50, 0, NULL), (8, '2015-06-01', 200, 0, 0, NULL),
	(9, '2015-10-01', 100, 0, 6, NULL);
INSERT INTO timesheet (employee_id, post, month, hours_worked, extra_hours) VALUES
	(6, '17', '2016-05-01', 96, 14.8);	-- the whole post while the partner is away

\echo PAY-15: lines a to j; the hours of the worked example are 1097.78 and its leave 147.78, unrounded (PAY-9, PAY-10, PAY-11)
SELECT month, a, b, c, d, e, f, g, h, i, j FROM timesheet_report('2016-08-31') WHERE employee_id = 1 ORDER BY month;
SELECT count(*) AS sheets_by_christmas, max(month) AS latest FROM timesheet_report('2015-12-25') WHERE employee_id = 1;
SELECT count(*) AS sheets_on_new_years_day, max(month) AS latest FROM timesheet_report('2016-01-01') WHERE employee_id = 1;
\echo no hours, or no leave, is known; more than a month has is not, nor less than none: a month more is missing for each
SELECT month, timesheets_missing AS missing FROM timesheet_report('2016-08-31') WHERE employee_id = 1 AND month >= '2016-05-01' ORDER BY month;
BEGIN;
ALTER TABLE timesheet DROP CONSTRAINT hours_worked_in_a_month, DROP CONSTRAINT leave_taken_in_a_month;	-- as in a site's own view
UPDATE timesheet SET leave_taken = 745 WHERE employee_id = 1 AND month = '2016-05-01';
UPDATE timesheet SET hours_worked = -1 WHERE employee_id = 1 AND month = '2016-06-01';
UPDATE timesheet SET hours_worked = 745 WHERE employee_id = 1 AND month = '2016-07-01';
UPDATE timesheet SET leave_taken = -1 WHERE employee_id = 1 AND month = '2016-08-01';
SELECT month, timesheets_missing AS missing FROM timesheet_report('2016-08-31') WHERE employee_id = 1 AND month >= '2016-05-01' ORDER BY month;
ROLLBACK;
\echo PAY-2: the year runs from each start, 15 April here, and April 2017 belongs to the next one; PAY-15: the date of leaving
SELECT employee_id, year_starts_on, month, b, c, d, e, extra_hours, date_of_leaving FROM timesheet_report('2017-12-31') WHERE employee_id IN (3, 4) ORDER BY 1, month;

\echo PAY-3, PAY-13, PAY-16: hours left. By hand for employee 1: 138 of 264 days of term are left, one bank holiday (2 May) is in term
SELECT employee_id AS who, year_starts_on, first_day, last_day, annual_hours, leave_hours, bank_holiday_hours AS bank, hours_worked, hours_left, leave_left, expected, ahead,
	   weeks_left, hours_a_week, weekly_limits, worth, timesheets_missing AS missing
FROM   annual_hours_report('2016-01-31') ORDER BY employee_id;
SELECT 38 * 25 - 460 AS hours_left, round(950 * 126 / 264.0, 2) AS expected, round(490 * 7 / 138.0, 2) AS hours_a_week,
	   round(490 * 30000 / (37.5 * 52.143), 2) AS worth;
SELECT employee_id AS who, hours_worked, hours_left, leave_left, weeks_left, timesheets_missing AS missing FROM annual_hours_report('2016-08-31') ORDER BY employee_id;

\echo PAY-4: twelve equal months that sum to the salary
SELECT employee_id AS who, count(*) AS months, min(salary) AS least, max(salary) AS most, sum(salary) AS total, max(annual_salary) AS annual_salary
FROM   generate_series(date '2015-09-01', date '2016-08-31', interval '1 month') AS m, pay_report(m::date)
WHERE  employee_id = 1 GROUP BY employee_id;
SELECT round(30000 * (38 + 38 * 7 / 45.0) * 25 / (37.5 * 52.143), 2) AS by_hand;
\echo PAY-1, PAY-6, PAY-14: May 2016, asked for by any of its days
SELECT employee_id AS who, kind, annual_hours, annual_salary, hourly_rate, days, of_days, salary, extra_hours, extra_pay, total
FROM   pay_report('2016-05-17') ORDER BY employee_id;
SELECT round(10 * 24000 / (37 * 52.143), 2) AS ten_hours, round(14.8 * 24000 / (37 * 52.143), 2) AS cover, round(12 * 25000 / (37 * 52.143), 2) AS twelve_hours;
\echo part months: a start on 15 April, and other terms from 11 October; both halves of a month sum to what a whole month would be
SELECT employee_id AS who, pay_month, days, of_days, salary, extra_pay FROM pay_report('2016-04-30') WHERE employee_id IN (3, 4) ORDER BY 1;
SELECT employee_id AS who, annual_salary, days, of_days, salary, extra_pay FROM pay_report('2015-10-01') WHERE employee_id = 9 ORDER BY days;
SELECT round(25000 * 1200 / (37 * 52.143) / 12 * 16 / 30, 2) AS april, round(2000 * 10 / 31.0, 2) AS ten_days, round(1000 * 21 / 31.0, 2) AS twentyone_days;

\echo a contract whose start nobody knows has no salary to share out, and does not stop the others
ALTER TABLE contract DROP CONSTRAINT days_are_finite;	-- as in a site's own view
INSERT INTO contract (employee_id, post, first_day, full_time_salary) VALUES (5, '3', '-infinity', 24000);
SELECT employee_id AS who, post, annual_salary, salary, total FROM pay_report('2016-05-17') WHERE employee_id IN (5, 6) ORDER BY 1, 2;
DELETE FROM contract WHERE post = '3';

\echo PAY-7: the last week of term, and a week of the holidays
INSERT INTO absence (employee_id, first_day, last_day, reason) VALUES
	(1, '2016-07-18', '2016-07-29', 'cold or flu'),
	(5, '2016-06-29', '2016-07-04', 'stress'),
	(6, '2016-07-01', '2016-07-31', 'pregnancy'),
	(7, '2016-07-25', NULL, 'stress');
SELECT employee_id AS who, salary, sick_days, sick_days_in_time_off FROM pay_report('2016-07-01') WHERE employee_id IN (1, 5, 6, 7) ORDER BY 1;

\echo PAY-8: leavers. PAY-5: year ends
PREPARE settlements(date) AS
SELECT employee_id AS who, event, ends_on, hours_worked AS worked, leave_taken AS taken, leave_accrued AS accrued, hours_paid AS paid, hours_difference AS difference,
	   amount, owed_to_employee AS owed, final_salary, taken_from_final_salary AS taken_from, final_pay, left_to_reclaim AS reclaim, timesheets_missing AS missing, unknown, provisional
FROM   settlement_report($1) ORDER BY employee_id, ends_on;
EXECUTE settlements('2016-01-15');
EXECUTE settlements('2016-02-01');
EXECUTE settlements('2016-09-15');
\echo by hand: employee 2 was paid 5 of 12 months and accrued as much of the leave; employee 3 was paid 3 months, and has a quarter of the leave
WITH f AS (SELECT (38 + 38 * 7 / 45.0) * 25 AS hours, 38 * 7 / 45.0 * 25 AS leave)
SELECT round(460 + leave * 5 / 12 - hours * 5 / 12, 2) AS hours_2, round((460 + leave * 5 / 12 - hours * 5 / 12) * 30000 / (37.5 * 52.143), 2) AS amount_2,
	   round(100 + 200 * 3 / 12.0 - 300, 2) AS hours_3, round((100 + 200 * 3 / 12.0 - 300) * 25000 / (37 * 52.143), 2) AS amount_3
FROM   f;
\echo a final timesheet that is still to come makes it provisional
DELETE FROM timesheet WHERE employee_id = 2 AND month = '2016-01-01';
SELECT hours_worked, amount, timesheets_missing, unknown, provisional FROM settlement_report('2016-02-01') WHERE employee_id = 2;

\echo one employee reads no whole table
INSERT INTO employee (employee_id, service_area) SELECT n, 'Many' FROM generate_series(1000, 3999) AS n;
INSERT INTO contract (employee_id, first_day, kind, annual_hours, full_time_salary) SELECT n, '2014-03-01', 'annualised hours', 1000, 20000 FROM generate_series(1000, 3999) AS n;
INSERT INTO timesheet (employee_id, month, hours_worked) SELECT n, m, 80 FROM generate_series(1000, 3999) AS n, generate_series(date '2015-03-01', '2015-12-01', interval '1 month') AS m;
ANALYZE employee, contract, timesheet, absence;
CREATE FUNCTION scans(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	RETURN COALESCE((SELECT string_agg(DISTINCT m[1], ', ') FROM regexp_matches(plan::text, '"Node Type": "Seq Scan",[^{}]*?"Relation Name": "(employee|contract|timesheet)"', 'g') AS m), 'none');
END $$;
SELECT report, scans(format('SELECT * FROM %I WHERE employee_id = 1234', report)) AS sequential_scans
FROM   unnest('{timesheet_report,annual_hours_report,pay_report,settlement_report}'::text[]) AS report;
SELECT count(*) AS lines, max(d) AS hours FROM timesheet_report('2016-01-01') WHERE service_area = 'Many';
RESET search_path;
DROP SCHEMA pay_test CASCADE;
