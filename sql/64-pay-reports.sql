--
-- Pay reports: timesheets, hours left, the month's pay and final settlements.
--
-- Pay runs by calendar months: the pay year begins with the month in which the contract year does, so a person who
-- starts in the middle of a month has a part month at either end. A month belongs to the contract year that holds
-- its last day, which gives twelve timesheets a year whatever the day it begins on (PAY-2).
--

CREATE FUNCTION define_contract_terms() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('contract_terms', 1, '', '',
'What each contract comes to in a year: hours, leave, salary and rate. The pay reports read it.',
'{employee.employee_id, employee.service_area, employee.manager_id,
  contract.employee_id, contract.post, contract.first_day, contract.last_day, contract.kind, contract.weekly_hours, contract.full_time_hours,
  contract.full_time_salary, contract.year_starts_on, contract.annual_hours, contract.leave_hours, contract.weeks_at_work, contract.wte_weeks,
  contract.wte_leave_weeks, contract.working_time, contract.least_weekly_hours, contract.most_weekly_hours, contract.calendar}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area'],
	['manager_id', 'Payroll number of the manager'],
	['post', 'Post'],
	['kind', 'full-time, part-time, annualised hours, term-time or job share'],
	['first_day', 'First day of these terms'],
	['last_day', 'Last day of these terms'],
	['by_the_year', 'Hours are fixed for the year: annualised hours or term-time'],
	['weekly_hours', 'Contracted hours a week'],
	['full_time_hours', 'Hours a week of the post when full-time'],
	['least_weekly_hours', 'Least hours in a week that were agreed (PAY-16)'],
	['most_weekly_hours', 'Most hours in a week that were agreed (PAY-16)'],
	['working_time', 'Days outside contracted time off (PAY-7, PAY-13)'],
	['calendar', 'Working days'],
	['year_from', 'A day, not after the first, on which a contract year begins (PAY-2)'],
	['annual_hours', 'Hours paid in a contract year: as agreed, or by the term-time steps (PAY-3, PAY-10)'],
	['leave_hours', 'Leave of a contract year in hours: as agreed, or by the term-time steps (PAY-9)'],
	['annual_salary', 'Salary of a year, pro rata to the hours, to the penny (PAY-1)'],
	['hourly_rate', 'Substantive hourly rate (PAY-6)']],
$body$
SELECT e.employee_id, e.service_area, e.manager_id, c.post, c.kind, c.first_day, c.last_day, y.by_the_year, c.weekly_hours, c.full_time_hours,
	   c.least_weekly_hours, c.most_weekly_hours, COALESCE(c.working_time, '{(,)}'::datemultirange) AS working_time, c.calendar, y.year_from,
	   h.annual_hours,
	   COALESCE(c.leave_hours, CASE WHEN c.kind = 'term-time' THEN w.leave_weeks * c.weekly_hours END) AS leave_hours,
	   CASE WHEN y.by_the_year THEN bradford.pro_rata(c.full_time_salary, h.annual_hours, c.full_time_hours * 52.143, 0.01)
			ELSE bradford.pro_rata(c.full_time_salary, c.weekly_hours, c.full_time_hours, 0.01) END AS annual_salary,
	   c.full_time_salary / (c.full_time_hours * 52.143) AS hourly_rate
FROM   employee e
JOIN   contract c ON c.employee_id = e.employee_id AND (c.last_day IS NULL OR c.last_day >= c.first_day)
CROSS  JOIN LATERAL (
	SELECT c.kind IN ('annualised hours', 'term-time') AS by_the_year,
		   CASE WHEN c.year_starts_on > c.first_day
				THEN (c.year_starts_on - make_interval(years => (extract(year FROM c.year_starts_on) - extract(year FROM c.first_day))::integer + 1))::date
				ELSE COALESCE(c.year_starts_on, c.first_day) END AS year_from
	OFFSET 0) y
LEFT   JOIN LATERAL bradford.term_time(c.weekly_hours, c.weeks_at_work, c.wte_weeks, c.wte_leave_weeks) w ON c.kind = 'term-time'
CROSS  JOIN LATERAL (
	SELECT COALESCE(CASE WHEN y.by_the_year THEN COALESCE(c.annual_hours, w.annual_hours) END, c.weekly_hours * 52.143) AS annual_hours
	OFFSET 0) h
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_contract_terms() IS 'Definition of contract_terms for create_reports';


CREATE FUNCTION define_timesheet_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('timesheet_report', 30, 'as_of date', 'CURRENT_DATE',
'Timesheets of annualised-hours and term-time contracts: one row per contract and month, with lines a to j of the form as they stand after that month (PAY-15). A month belongs to the contract year that holds its last day (PAY-2).',
'{timesheet.employee_id, timesheet.post, timesheet.month, timesheet.hours_worked, timesheet.leave_taken, timesheet.extra_hours, timesheet.received_on}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['manager_id', 'Payroll number of the manager, who keeps the timesheets'],
	['post', 'Post'],
	['kind', 'annualised hours or term-time'],
	['month', 'Month, by its first day'],
	['year_starts_on', 'Start of the contract year (PAY-15)'],
	['a', 'Line a: total contracted annual hours'],
	['b', 'Line b: hours brought forward from earlier months'],
	['c', 'Line c: hours worked in this month'],
	['d', 'Line d: b + c'],
	['e', 'Line e: hours remaining, a - d, negative if overtaken'],
	['f', 'Line f: leave entitlement of the year in hours'],
	['g', 'Line g: leave brought forward from earlier months'],
	['h', 'Line h: leave taken in this month'],
	['i', 'Line i: g + h'],
	['j', 'Line j: leave remaining, f - i, negative if overtaken'],
	['extra_hours', 'Hours outside the annual hours, paid in the month (PAY-6)'],
	['date_of_leaving', 'Last day of the contract, on its final timesheet'],
	['received_on', 'Day on which the timesheet came in']],
$body$
SELECT x.employee_id, x.service_area, x.manager_id, x.post, x.kind, x.month, x.year_starts_on,
	   trim_scale(round((x.lines).a, 2)) AS a, (x.lines).b, (x.lines).c, (x.lines).d, trim_scale(round((x.lines).e, 2)) AS e,
	   trim_scale(round((x.lines).f, 2)) AS f, (x.lines).g, (x.lines).h, (x.lines).i, trim_scale(round((x.lines).j, 2)) AS j,
	   x.extra_hours, CASE WHEN x.last_day <= x.month_end THEN x.last_day END AS date_of_leaving, x.received_on
FROM  (
	SELECT t.employee_id, k.service_area, k.manager_id, t.post, k.kind, t.month, lower(y.contract_year) AS year_starts_on, t.extra_hours, t.received_on,
		   k.last_day, m.month_end,
		   -- who belongs where is part of the partition, so that a condition on it reaches the tables
		   bradford.annual_balance(k.annual_hours, k.leave_hours, t.month, t.hours_worked, t.leave_taken)
				OVER (PARTITION BY t.employee_id, k.service_area, k.manager_id, t.post, y.contract_year ORDER BY t.month) AS lines
	FROM   timesheet t
	CROSS  JOIN LATERAL (SELECT (date_trunc('month', t.month::timestamp) + interval '1 month')::date - 1 AS month_end) m
	CROSS  JOIN LATERAL (
		SELECT k.* FROM contract_terms() k
		WHERE  k.employee_id = t.employee_id AND k.post = t.post AND k.first_day <= m.month_end AND COALESCE(k.last_day, 'infinity') >= t.month
		ORDER  BY k.first_day DESC LIMIT 1) k
	CROSS  JOIN LATERAL (SELECT bradford.contract_year(k.year_from, m.month_end) AS contract_year) y
	WHERE  t.month <= as_of AND k.by_the_year) x
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_timesheet_report() IS 'Definition of timesheet_report for create_reports';


CREATE FUNCTION define_annual_hours_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('annual_hours_report', 30, 'as_of date', 'CURRENT_DATE',
'Hours left: one row per annualised-hours or term-time contract in force on the day, with where its year stands (PAY-2, PAY-3, PAY-5) and whether what is left fits the weekly limits that were agreed (PAY-16).',
'{contract.employee_id, contract.post, contract.first_day, contract.last_day,
  timesheet.employee_id, timesheet.post, timesheet.month, timesheet.hours_worked, timesheet.leave_taken}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['manager_id', 'Payroll number of the manager'],
	['post', 'Post'],
	['kind', 'annualised hours or term-time'],
	['contract_year', 'The employee''s own year (PAY-2)'],
	['annual_hours', 'Hours paid in the year, leave and bank holidays included (PAY-3)'],
	['leave_hours', 'Those that are leave'],
	['bank_holiday_hours', 'Bank holidays of the year in working time, pro rata (PAY-13); leave_hours includes them'],
	['hours_worked', 'Worked by the timesheets so far'],
	['leave_taken', 'Leave taken by the timesheets so far'],
	['hours_left', 'Still to be worked: annual_hours - leave_hours - hours_worked (PAY-5)'],
	['leave_left', 'Leave still to be taken'],
	['expected', 'Hours that would have been worked by the last timesheet if they were spread evenly over the working time'],
	['ahead', 'hours_worked - expected, negative if behind'],
	['weeks_left', 'Weeks of working time after the last timesheet'],
	['hours_a_week', 'hours_left spread over weeks_left'],
	['weekly_limits', 'within, below or above the hours a week that were agreed (PAY-16)'],
	['worth', 'hours_left at the substantive rate: what would be reclaimed, or made up, if the year ended so (PAY-5)'],
	['timesheets_missing', 'Months of the year that are over without a timesheet']],
$body$
SELECT k.employee_id, k.service_area, k.manager_id, k.post, k.kind, y.contract_year,
	   trim_scale(round(k.annual_hours, 2)) AS annual_hours, trim_scale(round(k.leave_hours, 2)) AS leave_hours,
	   CASE WHEN y.contract_year <@ daterange('1995-01-01', '2099-01-01')
			THEN trim_scale(bradford.bank_holiday_hours(k.calendar, k.working_time * y.contract_year::datemultirange, k.weekly_hours, k.full_time_hours, NULL, 0.01)) END AS bank_holiday_hours,
	   t.hours_worked, t.leave_taken, trim_scale(round(l.hours_left, 2)) AS hours_left, trim_scale(round(k.leave_hours - t.leave_taken, 2)) AS leave_left,
	   round(l.expected, 2) AS expected, round(t.hours_worked - l.expected, 2) AS ahead, round(d.left_days / 7.0, 2) AS weeks_left,
	   round(l.hours_a_week, 2) AS hours_a_week,
	   CASE WHEN l.hours_a_week > k.most_weekly_hours THEN 'above' WHEN l.hours_a_week < k.least_weekly_hours THEN 'below'
			WHEN l.hours_a_week IS NOT NULL AND num_nonnulls(k.least_weekly_hours, k.most_weekly_hours) > 0 THEN 'within' END AS weekly_limits,
	   round(l.hours_left * k.hourly_rate, 2) AS worth, greatest(0, n.months_due - t.months)::integer AS timesheets_missing
FROM   contract_terms() k
CROSS  JOIN LATERAL (
	SELECT bradford.contract_year(k.year_from, as_of) AS contract_year
	WHERE  k.by_the_year AND isfinite(k.year_from) AND k.first_day <= as_of AND COALESCE(k.last_day, 'infinity') >= as_of
	OFFSET 0) y
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(t.hours_worked), 0) AS hours_worked, COALESCE(sum(t.leave_taken), 0) AS leave_taken, count(*) AS months,
		   greatest(lower(y.contract_year), (max(date_trunc('month', t.month::timestamp)) + interval '1 month')::date) AS told_to
	FROM   timesheet t
	WHERE  t.employee_id = k.employee_id AND t.post = k.post AND t.month <= as_of
	AND    t.month >= date_trunc('month', lower(y.contract_year)::timestamp) AND t.month < date_trunc('month', upper(y.contract_year)::timestamp)
	OFFSET 0) t
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(upper(r.days) - lower(r.days)), 0) AS all_days,
		   COALESCE(sum(upper(r.days) - greatest(lower(r.days), t.told_to)) FILTER (WHERE upper(r.days) > t.told_to), 0) AS left_days
	FROM   unnest(k.working_time * y.contract_year::datemultirange) AS r(days)
	OFFSET 0) d
CROSS  JOIN LATERAL (
	SELECT count(*) AS months_due
	FROM  (SELECT min(o.first_day) AS first_day FROM contract o
		   WHERE  o.employee_id = k.employee_id AND o.post = k.post AND COALESCE(o.last_day, 'infinity') >= lower(y.contract_year)) f
	CROSS  JOIN generate_series(date_trunc('month', greatest(lower(y.contract_year), f.first_day)::timestamp), as_of::timestamp - interval '1 month', interval '1 month') AS g(month)
	WHERE  g.month < date_trunc('month', upper(y.contract_year)::timestamp)
	OFFSET 0) n
CROSS  JOIN LATERAL (
	SELECT h.hours_left, h.to_work * (d.all_days - d.left_days) / nullif(d.all_days, 0) AS expected, h.hours_left * 7 / nullif(d.left_days, 0) AS hours_a_week
	FROM  (SELECT k.annual_hours - COALESCE(k.leave_hours, 0) AS to_work, k.annual_hours - COALESCE(k.leave_hours, 0) - t.hours_worked AS hours_left) h
	OFFSET 0) l
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_annual_hours_report() IS 'Definition of annual_hours_report for create_reports';


CREATE FUNCTION define_pay_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('pay_report', 30, 'month date', 'CURRENT_DATE',
'The month''s pay, whatever day of the month is given: one row per contract, with a twelfth of the salary (PAY-4), extra hours at the substantive rate (PAY-6) and the days of sickness that fall in contracted time and in contracted time off (PAY-7).',
'{contract.employee_id, contract.post, contract.first_day,
  timesheet.employee_id, timesheet.post, timesheet.month, timesheet.extra_hours,
  absence.employee_id, absence.first_day, absence.last_day, absence.reason, absence.half_worked, absence_reason.reason, absence_reason.sickness}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['post', 'Post'],
	['kind', 'full-time, part-time, annualised hours, term-time or job share'],
	['pay_month', 'Month, by its first day'],
	['annual_hours', 'Hours paid in a year'],
	['annual_salary', 'Salary of a year, pro rata to the hours (PAY-1, PAY-14)'],
	['hourly_rate', 'Substantive hourly rate, to four places'],
	['days', 'Calendar days of the month under this contract'],
	['of_days', 'Calendar days of the month'],
	['salary', 'Salary of the month: one of twelve equal parts of the year''s, which sum to it to the penny; of a part month by calendar days (PAY-4)'],
	['extra_hours', 'Hours outside the contract, from the timesheet'],
	['extra_pay', 'Pay for them (PAY-6, PAY-14)'],
	['total', 'salary + extra_pay'],
	['sick_days', 'Working days of sickness in contracted time: sick pay goes by the contracted hours of these (PAY-7)'],
	['sick_days_in_time_off', 'Working days of sickness in contracted time off, such as school holidays: no sick pay is due for them (PAY-7)']],
$body$
SELECT k.employee_id, k.service_area, k.post, k.kind, m.first_day AS pay_month, trim_scale(round(k.annual_hours, 2)) AS annual_hours, k.annual_salary,
	   round(k.hourly_rate, 4) AS hourly_rate, p.days, p.of_days, p.amount AS salary, x.extra_hours, x.extra_pay,
	   p.amount + COALESCE(x.extra_pay, 0) AS total, s.sick_days, s.sick_days_in_time_off
FROM   contract_terms() k
CROSS  JOIN LATERAL (
	SELECT date_trunc('month', month::timestamp)::date AS first_day, (date_trunc('month', month::timestamp) + interval '1 month')::date - 1 AS last_day) m
LEFT   JOIN LATERAL (
	SELECT p.days, p.of_days, p.amount
	FROM   bradford.pay_schedule(k.annual_salary,
								 bradford.contract_year(date_trunc('month', CASE WHEN k.year_from <= m.last_day THEN k.year_from END::timestamp)::date, m.first_day),
								 daterange(k.first_day, k.last_day, '[]')) p
	WHERE  p.period && daterange(m.first_day, m.last_day, '[]') AND k.first_day <= m.last_day AND isfinite(k.year_from)
	OFFSET 0) p ON true
LEFT   JOIN LATERAL (
	-- of two contracts in one month the later one takes the timesheet
	SELECT nullif(t.extra_hours, 0) AS extra_hours,
		   bradford.extra_hours_pay(nullif(t.extra_hours, 0), k.annual_salary, k.annual_hours) AS extra_pay
	FROM   timesheet t
	WHERE  t.employee_id = k.employee_id AND t.post = k.post AND t.month = m.first_day
	AND   (SELECT count(*) = 0 FROM contract o
		   WHERE  o.employee_id = k.employee_id AND o.post = k.post AND o.first_day > k.first_day AND o.first_day <= m.last_day)
	OFFSET 0) x ON true
LEFT   JOIN LATERAL (
	SELECT nullif(bradford.working_days(a.days * k.working_time, k.calendar), 0) AS sick_days,
		   nullif(bradford.working_days(a.days - k.working_time, k.calendar), 0) AS sick_days_in_time_off
	FROM  (
		SELECT range_agg(daterange(greatest(a.first_day + a.half_worked::integer, m.first_day, k.first_day),
								   least(a.last_day, m.last_day, k.last_day), '[]')) AS days
		FROM   absence a
		LEFT   JOIN absence_reason q ON q.reason = a.reason
		WHERE  a.employee_id = k.employee_id AND COALESCE(q.sickness, true)
		AND    greatest(a.first_day + a.half_worked::integer, m.first_day, k.first_day) <= least(a.last_day, m.last_day, k.last_day)) a
	WHERE  m.first_day BETWEEN date '1995-01-01' AND date '2098-12-01'
	OFFSET 0) s ON true
WHERE  k.first_day <= m.last_day AND COALESCE(k.last_day, 'infinity') >= m.first_day
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_pay_report() IS 'Definition of pay_report for create_reports';


CREATE FUNCTION define_settlement_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('settlement_report', 30, 'as_of date', 'CURRENT_DATE',
'Settlements of annualised-hours and term-time contracts: hours worked against hours paid, for everybody who leaves (PAY-8) and at the end of the last contract year of those who stay (PAY-5).',
'{contract.employee_id, contract.post, contract.first_day,
  timesheet.employee_id, timesheet.post, timesheet.month, timesheet.hours_worked, timesheet.leave_taken}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['manager_id', 'Payroll number of the manager'],
	['post', 'Post'],
	['kind', 'annualised hours or term-time'],
	['event', 'leaving, or year end'],
	['ends_on', 'Day up to which is settled'],
	['contract_year', 'Contract year that it belongs to'],
	['hours_worked', 'Hours worked in the year, by the timesheets'],
	['leave_taken', 'Hours of leave taken in the year, by the timesheets'],
	['leave_accrued', 'Leave of the year, for a leaver the part of it up to ends_on by calendar days'],
	['hours_paid', 'Hours that the equal monthly pay of the year has paid for by ends_on (PAY-4)'],
	['hours_difference', 'hours_worked + leave_accrued - hours_paid: leave taken counts as worked, the rest of it is due'],
	['amount', 'Its worth at the substantive rate; negative: paid for and not worked'],
	['owed_to_employee', 'What of it the employee gets'],
	['final_salary', 'Salary of the last month of a leaver; none at a year''s end'],
	['taken_from_final_salary', 'What is taken from it (PAY-8)'],
	['final_pay', 'What the leaver gets with the last salary'],
	['left_to_reclaim', 'What is left to reclaim, or at a year''s end, for hours to be made up instead (PAY-5, PAY-8)'],
	['timesheets_missing', 'Months of the year up to ends_on without a timesheet'],
	['provisional', 'ends_on is still to come, or timesheets are missing']],
$body$
SELECT k.employee_id, k.service_area, k.manager_id, k.post, k.kind, v.event, v.ends_on, y.contract_year,
	   t.hours_worked, t.leave_taken, trim_scale(round(h.leave_accrued, 2)) AS leave_accrued, trim_scale(round(h.hours_paid, 2)) AS hours_paid,
	   trim_scale(round(s.hours_difference, 2)) AS hours_difference, s.amount, s.owed_to_employee,
	   f.final_salary, s.taken_from_final_salary, CASE WHEN v.event = 'leaving' THEN s.final_pay END AS final_pay, s.left_to_reclaim,
	   greatest(0, n.months_due - t.months)::integer AS timesheets_missing, v.ends_on > as_of OR n.months_due > t.months AS provisional
FROM   contract_terms() k
CROSS  JOIN LATERAL (
	-- terms that others follow at once are no leaving
	SELECT 'leaving' AS event, k.last_day AS ends_on
	WHERE  k.by_the_year AND k.first_day <= as_of AND k.last_day >= k.first_day
	AND   (SELECT count(*) = 0 FROM contract o WHERE o.employee_id = k.employee_id AND o.post = k.post AND o.first_day = k.last_day + 1)
	UNION  ALL
	SELECT 'year end' AS event, e.ends_on
	-- a planner may ask for the year of a contract that has not begun before it leaves it out
	FROM  (SELECT lower(bradford.contract_year(CASE WHEN k.year_from <= as_of THEN k.year_from END, as_of)) - 1 AS ends_on
		   WHERE  k.by_the_year AND k.first_day <= as_of AND COALESCE(k.last_day, 'infinity') >= as_of) e
	WHERE (SELECT count(*) > 0 FROM contract o WHERE o.employee_id = k.employee_id AND o.post = k.post AND o.first_day <= e.ends_on AND COALESCE(o.last_day, 'infinity') >= e.ends_on)
	AND    e.ends_on >= k.year_from) v
CROSS  JOIN LATERAL (SELECT bradford.contract_year(k.year_from, v.ends_on) AS contract_year OFFSET 0) y
CROSS  JOIN LATERAL (
	-- all terms that the post-holder had in that year
	SELECT sum(p.hours) AS hours_paid, min(r.first_day) AS first_day,
		   sum(COALESCE(r.leave_hours, 0) * (upper(d.days) - lower(d.days)) / (upper(y.contract_year) - lower(y.contract_year))) AS leave_accrued
	FROM   contract_terms() r
	CROSS  JOIN LATERAL (
		SELECT daterange(r.first_day, r.last_day, '[]') * daterange(lower(y.contract_year), v.ends_on, '[]') AS days OFFSET 0) d
	CROSS  JOIN LATERAL (
		-- a year that begins within a month reaches into two pay years
		SELECT sum(p.amount) AS hours
		FROM   generate_series(0, 1) AS g(n)
		CROSS  JOIN LATERAL (
			SELECT bradford.contract_year(date_trunc('month', lower(y.contract_year)::timestamp)::date,
										  (date_trunc('month', lower(y.contract_year)::timestamp) + make_interval(years => g.n))::date) AS pay_year) z
		CROSS  JOIN LATERAL bradford.pay_schedule(round(r.annual_hours, 6), z.pay_year, d.days, 6) p
		WHERE  z.pay_year && d.days) p
	WHERE  r.employee_id = k.employee_id AND r.post = k.post AND r.by_the_year AND r.first_day <= v.ends_on AND NOT isempty(d.days)
	OFFSET 0) h
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(t.hours_worked), 0) AS hours_worked, COALESCE(sum(t.leave_taken), 0) AS leave_taken, count(*) AS months
	FROM   timesheet t
	WHERE  t.employee_id = k.employee_id AND t.post = k.post AND t.month <= as_of AND t.month <= v.ends_on
	AND    t.month >= date_trunc('month', lower(y.contract_year)::timestamp)
	AND   (v.event = 'leaving' OR t.month < date_trunc('month', upper(y.contract_year)::timestamp))
	OFFSET 0) t
CROSS  JOIN LATERAL (
	SELECT count(*) AS months_due
	FROM   generate_series(date_trunc('month', greatest(lower(y.contract_year), h.first_day)::timestamp), v.ends_on::timestamp, interval '1 month') AS g(month)
	WHERE  v.event = 'leaving' OR g.month < date_trunc('month', upper(y.contract_year)::timestamp)
	OFFSET 0) n
LEFT   JOIN LATERAL (
	SELECT p.amount AS final_salary
	FROM   bradford.pay_schedule(k.annual_salary, bradford.contract_year(date_trunc('month', k.year_from::timestamp)::date, v.ends_on),
								 daterange(k.first_day, k.last_day, '[]')) p
	WHERE  v.event = 'leaving' AND p.period @> v.ends_on
	OFFSET 0) f ON true
LEFT   JOIN LATERAL bradford.settlement(t.hours_worked + t.leave_taken, h.hours_paid, k.annual_salary, k.annual_hours,
				COALESCE(f.final_salary, 0), h.leave_accrued - t.leave_taken) s ON true
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_settlement_report() IS 'Definition of settlement_report for create_reports';
