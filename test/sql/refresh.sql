--
-- Refreshing the reports: a newer release changes some, below reports that read one another and objects of
-- the site's own; owners and rights stay as they were.
--
SET datestyle = ISO;
SET jit = off;	-- the tables are empty, and compiling the plans takes longer than all else
\set SHOW_CONTEXT never
CREATE ROLE regress_bradford_owner;
CREATE ROLE regress_bradford_reader;
CREATE ROLE regress_bradford_clerk;
GRANT CREATE ON DATABASE :"DBNAME" TO regress_bradford_owner;
SET ROLE regress_bradford_owner;
CALL bradford.create_tables('hr');
CALL bradford.create_tables('side');

-- An older release: the same files with some words changed. "edits" are pairs of a pattern and its replacement.
CREATE PROCEDURE hr.older_release(schema text, edits text[]) LANGUAGE plpgsql AS $$
DECLARE
	f	record;
	d	text;
BEGIN
	SET LOCAL client_min_messages = warning;
	CALL bradford.drop_reports(schema);
	FOR f IN SELECT * FROM bradford.hr_files() WHERE kind = 'report' ORDER BY place LOOP
		d := replace(f.definition, '@hr@', schema);
		FOR i IN 1 .. array_length(edits, 1) LOOP
			d := regexp_replace(d, edits[i][1], edits[i][2], 'g');
		END LOOP;
		EXECUTE d;
	END LOOP;
END $$;
-- the columns of a report, and whether two schemas differ in any report
CREATE FUNCTION hr.columns_of(report text) RETURNS text LANGUAGE sql AS $$
SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = report::regclass AND attnum > 0
$$;
CREATE VIEW hr.differences AS
SELECT proname, pg_get_function_arguments(oid), replace(pg_get_functiondef(oid), 'hr.', 'side.') FROM pg_proc WHERE pronamespace = 'hr'::regnamespace AND proname IN (SELECT name FROM bradford.hr_files())
EXCEPT
SELECT proname, pg_get_function_arguments(oid), pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'side'::regnamespace;
CALL bradford.create_reports('side');

-- a base report that gains a column, loses one, and retypes one, under a report that reads it, and under the site's view on that report
CALL hr.older_release('hr', ARRAY[
	['(reporting_period\(\s+as_of date, years integer DEFAULT 3, period text DEFAULT .year.\)\s+RETURNS TABLE \(\s+period) text,\s+first_day date,', '\1 varchar, note text, first_day date,'],
	['(END AS period),(\s+p\.first_day::date)', '\1, NULL::text AS note,\2'],
	['COMMENT ON COLUMN hr.reporting_period.last_day[^;]+;', '']]);
SELECT hr.columns_of('hr.reporting_period');
INSERT INTO hr.employee (employee_id, service_area) VALUES (1, 'Waste'), (2, 'Parks');
INSERT INTO hr.contract (employee_id, first_day) VALUES (1, '2015-01-01'), (2, '2015-01-01');
INSERT INTO hr.absence (employee_id, first_day, last_day) VALUES (1, '2016-05-02', '2016-05-13');
CREATE VIEW hr.lost AS SELECT service_area, days_lost FROM hr.days_lost_report('2017-03-31', 1);
CREATE VIEW hr.lost_today AS SELECT * FROM hr.days_lost_report;
TABLE hr.lost ORDER BY 1;
CALL bradford.create_reports('hr');
SELECT hr.columns_of('hr.reporting_period');
TABLE hr.lost ORDER BY 1;
SELECT count(*) AS reports_that_differ FROM hr.differences;

-- the site's own view on the base report itself: the refusal names it alone, and nothing has changed
CALL hr.older_release('side', ARRAY[
	['(reporting_period\(\s+as_of date, years integer DEFAULT 3, period text DEFAULT .year.\)\s+RETURNS TABLE \(\s+period) text,\s+first_day date,', '\1 varchar, note text, first_day date,'],
	['(END AS period),(\s+p\.first_day::date)', '\1, NULL::text AS note,\2']]);
CREATE VIEW side.years AS SELECT period FROM side.reporting_period;
CREATE VIEW side.older_years AS SELECT period FROM side.years;
CREATE VIEW side.lost AS SELECT * FROM side.days_lost_report;
CALL bradford.create_reports('side');
SELECT hr.columns_of('side.reporting_period'), count(*) AS lost FROM side.lost;
DROP VIEW side.years CASCADE;
CALL bradford.create_reports('side');
SELECT count(*) AS reports_that_differ FROM hr.differences;

DROP VIEW hr.lost, hr.lost_today;

-- reports with other parameters than before: fewer, more with defaults, of another type, one of them read by others
CALL hr.older_release('hr', ARRAY[['policy_comparison_report\(\s*as_of date, one text[^)]*\)', 'policy_comparison_report(as_of date)'],
								  ['policy_comparison_report\(date, text, text\)', 'policy_comparison_report(date)'],
								  ['COALESCE\(policy_comparison_report.other, p.replaces\)', 'p.replaces'], ['policy_comparison_report\.other\M', 'NULL::text'], ['policy_comparison_report\.one\M', 'NULL::text'],
								  ['counted_absence\(\s*as_of date, with_calendar boolean DEFAULT true, fit_note_covers text DEFAULT ''absence''\)', 'counted_absence(as_of date, with_calendar boolean DEFAULT true, fit_note_covers text DEFAULT ''absence'', more integer DEFAULT 3)'],
								  ['counted_absence\(date, boolean, text\)', 'counted_absence(date, boolean, text, integer)'],
								  ['policy_in_force\(as_of date\)', 'policy_in_force(as_of timestamp)'], ['policy_in_force\(date\)', 'policy_in_force(timestamp)'], ['policy_in_force.as_of\)', 'policy_in_force.as_of::date)']]);
SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'hr'::regnamespace AND proname IN ('policy_comparison_report', 'counted_absence', 'policy_in_force') ORDER BY 1;
CALL bradford.create_reports('hr');
SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'hr'::regnamespace AND proname IN ('policy_comparison_report', 'counted_absence', 'policy_in_force') ORDER BY 1;
SELECT count(*) AS reports_that_differ FROM hr.differences;

-- rules and triggers on a report whose columns change
CALL hr.older_release('hr', ARRAY[
	['(reporting_period\(\s+as_of date, years integer DEFAULT 3, period text DEFAULT .year.\)\s+RETURNS TABLE \(\s+period) text,\s+first_day date,', '\1 varchar, note text, first_day date,'],
	['(END AS period),(\s+p\.first_day::date)', '\1, NULL::text AS note,\2']]);
CREATE FUNCTION hr.mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER noted INSTEAD OF UPDATE ON hr.reporting_period FOR EACH ROW EXECUTE FUNCTION hr.mine();
CREATE RULE gone AS ON DELETE TO hr.reporting_period DO INSTEAD NOTHING;
CALL bradford.create_reports('hr');
DROP TRIGGER noted ON hr.reporting_period;
DROP RULE gone ON hr.reporting_period;
CALL bradford.create_reports('hr');
SELECT count(*) AS reports_that_differ FROM hr.differences;

-- what depends on the extension but is not a report stays
CREATE FUNCTION hr.site_calc(x numeric) RETURNS numeric LANGUAGE sql IMMUTABLE RETURN bradford.pro_rata(x, 1, 2);
ALTER FUNCTION hr.site_calc DEPENDS ON EXTENSION bradford;
CREATE PROCEDURE hr.site_job() LANGUAGE plpgsql AS 'BEGIN END';
ALTER PROCEDURE hr.site_job DEPENDS ON EXTENSION bradford;
CALL bradford.create_reports('hr');
SELECT hr.site_calc(10), to_regprocedure('hr.site_job()') AS job;
DROP FUNCTION hr.site_calc;
DROP PROCEDURE hr.site_job;
DROP FUNCTION hr.mine;

-- owners and rights, on what is replaced in place and on what is made anew
GRANT USAGE ON SCHEMA hr TO regress_bradford_reader, regress_bradford_clerk;
GRANT USAGE, CREATE ON SCHEMA hr TO regress_bradford_clerk;
CALL hr.older_release('hr', ARRAY[
	['(reporting_period\(\s+as_of date, years integer DEFAULT 3, period text DEFAULT .year.\)\s+RETURNS TABLE \(\s+period) text,\s+first_day date,', '\1 varchar, note text, first_day date,'],
	['(END AS period),(\s+p\.first_day::date)', '\1, NULL::text AS note,\2']]);
GRANT SELECT ON hr.reporting_period, hr.days_lost_report TO regress_bradford_reader WITH GRANT OPTION;
GRANT SELECT (period, note) ON hr.reporting_period TO PUBLIC;
REVOKE EXECUTE ON FUNCTION hr.reporting_period(date, integer, text), hr.days_lost_report(date, integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hr.reporting_period(date, integer, text) TO regress_bradford_reader;
RESET ROLE;
GRANT regress_bradford_clerk TO regress_bradford_owner;
ALTER VIEW hr.reporting_period OWNER TO regress_bradford_clerk;
ALTER FUNCTION hr.reporting_period(date, integer, text) OWNER TO regress_bradford_clerk;
CREATE FUNCTION hr.rights() RETURNS TABLE (name text, owner name, rights text) LANGUAGE sql AS $$
SELECT x.name, pg_get_userbyid(x.owner), (SELECT string_agg(concat(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, ' ', lower(privilege_type), CASE WHEN is_grantable THEN ' and may grant it' END), ', ' ORDER BY grantee, 1)
		FROM aclexplode(acl) WHERE grantee <> x.owner)
FROM (
	SELECT oid::regprocedure::text AS name, proowner AS owner, COALESCE(proacl, acldefault('f', proowner)) AS acl
	FROM pg_proc WHERE pronamespace = 'hr'::regnamespace AND proname IN ('reporting_period', 'days_lost_report', 'pay_report')
	UNION ALL
	SELECT oid::regclass::text, relowner, relacl FROM pg_class WHERE relnamespace = 'hr'::regnamespace AND relname IN ('reporting_period', 'days_lost_report', 'pay_report')
	UNION ALL
	SELECT attrelid::regclass || '.' || attname, relowner, attacl FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE attacl IS NOT NULL AND attrelid = 'hr.reporting_period'::regclass) x
ORDER BY 1
$$;
SELECT * FROM hr.rights();
SET ROLE regress_bradford_owner;
CALL bradford.create_reports('hr');
SELECT * FROM hr.rights();
SELECT count(*) AS reports_that_differ FROM hr.differences;

-- what has a report's name but is not one that create_reports made: functions with other parameters or results, a replaced one, a
-- table, a type
CREATE FUNCTION hr.trigger_report(text) RETURNS text RETURN $1;
CREATE OR REPLACE FUNCTION hr.reporting_period(as_of date, years integer DEFAULT 3, period text DEFAULT 'year')
RETURNS TABLE (period text, first_day date, last_day date, days_in_year integer)
LANGUAGE sql STABLE BEGIN ATOMIC SELECT 'mine', as_of, as_of, 365; END;
DROP VIEW side.lost;
CALL bradford.drop_reports('side');
CREATE DOMAIN side.pattern_report AS text;
CREATE TABLE side.trigger_report (a integer);
CALL bradford.create_reports('hr');
CALL bradford.create_reports('side');
SELECT pg_get_functiondef('hr.trigger_report(text)'::regprocedure) ~ 'RETURN \$1' AS stays, (SELECT r.period FROM hr.reporting_period('2017-01-01') r) AS period;

-- dropped again, with nothing of the site's in the way
DROP FUNCTION hr.trigger_report(text);
DROP FUNCTION hr.reporting_period CASCADE;
CREATE VIEW hr.mine AS SELECT * FROM hr.pay_report;
CREATE FUNCTION hr.mine() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM hr.trigger_report('2017-01-01'); END;
CALL bradford.drop_reports('hr');
DROP VIEW hr.mine;
CALL bradford.drop_reports('hr');
DROP FUNCTION hr.mine();
CALL bradford.create_reports('hr');
CALL bradford.drop_reports('hr');
SELECT count(*) AS left_over FROM pg_proc WHERE pronamespace = 'hr'::regnamespace AND proname IN (SELECT name FROM bradford.hr_files());
CALL bradford.drop_reports('hr');

-- a site's own types of columns go through: numbers of people as texts, names as domains
RESET ROLE;
CREATE SCHEMA own;
CREATE DOMAIN own.area AS varchar(20);
DO $$
DECLARE r record;
BEGIN
	FOR r IN SELECT relation, string_agg(format('%I %s', "column", CASE WHEN "column" IN ('employee_id', 'manager_id') THEN 'varchar(12)' WHEN "column" = 'service_area' THEN 'own.area' ELSE type END), ', ') AS columns
			 FROM bradford.table_columns() WHERE "column" IS NOT NULL GROUP BY 1 LOOP
		EXECUTE format('CREATE TABLE own.%I (%s)', r.relation, r.columns);
	END LOOP;
END $$;
CALL bradford.create_reports('own');
SELECT attrelid::regclass AS report, attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE  attrelid IN ('own.trigger_report'::regclass, 'own.data_quality_report'::regclass, 'own.timesheet_report'::regclass) AND attname IN ('employee_id', 'manager_id', 'service_area') ORDER BY 1, 2;
INSERT INTO own.employee (employee_id, service_area) VALUES ('A-17', 'Waste');
INSERT INTO own.contract (employee_id, post, first_day, kind, weekly_hours, full_time_hours, calendar) VALUES ('A-17', '1', '2015-01-01', 'full-time', 37, 37, 'england-and-wales');
INSERT INTO own.absence (absence_id, employee_id, first_day, last_day, half_worked) VALUES (1, 'A-17', '2016-11-01', '2016-11-04', false);
INSERT INTO own.attendance_policy (policy, first_day, scoring_rule, part_time_rule, calendar, long_term, keeps_warnings) VALUES ('p', '2016-01-01', '', 'none', 'weekdays', '4 weeks', false);
INSERT INTO own.policy_stage (policy, stage, title, trigger_score) VALUES ('p', 1, 'talk', 4);
SELECT employee_id, service_area, score, stage_reached FROM own.trigger_report('2016-11-30') WHERE employee_id = 'A-17';
-- columns of the site's own that are called like the parameters of the reports change nothing
CREATE TEMP TABLE plain_figures AS SELECT t.*, b.why FROM own.trigger_report('2016-11-30') t LEFT JOIN own.score_breakdown_report('2016-11-30') b USING (employee_id);
CALL bradford.drop_reports('own');
DO $$
DECLARE r record;
BEGIN
	FOR r IN SELECT DISTINCT relation FROM bradford.table_columns() LOOP
		EXECUTE format('ALTER TABLE own.%I ADD as_of date DEFAULT ''2000-01-01'', ADD with_calendar boolean DEFAULT false, ADD years integer DEFAULT 9,
			ADD from_day date DEFAULT ''2000-01-01'', ADD to_day date DEFAULT ''2000-01-01'', ADD up_to date DEFAULT ''2000-01-01'', ADD one text DEFAULT ''x'', ADD other text DEFAULT ''x''', r.relation);
		IF r.relation NOT IN ('timesheet', 'paid') THEN
			EXECUTE format('ALTER TABLE own.%I ADD month date DEFAULT ''2000-01-01''', r.relation);
		END IF;
	END LOOP;
END $$;
CALL bradford.create_reports('own');
SELECT count(*) AS differing FROM (
	TABLE plain_figures
	EXCEPT
	SELECT t.*, b.why FROM own.trigger_report('2016-11-30') t LEFT JOIN own.score_breakdown_report('2016-11-30') b USING (employee_id)) x;
SELECT return_to_work_report.status FROM own.return_to_work_report('2016-11-30');
-- a column that changes its type takes its report with it
ALTER TABLE own.employee ALTER service_area TYPE varchar(20);
CALL bradford.drop_reports('own');
ALTER TABLE own.employee ALTER service_area TYPE varchar(20);
CALL bradford.create_reports('own');

-- and every column may be of a domain
CREATE SCHEMA domains;
DO $$
DECLARE r record;
BEGIN
	FOR r IN SELECT DISTINCT type FROM bradford.table_columns() WHERE type IS NOT NULL LOOP
		EXECUTE format('CREATE DOMAIN domains.%I AS %s', 'our ' || r.type, r.type);
	END LOOP;
	FOR r IN SELECT relation, string_agg(format('%I domains.%I', "column", 'our ' || type), ', ') AS columns
			 FROM bradford.table_columns() WHERE "column" IS NOT NULL GROUP BY 1 LOOP
		EXECUTE format('CREATE TABLE domains.%I (%s)', r.relation, r.columns);
	END LOOP;
END $$;
CALL bradford.create_reports('domains');
INSERT INTO domains.employee (employee_id, service_area) VALUES (17, 'Waste');
INSERT INTO domains.contract (employee_id, post, first_day, kind, weekly_hours, full_time_hours, calendar) VALUES (17, '1', '2015-01-01', 'full-time', 37, 37, 'england-and-wales');
INSERT INTO domains.absence (absence_id, employee_id, first_day, last_day, half_worked) VALUES (1, 17, '2016-11-01', '2016-11-04', false);
INSERT INTO domains.attendance_policy (policy, first_day, scoring_rule, part_time_rule, calendar, long_term, keeps_warnings) VALUES ('p', '2016-01-01', '', 'none', 'weekdays', '4 weeks', false);
INSERT INTO domains.policy_stage (policy, stage, title, trigger_score) VALUES ('p', 1, 'talk', 4);
SELECT t.employee_id, t.score, t.stage_reached, r.status, r.due_by FROM domains.trigger_report('2016-11-30') t JOIN domains.return_to_work_report('2016-11-30') r USING (employee_id);

SET client_min_messages = warning;
DROP SCHEMA hr, side, own, domains CASCADE;
DROP OWNED BY regress_bradford_owner, regress_bradford_reader, regress_bradford_clerk;
DROP ROLE regress_bradford_owner, regress_bradford_reader, regress_bradford_clerk;
