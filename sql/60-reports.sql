--------------------------------------------------------------------------------
-- reports: what people open, made in the user's own schema over its HR tables, or
-- over views, materialised views and foreign tables of the same names
--
-- Each report is one file of sql/hr: an as-of function, and mostly a view of the same
-- name at the current date. The functions are LANGUAGE sql, STABLE, not strict and
-- without SET, with one query that is parsed when they are made. So the planner
-- inlines them, a condition on a report reaches the indexes of the tables, and names
-- always mean what they meant when the report was made.
--
-- The last line of each file marks the function as depending on the extension. By this
-- mark create_reports finds its own reports; objects without it are the site's and stay.
--------------------------------------------------------------------------------

CREATE FUNCTION reports_made(schema text,
		OUT name text, OUT function regprocedure, OUT view regclass)
	RETURNS SETOF record
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 25
BEGIN ATOMIC
SELECT p.proname, p.oid::regprocedure, v.view
FROM   pg_namespace n
JOIN   pg_proc p ON p.pronamespace = n.oid AND p.prokind = 'f'
JOIN   bradford.hr_files() f ON f.name = p.proname::text
JOIN   pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'x'
JOIN   pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
-- the view of a report reads the function of its name, or is read by it
LEFT   JOIN LATERAL (
	SELECT c.oid::regclass AS view
	FROM   pg_class c
	JOIN   pg_rewrite w ON w.ev_class = c.oid
	JOIN   pg_depend u ON (u.classid, u.objid, u.refclassid, u.refobjid) IN (
				('pg_rewrite'::regclass, w.oid, 'pg_proc'::regclass, p.oid),
				('pg_proc'::regclass, p.oid, 'pg_class'::regclass, c.oid))
	WHERE  c.relnamespace = n.oid AND c.relkind = 'v' AND c.relname = p.proname
	LIMIT  1) v ON true
WHERE  n.nspname::text = schema AND e.extname = 'bradford';
END;
COMMENT ON FUNCTION reports_made(text) IS
	'The reports that create_reports has made in this schema: name, function, and view if it has '
	'one.';


CREATE FUNCTION report_problems(schema text) RETURNS SETOF text
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
WITH needed AS (
	SELECT t.relation, t."column", t.type::regtype AS type, t.n
	FROM   bradford.table_columns() WITH ORDINALITY
				AS t(relation, "column", type, rule, meaning, read_by, n)
	WHERE  t.read_by <> '{}'
), relations AS (
	SELECT c.oid, c.relname::text AS relation
	FROM   pg_class c
	JOIN   pg_namespace s ON s.oid = c.relnamespace
	WHERE  s.nspname::text = schema AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
), found AS (
	SELECT r.relation, a.attname::text AS "column", a.atttypid AS type,
		   format_type(a.atttypid, a.atttypmod) AS written, y.typcategory AS category,
		   -- a domain does what its base type does
		   CASE WHEN y.typtype = 'd' THEN y.typbasetype ELSE y.oid END::regtype AS base
	FROM   relations r
	JOIN   pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
	JOIN   pg_type y ON y.oid = a.atttypid
), problems(n, problem) AS (
	SELECT 2, format('%s has the name of a report and was not made by create_reports', x.object)
	FROM  (
		SELECT format('function %I(%s)', p.proname, pg_get_function_identity_arguments(p.oid))
				AS object,
			   p.proname AS name
		FROM   pg_proc p
		JOIN   pg_namespace s ON s.oid = p.pronamespace
		WHERE  s.nspname::text = schema
		AND    p.oid NOT IN (SELECT m.function FROM bradford.reports_made(schema) m)
		UNION ALL
		SELECT format('%s %I', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialised view'
					WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index'
					WHEN 'I' THEN 'index' WHEN 'c' THEN 'type' ELSE 'table' END, c.relname),
			   c.relname
		FROM   pg_class c
		JOIN   pg_namespace s ON s.oid = c.relnamespace
		WHERE  s.nspname::text = schema
		AND    NOT EXISTS (SELECT FROM bradford.reports_made(schema) m WHERE m.view = c.oid)
		UNION ALL
		SELECT format('type %I', y.typname), y.typname
		FROM   pg_type y
		JOIN   pg_namespace s ON s.oid = y.typnamespace
		WHERE  s.nspname::text = schema AND y.typrelid = 0) x
	JOIN   bradford.hr_files() f ON f.name = x.name::text AND f.kind IN ('report', 'history report')
	UNION ALL
	SELECT 10 + min(d.n), format('%I is missing', d.relation)
	FROM   needed d
	WHERE  d.relation NOT IN (SELECT r.relation FROM relations r)
	GROUP  BY d.relation
	UNION ALL
	SELECT 10 + d.n, format('%I.%I of type %s is missing', d.relation, d."column", d.type)
	FROM   needed d
	WHERE  d.relation IN (SELECT r.relation FROM relations r)
	AND    NOT EXISTS (SELECT FROM found f
					   WHERE  f.relation = d.relation AND f."column" = d."column")
	UNION ALL
	SELECT 10 + d.n, format('%I.%I has type %s, not %s', d.relation, d."column",
				f.written, d.type)
	FROM   needed d
	JOIN   found f ON f.relation = d.relation AND f."column" = d."column"
	WHERE  NOT CASE
			-- numbers of people and records are only ever compared with one another
			WHEN d.type = 'bigint'::regtype
				THEN f.base = ANY ('{smallint,integer,bigint,numeric,uuid}'::regtype[])
					 OR f.category = 'S'
			WHEN d.type = 'text'::regtype THEN f.category = 'S'
			WHEN d.type = 'numeric'::regtype
				THEN f.base = ANY ('{smallint,integer,bigint,numeric}'::regtype[])
			WHEN d.type = ANY ('{integer,smallint}'::regtype[])
				THEN f.base = ANY ('{smallint,integer}'::regtype[])
			ELSE f.base = d.type
		END
	UNION ALL
	-- keys that reports compare must be of one kind: all numbers, or all texts
	SELECT 10 + d.n, format('%I.%I has type %s, but %I.%I has %s', d.relation, d."column",
				f.written, e.relation, e."column", e.written)
	FROM   needed d
	JOIN   found f ON f.relation = d.relation AND f."column" = d."column"
	JOIN  (VALUES
			('employee_id', 'employee', 'employee_id'), ('manager_id', 'employee', 'employee_id'),
			('absence_id', 'absence', 'absence_id'), ('joined_to', 'absence', 'absence_id'),
			('case_id', 'hr_case', 'case_id')) AS o("column", relation, key)
			ON o."column" = d."column"
	JOIN   found e ON e.relation = o.relation AND e."column" = o.key
	WHERE  f.category <> e.category
)
SELECT p.problem FROM problems p ORDER BY p.n, p.problem;
END;
COMMENT ON FUNCTION report_problems(text) IS
	'What prevents create_reports from making its reports in this schema: columns that are missing '
	'or of another type (see table_columns), names that are taken. No rows if there is nothing.';


CREATE FUNCTION patience() RETURNS interval
	LANGUAGE sql STABLE PARALLEL SAFE COST 10
BEGIN ATOMIC
SELECT CASE s.setting WHEN '0' THEN interval '10 seconds'
			ELSE s.setting::integer * interval '1 ms' END
FROM   pg_settings s
WHERE  s.name = 'lock_timeout';
END;
COMMENT ON FUNCTION patience() IS
	'How long the procedures that lock tables or reports wait for other transactions: '
	'lock_timeout, or ten seconds if that is not set.';


CREATE PROCEDURE when_unread(schema text, command text,
		-- evaluated by the caller, before the SET below
		patience interval DEFAULT bradford.patience())
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '1ms'
AS $procedure$
DECLARE
	all_of_it	text := concat_ws('; ', (
		SELECT format('LOCK TABLE %s IN ACCESS SHARE MODE NOWAIT',
					string_agg(DISTINCT format('ONLY %s', c.oid::regclass), ', '))
		FROM   pg_class c
		JOIN   pg_namespace n ON n.oid = c.relnamespace
		JOIN   bradford.table_columns() t ON t.relation = c.relname::text
		WHERE  n.nspname::text = schema AND c.relkind IN ('r', 'p')
		AND    has_table_privilege(c.oid, 'SELECT')
		HAVING count(*) > 0), (
		-- Not views over tables: locking a view also locks what it reads. Replacing such a view
		-- locks it, and fails at once if somebody holds it.
		SELECT format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE NOWAIT',
					  string_agg(m.view::text, ', '))
		FROM   bradford.reports_made(schema) m
		WHERE  NOT EXISTS (SELECT FROM pg_rewrite w
						   JOIN   pg_depend d
								ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
						   WHERE  w.ev_class = m.view AND d.refclassid = 'pg_class'::regclass
						   AND    d.refobjid <> m.view)
		HAVING count(m.view) > 0), command);
	began		timestamptz := clock_timestamp();
BEGIN
	-- Readers hold their views in any order until their transactions end; others hold tables that
	-- they alter, or functions that they build on. Waiting for one of them while holding what they
	-- want next would hold up all readers and could end in a deadlock. So everything happens at
	-- once or not at all, and readers get their turn before the next try.
	WHILE clock_timestamp() < began + patience LOOP
		BEGIN
			EXECUTE all_of_it;
			RETURN;
		EXCEPTION WHEN lock_not_available THEN
			PERFORM pg_sleep(0.1);
		END;
	END LOOP;
	RAISE EXCEPTION 'reports are in use in schema %', quote_ident(schema) USING ERRCODE = '55P03',
		DETAIL = format('For %s, some transaction at every moment had read one of them, built '
						'something on one, or altered a table that they read.', patience),
		HINT = 'Call it again when those transactions have ended, or with a longer lock_timeout; '
			   'pg_locks shows them.';
END
$procedure$;
COMMENT ON PROCEDURE when_unread(text, text, interval) IS
	'Runs a command of create_reports or drop_reports while nobody holds a view of the reports. It '
	'never waits for one lock while holding another. Fails if other transactions do not end in '
	'time (55P03).';


CREATE FUNCTION rights_on(view regclass, functions oid[]) RETURNS text[]
	LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1000
BEGIN ATOMIC
SELECT array_agg(c.command ORDER BY c.n)
FROM  (
	SELECT 'TABLE' AS kind, v.oid::regclass::text AS name, v.relacl AS acl, '' AS columns,
		   v.relowner AS owner
	FROM   pg_class v
	WHERE  v.oid = view
	UNION ALL
	SELECT 'TABLE', a.attrelid::regclass::text, a.attacl, format('(%I)', a.attname), NULL
	FROM   pg_attribute a
	WHERE  a.attrelid = view AND a.attacl IS NOT NULL
	UNION ALL
	SELECT 'FUNCTION', format('%I.%I', n.nspname, p.proname), p.proacl, '', p.proowner
	FROM   pg_proc p
	JOIN   pg_namespace n ON n.oid = p.pronamespace
	-- not = ANY: PostgreSQL 18 plans for the array at hand, element by element,
	-- and can't be cancelled then
	WHERE  p.oid IN (SELECT unnest(functions))) o
CROSS  JOIN LATERAL (
	SELECT 1 AS n, format('REVOKE ALL ON %s %s FROM PUBLIC', o.kind, o.name) AS command
	WHERE  o.columns = '' AND o.acl IS NOT NULL
	UNION ALL
	SELECT 2, format('GRANT %s %s ON %s %s TO %s%s', a.privilege_type, o.columns, o.kind, o.name,
				COALESCE(quote_ident(g.rolname), 'PUBLIC'),
				CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END)
	FROM   aclexplode(o.acl) a
	LEFT   JOIN pg_roles g ON g.oid = a.grantee
	UNION ALL
	SELECT 3, format('ALTER %s %s OWNER TO %I', o.kind, o.name, pg_get_userbyid(o.owner))
	WHERE  o.owner IS NOT NULL) c;
END;
COMMENT ON FUNCTION rights_on(regclass, oid[]) IS
	'The commands that give the rights and owners of this view and these functions to a report '
	'that is made anew.';


CREATE FUNCTION empty_reports(schema text) RETURNS oid[]
	LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE COST 1000
	SET search_path = pg_catalog, pg_temp
	-- a shell in PL/pgSQL could not have a parameter and a column of one name
	SET check_function_bodies = off
AS $function$
DECLARE
	shells	oid[] := '{}';
	r		record;
BEGIN
	FOR r IN
		SELECT p.oid, format('CREATE OR REPLACE FUNCTION %I.%I(%s) RETURNS %s '
				'LANGUAGE plpgsql AS %L',
				schema, m.name, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
				'BEGIN END') AS shell
		FROM   bradford.reports_made(schema) m JOIN pg_proc p ON p.oid = m.function
	LOOP
		EXECUTE r.shell;
		shells := shells || r.oid;
	END LOOP;
	RETURN shells;
END
$function$;
COMMENT ON FUNCTION empty_reports(text) IS
	'Turns the functions of the reports in this schema into empty shells, and returns their oids. '
	'Reports read one another, and shells do not, so each can be replaced or dropped by itself.';


CREATE PROCEDURE make_reports(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
DECLARE
	hr		text := quote_ident(schema);
	shells	oid[];			-- functions that are there, made empty
	older	text;				-- those of one report, for DROP FUNCTION
	wrong	text;
	rights	text[];
	options	text;				-- of the view of one report, as the site may have set them
	command	text;
	r		record;
BEGIN
	shells := bradford.empty_reports(schema);

	FOR r IN
		SELECT f.name, hr || '.' || f.name AS report,
			   replace(f.definition, '@hr@', hr) AS definition
		FROM   bradford.hr_files() f
		WHERE  f.kind = 'report'
		OR     f.kind = 'history report' AND NOT EXISTS (
				-- a history that it reads and that is not there
				SELECT FROM regexp_matches(f.definition, '@hr@\.(\w+_history)\M', 'g') AS h(name)
				WHERE  to_regclass(hr || '.' || h.name[1]) IS NULL)
		ORDER  BY f.place
	LOOP
		rights := NULL;
		options := (SELECT array_to_string(c.reloptions, ', ') FROM pg_class c
					WHERE  c.oid = to_regclass(r.report));
		BEGIN
			EXECUTE r.definition;
		EXCEPTION WHEN invalid_function_definition OR invalid_table_definition
				OR ambiguous_function THEN
			-- other columns or parameters: the older report is dropped, if that is the cause
			IF NOT EXISTS (SELECT FROM pg_proc p
						   WHERE  p.oid = ANY (shells) AND p.proname = r.name) THEN
				RAISE;
			END IF;
			rights := bradford.rights_on(to_regclass(r.report), ARRAY(
				SELECT p.oid FROM pg_proc p WHERE p.oid = ANY (shells) AND p.proname = r.name));
		END;

		-- a function that is still a shell must be made anew, or has parameters of an older release
		SELECT 'DROP FUNCTION ' || string_agg(p.oid::regprocedure::text, ', ') INTO older
		FROM   pg_proc p JOIN pg_language l ON l.oid = p.prolang
		WHERE  p.oid = ANY (shells) AND p.proname = r.name AND l.lanname = 'plpgsql';
		BEGIN
			IF rights IS NOT NULL THEN
				-- DROP VIEW would silently drop rules and triggers too
				SELECT string_agg(x.what, E'\n') INTO wrong
				FROM  (
					SELECT pg_describe_object('pg_trigger'::regclass, t.oid, 0) AS what
					FROM   pg_trigger t WHERE t.tgrelid = to_regclass(r.report)
					UNION ALL
					SELECT pg_describe_object('pg_rewrite'::regclass, w.oid, 0)
					FROM   pg_rewrite w
					WHERE  w.ev_class = to_regclass(r.report) AND w.rulename <> '_RETURN') x;
				IF wrong IS NOT NULL THEN
					RAISE dependent_objects_still_exist USING DETAIL = wrong;
				END IF;
				EXECUTE format('DROP VIEW IF EXISTS %s', r.report);
			END IF;
			IF older IS NOT NULL THEN
				EXECUTE older;
			END IF;
		EXCEPTION WHEN dependent_objects_still_exist THEN
			GET STACKED DIAGNOSTICS wrong = PG_EXCEPTION_DETAIL;
			RAISE EXCEPTION 'your own objects depend on report "%", whose columns change', r.name
				USING ERRCODE = '2BP01',
				DETAIL = wrong,
				HINT = 'Drop those objects, call bradford.create_reports '
					   'again, and make them anew.';
		END;
		IF rights IS NOT NULL THEN
			EXECUTE r.definition;
			FOREACH command IN ARRAY rights LOOP
				BEGIN
					EXECUTE command;
				EXCEPTION WHEN undefined_column THEN
					NULL;		-- the column is gone, and so are the rights on it
				END;
			END LOOP;
		END IF;
		IF options IS NOT NULL THEN
			EXECUTE format('ALTER VIEW %s SET (%s)', r.report, options);
		END IF;
	END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE make_reports(text) IS
	'The work of create_reports, after it has checked the schema and locked the reports.';


CREATE PROCEDURE create_reports(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
	names	text[] := ARRAY(SELECT f.name FROM bradford.hr_files() f
							UNION SELECT t.relation FROM bradford.table_columns() t);
	hr		text := bradford.target_schema(schema, names);
	wrong	text;
BEGIN
	IF to_regnamespace(hr) IS NULL THEN
		RAISE EXCEPTION 'schema % does not exist', hr USING ERRCODE = '3F000',
			DETAIL = 'Reports are made in the schema that holds the HR tables, or '
					 'views of the same names.',
			HINT = 'Call bradford.create_tables first, or name the schema of your own views.';
	END IF;
	SELECT string_agg(p.problem, E'\n' ORDER BY p.n) INTO wrong
	FROM   bradford.report_problems(schema) WITH ORDINALITY AS p(problem, n);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema % is not ready for the reports', hr USING ERRCODE = '42704',
			DETAIL = wrong,
			HINT = 'Rename or drop what has the name of a report. CALL bradford.create_tables '
				   'makes what is missing; if you have views over your own database, add or cast '
				   'the columns there.';
	END IF;
	CALL bradford.when_unread(schema, format('CALL bradford.make_reports(%L)', schema));

	-- somebody may have made a function of the same name just before
	PERFORM bradford.refuse_foreign(schema, names);
END
$procedure$;
COMMENT ON PROCEDURE create_reports(text) IS
	'Makes or refreshes the reports in this schema; owners, rights, and your views on them stay. '
	'Refused, all listed: objects of others (42501), missing columns and taken names (42704), your '
	'views on columns that change (2BP01).';


CREATE PROCEDURE drop_reports(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
	hr		text := bradford.target_schema(schema, ARRAY(SELECT f.name FROM bradford.hr_files() f));
	command	text;
BEGIN
	IF to_regnamespace(hr) IS NULL THEN
		RAISE EXCEPTION 'schema % does not exist', hr USING ERRCODE = '3F000',
			DETAIL = 'There are no reports to drop.',
			HINT = 'Name the schema for which bradford.create_reports was called.';
	END IF;
	-- all at once, so that only objects of the site can depend on them
	SELECT concat_ws('; ', format('SELECT bradford.empty_reports(%L)', schema),
						   'DROP VIEW ' || string_agg(m.view::text, ', '),
						   'DROP FUNCTION ' || string_agg(m.function::text, ', ')) INTO command
	FROM   bradford.reports_made(schema) m;
	CALL bradford.when_unread(schema, command);
END
$procedure$;
COMMENT ON PROCEDURE drop_reports(text) IS
	'Drops what create_reports has made in this schema. Fails if objects of your own depend on a '
	'report (2BP01), and names them.';
