--------------------------------------------------------------------------------
-- access: who sees what through the reports
--------------------------------------------------------------------------------

-- A payroll number that no employee has looks the same as one whose employee a policy hides.
-- row_security_active() tells them apart for a table, and says false of a view over a table with a policy.
CREATE FUNCTION may_hide_rows(relation regclass) RETURNS boolean
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
WITH RECURSIVE read AS (
	SELECT relation::pg_catalog.oid AS oid
	UNION
	SELECT d.refobjid
	FROM   read r
	JOIN   pg_catalog.pg_rewrite w ON w.ev_class = r.oid
	JOIN   pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
								 AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
)
SELECT pg_catalog.bool_or(pg_catalog.row_security_active(c.oid))
FROM   read r
JOIN   pg_catalog.pg_class c ON c.oid = r.oid AND c.relkind IN ('r', 'p');
END;
COMMENT ON FUNCTION may_hide_rows(regclass) IS
'Row-level security applies to the reader of this table, or to a table that this view reads: rows may be there that the reader does not see. None for what reads no table, such as a foreign table.';
