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
-- Each block looks for one finding, and the comment above it says when there is one. Its lines are
-- always these: whose, what is wrong; which record, its day; detail; what to do; rules.
FROM  (
	-- absences overlap: one begins before an earlier one has ended
	SELECT b.employee_id, 'absences overlap',
		   'absence ' || b.absence_id, b.first_day,
		   format('absence %s runs to %s', a.absence_id, a.last_day),
		   'Correct the dates, or delete the one that repeats the other; until then shared days '
		   'count once.',
		   'BF-1'
	FROM   @hr@.absence a
	JOIN   @hr@.absence b ON b.employee_id = a.employee_id
	WHERE (b.first_day, b.absence_id) > (a.first_day, a.absence_id)
	AND    b.first_day <= a.last_day AND b.first_day <= data_quality_report.as_of

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
		AND    b.first_day > a.first_day AND b.first_day <= data_quality_report.as_of
		ORDER  BY b.first_day LIMIT 1) n
	WHERE  a.last_day IS NULL

	UNION  ALL
	-- end is missing: the employment has ended since
	SELECT a.employee_id, 'end is missing',
		   'absence ' || a.absence_id, a.first_day,
		   format('employment ended on %s', upper(w.employed) - 1),
		   'Enter the last day, or the contract that is missing.',
		   'BF-1'
	FROM   @hr@.absence a
	JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
	WHERE  a.last_day IS NULL
	AND    w.employed @> a.first_day::date AND upper(w.employed) <= data_quality_report.as_of

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
		SELECT COALESCE(nullif(a.last_day, 'infinity'), a.first_day) AS last_day) d
	WHERE  a.first_day <= data_quality_report.as_of
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
	WHERE  a.first_day <= data_quality_report.as_of
	AND    CASE WHEN a.last_day >= a.first_day
					 AND a.first_day >= lower(bradford.known_days())
					 AND a.last_day < upper(bradford.known_days())
				THEN bradford.working_days(daterange(a.first_day, a.last_day, '[]'), w.calendar) = 0
				END

	UNION  ALL
	-- impossible dates: an absence ends before it starts, or has days that calendars do not know
	SELECT a.employee_id, 'impossible dates',
		   'absence ' || a.absence_id, a.first_day,
		   format('from %s to %s', a.first_day, a.last_day),
		   CASE WHEN a.last_day < a.first_day
				THEN 'Correct the dates: the end is before the start.'
				ELSE 'Correct the dates: calendars reach from 1995 to 2099.' END,
		   'BF-1'
	FROM   @hr@.absence a
	WHERE  a.last_day < a.first_day OR a.first_day < lower(bradford.known_days())
	OR     a.last_day >= upper(bradford.known_days())

	UNION  ALL
	-- unknown reason: absence_reason does not have it
	SELECT a.employee_id, 'unknown reason',
		   'absence ' || a.absence_id, a.first_day,
		   a.reason::text,
		   'Correct the reason, or enter it into absence_reason; until then the absence counts.',
		   'AB-2, AB-3, AB-4'
	FROM   @hr@.absence a
	WHERE  a.first_day <= data_quality_report.as_of AND a.reason IS NOT NULL
	AND    NOT EXISTS (SELECT FROM @hr@.absence_reason r WHERE r.reason = a.reason)

	UNION  ALL
	-- unknown employee: an absence under a number that employee does not have
	SELECT a.employee_id, 'unknown employee',
		   'absence ' || a.absence_id, a.first_day,
		   NULL,
		   'Enter the employee, or correct the payroll number; until then no report shows it.',
		   'BF-15'
	FROM   @hr@.absence a
	WHERE  a.first_day <= data_quality_report.as_of
	AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = a.employee_id)

	UNION  ALL
	-- unknown employee: a contract under a number that employee does not have
	SELECT c.employee_id, 'unknown employee',
		   format('contract in post %s', c.post), c.first_day,
		   NULL,
		   'Enter the employee, or correct the payroll number; until then no report shows it.',
		   'BF-15'
	FROM   @hr@.contract c
	WHERE  c.first_day <= data_quality_report.as_of
	AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = c.employee_id)

	UNION  ALL
	-- joined to an absence of somebody else, or to none
	SELECT a.employee_id, 'joined to an absence of somebody else',
		   'absence_override ' || o.absence_id, a.first_day,
		   format('absence %s', o.joined_to),
		   'Name two absences of one employee.',
		   'BF-1'
	FROM   @hr@.absence_override o
	JOIN   @hr@.absence a ON a.absence_id = o.absence_id
	LEFT   JOIN @hr@.absence b ON b.absence_id = o.joined_to
	WHERE  o.joined_to IS NOT NULL AND b.employee_id IS DISTINCT FROM a.employee_id

	UNION  ALL
	-- discussion before the return: it was held while the absence lasted
	SELECT a.employee_id, 'discussion before the return',
		   'return_to_work ' || r.absence_id, r.held_on,
		   format('absence to %s', COALESCE(a.last_day::text, 'now')),
		   'Correct the day of the discussion, or the end of the absence.',
		   'AB-8'
	FROM   @hr@.return_to_work r
	JOIN   @hr@.absence a ON a.absence_id = r.absence_id
	WHERE  r.held_on <= data_quality_report.as_of AND COALESCE(a.last_day, 'infinity') >= r.held_on

	UNION  ALL
	-- fit note without an absence: there is none on the days that it covers
	SELECT n.employee_id, 'fit note without an absence',
		   'fit_note of ' || n.first_day, n.first_day,
		   format('covers %s to %s', n.first_day, n.last_day),
		   'Enter the absence, or correct the dates of the fit note.',
		   'AB-6'
	FROM   @hr@.fit_note n
	WHERE  n.first_day <= data_quality_report.as_of
	AND    NOT EXISTS (
				SELECT FROM @hr@.absence a
				WHERE  a.employee_id = n.employee_id AND a.first_day <= n.last_day
				AND    COALESCE(a.last_day, 'infinity') >= n.first_day)

	UNION  ALL
	-- no contract: the employee never had one
	SELECT o.employee_id, 'no contract',
		   'employee ' || o.employee_id, NULL,
		   NULL,
		   'Enter the contract; until then the person is in no report on current employees.',
		   'BF-5'
	FROM   @hr@.employee o
	WHERE  NOT EXISTS (SELECT FROM @hr@.contract c WHERE c.employee_id = o.employee_id)

	UNION  ALL
	-- contracts overlap: in one post, one begins before an earlier one has ended
	SELECT d.employee_id, 'contracts overlap',
		   format('contract in post %s', d.post), d.first_day,
		   format('the one from %s runs to %s', c.first_day, COALESCE(c.last_day::text, 'now')),
		   'End the earlier contract on the day before the later one begins.',
		   'BF-5, PAY-1'
	FROM   @hr@.contract c
	JOIN   @hr@.contract d ON d.employee_id = c.employee_id AND d.post = c.post
	WHERE  d.first_day > c.first_day AND d.first_day <= COALESCE(c.last_day, 'infinity')
	AND    d.first_day <= data_quality_report.as_of

	UNION  ALL
	-- impossible dates: a contract ends before it starts
	SELECT c.employee_id, 'impossible dates',
		   format('contract in post %s', c.post), c.first_day,
		   format('from %s to %s', c.first_day, c.last_day),
		   'Correct the dates: the end is before the start.',
		   'BF-5, PAY-1'
	FROM   @hr@.contract c
	WHERE  c.last_day < c.first_day

	UNION  ALL
	-- no calendar: a contract does not say what its working days are
	SELECT c.employee_id, 'no calendar',
		   format('contract in post %s', c.post), c.first_day,
		   NULL,
		   'Enter the calendar of the contract, such as england-and-wales; week=Mon-Wed.',
		   'AB-8'
	FROM   @hr@.contract c
	WHERE  c.first_day <= data_quality_report.as_of AND c.calendar IS NULL

	UNION  ALL
	-- job share above the post, or without one: contracts that name no post all have post 1, which
	-- does not say who shares with whom
	SELECT c.employee_id,
		   CASE WHEN c.post::text = '1' THEN 'job share without a post'
				ELSE 'job share above the post' END,
		   format('contract in post %s', c.post), c.first_day,
		   format('%s of %s hours', trim_scale(s.hours), trim_scale(c.full_time_hours)),
		   CASE WHEN c.post::text = '1'
				THEN 'Enter the number of the post, the same for its partners; 1 stands for a post '
					 'of the person''s own.'
				ELSE 'Correct the hours of the partners: together they never exceed the post.' END,
		   'PAY-14'
	FROM   @hr@.contract c
	CROSS  JOIN LATERAL (
		SELECT sum(o.weekly_hours)::numeric AS hours
		FROM   @hr@.contract o
		WHERE  o.post = c.post AND o.kind = 'job share'
		AND    o.first_day <= data_quality_report.as_of
		AND    COALESCE(o.last_day, 'infinity') >= data_quality_report.as_of) s
	WHERE  c.kind = 'job share' AND s.hours > c.full_time_hours
	AND    c.first_day <= data_quality_report.as_of
	AND    COALESCE(c.last_day, 'infinity') >= data_quality_report.as_of

	UNION  ALL
	-- no policy in force: there is none at all
	SELECT NULL, 'no policy in force',
		   'attendance_policy', data_quality_report.as_of,
		   NULL,
		   'Set first_day and last_day so that one policy is in force on each day.',
		   'BF-4'
	FROM   @hr@.policy_in_force(data_quality_report.as_of) p
	HAVING count(*) = 0

	UNION  ALL
	-- no policy in force: neither for the staff group of a current employee nor for everybody
	SELECT o.employee_id, 'no policy in force',
		   'employee ' || o.employee_id, data_quality_report.as_of,
		   COALESCE('staff group ' || o.staff_group, 'no staff group'),
		   'Bring a policy into force for the staff group, or for everybody; until then the person '
		   'is in no report on scores.',
		   'BF-4'
	FROM   @hr@.employee o
	JOIN  (
		SELECT array_agg(p.staff_group) AS groups
		FROM   @hr@.policy_in_force(data_quality_report.as_of) p
		HAVING bool_and(p.staff_group IS NOT NULL)) p
				ON (o.staff_group = ANY (p.groups)) IS NOT TRUE
	WHERE  EXISTS (
				SELECT FROM @hr@.contract c
				WHERE  c.employee_id = o.employee_id AND c.first_day <= data_quality_report.as_of
				AND    COALESCE(c.last_day, 'infinity') >= data_quality_report.as_of)

	UNION  ALL
	-- several policies in force: for one staff group, or for everybody
	SELECT NULL, 'several policies in force',
		   'attendance_policy', data_quality_report.as_of,
		   concat_ws(': ', p.staff_group, string_agg(p.policy::text, ', ' ORDER BY p.policy::text)),
		   'Set first_day and last_day so that each staff group has one policy in force on each '
		   'day.',
		   'BF-4'
	FROM   @hr@.policy_in_force(data_quality_report.as_of) p
	GROUP  BY p.staff_group
	HAVING count(*) > 1

	UNION  ALL
	-- unknown policy: policy_stage does not have the stage of a warning
	SELECT w.employee_id, 'unknown policy',
		   'warning of ' || w.issued_on, w.issued_on,
		   format('stage %s of "%s"', w.stage, w.policy),
		   'Correct policy and stage, or enter them into policy_stage; until then the warning is '
		   'not live.',
		   'BF-6'
	FROM   @hr@.warning w
	WHERE  w.issued_on <= data_quality_report.as_of
	AND    NOT EXISTS (
				SELECT FROM @hr@.policy_stage s WHERE s.policy = w.policy AND s.stage = w.stage)

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
	-- the absence that led to it
	CROSS  JOIN LATERAL (
		SELECT COALESCE(max(a.first_day), w.issued_on) AS first_day
		FROM   @hr@.absence a
		WHERE  a.employee_id = w.employee_id AND a.first_day <= w.issued_on) a
	-- the warnings before it, of its policy or of those that this one carries on, as they stood on
	-- that day: an upheld appeal leads back to an earlier stage (BF-11)
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
				   CASE WHEN u.upheld THEN o.appeal_upheld_on + b.warning_life
						ELSE o.issued_on + s.warning_life END AS lapses_on) l
		WHERE  o.employee_id = w.employee_id AND o.issued_on < w.issued_on
		AND   (o.policy = w.policy OR o.policy = ANY (p.warnings_of))) o
	WHERE  w.stage > 1 AND w.outcome = 'warning' AND w.issued_on <= data_quality_report.as_of
	AND    o.live = 0 AND (o.repeated >= p.repeat_warnings) IS NOT TRUE

	UNION  ALL
	-- warning without a score: the next stage asks for a rise from it
	SELECT w.employee_id, 'warning without a score',
		   'warning of ' || w.issued_on, w.issued_on,
		   format('stage %s', w.stage),
		   'Enter the score at which it was issued; until then the rise to the next stage counts '
		   'from 0.',
		   'BF-7, BF-8'
	FROM   @hr@.warning w
	JOIN   @hr@.policy_stage s ON s.policy = w.policy AND s.stage = w.stage + 1
	WHERE  w.outcome = 'warning' AND w.score IS NULL AND w.issued_on <= data_quality_report.as_of
	AND    s.least_rise IS NOT NULL

	UNION  ALL
	-- timesheet missing: of the last twelve months; of two contracts in one month the later one
	-- wants the timesheet
	SELECT k.employee_id, 'timesheet missing',
		   format('timesheet of post %s', k.post), m.month::date,
		   NULL,
		   'Ask for the timesheet; until then the balance of hours is incomplete.',
		   'PAY-15'
	FROM   @hr@.contract_terms() k
	CROSS  JOIN LATERAL generate_series(
				date_trunc('month', greatest(k.first_day, data_quality_report.as_of - interval '12 months')),
				least(k.last_day, data_quality_report.as_of - interval '1 month'),
				interval '1 month') AS m(month)
	WHERE  k.by_the_year
	AND    NOT EXISTS (
				SELECT FROM @hr@.timesheet t
				WHERE  t.employee_id = k.employee_id AND t.post = k.post
				AND    t.month = m.month::date)
	AND    NOT EXISTS (
				SELECT FROM @hr@.contract o
				WHERE  o.employee_id = k.employee_id AND o.post = k.post
				AND    o.first_day > k.first_day AND o.first_day < m.month + interval '1 month')

	UNION  ALL
	-- timesheet without a contract: in that post, on any day of the month
	SELECT t.employee_id, 'timesheet without a contract',
		   format('timesheet of post %s', t.post), t.month,
		   NULL,
		   'Correct month or post, or enter the contract.',
		   'PAY-15'
	FROM   @hr@.timesheet t
	WHERE  t.month <= data_quality_report.as_of
	AND    NOT EXISTS (
				SELECT FROM @hr@.contract c
				WHERE  c.employee_id = t.employee_id AND c.post = t.post
				AND    c.first_day < t.month + interval '1 month'
				AND    COALESCE(c.last_day, 'infinity') >= t.month)

	UNION  ALL
	-- unknown procedure: a case runs under one that has no steps
	SELECT c.employee_id, 'unknown procedure',
		   'hr_case ' || c.case_id, c.opened_on,
		   c.procedure::text,
		   'Correct the procedure, or enter its steps into procedure_step; until then the case has '
		   'no deadlines.',
		   'DL-1 to DL-36'
	FROM   @hr@.hr_case c
	WHERE  c.opened_on <= data_quality_report.as_of
	AND    NOT EXISTS (SELECT FROM @hr@.procedure_step t WHERE t.procedure = c.procedure)

	UNION  ALL
	-- unknown event: no step of the procedure, and no step counts from it
	SELECT c.employee_id, 'unknown event',
		   'hr_case ' || c.case_id, v.happened_on,
		   v.event::text,
		   'Name it as in step or counts_from of procedure_step; until then no deadline counts '
		   'from it.',
		   'DL-1 to DL-36'
	FROM   @hr@.hr_case c
	JOIN   @hr@.case_event v ON v.case_id = c.case_id
	WHERE  c.opened_on <= data_quality_report.as_of
	AND    EXISTS (SELECT FROM @hr@.procedure_step t WHERE t.procedure = c.procedure)
	AND    NOT EXISTS (
				SELECT FROM @hr@.procedure_step t
				WHERE  t.procedure = c.procedure AND v.event IN (t.step, t.counts_from))

	UNION  ALL
	-- leave below 5.6 weeks: the law gives no less, up to 28 days. The leave weeks of term-time hold
	-- the bank holidays; beside other leave there are eight of them, 1.6 weeks
	SELECT k.employee_id, 'leave below 5.6 weeks',
		   format('contract in post %s', k.post), k.first_day,
		   format('%s hours, %s weeks of %s hours', trim_scale(round(k.leave_hours, 2)),
				  trim_scale(round(k.leave_hours / k.weekly_hours, 2)), trim_scale(k.weekly_hours)),
		   format('Raise the leave to %s hours at least.', trim_scale(ceil(m.hours * 100) / 100)),
		   'PAY-9'
	FROM   @hr@.contract_terms() k
	CROSS  JOIN LATERAL (
		SELECT least(k.weekly_hours * 5.6, k.weekly_hours * 28 / nullif(
						CASE WHEN data_quality_report.as_of <@ bradford.known_days()
							 THEN bradford.days_per_week(k.calendar, data_quality_report.as_of) END, 0))
			   - CASE WHEN k.kind = 'term-time' THEN 0 ELSE k.weekly_hours * 1.6 END AS hours) m
	WHERE  k.leave_hours < m.hours AND k.first_day <= data_quality_report.as_of
	AND    COALESCE(k.last_day, 'infinity') >= data_quality_report.as_of
) f(employee_id, finding, record, day, detail, what_to_do, rule_ids)
LEFT   JOIN @hr@.employee e ON e.employee_id = f.employee_id
-- where a policy may hide the employee, nobody can be called unknown
WHERE  e.employee_id IS NOT NULL OR f.employee_id IS NULL
OR    (SELECT bradford.may_hide_rows(t.typrelid::regclass)
	   FROM   pg_catalog.pg_type t
	   WHERE  t.oid = pg_typeof(NULL::@hr@.employee)) IS NOT TRUE;
END;
COMMENT ON FUNCTION @hr@.data_quality_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.data_quality_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.data_quality_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.data_quality_report IS
	'What looks wrong in the HR data up to the day: one row per finding, with the record and '
	'what to do. The constraints of create_tables rule out some of it; a site''s own tables '
	'may not.';
COMMENT ON COLUMN @hr@.data_quality_report.employee_id IS
	'Payroll number; none if the finding is not about one person';
COMMENT ON COLUMN @hr@.data_quality_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.data_quality_report.finding IS 'What is wrong, always in the same words';
COMMENT ON COLUMN @hr@.data_quality_report.record IS
	'Relation, and the number or day of the record';
COMMENT ON COLUMN @hr@.data_quality_report.day IS 'Day of the record';
COMMENT ON COLUMN @hr@.data_quality_report.detail IS 'Details of the finding';
COMMENT ON COLUMN @hr@.data_quality_report.what_to_do IS 'What to do about it';
COMMENT ON COLUMN @hr@.data_quality_report.rule_ids IS
	'Rules that cannot be followed until it is put right';

ALTER FUNCTION @hr@.data_quality_report(date) DEPENDS ON EXTENSION bradford;
