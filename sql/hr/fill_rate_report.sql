CREATE OR REPLACE FUNCTION @hr@.fill_rate_report(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.staffing_demand.team%TYPE,
	slot @hr@.staffing_demand.slot%TYPE,
	skill @hr@.staffing_demand.skill%TYPE,
	grade @hr@.staffing_demand.grade%TYPE,
	slots integer,
	slots_short integer,
	slots_over integer,
	hours_needed numeric,
	hours_on_duty numeric,
	hours_short numeric,
	hours_over numeric,
	fill_rate numeric,
	mean_fill_rate numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT s.team, s.slot, s.skill, s.grade, count(*)::integer AS slots,
	   count(*) FILTER (WHERE s.short > 0)::integer AS slots_short,
	   count(*) FILTER (WHERE s.over > 0)::integer AS slots_over,
	   trim_scale(round(sum(s.needed) / 3600, 2)) AS hours_needed,
	   trim_scale(round(sum(s.on_duty) / 3600, 2)) AS hours_on_duty,
	   trim_scale(round(sum(s.short) / 3600, 2)) AS hours_short,
	   trim_scale(round(sum(s.over) / 3600, 2)) AS hours_over,
	   round(100 * sum(s.on_duty) / nullif(sum(s.needed), 0), 1) AS fill_rate,
	   round(avg(100 * s.on_duty / nullif(s.needed, 0)), 1) AS mean_fill_rate
FROM  (
	SELECT c.team, c.slot, c.skill, c.grade, c.day, sum(t.seconds * c.at_least) AS needed,
		   sum(t.seconds * c.on_duty) AS on_duty,
		   sum(t.seconds * greatest(c.at_least - c.on_duty, 0)) AS short,
		   sum(t.seconds * greatest(c.on_duty - c.at_most, 0)) AS over
	FROM   @hr@.slot_cover(fill_rate_report.from_day, fill_rate_report.to_day) c
	CROSS  JOIN LATERAL (SELECT extract(epoch FROM c.to_time - c.from_time) AS seconds) t
	GROUP  BY c.team, c.slot, c.skill, c.grade, c.day) s
GROUP  BY s.team, s.slot, s.skill, s.grade;
END;
COMMENT ON FUNCTION @hr@.fill_rate_report(date, date) IS
	'The view of this name, of the slots that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.fill_rate_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.fill_rate_report(CURRENT_DATE - 28, CURRENT_DATE - 1);
COMMENT ON VIEW @hr@.fill_rate_report IS
	'How far each slot was filled (SR-1): hours on duty compared with the least agreed. The view '
	'shows the four weeks before today.';
COMMENT ON COLUMN @hr@.fill_rate_report.team IS 'Team';
COMMENT ON COLUMN @hr@.fill_rate_report.slot IS 'Slot';
COMMENT ON COLUMN @hr@.fill_rate_report.skill IS 'Skill that counts; none: any';
COMMENT ON COLUMN @hr@.fill_rate_report.grade IS 'Grade that counts; none: any';
COMMENT ON COLUMN @hr@.fill_rate_report.slots IS 'Days on which there is such a slot';
COMMENT ON COLUMN @hr@.fill_rate_report.slots_short IS 'Days on which it was short at some time';
COMMENT ON COLUMN @hr@.fill_rate_report.slots_over IS 'Days on which it was over at some time';
COMMENT ON COLUMN @hr@.fill_rate_report.hours_needed IS 'Least staff, times hours';
COMMENT ON COLUMN @hr@.fill_rate_report.hours_on_duty IS 'Staff on duty, times hours';
COMMENT ON COLUMN @hr@.fill_rate_report.hours_short IS 'Staff that were missing, times hours';
COMMENT ON COLUMN @hr@.fill_rate_report.hours_over IS 'Staff above the most agreed, times hours';
COMMENT ON COLUMN @hr@.fill_rate_report.fill_rate IS
	'hours_on_duty in per cent of hours_needed: the ratio of the means; above 100 if more than the '
	'least were on duty';
COMMENT ON COLUMN @hr@.fill_rate_report.mean_fill_rate IS
	'Mean of the per cent of each day: the mean of the ratios, which differs if needs differ';

ALTER FUNCTION @hr@.fill_rate_report(date, date) DEPENDS ON EXTENSION bradford;
