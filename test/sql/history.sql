--
-- History: every change of the HR tables is kept, and every report can be asked for as it was known on a past day.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
SET timezone = 'Europe/London';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
CALL bradford.create_tables('hr');
CALL bradford.create_reports('hr');
INSERT INTO hr.employee (employee_id, name, service_area, manager_id) VALUES (1, 'Ann', 'Waste', NULL), (2, 'Ben', 'Waste', 1), (3, 'Cat', 'Parks', 1);
INSERT INTO hr.contract (employee_id, first_day, weekly_hours, full_time_hours) VALUES (1, '2010-01-01', 37, 37), (2, '2010-01-01', 37, 37), (3, '2010-01-01', 37, 37);
INSERT INTO hr.absence (absence_id, employee_id, first_day, last_day, reason) VALUES (1, 2, '2016-09-05', '2016-09-09', 'cold or flu');

-- what cannot be kept is listed in one error
CREATE SCHEMA odd;
CALL bradford.create_tables('odd');
ALTER TABLE odd.fit_note RENAME TO their_fit_note;
CREATE VIEW odd.fit_note AS TABLE odd.their_fit_note;
DROP TABLE odd.paid;
CREATE TABLE odd.paid (employee_id bigint, month date, PRIMARY KEY (employee_id, month)) PARTITION BY RANGE (month);
ALTER TABLE odd.timesheet DROP CONSTRAINT timesheet_pkey;
CREATE TABLE odd.our_cases () INHERITS (odd.hr_case);
ALTER TABLE odd.deputy ADD COLUMN stands boolean;
CREATE TABLE odd.login_history (role_name text);
CREATE FUNCTION odd.keep_warning() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER keep_deleted BEFORE DELETE ON odd.contract EXECUTE FUNCTION odd.keep_warning();
CREATE VIEW odd.absence_history_report AS SELECT 1 AS one;
DROP TABLE odd.case_event;
CREATE MATERIALIZED VIEW odd.case_event AS SELECT 1 AS employee_id, 1 AS case_id;
ALTER TABLE odd.absence_override RENAME TO what_was_decided;
CALL bradford.keep_history('odd');
CALL bradford.keep_history('nowhere');
CALL bradford.keep_history('bradford');
-- all tables, which are told in the order of the database
DO $$
DECLARE missing text; hint text;
BEGIN
	CALL bradford.create_known('hr', 'hr_known');
EXCEPTION WHEN undefined_table THEN
	GET STACKED DIAGNOSTICS missing = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RAISE EXCEPTION '%', SQLERRM USING HINT = hint, DETAIL = (SELECT string_agg(t, E'\n' ORDER BY n > 1, t COLLATE "C") FROM regexp_split_to_table(missing, E'\n') WITH ORDINALITY AS x(t, n));
END $$;
DROP SCHEMA odd CASCADE;

-- a writer has no right on the history, and is named in it
CREATE ROLE regress_bradford_hr;
CREATE ROLE regress_bradford_clerk IN ROLE regress_bradford_hr;
GRANT USAGE ON SCHEMA hr TO regress_bradford_hr;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA hr TO regress_bradford_hr;
CALL bradford.keep_history('hr');
SELECT clock_timestamp() AS at_first, pg_sleep(0.002) \gset
SET SESSION AUTHORIZATION regress_bradford_clerk;
INSERT INTO hr.absence (absence_id, employee_id, first_day, reason) VALUES (2, 2, '2016-11-07', 'cold or flu');
SET ROLE regress_bradford_hr;
UPDATE hr.absence SET last_day = '2016-11-11', reason = 'stress' WHERE absence_id = 2;
RESET ROLE;
SELECT * FROM hr.absence_history;
DELETE FROM hr.absence_history;
RESET SESSION AUTHORIZATION;
CREATE FUNCTION hr.move(number bigint, to_whom bigint) RETURNS void LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC UPDATE hr.absence SET employee_id = to_whom WHERE absence_id = number; END;
SET ROLE regress_bradford_clerk;
SELECT hr.move(2, 3);
RESET ROLE;
SELECT clock_timestamp() AS at_second, pg_sleep(0.002) \gset
-- neither of these is a change
UPDATE hr.absence SET last_day = last_day;
INSERT INTO hr.absence (absence_id, employee_id, first_day) VALUES (2, 3, '2016-01-01') ON CONFLICT DO NOTHING;
DELETE FROM hr.absence WHERE employee_id = 99;
BEGIN;
UPDATE hr.absence SET first_day = '2016-01-01';
ROLLBACK;
-- the number, and the key of a fit note, to which its days belong
UPDATE hr.absence SET absence_id = 20 WHERE absence_id = 2;
UPDATE hr.absence SET half_days = '{[2016-11-07,2016-11-08)}', half_worked = true WHERE absence_id = 20;
DELETE FROM hr.absence WHERE absence_id = 20;
INSERT INTO hr.fit_note (employee_id, first_day, last_day) VALUES (2, '2016-11-07', '2016-11-11');
UPDATE hr.fit_note SET last_day = '2016-11-12', received_on = '2016-11-14';
TRUNCATE hr.fit_note;
-- but this is one, though PostgreSQL calls the two values equal
UPDATE hr.policy_stage SET review_least = '30 days' WHERE review_least = '1 month' AND policy = 'Bradford 2016';
SELECT policy, stage, review_least, change FROM hr.policy_stage_history WHERE policy = 'Bradford 2016' AND stage = 1 ORDER BY change_id;
UPDATE hr.policy_stage SET review_least = '1 month' WHERE policy = 'Bradford 2016' AND stage = 1;
SELECT absence_id, employee_id, first_day, last_day, reason, changed_by = current_user AS by_me, CASE WHEN changed_by <> current_user THEN changed_by END AS by, change, stands FROM hr.absence_history ORDER BY change_id;
SELECT first_day, last_day, received_on, change, stands FROM hr.fit_note_history ORDER BY change_id;
SELECT count(*) FILTER (WHERE changed_at > lag) AS later, count(*) FROM (SELECT changed_at, lag(changed_at) OVER (ORDER BY change_id) FROM hr.absence_history WHERE absence_id = 2) x;
-- in words, in the record of both where it moved
SELECT employee_id, name, service_area, manager_id, absence_id, nullif(changed_by, session_user) AS by, change, changes, first_day, last_day FROM hr.absence_history_report ORDER BY changed_at, employee_id, change;
SELECT employee_id, absence_id, change FROM hr.absence_history_report(current_date - 1, current_date + 1) WHERE employee_id = 2 ORDER BY changed_at;
SELECT count(*) FROM hr.absence_history_report(current_date - 9, current_date - 2);

-- known then: the setting is read in the time zone of the session
CALL bradford.create_known('hr', 'hr');
CREATE SCHEMA taken;
CREATE TABLE taken.absence (n integer);
CREATE VIEW taken.employee AS SELECT 1 AS n;
CALL bradford.create_known('hr', 'taken');
CALL bradford.create_known('hr', 'hr_known');
CALL bradford.create_reports('hr_known');
TABLE hr_known.absence;
SET bradford.known_at = :'at_first';
TABLE hr_known.absence;
SET bradford.known_at = :'at_second';
SELECT absence_id, employee_id, first_day, last_day, reason FROM hr_known.absence ORDER BY 1;
SELECT to_char(:'at_second'::timestamptz AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD HH24:MI:SS.US') AS in_tokyo \gset
SET timezone = 'Asia/Tokyo';
SET bradford.known_at = :'in_tokyo';
SELECT count(*) FROM hr_known.absence WHERE employee_id = 3;
-- a time of day that London has yet to see
SET timezone = 'Europe/London';
\set VERBOSITY sqlstate
SELECT count(*) FROM hr_known.absence WHERE employee_id = 3;
-- neither before the history begins nor after now
\set VERBOSITY terse
SET bradford.known_at = '2016-10-01 09:00+01';
TABLE hr_known.absence;
SELECT count(*) FROM hr_known.trigger_report('2016-10-01');
SET bradford.known_at = '2999-12-31';
\set VERBOSITY sqlstate
TABLE hr_known.absence;
SET bradford.known_at = 'yesterday at noon, or so';
TABLE hr_known.absence;
\set VERBOSITY default
SET bradford.known_at = '';
SELECT count(*) FROM hr_known.absence;
RESET bradford.known_at;

-- nobody changes a history, whatever is set, and only the triggers add to it: not even an owner can, short of ALTER TABLE
UPDATE hr.absence_history SET reason = NULL;
\set VERBOSITY terse
TRUNCATE hr.absence_history;
DELETE FROM hr.absence_history;
MERGE INTO hr.absence_history h USING hr.employee e ON e.employee_id = h.employee_id WHEN MATCHED THEN DELETE;
GRANT CREATE ON DATABASE :"DBNAME" TO regress_bradford_clerk;
SET ROLE regress_bradford_clerk;
CALL bradford.create_tables('clerks');
CALL bradford.keep_history('clerks');
INSERT INTO clerks.employee (employee_id, service_area) VALUES (1, 'Waste');
SET bradford.forgetting = 'clerks';
DELETE FROM clerks.employee_history;
UPDATE clerks.employee_history SET name = 'Eve';
TRUNCATE clerks.employee_history;
INSERT INTO clerks.absence_history (absence_id, employee_id, first_day, changed_by, change, stands) VALUES (66, 1, '2016-01-01', 'ann', 'inserted', true);
INSERT INTO clerks.absence_history (absence_id, employee_id, first_day, changed_by, change, stands) SELECT 66, 1, '2016-01-01', 'ann', 'inserted', true WHERE false;
MERGE INTO clerks.absence_history h USING clerks.employee e ON e.employee_id = h.employee_id WHEN NOT MATCHED THEN INSERT (absence_id, employee_id, first_day, changed_by, change, stands) VALUES (66, 1, '2016-01-01', 'ann', 'inserted', true);
COPY clerks.absence_history (absence_id, employee_id, first_day, changed_by, change, stands) FROM STDIN;
66	1	2016-01-01	ann	inserted	t
\.
DO $$ BEGIN INSERT INTO clerks.absence_history (absence_id, employee_id, first_day, changed_by, change, stands) VALUES (66, 1, '2016-01-01', 'ann', 'inserted', true); END $$;
RESET bradford.forgetting;
-- keep_history itself can add to a history; afterwards nobody can
ALTER TABLE clerks.employee ADD COLUMN site text DEFAULT 'here';
CALL bradford.keep_history('clerks');
INSERT INTO clerks.employee_history (employee_id, changed_by, change, stands) VALUES (1, 'ann', 'inserted', true);
SELECT employee_id, service_area, site, change FROM clerks.employee_history ORDER BY change_id;
SELECT count(*) FROM clerks.absence_history;
-- nobody can after forgetting either, or after a dry run of it
CALL bradford.create_reports('clerks');
INSERT INTO clerks.absence (absence_id, employee_id, first_day, last_day) VALUES (1, 1, '2016-01-04', '2016-01-05');
CALL bradford.forget('clerks', '2016-06-01', dry_run => true);
DELETE FROM clerks.absence_history;
CALL bradford.forget('clerks', '2018-06-01');
SELECT count(*) FROM clerks.absence_history;
DELETE FROM clerks.employee_history;
SELECT tgenabled, count(*) FROM pg_trigger WHERE tgname = 'history_stays' AND tgrelid::regclass::text LIKE 'clerks.%' GROUP BY 1;
SET client_min_messages = error;
DROP SCHEMA clerks CASCADE;
SET client_min_messages = warning;
RESET ROLE;
REVOKE CREATE ON DATABASE :"DBNAME" FROM regress_bradford_clerk;
-- a table of somebody else's cannot use a trigger function of the history
GRANT CREATE ON SCHEMA public TO regress_bradford_clerk;
SET ROLE regress_bradford_clerk;
CREATE TABLE public.theirs (absence_id bigint);
CREATE TRIGGER t BEFORE TRUNCATE ON public.theirs FOR EACH STATEMENT EXECUTE FUNCTION hr.keep_absence();
DROP TABLE public.theirs;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM regress_bradford_clerk;
\set VERBOSITY default

-- A changed policy, reason, contract or absence never rewrites what was known. Ben: 5 and 10 days in two spells, 2 x 2 x 15;
-- later half the hours, a lower trigger, a reason that does not count, and one day more.
INSERT INTO hr.absence (absence_id, employee_id, first_day, last_day, reason) VALUES (3, 2, '2016-11-14', '2016-11-23', 'stress');
SELECT clock_timestamp() AS at_third, pg_sleep(0.002) \gset
-- trigger events are recorded from the tables as they are: a known schema is refused
CALL bradford.record_trigger_events('hr_known');
CREATE VIEW now_and_then AS
SELECT 'now' AS known, employee_id, occasions, days, score, trigger_1, stage_reached FROM hr.trigger_report('2016-12-01') WHERE employee_id = 2
UNION ALL
SELECT 'then', employee_id, occasions, days, score, trigger_1, stage_reached FROM hr_known.trigger_report('2016-12-01') WHERE employee_id = 2;
SET bradford.known_at = :'at_third';
TABLE now_and_then;
UPDATE hr.contract SET weekly_hours = 18.5 WHERE employee_id = 2;
TABLE now_and_then;
UPDATE hr.policy_stage SET trigger_score = 60 WHERE policy = 'Bradford 2016' AND stage = 1;
TABLE now_and_then;
UPDATE hr.absence SET last_day = '2016-11-24' WHERE absence_id = 3;
TABLE now_and_then;
UPDATE hr.absence_reason SET counted = 'no' WHERE reason = 'cold or flu';
TABLE now_and_then;
UPDATE hr.employee SET employee_id = 12 WHERE employee_id = 2;
TABLE now_and_then;
RESET bradford.known_at;
UPDATE hr.employee SET employee_id = 2 WHERE employee_id = 12;
TABLE now_and_then;
DROP VIEW now_and_then;

-- the rows that a table of the known schema has and a copy has not, and the other way round
CREATE FUNCTION public.differences(one text, other text) RETURNS TABLE (relation text, rows_compared bigint, differences bigint) LANGUAGE plpgsql AS $$
BEGIN
	FOR relation IN SELECT DISTINCT t.relation FROM bradford.table_columns() t ORDER BY 1 LOOP
		EXECUTE format('SELECT (SELECT count(*) FROM %1$I.%3$I), count(*) FROM (
			(SELECT x::text FROM %1$I.%3$I x EXCEPT ALL SELECT x::text FROM %2$I.%3$I x) UNION ALL (SELECT x::text FROM %2$I.%3$I x EXCEPT ALL SELECT x::text FROM %1$I.%3$I x)) d',
			one, other, relation) INTO rows_compared, differences;
		RETURN NEXT;
	END LOOP;
END $$;
CREATE PROCEDURE public.copy_tables(copy text) LANGUAGE plpgsql AS $$
DECLARE
	r	text;
BEGIN
	EXECUTE format('CREATE SCHEMA %I', copy);
	FOR r IN SELECT DISTINCT t.relation FROM bradford.table_columns() t LOOP
		EXECUTE format('CREATE TABLE %1$I.%2$I AS TABLE hr.%2$I', copy, r);
	END LOOP;
END $$;

-- Changes at random, of many rows each, also of keys, with cascades, truncations and rollbacks; at some moments the tables are
-- copied. What the views show for each moment is what was copied.
CREATE TABLE public.moment (n integer, at timestamptz);
CREATE FUNCTION public.some(n integer) RETURNS integer LANGUAGE sql VOLATILE RETURN floor(random() * n)::integer;
CREATE PROCEDURE public.change_something(kind integer) LANGUAGE plpgsql AS $$
DECLARE
	who		bigint := (SELECT employee_id FROM hr.employee WHERE employee_id > 3 ORDER BY employee_id OFFSET public.some((SELECT count(*)::integer - 3 FROM hr.employee)) LIMIT 1);
	a		bigint := (SELECT absence_id FROM hr.absence ORDER BY absence_id OFFSET public.some((SELECT count(*)::integer FROM hr.absence)) LIMIT 1);
	of_a	bigint := (SELECT min(employee_id) FROM hr.absence WHERE absence_id = a);
	why		text := (SELECT reason FROM hr.absence_reason ORDER BY reason COLLATE "C" OFFSET public.some(23) LIMIT 1);
	day		date := date '2016-01-01' + public.some(400);
	one		integer := public.some(1000000);
BEGIN
	CASE kind
	WHEN 0 THEN INSERT INTO hr.employee (employee_id, service_area, manager_id) VALUES (one, 'Area ' || one % 5, who);
	WHEN 1 THEN UPDATE hr.employee SET name = 'N' || one, service_area = 'Area ' || one % 3 WHERE employee_id % 7 = one % 7;
	WHEN 2 THEN UPDATE hr.employee SET employee_id = one WHERE employee_id = who;
	WHEN 3, 4 THEN INSERT INTO hr.absence (employee_id, first_day, last_day, reason) SELECT who, day + i, day + 2 * i, why FROM generate_series(0, one % 4) i;
	WHEN 5 THEN UPDATE hr.absence SET last_day = first_day + one % 9, half_worked = one % 2 = 0 WHERE employee_id = who;
	WHEN 6 THEN
		SET CONSTRAINTS ALL DEFERRED;
		UPDATE hr.absence SET absence_id = one WHERE absence_id = a;
		UPDATE hr.absence_override SET absence_id = one WHERE absence_id = a;
		SET CONSTRAINTS ALL IMMEDIATE;
	WHEN 7 THEN UPDATE hr.absence SET reason = why WHERE absence_id % 11 = one % 11;
	WHEN 8 THEN UPDATE hr.absence SET reason = reason, half_worked = half_worked WHERE absence_id % 2 = one % 2;
	WHEN 9 THEN DELETE FROM hr.absence x WHERE x.absence_id = a OR x.first_day = day AND NOT EXISTS (SELECT FROM hr.absence_override o WHERE x.absence_id IN (o.absence_id, o.joined_to));
	WHEN 10 THEN
		INSERT INTO hr.absence (absence_id, employee_id, first_day) VALUES (a, of_a, day), (one, who, day)
		ON CONFLICT (employee_id, absence_id) DO UPDATE SET employee_id = who, first_day = excluded.first_day, last_day = NULL, half_days = NULL;
	WHEN 11 THEN
		MERGE INTO hr.fit_note f USING (SELECT who AS employee_id, day + i AS first_day FROM generate_series(0, 6) i) s ON f.employee_id = s.employee_id AND f.first_day = s.first_day
		WHEN MATCHED AND one % 3 = 0 THEN DELETE WHEN MATCHED THEN UPDATE SET last_day = f.last_day + 1, advice = 'again' WHEN NOT MATCHED THEN INSERT (employee_id, first_day, last_day) VALUES (s.employee_id, s.first_day, s.first_day + 6);
	WHEN 12 THEN UPDATE hr.absence_reason SET reason = CASE WHEN one % 2 = 0 AND reason LIKE '%.' THEN left(reason, -1) ELSE reason || '.' END WHERE reason = why;
	WHEN 13 THEN UPDATE hr.attendance_policy SET policy = CASE WHEN length(policy) > 30 THEN rtrim(policy, '.,') ELSE policy || '.' END WHERE one % 2 = 0 OR replaces IS NOT NULL;
	WHEN 14 THEN
		INSERT INTO hr.warning (employee_id, policy, stage, issued_on) SELECT who, s.policy, s.stage, day FROM hr.policy_stage s WHERE s.stage = 1 + one % 2;
		UPDATE hr.warning SET issued_on = issued_on + 1, score = one % 500 WHERE employee_id = who;
	WHEN 15 THEN DELETE FROM hr.warning WHERE issued_on > day;
	WHEN 16 THEN
		INSERT INTO hr.absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (of_a, a, 'leave out', 'A', day, 'because') ON CONFLICT (employee_id, absence_id) DO UPDATE SET why = 'still', decided_on = excluded.decided_on;
	WHEN 17 THEN
		IF one % 8 = 0 THEN TRUNCATE hr.absence CASCADE; ELSE TRUNCATE hr.fit_note, hr.absence_override; END IF;
	WHEN 18 THEN
		-- two cascades into one record at once, and both keys of it
		WITH p AS (UPDATE hr.attendance_policy SET policy = policy || ',' RETURNING 1), e AS (UPDATE hr.employee SET employee_id = employee_id + 1000000 WHERE employee_id BETWEEN 4 AND 1000000 AND employee_id % 5 = one % 5 RETURNING 1)
		SELECT count(*) FROM p, e INTO one;
	WHEN 19 THEN
		WITH d AS (DELETE FROM hr.absence x WHERE absence_id = a AND NOT EXISTS (SELECT FROM hr.absence_override o WHERE x.absence_id IN (o.absence_id, o.joined_to)) RETURNING *)
		INSERT INTO hr.absence (absence_id, employee_id, first_day, last_day, reason) SELECT one, employee_id, first_day, last_day, reason FROM d;
	END CASE;
	IF public.some(10) = 0 THEN
		RAISE EXCEPTION 'taken back' USING ERRCODE = 'BF000';
	END IF;
END $$;
INSERT INTO hr.employee (employee_id, service_area) SELECT i, 'Roads' FROM generate_series(4, 12) i;
SELECT setseed(0.1966);
DO $$
DECLARE
	done	integer := 0;
	refused	integer := 0;
BEGIN
	FOR i IN 1 .. 1200 LOOP
		BEGIN
			CALL public.change_something(CASE WHEN i % 100 = 50 THEN 17 ELSE (ARRAY[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,18,19])[1 + public.some(19)] END);
			done := done + 1;
		EXCEPTION WHEN integrity_constraint_violation OR sqlstate 'BF000' THEN
			refused := refused + 1;
		END;
		IF i % 300 = 0 THEN
			CALL public.copy_tables('copy_' || i / 300);
			PERFORM pg_sleep(0.001);
			INSERT INTO public.moment VALUES (i / 300, clock_timestamp());
			PERFORM pg_sleep(0.001);
			COMMIT;
		END IF;
	END LOOP;
	-- which ones collide depends on the order in which an update reaches the rows
	RAISE INFO 'many changes: %, some taken back: %', done > 900, refused BETWEEN 50 AND 300;
END $$;
COPY hr.absence (absence_id, employee_id, first_day, last_day) FROM STDIN;
9000001	1	2017-01-02	2017-01-03
9000002	1	2017-01-09	\N
\.
SELECT relation, rows_compared > 0 AS compared, differences FROM public.differences('hr', 'hr_known') WHERE relation IN ('absence', 'absence_reason', 'attendance_policy', 'employee', 'policy_stage') OR differences > 0;
SELECT m.n, d.rows_compared > 100 AS compared, d.differences
FROM   public.moment m CROSS JOIN LATERAL set_config('bradford.known_at', m.at::text, false) s
CROSS  JOIN LATERAL (SELECT sum(rows_compared) AS rows_compared, sum(differences) AS differences FROM public.differences('hr_known', 'copy_' || m.n) WHERE s IS NOT NULL) d ORDER BY m.n;
SELECT n, set_config('bradford.known_at', at::text, false) IS NOT NULL AS set FROM public.moment WHERE n = 2;
SELECT relation, differences FROM public.differences('hr_known', 'copy_2') WHERE relation IN ('absence', 'absence_reason', 'attendance_policy', 'employee', 'policy_stage') OR differences > 0;
-- there were differences to find
SELECT relation, differences > 0 AS differ FROM public.differences('copy_1', 'copy_2') WHERE relation IN ('absence', 'absence_reason', 'attendance_policy', 'employee', 'policy_stage');
RESET bradford.known_at;
-- one change a record and statement, however many cascades reach it
SELECT (SELECT count(*) FROM (SELECT FROM hr.warning_history GROUP BY employee_id, policy, issued_on, stage, changed_at HAVING count(*) > 1) x) AS warnings,
	   (SELECT count(*) FROM (SELECT FROM hr.attendance_policy_history GROUP BY policy, changed_at HAVING count(*) > 1) x) AS policies,
	   (SELECT count(*) FROM (SELECT FROM hr.absence_history GROUP BY employee_id, absence_id, changed_at HAVING count(*) > 1) x) AS absences;
SELECT change, count(*) > 50 AS many FROM (TABLE hr.absence_history) h GROUP BY 1 ORDER BY 1;

-- two cascades into one record: one change
INSERT INTO hr.employee (employee_id, service_area) VALUES (3000001, 'Waste');
INSERT INTO hr.absence_reason (reason) VALUES ('ours');
INSERT INTO hr.attendance_policy (policy, replaces) VALUES ('itself', 'itself');
INSERT INTO hr.absence (absence_id, employee_id, first_day, reason) VALUES (9000003, 3000001, '2017-01-16', 'ours');
WITH e AS (UPDATE hr.employee SET employee_id = 3000002 WHERE employee_id = 3000001 RETURNING 1),
	 r AS (UPDATE hr.absence_reason SET reason = 'ours now' WHERE reason = 'ours' RETURNING 1),
	 p AS (UPDATE hr.attendance_policy SET policy = 'itself now' WHERE policy = 'itself' RETURNING 1)
SELECT * FROM e, r, p;
SELECT employee_id, reason, change FROM hr.absence_history WHERE absence_id = 9000003 ORDER BY change_id;
SELECT policy, replaces, change FROM hr.attendance_policy_history WHERE policy LIKE 'itself%' ORDER BY stands, change_id;

-- trigger functions of the site, which change the record again after it was changed
CREATE FUNCTION hr.site_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE hr.absence SET self_certified_on = new.last_day WHERE absence_id = new.absence_id AND new.last_day IS NOT NULL AND self_certified_on IS NULL;
	DELETE FROM hr.absence WHERE absence_id = new.absence_id AND first_day = '1999-01-01';
	RETURN NULL;
END $$;
CREATE TRIGGER site_rule AFTER INSERT OR UPDATE ON hr.absence FOR EACH ROW EXECUTE FUNCTION hr.site_rule();
INSERT INTO hr.absence (absence_id, employee_id, first_day, last_day) VALUES (9100001, 1, '2017-02-06', '2017-02-07'), (9100002, 1, '1999-01-01', '1999-01-02');
UPDATE hr.absence SET self_certified_on = NULL WHERE absence_id IN (9000001, 9000002, 9100001);
SELECT absence_id, self_certified_on FROM hr_known.absence WHERE absence_id >= 9000000 ORDER BY 1;
SELECT sum(differences) FROM public.differences('hr', 'hr_known');
DROP TRIGGER site_rule ON hr.absence;

-- a column of the site's own does not break its writes, and is kept when keep_history is called again; a column that a newer
-- release adds is kept by create_tables, and what it holds by default is known for the time before
ALTER TABLE hr.absence ADD COLUMN "Our note" text, ADD COLUMN phone boolean DEFAULT false NOT NULL;
UPDATE hr.absence SET "Our note" = 'seen', phone = true WHERE absence_id = 9100001;
SELECT clock_timestamp() AS at_fourth, pg_sleep(0.002) \gset
CALL bradford.keep_history('hr');
CALL bradford.create_known('hr', 'hr_known');
UPDATE hr.absence SET "Our note" = 'seen twice' WHERE absence_id = 9100001;
SELECT "Our note", phone, change FROM hr.absence_history WHERE absence_id = 9100001 ORDER BY change_id;
SELECT changes FROM hr.absence_history_report WHERE absence_id = 9100001 ORDER BY changed_at DESC, change DESC LIMIT 2;
SELECT sum(differences) FROM public.differences('hr', 'hr_known');
SET bradford.known_at = :'at_fourth';
SELECT "Our note", phone FROM hr_known.absence WHERE absence_id = 9100001;
RESET bradford.known_at;
-- as an older release left it
CREATE SCHEMA older;
CALL bradford.create_tables('older');
ALTER TABLE older.policy_stage DROP COLUMN appeal_within, DROP COLUMN referral;
DROP TABLE older.login;
CREATE TABLE older.login AS TABLE hr.login;
ALTER TABLE older.login ADD PRIMARY KEY (employee_id, role_name, first_day);
CALL bradford.keep_history('older');
DROP TABLE older.login, older.login_history;
UPDATE older.policy_stage SET title = 'talk' WHERE policy = 'Bradford 2016' AND stage = 1;
CALL bradford.create_tables('older');
UPDATE older.policy_stage SET referral = true, appeal_within = 3 WHERE policy = 'Bradford 2016' AND stage = 2;
INSERT INTO older.employee (employee_id, service_area) VALUES (1, 'Waste');
INSERT INTO older.login VALUES ('ann', 1, '2016-01-01');
SELECT stage, title, change, appeal_within, referral FROM older.policy_stage_history WHERE policy = 'Bradford 2016' ORDER BY change_id;
SELECT role_name, change FROM older.login_history;
CALL bradford.create_known('older', 'older_known');
SELECT sum(rows_compared) AS rows_compared, sum(differences) AS differences FROM public.differences('older', 'older_known');
SELECT attname FROM pg_attribute WHERE attrelid = 'older.policy_stage_history'::regclass AND attnum > 0 AND NOT attisdropped AND (attnotnull OR atthasdef) ORDER BY attnum;
-- if a type changed, the owner has to change it in the history too
DROP SCHEMA older_known CASCADE;
ALTER TABLE older.case_event ALTER happened_at TYPE timetz;
CALL bradford.keep_history('older');
ALTER TABLE older.case_event_history ALTER happened_at TYPE timetz;
CALL bradford.keep_history('older');
INSERT INTO older.hr_case (case_id, employee_id, procedure, opened_on) SELECT 1, 1, min(procedure), '2016-01-01' FROM older.procedure;
INSERT INTO older.case_event VALUES (1, 1, 'told', '2016-01-01', '09:00+00');
SELECT case_id, event, happened_at, change FROM older.case_event_history;
-- values changed by ALTER TABLE, and a column dropped and added again, count as changes at the moment of the next call
ALTER TABLE older.employee ADD grade numeric DEFAULT 2, ADD note text DEFAULT 'before';
CALL bradford.keep_history('older');
ALTER TABLE older.employee ALTER grade DROP DEFAULT, ALTER grade TYPE integer USING grade * 10;
ALTER TABLE older.employee_history ALTER grade TYPE integer;
ALTER TABLE older.employee DROP note;
ALTER TABLE older.employee ADD note text DEFAULT 'after';
CALL bradford.keep_history('older');
CALL bradford.keep_history('older');
CALL bradford.create_known('older', 'older_known');
SELECT sum(rows_compared) AS rows_compared, sum(differences) AS differences FROM public.differences('older', 'older_known');
SELECT employee_id, grade, note, change FROM older.employee_history ORDER BY change_id;

-- tables of a role that the caller is a member of: their histories are that role's, and so are the rights of the triggers
GRANT CREATE ON DATABASE :"DBNAME" TO regress_bradford_hr;
SET SESSION AUTHORIZATION regress_bradford_hr;
CALL bradford.create_tables('theirs');
GRANT CREATE ON SCHEMA theirs TO regress_bradford_clerk;
SET SESSION AUTHORIZATION regress_bradford_clerk;
CALL bradford.keep_history('theirs');
INSERT INTO theirs.employee (employee_id, service_area) VALUES (1, 'Waste');
SELECT employee_id, changed_by, change FROM theirs.employee_history;
RESET SESSION AUTHORIZATION;
SELECT c.relowner::regrole, p.proowner::regrole, count(*) FROM pg_class c JOIN pg_proc p ON p.proname = 'keep_' || left(c.relname, -8)
WHERE c.relnamespace = 'theirs'::regnamespace AND p.pronamespace = c.relnamespace AND c.relname LIKE '%\_history' GROUP BY 1, 2;
DROP OWNED BY regress_bradford_clerk, regress_bradford_hr CASCADE;

-- stopped, and taken up again: what came in between is taken in then
DROP FUNCTION hr.keep_absence CASCADE;
UPDATE hr.absence SET first_day = first_day - 1, half_days = NULL WHERE absence_id = 9100001;
DELETE FROM hr.absence WHERE absence_id = 9000001;
INSERT INTO hr.absence (absence_id, employee_id, first_day) VALUES (9200001, 1, '2017-03-06');
CALL bradford.keep_history('hr');
SELECT absence_id, first_day, change FROM hr.absence_history WHERE change_id > (SELECT max(change_id) - 3 FROM hr.absence_history) ORDER BY absence_id;
SELECT count(*) FROM hr.absence_history \gset
CALL bradford.keep_history('hr');
SELECT count(*) - :count AS more FROM hr.absence_history;
-- the report is dropped and made with the others
CALL bradford.drop_reports('hr');
SELECT to_regclass('hr.absence_history_report');
CALL bradford.create_reports('hr');
SELECT count(*) > 1000 AS rows FROM hr.absence_history_report;
SELECT obj_description(c.oid, 'pg_class') IS NULL AS without, count(*) FROM pg_class c WHERE relnamespace = 'hr'::regnamespace AND relkind IN ('r', 'v') GROUP BY 1;

-- one person's record as known is found by index
CREATE FUNCTION public.blocks(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	plan	json;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ' || query INTO plan;
	RETURN (plan -> 0 -> 'Plan' ->> 'Shared Hit Blocks')::bigint + (plan -> 0 -> 'Plan' ->> 'Shared Read Blocks')::bigint;
END $$;
INSERT INTO hr.employee (employee_id, service_area) SELECT i, 'Roads' FROM generate_series(2000001, 2002000) i;
INSERT INTO hr.contract (employee_id, first_day) SELECT i, '2014-01-01' FROM generate_series(2000001, 2002000) i;
INSERT INTO hr.absence (absence_id, employee_id, first_day, last_day, reason) SELECT 10000000 + i, 2000001 + i % 2000, date '2015-01-01' + i % 700, date '2015-01-02' + i % 700, NULL FROM generate_series(1, 10000) i;
INSERT INTO hr.warning (employee_id, policy, stage, issued_on) SELECT i, policy, stage, '2016-10-10' FROM generate_series(2000001, 2002000) i, hr.policy_stage WHERE stage = 3;
INSERT INTO hr.fit_note (employee_id, first_day, last_day) SELECT i, '2016-10-10', '2016-10-11' FROM generate_series(2000001, 2002000) i;
UPDATE hr.employee SET employee_id = 3000043 WHERE employee_id = 2000043;
ANALYZE hr.employee_history, hr.contract_history, hr.absence_history, hr.warning_history, hr.fit_note_history;
SET bradford.known_at = 'now';
SELECT public.blocks('SELECT * FROM hr_known.absence WHERE employee_id = 2000042') < 60 AS absences,
	   public.blocks('SELECT * FROM hr_known.trigger_report(''2016-12-01'') WHERE employee_id = 2000042')
			* 20 < public.blocks('SELECT * FROM hr_known.trigger_report(''2016-12-01'')') AS trigger_report,
	   public.blocks('SELECT * FROM hr.absence_history_report WHERE employee_id = 2000042') < 200 AS changes,
	   public.blocks('SELECT * FROM hr.absence_history_report WHERE employee_id = 3000043') < 200 AS moved,
	   public.blocks('SELECT * FROM hr_known.absence') > 200 AS everybody;
SELECT employee_id, change, changes, count(*) FROM hr.absence_history_report WHERE employee_id IN (2000043, 3000043) GROUP BY 1, 2, 3 ORDER BY 1, 2;
-- for a number that nobody has any more: the person who had it last; 2000044 has gone with the record
UPDATE hr.employee SET name = 'Dee', manager_id = 1 WHERE employee_id IN (3000043, 2000044);
DELETE FROM hr.absence WHERE employee_id = 2000044;
DELETE FROM hr.contract WHERE employee_id = 2000044;
DELETE FROM hr.warning WHERE employee_id = 2000044;
DELETE FROM hr.fit_note WHERE employee_id = 2000044;
DELETE FROM hr.employee WHERE employee_id = 2000044;
SELECT employee_id, name, service_area, manager_id, change, count(*) FROM hr.absence_history_report WHERE employee_id IN (2000043, 2000044, 3000043) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 5;
-- a forced plan counts as very expensive, and compiling it took 300 ms a statement
SELECT proconfig FROM pg_proc WHERE proname = 'keep_absence' AND pronamespace = 'hr'::regnamespace;
RESET bradford.known_at;
SELECT count(*) FROM (SELECT * FROM hr.trigger_report('2016-12-01') EXCEPT SELECT * FROM hr_known.trigger_report('2016-12-01')) x;

DROP SCHEMA hr_known, hr, taken, older, copy_1, copy_2, copy_3, copy_4 CASCADE;
DROP TABLE public.moment;
DROP FUNCTION public.differences, public.some, public.blocks;
DROP PROCEDURE public.copy_tables, public.change_something;
DROP ROLE regress_bradford_clerk, regress_bradford_hr;
