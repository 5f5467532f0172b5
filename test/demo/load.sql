-- An HR export into two plain tables, as anybody would have them.
SET client_min_messages = warning;
CREATE EXTENSION bradford CASCADE;
CREATE SCHEMA hr;
SET search_path = hr, public;

CREATE TABLE employee (
	employee_id     integer PRIMARY KEY,
	service_area    text NOT NULL,
	weekly_hours    numeric NOT NULL,
	full_time_hours numeric NOT NULL,
	started_on      date NOT NULL
);
CREATE TABLE absence (
	employee_id integer NOT NULL REFERENCES employee,
	first_day   date NOT NULL,
	last_day    date,                   -- NULL: still absent
	reason      text NOT NULL
);
\copy employee FROM employees.csv CSV HEADER
\copy absence FROM absences.csv CSV HEADER

-- Absence for pregnancy and infectious disease is recorded, but never scored (AB-2, AB-3).
CREATE VIEW spells AS
SELECT employee_id, bradford.spells(first_day, last_day)
FROM   absence
WHERE  reason NOT IN ('pregnancy-related', 'infectious disease')
GROUP  BY employee_id;

-- Part-time employees have triggers pro rata to their hours (BF-4, BF-5).
CREATE VIEW stage AS
SELECT employee_id, stage, round(full_time_trigger * weekly_hours / full_time_hours, 1) AS trigger
FROM   employee, (VALUES (1, 150), (2, 500), (3, 875)) AS s (stage, full_time_trigger);
