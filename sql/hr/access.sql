--
-- Who sees what: row-level security and rights on the HR tables and reports, for four kinds of
-- reader.
--
-- protect('hr', hr => ..., manager => ..., employee => ..., payroll => ...) runs this file with
-- the schema in the place of @hr and the roles in the places of @hr_reader, @manager_reader,
-- @employee_reader and @payroll_reader. For a kind without a reader, it takes the owner of the
-- tables, who sees all of them anyway.
--
-- hr reads and writes everything. payroll reads what pay is worked out from, for everybody, and
-- records what was paid. A manager reads the records of the people below, all the way down, but
-- never their own; an employee reads their own. A reader of several kinds sees what each of them
-- sees. But a payroll reader who is also a manager or an employee sees everybody only after SET
-- ROLE to payroll's role: otherwise a report would count absence that they do not see as none.
-- Without a policy, a table shows nothing.
--

-- Who is reading ------------------------------------------------------------------
--
-- The first three functions run as the owner of the tables, since they must see who manages whom.
-- A policy gives them current_user, the role after SET ROLE. They answer only about a role that
-- the session may become, and to hr and the owner about every role, so nobody learns more by
-- calling them. The role must be a reader of the kind itself: somebody else's view is under the
-- policies of its owner. Today is today in Britain, whatever time zone a session sets. PL/pgSQL
-- keeps the plans for the session, and a report calls these functions once for each table that
-- it reads.

CREATE OR REPLACE FUNCTION @hr@.reader_record(reader text, kind text)
RETURNS SETOF @hr@.employee.employee_id%TYPE
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SECURITY DEFINER COST 1000 ROWS 1
SET search_path = pg_catalog, pg_temp SET timezone = 'Europe/London'
AS $function$
BEGIN
	RETURN QUERY
	WITH role_of AS MATERIALIZED (
		SELECT p.polname AS policy, r.role
		FROM   pg_policy p
		CROSS  JOIN LATERAL (SELECT unnest(p.polroles) AS role) r
		WHERE  p.polrelid = $table$@hr@.employee$table$::regclass
		UNION ALL
		SELECT 'bradford_hr', c.relowner
		FROM   pg_class c
		WHERE  c.oid = $table$@hr@.employee$table$::regclass
	)
	SELECT l.employee_id
	FROM   @hr@.login l
	-- a login that is not a role has no reader
	JOIN   pg_roles a ON a.rolname::text = l.role_name
	WHERE  l.role_name = reader_record.reader
	AND    l.first_day <= CURRENT_DATE AND (l.last_day IS NULL OR l.last_day >= CURRENT_DATE)
	AND    EXISTS (SELECT FROM role_of o
				   WHERE  o.policy = 'bradford_' || reader_record.kind
				   AND    pg_has_role(a.oid, o.role, 'USAGE'))
	AND   (pg_has_role(session_user, a.oid, 'MEMBER')
		   OR EXISTS (SELECT FROM role_of o
					  WHERE  o.policy = 'bradford_hr'
					  AND    pg_has_role(session_user, o.role, 'MEMBER')))
	-- people who have left read no more, even if nobody ended the login
	AND   (EXISTS (SELECT FROM @hr@.contract c
				   WHERE  c.employee_id = l.employee_id AND c.first_day <= CURRENT_DATE
				   AND   (c.last_day IS NULL OR c.last_day >= CURRENT_DATE))
		   OR NOT EXISTS (SELECT FROM @hr@.contract c WHERE c.employee_id = l.employee_id));
END
$function$;
COMMENT ON FUNCTION @hr@.reader_record(text, text) IS
	'Payroll numbers that the table login gives this role today, as a reader of this '
	'kind: manager or employee.';

CREATE OR REPLACE FUNCTION @hr@.reader_managers(reader text,
	OUT for_whom @hr@.employee.employee_id%TYPE, OUT manager @hr@.employee.employee_id%TYPE)
RETURNS SETOF record
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SECURITY DEFINER COST 1000 ROWS 10
SET search_path = pg_catalog, pg_temp SET timezone = 'Europe/London'
AS $function$
BEGIN
	RETURN QUERY
	-- UNION, not UNION ALL: people may manage one another in a circle
	WITH RECURSIVE me AS (
		SELECT r AS employee_id FROM @hr@.reader_record(reader_managers.reader, 'manager') r
	), line(top, employee_id) AS (
		SELECT me.employee_id, me.employee_id FROM me
		UNION
		SELECT d.employee_id, d.employee_id
		FROM   me
		JOIN   @hr@.deputy d ON d.deputy_id = me.employee_id
		WHERE  CURRENT_DATE BETWEEN d.first_day AND d.last_day
		UNION
		SELECT l.top, e.employee_id
		FROM   line l
		JOIN   @hr@.employee e ON e.manager_id = l.employee_id
		WHERE  EXISTS (SELECT FROM @hr@.employee b WHERE b.manager_id = e.employee_id)
	)
	SELECT l.top, l.employee_id FROM line l;
END
$function$;
COMMENT ON FUNCTION @hr@.reader_managers(text) IS
	'The managers whose people this role sees today. for_whom is the reader, or somebody whom the '
	'reader is deputy of; manager is that person, or a manager below.';

CREATE OR REPLACE FUNCTION @hr@.reader_people(reader text)
RETURNS SETOF @hr@.employee.employee_id%TYPE
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SECURITY DEFINER COST 1000 ROWS 100
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
	RETURN QUERY
	SELECT DISTINCT e.employee_id
	FROM   @hr@.reader_managers(reader_people.reader) m
	JOIN   @hr@.employee e ON e.manager_id = m.manager
	WHERE  e.employee_id <> m.for_whom
	AND    e.employee_id NOT IN (
			SELECT r FROM @hr@.reader_record(reader_people.reader, 'manager') r);
END
$function$;
COMMENT ON FUNCTION @hr@.reader_people(text) IS
	'Payroll numbers of the people whom this role sees today as their manager, or as the deputy of '
	'one. Even in a circle of managers, these are never the reader, nor the manager whom a deputy '
	'stands in for.';

CREATE OR REPLACE FUNCTION @hr@.reader_sees_all(reader text) RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
	RETURN NOT EXISTS (
		SELECT FROM pg_policy p
		CROSS  JOIN LATERAL unnest(p.polroles) AS r(role)
		WHERE  p.polrelid = $table$@hr@.employee$table$::regclass
		AND    p.polname IN ('bradford_manager', 'bradford_employee')
		AND    pg_has_role(reader_sees_all.reader::name, r.role, 'USAGE'));
END
$function$;
COMMENT ON FUNCTION @hr@.reader_sees_all(text) IS
	'Does this role, which reads for payroll, read only for payroll? If so, it sees everybody; '
	'otherwise it sees what a manager or an employee sees.';

REVOKE ALL ON FUNCTION @hr@.reader_record(text, text), @hr@.reader_managers(text),
	@hr@.reader_people(text), @hr@.reader_sees_all(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION @hr@.reader_record(text, text), @hr@.reader_managers(text),
	@hr@.reader_people(text) TO @hr_reader@, @manager_reader@, @employee_reader@;
GRANT EXECUTE ON FUNCTION @hr@.reader_sees_all(text) TO @payroll_reader@;
GRANT USAGE ON SCHEMA @hr@
	TO @hr_reader@, @manager_reader@, @employee_reader@, @payroll_reader@;


-- Employees -----------------------------------------------------------------------
--
-- The people of a manager are those in the set. The array of the managers in the line adds nobody,
-- but it is short, and finds these people by an index. Both are worked out once a query.

ALTER TABLE @hr@.employee ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.employee TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.employee FOR SELECT TO @manager_reader@
	USING (manager_id = ANY (ARRAY(
				SELECT m.manager FROM @hr@.reader_managers(current_user::text) m))
		   AND employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.employee FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.employee FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.employee TO @hr_reader@;
GRANT SELECT ON @hr@.employee TO @manager_reader@, @employee_reader@, @payroll_reader@;

-- What belongs to an employee -----------------------------------------------------
--
-- The people of a manager are a set that is hashed once a query, so a row costs the same whether
-- the manager has ten people or ten thousand.

ALTER TABLE @hr@.contract ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.contract TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.contract FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.contract FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.contract FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.contract TO @hr_reader@;
GRANT SELECT ON @hr@.contract TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.absence ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.absence TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.absence FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.absence FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.absence TO @hr_reader@;
GRANT SELECT ON @hr@.absence TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.absence_override ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.absence_override TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.absence_override FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.absence_override FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.absence_override TO @hr_reader@;
GRANT SELECT ON @hr@.absence_override TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.return_to_work ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.return_to_work TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.return_to_work FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.return_to_work FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.return_to_work TO @hr_reader@;
GRANT SELECT ON @hr@.return_to_work TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.fit_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.fit_note TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.fit_note FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.fit_note FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.fit_note TO @hr_reader@;
GRANT SELECT ON @hr@.fit_note TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.warning ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.warning TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.warning FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.warning FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.warning TO @hr_reader@;
GRANT SELECT ON @hr@.warning TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.occupational_health_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.occupational_health_report TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.occupational_health_report FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.occupational_health_report FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.occupational_health_report TO @hr_reader@;
GRANT SELECT ON @hr@.occupational_health_report TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.hr_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.hr_case TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.hr_case FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.hr_case FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.hr_case TO @hr_reader@;
GRANT SELECT ON @hr@.hr_case TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.case_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.case_event TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.case_event FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.case_event FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.case_event TO @hr_reader@;
GRANT SELECT ON @hr@.case_event TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.trigger_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.trigger_event TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.trigger_event FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.trigger_event FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.trigger_event TO @hr_reader@;
GRANT SELECT ON @hr@.trigger_event TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.timesheet ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.timesheet TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.timesheet FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.timesheet FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.timesheet FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.timesheet TO @hr_reader@;
GRANT SELECT ON @hr@.timesheet TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.shift ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.shift TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.shift FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.shift FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.shift FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.shift TO @hr_reader@;
GRANT SELECT ON @hr@.shift TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.employee_skill ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.employee_skill TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.employee_skill FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.employee_skill FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.employee_skill TO @hr_reader@;
GRANT SELECT ON @hr@.employee_skill TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.roster_terms ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.roster_terms TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.roster_terms FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.roster_terms FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.roster_terms TO @hr_reader@;
GRANT SELECT ON @hr@.roster_terms TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.roster_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.roster_request TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.roster_request FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.roster_request FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.roster_request TO @hr_reader@;
GRANT SELECT ON @hr@.roster_request TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.roster_shift ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.roster_shift TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.roster_shift FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.roster_shift FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.roster_shift TO @hr_reader@;
GRANT SELECT ON @hr@.roster_shift TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.flexi_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.flexi_member TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.flexi_member FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.flexi_member FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.flexi_member TO @hr_reader@;
GRANT SELECT ON @hr@.flexi_member TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.clock_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.clock_entry TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.clock_entry FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.clock_entry FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.clock_entry TO @hr_reader@;
GRANT SELECT ON @hr@.clock_entry TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.time_off ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.time_off TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.time_off FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.time_off FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.time_off TO @hr_reader@;
GRANT SELECT ON @hr@.time_off TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.working_time_terms ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.working_time_terms TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.working_time_terms FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.working_time_terms FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.working_time_terms TO @hr_reader@;
GRANT SELECT ON @hr@.working_time_terms TO @manager_reader@, @employee_reader@;
-- homework is read by payroll too, which pays the allowance
ALTER TABLE @hr@.homework ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.homework TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.homework FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.homework FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.homework FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.homework TO @hr_reader@;
GRANT SELECT ON @hr@.homework TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.homework_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.homework_event TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.homework_event FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.homework_event FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.homework_event TO @hr_reader@;
GRANT SELECT ON @hr@.homework_event TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.homework_application ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.homework_application TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.homework_application FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.homework_application FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.homework_application TO @hr_reader@;
GRANT SELECT ON @hr@.homework_application TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.work_output ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.work_output TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.work_output FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.work_output FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.work_output TO @hr_reader@;
GRANT SELECT ON @hr@.work_output TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.downtime ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.downtime TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.downtime FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.downtime FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.downtime TO @hr_reader@;
GRANT SELECT ON @hr@.downtime TO @manager_reader@, @employee_reader@;

-- payroll records what was paid
ALTER TABLE @hr@.paid ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.paid TO @hr_reader@ USING (true);
CREATE POLICY bradford_employee ON @hr@.paid FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.paid TO @payroll_reader@ USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.paid TO @hr_reader@;
GRANT SELECT ON @hr@.paid TO @employee_reader@, @payroll_reader@;
GRANT INSERT ON @hr@.paid TO @payroll_reader@;

-- Rules, which belong to nobody, and which everybody may read ---------------------

ALTER TABLE @hr@.attendance_policy ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.attendance_policy TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.attendance_policy FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.attendance_policy TO @hr_reader@;
GRANT SELECT ON @hr@.attendance_policy TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.policy_stage ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.policy_stage TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.policy_stage FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.policy_stage TO @hr_reader@;
GRANT SELECT ON @hr@.policy_stage TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.absence_reason ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.absence_reason TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.absence_reason FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.absence_reason TO @hr_reader@;
GRANT SELECT ON @hr@.absence_reason TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.procedure ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.procedure TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.procedure FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.procedure TO @hr_reader@;
GRANT SELECT ON @hr@.procedure TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.procedure_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.procedure_step TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.procedure_step FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.procedure_step TO @hr_reader@;
GRANT SELECT ON @hr@.procedure_step TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.homework_allowance ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.homework_allowance TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.homework_allowance FOR SELECT
	TO @manager_reader@, @employee_reader@, @payroll_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.homework_allowance TO @hr_reader@;
GRANT SELECT ON @hr@.homework_allowance TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.office ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.office TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.office FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.office TO @hr_reader@;
GRANT SELECT ON @hr@.office TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.office_pattern ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.office_pattern TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.office_pattern FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.office_pattern TO @hr_reader@;
GRANT SELECT ON @hr@.office_pattern TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.workstyle ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.workstyle TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.workstyle FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.workstyle TO @hr_reader@;
GRANT SELECT ON @hr@.workstyle TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.downtime_option ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.downtime_option TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.downtime_option FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.downtime_option TO @hr_reader@;
GRANT SELECT ON @hr@.downtime_option TO @manager_reader@, @employee_reader@;
ALTER TABLE @hr@.team ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.team TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.team FOR SELECT TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.team TO @hr_reader@;
GRANT SELECT ON @hr@.team TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.staffing_demand ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.staffing_demand TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.staffing_demand FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.staffing_demand TO @hr_reader@;
GRANT SELECT ON @hr@.staffing_demand TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.shift_kind ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.shift_kind TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.shift_kind FOR SELECT TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.shift_kind TO @hr_reader@;
GRANT SELECT ON @hr@.shift_kind TO @manager_reader@, @employee_reader@;

-- Logins and deputies: who may read what is only for HR to see --------------------

ALTER TABLE @hr@.login ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.login TO @hr_reader@ USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.login TO @hr_reader@;

ALTER TABLE @hr@.deputy ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.deputy TO @hr_reader@ USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.deputy TO @hr_reader@;

-- Reports -------------------------------------------------------------------------
--
-- A report runs as its reader: it shows what the tables show that reader. Three read their table as
-- its owner. absence_for_pay does, so that payroll sees the dates of the people whom the reader
-- sees, without reasons. full_month names nobody, and does so that an employee is asked about the
-- same months as everybody. staff_on_duty names nobody either, and does so that a team is not
-- short of people whom the reader does not see. security_barrier keeps a reader's own functions
-- away from the rows that they leave out.

ALTER VIEW @hr@.absence_for_pay SET (security_invoker = false, security_barrier = true);
ALTER VIEW @hr@.full_month SET (security_invoker = false, security_barrier = true);
ALTER VIEW @hr@.staff_on_duty SET (security_invoker = false, security_barrier = true);

GRANT SELECT ON
	@hr@.certificate_report, @hr@.counted_absence, @hr@.data_quality_report, @hr@.days_lost_report,
	@hr@.deadline_report, @hr@.digest_report, @hr@.flexi_balance_report, @hr@.flexi_day,
	@hr@.flexi_sheet_report, @hr@.hidden_group, @hr@.letter_report,
	@hr@.live_warning, @hr@.long_term_report, @hr@.pattern_report, @hr@.person_days_lost,
	@hr@.policy_comparison_report,
	@hr@.policy_in_force, @hr@.policy_terms, @hr@.policy_warnings,
	@hr@.recorded_sickness, @hr@.referral_report, @hr@.reporting_period,
	@hr@.return_to_work_report,
	@hr@.score_breakdown_report, @hr@.score_history_report, @hr@.trigger_event_report,
	@hr@.trigger_report, @hr@.working_time_report
	TO @hr_reader@, @manager_reader@, @employee_reader@;
GRANT SELECT ON
	@hr@.absence_for_pay, @hr@.annual_hours_report, @hr@.contract_terms, @hr@.hours_account,
	@hr@.hours_over_time, @hr@.pay_report, @hr@.settlement_report, @hr@.timesheet_report,
	@hr@.working_pattern
	TO @hr_reader@, @manager_reader@, @employee_reader@, @payroll_reader@;
GRANT SELECT ON
	@hr@.downtime_report, @hr@.homework_case_report, @hr@.homework_due_report, @hr@.office_day,
	@hr@.output_report
	TO @hr_reader@, @manager_reader@, @employee_reader@;
GRANT SELECT ON @hr@.homework_allowance_report
	TO @hr_reader@, @manager_reader@, @employee_reader@, @payroll_reader@;
-- they count everybody
GRANT SELECT ON @hr@.desk_report, @hr@.office_attendance_report TO @hr_reader@;
-- it reads what was paid
GRANT SELECT ON @hr@.pay_difference_report, @hr@.full_month
	TO @hr_reader@, @employee_reader@, @payroll_reader@;
-- of a team, not of a person
GRANT SELECT ON
	@hr@.check_roster, @hr@.cover_report, @hr@.fill_rate_report, @hr@.roster_fairness_report,
	@hr@.slot_cover, @hr@.staff_on_duty
	TO @hr_reader@, @manager_reader@;
