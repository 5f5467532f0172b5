CREATE OR REPLACE FUNCTION @hr@.homework_findings(as_of date)
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
-- What looks wrong in arrangements on working from home, offices, rates, output and downtime. The
-- blocks are built as in absence_findings.

-- arrangements overlap: one begins before an earlier one has ended
SELECT n.employee_id, 'arrangements overlap',
	   'homework', n.first_day,
	   format('the one from %s runs to %s', h.first_day, COALESCE(h.last_day::text, 'now')),
	   'End the earlier arrangement on the day before the later one begins; until then the later '
	   'one applies.',
	   'HW-1'
FROM   @hr@.homework h
JOIN   @hr@.homework n ON n.employee_id = h.employee_id
WHERE  n.first_day > h.first_day AND n.first_day <= COALESCE(h.last_day, 'infinity')
AND    n.first_day <= homework_findings.as_of
AND    bradford.require_known_day(homework_findings.as_of)

UNION  ALL
-- unknown workstyle, pattern or kind: one that its table does not have
SELECT h.employee_id, 'unknown ' || u.what,
	   'homework', h.first_day,
	   COALESCE(u.named, 'none'),
	   u.what_to_do,
	   u.rule_ids
FROM   @hr@.homework h
CROSS  JOIN LATERAL (VALUES
	('workstyle', h.workstyle::text,
	 'Name a workstyle of the table workstyle; until then it has no ratio.', 'HW-1, HW-2',
	 NOT EXISTS (SELECT FROM @hr@.workstyle w WHERE w.workstyle = h.workstyle)),
	('pattern', h.pattern::text,
	 'Name a pattern of the table office_pattern, or give office_days.', 'HW-3',
	 h.pattern IS NOT NULL
	 AND NOT EXISTS (SELECT FROM @hr@.office_pattern p WHERE p.pattern = h.pattern)),
	('kind', h.kind::text,
	 'Name a kind of the table homework_allowance, or enter its rates there, 0 for none; '
	 'until then there is no allowance.', 'HW-6',
	 h.kind IS NOT NULL
	 AND NOT EXISTS (SELECT FROM @hr@.homework_allowance a WHERE a.kind = h.kind)))
	AS u(what, named, what_to_do, rule_ids, is_unknown)
WHERE  u.is_unknown AND h.first_day <= homework_findings.as_of

UNION  ALL
-- unknown office: people are assigned to one that the table office does not have
SELECT NULL, 'unknown office',
	   format('office "%s"', h.office), NULL,
	   format('assigned to it: %s', count(*)),
	   'Enter the office with its limit and desks in the table office.',
	   'HW-4'
FROM   @hr@.homework h
WHERE  h.office IS NOT NULL AND h.first_day <= homework_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.office o WHERE o.office = h.office)
GROUP  BY h.office

UNION  ALL
-- no office days: assigned to an office by a pattern that is missing
SELECT h.employee_id, 'no office days',
	   'homework', h.first_day,
	   h.office,
	   'Name a pattern, or give office_days; until then nobody knows how many come to the office.',
	   'HW-3, HW-4'
FROM   @hr@.homework h
LEFT   JOIN LATERAL (
	SELECT w.in_office FROM @hr@.workstyle w WHERE w.workstyle = h.workstyle
	ORDER  BY w.in_office
	LIMIT  1) w ON true
WHERE  h.office IS NOT NULL AND h.office_days IS NULL
AND   (w.in_office = ANY (ARRAY['always', 'never'])) IS NOT TRUE
AND    NOT EXISTS (SELECT FROM @hr@.office_pattern p
				   WHERE  p.pattern = h.pattern AND p.office_days IS NOT NULL)
AND    h.first_day <= homework_findings.as_of
AND   (h.last_day >= homework_findings.as_of OR h.last_day IS NULL)

UNION  ALL
-- no review agreed, no keeping-in-touch days agreed: for somebody who works at home now
SELECT h.employee_id, u.finding,
	   'homework', h.first_day,
	   h.kind,
	   u.what_to_do,
	   'HW-8'
FROM   @hr@.homework h
CROSS  JOIN LATERAL (VALUES
	('no review agreed', h.review_every,
	 'Agree how often the arrangement is reviewed, and enter it in review_every.'),
	('no keeping-in-touch days agreed', h.touch_every,
	 'Agree how often there is a keeping-in-touch day, and enter it in touch_every.')
) AS u(finding, every, what_to_do)
WHERE  h.kind IS NOT NULL AND u.every IS NULL
AND    h.first_day <= homework_findings.as_of
AND   (h.last_day >= homework_findings.as_of OR h.last_day IS NULL)

UNION  ALL
-- recorded twice: rows of one key
SELECT x.employee_id, 'recorded twice',
	   x.record, x.day,
	   format('%s rows', count(*)),
	   'Delete the rows that repeat another; until then one of them counts.',
	   x.rule_ids
FROM  (
	SELECT h.employee_id, 'homework' AS record, h.first_day AS day, 'HW-1' AS rule_ids
	FROM   @hr@.homework h
	UNION  ALL
	SELECT v.employee_id, format('homework event "%s"', v.event), v.happened_on, 'HW-8'
	FROM   @hr@.homework_event v
	UNION  ALL
	SELECT a.employee_id, 'homework application', a.applied_on, 'HW-5'
	FROM   @hr@.homework_application a
	UNION  ALL
	SELECT o.employee_id, format('work output "%s"', o.measure), o.first_day, 'HW-7'
	FROM   @hr@.work_output o) x
GROUP  BY x.employee_id, x.record, x.day, x.rule_ids
HAVING count(*) > 1

UNION  ALL
-- recorded twice: downtime of one person that began at one time
SELECT d.employee_id, 'recorded twice',
	   'downtime', CASE WHEN isfinite(d.began_at) THEN d.began_at::date END,
	   format('%s rows from %s', count(*), d.began_at),
	   'Delete the rows that repeat another; until then one of them counts.',
	   'HW-9'
FROM   @hr@.downtime d
GROUP  BY d.employee_id, d.began_at
HAVING count(*) > 1

UNION  ALL
-- recorded twice: an office, pattern, workstyle or rate
SELECT NULL, 'recorded twice',
	   x.record, NULL,
	   format('%s rows', count(*)),
	   'Keep one row; until then one of them is used.',
	   x.rule_ids
FROM  (
	SELECT format('office "%s" from %s', o.office, o.first_day) AS record, 'HW-4' AS rule_ids
	FROM   @hr@.office o
	UNION  ALL
	SELECT format('office_pattern "%s"', p.pattern), 'HW-3' FROM @hr@.office_pattern p
	UNION  ALL
	SELECT format('workstyle "%s"', w.workstyle), 'HW-1, HW-2' FROM @hr@.workstyle w
	UNION  ALL
	SELECT format('homework_allowance "%s", %s, from %s', a.kind, a.who, a.first_day), 'HW-6'
	FROM   @hr@.homework_allowance a
	UNION  ALL
	SELECT format('downtime_option "%s"', o.option), 'HW-9' FROM @hr@.downtime_option o) x
GROUP  BY x.record, x.rule_ids
HAVING count(*) > 1

UNION  ALL
-- impossible dates: before 1900 or after 2099, or an end before the start
SELECT x.employee_id, 'impossible dates',
	   x.record, x.first_day,
	   format('from %s to %s', COALESCE(x.first_day::text, 'missing'), x.last_day),
	   'Correct the dates; leave last_day empty while it goes on.',
	   x.rule_ids
FROM  (
	SELECT h.employee_id, 'homework' AS record, h.first_day, h.last_day, 'HW-1' AS rule_ids
	FROM   @hr@.homework h
	UNION  ALL
	SELECT v.employee_id, 'homework event', v.happened_on, NULL, 'HW-8' FROM @hr@.homework_event v
	UNION  ALL
	SELECT a.employee_id, 'homework application', a.applied_on, a.decided_on, 'HW-5'
	FROM   @hr@.homework_application a
	UNION  ALL
	SELECT o.employee_id, 'work output', o.first_day, COALESCE(o.last_day, '-infinity'), 'HW-7'
	FROM   @hr@.work_output o
	UNION  ALL
	SELECT NULL, format('office "%s"', o.office), o.first_day, o.last_day, 'HW-4' FROM @hr@.office o
	UNION  ALL
	SELECT NULL, format('homework_allowance "%s", %s', a.kind, a.who), a.first_day, a.last_day,
		   'HW-6'
	FROM   @hr@.homework_allowance a) x
WHERE  x.last_day < x.first_day OR x.first_day IS NULL
OR     x.first_day < lower(bradford.possible_days())
OR     x.first_day >= upper(bradford.possible_days())

UNION  ALL
-- impossible number: how often, how long, or an amount
SELECT x.employee_id, 'impossible number',
	   x.record, x.day,
	   format('%s %s', x.name, x.value),
	   'Correct the number; until then it is not known.',
	   x.rule_ids
FROM  (
	SELECT h.employee_id, 'homework' AS record, h.first_day AS day, u.name, u.value::text AS value,
		   (u.value > '0' AND u.value <= '100 years') IS TRUE AS is_right, 'HW-8' AS rule_ids
	FROM   @hr@.homework h
	CROSS  JOIN LATERAL (VALUES
		('trial', h.trial), ('review_every', h.review_every), ('touch_every', h.touch_every))
		AS u(name, value)
	WHERE  u.value IS NOT NULL
	UNION  ALL
	SELECT a.employee_id, 'homework application', a.applied_on, u.name, u.value::text,
		   (u.value >= 0 AND u.value <= 1000000000) IS TRUE, 'HW-5'
	FROM   @hr@.homework_application a
	CROSS  JOIN LATERAL (VALUES
		('kit_cost', a.kit_cost::numeric), ('yearly_saving', a.yearly_saving::numeric),
		('yearly_cost', a.yearly_cost::numeric)) AS u(name, value)
	WHERE  u.value IS NOT NULL OR u.name <> 'yearly_saving'
	UNION  ALL
	SELECT NULL, format('office "%s"', o.office), o.first_day, u.name, u.value::text,
		   (u.value >= 0 AND u.value <= 1000000000) IS TRUE, 'HW-4, HW-5'
	FROM   @hr@.office o
	CROSS  JOIN LATERAL (VALUES
		('people_limit', o.people_limit::numeric), ('desks', o.desks::numeric),
		('desk_cost', o.desk_cost::numeric)) AS u(name, value)
	WHERE  u.value IS NOT NULL
	UNION  ALL
	SELECT NULL, format('homework_allowance "%s", %s', a.kind, a.who), a.first_day, u.name,
		   u.value::text, (u.value >= 0 AND u.value <= 1000000) IS TRUE, 'HW-6'
	FROM   @hr@.homework_allowance a
	CROSS  JOIN LATERAL (VALUES
		('weekly', a.weekly::numeric), ('monthly', a.monthly::numeric)) AS u(name, value)
	WHERE  u.value IS NOT NULL OR u.name = 'weekly' AND a.monthly IS NULL) x
WHERE  NOT x.is_right

UNION  ALL
-- impossible ratio: a workstyle without one, or with unknown words
SELECT NULL, 'impossible ratio',
	   format('workstyle "%s"', w.workstyle), NULL,
	   format('%s desks for %s people, counted by %s, in the office %s',
			  w.desks, w.for_people, w.counted, w.in_office),
	   'Correct the ratio; until then its desks are not known.',
	   'HW-1, HW-2'
FROM   @hr@.workstyle w
WHERE (w.desks >= 0 AND w.desks <= 1000000 AND w.for_people >= 0.01 AND w.for_people <= 1000000
	   AND w.counted IN ('head', 'whole-time equivalent')
	   AND w.in_office IN ('always', 'by pattern', 'never')) IS NOT TRUE

UNION  ALL
-- limits overlap: an office has two on one day
SELECT NULL, 'limits overlap',
	   format('office "%s"', n.office), n.first_day,
	   format('the one from %s runs to %s', o.first_day, COALESCE(o.last_day::text, 'now')),
	   'End the earlier limit on the day before the later one begins; until '
	   'then the later one applies.',
	   'HW-4'
FROM   @hr@.office o
JOIN   @hr@.office n ON n.office = o.office
WHERE  n.first_day > o.first_day AND n.first_day <= COALESCE(o.last_day, 'infinity')

UNION  ALL
-- rates overlap: two of one kind and sort on one day
SELECT NULL, 'rates overlap',
	   format('homework_allowance "%s", %s', n.kind, n.who), n.first_day,
	   format('the one from %s runs to %s', a.first_day, COALESCE(a.last_day::text, 'now')),
	   'End the earlier rate on the day before the later one begins; until '
	   'then the later one applies.',
	   'HW-6'
FROM   @hr@.homework_allowance a
JOIN   @hr@.homework_allowance n ON n.kind = a.kind AND n.who = a.who
WHERE  n.first_day > a.first_day AND n.first_day <= COALESCE(a.last_day, 'infinity')

UNION  ALL
-- unknown event: a word that the reports do not know
SELECT v.employee_id, 'unknown event',
	   'homework event', v.happened_on,
	   COALESCE(v.event::text, 'none'),
	   'Name it keeping in touch, review or trial decided; until then it counts for nothing.',
	   'HW-8'
FROM   @hr@.homework_event v
WHERE (v.event = ANY (ARRAY['keeping in touch', 'review', 'trial decided'])) IS NOT TRUE
AND   (v.happened_on <= homework_findings.as_of) IS NOT FALSE

UNION  ALL
-- decision without a day, or a day without a decision
SELECT a.employee_id, 'decision without its day',
	   'homework application', a.applied_on,
	   concat_ws(' on ', COALESCE(a.decision::text, 'none'), a.decided_on),
	   'Enter both decision and decided_on, or neither.',
	   'HW-5'
FROM   @hr@.homework_application a
WHERE (a.decision IS NULL) <> (a.decided_on IS NULL) AND a.applied_on <= homework_findings.as_of

UNION  ALL
-- impossible output: no number, or more right than checked
SELECT o.employee_id, 'impossible output',
	   format('work output "%s"', o.measure), o.first_day,
	   format('done %s, checked %s, right %s', COALESCE(o.done::text, 'none'),
			  COALESCE(o.checked::text, 'none'), COALESCE(o.correct::text, 'none')),
	   'Correct the numbers; until then they are not known.',
	   'HW-7'
FROM   @hr@.work_output o
WHERE (o.done >= 0 AND o.done <= 1000000000) IS FALSE
OR    (o.checked >= 0 AND o.checked <= 1000000000) IS FALSE
OR    (o.correct >= 0 AND o.correct <= o.checked) IS FALSE
OR    (o.checked IS NULL) <> (o.correct IS NULL)

UNION  ALL
-- no end: downtime that began before today and has none
SELECT d.employee_id, 'no end',
	   'downtime', d.began_at::date,
	   concat_ws(' ', 'from', to_char(d.began_at, 'HH24:MI'), d.system),
	   'Enter when it ended; until then its hours are not known.',
	   'HW-9'
FROM   @hr@.downtime d
WHERE  d.ended_at IS NULL AND d.began_at < homework_findings.as_of
AND    d.began_at >= lower(bradford.possible_days())

UNION  ALL
-- no option: downtime that is over, and nobody entered what was done
SELECT d.employee_id, 'no option',
	   'downtime', d.began_at::date,
	   concat_ws(' ', 'from', to_char(d.began_at, 'HH24:MI'), d.system),
	   'Enter which option was taken.',
	   'HW-9'
FROM   @hr@.downtime d
WHERE  d.option IS NULL AND d.ended_at IS NOT NULL AND d.began_at::date <= homework_findings.as_of
AND    d.began_at >= lower(bradford.possible_days())

UNION  ALL
-- unknown option: one that downtime_option does not have
SELECT d.employee_id, 'unknown option',
	   'downtime', CASE WHEN isfinite(d.began_at) THEN d.began_at::date END,
	   d.option,
	   'Name an option of the table downtime_option, or enter it there.',
	   'HW-9'
FROM   @hr@.downtime d
WHERE  d.option IS NOT NULL
AND    NOT EXISTS (SELECT FROM @hr@.downtime_option o WHERE o.option = d.option)

UNION  ALL
-- impossible times: ended before it began, more than 31 days later, or in an impossible year
SELECT d.employee_id, 'impossible times',
	   'downtime', CASE WHEN isfinite(d.began_at) THEN d.began_at::date END,
	   format('%s to %s', COALESCE(d.began_at::text, 'missing'), d.ended_at),
	   'Correct the times; until then its hours are not known.',
	   'HW-9'
FROM   @hr@.downtime d
CROSS  JOIN LATERAL (
	SELECT CASE WHEN d.began_at >= lower(bradford.possible_days())
					 AND d.began_at < upper(bradford.possible_days())
				THEN d.ended_at <= d.began_at OR d.ended_at > d.began_at + interval '31 days'
				ELSE true END AS is_wrong
	OFFSET 0) w
WHERE  w.is_wrong;
END;
COMMENT ON FUNCTION @hr@.homework_findings(date) IS
	'The findings of data_quality_report on working from home, as at any day.';

ALTER FUNCTION @hr@.homework_findings(date) DEPENDS ON EXTENSION bradford;
