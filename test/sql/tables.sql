--
-- The HR tables: made in the user's schema, safe to make again; they refuse impossible rows.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
\set SHOW_CONTEXT never
CREATE ROLE regress_bradford_hr;
GRANT CREATE ON DATABASE :"DBNAME" TO regress_bradford_hr;
SET ROLE regress_bradford_hr;
CALL bradford.create_tables('personnel');
CALL bradford.create_tables('personnel');
RESET ROLE;
SET search_path = personnel;

-- they belong to the caller, and to no extension
SELECT c.relname, pg_get_userbyid(c.relowner) AS owner, EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') AS extension_member
FROM   pg_class c WHERE c.relnamespace = 'personnel'::regnamespace AND c.relkind = 'r' ORDER BY c.relname COLLATE "C";
-- every table and column is explained
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE  c.relnamespace = 'personnel'::regnamespace AND c.relkind = 'r'
AND    (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL);
-- table_columns() lists what was made
SELECT count(*) AS columns, count(*) FILTER (WHERE format_type(a.atttypid, a.atttypmod) IS DISTINCT FROM format_type(t.type::regtype, NULL)) AS differences
FROM   bradford.table_columns() t
LEFT   JOIN pg_attribute a ON a.attrelid = ('personnel.' || t.relation)::regclass AND a.attname = t."column"
WHERE  t."column" IS NOT NULL;

-- the published policies, stage by stage (BF-4, BF-6, BF-7, BF-8, BF-10, BF-11, BF-12, BF-13, DL-19 to DL-26)
SELECT policy, first_day, last_day, adopted_on, trial_until, scoring_rule, part_time_rule, calendar, long_term, target_days FROM attendance_policy ORDER BY first_day;
SELECT policy, stage, trigger_score, trigger_occasions, trigger_days, warning_life, least_rise, report_age FROM policy_stage ORDER BY policy, stage;
SELECT policy, stage, review_least, review_most, repeat_warnings, repeat_within, appeal_leads_to, meeting_within, notice, notice_unit, review_notice, review_notice_unit, appeal_within, referral FROM policy_stage ORDER BY policy, stage;
-- BF-1, BF-2: S x S x D in calendar days: from Friday to Monday are 4, of which the policy before counts 2 working days
SELECT policy, bradford.days('{[2016-07-01,2016-07-05)}', '2016-07-31', scoring_rule) AS days, bradford.score('{[2016-07-01,2016-07-05)}', '2016-07-31', scoring_rule) AS score
FROM   attendance_policy ORDER BY policy;
-- reasons (AB-2, AB-3, AB-4, AB-5, AB-7, AB-9) and procedures (DL-1 to DL-36)
SELECT * FROM absence_reason ORDER BY reason COLLATE "C";
SELECT count(*) AS steps, count(DISTINCT procedure) AS procedures, count(DISTINCT rule_id) AS rules FROM procedure_step;

-- a site's edits and deletions stay
DELETE FROM absence_reason WHERE reason = 'IVF treatment';
UPDATE policy_stage SET trigger_score = 200 WHERE stage = 1 AND policy = 'Bradford 2016';
ALTER TABLE employee ADD grade text;
SET ROLE regress_bradford_hr;
CALL bradford.create_tables('personnel');
RESET ROLE;
SELECT count(*) AS reasons, (SELECT trigger_score FROM policy_stage WHERE stage = 1 AND policy = 'Bradford 2016') FROM absence_reason;

-- impossible rows
INSERT INTO employee (employee_id, service_area) VALUES (1, 'Waste'), (2, 'Waste');
INSERT INTO contract (employee_id, first_day, last_day) VALUES (1, '2015-01-01', '2015-12-31');
INSERT INTO contract (employee_id, first_day) VALUES (1, '2016-01-01');
-- two contracts of one post-holder at once; another post, or the partner of a job share, is allowed
\set VERBOSITY terse
INSERT INTO contract (employee_id, first_day) VALUES (1, '2015-12-31');
INSERT INTO contract (employee_id, post, first_day, weekly_hours) VALUES (1, '2', '2016-01-01', 10), (2, '1', '2016-01-01', 18.5);
INSERT INTO contract (employee_id, first_day) VALUES (3, '2016-01-01');
INSERT INTO contract (employee_id, first_day, last_day) VALUES (2, '2014-01-02', '2014-01-01');
INSERT INTO contract (employee_id, post, first_day, weekly_hours) VALUES (2, '9', '2014-01-02', 38);
INSERT INTO absence (employee_id, first_day, last_day) VALUES (1, '2016-05-02', '2016-05-01');
INSERT INTO absence (employee_id, first_day, reason) VALUES (1, '2016-05-02', 'fed up');
INSERT INTO absence (employee_id, first_day, last_day, half_days) VALUES (1, '2016-05-02', '2016-05-03', '{[2016-05-04,2016-05-05)}');
INSERT INTO absence (employee_id, first_day) VALUES (1, '2016-05-02');
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (1, 1, 'join', 'A', '2016-06-01', 'B');
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (1, 1, 'leave out', 1, 'A', '2016-06-01', 'B');
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (1, 1, 'leave out', '', '2016-06-01', 'B');
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (1, 1, 'leave out', 'A', '2016-06-01', '');
INSERT INTO warning (employee_id, policy, stage, issued_on) VALUES (1, 'Bradford 2016', 4, '2016-11-01');
INSERT INTO warning (employee_id, policy, stage, issued_on) VALUES (1, 'periods or days', 2, '2016-11-01');
INSERT INTO warning (employee_id, policy, stage, issued_on, outcome) VALUES (1, 'Bradford 2016', 1, '2016-11-01', 'oral');
INSERT INTO warning (employee_id, policy, stage, issued_on, review_until) VALUES (1, 'Bradford 2016', 1, '2016-11-01', '2016-11-01');
INSERT INTO attendance_policy (policy, first_day) VALUES ('another', '2017-01-01');
INSERT INTO policy_stage (policy, stage, title) VALUES ('Bradford 2016', 4, 'nothing triggers it');
INSERT INTO policy_stage (policy, stage, title, trigger_score) VALUES ('unknown', 1, 'x', 1);
INSERT INTO return_to_work (employee_id, absence_id, held_on, form_received_on) VALUES (1, 1, '2016-05-04', '2016-05-03');
INSERT INTO timesheet (employee_id, month) VALUES (1, '2016-05-02');
INSERT INTO timesheet (employee_id, month, hours_worked) VALUES (1, '2016-05-01', -1);
INSERT INTO hr_case (employee_id, procedure, opened_on) VALUES (1, 'unheard-of', '2016-05-01');
INSERT INTO hr_case (procedure, opened_on) VALUES ('attendance', '2016-05-01');
\set VERBOSITY default
-- impossible numbers: NaN, infinity, zero divisors, times of thousands of years
INSERT INTO contract (employee_id, post, first_day, full_time_salary) VALUES (2, '8', '2014-01-02', 'NaN');
INSERT INTO contract (employee_id, post, first_day, annual_hours) VALUES (2, '8', '2014-01-02', 0);
INSERT INTO contract (employee_id, post, first_day, leave_hours) VALUES (2, '8', '2014-01-02', 'Infinity');
INSERT INTO contract (employee_id, post, first_day, weeks_at_work) VALUES (2, '8', '2014-01-02', 0);
INSERT INTO contract (employee_id, post, first_day, wte_leave_weeks) VALUES (2, '8', '2014-01-02', 'NaN');
INSERT INTO contract (employee_id, post, first_day, most_weekly_hours) VALUES (2, '8', '2014-01-02', 'NaN');
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (1, 'Bradford 2016', 1, '2016-12-01', 'NaN');
INSERT INTO absence (employee_id, first_day, half_days) VALUES (1, '2016-05-02', '{[2016-05-02,)}');
INSERT INTO attendance_policy (policy, first_day) VALUES ('for ever', 'infinity');
UPDATE attendance_policy SET long_term = '1000 years';
UPDATE attendance_policy SET target_days = 'NaN';
UPDATE policy_stage SET trigger_score = 1e15 WHERE trigger_score > 0;
UPDATE policy_stage SET least_rise = 'NaN' WHERE least_rise > 0;
UPDATE policy_stage SET warning_life = '1000 years';
UPDATE policy_stage SET repeat_within = '-1 year' WHERE repeat_warnings > 0;
UPDATE policy_stage SET report_age = '-1 month';
-- every bound: what it lets in, and what is just beyond it
BEGIN;
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (900, 1, '2016-05-02', '2016-05-06');
INSERT INTO return_to_work (employee_id, absence_id, held_on) VALUES (1, 900, '2016-05-09');
INSERT INTO warning (employee_id, policy, stage, issued_on) VALUES (1, 'Bradford 2016', 1, '2016-11-01');
INSERT INTO timesheet (employee_id, month) VALUES (1, '2016-05-01');
INSERT INTO occupational_health_report (employee_id, referred_on) VALUES (1, '2016-05-02');
INSERT INTO hr_case (employee_id, procedure, opened_on) VALUES (1, 'attendance', '2016-05-02');
UPDATE contract SET full_time_hours = 168, weekly_hours = 1;
UPDATE policy_stage SET stage = stage + 4, review_least = NULL, review_most = NULL, notice = 1, notice_unit = 'hours', review_notice = 1, review_notice_unit = 'hours', repeat_warnings = 1, repeat_within = '1 day' WHERE policy <> 'Bradford 2016';
CREATE FUNCTION taken(relation text, name text, proposed text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('UPDATE %I SET %I = %L WHERE ctid = (SELECT max(ctid) FROM %I)', relation, name, proposed, relation);
	RAISE data_exception;
EXCEPTION WHEN check_violation THEN RETURN false; WHEN data_exception THEN RETURN true;
END $$;
SELECT b.*, ARRAY(SELECT v FROM unnest(within || beyond) WITH ORDINALITY AS x(v, n) WHERE taken(relation, name, v) ORDER BY n) AS taken
FROM  (VALUES
	('contract', 'full_time_hours', '{1,168}'::text[], '{0,168.01}'::text[]), ('contract', 'weekly_hours', '{0.01,168}', '{0,168.01}'), ('contract', 'full_time_salary', '{0,1000000000}', '{-0.01,1000000000.01}'),
	('contract', 'annual_hours', '{0.01,8784}', '{0,8784.01}'), ('contract', 'leave_hours', '{0,8784}', '{-0.01,8784.01}'), ('contract', 'weeks_at_work', '{0.01,53}', '{0,53.01}'),
	('contract', 'wte_weeks', '{0.01,53}', '{0,53.01}'), ('contract', 'wte_leave_weeks', '{0,53}', '{-0.01,53.01}'), ('contract', 'least_weekly_hours', '{0,168}', '{-0.01,168.01}'),
	('contract', 'most_weekly_hours', '{0,168}', '{-0.01,168.01}'), ('contract', 'last_day', '{2016-01-01}', '{2015-12-31}'), ('absence', 'last_day', '{2016-05-02}', '{2016-05-01}'),
	('return_to_work', 'score_told', '{0,1000000000}', '{-0.01,1000000000.01}'), ('return_to_work', 'form_received_on', '{2016-05-09}', '{2016-05-08}'),
	('attendance_policy', 'long_term', '{1 second,10 years}', '{0,10 years 1 day}'), ('attendance_policy', 'target_days', '{0,366}', '{-0.01,366.01}'), ('attendance_policy', 'least_group', '{2,1000}', '{1,1001}'),
	('policy_stage', 'stage', '{9}', '{10}'), ('policy_stage', 'trigger_score', '{0.01,1000000000}', '{0,1000000000.01}'), ('policy_stage', 'trigger_occasions', '{1}', '{0}'), ('policy_stage', 'trigger_days', '{0.01,1000000}', '{0,1000000.01}'),
	('policy_stage', 'warning_life', '{1 second,100 years}', '{0,100 years 1 day}'), ('policy_stage', 'least_rise', '{0,1000000000}', '{-0.01,1000000000.01}'), ('policy_stage', 'report_age', '{0,100 years}', '{-1 second,100 years 1 day}'),
	('policy_stage', 'review_least', '{0,100 years}', '{-1 second,100 years 1 day}'), ('policy_stage', 'review_most', '{0,100 years}', '{-1 second,100 years 1 day}'),
	('policy_stage', 'repeat_warnings', '{1}', '{0}'), ('policy_stage', 'repeat_within', '{1 second,100 years}', '{0,100 years 1 day}'), ('policy_stage', 'appeal_leads_to', '{4}', '{7}'),
	('policy_stage', 'meeting_within', '{0}', '{-1}'), ('policy_stage', 'notice', '{0,366}', '{-1,367}'), ('policy_stage', 'review_notice', '{0,366}', '{-1,367}'), ('policy_stage', 'appeal_within', '{0,366}', '{-1,367}'),
	('warning', 'score', '{0,1000000000}', '{-0.01,1000000000.01}'), ('warning', 'review_until', '{2016-11-02}', '{2016-11-01}'), ('warning', 'review_held_on', '{2016-11-01}', '{2016-10-31}'), ('warning', 'appeal_upheld_on', '{2016-11-01}', '{2016-10-31}'),
	('occupational_health_report', 'reported_on', '{2016-05-02}', '{2016-05-01}'), ('procedure_step', 'n', '{0,100000}', '{-1,100001}'), ('hr_case', 'closed_on', '{2016-05-02}', '{2016-05-01}'),
	('staffing_demand', 'at_least', '{0,100000}', '{-1,100001}'), ('staffing_demand', 'at_most', '{0,100000}', '{-1,100001}'),
	('timesheet', 'hours_worked', '{0,744}', '{-0.01,744.01}'), ('timesheet', 'leave_taken', '{0,744}', '{-0.01,744.01}'), ('timesheet', 'extra_hours', '{-744,744}', '{-744.01,744.01}')
	) AS b(relation, name, within, beyond);
-- infinity, in each date column, but for the days of a policy
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (1, '2016-05-02', '2016-05-06');
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (1, 900, 'leave out', 'A', '2016-06-01', 'B');
INSERT INTO case_event (employee_id, case_id, event, happened_on) SELECT 1, max(case_id), 'x', '2016-05-02' FROM hr_case;
INSERT INTO paid (employee_id, first_day, month, run) VALUES (1, '2016-05-01', '2016-05-01', 'x');
INSERT INTO employee (employee_id, service_area) VALUES (902, 'x');
INSERT INTO login VALUES ('x', 1, '2016-05-02', '2016-05-03');
INSERT INTO deputy VALUES (1, 902, '2016-05-02', '2016-05-03');
INSERT INTO flexi_member VALUES (1, '2016-05-02', '2016-05-03');
INSERT INTO working_time_terms (employee_id, first_day, last_day, born) VALUES (1, '2016-05-02', '2016-05-03', '1999-01-01');
INSERT INTO time_off VALUES (1, '2016-05-02', '2016-05-03', 'flexi-leave');
INSERT INTO employee_skill VALUES (1, 'x', NULL, '2016-05-02', '2016-05-03');
INSERT INTO team VALUES ('x', DEFAULT);
INSERT INTO shift_kind (team, kind, first_day, last_day, starts, ends) VALUES ('x', 'x', '2016-05-02', '2016-05-03', '9:00', '10:00');
INSERT INTO roster_terms (employee_id, first_day, last_day, team) VALUES (1, '2016-05-02', '2016-05-03', 'x');
INSERT INTO roster_request (employee_id, request, kind, first_day, last_day) VALUES (1, 'x', 'on', '2016-05-02', '2016-05-03');
INSERT INTO staffing_demand (team, slot, first_day, last_day, starts, ends) VALUES ('x', 'x', '2016-05-02', '2016-05-03', '9:00', '10:00');
INSERT INTO trigger_event VALUES (1, 'Bradford 2016', 1, 'reached', '2016-05-02', '2016-05-02 00:00+00');
INSERT INTO homework (employee_id, first_day, last_day, workstyle) VALUES (1, '2016-05-02', '2016-05-03', 'home');
INSERT INTO homework_event VALUES (1, 'review', '2016-05-02');
INSERT INTO homework_application (employee_id, applied_on) VALUES (1, '2016-05-02');
INSERT INTO work_output VALUES (1, 'claims', '2016-05-02', '2016-05-03', 10, 5, 5);
INSERT INTO office (office, first_day, last_day) VALUES ('Castle', '2016-05-02', '2016-05-03');
SELECT v AS proposed, count(*) AS columns, string_agg(format('%I.%I', c.relname, a.attname), ', ' ORDER BY c.relname, a.attnum) FILTER (WHERE taken(c.relname, a.attname, v)) AS taken
FROM   pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.atttypid = 'date'::regtype AND a.attnum > 0, unnest('{infinity,-infinity}'::text[]) AS v
WHERE  c.relnamespace = 'personnel'::regnamespace AND c.relkind = 'r' AND c.relname <> 'attendance_policy' GROUP BY v ORDER BY v DESC;
-- the bounds of the columns for working from home
SELECT b.*, ARRAY(SELECT v FROM unnest(within || beyond) WITH ORDINALITY AS x(v, n) WHERE taken(relation, name, v) ORDER BY n) AS taken
FROM  (VALUES
	('homework', 'trial', '{1 day,2 years}'::text[], '{0,2 years 1 day}'::text[]), ('homework', 'review_every', '{1 day,10 years}', '{0,10 years 1 day}'), ('homework', 'touch_every', '{1 day,10 years}', '{-1 day,10 years 1 day}'), ('homework', 'last_day', '{2016-05-02}', '{2016-05-01}'),
	('homework_event', 'event', '{keeping in touch,trial decided}', '{chat}'), ('homework_application', 'kit_cost', '{0,1000000000}', '{-0.01,1000000000.01}'), ('homework_application', 'yearly_saving', '{0,1000000000}', '{-0.01,NaN}'),
	('homework_application', 'yearly_cost', '{0,1000000000}', '{-0.01,Infinity}'), ('homework_application', 'decided_on', '{}', '{2016-05-02}'), ('work_output', 'done', '{0,1000000000}', '{-0.01,1000000000.01}'), ('work_output', 'checked', '{5,1000000000}', '{4.99,1000000000.01}'),
	('work_output', 'correct', '{0,5}', '{-0.01,5.01}'), ('work_output', 'last_day', '{2016-05-02}', '{2016-05-01}'), ('office', 'people_limit', '{0}', '{-1}'), ('office', 'desks', '{0}', '{-1}'), ('office', 'desk_cost', '{0,1000000000}', '{-0.01,NaN}'),
	('workstyle', 'desks', '{0,1000000}', '{-0.01,1000000.01}'), ('workstyle', 'for_people', '{0.01,1000000}', '{0,NaN}'), ('workstyle', 'counted', '{whole-time equivalent}', '{foot}'), ('workstyle', 'in_office', '{never}', '{often}'),
	('homework_allowance', 'weekly', '{0,1000000}', '{-0.01,1000000.01}'), ('homework_allowance', 'monthly', '{0,1000000}', '{-0.01,NaN}'), ('homework_allowance', 'who', '{employee claims}', '{nobody}')
	) AS b(relation, name, within, beyond);
ROLLBACK;
-- and no number is left that may be NaN
SELECT c.relname, a.attname
FROM   pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE  c.relnamespace = 'personnel'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'numeric'::regtype
AND    NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey)
				   AND pg_get_constraintdef(k.oid) ~ format('\(%s <=? ', a.attname))
ORDER  BY 1, 2;
-- no record has infinity as a day: every date column but the days in force of a policy is checked
SELECT a.attrelid::regclass AS relation, string_agg(a.attname, ', ' ORDER BY a.attnum) AS days_that_may_be_infinite
FROM   pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE  c.relnamespace = 'personnel'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND a.atttypid = 'date'::regtype
AND    NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.conname = 'days_are_finite' AND pg_get_constraintdef(k.oid) LIKE '%isfinite(' || a.attname || ')%')
GROUP  BY 1;
\set VERBOSITY terse
INSERT INTO absence (employee_id, first_day, last_day) VALUES (1, '2016-05-02', 'infinity');
INSERT INTO absence (employee_id, first_day) VALUES (1, '-infinity');
UPDATE contract SET last_day = 'infinity' WHERE last_day IS NULL;
INSERT INTO contract (employee_id, post, first_day) VALUES (1, '9', '-infinity');
INSERT INTO warning (employee_id, policy, stage, issued_on) VALUES (1, 'Bradford 2016', 1, 'infinity');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (1, '2016-05-02', 'infinity');
INSERT INTO timesheet (employee_id, month) VALUES (1, 'infinity');
UPDATE employee SET service_from = '-infinity';
\set VERBOSITY default
-- a policy that is never in force may stand beside the others, for comparison
INSERT INTO attendance_policy (policy) VALUES ('what if');

-- A change of a person's number reaches whatever refers to it: two levels down, and a join by both of its ends. So does a change of a record's
-- number, except to decisions about it: those are changed by hand, in the same transaction.
INSERT INTO employee (employee_id, service_area) VALUES (11, 'Waste'), (12, 'Waste');
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (101, 11, '2016-05-02', '2016-05-03'), (102, 11, '2016-05-05', '2016-05-06'), (103, 12, '2016-05-09', '2016-05-10'),
	(101, 12, '2016-06-01', '2016-06-02');	-- the same number as one of somebody else's
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (11, 102, 'join', 101, 'A', '2016-06-01', 'B'), (11, 101, 'join', 102, 'A', '2016-06-01', 'B');
INSERT INTO return_to_work (employee_id, absence_id, held_on) VALUES (11, 102, '2016-05-09'), (12, 101, '2016-06-03');
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (7, 11, 'attendance', '2016-05-02');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (11, 7, 'x', '2016-05-02');
INSERT INTO login VALUES ('eleven', 11, '2016-01-01');
CREATE FUNCTION refers() RETURNS TABLE (who bigint, what text) LANGUAGE sql BEGIN ATOMIC
	SELECT employee_id, 'absence ' || absence_id FROM absence WHERE employee_id > 10 UNION ALL
	SELECT employee_id, concat('override of ', absence_id, ' joined to ' || joined_to) FROM absence_override UNION ALL
	SELECT employee_id, 'discussion of ' || absence_id FROM return_to_work UNION ALL
	SELECT employee_id, 'case ' || case_id FROM hr_case UNION ALL
	SELECT employee_id, 'event of case ' || case_id FROM case_event UNION ALL
	SELECT employee_id, 'login ' || role_name FROM login ORDER BY 1, 2;
END;
UPDATE employee SET employee_id = 21 WHERE employee_id = 11;
\set VERBOSITY sqlstate
UPDATE absence SET absence_id = absence_id + 1000 WHERE employee_id = 21;
BEGIN;
SET CONSTRAINTS decision_on_an_absence, joined_to_an_absence DEFERRED;
UPDATE absence SET absence_id = absence_id + 1000 WHERE employee_id = 21;
UPDATE absence_override SET absence_id = absence_id + 1000 WHERE employee_id = 21;
COMMIT;		-- what it is joined to was forgotten
BEGIN;
SET CONSTRAINTS decision_on_an_absence, joined_to_an_absence DEFERRED;
UPDATE absence SET absence_id = absence_id + 1000 WHERE employee_id = 21;
UPDATE absence_override SET absence_id = absence_id + 1000, joined_to = joined_to + 1000 WHERE employee_id = 21;
COMMIT;
\set VERBOSITY default
UPDATE hr_case SET case_id = 8;
SELECT * FROM refers();
-- both at once, of two people at once
UPDATE employee SET employee_id = employee_id + 1 WHERE employee_id IN (12, 21);
SELECT count(*) AS rows, count(*) FILTER (WHERE who = 13) AS of_13, count(*) FILTER (WHERE who = 22) AS of_22 FROM refers();
-- an absence moves to another person with what was said about it, but not while a decision joins it or leaves it out; nor can one be joined to somebody
-- else's
\set VERBOSITY terse
UPDATE absence SET employee_id = 22 WHERE employee_id = 13 AND absence_id = 101;
\set VERBOSITY sqlstate
UPDATE absence SET employee_id = 13 WHERE employee_id = 22 AND absence_id = 1102;
\set VERBOSITY terse
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (22, 101, 'join', 103, 'A', '2016-06-01', 'B');
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (13, 103, 'leave out', 'A', '2016-06-01', 'B');
UPDATE absence SET employee_id = 22 WHERE employee_id = 13;
BEGIN;
SET CONSTRAINTS ALL DEFERRED;
UPDATE absence SET employee_id = 22 WHERE employee_id = 13;
UPDATE absence_override SET employee_id = 22 WHERE employee_id = 13;
COMMIT;
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (13, 1101, 'leave out', NULL, 'A', '2016-06-01', 'B');
INSERT INTO return_to_work (employee_id, absence_id, held_on) VALUES (13, 1101, '2016-05-09');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (13, 8, 'x', '2016-05-02');
\set VERBOSITY sqlstate
DELETE FROM absence WHERE absence_id = 1101;
\set VERBOSITY default
SELECT * FROM refers();
-- a case takes its events along
DELETE FROM hr_case;
SELECT count(*) AS events FROM case_event;
-- tables about a person: employee_id comes first in each key, and in each reference to such a table
SELECT k.conrelid::regclass AS relation, k.conname, pg_get_constraintdef(k.oid) AS definition
FROM   pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attname = 'employee_id'
WHERE  k.connamespace = 'personnel'::regnamespace AND k.conkey[1] <> a.attnum
AND   (k.contype IN ('p', 'u') OR EXISTS (SELECT FROM pg_attribute b WHERE b.attrelid = k.confrelid AND b.attname = 'employee_id'));
SELECT relation FROM bradford.table_columns() GROUP BY relation HAVING NOT bool_or("column" = 'employee_id') ORDER BY relation;

-- relations of those names with other columns: all conflicts at once, and nothing is made
CREATE SCHEMA taken;
CREATE TABLE taken.employee (id integer, employee_id integer);
CREATE VIEW taken.warning AS SELECT 1 AS stage;
CALL bradford.create_tables('taken');
SELECT relname FROM pg_class WHERE relnamespace = 'taken'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1;
\set VERBOSITY sqlstate
CALL bradford.create_tables('taken');
CALL bradford.create_tables(NULL);
\set VERBOSITY default
CALL bradford.create_tables('');

-- names taken by something other than a table, an index of ours, a table without a key that others refer to: all at once, before
-- anything is made
CREATE SCHEMA half;
CREATE SEQUENCE half.warning;
CREATE TYPE half.timesheet AS ENUM ('a');
CREATE TYPE half.fit_note AS (a integer);
CREATE TABLE half.contract_by_shared_post (a integer);
CREATE TABLE half.other (a integer);
CREATE INDEX absence_by_employee ON half.other (a);
CREATE VIEW half.policy_stage_pkey AS SELECT 1 AS a;
CREATE TABLE half.employee AS SELECT * FROM personnel.employee;
CREATE TABLE half.hr_case AS SELECT * FROM personnel.hr_case;
CREATE UNIQUE INDEX open_cases ON half.hr_case (case_id) WHERE closed_on IS NULL;
CREATE TABLE half.absence_reason (LIKE personnel.absence_reason);
CALL bradford.create_tables('half');
SELECT count(*) AS tables FROM pg_class WHERE relnamespace = 'half'::regnamespace AND relkind = 'r';
-- each of them out of the way; a unique key serves as well as a primary one
DROP SEQUENCE half.warning;
DROP TYPE half.timesheet, half.fit_note;
DROP TABLE half.contract_by_shared_post, half.other;
DROP VIEW half.policy_stage_pkey;
ALTER TABLE half.employee ADD PRIMARY KEY (employee_id);
CREATE UNIQUE INDEX ON half.hr_case (case_id, employee_id) INCLUDE (procedure);
ALTER TABLE half.absence_reason ADD UNIQUE (reason);
CALL bradford.create_tables('half');
SELECT count(*) AS tables, (SELECT count(*) FROM pg_constraint WHERE connamespace = 'half'::regnamespace AND contype = 'f') AS references
FROM   pg_class WHERE relnamespace = 'half'::regnamespace AND relkind = 'r';

-- reports: things of the site's own with a report's name, columns that cannot be compared, and missing ones, in one error
CREATE TABLE half.trigger_report (a integer);
CREATE VIEW half.pattern_report AS SELECT 1 AS a;
CREATE TYPE half.pay_report AS ENUM ('a');
ALTER TABLE half.absence_override RENAME TO override;
CREATE VIEW half.absence_override AS SELECT employee_id, absence_id::text, action, joined_to, decided_by, decided_on, why FROM half.override;
ALTER TABLE half.case_event RENAME TO event_of_case;
CREATE VIEW half.case_event AS SELECT employee_id, case_id::text, event, happened_on, happened_at FROM half.event_of_case;
DROP TABLE half.return_to_work;
CALL bradford.create_reports('half');
DROP TABLE half.trigger_report;
DROP VIEW half.pattern_report, half.absence_override, half.case_event;
DROP TYPE half.pay_report;
ALTER TABLE half.override RENAME TO absence_override;
ALTER TABLE half.event_of_case RENAME TO case_event;
CALL bradford.create_tables('half');
SET client_min_messages = warning;
CALL bradford.create_reports('half');
RESET client_min_messages;
SELECT count(*) AS views FROM pg_class WHERE relnamespace = 'half'::regnamespace AND relkind = 'v';
CALL bradford.create_reports('half');

-- things that belong to others are left alone, whoever calls: a role without rights on the schema, one that may create in it, a
-- superuser
CREATE ROLE regress_bradford_guest;
SET ROLE regress_bradford_guest;
CALL bradford.create_tables('half');
CALL bradford.create_reports('half');
RESET ROLE;
GRANT USAGE, CREATE ON SCHEMA half TO regress_bradford_guest;
DROP TABLE half.return_to_work CASCADE;
SET ROLE regress_bradford_guest;
\set VERBOSITY sqlstate
CALL bradford.create_tables('half');
CALL bradford.create_reports('half');
CALL bradford.drop_reports('half');
\set VERBOSITY default
RESET ROLE;
CALL bradford.create_tables('personnel');
-- a member of the owner may, and so may the owner of the database in public
GRANT regress_bradford_hr TO regress_bradford_guest;
SET ROLE regress_bradford_guest;
CALL bradford.create_tables('personnel');
CALL bradford.create_reports('personnel');
CALL bradford.drop_reports('personnel');
RESET ROLE;
SELECT n.nspname, f.* FROM pg_namespace n, bradford.foreign_objects(n.nspname, '{employee}') f WHERE n.nspname IN ('public', 'personnel', 'half') ORDER BY 1;
-- not in a schema of PostgreSQL or of the extension
\set VERBOSITY terse
CALL bradford.create_tables('bradford');
CALL bradford.create_tables('pg_catalog');
CALL bradford.create_tables('pg_temp');
CALL bradford.create_reports('information_schema');
CALL bradford.drop_reports('bradford');
\set VERBOSITY default

-- tables of an older release get the columns and tables that they lack, with comments and constraints, and nothing else changes
CALL bradford.create_tables('older');
INSERT INTO older.employee (employee_id, service_area) VALUES (1, 'Waste');
INSERT INTO older.contract (employee_id, first_day) VALUES (1, '2015-01-01');
INSERT INTO older.absence (employee_id, first_day) VALUES (1, '2016-05-02');
DELETE FROM older.absence_reason WHERE reason <> 'IVF treatment';
ALTER TABLE older.contract DROP full_time_salary, DROP calendar, DROP wte_weeks;
ALTER TABLE older.absence DROP half_worked, DROP half_days;
ALTER TABLE older.employee DROP name, ADD badge text, ALTER service_area DROP NOT NULL;
DROP TABLE older.timesheet, older.case_event;
CREATE TABLE older.mine AS SELECT * FROM older.absence;
CALL bradford.create_tables('older');
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), left(col_description(c.oid, a.attnum), 40) AS comment
FROM   pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE  c.relnamespace = 'older'::regnamespace AND a.attname IN ('full_time_salary', 'calendar', 'wte_weeks', 'half_worked', 'half_days', 'name', 'badge', 'service_area')
AND    c.relkind = 'r' ORDER BY 1, 2;
SELECT employee_id, calendar, wte_weeks, full_time_salary FROM older.contract;
SELECT count(*) AS reasons FROM older.absence_reason;
-- both schemas have the same constraints, apart from NOT NULL, which is one from PostgreSQL 18 on
SET search_path = pg_catalog;
SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'older'::regnamespace AND contype <> 'n'
AND    (conname, pg_get_constraintdef(oid)) NOT IN (SELECT conname, replace(pg_get_constraintdef(oid), 'personnel.', 'older.') FROM pg_constraint WHERE connamespace = 'personnel'::regnamespace);
SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'personnel'::regnamespace AND contype <> 'n'
AND    (conname, replace(pg_get_constraintdef(oid), 'personnel.', 'older.')) NOT IN (SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'older'::regnamespace);
SET search_path = personnel;
SELECT nspname FROM pg_namespace WHERE nspname LIKE 'bradford %';
-- this needs a schema to compare with, unless nothing is missing, or nothing is there yet
REVOKE CREATE ON DATABASE :"DBNAME" FROM regress_bradford_hr;
CREATE SCHEMA theirs AUTHORIZATION regress_bradford_hr;
SET ROLE regress_bradford_hr;
CALL bradford.create_tables('personnel');
CREATE TABLE theirs.unrelated (a integer);
CALL bradford.create_tables('theirs');
DROP TABLE theirs.case_event;
CALL bradford.create_tables('theirs');
RESET ROLE;
GRANT CREATE ON DATABASE :"DBNAME" TO regress_bradford_hr;
-- tables moved in get the rights that new tables get there, and keep their comments
ALTER DEFAULT PRIVILEGES FOR ROLE regress_bradford_hr IN SCHEMA theirs GRANT SELECT ON TABLES TO regress_bradford_guest;
SET ROLE regress_bradford_hr;
CALL bradford.create_tables('theirs');
DROP TABLE theirs.warning;
CALL bradford.create_tables('theirs');
RESET ROLE;
SELECT has_table_privilege('regress_bradford_guest', 'theirs.case_event', 'SELECT') AS case_event, has_table_privilege('regress_bradford_guest', 'theirs.hr_case', 'SELECT') AS hr_case,
	   obj_description((SELECT oid FROM pg_constraint WHERE conname = 'stage_of_the_policy' AND conrelid = 'theirs.warning'::regclass), 'pg_constraint') AS comment;
-- a snapshot that does not see what others have made since, and a name that PostgreSQL would cut
\set VERBOSITY terse
BEGIN ISOLATION LEVEL REPEATABLE READ;
CALL bradford.create_tables('personnel');
ROLLBACK;
SELECT repeat('n', 64) AS long \gset
CALL bradford.create_tables(:'long');
\set VERBOSITY default

-- a site's own policies replace the published ones, whose stages then have nothing to belong to
CREATE SCHEMA own;
CREATE TABLE own.attendance_policy (LIKE personnel.attendance_policy INCLUDING ALL);
INSERT INTO own.attendance_policy (policy, first_day) VALUES ('ours', '2015-01-01');
CALL bradford.create_tables('own');
SELECT (SELECT count(*) FROM own.policy_stage) AS stages, (SELECT string_agg(policy, ', ') FROM own.attendance_policy) AS policies,
	   (SELECT count(*) FROM own.procedure_step) AS steps;
INSERT INTO own.policy_stage (policy, stage, title, trigger_score) VALUES ('theirs', 1, 'x', 1);

-- a view with the right columns is left in place, and the tables do without references to it
CREATE SCHEMA mixed;
CREATE VIEW mixed.employee AS SELECT * FROM personnel.employee;
CALL bradford.create_tables('mixed');
SELECT count(*) AS references_to_employee FROM pg_constraint WHERE connamespace = 'mixed'::regnamespace AND contype = 'f' AND conname LIKE '%employee';

-- names that need quoting
CALL bradford.create_tables('Höhere "HR" Schule');
SELECT count(*) AS tables FROM pg_class WHERE relnamespace = '"Höhere ""HR"" Schule"'::regnamespace AND relkind = 'r';

SET client_min_messages = warning;
DROP SCHEMA taken, half, older, own, mixed, theirs, "Höhere ""HR"" Schule" CASCADE;
DROP OWNED BY regress_bradford_hr, regress_bradford_guest CASCADE;
DROP ROLE regress_bradford_hr, regress_bradford_guest;
