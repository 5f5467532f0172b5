CREATE OR REPLACE FUNCTION @hr@.data_quality_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT f.employee_id, e.service_area, f.finding, f.record, f.day, f.detail, f.what_to_do, f.rule_ids
FROM  (
	SELECT * FROM @hr@.absence_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.contract_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.case_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.flexi_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.shift_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.working_time_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.homework_findings(data_quality_report.as_of)) f
LEFT   JOIN @hr@.employee e ON e.employee_id = f.employee_id
-- if row-level security may hide the employee, nobody is called unknown
WHERE (e.employee_id IS NOT NULL OR f.employee_id IS NULL OR (
	   SELECT bradford.may_hide_rows($table$@hr@.employee$table$::regclass)) IS NOT TRUE)
AND    bradford.require_known_day(data_quality_report.as_of);
END;
COMMENT ON FUNCTION @hr@.data_quality_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.data_quality_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.data_quality_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.data_quality_report IS
	'What looks wrong in the HR data up to the day: one row per finding, with the record and '
	'what to do. The tables that create_tables makes reject some of it; a site''s own tables '
	'may not.';
COMMENT ON COLUMN @hr@.data_quality_report.employee_id IS
	'Payroll number; none if the finding is not about one person';
COMMENT ON COLUMN @hr@.data_quality_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.data_quality_report.finding IS 'What is wrong, always in the same words';
COMMENT ON COLUMN @hr@.data_quality_report.record IS
	'Relation, and the number or day of the record';
COMMENT ON COLUMN @hr@.data_quality_report.day IS 'Day of the record';
COMMENT ON COLUMN @hr@.data_quality_report.detail IS 'Details of the finding';
COMMENT ON COLUMN @hr@.data_quality_report.what_to_do IS 'What to do about it';
COMMENT ON COLUMN @hr@.data_quality_report.rule_ids IS
	'Rules that cannot be followed until it is put right';

ALTER FUNCTION @hr@.data_quality_report(date) DEPENDS ON EXTENSION bradford;
