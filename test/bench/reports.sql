-- Reports: the whole of trigger_report against the bare score of everybody, parts of it against the whole, and
-- days_lost_report against one sum; the same with PostgreSQL's own settings, and for a rough workforce. The variable
-- "rows" is the number of employees, with ten absences each.

-- The exclusion constraint on contracts is dropped while loading: it costs more than the rest, and no report uses it.
SET client_min_messages = warning;
CALL bradford.create_tables('bench_hr');
CALL bradford.create_reports('bench_hr');
SET search_path = bench_hr;
ALTER TABLE contract DROP CONSTRAINT one_contract_at_a_time, DROP CONSTRAINT contract_of_an_employee;
ALTER TABLE absence DROP CONSTRAINT absence_of_an_employee, DROP CONSTRAINT reason_is_known, DROP CONSTRAINT absence_pkey CASCADE;
ALTER TABLE warning DROP CONSTRAINT warning_of_an_employee;
DROP INDEX absence_by_employee, absence_by_first_day;

-- One hundred service areas, one in twenty part-time with a pattern of their own, one in fifty with two contracts in turn.
INSERT INTO employee (employee_id, service_area) SELECT e, 'Area ' || e % 100 FROM generate_series(1, :rows) AS e;
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, calendar)
SELECT e, date '2005-01-01' + e % 3000, CASE WHEN e % 50 = 1 THEN date '2015-12-31' END, CASE WHEN e % 20 = 0 THEN 'part-time' ELSE 'full-time' END,
	   CASE WHEN e % 20 = 0 THEN 22.2 ELSE 37 END, CASE WHEN e % 20 = 0 THEN 'england-and-wales; week=Mon-Wed' ELSE 'england-and-wales' END::bradford.calendar
FROM   generate_series(1, :rows) AS e
UNION  ALL
SELECT e, '2016-01-01', NULL, 'full-time', 37, 'england-and-wales' FROM generate_series(1, :rows, 50) AS e;
-- Five years of absences in the order in which they began, one in twenty for a reason of its own, one in a hundred open.
INSERT INTO absence (employee_id, first_day, last_day, reason)
SELECT employee_id, first_day, CASE WHEN first_day < '2016-11-01' OR h % 100 > 0 THEN first_day + floor(-2.5 * ln((1 + h % 65536) / 65536.0))::integer END,
	   CASE WHEN h % 20 > 0 THEN 'cold or flu' ELSE (ARRAY['pregnancy', 'chicken pox', 'stress', 'disability', 'other sickness'])[1 + h / 20 % 5] END
FROM  (SELECT e AS employee_id, date '2012-01-01' + ((hashint8extended(e * 10::bigint + k, 1) & 2147483647) % 1800)::integer AS first_day,
			  hashint8extended(e * 10::bigint + k, 2) & 1073741823 AS h
	   FROM   generate_series(1, :rows) AS e, generate_series(0, 9) AS k) AS r
ORDER  BY first_day, hashint4(employee_id);
INSERT INTO fit_note (employee_id, first_day, last_day) SELECT DISTINCT employee_id, first_day, first_day + 6 FROM absence WHERE reason = 'chicken pox' AND absence_id % 2 = 0;
INSERT INTO warning (employee_id, policy, stage, issued_on, score, review_until)
SELECT e, 'Bradford 2016', 1, '2016-10-17', 160, '2016-12-16' FROM generate_series(1, :rows, 50) AS e;
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why)
SELECT employee_id, absence_id, 'leave out', 'adviser', '2016-10-17', 'by agreement' FROM absence WHERE absence_id % 5000 = 0;
ALTER TABLE absence ADD PRIMARY KEY (employee_id, absence_id);
CREATE INDEX absence_by_employee ON absence (employee_id, first_day) INCLUDE (last_day, reason, absence_id, half_worked, half_days);
CREATE INDEX absence_by_first_day ON absence (first_day);
VACUUM ANALYZE employee, contract, absence, fit_note, warning, absence_override;

\set whole 'SELECT * FROM bench_hr.trigger_report(date ''2016-12-01'')'
\set bare 'SELECT employee_id, bradford.score(bradford.spells(first_day, last_day), date ''2016-12-01'') AS score FROM bench_hr.absence GROUP BY employee_id'

-- Not every absence counts, so the scores are checked against a query that leaves out what does not count.
CALL bench.compare('trigger_report of everybody : bare score of everybody', :'whole', :'bare', bar => 1.5, runs => 3, same => ARRAY[
$$
	SELECT employee_id, score FROM bench_hr.trigger_report(date '2016-12-01')
$$,
$$
	SELECT e.employee_id, coalesce(a.score, 0) AS score
	FROM   bench_hr.employee AS e
	LEFT   JOIN (
		SELECT a.employee_id, bradford.score(bradford.spells(a.first_day, a.last_day), date '2016-12-01') AS score
		FROM   bench_hr.absence AS a
		JOIN  (SELECT employee_id, min(first_day) AS since FROM bench_hr.contract GROUP BY employee_id) AS c ON c.employee_id = a.employee_id AND a.first_day >= c.since
		WHERE  a.reason <> 'pregnancy' AND a.absence_id NOT IN (SELECT absence_id FROM bench_hr.absence_override)
		AND    NOT (a.reason = 'chicken pox' AND EXISTS (
			SELECT FROM bench_hr.fit_note AS n
			WHERE  n.employee_id = a.employee_id AND n.first_day <= coalesce(a.last_day, 'infinity') AND n.last_day >= a.first_day AND n.first_day <= date '2016-12-01'))
		GROUP  BY a.employee_id) AS a ON a.employee_id = e.employee_id
$$]);

CALL bench.compare('one service area of a hundred : everybody', 'SELECT * FROM bench_hr.trigger_report(date ''2016-12-01'') WHERE service_area = ''Area 7''', :'whole',
				   bar => 1.0 / 20, runs => 3, same => ARRAY[
$$
	SELECT * FROM bench_hr.trigger_report(date '2016-12-01') WHERE service_area = 'Area 7'
$$,
$$
	SELECT * FROM (SELECT * FROM bench_hr.trigger_report(date '2016-12-01') OFFSET 0) AS whole WHERE service_area = 'Area 7'
$$]);

-- One employee, as an application asks: prepared once, then asked for a thousand people. The plan must not scan a whole table.
SET plan_cache_mode = force_generic_plan;
PREPARE one_employee (bigint) AS SELECT * FROM bench_hr.trigger_report(date '2016-12-01') WHERE employee_id = $1;
CREATE FUNCTION bench.one_employee(people bigint) RETURNS numeric LANGUAGE plpgsql AS
$$
DECLARE
	plan json;
	began timestamptz;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) EXECUTE one_employee (42)' INTO plan;
	-- a small table is read fastest as a whole
	IF people >= 100000 AND jsonb_path_exists(plan::jsonb, '$.** ? (@."Node Type" == "Seq Scan" && (@."Relation Name" == "employee" || @."Relation Name" == "contract" || @."Relation Name" == "absence" || @."Relation Name" == "warning"))') THEN
		RAISE EXCEPTION 'one employee scans a whole table: %', plan;
	END IF;
	EXECUTE 'EXECUTE one_employee (42)';
	began := clock_timestamp();
	FOR n IN 1 .. 1000 LOOP
		EXECUTE format('EXECUTE one_employee (%s)', 1 + (n * 7919::bigint) % people);
	END LOOP;
	RETURN extract(epoch FROM clock_timestamp() - began);
END
$$;
INSERT INTO bench.result (measure, ours, theirs, unit, bar, rows)
SELECT 'one employee, prepared : everybody', bench.one_employee(:rows), theirs, 'ms', 1.0 / 10000 * 1000000 / :rows, 1
FROM   bench.result WHERE measure LIKE 'one service area%' ORDER BY id DESC LIMIT 1;
RESET plan_cache_mode;
DEALLOCATE one_employee;

-- One person and one team of ten, as a reporting tool asks: planned each time.
UPDATE employee SET manager_id = 11 WHERE employee_id <= 10;
CREATE PROCEDURE bench.asked_anew(measure text, query text, bar numeric) LANGUAGE plpgsql AS
$$
DECLARE
	took numeric[];
BEGIN
	FOR i IN 1 .. 21 LOOP
		took := took || bench.run_once(query);
	END LOOP;
	INSERT INTO bench.result (measure, ours, unit, bar)
	SELECT measure, percentile_cont(0.5) WITHIN GROUP (ORDER BY t), 'ms', bar FROM unnest(took) AS t;
END
$$;
\set person :whole ' WHERE employee_id = 42'
\set team :whole ' WHERE manager_id = 11'
\set area :whole ' WHERE service_area = ''Area 7'''
CALL bench.asked_anew('one employee, planned each time', :'person', 3);
CALL bench.asked_anew('a team of ten, planned each time', :'team', 5);

-- Days lost are more than one sum, so the two answers differ. The tests check the report on lives worked out by hand.
CALL bench.compare('days_lost_report of three years : one sum by employee', 'SELECT * FROM bench_hr.days_lost_report(date ''2016-12-01'')',
				   'SELECT employee_id, sum(last_day - first_day + 1) AS days FROM bench_hr.absence GROUP BY employee_id', bar => 4, runs => 3, same => '{}');

-- As PostgreSQL is shipped: little memory, several processes, JIT.
SET work_mem = '4MB';
SET jit = on;
SET max_parallel_workers_per_gather = 2;
CALL bench.compare('as shipped: trigger_report of everybody : bare score', :'whole', :'bare', bar => 2, runs => 3, same => '{}');
CALL bench.compare('as shipped: one service area of a hundred : everybody', :'area', :'whole', bar => 1.0 / 20, runs => 3, same => '{}');
CALL bench.asked_anew('as shipped: one employee, planned each time', :'person', 3);
CALL bench.asked_anew('as shipped: a team of ten, planned each time', :'team', 5);
RESET work_mem;
RESET jit;
RESET max_parallel_workers_per_gather;

-- Several processes: scores over absences in four parts by a hash of the employee, a part a process. A cursor would keep the
-- plan to one process, so each query gives one row. Fewer people are too few for PostgreSQL to start more processes.
SELECT :rows >= 200000 AS many \gset
\if :many
CREATE TABLE absence_in_parts (employee_id bigint, first_day date, last_day date) PARTITION BY HASH (employee_id);
SELECT format('CREATE TABLE absence_part_%s PARTITION OF absence_in_parts FOR VALUES WITH (MODULUS 4, REMAINDER %1$s)', i) FROM generate_series(0, 3) AS i \gexec
INSERT INTO absence_in_parts SELECT employee_id, first_day, last_day FROM absence;
VACUUM ANALYZE absence_in_parts;
CREATE PROCEDURE bench.in_processes(measure text, query text, bar numeric) LANGUAGE plpgsql SET enable_partitionwise_aggregate = on AS
$$
DECLARE
	answers text[] := '{}';
	answer text;
	took numeric[] := array_fill(NULL::numeric, ARRAY[5, 2]);
	began timestamptz;
	plan json;
BEGIN
	RAISE NOTICE '% ...', measure;
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	IF NOT jsonb_path_exists(plan::jsonb, '$.** ? (@."Node Type" == "Gather").** ? (@."Node Type" == "Append" && @."Parallel Aware" == true)') THEN
		RAISE EXCEPTION '%: the parts do not run in parallel', measure USING DETAIL = plan;
	END IF;
	FOR run IN 1 .. 5 LOOP
		FOR way IN 1 .. 2 LOOP
			PERFORM set_config('max_parallel_workers_per_gather', (ARRAY[0, 2])[way]::text, true);
			began := clock_timestamp();
			EXECUTE 'CREATE TEMPORARY TABLE answer AS ' || query;
			took[run][way] := extract(epoch FROM clock_timestamp() - began) * 1000;
			EXECUTE 'SELECT format(''%s'', a) FROM answer AS a' INTO answer;
			DROP TABLE answer;
			answers := answers || answer;
		END LOOP;
	END LOOP;
	IF (SELECT count(DISTINCT a) FROM unnest(answers) AS a) <> 1 THEN
		RAISE EXCEPTION '%: the answers differ, so no time counts', measure USING DETAIL = answers::text;
	END IF;
	INSERT INTO bench.result (measure, ours, theirs, unit, bar)
	SELECT measure, percentile_cont(0.5) WITHIN GROUP (ORDER BY took[n][2]), percentile_cont(0.5) WITHIN GROUP (ORDER BY took[n][1]), 'ms', bar
	FROM   generate_series(1, 5) AS n;
END
$$;
SET max_parallel_workers_per_gather = 2;
CALL bench.in_processes('scores of everybody in four parts, in parallel : in one process',
	'SELECT count(*), sum(s.score) FROM (SELECT employee_id, bradford.score(bradford.spells(first_day, last_day), date ''2016-12-01'') AS score FROM bench_hr.absence_in_parts GROUP BY employee_id) AS s', 1 / 1.6);
RESET max_parallel_workers_per_gather;
DROP PROCEDURE bench.in_processes(text, text, numeric);
DROP TABLE absence_in_parts;
\endif

-- A rough workforce: one in a hundred with three hundred absences, a warning for one in seven, decisions on one absence
-- in fifty, a second contract for one in ten, and half-worked first days.
INSERT INTO absence (employee_id, first_day, last_day, reason)
SELECT e, d, d + (e + k) % 4, 'cold or flu' FROM generate_series(1, :rows, 100) AS e, generate_series(0, 289) AS k, LATERAL (SELECT date '2012-01-01' + 6 * k + e % 5 AS d) AS x;
UPDATE absence SET half_worked = true WHERE absence_id % 10 = 3 AND last_day > first_day;
INSERT INTO warning (employee_id, policy, stage, issued_on, score, review_until)
SELECT e, 'Bradford 2016', 1, date '2016-10-17' + e % 40, 160, date '2016-12-16' + e % 40 FROM generate_series(1, :rows, 7) AS e ON CONFLICT DO NOTHING;
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why)
SELECT employee_id, absence_id, 'leave out', 'adviser', '2016-10-17', 'by agreement' FROM absence WHERE absence_id % 50 = 0 ON CONFLICT DO NOTHING;
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours) SELECT e, 'second', '2014-06-01', 'part-time', 10 FROM generate_series(1, :rows, 10) AS e;
VACUUM ANALYZE employee, contract, absence, fit_note, warning, absence_override;
CALL bench.compare('rough workforce: trigger_report of everybody : bare score', :'whole', :'bare', bar => 2.5, runs => 3, same => '{}');

RESET search_path;
DROP SCHEMA bench_hr CASCADE;
DROP FUNCTION bench.one_employee(bigint);
DROP PROCEDURE bench.asked_anew(text, text, numeric);
RESET client_min_messages;
