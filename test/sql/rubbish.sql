--
-- Rubbish: no row that the tables admit, or that a site's own views bring, stops a report for others.
--
-- One schema holds the tables of create_tables, another the same clean people in tables without any constraint, which
-- stand for a site's views: those admit all that the constraints do, and more. Beside the clean people come rubbish
-- ones: a clean life with one odd value, for each column of each table and each odd value of its type, lives with several
-- odd values, and repeated rows. Every report that create_reports makes is asked on several days. None may fail, and the
-- rows of clean people must be those that they were before. At last come odd policies, reasons and procedures. They
-- concern everybody, so all that is asked of them is that no report fails.
--
-- To look further: psql -v seed=7 -v several=5000 -v policies=2000 -f test/sql/rubbish.sql
--
SET datestyle = ISO;
SET client_min_messages = warning;
SET jit = off;
\set SHOW_CONTEXT never
\if :{?seed}
\else
\set seed 42
\endif
-- people with several odd values, in each schema
\if :{?several}
\else
\set several 100
\endif
-- councils with odd policies, reasons and procedures
\if :{?policies}
\else
\set policies 40
\endif

CREATE SCHEMA rubbish;
SET search_path = rubbish, pg_catalog;

-- Whoever is numbered from here on is rubbish.
CREATE FUNCTION first_rubbish() RETURNS bigint LANGUAGE sql IMMUTABLE RETURN 1000;

CREATE TABLE odd (type regtype, value text);
INSERT INTO odd
SELECT t::regtype, v
FROM  (VALUES
	('date', ARRAY[NULL, '-infinity', 'infinity', '4714-11-24 BC', '1960-05-01', '1994-12-31', '1995-01-01', '2016-02-29', '2099-12-31', '9999-12-31', '5874897-12-31']),
	('numeric', ARRAY[NULL, 'NaN', 'Infinity', '-Infinity', '0', '-1', '1e-30', '168', '1e15', '1e2000']),
	('bigint', ARRAY[NULL, '0', '-1', '1000', '9223372036854775807', '-9223372036854775808']),
	('integer', ARRAY[NULL, '0', '-1', '1', '100000', '2147483647', '-2147483648']),
	('smallint', ARRAY[NULL, '0', '-1', '1', '3', '9', '32767', '-32768']),
	('text', ARRAY[NULL, '', ' 1 ', 'job share', 'casual', 'join', 'leave out', 'transferred']),
	('boolean', ARRAY[NULL, 'true', 'false']),
	('interval', ARRAY[NULL, '0', '-1 month', '1 hour', '150 years', '178000000 years', '-178000000 years']),
	('time', ARRAY[NULL, '00:00', '24:00']),
	('daterange', ARRAY[NULL, 'empty', '(,)', '[2016-01-04,)', '[-infinity,infinity]']),
	('datemultirange', ARRAY[NULL, '{}', '{(,)}', '{[2000-01-01,)}', '{(,2016-06-01)}', '{[-infinity,infinity]}', '{[2016-01-11,2016-01-12)}', '{[0001-01-01,9999-01-01)}']),
	('bradford.calendar', ARRAY[NULL, 'weekdays; week=none', 'every-day', 'england-and-wales then from 2016-06-01 weekdays; week=none',
								'weekdays; week=none then from 2016-06-01 england-and-wales', 'weekdays; closed=1995-01-01..2099-12-31', 'every-day; week=none; open=2016-03-01']),
	('bradford.scoring_rule', ARRAY[NULL, 'window=200 years', 'window=1 day', 'days=working', 'days=span; edge=whole; bridge=working', 'edge=inside; minimum=4', 'bridge=working; window=30 years'])
) AS x(t, values)
CROSS  JOIN unnest(x.values) AS v;

-- ---------- lives ----------

-- Clean lives of all kinds, fixed by the number of the person alone.
CREATE PROCEDURE fill(hr name, first_id bigint, last_id bigint, area text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL search_path = %I, pg_catalog', hr);
	INSERT INTO employee (employee_id, name, service_area, manager_id, service_from)
	SELECT e, 'Person ' || e, area || ' ' || e % 3, nullif(first_id, e), CASE WHEN e % 3 = 0 THEN date '2008-05-12' END
	FROM   generate_series(first_id, last_id) e;
	INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, full_time_hours, full_time_salary, annual_hours, leave_hours,
						  weeks_at_work, wte_weeks, wte_leave_weeks, working_time, calendar)
	SELECT e, 'P' || CASE WHEN k.kind = 'job share' THEN e / 10 ELSE e END, t.first_day, t.last_day, k.kind, CASE WHEN k.kind = 'full-time' THEN 37 ELSE 18 + t.n END, 37, 24000 + t.n,
		   CASE k.kind WHEN 'annualised hours' THEN 900 END, CASE k.kind WHEN 'annualised hours' THEN 100 END, CASE k.kind WHEN 'term-time' THEN 39 END, 45, 7,
		   CASE k.kind WHEN 'term-time' THEN '{[2014-09-01,2014-12-20),[2015-01-05,2015-07-22),[2015-09-01,2015-12-20),[2016-01-05,2016-07-22),[2016-09-01,2016-12-20),[2017-01-05,2017-07-22)}'::datemultirange END,
		   CASE WHEN e % 4 = 0 THEN 'england-and-wales; week=Mon-Wed' ELSE 'england-and-wales' END::bradford.calendar
	FROM   generate_series(first_id, last_id) e
	CROSS  JOIN LATERAL (SELECT (ARRAY['full-time', 'annualised hours', 'term-time', 'part-time', 'job share'])[1 + e % 5] AS kind) k
	CROSS  JOIN LATERAL (VALUES (0, date '2012-01-10' + (e % 700)::integer, CASE WHEN e % 2 = 0 THEN date '2015-12-31' END),
								(1, CASE WHEN e % 2 = 0 THEN date '2016-01-01' END, NULL)) AS t(n, first_day, last_day)
	WHERE  t.first_day IS NOT NULL;
	INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_worked, half_days, self_certified_on, expected_birth_on)
	SELECT e * 100 + k, e, a.first_day, CASE WHEN e % 7 <> 0 OR k < 5 THEN a.last_day END,
		   CASE WHEN (e + k) % 6 > 0 THEN (ARRAY['cold or flu', 'stress', 'chicken pox', 'pregnancy', 'disability'])[1 + (e * k) % 5] END, (e + k) % 9 = 0 AND a.last_day > a.first_day,
		   CASE WHEN (e + k) % 8 = 0 THEN datemultirange(daterange(a.last_day, a.last_day, '[]')) END,
		   CASE WHEN k % 2 = 0 THEN a.last_day END, CASE WHEN (e * k) % 5 = 3 THEN a.last_day + 20 END
	FROM   generate_series(first_id, last_id) e, generate_series(1, 5) k
	CROSS  JOIN LATERAL (SELECT date '2015-12-07' + (k * 80 + e % 60)::integer AS first_day) f
	CROSS  JOIN LATERAL (SELECT f.first_day, f.first_day + CASE WHEN (e + k) % 11 = 0 THEN 45 ELSE (e * k) % 12 END::integer AS last_day) a;
	INSERT INTO absence_override (absence_id, action, joined_to, decided_by, decided_on, why)
	SELECT e * 100 + 1 + e % 2, CASE WHEN e % 2 = 0 THEN 'join' ELSE 'leave out' END, CASE WHEN e % 2 = 0 THEN e * 100 + 2 END, 'adviser', date '2016-11-01', 'by agreement'
	FROM   generate_series(first_id, last_id) e WHERE e % 3 = 1;
	INSERT INTO return_to_work (absence_id, held_on, held_by, score_told, form_received_on)
	SELECT a.absence_id, a.last_day + 3, 'manager', 10, a.last_day + 12 FROM absence a WHERE a.employee_id BETWEEN first_id AND last_id AND a.absence_id % 3 = 0 AND a.last_day IS NOT NULL;
	INSERT INTO fit_note (employee_id, first_day, last_day, received_on)
	SELECT DISTINCT ON (a.employee_id, a.first_day) a.employee_id, a.first_day + 7, a.first_day + 30, a.first_day + 10 FROM absence a WHERE a.employee_id BETWEEN first_id AND last_id AND a.absence_id % 2 = 0;
	INSERT INTO warning (employee_id, policy, stage, issued_on, score, review_until)
	SELECT e, 'Bradford 2016', 1 + w.n, CASE WHEN w.n = 0 THEN date '2016-10-17' ELSE date '2017-01-23' END, 160 + 400 * w.n, CASE WHEN w.n = 0 THEN date '2016-12-16' END
	FROM   generate_series(first_id, last_id) e, generate_series(0, 1) AS w(n) WHERE (e + w.n) % 2 = 0;
	INSERT INTO occupational_health_report (employee_id, referred_on, reported_on)
	SELECT e, date '2016-12-01', CASE WHEN e % 2 = 0 THEN date '2016-12-20' END FROM generate_series(first_id, last_id) e;
	INSERT INTO hr_case (case_id, employee_id, procedure, opened_on, closed_on)
	SELECT e * 10 + k, e, CASE k WHEN 0 THEN 'grievance 2016' ELSE 'attendance' END, date '2017-01-16', CASE WHEN e % 9 = 0 THEN date '2017-03-10' END
	FROM   generate_series(first_id, last_id) e, generate_series(0, 1) k;
	INSERT INTO case_event (case_id, event, happened_on, happened_at)
	SELECT c.case_id, v.event, v.happened_on, v.happened_at FROM hr_case c
	CROSS  JOIN LATERAL (VALUES (0, 'formal_received', date '2017-01-17', NULL::time), (0, 'meeting', date '2017-02-01', NULL), (1, 'stage_1_meeting', '2017-02-20', '10:00'),
								(1, 'stage_1_notice', '2017-02-17', '11:00'), (1, 'returned_to_work', '2017-02-10', NULL)) AS v(k, event, happened_on, happened_at)
	WHERE  c.employee_id BETWEEN first_id AND last_id AND c.case_id % 10 = v.k;
	INSERT INTO timesheet (employee_id, post, month, hours_worked, leave_taken, extra_hours, received_on)
	SELECT c.employee_id, c.post, m::date, 60 + c.employee_id % 30, 5, c.employee_id % 4, m::date + 33
	FROM   contract c CROSS JOIN LATERAL generate_series(date_trunc('month', greatest(c.first_day, '2015-10-01')), least(c.last_day, '2017-03-01'), interval '1 month') m
	WHERE  c.employee_id BETWEEN first_id AND last_id AND c.kind IN ('annualised hours', 'term-time', 'job share');
END $$;

-- ---------- asking ----------

CREATE TABLE day (day date);
INSERT INTO day VALUES ('1995-01-02'), ('2015-12-31'), ('2017-01-31');

-- A report with a day for each of its arguments; whom each row concerns, if the report says so.
CREATE FUNCTION calls(hr name) RETURNS TABLE (report text, day date, call text, whose text) LANGUAGE sql AS $$
SELECT m.name, d.day,
	   CASE WHEN f.dates = 0 THEN format('%I.%I()', hr, m.name)
			ELSE format('%I.%I(%s)', hr, m.name, (SELECT string_agg(format('%L::date', CASE WHEN i < f.dates THEN CASE WHEN d.day > '1995-02-10' THEN d.day - 40 ELSE d.day END ELSE d.day END), ', ') FROM generate_series(1, f.dates) i)) END,
	   CASE WHEN 'employee_id' = ANY (p.proargnames) THEN 'r.employee_id BETWEEN 1 AND rubbish.first_rubbish() - 1'
			WHEN 'service_area' = ANY (p.proargnames) THEN 'r.service_area LIKE ''Clean%''' ELSE 'true' END
FROM   bradford.reports_made(hr) m
JOIN   pg_proc p ON p.oid = m.function
CROSS  JOIN LATERAL (SELECT count(*)::integer AS dates FROM unnest(p.proargtypes) WITH ORDINALITY AS t(type, n) WHERE t.type = 'date'::regtype AND t.n <= p.pronargs) f
JOIN   rubbish.day d ON f.dates > 0 OR d.day = '2017-01-31'
UNION  ALL
SELECT m.name || ' (view)', NULL, m.view::text, 'true' FROM bradford.reports_made(hr) m WHERE m.view IS NOT NULL;
$$;

CREATE TABLE answer (hr name, stage text, report text, day date, answer text);
CREATE TABLE asked (hr name, stage text, report text, day date);
CREATE TABLE failure (hr name, stage text, report text, day date, state text, message text, guilty text);
CREATE TABLE label (hr name, employee_id bigint, what text);

-- Of whom a report that fails is also a failure when it is asked about them alone: a few, found by halving.
CREATE FUNCTION guilty(hr name, call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	todo	int8range[] := ARRAY[(SELECT int8range(min(l.employee_id), max(l.employee_id), '[]') FROM rubbish.label l WHERE l.hr = guilty.hr)];
	part	int8range;
	middle	bigint;
	found	text;
BEGIN
	WHILE cardinality(todo) > 0 AND coalesce(length(found), 0) < 400 LOOP
		part := todo[1];
		todo := todo[2:];
		BEGIN
			EXECUTE format('SELECT count(r::text) FROM %s r WHERE r.employee_id >= %s AND r.employee_id < %s', call, lower(part), upper(part));
		EXCEPTION WHEN OTHERS THEN
			middle := (lower(part) + upper(part)) / 2;
			IF upper(part) - lower(part) > 1 THEN
				todo := ARRAY[int8range(lower(part), middle), int8range(middle, upper(part))] || todo;
			ELSE
				found := concat_ws(' | ', found, lower(part) || ': ' || (SELECT string_agg(l.what, ' ') FROM rubbish.label l WHERE l.hr = guilty.hr AND l.employee_id = lower(part)) || ' ' || SQLERRM);
			END IF;
		END;
	END LOOP;
	RETURN found;
END $$;

CREATE PROCEDURE ask(hr name, stage text) LANGUAGE plpgsql AS $$
DECLARE
	c		record;
	state	text;
	message	text;
	guilty	text;
	slow	text[] := '{}';
	began	timestamptz;
BEGIN
	FOR c IN SELECT * FROM rubbish.calls(hr) LOOP
		-- one that takes long is asked once
		CONTINUE WHEN c.report = ANY (slow);
		began := clock_timestamp();
		BEGIN
			-- OFFSET 0: every column of every row is worked out, before any is left out
			EXECUTE format('INSERT INTO rubbish.answer SELECT %L, %L, %L, %L, x.r::text FROM (SELECT r, %s AS clean, r::text AS all_of_it FROM %s r OFFSET 0) x WHERE x.clean', hr, stage, c.report, c.day, c.whose, c.call);
		EXCEPTION WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
			guilty := CASE WHEN c.whose LIKE '%employee_id%' THEN rubbish.guilty(hr, c.call) END;
			INSERT INTO rubbish.failure VALUES (hr, stage, c.report, c.day, state, message, guilty);
		END;
		INSERT INTO rubbish.asked VALUES (hr, stage, c.report, c.day);
		IF clock_timestamp() > began + interval '3 seconds' THEN
			slow := slow || c.report;
		END IF;
	END LOOP;
END $$;

-- Rows that clean people had before and have no more, or the other way round.
CREATE FUNCTION changes(hr name) RETURNS TABLE (report text, day date, gone bigint, come bigint, example text) LANGUAGE sql AS $$
SELECT coalesce(x.report, y.report), coalesce(x.day, y.day), coalesce(x.n, 0), coalesce(y.n, 0), coalesce(x.example || ' -> ', '') || coalesce(y.example, '')
FROM  (SELECT a.report, a.day, count(*) AS n, min(a.answer) AS example FROM (
			SELECT report, day, answer FROM rubbish.answer a WHERE a.hr = changes.hr AND a.stage = 'before' EXCEPT ALL
			SELECT report, day, answer FROM rubbish.answer a WHERE a.hr = changes.hr AND a.stage = 'after') a
			WHERE a.report NOT LIKE '%(view)' GROUP BY 1, 2) x
FULL   JOIN (SELECT a.report, a.day, count(*) AS n, min(a.answer) AS example FROM (
			SELECT report, day, answer FROM rubbish.answer a WHERE a.hr = changes.hr AND a.stage = 'after' EXCEPT ALL
			SELECT report, day, answer FROM rubbish.answer a WHERE a.hr = changes.hr AND a.stage = 'before') a
			WHERE a.report NOT LIKE '%(view)' GROUP BY 1, 2) y USING (report, day)
-- a report that failed says so by itself
WHERE  NOT EXISTS (
			SELECT FROM rubbish.failure f
			WHERE  f.hr = changes.hr AND f.report = coalesce(x.report, y.report) AND f.day IS NOT DISTINCT FROM coalesce(x.day, y.day))
AND    EXISTS (
			SELECT FROM rubbish.asked k
			WHERE  k.hr = changes.hr AND k.stage = 'after' AND k.report = coalesce(x.report, y.report) AND k.day IS NOT DISTINCT FROM coalesce(x.day, y.day));
$$;

-- ---------- rubbish ----------

-- Which rows of a table are a person's.
CREATE FUNCTION rows_of(hr name, relation text, person bigint) RETURNS text LANGUAGE sql AS $$
SELECT CASE WHEN bool_or(a.attname = 'employee_id') THEN format('employee_id = %s', person)
			WHEN bool_or(a.attname = 'absence_id') THEN format('absence_id BETWEEN %s AND %s', person * 100, person * 100 + 99)
			WHEN bool_or(a.attname = 'case_id') THEN format('case_id BETWEEN %s AND %s', person * 10, person * 10 + 9) END
FROM   pg_attribute a WHERE a.attrelid = format('%I.%I', hr, relation)::regclass;
$$;

-- One more life for each column and odd value, for columns of contracts in each kind of contract; then lives with several.
CREATE PROCEDURE spoil(hr name, several integer) LANGUAGE plpgsql AS $$
DECLARE
	person	bigint := rubbish.first_rubbish();
	people	bigint;
	v		record;
	refused	integer := 0;
	done	integer := 0;
	command	text;
BEGIN
	CREATE TEMP TABLE todo ON COMMIT DROP AS
	SELECT c.relname AS relation, array_agg(a.attname) AS columns,
		   string_agg(format('%I = %s', a.attname, CASE WHEN o.value IS NULL THEN 'NULL' ELSE format('%L::%s', o.value, o.type) END), ', ') AS assignments, g.n
	FROM   pg_class c
	JOIN   pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	JOIN   odd o ON o.type = a.atttypid::regtype
	CROSS  JOIN generate_series(1, 1) AS g(n)
	WHERE  c.relnamespace = hr::regnamespace AND c.relkind = 'r' AND rubbish.rows_of(hr, c.relname::text, 0) IS NOT NULL
	GROUP  BY c.relname, a.attname, o.value, g.n
	ORDER  BY 1, 2, 3, 4;
	-- of one table, two or three columns
	INSERT INTO todo
	SELECT t.relation, array_agg(t.col), string_agg(t.assignments, ', '), t.i
	FROM  (SELECT i, x.relation, x.columns[1] AS col, x.assignments, row_number() OVER (PARTITION BY i, x.columns[1] ORDER BY x.assignments) AS copy,
				  dense_rank() OVER (PARTITION BY i ORDER BY hashtext(x.columns[1] || i)) AS place
		   FROM  (SELECT i, floor(random() * 1000000)::integer AS r FROM generate_series(1, several) i) g
		   CROSS  JOIN LATERAL (SELECT array_agg(DISTINCT t.relation ORDER BY t.relation) AS all_of_them FROM todo t) w
		   JOIN   todo x ON x.n = 1 AND x.relation = w.all_of_them[1 + g.r % cardinality(w.all_of_them)]
		   WHERE  hashtext(x.assignments || g.r) % 5 = 0) t
	WHERE  t.copy = 1 AND t.place <= 2 + t.i % 2
	GROUP  BY t.i, t.relation;
	people := (SELECT count(*) FROM todo);
	CALL rubbish.fill(hr, person, person + people - 1, 'Rubbish');
	FOR v IN SELECT * FROM todo LOOP
		command := format('UPDATE %1$I.%2$I SET %3$s WHERE ctid = (SELECT ctid FROM %1$I.%2$I WHERE %4$s ORDER BY ctid %5$s LIMIT 1)', hr, v.relation, v.assignments,
						  rubbish.rows_of(hr, v.relation::text, person), CASE WHEN person % 4 < 2 THEN 'DESC' END);
		BEGIN
			EXECUTE command;
			INSERT INTO rubbish.label VALUES (hr, person, format('%s.%s', v.relation, v.assignments));
			done := done + 1;
		EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
			refused := refused + 1;
		END;
		person := person + 1;
	END LOOP;
	INSERT INTO rubbish.counted VALUES (hr, 'odd values', done, refused);
END $$;
CREATE TABLE counted (hr name, what text, taken integer, refused integer);

-- ---------- the councils ----------

SELECT setseed(:seed / 1000.0) IS NOT NULL AS seeded;
CALL bradford.create_tables('council');
CALL bradford.create_reports('council');
CALL fill('council', 1, 40, 'Clean');
CREATE SCHEMA own;
SELECT format('CREATE TABLE own.%I AS SELECT * FROM council.%1$I', c.relname)
FROM   pg_class c WHERE c.relnamespace = 'council'::regnamespace AND c.relkind = 'r' ORDER BY 1 \gexec
SELECT format('CREATE INDEX ON own.%I (%I)', c.relname, a.attname)
FROM   pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE  c.relnamespace = 'own'::regnamespace AND c.relkind = 'r' AND a.attname IN ('employee_id', 'absence_id', 'case_id', 'post') \gexec
CALL bradford.create_reports('own');
ANALYZE;

CALL ask('council', 'before');
CALL ask('own', 'before');
\echo clean people: every report on every day, and every view
SELECT hr, count(DISTINCT report) > 60 AS reports_and_views, count(DISTINCT day) AS days FROM asked GROUP BY hr ORDER BY hr;
SELECT * FROM failure;
\echo both schemas say the same
SELECT report, day, count(*) FROM (
	(SELECT report, day, answer FROM answer WHERE hr = 'council' EXCEPT ALL SELECT report, day, answer FROM answer WHERE hr = 'own') UNION ALL
	(SELECT report, day, answer FROM answer WHERE hr = 'own' EXCEPT ALL SELECT report, day, answer FROM answer WHERE hr = 'council')) x
WHERE  report NOT LIKE '%(view)' GROUP BY 1, 2 ORDER BY 1, 2;

\echo no day, and days that no calendar knows: an empty report, and a refusal that names the day
CREATE TABLE refusal (report text, day date, state text, message text);
CREATE PROCEDURE refuse() LANGUAGE plpgsql AS $$
DECLARE
	c		record;
	d		date;
	n		bigint;
BEGIN
	FOR c IN SELECT * FROM rubbish.calls('council') WHERE day = '2017-01-31' AND call NOT LIKE '%()' LOOP
		FOREACH d IN ARRAY ARRAY[NULL, '1994-12-31', '2100-01-01', 'infinity', '-infinity', '4714-11-24 BC', '5874897-12-31']::date[] LOOP
			BEGIN
				EXECUTE format('SELECT count(r::text) FROM %s r', regexp_replace(c.call, '''[0-9-]+''::date', coalesce(quote_literal(d), 'NULL') || '::date', 'g')) INTO n;
				INSERT INTO rubbish.refusal VALUES (c.report, d, '', n || ' rows');
			EXCEPTION WHEN OTHERS THEN
				INSERT INTO rubbish.refusal VALUES (c.report, d, SQLSTATE, SQLERRM);
			END;
		END LOOP;
	END LOOP;
END $$;
CALL refuse();
SELECT day, state, message FROM refusal GROUP BY 1, 2, 3 ORDER BY 1 NULLS FIRST, 2, 3;
\set VERBOSITY terse
SELECT * FROM council.trigger_event_report('2017-02-01', '2017-01-31');
SELECT * FROM council.settlement_report('2017-02-01', '2017-01-31');
SELECT * FROM council.policy_comparison_report('2017-02-01', 'Bradford 2017');
SELECT * FROM council.policy_comparison_report('2017-02-01', other => '');
\set VERBOSITY default

\echo odd values: what the constraints refuse, what tables without any take
CALL spoil('council', :several);
CALL spoil('own', :several);
ANALYZE;
SELECT hr, taken > 500 AS taken, refused > 300 AS refused FROM counted ORDER BY hr;
CALL ask('own', 'after');
SELECT report, day, state, message, guilty FROM failure ORDER BY 1, 2;
SELECT * FROM changes('own') ORDER BY 1, 2;

-- ---------- repeated rows ----------

-- Rows of one key twice: nobody's figures double.
CALL fill('own', 700, 739, 'Twice');
CREATE PROCEDURE figures(which text) LANGUAGE plpgsql AS $$
DECLARE
	c		record;
BEGIN
	FOR c IN SELECT * FROM rubbish.calls('own') WHERE day = '2017-01-31'
			 AND report IN ('counted_absence', 'recorded_sickness', 'live_warning', 'trigger_report', 'days_lost_report', 'long_term_report', 'certificate_report',
							'score_breakdown_report', 'deadline_report', 'referral_report', 'pattern_report', 'policy_comparison_report') LOOP
		EXECUTE format('INSERT INTO rubbish.answer SELECT DISTINCT ''own'', %L, %L, %L::date, r::text FROM %s r WHERE %s', which, c.report, c.day, c.call,
					   CASE WHEN c.whose LIKE '%employee_id%' THEN 'r.employee_id BETWEEN 700 AND 739' ELSE 'r.service_area LIKE ''Twice%''' END);
	END LOOP;
END $$;
CALL figures('once');
SELECT format('INSERT INTO own.%I SELECT * FROM own.%1$I WHERE %s', c.relname, replace(replace(replace(rows_of('own', c.relname::text, 700), 'AND 70099', 'AND 73999'), 'AND 7009', 'AND 7399'),
				'employee_id = 700', 'employee_id BETWEEN 700 AND 739'))
FROM   pg_class c WHERE c.relnamespace = 'own'::regnamespace AND c.relkind = 'r' AND rows_of('own', c.relname::text, 700) IS NOT NULL ORDER BY 1 \gexec
CALL figures('twice');
\echo every row twice: figures that differ, the number of findings, and what is shown of pay
SELECT report, count(*) FROM (
	(SELECT report, answer FROM answer WHERE stage = 'once' EXCEPT SELECT report, answer FROM answer WHERE stage = 'twice') UNION ALL
	(SELECT report, answer FROM answer WHERE stage = 'twice' EXCEPT SELECT report, answer FROM answer WHERE stage = 'once')) x GROUP BY 1 ORDER BY 1;
SELECT split_part(record, ' ', 1) AS record, count(DISTINCT employee_id) AS people FROM own.data_quality_report('2017-01-31')
WHERE  finding = 'recorded twice' AND employee_id BETWEEN 700 AND 739 GROUP BY 1 ORDER BY 1;
SELECT DISTINCT total, unknown FROM own.pay_report('2017-01-31') WHERE employee_id BETWEEN 700 AND 739 ORDER BY 2;

-- ---------- policies, reasons, procedures ----------

-- A small council, so that many policies can be tried; reports are planned once.
CREATE SCHEMA small;
SELECT format('CREATE TABLE small.%I AS SELECT * FROM council.%1$I WHERE %s', c.relname,
			  coalesce(replace(replace(replace(rows_of('council', c.relname::text, 1), 'AND 199', 'AND 1299'), 'AND 19', 'AND 129'), 'employee_id = 1', 'employee_id BETWEEN 1 AND 12'), 'true'))
FROM   pg_class c WHERE c.relnamespace = 'council'::regnamespace AND c.relkind = 'r' ORDER BY 1 \gexec
CALL bradford.create_reports('small');
ANALYZE;
CREATE PROCEDURE odd_policies(councils integer) LANGUAGE plpgsql AS $$
DECLARE
	c		record;
	command	text;
	n		integer := 0;
BEGIN
	CREATE TEMP TABLE prepared AS
	SELECT 'p' || row_number() OVER () AS statement, k.* FROM rubbish.calls('small') k WHERE k.day IS NULL OR k.day IN ('2015-12-31', '2017-01-31');
	FOR c IN SELECT * FROM prepared LOOP
		EXECUTE format('PREPARE %s AS SELECT count(r::text) FROM %s r', c.statement, c.call);
	END LOOP;
	FOR i IN 1 .. councils LOOP
		BEGIN
			-- of each row some columns, seldom the days in force
			FOR command IN
				SELECT format('UPDATE small.%I SET %s WHERE ctid = %L', x.relation, string_agg(x.assignment, ', '), x.row)
				FROM  (
					SELECT r.relation, r.row,
						   (SELECT format('%I = %s', a.attname, coalesce(format('%L::%s', o.value, o.type), 'NULL'))
							FROM   odd o WHERE o.type = a.atttypid::regtype AND a.attname = a.attname
							ORDER  BY hashtext(concat(o.value, i, r.row, a.attname, random())) LIMIT 1) AS assignment
					FROM  (
						SELECT 'attendance_policy' AS relation, ctid AS row FROM small.attendance_policy
						UNION  ALL SELECT 'policy_stage', ctid FROM small.policy_stage
						UNION  ALL SELECT 'absence_reason', ctid FROM small.absence_reason
						UNION  ALL SELECT 'procedure', ctid FROM small.procedure
						UNION  ALL SELECT 'procedure_step', ctid FROM small.procedure_step) r
					JOIN   pg_attribute a ON a.attrelid = ('small.' || r.relation)::regclass AND a.attnum > 0
					WHERE  random() < CASE WHEN a.attname IN ('policy', 'first_day', 'last_day', 'procedure', 'reason', 'step', 'counts_from', 'stage') THEN 0.03 ELSE 0.15 END) x
				WHERE  x.assignment IS NOT NULL
				GROUP  BY x.relation, x.row
			LOOP
				EXECUTE command;
				n := n + 1;
			END LOOP;
			-- and now and then a row twice
			IF i % 5 = 0 THEN
				INSERT INTO small.attendance_policy SELECT * FROM small.attendance_policy;
				INSERT INTO small.policy_stage SELECT * FROM small.policy_stage WHERE random() < 0.5;
				INSERT INTO small.absence_reason SELECT * FROM small.absence_reason WHERE random() < 0.2;
				INSERT INTO small.procedure_step SELECT * FROM small.procedure_step WHERE random() < 0.2;
			END IF;
			FOR c IN SELECT * FROM prepared LOOP
				BEGIN
					EXECUTE 'EXECUTE ' || c.statement;
				EXCEPTION WHEN OTHERS THEN
					INSERT INTO rubbish.failed_policy SELECT c.report, c.day, SQLSTATE, SQLERRM, i;
				END;
			END LOOP;
			-- the next council begins anew; what failed is kept
			RAISE EXCEPTION USING ERRCODE = 'RB001', MESSAGE = (SELECT coalesce(jsonb_agg(f), '[]') FROM rubbish.failed_policy f)::text;
		EXCEPTION WHEN SQLSTATE 'RB001' THEN
			INSERT INTO rubbish.failed_policy SELECT f.* FROM jsonb_populate_recordset(NULL::rubbish.failed_policy, SQLERRM::jsonb) f
			WHERE  NOT EXISTS (SELECT FROM rubbish.failed_policy p WHERE p = f);
		END;
	END LOOP;
	INSERT INTO rubbish.counted VALUES ('small', 'odd rows of policies, reasons and procedures', n, 0);
END $$;
CREATE TABLE failed_policy (report text, day date, state text, message text, council integer);
CALL odd_policies(:policies);
\echo councils with odd policies, reasons and procedures
SELECT what, taken > 500 AS taken FROM counted WHERE hr = 'small';
SELECT report, day, state, message, count(*) AS councils, min(council) AS first FROM failed_policy GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4;

RESET search_path;
DROP SCHEMA rubbish, council, own, small CASCADE;
