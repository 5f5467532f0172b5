CREATE OR REPLACE FUNCTION @hr@.homework_allowance_report(
	as_of date, years integer DEFAULT 1, period text DEFAULT 'month')
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	who text,
	period text,
	first_day date,
	last_day date,
	kinds text,
	days bigint,
	monthly_rates text,
	amount numeric,
	relief_at_20 numeric,
	relief_at_40 numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH tax_month AS MATERIALIZED (
	-- From the 6th to the 5th: rates change on 6 April, so a whole month has one rate.
	SELECT m.year_from, m.first_day::date AS first_day,
		   least(m.first_day + interval '1 month' - interval '1 day',
				 homework_allowance_report.as_of)::date AS last_day,
		   (m.first_day + interval '1 month')::date - m.first_day::date AS length,
		   CASE m.months WHEN 1 THEN to_char(m.first_day, 'YYYY-MM')
						 ELSE y.name || CASE m.months WHEN 3 THEN ' Q' || m.n / 3 + 1 ELSE '' END
		   END AS period
	FROM  (
		SELECT f.months, n.n, f.year_from,
			   f.year_from + make_interval(months => n.n) AS first_day
		FROM  (
			SELECT bradford.months_in_period(homework_allowance_report.period) AS months,
				   make_timestamp(extract(year FROM
						CASE WHEN bradford.require_known_day(homework_allowance_report.as_of)
							 THEN homework_allowance_report.as_of END
						- interval '3 months 5 days')::integer + b.b, 4, 6, 0, 0, 0) AS year_from
			FROM   generate_series(
						1 - least(greatest(homework_allowance_report.years, 0), 105), 0) AS b(b)) f
		CROSS  JOIN generate_series(0, 11) AS n(n)) m
	CROSS  JOIN LATERAL (
		SELECT to_char(m.year_from, 'YYYY-')
			   || to_char(m.year_from + interval '1 year', 'YY') AS name) y
	WHERE  m.first_day <= homework_allowance_report.as_of
	AND    m.first_day >= lower(bradford.known_days())
), rate AS MATERIALIZED (
	SELECT r.kind::text AS kind, r.who::text AS who, r.first_day,
		   -- if two rates overlap, the later one applies from its first day on
		   CASE WHEN r.until <= COALESCE(r.last_day, 'infinity') THEN r.until - 1
				ELSE r.last_day END AS last_day,
		   CASE WHEN r.monthly IS NULL THEN bradford.if_between(r.weekly, 0, 1000000) * 52 / 12
				ELSE bradford.if_between(r.monthly, 0, 1000000) END AS monthly
	FROM  (
		SELECT r.kind, r.who, r.first_day, r.last_day, r.weekly, r.monthly,
			   lead(r.first_day) OVER (PARTITION BY r.kind, r.who
									   ORDER BY r.first_day, r.last_day, r.weekly, r.monthly)
					AS until
		FROM   @hr@.homework_allowance r
		WHERE  r.first_day <= COALESCE(r.last_day, 'infinity')
		AND    r.first_day >= lower(bradford.possible_days())) r
	WHERE  r.first_day < COALESCE(r.until, 'infinity')
)
SELECT e.employee_id, e.name, e.service_area, e.manager_id, x.who, x.period,
	   p.first_day, p.last_day, k.kinds, x.days, k.monthly_rates, x.amount,
	   CASE WHEN x.who = 'employee claims' THEN round(x.amount * 0.20, 2) END AS relief_at_20,
	   CASE WHEN x.who = 'employee claims' THEN round(x.amount * 0.40, 2) END AS relief_at_40,
	   CASE WHEN x.amount IS NULL THEN 'rate of ' || k.kinds END AS unknown
FROM   @hr@.employee e
JOIN  (
	SELECT m.employee_id, m.who, m.period,
		   string_agg(m.kinds, E'\n') AS kinds, sum(m.days)::bigint AS days,
		   string_agg(m.rates, E'\n') AS monthly_rates,
		   -- each month to the penny, so that the months of a tax year add up to its sum
		   CASE WHEN bool_and(m.days = m.rated)
				THEN sum(round(m.so_far, 2) - round(m.so_far - m.amount, 2)) END AS amount
	FROM  (
		SELECT r.employee_id, r.who, r.period, r.first_day,
			   string_agg(DISTINCT r.kind, E'\n') AS kinds, sum(r.days) AS days,
			   sum(r.rated) AS rated,
			   string_agg(DISTINCT r.rates, E'\n') AS rates, sum(r.amount) / r.length AS amount,
			   sum(sum(r.amount) / r.length) OVER (PARTITION BY r.employee_id, r.who, r.year_from
												   ORDER BY r.first_day) AS so_far
		FROM  (
			-- each stretch of one arrangement in one month, and its rates
			SELECT s.employee_id, w.who, s.kind, s.year_from, s.period, s.first_day, s.length,
				   s.from_day, s.days,
				   COALESCE(sum(d.days), 0) AS rated, sum(r.monthly * d.days) AS amount,
				   string_agg(DISTINCT round(r.monthly, 2)::text, E'\n') AS rates
			FROM  (
				SELECT h.employee_id, h.kind, t.year_from, t.period, t.first_day, t.length,
					   v.from_day, v.to_day, v.days, c.employed
				FROM  (
					SELECT h.employee_id, h.kind::text AS kind, h.first_day, h.last_day,
						   lead(h.first_day) OVER (PARTITION BY h.employee_id
												   ORDER BY h.first_day, h.last_day) AS until
					FROM   @hr@.homework h
					WHERE  h.first_day <= COALESCE(h.last_day, 'infinity')) h
				JOIN  (
					SELECT c.employee_id, range_agg(daterange(c.first_day,
								CASE WHEN c.last_day < upper(bradford.known_days())
									 THEN c.last_day END, '[]')) AS employed
					FROM   @hr@.contract c
					WHERE  c.first_day < upper(bradford.known_days())
					AND   (c.last_day >= c.first_day OR c.last_day IS NULL)
					GROUP  BY c.employee_id) c ON c.employee_id = h.employee_id
				JOIN   tax_month t ON h.first_day <= t.last_day
					AND   (h.last_day >= t.first_day OR h.last_day IS NULL)
					AND   (h.until > t.first_day OR h.until IS NULL)
				CROSS  JOIN LATERAL (
					SELECT greatest(h.first_day, t.first_day) AS from_day,
						   least(h.last_day, h.until - 1, t.last_day) AS to_day
					OFFSET 0) f
				CROSS  JOIN LATERAL (
					SELECT f.from_day, f.to_day,
						   CASE WHEN f.to_day < f.from_day THEN 0
								WHEN daterange(f.from_day, f.to_day, '[]') <@ c.employed
								THEN f.to_day - f.from_day + 1
								ELSE bradford.working_days(c.employed * datemultirange(daterange(
										f.from_day, f.to_day, '[]')), 'every-day') END AS days
					OFFSET 0) v
				WHERE  h.kind IS NOT NULL AND v.days > 0) s
			CROSS  JOIN (VALUES ('employer pays'), ('employee claims')) AS w(who)
			LEFT   JOIN rate r ON r.kind = s.kind AND r.who = w.who AND r.monthly IS NOT NULL
				AND    r.first_day <= s.to_day AND (r.last_day >= s.from_day OR r.last_day IS NULL)
			LEFT   JOIN LATERAL (
				SELECT CASE WHEN r.first_day <= s.from_day
								 AND (r.last_day >= s.to_day OR r.last_day IS NULL) THEN s.days
							ELSE bradford.working_days(s.employed * datemultirange(daterange(
									greatest(r.first_day, s.from_day),
									least(r.last_day, s.to_day), '[]')), 'every-day') END AS days
				WHERE  r.first_day IS NOT NULL) d ON true
			GROUP  BY s.employee_id, w.who, s.kind, s.year_from, s.period, s.first_day, s.length,
				   s.from_day, s.days) r
		GROUP  BY r.employee_id, r.who, r.year_from, r.period, r.first_day, r.length) m
	GROUP  BY m.employee_id, m.who, m.period) x ON x.employee_id = e.employee_id
JOIN  (
	SELECT t.period, min(t.first_day) AS first_day, max(t.last_day) AS last_day
	FROM   tax_month t
	GROUP  BY t.period) p ON p.period = x.period
CROSS  JOIN LATERAL (
	SELECT (SELECT string_agg(DISTINCT k.kind, ', ')
			FROM   regexp_split_to_table(x.kinds, E'\n') AS k(kind)) AS kinds,
		   (SELECT string_agg(DISTINCT k.rate, ', ')
			FROM   regexp_split_to_table(x.monthly_rates, E'\n') AS k(rate)) AS monthly_rates
	OFFSET 0) k;
END;
COMMENT ON FUNCTION @hr@.homework_allowance_report(date, integer, text) IS
	'The view of this name, as at any day: for some tax years, by month, quarter or year.';

CREATE OR REPLACE VIEW @hr@.homework_allowance_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.homework_allowance_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.homework_allowance_report IS
	'Allowances for working from home up to the day (HW-6): for each person and month of the '
	'tax year, from the 6th to the 5th, one row for what the employer may pay, and one for '
	'what the employee may claim. Nobody can claim what the employer pays.';
COMMENT ON COLUMN @hr@.homework_allowance_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.homework_allowance_report.name IS 'Name';
COMMENT ON COLUMN @hr@.homework_allowance_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.homework_allowance_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.homework_allowance_report.who IS
	'employer pays (free of tax), or employee claims (a deduction of what the employer does not '
	'pay)';
COMMENT ON COLUMN @hr@.homework_allowance_report.period IS
	'Month in which the tax month begins, such as 2020-04; quarter, such as '
	'2020-21 Q1; or tax year';
COMMENT ON COLUMN @hr@.homework_allowance_report.first_day IS 'First day of the period';
COMMENT ON COLUMN @hr@.homework_allowance_report.last_day IS
	'Last day, or the day of the report if that is earlier';
COMMENT ON COLUMN @hr@.homework_allowance_report.kinds IS 'Kinds of homeworking in the period';
COMMENT ON COLUMN @hr@.homework_allowance_report.days IS
	'Calendar days under an arrangement of these kinds, while employed';
COMMENT ON COLUMN @hr@.homework_allowance_report.monthly_rates IS 'Rates a month';
COMMENT ON COLUMN @hr@.homework_allowance_report.amount IS
	'Allowance to the penny; part of a month is paid by its calendar days. Months without a '
	'published monthly rate differ by a penny, so that a tax year has 52 weeks';
COMMENT ON COLUMN @hr@.homework_allowance_report.relief_at_20 IS
	'What a claim saves at a tax rate of 20 %';
COMMENT ON COLUMN @hr@.homework_allowance_report.relief_at_40 IS
	'What a claim saves at a tax rate of 40 %';
COMMENT ON COLUMN @hr@.homework_allowance_report.unknown IS
	'Why there is no amount: some day has no rate of this kind';

ALTER FUNCTION @hr@.homework_allowance_report(date, integer, text) DEPENDS ON EXTENSION bradford;
