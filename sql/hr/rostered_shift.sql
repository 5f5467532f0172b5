CREATE OR REPLACE FUNCTION @hr@.rostered_shift(from_day date, to_day date)
RETURNS TABLE (
	roster @hr@.roster_shift.roster%TYPE,
	employee_id @hr@.employee.employee_id%TYPE,
	team @hr@.roster_shift.team%TYPE,
	skill @hr@.roster_shift.skill%TYPE,
	zone text,
	day date,
	during tstzrange,
	breaks_known boolean,
	working tstzmultirange,
	hours numeric,
	counts tstzmultirange,
	skills text[],
	grades text[],
	seconds numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.roster, s.employee_id, s.team, s.skill, s.zone, s.day, s.during,
	   s.breaks IS NOT NULL AS breaks_known, w.working, b.seconds / 3600 AS hours, s.counts,
	   k.skills, k.grades, b.seconds
FROM  (
	SELECT r.roster, r.employee_id, r.team, r.skill, r.during, r.breaks, z.zone, d.day,
		   -- a person counts once: if shifts of the period overlap, in the one that began first
		   tstzmultirange(r.during) - COALESCE(range_agg(r.during) OVER (
				PARTITION BY r.roster, r.employee_id
				ORDER BY r.during, COALESCE(r.team::text, ''), COALESCE(r.skill::text, '')
				ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), '{}') AS counts
	FROM  (
		SELECT r.roster, r.employee_id, r.team, r.skill, r.during, range_agg(r.breaks) AS breaks
		FROM   @hr@.roster_shift r
		WHERE  CASE WHEN lower_inc(r.during) AND NOT upper_inc(r.during)
					THEN lower(r.during) >= lower(bradford.possible_days())
						 AND upper(r.during) < upper(bradford.possible_days())
					ELSE false END
		AND    r.roster IS NOT NULL AND r.employee_id IS NOT NULL
		-- a row that repeats another does not count
		GROUP  BY r.roster, r.employee_id, r.team, r.skill, r.during) r
	CROSS  JOIN LATERAL (
		SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
		FROM   @hr@.team z
		WHERE  z.team = r.team) z
	CROSS  JOIN LATERAL (
		SELECT (lower(r.during) AT TIME ZONE z.zone)::date AS day
		OFFSET 0) d
	WHERE  d.day >= rostered_shift.from_day AND d.day <= rostered_shift.to_day) s
CROSS  JOIN LATERAL (
	SELECT tstzmultirange(s.during) - COALESCE(s.breaks, '{}') AS working) w
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(extract(epoch FROM upper(x) - lower(x))), 0) AS seconds
	FROM   unnest(w.working) AS x) b
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(k.skill::text ORDER BY k.skill::text, k.grade::text), '{}') AS skills,
		   COALESCE(array_agg(k.grade::text ORDER BY k.skill::text, k.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill k
	WHERE  k.employee_id = s.employee_id AND k.first_day <= s.day
	AND   (k.last_day >= s.day OR k.last_day IS NULL)) k
WHERE  bradford.require_period(rostered_shift.from_day, rostered_shift.to_day);
END;
COMMENT ON FUNCTION @hr@.rostered_shift(date, date) IS
	'The shifts of all proposals that begin in a period, each with its day, its hours without '
	'breaks, the same in seconds, which add up exactly, and the skills of the person (SR-3). '
	'Reports on rosters read it.';

ALTER FUNCTION @hr@.rostered_shift(date, date) DEPENDS ON EXTENSION bradford;
