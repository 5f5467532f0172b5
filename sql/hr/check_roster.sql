CREATE OR REPLACE FUNCTION @hr@.check_roster(from_day date, to_day date)
RETURNS TABLE (
	roster @hr@.roster_shift.roster%TYPE,
	team text,
	kind text,
	finding text,
	employee_id @hr@.employee.employee_id%TYPE,
	name text,
	what text,
	day date,
	from_time timestamptz,
	to_time timestamptz,
	minutes numeric,
	detail text,
	cost numeric,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH rostered AS MATERIALIZED (
	SELECT * FROM @hr@.rostered_shift(check_roster.from_day, check_roster.to_day)
), on_roster AS MATERIALIZED (
	SELECT * FROM @hr@.roster_person(check_roster.from_day, check_roster.to_day)
), proposal AS MATERIALIZED (
	SELECT DISTINCT s.roster, s.team, s.zone FROM rostered s WHERE s.team IS NOT NULL
), got AS MATERIALIZED (
	SELECT s.roster, s.employee_id, p.team, sum(s.seconds) AS seconds,
		   count(DISTINCT date_trunc('week', s.day::timestamp))
				FILTER (WHERE extract(isodow FROM s.day) IN (6, 7)) AS weekends
	FROM   rostered s
	JOIN   on_roster p ON p.employee_id = s.employee_id AND s.day <@ p.counts_on
	GROUP  BY s.roster, s.employee_id, p.team
), worked AS MATERIALIZED (
	SELECT s.roster, s.employee_id, range_agg(daterange(s.day, s.day, '[]')) AS days
	FROM   rostered s
	GROUP  BY s.roster, s.employee_id
), person AS MATERIALIZED (
	-- everybody who is on the roster of the team, and what they got
	SELECT r.roster, p.*, COALESCE(w.days, '{}') AS worked, COALESCE(g.seconds, 0) AS seconds,
		   COALESCE(g.weekends, 0) AS weekends
	FROM   proposal r
	JOIN   on_roster p ON p.team = r.team
	LEFT   JOIN got g ON g.roster = r.roster AND g.employee_id = p.employee_id AND g.team = p.team
	LEFT   JOIN worked w ON w.roster = r.roster AND w.employee_id = p.employee_id
), asked AS MATERIALIZED (
	SELECT * FROM @hr@.roster_request_day(check_roster.from_day, check_roster.to_day)
), request AS MATERIALIZED (
	SELECT p.roster, q.team, q.employee_id, q.request, q.kind, q.day, q.during, q.weight,
		   range_agg(s.during * q.during) AS broken,
		   COALESCE(bool_or(lower(s.during) <@ q.during), false) AS begins,
		   COALESCE(range_agg(s.during) @> q.during, false) AS covered
	FROM   person p
	JOIN   asked q ON q.employee_id = p.employee_id AND q.team = p.team
	LEFT   JOIN rostered s
				ON s.roster = p.roster AND s.employee_id = q.employee_id AND s.during && q.during
	GROUP  BY p.roster, q.team, q.employee_id, q.request, q.kind, q.day, q.during, q.weight
), before AS MATERIALIZED (
	SELECT * FROM @hr@.on_duty_since(check_roster.from_day)
), part AS MATERIALIZED (
	-- a person counts once: somebody still on duty since the evening before counts there
	SELECT s.roster, s.team, s.skill, s.skills, s.grades, c.part
	FROM   rostered s
	LEFT   JOIN (SELECT b.employee_id, range_agg(b.during) AS during
				 FROM before b GROUP BY b.employee_id) b ON b.employee_id = s.employee_id
	CROSS  JOIN LATERAL unnest(s.counts - COALESCE(b.during, '{}')) AS c(part)
	UNION  ALL
	SELECT r.roster, r.team, b.skill, b.skills, b.grades, b.during
	FROM   proposal r
	JOIN   before b ON b.team = r.team
), needed AS MATERIALIZED (
	SELECT * FROM @hr@.slot_day(check_roster.from_day, check_roster.to_day)
), slot AS MATERIALIZED (
	SELECT r.roster, d.team, d.slot, d.day, d.during, d.at_least, d.at_most,
		   d.short_weight, d.over_weight, array_agg(o.part * d.during) AS shifts
	FROM   proposal r
	JOIN   needed d ON d.team = r.team
	LEFT   JOIN part o ON o.roster = r.roster AND o.team = d.team AND o.part && d.during
				AND (d.grade IS NULL AND (d.skill IS NULL OR o.skill = d.skill)
					 OR EXISTS (SELECT FROM unnest(o.skills, o.grades) AS k(skill, grade)
								WHERE  (d.skill IS NULL OR k.skill = d.skill)
								AND    (d.grade IS NULL OR k.grade = d.grade)
								AND    (o.skill IS NULL OR k.skill = o.skill)))
	GROUP  BY r.roster, d.team, d.slot, d.skill, d.grade, d.day, d.during, d.at_least, d.at_most,
			  d.short_weight, d.over_weight
), found AS (
	-- SR-1: a slot that is short or over, stretch by stretch
	SELECT d.roster, d.team::text AS team, 'cover' AS kind, f.finding,
		   NULL AS employee_id, d.slot::text AS what, d.day,
		   lower(c.during) AS from_time, upper(c.during) AS to_time,
		   extract(epoch FROM upper(c.during) - lower(c.during)) / 60 AS minutes,
		   f.detail, f.cost * extract(epoch FROM upper(c.during) - lower(c.during))
				/ extract(epoch FROM upper(d.during) - lower(d.during)) AS cost, 'SR-1' AS rule_ids
	FROM   slot d
	-- one extra throughout, so that the steps go from the start of the slot to its end
	CROSS  JOIN LATERAL bradford.staffing(array_append(d.shifts, d.during)) c
	CROSS  JOIN LATERAL (
		SELECT 'slot short' AS finding,
			   format('%s of at least %s', c.on_duty - 1, d.at_least) AS detail,
			   d.short_weight * (d.at_least::numeric - (c.on_duty - 1)) AS cost
		WHERE  c.on_duty - 1 < d.at_least
		UNION  ALL
		SELECT 'slot over', format('%s of at most %s', c.on_duty - 1, d.at_most),
			   d.over_weight * (c.on_duty - 1 - d.at_most::numeric)
		WHERE  c.on_duty - 1 > d.at_most) f
	UNION  ALL
	-- overlap, rest, two shifts on one day
	SELECT s.roster, s.team::text, 'breach', f.finding, s.employee_id, NULL AS what, s.day,
		   f.from_time, f.to_time, extract(epoch FROM f.to_time - f.from_time) / 60 AS minutes,
		   f.detail, NULL AS cost, f.rule_ids
	FROM  (
		SELECT s.*, greatest(max(upper(s.during)) OVER (
								PARTITION BY s.roster, s.employee_id
								ORDER BY s.during, s.team, s.skill
								ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
							 b.until) AS until,
			   row_number() OVER (PARTITION BY s.roster, s.employee_id, s.day
								  ORDER BY s.during, s.team, s.skill) AS of_day,
			   COALESCE(p.rest, interval '11 hours') AS rest
		FROM   rostered s
		LEFT   JOIN on_roster p ON p.employee_id = s.employee_id AND s.day <@ p.counts_on
		-- what was worked, or is planned, before the roster begins
		CROSS  JOIN LATERAL (
			SELECT max(upper(w.during)) AS until
			FROM   @hr@.shift w
			WHERE  w.employee_id = s.employee_id
			-- IS TRUE, here and below, so that only shifts of the person are read: the index on
			-- times has everybody's
			AND   (w.during && tstzrange(lower(s.during) - interval '7 days',
										 lower(s.during) + interval '1 second')) IS TRUE
			AND    CASE WHEN upper_inf(w.during) OR lower_inf(w.during) THEN false
						ELSE isfinite(upper(w.during))
							 AND lower(w.during)
								 < check_roster.from_day::timestamp AT TIME ZONE s.zone END) b) s
	CROSS  JOIN LATERAL (
		SELECT 'overlap' AS finding, lower(s.during) AS from_time,
			   least(s.until, upper(s.during)) AS to_time, NULL AS detail, 'SR-3' AS rule_ids
		WHERE  s.until > lower(s.during)
		UNION  ALL
		SELECT 'too little rest', lower(s.during), s.until + s.rest,
			   format('rest of %s hours, not %s',
					  trim_scale(round(extract(epoch FROM lower(s.during) - s.until) / 3600, 2)),
					  trim_scale(round(extract(epoch FROM s.rest) / 3600, 2))), 'SR-3'
		WHERE  s.until <= lower(s.during) AND s.until + s.rest > lower(s.during)
		UNION  ALL
		SELECT 'two shifts on one day', lower(s.during), upper(s.during), NULL AS detail, 'SR-3'
		WHERE  s.of_day > 1) f
	UNION  ALL
	-- somebody who is away, cannot do it, or is not on this roster
	SELECT s.roster, s.team::text, 'breach', f.finding, s.employee_id, f.what, s.day,
		   lower(s.during), upper(s.during),
		   extract(epoch FROM upper(s.during) - lower(s.during)) / 60 AS minutes,
		   NULL AS detail, NULL AS cost, f.rule_ids
	FROM   rostered s
	LEFT   JOIN on_roster p ON p.employee_id = s.employee_id AND p.team = s.team
	CROSS  JOIN LATERAL (
		SELECT 'skill missing' AS finding, s.skill::text AS what, 'SR-1' AS rule_ids
		WHERE  s.skill IS NOT NULL AND s.skill <> ALL (s.skills)
		UNION  ALL
		SELECT 'away', NULL, 'SR-2' WHERE s.day <@ p.away
		UNION  ALL
		SELECT 'not on the roster', NULL, 'SR-2'
		WHERE  p.employee_id IS NULL OR NOT s.day <@ p.days AND NOT s.day <@ p.away) f
	UNION  ALL
	-- the Working Time Regulations, over what was worked before and what is rostered
	SELECT w.roster, t.team, 'breach', 'working time: ' || b.rule, w.employee_id, NULL AS what,
		   (lower(b.breach) AT TIME ZONE 'Europe/London')::date, lower(b.breach), upper(b.breach),
		   extract(epoch FROM b.off_by) / 60,
		   format('%s, allowed %s%s', to_char(b.value, 'HH24:MI'), to_char(b.allowed, 'HH24:MI'),
				  CASE WHEN NOT b.final THEN ', provisional' END) AS detail,
		   NULL AS cost, 'SR-3, PAY-16' AS rule_ids
	FROM  (
		SELECT s.roster, s.employee_id, range_agg(s.working) AS working,
			   max(upper(s.during)) AS until,
			   range_agg(s.during) FILTER (WHERE NOT s.breaks_known) AS no_breaks,
			   array_agg(s.during ORDER BY s.during, s.team) AS shifts,
			   array_agg(s.team::text ORDER BY s.during, s.team) AS teams,
			   range_agg(daterange(
					(lower(s.during) AT TIME ZONE 'Europe/London')::date,
					((upper(s.during) - interval '1 microsecond')
						AT TIME ZONE 'Europe/London')::date, '[]')) AS days
		FROM   rostered s
		GROUP  BY s.roster, s.employee_id) w
	-- What is published for the period, the proposal replaces. With the 13 days before, on which
	-- a fortnight may begin that goes on into the roster.
	JOIN   @hr@.working_time_person(
				greatest(check_roster.from_day - 13, lower(bradford.known_days())),
				check_roster.to_day,
				greatest(check_roster.from_day - 1, lower(bradford.known_days()))) l
		   ON l.employee_id = w.employee_id
	CROSS  JOIN LATERAL (
		VALUES (l.during * daterange(check_roster.from_day, check_roster.to_day, '[]'), false),
			   (l.during * daterange(NULL, check_roster.from_day), true),
			   (l.before, true)) AS p(during, before)
	CROSS  JOIN LATERAL (
		-- whole shifts, since one that began on the evening before goes on into the roster
		SELECT range_agg(tstzmultirange(h.during) - COALESCE(h.breaks, '{}')) AS working
		FROM   @hr@.shift h
		WHERE  h.employee_id = w.employee_id
		AND   (h.during && tstzrange(
					(check_roster.from_day - 400)::timestamp AT TIME ZONE 'Europe/London',
					check_roster.from_day::timestamp AT TIME ZONE 'Europe/London')) IS TRUE
		AND    CASE WHEN lower_inc(h.during) AND NOT upper_inc(h.during)
					THEN lower(h.during) >= lower(bradford.possible_days())
						 AND upper(h.during) < upper(bradford.possible_days())
					ELSE false END) h
	CROSS  JOIN LATERAL bradford.working_time_breaches(
		w.working + COALESCE(h.working, '{}'), p.during, l.excluded - w.days, l.opted_out_days,
		l.born, l.employed_from,
		-- the last night goes on after the period
		as_of => greatest(
			w.until, (check_roster.to_day + 1)::timestamp AT TIME ZONE 'Europe/London'),
		reference_weeks => l.reference_weeks, weekly_rest_by => l.weekly_rest_by,
		night_worker => l.night_worker, night_absolute => l.night_absolute) b
	-- the team of the first shift in the breach, or else of the first shift
	CROSS  JOIN LATERAL (
		SELECT COALESCE((SELECT x.team FROM unnest(w.shifts, w.teams) WITH ORDINALITY
								 AS x(during, team, n)
						 WHERE x.during && b.breach ORDER BY x.n LIMIT 1), w.teams[1]) AS team) t
	-- if a proposal does not say when breaks are, they are arranged on the day
	WHERE (b.rule = 'break' AND w.no_breaks && b.breach) IS NOT TRUE
	-- What began before is the proposal's if it works in it, but for averages, which go on in the
	-- rows of the period, and the break of a day's work that it did not begin.
	AND   (NOT p.before
		   OR b.rule NOT LIKE '%average' AND b.rule <> 'break' AND b.breach && w.working)
	UNION  ALL
	-- SR-2: preferences, veto hours, core hours
	SELECT q.roster, q.team::text, CASE q.kind WHEN 'veto' THEN 'breach' ELSE 'request' END,
		   CASE q.kind WHEN 'veto' THEN 'veto broken' WHEN 'core' THEN 'core hours not met'
				ELSE 'preference not met' END,
		   q.employee_id, q.request::text, q.day, lower(q.during), upper(q.during),
		   extract(epoch FROM COALESCE(b.broken, upper(q.during) - lower(q.during))) / 60,
		   q.kind::text, CASE q.kind WHEN 'veto' THEN NULL ELSE q.weight END, 'SR-2'
	FROM   request q
	CROSS  JOIN LATERAL (
		SELECT sum(upper(x) - lower(x)) AS broken FROM unnest(q.broken) AS x) b
	WHERE  CASE q.kind WHEN 'on' THEN NOT q.begins
				WHEN 'core' THEN NOT q.covered
				ELSE b.broken > '0' END
	UNION  ALL
	-- SR-2: time owed and owing
	SELECT p.roster, p.team::text, 'breach', f.finding, p.employee_id, NULL AS what, NULL AS day,
		   NULL AS from_time, NULL AS to_time, f.seconds / 60 AS minutes,
		   format('%s hours, contracted %s', trim_scale(round(p.seconds / 3600, 2)),
				  trim_scale(round(p.contracted, 2))) AS detail,
		   NULL AS cost, 'SR-2' AS rule_ids
	FROM   person p
	-- to a microsecond, as in roster_model: shares of a week may have no end in decimals
	CROSS  JOIN LATERAL (
		SELECT round((p.contracted + p.most_owed) * 3600, 6) AS most,
			   round((p.contracted - p.most_owing) * 3600, 6) AS least) l
	CROSS  JOIN LATERAL (
		SELECT 'owed beyond the limit' AS finding, p.seconds - l.most AS seconds
		WHERE  p.seconds > l.most
		UNION  ALL
		SELECT 'owing beyond the limit', l.least - p.seconds
		WHERE  p.seconds < l.least) f
	UNION  ALL
	-- patterns: nobody knows the length of a run at either end of the period, or of a stretch of
	-- it on the roster of the team
	SELECT p.roster, p.team::text, 'breach', f.finding, p.employee_id, NULL AS what, f.day,
		   NULL AS from_time, NULL AS to_time, NULL AS minutes, f.detail,
		   NULL AS cost, 'SR-3' AS rule_ids
	FROM   person p
	CROSS  JOIN LATERAL (
		SELECT 'too many days in a row' AS finding, lower(x.run) AS day,
			   format('%s, at most %s', upper(x.run) - lower(x.run), p.most_in_row) AS detail
		FROM   unnest(p.worked + p.worked_before) AS x(run)
		WHERE  upper(x.run) - lower(x.run) > p.most_in_row AND upper(x.run) > check_roster.from_day
		AND    upper(x.run) - 1 <@ p.counts_on
		UNION  ALL
		SELECT 'too few days in a row', lower(x.run),
			   format('%s, at least %s', upper(x.run) - lower(x.run), p.least_in_row)
		FROM   unnest(p.counts_on * datemultirange(p.during)) AS y(stretch)
		CROSS  JOIN LATERAL unnest(p.worked) AS x(run)
		WHERE  upper(x.run) - lower(x.run) < p.least_in_row
		AND    lower(x.run) > lower(y.stretch) AND upper(x.run) < upper(y.stretch)
		UNION  ALL
		SELECT 'too few days off', lower(x.run),
			   format('%s, at least %s', upper(x.run) - lower(x.run), p.least_off)
		FROM   unnest(p.counts_on * datemultirange(p.during)) AS y(stretch)
		CROSS  JOIN LATERAL unnest(datemultirange(y.stretch) - p.worked) AS x(run)
		WHERE  upper(x.run) - lower(x.run) < p.least_off
		AND    lower(x.run) > lower(y.stretch) AND upper(x.run) < upper(y.stretch)
		UNION  ALL
		SELECT 'too many weekends', NULL AS day,
			   format('%s, at most %s', p.weekends, p.most_weekends)
		WHERE  p.weekends > p.most_weekends) f
)
SELECT f.roster, f.team, f.kind, f.finding, f.employee_id, e.name, f.what, f.day,
	   f.from_time, f.to_time, trim_scale(round(f.minutes, 2)) AS minutes, f.detail,
	   trim_scale(round(f.cost, 4)) AS cost, f.rule_ids
FROM   found f
-- min: a site's view may repeat an employee
CROSS  JOIN LATERAL (
	SELECT min(o.name::text) AS name FROM @hr@.employee o WHERE o.employee_id = f.employee_id) e
UNION  ALL
SELECT r.roster, r.team::text, 'score', 'score', NULL AS employee_id, NULL AS name, NULL AS what,
	   NULL AS day, NULL AS from_time, NULL AS to_time, NULL AS minutes,
	   format('%s breaches', count(*) FILTER (WHERE f.kind = 'breach')),
	   COALESCE(trim_scale(round(sum(f.cost), 4)), 0), 'SR-3'
FROM   proposal r
LEFT   JOIN found f ON f.roster = r.roster AND f.team = r.team
GROUP  BY r.roster, r.team;
END;
COMMENT ON FUNCTION @hr@.check_roster(date, date) IS
	'The view of this name, of the shifts that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.check_roster WITH (security_invoker = true) AS
SELECT * FROM @hr@.check_roster(CURRENT_DATE, CURRENT_DATE + 27);
COMMENT ON VIEW @hr@.check_roster IS
	'What is wrong with each proposal in roster_shift, whoever made it, and its score: slots not '
	'met, rules broken, requests not met (SR-1 to SR-3). The view looks at four weeks from today.';
COMMENT ON COLUMN @hr@.check_roster.roster IS 'Proposal';
COMMENT ON COLUMN @hr@.check_roster.team IS 'Team';
COMMENT ON COLUMN @hr@.check_roster.kind IS
	'cover: a slot; breach: a rule that must not be broken; request: what somebody asked for; '
	'score: one row for the team';
COMMENT ON COLUMN @hr@.check_roster.finding IS 'What is wrong, always in the same words';
COMMENT ON COLUMN @hr@.check_roster.employee_id IS
	'Payroll number; none: it is about a slot or the team';
COMMENT ON COLUMN @hr@.check_roster.name IS 'Name';
COMMENT ON COLUMN @hr@.check_roster.what IS 'Slot, request or skill';
COMMENT ON COLUMN @hr@.check_roster.day IS
	'Day on which the shift or slot begins, or the run of days';
COMMENT ON COLUMN @hr@.check_roster.from_time IS 'From when';
COMMENT ON COLUMN @hr@.check_roster.to_time IS 'Until when; for rest: when it would be enough';
COMMENT ON COLUMN @hr@.check_roster.minutes IS
	'Minutes of overlap, of missing rest, of a broken veto, or beyond a limit';
COMMENT ON COLUMN @hr@.check_roster.detail IS
	'Numbers behind the finding; in the score, how many breaches';
COMMENT ON COLUMN @hr@.check_roster.cost IS
	'What it costs by the weights of staffing_demand and roster_request; in the score, the sum';
COMMENT ON COLUMN @hr@.check_roster.rule_ids IS 'Rules concerned';

ALTER FUNCTION @hr@.check_roster(date, date) DEPENDS ON EXTENSION bradford;
