CREATE OR REPLACE FUNCTION @hr@.absence_for_pay()
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id FROM @hr@.employee e;
END;
COMMENT ON FUNCTION @hr@.absence_for_pay() IS
	'The people whose absence the view of this name shows: those whom its reader sees.';

CREATE OR REPLACE VIEW @hr@.absence_for_pay WITH (security_invoker = true) AS
SELECT a.employee_id, a.first_day, a.last_day, a.half_worked, a.half_days, d.days,
	   datemultirange(d.days)
			- CASE WHEN a.half_worked
				   THEN datemultirange(daterange(lower(d.days), lower(d.days), '[]'))
				   ELSE '{}' END
			- COALESCE(a.half_days, '{}') AS whole
FROM   @hr@.absence a
-- OFFSET 0: worked out once, not once for each mention
CROSS  JOIN LATERAL (
	SELECT CASE WHEN a.first_day < upper(bradford.possible_days())
					 AND a.first_day <= COALESCE(l.last_day, 'infinity')
				THEN daterange(a.first_day, l.last_day, '[]') END AS days
	-- an absence left open ends with the employment that it began in
	FROM  (
		SELECT COALESCE(CASE WHEN a.last_day < upper(bradford.possible_days())
							 THEN a.last_day END, (
					SELECT min(upper(e.run)) - 1
					FROM   @hr@.working_pattern() w
					CROSS  JOIN LATERAL unnest(w.employed) AS e(run)
					WHERE  w.employee_id = a.employee_id
					AND    e.run @> a.first_day::date)) AS last_day) l
	OFFSET 0) d
-- an array, not a join, so that neither row order nor plan reveals the reason of a row
WHERE (a.reason = ANY (ARRAY(
			SELECT r.reason
			FROM   @hr@.absence_reason r
			WHERE  NOT COALESCE(r.sickness OR r.pregnancy, true)))) IS NOT TRUE
-- protect() lets payroll read this view and not the table below it. A function still runs as the
-- reader then, and this condition leaves out the absence of people whom the reader does not see.
AND    a.employee_id IN (SELECT f.employee_id FROM @hr@.absence_for_pay() f);
COMMENT ON VIEW @hr@.absence_for_pay IS
	'The dates of absence that pay needs, without the reason (PAY-7): sickness, and absence '
	'related to pregnancy, whether it counts towards a score or not. The other reports read it.';
COMMENT ON COLUMN @hr@.absence_for_pay.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.absence_for_pay.first_day IS 'First day of absence';
COMMENT ON COLUMN @hr@.absence_for_pay.last_day IS
	'Last day of absence, included; none while the person is still away';
COMMENT ON COLUMN @hr@.absence_for_pay.half_worked IS
	'Half or more of the first day was worked (AB-1)';
COMMENT ON COLUMN @hr@.absence_for_pay.half_days IS 'Days of the absence that count one half';
COMMENT ON COLUMN @hr@.absence_for_pay.days IS
	'All days of the absence, the first one included even if half of it was worked. An absence '
	'left open ends with the employment that it began in';
COMMENT ON COLUMN @hr@.absence_for_pay.whole IS
	'Those of these days that are neither half days nor half worked';

ALTER FUNCTION @hr@.absence_for_pay() DEPENDS ON EXTENSION bradford;
