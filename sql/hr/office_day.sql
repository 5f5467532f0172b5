CREATE OR REPLACE FUNCTION @hr@.office_day(as_of date, days integer DEFAULT 28)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	office text,
	workstyle text,
	day date,
	works boolean,
	off text,
	in_office boolean,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, h.office, h.workstyle, d.day,
	   w.works, o.off,
	   CASE WHEN NOT w.works OR o.off IS NOT NULL THEN false ELSE p.office_day END AS in_office,
	   CASE WHEN w.works AND o.off IS NULL AND p.office_day IS NULL
			THEN 'office days' END AS unknown
FROM   @hr@.working_pattern() e
JOIN  (
	SELECT h.employee_id, h.first_day, h.last_day, h.office::text AS office,
		   h.workstyle::text AS workstyle, h.pattern::text AS pattern,
		   h.office_days::bradford.calendar AS office_days,
		   -- if two rows overlap, the later one applies from its first day on
		   lead(h.first_day) OVER (PARTITION BY h.employee_id
								   ORDER BY h.first_day, h.last_day) AS until
	FROM   @hr@.homework h
	WHERE  h.first_day <= COALESCE(h.last_day, 'infinity')
	AND    h.first_day < upper(bradford.known_days())) h ON h.employee_id = e.employee_id
-- what decides about the days of a person, worked out once for all of them
CROSS  JOIN LATERAL (
	SELECT g.first_day, g.last_day, c.calendar,
		   COALESCE(h.office_days, s.office_days) AS office_days, y.in_office,
		   a.absent, a.half_absent, l.leave, l.half_leave
	FROM  (
		SELECT greatest(office_day.as_of, h.first_day) AS first_day,
			   least(CASE WHEN bradford.require_known_day(office_day.as_of)
						  THEN office_day.as_of END
							+ least(greatest(office_day.days, 0), 366) - 1, h.last_day,
					 CASE WHEN h.until IS NOT NULL
						  THEN greatest(h.until, lower(bradford.known_days())) - 1 END,
					 upper(bradford.known_days()) - 1) AS last_day
		WHERE  bradford.require_known_day(office_day.as_of)) g
	CROSS  JOIN LATERAL (SELECT e.agreed_calendar AS calendar OFFSET 0) c
	LEFT   JOIN LATERAL (
		SELECT s.office_days::bradford.calendar AS office_days
		FROM   @hr@.office_pattern s
		WHERE  s.pattern = h.pattern
		ORDER  BY s.office_days::text
		LIMIT  1) s ON true
	CROSS  JOIN LATERAL (
		SELECT min(y.in_office) AS in_office
		FROM   @hr@.workstyle y
		WHERE  y.workstyle = h.workstyle) y
	-- Whole days of absence, and days on which somebody is away for one half. An absence without an
	-- end counts up to the day of the report, or for its first day, since no more is known.
	CROSS  JOIN LATERAL (
		SELECT range_agg(a.whole * x.known) AS absent,
			   COALESCE(range_agg((datemultirange(a.days) - a.whole) * x.known), '{}')
					AS half_absent
		FROM   @hr@.absence_for_pay a
		CROSS  JOIN LATERAL (
			SELECT datemultirange(daterange(NULL, CASE WHEN a.last_day IS NULL
													   THEN greatest(office_day.as_of, a.first_day)
													   ELSE g.last_day END, '[]')) AS known) x
		WHERE  a.employee_id = h.employee_id AND a.first_day >= lower(bradford.known_days())
		AND    a.first_day <= g.last_day
		AND   (a.last_day >= g.first_day OR a.last_day IS NULL)) a
	CROSS  JOIN LATERAL (
		SELECT range_agg(t.days) FILTER (WHERE NOT t.half_day) AS leave,
			   array_agg(t.days) FILTER (WHERE t.half_day) AS half_leave
		FROM  (
			SELECT t.half_day, range_agg(t.days) AS days
			FROM  (
				SELECT t.kind, COALESCE(t.half_day, false) AS half_day,
					   daterange(t.first_day, least(t.last_day, g.last_day), '[]') AS days
				FROM   @hr@.time_off t
				WHERE  t.employee_id = h.employee_id AND t.first_day <= t.last_day
				AND    t.first_day <= g.last_day AND t.last_day >= g.first_day
				AND    t.kind IN ('annual leave', 'paid leave', 'flexi-leave')) t
			GROUP  BY t.kind, t.half_day) t) l
	OFFSET 0) k
CROSS  JOIN LATERAL (
	SELECT k.first_day + n.n AS day FROM generate_series(0, k.last_day - k.first_day) AS n(n)) d
CROSS  JOIN LATERAL (SELECT bradford.is_working_day(d.day, k.calendar) AS works OFFSET 0) w
CROSS  JOIN LATERAL (
	SELECT CASE WHEN d.day <@ k.absent THEN 'absence' WHEN d.day <@ k.leave THEN 'leave'
				-- two halves are a day; somebody who is away for one half comes for the other
				WHEN k.half_leave IS NOT NULL
				THEN CASE WHEN (SELECT count(*) FROM unnest(k.half_leave) AS x(half)
								WHERE  d.day <@ x.half)
							   + (d.day <@ k.half_absent)::integer > 1
						  THEN CASE WHEN d.day <@ k.half_absent THEN 'absence' ELSE 'leave' END END
		   END AS off
	OFFSET 0) o
-- HW-1, HW-3: the person's own days, those of the pattern, or what the workstyle says
CROSS  JOIN LATERAL (
	SELECT COALESCE(bradford.is_working_day(d.day, k.office_days),
					CASE k.in_office WHEN 'always' THEN true WHEN 'never' THEN false END)
				AS office_day
	OFFSET 0) p
WHERE  d.day <@ e.employed;
END;
COMMENT ON FUNCTION @hr@.office_day(date, integer) IS
	'The view of this name, from any day on, for a number of days (at most 366).';

CREATE OR REPLACE VIEW @hr@.office_day WITH (security_invoker = true) AS
SELECT * FROM @hr@.office_day(CURRENT_DATE);
COMMENT ON VIEW @hr@.office_day IS
	'Who is planned to be in which office: one row per person with a row in homework and day of '
	'employment, for four weeks from the day on (HW-3, HW-4). office_attendance_report counts it.';
COMMENT ON COLUMN @hr@.office_day.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.office_day.name IS 'Name';
COMMENT ON COLUMN @hr@.office_day.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.office_day.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.office_day.office IS 'Office to which the person is assigned';
COMMENT ON COLUMN @hr@.office_day.workstyle IS 'Workstyle (HW-1)';
COMMENT ON COLUMN @hr@.office_day.day IS 'Day';
COMMENT ON COLUMN @hr@.office_day.works IS
	'A working day of the contract, by its calendar and term time; never under a casual contract';
COMMENT ON COLUMN @hr@.office_day.off IS
	'absence or leave of the whole day, or of both halves; an absence without an end counts up '
	'to the day of the report';
COMMENT ON COLUMN @hr@.office_day.in_office IS
	'Planned to be in the office: works, is not off, and the pattern or workstyle says so';
COMMENT ON COLUMN @hr@.office_day.unknown IS
	'What is not known: office days, if neither pattern nor workstyle gives them; none: all is '
	'known';

ALTER FUNCTION @hr@.office_day(date, integer) DEPENDS ON EXTENSION bradford;
