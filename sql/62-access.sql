--------------------------------------------------------------------------------
-- access: who sees what of the HR tables and reports
--
-- sql/hr/access.sql is the definition: policies and rights for four kinds of reader.
--------------------------------------------------------------------------------

CREATE FUNCTION access_warnings(schema text) RETURNS SETOF text
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
	SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
RETURN QUERY
WITH RECURSIVE guarded AS (
	SELECT DISTINCT p.relation::oid AS oid FROM bradford.access_policies(schema) p
), stands_on AS (
	SELECT d.refobjid AS below, c.oid, c.relkind = 'm' AS is_stored, c.relnamespace,
		   COALESCE(c.reloptions && '{security_invoker=true,security_invoker=on,'
									'security_invoker=1}', false) AS as_reader
	FROM   pg_depend d
	JOIN   pg_rewrite w ON w.oid = d.objid
	JOIN   pg_class c ON c.oid = w.ev_class
	WHERE  d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_rewrite'::regclass
	AND    c.relkind IN ('v', 'm') AND c.oid <> d.refobjid
), reads(oid, is_function, past) AS (
	-- Views that read past the policies, as their owner, and what reads those views. A report
	-- inside a view still runs as the reader, since it is a function; inside a materialised view
	-- it was run by the owner. Reports over what was known are in the schema of its views.
	SELECT g.oid, false, false FROM guarded g
	UNION
	SELECT m.view::oid, true, false
	FROM  (SELECT schema AS name
		   UNION
		   SELECT n.nspname::text
		   FROM   guarded g
		   JOIN   stands_on s ON s.below = g.oid
		   JOIN   pg_namespace n ON n.oid = s.relnamespace) n
	CROSS  JOIN LATERAL bradford.reports_made(n.name) m
	WHERE  m.view IS NOT NULL
	UNION
	SELECT s.oid, r.is_function, r.past OR s.is_stored OR NOT (r.is_function OR s.as_reader)
	FROM   reads r
	JOIN   stands_on s ON s.below = r.oid
), rights AS (
	SELECT c.oid, a.privilege_type,
		   string_agg(COALESCE(quote_ident(r.rolname), 'PUBLIC'), ', ' ORDER BY r.rolname) AS who
	FROM   pg_class c
	CROSS  JOIN LATERAL aclexplode(c.relacl) a
	LEFT   JOIN pg_roles r ON r.oid = a.grantee
	WHERE  a.grantee <> c.relowner
	GROUP  BY c.oid, a.privilege_type
), readers AS (
	-- the roles of managers, employees and payroll; if a kind has no reader,
	-- its policies name the owner of the tables
	SELECT DISTINCT p.role, r.rolname
	FROM   bradford.access_policies(schema) p
	JOIN   pg_roles r ON r.oid = p.role
	JOIN   pg_class c ON c.oid = p.relation AND c.relowner <> p.role
	WHERE  p.policy <> 'bradford_hr'
), lent AS (
	-- functions that run as their owner, if that owner sees rows of these tables and such a
	-- role does not have the owner's rights. Whether they read the tables cannot be told: a
	-- body may build its queries as it runs
	SELECT f.oid, o.rolname AS owner,
		   string_agg(quote_ident(r.rolname), ', ' ORDER BY r.rolname) AS who
	FROM   pg_proc f
	JOIN   pg_namespace n ON n.oid = f.pronamespace
	JOIN   pg_roles o ON o.oid = f.proowner
	JOIN   readers r ON has_function_privilege(r.role, f.oid, 'EXECUTE')
				AND NOT pg_has_role(r.role, f.proowner, 'USAGE')
	WHERE  f.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
	AND    NOT EXISTS (SELECT FROM pg_depend d
					   WHERE  d.classid = 'pg_proc'::regclass AND d.objid = f.oid
					   AND    d.deptype = 'e')
	-- those by which protect() knows who is reading, here and in another schema
	AND    NOT (f.proname IN ('reader_record', 'reader_managers', 'reader_people')
				AND EXISTS (SELECT FROM bradford.access_policies(n.nspname::text) a
							JOIN   pg_class c ON c.oid = a.relation AND c.relowner = f.proowner))
	AND    EXISTS (
			SELECT FROM guarded g
			JOIN   pg_class c ON c.oid = g.oid
			WHERE  has_any_column_privilege(f.proowner, c.oid, 'SELECT')
			AND   (o.rolsuper OR o.rolbypassrls OR pg_has_role(f.proowner, c.relowner, 'USAGE')
				   OR EXISTS (
					SELECT FROM pg_policy p
					CROSS  JOIN LATERAL unnest(p.polroles) AS u(role)
					WHERE  p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('r', '*')
					AND    u.role <> 0 AND pg_has_role(f.proowner, u.role, 'USAGE'))))
	GROUP  BY f.oid, o.rolname
), warnings(n, warning) AS (
	SELECT 1, format('%s reads HR tables as its owner, and %s may read it', r.oid::regclass, t.who)
	FROM  (SELECT DISTINCT r.oid FROM reads r WHERE r.past) r
	JOIN   rights t ON t.oid = r.oid AND t.privilege_type = 'SELECT'
	WHERE  r.oid NOT IN (SELECT m.view FROM bradford.reports_made(schema) m
						 WHERE  m.name IN ('absence_for_pay', 'full_month', 'staff_on_duty'))
	UNION ALL
	SELECT 2, format('%s may %s %s, and no policy limits that',
					 t.who, t.privilege_type, g.oid::regclass)
	FROM   guarded g
	JOIN   rights t ON t.oid = g.oid AND t.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')
	UNION ALL
	SELECT 3, format('policy %I on %s shows more rows', p.polname, g.oid::regclass)
	FROM   guarded g
	JOIN   pg_policy p ON p.polrelid = g.oid AND p.polpermissive
	WHERE  p.polname NOT IN (SELECT o.policy FROM bradford.access_policies(schema) o)
	UNION ALL
	SELECT 4, format('function %s could show what its owner %I may read, and %s may execute it',
				l.oid::regprocedure, l.owner, l.who)
	FROM   lent l
)
SELECT w.warning FROM warnings w ORDER BY w.n, w.warning;

-- the table of logins is found by its name, and only by those who may read it
IF EXISTS (SELECT FROM bradford.access_policies(schema) p
		   WHERE  p.relation = to_regclass(format('%I.login', schema))
		   AND    has_table_privilege(p.relation, 'SELECT'))
THEN
	RETURN QUERY EXECUTE format(
		'SELECT format(''login "%%s" of employee %%s is not a role'', l.role_name, l.employee_id) '
		'FROM %I.login l WHERE l.role_name NOT IN (SELECT r.rolname::text FROM pg_roles r) '
		'ORDER BY l.role_name', schema);
END IF;
END
$function$;
COMMENT ON FUNCTION access_warnings(text) IS
	'What in this database lets somebody read or change HR data past the policies that protect() '
	'made in this schema: views that read as their owner, rights that no policy limits, policies '
	'of your own, and functions that run as an owner who reads more than the caller. Readers of '
	'the table login also see logins that are not roles. No rows if there is nothing.';


CREATE FUNCTION access_problems(schema text, hr text, others text[]) RETURNS SETOF text
	LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
WITH wanted AS (
	SELECT DISTINCT t.relation FROM bradford.table_columns() t
), relations AS (
	SELECT c.oid, c.relname::text AS relation, c.relkind, c.relowner
	FROM   pg_class c
	JOIN   pg_namespace n ON n.oid = c.relnamespace
	WHERE  n.nspname::text = schema AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
), reader AS (
	SELECT DISTINCT o.name, r.oid, r.rolsuper OR r.rolbypassrls AS sees_all,
		   o.name <> COALESCE(hr, '') AS is_other
	FROM  (SELECT hr AS name UNION ALL SELECT unnest(others)) o
	LEFT   JOIN pg_roles r ON r.rolname = o.name
	WHERE  o.name IS NOT NULL
), problems(n, problem) AS (
	SELECT 1, CASE WHEN r.relation IS NULL THEN format('table %I is missing', w.relation)
				   ELSE format('%I is a %s, and row-level security needs a table', w.relation,
						CASE r.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialised view'
									   ELSE 'foreign table' END) END
	FROM   wanted w
	LEFT   JOIN relations r ON r.relation = w.relation
	WHERE  r.relkind IN ('r', 'p') IS NOT TRUE
	UNION ALL
	SELECT 2, 'reports are missing: ' || string_agg(f.name, ', ' ORDER BY f.name)
	FROM   bradford.hr_files() f
	WHERE  f.kind = 'report' AND f.name NOT IN (SELECT m.name FROM bradford.reports_made(schema) m)
	HAVING count(*) > 0
	UNION ALL
	SELECT 3, format('role "%s" does not exist', r.name) FROM reader r WHERE r.oid IS NULL
	UNION ALL
	-- no policy limits such a role
	SELECT 4, format('role %I is a superuser, or has BYPASSRLS', r.name)
	FROM   reader r WHERE r.is_other AND r.sees_all
	UNION ALL
	SELECT 5, format('role %I has the rights of the owner of table %I', r.name, min(t.relation))
	FROM   reader r
	JOIN   relations t ON t.relation IN (SELECT w.relation FROM wanted w)
	WHERE  r.is_other AND NOT r.sees_all AND pg_has_role(r.oid, t.relowner, 'MEMBER')
	GROUP  BY r.name
	UNION ALL
	SELECT 6, format('role %I is a member of %I, which sees everything', r.name, hr)
	FROM   reader r
	JOIN   reader h ON h.name = hr
	WHERE  r.is_other AND NOT r.sees_all AND pg_has_role(r.oid, h.oid, 'MEMBER')
	UNION ALL
	SELECT 7, format('role %I is named for hr, which sees everything, and for another kind of '
					 'reader', hr)
	WHERE  hr = ANY (others)
	UNION ALL
	-- nobody in such a role would read only for payroll
	SELECT 8, format('role %I reads for payroll, and as %I for another kind', p.name, o.name)
	FROM   reader p
	JOIN   reader o ON o.name IN (SELECT unnest(others[:2]))
	WHERE  p.name = others[3] AND NOT p.sees_all AND NOT o.sees_all
	AND   (pg_has_role(p.oid, o.oid, 'USAGE') OR pg_has_role(o.oid, p.oid, 'USAGE'))
)
SELECT p.problem FROM problems p ORDER BY p.n, p.problem;
END;
COMMENT ON FUNCTION access_problems(text, text, text[]) IS
	'What prevents protect() from guarding this schema for these readers: relations that '
	'are not tables, reports that are missing, roles that do not exist or would see '
	'everything. No rows if there is nothing.';


CREATE PROCEDURE open_tables(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
DECLARE
	hr		text := quote_ident(schema);
	readers	text := (SELECT string_agg(DISTINCT quote_ident(r.rolname), ', ')
					 FROM   bradford.access_policies(schema) p
					 JOIN   pg_roles r ON r.oid = p.role
					 JOIN   pg_class c ON c.oid = p.relation AND c.relowner <> r.oid);
	command	text;
BEGIN
	FOR command IN
		WITH guarded AS (
			SELECT c.oid::regclass AS relation, p.policies, p.others, c.relrowsecurity,
				   c.oid IN (SELECT m.view FROM bradford.reports_made(schema) m) AS is_report,
				   c.relname::text IN (SELECT t.relation FROM bradford.table_columns() t)
						AS is_table
			FROM   pg_class c
			JOIN   pg_namespace n ON n.oid = c.relnamespace
			CROSS  JOIN LATERAL (
				SELECT array_agg(quote_ident(p.polname)) FILTER (WHERE o.is_ours) AS policies,
					   count(*) FILTER (WHERE NOT o.is_ours) AS others
				FROM   pg_policy p
				CROSS  JOIN LATERAL (
					SELECT (p.polrelid, p.polname) IN (
								SELECT a.relation, a.policy
								FROM   bradford.access_policies(schema) a) AS is_ours) o
				WHERE  p.polrelid = c.oid) p
			WHERE  n.nspname::text = schema AND c.relkind IN ('r', 'p', 'v')
		)
		SELECT c.command
		FROM   guarded g
		CROSS  JOIN LATERAL (
			SELECT 1 AS n, format('DROP POLICY %s ON %s', unnest(g.policies), g.relation) AS command
			UNION ALL
			-- a site's own policies stay in force
			SELECT 2, format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', g.relation)
			WHERE  g.is_table AND g.relrowsecurity AND g.others = 0
			UNION ALL
			SELECT 3, format('REVOKE ALL ON %s FROM %s', g.relation, readers)
			WHERE  readers IS NOT NULL AND (g.is_table OR g.is_report OR g.policies IS NOT NULL)) c
		WHERE  EXISTS (SELECT FROM guarded WHERE policies IS NOT NULL)
		ORDER  BY c.n, g.relation::text
	LOOP
		EXECUTE command;
	END LOOP;
	EXECUTE format('DROP FUNCTION IF EXISTS %1$s.reader_sees_all(text), %1$s.reader_people(text), '
				   '%1$s.reader_managers(text), %1$s.reader_record(text, text)', hr);
	FOR command IN
		SELECT format('ALTER VIEW %1$s SET (security_invoker = true); '
					  'ALTER VIEW %1$s RESET (security_barrier)', m.view)
		FROM   bradford.reports_made(schema) m
		WHERE  m.name IN ('absence_for_pay', 'full_month', 'staff_on_duty')
	LOOP
		EXECUTE command;
	END LOOP;
	IF readers IS NOT NULL THEN
		EXECUTE format('REVOKE USAGE ON SCHEMA %s FROM %s', hr, readers);
	END IF;
END
$procedure$;
COMMENT ON PROCEDURE open_tables(text) IS
	'The work of unprotect, after it has checked the schema.';


CREATE PROCEDURE close_tables(schema text, hr text, manager text, employee text, payroll text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
DECLARE
	-- for a kind without a reader, the owner of the tables, who sees them anyway
	nobody		name := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c
						 WHERE  c.oid = to_regclass(format('%I.employee', schema)));
	definition	text;
BEGIN
	CALL bradford.open_tables(schema);
	-- the file of access, then one for each history that is kept
	FOR definition IN
		SELECT f.definition FROM bradford.hr_files() f WHERE f.name = 'access'
		UNION ALL
		SELECT replace(f.definition, '@table@', h.relation)
		FROM   bradford.hr_files() f
		CROSS  JOIN bradford.history_tables(schema) h
		WHERE  f.name = 'history_access' AND h.history IS NOT NULL
		UNION ALL
		SELECT 'GRANT SELECT ON @hr@.absence_history_report TO @hr_reader@'
		FROM   bradford.reports_made(schema) m
		WHERE  m.name = 'absence_history_report'
	LOOP
		definition := replace(definition, '@hr@', quote_ident(schema));
		definition := replace(definition, '@hr_reader@', quote_ident(COALESCE(hr, nobody)));
		definition := replace(definition, '@manager_reader@',
							  quote_ident(COALESCE(manager, nobody)));
		definition := replace(definition, '@employee_reader@',
							  quote_ident(COALESCE(employee, nobody)));
		definition := replace(definition, '@payroll_reader@',
							  quote_ident(COALESCE(payroll, nobody)));
		EXECUTE definition;
	END LOOP;
	-- functions owned by a member of the owner would fail when that membership ends
	EXECUTE format('ALTER FUNCTION %1$I.reader_record(text, text) OWNER TO %2$I; '
				   'ALTER FUNCTION %1$I.reader_managers(text) OWNER TO %2$I; '
				   'ALTER FUNCTION %1$I.reader_people(text) OWNER TO %2$I; '
				   'ALTER FUNCTION %1$I.reader_sees_all(text) OWNER TO %2$I', schema, nobody);
END
$procedure$;
COMMENT ON PROCEDURE close_tables(text, text, text, text, text) IS
	'The work of protect, after it has checked the schema and the roles.';


CREATE PROCEDURE protect(schema text, hr text DEFAULT NULL, manager text DEFAULT NULL,
		employee text DEFAULT NULL, payroll text DEFAULT NULL)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
	names	text[] := ARRAY(SELECT f.name FROM bradford.hr_files() f
							UNION SELECT t.relation FROM bradford.table_columns() t
							UNION SELECT unnest('{reader_record,reader_managers,reader_people,'
												'reader_sees_all}'::text[]));
	site	text := bradford.target_schema(schema, names);
	wrong	text;
BEGIN
	SELECT string_agg(p.problem, E'\n' ORDER BY p.n) INTO wrong
	FROM   bradford.access_problems(schema, hr, ARRAY[manager, employee, payroll])
				WITH ORDINALITY AS p(problem, n);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema % cannot be guarded for these readers', site
			USING ERRCODE = '55000',
			DETAIL = wrong,
			HINT = 'Call bradford.create_tables and bradford.create_reports first. Name ordinary '
				   'roles; only that of hr may see everything. If your views here read a '
				   'database of your own, guard its tables by your own policies.';
	END IF;
	CALL bradford.when_unread(schema, format('CALL bradford.close_tables(%L, %L, %L, %L, %L)',
											 schema, hr, manager, employee, payroll));
	-- somebody may have made a function of the same name just before
	PERFORM bradford.refuse_foreign(schema, names);

	SELECT string_agg(w.warning, E'\n' ORDER BY w.n) INTO wrong
	FROM   bradford.access_warnings(schema) WITH ORDINALITY AS w(warning, n);
	IF wrong IS NOT NULL THEN
		RAISE WARNING 'schema % is guarded, but look at this', site
			USING DETAIL = wrong,
			HINT = format('SELECT * FROM bradford.access_warnings(%L) shows this again.', schema);
	END IF;
END
$procedure$;
COMMENT ON PROCEDURE protect(text, text, text, text, text) IS
	'Guards the HR tables and reports in this schema by row-level security and rights for '
	'four kinds of reader, each a role (NULL: nobody). It replaces what an earlier call '
	'gave. Refused, all listed: objects of others (42501), relations that are not tables '
	'and roles that would see everything (55000).';


CREATE PROCEDURE unprotect(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
BEGIN
	PERFORM bradford.target_schema(schema, ARRAY(
		SELECT f.name FROM bradford.hr_files() f
		UNION SELECT t.relation FROM bradford.table_columns() t));
	CALL bradford.when_unread(schema, format('CALL bradford.open_tables(%L)', schema));
END
$procedure$;
COMMENT ON PROCEDURE unprotect(text) IS
	'Takes back what protect() gave in this schema: policies, rights, and row-level security '
	'unless the table has a policy of your own.';
