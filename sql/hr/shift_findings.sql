CREATE OR REPLACE FUNCTION @hr@.shift_findings(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- What looks wrong in shifts, skills, rosters and the staff that teams need. Shifts may be planned,
-- so those after the day are looked at too. The blocks are built as in absence_findings.

SELECT f.employee_id, f.finding, f.record, f.day, f.detail, f.what_to_do, f.rule_ids
FROM  (
-- unknown employee: shifts under a number that employee does not have
SELECT s.employee_id, 'unknown employee',
	   'shift', NULL::date,
	   format('%s shifts', count(*)),
	   'Enter the employee, or correct the payroll number; until then the shifts cover for nobody.',
	   'BF-15, SR-1'
FROM   @hr@.shift s
WHERE  NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = s.employee_id)
GROUP  BY s.employee_id

UNION  ALL
-- impossible times: no beginning or end, in an impossible year, or with
-- a break outside the shift
SELECT s.employee_id, 'impossible times',
	   'shift', NULL,
	   concat_ws(', breaks ', COALESCE(s.during::text, 'missing'),
				 CASE WHEN NOT s.breaks <@ s.during THEN s.breaks::text END),
	   'Correct the times; until then the shift, or its break, does not count.',
	   'SR-1, SR-3'
FROM   @hr@.shift s
WHERE (lower_inc(s.during) AND NOT upper_inc(s.during) AND NOT upper_inf(s.during)
	   AND lower(s.during) >= lower(bradford.possible_days())
	   AND upper(s.during) < upper(bradford.possible_days())) IS NOT TRUE
OR     NOT s.breaks <@ s.during

UNION  ALL
-- long shift: more than 24 hours, which may be the wrong day; shifts overlap: one begins before an
-- earlier one of the person ends
SELECT w.employee_id, f.finding,
	   'shift', (lower(w.during) AT TIME ZONE 'Europe/London')::date,
	   f.detail, f.what_to_do,
	   'SR-1, SR-3'
FROM  (
	SELECT s.employee_id, s.during,
		   max(upper(s.during)) OVER (PARTITION BY s.employee_id ORDER BY s.during
									  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
	FROM  (
		-- rows that repeat another are found below
		SELECT DISTINCT r.employee_id, r.during
		FROM   @hr@.shift r
		WHERE  lower_inc(r.during) AND NOT upper_inc(r.during)
		AND    lower(r.during) >= lower(bradford.possible_days())
		AND    upper(r.during) < upper(bradford.possible_days())) s) w
CROSS  JOIN LATERAL (
	SELECT 'long shift' AS finding,
		   format('%s hours', trim_scale(round(
				extract(epoch FROM upper(w.during) - lower(w.during)) / 3600, 2))) AS detail,
		   'Correct the times if they are wrong; until then it counts as entered.' AS what_to_do
	WHERE  upper(w.during) - lower(w.during) > interval '24 hours'
	UNION  ALL
	SELECT 'shifts overlap',
		   format('%s minutes', trim_scale(round(
				extract(epoch FROM least(w.until, upper(w.during)) - lower(w.during)) / 60, 2))),
		   'Correct the times, or delete one; until then the person counts once.'
	WHERE  w.until > lower(w.during)) f

UNION  ALL
-- recorded twice: two rows of one person and time
SELECT s.employee_id, 'recorded twice',
	   'shift', NULL,
	   format('%s: %s rows', s.during, count(*)),
	   'Delete the rows that repeat another; until then the person counts once.',
	   'SR-1'
FROM   @hr@.shift s
GROUP  BY s.employee_id, s.during
HAVING count(*) > 1

UNION  ALL
-- unknown team: shifts in a team that the table team does not have, or a proposal without a team
SELECT NULL, 'unknown team',
	   CASE WHEN s.roster IS NULL THEN format('shifts in team "%s"', s.team)
			WHEN s.team IS NULL THEN format('shifts of roster "%s" without a team', s.roster)
			ELSE format('shifts of roster "%s" in team "%s"', s.roster, s.team) END, NULL,
	   format('%s shifts', count(*)),
	   'Enter the team, or correct its name in the shifts; until then they meet no demand.',
	   'SR-1'
FROM  (
	SELECT NULL AS roster, r.team::text AS team FROM @hr@.shift r WHERE r.team IS NOT NULL
	UNION  ALL
	SELECT r.roster::text, r.team::text FROM @hr@.roster_shift r WHERE r.roster IS NOT NULL) s
WHERE  NOT EXISTS (SELECT FROM @hr@.team t WHERE t.team = s.team)
GROUP  BY s.roster, s.team

UNION  ALL
-- skill not held: a shift in a skill that the person did not have on its day
SELECT s.employee_id, 'skill not held',
	   'shift', w.day,
	   format('as %s', s.skill),
	   'Enter the skill in employee_skill, or correct the shift; until then '
	   'it counts in that skill.',
	   'SR-1'
FROM  (
	SELECT s.employee_id, s.skill, s.during,
		   lower_inc(s.during) AND NOT upper_inc(s.during)
				AND lower(s.during) >= lower(bradford.possible_days())
				AND upper(s.during) < upper(bradford.possible_days()) AS good
	FROM   @hr@.shift s
	OFFSET 0) s
CROSS  JOIN LATERAL (
	SELECT CASE WHEN s.good THEN (lower(s.during) AT TIME ZONE 'Europe/London')::date END AS day
	OFFSET 0) w
WHERE  s.good AND s.skill IS NOT NULL
AND    NOT EXISTS (
			SELECT FROM @hr@.employee_skill k
			WHERE  k.employee_id = s.employee_id AND k.skill = s.skill AND k.first_day <= w.day
			AND   (k.last_day >= w.day OR k.last_day IS NULL))

UNION  ALL
-- unknown employee: skills under a number that employee does not have
SELECT k.employee_id, 'unknown employee',
	   'employee skill', NULL,
	   format('%s skills', count(*)),
	   'Enter the employee, or correct the payroll number.',
	   'BF-15, SR-1'
FROM   @hr@.employee_skill k
WHERE  NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = k.employee_id)
GROUP  BY k.employee_id

UNION  ALL
-- impossible dates: a skill that ends before it starts, or begins before 1900 or after 2099
SELECT k.employee_id, 'impossible dates',
	   'employee skill', k.first_day,
	   format('%s from %s to %s', COALESCE(k.skill::text, 'no skill'),
			  COALESCE(k.first_day::text, 'missing'), COALESCE(k.last_day::text, 'now')),
	   'Correct the dates; leave last_day empty while the skill is held.',
	   'SR-1'
FROM   @hr@.employee_skill k
WHERE (k.first_day <= COALESCE(k.last_day, k.first_day)
	   AND k.first_day >= lower(bradford.possible_days())
	   AND k.first_day < upper(bradford.possible_days()) AND k.skill IS NOT NULL) IS NOT TRUE

UNION  ALL
-- two grades: one grade in a skill begins before an earlier one has ended
SELECT m.employee_id, 'two grades',
	   'employee skill', m.first_day,
	   format('%s: %s and %s', m.skill, COALESCE(m.before::text, 'no grade'),
			  COALESCE(m.grade::text, 'no grade')),
	   'End the earlier grade on the day before the later one begins; until then both count.',
	   'SR-1'
FROM  (
	SELECT k.employee_id, k.skill, k.grade, k.first_day,
		   lag(k.grade) OVER w AS before, lag(k.first_day) OVER w AS first_before,
		   max(COALESCE(k.last_day, 'infinity')) OVER (
				w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
	FROM   @hr@.employee_skill k
	WHERE  k.first_day <= COALESCE(k.last_day, 'infinity')
	WINDOW w AS (PARTITION BY k.employee_id, k.skill ORDER BY k.first_day, k.last_day)) m
WHERE  m.until >= m.first_day AND m.first_before < m.first_day

UNION  ALL
-- recorded twice: two rows of one key
SELECT n.employee_id, 'recorded twice',
	   n.record, n.day,
	   format('%s rows', n.rows),
	   'Delete the rows that repeat another; until then one of them applies.',
	   'SR-1'
FROM  (
	SELECT k.employee_id, format('employee skill %s', k.skill) AS record, k.first_day AS day,
		   count(*) AS rows
	FROM   @hr@.employee_skill k
	GROUP  BY k.employee_id, k.skill, k.first_day
	UNION  ALL
	SELECT NULL, format('team "%s"', t.team), NULL, count(*) FROM @hr@.team t GROUP BY t.team
	UNION  ALL
	SELECT NULL, format('slot "%s" of team "%s"', d.slot, d.team), d.first_day, count(*)
	FROM   @hr@.staffing_demand d
	GROUP  BY d.team, d.slot, d.first_day
	UNION  ALL
	SELECT NULL, format('shift kind "%s" of team "%s"', k.kind, k.team), k.first_day, count(*)
	FROM   @hr@.shift_kind k
	GROUP  BY k.team, k.kind, k.first_day
	UNION  ALL
	SELECT t.employee_id, 'roster terms', t.first_day, count(*)
	FROM   @hr@.roster_terms t
	GROUP  BY t.employee_id, t.first_day
	UNION  ALL
	SELECT r.employee_id, format('roster request %s', r.request), NULL, count(*)
	FROM   @hr@.roster_request r
	GROUP  BY r.employee_id, r.request
	UNION  ALL
	SELECT s.employee_id, format('roster "%s": %s', s.roster, s.during), NULL, count(*)
	FROM   @hr@.roster_shift s
	GROUP  BY s.employee_id, s.roster, s.during) n
WHERE  n.rows > 1

UNION  ALL
-- unknown zone: the time zone of a team does not exist
SELECT NULL, 'unknown zone',
	   format('team "%s"', t.team), NULL,
	   COALESCE(t.zone::text, 'missing'),
	   'Enter a time zone, such as Europe/London; until then that one applies.',
	   'SR-1'
FROM   @hr@.team t
WHERE  bradford.known_zone(t.zone::text) IS NULL

UNION  ALL
-- impossible demand: no times, dates in the wrong order, or impossible numbers; unknown team
SELECT NULL, f.finding,
	   format('slot "%s" of team "%s"', d.slot, d.team), d.first_day,
	   f.detail, f.what_to_do,
	   'SR-1'
FROM   @hr@.staffing_demand d
CROSS  JOIN LATERAL (
	SELECT 'impossible demand' AS finding,
		   format('%s to %s, at least %s, at most %s, from %s to %s',
				  COALESCE(d.starts::text, 'missing'), COALESCE(d.ends::text, 'missing'),
				  COALESCE(d.at_least::text, 'missing'), COALESCE(d.at_most::text, 'any'),
				  COALESCE(d.first_day::text, 'missing'), COALESCE(d.last_day::text, 'now'))
				AS detail,
		   'Correct times, numbers and dates; until then what is not known is not demanded.'
				AS what_to_do
	WHERE (d.starts IS NOT NULL AND d.ends IS NOT NULL AND d.at_least >= 0 AND d.days IS NOT NULL
		   AND d.at_least <= COALESCE(d.at_most, d.at_least)
		   AND d.first_day <= COALESCE(d.last_day, d.first_day)
		   AND d.first_day >= lower(bradford.possible_days())
		   AND d.first_day < upper(bradford.possible_days())
		   AND d.slot IS NOT NULL AND d.team IS NOT NULL) IS NOT TRUE
	UNION  ALL
	SELECT 'unknown team', NULL,
		   'Enter the team; until then its time zone is Europe/London.'
	WHERE  NOT EXISTS (SELECT FROM @hr@.team t WHERE t.team = d.team) AND d.team IS NOT NULL) f

UNION  ALL
-- demands overlap: one of a slot begins before an earlier one of it has ended
SELECT NULL, 'demands overlap',
	   format('slot "%s" of team "%s"', m.slot, m.team), m.first_day,
	   NULL,
	   'End the earlier demand on the day before the later one begins; until '
	   'then the later one applies.',
	   'SR-1'
FROM  (
	SELECT d.team, d.slot, d.first_day, lag(d.first_day) OVER w AS first_before,
		   max(COALESCE(d.last_day, 'infinity')) OVER (
				w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
	FROM   @hr@.staffing_demand d
	WHERE  d.first_day <= COALESCE(d.last_day, 'infinity')
	WINDOW w AS (PARTITION BY d.team, d.slot ORDER BY d.first_day, d.last_day)) m
WHERE  m.until >= m.first_day AND m.first_before < m.first_day

UNION  ALL
-- impossible terms: dates in the wrong order, or impossible limits
SELECT t.employee_id, 'impossible terms',
	   'roster terms', t.first_day,
	   format('from %s to %s', COALESCE(t.first_day::text, 'missing'),
			  COALESCE(t.last_day::text, 'now')),
	   'Correct dates and limits; until then an impossible limit does not count.',
	   'SR-2'
FROM   @hr@.roster_terms t
WHERE (t.first_day <= COALESCE(t.last_day, t.first_day)
	   AND t.first_day >= lower(bradford.possible_days())
	   AND t.first_day < upper(bradford.possible_days()) AND t.team IS NOT NULL
	   AND COALESCE(t.weekly_hours, 0) BETWEEN 0 AND 168
	   AND COALESCE(t.most_owed, 0) BETWEEN 0 AND 10000
	   AND COALESCE(t.most_owing, 0) BETWEEN 0 AND 10000 AND t.rest_hours BETWEEN 0 AND 168
	   AND COALESCE(t.most_in_row, 1) BETWEEN 1 AND 366
	   AND COALESCE(t.least_in_row, 1) BETWEEN 1 AND 31
	   AND COALESCE(t.least_off, 1) BETWEEN 1 AND 31
	   AND COALESCE(t.most_weekends, 0) BETWEEN 0 AND 60)
			IS NOT TRUE

UNION  ALL
-- impossible request: dates in the wrong order, no times, or an unknown kind
SELECT r.employee_id, 'impossible request',
	   format('roster request %s', r.request), r.first_day,
	   format('%s from %s to %s', COALESCE(r.kind::text, 'no kind'),
			  COALESCE(r.first_day::text, 'missing'), COALESCE(r.last_day::text, 'now')),
	   'Correct dates, times, kind and weight; until then what is not known is not asked for.',
	   'SR-2'
FROM   @hr@.roster_request r
WHERE (r.first_day <= COALESCE(r.last_day, r.first_day)
	   AND r.first_day >= lower(bradford.possible_days())
	   AND r.first_day < upper(bradford.possible_days())
	   AND r.days IS NOT NULL AND r.request IS NOT NULL
	   AND r.starts IS NOT NULL AND r.ends IS NOT NULL AND r.weight BETWEEN 0 AND 1000000
	   AND r.kind IN ('on', 'off', 'veto', 'core')) IS NOT TRUE

UNION  ALL
-- impossible shift kind: dates in the wrong order, or no times
SELECT NULL, 'impossible shift kind',
	   format('shift kind "%s" of team "%s"', k.kind, k.team), k.first_day,
	   format('%s to %s, from %s to %s', COALESCE(k.starts::text, 'missing'),
			  COALESCE(k.ends::text, 'missing'), COALESCE(k.first_day::text, 'missing'),
			  COALESCE(k.last_day::text, 'now')),
	   'Correct dates and times; until then no roster holds such a shift.',
	   'SR-2'
FROM   @hr@.shift_kind k
WHERE (k.first_day <= COALESCE(k.last_day, k.first_day)
	   AND k.first_day >= lower(bradford.possible_days())
	   AND k.first_day < upper(bradford.possible_days())
	   AND k.days IS NOT NULL AND k.kind IS NOT NULL
	   AND k.team IS NOT NULL AND k.starts IS NOT NULL AND k.ends IS NOT NULL
	   AND (k.break_starts IS NULL) = (k.break_ends IS NULL)) IS NOT TRUE

UNION  ALL
-- impossible times: a shift of a proposal with no beginning or end, or in an impossible year
SELECT s.employee_id, 'impossible times',
	   format('roster "%s"', s.roster), NULL,
	   COALESCE(s.during::text, 'missing'),
	   'Correct the times; until then the shift is in no proposal.',
	   'SR-3'
FROM   @hr@.roster_shift s
WHERE (lower_inc(s.during) AND NOT upper_inc(s.during) AND NOT upper_inf(s.during)
	   AND lower(s.during) >= lower(bradford.possible_days())
	   AND upper(s.during) < upper(bradford.possible_days()) AND s.roster IS NOT NULL) IS NOT TRUE

UNION  ALL
-- unknown employee: on a roster, with a request or in a proposal
SELECT n.employee_id, 'unknown employee',
	   n.record, NULL,
	   format('%s rows', count(*)),
	   'Enter the employee, or correct the payroll number; until then no '
	   'report on rosters shows it.',
	   'BF-15, SR-2'
FROM  (
	SELECT t.employee_id, 'roster terms' AS record FROM @hr@.roster_terms t
	UNION  ALL
	SELECT r.employee_id, 'roster request' FROM @hr@.roster_request r
	UNION  ALL
	SELECT s.employee_id, 'roster shift' FROM @hr@.roster_shift s) n
WHERE  NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = n.employee_id)
GROUP  BY n.employee_id, n.record

UNION  ALL
-- two teams: terms of a roster that begin before earlier ones have ended
SELECT m.employee_id, 'two teams',
	   'roster terms', m.first_day,
	   NULL,
	   'End the earlier terms on the day before the later ones begin; until '
	   'then the later ones apply.',
	   'SR-2'
FROM  (
	SELECT t.employee_id, t.first_day, lag(t.first_day) OVER w AS first_before,
		   max(COALESCE(t.last_day, 'infinity')) OVER (
				w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
	FROM   @hr@.roster_terms t
	WHERE  t.first_day <= COALESCE(t.last_day, 'infinity')
	WINDOW w AS (PARTITION BY t.employee_id ORDER BY t.first_day, t.last_day)) m
WHERE  m.until >= m.first_day AND m.first_before < m.first_day
) AS f(employee_id, finding, record, day, detail, what_to_do, rule_ids)
WHERE  bradford.require_known_day(shift_findings.as_of);
END;
COMMENT ON FUNCTION @hr@.shift_findings(date) IS
	'The findings of data_quality_report on shifts, skills, rosters and the staff that '
	'teams need, as at any day.';

ALTER FUNCTION @hr@.shift_findings(date) DEPENDS ON EXTENSION bradford;
