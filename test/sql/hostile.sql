--
-- Hostile callers: every function with odd arguments, however it is called and however its arguments lie in memory.
--
-- The catalogs say which functions there are, so a new one is tried without a change here.  Each gets each odd value of
-- each argument's type beside plausible ones, NULL for all, and random mixes.  Every call is made twice: with constants,
-- which the planner may work out, and by a prepared statement with a generic plan.  Both must end alike: with an answer, or
-- with a refusal whose SQLSTATE is in the list below.  Then follow the ways to store arguments, to use answers in tables,
-- to call aggregates, and to leave set-returning functions before their end.
--
-- To look further: PG_ABS_SRCDIR=test psql -v seed=7 -v mixes=500 -v count=1 -f test/sql/hostile.sql
-- A call that takes the server down is the last in its log, if log_min_messages is debug1.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
SET jit = off;
\set SHOW_CONTEXT never
\if :{?seed}
\else
\set seed 42
\endif
-- random mixes of arguments for each function
\if :{?mixes}
\else
\set mixes 15
\endif

CREATE SCHEMA hostile;
SET search_path = hostile, pg_catalog;

\getenv test_dir PG_ABS_SRCDIR
\set callers :test_dir '/data/callers.sql'
\set ECHO none
\i :callers
\set ECHO all

-- ---------- calls ----------

-- The only refusals that a caller may meet.
CREATE TABLE allowed (state text PRIMARY KEY, meaning text);
INSERT INTO allowed VALUES
	('22003', 'number out of range'), ('22004', 'NULL where there must be a value'), ('22007', 'no date'), ('22008', 'date out of range'),
	('2202E', 'array of another shape'), ('22023', 'value that an argument cannot have'), ('22P02', 'no text form of the type'), ('54000', 'too long');

-- How a query ends; a long answer is shown as its hash.
CREATE FUNCTION try(query text, OUT state text, OUT answer text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query INTO answer;
	state := '';
	answer := hostile.short(answer);
EXCEPTION WHEN OTHERS THEN
	state := SQLSTATE;
	answer := SQLERRM;
END $$;

CREATE TABLE call (function oid, place integer, odd integer, arguments text[], state text, answer text);
CREATE TABLE failure (check_made text, call text, state text, answer text);
CREATE TABLE counted (what text, n bigint);

-- A check is a query for the number of cases and of wrong ones.
CREATE PROCEDURE check_that(what text, query text) LANGUAGE plpgsql AS $$
DECLARE
	cases	bigint;
	wrong	bigint;
BEGIN
	RAISE DEBUG '%', query;
	EXECUTE query INTO cases, wrong;
	INSERT INTO counted VALUES (what, cases);
	IF wrong > 0 THEN INSERT INTO failure VALUES (what, query, NULL, wrong || ' of ' || cases); END IF;
EXCEPTION WHEN OTHERS THEN
	INSERT INTO failure VALUES (what, query, SQLSTATE, SQLERRM);
END $$;
CREATE FUNCTION short(answer text) RETURNS text LANGUAGE sql IMMUTABLE RETURN CASE WHEN length(answer) > 200 THEN md5(answer) ELSE answer END;

CREATE PROCEDURE hammer(mixes integer, seed bigint) LANGUAGE plpgsql AS $$
DECLARE
	f			tried;
	c			record;
	folded		record;
	generic		record;
	constants	text;
BEGIN
	SET LOCAL plan_cache_mode = force_generic_plan;
	INSERT INTO failure SELECT 'a type without odd or plausible values', signature, NULL, array_to_string(types, ', ') FROM tried
	WHERE  EXISTS (SELECT FROM unnest(types) AS t WHERE t NOT IN (SELECT type FROM odd) OR t NOT IN (SELECT type FROM plausible));
	FOR c IN SELECT * FROM odd WHERE value IS NOT NULL AND type <> 'cstring'::regtype LOOP
		folded := try(format('SELECT %L::%s', c.value, c.type));
		IF folded.state <> '' THEN INSERT INTO failure VALUES ('an odd value', c.value, folded.state, folded.answer); END IF;
	END LOOP;
	FOR f IN SELECT * FROM tried ORDER BY signature LOOP
		EXECUTE format('PREPARE hostile%s AS %s', (SELECT '(' || string_agg(replace(t::text, 'cstring', 'text'), ', ' ORDER BY n) || ')' FROM unnest(f.types) WITH ORDINALITY AS t(t, n)),
			query(f, ARRAY(SELECT CASE t WHEN 'cstring'::regtype THEN 'textout($' || n || ')' ELSE '$' || n END FROM unnest(f.types) WITH ORDINALITY AS t(t, n) ORDER BY n), (literals(f, f.plausible))[1]));
		FOR c IN
			SELECT 0 AS place, NULL::integer AS odd, f.plausible AS arguments
			UNION ALL SELECT n, o.id, f.plausible[: n - 1] || o.value || f.plausible[n + 1:] FROM unnest(f.types) WITH ORDINALITY AS t(t, n), odd AS o
				WHERE o.type = t AND (f.volatile = 'i' OR o.id % 4 = 0 OR o.value IS NULL)		-- what reads the catalogs is slow, and plain SQL
			UNION ALL SELECT -1, NULL, array_fill(NULL::text, ARRAY[f.arguments]) WHERE f.arguments > 1
			UNION ALL
			SELECT -2, NULL, ARRAY(
				-- every second value is odd
				SELECT CASE WHEN h.h % 2 = 0 THEN f.plausible[n] ELSE (SELECT o.value FROM odd AS o WHERE o.type = t ORDER BY o.id OFFSET h.h / 2 % (SELECT count(*) FROM odd AS o WHERE o.type = t) LIMIT 1) END
				FROM   unnest(f.types) WITH ORDINALITY AS t(t, n), LATERAL (SELECT hashtextextended(format('%s %s %s', f.signature, m, n), seed) & 1048575 AS h) AS h ORDER BY n)
			FROM   generate_series(1, mixes) AS m WHERE f.arguments > 1 AND f.volatile = 'i'
		LOOP
			constants := array_to_string(literals(f, c.arguments), ', ');
			RAISE DEBUG '%', query(f, literals(f, c.arguments), (literals(f, f.plausible))[1]);
			folded := try(query(f, literals(f, c.arguments), (literals(f, f.plausible))[1]));
			generic := try('EXECUTE hostile' || coalesce('(' || nullif(replace(constants, '::cstring', ''), '') || ')', ''));
			INSERT INTO call VALUES (f.function, c.place, c.odd, c.arguments, folded.state, folded.answer);
			IF folded.state <> '' AND (c.place = 0 OR folded.state NOT IN (SELECT state FROM allowed) OR folded.answer ~ '^(?!-?Infinity|NaN)[A-Z]|cache lookup|unexpected|unrecognized|wrong number|integer out of range|infinite dates') THEN
				INSERT INTO failure VALUES ('a refusal', format('%s(%s)', f.name, constants), folded.state, folded.answer);
			END IF;
			IF folded IS DISTINCT FROM generic THEN
				INSERT INTO failure VALUES ('a generic plan', format('%s(%s)', f.name, constants), folded.state || ' ' || generic.state, concat_ws(' | ', folded.answer, generic.answer));
			END IF;
		END LOOP;
		DEALLOCATE hostile;
	END LOOP;
END $$;
CALL hammer(:mixes, :seed);

-- ---------- how arguments are stored ----------

-- Each odd value is stored in each way; a call that was answered before must get the same answer with the stored
-- argument.
CREATE TABLE way (way text, storage text, compression text, padded boolean);
INSERT INTO way VALUES ('plain', 'PLAIN', 'pglz', false), ('short header', 'EXTENDED', 'pglz', false), ('compressed', 'MAIN', 'pglz', true), ('outside', 'EXTERNAL', 'pglz', true), ('compressed outside', 'EXTENDED', 'pglz', true),
	('compressed by lz4 outside', 'EXTENDED', (SELECT CASE WHEN 'lz4' = ANY (enumvals) THEN 'lz4' ELSE 'pglz' END FROM pg_settings WHERE name = 'default_toast_compression'), true);
CREATE TABLE stored (way text, type regtype, relation text);
CREATE TABLE lies (way text, relation text, bytes integer, compressed boolean, outside bigint);
CREATE PROCEDURE store() LANGUAGE plpgsql AS $$
DECLARE
	w	record;
	o	record;
BEGIN
	FOR w IN SELECT way.*, t.oid::regtype AS type, format('stored_%s_%s', t.oid, row_number() OVER (PARTITION BY t.oid)) AS relation FROM way, pg_type AS t WHERE t.typlen = -1 AND t.oid IN (SELECT type FROM odd) LOOP
		INSERT INTO stored VALUES (w.way, w.type, w.relation);
		EXECUTE format('CREATE TABLE %1$I (id integer, value %2$s, padding text) WITH (toast_tuple_target = 128, parallel_workers = 2);'
					   'ALTER TABLE %1$I ALTER value SET STORAGE %3$s, ALTER value SET COMPRESSION %4$s, ALTER padding SET STORAGE PLAIN', w.relation, w.type, w.storage, w.compression);
		FOR o IN SELECT id, value FROM odd WHERE type = w.type LOOP
			BEGIN
				-- beside the padding every value is too long, and is compressed or goes outside
				EXECUTE format('INSERT INTO %I VALUES ($1, $2::%s, $3)', w.relation, w.type) USING o.id, o.value, CASE WHEN w.padded THEN repeat('x', 2100) END;
			EXCEPTION WHEN program_limit_exceeded THEN
				NULL;	-- no page holds it
			END;
		END LOOP;
		EXECUTE format('INSERT INTO lies SELECT %L, %L, pg_column_size(value), pg_column_compression(value) IS NOT NULL, (SELECT count(DISTINCT chunk_id) FROM %s) FROM %2$I', w.way, w.relation, (SELECT reltoastrelid::regclass FROM pg_class WHERE oid = w.relation::regclass));
	END LOOP;
END $$;
CALL store();

CREATE PROCEDURE from_storage() LANGUAGE plpgsql AS $$
DECLARE
	f	tried;
	at	record;
BEGIN
	FOR f IN SELECT * FROM tried WHERE volatile = 'i' LOOP
		FOR at IN SELECT t.n, s.way, s.relation FROM unnest(f.types) WITH ORDINALITY AS t(t, n) JOIN stored AS s ON s.type = t.t LOOP
			CALL check_that('stored: ' || at.way, format('SELECT count(*), count(*) FILTER (WHERE c.answer IS DISTINCT FROM short(q.x)) FROM call AS c JOIN %I AS s ON s.id = c.odd, LATERAL (%s) AS q(x) WHERE c.function = %s AND c.place = %s AND c.state = %L',
				at.relation, query_with(f, at.n, 's.value'), f.function, at.n, ''));
		END LOOP;
	END LOOP;
END $$;
CREATE INDEX ON call (function, place);
ANALYZE call;
CALL from_storage();

-- ---------- parallel workers ----------

CREATE FUNCTION plan_has(query text, node text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line	text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || query LOOP
		IF line ~ node THEN RETURN true; END IF;
	END LOOP;
	RETURN false;
END $$;

-- Every function in a worker, with its first argument that can be stored out of line.
CREATE PROCEDURE in_workers() LANGUAGE plpgsql AS $$
DECLARE
	f	tried;
	at	record;
	q	text;
BEGIN
	SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL max_parallel_workers_per_gather = 2; SET LOCAL parallel_leader_participation = off;
	FOR f IN SELECT * FROM tried WHERE volatile = 'i' AND kind = 'f' LOOP
		SELECT t.n, s.relation INTO at FROM unnest(f.types) WITH ORDINALITY AS t(t, n) JOIN stored AS s ON s.type = t.t WHERE s.way = 'compressed outside' ORDER BY t.n LIMIT 1;
		CONTINUE WHEN NOT FOUND;
		q := format('SELECT s.id, (%s) AS x FROM %I AS s WHERE s.id = ANY (%L::integer[])', query_with(f, at.n, 's.value'), at.relation, (SELECT array_agg(odd) FROM call AS c WHERE c.function = f.function AND c.place = at.n AND c.state = ''));
		IF NOT plan_has(q, 'Gather') THEN INSERT INTO failure VALUES ('in a worker', q, NULL, 'no Gather'); END IF;
		CALL check_that('in a worker', format('SELECT count(*), count(*) FILTER (WHERE c.answer IS DISTINCT FROM short(q.x)) FROM (%s OFFSET 0) AS q JOIN call AS c ON c.odd = q.id AND c.function = %s AND c.place = %s', q, f.function, at.n));
	END LOOP;
END $$;
CALL in_workers();

-- ---------- where a table uses a function ----------

-- Generated columns, CHECKs and indexes over every immutable function; a look-up in the index finds what the column says.
CREATE PROCEDURE in_tables() LANGUAGE plpgsql AS $$
DECLARE
	f		tried;
	called	text;
	lookup	text;
BEGIN
	SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_material = off; SET LOCAL enable_memoize = off;
	FOR f IN SELECT t.* FROM tried AS t JOIN pg_type AS r ON r.oid = t.result WHERE t.kind = 'f' AND t.volatile = 'i' AND NOT t.is_set AND t.arguments > 0 AND r.typtype <> 'p' AND 'cstring'::regtype <> ALL (t.types) LOOP
		called := format('bradford.%I(%s)', f.name, (SELECT string_agg('a' || n, ', ' ORDER BY n) FROM generate_series(1, f.arguments) AS n));
		lookup := format('SELECT count(*), count(*) FILTER (WHERE n <> (SELECT count(*) FROM used WHERE %s = u.answer)) FROM (SELECT answer, count(*) AS n FROM used WHERE answer IS NOT NULL GROUP BY 1) AS u', called);
		BEGIN
			EXECUTE format('CREATE TABLE used (%s, expected text, answer %s GENERATED ALWAYS AS (%s) STORED, CHECK (short((%3$s)::text) IS NOT DISTINCT FROM expected))',
				(SELECT string_agg(format('a%s %s', n, t), ', ' ORDER BY n) FROM unnest(f.types) WITH ORDINALITY AS t(t, n)), f.result, called);
			IF f.result IN ('date', 'integer', 'numeric', 'boolean') THEN EXECUTE format('CREATE INDEX used_index ON used ((%s))', called); END IF;
			EXECUTE format('INSERT INTO used SELECT %s, answer FROM call WHERE function = %s AND state = %L', (SELECT string_agg(format('arguments[%s]::%s', n, t), ', ' ORDER BY n) FROM unnest(f.types) WITH ORDINALITY AS t(t, n)), f.function, '');
			CALL check_that('in a generated column', 'SELECT count(*), count(*) FILTER (WHERE short(answer::text) IS DISTINCT FROM expected) FROM used');
			IF f.result IN ('date', 'integer', 'numeric', 'boolean') THEN
				IF NOT plan_has(lookup, 'used_index') THEN INSERT INTO failure VALUES ('in an index', called, NULL, 'not used'); END IF;
				CALL check_that('in an index', lookup);
				REINDEX INDEX used_index;
				CALL check_that('in an index', lookup);
			END IF;
			DROP TABLE used;
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO failure VALUES ('in a table', called, SQLSTATE, SQLERRM);
		END;
	END LOOP;
END $$;
CALL in_tables();

-- Partition keys: every value is stored where a look-up searches for it, however it is written.
SET search_path = hostile, bradford, pg_catalog;
CREATE TABLE by_calendar (calendar bradford.calendar, day date) PARTITION BY HASH (calendar);
CREATE TABLE by_calendar_0 PARTITION OF by_calendar FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE by_calendar_1 PARTITION OF by_calendar FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY RANGE (bradford.add_working_days(day, 1, calendar));
CREATE TABLE by_calendar_1_early PARTITION OF by_calendar_1 FOR VALUES FROM (MINVALUE) TO ('2026-03-03');
CREATE TABLE by_calendar_1_late PARTITION OF by_calendar_1 FOR VALUES FROM ('2026-03-03') TO (MAXVALUE);
CREATE TABLE by_rule (rule bradford.scoring_rule) PARTITION BY LIST (rule);
CREATE TABLE by_rule_plain PARTITION OF by_rule FOR VALUES IN ('window=12 months', 'window=1 day');
CREATE TABLE by_rule_others PARTITION OF by_rule DEFAULT;
INSERT INTO by_calendar SELECT value::bradford.calendar, date '2026-03-01' + i FROM odd, generate_series(0, 3) AS i WHERE type = 'bradford.calendar'::regtype AND bradford.find_working_day(date '2026-03-01' + i, 1, value::bradford.calendar) IS NOT NULL;
INSERT INTO by_rule SELECT value::bradford.scoring_rule FROM odd WHERE type = 'bradford.scoring_rule'::regtype UNION ALL SELECT unnest('{"",minimum=1," Window = 1 day "}'::bradford.scoring_rule[]);
SELECT 'hash, range' AS partitions, count(*) > 20 AS filled, count(DISTINCT tableoid) AS used, count(*) - (SELECT sum((SELECT count(*) FROM by_calendar AS b WHERE b.calendar = c.calendar)) FROM (SELECT DISTINCT calendar FROM by_calendar) AS c) AS lost,
	   count(*) FILTER (WHERE tableoid::regclass::text ~ 'early|late' AND (tableoid::regclass::text ~ 'early') <> (bradford.add_working_days(day, 1, calendar) < '2026-03-03')) AS astray FROM by_calendar
UNION ALL
SELECT 'list', count(*) > 10, count(DISTINCT tableoid), count(rule) - (SELECT sum((SELECT count(*) FROM by_rule AS b WHERE b.rule = c.rule)) FROM (SELECT DISTINCT rule FROM by_rule) AS c), count(*) FILTER (WHERE tableoid = 'by_rule_plain'::regclass) - 4 FROM by_rule;
SET search_path = hostile, pg_catalog;

-- ---------- aggregates ----------

-- Rows for an aggregate, by the types and names of its arguments.
CREATE TABLE sample (type regtype, name text, expression text);
INSERT INTO sample VALUES
	('date', NULL, 'date ''2025-01-06'' + 7 * (i * 37 % 60)'), ('date', 'last_day', 'CASE WHEN i % 50 > 0 THEN date ''2025-01-06'' + 7 * (i * 37 % 60) + i % 9 END'), ('date', 'month', 'date ''2025-01-31'' + 31 * (i * 37 % 12)'),
	('daterange', NULL, 'CASE WHEN i % 40 > 0 THEN daterange(date ''2025-01-06'' + 7 * (i * 37 % 60), CASE WHEN i % 50 > 0 THEN date ''2025-01-07'' + 7 * (i * 37 % 60) + i % 9 END) END'),
	('numeric', NULL, 'CASE WHEN i % 31 > 0 THEN i * 7 % 50 / 4.0 END'), ('numeric', 'contracted_hours', '900'), ('numeric', 'leave_entitlement', '100'), ('integer', 'weeks', '12'),
	('bradford.calendar', NULL, '(ARRAY[''weekdays'', ''england-and-wales; week=Mon-Wed'', ''scotland'', NULL]::bradford.calendar[])[1 + i % 4]');

CREATE PROCEDURE aggregate() LANGUAGE plpgsql AS $$
DECLARE
	f		tried;
	list	text;			-- a1, a2
	called	text;
	frame	text;
	q		text;
BEGIN
	SET LOCAL work_mem = '64kB';
	SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL cpu_operator_cost = 1;
	-- an aggregate over ordered rows has a test of its own
	FOR f IN SELECT * FROM tried WHERE kind = 'a' AND NOT ordered ORDER BY signature LOOP
		list := (SELECT string_agg('a' || n, ', ' ORDER BY n) FROM generate_series(1, f.arguments) AS n);
		called := format('bradford.%I(%s)', f.name, list);
		BEGIN
			EXECUTE format('CREATE TABLE row_of AS SELECT i, i %% 7 AS g, i %% 3 AS h, i * 131 %% 1009 AS o, %s FROM generate_series(1, 500) AS i; ALTER TABLE row_of SET (parallel_workers = 2); ANALYZE row_of',
				(SELECT string_agg(format('(%s)::%s AS a%s', (SELECT s.expression FROM sample AS s WHERE s.type = t AND (s.name = p.proargnames[n] OR s.name IS NULL) ORDER BY s.name LIMIT 1), t, n), ', ' ORDER BY n)
				 FROM unnest(f.types) WITH ORDINALITY AS t(t, n), pg_proc AS p WHERE p.oid = f.function));
			-- the answer for a frame is that for its rows by themselves
			SET LOCAL max_parallel_workers_per_gather = 0;
			FOR frame IN
				SELECT concat_ws(' ', b, e)
				FROM   unnest('{ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW,ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING,ROWS BETWEEN 5 FOLLOWING AND UNBOUNDED FOLLOWING,RANGE BETWEEN 9 PRECEDING AND 9 FOLLOWING,RANGE CURRENT ROW,GROUPS BETWEEN 1 PRECEDING AND 2 FOLLOWING}'::text[]) AS b,
					   unnest('{NULL,EXCLUDE CURRENT ROW,EXCLUDE GROUP,EXCLUDE TIES}'::text[]) AS e
			LOOP
				CALL check_that('aggregate: frames', format('SELECT count(*), count(*) FILTER (WHERE moving::text IS DISTINCT FROM plain::text) FROM (SELECT %s OVER w AS moving, array_agg(i) OVER w AS ids FROM row_of WHERE i < 150 WINDOW w AS (PARTITION BY h ORDER BY o / 4 %s)) AS m,'
					' LATERAL (SELECT %1$s AS plain FROM row_of WHERE i = ANY (ids)) AS p', called, frame));
			END LOOP;
			CALL check_that('aggregate: FILTER, in groups and in a window', format('SELECT count(*), count(*) FILTER (WHERE a::text IS DISTINCT FROM b::text OR a::text IS DISTINCT FROM w::text) FROM (SELECT g, %1$s FILTER (WHERE h = 1) AS a FROM row_of GROUP BY g) AS x'
				' JOIN (SELECT g, %1$s AS b FROM row_of WHERE h = 1 GROUP BY g) AS y USING (g) JOIN (SELECT DISTINCT ON (g) g, %1$s FILTER (WHERE h = 1) OVER (PARTITION BY g) AS w FROM row_of) AS z USING (g)', called));
			CALL check_that('aggregate: DISTINCT', format('SELECT count(*), count(*) FILTER (WHERE a::text IS DISTINCT FROM b::text) FROM (SELECT h, bradford.%1$I(DISTINCT %2$s) AS a FROM (SELECT * FROM row_of UNION ALL SELECT * FROM row_of) AS t GROUP BY h) AS x'
				' JOIN (SELECT h, bradford.%1$I(%2$s) AS b FROM (SELECT DISTINCT h, %2$s FROM row_of) AS d GROUP BY h) AS y USING (h)', f.name, list));
			CALL check_that('aggregate: ORDER BY', format('SELECT count(*), count(*) FILTER (WHERE a::text IS DISTINCT FROM b::text OR a::text IS DISTINCT FROM c::text) FROM (SELECT g, bradford.%1$I(%2$s ORDER BY o) AS a, bradford.%1$I(%2$s ORDER BY o DESC) AS b, bradford.%1$I(%2$s) AS c FROM row_of GROUP BY g) AS x', f.name, list));
			CALL check_that('aggregate: GROUPING SETS', format('SELECT count(*), count(*) FILTER (WHERE a::text IS DISTINCT FROM b::text) FROM (SELECT g, h, %1$s AS a FROM row_of GROUP BY GROUPING SETS ((g), (h), (g, h), ())) AS x'
				' JOIN (SELECT g, NULL::integer AS h, %1$s AS b FROM row_of GROUP BY g UNION ALL SELECT NULL, h, %1$s FROM row_of GROUP BY h UNION ALL SELECT g, h, %1$s FROM row_of GROUP BY g, h UNION ALL SELECT NULL, NULL, %1$s FROM row_of) AS y'
				' ON x.g IS NOT DISTINCT FROM y.g AND x.h IS NOT DISTINCT FROM y.h', called));
			-- many groups: a hash table that spills, against sorted groups
			q := format('SELECT k, %s AS a FROM (SELECT r.*, i * 17 %% 1999 + 2000 * s AS k FROM row_of AS r, generate_series(1, 10) AS s) AS t GROUP BY k', called);
			SET LOCAL enable_hashagg = off;
			EXECUTE 'CREATE TABLE sorted AS ' || q;
			SET LOCAL enable_hashagg = on; SET LOCAL enable_sort = off;
			CALL check_that('aggregate: hashed', format('SELECT count(*), count(*) FILTER (WHERE x.a::text IS DISTINCT FROM y.a::text) FROM (%s) AS x FULL JOIN sorted AS y USING (k)', q));
			SET LOCAL enable_sort = on;
			DROP TABLE sorted;
			-- partial states from workers
			q := format('SELECT h, %s AS a FROM row_of GROUP BY h', called);
			EXECUTE 'CREATE TABLE serial AS ' || q;
			SET LOCAL max_parallel_workers_per_gather = 2;
			IF NOT (plan_has(q, 'Gather') AND plan_has(q, 'Partial')) THEN INSERT INTO failure VALUES ('aggregate: parallel', q, NULL, 'no partial states'); END IF;
			CALL check_that('aggregate: parallel', format('SELECT count(*), count(*) FILTER (WHERE x.a::text IS DISTINCT FROM y.a::text) FROM (%s) AS x FULL JOIN serial AS y USING (h)', q));
			DROP TABLE serial;
			DROP TABLE row_of;
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO failure VALUES ('aggregate', called, SQLSTATE, SQLERRM);
		END;
	END LOOP;
	-- rolling_score looks at no frame: it is the score of all rows of the partition, as at the last day of this one
	CREATE TABLE row_of AS SELECT i, i % 3 AS h, i * 131 % 1009 AS o, CASE WHEN i % 40 > 0 THEN daterange(d, CASE WHEN i % 50 > 0 THEN d + 1 + i % 9 END) END AS a1 FROM generate_series(1, 150) AS i, LATERAL (SELECT date '2025-01-06' + 7 * (i * 37 % 60)) AS x(d);
	FOR frame IN SELECT concat_ws(' ', b, e) FROM unnest('{ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING,RANGE BETWEEN 9 PRECEDING AND 9 FOLLOWING,GROUPS BETWEEN 1 PRECEDING AND 2 FOLLOWING,ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW}'::text[]) AS b, unnest('{NULL,EXCLUDE CURRENT ROW,EXCLUDE GROUP,EXCLUDE TIES}'::text[]) AS e LOOP
		CALL check_that('rolling_score in frames', format('SELECT count(*), count(*) FILTER (WHERE moving IS DISTINCT FROM plain) FROM (SELECT h, a1, bradford.rolling_score(a1) OVER (PARTITION BY h ORDER BY o / 4 %s) AS moving FROM row_of) AS m,'
			' LATERAL (SELECT bradford.score(bradford.spells(r.a1), upper(m.a1) - 1) AS plain FROM row_of AS r WHERE r.h = m.h) AS p', frame));
	END LOOP;
	DROP TABLE row_of;
END $$;
CALL aggregate();

-- ---------- rows: stopped early, backwards, held ----------

-- Reports on a few people are tried beside the set-returning functions.
CREATE SCHEMA hostile_hr;
CALL bradford.create_tables('hostile_hr');
CALL bradford.create_reports('hostile_hr');
INSERT INTO hostile_hr.employee (employee_id, name, service_area) SELECT e, 'Person ' || e, 'Waste' FROM generate_series(1, 6) AS e;
INSERT INTO hostile_hr.contract (employee_id, post, first_day, kind, weekly_hours, full_time_hours, full_time_salary, calendar) SELECT e, 'P' || e, '2014-01-06', 'part-time', 30, 37, 24000, 'england-and-wales; week=Mon-Thu' FROM generate_series(1, 6) AS e;
INSERT INTO hostile_hr.absence (absence_id, employee_id, first_day, last_day, reason) SELECT 10 * e + k, e, date '2016-01-11' + 40 * k + e, date '2016-01-11' + 41 * k + 2 * e, 'cold or flu' FROM generate_series(1, 6) AS e, generate_series(1, 6) AS k;

-- For each: the call; the same call, but made anew for each row with an i; all its rows.
CREATE TABLE rows_of (name text, call text, again text, is_report boolean, rows text[]);
INSERT INTO rows_of
SELECT left(f.signature, 60), format('bradford.%I(%s)', f.name, array_to_string(l, ', ')), CASE WHEN f.arguments > 0 THEN format('bradford.%I(%s)', f.name, concat_ws(', ', 'CASE WHEN i > 0 THEN ' || l[1] || ' END', nullif(array_to_string(l[2:], ', '), ''))) END, false
FROM   tried AS f, LATERAL literals(f, f.plausible) AS l WHERE f.is_set
UNION  ALL
SELECT m.name, format('(SELECT r FROM hostile_hr.%I(%s) AS r ORDER BY r::text COLLATE "C")', m.name, (SELECT string_agg(format('%L', date '2016-10-01' - 30 * (d.dates - i)), ', ') FROM generate_series(1, d.dates) AS i)), NULL, true
FROM   bradford.reports_made('hostile_hr') AS m JOIN pg_proc AS p ON p.oid = m.function, LATERAL (SELECT count(*)::integer FROM unnest(p.proargtypes) AS t WHERE t = 'date'::regtype) AS d(dates);

CREATE PROCEDURE read_rows() LANGUAGE plpgsql AS $$
DECLARE
	r		rows_of;
	c		refcursor;
	query	text;
	got		text;
	back	text[];
BEGIN
	FOR r IN SELECT * FROM rows_of LOOP
		BEGIN
			EXECUTE format('SELECT array_agg(x::text) FROM %s AS x', r.call) INTO r.rows;
			UPDATE rows_of AS o SET rows = r.rows WHERE o.call = r.call;
			CONTINUE WHEN r.rows IS NULL;
			IF NOT r.is_report THEN
				CALL check_that('rows: the first of the select list', format('SELECT count(*), count(*) FILTER (WHERE x <> %L) FROM (SELECT (%s)::text AS x LIMIT 1) AS s', r.rows[1], r.call));
				CALL check_that('rows: twice in the select list', format('SELECT count(*), count(*) FILTER (WHERE x <> y OR x <> (%L::text[])[n]) FROM (SELECT (%s)::text AS x, (%2$s)::text AS y, generate_series(1, %s) AS n LIMIT 2) AS s', r.rows, r.call, cardinality(r.rows)));
			END IF;
			IF r.again IS NOT NULL THEN
				CALL check_that('rows: the first of many calls', format('SELECT count(*), count(*) FILTER (WHERE x <> %L OR y <> %1$L) FROM (SELECT (SELECT x::text FROM %s AS x LIMIT 1) AS x, (SELECT (%2$s)::text LIMIT 1) AS y FROM generate_series(1, 20) AS i) AS s', r.rows[1], r.again));
			END IF;
			FOREACH query IN ARRAY CASE WHEN r.is_report THEN ARRAY[format('SELECT x::text FROM %s AS x', r.call)] ELSE ARRAY[format('SELECT x::text FROM %s AS x', r.call), format('SELECT (%s)::text', r.call)] END LOOP
				OPEN c SCROLL FOR EXECUTE query;
				FETCH LAST FROM c INTO got;
				IF got IS DISTINCT FROM r.rows[cardinality(r.rows)] THEN INSERT INTO failure VALUES ('rows: the last', query, NULL, got); END IF;
				back := '{}';
				WHILE got IS NOT NULL LOOP
					back := got || back;
					FETCH PRIOR FROM c INTO got;
				END LOOP;
				IF back IS DISTINCT FROM r.rows THEN INSERT INTO failure VALUES ('rows: backwards', query, NULL, back::text); END IF;
				FETCH ABSOLUTE 1 FROM c INTO got;
				IF got IS DISTINCT FROM r.rows[1] THEN INSERT INTO failure VALUES ('rows: the first again', query, NULL, got); END IF;
				CLOSE c;
				CONTINUE WHEN r.is_report;
				OPEN c NO SCROLL FOR EXECUTE query;
				FETCH c INTO got;
				IF got IS DISTINCT FROM r.rows[1] THEN INSERT INTO failure VALUES ('rows: a cursor closed early', query, NULL, got); END IF;
				CLOSE c;
			END LOOP;
			INSERT INTO counted VALUES ('rows: by cursors', cardinality(r.rows));
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO failure VALUES ('rows', r.call, SQLSTATE, SQLERRM);
		END;
	END LOOP;
END $$;
CALL read_rows();

-- Cursors that outlive their transaction: read to the middle within it, then backwards and to the end.
\set ECHO none
BEGIN;
SELECT format('DECLARE %I SCROLL CURSOR WITH HOLD FOR SELECT x::text FROM %s AS x', name, call) FROM rows_of WHERE rows IS NOT NULL ORDER BY call COLLATE "C" \gexec
SELECT format('MOVE %s IN %I', cardinality(rows) / 2, name) FROM rows_of WHERE rows IS NOT NULL ORDER BY call COLLATE "C" \gexec
COMMIT;
\set ECHO all
CREATE PROCEDURE read_held() LANGUAGE plpgsql AS $$
DECLARE
	r		rows_of;
	c		refcursor;
	got		text;
BEGIN
	FOR r IN SELECT * FROM rows_of WHERE rows IS NOT NULL LOOP
		c := r.name;
		FOR n IN REVERSE cardinality(r.rows) / 2 - 1 .. 1 LOOP
			FETCH PRIOR FROM c INTO got;
			IF got IS DISTINCT FROM r.rows[n] THEN INSERT INTO failure VALUES ('rows: held, backwards', r.call, NULL, n || ': ' || got); END IF;
		END LOOP;
		FETCH LAST FROM c INTO got;
		IF got IS DISTINCT FROM r.rows[cardinality(r.rows)] THEN INSERT INTO failure VALUES ('rows: held, the last', r.call, NULL, got); END IF;
		INSERT INTO counted VALUES ('rows: held', cardinality(r.rows));
	END LOOP;
END $$;
CALL read_held();
CLOSE ALL;

-- ---------- a million ----------

-- A million spells, two days apart; shuffled, since 999999937 is a prime.  Sets, by PostgreSQL's own range_agg; figures, by counting.
CREATE TABLE million AS SELECT date '4000-01-01 BC' + 2 * (i * 999999937::bigint % 1000000)::integer AS day FROM generate_series(0, 999999) AS i;
CREATE TABLE set_of AS SELECT bradford.spells(day, day) AS days, range_agg(daterange(day, day + 1)) AS theirs FROM million;
SELECT days = theirs AS same, bradford.score(days, '2000-01-01', 'window=9000 years') = 1e18 AS score, bradford.days(days, '2000-01-01', 'window=9000 years', half_days => days) AS half_days,
	   bradford.occasions(range_agg, '2000-01-01', 'window=9000 years') AS one_spell,
	   bradford.days_to_trigger(days, 1e15, '1476-01-01', 'window=9000 years') AS room
FROM   set_of, LATERAL (SELECT range_agg(daterange('4000-01-01 BC', '1477-01-01'))) AS r;
SELECT count(*) AS rows, count(DISTINCT s) AS scores, max(s) FROM (SELECT bradford.rolling_score(daterange(day, day + 1), 'window=20 days') OVER () AS s FROM million) AS r;

-- ---------- what came of it ----------

\echo functions that refuse something, by the SQLSTATEs of their refusals
SELECT states, string_agg(name, ' ' ORDER BY name COLLATE "C") AS functions
FROM  (SELECT name, string_agg(DISTINCT state, ' ' ORDER BY state) AS states FROM call JOIN tried USING (function) WHERE state <> '' GROUP BY name) AS f
GROUP  BY states ORDER BY states COLLATE "C";
\echo functions that refuse nothing
SELECT string_agg(name, ' ' ORDER BY name COLLATE "C") AS functions FROM (SELECT DISTINCT name FROM tried WHERE function NOT IN (SELECT function FROM call WHERE state <> '')) AS f;
\echo how the values lay
SELECT w.way, bool_or(l.bytes < 127) AS short, bool_or(l.compressed) AS compressed, (SELECT sum(o.outside) > 100 FROM (SELECT DISTINCT relation, outside FROM lies AS o WHERE o.way = w.way) AS o) AS outside FROM way AS w JOIN lies AS l USING (way) GROUP BY w.way ORDER BY w.way COLLATE "C";
\echo cases
SELECT what, sum(n) > 0 AS tried FROM counted GROUP BY what ORDER BY what COLLATE "C";
SELECT count(*) FILTER (WHERE rows IS NOT NULL AND is_report) > 5 AS reports_with_rows, count(*) FILTER (WHERE rows IS NULL AND NOT is_report) AS functions_without_rows FROM rows_of;
\echo failures
SELECT check_made, left(call, 500) AS call, state, left(answer, 300) AS answer FROM failure ORDER BY check_made COLLATE "C", failure.call COLLATE "C";
\if :{?count}
SELECT 'calls' AS what, count(*) AS n FROM call UNION ALL SELECT 'answered', count(*) FROM call WHERE state = '' UNION ALL SELECT 'refused, ' || state, count(*) FROM call WHERE state <> '' GROUP BY state
UNION ALL SELECT what, sum(n) FROM counted GROUP BY what UNION ALL SELECT 'functions', count(*) FROM tried UNION ALL SELECT 'failures', count(*) FROM failure ORDER BY 1;
\endif

RESET search_path;
DROP SCHEMA hostile, hostile_hr CASCADE;
