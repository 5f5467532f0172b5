CREATE OR REPLACE FUNCTION @hr@.desk_report(as_of date)
RETURNS TABLE (
	office text,
	level text,
	workstyle text,
	people bigint,
	fte numeric,
	public_facing bigint,
	ratio text,
	counted numeric,
	counted_by text,
	desk_limit numeric,
	desk_need numeric,
	desks integer,
	desks_per_person numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
WITH person AS (
	-- who is assigned to an office on the day, each once
	SELECT DISTINCT ON (h.employee_id) h.employee_id, h.office, h.workstyle,
		   COALESCE(h.public_facing, false) AS public_facing, w.fte
	FROM  (
		SELECT h.employee_id, h.office::text AS office, h.workstyle::text AS workstyle,
			   h.public_facing, h.first_day
		FROM   @hr@.homework h
		WHERE  h.first_day <= desk_report.as_of
		AND   (h.last_day >= greatest(h.first_day, desk_report.as_of) OR h.last_day IS NULL)
		AND    bradford.require_known_day(desk_report.as_of)
		-- a reader who sees only some people would take them for all
		AND   (SELECT bradford.require_all_seen(ARRAY[
					$table$@hr@.employee$table$::regclass, $table$@hr@.contract$table$::regclass,
					$table$@hr@.homework$table$::regclass]))) h
	JOIN   @hr@.employee e ON e.employee_id = h.employee_id
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN count(*) = count(c.share) THEN sum(c.share) END AS fte
		FROM  (
			SELECT DISTINCT ON (c.post)
				   bradford.whole_time_equivalent(c.weekly_hours, c.full_time_hours) AS share
			FROM   @hr@.contract c
			WHERE  c.employee_id = h.employee_id AND c.first_day <= desk_report.as_of
			AND   (c.last_day >= greatest(c.first_day, desk_report.as_of) OR c.last_day IS NULL)
			ORDER  BY c.post, c.first_day DESC, c.weekly_hours) c
		HAVING count(*) > 0) w
	WHERE  h.office IS NOT NULL
	ORDER  BY h.employee_id, h.first_day DESC, h.office, h.workstyle
), style AS (
	SELECT p.office, p.workstyle, p.people, p.fte, p.public_facing, r.ratio, r.counted_by,
		   c.counted,
		   bradford.desk_limit(c.counted, r.desks, r.for_people) AS desk_limit,
		   bradford.desk_need(c.counted, r.desks, r.for_people) AS desk_need,
		   CASE WHEN r.ratio IS NULL THEN 'ratio of ' || COALESCE(p.workstyle, 'no workstyle')
				WHEN c.counted IS NULL THEN 'hours of ' || p.workstyle END AS unknown
	FROM  (
		SELECT p.office, p.workstyle, count(*) AS people,
			   CASE WHEN count(*) = count(p.fte) THEN sum(p.fte) END AS fte,
			   count(*) FILTER (WHERE p.public_facing) AS public_facing,
			   count(*) FILTER (WHERE NOT p.public_facing) AS heads,
			   -- three thirds of a post are a whole one
			   CASE WHEN bool_or(p.fte IS NULL AND NOT p.public_facing) IS NOT TRUE
					THEN round(COALESCE(sum(p.fte) FILTER (WHERE NOT p.public_facing), 0), 6) END
					AS whole_times
		FROM   person p
		GROUP  BY p.office, p.workstyle) p
	LEFT   JOIN LATERAL (
		SELECT s.desks, s.for_people, s.counted::text AS counted_by,
			   format('%s for %s', trim_scale(s.desks), trim_scale(s.for_people)) AS ratio
		FROM   @hr@.workstyle s
		WHERE  s.workstyle = p.workstyle AND s.desks >= 0 AND s.desks <= 1000000
		AND    s.for_people >= 0.01 AND s.for_people <= 1000000
		AND    s.counted IN ('head', 'whole-time equivalent')
		ORDER  BY s.desks, s.for_people, s.counted
		LIMIT  1) r ON true
	CROSS  JOIN LATERAL (
		SELECT CASE r.counted_by WHEN 'head' THEN p.heads::numeric
								 WHEN 'whole-time equivalent' THEN trim_scale(p.whole_times) END
					AS counted) c
)
SELECT x.office, x.level, x.workstyle, x.people, round(x.fte, 2) AS fte, x.public_facing, x.ratio,
	   x.counted, x.counted_by, x.desk_limit, x.desk_need,
	   CASE WHEN x.level = 'office' THEN o.desks END AS desks,
	   CASE WHEN x.level = 'office' THEN round(1.0 * o.desks / nullif(x.people, 0), 3) END
			AS desks_per_person,
	   x.unknown
FROM  (
	SELECT s.office, 'workstyle' AS level, s.workstyle, s.people, s.fte, s.public_facing, s.ratio,
		   s.counted, s.counted_by, s.desk_limit, s.desk_need, s.unknown
	FROM   style s
	UNION  ALL
	-- a sum is not known if one of its parts is not
	SELECT s.office, 'office' AS level, NULL AS workstyle, sum(s.people)::bigint AS people,
		   CASE WHEN count(*) = count(s.fte) THEN sum(s.fte) END AS fte,
		   sum(s.public_facing)::bigint AS public_facing, NULL AS ratio, NULL AS counted,
		   NULL AS counted_by,
		   CASE WHEN count(*) = count(s.desk_limit) THEN sum(s.desk_limit) END AS desk_limit,
		   CASE WHEN count(*) = count(s.desk_need) THEN sum(s.desk_need) END AS desk_need,
		   string_agg(s.unknown, ', ' ORDER BY s.unknown) AS unknown
	FROM   style s
	GROUP  BY s.office) x
LEFT   JOIN LATERAL (
	SELECT CASE WHEN o.desks >= 0 THEN o.desks::integer END AS desks
	FROM   @hr@.office o
	WHERE  o.office = x.office AND o.first_day <= desk_report.as_of
	AND   (o.last_day >= desk_report.as_of OR o.last_day IS NULL)
	ORDER  BY o.first_day DESC, o.people_limit, o.desks
	LIMIT  1) o ON true;
END;
COMMENT ON FUNCTION @hr@.desk_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.desk_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.desk_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.desk_report IS
	'Desks by workstyle and ratio: one row per office and workstyle, and one for the office '
	'(HW-1, HW-2). For readers who see everybody.';
COMMENT ON COLUMN @hr@.desk_report.office IS 'Office';
COMMENT ON COLUMN @hr@.desk_report.level IS 'workstyle, or office: all of them';
COMMENT ON COLUMN @hr@.desk_report.workstyle IS 'Workstyle; none: all of them';
COMMENT ON COLUMN @hr@.desk_report.people IS
	'People assigned to the office and employed on the day';
COMMENT ON COLUMN @hr@.desk_report.fte IS
	'Their whole-time equivalents; none if hours of somebody are not known';
COMMENT ON COLUMN @hr@.desk_report.public_facing IS
	'How many of them are in public-facing posts, which are left out of ratio, limit and need';
COMMENT ON COLUMN @hr@.desk_report.ratio IS 'Ratio of desks to people, such as 6 for 10';
COMMENT ON COLUMN @hr@.desk_report.counted IS
	'People, or whole-time equivalents, to whom the ratio is applied';
COMMENT ON COLUMN @hr@.desk_report.counted_by IS 'head, or whole-time equivalent';
COMMENT ON COLUMN @hr@.desk_report.desk_limit IS
	'Most desks by the ratio, rounded down for each workstyle';
COMMENT ON COLUMN @hr@.desk_report.desk_need IS
	'Desks needed by the ratio, rounded up for each workstyle';
COMMENT ON COLUMN @hr@.desk_report.desks IS 'Desks that the office has';
COMMENT ON COLUMN @hr@.desk_report.desks_per_person IS
	'Desks that the office has per person assigned, to three places';
COMMENT ON COLUMN @hr@.desk_report.unknown IS
	'Why there is no limit: no ratio for the workstyle, or hours that are not known';

ALTER FUNCTION @hr@.desk_report(date) DEPENDS ON EXTENSION bradford;
