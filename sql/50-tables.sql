--------------------------------------------------------------------------------
-- tables: the HR tables that reports read, made in the user's own schema
--
-- sql/hr/tables.sql is the definition: plain SQL over the schema @hr@. create_tables
-- runs it directly in a schema that has none of the tables. Otherwise it runs it in a
-- workshop schema, compares the catalogs of both, and moves over what is missing. So
-- no part of the definition has to be written twice.
--
-- The procedures of this section and of reports run under pg_catalog, pg_temp, and
-- every name of ours is qualified. They use nothing that belongs to others: somebody
-- else's table could run their code with the rights of whoever uses it.
--------------------------------------------------------------------------------

CREATE FUNCTION foreign_objects(schema text, names text[], OUT owner name, OUT objects text)
	RETURNS SETOF record
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
-- A superuser counts as a member of every role, and is still in danger from objects of others, so
-- memberships are followed here one by one. Superusers need not fear one another.
-- Not = ANY (names): PostgreSQL 18 plans for each element of the array, and cannot be cancelled
-- while it does.
WITH RECURSIVE mine(role) AS (
	SELECT r.oid
	FROM   pg_roles r JOIN pg_roles c ON c.rolname = current_user
	WHERE  r.oid = c.oid OR r.rolsuper AND c.rolsuper
	UNION
	SELECT m.roleid FROM pg_auth_members m JOIN mine ON m.member = mine.role
), owned(object, owner, part) AS (
	SELECT format('schema %I', n.nspname), n.nspowner, 1
	FROM   pg_namespace n
	WHERE  n.nspname::text = schema
	UNION ALL
	SELECT format('%s %I', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'S' THEN 'sequence'
				WHEN 'm' THEN 'materialised view' WHEN 'f' THEN 'foreign table' ELSE 'table' END,
				c.relname),
		   c.relowner, 2
	FROM   pg_class c
	JOIN   pg_namespace n ON n.oid = c.relnamespace
	WHERE  n.nspname::text = schema AND c.relname::text IN (SELECT unnest(names))
	AND    c.relkind NOT IN ('i', 'I', 'c')
	UNION ALL
	SELECT format('function %I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
		   p.proowner, 3
	FROM   pg_proc p
	JOIN   pg_namespace n ON n.oid = p.pronamespace
	WHERE  n.nspname::text = schema AND p.proname::text IN (SELECT unnest(names))
	UNION ALL
	SELECT format('type %I', t.typname), t.typowner, 4
	FROM   pg_type t
	JOIN   pg_namespace n ON n.oid = t.typnamespace
	LEFT   JOIN pg_class c ON c.oid = t.typrelid
	WHERE  n.nspname::text = schema AND t.typname::text IN (SELECT unnest(names))
	AND   (c.oid IS NULL OR c.relkind = 'c')
)
SELECT pg_get_userbyid(o.owner), string_agg(o.object, ', ' ORDER BY o.part, o.object)
FROM   owned o
WHERE  o.owner NOT IN (SELECT m.role FROM mine m)
-- for the owner of the schema itself, naming the schema is enough
AND   (o.part = 1 OR o.owner <> ALL (SELECT s.owner FROM owned s WHERE s.part = 1))
-- schema public belongs to whoever owns the database
AND    NOT (pg_get_userbyid(o.owner) = 'pg_database_owner'
			AND EXISTS (SELECT FROM pg_database d JOIN mine m ON m.role = d.datdba
						WHERE d.datname = current_database()))
GROUP  BY o.owner
ORDER  BY 1;
END;
COMMENT ON FUNCTION foreign_objects(text, text[]) IS
	'The schema, and the objects in it with one of these names, that belong neither to the current '
	'role nor to one that it is a member of: one row for each owner. If there is any row, '
	'create_tables and create_reports fail.';


CREATE FUNCTION refuse_foreign(schema text, names text[]) RETURNS void
	LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE COST 1000
	SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	wrong	text;
BEGIN
	SELECT string_agg(format('To %I: %s.', f.owner, f.objects), E'\n') INTO wrong
	FROM   bradford.foreign_objects(schema, names) f;
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema % or objects in it belong to other roles', quote_ident(schema)
			USING ERRCODE = '42501',
			DETAIL = wrong,
			HINT = format('You are "%s". Call it as the owner (SET ROLE), or '
						  'name a schema of your own.',
						  current_user);
	END IF;
END
$function$;
COMMENT ON FUNCTION refuse_foreign(text, text[]) IS
	'Fails if foreign_objects() finds anything in the schema (42501), and lists it.';


CREATE FUNCTION target_schema(schema text, names text[]) RETURNS text
	LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE COST 1000
	SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
	IF schema IS NULL OR schema IN ('', 'bradford', 'information_schema')
	   OR starts_with(schema, 'pg_') THEN
		RAISE EXCEPTION 'schema cannot hold HR tables and reports: %',
			coalesce(quote_ident(schema), 'NULL')
			USING ERRCODE = '22023',
			DETAIL = 'They need a schema of your own, not one of PostgreSQL or of the extension.',
			HINT = 'Name one, for instance ''hr''.';
	END IF;
	IF octet_length(schema) > 63 THEN
		RAISE EXCEPTION 'name of a schema is too long: %', quote_ident(schema)
			USING ERRCODE = '42622',
			DETAIL = 'Names have at most 63 bytes; PostgreSQL would cut this one.',
			HINT = 'Name another, for instance ''hr''.';
	END IF;
	IF current_setting('transaction_isolation') NOT LIKE 'read %' THEN
		RAISE EXCEPTION 'isolation level must be READ COMMITTED: %',
			current_setting('transaction_isolation')
			USING ERRCODE = '25001',
			DETAIL = 'The snapshot of this transaction may be older than objects in the schema.',
			HINT = 'Begin a transaction with ISOLATION LEVEL READ COMMITTED.';
	END IF;
	-- One call at a time in a database. Two calls could each wait for what the other has
	-- made: in one schema for its objects, in two schemas for the extension, on which
	-- reports are marked to depend.
	PERFORM pg_advisory_xact_lock(hashtextextended('bradford', 0));
	PERFORM bradford.refuse_foreign(schema, names);
	RETURN quote_ident(schema);
END
$function$;
COMMENT ON FUNCTION target_schema(text, text[]) IS
	'The quoted name of a schema in which objects of these names are to be made. Other calls in '
	'this database wait until the transaction ends. Refused: no name, bradford, pg_*, '
	'information_schema (22023), objects of others (42501).';


-- published rows -----------------------------------------------------------------

CREATE FUNCTION published_policies(
	OUT policy text, OUT title text, OUT first_day date, OUT last_day date, OUT adopted_on date,
	OUT trial_until date, OUT replaces text, OUT scoring_rule bradford.scoring_rule,
	OUT part_time_rule text, OUT long_term interval, OUT target_days numeric, OUT rises_apply text,
	OUT carried_over_from text, OUT lapses text, OUT repeats_before text, OUT fit_note_covers text,
	OUT return_days text, OUT review_counts text, OUT source text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 2
BEGIN ATOMIC
VALUES
	-- the trial began on 1 October 2016, the day of adoption (BF-13); until
	-- then the old policy held
	('periods or days', 'Attendance policy: 4 periods or 8 working days in 12 months',
	 date '-infinity', date '2016-09-30', NULL::date, NULL::date, NULL,
	 'days=working'::bradford.scoring_rule, 'none', interval '4 weeks', 7.5,
	 'always', 'first trigger', 'by time', 'absence', 'absence', 'own', 'any absence',
	 '002, old policy, 2.1-2.2'),
	('Bradford 2016', 'Attendance policy: Bradford factor 150, 500, 875',
	 date '2016-10-01', NULL, date '2016-10-01', date '2017-03-31', 'periods or days',
	 ''::bradford.scoring_rule, 'hours', interval '4 weeks', 7.5,
	 -- where the clauses can be read in two ways (doc/reports.md, Choices)
	 'always', 'first trigger', 'by time', 'absence', 'absence', 'own', 'any absence',
	 '002, s.19-21');
END;
COMMENT ON FUNCTION published_policies() IS
	'The published attendance policies, as create_tables copies them into attendance_policy: '
	'Bradford 2016 (BF-1 to BF-16) and the policy of 4 periods or 8 working days that it '
	'replaced.';


CREATE FUNCTION published_policy_stages(
	OUT policy text, OUT stage smallint, OUT title text, OUT trigger_score numeric,
	OUT trigger_occasions integer, OUT trigger_days numeric, OUT warning_life interval,
	OUT least_rise numeric, OUT report_age interval, OUT review_least interval,
	OUT review_most interval, OUT repeat_warnings smallint, OUT repeat_within interval,
	OUT appeal_leads_to smallint, OUT meeting_within smallint, OUT notice smallint,
	OUT notice_unit text, OUT review_notice smallint, OUT review_notice_unit text,
	OUT appeal_within smallint, OUT referral boolean)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 4
BEGIN ATOMIC
VALUES
	('periods or days', 1::smallint, 'first formal interview considered', NULL::numeric,
	 4, 8::numeric, NULL::interval, NULL::numeric, NULL::interval, interval '1 month',
	 interval '3 months', NULL::smallint, NULL::interval, NULL::smallint, NULL::smallint,
	 NULL::smallint, NULL::text, NULL::smallint, NULL::text, NULL::smallint, false),
	-- The clauses on stages 2 and 3 give no time limit for the meeting (DL-19), so they have that
	-- of stage 1.
	-- BF-4, BF-6, BF-10, BF-12, DL-19, DL-20, DL-21
	('Bradford 2016', 1::smallint, 'written warning considered', 150,
	 NULL, NULL, interval '6 months', NULL, NULL, interval '1 month',
	 interval '3 months', 2::smallint, interval '2 years', NULL, 5::smallint,
	 48::smallint, 'hours', 5::smallint, 'working days', NULL, true),
	-- BF-4, BF-6, BF-7, DL-22, DL-23
	('Bradford 2016', 2::smallint, 'final written warning considered', 500,
	 NULL, NULL, interval '9 months', 350, NULL, NULL, NULL, NULL, NULL, NULL, 5::smallint,
	 5::smallint, 'calendar days', NULL, NULL, 10::smallint, true),
	-- BF-4, BF-6, BF-8, BF-11, DL-25, DL-26, DL-29
	('Bradford 2016', 3::smallint, 'stage 3 meeting', 875, NULL, NULL, interval '12 months', 375,
	 interval '3 months', NULL, NULL, NULL, NULL, 2::smallint, 5::smallint,
	 5::smallint, 'working days', NULL, NULL, 10::smallint, false);
END;
COMMENT ON FUNCTION published_policy_stages() IS
	'The stages of the published attendance policies (BF-4 to BF-12, DL-19 to DL-26), as '
	'create_tables copies them into policy_stage.';


CREATE FUNCTION published_reasons(
	OUT reason text, OUT counted text, OUT sickness boolean, OUT hr_advice boolean,
	OUT occupational_health boolean, OUT pregnancy boolean, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 25
BEGIN ATOMIC
VALUES
	('cold or flu', 'yes', true, false, false, false, NULL),
	('stomach or bowel', 'yes', true, false, false, false, NULL),
	('headache or migraine', 'yes', true, false, false, false, NULL),
	('operation or hospital', 'yes', true, false, false, false, NULL),
	('other sickness', 'yes', true, false, false, false, NULL),
	('depression', 'yes', true, false, true, false, 'AB-9'),
	('anxiety', 'yes', true, false, true, false, 'AB-9'),
	('stress', 'yes', true, false, true, false, 'AB-9'),
	('musculoskeletal', 'yes', true, false, true, false, 'AB-9'),
	('industrial injury', 'yes', true, true, true, false, 'AB-4, AB-9'),
	('disability', 'yes', true, true, false, false, 'AB-4'),
	('chicken pox', 'unless fit note', true, true, false, false, 'AB-2, AB-4'),
	('diphtheria', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('German measles', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('mumps', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('scarlet fever', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('whooping cough', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('pandemic flu', 'unless fit note', true, true, false, false, 'AB-2, AB-4'),
	('other notifiable disease', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('pregnancy', 'no', false, true, false, true, 'AB-3, AB-4, AB-7'),
	('IVF treatment', 'no', false, true, false, true, 'AB-3, AB-4, AB-7'),
	('medical appointment, whole day', 'yes', true, false, false, false, 'AB-5'),
	('medical appointment', 'no', false, false, false, false, 'AB-5');
END;
COMMENT ON FUNCTION published_reasons() IS
	'Reasons for absence and what follows from them by the policy (AB-2 to AB-5, AB-7, AB-9), as '
	'create_tables copies them into absence_reason.';


-- create_tables ------------------------------------------------------------------

-- What prevents moving tables from the workshop, and adding columns to tables.
CREATE FUNCTION table_conflicts(schema text, workshop text) RETURNS SETOF text
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
WITH here AS (
	SELECT c.oid, c.relname, c.relkind, c.relkind IN ('r', 'p', 'v', 'm', 'f') AS serves,
		   CASE c.relkind WHEN 'S' THEN 'a sequence' WHEN 'i' THEN 'an index'
				WHEN 'I' THEN 'an index'
				WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialised view'
				WHEN 'f' THEN 'a foreign table'
				WHEN 'c' THEN 'a type' ELSE 'a table' END AS what
	FROM   pg_class c
	JOIN   pg_namespace n ON n.oid = c.relnamespace
	WHERE  n.nspname::text = schema
	UNION ALL
	SELECT NULL, t.typname, NULL, false, 'a type'
	FROM   pg_type t
	JOIN   pg_namespace n ON n.oid = t.typnamespace
	WHERE  n.nspname::text = schema AND t.typrelid = 0
), wanted AS (
	SELECT c.oid, c.relname, h.oid AS stands, COALESCE(h.relkind IN ('r', 'p'), false) AS is_table
	FROM   pg_class c
	JOIN   pg_namespace n ON n.oid = c.relnamespace
	LEFT   JOIN here h ON h.relname = c.relname AND h.serves
	WHERE  n.nspname::text = workshop AND c.relkind = 'r'
), conflicts(place, n, conflict) AS (
	-- the name of a table, index or sequence to be made is taken
	SELECT w.oid, 0, format('%I is %s and has the name of a table to be made', w.relname, h.what)
	FROM   wanted w
	JOIN   here h ON h.relname = w.relname AND NOT h.serves
	WHERE  w.stands IS NULL
	UNION ALL
	SELECT w.oid, 1, format('%I is %s and has the name of %s of %I', h.relname, h.what,
				CASE c.relkind WHEN 'S' THEN 'a sequence' ELSE 'an index' END, w.relname)
	FROM   wanted w
	JOIN   pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = w.oid
	JOIN   pg_class c ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
	JOIN   here h ON h.relname = c.relname
	WHERE  w.stands IS NULL AND c.relkind IN ('i', 'S')
	UNION ALL
	SELECT w.oid, 1, format('%I is %s and has the name of an index of %I', h.relname, h.what,
				w.relname)
	FROM   wanted w
	JOIN   pg_constraint k ON k.conrelid = w.oid AND k.contype IN ('p', 'x')
	JOIN   here h ON h.relname = k.conname
	WHERE  w.stands IS NULL
	UNION ALL
	-- a column of another type, or one that is missing and cannot be added
	SELECT w.oid, 10 + a.attnum, CASE WHEN b.attname IS NULL
				THEN format('%I.%I of type %s is missing', w.relname, a.attname,
						format_type(a.atttypid, a.atttypmod))
				ELSE format('%I.%I has type %s, not %s', w.relname, a.attname,
						format_type(b.atttypid, b.atttypmod),
						format_type(a.atttypid, a.atttypmod)) END
	FROM   wanted w
	JOIN   pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0
	LEFT   JOIN pg_attribute b ON b.attrelid = w.stands AND b.attname = a.attname
				AND b.attnum > 0
	WHERE  w.stands IS NOT NULL
	AND    CASE WHEN b.attname IS NOT NULL THEN b.atttypid <> a.atttypid
				ELSE NOT w.is_table OR a.attidentity <> '' OR (a.attnotnull AND NOT a.atthasdef) END
	UNION ALL
	-- a new table refers to a table that lacks the key
	SELECT min(p.oid), 100, format('%I has no primary or unique key (%s), which is needed by %s',
				p.relname, y.columns, string_agg(DISTINCT w.relname::text, ', '))
	FROM   wanted w
	JOIN   pg_constraint k ON k.conrelid = w.oid AND k.contype = 'f'
	JOIN   wanted p ON p.oid = k.confrelid AND p.is_table
	CROSS  JOIN LATERAL (
		SELECT string_agg(a.attname::text, ', ' ORDER BY f.n) AS columns,
			   array_agg(b.attnum ORDER BY b.attnum) AS numbers
		FROM   unnest(k.confkey) WITH ORDINALITY AS f(attnum, n)
		JOIN   pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = f.attnum
		LEFT   JOIN pg_attribute b ON b.attrelid = p.stands AND b.attname = a.attname) y
	WHERE  w.stands IS NULL
	AND    NOT EXISTS (
			SELECT FROM pg_index i
			WHERE  i.indrelid = p.stands AND i.indisunique AND i.indimmediate AND i.indisvalid
			AND    i.indpred IS NULL AND i.indexprs IS NULL
			AND    y.numbers = (SELECT array_agg(u.n ORDER BY u.n)
								FROM unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) AS u(n)))
	GROUP  BY p.relname, y.columns
)
SELECT DISTINCT ON (c.place, c.n, c.conflict) c.conflict
FROM   conflicts c
ORDER  BY c.place, c.n, c.conflict;
END;
COMMENT ON FUNCTION table_conflicts(text, text) IS
	'What prevents create_tables from moving tables of the workshop schema into a schema: names '
	'that are taken, columns of other types, columns and keys that cannot be added. No rows if '
	'there is nothing.';


CREATE PROCEDURE create_tables(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
DECLARE
	names		text[] := ARRAY(SELECT DISTINCT t.relation FROM bradford.table_columns() t);
	hr			text := bradford.target_schema(schema, names);
	bench		text := format('bradford workshop %s', gen_random_uuid());
	workshop	text := quote_ident(bench);
	definition	text := (SELECT f.definition FROM bradford.hr_files() f WHERE f.kind = 'tables');
	wrong		text;
	commands	text[];
	command		text;
BEGIN
	IF to_regnamespace(hr) IS NULL THEN
		EXECUTE format('CREATE SCHEMA %s', hr);
	END IF;

	-- all there already: nothing to do, unless somebody else made one just now
	IF NOT EXISTS (
		SELECT FROM bradford.table_columns() t
		LEFT   JOIN pg_attribute a ON a.attrelid = to_regclass(hr || '.' || quote_ident(t.relation))
					AND a.attname = t."column" AND a.attnum > 0
		WHERE  t."column" IS NOT NULL AND a.atttypid IS DISTINCT FROM t.type::regtype)
	THEN
		PERFORM bradford.refuse_foreign(schema, names);
		RETURN;
	END IF;

	-- none there yet, and nothing in the way: made directly
	IF NOT EXISTS (
		SELECT FROM bradford.table_columns() t
		WHERE  to_regclass(hr || '.' || quote_ident(t.relation)) IS NOT NULL)
	THEN
		BEGIN
			EXECUTE replace(definition, '@hr@', hr);
			RETURN;
		EXCEPTION WHEN duplicate_table OR duplicate_object OR unique_violation THEN
			NULL;		-- what is in the way is listed below
		END;
	END IF;

	IF NOT has_database_privilege(current_database(), 'CREATE') THEN
		RAISE EXCEPTION 'role "%" may not create a schema in this database', current_user
			USING ERRCODE = '42501',
			DETAIL = format('Schema %s has some of the tables. So create_tables makes all of them '
							'in another schema, compares, and moves the missing ones.', hr),
			HINT = format('Ask the owner of the database to run GRANT CREATE ON DATABASE %I TO %I.',
						  current_database(), current_user);
	END IF;
	EXECUTE format('CREATE SCHEMA %s', workshop);
	EXECUTE replace(definition, '@hr@', workshop);

	SELECT string_agg(c, E'\n') INTO wrong FROM bradford.table_conflicts(schema, bench) AS c;
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema % has relations that conflict with the HR tables', hr
			USING ERRCODE = '42P07',
			DETAIL = wrong,
			HINT = 'Rename or complete what is listed, or name another schema. To keep your own '
				   'data where it is, put views over it and call only bradford.create_reports.';
	END IF;

	SELECT array_agg(c.command ORDER BY c.n) INTO commands
	FROM  (
		-- tables that are missing
		SELECT 0 AS n, format('ALTER TABLE %s SET SCHEMA %s', w.oid::regclass, hr) AS command
		FROM   pg_class w
		WHERE  w.relnamespace = to_regnamespace(workshop) AND w.relkind = 'r'
		AND    to_regclass(hr || '.' || quote_ident(w.relname)) IS NULL
		UNION ALL
		-- now every name is taken, and an object that somebody else made meanwhile is found
		SELECT 1, format('SELECT bradford.refuse_foreign(%L, %L)', schema, names)
		UNION ALL
		-- moved tables get the rights that ALTER DEFAULT PRIVILEGES gives in their new schema
		SELECT 2, format('GRANT %s ON %s.%I TO %s%s', a.privilege_type, hr, w.relname,
					coalesce(quote_ident(r.rolname), 'PUBLIC'),
					CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END)
		FROM   pg_class w
		JOIN   pg_default_acl d ON d.defaclnamespace = to_regnamespace(hr) AND d.defaclobjtype = 'r'
					AND d.defaclrole = w.relowner
		CROSS  JOIN LATERAL aclexplode(d.defaclacl) a
		LEFT   JOIN pg_roles r ON r.oid = a.grantee
		WHERE  w.relnamespace = to_regnamespace(workshop) AND w.relkind = 'r'
		AND    to_regclass(hr || '.' || quote_ident(w.relname)) IS NULL
		UNION ALL
		-- columns that tables lack, then their comments and constraints
		SELECT c.n, c.command
		FROM   pg_class w
		JOIN   pg_class t ON t.oid = to_regclass(hr || '.' || quote_ident(w.relname))
		CROSS  JOIN LATERAL (
			SELECT array_agg(a.attnum) AS columns
			FROM   pg_attribute a
			WHERE  a.attrelid = w.oid AND a.attnum > 0
			AND    NOT EXISTS (SELECT FROM pg_attribute b
							   WHERE  b.attrelid = t.oid AND b.attname = a.attname)) m
		CROSS  JOIN LATERAL (
			SELECT 3 AS n, format('ALTER TABLE %s ADD COLUMN %I %s%s%s', t.oid::regclass, a.attname,
						format_type(a.atttypid, a.atttypmod),
						' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
						CASE WHEN a.attnotnull THEN ' NOT NULL' END) AS command
			FROM   pg_attribute a
			LEFT   JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
			WHERE  a.attrelid = w.oid AND a.attnum = ANY (m.columns)
			UNION ALL
			SELECT 4, format('COMMENT ON COLUMN %s.%I IS %L', t.oid::regclass, a.attname,
						col_description(w.oid, a.attnum))
			FROM   pg_attribute a
			WHERE  a.attrelid = w.oid AND a.attnum = ANY (m.columns)
			UNION ALL
			SELECT 5, format('ALTER TABLE %s ADD CONSTRAINT %I %s', t.oid::regclass, k.conname,
						pg_get_constraintdef(k.oid))
			FROM   pg_constraint k
			WHERE  k.conrelid = w.oid AND k.contype = 'c' AND k.conkey && m.columns
			AND    NOT EXISTS (SELECT FROM pg_constraint o
							   WHERE  o.conrelid = t.oid AND o.conname = k.conname)
			UNION ALL
			-- an exclusion constraint with a new column replaces the one without it
			SELECT 5, format('ALTER TABLE %s %s ADD CONSTRAINT %I %s', t.oid::regclass,
						(SELECT format('DROP CONSTRAINT %I,', o.conname)
						 FROM   pg_constraint o
						 WHERE  o.conrelid = t.oid AND o.conname = k.conname AND o.contype = 'x'),
						k.conname, pg_get_constraintdef(k.oid))
			FROM   pg_constraint k
			WHERE  k.conrelid = w.oid AND k.contype = 'x'
			AND    EXISTS (SELECT FROM pg_depend d
						   WHERE  d.classid = 'pg_class'::regclass AND d.objid = k.conindid
						   AND    d.refclassid = 'pg_class'::regclass AND d.refobjid = w.oid
						   AND    d.refobjsubid = ANY (m.columns))) c
		WHERE  w.relnamespace = to_regnamespace(workshop) AND w.relkind = 'r') c;
	FOREACH command IN ARRAY coalesce(commands, '{}') LOOP
		EXECUTE command;
	END LOOP;

	-- Tables that have moved still refer to the workshop's tables. Now they refer to those of the
	-- same names, or to nothing if that is a view of the site's. Published rows that would refer to
	-- a missing row are deleted.
	SELECT array_agg(c.command ORDER BY c.n) INTO commands
	FROM   pg_constraint k
	JOIN   pg_class p ON p.oid = k.confrelid AND p.relnamespace = to_regnamespace(workshop)
	JOIN   pg_class o ON o.oid = to_regclass(hr || '.' || quote_ident(p.relname))
	JOIN   pg_class m ON m.oid = k.conrelid AND m.relnamespace = to_regnamespace(hr)
	CROSS  JOIN LATERAL (
		SELECT string_agg(format('m.%I = o.%I', a.attname, b.attname), ' AND ') AS alike,
			   string_agg(format('m.%I IS NULL', a.attname), ' OR ') AS nowhere
		FROM   unnest(k.conkey, k.confkey) AS u(one, other)
		JOIN   pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.one
		JOIN   pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.other) y
	CROSS  JOIN LATERAL (VALUES
		(1, format('ALTER TABLE %s DROP CONSTRAINT %I', m.oid::regclass, k.conname)),
		(2, CASE WHEN o.relkind IN ('r', 'p')
				 THEN format('DELETE FROM %s m WHERE NOT '
						'(%s OR EXISTS (SELECT FROM %s o WHERE %s))',
						m.oid::regclass, y.nowhere, o.oid::regclass, y.alike) END),
		(3, CASE WHEN o.relkind IN ('r', 'p')
				 THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s', m.oid::regclass, k.conname,
						replace(pg_get_constraintdef(k.oid), workshop || '.', hr || '.')) END),
		(4, CASE WHEN o.relkind IN ('r', 'p')
				 AND obj_description(k.oid, 'pg_constraint') IS NOT NULL
				 THEN format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, m.oid::regclass,
						obj_description(k.oid, 'pg_constraint')) END)) AS c(n, command)
	WHERE  k.contype = 'f' AND c.command IS NOT NULL;
	FOREACH command IN ARRAY coalesce(commands, '{}') LOOP
		EXECUTE command;
	END LOOP;
	EXECUTE format('DROP SCHEMA %s CASCADE', workshop);

	-- In a schema that is protected, a new table shows nobody anything until
	-- protect() is called again.
	IF EXISTS (SELECT FROM bradford.access_policies(schema)) THEN
		FOREACH command IN ARRAY names LOOP
			IF (SELECT c.relkind IN ('r', 'p') AND NOT c.relrowsecurity FROM pg_class c
				WHERE  c.oid = to_regclass(hr || '.' || quote_ident(command))) THEN
				EXECUTE format('ALTER TABLE %s.%I ENABLE ROW LEVEL SECURITY', hr, command);
			END IF;
		END LOOP;
	END IF;

	-- if history is kept, new tables and columns take part
	IF EXISTS (SELECT FROM bradford.history_tables(schema) t
			   JOIN   pg_trigger g ON g.tgrelid = t."table" AND g.tgname = 'keep_inserted'
			   WHERE  t.history IS NOT NULL)
	THEN
		CALL bradford.keep_history(schema);
	END IF;
END
$procedure$;
COMMENT ON PROCEDURE create_tables(text) IS
	'Makes the HR tables in this schema, owned by the caller, with the published rows in them. '
	'Called again, it makes what is missing. Refused, all listed: objects of others (42501), '
	'conflicting relations (42P07).';
