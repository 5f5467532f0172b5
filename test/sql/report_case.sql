-- Deadlines of cases beside what was counted by hand and beside timetable(); findings in deliberately wrong data.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
CALL bradford.create_tables('case_test');
CALL bradford.create_reports('case_test');
SET search_path = case_test;

INSERT INTO employee (employee_id, service_area) SELECT n, 'Waste' FROM generate_series(1, 30) AS n;
INSERT INTO contract (employee_id, first_day) SELECT n, '2014-04-01' FROM generate_series(1, 30) AS n WHERE n <> 20;

\echo DL-12 to DL-15: a grievance over Easter; 25 and 28 March are bank holidays
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (1, 1, 'grievance 2016', '2016-03-14');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES
	(1, 1, 'formal_received', '2016-03-14'), (1, 1, 'invited', '2016-03-17'), (1, 1, 'meeting', '2016-03-29');
PREPARE deadlines(bigint, date) AS
SELECT rule_id, step, status, counted_from_date AS counted_from, due, due_at, done_on, working_days_left AS left
FROM   deadline_report($2) WHERE case_id = $1 ORDER BY due, rule_id;
EXECUTE deadlines(1, '2016-03-13');
EXECUTE deadlines(1, '2016-03-14');
EXECUTE deadlines(1, '2016-03-21');
EXECUTE deadlines(1, '2016-03-23');
EXECUTE deadlines(1, '2016-03-30');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (1, 1, 'answered', '2016-04-06');
EXECUTE deadlines(1, '2016-04-05');
EXECUTE deadlines(1, '2016-04-06');
UPDATE hr_case SET closed_on = '2016-04-20' WHERE case_id = 1;
SELECT as_of, count(d.case_id) AS steps FROM unnest('{2016-04-19,2016-04-20}'::date[]) AS as_of LEFT JOIN LATERAL deadline_report(as_of) AS d ON true GROUP BY as_of ORDER BY as_of;

\echo DL-20: 48 hours of notice, given an hour late; DL-19: a second return to work starts the clock again
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (2, 2, 'attendance', '2016-05-03'), (3, 3, 'attendance', '2016-05-03');
INSERT INTO case_event (employee_id, case_id, event, happened_on, happened_at) VALUES
	(2, 2, 'stage_1_meeting', '2016-05-10', '14:00'), (2, 2, 'stage_1_notice', '2016-05-08', '15:00'),
	(3, 3, 'returned_to_work', '2016-05-03', NULL), (3, 3, 'stage_1_meeting', '2016-05-06', NULL), (3, 3, 'stage_1_notice', '2016-05-04', NULL);
EXECUTE deadlines(2, '2016-05-10');
EXECUTE deadlines(3, '2016-06-05');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (3, 3, 'returned_to_work', '2016-06-06');
EXECUTE deadlines(3, '2016-06-07');

\echo DL-31, DL-33 to DL-35: a flexible-working request; 26 weeks of service to the day
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (4, 4, 'flexible-working request', '2016-10-03');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (4, 4, 'request', '2016-10-03'), (4, 4, 'service_began', '2016-04-04'), (4, 4, 'meeting', '2016-10-24');
EXECUTE deadlines(4, '2016-10-31');

\echo a procedure of the site
INSERT INTO procedure (procedure, source) VALUES ('dignity at work', 'our own');
INSERT INTO procedure_step (procedure, step, direction, counts_from, n, unit) VALUES ('dignity at work', 'answered', 'after', 'received', 7, 'calendar days');
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (5, 5, 'dignity at work', '2016-10-03');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (5, 5, 'received', '2016-10-03');
EXECUTE deadlines(5, '2016-10-11');
\echo an event on the first day that no calendar knows starts no clock; one on the last that they know does
BEGIN;
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (5, 5, 'received', '2100-01-01');
EXECUTE deadlines(5, '2016-10-11');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (5, 5, 'received', '2099-12-31');
EXECUTE deadlines(5, '2016-10-11');
ROLLBACK;

\echo every published procedure: the report beside timetable(), on dates at random
SELECT setseed(0.42);
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on, calendar)
SELECT 100 + n, 1 + n % 30, (SELECT array_agg(DISTINCT procedure COLLATE "C") FROM procedure_step WHERE procedure <> 'dignity at work')[1 + n % 7], '2015-01-01',
	   (ARRAY['england-and-wales', 'scotland', 'weekdays'])[1 + n % 3]::bradford.calendar
FROM   generate_series(1, 350) AS n;
INSERT INTO case_event (employee_id, case_id, event, happened_on, happened_at)
SELECT c.employee_id, c.case_id, k.name, date '2016-01-01' + (random() * 90)::integer, CASE WHEN random() < 0.5 THEN time '09:00' + (random() * 8)::integer * interval '1 hour' END
FROM   hr_case AS c, LATERAL (SELECT DISTINCT x.name COLLATE "C" AS name FROM procedure_step AS t, LATERAL (VALUES (t.step), (t.counts_from)) AS x(name) WHERE t.procedure = c.procedure ORDER BY 1) AS k
WHERE  c.case_id > 100 AND random() < 0.7;
WITH cases AS (
	SELECT c.case_id, c.procedure, c.calendar, d.as_of, jsonb_object_agg(v.event, concat_ws(' ', v.happened_on, v.happened_at)) AS events
	FROM   hr_case AS c JOIN case_event AS v USING (employee_id, case_id), (VALUES (date '2016-02-15'), (date '2016-05-01')) AS d(as_of)
	WHERE  c.case_id > 100 GROUP BY c.employee_id, c.case_id, d.as_of
), ours AS (
	SELECT d.as_of, r.case_id, r.step, r.rule_id, r.status, r.counted_from_date, r.due, r.due_at, r.done_on, r.working_days_left
	FROM   (VALUES (date '2016-02-15'), (date '2016-05-01')) AS d(as_of), LATERAL deadline_report(d.as_of) AS r WHERE r.case_id > 100
), theirs AS (
	SELECT c.as_of, c.case_id, t.step, t.rule_id, t.status, t.counted_from_date, t.due, t.due_at, t.done_on, t.working_days_left
	FROM   cases AS c, LATERAL bradford.timetable(c.procedure, c.events, c.as_of, c.calendar) AS t WHERE t.due IS NOT NULL
)
SELECT (SELECT count(*) FROM ours) AS steps, (SELECT count(DISTINCT status) FROM ours) AS states,
	   (SELECT count(*) FROM (TABLE ours EXCEPT TABLE theirs) AS x) AS only_in_the_report, (SELECT count(*) FROM (TABLE theirs EXCEPT TABLE ours) AS x) AS only_in_timetable;
DELETE FROM case_event WHERE case_id > 100;
DELETE FROM hr_case WHERE case_id > 100;

\echo the views are the reports of today
CREATE FUNCTION apart(report text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM ((TABLE %1$I EXCEPT ALL SELECT * FROM %1$I(CURRENT_DATE)) UNION ALL (SELECT * FROM %1$I(CURRENT_DATE) EXCEPT ALL TABLE %1$I)) AS x', report) INTO n;
	RETURN n;
END $$;
SELECT report, apart(report) FROM unnest('{return_to_work_report,certificate_report,long_term_report,referral_report,pattern_report,timesheet_report,annual_hours_report,pay_report,settlement_report,deadline_report,data_quality_report}'::text[]) AS report;

\echo nothing is wrong so far, but that one person has no contract
SELECT * FROM data_quality_report('2016-10-31');
\echo what the tables forbid, other tables may not: take the constraints away
ALTER TABLE absence DROP CONSTRAINT absence_of_an_employee, DROP CONSTRAINT reason_is_known, DROP CONSTRAINT ends_after_it_starts, DROP CONSTRAINT half_days_within;
ALTER TABLE contract DROP CONSTRAINT contract_of_an_employee, DROP CONSTRAINT ends_after_it_starts, DROP CONSTRAINT one_contract_at_a_time, ALTER calendar DROP NOT NULL;
ALTER TABLE warning DROP CONSTRAINT stage_of_the_policy;
ALTER TABLE hr_case DROP CONSTRAINT case_under_a_procedure;
ALTER TABLE absence_override DROP CONSTRAINT joined_to_an_absence;
ALTER TABLE attendance_policy DROP CONSTRAINT one_policy_in_force;

INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason) VALUES
	(1, 1, '2016-05-02', '2016-05-06', NULL), (2, 1, '2016-05-05', '2016-05-09', NULL),	-- overlap
	(3, 2, '2016-05-09', NULL, NULL), (4, 2, '2016-06-06', '2016-06-07', NULL),			-- ill again while still ill
	(5, 5, '2016-06-06', NULL, NULL),													-- left while ill
	(6, 6, '2013-05-06', '2013-05-07', NULL),											-- before employment
	(7, 7, '2016-05-07', '2016-05-08', NULL),											-- a weekend
	(8, 8, '2016-05-10', '2016-05-09', NULL), (9, 8, '1985-05-07', '1985-05-08', NULL), (10, 8, '2016-05-17', '2106-05-18', NULL),
	(11, 9, '2016-05-10', '2016-05-10', 'lurgy'),
	(12, 99, '2016-05-10', '2016-05-10', NULL),
	(13, 10, '2016-05-10', '2016-05-11', NULL), (14, 11, '2016-05-13', '2016-05-13', NULL);
UPDATE contract SET last_day = '2016-08-31' WHERE employee_id = 5;
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (10, 13, 'join', 14, 'Head of HR', '2016-05-20', 'one illness');
INSERT INTO return_to_work (employee_id, absence_id, held_on) VALUES (10, 13, '2016-05-11');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (12, '2016-05-10', '2016-05-20');
INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, calendar) VALUES
	(1, '1', '2016-09-01', NULL, 'full-time', 37, DEFAULT),				-- the first one runs on
	(13, '2', '2016-05-02', '2016-05-01', 'full-time', 37, DEFAULT),
	(14, '2', '2016-05-02', NULL, 'full-time', 37, NULL),
	(15, '40', '2016-05-02', NULL, 'job share', 20, DEFAULT), (16, '40', '2016-05-02', NULL, 'job share', 20, DEFAULT),
	(98, '1', '2016-05-02', NULL, 'full-time', 37, DEFAULT),
	(17, '5', '2016-06-15', '2016-09-20', 'term-time', 20, DEFAULT);
INSERT INTO timesheet (employee_id, post, month) VALUES (17, '5', '2016-07-01'), (17, '6', '2016-08-01');
INSERT INTO attendance_policy (policy, replaces, keeps_warnings) VALUES ('new triggers', 'Bradford 2016', true), ('a fresh start', 'Bradford 2016', false);
INSERT INTO policy_stage (policy, stage, title, trigger_score, warning_life)
SELECT p, s, 'considered', 170 * s, '6 months' FROM unnest('{new triggers,a fresh start}'::text[]) AS p, generate_series(1, 2) AS s;
INSERT INTO warning (employee_id, policy, stage, issued_on, outcome, score) VALUES
	(18, 'Bradford 2015', 1, '2016-10-10', 'warning', 150),
	(19, 'Bradford 2016', 2, '2016-10-10', 'warning', 500),				-- no stage 1
	(21, 'Bradford 2016', 1, '2014-05-01', 'warning', 160), (21, 'Bradford 2016', 1, '2015-05-01', 'warning', 160), (21, 'Bradford 2016', 2, '2016-04-30', 'warning', 500),	-- two within 2 years (BF-10)
	(22, 'Bradford 2016', 1, '2014-05-01', 'warning', 160), (22, 'Bradford 2016', 1, '2015-05-01', 'warning', 160), (22, 'Bradford 2016', 2, '2016-05-02', 'warning', 500),	-- the first a day too long ago
	(25, 'Bradford 2016', 1, '2014-10-03', 'warning', 160), (25, 'Bradford 2016', 2, '2016-01-10', 'warning', 500),	-- one, lapsed long ago (BF-10)
	(26, 'Bradford 2016', 1, '2016-03-01', 'warning', 160), (26, 'Bradford 2016', 2, '2016-08-31', 'warning', 510),	-- on the last day of its life (BF-6)
	(27, 'Bradford 2016', 1, '2016-03-01', 'warning', 160), (27, 'Bradford 2016', 2, '2016-09-01', 'warning', 510),	-- on the day after
	(28, 'Bradford 2016', 1, '2016-03-01', 'warning', 160), (28, 'Bradford 2016', 2, '2016-08-01', 'warning', 510),
	(28, 'Bradford 2016', 3, '2016-10-01', 'warning', 885), (28, 'Bradford 2016', 3, '2016-10-20', 'warning', 1260),	-- a decision not to dismiss, and another
	(29, 'Bradford 2016', 1, '2016-09-01', 'warning', 160), (29, 'new triggers', 2, '2016-10-20', 'warning', 520),	-- carried on
	(30, 'Bradford 2016', 1, '2016-09-01', 'warning', 160), (30, 'a fresh start', 2, '2016-10-20', 'warning', 520),	-- not carried on
	(23, 'Bradford 2016', 1, '2016-03-01', 'warning', NULL),
	(24, 'Bradford 2016', 2, '2016-10-02', 'transferred', NULL);		-- carried over (BF-13)
INSERT INTO warning (employee_id, policy, stage, issued_on, score, satisfactory, appeal_upheld_on) VALUES
	(3, 'Bradford 2016', 1, '2014-05-01', 160, NULL, NULL), (3, 'Bradford 2016', 1, '2015-05-01', 160, false, NULL), (3, 'Bradford 2016', 2, '2016-04-30', 500, NULL, NULL),	-- one of the two in vain (BF-10)
	(4, 'Bradford 2016', 3, '2016-01-11', 900, NULL, '2016-02-01'), (4, 'Bradford 2016', 3, '2016-10-31', 1300, NULL, NULL),	-- back at stage 2 until then (BF-11)
	(9, 'Bradford 2016', 3, '2016-01-11', 900, NULL, '2016-01-30'), (9, 'Bradford 2016', 3, '2016-10-30', 1300, NULL, NULL);	-- no more
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (6, 6, 'unheard of', '2016-05-01');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (4, 4, 'chat', '2016-10-05');
SELECT employee_id AS who, finding, record, day, detail, rule_ids FROM data_quality_report('2016-10-31')
ORDER BY finding COLLATE "C", employee_id, record COLLATE "C", day;
SELECT finding, what_to_do, count(*) FROM data_quality_report('2016-10-31') GROUP BY finding, what_to_do ORDER BY finding COLLATE "C", what_to_do COLLATE "C";
\echo policies: none, and two
SELECT finding, day, detail FROM data_quality_report('2016-10-31') WHERE employee_id IS NULL;
UPDATE attendance_policy SET last_day = NULL WHERE policy = 'periods or days';
SELECT finding, day, detail FROM data_quality_report('2016-10-31') WHERE employee_id IS NULL;
-- until then the one that began last counts
SELECT d AS day, (SELECT string_agg(f.policy, ', ') FROM policy_in_force(d) AS f) AS policy FROM unnest('{2016-09-30,2016-10-01,2016-10-31}'::date[]) AS d;
UPDATE attendance_policy SET last_day = '2016-09-30' WHERE policy = 'periods or days';
UPDATE attendance_policy SET last_day = '2016-10-30' WHERE policy = 'Bradford 2016';
SELECT finding, day, detail FROM data_quality_report('2016-10-31') WHERE employee_id IS NULL;
UPDATE attendance_policy SET last_day = NULL WHERE policy = 'Bradford 2016';

\echo PAY-14: two couples who name no post hold no post together, and are told so; a couple within one post is well
BEGIN;
UPDATE contract SET last_day = first_day WHERE employee_id IN (25, 26, 27, 28);
INSERT INTO contract (employee_id, first_day, kind, weekly_hours) SELECT n, '2016-01-04', 'job share', 18.5 FROM generate_series(25, 26) AS n;
SELECT employee_id AS who, finding, detail FROM data_quality_report('2016-10-31') WHERE finding LIKE 'job share%' ORDER BY who;
INSERT INTO contract (employee_id, first_day, kind, weekly_hours) SELECT n, '2016-01-04', 'job share', 18.5 FROM generate_series(27, 28) AS n;
SELECT employee_id AS who, finding, detail, what_to_do FROM data_quality_report('2016-10-31') WHERE finding LIKE 'job share%' ORDER BY who;
UPDATE contract SET post = '41' WHERE employee_id IN (25, 26) AND kind = 'job share';
UPDATE contract SET post = '42' WHERE employee_id IN (27, 28) AND kind = 'job share';
SELECT employee_id AS who, finding, detail FROM data_quality_report('2016-10-31') WHERE finding LIKE 'job share%' ORDER BY who;
ROLLBACK;

\echo a manager whom a view over other tables shows twice: the name is told once, in each report that tells it, and none fails
BEGIN;
ALTER TABLE employee DROP CONSTRAINT employee_pkey CASCADE;
INSERT INTO employee (employee_id, name, service_area) VALUES (50, 'Max Mann', 'Waste'), (50, 'Max Mann', 'Waste');
UPDATE employee SET manager_id = 50 WHERE employee_id <= 30;
UPDATE absence SET last_day = '2016-10-20' WHERE absence_id = 5;
INSERT INTO absence (absence_id, employee_id, first_day, last_day) SELECT 50 + n, 1, date '2016-08-01' + 7 * n, date '2016-08-02' + 7 * n FROM generate_series(0, 11) AS n;
CREATE FUNCTION told(report text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM %I(''2016-10-19'') WHERE manager_name = ''Max Mann''', report) INTO n;
	RETURN n;
END $$;
CALL bradford.record_trigger_events('case_test', '2016-10-19');
SELECT c.relname AS report, told(c.relname) > 0 AS tells_it
FROM   pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'manager_name'
WHERE  c.relnamespace = 'case_test'::regnamespace AND c.relname <> 'trigger_event_report' ORDER BY c.relname COLLATE "C";
ROLLBACK;
\echo the other reports show such data as far as it can be read
SELECT count(*) FROM return_to_work_report('2016-10-31') WHERE status IS NULL;
SELECT absence_id, returned_on, status FROM return_to_work_report('2016-10-31') WHERE employee_id IN (5, 8) ORDER BY absence_id;

\echo one employee reads no whole table
INSERT INTO employee (employee_id, service_area) SELECT n, 'Many' FROM generate_series(1000, 3999) AS n;
INSERT INTO contract (employee_id, first_day) SELECT n, '2014-03-01' FROM generate_series(1000, 3999) AS n;
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) SELECT n, n, 'grievance 2016', '2016-03-14' FROM generate_series(1000, 3999) AS n;
INSERT INTO case_event (employee_id, case_id, event, happened_on) SELECT n, n, 'formal_received', '2016-03-14' FROM generate_series(1000, 3999) AS n;
INSERT INTO absence (absence_id, employee_id, first_day, last_day)
SELECT n * 10 + k, n, date '2016-01-04' + n % 100 + 30 * k, date '2016-01-05' + n % 100 + 30 * k FROM generate_series(1000, 3999) AS n, generate_series(1, 3) AS k;
ANALYZE employee, contract, absence, hr_case, case_event;
-- many job shares, in posts of two, and in post 1
UPDATE contract SET kind = 'job share', weekly_hours = 18.5, post = CASE WHEN employee_id % 3 = 0 THEN '1' ELSE (employee_id / 6)::text END WHERE employee_id > 1234 AND employee_id % 3 < 2;
ANALYZE contract;
CREATE FUNCTION scans(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	RETURN COALESCE((SELECT string_agg(DISTINCT m[1], ', ') FROM regexp_matches(plan::text, '"Node Type": "Seq Scan",[^{}]*?"Relation Name": "(employee|contract|absence|hr_case|case_event)"', 'g') AS m), 'none');
END $$;
-- the whole of employee is read only if the person manages somebody, to see whether managers lead back to them
SELECT report, scans(format('SELECT * FROM %I WHERE employee_id = 1234', report)) AS sequential_scans
FROM   unnest('{deadline_report,data_quality_report}'::text[]) AS report;
-- the same if nobody shares a job, and posts do not help
DELETE FROM contract WHERE kind = 'job share';
ANALYZE contract;
SELECT scans('SELECT * FROM data_quality_report WHERE employee_id = 1234') AS sequential_scans;
RESET search_path;
DROP SCHEMA case_test CASCADE;
