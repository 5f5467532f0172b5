-- The hours account under timesheets, hours left and settlements: lives told in rows, with figures worked out
-- by hand; then laws that hold for many lives. To choose a seed and a size: psql -v seed=0.5 -v people=1000.
\if :{?seed} \else \set seed 0.29 \endif
\if :{?people} \else \set people 120 \endif
SET datestyle = ISO;
SET client_min_messages = warning;
SET jit = off;
CALL bradford.create_tables('account_test');
CALL bradford.create_reports('account_test');
SET search_path = account_test;

-- A post of 36 hours a week and a salary of 36 x 52.143 x 10 makes the hourly rate ten pounds.
CREATE PROCEDURE sheets(who bigint, first date, last date, hours numeric, leave numeric DEFAULT 0) LANGUAGE sql AS $$
	INSERT INTO account_test.timesheet (employee_id, month, hours_worked, leave_taken)
	SELECT who, m::date, hours, leave FROM generate_series(first, last, interval '1 month') AS m $$;
CREATE VIEW terms AS
	SELECT employee_id, first_day, last_day, kind, annual_hours, leave_hours, year_starts_on, full_time_salary, weekly_hours, full_time_hours FROM contract;
ALTER VIEW terms ALTER kind SET DEFAULT 'annualised hours';
ALTER VIEW terms ALTER full_time_salary SET DEFAULT 36 * 52.143 * 10;
ALTER VIEW terms ALTER weekly_hours SET DEFAULT 36;
ALTER VIEW terms ALTER full_time_hours SET DEFAULT 36;
ALTER VIEW terms ALTER leave_hours SET DEFAULT 0;
INSERT INTO employee (employee_id, service_area) SELECT n, 'Any' FROM generate_series(1, 40) AS n;
PREPARE settled(bigint, date, date) AS
SELECT event, first_day, ends_on, year_starts_on AS year, hours_worked AS worked, leave_taken AS taken, leave_accrued AS accrued, hours_paid AS paid,
	   hours_difference AS difference, amount, final_salary AS final, left_to_reclaim AS reclaim, timesheets_missing AS missing, unknown
FROM   settlement_report($2, $3) WHERE employee_id = $1 ORDER BY ends_on;

\echo 1: back within one contract year. Each employment is an account; 3 and 2 months of 1200 hours are 300 and 200
INSERT INTO terms (employee_id, first_day, last_day, annual_hours, year_starts_on) VALUES
	(1, '2016-04-01', '2016-06-30', 1200, NULL), (1, '2016-09-01', '2016-10-31', 1200, '2016-04-01');
CALL sheets(1, '2016-04-01', '2016-06-01', 110);
CALL sheets(1, '2016-09-01', '2016-10-01', 90);
EXECUTE settled(1, '2016-04-01', '2017-12-31');

\echo 2: annualised, then full-time in the same post: settled when the terms end, with nothing to take it from. 5 months are 500 hours
INSERT INTO terms (employee_id, first_day, last_day, annual_hours) VALUES (2, '2016-04-01', '2016-08-31', 1200);
INSERT INTO terms (employee_id, first_day, kind) VALUES (2, '2016-09-01', 'full-time');
CALL sheets(2, '2016-04-01', '2016-08-01', 98);
EXECUTE settled(2, '2016-04-01', '2017-12-31');

\echo 3: new terms at the anniversary. The closed year settles at its own 10 pounds an hour, not at the new 20
INSERT INTO terms (employee_id, first_day, last_day, annual_hours) VALUES (3, '2015-04-01', '2016-03-31', 1200);
INSERT INTO terms (employee_id, first_day, annual_hours, full_time_salary) VALUES (3, '2016-04-01', 1200, 36 * 52.143 * 20);
CALL sheets(3, '2015-04-01', '2016-03-01', 99);
EXECUTE settled(3, '2015-04-01', '2016-12-31');

\echo 4: leaving a month after the year end leaves the settled year as it was
INSERT INTO terms (employee_id, first_day, annual_hours) VALUES (4, '2015-04-01', 1200);
CALL sheets(4, '2015-04-01', '2016-04-01', 99);
EXECUTE settled(4, '2015-04-01', '2016-12-31');
UPDATE contract SET last_day = '2016-04-30' WHERE employee_id = 4;
EXECUTE settled(4, '2015-04-01', '2016-12-31');

\echo 5: a start on the 18th, worked exactly as paid: 13 of 30 days of September are 43.33 hours, then 100 a month; nothing to reclaim
INSERT INTO terms (employee_id, first_day, annual_hours) VALUES (5, '2015-09-18', 1200);
CALL sheets(5, '2015-09-01', '2015-09-01', 1200 / 12.0 * 13 / 30);
CALL sheets(5, '2015-10-01', '2016-12-01', 100);
EXECUTE settled(5, '2015-09-01', '2017-08-31');
SELECT year_starts_on, month, a, b, c, d, e, timesheets_missing AS missing FROM timesheet_report('2016-12-31') WHERE employee_id = 5 AND month IN ('2015-09-01', '2016-08-01', '2016-09-01') ORDER BY month;
\echo ... and leaving before the day comes round: the days of the last September belong to the same account
INSERT INTO terms (employee_id, first_day, last_day, annual_hours) VALUES (6, '2015-09-18', '2016-09-10', 1200);
CALL sheets(6, '2015-09-01', '2015-09-01', 1200 / 12.0 * 13 / 30);
CALL sheets(6, '2015-10-01', '2016-08-01', 100);
CALL sheets(6, '2016-09-01', '2016-09-01', 1200 / 12.0 * 10 / 30);
EXECUTE settled(6, '2015-09-01', '2017-08-31');
SELECT month, a, d, e, date_of_leaving FROM timesheet_report('2016-12-31') WHERE employee_id = 6 AND month > '2016-07-01' ORDER BY month;

\echo 7, 8, 9: a starter in a year from April, a known leaver, and changed hours. Half a year each: 600 hours; 600 + 300 hours
INSERT INTO terms (employee_id, first_day, last_day, annual_hours, year_starts_on, leave_hours) VALUES
	(7, '2016-10-01', NULL, 1200, '2016-04-01', 120),
	(8, '2016-04-01', '2016-09-30', 1200, NULL, 120),
	(9, '2016-04-01', '2016-09-30', 1200, NULL, 120), (9, '2016-10-01', NULL, 600, NULL, 60);
CALL sheets(7, '2016-10-01', '2016-11-01', 60);
CALL sheets(8, '2016-04-01', '2016-05-01', 60);
CALL sheets(9, '2016-04-01', '2016-11-01', 60);
SELECT r.employee_id AS who, year_starts_on, first_day, last_day, annual_hours, leave_hours, hours_worked, hours_left, leave_left, worth, timesheets_missing AS missing
FROM   (SELECT * FROM annual_hours_report('2016-12-15') WHERE employee_id IN (7, 9)
		UNION ALL SELECT * FROM annual_hours_report('2016-06-15') WHERE employee_id = 8) r ORDER BY 1;
SELECT employee_id AS who, month, a, d, e, f, j FROM timesheet_report('2016-12-15') WHERE employee_id IN (7, 8, 9) AND month IN ('2016-05-01', '2016-11-01') ORDER BY 1, 2;

\echo 10: a year from 29 February, counted back from a later start of the year, begins on 1 March or 29 February, never on the 28th
INSERT INTO terms (employee_id, first_day, annual_hours, year_starts_on) VALUES (10, '2013-06-10', 1200, '2016-02-29');
SELECT DISTINCT year_starts_on, year_ends_on, first_day, last_day FROM hours_account('2013-01-01', '2017-12-31') WHERE employee_id = 10 ORDER BY 1;
\echo 11: a start on 29 February: twelve months each year, the first of which is one day of February, 100 / 29 = 3.45
INSERT INTO terms (employee_id, first_day, annual_hours) VALUES (11, '2016-02-29', 1200);
CALL sheets(11, '2016-02-01', '2016-02-01', 1200 / 12.0 / 29);
CALL sheets(11, '2016-03-01', '2020-04-01', 100);
SELECT year_starts_on, count(*) AS sheets, min(month) AS first, max(month) AS last, max(a) AS a, max(d) AS worked FROM timesheet_report('2020-04-30') WHERE employee_id = 11 GROUP BY 1 ORDER BY 1;
EXECUTE settled(11, '2016-02-01', '2020-04-30');

\echo 12: the kind changes within a month: the timesheet of October belongs to the account. 6 months and 15 of 31 days are 648.39 hours
INSERT INTO terms (employee_id, first_day, last_day, annual_hours) VALUES (12, '2016-04-01', '2016-10-15', 1200);
INSERT INTO terms (employee_id, first_day, kind) VALUES (12, '2016-10-16', 'full-time');
CALL sheets(12, '2016-04-01', '2016-09-01', 100);
CALL sheets(12, '2016-10-01', '2016-10-01', 48.39);
EXECUTE settled(12, '2016-04-01', '2017-12-31');
SELECT month, c, d, date_of_leaving FROM timesheet_report('2016-12-31') WHERE employee_id = 12 AND month >= '2016-09-01' ORDER BY month;

\echo 13: the final salary has both parts of its month: 10 days at 1200 hours and 20 at 600, of 1000 and 500 pounds: 333.33 + 333.33
INSERT INTO terms (employee_id, first_day, last_day, annual_hours) VALUES (13, '2016-04-01', '2016-06-10', 1200), (13, '2016-06-11', '2016-06-30', 600);
CALL sheets(13, '2016-04-01', '2016-06-01', 90);
EXECUTE settled(13, '2016-04-01', '2017-12-31');
SELECT sum(salary) AS june FROM pay_report('2016-06-30') WHERE employee_id = 13;

\echo 14: leave that is not known is no debt; 15: no timesheets, no money; 16: one missing; 17: terms that are not known
INSERT INTO terms (employee_id, first_day, last_day, annual_hours, leave_hours) VALUES
	(14, '2016-04-01', '2016-06-30', 1200, NULL), (15, '2016-04-01', '2016-06-30', 1200, 0), (16, '2016-04-01', '2016-06-30', 1200, 0), (17, '2016-04-01', '2016-06-30', NULL, 0);
CALL sheets(14, '2016-04-01', '2016-06-01', 90, 10);
CALL sheets(16, '2016-04-01', '2016-05-01', 50);
CALL sheets(17, '2016-04-01', '2016-06-01', 50);
SELECT employee_id AS who, hours_worked AS worked, leave_accrued AS accrued, hours_paid AS paid, hours_difference AS difference, amount, left_to_reclaim AS reclaim, unknown, provisional
FROM   settlement_report('2016-08-01') WHERE employee_id BETWEEN 14 AND 17 ORDER BY 1;

\echo 18: leave of a term-time leaver goes by the weeks worked (PAY-9): 12 of 36 weeks of term, so a third of 7 x 38 / 45 weeks of 36 hours
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_hours, full_time_salary, weeks_at_work, working_time) VALUES
	(18, '2015-09-01', '2015-12-31', 'term-time', 36, 36, 36 * 52.143 * 10, 38, '{[2015-09-07,2015-11-30),[2016-01-04,2016-06-20)}');
CALL sheets(18, '2015-09-01', '2015-12-01', 108);
EXECUTE settled(18, '2015-09-01', '2016-12-31');
SELECT round(7 * 38 / 45.0 * 36 * 12 / 36, 2) AS accrued, round((38 + 7 * 38 / 45.0) * 36 * 4 / 12, 2) AS paid,
	   round(432 + 7 * 38 / 45.0 * 12 - (38 + 7 * 38 / 45.0) * 12, 2) AS difference;
\echo 19: ... of which the working time has run out, it is not known
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_hours, full_time_salary, weeks_at_work, working_time) VALUES
	(19, '2015-09-01', '2016-12-31', 'term-time', 36, 36, 36 * 52.143 * 10, 38, '{[2015-09-07,2015-11-30),[2016-01-04,2016-06-20)}');
CALL sheets(19, '2015-09-01', '2016-12-01', 108);
SELECT event, ends_on, leave_accrued, amount, unknown FROM settlement_report('2016-12-31') WHERE employee_id = 19 ORDER BY ends_on;

\echo 19b: ... also where it stops within the year: the terms end in December, the working time was entered to July
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_hours, full_time_salary, weeks_at_work, working_time) VALUES
	(22, '2024-04-01', '2025-12-31', 'term-time', 25, 37, 37000, 38, '{[2024-04-15,2024-07-20],[2024-09-03,2024-12-20],[2025-01-06,2025-04-04],[2025-04-22,2025-07-20]}');
CALL sheets(22, '2024-04-01', '2025-12-01', 75);
SELECT event, ends_on, hours_worked, leave_accrued, amount, unknown FROM settlement_report('2025-12-31') WHERE employee_id = 22 ORDER BY ends_on;
\echo 23: an award in the month of the anniversary, before the day: 1 to 17 April have no month in the account that ends on the 17th
INSERT INTO terms (employee_id, first_day, last_day, annual_hours, full_time_salary) VALUES (23, '2023-04-18', '2024-03-31', 1200, 36 * 52.143 * 10), (23, '2024-04-01', NULL, 1200, 36 * 52.143 * 11);
CALL sheets(23, '2023-04-01', '2023-04-01', 1200 / 12.0 * 13 / 30);
CALL sheets(23, '2023-05-01', '2024-06-01', 100);
EXECUTE settled(23, '2024-01-01', '2025-03-31');
\echo 24: half of a penny goes up: 97.5 x 7 / 260 hours of leave are 2.625
INSERT INTO contract (employee_id, first_day, last_day, kind, annual_hours, leave_hours, part_months) VALUES (24, '2025-09-01', '2025-09-09', 'annualised hours', 1120, 97.5, '1/260');
SELECT annual_hours, leave_hours FROM annual_hours_report('2025-09-05') WHERE employee_id = 24;
\echo 25: three terms in one account are told as on its last day. Paid for: 6 months of 1000 hours, 6 of (40 + 7 x 40 / 45) x 25
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_hours, full_time_salary, year_starts_on, annual_hours, leave_hours, weeks_at_work, working_time, least_weekly_hours, most_weekly_hours) VALUES
	(25, '2016-04-01', '2016-09-30', 'annualised hours', 20, 36, 18000, NULL, 1000, 100, NULL, NULL, 10, 30),
	(25, '2016-10-01', '2017-01-31', 'annualised hours', 25, 37, 19000, '2016-04-01', (40 + 7 * 40 / 45.0) * 25, 110, NULL, NULL, 12, 32),
	(25, '2017-02-01', '2017-03-31', 'term-time', 25, 38, 20000, '2016-04-01', NULL, NULL, 40, '{[2016-04-01,2017-04-01)}', 15, 35);
SELECT kind, round(annual_hours, 2) AS hours, full_time_salary AS salary, full_time_annual_hours AS full_time, round(hourly_rate, 4) AS rate, least_weekly_hours AS least, most_weekly_hours AS most
FROM   hours_account('2016-04-01', '2017-03-31') WHERE employee_id = 25;
SELECT round(500 + (40 + 7 * 40 / 45.0) * 25 * 6 / 12, 2) AS hours, 38 * 52.143 AS full_time, round(20000 / (38 * 52.143), 4) AS rate;
\echo 26: no day of the account is working time, which only term-time contracts have; and the report goes to the last day that calendars know
INSERT INTO contract (employee_id, first_day, kind, weekly_hours, full_time_hours, full_time_salary, annual_hours, leave_hours, working_time) VALUES
	(26, '2016-04-01', 'term-time', 25, 37, 24000, 1200, 0, '{[2015-01-05,2015-03-28)}');
SELECT annual_hours, hours_left, expected, ahead, weeks_left, hours_a_week, unknown FROM annual_hours_report('2016-06-01') WHERE employee_id = 26;
UPDATE contract SET kind = 'annualised hours' WHERE employee_id = 26;
-- nothing was told: all 365 days are left, 52.14 weeks of 1200 / (365 / 7) = 23.01 hours
SELECT annual_hours, hours_left, expected, ahead, weeks_left, hours_a_week, unknown FROM annual_hours_report('2016-06-01') WHERE employee_id = 26;
SELECT count(*) AS settlements FROM settlement_report('2099-12-31');
\echo 27: a timesheet of as many hours, and of as much leave, as a month can have
INSERT INTO terms (employee_id, first_day, last_day, annual_hours) VALUES (27, '2016-05-01', '2016-05-31', 1200);
CALL sheets(27, '2016-05-01', '2016-05-01', 744, 744);
SELECT hours_worked, leave_taken, timesheets_missing AS missing FROM hours_account('2016-05-01', '2016-05-31') WHERE employee_id = 27;
SELECT to_jsonb(t) ->> 'c' AS c, to_jsonb(t) ->> 'h' AS h FROM timesheet_report('2016-05-31') t WHERE employee_id = 27;
\echo 28 to 42: leave of term-time terms goes by the working time of the year, in whatever rows it stands
INSERT INTO employee (employee_id, service_area) VALUES (41, 'Any'), (42, 'Any');
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_hours, full_time_salary, annual_hours, leave_hours, working_time)
SELECT n, d, l, 'term-time', 25, 37, s, 1098, 147.5, w::datemultirange
FROM  (VALUES
	-- an award on 1 April in a year from 1 September. The year is in both rows, cut down in the second, or each row has its own days: the leave of a year
	(28, date '2024-09-01', date '2025-03-31', 24000, '{[2024-09-03,2024-12-21),[2025-01-06,2025-04-05),[2025-04-22,2025-07-23)}'),
	(28, '2025-04-01', '2025-08-31', 24720, '{[2024-09-03,2024-12-21),[2025-01-06,2025-04-05),[2025-04-22,2025-07-23)}'),
	(29, '2024-09-01', '2025-03-31', 24000, '{[2024-09-03,2024-12-21),[2025-01-06,2025-04-05),[2025-04-22,2025-07-23)}'),
	(29, '2025-04-01', '2025-08-31', 24720, '{[2025-04-01,2025-04-05),[2025-04-22,2025-07-23)}'),
	(30, '2024-09-01', '2025-03-31', 24000, '{[2024-09-03,2024-12-21),[2025-01-06,2025-04-01)}'),
	(30, '2025-04-01', '2025-08-31', 24720, '{[2025-04-01,2025-04-05),[2025-04-22,2025-07-23)}'),
	-- none before September: all 153 days from April on. Then 52 + 47 in autumn, and 40 + 33 in spring after leaving: 252 of 325
	(31, '2025-04-01', '2025-08-31', 24000, NULL),
	(31, '2025-09-01', '2025-12-31', 24000, '{[2025-09-03,2025-10-25),[2025-11-03,2025-12-20),[2026-01-05,2026-02-14),[2026-02-23,2026-03-28)}'),
	-- a year from 16 June, the whole of it or without its last day: 34 + 109 + 89 + 55 = 287 days. Then with a new salary in January
	(32, '2024-06-16', '2025-06-15', 24000, '{[2024-06-03,2024-07-20),[2024-09-03,2024-12-21),[2025-01-06,2025-04-05),[2025-04-22,2025-07-23)}'),
	(33, '2024-06-16', '2025-06-14', 24000, '{[2024-06-03,2024-07-20),[2024-09-03,2024-12-21),[2025-01-06,2025-04-05),[2025-04-22,2025-07-23)}'),
	(34, '2024-06-16', '2024-12-31', 24000, '{[2024-06-03,2024-07-20),[2024-09-03,2024-12-21),[2025-01-06,2025-04-05),[2025-04-22,2025-07-23)}'),
	(34, '2025-01-01', '2025-06-15', 24001, '{[2024-06-03,2024-07-20),[2024-09-03,2024-12-21),[2025-01-06,2025-04-05),[2025-04-22,2025-07-23)}'),
	-- entered to December only: a whole year has its leave, but not that of a leaver of 30 August; and a year from April whose first five months were removed
	(35, '2024-09-01', '2025-08-31', 24000, '{[2024-09-03,2024-10-26),[2024-11-04,2024-12-21)}'),
	(36, '2024-09-01', '2025-08-30', 24000, '{[2024-09-03,2024-10-26),[2024-11-04,2024-12-21)}'),
	(37, '2024-04-01', '2025-03-31', 24000, '{[2024-09-03,2024-12-21),[2025-01-06,2025-03-29)}'),
	-- April to June are 91 days, and January to March are 90, which is time off; one day more than 91 is not: at the start (where the leave of a leaver goes by it), the end, or from June to August
	(38, '2024-04-01', '2025-03-31', 24000, '{[2024-07-01,2025-01-01)}'),
	(39, '2024-04-01', '2025-03-30', 24000, '{[2024-07-02,2025-01-01)}'),
	(40, '2024-04-01', '2025-03-31', 24000, '{[2024-07-01,2024-12-30)}'),
	(41, '2024-04-01', '2025-03-31', 24000, '{[2024-04-01,2024-06-01),[2024-09-01,2025-04-01)}'),
	-- from annualised hours: 5 months of 120 hours, then 109 + 82 of the 96 + 109 + 82 days of the school year
	(42, '2024-09-01', '2025-03-31', 24000, '{[2024-04-15,2024-07-20),[2024-09-03,2024-12-21),[2025-01-06,2025-03-29)}')) AS v(n, d, l, s, w);
INSERT INTO terms (employee_id, first_day, last_day, annual_hours, leave_hours) VALUES (42, '2024-04-01', '2024-08-31', 1200, 120);
UPDATE contract SET year_starts_on = '2024-04-01' WHERE employee_id = 42 AND kind = 'term-time';
SELECT employee_id AS who, first_day, last_day, round(leave_hours, 4) AS leave, unknown, working_time_unknown FROM hours_account('2024-04-01', '2026-12-31') WHERE employee_id BETWEEN 28 AND 42 ORDER BY 1, 2;
SELECT employee_id AS who, leave_hours, hours_left, expected, ahead, hours_a_week, worth, unknown FROM annual_hours_report('2024-12-01') WHERE employee_id IN (28, 35, 36) ORDER BY 1;
SELECT round(147.5 * 252 / 325, 4) AS of_31, round(147.5 * 286 / 287, 4) AS of_33, round(120 * 5 / 12.0 + 147.5 * 191 / 287, 4) AS of_42;
DELETE FROM contract WHERE employee_id BETWEEN 28 AND 42;
DELETE FROM employee WHERE employee_id IN (41, 42);
\echo 20: annualised until the 10th, back from the 20th: the one timesheet of that month says of no hour whose it is, so neither is settled on a guess
INSERT INTO terms (employee_id, first_day, last_day, annual_hours) VALUES (20, '2016-04-01', '2016-06-10', 1200), (20, '2016-06-20', '2016-07-31', 1200);
CALL sheets(20, '2016-04-01', '2016-07-01', 90);
EXECUTE settled(20, '2016-04-01', '2016-12-31');

\echo 21: contracts of one post that overlap, which a site may bring: nothing is settled, and the reason is said
ALTER TABLE contract DROP CONSTRAINT one_contract_at_a_time;
INSERT INTO terms (employee_id, first_day, last_day, annual_hours) VALUES (21, '2016-04-01', '2016-06-30', 1200), (21, '2016-06-15', '2016-07-31', 1000);
CALL sheets(21, '2016-04-01', '2016-07-01', 90);
EXECUTE settled(21, '2016-04-01', '2016-12-31');
SELECT salary FROM pay_report('2016-06-30') WHERE employee_id = 21 ORDER BY 1;
DELETE FROM contract;
DELETE FROM timesheet;

\echo every start of two years, a leap day among them; worked exactly as paid, each settles at nothing, and at a year end as when leaving
INSERT INTO employee (employee_id, service_area) SELECT 1000 + n, 'Starts' FROM generate_series(0, 730) AS n;
INSERT INTO terms (employee_id, first_day, last_day, annual_hours, leave_hours)
SELECT 1000 + n, date '2015-03-01' + n, CASE WHEN n % 3 > 0 THEN date '2015-03-01' + n + 300 + (n * 37) % 500 END, 1000 + n, 100 + n % 7 FROM generate_series(0, 730) AS n;
-- what is paid for a month, by another way: each of its days under contract is a part of a twelfth of the year
CREATE VIEW paid_for AS
SELECT k.employee_id, k.post, date_trunc('month', d)::date AS month,
	   sum(k.annual_hours / 12 / extract(day FROM date_trunc('month', d) + interval '1 month' - interval '1 day')) AS hours,
	   sum(k.leave_hours / 12 / extract(day FROM date_trunc('month', d) + interval '1 month' - interval '1 day')) AS leave
FROM   contract k, generate_series(k.first_day::timestamp, least(k.last_day, '2018-12-31')::timestamp, interval '1 day') AS d
WHERE  k.kind = 'annualised hours'
GROUP  BY 1, 2, 3;
INSERT INTO timesheet (employee_id, post, month, hours_worked, leave_taken) SELECT employee_id, post, month, round(hours - leave, 8), round(leave, 8) FROM paid_for;
SELECT event, count(*) AS accounts, count(unknown) AS unknown, count(DISTINCT employee_id) AS people, min(amount) AS least, max(amount) AS most, max(abs(hours_difference)) AS hours
FROM   settlement_report('2015-01-01', '2018-12-31') GROUP BY 1 ORDER BY 1;

\echo a job that runs each month gets each account once, and what it got stays so
CREATE TABLE monthly AS
SELECT s.* FROM generate_series(timestamp '2015-01-01', '2018-12-01', interval '1 month') AS m, settlement_report(m::date, (m + interval '1 month')::date - 1) AS s;
SELECT count(*) AS settled, count(DISTINCT (employee_id, post, first_day)) AS accounts,
	   (SELECT count(*) FROM hours_account('2015-01-01', '2018-12-31') WHERE last_day <= '2018-12-31') AS ended FROM monthly;
SELECT count(*) AS changed_later FROM (SELECT * FROM monthly EXCEPT SELECT * FROM settlement_report('2015-01-01', '2018-12-31')) AS x;
SELECT count(*) AS in_both, count(*) FILTER (WHERE a IS DISTINCT FROM b) AS changed
FROM   settlement_report(date '2017-06-30') a JOIN settlement_report(date '2018-01-31') b USING (employee_id, post, first_day) WHERE NOT a.provisional;
DELETE FROM contract;
DELETE FROM timesheet;

\echo any sequence of contracts: hours paid by accounts are those of the days, and those worked are those of the timesheets
INSERT INTO employee (employee_id, service_area) SELECT 3000 + n, 'Sequences' FROM generate_series(1, :people) AS n;
SELECT setseed(:seed);
DO $$
DECLARE who bigint; day date; until date;
BEGIN
	FOR who IN SELECT employee_id FROM account_test.employee WHERE service_area = 'Sequences' ORDER BY 1 LOOP
		day := date '2015-01-01' + floor(random() * 400)::int;
		FOR i IN 1 .. 1 + floor(random() * 5)::int LOOP
			until := CASE WHEN random() < 0.15 THEN NULL ELSE day + floor(random() * 500)::int END;
			INSERT INTO account_test.terms (employee_id, first_day, last_day, kind, annual_hours, leave_hours, year_starts_on)
			SELECT who, day, until, k, CASE k WHEN 'annualised hours' THEN 900 + floor(random() * 4) * 100 END, 100,
				   CASE WHEN random() < 0.2 THEN make_date(2015 + floor(random() * 3)::int, 4, 1) END
			FROM  (SELECT CASE WHEN random() < 0.75 THEN 'annualised hours' ELSE 'full-time' END AS k) k;
			EXIT WHEN until IS NULL;
			day := until + 1 + CASE WHEN random() < 0.3 THEN floor(random() * 100)::int ELSE 0 END;
		END LOOP;
	END LOOP;
END $$;
INSERT INTO timesheet (employee_id, post, month, hours_worked, leave_taken) SELECT employee_id, post, month, floor(random() * 100), floor(random() * 10) FROM paid_for;
SELECT count(DISTINCT k.employee_id) AS people, count(*) AS contracts, count(*) FILTER (WHERE k.kind = 'annualised hours') AS by_the_year FROM contract k;
WITH a AS (SELECT * FROM hours_account('1900-01-01', '2018-12-31')),
	 by_account AS (SELECT employee_id, sum(hours_worked) AS worked, sum(leave_taken) AS taken, sum(annual_hours) FILTER (WHERE last_day <= '2018-12-31') AS paid FROM a GROUP BY 1),
	 ended AS (SELECT p.employee_id, sum(p.hours) AS paid FROM paid_for p WHERE p.month <= (SELECT max(a.last_month) FROM a WHERE a.employee_id = p.employee_id AND a.last_day <= '2018-12-31') GROUP BY 1),
	 told AS (SELECT employee_id, sum(hours_worked) AS worked, sum(leave_taken) AS taken FROM timesheet GROUP BY 1)
SELECT count(*) AS people, count(*) FILTER (WHERE b.worked <> t.worked OR b.taken <> t.taken) AS other_hours, max(round(abs(b.paid - e.paid), 4)) AS other_pay
FROM   by_account b JOIN told t USING (employee_id) LEFT JOIN ended e USING (employee_id);
\echo paid + settled = earned, in pounds at the ten an hour that all have, of everybody whose accounts have all ended and are known
CREATE TABLE settled AS SELECT * FROM settlement_report('1900-01-01', '2018-12-31');
WITH s AS (
	SELECT employee_id, sum(amount) AS settled, sum(hours_worked + leave_accrued) * 10 AS earned, max(ends_on) AS ends_on FROM settled
	GROUP BY 1 HAVING count(unknown) = 0 AND count(*) = (SELECT count(*) FROM hours_account('1900-01-01', '2018-12-31') a WHERE a.employee_id = settled.employee_id)
), p AS (
	SELECT p.employee_id, count(*) AS months, sum(p.salary) AS paid
	FROM   generate_series(timestamp '2015-01-01', '2018-12-01', interval '1 month') AS m, pay_report(m::date) p
	WHERE  p.kind = 'annualised hours' GROUP BY 1)
SELECT count(*) AS people, round(sum(earned)) AS earned, round(sum(paid)) AS paid, round(sum(settled)) AS settled,
	   round(max(abs(earned - paid - settled) / months), 2) AS pounds_a_month
FROM   s JOIN p USING (employee_id);
SELECT count(*) AS accounts, count(*) FILTER (WHERE o.first_day IS NOT NULL) AS overlapping FROM hours_account('1900-01-01', '2018-12-31') a
LEFT   JOIN hours_account('1900-01-01', '2018-12-31') o ON o.employee_id = a.employee_id AND o.post = a.post AND o.first_day > a.first_day AND (o.first_day <= a.last_day OR o.first_month <= a.last_month);
RESET search_path;
DROP SCHEMA account_test CASCADE;
