CREATE OR REPLACE FUNCTION @hr@.score_history_report(as_of date, months integer DEFAULT 12)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	first_day date,
	last_day date,
	occasions integer,
	days numeric,
	score numeric,
	stage_reached integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   p.policy, lower(h.period) AS first_day, upper(h.period) - 1 AS last_day,
	   h.occasions, h.days, h.score,
	   bradford.stage_reached(h.score, h.occasions, h.days, k.triggers, p.occasion_triggers,
				k.day_triggers) AS stage_reached
-- the people, and the rule for each
FROM   @hr@.policy_in_force(score_history_report.as_of) f,
	   @hr@.policy_terms() p,
	   @hr@.counted_absence(score_history_report.as_of, p.uses_calendar, p.fit_note_covers) s,
-- the last months, as far as the present employment and the calendars go back
	   LATERAL (
	SELECT daterange(l.first_day, score_history_report.as_of, '[]') AS period
	FROM  (
		SELECT greatest(s.counts_from, lower(bradford.known_days()),
					CASE WHEN score_history_report.months BETWEEN 1 AND 1200
						 THEN (score_history_report.as_of
							   - make_interval(months => score_history_report.months))::date + 1
					END) AS first_day) l
	WHERE  score_history_report.months > 0 AND l.first_day <= score_history_report.as_of
	AND    score_history_report.as_of < upper(bradford.known_days())) d
-- BF-5: by the hours of each day. OFFSET 0: looked up for one person, not gathered for everybody
LEFT   JOIN LATERAL (
	SELECT o.during * d.period AS period, o.fte AS share
	FROM   @hr@.hours_over_time() o
	WHERE  o.employee_id = s.employee_id AND o.during && d.period AND p.by_hours
	OFFSET 0) o ON true,
-- OFFSET 0: worked out once for the hours, not once for each stretch
	   LATERAL (
	SELECT COALESCE(o.period, d.period) AS period,
		   bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
		   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
	FROM  (SELECT CASE WHEN p.by_hours THEN COALESCE(o.share, s.fte) ELSE 1 END AS share) h
	OFFSET 0) k,
	   bradford.score_history(s.spells, k.period, p.scoring_rule, COALESCE(s.calendar, p.calendar),
				s.half_days) h
WHERE  p.policy = f.policy
AND    bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group);
END;
COMMENT ON FUNCTION @hr@.score_history_report(date, integer) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.score_history_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.score_history_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.score_history_report IS
	'How each current employee''s score changed over the last months, 12 unless another number is '
	'given: one row per stretch of days with the same figures and hours, without gaps. It goes by '
	'the person''s policy on the day of the report, the hours of each day, and what was recorded '
	'and decided by then.';
COMMENT ON COLUMN @hr@.score_history_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.score_history_report.name IS 'Name';
COMMENT ON COLUMN @hr@.score_history_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.score_history_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.score_history_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.score_history_report.policy IS 'The person''s policy';
COMMENT ON COLUMN @hr@.score_history_report.first_day IS 'First day of the stretch';
COMMENT ON COLUMN @hr@.score_history_report.last_day IS 'Last day of the stretch, included';
COMMENT ON COLUMN @hr@.score_history_report.occasions IS
	'Counted absences in the window on each of these days (S)';
COMMENT ON COLUMN @hr@.score_history_report.days IS
	'Counted days in the window on each of these days (D)';
COMMENT ON COLUMN @hr@.score_history_report.score IS 'S x S x D (BF-1)';
COMMENT ON COLUMN @hr@.score_history_report.stage_reached IS
	'Highest stage whose trigger is reached; 0: none (BF-4, BF-5)';

ALTER FUNCTION @hr@.score_history_report(date, integer) DEPENDS ON EXTENSION bradford;
