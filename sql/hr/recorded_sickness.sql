CREATE OR REPLACE FUNCTION @hr@.recorded_sickness(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	staff_group text,
	service_from date,
	employed datemultirange,
	calendar bradford.calendar,
	spells datemultirange
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT w.employee_id, w.name, w.service_area, w.manager_id, w.staff_group, w.service_from,
	   w.employed, w.calendar, a.spells
FROM   @hr@.working_pattern() w
CROSS  JOIN (SELECT array_agg(q.reason) AS others FROM @hr@.absence_reason q WHERE NOT q.sickness) q
CROSS  JOIN LATERAL (
	SELECT bradford.spells(d.first_day, COALESCE(d.last_day, (
				-- an absence left open ends with the employment that it began in
				SELECT upper(r.run) - 1
				FROM   unnest(w.employed) AS r(run)
				WHERE  r.run @> d.first_day AND upper(r.run) <= recorded_sickness.as_of))) AS spells
	FROM   @hr@.absence a
	-- as in counted_absence: AB-1, and which days are known
	CROSS  JOIN LATERAL (
		SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day,
			   CASE WHEN a.last_day < upper(bradford.known_days())
					THEN a.last_day END AS last_day) d
	WHERE  a.employee_id = w.employee_id AND a.first_day <= recorded_sickness.as_of
	AND    a.first_day >= lower(bradford.known_days())
	AND    d.first_day <= COALESCE(d.last_day, recorded_sickness.as_of)
	AND   (a.reason = ANY (q.others)) IS NOT TRUE) a
WHERE  bradford.require_known_day(recorded_sickness.as_of);
END;
COMMENT ON FUNCTION @hr@.recorded_sickness(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.recorded_sickness WITH (security_invoker = true) AS
SELECT * FROM @hr@.recorded_sickness(CURRENT_DATE);
COMMENT ON VIEW @hr@.recorded_sickness IS
	'Sickness of each employee as recorded up to the day, whether it counts towards the score or '
	'not. Records that overlap or touch are one spell. The other reports read it.';
COMMENT ON COLUMN @hr@.recorded_sickness.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.recorded_sickness.name IS 'Name';
COMMENT ON COLUMN @hr@.recorded_sickness.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.recorded_sickness.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.recorded_sickness.staff_group IS 'Staff group';
COMMENT ON COLUMN @hr@.recorded_sickness.service_from IS 'Day from which continuous service counts';
COMMENT ON COLUMN @hr@.recorded_sickness.employed IS 'Days under contract';
COMMENT ON COLUMN @hr@.recorded_sickness.calendar IS 'Working days under all contracts';
COMMENT ON COLUMN @hr@.recorded_sickness.spells IS
	'Spells of sickness that began by the day, without absences that are not sickness (AB-3, '
	'AB-5) and first days of which half was worked (AB-1). A spell without an end runs on, at '
	'most to the last day of that employment';

ALTER FUNCTION @hr@.recorded_sickness(date) DEPENDS ON EXTENSION bradford;
