CREATE OR REPLACE FUNCTION @hr@.slot_cover(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.staffing_demand.team%TYPE,
	slot @hr@.staffing_demand.slot%TYPE,
	skill @hr@.staffing_demand.skill%TYPE,
	grade @hr@.staffing_demand.grade%TYPE,
	day date,
	starts_at timestamptz,
	ends_at timestamptz,
	from_time timestamptz,
	to_time timestamptz,
	at_least integer,
	at_most integer,
	on_duty integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT d.team, d.slot, d.skill, d.grade, n.day, lower(t.slot) AS starts_at, upper(t.slot) AS ends_at,
	   lower(s.during) AS from_time, upper(s.during) AS to_time, d.at_least, d.at_most,
	   s.on_duty - 1 AS on_duty
FROM  (
	SELECT r.team, r.slot, r.skill, r.grade, COALESCE(r.days, 'every-day') AS days, r.starts, r.ends,
		   -- a number below 0 is none
		   CASE WHEN r.at_least > 0 THEN r.at_least ELSE 0 END AS at_least,
		   CASE WHEN r.at_most < 0 THEN 0 ELSE r.at_most END AS at_most, r.first_day, r.last_day,
		   -- of two rows of a slot that overlap, the later one holds from its first day on
		   lead(r.first_day) OVER (PARTITION BY r.team, r.slot ORDER BY r.first_day, r.last_day) AS until
	FROM   @hr@.staffing_demand r
	WHERE  r.first_day <= COALESCE(r.last_day, 'infinity')) d
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
	FROM   @hr@.team z
	WHERE  z.team = d.team) z
CROSS  JOIN LATERAL (
	SELECT slot_cover.from_day + i AS day
	FROM   generate_series(0, CASE WHEN bradford.require_period(slot_cover.from_day, slot_cover.to_day)
								   THEN slot_cover.to_day - slot_cover.from_day END) AS i) n
CROSS  JOIN LATERAL (
	-- by the clock of the team, to the next day if it does not end after it starts
	SELECT n.day + d.starts AS starts, n.day + d.ends
				+ CASE WHEN d.ends > d.starts THEN interval '0' ELSE interval '1 day' END AS ends
	OFFSET 0) c
CROSS  JOIN LATERAL (
	-- of an hour that the clocks leave out, nothing is left
	SELECT CASE WHEN c.starts AT TIME ZONE z.zone < c.ends AT TIME ZONE z.zone
				THEN tstzrange(c.starts AT TIME ZONE z.zone, c.ends AT TIME ZONE z.zone) END AS slot
	OFFSET 0) t
CROSS  JOIN LATERAL (
	SELECT array_agg(p.part * t.slot) AS shifts
	FROM   @hr@.staff_on_duty o
	CROSS  JOIN LATERAL unnest(o.counts) AS p(part)
	WHERE  o.team = d.team AND o.during && t.slot
	AND   (d.grade IS NULL AND (d.skill IS NULL OR o.skill = d.skill)
		   OR EXISTS (SELECT FROM unnest(o.skills, o.grades) AS k(skill, grade)
					  WHERE  (d.skill IS NULL OR k.skill = d.skill)
					  AND    (d.grade IS NULL OR k.grade = d.grade)
					  AND    (o.skill IS NULL OR k.skill = o.skill)))) a
-- one more throughout, so that the steps go from the start of the slot to its end
CROSS  JOIN LATERAL bradford.staffing(array_append(a.shifts, t.slot)) s
WHERE  bradford.is_working_day(n.day, d.days)
AND    n.day >= d.first_day AND n.day <= COALESCE(d.last_day, 'infinity')
AND    n.day < COALESCE(d.until, 'infinity')
AND    t.slot IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.slot_cover(date, date) IS
	'The view of this name, of the slots that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.slot_cover WITH (security_invoker = true) AS
SELECT * FROM @hr@.slot_cover(CURRENT_DATE, CURRENT_DATE + 27);
COMMENT ON VIEW @hr@.slot_cover IS
	'Each slot of four weeks from today, in stretches with one number on duty (SR-1). cover_report and '
	'fill_rate_report read it.';
COMMENT ON COLUMN @hr@.slot_cover.team IS 'Team';
COMMENT ON COLUMN @hr@.slot_cover.slot IS 'Slot';
COMMENT ON COLUMN @hr@.slot_cover.skill IS 'Skill that counts; none: any';
COMMENT ON COLUMN @hr@.slot_cover.grade IS 'Grade that counts; none: any';
COMMENT ON COLUMN @hr@.slot_cover.day IS 'Day on which the slot begins';
COMMENT ON COLUMN @hr@.slot_cover.starts_at IS 'When the slot starts';
COMMENT ON COLUMN @hr@.slot_cover.ends_at IS 'When the slot ends';
COMMENT ON COLUMN @hr@.slot_cover.from_time IS 'When the stretch starts';
COMMENT ON COLUMN @hr@.slot_cover.to_time IS 'When the stretch ends';
COMMENT ON COLUMN @hr@.slot_cover.at_least IS 'Least staff agreed';
COMMENT ON COLUMN @hr@.slot_cover.at_most IS 'Most staff agreed; none: no limit';
COMMENT ON COLUMN @hr@.slot_cover.on_duty IS 'Staff on duty; rest breaks are not taken off';

ALTER FUNCTION @hr@.slot_cover(date, date) DEPENDS ON EXTENSION bradford;
