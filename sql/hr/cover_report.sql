CREATE OR REPLACE FUNCTION @hr@.cover_report(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.staffing_demand.team%TYPE,
	slot @hr@.staffing_demand.slot%TYPE,
	skill @hr@.staffing_demand.skill%TYPE,
	grade @hr@.staffing_demand.grade%TYPE,
	day date,
	from_time timestamptz,
	to_time timestamptz,
	minutes numeric,
	at_least integer,
	at_most integer,
	on_duty integer,
	short integer,
	over integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT c.team, c.slot, c.skill, c.grade, c.day, c.from_time, c.to_time,
	   trim_scale(round(extract(epoch FROM c.to_time - c.from_time) / 60, 2)) AS minutes,
	   c.at_least, c.at_most, c.on_duty,
	   nullif(greatest(c.at_least - c.on_duty, 0), 0) AS short,
	   nullif(greatest(c.on_duty - c.at_most, 0), 0) AS over
FROM   @hr@.slot_cover(cover_report.from_day, cover_report.to_day) c
WHERE  c.on_duty < c.at_least OR c.on_duty > c.at_most;
END;
COMMENT ON FUNCTION @hr@.cover_report(date, date) IS
	'The view of this name, of the slots that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.cover_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.cover_report(CURRENT_DATE, CURRENT_DATE + 27);
COMMENT ON VIEW @hr@.cover_report IS
	'Where cover is below or above what was agreed: one row per slot and stretch of time '
	'(SR-1). The view shows four weeks from today.';
COMMENT ON COLUMN @hr@.cover_report.team IS 'Team';
COMMENT ON COLUMN @hr@.cover_report.slot IS 'Slot';
COMMENT ON COLUMN @hr@.cover_report.skill IS 'Skill that counts; none: any';
COMMENT ON COLUMN @hr@.cover_report.grade IS 'Grade that counts; none: any';
COMMENT ON COLUMN @hr@.cover_report.day IS 'Day on which the slot begins';
COMMENT ON COLUMN @hr@.cover_report.from_time IS 'When the stretch starts';
COMMENT ON COLUMN @hr@.cover_report.to_time IS 'When the stretch ends';
COMMENT ON COLUMN @hr@.cover_report.minutes IS 'Length of the stretch';
COMMENT ON COLUMN @hr@.cover_report.at_least IS 'Least staff agreed';
COMMENT ON COLUMN @hr@.cover_report.at_most IS 'Most staff agreed; none: no limit';
COMMENT ON COLUMN @hr@.cover_report.on_duty IS 'Staff on duty';
COMMENT ON COLUMN @hr@.cover_report.short IS 'Staff missing; empty: nobody';
COMMENT ON COLUMN @hr@.cover_report.over IS 'Staff above at_most; empty: nobody';

ALTER FUNCTION @hr@.cover_report(date, date) DEPENDS ON EXTENSION bradford;
