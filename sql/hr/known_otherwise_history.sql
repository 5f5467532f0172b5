--
-- What the history holds for retention_report, whatever its day "before". Each row is one of these:
--
-- * a record that still exists, with the last day on which it was known to reach later than now, or
--   on which something lay beside it that is not there now;
-- * a record that was joined to another, with that other record and the last day of the join;
-- * a record that was deleted, with its days and the day on which it was deleted;
-- * no record: a payroll number whose earlier holder has an open case or a live warning now. It has
--   versions of that person's records, so its present holder keeps everything.
--
-- If row-level security may hide a part of the history from a reader, they get an error. Otherwise
-- what they do not see would seem never to have been known.
--

CREATE OR REPLACE FUNCTION @hr@.known_otherwise(as_of date)
RETURNS TABLE (
	relation text,
	employee_id @hr@.employee.employee_id%TYPE,
	record text,
	first_day date,
	last_day date,
	stands boolean,
	known_until date,
	joined_to text,
	kept_because text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- Who has an open case or a live warning, under the number of today and under earlier ones. Name
-- and service area show who had which number. If several numbers changed at one moment, this takes
-- those that can belong to nobody else who was changed then.
WITH RECURSIVE numbered AS MATERIALIZED (
	SELECT e.employee_id, e.changed_at, e.change = 'replaced' AS before,
		   format('%L %L', e.name, e.service_area) AS who
	FROM   @hr@.employee_history e
	WHERE  e.change IN ('replaced', 'updated')
), former AS MATERIALIZED (
	SELECT o.employee_id, o.changed_at, o.who, n.who IS NULL AS anybody
	FROM   numbered o
	LEFT   JOIN (SELECT DISTINCT n.changed_at, n.who FROM numbered n WHERE NOT n.before) n
			ON n.changed_at = o.changed_at AND n.who = o.who
	WHERE  o.before
), spared AS (
	(SELECT c.employee_id, 'open case' AS kept_because, false AS formerly
	 FROM   @hr@.hr_case c
	 WHERE (c.closed_on <= known_otherwise.as_of) IS NOT TRUE
	 UNION
	 SELECT w.employee_id, 'live warning', false
	 FROM   @hr@.live_warning(known_otherwise.as_of) w
	 WHERE  w.stage IS NOT NULL OR w.review IS NOT NULL)
	UNION
	SELECT o.employee_id, s.kept_because, true
	FROM   spared s
	JOIN   numbered n ON n.employee_id = s.employee_id AND NOT n.before
	JOIN   former o ON o.changed_at = n.changed_at AND (o.anybody OR o.who = n.who)

-- every version of every record ------------------------------------------------------------------
), version AS MATERIALIZED (
	-- "until": when it was recorded otherwise. The last version shows whether the record exists.
	SELECT u.*, lag(u.changed_at) OVER v AS until, first_value(u.stands) OVER v AS stands_now,
		   first_value(u.first_day) OVER v AS first_now, first_value(u.last_day) OVER v AS last_now,
		   first_value(u.beyond) OVER v AS beyond_now
	FROM  (
		SELECT 'return_to_work' AS relation, t.employee_id,
			   format('absence %s', t.absence_id) AS record,
			   t.held_on AS first_day, greatest(t.held_on, t.form_received_on) AS last_day,
			   NULL::date AS beyond, t.change_id, t.changed_at, t.stands
		FROM   @hr@.return_to_work_history t
		UNION  ALL
		SELECT 'absence_override', t.employee_id, format('absence %s', t.absence_id), t.decided_on,
			   t.decided_on, NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.absence_override_history t
		UNION  ALL
		SELECT 'absence', t.employee_id, format('absence %s', t.absence_id), t.first_day,
			   COALESCE(t.last_day, 'infinity'), t.self_certified_on,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.absence_history t
		UNION  ALL
		SELECT 'fit_note', t.employee_id, format('fit note of %s to %s', t.first_day, t.last_day),
			   t.first_day, greatest(t.last_day, t.received_on), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.fit_note_history t
		UNION  ALL
		SELECT 'warning', t.employee_id, format('stage %s of %s', t.stage, t.issued_on),
			   t.issued_on,
			   greatest(t.issued_on, t.review_until, t.review_held_on, t.appeal_upheld_on),
			   -- longer than any warning lasts
			   CASE WHEN t.outcome = 'no warning' THEN NULL
					WHEN t.satisfactory IS FALSE THEN 'infinity'
					ELSE least(greatest(t.issued_on, t.appeal_upheld_on), '5000000-01-01')
						 + 120000 END,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.warning_history t
		UNION  ALL
		SELECT 'occupational_health_report', t.employee_id, format('referral of %s', t.referred_on),
			   t.referred_on, greatest(t.referred_on, COALESCE(t.reported_on, 'infinity')), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.occupational_health_report_history t
		UNION  ALL
		-- the events of a case are removed with it
		SELECT 'hr_case', t.employee_id, format('case %s', t.case_id), t.happened_on,
			   t.happened_on, NULL, 0, t.changed_at, false
		FROM   @hr@.case_event_history t
		UNION  ALL
		SELECT 'hr_case', t.employee_id, format('case %s', t.case_id), t.opened_on,
			   COALESCE(t.closed_on, 'infinity'), NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.hr_case_history t
		UNION  ALL
		SELECT 'timesheet', t.employee_id, format('%s in post %s', t.month, t.post), t.month,
			   greatest(t.month, t.received_on), NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.timesheet_history t
		UNION  ALL
		SELECT 'paid', t.employee_id,
			   format('%s in run %L, post %s from %s', t.month, t.run, t.post, t.first_day),
			   t.month, greatest(t.month, t.recorded_on), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.paid_history t
		UNION  ALL
		SELECT 'trigger_event', t.employee_id,
			   format('stage %s %s on %s, recorded %s, policy %s', t.stage, t.event, t.happened_on,
					  t.recorded_at, t.policy), t.happened_on,
			   greatest(t.happened_on, t.recorded_at::date, t.withdrawn_at::date), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.trigger_event_history t
		UNION  ALL
		SELECT 'login', t.employee_id, format('%s from %s', t.role_name, t.first_day), t.first_day,
			   COALESCE(t.last_day, 'infinity'), NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.login_history t
		UNION  ALL
		SELECT 'deputy', t.employee_id, format('%s from %s', t.deputy_id, t.first_day), t.first_day,
			   t.last_day, NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.deputy_history t
		UNION  ALL
		SELECT 'contract', t.employee_id, format('post %s from %s', t.post, t.first_day),
			   t.first_day, COALESCE(t.last_day, 'infinity'), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.contract_history t
		UNION  ALL
		SELECT 'employee', t.employee_id, format('employee %s', t.employee_id), NULL, NULL, NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.employee_history t) u
	WHERE  bradford.require_all_seen(ARRAY[
				$table$@hr@.return_to_work_history$table$::regclass,
				$table$@hr@.absence_override_history$table$, $table$@hr@.absence_history$table$,
				$table$@hr@.fit_note_history$table$, $table$@hr@.warning_history$table$,
				$table$@hr@.occupational_health_report_history$table$,
				$table$@hr@.case_event_history$table$, $table$@hr@.hr_case_history$table$,
				$table$@hr@.timesheet_history$table$, $table$@hr@.paid_history$table$,
				$table$@hr@.trigger_event_history$table$, $table$@hr@.login_history$table$,
				$table$@hr@.deputy_history$table$, $table$@hr@.contract_history$table$,
				$table$@hr@.employee_history$table$])
	WINDOW v AS (PARTITION BY u.employee_id, u.relation COLLATE "C", u.record COLLATE "C"
				 ORDER BY u.change_id DESC)
)
SELECT v.relation, v.employee_id, v.record, NULL::date AS first_day, NULL::date AS last_day,
	   true AS stands, max(v.until)::date AS known_until, NULL::text AS joined_to,
	   NULL::text AS kept_because
FROM   version v
WHERE  v.stands_now AND v.stands AND v.until IS NOT NULL
AND    greatest(v.last_day, v.beyond) > COALESCE(greatest(v.last_now, v.beyond_now), '-infinity')
GROUP  BY v.relation, v.employee_id, v.record
UNION  ALL
-- days that touched or overlapped others, or had no working day between: nobody is off for two
-- months
SELECT o.relation, o.employee_id, o.record, NULL, NULL, true, max(v.until), NULL, NULL
FROM  (
	SELECT 'absence' AS relation, a.employee_id, format('absence %s', a.absence_id) AS record,
		   a.last_day
	FROM   @hr@.absence a
	WHERE  a.last_day < upper(bradford.known_days())
	UNION  ALL
	SELECT 'fit_note', n.employee_id, format('fit note of %s to %s', n.first_day, n.last_day),
		   n.last_day
	FROM   @hr@.fit_note n
	WHERE  n.last_day < upper(bradford.known_days())) o
JOIN  (
	SELECT v.employee_id, v.first_day, v.last_day, v.until::date AS until
	FROM   version v
	WHERE  v.relation = 'absence' AND v.stands AND v.until IS NOT NULL
	AND    NOT (v.stands_now AND v.first_day = v.first_now AND v.last_day = v.last_now)
	UNION  ALL
	SELECT t.employee_id, t.first_day, t.last_day, t.changed_at::date
	FROM   @hr@.fit_note_history t
	WHERE  NOT t.stands) v ON v.employee_id = o.employee_id AND v.last_day > o.last_day
			AND v.first_day <= o.last_day + 62
GROUP  BY o.relation, o.employee_id, o.record
UNION  ALL
SELECT 'absence', o.employee_id, format('absence %s', j.absence_id), NULL, NULL, true,
	   max(o.until)::date, format('absence %s', j.joined_to), NULL
FROM  (
	SELECT t.*, lead(t.changed_at) OVER (PARTITION BY t.employee_id, t.absence_id
										 ORDER BY t.change_id) AS until
	FROM   @hr@.absence_override_history t) o
CROSS  JOIN LATERAL (VALUES (o.absence_id, o.joined_to), (o.joined_to, o.absence_id))
			AS j(absence_id, joined_to)
WHERE  o.stands AND o.joined_to IS NOT NULL AND o.until IS NOT NULL
GROUP  BY o.employee_id, j.absence_id, j.joined_to
UNION  ALL
SELECT v.relation, v.employee_id, v.record, min(v.first_day),
	   max(COALESCE(nullif(v.last_day, 'infinity'), v.first_day)), false,
	   max(v.changed_at)::date, NULL, min(s.kept_because)
FROM   version v
LEFT   JOIN (SELECT s.employee_id, min(s.kept_because) AS kept_because
			 FROM   spared s GROUP BY s.employee_id) s ON s.employee_id = v.employee_id
WHERE  NOT v.stands_now
GROUP  BY v.relation, v.employee_id, v.record
UNION  ALL
SELECT NULL, s.employee_id, NULL, NULL, NULL, true, 'infinity', NULL, NULL
FROM   spared s
WHERE  s.formerly;
END;
COMMENT ON FUNCTION @hr@.known_otherwise(date) IS
	'For retention_report: what the history holds on records that were known otherwise than now, '
	'or were deleted. Fails if row-level security may hide a part of it from the reader (42501).';

ALTER FUNCTION @hr@.known_otherwise(date) DEPENDS ON EXTENSION bradford;
