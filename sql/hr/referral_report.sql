CREATE OR REPLACE FUNCTION @hr@.referral_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	status text,
	reasons text,
	reason_since date,
	score numeric,
	stage integer,
	causes text,
	twenty_days_on date,
	referred_on date,
	reported_on date,
	report_age_days integer,
	report_good_until date
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   CASE WHEN h.awaited THEN 'report awaited'
			WHEN h.reported_on IS NULL OR h.reported_on < k.since THEN 'due'
			WHEN h.reported_on + m.report_age < referral_report.as_of THEN 'report out of date'
			ELSE 'report in date' END AS status,
	   nullif(concat_ws('; ',
				'stage ' || g.stage || ' reached with a score of ' || trim_scale(n.score),
				'cause: ' || c.causes,
				CASE WHEN l.twenty_days_on IS NOT NULL THEN '20 working days off' END), '')
			AS reasons,
	   k.since AS reason_since,
	   trim_scale(n.score) AS score,
	   g.stage, c.causes, l.twenty_days_on,
	   h.referred_on,
	   h.reported_on,
	   referral_report.as_of - h.reported_on AS report_age_days,
	   (h.reported_on + m.report_age)::date AS report_good_until
FROM   @hr@.policy_in_force(referral_report.as_of) f
JOIN   @hr@.policy_terms() p ON p.policy = f.policy
CROSS  JOIN LATERAL (
	SELECT COALESCE(max(u.age), interval '3 months') AS report_age
	FROM   unnest(p.report_ages) AS u(age)) m
JOIN   LATERAL @hr@.counted_absence(referral_report.as_of, p.uses_calendar,
				p.fit_note_covers) s
			ON bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
JOIN   @hr@.recorded_sickness(referral_report.as_of) r ON r.employee_id = s.employee_id
-- the score, and the highest stage with referral that it reaches, pro rata for a part-timer (BF-5)
CROSS  JOIN LATERAL (
	SELECT COALESCE(s.calendar, p.calendar) AS calendar,
		   bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
		   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
	FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h) w
CROSS  JOIN LATERAL bradford.score_totals(s.spells, referral_report.as_of,
				p.scoring_rule, w.calendar, s.half_days) n
CROSS  JOIN LATERAL (
	SELECT max(t.stage)::integer AS stage,
		   max(w.triggers[t.stage]) FILTER (WHERE n.score >= w.triggers[t.stage]) AS trigger
	FROM   @hr@.policy_stage t
	WHERE  t.policy = p.policy AND t.referral
	-- a stage that policy_terms does not know, such as 0 in a site's view, has no trigger
	AND   (n.score >= w.triggers[t.stage]
		   OR n.occasions >= p.occasion_triggers[t.stage]
		   OR n.days >= w.day_triggers[t.stage])) g
CROSS  JOIN LATERAL (
	SELECT max(d.reached_on) AS reached_on
	FROM   bradford.trigger_dates(s.spells, ARRAY[g.trigger],
				daterange(lower(s.spells), referral_report.as_of, '[]'),
				p.scoring_rule, w.calendar, s.half_days) d
	WHERE  g.trigger IS NOT NULL AND d.cleared_on IS NULL) d
-- causes in the last 12 months that are themselves a reason for referral
CROSS  JOIN LATERAL (
	SELECT string_agg(DISTINCT a.reason::text, ', ' ORDER BY a.reason::text) AS causes,
		   max(a.first_day) AS since
	FROM   @hr@.absence a
	JOIN   @hr@.absence_reason q ON q.reason = a.reason
	WHERE  a.employee_id = s.employee_id AND q.occupational_health
	AND    a.first_day <= referral_report.as_of AND a.first_day >= lower(bradford.known_days())
	AND    a.first_day <= COALESCE(a.last_day, referral_report.as_of)
	AND    COALESCE(a.last_day, referral_report.as_of)
		   >= lower(bradford.rolling_window(referral_report.as_of))) c
-- spells that came to 20 working days in the last 12 months
CROSS  JOIN LATERAL (
	SELECT max(d.day) AS twenty_days_on
	FROM   unnest(r.spells) AS x(spell)
	CROSS  JOIN LATERAL (
		SELECT bradford.find_working_day(lower(x.spell) - 1, 20, r.calendar) AS day) d
	WHERE  x.spell && bradford.rolling_window(referral_report.as_of)
	AND    lower(x.spell) + 20 <= COALESCE(upper(x.spell), referral_report.as_of + 1)
	AND    d.day < COALESCE(upper(x.spell), referral_report.as_of + 1)
	AND    d.day <@ bradford.rolling_window(referral_report.as_of)) l
-- a referral is answered by a report of its own or by any later one
CROSS  JOIN LATERAL (
	SELECT max(o.referred_on) AS referred_on,
		   max(o.reported_on) FILTER (WHERE o.reported_on <= referral_report.as_of) AS reported_on,
		   max(o.referred_on) > COALESCE(max(greatest(o.referred_on, o.reported_on))
				FILTER (WHERE o.reported_on <= referral_report.as_of), '-infinity') AS awaited
	FROM   @hr@.occupational_health_report o
	WHERE  o.employee_id = s.employee_id AND o.referred_on <= referral_report.as_of
	AND    o.referred_on >= lower(bradford.possible_days())
	AND   (o.reported_on >= o.referred_on OR o.reported_on IS NULL)) h
-- the latest reason; a stage that was reached by occasions or days dates from the last spell
CROSS  JOIN LATERAL (
	SELECT greatest(c.since, l.twenty_days_on,
				CASE WHEN g.stage IS NOT NULL THEN COALESCE(d.reached_on, (
						SELECT max(lower(x.spell))
						FROM   unnest(s.spells) AS x(spell))) END) AS since) k
WHERE  k.since IS NOT NULL OR h.awaited;
END;
COMMENT ON FUNCTION @hr@.referral_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.referral_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.referral_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.referral_report IS
	'Occupational health: current employees for whom a referral is to be considered, and why '
	'(AB-9), or whose report is awaited, and the age of the last report (DL-29).';
COMMENT ON COLUMN @hr@.referral_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.referral_report.name IS 'Name';
COMMENT ON COLUMN @hr@.referral_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.referral_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.referral_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.referral_report.status IS
	'due (no report since the reason arose), report awaited, report out of date (older than the '
	'policy allows, DL-29), or report in date';
COMMENT ON COLUMN @hr@.referral_report.reasons IS 'Why a referral is to be considered (AB-9)';
COMMENT ON COLUMN @hr@.referral_report.reason_since IS
	'Day on which the latest of the reasons arose';
COMMENT ON COLUMN @hr@.referral_report.score IS 'Score by the policy in force';
COMMENT ON COLUMN @hr@.referral_report.stage IS
	'Highest stage with referral whose trigger is reached, after the part-time rule (AB-9, '
	'BF-5)';
COMMENT ON COLUMN @hr@.referral_report.causes IS
	'Causes of absence in the last 12 months that are themselves a reason for referral (AB-9)';
COMMENT ON COLUMN @hr@.referral_report.twenty_days_on IS
	'Day in the last 12 months on which a spell of sickness came to 20 working days (AB-9)';
COMMENT ON COLUMN @hr@.referral_report.referred_on IS 'Day of the last referral';
COMMENT ON COLUMN @hr@.referral_report.reported_on IS 'Date of the last report';
COMMENT ON COLUMN @hr@.referral_report.report_age_days IS 'Age of that report in calendar days';
COMMENT ON COLUMN @hr@.referral_report.report_good_until IS
	'Last day on which that report is recent enough for stage 3 (BF-8, DL-29)';

ALTER FUNCTION @hr@.referral_report(date) DEPENDS ON EXTENSION bradford;
