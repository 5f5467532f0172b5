CREATE OR REPLACE FUNCTION @hr@.working_time_findings(as_of date)
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
-- What looks wrong in the terms of working time, and in shifts as the law on working time reads
-- them. The blocks are built as in absence_findings.

-- terms overlap: some begin before earlier ones have ended
SELECT n.employee_id, 'terms overlap',
	   'working time terms', n.first_day,
	   format('those from %s run to %s', m.first_day, COALESCE(m.last_day::text, 'now')),
	   'End the earlier terms on the day before the later ones begin; until '
	   'then the later ones apply.',
	   'PAY-16'
FROM   @hr@.working_time_terms m
JOIN   @hr@.working_time_terms n ON n.employee_id = m.employee_id
WHERE  n.first_day > m.first_day AND n.first_day <= COALESCE(m.last_day, 'infinity')
AND    n.first_day <= working_time_findings.as_of
AND    bradford.require_known_day(working_time_findings.as_of)

UNION  ALL
-- recorded twice: two rows of one person and first day
SELECT m.employee_id, 'recorded twice',
	   'working time terms', m.first_day,
	   format('%s rows', count(*)),
	   'Delete the rows that repeat another; until then one of them applies.',
	   'PAY-16'
FROM   @hr@.working_time_terms m
GROUP  BY m.employee_id, m.first_day
HAVING count(*) > 1

UNION  ALL
-- impossible dates: terms that end before they start, or dates before 1900 or after 2099
SELECT m.employee_id, 'impossible dates',
	   'working time terms', m.first_day,
	   concat_ws(', ', format('from %s to %s', COALESCE(m.first_day::text, 'missing'), m.last_day),
				 'born ' || m.born),
	   'Correct the dates; until then the normal rules apply.',
	   'PAY-16'
FROM   @hr@.working_time_terms m
WHERE  m.last_day < m.first_day OR m.first_day IS NULL
OR     m.first_day < lower(bradford.possible_days())
OR     m.first_day >= upper(bradford.possible_days())
OR     m.born < lower(bradford.possible_days()) OR m.born >= upper(bradford.possible_days())

UNION  ALL
-- impossible number: an impossible reference period; unknown period: neither week nor fortnight
SELECT m.employee_id, f.finding,
	   'working time terms', m.first_day,
	   f.detail, f.what_to_do,
	   'PAY-16'
FROM   @hr@.working_time_terms m
CROSS  JOIN LATERAL (
	SELECT 'impossible number' AS finding,
		   format('reference_weeks %s', COALESCE(m.reference_weeks::text, 'missing')) AS detail,
		   'Enter 1 to 52 weeks; until then 17 apply.' AS what_to_do
	WHERE (m.reference_weeks >= 1 AND m.reference_weeks <= 52) IS NOT TRUE
	UNION  ALL
	SELECT 'unknown period' AS finding,
		   format('weekly_rest_by %s', COALESCE(m.weekly_rest_by, 'missing')) AS detail,
		   'Enter week or fortnight; until then the week applies.' AS what_to_do
	WHERE (m.weekly_rest_by IN ('week', 'fortnight')) IS NOT TRUE) f

UNION  ALL
-- opted out under 18: the law does not allow it
SELECT m.employee_id, 'opted out under 18',
	   'working time terms', m.first_day,
	   format('18 on %s', d.adult_from),
	   'End the opt-out; it has no effect before that day.',
	   'PAY-16'
FROM   @hr@.working_time_terms m
CROSS  JOIN LATERAL (
	SELECT CASE WHEN m.born >= lower(bradford.possible_days())
					 AND m.born < upper(bradford.possible_days())
				THEN (m.born + interval '18 years')::date END AS adult_from
	OFFSET 0) d
WHERE  m.opted_out AND m.first_day < d.adult_from AND m.first_day <= working_time_findings.as_of

UNION  ALL
-- breaks are not recorded: shifts of more than six hours that say neither when the break was nor
-- that there was none
SELECT s.employee_id, 'breaks are not recorded',
	   'shift', min(l.day),
	   format('%s shifts of more than 6 hours', count(*)),
	   'Enter the breaks, or {} if there was none; until then nobody knows whether the law was '
	   'kept.',
	   'PAY-16'
FROM   @hr@.shift s
CROSS  JOIN LATERAL (
	SELECT CASE WHEN lower(s.during) >= lower(bradford.possible_days())
					 AND upper(s.during) < upper(bradford.possible_days())
				THEN CASE WHEN upper(s.during) - lower(s.during) > interval '6 hours'
						  THEN (lower(s.during) AT TIME ZONE 'Europe/London')::date END END AS day
	OFFSET 0) l
WHERE  s.breaks IS NULL AND l.day <= working_time_findings.as_of
GROUP  BY s.employee_id

UNION  ALL
-- worked outside employment: shifts on days without a contract, of people who have one
SELECT w.employee_id, 'worked outside employment',
	   'shift', min(d.day),
	   format('%s shifts', count(*)),
	   'Correct the shifts or the contract; until then working_time_report ignores them.',
	   'PAY-16'
FROM   @hr@.working_pattern() w
JOIN   @hr@.shift s ON s.employee_id = w.employee_id
CROSS  JOIN LATERAL (
	SELECT CASE WHEN lower(s.during) >= lower(bradford.possible_days())
					 AND upper(s.during) < upper(bradford.possible_days())
				THEN (lower(s.during) AT TIME ZONE 'Europe/London')::date END AS day
	OFFSET 0) d
WHERE  NOT d.day <@ w.employed AND d.day <= working_time_findings.as_of
GROUP  BY w.employee_id;
END;
COMMENT ON FUNCTION @hr@.working_time_findings(date) IS
	'The findings of data_quality_report on working time, as at any day.';

ALTER FUNCTION @hr@.working_time_findings(date) DEPENDS ON EXTENSION bradford;
