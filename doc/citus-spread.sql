-- HR tables spread over a Citus cluster by employee_id: psql -v hr=hr -f citus-spread.sql, on the
-- coordinator, before or after the tables are loaded, once. -v shards=8 says into how many parts;
-- the default is 32. See doc/scale.md, Citus.
\set ON_ERROR_STOP on
\if :{?hr} \else \set hr hr \endif
\if :{?shards} \else \set shards 32 \endif
SET client_min_messages = warning;
SELECT EXISTS (
		SELECT FROM pg_dist_partition d
		WHERE  d.logicalrelid = format('%I.contract', :'hr')::regclass) AS is_spread \gset
\if :is_spread
	\warn the tables are distributed already, and stay as they are
	\quit
\endif

-- Citus keeps a person's rows together, and a payroll number is then no longer changed in place;
-- all other references stay as they are. So does what nobody has twice at a time, in words that
-- Citus knows: it looks for the employee_id itself.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TEMP TABLE kept AS
SELECT k.conrelid::regclass AS relation, k.conname,
	   replace(regexp_replace(pg_get_constraintdef(k.oid),
							  '^(FOREIGN KEY \(employee_id.*) ON UPDATE CASCADE', '\1'),
			'int8range(employee_id, employee_id, ''[]''::text) WITH &&', 'employee_id WITH =')
			AS definition
FROM   pg_constraint k
WHERE  k.connamespace = :'hr'::regnamespace
AND   (k.contype = 'f' OR k.contype = 'x' AND EXISTS (
		SELECT FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attname = 'employee_id'));
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.relation, k.conname) FROM kept k \gexec

-- Whole on each node: policies, reasons and procedures, and who is who, since a report
-- names a person's manager.
SELECT CASE WHEN a.attname IS NULL OR c.relname IN ('employee', 'login', 'deputy')
			THEN format('SELECT create_reference_table(%L)', c.oid::regclass)
			ELSE format('SELECT create_distributed_table(%L, ''employee_id'', shard_count := %s)',
						c.oid::regclass, :shards) END
FROM   pg_class c
LEFT   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'employee_id'
WHERE  c.relnamespace = :'hr'::regnamespace AND c.relkind = 'r'
ORDER  BY c.relname \gexec

SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.relation, k.conname, k.definition)
FROM   kept k \gexec
DROP TABLE kept;
