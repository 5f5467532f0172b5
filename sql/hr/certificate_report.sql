CREATE OR REPLACE FUNCTION @hr@.certificate_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	absence_id @hr@.absence.absence_id%TYPE,
	first_day date,
	last_day date,
	reason @hr@.absence.reason%TYPE,
	spell_from date,
	calendar_days integer,
	self_certificate text,
	self_certificate_due_by date,
	self_certified_on date,
	fit_note text,
	fit_note_from date,
	gap_days integer,
	gaps text,
	covered_until date,
	days_late integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   a.absence_id, a.first_day, d.last_day, a.reason,
	   p.spell_from,
	   p.days AS calendar_days,
	   CASE WHEN p.days < 4 THEN 'not needed'
			WHEN n.covered @> daterange(p.spell_from, least(p.until, p.spell_from + 6), '[]')
				THEN 'not needed'
			WHEN c.self_certified_on > p.returned_on THEN 'received late'
			WHEN c.self_certified_on IS NOT NULL THEN 'received'
			WHEN p.returned_on < certificate_report.as_of THEN 'missing'
			ELSE 'due' END AS self_certificate,
	   CASE WHEN p.days >= 4 THEN p.returned_on END AS self_certificate_due_by,
	   c.self_certified_on,
	   CASE WHEN f.needed IS NULL THEN 'not needed'
			WHEN n.covered IS NULL OR NOT n.covered && f.needed THEN 'missing'
			WHEN NOT n.covered @> f.needed THEN 'gap'
			WHEN n.days_late > 0 THEN 'late'
			ELSE 'covered' END AS fit_note,
	   lower(f.needed) AS fit_note_from,
	   v.gap_days, v.gaps,
	   upper(n.covered) - 1 AS covered_until,
	   n.days_late
FROM   @hr@.recorded_sickness(certificate_report.as_of) s
JOIN   @hr@.absence a ON a.employee_id = s.employee_id AND a.first_day <= certificate_report.as_of
			AND a.first_day >= lower(bradford.known_days())
-- as in recorded_sickness: AB-1, and which days are known
CROSS  JOIN LATERAL (
	SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day,
		   CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END AS last_day) d
LEFT   JOIN @hr@.absence_reason q ON q.reason = a.reason
-- AB-6 counts from the start of the spell that holds the record, up to the end of the record
CROSS  JOIN LATERAL (
	SELECT lower(x.spell) AS spell_from,
		   least(upper(x.spell) - 1, certificate_report.as_of) AS spell_until,
		   least(upper(x.spell) - 1, d.last_day, certificate_report.as_of) AS until,
		   least(upper(x.spell) - 1, d.last_day, certificate_report.as_of)
				- lower(x.spell) + 1 AS days,
		   bradford.find_working_day(upper(x.spell) - 1, 1, s.calendar) AS returned_on
	FROM   unnest(s.spells) AS x(spell)
	WHERE  x.spell @> d.first_day AND (d.last_day >= d.first_day OR d.last_day IS NULL)) p
-- from day 8 on a fit note is needed
CROSS  JOIN LATERAL (
	SELECT CASE WHEN m.first_day <= p.until
				THEN daterange(m.first_day, p.until, '[]') END AS needed
	FROM  (SELECT greatest(p.spell_from + 7, d.first_day)) AS m(first_day)) f
-- what came in by the day, for spells that last long enough to need it
CROSS  JOIN LATERAL (
	SELECT range_agg(daterange(t.first_day, t.last_day, '[]')) AS covered,
		   max(greatest(greatest(t.received_on, t.first_day)
						- greatest(t.first_day, lower(f.needed)), 0))
				FILTER (WHERE daterange(t.first_day, t.last_day, '[]') && f.needed) AS days_late
	FROM   @hr@.fit_note t
	WHERE  t.employee_id = s.employee_id AND p.days >= 4
	AND    t.last_day >= p.spell_from AND t.first_day <= p.spell_until
	-- impossible dates are left to data_quality_report
	AND    t.last_day >= t.first_day AND t.first_day >= lower(bradford.known_days())
	AND    t.last_day < upper(bradford.known_days())
	AND    COALESCE(t.received_on, t.first_day) <= certificate_report.as_of) n
CROSS  JOIN LATERAL (
	SELECT sum(upper(u.gap) - lower(u.gap))::integer AS gap_days,
		   string_agg(concat_ws(' to ', to_char(lower(u.gap)::timestamp, 'YYYY-MM-DD'),
						CASE WHEN upper(u.gap) > lower(u.gap) + 1
							 THEN to_char((upper(u.gap) - 1)::timestamp, 'YYYY-MM-DD') END),
					  ', ' ORDER BY u.gap) AS gaps
	FROM   unnest(f.needed::datemultirange - COALESCE(n.covered, '{}')) AS u(gap)) v
CROSS  JOIN LATERAL (
	SELECT min(o.self_certified_on) AS self_certified_on
	FROM   @hr@.absence o
	WHERE  o.employee_id = s.employee_id AND p.days >= 4
	AND    o.first_day BETWEEN p.spell_from - 1 AND p.spell_until
	AND    o.self_certified_on <= certificate_report.as_of) c
WHERE  COALESCE(q.sickness, true);
END;
COMMENT ON FUNCTION @hr@.certificate_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.certificate_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.certificate_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.certificate_report IS
	'Certificates of sickness: one row per absence, with self-certificate and fit notes '
	'missing, late or with gaps (AB-6). Days count from the start of the spell: a record that '
	'continues another counts on.';
COMMENT ON COLUMN @hr@.certificate_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.certificate_report.name IS 'Name';
COMMENT ON COLUMN @hr@.certificate_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.certificate_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.certificate_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.certificate_report.absence_id IS 'Number of the absence';
COMMENT ON COLUMN @hr@.certificate_report.first_day IS 'First day of absence';
COMMENT ON COLUMN @hr@.certificate_report.last_day IS
	'Last day of absence; none while the person is away';
COMMENT ON COLUMN @hr@.certificate_report.reason IS 'Reason';
COMMENT ON COLUMN @hr@.certificate_report.spell_from IS
	'First day of the spell that the absence belongs to';
COMMENT ON COLUMN @hr@.certificate_report.calendar_days IS
	'Calendar days from the start of the spell to the end of this record, so far. A '
	'self-certificate is needed from day 4 on, a fit note from day 8 on';
COMMENT ON COLUMN @hr@.certificate_report.self_certificate IS
	'not needed, received, received late, due or missing. None is needed if fit notes cover '
	'the spell from its first day';
COMMENT ON COLUMN @hr@.certificate_report.self_certificate_due_by IS
	'First working day after the spell; none while the person is away';
COMMENT ON COLUMN @hr@.certificate_report.self_certified_on IS 'Day on which it came in';
COMMENT ON COLUMN @hr@.certificate_report.fit_note IS
	'not needed, covered, late, gap or missing';
COMMENT ON COLUMN @hr@.certificate_report.fit_note_from IS
	'First day of this absence for which a fit note is needed';
COMMENT ON COLUMN @hr@.certificate_report.gap_days IS
	'How many calendar days need a fit note and lack one; none: there is no gap';
COMMENT ON COLUMN @hr@.certificate_report.gaps IS
	'Which days those are, such as 2016-01-18 to 2016-01-20, 2016-02-01';
COMMENT ON COLUMN @hr@.certificate_report.covered_until IS
	'Last day covered by the fit notes received';
COMMENT ON COLUMN @hr@.certificate_report.days_late IS
	'Calendar days from the first needed day that a fit note covers to the day on which it '
	'came in; if there are several, the largest number';

ALTER FUNCTION @hr@.certificate_report(date) DEPENDS ON EXTENSION bradford;
