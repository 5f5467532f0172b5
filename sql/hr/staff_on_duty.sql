CREATE OR REPLACE VIEW @hr@.staff_on_duty WITH (security_invoker = true) AS
SELECT s.team, s.skill, s.during, c.counts, k.skills, k.grades, lower(s.during) AS starts_at,
	   upper(s.during) AS ends_at
FROM  (
	-- a row that repeats another does not count
	SELECT DISTINCT s.employee_id, s.team, s.skill, s.during
	FROM   @hr@.shift s
	-- a shift with impossible times covers for nobody
	WHERE  CASE WHEN lower_inc(s.during) AND NOT upper_inc(s.during)
				THEN lower(s.during) >= lower(bradford.possible_days())
					 AND upper(s.during) < upper(bradford.possible_days())
				ELSE false END) s
-- a person counts once: if shifts overlap, in the one that began first
CROSS  JOIN LATERAL (
	SELECT tstzmultirange(s.during) - COALESCE(range_agg(o.during), '{}') AS counts
	FROM   @hr@.shift o
	WHERE  o.employee_id = s.employee_id AND o.during && s.during
	AND    lower_inc(o.during) AND NOT upper_inc(o.during)
	AND   (o.during, COALESCE(o.team::text, ''), COALESCE(o.skill::text, ''))
			< (s.during, COALESCE(s.team::text, ''), COALESCE(s.skill::text, ''))) c
-- what they could do on the day on which the shift begins, by the clock of the team
CROSS  JOIN LATERAL (
	SELECT (lower(s.during) AT TIME ZONE
			COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London'))::date AS day
	FROM   @hr@.team z
	WHERE  z.team = s.team
	OFFSET 0) d
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(k.skill::text ORDER BY k.skill::text, k.grade::text), '{}') AS skills,
		   COALESCE(array_agg(k.grade::text ORDER BY k.skill::text, k.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill k
	WHERE  k.employee_id = s.employee_id
	AND    k.first_day <= d.day AND (k.last_day >= d.day OR k.last_day IS NULL)
	OFFSET 0) k
WHERE  EXISTS (SELECT FROM @hr@.employee e WHERE e.employee_id = s.employee_id);
COMMENT ON VIEW @hr@.staff_on_duty IS
	'Shifts without names, with the skills of their people. A person counts once at a '
	'time (SR-1). slot_cover reads it.';
COMMENT ON COLUMN @hr@.staff_on_duty.team IS 'Team';
COMMENT ON COLUMN @hr@.staff_on_duty.skill IS 'Skill in which they work; none: any that they have';
COMMENT ON COLUMN @hr@.staff_on_duty.during IS 'Shift';
COMMENT ON COLUMN @hr@.staff_on_duty.counts IS
	'The part that counts: all except what overlaps an earlier shift of the person';
COMMENT ON COLUMN @hr@.staff_on_duty.skills IS 'Skills that they had on the day';
COMMENT ON COLUMN @hr@.staff_on_duty.grades IS 'Grades in those skills, in the same order';
COMMENT ON COLUMN @hr@.staff_on_duty.starts_at IS 'When the shift starts';
COMMENT ON COLUMN @hr@.staff_on_duty.ends_at IS 'When the shift ends';

-- the function reads the view, not the table: protect() lets the view read as its owner
CREATE OR REPLACE FUNCTION @hr@.staff_on_duty()
RETURNS TABLE (
	team text,
	skill text,
	during tstzrange,
	counts tstzmultirange,
	skills text[],
	grades text[],
	starts_at timestamptz,
	ends_at timestamptz
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.team, s.skill, s.during, s.counts, s.skills, s.grades, s.starts_at, s.ends_at
FROM   @hr@.staff_on_duty s;
END;
COMMENT ON FUNCTION @hr@.staff_on_duty() IS 'The view of this name.';

ALTER FUNCTION @hr@.staff_on_duty() DEPENDS ON EXTENSION bradford;
