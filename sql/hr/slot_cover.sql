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
WITH slot AS MATERIALIZED (
	SELECT row_number() OVER () AS n, d.*
	FROM   @hr@.slot_day(slot_cover.from_day, slot_cover.to_day) d
), period AS MATERIALIZED (
	SELECT min(lower(d.during)) AS starts, max(upper(d.during)) AS ends FROM slot d
), duty AS (
	SELECT d.n, array_agg(p.part * d.during) AS shifts
	FROM   slot d
	JOIN   @hr@.staff_on_duty o ON o.team = d.team AND o.during && d.during
	CROSS  JOIN LATERAL unnest(o.counts) AS p(part)
	WHERE (d.grade IS NULL AND (d.skill IS NULL OR o.skill = d.skill)
		   OR EXISTS (SELECT FROM unnest(o.skills, o.grades) AS k(skill, grade)
					  WHERE  (d.skill IS NULL OR k.skill = d.skill)
					  AND    (d.grade IS NULL OR k.grade = d.grade)
					  AND    (o.skill IS NULL OR k.skill = o.skill)))
	-- only the shifts of the period are worked out: found by the index, and after protect()
	-- by comparisons that reveal nothing, which alone get into the view
	AND    o.during && (SELECT tstzrange(r.starts, r.ends) FROM period r)
	AND    o.starts_at < (SELECT r.ends FROM period r)
	AND    o.ends_at > (SELECT r.starts FROM period r)
	GROUP  BY d.n)
SELECT d.team, d.slot, d.skill, d.grade, d.day, lower(d.during) AS starts_at,
	   upper(d.during) AS ends_at, lower(s.during) AS from_time, upper(s.during) AS to_time,
	   d.at_least, d.at_most, s.on_duty - 1 AS on_duty
FROM   slot d
LEFT   JOIN duty a USING (n)
-- one extra throughout, so that the steps go from the start of the slot to its end
CROSS  JOIN LATERAL bradford.staffing(array_append(a.shifts, d.during)) s;
END;
COMMENT ON FUNCTION @hr@.slot_cover(date, date) IS
	'The view of this name, of the slots that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.slot_cover WITH (security_invoker = true) AS
SELECT * FROM @hr@.slot_cover(CURRENT_DATE, CURRENT_DATE + 27);
COMMENT ON VIEW @hr@.slot_cover IS
	'Each slot of the four weeks from today, split into stretches with the same number on duty '
	'(SR-1). cover_report and fill_rate_report read it.';
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
COMMENT ON COLUMN @hr@.slot_cover.on_duty IS 'Staff on duty; rest breaks are not deducted';

ALTER FUNCTION @hr@.slot_cover(date, date) DEPENDS ON EXTENSION bradford;
