-- What the reports say as at one fixed day.
SET search_path = hr, public;
SET datestyle = ISO;

\echo
SELECT format('%s absence records, %s employees, %s to %s; %s still open, %s in the future. Reports as at %s.',
			  count(*), (SELECT count(*) FROM employee), min(first_day), max(coalesce(last_day, first_day)),
			  count(*) FILTER (WHERE last_day IS NULL), count(*) FILTER (WHERE first_day > :'as_of'), to_char(date :'as_of', 'FMDD FMMonth YYYY')) AS line
FROM   absence \gset
\echo :line

\echo
\echo 'TRIGGERS BY SERVICE: employees at each stage by score, and how many of them are due for consideration'
SELECT service_area, count(*) AS employees, count(*) FILTER (WHERE stage_reached = 1) AS stage_1, count(*) FILTER (WHERE stage_reached = 2) AS stage_2,
	   count(*) FILTER (WHERE stage_reached = 3) AS stage_3, count(stage_due) AS due, count(*) FILTER (WHERE hr_advice_needed) AS hr_advice, round(avg(score), 1) AS average_score
FROM   trigger_report(:'as_of')
GROUP  BY GROUPING SETS ((service_area), ())
ORDER  BY service_area;

\echo
\echo 'OVER A TRIGGER: the highest stage that each employee reached, since when, and what is due'
\echo '(150, 500 and 875, pro rata for part-time employees; clears = first day below if nobody falls ill again)'
SELECT stage_reached AS stage, triggers[stage_reached] AS trigger, employee_id AS employee, service_area, score, reached_on AS since, clears_on AS clears,
	   live_stage AS warned, stage_due AS due, rules, waiting_for
FROM   trigger_report(:'as_of')
WHERE  stage_reached > 0
ORDER  BY stage_reached DESC, score DESC, employee_id;

\set who 1006
\echo
\echo 'ONE SCORE EXPLAINED: employee' :who
SELECT first_day AS "from", last_day AS "to", why, counted_first_day AS counted_from, days, starts_to_leave, left_on
FROM   score_breakdown_report(:'as_of')
WHERE  employee_id = :who
ORDER  BY first_day;

\echo
\echo 'A GRIEVANCE: its deadlines'
SELECT rule_id, step, who_acts, counted_from_date AS counted_from, due, done_on, status, working_days_left AS left
FROM   deadline_report(:'as_of')
WHERE  case_id = 1
ORDER  BY due, rule_id;

\echo
\echo 'A TERM-TIME YEAR: the timesheets of employee 1321, lines a to j, and the settlement of the year'
SELECT month, a, b, c, d, e, f, g, h, i, j
FROM   timesheet_report(:'as_of')
WHERE  employee_id = 1321
ORDER  BY month;
SELECT event, ends_on, hours_worked AS worked, leave_accrued AS leave, hours_paid AS paid, hours_difference AS difference, amount, left_to_reclaim
FROM   settlement_report(:'as_of')
WHERE  employee_id = 1321;
SELECT pay_month, annual_salary, salary, extra_hours, extra_pay, total
FROM   pay_report('2016-08-01')
WHERE  employee_id = 1321;

\echo
\echo 'A FLEXI-TIME SHEET: the last week of employee 1322, and the foot of the period'
SELECT line, day, times, attended, cut_by_rounding AS rounding, off, credited, standard, difference, brought_forward, balance, carried, taken
FROM   flexi_sheet_report(:'as_of')
WHERE  employee_id = 1322 AND (line = 'period' OR day >= '2016-09-23' AND standard > '0')
ORDER  BY day, line;

\echo
\echo 'WHO IS IN THE OFFICE: two weeks of Castle House against its limit, and what is overdue of those who work at home'
SELECT day, to_char(day, 'Dy') AS dy, assigned, working, off, planned, people_limit, over_by, share_of_staff, share_of_desks
FROM   office_attendance_report(:'as_of', 14)
WHERE  office = 'Castle House'
ORDER  BY day;
SELECT what, count(*) AS people, count(*) FILTER (WHERE status = 'overdue') AS overdue, max(days_overdue) AS most_days_overdue
FROM   homework_due_report(:'as_of')
GROUP  BY what
ORDER  BY what;

\echo
\echo 'DATA TO BE PUT RIGHT'
SELECT finding, count(*), min(record) AS "for instance", min(what_to_do) AS what_to_do
FROM   data_quality_report(:'as_of')
GROUP  BY finding
ORDER  BY count(*) DESC, finding;
