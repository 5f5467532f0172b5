CREATE OR REPLACE FUNCTION @hr@.working_pattern()
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	staff_group text,
	service_from date,
	employed datemultirange,
	calendar bradford.calendar,
	agreed_calendar bradford.calendar
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, e.staff_group,
	   CASE WHEN e.service_from >= lower(bradford.possible_days())
				 AND e.service_from < upper(bradford.possible_days())
			THEN e.service_from END AS service_from,
	   c.employed, COALESCE(c.calendar, 'england-and-wales') AS calendar,
	   -- a casual contract has no agreed days, and a term-time one has none in its time off
	   -- (PAY-7). Not joined, so that it is worked out only for those who ask
	   COALESCE((
			SELECT bradford.calendar_over_time(
						CASE WHEN x.days <@ d.agreed THEN COALESCE(c.calendar, 'england-and-wales')
							 ELSE 'every-day; week=none' END, x.days)
			FROM   @hr@.contract c
			CROSS  JOIN LATERAL (
				SELECT p.period, datemultirange(p.period)
								 * CASE WHEN c.kind = 'casual' THEN '{}'
										WHEN c.kind = 'term-time' AND c.working_time IS NOT NULL
										THEN c.working_time ELSE '{(,)}' END AS agreed
				FROM  (
					SELECT daterange(c.first_day, CASE
								WHEN c.last_day < upper(bradford.known_days())
								THEN c.last_day END, '[]') AS period) p
				OFFSET 0) d
			CROSS  JOIN LATERAL (
				SELECT u.days FROM unnest(d.agreed) AS u(days)
				UNION  ALL
				SELECT u.days FROM unnest(datemultirange(d.period) - d.agreed) AS u(days)) x
			WHERE  c.employee_id = e.employee_id
			AND    c.first_day < upper(bradford.known_days())
			AND   (c.last_day >= c.first_day OR c.last_day IS NULL)), 'england-and-wales')
				AS agreed_calendar
FROM   @hr@.employee e,
	   LATERAL (
	SELECT range_agg(d.period) AS employed,
		   bradford.calendar_over_time(c.calendar, d.period) AS calendar
	FROM   @hr@.contract c,
	-- a last day that no calendar knows, such as 9999-12-31, means that the contract has no end
		   LATERAL (
		SELECT daterange(c.first_day, CASE WHEN c.last_day < upper(bradford.known_days())
										   THEN c.last_day END, '[]') AS period) d
	WHERE  c.employee_id = e.employee_id AND c.first_day < upper(bradford.known_days())
	AND   (c.last_day >= c.first_day OR c.last_day IS NULL)) c;
END;
COMMENT ON FUNCTION @hr@.working_pattern() IS
	'The view of this name.';

CREATE OR REPLACE VIEW @hr@.working_pattern WITH (security_invoker = true) AS
SELECT * FROM @hr@.working_pattern();
COMMENT ON VIEW @hr@.working_pattern IS
	'When each employee was, is and will be employed, and which days are working days under '
	'those contracts. The other reports read it.';
COMMENT ON COLUMN @hr@.working_pattern.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.working_pattern.name IS 'Name';
COMMENT ON COLUMN @hr@.working_pattern.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.working_pattern.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.working_pattern.staff_group IS 'Staff group';
COMMENT ON COLUMN @hr@.working_pattern.service_from IS
	'Day from which continuous service counts, if one is recorded';
COMMENT ON COLUMN @hr@.working_pattern.employed IS
	'Days under contract; none: no contract is recorded';
COMMENT ON COLUMN @hr@.working_pattern.calendar IS
	'Working days under all contracts; those of England and Wales if there is no contract';
COMMENT ON COLUMN @hr@.working_pattern.agreed_calendar IS
	'The same without casual contracts, which have no agreed days, and without the contracted time '
	'off of term-time contracts (PAY-7)';

ALTER FUNCTION @hr@.working_pattern() DEPENDS ON EXTENSION bradford;
