-- Without a history, nothing was known otherwise. If a history is kept,
-- known_otherwise_history.sql replaces this function.
CREATE OR REPLACE FUNCTION @hr@.known_otherwise(as_of date)
RETURNS TABLE (
	relation text,
	employee_id @hr@.employee.employee_id%TYPE,
	record text,
	first_day date,
	last_day date,
	stands boolean,
	known_until date,
	joined_to text,
	kept_because text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT NULL::text AS relation, e.employee_id, NULL::text AS record, NULL::date AS first_day,
	   NULL::date AS last_day, NULL::boolean AS stands, NULL::date AS known_until,
	   NULL::text AS joined_to, NULL::text AS kept_because
FROM   @hr@.employee e
-- a day that calendars do not know is refused here too
WHERE  CASE WHEN bradford.require_known_day(known_otherwise.as_of) THEN false END;
END;
COMMENT ON FUNCTION @hr@.known_otherwise(date) IS
	'For retention_report: what the history holds on records that were known otherwise than now, '
	'or were deleted. No rows if no history is kept.';

ALTER FUNCTION @hr@.known_otherwise(date) DEPENDS ON EXTENSION bradford;
