CREATE OR REPLACE FUNCTION @hr@.absence_findings(as_of date)
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
-- What looks wrong in records of absence and in those that belong to them.
-- Each block looks for one finding, and the comment above it says when there is one. Its lines are
-- always these: whose, what is wrong; which record, its day; detail; what to do; rules.

-- absences overlap: one begins before an earlier one has ended
SELECT b.employee_id, 'absences overlap',
	   'absence ' || b.absence_id, b.first_day,
	   format('absence %s runs to %s', a.absence_id, a.last_day),
	   'Correct the dates, or delete the one that repeats the other; until then days in both '
	   'count once.',
	   'BF-1'
FROM   @hr@.absence a
JOIN   @hr@.absence b ON b.employee_id = a.employee_id
WHERE (b.first_day, b.absence_id) > (a.first_day, a.absence_id)
AND    b.first_day <= a.last_day AND b.first_day <= absence_findings.as_of
AND    bradford.require_known_day(absence_findings.as_of)

UNION  ALL
-- end is missing: another absence has begun since
SELECT a.employee_id, 'end is missing',
	   'absence ' || a.absence_id, a.first_day,
	   format('absence %s began on %s', n.absence_id, n.first_day),
	   'Enter the last day; until then everything since counts as absence.',
	   'BF-1, AB-8'
FROM   @hr@.absence a
CROSS  JOIN LATERAL (
	SELECT b.absence_id, b.first_day
	FROM   @hr@.absence b
	WHERE  b.employee_id = a.employee_id
	AND    b.first_day > a.first_day AND b.first_day <= absence_findings.as_of
	ORDER  BY b.first_day LIMIT 1) n
WHERE  a.last_day IS NULL

UNION  ALL
-- end is missing: the employment that it began in has ended since
SELECT a.employee_id, 'end is missing',
	   'absence ' || a.absence_id, a.first_day,
	   format('employment ended on %s', upper(r.run) - 1),
	   'Enter the last day, or the contract that is missing.',
	   'BF-1'
FROM   @hr@.absence a
JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
CROSS  JOIN LATERAL unnest(w.employed) AS r(run)
WHERE  a.last_day IS NULL
AND    r.run @> a.first_day::date AND upper(r.run) <= absence_findings.as_of

UNION  ALL
-- absence outside employment: some of its days are under no contract
SELECT a.employee_id, 'absence outside employment',
	   'absence ' || a.absence_id, a.first_day,
	   format('employed %s', translate(w.employed::text, '{}', '')),
	   'Correct the dates, or enter the contract that is missing.',
	   'BF-1'
FROM   @hr@.absence a
JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
CROSS  JOIN LATERAL (
	SELECT CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day
				ELSE a.first_day END AS last_day) d
WHERE  a.first_day <= absence_findings.as_of
AND    CASE WHEN d.last_day >= a.first_day
			THEN NOT w.employed @> daterange(a.first_day, d.last_day, '[]') END

UNION  ALL
-- absence on no working day: by the contracts of the person
SELECT a.employee_id, 'absence on no working day',
	   'absence ' || a.absence_id, a.first_day,
	   w.calendar::text,
	   'Check the dates, and the calendar of the contract.',
	   'BF-1'
FROM   @hr@.absence a
JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
WHERE  a.first_day <= absence_findings.as_of
AND    CASE WHEN a.last_day >= a.first_day
				 AND a.first_day >= lower(bradford.known_days())
				 AND a.last_day < upper(bradford.known_days())
			THEN bradford.working_days(daterange(a.first_day, a.last_day, '[]'), w.calendar) = 0
			END
-- a calendar without any working day is a finding of its own
AND    bradford.working_days(bradford.known_days(), w.calendar) > 0

UNION  ALL
-- first day is missing
SELECT a.employee_id, 'first day is missing',
	   'absence ' || a.absence_id, NULL,
	   NULL,
	   'Enter the first day; until then no report shows the absence.',
	   'BF-1'
FROM   @hr@.absence a
WHERE  a.first_day IS NULL

UNION  ALL
-- impossible dates: an absence ends before it starts, or has days that calendars do not know
SELECT a.employee_id, 'impossible dates',
	   'absence ' || a.absence_id, a.first_day,
	   format('from %s to %s', a.first_day, a.last_day),
	   CASE WHEN a.last_day < a.first_day
			THEN 'Correct the dates: the end is before the start.'
			WHEN a.first_day < lower(bradford.known_days())
				 OR a.first_day >= upper(bradford.known_days())
			THEN 'Correct the dates: calendars reach from 1995 to 2099.'
			ELSE 'Leave last_day empty while the absence lasts, or correct it: calendars reach '
				 'from 1995 to 2099.' END,
	   'BF-1'
FROM   @hr@.absence a
WHERE  a.last_day < a.first_day OR a.first_day < lower(bradford.known_days())
OR     a.first_day >= upper(bradford.known_days())
OR     a.last_day >= upper(bradford.known_days())

UNION  ALL
-- half days outside the absence
SELECT a.employee_id, 'half days outside the absence',
	   'absence ' || a.absence_id, a.first_day,
	   translate(a.half_days::text, '{}', ''),
	   'Correct the half days; until then those outside the absence do not count.',
	   'AB-1, BF-1'
FROM   @hr@.absence a
WHERE  a.first_day <= absence_findings.as_of AND a.half_days IS NOT NULL
AND    CASE WHEN a.first_day <= COALESCE(a.last_day, a.first_day)
			THEN NOT a.half_days <@ daterange(a.first_day,
					CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END,
					'[]') END

UNION  ALL
-- certificate before the absence: the self-certificate came in before its first day
SELECT a.employee_id, 'certificate before the absence',
	   'absence ' || a.absence_id, a.first_day,
	   format('self-certified on %s', a.self_certified_on),
	   'Correct the day of the self-certificate, or the dates of the absence.',
	   'AB-6'
FROM   @hr@.absence a
WHERE  a.first_day <= absence_findings.as_of AND a.self_certified_on < a.first_day

UNION  ALL
-- unknown reason: absence_reason does not have it
SELECT a.employee_id, 'unknown reason',
	   'absence ' || a.absence_id, a.first_day,
	   a.reason::text,
	   'Correct the reason, or enter it into absence_reason; until then the absence counts.',
	   'AB-2, AB-3, AB-4'
FROM   @hr@.absence a
WHERE  a.first_day <= absence_findings.as_of AND a.reason IS NOT NULL
AND    NOT EXISTS (SELECT FROM @hr@.absence_reason r WHERE r.reason = a.reason)

UNION  ALL
-- unknown word: a reason does not say whether it counts
SELECT NULL, 'unknown word',
	   format('absence_reason %s', COALESCE(format('"%s"', r.reason), 'without a name')), NULL,
	   format('counted is %s', COALESCE(format('"%s"', r.counted), 'missing')),
	   'Write yes, no or unless fit note, and the name of the reason; until then such absences '
	   'count.',
	   'AB-2, AB-3'
FROM   @hr@.absence_reason r
WHERE  r.reason IS NULL OR (r.counted IN ('yes', 'no', 'unless fit note')) IS NOT TRUE

UNION  ALL
-- unknown employee: an absence under a number that employee does not have
SELECT a.employee_id, 'unknown employee',
	   'absence ' || a.absence_id, a.first_day,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report shows it.',
	   'BF-15'
FROM   @hr@.absence a
WHERE  a.first_day <= absence_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = a.employee_id)

UNION  ALL
-- unknown employee: a fit note or an occupational-health report under a number that employee does
-- not have
SELECT n.employee_id, 'unknown employee',
	   n.record || ' of ' || n.day, n.day,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report shows it.',
	   'BF-15'
FROM  (
	SELECT f.employee_id, 'fit_note' AS record, f.first_day AS day FROM @hr@.fit_note f
	UNION  ALL
	SELECT o.employee_id, 'occupational_health_report', o.referred_on
	FROM   @hr@.occupational_health_report o) n
WHERE  n.day <= absence_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = n.employee_id)

UNION  ALL
-- unknown absence: a decision or a discussion about one that the person does not have, or a
-- decision that joins one to it
SELECT n.employee_id, 'unknown absence',
	   format('%s %s', n.record, n.absence_id), n.day,
	   'joined to ' || n.joined_to,
	   CASE WHEN n.joined_to IS NULL
			THEN 'Enter the absence, or correct its number; until then no report shows the record.'
			ELSE 'Name two absences of one person; until then nothing is joined.' END,
	   'BF-1, AB-8'
FROM  (
	SELECT o.employee_id, 'absence_override' AS record, o.absence_id, NULL AS joined_to,
		   o.absence_id AS refers_to, o.decided_on AS day
	FROM   @hr@.absence_override o
	UNION  ALL
	SELECT o.employee_id, 'absence_override', o.absence_id, o.joined_to::text, o.joined_to,
		   o.decided_on
	FROM   @hr@.absence_override o
	WHERE  o.joined_to IS NOT NULL
	UNION  ALL
	SELECT r.employee_id, 'return_to_work', r.absence_id, NULL, r.absence_id, r.held_on
	FROM   @hr@.return_to_work r) n
WHERE  n.day <= absence_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.absence a
				   WHERE  a.employee_id = n.employee_id AND a.absence_id = n.refers_to)

UNION  ALL
-- discussion before the return: it was held while the absence lasted
SELECT a.employee_id, 'discussion before the return',
	   'return_to_work ' || r.absence_id, r.held_on,
	   format('absence to %s', COALESCE(a.last_day::text, 'now')),
	   'Correct the day of the discussion, or the end of the absence.',
	   'AB-8'
FROM   @hr@.return_to_work r
JOIN   @hr@.absence a ON a.employee_id = r.employee_id AND a.absence_id = r.absence_id
WHERE  r.held_on <= absence_findings.as_of AND COALESCE(a.last_day, 'infinity') >= r.held_on

UNION  ALL
-- impossible dates: a fit note ends before it starts, or has days that calendars do not know
SELECT n.employee_id, 'impossible dates',
	   'fit_note of ' || n.first_day, n.first_day,
	   format('from %s to %s', n.first_day, n.last_day),
	   CASE WHEN n.last_day < n.first_day
			THEN 'Correct the dates: the end is before the start.'
			ELSE 'Correct the dates: calendars reach from 1995 to 2099.' END,
	   'AB-6'
FROM   @hr@.fit_note n
WHERE  n.last_day < n.first_day OR n.first_day < lower(bradford.known_days())
OR     n.last_day >= upper(bradford.known_days())
OR     num_nulls(n.first_day, n.last_day) > 0

UNION  ALL
-- fit note without an absence: there is none on the days that it covers
SELECT n.employee_id, 'fit note without an absence',
	   'fit_note of ' || n.first_day, n.first_day,
	   format('covers %s to %s', n.first_day, n.last_day),
	   'Enter the absence, or correct the dates of the fit note.',
	   'AB-6'
FROM   @hr@.fit_note n
WHERE  n.first_day <= absence_findings.as_of
AND    NOT EXISTS (
			SELECT FROM @hr@.absence a
			WHERE  a.employee_id = n.employee_id AND a.first_day <= n.last_day
			AND    COALESCE(a.last_day, 'infinity') >= n.first_day)

UNION  ALL
-- recorded twice: two absences of one person have one number
-- GROUP BY the key alone, which its index has in order
SELECT t.employee_id, 'recorded twice',
	   'absence ' || t.absence_id,
	  (SELECT min(a.first_day)
	   FROM   @hr@.absence a
	   WHERE  a.employee_id = t.employee_id AND a.absence_id = t.absence_id),
	   format('%s rows', t.rows),
	   'Give each absence a number of its own, or delete the rows that repeat another; until '
	   'then days of both count, each once.',
	   'BF-1'
FROM  (
	SELECT a.employee_id, a.absence_id, count(*) AS rows
	FROM   @hr@.absence a
	GROUP  BY a.employee_id, a.absence_id
	HAVING count(*) > 1) t;
END;
COMMENT ON FUNCTION @hr@.absence_findings(date) IS
	'The findings of data_quality_report on absences, fit notes, decisions and discussions, as at '
	'any day.';

ALTER FUNCTION @hr@.absence_findings(date) DEPENDS ON EXTENSION bradford;
