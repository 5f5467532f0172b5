CREATE OR REPLACE FUNCTION @hr@.flexi_findings(as_of date)
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
-- What looks wrong in clock entries, schemes and time off. The blocks are built as in
-- absence_findings.

-- no departure: somebody came before today, and never went
SELECT c.employee_id, 'no departure',
	   'clock entry', c.clocked_in::date,
	   'in at ' || to_char(c.clocked_in, 'HH24:MI'),
	   'Enter when they went; until then the hours of the day, and the balance, are not known.',
	   'FX-1, FX-6'
FROM   @hr@.clock_entry c
WHERE  c.clocked_out IS NULL AND c.clocked_in < flexi_findings.as_of
AND    c.clocked_in >= lower(bradford.possible_days())
AND    bradford.require_known_day(flexi_findings.as_of)

UNION  ALL
-- impossible times: out before in, more than a day later, or in an impossible year
SELECT c.employee_id, 'impossible times',
	   'clock entry', CASE WHEN isfinite(c.clocked_in) THEN c.clocked_in::date END,
	   format('%s to %s', COALESCE(c.clocked_in::text, 'missing'), c.clocked_out),
	   'Correct the times; until then the hours of the day, and the balance, are not known.',
	   'FX-1, FX-6'
FROM   @hr@.clock_entry c
CROSS  JOIN LATERAL (
	SELECT CASE WHEN c.clocked_in >= lower(bradford.possible_days())
					 AND c.clocked_in < upper(bradford.possible_days())
				THEN c.clocked_out <= c.clocked_in
					 OR c.clocked_out > c.clocked_in + interval '24 hours'
				ELSE true END AS is_wrong
	OFFSET 0) w
WHERE  w.is_wrong AND (c.clocked_in < flexi_findings.as_of + 1 OR c.clocked_in IS NULL)

UNION  ALL
-- clocked without a scheme: hours that count for nothing
SELECT c.employee_id, 'clocked without a scheme',
	   'clock entry', min(c.clocked_in)::date,
	   format('%s entries', count(*)),
	   'Enter who is under which scheme in flexi_member; until then the hours count for nothing.',
	   'FX-5'
FROM   @hr@.clock_entry c
WHERE  c.clocked_in >= lower(bradford.possible_days()) AND c.clocked_in < flexi_findings.as_of + 1
AND    NOT EXISTS (
			SELECT FROM @hr@.flexi_member m
			WHERE  m.employee_id = c.employee_id AND m.first_day <= c.clocked_in
			AND   (m.last_day IS NULL OR c.clocked_in - interval '1 day' < m.last_day))
GROUP  BY c.employee_id

UNION  ALL
-- clocked outside employment: hours on days without a contract, of people who have one
SELECT c.employee_id, 'clocked outside employment',
	   'clock entry', min(c.clocked_in)::date,
	   format('%s entries', count(*)),
	   'Correct the times or the contract; until then the hours count for nothing.',
	   'FX-5'
FROM   @hr@.working_pattern() w
JOIN   @hr@.clock_entry c ON c.employee_id = w.employee_id
WHERE  c.clocked_in >= lower(bradford.possible_days()) AND c.clocked_in < flexi_findings.as_of + 1
AND    NOT c.clocked_in::date <@ w.employed
GROUP  BY c.employee_id

UNION  ALL
-- scheme outside employment: it begins on a day without a contract, of people who have one
SELECT m.employee_id, 'scheme outside employment',
	   'flexi member', m.first_day,
	   COALESCE('employed from '
					|| lower(w.employed * datemultirange(daterange(m.first_day, NULL))),
				'not employed any more'),
	   'Begin the scheme with the employment; until then the opening balance waits for it.',
	   'FX-5, FX-6'
FROM   @hr@.working_pattern() w
JOIN   @hr@.flexi_member m ON m.employee_id = w.employee_id
WHERE  m.first_day >= lower(bradford.possible_days()) AND m.first_day <= flexi_findings.as_of
AND   (m.last_day >= m.first_day OR m.last_day IS NULL) AND NOT m.first_day::date <@ w.employed

UNION  ALL
-- schemes overlap: one begins before an earlier one has ended
SELECT n.employee_id, 'schemes overlap',
	   'flexi member', n.first_day,
	   format('the one from %s runs to %s', m.first_day, COALESCE(m.last_day::text, 'now')),
	   'End the earlier scheme on the day before the later one begins; until '
	   'then the later one applies.',
	   'FX-5'
FROM   @hr@.flexi_member m
JOIN   @hr@.flexi_member n ON n.employee_id = m.employee_id
WHERE  n.first_day > m.first_day AND n.first_day <= COALESCE(m.last_day, 'infinity')
AND    n.first_day <= flexi_findings.as_of

UNION  ALL
-- recorded twice: two rows of one person and first day
SELECT m.employee_id, 'recorded twice',
	   'flexi member', m.first_day,
	   format('%s rows', count(*)),
	   'Delete the rows that repeat another; until then one of them applies.',
	   'FX-5'
FROM   @hr@.flexi_member m
GROUP  BY m.employee_id, m.first_day
HAVING count(*) > 1

UNION  ALL
-- impossible dates: a scheme that ends before it starts, or begins before 1900 or after 2099
SELECT m.employee_id, 'impossible dates',
	   'flexi member', m.first_day,
	   format('from %s to %s', COALESCE(m.first_day::text, 'missing'), m.last_day),
	   'Correct the dates; leave last_day empty while the scheme goes on.',
	   'FX-5'
FROM   @hr@.flexi_member m
WHERE  m.last_day < m.first_day OR m.first_day IS NULL
OR     m.first_day < lower(bradford.possible_days())
OR     m.first_day >= upper(bradford.possible_days())

UNION  ALL
-- impossible number: an opening balance in days or months, or far too large
SELECT m.employee_id, 'impossible number',
	   'flexi member', m.first_day,
	   format('opening %s', m.opening),
	   'Enter the opening balance in hours and minutes; until then the balance is not known.',
	   'FX-6'
FROM   @hr@.flexi_member m
WHERE  m.opening IS NOT NULL
AND   (m.opening >= '-9999:00' AND m.opening <= '9999:00' AND extract(day FROM m.opening) = 0
	   AND extract(month FROM m.opening) = 0 AND extract(year FROM m.opening) = 0) IS NOT TRUE

UNION  ALL
-- no scheme: a row of flexi_member that names none
SELECT m.employee_id, 'no scheme',
	   'flexi member', m.first_day,
	   NULL,
	   'Enter the scheme; until then that of document 004 applies.',
	   'FX-1, FX-6'
FROM   @hr@.flexi_member m
WHERE  m.scheme IS NULL

UNION  ALL
-- impossible time off: impossible dates, or an unknown kind
SELECT o.employee_id, 'impossible time off',
	   'time off', o.first_day,
	   format('%s from %s to %s', COALESCE(o.kind::text, 'no kind'),
			  COALESCE(o.first_day::text, 'missing'), COALESCE(o.last_day::text, 'missing')),
	   'Correct dates and kind; until then nothing is credited for it.',
	   'FX-2, FX-7'
FROM   @hr@.time_off o
WHERE (o.first_day <= o.last_day AND o.first_day >= lower(bradford.possible_days())
	   AND o.last_day < upper(bradford.possible_days())
	   AND o.kind IN ('annual leave', 'paid leave', 'flexi-leave', 'authorised absence'))
			IS NOT TRUE;
END;
COMMENT ON FUNCTION @hr@.flexi_findings(date) IS
	'The findings of data_quality_report on flexi-time, as at any day.';

ALTER FUNCTION @hr@.flexi_findings(date) DEPENDS ON EXTENSION bradford;
