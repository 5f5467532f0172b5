CREATE OR REPLACE FUNCTION @hr@.shift_day(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.shift_kind.team%TYPE,
	kind @hr@.shift_kind.kind%TYPE,
	skill @hr@.shift_kind.skill%TYPE,
	day date,
	during tstzrange,
	breaks tstzmultirange
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT k.team, k.kind, k.skill, n.day, t.during,
	   -- a break lies within its shift, on the next day if its time is before the shift's start; a
	   -- kind without one gives NULL, since nobody said that there is no break
	   CASE WHEN t.rest <@ t.during THEN tstzmultirange(t.rest) END AS breaks
FROM  (
	SELECT r.team, r.kind, r.skill, COALESCE(r.days, 'every-day') AS days, r.starts, r.ends,
		   r.break_starts, r.break_ends, r.first_day, r.last_day,
		   lead(r.first_day) OVER (PARTITION BY r.team, r.kind
								   ORDER BY r.first_day, r.last_day) AS until
	FROM   @hr@.shift_kind r
	WHERE  r.first_day <= COALESCE(r.last_day, 'infinity')) k
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
	FROM   @hr@.team z
	WHERE  z.team = k.team) z
CROSS  JOIN LATERAL (
	SELECT shift_day.from_day + i AS day
	FROM   generate_series(0,
				CASE WHEN bradford.require_period(shift_day.from_day, shift_day.to_day)
					 THEN shift_day.to_day - shift_day.from_day END) AS i) n
CROSS  JOIN LATERAL (
	SELECT (n.day + k.starts) AT TIME ZONE z.zone AS starts,
		   (n.day + k.ends
				+ CASE WHEN k.ends > k.starts THEN interval '0' ELSE interval '1 day' END)
				AT TIME ZONE z.zone AS ends,
		   (n.day + k.break_starts
				+ CASE WHEN k.break_starts >= k.starts THEN interval '0' ELSE interval '1 day' END)
				AT TIME ZONE z.zone AS break_starts,
		   (n.day + k.break_ends
				+ CASE WHEN k.break_ends > k.starts THEN interval '0' ELSE interval '1 day' END)
				AT TIME ZONE z.zone AS break_ends
	OFFSET 0) c
CROSS  JOIN LATERAL (
	SELECT CASE WHEN c.starts < c.ends THEN tstzrange(c.starts, c.ends) END AS during,
		   CASE WHEN c.break_starts < c.break_ends
				THEN tstzrange(c.break_starts, c.break_ends) END AS rest
	OFFSET 0) t
WHERE  bradford.is_working_day(n.day, k.days)
AND    n.day >= k.first_day AND n.day <= COALESCE(k.last_day, 'infinity')
AND    n.day < COALESCE(k.until, 'infinity')
AND    t.during IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.shift_day(date, date) IS
	'The shifts that a roster may hold and that begin from one day to another, both included '
	'(SR-2). roster_variable reads it.';

ALTER FUNCTION @hr@.shift_day(date, date) DEPENDS ON EXTENSION bradford;
