CREATE OR REPLACE FUNCTION @hr@.hours_account(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	first_day date,
	last_day date,
	ends text,
	year_starts_on date,
	year_ends_on date,
	first_month date,
	last_month date,
	annual_hours numeric,
	leave_hours numeric,
	full_time_salary numeric,
	full_time_annual_hours numeric,
	hourly_rate numeric,
	least_weekly_hours numeric,
	most_weekly_hours numeric,
	working_time datemultirange,
	hours_worked numeric,
	leave_taken numeric,
	told_to date,
	timesheets integer,
	timesheets_missing integer,
	unknown text,
	working_time_unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT a.employee_id, a.service_area, a.manager_id, a.post, a.kind, a.first_day, a.last_day, x.ends,
	   a.year_starts_on, a.year_ends_on, a.first_month, x.last_month, a.annual_hours, l.leave_hours,
	   a.full_time_salary, a.full_time_annual_hours, a.hourly_rate, a.least_weekly_hours,
	   a.most_weekly_hours, a.working_time, t.hours_worked, t.leave_taken,
	   greatest(a.first_day, t.told_to) AS told_to, t.timesheets,
	   d.months_due - t.of_those_due AS timesheets_missing,
	   nullif(concat_ws('; ', a.unknown, l.unknown,
				CASE WHEN t.twice THEN 'a timesheet is recorded twice' END,
				CASE WHEN x.shares_first_month
					 THEN 'the timesheet of the first month is also that of earlier terms' END,
				CASE WHEN x.last_month < a.last_month
					 THEN 'the timesheet of the last month is that of later terms' END),
			'') AS unknown, l.working_time_unknown
FROM  (
	-- the account: stretches of unchanged terms of one post and one contract year, at the terms of
	-- its last day
	SELECT k.employee_id, k.service_area, k.manager_id, k.post, y.first_day, y.last_day,
		   y.year_starts_on, y.year_ends_on, y.first_month, y.last_month,
		   k.run_first_day, k.run_last_day,
		   (array_agg(k.kind ORDER BY k.first_day DESC))[1] AS kind,
		   (array_agg(k.full_time_salary ORDER BY k.first_day DESC))[1] AS full_time_salary,
		   (array_agg(k.full_time_annual_hours ORDER BY k.first_day DESC))[1]
				AS full_time_annual_hours,
		   (array_agg(k.hourly_rate ORDER BY k.first_day DESC))[1] AS hourly_rate,
		   (array_agg(k.least_weekly_hours ORDER BY k.first_day DESC))[1] AS least_weekly_hours,
		   (array_agg(k.most_weekly_hours ORDER BY k.first_day DESC))[1] AS most_weekly_hours,
		   range_agg(k.working_time * daterange(y.first_day, y.last_day, '[]')::datemultirange)
				AS working_time,
		   CASE WHEN count(h.hours) = count(*) THEN sum(h.hours) END AS annual_hours,
		   -- what leave needs: by the hours paid for; and by working time that of term-time terms,
		   -- with their days, their working time and what was entered of the rest of the year
		   CASE WHEN count(h.leave) = count(*) THEN sum(h.leave) END AS leave_paid,
		   CASE WHEN count(h.leave) FILTER (WHERE k.kind <> 'term-time')
					 = count(*) FILTER (WHERE k.kind <> 'term-time')
				THEN COALESCE(sum(h.leave) FILTER (WHERE k.kind <> 'term-time'), 0)
				END AS leave_of_others,
		   CASE WHEN count(k.leave_hours) FILTER (WHERE k.kind = 'term-time')
					 = count(*) FILTER (WHERE k.kind = 'term-time')
				THEN sum(k.leave_hours * l.days) FILTER (WHERE k.kind = 'term-time')
				END AS leave_by_days,
		   min(k.leave_hours) FILTER (WHERE k.kind = 'term-time') AS least_leave,
		   max(k.leave_hours) FILTER (WHERE k.kind = 'term-time') AS most_leave,
		   range_agg(s.worked) FILTER (WHERE k.kind = 'term-time') AS term_days,
		   range_agg(k.working_time * s.worked::datemultirange)
				FILTER (WHERE k.kind = 'term-time') AS term_time,
		   range_agg(k.school_year) AS school_year,
		   string_agg(DISTINCT nullif(concat_ws('; ', k.unknown,
				CASE WHEN s.part_months IS NULL THEN 'part of a month that its rule cannot count'
					 WHEN k.leave_hours IS NULL AND k.annual_hours IS NOT NULL
					 THEN 'leave is not known' END), ''), '; ') AS unknown
	FROM   @hr@.contract_terms() k
	-- PAY-4: a year is paid by months, from the month in which it begins. Years are counted from 0;
	-- a run has an account for each year that holds its last day or the last day of one of its
	-- months. OFFSET 0, here and below: worked out once, not once for each mention
	CROSS  JOIN LATERAL (
		SELECT date_trunc('month', k.year_from::timestamp)::date AS first_month,
			   extract(year FROM k.year_from)::integer AS year,
			   -- only years that calendars know as a whole
			   greatest(k.run_first_day, hours_account.from_day,
						lower(bradford.known_days()) + 400) AS from_day,
			   least(k.run_last_day, hours_account.to_day,
					 upper(bradford.known_days()) - 800) AS to_day) m
	CROSS  JOIN LATERAL (
		SELECT greatest(x.first, x.low)::integer AS low, greatest(x.first, x.high)::integer AS high,
			   x.first, x.last
		FROM  (
			SELECT extract(year FROM lower(bradford.contract_year(m.first_month, k.run_first_day)))
						- m.year AS first,
				   extract(year FROM lower(bradford.contract_year(k.year_from, k.run_last_day)))
						- m.year AS last,
				   extract(year FROM lower(bradford.contract_year(k.year_from, m.from_day)))
						- m.year AS low,
				   extract(year FROM lower(bradford.contract_year(k.year_from, m.to_day)))
						- m.year AS high) x
		WHERE  m.from_day <= m.to_day
		OFFSET 0) n
	-- the condition is always true; without it the planner expects a thousand years, and compiles
	JOIN   LATERAL generate_series(n.low, n.high) AS g(n) ON int4range(n.low, n.high, '[]') @> g.n
	CROSS  JOIN LATERAL (
		SELECT p.months_from, p.year, g.n <= n.first AS is_first,
			   COALESCE(g.n >= n.last, false) AS is_last
		FROM  (
			SELECT (m.first_month + make_interval(years => g.n))::date AS months_from,
				   bradford.contract_year(k.year_from, (m.first_month
						+ make_interval(years => g.n, months => 6))::date) AS year) p
		OFFSET 0) b
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN b.is_first THEN k.run_first_day ELSE lower(b.year) END AS first_day,
			   CASE WHEN b.is_last THEN k.run_last_day ELSE upper(b.year) - 1 END AS last_day,
			   lower(b.year) AS year_starts_on, upper(b.year) - 1 AS year_ends_on,
			   date_trunc('month', CASE WHEN b.is_first THEN k.run_first_day
						ELSE b.months_from END::timestamp)::date AS first_month,
			   date_trunc('month', CASE WHEN b.is_last THEN k.run_last_day::timestamp
						ELSE b.months_from + interval '11 months' END)::date AS last_month
		OFFSET 0) y
	-- the days of the stretch in those months, and in the account
	CROSS  JOIN LATERAL (
		SELECT daterange(k.first_day, k.last_day, '[]') * daterange(y.first_month,
					CASE WHEN NOT b.is_last
						 THEN (b.months_from + interval '1 year')::date END) AS paid,
			   daterange(k.first_day, k.last_day, '[]')
			   * daterange(y.first_day, y.last_day, '[]') AS worked,
			   -- every rule leaves a whole month whole
			   CASE WHEN extract(day FROM k.first_day) = 1
						 AND (k.last_day IS NULL OR extract(day FROM k.last_day + 1) = 1)
					THEN 'calendar days' ELSE k.part_months END AS part_months) s
	-- The hours paid for, and their leave, by the months in which they are; the last account may
	-- reach into one more. A person without a day in these months has nothing
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN num_nulls(k.annual_hours, s.part_months) = 0
					THEN COALESCE(sum(p.hours), 0) END AS hours,
			   CASE WHEN num_nulls(k.leave_hours, s.part_months) = 0
					THEN COALESCE(sum(p.leave), 0) END AS leave
		FROM   unnest(ARRAY[g.n, CASE WHEN b.is_last THEN g.n + 1 END]) AS f(n)
		CROSS  JOIN LATERAL (
			SELECT sum(a.amount) FILTER (WHERE w.what = 'hours') AS hours,
				   sum(a.amount) FILTER (WHERE w.what = 'leave') AS leave
			FROM  (VALUES ('hours', k.annual_hours), ('leave', k.leave_hours)) AS w(what, a_year)
			CROSS  JOIN LATERAL bradford.pay_schedule(round(w.a_year, 6),
						bradford.contract_year(m.first_month,
							(m.first_month + make_interval(years => f.n))::date),
						s.paid, 6, part_months => s.part_months, calendar => k.part_calendar) a
			WHERE  NOT isempty(s.paid)) p) h
	CROSS  JOIN LATERAL (
		SELECT COALESCE(sum(upper(u.days) - lower(u.days)), 0) AS days
		FROM   unnest(k.working_time * s.worked::datemultirange) AS u(days)) l
	WHERE  k.by_the_year AND NOT (isempty(s.paid) AND isempty(s.worked))
	GROUP  BY k.employee_id, k.service_area, k.manager_id, k.post, k.run_first_day, k.run_last_day,
			  y.first_day, y.last_day, y.year_starts_on, y.year_ends_on, y.first_month,
			  y.last_month) a
-- PAY-9: leave of term-time terms goes by their days of working time, out of those of the year. The
-- rest of the year has the working time that was entered for it. If nothing was, and all days of
-- the terms are working time, leave goes by the hours paid for. A time off of more than thirteen
-- weeks is taken for working time that nobody entered; a whole year has the leave of a year anyway
CROSS  JOIN LATERAL (
	SELECT CASE WHEN w.by_hours THEN a.leave_paid
				WHEN a.leave_by_days IS NULL THEN NULL
				WHEN NOT g.is_long
				THEN a.leave_by_days / (
						SELECT sum(upper(u.days) - lower(u.days))
						FROM   unnest(a.term_time + w.elsewhere) AS u(days))
					 + a.leave_of_others
				WHEN w.has_year THEN a.least_leave END AS leave_hours,
		   CASE WHEN NOT w.by_hours AND NOT w.has_year AND a.leave_by_days IS NOT NULL
				THEN g.problem END AS unknown,
		   CASE WHEN NOT w.by_hours THEN g.problem END AS working_time_unknown
	FROM  (
		SELECT e.elsewhere, y.year,
			   (a.term_time = a.term_days AND isempty(e.elsewhere)) IS NOT FALSE AS by_hours,
			   (a.term_days = y.year AND a.least_leave = a.most_leave) IS TRUE AS has_year
		FROM  (SELECT datemultirange(daterange(a.year_starts_on, a.year_ends_on, '[]')) AS year) y
		CROSS  JOIN LATERAL (
			SELECT COALESCE(a.school_year * (y.year - a.term_days), '{}') AS elsewhere) e
		OFFSET 0) w
	CROSS  JOIN LATERAL (
		SELECT COALESCE(bool_or(n.is_long), false) AS is_long,
			   CASE WHEN bool_or(n.is_long AND upper(f.free) > a.year_ends_on)
					THEN 'working time has run out'
					WHEN bool_or(n.is_long)
					THEN 'working time has a gap of more than thirteen weeks' END AS problem
		FROM   unnest(w.year - a.term_time - w.elsewhere) AS f(free)
		CROSS  JOIN LATERAL (SELECT upper(f.free) - lower(f.free) > 91 AS is_long) n) g
	OFFSET 0) l
-- Other terms in the same post. A timesheet belongs to the last terms by the year in its month, and
-- does not say which of its hours belong to other terms
CROSS  JOIN LATERAL (
	SELECT CASE WHEN (a.run_last_day <= a.last_day) IS NOT TRUE THEN 'year end'
				WHEN min(o.first_day) FILTER (WHERE o.first_day > a.last_day) = a.last_day + 1
				THEN 'other terms'
				ELSE 'leaving' END AS ends,
		   CASE WHEN a.run_last_day <= a.last_day
					 AND min(o.first_day) FILTER (WHERE k.by_the_year AND o.first_day > a.last_day)
						 < a.last_month + interval '1 month'
				THEN (a.last_month - interval '1 month')::date
				ELSE a.last_month END AS last_month,
		   COALESCE(bool_or(k.by_the_year AND a.first_day = a.run_first_day
							AND o.last_day < a.first_day AND o.last_day >= a.first_month),
					false) AS shares_first_month
	FROM   @hr@.contract o
	CROSS  JOIN LATERAL (
		SELECT o.kind IN ('annualised hours', 'term-time') AS by_the_year) k
	WHERE  o.employee_id = a.employee_id AND o.post = a.post) x
-- the months whose timesheets are due: all of them once the account has ended, else past months
CROSS  JOIN LATERAL (
	SELECT d.last_due, greatest(0, 1 + 12 * (
				extract(year FROM d.last_due) - extract(year FROM a.first_month))
				+ extract(month FROM d.last_due) - extract(month FROM a.first_month))::integer
				AS months_due
	FROM  (
		SELECT CASE WHEN a.last_day <= hours_account.to_day THEN a.last_month
					ELSE least(a.last_month, (date_trunc('month', CASE
								WHEN bradford.require_known_day(hours_account.to_day)
								THEN hours_account.to_day END::timestamp)
											  - interval '1 month')::date) END AS last_due) d) d
-- what the timesheets hold, and up to which day
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(s.hours_worked), 0) AS hours_worked,
		   COALESCE(sum(s.leave_taken), 0) AS leave_taken, count(*)::integer AS timesheets,
		   count(*) FILTER (
				WHERE  s.month <= d.last_due AND s.times = 1
				AND    num_nulls(s.hours_worked, s.leave_taken) = 0)::integer AS of_those_due,
		   max((s.month + interval '1 month')::date) AS told_to, bool_or(s.times > 1) AS twice
	FROM  (
		SELECT date_trunc('month', t.month::timestamp) AS month, count(*) AS times,
			   min(bradford.if_between(t.hours_worked, 0, 744)) AS hours_worked,
			   min(bradford.if_between(t.leave_taken, 0, 744)) AS leave_taken
		FROM   @hr@.timesheet t
		WHERE  t.employee_id = a.employee_id AND t.post = a.post
		AND    t.month >= a.first_month AND t.month <= hours_account.to_day
		AND    t.month < (x.last_month + interval '1 month')::date
		GROUP  BY 1) s) t
WHERE  a.first_day <= hours_account.to_day AND a.last_day >= hours_account.from_day
AND    bradford.require_known_day(hours_account.to_day);
END;
COMMENT ON FUNCTION @hr@.hours_account(date, date) IS
	'The view of this name, for the accounts with any day in a period.';

CREATE OR REPLACE VIEW @hr@.hours_account WITH (security_invoker = true) AS
SELECT * FROM @hr@.hours_account(CURRENT_DATE, CURRENT_DATE);
COMMENT ON VIEW @hr@.hours_account IS
	'Hours accounts that run on the day: one row per person, post and contract year of one '
	'unbroken employment under annualised-hours or term-time terms (PAY-2, PAY-5, PAY-8). '
	'Timesheets, hours left and settlements read it.';
COMMENT ON COLUMN @hr@.hours_account.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.hours_account.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.hours_account.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.hours_account.post IS 'Post';
COMMENT ON COLUMN @hr@.hours_account.kind IS
	'annualised hours or term-time, on the last day of the account';
COMMENT ON COLUMN @hr@.hours_account.first_day IS
	'First day of the account: of the contract year, or of the employment if that is later';
COMMENT ON COLUMN @hr@.hours_account.last_day IS
	'Last day of the account: of the contract year, or of these terms if that is earlier';
COMMENT ON COLUMN @hr@.hours_account.ends IS
	'How it ends: year end, leaving, or other terms, which follow in the same post at once';
COMMENT ON COLUMN @hr@.hours_account.year_starts_on IS 'First day of the contract year (PAY-2)';
COMMENT ON COLUMN @hr@.hours_account.year_ends_on IS 'Last day of the contract year';
COMMENT ON COLUMN @hr@.hours_account.first_month IS
	'First month whose timesheet belongs to the account, by its first day';
COMMENT ON COLUMN @hr@.hours_account.last_month IS
	'Last month whose timesheet belongs to the account. The month in which a year begins '
	'belongs to that year as a whole';
COMMENT ON COLUMN @hr@.hours_account.annual_hours IS
	'Hours that are paid for in those months, by the same shares as the salary (PAY-3, PAY-4)';
COMMENT ON COLUMN @hr@.hours_account.leave_hours IS
	'Leave of the account in hours: for term-time terms by working time (PAY-9), otherwise by the '
	'hours paid for';
COMMENT ON COLUMN @hr@.hours_account.full_time_salary IS
	'Salary a year of the post when full-time, on the last day';
COMMENT ON COLUMN @hr@.hours_account.full_time_annual_hours IS
	'Hours a year of the post when full-time, on the last day';
COMMENT ON COLUMN @hr@.hours_account.hourly_rate IS
	'Substantive hourly rate on the last day (PAY-6)';
COMMENT ON COLUMN @hr@.hours_account.least_weekly_hours IS
	'Least hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.hours_account.most_weekly_hours IS
	'Most hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.hours_account.working_time IS
	'Days of the account outside contracted time off (PAY-7)';
COMMENT ON COLUMN @hr@.hours_account.hours_worked IS 'Hours worked, by the timesheets';
COMMENT ON COLUMN @hr@.hours_account.leave_taken IS 'Hours of leave taken, by the timesheets';
COMMENT ON COLUMN @hr@.hours_account.told_to IS
	'First day after the latest timesheet; the first day of the account if there is none';
COMMENT ON COLUMN @hr@.hours_account.timesheets IS 'Months of the account that have a timesheet';
COMMENT ON COLUMN @hr@.hours_account.timesheets_missing IS
	'Past months, or all months once the account has ended, whose hours are not known';
COMMENT ON COLUMN @hr@.hours_account.unknown IS
	'What is not known of the terms or the timesheets; none: all is known';
COMMENT ON COLUMN @hr@.hours_account.working_time_unknown IS
	'What is not known of the working time of the contract year; none: all is known';

ALTER FUNCTION @hr@.hours_account(date, date) DEPENDS ON EXTENSION bradford;
