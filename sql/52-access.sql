--------------------------------------------------------------------------------
-- access: who sees what through the reports
--------------------------------------------------------------------------------

-- A payroll number without an employee looks the same as one whose employee a policy hides.
-- row_security_active() tells them apart for a table, but is false for a view over such a table,
-- and true even for a reader to whom a policy shows every row.
CREATE FUNCTION may_hide_rows(relation regclass) RETURNS boolean
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
WITH RECURSIVE read AS (
	SELECT relation::oid AS oid
	UNION
	SELECT d.refobjid
	FROM   read r
	JOIN   pg_rewrite w ON w.ev_class = r.oid
	JOIN   pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
								 AND d.refclassid = 'pg_class'::regclass
)
SELECT bool_or(row_security_active(c.oid) AND (p.shows_all AND NOT p.restricts) IS NOT TRUE)
FROM   read r
JOIN   pg_class c ON c.oid = r.oid AND c.relkind IN ('r', 'p')
CROSS  JOIN LATERAL (
	SELECT bool_or(p.polpermissive AND pg_get_expr(p.polqual, p.polrelid) = 'true') AS shows_all,
		   bool_or(NOT p.polpermissive) AS restricts
	FROM   pg_policy p
	WHERE  p.polrelid = c.oid AND p.polcmd IN ('r', '*')
	AND    EXISTS (SELECT FROM unnest(p.polroles) AS u(role)
				   WHERE  u.role = 0 OR pg_has_role(u.role, 'USAGE'))) p;
END;
COMMENT ON FUNCTION may_hide_rows(regclass) IS
	'Can row-level security hide rows of this table, or of a table that this view reads, from its '
	'reader? A policy whose condition is true hides none. NULL for a relation that reads no table, '
	'such as a foreign table.';


CREATE FUNCTION require_all_seen(relations regclass[]) RETURNS boolean
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	hidden	text := (SELECT string_agg(r.relation::text, ', ' ORDER BY r.relation::text)
					 FROM   unnest(relations) AS r(relation)
					 WHERE  bradford.may_hide_rows(r.relation));
BEGIN
	IF hidden IS NOT NULL THEN
		RAISE EXCEPTION 'rows may be hidden from role "%"', current_user USING ERRCODE = '42501',
			DETAIL = format('Row-level security may hide rows of %s, and this report needs all of '
							'them.', hidden),
			HINT = 'Ask as the hr role of bradford.protect, which reads everything, or as the '
				   'owner (SET ROLE).';
	END IF;
	RETURN true;
END
$function$;
COMMENT ON FUNCTION require_all_seen(regclass[]) IS
	'Always true; fails if a policy may hide rows of one of these from the reader (42501). For '
	'reports that would be wrong without those rows.';


CREATE FUNCTION access_policies(schema text, OUT relation regclass, OUT policy name, OUT role oid)
	RETURNS SETOF record
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT c.oid::regclass, p.polname, r.role
FROM   pg_policy p
JOIN   pg_class c ON c.oid = p.polrelid
JOIN   pg_namespace n ON n.oid = c.relnamespace
CROSS  JOIN LATERAL unnest(p.polroles) AS r(role)
WHERE  n.nspname::text = schema
AND    p.polname IN ('bradford_hr', 'bradford_manager', 'bradford_employee', 'bradford_payroll',
					 'bradford_reader');
END;
COMMENT ON FUNCTION access_policies(text) IS
	'The policies that protect() has made in this schema, found by their names, with their roles. '
	'No rows if the schema is not protected.';
