CREATE OR REPLACE FUNCTION @hr@.long_term_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	first_day date,
	last_day date,
	still_absent boolean,
	calendar_days integer,
	working_days integer,
	four_weeks_on date,
	twenty_days_on date,
	twelve_weeks_on date,
	six_months_on date,
	next_due text,
	next_due_on date,
	returned_on date,
	phased_return_until date,
	sick_pay text,
	full_pay_at_most_until date,
	half_pay_at_most_until date,
	service_months integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   x.first_day,
	   CASE WHEN upper(u.spell) - 1 <= long_term_report.as_of
			THEN upper(u.spell) - 1 END AS last_day,
	   x.still_absent,
	   x.until - x.first_day + 1 AS calendar_days,
	   bradford.working_days(x.first_day, x.until + 1, s.calendar) AS working_days,
	   CASE WHEN m.four_weeks_on <= x.until THEN m.four_weeks_on END AS four_weeks_on,
	   CASE WHEN m.twenty_days_on <= x.until THEN m.twenty_days_on END AS twenty_days_on,
	   CASE WHEN m.twelve_weeks_on <= x.until THEN m.twelve_weeks_on END AS twelve_weeks_on,
	   CASE WHEN m.six_months_on <= x.until THEN m.six_months_on END AS six_months_on,
	   n.what AS next_due,
	   n.day AS next_due_on,
	   b.returned_on,
	   b.returned_on + 27 AS phased_return_until,
	   -- AB-11
	   CASE WHEN x.until < m.six_months_on THEN 'full'
			WHEN x.until < m.twelve_months_on THEN 'half'
			ELSE 'none' END AS sick_pay,
	   m.six_months_on - 1 AS full_pay_at_most_until,
	   m.twelve_months_on - 1 AS half_pay_at_most_until,
	   -- the last month counts once its day has come, or the end of a shorter month
	   c.months - (m.service_from + make_interval(months => c.months) > x.first_day)::integer
			AS service_months
FROM   @hr@.recorded_sickness(long_term_report.as_of) s
CROSS  JOIN LATERAL unnest(s.spells) AS u(spell)
CROSS  JOIN LATERAL (
	SELECT lower(u.spell) AS first_day,
		   least(upper(u.spell) - 1, long_term_report.as_of) AS until,
		   COALESCE(upper(u.spell) > long_term_report.as_of, true) AS still_absent) x
-- AB-9, AB-10: when the spell reaches these lengths; OFFSET 0: worked out only for spells that pass
-- the conditions on length and dates below
CROSS  JOIN LATERAL (
	-- the limit of the person's policy, or that of the published one
	SELECT (x.first_day + COALESCE((
				SELECT min(f.long_term)
				FROM   @hr@.policy_in_force(long_term_report.as_of) f
				WHERE  bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)),
				'4 weeks'))::date AS four_weeks_on,
		   bradford.find_working_day(x.first_day - 1, 20, s.calendar) AS twenty_days_on,
		   x.first_day + 84 AS twelve_weeks_on,
		   (x.first_day + interval '6 months')::date AS six_months_on,
		   (x.first_day + interval '12 months')::date AS twelve_months_on,
		   COALESCE(s.service_from, (
				SELECT lower(c.run)
				FROM   unnest(s.employed) AS c(run)
				WHERE  c.run @> x.first_day)) AS service_from
	OFFSET 0) m
CROSS  JOIN LATERAL (
	SELECT CASE WHEN isfinite(m.service_from) AND m.service_from <= x.first_day
				THEN (12 * (extract(year FROM x.first_day) - extract(year FROM m.service_from))
					  + extract(month FROM x.first_day)
					  - extract(month FROM m.service_from))::integer END AS months) c
LEFT   JOIN LATERAL (
	SELECT d.what, d.day
	FROM  (VALUES
			(m.four_weeks_on, 'home visit may be offered'),
			(m.twenty_days_on, 'referral to occupational health'),
			(m.twelve_weeks_on, 'review at 12 weeks'),
			(m.six_months_on, 'assessment at 6 months')) AS d(day, what)
	WHERE  x.still_absent AND d.day > long_term_report.as_of
	ORDER  BY d.day
	LIMIT  1) n ON true
CROSS  JOIN LATERAL (
	SELECT CASE WHEN NOT x.still_absent
				THEN bradford.find_working_day(x.until, 1, s.calendar) END AS returned_on) b
-- a spell that ends before its 20th day is not long
WHERE  x.until - x.first_day >= 19
AND    x.until >= least(m.four_weeks_on, m.twenty_days_on);
END;
COMMENT ON FUNCTION @hr@.long_term_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.long_term_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.long_term_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.long_term_report IS
	'Long-term sickness: one row per spell that by the day had lasted longer than the policy''s '
	'limit, or 20 working days. It shows what the spell reached and when, and what comes next '
	'(AB-10, AB-11).';
COMMENT ON COLUMN @hr@.long_term_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.long_term_report.name IS 'Name';
COMMENT ON COLUMN @hr@.long_term_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.long_term_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.long_term_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.long_term_report.first_day IS 'First day of the spell';
COMMENT ON COLUMN @hr@.long_term_report.last_day IS
	'Last day of the spell; none while the person is absent';
COMMENT ON COLUMN @hr@.long_term_report.still_absent IS 'Absent on the day';
COMMENT ON COLUMN @hr@.long_term_report.calendar_days IS 'Calendar days so far';
COMMENT ON COLUMN @hr@.long_term_report.working_days IS
	'Working days so far, by the person''s contracts';
COMMENT ON COLUMN @hr@.long_term_report.four_weeks_on IS
	'Day on which it became longer than 4 weeks, or than the policy''s own limit. A home visit '
	'may be offered (AB-10)';
COMMENT ON COLUMN @hr@.long_term_report.twenty_days_on IS
	'Its 20th working day: referral to occupational health (AB-9)';
COMMENT ON COLUMN @hr@.long_term_report.twelve_weeks_on IS
	'Day on which 12 weeks were over: review (AB-10)';
COMMENT ON COLUMN @hr@.long_term_report.six_months_on IS
	'Day on which 6 months were over: assessment no later than this (AB-10)';
COMMENT ON COLUMN @hr@.long_term_report.next_due IS
	'What comes next, while the person is absent';
COMMENT ON COLUMN @hr@.long_term_report.next_due_on IS 'Day on which it comes';
COMMENT ON COLUMN @hr@.long_term_report.returned_on IS 'First working day after the spell';
COMMENT ON COLUMN @hr@.long_term_report.phased_return_until IS
	'Last day of a phased return, which lasts at most 4 weeks (AB-10)';
COMMENT ON COLUMN @hr@.long_term_report.sick_pay IS
	'The most sick pay that the scheme allows on the day, or on the last day of the spell, if '
	'service is long enough: full, half or none (AB-11)';
COMMENT ON COLUMN @hr@.long_term_report.full_pay_at_most_until IS
	'Last day on which sick pay can be full (AB-11)';
COMMENT ON COLUMN @hr@.long_term_report.half_pay_at_most_until IS
	'Last day on which sick pay can be half (AB-11)';
COMMENT ON COLUMN @hr@.long_term_report.service_months IS
	'Whole months of service at the start of the spell. Sick pay depends on them (AB-11)';

ALTER FUNCTION @hr@.long_term_report(date) DEPENDS ON EXTENSION bradford;
