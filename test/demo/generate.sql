-- Makes employees.csv and absences.csv: an invented workforce of 320 and its sickness records of three
-- years, as an HR system would export them on 1 October 2016.  To make them anew:
--
--     psql -X -q -f generate.sql
--
-- Everything depends on a hash of the employee and the record, never on random(), so each run and each
-- version of PostgreSQL writes the same files.

\set ON_ERROR_STOP on
SET datestyle = ISO;

-- a figure from 0 to below 1, always the same for this employee, record and question
CREATE FUNCTION pg_temp.chance(employee_id integer, record integer, question text) RETURNS double precision
LANGUAGE sql IMMUTABLE RETURN
	(hashtextextended(format('%s/%s/%s', employee_id, record, question), 0) & 2147483647) / 2147483648.0;

CREATE TEMP TABLE employee AS
SELECT 1000 + n AS employee_id,
	   (ARRAY['Waste', 'Waste', 'Waste', 'Housing', 'Housing', 'Customer services', 'Customer services', 'Leisure',
			  'Planning', 'Finance', 'Environmental health', 'Human resources'])
		   [1 + floor(12 * pg_temp.chance(1000 + n, 0, 'area'))::int] AS service_area,
	   CASE WHEN n <= 6 OR pg_temp.chance(1000 + n, 0, 'part-time') < 0.7 THEN 37.0
			ELSE (ARRAY[18.5, 22.2, 29.6])[1 + floor(3 * pg_temp.chance(1000 + n, 0, 'hours'))::int] END AS weekly_hours,
	   37.0 AS full_time_hours,
	   CASE WHEN n <= 6 OR pg_temp.chance(1000 + n, 0, 'new') < 0.85
			THEN date '1995-04-03' + 7 * floor(950 * pg_temp.chance(1000 + n, 0, 'start'))::int
			ELSE date '2013-10-07' + 7 * floor(140 * pg_temp.chance(1000 + n, 0, 'start'))::int END AS started_on
FROM   generate_series(1, 320) AS n;

-- Spells of sickness: most people have one or two short ones a year, some have many, a few a long one.
CREATE TEMP TABLE spell AS
SELECT employee_id, k,
	   date '2013-10-01' + floor(1096 * pg_temp.chance(employee_id, k, 'day'))::int AS first_day,
	   CASE WHEN pg_temp.chance(employee_id, k, 'long') < 0.012 THEN 40 + floor(90 * pg_temp.chance(employee_id, k, 'length'))
			WHEN pg_temp.chance(employee_id, k, 'long') < 0.060 THEN 8 + floor(20 * pg_temp.chance(employee_id, k, 'length'))
			ELSE 1 + floor(5 * pg_temp.chance(employee_id, k, 'length') ^ 2) END::int AS days
FROM   employee,
	   generate_series(1, CASE WHEN pg_temp.chance(employee_id, 0, 'kind') < 0.08 THEN 15
							   WHEN pg_temp.chance(employee_id, 0, 'kind') < 0.30 THEN 7
							   ELSE 3 END
						  + floor(3 * pg_temp.chance(employee_id, 0, 'more'))::int) AS k
WHERE  employee_id > 1006;

CREATE TEMP TABLE absence (employee_id integer, first_day date, last_day date, reason text);

-- A spell of over 7 days arrives as two records, self-certificate and fit note, which touch.  Whoever was
-- still absent when the export was made has no last day.
INSERT INTO absence
SELECT employee_id, part.first_day, part.last_day,
	   (ARRAY['cold or flu', 'cold or flu', 'stomach upset', 'stomach upset', 'headache or migraine', 'back pain', 'back pain',
			  'stress', 'surgery', 'dental', 'infectious disease', 'pregnancy-related'])
		   [1 + floor(12 * pg_temp.chance(employee_id, k, 'reason'))::int]
FROM   spell
	   CROSS JOIN LATERAL (SELECT first_day, CASE WHEN days > 7 THEN first_day + 6 ELSE first_day + days - 1 END AS last_day
						   UNION ALL
						   SELECT first_day + 7, CASE WHEN first_day + days <= date '2016-10-01' THEN first_day + days - 1 END
						   WHERE  days > 7) AS part
	   JOIN employee USING (employee_id)
WHERE  part.first_day >= started_on AND part.first_day <= date '2016-09-30';

-- One record in forty was keyed twice, by the manager and by HR, and the two disagree about its end.
INSERT INTO absence
SELECT employee_id, first_day, last_day + 1, reason
FROM   absence
WHERE  pg_temp.chance(employee_id, first_day - date '2000-01-01', 'twice') < 0.025 AND last_day < date '2016-09-29';

-- Operations already booked for the weeks to come.
INSERT INTO absence
SELECT employee_id, date '2016-10-10' + floor(40 * pg_temp.chance(employee_id, 0, 'operation day'))::int,
	   date '2016-12-05' + floor(10 * pg_temp.chance(employee_id, 0, 'operation end'))::int, 'surgery'
FROM   employee
WHERE  employee_id > 1006 AND pg_temp.chance(employee_id, 0, 'operation') < 0.02;

-- The worked examples of the policy (BF-3), by hand: as at 1 October 2016 employees 1001 to 1004 score 160, 150,
-- 500 and 539.  1005 has been ill since August, with overlapping and touching certificates and no end yet; the
-- first absence of 1006 straddles the start of the window.
INSERT INTO absence VALUES
	(1001, '2015-11-16', '2015-11-19', 'cold or flu'),
	(1001, '2016-02-08', '2016-02-09', 'stomach upset'),
	(1001, '2016-05-12', '2016-05-13', 'headache or migraine'),
	(1001, '2016-09-05', '2016-09-06', 'back pain'),
	(1002, '2015-12-07', '2015-12-07', 'cold or flu'),
	(1002, '2016-01-18', '2016-01-18', 'dental'),
	(1002, '2016-04-04', '2016-04-05', 'stomach upset'),
	(1002, '2016-06-20', '2016-06-20', 'headache or migraine'),
	(1002, '2016-09-19', '2016-09-19', 'headache or migraine'),
	(1003, '2015-10-12', '2015-10-16', 'back pain'),
	(1003, '2016-01-11', '2016-01-13', 'cold or flu'),
	(1003, '2016-03-07', '2016-03-10', 'back pain'),
	(1003, '2016-06-06', '2016-06-10', 'back pain'),
	(1003, '2016-08-22', '2016-08-24', 'stomach upset'),
	(1004, '2015-10-19', '2015-10-20', 'stomach upset'),
	(1004, '2015-12-14', '2015-12-14', 'cold or flu'),
	(1004, '2016-02-01', '2016-02-01', 'headache or migraine'),
	(1004, '2016-04-11', '2016-04-13', 'cold or flu'),
	(1004, '2016-06-27', '2016-06-27', 'headache or migraine'),
	(1004, '2016-08-01', '2016-08-01', 'dental'),
	(1004, '2016-09-26', '2016-09-27', 'stomach upset'),
	(1005, '2016-03-14', '2016-03-15', 'cold or flu'),
	(1005, '2016-08-08', '2016-08-14', 'surgery'),
	(1005, '2016-08-15', '2016-08-28', 'surgery'),
	(1005, '2016-08-26', '2016-09-11', 'surgery'),
	(1005, '2016-09-12', NULL, 'surgery'),
	(1006, '2015-09-21', '2015-10-09', 'back pain'),
	(1006, '2016-01-25', '2016-01-25', 'cold or flu'),
	(1006, '2016-01-26', '2016-01-27', 'cold or flu'),
	(1006, '2016-05-16', '2016-05-20', 'back pain'),
	(1006, '2016-07-11', '2016-07-13', 'stomach upset'),
	(1006, '2016-11-14', '2016-11-18', 'surgery');

\copy (SELECT * FROM employee ORDER BY employee_id) TO employees.csv CSV HEADER
\copy (SELECT * FROM absence ORDER BY first_day, employee_id, last_day, reason COLLATE "C") TO absences.csv CSV HEADER
