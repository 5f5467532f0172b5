-- days_lost_report: short lives told in rows, with the figures worked out by hand.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
CALL bradford.create_tables('lost_test');
CALL bradford.create_reports('lost_test');
SET search_path = lost_test;

-- 6 February 2017 is a Monday. A working day has 7.4 hours for 1 (37 in 5 days), 3.7 for 2 (18.5 in 5), 7.4 for 3 (22.2 in 3),
-- 4.9333 in the one post of 4 (14.8 in 3) and 7.4 in the other (14.8 in 2).
INSERT INTO employee (employee_id, directorate, service_area) VALUES
	(1, 'Place', 'Waste'), (2, 'Place', 'Waste'), (3, 'Place', 'Parks'), (4, NULL, 'Schools'), (5, NULL, 'Schools');
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, calendar) VALUES
	(1, 'a', '2010-01-01', 'full-time', 37, 'england-and-wales'),
	(2, 'a', '2010-01-01', 'part-time', 18.5, 'england-and-wales'),
	(3, 'a', '2010-01-01', 'part-time', 22.2, 'england-and-wales; week=Mon-Wed'),
	(4, 'a', '2010-01-01', 'part-time', 14.8, 'england-and-wales; week=Mon-Wed'),
	(4, 'b', '2010-01-01', 'part-time', 14.8, 'scotland; week=Thu-Fri; closed=2017-01-12'),
	(5, 'a', '2010-01-01', 'full-time', 37, 'weekdays');
INSERT INTO absence (employee_id, first_day, last_day, half_worked, half_days, reason) VALUES
	(1, '2017-02-06', '2017-02-08', false, '{[2017-02-08,2017-02-09)}', NULL),	-- 2.5 days
	(2, '2017-02-06', '2017-02-08', false, NULL, NULL),							-- 3 days of half the hours
	(3, '2017-02-06', '2017-02-10', false, NULL, NULL),							-- 3 of her days
	(4, '2017-02-08', '2017-02-09', false, NULL, NULL),							-- a day in each post
	(5, '2017-03-06', '2017-03-07', true, NULL, NULL),							-- AB-1: the second day
	(5, '2017-03-08', '2017-03-08', false, '{[2017-03-08,2017-03-09)}', 'pregnancy');	-- AB-3
PREPARE lost(date, integer, text) AS
SELECT level, directorate, service_area AS area, period, employees AS staff, fte, days_lost AS days, hours_lost AS hours, average_per_employee AS per_employee,
	   average_per_fte AS per_fte, hours_per_employee AS h_employee, hours_per_fte AS h_fte, target, target_to_date AS to_date, above_target AS above
FROM   days_lost_report($1, $2, $3) ORDER BY level, directorate, service_area, first_day;

\echo BF-16: Waste 2.5 + 3 days, 18.5 + 11.1 hours; weighted 2.5 + 3 x 0.5 = 4 of 1.5: 2.67. Parks 3 x 0.6 of 0.6. Schools 2 + 1 days,
\echo 4.93 + 7.4 + 7.4 = 19.73 hours; weighted 2 x 0.8 + 1 of 1.8: 1.44. All 4 + 1.8 + 2.6 = 8.4 of 3.9: 2.15
EXECUTE lost('2017-03-31', 1, 'year');
\echo 245 of 365 days have passed: 7.5 x 245 / 365 = 5.03
SELECT first_day, last_day, target, target_to_date FROM days_lost_report('2016-12-01', 1) WHERE level = 'all';
\echo quarters and months; 90 days: 1.85; a quarter that has not begun has no row; half of February: 7.5 x 14 / 365 = 0.29
SELECT period, first_day, last_day, days_lost, hours_lost, average_per_employee, target_to_date, above_target FROM days_lost_report('2017-03-31', 1, 'quarter') WHERE level = 'all' ORDER BY first_day;
SELECT period, first_day, last_day, days_lost, average_per_employee, target_to_date, above_target FROM days_lost_report('2017-02-14', 1, 'Month') WHERE level = 'all' AND first_day >= '2016-12-01' ORDER BY first_day;
SELECT count(DISTINCT period) AS months, min(first_day) AS first, max(last_day) AS last FROM days_lost_report('2017-02-14', 3, 'month');
SELECT y.period, y.days_lost, sum(m.days_lost) AS by_month, y.hours_lost, sum(m.hours_lost) AS hours_by_month
FROM   days_lost_report('2017-03-31', 2) y JOIN days_lost_report('2017-03-31', 2, 'month') m ON m.level = y.level AND m.first_day BETWEEN y.first_day AND y.last_day
WHERE  y.level = 'all' GROUP BY 1, 2, 4 ORDER BY 1;
\echo another word is refused (22023), and the report is inlined for all that
SELECT * FROM days_lost_report('2017-03-31', 1, 'week');
SELECT * FROM days_lost_report('2017-03-31', 1, NULL);
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query; END $$;
SELECT count(*) > 10 AS planned, count(*) FILTER (WHERE line LIKE '%Function Scan on days_lost_report%') AS calls FROM plan('SELECT * FROM days_lost_report(''2017-03-31'', 1, ''quarter'')') AS line;

\echo days by plain SQL, day by day, with halves: the working days in all records, and AB-10
INSERT INTO absence (employee_id, first_day, last_day, half_days) VALUES (1, '2016-05-03', '2016-06-10', '{[2016-05-04,2016-05-06),[2016-06-10,2016-06-11)}'), (3, '2016-08-01', '2016-08-28', '{[2016-08-01,2016-08-09)}');
SELECT r.service_area, r.days_lost, r.short_term, r.long_term, d.days, d.long
FROM   days_lost_report('2017-03-31', 1) r
JOIN  (SELECT e.service_area, sum(w.weight) AS days, COALESCE(sum(w.weight) FILTER (WHERE a.last_day - a.first_day >= 28), 0) AS long
	   FROM   employee e JOIN absence a USING (employee_id), generate_series(a.first_day + a.half_worked::integer, a.last_day, interval '1 day') AS d,
			  LATERAL (SELECT CASE WHEN d::date <@ a.half_days THEN 0.5 ELSE 1 END AS weight) w
	   WHERE  a.reason IS DISTINCT FROM 'pregnancy' AND EXISTS (SELECT FROM contract c WHERE c.employee_id = e.employee_id AND bradford.is_working_day(d::date, c.calendar))
	   GROUP  BY 1) d USING (service_area) WHERE r.level = 'service area' ORDER BY 1;

\echo days at the ends of time, hours that cannot be, an employee twice: the report stands, and the others get what they got
ALTER TABLE contract DROP CONSTRAINT hours_within_the_post, DROP CONSTRAINT full_time_hours_in_a_week, DROP CONSTRAINT days_are_finite, ALTER calendar DROP NOT NULL;
ALTER TABLE absence DROP CONSTRAINT days_are_finite, DROP CONSTRAINT ends_after_it_starts, DROP CONSTRAINT absence_of_an_employee;
ALTER TABLE contract DROP CONSTRAINT contract_of_an_employee, DROP CONSTRAINT one_contract_at_a_time;
ALTER TABLE absence DROP CONSTRAINT half_days_within, DROP CONSTRAINT half_days_end;
ALTER TABLE attendance_policy DROP CONSTRAINT long_term_within_ten_years, DROP CONSTRAINT target_in_a_year;
ALTER TABLE employee DROP CONSTRAINT employee_pkey CASCADE;
INSERT INTO employee (employee_id, directorate, service_area) VALUES (6, 'Odd', 'Odd'), (7, 'Odd', 'Odd'), (8, 'Odd', 'Odd'), (9, 'Odd', 'Odd'), (9, 'Odder', 'Odder'), (10, 'Odd', 'Odd'), (1, 'Place', 'Waste');
INSERT INTO contract (employee_id, first_day, last_day, weekly_hours, full_time_hours, calendar) VALUES
	(6, '2010-01-01', NULL, 'NaN', 37, DEFAULT), (7, '2010-01-01', NULL, 37, 0, DEFAULT), (8, '-infinity', 'infinity', 'infinity', 'infinity', DEFAULT), (9, '2010-01-01', NULL, 37, 37, NULL), (10, '2010-01-01', NULL, 37, 37, 'weekdays; week=none');
INSERT INTO absence (employee_id, first_day, last_day, half_days) VALUES
	(6, '1700-01-01', '2017-02-06', '{(,)}'), (7, '2017-02-06', '9999-12-31', NULL), (8, '-infinity', '2017-02-06', NULL), (8, '2017-02-06', 'infinity', NULL), (8, '2017-02-07', '2017-02-06', NULL), (9, '2017-02-06', '2017-02-06', NULL), (10, '2017-02-06', '2017-02-06', NULL);
EXECUTE lost('2017-03-31', 1, 'year');
SELECT as_of, count(*) FROM unnest('{1995-01-01,1995-04-01,2017-02-06,2098-12-31,2099-12-31,NULL}'::date[]) AS as_of LEFT JOIN LATERAL days_lost_report(as_of, 200) r ON r.level = 'all' AND r.employees >= 0 GROUP BY 1 ORDER BY 1;
-- a day that no calendar knows is refused
\set VERBOSITY terse
SELECT * FROM days_lost_report('1994-12-31');
SELECT * FROM days_lost_report('infinity');
\set VERBOSITY default
UPDATE attendance_policy SET target_days = 'NaN', long_term = '100000 years';
SELECT target, target_to_date, above_target, long_term FROM days_lost_report('2017-03-31', 1) WHERE level = 'all';
RESET search_path;
DROP SCHEMA lost_test CASCADE;
