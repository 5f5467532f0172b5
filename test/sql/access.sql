--
-- Rights: a report shows to each reader what the tables would show, and nothing more.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
\set SHOW_CONTEXT never
CALL bradford.create_tables('north');
CALL bradford.create_reports('north');
CALL bradford.create_tables('south');
CALL bradford.create_reports('south');
INSERT INTO north.employee (employee_id, service_area) VALUES (1, 'Waste'), (2, 'Parks');
INSERT INTO north.contract (employee_id, first_day) VALUES (1, '2010-01-01'), (2, '2010-01-01');
INSERT INTO north.absence (employee_id, first_day, last_day) VALUES (1, '2017-01-09', '2017-01-10'), (2, '2017-01-09', '2017-01-13');
INSERT INTO south.employee (employee_id, service_area) VALUES (1, 'Roads');
INSERT INTO south.contract (employee_id, first_day) VALUES (1, '2010-01-01');
INSERT INTO south.absence (employee_id, first_day, last_day) VALUES (1, '2017-01-09', '2017-01-11');

-- two schemas side by side, each with its own people
SELECT employee_id, service_area, days FROM north.trigger_report('2017-02-01') ORDER BY 1;
SELECT employee_id, service_area, days FROM south.trigger_report('2017-02-01') ORDER BY 1;

-- no rights on the tables: nothing through any report, though the report itself may be read
CREATE ROLE regress_bradford_stranger;
GRANT USAGE ON SCHEMA north TO regress_bradford_stranger;
GRANT SELECT ON north.trigger_report, north.score_breakdown_report, north.trigger_event_report, north.policy_comparison_report, north.days_lost_report TO regress_bradford_stranger;
SET ROLE regress_bradford_stranger;
SELECT * FROM north.trigger_report;
SELECT * FROM north.trigger_report('2017-02-01');
SELECT * FROM north.score_breakdown_report;
SELECT * FROM north.trigger_event_report;
SELECT * FROM north.policy_comparison_report;
SELECT * FROM north.days_lost_report;
SELECT * FROM south.trigger_report;
RESET ROLE;

-- a manager sees the people that row-level security shows, with and without a condition
CREATE ROLE regress_bradford_manager;
GRANT USAGE ON SCHEMA north TO regress_bradford_manager;
GRANT SELECT ON ALL TABLES IN SCHEMA north TO regress_bradford_manager;
ALTER TABLE north.employee ENABLE ROW LEVEL SECURITY;
ALTER TABLE north.absence ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_area ON north.employee TO regress_bradford_manager USING (service_area = 'Waste');
CREATE POLICY own_area ON north.absence TO regress_bradford_manager USING (employee_id = 1);
SET ROLE regress_bradford_manager;
SELECT employee_id, days FROM north.trigger_report('2017-02-01');
SELECT employee_id, days FROM north.trigger_report('2017-02-01') WHERE employee_id = 2;
SELECT employee_id, first_day, last_day FROM north.score_breakdown_report('2017-02-01');
-- the name of a manager whose row is hidden is hidden too
RESET ROLE;
UPDATE north.employee SET name = CASE employee_id WHEN 1 THEN 'Will' ELSE 'Pam' END, manager_id = 3 - employee_id;
SELECT employee_id, name, manager_id, manager_name FROM north.trigger_report('2017-02-01') ORDER BY 1;
SET ROLE regress_bradford_manager;
SELECT employee_id, name, manager_id, manager_name FROM north.trigger_report('2017-02-01') ORDER BY 1;
SELECT service_area, days_lost FROM north.days_lost_report('2017-03-31', 1) ORDER BY 1;
RESET ROLE;
-- findings on those people only, also if only employee has a policy: then nobody can be called unknown; the owner sees all
INSERT INTO north.absence (absence_id, employee_id, first_day, last_day) VALUES (11, 1, '2017-01-15', '2017-01-15'), (12, 2, '2017-01-15', '2017-01-15');
ALTER TABLE north.absence DROP CONSTRAINT absence_of_an_employee;
INSERT INTO north.absence (absence_id, employee_id, first_day, last_day) VALUES (13, 99, '2017-01-16', '2017-01-16');
SELECT employee_id, service_area, finding, record FROM north.data_quality_report('2017-02-01') ORDER BY 1, 4;
SET ROLE regress_bradford_manager;
SELECT employee_id, service_area, finding, record FROM north.data_quality_report('2017-02-01') ORDER BY 1, 4;
RESET ROLE;
ALTER TABLE north.absence DISABLE ROW LEVEL SECURITY;
SET ROLE regress_bradford_manager;
SELECT employee_id, service_area, finding, record FROM north.data_quality_report('2017-02-01') ORDER BY 1, 4;
SELECT count(*) FROM north.data_quality_report('2017-02-01') WHERE employee_id IN (2, 99);
RESET ROLE;
SELECT bradford.may_hide_rows('north.employee') AS owner_of_table;
SET ROLE regress_bradford_manager;
SELECT bradford.may_hide_rows('north.employee') AS employee, bradford.may_hide_rows('north.contract') AS contract, bradford.may_hide_rows('north.trigger_report') AS report;
RESET ROLE;
ALTER TABLE north.absence ENABLE ROW LEVEL SECURITY;
DELETE FROM north.absence WHERE absence_id > 10;
-- only absence hidden: the report shows the employee, without the absence
DROP POLICY own_area ON north.employee;
CREATE POLICY everybody ON north.employee TO regress_bradford_manager USING (true);
SET ROLE regress_bradford_manager;
SELECT employee_id, occasions, days FROM north.trigger_report('2017-02-01') ORDER BY 1;
-- a policy that shows every row hides none, unless another restricts it
SELECT bradford.may_hide_rows('north.employee') AS employee, bradford.may_hide_rows('north.absence') AS absence;
RESET ROLE;
CREATE POLICY but_parks ON north.employee AS RESTRICTIVE USING (service_area <> 'Parks');
SET ROLE regress_bradford_manager;
SELECT bradford.may_hide_rows('north.employee') AS employee;
RESET ROLE;
DROP POLICY but_parks ON north.employee;

-- over a site's own views, row-level security on their tables applies to the reader only WITH (security_invoker = true)
CALL bradford.create_tables('west');
INSERT INTO west.employee (employee_id, service_area) VALUES (1, 'Waste'), (2, 'Parks');
INSERT INTO west.contract (employee_id, first_day) VALUES (1, '2010-01-01'), (2, '2010-01-01');
INSERT INTO west.absence (employee_id, first_day, last_day) VALUES (1, '2017-01-09', '2017-01-10'), (2, '2017-01-09', '2017-01-13');
CREATE SCHEMA erp;
ALTER TABLE west.absence RENAME TO sickness;
ALTER TABLE west.sickness SET SCHEMA erp;
CREATE VIEW west.absence AS SELECT * FROM erp.sickness;
CALL bradford.create_reports('west');
GRANT USAGE ON SCHEMA west, erp TO regress_bradford_manager;
GRANT SELECT ON ALL TABLES IN SCHEMA west TO regress_bradford_manager;
ALTER TABLE erp.sickness ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_area ON erp.sickness TO regress_bradford_manager USING (employee_id = 1);
SET ROLE regress_bradford_manager;
SELECT employee_id, days FROM west.trigger_report('2017-02-01') ORDER BY 1;
RESET ROLE;
ALTER VIEW west.absence SET (security_invoker = true);
SET ROLE regress_bradford_manager;
SELECT employee_id, days FROM west.trigger_report('2017-02-01') ORDER BY 1;
RESET ROLE;
GRANT SELECT ON erp.sickness TO regress_bradford_manager;
SET ROLE regress_bradford_manager;
SELECT employee_id, days FROM west.trigger_report('2017-02-01') ORDER BY 1;
RESET ROLE;

-- a policy below a view named employee counts as one on it
ALTER TABLE west.employee RENAME TO person;
ALTER TABLE west.person SET SCHEMA erp;
CREATE VIEW west.employee WITH (security_invoker = true) AS SELECT * FROM erp.person;
CALL bradford.create_reports('west');
GRANT SELECT ON erp.person, west.employee, west.data_quality_report TO regress_bradford_manager;
INSERT INTO erp.sickness (absence_id, employee_id, first_day, last_day) VALUES (12, 2, '2017-01-15', '2017-01-15');
ALTER TABLE erp.sickness DISABLE ROW LEVEL SECURITY;
ALTER TABLE erp.person ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_area ON erp.person TO regress_bradford_manager USING (service_area = 'Waste');
SELECT employee_id, finding, record FROM west.data_quality_report('2017-02-01') ORDER BY 1;
SET ROLE regress_bradford_manager;
SELECT employee_id, finding, record FROM west.data_quality_report('2017-02-01') ORDER BY 1;
RESET ROLE;

-- every view and function runs with the rights of the reader; two have a setting, which is meant to keep them from being inlined
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'north'::regnamespace AND c.relkind = 'v' AND NOT ('security_invoker=true' = ANY (COALESCE(c.reloptions, '{}')));
SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'north'::regnamespace
AND   (p.prosecdef OR p.proconfig IS NOT NULL OR p.proisstrict OR p.provolatile <> 's' OR p.prolang <> (SELECT oid FROM pg_language WHERE lanname = 'sql')) ORDER BY 1;
-- reports keep the extension in place
\set VERBOSITY terse
DROP EXTENSION bradford;
\set VERBOSITY default

DROP OWNED BY regress_bradford_stranger, regress_bradford_manager;
DROP ROLE regress_bradford_stranger, regress_bradford_manager;
SET client_min_messages = warning;
DROP SCHEMA north, south, west, erp CASCADE;
