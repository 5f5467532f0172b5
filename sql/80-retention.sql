--------------------------------------------------------------------------------
-- retention: removes records older than a site keeps them, history included
--
-- retention_report says which records can go and why others stay. The files
-- forget_choice, forget and forget_history of sql/hr remove them.
--------------------------------------------------------------------------------

CREATE PROCEDURE forget(schema text, before date, dry_run boolean DEFAULT false)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
	-- somebody who sees only some rows would keep too little, so this gives an error
	SET row_security = off
	-- names of records hold dates, which one call must write and read in one form
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
			DETAIL = 'Records that lie wholly before this day are removed, and the days '
					 'after today are not known yet.',
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
			HINT = 'Call bradford.create_tables and bradford.create_reports first. forget removes '
				   'rows only from tables; what a view shows is removed from its own tables.';
	END IF;

	-- history must be kept for all tables about people, or for none
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
		RAISE EXCEPTION 'schema % lacks the history of some HR tables', hr USING ERRCODE = '42P01',
			DETAIL = wrong,
			HINT = format('CALL bradford.keep_history(%L) makes what is missing.', schema);
	END IF;
	-- retention_report must know what was known otherwise about the records that it lists
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
		RAISE EXCEPTION 'reports of schema % do not read its history', hr USING ERRCODE = '42809',
			DETAIL = wrong,
			HINT = format('CALL bradford.create_reports(%L) first.', schema);
	END IF;

	BEGIN
		EXECUTE files[1];
		EXECUTE files[2];
		IF histories IS NOT NULL THEN
			-- only an owner can do this, and no other session sees it
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
		NULL;			-- everything is rolled back
	END;

	-- somebody may have made a table or function of the same name just before
	PERFORM bradford.refuse_foreign(schema, relations);
END
$procedure$;
COMMENT ON PROCEDURE forget(text, date, boolean) IS
	E'Removes the records that lie wholly before this day and that nothing needs any more, as '
	'listed by retention_report, and their history. dry_run: says how many, and removes nothing.\n'
	'Refused: objects of others (42501), relations that are not tables, reports that do not read '
	'the history (42809), a history of only some tables (42P01), a day after today (22008).';
