CREATE OR REPLACE FUNCTION @hr@.on_duty_since(before date)
RETURNS TABLE (
	team @hr@.shift.team%TYPE,
	skill @hr@.shift.skill%TYPE,
	during tstzrange,
	skills text[],
	grades text[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT s.team, s.skill, s.during, k.skills, k.grades
FROM  (
	SELECT CASE WHEN bradford.require_known_day(on_duty_since.before)
				THEN on_duty_since.before END AS day
	OFFSET 0) d
JOIN  (
	-- a row that repeats another does not count
	SELECT DISTINCT r.employee_id, r.team, r.skill, r.during
	FROM   @hr@.shift r
	WHERE  CASE WHEN lower_inc(r.during) AND NOT upper_inc(r.during)
				THEN lower(r.during) >= lower(bradford.possible_days())
					 AND upper(r.during) < upper(bradford.possible_days())
				ELSE false END) s
			ON s.during && tstzrange((d.day - 1)::timestamp AT TIME ZONE 'UTC',
									 (d.day + 1)::timestamp AT TIME ZONE 'UTC')
CROSS  JOIN LATERAL (
	SELECT d.day::timestamp AT TIME ZONE
		   COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS at
	FROM   @hr@.team z
	WHERE  z.team = s.team) b
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(k.skill::text ORDER BY k.skill::text, k.grade::text), '{}') AS skills,
		   COALESCE(array_agg(k.grade::text ORDER BY k.skill::text, k.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill k
	WHERE  k.employee_id = s.employee_id AND k.first_day < d.day
	AND   (k.last_day >= d.day - 1 OR k.last_day IS NULL)) k
WHERE  s.during @> b.at AND lower(s.during) < b.at;
END;
COMMENT ON FUNCTION @hr@.on_duty_since(date) IS
	'The shifts that began before a day and go on into it, with the skills of their people (SR-1). '
	'Reports on rosters count them besides the shifts of the roster.';

ALTER FUNCTION @hr@.on_duty_since(date) DEPENDS ON EXTENSION bradford;
