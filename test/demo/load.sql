-- From an HR export to reports: the tables, the export, the site's own settings, the reports.
SET client_min_messages = warning;
CREATE EXTENSION bradford CASCADE;
CALL bradford.create_tables('hr');
SET search_path = hr, public;

-- The reasons as the export writes them. Its infectious diseases are those that came with a fit note.
INSERT INTO absence_reason (reason, counted, sickness, hr_advice, occupational_health, pregnancy, rule_ids) VALUES
	('stomach upset', 'yes', true, false, false, false, NULL),
	('surgery', 'yes', true, false, false, false, NULL),
	('dental', 'yes', true, false, false, false, 'AB-5'),
	('back pain', 'yes', true, false, true, false, 'AB-9'),
	('infectious disease', 'no', true, true, false, false, 'AB-2, AB-4'),
	('pregnancy-related', 'no', false, true, false, true, 'AB-3, AB-4');
-- This site adopted the new policy a year before the published date.
UPDATE attendance_policy SET last_day = '2015-09-30' WHERE policy = 'periods or days';
UPDATE attendance_policy SET first_day = '2015-10-01', adopted_on = '2015-10-01', trial_until = NULL WHERE policy = 'Bradford 2016';

CREATE TEMP TABLE export (employee_id bigint, service_area text, weekly_hours numeric, full_time_hours numeric, started_on date);
\copy export FROM employees.csv CSV HEADER
INSERT INTO employee (employee_id, service_area) SELECT employee_id, service_area FROM export;
INSERT INTO contract (employee_id, first_day, kind, weekly_hours, full_time_hours)
SELECT employee_id, started_on, CASE WHEN weekly_hours < full_time_hours THEN 'part-time' ELSE 'full-time' END, weekly_hours, full_time_hours FROM export;
\copy absence (employee_id, first_day, last_day, reason) FROM absences.csv CSV HEADER

-- What people decided so far, a grievance, a term-time worker with twelve timesheets, and somebody on flexi-time.
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES
	(1003, 'Bradford 2016', 1, '2016-06-20', 272),
	(1030, 'Bradford 2016', 1, '2016-08-03', 180);
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (1, 1020, 'grievance 2016', '2016-09-12');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES
	(1020, 1, 'informal_ended', '2016-09-06'), (1020, 1, 'formal_submitted', '2016-09-12'), (1020, 1, 'formal_received', '2016-09-12'),
	(1020, 1, 'invited', '2016-09-16'), (1020, 1, 'papers_provided', '2016-09-22'), (1020, 1, 'meeting', '2016-09-26');
INSERT INTO employee (employee_id, service_area) VALUES (1321, 'Leisure');
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, full_time_salary, weeks_at_work) VALUES
	(1321, '1', '2015-09-01', 'term-time', 25, 24000, 38);
INSERT INTO employee (employee_id, service_area) VALUES (1322, 'Finance');
INSERT INTO contract (employee_id, first_day) VALUES (1322, '2014-03-03');
INSERT INTO flexi_member (employee_id, first_day, scheme, opening) VALUES (1322, '2016-09-05', 'day=7:24; cap=7:25; period=4 weeks from 2016-09-05', '6:10');
INSERT INTO clock_entry SELECT 1322, day + t.at, day + t.at + t.hours
FROM   generate_series(timestamp '2016-09-05', '2016-09-30', '1 day') AS day, (VALUES (interval '8:03', interval '4:05'), ('12:41', '4:20')) AS t(at, hours)
WHERE  extract(isodow FROM day) < 6 AND day NOT IN ('2016-09-16', '2016-09-23');
INSERT INTO time_off VALUES (1322, '2016-09-16', '2016-09-16', 'flexi-leave'), (1322, '2016-09-23', '2016-09-23', 'annual leave');
-- twenty people of Finance work at home in turns; the office has a limit
INSERT INTO office (office, first_day, people_limit, desks, desk_cost) VALUES ('Castle House', '2016-01-04', 11, 15, 1000);
INSERT INTO homework (employee_id, first_day, kind, workstyle, office, pattern, office_days, review_every, touch_every)
SELECT employee_id, date '2016-07-04', 'agreed', 'flexible', 'Castle House', p.pattern, CASE WHEN n % 8 = 0 THEN 'every-day; week=Thu-Fri'::bradford.calendar END, '6 months', '1 month'
FROM   (SELECT employee_id, row_number() OVER (ORDER BY employee_id) AS n FROM employee WHERE service_area = 'Finance') AS e
JOIN   (SELECT pattern, row_number() OVER (ORDER BY pattern) - 1 AS place FROM office_pattern) AS p ON p.place = n % 4 WHERE n <= 20;
INSERT INTO homework_event SELECT employee_id, 'keeping in touch', date '2016-08-22' + (employee_id % 30)::integer, NULL FROM homework;
\copy timesheet (employee_id, month, hours_worked, leave_taken, extra_hours) FROM timesheets.csv CSV HEADER

CALL bradford.create_reports('hr');
ANALYZE;
