-- Shifts in a table: what constraints refuse, findings, history, forgetting, a site's own rows (SR-1, SR-3)
SET datestyle = ISO;
SET timezone = 'Europe/London';
SET intervalstyle = postgres;
SET jit = off;
SET client_min_messages = warning;
CALL bradford.create_tables('shift_hr');
CALL bradford.create_reports('shift_hr');
SET search_path = shift_hr, public;
INSERT INTO employee (employee_id, service_area) SELECT n, 'Ward 1' FROM generate_series(1, 5) n;
INSERT INTO contract (employee_id, first_day) SELECT n, '2010-01-04' FROM generate_series(1, 5) n;

-- WT-20: nights of both clock changes have their true length.
INSERT INTO shift VALUES (1, '[2026-03-28 21:00, 2026-03-29 09:00)', NULL, 'Ward 1', 'nurse'), (1, '[2026-10-24 21:00, 2026-10-25 09:00)', '{[2026-10-25 01:30 BST, 2026-10-25 01:30 GMT)}', 'Ward 1', 'nurse');
SELECT during, upper(during) - lower(during) AS hours, breaks, (SELECT sum(upper(b) - lower(b)) FROM unnest(breaks) b) AS rest FROM shift ORDER BY 1;

-- What the constraints refuse.
\set VERBOSITY terse
INSERT INTO shift VALUES (2, 'empty');
INSERT INTO shift VALUES (2, '[2026-03-28 21:00,)');
INSERT INTO shift VALUES (2, '(,2026-03-28 21:00)');
INSERT INTO shift VALUES (2, '[2026-03-28 21:00,infinity)');
INSERT INTO shift VALUES (2, '[-infinity,2026-03-28 21:00)');
INSERT INTO shift VALUES (2, '[2026-03-28 21:00,2026-03-28 22:00]');
INSERT INTO shift VALUES (2, '(2026-03-28 21:00,2026-03-28 22:00)');
INSERT INTO shift VALUES (2, '[2026-03-28 07:00,2026-03-28 15:00)', '{[2026-03-28 06:59,2026-03-28 07:20)}');
INSERT INTO shift VALUES (1, '[2026-03-28 21:00, 2026-03-29 09:00)', NULL);
INSERT INTO shift VALUES (9, '[2026-03-28 21:00, 2026-03-29 09:00)');
\set VERBOSITY default
-- a break from the first instant to the last, and none
INSERT INTO shift VALUES (2, '[2026-03-28 07:00,2026-03-28 15:00)', '{[2026-03-28 07:00,2026-03-28 15:00)}'), (2, '[2026-03-29 07:00,2026-03-29 15:00)', '{}');

-- Findings: overlaps with the one before or an earlier one, to the minute; shifts that touch are fine; more than 24 hours.
INSERT INTO shift (employee_id, during) VALUES (3, '[2026-05-04 07:00,2026-05-04 19:00)'), (3, '[2026-05-04 08:00,2026-05-04 09:00)'), (3, '[2026-05-04 18:59,2026-05-04 23:00)'), (3, '[2026-05-04 23:00,2026-05-05 07:00)'),
	(4, '[2026-05-04 07:00,2026-05-05 07:00)'), (4, '[2026-05-06 07:00,2026-05-07 07:30)');
SELECT employee_id, finding, record, day, detail, what_to_do, rule_ids FROM data_quality_report('2026-05-01') WHERE record = 'shift' ORDER BY 1, 2, 4, 5;

-- ---------- history, and forgetting ----------
INSERT INTO employee (employee_id, service_area) VALUES (60, 'Ward 1');
INSERT INTO contract (employee_id, first_day, last_day) VALUES (60, '1999-01-04', '2000-06-30');
INSERT INTO shift VALUES (60, '[1999-02-01 07:00,1999-02-01 15:00)');
CALL bradford.keep_history('shift_hr');
UPDATE shift SET team = 'Ward 2' WHERE employee_id IN (2, 60);
CALL bradford.create_known('shift_hr', 'shift_known');
SELECT (SELECT count(*) FROM shift) AS shifts, (SELECT count(*) FROM shift_known.shift) AS known;
SELECT employee_id, count(*) AS versions FROM shift_history WHERE employee_id IN (2, 60) GROUP BY 1 ORDER BY 1;
SET client_min_messages = notice;
CALL bradford.forget('shift_hr', '2012-01-01');
SET client_min_messages = warning;
SELECT employee_id, count(*) AS versions FROM shift_history WHERE employee_id IN (2, 60) GROUP BY 1 ORDER BY 1;
SELECT count(*) FROM shift;

-- ---------- a site's own tables, with what constraints would refuse ----------
CREATE SCHEMA shift_own;
DO $$ DECLARE r record; BEGIN
	FOR r IN SELECT relname FROM pg_class WHERE relnamespace = 'shift_hr'::regnamespace AND relkind = 'r' AND relname !~ 'history' LOOP
		EXECUTE format('CREATE TABLE shift_own.%1$I AS TABLE shift_hr.%1$I', r.relname);
	END LOOP;
END $$;
CALL bradford.create_reports('shift_own');
SET search_path = shift_own, public;
INSERT INTO shift VALUES (9, '[2026-05-04 07:00,2026-05-04 19:00)', NULL), (9, NULL, NULL), (NULL, '[2026-05-04 07:00,2026-05-04 19:00)', NULL), (5, 'empty', NULL), (5, '(,)', NULL), (5, '[-infinity,infinity]', NULL), (5, '(2026-05-04 07:00,2026-05-04 19:00]', NULL), (5, NULL, NULL),
	(5, '[4714-11-24 00:00+00 BC,294276-12-31 23:59:59+00)', NULL), (5, '[1899-12-31 07:00,1899-12-31 15:00)', NULL), (5, '[2099-12-31 07:00,2099-12-31 15:00)', NULL), (5, '[2026-05-05 07:00,2026-05-05 15:00)', '{(,)}'), (1, '[2026-03-28 21:00, 2026-03-29 09:00)', NULL);
SELECT * FROM (SELECT employee_id, finding, record, day, detail, rule_ids FROM data_quality_report('2026-05-01') WHERE record = 'shift' EXCEPT ALL SELECT employee_id, finding, record, day, detail, rule_ids FROM shift_hr.data_quality_report('2026-05-01')) x ORDER BY employee_id, finding COLLATE "C", day, detail COLLATE "C";
RESET search_path;
DROP SCHEMA shift_known, shift_hr, shift_own CASCADE;
