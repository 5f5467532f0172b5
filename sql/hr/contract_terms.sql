CREATE OR REPLACE FUNCTION @hr@.contract_terms()
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	first_day date,
	last_day date,
	by_the_year boolean,
	weekly_hours numeric,
	full_time_hours numeric,
	least_weekly_hours numeric,
	most_weekly_hours numeric,
	part_months text,
	part_calendar bradford.calendar,
	working_time datemultirange,
	school_year datemultirange,
	calendar bradford.calendar,
	run_first_day date,
	run_last_day date,
	year_from date,
	annual_hours numeric,
	leave_hours numeric,
	full_time_salary numeric,
	full_time_annual_hours numeric,
	annual_salary numeric,
	hourly_rate numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.service_area, e.manager_id, k.post, k.kind, k.first_day,
	   nullif(k.last_or_infinite, 'infinity') AS last_day, k.by_the_year,
	   k.weekly_hours, k.full_time_hours, k.least_weekly_hours, k.most_weekly_hours,
	   p.part_months, p.calendar AS part_calendar,
	   k.working_time * k.stretch::datemultirange AS working_time, k.school_year, k.calendar,
	   lower(r.run) AS run_first_day, upper(r.run) - 1 AS run_last_day, k.year_from,
	   h.annual_hours, h.leave_hours, h.full_time_salary, h.full_time_annual_hours,
	   bradford.pro_rata(h.full_time_salary, h.annual_hours, h.full_time_annual_hours, 0.01)
			AS annual_salary,
	   h.full_time_salary / h.full_time_annual_hours AS hourly_rate, u.unknown
FROM   @hr@.employee e
CROSS  JOIN LATERAL (
	WITH term AS (
		-- impossible values, such as NaN, infinity or no hours at all, count as unknown. OFFSET 0,
		-- here and below: worked out once, not once for each mention
		SELECT c.post, COALESCE(c.kind, '') AS kind,
			   COALESCE(c.kind IN ('annualised hours', 'term-time'), false) AS by_the_year,
			   CASE WHEN c.first_day >= lower(bradford.possible_days())
						 AND c.first_day < upper(bradford.possible_days())
					THEN c.first_day END AS first_day,
			   CASE WHEN c.last_day < upper(bradford.possible_days())
					THEN c.last_day ELSE 'infinity' END AS ends_on,
			   CASE WHEN c.year_starts_on >= lower(bradford.possible_days())
						 AND c.year_starts_on < upper(bradford.possible_days())
					THEN c.year_starts_on END AS year_starts_on,
			   bradford.if_between(c.weekly_hours, 0.01, 168) AS weekly_hours,
			   bradford.if_between(c.full_time_hours, 0.01, 168) AS full_time_hours,
			   bradford.if_between(c.full_time_salary, 0, 1e9) AS full_time_salary,
			   bradford.if_between(c.annual_hours, 0.01, 8784) AS annual_hours,
			   bradford.if_between(c.leave_hours, 0, 8784) AS leave_hours,
			   bradford.if_between(c.weeks_at_work, 0.01, 53) AS weeks_at_work,
			   bradford.if_between(c.wte_weeks, 0.01, 53) AS wte_weeks,
			   bradford.if_between(c.wte_leave_weeks, 0, 53) AS wte_leave_weeks,
			   bradford.if_between(c.least_weekly_hours, 0, 168) AS least_weekly_hours,
			   bradford.if_between(c.most_weekly_hours, 0, 168) AS most_weekly_hours,
			   COALESCE(c.part_months, 'calendar days') AS part_months, c.calendar,
			   -- other kinds have no contracted time off
			   CASE WHEN c.kind = 'term-time' THEN c.working_time END AS working_time
		FROM   @hr@.contract c
		WHERE  c.employee_id = e.employee_id AND (c.last_day < c.first_day) IS NOT TRUE
		OFFSET 0
	), run AS (
		-- unbroken employment in one post, under terms by the year or under others
		SELECT t.*, r.run,
			   -- PAY-2: its year begins as the latest terms say, or else with it
			   CASE WHEN t.said_on <@ r.run THEN t.said ELSE lower(r.run) END AS year_on
		FROM  (
			SELECT t.*, range_agg(t.days) OVER (PARTITION BY t.post, t.by_the_year) AS runs,
				   (array_agg(t.year_starts_on) FILTER (WHERE t.year_starts_on IS NOT NULL)
						OVER so_far)[count(t.year_starts_on) OVER so_far] AS said,
				   max(t.first_day) FILTER (WHERE t.year_starts_on IS NOT NULL)
						OVER so_far AS said_on
			FROM  (
				SELECT t.*, CASE WHEN t.first_day IS NOT NULL
								 THEN daterange(t.first_day, nullif(t.ends_on, 'infinity'), '[]')
							END AS days
				FROM   term t) t
			WINDOW so_far AS (PARTITION BY t.post, t.by_the_year
							  ORDER BY t.first_day, t.ends_on)) t
		LEFT   JOIN LATERAL unnest(t.runs) AS r(run) ON r.run @> t.first_day
	), stretch AS (
		-- terms that are the same and touch, whatever the pattern of work
		SELECT r.post, r.kind, r.by_the_year, r.weekly_hours, r.full_time_hours,
			   r.full_time_salary, r.annual_hours, r.leave_hours, r.weeks_at_work, r.wte_weeks,
			   r.wte_leave_weeks, r.part_months, y.year, min(y.year_from) AS year_from,
			   range_agg(r.days) AS days, max(r.ends_on) AS ends_on,
			   (array_agg(r.least_weekly_hours ORDER BY r.first_day DESC))[1]
					AS least_weekly_hours,
			   (array_agg(r.most_weekly_hours ORDER BY r.first_day DESC))[1]
					AS most_weekly_hours,
			   range_agg(COALESCE(r.working_time, '{(,)}') * r.days::datemultirange)
					AS working_time,
			   range_agg(r.working_time) AS entered,
			   bradford.calendar_over_time(r.calendar, r.days) AS calendar
		FROM   run r
		-- a start of the year after that of the run is counted back in steps of four years, so
		-- that a year from 29 February stays one
		CROSS  JOIN LATERAL (
			SELECT f.year_from, bradford.contract_year(f.year_from, lower(r.run)) AS year
			FROM  (
				SELECT CASE WHEN r.year_on <= lower(r.run) THEN r.year_on
							ELSE (r.year_on - make_interval(years => 4 + 4 * div(
										extract(year FROM r.year_on)
										- extract(year FROM lower(r.run)), 4)::integer))::date
					   END AS year_from) f
			OFFSET 0) y
		GROUP  BY r.post, r.kind, r.by_the_year, r.weekly_hours, r.full_time_hours,
				  r.full_time_salary, r.annual_hours, r.leave_hours, r.weeks_at_work, r.wte_weeks,
				  r.wte_leave_weeks, r.part_months, y.year
	)
	SELECT s.*, u.days AS stretch, lower(u.days) AS first_day,
		   CASE WHEN u.days IS NULL THEN s.ends_on
				ELSE COALESCE(upper(u.days) - 1, 'infinity') END AS last_or_infinite,
		   u.days && lag(u.days) OVER in_post OR u.days && lead(u.days) OVER in_post AS overlaps,
		   range_agg(u.days) OVER by_year AS runs, range_agg(s.entered) OVER by_year AS school_year
	FROM   stretch s
	-- always true; without it the planner expects a hundred of each, and compiles
	LEFT   JOIN LATERAL unnest(s.days) AS u(days) ON s.days @> u.days
	WINDOW in_post AS (PARTITION BY s.post ORDER BY u.days),
		   by_year AS (PARTITION BY s.post, s.by_the_year, s.year)) k
-- the unbroken employment by the same years
LEFT   JOIN LATERAL unnest(k.runs) AS r(run) ON r.run @> k.stretch
-- PAY-9, PAY-10: the steps of term-time contracts; other kinds give no hours and get no result
CROSS  JOIN LATERAL bradford.term_time(CASE WHEN k.kind = 'term-time' THEN k.weekly_hours END,
									   k.weeks_at_work, k.wte_weeks, k.wte_leave_weeks) t
-- A rule by working days cannot count a month in which nobody works, or that calendars do not know.
-- A stretch can have part of a month only at its two ends. A 260th is a day of a five-day week,
-- bank holidays included
CROSS  JOIN LATERAL (
	SELECT CASE WHEN k.part_months IN ('calendar days', '1/365') THEN k.part_months
				WHEN k.part_months IN ('working days', '1/260') AND (
						SELECT bool_and(
							CASE WHEN v.day = 'infinity' THEN true
								 WHEN m.days <@ bradford.known_days()
								 THEN COALESCE(bradford.working_days(m.days, c.calendar), 0) > 0
								 ELSE false END)
						FROM  (VALUES (k.first_day), (k.last_or_infinite)) AS v(day)
						LEFT   JOIN LATERAL (
							SELECT daterange(b.day::date, (b.day + interval '1 month')::date)
							FROM   date_trunc('month', v.day::timestamp) AS b(day)) AS m(days)
							ON isfinite(v.day))
				THEN k.part_months END AS part_months,
		   c.calendar
	FROM  (
		SELECT CASE k.part_months WHEN '1/260' THEN 'weekdays' ELSE k.calendar END AS calendar) c
	OFFSET 0) p
-- a person recorded twice would be paid twice
CROSS  JOIN LATERAL (
	SELECT CASE WHEN count(*) > 1 THEN 'the employee is recorded twice'
				WHEN k.overlaps THEN 'contracts of the post overlap'
				WHEN k.first_day IS NULL THEN 'no first day' END AS problem
	FROM   @hr@.employee o
	WHERE  o.employee_id = e.employee_id
	OFFSET 0) w
-- PAY-3, PAY-10: hours of a year as agreed, by those steps or by the week; and those of the post
-- when full-time
CROSS  JOIN LATERAL (
	SELECT CASE WHEN w.problem IS NOT NULL THEN NULL
				WHEN k.by_the_year THEN COALESCE(k.annual_hours, t.annual_hours)
				ELSE k.weekly_hours * bradford.weeks_in_year() END AS annual_hours,
		   CASE WHEN w.problem IS NULL
				THEN COALESCE(k.leave_hours, t.leave_weeks * k.weekly_hours) END AS leave_hours,
		   CASE WHEN w.problem IS NULL THEN k.full_time_salary END AS full_time_salary,
		   k.full_time_hours * bradford.weeks_in_year() AS full_time_annual_hours) h
CROSS  JOIN LATERAL (
	SELECT COALESCE(w.problem, nullif(concat_ws('; ',
				CASE WHEN h.annual_hours IS NOT NULL OR k.kind = 'casual' THEN NULL
					 WHEN k.kind = 'annualised hours' THEN 'no annual hours'
					 WHEN k.weekly_hours IS NULL THEN 'no weekly hours'
					 ELSE 'no weeks at work' END,
				CASE WHEN k.full_time_hours IS NULL THEN 'no full-time hours' END,
				CASE WHEN k.full_time_salary IS NULL THEN 'no salary' END), '')) AS unknown) u;
END;
COMMENT ON FUNCTION @hr@.contract_terms() IS 'The view of this name.';

CREATE OR REPLACE VIEW @hr@.contract_terms WITH (security_invoker = true) AS
SELECT * FROM @hr@.contract_terms();
COMMENT ON VIEW @hr@.contract_terms IS
	'What contracts come to in a year: hours, leave, salary and hourly rate. One row per '
	'stretch of unchanged terms: contracts that follow at once and differ only in the pattern '
	'of work are one. The pay reports read it.';
COMMENT ON COLUMN @hr@.contract_terms.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.contract_terms.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.contract_terms.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.contract_terms.post IS 'Post';
COMMENT ON COLUMN @hr@.contract_terms.kind IS
	'full-time, part-time, annualised hours, term-time or job share';
COMMENT ON COLUMN @hr@.contract_terms.first_day IS 'First day of these terms';
COMMENT ON COLUMN @hr@.contract_terms.last_day IS 'Last day of these terms';
COMMENT ON COLUMN @hr@.contract_terms.by_the_year IS
	'Hours are fixed for the year: annualised hours or term-time';
COMMENT ON COLUMN @hr@.contract_terms.weekly_hours IS 'Contracted hours a week';
COMMENT ON COLUMN @hr@.contract_terms.full_time_hours IS 'Hours a week of the post when full-time';
COMMENT ON COLUMN @hr@.contract_terms.least_weekly_hours IS
	'Least hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract_terms.most_weekly_hours IS
	'Most hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract_terms.part_months IS
	'How part of a month is counted; none: its rule cannot count the months at either end';
COMMENT ON COLUMN @hr@.contract_terms.part_calendar IS
	'Working days by which part of a month is counted';
COMMENT ON COLUMN @hr@.contract_terms.working_time IS
	'Days of the stretch outside contracted time off, which only term-time contracts have (PAY-7, '
	'PAY-13)';
COMMENT ON COLUMN @hr@.contract_terms.school_year IS
	'Working time that was entered for the post with the same start of the year, also outside the '
	'stretch; none: nothing was entered';
COMMENT ON COLUMN @hr@.contract_terms.calendar IS 'Working days under the contract, over time';
COMMENT ON COLUMN @hr@.contract_terms.run_first_day IS
	'First day of the unbroken employment in the post under terms by the year, or under '
	'others, with the same start of the year';
COMMENT ON COLUMN @hr@.contract_terms.run_last_day IS
	'Last day of that employment; none while it runs';
COMMENT ON COLUMN @hr@.contract_terms.year_from IS
	'First day of a contract year, on or before run_first_day (PAY-2)';
COMMENT ON COLUMN @hr@.contract_terms.annual_hours IS
	'Hours paid in a contract year: as agreed, by the term-time steps, or by the week (PAY-3, '
	'PAY-10)';
COMMENT ON COLUMN @hr@.contract_terms.leave_hours IS
	'Leave of a contract year in hours: as agreed, or by the term-time steps (PAY-9)';
COMMENT ON COLUMN @hr@.contract_terms.full_time_salary IS
	'Salary a year of the post when full-time and all the year round';
COMMENT ON COLUMN @hr@.contract_terms.full_time_annual_hours IS
	'Hours a year of the post when full-time';
COMMENT ON COLUMN @hr@.contract_terms.annual_salary IS
	'Salary of a year pro rata to the hours, to the penny (PAY-1)';
COMMENT ON COLUMN @hr@.contract_terms.hourly_rate IS 'Substantive hourly rate (PAY-6)';
COMMENT ON COLUMN @hr@.contract_terms.unknown IS
	'Why the salary or the hours are not known; none: they are known';

ALTER FUNCTION @hr@.contract_terms() DEPENDS ON EXTENSION bradford;
