CREATE OR REPLACE FUNCTION @hr@.slot_day(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.staffing_demand.team%TYPE,
	slot @hr@.staffing_demand.slot%TYPE,
	skill @hr@.staffing_demand.skill%TYPE,
	grade @hr@.staffing_demand.grade%TYPE,
	day date,
	during tstzrange,
	at_least integer,
	at_most integer,
	short_weight numeric,
	over_weight numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT d.team, d.slot, d.skill, d.grade, n.day, t.during, d.at_least, d.at_most, d.short_weight,
	   d.over_weight
FROM  (
	SELECT r.team, r.slot, r.skill, r.grade, COALESCE(r.days, 'every-day') AS days,
		   r.starts, r.ends,
		   -- a number below 0 does not count
		   CASE WHEN r.at_least > 0 THEN r.at_least ELSE 0 END AS at_least,
		   CASE WHEN r.at_most < 0 THEN 0 ELSE r.at_most END AS at_most,
		   CASE WHEN r.short_weight >= 0 AND r.short_weight <= 1000000
				THEN r.short_weight ELSE 100 END AS short_weight,
		   CASE WHEN r.over_weight >= 0 AND r.over_weight <= 1000000 THEN r.over_weight ELSE 1 END
				AS over_weight,
		   r.first_day, r.last_day,
		   -- if two rows of a slot overlap, the later one applies from its first day on
		   lead(r.first_day) OVER (PARTITION BY r.team, r.slot
								   ORDER BY r.first_day, r.last_day) AS until
	FROM   @hr@.staffing_demand r
	WHERE  r.first_day <= COALESCE(r.last_day, 'infinity')) d
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
	FROM   @hr@.team z
	WHERE  z.team = d.team) z
CROSS  JOIN LATERAL (
	SELECT slot_day.from_day + i AS day
	FROM   generate_series(0, CASE WHEN bradford.require_period(slot_day.from_day, slot_day.to_day)
								   THEN slot_day.to_day - slot_day.from_day END) AS i) n
CROSS  JOIN LATERAL (
	-- by the clock of the team, to the next day if it does not end after it starts
	SELECT n.day + d.starts AS starts, n.day + d.ends
				+ CASE WHEN d.ends > d.starts THEN interval '0' ELSE interval '1 day' END AS ends
	OFFSET 0) c
CROSS  JOIN LATERAL (
	-- an hour that the clocks skip has no length
	SELECT CASE WHEN c.starts AT TIME ZONE z.zone < c.ends AT TIME ZONE z.zone
				THEN tstzrange(c.starts AT TIME ZONE z.zone, c.ends AT TIME ZONE z.zone)
				END AS during
	OFFSET 0) t
WHERE  bradford.is_working_day(n.day, d.days)
AND    n.day >= d.first_day AND n.day <= COALESCE(d.last_day, 'infinity')
AND    n.day < COALESCE(d.until, 'infinity')
AND    t.during IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.slot_day(date, date) IS
	'The slots that begin from one day to another, both included, each with its times, how '
	'many it needs, and the cost to a roster of one too few or too many (SR-1). Reports on '
	'cover and rosters read it.';

ALTER FUNCTION @hr@.slot_day(date, date) DEPENDS ON EXTENSION bradford;
