CREATE OR REPLACE FUNCTION @hr@.on_duty_since(before date)
RETURNS TABLE (
	team @hr@.shift.team%TYPE,
	skill @hr@.shift.skill%TYPE,
	during tstzrange,
	skills text[],
	grades text[],
	employee_id @hr@.employee.employee_id%TYPE
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT s.team, s.skill, c.during, k.skills, k.grades, s.employee_id
FROM  (
	SELECT s.*,
		   -- a person counts once: if shifts overlap, in the one that began first
		   tstzmultirange(s.during) - COALESCE(range_agg(s.during) OVER (
				PARTITION BY s.employee_id
				ORDER BY s.during, COALESCE(s.team::text, ''), COALESCE(s.skill::text, '')
				ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), '{}') AS counts
	FROM  (
		-- a row that repeats another does not count
		SELECT DISTINCT r.employee_id, r.team, r.skill, r.during, z.zone, d.day
		FROM  (
			SELECT CASE WHEN bradford.require_known_day(on_duty_since.before)
						THEN on_duty_since.before END AS day
			OFFSET 0) d
		JOIN   @hr@.shift r
					ON r.during && tstzrange((d.day - 1)::timestamp AT TIME ZONE 'UTC',
											 (d.day + 1)::timestamp AT TIME ZONE 'UTC')
		CROSS  JOIN LATERAL (
			SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
			FROM   @hr@.team z
			WHERE  z.team = r.team) z
		WHERE  CASE WHEN lower_inc(r.during) AND NOT upper_inc(r.during)
					THEN lower(r.during) >= lower(bradford.possible_days())
						 AND upper(r.during) < upper(bradford.possible_days())
					ELSE false END
		AND    r.during @> (d.day::timestamp AT TIME ZONE z.zone)
		AND    lower(r.during) < d.day::timestamp AT TIME ZONE z.zone) s) s
CROSS  JOIN LATERAL unnest(s.counts) AS c(during)
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(k.skill::text ORDER BY k.skill::text, k.grade::text), '{}') AS skills,
		   COALESCE(array_agg(k.grade::text ORDER BY k.skill::text, k.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill k
	WHERE  k.employee_id = s.employee_id
	AND    k.first_day <= (lower(s.during) AT TIME ZONE s.zone)::date
	AND   (k.last_day >= (lower(s.during) AT TIME ZONE s.zone)::date OR k.last_day IS NULL)) k;
END;
COMMENT ON FUNCTION @hr@.on_duty_since(date) IS
	'The shifts that began before a day and go on into it, with the skills of their people (SR-1). '
	'Reports on rosters count them besides the shifts of the roster.';

ALTER FUNCTION @hr@.on_duty_since(date) DEPENDS ON EXTENSION bradford;
