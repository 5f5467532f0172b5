CREATE OR REPLACE FUNCTION @hr@.case_findings(as_of date)
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
-- What looks wrong in policies, decisions, procedures and cases.
-- Each block looks for one finding, and the comment above it says when there is one. Its lines are
-- always these: whose, what is wrong; which record, its day; detail; what to do; rules.

-- no policy in force: there is none at all
SELECT NULL, 'no policy in force',
	   'attendance_policy', case_findings.as_of,
	   NULL,
	   'Set first_day and last_day so that one policy is in force on each day.',
	   'BF-4'
FROM   @hr@.policy_in_force(case_findings.as_of) p
HAVING count(*) = 0 AND bradford.require_known_day(case_findings.as_of)

UNION  ALL
-- no policy in force: neither for the staff group of a current employee nor for everybody
SELECT o.employee_id, 'no policy in force',
	   'employee ' || o.employee_id, case_findings.as_of,
	   COALESCE('staff group ' || o.staff_group, 'no staff group'),
	   'Bring a policy into force for the staff group, or for everybody; until then the person '
	   'is in no report on scores.',
	   'BF-4'
FROM   @hr@.employee o
JOIN  (
	SELECT array_agg(p.staff_group) AS groups
	FROM   @hr@.policy_in_force(case_findings.as_of) p
	HAVING bool_and(p.staff_group IS NOT NULL)) p
			ON (o.staff_group = ANY (p.groups)) IS NOT TRUE
WHERE  EXISTS (
			SELECT FROM @hr@.contract c
			WHERE  c.employee_id = o.employee_id AND c.first_day <= case_findings.as_of
			AND    COALESCE(c.last_day, 'infinity') >= case_findings.as_of)

UNION  ALL
-- several policies in force: for one staff group, or for everybody
SELECT NULL, 'several policies in force',
	   'attendance_policy', case_findings.as_of,
	   concat_ws(': ', p.staff_group, string_agg(p.policy::text, ', ' ORDER BY p.policy::text)),
	   'Set first_day and last_day so that each staff group has one policy in force on each '
	   'day; until then the one that began last is used.',
	   'BF-4'
FROM   @hr@.attendance_policy p
WHERE  p.first_day <= case_findings.as_of
AND   (p.last_day IS NULL OR p.last_day >= case_findings.as_of)
GROUP  BY p.staff_group
HAVING count(*) > 1

UNION  ALL
-- recorded twice: a policy, or a stage of one
SELECT NULL, 'recorded twice',
	   p.record, NULL,
	   format('%s rows', count(*)),
	   'Keep one row; until then one of them is used.',
	   'BF-4'
FROM  (
	SELECT format('attendance_policy "%s"', p.policy) AS record FROM @hr@.attendance_policy p
	UNION  ALL
	SELECT format('policy_stage %s of "%s"', s.stage, s.policy) FROM @hr@.policy_stage s) p
GROUP  BY p.record
HAVING count(*) > 1

UNION  ALL
-- impossible terms: a policy, or a stage of one, has impossible numbers or times
SELECT NULL, 'impossible terms',
	   t.record, NULL,
	   format('%s %s', t.name, t.value),
	   format('%s; until then it is not known.', t.what_to_do),
	   'BF-4, BF-6, BF-10'
FROM  (
	SELECT format('attendance_policy "%s"', p.policy) AS record, n.*
	FROM   @hr@.attendance_policy p
	CROSS  JOIN LATERAL (VALUES
			('long_term', p.long_term::text, p.long_term <= '0' OR p.long_term > '10 years',
			 'Enter a time of up to ten years'),
			('target_days', p.target_days::text, NOT p.target_days BETWEEN 0 AND 366,
			 'Enter a number from 0 to 366'),
			('least_group', p.least_group::text, NOT p.least_group BETWEEN 2 AND 1000,
			 'Enter a number from 2 to 1000')) AS n(name, value, is_bad, what_to_do)
	UNION  ALL
	SELECT format('policy_stage %s of "%s"', s.stage, s.policy), n.*
	FROM   @hr@.policy_stage s
	CROSS  JOIN LATERAL (VALUES
			('stage', s.stage::text, NOT s.stage BETWEEN 1 AND 9, 'Number the stages from 1 to 9'),
			('trigger_score', s.trigger_score::text,
			 s.trigger_score <= 0 OR s.trigger_score > 1000000000, 'Enter a score above 0'),
			('trigger_occasions', s.trigger_occasions::text, s.trigger_occasions <= 0,
			 'Enter a number above 0'),
			('trigger_days', s.trigger_days::text,
			 s.trigger_days <= 0 OR s.trigger_days > 1000000, 'Enter a number above 0'),
			('least_rise', s.least_rise::text,
			 NOT s.least_rise BETWEEN 0 AND 1000000000, 'Enter a score from 0'),
			('warning_life', s.warning_life::text,
			 s.warning_life <= '0' OR s.warning_life > '100 years',
			 'Enter a time of up to a hundred years'),
			('report_age', s.report_age::text,
			 s.report_age < '0' OR s.report_age > '100 years',
			 'Enter a time of up to a hundred years'),
			('repeat_within', s.repeat_within::text,
			 s.repeat_within <= '0' OR s.repeat_within > '100 years',
			 'Enter a time of up to a hundred years')) AS n(name, value, is_bad, what_to_do)) t
WHERE  t.is_bad

UNION  ALL
-- policy without stages: a policy in force asks for nothing
SELECT NULL, 'policy without stages',
	   format('attendance_policy "%s"', f.policy), case_findings.as_of,
	   f.staff_group::text,
	   'Enter its stages into policy_stage; until then nobody under it reaches one.',
	   'BF-4'
FROM   @hr@.policy_in_force(case_findings.as_of) f
WHERE  NOT EXISTS (SELECT FROM @hr@.policy_stage s WHERE s.policy = f.policy)

UNION  ALL
-- stages with gaps: a policy has a later stage, and not the one before it
SELECT NULL, 'stages with gaps',
	   format('attendance_policy "%s"', s.policy), NULL,
	   format('no stage %s', string_agg(DISTINCT (s.stage - 1)::text, ', ')),
	   'Number the stages 1, 2, 3 without a gap; a stage that is missing has no trigger.',
	   'BF-4'
FROM   @hr@.policy_stage s
WHERE  s.stage >= 2 AND s.stage <= 9
AND    NOT EXISTS (
			SELECT FROM @hr@.policy_stage b
			WHERE  b.policy = s.policy AND b.stage = s.stage - 1)
GROUP  BY s.policy

UNION  ALL
-- unknown policy: policy_stage does not have the stage of a warning
SELECT w.employee_id, 'unknown policy',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('stage %s of "%s"', w.stage, w.policy),
	   'Correct policy and stage, or enter them into policy_stage; until then the warning is '
	   'not live.',
	   'BF-6'
FROM   @hr@.warning w
WHERE  w.issued_on <= case_findings.as_of
AND    NOT EXISTS (
			SELECT FROM @hr@.policy_stage s WHERE s.policy = w.policy AND s.stage = w.stage)

UNION  ALL
-- unknown employee: a warning or a case under a number that employee does not have
SELECT n.employee_id, 'unknown employee',
	   n.record, n.day,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report on warnings '
	   'shows it.',
	   'BF-15'
FROM  (
	SELECT w.employee_id, 'warning of ' || w.issued_on AS record, w.issued_on AS day
	FROM   @hr@.warning w
	UNION  ALL
	SELECT c.employee_id, 'hr_case ' || c.case_id, c.opened_on FROM @hr@.hr_case c) n
WHERE  n.day <= case_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = n.employee_id)

UNION  ALL
-- recorded twice: two decisions of one person, day and stage
SELECT w.employee_id, 'recorded twice',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('stage %s: %s rows', w.stage, count(*)),
	   'Delete the rows that repeat another; until then one of them counts.',
	   'BF-6, BF-10'
FROM   @hr@.warning w
GROUP  BY w.employee_id, w.issued_on, w.stage
HAVING count(*) > 1

UNION  ALL
-- impossible dates: a decision, a referral or an event of a case on an impossible day
SELECT n.employee_id, 'impossible dates',
	   n.record, n.day,
	   format('%s %s', n.name, COALESCE(n.day::text, 'is missing')),
	   'Correct the day; until then no report counts the record.',
	   n.rule_ids
FROM  (
	SELECT w.employee_id, 'warning of ' || w.issued_on AS record, 'issued_on' AS name,
		   w.issued_on AS day, 'BF-6' AS rule_ids
	FROM   @hr@.warning w
	UNION  ALL
	SELECT o.employee_id, 'occupational_health_report of ' || o.referred_on, 'referred_on',
		   o.referred_on, 'AB-9'
	FROM   @hr@.occupational_health_report o
	UNION  ALL
	SELECT c.employee_id, 'hr_case ' || c.case_id, v.event, v.happened_on, 'DL-1 to DL-36'
	FROM   @hr@.hr_case c
	JOIN   @hr@.case_event v ON v.employee_id = c.employee_id AND v.case_id = c.case_id) n
WHERE (n.day >= lower(bradford.possible_days())
	   AND n.day < upper(bradford.possible_days())) IS NOT TRUE

UNION  ALL
-- warning out of order: none of the stage before it, or of a later one, was live on that day,
-- and too few of that stage had lapsed to lead to it (BF-10)
SELECT w.employee_id, 'warning out of order',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('stage %s, with no warning of stage %s live or repeated on that day',
			  w.stage, w.stage - 1),
	   'Enter the earlier warning, or correct the stage.',
	   CASE WHEN w.stage = 2 THEN 'BF-7, BF-10' ELSE 'BF-8' END
FROM   @hr@.warning w
LEFT   JOIN @hr@.policy_terms() p ON p.policy = w.policy
LEFT   JOIN @hr@.policy_warnings() k ON k.policy = w.policy
-- the absence that led to it
CROSS  JOIN LATERAL (
	SELECT COALESCE(max(a.first_day), w.issued_on) AS first_day
	FROM   @hr@.absence a
	WHERE  a.employee_id = w.employee_id AND a.first_day <= w.issued_on) a
-- the warnings before it, under its policy or under those that this one carries on, as they were
-- on that day: an upheld appeal leads back to an earlier stage (BF-11)
CROSS  JOIN LATERAL (
	SELECT count(*) FILTER (
				WHERE  o.outcome <> 'no warning' AND l.stage >= w.stage - 1
				AND   (l.lapses_on <= w.issued_on) IS NOT TRUE) AS live,
		   -- BF-10: lapsed after satisfactory attendance, as judged, or with no other warning
		   -- meanwhile
		   count(*) FILTER (
				WHERE  o.outcome = 'warning' AND u.upheld IS NOT TRUE
				AND    l.stage = w.stage - 1 AND l.stage = p.repeat_stage
				AND    l.lapses_on <= a.first_day
				AND    o.issued_on >= a.first_day - p.repeat_within
				AND    COALESCE(o.satisfactory, NOT EXISTS (
							SELECT FROM @hr@.warning n
							WHERE  n.employee_id = o.employee_id AND n.outcome = 'warning'
							AND    n.issued_on > o.issued_on AND n.issued_on < l.lapses_on)))
				AS repeated
	FROM   @hr@.warning o
	LEFT   JOIN @hr@.policy_stage s ON s.policy = o.policy AND s.stage = o.stage
	LEFT   JOIN @hr@.policy_stage b ON b.policy = o.policy AND b.stage = s.appeal_leads_to
	CROSS  JOIN LATERAL (SELECT o.appeal_upheld_on <= w.issued_on AS upheld) u
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN u.upheld THEN b.stage ELSE o.stage END AS stage,
			   CASE WHEN u.upheld THEN o.appeal_upheld_on + CASE
							WHEN b.warning_life > '0' AND b.warning_life <= '100 years'
							THEN b.warning_life END
					ELSE o.issued_on + CASE
							WHEN s.warning_life > '0' AND s.warning_life <= '100 years'
							THEN s.warning_life END END AS lapses_on) l
	WHERE  o.employee_id = w.employee_id AND o.issued_on < w.issued_on
	AND   (o.policy = w.policy OR o.policy = ANY (k.warnings_of))) o
WHERE  w.stage > 1 AND w.outcome = 'warning' AND w.issued_on <= case_findings.as_of
AND    o.live = 0 AND (o.repeated >= p.repeat_warnings) IS NOT TRUE

UNION  ALL
-- warning without a score: the next stage, or the same if it is the last, needs a rise from it
SELECT w.employee_id, 'warning without a score',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('stage %s', w.stage),
	   'Enter the score at which it was issued; until then the rise to the next stage counts '
	   'from 0.',
	   'BF-7, BF-8'
FROM   @hr@.warning w
JOIN   @hr@.policy_terms() p ON p.policy = w.policy
WHERE  w.outcome = 'warning' AND w.score IS NULL AND w.issued_on <= case_findings.as_of
AND    p.rises[least(w.stage, cardinality(p.rises) - 1)::integer + 1] IS NOT NULL

UNION  ALL
-- impossible number: an impossible score
SELECT w.employee_id, 'impossible number',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('score %s', w.score),
	   'Correct the score; until then the rise to the next stage counts from 0.',
	   'BF-7, BF-8'
FROM   @hr@.warning w
WHERE  w.issued_on <= case_findings.as_of AND NOT w.score BETWEEN 0 AND 1000000000

UNION  ALL
-- impossible limit: a step of a procedure has no time limit that can be counted
SELECT NULL, 'impossible limit',
	   format('procedure_step "%s" of "%s"', t.step, t.procedure), NULL,
	   concat_ws(' ', t.direction, t.n, t.unit),
	   'Write after, before or condition, a number from 0, and hours, calendar days, working days, '
	   'weeks or months; until then the step has no date.',
	   'DL-1 to DL-36'
FROM   @hr@.procedure_step t
WHERE  bradford.find_due('2020-01-01', CASE WHEN t.n BETWEEN 0 AND 100000 THEN t.n::bigint END,
						 t.unit, t.direction, 'every-day') IS NULL

UNION  ALL
-- unknown procedure: a case runs under one that has no steps
SELECT c.employee_id, 'unknown procedure',
	   'hr_case ' || c.case_id, c.opened_on,
	   c.procedure::text,
	   'Correct the procedure, or enter its steps into procedure_step; until then the case has '
	   'no deadlines.',
	   'DL-1 to DL-36'
FROM   @hr@.hr_case c
WHERE  c.opened_on <= case_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.procedure_step t WHERE t.procedure = c.procedure)

UNION  ALL
-- unknown case: something happened in one that the person does not have
SELECT v.employee_id, 'unknown case',
	   'case_event ' || v.case_id, v.happened_on,
	   v.event::text,
	   'Enter the case, or correct its number; until then no report shows the event.',
	   'DL-1 to DL-36'
FROM   @hr@.case_event v
WHERE  v.happened_on <= case_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.hr_case c
				   WHERE  c.employee_id = v.employee_id AND c.case_id = v.case_id)

UNION  ALL
-- unknown event: no step of the procedure, and no step counts from it
SELECT c.employee_id, 'unknown event',
	   'hr_case ' || c.case_id, v.happened_on,
	   v.event::text,
	   'Name it as in step or counts_from of procedure_step; until then no deadline counts '
	   'from it.',
	   'DL-1 to DL-36'
FROM   @hr@.hr_case c
JOIN   @hr@.case_event v ON v.employee_id = c.employee_id AND v.case_id = c.case_id
WHERE  c.opened_on <= case_findings.as_of
AND    EXISTS (SELECT FROM @hr@.procedure_step t WHERE t.procedure = c.procedure)
AND    NOT EXISTS (
			SELECT FROM @hr@.procedure_step t
			WHERE  t.procedure = c.procedure AND v.event IN (t.step, t.counts_from));
END;
COMMENT ON FUNCTION @hr@.case_findings(date) IS
	'The findings of data_quality_report on policies, warnings, referrals, procedures and cases, '
	'as at any day.';

ALTER FUNCTION @hr@.case_findings(date) DEPENDS ON EXTENSION bradford;
