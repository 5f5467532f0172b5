CREATE OR REPLACE FUNCTION @hr@.counted_absence(
	as_of date, with_calendar boolean DEFAULT true, fit_note_covers text DEFAULT 'absence')
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	staff_group text,
	fte numeric,
	calendar bradford.calendar,
	counts_from date,
	spells datemultirange,
	half_days datemultirange,
	currently_absent boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT m.employee_id, m.name, m.service_area, m.manager_id, m.staff_group, m.fte, m.calendar,
	   CASE WHEN isfinite(m.counts_from) THEN m.counts_from END AS counts_from,
	   a.spells, a.half_days,
	   COALESCE(a.absent_until >= counted_absence.as_of, false) AS currently_absent
-- who is employed on the day, for how many hours, by which pattern, and since when
FROM  (
	SELECT e.employee_id, e.name, e.service_area, e.manager_id, e.staff_group,
		   -- unknown hours are NaN, which is above every number, and count as full-time: a score
		   -- that reaches the trigger of a full-timer also reaches it with fewer hours
		   least(1, CASE WHEN count(*) FILTER (WHERE d.in_force) = 1
						 THEN min(d.share) FILTER (WHERE d.in_force)
						 -- of several contracts, one that a site's view repeats counts once
						 ELSE (
							SELECT sum(o.share)
							FROM  (
								SELECT DISTINCT ON (o.post, o.first_day)
									   COALESCE(bradford.whole_time_equivalent(
											o.weekly_hours::numeric, o.full_time_hours::numeric),
											'NaN') AS share
								FROM   @hr@.contract o
								WHERE  o.employee_id = e.employee_id
								AND    o.first_day <= counted_absence.as_of
								AND   (o.last_day IS NULL
									   OR o.last_day
										  >= greatest(o.first_day, counted_absence.as_of))
								ORDER  BY o.post, o.first_day, o.weekly_hours) o) END) AS fte,
		   least(CASE WHEN e.service_from >= lower(bradford.possible_days())
					  THEN e.service_from END,
				 CASE WHEN count(*) = 1 THEN min(c.first_day) ELSE (
					SELECT lower(u.run)
					FROM  (
						SELECT range_agg(daterange(o.first_day,
									CASE WHEN o.last_day < upper(bradford.known_days())
										 THEN o.last_day END, '[]')) AS periods
						FROM   @hr@.contract o
						WHERE  o.employee_id = e.employee_id
						AND    o.first_day <= counted_absence.as_of
						AND   (o.last_day IS NULL OR o.last_day >= o.first_day)) o,
						   unnest(o.periods) AS u(run)
					WHERE  u.run @> counted_absence.as_of) END) AS counts_from,
		   bradford.calendar_over_time(c.calendar, d.period)
				FILTER (WHERE counted_absence.with_calendar) AS calendar,
		   -- EXISTS lets the planner choose: look one person up, or gather everybody
		   EXISTS (SELECT FROM @hr@.absence_override o
				   WHERE  o.employee_id = e.employee_id
				   AND    o.decided_on <= counted_absence.as_of) AS overridden
	FROM   @hr@.employee e,
		   @hr@.contract c,
		   LATERAL (
		SELECT c.last_day IS NULL OR c.last_day >= counted_absence.as_of AS in_force,
			   COALESCE(bradford.whole_time_equivalent(
					c.weekly_hours::numeric, c.full_time_hours::numeric), 'NaN') AS share,
			   -- a last day that no calendar knows, such as 9999-12-31, means that there is no end
			   daterange(c.first_day, CASE WHEN c.last_day < upper(bradford.known_days())
										   THEN c.last_day END, '[]') AS period) d
	WHERE  c.employee_id = e.employee_id AND c.first_day <= counted_absence.as_of
	AND   (c.last_day IS NULL OR c.last_day >= c.first_day)
	GROUP  BY e.employee_id, e.name, e.service_area, e.manager_id, e.staff_group, e.service_from
	HAVING bool_or(d.in_force)) m

-- what named persons decided; OFFSET 0 keeps this to people for whom something was decided
LEFT   JOIN LATERAL (
	SELECT z.*
	FROM  (
		SELECT array_agg(o.absence_id) FILTER (WHERE o.action = 'leave out') AS left_out,
			   -- from the end of the earlier to the first counted day of the later, so that both
			   -- are one spell even if half of a day between was worked
			   array_agg(daterange(j.first_day, j.until)) FILTER (WHERE j.joins) AS between_joined,
			   array_agg(o.absence_id) FILTER (WHERE j.joins) AS joined,
			   array_agg(o.joined_to) FILTER (WHERE j.joins) AS joined_to
		FROM   @hr@.absence a
		JOIN   @hr@.absence_override o
				ON o.employee_id = a.employee_id AND o.absence_id = a.absence_id
		LEFT   JOIN @hr@.absence b ON b.employee_id = a.employee_id AND b.absence_id = o.joined_to
		-- both have begun, and the earlier one has ended
		CROSS  JOIN LATERAL (
			SELECT i.first_day, i.until,
				   o.action = 'join' AND i.first_day < i.until AS joins
			FROM  (
				SELECT CASE WHEN least(a.last_day, b.last_day) < counted_absence.as_of
							THEN least(a.last_day, b.last_day) + 1 END AS first_day,
					   CASE WHEN greatest(a.first_day, b.first_day) > counted_absence.as_of
							THEN NULL
							WHEN a.first_day > b.first_day
							THEN a.first_day + COALESCE(a.half_worked, false)::integer
							ELSE b.first_day + COALESCE(b.half_worked, false)::integer
					   END AS until) i) j
		WHERE  a.employee_id = m.employee_id AND o.decided_on <= counted_absence.as_of) z
	WHERE  m.overridden
	OFFSET 0) x ON true,
-- reasons that do not simply count, as keys of one object, so that each is found at once
	   (
	SELECT jsonb_object_agg(r.reason, r.counted) AS special
	FROM   @hr@.absence_reason r
	WHERE  r.counted IN ('no', 'unless fit note') AND r.reason IS NOT NULL) r,
	   LATERAL (
	-- a join has no effect if one of the two does not count
	SELECT CASE WHEN x.between_joined IS NULL THEN s.spells ELSE s.spells + COALESCE((
				SELECT range_agg(u.days)
				FROM   unnest(x.between_joined, x.joined, x.joined_to) AS u(days, joined, joined_to)
				WHERE  u.joined = ANY (a.counted) AND u.joined_to = ANY (a.counted)
				AND    s.spells @> lower(u.days) - 1 AND s.spells @> upper(u.days)), '{}') END
				AS spells,
		   a.half_days, a.absent_until
	FROM  (
		SELECT bradford.spells(c.first_day, c.last_day) FILTER (WHERE c.counts) AS whole,
			   range_agg(c.rest) FILTER (WHERE c.rest IS NOT NULL) AS rest,
			   array_agg(c.absence_id) FILTER (
					WHERE m.overridden AND (c.counts OR c.rest IS NOT NULL)) AS counted,
			   -- half days outside their absence are left to data_quality_report
			   range_agg(c.half_days * datemultirange(daterange(
							c.recorded_on, COALESCE(c.last_day, counted_absence.as_of), '[]')))
					FILTER (WHERE c.half_days IS NOT NULL
							AND (c.counts OR c.rest IS NOT NULL)) AS half_days,
			   max(COALESCE(c.last_day, counted_absence.as_of)) AS absent_until
		FROM  (
			SELECT a.absence_id, a.first_day AS recorded_on, f.first_day, f.last_day, a.half_days,
				   -- AB-2, AB-3
				   CASE WHEN r.special ? a.reason
						THEN r.special ->> a.reason = 'unless fit note' AND (
							SELECT count(*) = 0
							FROM   @hr@.fit_note n
							WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day
							AND    (a.last_day IS NULL OR n.first_day <= a.last_day)
							AND    COALESCE(n.received_on, n.first_day) <= counted_absence.as_of)
						ELSE true END AND g.possible AS counts,
				   -- AB-2, if a fit note takes out only the days that it covers: the other days
				   CASE WHEN counted_absence.fit_note_covers = 'days' THEN
						CASE WHEN r.special ->> a.reason = 'unless fit note' AND g.possible THEN (
							SELECT datemultirange(daterange(f.first_day, f.last_day, '[]'))
								   - range_agg(daterange(n.first_day, n.last_day, '[]'))
							FROM   @hr@.fit_note n
							WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day
							AND    (a.last_day IS NULL OR n.first_day <= a.last_day)
							AND    n.first_day <= n.last_day
							AND    n.last_day < upper(bradford.known_days())
							AND    COALESCE(n.received_on, n.first_day) <= counted_absence.as_of)
						END END AS rest
			FROM   @hr@.absence a,
			-- AB-1; a last day that no calendar knows does not count
				   LATERAL (
				SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day,
					   CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END
							AS last_day) f,
				   LATERAL (
				SELECT (a.absence_id = ANY (x.left_out)) IS NOT TRUE
					   -- impossible dates are left to data_quality_report
					   AND COALESCE(f.last_day, counted_absence.as_of) >= f.first_day AS possible) g
			WHERE  a.employee_id = m.employee_id AND a.first_day <= counted_absence.as_of
			AND    a.first_day >= greatest(m.counts_from, lower(bradford.known_days()))
			OFFSET 0) c) a,
		   LATERAL (SELECT COALESCE(a.rest + a.whole, a.whole) AS spells) s
	-- worked out once, not for each mention
	OFFSET 0) a
WHERE  bradford.require_known_day(counted_absence.as_of);
END;
COMMENT ON FUNCTION @hr@.counted_absence(date, boolean, text) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.counted_absence WITH (security_invoker = true) AS
SELECT * FROM @hr@.counted_absence(CURRENT_DATE);
COMMENT ON VIEW @hr@.counted_absence IS
	'What counts of each current employee''s absence: the set of spells. It depends on no policy, '
	'so any rule can score it. One row per employee with a contract on the day; the other reports '
	'read it. If a fit note stops a reason from counting, it takes out the whole absence; the '
	'function with fit_note_covers => ''days'' takes out only the days that it covers.';
COMMENT ON COLUMN @hr@.counted_absence.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.counted_absence.name IS 'Name';
COMMENT ON COLUMN @hr@.counted_absence.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.counted_absence.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.counted_absence.staff_group IS 'Staff group';
COMMENT ON COLUMN @hr@.counted_absence.fte IS
	'Whole-time equivalent of the contracts of that day, at most 1';
COMMENT ON COLUMN @hr@.counted_absence.calendar IS 'Working days under all contracts so far';
COMMENT ON COLUMN @hr@.counted_absence.counts_from IS
	'First day of the employment that counts: contracts that run on without a gap, or '
	'continuous service; none: not known';
COMMENT ON COLUMN @hr@.counted_absence.spells IS
	'Counted spells: without uncounted reasons (AB-2, AB-3), what a named person left out, '
	'and first days of which half was worked (AB-1); with the days between absences that a '
	'named person joined';
COMMENT ON COLUMN @hr@.counted_absence.half_days IS 'Days that count one half';
COMMENT ON COLUMN @hr@.counted_absence.currently_absent IS 'Absent on the day, for whatever reason';

ALTER FUNCTION @hr@.counted_absence(date, boolean, text) DEPENDS ON EXTENSION bradford;
