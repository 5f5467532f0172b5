CREATE OR REPLACE FUNCTION @hr@.trigger_event_report(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	happened_on date,
	event text,
	stage integer,
	considered text,
	because text,
	occasions integer,
	days numeric,
	score numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- days on which something other than absence changes for a person: what counts, or what triggers
WITH change AS NOT MATERIALIZED (
	SELECT c.employee_id, c.first_day AS day, NULL AS cause
	FROM   @hr@.contract c
	WHERE  c.first_day BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
	UNION  ALL
	SELECT c.employee_id, c.last_day + 1, NULL
	FROM   @hr@.contract c
	WHERE  c.last_day BETWEEN trigger_event_report.from_day - 1
						  AND trigger_event_report.to_day - 1
	UNION  ALL
	-- a policy for a staff group concerns only that group
	SELECT e.employee_id, p.day, NULL
	FROM  (
		SELECT p.staff_group, p.first_day AS day
		FROM   @hr@.attendance_policy p
		WHERE  p.first_day BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
		UNION  ALL
		SELECT p.staff_group, p.last_day + 1
		FROM   @hr@.attendance_policy p
		WHERE  p.first_day IS NOT NULL
		AND    p.last_day BETWEEN trigger_event_report.from_day - 1
							  AND trigger_event_report.to_day - 1) p
	JOIN   @hr@.employee e ON p.staff_group IS NULL OR p.staff_group = e.staff_group
	UNION  ALL
	SELECT o.employee_id, o.decided_on, 'a named person decided'
	FROM   @hr@.absence_override o
	WHERE  o.decided_on BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
	UNION  ALL
	-- joined absences are one from the first day of the later one on; OFFSET 0: looks up each pair
	SELECT o.employee_id, d.day, NULL
	FROM   @hr@.absence_override o
	CROSS  JOIN LATERAL (
		SELECT greatest(a.first_day, b.first_day) AS day
		FROM   @hr@.absence a
		JOIN   @hr@.absence b ON b.employee_id = a.employee_id AND b.absence_id = o.joined_to
		WHERE  a.employee_id = o.employee_id AND a.absence_id = o.absence_id
		OFFSET 0) d
	WHERE  o.joined_to IS NOT NULL
	AND    d.day BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
	UNION  ALL
	-- AB-1: an open record does not count on its first day if half of that was worked
	SELECT a.employee_id, a.first_day + 1, NULL
	FROM   @hr@.absence a
	WHERE  a.half_worked AND (a.last_day < upper(bradford.known_days())) IS NOT TRUE
	AND    a.first_day BETWEEN trigger_event_report.from_day - 1
						   AND trigger_event_report.to_day - 1
	UNION  ALL
	SELECT n.employee_id, COALESCE(n.received_on, n.first_day), 'fit note'
	FROM   @hr@.fit_note n
	WHERE  COALESCE(n.received_on, n.first_day)
		   BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
), terms AS MATERIALIZED (
	SELECT p.* FROM @hr@.policy_terms() p
)
-- one row for each stage passed
SELECT v.employee_id, v.name, v.service_area, v.manager_id, boss.name AS manager_name, v.policy,
	   v.happened_on,
	   CASE WHEN v.stage > v.before THEN 'reached' ELSE 'cleared' END AS event,
	   c.stage::integer, c.considered,
	   CASE WHEN v.stage > v.before
			THEN COALESCE(CASE WHEN v.changed_to >= c.stage THEN v.because END, 'absence')
			ELSE COALESCE(CASE WHEN v.changed_to < c.stage THEN v.because END,
						  'days left the window') END AS because,
	   v.occasions, v.days, v.score
FROM  (
	-- People for whom only absence changes, which is nearly everybody: all days at once, as things
	-- are on the last of them. The stage on each day on which the score changes, and the one before
	SELECT s.employee_id, s.name, s.service_area, s.manager_id, p.policy, p.titles,
		   h.happened_on, h.stage, h.before, h.before AS changed_to, NULL AS because,
		   h.occasions, h.days, h.score
	FROM   @hr@.policy_in_force(trigger_event_report.to_day) f
	JOIN   terms p ON p.policy = f.policy
	JOIN   LATERAL @hr@.counted_absence(trigger_event_report.to_day, p.uses_calendar,
				p.fit_note_covers) s
				ON bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
	CROSS  JOIN LATERAL (
		SELECT bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
			   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
		FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h) k
	CROSS  JOIN LATERAL (
		SELECT lower(h.period) AS happened_on, h.occasions, h.days, h.score, r.stage,
			   lag(r.stage) OVER (ORDER BY h.period) AS before
		FROM   bradford.score_history(s.spells,
					daterange(trigger_event_report.from_day - 1,
							  trigger_event_report.to_day, '[]'),
					p.scoring_rule, COALESCE(s.calendar, p.calendar), s.half_days) h
		CROSS  JOIN LATERAL (
			SELECT bradford.stage_reached(h.score, h.occasions, h.days, k.triggers,
						p.occasion_triggers, k.day_triggers) AS stage
			-- OFFSET 0, here and below: worked out once a row, not once for each mention
			OFFSET 0) r) h
	WHERE  NOT EXISTS (SELECT FROM change c WHERE c.employee_id = s.employee_id)
	UNION  ALL
	-- all others: from change to change, as things are on the last day of each stretch
	SELECT e.employee_id, e.name, e.service_area, e.manager_id,
		   CASE WHEN h.stage < h.before THEN h.policy_before ELSE h.policy END,
		   CASE WHEN h.stage < h.before THEN h.titles_before ELSE h.titles END,
		   h.happened_on, h.stage, h.before,
		   CASE WHEN h.happened_on = h.first_day THEN h.changed_to ELSE h.before END,
		   h.because, h.occasions, h.days, h.score
	FROM  (
		SELECT c.employee_id, array_agg(DISTINCT c.day) AS days, array_agg(c.day) AS of_day,
			   array_agg(c.cause) AS causes
		FROM   change c
		GROUP  BY c.employee_id) c
	JOIN   @hr@.employee e ON e.employee_id = c.employee_id
	CROSS  JOIN LATERAL (
		SELECT d.*, lag(d.stage) OVER w AS before, lag(d.policy) OVER w AS policy_before,
			   lag(d.titles) OVER w AS titles_before
		FROM  (
			SELECT t.first_day, t.policy, t.titles, t.because,
				   greatest(lower(h.period), t.first_day) AS happened_on,
				   upper(h.period) <= t.first_day AS is_before,
				   h.occasions, h.days, h.score, r.stage,
				   -- the stage that comes from the change alone: that of the
				   -- day before, as things are after the change
				   first_value(r.stage) OVER (PARTITION BY t.first_day ORDER BY h.period)
						AS changed_to
			FROM  (
				SELECT g.first_day, g.last_day, p.policy, p.titles, p.scoring_rule,
					   p.occasion_triggers, s.spells, s.half_days,
					   COALESCE(s.calendar, p.calendar) AS calendar,
					   bradford.pro_rata_triggers(p.triggers, k.share) AS triggers,
					   bradford.pro_rata_triggers(p.day_triggers, k.share) AS day_triggers,
					   nullif(concat_ws('; ',
							CASE WHEN k.here AND NOT lag(k.here) OVER w THEN 'contract began'
								 WHEN NOT k.here AND lag(k.here) OVER w THEN 'contract ended'
								 WHEN p.by_hours AND s.fte <> lag(s.fte) OVER w
								 THEN 'hours changed' END,
							CASE WHEN p.policy IS DISTINCT FROM lag(p.policy) OVER w
								 THEN 'policy changed' END, (
							SELECT string_agg(DISTINCT u.cause, '; ')
							FROM   unnest(c.of_day, c.causes) AS u(day, cause)
							WHERE  u.day = g.first_day)), '') AS because
				FROM  (
					SELECT d.day AS first_day,
						   COALESCE(lead(d.day) OVER (ORDER BY d.day) - 1,
									trigger_event_report.to_day) AS last_day
					FROM  (
						SELECT trigger_event_report.from_day - 1 AS day
						UNION  ALL
						SELECT u.day
						FROM   unnest(c.days) AS u(day)
						-- true for all of them; it tells the planner that they are few
						WHERE  u.day BETWEEN trigger_event_report.from_day
										 AND trigger_event_report.to_day) d) g
				-- by the person's policy of that day, if there is one, and if the person works here
				LEFT   JOIN LATERAL (
					SELECT p.*
					FROM   @hr@.policy_in_force(g.last_day) f
					JOIN   terms p ON p.policy = f.policy
					WHERE  bradford.policy_applies(f.staff_group, f.other_groups,
								e.staff_group)) p ON true
				LEFT   JOIN LATERAL (
					SELECT s.*
					FROM   @hr@.counted_absence(g.last_day, p.uses_calendar, p.fit_note_covers) s
					WHERE  s.employee_id = e.employee_id) s ON true
				CROSS  JOIN LATERAL (
					SELECT s.employee_id IS NOT NULL AS here,
						   CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) k
				WINDOW w AS (ORDER BY g.first_day)) t
			LEFT   JOIN LATERAL bradford.score_history(
						CASE WHEN t.policy IS NOT NULL THEN t.spells END,
						daterange(greatest(t.first_day, trigger_event_report.from_day) - 1,
								  t.last_day, '[]'),
						t.scoring_rule, t.calendar, t.half_days) h ON true
			CROSS  JOIN LATERAL (
				SELECT CASE WHEN h.period IS NULL THEN 0
							ELSE bradford.stage_reached(h.score, h.occasions, h.days, t.triggers,
									t.occasion_triggers, t.day_triggers) END AS stage
				OFFSET 0) r) d
		WHERE  d.is_before IS NOT TRUE
		WINDOW w AS (ORDER BY d.happened_on)) h) v
CROSS  JOIN LATERAL unnest(v.titles) WITH ORDINALITY AS c(considered, stage)
-- the manager's name, for readers who may see it; min: a site's view may repeat an employee
CROSS  JOIN LATERAL (
	SELECT min(b.name::text) AS name FROM @hr@.employee b WHERE b.employee_id = v.manager_id) boss
WHERE  v.happened_on >= trigger_event_report.from_day AND v.stage <> v.before
AND    c.stage > least(v.stage, v.before) AND c.stage <= greatest(v.stage, v.before)
AND    bradford.require_period(trigger_event_report.from_day, trigger_event_report.to_day);
END;
COMMENT ON FUNCTION @hr@.trigger_event_report(date, date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.trigger_event_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.trigger_event_report(CURRENT_DATE - 6, CURRENT_DATE);
COMMENT ON VIEW @hr@.trigger_event_report IS
	'Who reached which trigger, and for whom it cleared, from one day to another, both included '
	'(BF-15), by the records as they are now. The view shows the last seven days. The events '
	'between two days add up to the change of stage_reached in trigger_report, where people who '
	'are not in the report have stage 0. digest_report goes by the day on which a crossing became '
	'known.';
COMMENT ON COLUMN @hr@.trigger_event_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.trigger_event_report.name IS 'Name';
COMMENT ON COLUMN @hr@.trigger_event_report.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.trigger_event_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.trigger_event_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.trigger_event_report.policy IS
	'Policy whose trigger it is: the person''s policy on that day, or on the day before if the '
	'trigger cleared';
COMMENT ON COLUMN @hr@.trigger_event_report.happened_on IS 'Day of the crossing';
COMMENT ON COLUMN @hr@.trigger_event_report.event IS
	'reached, or cleared: the score fell below it';
COMMENT ON COLUMN @hr@.trigger_event_report.stage IS 'Stage whose trigger it is';
COMMENT ON COLUMN @hr@.trigger_event_report.considered IS 'What is considered at that stage';
COMMENT ON COLUMN @hr@.trigger_event_report.because IS
	'absence, days left the window, or what else changed on that day: contract began, contract '
	'ended, hours changed (BF-5), policy changed, a named person decided, fit note (AB-2)';
COMMENT ON COLUMN @hr@.trigger_event_report.occasions IS
	'Counted absences in the window on that day; none: the person is not in trigger_report';
COMMENT ON COLUMN @hr@.trigger_event_report.days IS 'Counted days in the window on that day';
COMMENT ON COLUMN @hr@.trigger_event_report.score IS 'Score on that day';

ALTER FUNCTION @hr@.trigger_event_report(date, date) DEPENDS ON EXTENSION bradford;
