CREATE OR REPLACE FUNCTION @hr@.pay_difference_report(up_to date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	post @hr@.contract.post%TYPE,
	first_day date,
	pay_month date,
	salary_due numeric,
	salary_paid numeric,
	salary numeric,
	extra_pay_due numeric,
	extra_pay_paid numeric,
	extra_pay numeric,
	total numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.service_area, b.post, b.first_day, b.pay_month,
	   b.salary_due, b.salary_paid, b.salary_due - b.salary_paid AS salary,
	   b.extra_pay_due, b.extra_pay_paid, b.extra_pay_due - b.extra_pay_paid AS extra_pay,
	   b.salary_due - b.salary_paid + b.extra_pay_due - b.extra_pay_paid AS total, b.unknown
-- The months looked at for everybody: from the first full month to the latest month that is
-- over, or was paid in full.
FROM  (
	SELECT min(f.month) FILTER (WHERE f.is_full)::timestamp AS first_month,
		   greatest(o.last_month, max(f.month) FILTER (
				WHERE f.is_full AND f.month <= pay_difference_report.up_to)) AS last_month
	FROM  (
		SELECT date_trunc('month', (
						CASE WHEN bradford.require_known_day(pay_difference_report.up_to)
							 THEN pay_difference_report.up_to END + 1)::timestamp)
					- interval '1 month' AS last_month) o
	LEFT   JOIN @hr@.full_month f ON true
	GROUP  BY o.last_month) m
CROSS  JOIN (
	-- only people whose paid rows the reader sees: otherwise nothing would seem to be paid
	SELECT DISTINCT o.employee_id, o.service_area
	FROM   @hr@.employee o
	WHERE (SELECT bradford.may_hide_rows($table$@hr@.paid$table$::regclass)) IS NOT TRUE
	OR     EXISTS (SELECT FROM @hr@.paid p WHERE p.employee_id = o.employee_id)) e
-- a line whose first day changed is not paid anew and taken back: only post and month count
CROSS  JOIN LATERAL (
	SELECT l.post,
		   COALESCE(max(l.first_day) FILTER (WHERE l.is_due), max(l.first_day)) AS first_day,
		   l.pay_month,
		   CASE WHEN count(*) FILTER (WHERE l.is_due AND l.salary IS NULL) = 0
				THEN COALESCE(sum(l.salary) FILTER (WHERE l.is_due), 0) END AS salary_due,
		   CASE WHEN count(*) FILTER (WHERE NOT l.is_due AND l.salary IS NULL) = 0
				THEN COALESCE(sum(l.salary) FILTER (WHERE NOT l.is_due), 0) END AS salary_paid,
		   CASE WHEN count(*) FILTER (WHERE l.is_due AND l.extra_pay IS NULL) = 0
				THEN COALESCE(sum(l.extra_pay) FILTER (WHERE l.is_due), 0) END AS extra_pay_due,
		   CASE WHEN count(*) FILTER (WHERE NOT l.is_due AND l.extra_pay IS NULL) = 0
				THEN COALESCE(sum(l.extra_pay) FILTER (WHERE NOT l.is_due), 0)
				END AS extra_pay_paid,
		   string_agg(DISTINCT l.unknown, '; ') AS unknown
	FROM  (
		SELECT true AS is_due, r.post, r.first_day, r.pay_month, r.salary,
			   CASE WHEN r.unknown IS NULL THEN COALESCE(r.extra_pay, 0) ELSE r.extra_pay END
					AS extra_pay, r.unknown
		FROM  (
			SELECT s.month
			FROM   generate_series(m.first_month, m.last_month, interval '1 month') AS s(month)
			-- the same again, for the planner, which would expect a thousand months
			WHERE  s.month >= m.first_month AND s.month <= m.last_month
			UNION
			-- and each month that the person was paid for
			SELECT date_trunc('month', p.month::timestamp)
			FROM   @hr@.paid p
			WHERE  p.employee_id = e.employee_id
			AND    p.month >= lower(bradford.known_days())
			AND    p.month <= pay_difference_report.up_to) g
		CROSS  JOIN LATERAL @hr@.pay_report(g.month::date) r
		WHERE  r.employee_id = e.employee_id
		UNION  ALL
		SELECT false, p.post, p.first_day, date_trunc('month', p.month::timestamp)::date, n.salary,
			   n.extra_pay,
			   CASE WHEN n.salary IS NULL OR n.extra_pay IS NULL THEN 'impossible pay' END
		FROM   @hr@.paid p
		CROSS  JOIN LATERAL (
			SELECT bradford.if_between(p.salary, -1e9, 1e9) AS salary,
				   bradford.if_between(p.extra_pay, -1e9, 1e9) AS extra_pay) n
		WHERE  p.employee_id = e.employee_id
		AND    p.month >= lower(bradford.known_days())
		AND    p.month <= pay_difference_report.up_to) l
	GROUP  BY l.post, l.pay_month) b
WHERE  b.unknown IS NOT NULL
OR     b.salary_due <> b.salary_paid OR b.extra_pay_due <> b.extra_pay_paid;
END;
COMMENT ON FUNCTION @hr@.pay_difference_report(date) IS 'The view of this name, up to any day.';

CREATE OR REPLACE VIEW @hr@.pay_difference_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.pay_difference_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.pay_difference_report IS
	'Arrears and overpayments: what pay_report gives for each month by the records of today, '
	'less what was paid for it in all runs. One row per person, post and month if the two '
	'differ, from the first full month on. A month is included once it is over, or '
	'was paid to most people or to this person.';
COMMENT ON COLUMN @hr@.pay_difference_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.pay_difference_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.pay_difference_report.post IS 'Post';
COMMENT ON COLUMN @hr@.pay_difference_report.first_day IS
	'First day of the latest terms of the month. With employee_id, post and pay_month it is the '
	'key under which the difference goes into paid';
COMMENT ON COLUMN @hr@.pay_difference_report.pay_month IS
	'Month that the pay is for, by its first day';
COMMENT ON COLUMN @hr@.pay_difference_report.salary_due IS
	'Salary of the month by the records of today; 0: not employed in the post';
COMMENT ON COLUMN @hr@.pay_difference_report.salary_paid IS 'Salary paid for the month so far';
COMMENT ON COLUMN @hr@.pay_difference_report.salary IS
	'salary_due - salary_paid: to be paid, or below 0 to be taken back';
COMMENT ON COLUMN @hr@.pay_difference_report.extra_pay_due IS
	'Pay for the extra hours of the month by the records of today (PAY-6)';
COMMENT ON COLUMN @hr@.pay_difference_report.extra_pay_paid IS
	'Pay for extra hours paid for the month so far';
COMMENT ON COLUMN @hr@.pay_difference_report.extra_pay IS 'extra_pay_due - extra_pay_paid';
COMMENT ON COLUMN @hr@.pay_difference_report.total IS 'salary + extra_pay';
COMMENT ON COLUMN @hr@.pay_difference_report.unknown IS
	'Why a figure is not known; none: all are known';

ALTER FUNCTION @hr@.pay_difference_report(date) DEPENDS ON EXTENSION bradford;
