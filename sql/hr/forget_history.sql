--
-- Removes from the history what is forgotten: every version of a record that forget.sql has removed, and
-- of one that was deleted before the day and lies wholly before it. No report as known on that day or
-- later shows such a record. It stays while its person has an open case or a live warning.
--
-- forget('hr', '2020-01-01') runs this file after forget.sql, if keep_history('hr') was called.
--

CREATE TEMPORARY TABLE spared ON COMMIT DROP AS
SELECT c.employee_id
FROM   @hr@.hr_case c
WHERE (c.closed_on <= CURRENT_DATE) IS NOT TRUE
UNION
SELECT w.employee_id
FROM   @hr@.live_warning(CURRENT_DATE) w
WHERE  w.stage IS NOT NULL OR w.review IS NOT NULL;

-- the last version of a record says whether it still stands
INSERT INTO pg_temp.forgotten
SELECT h.relation, h.employee_id, h.record
FROM  (
	SELECT 'return_to_work' AS relation, t.employee_id AS employee_id,
		   format('absence %s', t.absence_id) AS record,
		   greatest(t.held_on, t.form_received_on) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.return_to_work_history t
	UNION  ALL
	SELECT 'absence_override' AS relation, t.employee_id AS employee_id,
		   format('absence %s', t.absence_id) AS record,
		   t.decided_on AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.absence_override_history t
	UNION  ALL
	SELECT 'absence' AS relation, t.employee_id AS employee_id,
		   format('absence %s', t.absence_id) AS record,
		   COALESCE(t.last_day, t.first_day) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.absence_history t
	UNION  ALL
	SELECT 'fit_note' AS relation, t.employee_id AS employee_id,
		   format('fit note of %s to %s', t.first_day, t.last_day) AS record,
		   greatest(t.last_day, t.received_on) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.fit_note_history t
	UNION  ALL
	SELECT 'warning' AS relation, t.employee_id AS employee_id,
		   format('stage %s of %s', t.stage, t.issued_on) AS record,
		   greatest(t.issued_on, t.review_until, t.review_held_on, t.appeal_upheld_on) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.warning_history t
	UNION  ALL
	SELECT 'occupational_health_report' AS relation, t.employee_id AS employee_id,
		   format('referral of %s', t.referred_on) AS record,
		   greatest(t.referred_on, t.reported_on) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.occupational_health_report_history t
	UNION  ALL
	SELECT 'case_event' AS relation, t.employee_id AS employee_id,
		   format('case %s', t.case_id) AS record,
		   t.happened_on AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.case_event_history t
	UNION  ALL
	SELECT 'hr_case' AS relation, t.employee_id AS employee_id,
		   format('case %s', t.case_id) AS record,
		   COALESCE(t.closed_on, t.opened_on) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.hr_case_history t
	UNION  ALL
	SELECT 'timesheet' AS relation, t.employee_id AS employee_id,
		   format('%s in post %s', t.month, t.post) AS record,
		   t.month AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.timesheet_history t
	UNION  ALL
	SELECT 'paid' AS relation, t.employee_id AS employee_id,
		   format('%s in run %L, post %s from %s',
			t.month, t.run, t.post, t.first_day) AS record,
		   greatest(t.month, t.recorded_on) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.paid_history t
	UNION  ALL
	SELECT 'trigger_event' AS relation, t.employee_id AS employee_id,
		   format('stage %s %s on %s, recorded %s, policy %s',
			t.stage, t.event, t.happened_on, t.recorded_at, t.policy) AS record,
		   greatest(t.happened_on, t.recorded_at::date, t.withdrawn_at::date) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.trigger_event_history t
	UNION  ALL
	SELECT 'login' AS relation, t.employee_id AS employee_id,
		   format('%s from %s', t.role_name, t.first_day) AS record,
		   COALESCE(t.last_day, t.first_day) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.login_history t
	UNION  ALL
	SELECT 'deputy' AS relation, t.employee_id AS employee_id,
		   format('%s from %s', t.deputy_id, t.first_day) AS record,
		   t.last_day AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.deputy_history t
	UNION  ALL
	SELECT 'contract' AS relation, t.employee_id AS employee_id,
		   format('post %s from %s', t.post, t.first_day) AS record,
		   COALESCE(t.last_day, t.first_day) AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.contract_history t
	UNION  ALL
	SELECT 'employee' AS relation, t.employee_id AS employee_id,
		   format('employee %s', t.employee_id) AS record,
		   '-infinity'::date AS day,
		   t.change_id, t.changed_at, t.stands
	FROM   @hr@.employee_history t
) h
WHERE  NOT EXISTS (SELECT FROM pg_temp.spared s WHERE s.employee_id = h.employee_id)
GROUP  BY h.relation, h.employee_id, h.record
HAVING NOT (array_agg(h.stands ORDER BY h.change_id DESC))[1]
AND    max(h.changed_at) < '@before@'::date AND max(h.day) < '@before@'::date;
DROP TABLE pg_temp.spared;
ANALYZE pg_temp.forgotten;

WITH gone AS (
	DELETE FROM @hr@.return_to_work_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'return_to_work') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('absence %s', t.absence_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'return_to_work_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence_override_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'absence_override') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('absence %s', t.absence_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'absence_override_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'absence') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('absence %s', t.absence_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'absence_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.fit_note_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'fit_note') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('fit note of %s to %s', t.first_day, t.last_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'fit_note_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.warning_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'warning') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('stage %s of %s', t.stage, t.issued_on)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'warning_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.occupational_health_report_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'occupational_health_report') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('referral of %s', t.referred_on)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'occupational_health_report_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.case_event_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'case_event') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('case %s', t.case_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'case_event_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.hr_case_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'hr_case') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('case %s', t.case_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'hr_case_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.timesheet_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'timesheet') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s in post %s', t.month, t.post)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'timesheet_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.paid_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'paid') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s in run %L, post %s from %s',
			t.month, t.run, t.post, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'paid_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.trigger_event_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'trigger_event') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('stage %s %s on %s, recorded %s, policy %s',
			t.stage, t.event, t.happened_on, t.recorded_at, t.policy)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'trigger_event_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.login_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'login') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s from %s', t.role_name, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'login_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.deputy_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'deputy') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s from %s', t.deputy_id, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'deputy_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.contract_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'contract') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('post %s from %s', t.post, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'contract_history', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.employee_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'employee_history', count(*) FROM gone;
