CREATE OR REPLACE FUNCTION @hr@.absence_history_report(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	absence_id @hr@.absence_history.absence_id%TYPE,
	changed_at timestamptz,
	changed_by text,
	change text,
	changes text,
	first_day @hr@.absence_history.first_day%TYPE,
	last_day @hr@.absence_history.last_day%TYPE
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT h.employee_id, e.name, e.service_area, e.manager_id, h.absence_id,
	   h.changed_at, h.changed_by,
	   CASE WHEN h.change = 'kept before' THEN 'kept before'
			WHEN h.change = 'replaced' AND NOT m.moved THEN 'renumbered'
			WHEN NOT c.stands THEN 'deleted'
			WHEN c.stood THEN 'corrected'
			ELSE 'entered' END AS change,
	   d.changes, CASE WHEN c.stands THEN (c.after).first_day END AS first_day,
	   CASE WHEN c.stands THEN (c.after).last_day END AS last_day
FROM   @hr@.absence_history h
LEFT   JOIN LATERAL (
	SELECT b AS before
	FROM   @hr@.absence_history b
	WHERE  b.employee_id = h.employee_id AND b.absence_id = h.absence_id
	AND    b.change_id < h.change_id
	ORDER  BY b.change_id DESC
	LIMIT  1) b ON true
-- An absence that moves from one person to another changes the record of both: at one moment it is
-- replaced under one key and appears under the other. If several have one number, nobody knows
-- which moved to whom.
LEFT   JOIN LATERAL (
	SELECT (array_agg(o))[1] AS other
	FROM   @hr@.absence_history o
	WHERE  o.absence_id = h.absence_id AND o.employee_id <> h.employee_id
	AND    o.changed_at = h.changed_at
	AND    CASE WHEN h.change = 'replaced' THEN o.change = 'updated'
				WHEN h.change = 'updated' AND (b.before).stands IS NOT TRUE
				THEN o.change = 'replaced' END
	HAVING count(*) = 1) o ON true
CROSS  JOIN LATERAL (SELECT (o.other).change_id IS NOT NULL AS moved) m
CROSS  JOIN LATERAL (
	SELECT CASE WHEN NOT m.moved THEN b.before WHEN h.stands THEN o.other ELSE h END AS before,
		   CASE WHEN m.moved AND NOT h.stands THEN o.other ELSE h END AS after,
		   m.moved OR (b.before).stands AS stood, m.moved OR h.stands AS stands) c
-- the person who has the number, or had it last
LEFT   JOIN LATERAL (
	SELECT l.name, l.service_area, l.manager_id
	FROM   @hr@.employee_history l
	WHERE  l.employee_id = h.employee_id
	ORDER  BY l.change_id DESC
	LIMIT  1) e ON true
-- column by column, also those that the site has added or will add
CROSS  JOIN LATERAL (
	SELECT string_agg(format('%s: %s -> %s', x.key, coalesce(y.value, 'none'),
						coalesce(x.value, 'none')), '; ' ORDER BY x.n) AS changes
	FROM   json_each_text(to_json(c.after)) WITH ORDINALITY AS x(key, value, n)
	JOIN   json_each_text(to_json(c.before)) AS y(key, value) ON y.key = x.key
	WHERE  x.key NOT IN ('change_id', 'changed_at', 'changed_by', 'change', 'stands')
	AND    c.stood AND c.stands AND x.value IS DISTINCT FROM y.value) d
WHERE  h.changed_at >= absence_history_report.from_day
AND    h.changed_at < absence_history_report.to_day + 1;
END;
COMMENT ON FUNCTION @hr@.absence_history_report(date, date) IS
	'The view of this name, by the days on which the changes were made, both included.';

CREATE OR REPLACE VIEW @hr@.absence_history_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.absence_history_report('-infinity', 'infinity');
COMMENT ON VIEW @hr@.absence_history_report IS
	'Changes of absence records since the history is kept: one row per change, with what '
	'changed, when and by whom.';
COMMENT ON COLUMN @hr@.absence_history_report.employee_id IS
	'Whose record was changed; an absence that moves from one person to '
	'another is a change for both';
COMMENT ON COLUMN @hr@.absence_history_report.name IS
	'Latest recorded name of the person who has this payroll number, or had it last';
COMMENT ON COLUMN @hr@.absence_history_report.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.absence_history_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.absence_history_report.absence_id IS 'Number of the record';
COMMENT ON COLUMN @hr@.absence_history_report.changed_at IS
	'When the statement that changed it ran';
COMMENT ON COLUMN @hr@.absence_history_report.changed_by IS 'Role of the database that changed it';
COMMENT ON COLUMN @hr@.absence_history_report.change IS
	'entered, corrected, deleted, renumbered (it goes on under another number of the absence or of '
	'the person), or kept before (it existed when the history began)';
COMMENT ON COLUMN @hr@.absence_history_report.changes IS
	'What was corrected: each column with its value before and after';
COMMENT ON COLUMN @hr@.absence_history_report.first_day IS
	'First day of absence after the change; none if it was deleted';
COMMENT ON COLUMN @hr@.absence_history_report.last_day IS
	'Last day of absence after the change; none while it runs';

ALTER FUNCTION @hr@.absence_history_report(date, date) DEPENDS ON EXTENSION bradford;
