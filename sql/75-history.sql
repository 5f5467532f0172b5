--------------------------------------------------------------------------------
-- history: every change of the HR tables, and the tables as they were known
--
-- The files of sql/hr of kind history make the history of one table, and those of
-- kind known one view on it. Like every file they take the site's schema in the place
-- of @hr@. They also take the name of the table, its key and its columns from the
-- catalogs, so a column that a site has added is kept too.
--------------------------------------------------------------------------------

CREATE FUNCTION history_tables(schema text,
		OUT relation text, OUT "table" regclass, OUT history regclass, OUT key text[],
		OUT columns text[], OUT kept_from text)
	RETURNS SETOF record
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 25
BEGIN ATOMIC
SELECT r.relation, c.oid::regclass, h.oid::regclass,
	   ARRAY(SELECT a.attname::text
			 FROM   pg_index i
			 CROSS  JOIN LATERAL unnest((i.indkey::int2[])[0:i.indnkeyatts - 1])
						WITH ORDINALITY AS k(attnum, n)
			 JOIN   pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
			 WHERE  i.indrelid = c.oid AND i.indisprimary
			 ORDER  BY k.n),
	   ARRAY(SELECT a.attname::text
			 FROM   pg_attribute a
			 WHERE  a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			 ORDER  BY a.attnum),
	  (SELECT pg_get_expr(d.adbin, d.adrelid)
	   FROM   pg_attrdef d
	   JOIN   pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
	   WHERE  d.adrelid = h.oid AND a.attname = 'changed_at')
FROM  (SELECT DISTINCT t.relation FROM bradford.table_columns() t) r
LEFT   JOIN pg_namespace n ON n.nspname::text = schema
LEFT   JOIN pg_class c ON c.relnamespace = n.oid AND c.relname::text = r.relation
			AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
LEFT   JOIN pg_class h ON h.relnamespace = n.oid AND h.relname::text = r.relation || '_history'
ORDER  BY c.oid, r.relation;
END;
COMMENT ON FUNCTION history_tables(text) IS
	'The HR tables of this schema for keep_history and create_known: relation, its history if '
	'there is one, primary key, columns, and since when the history is kept, as an expression.';


CREATE FUNCTION history_problems(schema text) RETURNS SETOF text
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
WITH hr AS MATERIALIZED (
	SELECT * FROM bradford.history_tables(schema)
), bookkeeping(name) AS (
	VALUES ('change_id'), ('changed_at'), ('changed_by'), ('change'), ('stands')
), problems(n, problem) AS (
	SELECT 1, t.relation || ' is missing'
	FROM   hr t
	WHERE  t."table" IS NULL
	UNION ALL
	SELECT 2, format('%s is %s', t.relation, CASE c.relkind WHEN 'v' THEN 'a view'
				WHEN 'm' THEN 'a materialised view' WHEN 'f' THEN 'a foreign table'
				ELSE 'a partitioned table, whose partitions can be written to directly' END)
	FROM   hr t
	JOIN   pg_class c ON c.oid = t."table" AND c.relkind <> 'r'
	UNION ALL
	SELECT DISTINCT 3, t.relation || ' inherits, or is inherited from'
	FROM   hr t
	JOIN   pg_class c ON c.oid = t."table" AND c.relkind = 'r'
	JOIN   pg_inherits i ON c.oid IN (i.inhparent, i.inhrelid)
	UNION ALL
	SELECT 4, t.relation || ' has no primary key'
	FROM   hr t
	JOIN   pg_class c ON c.oid = t."table" AND c.relkind = 'r'
	WHERE  t.key = '{}'
	UNION ALL
	SELECT 5, format('%s.%I has the name of a column that its history adds', t.relation, b.name)
	FROM   hr t
	JOIN   bookkeeping b ON b.name = ANY (t.columns)
	UNION ALL
	-- a relation with the name of a history that does not look like one is the site's
	SELECT 6, format('%s is not the history of %s that keep_history makes', h.relname, t.relation)
	FROM   hr t
	JOIN   pg_class h ON h.oid = t.history
	WHERE  h.relkind <> 'r' OR t.kept_from IS NULL
	OR     EXISTS (SELECT FROM bookkeeping b
				   WHERE  NOT EXISTS (SELECT FROM pg_attribute a
									  WHERE  a.attrelid = t.history AND a.attname = b.name))
	UNION ALL
	SELECT 7, format('%s has the key (%s), but its history has (%s)', t.relation,
				array_to_string(t.key, ', '), array_to_string(k.key, ', '))
	FROM   hr t
	JOIN   pg_class h ON h.oid = t.history AND h.relkind = 'r'
	CROSS  JOIN LATERAL (
		SELECT ARRAY(SELECT a.attname::text
					 FROM   pg_index i
					 CROSS  JOIN LATERAL unnest((i.indkey::int2[])[0:i.indnkeyatts - 2])
								WITH ORDINALITY AS k(attnum, n)
					 JOIN   pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
					 WHERE  i.indrelid = t.history AND i.indisprimary
					 ORDER  BY k.n) AS key) k
	WHERE  k.key <> t.key
	UNION ALL
	SELECT 8, format('%s.%I has type %s, but %s in its history', t.relation, a.attname,
				format_type(a.atttypid, a.atttypmod), format_type(b.atttypid, b.atttypmod))
	FROM   hr t
	JOIN   pg_attribute a ON a.attrelid = t."table" AND a.attnum > 0 AND NOT a.attisdropped
	JOIN   pg_attribute b ON b.attrelid = t.history AND b.attname = a.attname AND b.attnum > 0
	WHERE (a.atttypid, a.atttypmod) <> (b.atttypid, b.atttypmod)
	UNION ALL
	SELECT 9, format('function %I() was not made by keep_history', p.proname)
	FROM   hr t
	JOIN   pg_class c ON c.oid = t."table"
	JOIN   pg_proc p ON p.pronamespace = c.relnamespace AND p.proname::text = 'keep_' || t.relation
				AND p.pronargs = 0
	WHERE  NOT p.prosecdef OR starts_with(obj_description(p.oid, 'pg_proc'), 'Adds to ') IS NOT TRUE
	UNION ALL
	SELECT 9, format('trigger %I of %s was not made by keep_history', g.tgname, t.relation)
	FROM   hr t
	JOIN   pg_trigger g ON g.tgrelid = t."table"
				AND g.tgname IN ('keep_inserted', 'keep_updated', 'keep_deleted', 'keep_truncated')
	JOIN   pg_proc p ON p.oid = g.tgfoid AND p.proname::text <> 'keep_' || t.relation
	UNION ALL
	SELECT 10, p.problem
	FROM   bradford.report_problems(schema) AS p(problem)
	WHERE  p.problem ~ '\mabsence_history_report\M'
)
SELECT p.problem FROM problems p ORDER BY p.n, p.problem;
END;
COMMENT ON FUNCTION history_problems(text) IS
	'What prevents keep_history from keeping the history of the HR tables of this schema. No rows '
	'if there is nothing.';


CREATE FUNCTION filled_in(template text, words text[], key text[], columns text[]) RETURNS text
	LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	file	text := template;
	r		record;
BEGIN
	FOR r IN
		SELECT DISTINCT x[1] AS word, x[2] AS before, x[3] AS list
		FROM   regexp_matches(file, '(@([a-z]\.)?(key|columns)@)', 'g') x
	LOOP
		file := replace(file, r.word, (
			SELECT string_agg(concat(r.before, quote_ident(c.name)), ', ' ORDER BY c.n)
			FROM   unnest(CASE r.list WHEN 'key' THEN key ELSE columns END)
						WITH ORDINALITY AS c(name, n)));
	END LOOP;
	FOR i IN 1 .. cardinality(words) / 2 LOOP
		file := replace(file, words[2 * i - 1], words[2 * i]);
	END LOOP;
	RETURN file;
END
$function$;
COMMENT ON FUNCTION filled_in(text, text[], text[], text[]) IS
	'A file of sql/hr with each second word in the place of the word before it, and the columns of '
	'a key and of a table in the places of @key@ and @columns@. @t.key@ puts t. before each '
	'column.';


CREATE PROCEDURE keep_history(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
	SET datestyle = 'ISO'
AS $procedure$
DECLARE
	names	text[] := ARRAY(
				SELECT DISTINCT n.name
				FROM   bradford.table_columns() t
				CROSS  JOIN LATERAL (VALUES (t.relation), (t.relation || '_history'),
											('keep_' || t.relation)) AS n(name))
				|| '{refuse_change_of_history,absence_history_report,known_otherwise}'::text[];
	hr		text := bradford.target_schema(schema, names);
	wrong	text;
	locks	text;
	began	timestamptz := clock_timestamp();
	patience interval := bradford.patience();
	files	text[];
	t		record;
	c		record;
	words	text[];
	change	text;
BEGIN
	IF to_regnamespace(hr) IS NULL THEN
		RAISE EXCEPTION 'schema % does not exist', hr USING ERRCODE = '3F000',
			DETAIL = 'keep_history keeps the history of the HR tables in a schema.',
			HINT = 'Call bradford.create_tables first.';
	END IF;
	SELECT string_agg(p.problem, E'\n' ORDER BY p.n) INTO wrong
	FROM   bradford.history_problems(schema) WITH ORDINALITY AS p(problem, n);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'history of schema % cannot be kept', hr USING ERRCODE = '42809',
			DETAIL = wrong,
			HINT = 'History is kept by triggers on ordinary tables with a primary key. '
				   'doc/history.md says what to do about each line.';
	END IF;

	-- Nothing may change between copying the rows and the first trigger. Writers hold tables in
	-- any order, and waiting for one table while holding others could end in a deadlock, so all
	-- are locked at once or not at all.
	SELECT concat_ws('; ',
				format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE NOWAIT',
					   string_agg('ONLY ' || h."table", ', ')),
				'LOCK TABLE ' || string_agg('ONLY ' || h.history, ', ') FILTER (
					WHERE EXISTS (SELECT unnest(h.columns)
								  EXCEPT SELECT a.attname::text FROM pg_attribute a
								  WHERE  a.attrelid = h.history))
				|| ' IN ACCESS EXCLUSIVE MODE NOWAIT') INTO locks
	FROM   bradford.history_tables(schema) h;
	LOOP
		BEGIN
			EXECUTE locks;
			EXIT;
		EXCEPTION WHEN lock_not_available THEN
			IF clock_timestamp() > began + patience THEN
				RAISE EXCEPTION 'HR tables are in use in schema %', hr USING ERRCODE = '55P03',
					DETAIL = format('For %s, some transaction at every moment had changed one '
									'of them, or read a history that gets new columns.',
									patience),
					HINT = 'Call it again when those transactions have ended, or with a longer '
						   'lock_timeout; pg_locks shows them.';
			END IF;
			PERFORM pg_sleep(0.05);
		END;
	END LOOP;

	files := ARRAY(SELECT f.definition FROM bradford.hr_files() f
				   WHERE  f.kind = 'history' ORDER BY f.place);
	FOR t IN SELECT * FROM bradford.history_tables(schema) LOOP
		words := ARRAY['@hr@', hr, '@table@', t.relation, '@now@', clock_timestamp()::text];
		-- ALTER TABLE changes values without firing a trigger
		change := 'altered';
		IF t.history IS NULL THEN
			EXECUTE bradford.filled_in(files[1], words, t.key, t.columns);
			-- to find who has an absence that moved to another person (absence_history_report)
			IF t.relation = 'absence' AND 'absence_id' = ANY (t.columns) THEN
				EXECUTE format('CREATE INDEX absence_history_by_number'
							   ' ON %s.absence_history (absence_id)', hr);
			END IF;
			change := 'kept before';
		ELSE
			-- older rows get the default of the column, as in the table
			FOR c IN
				SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type,
					   ' DEFAULT ' || CASE a.attgenerated
							WHEN '' THEN pg_get_expr(d.adbin, d.adrelid) END AS given
				FROM   pg_attribute a
				LEFT   JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
				WHERE  a.attrelid = t."table" AND a.attnum > 0 AND NOT a.attisdropped
				AND    NOT EXISTS (SELECT FROM pg_attribute h
								   WHERE  h.attrelid = t.history AND h.attname = a.attname)
				ORDER  BY a.attnum
			LOOP
				EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s%s', t.history, c.attname,
							   c.type, c.given);
				EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', t.history, c.attname);
				change := 'column added';
			END LOOP;
			IF change = 'altered' AND NOT EXISTS (
					SELECT FROM pg_trigger g
					WHERE  g.tgrelid = t."table" AND g.tgname = 'keep_inserted') THEN
				change := 'kept before';
			END IF;
		END IF;
		EXECUTE bradford.filled_in(files[2], words || ARRAY['@change@', change], t.key, t.columns);
		EXECUTE bradford.filled_in(files[3], words, t.key, t.columns);

		-- the triggers have the rights of the owner of the table
		SELECT quote_ident(pg_get_userbyid(k.relowner)) AS owner INTO c
		FROM   pg_class k WHERE k.oid = t."table" AND k.relowner <> current_user::regrole;
		IF c.owner IS NOT NULL THEN
			EXECUTE format('ALTER TABLE %s.%I OWNER TO %s', hr, t.relation || '_history', c.owner);
			EXECUTE format('ALTER FUNCTION %s.%I() OWNER TO %s', hr, 'keep_' || t.relation,
						   c.owner);
		END IF;
	END LOOP;

	-- the reports over the history: absence_history_report, and known_otherwise, which
	-- retention_report reads, if it is there
	FOR t IN
		SELECT replace(f.definition, '@hr@', hr) AS definition
		FROM   bradford.hr_files() f
		WHERE  f.kind = 'history report'
		AND    NOT EXISTS (SELECT FROM bradford.report_problems(schema))
		AND    CASE f.name
				WHEN 'absence_history_report' THEN
					NOT EXISTS (SELECT FROM bradford.reports_made(schema) m WHERE m.name = f.name)
				WHEN 'known_otherwise_history' THEN
					EXISTS (SELECT FROM bradford.reports_made(schema) m
							WHERE  m.name = 'known_otherwise'
							AND    NOT EXISTS (
									SELECT FROM pg_depend d
									WHERE  d.classid = 'pg_proc'::regclass AND d.objid = m.function
									AND    d.refobjid = to_regclass(hr || '.absence_history'))) END
		ORDER  BY f.place
	LOOP
		EXECUTE t.definition;
	END LOOP;

	-- somebody may have made a table or function of the same name just before
	PERFORM bradford.refuse_foreign(schema, names);
END
$procedure$;
COMMENT ON PROCEDURE keep_history(text) IS
	'Keeps every change of the HR tables in this schema from now on, for each in a table '
	'<name>_history. Makes absence_history_report, and lets retention_report read the history. '
	'Called again, it takes in new tables and columns. Refused, all listed: objects of others '
	'(42501), tables whose history cannot be kept (42809), tables in use (55P03).';


CREATE PROCEDURE make_known(schema text, known_schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
	SET datestyle = 'ISO'
AS $procedure$
DECLARE
	words	text[] := ARRAY['@hr@', quote_ident(schema), '@known@', quote_ident(known_schema)];
	files	text[] := ARRAY(SELECT f.definition FROM bradford.hr_files() f WHERE f.kind = 'known'
							ORDER  BY f.place);
	t		record;
BEGIN
	EXECUTE bradford.filled_in(files[1], words, '{}', '{}');
	FOR t IN
		SELECT h.*, ARRAY(SELECT a.attname::text
						  FROM   pg_attribute a
						  WHERE  a.attrelid = h.history AND a.attnum > 0 AND NOT a.attisdropped
						  AND    a.attname NOT IN ('change_id', 'changed_at', 'changed_by',
												   'change', 'stands')
						  ORDER  BY a.attnum) AS known
		FROM   bradford.history_tables(schema) h
	LOOP
		EXECUTE bradford.filled_in(files[2],
								   words || ARRAY['@table@', t.relation,
												  '@kept_from@', t.kept_from],
								   t.key, t.known);
	END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE make_known(text, text) IS
	'The work of create_known, after it has checked both schemas.';


CREATE PROCEDURE create_known(schema text, known_schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
DECLARE
	relations	text[] := ARRAY(SELECT DISTINCT t.relation FROM bradford.table_columns() t);
	hr			text := bradford.target_schema(schema, ARRAY(
						SELECT r || '_history' FROM unnest(relations) r));
	known		text := bradford.target_schema(known_schema, relations || 'known_at'::text);
	wrong		text;
BEGIN
	IF known = hr THEN
		RAISE EXCEPTION 'known schema is the schema of the HR tables: %', hr
			USING ERRCODE = '22023',
			DETAIL = 'The views in the known schema have the names of the tables.',
			HINT = format('Name another, for instance %L.', schema || '_known');
	END IF;
	SELECT string_agg(t.relation || '_history', E'\n' ORDER BY t.relation) INTO wrong
	FROM   bradford.history_tables(schema) t
	LEFT   JOIN pg_class h ON h.oid = t.history AND h.relkind = 'r'
	WHERE  h.oid IS NULL OR t.kept_from IS NULL OR t.key = '{}';
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema % lacks the history of some HR tables', hr USING ERRCODE = '42P01',
			DETAIL = 'Missing:' || E'\n' || wrong,
			HINT = format('CALL bradford.keep_history(%L) first.', schema);
	END IF;
	SELECT string_agg(format('%I is not a view of what was known', c.relname), E'\n'
					  ORDER BY c.relname)
	INTO   wrong
	FROM   pg_class c
	JOIN   bradford.history_tables(schema) t ON t.relation = c.relname::text
	WHERE  c.relnamespace = to_regnamespace(known)
	AND    NOT EXISTS (
			SELECT FROM pg_rewrite w
			JOIN   pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
						AND d.refclassid = 'pg_class'::regclass AND d.refobjid = t.history
			WHERE  w.ev_class = c.oid);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema % has relations with the names of HR tables', known
			USING ERRCODE = '42P07',
			DETAIL = wrong,
			HINT = format('Rename or drop what is listed, or name another schema, for instance %L.',
						  schema || '_known');
	END IF;
	IF to_regnamespace(known) IS NULL THEN
		EXECUTE format('CREATE SCHEMA %s', known);
	END IF;
	CALL bradford.when_unread(known_schema,
							  format('CALL bradford.make_known(%L, %L)', schema, known_schema));
	PERFORM bradford.refuse_foreign(known_schema, relations || 'known_at'::text);
END
$procedure$;
COMMENT ON PROCEDURE create_known(text, text) IS
	'Makes views in the second schema that show the HR tables of the first as they were known at '
	'the moment set in bradford.known_at; create_reports makes the reports over them. Refused: '
	'objects of others (42501), no history (42P01), names that are taken (42P07).';
