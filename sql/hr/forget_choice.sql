--
-- Chooses what retention_report says can go. forget('hr', '2020-01-01') runs this file, with hr in
-- the place of @hr and the day in that of @before; then forget.sql; then forget_history.sql, if
-- keep_history('hr') was called. By hand, in one transaction, where no history is kept:
--
--     fill both in, in forget_choice.sql and forget.sql, and give them to psql --single-transaction
--
-- All records are as at one moment: until the transaction ends, nobody can write to the tables.
--

LOCK TABLE @hr@.employee, @hr@.contract, @hr@.absence, @hr@.absence_override, @hr@.fit_note,
	@hr@.return_to_work, @hr@.warning, @hr@.occupational_health_report, @hr@.hr_case,
	@hr@.case_event, @hr@.timesheet, @hr@.paid, @hr@.login, @hr@.deputy, @hr@.trigger_event,
	@hr@.flexi_member, @hr@.clock_entry, @hr@.time_off,
	@hr@.shift, @hr@.working_time_terms,
	@hr@.homework, @hr@.homework_event, @hr@.homework_application, @hr@.work_output, @hr@.downtime,
	@hr@.employee_skill, @hr@.roster_terms, @hr@.roster_request, @hr@.roster_shift
	IN SHARE ROW EXCLUSIVE MODE;

CREATE TEMPORARY TABLE forgotten ON COMMIT DROP AS
SELECT r.relation, r.employee_id, r.record
FROM   @hr@.retention_report('@before@') r
WHERE  r.removable;
-- the events of a case are removed with it
INSERT INTO pg_temp.forgotten
SELECT replace(f.relation, 'hr_case', 'case_event'), f.employee_id, f.record
FROM   pg_temp.forgotten f
WHERE  f.relation IN ('hr_case', 'hr_case_history');
ANALYZE pg_temp.forgotten;

-- how many rows were removed from which table
CREATE TEMPORARY TABLE removed (
	place integer GENERATED ALWAYS AS IDENTITY, relation text, count bigint)
	ON COMMIT DROP;
