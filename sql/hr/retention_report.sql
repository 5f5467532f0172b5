CREATE OR REPLACE FUNCTION @hr@.retention_report(before date, as_of date DEFAULT CURRENT_DATE)
RETURNS TABLE (
	relation text,
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	record text,
	first_day date,
	last_day date,
	removable boolean,
	kept_because text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 10000
-- it reads many reports: to compile it takes longer than to run it
SET jit = off
BEGIN ATOMIC
-- How far reports look back. A report as at any day from "since" on must not change, since
-- record_trigger_events works out the crossings of two years anew. For that, absence is needed
-- from "absence_from" on: a window earlier, and the whole of that reporting year.
WITH RECURSIVE term AS MATERIALIZED (
	SELECT d.since, w.look_back, w.repeat_within, w.late_choice,
		   least((d.since - w.look_back)::date,
				 (date_trunc('year', d.since - interval '3 months') + interval '3 months')::date)
				AS absence_from
	FROM  (
		-- no report is as at a day before the first that calendars know
		SELECT greatest(lower(bradford.known_days()), least(retention_report.before,
					(CASE WHEN bradford.require_known_day(retention_report.as_of)
						  THEN retention_report.as_of END - interval '2 years')::date)) AS since) d
	CROSS  JOIN (
		-- the longest of all policies, and no less than the rules say
		SELECT greatest(interval '12 months',
					max(substring(p.scoring_rule::text FROM 'window=([^;]+)')::interval))
					AS look_back,
			   greatest(interval '2 years',
					max(s.repeat_within) FILTER (WHERE s.repeat_within <= interval '100 years'),
					max(s.report_age) FILTER (WHERE s.report_age <= interval '100 years'))
					AS repeat_within,
			   COALESCE(bool_or(p.rises_apply <> 'always'), false) AS late_choice
		FROM   @hr@.attendance_policy p
		LEFT   JOIN @hr@.policy_stage s ON s.policy = p.policy) w
), person AS MATERIALIZED (
	SELECT e.employee_id, e.name, e.left_on, e.left_on < retention_report.as_of AS has_left,
		   EXISTS (SELECT FROM @hr@.hr_case c
				   WHERE  c.employee_id = e.employee_id
				   AND   (c.closed_on <= retention_report.as_of) IS NOT TRUE) AS has_case
	FROM  (
		SELECT e.employee_id, min(e.name) AS name,
			   max(COALESCE(c.last_day, 'infinity')) FILTER (WHERE c.employee_id IS NOT NULL)
					AS left_on
		FROM   @hr@.employee e
		LEFT   JOIN @hr@.contract c ON c.employee_id = e.employee_id
		GROUP  BY e.employee_id) e

-- absence: what belongs together goes together -----------------------------------------------
), absent AS MATERIALIZED (
	-- an absence is closed on the day of the last event about it
	SELECT a.absence_id, a.employee_id,
		   a.first_day::date AS first_day, a.last_day::date AS last_day,
		   daterange(a.first_day, CASE WHEN a.last_day < upper(bradford.known_days())
									   THEN greatest(a.last_day, a.first_day) + 1 END) AS days,
		   CASE WHEN a.last_day < upper(bradford.known_days())
				THEN greatest(a.last_day, a.self_certified_on, x.day) END AS closed_on
	FROM   @hr@.absence a
	LEFT   JOIN (
		SELECT x.employee_id, x.absence_id, max(x.day) AS day
		FROM  (
			SELECT o.employee_id, o.absence_id, o.decided_on AS day FROM @hr@.absence_override o
			UNION  ALL
			SELECT o.employee_id, o.joined_to, o.decided_on FROM @hr@.absence_override o
			UNION  ALL
			SELECT r.employee_id, r.absence_id, greatest(r.held_on, r.form_received_on)
			FROM   @hr@.return_to_work r) x
		GROUP  BY x.employee_id, x.absence_id) x
			ON x.employee_id = a.employee_id AND x.absence_id = a.absence_id
	WHERE  a.first_day < upper(bradford.known_days())
), together AS MATERIALIZED (
	-- days of absence and of fit notes that overlap or touch, or have no working day between them;
	-- the days between absences that somebody joined
	SELECT d.employee_id, u.days
	FROM  (
		SELECT d.employee_id, range_agg(d.days) AS days
		FROM  (
			SELECT a.employee_id, a.days FROM absent a
			UNION  ALL
			SELECT n.employee_id, daterange(n.first_day,
						CASE WHEN (n.last_day >= upper(bradford.known_days())) IS NOT TRUE
							 THEN greatest(n.first_day, n.last_day) + 1 END)
			FROM   @hr@.fit_note n
			WHERE  n.first_day < upper(bradford.known_days())
			UNION  ALL
			SELECT a.employee_id, range_merge(a.days, b.days)
			FROM   @hr@.absence_override o
			JOIN   absent a ON a.employee_id = o.employee_id AND a.absence_id = o.absence_id
			JOIN   absent b ON b.employee_id = o.employee_id AND b.absence_id = o.joined_to) d
		GROUP  BY d.employee_id) d
	LEFT   JOIN LATERAL (
		SELECT w.calendar
		FROM   @hr@.working_pattern() w
		WHERE  w.employee_id = d.employee_id
		LIMIT  1) w ON true
	CROSS  JOIN LATERAL unnest(d.days + COALESCE((
		SELECT range_agg(g.gap)
		FROM   unnest(datemultirange(range_merge(d.days)) - d.days) AS g(gap)
		WHERE  g.gap <@ bradford.known_days()
		AND    bradford.working_days(g.gap, w.calendar) = 0), '{}')) AS u(days)

-- warnings: those that are live, and those near enough to be repeated ----------------------------
), issued AS MATERIALIZED (
	-- Warnings form rows: a row ends if the next one is so late that no rule joins them (BF-10).
	SELECT w.*, sum(w.apart::integer) OVER (PARTITION BY w.employee_id
				ORDER BY w.issued_on, w.stage) AS row_of
	FROM  (
		SELECT w.employee_id, w.policy, w.stage, w.issued_on, w.outcome, w.satisfactory,
			   w.review_until, w.review_held_on, w.appeal_upheld_on,
			   COALESCE(w.issued_on > lag(w.issued_on) OVER in_turn
							+ t.repeat_within + t.look_back + interval '1 year', false) AS apart,
			   lead(w.issued_on) OVER in_turn AS next_on
		FROM   @hr@.warning w
		CROSS  JOIN term t
		WHERE  w.issued_on >= lower(bradford.possible_days())
		AND    w.issued_on < upper(bradford.known_days())
		WINDOW in_turn AS (PARTITION BY w.employee_id ORDER BY w.issued_on, w.stage)) w
), warned AS MATERIALIZED (
	SELECT w.employee_id, w.policy, w.stage, w.issued_on, w.row_of, l.until,
		   (w.review_held_on <= retention_report.as_of) IS NOT TRUE
		   AND w.review_until >= retention_report.as_of AND NOT p.has_left AS in_review,
		   -- what it rests on
		   CASE WHEN t.late_choice THEN '-infinity' ELSE least((w.issued_on - t.look_back)::date, (
				SELECT max(a.first_day)
				FROM   @hr@.absence a
				WHERE  a.employee_id = w.employee_id AND a.first_day <= w.issued_on)) END
				AS absence_from
	FROM   issued w
	CROSS  JOIN term t
	LEFT   JOIN person p ON p.employee_id = w.employee_id
	LEFT   JOIN LATERAL (
		-- an upheld appeal leads back to an earlier stage (BF-11)
		SELECT max(CASE WHEN s.warning_life > '0' AND s.warning_life <= interval '100 years'
						THEN s.warning_life ELSE '300 years' END) AS life
		FROM   @hr@.policy_stage s
		WHERE  s.policy = w.policy AND s.stage <= w.stage) s ON true
	-- somebody who has left has no live warning; after unsatisfactory
	-- attendance, a warning may stay until the next
	CROSS  JOIN LATERAL (
		SELECT greatest(w.issued_on, w.review_until, w.review_held_on, w.appeal_upheld_on,
					CASE WHEN w.outcome <> 'no warning'
						 THEN least(p.left_on, greatest(
								CASE WHEN w.satisfactory IS FALSE
									 THEN COALESCE(w.next_on, 'infinity') END,
								(greatest(w.issued_on,
									CASE WHEN w.appeal_upheld_on < upper(bradford.known_days())
										 THEN w.appeal_upheld_on END)
									+ COALESCE(s.life, '300 years'))::date)) END) AS until) l
), row_of_warnings AS MATERIALIZED (
	-- A decision bars action until an absence that began after it (BF-9), and repeated warnings
	-- count back from the last absence.
	SELECT w.employee_id, w.row_of, bool_or(w.until >= retention_report.as_of) AS live,
		   min(w.absence_from) AS absence_from
	FROM   warned w
	CROSS  JOIN term t
	LEFT   JOIN (
		SELECT g.employee_id, greatest(min(lower(g.days)), lower(bradford.known_days()))
					AS first_day
		FROM   together g
		CROSS  JOIN term t
		WHERE  upper_inf(g.days) OR upper(g.days) > t.since - t.look_back
		GROUP  BY g.employee_id) c ON c.employee_id = w.employee_id
	GROUP  BY w.employee_id, w.row_of, t.since, t.look_back, t.repeat_within, c.first_day
	HAVING max(w.issued_on) >= least(t.since, c.first_day) - t.look_back - t.repeat_within
	OR     max(w.until) >= t.since

-- who is at a trigger, and since when: the report shows on which day it was reached ---------------
), at_trigger AS MATERIALIZED (
	SELECT s.employee_id, min(h.reached_on - t.look_back)::date AS absence_from
	FROM   term t
	CROSS  JOIN @hr@.policy_in_force(retention_report.as_of) f
	JOIN   @hr@.policy_terms() p ON p.policy = f.policy
	JOIN   LATERAL @hr@.counted_absence(
				retention_report.as_of, p.uses_calendar, p.fit_note_covers) s
				ON bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
	-- by the fewest hours that the person ever had: no trigger was lower (BF-5)
	CROSS  JOIN LATERAL (
		SELECT COALESCE(s.calendar, p.calendar) AS calendar,
			   bradford.pro_rata_triggers(p.triggers, o.share) AS triggers,
			   bradford.pro_rata_triggers(p.day_triggers, o.share) AS day_triggers
		FROM  (
			SELECT CASE WHEN p.by_hours THEN least(s.fte, min(o.fte)) ELSE 1 END AS share
			FROM   @hr@.hours_over_time() o
			WHERE  o.employee_id = s.employee_id AND o.fte > 0) o
		OFFSET 0) k
	CROSS  JOIN LATERAL bradford.score_totals(s.spells, retention_report.as_of, p.scoring_rule,
				k.calendar, s.half_days) n
	CROSS  JOIN LATERAL (
		SELECT COALESCE(
					max(upper(h.period)) FILTER (
							WHERE  bradford.stage_reached(h.score, h.occasions, h.days, k.triggers,
												p.occasion_triggers, k.day_triggers) < 1),
					lower(s.spells)) AS reached_on
		FROM   bradford.score_history(s.spells,
					daterange(least(lower(s.spells), retention_report.as_of),
							retention_report.as_of, '[]'), p.scoring_rule,
					k.calendar, s.half_days) h) h
	WHERE  bradford.stage_reached(n.score, n.occasions, n.days, k.triggers, p.occasion_triggers,
				k.day_triggers) >= 1
	GROUP  BY s.employee_id

-- why each spell is kept -------------------------------------------------------------------------
), spell AS MATERIALIZED (
	SELECT g.employee_id, g.days,
		   CASE WHEN p.has_case THEN 'open case'
				WHEN upper_inf(g.days) THEN 'still absent'
				WHEN upper(g.days) > w.live_from THEN 'live warning'
				WHEN upper(g.days) > a.absence_from THEN 'still at a trigger'
				WHEN upper(g.days) > w.any_from THEN 'warning that may be repeated'
				WHEN upper(g.days) > t.absence_from THEN 'rolling window'
				WHEN c.closed_on >= retention_report.before THEN 'something about it is later'
		   END AS kept_because
	FROM   together g
	CROSS  JOIN term t
	LEFT   JOIN person p ON p.employee_id = g.employee_id
	LEFT   JOIN (
		SELECT r.employee_id, min(r.absence_from) AS any_from,
			   min(r.absence_from) FILTER (WHERE r.live) AS live_from
		FROM   row_of_warnings r
		GROUP  BY r.employee_id) w ON w.employee_id = g.employee_id
	LEFT   JOIN at_trigger a ON a.employee_id = g.employee_id
	LEFT   JOIN (
		SELECT a.employee_id, g.days, max(COALESCE(a.closed_on, 'infinity')) AS closed_on
		FROM   together g
		JOIN  (SELECT a.employee_id, a.first_day, a.closed_on FROM absent a
			   UNION  ALL
			   SELECT n.employee_id, n.first_day::date, greatest(n.last_day, n.received_on)
			   FROM   @hr@.fit_note n) a ON a.employee_id = g.employee_id AND g.days @> a.first_day
		GROUP  BY a.employee_id, g.days) c ON c.employee_id = g.employee_id AND c.days = g.days

-- pay: the months that pay_difference_report looks at for everybody ------------------------------
), difference AS MATERIALIZED (
	SELECT min(r.pay_month) AS month
	FROM   term t
	CROSS  JOIN LATERAL @hr@.pay_difference_report(t.since) r
	WHERE  r.unknown IS NULL
	AND    EXISTS (SELECT FROM @hr@.paid p WHERE p.month < t.since)
), month_paid AS MATERIALIZED (
	SELECT COALESCE(max(m.month) FILTER (WHERE m.is_full AND m.month <= least(d.month, t.since)),
					min(m.month)) AS kept_from,
		   min(d.month) AS difference
	FROM   term t
	CROSS  JOIN difference d
	CROSS  JOIN @hr@.full_month m
), account AS MATERIALIZED (
	SELECT a.employee_id, a.post, a.first_month, a.last_month,
		   CASE WHEN a.last_day >= t.since THEN 'contract year'
				WHEN a.unknown IS NOT NULL OR a.timesheets_missing > 0 THEN 'account not settled'
		   END AS kept_because
	FROM   term t
	CROSS  JOIN LATERAL @hr@.hours_account(lower(bradford.known_days()), retention_report.as_of) a
), sheet AS MATERIALIZED (
	-- the timesheets of an account go or stay together, or its settlement would change
	SELECT h.employee_id, h.post, h.month, d.last_day,
		   greatest(d.last_day, h.received_on) AS closed_on,
		   COALESCE(a.account, h.month) AS account,
		   CASE WHEN p.has_case THEN 'open case'
				WHEN d.last_day IS NULL THEN 'impossible month'
				WHEN a.kept_because IS NOT NULL THEN a.kept_because
				-- pay_difference_report looks at a month that is recorded as paid,
				-- whatever the run
				WHEN h.month >= m.kept_from OR q.recorded_on >= retention_report.before
				THEN 'pay of that month'
				WHEN h.month >= date_trunc('month', t.since::timestamp) THEN 'contract year'
		   END AS kept_because
	FROM   @hr@.timesheet h
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN h.month >= lower(bradford.possible_days())
						 AND h.month < upper(bradford.known_days())
					THEN (h.month + interval '1 month')::date - 1 END AS last_day) d
	CROSS  JOIN term t
	LEFT   JOIN month_paid m ON true
	LEFT   JOIN person p ON p.employee_id = h.employee_id
	LEFT   JOIN (
		SELECT o.employee_id, o.post, o.month, min(a.first_month) AS account,
			   min(a.kept_because) AS kept_because
		FROM   @hr@.timesheet o
		JOIN   account a ON a.employee_id = o.employee_id AND a.post = o.post
					AND o.month >= a.first_month AND o.month <= a.last_month
		GROUP  BY o.employee_id, o.post, o.month) a
			ON a.employee_id = h.employee_id AND a.post = h.post AND a.month = h.month
	LEFT   JOIN (
		SELECT o.employee_id, o.post, o.month, max(o.recorded_on) AS recorded_on
		FROM   @hr@.paid o
		GROUP  BY o.employee_id, o.post, o.month) q
			ON q.employee_id = h.employee_id AND q.post = h.post AND q.month = h.month

-- records, and why each is kept ------------------------------------------------------------------
), record AS MATERIALIZED (
	SELECT 'absence' AS relation, a.employee_id, format('absence %s', a.absence_id) AS record,
		   a.first_day, a.last_day, a.closed_on, s.kept_because
	FROM   absent a
	LEFT   JOIN spell s ON s.employee_id = a.employee_id AND s.days @> a.first_day
	UNION  ALL
	-- a record without a possible day stays, and so does its person
	SELECT 'absence', a.employee_id, format('absence %s', a.absence_id), a.first_day, a.last_day,
		   NULL, 'impossible day'
	FROM   @hr@.absence a
	WHERE (a.first_day < upper(bradford.known_days())) IS NOT TRUE
	UNION  ALL
	SELECT 'absence_override', a.employee_id, format('absence %s', a.absence_id), o.decided_on,
		   o.decided_on, a.closed_on, s.kept_because
	FROM   @hr@.absence_override o
	JOIN   absent a ON a.employee_id = o.employee_id AND a.absence_id = o.absence_id
	LEFT   JOIN spell s ON s.employee_id = a.employee_id AND s.days @> a.first_day
	UNION  ALL
	SELECT 'return_to_work', a.employee_id, format('absence %s', a.absence_id), r.held_on,
		   greatest(r.held_on, r.form_received_on), a.closed_on, s.kept_because
	FROM   @hr@.return_to_work r
	JOIN   absent a ON a.employee_id = r.employee_id AND a.absence_id = r.absence_id
	LEFT   JOIN spell s ON s.employee_id = a.employee_id AND s.days @> a.first_day
	UNION  ALL
	SELECT 'fit_note', n.employee_id, format('fit note of %s to %s', n.first_day, n.last_day),
		   n.first_day, n.last_day, greatest(n.last_day, n.received_on), s.kept_because
	FROM   @hr@.fit_note n
	LEFT   JOIN spell s ON s.employee_id = n.employee_id AND s.days @> n.first_day::date
	UNION  ALL
	SELECT 'warning', w.employee_id, format('stage %s of %s', w.stage, w.issued_on), w.issued_on,
		   nullif(w.until, 'infinity'), nullif(w.until, 'infinity'),
		   CASE WHEN p.has_case THEN 'open case'
				WHEN w.in_review THEN 'review period'
				WHEN w.until >= retention_report.as_of THEN 'live warning'
				WHEN r.row_of IS NOT NULL THEN 'warning that may be repeated' END
	FROM   warned w
	LEFT   JOIN person p ON p.employee_id = w.employee_id
	LEFT   JOIN row_of_warnings r ON r.employee_id = w.employee_id AND r.row_of = w.row_of
	UNION  ALL
	SELECT 'warning', w.employee_id, format('stage %s of %s', w.stage, w.issued_on), w.issued_on,
		   NULL, NULL, 'impossible day'
	FROM   @hr@.warning w
	WHERE (w.issued_on >= lower(bradford.possible_days())
		   AND w.issued_on < upper(bradford.known_days())) IS NOT TRUE
	UNION  ALL
	SELECT 'occupational_health_report', o.employee_id, format('referral of %s', o.referred_on),
		   o.referred_on, o.reported_on,
		   CASE WHEN o.reported_on IS NOT NULL OR p.has_left
				THEN greatest(o.referred_on, o.reported_on) END,
		   CASE WHEN p.has_case THEN 'open case'
				WHEN o.reported_on IS NULL AND NOT p.has_left THEN 'report awaited'
				WHEN greatest(o.referred_on, o.reported_on) >= t.absence_from THEN 'rolling window'
				WHEN NOT p.has_left AND (o.referred_on = max(o.referred_on) OVER of_person
					 OR o.reported_on = max(o.reported_on)
								FILTER (WHERE o.reported_on <= retention_report.as_of)
								OVER of_person)
				THEN 'latest report' END
	FROM   @hr@.occupational_health_report o
	CROSS  JOIN term t
	LEFT   JOIN person p ON p.employee_id = o.employee_id
	WINDOW of_person AS (PARTITION BY o.employee_id)
	UNION  ALL
	SELECT 'hr_case', c.employee_id, format('case %s', c.case_id), c.opened_on, c.closed_on,
		   greatest(c.closed_on, (SELECT max(e.happened_on) FROM @hr@.case_event e
								  WHERE  e.employee_id = c.employee_id AND e.case_id = c.case_id)),
		   CASE WHEN (c.closed_on <= retention_report.as_of) IS NOT TRUE OR p.has_case
				THEN 'open case' END
	FROM   @hr@.hr_case c
	LEFT   JOIN person p ON p.employee_id = c.employee_id
	UNION  ALL
	SELECT 'timesheet', h.employee_id, format('%s in post %s', h.month, h.post),
		   h.month, h.last_day, h.closed_on,
		   COALESCE(h.kept_because, min(h.kept_because) OVER of_account,
				CASE WHEN max(h.closed_on) OVER of_account >= retention_report.before
					 THEN 'contract year' END)
	FROM   sheet h
	WINDOW of_account AS (PARTITION BY h.employee_id, h.post, h.account)
	UNION  ALL
	SELECT 'paid', h.employee_id,
		   format('%s in run %L, post %s from %s', h.month, h.run, h.post,
				  h.first_day),
		   h.month, d.last_day, greatest(d.last_day, h.recorded_on),
		   CASE WHEN p.has_case THEN 'open case'
				WHEN d.last_day IS NULL THEN 'impossible month'
				WHEN h.month >= m.difference THEN 'difference not paid'
				WHEN h.month >= m.kept_from THEN 'pay of that month' END
	FROM   @hr@.paid h
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN h.month >= lower(bradford.possible_days())
						 AND h.month < upper(bradford.known_days())
					THEN (h.month + interval '1 month')::date - 1 END AS last_day) d
	CROSS  JOIN term t
	LEFT   JOIN month_paid m ON true
	LEFT   JOIN person p ON p.employee_id = h.employee_id
	UNION  ALL
	SELECT 'trigger_event', v.employee_id,
		   format('stage %s %s on %s, recorded %s, policy %s', v.stage, v.event, v.happened_on,
				  v.recorded_at, v.policy),
		   v.happened_on, greatest(v.happened_on, v.recorded_at::date, v.withdrawn_at::date),
		   greatest(v.happened_on, v.recorded_at::date, v.withdrawn_at::date),
		   CASE WHEN p.has_case THEN 'open case'
				WHEN v.happened_on >= t.since THEN 'worked out anew' END
	FROM   @hr@.trigger_event v
	CROSS  JOIN term t
	LEFT   JOIN person p ON p.employee_id = v.employee_id
	UNION  ALL
	SELECT 'login', l.employee_id, format('%s from %s', l.role_name, l.first_day), l.first_day,
		   l.last_day, l.last_day, CASE WHEN l.last_day IS NULL THEN 'login without an end' END
	FROM   @hr@.login l
	UNION  ALL
	SELECT 'deputy', d.employee_id, format('%s from %s', d.deputy_id, d.first_day), d.first_day,
		   d.last_day, d.last_day, NULL
	FROM   @hr@.deputy d
), settled AS MATERIALIZED (
	SELECT r.*, COALESCE(r.closed_on < retention_report.before, false) AND r.kept_because IS NULL
				AS removable
	FROM   record r
), gone AS MATERIALIZED (
	-- people go when they have no other record that stays
	SELECT p.employee_id, p.left_on, p.has_left,
		   CASE WHEN p.has_case THEN 'open case'
				WHEN NOT p.has_left THEN 'still employed'
				WHEN p.left_on >= m.kept_from THEN 'pay of that month'
				WHEN p.left_on >= t.absence_from THEN 'figures of that year'
				WHEN s.employee_id IS NOT NULL THEN 'other records are kept' END AS kept_because
	FROM   person p
	CROSS  JOIN term t
	LEFT   JOIN month_paid m ON true
	LEFT   JOIN (SELECT DISTINCT s.employee_id FROM settled s WHERE NOT s.removable) s
			ON s.employee_id = p.employee_id
), closed AS MATERIALIZED (
	SELECT r.*
	FROM  (
		SELECT s.relation, s.employee_id, s.record, s.first_day, s.last_day, s.closed_on,
			   s.kept_because
		FROM   settled s
		UNION  ALL
		SELECT 'contract', c.employee_id, format('post %s from %s', c.post, c.first_day),
			   c.first_day, c.last_day, c.last_day, g.kept_because
		FROM   @hr@.contract c
		JOIN   gone g ON g.employee_id = c.employee_id
		UNION  ALL
		SELECT 'employee', g.employee_id, format('employee %s', g.employee_id),
			  (SELECT min(c.first_day) FROM @hr@.contract c WHERE c.employee_id = g.employee_id),
			   g.left_on, g.left_on, g.kept_because
		FROM   gone g
		WHERE  g.has_left) r
	WHERE  r.closed_on < retention_report.before
	OR     r.closed_on IS NULL AND r.first_day < retention_report.before

-- what the history is still needed for ------------------------------------------------------------
), known AS MATERIALIZED (
	SELECT * FROM @hr@.known_otherwise(retention_report.as_of)
), asked AS MATERIALIZED (
	-- Somebody may ask what was known on any day from "before" on, and also from the issue of a
	-- warning that is kept.
	SELECT s.employee_id, min(s.first_day) AS all_from,
		   min(s.first_day) FILTER (WHERE NOT s.removable) AS kept_from
	FROM   settled s
	WHERE  s.relation = 'warning' AND s.first_day < retention_report.before
	GROUP  BY s.employee_id
), otherwise AS MATERIALIZED (
	-- If one record of a person is kept for this, all are.
	SELECT k.employee_id
	FROM   known k
	JOIN   closed r ON r.employee_id = k.employee_id AND r.relation = k.relation
				AND r.record = k.record AND r.kept_because IS NULL
	LEFT   JOIN closed j ON j.employee_id = k.employee_id AND j.relation = k.relation
				AND j.record = k.joined_to AND j.kept_because IS NULL
	LEFT   JOIN asked a ON a.employee_id = k.employee_id
	WHERE  k.stands AND k.known_until >= COALESCE(a.kept_from, retention_report.before)
	AND   (k.joined_to IS NULL OR j.record IS NULL)
	UNION
	-- earlier holders of the same number would lose their versions
	SELECT k.employee_id FROM known k WHERE k.record IS NULL
), named AS (
	-- people who are named by somebody who stays
	(SELECT p.employee_id
	 FROM   @hr@.deputy d
	 JOIN   person p ON p.employee_id::text = d.deputy_id::text
	 LEFT   JOIN otherwise o ON o.employee_id = d.employee_id
	 WHERE (d.last_day < retention_report.before) IS NOT TRUE OR o.employee_id IS NOT NULL
	 UNION
	 SELECT p.employee_id
	 FROM   gone g
	 LEFT   JOIN otherwise o ON o.employee_id = g.employee_id
	 JOIN   @hr@.employee e ON e.employee_id = g.employee_id
	 JOIN   person p ON p.employee_id = e.manager_id
	 WHERE  g.has_left IS NOT TRUE OR g.kept_because IS NOT NULL OR o.employee_id IS NOT NULL)
	UNION
	SELECT p.employee_id
	FROM   named n
	JOIN   @hr@.employee e ON e.employee_id = n.employee_id
	JOIN   person p ON p.employee_id = e.manager_id
)
SELECT r.relation, r.employee_id, p.name, r.record, r.first_day, r.last_day,
	   r.kept_because IS NULL AS removable, r.kept_because
FROM  (
	SELECT r.relation, r.employee_id, r.record, r.first_day, r.last_day,
		   CASE WHEN r.kept_because IS NOT NULL THEN r.kept_because
				WHEN o.employee_id IS NOT NULL THEN 'known otherwise'
				WHEN n.employee_id IS NOT NULL AND r.relation IN ('employee', 'contract')
				THEN 'manager or deputy of others' END AS kept_because
	FROM   closed r
	LEFT   JOIN otherwise o ON o.employee_id = r.employee_id
	LEFT   JOIN named n ON n.employee_id = r.employee_id
	UNION  ALL
	-- deleted earlier, and still in the history
	SELECT k.relation || '_history', k.employee_id, k.record, k.first_day, k.last_day,
		   CASE WHEN k.kept_because IS NOT NULL THEN k.kept_because
				WHEN k.known_until >= COALESCE(
						CASE WHEN o.employee_id IS NULL THEN a.kept_from ELSE a.all_from END,
						retention_report.before) THEN 'known otherwise' END
	FROM   known k
	LEFT   JOIN otherwise o ON o.employee_id = k.employee_id
	LEFT   JOIN asked a ON a.employee_id = k.employee_id
	WHERE  NOT k.stands AND COALESCE(k.last_day, '-infinity') < retention_report.before) r
LEFT   JOIN person p ON p.employee_id = r.employee_id
WHERE  bradford.require_known_day(retention_report.as_of)
AND    bradford.require_known_day(retention_report.before);
END;
COMMENT ON FUNCTION @hr@.retention_report(date, date) IS
	'Records about people that are closed and lie wholly before a day, and those that began before '
	'it and have no end: which of them forget() would remove, and why it keeps the others.';

ALTER FUNCTION @hr@.retention_report(date, date) DEPENDS ON EXTENSION bradford;
