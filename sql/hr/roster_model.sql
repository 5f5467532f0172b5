CREATE OR REPLACE FUNCTION @hr@.roster_model(from_day date, to_day date, team text DEFAULT NULL)
RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 10000
BEGIN ATOMIC
WITH variable AS MATERIALIZED (
	SELECT v.* FROM @hr@.roster_variable(roster_model.from_day, roster_model.to_day) v
	WHERE  v.team = roster_model.team OR roster_model.team IS NULL
), person AS MATERIALIZED (
	SELECT p.*, row_number() OVER (ORDER BY p.team, p.employee_id) AS n
	FROM   @hr@.roster_person(roster_model.from_day, roster_model.to_day) p
	WHERE  p.team = roster_model.team OR roster_model.team IS NULL
), calendar AS MATERIALIZED (
	SELECT roster_model.from_day + i AS day
	FROM   generate_series(0,
				CASE WHEN bradford.require_period(roster_model.from_day, roster_model.to_day)
					 THEN roster_model.to_day - roster_model.from_day END) AS i
), slot AS MATERIALIZED (
	SELECT d.* FROM @hr@.slot_day(roster_model.from_day, roster_model.to_day) d
	WHERE (d.team = roster_model.team OR roster_model.team IS NULL)
	AND    d.team IN (SELECT p.team FROM person p)
), staff AS MATERIALIZED (
	-- who may fill a slot: people with a variable, and those who are already
	-- on duty when the roster begins
	SELECT v.name, v.team::text AS team, v.during, v.skill::text AS skill, v.skills, v.grades
	FROM   variable v
	UNION  ALL
	SELECT NULL AS name, b.team::text, b.during, b.skill::text, b.skills, b.grades
	FROM   @hr@.on_duty_since(roster_model.from_day) b
), cut AS MATERIALIZED (
	-- a slot is split wherever a shift begins or ends in it
	SELECT c.*, row_number() OVER (ORDER BY c.team, c.day, c.slot, c.from_time) AS n
	FROM  (
		SELECT d.team, d.slot, d.skill, d.grade, d.day, d.during, d.at_least, d.at_most,
			   d.short_weight, d.over_weight, t.at AS from_time,
			   lead(t.at) OVER (PARTITION BY d.team, d.slot, d.day ORDER BY t.at) AS to_time
		FROM   slot d
		CROSS  JOIN LATERAL (
			SELECT lower(d.during) AS at UNION SELECT upper(d.during)
			UNION
			SELECT e.at
			FROM   staff v
			CROSS  JOIN LATERAL (VALUES (lower(v.during)), (upper(v.during))) AS e(at)
			WHERE  v.team = d.team AND e.at <@ d.during) t) c
	WHERE  c.to_time IS NOT NULL
), filled AS MATERIALIZED (
	SELECT s.n, v.name
	FROM   cut s
	JOIN   staff v ON v.team = s.team AND v.during @> tstzrange(s.from_time, s.to_time)
	WHERE (s.grade IS NULL AND (s.skill IS NULL OR v.skill = s.skill)
		   OR EXISTS (SELECT FROM unnest(v.skills, v.grades) AS k(skill, grade)
					  WHERE  (s.skill IS NULL OR k.skill = s.skill)
					  AND    (s.grade IS NULL OR k.grade = s.grade)
					  AND    (v.skill IS NULL OR k.skill = v.skill)))
), stretch AS MATERIALIZED (
	-- what the roster must still fill beside those already on duty
	SELECT s.n, s.during, s.from_time, s.to_time, s.short_weight, s.over_weight,
		   s.at_least - b.there AS at_least, s.at_most - b.there AS at_most
	FROM   cut s
	CROSS  JOIN LATERAL (
		SELECT count(*)::numeric AS there FROM filled f WHERE f.n = s.n AND f.name IS NULL) b
), request AS MATERIALIZED (
	SELECT q.*, row_number() OVER (ORDER BY q.team, q.employee_id, q.day, q.request) AS n
	FROM   @hr@.roster_request_day(roster_model.from_day, roster_model.to_day) q
	WHERE (q.team = roster_model.team OR roster_model.team IS NULL) AND q.kind <> 'veto'
), weekend AS MATERIALIZED (
	SELECT p.employee_id, p.team, p.n AS person, date_trunc('week', c.day::timestamp) AS week,
		   row_number() OVER (ORDER BY p.n, date_trunc('week', c.day::timestamp)) AS n
	FROM   person p
	CROSS  JOIN calendar c
	WHERE  p.most_weekends IS NOT NULL AND extract(isodow FROM c.day) IN (6, 7)
	GROUP  BY p.employee_id, p.team, p.n, date_trunc('week', c.day::timestamp)
), window_of AS MATERIALIZED (
	-- days in a row, and off: which days are added, and which subtracted
	SELECT w.*, row_number() OVER (ORDER BY w.person, w.rule, w.first, w.length) AS n
	FROM  (
		-- days that were worked before the period take up their part of a window
		SELECT p.n AS person, p.employee_id, p.team, 'm' AS rule, d.day AS first,
			   p.most_in_row + 1 AS length, p.most_in_row - b.worked AS bound
		FROM   person p
		CROSS  JOIN LATERAL (
			SELECT roster_model.from_day + i AS day
			FROM   generate_series(
						-p.most_in_row,
						roster_model.to_day - roster_model.from_day - p.most_in_row) AS i) d
		CROSS  JOIN LATERAL (
			SELECT COALESCE(sum(upper(x) - lower(x)), 0)::integer AS worked
			FROM   unnest(p.worked_before * datemultirange(
						daterange(d.day, d.day + p.most_in_row + 1))) AS x) b
		WHERE  d.day >= roster_model.from_day OR b.worked > 0
		UNION  ALL
		SELECT p.n, p.employee_id, p.team, 'l', c.day, r.length, 1 - r.length
		FROM   person p
		CROSS  JOIN LATERAL generate_series(1, p.least_in_row - 1) AS r(length)
		JOIN   calendar c
				ON c.day > roster_model.from_day AND c.day + r.length <= roster_model.to_day
		UNION  ALL
		SELECT p.n, p.employee_id, p.team, 'f', c.day, r.length, -1
		FROM   person p
		CROSS  JOIN LATERAL generate_series(1, p.least_off - 1) AS r(length)
		JOIN   calendar c
				ON c.day > roster_model.from_day AND c.day + r.length <= roster_model.to_day) w
), term(name, factor, variable, relation, bound) AS (
	-- cover: what is short, and what is over
	SELECT 'cs' || s.n, 1::numeric, f.name, '>=', s.at_least
	FROM   stretch s JOIN filled f ON f.n = s.n AND f.name IS NOT NULL
	WHERE  s.at_least > 0
	UNION  ALL
	SELECT 'cs' || s.n, 1, 's' || s.n, '>=', s.at_least FROM stretch s WHERE s.at_least > 0
	UNION  ALL
	SELECT 'co' || s.n, 1, f.name, '<=', s.at_most
	FROM   stretch s JOIN filled f ON f.n = s.n AND f.name IS NOT NULL
	WHERE  s.at_most IS NOT NULL
	UNION  ALL
	SELECT 'co' || s.n, -1, 'o' || s.n, '<=', s.at_most FROM stretch s WHERE s.at_most IS NOT NULL
	UNION  ALL
	-- one shift a day
	SELECT format('a%s_%s', p.n, v.day - roster_model.from_day), 1, v.name, '<=', 1
	FROM   variable v JOIN person p ON p.employee_id = v.employee_id AND p.team = v.team
	UNION  ALL
	-- rest between two shifts
	SELECT format('r%s_%s', substr(a.name, 2), substr(b.name, 2)), 1, x.name, '<=', 1
	FROM   variable a
	JOIN   person p ON p.employee_id = a.employee_id AND p.team = a.team
	JOIN   variable b ON b.employee_id = a.employee_id AND b.day > a.day
				AND lower(b.during) < upper(a.during) + p.rest
	CROSS  JOIN LATERAL (VALUES (a.name), (b.name)) AS x(name)
	UNION  ALL
	-- hours, in seconds, so that a limit can be met exactly: never above it; missing hours are
	-- possible, at a high cost
	SELECT 'hm' || p.n, v.seconds, v.name, '<=', greatest(p.contracted + p.most_owed, 0) * 3600
	FROM   person p JOIN variable v ON v.employee_id = p.employee_id AND v.team = p.team
	WHERE  p.contracted + p.most_owed IS NOT NULL
	UNION  ALL
	SELECT 'hl' || p.n, v.seconds, v.name, '>=', (p.contracted - p.most_owing) * 3600
	FROM   person p JOIN variable v ON v.employee_id = p.employee_id AND v.team = p.team
	WHERE  p.contracted > p.most_owing
	UNION  ALL
	SELECT 'hl' || p.n, 3600, 'd' || p.n, '>=', (p.contracted - p.most_owing) * 3600
	FROM   person p WHERE p.contracted > p.most_owing
	UNION  ALL
	-- requests
	SELECT 'q' || q.n, 1, v.name, '>=', 1
	FROM   request q JOIN variable v ON v.employee_id = q.employee_id AND v.team = q.team
	WHERE  CASE q.kind WHEN 'on' THEN lower(v.during) <@ q.during
				WHEN 'core' THEN v.during @> q.during END
	UNION  ALL
	SELECT 'q' || q.n, 1, 'p' || q.n, '>=', 1 FROM request q WHERE q.kind IN ('on', 'core')
	UNION  ALL
	SELECT format('q%s_%s', q.n, substr(v.name, 2)), x.factor, x.name, '>=', 0
	FROM   request q JOIN variable v ON v.employee_id = q.employee_id AND v.during && q.during
	CROSS  JOIN LATERAL (VALUES (1, 'p' || q.n), (-1, v.name)) AS x(factor, name)
	WHERE  q.kind = 'off'
	UNION  ALL
	-- weekends
	SELECT format('w%s_%s', w.n, extract(isodow FROM v.day)), x.factor, x.name, '>=', 0
	FROM   weekend w
	JOIN   variable v ON v.employee_id = w.employee_id AND v.team = w.team
				AND date_trunc('week', v.day::timestamp) = w.week
				AND extract(isodow FROM v.day) IN (6, 7)
	CROSS  JOIN LATERAL (VALUES (-1, v.name)) AS x(factor, name)
	UNION  ALL
	SELECT format('w%s_%s', w.n, d.day), 1, 'w' || w.n, '>=', 0
	FROM   weekend w CROSS JOIN (VALUES (6), (7)) AS d(day)
	UNION  ALL
	SELECT 'wm' || w.person, 1, 'w' || w.n, '<=', p.most_weekends
	FROM   weekend w JOIN person p ON p.n = w.person
	UNION  ALL
	-- days in a row: most; and least, and least off, as days that may not stand alone
	SELECT w.rule || w.n,
		   CASE WHEN w.rule = 'm' THEN 1
				WHEN (v.day >= w.first AND v.day < w.first + w.length) = (w.rule = 'f') THEN 1
				ELSE -1 END, v.name,
		   CASE w.rule WHEN 'm' THEN '<=' ELSE '>=' END, w.bound
	FROM   window_of w
	JOIN   variable v ON v.employee_id = w.employee_id AND v.team = w.team
				AND v.day >= w.first - CASE w.rule WHEN 'm' THEN 0 ELSE 1 END
				AND v.day < w.first + w.length + CASE w.rule WHEN 'm' THEN 0 ELSE 1 END
), cost(factor, variable) AS (
	SELECT s.short_weight * extract(epoch FROM s.to_time - s.from_time)
				/ extract(epoch FROM upper(s.during) - lower(s.during)), 's' || s.n
	FROM   stretch s WHERE s.at_least > 0
	UNION  ALL
	SELECT s.over_weight * extract(epoch FROM s.to_time - s.from_time)
				/ extract(epoch FROM upper(s.during) - lower(s.during)), 'o' || s.n
	FROM   stretch s WHERE s.at_most IS NOT NULL
	UNION  ALL
	SELECT q.weight, 'p' || q.n FROM request q
	UNION  ALL
	-- an hour below the limit on hours owing
	SELECT 10000, 'd' || p.n FROM person p WHERE p.contracted > p.most_owing
), line(place, name, n, line) AS (
	SELECT 0, '', 0, format('\ nobody is on the roster of %s',
							COALESCE(roster_model.team, 'any team'))
	WHERE  NOT EXISTS (SELECT FROM person)
	UNION  ALL
	SELECT 1, '', 0, 'Minimize'
	UNION  ALL
	-- a solver needs an objective, even if nothing costs anything
	SELECT 2, '', 0, ' cost: 0 z'
	UNION  ALL
	SELECT 3, c.variable, 0, format(' + %s %s', trim_scale(round(c.factor, 6)), c.variable)
	FROM   cost c WHERE c.factor > 0
	UNION  ALL
	SELECT 4, '', 0, 'Subject To'
	UNION  ALL
	SELECT 5, '', 0, ' z0: z <= 1'
	UNION  ALL
	SELECT 6, t.name, CASE WHEN t.first THEN 0 ELSE 1 END,
		   format(' %s%s %s %s', CASE WHEN t.first THEN t.name || ': ' END,
				  CASE WHEN t.factor < 0 THEN '-' ELSE '+' END,
				  trim_scale(round(abs(t.factor), 6)), t.variable)
	FROM  (
		SELECT t.*, row_number() OVER (PARTITION BY t.name ORDER BY t.variable) = 1 AS first
		FROM   term t) t
	UNION  ALL
	SELECT 6, t.name, 2, format(' %s %s', min(t.relation), trim_scale(round(min(t.bound), 6)))
	FROM   term t
	GROUP  BY t.name
	UNION  ALL
	SELECT 7, '', 0, 'Binaries'
	UNION  ALL
	SELECT 8, v.name, 0, ' ' || v.name FROM variable v
	UNION  ALL
	SELECT 9, '', 0, 'End'
)
SELECT l.line
FROM   line l
WHERE  bradford.require_period(roster_model.from_day, roster_model.to_day)
ORDER  BY l.place, l.name COLLATE "C", l.n, l.line COLLATE "C";
END;
COMMENT ON FUNCTION @hr@.roster_model(date, date, text) IS
	'The roster of one team, or of all, for a period, as a problem in CPLEX-LP format for '
	'any solver, such as HiGHS, CBC, GLPK or SCIP. roster_variable says what the names '
	'x1, x2 and so on stand for (SR-3).';

ALTER FUNCTION @hr@.roster_model(date, date, text) DEPENDS ON EXTENSION bradford;
