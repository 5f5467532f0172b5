--------------------------------------------------------------------------------
-- retention: what is older than a site keeps it goes, history included
--
-- retention_report says which records can go and why others stay. The files of sql/hr
-- forget_choice, forget and forget_history remove them.
--------------------------------------------------------------------------------

CREATE PROCEDURE forget(schema text, before date, dry_run boolean DEFAULT false)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
	-- whoever saw a part of the rows would keep too little: an error instead
	SET row_security = off
	-- the names of records are written and read in one call, in one way
	SET datestyle = 'ISO' SET jit = off
AS $procedure$
DECLARE
	relations	text[] := ARRAY(SELECT DISTINCT t.relation FROM bradford.table_columns() t);
	hr			text := bradford.target_schema(schema, relations
						|| ARRAY(SELECT r || '_history' FROM unnest(relations) r)
						|| ARRAY(SELECT f.name FROM bradford.hr_files() f));
	files		text[] := ARRAY(
						SELECT replace(replace(f.definition, '@hr@', hr), '@before@', before::text)
						FROM   bradford.hr_files() f
						WHERE  f.name LIKE 'forget%' ORDER BY f.place);
	wrong		text;
	histories	regclass[];
	history		regclass;
	removed		record;
BEGIN
	IF to_regnamespace(hr) IS NULL THEN
		RAISE EXCEPTION 'schema % does not exist', hr USING ERRCODE = '3F000',
			DETAIL = 'There is nothing to forget.',
			HINT = 'Name the schema for which bradford.create_tables was called.';
	END IF;
	IF before IS NULL THEN
		RAISE EXCEPTION 'before must not be NULL' USING ERRCODE = '22004',
			DETAIL = 'Records that lie wholly before this day are removed.',
			HINT = 'Write for instance current_date - interval ''6 years''.';
	END IF;
	IF before > current_date THEN
		RAISE EXCEPTION 'before must not be after today: %', before USING ERRCODE = '22008',
			DETAIL = 'Records that lie wholly before this day are removed, and nobody '
					 'knows yet what will be.',
			HINT = 'Write for instance current_date - interval ''6 years''.';
	END IF;
	PERFORM bradford.require_known_day(before);
	SELECT string_agg(p.problem, E'\n' ORDER BY p.n, p.problem) INTO wrong
	FROM  (
		SELECT 1 AS n, format('%s is %s', r.relation, CASE c.relkind
					WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialised view'
					WHEN 'f' THEN 'a foreign table' ELSE 'missing' END) AS problem
		FROM   unnest(relations) AS r(relation)
		LEFT   JOIN pg_class c ON c.oid = to_regclass(format('%s.%I', hr, r.relation))
		WHERE  c.relkind IN ('r', 'p') IS NOT TRUE
		UNION  ALL
		SELECT 2, 'retention_report is missing'
		WHERE  NOT EXISTS (SELECT FROM bradford.reports_made(schema) m
						   WHERE  m.name = 'retention_report')) p;
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'nothing can be forgotten in schema %', hr USING ERRCODE = '42809',
			DETAIL = wrong,
			HINT = 'Rows are removed from tables, where bradford.create_tables and '
				   'bradford.create_reports were called. What a view shows goes where it is kept.';
	END IF;

	-- history is kept of all people's tables or of none
	SELECT array_agg(h.oid ORDER BY h.name),
		   string_agg(h.name || ' is missing', E'\n' ORDER BY h.name) FILTER (WHERE h.oid IS NULL)
	INTO   histories, wrong
	FROM  (
		SELECT DISTINCT h.name, to_regclass(format('%s.%I', hr, h.name)) AS oid
		FROM   regexp_matches(files[3], '\.(\w+_history)\M', 'g') AS m(name)
		CROSS  JOIN LATERAL (SELECT m.name[1]) AS h(name)) h
	WHERE  EXISTS (SELECT FROM unnest(relations) r
				   WHERE  to_regclass(format('%s.%I', hr, r || '_history')) IS NOT NULL);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema % has no history of all HR tables', hr USING ERRCODE = '42P01',
			DETAIL = wrong,
			HINT = format('CALL bradford.keep_history(%L) makes what is missing.', schema);
	END IF;
	-- what was known otherwise of the records that retention_report lists is for that report to say
	SELECT 'known_otherwise does not read ' || string_agg(h.oid::text, ', ' ORDER BY h.n) INTO wrong
	FROM   unnest(histories) WITH ORDINALITY AS h(oid, n)
	CROSS  JOIN LATERAL (
		SELECT count(*) FILTER (WHERE m.name = 'retention_report' AND d.refobjid = t.oid) AS lists,
			   count(*) FILTER (WHERE m.name = 'known_otherwise' AND d.refobjid = h.oid) AS knows
		FROM   pg_class c
		JOIN   pg_class t ON t.relnamespace = c.relnamespace AND t.relname || '_history' = c.relname
		CROSS  JOIN bradford.reports_made(schema) m
		JOIN   pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = m.function
					AND d.refclassid = 'pg_class'::regclass AND d.refobjid IN (h.oid, t.oid)
		WHERE  c.oid = h.oid) r
	WHERE  r.lists > 0 AND r.knows = 0;
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'reports of schema % do not know its history', hr USING ERRCODE = '42809',
			DETAIL = wrong,
			HINT = format('CALL bradford.create_reports(%L) first.', schema);
	END IF;

	BEGIN
		EXECUTE files[1];
		EXECUTE files[2];
		IF histories IS NOT NULL THEN
			-- only an owner can switch it off, and nobody else sees it so
			FOREACH history IN ARRAY histories LOOP
				EXECUTE format('ALTER TABLE %s DISABLE TRIGGER history_stays', history);
			END LOOP;
			EXECUTE files[3];
			FOREACH history IN ARRAY histories LOOP
				EXECUTE format('ALTER TABLE %s ENABLE TRIGGER history_stays', history);
			END LOOP;
		END IF;
		FOR removed IN EXECUTE 'SELECT r.relation, r.count FROM pg_temp.removed r WHERE r.count > 0
								ORDER BY r.place'
		LOOP
			RAISE NOTICE '%: % rows %', removed.relation, removed.count,
				CASE WHEN dry_run THEN 'would go' ELSE 'removed' END;
		END LOOP;
		DROP TABLE pg_temp.forgotten, pg_temp.removed;
		IF dry_run THEN
			RAISE NOTICE 'nothing was removed' USING
				HINT = format('SELECT * FROM %s.retention_report(%L) lists the '
							  'records, and why others stay.',
							  hr, before);
			RAISE EXCEPTION USING ERRCODE = 'BF000', MESSAGE = 'dry run';
		END IF;
	EXCEPTION WHEN SQLSTATE 'BF000' THEN
		NULL;			-- all is as it was
	END;

	-- somebody may have put a table or function of theirs in the place of
	-- one of these, just in time
	PERFORM bradford.refuse_foreign(schema, relations);
END
$procedure$;
COMMENT ON PROCEDURE forget(text, date, boolean) IS
	E'Removes the records that lie wholly before this day and that nothing needs any more, as '
	'retention_report lists them, and their history. dry_run: says how many, and removes nothing.\n'
	'Refused: what is of others (42501), relations that are no tables, reports that do not know '
	'the history (42809), a history of some of them (42P01), a day after today (22008).';
