--
-- Removes the records that forget_choice.sql has chosen. Records that refer to another go first.
--

WITH gone AS (
	DELETE FROM @hr@.return_to_work t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'return_to_work' AND f.employee_id = t.employee_id
	AND    f.record = format('absence %s', t.absence_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'return_to_work', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence_override t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'absence_override' AND f.employee_id = t.employee_id
	AND    f.record = format('absence %s', t.absence_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'absence_override', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'absence' AND f.employee_id = t.employee_id
	AND    f.record = format('absence %s', t.absence_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'absence', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.fit_note t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'fit_note' AND f.employee_id = t.employee_id
	AND    f.record = format('fit note of %s to %s', t.first_day, t.last_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'fit_note', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.warning t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'warning' AND f.employee_id = t.employee_id
	AND    f.record = format('stage %s of %s', t.stage, t.issued_on)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'warning', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.occupational_health_report t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'occupational_health_report' AND f.employee_id = t.employee_id
	AND    f.record = format('referral of %s', t.referred_on)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'occupational_health_report', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.case_event t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'case_event' AND f.employee_id = t.employee_id
	AND    f.record = format('case %s', t.case_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'case_event', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.hr_case t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'hr_case' AND f.employee_id = t.employee_id
	AND    f.record = format('case %s', t.case_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'hr_case', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.timesheet t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'timesheet' AND f.employee_id = t.employee_id
	AND    f.record = format('%s in post %s', t.month, t.post)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'timesheet', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.paid t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'paid' AND f.employee_id = t.employee_id
	AND    f.record = format('%s in run %L, post %s from %s',
			t.month, t.run, t.post, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'paid', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.trigger_event t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'trigger_event' AND f.employee_id = t.employee_id
	AND    f.record = format('stage %s %s on %s, recorded %s, policy %s',
			t.stage, t.event, t.happened_on, t.recorded_at, t.policy)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'trigger_event', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.login t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'login' AND f.employee_id = t.employee_id
	AND    f.record = format('%s from %s', t.role_name, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'login', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.deputy t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'deputy' AND f.employee_id = t.employee_id
	AND    f.record = format('%s from %s', t.deputy_id, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'deputy', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.contract t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'contract' AND f.employee_id = t.employee_id
	AND    f.record = format('post %s from %s', t.post, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'contract', count(*) FROM gone;

-- records of flexi-time go with the person
WITH gone AS (
	DELETE FROM @hr@.flexi_member t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'flexi_member', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.clock_entry t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'clock_entry', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.time_off t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'time_off', count(*) FROM gone;

-- so do shifts, skills and records of rosters
WITH gone AS (
	DELETE FROM @hr@.shift t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'shift', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.employee_skill t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'employee_skill', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_terms t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'roster_terms', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_request t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'roster_request', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_shift t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'roster_shift', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.working_time_terms t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'working_time_terms', count(*) FROM gone;

-- so do records of working from home
WITH gone AS (
	DELETE FROM @hr@.homework t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'homework', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.homework_event t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'homework_event', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.homework_application t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'homework_application', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.work_output t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'work_output', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.downtime t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'downtime', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.employee t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee'
	AND    f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'employee', count(*) FROM gone;
