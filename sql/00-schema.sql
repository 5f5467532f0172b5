-- The schema: everybody may call its functions, since they hold no data. The rights on the HR
-- tables guard the data.
--
-- A schema of this name that exists already may be somebody's trap: its owner, or anybody who may
-- create in it, could add a function that is called in place of ours.
DO $do$
DECLARE
	path	text := pg_catalog.current_setting('search_path');
	strange	text;
BEGIN
	PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
	SELECT string_agg(x.what, E'\n') INTO strange
	FROM   pg_namespace n
	CROSS  JOIN LATERAL (
		SELECT format('It belongs to %I.', r.rolname) AS what
		FROM   pg_roles r WHERE r.oid = n.nspowner AND r.rolname <> current_user AND NOT r.rolsuper
		UNION ALL
		SELECT format('%s may create in it.', coalesce(quote_ident(r.rolname), 'PUBLIC'))
		FROM   aclexplode(n.nspacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
		WHERE  a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner AND r.rolsuper IS NOT TRUE
		UNION ALL
		SELECT format('It holds %s.', pg_describe_object(d.classid, d.objid, 0))
		FROM   pg_depend d
		WHERE  d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid AND d.deptype = 'n'
		AND    d.classid <> 'pg_extension'::regclass) x
	WHERE  n.nspname = 'bradford';
	IF strange IS NOT NULL THEN
		RAISE EXCEPTION 'schema "bradford" exists already and is not the extension''s own'
			USING ERRCODE = '42P06',
			DETAIL = strange,
			HINT = 'Rename or drop that schema, then run CREATE EXTENSION again; it makes its own.';
	END IF;
	PERFORM set_config('search_path', path, true);
END
$do$;
GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;

