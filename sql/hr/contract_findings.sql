CREATE OR REPLACE FUNCTION @hr@.contract_findings(as_of date)
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
-- What looks wrong in employees, contracts and timesheets.
-- Each block looks for one finding, and the comment above it says when there is one. Its lines are
-- always these: whose, what is wrong; which record, its day; detail; what to do; rules.

-- recorded twice: two rows of employee have one number
SELECT o.employee_id, 'recorded twice',
	   'employee ' || o.employee_id, NULL,
	   format('%s rows', count(*)),
	   'Keep one row for each payroll number; until then the person may be shown once per row.',
	   'BF-15'
FROM   @hr@.employee o
WHERE  bradford.require_known_day(contract_findings.as_of)
GROUP  BY o.employee_id
HAVING count(*) > 1

UNION  ALL
-- impossible dates: continuous service from a day before 1900 or after 2099
SELECT o.employee_id, 'impossible dates',
	   'employee ' || o.employee_id, o.service_from,
	   format('service from %s', o.service_from),
	   'Correct service_from, or leave it empty; until then service counts from the contracts.',
	   'AB-11, DL-31'
FROM   @hr@.employee o
WHERE  o.service_from < lower(bradford.possible_days())
OR     o.service_from >= upper(bradford.possible_days())

UNION  ALL
-- unknown manager: manager_id is a number that employee does not have. If row-level security may
-- hide the manager, there is no such finding
SELECT o.employee_id, 'unknown manager',
	   'employee ' || o.employee_id, NULL,
	   format('manager %s', o.manager_id),
	   'Enter the manager, or correct manager_id; until then no manager sees the record, and '
	   'somebody who gets that number will.',
	   'BF-15'
FROM   @hr@.employee o
WHERE  o.manager_id IS NOT NULL
AND    NOT EXISTS (SELECT FROM @hr@.employee m WHERE m.employee_id = o.manager_id)
AND   (SELECT bradford.may_hide_rows($table$@hr@.employee$table$::regclass)) IS NOT TRUE

UNION  ALL
-- managed in a circle: the managers of somebody, step by step, lead back to that person. Looks
-- only at people who manage somebody, and shows at most twenty steps
SELECT o.employee_id, 'managed in a circle',
	   'employee ' || o.employee_id, NULL,
	   w.way,
	   'Correct the manager of one of them; until then each of them sees the records of the '
	   'others, and of everybody below, as their manager.',
	   'BF-15'
FROM   @hr@.employee o
CROSS  JOIN LATERAL (
	WITH RECURSIVE up(n, manager_id) AS (
		SELECT 1, o.manager_id
		UNION
		SELECT u.n + 1, m.manager_id
		FROM   up u
		JOIN   @hr@.employee m ON m.employee_id = u.manager_id
		WHERE  u.manager_id <> o.employee_id AND m.manager_id IS NOT NULL AND u.n < 20
	)
	SELECT concat_ws(' > ', o.employee_id, string_agg(u.manager_id::text, ' > ' ORDER BY u.n),
				CASE WHEN bool_or(u.manager_id = o.employee_id) THEN NULL ELSE '...' END) AS way
	FROM   up u) w
WHERE  CASE WHEN EXISTS (SELECT FROM @hr@.employee b WHERE b.manager_id = o.employee_id)
			THEN o.employee_id IN (
	-- UNION, not UNION ALL: people below a circle get into it and go round
	WITH RECURSIVE up(manager_id) AS (
		SELECT o.manager_id
		UNION
		SELECT m.manager_id
		FROM   up u
		JOIN   @hr@.employee m ON m.employee_id = u.manager_id
	)
	SELECT u.manager_id FROM up u) END

UNION  ALL
-- unknown employee: a contract under a number that employee does not have
SELECT c.employee_id, 'unknown employee',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report shows it.',
	   'BF-15'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = c.employee_id)

UNION  ALL
-- unknown employee: a timesheet under a number that employee does not have
SELECT t.employee_id, 'unknown employee',
	   format('timesheet of post %s', t.post), t.month,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report shows it.',
	   'BF-15'
FROM   @hr@.timesheet t
WHERE  t.month <= contract_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = t.employee_id)

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
-- recorded twice: two rows of contract have one person, post and first day
SELECT c.employee_id, 'recorded twice',
	   format('contract in post %s', c.post), c.first_day,
	   format('%s rows', count(*)),
	   'Delete the rows that repeat another; until then one of them counts for scores, and none '
	   'for pay.',
	   'BF-5, PAY-1'
FROM   @hr@.contract c
GROUP  BY c.employee_id, c.post, c.first_day
HAVING count(*) > 1

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
AND    d.first_day <= contract_findings.as_of

UNION  ALL
-- impossible dates: a contract ends before it starts, or has days before 1900 or after 2099
SELECT c.employee_id, 'impossible dates',
	   format('contract in post %s', c.post), c.first_day,
	   format('from %s to %s', c.first_day, c.last_day),
	   CASE WHEN c.last_day < c.first_day THEN 'Correct the dates: the end is before the start.'
			WHEN c.first_day >= lower(bradford.possible_days())
				 AND c.first_day < upper(bradford.possible_days())
			THEN 'Leave last_day empty while the contract runs.'
			ELSE 'Correct the first day: no contract begins before 1900 or after 2099.' END,
	   'BF-5, PAY-1'
FROM   @hr@.contract c
WHERE  c.last_day < c.first_day OR c.last_day >= upper(bradford.possible_days())
OR     c.first_day < lower(bradford.possible_days())
OR     c.first_day >= upper(bradford.possible_days())

UNION  ALL
-- first day is missing
SELECT c.employee_id, 'first day is missing',
	   format('contract in post %s', c.post), NULL,
	   NULL,
	   'Enter the first day; until then no report counts the contract.',
	   'BF-5, PAY-1'
FROM   @hr@.contract c
WHERE  c.first_day IS NULL

UNION  ALL
-- impossible number: impossible hours, weeks or salary
SELECT c.employee_id, 'impossible number',
	   format('contract in post %s', c.post), c.first_day,
	   format('%s %s', n.name, n.value),
	   format('Enter a number from %s to %s; until then it is not known.', n.least, n.most),
	   n.rule_ids
FROM   @hr@.contract c
CROSS  JOIN LATERAL (VALUES
		('weekly_hours', c.weekly_hours::numeric, 0.01, 168, 'BF-5, PAY-1'),
		('full_time_hours', c.full_time_hours::numeric, 0.01, 168, 'BF-5, PAY-1'),
		('full_time_salary', c.full_time_salary::numeric, 0, 1e9, 'PAY-1'),
		('annual_hours', c.annual_hours::numeric, 0.01, 8784, 'PAY-2'),
		('leave_hours', c.leave_hours::numeric, 0, 8784, 'PAY-15'),
		('weeks_at_work', c.weeks_at_work::numeric, 0.01, 53, 'PAY-9'),
		('wte_weeks', c.wte_weeks::numeric, 0.01, 53, 'PAY-9'),
		('wte_leave_weeks', c.wte_leave_weeks::numeric, 0, 53, 'PAY-9'),
		('least_weekly_hours', c.least_weekly_hours::numeric, 0, 168, 'PAY-16'),
		('most_weekly_hours', c.most_weekly_hours::numeric, 0, 168, 'PAY-16')
	) AS n(name, value, least, most, rule_ids)
WHERE  c.first_day <= contract_findings.as_of
-- NaN is above every number
AND   (n.value < n.least OR n.value > n.most)

UNION  ALL
-- more than the post: the contracted hours are above those of the post when full-time
SELECT c.employee_id, 'more than the post',
	   format('contract in post %s', c.post), c.first_day,
	   format('%s of %s hours', c.weekly_hours, c.full_time_hours),
	   'Correct weekly_hours or full_time_hours: nobody holds more than the whole post.',
	   'PAY-14'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of AND c.weekly_hours > c.full_time_hours
AND    c.weekly_hours <= 168

UNION  ALL
-- no weekly hours: a contract that is not casual gives no hours
SELECT c.employee_id, 'no weekly hours',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter the contracted hours a week; until then the person counts as full-time for '
	   'triggers, and has no pay.',
	   'BF-5, PAY-1'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of AND c.kind IS DISTINCT FROM 'casual'
AND    num_nulls(c.weekly_hours, c.full_time_hours) > 0

UNION  ALL
-- no salary: for people whose hours are settled, or who are paid by the hour. A site that keeps no
-- salaries need not enter those of others; pay_report says who has none
SELECT c.employee_id, 'no salary',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter the full-time salary; until then the pay reports show no amounts.',
	   'PAY-1, PAY-4'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of
AND    c.full_time_salary IS NULL
AND    c.kind IN ('annualised hours', 'term-time', 'casual')

UNION  ALL
-- leave is not known: annualised hours include leave, and nobody entered it
SELECT c.employee_id, 'leave is not known',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter leave_hours, the leave entitlement of the contract year; until then nothing is '
	   'settled.',
	   'PAY-3, PAY-15'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of
AND    c.kind = 'annualised hours' AND c.leave_hours IS NULL

UNION  ALL
-- term-time without weeks: no weeks at work, from which to work out hours or leave of the year that
-- were not entered
SELECT c.employee_id, 'term-time without weeks',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   format('Enter weeks_at_work; until then %s not known.',
			  CASE WHEN c.annual_hours IS NOT NULL THEN 'leave of the year is'
				   WHEN c.leave_hours IS NOT NULL THEN 'hours and pay of the year are'
				   ELSE 'hours, leave and pay of the year are' END),
	   'PAY-9, PAY-10'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of
AND    c.kind = 'term-time' AND c.weeks_at_work IS NULL
AND   (c.annual_hours IS NULL OR c.leave_hours IS NULL)

UNION  ALL
-- working time has run out: the school year of a term-time contract is over
SELECT c.employee_id, 'working time has run out',
	   format('contract in post %s', c.post), c.first_day,
	   format('working time ends on %s', upper(c.working_time) - 1),
	   'Add the terms of the new school year to working_time.',
	   'PAY-7, PAY-13'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of
AND    c.kind = 'term-time'
-- summer holidays are not longer than that
AND    upper(c.working_time) < contract_findings.as_of - 60

UNION  ALL
-- no calendar: a contract does not say what its working days are
SELECT c.employee_id, 'no calendar',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter the calendar of the contract, such as england-and-wales; week=Mon-Wed.',
	   'AB-8'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of AND c.calendar IS NULL

UNION  ALL
-- no working day: hours are contracted, and the calendar has no day to work them
SELECT c.employee_id, 'no working day',
	   format('contract in post %s', c.post), c.first_day,
	   c.calendar::text,
	   'Correct the calendar of the contract, such as england-and-wales; week=Mon-Wed.',
	   'AB-8'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of AND c.weekly_hours > 0
AND    bradford.working_days(daterange(greatest(c.first_day, lower(bradford.known_days())),
			greatest(c.first_day, contract_findings.as_of) + 366) * bradford.known_days(),
			c.calendar) = 0

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
	AND    o.first_day <= contract_findings.as_of
	AND    COALESCE(o.last_day, 'infinity') >= contract_findings.as_of) s
WHERE  c.kind = 'job share' AND s.hours > c.full_time_hours
AND    c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of

UNION  ALL
-- cover above the vacancy: extra hours of a partner above what the post leaves in a month
SELECT t.employee_id, 'cover above the vacancy',
	   format('timesheet of post %s', t.post), t.month,
	   format('%s of %s hours', trim_scale(round(t.extra_hours, 2)),
			  trim_scale(round(v.hours, 2))),
	   'Correct the extra hours: a partner covers for others up to the whole post.',
	   'PAY-14'
FROM   @hr@.timesheet t
CROSS  JOIN LATERAL (
	SELECT (max(o.full_time_hours) - min(o.weekly_hours)
				FILTER (WHERE o.employee_id = t.employee_id))::numeric
		   * bradford.weeks_in_year() / 12 AS hours
	FROM   @hr@.contract o
	WHERE  o.post = t.post AND o.kind = 'job share'
	AND    o.first_day < t.month + interval '1 month'
	AND    COALESCE(o.last_day, 'infinity') >= t.month) v
WHERE  t.month <= contract_findings.as_of
AND    t.month > contract_findings.as_of - interval '12 months'
AND    t.extra_hours > v.hours

UNION  ALL
-- timesheet missing: in the last twelve months; if there are two contracts in one month, the
-- later one needs the timesheet
SELECT c.employee_id, 'timesheet missing',
	   format('timesheet of post %s', c.post), m.month::date,
	   NULL,
	   'Ask for the timesheet; until then the balance of hours is incomplete.',
	   'PAY-15'
FROM   @hr@.contract c
JOIN   @hr@.employee o ON o.employee_id = c.employee_id
CROSS  JOIN generate_series(1, 12) AS g(months_ago)
CROSS  JOIN LATERAL (
	SELECT date_trunc('month', contract_findings.as_of::timestamp)
		   - make_interval(months => g.months_ago) AS month) m
WHERE  c.kind IN ('annualised hours', 'term-time')
AND    c.first_day < m.month + interval '1 month' AND (c.last_day >= m.month OR c.last_day IS NULL)
AND   (c.last_day >= c.first_day OR c.last_day IS NULL)
AND    NOT EXISTS (
			SELECT FROM @hr@.timesheet t
			WHERE  t.employee_id = c.employee_id AND t.post = c.post
			AND    t.month = m.month::date)
AND    NOT EXISTS (
			SELECT FROM @hr@.contract o
			WHERE  o.employee_id = c.employee_id AND o.post = c.post
			AND    o.first_day > c.first_day AND o.first_day < m.month + interval '1 month')

UNION  ALL
-- timesheet without a contract: in that post, on any day of the month
SELECT t.employee_id, 'timesheet without a contract',
	   format('timesheet of post %s', t.post), t.month,
	   NULL,
	   'Correct month or post, or enter the contract.',
	   'PAY-15'
FROM   @hr@.timesheet t
WHERE  t.month <= contract_findings.as_of AND t.month >= lower(bradford.possible_days())
AND    NOT EXISTS (
			SELECT FROM @hr@.contract c
			WHERE  c.employee_id = t.employee_id AND c.post = t.post
			AND    c.first_day < t.month + interval '1 month'
			AND    COALESCE(c.last_day, 'infinity') >= t.month)

UNION  ALL
-- impossible number: more hours than a month has, or a day that is not the first of a month
SELECT t.employee_id, 'impossible number',
	   format('timesheet of post %s', t.post), t.month,
	   format('%s %s', n.name, COALESCE(n.value, 'missing')),
	   'Correct the timesheet; until then its hours are not known.',
	   'PAY-15'
FROM   @hr@.timesheet t
CROSS  JOIN LATERAL (VALUES
		('hours_worked', t.hours_worked::text,
		 bradford.if_between(t.hours_worked::numeric, 0, 744) IS NOT NULL),
		('leave_taken', t.leave_taken::text,
		 bradford.if_between(t.leave_taken::numeric, 0, 744) IS NOT NULL),
		('extra_hours', t.extra_hours::text,
		 bradford.if_between(t.extra_hours::numeric, -744, 744) IS NOT NULL),
		('month', t.month::text,
		 COALESCE(t.month >= lower(bradford.possible_days())
				  AND t.month < upper(bradford.possible_days())
				  AND extract(day FROM t.month) = 1, false))
	) AS n(name, value, is_good)
WHERE  NOT n.is_good

UNION  ALL
-- recorded twice: two timesheets of one person, post and month
SELECT t.employee_id, 'recorded twice',
	   format('timesheet of post %s', t.post), t.month,
	   format('%s rows', count(*)),
	   'Keep one timesheet for each post and month; until then the hours are not known.',
	   'PAY-15'
FROM   @hr@.timesheet t
GROUP  BY t.employee_id, t.post, t.month
HAVING count(*) > 1

UNION  ALL
-- casual hours are not paid: they were entered as hours worked, which pays nothing
SELECT t.employee_id, 'casual hours are not paid',
	   format('timesheet of post %s', t.post), t.month,
	   format('%s hours worked', trim_scale(t.hours_worked::numeric)),
	   'Enter the hours of a casual contract as extra hours.',
	   'PAY-6'
FROM   @hr@.timesheet t
WHERE  t.month <= contract_findings.as_of AND t.month >= lower(bradford.possible_days())
AND    t.hours_worked > 0 AND t.hours_worked <= 744
AND    EXISTS (
			SELECT FROM @hr@.contract c
			WHERE  c.employee_id = t.employee_id AND c.post = t.post AND c.kind = 'casual'
			AND    c.first_day <= t.month
			AND   (c.last_day IS NULL
				   OR c.last_day >= t.month + interval '1 month' - interval '1 day'))

UNION  ALL
-- leave below 5.6 weeks: the law gives at least that, up to 28 days, bank holidays included. For
-- annualised hours, a week is the average week
SELECT k.employee_id, 'leave below 5.6 weeks',
	   format('contract in post %s', k.post), k.first_day,
	   format('%s hours, %s weeks of %s hours', trim_scale(round(k.leave_hours, 2)),
			  trim_scale(round(k.leave_hours / w.hours, 2)), trim_scale(round(w.hours, 2))),
	   format('Raise the leave to at least %s hours.', trim_scale(ceil(m.hours * 100) / 100)),
	   'PAY-9'
FROM   @hr@.contract_terms() k
CROSS  JOIN LATERAL (
	SELECT CASE WHEN k.kind = 'annualised hours' THEN k.annual_hours / bradford.weeks_in_year()
				ELSE k.weekly_hours END AS hours) w
CROSS  JOIN LATERAL (
	SELECT least(w.hours * 5.6, w.hours * 28 / nullif(
					CASE WHEN contract_findings.as_of <@ bradford.known_days()
						 THEN bradford.days_per_week(k.calendar, contract_findings.as_of) END, 0))
				AS hours) m
WHERE  k.leave_hours < m.hours AND k.first_day <= contract_findings.as_of
AND    COALESCE(k.last_day, 'infinity') >= contract_findings.as_of;
END;
COMMENT ON FUNCTION @hr@.contract_findings(date) IS
	'The findings of data_quality_report on employees, contracts and timesheets, as at any day.';

ALTER FUNCTION @hr@.contract_findings(date) DEPENDS ON EXTENSION bradford;
