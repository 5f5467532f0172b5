-- HR tables spread over a Citus cluster by employee_id: psql -v hr=hr -f citus-spread.sql, on the coordinator, before
-- or after the tables are loaded, once. -v shards=8 says into how many parts; the default is 32. See doc/scale.md, Citus.
\set ON_ERROR_STOP on
\if :{?hr} \else \set hr hr \endif
\if :{?shards} \else \set shards 32 \endif
SET client_min_messages = warning;
SELECT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = format('%I.contract', :'hr')::regclass) AS is_spread \gset
\if :is_spread
	\warn the tables are distributed already, and stay as they are
	\quit
\endif

-- Citus keeps a person's rows together, and a payroll number is then no longer changed in place; all other
-- references stay as they are, and so does who may have which contract, in words that Citus knows.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TEMP TABLE kept AS
SELECT k.conrelid::regclass AS relation, k.conname,
	   regexp_replace(pg_get_constraintdef(k.oid), '^(FOREIGN KEY \(employee_id.*) ON UPDATE CASCADE', '\1') AS definition
FROM   pg_constraint k
WHERE  k.connamespace = :'hr'::regnamespace AND k.contype = 'f';
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.relation, k.conname) FROM kept k \gexec
ALTER TABLE :"hr".contract DROP CONSTRAINT one_contract_at_a_time;
ALTER TABLE :"hr".flexi_member DROP CONSTRAINT one_scheme_at_a_time;
ALTER TABLE :"hr".homework DROP CONSTRAINT one_arrangement_at_a_time;

-- Whole on each node: policies, reasons and procedures, and who is who, since a report names a person's manager.
SELECT CASE WHEN a.attname IS NULL OR c.relname IN ('employee', 'login', 'deputy')
			THEN format('SELECT create_reference_table(%L)', c.oid::regclass)
			ELSE format('SELECT create_distributed_table(%L, ''employee_id'', shard_count := %s)', c.oid::regclass, :shards) END
FROM   pg_class c
LEFT   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'employee_id'
WHERE  c.relnamespace = :'hr'::regnamespace AND c.relkind = 'r'
ORDER  BY c.relname \gexec

ALTER TABLE :"hr".contract ADD CONSTRAINT one_contract_at_a_time
	EXCLUDE USING gist (employee_id WITH =, post WITH =, daterange(first_day, last_day, '[]') WITH &&);
ALTER TABLE :"hr".flexi_member ADD CONSTRAINT one_scheme_at_a_time
	EXCLUDE USING gist (employee_id WITH =, daterange(first_day, last_day, '[]') WITH &&);
ALTER TABLE :"hr".homework ADD CONSTRAINT one_arrangement_at_a_time
	EXCLUDE USING gist (employee_id WITH =, daterange(first_day, last_day, '[]') WITH &&);
SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.relation, k.conname, k.definition) FROM kept k \gexec
DROP TABLE kept;
