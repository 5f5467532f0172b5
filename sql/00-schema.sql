-- Only the extension may create in its schema, at installation and at an update. Anybody else could
-- add a function that is called in place of ours.
--
-- The extension is trusted. Anybody who may create in the database can install it, and PostgreSQL
-- then runs this script as a superuser. PostgreSQL or a restored dump has made the schema, which
-- belongs to that role until the superuser takes it over here. From then on the role can call what
-- is in it and add nothing.
DO $do$
DECLARE
	path	text := pg_catalog.current_setting('search_path');
	strange	text;
	theirs	boolean;
BEGIN
	PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
	SELECT string_agg(x.what, E'\n'), bool_and(NOT o.rolsuper) INTO strange, theirs
	FROM   pg_extension e
	JOIN   pg_namespace n ON n.oid = e.extnamespace
	JOIN   pg_roles o ON o.oid = n.nspowner
	LEFT   JOIN LATERAL (
		SELECT format('It belongs to %I.', o.rolname) AS what
		WHERE  o.oid <> e.extowner AND NOT o.rolsuper
		UNION  ALL
		SELECT format('%s may create in it.', coalesce(quote_ident(r.rolname), 'PUBLIC'))
		FROM   aclexplode(n.nspacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
		WHERE  a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner AND r.rolsuper IS NOT TRUE
		UNION  ALL
		SELECT format('It holds %s.', pg_describe_object(d.classid, d.objid, 0))
		FROM   pg_depend d
		WHERE  d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid AND d.deptype = 'n'
		AND    d.classid <> 'pg_extension'::regclass
		AND    NOT EXISTS (
			SELECT FROM pg_depend m
			WHERE  m.classid = d.classid AND m.objid = d.objid
			AND    m.refclassid = 'pg_extension'::regclass AND m.refobjid = e.oid
			AND    m.deptype = 'e')) x ON true
	WHERE  e.extname = 'bradford';
	IF strange IS NOT NULL THEN
		RAISE EXCEPTION 'schema "bradford" is not the extension''s own'
			USING ERRCODE = '42P06',
			DETAIL = strange,
			HINT = 'Rename or drop that schema before CREATE EXTENSION, which makes its own. '
				   'Before ALTER EXTENSION UPDATE, move what is named out of it.';
	END IF;
	IF theirs THEN
		ALTER SCHEMA bradford OWNER TO CURRENT_USER;
	END IF;
	PERFORM set_config('search_path', path, true);
END
$do$;
