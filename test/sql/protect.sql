--
-- protect: what each kind of reader sees of each table and each report
--
SET datestyle = ISO;
SET timezone = 'Europe/London';
SET intervalstyle = postgres;
SET client_min_messages = warning;
\set SHOW_CONTEXT never
CREATE ROLE regress_bradford_owner;
CREATE ROLE regress_bradford_hr;
CREATE ROLE regress_bradford_manager;
CREATE ROLE regress_bradford_employee;
CREATE ROLE regress_bradford_payroll;
-- people's logins, and the roles that they are members of
CREATE ROLE regress_bradford_chief IN ROLE regress_bradford_manager;
CREATE ROLE regress_bradford_boss IN ROLE regress_bradford_manager;
CREATE ROLE regress_bradford_worker IN ROLE regress_bradford_employee;
CREATE ROLE regress_bradford_both IN ROLE regress_bradford_manager, regress_bradford_employee;
CREATE ROLE regress_bradford_clerk IN ROLE regress_bradford_payroll, regress_bradford_manager;
CREATE ROLE regress_bradford_nobody IN ROLE regress_bradford_manager, regress_bradford_employee;
CREATE ROLE regress_bradford_stranger;
CREATE ROLE regress_bradford_pooler LOGIN;
GRANT regress_bradford_chief, regress_bradford_boss, regress_bradford_worker TO regress_bradford_pooler;

-- the owner makes it all. Everybody has a row in every table
SELECT format('GRANT CREATE ON DATABASE %I TO regress_bradford_owner', current_database()) \gexec
SET ROLE regress_bradford_owner;
CALL bradford.create_tables('hr');
CALL bradford.create_reports('hr');
--   1 chief
--     2 boss        5 other
--       3  4          6      7 has left
--      31
INSERT INTO hr.employee (employee_id, name, service_area, manager_id) VALUES
	(1, 'Chief', 'Office', NULL), (2, 'Boss', 'Waste', 1), (5, 'Other', 'Parks', 1), (3, 'Worker', 'Waste', 2), (4, 'Four', 'Waste', 2),
	(31, 'Below', 'Waste', 3), (6, 'Six', 'Parks', 5), (7, 'Left', 'Parks', 5);
INSERT INTO hr.contract (employee_id, first_day, kind, weekly_hours, weeks_at_work, full_time_salary)
SELECT employee_id, '2015-09-01', 'term-time', 25, 38, 20000 FROM hr.employee;
UPDATE hr.contract SET last_day = '2017-08-31' WHERE employee_id = 7;
-- ill for six weeks now, and reached the trigger of stage 3 yesterday
INSERT INTO hr.absence (absence_id, employee_id, first_day, last_day, reason)
SELECT 10 * employee_id + n, employee_id, current_date - 40 * n, CASE WHEN n > 1 THEN current_date - 40 * n + 12 END, CASE n WHEN 5 THEN 'medical appointment' ELSE 'stress' END
FROM   hr.employee, generate_series(1, 5) AS n;
INSERT INTO hr.absence_override SELECT employee_id, 10 * employee_id + 3, 'leave out', NULL, 'somebody', current_date - 10, 'a reason' FROM hr.employee;
INSERT INTO hr.return_to_work (employee_id, absence_id, held_on) SELECT employee_id, 10 * employee_id + 2, current_date - 60 FROM hr.employee;
INSERT INTO hr.fit_note (employee_id, first_day, last_day) SELECT employee_id, current_date - 40, current_date - 30 FROM hr.employee;
INSERT INTO hr.warning (employee_id, policy, stage, issued_on, score, review_until) SELECT employee_id, 'Bradford 2016', 1, current_date - 20, 160, current_date + 30 FROM hr.employee;
INSERT INTO hr.occupational_health_report (employee_id, referred_on) SELECT employee_id, current_date - 20 FROM hr.employee;
INSERT INTO hr.hr_case (case_id, employee_id, procedure, opened_on) SELECT employee_id, employee_id, 'grievance 2016', current_date - 9 FROM hr.employee;
INSERT INTO hr.case_event (employee_id, case_id, event, happened_on) SELECT employee_id, case_id, 'formal_received', current_date - 9 FROM hr.hr_case;
INSERT INTO hr.timesheet (employee_id, month, hours_worked) SELECT employee_id, '2016-10-01', 100 FROM hr.employee;
INSERT INTO hr.paid (employee_id, first_day, month, run, salary) SELECT employee_id, '2015-09-01', '2016-10-01', '2016-10', 1000 FROM hr.employee;
INSERT INTO hr.flexi_member (employee_id, first_day) SELECT employee_id, current_date - 20 FROM hr.employee;
INSERT INTO hr.clock_entry SELECT employee_id, current_date - 6 + interval '9:00', current_date - 6 + interval '16:00' FROM hr.employee;
INSERT INTO hr.time_off SELECT employee_id, current_date - 5, current_date - 4, 'flexi-leave' FROM hr.employee;
INSERT INTO hr.working_time_terms (employee_id, first_day) SELECT employee_id, current_date - 20 FROM hr.employee;
INSERT INTO hr.office (office, first_day, people_limit, desks) VALUES ('Castle', '2016-01-04', 5, 5);
INSERT INTO hr.homework (employee_id, first_day, kind, workstyle, office, pattern, review_every) SELECT employee_id, '2016-01-04', 'agreed', 'flexible', 'Castle', 'alternate weeks', '1 year' FROM hr.employee;
INSERT INTO hr.homework_event SELECT employee_id, 'review', current_date - 30, 'well' FROM hr.employee;
INSERT INTO hr.homework_application (employee_id, applied_on, yearly_saving) SELECT employee_id, '2016-01-04', 400 FROM hr.employee;
INSERT INTO hr.work_output SELECT employee_id, 'claims', current_date - 30, current_date - 1, 100, 10, 9 FROM hr.employee;
INSERT INTO hr.downtime SELECT employee_id, current_date + interval '9:00' - interval '1 day', current_date + interval '10:00' - interval '1 day', 'benefits', 'other work', 'boss' FROM hr.employee;
INSERT INTO hr.shift (employee_id, during, team) SELECT employee_id, tstzrange(current_date - 3 + interval '9:00', current_date - 3 + interval '17:00'), 'Ward 1' FROM hr.employee;
INSERT INTO hr.employee_skill SELECT employee_id, 'nurse', NULL, current_date - 30, NULL FROM hr.employee;
INSERT INTO hr.team VALUES ('Ward 1', DEFAULT);
INSERT INTO hr.shift_kind (team, kind, first_day, starts, ends) VALUES ('Ward 1', 'day', '2016-01-01', '9:00', '17:00');
INSERT INTO hr.roster_terms (employee_id, first_day, team) SELECT employee_id, current_date - 30, 'Ward 1' FROM hr.employee;
INSERT INTO hr.roster_request (employee_id, request, kind, first_day) SELECT employee_id, 'x', 'off', current_date + 1 FROM hr.employee;
INSERT INTO hr.roster_shift (employee_id, roster, during, team) SELECT employee_id, 'plan', tstzrange(current_date + 1 + interval '9:00', current_date + 1 + interval '17:00'), 'Ward 1' FROM hr.employee;
INSERT INTO hr.staffing_demand (team, slot, first_day, starts, ends, at_least) VALUES ('Ward 1', 'day', '2016-01-01', '9:00', '17:00', 2);
INSERT INTO hr.trigger_event SELECT employee_id, 'Bradford 2016', 1, 'reached', current_date - 30, now() FROM hr.employee;
INSERT INTO hr.login (role_name, employee_id, first_day) VALUES ('regress_bradford_chief', 1, '2016-01-01'), ('regress_bradford_boss', 2, '2016-01-01'),
	('regress_bradford_worker', 3, '2016-01-01'), ('regress_bradford_both', 5, '2016-01-01'), ('regress_bradford_clerk', 2, '2016-01-01');
INSERT INTO hr.deputy VALUES (4, 6, '2016-01-01', '2016-12-31');
RESET ROLE;

-- the employees whose rows of a relation a reader sees, by number
CREATE FUNCTION seen(reader text, relation text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	key		text := (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = ('hr.' || relation)::regclass AND a.attname = 'employee_id');
	answer	text;
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', reader);
	BEGIN
		EXECUTE format('SELECT coalesce(%s, ''-'') FROM hr.%I', CASE WHEN relation = 'office_attendance_report' THEN 'nullif(count(DISTINCT office), 0)::text || '' offices''' WHEN key IS NULL THEN 'nullif(count(*), 0)::text || '' rows''' ELSE format('string_agg(DISTINCT (%1$s)::text, '' '' ORDER BY (%1$s)::text)', key) END,
					   relation) INTO answer;
	EXCEPTION WHEN insufficient_privilege THEN
		answer := 'refused';
	END;
	RESET ROLE;
	RETURN answer;
END $$;

-- before: the rights of the catalogs
CREATE FUNCTION rights() RETURNS TABLE (what text, who text, may text) LANGUAGE sql AS $$
	SELECT c.oid::regclass::text, a.grantee::regrole::text, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'hr'::regnamespace AND a.grantee <> c.relowner
	UNION ALL SELECT p.oid::regprocedure::text, a.grantee::regrole::text, a.privilege_type FROM pg_proc p, aclexplode(p.proacl) a WHERE p.pronamespace = 'hr'::regnamespace AND a.grantee <> p.proowner
	UNION ALL SELECT 'schema', a.grantee::regrole::text, a.privilege_type FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = 'hr' AND a.grantee <> n.nspowner
	UNION ALL SELECT c.oid::regclass::text, 'row security', '' FROM pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.relrowsecurity
	UNION ALL SELECT p.polrelid::regclass::text, 'policy', p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'hr'::regnamespace
	UNION ALL SELECT p.oid::regprocedure::text, 'function', '' FROM pg_proc p WHERE p.pronamespace = 'hr'::regnamespace
	UNION ALL SELECT c.oid::regclass::text, 'options', c.reloptions::text FROM pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.reloptions IS NOT NULL
$$;
CREATE TABLE rights_before AS SELECT * FROM rights();

SET ROLE regress_bradford_owner;
CALL bradford.protect('hr', hr => 'regress_bradford_hr', manager => 'regress_bradford_manager', employee => 'regress_bradford_employee', payroll => 'regress_bradford_payroll');
RESET ROLE;

-- each table
SELECT t.relation, seen('regress_bradford_hr', relation) AS hr, seen('regress_bradford_chief', relation) AS chief, seen('regress_bradford_boss', relation) AS boss,
	   seen('regress_bradford_worker', relation) AS worker, seen('regress_bradford_both', relation) AS both, seen('regress_bradford_payroll', relation) AS payroll,
	   seen('regress_bradford_clerk', relation) AS clerk, seen('regress_bradford_nobody', relation) AS nobody, seen('regress_bradford_stranger', relation) AS stranger
FROM   (SELECT DISTINCT relation FROM bradford.table_columns()) AS t ORDER BY relation COLLATE "C";
-- each report
SELECT t.relation, seen('regress_bradford_hr', relation) AS hr, seen('regress_bradford_chief', relation) AS chief, seen('regress_bradford_boss', relation) AS boss,
	   seen('regress_bradford_worker', relation) AS worker, seen('regress_bradford_both', relation) AS both, seen('regress_bradford_payroll', relation) AS payroll,
	   seen('regress_bradford_clerk', relation) AS clerk, seen('regress_bradford_nobody', relation) AS nobody, seen('regress_bradford_stranger', relation) AS stranger
FROM   (SELECT relname AS relation FROM pg_class WHERE relnamespace = 'hr'::regnamespace AND relkind = 'v') AS t ORDER BY 1;

-- HW-4: counts of everybody are only for readers who see everybody, whatever their rights on the report; the average of a team is over the people whom the
-- reader sees, and there is none over oneself alone
BEGIN;
GRANT SELECT ON hr.office_attendance_report, hr.desk_report TO regress_bradford_manager;
SET LOCAL ROLE regress_bradford_boss;
\set VERBOSITY terse
SAVEPOINT a;
SELECT * FROM hr.office_attendance_report;
ROLLBACK TO a;
SELECT * FROM hr.desk_report;
\set VERBOSITY default
ROLLBACK;
SELECT r AS reader, (SELECT x FROM (SELECT 1) o, LATERAL (SELECT seen('regress_bradford_' || r, 'office_day')) y(x)) AS planned FROM unnest('{hr,boss,worker}'::text[]) AS r;
CREATE FUNCTION team(reader text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', 'regress_bradford_' || reader);
	SELECT string_agg(format('%s: %s of %s %s', employee_id, team_per_fte, team, hidden), ', ' ORDER BY employee_id) INTO answer FROM hr.output_report;
	RESET ROLE;
	RETURN answer;
END $$;
SELECT r AS reader, team(r) AS averages FROM unnest('{hr,boss,worker,both}'::text[]) AS r;
DROP FUNCTION team(text);

-- a reader of two kinds reads no figure that rests on somebody else's records that they do not see: the clerk no score of people whose absence is for
-- their managers, the manager no debt to people whose pay is for payroll. As payroll alone, the clerk sees everybody. 4 months, one was paid
CREATE FUNCTION answer(reader text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', 'regress_bradford_' || reader);
	EXECUTE query INTO answer;
	RESET ROLE;
	RETURN answer;
END $$;
SELECT r AS reader, answer(r, 'SELECT string_agg(format(''%s: %s'', employee_id, score), '', '' ORDER BY employee_id) FROM hr.trigger_report') AS scores
FROM   unnest('{hr,boss,clerk,both,worker}'::text[]) AS r;
SELECT r AS reader, answer(r, 'SELECT string_agg(format(''%s: %s'', employee_id, paid), '', '' ORDER BY employee_id)
	FROM (SELECT employee_id, sum(salary_paid) AS paid FROM hr.pay_difference_report(''2017-01-31'') GROUP BY 1) x') AS paid_of_4_months
FROM   unnest('{hr,payroll,clerk,both,worker}'::text[]) AS r;
-- nothing was ever paid to 4: a reader of everybody's pay is told
BEGIN;
DELETE FROM hr.paid WHERE employee_id IN (4, 5);
SELECT r AS reader, answer(r, 'SELECT string_agg(format(''%s: %s'', employee_id, paid), '', '' ORDER BY employee_id)
	FROM (SELECT employee_id, sum(salary_paid) AS paid FROM hr.pay_difference_report(''2017-01-31'') WHERE employee_id IN (4, 5, 6) GROUP BY 1) x') AS paid_of_4_months
FROM   unnest('{hr,payroll,clerk,both}'::text[]) AS r;
ROLLBACK;
-- an employee's report covers the months that everybody's covers, though it sees only their own lines: no month before the first full month, in which only 3
-- got an advance, but the one in which 3 was left out
BEGIN;
DELETE FROM hr.paid;
INSERT INTO hr.paid (employee_id, first_day, month, run, salary) VALUES (3, '2015-09-01', '2016-08-01', 'advance', 1000);
INSERT INTO hr.paid (employee_id, first_day, month, run, salary) SELECT employee_id, '2015-09-01', m, m::text, 1000 FROM hr.employee, (VALUES (date '2016-10-01'), ('2016-11-01'), ('2016-12-01')) AS m(m) WHERE (employee_id, m) <> (3, '2016-11-01');
SELECT r AS reader, answer(r, 'SELECT string_agg(format(''%s: %s'', to_char(pay_month::timestamp, ''YYYY-MM''), salary_paid), '', '' ORDER BY pay_month) FROM hr.pay_difference_report(''2016-12-31'') WHERE employee_id = 3') AS paid
FROM   unnest('{hr,payroll,worker}'::text[]) AS r;
ROLLBACK;
SET SESSION AUTHORIZATION regress_bradford_clerk;
SET ROLE regress_bradford_payroll;
SELECT string_agg(employee_id::text, ' ' ORDER BY employee_id) AS clerk_as_payroll FROM hr.pay_report('2017-01-01');
RESET SESSION AUTHORIZATION;
-- the clerk reads the reports of absence as the boss does, line for line
SELECT count(*) AS reports, string_agg(v.relname, ' ') FILTER (WHERE answer('boss', v.all_of_it) IS DISTINCT FROM answer('clerk', v.all_of_it)) AS read_otherwise
FROM  (SELECT c.relname, format('SELECT md5(string_agg(t::text, '','' ORDER BY t::text COLLATE "C")) FROM hr.%I t', c.relname) AS all_of_it
	   FROM   pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'v' AND has_table_privilege('regress_bradford_boss', c.oid, 'SELECT') AND NOT has_table_privilege('regress_bradford_payroll', c.oid, 'SELECT')) v;

-- the line of managers, worked out the other way: from each person up to the top
CREATE FUNCTION line(boss bigint) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(e.employee_id::text, ' ' ORDER BY e.employee_id::text), '-') FROM hr.employee e
	WHERE  e.employee_id <> boss AND boss IN (
			WITH RECURSIVE up AS (SELECT e.manager_id AS id UNION SELECT b.manager_id FROM up JOIN hr.employee b ON b.employee_id = up.id) SELECT id FROM up)
$$;
CREATE FUNCTION boss_sees() RETURNS TABLE (should text, employee text, absence text, trigger_report text) LANGUAGE sql AS $$
	SELECT line(2), seen('regress_bradford_boss', 'employee'), seen('regress_bradford_boss', 'absence'), seen('regress_bradford_boss', 'trigger_report')
$$;
SELECT * FROM boss_sees();
-- people move to the boss, and away
UPDATE hr.employee SET manager_id = 31 WHERE employee_id = 6;
SELECT * FROM boss_sees();
UPDATE hr.employee SET manager_id = 5 WHERE employee_id IN (3, 6);
SELECT * FROM boss_sees();
UPDATE hr.employee SET manager_id = 2 WHERE employee_id = 3;
-- the boss reports to the worker, who reports to the boss; and the chief to the boss: the boss is still not among the people of the boss
UPDATE hr.employee SET manager_id = 3 WHERE employee_id = 2;
SELECT * FROM boss_sees();
UPDATE hr.employee SET manager_id = 1 WHERE employee_id = 2;
UPDATE hr.employee SET manager_id = 2 WHERE employee_id = 1;
SELECT * FROM boss_sees();
UPDATE hr.employee SET manager_id = NULL WHERE employee_id = 1;
-- the boss has left; a login that has ended, one that begins tomorrow
UPDATE hr.contract SET last_day = current_date - 1 WHERE employee_id = 2;
SELECT * FROM boss_sees();
UPDATE hr.contract SET last_day = current_date WHERE employee_id = 2;
SELECT * FROM boss_sees();
UPDATE hr.contract SET last_day = NULL WHERE employee_id = 2;
UPDATE hr.login SET last_day = current_date - 1 WHERE role_name = 'regress_bradford_boss';
SELECT * FROM boss_sees();
UPDATE hr.login SET first_day = current_date + 1, last_day = NULL WHERE role_name = 'regress_bradford_boss';
SELECT * FROM boss_sees();
UPDATE hr.login SET first_day = current_date, last_day = current_date WHERE role_name = 'regress_bradford_boss';
SELECT * FROM boss_sees();
-- between two contracts nobody works here
UPDATE hr.contract SET last_day = current_date - 9 WHERE employee_id = 2;
INSERT INTO hr.contract (employee_id, post, first_day) VALUES (2, '2', current_date + 9);
SELECT * FROM boss_sees();
-- a manager without a contract here, such as one from an agency
DELETE FROM hr.contract WHERE employee_id = 2;
SELECT * FROM boss_sees();
INSERT INTO hr.contract (employee_id, first_day) VALUES (2, '2015-09-01');
-- today is today in Britain, whatever a session says
CREATE FUNCTION at_the_edge(zone text) RETURNS TABLE (boss text, worker text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL timezone TO %L', zone);
	RETURN QUERY SELECT seen('regress_bradford_boss', 'employee'), seen('regress_bradford_worker', 'employee');
END $$;
UPDATE hr.login SET last_day = current_date - 2 WHERE role_name = 'regress_bradford_worker';
SELECT * FROM at_the_edge('<early>+100');
SELECT * FROM at_the_edge('<late>-167');
UPDATE hr.login SET last_day = NULL WHERE role_name = 'regress_bradford_worker';
SET timezone = 'Europe/London';

-- a deputy: before, in, after; a deputy's deputy sees nothing more
CREATE FUNCTION deputy_sees(first_day date, last_day date) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM hr.deputy;
	INSERT INTO hr.deputy VALUES (5, 2, first_day, last_day), (1, 5, current_date, current_date);
	RETURN seen('regress_bradford_boss', 'employee') || ' | ' || seen('regress_bradford_boss', 'trigger_report');
END $$;
SELECT deputy_sees(current_date + 1, current_date + 9) AS before, deputy_sees(current_date, current_date + 9) AS first_day,
	   deputy_sees(current_date - 9, current_date) AS last_day, deputy_sees(current_date - 9, current_date - 1) AS after;
-- a deputy of a manager in a circle does not see that manager's record, unless it is in another line of theirs
DELETE FROM hr.deputy;
UPDATE hr.employee SET manager_id = 6 WHERE employee_id = 5;
INSERT INTO hr.deputy VALUES (5, 2, current_date, current_date);
SELECT seen('regress_bradford_boss', 'employee') AS employee, seen('regress_bradford_boss', 'absence') AS absence;
INSERT INTO hr.deputy VALUES (6, 2, current_date, current_date);
SELECT seen('regress_bradford_boss', 'employee') AS employee, seen('regress_bradford_boss', 'absence') AS absence;
UPDATE hr.employee SET manager_id = 1 WHERE employee_id = 5;
-- a deputy from within the team does not see their own record, nor the manager's
DELETE FROM hr.deputy;
INSERT INTO hr.deputy VALUES (2, 4, current_date, current_date);
INSERT INTO hr.login VALUES ('regress_bradford_nobody', 4, current_date);
SELECT seen('regress_bradford_nobody', 'employee') AS as_manager_and_employee;
REVOKE regress_bradford_employee FROM regress_bradford_nobody;
SELECT seen('regress_bradford_nobody', 'employee') AS as_manager;
DELETE FROM hr.deputy;
DELETE FROM hr.login WHERE role_name = 'regress_bradford_nobody';

-- behind a pooler, one transaction after another, with plans that are kept
SET SESSION AUTHORIZATION regress_bradford_pooler;
PREPARE people AS SELECT string_agg(employee_id::text, ' ' ORDER BY employee_id) AS people FROM hr.trigger_report;
BEGIN; SET LOCAL ROLE regress_bradford_boss; EXECUTE people; EXECUTE people; COMMIT;
BEGIN; SET LOCAL ROLE regress_bradford_worker; EXECUTE people; COMMIT;
BEGIN; SET LOCAL ROLE regress_bradford_chief; EXECUTE people; COMMIT;
BEGIN; SET LOCAL ROLE regress_bradford_boss; EXECUTE people; COMMIT;
-- and as itself the pooler is no reader
\set VERBOSITY terse
EXECUTE people;
DEALLOCATE people;
-- the functions answer for a role that the session may become
SET ROLE regress_bradford_boss;
SELECT string_agg(p::text, ' ' ORDER BY p) AS chief FROM hr.reader_people('regress_bradford_chief') p;
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION regress_bradford_boss;
SELECT string_agg(p::text, ' ' ORDER BY p) AS boss FROM hr.reader_people('regress_bradford_boss') p;
SELECT string_agg(p::text, ' ' ORDER BY p) AS chief FROM hr.reader_people('regress_bradford_chief') p;
SELECT string_agg(p::text, ' ' ORDER BY p) AS chief FROM hr.reader_managers('regress_bradford_chief') p;
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION regress_bradford_stranger;
SELECT hr.reader_people('regress_bradford_stranger');
RESET SESSION AUTHORIZATION;
\set VERBOSITY default

-- a leaky function in a condition sees no more rows than the reader does, whatever order the planner would prefer
CREATE TABLE leaked (reader name, relation text, employee_id text);
GRANT INSERT ON leaked TO PUBLIC;
CREATE FUNCTION leak(relation text, employee_id bigint) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN
	INSERT INTO leaked VALUES (current_user, leak.relation, leak.employee_id::text);
	RETURN true;
END $$;
DO $$
DECLARE r record;
BEGIN
	FOR r IN
		SELECT u.reader, c.relname AS relation, CASE a.attname WHEN 'absence_id' THEN 'absence_id / 10' WHEN 'case_id' THEN 'nullif(case_id, 99)' ELSE a.attname END AS key
		FROM   unnest('{boss,worker,both,payroll,clerk}'::text[]) AS u(reader), pg_class c
		JOIN   LATERAL (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('employee_id', 'absence_id', 'case_id') ORDER BY a.attname = 'employee_id' DESC LIMIT 1) a ON true
		WHERE  c.relnamespace = 'hr'::regnamespace AND c.relkind IN ('r', 'v') AND has_table_privilege('regress_bradford_' || u.reader, c.oid, 'SELECT')
	LOOP
		EXECUTE format('SET LOCAL ROLE %I', 'regress_bradford_' || r.reader);
		BEGIN
			EXECUTE format('SELECT count(*) FROM hr.%I AS x WHERE leak(%L, (%s)::bigint) AND (%3$s)::bigint > 0', r.relation, r.relation, r.key);
		EXCEPTION WHEN insufficient_privilege THEN NULL;
		END;
		RESET ROLE;
	END LOOP;
END $$;
SELECT replace(reader, 'regress_bradford_', '') AS reader, count(DISTINCT relation) AS relations, string_agg(DISTINCT employee_id, ' ' ORDER BY employee_id) AS all_leaked_from,
	   string_agg(DISTINCT employee_id, ' ' ORDER BY employee_id) FILTER (WHERE relation = 'absence_for_pay') AS from_absence_for_pay,
	   string_agg(DISTINCT employee_id, ' ' ORDER BY employee_id) FILTER (WHERE relation = 'warning') AS from_warnings
FROM   leaked GROUP BY reader ORDER BY 1;
-- an error of the reader's own making tells nothing of hidden rows: 5 and 1 are there, and not divided by
SET ROLE regress_bradford_boss;
SELECT count(*) FROM hr.employee WHERE 1 / (employee_id - 5) IS NOT NULL;
SELECT count(*) FROM hr.absence_for_pay WHERE 1 / (employee_id - 5) IS NOT NULL;
SELECT count(*) FROM hr.trigger_report WHERE 1 / (employee_id - 1) IS NOT NULL;
SELECT count(*) FROM hr.contract WHERE employee_id = 5 OR 1 / (employee_id - 5) IS NULL;
-- nor do PostgreSQL's statistics on columns
SELECT count(*) FROM pg_stats WHERE schemaname = 'hr';
RESET ROLE;

-- a colleague's view is under the colleague's policies, and shows a manager nothing of the manager's own
CREATE SCHEMA worker AUTHORIZATION regress_bradford_worker;
SET ROLE regress_bradford_worker;
CREATE VIEW worker.absence AS SELECT employee_id, first_day FROM hr.absence;
CREATE VIEW worker.people AS SELECT employee_id FROM hr.employee;
GRANT USAGE ON SCHEMA worker TO PUBLIC;
GRANT SELECT ON worker.absence, worker.people TO PUBLIC;
SELECT count(*) AS their_own FROM worker.absence;
SET ROLE regress_bradford_boss;
SELECT count(*) AS absences, (SELECT count(*) FROM worker.people) AS people FROM worker.absence;
RESET ROLE;
DROP SCHEMA worker CASCADE;
-- payroll cannot tell reasons by the order of rows, or by a plan that reads them in order
SET enable_hashjoin = off; SET enable_nestloop = off; SET enable_seqscan = off;
SET ROLE regress_bradford_payroll;
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS off) ' || query; END $$;
SELECT count(*) FILTER (WHERE p ~ '(Merge Cond|Hash Cond|Sort Key|Index Cond).*reason') AS by_reason FROM pg_temp.plan('SELECT * FROM hr.absence_for_pay') p;
DROP FUNCTION pg_temp.plan;
RESET ROLE;
RESET enable_hashjoin; RESET enable_nestloop; RESET enable_seqscan;
-- hr may ask whom somebody sees; others may not
SET SESSION AUTHORIZATION regress_bradford_hr;
SELECT string_agg(p::text, ' ' ORDER BY p) AS boss FROM hr.reader_people('regress_bradford_boss') p;
-- a login without a role sees nobody
BEGIN;
INSERT INTO hr.login (role_name, employee_id, first_day) VALUES ('gone', 2, '2016-01-01'), ('regress_bradford_boss', 7, '2016-01-01');
SELECT DISTINCT l.role_name FROM hr.login l WHERE 31 IN (SELECT hr.reader_people(l.role_name)) ORDER BY 1;
ROLLBACK;
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION regress_bradford_worker;
SELECT string_agg(p::text, ' ' ORDER BY p) AS boss FROM hr.reader_people('regress_bradford_boss') p;
RESET SESSION AUTHORIZATION;

-- writing: hr may write everything, payroll what was paid, nobody else anything
CREATE FUNCTION writes(reader text, command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text; n bigint;
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', 'regress_bradford_' || reader);
	BEGIN
		EXECUTE command;
		GET DIAGNOSTICS n = ROW_COUNT;
		RAISE division_by_zero;
	EXCEPTION WHEN insufficient_privilege THEN answer := 'refused'; WHEN division_by_zero THEN answer := n || ' rows';
	END;
	RESET ROLE;
	RETURN answer;
END $$;
SELECT c.command, writes('hr', c.command) AS hr, writes('boss', c.command) AS boss, writes('worker', c.command) AS worker, writes('payroll', c.command) AS payroll
FROM  (VALUES ('INSERT INTO hr.absence (employee_id, first_day) VALUES (3, current_date)'), ('UPDATE hr.absence SET reason = ''cold or flu'''), ('DELETE FROM hr.warning'),
			  ('INSERT INTO hr.paid (employee_id, first_day, month, run) VALUES (3, ''2016-01-01'', ''2016-01-01'', ''x'')'), ('DELETE FROM hr.paid'),
			  ('UPDATE hr.timesheet SET hours_worked = 1'), ('INSERT INTO hr.login VALUES (''x'', 3, ''2016-01-01'')'), ('TRUNCATE hr.absence_override'),
			  ('UPDATE hr.policy_stage SET trigger_score = 1'), ('UPDATE hr.employee SET name = ''x''')) AS c(command);

-- the people of a manager are found by index, if PostgreSQL prefers indexes more than it does for so few
INSERT INTO hr.employee (employee_id, service_area, manager_id) SELECT n, 'Big', CASE WHEN n > 1000 THEN (n + 9000) / 10 ELSE 5 END FROM generate_series(1000, 5999) AS n;
INSERT INTO hr.contract (employee_id, first_day) SELECT n, '2015-09-01' FROM generate_series(1000, 5999) AS n;
INSERT INTO hr.absence (absence_id, employee_id, first_day, last_day) SELECT 10 * n, n, current_date - 9, current_date - 8 FROM generate_series(1000, 5999) AS n;
ANALYZE hr.employee, hr.contract, hr.absence;
CREATE FUNCTION people_read(reader text, report text) RETURNS SETOF text LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE line text; found text[] := '{}';
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', reader);
	FOR line IN EXECUTE 'EXPLAIN SELECT * FROM hr.' || report LOOP
		found := found || (regexp_match(line, '(Seq Scan on (employee|contract|absence)\M|employee_by_manager)'))[1];
	END LOOP;
	RESET ROLE;
	RETURN QUERY SELECT DISTINCT f FROM unnest(found) f WHERE f IS NOT NULL;
END $$;
SELECT * FROM people_read('regress_bradford_boss', 'trigger_report');
SELECT * FROM people_read('regress_bradford_hr', 'trigger_report');
SELECT count(*), sum(occasions) AS occasions FROM hr.trigger_report WHERE service_area = 'Big';
DELETE FROM hr.absence WHERE employee_id >= 1000;
DELETE FROM hr.contract WHERE employee_id >= 1000;
DELETE FROM hr.employee WHERE employee_id >= 1000;

-- a refresh keeps all of this; later tables and reports are closed until protect is called again
CREATE TABLE rights_protected AS SELECT * FROM rights();
SET ROLE regress_bradford_owner;
CALL bradford.create_reports('hr');
RESET ROLE;
SELECT * FROM rights() EXCEPT SELECT * FROM rights_protected;
SELECT * FROM rights_protected EXCEPT SELECT * FROM rights();
ALTER DEFAULT PRIVILEGES FOR ROLE regress_bradford_owner IN SCHEMA hr GRANT SELECT ON TABLES TO regress_bradford_manager;
SET ROLE regress_bradford_owner;
CREATE TEMP TABLE kept AS SELECT * FROM hr.fit_note;
DROP TABLE hr.fit_note CASCADE;
CALL bradford.create_tables('hr');
INSERT INTO hr.fit_note SELECT * FROM kept;
CALL bradford.create_reports('hr');
RESET ROLE;
SELECT r, seen(r, 'fit_note') AS fit_note, seen(r, 'trigger_report') AS trigger_report FROM unnest('{regress_bradford_hr,regress_bradford_boss,regress_bradford_worker}'::text[]) AS r;
SET ROLE regress_bradford_owner;
CALL bradford.protect('hr', hr => 'regress_bradford_hr', manager => 'regress_bradford_manager', employee => 'regress_bradford_employee', payroll => 'regress_bradford_payroll');
RESET ROLE;
SELECT r, seen(r, 'fit_note') AS fit_note, seen(r, 'trigger_report') AS trigger_report FROM unnest('{regress_bradford_hr,regress_bradford_boss,regress_bradford_worker}'::text[]) AS r;
SELECT * FROM rights() EXCEPT SELECT * FROM rights_protected;
SELECT * FROM rights_protected EXCEPT SELECT * FROM rights();

-- history is only for hr, and closed until protect is called again
SET ROLE regress_bradford_owner;
CALL bradford.keep_history('hr');
RESET ROLE;
UPDATE hr.absence SET reason = 'cold or flu' WHERE absence_id = 35;
INSERT INTO hr.absence (absence_id, employee_id, first_day, last_day) VALUES (399, 3, '2016-01-04', '2016-01-04');
DELETE FROM hr.absence WHERE absence_id = 399;
SELECT seen('regress_bradford_hr', 'absence_history') AS hr, seen('regress_bradford_boss', 'absence_history') AS boss, seen('regress_bradford_hr', 'absence_history_report') AS report;
-- the report of what may be forgotten reads the history. While that is closed to hr it has no rows,
-- which is better than wrong ones
SET ROLE regress_bradford_hr;
SELECT count(*) FROM hr.retention_report('2017-01-01');
SET ROLE regress_bradford_owner;
SELECT count(*) AS records, count(*) FILTER (WHERE relation = 'absence_history') AS deleted FROM hr.retention_report('2017-01-01', '2026-01-01');
CALL bradford.protect('hr', hr => 'regress_bradford_hr', manager => 'regress_bradford_manager', employee => 'regress_bradford_employee', payroll => 'regress_bradford_payroll');
RESET ROLE;
SELECT seen('regress_bradford_hr', 'absence_history') AS hr, seen('regress_bradford_boss', 'absence_history') AS boss, seen('regress_bradford_worker', 'absence_history') AS worker,
	   seen('regress_bradford_payroll', 'absence_history') AS payroll, seen('regress_bradford_hr', 'absence_history_report') AS report, seen('regress_bradford_boss', 'absence_history_report') AS report_to_boss;
SET ROLE regress_bradford_hr;
SELECT count(*) AS records, count(*) FILTER (WHERE relation = 'absence_history') AS deleted FROM hr.retention_report('2017-01-01', '2026-01-01');
SET ROLE regress_bradford_boss;
SELECT count(*) FROM hr.known_otherwise('2026-01-01');
RESET ROLE;
SELECT writes('hr', 'DELETE FROM hr.absence_history') AS hr, writes('boss', 'INSERT INTO hr.absence_history (absence_id, change, changed_by, stands) VALUES (1, ''inserted'', ''x'', true)') AS boss;

-- protect names what leads past the policies: views that read as their owner, rights that no policy restrains, policies, logins without a
-- role
CREATE VIEW everybody AS SELECT * FROM hr.absence;
CREATE VIEW on_it WITH (security_invoker = true) AS SELECT * FROM everybody;
CREATE VIEW quite_all_right WITH (security_invoker = true) AS SELECT * FROM hr.absence;
CREATE MATERIALIZED VIEW as_it_was AS SELECT * FROM hr.trigger_report;
GRANT SELECT ON everybody, on_it, quite_all_right TO PUBLIC, regress_bradford_manager;
-- also over what was known, and over views that read as their reader
SET ROLE regress_bradford_owner;
CALL bradford.create_known('hr', 'hr_known');
CALL bradford.create_reports('hr_known');
RESET ROLE;
CREATE MATERIALIZED VIEW known_rows AS SELECT * FROM hr_known.absence WITH NO DATA;
CREATE MATERIALIZED VIEW known_scores AS SELECT * FROM hr_known.trigger_report WITH NO DATA;
CREATE MATERIALIZED VIEW on_right AS SELECT * FROM quite_all_right WITH NO DATA;
CREATE VIEW on_report AS SELECT * FROM hr_known.trigger_report;
GRANT SELECT ON known_rows, known_scores, on_right, on_report TO regress_bradford_boss;
GRANT SELECT ON as_it_was TO regress_bradford_stranger;
GRANT TRUNCATE, REFERENCES ON hr.fit_note TO PUBLIC;
CREATE POLICY open_cases ON hr.hr_case USING (closed_on IS NULL);
-- and functions that run as an owner who reads more than the caller, whatever their bodies do; the last three are not named
CREATE ROLE regress_bradford_root SUPERUSER;
CREATE FUNCTION said(bigint) RETURNS bigint LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT count(*) FROM hr.fit_note WHERE employee_id = $1; END;
CREATE FUNCTION built() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN 1; END';
CREATE PROCEDURE by_root() LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN END';
CREATE FUNCTION of_pay() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
CREATE FUNCTION of_boss() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM hr.fit_note';
CREATE FUNCTION as_caller() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM hr.fit_note; END;
CREATE FUNCTION of_stranger() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
CREATE FUNCTION closed() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
ALTER FUNCTION said(bigint) OWNER TO regress_bradford_owner;
ALTER FUNCTION built() OWNER TO regress_bradford_hr;
ALTER PROCEDURE by_root() OWNER TO regress_bradford_root;
ALTER FUNCTION of_pay() OWNER TO regress_bradford_payroll;
ALTER FUNCTION of_stranger() OWNER TO regress_bradford_stranger;
ALTER FUNCTION of_boss() OWNER TO regress_bradford_boss;
ALTER FUNCTION closed() OWNER TO regress_bradford_hr;
REVOKE EXECUTE ON FUNCTION built(), closed() FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE by_root() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION built() TO regress_bradford_payroll;
GRANT EXECUTE ON PROCEDURE by_root() TO regress_bradford_manager, regress_bradford_stranger;
INSERT INTO hr.login VALUES ('RegRess', 6, '2016-01-01');
SET client_min_messages = warning;
SET ROLE regress_bradford_owner;
CALL bradford.protect('hr', hr => 'regress_bradford_hr', manager => 'regress_bradford_manager', employee => 'regress_bradford_employee', payroll => 'regress_bradford_payroll');
SELECT * FROM bradford.access_warnings('hr');
SET ROLE regress_bradford_employee;
-- a caller who may not read the table of logins is not told of them
SELECT count(*) AS warnings, count(*) FILTER (WHERE w LIKE 'login%') AS logins FROM bradford.access_warnings('hr') w;
RESET ROLE;
DROP MATERIALIZED VIEW as_it_was, known_rows, known_scores, on_right;
DROP VIEW on_report;
SET client_min_messages = warning;
DROP SCHEMA hr_known CASCADE;
DROP VIEW on_it, quite_all_right, everybody;
REVOKE ALL ON hr.fit_note FROM PUBLIC;
DROP POLICY open_cases ON hr.hr_case;
SET SESSION AUTHORIZATION regress_bradford_worker;
SELECT said(4) AS fit_notes_by_owner, of_boss() AS by_boss;
SET SESSION AUTHORIZATION regress_bradford_pooler;
SET ROLE regress_bradford_worker;
SELECT of_boss() AS by_boss_behind_a_pooler;
RESET SESSION AUTHORIZATION;
DROP FUNCTION said, built, of_pay, as_caller, of_stranger, of_boss, closed;
DROP PROCEDURE by_root;
DROP ROLE regress_bradford_root;
DELETE FROM hr.login WHERE role_name = 'RegRess';

-- again, for others: a role that is no longer named has no rights left
SET ROLE regress_bradford_owner;
CALL bradford.protect('hr', manager => 'regress_bradford_manager');
RESET ROLE;
SELECT r, seen(r, 'employee') AS employee, seen(r, 'trigger_report') AS trigger_report FROM unnest('{regress_bradford_hr,regress_bradford_boss,regress_bradford_worker,regress_bradford_payroll}'::text[]) AS r;
-- a policy of the site's own stays, and restricts
CREATE POLICY only_waste ON hr.employee AS RESTRICTIVE USING (service_area <> 'Waste' OR name = 'Four');
SELECT seen('regress_bradford_boss', 'employee') AS restricted, seen('regress_bradford_boss', 'trigger_report') AS trigger_report;
SET ROLE regress_bradford_owner;
CALL bradford.unprotect('hr');
RESET ROLE;
SELECT * FROM rights() WHERE what !~ 'history|keep_' EXCEPT SELECT * FROM rights_before;
DROP POLICY only_waste ON hr.employee;
ALTER TABLE hr.employee DISABLE ROW LEVEL SECURITY;
SELECT * FROM rights() WHERE what !~ 'history|keep_' EXCEPT SELECT * FROM rights_before;
SELECT * FROM rights_before EXCEPT SELECT * FROM rights();
SELECT string_agg(DISTINCT what, ' ') AS histories_left_open FROM rights() WHERE what ~ '_history$' AND who LIKE 'regress%';
SET ROLE regress_bradford_owner;
CALL bradford.unprotect('hr');

-- refused: roles that see everything anyway, do not exist, or are named twice; relations that are not tables; what belongs to
-- others
CALL bradford.protect('hr', hr => 'regress_bradford_hr', manager => 'regress_bradford_hr', employee => 'regress_bradford_owner', payroll => 'regress_bradford_absent');
RESET ROLE;
GRANT regress_bradford_hr TO regress_bradford_payroll;
SET ROLE regress_bradford_owner;
CALL bradford.protect('hr', manager => 'regress_bradford_manager', payroll => 'regress_bradford_manager');
CALL bradford.protect('hr', hr => 'regress_bradford_hr', manager => current_setting('is_superuser'), employee => session_user, payroll => 'regress_bradford_payroll');
CALL bradford.drop_reports('hr');
ALTER TABLE hr.paid RENAME TO paid_out;
CREATE VIEW hr.paid AS SELECT * FROM hr.paid_out;
ALTER TABLE hr.login RENAME TO sign_in;
-- the reports are told in the order of the database
DO $$
DECLARE problems text; hint text;
BEGIN
	CALL bradford.protect('hr', hr => 'regress_bradford_hr');
EXCEPTION WHEN object_not_in_prerequisite_state THEN
	GET STACKED DIAGNOSTICS problems = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RAISE EXCEPTION '%', SQLERRM USING HINT = hint, DETAIL = (
		SELECT string_agg(CASE WHEN p LIKE 'reports are missing: %' THEN 'reports are missing: ' || (SELECT string_agg(r, ', ' ORDER BY r COLLATE "C") FROM regexp_split_to_table(split_part(p, ': ', 2), ', ') r) ELSE p END, E'\n' ORDER BY n)
		FROM   regexp_split_to_table(problems, E'\n') WITH ORDINALITY AS x(p, n));
END $$;
\set VERBOSITY terse
CALL bradford.protect('nowhere', hr => 'regress_bradford_hr');
CALL bradford.protect(NULL);
SET ROLE regress_bradford_stranger;
CALL bradford.protect('hr', manager => 'regress_bradford_stranger');
CALL bradford.unprotect('hr');
RESET ROLE;

DROP TABLE rights_before, rights_protected, leaked;
DROP FUNCTION answer, at_the_edge, seen, rights, line(bigint), people_read, boss_sees, deputy_sees, leak, writes;
DROP SCHEMA hr CASCADE;
DROP OWNED BY regress_bradford_owner;
DROP ROLE regress_bradford_chief, regress_bradford_boss, regress_bradford_worker, regress_bradford_both, regress_bradford_clerk, regress_bradford_nobody,
	regress_bradford_stranger, regress_bradford_pooler, regress_bradford_hr, regress_bradford_manager, regress_bradford_employee, regress_bradford_payroll, regress_bradford_owner;
