CREATE OR REPLACE FUNCTION @hr@.roster_request_day(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	team @hr@.roster_terms.team%TYPE,
	request @hr@.roster_request.request%TYPE,
	kind @hr@.roster_request.kind%TYPE,
	day date,
	during tstzrange,
	weight numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT p.employee_id, p.team, r.request, r.kind, n.day, t.during,
	   CASE WHEN r.weight >= 0 AND r.weight <= 1000000 THEN r.weight ELSE 1 END AS weight
FROM   @hr@.roster_person(roster_request_day.from_day, roster_request_day.to_day) p
JOIN   @hr@.roster_request r ON r.employee_id = p.employee_id
CROSS  JOIN LATERAL (
	-- with the days next to the period, whose nights reach into it
	SELECT p.from_day + i AS day
	FROM  (SELECT CASE WHEN r.good THEN roster_request_day.from_day END AS from_day,
				  CASE WHEN r.good THEN roster_request_day.to_day END AS to_day
		   FROM  (SELECT bradford.require_period(
							 roster_request_day.from_day, roster_request_day.to_day) AS good) r
		   OFFSET 0) p
	CROSS  JOIN generate_series(greatest(lower(bradford.known_days()) - p.from_day, -1),
								least(upper(bradford.known_days()) - 1, p.to_day + 1) - p.from_day)
		   AS i) n
CROSS  JOIN LATERAL (
	SELECT (n.day + r.starts) AT TIME ZONE p.zone AS starts,
		   (n.day + r.ends
				+ CASE WHEN r.ends > r.starts THEN interval '0' ELSE interval '1 day' END)
				AT TIME ZONE p.zone AS ends
	OFFSET 0) c
CROSS  JOIN LATERAL (
	SELECT CASE WHEN c.starts < c.ends THEN tstzrange(c.starts, c.ends) END AS during
	OFFSET 0) t
-- nothing is asked of a day on which somebody is away
WHERE  n.day <@ p.asks_on
AND   (n.day >= roster_request_day.from_day AND n.day <= roster_request_day.to_day
	   OR r.kind IN ('off', 'veto'))
AND    n.day >= r.first_day AND n.day <= COALESCE(r.last_day, 'infinity')
AND    bradford.is_working_day(n.day, COALESCE(r.days, 'every-day'))
AND    r.kind IN ('on', 'off', 'veto', 'core') AND t.during IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.roster_request_day(date, date) IS
	'Preferences, veto hours and core hours of a period, day by day (SR-2), and the hours '
	'off and veto hours of the days next to it, which may reach into it. Reports on '
	'rosters read it.';

ALTER FUNCTION @hr@.roster_request_day(date, date) DEPENDS ON EXTENSION bradford;
