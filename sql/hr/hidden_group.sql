CREATE OR REPLACE FUNCTION @hr@.hidden_group(as_of date, years integer DEFAULT 3)
RETURNS TABLE (
	year_from date,
	level text,
	directorate @hr@.employee.directorate%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	hidden text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
-- SET keeps this function out of the plan of days_lost_report. As part of that plan it would be
-- compiled, which takes longer than everything else if no number is set.
SET jit = off
BEGIN ATOMIC
-- The parts of a total are hidden smallest first, so the hidden ones are the first n. In a month,
-- their sum follows from the total and the others. That is safe if it is the sum of at least two
-- parts and of enough people. "open" holds each n that leaves a month in which it is not safe.
WITH least_group AS (
	-- The largest number of all policies: a reader chooses the day of the report, and could choose
	-- one on which another policy was in force.
	SELECT max(p.least_group) AS people FROM @hr@.attendance_policy p
), until AS (
	-- Whole years, by the contracts known now, so reports as at any day of a year hide the same.
	SELECT least((date_trunc('year', CASE WHEN bradford.require_known_day(hidden_group.as_of)
										  THEN hidden_group.as_of END - interval '3 months')
				  + interval '15 months')::date, upper(bradford.known_days())) - 1 AS day
	WHERE  bradford.require_known_day(hidden_group.as_of)
), month AS (
	SELECT m.first_day AS month,
		   (date_trunc('year', m.first_day - interval '3 months') + interval '3 months')::date
				AS year_from
	FROM   until u
	CROSS  JOIN LATERAL @hr@.reporting_period(u.day, hidden_group.years, 'month') m
), area AS (
	-- People in each month in which an area has any. Months are joined with groups of people who
	-- came and left together, not with each person.
	SELECT m.year_from, m.month, s.directorate, s.service_area, sum(s.people) AS people,
		   min(sum(s.people)) OVER (PARTITION BY m.year_from, s.directorate, s.service_area) AS size
	FROM  (
		SELECT p.directorate, p.service_area, u.stay, count(*) AS people
		FROM  (
			SELECT min(e.directorate) AS directorate, min(e.service_area) AS service_area,
				   range_agg(daterange(
							date_trunc('month', greatest(
									c.first_day, lower(bradford.known_days()))::timestamp)::date,
							(date_trunc('month', least(c.last_day, t.day)::timestamp)
								+ interval '1 month')::date)) AS stays
			FROM   @hr@.employee e
			JOIN   @hr@.contract c ON c.employee_id = e.employee_id
			CROSS  JOIN until t
			-- false for everybody if no number is set; then no row is read
			WHERE (SELECT l.people FROM least_group l) >= 2
			AND    c.first_day <= t.day
			AND   (c.last_day IS NULL
				   OR c.last_day >= greatest(c.first_day, lower(bradford.known_days())))
			GROUP  BY e.employee_id) p
		CROSS  JOIN LATERAL unnest(p.stays) AS u(stay)
		GROUP  BY p.directorate, p.service_area, u.stay) s
	JOIN   month m ON m.month <@ s.stay
	GROUP  BY m.year_from, m.month, s.directorate, s.service_area
), area_in_turn AS (
	SELECT a.*, a.size < l.people AS small,
		   dense_rank() OVER (PARTITION BY a.year_from, a.directorate
							  ORDER BY a.size, a.service_area) AS place
	FROM   area a
	CROSS  JOIN least_group l
), directorate AS (
	SELECT m.year_from, m.directorate, max(m.small) AS small, range_agg(m.open) AS open
	FROM  (
		SELECT a.year_from, a.directorate, max(a.place) FILTER (WHERE a.small) AS small,
			   int8range(min(a.place), min(a.place) FILTER (
					WHERE  a.people >= l.people AND a.parts >= 2)) AS open
		FROM  (
			SELECT a.year_from, a.directorate, a.month, a.place, a.small,
				   sum(a.people) OVER so_far AS people, count(*) OVER so_far AS parts
			FROM   area_in_turn a
			WHERE  a.directorate IS NOT NULL
			WINDOW so_far AS (PARTITION BY a.year_from, a.directorate, a.month ORDER BY a.place)) a
		CROSS  JOIN least_group l
		GROUP  BY a.year_from, a.directorate, a.month) m
	GROUP  BY m.year_from, m.directorate
), areas_of_directorate AS (
	-- How many of its areas are hidden. If no number is safe, the total is hidden too. Then at
	-- least one area is hidden with it, or the areas would reveal it.
	SELECT d.year_from, d.directorate,
		   CASE WHEN d.small IS NULL THEN 0
				WHEN d.open @> d.small THEN upper(o.open)
				ELSE d.small END AS areas,
		   COALESCE(CASE WHEN d.open @> d.small THEN upper(o.open) END, d.small, 1)
				AS areas_with_total
	FROM   directorate d
	LEFT   JOIN LATERAL unnest(d.open) AS o(open) ON o.open @> d.small
), part AS (
	-- the parts of the total of all, and how many people of each are hidden with it
	SELECT a.year_from, a.month, a.directorate, a.service_area, a.people AS everybody, a.people,
		   a.size, a.small
	FROM   area_in_turn a
	WHERE  a.directorate IS NULL
	UNION  ALL
	SELECT a.year_from, a.month, a.directorate, NULL, sum(a.people),
		   sum(a.people) FILTER (WHERE a.place <= d.areas_with_total),
		   min(sum(a.people)) OVER (PARTITION BY a.year_from, a.directorate),
		   d.areas IS NULL
	FROM   area_in_turn a
	JOIN   areas_of_directorate d ON d.year_from = a.year_from AND d.directorate = a.directorate
	GROUP  BY a.year_from, a.month, a.directorate, d.areas
), part_in_turn AS (
	SELECT p.*,
		   dense_rank() OVER (PARTITION BY p.year_from
							  ORDER BY p.small DESC, p.size, p.directorate, p.service_area) AS place
	FROM   part p
), everything AS (
	SELECT m.year_from, max(m.small) AS small, range_agg(m.open) AS open, min(m.everybody) AS size
	FROM  (
		SELECT p.year_from, max(p.place) FILTER (WHERE p.small) AS small,
			   int8range(min(p.place) FILTER (WHERE p.parts >= 1),
						 min(p.place) FILTER (WHERE p.people >= l.people AND p.parts >= 2)) AS open,
			   max(p.everybody) AS everybody
		FROM  (
			SELECT p.year_from, p.month, p.place, p.small,
				   sum(p.people) OVER so_far AS people, count(p.people) OVER so_far AS parts,
				   sum(p.everybody) OVER so_far AS everybody
			FROM   part_in_turn p
			WINDOW so_far AS (PARTITION BY p.year_from, p.month ORDER BY p.place)) p
		CROSS  JOIN least_group l
		GROUP  BY p.year_from, p.month) m
	GROUP  BY m.year_from
), parts_of_everything AS (
	SELECT e.year_from, e.size,
		   e.open @> e.small AND upper(o.open) IS NULL AS total,
		   COALESCE(CASE WHEN e.open @> e.small THEN upper(o.open) END, e.small, 0) AS parts
	FROM   everything e
	LEFT   JOIN LATERAL unnest(e.open) AS o(open) ON o.open @> e.small
), hidden AS (
	SELECT e.year_from, 'all' AS level, NULL AS directorate, NULL AS service_area, e.size
	FROM   parts_of_everything e
	WHERE  e.total
	UNION  ALL
	SELECT DISTINCT p.year_from,
		   CASE WHEN p.directorate IS NULL THEN 'service area' ELSE 'directorate' END,
		   p.directorate, p.service_area, p.size
	FROM   part_in_turn p
	JOIN   parts_of_everything e ON e.year_from = p.year_from
	WHERE  p.place <= e.parts
	UNION  ALL
	SELECT DISTINCT a.year_from, 'service area', a.directorate, a.service_area, a.size
	FROM   area_in_turn a
	JOIN   areas_of_directorate d ON d.year_from = a.year_from AND d.directorate = a.directorate
	JOIN   part_in_turn p ON p.year_from = a.year_from AND p.directorate = a.directorate
	JOIN   parts_of_everything e ON e.year_from = a.year_from
	WHERE  a.place <= CASE WHEN p.place <= e.parts THEN d.areas_with_total ELSE d.areas END
)
SELECT h.year_from, h.level, h.directorate, h.service_area,
	   CASE WHEN h.size < l.people THEN format('fewer than %s people', l.people)
			ELSE 'so that a smaller group cannot be worked out' END
FROM   hidden h
CROSS  JOIN least_group l
WHERE  bradford.require_known_day(hidden_group.as_of);
END;
COMMENT ON FUNCTION @hr@.hidden_group(date, integer) IS
	'The view of this name, as at any day: for some years.';

CREATE OR REPLACE VIEW @hr@.hidden_group WITH (security_invoker = true) AS
SELECT * FROM @hr@.hidden_group(CURRENT_DATE);
COMMENT ON VIEW @hr@.hidden_group IS
	'Groups whose figures days_lost_report hides, year by year: those smaller than '
	'attendance_policy.least_group, and others from which those could be worked out. The other '
	'reports read it.';
COMMENT ON COLUMN @hr@.hidden_group.year_from IS 'First day of the year, a 1 April';
COMMENT ON COLUMN @hr@.hidden_group.level IS 'service area, directorate, or all';
COMMENT ON COLUMN @hr@.hidden_group.directorate IS
	'Directorate; none: all of them, or a service area without a directorate';
COMMENT ON COLUMN @hr@.hidden_group.service_area IS 'Service area; none: all of them';
COMMENT ON COLUMN @hr@.hidden_group.hidden IS 'Why, in words';

ALTER FUNCTION @hr@.hidden_group(date, integer) DEPENDS ON EXTENSION bradford;
