-- The reports over HR tables that lie on a Citus cluster: psql -v hr=hr -f citus-reports.sql, on
-- the coordinator, after the tables were distributed, and again after a new release or after shards
-- have moved; with -v drop=1 it only takes away what it has made. -v readers='a, b' lets these
-- roles read the reports. See doc/scale.md, Citus.
--
-- A part of the tables that lies on a worker is a set of ordinary tables there. So the worker makes
-- the reports over each part, and a report is one distributed table whose shards are these reports:
-- Citus plans it as it plans any table, and sends a condition on employee_id to one part.
\set ON_ERROR_STOP on
\if :{?hr} \else \set hr hr \endif
\if :{?readers} \else \set readers '' \endif
SELECT :'hr' || '_on' AS asked, :'hr' || '_reports' AS reports \gset
SET client_min_messages = warning;
SET citus.enable_ddl_propagation = off;

CREATE FUNCTION pg_temp.on_workers(nodes text[], ports integer[], commands text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	wrong text := (
		SELECT string_agg(format('%s:%s: %s', w.node_name, w.node_port, w.result), E'\n')
		FROM   master_run_on_worker(nodes, ports, (
					SELECT array_agg(format(
								'DO $do$ BEGIN SET LOCAL citus.enable_ddl_propagation = off; '
								'SET LOCAL client_min_messages = error; %s; END $do$',
								u.command) ORDER BY u.n)
					FROM   unnest(commands) WITH ORDINALITY AS u(command, n)), true) w
		WHERE  NOT w.success);
BEGIN
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'a worker could not do it' USING DETAIL = wrong;
	END IF;
END $$;
SET citus.enable_ddl_propagation = on;

-- the parts, and where they lie
CREATE TEMP TABLE part AS
SELECT format('%s_part_%s', :'hr', s.shardid) AS name, n.nodename::text AS node,
	   n.nodeport::integer AS port, s.shardminvalue AS least, s.shardmaxvalue AS most,
	   s.shardminvalue IS NOT DISTINCT FROM min(s.shardminvalue::integer) OVER ()::text AS is_first
FROM   pg_dist_shard s
JOIN   pg_dist_placement p ON p.shardid = s.shardid
JOIN   pg_dist_node n ON n.groupid = p.groupid
WHERE  s.logicalrelid = format('%I.contract', :'hr')::regclass;

-- What an earlier run made goes, and nothing else: its schemas bear this comment.
\set mark 'Made by citus-reports.sql'
SELECT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname IN (:'asked', :'reports')
			   AND obj_description(n.oid, 'pg_namespace') IS DISTINCT FROM :'mark') AS taken \gset
\if :taken
	DO $$ BEGIN
		RAISE EXCEPTION
			'a schema of your own has the name that this script gives to one of its own';
	END $$;
\endif
SELECT pg_temp.on_workers(
			array_agg(n.nodename::text), array_agg(n.nodeport::integer), array_agg(format(
			'EXECUTE (SELECT concat(%L, string_agg(format(%L, n.nspname), %L)) FROM pg_namespace n '
			'WHERE n.nspname ~ %L AND obj_description(n.oid, %L) = %L)',
			'SET LOCAL client_min_messages = error', '; DROP SCHEMA %I CASCADE', '',
			format('^%s_part_[0-9]+$', :'hr'), 'pg_namespace', :'mark')))
FROM   pg_dist_node n
WHERE  n.groupid > 0 AND n.noderole = 'primary';
DROP SCHEMA IF EXISTS :"asked", :"reports" CASCADE;
\if :{?drop} \quit \endif

-- on its worker, for each part: views under the names of the HR tables, and the reports over them
SELECT pg_temp.on_workers(array_agg(w.node), array_agg(w.port), array_agg(w.command))
FROM  (
	SELECT p.node, p.port, format(
				'CREATE SCHEMA %1$I; COMMENT ON SCHEMA %1$I IS %5$L; %2$s; '
				'CALL bradford.create_reports(%3$L)%4$s', p.name,
				string_agg(format('CREATE VIEW %I.%I AS SELECT * FROM %I.%I', p.name, c.relname,
							:'hr', c.relname || '_' || s.shardid), '; '), p.name,
				-- the functions of a report run as whoever asks
				CASE WHEN :'readers' <> ''
					 THEN format('; GRANT USAGE ON SCHEMA %1$I TO %2$s; '
							'GRANT SELECT ON ALL TABLES IN SCHEMA %1$I TO %2$s', p.name, :'readers')
					 END, :'mark') AS command
	FROM   part p
	JOIN   pg_dist_shard s ON s.shardminvalue IS NULL OR s.shardminvalue = p.least
	JOIN   pg_class c ON c.oid = s.logicalrelid
	WHERE  c.relnamespace = :'hr'::regnamespace
	AND    c.relname IN (SELECT t.relation FROM bradford.table_columns() t)
	GROUP  BY p.node, p.port, p.name) w;

-- On the coordinator: the same views and reports once more. Where it has no copy of a table, its
-- rows are fetched, and so each report can be made here; those that are asked for below are not.
SET citus.enable_ddl_propagation = off;
CREATE SCHEMA :"reports";
COMMENT ON SCHEMA :"reports" IS :'mark';
SELECT CASE WHEN p.shardid IS NULL
			-- columns one by one: a function that returned rows of the table would
			-- keep it from being altered
			THEN format('CREATE FUNCTION %1$I.%2$I() RETURNS TABLE (%5$s) '
						'LANGUAGE plpgsql STABLE ROWS 10000 '
						'AS $$ BEGIN RETURN QUERY SELECT %6$s FROM %3$I.%4$I r; END $$; '
						'CREATE VIEW %1$I.%4$I AS SELECT * FROM %1$I.%2$I()',
						:'reports', 'every_' || c.relname, :'hr', c.relname, a.definitions, a.names)
			ELSE format('CREATE VIEW %I.%I AS SELECT * FROM %I.%I', :'reports', c.relname, :'hr',
						c.relname || '_' || p.shardid) END
FROM   pg_class c
CROSS  JOIN LATERAL (
	SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '
					  ORDER BY a.attnum) AS definitions,
		   string_agg(format('r.%I', a.attname), ', ' ORDER BY a.attnum) AS names
	FROM   pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) a
LEFT   JOIN (pg_dist_shard s JOIN pg_dist_placement p ON p.shardid = s.shardid AND p.groupid = 0)
			ON s.logicalrelid = c.oid
WHERE  c.relnamespace = :'hr'::regnamespace
AND    c.relname IN (SELECT t.relation FROM bradford.table_columns() t) \gexec
CALL bradford.create_reports(:'reports');
SET citus.enable_ddl_propagation = on;

-- the days that can be asked for
CREATE SCHEMA :"asked";
COMMENT ON SCHEMA :"asked" IS :'mark';
CREATE TABLE :"asked".day (day date PRIMARY KEY);
INSERT INTO :"asked".day
SELECT d::date
FROM   bradford.known_days() k, generate_series(lower(k), upper(k) - 1, interval '1 day') d;

-- For each report that looks at one person at a time, a table: its parameters, and its columns.
CREATE TEMP TABLE report AS
SELECT m.name || CASE WHEN row_number() OVER (PARTITION BY m.name ORDER BY p.pronargs) > 1
					  THEN '_' || p.proargnames[1] ELSE '' END AS name,
	   m.name AS made, p.oid::regprocedure AS function, m.view, p.pronargs,
	   format('SELECT %s r.* FROM %s %%1$I.%I%s r', g.given, g.sources, m.name,
			  CASE WHEN p.pronargs > 0 THEN format('(%s)', g.arguments) END) AS query,
	   g.condition
FROM   bradford.reports_made(:'reports') m
JOIN   pg_proc p ON p.oid = m.function
CROSS  JOIN LATERAL (
	SELECT string_agg(format('%I.given AS %I,', a.name, c.name), ' ' ORDER BY a.n) AS given,
		   string_agg(format('%s AS %I(given),', CASE WHEN a.type = 'date'::regtype THEN '%2$s'
						WHEN a.type = 'integer'::regtype THEN 'generate_series(1, 120)'
						WHEN a.type = 'boolean'::regtype THEN '(VALUES (false), (true))'
						WHEN a.name = 'fit_note_covers' THEN '(VALUES (''absence''), (''days''))'
						WHEN a.name = 'period'
						THEN '(VALUES (''year''), (''quarter''), (''month''))'
						ELSE '(SELECT NULL UNION ALL SELECT p.policy FROM %1$I.attendance_policy p)'
						END, a.name), ' ' ORDER BY a.n) AS sources,
		   string_agg(format('%I => %1$I.given', a.name), ', ' ORDER BY a.n) AS arguments,
		   concat('true', string_agg(format(
						CASE WHEN a.name IN ('one', 'other')
							 THEN ' AND r.%I IS NOT DISTINCT FROM $%s'
							 ELSE ' AND r.%I = $%s' END, c.name, a.n), '' ORDER BY a.n))
				AS condition
	FROM   unnest(p.proargnames, p.proargtypes::oid[]) WITH ORDINALITY AS a(name, type, n)
	-- a column of the report may have the name of a parameter
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN a.name = ANY (p.proargnames[p.pronargs + 1:]) THEN 'given_' ELSE '' END
					|| a.name AS name) c
	WHERE  a.type IS NOT NULL) g
WHERE  'employee_id' = ANY (p.proargnames)
-- these look at several
AND    m.name NOT IN ('check_roster', 'contract_findings', 'data_quality_report', 'digest_report',
					  'homework_findings', 'output_report', 'roster_fairness_report',
					  'roster_variable', 'shift_findings');
SELECT format('CREATE TABLE %I.%I AS %s WITH NO DATA', :'asked', r.name,
			format(r.query, :'reports', format('%I.day', :'asked')))
FROM   report r \gexec
SELECT unnest(CASE
			WHEN p.least IS NULL THEN ARRAY[format('SELECT citus_schema_distribute(%L)', :'asked')]
			ELSE format('SELECT create_reference_table(%L)', format('%I.day', :'asked')) || (
				SELECT array_agg(format(
							'SELECT create_distributed_table(%L, %L, colocate_with := %L)',
							format('%I.%I', :'asked', r.name), 'employee_id',
							format('%I.contract', :'hr')))
				FROM   report r) END)
FROM  (SELECT min(p.least) AS least FROM part p) p \gexec
-- one employer on one node: there
SELECT format('SELECT citus_schema_move(%L, %L, %s, %L)', :'asked', p.node, p.port, 'block_writes')
FROM   part p
JOIN   citus_schemas c ON c.schema_name = :'asked'::regnamespace
WHERE  NOT EXISTS (SELECT FROM citus_shards s
				   WHERE  s.colocation_id = c.colocation_id
				   AND    s.nodename = p.node AND s.nodeport = p.port) \gexec

-- its shards are the reports: of the people of the part, and of nobody with the first part
SELECT pg_temp.on_workers(array_agg(w.node), array_agg(w.port), array_agg(w.command))
FROM  (
	SELECT p.node, p.port, string_agg(format(
				'DROP TABLE %1$I.%2$I; CREATE VIEW %1$I.%2$I AS %3$s WHERE %4$s', :'asked',
				c.relname || '_' || s.shardid,
				format(r.query, p.name, format('%I.day_%s', :'asked', d.shardid)),
				CASE WHEN p.least IS NULL THEN 'true'
					 ELSE format('CASE WHEN r.employee_id IS NULL THEN %L '
							'ELSE hashint8(r.employee_id) BETWEEN %s AND %s END',
							p.is_first, p.least, p.most) END), '; ') AS command
	FROM   report r
	JOIN   pg_class c ON c.relname = r.name AND c.relnamespace = :'asked'::regnamespace
	JOIN   pg_dist_shard s ON s.logicalrelid = c.oid
	JOIN   part p ON p.least IS NOT DISTINCT FROM s.shardminvalue
	JOIN   pg_dist_shard d ON d.logicalrelid = format('%I.day', :'asked')::regclass
	GROUP  BY p.node, p.port, p.name) w;

-- On the coordinator, they take the places of those that would fetch rows;
-- views show today, as ever.
SET citus.enable_ddl_propagation = off;
SELECT unnest(CASE WHEN c.one_name THEN ARRAY[
			-- PL/pgSQL takes no parameter with the name of a column, and Citus no query in SQL
			-- with parameters
			format('CREATE FUNCTION %I.%I(%s) RETURNS %s LANGUAGE plpgsql STABLE AS %L',
				   :'reports', r.made || '_given', c.types, f.result, f.body),
			format('CREATE OR REPLACE FUNCTION %I.%I(%s) RETURNS %s LANGUAGE sql STABLE AS %L',
				   :'reports', r.made, f.arguments, f.result,
				   format('SELECT * FROM %I.%I(%s)', :'reports', r.made || '_given', c.numbers))]
			ELSE ARRAY[
			format('CREATE OR REPLACE FUNCTION %I.%I(%s) RETURNS %s LANGUAGE plpgsql STABLE AS %L',
				   :'reports', r.made, f.arguments, f.result, f.body)] END)
FROM   report r
CROSS  JOIN LATERAL (
			SELECT string_agg(format('r.%I', a.name), ', ' ORDER BY a.n)
						FILTER (WHERE a.n > r.pronargs) AS columns,
				   string_agg('$' || a.n, ', ' ORDER BY a.n) FILTER (WHERE a.n <= r.pronargs)
						AS numbers,
				   oidvectortypes(p.proargtypes) AS types,
				   count(DISTINCT a.name) < count(*) AS one_name
			FROM   pg_proc p, unnest(p.proargnames) WITH ORDINALITY AS a(name, n)
			WHERE  p.oid = r.function
			GROUP  BY p.oid, p.proargtypes) c
CROSS  JOIN LATERAL (
			SELECT pg_get_function_arguments(r.function) AS arguments,
				   pg_get_function_result(r.function) AS result,
				   format('BEGIN RETURN QUERY SELECT %s FROM %I.%I r WHERE %s; END',
						  c.columns, :'asked', r.name, r.condition) AS body) f
WHERE  r.made <> 'absence_for_pay' \gexec
SELECT format('CREATE OR REPLACE VIEW %s AS SELECT %s FROM %I.%I r WHERE %s',
			r.view, c.columns, :'asked', r.name, replace(r.condition, '$1', 'CURRENT_DATE'))
FROM   report r
CROSS  JOIN LATERAL (SELECT string_agg(format('r.%I', a.attname), ', ' ORDER BY a.attnum) AS columns
			FROM   pg_attribute a WHERE a.attrelid = r.view AND a.attnum > 0) c
WHERE  r.view IS NOT NULL AND r.pronargs < 2 AND r.name = r.made \gexec

SELECT unnest(ARRAY[format('GRANT USAGE ON SCHEMA %I TO %s', :'reports', :'readers'),
			format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %s', :'reports', :'readers')])
WHERE  :'readers' <> '' \gexec
SET citus.enable_ddl_propagation = on;
SELECT format('GRANT USAGE ON SCHEMA %I TO %s', :'asked', :'readers') WHERE :'readers' <> ''
UNION  ALL
SELECT format('GRANT SELECT ON %I.%I TO %s', :'asked', r.name, :'readers')
FROM   report r WHERE :'readers' <> '' \gexec
DROP TABLE part, report;
