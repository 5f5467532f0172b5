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
	grades text[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.roster, s.employee_id, s.team, s.skill, z.zone, d.day, s.during,
	   s.breaks IS NOT NULL AS breaks_known, w.working, b.hours,
	   c.counts, k.skills, k.grades
FROM  (
	SELECT r.roster, r.employee_id, r.team, r.skill, r.during, range_agg(r.breaks) AS breaks
	FROM   @hr@.roster_shift r
	WHERE  CASE WHEN lower_inc(r.during) AND NOT upper_inc(r.during)
				THEN lower(r.during) >= lower(bradford.possible_days())
					 AND upper(r.during) < upper(bradford.possible_days())
				ELSE false END
	-- a row that repeats another does not count
	GROUP  BY r.roster, r.employee_id, r.team, r.skill, r.during) s
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
	FROM   @hr@.team z
	WHERE  z.team = s.team) z
CROSS  JOIN LATERAL (
	SELECT (lower(s.during) AT TIME ZONE z.zone)::date AS day
	OFFSET 0) d
CROSS  JOIN LATERAL (
	SELECT tstzmultirange(s.during) - COALESCE(s.breaks, '{}') AS working) w
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(extract(epoch FROM upper(x) - lower(x))), 0) / 3600 AS hours
	FROM   unnest(w.working) AS x) b
-- a person counts once: if shifts overlap, in the one that began first
CROSS  JOIN LATERAL (
	SELECT tstzmultirange(s.during) - COALESCE(range_agg(o.during), '{}') AS counts
	FROM   @hr@.roster_shift o
	WHERE  o.employee_id = s.employee_id AND o.roster = s.roster AND o.during && s.during
	AND    lower_inc(o.during) AND NOT upper_inc(o.during)
	AND   (o.during, COALESCE(o.team::text, ''), COALESCE(o.skill::text, ''))
			< (s.during, COALESCE(s.team::text, ''), COALESCE(s.skill::text, ''))) c
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(k.skill::text ORDER BY k.skill::text, k.grade::text), '{}') AS skills,
		   COALESCE(array_agg(k.grade::text ORDER BY k.skill::text, k.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill k
	WHERE  k.employee_id = s.employee_id AND k.first_day <= d.day
	AND   (k.last_day >= d.day OR k.last_day IS NULL)) k
WHERE  d.day >= rostered_shift.from_day AND d.day <= rostered_shift.to_day
AND    s.roster IS NOT NULL AND s.employee_id IS NOT NULL
AND    bradford.require_period(rostered_shift.from_day, rostered_shift.to_day);
END;
COMMENT ON FUNCTION @hr@.rostered_shift(date, date) IS
	'The shifts of all proposals that begin in a period, each with its day, its hours without '
	'breaks, and the skills of the person (SR-3). Reports on rosters read it.';

ALTER FUNCTION @hr@.rostered_shift(date, date) DEPENDS ON EXTENSION bradford;
