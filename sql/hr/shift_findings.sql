CREATE OR REPLACE FUNCTION @hr@.shift_findings(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- What looks wrong in shifts. Plans lie ahead, so shifts after the day are looked at too. The blocks are
-- built as in absence_findings.

-- unknown employee: shifts under a number that employee does not have
SELECT s.employee_id, 'unknown employee',
	   'shift', NULL::date,
	   format('%s shifts', count(*)),
	   'Enter the employee, or correct the payroll number; until then the shifts cover for nobody.',
	   'BF-15, SR-1'
FROM   @hr@.shift s
WHERE  NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = s.employee_id)
AND    bradford.require_known_day(shift_findings.as_of)
GROUP  BY s.employee_id

UNION  ALL
-- impossible times: no beginning or end, in a year that cannot be, or with a break outside the shift
SELECT s.employee_id, 'impossible times',
	   'shift', NULL,
	   concat_ws(', breaks ', COALESCE(s.during::text, 'missing'),
				 CASE WHEN NOT s.breaks <@ s.during THEN s.breaks::text END),
	   'Correct the times; until then the shift counts for nothing, or the break not.',
	   'SR-1, SR-3'
FROM   @hr@.shift s
WHERE (lower_inc(s.during) AND NOT upper_inc(s.during) AND NOT upper_inf(s.during)
	   AND lower(s.during) >= lower(bradford.possible_days())
	   AND upper(s.during) < upper(bradford.possible_days())) IS NOT TRUE
OR     NOT s.breaks <@ s.during

UNION  ALL
-- long shift: more than 24 hours, which may be the wrong day; shifts overlap: one begins before an
-- earlier one of the person ends
SELECT w.employee_id, f.finding,
	   'shift', (lower(w.during) AT TIME ZONE 'Europe/London')::date,
	   f.detail, f.what_to_do,
	   'SR-1, SR-3'
FROM  (
	SELECT s.employee_id, s.during,
		   max(upper(s.during)) OVER (PARTITION BY s.employee_id ORDER BY s.during
									  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
	FROM  (
		-- rows that repeat another are found below
		SELECT DISTINCT r.employee_id, r.during
		FROM   @hr@.shift r
		WHERE  lower_inc(r.during) AND NOT upper_inc(r.during)
		AND    lower(r.during) >= lower(bradford.possible_days())
		AND    upper(r.during) < upper(bradford.possible_days())) s) w
CROSS  JOIN LATERAL (
	SELECT 'long shift' AS finding,
		   format('%s hours', trim_scale(round(extract(epoch FROM upper(w.during) - lower(w.during)) / 3600, 2)))
				AS detail,
		   'Correct the times if they are wrong; until then it counts as it is.' AS what_to_do
	WHERE  upper(w.during) - lower(w.during) > interval '24 hours'
	UNION  ALL
	SELECT 'shifts overlap',
		   format('%s minutes', trim_scale(round(
				extract(epoch FROM least(w.until, upper(w.during)) - lower(w.during)) / 60, 2))),
		   'Correct the times, or delete one; until then the person counts once.'
	WHERE  w.until > lower(w.during)) f

UNION  ALL
-- recorded twice: two rows of one person and time
SELECT s.employee_id, 'recorded twice',
	   'shift', NULL,
	   format('%s: %s rows', s.during, count(*)),
	   'Delete the rows that repeat another; until then the person counts once.',
	   'SR-1'
FROM   @hr@.shift s
GROUP  BY s.employee_id, s.during
HAVING count(*) > 1;
END;
COMMENT ON FUNCTION @hr@.shift_findings(date) IS
	'The findings of data_quality_report on shifts, as at any day.';

ALTER FUNCTION @hr@.shift_findings(date) DEPENDS ON EXTENSION bradford;
