CREATE OR REPLACE FUNCTION @hr@.data_quality_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT f.employee_id, e.service_area, f.finding, f.record, f.day, f.detail, f.what_to_do, f.rule_ids
FROM  (
	SELECT b.employee_id, 'absences overlap' AS finding, 'absence ' || b.absence_id AS record, b.first_day AS day,
		   format('absence %s runs to %s', a.absence_id, a.last_day) AS detail,
		   'Correct the dates, or delete the one that repeats the other; until then shared days count once.' AS what_to_do, 'BF-1' AS rule_ids
	FROM   @hr@.absence a
	JOIN   @hr@.absence b ON b.employee_id = a.employee_id AND (b.first_day, b.absence_id) > (a.first_day, a.absence_id) AND b.first_day <= a.last_day
	WHERE  b.first_day <= as_of
	UNION  ALL
	SELECT a.employee_id, 'end is missing' AS finding, 'absence ' || a.absence_id AS record, a.first_day AS day,
		   format('absence %s began on %s', n.absence_id, n.first_day) AS detail,
		   'Enter the last day; until then everything since counts as absence.' AS what_to_do, 'BF-1, AB-8' AS rule_ids
	FROM   @hr@.absence a
	CROSS  JOIN LATERAL (
		SELECT b.absence_id, b.first_day FROM @hr@.absence b
		WHERE  b.employee_id = a.employee_id AND b.first_day > a.first_day AND b.first_day <= as_of
		ORDER  BY b.first_day LIMIT 1) n
	WHERE  a.last_day IS NULL
	UNION  ALL
	SELECT a.employee_id, 'end is missing' AS finding, 'absence ' || a.absence_id AS record, a.first_day AS day,
		   format('employment ended on %s', upper(w.employed) - 1) AS detail,
		   'Enter the last day, or the contract that is missing.' AS what_to_do, 'BF-1' AS rule_ids
	FROM   @hr@.absence a
	JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
	WHERE  a.last_day IS NULL AND w.employed @> a.first_day AND upper(w.employed) <= as_of
	UNION  ALL
	SELECT a.employee_id, 'absence outside employment' AS finding, 'absence ' || a.absence_id AS record, a.first_day AS day,
		   format('employed %s', translate(w.employed::text, '{}', '')) AS detail,
		   'Correct the dates, or enter the contract that is missing.' AS what_to_do, 'BF-1' AS rule_ids
	FROM   @hr@.absence a
	JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
	WHERE  a.first_day <= as_of
	AND    CASE WHEN COALESCE(a.last_day, a.first_day) >= a.first_day
				THEN NOT w.employed @> daterange(a.first_day, COALESCE(nullif(a.last_day, 'infinity'), a.first_day), '[]') END
	UNION  ALL
	SELECT a.employee_id, 'absence on no working day' AS finding, 'absence ' || a.absence_id AS record, a.first_day AS day,
		   w.calendar::text AS detail,
		   'Check the dates, and the calendar of the contract.' AS what_to_do, 'BF-1' AS rule_ids
	FROM   @hr@.absence a
	JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
	WHERE  a.first_day <= as_of
	AND    CASE WHEN a.last_day >= a.first_day AND a.first_day >= date '1995-01-01' AND a.last_day <= date '2099-12-30'
				THEN bradford.working_days(a.first_day, a.last_day + 1, w.calendar) = 0 END
	UNION  ALL
	SELECT a.employee_id, 'impossible dates' AS finding, 'absence ' || a.absence_id AS record, a.first_day AS day,
		   format('from %s to %s', a.first_day, a.last_day) AS detail,
		   CASE WHEN a.last_day < a.first_day THEN 'Correct the dates: the end is before the start.'
				ELSE 'Correct the dates: calendars reach from 1995 to 2099.' END AS what_to_do, 'BF-1' AS rule_ids
	FROM   @hr@.absence a
	WHERE  a.last_day < a.first_day OR a.first_day < date '1995-01-01' OR a.last_day > date '2099-12-31'
	UNION  ALL
	SELECT a.employee_id, 'unknown reason' AS finding, 'absence ' || a.absence_id AS record, a.first_day AS day,
		   a.reason::text AS detail,
		   'Correct the reason, or enter it into absence_reason; until then the absence counts.' AS what_to_do, 'AB-2, AB-3, AB-4' AS rule_ids
	FROM   @hr@.absence a
	LEFT   JOIN @hr@.absence_reason q ON q.reason = a.reason
	WHERE  a.first_day <= as_of AND a.reason IS NOT NULL AND q.reason IS NULL
	UNION  ALL
	SELECT a.employee_id, 'unknown employee' AS finding, 'absence ' || a.absence_id AS record, a.first_day AS day,
		   NULL AS detail,
		   'Enter the employee, or correct the payroll number; until then no report shows it.' AS what_to_do, 'BF-15' AS rule_ids
	FROM   @hr@.absence a
	LEFT   JOIN @hr@.employee o ON o.employee_id = a.employee_id
	WHERE  a.first_day <= as_of AND o.employee_id IS NULL
	UNION  ALL
	SELECT a.employee_id, 'joined to an absence of somebody else' AS finding, 'absence_override ' || o.absence_id AS record, a.first_day AS day,
		   format('absence %s', o.joined_to) AS detail,
		   'Name two absences of one employee.' AS what_to_do, 'BF-1' AS rule_ids
	FROM   @hr@.absence_override o
	JOIN   @hr@.absence a ON a.absence_id = o.absence_id
	LEFT   JOIN @hr@.absence b ON b.absence_id = o.joined_to
	WHERE  o.joined_to IS NOT NULL AND b.employee_id IS DISTINCT FROM a.employee_id
	UNION  ALL
	SELECT a.employee_id, 'discussion before the return' AS finding, 'return_to_work ' || r.absence_id AS record, r.held_on AS day,
		   format('absence to %s', COALESCE(a.last_day::text, 'now')) AS detail,
		   'Correct the day of the discussion, or the end of the absence.' AS what_to_do, 'AB-8' AS rule_ids
	FROM   @hr@.return_to_work r
	JOIN   @hr@.absence a ON a.absence_id = r.absence_id
	WHERE  r.held_on <= as_of AND COALESCE(a.last_day, 'infinity') >= r.held_on
	UNION  ALL
	SELECT n.employee_id, 'fit note without an absence' AS finding, 'fit_note of ' || n.first_day AS record, n.first_day AS day,
		   format('covers %s to %s', n.first_day, n.last_day) AS detail,
		   'Enter the absence, or correct the dates of the fit note.' AS what_to_do, 'AB-6' AS rule_ids
	FROM   @hr@.fit_note n
	WHERE  n.first_day <= as_of
	AND   (SELECT count(*) = 0 FROM @hr@.absence a
		   WHERE  a.employee_id = n.employee_id AND a.first_day <= n.last_day AND COALESCE(a.last_day, 'infinity') >= n.first_day)
	UNION  ALL
	SELECT o.employee_id, 'no contract' AS finding, 'employee ' || o.employee_id AS record, NULL AS day,
		   NULL AS detail,
		   'Enter the contract; until then the person is in no report on current employees.' AS what_to_do, 'BF-5' AS rule_ids
	FROM   @hr@.employee o
	WHERE (SELECT count(*) = 0 FROM @hr@.contract c WHERE c.employee_id = o.employee_id)
	UNION  ALL
	SELECT c.employee_id, 'unknown employee' AS finding, format('contract in post %s', c.post) AS record, c.first_day AS day,
		   NULL AS detail,
		   'Enter the employee, or correct the payroll number; until then no report shows it.' AS what_to_do, 'BF-15' AS rule_ids
	FROM   @hr@.contract c
	LEFT   JOIN @hr@.employee o ON o.employee_id = c.employee_id
	WHERE  c.first_day <= as_of AND o.employee_id IS NULL
	UNION  ALL
	SELECT d.employee_id, 'contracts overlap' AS finding, format('contract in post %s', d.post) AS record, d.first_day AS day,
		   format('the one from %s runs to %s', c.first_day, COALESCE(c.last_day::text, 'now')) AS detail,
		   'End the earlier contract on the day before the later one begins.' AS what_to_do, 'BF-5, PAY-1' AS rule_ids
	FROM   @hr@.contract c
	JOIN   @hr@.contract d ON d.employee_id = c.employee_id AND d.post = c.post AND d.first_day > c.first_day AND d.first_day <= COALESCE(c.last_day, 'infinity')
	WHERE  d.first_day <= as_of
	UNION  ALL
	SELECT c.employee_id, 'impossible dates' AS finding, format('contract in post %s', c.post) AS record, c.first_day AS day,
		   format('from %s to %s', c.first_day, c.last_day) AS detail,
		   'Correct the dates: the end is before the start.' AS what_to_do, 'BF-5, PAY-1' AS rule_ids
	FROM   @hr@.contract c
	WHERE  c.last_day < c.first_day
	UNION  ALL
	SELECT c.employee_id, 'no calendar' AS finding, format('contract in post %s', c.post) AS record, c.first_day AS day,
		   NULL AS detail,
		   'Enter the calendar of the contract, such as england-and-wales; week=Mon-Wed.' AS what_to_do, 'AB-8' AS rule_ids
	FROM   @hr@.contract c
	WHERE  c.first_day <= as_of AND c.calendar IS NULL
	UNION  ALL
	-- contracts that name no post all have post 1, which says nothing of who shares with whom
	SELECT c.employee_id, CASE WHEN c.post::text = '1' THEN 'job share without a post' ELSE 'job share above the post' END AS finding,
		   format('contract in post %s', c.post) AS record, c.first_day AS day,
		   format('%s of %s hours', trim_scale(s.hours), trim_scale(c.full_time_hours)) AS detail,
		   CASE WHEN c.post::text = '1' THEN 'Enter the number of the post, the same for its partners; 1 stands for a post of the person''s own.'
				ELSE 'Correct the hours of the partners: together they never exceed the post.' END AS what_to_do, 'PAY-14' AS rule_ids
	FROM   @hr@.contract c
	CROSS  JOIN LATERAL (
		SELECT sum(o.weekly_hours)::numeric AS hours FROM @hr@.contract o
		WHERE  o.post = c.post AND o.kind = 'job share' AND o.first_day <= as_of AND COALESCE(o.last_day, 'infinity') >= as_of) s
	WHERE  c.kind = 'job share' AND c.first_day <= as_of AND COALESCE(c.last_day, 'infinity') >= as_of AND s.hours > c.full_time_hours
	UNION  ALL
	SELECT NULL AS employee_id, CASE WHEN count(*) = 0 THEN 'no policy in force' ELSE 'several policies in force' END AS finding, 'attendance_policy' AS record, as_of AS day,
		   string_agg(p.policy::text, ', ' ORDER BY p.policy::text) AS detail,
		   'Set first_day and last_day so that one policy is in force on each day.' AS what_to_do, 'BF-4' AS rule_ids
	FROM   @hr@.attendance_policy p
	WHERE  p.first_day <= as_of AND COALESCE(p.last_day, 'infinity') >= as_of
	HAVING count(*) <> 1
	UNION  ALL
	SELECT w.employee_id, 'unknown policy' AS finding, 'warning of ' || w.issued_on AS record, w.issued_on AS day,
		   format('stage %s of "%s"', w.stage, w.policy) AS detail,
		   'Correct policy and stage, or enter them into policy_stage; until then the warning is not live.' AS what_to_do, 'BF-6' AS rule_ids
	FROM   @hr@.warning w
	LEFT   JOIN @hr@.policy_stage t ON t.policy = w.policy AND t.stage = w.stage
	WHERE  w.issued_on <= as_of AND t.stage IS NULL
	UNION  ALL
	SELECT w.employee_id, 'warning out of order' AS finding, 'warning of ' || w.issued_on AS record, w.issued_on AS day,
		   format('stage %s, with no warning of stage %s live or repeated on that day', w.stage, w.stage - 1) AS detail,
		   'Enter the earlier warning, or correct the stage.' AS what_to_do, CASE WHEN w.stage = 2 THEN 'BF-7, BF-10' ELSE 'BF-8' END AS rule_ids
	FROM   @hr@.warning w
	LEFT   JOIN @hr@.policy_terms() p ON p.policy = w.policy
	WHERE  w.stage > 1 AND w.outcome = 'warning' AND w.issued_on <= as_of
	-- the stage before it, or a later one, live on that day, also under a policy that this one carries on; an upheld appeal leads back
	AND   (SELECT count(*) = 0 FROM @hr@.warning o
		   LEFT   JOIN @hr@.policy_stage t ON t.policy = o.policy AND t.stage = o.stage
		   LEFT   JOIN @hr@.policy_stage b ON b.policy = o.policy AND b.stage = t.appeal_leads_to
		   WHERE  o.employee_id = w.employee_id AND (o.policy = w.policy OR o.policy = ANY (p.warnings_of))
		   AND    o.outcome <> 'no warning' AND o.issued_on < w.issued_on
		   AND    CASE WHEN o.appeal_upheld_on <= w.issued_on THEN b.stage >= w.stage - 1 AND COALESCE(o.appeal_upheld_on + b.warning_life > w.issued_on, true)
					   ELSE o.stage >= w.stage - 1 AND COALESCE(o.issued_on + t.warning_life > w.issued_on, true) END)
	-- or enough of them, lapsed after satisfactory attendance, before the absence that was the next failure (BF-10)
	AND   (SELECT count(*) FROM @hr@.warning o
		   JOIN   @hr@.policy_stage t ON t.policy = o.policy AND t.stage = o.stage
		   CROSS  JOIN LATERAL (
				SELECT COALESCE(max(a.first_day), w.issued_on) AS spell_on FROM @hr@.absence a WHERE a.employee_id = w.employee_id AND a.first_day <= w.issued_on) l
		   WHERE  o.employee_id = w.employee_id AND (o.policy = w.policy OR o.policy = ANY (p.warnings_of))
		   AND    o.outcome = 'warning' AND o.stage = w.stage - 1 AND o.stage = p.repeat_stage AND (o.appeal_upheld_on <= w.issued_on) IS NOT TRUE
		   AND    o.issued_on + t.warning_life <= l.spell_on AND o.issued_on >= l.spell_on - p.repeat_within
		   AND    COALESCE(o.satisfactory, (
					SELECT count(*) = 0 FROM @hr@.warning n
					WHERE  n.employee_id = o.employee_id AND n.outcome = 'warning' AND n.issued_on > o.issued_on AND n.issued_on < o.issued_on + t.warning_life)))
		  < COALESCE(p.repeat_warnings, 1000)
	UNION  ALL
	SELECT w.employee_id, 'warning without a score' AS finding, 'warning of ' || w.issued_on AS record, w.issued_on AS day,
		   format('stage %s', w.stage) AS detail,
		   'Enter the score at which it was issued; until then the rise to the next stage counts from 0.' AS what_to_do, 'BF-7, BF-8' AS rule_ids
	FROM   @hr@.warning w
	JOIN   @hr@.policy_stage t ON t.policy = w.policy AND t.stage = w.stage + 1 AND t.least_rise IS NOT NULL
	WHERE  w.outcome = 'warning' AND w.score IS NULL AND w.issued_on <= as_of
	UNION  ALL
	SELECT k.employee_id, 'timesheet missing' AS finding, format('timesheet of post %s', k.post) AS record, g.month::date AS day,
		   NULL AS detail,
		   'Ask for the timesheet; until then the balance of hours is incomplete.' AS what_to_do, 'PAY-15' AS rule_ids
	FROM   @hr@.contract_terms() k
	-- of the last twelve months; in a month with two contracts the later one wants the timesheet
	CROSS  JOIN LATERAL generate_series(date_trunc('month', greatest(k.first_day, (as_of - interval '12 months')::date)::timestamp),
										least(k.last_day::timestamp, as_of - interval '1 month'), interval '1 month') AS g(month)
	WHERE  k.by_the_year
	AND   (SELECT count(*) = 0 FROM @hr@.timesheet t WHERE t.employee_id = k.employee_id AND t.post = k.post AND t.month = g.month::date)
	AND   (SELECT count(*) = 0 FROM @hr@.contract o
		   WHERE  o.employee_id = k.employee_id AND o.post = k.post AND o.first_day > k.first_day AND o.first_day < g.month + interval '1 month')
	UNION  ALL
	SELECT t.employee_id, 'timesheet without a contract' AS finding, format('timesheet of post %s', t.post) AS record, t.month AS day,
		   NULL AS detail,
		   'Correct month or post, or enter the contract.' AS what_to_do, 'PAY-15' AS rule_ids
	FROM   @hr@.timesheet t
	WHERE  t.month <= as_of
	AND   (SELECT count(*) = 0 FROM @hr@.contract c
		   WHERE  c.employee_id = t.employee_id AND c.post = t.post AND c.first_day < t.month + interval '1 month' AND COALESCE(c.last_day, 'infinity') >= t.month)
	UNION  ALL
	SELECT c.employee_id, 'unknown procedure' AS finding, 'hr_case ' || c.case_id AS record, c.opened_on AS day,
		   c.procedure::text AS detail,
		   'Correct the procedure, or enter its steps into procedure_step; until then the case has no deadlines.' AS what_to_do, 'DL-1 to DL-36' AS rule_ids
	FROM   @hr@.hr_case c
	WHERE  c.opened_on <= as_of AND (SELECT count(*) = 0 FROM @hr@.procedure_step t WHERE t.procedure = c.procedure)
	UNION  ALL
	SELECT c.employee_id, 'unknown event' AS finding, 'hr_case ' || c.case_id AS record, v.happened_on AS day,
		   v.event::text AS detail,
		   'Name it as in step or counts_from of procedure_step; until then no deadline counts from it.' AS what_to_do, 'DL-1 to DL-36' AS rule_ids
	FROM   @hr@.hr_case c
	JOIN   @hr@.case_event v ON v.case_id = c.case_id
	WHERE  c.opened_on <= as_of AND (SELECT count(*) > 0 FROM @hr@.procedure_step t WHERE t.procedure = c.procedure)
	AND   (SELECT count(*) = 0 FROM @hr@.procedure_step t WHERE t.procedure = c.procedure AND v.event IN (t.step, t.counts_from))
) f
LEFT   JOIN @hr@.employee e ON e.employee_id = f.employee_id
-- where a policy may hide the employee, nobody can be called unknown
WHERE  e.employee_id IS NOT NULL OR f.employee_id IS NULL OR (SELECT bradford.may_hide_rows($$@hr@.employee$$::regclass)) IS NOT TRUE;
END;
COMMENT ON FUNCTION @hr@.data_quality_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.data_quality_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.data_quality_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.data_quality_report IS
	'What looks wrong in the HR data up to the day: one row per finding, with what, where and '
	'what to do. The tables of create_tables forbid some of it; a site''s own tables may not.';
COMMENT ON COLUMN @hr@.data_quality_report.employee_id IS
	'Payroll number; none: the finding is not about one person';
COMMENT ON COLUMN @hr@.data_quality_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.data_quality_report.finding IS 'What is wrong, in the same few words each time';
COMMENT ON COLUMN @hr@.data_quality_report.record IS 'Where: relation and number or day';
COMMENT ON COLUMN @hr@.data_quality_report.day IS 'Day that it is about';
COMMENT ON COLUMN @hr@.data_quality_report.detail IS 'What exactly';
COMMENT ON COLUMN @hr@.data_quality_report.what_to_do IS 'What to do about it';
COMMENT ON COLUMN @hr@.data_quality_report.rule_ids IS 'Rules that cannot be followed while it stands';

ALTER FUNCTION @hr@.data_quality_report(date) DEPENDS ON EXTENSION bradford;
