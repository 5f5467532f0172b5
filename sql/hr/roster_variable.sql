CREATE OR REPLACE FUNCTION @hr@.roster_variable(from_day date, to_day date)
RETURNS TABLE (
	name text,
	employee_id @hr@.employee.employee_id%TYPE,
	team @hr@.shift_kind.team%TYPE,
	kind @hr@.shift_kind.kind%TYPE,
	skill @hr@.shift_kind.skill%TYPE,
	day date,
	during tstzrange,
	breaks tstzmultirange,
	hours numeric,
	skills text[],
	grades text[],
	seconds numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH person AS MATERIALIZED (
	SELECT * FROM @hr@.roster_person(roster_variable.from_day, roster_variable.to_day)
), kind AS MATERIALIZED (
	SELECT * FROM @hr@.shift_day(roster_variable.from_day, roster_variable.to_day)
), veto AS MATERIALIZED (
	SELECT v.employee_id, range_agg(v.during) AS during
	FROM   @hr@.roster_request_day(roster_variable.from_day, roster_variable.to_day) v
	WHERE  v.kind = 'veto'
	GROUP  BY v.employee_id
)
SELECT 'x' || row_number() OVER (ORDER BY p.team, k.day, k.during, k.kind, p.employee_id) AS name,
	   p.employee_id, p.team, k.kind, k.skill, k.day, k.during, k.breaks,
	   trim_scale(round(w.seconds / 3600, 6)) AS hours, s.skills, s.grades, w.seconds
FROM   person p
JOIN   kind k ON k.team = p.team
LEFT   JOIN veto v ON v.employee_id = p.employee_id
CROSS  JOIN LATERAL (SELECT sum(upper(x) - lower(x)) AS rest FROM unnest(k.breaks) AS x) b
CROSS  JOIN LATERAL (
	SELECT extract(epoch FROM upper(k.during) - lower(k.during) - COALESCE(b.rest, '0')) AS seconds
	) w
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(e.skill::text ORDER BY e.skill::text, e.grade::text), '{}') AS skills,
		   COALESCE(array_agg(e.grade::text ORDER BY e.skill::text, e.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill e
	WHERE  e.employee_id = p.employee_id AND e.first_day <= k.day
	AND   (e.last_day >= k.day OR e.last_day IS NULL)) s
-- nobody is asked for a day on which they are away, for what they cannot do, or for veto hours
WHERE  k.day <@ p.days AND (k.skill IS NULL OR k.skill = ANY (s.skills))
AND   (v.during && k.during) IS NOT TRUE
-- rest after what was worked, or is planned, before the roster begins
AND    NOT EXISTS (
			SELECT FROM @hr@.shift w
			-- IS TRUE, so that only shifts of the person are read: the index on times has
			-- everybody's
			WHERE  w.employee_id = p.employee_id
			AND   (w.during && tstzrange(lower(k.during) - p.rest, upper(k.during))) IS TRUE
			AND    lower(w.during) < roster_variable.from_day::timestamp AT TIME ZONE p.zone);
END;
COMMENT ON FUNCTION @hr@.roster_variable(date, date) IS
	'What each name in roster_model stands for: a person in a shift (SR-3). Each name that the '
	'solver sets to 1 becomes a row of roster_shift.';

ALTER FUNCTION @hr@.roster_variable(date, date) DEPENDS ON EXTENSION bradford;
