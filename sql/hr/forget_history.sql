--
-- Removes every version of two kinds of record from the history: those that forget.sql has removed,
-- and those deleted earlier that forget_choice.sql has chosen. forget('hr', '2020-01-01') runs this
-- file after the others, while the trigger history_stays is disabled.
--
-- The removal has just added a last version of each record. This file removes it too, and does not
-- count it.
--

UPDATE pg_temp.forgotten f SET relation = replace(f.relation, '_history', '')
WHERE  f.relation LIKE '%\_history';
ANALYZE pg_temp.forgotten;

WITH gone AS (
	DELETE FROM @hr@.return_to_work_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'return_to_work') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('absence %s', t.absence_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'return_to_work_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence_override_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'absence_override') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('absence %s', t.absence_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'absence_override_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'absence') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('absence %s', t.absence_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'absence_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.fit_note_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'fit_note') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('fit note of %s to %s', t.first_day, t.last_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'fit_note_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.warning_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'warning') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('stage %s of %s', t.stage, t.issued_on)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'warning_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.occupational_health_report_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'occupational_health_report') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('referral of %s', t.referred_on)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'occupational_health_report_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.case_event_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'case_event') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('case %s', t.case_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'case_event_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.hr_case_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'hr_case') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('case %s', t.case_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'hr_case_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.timesheet_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'timesheet') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s in post %s', t.month, t.post)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'timesheet_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.paid_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'paid') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s in run %L, post %s from %s',
			t.month, t.run, t.post, t.first_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'paid_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.trigger_event_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'trigger_event') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('stage %s %s on %s, recorded %s, policy %s',
			t.stage, t.event, t.happened_on, t.recorded_at, t.policy)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'trigger_event_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.login_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'login') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s from %s', t.role_name, t.first_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'login_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.deputy_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'deputy') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s from %s', t.deputy_id, t.first_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'deputy_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.contract_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'contract') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('post %s from %s', t.post, t.first_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'contract_history', count(*) FILTER (WHERE stood) FROM gone;

-- records of flexi-time go with the person
WITH gone AS (
	DELETE FROM @hr@.flexi_member_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'flexi_member_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.clock_entry_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'clock_entry_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.time_off_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'time_off_history', count(*) FILTER (WHERE stood) FROM gone;

-- so do shifts, skills and records of rosters
WITH gone AS (
	DELETE FROM @hr@.shift_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'shift_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.employee_skill_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'employee_skill_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_terms_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'roster_terms_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_request_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'roster_request_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_shift_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'roster_shift_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.working_time_terms_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'working_time_terms_history', count(*) FILTER (WHERE stood) FROM gone;

-- so do records of working from home
WITH gone AS (
	DELETE FROM @hr@.homework_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'homework_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.homework_event_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'homework_event_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.homework_application_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'homework_application_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.work_output_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'work_output_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.downtime_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'downtime_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.employee_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'employee_history', count(*) FILTER (WHERE stood) FROM gone;
