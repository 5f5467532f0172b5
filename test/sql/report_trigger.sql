--
-- What counts, and what is due: lives told in rows, each worked out by hand.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
\set SHOW_CONTEXT never
CALL bradford.create_tables('hr');
CALL bradford.create_reports('hr');
SET search_path = hr;
INSERT INTO employee (employee_id, service_area) SELECT i, 'Waste' FROM generate_series(1, 5) i;
INSERT INTO contract (employee_id, first_day) SELECT i, '2010-04-01' FROM generate_series(1, 5) i;

-- Two records that follow one another, half of the first day of the later one worked (AB-1), joined by a named person: the
-- spell runs from 20 to 25 February, 1 x 1 x 6 = 6. Until the decision there are two spells, of 3 and 2 days: 2 x 2 x 5 =
-- 20.
INSERT INTO absence (absence_id, employee_id, first_day, last_day, half_worked) VALUES (1, 1, '2017-02-20', '2017-02-22', false), (2, 1, '2017-02-23', '2017-02-25', true);
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (1, 2, 'join', 1, 'adviser', '2017-02-28', 'one illness');
SELECT as_of, r.occasions, r.days, r.score FROM unnest('{2017-02-27,2017-02-28}'::date[]) AS as_of, trigger_report(as_of) r WHERE employee_id = 1 ORDER BY 1;
SELECT first_day, last_day, days, why FROM score_breakdown_report('2017-02-28') WHERE employee_id = 1;

-- A join to a record that does not count joins nothing (AB-5: an appointment, and half of its one day was worked), even if
-- other records touch it: 9 to 10 and 21 to 22 January are 2 x 2 x 4 = 16. Nor does one to a pregnancy within another record
-- (AB-3): 2 to 20 January and 6 to 7 February are 2 x 2 x 21 = 84.
INSERT INTO employee (employee_id, service_area) SELECT i, 'Waste' FROM generate_series(96, 97) i;
INSERT INTO contract (employee_id, first_day) SELECT i, '2010-04-01' FROM generate_series(96, 97) i;
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_worked) VALUES
	(61, 96, '2017-01-09', '2017-01-10', 'cold or flu', false), (62, 96, '2017-01-20', '2017-01-20', 'medical appointment', true), (63, 96, '2017-01-21', '2017-01-22', 'cold or flu', false),
	(71, 97, '2017-01-02', '2017-01-20', 'cold or flu', false), (72, 97, '2017-01-09', '2017-01-10', 'pregnancy', false), (73, 97, '2017-02-06', '2017-02-07', 'cold or flu', false);
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (96, 62, 'join', 61, 'adviser', '2017-01-25', 'one illness'), (97, 73, 'join', 72, 'adviser', '2017-02-08', 'one illness');
SELECT employee_id, r.occasions, r.days, r.score FROM trigger_report('2017-02-10') r WHERE employee_id IN (96, 97) ORDER BY 1;
DELETE FROM absence_override WHERE absence_id > 60;
DELETE FROM absence WHERE employee_id > 90;
DELETE FROM contract WHERE employee_id > 90;
DELETE FROM employee WHERE employee_id > 90;

-- Half days of a record that does not count (AB-3) do not touch the record that counts: 5 days. Its own half day counts one half:
-- 4.5.
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_days) VALUES
	(3, 2, '2017-01-09', '2017-01-13', 'cold or flu', NULL), (4, 2, '2017-01-09', '2017-01-13', 'pregnancy', '{[2017-01-09,2017-01-14)}');
SELECT occasions, days, score FROM trigger_report('2017-01-31') WHERE employee_id = 2;
UPDATE absence SET half_days = '{[2017-01-13,2017-01-14)}' WHERE absence_id = 3;
SELECT occasions, days, score FROM trigger_report('2017-01-31') WHERE employee_id = 2;

-- A day of which half was worked is not recorded whatever the reason (AB-1); with more days, an infectious disease without a fit note counts.
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_worked) VALUES
	(5, 3, '2017-03-06', '2017-03-06', 'mumps', true), (6, 3, '2017-03-13', '2017-03-14', 'mumps', false), (7, 3, '2017-03-20', '2017-03-21', 'mumps', false);
INSERT INTO fit_note (employee_id, first_day, last_day, received_on) VALUES (3, '2017-03-20', '2017-03-21', '2017-03-22');
SELECT first_day, last_day, counted_first_day AS from_day, counted_last_day AS to_day, days, why, rules FROM score_breakdown_report('2017-03-31') WHERE employee_id = 3 ORDER BY 1;

-- BF-5: 25 of 37.5 hours, so the first trigger is 100. Two absences of 12 and 13 days score exactly 2 x 2 x 25 = 100, on 13 February: people
-- at stage 1 in one report are so in the other.
UPDATE contract SET weekly_hours = 25, full_time_hours = 37.5, kind = 'part-time' WHERE employee_id = 4;
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (11, 4, '2017-01-02', '2017-01-13'), (12, 4, '2017-02-01', '2017-02-13');
SELECT t.score, t.triggers, t.stage_reached, t.reached_on, r.status, r.reasons, r.reason_since, r.stage
FROM   trigger_report('2017-02-28') t LEFT JOIN referral_report('2017-02-28') r USING (employee_id) WHERE employee_id = 4;

-- DL-19: the meeting is held within 5 working days of the organisation after the person's own return. Somebody who works on Mondays only and was
-- absent on Monday 20 March 2017 is back on the 27th, and 5 working days on it is 3 April. 3 x 3 x 4 = 36, above 150 x 7.4 / 37 = 30.
UPDATE contract SET weekly_hours = 7.4, kind = 'part-time', calendar = 'england-and-wales; week=Mon' WHERE employee_id = 5;
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (21, 5, '2017-01-09', '2017-01-10'), (22, 5, '2017-02-06', '2017-02-06'), (23, 5, '2017-03-20', '2017-03-20');
SELECT score, triggers[1] AS trigger, stage_due, meeting_due_by, notice_by, meeting_overdue FROM trigger_report('2017-03-21') WHERE employee_id = 5;

-- Each stage has its meeting, and notice of it. Employee 6 comes back on Wednesday 11 January 2017: stage 1 within 5 working days is 18 January, 48 hours before
-- that 16 January (DL-19, DL-20). Back on Monday 27 March, stage 2: 3 April, with 5 calendar days' notice on 29 March (DL-22). Back on Wednesday 14 June, stage 3:
-- 21 June, with 5 working days' notice on the day of return (DL-25). Overdue from the day after on, until it is held. Scores as in the test of reports.
INSERT INTO employee (employee_id, service_area) VALUES (6, 'Waste');
INSERT INTO contract (employee_id, first_day) VALUES (6, '2010-04-01');
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES
	(51, 6, '2016-10-03', '2016-10-06'), (52, 6, '2016-11-01', '2016-11-02'), (53, 6, '2016-12-01', '2016-12-02'), (54, 6, '2017-01-09', '2017-01-10'),
	(55, 6, '2017-02-06', '2017-02-10'), (56, 6, '2017-03-20', '2017-03-24'), (57, 6, '2017-05-15', '2017-05-15'), (58, 6, '2017-06-12', '2017-06-13');
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (6, 'Bradford 2016', 1, '2017-01-18', 160), (6, 'Bradford 2016', 2, '2017-04-05', 720);
INSERT INTO occupational_health_report (employee_id, referred_on, reported_on) VALUES (6, '2017-04-10', '2017-06-14');
SELECT as_of, r.score, r.stage_due, r.meeting_due_by, r.notice_by, r.meeting_overdue
FROM   unnest('{2017-01-10,2017-01-11,2017-01-18,2017-03-27,2017-04-03,2017-04-04,2017-04-05,2017-06-14,2017-06-21,2017-06-22}'::date[]) AS as_of, trigger_report(as_of) r
WHERE  employee_id = 6 ORDER BY 1;
-- notice that leads to no known day, as a site's own view may ask for, is left out, as is a meeting beyond all calendars
BEGIN;
ALTER TABLE policy_stage DROP CONSTRAINT notice_within_a_year, DROP CONSTRAINT notice_unit_known;
UPDATE policy_stage SET notice = 32000 WHERE stage = 2;
SELECT stage_due, meeting_due_by, notice_by FROM trigger_report('2017-03-27') WHERE employee_id = 6;
UPDATE policy_stage SET notice = -1, notice_unit = 'fortnights', meeting_within = 32000 WHERE stage = 2;
SELECT stage_due, meeting_due_by, notice_by, meeting_overdue FROM trigger_report('2017-03-27') WHERE employee_id = 6;
UPDATE policy_stage SET notice = 5, notice_unit = 'working days', meeting_within = 5 WHERE stage = 2;
UPDATE attendance_policy SET calendar = 'weekdays; week=none';
SELECT stage_due, meeting_due_by, notice_by, meeting_overdue FROM trigger_report('2017-03-27') WHERE employee_id = 6;
UPDATE contract SET calendar = 'weekdays; week=none' WHERE employee_id = 6;
SELECT stage_due, meeting_due_by, notice_by, meeting_overdue FROM trigger_report('2017-03-27') WHERE employee_id = 6;
ROLLBACK;

-- What a person reads: names beside numbers, single triggers beside the array. The manager of 6 is 1; 5 has none.
UPDATE employee SET name = CASE employee_id WHEN 1 THEN 'Ann Archer' WHEN 6 THEN 'Fay Field' END, manager_id = CASE employee_id WHEN 6 THEN 1 END;
SELECT employee_id, name, manager_id, manager_name, score, trigger_1, trigger_2, trigger_3, next_trigger, triggers FROM trigger_report('2017-03-27') WHERE employee_id IN (4, 5, 6) ORDER BY 1;
SELECT employee_id, next_trigger, days_to_next_trigger FROM trigger_report('2017-06-21') WHERE employee_id = 6;
SELECT DISTINCT name, manager_name FROM score_breakdown_report('2017-03-27') WHERE employee_id = 6;
SELECT name, manager_name, other_policy FROM policy_comparison_report('2017-03-27') WHERE employee_id = 6;
SELECT name, manager_name, status FROM referral_report('2017-03-27') WHERE employee_id = 6;
SELECT DISTINCT name, manager_name FROM certificate_report('2017-03-27') WHERE employee_id = 6;
-- if a site's view has somebody twice, the people whom they manage appear once
BEGIN;
ALTER TABLE employee RENAME TO person;
CREATE VIEW employee AS SELECT * FROM person UNION ALL SELECT * FROM person WHERE employee_id = 1;
CALL bradford.create_reports('hr');
SELECT name, manager_name, score FROM trigger_report('2017-03-27') WHERE employee_id = 6;
ROLLBACK;

-- Staff groups: each person is scored by the policy of their group, and by the one for everybody if the group has none. Three absences of 4 days each:
-- for everybody 3 x 3 x 12 = 108, below 150. Teachers count 3 months, from 29 November 2016 on: 2 x 2 x 8 = 32, at their trigger of 30. Probationers have
-- a trigger of 100. 31 was warned while on probation, which no longer matters; 33 still is on probation.
INSERT INTO attendance_policy (policy, staff_group, first_day, scoring_rule, long_term) VALUES
	('Teachers', 'teachers', '2016-10-01', 'window=3 months', '6 weeks'), ('Probation', 'probationers', '2016-10-01', DEFAULT, DEFAULT);
INSERT INTO policy_stage (policy, stage, title, trigger_score, warning_life, referral) VALUES
	('Teachers', 1, 'talk considered', 30, '3 months', true), ('Probation', 1, 'probation reviewed', 100, '6 months', false), ('Probation', 2, 'end of probation considered', 300, NULL, false);
INSERT INTO employee (employee_id, service_area, staff_group) VALUES (31, 'Schools', NULL), (32, 'Schools', 'teachers'), (33, 'Schools', 'probationers'), (34, 'Schools', 'craft');
INSERT INTO contract (employee_id, first_day) SELECT i, '2010-04-01' FROM generate_series(31, 34) i;
INSERT INTO absence (absence_id, employee_id, first_day, last_day)
SELECT 10 * i + n, i, d, d + 3 FROM generate_series(31, 34) i, unnest('{2016-11-01,2017-01-09,2017-02-06}'::date[]) WITH ORDINALITY AS d(d, n);
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (31, 'Probation', 1, '2017-01-16', 100), (33, 'Probation', 1, '2017-01-16', 100);
SELECT policy, staff_group, other_groups FROM policy_in_force('2017-02-28') ORDER BY 1;
SELECT employee_id, policy, occasions, days, score, triggers, stage_reached, stage_due, rules, live_stage, live_until
FROM   trigger_report('2017-02-28') WHERE service_area = 'Schools' ORDER BY 1;
SELECT employee_id, policy, occasions, days FROM trigger_report('2016-09-30') WHERE service_area = 'Schools' ORDER BY 1;
SELECT employee_id, policy, count(*) AS spells, sum(days) AS days FROM score_breakdown_report('2017-02-28') WHERE service_area = 'Schools' GROUP BY 1, 2 ORDER BY 1;
-- 32 falls to 2 x 2 x 7 = 28 when 1 November leaves, and is at 32 again on 9 February, on which 33 goes from 99 to 108
SELECT employee_id, policy, happened_on, event, considered, score FROM trigger_event_report('2017-02-01', '2017-02-28') WHERE service_area = 'Schools' ORDER BY 3, 1;
SELECT employee_id, policy, score, stage_reached, other_policy, other_score, other_stage_reached FROM policy_comparison_report('2017-02-28', other => 'periods or days') WHERE service_area = 'Schools' ORDER BY 1;
SELECT employee_id, policy, score FROM policy_comparison_report('2017-02-28', 'Teachers', 'periods or days') WHERE service_area = 'Schools' ORDER BY 1;
SELECT employee_id, status, reasons FROM referral_report('2017-02-28') WHERE service_area = 'Schools' ORDER BY 1;
-- ill since Monday 6 March: longer than 4 weeks on 3 April, longer than the teachers' 6 weeks on 17 April
INSERT INTO absence (absence_id, employee_id, first_day) VALUES (316, 31, '2017-03-06'), (326, 32, '2017-03-06');
SELECT employee_id, four_weeks_on FROM long_term_report('2017-04-30') WHERE service_area = 'Schools' ORDER BY 1;
DELETE FROM absence WHERE last_day IS NULL;
-- one policy for a group and day, and one for everybody else (23P01)
\set VERBOSITY sqlstate
INSERT INTO attendance_policy (policy, staff_group, first_day, last_day) VALUES ('Teachers again', 'teachers', '2017-01-01', '2017-01-01');
INSERT INTO attendance_policy (policy, first_day, last_day) VALUES ('Everybody again', '2017-01-01', '2017-01-01');
\set VERBOSITY default
-- if there is none for everybody, people without one are in no report on scores, and data_quality_report says so
BEGIN;
UPDATE attendance_policy SET last_day = '2016-12-31' WHERE policy = 'Bradford 2016';
SELECT employee_id, policy FROM trigger_report('2017-02-28') ORDER BY 1;
SELECT employee_id, record, detail, what_to_do FROM data_quality_report('2017-02-28') WHERE finding = 'no policy in force' ORDER BY 1;
ROLLBACK;

SET client_min_messages = warning;
DROP SCHEMA hr CASCADE;
