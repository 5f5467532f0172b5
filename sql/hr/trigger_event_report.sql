CREATE OR REPLACE FUNCTION @hr@.trigger_event_report(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	policy @hr@.attendance_policy.policy%TYPE,
	happened_on date,
	event text,
	stage integer,
	considered text,
	occasions integer,
	days numeric,
	score numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.service_area, s.manager_id, p.policy, v.happened_on,
	   CASE WHEN v.stage > v.before THEN 'reached' ELSE 'fell below' END AS event,
	   c.stage, p.titles[c.stage] AS considered, v.occasions, v.days, v.score
-- whom, and by which rule
FROM   @hr@.policy_in_force(trigger_event_report.to_day) f
JOIN   @hr@.policy_terms() p ON p.policy = f.policy
CROSS  JOIN LATERAL @hr@.counted_absence(trigger_event_report.to_day, p.uses_calendar) s
CROSS  JOIN LATERAL (
	SELECT bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
		   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
	FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h) k
-- the stage on each day on which the score changes, beside the one before
CROSS  JOIN LATERAL (
	SELECT lower(h.period) AS happened_on, h.occasions, h.days, h.score, r.stage,
		   lag(r.stage) OVER (ORDER BY h.period) AS before
	FROM   bradford.score_history(s.spells,
				daterange(trigger_event_report.from_day - 1, trigger_event_report.to_day, '[]'),
				p.scoring_rule, COALESCE(s.calendar, p.calendar), s.half_days) h
	CROSS  JOIN LATERAL (
		SELECT bradford.stage_reached(h.score, h.occasions, h.days, k.triggers, p.occasion_triggers,
					k.day_triggers) AS stage
		OFFSET 0) r
	-- nobody whose last absence left every window long ago
	WHERE  upper(s.spells) IS NULL
	OR     upper(s.spells) > trigger_event_report.from_day - interval '5 years') v
-- one row for each stage passed
CROSS  JOIN LATERAL generate_series(least(v.stage, v.before) + 1,
				greatest(v.stage, v.before)) AS c(stage)
WHERE  v.happened_on >= trigger_event_report.from_day AND v.stage <> v.before
AND    bradford.require_period(trigger_event_report.from_day, trigger_event_report.to_day);
END;
COMMENT ON FUNCTION @hr@.trigger_event_report(date, date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.trigger_event_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.trigger_event_report(CURRENT_DATE - 6, CURRENT_DATE);
COMMENT ON VIEW @hr@.trigger_event_report IS
	'Who reached or fell below which trigger from one day to another, both included: the '
	'digest for managers by service area (BF-15). The view shows the last seven days. By the '
	'policy in force on the last of the days.';
COMMENT ON COLUMN @hr@.trigger_event_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.trigger_event_report.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.trigger_event_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.trigger_event_report.policy IS 'Policy in force';
COMMENT ON COLUMN @hr@.trigger_event_report.happened_on IS 'Day of the crossing';
COMMENT ON COLUMN @hr@.trigger_event_report.event IS 'reached, or fell below';
COMMENT ON COLUMN @hr@.trigger_event_report.stage IS 'Stage whose trigger it is';
COMMENT ON COLUMN @hr@.trigger_event_report.considered IS 'What is considered at that stage';
COMMENT ON COLUMN @hr@.trigger_event_report.occasions IS
	'Counted absences in the window on that day';
COMMENT ON COLUMN @hr@.trigger_event_report.days IS 'Counted days in the window on that day';
COMMENT ON COLUMN @hr@.trigger_event_report.score IS 'Score on that day';

ALTER FUNCTION @hr@.trigger_event_report(date, date) DEPENDS ON EXTENSION bradford;
