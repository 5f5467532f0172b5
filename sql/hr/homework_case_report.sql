CREATE OR REPLACE FUNCTION @hr@.homework_case_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	applied_on date,
	decision text,
	decided_on date,
	workstyle text,
	office text,
	kit_cost numeric,
	yearly_saving numeric,
	saving_from text,
	yearly_cost numeric,
	yearly_return numeric,
	starts_on date,
	payback_months integer,
	paid_back_on date,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, a.applied_on,
	   d.decision, d.decided_on, a.workstyle, a.office,
	   k.kit_cost, round(s.saving, 2) AS yearly_saving, s.saving_from, k.yearly_cost,
	   round(r.yearly_return, 2) AS yearly_return, d.starts_on, p.months AS payback_months,
	   CASE WHEN d.starts_on >= lower(bradford.possible_days())
				 AND d.starts_on < upper(bradford.possible_days())
			-- a month from 31 January ends on the last day of February, and
			-- from 1 March on 31 March
			THEN greatest((d.starts_on + make_interval(months => p.months))::date - 1,
						  (d.starts_on - 1 + make_interval(months => p.months))::date)
			END AS paid_back_on,
	   CASE WHEN k.kit_cost IS NULL THEN 'kit cost'
			WHEN k.yearly_cost IS NULL THEN 'yearly cost'
			WHEN s.saving IS NULL THEN 'saving'
			WHEN p.months IS NULL THEN 'never paid back'
			WHEN (d.starts_on >= lower(bradford.possible_days())
				  AND d.starts_on < upper(bradford.possible_days())) IS NOT TRUE
			THEN 'start' END AS unknown
FROM   @hr@.employee e
JOIN  (
	SELECT a.employee_id, a.applied_on, a.starts_on, a.decided_on, a.decision::text AS decision,
		   a.workstyle::text AS workstyle, a.office::text AS office,
		   a.kit_cost::numeric AS kit_cost, a.yearly_saving::numeric AS yearly_saving,
		   a.yearly_cost::numeric AS yearly_cost
	FROM   @hr@.homework_application a
	WHERE  a.applied_on <= homework_case_report.as_of
	AND    bradford.require_known_day(homework_case_report.as_of)) a
			ON a.employee_id = e.employee_id
CROSS  JOIN LATERAL (
	-- what is decided later is not known yet
	SELECT CASE WHEN a.decided_on <= homework_case_report.as_of THEN a.decision END AS decision,
		   CASE WHEN a.decided_on <= homework_case_report.as_of THEN a.decided_on END AS decided_on,
		   COALESCE(a.starts_on, CASE WHEN a.decided_on <= homework_case_report.as_of
									  THEN a.decided_on END, a.applied_on) AS starts_on) d
CROSS  JOIN LATERAL (
	SELECT bradford.if_between(a.kit_cost, 0, 1000000000) AS kit_cost,
		   bradford.if_between(a.yearly_cost, 0, 1000000000) AS yearly_cost,
		   bradford.if_between(a.yearly_saving, 0, 1000000000) AS entered) k
-- HW-2: a workstyle of 6 desks for 10 people frees 4 tenths of a desk for each
LEFT   JOIN LATERAL (
	SELECT (s.for_people - s.desks)::numeric AS freed, s.for_people::numeric AS for_people
	FROM   @hr@.workstyle s
	WHERE  s.workstyle = a.workstyle AND s.for_people >= 0.01 AND s.for_people <= 1000000
	AND    s.desks >= 0 AND s.desks <= s.for_people
	ORDER  BY s.desks, s.for_people
	LIMIT  1) f ON true
LEFT   JOIN LATERAL (
	SELECT bradford.if_between(o.desk_cost, 0, 1000000000) AS desk_cost
	FROM   @hr@.office o
	WHERE  o.office = a.office AND o.first_day <= a.applied_on
	AND   (o.last_day >= a.applied_on OR o.last_day IS NULL)
	ORDER  BY o.first_day DESC, o.desk_cost
	LIMIT  1) o ON true
CROSS  JOIN LATERAL (
	SELECT COALESCE(k.entered, f.freed * o.desk_cost / f.for_people) AS saving,
		   CASE WHEN k.entered IS NOT NULL THEN 'entered'
				WHEN f.freed IS NOT NULL AND o.desk_cost IS NOT NULL
				THEN format('%s of a desk', trim_scale(round(f.freed / f.for_people, 2)))
				END AS saving_from) s
CROSS  JOIN LATERAL (SELECT s.saving - k.yearly_cost AS yearly_return) r
CROSS  JOIN LATERAL (SELECT bradford.payback_months(k.kit_cost, r.yearly_return) AS months) p;
END;
COMMENT ON FUNCTION @hr@.homework_case_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.homework_case_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.homework_case_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.homework_case_report IS
	'The business case of each application to work from home: what the kit costs, what it saves, '
	'and when it is paid back (HW-5). A person decides whether it is agreed.';
COMMENT ON COLUMN @hr@.homework_case_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.homework_case_report.name IS 'Name';
COMMENT ON COLUMN @hr@.homework_case_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.homework_case_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.homework_case_report.applied_on IS 'Day of the application';
COMMENT ON COLUMN @hr@.homework_case_report.decision IS
	'agreed, refused or withdrawn; none: open on the day of the report';
COMMENT ON COLUMN @hr@.homework_case_report.decided_on IS 'Day of the decision';
COMMENT ON COLUMN @hr@.homework_case_report.workstyle IS 'Workstyle applied for';
COMMENT ON COLUMN @hr@.homework_case_report.office IS 'Office in which a desk is freed';
COMMENT ON COLUMN @hr@.homework_case_report.kit_cost IS 'Cost of the kit, in pounds';
COMMENT ON COLUMN @hr@.homework_case_report.yearly_saving IS
	'Saved a year, in pounds: as entered, or the yearly cost of the part of a desk that is freed';
COMMENT ON COLUMN @hr@.homework_case_report.saving_from IS
	'Where the saving comes from: entered, or for example 0.4 of a desk';
COMMENT ON COLUMN @hr@.homework_case_report.yearly_cost IS 'Running costs a year, in pounds';
COMMENT ON COLUMN @hr@.homework_case_report.yearly_return IS 'yearly_saving - yearly_cost';
COMMENT ON COLUMN @hr@.homework_case_report.starts_on IS
	'Day from which it counts: as entered, or of the decision, or of the application';
COMMENT ON COLUMN @hr@.homework_case_report.payback_months IS
	'Months until the return has paid back the kit, rounded up';
COMMENT ON COLUMN @hr@.homework_case_report.paid_back_on IS 'Last day of the last of these months';
COMMENT ON COLUMN @hr@.homework_case_report.unknown IS
	'Why there is no such day: what is not known, or never paid back';

ALTER FUNCTION @hr@.homework_case_report(date) DEPENDS ON EXTENSION bradford;
