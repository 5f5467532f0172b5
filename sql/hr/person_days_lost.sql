CREATE OR REPLACE FUNCTION @hr@.person_days_lost(
	as_of date, years integer DEFAULT 3, period text DEFAULT 'year')
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	directorate @hr@.employee.directorate%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	first_day date,
	last_day date,
	employed_days integer,
	days_lost numeric,
	long_term numeric,
	weekly_hours @hr@.contract.weekly_hours%TYPE,
	full_time_hours @hr@.contract.full_time_hours%TYPE,
	days_per_week numeric,
	fte_days numeric,
	fte_lost numeric,
	hours_lost numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH period AS (
	-- a period is also the window of a scoring rule; OFFSET 0: worked out once, not for each person
	SELECT r.first_day, r.last_day,
		   daterange(r.first_day, r.last_day, '[]') AS days,
		   format('window=%s days; days=working', r.last_day - r.first_day + 1)
				::bradford.scoring_rule AS rule
	FROM   @hr@.reporting_period(person_days_lost.as_of, person_days_lost.years,
				person_days_lost.period) r
	OFFSET 0
), long_absence AS (
	-- AB-10; the rule picks out spells that may be longer, since no month is shorter than February
	SELECT p.long_term,
		   format('window=200 years; minimum=%s',
				(date '2015-02-01' + p.long_term)::date - date '2015-02-01' + 1)
				::bradford.scoring_rule AS rule
	FROM  (
		SELECT COALESCE(min(f.long_term) FILTER (WHERE f.long_term > '0'
							AND f.long_term < '100 years'), interval '4 weeks') AS long_term
		FROM   @hr@.policy_in_force(person_days_lost.as_of) f
		WHERE  f.staff_group IS NULL) p
	OFFSET 0
), working_week AS (
	-- The hours of a week divided by these days are those of a working day. Calendars are grouped
	-- as text: pg_upgrade makes this function before the operator class that would group them.
	SELECT c.calendar,
		   nullif(bradford.days_per_week(c.calendar::bradford.calendar, person_days_lost.as_of), 0)
				AS days
	FROM  (SELECT DISTINCT c.calendar::text AS calendar FROM @hr@.contract c) c
	WHERE  person_days_lost.as_of <@ bradford.known_days()
	OFFSET 0
), person AS (
	-- min: most people have one contract; a site's view may also repeat an employee
	SELECT e.employee_id,
		   min(e.directorate) AS directorate, min(e.service_area) AS service_area,
		   count(*) AS contracts,
		   min(c.first_day) AS first_day,
		   max(COALESCE(c.last_day, 'infinity')) AS last_day,
		   min(c.weekly_hours) AS weekly_hours, min(c.full_time_hours) AS full_time_hours,
		   range_agg(d.period) AS employed,
		   COALESCE(bradford.calendar_over_time(c.calendar, d.period), 'england-and-wales')
				AS calendar,
		   -- after a gap; a record left open ended with the earlier employment; LIMIT: see above
		   CASE WHEN range_agg(d.period) <> datemultirange(range_merge(range_agg(d.period))) THEN (
				SELECT r.spells
				FROM   @hr@.recorded_sickness(person_days_lost.as_of) r
				WHERE  r.employee_id = e.employee_id
				LIMIT  1) END AS spells
	FROM   @hr@.employee e
	JOIN   @hr@.contract c ON c.employee_id = e.employee_id
	-- a last day that no calendar knows, such as 9999-12-31, means that there is no end
	CROSS  JOIN LATERAL (
		SELECT daterange(c.first_day, CASE WHEN c.last_day < upper(bradford.known_days())
										   THEN c.last_day END, '[]') AS period) d
	WHERE  c.first_day <= person_days_lost.as_of
	AND   (c.last_day IS NULL OR c.last_day >= c.first_day)
	GROUP  BY e.employee_id
), sickness AS (
	-- as in recorded_sickness, but gathered from all records at once
	SELECT a.employee_id, a.spells, a.half_days, l.long_term,
		   bradford.occasions(a.spells, person_days_lost.as_of, l.rule) > 0 AS may_be_long
	FROM  (
		SELECT a.employee_id,
			   -- FILTER: with these conditions in WHERE, the planner would sort all records
			   bradford.spells(d.first_day, least(a.last_day, person_days_lost.as_of)) FILTER (WHERE
					d.first_day <= least(a.last_day, person_days_lost.as_of)
					AND a.first_day >= lower(bradford.known_days())
					AND (a.reason = ANY (q.others)) IS NOT TRUE) AS spells,
			   range_agg(a.half_days * datemultirange(daterange(
							d.first_day, least(a.last_day, person_days_lost.as_of), '[]')))
					FILTER (WHERE a.half_days IS NOT NULL
					AND d.first_day <= least(a.last_day, person_days_lost.as_of)
					AND a.first_day >= lower(bradford.known_days())
					AND (a.reason = ANY (q.others)) IS NOT TRUE) AS half_days
		FROM   @hr@.absence a
		CROSS  JOIN (
			SELECT array_agg(q.reason) AS others
			FROM   @hr@.absence_reason q
			WHERE  NOT q.sickness) q
		-- AB-1
		CROSS  JOIN LATERAL (
			SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day) d
		WHERE  a.first_day <= person_days_lost.as_of
		GROUP  BY a.employee_id) a
	CROSS  JOIN long_absence l
), lost AS (
	-- One row per person and period: days under contract, and which of them were lost. Most people
	-- have one contract, and need only subtraction; the others need sets
	SELECT p.employee_id, p.directorate, p.service_area, y.first_day, y.last_day,
		   CASE WHEN p.contracts = 1 THEN p.weekly_hours END AS weekly_hours,
		   CASE WHEN p.contracts = 1 THEN p.full_time_hours END AS full_time_hours,
		   CASE WHEN p.contracts = 1 THEN p.calendar::text END AS calendar,
		   CASE WHEN p.contracts = 1
				THEN least(p.last_day, y.last_day) - greatest(p.first_day, y.first_day) + 1
				ELSE bradford.working_days(p.employed * datemultirange(y.days), 'every-day')
		   END AS employed_days,
		   bradford.days(k.spells, y.last_day, y.rule, p.calendar, s.half_days) AS days_lost,
		   CASE WHEN s.may_be_long THEN (
				SELECT sum(bradford.days(datemultirange(u.spell), y.last_day, y.rule, p.calendar,
								s.half_days))
				FROM   unnest(k.spells) AS u(spell)
				WHERE  u.spell && y.days
				AND    least(upper(u.spell) - 1, person_days_lost.as_of)
					   > lower(u.spell) + s.long_term - interval '1 day')
		   END AS long_term,
		   -- several contracts: each by its own hours. Days lost are those of the person, hours
		   -- those of the days on which the post itself is worked
		   CASE WHEN p.contracts > 1 THEN (
				SELECT ARRAY[
					sum(f.share * f.days),
					sum(f.share * bradford.days(f.spells, y.last_day, y.rule, p.calendar,
									s.half_days)),
					sum(f.day_hours * bradford.days(f.spells, y.last_day, y.rule,
									COALESCE(f.calendar, p.calendar), s.half_days))]
				FROM  (
					SELECT h.share, h.day_hours, c.calendar,
						   least(c.last_day, y.last_day) - greatest(c.first_day, y.first_day) + 1
								AS days,
						   k.spells * datemultirange(daterange(
								c.first_day, least(c.last_day, y.last_day), '[]')) AS spells
					-- DISTINCT ON: a site's view may repeat a contract
					FROM  (
						SELECT DISTINCT ON (c.post, c.first_day)
							   c.first_day, c.last_day, c.weekly_hours, c.full_time_hours,
							   c.calendar
						FROM   @hr@.contract c
						WHERE  c.employee_id = p.employee_id
						ORDER  BY c.post, c.first_day, c.weekly_hours) c
					LEFT   JOIN working_week w ON w.calendar = c.calendar::text
					CROSS  JOIN LATERAL (
						SELECT CASE WHEN c.weekly_hours > 0 AND c.weekly_hours <= c.full_time_hours
										 AND c.full_time_hours <= 168
									THEN c.weekly_hours::numeric / c.full_time_hours END AS share,
							   CASE WHEN c.weekly_hours > 0 AND c.weekly_hours <= 168
									THEN c.weekly_hours / w.days END AS day_hours) h
					WHERE  c.first_day <= y.last_day
					AND   (c.last_day IS NULL OR c.last_day >= greatest(c.first_day, y.first_day))
					OFFSET 0) f) END AS several
	FROM   person p
	JOIN   period y ON p.first_day <= y.last_day AND p.last_day >= y.first_day
	LEFT   JOIN sickness s ON s.employee_id = p.employee_id
	-- only days under contract can be lost; one contract that runs on excludes none
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN p.contracts = 1
						 AND p.first_day <= y.first_day AND p.last_day = 'infinity' THEN s.spells
					ELSE COALESCE(p.spells, s.spells) * p.employed END AS spells) k
)
SELECT l.employee_id, l.directorate, l.service_area, l.first_day, l.last_day,
	   l.employed_days, COALESCE(l.days_lost, 0) AS days_lost,
	   COALESCE(l.long_term, 0) AS long_term,
	   l.weekly_hours, l.full_time_hours, w.days AS days_per_week,
	   l.several[1] AS fte_days, l.several[2] AS fte_lost, l.several[3] AS hours_lost
FROM   lost l
LEFT   JOIN working_week w ON w.calendar = l.calendar
WHERE  bradford.require_known_day(person_days_lost.as_of);
END;
COMMENT ON FUNCTION @hr@.person_days_lost(date, integer, text) IS
	'The view of this name, as at any day: for some years, or for their quarters or months.';

CREATE OR REPLACE VIEW @hr@.person_days_lost WITH (security_invoker = true) AS
SELECT * FROM @hr@.person_days_lost(CURRENT_DATE);
COMMENT ON VIEW @hr@.person_days_lost IS
	'Days under contract and working days lost to sickness, for each person and period in which '
	'they were under contract (BF-16). days_lost_report adds them up.';
COMMENT ON COLUMN @hr@.person_days_lost.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.person_days_lost.directorate IS 'Directorate';
COMMENT ON COLUMN @hr@.person_days_lost.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.person_days_lost.first_day IS 'First day of the period';
COMMENT ON COLUMN @hr@.person_days_lost.last_day IS
	'Last day of the period that is counted';
COMMENT ON COLUMN @hr@.person_days_lost.employed_days IS 'Days of the period under contract';
COMMENT ON COLUMN @hr@.person_days_lost.days_lost IS
	'Working days lost, by the person''s own contracts; a half day counts one half';
COMMENT ON COLUMN @hr@.person_days_lost.long_term IS
	'Days lost in long-term absences (AB-10)';
COMMENT ON COLUMN @hr@.person_days_lost.weekly_hours IS
	'Weekly hours of the one contract; none: there are several, or the contract does not say';
COMMENT ON COLUMN @hr@.person_days_lost.full_time_hours IS
	'Full-time hours of the one contract; none: as for weekly_hours';
COMMENT ON COLUMN @hr@.person_days_lost.days_per_week IS
	'Working days in a week of the one contract; none: as for weekly_hours';
COMMENT ON COLUMN @hr@.person_days_lost.fte_days IS
	'For several contracts: employed_days, each contract by its share of full time; none: there '
	'is one contract';
COMMENT ON COLUMN @hr@.person_days_lost.fte_lost IS
	'For several contracts: days_lost, each contract by its share of full time; none: as for '
	'fte_days';
COMMENT ON COLUMN @hr@.person_days_lost.hours_lost IS
	'For several contracts: contracted hours of the days lost; none: as for fte_days';

ALTER FUNCTION @hr@.person_days_lost(date, integer, text) DEPENDS ON EXTENSION bradford;
