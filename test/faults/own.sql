-- What a site adds of its own: its readers, rights on reports, tables, columns and functions, a view that stands on a
-- report, comments. Roles of PostgreSQL stand for those of the site, so that no role is left behind in the server.
CALL bradford.protect('hr', hr => 'pg_checkpoint', manager => 'pg_read_server_files', employee => 'pg_write_server_files',
	payroll => 'pg_execute_server_program');
SET search_path = hr, pg_catalog;
GRANT USAGE ON SCHEMA hr TO pg_monitor;
GRANT SELECT ON trigger_report, employee TO pg_monitor WITH GRANT OPTION;
GRANT SELECT (service_area, days_lost) ON days_lost_report TO pg_monitor;
REVOKE ALL ON FUNCTION pay_report(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pay_report(date) TO pg_monitor;
CREATE VIEW our_triggers WITH (security_barrier) AS SELECT employee_id, score FROM trigger_report WHERE service_area = 'Waste';
COMMENT ON VIEW our_triggers IS 'The triggers of waste';
COMMENT ON COLUMN employee.name IS 'Our own words, with an apostrophe''s hazard';
