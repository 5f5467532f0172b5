--
-- Names that somebody else has taken. Nothing of ours resolves a name in a schema that others can write to:
-- what they plant there is refused, or has no effect. A planted function raises an error if it is ever called.
--
SET datestyle = ISO;
\set SHOW_CONTEXT never
CREATE ROLE regress_bradford_squatter;
CREATE ROLE regress_bradford_dba SUPERUSER;
GRANT CREATE ON DATABASE :"DBNAME" TO regress_bradford_squatter;
GRANT CREATE ON SCHEMA public TO regress_bradford_squatter;
SET SESSION AUTHORIZATION regress_bradford_dba;

-- the figures that should come out in the end
CALL bradford.create_tables('plain');
CALL bradford.create_reports('plain');
CREATE PROCEDURE plain.people(schema text) LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	EXECUTE format('INSERT INTO %I.employee (employee_id, service_area) SELECT i, ''Area '' || i %% 3 FROM generate_series(1, 12) i', schema);
	EXECUTE format('INSERT INTO %I.contract (employee_id, first_day, kind, full_time_salary, weeks_at_work) SELECT i, ''2014-01-01'', CASE i WHEN 5 THEN ''term-time'' ELSE ''full-time'' END, 24000, CASE i WHEN 5 THEN 39 END FROM generate_series(1, 12) i', schema);
	EXECUTE format('INSERT INTO %I.absence (employee_id, first_day, last_day, reason) SELECT i, d, d + i, ''stress'' FROM generate_series(1, 12) i, generate_series(0, i) n, make_date(2016, 1 + n %% 12, 5) d', schema);
	EXECUTE format('INSERT INTO %I.hr_case (case_id, employee_id, procedure, opened_on) VALUES (1, 3, ''grievance 2016'', ''2016-11-01'')', schema);
	EXECUTE format('INSERT INTO %I.case_event (employee_id, case_id, event, happened_on) VALUES (3, 1, ''formal_received'', ''2016-11-01'')', schema);
	EXECUTE format('INSERT INTO %I.timesheet (employee_id, month, hours_worked) VALUES (5, ''2016-11-01'', 100)', schema);
END $$;
CALL plain.people('plain');
-- all reports of a schema in one text, by day
CREATE FUNCTION plain.figures(schema text) RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f	record;
	one	text;
	al	text := '';
BEGIN
	FOR f IN SELECT p.proname, (SELECT count(*)::integer FROM unnest(p.proargtypes) AS t(type) WHERE t.type = 'date'::regtype) AS dates
			 FROM pg_proc p JOIN bradford.hr_files() h ON h.name = p.proname AND h.kind = 'report' WHERE p.pronamespace = schema::regnamespace ORDER BY h.place LOOP
		EXECUTE format('SELECT %L || string_agg(x::text, %L ORDER BY x::text COLLATE "C") FROM %I.%I(%s) x', f.proname || ': ', E'\n', schema, f.proname,
			(SELECT string_agg(format('%L', date '2016-12-01' - 61 * (f.dates - i)), ', ') FROM generate_series(1, f.dates) AS i)) INTO one;
		al := al || coalesce(one, f.proname) || E'\n';
	END LOOP;
	RETURN al;
END $$;
SELECT length(plain.figures('plain')) > 10000 AS there_are_figures;

-- Functions with every name that stands before a parenthesis in our files and functions and exactly the arguments of PostgreSQL's own;
-- operators, domains and catalogs with the names that we use.
CREATE PROCEDURE plain.plant(schema text) LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = error AS $$
DECLARE
	r			record;
	functions	integer := 0;
	operators	integer := 0;
BEGIN
	FOR r IN
		WITH ours AS (
			SELECT h.definition AS body FROM bradford.hr_files() h
			UNION ALL
			SELECT coalesce(nullif(p.prosrc, ''), pg_get_functiondef(p.oid)) FROM pg_proc p WHERE p.pronamespace = 'bradford'::regnamespace AND p.prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c') AND p.prokind <> 'a'
		), words AS (SELECT DISTINCT m[1] AS name FROM ours, regexp_matches(body, '(\w+)\s*\(', 'g') m)
		SELECT DISTINCT p.proname, oidvectortypes(p.proargtypes) AS arguments
		FROM   words JOIN pg_proc p ON p.proname = words.name AND p.pronamespace = 'pg_catalog'::regnamespace
		WHERE  NOT ('internal'::regtype = ANY (p.proargtypes) OR 'cstring'::regtype = ANY (p.proargtypes)) AND p.prokind IN ('f', 'a', 'w') AND p.provariadic = 0
		AND    NOT EXISTS (SELECT FROM unnest(p.proargtypes) t WHERE t::regtype::text LIKE 'any%' OR t::regtype::text = '"any"')
		UNION
		-- variadic and polymorphic ones, as they are called
		VALUES ('format', 'text'), ('format', 'text, text'), ('format', 'text, text, text'), ('format', 'text, text, text, text'), ('format', 'text, date'), ('format', 'text, name'),
			   ('concat_ws', 'text, text'), ('concat_ws', 'text, text, text'), ('num_nonnulls', 'numeric, numeric'), ('num_nonnulls', 'integer, numeric'),
			   ('unnest', 'text[]'), ('unnest', 'oid[]'), ('unnest', 'datemultirange'), ('lower', 'daterange'), ('upper', 'daterange'), ('isempty', 'datemultirange'),
			   ('range_merge', 'datemultirange'), ('array_remove', 'text[], text'), ('cardinality', 'numeric[]'), ('count', 'date'), ('coalesce', 'text, text'),
			   ('array_length', 'text[], integer'), ('lag', 'integer'), ('regexp_match', 'text, text'), ('current_date', ''), ('daterange', 'date, date, text')
	LOOP
		EXECUTE format('CREATE OR REPLACE FUNCTION %I.%I(%s) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $b$BEGIN RAISE EXCEPTION %L; END$b$', schema, r.proname, r.arguments, 'planted ' || r.proname);
		functions := functions + 1;
	END LOOP;
	FOR r IN SELECT DISTINCT oprname, format_type(oprleft, NULL) AS l, format_type(oprright, NULL) AS r
			 FROM pg_operator WHERE oprleft <> 0 AND oprright <> 0 AND oprnamespace = 'pg_catalog'::regnamespace
			 AND oprleft = ANY ('{text,name,oid,date,numeric,integer,bigint,smallint,boolean,interval,daterange,datemultirange,timestamp,"char"}'::regtype[])
			 AND oprright = ANY ('{text,name,oid,date,numeric,integer,bigint,smallint,boolean,interval,daterange,datemultirange,timestamp,"char"}'::regtype[])
	LOOP
		EXECUTE format('CREATE OR REPLACE FUNCTION %I.planted_operator(%s, %s) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $b$BEGIN RAISE EXCEPTION ''planted operator''; END$b$', schema, r.l, r.r);
		EXECUTE format('CREATE OPERATOR %I.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = %I.planted_operator)', schema, r.oprname, r.l, r.r, schema);
		operators := operators + 1;
	END LOOP;
	FOR r IN SELECT unnest('{date,text,numeric,integer,bigint,smallint,interval,timestamp,boolean,name,oid,regclass,regtype,daterange,datemultirange,record,calendar,scoring_rule,jsonb}'::text[]) AS name LOOP
		EXECUTE format('CREATE DOMAIN %I.%I AS pg_catalog.int8 CHECK (%I.planted_operator(VALUE, VALUE))', schema, r.name, schema);
	END LOOP;
	FOR r IN SELECT unnest('{pg_class,pg_proc,pg_attribute,pg_namespace,pg_type,pg_depend,pg_constraint,pg_roles,pg_index,pg_extension,pg_rewrite,published_policies,hr_files}'::text[]) AS name LOOP
		EXECUTE format('CREATE TABLE %I.%I (oid pg_catalog.oid)', schema, r.name);
	END LOOP;
	IF functions < 100 OR operators < 100 THEN
		RAISE EXCEPTION 'only % functions and % operators', functions, operators;
	END IF;
END $$;
GRANT ALL ON SCHEMA plain TO regress_bradford_squatter;

-- in the target schema and in public by somebody who may create there, in pg_temp, and first in the path: no effect
CREATE SCHEMA site;
GRANT ALL ON SCHEMA site TO regress_bradford_squatter;
SET SESSION AUTHORIZATION regress_bradford_squatter;
CALL plain.plant('site');
CALL plain.plant('public');
SET SESSION AUTHORIZATION regress_bradford_dba;
CALL plain.plant('pg_temp');
SET search_path = pg_temp, site, public, pg_catalog;
CALL bradford.create_tables('site');
CALL bradford.create_reports('site');
CALL bradford.create_tables('site');
CALL bradford.create_reports('site');
CALL plain.people('site');
SET search_path = pg_catalog;
CREATE ROLE regress_bradford_boss;
INSERT INTO site.login VALUES ('regress_bradford_boss', 1, '2016-01-01');
INSERT INTO plain.login VALUES ('regress_bradford_boss', 1, '2016-01-01');
UPDATE site.employee SET manager_id = 1 WHERE employee_id IN (2, 3);
UPDATE plain.employee SET manager_id = 1 WHERE employee_id IN (2, 3);
SET search_path = pg_temp, site, public, pg_catalog;
CALL bradford.protect('site', manager => 'regress_bradford_boss');
SET search_path = pg_catalog;
SET ROLE regress_bradford_boss;
SELECT employee_id, score FROM site.trigger_report('2016-12-01') ORDER BY 1;
RESET ROLE;
SELECT plain.figures('site') OPERATOR(pg_catalog.=) plain.figures('plain') AS same_figures;
SET search_path = pg_temp, site, public, pg_catalog;
CALL bradford.unprotect('site');
CALL bradford.record_trigger_events('site', '2016-12-01');
SET search_path = pg_catalog;
SELECT (SELECT count(*) FROM site.trigger_event) AS recorded, (SELECT count(*) FROM plain.trigger_event_report('2014-12-02', '2016-12-01')) AS happened;
SET search_path = pg_temp, site, public, pg_catalog;
CALL bradford.keep_history('site');
CALL bradford.create_known('site', 'site_known');
CALL bradford.create_reports('site_known');
SET search_path = pg_catalog;
UPDATE site.absence SET last_day = last_day + 1 WHERE employee_id = 2;
SELECT count(*) AS changes FROM site.absence_history WHERE change = 'updated';
UPDATE site.absence SET last_day = last_day - 1 WHERE employee_id = 2;
DELETE FROM site.trigger_event;
SELECT plain.figures('site_known') OPERATOR(pg_catalog.=) plain.figures('plain') AS same_figures_as_known;
SET client_min_messages = warning;
DROP SCHEMA site_known CASCADE;
RESET client_min_messages;
SET search_path = pg_temp, site, public, pg_catalog;
CALL bradford.forget('site', '2016-12-01');
SET search_path = pg_catalog;
DROP ROLE regress_bradford_boss;
CALL bradford.drop_reports('site');
CALL bradford.create_reports('site');
-- nor in triggers that keep a history and run as its owner, nor in what was known
CALL bradford.keep_history('site');
CALL bradford.create_known('site', 'site_known');
CALL bradford.create_reports('site_known');
SET search_path = pg_temp, site, public, pg_catalog;
INSERT INTO site.absence (employee_id, first_day) VALUES (1, '2016-01-01');
UPDATE site.absence SET reason = NULL;
DELETE FROM site.absence;
TRUNCATE site.absence CASCADE;
SET search_path = pg_catalog;
SELECT change, pg_catalog.count(*) FROM site.absence_history GROUP BY 1 ORDER BY 1;
SELECT pg_catalog.count(*) FROM site_known.absence;
SELECT pg_catalog.count(*) FROM site.absence_history_report;

-- tables, functions and types of our names that belong to others, in a schema of one's own: refused, whoever calls
SET client_min_messages = warning;
DROP SCHEMA site_known, site CASCADE;
RESET client_min_messages;
CREATE SCHEMA site;
GRANT ALL ON SCHEMA site TO regress_bradford_squatter;
SET SESSION AUTHORIZATION regress_bradford_squatter;
CREATE TABLE site.employee (employee_id bigint PRIMARY KEY, service_area text);
CREATE TYPE site.absence AS ENUM ('a');
CREATE FUNCTION site.trigger_report(as_of date) RETURNS text RETURN 'planted';
CREATE FUNCTION site.contract(integer) RETURNS integer RETURN $1;
SET SESSION AUTHORIZATION regress_bradford_dba;
CALL bradford.create_tables('site');
CALL bradford.create_reports('site');
CALL bradford.record_trigger_events('site', '2016-12-01');
-- a schema of theirs with all of it
SET SESSION AUTHORIZATION regress_bradford_squatter;
CREATE SCHEMA theirs;
SET SESSION AUTHORIZATION regress_bradford_dba;
CALL bradford.create_tables('theirs');
CALL bradford.create_reports('theirs');
CALL bradford.keep_history('theirs');
CALL bradford.create_known('theirs', 'known');
-- they may have it for themselves
SET SESSION AUTHORIZATION regress_bradford_squatter;
CALL bradford.create_tables('theirs');
CALL bradford.create_reports('theirs');
CALL bradford.record_trigger_events('theirs', '2016-12-01');
-- and nobody takes it over from them
SET SESSION AUTHORIZATION regress_bradford_dba;
CALL bradford.create_reports('theirs');
CALL bradford.record_trigger_events('theirs', '2016-12-01');
CALL bradford.forget('theirs', '2016-12-01');

-- a schema that was there before the extension: refused unless it is empty and belongs to nobody else
RESET SESSION AUTHORIZATION;
SET client_min_messages = warning;
DROP SCHEMA site, theirs CASCADE;
DROP SCHEMA plain CASCADE;
DROP EXTENSION bradford CASCADE;
RESET client_min_messages;
DROP SCHEMA bradford;
SET SESSION AUTHORIZATION regress_bradford_squatter;
CREATE SCHEMA bradford;
CREATE FUNCTION bradford.define_more() RETURNS text RETURN 'planted';
SET SESSION AUTHORIZATION regress_bradford_dba;
CREATE EXTENSION bradford;
DROP SCHEMA bradford CASCADE;
CREATE SCHEMA bradford;
GRANT CREATE ON SCHEMA bradford TO regress_bradford_squatter;
CREATE EXTENSION bradford;
REVOKE CREATE ON SCHEMA bradford FROM regress_bradford_squatter;
CREATE TYPE bradford.calendar AS ENUM ('a');
CREATE EXTENSION bradford;
-- a restored dump brings an empty one of one's own
DROP SCHEMA bradford CASCADE;
RESET SESSION AUTHORIZATION;
CREATE SCHEMA bradford;
CREATE EXTENSION bradford;
SELECT bradford.score('{[2016-01-04,2016-01-06)}'::pg_catalog.datemultirange, '2016-02-01');

-- functions under any path: planted objects are still in public
SET search_path = public, pg_catalog;
SELECT pg_catalog.count(*) FROM bradford.published_policies();
SELECT pg_catalog.count(*) FROM bradford.published_procedures();
SELECT pg_catalog.count(*) FROM bradford.timetable('grievance 2016', '{"formal_received": "2016-11-01"}', '2016-12-01');
SELECT bradford.bank_holiday_hours('england-and-wales', '{[2016-01-01,2017-01-01)}', 25, 37);
RESET search_path;
SET client_min_messages = warning;
DROP OWNED BY regress_bradford_squatter, regress_bradford_dba CASCADE;
DROP ROLE regress_bradford_squatter, regress_bradford_dba;
