\echo Use "CREATE EXTENSION bradford" to load this file. \quit
-- Only the extension may create in its schema, at installation and at an update. Anybody else could
-- add a function that is called in place of ours.
--
-- The extension is trusted. Anybody who may create in the database can install it, and PostgreSQL
-- then runs this script as a superuser. PostgreSQL or a restored dump has made the schema, which
-- belongs to that role until the superuser takes it over here. From then on the role can call what
-- is in it and add nothing.
DO $do$
DECLARE
	path	text := pg_catalog.current_setting('search_path');
	strange	text;
	theirs	boolean;
BEGIN
	PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
	SELECT string_agg(x.what, E'\n'), bool_and(NOT o.rolsuper) INTO strange, theirs
	FROM   pg_extension e
	JOIN   pg_namespace n ON n.oid = e.extnamespace
	JOIN   pg_roles o ON o.oid = n.nspowner
	LEFT   JOIN LATERAL (
		SELECT format('It belongs to %I.', o.rolname) AS what
		WHERE  o.oid <> e.extowner AND NOT o.rolsuper
		UNION  ALL
		SELECT format('%s may create in it.', coalesce(quote_ident(r.rolname), 'PUBLIC'))
		FROM   aclexplode(n.nspacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
		WHERE  a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner AND r.rolsuper IS NOT TRUE
		UNION  ALL
		SELECT format('It holds %s.', pg_describe_object(d.classid, d.objid, 0))
		FROM   pg_depend d
		WHERE  d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid AND d.deptype = 'n'
		AND    d.classid <> 'pg_extension'::regclass
		AND    NOT EXISTS (
			SELECT FROM pg_depend m
			WHERE  m.classid = d.classid AND m.objid = d.objid
			AND    m.refclassid = 'pg_extension'::regclass AND m.refobjid = e.oid
			AND    m.deptype = 'e')) x ON true
	WHERE  e.extname = 'bradford';
	IF strange IS NOT NULL THEN
		RAISE EXCEPTION 'schema "bradford" is not the extension''s own'
			USING ERRCODE = '42P06',
			DETAIL = strange,
			HINT = 'Rename or drop that schema before CREATE EXTENSION, which makes its own. '
				   'Before ALTER EXTENSION UPDATE, move what is named out of it.';
	END IF;
	IF theirs THEN
		ALTER SCHEMA bradford OWNER TO CURRENT_USER;
	END IF;
	PERFORM set_config('search_path', path, true);
END
$do$;
-- Everybody may call the functions, since they hold no data. The rights on the HR tables guard the
-- data.
GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;

--------------------------------------------------------------------------------
-- guard: what a report does with an impossible value
--
-- Our own tables refuse such values; a site's views do not. One such row must not
-- stop a report for everybody, so an impossible value counts as unknown.
--------------------------------------------------------------------------------

CREATE FUNCTION if_between(value numeric, low numeric, high numeric)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
	RETURN CASE WHEN value >= low AND value <= high THEN value END;
COMMENT ON FUNCTION if_between(numeric, numeric, numeric) IS
	'The value if low <= value <= high; otherwise, also for NaN, NULL.';
--------------------------------------------------------------------------------
-- calendar: which days are working days, as a value, and arithmetic on it
--
-- Calendars know the days of known_days(). The functions refuse a day outside (22008),
-- and a period that does not begin and end on a date (22023).
--------------------------------------------------------------------------------

CREATE TYPE calendar;

CREATE FUNCTION calendar_in(cstring) RETURNS calendar
	AS 'MODULE_PATHNAME', 'bradford_calendar_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION calendar_in(cstring) IS
	E'Reads the text form of a calendar. '
	'An unknown word (22P02), a bad date (22007) or an unknown day (22008) is refused.';

CREATE FUNCTION calendar_out(calendar) RETURNS cstring
	AS 'MODULE_PATHNAME', 'bradford_calendar_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION calendar_out(calendar) IS
	'The canonical text form of a calendar.';

CREATE FUNCTION calendar_recv(internal) RETURNS calendar
	AS 'MODULE_PATHNAME', 'bradford_calendar_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION calendar_recv(internal) IS
	'Reads the binary form of a calendar, which is its text form, and checks it in the same way.';

CREATE FUNCTION calendar_send(calendar) RETURNS bytea
	AS 'MODULE_PATHNAME', 'bradford_calendar_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION calendar_send(calendar) IS
	'The binary form of a calendar, which is its text form.';

CREATE TYPE calendar (
	INPUT = calendar_in,
	OUTPUT = calendar_out,
	RECEIVE = calendar_recv,
	SEND = calendar_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE calendar IS
	E'Which days are working days, such as ''england-and-wales; week=Mon-Wed''. '
	'UK bank holidays are as published up to 2028, and projected by rule after that.';

CREATE FUNCTION calendar_eq(calendar, calendar) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_calendar_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_eq(calendar, calendar) IS
	'Implements =.';

CREATE FUNCTION calendar_ne(calendar, calendar) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_calendar_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_ne(calendar, calendar) IS
	'Implements <>.';

CREATE FUNCTION calendar_lt(calendar, calendar) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_calendar_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_lt(calendar, calendar) IS
	'Implements <.';

CREATE FUNCTION calendar_le(calendar, calendar) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_calendar_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_le(calendar, calendar) IS
	'Implements <=.';

CREATE FUNCTION calendar_ge(calendar, calendar) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_calendar_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_ge(calendar, calendar) IS
	'Implements >=.';

CREATE FUNCTION calendar_gt(calendar, calendar) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_calendar_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_gt(calendar, calendar) IS
	'Implements >.';

CREATE FUNCTION calendar_cmp(calendar, calendar) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_calendar_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_cmp(calendar, calendar) IS
	'The order of the canonical texts, byte by byte: -1, 0 or 1.';

CREATE FUNCTION calendar_hash(calendar) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_calendar_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_hash(calendar) IS
	'The hash of a calendar, for hash joins, grouping and hash indexes.';

CREATE FUNCTION calendar_hash_extended(calendar, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'bradford_calendar_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_hash_extended(calendar, bigint) IS
	'The seeded hash of a calendar, for hash partitions.';

CREATE OPERATOR = (
	FUNCTION = calendar_eq, LEFTARG = calendar, RIGHTARG = calendar,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (calendar, calendar) IS
	'The same canonical text, hence the same working days.';

CREATE OPERATOR <> (
	FUNCTION = calendar_ne, LEFTARG = calendar, RIGHTARG = calendar,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (calendar, calendar) IS
	'Another canonical text.';

CREATE OPERATOR < (
	FUNCTION = calendar_lt, LEFTARG = calendar, RIGHTARG = calendar,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (calendar, calendar) IS
	'The order of the canonical texts; it says nothing about working days.';

CREATE OPERATOR <= (
	FUNCTION = calendar_le, LEFTARG = calendar, RIGHTARG = calendar,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (calendar, calendar) IS
	'The order of the canonical texts; it says nothing about working days.';

CREATE OPERATOR >= (
	FUNCTION = calendar_ge, LEFTARG = calendar, RIGHTARG = calendar,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (calendar, calendar) IS
	'The order of the canonical texts; it says nothing about working days.';

CREATE OPERATOR > (
	FUNCTION = calendar_gt, LEFTARG = calendar, RIGHTARG = calendar,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (calendar, calendar) IS
	'The order of the canonical texts; it says nothing about working days.';

CREATE OPERATOR CLASS calendar_ops DEFAULT FOR TYPE calendar USING btree AS
	OPERATOR 1 < (calendar, calendar),
	OPERATOR 2 <= (calendar, calendar),
	OPERATOR 3 = (calendar, calendar),
	OPERATOR 4 >= (calendar, calendar),
	OPERATOR 5 > (calendar, calendar),
	FUNCTION 1 calendar_cmp(calendar, calendar);
COMMENT ON OPERATOR CLASS calendar_ops USING btree IS
	'The order of calendars for sorting, DISTINCT and B-trees.';
COMMENT ON OPERATOR FAMILY calendar_ops USING btree IS
	'The order of calendars for sorting, DISTINCT and B-trees.';

CREATE OPERATOR CLASS calendar_hash_ops DEFAULT FOR TYPE calendar USING hash AS
	OPERATOR 1 = (calendar, calendar),
	FUNCTION 1 calendar_hash(calendar),
	FUNCTION 2 calendar_hash_extended(calendar, bigint);
COMMENT ON OPERATOR CLASS calendar_hash_ops USING hash IS
	'The equality of calendars in hash indexes, joins, grouping and partitions.';
COMMENT ON OPERATOR FAMILY calendar_hash_ops USING hash IS
	'The equality of calendars in hash indexes, joins, grouping and partitions.';

CREATE FUNCTION known_days() RETURNS daterange
	AS 'MODULE_PATHNAME', 'bradford_known_days'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION known_days() IS
	'The days that calendars know, 1995-01-01 to 2099-12-31.';

CREATE FUNCTION possible_days() RETURNS daterange
	LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
	RETURN pg_catalog.daterange('1900-01-01', '2100-01-01');
COMMENT ON FUNCTION possible_days() IS
	'The days from 1900-01-01 to 2099-12-31. If a record of employment has any other day, reports '
	'treat it as unknown, and data_quality_report names the record.';

CREATE FUNCTION is_working_day(day date, calendar calendar DEFAULT 'england-and-wales')
	RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_is_working_day'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION is_working_day(date, calendar) IS
	'Whether this is a working day.';

CREATE FUNCTION add_working_days(day date, n integer, calendar calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_add_working_days'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION add_working_days(date, integer, calendar) IS
	E'n > 0: the n-th working day strictly after the day, whatever the day is; n < 0: the |n|-th '
	'strictly before it; n = 0: the same day. A result outside known_days() is refused (22008).';

CREATE FUNCTION working_days(from_day date, to_day date,
		calendar calendar DEFAULT 'england-and-wales') RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_working_days'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION working_days(date, date, calendar) IS
	E'The number of working days d with from_day <= d < to_day; negative if to_day comes first, '
	'so that counts add up.';

CREATE FUNCTION working_days(period daterange, calendar calendar DEFAULT 'england-and-wales')
	RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_working_days_of_period'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION working_days(daterange, calendar) IS
	'The number of working days in the period; 0 if it is empty.';

CREATE FUNCTION working_days(days datemultirange, calendar calendar DEFAULT 'england-and-wales')
	RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_working_days_of_set'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION working_days(datemultirange, calendar) IS
	'The number of working days in the set of days; 0 if it is empty.';

CREATE FUNCTION next_working_day(day date, calendar calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_next_working_day'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION next_working_day(date, calendar) IS
	'The first working day strictly after the day.';

CREATE FUNCTION previous_working_day(day date, calendar calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_previous_working_day'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION previous_working_day(date, calendar) IS
	'The last working day strictly before the day.';

-- For reports, which must not fail on what a table holds: NULL instead of an error.
CREATE FUNCTION find_working_day(day date, n integer,
		calendar calendar DEFAULT 'england-and-wales') RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_find_working_day'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION find_working_day(date, integer, calendar) IS
	E'add_working_days() for reports: NULL instead of an error if calendars do not know the day, '
	'or if this calendar has no such working day.';

-- For reports: an error if somebody asks for a day that calendars do not know.
CREATE FUNCTION require_known_day(day date) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_require_known_day'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION require_known_day(date) IS
	E'Always true; a day outside known_days() is refused (22008). Reports check the day that they '
	'are called with.';

CREATE FUNCTION require_period(from_day date, to_day date) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_require_period'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION require_period(date, date) IS
	E'Always true; days outside known_days(), and a period that ends before it begins, are refused '
	'(22008). Reports check the period that they are called with.';

CREATE FUNCTION roll(day date, convention text, calendar calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_roll'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION roll(date, text, calendar) IS
	E'The day if it is a working day. Otherwise the next one (following), the one before '
	'(preceding), or the next one unless it is in another month, else the one before '
	'(modified-following).';

CREATE FUNCTION holidays(calendar calendar, period daterange,
		OUT day date, OUT name text, OUT projected boolean) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'bradford_holidays'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 8;
COMMENT ON FUNCTION holidays(calendar, daterange) IS
	E'The bank holidays of the calendar''s divisions in the period, except those that it works: '
	'the day, its name in the first division that has it, and whether it is projected by rule.';

CREATE FUNCTION holidays_version() RETURNS text
	AS 'MODULE_PATHNAME', 'bradford_holidays_version'
	LANGUAGE C STABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION holidays_version() IS
	E'The version of the bank holidays in the installed library, a year and a letter. '
	'doc/upgrade.md says which days each version changed.';

-- A release may know new bank holidays. Functions over calendars are immutable, so PostgreSQL keeps
-- the answers that it stored before. We look for what takes a calendar, or calls a function that
-- does. The catalogs do not say what a function calls whose body is a string.
CREATE FUNCTION depends_on_holidays(OUT kind text, OUT object text, OUT remedy text)
	RETURNS SETOF record
	LANGUAGE sql STABLE PARALLEL SAFE COST 10000 ROWS 10
BEGIN ATOMIC
WITH RECURSIVE reads(classid, objid) AS (
	SELECT 'pg_proc'::regclass::oid, p.oid
	FROM   pg_proc p
	WHERE  'calendar'::regtype = ANY (p.proargtypes::oid[])
	UNION
	SELECT CASE WHEN w.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass END,
		   COALESCE(w.ev_class, d.objid)
	FROM   reads r
	JOIN   pg_depend d ON d.refclassid = r.classid AND d.refobjid = r.objid
	LEFT   JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
	LEFT   JOIN pg_class t ON r.classid = 'pg_class'::regclass AND t.oid = r.objid
	LEFT   JOIN pg_operator o ON r.classid = 'pg_operator'::regclass AND o.oid = r.objid
	-- go on from what others call: not from a table with such a column, nor from the operators of
	-- ours that compare calendars as texts
	WHERE  r.classid = 'pg_proc'::regclass OR t.relkind IN ('v', 'm')
	OR     o.oprnamespace <> 'bradford'::regnamespace
)
SELECT x.kind, x.object, x.remedy
FROM   reads r
CROSS  JOIN LATERAL (
	SELECT CASE c.relkind WHEN 'm' THEN 'materialized view'
			WHEN 'p' THEN 'partition key' ELSE 'index' END AS kind,
		   format('%I.%I', n.nspname, c.relname) AS object,
		   format(CASE c.relkind WHEN 'm' THEN 'REFRESH MATERIALIZED VIEW %I.%I'
					WHEN 'p' THEN NULL ELSE 'REINDEX INDEX %I.%I' END, n.nspname, c.relname)
				AS remedy
	FROM   pg_class c
	JOIN   pg_namespace n ON n.oid = c.relnamespace
	WHERE  r.classid = 'pg_class'::regclass AND c.oid = r.objid
	AND    c.relkind IN ('i', 'I', 'm', 'p')
	-- REINDEX of a partitioned index does its parts
	AND    NOT (c.relkind IN ('i', 'I') AND c.relispartition)
	UNION  ALL
	SELECT 'generated column', format('%I.%I.%I', n.nspname, c.relname, a.attname),
		   format('UPDATE %I.%I SET %I = DEFAULT', n.nspname, c.relname, a.attname)
	FROM   pg_attrdef d
	JOIN   pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND a.attgenerated = 's'
	JOIN   pg_class c ON c.oid = d.adrelid
	JOIN   pg_namespace n ON n.oid = c.relnamespace
	WHERE  r.classid = 'pg_attrdef'::regclass AND d.oid = r.objid
	UNION  ALL
	SELECT 'check constraint', format('%I.%I.%I', n.nspname, c.relname, k.conname),
		   format('SELECT * FROM %I.%I WHERE NOT (%s)', n.nspname, c.relname,
				  pg_get_expr(k.conbin, k.conrelid))
	FROM   pg_constraint k
	JOIN   pg_class c ON c.oid = k.conrelid
	JOIN   pg_namespace n ON n.oid = c.relnamespace
	WHERE  r.classid = 'pg_constraint'::regclass AND k.oid = r.objid AND k.contype = 'c'
	UNION  ALL
	SELECT 'domain', format('%I.%I', n.nspname, d.typname), NULL
	FROM   pg_constraint k
	JOIN   pg_type d ON d.oid = k.contypid
	JOIN   pg_namespace n ON n.oid = d.typnamespace
	WHERE  r.classid = 'pg_constraint'::regclass AND k.oid = r.objid) x
ORDER  BY x.kind COLLATE "C", x.object COLLATE "C";
END;
COMMENT ON FUNCTION depends_on_holidays() IS
	E'What this database stores and PostgreSQL worked out with calendars. For each, the statement '
	'to run if a release has changed bank holidays: REINDEX, REFRESH or UPDATE; for a check, a '
	'query of the rows that break it now. A partition key and the check of a domain have none: '
	'load the rows again. '
	'It cannot find calls from functions whose body is a string.';

CREATE FUNCTION days_per_week(calendar calendar, day date) RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_days_per_week'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION days_per_week(calendar, date) IS
	E'Days worked a week by the pattern in force on the day; for a rota, the average week. Bank '
	'holidays, closed days and open days are ignored.';

-- Calendars made from calendars.

CREATE FUNCTION close_on(calendar calendar, days datemultirange) RETURNS calendar
	AS 'MODULE_PATHNAME', 'bradford_close_on'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION close_on(calendar, datemultirange) IS
	E'The calendar with these days closed, whatever they were before. '
	'An open end is the end of known_days().';

CREATE FUNCTION open_on(calendar calendar, days datemultirange) RETURNS calendar
	AS 'MODULE_PATHNAME', 'bradford_open_on'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION open_on(calendar, datemultirange) IS
	E'The calendar with these days worked, holidays and weekends included. '
	'An open end is the end of known_days().';

CREATE FUNCTION then_from(calendar calendar, from_day date, next_calendar calendar) RETURNS calendar
	AS 'MODULE_PATHNAME', 'bradford_then_from'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION then_from(calendar, date, calendar) IS
	'The first calendar up to the day before from_day, and the second one from that day on.';

CREATE TYPE dated_calendar AS (
	calendar calendar,
	period daterange
);
COMMENT ON TYPE dated_calendar IS
	'A calendar and the period in which it holds. calendar_over_time collects them.';

CREATE FUNCTION calendar_over_time_add(state dated_calendar[], calendar calendar, period daterange)
	RETURNS dated_calendar[]
	AS 'MODULE_PATHNAME', 'bradford_calendar_over_time_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION calendar_over_time_add(dated_calendar[], calendar, daterange) IS
	'Adds one contract to those of calendar_over_time; NULLs and empty periods are ignored.';

CREATE FUNCTION calendar_over_time_final(state dated_calendar[]) RETURNS calendar
	AS 'MODULE_PATHNAME', 'bradford_calendar_over_time_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION calendar_over_time_final(dated_calendar[]) IS
	'Makes one calendar of the contracts of calendar_over_time.';

CREATE AGGREGATE calendar_over_time(calendar calendar, period daterange) (
	SFUNC = calendar_over_time_add,
	STYPE = dated_calendar[],
	SSPACE = 1024,
	COMBINEFUNC = pg_catalog.array_cat,
	FINALFUNC = calendar_over_time_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE calendar_over_time(calendar, daterange) IS
	E'A person''s contracts as one calendar: a day is worked if any contract in force works it. '
	'In a gap and after the end, the contracts that ended last go on; before the beginning, those '
	'that begin first hold.';
--------------------------------------------------------------------------------
-- score: the Bradford score S x S x D of a set of spells (BF-1)
--
-- spells() turns records into a set of days; everything else reads such a set. The
-- arguments stand in one order: the set, the numbers, the date or period, then the
-- rule, the calendar and the half days. A NULL rule or calendar is refused (22004).
--------------------------------------------------------------------------------

CREATE TYPE scoring_rule;

CREATE FUNCTION scoring_rule_in(cstring) RETURNS scoring_rule
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION scoring_rule_in(cstring) IS
	'Reads a scoring rule: key=value pairs separated by semicolons. Keys: window, edge, days, '
	'bridge, minimum. Other keys and values are refused (22023).';

CREATE FUNCTION scoring_rule_out(scoring_rule) RETURNS cstring
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION scoring_rule_out(scoring_rule) IS
'Writes a scoring rule in its canonical form, without the defaults.';

CREATE FUNCTION scoring_rule_recv(internal) RETURNS scoring_rule
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION scoring_rule_recv(internal) IS
'Reads a scoring rule in binary form. One that has no text form is refused (22P03).';

CREATE FUNCTION scoring_rule_send(scoring_rule) RETURNS bytea
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION scoring_rule_send(scoring_rule) IS
'Writes a scoring rule in binary form.';

CREATE TYPE scoring_rule (
	INPUT = scoring_rule_in,
	OUTPUT = scoring_rule_out,
	RECEIVE = scoring_rule_recv,
	SEND = scoring_rule_send,
	INTERNALLENGTH = 16,
	ALIGNMENT = int4
);
COMMENT ON TYPE scoring_rule IS
	'How a score is counted, as a value: window (12 months), edge (clip), days (calendar), '
	'bridge (touching), minimum (1). Example: window=52 weeks; days=working. The empty text is '
	'the default (BF-1, BF-2).';

CREATE FUNCTION scoring_rule_cmp(scoring_rule, scoring_rule) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_cmp'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_cmp(scoring_rule, scoring_rule) IS
'Order of two rules by their keys: -1, 0 or 1; it says nothing about scores.';

CREATE FUNCTION scoring_rule_lt(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_lt'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_lt(scoring_rule, scoring_rule) IS
'Order of rules by their keys. Behind the operator <.';

CREATE FUNCTION scoring_rule_le(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_le'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_le(scoring_rule, scoring_rule) IS
'Order of rules by their keys. Behind the operator <=.';

CREATE FUNCTION scoring_rule_eq(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_eq'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_eq(scoring_rule, scoring_rule) IS
'Do two rules count alike? Behind the operator =.';

CREATE FUNCTION scoring_rule_ne(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_ne'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_ne(scoring_rule, scoring_rule) IS
'Do two rules differ? Behind the operator <>.';

CREATE FUNCTION scoring_rule_ge(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_ge'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_ge(scoring_rule, scoring_rule) IS
'Order of rules by their keys. Behind the operator >=.';

CREATE FUNCTION scoring_rule_gt(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_gt'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_gt(scoring_rule, scoring_rule) IS
'Order of rules by their keys. Behind the operator >.';

CREATE FUNCTION scoring_rule_hash(scoring_rule) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_hash'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_hash(scoring_rule) IS
'Hash of a rule, for joins, grouping and hash indexes.';

CREATE FUNCTION scoring_rule_hash_extended(scoring_rule, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_hash_extended'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_hash_extended(scoring_rule, bigint) IS
'Hash of a rule with a seed, for hash partitioning.';

CREATE OPERATOR = (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (scoring_rule, scoring_rule) IS
'Two rules count alike.';

CREATE OPERATOR <> (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (scoring_rule, scoring_rule) IS
'Two rules differ.';

CREATE OPERATOR < (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (scoring_rule, scoring_rule) IS
'Order of rules by their keys; it says nothing about scores.';

CREATE OPERATOR <= (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (scoring_rule, scoring_rule) IS
'Order of rules by their keys; it says nothing about scores.';

CREATE OPERATOR >= (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (scoring_rule, scoring_rule) IS
'Order of rules by their keys; it says nothing about scores.';

CREATE OPERATOR > (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (scoring_rule, scoring_rule) IS
'Order of rules by their keys; it says nothing about scores.';

CREATE OPERATOR FAMILY scoring_rule_ops USING btree;
COMMENT ON OPERATOR FAMILY scoring_rule_ops USING btree IS
'Order of scoring rules for sorting, DISTINCT and B-trees.';
CREATE OPERATOR CLASS scoring_rule_ops DEFAULT FOR TYPE scoring_rule
	USING btree FAMILY scoring_rule_ops AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 scoring_rule_cmp(scoring_rule, scoring_rule);
COMMENT ON OPERATOR CLASS scoring_rule_ops USING btree IS
'Order of scoring rules for sorting, DISTINCT and B-trees.';

CREATE OPERATOR FAMILY scoring_rule_ops USING hash;
COMMENT ON OPERATOR FAMILY scoring_rule_ops USING hash IS
'Equality of scoring rules by hashing.';
CREATE OPERATOR CLASS scoring_rule_ops DEFAULT FOR TYPE scoring_rule
	USING hash FAMILY scoring_rule_ops AS
	OPERATOR 1 =,
	FUNCTION 1 scoring_rule_hash(scoring_rule),
	FUNCTION 2 scoring_rule_hash_extended(scoring_rule, bigint);
COMMENT ON OPERATOR CLASS scoring_rule_ops USING hash IS
'Equality of scoring rules by hashing.';

-- spells() ---------------------------------------------------------------------

CREATE TYPE spells_state;

CREATE FUNCTION spells_state_in(cstring) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_state_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_state_in(cstring) IS
	'Reads the state of spells(), such as {2016-01-04..2016-01-08,2016-02-01..}; any other text '
	'is refused (22P02).';

CREATE FUNCTION spells_state_out(spells_state) RETURNS cstring
	AS 'MODULE_PATHNAME', 'bradford_spells_state_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_state_out(spells_state) IS
'Writes the state of spells() as its set of days, in order; engines that ship states between '
	'nodes use it.';

CREATE FUNCTION spells_state_recv(internal) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_state_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_state_recv(internal) IS
'Reads the state of spells() in binary form, every span checked (22P03).';

CREATE FUNCTION spells_state_send(spells_state) RETURNS bytea
	AS 'MODULE_PATHNAME', 'bradford_spells_state_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_state_send(spells_state) IS
'Writes the state of spells() in binary form: its set of days, the same on every platform.';

CREATE TYPE spells_state (
	INPUT = spells_state_in,
	OUTPUT = spells_state_out,
	RECEIVE = spells_state_recv,
	SEND = spells_state_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE spells_state IS
	'State of the aggregate spells(): spans of days as they came in. It is a type of its own, so '
	'that parallel and distributed plans can ship it.';

CREATE FUNCTION spells_add_days(spells_state, first_day date, last_day date) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_add_days'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION spells_add_days(spells_state, date, date) IS
'Transition of spells(first_day, last_day).';

CREATE FUNCTION spells_add_range(spells_state, period daterange) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_add_range'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION spells_add_range(spells_state, daterange) IS
'Transition of spells(period).';

CREATE FUNCTION spells_combine(spells_state, spells_state) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_combine'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spells_combine(spells_state, spells_state) IS
'Union of two states of spells(), for parallel and distributed plans.';

CREATE FUNCTION spells_final(spells_state) RETURNS datemultirange
	AS 'MODULE_PATHNAME', 'bradford_spells_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_final(spells_state) IS
'The set of days of a state of spells(); the empty set for no state.';

CREATE AGGREGATE spells(period daterange) (
	SFUNC = spells_add_range,
	STYPE = spells_state,
	SSPACE = 160,
	FINALFUNC = spells_final,
	COMBINEFUNC = spells_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spells(daterange) IS
	'The set of days of absence records: overlapping and touching records are one spell. A range '
	'without upper end is an absence still open. NULLs are ignored; an empty range is '
	'refused (22023).';

CREATE AGGREGATE spells(first_day date, last_day date) (
	SFUNC = spells_add_days,
	STYPE = spells_state,
	SSPACE = 160,
	FINALFUNC = spells_final,
	COMBINEFUNC = spells_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spells(date, date) IS
	'The set of days of absence records, both days included; last_day NULL = still absent. '
	'Records with both NULL are ignored. A last_day before first_day (22023) and infinite '
	'dates (22008) are refused.';

-- readers of a set ---------------------------------------------------------------

CREATE FUNCTION occasions(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_score_occasions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION occasions(datemultirange, date, scoring_rule, calendar, datemultirange) IS
'S: how many spells count on the day as_of by the rule (BF-1). NULL spells or date give NULL.';

CREATE FUNCTION days(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_score_days'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION days(datemultirange, date, scoring_rule, calendar, datemultirange) IS
	'D: the days that count on the day as_of by the rule, a half day as one half (BF-1, BF-2). '
	'NULL spells or date give NULL.';

CREATE FUNCTION score(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_score_of_spells'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION score(datemultirange, date, scoring_rule, calendar, datemultirange) IS
	'The Bradford score S x S x D as at the day as_of: over 12 months and in calendar days, '
	'unless the rule says otherwise (BF-1, BF-2). The empty set scores 0; NULL spells or date '
	'give NULL.';

CREATE FUNCTION score_totals(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL,
	OUT occasions integer, OUT days numeric, OUT score numeric
) RETURNS record
	AS 'MODULE_PATHNAME', 'bradford_score_totals'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 12;
COMMENT ON FUNCTION score_totals(datemultirange, date, scoring_rule, calendar, datemultirange) IS
	'S, D and the score at once: occasions(), days() and score() of the same arguments, with the '
	'set read once. NULL spells or date give a row of NULLs.';

CREATE FUNCTION score(occasions numeric, days numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_score_of_figures'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION score(numeric, numeric) IS
	'The bare formula S x S x D for figures from elsewhere, such as hours (BF-1). Occasions are '
	'a whole number; neither may be negative (22023).';

CREATE FUNCTION explain_score(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL,
	OUT spell daterange, OUT counted daterange, OUT why text, OUT days numeric,
	OUT starts_to_leave date, OUT left_on date
) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'bradford_score_explain'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 20 ROWS 5;
COMMENT ON FUNCTION explain_score(datemultirange, date, scoring_rule, calendar, datemultirange) IS
	'The workings of a score (BF-14), a row for each spell that reaches into the window: the '
	'part counted, why, its days, and the days on which it starts to leave and has left the '
	'window.';

CREATE FUNCTION score_history(
	spells datemultirange, during daterange,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL,
	OUT period daterange, OUT occasions integer, OUT days numeric, OUT score numeric
) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'bradford_score_history'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50 ROWS 20;
COMMENT ON FUNCTION score_history(datemultirange, daterange, scoring_rule, calendar,
		datemultirange) IS
	'Occasions, days and score over a period, as runs of constant value without gaps; each day '
	'is judged as at that day. An empty or infinite period is refused (22023).';

CREATE FUNCTION trigger_dates(
	spells datemultirange, triggers numeric[], during daterange,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL,
	OUT trigger numeric, OUT reached_on date, OUT cleared_on date, OUT peak numeric,
	OUT peak_on date
) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'bradford_trigger_dates'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 100 ROWS 3;
COMMENT ON FUNCTION trigger_dates(datemultirange, numeric[], daterange, scoring_rule,
		calendar, datemultirange) IS
	'For each trigger (BF-4), every stretch of days in the period with a score at or above it, its '
	'highest score, and the first day with that score. cleared_on is NULL if the stretch lasts to '
	'the end of the period.';

CREATE FUNCTION clears_on(
	spells datemultirange, trigger numeric, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_trigger_clears_on'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION clears_on(datemultirange, numeric, date, scoring_rule, calendar,
		datemultirange) IS
	'The first day from as_of on with a score below the trigger, if nobody counts absence after '
	'as_of (BF-4). NULL spells, trigger or date give NULL.';

CREATE FUNCTION days_to_trigger(
	spells datemultirange, trigger numeric, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_trigger_days_to'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION days_to_trigger(datemultirange, numeric, date, scoring_rule, calendar,
		datemultirange) IS
	'How many days in a row, from the day after as_of, somebody can be absent with a score below '
	'the trigger (BF-4). NULL if a whole window of absence would not meet it, and for NULL '
	'spells, trigger or date.';

CREATE FUNCTION rolling_window(as_of date, length interval DEFAULT '12 months') RETURNS daterange
	AS 'MODULE_PATHNAME', 'bradford_score_window' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION rolling_window(date, interval) IS
	'The window of a day: the days d with as_of - length < d <= as_of (BF-1). A length that is '
	'not positive, or has hours, is refused (22023).';

CREATE FUNCTION rolling_score(
	period daterange,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_rolling_score'
	LANGUAGE C WINDOW IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rolling_score(daterange, scoring_rule, calendar, datemultirange) IS
	'For each row, the score as at the last day of its absence, over all rows of its partition; '
	'order and frame do not matter. NULL for an absence that is still open.';
--------------------------------------------------------------------------------
-- deadline: time limits after an event, notice before one, and the procedures that
-- have them (DL-1 to DL-36)
--
-- The event's own day is never counted. n is a whole number, 0 or more; only working
-- days use the calendar. An unknown unit and a negative n are refused (22023), and so
-- are an infinite event and a limit that leads to no date (22008).
--------------------------------------------------------------------------------

CREATE FUNCTION due_by(event date, n bigint, unit text,
	calendar bradford.calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_due_by'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION due_by(date, bigint, text, calendar) IS
	'The last day of "within n units of the event", in calendar days, working days, weeks or '
	'months. If the last month is too short, the limit ends on its last day. Hours from a date '
	'are refused (22023).';

CREATE FUNCTION give_notice_by(event date, n bigint, unit text,
	calendar bradford.calendar DEFAULT 'england-and-wales',
		clear boolean DEFAULT false)
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_give_notice_by'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION give_notice_by(date, bigint, text, calendar, boolean) IS
	'The last day on which notice of at least n units is still in time; if clear, the day of the '
	'notice does not count either. Units as for due_by().';

CREATE FUNCTION due_by_hour(event timestamp, n bigint)
	RETURNS timestamp
	AS 'MODULE_PATHNAME', 'bradford_due_by_hour'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION due_by_hour(timestamp, bigint) IS
	'The end of "within n hours of the event" by the clock on the wall, even if the clocks change '
	'in between.';

CREATE FUNCTION give_notice_by_hour(event timestamp, n bigint)
	RETURNS timestamp
	AS 'MODULE_PATHNAME', 'bradford_give_notice_by_hour'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION give_notice_by_hour(timestamp, bigint) IS
	'The last moment at which notice of at least n hours is still in time (DL-20), by the clock '
	'on the wall.';

CREATE FUNCTION last_day_beginning_with(event date, n bigint, unit text DEFAULT 'months',
		calendar bradford.calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_last_day_beginning_with'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION last_day_beginning_with(date, bigint, text, calendar) IS
	'The last day of "n units beginning with the event". The day of the event counts, as for '
	'tribunals: "three months less a day". Units as for due_by().';

CREATE FUNCTION published_procedures(OUT procedure text, OUT step text, OUT rule_id text,
	OUT direction text,
		OUT counts_from text, OUT n integer, OUT unit text, OUT who_acts text, OUT clause text)
	RETURNS SETOF record
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1 ROWS 42
BEGIN ATOMIC
	VALUES
		('managing conflict', 'raised', 'DL-1', 'after', 'became_aware', 10, 'working days',
		 'employee', '4.1'),
		('grievance 2009', 'raised', 'DL-2', 'after', 'became_aware', 10, 'working days',
		 'employee', '5.1'),
		('grievance 2009', 'stage_1_submitted', 'DL-3', 'after', 'informal_ended', 10,
		 'working days', 'employee', '7.5, 9.1.1'),
		('grievance 2009', 'stage_1_acknowledged', 'DL-4', 'after', 'stage_1_received', 3,
		 'working days', 'head of service', '9.1.2'),
		('grievance 2009', 'stage_1_meeting', 'DL-5', 'after', 'stage_1_received', 10,
		 'working days', 'head of service', '9.1.3'),
		('grievance 2009', 'stage_1_answered', 'DL-6', 'after', 'stage_1_meeting', 5,
		 'working days', 'head of service', '9.1.4'),
		('grievance 2009', 'stage_2_submitted', 'DL-7', 'after', 'stage_1_answer_received', 5,
		 'working days', 'employee', '9.2.1'),
		('grievance 2009', 'stage_2_acknowledged', 'DL-4', 'after', 'stage_2_received', 3,
		 'working days', 'executive director', '9.2.2'),
		('grievance 2009', 'stage_2_meeting', 'DL-5', 'after', 'stage_2_received', 10,
		 'working days', 'executive director', '9.2.3'),
		('grievance 2009', 'stage_2_answered', 'DL-6', 'after', 'stage_2_meeting', 5,
		 'working days', 'executive director', '9.2.4'),
		('grievance 2009', 'appeal_submitted', 'DL-7', 'after', 'stage_2_answer_received', 5,
		 'working days', 'employee', '9.3.1'),
		('grievance 2009', 'appeal_acknowledged', 'DL-4', 'after', 'appeal_received', 3,
		 'working days', 'head of human resources', '9.3.2'),
		('grievance 2009', 'appeal_answered', 'DL-8', 'after', 'appeal_hearing', 5,
		 'working days', 'appeal panel', '10.1'),
		('grievance 2009', 'modified_answered', 'DL-9', 'after', 'modified_received', 5,
		 'working days', 'executive director', '12.4'),
		('grievance 2016', 'raised', 'DL-10', 'after', 'event', 3, 'months', 'employee', '1.7'),
		('grievance 2016', 'formal_submitted', 'DL-11', 'after', 'informal_ended', 5,
		 'working days', 'employee', '2.7, 3.1'),
		('grievance 2016', 'invited', 'DL-12', 'after', 'formal_received', 5, 'working days',
		 'head of service', '3.3'),
		('grievance 2016', 'meeting', 'DL-13', 'after', 'formal_received', 10, 'working days',
		 'head of service', '3.4'),
		('grievance 2016', 'papers_provided', 'DL-14', 'before', 'meeting', 3, 'working days',
		 'everyone with papers', '3.5'),
		('grievance 2016', 'answered', 'DL-15', 'after', 'meeting', 5, 'working days',
		 'head of service', '3.10'),
		('grievance 2016', 'appeal_submitted', 'DL-16', 'after', 'answer_received', 5,
		 'working days', 'employee', '4.1'),
		('grievance 2016', 'appeal_acknowledged', 'DL-17', 'after', 'appeal_received', 3,
		 'working days', 'head of human resources', '4.3'),
		('grievance 2016', 'appeal_answered', 'DL-18', 'after', 'appeal_hearing', 5,
		 'working days', 'appeal panel', '4.6'),
		('attendance', 'stage_1_meeting', 'DL-19', 'after', 'returned_to_work', 5, 'working days',
		 'manager', '21.2.1'),
		('attendance', 'stage_1_notice', 'DL-20', 'before', 'stage_1_meeting', 48, 'hours',
		 'manager', '21.2.1'),
		('attendance', 'review_notice', 'DL-21', 'before', 'review_meeting', 5, 'working days',
		 'manager', '21.2.2'),
		('attendance', 'stage_2_notice', 'DL-22', 'before', 'stage_2_meeting', 5, 'calendar days',
		 'manager', '21.3'),
		('attendance', 'stage_2_appeal', 'DL-23', 'after', 'stage_2_warning', 10, 'working days',
		 'employee', '21.3'),
		('attendance', 'dismissal_reply', 'DL-24', 'after', 'dismissal_notice_received', 5,
		 'working days', 'employee', '21.4'),
		('attendance', 'stage_3_notice', 'DL-25', 'before', 'stage_3_hearing', 5, 'working days',
		 'manager', '21.4'),
		('attendance', 'dismissal_appeal', 'DL-26', 'after', 'dismissed', 10, 'working days',
		 'employee', '21.4'),
		('attendance', 'return_discussion', 'DL-27', 'after', 'returned_to_work', 5,
		 'working days', 'manager', 'old 7.1'),
		('attendance', 'return_forms', 'DL-28', 'after', 'month_ended', 5, 'working days',
		 'manager', '3.1'),
		('attendance', 'stage_3_hearing', 'DL-29', 'after', 'occupational_health_report', 3,
		 'months', 'head of service', '21.4'),
		('agile working', 'equipment_returned', 'DL-30', 'after', 'homeworking_ended', 5,
		 'working days', 'employee', 'App. B'),
		('flexible-working request', 'service_began', 'DL-31', 'condition', 'request', 26,
		 'weeks', 'employee', '2.1.1'),
		('flexible-working request', 'previous_request', 'DL-32', 'condition', 'request', 12,
		 'months', 'employee', '2.1.1'),
		('flexible-working request', 'agreed_in_writing', 'DL-33', 'after', 'request', 28,
		 'calendar days', 'manager', '2.3.1'),
		('flexible-working request', 'meeting', 'DL-34', 'after', 'request', 28, 'calendar days',
		 'manager', '2.3.2'),
		('flexible-working request', 'decision', 'DL-35', 'after', 'meeting', 14, 'calendar days',
		 'manager', '2.3.3-2.3.4'),
		('flexible-working request', 'decision_after_trial', 'DL-35', 'after', 'trial_ended', 14,
		 'calendar days', 'manager', '2.3.3-2.3.4'),
		('flexi-leave', 'asked', 'DL-36', 'before', 'day_off', 1, 'weeks', 'employee', '7.7.7');
END;
COMMENT ON FUNCTION published_procedures() IS
	'The time limits of the published policies, one row a step. A step is due within n units '
	'after counts_from, or at least n units before it. A condition is a fact that must be at '
	'least that old.';

-- The limit and the state of one step, for timetable() and for a site's own procedures alike.

CREATE FUNCTION step_due(counted_from_date date, n bigint, unit text,
	direction text DEFAULT 'after',
		calendar bradford.calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_step_due'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION step_due(date, bigint, text, text, calendar) IS
	'The last day for a step: due_by() for direction after, give_notice_by() for before and '
	'condition. Hours count as whole days, on the safe side. Any other direction is refused '
	'(22023).';

CREATE FUNCTION find_due(counted_from_date date, n bigint, unit text,
	direction text DEFAULT 'after',
		calendar bradford.calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_find_due'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION find_due(date, bigint, text, text, calendar) IS
	'step_due() for reports: NULL instead of an error for an unknown unit or direction, a '
	'negative n, and limits that begin or end on days that calendars do not know.';

CREATE FUNCTION step_status(counted_from_date date, due date, done_on date, as_of date,
	direction text DEFAULT 'after')
	RETURNS text
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
	RETURN CASE
		WHEN as_of IS NULL THEN NULL
		WHEN due IS NULL THEN 'not started'
		WHEN done_on <= as_of THEN CASE WHEN done_on <= due THEN 'met' ELSE 'late' END
		WHEN lower(direction COLLATE "C") = 'condition' THEN 'not started'
		WHEN lower(direction COLLATE "C") = 'after' AND counted_from_date > as_of THEN 'not started'
		WHEN due < as_of THEN 'overdue'
		ELSE 'due'
	END;
COMMENT ON FUNCTION step_status(date, date, date, date, text) IS
	'How a step stands at the end of the day as_of: met, late, due, overdue; or not started, if '
	'it has no due date, its event is still to come, or it is a condition of unknown date.';

-- In PL/pgSQL, because it raises errors. It sets its own search_path.
CREATE FUNCTION case_dates(procedure text, events jsonb, OUT key text, OUT day date,
	OUT moment timestamp)
	RETURNS SETOF record
	LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 10
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	known	text[] := (SELECT array_agg(DISTINCT k.name)
					   FROM   bradford.published_procedures() p,
							  LATERAL (VALUES (p.step), (p.counts_from)) k(name)
					   WHERE  p.procedure = case_dates.procedure);
	event	record;
	part	integer[];
BEGIN
	IF known IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = '22023',
			MESSAGE = format('unknown procedure: "%s"', procedure),
			DETAIL = format('The procedures are %s.',
							(SELECT string_agg(DISTINCT p.procedure COLLATE "C", ', ')
							 FROM   bradford.published_procedures() p)),
			HINT = 'Write for instance ''grievance 2016''; bradford.published_procedures() lists '
				   'their steps.';
	END IF;
	IF jsonb_typeof(events) <> 'object' THEN
		RAISE EXCEPTION USING ERRCODE = '22023',
			MESSAGE = format('events of a case are not a JSON object: %s', jsonb_typeof(events)),
			DETAIL = 'The keys are steps or events, the values their dates.',
			HINT = format('Write for instance ''{"%s": "2026-03-02"}''.', known[1]);
	END IF;

	FOR event IN SELECT e.key, e.value FROM jsonb_each_text(events) e LOOP
		IF event.key <> ALL (known) THEN
			RAISE EXCEPTION USING ERRCODE = '22023',
				MESSAGE = format('unknown event of the procedure "%s": "%s"', procedure, event.key),
				DETAIL = format('Its steps and events are %s.', array_to_string(known, ', ')),
				HINT = 'Use one of these names, each with its date.';
		END IF;
		-- null is a date not known yet, the same as no key: events often come from columns
		CONTINUE WHEN event.value IS NULL OR lower(event.value COLLATE "C") = 'not needed';
		part := regexp_match(event.value, '^([0-9]{4})-([0-9]{2})-([0-9]{2})'
					'(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?$');
		-- the length of a month: from its first day to the first day of the next one
		IF part IS NULL OR part[1] < 1 OR part[2] NOT BETWEEN 1 AND 12
			OR part[3] NOT BETWEEN 1 AND make_date(part[1] + part[2] / 12, part[2] % 12 + 1, 1)
									   - make_date(part[1], part[2], 1)
			OR part[4] > 23 OR part[5] > 59 OR part[6] > 59 THEN
			RAISE EXCEPTION USING ERRCODE = '22007',
				MESSAGE = format('invalid date of the event "%s": "%s"', event.key, event.value),
				DETAIL = 'A date is written as YYYY-MM-DD, followed by the time of day if hours '
						 'are counted.',
				HINT = 'Write for instance "2026-03-02" or "2026-03-02 10:00", null if it is not '
					   'known yet, or "not needed" if the case does not need the step.';
		END IF;
		key := event.key;
		day := make_date(part[1], part[2], part[3]);
		moment := day + make_time(part[4], part[5], coalesce(part[6], 0));
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION case_dates(text, jsonb) IS
	'The events of a case that have a date: the day, and the moment if a time of day is given. '
	'An unknown procedure or event is refused (22023), and so is a bad date (22007).';

CREATE FUNCTION timetable(procedure text, events jsonb, as_of date,
	calendar bradford.calendar DEFAULT 'england-and-wales',
		OUT step text, OUT rule_id text, OUT direction text, OUT counts_from text,
		OUT counted_from_date date,
		OUT n integer, OUT unit text, OUT due date, OUT due_at timestamp, OUT done_on date,
		OUT status text,
		OUT working_days_left integer, OUT who_acts text, OUT clause text)
	RETURNS SETOF record
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
	WITH happened AS MATERIALIZED (
		SELECT c.key, c.day, c.moment FROM bradford.case_dates(procedure, events) c)
	SELECT p.step, p.rule_id, p.direction, p.counts_from, start.day, p.n, p.unit, d.due,
		   CASE WHEN d.due IS NOT NULL THEN h.due_at END, f.done_on, s.status,
		   CASE WHEN s.status IN ('due', 'overdue')
				THEN bradford.working_days(as_of + 1, d.due + 1, calendar) END,
		   p.who_acts, p.clause
	FROM   bradford.published_procedures() WITH ORDINALITY
		   AS p(procedure, step, rule_id, direction, counts_from, n, unit, who_acts, clause, place)
	LEFT   JOIN happened start ON start.key = p.counts_from
	LEFT   JOIN happened finish ON finish.key = p.step
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN p.unit <> 'hours' THEN NULL
					WHEN p.direction = 'after' THEN bradford.due_by_hour(start.moment, p.n)
					ELSE bradford.give_notice_by_hour(start.moment, p.n) END AS due_at) h
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN lower((events ->> p.step) COLLATE "C") IS DISTINCT FROM 'not needed' THEN
					coalesce(h.due_at::date,
							bradford.step_due(start.day, p.n, p.unit, p.direction, calendar))
					END AS due) d
	-- what is planned for a day after as_of is not done yet
	CROSS  JOIN LATERAL (SELECT CASE WHEN finish.day <= as_of THEN finish.day END AS done_on) f
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN f.done_on IS NOT NULL AND finish.moment > h.due_at THEN 'late'
					ELSE bradford.step_status(start.day, d.due, f.done_on, as_of, p.direction)
					END AS status) s
	WHERE  p.procedure = timetable.procedure
	-- always true: it makes case_dates() refuse an unknown procedure
	AND    (SELECT count(*) FROM happened) >= 0
	ORDER  BY p.place;
END;
COMMENT ON FUNCTION timetable(text, jsonb, date, calendar) IS
	'One case laid out: each step of a published procedure, when it is due, when it was done, '
	'and how it stands at the end of the day as_of. events: dates by step or event, null, or '
	'"not needed".';
--------------------------------------------------------------------------------
-- pay: annualised hours, term time, part time, job shares (PAY-1 to PAY-16)
--
-- Everything is numeric and exact. Figures are multiplied first, divided once and
-- rounded last. Functions round only where they say so, half away from zero.
-- A figure that is NaN, infinite, out of range or longer than 1000 digits on either
-- side of the point is refused (22003). An unknown word, and arguments that do not go
-- together, are refused (22023).
--------------------------------------------------------------------------------

CREATE FUNCTION weeks_in_year()
	RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
	RETURN 52.143;
COMMENT ON FUNCTION weeks_in_year() IS
'Weeks in a year: weekly hours are annual hours divided by 52.143 (PAY-10).';

CREATE FUNCTION pro_rata(amount numeric, hours numeric, full_time_hours numeric,
		round_to numeric DEFAULT NULL)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_pro_rata'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION pro_rata(numeric, numeric, numeric, numeric) IS
E'amount x hours / full_time_hours, in the unit of amount (PAY-1, BF-5); rounded to a multiple of\n'
'round_to if that is given. Negative hours, and divisors not above 0, are refused (22003).';

CREATE FUNCTION whole_time_equivalent(weekly_hours numeric, full_time_hours numeric)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2
	RETURN CASE WHEN weekly_hours >= 0.01 AND weekly_hours <= 168
					 AND full_time_hours >= 0.01 AND full_time_hours <= 168
				THEN CASE WHEN weekly_hours = full_time_hours THEN 1
					  ELSE weekly_hours / full_time_hours END END;
COMMENT ON FUNCTION whole_time_equivalent(numeric, numeric) IS
E'weekly_hours / full_time_hours (PAY-1, BF-5); NULL unless both are from 0.01 to the 168\n'
'hours of a week.';

CREATE FUNCTION term_time(weekly_hours numeric, weeks_at_work numeric, wte_weeks numeric,
		wte_leave_weeks numeric, weeks_in_year numeric DEFAULT weeks_in_year(),
		rounding text DEFAULT 'none',
		OUT leave_weeks numeric, OUT paid_weeks numeric, OUT annual_hours numeric,
		OUT paid_weekly_hours numeric)
	AS 'MODULE_PATHNAME', 'bradford_term_time'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION term_time(numeric, numeric, numeric, numeric, numeric, text) IS
E'The four steps of term-time pay in weeks and hours (PAY-9, PAY-10); ''policy'' rounds each step\n'
'as the form does (PAY-11). Negative figures and divisors of 0 are refused (22003).';

CREATE FUNCTION annualised_hours(hours_to_work numeric, wte_weekly_hours numeric,
		wte_leave_days numeric, wte_bank_holidays numeric, days_per_week numeric DEFAULT 5,
		weeks_in_year numeric DEFAULT weeks_in_year(), rounding text DEFAULT 'none',
		OUT wte_gross_hours numeric, OUT wte_net_hours numeric, OUT work_hours numeric,
		OUT leave_hours numeric, OUT bank_holiday_hours numeric, OUT paid_hours numeric)
	AS 'MODULE_PATHNAME', 'bradford_annualised_hours'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annualised_hours(numeric, numeric, numeric, numeric, numeric, numeric, text) IS
E'Hours paid in a year: hours to work, leave and bank holidays pro rata (PAY-2, PAY-3);\n'
'''policy'' gives whole hours. Negative figures and leave that fills the year are refused (22003).';

CREATE FUNCTION leave_entitlement(full_time_leave numeric, hours numeric, full_time_hours numeric,
		employed daterange DEFAULT NULL, leave_year daterange DEFAULT NULL,
		round_to numeric DEFAULT NULL)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_leave_entitlement'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION leave_entitlement(numeric, numeric, numeric, daterange, daterange, numeric) IS
E'Leave pro rata to hours and to the days of leave_year employed, in the unit of full_time_leave\n'
'(PAY-1). employed without leave_year, or the reverse, is refused (22023).';

CREATE FUNCTION pro_rata_bank_holidays(bank_holidays numeric, hours numeric,
		full_time_hours numeric, full_time_day_hours numeric DEFAULT NULL,
		round_to numeric DEFAULT NULL)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_pro_rata_bank_holidays'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION pro_rata_bank_holidays(numeric, numeric, numeric, numeric, numeric) IS
E'The hours of this many bank holidays, pro rata (PAY-1, PAY-13); a full-time day is a fifth of\n'
'full_time_hours unless it is given. Negative figures and divisors of 0 are refused (22003).';

CREATE FUNCTION bank_holiday_hours(calendar calendar, working_time datemultirange, hours numeric,
		full_time_hours numeric, full_time_day_hours numeric DEFAULT NULL,
		round_to numeric DEFAULT NULL)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 200
	RETURN bradford.pro_rata_bank_holidays(
		CASE
			WHEN calendar IS NULL OR working_time IS NULL THEN NULL
			WHEN isempty(working_time) THEN 0
			ELSE (
				SELECT count(*)
				FROM   bradford.holidays(calendar, range_merge(working_time)) AS h
				WHERE  h.day <@ working_time)
		END, hours, full_time_hours, full_time_day_hours, round_to);
COMMENT ON FUNCTION bank_holiday_hours(calendar, datemultirange, numeric, numeric, numeric,
	numeric) IS
E'Hours of the calendar''s bank holidays in working time, pro rata (PAY-13). Working time without\n'
'an end (22023) or outside 1995-2099 (22008) is refused.';

CREATE FUNCTION extra_hours_pay(extra_hours numeric, annual_salary numeric, annual_hours numeric,
		scale integer DEFAULT 2)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_extra_hours_pay'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION extra_hours_pay(numeric, numeric, numeric, integer) IS
E'extra_hours x annual_salary / annual_hours, the substantive rate (PAY-6), rounded to scale\n'
'decimal places; negative hours take pay back. annual_hours of 0 are refused (22003).';

CREATE FUNCTION settlement(hours_worked numeric, hours_paid numeric, annual_salary numeric,
		annual_hours numeric, final_salary numeric DEFAULT 0, leave_due numeric DEFAULT 0,
		scale integer DEFAULT 2,
		OUT hours_difference numeric, OUT amount numeric, OUT owed_to_employee numeric,
		OUT taken_from_final_salary numeric, OUT final_pay numeric, OUT left_to_reclaim numeric)
	AS 'MODULE_PATHNAME', 'bradford_settlement'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION settlement(numeric, numeric, numeric, numeric, numeric, numeric, integer) IS
E'The pay for hours worked less hours paid, to scale decimal places, and how the\n'
'final salary settles it (PAY-5, PAY-8). Negative figures, except leave_due, and\n'
'annual_hours of 0 are refused (22003).';

CREATE FUNCTION allocate(total numeric, weights numeric[], scale integer DEFAULT 2)
	RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_allocate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION allocate(numeric, numeric[], integer) IS
E'Splits total in proportion to the weights; the parts have scale decimal places and sum to it\n'
'exactly (largest remainder). Weights that sum to 0 (22003), and more than a million weights\n'
'(54000), are refused.';

CREATE FUNCTION job_share(hours numeric[], post_hours numeric, salary numeric,
		leave numeric DEFAULT 0, bank_holidays numeric DEFAULT 0, allowances numeric DEFAULT 0,
		cover numeric[] DEFAULT NULL, scale integer DEFAULT 2)
	RETURNS TABLE (partner integer, partner_hours numeric, partner_salary numeric,
		partner_leave numeric, partner_bank_holidays numeric, partner_allowances numeric,
		cover_hours numeric, cover_pay numeric, cover_left numeric)
	AS 'MODULE_PATHNAME', 'bradford_job_share'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 30 ROWS 2;
COMMENT ON FUNCTION job_share(numeric[], numeric, numeric, numeric, numeric, numeric, numeric[],
	integer) IS
E'A row for each partner of a job share: the shares of the post by hours, and the pay for cover\n'
'(PAY-14). Hours above the post, together or with cover, are refused (22003).';

CREATE FUNCTION contract_year(started_on date, on_date date)
	RETURNS daterange
	AS 'MODULE_PATHNAME', 'bradford_contract_year'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION contract_year(date, date) IS
E'The year of the contract that holds on_date, counted from started_on (PAY-2): 365 or 366 days.\n'
'An on_date before started_on, and infinite dates, are refused (22008).';

CREATE FUNCTION pay_schedule(annual_salary numeric, contract_year daterange,
		employed daterange DEFAULT NULL, scale integer DEFAULT 2,
		frequency text DEFAULT 'monthly', part_months text DEFAULT 'calendar days',
		calendar calendar DEFAULT 'england-and-wales')
	RETURNS TABLE (number integer, period daterange, days integer, of_days integer, amount numeric)
	AS 'MODULE_PATHNAME', 'bradford_pay_schedule'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50 ROWS 12;
COMMENT ON FUNCTION pay_schedule(numeric, daterange, daterange, integer, text, text, calendar) IS
E'Splits a salary into equal months, weeks or four weeks that sum to it exactly, with part months\n'
'for starters and leavers (PAY-4). A contract year must have 365 or 366 days (22023).';

--------------------------------------------------------------------------------
-- leave: the statutory minimum (Working Time Regulations 1998, WTR)
--------------------------------------------------------------------------------

CREATE FUNCTION statutory_leave(days_per_week numeric, employed daterange, leave_year daterange)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_statutory_leave'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION statutory_leave(numeric, daterange, daterange) IS
E'Days of statutory leave in a leave year: 5.6 weeks, at most 28 days. Starters get a twelfth for\n'
'each month begun, rounded up to half a day; leavers get a share by days (WTR 13 to 15A). More\n'
'than 7 days a week is refused (22003).';

CREATE FUNCTION accrued_leave(hours numeric, rate numeric DEFAULT 0.1207)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_accrued_leave'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION accrued_leave(numeric, numeric) IS
E'Hours of leave for the hours worked in a pay period, for irregular-hours and part-year workers:\n'
'12.07 %, rounded to the whole hour (WTR 15B). Negative figures are refused (22003).';

CREATE FUNCTION average_week_add(state numeric[], pay numeric, week date)
	RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_average_week_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION average_week_add(numeric[], numeric, date) IS
E'Adds the pay of a week to the state of average_week over 52 weeks. A NULL week changes nothing.\n'
'A state that average_week did not make is refused (22023).';

CREATE FUNCTION average_week_add(state numeric[], pay numeric, week date, weeks integer)
	RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_average_week_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION average_week_add(numeric[], numeric, date, integer) IS
E'Adds the pay of a week to the state of average_week. A NULL week or weeks changes nothing.\n'
'A state that average_week did not make is refused (22023).';

CREATE FUNCTION average_week_combine(state numeric[], other numeric[])
	RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_average_week_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION average_week_combine(numeric[], numeric[]) IS
E'Combines two states of average_week, as if one had taken all the weeks. A state that\n'
'average_week did not make is refused (22023).';

CREATE FUNCTION average_week_final(state numeric[])
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_average_week_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION average_week_final(numeric[]) IS
E'The average pay of the paid weeks of a state. A state that average_week did not make is refused\n'
'(22023).';

CREATE AGGREGATE average_week(pay numeric, week date) (
	SFUNC = average_week_add,
	STYPE = numeric[],
	SSPACE = 1024,
	FINALFUNC = average_week_final,
	COMBINEFUNC = average_week_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE average_week(numeric, date) IS
E'Average pay of the latest 52 paid weeks, none of them more than 104 weeks back (WTR 16); rows\n'
'of one week add up. NaN and infinite pay (22003) and infinite weeks (22008) are refused.';

CREATE AGGREGATE average_week(pay numeric, week date, weeks integer) (
	SFUNC = average_week_add,
	STYPE = numeric[],
	SSPACE = 1024,
	FINALFUNC = average_week_final,
	COMBINEFUNC = average_week_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE average_week(numeric, date, integer) IS
E'Average pay of the latest paid weeks, as many as weeks says, none of them more than 104\n'
'weeks back (WTR 16); rows of one week add up. weeks outside 1 to 104, or not the same in\n'
'every row, is refused (22023).';

--------------------------------------------------------------------------------
-- annual_balance: the monthly timesheet, lines a to j (PAY-15)
--
-- The state of the aggregate is the row of lines, since the next timesheet needs no
-- more. So there is no final function, and any two rows of lines can be combined.
--------------------------------------------------------------------------------

CREATE TYPE timesheet_lines AS (
	month date,
	a numeric, b numeric, c numeric, d numeric, e numeric,
	f numeric, g numeric, h numeric, i numeric, j numeric
);
COMMENT ON TYPE timesheet_lines IS
'Lines a to j of the monthly timesheet of annualised hours or term time, in hours (PAY-15).';
COMMENT ON COLUMN timesheet_lines.month IS 'the month of the latest timesheet, as it was dated';
COMMENT ON COLUMN timesheet_lines.a IS 'total contracted annual hours';
COMMENT ON COLUMN timesheet_lines.b IS 'cumulative hours brought forward from earlier months';
COMMENT ON COLUMN timesheet_lines.c IS 'hours worked in this month';
COMMENT ON COLUMN timesheet_lines.d IS 'cumulative hours: b + c';
COMMENT ON COLUMN timesheet_lines.e IS 'annual hours remaining, negative if exceeded: a - d';
COMMENT ON COLUMN timesheet_lines.f IS 'annual leave entitlement';
COMMENT ON COLUMN timesheet_lines.g IS 'cumulative leave taken brought forward from earlier months';
COMMENT ON COLUMN timesheet_lines.h IS 'leave taken in this month';
COMMENT ON COLUMN timesheet_lines.i IS 'cumulative leave taken: g + h';
COMMENT ON COLUMN timesheet_lines.j IS 'leave remaining, negative if exceeded: f - i';

CREATE FUNCTION annual_balance_add(lines timesheet_lines, contracted_hours numeric,
		leave_entitlement numeric, month date, hours numeric, leave numeric)
	RETURNS timesheet_lines
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annual_balance_add(timesheet_lines, numeric, numeric, date, numeric, numeric) IS
E'Adds a timesheet to lines a to j; a NULL month changes nothing. Negative, NaN and\n'
'infinite figures (22003), and infinite months (22008), are refused.';

CREATE FUNCTION annual_balance_combine(lines timesheet_lines, other timesheet_lines)
	RETURNS timesheet_lines
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annual_balance_combine(timesheet_lines, timesheet_lines) IS
E'Combines the lines of two sets of timesheets, as if all had been added to one. A NULL month, b,\n'
'c, g or h (22004), and what annual_balance_add refuses, are refused.';

CREATE AGGREGATE annual_balance(contracted_hours numeric, leave_entitlement numeric, month date,
		hours numeric, leave numeric) (
	SFUNC = annual_balance_add,
	STYPE = timesheet_lines,
	SSPACE = 128,
	COMBINEFUNC = annual_balance_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE annual_balance(numeric, numeric, date, numeric, numeric) IS
E'Lines a to j, in hours, as at the latest month (PAY-15); timesheets of one month add\n'
'up. Group by contract and contract_year. Negative or infinite figures (22003) and\n'
'infinite months (22008) are refused.';
--------------------------------------------------------------------------------
-- flexitime: bandwidth, core, lunch, blocks, and balances with a cap (FX-1 to FX-7)
--
-- A scheme is a value. flexi_credit() says for each day what is credited and why the
-- rest is not; flexi_balance() carries a balance from one accounting period to the
-- next. Clock times are local wall times, and hours are intervals of hours and
-- minutes. A NULL scheme gives NULL; the aggregate refuses it (22004).
--------------------------------------------------------------------------------

CREATE TYPE flexi_scheme;

CREATE FUNCTION flexi_scheme_in(cstring) RETURNS flexi_scheme
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_scheme_in(cstring) IS
	'Reads a flexi scheme: key=value pairs separated by semicolons. Keys: bandwidth, '
	'core, lunch, block, day, hours, period, cap, beyond, limit, leave. Other keys and '
	'values are refused (22023).';

CREATE FUNCTION flexi_scheme_out(flexi_scheme) RETURNS cstring
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_scheme_out(flexi_scheme) IS
'Writes a flexi scheme in its canonical form, without the defaults.';

CREATE FUNCTION flexi_scheme_recv(internal) RETURNS flexi_scheme
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_scheme_recv(internal) IS
'Reads a flexi scheme in binary form: a version (22P03), and the text form.';

CREATE FUNCTION flexi_scheme_send(flexi_scheme) RETURNS bytea
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_scheme_send(flexi_scheme) IS
'Writes a flexi scheme in binary form.';

CREATE TYPE flexi_scheme (
	INPUT = flexi_scheme_in,
	OUTPUT = flexi_scheme_out,
	RECEIVE = flexi_scheme_recv,
	SEND = flexi_scheme_send,
	INTERNALLENGTH = 220,
	ALIGNMENT = int4
);
COMMENT ON TYPE flexi_scheme IS
	'The rules of flexi-time, as a value. Example: bandwidth=07:30-19:00; '
	'core=10:00-12:00,14:00-16:00; lunch=12:00-14:00 least 30 min; block=5 min; day=7:24; '
	'cap=12:00/4:00. The empty text is the scheme of document 004 (FX-1 to FX-6).';

CREATE FUNCTION flexi_scheme_cmp(flexi_scheme, flexi_scheme) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_cmp'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_cmp(flexi_scheme, flexi_scheme) IS
'Order of two schemes: -1, 0 or 1; it says nothing about hours.';

CREATE FUNCTION flexi_scheme_lt(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_lt'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_lt(flexi_scheme, flexi_scheme) IS
'An order of schemes. Behind the operator <.';

CREATE FUNCTION flexi_scheme_le(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_le'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_le(flexi_scheme, flexi_scheme) IS
'An order of schemes. Behind the operator <=.';

CREATE FUNCTION flexi_scheme_eq(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_eq'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_eq(flexi_scheme, flexi_scheme) IS
'Do two schemes say the same? Behind the operator =.';

CREATE FUNCTION flexi_scheme_ne(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_ne'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_ne(flexi_scheme, flexi_scheme) IS
'Do two schemes differ? Behind the operator <>.';

CREATE FUNCTION flexi_scheme_ge(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_ge'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_ge(flexi_scheme, flexi_scheme) IS
'An order of schemes. Behind the operator >=.';

CREATE FUNCTION flexi_scheme_gt(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_gt'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_gt(flexi_scheme, flexi_scheme) IS
'An order of schemes. Behind the operator >.';

CREATE FUNCTION flexi_scheme_hash(flexi_scheme) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_hash'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_hash(flexi_scheme) IS
'Hash of a scheme, for joins, grouping and hash indexes.';

CREATE FUNCTION flexi_scheme_hash_extended(flexi_scheme, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_hash_extended'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_hash_extended(flexi_scheme, bigint) IS
'Hash of a scheme with a seed, for hash partitioning.';

CREATE OPERATOR = (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (flexi_scheme, flexi_scheme) IS
'Two schemes say the same.';

CREATE OPERATOR <> (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (flexi_scheme, flexi_scheme) IS
'Two schemes differ.';

CREATE OPERATOR < (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (flexi_scheme, flexi_scheme) IS
'An order of schemes; it says nothing about hours.';

CREATE OPERATOR <= (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (flexi_scheme, flexi_scheme) IS
'An order of schemes; it says nothing about hours.';

CREATE OPERATOR >= (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (flexi_scheme, flexi_scheme) IS
'An order of schemes; it says nothing about hours.';

CREATE OPERATOR > (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (flexi_scheme, flexi_scheme) IS
'An order of schemes; it says nothing about hours.';

CREATE OPERATOR FAMILY flexi_scheme_ops USING btree;
COMMENT ON OPERATOR FAMILY flexi_scheme_ops USING btree IS
'Order of flexi schemes for sorting, DISTINCT and B-trees.';
CREATE OPERATOR CLASS flexi_scheme_ops DEFAULT FOR TYPE flexi_scheme
	USING btree FAMILY flexi_scheme_ops AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 flexi_scheme_cmp(flexi_scheme, flexi_scheme);
COMMENT ON OPERATOR CLASS flexi_scheme_ops USING btree IS
'Order of flexi schemes for sorting, DISTINCT and B-trees.';

CREATE OPERATOR FAMILY flexi_scheme_ops USING hash;
COMMENT ON OPERATOR FAMILY flexi_scheme_ops USING hash IS
'Equality of flexi schemes by hashing.';
CREATE OPERATOR CLASS flexi_scheme_ops DEFAULT FOR TYPE flexi_scheme
	USING hash FAMILY flexi_scheme_ops AS
	OPERATOR 1 =,
	FUNCTION 1 flexi_scheme_hash(flexi_scheme),
	FUNCTION 2 flexi_scheme_hash_extended(flexi_scheme, bigint);
COMMENT ON OPERATOR CLASS flexi_scheme_ops USING hash IS
'Equality of flexi schemes by hashing.';

-- a day ------------------------------------------------------------------------

CREATE FUNCTION flexi_credit(worked tsmultirange, scheme flexi_scheme)
	RETURNS TABLE (day date, worked tsmultirange, attended interval, credited interval,
		cut_by_bandwidth interval, cut_by_lunch interval, cut_by_rounding interval,
		core_missed interval, core_missed_half interval, lunch_over interval, standard interval)
	AS 'MODULE_PATHNAME', 'bradford_flexi_credit'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 20;
COMMENT ON FUNCTION flexi_credit(tsmultirange, flexi_scheme) IS
	'What is credited on each day with attendance, and why the rest is not: attended = credited + '
	'the three cuts (FX-1 to FX-4). Local wall time; parallel entries count once. Infinite times '
	'are refused (22023), and more than 100,000 days (54000).';

CREATE FUNCTION flexi_credit(worked tsmultirange, during daterange, scheme flexi_scheme)
	RETURNS TABLE (day date, worked tsmultirange, attended interval, credited interval,
		cut_by_bandwidth interval, cut_by_lunch interval, cut_by_rounding interval,
		core_missed interval, core_missed_half interval, lunch_over interval, standard interval)
	AS 'MODULE_PATHNAME', 'bradford_flexi_credit_during'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 28;
COMMENT ON FUNCTION flexi_credit(tsmultirange, daterange, flexi_scheme) IS
	'flexi_credit() for each day of the range; a day without attendance misses its core time '
	'(FX-2). Refused: infinite times or days (22023), more than 100,000 days (54000).';

CREATE FUNCTION flexi_period(day date, scheme flexi_scheme) RETURNS daterange
	AS 'MODULE_PATHNAME', 'bradford_flexi_period'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_period(date, flexi_scheme) IS
	'The accounting period that holds the day (FX-5). Infinite days, and those at the ends of the '
	'date type, are refused (22008).';

CREATE FUNCTION flexi_terms(scheme flexi_scheme, OUT standard_hours interval,
		OUT credit_cap interval, OUT debit_cap interval, OUT credit_limit interval,
		OUT debit_limit interval, OUT leave interval, OUT leave_from_credit boolean,
		OUT debit_is_cut boolean)
	RETURNS record
	AS 'MODULE_PATHNAME', 'bradford_flexi_terms'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_terms(flexi_scheme) IS
	'The hours of a scheme as plain values: standard hours of a period (NULL: by day), caps at the '
	'carry, limits inside a period, flexi-leave of a period (NULL: unlimited). A day counts as the '
	'standard day, averaged over the days of the week that have one (FX-5 to FX-7).';

-- a balance --------------------------------------------------------------------
--
-- The cap applies at each carry. So periods must come in order, and two states cannot
-- be combined. PostgreSQL never splits such an aggregate and never ships its state.

CREATE TYPE flexi_account AS (
	brought_forward interval, credited interval, standard interval, balance interval,
	carried interval, taken interval, beyond interval
);
COMMENT ON TYPE flexi_account IS
'A balance of flexi-time over one accounting period: the foot of the flexi-time sheet (FX-6).';
COMMENT ON COLUMN flexi_account.brought_forward IS
	'carried from the period before, or the opening balance';
COMMENT ON COLUMN flexi_account.credited IS 'hours credited in the period';
COMMENT ON COLUMN flexi_account.standard IS 'standard hours of the period';
COMMENT ON COLUMN flexi_account.balance IS 'brought_forward + credited - standard';
COMMENT ON COLUMN flexi_account.carried IS 'carried into the next period';
COMMENT ON COLUMN flexi_account.taken IS 'credit above the cap, which is lost';
COMMENT ON COLUMN flexi_account.beyond IS
'debit beyond the cap: carried all the same, or cut if the scheme says so';

CREATE FUNCTION flexi_balance_add(state internal, credited interval, standard interval,
		first_day date, scheme flexi_scheme)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'bradford_flexi_balance_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_balance_add(internal, interval, interval, date, flexi_scheme) IS
'Adds an accounting period to the state of flexi_balance.';

CREATE FUNCTION flexi_balance_add(state internal, credited interval, standard interval,
		first_day date, opening interval, scheme flexi_scheme)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'bradford_flexi_balance_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_balance_add(internal, interval, interval, date, interval, flexi_scheme) IS
'Adds an accounting period, with what is brought forward into it, to the state of flexi_balance.';

CREATE FUNCTION flexi_balance_final(state internal) RETURNS flexi_account
	AS 'MODULE_PATHNAME', 'bradford_flexi_balance_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_balance_final(internal) IS
'The account after the latest period of a state.';

CREATE AGGREGATE flexi_balance(credited interval, standard interval, first_day date,
		scheme flexi_scheme) (
	SFUNC = flexi_balance_add,
	STYPE = internal,
	SSPACE = 128,
	FINALFUNC = flexi_balance_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE flexi_balance(interval, interval, date, flexi_scheme) IS
	'The account of the latest accounting period; over a running window, that of each (FX-6). '
	'Write ORDER BY first_day. NULL hours make the balance unknown from there on. '
	'Refused: periods out of order, days and months in hours (22023), a NULL scheme (22004).';

CREATE AGGREGATE flexi_balance(credited interval, standard interval, first_day date,
		opening interval, scheme flexi_scheme) (
	SFUNC = flexi_balance_add,
	STYPE = internal,
	SSPACE = 128,
	FINALFUNC = flexi_balance_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE flexi_balance(interval, interval, date, interval, flexi_scheme) IS
	'flexi_balance() with an opening balance. If it is not NULL, the period brings it forward '
	'instead of what was carried before (FX-6).';

--------------------------------------------------------------------------------
-- staffing: how many are on duty (SR-1)
--
-- Shifts are tstzranges, which are instants, so a night on which the clocks change has
-- its true length. Hours are those of the clock in a time zone: one hour comes twice
-- on a night in October, and one is missing on a night in March.
--------------------------------------------------------------------------------

CREATE FUNCTION staffing(shifts tstzrange[])
	RETURNS TABLE (during tstzrange, on_duty integer)
	AS 'MODULE_PATHNAME', 'bradford_staffing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 500;
COMMENT ON FUNCTION staffing(tstzrange[]) IS
	'How many are on duty, as steps from the first start to the last end (SR-1). Each shift counts '
	'one; neighbouring steps differ. NULL and empty shifts count nobody. Refused: a shift that is '
	'open or infinite (22023), an array of several dimensions (2202E).';

CREATE FUNCTION staffing_by_hour(shifts tstzrange[], during tstzrange,
		zone text DEFAULT 'Europe/London')
	RETURNS TABLE (hour tstzrange, local text, least_on_duty integer, most_on_duty integer,
				   person_hours numeric)
	AS 'MODULE_PATHNAME', 'bradford_staffing_by_hour'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 168;
COMMENT ON FUNCTION staffing_by_hour(tstzrange[], tstzrange, text) IS
	'How many are on duty in each hour of the local clock within a time: at least, at most, and '
	'person-hours (SR-1). local names the hour with its offset, such as 2026-10-25 01:00+00, so '
	'the days on which the clocks change have 23 and 25 different hours. Refused, besides what '
	'staffing() refuses: a time that is open or infinite, an unknown zone (22023), more than '
	'1,000,000 hours (54000).';

CREATE FUNCTION known_zone(zone text) RETURNS text
	AS 'MODULE_PATHNAME', 'bradford_known_zone'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION known_zone(text) IS
	'The text if it names a time zone, such as Europe/London; otherwise NULL, also for '
	'abbreviations such as BST. For reports over the zones that a site has written down.';
--------------------------------------------------------------------------------
-- working_time: the Working Time Regulations 1998 (PAY-16)
--
-- Working time is a set of instants, tstzmultirange: the law counts the hours that
-- pass, also on the nights when the clocks change. The zone says when days, weeks
-- and nights begin.
--------------------------------------------------------------------------------

CREATE FUNCTION working_time_breaches(worked tstzmultirange, during daterange,
		excluded datemultirange DEFAULT '{}', opted_out datemultirange DEFAULT '{}',
		born date DEFAULT NULL, employed_from date DEFAULT NULL,
		as_of timestamptz DEFAULT 'infinity', zone text DEFAULT 'Europe/London',
		weekly_limit interval DEFAULT '48:00', reference_weeks integer DEFAULT 17,
		daily_rest interval DEFAULT '11:00', weekly_rest interval DEFAULT '24:00',
		weekly_rest_by text DEFAULT 'week', break_over interval DEFAULT '6:00',
		least_break interval DEFAULT '0:20', night_from time DEFAULT '23:00',
		night_to time DEFAULT '06:00', night_limit interval DEFAULT '8:00',
		night_worker boolean DEFAULT NULL, night_absolute boolean DEFAULT false,
		young_daily_limit interval DEFAULT '8:00', young_weekly_limit interval DEFAULT '40:00',
		young_daily_rest interval DEFAULT '12:00', young_weekly_rest interval DEFAULT '48:00',
		young_break_over interval DEFAULT '4:30', young_break interval DEFAULT '0:30',
		young_night_from time DEFAULT '22:00', young_night_to time DEFAULT '06:00')
	RETURNS TABLE (rule text, breach tstzrange, value interval, allowed interval, off_by interval,
		final boolean, hours interval, reference daterange, later_hours interval,
		excluded_days integer, later_days integer, divided_by integer, night_weeks integer)
	AS 'MODULE_PATHNAME', 'bradford_working_time_breaches'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1000 ROWS 10;
COMMENT ON FUNCTION working_time_breaches(tstzmultirange, daterange, datemultirange, datemultirange,
	date, date, timestamptz, text, interval, integer, interval, interval, text, interval, interval,
	time, time, interval, boolean, boolean, interval, interval, interval, interval, interval,
	interval, time, time) IS
	'Breaches of the Working Time Regulations in the range: one row each, with its workings, and '
	'whether later records can change it (PAY-16). Hours are elapsed hours. NULL data gives no '
	'row. Refused: infinite times, unknown zones (22023), limits that are NULL (22004) or out of '
	'range (22003), infinite days (22008), more than 100,000 days (54000).';

--------------------------------------------------------------------------------
-- rules: what the ids of the policies say
--
-- Reports, comments and errors name rules by these ids. Each row says in our own words what the
-- policy says. doc/rules.md has the same sentences; test/scripts/rules compares them.
--------------------------------------------------------------------------------

CREATE FUNCTION rules(OUT rule_id text, OUT subject text, OUT says text, OUT clause text,
	OUT source text)
	RETURNS SETOF record
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1 ROWS 99
	BEGIN ATOMIC
	VALUES
		('BF-1', 'attendance',
		 'The Bradford score is S x S x D over a rolling 12 months: S absences, D days lost '
		 'in all.',
		 '20.4', '002 attendance management policy'),
		('BF-2', 'attendance',
		 'The days of an absence are calendar days, weekends included, as for statutory sick '
		 'pay.',
		 '20.4', '002 attendance management policy'),
		('BF-3', 'attendance',
		 'Four absences of 10 days in all score 160, five of 6 days 150, five of 20 days 500, '
		 'and seven of 11 days 539.',
		 '19.2, 20.4, 21.1', '002 attendance management policy'),
		('BF-4', 'attendance',
		 'A score of at least 150 puts stage 1 up for consideration (a written warning), at '
		 'least 500 stage 2 (a final written warning), and at least 875 stage 3 (a hearing).',
		 '21.2', '002 attendance management policy'),
		('BF-5', 'attendance', 'Triggers are pro rata for part-time employees.',
		 '21.1', '002 attendance management policy'),
		('BF-6', 'attendance',
		 'A warning lapses after 6 months at stage 1, after 9 months at stage 2, and after 12 '
		 'months at stage 3.',
		 '21.2.4, 21.3, 21.4/21.5', '002 attendance management policy'),
		('BF-7', 'attendance',
		 'Stage 2 is considered only while a stage 1 warning is live and the score is at '
		 'least 350 above the score at which that warning was issued.',
		 '21.3', '002 attendance management policy'),
		('BF-8', 'attendance',
		 'Stage 3 is considered only while a stage 2 warning is live, the score is at least '
		 '375 above the score at which that warning was issued, and the occupational-health '
		 'report is at most 3 months old.',
		 '21.4', '002 attendance management policy'),
		('BF-9', 'attendance',
		 'If a trigger was reached and no warning was issued, stage 1 may still be considered '
		 'after a later absence, as long as the score is still above 150.',
		 '21.2.3', '002 attendance management policy'),
		('BF-10', 'attendance',
		 'After two stage 1 warnings within 2 years, each followed by 6 months of '
		 'satisfactory attendance, the next failure goes straight to stage 2.',
		 '21.2.4', '002 attendance management policy'),
		('BF-11', 'attendance', 'An appeal upheld at stage 3 puts the employee back at stage 2.',
		 '21.5', '002 attendance management policy'),
		('BF-12', 'attendance',
		 'The review period after a stage 1 warning is 1 to 3 months, and any absence in it '
		 'leads to a formal review meeting.',
		 '21.2.1', '002 attendance management policy'),
		('BF-13', 'attendance',
		 'Everybody is scored on the past year, but action waits for the first absence after '
		 'adoption; the trial ran for six months from 1 October 2016, and whoever was at '
		 'stage 3 of the old capability procedure counts as at stage 3.',
		 'report 2.14, minutes', '002 committee report and minutes on the attendance policy'),
		('BF-14', 'attendance',
		 'Employees are told their score at the return-to-work discussion, and are shown the '
		 'evidence and how the score came about at stage 2.',
		 '17.1, 21.3', '002 attendance management policy'),
		('BF-15', 'attendance',
		 'Reports by service area, for short-term and long-term absence, show who has reached '
		 'a trigger, and are sent to the manager unasked.',
		 'report 2.12, 21.1', '002 committee report on the attendance policy; the policy'),
		('BF-16', 'attendance',
		 'Average days lost per employee and year are held against a target of 7.5: they were '
		 '7.63 in 2013-14, 7.17 in 2014-15 and 9.84 in 2015-16.',
		 'report 2.3', '002 committee report on the attendance policy'),
		('BF-17', 'attendance',
		 'Managers look for patterns of absence, such as regular Mondays or Fridays.',
		 '21.2', '002 attendance management policy'),
		('AB-1', 'absence',
		 'A day on which half or more was worked before going home sick is not recorded as '
		 'absence; if less than half was worked, the whole day is.',
		 '8.4; old App. A(d)', '002 attendance management policy, new and old'),
		('AB-2', 'absence',
		 'An infectious disease with a fit note is reported and does not count: chicken pox, '
		 'diphtheria, German measles, mumps, scarlet fever, whooping cough, pandemic flu.',
		 '14.1', '002 attendance management policy'),
		('AB-3', 'absence',
		 'Absence because of pregnancy or IVF treatment is recorded separately and does not '
		 'count.',
		 '16.1', '002 attendance management policy'),
		('AB-4', 'absence',
		 'The manager takes HR advice before any action if an absence is due to disability, '
		 'industrial injury, infectious disease or pregnancy.',
		 '5.3, 21.1', '002 attendance management policy'),
		('AB-5', 'absence',
		 'A medical or dental appointment is not sickness unless it takes a whole day.',
		 '15.1', '002 attendance management policy'),
		('AB-6', 'absence',
		 'A self-certificate is needed from 4 calendar days on and covers days 1 to 7; from '
		 'day 8 on, fit notes are needed without a gap.',
		 '9.1, 10.1; old App. A 3', '002 attendance management policy, new and old'),
		('AB-7', 'absence',
		 'A pregnancy-related absence in the 4 weeks before the due date starts maternity '
		 'leave.',
		 '16.2', '002 attendance management policy'),
		('AB-8', 'absence',
		 'A return-to-work discussion follows every absence, normally on the first day back '
		 'and at the latest within 5 working days; the form reaches HR within 5 working days '
		 'of the end of the month.',
		 '17.1, 3.1; old 7.1', '002 attendance management policy, new and old'),
		('AB-9', 'absence',
		 'Referral to occupational health is considered at a score of 150 and of 500, for '
		 'depression, anxiety, stress and musculoskeletal causes, after an accident at work '
		 'or a notifiable disease, and after 20 working days off.',
		 '19.2, 21.6', '002 attendance management policy'),
		('AB-10', 'absence',
		 'Absence of over 4 weeks (20 working days) is long-term: a home visit is possible '
		 'after 4 weeks, a review follows at 12 weeks and an assessment by 6 months, and a '
		 'phased return takes at most 4 weeks.',
		 '18.2, 21.6-21.8', '002 attendance management policy'),
		('AB-11', 'absence',
		 'Occupational sick pay is up to 6 months at full pay and then 6 months at half pay, '
		 'by length of service.',
		 '21.8.5', '002 attendance management policy'),
		('DL-1', 'deadline',
		 'Managing conflict: the employee raises a matter within 10 working days of becoming '
		 'aware of it.',
		 '4.1', '002 managing conflict policy'),
		('DL-2', 'deadline',
		 'Grievance 2009: the employee raises a matter within 10 working days of becoming '
		 'aware of it.',
		 '5.1', '002 grievance procedure of 2009'),
		('DL-3', 'deadline',
		 'Grievance 2009: the employee makes it formal within 10 working days of the end of '
		 'the informal stage.',
		 '7.5, 9.1.1', '002 grievance procedure of 2009'),
		('DL-4', 'deadline',
		 'Grievance 2009: at each stage, receipt is acknowledged within 3 working days.',
		 '9.1.2, 9.2.2, 9.3.2', '002 grievance procedure of 2009'),
		('DL-5', 'deadline',
		 'Grievance 2009: at stages 1 and 2, the meeting is held within 10 working days of '
		 'receipt.',
		 '9.1.3, 9.2.3', '002 grievance procedure of 2009'),
		('DL-6', 'deadline',
		 'Grievance 2009: at stages 1 and 2, the written answer follows within 5 working days '
		 'of the meeting.',
		 '9.1.4, 9.2.4', '002 grievance procedure of 2009'),
		('DL-7', 'deadline',
		 'Grievance 2009: the employee goes on to the next stage, or appeals, within 5 '
		 'working days of being notified of the answer.',
		 '9.2.1, 9.3.1', '002 grievance procedure of 2009'),
		('DL-8', 'deadline',
		 'Grievance 2009: the answer to an appeal follows within 5 working days of the '
		 'hearing.',
		 '10.1', '002 grievance procedure of 2009'),
		('DL-9', 'deadline',
		 'Grievance 2009: in the modified procedure, the answer follows within 5 working days '
		 'of receipt.',
		 '12.4', '002 grievance procedure of 2009'),
		('DL-10', 'deadline',
		 'Grievance 2016: the employee raises a matter within 3 months of the event.',
		 '1.7', '002 grievance procedure of 2016'),
		('DL-11', 'deadline',
		 'Grievance 2016: the employee makes it formal within 5 working days of the end of '
		 'the informal stage.',
		 '2.7, 3.1', '002 grievance procedure of 2016'),
		('DL-12', 'deadline',
		 'Grievance 2016: the invitation to the meeting goes out within 5 working days of '
		 'receipt.',
		 '3.3', '002 grievance procedure of 2016'),
		('DL-13', 'deadline',
		 'Grievance 2016: the meeting is held within 10 working days of receipt.',
		 '3.4', '002 grievance procedure of 2016'),
		('DL-14', 'deadline',
		 'Grievance 2016: everyone with papers provides them at least 3 working days before '
		 'the meeting.',
		 '3.5', '002 grievance procedure of 2016'),
		('DL-15', 'deadline',
		 'Grievance 2016: the answer follows within 5 working days of the meeting.',
		 '3.10', '002 grievance procedure of 2016'),
		('DL-16', 'deadline',
		 'Grievance 2016: the employee appeals within 5 working days of the written answer.',
		 '4.1', '002 grievance procedure of 2016'),
		('DL-17', 'deadline',
		 'Grievance 2016: receipt of an appeal is acknowledged within 3 working days.',
		 '4.3', '002 grievance procedure of 2016'),
		('DL-18', 'deadline',
		 'Grievance 2016: the answer to an appeal follows within 5 working days of the '
		 'hearing.',
		 '4.6', '002 grievance procedure of 2016'),
		('DL-19', 'deadline',
		 'Attendance: the stage 1 meeting is held within 5 working days of the return to work.',
		 '21.2.1', '002 attendance management policy'),
		('DL-20', 'deadline',
		 'Attendance: the employee gets notice of the stage 1 meeting at least 48 hours '
		 'before it.',
		 '21.2.1', '002 attendance management policy'),
		('DL-21', 'deadline',
		 'Attendance: the employee gets notice of the stage 1 review meeting at least 5 '
		 'working days before it.',
		 '21.2.2', '002 attendance management policy'),
		('DL-22', 'deadline',
		 'Attendance: the employee gets notice of the stage 2 meeting at least 5 calendar '
		 'days before it.',
		 '21.3', '002 attendance management policy'),
		('DL-23', 'deadline',
		 'Attendance: the employee appeals against a stage 2 warning within 10 working days '
		 'of it.',
		 '21.3', '002 attendance management policy'),
		('DL-24', 'deadline',
		 'Attendance: the employee replies in writing within 5 working days of a notice of '
		 'possible dismissal.',
		 '21.4', '002 attendance management policy'),
		('DL-25', 'deadline',
		 'Attendance: the employee gets notice of the stage 3 hearing at least 5 working days '
		 'before it.',
		 '21.4', '002 attendance management policy'),
		('DL-26', 'deadline',
		 'Attendance: the employee appeals against a dismissal within 10 working days of it.',
		 '21.4', '002 attendance management policy'),
		('DL-27', 'deadline',
		 'Attendance: the return-to-work discussion is held within 5 working days of the '
		 'return.',
		 'old 7.1', '002 attendance management policy, old'),
		('DL-28', 'deadline',
		 'Attendance: return-to-work forms reach HR within 5 working days of the end of the '
		 'month.',
		 '3.1', '002 attendance management policy'),
		('DL-29', 'deadline',
		 'Attendance: the occupational-health report is at most 3 months old at the stage 3 '
		 'hearing.',
		 '21.4', '002 attendance management policy'),
		('DL-30', 'deadline',
		 'Agile working: the employee returns equipment within 5 working days of the end of '
		 'homeworking.',
		 'App. B', '002 agile working guide'),
		('DL-31', 'deadline',
		 'Flexible-working request: the employee has at least 26 weeks of continuous service '
		 'at the application.',
		 '2.1.1', '004 flexible working policy'),
		('DL-32', 'deadline',
		 'Flexible-working request: the employee made no other application in the past 12 '
		 'months.',
		 '2.1.1', '004 flexible working policy'),
		('DL-33', 'deadline',
		 'Flexible-working request: if a request is agreed without a meeting, the manager '
		 'writes within 28 calendar days of it.',
		 '2.3.1', '004 flexible working policy'),
		('DL-34', 'deadline',
		 'Flexible-working request: if a request is not agreed at once, a meeting is held '
		 'within 28 calendar days of it.',
		 '2.3.2', '004 flexible working policy'),
		('DL-35', 'deadline',
		 'Flexible-working request: the decision follows within 14 calendar days of the '
		 'meeting, or of the end of an agreed trial.',
		 '2.3.3-2.3.4', '004 flexible working policy'),
		('DL-36', 'deadline', 'Flexi-leave: the employee asks at least 1 week before the day off.',
		 '7.7.7', '004 flexible working policy'),
		('PAY-1', 'pay', 'Pay, leave, bank holidays and benefits are pro rata to the hours worked.',
		 '1.3, 3.2', '004 flexible working policy'),
		('PAY-2', 'pay',
		 'Annualised hours are fixed at the outset for a year that begins on the employee''s '
		 'own start date and has 12 timesheets.',
		 '4.3, 4.6', '004 flexible working policy'),
		('PAY-3', 'pay',
		 'Paid hours are the hours to be worked plus pro-rata annual leave plus pro-rata bank '
		 'holidays.',
		 '4.7', '004 flexible working policy'),
		('PAY-4', 'pay',
		 'Monthly pay is the annual salary divided by 12, whatever the hours worked in the '
		 'month.',
		 '4.7', '004 flexible working policy'),
		('PAY-5', 'pay',
		 'If hours are short at the end of the year, they are made up, or the overpayment is '
		 'reclaimed.',
		 '4.7', '004 flexible working policy'),
		('PAY-6', 'pay', 'Extra hours are paid at the substantive hourly rate.',
		 '4.8.1, 5.8', '004 flexible working policy'),
		('PAY-7', 'pay',
		 'Sick pay is based on contracted hours, and there is none in contracted time off '
		 'such as school holidays.',
		 '4.8.2, 5.9', '004 flexible working policy'),
		('PAY-8', 'pay',
		 'When somebody leaves, the final salary settles the difference between hours worked '
		 'and hours paid, and the rest is reclaimed.',
		 '4.8.5, 5.12', '004 flexible working policy'),
		('PAY-9', 'pay',
		 'Term-time leave, in weeks, is weeks at work / weeks at work of a whole-time '
		 'equivalent x leave weeks of a whole-time equivalent.',
		 '5.7.2', '004 flexible working policy'),
		('PAY-10', 'pay',
		 'Paid weeks are weeks at work plus leave weeks, annual hours are paid weeks x '
		 'contracted weekly hours, and weekly paid hours are annual hours / 52.143.',
		 '5.7.3-5.7.4', '004 flexible working policy'),
		('PAY-11', 'pay',
		 'Rounded at every step, 38 / 45 x 7 gives 5.9 weeks of leave, 38 + 5.9 gives 43.9 '
		 'paid weeks, 43.9 x 25 gives 1098 hours a year, and 1098 / 52.143 gives 21 paid '
		 'hours a week.',
		 '5.7.4', '004 flexible working policy'),
		('PAY-12', 'pay',
		 'A term-time contract usually has 38 or 39 weeks at work and 13 or 14 off; leave may '
		 'be agreed in term, which changes the salary.',
		 '5.5, 5.7.1', '004 flexible working policy'),
		('PAY-13', 'pay',
		 'Term-time bank holidays are pro rata of those that fall in the school year outside '
		 'the school holidays.',
		 '5.7', '004 flexible working policy'),
		('PAY-14', 'pay',
		 'Job sharers get pay, leave, bank holidays and full-time allowances by the hours '
		 'each works, up to the whole post together; extra hours are paid at basic rate or '
		 'given back as time off, and one may cover for another up to the whole post.',
		 '6.7, 6.10', '004 flexible working policy'),
		('PAY-15', 'pay',
		 'The monthly timesheet shows hours (lines a to e) and leave (f to j), each as due in '
		 'the year, brought forward, this month, in all and remaining, and also the start of '
		 'the contract year and the date of leaving.',
		 '4.6, 5.6, App. 3', '004 flexible working policy'),
		('PAY-16', 'pay',
		 'Hours fit the Working Time Regulations, and minimum and maximum weekly hours are '
		 'agreed.',
		 '4.4', '004 flexible working policy'),
		('FX-1', 'flexi-time',
		 'Only time inside the bandwidth is credited, for example 08:00 to 18:00 from Monday '
		 'to Friday.',
		 '7.7.2', '004 flexible working policy'),
		('FX-2', 'flexi-time',
		 'Everybody is present in core time, for example 09:30 to 12:00 and 14:00 to 16:00, '
		 'unless absence is authorised.',
		 '7.7.3', '004 flexible working policy'),
		('FX-3', 'flexi-time',
		 'Lunch is taken between 12:00 and 14:00 and lasts at least 30 minutes; over 1 hour, '
		 'or into core time, it needs agreement.',
		 '7.7.4', '004 flexible working policy'),
		('FX-4', 'flexi-time',
		 'Time is counted in blocks: with blocks of 5 minutes, an arrival at 9:03 is recorded '
		 'as 9:05.',
		 '7.7.10', '004 flexible working policy'),
		('FX-5', 'flexi-time',
		 'The accounting period is four weeks, with standard hours such as 148.00 and a '
		 'standard day such as 7.5 hours.',
		 '7.7.6, 7.7.8, App. 2', '004 flexible working policy'),
		('FX-6', 'flexi-time',
		 'The balance carried forward is the balance brought forward plus hours worked less '
		 'standard hours, up to a cap such as 7 hours 25 minutes of credit or debit.',
		 '7.7.9, App. 2', '004 flexible working policy'),
		('FX-7', 'flexi-time',
		 'Flexi-leave uses up credit, while overtime is not flexi-time and is authorised '
		 'apart.',
		 '7.7.7, 7.7.11', '004 flexible working policy'),
		('SR-1', 'rostering',
		 'Minimum and maximum staff are agreed for each hour of the day, by skill and grade.',
		 '8.2a-b', '004 flexible working policy'),
		('SR-2', 'rostering',
		 'Limits on time owed and owing, veto hours, core hours, preferences and payments for '
		 'unsocial hours are agreed.',
		 '8.2c-f', '004 flexible working policy'),
		('SR-3', 'rostering',
		 'Competing preferences and gaps are shared out fairly over the whole roster period, '
		 'within the Working Time Regulations.',
		 '8.2, 8.1', '004 flexible working policy'),
		('HW-1', 'homeworking',
		 'There are four workstyles: fixed and home (at one desk about 90% of the time), '
		 'flexible, and mobile.',
		 '4.1', '002 agile working guide'),
		('HW-2', 'homeworking',
		 'Fixed workers have a desk each, flexible workers at most 6 desks for 10 people, '
		 'mobile workers at most 4 for 10, and home workers none; public-facing posts are '
		 'left out.',
		 'App. F', '002 agile working guide'),
		('HW-3', 'homeworking',
		 'An attendance pattern is 1 day in the office and 4 at home, 2 and 3, one week in '
		 'four in the office, or alternate weeks.',
		 NULL, '003 article on a remote-working trial'),
		('HW-4', 'homeworking',
		 'Space rules limit how many people are in an office, site by site, at over 20 sites.',
		 NULL, '003 article on a remote-working trial'),
		('HW-5', 'homeworking',
		 'Every application has a business case that shows a return on the kit, which costs '
		 'about 800 pounds.',
		 NULL, '000 minutes on a homeworking policy'),
		('HW-6', 'homeworking',
		 'Homeworkers get an allowance at the rate approved by the tax authority (000), '
		 'contractual homeworkers one for heating, lighting, telephone and broadband (001), '
		 'and agile workers none (002).',
		 '002 s.5',
		 '000 minutes on a homeworking policy; 001 homeworking policy; 002 agile working guide'),
		('HW-7', 'homeworking',
		 'Output and accuracy are measured against an average, for about 130 homeworkers in '
		 'four authorities, many of them part-time.',
		 NULL, '000 minutes on a homeworking policy'),
		('HW-8', 'homeworking',
		 'Homeworkers have keeping-in-touch days in the office and regular reviews, and a '
		 'trial period of three months is suggested.',
		 '004 9.2', '000 minutes on a homeworking policy; 004 flexible working policy'),
		('HW-9', 'homeworking',
		 'The options to choose from during unplanned system downtime are recorded.',
		 NULL, '000 minutes on a homeworking policy');
	END;
COMMENT ON FUNCTION rules() IS
	'The rules of the published policies, one row for each id such as BF-7: the rule in one '
	'sentence, its clause and its document. Join a report''s column of ids with r.rule_id = ANY '
	'(string_to_array(t.rules, '', '')).';

--------------------------------------------------------------------------------
-- homework: desks by ratio, when kit has paid for itself, and the published rows on
-- working from home
--
-- An office pattern is a calendar with a rota, so nothing here is new to calendars.
-- The rest is in the tables and reports of sql/hr.
--------------------------------------------------------------------------------

CREATE FUNCTION desk_limit(people numeric, desks numeric, for_people numeric DEFAULT 1)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
	RETURN CASE WHEN people >= 0 AND people <= 1e9 AND desks >= 0 AND desks <= 1e9
					 AND for_people > 0 AND for_people <= 1e9
				-- div(), since a quotient is rounded, perhaps up to a whole number
				THEN div(people * desks, for_people) END;
COMMENT ON FUNCTION desk_limit(numeric, numeric, numeric) IS
	'The most desks that this many people, or whole-time equivalents, may have at a ratio such as '
	'6 for 10 people (HW-2), rounded down. NULL for impossible numbers.';

CREATE FUNCTION desk_need(people numeric, desks numeric, for_people numeric DEFAULT 1)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
	RETURN CASE WHEN people >= 0 AND people <= 1e9 AND desks >= 0 AND desks <= 1e9
					 AND for_people > 0 AND for_people <= 1e9
				THEN div(people * desks, for_people)
					 + CASE WHEN mod(people * desks, for_people) > 0 THEN 1 ELSE 0 END END;
COMMENT ON FUNCTION desk_need(numeric, numeric, numeric) IS
	'The desks that this many people, or whole-time equivalents, need at a ratio such as 6 for 10 '
	'people (HW-2), rounded up. NULL for impossible numbers.';

CREATE FUNCTION payback_months(cost numeric, saving_a_year numeric) RETURNS integer
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
	RETURN CASE WHEN cost >= 0 AND cost <= 1e9 AND saving_a_year > 0 AND saving_a_year <= 1e9
					 AND cost <= saving_a_year * 1000
				THEN (div(cost * 12, saving_a_year)
					  + CASE WHEN mod(cost * 12, saving_a_year) > 0 THEN 1 ELSE 0 END)::integer END;
COMMENT ON FUNCTION payback_months(numeric, numeric) IS
	'Months until a yearly saving has paid back a cost, rounded up (HW-5). NULL if nothing is '
	'saved, or if it takes more than a thousand years.';


-- published rows -----------------------------------------------------------------

CREATE FUNCTION published_office_patterns(
	OUT pattern text, OUT office_days calendar, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 4
BEGIN ATOMIC
VALUES
	-- The source names no days. Bank holidays hardly ever fall on a Tuesday or Wednesday. The
	-- rotas begin on the first Monday after the date of the source.
	('1 day office, 4 home', 'every-day; week=Tue'::bradford.calendar, 'HW-3'),
	('2 days office, 3 home', 'every-day; week=Tue-Wed', 'HW-3'),
	('1 week in 4 office', 'every-day; week=Mon-Sun/none/none/none from 2020-07-20', 'HW-3'),
	('alternate weeks', 'every-day; week=Mon-Sun/none from 2020-07-20', 'HW-3');
END;
COMMENT ON FUNCTION published_office_patterns() IS
	'The four attendance patterns of document 003 as calendars (HW-3), as create_tables copies '
	'them into office_pattern.';

CREATE FUNCTION published_workstyles(
	OUT workstyle text, OUT desks numeric, OUT for_people numeric, OUT counted text,
	OUT in_office text, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 4
BEGIN ATOMIC
VALUES
	('fixed', 1::numeric, 1::numeric, 'head', 'always', 'HW-1, HW-2'),
	('home', 0, 1, 'head', 'never', 'HW-1, HW-2'),
	('flexible', 6, 10, 'head', 'by pattern', 'HW-1, HW-2'),
	('mobile', 4, 10, 'head', 'by pattern', 'HW-1, HW-2');
END;
COMMENT ON FUNCTION published_workstyles() IS
	'The four workstyles of document 002 with their desk ratios (HW-1, HW-2), as create_tables '
	'copies them into workstyle.';

CREATE FUNCTION published_homework_allowances(
	OUT kind text, OUT who text, OUT first_day date, OUT last_day date, OUT weekly numeric,
	OUT monthly numeric, OUT note text, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 15
BEGIN ATOMIC
SELECT k.kind, r.who, r.first_day, r.last_day, r.weekly, r.monthly,
	   concat_ws(' ', r.note, k.note), 'HW-6'
FROM  (VALUES
	('employer pays', date '2008-04-06', date '2012-04-05', 3.00, NULL::numeric,
	 'Tax-free, ITEPA 2003 s.316A. From 6 April 2011 sources conflict: HMRC''s EIM01476 has 4.00 '
	 'from 6 April 2012, others from 2011; this row follows HMRC.'),
	('employer pays', '2012-04-06', '2020-04-05', 4.00, 18.00,
	 'Tax-free, ITEPA 2003 s.316A; HMRC, EIM01476.'),
	('employer pays', '2020-04-06', NULL, 6.00, 26.00,
	 'Tax-free, ITEPA 2003 s.316A; HMRC, EIM01476. More needs evidence or an agreed scale rate '
	 '(EIM01478). One source prints 27 a month, which is not 6.00 x 52 / 12.'),
	('employee claims', '2011-04-06', '2020-04-05', 4.00, NULL,
	 'ITEPA 2003 s.336, according to GOV.UK of 26 November 2025, for what the employer does not '
	 'pay.'),
	('employee claims', '2020-04-06', '2026-04-05', 6.00, NULL,
	 'ITEPA 2003 s.336, for what the employer does not pay. In 2020-21 and 2021-22 '
	 'more people could claim.'),
	('employee claims', '2026-04-06', NULL, 0.00, NULL,
	 'Abolished from 2026-27 on, according to GOV.UK of 26 November 2025.'))
	AS r(who, first_day, last_day, weekly, monthly, note)
CROSS  JOIN (VALUES
	('contractual', 'Document 001 pays heating, lighting, telephone and broadband at rates of the '
	 'employer''s own: enter them.'),
	('agreed', NULL)) AS k(kind, note)
UNION  ALL
SELECT a.kind, a.who, a.first_day, a.last_day, a.weekly, a.monthly, a.note, a.rule_ids
FROM  (VALUES
	('agile', 'employer pays', date '1995-01-01', NULL::date, 0.00, 0.00,
	 'Document 002, s.5: no payment, full homeworking included.', 'HW-6'),
	('agile', 'employee claims', '1995-01-01', NULL, 0.00, 0.00,
	 'Document 002, s.1.7: nobody is expected to work at home, so nothing is claimed.', 'HW-6'))
	AS a(kind, who, first_day, last_day, weekly, monthly, note, rule_ids);
END;
COMMENT ON FUNCTION published_homework_allowances() IS
	'What an employer may pay tax-free to somebody who works at home, and what the employee may '
	'claim (HW-6), as create_tables copies it into homework_allowance.';

CREATE FUNCTION published_downtime_options(OUT option text, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 4
BEGIN ATOMIC
VALUES
	-- The source says that there are options, and lists none: a site edits these.
	('other work', 'HW-9'),
	('work in the office', 'HW-9'),
	('time made up later', 'HW-9'),
	('leave', 'HW-9');
END;
COMMENT ON FUNCTION published_downtime_options() IS
	'Options when systems are down (HW-9), as create_tables copies them into downtime_option. The '
	'source names none, so these are examples for a site to edit.';
--------------------------------------------------------------------------------
-- loading: the text of an export as dates, numbers and parts of days
--
-- A cell that cannot be read raises no error, so it stops neither a load nor a view.
-- Instead, problem says what is wrong and quotes the text; otherwise it is NULL. An
-- empty cell gives neither a value nor a problem.
--------------------------------------------------------------------------------

CREATE FUNCTION read_date(written text, field_order text, first_year integer DEFAULT NULL,
		OUT day date, OUT problem text)
	AS 'MODULE_PATHNAME', 'bradford_read_date'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION read_date(text, text, integer) IS
	'The day that a text names in the order dmy, mdy or ymd, whatever DateStyle is, or the problem '
	'with it. Years need four digits, unless first_year says in which hundred years those of two '
	'digits lie. Refused: an unknown order (22023), a NULL order (22004), a first_year outside 1 '
	'to 9900 (22003).';

CREATE FUNCTION read_number(written text, unit text DEFAULT '',
		OUT value numeric, OUT problem text)
	AS 'MODULE_PATHNAME', 'bradford_read_number'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION read_number(text, text) IS
	'The number that a text names, or the problem with it: digits, a point, commas between '
	'thousands, a minus or brackets around it if it is negative. The unit, such as hrs or a '
	'currency sign, may stand before or after it.';

CREATE FUNCTION read_day_parts(first_day date, last_day date, first_part text, last_part text,
		afternoon_counts boolean DEFAULT false,
		OUT half_worked boolean, OUT half_days datemultirange, OUT problem text)
	AS 'MODULE_PATHNAME', 'bradford_read_day_parts'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION read_day_parts(date, date, text, text, boolean) IS
	'half_worked and half_days of an absence, from the parts of its first and last day that it '
	'takes: AM, PM, or the whole day if the text says so or is empty. A first day off from midday '
	'is half worked (AB-1), or counts one half if afternoon_counts; a last day off until midday '
	'counts one half.';

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
--------------------------------------------------------------------------------
-- access: who sees what through the reports
--------------------------------------------------------------------------------

-- A payroll number without an employee looks the same as one whose employee a policy hides.
-- row_security_active() tells them apart for a table, but is false for a view over such a table,
-- and true even for a reader to whom a policy shows every row.
CREATE FUNCTION may_hide_rows(relation regclass) RETURNS boolean
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
WITH RECURSIVE read AS (
	SELECT relation::oid AS oid
	UNION
	SELECT d.refobjid
	FROM   read r
	JOIN   pg_rewrite w ON w.ev_class = r.oid
	JOIN   pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
								 AND d.refclassid = 'pg_class'::regclass
)
SELECT bool_or(row_security_active(c.oid) AND (p.shows_all AND NOT p.restricts) IS NOT TRUE)
FROM   read r
JOIN   pg_class c ON c.oid = r.oid AND c.relkind IN ('r', 'p')
CROSS  JOIN LATERAL (
	SELECT bool_or(p.polpermissive AND pg_get_expr(p.polqual, p.polrelid) = 'true') AS shows_all,
		   bool_or(NOT p.polpermissive) AS restricts
	FROM   pg_policy p
	WHERE  p.polrelid = c.oid AND p.polcmd IN ('r', '*')
	AND    EXISTS (SELECT FROM unnest(p.polroles) AS u(role)
				   WHERE  u.role = 0 OR pg_has_role(u.role, 'USAGE'))) p;
END;
COMMENT ON FUNCTION may_hide_rows(regclass) IS
	'Can row-level security hide rows of this table, or of a table that this view reads, from its '
	'reader? A policy whose condition is true hides none. NULL for a relation that reads no table, '
	'such as a foreign table.';


CREATE FUNCTION require_all_seen(relations regclass[]) RETURNS boolean
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	hidden	text := (SELECT string_agg(r.relation::text, ', ' ORDER BY r.relation::text)
					 FROM   unnest(relations) AS r(relation)
					 WHERE  bradford.may_hide_rows(r.relation));
BEGIN
	IF hidden IS NOT NULL THEN
		RAISE EXCEPTION 'rows may be hidden from role "%"', current_user USING ERRCODE = '42501',
			DETAIL = format('Row-level security may hide rows of %s, and this report needs all of '
							'them.', hidden),
			HINT = 'Ask as the hr role of bradford.protect, which reads everything, or as the '
				   'owner (SET ROLE).';
	END IF;
	RETURN true;
END
$function$;
COMMENT ON FUNCTION require_all_seen(regclass[]) IS
	'Always true; fails if a policy may hide rows of one of these from the reader (42501). For '
	'reports that would be wrong without those rows.';


CREATE FUNCTION access_policies(schema text, OUT relation regclass, OUT policy name, OUT role oid)
	RETURNS SETOF record
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT c.oid::regclass, p.polname, r.role
FROM   pg_policy p
JOIN   pg_class c ON c.oid = p.polrelid
JOIN   pg_namespace n ON n.oid = c.relnamespace
CROSS  JOIN LATERAL unnest(p.polroles) AS r(role)
WHERE  n.nspname::text = schema
AND    p.polname IN ('bradford_hr', 'bradford_manager', 'bradford_employee', 'bradford_payroll',
					 'bradford_reader');
END;
COMMENT ON FUNCTION access_policies(text) IS
	'The policies that protect() has made in this schema, found by their names, with their roles. '
	'No rows if the schema is not protected.';
--------------------------------------------------------------------------------
-- stages: which stage of an attendance policy is due for consideration, worked out
-- from values (BF-4 to BF-13)
--------------------------------------------------------------------------------

CREATE FUNCTION stage_due(
	score numeric, reached integer, triggers numeric[], rises numeric[],
	live_stage integer, live_score numeric, live_by text, repeated_stage integer,
	spell_on date, reached_on date, decided_on date, adopted_on date,
	report_on date, report_ages interval[], as_of date,
	carried_over_from text DEFAULT 'first trigger',
	OUT stage integer, OUT rules text, OUT waiting_for text
) RETURNS record
	AS 'MODULE_PATHNAME', 'bradford_stage_due'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION stage_due(numeric, integer, numeric[], numeric[], integer, numeric, text,
	integer, date, date, date, date, date, interval[], date, text) IS
	'The stage due for consideration (none: no stage), the ids of the rules BF-4 to BF-13 that '
	'decided it, and what it still waits for. A person decides; this only says what is due. '
	'Arguments: the score; the highest stage whose trigger is reached (0: none); triggers and '
	'least rises by stage, after the part-time rule; stage and score of the live warning and what '
	'made it live (warning, appeal, transferred); the stage whose repeated warnings were each '
	'followed by satisfactory attendance; first day of the last counted spell; day on which the '
	'first trigger was reached; day of the last decision; adoption; date of the last '
	'occupational-health report and its greatest age by stage; the day in question; whether a '
	'stage that was carried over is due from the first trigger or from its own trigger on.';


CREATE FUNCTION pro_rata_triggers(triggers numeric[], share numeric) RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_pro_rata_triggers'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION pro_rata_triggers(numeric[], numeric) IS
	'Triggers, or rises, by stage for somebody who works this share of full-time hours (BF-5): '
	'each is multiplied by the share and rounded to four places; one above 0 stays above 0.';


CREATE FUNCTION stage_reached(
	score numeric, occasions integer, days numeric,
	triggers numeric[], occasion_triggers integer[], day_triggers numeric[]
) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_stage_reached'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION stage_reached(numeric, integer, numeric, numeric[], integer[], numeric[]) IS
	'The highest stage that has a trigger reached by the score, the occasions or the days (BF-4); '
	'0 if there is none. Triggers on scores and days are pro rata already.';


CREATE FUNCTION require_policy(policy text, is_known boolean) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_require_policy'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION require_policy(text, boolean) IS
	'Always true; an unknown policy is refused (22023). For reports that are called with the name '
	'of a policy; NULL names none.';


-- Not inlined SQL: the planner would estimate that its OR and IS NULL select one person in a
-- hundred. For a function it assumes one in three, which is closer, since most people are under one
-- policy.
CREATE FUNCTION policy_applies(policy_group text, other_groups text[], staff_group text)
	RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_policy_applies'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION policy_applies(text, text[], text) IS
	'Does a policy apply to somebody of this staff group? A policy for a group applies to that '
	'group. A policy for no group applies to everybody except other_groups, which have policies of '
	'their own.';
--------------------------------------------------------------------------------
-- pattern: how likely a pattern of absence is by chance (BF-17)
--------------------------------------------------------------------------------

CREATE FUNCTION chance_of_at_least(times integer, tries integer, days integer, of_days integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_chance_of_at_least'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION chance_of_at_least(integer, integer, integer, integer) IS
E'The probability that at least times of the tries fall on one of days days, if each try falls\n'
'on any of of_days days with equal probability: a binomial tail, summed exactly and divided\n'
'once (BF-17). Numbers below 0, of_days of 0, more days than of_days and more than 10,000\n'
'tries are refused (22003).';

CREATE FUNCTION weekday_shares(period daterange, calendar bradford.calendar,
	since date DEFAULT '-infinity',
	OUT weekday integer, OUT first_days integer, OUT of_first_days integer,
	OUT last_days integer, OUT of_last_days integer)
-- STRICT, so that it is called and not inlined: a report plans, and compiles, it once
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 5
BEGIN ATOMIC
-- The working days of the period, and how many days roll forward, or back, to each of them. It
-- starts four weeks earlier, so that the days before the first working day are known.
WITH day AS (
	SELECT d.day, extract(isodow FROM d.day)::integer AS weekday,
		   d.day - lag(d.day, 1, s.first_day - 1) OVER (ORDER BY d.day) AS before,
		   -- on the last day, nobody knows yet whether an absence ends
		   least(lead(d.day, 1, s.last_day) OVER (ORDER BY d.day), s.last_day) - d.day AS after,
		   d.day >= p.first_day AS inside
	FROM  (
		SELECT lower(k.days) AS first_day, upper(k.days) - 1 AS last_day
		FROM  (SELECT period * bradford.known_days() AS days) k) p
	CROSS  JOIN LATERAL (
		SELECT greatest(p.first_day - 28, least(since, p.last_day + 1),
						lower(bradford.known_days())) AS first_day,
			   p.last_day) s
	CROSS  JOIN LATERAL generate_series(0, s.last_day - s.first_day) AS n(n)
	CROSS  JOIN LATERAL (SELECT s.first_day + n.n AS day) d
	WHERE  bradford.is_working_day(d.day, calendar)
), weight AS (
	SELECT d.weekday, d.before, d.after, count(*)::integer AS n
	FROM   day d
	WHERE  d.inside
	GROUP  BY d.weekday, d.before, d.after
)
-- A spell of n days is seen if it begins at most n - 1 days before a working day. This takes the
-- length that gives the weekday its largest share.
SELECT w.weekday, f.days, f.of_days, l.days, l.of_days
FROM  (SELECT DISTINCT k.weekday FROM weight k) w
CROSS  JOIN LATERAL (
	SELECT s.days, s.of_days
	FROM  (SELECT DISTINCT k.before AS length FROM weight k) g
	CROSS  JOIN LATERAL (
		SELECT (sum(k.n * least(k.before, g.length)) FILTER (WHERE k.weekday = w.weekday))::integer
					AS days,
			   sum(k.n * least(k.before, g.length))::integer AS of_days
		FROM   weight k) s
	ORDER  BY s.days::numeric / s.of_days DESC, s.of_days
	LIMIT  1) f
LEFT   JOIN LATERAL (
	SELECT s.days, s.of_days
	FROM  (SELECT DISTINCT k.after AS length FROM weight k WHERE k.after > 0) g
	CROSS  JOIN LATERAL (
		SELECT (sum(k.n * least(k.after, g.length)) FILTER (WHERE k.weekday = w.weekday))::integer
					AS days,
			   sum(k.n * least(k.after, g.length))::integer AS of_days
		FROM   weight k) s
	ORDER  BY s.days::numeric / s.of_days DESC, s.of_days
	LIMIT  1) l ON true;
END;
COMMENT ON FUNCTION weekday_shares(daterange, bradford.calendar, date) IS
	'For each weekday worked in the period: the largest share of the first working days of '
	'absence, and of the last ones, that falls on it if illness begins, and ends, on all days of '
	'the week equally (BF-17). first_days of of_first_days and last_days of of_last_days are '
	'numbers of days for chance_of_at_least(). No illness begins before the day since.';

--------------------------------------------------------------------------------
-- period: the periods for which a report on time gives figures
--------------------------------------------------------------------------------

CREATE FUNCTION months_in_period(period text) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_months_in_period'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION months_in_period(text) IS
	'The months of a period: 12 for year, 3 for quarter, 1 for month. Any other word is refused '
	'(22023).';



CREATE OR REPLACE FUNCTION hr_files(
		OUT place integer, OUT kind text, OUT name text, OUT definition text)
	RETURNS SETOF record
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 25
BEGIN ATOMIC
VALUES
(1, 'tables', 'tables', $hr_file$--
-- The HR tables that the reports read: ordinary tables, owned by whoever makes them. The extension
-- owns none of them, so DROP EXTENSION takes no row, and pg_dump, row-level security and
-- distribution treat them like any table. A site may have views of these names instead.
--
-- create_tables('hr') runs this file with hr in the place of @hr.
--
-- One word, one meaning: a period is always first_day .. last_day, both included, and no last_day
-- means that it still runs; *_on is the day on which something happened.
--
-- Every table of personal data has employee_id, and its keys and references begin with it. So one
-- index finds the rows of a person, and they stay together where rows are distributed by
-- employee_id.
--
-- Constraints reject impossible rows. Each number has a maximum, so NaN and infinity are rejected
-- too. An exclusion constraint with = on a number needs btree_gist, so the constraints use && on
-- the range of just that number instead. There is no built-in range of text, so the range of a
-- 64-bit hash stands for a post or a staff group.
--

CREATE TABLE @hr@.employee (
	employee_id bigint PRIMARY KEY,
	name text,
	directorate text,
	service_area text NOT NULL,
	manager_id bigint CONSTRAINT nobody_manages_themselves CHECK (manager_id <> employee_id),
	staff_group text,
	service_from date,
	CONSTRAINT days_are_finite CHECK (isfinite(service_from))
);
COMMENT ON TABLE @hr@.employee IS 'People who work or have worked here, one row each.';
COMMENT ON COLUMN @hr@.employee.employee_id IS 'Payroll number; a person who comes back keeps it';
COMMENT ON COLUMN @hr@.employee.name IS 'Name as it appears in reports and letters; may be empty';
COMMENT ON COLUMN @hr@.employee.directorate IS
	'Unit above the service area, if the site wants totals by it';
COMMENT ON COLUMN @hr@.employee.service_area IS
	'Service area by which reports are shown to managers (BF-15)';
COMMENT ON COLUMN @hr@.employee.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.employee.staff_group IS
	'Staff group, such as teachers, if some groups have an attendance policy of their own; none: '
	'the policy for everybody applies';
COMMENT ON COLUMN @hr@.employee.service_from IS
	'Day from which continuous service counts (AB-11, DL-31); none: the first day of the '
	'contracts that run on without a gap';
CREATE INDEX employee_by_service_area ON @hr@.employee (service_area);
CREATE INDEX employee_by_manager ON @hr@.employee (manager_id);

CREATE TABLE @hr@.contract (
	employee_id bigint NOT NULL,
	post text NOT NULL DEFAULT '1',
	first_day date NOT NULL,
	last_day date,
	kind text NOT NULL DEFAULT 'full-time'
		CONSTRAINT kind_of_contract
		CHECK (kind IN ('full-time', 'part-time', 'annualised hours', 'term-time', 'job share',
						'casual')),
	weekly_hours numeric DEFAULT 37
		CONSTRAINT casual_without_weekly_hours CHECK ((kind = 'casual') = (weekly_hours IS NULL)),
	full_time_hours numeric NOT NULL DEFAULT 37
		CONSTRAINT full_time_hours_in_a_week
		CHECK (full_time_hours >= 0.01 AND full_time_hours <= 168),
	full_time_salary numeric
		CONSTRAINT salary_in_pounds
		CHECK (full_time_salary >= 0 AND full_time_salary <= 1000000000),
	year_starts_on date,
	annual_hours numeric
		CONSTRAINT annual_hours_in_a_year CHECK (annual_hours >= 0.01 AND annual_hours <= 8784),
	leave_hours numeric
		CONSTRAINT leave_hours_in_a_year CHECK (leave_hours >= 0 AND leave_hours <= 8784),
	weeks_at_work numeric
		CONSTRAINT weeks_at_work_in_a_year CHECK (weeks_at_work >= 0.01 AND weeks_at_work <= 53),
	wte_weeks numeric NOT NULL DEFAULT 45
		CONSTRAINT wte_weeks_in_a_year CHECK (wte_weeks >= 0.01 AND wte_weeks <= 53),
	wte_leave_weeks numeric NOT NULL DEFAULT 7
		CONSTRAINT wte_leave_weeks_in_a_year
		CHECK (wte_leave_weeks >= 0 AND wte_leave_weeks <= 53),
	working_time datemultirange,
	part_months text NOT NULL DEFAULT 'calendar days'
		CONSTRAINT part_months_known
		CHECK (part_months IN ('calendar days', 'working days', '1/365', '1/260')),
	least_weekly_hours numeric
		CONSTRAINT least_hours_in_a_week
		CHECK (least_weekly_hours >= 0 AND least_weekly_hours <= 168),
	most_weekly_hours numeric
		CONSTRAINT most_hours_in_a_week
		CHECK (most_weekly_hours >= 0 AND most_weekly_hours <= 168)
		CONSTRAINT weekly_hours_agreed CHECK (most_weekly_hours >= least_weekly_hours),
	calendar bradford.calendar NOT NULL DEFAULT 'england-and-wales',
	PRIMARY KEY (employee_id, post, first_day),
	CONSTRAINT contract_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT hours_within_the_post
		CHECK (weekly_hours >= 0.01 AND weekly_hours <= full_time_hours),
	CONSTRAINT one_contract_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			int8range(hashtextextended(post, 0), hashtextextended(post, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite
		CHECK (isfinite(first_day) AND isfinite(last_day) AND isfinite(year_starts_on))
);
COMMENT ON TABLE @hr@.contract IS
	'Contracts of employment with their dates. A change of hours, salary or working pattern '
	'ends one row and begins the next, so the past keeps its own terms.';
COMMENT ON COLUMN @hr@.contract.employee_id IS 'Whose contract';
COMMENT ON COLUMN @hr@.contract.post IS
	'Number of the post in the establishment; the partners of a job share hold the same one '
	'(PAY-14). The default, 1, is a post of the person''s own';
COMMENT ON COLUMN @hr@.contract.first_day IS 'First day of these terms';
COMMENT ON COLUMN @hr@.contract.last_day IS
	'Last day of these terms, included; none while they run';
COMMENT ON COLUMN @hr@.contract.kind IS
	'full-time, part-time, annualised hours (PAY-2), term-time (PAY-9), job share (PAY-14) or '
	'casual (no hours are agreed; those worked are paid as extra hours of the timesheet)';
COMMENT ON COLUMN @hr@.contract.weekly_hours IS 'Contracted hours a week; none if casual';
COMMENT ON COLUMN @hr@.contract.full_time_hours IS
	'Hours a week of the post when full-time; weekly_hours / full_time_hours is the '
	'whole-time equivalent (BF-5, PAY-1)';
COMMENT ON COLUMN @hr@.contract.full_time_salary IS
	'Salary a year of the post when full-time and all the year round, in pounds';
COMMENT ON COLUMN @hr@.contract.year_starts_on IS
	'Day on which a contract year begins, if it is not the first day of these terms (PAY-2)';
COMMENT ON COLUMN @hr@.contract.annual_hours IS
	'Hours of the contract year fixed at the outset: line a of the timesheet (PAY-2, PAY-15)';
COMMENT ON COLUMN @hr@.contract.leave_hours IS
	'Leave entitlement of the contract year in hours, bank holidays included: line f of the '
	'timesheet (PAY-3, PAY-15)';
COMMENT ON COLUMN @hr@.contract.weeks_at_work IS
	'Term-time: weeks at work in a year (PAY-9, PAY-12)';
COMMENT ON COLUMN @hr@.contract.wte_weeks IS
	'Term-time: weeks that a whole-time equivalent is at work (PAY-9)';
COMMENT ON COLUMN @hr@.contract.wte_leave_weeks IS
	'Term-time: leave weeks of a whole-time equivalent (PAY-9)';
COMMENT ON COLUMN @hr@.contract.working_time IS
	'Term-time: the school year outside its holidays (PAY-7, PAY-13); none: all the year';
COMMENT ON COLUMN @hr@.contract.part_months IS
	'How part of a month is paid: by calendar days, by working days of the calendar, or at '
	'1/365 of the year a calendar day or 1/260 a working day';
COMMENT ON COLUMN @hr@.contract.least_weekly_hours IS
	'Least hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract.most_weekly_hours IS
	'Most hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract.calendar IS
	'Working days under these terms, such as england-and-wales; week=Mon-Wed';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.contract IS
	'A contract cannot end before it starts';
COMMENT ON CONSTRAINT casual_without_weekly_hours ON @hr@.contract IS
	'Casual contracts have no weekly hours, and all others have some';
COMMENT ON CONSTRAINT hours_within_the_post ON @hr@.contract IS
	'Nobody holds more than the whole post (PAY-14)';
COMMENT ON CONSTRAINT one_contract_at_a_time ON @hr@.contract IS
	'One post-holder has one contract in a post at a time';
COMMENT ON CONSTRAINT days_are_finite ON @hr@.contract IS
	'If there is no end, leave the date out; infinity is not allowed';
CREATE INDEX contract_by_shared_post ON @hr@.contract (post, first_day) WHERE kind = 'job share';

CREATE TABLE @hr@.absence_reason (
	reason text PRIMARY KEY,
	counted text NOT NULL DEFAULT 'yes'
		CONSTRAINT counted_or_not CHECK (counted IN ('yes', 'no', 'unless fit note')),
	sickness boolean NOT NULL DEFAULT true,
	hr_advice boolean NOT NULL DEFAULT false,
	occupational_health boolean NOT NULL DEFAULT false,
	pregnancy boolean NOT NULL DEFAULT false,
	rule_ids text
);
COMMENT ON TABLE @hr@.absence_reason IS 'Reasons for absence and what follows from them.';
COMMENT ON COLUMN @hr@.absence_reason.reason IS 'Reason as recorded';
COMMENT ON COLUMN @hr@.absence_reason.counted IS
	'Counts towards the score: yes, no (AB-3), or unless fit note (not if a fit note covers it, '
	'AB-2)';
COMMENT ON COLUMN @hr@.absence_reason.sickness IS
	'Recorded as sickness absence: counts as days lost (AB-3, AB-5)';
COMMENT ON COLUMN @hr@.absence_reason.hr_advice IS
	'The manager takes HR advice before any action (AB-4)';
COMMENT ON COLUMN @hr@.absence_reason.occupational_health IS
	'A reason for an occupational-health referral by itself (AB-9)';
COMMENT ON COLUMN @hr@.absence_reason.pregnancy IS
	'Related to pregnancy: may start maternity leave (AB-7)';
COMMENT ON COLUMN @hr@.absence_reason.rule_ids IS 'Rules of the policy that say so';
INSERT INTO @hr@.absence_reason
	(reason, counted, sickness, hr_advice, occupational_health, pregnancy, rule_ids)
SELECT * FROM bradford.published_reasons();

CREATE TABLE @hr@.absence (
	absence_id bigint GENERATED BY DEFAULT AS IDENTITY,
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	reason text,
	half_worked boolean NOT NULL DEFAULT false,
	half_days datemultirange,
	self_certified_on date,
	expected_birth_on date,
	PRIMARY KEY (employee_id, absence_id),
	CONSTRAINT absence_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT reason_is_known
		FOREIGN KEY (reason) REFERENCES @hr@.absence_reason (reason) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT half_days_within CHECK (half_days <@ daterange(first_day, last_day, '[]')),
	CONSTRAINT half_days_end CHECK (NOT upper_inf(half_days) AND isfinite(upper(half_days))),
	CONSTRAINT days_are_finite
		CHECK (isfinite(first_day)
			AND isfinite(last_day)
			AND isfinite(self_certified_on)
			AND isfinite(expected_birth_on))
);
COMMENT ON TABLE @hr@.absence IS
	'Absences as recorded. Records that overlap or touch are one spell when they are counted '
	'(BF-1).';
COMMENT ON COLUMN @hr@.absence.absence_id IS 'Number of the record; the key with employee_id';
COMMENT ON COLUMN @hr@.absence.employee_id IS 'Who was absent';
COMMENT ON COLUMN @hr@.absence.first_day IS 'First day of absence';
COMMENT ON COLUMN @hr@.absence.last_day IS
	'Last day of absence, included; none while the person is still away';
COMMENT ON COLUMN @hr@.absence.reason IS
	'Reason, from absence_reason; none: not known yet, and the absence counts';
COMMENT ON COLUMN @hr@.absence.half_worked IS
	'Half or more of the first day was worked before going home, so that day is not recorded '
	'as absence (AB-1)';
COMMENT ON COLUMN @hr@.absence.half_days IS
	'Days of the absence that count one half, in scores and in days lost';
COMMENT ON COLUMN @hr@.absence.self_certified_on IS
	'Day on which the self-certificate came in (AB-6)';
COMMENT ON COLUMN @hr@.absence.expected_birth_on IS
	'Expected date of birth, with a pregnancy-related absence (AB-7)';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.absence IS
	'An absence cannot end before it starts';
COMMENT ON CONSTRAINT half_days_within ON @hr@.absence IS 'Half days lie within the absence';
COMMENT ON CONSTRAINT days_are_finite ON @hr@.absence IS
	'If there is no end, leave the date out; infinity is not allowed';
CREATE INDEX absence_by_employee ON @hr@.absence (employee_id, first_day)
	INCLUDE (last_day, reason, absence_id, half_worked, half_days);
CREATE INDEX absence_by_first_day ON @hr@.absence (first_day);

CREATE TABLE @hr@.absence_override (
	employee_id bigint NOT NULL,
	absence_id bigint NOT NULL,
	action text NOT NULL CONSTRAINT leave_out_or_join CHECK (action IN ('leave out', 'join')),
	joined_to bigint
		CONSTRAINT join_names_the_other
		CHECK ((action = 'join') = (joined_to IS NOT NULL) AND joined_to <> absence_id),
	decided_by text NOT NULL CONSTRAINT decided_by_somebody CHECK (decided_by <> ''),
	decided_on date NOT NULL,
	why text NOT NULL CONSTRAINT why_is_said CHECK (why <> ''),
	PRIMARY KEY (employee_id, absence_id),
	CONSTRAINT decision_on_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	-- No cascade: if one of the absences moved to another person, the decision would go with it,
	-- and the number of the other one would then name another absence.
	CONSTRAINT decision_on_an_absence
		FOREIGN KEY (employee_id, absence_id)
		REFERENCES @hr@.absence (employee_id, absence_id) DEFERRABLE,
	CONSTRAINT joined_to_an_absence
		FOREIGN KEY (employee_id, joined_to)
		REFERENCES @hr@.absence (employee_id, absence_id) DEFERRABLE,
	CONSTRAINT days_are_finite CHECK (isfinite(decided_on))
);
COMMENT ON TABLE @hr@.absence_override IS
	'What a named person decided about one absence: to leave it out of the count, or to count '
	'it as one spell with another.';
COMMENT ON COLUMN @hr@.absence_override.employee_id IS 'Whose absence';
COMMENT ON COLUMN @hr@.absence_override.absence_id IS 'Absence that is left out or joined';
COMMENT ON COLUMN @hr@.absence_override.action IS
	'leave out, or join (one spell from the start of the earlier absence to the end of the '
	'later one, the days between included)';
COMMENT ON COLUMN @hr@.absence_override.joined_to IS
	'With join: the other absence, of the same employee';
COMMENT ON COLUMN @hr@.absence_override.decided_by IS 'Who decided it';
COMMENT ON COLUMN @hr@.absence_override.decided_on IS
	'When; reports as at an earlier day ignore it';
COMMENT ON COLUMN @hr@.absence_override.why IS 'Reason, shown in the breakdown of the score';

CREATE TABLE @hr@.fit_note (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date NOT NULL,
	received_on date,
	advice text,
	PRIMARY KEY (employee_id, first_day, last_day),
	CONSTRAINT fit_note_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite
		CHECK (isfinite(first_day) AND isfinite(last_day) AND isfinite(received_on))
);
COMMENT ON TABLE @hr@.fit_note IS 'Statements of fitness for work (AB-6).';
COMMENT ON COLUMN @hr@.fit_note.employee_id IS 'Whose fit note';
COMMENT ON COLUMN @hr@.fit_note.first_day IS 'First day covered';
COMMENT ON COLUMN @hr@.fit_note.last_day IS 'Last day covered, included';
COMMENT ON COLUMN @hr@.fit_note.received_on IS
	'Day on which it came in; none: not noted down, and reports take the first day covered';
COMMENT ON COLUMN @hr@.fit_note.advice IS
	'Fitness with changes: phased return, amended duties, altered hours, workplace '
	'adaptations';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.fit_note IS
	'A fit note cannot end before it starts';
COMMENT ON CONSTRAINT days_are_finite ON @hr@.fit_note IS
	'If there is no end, leave the date out; infinity is not allowed';

CREATE TABLE @hr@.return_to_work (
	employee_id bigint NOT NULL,
	absence_id bigint NOT NULL,
	held_on date NOT NULL,
	held_by text,
	score_told numeric
		CONSTRAINT score_in_bounds CHECK (score_told >= 0 AND score_told <= 1000000000),
	form_received_on date,
	PRIMARY KEY (employee_id, absence_id),
	CONSTRAINT of_an_absence
		FOREIGN KEY (employee_id, absence_id)
		REFERENCES @hr@.absence (employee_id, absence_id) ON UPDATE CASCADE,
	CONSTRAINT form_after_discussion CHECK (form_received_on >= held_on),
	CONSTRAINT days_are_finite CHECK (isfinite(held_on) AND isfinite(form_received_on))
);
COMMENT ON TABLE @hr@.return_to_work IS 'Return-to-work discussions (AB-8).';
COMMENT ON COLUMN @hr@.return_to_work.employee_id IS 'Who was absent';
COMMENT ON COLUMN @hr@.return_to_work.absence_id IS 'Absence that was discussed';
COMMENT ON COLUMN @hr@.return_to_work.held_on IS 'Day of the discussion';
COMMENT ON COLUMN @hr@.return_to_work.held_by IS 'Who held it';
COMMENT ON COLUMN @hr@.return_to_work.score_told IS 'Score that the employee was told (BF-14)';
COMMENT ON COLUMN @hr@.return_to_work.form_received_on IS
	'Day on which the form reached HR (DL-28)';
COMMENT ON CONSTRAINT form_after_discussion ON @hr@.return_to_work IS
	'The form cannot arrive before the discussion';

CREATE TABLE @hr@.attendance_policy (
	policy text PRIMARY KEY,
	title text,
	staff_group text,
	first_day date,
	last_day date,
	adopted_on date,
	trial_until date,
	replaces text,
	keeps_warnings boolean NOT NULL DEFAULT false,
	scoring_rule bradford.scoring_rule NOT NULL DEFAULT '',
	part_time_rule text NOT NULL DEFAULT 'none'
		CONSTRAINT part_time_rule_known CHECK (part_time_rule IN ('none', 'hours')),
	calendar bradford.calendar NOT NULL DEFAULT 'england-and-wales',
	long_term interval NOT NULL DEFAULT '4 weeks'
		CONSTRAINT long_term_within_ten_years
		CHECK (long_term > '0' AND long_term <= '10 years'),
	target_days numeric
		CONSTRAINT target_in_a_year CHECK (target_days >= 0 AND target_days <= 366),
	least_group integer
		CONSTRAINT least_group_hides_somebody CHECK (least_group BETWEEN 2 AND 1000),
	rises_apply text NOT NULL DEFAULT 'always'
		CONSTRAINT rises_apply_known
		CHECK (rises_apply IN ('always', 'late warning', 'late stage')),
	carried_over_from text NOT NULL DEFAULT 'first trigger'
		CONSTRAINT carried_over_from_known
		CHECK (carried_over_from IN ('first trigger', 'own trigger')),
	lapses text NOT NULL DEFAULT 'by time'
		CONSTRAINT lapses_known CHECK (lapses IN ('by time', 'if satisfactory')),
	repeats_before text NOT NULL DEFAULT 'absence'
		CONSTRAINT repeats_before_known CHECK (repeats_before IN ('absence', 'report')),
	fit_note_covers text NOT NULL DEFAULT 'absence'
		CONSTRAINT fit_note_covers_known CHECK (fit_note_covers IN ('absence', 'days')),
	return_days text NOT NULL DEFAULT 'own'
		CONSTRAINT return_days_known CHECK (return_days IN ('own', 'organisation')),
	review_counts text NOT NULL DEFAULT 'any absence'
		CONSTRAINT review_counts_known CHECK (review_counts IN ('any absence', 'new absence')),
	source text,
	CONSTRAINT replaces_a_policy
		FOREIGN KEY (replaces) REFERENCES @hr@.attendance_policy (policy) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_policy_in_force EXCLUDE USING gist (
			int8range(COALESCE(hashtextextended(staff_group, 0), 0),
					  COALESCE(hashtextextended(staff_group, 0), 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&) WHERE (first_day IS NOT NULL),
	-- a policy that was always in force begins on -infinity
	CONSTRAINT days_are_finite
		CHECK (first_day < 'infinity'
			AND isfinite(last_day)
			AND isfinite(adopted_on)
			AND isfinite(trial_until))
);
COMMENT ON TABLE @hr@.attendance_policy IS
	'Attendance policies with the dates between which each is in force; a change of rules on '
	'a date is a new row. Policies without a first_day are never in force; they are for '
	'comparison only.';
COMMENT ON COLUMN @hr@.attendance_policy.policy IS 'Short name of this version';
COMMENT ON COLUMN @hr@.attendance_policy.title IS 'Full name';
COMMENT ON COLUMN @hr@.attendance_policy.staff_group IS
	'Staff group that it is for; none: everybody whose group has no policy of its own in force';
COMMENT ON COLUMN @hr@.attendance_policy.first_day IS 'First day in force; none: never in force';
COMMENT ON COLUMN @hr@.attendance_policy.last_day IS
	'Last day in force, included; none: still in force';
COMMENT ON COLUMN @hr@.attendance_policy.adopted_on IS
	'Everybody is scored on the rolling year, but action starts only at the first absence '
	'that begins after this day (BF-13)';
COMMENT ON COLUMN @hr@.attendance_policy.trial_until IS
	'Last day of the trial, for information (BF-13)';
COMMENT ON COLUMN @hr@.attendance_policy.replaces IS
	'Policy that it is compared with when no other is named';
COMMENT ON COLUMN @hr@.attendance_policy.keeps_warnings IS
	'Warnings under the policy that it replaces stay live, for example if only the triggers '
	'change';
COMMENT ON COLUMN @hr@.attendance_policy.scoring_rule IS 'How a score is counted (BF-1, BF-2)';
COMMENT ON COLUMN @hr@.attendance_policy.part_time_rule IS
	'hours: triggers and rises are pro rata to the contracted hours (BF-5); none: they are the '
	'same for everybody';
COMMENT ON COLUMN @hr@.attendance_policy.calendar IS
	'Working days of the organisation, for deadlines such as DL-19';
COMMENT ON COLUMN @hr@.attendance_policy.long_term IS
	'An absence longer than this is long-term (AB-10)';
COMMENT ON COLUMN @hr@.attendance_policy.target_days IS
	'Target of days lost per employee and year (BF-16)';
COMMENT ON COLUMN @hr@.attendance_policy.least_group IS
	'Figures by service area hide groups of fewer people than this; the largest number of all '
	'policies applies to every day; none: nothing is hidden';
COMMENT ON COLUMN @hr@.attendance_policy.rises_apply IS
	'When the least rise since the live warning is required: always; late warning (the trigger '
	'of the warning was reached before the last absence that preceded it); late stage (the '
	'trigger of the stage was reached before the last absence) (BF-7, BF-8; 21.3, 21.4)';
COMMENT ON COLUMN @hr@.attendance_policy.carried_over_from IS
	'From when somebody carried over at a stage is due for it: first trigger, or own trigger '
	'(that of the stage) (BF-13; report 2.14)';
COMMENT ON COLUMN @hr@.attendance_policy.lapses IS
	'How a warning lapses: by time, or if satisfactory (if attendance was judged unsatisfactory, '
	'it stays live until the next one) (BF-6, BF-10; 21.2.4, 21.3, 21.5)';
COMMENT ON COLUMN @hr@.attendance_policy.repeats_before IS
	'When the time for repeated warnings ends: absence (with the first day of the last absence), '
	'or report (with the day of the report) (BF-10; 21.2.4)';
COMMENT ON COLUMN @hr@.attendance_policy.fit_note_covers IS
	'What does not count if the reason is one that a fit note excuses: absence (the whole '
	'absence), or days (the days that the fit note covers) (AB-2; 14.1)';
COMMENT ON COLUMN @hr@.attendance_policy.return_days IS
	'Whose working days count for the time limit of the return-to-work discussion: the person''s '
	'own, or those of the organisation (AB-8; 17.1)';
COMMENT ON COLUMN @hr@.attendance_policy.review_counts IS
	'What counts in the review period: any absence (also one that had begun before the warning), '
	'or new absence (only one that begins in it) (BF-12; 21.2.1)';
COMMENT ON COLUMN @hr@.attendance_policy.source IS 'Where the policy is written';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.attendance_policy IS
	'A policy cannot end before it comes into force';
COMMENT ON CONSTRAINT one_policy_in_force ON @hr@.attendance_policy IS
	'On any day at most one policy is in force for a staff group, and one for everybody else';
INSERT INTO @hr@.attendance_policy
	(policy, title, first_day, last_day, adopted_on, trial_until, replaces, scoring_rule,
	 part_time_rule, long_term, target_days, rises_apply, carried_over_from, lapses,
	 repeats_before, fit_note_covers, return_days, review_counts, source)
SELECT * FROM bradford.published_policies();

CREATE TABLE @hr@.policy_stage (
	policy text NOT NULL,
	stage smallint NOT NULL CONSTRAINT stage_from_one CHECK (stage BETWEEN 1 AND 9),
	title text NOT NULL,
	trigger_score numeric
		CONSTRAINT trigger_score_in_bounds
		CHECK (trigger_score > 0 AND trigger_score <= 1000000000),
	trigger_occasions integer CONSTRAINT trigger_occasions_positive CHECK (trigger_occasions > 0),
	trigger_days numeric
		CONSTRAINT trigger_days_in_bounds CHECK (trigger_days > 0 AND trigger_days <= 1000000),
	warning_life interval
		CONSTRAINT warning_life_within_a_hundred_years
		CHECK (warning_life > '0' AND warning_life <= '100 years'),
	least_rise numeric
		CONSTRAINT least_rise_in_bounds CHECK (least_rise >= 0 AND least_rise <= 1000000000),
	report_age interval
		CONSTRAINT report_age_within_a_hundred_years
		CHECK (report_age >= '0' AND report_age <= '100 years'),
	review_least interval
		CONSTRAINT review_least_within_a_hundred_years
		CHECK (review_least >= '0' AND review_least <= '100 years'),
	review_most interval
		CONSTRAINT review_most_within_a_hundred_years
		CHECK (review_most >= '0' AND review_most <= '100 years'),
	repeat_warnings smallint CONSTRAINT repeat_warnings_positive CHECK (repeat_warnings > 0),
	repeat_within interval
		CONSTRAINT repeats_within_a_hundred_years
		CHECK (repeat_within > '0' AND repeat_within <= '100 years')
		CONSTRAINT repeats_within_a_time
		CHECK ((repeat_warnings IS NULL) = (repeat_within IS NULL)),
	appeal_leads_to smallint CONSTRAINT appeal_leads_back CHECK (appeal_leads_to < stage),
	meeting_within smallint CONSTRAINT meeting_within_not_negative CHECK (meeting_within >= 0),
	notice smallint CONSTRAINT notice_within_a_year CHECK (notice BETWEEN 0 AND 366),
	notice_unit text
		CONSTRAINT notice_unit_known
		CHECK (notice_unit IN ('hours', 'calendar days', 'working days')),
	review_notice smallint
		CONSTRAINT review_notice_within_a_year CHECK (review_notice BETWEEN 0 AND 366),
	review_notice_unit text
		CONSTRAINT review_notice_unit_known
		CHECK (review_notice_unit IN ('hours', 'calendar days', 'working days')),
	appeal_within smallint
		CONSTRAINT appeal_within_a_year CHECK (appeal_within BETWEEN 0 AND 366),
	referral boolean NOT NULL DEFAULT false,
	PRIMARY KEY (policy, stage),
	CONSTRAINT stage_of_a_policy
		FOREIGN KEY (policy) REFERENCES @hr@.attendance_policy (policy)
			ON UPDATE CASCADE ON DELETE CASCADE,
	CONSTRAINT has_a_trigger
		CHECK (num_nonnulls(trigger_score, trigger_occasions, trigger_days) > 0),
	CONSTRAINT review_not_reversed CHECK (review_most >= review_least),
	CONSTRAINT notice_has_a_unit
		CHECK ((notice IS NULL) = (notice_unit IS NULL)
			AND (review_notice IS NULL) = (review_notice_unit IS NULL))
);
COMMENT ON TABLE @hr@.policy_stage IS
	'Stages of each attendance policy. A stage is reached when any one of its triggers is.';
COMMENT ON COLUMN @hr@.policy_stage.policy IS 'Policy that the stage belongs to';
COMMENT ON COLUMN @hr@.policy_stage.stage IS 'Number of the stage, 1 first';
COMMENT ON COLUMN @hr@.policy_stage.title IS 'What is considered at this stage';
COMMENT ON COLUMN @hr@.policy_stage.trigger_score IS 'Score from which the stage is reached (BF-4)';
COMMENT ON COLUMN @hr@.policy_stage.trigger_occasions IS
	'Number of absences in the window from which the stage is reached, for policies that '
	'trigger on it';
COMMENT ON COLUMN @hr@.policy_stage.trigger_days IS
	'Days of absence in the window from which the stage is reached, for policies that trigger '
	'on them';
COMMENT ON COLUMN @hr@.policy_stage.warning_life IS
	'How long a warning of this stage is live from the day of issue; none: it does not lapse '
	'(BF-6)';
COMMENT ON COLUMN @hr@.policy_stage.least_rise IS
	'The score must be at least this much above the score at which the live warning of the '
	'stage before was issued (BF-7, BF-8)';
COMMENT ON COLUMN @hr@.policy_stage.report_age IS
	'The stage needs an occupational-health report at most this old (BF-8, DL-29)';
COMMENT ON COLUMN @hr@.policy_stage.review_least IS
	'Shortest review period after a warning of this stage (BF-12)';
COMMENT ON COLUMN @hr@.policy_stage.review_most IS
	'Longest review period after a warning of this stage (BF-12)';
COMMENT ON COLUMN @hr@.policy_stage.repeat_warnings IS
	'After this many warnings of this stage, each followed by satisfactory attendance while '
	'it was live, the next failure goes to the next stage (BF-10)';
COMMENT ON COLUMN @hr@.policy_stage.repeat_within IS
	'The time within which those warnings were issued (BF-10)';
COMMENT ON COLUMN @hr@.policy_stage.appeal_leads_to IS
	'Stage to which an upheld appeal leads back (BF-11); none: the warning no longer counts';
COMMENT ON COLUMN @hr@.policy_stage.meeting_within IS
	'The meeting is held within this many working days of the return to work (DL-19)';
COMMENT ON COLUMN @hr@.policy_stage.notice IS
	'At least this much notice of the meeting is given, in notice_unit (DL-20, DL-22, DL-25)';
COMMENT ON COLUMN @hr@.policy_stage.notice_unit IS 'hours, calendar days or working days';
COMMENT ON COLUMN @hr@.policy_stage.review_notice IS
	'At least this much notice of the formal review meeting is given, in review_notice_unit '
	'(DL-21)';
COMMENT ON COLUMN @hr@.policy_stage.review_notice_unit IS 'hours, calendar days or working days';
COMMENT ON COLUMN @hr@.policy_stage.appeal_within IS
	'An appeal is made within this many working days of the decision (DL-23, DL-26); none: the '
	'policy has no appeal at this stage';
COMMENT ON COLUMN @hr@.policy_stage.referral IS
	'Reaching the stage is a reason for an occupational-health referral (AB-9)';
COMMENT ON CONSTRAINT has_a_trigger ON @hr@.policy_stage IS 'A stage has at least one trigger';
COMMENT ON CONSTRAINT notice_has_a_unit ON @hr@.policy_stage IS
	'A number and its unit are given together';
COMMENT ON CONSTRAINT review_not_reversed ON @hr@.policy_stage IS
	'The longest review period is not below the shortest';
CREATE INDEX policy_stage_by_stage ON @hr@.policy_stage (stage);
INSERT INTO @hr@.policy_stage
	(policy, stage, title, trigger_score, trigger_occasions, trigger_days, warning_life, least_rise,
	 report_age, review_least, review_most, repeat_warnings, repeat_within, appeal_leads_to,
	 meeting_within, notice, notice_unit, review_notice, review_notice_unit, appeal_within,
	 referral)
SELECT * FROM bradford.published_policy_stages();

CREATE TABLE @hr@.warning (
	employee_id bigint NOT NULL,
	policy text NOT NULL,
	stage smallint NOT NULL,
	issued_on date NOT NULL,
	outcome text NOT NULL DEFAULT 'warning'
		CONSTRAINT outcome_known CHECK (outcome IN ('warning', 'no warning', 'transferred')),
	score numeric CONSTRAINT score_in_bounds CHECK (score >= 0 AND score <= 1000000000),
	review_until date CONSTRAINT review_after_issue CHECK (review_until > issued_on),
	review_held_on date CONSTRAINT review_held_after_issue CHECK (review_held_on >= issued_on),
	satisfactory boolean,
	appeal_upheld_on date CONSTRAINT appeal_after_issue CHECK (appeal_upheld_on >= issued_on),
	decided_by text,
	PRIMARY KEY (employee_id, issued_on, stage),
	CONSTRAINT warning_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT stage_of_the_policy
		FOREIGN KEY (policy, stage) REFERENCES @hr@.policy_stage (policy, stage) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite
		CHECK (isfinite(issued_on)
			AND isfinite(review_until)
			AND isfinite(review_held_on)
			AND isfinite(appeal_upheld_on))
);
COMMENT ON TABLE @hr@.warning IS
	'What was decided at the stages of an attendance policy. People decide; reports only show '
	'what is due for consideration.';
COMMENT ON COLUMN @hr@.warning.employee_id IS 'Whose warning';
COMMENT ON COLUMN @hr@.warning.policy IS 'Policy under which it was decided';
COMMENT ON COLUMN @hr@.warning.stage IS 'Stage that was considered';
COMMENT ON COLUMN @hr@.warning.issued_on IS 'Day of issue, or of the decision';
COMMENT ON COLUMN @hr@.warning.outcome IS
	'warning (at the last stage: a decision not to dismiss), no warning (considered, none '
	'issued, BF-9), or transferred (stage carried over from the policy before, BF-13)';
COMMENT ON COLUMN @hr@.warning.score IS
	'Score at which it was issued (BF-7, BF-8); none counts as 0';
COMMENT ON COLUMN @hr@.warning.review_until IS 'Last day of the review period (BF-12)';
COMMENT ON COLUMN @hr@.warning.review_held_on IS
	'Day on which the formal review meeting was held (BF-12)';
COMMENT ON COLUMN @hr@.warning.satisfactory IS
	'Attendance was satisfactory while the warning was live (BF-10), as the manager judged; '
	'none: satisfactory if no other warning was issued in that time';
COMMENT ON COLUMN @hr@.warning.appeal_upheld_on IS
	'Day on which an appeal against it was upheld (BF-11)';
COMMENT ON COLUMN @hr@.warning.decided_by IS 'Who decided';
COMMENT ON CONSTRAINT stage_of_the_policy ON @hr@.warning IS
	'The stage of a warning is one of its policy';
CREATE INDEX warning_by_stage ON @hr@.warning (policy, stage);

CREATE TABLE @hr@.occupational_health_report (
	employee_id bigint NOT NULL,
	referred_on date NOT NULL,
	reported_on date CONSTRAINT reported_after_referral CHECK (reported_on >= referred_on),
	advice text,
	PRIMARY KEY (employee_id, referred_on),
	CONSTRAINT report_on_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite CHECK (isfinite(referred_on) AND isfinite(reported_on))
);
COMMENT ON TABLE @hr@.occupational_health_report IS
	'Referrals to occupational health and the reports on them (AB-9, DL-29).';
COMMENT ON COLUMN @hr@.occupational_health_report.employee_id IS 'Whose report';
COMMENT ON COLUMN @hr@.occupational_health_report.referred_on IS 'Day of the referral';
COMMENT ON COLUMN @hr@.occupational_health_report.reported_on IS
	'Date of the report; none while it is awaited';
COMMENT ON COLUMN @hr@.occupational_health_report.advice IS
	'What it advises, in a word: phased return, redeployment, no change';

CREATE TABLE @hr@.procedure (
	procedure text PRIMARY KEY,
	source text
);
COMMENT ON TABLE @hr@.procedure IS
	'Procedures with deadlines: grievance, attendance, flexible working and the like.';
COMMENT ON COLUMN @hr@.procedure.procedure IS 'Short name';
COMMENT ON COLUMN @hr@.procedure.source IS 'Where it is written';
INSERT INTO @hr@.procedure (procedure)
SELECT DISTINCT p.procedure FROM bradford.published_procedures() p;

CREATE TABLE @hr@.procedure_step (
	procedure text NOT NULL,
	step text NOT NULL,
	rule_id text,
	direction text NOT NULL
		CONSTRAINT direction_known CHECK (direction IN ('after', 'before', 'condition')),
	counts_from text NOT NULL,
	n integer NOT NULL CONSTRAINT n_in_bounds CHECK (n >= 0 AND n <= 100000),
	unit text NOT NULL
		CONSTRAINT unit_known
		CHECK (unit IN ('hours', 'calendar days', 'working days', 'weeks', 'months')),
	who_acts text,
	clause text,
	PRIMARY KEY (procedure, step),
	CONSTRAINT step_of_a_procedure
		FOREIGN KEY (procedure) REFERENCES @hr@.procedure (procedure)
			ON UPDATE CASCADE ON DELETE CASCADE
);
COMMENT ON TABLE @hr@.procedure_step IS
	'Steps of each procedure with their time limits (policy section 2).';
COMMENT ON COLUMN @hr@.procedure_step.procedure IS 'Procedure that the step belongs to';
COMMENT ON COLUMN @hr@.procedure_step.step IS 'What is to be done';
COMMENT ON COLUMN @hr@.procedure_step.rule_id IS 'Rule, such as DL-12';
COMMENT ON COLUMN @hr@.procedure_step.direction IS
	'after: due within n units of the event; before: at least n units before it; condition: a '
	'fact that must be at least that old';
COMMENT ON COLUMN @hr@.procedure_step.counts_from IS 'Event or step from which the limit counts';
COMMENT ON COLUMN @hr@.procedure_step.n IS 'Number of units';
COMMENT ON COLUMN @hr@.procedure_step.unit IS 'hours, calendar days, working days, weeks or months';
COMMENT ON COLUMN @hr@.procedure_step.who_acts IS 'Who acts';
COMMENT ON COLUMN @hr@.procedure_step.clause IS 'Clause of the procedure';
INSERT INTO @hr@.procedure_step
	(procedure, step, rule_id, direction, counts_from, n, unit, who_acts, clause)
SELECT p.procedure, p.step, p.rule_id, p.direction, p.counts_from, p.n, p.unit, p.who_acts, p.clause
FROM   bradford.published_procedures() p;

CREATE TABLE @hr@.hr_case (
	case_id bigint GENERATED BY DEFAULT AS IDENTITY,
	employee_id bigint NOT NULL,
	procedure text NOT NULL,
	opened_on date NOT NULL,
	closed_on date CONSTRAINT closed_after_opened CHECK (closed_on >= opened_on),
	calendar bradford.calendar NOT NULL DEFAULT 'england-and-wales',
	PRIMARY KEY (employee_id, case_id),
	CONSTRAINT case_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT case_under_a_procedure
		FOREIGN KEY (procedure) REFERENCES @hr@.procedure (procedure) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite CHECK (isfinite(opened_on) AND isfinite(closed_on))
);
COMMENT ON TABLE @hr@.hr_case IS 'Cases that run under a procedure.';
COMMENT ON COLUMN @hr@.hr_case.case_id IS 'Number of the case; the key with employee_id';
COMMENT ON COLUMN @hr@.hr_case.employee_id IS 'Whose case';
COMMENT ON COLUMN @hr@.hr_case.procedure IS 'Procedure under which it runs';
COMMENT ON COLUMN @hr@.hr_case.opened_on IS 'Day on which it was opened';
COMMENT ON COLUMN @hr@.hr_case.closed_on IS 'Day on which it was closed; none while it is open';
COMMENT ON COLUMN @hr@.hr_case.calendar IS 'Working days by which its deadlines count';
CREATE INDEX hr_case_by_procedure ON @hr@.hr_case (procedure);

CREATE TABLE @hr@.case_event (
	employee_id bigint NOT NULL,
	case_id bigint NOT NULL,
	event text NOT NULL,
	happened_on date NOT NULL,
	happened_at time,
	PRIMARY KEY (employee_id, case_id, event, happened_on),
	CONSTRAINT event_of_a_case
		FOREIGN KEY (employee_id, case_id) REFERENCES @hr@.hr_case (employee_id, case_id)
			ON UPDATE CASCADE ON DELETE CASCADE,
	CONSTRAINT days_are_finite CHECK (isfinite(happened_on))
);
COMMENT ON TABLE @hr@.case_event IS
	'What happened in a case: steps done and events from which deadlines count.';
COMMENT ON COLUMN @hr@.case_event.employee_id IS 'Whose case';
COMMENT ON COLUMN @hr@.case_event.case_id IS 'Case';
COMMENT ON COLUMN @hr@.case_event.event IS 'Step or event, named as in procedure_step';
COMMENT ON COLUMN @hr@.case_event.happened_on IS
	'Day on which it happened, or, for a meeting or hearing, will happen';
COMMENT ON COLUMN @hr@.case_event.happened_at IS
	'Time of that day, where a limit is in hours (DL-20)';

CREATE TABLE @hr@.timesheet (
	employee_id bigint NOT NULL,
	post text NOT NULL DEFAULT '1',
	month date NOT NULL CONSTRAINT month_by_its_first_day CHECK (extract(day FROM month) = 1),
	hours_worked numeric NOT NULL DEFAULT 0
		CONSTRAINT hours_worked_in_a_month CHECK (hours_worked BETWEEN 0 AND 744),
	leave_taken numeric NOT NULL DEFAULT 0
		CONSTRAINT leave_taken_in_a_month CHECK (leave_taken BETWEEN 0 AND 744),
	extra_hours numeric NOT NULL DEFAULT 0
		CONSTRAINT extra_hours_in_a_month CHECK (extra_hours BETWEEN -744 AND 744),
	received_on date,
	CONSTRAINT days_are_finite CHECK (isfinite(month) AND isfinite(received_on)),
	PRIMARY KEY (employee_id, post, month),
	CONSTRAINT timesheet_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE
);
COMMENT ON TABLE @hr@.timesheet IS 'Monthly timesheets (PAY-15).';
COMMENT ON COLUMN @hr@.timesheet.employee_id IS 'Whose timesheet';
COMMENT ON COLUMN @hr@.timesheet.post IS 'Post in which the hours were worked';
COMMENT ON COLUMN @hr@.timesheet.month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.timesheet.hours_worked IS 'Hours worked in the month: line c';
COMMENT ON COLUMN @hr@.timesheet.leave_taken IS 'Hours of leave taken in the month: line h';
COMMENT ON COLUMN @hr@.timesheet.extra_hours IS
	'Hours outside the contract, paid in the month at the substantive rate (PAY-6); below 0 '
	'they correct an earlier month';
COMMENT ON COLUMN @hr@.timesheet.received_on IS 'Day on which it came in';
CREATE INDEX timesheet_by_month ON @hr@.timesheet (month);

CREATE TABLE @hr@.paid (
	employee_id bigint NOT NULL,
	post text NOT NULL DEFAULT '1',
	first_day date NOT NULL,
	month date NOT NULL CONSTRAINT month_by_its_first_day CHECK (extract(day FROM month) = 1),
	run text NOT NULL,
	salary numeric NOT NULL DEFAULT 0
		CONSTRAINT salary_is_finite CHECK (salary > '-infinity' AND salary < 'infinity'),
	extra_pay numeric NOT NULL DEFAULT 0
		CONSTRAINT extra_pay_is_finite CHECK (extra_pay > '-infinity' AND extra_pay < 'infinity'),
	recorded_on date NOT NULL DEFAULT CURRENT_DATE,
	PRIMARY KEY (employee_id, post, first_day, month, run),
	CONSTRAINT paid_to_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite
		CHECK (isfinite(first_day) AND isfinite(month) AND isfinite(recorded_on))
);
COMMENT ON TABLE @hr@.paid IS
	'What was paid, by line of pay_report and payroll run. The payroll job fills it.';
COMMENT ON COLUMN @hr@.paid.employee_id IS 'Who was paid';
COMMENT ON COLUMN @hr@.paid.post IS 'Post';
COMMENT ON COLUMN @hr@.paid.first_day IS 'First day of the terms under which it was paid';
COMMENT ON COLUMN @hr@.paid.month IS 'Month that it was paid for, by its first day';
COMMENT ON COLUMN @hr@.paid.run IS
	'Payroll run, such as 2016-10; a run pays each line of a month once';
COMMENT ON COLUMN @hr@.paid.salary IS 'Salary paid, below 0 if it was taken back';
COMMENT ON COLUMN @hr@.paid.extra_pay IS 'Pay for extra hours, below 0 if it was taken back';
COMMENT ON COLUMN @hr@.paid.recorded_on IS 'Day on which it was recorded here';
COMMENT ON CONSTRAINT salary_is_finite ON @hr@.paid IS 'Money is a finite number';
COMMENT ON CONSTRAINT extra_pay_is_finite ON @hr@.paid IS 'Money is a finite number';
CREATE INDEX paid_by_month ON @hr@.paid (month);

CREATE TABLE @hr@.office (
	office text NOT NULL,
	first_day date NOT NULL,
	last_day date,
	people_limit integer CONSTRAINT people_limit_in_an_office CHECK (people_limit >= 0),
	desks integer CONSTRAINT desks_in_an_office CHECK (desks >= 0),
	desk_cost numeric
		CONSTRAINT desk_cost_in_pounds CHECK (desk_cost >= 0 AND desk_cost <= 1000000000),
	PRIMARY KEY (office, first_day),
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_limit_at_a_time EXCLUDE USING gist (
			int8range(hashtextextended(office, 0), hashtextextended(office, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.office IS
	'Offices with their dates: how many people may be in each, and how many desks it has (HW-4). A '
	'new limit ends one row and begins the next.';
COMMENT ON COLUMN @hr@.office.office IS 'Name of the office';
COMMENT ON COLUMN @hr@.office.first_day IS 'First day with these figures';
COMMENT ON COLUMN @hr@.office.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.office.people_limit IS
	'Most people in the office at once, by space rules; none: no limit';
COMMENT ON COLUMN @hr@.office.desks IS 'Number of desks; none: not known';
COMMENT ON COLUMN @hr@.office.desk_cost IS
	'What a desk costs a year, in pounds; a freed desk saves this (HW-5)';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.office IS 'It cannot end before it starts';
COMMENT ON CONSTRAINT one_limit_at_a_time ON @hr@.office IS
	'An office has one limit on one day';

CREATE TABLE @hr@.office_pattern (
	pattern text PRIMARY KEY,
	office_days bradford.calendar NOT NULL,
	rule_ids text
);
COMMENT ON TABLE @hr@.office_pattern IS
	'Patterns of days in the office and at home, as calendars (HW-3).';
COMMENT ON COLUMN @hr@.office_pattern.pattern IS 'Name of the pattern';
COMMENT ON COLUMN @hr@.office_pattern.office_days IS
	'Days in the office, such as every-day; week=Tue-Wed. The contract says which of them are '
	'worked';
COMMENT ON COLUMN @hr@.office_pattern.rule_ids IS 'Rules of the policy that say so';
INSERT INTO @hr@.office_pattern (pattern, office_days, rule_ids)
SELECT p.pattern, p.office_days, p.rule_ids FROM bradford.published_office_patterns() p;

CREATE TABLE @hr@.workstyle (
	workstyle text PRIMARY KEY,
	desks numeric NOT NULL
		CONSTRAINT desks_of_a_ratio CHECK (desks >= 0 AND desks <= 1000000),
	for_people numeric NOT NULL DEFAULT 10
		CONSTRAINT people_of_a_ratio CHECK (for_people >= 0.01 AND for_people <= 1000000),
	counted text NOT NULL DEFAULT 'head'
		CONSTRAINT counted_by CHECK (counted IN ('head', 'whole-time equivalent')),
	in_office text NOT NULL DEFAULT 'by pattern'
		CONSTRAINT when_in_office CHECK (in_office IN ('always', 'by pattern', 'never')),
	rule_ids text
);
COMMENT ON TABLE @hr@.workstyle IS 'Workstyles with their desk ratios (HW-1, HW-2).';
COMMENT ON COLUMN @hr@.workstyle.workstyle IS 'Name: fixed, home, flexible, mobile, or your own';
COMMENT ON COLUMN @hr@.workstyle.desks IS 'Desks in the ratio, such as 6 in 6 desks for 10 people';
COMMENT ON COLUMN @hr@.workstyle.for_people IS
	'People in the ratio, such as 10 in 6 desks for 10 people';
COMMENT ON COLUMN @hr@.workstyle.counted IS
	'How people are counted: head, or whole-time equivalent';
COMMENT ON COLUMN @hr@.workstyle.in_office IS
	'When people without a pattern are in the office: always, never, or by pattern (one is needed)';
COMMENT ON COLUMN @hr@.workstyle.rule_ids IS 'Rules of the policy that say so';
INSERT INTO @hr@.workstyle (workstyle, desks, for_people, counted, in_office, rule_ids)
SELECT w.workstyle, w.desks, w.for_people, w.counted, w.in_office, w.rule_ids
FROM   bradford.published_workstyles() w;

CREATE TABLE @hr@.homework (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	kind text,
	workstyle text NOT NULL,
	public_facing boolean NOT NULL DEFAULT false,
	office text,
	pattern text,
	office_days bradford.calendar,
	trial interval DEFAULT '3 months'
		CONSTRAINT trial_length CHECK (trial > '0' AND trial <= '2 years'),
	review_every interval
		CONSTRAINT review_interval CHECK (review_every > '0' AND review_every <= '10 years'),
	touch_every interval
		CONSTRAINT touch_interval CHECK (touch_every > '0' AND touch_every <= '10 years'),
	PRIMARY KEY (employee_id, first_day),
	CONSTRAINT homework_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT workstyle_is_known
		FOREIGN KEY (workstyle) REFERENCES @hr@.workstyle (workstyle) ON UPDATE CASCADE,
	CONSTRAINT pattern_is_known
		FOREIGN KEY (pattern) REFERENCES @hr@.office_pattern (pattern) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_arrangement_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.homework IS
	'Where people work, from when to when: workstyle, office, days in the office and what was '
	'agreed on working from home (HW-1, HW-3, HW-8). A change ends one row and begins the next.';
COMMENT ON COLUMN @hr@.homework.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.homework.first_day IS 'First day of this arrangement';
COMMENT ON COLUMN @hr@.homework.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.homework.kind IS
	'contractual (the home is the place of work), agreed (a homeworker by agreement), agile (under '
	'the agile guide), or your own with rows in homework_allowance (HW-6); none: not at home';
COMMENT ON COLUMN @hr@.homework.workstyle IS 'Workstyle, from workstyle (HW-1)';
COMMENT ON COLUMN @hr@.homework.public_facing IS
	'The post serves the public, so it has a desk and is left out of ratios (HW-2)';
COMMENT ON COLUMN @hr@.homework.office IS 'Office to which the person is assigned';
COMMENT ON COLUMN @hr@.homework.pattern IS
	'Pattern of days in the office, from office_pattern (HW-3)';
COMMENT ON COLUMN @hr@.homework.office_days IS
	'The person''s own days in the office, instead of those of the pattern';
COMMENT ON COLUMN @hr@.homework.trial IS
	'Length of the trial from the first day, three months as suggested; none: no trial (HW-8)';
COMMENT ON COLUMN @hr@.homework.review_every IS
	'How often it is reviewed, such as 6 months; none: not agreed (HW-8)';
COMMENT ON COLUMN @hr@.homework.touch_every IS
	'How often there is a keeping-in-touch day, such as 1 month; none: not agreed (HW-8)';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.homework IS 'It cannot end before it starts';
COMMENT ON CONSTRAINT one_arrangement_at_a_time ON @hr@.homework IS
	'Nobody has two arrangements on one day';

CREATE TABLE @hr@.homework_event (
	employee_id bigint NOT NULL,
	event text NOT NULL
		CONSTRAINT event_known CHECK (event IN ('keeping in touch', 'review', 'trial decided')),
	happened_on date NOT NULL,
	outcome text,
	PRIMARY KEY (employee_id, event, happened_on),
	CONSTRAINT event_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite CHECK (isfinite(happened_on))
);
COMMENT ON TABLE @hr@.homework_event IS
	'Keeping-in-touch days, reviews, and decisions at the end of a trial (HW-8).';
COMMENT ON COLUMN @hr@.homework_event.employee_id IS 'Whose';
COMMENT ON COLUMN @hr@.homework_event.event IS 'keeping in touch, review, or trial decided';
COMMENT ON COLUMN @hr@.homework_event.happened_on IS 'Day on which it happened';
COMMENT ON COLUMN @hr@.homework_event.outcome IS 'What came of it';

CREATE TABLE @hr@.homework_application (
	employee_id bigint NOT NULL,
	applied_on date NOT NULL,
	starts_on date,
	decided_on date CONSTRAINT decided_after_applied CHECK (decided_on >= applied_on),
	decision text
		CONSTRAINT decision_known CHECK (decision IN ('agreed', 'refused', 'withdrawn'))
		CONSTRAINT decision_with_its_day CHECK ((decision IS NULL) = (decided_on IS NULL)),
	workstyle text,
	office text,
	kit_cost numeric NOT NULL DEFAULT 800
		CONSTRAINT kit_cost_in_pounds CHECK (kit_cost >= 0 AND kit_cost <= 1000000000),
	yearly_saving numeric
		CONSTRAINT saving_in_pounds CHECK (yearly_saving >= 0 AND yearly_saving <= 1000000000),
	yearly_cost numeric NOT NULL DEFAULT 0
		CONSTRAINT cost_in_pounds CHECK (yearly_cost >= 0 AND yearly_cost <= 1000000000),
	PRIMARY KEY (employee_id, applied_on),
	CONSTRAINT application_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT workstyle_is_known
		FOREIGN KEY (workstyle) REFERENCES @hr@.workstyle (workstyle) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite
		CHECK (isfinite(applied_on) AND isfinite(starts_on) AND isfinite(decided_on))
);
COMMENT ON TABLE @hr@.homework_application IS
	'Applications to work from home, each with its business case (HW-5).';
COMMENT ON COLUMN @hr@.homework_application.employee_id IS 'Who applies';
COMMENT ON COLUMN @hr@.homework_application.applied_on IS 'Day of the application';
COMMENT ON COLUMN @hr@.homework_application.starts_on IS
	'Day from which the kit is to serve; none: the day of the decision, or of the application';
COMMENT ON COLUMN @hr@.homework_application.decided_on IS 'Day of the decision';
COMMENT ON COLUMN @hr@.homework_application.decision IS 'agreed, refused or withdrawn; none: open';
COMMENT ON COLUMN @hr@.homework_application.workstyle IS 'Workstyle applied for';
COMMENT ON COLUMN @hr@.homework_application.office IS 'Office in which a desk is freed';
COMMENT ON COLUMN @hr@.homework_application.kit_cost IS
	'What the kit costs, in pounds; about 800 according to the source';
COMMENT ON COLUMN @hr@.homework_application.yearly_saving IS
	'What it saves a year, in pounds; none: the cost of the part of a desk that the workstyle '
	'frees';
COMMENT ON COLUMN @hr@.homework_application.yearly_cost IS
	'What it costs a year, in pounds, such as an allowance';
COMMENT ON CONSTRAINT decided_after_applied ON @hr@.homework_application IS
	'A decision cannot come before its application';

CREATE TABLE @hr@.homework_allowance (
	kind text NOT NULL,
	who text NOT NULL
		CONSTRAINT who_pays_or_claims CHECK (who IN ('employer pays', 'employee claims')),
	first_day date NOT NULL,
	last_day date,
	weekly numeric NOT NULL
		CONSTRAINT weekly_in_pounds CHECK (weekly >= 0 AND weekly <= 1000000),
	monthly numeric CONSTRAINT monthly_in_pounds CHECK (monthly >= 0 AND monthly <= 1000000),
	note text,
	rule_ids text,
	PRIMARY KEY (kind, who, first_day),
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_rate_at_a_time EXCLUDE USING gist (
			int8range(hashtextextended(kind, 0), hashtextextended(kind, 0), '[]') WITH &&,
			int8range(hashtextextended(who, 0), hashtextextended(who, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.homework_allowance IS
	'Allowances for working from home, by kind and with their dates, and who '
	'may pay or claim (HW-6).';
COMMENT ON COLUMN @hr@.homework_allowance.kind IS
	'Kind of homeworking, as in homework.kind';
COMMENT ON COLUMN @hr@.homework_allowance.who IS
	'employer pays (free of tax), or employee claims (what the employer does not pay, as a '
	'deduction from taxed income)';
COMMENT ON COLUMN @hr@.homework_allowance.first_day IS 'First day of this rate';
COMMENT ON COLUMN @hr@.homework_allowance.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.homework_allowance.weekly IS 'Pounds a week';
COMMENT ON COLUMN @hr@.homework_allowance.monthly IS
	'Pounds a month; none: 52 weeks divided by 12';
COMMENT ON COLUMN @hr@.homework_allowance.note IS
	'Where the rate comes from, and where sources differ';
COMMENT ON COLUMN @hr@.homework_allowance.rule_ids IS 'Rules of the policy that say so';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.homework_allowance IS
	'It cannot end before it starts';
COMMENT ON CONSTRAINT one_rate_at_a_time ON @hr@.homework_allowance IS
	'For a kind, the employer pays one rate on one day, and the employee claims one';
INSERT INTO @hr@.homework_allowance (
	kind, who, first_day, last_day, weekly, monthly, note, rule_ids)
SELECT a.kind, a.who, a.first_day, a.last_day, a.weekly, a.monthly, a.note, a.rule_ids
FROM   bradford.published_homework_allowances() a;

CREATE TABLE @hr@.work_output (
	employee_id bigint NOT NULL,
	measure text NOT NULL,
	first_day date NOT NULL,
	last_day date NOT NULL,
	done numeric CONSTRAINT done_is_finite CHECK (done >= 0 AND done <= 1000000000),
	checked numeric CONSTRAINT checked_is_finite CHECK (checked >= 0 AND checked <= 1000000000),
	correct numeric CONSTRAINT correct_of_those_checked CHECK (correct >= 0 AND correct <= checked),
	PRIMARY KEY (employee_id, measure, first_day),
	CONSTRAINT output_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.work_output IS
	'Output and accuracy of people, at home or not, measured over a period (HW-7).';
COMMENT ON COLUMN @hr@.work_output.employee_id IS 'Whose work';
COMMENT ON COLUMN @hr@.work_output.measure IS 'What is counted, such as claims settled';
COMMENT ON COLUMN @hr@.work_output.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.work_output.last_day IS 'Last day counted, included';
COMMENT ON COLUMN @hr@.work_output.done IS 'How many were done';
COMMENT ON COLUMN @hr@.work_output.checked IS 'How many of them were checked';
COMMENT ON COLUMN @hr@.work_output.correct IS 'How many of those checked were right';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.work_output IS 'It cannot end before it starts';

CREATE TABLE @hr@.downtime_option (
	option text PRIMARY KEY,
	rule_ids text
);
COMMENT ON TABLE @hr@.downtime_option IS
	'What may be done while systems are down (HW-9).';
COMMENT ON COLUMN @hr@.downtime_option.option IS 'Option, in words';
COMMENT ON COLUMN @hr@.downtime_option.rule_ids IS 'Rules of the policy that say so';
INSERT INTO @hr@.downtime_option (option, rule_ids)
SELECT o.option, o.rule_ids FROM bradford.published_downtime_options() o;

CREATE TABLE @hr@.downtime (
	employee_id bigint NOT NULL,
	began_at timestamp NOT NULL,
	ended_at timestamp,
	system text,
	option text,
	decided_by text,
	PRIMARY KEY (employee_id, began_at),
	CONSTRAINT downtime_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT option_is_known
		FOREIGN KEY (option) REFERENCES @hr@.downtime_option (option) ON UPDATE CASCADE,
	CONSTRAINT ended_after_it_began
		CHECK (ended_at > began_at AND ended_at <= began_at + interval '31 days'),
	CONSTRAINT beginning_is_finite CHECK (isfinite(began_at))
);
COMMENT ON TABLE @hr@.downtime IS
	'Unplanned downtime: when systems were down for somebody, in local wall time, and which option '
	'was taken (HW-9).';
COMMENT ON COLUMN @hr@.downtime.employee_id IS 'Who could not work';
COMMENT ON COLUMN @hr@.downtime.began_at IS 'When it began';
COMMENT ON COLUMN @hr@.downtime.ended_at IS
	'When it ended, at most 31 days later; none while it goes on';
COMMENT ON COLUMN @hr@.downtime.system IS 'Which system';
COMMENT ON COLUMN @hr@.downtime.option IS
	'Option taken, from downtime_option; none: not recorded yet';
COMMENT ON COLUMN @hr@.downtime.decided_by IS 'Who chose it';
COMMENT ON CONSTRAINT ended_after_it_began ON @hr@.downtime IS
	'It ends after it begins, within 31 days';
ANALYZE @hr@.office_pattern, @hr@.workstyle, @hr@.homework_allowance, @hr@.downtime_option;

CREATE TABLE @hr@.flexi_member (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	scheme bradford.flexi_scheme NOT NULL DEFAULT '',
	opening interval
		CONSTRAINT opening_in_hours
		CHECK (opening >= '-9999:00' AND opening <= '9999:00' AND extract(day FROM opening) = 0
			AND extract(month FROM opening) = 0 AND extract(year FROM opening) = 0),
	PRIMARY KEY (employee_id, first_day),
	CONSTRAINT member_is_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_scheme_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.flexi_member IS
	'Who works flexi-time, under which scheme, and from when to when (FX-1 to FX-6). A new scheme '
	'ends one row and begins the next.';
COMMENT ON COLUMN @hr@.flexi_member.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.flexi_member.first_day IS 'First day under this scheme';
COMMENT ON COLUMN @hr@.flexi_member.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.flexi_member.scheme IS
	'Scheme, such as day=7:24; cap=12:00/4:00; part-timers have schemes with their own hours';
COMMENT ON COLUMN @hr@.flexi_member.opening IS
	'Balance brought forward on the first day, such as -1:30; none: the balance that the row '
	'before carries, or 0';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.flexi_member IS 'It cannot end before it starts';
COMMENT ON CONSTRAINT one_scheme_at_a_time ON @hr@.flexi_member IS
	'Nobody is under two schemes on one day';

CREATE TABLE @hr@.clock_entry (
	employee_id bigint NOT NULL,
	clocked_in timestamp NOT NULL,
	clocked_out timestamp,
	PRIMARY KEY (employee_id, clocked_in),
	CONSTRAINT entry_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT out_within_a_day
		CHECK (clocked_out > clocked_in AND clocked_out <= clocked_in + interval '24 hours'),
	CONSTRAINT arrival_is_finite CHECK (isfinite(clocked_in))
);
COMMENT ON TABLE @hr@.clock_entry IS
	'When people came and went, in local wall time. Entries that overlap '
	'count once (FX-1 to FX-4).';
COMMENT ON COLUMN @hr@.clock_entry.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.clock_entry.clocked_in IS
	'Arrival, as the clock shows; blocks are counted later';
COMMENT ON COLUMN @hr@.clock_entry.clocked_out IS
	'Departure, at most 24 hours later; none while the person is at work';
COMMENT ON CONSTRAINT out_within_a_day ON @hr@.clock_entry IS
	'Nobody is at work for more than 24 hours at a time';

CREATE TABLE @hr@.time_off (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date NOT NULL,
	kind text NOT NULL
		CONSTRAINT kind_of_time_off
		CHECK (kind IN ('annual leave', 'paid leave', 'flexi-leave', 'authorised absence')),
	half_day boolean NOT NULL DEFAULT false,
	PRIMARY KEY (employee_id, first_day, kind),
	CONSTRAINT time_off_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.time_off IS
	'Leave and other agreed absence, for flexi-time (FX-2, FX-7). Sickness is in absence, and bank '
	'holidays are in the calendar of the contract.';
COMMENT ON COLUMN @hr@.time_off.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.time_off.first_day IS 'First day';
COMMENT ON COLUMN @hr@.time_off.last_day IS 'Last day, included';
COMMENT ON COLUMN @hr@.time_off.kind IS
	'annual leave or paid leave (credited with the standard day), flexi-leave (uses credit, FX-7), '
	'or authorised absence (from core time, not credited, FX-2)';
COMMENT ON COLUMN @hr@.time_off.half_day IS 'Only half of each day is taken off';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.time_off IS 'It cannot end before it starts';

CREATE TABLE @hr@.shift (
	employee_id bigint NOT NULL,
	during tstzrange NOT NULL,
	breaks tstzmultirange,
	team text,
	skill text,
	PRIMARY KEY (employee_id, during),
	CONSTRAINT shift_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	-- an empty range includes no bound
	CONSTRAINT shift_begins_and_ends
		CHECK (lower_inc(during) AND NOT upper_inc(during) AND NOT upper_inf(during)
			AND isfinite(lower(during)) AND isfinite(upper(during))),
	CONSTRAINT breaks_within CHECK (breaks <@ during)
);
COMMENT ON TABLE @hr@.shift IS
	'Shifts: those in the past were worked, those in the future are planned (SR-1, SR-3). Times '
	'are instants, so a night on which the clocks change has its true length.';
COMMENT ON COLUMN @hr@.shift.employee_id IS 'Whose shift';
COMMENT ON COLUMN @hr@.shift.during IS
	'From when to when, such as [2016-10-03 07:00 Europe/London, 2016-10-03 15:00 Europe/London)';
COMMENT ON COLUMN @hr@.shift.breaks IS 'Rest breaks inside it; none: no break, or not recorded';
COMMENT ON COLUMN @hr@.shift.team IS 'Team or ward that is covered; none: no team';
COMMENT ON COLUMN @hr@.shift.skill IS 'Skill in which the person works; none: any that they have';
COMMENT ON CONSTRAINT shift_begins_and_ends ON @hr@.shift IS
	'A shift begins at an instant, included, and ends at a later one, not included';
COMMENT ON CONSTRAINT breaks_within ON @hr@.shift IS 'Breaks lie within the shift';
-- who is on duty on these days
CREATE INDEX shift_by_time ON @hr@.shift USING gist (during);

CREATE TABLE @hr@.working_time_terms (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	opted_out boolean NOT NULL DEFAULT false,
	reference_weeks integer NOT NULL DEFAULT 17
		CONSTRAINT weeks_of_reference CHECK (reference_weeks >= 1 AND reference_weeks <= 52),
	weekly_rest_by text NOT NULL DEFAULT 'week'
		CONSTRAINT week_or_fortnight CHECK (weekly_rest_by IN ('week', 'fortnight')),
	night_worker boolean,
	night_absolute boolean NOT NULL DEFAULT false,
	born date,
	PRIMARY KEY (employee_id, first_day),
	CONSTRAINT working_time_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_agreement_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day) AND isfinite(born))
);
COMMENT ON TABLE @hr@.working_time_terms IS
	'Terms that differ from the normal rules of the Working Time Regulations (PAY-16): '
	'an opt-out, other periods, night work, an age under 18. The normal rules apply to '
	'people without a row.';
COMMENT ON COLUMN @hr@.working_time_terms.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.working_time_terms.first_day IS 'First day of these terms';
COMMENT ON COLUMN @hr@.working_time_terms.last_day IS 'Last day, included; none while they go on';
COMMENT ON COLUMN @hr@.working_time_terms.opted_out IS
	'Agreed in writing to more than 48 hours a week on average; has no effect under 18';
COMMENT ON COLUMN @hr@.working_time_terms.reference_weeks IS
	'Weeks over which averages are taken: 17; 26 where regulation 21 applies; up to 52 by a '
	'collective or workforce agreement';
COMMENT ON COLUMN @hr@.working_time_terms.weekly_rest_by IS
	'week: 24 hours in each week; fortnight: 48 hours, or twice 24, in each fortnight';
COMMENT ON COLUMN @hr@.working_time_terms.night_worker IS
	'Works at night as a normal course; none: decided by the shifts';
COMMENT ON COLUMN @hr@.working_time_terms.night_absolute IS
	'Night work with special hazards or strain: at most 8 hours in any 24, not on average';
COMMENT ON COLUMN @hr@.working_time_terms.born IS
	'Date of birth of somebody under 18; none: 18 or over';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.working_time_terms IS
	'It cannot end before it starts';
COMMENT ON CONSTRAINT one_agreement_at_a_time ON @hr@.working_time_terms IS
	'Nobody has two sets of terms on one day';
CREATE TABLE @hr@.employee_skill (
	employee_id bigint NOT NULL,
	skill text NOT NULL CONSTRAINT skill_has_a_name CHECK (skill <> ''),
	grade text,
	first_day date NOT NULL,
	last_day date,
	PRIMARY KEY (employee_id, skill, first_day),
	CONSTRAINT skill_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_grade_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			int8range(hashtextextended(skill, 0), hashtextextended(skill, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.employee_skill IS
	'What people can do and at which grade, from when to when (SR-1).';
COMMENT ON COLUMN @hr@.employee_skill.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.employee_skill.skill IS 'Skill, such as nurse';
COMMENT ON COLUMN @hr@.employee_skill.grade IS 'Grade in it, such as band 6; none: no grade';
COMMENT ON COLUMN @hr@.employee_skill.first_day IS 'First day';
COMMENT ON COLUMN @hr@.employee_skill.last_day IS 'Last day, included; none while it goes on';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.employee_skill IS
	'It cannot end before it starts';
COMMENT ON CONSTRAINT one_grade_at_a_time ON @hr@.employee_skill IS
	'Nobody has two grades in one skill on one day';

CREATE TABLE @hr@.team (
	team text PRIMARY KEY CONSTRAINT team_has_a_name CHECK (team <> ''),
	-- an unknown zone is an error
	zone text NOT NULL DEFAULT 'Europe/London'
		CONSTRAINT zone_is_known CHECK (timezone(zone, to_timestamp(0)) IS NOT NULL)
);
COMMENT ON TABLE @hr@.team IS 'Teams and wards whose cover is agreed (SR-1).';
COMMENT ON COLUMN @hr@.team.team IS 'Name, as in shift and staffing_demand';
COMMENT ON COLUMN @hr@.team.zone IS 'Time zone of its clock times';

CREATE TABLE @hr@.staffing_demand (
	team text NOT NULL,
	slot text NOT NULL CONSTRAINT slot_has_a_name CHECK (slot <> ''),
	first_day date NOT NULL,
	last_day date,
	skill text,
	grade text,
	days bradford.calendar NOT NULL DEFAULT 'every-day',
	starts time NOT NULL,
	ends time NOT NULL,
	at_least integer NOT NULL DEFAULT 0
		CONSTRAINT least_staff CHECK (at_least >= 0 AND at_least <= 100000),
	at_most integer
		CONSTRAINT most_staff CHECK (at_most >= at_least AND at_most <= 100000),
	short_weight numeric NOT NULL DEFAULT 100
		CONSTRAINT weight_of_one_short CHECK (short_weight >= 0 AND short_weight <= 1000000),
	over_weight numeric NOT NULL DEFAULT 1
		CONSTRAINT weight_of_one_over CHECK (over_weight >= 0 AND over_weight <= 1000000),
	PRIMARY KEY (team, slot, first_day),
	CONSTRAINT demand_of_a_team
		FOREIGN KEY (team) REFERENCES @hr@.team (team) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_demand_at_a_time EXCLUDE USING gist (
			int8range(hashtextextended(team, 0), hashtextextended(team, 0), '[]') WITH &&,
			int8range(hashtextextended(slot, 0), hashtextextended(slot, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.staffing_demand IS
	'How many are to be on duty in each slot of a team: at least and at most, by skill and grade '
	'(SR-1). Each row is checked by itself: a nurse counts for the nurses and for the whole team.';
COMMENT ON COLUMN @hr@.staffing_demand.team IS 'Team';
COMMENT ON COLUMN @hr@.staffing_demand.slot IS 'Name of the slot, such as night or night, nurses';
COMMENT ON COLUMN @hr@.staffing_demand.first_day IS 'First day on which it is agreed';
COMMENT ON COLUMN @hr@.staffing_demand.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.staffing_demand.skill IS 'Skill that counts; none: any';
COMMENT ON COLUMN @hr@.staffing_demand.grade IS 'Grade that counts; none: any';
COMMENT ON COLUMN @hr@.staffing_demand.days IS
	'Days on which the slot begins: the working days of this calendar, such as '
	'every-day; week=Sat,Sun';
COMMENT ON COLUMN @hr@.staffing_demand.starts IS
	'Time at which it starts, by the clock of the team';
COMMENT ON COLUMN @hr@.staffing_demand.ends IS
	'Time at which it ends; on the next day if it is not after the start';
COMMENT ON COLUMN @hr@.staffing_demand.at_least IS 'Least staff on duty';
COMMENT ON COLUMN @hr@.staffing_demand.at_most IS 'Most staff on duty; none: no limit';
COMMENT ON COLUMN @hr@.staffing_demand.short_weight IS
	'Cost in the score of a roster if one person is missing throughout the slot';
COMMENT ON COLUMN @hr@.staffing_demand.over_weight IS
	'Cost in the score of a roster if there is one person too many throughout the slot';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.staffing_demand IS
	'It cannot end before it starts';
COMMENT ON CONSTRAINT one_demand_at_a_time ON @hr@.staffing_demand IS
	'A slot of a team has one demand on one day';

CREATE TABLE @hr@.shift_kind (
	team text NOT NULL,
	kind text NOT NULL CONSTRAINT kind_has_a_name CHECK (kind <> ''),
	first_day date NOT NULL,
	last_day date,
	days bradford.calendar NOT NULL DEFAULT 'every-day',
	starts time NOT NULL,
	ends time NOT NULL,
	break_starts time,
	break_ends time,
	skill text,
	PRIMARY KEY (team, kind, first_day),
	CONSTRAINT kind_of_a_team
		FOREIGN KEY (team) REFERENCES @hr@.team (team) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT break_starts_and_ends CHECK ((break_starts IS NULL) = (break_ends IS NULL)),
	CONSTRAINT one_kind_at_a_time EXCLUDE USING gist (
			int8range(hashtextextended(team, 0), hashtextextended(team, 0), '[]') WITH &&,
			int8range(hashtextextended(kind, 0), hashtextextended(kind, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.shift_kind IS 'Shifts that a team''s rosters are made of (SR-2).';
COMMENT ON COLUMN @hr@.shift_kind.team IS 'Team';
COMMENT ON COLUMN @hr@.shift_kind.kind IS 'Name, such as early';
COMMENT ON COLUMN @hr@.shift_kind.first_day IS 'First day on which there is such a shift';
COMMENT ON COLUMN @hr@.shift_kind.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.shift_kind.days IS
	'Days on which the shift begins: the working days of this calendar';
COMMENT ON COLUMN @hr@.shift_kind.starts IS 'Time at which it starts, by the clock of the team';
COMMENT ON COLUMN @hr@.shift_kind.ends IS
	'Time at which it ends; on the next day if it is not after the start';
COMMENT ON COLUMN @hr@.shift_kind.break_starts IS
	'Time at which its rest break starts; none: no break';
COMMENT ON COLUMN @hr@.shift_kind.break_ends IS 'Time at which its rest break ends';
COMMENT ON COLUMN @hr@.shift_kind.skill IS 'Skill in which they work; none: any that they have';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.shift_kind IS 'It cannot end before it starts';
COMMENT ON CONSTRAINT one_kind_at_a_time ON @hr@.shift_kind IS
	'A kind of shift has one set of times on one day';

CREATE TABLE @hr@.roster_terms (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	team text NOT NULL,
	weekly_hours numeric
		CONSTRAINT hours_in_a_week CHECK (weekly_hours >= 0 AND weekly_hours <= 168),
	most_owed numeric
		CONSTRAINT most_owed_in_hours CHECK (most_owed >= 0 AND most_owed <= 10000),
	most_owing numeric
		CONSTRAINT most_owing_in_hours CHECK (most_owing >= 0 AND most_owing <= 10000),
	rest_hours numeric NOT NULL DEFAULT 11
		CONSTRAINT rest_in_hours CHECK (rest_hours >= 0 AND rest_hours <= 168),
	most_in_row integer CONSTRAINT most_days_in_row CHECK (most_in_row >= 1 AND most_in_row <= 366),
	least_in_row integer
		CONSTRAINT least_days_in_row CHECK (least_in_row >= 1 AND least_in_row <= 31),
	least_off integer CONSTRAINT least_days_off CHECK (least_off >= 1 AND least_off <= 31),
	most_weekends integer CONSTRAINT most_weekends_worked
		CHECK (most_weekends >= 0 AND most_weekends <= 60),
	PRIMARY KEY (employee_id, first_day),
	CONSTRAINT terms_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT terms_in_a_team
		FOREIGN KEY (team) REFERENCES @hr@.team (team) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_team_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.roster_terms IS
	'Who is on the roster of which team, and within which limits (SR-2). Empty: no limit.';
COMMENT ON COLUMN @hr@.roster_terms.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.roster_terms.first_day IS 'First day';
COMMENT ON COLUMN @hr@.roster_terms.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.roster_terms.team IS 'Team';
COMMENT ON COLUMN @hr@.roster_terms.weekly_hours IS 'Contracted hours a week, breaks not counted';
COMMENT ON COLUMN @hr@.roster_terms.most_owed IS
	'Most hours above contract in a roster period, which the person is then owed';
COMMENT ON COLUMN @hr@.roster_terms.most_owing IS
	'Most hours below contract in a roster period, which the person then owes';
COMMENT ON COLUMN @hr@.roster_terms.rest_hours IS 'Least hours between two shifts';
COMMENT ON COLUMN @hr@.roster_terms.most_in_row IS 'Most days worked in a row';
COMMENT ON COLUMN @hr@.roster_terms.least_in_row IS 'Least days worked in a row';
COMMENT ON COLUMN @hr@.roster_terms.least_off IS 'Least days off in a row';
COMMENT ON COLUMN @hr@.roster_terms.most_weekends IS 'Most weekends worked in a roster period';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.roster_terms IS
	'They cannot end before they start';
COMMENT ON CONSTRAINT one_team_at_a_time ON @hr@.roster_terms IS
	'Nobody is on the rosters of two teams on one day';

CREATE TABLE @hr@.roster_request (
	employee_id bigint NOT NULL,
	request text NOT NULL CONSTRAINT request_has_a_name CHECK (request <> ''),
	kind text NOT NULL
		CONSTRAINT kind_of_request CHECK (kind IN ('on', 'off', 'veto', 'core')),
	first_day date NOT NULL,
	last_day date,
	days bradford.calendar NOT NULL DEFAULT 'every-day',
	starts time NOT NULL DEFAULT '0:00',
	ends time NOT NULL DEFAULT '24:00',
	weight numeric NOT NULL DEFAULT 1
		CONSTRAINT weight_of_request CHECK (weight >= 0 AND weight <= 1000000),
	PRIMARY KEY (employee_id, request),
	CONSTRAINT request_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.roster_request IS
	'Preferences, veto hours and core hours of people, on one day or on many (SR-2).';
COMMENT ON COLUMN @hr@.roster_request.employee_id IS 'Whose request';
COMMENT ON COLUMN @hr@.roster_request.request IS 'Name of it, such as school run';
COMMENT ON COLUMN @hr@.roster_request.kind IS
	'on: a shift that begins then; off: no shift then; veto: no shift then, without exception; '
	'core: on duty throughout';
COMMENT ON COLUMN @hr@.roster_request.first_day IS 'First day';
COMMENT ON COLUMN @hr@.roster_request.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.roster_request.days IS
	'Days on which it applies: the working days of this calendar';
COMMENT ON COLUMN @hr@.roster_request.starts IS 'Time from which, by the clock of the team';
COMMENT ON COLUMN @hr@.roster_request.ends IS
	'Time to which; on the next day if it is not after the start';
COMMENT ON COLUMN @hr@.roster_request.weight IS
	'Cost in the score of a roster for each day on which it is not met; a broken veto is a '
	'breach and costs nothing';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.roster_request IS
	'It cannot end before it starts';

CREATE TABLE @hr@.roster_shift (
	employee_id bigint NOT NULL,
	roster text NOT NULL CONSTRAINT roster_has_a_name CHECK (roster <> ''),
	during tstzrange NOT NULL,
	breaks tstzmultirange,
	team text,
	skill text,
	PRIMARY KEY (employee_id, roster, during),
	CONSTRAINT rostered_is_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT shift_begins_and_ends
		CHECK (lower_inc(during) AND NOT upper_inc(during) AND NOT upper_inf(during)
			AND isfinite(lower(during)) AND isfinite(upper(during))),
	CONSTRAINT breaks_within CHECK (breaks <@ during)
);
COMMENT ON TABLE @hr@.roster_shift IS
	'Proposals for a roster, as many as you like, made by hand, in a spreadsheet or by a solver '
	'(SR-3). A person decides which becomes the plan, and copies it into shift.';
COMMENT ON COLUMN @hr@.roster_shift.employee_id IS 'Whose shift';
COMMENT ON COLUMN @hr@.roster_shift.roster IS 'Name of the proposal';
COMMENT ON COLUMN @hr@.roster_shift.during IS 'From when to when, as in shift';
COMMENT ON COLUMN @hr@.roster_shift.breaks IS 'Rest breaks inside it';
COMMENT ON COLUMN @hr@.roster_shift.team IS 'Team';
COMMENT ON COLUMN @hr@.roster_shift.skill IS 'Skill in which they work; none: any that they have';
COMMENT ON CONSTRAINT shift_begins_and_ends ON @hr@.roster_shift IS
	'A shift begins at an instant, included, and ends at a later one, not included';
COMMENT ON CONSTRAINT breaks_within ON @hr@.roster_shift IS 'Breaks lie within the shift';
-- the shifts of one proposal, of all people
CREATE INDEX roster_shift_by_time ON @hr@.roster_shift USING gist (during);

CREATE TABLE @hr@.login (
	role_name text NOT NULL,
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	PRIMARY KEY (employee_id, role_name, first_day),
	CONSTRAINT login_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.login IS
	'Which role of the database is which employee, and from when to when. After protect(), this '
	'decides whose record, and whose people, a reader sees.';
COMMENT ON COLUMN @hr@.login.role_name IS
	'Role in effect, also after SET ROLE: what current_user shows';
COMMENT ON COLUMN @hr@.login.employee_id IS 'Who that is';
COMMENT ON COLUMN @hr@.login.first_day IS 'First day';
COMMENT ON COLUMN @hr@.login.last_day IS 'Last day, included; none while it goes on';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.login IS 'It cannot end before it starts';
CREATE INDEX login_by_role ON @hr@.login (role_name);

CREATE TABLE @hr@.deputy (
	employee_id bigint NOT NULL,
	deputy_id bigint NOT NULL
		CONSTRAINT nobody_stands_in_for_themselves CHECK (deputy_id <> employee_id),
	first_day date NOT NULL,
	last_day date NOT NULL,
	PRIMARY KEY (employee_id, deputy_id, first_day),
	CONSTRAINT deputy_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT deputy_is_an_employee
		FOREIGN KEY (deputy_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.deputy IS
	'Who stands in for a manager, and from when to when. After protect(), a deputy sees the '
	'manager''s people in that time.';
COMMENT ON COLUMN @hr@.deputy.employee_id IS 'Manager';
COMMENT ON COLUMN @hr@.deputy.deputy_id IS 'Who stands in';
COMMENT ON COLUMN @hr@.deputy.first_day IS 'First day';
COMMENT ON COLUMN @hr@.deputy.last_day IS 'Last day, included';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.deputy IS 'It cannot end before it starts';
CREATE INDEX deputy_by_deputy ON @hr@.deputy (deputy_id);

CREATE TABLE @hr@.trigger_event (
	employee_id bigint NOT NULL,
	policy text NOT NULL,
	stage smallint NOT NULL,
	event text NOT NULL CONSTRAINT event_known CHECK (event IN ('reached', 'cleared')),
	happened_on date NOT NULL,
	recorded_at timestamptz NOT NULL,
	withdrawn_at timestamptz
		CONSTRAINT withdrawn_after_it_was_recorded CHECK (withdrawn_at >= recorded_at),
	PRIMARY KEY (employee_id, policy, stage, event, happened_on, recorded_at),
	CONSTRAINT event_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT event_under_a_policy
		FOREIGN KEY (policy) REFERENCES @hr@.attendance_policy (policy) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite
		CHECK (isfinite(happened_on) AND isfinite(recorded_at) AND isfinite(withdrawn_at))
);
COMMENT ON TABLE @hr@.trigger_event IS
	'Which triggers were reached and cleared, and when that became known (BF-15). '
	'record_trigger_events() fills it.';
COMMENT ON COLUMN @hr@.trigger_event.employee_id IS 'Whose score';
COMMENT ON COLUMN @hr@.trigger_event.policy IS 'Policy whose trigger it is';
COMMENT ON COLUMN @hr@.trigger_event.stage IS 'Stage of the policy';
COMMENT ON COLUMN @hr@.trigger_event.event IS 'reached, or cleared: the score fell below it';
COMMENT ON COLUMN @hr@.trigger_event.happened_on IS 'Day of the crossing';
COMMENT ON COLUMN @hr@.trigger_event.recorded_at IS 'When it was recorded here';
COMMENT ON COLUMN @hr@.trigger_event.withdrawn_at IS
	'When a correction showed that it never happened; none: it still counts';
COMMENT ON CONSTRAINT withdrawn_after_it_was_recorded ON @hr@.trigger_event IS
	'Only what was recorded can be withdrawn';
-- each crossing counts once
CREATE UNIQUE INDEX trigger_event_stands ON @hr@.trigger_event
	(employee_id, policy, stage, event, happened_on) WHERE withdrawn_at IS NULL;
CREATE INDEX trigger_event_by_policy ON @hr@.trigger_event (policy);
CREATE INDEX trigger_event_by_recording ON @hr@.trigger_event (recorded_at);
CREATE INDEX trigger_event_by_withdrawal ON @hr@.trigger_event (withdrawn_at)
	WHERE withdrawn_at IS NOT NULL;

-- Autovacuum never analyses tables of a few rows, and reports need statistics for good plans.
ANALYZE @hr@.attendance_policy, @hr@.policy_stage, @hr@.absence_reason, @hr@.procedure,
	@hr@.procedure_step;
$hr_file$),
(2, 'report', 'policy_terms', $hr_file$CREATE OR REPLACE FUNCTION @hr@.policy_terms()
RETURNS TABLE (
	policy @hr@.attendance_policy.policy%TYPE,
	first_day date,
	last_day date,
	adopted_on date,
	replaces @hr@.attendance_policy.replaces%TYPE,
	scoring_rule bradford.scoring_rule,
	calendar bradford.calendar,
	long_term interval,
	target_days numeric,
	by_hours boolean,
	uses_calendar boolean,
	rises_apply text,
	carried_over_from text,
	lapses text,
	repeats_before text,
	fit_note_covers text,
	review_counts text,
	titles text[],
	triggers numeric[],
	occasion_triggers integer[],
	day_triggers numeric[],
	rises numeric[],
	report_ages interval[],
	meetings_within integer[],
	notices integer[],
	notice_units text[],
	review_notices integer[],
	review_notice_units text[],
	appeals_within integer[],
	by_score boolean,
	repeat_stage integer,
	repeat_warnings integer,
	repeat_within interval
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT p.policy, p.first_day, p.last_day, p.adopted_on, p.replaces, p.scoring_rule, p.calendar,
	   p.long_term, p.target_days,
	   p.part_time_rule = 'hours' AS by_hours,
	   p.uses_calendar,
	   p.rises_apply, p.carried_over_from, p.lapses, p.repeats_before, p.fit_note_covers,
	   p.review_counts,
	   s.*
FROM  (
	-- one row for each policy, even if a site's view repeats it; impossible terms count as unknown
	SELECT DISTINCT ON (p.policy)
		   p.policy, p.first_day, p.last_day, p.adopted_on, p.replaces,
		   COALESCE(p.scoring_rule, '') AS scoring_rule,
		   COALESCE(p.scoring_rule::text ~ '=(working|span)', false) AS uses_calendar,
		   COALESCE(p.calendar, 'england-and-wales') AS calendar,
		   p.part_time_rule, p.rises_apply, p.carried_over_from, p.lapses, p.repeats_before,
		   p.fit_note_covers, p.review_counts,
		   CASE WHEN p.long_term > '0' AND p.long_term <= interval '10 years' THEN p.long_term
				ELSE interval '4 weeks' END AS long_term,
		   CASE WHEN p.target_days >= 0 AND p.target_days <= 366 THEN p.target_days END
				AS target_days
	FROM   @hr@.attendance_policy p
	ORDER  BY p.policy, p.first_day DESC NULLS LAST) p,
	   LATERAL (
	SELECT array_agg(t.title) AS titles,
		   array_agg(t.trigger_score) AS triggers,
		   array_agg(t.trigger_occasions) AS occasion_triggers,
		   array_agg(t.trigger_days) AS day_triggers,
		   array_agg(t.least_rise) AS rises,
		   array_agg(t.report_age) AS report_ages,
		   array_agg(t.meeting_within) AS meetings_within,
		   array_agg(t.notice) AS notices,
		   array_agg(t.notice_unit) AS notice_units,
		   array_agg(t.review_notice) AS review_notices,
		   array_agg(t.review_notice_unit) AS review_notice_units,
		   array_agg(t.appeal_within) AS appeals_within,
		   bool_and(num_nonnulls(t.trigger_occasions, t.trigger_days) = 0) AS by_score,
		   min(t.stage) FILTER (WHERE t.repeat_warnings > 0) AS repeat_stage,
		   (array_agg(t.repeat_warnings) FILTER (WHERE t.repeat_warnings > 0))[1]
				AS repeat_warnings,
		   (array_agg(t.repeat_within) FILTER (WHERE t.repeat_warnings > 0))[1] AS repeat_within
	-- in the order of stages; one that the policy does not have keeps its place in the arrays
	FROM  (
		SELECT DISTINCT ON (n.stage)
			   n.stage, t.title::text AS title,
			   CASE WHEN t.trigger_score > 0 AND t.trigger_score <= 1000000000
					THEN t.trigger_score END::numeric AS trigger_score,
			   CASE WHEN t.trigger_occasions > 0 THEN t.trigger_occasions END
					AS trigger_occasions,
			   CASE WHEN t.trigger_days > 0 AND t.trigger_days <= 1000000
					THEN t.trigger_days END::numeric AS trigger_days,
			   CASE WHEN t.least_rise >= 0 AND t.least_rise <= 1000000000
					THEN t.least_rise END::numeric AS least_rise,
			   CASE WHEN t.report_age >= '0' AND t.report_age <= interval '100 years'
					THEN t.report_age END AS report_age,
			   CASE WHEN t.meeting_within BETWEEN 0 AND 366
					THEN t.meeting_within END::integer AS meeting_within,
			   CASE WHEN t.notice BETWEEN 0 AND 366 THEN t.notice END::integer AS notice,
			   CASE WHEN t.notice_unit IN ('hours', 'calendar days', 'working days')
					THEN t.notice_unit END::text AS notice_unit,
			   CASE WHEN t.review_notice BETWEEN 0 AND 366
					THEN t.review_notice END::integer AS review_notice,
			   CASE WHEN t.review_notice_unit IN ('hours', 'calendar days', 'working days')
					THEN t.review_notice_unit END::text AS review_notice_unit,
			   CASE WHEN t.appeal_within BETWEEN 0 AND 366
					THEN t.appeal_within END::integer AS appeal_within,
			   CASE WHEN t.repeat_within > '0' AND t.repeat_within <= interval '100 years'
						 AND t.repeat_warnings BETWEEN 1 AND 1000
					THEN t.repeat_warnings END::integer AS repeat_warnings,
			   t.repeat_within
		FROM  (SELECT max(m.stage)::integer AS stage FROM @hr@.policy_stage m
			   WHERE  m.policy = p.policy AND m.stage BETWEEN 1 AND 9) m,
			   generate_series(1, m.stage) AS n(stage)
		LEFT   JOIN @hr@.policy_stage t ON t.policy = p.policy AND t.stage = n.stage
		ORDER  BY n.stage) t) s;
END;
COMMENT ON FUNCTION @hr@.policy_terms() IS
	'The view of this name.';

CREATE OR REPLACE VIEW @hr@.policy_terms WITH (security_invoker = true) AS
SELECT * FROM @hr@.policy_terms();
COMMENT ON VIEW @hr@.policy_terms IS
	'Every attendance policy in one row, its stages laid out as arrays by number of stage. '
	'The other reports read it.';
COMMENT ON COLUMN @hr@.policy_terms.policy IS 'Policy';
COMMENT ON COLUMN @hr@.policy_terms.first_day IS 'First day in force; none: never in force';
COMMENT ON COLUMN @hr@.policy_terms.last_day IS 'Last day in force; none: still in force';
COMMENT ON COLUMN @hr@.policy_terms.adopted_on IS 'Day of adoption (BF-13)';
COMMENT ON COLUMN @hr@.policy_terms.replaces IS 'Policy that it replaced';
COMMENT ON COLUMN @hr@.policy_terms.scoring_rule IS 'How a score is counted';
COMMENT ON COLUMN @hr@.policy_terms.calendar IS 'Working days of the organisation';
COMMENT ON COLUMN @hr@.policy_terms.long_term IS 'An absence longer than this is long-term (AB-10)';
COMMENT ON COLUMN @hr@.policy_terms.target_days IS
	'Target of days lost per employee and year (BF-16)';
COMMENT ON COLUMN @hr@.policy_terms.by_hours IS
	'Triggers are pro rata to the contracted hours (BF-5)';
COMMENT ON COLUMN @hr@.policy_terms.uses_calendar IS
	'The score depends on a person''s working days';
COMMENT ON COLUMN @hr@.policy_terms.rises_apply IS
	'When a rise is required: always, late warning or late stage (BF-7, BF-8)';
COMMENT ON COLUMN @hr@.policy_terms.carried_over_from IS
	'From when a stage that was carried over is due: first trigger or own trigger (BF-13)';
COMMENT ON COLUMN @hr@.policy_terms.lapses IS
	'How a warning lapses: by time or if satisfactory (BF-6, BF-10)';
COMMENT ON COLUMN @hr@.policy_terms.repeats_before IS
	'When the time for repeated warnings ends: absence or report (BF-10)';
COMMENT ON COLUMN @hr@.policy_terms.fit_note_covers IS
	'What a fit note takes out: absence or days (AB-2)';
COMMENT ON COLUMN @hr@.policy_terms.review_counts IS
	'What counts in the review period: any absence or new absence (BF-12)';
COMMENT ON COLUMN @hr@.policy_terms.titles IS 'What is considered, by stage';
COMMENT ON COLUMN @hr@.policy_terms.triggers IS 'Score triggers by stage (BF-4)';
COMMENT ON COLUMN @hr@.policy_terms.occasion_triggers IS 'Triggers on occasions by stage';
COMMENT ON COLUMN @hr@.policy_terms.day_triggers IS 'Triggers on days by stage';
COMMENT ON COLUMN @hr@.policy_terms.rises IS
	'Least rise since the live warning by stage (BF-7, BF-8)';
COMMENT ON COLUMN @hr@.policy_terms.report_ages IS
	'Greatest age of the occupational-health report by stage (DL-29)';
COMMENT ON COLUMN @hr@.policy_terms.meetings_within IS
	'Working days after the return to work within which the meeting is held, by stage (DL-19)';
COMMENT ON COLUMN @hr@.policy_terms.notices IS
	'Notice of the meeting, by stage (DL-20, DL-22, DL-25)';
COMMENT ON COLUMN @hr@.policy_terms.notice_units IS 'Units of notices';
COMMENT ON COLUMN @hr@.policy_terms.review_notices IS
	'Notice of the formal review meeting, by stage of the warning (DL-21)';
COMMENT ON COLUMN @hr@.policy_terms.review_notice_units IS 'Units of review_notices';
COMMENT ON COLUMN @hr@.policy_terms.appeals_within IS
	'Working days after the decision within which an appeal is made, by stage (DL-23, DL-26)';
COMMENT ON COLUMN @hr@.policy_terms.by_score IS 'Every trigger is a score';
COMMENT ON COLUMN @hr@.policy_terms.repeat_stage IS
	'Stage whose repeated warnings, each followed by satisfactory attendance, lead to the next '
	'stage (BF-10)';
COMMENT ON COLUMN @hr@.policy_terms.repeat_warnings IS 'How many such warnings it takes (BF-10)';
COMMENT ON COLUMN @hr@.policy_terms.repeat_within IS 'Within what time (BF-10)';

ALTER FUNCTION @hr@.policy_terms() DEPENDS ON EXTENSION bradford;
$hr_file$),
(3, 'report', 'policy_in_force', $hr_file$CREATE OR REPLACE FUNCTION @hr@.policy_in_force(as_of date)
RETURNS TABLE (
	policy @hr@.attendance_policy.policy%TYPE,
	calendar bradford.calendar,
	long_term interval,
	target_days numeric,
	staff_group text,
	other_groups text[],
	fit_note_covers text,
	return_days text,
	lapses text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1
BEGIN ATOMIC
-- DISTINCT ON: a site's view may have several in force for one group; this takes the latest
SELECT DISTINCT ON (p.staff_group)
	   p.policy, COALESCE(p.calendar, 'england-and-wales') AS calendar,
	   CASE WHEN p.long_term > '0' AND p.long_term <= interval '10 years' THEN p.long_term
			ELSE interval '4 weeks' END AS long_term,
	   CASE WHEN p.target_days >= 0 AND p.target_days <= 366 THEN p.target_days END AS target_days,
	   p.staff_group,
	   CASE WHEN p.staff_group IS NULL THEN g.groups END AS other_groups,
	   p.fit_note_covers, p.return_days, p.lapses
FROM   @hr@.attendance_policy p,
	   (
	SELECT array_agg(DISTINCT o.staff_group::text) AS groups
	FROM   @hr@.attendance_policy o
	WHERE  o.staff_group IS NOT NULL AND o.first_day <= policy_in_force.as_of
	AND   (o.last_day IS NULL OR o.last_day >= policy_in_force.as_of)) g
WHERE  bradford.require_known_day(policy_in_force.as_of)
AND    p.first_day <= policy_in_force.as_of
AND   (p.last_day IS NULL OR p.last_day >= policy_in_force.as_of)
ORDER  BY p.staff_group, p.first_day DESC, p.policy;
END;
COMMENT ON FUNCTION @hr@.policy_in_force(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.policy_in_force WITH (security_invoker = true) AS
SELECT * FROM @hr@.policy_in_force(CURRENT_DATE);
COMMENT ON VIEW @hr@.policy_in_force IS
	'The attendance policies in force on the day: one for everybody, and one for each staff group '
	'that has its own. bradford.policy_applies() says which of them applies to a person.';
COMMENT ON COLUMN @hr@.policy_in_force.policy IS 'Policy';
COMMENT ON COLUMN @hr@.policy_in_force.calendar IS 'Working days of the organisation';
COMMENT ON COLUMN @hr@.policy_in_force.long_term IS
	'An absence longer than this is long-term (AB-10)';
COMMENT ON COLUMN @hr@.policy_in_force.target_days IS
	'Target of days lost per employee and year (BF-16)';
COMMENT ON COLUMN @hr@.policy_in_force.staff_group IS
	'Staff group that it is for; none: everybody else';
COMMENT ON COLUMN @hr@.policy_in_force.other_groups IS
	'Staff groups with a policy of their own in force; the policy for everybody else does not '
	'apply to them';
COMMENT ON COLUMN @hr@.policy_in_force.fit_note_covers IS
	'What a fit note takes out: absence or days (AB-2)';
COMMENT ON COLUMN @hr@.policy_in_force.return_days IS
	'Whose working days limit the return-to-work discussion: own or organisation (AB-8)';
COMMENT ON COLUMN @hr@.policy_in_force.lapses IS
	'How a warning lapses: by time or if satisfactory (BF-6, BF-10)';

ALTER FUNCTION @hr@.policy_in_force(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(4, 'report', 'policy_warnings', $hr_file$CREATE OR REPLACE FUNCTION @hr@.policy_warnings()
RETURNS TABLE (
	policy @hr@.attendance_policy.policy%TYPE,
	warnings_of text[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- DISTINCT ON: one row for each policy, even if a site's view repeats it
SELECT DISTINCT ON (p.policy)
	   p.policy,
	   (WITH RECURSIVE kept AS (
			SELECT p.policy, p.replaces, p.keeps_warnings
			UNION
			SELECT o.policy, o.replaces, o.keeps_warnings
			FROM   kept k, @hr@.attendance_policy o
			WHERE  o.policy = k.replaces AND k.keeps_warnings)
		SELECT array_agg(k.policy::text) FROM kept k) AS warnings_of
FROM   @hr@.attendance_policy p
ORDER  BY p.policy, p.first_day DESC NULLS LAST;
END;
COMMENT ON FUNCTION @hr@.policy_warnings() IS
	'The view of this name.';

CREATE OR REPLACE VIEW @hr@.policy_warnings WITH (security_invoker = true) AS
SELECT * FROM @hr@.policy_warnings();
COMMENT ON VIEW @hr@.policy_warnings IS
	'For each policy, the policies whose warnings count under it. live_warning reads it.';
COMMENT ON COLUMN @hr@.policy_warnings.policy IS 'Policy';
COMMENT ON COLUMN @hr@.policy_warnings.warnings_of IS
	'Policies whose warnings count: itself, and those whose warnings it keeps';

ALTER FUNCTION @hr@.policy_warnings() DEPENDS ON EXTENSION bradford;
$hr_file$),
(5, 'report', 'working_pattern', $hr_file$CREATE OR REPLACE FUNCTION @hr@.working_pattern()
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	staff_group text,
	service_from date,
	employed datemultirange,
	calendar bradford.calendar
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, e.staff_group,
	   CASE WHEN e.service_from >= lower(bradford.possible_days())
				 AND e.service_from < upper(bradford.possible_days())
			THEN e.service_from END AS service_from,
	   c.employed, COALESCE(c.calendar, 'england-and-wales') AS calendar
FROM   @hr@.employee e,
	   LATERAL (
	SELECT range_agg(d.period) AS employed,
		   bradford.calendar_over_time(c.calendar, d.period) AS calendar
	FROM   @hr@.contract c,
	-- a last day that no calendar knows, such as 9999-12-31, means that the contract has no end
		   LATERAL (
		SELECT daterange(c.first_day, CASE WHEN c.last_day < upper(bradford.known_days())
										   THEN c.last_day END, '[]') AS period) d
	WHERE  c.employee_id = e.employee_id AND c.first_day < upper(bradford.known_days())
	AND   (c.last_day >= c.first_day OR c.last_day IS NULL)) c;
END;
COMMENT ON FUNCTION @hr@.working_pattern() IS
	'The view of this name.';

CREATE OR REPLACE VIEW @hr@.working_pattern WITH (security_invoker = true) AS
SELECT * FROM @hr@.working_pattern();
COMMENT ON VIEW @hr@.working_pattern IS
	'When each employee was, is and will be employed, and which days are working days under '
	'those contracts. The other reports read it.';
COMMENT ON COLUMN @hr@.working_pattern.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.working_pattern.name IS 'Name';
COMMENT ON COLUMN @hr@.working_pattern.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.working_pattern.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.working_pattern.staff_group IS 'Staff group';
COMMENT ON COLUMN @hr@.working_pattern.service_from IS
	'Day from which continuous service counts, if one is recorded';
COMMENT ON COLUMN @hr@.working_pattern.employed IS
	'Days under contract; none: no contract is recorded';
COMMENT ON COLUMN @hr@.working_pattern.calendar IS
	'Working days under all contracts; those of England and Wales if there is no contract';

ALTER FUNCTION @hr@.working_pattern() DEPENDS ON EXTENSION bradford;
$hr_file$),
(6, 'report', 'contract_terms', $hr_file$CREATE OR REPLACE FUNCTION @hr@.contract_terms()
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	first_day date,
	last_day date,
	by_the_year boolean,
	weekly_hours numeric,
	full_time_hours numeric,
	least_weekly_hours numeric,
	most_weekly_hours numeric,
	part_months text,
	part_calendar bradford.calendar,
	working_time datemultirange,
	school_year datemultirange,
	calendar bradford.calendar,
	run_first_day date,
	run_last_day date,
	year_from date,
	annual_hours numeric,
	leave_hours numeric,
	full_time_salary numeric,
	full_time_annual_hours numeric,
	annual_salary numeric,
	hourly_rate numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.service_area, e.manager_id, k.post, k.kind, k.first_day,
	   nullif(k.last_or_infinite, 'infinity') AS last_day, k.by_the_year,
	   k.weekly_hours, k.full_time_hours, k.least_weekly_hours, k.most_weekly_hours,
	   p.part_months, p.calendar AS part_calendar,
	   k.working_time * k.stretch::datemultirange AS working_time, k.school_year, k.calendar,
	   lower(r.run) AS run_first_day, upper(r.run) - 1 AS run_last_day, k.year_from,
	   h.annual_hours, h.leave_hours, h.full_time_salary, h.full_time_annual_hours,
	   bradford.pro_rata(h.full_time_salary, h.annual_hours, h.full_time_annual_hours, 0.01)
			AS annual_salary,
	   h.full_time_salary / h.full_time_annual_hours AS hourly_rate, u.unknown
FROM   @hr@.employee e
CROSS  JOIN LATERAL (
	WITH term AS (
		-- impossible values, such as NaN, infinity or no hours at all, count as unknown. OFFSET 0,
		-- here and below: worked out once, not once for each mention
		SELECT c.post, COALESCE(c.kind, '') AS kind,
			   COALESCE(c.kind IN ('annualised hours', 'term-time'), false) AS by_the_year,
			   CASE WHEN c.first_day >= lower(bradford.possible_days())
						 AND c.first_day < upper(bradford.possible_days())
					THEN c.first_day END AS first_day,
			   CASE WHEN c.last_day < upper(bradford.possible_days())
					THEN c.last_day ELSE 'infinity' END AS ends_on,
			   CASE WHEN c.year_starts_on >= lower(bradford.possible_days())
						 AND c.year_starts_on < upper(bradford.possible_days())
					THEN c.year_starts_on END AS year_starts_on,
			   bradford.if_between(c.weekly_hours, 0.01, 168) AS weekly_hours,
			   bradford.if_between(c.full_time_hours, 0.01, 168) AS full_time_hours,
			   bradford.if_between(c.full_time_salary, 0, 1e9) AS full_time_salary,
			   bradford.if_between(c.annual_hours, 0.01, 8784) AS annual_hours,
			   bradford.if_between(c.leave_hours, 0, 8784) AS leave_hours,
			   bradford.if_between(c.weeks_at_work, 0.01, 53) AS weeks_at_work,
			   bradford.if_between(c.wte_weeks, 0.01, 53) AS wte_weeks,
			   bradford.if_between(c.wte_leave_weeks, 0, 53) AS wte_leave_weeks,
			   bradford.if_between(c.least_weekly_hours, 0, 168) AS least_weekly_hours,
			   bradford.if_between(c.most_weekly_hours, 0, 168) AS most_weekly_hours,
			   COALESCE(c.part_months, 'calendar days') AS part_months, c.calendar,
			   c.working_time
		FROM   @hr@.contract c
		WHERE  c.employee_id = e.employee_id AND (c.last_day < c.first_day) IS NOT TRUE
		OFFSET 0
	), run AS (
		-- unbroken employment in one post, under terms by the year or under others
		SELECT t.*, r.run,
			   -- PAY-2: its year begins as the latest terms say, or else with it
			   CASE WHEN t.said_on <@ r.run THEN t.said ELSE lower(r.run) END AS year_on
		FROM  (
			SELECT t.*, range_agg(t.days) OVER (PARTITION BY t.post, t.by_the_year) AS runs,
				   (array_agg(t.year_starts_on) FILTER (WHERE t.year_starts_on IS NOT NULL)
						OVER so_far)[count(t.year_starts_on) OVER so_far] AS said,
				   max(t.first_day) FILTER (WHERE t.year_starts_on IS NOT NULL)
						OVER so_far AS said_on
			FROM  (
				SELECT t.*, CASE WHEN t.first_day IS NOT NULL
								 THEN daterange(t.first_day, nullif(t.ends_on, 'infinity'), '[]')
							END AS days
				FROM   term t) t
			WINDOW so_far AS (PARTITION BY t.post, t.by_the_year
							  ORDER BY t.first_day, t.ends_on)) t
		LEFT   JOIN LATERAL unnest(t.runs) AS r(run) ON r.run @> t.first_day
	), stretch AS (
		-- terms that are the same and touch, whatever the pattern of work
		SELECT r.post, r.kind, r.by_the_year, r.weekly_hours, r.full_time_hours,
			   r.full_time_salary, r.annual_hours, r.leave_hours, r.weeks_at_work, r.wte_weeks,
			   r.wte_leave_weeks, r.part_months, y.year, min(y.year_from) AS year_from,
			   range_agg(r.days) AS days, max(r.ends_on) AS ends_on,
			   (array_agg(r.least_weekly_hours ORDER BY r.first_day DESC))[1]
					AS least_weekly_hours,
			   (array_agg(r.most_weekly_hours ORDER BY r.first_day DESC))[1]
					AS most_weekly_hours,
			   range_agg(COALESCE(r.working_time, '{(,)}') * r.days::datemultirange)
					AS working_time,
			   range_agg(r.working_time) AS school_year,
			   bradford.calendar_over_time(r.calendar, r.days) AS calendar
		FROM   run r
		-- a start of the year after that of the run is counted back in steps of four years, so
		-- that a year from 29 February stays one
		CROSS  JOIN LATERAL (
			SELECT f.year_from, bradford.contract_year(f.year_from, lower(r.run)) AS year
			FROM  (
				SELECT CASE WHEN r.year_on <= lower(r.run) THEN r.year_on
							ELSE (r.year_on - make_interval(years => 4 + 4 * div(
										extract(year FROM r.year_on)
										- extract(year FROM lower(r.run)), 4)::integer))::date
					   END AS year_from) f
			OFFSET 0) y
		GROUP  BY r.post, r.kind, r.by_the_year, r.weekly_hours, r.full_time_hours,
				  r.full_time_salary, r.annual_hours, r.leave_hours, r.weeks_at_work, r.wte_weeks,
				  r.wte_leave_weeks, r.part_months, y.year
	)
	SELECT s.*, u.days AS stretch, lower(u.days) AS first_day,
		   CASE WHEN u.days IS NULL THEN s.ends_on
				ELSE COALESCE(upper(u.days) - 1, 'infinity') END AS last_or_infinite,
		   u.days && lag(u.days) OVER in_post OR u.days && lead(u.days) OVER in_post AS overlaps,
		   range_agg(u.days) OVER (PARTITION BY s.post, s.by_the_year, s.year) AS runs
	FROM   stretch s
	-- always true; without it the planner expects a hundred of each, and compiles
	LEFT   JOIN LATERAL unnest(s.days) AS u(days) ON s.days @> u.days
	WINDOW in_post AS (PARTITION BY s.post ORDER BY u.days)) k
-- the unbroken employment by the same years
LEFT   JOIN LATERAL unnest(k.runs) AS r(run) ON r.run @> k.stretch
-- PAY-9, PAY-10: the steps of term-time contracts; other kinds give no hours and get no result
CROSS  JOIN LATERAL bradford.term_time(CASE WHEN k.kind = 'term-time' THEN k.weekly_hours END,
									   k.weeks_at_work, k.wte_weeks, k.wte_leave_weeks) t
-- A rule by working days cannot count a month in which nobody works, or that calendars do not know.
-- A stretch can have part of a month only at its two ends. A 260th is a day of a five-day week,
-- bank holidays included
CROSS  JOIN LATERAL (
	SELECT CASE WHEN k.part_months IN ('calendar days', '1/365') THEN k.part_months
				WHEN k.part_months IN ('working days', '1/260') AND (
						SELECT bool_and(
							CASE WHEN v.day = 'infinity' THEN true
								 WHEN m.days <@ bradford.known_days()
								 THEN COALESCE(bradford.working_days(m.days, c.calendar), 0) > 0
								 ELSE false END)
						FROM  (VALUES (k.first_day), (k.last_or_infinite)) AS v(day)
						LEFT   JOIN LATERAL (
							SELECT daterange(b.day::date, (b.day + interval '1 month')::date)
							FROM   date_trunc('month', v.day::timestamp) AS b(day)) AS m(days)
							ON isfinite(v.day))
				THEN k.part_months END AS part_months,
		   c.calendar
	FROM  (
		SELECT CASE k.part_months WHEN '1/260' THEN 'weekdays' ELSE k.calendar END AS calendar) c
	OFFSET 0) p
-- a person recorded twice would be paid twice
CROSS  JOIN LATERAL (
	SELECT CASE WHEN count(*) > 1 THEN 'the employee is recorded twice'
				WHEN k.overlaps THEN 'contracts of the post overlap'
				WHEN k.first_day IS NULL THEN 'no first day' END AS problem
	FROM   @hr@.employee o
	WHERE  o.employee_id = e.employee_id
	OFFSET 0) w
-- PAY-3, PAY-10: hours of a year as agreed, by those steps or by the week; and those of the post
-- when full-time
CROSS  JOIN LATERAL (
	SELECT CASE WHEN w.problem IS NOT NULL THEN NULL
				WHEN k.by_the_year THEN COALESCE(k.annual_hours, t.annual_hours)
				ELSE k.weekly_hours * bradford.weeks_in_year() END AS annual_hours,
		   CASE WHEN w.problem IS NULL
				THEN COALESCE(k.leave_hours, t.leave_weeks * k.weekly_hours) END AS leave_hours,
		   CASE WHEN w.problem IS NULL THEN k.full_time_salary END AS full_time_salary,
		   k.full_time_hours * bradford.weeks_in_year() AS full_time_annual_hours) h
CROSS  JOIN LATERAL (
	SELECT COALESCE(w.problem, nullif(concat_ws('; ',
				CASE WHEN h.annual_hours IS NOT NULL OR k.kind = 'casual' THEN NULL
					 WHEN k.kind = 'annualised hours' THEN 'no annual hours'
					 WHEN k.weekly_hours IS NULL THEN 'no weekly hours'
					 ELSE 'no weeks at work' END,
				CASE WHEN k.full_time_hours IS NULL THEN 'no full-time hours' END,
				CASE WHEN k.full_time_salary IS NULL THEN 'no salary' END), '')) AS unknown) u;
END;
COMMENT ON FUNCTION @hr@.contract_terms() IS 'The view of this name.';

CREATE OR REPLACE VIEW @hr@.contract_terms WITH (security_invoker = true) AS
SELECT * FROM @hr@.contract_terms();
COMMENT ON VIEW @hr@.contract_terms IS
	'What contracts come to in a year: hours, leave, salary and hourly rate. One row per '
	'stretch of unchanged terms: contracts that follow at once and differ only in the pattern '
	'of work are one. The pay reports read it.';
COMMENT ON COLUMN @hr@.contract_terms.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.contract_terms.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.contract_terms.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.contract_terms.post IS 'Post';
COMMENT ON COLUMN @hr@.contract_terms.kind IS
	'full-time, part-time, annualised hours, term-time or job share';
COMMENT ON COLUMN @hr@.contract_terms.first_day IS 'First day of these terms';
COMMENT ON COLUMN @hr@.contract_terms.last_day IS 'Last day of these terms';
COMMENT ON COLUMN @hr@.contract_terms.by_the_year IS
	'Hours are fixed for the year: annualised hours or term-time';
COMMENT ON COLUMN @hr@.contract_terms.weekly_hours IS 'Contracted hours a week';
COMMENT ON COLUMN @hr@.contract_terms.full_time_hours IS 'Hours a week of the post when full-time';
COMMENT ON COLUMN @hr@.contract_terms.least_weekly_hours IS
	'Least hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract_terms.most_weekly_hours IS
	'Most hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract_terms.part_months IS
	'How part of a month is counted; none: its rule cannot count the months at either end';
COMMENT ON COLUMN @hr@.contract_terms.part_calendar IS
	'Working days by which part of a month is counted';
COMMENT ON COLUMN @hr@.contract_terms.working_time IS
	'Days of the stretch outside contracted time off (PAY-7, PAY-13)';
COMMENT ON COLUMN @hr@.contract_terms.school_year IS
	'Working time that was entered, also outside the stretch; none: nothing was entered';
COMMENT ON COLUMN @hr@.contract_terms.calendar IS 'Working days under the contract, over time';
COMMENT ON COLUMN @hr@.contract_terms.run_first_day IS
	'First day of the unbroken employment in the post under terms by the year, or under '
	'others, with the same start of the year';
COMMENT ON COLUMN @hr@.contract_terms.run_last_day IS
	'Last day of that employment; none while it runs';
COMMENT ON COLUMN @hr@.contract_terms.year_from IS
	'First day of a contract year, on or before run_first_day (PAY-2)';
COMMENT ON COLUMN @hr@.contract_terms.annual_hours IS
	'Hours paid in a contract year: as agreed, by the term-time steps, or by the week (PAY-3, '
	'PAY-10)';
COMMENT ON COLUMN @hr@.contract_terms.leave_hours IS
	'Leave of a contract year in hours: as agreed, or by the term-time steps (PAY-9)';
COMMENT ON COLUMN @hr@.contract_terms.full_time_salary IS
	'Salary a year of the post when full-time and all the year round';
COMMENT ON COLUMN @hr@.contract_terms.full_time_annual_hours IS
	'Hours a year of the post when full-time';
COMMENT ON COLUMN @hr@.contract_terms.annual_salary IS
	'Salary of a year pro rata to the hours, to the penny (PAY-1)';
COMMENT ON COLUMN @hr@.contract_terms.hourly_rate IS 'Substantive hourly rate (PAY-6)';
COMMENT ON COLUMN @hr@.contract_terms.unknown IS
	'Why the salary or the hours are not known; none: they are known';

ALTER FUNCTION @hr@.contract_terms() DEPENDS ON EXTENSION bradford;
$hr_file$),
(7, 'report', 'hours_over_time', $hr_file$CREATE OR REPLACE FUNCTION @hr@.hours_over_time()
RETURNS TABLE (
	employee_id @hr@.contract.employee_id%TYPE,
	during daterange,
	fte numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id,
	   daterange(CASE WHEN s.before IS NOT NULL THEN s.day END,
				 lead(s.day) OVER (PARTITION BY s.employee_id ORDER BY s.day)) AS during,
	   s.fte
FROM  (
	SELECT d.employee_id, d.day, least(1, f.fte) AS fte,
		   lag(least(1, f.fte)) OVER (PARTITION BY d.employee_id ORDER BY d.day) AS before
	-- the days on which a contract begins or has ended
	FROM  (
		SELECT c.employee_id, c.first_day AS day
		FROM   @hr@.contract c
		UNION
		SELECT c.employee_id, c.last_day + 1
		FROM   @hr@.contract c
		WHERE  c.last_day >= c.first_day AND c.last_day < upper(bradford.known_days())) d,
	-- the hours of each of them, as counted_absence adds them up
		   LATERAL (
		SELECT sum(COALESCE(bradford.whole_time_equivalent(
						c.weekly_hours::numeric, c.full_time_hours::numeric), 'NaN')) AS fte
		FROM   @hr@.contract c
		WHERE  c.employee_id = d.employee_id AND c.first_day <= d.day
		AND   (c.last_day IS NULL OR c.last_day >= d.day)) f
	WHERE  f.fte > 0) s
WHERE  s.before IS DISTINCT FROM s.fte;
END;
COMMENT ON FUNCTION @hr@.hours_over_time() IS
	'The view of this name.';

CREATE OR REPLACE VIEW @hr@.hours_over_time WITH (security_invoker = true) AS
SELECT * FROM @hr@.hours_over_time();
COMMENT ON VIEW @hr@.hours_over_time IS
	'The whole-time equivalent of each person on every day (BF-5): one row for each stretch '
	'without a change. trigger_report reads it.';
COMMENT ON COLUMN @hr@.hours_over_time.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.hours_over_time.during IS
	'Days with these hours. Days before the first contract have its hours; days in a gap have '
	'those of the contract before';
COMMENT ON COLUMN @hr@.hours_over_time.fte IS
	'Whole-time equivalent of the contracts of those days, at most 1';

ALTER FUNCTION @hr@.hours_over_time() DEPENDS ON EXTENSION bradford;
$hr_file$),
(8, 'report', 'counted_absence', $hr_file$CREATE OR REPLACE FUNCTION @hr@.counted_absence(
	as_of date, with_calendar boolean DEFAULT true, fit_note_covers text DEFAULT 'absence')
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	staff_group text,
	fte numeric,
	calendar bradford.calendar,
	counts_from date,
	spells datemultirange,
	half_days datemultirange,
	currently_absent boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT m.employee_id, m.name, m.service_area, m.manager_id, m.staff_group, m.fte, m.calendar,
	   CASE WHEN isfinite(m.counts_from) THEN m.counts_from END AS counts_from,
	   a.spells, a.half_days,
	   COALESCE(a.absent_until >= counted_absence.as_of, false) AS currently_absent
-- who is employed on the day, for how many hours, by which pattern, and since when
FROM  (
	SELECT e.employee_id, e.name, e.service_area, e.manager_id, e.staff_group,
		   -- unknown hours are NaN, which is above every number, and count as full-time: a score
		   -- that reaches the trigger of a full-timer also reaches it with fewer hours
		   least(1, CASE WHEN count(*) FILTER (WHERE d.in_force) = 1
						 THEN min(d.share) FILTER (WHERE d.in_force)
						 -- of several contracts, one that a site's view repeats counts once
						 ELSE (
							SELECT sum(o.share)
							FROM  (
								SELECT DISTINCT ON (o.post, o.first_day)
									   COALESCE(bradford.whole_time_equivalent(
											o.weekly_hours::numeric, o.full_time_hours::numeric),
											'NaN') AS share
								FROM   @hr@.contract o
								WHERE  o.employee_id = e.employee_id
								AND    o.first_day <= counted_absence.as_of
								AND   (o.last_day IS NULL
									   OR o.last_day
										  >= greatest(o.first_day, counted_absence.as_of))
								ORDER  BY o.post, o.first_day, o.weekly_hours) o) END) AS fte,
		   least(CASE WHEN e.service_from >= lower(bradford.possible_days())
					  THEN e.service_from END,
				 CASE WHEN count(*) = 1 THEN min(c.first_day) ELSE (
					SELECT lower(u.run)
					FROM  (
						SELECT range_agg(daterange(o.first_day,
									CASE WHEN o.last_day < upper(bradford.known_days())
										 THEN o.last_day END, '[]')) AS periods
						FROM   @hr@.contract o
						WHERE  o.employee_id = e.employee_id
						AND    o.first_day <= counted_absence.as_of
						AND   (o.last_day IS NULL OR o.last_day >= o.first_day)) o,
						   unnest(o.periods) AS u(run)
					WHERE  u.run @> counted_absence.as_of) END) AS counts_from,
		   bradford.calendar_over_time(c.calendar, d.period)
				FILTER (WHERE counted_absence.with_calendar) AS calendar,
		   -- EXISTS lets the planner choose: look one person up, or gather everybody
		   EXISTS (SELECT FROM @hr@.absence_override o
				   WHERE  o.employee_id = e.employee_id
				   AND    o.decided_on <= counted_absence.as_of) AS overridden
	FROM   @hr@.employee e,
		   @hr@.contract c,
		   LATERAL (
		SELECT c.last_day IS NULL OR c.last_day >= counted_absence.as_of AS in_force,
			   COALESCE(bradford.whole_time_equivalent(
					c.weekly_hours::numeric, c.full_time_hours::numeric), 'NaN') AS share,
			   -- a last day that no calendar knows, such as 9999-12-31, means that there is no end
			   daterange(c.first_day, CASE WHEN c.last_day < upper(bradford.known_days())
										   THEN c.last_day END, '[]') AS period) d
	WHERE  c.employee_id = e.employee_id AND c.first_day <= counted_absence.as_of
	AND   (c.last_day IS NULL OR c.last_day >= c.first_day)
	GROUP  BY e.employee_id, e.name, e.service_area, e.manager_id, e.staff_group, e.service_from
	HAVING bool_or(d.in_force)) m

-- what named persons decided; OFFSET 0 keeps this to people for whom something was decided
LEFT   JOIN LATERAL (
	SELECT z.*
	FROM  (
		SELECT array_agg(o.absence_id) FILTER (WHERE o.action = 'leave out') AS left_out,
			   -- from the end of the earlier to the first counted day of the later, so that both
			   -- are one spell even if half of a day between was worked
			   array_agg(daterange(j.first_day, j.until)) FILTER (WHERE j.joins) AS between_joined,
			   array_agg(o.absence_id) FILTER (WHERE j.joins) AS joined,
			   array_agg(o.joined_to) FILTER (WHERE j.joins) AS joined_to
		FROM   @hr@.absence a
		JOIN   @hr@.absence_override o
				ON o.employee_id = a.employee_id AND o.absence_id = a.absence_id
		LEFT   JOIN @hr@.absence b ON b.employee_id = a.employee_id AND b.absence_id = o.joined_to
		-- both have begun, and the earlier one has ended
		CROSS  JOIN LATERAL (
			SELECT i.first_day, i.until,
				   o.action = 'join' AND i.first_day < i.until AS joins
			FROM  (
				SELECT CASE WHEN least(a.last_day, b.last_day) < counted_absence.as_of
							THEN least(a.last_day, b.last_day) + 1 END AS first_day,
					   CASE WHEN greatest(a.first_day, b.first_day) > counted_absence.as_of
							THEN NULL
							WHEN a.first_day > b.first_day
							THEN a.first_day + COALESCE(a.half_worked, false)::integer
							ELSE b.first_day + COALESCE(b.half_worked, false)::integer
					   END AS until) i) j
		WHERE  a.employee_id = m.employee_id AND o.decided_on <= counted_absence.as_of) z
	WHERE  m.overridden
	OFFSET 0) x ON true,
-- reasons that do not simply count, as keys of one object, so that each is found at once
	   (
	SELECT jsonb_object_agg(r.reason, r.counted) AS special
	FROM   @hr@.absence_reason r
	WHERE  r.counted IN ('no', 'unless fit note') AND r.reason IS NOT NULL) r,
	   LATERAL (
	-- a join has no effect if one of the two does not count
	SELECT CASE WHEN x.between_joined IS NULL THEN s.spells ELSE s.spells + COALESCE((
				SELECT range_agg(u.days)
				FROM   unnest(x.between_joined, x.joined, x.joined_to) AS u(days, joined, joined_to)
				WHERE  u.joined = ANY (a.counted) AND u.joined_to = ANY (a.counted)
				AND    s.spells @> lower(u.days) - 1 AND s.spells @> upper(u.days)), '{}') END
				AS spells,
		   a.half_days, a.absent_until
	FROM  (
		SELECT bradford.spells(c.first_day, c.last_day) FILTER (WHERE c.counts) AS whole,
			   range_agg(c.rest) FILTER (WHERE c.rest IS NOT NULL) AS rest,
			   array_agg(c.absence_id) FILTER (
					WHERE m.overridden AND (c.counts OR c.rest IS NOT NULL)) AS counted,
			   -- half days outside their absence are left to data_quality_report
			   range_agg(c.half_days * datemultirange(daterange(
							c.recorded_on, COALESCE(c.last_day, counted_absence.as_of), '[]')))
					FILTER (WHERE c.half_days IS NOT NULL
							AND (c.counts OR c.rest IS NOT NULL)) AS half_days,
			   max(COALESCE(c.last_day, counted_absence.as_of)) AS absent_until
		FROM  (
			SELECT a.absence_id, a.first_day AS recorded_on, f.first_day, f.last_day, a.half_days,
				   -- AB-2, AB-3
				   CASE WHEN r.special ? a.reason
						THEN r.special ->> a.reason = 'unless fit note' AND (
							SELECT count(*) = 0
							FROM   @hr@.fit_note n
							WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day
							AND    (a.last_day IS NULL OR n.first_day <= a.last_day)
							AND    COALESCE(n.received_on, n.first_day) <= counted_absence.as_of)
						ELSE true END AND g.possible AS counts,
				   -- AB-2, if a fit note takes out only the days that it covers: the other days
				   CASE WHEN counted_absence.fit_note_covers = 'days' THEN
						CASE WHEN r.special ->> a.reason = 'unless fit note' AND g.possible THEN (
							SELECT datemultirange(daterange(f.first_day, f.last_day, '[]'))
								   - range_agg(daterange(n.first_day, n.last_day, '[]'))
							FROM   @hr@.fit_note n
							WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day
							AND    (a.last_day IS NULL OR n.first_day <= a.last_day)
							AND    n.first_day <= n.last_day
							AND    n.last_day < upper(bradford.known_days())
							AND    COALESCE(n.received_on, n.first_day) <= counted_absence.as_of)
						END END AS rest
			FROM   @hr@.absence a,
			-- AB-1; a last day that no calendar knows does not count
				   LATERAL (
				SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day,
					   CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END
							AS last_day) f,
				   LATERAL (
				SELECT (a.absence_id = ANY (x.left_out)) IS NOT TRUE
					   -- impossible dates are left to data_quality_report
					   AND COALESCE(f.last_day, counted_absence.as_of) >= f.first_day AS possible) g
			WHERE  a.employee_id = m.employee_id AND a.first_day <= counted_absence.as_of
			AND    a.first_day >= greatest(m.counts_from, lower(bradford.known_days()))
			OFFSET 0) c) a,
		   LATERAL (SELECT COALESCE(a.rest + a.whole, a.whole) AS spells) s
	-- worked out once, not for each mention
	OFFSET 0) a
WHERE  bradford.require_known_day(counted_absence.as_of);
END;
COMMENT ON FUNCTION @hr@.counted_absence(date, boolean, text) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.counted_absence WITH (security_invoker = true) AS
SELECT * FROM @hr@.counted_absence(CURRENT_DATE);
COMMENT ON VIEW @hr@.counted_absence IS
	'What counts of each current employee''s absence: the set of spells. It depends on no policy, '
	'so any rule can score it. One row per employee with a contract on the day; the other reports '
	'read it. If a fit note stops a reason from counting, it takes out the whole absence; the '
	'function with fit_note_covers => ''days'' takes out only the days that it covers.';
COMMENT ON COLUMN @hr@.counted_absence.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.counted_absence.name IS 'Name';
COMMENT ON COLUMN @hr@.counted_absence.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.counted_absence.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.counted_absence.staff_group IS 'Staff group';
COMMENT ON COLUMN @hr@.counted_absence.fte IS
	'Whole-time equivalent of the contracts of that day, at most 1';
COMMENT ON COLUMN @hr@.counted_absence.calendar IS 'Working days under all contracts so far';
COMMENT ON COLUMN @hr@.counted_absence.counts_from IS
	'First day of the employment that counts: contracts that run on without a gap, or '
	'continuous service; none: not known';
COMMENT ON COLUMN @hr@.counted_absence.spells IS
	'Counted spells: without uncounted reasons (AB-2, AB-3), what a named person left out, '
	'and first days of which half was worked (AB-1); with the days between absences that a '
	'named person joined';
COMMENT ON COLUMN @hr@.counted_absence.half_days IS 'Days that count one half';
COMMENT ON COLUMN @hr@.counted_absence.currently_absent IS 'Absent on the day, for whatever reason';

ALTER FUNCTION @hr@.counted_absence(date, boolean, text) DEPENDS ON EXTENSION bradford;
$hr_file$),
(9, 'report', 'recorded_sickness', $hr_file$CREATE OR REPLACE FUNCTION @hr@.recorded_sickness(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	staff_group text,
	service_from date,
	employed datemultirange,
	calendar bradford.calendar,
	spells datemultirange
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT w.employee_id, w.name, w.service_area, w.manager_id, w.staff_group, w.service_from,
	   w.employed, w.calendar, a.spells
FROM   @hr@.working_pattern() w
CROSS  JOIN (SELECT array_agg(q.reason) AS others FROM @hr@.absence_reason q WHERE NOT q.sickness) q
CROSS  JOIN LATERAL (
	SELECT bradford.spells(d.first_day, COALESCE(d.last_day, (
				-- an absence left open ends with the employment that it began in
				SELECT upper(r.run) - 1
				FROM   unnest(w.employed) AS r(run)
				WHERE  r.run @> d.first_day AND upper(r.run) <= recorded_sickness.as_of))) AS spells
	FROM   @hr@.absence a
	-- as in counted_absence: AB-1, and which days are known
	CROSS  JOIN LATERAL (
		SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day,
			   CASE WHEN a.last_day < upper(bradford.known_days())
					THEN a.last_day END AS last_day) d
	WHERE  a.employee_id = w.employee_id AND a.first_day <= recorded_sickness.as_of
	AND    a.first_day >= lower(bradford.known_days())
	AND    d.first_day <= COALESCE(d.last_day, recorded_sickness.as_of)
	AND   (a.reason = ANY (q.others)) IS NOT TRUE) a
WHERE  bradford.require_known_day(recorded_sickness.as_of);
END;
COMMENT ON FUNCTION @hr@.recorded_sickness(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.recorded_sickness WITH (security_invoker = true) AS
SELECT * FROM @hr@.recorded_sickness(CURRENT_DATE);
COMMENT ON VIEW @hr@.recorded_sickness IS
	'Sickness of each employee as recorded up to the day, whether it counts towards the score or '
	'not. Records that overlap or touch are one spell. The other reports read it.';
COMMENT ON COLUMN @hr@.recorded_sickness.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.recorded_sickness.name IS 'Name';
COMMENT ON COLUMN @hr@.recorded_sickness.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.recorded_sickness.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.recorded_sickness.staff_group IS 'Staff group';
COMMENT ON COLUMN @hr@.recorded_sickness.service_from IS 'Day from which continuous service counts';
COMMENT ON COLUMN @hr@.recorded_sickness.employed IS 'Days under contract';
COMMENT ON COLUMN @hr@.recorded_sickness.calendar IS 'Working days under all contracts';
COMMENT ON COLUMN @hr@.recorded_sickness.spells IS
	'Spells of sickness that began by the day, without absences that are not sickness (AB-3, '
	'AB-5) and first days of which half was worked (AB-1). A spell without an end runs on, at '
	'most to the last day of that employment';

ALTER FUNCTION @hr@.recorded_sickness(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(10, 'report', 'absence_for_pay', $hr_file$CREATE OR REPLACE FUNCTION @hr@.absence_for_pay()
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id FROM @hr@.employee e;
END;
COMMENT ON FUNCTION @hr@.absence_for_pay() IS
	'The people whose absence the view of this name shows: those whom its reader sees.';

CREATE OR REPLACE VIEW @hr@.absence_for_pay WITH (security_invoker = true) AS
SELECT a.employee_id, a.first_day, a.last_day, a.half_worked, a.half_days
FROM   @hr@.absence a
-- an array, not a join, so that neither row order nor plan reveals the reason of a row
WHERE (a.reason = ANY (ARRAY(
			SELECT r.reason
			FROM   @hr@.absence_reason r
			WHERE  NOT COALESCE(r.sickness OR r.pregnancy, true)))) IS NOT TRUE
-- protect() lets payroll read this view and not the table below it. A function still runs as the
-- reader then, and this condition leaves out the absence of people whom the reader does not see.
AND    a.employee_id IN (SELECT f.employee_id FROM @hr@.absence_for_pay() f);
COMMENT ON VIEW @hr@.absence_for_pay IS
	'The dates of absence that pay needs, without the reason (PAY-7): sickness, and absence '
	'related to pregnancy, whether it counts towards a score or not. The other reports read it.';
COMMENT ON COLUMN @hr@.absence_for_pay.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.absence_for_pay.first_day IS 'First day of absence';
COMMENT ON COLUMN @hr@.absence_for_pay.last_day IS
	'Last day of absence, included; none while the person is still away';
COMMENT ON COLUMN @hr@.absence_for_pay.half_worked IS
	'Half or more of the first day was worked (AB-1)';
COMMENT ON COLUMN @hr@.absence_for_pay.half_days IS 'Days of the absence that count one half';

ALTER FUNCTION @hr@.absence_for_pay() DEPENDS ON EXTENSION bradford;
$hr_file$),
(11, 'report', 'live_warning', $hr_file$CREATE OR REPLACE FUNCTION @hr@.live_warning(as_of date)
RETURNS TABLE (
	employee_id @hr@.warning.employee_id%TYPE,
	stage integer,
	score numeric,
	issued_on date,
	expires_on date,
	live_by text,
	decided_on date,
	review daterange,
	kept_stages integer[],
	kept_issued date[],
	kept_lapsed date[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- MATERIALIZED: worked out once, not once for each employee who is asked for
WITH policy AS MATERIALIZED (
	SELECT f.staff_group, f.other_groups, p.warnings_of, f.lapses
	FROM   @hr@.policy_in_force(live_warning.as_of) f, @hr@.policy_warnings() p
	WHERE  p.policy = f.policy
)
SELECT w.employee_id,
	   (array_agg(w.stage ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS stage,
	   (array_agg(w.score ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS score,
	   (array_agg(w.from_day ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS issued_on,
	   (array_agg(w.expires_on ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS expires_on,
	   (array_agg(w.live_by ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS live_by,
	   max(w.issued_on) AS decided_on,
	   (array_agg(w.review ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS review,
	   array_agg(w.stage) FILTER (WHERE w.kept) AS kept_stages,
	   array_agg(w.issued_on) FILTER (WHERE w.kept) AS kept_issued,
	   array_agg(w.expires_on) FILTER (WHERE w.kept) AS kept_lapsed
FROM  (
	-- one row for each decision, even if a site's view repeats it
	SELECT DISTINCT ON (o.employee_id, o.issued_on, o.decided_stage)
		   o.*, l.expires_on,
		   o.outcome <> 'no warning' AND s.stage IS NOT NULL
		   AND (l.expires_on IS NULL OR l.expires_on > live_warning.as_of) AS live,
		   -- BF-10: lapsed after satisfactory attendance, as judged, or with
		   -- no other warning meanwhile
		   o.outcome = 'warning' AND o.live_by = 'warning' AND l.expires_on <= live_warning.as_of
		   AND COALESCE(o.satisfactory, (
				SELECT count(*) = 0
				FROM   @hr@.warning n
				WHERE  n.employee_id = o.employee_id AND n.outcome = 'warning'
				AND    n.issued_on > o.issued_on AND n.issued_on < l.expires_on)) AS kept
	FROM  (
		SELECT w.employee_id, w.policy, w.issued_on, w.outcome, w.satisfactory,
			   w.stage AS decided_stage,
			   CASE WHEN w.score >= 0 AND w.score <= 1000000000 THEN w.score ELSE 0 END::numeric
					AS score,
			   f.lapses = 'if satisfactory' AND w.satisfactory IS FALSE AS stays,
			   -- BF-11: an upheld appeal leads back to an earlier stage from that day on,
			   -- or ends the warning
			   CASE WHEN NOT w.stage BETWEEN 1 AND 9 THEN NULL
					WHEN u.upheld THEN s.appeal_leads_to ELSE w.stage END::integer AS stage,
			   CASE WHEN u.upheld THEN w.appeal_upheld_on ELSE w.issued_on END AS from_day,
			   CASE WHEN u.upheld THEN 'appeal' ELSE w.outcome::text END AS live_by,
			   CASE WHEN w.review_until > w.issued_on
						 AND w.review_until < upper(bradford.known_days())
						 AND (w.review_held_on <= live_warning.as_of) IS NOT TRUE
					THEN daterange(w.issued_on + 1, w.review_until, '[]') END AS review
		FROM   @hr@.warning w
		LEFT   JOIN @hr@.policy_stage s ON s.policy = w.policy AND s.stage = w.stage,
			   LATERAL (SELECT w.appeal_upheld_on <= live_warning.as_of AS upheld) u,
		-- an employee who is hidden from the reader stays hidden; LIMIT: the planner would turn a
		-- join into a hash of everybody
			   LATERAL (
			SELECT e.staff_group
			FROM   @hr@.employee e
			WHERE  e.employee_id = w.employee_id
			LIMIT  1) e,
			   policy f
		WHERE  w.issued_on <= live_warning.as_of AND w.policy = ANY (f.warnings_of)
		AND    bradford.policy_applies(f.staff_group, f.other_groups, e.staff_group)) o
	LEFT   JOIN @hr@.policy_stage s ON s.policy = o.policy AND s.stage = o.stage,
		   LATERAL (
		SELECT CASE WHEN s.warning_life > '0' AND s.warning_life <= interval '100 years'
					THEN (o.from_day + s.warning_life)::date END AS expires_on) t,
	-- BF-6: by time, or, after attendance that was not satisfactory, with the next warning
		   LATERAL (
		SELECT CASE WHEN o.stays THEN (
						SELECT greatest(t.expires_on, min(n.issued_on))
						FROM   @hr@.warning n
						WHERE  n.employee_id = o.employee_id AND n.outcome = 'warning'
						AND    n.issued_on > o.issued_on AND n.issued_on <= live_warning.as_of
						HAVING count(*) > 0)
					ELSE t.expires_on END AS expires_on
		OFFSET 0) l
	ORDER  BY o.employee_id, o.issued_on, o.decided_stage, o.from_day DESC) w
GROUP  BY w.employee_id;
END;
COMMENT ON FUNCTION @hr@.live_warning(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.live_warning WITH (security_invoker = true) AS
SELECT * FROM @hr@.live_warning(CURRENT_DATE);
COMMENT ON VIEW @hr@.live_warning IS
	'Where each employee who ever had a warning under their policy stands: the live warning of '
	'the highest stage, and what the rules BF-6, BF-10, BF-11 and BF-12 need to know. The other '
	'reports read it.';
COMMENT ON COLUMN @hr@.live_warning.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.live_warning.stage IS 'Stage of the live warning; none: no warning is live';
COMMENT ON COLUMN @hr@.live_warning.score IS 'Score at which it was issued';
COMMENT ON COLUMN @hr@.live_warning.issued_on IS 'Day from which it is live';
COMMENT ON COLUMN @hr@.live_warning.expires_on IS
	'First day on which it is no longer live (BF-6); none: it does not lapse';
COMMENT ON COLUMN @hr@.live_warning.live_by IS
	'What made it live: warning, transferred (BF-13) or appeal (BF-11)';
COMMENT ON COLUMN @hr@.live_warning.decided_on IS 'Day of the last decision, whatever it was';
COMMENT ON COLUMN @hr@.live_warning.review IS
	'Review period of the live warning while no review meeting was held (BF-12)';
COMMENT ON COLUMN @hr@.live_warning.kept_stages IS
	'Stages of the warnings that lapsed after satisfactory attendance (BF-10)';
COMMENT ON COLUMN @hr@.live_warning.kept_issued IS 'Days of issue of the same warnings';
COMMENT ON COLUMN @hr@.live_warning.kept_lapsed IS
	'First days on which the same warnings were no longer live';

ALTER FUNCTION @hr@.live_warning(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(12, 'report', 'reporting_period', $hr_file$CREATE OR REPLACE FUNCTION @hr@.reporting_period(
	as_of date, years integer DEFAULT 3, period text DEFAULT 'year')
RETURNS TABLE (
	period text,
	first_day date,
	last_day date,
	days_in_year integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT CASE m.months
			WHEN 12 THEN y.name
			WHEN 3 THEN y.name || ' Q' || n.n + 1
			ELSE to_char(p.first_day::timestamp, 'YYYY-MM') END AS period,
	   p.first_day::date AS first_day,
	   least(reporting_period.as_of, (p.first_day + make_interval(months => m.months))::date - 1)
			AS last_day,
	   y.days AS days_in_year
FROM  (SELECT bradford.months_in_period(reporting_period.period) AS months) m
-- reports go back only as far as calendars do
CROSS  JOIN generate_series(1 - least(greatest(reporting_period.years, 0), 105), 0) AS b(b)
CROSS  JOIN LATERAL (
	-- from January to March the current year is the one that began in the calendar year before
	SELECT make_timestamp(extract(year FROM
				CASE WHEN bradford.require_known_day(reporting_period.as_of)
					 THEN reporting_period.as_of END - interval '3 months')::integer
					+ b.b, 4, 1, 0, 0, 0) AS first_day) f
CROSS  JOIN LATERAL (
	SELECT to_char(f.first_day::timestamp, 'YYYY') || '-'
				|| to_char(f.first_day + interval '1 year', 'YY') AS name,
		   (f.first_day + interval '1 year')::date - f.first_day::date AS days) y
CROSS  JOIN LATERAL generate_series(0, 12 / m.months - 1) AS n(n)
CROSS  JOIN LATERAL (SELECT f.first_day + make_interval(months => m.months * n.n) AS first_day) p
WHERE  p.first_day <= reporting_period.as_of AND p.first_day >= lower(bradford.known_days());
END;
COMMENT ON FUNCTION @hr@.reporting_period(date, integer, text) IS
	'The view of this name, as at any day: years, or their quarters or months.';

CREATE OR REPLACE VIEW @hr@.reporting_period WITH (security_invoker = true) AS
SELECT * FROM @hr@.reporting_period(CURRENT_DATE);
COMMENT ON VIEW @hr@.reporting_period IS
	'The last years from 1 April to 31 March. The current year ends on the day of the report. '
	'The other reports read it.';
COMMENT ON COLUMN @hr@.reporting_period.period IS
	'Year, such as 2015-16; quarter of it, such as 2015-16 Q3; or month, such as 2015-10';
COMMENT ON COLUMN @hr@.reporting_period.first_day IS 'First day';
COMMENT ON COLUMN @hr@.reporting_period.last_day IS
	'Last day, or the day of the report if that is earlier';
COMMENT ON COLUMN @hr@.reporting_period.days_in_year IS 'Days of the whole year that it lies in';

ALTER FUNCTION @hr@.reporting_period(date, integer, text) DEPENDS ON EXTENSION bradford;
$hr_file$),
(13, 'report', 'trigger_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.trigger_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	occasions integer,
	days numeric,
	score numeric,
	trigger_1 numeric,
	trigger_2 numeric,
	trigger_3 numeric,
	next_trigger numeric,
	triggers numeric[],
	stage_reached integer,
	stage_due integer,
	due text,
	rules text,
	waiting_for text,
	live_stage integer,
	live_score numeric,
	live_until date,
	reached_on date,
	clears_on date,
	days_to_next_trigger integer,
	hr_advice_needed boolean,
	meeting_due_by date,
	notice_by date,
	meeting_overdue boolean,
	review_meeting_due boolean,
	currently_absent boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   p.policy, n.occasions, n.days, n.score,
	   k.triggers[1] AS trigger_1, k.triggers[2] AS trigger_2, k.triggers[3] AS trigger_3,
	   k.triggers[r.reached + 1] AS next_trigger, k.triggers, r.reached AS stage_reached,
	   z.stage AS stage_due,
	   nullif(concat_ws('; ', p.titles[z.stage],
				CASE WHEN z.review_due THEN 'formal review meeting' END), '') AS due,
	   nullif(concat_ws(', ', z.rules,
				CASE WHEN r.reached > 0 AND k.share < 1 THEN 'BF-5' END,
				CASE WHEN z.review_due THEN 'BF-12' END), '') AS rules,
	   z.waiting_for,
	   w.stage AS live_stage, w.score AS live_score, w.expires_on - 1 AS live_until,
	   z.reached_on, z.clears_on,
	   CASE WHEN p.by_score
			THEN bradford.days_to_trigger(s.spells, k.triggers[r.reached + 1], trigger_report.as_of,
					p.scoring_rule, k.calendar, s.half_days) END AS days_to_next_trigger,
	   COALESCE(z.hr_advice_needed, false) AS hr_advice_needed,
	   z.due_by AS meeting_due_by, z.notice_by,
	   COALESCE(z.due_by < trigger_report.as_of, false) AS meeting_overdue,
	   COALESCE(z.review_due, false) AS review_meeting_due, s.currently_absent
-- the people, and the rule for each
FROM   @hr@.policy_in_force(trigger_report.as_of) f,
	   @hr@.policy_terms() p,
	   @hr@.counted_absence(trigger_report.as_of, p.uses_calendar, p.fit_note_covers) s,
-- OFFSET 0, here and below: worked out once a person, not once for each mention
	   LATERAL (
	SELECT h.share, COALESCE(s.calendar, p.calendar) AS calendar,
		   bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
		   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
	FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h
	OFFSET 0) k,
	   bradford.score_totals(s.spells, trigger_report.as_of, p.scoring_rule, k.calendar,
				s.half_days) n,
	   LATERAL (
	SELECT bradford.stage_reached(n.score, n.occasions, n.days, k.triggers, p.occasion_triggers,
				k.day_triggers) AS reached
	OFFSET 0) r
LEFT   JOIN LATERAL (
	SELECT l.* FROM @hr@.live_warning(trigger_report.as_of) l WHERE l.employee_id = s.employee_id
	OFFSET 0) w ON true
-- the rest concerns only people at a trigger or in a review period, and costs nothing for others
LEFT   JOIN LATERAL (
	SELECT d.stage, d.rules, d.waiting_for, v.review_due, c.reached_on, m.due_by,
		   -- DL-20, DL-22, DL-25
		   bradford.find_due(m.due_by, p.notices[d.stage], p.notice_units[d.stage], 'before',
							 p.calendar) AS notice_by,
		   CASE WHEN p.by_score AND r.reached > 0 AND o.shares IS NULL
				THEN bradford.clears_on(s.spells, k.triggers[r.reached], trigger_report.as_of,
						p.scoring_rule, k.calendar, s.half_days)
				ELSE c.clears_on END AS clears_on,
		   -- AB-4; a count, since the planner would work an EXISTS out for everybody
		  (SELECT count(*) > 0
		   FROM   @hr@.absence a
		   WHERE  a.employee_id = s.employee_id AND (r.reached > 0 OR v.review_due)
		   AND    a.first_day <= trigger_report.as_of
		   AND    COALESCE(a.last_day, trigger_report.as_of)
				  >= lower(bradford.rolling_window(trigger_report.as_of))
		   AND    a.reason = ANY (ARRAY(
						SELECT q.reason FROM @hr@.absence_reason q
						WHERE  q.hr_advice))) AS hr_advice_needed
	FROM  (
		SELECT max(lower(x.spell)) AS spell_on
		FROM   bradford.explain_score(s.spells, trigger_report.as_of,
					p.scoring_rule, k.calendar, s.half_days) x
		WHERE  x.days > 0) l
	-- BF-5: the hours of each stretch of days, if they changed since the
	-- first absence or will change
	LEFT   JOIN LATERAL (
		SELECT array_agg(o.during) AS during, array_agg(o.fte) AS shares
		FROM   @hr@.hours_over_time() o
		WHERE  o.employee_id = s.employee_id AND o.during && daterange(lower(s.spells), NULL)
		AND    r.reached > 0 AND p.by_hours
		-- hardly anybody; a count, since the planner would check an EXISTS after the rest
		AND   (SELECT count(*)
			   FROM   @hr@.contract c
			   WHERE  c.employee_id = s.employee_id
			   AND    COALESCE(bradford.whole_time_equivalent(
							c.weekly_hours::numeric, c.full_time_hours::numeric), 'NaN')
					  <> s.fte) > 0
		HAVING count(*) > 1) o ON true
	-- When the trigger, and the first one, were reached: by a function if there are only score
	-- triggers and hours did not change, otherwise from the history of the counts
	LEFT   JOIN LATERAL (
		SELECT max(x.reached_on) FILTER (WHERE x.trigger = k.triggers[r.reached]) AS reached_on,
			   max(x.reached_on) FILTER (WHERE x.trigger = k.triggers[1]) AS first_reached_on,
			   NULL::date AS clears_on
		FROM   bradford.trigger_dates(s.spells,
					array_remove(ARRAY[k.triggers[1], k.triggers[r.reached]], NULL),
					daterange(lower(s.spells), trigger_report.as_of, '[]'),
					p.scoring_rule, k.calendar, s.half_days) x
		WHERE  r.reached > 0 AND p.by_score AND o.shares IS NULL AND x.cleared_on IS NULL
		HAVING r.reached > 0 AND p.by_score AND o.shares IS NULL
		UNION  ALL
		SELECT COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= trigger_report.as_of
							AND h.stage < r.reached), lower(s.spells)),
			   COALESCE(max(upper(h.period)) FILTER (WHERE lower(h.period) <= trigger_report.as_of
							AND h.stage < 1), lower(s.spells)),
			   min(lower(h.period)) FILTER (WHERE lower(h.period) > trigger_report.as_of
							AND h.stage < r.reached)
		FROM  (
			SELECT x.period, bradford.stage_reached(x.score, x.occasions, x.days, t.triggers,
						p.occasion_triggers, t.day_triggers) AS stage
			FROM  (
				SELECT u.during * daterange(lower(s.spells),
							(trigger_report.as_of + interval '5 years')::date) AS during,
					   bradford.pro_rata_triggers(p.triggers, u.share) AS triggers,
					   bradford.pro_rata_triggers(p.day_triggers, u.share) AS day_triggers
				FROM   unnest(COALESCE(o.during, ARRAY[daterange(NULL, NULL)]),
							  COALESCE(o.shares, ARRAY[k.share])) AS u(during, share)
				WHERE  r.reached > 0 AND (NOT p.by_score OR o.shares IS NOT NULL)
				OFFSET 0) t,
				   bradford.score_history(
						s.spells * daterange(NULL, trigger_report.as_of, '[]')::datemultirange,
						t.during, p.scoring_rule, k.calendar, s.half_days) x
			WHERE  NOT isempty(t.during) AND NOT lower_inf(t.during)) h
		HAVING r.reached > 0 AND (NOT p.by_score OR o.shares IS NOT NULL)) c ON true,
		   (
		SELECT max(o.reported_on) AS reported_on
		FROM   @hr@.occupational_health_report o
		WHERE  o.employee_id = s.employee_id AND o.reported_on <= trigger_report.as_of) h,
		   LATERAL (
		SELECT COALESCE(CASE WHEN p.review_counts = 'new absence' THEN EXISTS (
						SELECT FROM unnest(s.spells) AS x(spell)
						WHERE  lower(x.spell) <@ w.review
						AND    lower(x.spell) <= trigger_report.as_of)
					ELSE s.spells && (w.review * daterange(NULL, trigger_report.as_of, '[]'))
					END, false) AS review_due,
			   -- BF-10
			   CASE WHEN p.repeat_warnings <= (
						SELECT count(*)
						FROM   unnest(w.kept_stages, w.kept_issued, w.kept_lapsed)
									AS u(stage, issued_on, lapsed_on)
						WHERE  u.stage = p.repeat_stage AND u.lapsed_on <= l.spell_on
						AND    u.issued_on >= CASE WHEN p.repeats_before = 'report'
								THEN trigger_report.as_of ELSE l.spell_on END - p.repeat_within)
					THEN p.repeat_stage END AS repeated,
			   -- BF-7, BF-8: a rise if the choice requires one; a stage is late if its trigger was
			   -- reached before the last absence, as in BF-9
			   CASE WHEN NOT p.by_score
						 OR (p.rises_apply IN ('late warning', 'late stage')) IS NOT TRUE
						 OR EXISTS (
						SELECT FROM bradford.trigger_dates(s.spells,
									array_remove(ARRAY[k.triggers[y.stage]], NULL),
									CASE WHEN isfinite(y.day)
										 THEN daterange(least(lower(s.spells), y.day), y.day,
														'[]') END,
									p.scoring_rule, k.calendar, s.half_days) x
						WHERE  x.cleared_on IS NULL AND x.reached_on < (
								SELECT max(lower(u.spell))
								FROM   unnest(s.spells) AS u(spell)
								WHERE  lower(u.spell) <= y.day))
					THEN p.rises END AS rises
		FROM  (
			SELECT CASE WHEN p.rises_apply = 'late warning' THEN w.stage
						ELSE least(w.stage + 1, cardinality(k.triggers)) END AS stage,
				   CASE WHEN p.rises_apply = 'late warning' THEN w.issued_on
						ELSE trigger_report.as_of END AS day) y
		OFFSET 0) v,
		   bradford.stage_due(n.score, r.reached, k.triggers,
				bradford.pro_rata_triggers(v.rises, k.share), w.stage, w.score, w.live_by,
				v.repeated, l.spell_on, c.first_reached_on, w.decided_on, p.adopted_on,
				h.reported_on, p.report_ages, trigger_report.as_of, p.carried_over_from) d
	-- DL-19: within a number of the organisation's working days after the person's own first day
	-- back, or after the day on which a change of hours alone reached the trigger. Calendars must
	-- know both days
	LEFT   JOIN LATERAL (
		SELECT bradford.find_due(
					greatest(bradford.find_working_day(upper(s.spells) - 1, 1, t.calendar),
							 c.reached_on),
					p.meetings_within[d.stage], 'working days', 'after', p.calendar) AS due_by
		FROM   @hr@.working_pattern() t
		WHERE  t.employee_id = s.employee_id AND d.stage > 0 AND NOT s.currently_absent
		LIMIT  1) m ON true
	WHERE  r.reached > 0 OR w.review IS NOT NULL
	OFFSET 0) z ON true
WHERE  p.policy = f.policy
AND    bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group);
END;
COMMENT ON FUNCTION @hr@.trigger_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.trigger_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.trigger_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.trigger_report IS
	'Who is due for what, why, by when and on what evidence: one row per current employee, by the '
	'policy in force on the day (BF-1 to BF-15). A stage is only due for consideration; people '
	'decide.';
COMMENT ON COLUMN @hr@.trigger_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.trigger_report.name IS 'Name';
COMMENT ON COLUMN @hr@.trigger_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.trigger_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.trigger_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.trigger_report.policy IS 'Policy in force';
COMMENT ON COLUMN @hr@.trigger_report.occasions IS 'Counted absences in the rolling window (S)';
COMMENT ON COLUMN @hr@.trigger_report.days IS 'Counted days of absence in the rolling window (D)';
COMMENT ON COLUMN @hr@.trigger_report.score IS 'S x S x D (BF-1)';
COMMENT ON COLUMN @hr@.trigger_report.trigger_1 IS
	'Score from which stage 1 is reached, after the part-time rule (BF-4, BF-5)';
COMMENT ON COLUMN @hr@.trigger_report.trigger_2 IS 'The same for stage 2';
COMMENT ON COLUMN @hr@.trigger_report.trigger_3 IS 'The same for stage 3';
COMMENT ON COLUMN @hr@.trigger_report.next_trigger IS
	'Score from which the stage above stage_reached is reached; none: no such stage';
COMMENT ON COLUMN @hr@.trigger_report.triggers IS
	'Score triggers of all stages, to four places';
COMMENT ON COLUMN @hr@.trigger_report.stage_reached IS
	'Highest stage whose trigger is reached; 0: none (BF-4)';
COMMENT ON COLUMN @hr@.trigger_report.stage_due IS
	'Stage due for consideration by all rules; none: no stage is due (BF-4 to BF-13)';
COMMENT ON COLUMN @hr@.trigger_report.due IS 'What is due for consideration, in words';
COMMENT ON COLUMN @hr@.trigger_report.rules IS 'Ids of the rules that decided it';
COMMENT ON COLUMN @hr@.trigger_report.waiting_for IS 'What a stage that is reached still waits for';
COMMENT ON COLUMN @hr@.trigger_report.live_stage IS 'Stage of the live warning (BF-6)';
COMMENT ON COLUMN @hr@.trigger_report.live_score IS 'Score at which it was issued (BF-7, BF-8)';
COMMENT ON COLUMN @hr@.trigger_report.live_until IS 'Last day on which it is live (BF-6)';
COMMENT ON COLUMN @hr@.trigger_report.reached_on IS
	'First day of the stretch at or above the trigger of stage_reached, by the hours of each day '
	'(BF-5)';
COMMENT ON COLUMN @hr@.trigger_report.clears_on IS
	'First day below that trigger if there is no further absence, by the hours of the contracts on '
	'that day';
COMMENT ON COLUMN @hr@.trigger_report.days_to_next_trigger IS
	'Further days of absence, from the next day on, that stay below the next trigger, by the '
	'hours of the day of the report';
COMMENT ON COLUMN @hr@.trigger_report.hr_advice_needed IS
	'HR advice comes before any action: a trigger is reached, or a review is due, and an '
	'absence of the last 12 months has a reason that requires it (AB-4)';
COMMENT ON COLUMN @hr@.trigger_report.meeting_due_by IS
	'Last day for the meeting of the stage due (DL-19); none while the person is away';
COMMENT ON COLUMN @hr@.trigger_report.notice_by IS
	'Last day on which notice of a meeting on meeting_due_by can be served (DL-20, DL-22, DL-25)';
COMMENT ON COLUMN @hr@.trigger_report.meeting_overdue IS
	'The last day for the meeting of the stage due is past';
COMMENT ON COLUMN @hr@.trigger_report.review_meeting_due IS
	'Absence in the review period of the live warning: a formal review meeting is due (BF-12)';
COMMENT ON COLUMN @hr@.trigger_report.currently_absent IS 'Absent on the day, for whatever reason';

ALTER FUNCTION @hr@.trigger_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(14, 'report', 'score_breakdown_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.score_breakdown_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	first_day date,
	last_day date,
	counted_first_day date,
	counted_last_day date,
	days numeric,
	why text,
	rules text,
	reasons text,
	starts_to_leave date,
	left_on date
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- what counts
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   p.policy, lower(x.spell) AS first_day, upper(x.spell) - 1 AS last_day,
	   lower(x.counted) AS counted_first_day, upper(x.counted) - 1 AS counted_last_day, x.days,
	   concat_ws('; ', x.why, o.why) AS why, concat_ws(', ', 'BF-1', o.rules) AS rules, o.reasons,
	   x.starts_to_leave, x.left_on
FROM   @hr@.policy_in_force(score_breakdown_report.as_of) f,
	   @hr@.policy_terms() p,
	   @hr@.counted_absence(score_breakdown_report.as_of, p.uses_calendar, p.fit_note_covers) s,
	   bradford.explain_score(s.spells, score_breakdown_report.as_of, p.scoring_rule,
				COALESCE(s.calendar, p.calendar), s.half_days) x,
-- the records behind the spell, and what was decided about them
	   LATERAL (
	SELECT string_agg(DISTINCT a.reason, ', ') AS reasons,
		   CASE WHEN bool_or(a.half_worked) THEN 'AB-1' END AS rules,
		   string_agg(CASE
				WHEN a.action = 'join' THEN format('joined by %s on %s: %s', a.decided_by,
						to_char(a.decided_on::timestamp, 'YYYY-MM-DD'), a.why)
				WHEN a.half_worked THEN format('half of %s was worked',
						to_char(a.first_day::timestamp, 'YYYY-MM-DD'))
			END, '; ' ORDER BY a.first_day) AS why
	-- DISTINCT: a site's view may repeat either
	FROM  (
		SELECT DISTINCT a.absence_id, a.first_day, a.reason, a.half_worked,
			   o.action, o.decided_by, o.decided_on, o.why
		FROM   @hr@.absence a
		LEFT   JOIN @hr@.absence_override o
					ON o.employee_id = a.employee_id AND o.absence_id = a.absence_id
					AND o.decided_on <= score_breakdown_report.as_of
		WHERE  a.employee_id = s.employee_id AND a.first_day <= score_breakdown_report.as_of
		AND    a.first_day >= lower(bradford.known_days())
		AND    a.first_day < COALESCE(upper(x.spell), 'infinity')
		AND   (a.last_day IS NULL OR a.last_day >= lower(x.spell))
		AND    COALESCE(o.action, '') <> 'leave out') a) o
WHERE  p.policy = f.policy
AND    bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
UNION  ALL
-- what does not count, if it reaches into the last year
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   f.policy, a.first_day::date,
	   CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END::date AS last_day,
	   NULL::date AS counted_first_day, NULL::date AS counted_last_day, 0::numeric AS days,
	   y.why, y.rules, a.reason::text AS reasons,
	   NULL::date AS starts_to_leave, NULL::date AS left_on
FROM   @hr@.policy_in_force(score_breakdown_report.as_of) f,
	   @hr@.counted_absence(score_breakdown_report.as_of, false) s,
	   @hr@.absence a
LEFT   JOIN @hr@.absence_override o ON o.employee_id = a.employee_id AND o.absence_id = a.absence_id
			AND o.action = 'leave out' AND o.decided_on <= score_breakdown_report.as_of
LEFT   JOIN @hr@.absence_reason q ON q.reason = a.reason,
-- an absence left open, or up to a day that no calendar knows, still lasts
	   LATERAL (
	SELECT COALESCE(CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END,
					score_breakdown_report.as_of) AS last_day) l,
-- the conditions of counted_absence, negated
	   LATERAL (
	SELECT CASE
			WHEN a.first_day < s.counts_from THEN 'earlier'
			WHEN o.absence_id IS NOT NULL THEN 'left out'
			WHEN q.counted = 'no' THEN 'separate'
			WHEN q.counted = 'unless fit note' AND EXISTS (
				SELECT FROM @hr@.fit_note n
				WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day
				AND   (a.last_day IS NULL OR n.first_day <= a.last_day)
				AND    COALESCE(n.received_on, n.first_day) <= score_breakdown_report.as_of)
				THEN 'fit note'
			WHEN a.half_worked AND l.last_day = a.first_day
				THEN 'half worked'
		   END AS cause) z,
	   LATERAL (
	SELECT CASE z.cause
			WHEN 'earlier' THEN 'before the present employment'
			WHEN 'left out' THEN format('left out by %s on %s: %s', o.decided_by,
					to_char(o.decided_on::timestamp, 'YYYY-MM-DD'), o.why)
			-- AB-7: the four weeks that end with the day before the expected birth
			WHEN 'separate' THEN concat_ws('; ', 'recorded separately, not counted',
				CASE WHEN q.pregnancy AND a.first_day < a.expected_birth_on
						  AND l.last_day + 28 >= a.expected_birth_on
					 THEN 'in the four weeks before the expected birth: starts maternity leave' END)
			WHEN 'fit note' THEN concat('covered by a fit note, not counted',
				CASE WHEN f.fit_note_covers = 'days' THEN (
					SELECT ': ' || string_agg(format('%s to %s',
								to_char(greatest(n.first_day, a.first_day)::timestamp,
										'YYYY-MM-DD'),
								to_char(least(n.last_day, a.last_day)::timestamp,
										'YYYY-MM-DD')), ', ' ORDER BY n.first_day)
					FROM   @hr@.fit_note n
					WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day
					AND   (a.last_day IS NULL OR n.first_day <= a.last_day)
					AND    COALESCE(n.received_on, n.first_day) <= score_breakdown_report.as_of)
				END)
			WHEN 'half worked' THEN 'half of the day was worked, not recorded'
		   END AS why,
		   CASE z.cause
			WHEN 'separate' THEN COALESCE(q.rule_ids, 'AB-3')
			WHEN 'fit note' THEN COALESCE(q.rule_ids, 'AB-2')
			WHEN 'half worked' THEN 'AB-1'
		   END AS rules) y
WHERE  bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
AND    a.employee_id = s.employee_id AND a.first_day <= score_breakdown_report.as_of
AND    a.first_day >= lower(bradford.known_days())
AND    z.cause IS NOT NULL AND l.last_day >= a.first_day
AND    l.last_day >= lower(bradford.rolling_window(score_breakdown_report.as_of));
END;
COMMENT ON FUNCTION @hr@.score_breakdown_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.score_breakdown_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.score_breakdown_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.score_breakdown_report IS
	'The evidence behind each score, as shared with the employee at stage 2 (BF-14): one row per '
	'counted spell, with the part that counts and when it leaves the window, and one per absence '
	'that is left out, with the rule or the person that left it out.';
COMMENT ON COLUMN @hr@.score_breakdown_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.score_breakdown_report.name IS 'Name';
COMMENT ON COLUMN @hr@.score_breakdown_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.score_breakdown_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.score_breakdown_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.score_breakdown_report.policy IS 'Policy in force';
COMMENT ON COLUMN @hr@.score_breakdown_report.first_day IS
	'First day of the spell as recorded; touching and joined records are one spell';
COMMENT ON COLUMN @hr@.score_breakdown_report.last_day IS
	'Last day of the spell, included; if the spell counts, at most the day of the report';
COMMENT ON COLUMN @hr@.score_breakdown_report.counted_first_day IS
	'First day of the part that counts; none: left out';
COMMENT ON COLUMN @hr@.score_breakdown_report.counted_last_day IS
	'Last day of the part that counts, included';
COMMENT ON COLUMN @hr@.score_breakdown_report.days IS 'Counted days of the spell (D)';
COMMENT ON COLUMN @hr@.score_breakdown_report.why IS
	'Which part counts and why, or why and by whom the absence is left out';
COMMENT ON COLUMN @hr@.score_breakdown_report.rules IS 'Ids of the rules that say so';
COMMENT ON COLUMN @hr@.score_breakdown_report.reasons IS 'Reasons recorded';
COMMENT ON COLUMN @hr@.score_breakdown_report.starts_to_leave IS
	'Day on which the first counted day leaves the window';
COMMENT ON COLUMN @hr@.score_breakdown_report.left_on IS
	'Day on which the whole spell has left the window';

ALTER FUNCTION @hr@.score_breakdown_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(15, 'report', 'score_history_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.score_history_report(as_of date, months integer DEFAULT 12)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	first_day date,
	last_day date,
	occasions integer,
	days numeric,
	score numeric,
	stage_reached integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   p.policy, lower(h.period) AS first_day, upper(h.period) - 1 AS last_day,
	   h.occasions, h.days, h.score,
	   bradford.stage_reached(h.score, h.occasions, h.days, k.triggers, p.occasion_triggers,
				k.day_triggers) AS stage_reached
-- the people, and the rule for each
FROM   @hr@.policy_in_force(score_history_report.as_of) f,
	   @hr@.policy_terms() p,
	   @hr@.counted_absence(score_history_report.as_of, p.uses_calendar, p.fit_note_covers) s,
-- the last months, as far as the present employment and the calendars go back
	   LATERAL (
	SELECT daterange(l.first_day, score_history_report.as_of, '[]') AS period
	FROM  (
		SELECT greatest(s.counts_from, lower(bradford.known_days()),
					CASE WHEN score_history_report.months BETWEEN 1 AND 1200
						 THEN (score_history_report.as_of
							   - make_interval(months => score_history_report.months))::date + 1
					END) AS first_day) l
	WHERE  score_history_report.months > 0 AND l.first_day <= score_history_report.as_of
	AND    score_history_report.as_of < upper(bradford.known_days())) d
-- BF-5: by the hours of each day. OFFSET 0: looked up for one person, not gathered for everybody
LEFT   JOIN LATERAL (
	SELECT o.during * d.period AS period, o.fte AS share
	FROM   @hr@.hours_over_time() o
	WHERE  o.employee_id = s.employee_id AND o.during && d.period AND p.by_hours
	OFFSET 0) o ON true,
-- OFFSET 0: worked out once for the hours, not once for each stretch
	   LATERAL (
	SELECT COALESCE(o.period, d.period) AS period,
		   bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
		   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
	FROM  (SELECT CASE WHEN p.by_hours THEN COALESCE(o.share, s.fte) ELSE 1 END AS share) h
	OFFSET 0) k,
	   bradford.score_history(s.spells, k.period, p.scoring_rule, COALESCE(s.calendar, p.calendar),
				s.half_days) h
WHERE  p.policy = f.policy
AND    bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group);
END;
COMMENT ON FUNCTION @hr@.score_history_report(date, integer) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.score_history_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.score_history_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.score_history_report IS
	'How each current employee''s score changed over the last months, 12 unless another number is '
	'given: one row per stretch of days with the same figures and hours, without gaps. It goes by '
	'the person''s policy on the day of the report, the hours of each day, and what was recorded '
	'and decided by then.';
COMMENT ON COLUMN @hr@.score_history_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.score_history_report.name IS 'Name';
COMMENT ON COLUMN @hr@.score_history_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.score_history_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.score_history_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.score_history_report.policy IS 'The person''s policy';
COMMENT ON COLUMN @hr@.score_history_report.first_day IS 'First day of the stretch';
COMMENT ON COLUMN @hr@.score_history_report.last_day IS 'Last day of the stretch, included';
COMMENT ON COLUMN @hr@.score_history_report.occasions IS
	'Counted absences in the window on each of these days (S)';
COMMENT ON COLUMN @hr@.score_history_report.days IS
	'Counted days in the window on each of these days (D)';
COMMENT ON COLUMN @hr@.score_history_report.score IS 'S x S x D (BF-1)';
COMMENT ON COLUMN @hr@.score_history_report.stage_reached IS
	'Highest stage whose trigger is reached; 0: none (BF-4, BF-5)';

ALTER FUNCTION @hr@.score_history_report(date, integer) DEPENDS ON EXTENSION bradford;
$hr_file$),
(16, 'report', 'trigger_event_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.trigger_event_report(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	happened_on date,
	event text,
	stage integer,
	considered text,
	because text,
	occasions integer,
	days numeric,
	score numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- days on which something other than absence changes for a person: what counts, or what triggers
WITH change AS NOT MATERIALIZED (
	SELECT c.employee_id, c.first_day AS day, NULL AS cause
	FROM   @hr@.contract c
	WHERE  c.first_day BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
	UNION  ALL
	SELECT c.employee_id, c.last_day + 1, NULL
	FROM   @hr@.contract c
	WHERE  c.last_day BETWEEN trigger_event_report.from_day - 1
						  AND trigger_event_report.to_day - 1
	UNION  ALL
	-- a policy for a staff group concerns only that group
	SELECT e.employee_id, p.day, NULL
	FROM  (
		SELECT p.staff_group, p.first_day AS day
		FROM   @hr@.attendance_policy p
		WHERE  p.first_day BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
		UNION  ALL
		SELECT p.staff_group, p.last_day + 1
		FROM   @hr@.attendance_policy p
		WHERE  p.first_day IS NOT NULL
		AND    p.last_day BETWEEN trigger_event_report.from_day - 1
							  AND trigger_event_report.to_day - 1) p
	JOIN   @hr@.employee e ON p.staff_group IS NULL OR p.staff_group = e.staff_group
	UNION  ALL
	SELECT o.employee_id, o.decided_on, 'a named person decided'
	FROM   @hr@.absence_override o
	WHERE  o.decided_on BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
	UNION  ALL
	-- joined absences are one from the first day of the later one on; OFFSET 0: looks up each pair
	SELECT o.employee_id, d.day, NULL
	FROM   @hr@.absence_override o
	CROSS  JOIN LATERAL (
		SELECT greatest(a.first_day, b.first_day) AS day
		FROM   @hr@.absence a
		JOIN   @hr@.absence b ON b.employee_id = a.employee_id AND b.absence_id = o.joined_to
		WHERE  a.employee_id = o.employee_id AND a.absence_id = o.absence_id
		OFFSET 0) d
	WHERE  o.joined_to IS NOT NULL
	AND    d.day BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
	UNION  ALL
	-- AB-1: an open record does not count on its first day if half of that was worked
	SELECT a.employee_id, a.first_day + 1, NULL
	FROM   @hr@.absence a
	WHERE  a.half_worked AND (a.last_day < upper(bradford.known_days())) IS NOT TRUE
	AND    a.first_day BETWEEN trigger_event_report.from_day - 1
						   AND trigger_event_report.to_day - 1
	UNION  ALL
	SELECT n.employee_id, COALESCE(n.received_on, n.first_day), 'fit note'
	FROM   @hr@.fit_note n
	WHERE  COALESCE(n.received_on, n.first_day)
		   BETWEEN trigger_event_report.from_day AND trigger_event_report.to_day
), terms AS MATERIALIZED (
	SELECT p.* FROM @hr@.policy_terms() p
)
-- one row for each stage passed
SELECT v.employee_id, v.name, v.service_area, v.manager_id, boss.name AS manager_name, v.policy,
	   v.happened_on,
	   CASE WHEN v.stage > v.before THEN 'reached' ELSE 'cleared' END AS event,
	   c.stage::integer, c.considered,
	   CASE WHEN v.stage > v.before
			THEN COALESCE(CASE WHEN v.changed_to >= c.stage THEN v.because END, 'absence')
			ELSE COALESCE(CASE WHEN v.changed_to < c.stage THEN v.because END,
						  'days left the window') END AS because,
	   v.occasions, v.days, v.score
FROM  (
	-- People for whom only absence changes, which is nearly everybody: all days at once, as things
	-- are on the last of them. The stage on each day on which the score changes, and the one before
	SELECT s.employee_id, s.name, s.service_area, s.manager_id, p.policy, p.titles,
		   h.happened_on, h.stage, h.before, h.before AS changed_to, NULL AS because,
		   h.occasions, h.days, h.score
	FROM   @hr@.policy_in_force(trigger_event_report.to_day) f
	JOIN   terms p ON p.policy = f.policy
	JOIN   LATERAL @hr@.counted_absence(trigger_event_report.to_day, p.uses_calendar,
				p.fit_note_covers) s
				ON bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
	CROSS  JOIN LATERAL (
		SELECT bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
			   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
		FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h) k
	CROSS  JOIN LATERAL (
		SELECT lower(h.period) AS happened_on, h.occasions, h.days, h.score, r.stage,
			   lag(r.stage) OVER (ORDER BY h.period) AS before
		FROM   bradford.score_history(s.spells,
					daterange(trigger_event_report.from_day - 1,
							  trigger_event_report.to_day, '[]'),
					p.scoring_rule, COALESCE(s.calendar, p.calendar), s.half_days) h
		CROSS  JOIN LATERAL (
			SELECT bradford.stage_reached(h.score, h.occasions, h.days, k.triggers,
						p.occasion_triggers, k.day_triggers) AS stage
			-- OFFSET 0, here and below: worked out once a row, not once for each mention
			OFFSET 0) r) h
	WHERE  NOT EXISTS (SELECT FROM change c WHERE c.employee_id = s.employee_id)
	UNION  ALL
	-- all others: from change to change, as things are on the last day of each stretch
	SELECT e.employee_id, e.name, e.service_area, e.manager_id,
		   CASE WHEN h.stage < h.before THEN h.policy_before ELSE h.policy END,
		   CASE WHEN h.stage < h.before THEN h.titles_before ELSE h.titles END,
		   h.happened_on, h.stage, h.before,
		   CASE WHEN h.happened_on = h.first_day THEN h.changed_to ELSE h.before END,
		   h.because, h.occasions, h.days, h.score
	FROM  (
		SELECT c.employee_id, array_agg(DISTINCT c.day) AS days, array_agg(c.day) AS of_day,
			   array_agg(c.cause) AS causes
		FROM   change c
		GROUP  BY c.employee_id) c
	JOIN   @hr@.employee e ON e.employee_id = c.employee_id
	CROSS  JOIN LATERAL (
		SELECT d.*, lag(d.stage) OVER w AS before, lag(d.policy) OVER w AS policy_before,
			   lag(d.titles) OVER w AS titles_before
		FROM  (
			SELECT t.first_day, t.policy, t.titles, t.because,
				   greatest(lower(h.period), t.first_day) AS happened_on,
				   upper(h.period) <= t.first_day AS is_before,
				   h.occasions, h.days, h.score, r.stage,
				   -- the stage that comes from the change alone: that of the
				   -- day before, as things are after the change
				   first_value(r.stage) OVER (PARTITION BY t.first_day ORDER BY h.period)
						AS changed_to
			FROM  (
				SELECT g.first_day, g.last_day, p.policy, p.titles, p.scoring_rule,
					   p.occasion_triggers, s.spells, s.half_days,
					   COALESCE(s.calendar, p.calendar) AS calendar,
					   bradford.pro_rata_triggers(p.triggers, k.share) AS triggers,
					   bradford.pro_rata_triggers(p.day_triggers, k.share) AS day_triggers,
					   nullif(concat_ws('; ',
							CASE WHEN k.here AND NOT lag(k.here) OVER w THEN 'contract began'
								 WHEN NOT k.here AND lag(k.here) OVER w THEN 'contract ended'
								 WHEN p.by_hours AND s.fte <> lag(s.fte) OVER w
								 THEN 'hours changed' END,
							CASE WHEN p.policy IS DISTINCT FROM lag(p.policy) OVER w
								 THEN 'policy changed' END, (
							SELECT string_agg(DISTINCT u.cause, '; ')
							FROM   unnest(c.of_day, c.causes) AS u(day, cause)
							WHERE  u.day = g.first_day)), '') AS because
				FROM  (
					SELECT d.day AS first_day,
						   COALESCE(lead(d.day) OVER (ORDER BY d.day) - 1,
									trigger_event_report.to_day) AS last_day
					FROM  (
						SELECT trigger_event_report.from_day - 1 AS day
						UNION  ALL
						SELECT u.day
						FROM   unnest(c.days) AS u(day)
						-- true for all of them; it tells the planner that they are few
						WHERE  u.day BETWEEN trigger_event_report.from_day
										 AND trigger_event_report.to_day) d) g
				-- by the person's policy of that day, if there is one, and if the person works here
				LEFT   JOIN LATERAL (
					SELECT p.*
					FROM   @hr@.policy_in_force(g.last_day) f
					JOIN   terms p ON p.policy = f.policy
					WHERE  bradford.policy_applies(f.staff_group, f.other_groups,
								e.staff_group)) p ON true
				LEFT   JOIN LATERAL (
					SELECT s.*
					FROM   @hr@.counted_absence(g.last_day, p.uses_calendar, p.fit_note_covers) s
					WHERE  s.employee_id = e.employee_id) s ON true
				CROSS  JOIN LATERAL (
					SELECT s.employee_id IS NOT NULL AS here,
						   CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) k
				WINDOW w AS (ORDER BY g.first_day)) t
			LEFT   JOIN LATERAL bradford.score_history(
						CASE WHEN t.policy IS NOT NULL THEN t.spells END,
						daterange(greatest(t.first_day, trigger_event_report.from_day) - 1,
								  t.last_day, '[]'),
						t.scoring_rule, t.calendar, t.half_days) h ON true
			CROSS  JOIN LATERAL (
				SELECT CASE WHEN h.period IS NULL THEN 0
							ELSE bradford.stage_reached(h.score, h.occasions, h.days, t.triggers,
									t.occasion_triggers, t.day_triggers) END AS stage
				OFFSET 0) r) d
		WHERE  d.is_before IS NOT TRUE
		WINDOW w AS (ORDER BY d.happened_on)) h) v
CROSS  JOIN LATERAL unnest(v.titles) WITH ORDINALITY AS c(considered, stage)
-- the manager's name, for readers who may see it; min: a site's view may repeat an employee
CROSS  JOIN LATERAL (
	SELECT min(b.name::text) AS name FROM @hr@.employee b WHERE b.employee_id = v.manager_id) boss
WHERE  v.happened_on >= trigger_event_report.from_day AND v.stage <> v.before
AND    c.stage > least(v.stage, v.before) AND c.stage <= greatest(v.stage, v.before)
AND    bradford.require_period(trigger_event_report.from_day, trigger_event_report.to_day);
END;
COMMENT ON FUNCTION @hr@.trigger_event_report(date, date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.trigger_event_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.trigger_event_report(CURRENT_DATE - 6, CURRENT_DATE);
COMMENT ON VIEW @hr@.trigger_event_report IS
	'Who reached which trigger, and for whom it cleared, from one day to another, both included '
	'(BF-15), by the records as they are now. The view shows the last seven days. The events '
	'between two days add up to the change of stage_reached in trigger_report, where people who '
	'are not in the report have stage 0. digest_report goes by the day on which a crossing became '
	'known.';
COMMENT ON COLUMN @hr@.trigger_event_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.trigger_event_report.name IS 'Name';
COMMENT ON COLUMN @hr@.trigger_event_report.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.trigger_event_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.trigger_event_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.trigger_event_report.policy IS
	'Policy whose trigger it is: the person''s policy on that day, or on the day before if the '
	'trigger cleared';
COMMENT ON COLUMN @hr@.trigger_event_report.happened_on IS 'Day of the crossing';
COMMENT ON COLUMN @hr@.trigger_event_report.event IS
	'reached, or cleared: the score fell below it';
COMMENT ON COLUMN @hr@.trigger_event_report.stage IS 'Stage whose trigger it is';
COMMENT ON COLUMN @hr@.trigger_event_report.considered IS 'What is considered at that stage';
COMMENT ON COLUMN @hr@.trigger_event_report.because IS
	'absence, days left the window, or what else changed on that day: contract began, contract '
	'ended, hours changed (BF-5), policy changed, a named person decided, fit note (AB-2)';
COMMENT ON COLUMN @hr@.trigger_event_report.occasions IS
	'Counted absences in the window on that day; none: the person is not in trigger_report';
COMMENT ON COLUMN @hr@.trigger_event_report.days IS 'Counted days in the window on that day';
COMMENT ON COLUMN @hr@.trigger_event_report.score IS 'Score on that day';

ALTER FUNCTION @hr@.trigger_event_report(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(17, 'report', 'digest_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.digest_report(since timestamptz DEFAULT now() - interval '7 days')
RETURNS TABLE (
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	policy @hr@.attendance_policy.policy%TYPE,
	stage integer,
	considered text,
	event text,
	happened_on date,
	news text,
	known_at timestamptz
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = e.manager_id
	   LIMIT  1)::text AS manager_name,
	   e.employee_id, e.name, e.service_area, t.policy, t.stage::integer,
	   p.titles[t.stage] AS considered, t.event, t.happened_on,
	   CASE WHEN t.stands THEN t.event ELSE 'withdrawn' END AS news,
	   CASE WHEN t.stands THEN t.recorded_at ELSE t.withdrawn_at END AS known_at
FROM  (
	-- what was recorded or withdrawn about each crossing after that moment
	SELECT t.employee_id, t.policy, t.stage, t.event, t.happened_on,
		   bool_or(t.withdrawn_at IS NULL) AS stands,
		   max(t.recorded_at) AS recorded_at, max(t.withdrawn_at) AS withdrawn_at
	FROM   @hr@.trigger_event t
	WHERE  t.recorded_at > digest_report.since OR t.withdrawn_at > digest_report.since
	GROUP  BY t.employee_id, t.policy, t.stage, t.event, t.happened_on
	-- A crossing that was known at that moment and is known now, or neither, is no news.
	HAVING bool_or(t.withdrawn_at IS NULL) <> bool_or(t.recorded_at <= digest_report.since)) t
CROSS  JOIN LATERAL (
	SELECT e.* FROM @hr@.employee e WHERE e.employee_id = t.employee_id LIMIT 1) e
LEFT   JOIN @hr@.policy_terms() p ON p.policy = t.policy;
END;
COMMENT ON FUNCTION @hr@.digest_report(timestamptz) IS
	'The view of this name, since any moment.';

CREATE OR REPLACE VIEW @hr@.digest_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.digest_report();
COMMENT ON VIEW @hr@.digest_report IS
	'What to tell each manager (BF-15): which crossings of a trigger became known since a moment, '
	'whenever they happened, and which turned out not to have happened. The view shows the last '
	'seven days. It reads what record_trigger_events() has recorded.';
COMMENT ON COLUMN @hr@.digest_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.digest_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.digest_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.digest_report.name IS 'Name';
COMMENT ON COLUMN @hr@.digest_report.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.digest_report.policy IS 'Policy whose trigger it is';
COMMENT ON COLUMN @hr@.digest_report.stage IS 'Stage whose trigger it is';
COMMENT ON COLUMN @hr@.digest_report.considered IS 'What is considered at that stage';
COMMENT ON COLUMN @hr@.digest_report.event IS 'reached, or cleared: the score fell below it';
COMMENT ON COLUMN @hr@.digest_report.happened_on IS 'Day of the crossing';
COMMENT ON COLUMN @hr@.digest_report.news IS
	'reached or cleared: recorded since then; withdrawn: recorded before, and since then a '
	'correction has removed it';
COMMENT ON COLUMN @hr@.digest_report.known_at IS 'When it was recorded or withdrawn';

ALTER FUNCTION @hr@.digest_report(timestamptz) DEPENDS ON EXTENSION bradford;
$hr_file$),
(18, 'report', 'policy_comparison_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.policy_comparison_report(
	as_of date, one text DEFAULT NULL, other text DEFAULT NULL)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	occasions integer,
	days numeric,
	score numeric,
	stage_reached integer,
	other_policy @hr@.attendance_policy.policy%TYPE,
	other_occasions integer,
	other_days numeric,
	other_score numeric,
	other_stage_reached integer,
	differs boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   p.policy, a.occasions, a.days, a.score, ra.stage AS stage_reached,
	   q.policy AS other_policy, b.occasions AS other_occasions, b.days AS other_days,
	   b.score AS other_score, rb.stage AS other_stage_reached,
	   (ra.stage > 0) <> (rb.stage > 0) AS differs
-- the policy of each person, or, if one is named, that one for everybody
FROM  (
	SELECT f.policy::text AS policy, f.staff_group, f.other_groups
	FROM   @hr@.policy_in_force(policy_comparison_report.as_of) f
	WHERE  policy_comparison_report.one IS NULL
	UNION  ALL
	SELECT policy_comparison_report.one AS policy, NULL AS staff_group, NULL AS other_groups
	WHERE  policy_comparison_report.one IS NOT NULL) f
JOIN   @hr@.policy_terms() p ON p.policy = f.policy
JOIN   @hr@.policy_terms() q ON q.policy = COALESCE(policy_comparison_report.other, p.replaces)
JOIN   LATERAL @hr@.counted_absence(policy_comparison_report.as_of,
				p.uses_calendar OR q.uses_calendar, p.fit_note_covers) s
			ON bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
-- the same for both policies, unless they read AB-2 differently
CROSS  JOIN LATERAL (
	SELECT s.spells, s.half_days
	WHERE  p.fit_note_covers IS NOT DISTINCT FROM q.fit_note_covers
	UNION  ALL
	SELECT c.spells, c.half_days
	FROM   @hr@.counted_absence(policy_comparison_report.as_of, false, q.fit_note_covers) c
	WHERE  c.employee_id = s.employee_id AND p.fit_note_covers IS DISTINCT FROM q.fit_note_covers) o
CROSS  JOIN LATERAL bradford.score_totals(s.spells, policy_comparison_report.as_of, p.scoring_rule,
				COALESCE(s.calendar, p.calendar), s.half_days) a
CROSS  JOIN LATERAL bradford.score_totals(o.spells, policy_comparison_report.as_of, q.scoring_rule,
				COALESCE(s.calendar, q.calendar), o.half_days) b
-- OFFSET 0: worked out once a person, not once for each mention
CROSS  JOIN LATERAL (
	SELECT bradford.stage_reached(a.score, a.occasions, a.days,
				bradford.pro_rata_triggers(p.triggers, h.share), p.occasion_triggers,
				bradford.pro_rata_triggers(p.day_triggers, h.share)) AS stage
	FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h
	OFFSET 0) ra
CROSS  JOIN LATERAL (
	SELECT bradford.stage_reached(b.score, b.occasions, b.days,
				bradford.pro_rata_triggers(q.triggers, h.share), q.occasion_triggers,
				bradford.pro_rata_triggers(q.day_triggers, h.share)) AS stage
	FROM  (SELECT CASE WHEN q.by_hours THEN s.fte ELSE 1 END AS share) h
	OFFSET 0) rb
WHERE  bradford.require_policy(policy_comparison_report.one, EXISTS (
			SELECT FROM @hr@.attendance_policy o
			WHERE  o.policy = policy_comparison_report.one))
AND    bradford.require_policy(policy_comparison_report.other, EXISTS (
			SELECT FROM @hr@.attendance_policy o
			WHERE  o.policy = policy_comparison_report.other));
END;
COMMENT ON FUNCTION @hr@.policy_comparison_report(date, text, text) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.policy_comparison_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.policy_comparison_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.policy_comparison_report IS
	'Two policies side by side on the same absences. Unless policies are named, they are the '
	'person''s policy on the day and the one that it replaced.';
COMMENT ON COLUMN @hr@.policy_comparison_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.policy_comparison_report.name IS 'Name';
COMMENT ON COLUMN @hr@.policy_comparison_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.policy_comparison_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.policy_comparison_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.policy_comparison_report.policy IS 'One policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.occasions IS
	'Counted absences in the window by this policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.days IS 'Counted days in the window by this policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.score IS 'Score by this policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.stage_reached IS
	'Highest stage of this policy whose trigger is reached; 0: none';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_policy IS 'The other policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_occasions IS
	'Counted absences in the window by the other policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_days IS
	'Counted days in the window by the other policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_score IS 'Score by the other policy';
COMMENT ON COLUMN @hr@.policy_comparison_report.other_stage_reached IS
	'Highest stage of the other policy whose trigger is reached; 0: none';
COMMENT ON COLUMN @hr@.policy_comparison_report.differs IS
	'One policy asks for consideration and the other does not';

ALTER FUNCTION @hr@.policy_comparison_report(date, text, text) DEPENDS ON EXTENSION bradford;
$hr_file$),
(19, 'report', 'letter_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.letter_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	policy_title text,
	meeting text,
	stage integer,
	stage_title text,
	occasions integer,
	days numeric,
	score numeric,
	trigger_met text,
	breakdown text,
	rules text,
	rules_say text,
	live_stage integer,
	live_until date,
	notice text,
	earliest_meeting_on date,
	latest_meeting_on date,
	meeting_due_by date,
	meeting_late boolean,
	accompanied text,
	accompanied_source text,
	appeal_by date,
	hr_advice_needed boolean,
	currently_absent boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT t.employee_id, t.name, t.service_area, t.manager_id, t.manager_name, t.policy,
	  (SELECT q.title
	   FROM   @hr@.attendance_policy q
	   WHERE  q.policy = t.policy
	   LIMIT  1)::text AS policy_title,
	   COALESCE('stage ' || t.stage_due || ' meeting', 'formal review meeting') AS meeting,
	   t.stage_due AS stage, p.titles[t.stage_due] AS stage_title,
	   t.occasions, t.days, t.score, w.trigger_met, b.breakdown,
	   t.rules, r.says AS rules_say, t.live_stage, t.live_until,
	   n.n || ' ' || n.unit AS notice,
	   e.earliest AS earliest_meeting_on, l.latest AS latest_meeting_on,
	   t.meeting_due_by, e.earliest > t.meeting_due_by AS meeting_late,
	   'You may be accompanied by a trade union representative or a work colleague.'
			AS accompanied,
	   CASE WHEN t.stage_due IS NOT NULL
			THEN 'Employment Relations Act 1999, s.10: the meeting may end in a formal warning'
			ELSE 'attendance policy, 21.2.2' END AS accompanied_source,
	   -- DL-23, DL-26: after a decision on the last day for the meeting
	   CASE WHEN p.appeals_within[t.stage_due] <= bradford.working_days(
						l.latest + 1, upper(bradford.known_days()), p.calendar)
			THEN bradford.due_by(l.latest, p.appeals_within[t.stage_due], 'working days',
								 p.calendar) END AS appeal_by,
	   t.hr_advice_needed, t.currently_absent
FROM   @hr@.trigger_report(letter_report.as_of) t,
	   @hr@.policy_terms() p,
-- the trigger of the stage that the figures reach, in words
	   LATERAL (
	SELECT CASE WHEN t.stage_reached > 0 THEN COALESCE(nullif(concat_ws(', ',
				CASE WHEN t.score >= t.triggers[t.stage_reached]
					 THEN format('score of at least %s',
								 trim_scale(t.triggers[t.stage_reached])) END,
				CASE WHEN t.occasions >= p.occasion_triggers[t.stage_reached]
					 THEN format('at least %s absences',
								 p.occasion_triggers[t.stage_reached]) END,
				CASE WHEN t.days >= p.day_triggers[t.stage_reached]
					 THEN format('at least %s days',
								 trim_scale(p.day_triggers[t.stage_reached])) END),
				''), 'days of absence, pro rata') END AS trigger_met) w,
-- BF-14: dates and days. A letter does not say why somebody was away, or why an absence was joined
-- or left out: these are matters of health
	   LATERAL (
	SELECT string_agg(concat(
				CASE WHEN o.runs_on THEN 'since ' END,
				to_char(lower(x.spell)::timestamp, 'YYYY-MM-DD'),
				CASE WHEN NOT o.runs_on AND upper(x.spell) > lower(x.spell) + 1
					 THEN to_char((upper(x.spell) - 1)::timestamp, '" to "YYYY-MM-DD') END,
				CASE WHEN lower(x.counted) > lower(x.spell)
					 THEN to_char(lower(x.counted)::timestamp, '", counted from "YYYY-MM-DD') END,
				': ', trim_scale(x.days), CASE WHEN x.days = 1 THEN ' day' ELSE ' days' END),
				E'\n' ORDER BY x.spell) AS breakdown
	FROM   @hr@.counted_absence(letter_report.as_of, p.uses_calendar, p.fit_note_covers) s,
		   bradford.explain_score(s.spells, letter_report.as_of, p.scoring_rule,
					COALESCE(s.calendar, p.calendar), s.half_days) x,
		   LATERAL (
		SELECT t.currently_absent AND upper(x.spell) > letter_report.as_of AS runs_on) o
	WHERE  s.employee_id = t.employee_id AND x.days > 0) b,
	   LATERAL (
	SELECT string_agg(v.says, ' ' ORDER BY i.n) AS says
	FROM   unnest(string_to_array(t.rules, ', ')) WITH ORDINALITY AS i(rule_id, n)
	JOIN   bradford.rules() v ON v.rule_id = i.rule_id) r,
-- DL-20, DL-22, DL-25, DL-21: notice, served on the day
	   LATERAL (
	SELECT CASE WHEN t.stage_due IS NOT NULL THEN p.notices[t.stage_due]
				ELSE p.review_notices[t.live_stage] END AS n,
		   CASE WHEN t.stage_due IS NOT NULL THEN p.notice_units[t.stage_due]
				ELSE p.review_notice_units[t.live_stage] END AS unit) n,
-- The first working day of the organisation for which that is enough notice; hours count as whole
-- days. Only on days that calendars know; OFFSET 0: worked out once, not once for each mention
	   LATERAL (
	SELECT CASE WHEN NOT t.currently_absent AND letter_report.as_of <@ bradford.known_days()
			THEN CASE WHEN bradford.working_days(letter_report.as_of, upper(bradford.known_days()),
								p.calendar) > n.n
			THEN CASE n.unit
				WHEN 'working days' THEN bradford.add_working_days(
						bradford.roll(letter_report.as_of, 'following', p.calendar),
						n.n, p.calendar)
				WHEN 'calendar days'
				THEN bradford.roll(letter_report.as_of + n.n, 'following', p.calendar)
				WHEN 'hours'
				THEN bradford.roll(letter_report.as_of + (n.n + 23) / 24, 'following', p.calendar)
		   END END END AS earliest
	OFFSET 0) e,
-- DL-19, or as soon after it as notice allows
	   LATERAL (
	SELECT CASE WHEN t.meeting_due_by IS NOT NULL
				THEN greatest(t.meeting_due_by, e.earliest) END AS latest
	OFFSET 0) l
WHERE  p.policy = t.policy AND (t.stage_due IS NOT NULL OR t.review_meeting_due);
END;
COMMENT ON FUNCTION @hr@.letter_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.letter_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.letter_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.letter_report IS
	'The contents of a letter that invites to a meeting: one row per current employee for whom a '
	'stage or a formal review meeting is due, as if notice were served on the day (BF-14, DL-19 to '
	'DL-26). It gives dates and days, but no reasons for absence. It decides nothing.';
COMMENT ON COLUMN @hr@.letter_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.letter_report.name IS 'Name';
COMMENT ON COLUMN @hr@.letter_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.letter_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.letter_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.letter_report.policy IS 'Policy in force for the person';
COMMENT ON COLUMN @hr@.letter_report.policy_title IS 'Full name of the policy';
COMMENT ON COLUMN @hr@.letter_report.meeting IS
	'For example stage 1 meeting, or formal review meeting if only that is due (BF-12)';
COMMENT ON COLUMN @hr@.letter_report.stage IS
	'Stage due for consideration; none: only a formal review meeting is due';
COMMENT ON COLUMN @hr@.letter_report.stage_title IS 'What is considered at that stage';
COMMENT ON COLUMN @hr@.letter_report.occasions IS
	'Counted absences in the rolling window (S)';
COMMENT ON COLUMN @hr@.letter_report.days IS 'Counted days of absence in the rolling window (D)';
COMMENT ON COLUMN @hr@.letter_report.score IS 'S x S x D (BF-1)';
COMMENT ON COLUMN @hr@.letter_report.trigger_met IS
	'Trigger of the highest stage that the figures reach, after the part-time rule; none: they '
	'reach none';
COMMENT ON COLUMN @hr@.letter_report.breakdown IS
	'How the score came about: a line for each counted absence, with its dates and counted days '
	'(BF-14)';
COMMENT ON COLUMN @hr@.letter_report.rules IS 'Ids of the rules that decided it';
COMMENT ON COLUMN @hr@.letter_report.rules_say IS 'What those rules say';
COMMENT ON COLUMN @hr@.letter_report.live_stage IS 'Stage of the live warning (BF-6)';
COMMENT ON COLUMN @hr@.letter_report.live_until IS 'Last day on which it is live (BF-6)';
COMMENT ON COLUMN @hr@.letter_report.notice IS
	'Notice that the meeting needs, such as 5 working days (DL-20, DL-21, DL-22, DL-25)';
COMMENT ON COLUMN @hr@.letter_report.earliest_meeting_on IS
	'First working day of the organisation for the meeting if notice is served on the day of the '
	'report; none while the person is away';
COMMENT ON COLUMN @hr@.letter_report.latest_meeting_on IS
	'Last day for the meeting: meeting_due_by, or earliest_meeting_on if that is later; none '
	'while the person is away, and for a formal review meeting';
COMMENT ON COLUMN @hr@.letter_report.meeting_due_by IS
	'Last day for the meeting by the policy (DL-19)';
COMMENT ON COLUMN @hr@.letter_report.meeting_late IS
	'If notice is served on the day of the report, the meeting is later than the policy allows';
COMMENT ON COLUMN @hr@.letter_report.accompanied IS 'The right to be accompanied, in words';
COMMENT ON COLUMN @hr@.letter_report.accompanied_source IS 'Where that right comes from';
COMMENT ON COLUMN @hr@.letter_report.appeal_by IS
	'Last day for an appeal against a decision made on the last day for the meeting (DL-23, '
	'DL-26); none: the policy has no appeal at this stage';
COMMENT ON COLUMN @hr@.letter_report.hr_advice_needed IS
	'HR advice comes before any action (AB-4)';
COMMENT ON COLUMN @hr@.letter_report.currently_absent IS
	'Absent on the day: the meeting follows the return to work';

ALTER FUNCTION @hr@.letter_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(20, 'report', 'hidden_group', $hr_file$CREATE OR REPLACE FUNCTION @hr@.hidden_group(as_of date, years integer DEFAULT 3)
RETURNS TABLE (
	year_from date,
	level text,
	directorate @hr@.employee.directorate%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	hidden text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
-- SET keeps this function out of the plan of days_lost_report. As part of that plan it would be
-- compiled, which takes longer than everything else if no number is set.
SET jit = off
BEGIN ATOMIC
-- The parts of a total are hidden smallest first, so the hidden ones are the first n. In a month,
-- their sum follows from the total and the others. That is safe if it is the sum of at least two
-- parts and of enough people. "open" holds each n that leaves a month in which it is not safe.
WITH least_group AS (
	-- The largest number of all policies: a reader chooses the day of the report, and could choose
	-- one on which another policy was in force.
	SELECT max(p.least_group) AS people FROM @hr@.attendance_policy p
), until AS (
	-- Whole years, by the contracts known now, so reports as at any day of a year hide the same.
	SELECT least((date_trunc('year', CASE WHEN bradford.require_known_day(hidden_group.as_of)
										  THEN hidden_group.as_of END - interval '3 months')
				  + interval '15 months')::date, upper(bradford.known_days())) - 1 AS day
	WHERE  bradford.require_known_day(hidden_group.as_of)
), month AS (
	SELECT m.first_day AS month,
		   (date_trunc('year', m.first_day - interval '3 months') + interval '3 months')::date
				AS year_from
	FROM   until u
	CROSS  JOIN LATERAL @hr@.reporting_period(u.day, hidden_group.years, 'month') m
), area AS (
	-- People in each month in which an area has any. Months are joined with groups of people who
	-- came and left together, not with each person.
	SELECT m.year_from, m.month, s.directorate, s.service_area, sum(s.people) AS people,
		   min(sum(s.people)) OVER (PARTITION BY m.year_from, s.directorate, s.service_area) AS size
	FROM  (
		SELECT p.directorate, p.service_area, u.stay, count(*) AS people
		FROM  (
			SELECT min(e.directorate) AS directorate, min(e.service_area) AS service_area,
				   range_agg(daterange(
							date_trunc('month', greatest(
									c.first_day, lower(bradford.known_days()))::timestamp)::date,
							(date_trunc('month', least(c.last_day, t.day)::timestamp)
								+ interval '1 month')::date)) AS stays
			FROM   @hr@.employee e
			JOIN   @hr@.contract c ON c.employee_id = e.employee_id
			CROSS  JOIN until t
			-- false for everybody if no number is set; then no row is read
			WHERE (SELECT l.people FROM least_group l) >= 2
			AND    c.first_day <= t.day
			AND   (c.last_day IS NULL
				   OR c.last_day >= greatest(c.first_day, lower(bradford.known_days())))
			GROUP  BY e.employee_id) p
		CROSS  JOIN LATERAL unnest(p.stays) AS u(stay)
		GROUP  BY p.directorate, p.service_area, u.stay) s
	JOIN   month m ON m.month <@ s.stay
	GROUP  BY m.year_from, m.month, s.directorate, s.service_area
), area_in_turn AS (
	SELECT a.*, a.size < l.people AS small,
		   dense_rank() OVER (PARTITION BY a.year_from, a.directorate
							  ORDER BY a.size, a.service_area) AS place
	FROM   area a
	CROSS  JOIN least_group l
), directorate AS (
	SELECT m.year_from, m.directorate, max(m.small) AS small, range_agg(m.open) AS open
	FROM  (
		SELECT a.year_from, a.directorate, max(a.place) FILTER (WHERE a.small) AS small,
			   int8range(min(a.place), min(a.place) FILTER (
					WHERE  a.people >= l.people AND a.parts >= 2)) AS open
		FROM  (
			SELECT a.year_from, a.directorate, a.month, a.place, a.small,
				   sum(a.people) OVER so_far AS people, count(*) OVER so_far AS parts
			FROM   area_in_turn a
			WHERE  a.directorate IS NOT NULL
			WINDOW so_far AS (PARTITION BY a.year_from, a.directorate, a.month ORDER BY a.place)) a
		CROSS  JOIN least_group l
		GROUP  BY a.year_from, a.directorate, a.month) m
	GROUP  BY m.year_from, m.directorate
), areas_of_directorate AS (
	-- How many of its areas are hidden. If no number is safe, the total is hidden too. Then at
	-- least one area is hidden with it, or the areas would reveal it.
	SELECT d.year_from, d.directorate,
		   CASE WHEN d.small IS NULL THEN 0
				WHEN d.open @> d.small THEN upper(o.open)
				ELSE d.small END AS areas,
		   COALESCE(CASE WHEN d.open @> d.small THEN upper(o.open) END, d.small, 1)
				AS areas_with_total
	FROM   directorate d
	LEFT   JOIN LATERAL unnest(d.open) AS o(open) ON o.open @> d.small
), part AS (
	-- the parts of the total of all, and how many people of each are hidden with it
	SELECT a.year_from, a.month, a.directorate, a.service_area, a.people AS everybody, a.people,
		   a.size, a.small
	FROM   area_in_turn a
	WHERE  a.directorate IS NULL
	UNION  ALL
	SELECT a.year_from, a.month, a.directorate, NULL, sum(a.people),
		   sum(a.people) FILTER (WHERE a.place <= d.areas_with_total),
		   min(sum(a.people)) OVER (PARTITION BY a.year_from, a.directorate),
		   d.areas IS NULL
	FROM   area_in_turn a
	JOIN   areas_of_directorate d ON d.year_from = a.year_from AND d.directorate = a.directorate
	GROUP  BY a.year_from, a.month, a.directorate, d.areas
), part_in_turn AS (
	SELECT p.*,
		   dense_rank() OVER (PARTITION BY p.year_from
							  ORDER BY p.small DESC, p.size, p.directorate, p.service_area) AS place
	FROM   part p
), everything AS (
	SELECT m.year_from, max(m.small) AS small, range_agg(m.open) AS open, min(m.everybody) AS size
	FROM  (
		SELECT p.year_from, max(p.place) FILTER (WHERE p.small) AS small,
			   int8range(min(p.place) FILTER (WHERE p.parts >= 1),
						 min(p.place) FILTER (WHERE p.people >= l.people AND p.parts >= 2)) AS open,
			   max(p.everybody) AS everybody
		FROM  (
			SELECT p.year_from, p.month, p.place, p.small,
				   sum(p.people) OVER so_far AS people, count(p.people) OVER so_far AS parts,
				   sum(p.everybody) OVER so_far AS everybody
			FROM   part_in_turn p
			WINDOW so_far AS (PARTITION BY p.year_from, p.month ORDER BY p.place)) p
		CROSS  JOIN least_group l
		GROUP  BY p.year_from, p.month) m
	GROUP  BY m.year_from
), parts_of_everything AS (
	SELECT e.year_from, e.size,
		   e.open @> e.small AND upper(o.open) IS NULL AS total,
		   COALESCE(CASE WHEN e.open @> e.small THEN upper(o.open) END, e.small, 0) AS parts
	FROM   everything e
	LEFT   JOIN LATERAL unnest(e.open) AS o(open) ON o.open @> e.small
), hidden AS (
	SELECT e.year_from, 'all' AS level, NULL AS directorate, NULL AS service_area, e.size
	FROM   parts_of_everything e
	WHERE  e.total
	UNION  ALL
	SELECT DISTINCT p.year_from,
		   CASE WHEN p.directorate IS NULL THEN 'service area' ELSE 'directorate' END,
		   p.directorate, p.service_area, p.size
	FROM   part_in_turn p
	JOIN   parts_of_everything e ON e.year_from = p.year_from
	WHERE  p.place <= e.parts
	UNION  ALL
	SELECT DISTINCT a.year_from, 'service area', a.directorate, a.service_area, a.size
	FROM   area_in_turn a
	JOIN   areas_of_directorate d ON d.year_from = a.year_from AND d.directorate = a.directorate
	JOIN   part_in_turn p ON p.year_from = a.year_from AND p.directorate = a.directorate
	JOIN   parts_of_everything e ON e.year_from = a.year_from
	WHERE  a.place <= CASE WHEN p.place <= e.parts THEN d.areas_with_total ELSE d.areas END
)
SELECT h.year_from, h.level, h.directorate, h.service_area,
	   CASE WHEN h.size < l.people THEN format('fewer than %s people', l.people)
			ELSE 'so that a smaller group cannot be worked out' END
FROM   hidden h
CROSS  JOIN least_group l
WHERE  bradford.require_known_day(hidden_group.as_of);
END;
COMMENT ON FUNCTION @hr@.hidden_group(date, integer) IS
	'The view of this name, as at any day: for some years.';

CREATE OR REPLACE VIEW @hr@.hidden_group WITH (security_invoker = true) AS
SELECT * FROM @hr@.hidden_group(CURRENT_DATE);
COMMENT ON VIEW @hr@.hidden_group IS
	'Groups whose figures days_lost_report hides, year by year: those smaller than '
	'attendance_policy.least_group, and others from which those could be worked out. The other '
	'reports read it.';
COMMENT ON COLUMN @hr@.hidden_group.year_from IS 'First day of the year, a 1 April';
COMMENT ON COLUMN @hr@.hidden_group.level IS 'service area, directorate, or all';
COMMENT ON COLUMN @hr@.hidden_group.directorate IS
	'Directorate; none: all of them, or a service area without a directorate';
COMMENT ON COLUMN @hr@.hidden_group.service_area IS 'Service area; none: all of them';
COMMENT ON COLUMN @hr@.hidden_group.hidden IS 'Why, in words';

ALTER FUNCTION @hr@.hidden_group(date, integer) DEPENDS ON EXTENSION bradford;
$hr_file$),
(21, 'report', 'person_days_lost', $hr_file$CREATE OR REPLACE FUNCTION @hr@.person_days_lost(
	as_of date, years integer DEFAULT 3, period text DEFAULT 'year')
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	directorate @hr@.employee.directorate%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	first_day date,
	last_day date,
	employed_days integer,
	days_lost numeric,
	long_term numeric,
	weekly_hours @hr@.contract.weekly_hours%TYPE,
	full_time_hours @hr@.contract.full_time_hours%TYPE,
	days_per_week numeric,
	fte_days numeric,
	fte_lost numeric,
	hours_lost numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH period AS (
	-- a period is also the window of a scoring rule; OFFSET 0: worked out once, not for each person
	SELECT r.first_day, r.last_day,
		   daterange(r.first_day, r.last_day, '[]') AS days,
		   format('window=%s days; days=working', r.last_day - r.first_day + 1)
				::bradford.scoring_rule AS rule
	FROM   @hr@.reporting_period(person_days_lost.as_of, person_days_lost.years,
				person_days_lost.period) r
	OFFSET 0
), long_absence AS (
	-- AB-10; the rule picks out spells that may be longer, since no month is shorter than February
	SELECT p.long_term,
		   format('window=200 years; minimum=%s',
				(date '2015-02-01' + p.long_term)::date - date '2015-02-01' + 1)
				::bradford.scoring_rule AS rule
	FROM  (
		SELECT COALESCE(min(f.long_term) FILTER (WHERE f.long_term > '0'
							AND f.long_term < '100 years'), interval '4 weeks') AS long_term
		FROM   @hr@.policy_in_force(person_days_lost.as_of) f
		WHERE  f.staff_group IS NULL) p
	OFFSET 0
), working_week AS (
	-- The hours of a week divided by these days are those of a working day. Calendars are grouped
	-- as text: pg_upgrade makes this function before the operator class that would group them.
	SELECT c.calendar,
		   nullif(bradford.days_per_week(c.calendar::bradford.calendar, person_days_lost.as_of), 0)
				AS days
	FROM  (SELECT DISTINCT c.calendar::text AS calendar FROM @hr@.contract c) c
	WHERE  person_days_lost.as_of <@ bradford.known_days()
	OFFSET 0
), person AS (
	-- min: most people have one contract; a site's view may also repeat an employee
	SELECT e.employee_id,
		   min(e.directorate) AS directorate, min(e.service_area) AS service_area,
		   count(*) AS contracts,
		   min(c.first_day) AS first_day,
		   max(COALESCE(c.last_day, 'infinity')) AS last_day,
		   min(c.weekly_hours) AS weekly_hours, min(c.full_time_hours) AS full_time_hours,
		   range_agg(d.period) AS employed,
		   COALESCE(bradford.calendar_over_time(c.calendar, d.period), 'england-and-wales')
				AS calendar,
		   -- after a gap; a record left open ended with the earlier employment; LIMIT: see above
		   CASE WHEN range_agg(d.period) <> datemultirange(range_merge(range_agg(d.period))) THEN (
				SELECT r.spells
				FROM   @hr@.recorded_sickness(person_days_lost.as_of) r
				WHERE  r.employee_id = e.employee_id
				LIMIT  1) END AS spells
	FROM   @hr@.employee e
	JOIN   @hr@.contract c ON c.employee_id = e.employee_id
	-- a last day that no calendar knows, such as 9999-12-31, means that there is no end
	CROSS  JOIN LATERAL (
		SELECT daterange(c.first_day, CASE WHEN c.last_day < upper(bradford.known_days())
										   THEN c.last_day END, '[]') AS period) d
	WHERE  c.first_day <= person_days_lost.as_of
	AND   (c.last_day IS NULL OR c.last_day >= c.first_day)
	GROUP  BY e.employee_id
), sickness AS (
	-- as in recorded_sickness, but gathered from all records at once
	SELECT a.employee_id, a.spells, a.half_days, l.long_term,
		   bradford.occasions(a.spells, person_days_lost.as_of, l.rule) > 0 AS may_be_long
	FROM  (
		SELECT a.employee_id,
			   -- FILTER: with these conditions in WHERE, the planner would sort all records
			   bradford.spells(d.first_day, least(a.last_day, person_days_lost.as_of)) FILTER (WHERE
					d.first_day <= least(a.last_day, person_days_lost.as_of)
					AND a.first_day >= lower(bradford.known_days())
					AND (a.reason = ANY (q.others)) IS NOT TRUE) AS spells,
			   range_agg(a.half_days * datemultirange(daterange(
							d.first_day, least(a.last_day, person_days_lost.as_of), '[]')))
					FILTER (WHERE a.half_days IS NOT NULL
					AND d.first_day <= least(a.last_day, person_days_lost.as_of)
					AND a.first_day >= lower(bradford.known_days())
					AND (a.reason = ANY (q.others)) IS NOT TRUE) AS half_days
		FROM   @hr@.absence a
		CROSS  JOIN (
			SELECT array_agg(q.reason) AS others
			FROM   @hr@.absence_reason q
			WHERE  NOT q.sickness) q
		-- AB-1
		CROSS  JOIN LATERAL (
			SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day) d
		WHERE  a.first_day <= person_days_lost.as_of
		GROUP  BY a.employee_id) a
	CROSS  JOIN long_absence l
), lost AS (
	-- One row per person and period: days under contract, and which of them were lost. Most people
	-- have one contract, and need only subtraction; the others need sets
	SELECT p.employee_id, p.directorate, p.service_area, y.first_day, y.last_day,
		   CASE WHEN p.contracts = 1 THEN p.weekly_hours END AS weekly_hours,
		   CASE WHEN p.contracts = 1 THEN p.full_time_hours END AS full_time_hours,
		   CASE WHEN p.contracts = 1 THEN p.calendar::text END AS calendar,
		   CASE WHEN p.contracts = 1
				THEN least(p.last_day, y.last_day) - greatest(p.first_day, y.first_day) + 1
				ELSE bradford.working_days(p.employed * datemultirange(y.days), 'every-day')
		   END AS employed_days,
		   bradford.days(k.spells, y.last_day, y.rule, p.calendar, s.half_days) AS days_lost,
		   CASE WHEN s.may_be_long THEN (
				SELECT sum(bradford.days(datemultirange(u.spell), y.last_day, y.rule, p.calendar,
								s.half_days))
				FROM   unnest(k.spells) AS u(spell)
				WHERE  u.spell && y.days
				AND    least(upper(u.spell) - 1, person_days_lost.as_of)
					   > lower(u.spell) + s.long_term - interval '1 day')
		   END AS long_term,
		   -- several contracts: each by its own hours. Days lost are those of the person, hours
		   -- those of the days on which the post itself is worked
		   CASE WHEN p.contracts > 1 THEN (
				SELECT ARRAY[
					sum(f.share * f.days),
					sum(f.share * bradford.days(f.spells, y.last_day, y.rule, p.calendar,
									s.half_days)),
					sum(f.day_hours * bradford.days(f.spells, y.last_day, y.rule,
									COALESCE(f.calendar, p.calendar), s.half_days))]
				FROM  (
					SELECT h.share, h.day_hours, c.calendar,
						   least(c.last_day, y.last_day) - greatest(c.first_day, y.first_day) + 1
								AS days,
						   k.spells * datemultirange(daterange(
								c.first_day, least(c.last_day, y.last_day), '[]')) AS spells
					-- DISTINCT ON: a site's view may repeat a contract
					FROM  (
						SELECT DISTINCT ON (c.post, c.first_day)
							   c.first_day, c.last_day, c.weekly_hours, c.full_time_hours,
							   c.calendar
						FROM   @hr@.contract c
						WHERE  c.employee_id = p.employee_id
						ORDER  BY c.post, c.first_day, c.weekly_hours) c
					LEFT   JOIN working_week w ON w.calendar = c.calendar::text
					CROSS  JOIN LATERAL (
						SELECT CASE WHEN c.weekly_hours > 0 AND c.weekly_hours <= c.full_time_hours
										 AND c.full_time_hours <= 168
									THEN c.weekly_hours::numeric / c.full_time_hours END AS share,
							   CASE WHEN c.weekly_hours > 0 AND c.weekly_hours <= 168
									THEN c.weekly_hours / w.days END AS day_hours) h
					WHERE  c.first_day <= y.last_day
					AND   (c.last_day IS NULL OR c.last_day >= greatest(c.first_day, y.first_day))
					OFFSET 0) f) END AS several
	FROM   person p
	JOIN   period y ON p.first_day <= y.last_day AND p.last_day >= y.first_day
	LEFT   JOIN sickness s ON s.employee_id = p.employee_id
	-- only days under contract can be lost; one contract that runs on excludes none
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN p.contracts = 1
						 AND p.first_day <= y.first_day AND p.last_day = 'infinity' THEN s.spells
					ELSE COALESCE(p.spells, s.spells) * p.employed END AS spells) k
)
SELECT l.employee_id, l.directorate, l.service_area, l.first_day, l.last_day,
	   l.employed_days, COALESCE(l.days_lost, 0) AS days_lost,
	   COALESCE(l.long_term, 0) AS long_term,
	   l.weekly_hours, l.full_time_hours, w.days AS days_per_week,
	   l.several[1] AS fte_days, l.several[2] AS fte_lost, l.several[3] AS hours_lost
FROM   lost l
LEFT   JOIN working_week w ON w.calendar = l.calendar
WHERE  bradford.require_known_day(person_days_lost.as_of);
END;
COMMENT ON FUNCTION @hr@.person_days_lost(date, integer, text) IS
	'The view of this name, as at any day: for some years, or for their quarters or months.';

CREATE OR REPLACE VIEW @hr@.person_days_lost WITH (security_invoker = true) AS
SELECT * FROM @hr@.person_days_lost(CURRENT_DATE);
COMMENT ON VIEW @hr@.person_days_lost IS
	'Days under contract and working days lost to sickness, for each person and period in which '
	'they were under contract (BF-16). days_lost_report adds them up.';
COMMENT ON COLUMN @hr@.person_days_lost.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.person_days_lost.directorate IS 'Directorate';
COMMENT ON COLUMN @hr@.person_days_lost.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.person_days_lost.first_day IS 'First day of the period';
COMMENT ON COLUMN @hr@.person_days_lost.last_day IS
	'Last day of the period that is counted';
COMMENT ON COLUMN @hr@.person_days_lost.employed_days IS 'Days of the period under contract';
COMMENT ON COLUMN @hr@.person_days_lost.days_lost IS
	'Working days lost, by the person''s own contracts; a half day counts one half';
COMMENT ON COLUMN @hr@.person_days_lost.long_term IS
	'Days lost in long-term absences (AB-10)';
COMMENT ON COLUMN @hr@.person_days_lost.weekly_hours IS
	'Weekly hours of the one contract; none: there are several, or the contract does not say';
COMMENT ON COLUMN @hr@.person_days_lost.full_time_hours IS
	'Full-time hours of the one contract; none: as for weekly_hours';
COMMENT ON COLUMN @hr@.person_days_lost.days_per_week IS
	'Working days in a week of the one contract; none: as for weekly_hours';
COMMENT ON COLUMN @hr@.person_days_lost.fte_days IS
	'For several contracts: employed_days, each contract by its share of full time; none: there '
	'is one contract';
COMMENT ON COLUMN @hr@.person_days_lost.fte_lost IS
	'For several contracts: days_lost, each contract by its share of full time; none: as for '
	'fte_days';
COMMENT ON COLUMN @hr@.person_days_lost.hours_lost IS
	'For several contracts: contracted hours of the days lost; none: as for fte_days';

ALTER FUNCTION @hr@.person_days_lost(date, integer, text) DEPENDS ON EXTENSION bradford;
$hr_file$),
(22, 'report', 'days_lost_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.days_lost_report(
	as_of date, years integer DEFAULT 3, period text DEFAULT 'year')
RETURNS TABLE (
	level text,
	directorate @hr@.employee.directorate%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	period text,
	first_day date,
	last_day date,
	employees numeric,
	fte numeric,
	days_lost numeric,
	short_term numeric,
	long_term numeric,
	hours_lost numeric,
	average_per_employee numeric,
	average_per_fte numeric,
	hours_per_employee numeric,
	hours_per_fte numeric,
	target numeric,
	target_to_date numeric,
	above_target boolean,
	hidden text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH period AS (
	SELECT r.period, r.first_day, r.last_day, r.days_in_year,
		   (date_trunc('year', r.first_day - interval '3 months') + interval '3 months')::date
				AS year_from,
		   r.last_day - r.first_day + 1 AS length
	FROM   @hr@.reporting_period(days_lost_report.as_of, days_lost_report.years,
				days_lost_report.period) r
), alike AS (
	-- people of an area with the same hours have the same weight, so they can be summed
	SELECT l.everybody, l.directorate, l.service_area, l.first_day,
		   l.weekly_hours, l.full_time_hours, l.days_per_week,
		   sum(l.employed_days) AS employed_days,
		   sum(l.days_lost) AS days_lost,
		   sum(l.long_term) AS long_term,
		   sum(l.fte_days) AS fte_days,
		   sum(l.fte_lost) AS fte_lost,
		   sum(l.hours_lost) AS hours_lost
	-- The set of everybody serves only the planner: neither set is part of the other then, so it
	-- hashes both and sorts nobody.
	FROM  (
		SELECT l.*, true AS everybody
		FROM   @hr@.person_days_lost(days_lost_report.as_of, days_lost_report.years,
					days_lost_report.period) l) l
	GROUP  BY GROUPING SETS (
		(l.directorate, l.service_area, l.first_day,
		 l.weekly_hours, l.full_time_hours, l.days_per_week),
		(l.everybody))
), area AS (
	SELECT a.directorate, a.service_area, a.first_day,
		   sum(a.employed_days) AS employed_days,
		   sum(a.days_lost) AS days_lost,
		   sum(a.long_term) AS long_term,
		   sum(COALESCE(a.fte_days, h.share * a.employed_days)) AS fte_days,
		   sum(COALESCE(a.fte_lost, h.share * a.days_lost)) AS fte_lost,
		   sum(COALESCE(a.hours_lost, h.day_hours * a.days_lost)) AS hours_lost
	FROM   alike a
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN a.weekly_hours > 0 AND a.weekly_hours <= a.full_time_hours
						 AND a.full_time_hours <= 168
					THEN a.weekly_hours::numeric / a.full_time_hours END AS share,
			   CASE WHEN a.weekly_hours > 0 AND a.weekly_hours <= 168
					THEN a.weekly_hours / a.days_per_week END AS day_hours) h
	WHERE  a.everybody IS NULL
	GROUP  BY a.directorate, a.service_area, a.first_day
), total AS (
	SELECT CASE GROUPING(a.directorate, a.service_area)
				WHEN 0 THEN 'service area'
				WHEN 1 THEN 'directorate'
				ELSE 'all' END AS level,
		   a.directorate, a.service_area, a.first_day,
		   sum(a.employed_days) AS employed_days,
		   sum(a.days_lost) AS days_lost,
		   sum(a.long_term) AS long_term,
		   sum(a.fte_days) AS fte_days,
		   sum(a.fte_lost) AS fte_lost,
		   sum(a.hours_lost) AS hours_lost
	FROM   area a
	GROUP  BY GROUPING SETS (
		(a.directorate, a.service_area, a.first_day), (a.directorate, a.first_day), (a.first_day))
)
SELECT t.level, t.directorate, t.service_area, y.period, y.first_day, y.last_day,
	   round(f.employed_days / y.length, 2) AS employees,
	   round(f.fte_days / y.length, 2) AS fte,
	   f.days_lost,
	   f.days_lost - f.long_term AS short_term,
	   f.long_term,
	   round(f.hours_lost, 2) AS hours_lost,
	   a.per_employee AS average_per_employee,
	   round(f.fte_lost * y.length / nullif(f.fte_days, 0), 2) AS average_per_fte,
	   round(f.hours_lost * y.length / nullif(f.employed_days, 0), 2) AS hours_per_employee,
	   round(f.hours_lost * y.length / nullif(f.fte_days, 0), 2) AS hours_per_fte,
	   p.target_days AS target,
	   g.to_date AS target_to_date,
	   a.per_employee > g.to_date AS above_target,
	   h.hidden
FROM   total t
JOIN   period y ON y.first_day = t.first_day
-- groups too small to be shown, and those that would reveal them; the same for a whole year
LEFT   JOIN @hr@.hidden_group(days_lost_report.as_of, days_lost_report.years) h
	   ON h.level = t.level AND h.year_from = y.year_from
	   AND h.directorate IS NOT DISTINCT FROM t.directorate
	   AND h.service_area IS NOT DISTINCT FROM t.service_area
LEFT   JOIN LATERAL (
	SELECT t.employed_days, t.days_lost, t.long_term, t.fte_days, t.fte_lost, t.hours_lost) f
	   ON h.hidden IS NULL
CROSS  JOIN LATERAL (
	SELECT round(f.days_lost * y.length / nullif(f.employed_days, 0), 2) AS per_employee) a
-- an area holds people of all staff groups: the target is that of the policy for everybody
LEFT   JOIN LATERAL (
	SELECT min(f.target_days) FILTER (WHERE f.target_days BETWEEN 0 AND 366) AS target_days
	FROM   @hr@.policy_in_force(y.last_day) f
	WHERE  f.staff_group IS NULL) p ON h.hidden IS NULL
CROSS  JOIN LATERAL (
	SELECT round(p.target_days * y.length / y.days_in_year, 2) AS to_date) g
-- people without a directorate are in no directorate's total
WHERE  t.level <> 'directorate' OR t.directorate IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.days_lost_report(date, integer, text) IS
	'The view of this name, as at any day: for some years, or for their quarters or months.';

CREATE OR REPLACE VIEW @hr@.days_lost_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.days_lost_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.days_lost_report IS
	'Average working days and hours lost to sickness, per employee and per whole-time '
	'equivalent, short- and long-term, against the target (BF-15, BF-16). For each year from 1 '
	'April to 31 March, one row per service area, one per directorate, and one for all. The '
	'current year counts up to the day of the report.';
COMMENT ON COLUMN @hr@.days_lost_report.level IS 'service area, directorate, or all';
COMMENT ON COLUMN @hr@.days_lost_report.directorate IS
	'Directorate; none: all of them, or a service area without a directorate';
COMMENT ON COLUMN @hr@.days_lost_report.service_area IS 'Service area; none: all of them';
COMMENT ON COLUMN @hr@.days_lost_report.period IS
	'Year, such as 2015-16; quarter of it, such as 2015-16 Q3; or month, such as 2015-10';
COMMENT ON COLUMN @hr@.days_lost_report.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.days_lost_report.last_day IS 'Last day counted';
COMMENT ON COLUMN @hr@.days_lost_report.employees IS 'Average number of employees';
COMMENT ON COLUMN @hr@.days_lost_report.fte IS
	'Average whole-time equivalents, all posts of a person together';
COMMENT ON COLUMN @hr@.days_lost_report.days_lost IS
	'Working days lost, by each person''s own contracts; a half day counts one half';
COMMENT ON COLUMN @hr@.days_lost_report.short_term IS
	'Days lost in absences that are not long-term';
COMMENT ON COLUMN @hr@.days_lost_report.long_term IS
	'Days lost in absences that are longer than the policy''s limit, four weeks unless it says '
	'otherwise (AB-10)';
COMMENT ON COLUMN @hr@.days_lost_report.hours_lost IS
	'Contracted hours of the days lost: weekly hours divided by working days a week, for each day';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_employee IS
	'Days lost per employee, to two places (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.average_per_fte IS
	'Days lost per whole-time equivalent, to two places: days and people both count by the share '
	'of full time that the person works';
COMMENT ON COLUMN @hr@.days_lost_report.hours_per_employee IS
	'Hours lost per employee, to two places';
COMMENT ON COLUMN @hr@.days_lost_report.hours_per_fte IS
	'Hours lost per whole-time equivalent, to two places';
COMMENT ON COLUMN @hr@.days_lost_report.target IS
	'Target of a year, of the policy in force on the last day counted (BF-16)';
COMMENT ON COLUMN @hr@.days_lost_report.target_to_date IS
	'Target for the days counted: the year''s target times their share of the days of the year';
COMMENT ON COLUMN @hr@.days_lost_report.above_target IS
	'The average per employee is above the target to date';
COMMENT ON COLUMN @hr@.days_lost_report.hidden IS
	'Why the row has no figures: fewer people than attendance_policy.least_group, or a smaller '
	'group could be worked out from them; none: nothing is hidden';

ALTER FUNCTION @hr@.days_lost_report(date, integer, text) DEPENDS ON EXTENSION bradford;
$hr_file$),
(23, 'report', 'return_to_work_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.return_to_work_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.absence.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	absence_id @hr@.absence.absence_id%TYPE,
	first_day date,
	last_day date,
	reason @hr@.absence.reason%TYPE,
	returned_on date,
	due_by date,
	status text,
	held_on date,
	held_by @hr@.return_to_work.held_by%TYPE,
	score_told numeric,
	days_overdue integer,
	form_due_by date,
	form_status text,
	maternity_leave_from date
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- MATERIALIZED: worked out once, not once for each absence
WITH policy AS MATERIALIZED (
	SELECT f.* FROM @hr@.policy_in_force(return_to_work_report.as_of) f
)
SELECT a.employee_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT e.name
	   FROM   @hr@.employee e
	   WHERE  e.employee_id = a.employee_id
	   LIMIT  1) AS name,
	   w.service_area, w.manager_id,
	  (SELECT e.name
	   FROM   @hr@.employee e
	   WHERE  e.employee_id = w.manager_id
	   LIMIT  1)::text AS manager_name,
	   a.absence_id, a.first_day, a.last_day, a.reason,
	   b.returned_on, d.due_by, s.status,
	   r.held_on, r.held_by, r.score_told,
	   CASE WHEN s.status IN ('overdue', 'held late')
			THEN bradford.working_days(d.due_by + 1,
					COALESCE(r.held_on, return_to_work_report.as_of) + 1, g.calendar)
	   END AS days_overdue,
	   f.due_by AS form_due_by,
	   CASE WHEN r.form_received_on <= return_to_work_report.as_of AND r.form_received_on > f.due_by
			THEN 'received late'
			WHEN r.form_received_on <= return_to_work_report.as_of THEN 'received'
			WHEN f.due_by < return_to_work_report.as_of THEN 'overdue'
			WHEN f.due_by >= return_to_work_report.as_of THEN 'due' END AS form_status,
	   -- AB-7
	   CASE WHEN q.pregnancy AND a.first_day < a.expected_birth_on
				 AND a.first_day >= lower(bradford.known_days())
				 AND a.expected_birth_on < upper(bradford.known_days())
				 AND least(a.last_day, return_to_work_report.as_of) + 28 >= a.expected_birth_on
			THEN greatest(a.first_day, a.expected_birth_on - 28) END AS maternity_leave_from
FROM   @hr@.absence a
JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
LEFT   JOIN @hr@.absence_reason q ON q.reason = a.reason
-- the limits of the site, or those of the published policy; LIMIT: a site's view may have several
-- policies in force
CROSS  JOIN (
	SELECT COALESCE(max(t.n) FILTER (WHERE t.step = 'return_discussion'), 5)::integer AS n,
		   COALESCE(max(t.unit) FILTER (WHERE t.step = 'return_discussion'), 'working days')
				AS unit,
		   COALESCE(max(t.n) FILTER (WHERE t.step = 'return_forms'), 5)::integer AS form_n,
		   COALESCE(max(t.unit) FILTER (WHERE t.step = 'return_forms'), 'working days')
				AS form_unit,
		   COALESCE((
				SELECT f.calendar
				FROM   policy f
				ORDER  BY f.staff_group NULLS FIRST, f.policy
				LIMIT  1), 'england-and-wales') AS calendar
	FROM   @hr@.procedure_step t
	WHERE  t.procedure = 'attendance' AND t.step IN ('return_discussion', 'return_forms')) n
-- AB-8: whose working days limit the discussion, by the person's policy
CROSS  JOIN LATERAL (
	SELECT CASE WHEN EXISTS (
				SELECT FROM policy f
				WHERE  f.return_days = 'organisation'
				AND    bradford.policy_applies(f.staff_group, f.other_groups, w.staff_group))
			THEN n.calendar ELSE w.calendar END AS calendar
	OFFSET 0) g
-- AB-8, DL-27: on the first working day back, or within a limit from it
CROSS  JOIN LATERAL (
	SELECT bradford.find_working_day(a.last_day, 1, w.calendar) AS returned_on) b
CROSS  JOIN LATERAL (
	SELECT bradford.find_due(b.returned_on, n.n, n.unit, 'after', g.calendar) AS due_by) d
-- One discussion for a spell, for the record that ends last. If several end together, it is for the
-- one that began last, or has the highest number. It may be recorded with another record that
-- touches this one
CROSS  JOIN LATERAL (
	SELECT COALESCE(bool_or(CASE
				WHEN o.last_day < a.last_day THEN false
				WHEN o.last_day < b.returned_on
					THEN (o.last_day, o.first_day, o.absence_id)
						 > (a.last_day, a.first_day, a.absence_id)
				-- unless that record was left open in an earlier employment
				ELSE o.last_day IS NOT NULL OR NOT w.employed @> o.first_day::date
					 OR w.employed @> daterange(least(o.first_day, b.returned_on),
												b.returned_on, '[]') END), false) AS continued,
		   (array_agg(h.absence_id ORDER BY h.held_on, h.absence_id)
				FILTER (WHERE h.held_on BETWEEN b.returned_on AND return_to_work_report.as_of))[1]
				AS noted_with
	FROM   @hr@.absence o
	LEFT   JOIN @hr@.return_to_work h ON h.employee_id = o.employee_id
				AND h.absence_id = o.absence_id
	WHERE  o.employee_id = a.employee_id AND o.absence_id <> a.absence_id
	AND    o.first_day <= b.returned_on
	AND   (o.last_day IS NULL
		   OR o.last_day >= greatest(a.first_day, lower(bradford.known_days())) - 1)) m
LEFT   JOIN @hr@.return_to_work t ON t.employee_id = a.employee_id AND t.absence_id = a.absence_id
			AND t.held_on <= return_to_work_report.as_of
LEFT   JOIN @hr@.return_to_work u ON u.employee_id = a.employee_id AND u.absence_id = m.noted_with
			AND t.absence_id IS NULL AND NOT m.continued
CROSS  JOIN LATERAL (
	SELECT COALESCE(t.held_on, u.held_on) AS held_on,
		   CASE WHEN t.held_on IS NULL THEN u.held_by ELSE t.held_by END AS held_by,
		   CASE WHEN t.held_on IS NULL THEN u.score_told ELSE t.score_told END AS score_told,
		   CASE WHEN t.held_on IS NULL THEN u.form_received_on ELSE t.form_received_on END
				AS form_received_on) r
-- DL-28: counted from the end of the month
CROSS  JOIN LATERAL (
	SELECT CASE WHEN r.held_on BETWEEN lower(bradford.known_days())
								   AND upper(bradford.known_days()) - 1
				THEN bradford.find_due(
					(date_trunc('month', r.held_on::timestamp) + interval '1 month')::date - 1,
					n.form_n, n.form_unit, 'after', n.calendar) END AS due_by) f
CROSS  JOIN LATERAL (
	SELECT CASE
			WHEN r.held_on > d.due_by AND NOT m.continued THEN 'held late'
			WHEN r.held_on IS NOT NULL THEN 'held'
			WHEN NOT w.employed @> COALESCE(b.returned_on, return_to_work_report.as_of) THEN 'left'
			-- a record left open ends with the employment that it began in
			WHEN a.last_day IS NULL AND w.employed @> a.first_day::date
				 AND NOT w.employed @> daterange(a.first_day, return_to_work_report.as_of, '[]')
			THEN 'left'
			WHEN COALESCE(a.last_day, return_to_work_report.as_of) >= return_to_work_report.as_of
				 OR b.returned_on > return_to_work_report.as_of THEN 'absent'
			WHEN m.continued THEN 'continued'
			WHEN d.due_by >= return_to_work_report.as_of THEN 'due'
			WHEN d.due_by < return_to_work_report.as_of THEN 'overdue'
		END AS status) s
WHERE  a.first_day <= return_to_work_report.as_of
AND    bradford.require_known_day(return_to_work_report.as_of);
END;
COMMENT ON FUNCTION @hr@.return_to_work_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.return_to_work_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.return_to_work_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.return_to_work_report IS
	'Return-to-work discussions, held, due or overdue (AB-8, DL-27), and their forms (DL-28): one '
	'row per record of absence, one discussion per spell. The limits are those of the steps '
	'return_discussion and return_forms in the site''s procedure attendance.';
COMMENT ON COLUMN @hr@.return_to_work_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.return_to_work_report.name IS 'Name';
COMMENT ON COLUMN @hr@.return_to_work_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.return_to_work_report.manager_id IS
	'Payroll number of the manager, who holds the discussion';
COMMENT ON COLUMN @hr@.return_to_work_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.return_to_work_report.absence_id IS 'Number of the absence';
COMMENT ON COLUMN @hr@.return_to_work_report.first_day IS 'First day of absence';
COMMENT ON COLUMN @hr@.return_to_work_report.last_day IS
	'Last day of absence; none while the person is away';
COMMENT ON COLUMN @hr@.return_to_work_report.reason IS 'Reason';
COMMENT ON COLUMN @hr@.return_to_work_report.returned_on IS
	'First working day after the absence. The discussion is normally held on that day (AB-8)';
COMMENT ON COLUMN @hr@.return_to_work_report.due_by IS 'Last day for the discussion (DL-27)';
COMMENT ON COLUMN @hr@.return_to_work_report.status IS
	'held, held late, due, overdue, absent (not back yet), continued (another record goes on from '
	'this one, or ends with it, and the discussion is for that one), or left (employment ended '
	'before a return)';
COMMENT ON COLUMN @hr@.return_to_work_report.held_on IS 'Day of the discussion';
COMMENT ON COLUMN @hr@.return_to_work_report.held_by IS 'Who held it';
COMMENT ON COLUMN @hr@.return_to_work_report.score_told IS
	'Score that the employee was told (BF-14)';
COMMENT ON COLUMN @hr@.return_to_work_report.days_overdue IS
	'Working days from due_by to the discussion, or to the day of the report while it is '
	'overdue';
COMMENT ON COLUMN @hr@.return_to_work_report.form_due_by IS
	'Last day for the form to reach HR, counted from the end of the month of the discussion '
	'(DL-28)';
COMMENT ON COLUMN @hr@.return_to_work_report.form_status IS
	'received, received late, due or overdue; none until a discussion is held';
COMMENT ON COLUMN @hr@.return_to_work_report.maternity_leave_from IS
	'First day of a pregnancy-related absence in the 4 weeks before the expected birth. '
	'Maternity leave starts on that day, unless odd days are disregarded (AB-7)';

ALTER FUNCTION @hr@.return_to_work_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(24, 'report', 'certificate_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.certificate_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	absence_id @hr@.absence.absence_id%TYPE,
	first_day date,
	last_day date,
	reason @hr@.absence.reason%TYPE,
	spell_from date,
	calendar_days integer,
	self_certificate text,
	self_certificate_due_by date,
	self_certified_on date,
	fit_note text,
	fit_note_from date,
	gap_days integer,
	gaps text,
	covered_until date,
	days_late integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   a.absence_id, a.first_day, d.last_day, a.reason,
	   p.spell_from,
	   p.days AS calendar_days,
	   CASE WHEN p.days < 4 THEN 'not needed'
			WHEN n.covered @> daterange(p.spell_from, least(p.until, p.spell_from + 6), '[]')
				THEN 'not needed'
			WHEN c.self_certified_on > p.returned_on THEN 'received late'
			WHEN c.self_certified_on IS NOT NULL THEN 'received'
			WHEN p.returned_on < certificate_report.as_of THEN 'missing'
			ELSE 'due' END AS self_certificate,
	   CASE WHEN p.days >= 4 THEN p.returned_on END AS self_certificate_due_by,
	   c.self_certified_on,
	   CASE WHEN f.needed IS NULL THEN 'not needed'
			WHEN n.covered IS NULL OR NOT n.covered && f.needed THEN 'missing'
			WHEN NOT n.covered @> f.needed THEN 'gap'
			WHEN n.days_late > 0 THEN 'late'
			ELSE 'covered' END AS fit_note,
	   lower(f.needed) AS fit_note_from,
	   v.gap_days, v.gaps,
	   upper(n.covered) - 1 AS covered_until,
	   n.days_late
FROM   @hr@.recorded_sickness(certificate_report.as_of) s
JOIN   @hr@.absence a ON a.employee_id = s.employee_id AND a.first_day <= certificate_report.as_of
			AND a.first_day >= lower(bradford.known_days())
-- as in recorded_sickness: AB-1, and which days are known
CROSS  JOIN LATERAL (
	SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day,
		   CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END AS last_day) d
LEFT   JOIN @hr@.absence_reason q ON q.reason = a.reason
-- AB-6 counts from the start of the spell that holds the record, up to the end of the record
CROSS  JOIN LATERAL (
	SELECT lower(x.spell) AS spell_from,
		   least(upper(x.spell) - 1, certificate_report.as_of) AS spell_until,
		   least(upper(x.spell) - 1, d.last_day, certificate_report.as_of) AS until,
		   least(upper(x.spell) - 1, d.last_day, certificate_report.as_of)
				- lower(x.spell) + 1 AS days,
		   bradford.find_working_day(upper(x.spell) - 1, 1, s.calendar) AS returned_on
	FROM   unnest(s.spells) AS x(spell)
	WHERE  x.spell @> d.first_day AND (d.last_day >= d.first_day OR d.last_day IS NULL)) p
-- from day 8 on a fit note is needed
CROSS  JOIN LATERAL (
	SELECT CASE WHEN m.first_day <= p.until
				THEN daterange(m.first_day, p.until, '[]') END AS needed
	FROM  (SELECT greatest(p.spell_from + 7, d.first_day)) AS m(first_day)) f
-- what came in by the day, for spells that last long enough to need it
CROSS  JOIN LATERAL (
	SELECT range_agg(daterange(t.first_day, t.last_day, '[]')) AS covered,
		   max(greatest(greatest(t.received_on, t.first_day)
						- greatest(t.first_day, lower(f.needed)), 0))
				FILTER (WHERE daterange(t.first_day, t.last_day, '[]') && f.needed) AS days_late
	FROM   @hr@.fit_note t
	WHERE  t.employee_id = s.employee_id AND p.days >= 4
	AND    t.last_day >= p.spell_from AND t.first_day <= p.spell_until
	-- impossible dates are left to data_quality_report
	AND    t.last_day >= t.first_day AND t.first_day >= lower(bradford.known_days())
	AND    t.last_day < upper(bradford.known_days())
	AND    COALESCE(t.received_on, t.first_day) <= certificate_report.as_of) n
CROSS  JOIN LATERAL (
	SELECT sum(upper(u.gap) - lower(u.gap))::integer AS gap_days,
		   string_agg(concat_ws(' to ', to_char(lower(u.gap)::timestamp, 'YYYY-MM-DD'),
						CASE WHEN upper(u.gap) > lower(u.gap) + 1
							 THEN to_char((upper(u.gap) - 1)::timestamp, 'YYYY-MM-DD') END),
					  ', ' ORDER BY u.gap) AS gaps
	FROM   unnest(f.needed::datemultirange - COALESCE(n.covered, '{}')) AS u(gap)) v
CROSS  JOIN LATERAL (
	SELECT min(o.self_certified_on) AS self_certified_on
	FROM   @hr@.absence o
	WHERE  o.employee_id = s.employee_id AND p.days >= 4
	AND    o.first_day BETWEEN p.spell_from - 1 AND p.spell_until
	AND    o.self_certified_on <= certificate_report.as_of) c
WHERE  COALESCE(q.sickness, true);
END;
COMMENT ON FUNCTION @hr@.certificate_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.certificate_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.certificate_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.certificate_report IS
	'Certificates of sickness: one row per absence, with self-certificate and fit notes '
	'missing, late or with gaps (AB-6). Days count from the start of the spell: a record that '
	'continues another counts on.';
COMMENT ON COLUMN @hr@.certificate_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.certificate_report.name IS 'Name';
COMMENT ON COLUMN @hr@.certificate_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.certificate_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.certificate_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.certificate_report.absence_id IS 'Number of the absence';
COMMENT ON COLUMN @hr@.certificate_report.first_day IS 'First day of absence';
COMMENT ON COLUMN @hr@.certificate_report.last_day IS
	'Last day of absence; none while the person is away';
COMMENT ON COLUMN @hr@.certificate_report.reason IS 'Reason';
COMMENT ON COLUMN @hr@.certificate_report.spell_from IS
	'First day of the spell that the absence belongs to';
COMMENT ON COLUMN @hr@.certificate_report.calendar_days IS
	'Calendar days from the start of the spell to the end of this record, so far. A '
	'self-certificate is needed from day 4 on, a fit note from day 8 on';
COMMENT ON COLUMN @hr@.certificate_report.self_certificate IS
	'not needed, received, received late, due or missing. None is needed if fit notes cover '
	'the spell from its first day';
COMMENT ON COLUMN @hr@.certificate_report.self_certificate_due_by IS
	'First working day after the spell; none while the person is away';
COMMENT ON COLUMN @hr@.certificate_report.self_certified_on IS 'Day on which it came in';
COMMENT ON COLUMN @hr@.certificate_report.fit_note IS
	'not needed, covered, late, gap or missing';
COMMENT ON COLUMN @hr@.certificate_report.fit_note_from IS
	'First day of this absence for which a fit note is needed';
COMMENT ON COLUMN @hr@.certificate_report.gap_days IS
	'How many calendar days need a fit note and lack one; none: there is no gap';
COMMENT ON COLUMN @hr@.certificate_report.gaps IS
	'Which days those are, such as 2016-01-18 to 2016-01-20, 2016-02-01';
COMMENT ON COLUMN @hr@.certificate_report.covered_until IS
	'Last day covered by the fit notes received';
COMMENT ON COLUMN @hr@.certificate_report.days_late IS
	'Calendar days from the first needed day that a fit note covers to the day on which it '
	'came in; if there are several, the largest number';

ALTER FUNCTION @hr@.certificate_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(25, 'report', 'long_term_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.long_term_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	first_day date,
	last_day date,
	still_absent boolean,
	calendar_days integer,
	working_days integer,
	four_weeks_on date,
	twenty_days_on date,
	twelve_weeks_on date,
	six_months_on date,
	next_due text,
	next_due_on date,
	returned_on date,
	phased_return_until date,
	sick_pay text,
	full_pay_at_most_until date,
	half_pay_at_most_until date,
	service_months integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   x.first_day,
	   CASE WHEN upper(u.spell) - 1 <= long_term_report.as_of
			THEN upper(u.spell) - 1 END AS last_day,
	   x.still_absent,
	   x.until - x.first_day + 1 AS calendar_days,
	   bradford.working_days(x.first_day, x.until + 1, s.calendar) AS working_days,
	   CASE WHEN m.four_weeks_on <= x.until THEN m.four_weeks_on END AS four_weeks_on,
	   CASE WHEN m.twenty_days_on <= x.until THEN m.twenty_days_on END AS twenty_days_on,
	   CASE WHEN m.twelve_weeks_on <= x.until THEN m.twelve_weeks_on END AS twelve_weeks_on,
	   CASE WHEN m.six_months_on <= x.until THEN m.six_months_on END AS six_months_on,
	   n.what AS next_due,
	   n.day AS next_due_on,
	   b.returned_on,
	   b.returned_on + 27 AS phased_return_until,
	   -- AB-11
	   CASE WHEN x.until < m.six_months_on THEN 'full'
			WHEN x.until < m.twelve_months_on THEN 'half'
			ELSE 'none' END AS sick_pay,
	   m.six_months_on - 1 AS full_pay_at_most_until,
	   m.twelve_months_on - 1 AS half_pay_at_most_until,
	   -- the last month counts once its day has come, or the end of a shorter month
	   c.months - (m.service_from + make_interval(months => c.months) > x.first_day)::integer
			AS service_months
FROM   @hr@.recorded_sickness(long_term_report.as_of) s
CROSS  JOIN LATERAL unnest(s.spells) AS u(spell)
CROSS  JOIN LATERAL (
	SELECT lower(u.spell) AS first_day,
		   least(upper(u.spell) - 1, long_term_report.as_of) AS until,
		   COALESCE(upper(u.spell) > long_term_report.as_of, true) AS still_absent) x
-- AB-9, AB-10: when the spell reaches these lengths; OFFSET 0: worked out only for spells that pass
-- the conditions on length and dates below
CROSS  JOIN LATERAL (
	-- the limit of the person's policy, or that of the published one
	SELECT (x.first_day + COALESCE((
				SELECT min(f.long_term)
				FROM   @hr@.policy_in_force(long_term_report.as_of) f
				WHERE  bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)),
				'4 weeks'))::date AS four_weeks_on,
		   bradford.find_working_day(x.first_day - 1, 20, s.calendar) AS twenty_days_on,
		   x.first_day + 84 AS twelve_weeks_on,
		   (x.first_day + interval '6 months')::date AS six_months_on,
		   (x.first_day + interval '12 months')::date AS twelve_months_on,
		   COALESCE(s.service_from, (
				SELECT lower(c.run)
				FROM   unnest(s.employed) AS c(run)
				WHERE  c.run @> x.first_day)) AS service_from
	OFFSET 0) m
CROSS  JOIN LATERAL (
	SELECT CASE WHEN isfinite(m.service_from) AND m.service_from <= x.first_day
				THEN (12 * (extract(year FROM x.first_day) - extract(year FROM m.service_from))
					  + extract(month FROM x.first_day)
					  - extract(month FROM m.service_from))::integer END AS months) c
LEFT   JOIN LATERAL (
	SELECT d.what, d.day
	FROM  (VALUES
			(m.four_weeks_on, 'home visit may be offered'),
			(m.twenty_days_on, 'referral to occupational health'),
			(m.twelve_weeks_on, 'review at 12 weeks'),
			(m.six_months_on, 'assessment at 6 months')) AS d(day, what)
	WHERE  x.still_absent AND d.day > long_term_report.as_of
	ORDER  BY d.day
	LIMIT  1) n ON true
CROSS  JOIN LATERAL (
	SELECT CASE WHEN NOT x.still_absent
				THEN bradford.find_working_day(x.until, 1, s.calendar) END AS returned_on) b
-- a spell that ends before its 20th day is not long
WHERE  x.until - x.first_day >= 19
AND    x.until >= least(m.four_weeks_on, m.twenty_days_on);
END;
COMMENT ON FUNCTION @hr@.long_term_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.long_term_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.long_term_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.long_term_report IS
	'Long-term sickness: one row per spell that by the day had lasted longer than the policy''s '
	'limit, or 20 working days. It shows what the spell reached and when, and what comes next '
	'(AB-10, AB-11).';
COMMENT ON COLUMN @hr@.long_term_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.long_term_report.name IS 'Name';
COMMENT ON COLUMN @hr@.long_term_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.long_term_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.long_term_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.long_term_report.first_day IS 'First day of the spell';
COMMENT ON COLUMN @hr@.long_term_report.last_day IS
	'Last day of the spell; none while the person is absent';
COMMENT ON COLUMN @hr@.long_term_report.still_absent IS 'Absent on the day';
COMMENT ON COLUMN @hr@.long_term_report.calendar_days IS 'Calendar days so far';
COMMENT ON COLUMN @hr@.long_term_report.working_days IS
	'Working days so far, by the person''s contracts';
COMMENT ON COLUMN @hr@.long_term_report.four_weeks_on IS
	'Day on which it became longer than 4 weeks, or than the policy''s own limit. A home visit '
	'may be offered (AB-10)';
COMMENT ON COLUMN @hr@.long_term_report.twenty_days_on IS
	'Its 20th working day: referral to occupational health (AB-9)';
COMMENT ON COLUMN @hr@.long_term_report.twelve_weeks_on IS
	'Day on which 12 weeks were over: review (AB-10)';
COMMENT ON COLUMN @hr@.long_term_report.six_months_on IS
	'Day on which 6 months were over: assessment no later than this (AB-10)';
COMMENT ON COLUMN @hr@.long_term_report.next_due IS
	'What comes next, while the person is absent';
COMMENT ON COLUMN @hr@.long_term_report.next_due_on IS 'Day on which it comes';
COMMENT ON COLUMN @hr@.long_term_report.returned_on IS 'First working day after the spell';
COMMENT ON COLUMN @hr@.long_term_report.phased_return_until IS
	'Last day of a phased return, which lasts at most 4 weeks (AB-10)';
COMMENT ON COLUMN @hr@.long_term_report.sick_pay IS
	'The most sick pay that the scheme allows on the day, or on the last day of the spell, if '
	'service is long enough: full, half or none (AB-11)';
COMMENT ON COLUMN @hr@.long_term_report.full_pay_at_most_until IS
	'Last day on which sick pay can be full (AB-11)';
COMMENT ON COLUMN @hr@.long_term_report.half_pay_at_most_until IS
	'Last day on which sick pay can be half (AB-11)';
COMMENT ON COLUMN @hr@.long_term_report.service_months IS
	'Whole months of service at the start of the spell. Sick pay depends on them (AB-11)';

ALTER FUNCTION @hr@.long_term_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(26, 'report', 'referral_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.referral_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	status text,
	reasons text,
	reason_since date,
	score numeric,
	stage integer,
	causes text,
	twenty_days_on date,
	referred_on date,
	reported_on date,
	report_age_days integer,
	report_good_until date
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.name, s.service_area, s.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   CASE WHEN h.awaited THEN 'report awaited'
			WHEN h.reported_on IS NULL OR h.reported_on < k.since THEN 'due'
			WHEN h.reported_on + m.report_age < referral_report.as_of THEN 'report out of date'
			ELSE 'report in date' END AS status,
	   nullif(concat_ws('; ',
				'stage ' || g.stage || ' reached with a score of ' || trim_scale(n.score),
				'cause: ' || c.causes,
				CASE WHEN l.twenty_days_on IS NOT NULL THEN '20 working days off' END), '')
			AS reasons,
	   k.since AS reason_since,
	   trim_scale(n.score) AS score,
	   g.stage, c.causes, l.twenty_days_on,
	   h.referred_on,
	   h.reported_on,
	   referral_report.as_of - h.reported_on AS report_age_days,
	   (h.reported_on + m.report_age)::date AS report_good_until
FROM   @hr@.policy_in_force(referral_report.as_of) f
JOIN   @hr@.policy_terms() p ON p.policy = f.policy
CROSS  JOIN LATERAL (
	SELECT COALESCE(max(u.age), interval '3 months') AS report_age
	FROM   unnest(p.report_ages) AS u(age)) m
JOIN   LATERAL @hr@.counted_absence(referral_report.as_of, p.uses_calendar,
				p.fit_note_covers) s
			ON bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
JOIN   @hr@.recorded_sickness(referral_report.as_of) r ON r.employee_id = s.employee_id
-- the score, and the highest stage with referral that it reaches, pro rata for a part-timer (BF-5)
CROSS  JOIN LATERAL (
	SELECT COALESCE(s.calendar, p.calendar) AS calendar,
		   bradford.pro_rata_triggers(p.triggers, h.share) AS triggers,
		   bradford.pro_rata_triggers(p.day_triggers, h.share) AS day_triggers
	FROM  (SELECT CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) h) w
CROSS  JOIN LATERAL bradford.score_totals(s.spells, referral_report.as_of,
				p.scoring_rule, w.calendar, s.half_days) n
CROSS  JOIN LATERAL (
	SELECT max(t.stage)::integer AS stage,
		   max(w.triggers[t.stage]) FILTER (WHERE n.score >= w.triggers[t.stage]) AS trigger
	FROM   @hr@.policy_stage t
	WHERE  t.policy = p.policy AND t.referral
	-- a stage that policy_terms does not know, such as 0 in a site's view, has no trigger
	AND   (n.score >= w.triggers[t.stage]
		   OR n.occasions >= p.occasion_triggers[t.stage]
		   OR n.days >= w.day_triggers[t.stage])) g
CROSS  JOIN LATERAL (
	SELECT max(d.reached_on) AS reached_on
	FROM   bradford.trigger_dates(s.spells, ARRAY[g.trigger],
				daterange(lower(s.spells), referral_report.as_of, '[]'),
				p.scoring_rule, w.calendar, s.half_days) d
	WHERE  g.trigger IS NOT NULL AND d.cleared_on IS NULL) d
-- causes in the last 12 months that are themselves a reason for referral
CROSS  JOIN LATERAL (
	SELECT string_agg(DISTINCT a.reason::text, ', ' ORDER BY a.reason::text) AS causes,
		   max(a.first_day) AS since
	FROM   @hr@.absence a
	JOIN   @hr@.absence_reason q ON q.reason = a.reason
	WHERE  a.employee_id = s.employee_id AND q.occupational_health
	AND    a.first_day <= referral_report.as_of AND a.first_day >= lower(bradford.known_days())
	AND    a.first_day <= COALESCE(a.last_day, referral_report.as_of)
	AND    COALESCE(a.last_day, referral_report.as_of)
		   >= lower(bradford.rolling_window(referral_report.as_of))) c
-- spells that came to 20 working days in the last 12 months
CROSS  JOIN LATERAL (
	SELECT max(d.day) AS twenty_days_on
	FROM   unnest(r.spells) AS x(spell)
	CROSS  JOIN LATERAL (
		SELECT bradford.find_working_day(lower(x.spell) - 1, 20, r.calendar) AS day) d
	WHERE  x.spell && bradford.rolling_window(referral_report.as_of)
	AND    lower(x.spell) + 20 <= COALESCE(upper(x.spell), referral_report.as_of + 1)
	AND    d.day < COALESCE(upper(x.spell), referral_report.as_of + 1)
	AND    d.day <@ bradford.rolling_window(referral_report.as_of)) l
-- a referral is answered by a report of its own or by any later one
CROSS  JOIN LATERAL (
	SELECT max(o.referred_on) AS referred_on,
		   max(o.reported_on) FILTER (WHERE o.reported_on <= referral_report.as_of) AS reported_on,
		   max(o.referred_on) > COALESCE(max(greatest(o.referred_on, o.reported_on))
				FILTER (WHERE o.reported_on <= referral_report.as_of), '-infinity') AS awaited
	FROM   @hr@.occupational_health_report o
	WHERE  o.employee_id = s.employee_id AND o.referred_on <= referral_report.as_of
	AND    o.referred_on >= lower(bradford.possible_days())
	AND   (o.reported_on >= o.referred_on OR o.reported_on IS NULL)) h
-- the latest reason; a stage that was reached by occasions or days dates from the last spell
CROSS  JOIN LATERAL (
	SELECT greatest(c.since, l.twenty_days_on,
				CASE WHEN g.stage IS NOT NULL THEN COALESCE(d.reached_on, (
						SELECT max(lower(x.spell))
						FROM   unnest(s.spells) AS x(spell))) END) AS since) k
WHERE  k.since IS NOT NULL OR h.awaited;
END;
COMMENT ON FUNCTION @hr@.referral_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.referral_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.referral_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.referral_report IS
	'Occupational health: current employees for whom a referral is to be considered, and why '
	'(AB-9), or whose report is awaited, and the age of the last report (DL-29).';
COMMENT ON COLUMN @hr@.referral_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.referral_report.name IS 'Name';
COMMENT ON COLUMN @hr@.referral_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.referral_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.referral_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.referral_report.status IS
	'due (no report since the reason arose), report awaited, report out of date (older than the '
	'policy allows, DL-29), or report in date';
COMMENT ON COLUMN @hr@.referral_report.reasons IS 'Why a referral is to be considered (AB-9)';
COMMENT ON COLUMN @hr@.referral_report.reason_since IS
	'Day on which the latest of the reasons arose';
COMMENT ON COLUMN @hr@.referral_report.score IS 'Score by the policy in force';
COMMENT ON COLUMN @hr@.referral_report.stage IS
	'Highest stage with referral whose trigger is reached, after the part-time rule (AB-9, '
	'BF-5)';
COMMENT ON COLUMN @hr@.referral_report.causes IS
	'Causes of absence in the last 12 months that are themselves a reason for referral (AB-9)';
COMMENT ON COLUMN @hr@.referral_report.twenty_days_on IS
	'Day in the last 12 months on which a spell of sickness came to 20 working days (AB-9)';
COMMENT ON COLUMN @hr@.referral_report.referred_on IS 'Day of the last referral';
COMMENT ON COLUMN @hr@.referral_report.reported_on IS 'Date of the last report';
COMMENT ON COLUMN @hr@.referral_report.report_age_days IS 'Age of that report in calendar days';
COMMENT ON COLUMN @hr@.referral_report.report_good_until IS
	'Last day on which that report is recent enough for stage 3 (BF-8, DL-29)';

ALTER FUNCTION @hr@.referral_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(27, 'report', 'pattern_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.pattern_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	absences integer,
	first_days integer[],
	last_days integer[],
	pattern text,
	times integer,
	out_of integer,
	expected numeric,
	chance numeric,
	chance_of_any numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.employee_id
	   LIMIT  1) AS name,
	   s.service_area, s.manager_id,
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = s.manager_id
	   LIMIT  1)::text AS manager_name,
	   cardinality(w.first_on) AS absences,
	   d.first_days, d.last_days,
	   b.pattern, b.times, b.out_of, b.expected, b.chance, b.chance_of_any
FROM   @hr@.counted_absence(pattern_report.as_of, true) s
-- weekdays of first and last working days off in the last 12 months; a last day is known only once
-- it is past
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(extract(isodow FROM e.first_day)::integer)
				FILTER (WHERE e.first_day <@ e.days_off), '{}') AS first_on,
		   COALESCE(array_agg(extract(isodow FROM e.last_day)::integer)
				FILTER (WHERE e.last_day <@ e.days_off), '{}') AS last_on
	FROM   unnest(s.spells) AS x(spell)
	CROSS  JOIN LATERAL (
		SELECT x.spell * bradford.rolling_window(pattern_report.as_of) AS days_off,
			   bradford.find_working_day(lower(x.spell) - 1, 1, s.calendar) AS first_day,
			   CASE WHEN upper(x.spell) <= pattern_report.as_of
					THEN bradford.find_working_day(upper(x.spell), -1, s.calendar)
			   END AS last_day) e
	WHERE  x.spell && bradford.rolling_window(pattern_report.as_of)
	AND    lower(x.spell) > lower(bradford.known_days())) w
CROSS  JOIN LATERAL (
	SELECT array_agg(cardinality(array_positions(w.first_on, n.weekday)) ORDER BY n.weekday)
				AS first_days,
		   array_agg(cardinality(array_positions(w.last_on, n.weekday)) ORDER BY n.weekday)
				AS last_days
	FROM   generate_series(1, 7) AS n(weekday)) d
CROSS  JOIN LATERAL (
	SELECT greatest(lower(bradford.rolling_window(pattern_report.as_of)), s.counts_from)
				AS first_day) v
-- BF-17: the least likely of the weekdays that come up at least three times, and either twice as
-- often as by chance or with a chance of at most one in a hundred
LEFT   JOIN LATERAL (
	SELECT format('%s day on a %s', c.what, (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday',
				'Friday', 'Saturday', 'Sunday'])[c.n]) AS pattern,
		   c.times, c.out_of,
		   round(c.out_of * c.days / c.of_days::numeric, 2) AS expected,
		   round(h.chance, 6) AS chance,
		   round(least(1, h.chance * c.weekdays * 2), 6) AS chance_of_any
	FROM  (
		-- how often it came up, and the share of it by chance, at either end
		SELECT e.*, g.weekday AS n, count(*) OVER () / 2 AS weekdays
		FROM   bradford.weekday_shares(daterange(v.first_day, pattern_report.as_of, '[]'),
					s.calendar, COALESCE(s.counts_from, '-infinity')) g
		CROSS  JOIN LATERAL (
			VALUES ('first', d.first_days[g.weekday], cardinality(w.first_on),
					g.first_days, g.of_first_days),
				   ('last', d.last_days[g.weekday], cardinality(w.last_on),
					g.last_days, g.of_last_days)) AS e(what, times, out_of, days, of_days)
		WHERE  3 <= ANY (d.first_days || d.last_days)) c
	CROSS  JOIN LATERAL (
		SELECT bradford.chance_of_at_least(c.times, c.out_of, c.days, c.of_days) AS chance) h
	WHERE  c.times >= 3 AND (c.times * c.of_days >= 2 * c.out_of * c.days OR h.chance <= 0.01)
	ORDER  BY h.chance, c.what, c.n
	LIMIT  1) b ON true
WHERE  cardinality(w.first_on) + cardinality(w.last_on) > 0;
END;
COMMENT ON FUNCTION @hr@.pattern_report(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.pattern_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.pattern_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.pattern_report IS
	'Patterns of absence: one row per current employee with a counted absence in the last 12 '
	'months, with the weekdays of first and last working days off compared with chance (BF-17). By '
	'chance, illness begins and ends on all days of the week equally. It is seen only on working '
	'days, so Mondays and Fridays come up more often. A pattern is named if a weekday comes up at '
	'least three times, and either at least twice as often as by chance or with a chance of at '
	'most one in a hundred. It proves nothing.';
COMMENT ON COLUMN @hr@.pattern_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.pattern_report.name IS 'Name';
COMMENT ON COLUMN @hr@.pattern_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.pattern_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.pattern_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.pattern_report.absences IS
	'Spells with their first working day in the last 12 months';
COMMENT ON COLUMN @hr@.pattern_report.first_days IS
	'How many of them began on a Monday, Tuesday ... Sunday';
COMMENT ON COLUMN @hr@.pattern_report.last_days IS
	'How many spells that are over had their last working day on a Monday, Tuesday ... Sunday';
COMMENT ON COLUMN @hr@.pattern_report.pattern IS
	'The least likely of the weekdays that stand out; none: no weekday stands out';
COMMENT ON COLUMN @hr@.pattern_report.times IS 'How often it came up';
COMMENT ON COLUMN @hr@.pattern_report.out_of IS 'Of how many first, or last, days';
COMMENT ON COLUMN @hr@.pattern_report.expected IS
	'How often it would come up by chance, at most: by its largest share for illness of any length';
COMMENT ON COLUMN @hr@.pattern_report.chance IS
	'The greatest probability that it comes up this often or more by chance: binomial, summed '
	'exactly, to six places';
COMMENT ON COLUMN @hr@.pattern_report.chance_of_any IS
	'The greatest probability that any weekday stands out this much by chance at either end: '
	'chance times the number of weekdays looked at';

ALTER FUNCTION @hr@.pattern_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(28, 'report', 'hours_account', $hr_file$CREATE OR REPLACE FUNCTION @hr@.hours_account(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	first_day date,
	last_day date,
	ends text,
	year_starts_on date,
	year_ends_on date,
	first_month date,
	last_month date,
	annual_hours numeric,
	leave_hours numeric,
	full_time_salary numeric,
	full_time_annual_hours numeric,
	hourly_rate numeric,
	least_weekly_hours numeric,
	most_weekly_hours numeric,
	working_time datemultirange,
	hours_worked numeric,
	leave_taken numeric,
	told_to date,
	timesheets integer,
	timesheets_missing integer,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT a.employee_id, a.service_area, a.manager_id, a.post, a.kind, a.first_day, a.last_day, x.ends,
	   a.year_starts_on, a.year_ends_on, a.first_month, x.last_month, a.annual_hours, a.leave_hours,
	   a.full_time_salary, a.full_time_annual_hours, a.hourly_rate, a.least_weekly_hours,
	   a.most_weekly_hours, a.working_time, t.hours_worked, t.leave_taken,
	   greatest(a.first_day, t.told_to) AS told_to, t.timesheets,
	   d.months_due - t.of_those_due AS timesheets_missing,
	   nullif(concat_ws('; ', a.unknown, CASE WHEN t.twice THEN 'a timesheet is recorded twice' END,
				CASE WHEN x.shares_first_month
					 THEN 'the timesheet of the first month is also that of earlier terms' END,
				CASE WHEN x.last_month < a.last_month
					 THEN 'the timesheet of the last month is that of later terms' END),
			'') AS unknown
FROM  (
	-- the account: stretches of unchanged terms of one post and one contract year, at the terms of
	-- its last day
	SELECT k.employee_id, k.service_area, k.manager_id, k.post, y.first_day, y.last_day,
		   y.year_starts_on, y.year_ends_on, y.first_month, y.last_month,
		   k.run_first_day, k.run_last_day,
		   (array_agg(k.kind ORDER BY k.first_day DESC))[1] AS kind,
		   (array_agg(k.full_time_salary ORDER BY k.first_day DESC))[1] AS full_time_salary,
		   (array_agg(k.full_time_annual_hours ORDER BY k.first_day DESC))[1]
				AS full_time_annual_hours,
		   (array_agg(k.hourly_rate ORDER BY k.first_day DESC))[1] AS hourly_rate,
		   (array_agg(k.least_weekly_hours ORDER BY k.first_day DESC))[1] AS least_weekly_hours,
		   (array_agg(k.most_weekly_hours ORDER BY k.first_day DESC))[1] AS most_weekly_hours,
		   range_agg(k.working_time * daterange(y.first_day, y.last_day, '[]')::datemultirange)
				AS working_time,
		   CASE WHEN count(h.hours) = count(*) THEN sum(h.hours) END AS annual_hours,
		   CASE WHEN count(l.leave) = count(*) THEN sum(l.leave) END AS leave_hours,
		   string_agg(DISTINCT nullif(concat_ws('; ', k.unknown,
				CASE WHEN s.part_months IS NULL THEN 'part of a month that its rule cannot count'
					 WHEN k.leave_hours IS NOT NULL AND l.leave IS NULL
					 THEN 'working time has run out'
					 WHEN l.leave IS NULL AND k.annual_hours IS NOT NULL
					 THEN 'leave is not known' END), ''), '; ') AS unknown
	FROM   @hr@.contract_terms() k
	-- PAY-4: a year is paid by months, from the month in which it begins. Years are counted from 0;
	-- a run has an account for each year that holds its last day or the last day of one of its
	-- months. OFFSET 0, here and below: worked out once, not once for each mention
	CROSS  JOIN LATERAL (
		SELECT date_trunc('month', k.year_from::timestamp)::date AS first_month,
			   extract(year FROM k.year_from)::integer AS year,
			   -- only years that calendars know as a whole
			   greatest(k.run_first_day, hours_account.from_day,
						lower(bradford.known_days()) + 400) AS from_day,
			   least(k.run_last_day, hours_account.to_day,
					 upper(bradford.known_days()) - 800) AS to_day) m
	CROSS  JOIN LATERAL (
		SELECT greatest(x.first, x.low)::integer AS low, greatest(x.first, x.high)::integer AS high,
			   x.first, x.last
		FROM  (
			SELECT extract(year FROM lower(bradford.contract_year(m.first_month, k.run_first_day)))
						- m.year AS first,
				   extract(year FROM lower(bradford.contract_year(k.year_from, k.run_last_day)))
						- m.year AS last,
				   extract(year FROM lower(bradford.contract_year(k.year_from, m.from_day)))
						- m.year AS low,
				   extract(year FROM lower(bradford.contract_year(k.year_from, m.to_day)))
						- m.year AS high) x
		WHERE  m.from_day <= m.to_day
		OFFSET 0) n
	-- the condition is always true; without it the planner expects a thousand years, and compiles
	JOIN   LATERAL generate_series(n.low, n.high) AS g(n) ON int4range(n.low, n.high, '[]') @> g.n
	CROSS  JOIN LATERAL (
		SELECT p.months_from, p.year, g.n <= n.first AS is_first,
			   COALESCE(g.n >= n.last, false) AS is_last
		FROM  (
			SELECT (m.first_month + make_interval(years => g.n))::date AS months_from,
				   bradford.contract_year(k.year_from, (m.first_month
						+ make_interval(years => g.n, months => 6))::date) AS year) p
		OFFSET 0) b
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN b.is_first THEN k.run_first_day ELSE lower(b.year) END AS first_day,
			   CASE WHEN b.is_last THEN k.run_last_day ELSE upper(b.year) - 1 END AS last_day,
			   lower(b.year) AS year_starts_on, upper(b.year) - 1 AS year_ends_on,
			   date_trunc('month', CASE WHEN b.is_first THEN k.run_first_day
						ELSE b.months_from END::timestamp)::date AS first_month,
			   date_trunc('month', CASE WHEN b.is_last THEN k.run_last_day::timestamp
						ELSE b.months_from + interval '11 months' END)::date AS last_month
		OFFSET 0) y
	-- the days of the stretch in those months, and in the account
	CROSS  JOIN LATERAL (
		SELECT daterange(k.first_day, k.last_day, '[]') * daterange(y.first_month,
					CASE WHEN NOT b.is_last
						 THEN (b.months_from + interval '1 year')::date END) AS paid,
			   daterange(k.first_day, k.last_day, '[]')
			   * daterange(y.first_day, y.last_day, '[]') AS worked,
			   -- every rule leaves a whole month whole
			   CASE WHEN extract(day FROM k.first_day) = 1
						 AND (k.last_day IS NULL OR extract(day FROM k.last_day + 1) = 1)
					THEN 'calendar days' ELSE k.part_months END AS part_months) s
	-- The hours paid for, and their leave, by the months in which they are; the last account may
	-- reach into one more. A person without a day in these months has nothing
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN num_nulls(k.annual_hours, s.part_months) = 0
					THEN COALESCE(sum(p.hours), 0) END AS hours,
			   CASE WHEN num_nulls(k.leave_hours, s.part_months) = 0
					THEN COALESCE(sum(p.leave), 0) END AS leave
		FROM   unnest(ARRAY[g.n, CASE WHEN b.is_last THEN g.n + 1 END]) AS f(n)
		CROSS  JOIN LATERAL (
			SELECT sum(a.amount) FILTER (WHERE w.what = 'hours') AS hours,
				   sum(a.amount) FILTER (WHERE w.what = 'leave') AS leave
			FROM  (VALUES ('hours', k.annual_hours), ('leave', k.leave_hours)) AS w(what, a_year)
			CROSS  JOIN LATERAL bradford.pay_schedule(round(w.a_year, 6),
						bradford.contract_year(m.first_month,
							(m.first_month + make_interval(years => f.n))::date),
						s.paid, 6, part_months => s.part_months, calendar => k.part_calendar) a
			WHERE  NOT isempty(s.paid)) p) h
	-- PAY-9: leave of a term-time contract goes by working time, if that of the year is known. That
	-- is so if the time off at its end is not longer than thirteen weeks
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN k.kind <> 'term-time' OR k.school_year IS NULL OR s.worked = b.year
					THEN h.leave
					WHEN upper(w.year) >= upper(b.year) - 91
					THEN k.leave_hours * (
							SELECT COALESCE(sum(upper(u.days) - lower(u.days)), 0)
							FROM   unnest(k.working_time * s.worked::datemultirange) AS u(days))
						 / (SELECT sum(upper(u.days) - lower(u.days))
							FROM   unnest(w.year) AS u(days)) END AS leave
		FROM  (SELECT k.school_year * b.year::datemultirange AS year) w) l
	WHERE  k.by_the_year AND NOT (isempty(s.paid) AND isempty(s.worked))
	GROUP  BY k.employee_id, k.service_area, k.manager_id, k.post, k.run_first_day, k.run_last_day,
			  y.first_day, y.last_day, y.year_starts_on, y.year_ends_on, y.first_month,
			  y.last_month) a
-- Other terms in the same post. A timesheet belongs to the last terms by the year in its month, and
-- does not say which of its hours belong to other terms
CROSS  JOIN LATERAL (
	SELECT CASE WHEN (a.run_last_day <= a.last_day) IS NOT TRUE THEN 'year end'
				WHEN min(o.first_day) FILTER (WHERE o.first_day > a.last_day) = a.last_day + 1
				THEN 'other terms'
				ELSE 'leaving' END AS ends,
		   CASE WHEN a.run_last_day <= a.last_day
					 AND min(o.first_day) FILTER (WHERE k.by_the_year AND o.first_day > a.last_day)
						 < a.last_month + interval '1 month'
				THEN (a.last_month - interval '1 month')::date
				ELSE a.last_month END AS last_month,
		   COALESCE(bool_or(k.by_the_year AND a.first_day = a.run_first_day
							AND o.last_day < a.first_day AND o.last_day >= a.first_month),
					false) AS shares_first_month
	FROM   @hr@.contract o
	CROSS  JOIN LATERAL (
		SELECT o.kind IN ('annualised hours', 'term-time') AS by_the_year) k
	WHERE  o.employee_id = a.employee_id AND o.post = a.post) x
-- the months whose timesheets are due: all of them once the account has ended, else past months
CROSS  JOIN LATERAL (
	SELECT d.last_due, greatest(0, 1 + 12 * (
				extract(year FROM d.last_due) - extract(year FROM a.first_month))
				+ extract(month FROM d.last_due) - extract(month FROM a.first_month))::integer
				AS months_due
	FROM  (
		SELECT CASE WHEN a.last_day <= hours_account.to_day THEN a.last_month
					ELSE least(a.last_month, (date_trunc('month', CASE
								WHEN bradford.require_known_day(hours_account.to_day)
								THEN hours_account.to_day END::timestamp)
											  - interval '1 month')::date) END AS last_due) d) d
-- what the timesheets hold, and up to which day
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(s.hours_worked), 0) AS hours_worked,
		   COALESCE(sum(s.leave_taken), 0) AS leave_taken, count(*)::integer AS timesheets,
		   count(*) FILTER (
				WHERE  s.month <= d.last_due AND s.times = 1
				AND    num_nulls(s.hours_worked, s.leave_taken) = 0)::integer AS of_those_due,
		   max((s.month + interval '1 month')::date) AS told_to, bool_or(s.times > 1) AS twice
	FROM  (
		SELECT date_trunc('month', t.month::timestamp) AS month, count(*) AS times,
			   min(bradford.if_between(t.hours_worked, 0, 744)) AS hours_worked,
			   min(bradford.if_between(t.leave_taken, 0, 744)) AS leave_taken
		FROM   @hr@.timesheet t
		WHERE  t.employee_id = a.employee_id AND t.post = a.post
		AND    t.month >= a.first_month AND t.month <= hours_account.to_day
		AND    t.month < (x.last_month + interval '1 month')::date
		GROUP  BY 1) s) t
WHERE  a.first_day <= hours_account.to_day AND a.last_day >= hours_account.from_day
AND    bradford.require_known_day(hours_account.to_day);
END;
COMMENT ON FUNCTION @hr@.hours_account(date, date) IS
	'The view of this name, for the accounts with any day in a period.';

CREATE OR REPLACE VIEW @hr@.hours_account WITH (security_invoker = true) AS
SELECT * FROM @hr@.hours_account(CURRENT_DATE, CURRENT_DATE);
COMMENT ON VIEW @hr@.hours_account IS
	'Hours accounts that run on the day: one row per person, post and contract year of one '
	'unbroken employment under annualised-hours or term-time terms (PAY-2, PAY-5, PAY-8). '
	'Timesheets, hours left and settlements read it.';
COMMENT ON COLUMN @hr@.hours_account.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.hours_account.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.hours_account.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.hours_account.post IS 'Post';
COMMENT ON COLUMN @hr@.hours_account.kind IS
	'annualised hours or term-time, on the last day of the account';
COMMENT ON COLUMN @hr@.hours_account.first_day IS
	'First day of the account: of the contract year, or of the employment if that is later';
COMMENT ON COLUMN @hr@.hours_account.last_day IS
	'Last day of the account: of the contract year, or of these terms if that is earlier';
COMMENT ON COLUMN @hr@.hours_account.ends IS
	'How it ends: year end, leaving, or other terms, which follow in the same post at once';
COMMENT ON COLUMN @hr@.hours_account.year_starts_on IS 'First day of the contract year (PAY-2)';
COMMENT ON COLUMN @hr@.hours_account.year_ends_on IS 'Last day of the contract year';
COMMENT ON COLUMN @hr@.hours_account.first_month IS
	'First month whose timesheet belongs to the account, by its first day';
COMMENT ON COLUMN @hr@.hours_account.last_month IS
	'Last month whose timesheet belongs to the account. The month in which a year begins '
	'belongs to that year as a whole';
COMMENT ON COLUMN @hr@.hours_account.annual_hours IS
	'Hours that are paid for in those months, by the same shares as the salary (PAY-3, PAY-4)';
COMMENT ON COLUMN @hr@.hours_account.leave_hours IS
	'Leave of the account in hours: for term-time terms by working time (PAY-9), otherwise by the '
	'hours paid for';
COMMENT ON COLUMN @hr@.hours_account.full_time_salary IS
	'Salary a year of the post when full-time, on the last day';
COMMENT ON COLUMN @hr@.hours_account.full_time_annual_hours IS
	'Hours a year of the post when full-time, on the last day';
COMMENT ON COLUMN @hr@.hours_account.hourly_rate IS
	'Substantive hourly rate on the last day (PAY-6)';
COMMENT ON COLUMN @hr@.hours_account.least_weekly_hours IS
	'Least hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.hours_account.most_weekly_hours IS
	'Most hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.hours_account.working_time IS
	'Days of the account outside contracted time off (PAY-7)';
COMMENT ON COLUMN @hr@.hours_account.hours_worked IS 'Hours worked, by the timesheets';
COMMENT ON COLUMN @hr@.hours_account.leave_taken IS 'Hours of leave taken, by the timesheets';
COMMENT ON COLUMN @hr@.hours_account.told_to IS
	'First day after the latest timesheet; the first day of the account if there is none';
COMMENT ON COLUMN @hr@.hours_account.timesheets IS 'Months of the account that have a timesheet';
COMMENT ON COLUMN @hr@.hours_account.timesheets_missing IS
	'Past months, or all months once the account has ended, whose hours are not known';
COMMENT ON COLUMN @hr@.hours_account.unknown IS
	'What is not known of the terms or the timesheets; none: all is known';

ALTER FUNCTION @hr@.hours_account(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(29, 'report', 'timesheet_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.timesheet_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.timesheet.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.timesheet.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	month date,
	year_starts_on date,
	a numeric,
	b numeric,
	c numeric,
	d numeric,
	e numeric,
	f numeric,
	g numeric,
	h numeric,
	i numeric,
	j numeric,
	extra_hours numeric,
	date_of_leaving date,
	received_on date,
	timesheets_missing integer,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT x.employee_id, x.service_area, x.manager_id, x.post, x.kind, x.month, x.year_starts_on,
	   trim_scale(round((x.lines).a, 2)) AS a, (x.lines).b, (x.lines).c, (x.lines).d,
	   trim_scale(round((x.lines).e, 2)) AS e, trim_scale(round((x.lines).f, 2)) AS f,
	   (x.lines).g, (x.lines).h, (x.lines).i, trim_scale(round((x.lines).j, 2)) AS j,
	   x.extra_hours, x.date_of_leaving, x.received_on, x.timesheets_missing, x.unknown
FROM  (
	SELECT t.employee_id, k.service_area, k.manager_id, t.post, k.kind, t.month, k.year_starts_on,
		   t.extra_hours, t.received_on,
		   CASE WHEN k.ends <> 'year end' AND t.month >= k.last_month THEN k.last_day END
				AS date_of_leaving,
		   -- PAY-15: the lines as they stand after the month
		   bradford.annual_balance(k.annual_hours, k.leave_hours, t.month, h.hours_worked,
								   h.leave_taken) OVER so_far AS lines,
		   (m.months - count(*) FILTER (WHERE num_nulls(h.hours_worked, h.leave_taken) = 0)
				OVER so_far)::integer AS timesheets_missing,
		   k.unknown
	FROM   @hr@.hours_account('-infinity', timesheet_report.as_of) k
	JOIN   @hr@.timesheet t ON t.employee_id = k.employee_id AND t.post = k.post
		   AND t.month BETWEEN k.first_month AND (k.last_month + interval '1 month')::date - 1
	CROSS  JOIN LATERAL (
		SELECT bradford.if_between(t.hours_worked, 0, 744) AS hours_worked,
			   bradford.if_between(t.leave_taken, 0, 744) AS leave_taken) h
	CROSS  JOIN LATERAL (
		SELECT 1 + 12 * (extract(year FROM t.month) - extract(year FROM k.first_month))
			   + extract(month FROM t.month) - extract(month FROM k.first_month) AS months) m
	WHERE  t.month <= timesheet_report.as_of
	AND    bradford.require_known_day(timesheet_report.as_of)
	-- service area and manager are in the window, so that a condition on them reaches the tables
	WINDOW so_far AS (PARTITION BY t.employee_id, k.service_area, k.manager_id, t.post, k.first_day
					  ORDER BY t.month)) x;
END;
COMMENT ON FUNCTION @hr@.timesheet_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.timesheet_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.timesheet_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.timesheet_report IS
	'Timesheets of annualised-hours and term-time contracts: one row per contract and month, '
	'with lines a to j of the form after that month (PAY-15). The month in which a contract '
	'year begins belongs to that year as a whole (PAY-2). If somebody leaves in it before the '
	'year begins, it belongs to the year that ends.';
COMMENT ON COLUMN @hr@.timesheet_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.timesheet_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.timesheet_report.manager_id IS
	'Payroll number of the manager, who keeps the timesheets';
COMMENT ON COLUMN @hr@.timesheet_report.post IS 'Post';
COMMENT ON COLUMN @hr@.timesheet_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.timesheet_report.month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.timesheet_report.year_starts_on IS 'Start of the contract year (PAY-15)';
COMMENT ON COLUMN @hr@.timesheet_report.a IS
	'Line a: hours of the contract year, or of the part of it under contract';
COMMENT ON COLUMN @hr@.timesheet_report.b IS 'Line b: hours brought forward from earlier months';
COMMENT ON COLUMN @hr@.timesheet_report.c IS 'Line c: hours worked in this month';
COMMENT ON COLUMN @hr@.timesheet_report.d IS 'Line d: b + c';
COMMENT ON COLUMN @hr@.timesheet_report.e IS
	'Line e: hours remaining, a - d; negative if more were worked';
COMMENT ON COLUMN @hr@.timesheet_report.f IS
	'Line f: leave entitlement in hours, for the same time as line a';
COMMENT ON COLUMN @hr@.timesheet_report.g IS 'Line g: leave brought forward from earlier months';
COMMENT ON COLUMN @hr@.timesheet_report.h IS 'Line h: leave taken in this month';
COMMENT ON COLUMN @hr@.timesheet_report.i IS 'Line i: g + h';
COMMENT ON COLUMN @hr@.timesheet_report.j IS
	'Line j: leave remaining, f - i; negative if more was taken';
COMMENT ON COLUMN @hr@.timesheet_report.extra_hours IS
	'Hours outside the annual hours, paid in the month (PAY-6)';
COMMENT ON COLUMN @hr@.timesheet_report.date_of_leaving IS
	'Last day of the contract, on its final timesheet';
COMMENT ON COLUMN @hr@.timesheet_report.received_on IS 'Day on which the timesheet came in';
COMMENT ON COLUMN @hr@.timesheet_report.timesheets_missing IS
	'Months of the account up to this one whose hours are not known and are not in the lines';
COMMENT ON COLUMN @hr@.timesheet_report.unknown IS
	'What is not known of the terms; none: all is known';

ALTER FUNCTION @hr@.timesheet_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(30, 'report', 'annual_hours_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.annual_hours_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	year_starts_on date,
	first_day date,
	last_day date,
	annual_hours numeric,
	leave_hours numeric,
	bank_holiday_hours numeric,
	hours_worked numeric,
	leave_taken numeric,
	hours_left numeric,
	leave_left numeric,
	expected numeric,
	ahead numeric,
	weeks_left numeric,
	hours_a_week numeric,
	weekly_limits text,
	worth numeric,
	timesheets_missing integer,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT a.employee_id, a.service_area, a.manager_id, a.post, a.kind, a.year_starts_on, a.first_day,
	   a.last_day, trim_scale(round(a.annual_hours, 2)) AS annual_hours,
	   trim_scale(round(a.leave_hours, 2)) AS leave_hours,
	   trim_scale(b.hours) AS bank_holiday_hours, a.hours_worked, a.leave_taken,
	   trim_scale(round(h.hours_left, 2)) AS hours_left,
	   trim_scale(round(a.leave_hours - a.leave_taken, 2)) AS leave_left,
	   round(h.expected, 2) AS expected, round(a.hours_worked - h.expected, 2) AS ahead,
	   round(d.left_days / 7.0, 2) AS weeks_left, round(h.hours_a_week, 2) AS hours_a_week,
	   -- PAY-16
	   CASE WHEN h.hours_a_week > a.most_weekly_hours THEN 'above'
			WHEN h.hours_a_week < a.least_weekly_hours THEN 'below'
			WHEN h.hours_a_week IS NOT NULL
				 AND num_nonnulls(a.least_weekly_hours, a.most_weekly_hours) > 0
			THEN 'within' END AS weekly_limits,
	   CASE WHEN a.timesheets_missing = 0
			THEN round(h.hours_left * a.full_time_salary / a.full_time_annual_hours, 2)
	   END AS worth,
	   a.timesheets_missing, a.unknown
FROM   @hr@.hours_account(annual_hours_report.as_of, annual_hours_report.as_of) a
-- the days of working time in the account, and those that come after the timesheets
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(upper(r.days) - lower(r.days)), 0) AS all_days,
		   COALESCE(sum(greatest(0, upper(r.days) - greatest(lower(r.days), a.told_to))), 0)
				AS left_days
	FROM   unnest(a.working_time) AS r(days)) d
-- PAY-13: if calendars know the days
CROSS  JOIN LATERAL (
	SELECT sum(bradford.bank_holiday_hours(k.calendar, k.working_time * w.days, k.weekly_hours,
					k.full_time_hours, NULL, 0.01)) AS hours
	FROM  (SELECT daterange(a.first_day, a.last_day, '[]')::datemultirange AS days) w
	JOIN   @hr@.contract_terms() k ON k.employee_id = a.employee_id AND k.post = a.post
	WHERE  k.working_time && w.days AND k.weekly_hours <= k.full_time_hours
	AND    w.days <@ bradford.known_days()) b
-- PAY-3, PAY-5: paid hours that are leave are not worked
CROSS  JOIN LATERAL (SELECT a.annual_hours - a.leave_hours AS to_work) w
CROSS  JOIN LATERAL (
	SELECT w.to_work - a.hours_worked AS hours_left,
		   w.to_work * (d.all_days - d.left_days) / nullif(d.all_days, 0) AS expected,
		   (w.to_work - a.hours_worked) * 7 / nullif(d.left_days, 0) AS hours_a_week) h
WHERE  bradford.require_known_day(annual_hours_report.as_of);
END;
COMMENT ON FUNCTION @hr@.annual_hours_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.annual_hours_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.annual_hours_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.annual_hours_report IS
	'Hours left: one row per hours account that runs on the day. It shows where the contract '
	'year, or the part of it under contract, stands (PAY-2, PAY-3, PAY-5) and whether the hours '
	'left fit the weekly limits that were agreed (PAY-16).';
COMMENT ON COLUMN @hr@.annual_hours_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.annual_hours_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.annual_hours_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.annual_hours_report.post IS 'Post';
COMMENT ON COLUMN @hr@.annual_hours_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.annual_hours_report.year_starts_on IS
	'First day of the contract year, from the employee''s own start (PAY-2)';
COMMENT ON COLUMN @hr@.annual_hours_report.first_day IS
	'First day of the account: of the year, or of the employment if that is later';
COMMENT ON COLUMN @hr@.annual_hours_report.last_day IS
	'Last day of the account: of the year, or of these terms if their end is known';
COMMENT ON COLUMN @hr@.annual_hours_report.annual_hours IS
	'Hours paid in the account, leave and bank holidays included (PAY-3)';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_hours IS
	'Leave of the account in hours, bank holidays included';
COMMENT ON COLUMN @hr@.annual_hours_report.bank_holiday_hours IS
	'Bank holidays in working time, pro rata; part of leave_hours (PAY-13)';
COMMENT ON COLUMN @hr@.annual_hours_report.hours_worked IS 'Hours worked so far, by the timesheets';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_taken IS
	'Hours of leave taken so far, by the timesheets';
COMMENT ON COLUMN @hr@.annual_hours_report.hours_left IS
	'Still to be worked: annual_hours - leave_hours - hours_worked (PAY-5)';
COMMENT ON COLUMN @hr@.annual_hours_report.leave_left IS 'Leave still to be taken';
COMMENT ON COLUMN @hr@.annual_hours_report.expected IS
	'Hours due by the last timesheet if work is spread evenly over the working time';
COMMENT ON COLUMN @hr@.annual_hours_report.ahead IS 'hours_worked - expected; negative if behind';
COMMENT ON COLUMN @hr@.annual_hours_report.weeks_left IS
	'Weeks of working time after the last timesheet';
COMMENT ON COLUMN @hr@.annual_hours_report.hours_a_week IS 'hours_left spread over weeks_left';
COMMENT ON COLUMN @hr@.annual_hours_report.weekly_limits IS
	'within, below or above the hours a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.annual_hours_report.worth IS
	'hours_left at the substantive rate, in pounds: what is at stake if the year ended now '
	'(PAY-5); none if timesheets are missing';
COMMENT ON COLUMN @hr@.annual_hours_report.timesheets_missing IS
	'Past months of the account whose hours are not known';
COMMENT ON COLUMN @hr@.annual_hours_report.unknown IS
	'What is not known of the terms or the timesheets; none: all is known';

ALTER FUNCTION @hr@.annual_hours_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(31, 'report', 'pay_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.pay_report(month date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	post @hr@.contract.post%TYPE,
	first_day date,
	last_day date,
	kind @hr@.contract.kind%TYPE,
	pay_month date,
	annual_hours numeric,
	annual_salary numeric,
	hourly_rate numeric,
	days integer,
	of_days integer,
	salary numeric,
	extra_hours numeric,
	extra_pay numeric,
	total numeric,
	sick_days numeric,
	sick_hours numeric,
	sick_days_in_time_off numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT k.employee_id, k.service_area, k.post, k.first_day, k.last_day, k.kind,
	   m.first_day AS pay_month, trim_scale(round(k.annual_hours, 2)) AS annual_hours,
	   k.annual_salary, round(k.hourly_rate, 4) AS hourly_rate, p.days, p.of_days, f.salary,
	   x.extra_hours, x.extra_pay,
	   f.salary + CASE WHEN x.unknown IS NULL THEN COALESCE(x.extra_pay, 0) END AS total,
	   nullif(trim_scale(z.sick_days), 0) AS sick_days,
	   trim_scale(round(nullif(z.sick_days, 0) * k.weekly_hours
						/ nullif(z.days_per_week, 0), 2)) AS sick_hours,
	   nullif(trim_scale(z.sick_days_in_time_off), 0) AS sick_days_in_time_off,
	   nullif(concat_ws('; ', k.unknown, f.unknown, x.unknown), '') AS unknown
FROM  (
	SELECT date_trunc('month', d.day)::date AS first_day,
		   (date_trunc('month', d.day) + interval '1 month')::date - 1 AS last_day
	FROM  (SELECT CASE WHEN bradford.require_known_day(pay_report.month)
					   THEN pay_report.month END::timestamp AS day) d) m
CROSS  JOIN @hr@.contract_terms() k
-- the part of the month under these terms
CROSS  JOIN LATERAL (
	SELECT greatest(m.first_day, k.first_day) AS first_day,
		   least(m.last_day, k.last_day) AS last_day) d
-- PAY-4: a pay year begins with the month in which the contract year does. OFFSET 0 keeps the
-- values together, so that equal ones can be shared out once
CROSS  JOIN LATERAL (
	SELECT CASE WHEN k.unknown IS NULL THEN k.annual_salary END AS annual_salary,
		   bradford.contract_year(date_trunc('month', k.year_from::timestamp)::date, m.first_day)
				AS pay_year,
		   daterange(d.first_day, d.last_day, '[]') AS days,
		   -- every rule leaves a whole month whole
		   CASE WHEN d.first_day = m.first_day AND d.last_day = m.last_day THEN 'calendar days'
				ELSE k.part_months END AS part_months, k.part_calendar AS calendar
	-- as below, so that it comes before the rest whatever the planner does
	WHERE  d.first_day <= d.last_day
	OFFSET 0) y
LEFT   JOIN LATERAL bradford.pay_schedule(y.annual_salary, y.pay_year, y.days,
				part_months => y.part_months, calendar => y.calendar) p ON true
-- a person without agreed hours has no salary; all is paid as extra hours
CROSS  JOIN LATERAL (
	SELECT CASE WHEN k.kind = 'casual' AND k.unknown IS NULL THEN 0.00 ELSE p.amount END AS salary,
		   CASE WHEN y.part_months IS NULL THEN 'part of a month that its rule cannot count'
		   END AS unknown) f
-- PAY-6: if a month has two terms, the later ones take the timesheet
CROSS  JOIN LATERAL (
	SELECT t.extra_hours,
		   CASE WHEN k.unknown IS NULL AND t.unknown IS NULL
				THEN bradford.extra_hours_pay(t.extra_hours, k.full_time_salary,
											  k.full_time_annual_hours) END AS extra_pay,
		   t.unknown
	FROM  (
		SELECT nullif(max(h.hours), 0) AS extra_hours,
			   CASE WHEN count(*) > 1 THEN 'the timesheet is recorded twice'
					WHEN count(h.hours) < count(t.extra_hours) THEN 'impossible extra hours'
			   END AS unknown
		FROM   @hr@.timesheet t
		CROSS  JOIN LATERAL (SELECT bradford.if_between(t.extra_hours, -744, 744) AS hours) h
		WHERE  t.employee_id = k.employee_id AND t.post = k.post AND t.month = m.first_day
		AND    NOT EXISTS (
					SELECT FROM @hr@.contract o
					WHERE  o.employee_id = k.employee_id AND o.post = k.post
					AND    o.first_day > k.last_day AND o.first_day <= m.last_day
					AND   (o.last_day < o.first_day) IS NOT TRUE)) t) x
-- PAY-7: sickness in that part of the month, if calendars know it, whether it counts towards a
-- score or not
LEFT   JOIN LATERAL (
	SELECT range_agg(n.days) AS days, range_agg(n.half_days) - range_agg(n.days - n.half_days)
				AS half_days
	FROM   @hr@.absence_for_pay a
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN a.first_day < d.first_day THEN d.first_day
					WHEN a.first_day <= d.last_day
					THEN a.first_day + COALESCE(a.half_worked, false)::integer END AS first_day,
			   -- an absence left open ends with the employment that it began in
			   least(d.last_day, COALESCE(a.last_day, (
					SELECT min(upper(e.run)) - 1
					FROM   @hr@.working_pattern() w
					CROSS  JOIN LATERAL unnest(w.employed) AS e(run)
					WHERE  w.employee_id = a.employee_id
					AND    e.run @> a.first_day::date))) AS last_day
		OFFSET 0) b
	CROSS  JOIN LATERAL (
		SELECT v.days, COALESCE(a.half_days::datemultirange * v.days, '{}') AS half_days
		FROM  (SELECT datemultirange(daterange(b.first_day, b.last_day, '[]')) AS days
			   WHERE  b.first_day <= b.last_day) v) n
	WHERE  a.employee_id = k.employee_id
	AND    y.days <@ bradford.known_days()) s ON true
CROSS  JOIN LATERAL (
	SELECT bradford.working_days(s.days * k.working_time, k.calendar)
			- bradford.working_days(s.half_days * k.working_time, k.calendar) / 2.0 AS sick_days,
		   bradford.working_days(s.days - k.working_time, k.calendar)
			- bradford.working_days(s.half_days - k.working_time, k.calendar) / 2.0
				AS sick_days_in_time_off,
		   bradford.days_per_week(k.calendar, lower(s.days)) AS days_per_week) z
WHERE (k.first_day <= m.last_day OR k.first_day IS NULL)
AND    COALESCE(k.last_day, 'infinity') >= m.first_day;
END;
COMMENT ON FUNCTION @hr@.pay_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.pay_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.pay_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.pay_report IS
	'Pay of the month that holds the day: one row per person, post and first day of the terms, '
	'with a twelfth of the salary (PAY-4), extra hours at the substantive rate (PAY-6), and '
	'sickness in contracted time and in contracted time off (PAY-7).';
COMMENT ON COLUMN @hr@.pay_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.pay_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.pay_report.post IS 'Post';
COMMENT ON COLUMN @hr@.pay_report.first_day IS
	'First day of these terms; with employee_id and post it is the key of the line';
COMMENT ON COLUMN @hr@.pay_report.last_day IS 'Last day of these terms; none while they run';
COMMENT ON COLUMN @hr@.pay_report.kind IS
	'full-time, part-time, annualised hours, term-time, job share or casual';
COMMENT ON COLUMN @hr@.pay_report.pay_month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.pay_report.annual_hours IS 'Hours paid in a year';
COMMENT ON COLUMN @hr@.pay_report.annual_salary IS
	'Salary of a year, pro rata to the hours (PAY-1, PAY-14)';
COMMENT ON COLUMN @hr@.pay_report.hourly_rate IS 'Substantive hourly rate, to four places';
COMMENT ON COLUMN @hr@.pay_report.days IS
	'Days under these terms: calendar days of a whole month; for a part month, days as '
	'part_months of the contract counts them';
COMMENT ON COLUMN @hr@.pay_report.of_days IS
	'Days that this is divided by: those of the month, or 365 or 260 of the year';
COMMENT ON COLUMN @hr@.pay_report.salary IS
	'Salary of the month. Any twelve months in a row sum to that of the year, to the penny; a '
	'part month goes by part_months of the contract, rounded once (PAY-4)';
COMMENT ON COLUMN @hr@.pay_report.extra_hours IS
	'Hours outside the contract, from the timesheet; below 0 they correct an earlier month';
COMMENT ON COLUMN @hr@.pay_report.extra_pay IS
	'Pay for extra_hours, from the salary before any rounding (PAY-6, PAY-14)';
COMMENT ON COLUMN @hr@.pay_report.total IS 'salary + extra_pay';
COMMENT ON COLUMN @hr@.pay_report.sick_days IS
	'Working days of sickness in contracted time, the basis of sick pay; half days count one half '
	'(PAY-7)';
COMMENT ON COLUMN @hr@.pay_report.sick_hours IS
	'Hours of sick_days: a day has the weekly hours divided by the days worked a week';
COMMENT ON COLUMN @hr@.pay_report.sick_days_in_time_off IS
	'Working days of sickness in contracted time off, such as school holidays; there is no '
	'sick pay for them (PAY-7)';
COMMENT ON COLUMN @hr@.pay_report.unknown IS
	'Why salary or extra_pay is not known; none: they are known';

ALTER FUNCTION @hr@.pay_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(32, 'report', 'full_month', $hr_file$CREATE OR REPLACE VIEW @hr@.full_month WITH (security_invoker = true) AS
-- a single line for a month long ago, or for somebody who was paid early on leaving, does not mean
-- that everybody was paid for the month
SELECT f.month::date AS month, 2 * f.lines >= f.most AS is_full
FROM  (
	SELECT date_trunc('month', p.month::timestamp) AS month, count(*) AS lines,
		   max(count(*)) OVER () AS most
	FROM   @hr@.paid p
	-- calendars know no months before and after these
	WHERE  p.month >= lower(bradford.known_days()) AND p.month < upper(bradford.known_days())
	GROUP  BY 1) f;
COMMENT ON VIEW @hr@.full_month IS
	'The months for which something was paid, and whether everybody was paid: the month then '
	'has at least half as many lines as any other. It names nobody. pay_difference_report '
	'and retention_report read it.';
COMMENT ON COLUMN @hr@.full_month.month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.full_month.is_full IS
	'Everybody was paid: the month has at least half as many lines as any other';

-- the function reads the view, not the table: protect() lets the view read as its owner
CREATE OR REPLACE FUNCTION @hr@.full_month()
RETURNS TABLE (
	month date,
	is_full boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT f.month, f.is_full FROM @hr@.full_month f;
END;
COMMENT ON FUNCTION @hr@.full_month() IS 'The view of this name.';

ALTER FUNCTION @hr@.full_month() DEPENDS ON EXTENSION bradford;
$hr_file$),
(33, 'report', 'pay_difference_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.pay_difference_report(up_to date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	post @hr@.contract.post%TYPE,
	first_day date,
	pay_month date,
	salary_due numeric,
	salary_paid numeric,
	salary numeric,
	extra_pay_due numeric,
	extra_pay_paid numeric,
	extra_pay numeric,
	total numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.service_area, b.post, b.first_day, b.pay_month,
	   b.salary_due, b.salary_paid, b.salary_due - b.salary_paid AS salary,
	   b.extra_pay_due, b.extra_pay_paid, b.extra_pay_due - b.extra_pay_paid AS extra_pay,
	   b.salary_due - b.salary_paid + b.extra_pay_due - b.extra_pay_paid AS total, b.unknown
-- The months looked at for everybody: from that of the first full run to the latest month that is
-- over, or was paid in full.
FROM  (
	SELECT min(f.month) FILTER (WHERE f.is_full)::timestamp AS first_month,
		   greatest(o.last_month, max(f.month) FILTER (
				WHERE f.is_full AND f.month <= pay_difference_report.up_to)) AS last_month
	FROM  (
		SELECT date_trunc('month', (
						CASE WHEN bradford.require_known_day(pay_difference_report.up_to)
							 THEN pay_difference_report.up_to END + 1)::timestamp)
					- interval '1 month' AS last_month) o
	LEFT   JOIN @hr@.full_month f ON true
	GROUP  BY o.last_month) m
CROSS  JOIN (
	-- only people whose paid rows the reader sees: otherwise nothing would seem to be paid
	SELECT DISTINCT o.employee_id, o.service_area
	FROM   @hr@.employee o
	WHERE (SELECT bradford.may_hide_rows($table$@hr@.paid$table$::regclass)) IS NOT TRUE
	OR     EXISTS (SELECT FROM @hr@.paid p WHERE p.employee_id = o.employee_id)) e
-- a line whose first day changed is not paid anew and taken back: only post and month count
CROSS  JOIN LATERAL (
	SELECT l.post,
		   COALESCE(max(l.first_day) FILTER (WHERE l.is_due), max(l.first_day)) AS first_day,
		   l.pay_month,
		   CASE WHEN count(*) FILTER (WHERE l.is_due AND l.salary IS NULL) = 0
				THEN COALESCE(sum(l.salary) FILTER (WHERE l.is_due), 0) END AS salary_due,
		   CASE WHEN count(*) FILTER (WHERE NOT l.is_due AND l.salary IS NULL) = 0
				THEN COALESCE(sum(l.salary) FILTER (WHERE NOT l.is_due), 0) END AS salary_paid,
		   CASE WHEN count(*) FILTER (WHERE l.is_due AND l.extra_pay IS NULL) = 0
				THEN COALESCE(sum(l.extra_pay) FILTER (WHERE l.is_due), 0) END AS extra_pay_due,
		   CASE WHEN count(*) FILTER (WHERE NOT l.is_due AND l.extra_pay IS NULL) = 0
				THEN COALESCE(sum(l.extra_pay) FILTER (WHERE NOT l.is_due), 0)
				END AS extra_pay_paid,
		   string_agg(DISTINCT l.unknown, '; ') AS unknown
	FROM  (
		SELECT true AS is_due, r.post, r.first_day, r.pay_month, r.salary,
			   CASE WHEN r.unknown IS NULL THEN COALESCE(r.extra_pay, 0) ELSE r.extra_pay END
					AS extra_pay, r.unknown
		FROM  (
			SELECT s.month
			FROM   generate_series(m.first_month, m.last_month, interval '1 month') AS s(month)
			-- the same again, for the planner, which would expect a thousand months
			WHERE  s.month >= m.first_month AND s.month <= m.last_month
			UNION
			-- and each month that the person was paid for
			SELECT date_trunc('month', p.month::timestamp)
			FROM   @hr@.paid p
			WHERE  p.employee_id = e.employee_id
			AND    p.month >= lower(bradford.known_days())
			AND    p.month <= pay_difference_report.up_to) g
		CROSS  JOIN LATERAL @hr@.pay_report(g.month::date) r
		WHERE  r.employee_id = e.employee_id
		UNION  ALL
		SELECT false, p.post, p.first_day, date_trunc('month', p.month::timestamp)::date, n.salary,
			   n.extra_pay,
			   CASE WHEN n.salary IS NULL OR n.extra_pay IS NULL THEN 'impossible pay' END
		FROM   @hr@.paid p
		CROSS  JOIN LATERAL (
			SELECT bradford.if_between(p.salary, -1e9, 1e9) AS salary,
				   bradford.if_between(p.extra_pay, -1e9, 1e9) AS extra_pay) n
		WHERE  p.employee_id = e.employee_id
		AND    p.month >= lower(bradford.known_days())
		AND    p.month <= pay_difference_report.up_to) l
	GROUP  BY l.post, l.pay_month) b
WHERE  b.unknown IS NOT NULL
OR     b.salary_due <> b.salary_paid OR b.extra_pay_due <> b.extra_pay_paid;
END;
COMMENT ON FUNCTION @hr@.pay_difference_report(date) IS 'The view of this name, up to any day.';

CREATE OR REPLACE VIEW @hr@.pay_difference_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.pay_difference_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.pay_difference_report IS
	'Arrears and overpayments: what pay_report gives for each month by the records of today, '
	'less what was paid for it in all runs. One row per person, post and month if the two '
	'differ, from the month of the first full run on. A month is included once it is over, or '
	'was paid to most people or to this person.';
COMMENT ON COLUMN @hr@.pay_difference_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.pay_difference_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.pay_difference_report.post IS 'Post';
COMMENT ON COLUMN @hr@.pay_difference_report.first_day IS
	'First day of the latest terms of the month. With employee_id, post and pay_month it is the '
	'key under which the difference goes into paid';
COMMENT ON COLUMN @hr@.pay_difference_report.pay_month IS
	'Month that the pay is for, by its first day';
COMMENT ON COLUMN @hr@.pay_difference_report.salary_due IS
	'Salary of the month by the records of today; 0: not employed in the post';
COMMENT ON COLUMN @hr@.pay_difference_report.salary_paid IS 'Salary paid for the month so far';
COMMENT ON COLUMN @hr@.pay_difference_report.salary IS
	'salary_due - salary_paid: to be paid, or below 0 to be taken back';
COMMENT ON COLUMN @hr@.pay_difference_report.extra_pay_due IS
	'Pay for the extra hours of the month by the records of today (PAY-6)';
COMMENT ON COLUMN @hr@.pay_difference_report.extra_pay_paid IS
	'Pay for extra hours paid for the month so far';
COMMENT ON COLUMN @hr@.pay_difference_report.extra_pay IS 'extra_pay_due - extra_pay_paid';
COMMENT ON COLUMN @hr@.pay_difference_report.total IS 'salary + extra_pay';
COMMENT ON COLUMN @hr@.pay_difference_report.unknown IS
	'Why a figure is not known; none: all are known';

ALTER FUNCTION @hr@.pay_difference_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(34, 'report', 'settlement_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.settlement_report(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	event text,
	first_day date,
	ends_on date,
	year_starts_on date,
	hours_worked numeric,
	leave_taken numeric,
	leave_accrued numeric,
	hours_paid numeric,
	hours_difference numeric,
	amount numeric,
	owed_to_employee numeric,
	final_salary numeric,
	taken_from_final_salary numeric,
	final_pay numeric,
	left_to_reclaim numeric,
	timesheets_missing integer,
	unknown text,
	provisional boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT a.employee_id, a.service_area, a.manager_id, a.post, a.kind, a.ends AS event, a.first_day,
	   a.last_day AS ends_on, a.year_starts_on, a.hours_worked, a.leave_taken,
	   trim_scale(round(a.leave_hours, 2)) AS leave_accrued,
	   trim_scale(round(a.annual_hours, 2)) AS hours_paid,
	   trim_scale(round(s.hours_difference, 2)) AS hours_difference, s.amount,
	   s.owed_to_employee, f.salary AS final_salary, s.taken_from_final_salary,
	   CASE WHEN a.ends = 'leaving' THEN s.final_pay END AS final_pay, s.left_to_reclaim,
	   a.timesheets_missing, u.unknown, u.unknown IS NOT NULL AS provisional
FROM   @hr@.hours_account(settlement_report.from_day, settlement_report.to_day) a
-- PAY-8: the salary of a leaver's last month; at a year's end, or if other terms follow, there is
-- no final salary
CROSS  JOIN LATERAL (
	SELECT CASE WHEN a.ends = 'leaving' AND count(p.salary) = count(*) THEN sum(p.salary) END
				AS salary
	FROM   @hr@.pay_report(a.last_day) p
	WHERE  p.employee_id = a.employee_id AND p.post = a.post AND a.ends = 'leaving') f
CROSS  JOIN LATERAL (
	SELECT nullif(concat_ws('; ', a.unknown,
				CASE WHEN a.timesheets = 0 THEN 'no timesheets'
					 WHEN a.timesheets_missing > 0
					 THEN format('timesheets missing: %s', a.timesheets_missing) END,
				CASE WHEN a.ends = 'leaving' AND f.salary IS NULL AND a.unknown IS NULL
					 THEN 'final salary is not known' END), '') AS unknown) u
-- no amount if anything is unknown; leave taken counts as worked
LEFT   JOIN LATERAL bradford.settlement(
			a.hours_worked + a.leave_taken, a.annual_hours, a.full_time_salary,
			a.full_time_annual_hours, COALESCE(f.salary, 0), a.leave_hours - a.leave_taken) s
	ON u.unknown IS NULL
WHERE  a.last_day >= settlement_report.from_day AND a.last_day <= settlement_report.to_day
-- the first day may be long before the days that calendars know
AND    bradford.require_period(greatest(settlement_report.from_day, lower(bradford.known_days())),
				settlement_report.to_day);
END;
COMMENT ON FUNCTION @hr@.settlement_report(date, date) IS
	'Settlements of the accounts that ended from one day to another, both included, so a job that '
	'runs for each month gets each account once.';

CREATE OR REPLACE FUNCTION @hr@.settlement_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	post @hr@.contract.post%TYPE,
	kind @hr@.contract.kind%TYPE,
	event text,
	first_day date,
	ends_on date,
	year_starts_on date,
	hours_worked numeric,
	leave_taken numeric,
	leave_accrued numeric,
	hours_paid numeric,
	hours_difference numeric,
	amount numeric,
	owed_to_employee numeric,
	final_salary numeric,
	taken_from_final_salary numeric,
	final_pay numeric,
	left_to_reclaim numeric,
	timesheets_missing integer,
	unknown text,
	provisional boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id, s.service_area, s.manager_id, s.post, s.kind, s.event, s.first_day, s.ends_on,
	   s.year_starts_on, s.hours_worked, s.leave_taken, s.leave_accrued, s.hours_paid,
	   s.hours_difference, s.amount, s.owed_to_employee, s.final_salary,
	   s.taken_from_final_salary, s.final_pay, s.left_to_reclaim, s.timesheets_missing,
	   s.unknown, s.provisional OR s.ends_on > settlement_report.as_of AS provisional
-- at most a year back and ahead, on days that calendars know
FROM  (SELECT CASE WHEN bradford.require_known_day(settlement_report.as_of)
				   THEN settlement_report.as_of END AS day) d
CROSS  JOIN LATERAL @hr@.settlement_report(
			greatest((d.day - interval '1 year')::date + 1, lower(bradford.known_days())),
			least((d.day + interval '1 year')::date, upper(bradford.known_days()) - 1)) s
WHERE  s.ends_on <= settlement_report.as_of
OR     s.event <> 'year end' AND s.first_day <= settlement_report.as_of;
END;
COMMENT ON FUNCTION @hr@.settlement_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.settlement_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.settlement_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.settlement_report IS
	'Settlements of annualised-hours and term-time accounts that ended in the twelve months up to '
	'the day, and of those whose end by leaving or other terms is known: hours worked less hours '
	'paid (PAY-5, PAY-8). There is no amount if a timesheet or a term is not known.';
COMMENT ON COLUMN @hr@.settlement_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.settlement_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.settlement_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.settlement_report.post IS 'Post';
COMMENT ON COLUMN @hr@.settlement_report.kind IS 'annualised hours or term-time';
COMMENT ON COLUMN @hr@.settlement_report.event IS
	'leaving, year end, or other terms, which follow in the same post at once';
COMMENT ON COLUMN @hr@.settlement_report.first_day IS 'First day of the account';
COMMENT ON COLUMN @hr@.settlement_report.ends_on IS 'Last day of the account, which is settled';
COMMENT ON COLUMN @hr@.settlement_report.year_starts_on IS
	'First day of the contract year (PAY-2)';
COMMENT ON COLUMN @hr@.settlement_report.hours_worked IS
	'Hours worked in the year, by the timesheets';
COMMENT ON COLUMN @hr@.settlement_report.leave_taken IS
	'Hours of leave taken in the year, by the timesheets';
COMMENT ON COLUMN @hr@.settlement_report.leave_accrued IS
	'Leave of the account: for term-time terms by working time (PAY-9), otherwise by hours_paid';
COMMENT ON COLUMN @hr@.settlement_report.hours_paid IS
	'Hours that the equal monthly pay of the account has paid for (PAY-4)';
COMMENT ON COLUMN @hr@.settlement_report.hours_difference IS
	'hours_worked + leave_accrued - hours_paid; leave taken counts as worked';
COMMENT ON COLUMN @hr@.settlement_report.amount IS
	'hours_difference at the substantive rate of the last day; negative if more was paid than '
	'worked';
COMMENT ON COLUMN @hr@.settlement_report.owed_to_employee IS
	'Part of amount that is paid to the employee';
COMMENT ON COLUMN @hr@.settlement_report.final_salary IS
	'Salary of a leaver''s last month in the post, under all terms of that month';
COMMENT ON COLUMN @hr@.settlement_report.taken_from_final_salary IS
	'Part of final_salary that is kept back (PAY-8)';
COMMENT ON COLUMN @hr@.settlement_report.final_pay IS
	'What a leaver is paid: final_salary and the settlement';
COMMENT ON COLUMN @hr@.settlement_report.left_to_reclaim IS
	'What is left to reclaim, or at a year''s end to be made up in hours (PAY-5, PAY-8)';
COMMENT ON COLUMN @hr@.settlement_report.timesheets_missing IS
	'Months of the account whose hours are not known';
COMMENT ON COLUMN @hr@.settlement_report.unknown IS
	'What is not known, so that there is no amount; none: all is known';
COMMENT ON COLUMN @hr@.settlement_report.provisional IS
	'The figures may change: ends_on is still to come, or something is not known';

ALTER FUNCTION @hr@.settlement_report(date, date) DEPENDS ON EXTENSION bradford;
ALTER FUNCTION @hr@.settlement_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(35, 'report', 'flexi_day', $hr_file$CREATE OR REPLACE FUNCTION @hr@.flexi_day(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	scheme text,
	period daterange,
	first_day date,
	last_day date,
	opening interval,
	day date,
	worked tsmultirange,
	attended interval,
	cut_by_bandwidth interval,
	cut_by_lunch interval,
	cut_by_rounding interval,
	lunch_over interval,
	off text,
	credited_off interval,
	credited interval,
	standard interval,
	flexi_leave interval,
	core_missed interval,
	complete boolean,
	contracted boolean,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT w.employee_id, w.name, w.service_area, w.manager_id, k.scheme, p.period,
	   greatest(lower(p.period), lower(k.during)) AS first_day,
	   least(upper(p.period) - 1, m.last_day, m.until - 1) AS last_day,
	   CASE WHEN c.day = k.opens_on AND m.opens_well THEN m.opening END AS opening,
	   c.day, c.worked,
	   c.attended, c.cut_by_bandwidth, c.cut_by_lunch, c.cut_by_rounding, c.lunch_over,
	   nullif(concat_ws(', ',
			CASE WHEN NOT n.contracted THEN 'contracted time off' END,
			CASE WHEN c.day <@ k.holidays THEN 'bank holiday' END,
			CASE WHEN c.day <@ k.whole THEN 'absence' WHEN c.day <@ k.half THEN 'half absence' END,
			CASE v.leave WHEN 2 THEN 'leave' WHEN 1 THEN 'half leave' END,
			CASE WHEN c.day <@ k.flexi THEN 'flexi-leave'
				 WHEN c.day <@ k.half_flexi THEN 'half flexi-leave' END,
			CASE WHEN c.day <@ k.authorised THEN 'authorised absence'
				 WHEN c.day <@ k.half_authorised THEN 'half authorised absence' END), '') AS off,
	   f.credited_off, CASE WHEN u.unknown IS NULL THEN c.credited + f.credited_off END AS credited,
	   CASE WHEN o.complete THEN n.standard
			ELSE least(n.standard, c.credited + f.credited_off + l.flexi_leave) END AS standard,
	   l.flexi_leave,
	   -- FX-2: a day off is not counted, nor one that is not over; if half
	   -- a day was off, the other half counts
	   CASE WHEN u.unknown IS NULL
			THEN CASE WHEN n.standard = '0' OR c.day = flexi_day.as_of
						   OR v.credited + v.leave + v.other >= 2
					  THEN interval '0'
					  WHEN v.credited + v.leave + v.other = 1 THEN c.core_missed_half
					  ELSE c.core_missed END
	   END AS core_missed,
	   o.complete, n.contracted, u.unknown
FROM   @hr@.working_pattern() w
JOIN  (
	SELECT r.employee_id, COALESCE(r.scheme, '') AS scheme, r.first_day, r.last_day, r.opening,
		   -- days and months are not hours
		   COALESCE(r.opening >= '-9999:00' AND r.opening <= '9999:00'
					AND extract(day FROM r.opening) = 0
					AND extract(month FROM r.opening) = 0 AND extract(year FROM r.opening) = 0,
					r.opening IS NULL) AS opens_well,
		   -- if two rows overlap, the later one applies from its first day on
		   lead(r.first_day) OVER (PARTITION BY r.employee_id
								   ORDER BY r.first_day, r.last_day) AS until
	FROM   @hr@.flexi_member r
	WHERE  r.first_day <= COALESCE(r.last_day, 'infinity')) m ON m.employee_id = w.employee_id
-- what the days of a person are counted with, worked out once for all of them
CROSS  JOIN LATERAL (
	SELECT m.scheme::text AS scheme, d.during, d.opens_on, y.working_time, t.worked, t.bad, t.there,
		   h.holidays, a.whole, a.half, o.leave, o.half_annual, o.half_paid, o.flexi, o.half_flexi,
		   o.authorised, o.half_authorised
	FROM  (
		-- the opening balance waits for the employment
		SELECT r.during, lower(w.employed * datemultirange(r.during)) AS opens_on
		FROM  (
			SELECT CASE WHEN m.first_day <= flexi_day.as_of
							 AND m.first_day < COALESCE(m.until, 'infinity')
						THEN daterange(m.first_day,
									   least(m.last_day, m.until - 1, flexi_day.as_of), '[]')
							 * bradford.known_days()
						ELSE 'empty' END AS during
			OFFSET 0) r
		OFFSET 0) d
	CROSS  JOIN LATERAL (
		SELECT COALESCE(range_agg(CASE WHEN g.good THEN tsrange(c.clocked_in, c.clocked_out) END),
						'{}') AS worked,
			   -- somebody who came today and has not gone yet is still at work
			   COALESCE(bool_or(c.clocked_out IS NULL AND c.clocked_in >= flexi_day.as_of), false)
					AS there,
			   range_agg(CASE WHEN g.good IS NOT TRUE
								   AND (c.clocked_out IS NOT NULL
										OR c.clocked_in::date < flexi_day.as_of)
							  THEN daterange(c.clocked_in::date, c.clocked_in::date, '[]') END)
					AS bad
		FROM   @hr@.clock_entry c
		CROSS  JOIN LATERAL (
			SELECT c.clocked_out > c.clocked_in
				   AND c.clocked_out <= c.clocked_in + interval '24 hours' AS good
			OFFSET 0) g
		WHERE  c.employee_id = m.employee_id
		AND    c.clocked_in >= lower(d.during) AND c.clocked_in < upper(d.during)) t
	-- PAY-7: a term-time contract has no working time in the school
	-- holidays, unless another one has
	CROSS  JOIN LATERAL (
		SELECT range_agg(CASE WHEN c.kind = 'term-time' AND c.working_time IS NOT NULL
							  THEN c.working_time ELSE '{(,)}' END
						 * datemultirange(p.period)) AS working_time
		FROM   @hr@.contract c
		CROSS  JOIN LATERAL (
			SELECT daterange(c.first_day, least(c.last_day, upper(d.during)), '[]')
				   * d.during AS period) p
		WHERE  c.employee_id = m.employee_id AND c.first_day < upper(d.during)
		AND   (c.last_day >= greatest(c.first_day, lower(d.during)) OR c.last_day IS NULL)) y
	CROSS  JOIN LATERAL (
		SELECT range_agg(daterange(b.day, b.day, '[]')) AS holidays
		FROM   bradford.holidays(w.calendar, d.during) b) h
	-- sickness and the like, without its reason (PAY-7)
	CROSS  JOIN LATERAL (
		SELECT range_agg(CASE WHEN x.first_day <= x.last_day
							  THEN daterange(x.first_day, x.last_day, '[]') END)
					- COALESCE(range_agg(x.half), '{}') AS whole,
			   range_agg(x.half) AS half
		FROM  (
			SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day,
				   least(a.last_day, upper(d.during) - 1) AS last_day,
				   -- AB-1: the rest of a day that was half worked
				   COALESCE(a.half_days, '{}') * datemultirange(d.during)
				   + CASE WHEN a.half_worked
						  THEN datemultirange(daterange(a.first_day, a.first_day, '[]'))
						  ELSE '{}' END AS half
			FROM   @hr@.absence_for_pay a
			WHERE  a.employee_id = m.employee_id AND a.first_day >= lower(bradford.known_days())
			AND    a.first_day < upper(d.during)
			AND   (a.last_day >= greatest(a.first_day, lower(d.during)) OR a.last_day IS NULL)) x) a
	CROSS  JOIN LATERAL (
		SELECT range_agg(x.days) FILTER (
					WHERE  NOT x.half_day AND x.kind IN ('annual leave', 'paid leave')) AS leave,
			   range_agg(x.days) FILTER (
					WHERE  x.half_day AND x.kind = 'annual leave') AS half_annual,
			   range_agg(x.days) FILTER (WHERE x.half_day AND x.kind = 'paid leave') AS half_paid,
			   range_agg(x.days) FILTER (WHERE NOT x.half_day AND x.kind = 'flexi-leave') AS flexi,
			   range_agg(x.days) FILTER (WHERE x.half_day AND x.kind = 'flexi-leave') AS half_flexi,
			   range_agg(x.days) FILTER (
					WHERE  NOT x.half_day AND x.kind = 'authorised absence') AS authorised,
			   range_agg(x.days) FILTER (
					WHERE  x.half_day AND x.kind = 'authorised absence') AS half_authorised
		FROM  (
			SELECT o.kind::text AS kind, COALESCE(o.half_day, false) AS half_day,
				   CASE WHEN o.first_day <= o.last_day
						THEN daterange(o.first_day, least(o.last_day, upper(d.during)), '[]')
						END AS days
			FROM   @hr@.time_off o
			WHERE  o.employee_id = m.employee_id AND o.first_day < upper(d.during)
			AND    o.last_day >= lower(d.during)
			AND    o.kind IN ('annual leave', 'paid leave', 'flexi-leave',
							  'authorised absence')) x) o
	OFFSET 0) k
CROSS  JOIN LATERAL bradford.flexi_credit(k.worked, k.during, m.scheme) c
CROSS  JOIN LATERAL (SELECT bradford.flexi_period(c.day, m.scheme) AS period OFFSET 0) p
CROSS  JOIN LATERAL (
	-- the scheme says how long a day is; calendar and contract say whether it is worked
	SELECT y.contracted,
		   CASE WHEN y.contracted
					 AND (c.day <@ k.holidays OR bradford.is_working_day(c.day, w.calendar))
				THEN c.standard ELSE interval '0' END AS standard
	FROM  (SELECT c.day <@ k.working_time AS contracted) y
	OFFSET 0) n
CROSS  JOIN LATERAL (
	-- in halves of the day: half a day each of two kinds of leave make a whole one
	SELECT CASE WHEN c.day <@ k.leave THEN 2
				ELSE CASE WHEN c.day <@ k.half_annual THEN 1 ELSE 0 END
					 + CASE WHEN c.day <@ k.half_paid THEN 1 ELSE 0 END END AS leave,
		   CASE WHEN c.day <@ k.holidays OR c.day <@ k.whole THEN 2
				WHEN c.day <@ k.half THEN 1 ELSE 0 END AS credited,
		   CASE WHEN c.day <@ k.flexi OR c.day <@ k.authorised THEN 2
				ELSE CASE WHEN c.day <@ k.half_flexi THEN 1 ELSE 0 END
					 + CASE WHEN c.day <@ k.half_authorised THEN 1 ELSE 0 END END AS other) v
CROSS  JOIN LATERAL (
	-- leave, sickness and bank holidays are credited with the standard day, and only once
	SELECT CASE least(2, v.credited + v.leave)
			WHEN 2 THEN n.standard WHEN 1 THEN n.standard / 2
			ELSE interval '0' END AS credited_off) f
CROSS  JOIN LATERAL (
	-- FX-7: a day that is credited anyway takes no flexi-leave
	SELECT least(CASE WHEN c.day <@ k.flexi THEN n.standard
					  WHEN c.day <@ k.half_flexi THEN n.standard / 2
					  ELSE interval '0' END, n.standard - f.credited_off) AS flexi_leave) l
CROSS  JOIN LATERAL (
	-- the day of the report is complete if somebody came and went, or had no need to come
	SELECT c.day < flexi_day.as_of
		   OR NOT k.there AND (c.attended > '0'
							   OR f.credited_off + l.flexi_leave >= n.standard) AS complete) o
CROSS  JOIN LATERAL (
	SELECT CASE WHEN c.day <@ k.bad THEN 'when they went'
				WHEN NOT m.opens_well AND c.day = k.opens_on THEN 'opening balance'
				END AS unknown) u
WHERE  c.day <@ w.employed AND bradford.require_known_day(flexi_day.as_of);
END;
COMMENT ON FUNCTION @hr@.flexi_day(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.flexi_day WITH (security_invoker = true) AS
SELECT * FROM @hr@.flexi_day(CURRENT_DATE);
COMMENT ON VIEW @hr@.flexi_day IS
	'Flexi-time day by day: one row per person under a scheme and day of employment up to the day, '
	'with what is credited and why other time is not (FX-1 to FX-4). The reports on flexi-time '
	'read it.';
COMMENT ON COLUMN @hr@.flexi_day.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.flexi_day.name IS 'Name';
COMMENT ON COLUMN @hr@.flexi_day.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.flexi_day.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.flexi_day.scheme IS 'Scheme of the day';
COMMENT ON COLUMN @hr@.flexi_day.period IS
	'Accounting period of the scheme that holds the day (FX-5)';
COMMENT ON COLUMN @hr@.flexi_day.first_day IS
	'First day of the period, or the person''s first day under the scheme if later';
COMMENT ON COLUMN @hr@.flexi_day.last_day IS
	'Last day of the period, or the person''s last day under the scheme if earlier';
COMMENT ON COLUMN @hr@.flexi_day.opening IS
	'Opening balance, on the first day of employment under the scheme';
COMMENT ON COLUMN @hr@.flexi_day.day IS 'Day';
COMMENT ON COLUMN @hr@.flexi_day.worked IS 'Times at work, by the clock';
COMMENT ON COLUMN @hr@.flexi_day.attended IS 'Time at work; entries that overlap count once';
COMMENT ON COLUMN @hr@.flexi_day.cut_by_bandwidth IS 'Time outside the bandwidth (FX-1)';
COMMENT ON COLUMN @hr@.flexi_day.cut_by_lunch IS
	'Time cut because lunch was shorter than the least (FX-3)';
COMMENT ON COLUMN @hr@.flexi_day.cut_by_rounding IS
	'Time that the blocks take; below 0 if they add time (FX-4)';
COMMENT ON COLUMN @hr@.flexi_day.lunch_over IS
	'Time by which lunch was longer than the most, which needs agreement (FX-3)';
COMMENT ON COLUMN @hr@.flexi_day.off IS
	'Contracted time off, bank holiday, absence, leave and time off of the day';
COMMENT ON COLUMN @hr@.flexi_day.credited_off IS
	'Credited for bank holiday, absence and leave, at most the standard day';
COMMENT ON COLUMN @hr@.flexi_day.credited IS
	'Credited in all: attended less the three cuts, plus credited_off';
COMMENT ON COLUMN @hr@.flexi_day.standard IS
	'Standard day: 0 on a day that is not worked by the contract or its calendar (FX-5, PAY-7). '
	'On the day of the report, until it is complete, no more than credited and flexi_leave';
COMMENT ON COLUMN @hr@.flexi_day.flexi_leave IS
	'Flexi-leave taken, which credits nothing: at most what credited_off leaves of the day (FX-7)';
COMMENT ON COLUMN @hr@.flexi_day.core_missed IS
	'Core time missed on a working day without time off, or outside the half that was off (FX-2)';
COMMENT ON COLUMN @hr@.flexi_day.complete IS
	'The day is complete: false on the day of the report while somebody is at work, or is '
	'still to come';
COMMENT ON COLUMN @hr@.flexi_day.contracted IS
	'Working time of the contract; false: contracted time off, such as school holidays (PAY-7)';
COMMENT ON COLUMN @hr@.flexi_day.unknown IS
	'What is not known: when they went, or the opening balance; none: all is known';

ALTER FUNCTION @hr@.flexi_day(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(36, 'report', 'flexi_balance_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.flexi_balance_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	first_day date,
	last_day date,
	brought_forward interval,
	attended interval,
	cut_by_bandwidth interval,
	cut_by_lunch interval,
	cut_by_rounding interval,
	credited_off interval,
	credited interval,
	standard interval,
	balance interval,
	carried interval,
	taken interval,
	beyond interval,
	credit_cap interval,
	debit_cap interval,
	room interval,
	flexi_leave_taken interval,
	flexi_leave_left interval,
	days_core_missed integer,
	core_missed interval,
	days_long_lunch integer,
	state text,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT y.employee_id, y.name, y.service_area, y.manager_id, y.first_day, y.last_day,
	   (y.account).brought_forward, y.attended,
	   y.cut_by_bandwidth, y.cut_by_lunch, y.cut_by_rounding,
	   y.credited_off, y.credited, y.standard, (y.account).balance, (y.account).carried,
	   (y.account).taken, (y.account).beyond, t.credit_cap, t.debit_cap,
	   CASE WHEN l.room IS NOT NULL THEN greatest('0', l.room) END AS room,
	   y.flexi_leave AS flexi_leave_taken,
	   CASE WHEN l.leave IS NOT NULL THEN greatest('0', l.leave) END AS flexi_leave_left,
	   y.days_core_missed, y.core_missed, y.days_long_lunch,
	   -- inside a period the limits hold, at its end the caps
	   CASE WHEN CASE WHEN y.over THEN (y.account).taken > '0'
					  ELSE (y.account).balance > t.credit_limit END
			THEN 'over the credit limit'
			WHEN CASE WHEN y.over THEN (y.account).beyond > '0'
					  ELSE (y.account).balance < -t.debit_limit END
			THEN 'over the debit limit'
			WHEN (y.account).balance > t.credit_limit * 0.75 THEN 'near the credit limit'
			WHEN (y.account).balance < '0' THEN 'in debit' END AS state,
	   CASE WHEN (y.account).balance IS NULL THEN COALESCE(y.unknown, 'balance brought forward')
	   END AS unknown
FROM  (
	SELECT x.*,
		   bradford.flexi_balance(x.credited, x.standard, x.first_day, x.opening,
								  x.scheme::bradford.flexi_scheme)
				-- service area and manager are part of the window, so that a condition
				-- on them reaches the tables
				OVER (PARTITION BY x.employee_id, x.name, x.service_area, x.manager_id
					  ORDER BY x.first_day) AS account
	FROM  (
		SELECT d.employee_id, d.name, d.service_area, d.manager_id, d.scheme,
			   d.first_day, d.last_day, max(d.opening) AS opening, sum(d.attended) AS attended,
			   sum(d.cut_by_bandwidth) AS cut_by_bandwidth, sum(d.cut_by_lunch) AS cut_by_lunch,
			   sum(d.cut_by_rounding) AS cut_by_rounding, sum(d.credited_off) AS credited_off,
			   CASE WHEN count(d.unknown) = 0 THEN sum(d.credited) END AS credited,
			   d.last_day <= flexi_balance_report.as_of AND bool_and(d.complete) AS over,
			   -- a period that is not over, or not wholly the person's, counts by its standard days
			   CASE WHEN d.first_day = lower(d.period) AND d.last_day = upper(d.period) - 1
						 AND d.last_day <= flexi_balance_report.as_of AND bool_and(d.complete)
						 AND min(d.day) = d.first_day AND max(d.day) = d.last_day
						 AND bool_and(d.contracted)
					THEN COALESCE(
							(bradford.flexi_terms(d.scheme::bradford.flexi_scheme)).standard_hours,
							sum(d.standard))
					ELSE sum(d.standard) END AS standard,
			   sum(d.flexi_leave) AS flexi_leave,
			   count(*) FILTER (WHERE d.core_missed > '0')::integer AS days_core_missed,
			   sum(d.core_missed) AS core_missed,
			   count(*) FILTER (WHERE d.lunch_over > '0')::integer AS days_long_lunch,
			   min(d.unknown || ' on ' || d.day) AS unknown
		FROM   @hr@.flexi_day(flexi_balance_report.as_of) d
		GROUP  BY d.employee_id, d.name, d.service_area, d.manager_id, d.scheme, d.period,
			   d.first_day, d.last_day) x) y
CROSS  JOIN LATERAL bradford.flexi_terms(y.scheme::bradford.flexi_scheme) t
CROSS  JOIN LATERAL (
	SELECT t.credit_cap - (y.account).balance AS room,
		   -- FX-7: as far as the debit limit goes, or the credit, and the leave of the period
		   CASE WHEN (y.account).balance IS NOT NULL
				THEN least(t.leave - y.flexi_leave, (y.account).balance
						   + CASE WHEN t.leave_from_credit THEN interval '0' ELSE t.debit_limit END)
		   END AS leave) l
WHERE  bradford.require_known_day(flexi_balance_report.as_of);
END;
COMMENT ON FUNCTION @hr@.flexi_balance_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.flexi_balance_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.flexi_balance_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.flexi_balance_report IS
	'Balances of flexi-time: one row per person and accounting period up to the day, with what was '
	'carried, what the cap took, and how near the limits are (FX-5 to FX-7).';
COMMENT ON COLUMN @hr@.flexi_balance_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.flexi_balance_report.name IS 'Name';
COMMENT ON COLUMN @hr@.flexi_balance_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.flexi_balance_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.flexi_balance_report.first_day IS
	'First day of the accounting period, or the person''s first day under the scheme if later';
COMMENT ON COLUMN @hr@.flexi_balance_report.last_day IS
	'Last day of the accounting period, or the person''s last day under the scheme if earlier';
COMMENT ON COLUMN @hr@.flexi_balance_report.brought_forward IS
	'Balance brought forward into the period (FX-6)';
COMMENT ON COLUMN @hr@.flexi_balance_report.attended IS 'Time at work';
COMMENT ON COLUMN @hr@.flexi_balance_report.cut_by_bandwidth IS 'Time outside the bandwidth (FX-1)';
COMMENT ON COLUMN @hr@.flexi_balance_report.cut_by_lunch IS
	'Time cut because lunch was shorter than the least (FX-3)';
COMMENT ON COLUMN @hr@.flexi_balance_report.cut_by_rounding IS
	'Time that the blocks took; below 0 if they added time (FX-4)';
COMMENT ON COLUMN @hr@.flexi_balance_report.credited_off IS
	'Credited for bank holidays, absence and leave; the rest of the standard hours is to be worked';
COMMENT ON COLUMN @hr@.flexi_balance_report.credited IS
	'Credited in all; none if hours of a day are not known';
COMMENT ON COLUMN @hr@.flexi_balance_report.standard IS
	'Standard hours of the period. Standard days so far if the period is not over, is not wholly '
	'the person''s, or includes contracted time off (FX-5, PAY-7)';
COMMENT ON COLUMN @hr@.flexi_balance_report.balance IS
	'brought_forward + credited - standard, before the cap (FX-6)';
COMMENT ON COLUMN @hr@.flexi_balance_report.carried IS
	'What is carried into the next period if this one ends with this balance';
COMMENT ON COLUMN @hr@.flexi_balance_report.taken IS 'Credit above the cap, which the cap takes';
COMMENT ON COLUMN @hr@.flexi_balance_report.beyond IS
	'Debit below the cap: carried all the same, unless the scheme cuts it';
COMMENT ON COLUMN @hr@.flexi_balance_report.credit_cap IS
	'Most credit that is carried; none: no limit';
COMMENT ON COLUMN @hr@.flexi_balance_report.debit_cap IS
	'Most debit that is carried; none: no limit';
COMMENT ON COLUMN @hr@.flexi_balance_report.room IS
	'Credit that can still be gained below the cap; none: no limit';
COMMENT ON COLUMN @hr@.flexi_balance_report.flexi_leave_taken IS 'Flexi-leave in the period (FX-7)';
COMMENT ON COLUMN @hr@.flexi_balance_report.flexi_leave_left IS
	'Flexi-leave that can still be taken before the debit limit, or within the credit and the '
	'leave of a period, as the scheme says; none: no limit';
COMMENT ON COLUMN @hr@.flexi_balance_report.days_core_missed IS
	'Days on which core time was missed without time off (FX-2)';
COMMENT ON COLUMN @hr@.flexi_balance_report.core_missed IS 'Core time missed on these days';
COMMENT ON COLUMN @hr@.flexi_balance_report.days_long_lunch IS
	'Days with a longer lunch than the scheme allows without agreement (FX-3)';
COMMENT ON COLUMN @hr@.flexi_balance_report.state IS
	'over the credit limit, over the debit limit (once the period is over: the caps), near the '
	'credit limit (above three quarters of it), or in debit';
COMMENT ON COLUMN @hr@.flexi_balance_report.unknown IS
	'Why there is no balance; none: it is known';

ALTER FUNCTION @hr@.flexi_balance_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(37, 'report', 'flexi_sheet_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.flexi_sheet_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	first_day date,
	last_day date,
	line text,
	day date,
	times text,
	attended interval,
	cut_by_bandwidth interval,
	cut_by_lunch interval,
	cut_by_rounding interval,
	off text,
	credited_off interval,
	credited interval,
	standard interval,
	difference interval,
	brought_forward interval,
	balance interval,
	carried interval,
	taken interval,
	beyond interval,
	core_missed interval,
	lunch_over interval,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT b.employee_id, b.name, b.service_area, b.manager_id, b.first_day, b.last_day,
	   x.line, x.day, x.times, x.attended, x.cut_by_bandwidth, x.cut_by_lunch, x.cut_by_rounding,
	   x.off, x.credited_off, x.credited, x.standard, x.credited - x.standard AS difference,
	   x.brought_forward, x.balance, x.carried, x.taken, x.beyond, x.core_missed, x.lunch_over,
	   x.unknown
FROM   @hr@.flexi_balance_report(flexi_sheet_report.as_of) b
CROSS  JOIN LATERAL (
	-- each day by itself, and each week, which is signed by itself (7.5.3)
	SELECT CASE WHEN grouping(s.day) = 0 THEN 'day' ELSE 'week' END AS line, max(s.day) AS day,
		   CASE WHEN grouping(s.day) = 0 THEN min(s.times) END AS times,
		   sum(s.attended) AS attended,
		   sum(s.cut_by_bandwidth) AS cut_by_bandwidth, sum(s.cut_by_lunch) AS cut_by_lunch,
		   sum(s.cut_by_rounding) AS cut_by_rounding,
		   CASE WHEN grouping(s.day) = 0 THEN min(s.off) END AS off,
		   sum(s.credited_off) AS credited_off,
		   CASE WHEN count(s.unknown) = 0 THEN sum(s.credited) END AS credited,
		   sum(s.standard) AS standard, NULL::interval AS brought_forward,
		   (array_agg(s.balance ORDER BY s.day DESC))[1] AS balance,
		   NULL::interval AS carried, NULL::interval AS taken, NULL::interval AS beyond,
		   sum(s.core_missed) AS core_missed,
		   CASE WHEN grouping(s.day) = 0 THEN sum(s.lunch_over) END AS lunch_over,
		   CASE WHEN grouping(s.day) = 0 THEN min(s.unknown) ELSE min(s.unknown || ' on ' || s.day)
		   END AS unknown
	FROM  (
		SELECT d.day, d.day - extract(isodow FROM d.day)::integer AS week, (
					SELECT string_agg(to_char(lower(r.time), 'HH24:MI-') || CASE
								WHEN upper(r.time) = d.day + 1 THEN '24:00'
								ELSE to_char(upper(r.time), 'HH24:MI') END,
								', ' ORDER BY r.time)
					FROM   unnest(d.worked) AS r(time)) AS times,
			   d.attended, d.cut_by_bandwidth, d.cut_by_lunch, d.cut_by_rounding, d.off,
			   d.credited_off, d.credited, d.standard,
			   CASE WHEN count(d.unknown) OVER so_far = 0
					THEN b.brought_forward + sum(d.credited - d.standard) OVER so_far
					END AS balance,
			   d.core_missed, d.lunch_over, d.unknown
		FROM   @hr@.flexi_day(flexi_sheet_report.as_of) d
		WHERE  d.employee_id = b.employee_id AND d.first_day = b.first_day
		AND    d.service_area IS NOT DISTINCT FROM b.service_area
		AND    d.manager_id IS NOT DISTINCT FROM b.manager_id AND d.name IS NOT DISTINCT FROM b.name
		WINDOW so_far AS (ORDER BY d.day)) s
	GROUP  BY GROUPING SETS ((s.week, s.day), (s.week))
	UNION  ALL
	SELECT 'period', NULL AS day, NULL AS times, b.attended, b.cut_by_bandwidth, b.cut_by_lunch,
		   b.cut_by_rounding, NULL AS off, b.credited_off, b.credited, b.standard,
		   b.brought_forward, b.balance, b.carried, b.taken, b.beyond, b.core_missed,
		   NULL AS lunch_over, b.unknown) x
WHERE  b.last_day >= flexi_sheet_report.as_of
AND    bradford.require_known_day(flexi_sheet_report.as_of);
END;
COMMENT ON FUNCTION @hr@.flexi_sheet_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.flexi_sheet_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.flexi_sheet_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.flexi_sheet_report IS
	'The flexi-time sheet (004, Appendix 2): one row per person and day of the accounting period '
	'that holds the day, one for each week, and a last one for the period with its foot.';
COMMENT ON COLUMN @hr@.flexi_sheet_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.flexi_sheet_report.name IS 'Name';
COMMENT ON COLUMN @hr@.flexi_sheet_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.flexi_sheet_report.first_day IS 'First day of the period';
COMMENT ON COLUMN @hr@.flexi_sheet_report.last_day IS 'Last day of the period';
COMMENT ON COLUMN @hr@.flexi_sheet_report.line IS
	'day, week (the total of a week), or period (the foot of the sheet)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.day IS
	'Day; for a week, its last day on the sheet; none at the foot';
COMMENT ON COLUMN @hr@.flexi_sheet_report.times IS
	'When they came and went, such as 08:15-12:45, 13:30-17:10';
COMMENT ON COLUMN @hr@.flexi_sheet_report.attended IS 'Time at work';
COMMENT ON COLUMN @hr@.flexi_sheet_report.cut_by_bandwidth IS 'Time outside the bandwidth (FX-1)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.cut_by_lunch IS
	'Time cut because lunch was shorter than the least (FX-3)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.cut_by_rounding IS
	'Time that the blocks take; below 0 if they add time (FX-4)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.off IS
	'Contracted time off, bank holiday, absence, leave and time off of the day';
COMMENT ON COLUMN @hr@.flexi_sheet_report.credited_off IS
	'Credited for bank holiday, absence and leave';
COMMENT ON COLUMN @hr@.flexi_sheet_report.credited IS
	'Credited in all: attended less the three cuts, plus credited_off; at the foot the total hours '
	'for the period';
COMMENT ON COLUMN @hr@.flexi_sheet_report.standard IS
	'Standard day; at the foot the standard hours of the period, or of the days so far (FX-5)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.difference IS 'credited - standard';
COMMENT ON COLUMN @hr@.flexi_sheet_report.brought_forward IS
	'At the foot: balance brought forward (FX-6)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.balance IS
	'Running balance after the day or week; at the foot brought_forward + difference';
COMMENT ON COLUMN @hr@.flexi_sheet_report.carried IS
	'At the foot: balance to carry forward, within the cap (FX-6)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.taken IS 'At the foot: credit that the cap takes';
COMMENT ON COLUMN @hr@.flexi_sheet_report.beyond IS 'At the foot: debit below the cap';
COMMENT ON COLUMN @hr@.flexi_sheet_report.core_missed IS 'Core time missed without time off (FX-2)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.lunch_over IS
	'Time by which lunch was longer than the most (FX-3)';
COMMENT ON COLUMN @hr@.flexi_sheet_report.unknown IS 'What is not known; none: all is known';

ALTER FUNCTION @hr@.flexi_sheet_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(38, 'report', 'working_time_person', $hr_file$CREATE OR REPLACE FUNCTION @hr@.working_time_person(from_day date, to_day date, as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	during daterange,
	worked tstzmultirange,
	no_breaks tstzmultirange,
	break_due tstzmultirange,
	excluded datemultirange,
	employed_from date,
	born date,
	opted_out_days datemultirange,
	opted_out boolean,
	reference_weeks integer,
	weekly_rest_by text,
	night_worker boolean,
	night_absolute boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT w.employee_id, w.name, w.service_area, w.manager_id, d.during,
	   k.worked, k.no_breaks, k.break_due, k.excluded, d.employed_from, k.born, k.opted_out_days,
	   t.opted_out, t.reference_weeks,
	   -- fortnights are counted from the start of the employment
	   CASE WHEN d.employed_from IS NOT NULL AND t.weekly_rest_by = 'fortnight'
			THEN 'fortnight' ELSE 'week' END AS weekly_rest_by,
	   t.night_worker, t.night_absolute
FROM   @hr@.working_pattern() w
-- what the hours of a person are counted with, worked out once for all of them
CROSS  JOIN LATERAL (
	SELECT p.during, m.under_terms, m.opted_out_days, m.born, s.worked, s.no_breaks, s.break_due,
		   x.excluded
	FROM  (
		SELECT d.during, d.known_from,
			   tstzrange(d.known_from::timestamp AT TIME ZONE 'Europe/London', d.known_until)
					AS known
		FROM  (
			-- the year of records before the period that the longest reference period may need
			SELECT CASE WHEN r.good THEN daterange(working_time_person.from_day,
												   working_time_person.to_day, '[]') END AS during,
				   CASE WHEN r.good THEN working_time_person.from_day - 400 END AS known_from,
				   CASE WHEN r.good THEN greatest(working_time_person.from_day - 400,
												  working_time_person.as_of + 1)::timestamp
										 AT TIME ZONE 'Europe/London' END AS known_until
			FROM  (SELECT bradford.require_period(working_time_person.from_day,
												  working_time_person.to_day)
						  AND bradford.require_known_day(working_time_person.as_of) AS good) r) d
		OFFSET 0) p
	CROSS  JOIN LATERAL (
		SELECT COALESCE(range_agg(d.days), '{}') AS under_terms,
			   COALESCE(range_agg(d.days) FILTER (WHERE r.opted_out), '{}') AS opted_out_days,
			   min(r.born) FILTER (WHERE r.born >= lower(bradford.possible_days())
								 AND r.born < upper(bradford.possible_days())) AS born
		FROM   @hr@.working_time_terms r
		CROSS  JOIN LATERAL (
			SELECT daterange(r.first_day, CASE WHEN r.last_day < upper(bradford.possible_days())
											   THEN r.last_day END, '[]') AS days) d
		WHERE  r.employee_id = w.employee_id AND r.first_day >= lower(bradford.possible_days())
		AND    r.first_day < upper(bradford.possible_days())
		AND   (r.last_day < r.first_day) IS NOT TRUE) m
	CROSS  JOIN LATERAL (
		SELECT range_agg((multirange(g.during) - COALESCE(g.breaks, '{}')) * multirange(p.known))
					AS worked,
			   COALESCE(range_agg(g.during) FILTER (WHERE g.breaks IS NULL), '{}') AS no_breaks,
			   -- ... of them those with a break by law (regulation 12): over 6
			   -- hours, under 18 over 4:30
			   COALESCE(range_agg(g.during) FILTER (
					WHERE  g.breaks IS NULL AND upper(g.during) - lower(g.during) > CASE
							WHEN extract(year FROM age(
									(lower(g.during) AT TIME ZONE 'Europe/London')::date::timestamp,
									m.born::timestamp)) < 18
							THEN interval '4:30' ELSE '6:00' END), '{}') AS break_due,
			   COALESCE(range_agg(daterange(
							(lower(g.during) AT TIME ZONE 'Europe/London')::date,
							(upper(g.during) AT TIME ZONE 'Europe/London')::date, '[]')),
						'{}') AS days
		FROM   @hr@.shift g
		WHERE  g.employee_id = w.employee_id AND g.during && p.known
		AND    lower_inc(g.during) AND NOT upper_inc(g.during)
		AND    lower(g.during) >= lower(bradford.possible_days())
		AND    upper(g.during) < upper(bradford.possible_days())) s
	-- regulation 4(7): working days of sickness and annual leave on which nothing was worked
	CROSS  JOIN LATERAL (
		SELECT COALESCE(range_agg(daterange(o.day, o.day, '[]')), '{}') AS excluded
		FROM  (
			SELECT a.first_day + COALESCE(a.half_worked, false)::integer AS first_day, a.last_day,
				   a.half_days
			FROM   @hr@.absence_for_pay a
			WHERE  a.employee_id = w.employee_id AND a.first_day <= working_time_person.to_day
			AND   (a.last_day >= p.known_from OR a.last_day IS NULL)
			UNION  ALL
			SELECT f.first_day, f.last_day, NULL AS half_days
			FROM   @hr@.time_off f
			WHERE  f.employee_id = w.employee_id AND f.kind = 'annual leave'
			AND    f.half_day IS NOT TRUE
			AND    f.first_day <= working_time_person.to_day AND f.last_day >= p.known_from) a
		CROSS  JOIN LATERAL (
			SELECT greatest(a.first_day, p.known_from, lower(bradford.known_days())) AS first_day,
				   least(a.last_day, working_time_person.to_day) AS last_day
			OFFSET 0) c
		CROSS  JOIN LATERAL (
			SELECT c.first_day + n.n AS day
			FROM   generate_series(0, c.last_day - c.first_day) AS n(n)
			OFFSET 0) o
		WHERE  bradford.is_working_day(o.day, w.calendar) AND NOT o.day <@ s.days
		AND   (o.day <@ a.half_days) IS NOT TRUE) x
	OFFSET 0) k
-- the stretches under the same terms, also those without terms
CROSS  JOIN LATERAL (
	SELECT multirange(daterange(r.first_day, CASE WHEN r.last_day < upper(bradford.possible_days())
												  THEN r.last_day END, '[]')
					  -- if two rows overlap, the later one applies from its first day on
					  * daterange(NULL, lead(r.first_day) OVER (ORDER BY r.first_day, r.last_day)))
				AS during,
		   COALESCE(r.opted_out, false) AS opted_out, r.night_worker,
		   COALESCE(r.night_absolute, false) AS night_absolute, r.weekly_rest_by,
		   CASE WHEN r.reference_weeks >= 1 AND r.reference_weeks <= 52
				THEN r.reference_weeks ELSE 17 END AS reference_weeks
	FROM   @hr@.working_time_terms r
	WHERE  r.employee_id = w.employee_id AND r.first_day >= lower(bradford.possible_days())
	AND    r.first_day < upper(bradford.possible_days()) AND (r.last_day < r.first_day) IS NOT TRUE
	UNION  ALL
	SELECT '{(,)}' - k.under_terms AS during, false AS opted_out, NULL AS night_worker,
		   false AS night_absolute, 'week' AS weekly_rest_by, 17 AS reference_weeks) t
-- ... and in one employment
CROSS  JOIN LATERAL (
	SELECT d.during,
		   least(CASE WHEN lower(e.employed) <@ bradford.possible_days() THEN lower(e.employed) END,
				 w.service_from) AS employed_from
	FROM   unnest(COALESCE(w.employed, '{(,)}')) AS e(employed)
	CROSS  JOIN LATERAL unnest(t.during * multirange(k.during * e.employed)) AS d(during)) d
WHERE  bradford.require_period(working_time_person.from_day, working_time_person.to_day)
AND    bradford.require_known_day(working_time_person.as_of);
END;
COMMENT ON FUNCTION @hr@.working_time_person(date, date, date) IS
	'The data for the rules of the Working Time Regulations in a period (PAY-16): one row per '
	'person and stretch under the same terms in one employment, with the shifts from 400 days '
	'before up to the end of the day given.';

ALTER FUNCTION @hr@.working_time_person(date, date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(39, 'report', 'working_time_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.working_time_report(from_day date, to_day date, as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	rule text,
	first_day date,
	last_day date,
	began timestamp,
	ended timestamp,
	value interval,
	allowed interval,
	off_by interval,
	final boolean,
	hours interval,
	reference_first_day date,
	reference_last_day date,
	later_hours interval,
	excluded_days integer,
	later_days integer,
	divided_by integer,
	night_weeks integer,
	opted_out boolean,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT w.employee_id, w.name, w.service_area, w.manager_id, b.rule,
	   l.began::date AS first_day, (l.ended - interval '1 microsecond')::date AS last_day,
	   l.began, l.ended, b.value, b.allowed, b.off_by,
	   b.final AND u.unknown IS NULL AS final, b.hours,
	   lower(b.reference) AS reference_first_day, upper(b.reference) - 1 AS reference_last_day,
	   b.later_hours, b.excluded_days, b.later_days, b.divided_by, b.night_weeks, w.opted_out,
	   u.unknown
FROM   @hr@.working_time_person(working_time_report.from_day, working_time_report.to_day,
								working_time_report.as_of) w
CROSS  JOIN LATERAL bradford.working_time_breaches(w.worked, w.during, w.excluded, w.opted_out_days,
	w.born, w.employed_from,
	as_of => CASE WHEN bradford.require_known_day(working_time_report.as_of)
				  THEN (working_time_report.as_of + 1)::timestamp AT TIME ZONE 'Europe/London' END,
	reference_weeks => w.reference_weeks, weekly_rest_by => w.weekly_rest_by,
	night_worker => w.night_worker, night_absolute => w.night_absolute) b
CROSS  JOIN LATERAL (
	SELECT lower(b.breach) AT TIME ZONE 'Europe/London' AS began,
		   -- a run of averages ends with the terms, or with the employment, if these are over
		   CASE WHEN upper_inf(b.breach)
					 AND upper(w.during)
						 <= least(working_time_report.to_day, working_time_report.as_of + 1)
				THEN upper(w.during)
				ELSE upper(b.breach) AT TIME ZONE 'Europe/London' END AS ended) l
-- A break that nobody recorded may have been taken, and then there are fewer hours. For averages,
-- this concerns all reference periods in the run, and the later days that replace excluded ones.
CROSS  JOIN LATERAL (
	SELECT CASE WHEN b.reference IS NOT NULL THEN daterange(
				greatest(l.began::date - 7 * w.reference_weeks + 1, w.employed_from),
				greatest(upper(b.reference), COALESCE(l.ended::date, upper(w.during)),
						 (SELECT max(d.day) + 1
						  FROM  (
								SELECT n.day
								FROM   generate_series(
											0, working_time_report.as_of - upper(b.reference))
										AS o(n)
								CROSS  JOIN LATERAL (SELECT upper(b.reference) + o.n AS day) n
								WHERE  w.worked && tstzrange(
											n.day::timestamp AT TIME ZONE 'Europe/London',
											(n.day + 1)::timestamp AT TIME ZONE 'Europe/London')
								AND    NOT n.day <@ w.opted_out_days
								ORDER  BY n.day
								LIMIT  COALESCE(b.later_days, 0)) d))) END AS days) c
CROSS  JOIN LATERAL (
	SELECT CASE WHEN CASE WHEN b.rule = 'break' THEN w.no_breaks && b.breach
						  WHEN c.days IS NOT NULL
						  THEN w.break_due && tstzrange(
									lower(c.days)::timestamp AT TIME ZONE 'Europe/London',
									upper(c.days)::timestamp AT TIME ZONE 'Europe/London')
						  WHEN b.rule NOT LIKE '%rest' THEN w.break_due && b.breach END
				THEN 'breaks are not recorded' END AS unknown) u
-- people without a shift are left out
WHERE  w.worked IS NOT NULL
AND    bradford.require_period(working_time_report.from_day, working_time_report.to_day)
AND    bradford.require_known_day(working_time_report.as_of);
END;
COMMENT ON FUNCTION @hr@.working_time_report(date, date, date) IS
	'The view of this name, for breaches that began from one day to another, by the '
	'shifts up to the end of a third day.';

CREATE OR REPLACE VIEW @hr@.working_time_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.working_time_report(CURRENT_DATE - 27, CURRENT_DATE, CURRENT_DATE);
COMMENT ON VIEW @hr@.working_time_report IS
	'Breaches of the Working Time Regulations in the last 28 days: one row per person and breach, '
	'with its workings (PAY-16). All hours are elapsed hours, also when the clocks change.';
COMMENT ON COLUMN @hr@.working_time_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.working_time_report.name IS 'Name';
COMMENT ON COLUMN @hr@.working_time_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.working_time_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.working_time_report.rule IS
	'weekly average, night average, night hours, daily rest, weekly rest, fortnightly rest, break, '
	'or under 18: daily hours, weekly hours, night work';
COMMENT ON COLUMN @hr@.working_time_report.first_day IS
	'First day; for an average, the first day on which it was over the limit';
COMMENT ON COLUMN @hr@.working_time_report.last_day IS
	'Last day; for an average, the last day under these terms on which it was over '
	'the limit, none while it still is';
COMMENT ON COLUMN @hr@.working_time_report.began IS
	'When the 24 hours, the day''s work, the week or the run of averages began, by the clock';
COMMENT ON COLUMN @hr@.working_time_report.ended IS
	'When it ended, by the clock; none while it goes on';
COMMENT ON COLUMN @hr@.working_time_report.value IS
	'Hours worked, or rest taken, in elapsed hours; for averages, the highest of the run';
COMMENT ON COLUMN @hr@.working_time_report.allowed IS 'Most hours, or least rest, by the law';
COMMENT ON COLUMN @hr@.working_time_report.off_by IS 'Too many hours, or too little rest';
COMMENT ON COLUMN @hr@.working_time_report.final IS
	'false: later records can still change the row, or something is not known';
COMMENT ON COLUMN @hr@.working_time_report.hours IS
	'Elapsed hours worked in the 24 hours, the day''s work, or the reference period (A)';
COMMENT ON COLUMN @hr@.working_time_report.reference_first_day IS
	'First day of the reference period with the highest average';
COMMENT ON COLUMN @hr@.working_time_report.reference_last_day IS 'Last day of it';
COMMENT ON COLUMN @hr@.working_time_report.later_hours IS
	'Hours of the later days worked that replace the excluded ones (B)';
COMMENT ON COLUMN @hr@.working_time_report.excluded_days IS
	'Working days of sickness and annual leave in the reference period, and days worked under an '
	'opt-out';
COMMENT ON COLUMN @hr@.working_time_report.later_days IS
	'Later days worked, by the shifts; if they are fewer than the excluded ones, the '
	'average is provisional';
COMMENT ON COLUMN @hr@.working_time_report.divided_by IS
	'Weeks of the reference period (C); for a night average, days less one a week';
COMMENT ON COLUMN @hr@.working_time_report.night_weeks IS
	'For a night average: weeks of the reference period with night work';
COMMENT ON COLUMN @hr@.working_time_report.opted_out IS
	'An opt-out from the 48 hours is in force; it does not affect the other rules';
COMMENT ON COLUMN @hr@.working_time_report.unknown IS
	'What is not known: whether there was a break, and so the hours too; none: all is known';

ALTER FUNCTION @hr@.working_time_report(date, date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(40, 'report', 'office_day', $hr_file$CREATE OR REPLACE FUNCTION @hr@.office_day(as_of date, days integer DEFAULT 28)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	office text,
	workstyle text,
	day date,
	works boolean,
	off text,
	in_office boolean,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, h.office, h.workstyle, d.day,
	   w.works, o.off,
	   CASE WHEN NOT w.works OR o.off IS NOT NULL THEN false ELSE p.office_day END AS in_office,
	   CASE WHEN w.works AND o.off IS NULL AND p.office_day IS NULL
			THEN 'office days' END AS unknown
FROM   @hr@.employee e
JOIN  (
	SELECT h.employee_id, h.first_day, h.last_day, h.office::text AS office,
		   h.workstyle::text AS workstyle, h.pattern::text AS pattern,
		   h.office_days::bradford.calendar AS office_days,
		   -- if two rows overlap, the later one applies from its first day on
		   lead(h.first_day) OVER (PARTITION BY h.employee_id
								   ORDER BY h.first_day, h.last_day) AS until
	FROM   @hr@.homework h
	WHERE  h.first_day <= COALESCE(h.last_day, 'infinity')
	AND    h.first_day < upper(bradford.known_days())) h ON h.employee_id = e.employee_id
-- what decides about the days of a person, worked out once for all of them
CROSS  JOIN LATERAL (
	SELECT g.first_day, g.last_day, c.employed, c.calendar,
		   COALESCE(h.office_days, s.office_days) AS office_days, y.in_office,
		   a.absent, a.half_absent, l.leave, l.half_leave
	FROM  (
		SELECT greatest(office_day.as_of, h.first_day) AS first_day,
			   least(CASE WHEN bradford.require_known_day(office_day.as_of)
						  THEN office_day.as_of END
							+ least(greatest(office_day.days, 0), 366) - 1, h.last_day,
					 CASE WHEN h.until IS NOT NULL
						  THEN greatest(h.until, lower(bradford.known_days())) - 1 END,
					 upper(bradford.known_days()) - 1) AS last_day
		WHERE  bradford.require_known_day(office_day.as_of)) g
	-- A day is worked if a contract in force works it. Term-time contracts are closed outside their
	-- working time; casual contracts have no agreed days.
	CROSS  JOIN LATERAL (
		SELECT range_agg(d.period) AS employed,
			   bradford.calendar_over_time(
					CASE WHEN c.kind = 'casual' THEN 'every-day; week=none'
						 WHEN c.kind = 'term-time' AND c.working_time IS NOT NULL
						 THEN bradford.close_on(COALESCE(c.calendar, 'england-and-wales'),
												datemultirange(bradford.known_days())
													- c.working_time)
						 ELSE COALESCE(c.calendar, 'england-and-wales') END, d.period) AS calendar
		FROM   @hr@.contract c
		CROSS  JOIN LATERAL (
			SELECT daterange(c.first_day, least(c.last_day, g.last_day), '[]') AS period) d
		WHERE  c.employee_id = h.employee_id AND c.first_day <= g.last_day
		AND   (c.last_day >= greatest(c.first_day, g.first_day) OR c.last_day IS NULL)) c
	LEFT   JOIN LATERAL (
		SELECT s.office_days::bradford.calendar AS office_days
		FROM   @hr@.office_pattern s
		WHERE  s.pattern = h.pattern
		ORDER  BY s.office_days::text
		LIMIT  1) s ON true
	CROSS  JOIN LATERAL (
		SELECT min(y.in_office) AS in_office
		FROM   @hr@.workstyle y
		WHERE  y.workstyle = h.workstyle) y
	-- Whole days of absence, and days on which somebody is away for one half. An absence without an
	-- end counts up to the day of the report, or for its first day, since no more is known.
	CROSS  JOIN LATERAL (
		SELECT range_agg(CASE WHEN x.first_day + x.half <= x.last_day
							  THEN daterange(x.first_day + x.half, x.last_day, '[]') END)
					- COALESCE(range_agg(x.half_days), '{}') AS absent,
			   COALESCE(range_agg(x.half_days), '{}')
					+ COALESCE(range_agg(daterange(x.first_day, x.first_day, '[]'))
								FILTER (WHERE x.half = 1), '{}') AS half_absent
		FROM  (
			SELECT a.first_day, a.half_days, COALESCE(a.half_worked, false)::integer AS half,
				   least(COALESCE(a.last_day, greatest(office_day.as_of, a.first_day)),
						 g.last_day) AS last_day
			FROM   @hr@.absence_for_pay a
			WHERE  a.employee_id = h.employee_id AND a.first_day >= lower(bradford.known_days())
			AND    a.first_day <= g.last_day
			AND   (a.last_day >= g.first_day OR a.last_day IS NULL)) x) a
	CROSS  JOIN LATERAL (
		SELECT range_agg(t.days) FILTER (WHERE NOT t.half_day) AS leave,
			   array_agg(t.days) FILTER (WHERE t.half_day) AS half_leave
		FROM  (
			SELECT t.half_day, range_agg(t.days) AS days
			FROM  (
				SELECT t.kind, COALESCE(t.half_day, false) AS half_day,
					   daterange(t.first_day, least(t.last_day, g.last_day), '[]') AS days
				FROM   @hr@.time_off t
				WHERE  t.employee_id = h.employee_id AND t.first_day <= t.last_day
				AND    t.first_day <= g.last_day AND t.last_day >= g.first_day
				AND    t.kind IN ('annual leave', 'paid leave', 'flexi-leave')) t
			GROUP  BY t.kind, t.half_day) t) l
	OFFSET 0) k
CROSS  JOIN LATERAL (
	SELECT k.first_day + n.n AS day FROM generate_series(0, k.last_day - k.first_day) AS n(n)) d
CROSS  JOIN LATERAL (SELECT bradford.is_working_day(d.day, k.calendar) AS works OFFSET 0) w
CROSS  JOIN LATERAL (
	SELECT CASE WHEN d.day <@ k.absent THEN 'absence' WHEN d.day <@ k.leave THEN 'leave'
				-- two halves are a day; somebody who is away for one half comes for the other
				WHEN k.half_leave IS NOT NULL
				THEN CASE WHEN (SELECT count(*) FROM unnest(k.half_leave) AS x(half)
								WHERE  d.day <@ x.half)
							   + (d.day <@ k.half_absent)::integer > 1
						  THEN CASE WHEN d.day <@ k.half_absent THEN 'absence' ELSE 'leave' END END
		   END AS off
	OFFSET 0) o
-- HW-1, HW-3: the person's own days, those of the pattern, or what the workstyle says
CROSS  JOIN LATERAL (
	SELECT COALESCE(bradford.is_working_day(d.day, k.office_days),
					CASE k.in_office WHEN 'always' THEN true WHEN 'never' THEN false END)
				AS office_day
	OFFSET 0) p
WHERE  d.day <@ k.employed;
END;
COMMENT ON FUNCTION @hr@.office_day(date, integer) IS
	'The view of this name, from any day on, for a number of days (at most 366).';

CREATE OR REPLACE VIEW @hr@.office_day WITH (security_invoker = true) AS
SELECT * FROM @hr@.office_day(CURRENT_DATE);
COMMENT ON VIEW @hr@.office_day IS
	'Who is planned to be in which office: one row per person with a row in homework and day of '
	'employment, for four weeks from the day on (HW-3, HW-4). office_attendance_report counts it.';
COMMENT ON COLUMN @hr@.office_day.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.office_day.name IS 'Name';
COMMENT ON COLUMN @hr@.office_day.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.office_day.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.office_day.office IS 'Office to which the person is assigned';
COMMENT ON COLUMN @hr@.office_day.workstyle IS 'Workstyle (HW-1)';
COMMENT ON COLUMN @hr@.office_day.day IS 'Day';
COMMENT ON COLUMN @hr@.office_day.works IS
	'A working day of the contract, by its calendar and term time; never under a casual contract';
COMMENT ON COLUMN @hr@.office_day.off IS
	'absence or leave of the whole day, or of both halves; an absence without an end counts up '
	'to the day of the report';
COMMENT ON COLUMN @hr@.office_day.in_office IS
	'Planned to be in the office: works, is not off, and the pattern or workstyle says so';
COMMENT ON COLUMN @hr@.office_day.unknown IS
	'What is not known: office days, if neither pattern nor workstyle gives them; none: all is '
	'known';

ALTER FUNCTION @hr@.office_day(date, integer) DEPENDS ON EXTENSION bradford;
$hr_file$),
(41, 'report', 'office_attendance_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.office_attendance_report(as_of date, days integer DEFAULT 28)
RETURNS TABLE (
	office text,
	day date,
	assigned bigint,
	working bigint,
	off bigint,
	planned bigint,
	people_limit integer,
	over_by bigint,
	desks integer,
	desks_short bigint,
	share_of_staff numeric,
	share_of_desks numeric,
	unknown text,
	hidden text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT x.office, x.day, f.assigned, f.working, f.off, f.planned, o.people_limit,
	   CASE WHEN f.planned > o.people_limit THEN f.planned - o.people_limit
			WHEN f.planned <= o.people_limit THEN 0 END AS over_by,
	   o.desks,
	   CASE WHEN f.planned > o.desks THEN f.planned - o.desks
			WHEN f.planned <= o.desks THEN 0 END AS desks_short,
	   round(100.0 * f.planned / nullif(f.assigned, 0), 1) AS share_of_staff,
	   round(100.0 * f.planned / nullif(o.desks, 0), 1) AS share_of_desks,
	   CASE WHEN f.not_known > 0
			THEN format('office days of %s people', f.not_known) END AS unknown,
	   n.hidden
FROM  (
	SELECT d.office, d.day, count(DISTINCT d.employee_id) AS assigned,
		   count(DISTINCT d.employee_id) FILTER (WHERE d.works) AS working,
		   count(DISTINCT d.employee_id) FILTER (WHERE d.works AND d.off IS NOT NULL) AS off,
		   count(DISTINCT d.employee_id) FILTER (WHERE d.in_office) AS planned,
		   count(DISTINCT d.employee_id) FILTER (WHERE d.unknown IS NOT NULL) AS not_known
	FROM   @hr@.office_day(office_attendance_report.as_of, office_attendance_report.days) d
	WHERE  d.office IS NOT NULL
	GROUP  BY d.office, d.day) x
-- a reader who sees only some people would take them for all
CROSS  JOIN (
	SELECT max(p.least_group) AS people
	FROM   @hr@.attendance_policy p
	WHERE  bradford.require_all_seen(ARRAY[
				$table$@hr@.employee$table$::regclass, $table$@hr@.contract$table$::regclass,
				$table$@hr@.homework$table$::regclass, $table$@hr@.time_off$table$::regclass])) l
CROSS  JOIN LATERAL (
	SELECT CASE WHEN x.assigned < l.people
				THEN format('fewer than %s people', l.people) END AS hidden) n
-- a sum is not known if one of its parts is not
LEFT   JOIN LATERAL (
	SELECT x.assigned, x.working, x.off, CASE WHEN x.not_known = 0 THEN x.planned END AS planned,
		   x.not_known) f ON n.hidden IS NULL
LEFT   JOIN LATERAL (
	SELECT CASE WHEN o.people_limit >= 0 THEN o.people_limit::integer END AS people_limit,
		   CASE WHEN o.desks >= 0 THEN o.desks::integer END AS desks
	FROM   @hr@.office o
	WHERE  o.office = x.office AND o.first_day <= x.day
	AND   (o.last_day >= x.day OR o.last_day IS NULL)
	ORDER  BY o.first_day DESC, o.people_limit, o.desks
	LIMIT  1) o ON true
-- a bank holiday does not count as a day of low attendance
WHERE  x.working > 0;
END;
COMMENT ON FUNCTION @hr@.office_attendance_report(date, integer) IS
	'The view of this name, from any day on, for a number of days (at most 366).';

CREATE OR REPLACE VIEW @hr@.office_attendance_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.office_attendance_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.office_attendance_report IS
	'Planned attendance by office and day, compared with its limit and its desks, for '
	'four weeks from the day on (HW-4). Days on which nobody assigned works have no row. '
	'For readers who see everybody.';
COMMENT ON COLUMN @hr@.office_attendance_report.office IS 'Office';
COMMENT ON COLUMN @hr@.office_attendance_report.day IS 'Day';
COMMENT ON COLUMN @hr@.office_attendance_report.assigned IS
	'People assigned to the office and employed on the day';
COMMENT ON COLUMN @hr@.office_attendance_report.working IS
	'How many of them work on the day by contract, in the office or not';
COMMENT ON COLUMN @hr@.office_attendance_report.off IS
	'How many of these are absent or on leave the whole day';
COMMENT ON COLUMN @hr@.office_attendance_report.planned IS
	'People planned to be in the office';
COMMENT ON COLUMN @hr@.office_attendance_report.people_limit IS 'Limit of the office on the day';
COMMENT ON COLUMN @hr@.office_attendance_report.over_by IS
	'People planned above the limit; none if either is not known';
COMMENT ON COLUMN @hr@.office_attendance_report.desks IS 'Desks of the office on the day';
COMMENT ON COLUMN @hr@.office_attendance_report.desks_short IS
	'People planned above the desks; none if either is not known';
COMMENT ON COLUMN @hr@.office_attendance_report.share_of_staff IS
	'People planned per hundred assigned';
COMMENT ON COLUMN @hr@.office_attendance_report.share_of_desks IS
	'People planned per hundred desks';
COMMENT ON COLUMN @hr@.office_attendance_report.unknown IS
	'Why planned is empty: how many people have unknown office days';
COMMENT ON COLUMN @hr@.office_attendance_report.hidden IS
	'Why the row has no figures: a group below attendance_policy.least_group';

ALTER FUNCTION @hr@.office_attendance_report(date, integer) DEPENDS ON EXTENSION bradford;
$hr_file$),
(42, 'report', 'desk_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.desk_report(as_of date)
RETURNS TABLE (
	office text,
	level text,
	workstyle text,
	people bigint,
	fte numeric,
	public_facing bigint,
	ratio text,
	counted numeric,
	counted_by text,
	desk_limit numeric,
	desk_need numeric,
	desks integer,
	desks_per_person numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
WITH person AS (
	-- who is assigned to an office on the day, each once
	SELECT DISTINCT ON (h.employee_id) h.employee_id, h.office, h.workstyle,
		   COALESCE(h.public_facing, false) AS public_facing, w.fte
	FROM  (
		SELECT h.employee_id, h.office::text AS office, h.workstyle::text AS workstyle,
			   h.public_facing, h.first_day
		FROM   @hr@.homework h
		WHERE  h.first_day <= desk_report.as_of
		AND   (h.last_day >= greatest(h.first_day, desk_report.as_of) OR h.last_day IS NULL)
		AND    bradford.require_known_day(desk_report.as_of)
		-- a reader who sees only some people would take them for all
		AND   (SELECT bradford.require_all_seen(ARRAY[
					$table$@hr@.employee$table$::regclass, $table$@hr@.contract$table$::regclass,
					$table$@hr@.homework$table$::regclass]))) h
	JOIN   @hr@.employee e ON e.employee_id = h.employee_id
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN count(*) = count(c.share) THEN sum(c.share) END AS fte
		FROM  (
			SELECT DISTINCT ON (c.post)
				   bradford.whole_time_equivalent(c.weekly_hours, c.full_time_hours) AS share
			FROM   @hr@.contract c
			WHERE  c.employee_id = h.employee_id AND c.first_day <= desk_report.as_of
			AND   (c.last_day >= greatest(c.first_day, desk_report.as_of) OR c.last_day IS NULL)
			ORDER  BY c.post, c.first_day DESC, c.weekly_hours) c
		HAVING count(*) > 0) w
	WHERE  h.office IS NOT NULL
	ORDER  BY h.employee_id, h.first_day DESC, h.office, h.workstyle
), style AS (
	SELECT p.office, p.workstyle, p.people, p.fte, p.public_facing, r.ratio, r.counted_by,
		   c.counted,
		   bradford.desk_limit(c.counted, r.desks, r.for_people) AS desk_limit,
		   bradford.desk_need(c.counted, r.desks, r.for_people) AS desk_need,
		   CASE WHEN r.ratio IS NULL THEN 'ratio of ' || COALESCE(p.workstyle, 'no workstyle')
				WHEN c.counted IS NULL THEN 'hours of ' || p.workstyle END AS unknown
	FROM  (
		SELECT p.office, p.workstyle, count(*) AS people,
			   CASE WHEN count(*) = count(p.fte) THEN sum(p.fte) END AS fte,
			   count(*) FILTER (WHERE p.public_facing) AS public_facing,
			   count(*) FILTER (WHERE NOT p.public_facing) AS heads,
			   -- three thirds of a post are a whole one
			   CASE WHEN bool_or(p.fte IS NULL AND NOT p.public_facing) IS NOT TRUE
					THEN round(COALESCE(sum(p.fte) FILTER (WHERE NOT p.public_facing), 0), 6) END
					AS whole_times
		FROM   person p
		GROUP  BY p.office, p.workstyle) p
	LEFT   JOIN LATERAL (
		SELECT s.desks, s.for_people, s.counted::text AS counted_by,
			   format('%s for %s', trim_scale(s.desks), trim_scale(s.for_people)) AS ratio
		FROM   @hr@.workstyle s
		WHERE  s.workstyle = p.workstyle AND s.desks >= 0 AND s.desks <= 1000000
		AND    s.for_people >= 0.01 AND s.for_people <= 1000000
		AND    s.counted IN ('head', 'whole-time equivalent')
		ORDER  BY s.desks, s.for_people, s.counted
		LIMIT  1) r ON true
	CROSS  JOIN LATERAL (
		SELECT CASE r.counted_by WHEN 'head' THEN p.heads::numeric
								 WHEN 'whole-time equivalent' THEN trim_scale(p.whole_times) END
					AS counted) c
)
SELECT x.office, x.level, x.workstyle, x.people, round(x.fte, 2) AS fte, x.public_facing, x.ratio,
	   x.counted, x.counted_by, x.desk_limit, x.desk_need,
	   CASE WHEN x.level = 'office' THEN o.desks END AS desks,
	   CASE WHEN x.level = 'office' THEN round(1.0 * o.desks / nullif(x.people, 0), 3) END
			AS desks_per_person,
	   x.unknown
FROM  (
	SELECT s.office, 'workstyle' AS level, s.workstyle, s.people, s.fte, s.public_facing, s.ratio,
		   s.counted, s.counted_by, s.desk_limit, s.desk_need, s.unknown
	FROM   style s
	UNION  ALL
	-- a sum is not known if one of its parts is not
	SELECT s.office, 'office' AS level, NULL AS workstyle, sum(s.people)::bigint AS people,
		   CASE WHEN count(*) = count(s.fte) THEN sum(s.fte) END AS fte,
		   sum(s.public_facing)::bigint AS public_facing, NULL AS ratio, NULL AS counted,
		   NULL AS counted_by,
		   CASE WHEN count(*) = count(s.desk_limit) THEN sum(s.desk_limit) END AS desk_limit,
		   CASE WHEN count(*) = count(s.desk_need) THEN sum(s.desk_need) END AS desk_need,
		   string_agg(s.unknown, ', ' ORDER BY s.unknown) AS unknown
	FROM   style s
	GROUP  BY s.office) x
LEFT   JOIN LATERAL (
	SELECT CASE WHEN o.desks >= 0 THEN o.desks::integer END AS desks
	FROM   @hr@.office o
	WHERE  o.office = x.office AND o.first_day <= desk_report.as_of
	AND   (o.last_day >= desk_report.as_of OR o.last_day IS NULL)
	ORDER  BY o.first_day DESC, o.people_limit, o.desks
	LIMIT  1) o ON true;
END;
COMMENT ON FUNCTION @hr@.desk_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.desk_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.desk_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.desk_report IS
	'Desks by workstyle and ratio: one row per office and workstyle, and one for the office '
	'(HW-1, HW-2). For readers who see everybody.';
COMMENT ON COLUMN @hr@.desk_report.office IS 'Office';
COMMENT ON COLUMN @hr@.desk_report.level IS 'workstyle, or office: all of them';
COMMENT ON COLUMN @hr@.desk_report.workstyle IS 'Workstyle; none: all of them';
COMMENT ON COLUMN @hr@.desk_report.people IS
	'People assigned to the office and employed on the day';
COMMENT ON COLUMN @hr@.desk_report.fte IS
	'Their whole-time equivalents; none if hours of somebody are not known';
COMMENT ON COLUMN @hr@.desk_report.public_facing IS
	'How many of them are in public-facing posts, which are left out of ratio, limit and need';
COMMENT ON COLUMN @hr@.desk_report.ratio IS 'Ratio of desks to people, such as 6 for 10';
COMMENT ON COLUMN @hr@.desk_report.counted IS
	'People, or whole-time equivalents, to whom the ratio is applied';
COMMENT ON COLUMN @hr@.desk_report.counted_by IS 'head, or whole-time equivalent';
COMMENT ON COLUMN @hr@.desk_report.desk_limit IS
	'Most desks by the ratio, rounded down for each workstyle';
COMMENT ON COLUMN @hr@.desk_report.desk_need IS
	'Desks needed by the ratio, rounded up for each workstyle';
COMMENT ON COLUMN @hr@.desk_report.desks IS 'Desks that the office has';
COMMENT ON COLUMN @hr@.desk_report.desks_per_person IS
	'Desks that the office has per person assigned, to three places';
COMMENT ON COLUMN @hr@.desk_report.unknown IS
	'Why there is no limit: no ratio for the workstyle, or hours that are not known';

ALTER FUNCTION @hr@.desk_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(43, 'report', 'homework_due_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.homework_due_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	kind text,
	what text,
	since date,
	last_on date,
	due_on date,
	days_overdue integer,
	status text,
	rule_id text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, h.kind, d.what, h.first_day AS since,
	   d.last_on, u.due_on, greatest(homework_due_report.as_of - u.due_on, 0) AS days_overdue,
	   CASE WHEN u.due_on < homework_due_report.as_of THEN 'overdue' ELSE 'due' END AS status,
	   'HW-8' AS rule_id
FROM   @hr@.employee e
JOIN  (
	SELECT h.employee_id, h.kind::text AS kind, h.first_day, h.last_day, h.trial, h.review_every,
		   h.touch_every,
		   lead(h.first_day) OVER (PARTITION BY h.employee_id
								   ORDER BY h.first_day, h.last_day) AS until
	FROM   @hr@.homework h
	WHERE  h.first_day <= COALESCE(h.last_day, 'infinity')
	AND    h.first_day >= lower(bradford.possible_days())) h ON h.employee_id = e.employee_id
-- nothing is due before the row begins, so the last review of an earlier arrangement is ignored
CROSS  JOIN LATERAL (
	SELECT max(v.happened_on) FILTER (WHERE v.event = 'keeping in touch') AS touched_on,
		   max(v.happened_on) FILTER (WHERE v.event = 'review') AS reviewed_on,
		   max(v.happened_on) FILTER (WHERE v.event = 'trial decided') AS decided_on
	FROM   @hr@.homework_event v
	WHERE  v.employee_id = h.employee_id AND v.happened_on >= h.first_day
	AND    v.happened_on <= homework_due_report.as_of) v
CROSS  JOIN LATERAL (VALUES
	('keeping in touch', v.touched_on, h.touch_every, 0, true),
	('review', v.reviewed_on, h.review_every, 0, true),
	-- the decision is due by the last day of the trial
	('end of trial', v.decided_on, h.trial, 1, v.decided_on IS NULL)
) AS d(what, last_on, every, less, runs)
CROSS  JOIN LATERAL (SELECT COALESCE(d.last_on, h.first_day) AS since) l
CROSS  JOIN LATERAL (
	SELECT CASE WHEN d.every > '0' AND d.every <= '100 years'
				-- three months from 31 January end on 30 April, and from 1 March on 31 May
				THEN greatest((l.since + d.every)::date - d.less,
							  (l.since - d.less + d.every)::date) END AS due_on
	OFFSET 0) u
WHERE  h.kind IS NOT NULL AND d.runs AND u.due_on IS NOT NULL
AND    h.first_day <= homework_due_report.as_of
AND   (h.last_day >= homework_due_report.as_of OR h.last_day IS NULL)
AND   (h.until > homework_due_report.as_of OR h.until IS NULL)
AND    EXISTS (SELECT FROM @hr@.contract c
			   WHERE  c.employee_id = h.employee_id AND c.first_day <= homework_due_report.as_of
			   AND   (c.last_day >= homework_due_report.as_of OR c.last_day IS NULL))
AND    bradford.require_known_day(homework_due_report.as_of);
END;
COMMENT ON FUNCTION @hr@.homework_due_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.homework_due_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.homework_due_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.homework_due_report IS
	'What is due next for people who work at home: keeping-in-touch days, reviews, and the '
	'decision at the end of a trial (HW-8). data_quality_report shows what was not agreed.';
COMMENT ON COLUMN @hr@.homework_due_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.homework_due_report.name IS 'Name';
COMMENT ON COLUMN @hr@.homework_due_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.homework_due_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.homework_due_report.kind IS 'Kind of homeworking';
COMMENT ON COLUMN @hr@.homework_due_report.what IS 'keeping in touch, review, or end of trial';
COMMENT ON COLUMN @hr@.homework_due_report.since IS 'First day of the arrangement';
COMMENT ON COLUMN @hr@.homework_due_report.last_on IS
	'Last time under this arrangement; none: not yet';
COMMENT ON COLUMN @hr@.homework_due_report.due_on IS
	'Due by this day: the agreed time after the last one, or after the first day; or the '
	'last day of the trial';
COMMENT ON COLUMN @hr@.homework_due_report.days_overdue IS
	'Calendar days since then; 0 if the day is not past';
COMMENT ON COLUMN @hr@.homework_due_report.status IS 'due, or from the day after due_on overdue';
COMMENT ON COLUMN @hr@.homework_due_report.rule_id IS 'Rule of the policy';

ALTER FUNCTION @hr@.homework_due_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(44, 'report', 'homework_case_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.homework_case_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	applied_on date,
	decision text,
	decided_on date,
	workstyle text,
	office text,
	kit_cost numeric,
	yearly_saving numeric,
	saving_from text,
	yearly_cost numeric,
	yearly_return numeric,
	starts_on date,
	payback_months integer,
	paid_back_on date,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, a.applied_on,
	   d.decision, d.decided_on, a.workstyle, a.office,
	   k.kit_cost, round(s.saving, 2) AS yearly_saving, s.saving_from, k.yearly_cost,
	   round(r.yearly_return, 2) AS yearly_return, d.starts_on, p.months AS payback_months,
	   CASE WHEN d.starts_on >= lower(bradford.possible_days())
				 AND d.starts_on < upper(bradford.possible_days())
			-- a month from 31 January ends on the last day of February, and
			-- from 1 March on 31 March
			THEN greatest((d.starts_on + make_interval(months => p.months))::date - 1,
						  (d.starts_on - 1 + make_interval(months => p.months))::date)
			END AS paid_back_on,
	   CASE WHEN k.kit_cost IS NULL THEN 'kit cost'
			WHEN k.yearly_cost IS NULL THEN 'yearly cost'
			WHEN s.saving IS NULL THEN 'saving'
			WHEN p.months IS NULL THEN 'never paid back'
			WHEN (d.starts_on >= lower(bradford.possible_days())
				  AND d.starts_on < upper(bradford.possible_days())) IS NOT TRUE
			THEN 'start' END AS unknown
FROM   @hr@.employee e
JOIN  (
	SELECT a.employee_id, a.applied_on, a.starts_on, a.decided_on, a.decision::text AS decision,
		   a.workstyle::text AS workstyle, a.office::text AS office,
		   a.kit_cost::numeric AS kit_cost, a.yearly_saving::numeric AS yearly_saving,
		   a.yearly_cost::numeric AS yearly_cost
	FROM   @hr@.homework_application a
	WHERE  a.applied_on <= homework_case_report.as_of
	AND    bradford.require_known_day(homework_case_report.as_of)) a
			ON a.employee_id = e.employee_id
CROSS  JOIN LATERAL (
	-- what is decided later is not known yet
	SELECT CASE WHEN a.decided_on <= homework_case_report.as_of THEN a.decision END AS decision,
		   CASE WHEN a.decided_on <= homework_case_report.as_of THEN a.decided_on END AS decided_on,
		   COALESCE(a.starts_on, CASE WHEN a.decided_on <= homework_case_report.as_of
									  THEN a.decided_on END, a.applied_on) AS starts_on) d
CROSS  JOIN LATERAL (
	SELECT bradford.if_between(a.kit_cost, 0, 1000000000) AS kit_cost,
		   bradford.if_between(a.yearly_cost, 0, 1000000000) AS yearly_cost,
		   bradford.if_between(a.yearly_saving, 0, 1000000000) AS entered) k
-- HW-2: a workstyle of 6 desks for 10 people frees 4 tenths of a desk for each
LEFT   JOIN LATERAL (
	SELECT (s.for_people - s.desks)::numeric AS freed, s.for_people::numeric AS for_people
	FROM   @hr@.workstyle s
	WHERE  s.workstyle = a.workstyle AND s.for_people >= 0.01 AND s.for_people <= 1000000
	AND    s.desks >= 0 AND s.desks <= s.for_people
	ORDER  BY s.desks, s.for_people
	LIMIT  1) f ON true
LEFT   JOIN LATERAL (
	SELECT bradford.if_between(o.desk_cost, 0, 1000000000) AS desk_cost
	FROM   @hr@.office o
	WHERE  o.office = a.office AND o.first_day <= a.applied_on
	AND   (o.last_day >= a.applied_on OR o.last_day IS NULL)
	ORDER  BY o.first_day DESC, o.desk_cost
	LIMIT  1) o ON true
CROSS  JOIN LATERAL (
	SELECT COALESCE(k.entered, f.freed * o.desk_cost / f.for_people) AS saving,
		   CASE WHEN k.entered IS NOT NULL THEN 'entered'
				WHEN f.freed IS NOT NULL AND o.desk_cost IS NOT NULL
				THEN format('%s of a desk', trim_scale(round(f.freed / f.for_people, 2)))
				END AS saving_from) s
CROSS  JOIN LATERAL (SELECT s.saving - k.yearly_cost AS yearly_return) r
CROSS  JOIN LATERAL (SELECT bradford.payback_months(k.kit_cost, r.yearly_return) AS months) p;
END;
COMMENT ON FUNCTION @hr@.homework_case_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.homework_case_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.homework_case_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.homework_case_report IS
	'The business case of each application to work from home: what the kit costs, what it saves, '
	'and when it is paid back (HW-5). A person decides whether it is agreed.';
COMMENT ON COLUMN @hr@.homework_case_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.homework_case_report.name IS 'Name';
COMMENT ON COLUMN @hr@.homework_case_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.homework_case_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.homework_case_report.applied_on IS 'Day of the application';
COMMENT ON COLUMN @hr@.homework_case_report.decision IS
	'agreed, refused or withdrawn; none: open on the day of the report';
COMMENT ON COLUMN @hr@.homework_case_report.decided_on IS 'Day of the decision';
COMMENT ON COLUMN @hr@.homework_case_report.workstyle IS 'Workstyle applied for';
COMMENT ON COLUMN @hr@.homework_case_report.office IS 'Office in which a desk is freed';
COMMENT ON COLUMN @hr@.homework_case_report.kit_cost IS 'Cost of the kit, in pounds';
COMMENT ON COLUMN @hr@.homework_case_report.yearly_saving IS
	'Saved a year, in pounds: as entered, or the yearly cost of the part of a desk that is freed';
COMMENT ON COLUMN @hr@.homework_case_report.saving_from IS
	'Where the saving comes from: entered, or for example 0.4 of a desk';
COMMENT ON COLUMN @hr@.homework_case_report.yearly_cost IS 'Running costs a year, in pounds';
COMMENT ON COLUMN @hr@.homework_case_report.yearly_return IS 'yearly_saving - yearly_cost';
COMMENT ON COLUMN @hr@.homework_case_report.starts_on IS
	'Day from which it counts: as entered, or of the decision, or of the application';
COMMENT ON COLUMN @hr@.homework_case_report.payback_months IS
	'Months until the return has paid back the kit, rounded up';
COMMENT ON COLUMN @hr@.homework_case_report.paid_back_on IS 'Last day of the last of these months';
COMMENT ON COLUMN @hr@.homework_case_report.unknown IS
	'Why there is no such day: what is not known, or never paid back';

ALTER FUNCTION @hr@.homework_case_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(45, 'report', 'homework_allowance_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.homework_allowance_report(
	as_of date, years integer DEFAULT 1, period text DEFAULT 'month')
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	who text,
	period text,
	first_day date,
	last_day date,
	kinds text,
	days bigint,
	monthly_rates text,
	amount numeric,
	relief_at_20 numeric,
	relief_at_40 numeric,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH tax_month AS MATERIALIZED (
	-- From the 6th to the 5th: rates change on 6 April, so a whole month has one rate.
	SELECT m.year_from, m.first_day::date AS first_day,
		   least(m.first_day + interval '1 month' - interval '1 day',
				 homework_allowance_report.as_of)::date AS last_day,
		   (m.first_day + interval '1 month')::date - m.first_day::date AS length,
		   CASE m.months WHEN 1 THEN to_char(m.first_day, 'YYYY-MM')
						 ELSE y.name || CASE m.months WHEN 3 THEN ' Q' || m.n / 3 + 1 ELSE '' END
		   END AS period
	FROM  (
		SELECT f.months, n.n, f.year_from,
			   f.year_from + make_interval(months => n.n) AS first_day
		FROM  (
			SELECT bradford.months_in_period(homework_allowance_report.period) AS months,
				   make_timestamp(extract(year FROM
						CASE WHEN bradford.require_known_day(homework_allowance_report.as_of)
							 THEN homework_allowance_report.as_of END
						- interval '3 months 5 days')::integer + b.b, 4, 6, 0, 0, 0) AS year_from
			FROM   generate_series(
						1 - least(greatest(homework_allowance_report.years, 0), 105), 0) AS b(b)) f
		CROSS  JOIN generate_series(0, 11) AS n(n)) m
	CROSS  JOIN LATERAL (
		SELECT to_char(m.year_from, 'YYYY-')
			   || to_char(m.year_from + interval '1 year', 'YY') AS name) y
	WHERE  m.first_day <= homework_allowance_report.as_of
	AND    m.first_day >= lower(bradford.known_days())
), rate AS MATERIALIZED (
	SELECT r.kind::text AS kind, r.who::text AS who, r.first_day,
		   -- if two rates overlap, the later one applies from its first day on
		   CASE WHEN r.until <= COALESCE(r.last_day, 'infinity') THEN r.until - 1
				ELSE r.last_day END AS last_day,
		   CASE WHEN r.monthly IS NULL THEN bradford.if_between(r.weekly, 0, 1000000) * 52 / 12
				ELSE bradford.if_between(r.monthly, 0, 1000000) END AS monthly
	FROM  (
		SELECT r.kind, r.who, r.first_day, r.last_day, r.weekly, r.monthly,
			   lead(r.first_day) OVER (PARTITION BY r.kind, r.who
									   ORDER BY r.first_day, r.last_day, r.weekly, r.monthly)
					AS until
		FROM   @hr@.homework_allowance r
		WHERE  r.first_day <= COALESCE(r.last_day, 'infinity')
		AND    r.first_day >= lower(bradford.possible_days())) r
	WHERE  r.first_day < COALESCE(r.until, 'infinity')
)
SELECT e.employee_id, e.name, e.service_area, e.manager_id, x.who, x.period,
	   p.first_day, p.last_day, k.kinds, x.days, k.monthly_rates, x.amount,
	   CASE WHEN x.who = 'employee claims' THEN round(x.amount * 0.20, 2) END AS relief_at_20,
	   CASE WHEN x.who = 'employee claims' THEN round(x.amount * 0.40, 2) END AS relief_at_40,
	   CASE WHEN x.amount IS NULL THEN 'rate of ' || k.kinds END AS unknown
FROM   @hr@.employee e
JOIN  (
	SELECT m.employee_id, m.who, m.period,
		   string_agg(m.kinds, E'\n') AS kinds, sum(m.days)::bigint AS days,
		   string_agg(m.rates, E'\n') AS monthly_rates,
		   -- each month to the penny, so that the months of a tax year add up to its sum
		   CASE WHEN bool_and(m.days = m.rated)
				THEN sum(round(m.so_far, 2) - round(m.so_far - m.amount, 2)) END AS amount
	FROM  (
		SELECT r.employee_id, r.who, r.period, r.first_day,
			   string_agg(DISTINCT r.kind, E'\n') AS kinds, sum(r.days) AS days,
			   sum(r.rated) AS rated,
			   string_agg(DISTINCT r.rates, E'\n') AS rates, sum(r.amount) / r.length AS amount,
			   sum(sum(r.amount) / r.length) OVER (PARTITION BY r.employee_id, r.who, r.year_from
												   ORDER BY r.first_day) AS so_far
		FROM  (
			-- each stretch of one arrangement in one month, and its rates
			SELECT s.employee_id, w.who, s.kind, s.year_from, s.period, s.first_day, s.length,
				   s.from_day, s.days,
				   COALESCE(sum(d.days), 0) AS rated, sum(r.monthly * d.days) AS amount,
				   string_agg(DISTINCT round(r.monthly, 2)::text, E'\n') AS rates
			FROM  (
				SELECT h.employee_id, h.kind, t.year_from, t.period, t.first_day, t.length,
					   v.from_day, v.to_day, v.days, c.employed
				FROM  (
					SELECT h.employee_id, h.kind::text AS kind, h.first_day, h.last_day,
						   lead(h.first_day) OVER (PARTITION BY h.employee_id
												   ORDER BY h.first_day, h.last_day) AS until
					FROM   @hr@.homework h
					WHERE  h.first_day <= COALESCE(h.last_day, 'infinity')) h
				JOIN  (
					SELECT c.employee_id, range_agg(daterange(c.first_day,
								CASE WHEN c.last_day < upper(bradford.known_days())
									 THEN c.last_day END, '[]')) AS employed
					FROM   @hr@.contract c
					WHERE  c.first_day < upper(bradford.known_days())
					AND   (c.last_day >= c.first_day OR c.last_day IS NULL)
					GROUP  BY c.employee_id) c ON c.employee_id = h.employee_id
				JOIN   tax_month t ON h.first_day <= t.last_day
					AND   (h.last_day >= t.first_day OR h.last_day IS NULL)
					AND   (h.until > t.first_day OR h.until IS NULL)
				CROSS  JOIN LATERAL (
					SELECT greatest(h.first_day, t.first_day) AS from_day,
						   least(h.last_day, h.until - 1, t.last_day) AS to_day
					OFFSET 0) f
				CROSS  JOIN LATERAL (
					SELECT f.from_day, f.to_day,
						   CASE WHEN f.to_day < f.from_day THEN 0
								WHEN daterange(f.from_day, f.to_day, '[]') <@ c.employed
								THEN f.to_day - f.from_day + 1
								ELSE bradford.working_days(c.employed * datemultirange(daterange(
										f.from_day, f.to_day, '[]')), 'every-day') END AS days
					OFFSET 0) v
				WHERE  h.kind IS NOT NULL AND v.days > 0) s
			CROSS  JOIN (VALUES ('employer pays'), ('employee claims')) AS w(who)
			LEFT   JOIN rate r ON r.kind = s.kind AND r.who = w.who AND r.monthly IS NOT NULL
				AND    r.first_day <= s.to_day AND (r.last_day >= s.from_day OR r.last_day IS NULL)
			LEFT   JOIN LATERAL (
				SELECT CASE WHEN r.first_day <= s.from_day
								 AND (r.last_day >= s.to_day OR r.last_day IS NULL) THEN s.days
							ELSE bradford.working_days(s.employed * datemultirange(daterange(
									greatest(r.first_day, s.from_day),
									least(r.last_day, s.to_day), '[]')), 'every-day') END AS days
				WHERE  r.first_day IS NOT NULL) d ON true
			GROUP  BY s.employee_id, w.who, s.kind, s.year_from, s.period, s.first_day, s.length,
				   s.from_day, s.days) r
		GROUP  BY r.employee_id, r.who, r.year_from, r.period, r.first_day, r.length) m
	GROUP  BY m.employee_id, m.who, m.period) x ON x.employee_id = e.employee_id
JOIN  (
	SELECT t.period, min(t.first_day) AS first_day, max(t.last_day) AS last_day
	FROM   tax_month t
	GROUP  BY t.period) p ON p.period = x.period
CROSS  JOIN LATERAL (
	SELECT (SELECT string_agg(DISTINCT k.kind, ', ')
			FROM   regexp_split_to_table(x.kinds, E'\n') AS k(kind)) AS kinds,
		   (SELECT string_agg(DISTINCT k.rate, ', ')
			FROM   regexp_split_to_table(x.monthly_rates, E'\n') AS k(rate)) AS monthly_rates
	OFFSET 0) k;
END;
COMMENT ON FUNCTION @hr@.homework_allowance_report(date, integer, text) IS
	'The view of this name, as at any day: for some tax years, by month, quarter or year.';

CREATE OR REPLACE VIEW @hr@.homework_allowance_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.homework_allowance_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.homework_allowance_report IS
	'Allowances for working from home up to the day (HW-6): for each person and month of the '
	'tax year, from the 6th to the 5th, one row for what the employer may pay, and one for '
	'what the employee may claim. Nobody can claim what the employer pays.';
COMMENT ON COLUMN @hr@.homework_allowance_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.homework_allowance_report.name IS 'Name';
COMMENT ON COLUMN @hr@.homework_allowance_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.homework_allowance_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.homework_allowance_report.who IS
	'employer pays (free of tax), or employee claims (a deduction of what the employer does not '
	'pay)';
COMMENT ON COLUMN @hr@.homework_allowance_report.period IS
	'Month in which the tax month begins, such as 2020-04; quarter, such as '
	'2020-21 Q1; or tax year';
COMMENT ON COLUMN @hr@.homework_allowance_report.first_day IS 'First day of the period';
COMMENT ON COLUMN @hr@.homework_allowance_report.last_day IS
	'Last day, or the day of the report if that is earlier';
COMMENT ON COLUMN @hr@.homework_allowance_report.kinds IS 'Kinds of homeworking in the period';
COMMENT ON COLUMN @hr@.homework_allowance_report.days IS
	'Calendar days under an arrangement of these kinds, while employed';
COMMENT ON COLUMN @hr@.homework_allowance_report.monthly_rates IS 'Rates a month';
COMMENT ON COLUMN @hr@.homework_allowance_report.amount IS
	'Allowance to the penny; part of a month is paid by its calendar days. Months without a '
	'published monthly rate differ by a penny, so that a tax year has 52 weeks';
COMMENT ON COLUMN @hr@.homework_allowance_report.relief_at_20 IS
	'What a claim saves at a tax rate of 20 %';
COMMENT ON COLUMN @hr@.homework_allowance_report.relief_at_40 IS
	'What a claim saves at a tax rate of 40 %';
COMMENT ON COLUMN @hr@.homework_allowance_report.unknown IS
	'Why there is no amount: some day has no rate of this kind';

ALTER FUNCTION @hr@.homework_allowance_report(date, integer, text) DEPENDS ON EXTENSION bradford;
$hr_file$),
(46, 'report', 'output_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.output_report(as_of date, years integer DEFAULT 1)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	measure text,
	first_day date,
	last_day date,
	kind text,
	fte numeric,
	done numeric,
	done_per_fte numeric,
	team bigint,
	team_per_fte numeric,
	against_team numeric,
	accuracy numeric,
	team_accuracy numeric,
	accuracy_against_team numeric,
	unknown text,
	hidden text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH least_group AS (
	-- the average of one person is that person's own figure
	SELECT greatest(max(p.least_group), 2) AS people FROM @hr@.attendance_policy p
), measured AS (
	SELECT e.employee_id, e.name, e.service_area, e.manager_id, o.measure, o.first_day, o.last_day,
		   h.kind, w.fte, o.done, o.checked, o.correct
	FROM   @hr@.employee e
	JOIN  (
		-- only one of the rows of a key
		SELECT DISTINCT ON (o.employee_id, o.measure, o.first_day, o.last_day)
			   o.employee_id, o.measure::text AS measure, o.first_day, o.last_day,
			   bradford.if_between(o.done, 0, 1000000000) AS done,
			   CASE WHEN o.correct >= 0 AND o.correct <= o.checked AND o.checked > 0
						 AND o.checked <= 1000000000 THEN o.checked::numeric END AS checked,
			   CASE WHEN o.correct >= 0 AND o.correct <= o.checked AND o.checked > 0
						 AND o.checked <= 1000000000 THEN o.correct::numeric END AS correct
		FROM   @hr@.work_output o
		WHERE  o.first_day <= o.last_day AND o.last_day <= output_report.as_of
		AND    o.first_day >= lower(bradford.possible_days())
		AND    o.last_day > CASE WHEN bradford.require_known_day(output_report.as_of)
								 THEN output_report.as_of END
						- make_interval(years => least(greatest(output_report.years, 0), 200))
		ORDER  BY o.employee_id, o.measure, o.first_day, o.last_day, o.done, o.checked, o.correct) o
			ON o.employee_id = e.employee_id
	-- average whole-time equivalents of the period; days out of employment count as none
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN count(*) = count(c.share)
					THEN sum(c.share * c.days) / (o.last_day - o.first_day + 1) END AS fte
		FROM  (
			SELECT DISTINCT ON (c.post, c.first_day)
				   bradford.whole_time_equivalent(c.weekly_hours, c.full_time_hours) AS share,
				   least(c.last_day, o.last_day) - greatest(c.first_day, o.first_day) + 1 AS days
			FROM   @hr@.contract c
			WHERE  c.employee_id = o.employee_id AND c.first_day <= o.last_day
			AND   (c.last_day >= greatest(c.first_day, o.first_day) OR c.last_day IS NULL)
			ORDER  BY c.post, c.first_day, c.weekly_hours) c) w
	LEFT   JOIN LATERAL (
		SELECT h.kind::text AS kind
		FROM   @hr@.homework h
		WHERE  h.employee_id = o.employee_id AND h.first_day <= o.last_day
		AND   (h.last_day >= o.last_day OR h.last_day IS NULL)
		ORDER  BY h.first_day DESC, h.kind
		LIMIT  1) h ON true
), team AS (
	-- the people of one manager who are measured alike; a ratio of sums, so each whole-time
	-- equivalent and each item checked has the same weight
	SELECT x.manager_id, x.measure, x.first_day, x.last_day,
		   count(*) FILTER (WHERE x.done IS NOT NULL AND x.fte > 0) AS people,
		   sum(x.done) FILTER (WHERE x.fte > 0)
				/ nullif(sum(x.fte) FILTER (WHERE x.done IS NOT NULL), 0) AS per_fte,
		   count(x.checked) AS checked_people,
		   100 * sum(x.correct) / nullif(sum(x.checked), 0) AS accuracy
	FROM  (
		SELECT DISTINCT m.employee_id, m.manager_id, m.measure, m.first_day, m.last_day, m.fte,
			   m.done, m.checked, m.correct
		FROM   measured m
		WHERE  m.manager_id IS NOT NULL) x
	GROUP  BY x.manager_id, x.measure, x.first_day, x.last_day
)
SELECT m.employee_id, m.name, m.service_area, m.manager_id, m.measure, m.first_day, m.last_day,
	   m.kind, round(m.fte, 2) AS fte, m.done, round(p.per_fte, 2) AS done_per_fte,
	   t.people AS team,
	   round(a.per_fte, 2) AS team_per_fte,
	   round(100 * p.per_fte / nullif(a.per_fte, 0), 1) AS against_team,
	   round(p.accuracy, 1) AS accuracy, round(c.accuracy, 1) AS team_accuracy,
	   round(p.accuracy - c.accuracy, 1) AS accuracy_against_team,
	   CASE WHEN m.fte > 0 THEN CASE WHEN m.done IS NULL AND m.checked IS NULL THEN 'output' END
			ELSE 'hours' END AS unknown,
	   CASE WHEN m.manager_id IS NULL THEN 'no team: no manager is recorded'
			WHEN t.people < l.people THEN format('fewer than %s people', l.people)
			WHEN m.checked IS NOT NULL AND t.checked_people < l.people
			THEN format('accuracy of fewer than %s people', l.people) END AS hidden
FROM   measured m
CROSS  JOIN least_group l
LEFT   JOIN team t ON t.manager_id = m.manager_id AND t.measure = m.measure
	   AND t.first_day = m.first_day AND t.last_day = m.last_day
CROSS  JOIN LATERAL (
	SELECT CASE WHEN m.fte > 0 THEN m.done / m.fte END AS per_fte,
		   100 * m.correct / m.checked AS accuracy) p
CROSS  JOIN LATERAL (SELECT CASE WHEN t.people >= l.people THEN t.per_fte END AS per_fte) a
CROSS  JOIN LATERAL (
	SELECT CASE WHEN t.checked_people >= l.people THEN t.accuracy END AS accuracy) c;
END;
COMMENT ON FUNCTION @hr@.output_report(date, integer) IS
	'The view of this name, as at any day: measures that ended in the years before.';

CREATE OR REPLACE VIEW @hr@.output_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.output_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.output_report IS
	'Output and accuracy of each person against the average of the team: the people of one '
	'manager who are measured alike, at home or not (HW-7). Output is per whole-time equivalent, '
	'since many are part-time.';
COMMENT ON COLUMN @hr@.output_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.output_report.name IS 'Name';
COMMENT ON COLUMN @hr@.output_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.output_report.manager_id IS
	'Payroll number of the manager, whose team it is';
COMMENT ON COLUMN @hr@.output_report.measure IS 'What is counted';
COMMENT ON COLUMN @hr@.output_report.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.output_report.last_day IS 'Last day counted';
COMMENT ON COLUMN @hr@.output_report.kind IS
	'Kind of homeworking on the last day; none: not at home';
COMMENT ON COLUMN @hr@.output_report.fte IS
	'Average whole-time equivalents of the period by contract; absence is not deducted';
COMMENT ON COLUMN @hr@.output_report.done IS 'How many were done';
COMMENT ON COLUMN @hr@.output_report.done_per_fte IS 'Done per whole-time equivalent';
COMMENT ON COLUMN @hr@.output_report.team IS
	'People of the team with this measure and period, as far as the reader sees them';
COMMENT ON COLUMN @hr@.output_report.team_per_fte IS
	'Done by the whole team, per whole-time equivalent of the team';
COMMENT ON COLUMN @hr@.output_report.against_team IS
	'done_per_fte in per cent of the team''s average';
COMMENT ON COLUMN @hr@.output_report.accuracy IS 'Right per hundred checked';
COMMENT ON COLUMN @hr@.output_report.team_accuracy IS
	'Right per hundred checked in the whole team';
COMMENT ON COLUMN @hr@.output_report.accuracy_against_team IS
	'accuracy - team_accuracy, in percentage points';
COMMENT ON COLUMN @hr@.output_report.unknown IS 'What is not known: hours, or output';
COMMENT ON COLUMN @hr@.output_report.hidden IS
	'Why there is no average: a team of one, or below attendance_policy.least_group, or no manager';

ALTER FUNCTION @hr@.output_report(date, integer) DEPENDS ON EXTENSION bradford;
$hr_file$),
(47, 'report', 'downtime_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.downtime_report(
	as_of date, years integer DEFAULT 1, period text DEFAULT 'year')
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	period text,
	first_day date,
	last_day date,
	option text,
	times bigint,
	hours numeric,
	last_on date,
	systems text,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT e.employee_id, e.name, e.service_area, e.manager_id, x.period, x.first_day, x.last_day,
	   x.option, x.times, round(x.seconds / 3600, 2) AS hours, x.last_on, x.systems,
	   CASE WHEN x.not_ended > 0 THEN format('end of %s', x.not_ended) END AS unknown
FROM   @hr@.employee e
CROSS  JOIN LATERAL (
	SELECT p.period, p.first_day, p.last_day, d.option, count(*) AS times,
		   -- downtime that goes on is not counted yet, and impossible times count as unknown
		   CASE WHEN count(*) = count(d.seconds) THEN sum(d.seconds) END AS seconds,
		   count(*) - count(d.seconds) AS not_ended, max(d.began_on) AS last_on,
		   string_agg(DISTINCT d.system, ', ') AS systems
	FROM  (
		SELECT DISTINCT ON (d.began_at) d.began_at::date AS began_on, d.option::text AS option,
			   d.system::text AS system,
			   CASE WHEN d.ended_at > d.began_at AND d.ended_at <= d.began_at + interval '31 days'
					THEN extract(epoch FROM d.ended_at - d.began_at) END AS seconds
		FROM   @hr@.downtime d
		WHERE  d.employee_id = e.employee_id AND d.began_at >= lower(bradford.known_days())
		AND    d.began_at < upper(bradford.known_days())
		AND    bradford.require_known_day(downtime_report.as_of)
		ORDER  BY d.began_at, d.ended_at, d.option) d
	JOIN   @hr@.reporting_period(
				downtime_report.as_of, downtime_report.years, downtime_report.period) p
		ON d.began_on >= p.first_day AND d.began_on <= p.last_day
	GROUP  BY p.period, p.first_day, p.last_day, d.option) x;
END;
COMMENT ON FUNCTION @hr@.downtime_report(date, integer, text) IS
	'The view of this name, as at any day: for some years, or their quarters or months.';

CREATE OR REPLACE VIEW @hr@.downtime_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.downtime_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.downtime_report IS
	'Unplanned downtime of systems by person and option taken, in the year from 1 April '
	'up to the day (HW-9).';
COMMENT ON COLUMN @hr@.downtime_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.downtime_report.name IS 'Name';
COMMENT ON COLUMN @hr@.downtime_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.downtime_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.downtime_report.period IS
	'Year, such as 2015-16; quarter of it, such as 2015-16 Q3; or month, such as 2015-10';
COMMENT ON COLUMN @hr@.downtime_report.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.downtime_report.last_day IS 'Last day counted';
COMMENT ON COLUMN @hr@.downtime_report.option IS 'Option taken; none: not recorded';
COMMENT ON COLUMN @hr@.downtime_report.times IS 'How often, by the day on which it began';
COMMENT ON COLUMN @hr@.downtime_report.hours IS
	'Hours; none if the end of a downtime is not known';
COMMENT ON COLUMN @hr@.downtime_report.last_on IS 'Day on which the last one began';
COMMENT ON COLUMN @hr@.downtime_report.systems IS 'Systems that were down';
COMMENT ON COLUMN @hr@.downtime_report.unknown IS
	'Why there are no hours: how many downtimes have no known end';

ALTER FUNCTION @hr@.downtime_report(date, integer, text) DEPENDS ON EXTENSION bradford;
$hr_file$),
(48, 'report', 'staff_on_duty', $hr_file$CREATE OR REPLACE VIEW @hr@.staff_on_duty WITH (security_invoker = true) AS
SELECT s.team, s.skill, s.during, c.counts, k.skills, k.grades
FROM  (
	-- a row that repeats another does not count
	SELECT DISTINCT s.employee_id, s.team, s.skill, s.during
	FROM   @hr@.shift s
	-- a shift with impossible times covers for nobody
	WHERE  CASE WHEN lower_inc(s.during) AND NOT upper_inc(s.during)
				THEN lower(s.during) >= lower(bradford.possible_days())
					 AND upper(s.during) < upper(bradford.possible_days())
				ELSE false END) s
-- a person counts once: if shifts overlap, in the one that began first
CROSS  JOIN LATERAL (
	SELECT tstzmultirange(s.during) - COALESCE(range_agg(o.during), '{}') AS counts
	FROM   @hr@.shift o
	WHERE  o.employee_id = s.employee_id AND o.during && s.during
	AND    lower_inc(o.during) AND NOT upper_inc(o.during)
	AND   (o.during, COALESCE(o.team::text, ''), COALESCE(o.skill::text, ''))
			< (s.during, COALESCE(s.team::text, ''), COALESCE(s.skill::text, ''))) c
-- what they could do on the day
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(k.skill::text ORDER BY k.skill::text, k.grade::text), '{}') AS skills,
		   COALESCE(array_agg(k.grade::text ORDER BY k.skill::text, k.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill k
	WHERE  k.employee_id = s.employee_id
	AND    k.first_day <= (lower(s.during) AT TIME ZONE 'Europe/London')::date
	AND   (k.last_day >= (lower(s.during) AT TIME ZONE 'Europe/London')::date OR k.last_day IS NULL)
	OFFSET 0) k
WHERE  EXISTS (SELECT FROM @hr@.employee e WHERE e.employee_id = s.employee_id);
COMMENT ON VIEW @hr@.staff_on_duty IS
	'Shifts without names, with the skills of their people. A person counts once at a '
	'time (SR-1). slot_cover reads it.';
COMMENT ON COLUMN @hr@.staff_on_duty.team IS 'Team';
COMMENT ON COLUMN @hr@.staff_on_duty.skill IS 'Skill in which they work; none: any that they have';
COMMENT ON COLUMN @hr@.staff_on_duty.during IS 'Shift';
COMMENT ON COLUMN @hr@.staff_on_duty.counts IS
	'The part that counts: all except what overlaps an earlier shift of the person';
COMMENT ON COLUMN @hr@.staff_on_duty.skills IS 'Skills that they had on the day';
COMMENT ON COLUMN @hr@.staff_on_duty.grades IS 'Grades in those skills, in the same order';

-- the function reads the view, not the table: protect() lets the view read as its owner
CREATE OR REPLACE FUNCTION @hr@.staff_on_duty()
RETURNS TABLE (
	team text,
	skill text,
	during tstzrange,
	counts tstzmultirange,
	skills text[],
	grades text[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.team, s.skill, s.during, s.counts, s.skills, s.grades FROM @hr@.staff_on_duty s;
END;
COMMENT ON FUNCTION @hr@.staff_on_duty() IS 'The view of this name.';

ALTER FUNCTION @hr@.staff_on_duty() DEPENDS ON EXTENSION bradford;
$hr_file$),
(49, 'report', 'slot_day', $hr_file$CREATE OR REPLACE FUNCTION @hr@.slot_day(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.staffing_demand.team%TYPE,
	slot @hr@.staffing_demand.slot%TYPE,
	skill @hr@.staffing_demand.skill%TYPE,
	grade @hr@.staffing_demand.grade%TYPE,
	day date,
	during tstzrange,
	at_least integer,
	at_most integer,
	short_weight numeric,
	over_weight numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT d.team, d.slot, d.skill, d.grade, n.day, t.during, d.at_least, d.at_most, d.short_weight,
	   d.over_weight
FROM  (
	SELECT r.team, r.slot, r.skill, r.grade, COALESCE(r.days, 'every-day') AS days,
		   r.starts, r.ends,
		   -- a number below 0 does not count
		   CASE WHEN r.at_least > 0 THEN r.at_least ELSE 0 END AS at_least,
		   CASE WHEN r.at_most < 0 THEN 0 ELSE r.at_most END AS at_most,
		   CASE WHEN r.short_weight >= 0 AND r.short_weight <= 1000000
				THEN r.short_weight ELSE 100 END AS short_weight,
		   CASE WHEN r.over_weight >= 0 AND r.over_weight <= 1000000 THEN r.over_weight ELSE 1 END
				AS over_weight,
		   r.first_day, r.last_day,
		   -- if two rows of a slot overlap, the later one applies from its first day on
		   lead(r.first_day) OVER (PARTITION BY r.team, r.slot
								   ORDER BY r.first_day, r.last_day) AS until
	FROM   @hr@.staffing_demand r
	WHERE  r.first_day <= COALESCE(r.last_day, 'infinity')) d
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
	FROM   @hr@.team z
	WHERE  z.team = d.team) z
CROSS  JOIN LATERAL (
	SELECT slot_day.from_day + i AS day
	FROM   generate_series(0, CASE WHEN bradford.require_period(slot_day.from_day, slot_day.to_day)
								   THEN slot_day.to_day - slot_day.from_day END) AS i) n
CROSS  JOIN LATERAL (
	-- by the clock of the team, to the next day if it does not end after it starts
	SELECT n.day + d.starts AS starts, n.day + d.ends
				+ CASE WHEN d.ends > d.starts THEN interval '0' ELSE interval '1 day' END AS ends
	OFFSET 0) c
CROSS  JOIN LATERAL (
	-- an hour that the clocks skip has no length
	SELECT CASE WHEN c.starts AT TIME ZONE z.zone < c.ends AT TIME ZONE z.zone
				THEN tstzrange(c.starts AT TIME ZONE z.zone, c.ends AT TIME ZONE z.zone)
				END AS during
	OFFSET 0) t
WHERE  bradford.is_working_day(n.day, d.days)
AND    n.day >= d.first_day AND n.day <= COALESCE(d.last_day, 'infinity')
AND    n.day < COALESCE(d.until, 'infinity')
AND    t.during IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.slot_day(date, date) IS
	'The slots that begin from one day to another, both included, each with its times, how '
	'many it needs, and the cost to a roster of one too few or too many (SR-1). Reports on '
	'cover and rosters read it.';

ALTER FUNCTION @hr@.slot_day(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(50, 'report', 'slot_cover', $hr_file$CREATE OR REPLACE FUNCTION @hr@.slot_cover(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.staffing_demand.team%TYPE,
	slot @hr@.staffing_demand.slot%TYPE,
	skill @hr@.staffing_demand.skill%TYPE,
	grade @hr@.staffing_demand.grade%TYPE,
	day date,
	starts_at timestamptz,
	ends_at timestamptz,
	from_time timestamptz,
	to_time timestamptz,
	at_least integer,
	at_most integer,
	on_duty integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT d.team, d.slot, d.skill, d.grade, d.day, lower(d.during) AS starts_at,
	   upper(d.during) AS ends_at, lower(s.during) AS from_time, upper(s.during) AS to_time,
	   d.at_least, d.at_most, s.on_duty - 1 AS on_duty
FROM   @hr@.slot_day(slot_cover.from_day, slot_cover.to_day) d
CROSS  JOIN LATERAL (
	SELECT array_agg(p.part * d.during) AS shifts
	FROM   @hr@.staff_on_duty o
	CROSS  JOIN LATERAL unnest(o.counts) AS p(part)
	WHERE  o.team = d.team AND o.during && d.during
	AND   (d.grade IS NULL AND (d.skill IS NULL OR o.skill = d.skill)
		   OR EXISTS (SELECT FROM unnest(o.skills, o.grades) AS k(skill, grade)
					  WHERE  (d.skill IS NULL OR k.skill = d.skill)
					  AND    (d.grade IS NULL OR k.grade = d.grade)
					  AND    (o.skill IS NULL OR k.skill = o.skill)))) a
-- one extra throughout, so that the steps go from the start of the slot to its end
CROSS  JOIN LATERAL bradford.staffing(array_append(a.shifts, d.during)) s;
END;
COMMENT ON FUNCTION @hr@.slot_cover(date, date) IS
	'The view of this name, of the slots that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.slot_cover WITH (security_invoker = true) AS
SELECT * FROM @hr@.slot_cover(CURRENT_DATE, CURRENT_DATE + 27);
COMMENT ON VIEW @hr@.slot_cover IS
	'Each slot of the four weeks from today, split into stretches with the same number on duty '
	'(SR-1). cover_report and fill_rate_report read it.';
COMMENT ON COLUMN @hr@.slot_cover.team IS 'Team';
COMMENT ON COLUMN @hr@.slot_cover.slot IS 'Slot';
COMMENT ON COLUMN @hr@.slot_cover.skill IS 'Skill that counts; none: any';
COMMENT ON COLUMN @hr@.slot_cover.grade IS 'Grade that counts; none: any';
COMMENT ON COLUMN @hr@.slot_cover.day IS 'Day on which the slot begins';
COMMENT ON COLUMN @hr@.slot_cover.starts_at IS 'When the slot starts';
COMMENT ON COLUMN @hr@.slot_cover.ends_at IS 'When the slot ends';
COMMENT ON COLUMN @hr@.slot_cover.from_time IS 'When the stretch starts';
COMMENT ON COLUMN @hr@.slot_cover.to_time IS 'When the stretch ends';
COMMENT ON COLUMN @hr@.slot_cover.at_least IS 'Least staff agreed';
COMMENT ON COLUMN @hr@.slot_cover.at_most IS 'Most staff agreed; none: no limit';
COMMENT ON COLUMN @hr@.slot_cover.on_duty IS 'Staff on duty; rest breaks are not deducted';

ALTER FUNCTION @hr@.slot_cover(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(51, 'report', 'cover_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.cover_report(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.staffing_demand.team%TYPE,
	slot @hr@.staffing_demand.slot%TYPE,
	skill @hr@.staffing_demand.skill%TYPE,
	grade @hr@.staffing_demand.grade%TYPE,
	day date,
	from_time timestamptz,
	to_time timestamptz,
	minutes numeric,
	at_least integer,
	at_most integer,
	on_duty integer,
	short integer,
	over integer
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT c.team, c.slot, c.skill, c.grade, c.day, c.from_time, c.to_time,
	   trim_scale(round(extract(epoch FROM c.to_time - c.from_time) / 60, 2)) AS minutes,
	   c.at_least, c.at_most, c.on_duty,
	   nullif(greatest(c.at_least - c.on_duty, 0), 0) AS short,
	   nullif(greatest(c.on_duty - c.at_most, 0), 0) AS over
FROM   @hr@.slot_cover(cover_report.from_day, cover_report.to_day) c
WHERE  c.on_duty < c.at_least OR c.on_duty > c.at_most;
END;
COMMENT ON FUNCTION @hr@.cover_report(date, date) IS
	'The view of this name, of the slots that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.cover_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.cover_report(CURRENT_DATE, CURRENT_DATE + 27);
COMMENT ON VIEW @hr@.cover_report IS
	'Where cover is below or above what was agreed: one row per slot and stretch of time '
	'(SR-1). The view shows four weeks from today.';
COMMENT ON COLUMN @hr@.cover_report.team IS 'Team';
COMMENT ON COLUMN @hr@.cover_report.slot IS 'Slot';
COMMENT ON COLUMN @hr@.cover_report.skill IS 'Skill that counts; none: any';
COMMENT ON COLUMN @hr@.cover_report.grade IS 'Grade that counts; none: any';
COMMENT ON COLUMN @hr@.cover_report.day IS 'Day on which the slot begins';
COMMENT ON COLUMN @hr@.cover_report.from_time IS 'When the stretch starts';
COMMENT ON COLUMN @hr@.cover_report.to_time IS 'When the stretch ends';
COMMENT ON COLUMN @hr@.cover_report.minutes IS 'Length of the stretch';
COMMENT ON COLUMN @hr@.cover_report.at_least IS 'Least staff agreed';
COMMENT ON COLUMN @hr@.cover_report.at_most IS 'Most staff agreed; none: no limit';
COMMENT ON COLUMN @hr@.cover_report.on_duty IS 'Staff on duty';
COMMENT ON COLUMN @hr@.cover_report.short IS 'Staff missing; empty: nobody';
COMMENT ON COLUMN @hr@.cover_report.over IS 'Staff above at_most; empty: nobody';

ALTER FUNCTION @hr@.cover_report(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(52, 'report', 'fill_rate_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.fill_rate_report(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.staffing_demand.team%TYPE,
	slot @hr@.staffing_demand.slot%TYPE,
	skill @hr@.staffing_demand.skill%TYPE,
	grade @hr@.staffing_demand.grade%TYPE,
	slots integer,
	slots_short integer,
	slots_over integer,
	hours_needed numeric,
	hours_on_duty numeric,
	hours_short numeric,
	hours_over numeric,
	fill_rate numeric,
	mean_fill_rate numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT s.team, s.slot, s.skill, s.grade, count(*)::integer AS slots,
	   count(*) FILTER (WHERE s.short > 0)::integer AS slots_short,
	   count(*) FILTER (WHERE s.over > 0)::integer AS slots_over,
	   trim_scale(round(sum(s.needed) / 3600, 2)) AS hours_needed,
	   trim_scale(round(sum(s.on_duty) / 3600, 2)) AS hours_on_duty,
	   trim_scale(round(sum(s.short) / 3600, 2)) AS hours_short,
	   trim_scale(round(sum(s.over) / 3600, 2)) AS hours_over,
	   round(100 * sum(s.on_duty) / nullif(sum(s.needed), 0), 1) AS fill_rate,
	   round(avg(100 * s.on_duty / nullif(s.needed, 0)), 1) AS mean_fill_rate
FROM  (
	SELECT c.team, c.slot, c.skill, c.grade, c.day, sum(t.seconds * c.at_least) AS needed,
		   sum(t.seconds * c.on_duty) AS on_duty,
		   sum(t.seconds * greatest(c.at_least - c.on_duty, 0)) AS short,
		   sum(t.seconds * greatest(c.on_duty - c.at_most, 0)) AS over
	FROM   @hr@.slot_cover(fill_rate_report.from_day, fill_rate_report.to_day) c
	CROSS  JOIN LATERAL (SELECT extract(epoch FROM c.to_time - c.from_time) AS seconds) t
	GROUP  BY c.team, c.slot, c.skill, c.grade, c.day) s
GROUP  BY s.team, s.slot, s.skill, s.grade;
END;
COMMENT ON FUNCTION @hr@.fill_rate_report(date, date) IS
	'The view of this name, of the slots that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.fill_rate_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.fill_rate_report(CURRENT_DATE - 28, CURRENT_DATE - 1);
COMMENT ON VIEW @hr@.fill_rate_report IS
	'How far each slot was filled (SR-1): hours on duty compared with the least agreed. The view '
	'shows the four weeks before today.';
COMMENT ON COLUMN @hr@.fill_rate_report.team IS 'Team';
COMMENT ON COLUMN @hr@.fill_rate_report.slot IS 'Slot';
COMMENT ON COLUMN @hr@.fill_rate_report.skill IS 'Skill that counts; none: any';
COMMENT ON COLUMN @hr@.fill_rate_report.grade IS 'Grade that counts; none: any';
COMMENT ON COLUMN @hr@.fill_rate_report.slots IS 'Days on which there is such a slot';
COMMENT ON COLUMN @hr@.fill_rate_report.slots_short IS 'Days on which it was short at some time';
COMMENT ON COLUMN @hr@.fill_rate_report.slots_over IS 'Days on which it was over at some time';
COMMENT ON COLUMN @hr@.fill_rate_report.hours_needed IS 'Least staff, times hours';
COMMENT ON COLUMN @hr@.fill_rate_report.hours_on_duty IS 'Staff on duty, times hours';
COMMENT ON COLUMN @hr@.fill_rate_report.hours_short IS 'Staff that were missing, times hours';
COMMENT ON COLUMN @hr@.fill_rate_report.hours_over IS 'Staff above the most agreed, times hours';
COMMENT ON COLUMN @hr@.fill_rate_report.fill_rate IS
	'hours_on_duty in per cent of hours_needed: the ratio of the means; above 100 if more than the '
	'least were on duty';
COMMENT ON COLUMN @hr@.fill_rate_report.mean_fill_rate IS
	'Mean of the per cent of each day: the mean of the ratios, which differs if needs differ';

ALTER FUNCTION @hr@.fill_rate_report(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(53, 'report', 'shift_day', $hr_file$CREATE OR REPLACE FUNCTION @hr@.shift_day(from_day date, to_day date)
RETURNS TABLE (
	team @hr@.shift_kind.team%TYPE,
	kind @hr@.shift_kind.kind%TYPE,
	skill @hr@.shift_kind.skill%TYPE,
	day date,
	during tstzrange,
	breaks tstzmultirange
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT k.team, k.kind, k.skill, n.day, t.during,
	   -- a break lies within its shift, on the next day if its time is before the shift's start; a
	   -- kind without one gives NULL, since nobody said that there is no break
	   CASE WHEN t.rest <@ t.during THEN tstzmultirange(t.rest) END AS breaks
FROM  (
	SELECT r.team, r.kind, r.skill, COALESCE(r.days, 'every-day') AS days, r.starts, r.ends,
		   r.break_starts, r.break_ends, r.first_day, r.last_day,
		   lead(r.first_day) OVER (PARTITION BY r.team, r.kind
								   ORDER BY r.first_day, r.last_day) AS until
	FROM   @hr@.shift_kind r
	WHERE  r.first_day <= COALESCE(r.last_day, 'infinity')) k
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
	FROM   @hr@.team z
	WHERE  z.team = k.team) z
CROSS  JOIN LATERAL (
	SELECT shift_day.from_day + i AS day
	FROM   generate_series(0,
				CASE WHEN bradford.require_period(shift_day.from_day, shift_day.to_day)
					 THEN shift_day.to_day - shift_day.from_day END) AS i) n
CROSS  JOIN LATERAL (
	SELECT (n.day + k.starts) AT TIME ZONE z.zone AS starts,
		   (n.day + k.ends
				+ CASE WHEN k.ends > k.starts THEN interval '0' ELSE interval '1 day' END)
				AT TIME ZONE z.zone AS ends,
		   (n.day + k.break_starts
				+ CASE WHEN k.break_starts >= k.starts THEN interval '0' ELSE interval '1 day' END)
				AT TIME ZONE z.zone AS break_starts,
		   (n.day + k.break_ends
				+ CASE WHEN k.break_ends > k.starts THEN interval '0' ELSE interval '1 day' END)
				AT TIME ZONE z.zone AS break_ends
	OFFSET 0) c
CROSS  JOIN LATERAL (
	SELECT CASE WHEN c.starts < c.ends THEN tstzrange(c.starts, c.ends) END AS during,
		   CASE WHEN c.break_starts < c.break_ends
				THEN tstzrange(c.break_starts, c.break_ends) END AS rest
	OFFSET 0) t
WHERE  bradford.is_working_day(n.day, k.days)
AND    n.day >= k.first_day AND n.day <= COALESCE(k.last_day, 'infinity')
AND    n.day < COALESCE(k.until, 'infinity')
AND    t.during IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.shift_day(date, date) IS
	'The shifts that a roster may hold and that begin from one day to another, both included '
	'(SR-2). roster_variable reads it.';

ALTER FUNCTION @hr@.shift_day(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(54, 'report', 'on_duty_since', $hr_file$CREATE OR REPLACE FUNCTION @hr@.on_duty_since(before date)
RETURNS TABLE (
	team @hr@.shift.team%TYPE,
	skill @hr@.shift.skill%TYPE,
	during tstzrange,
	skills text[],
	grades text[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT s.team, s.skill, s.during, k.skills, k.grades
FROM  (
	SELECT CASE WHEN bradford.require_known_day(on_duty_since.before)
				THEN on_duty_since.before END AS day
	OFFSET 0) d
JOIN  (
	-- a row that repeats another does not count
	SELECT DISTINCT r.employee_id, r.team, r.skill, r.during
	FROM   @hr@.shift r
	WHERE  CASE WHEN lower_inc(r.during) AND NOT upper_inc(r.during)
				THEN lower(r.during) >= lower(bradford.possible_days())
					 AND upper(r.during) < upper(bradford.possible_days())
				ELSE false END) s
			ON s.during && tstzrange((d.day - 1)::timestamp AT TIME ZONE 'UTC',
									 (d.day + 1)::timestamp AT TIME ZONE 'UTC')
CROSS  JOIN LATERAL (
	SELECT d.day::timestamp AT TIME ZONE
		   COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS at
	FROM   @hr@.team z
	WHERE  z.team = s.team) b
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(k.skill::text ORDER BY k.skill::text, k.grade::text), '{}') AS skills,
		   COALESCE(array_agg(k.grade::text ORDER BY k.skill::text, k.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill k
	WHERE  k.employee_id = s.employee_id AND k.first_day < d.day
	AND   (k.last_day >= d.day - 1 OR k.last_day IS NULL)) k
WHERE  s.during @> b.at AND lower(s.during) < b.at;
END;
COMMENT ON FUNCTION @hr@.on_duty_since(date) IS
	'The shifts that began before a day and go on into it, with the skills of their people (SR-1). '
	'Reports on rosters count them besides the shifts of the roster.';

ALTER FUNCTION @hr@.on_duty_since(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(55, 'report', 'roster_person', $hr_file$CREATE OR REPLACE FUNCTION @hr@.roster_person(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name text,
	team @hr@.roster_terms.team%TYPE,
	zone text,
	employed daterange,
	during daterange,
	days datemultirange,
	away datemultirange,
	contracted numeric,
	most_owed numeric,
	most_owing numeric,
	rest interval,
	most_in_row integer,
	least_in_row integer,
	least_off integer,
	most_weekends integer,
	worked_before datemultirange
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT t.employee_id, w.name::text AS name, t.team, z.zone, v.employed, d.during,
	   d.days - COALESCE(a.away, '{}') AS days, COALESCE(a.away * d.days, '{}') AS away,
	   CASE WHEN t.weekly_hours >= 0 AND t.weekly_hours <= 168
			THEN t.weekly_hours::numeric * h.weeks END AS contracted,
	   CASE WHEN t.most_owed >= 0 AND t.most_owed <= 10000 THEN t.most_owed END AS most_owed,
	   CASE WHEN t.most_owing >= 0 AND t.most_owing <= 10000 THEN t.most_owing END AS most_owing,
	   CASE WHEN t.rest_hours >= 0 AND t.rest_hours <= 168 THEN t.rest_hours ELSE 11 END
			* interval '1 hour' AS rest,
	   CASE WHEN t.most_in_row BETWEEN 1 AND 366 THEN t.most_in_row END AS most_in_row,
	   CASE WHEN t.least_in_row BETWEEN 1 AND 31 THEN t.least_in_row END AS least_in_row,
	   CASE WHEN t.least_off BETWEEN 1 AND 31 THEN t.least_off END AS least_off,
	   CASE WHEN t.most_weekends BETWEEN 0 AND 60 THEN t.most_weekends END AS most_weekends,
	   COALESCE(b.worked_before, '{}') AS worked_before
FROM  (
	-- One row for each person, since limits are for the whole period: the latest ones apply to all
	-- days in it on which the person is on the roster of that team.
	SELECT DISTINCT ON (r.employee_id) r.*,
		   range_agg(daterange(r.first_day, least(r.last_day, roster_person.to_day), '[]'))
				OVER (PARTITION BY r.employee_id, r.team) AS days
	FROM   @hr@.roster_terms r
	WHERE  bradford.require_period(roster_person.from_day, roster_person.to_day)
	AND    r.first_day <= COALESCE(r.last_day, 'infinity') AND r.first_day <= roster_person.to_day
	AND   (r.last_day >= roster_person.from_day OR r.last_day IS NULL)
	ORDER  BY r.employee_id, r.first_day DESC, r.last_day DESC, r.team) t
JOIN   @hr@.working_pattern() w ON w.employee_id = t.employee_id
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
	FROM   @hr@.team z
	WHERE  z.team = t.team) z
CROSS  JOIN LATERAL (
	SELECT p.during, t.days * datemultirange(p.during) * w.employed AS days
	FROM  (SELECT CASE WHEN bradford.require_period(roster_person.from_day, roster_person.to_day)
					   THEN daterange(roster_person.from_day, roster_person.to_day, '[]') END
						* range_merge(t.days) AS during) p
	OFFSET 0) d
-- the employment of these days
LEFT   JOIN LATERAL (
	SELECT e AS employed FROM unnest(w.employed) AS e
	WHERE  e && d.during ORDER BY e DESC LIMIT 1) v ON true
-- sickness and leave, without their reasons
CROSS  JOIN LATERAL (
	SELECT range_agg(x.days) AS away
	FROM  (
		SELECT CASE WHEN b.first_day <= COALESCE(b.last_day, b.first_day)
					THEN daterange(b.first_day, least(b.last_day, roster_person.to_day), '[]')
						 * d.during END AS days
		FROM   @hr@.absence_for_pay b
		WHERE  b.employee_id = t.employee_id AND b.first_day <= roster_person.to_day
		AND   (b.last_day >= roster_person.from_day OR b.last_day IS NULL)
		UNION  ALL
		SELECT CASE WHEN o.first_day <= o.last_day
					THEN daterange(o.first_day, least(o.last_day, roster_person.to_day), '[]')
						 * d.during END
		FROM   @hr@.time_off o
		WHERE  o.employee_id = t.employee_id AND o.half_day IS NOT TRUE
		AND    o.first_day <= roster_person.to_day AND o.last_day >= roster_person.from_day) x) a
-- The hours of a week are spread over its working days, so part of a week has its share, and a day
-- away has none. If a contract names no working days, every day has a seventh.
CROSS  JOIN LATERAL (
	SELECT COALESCE(bradford.working_days(p.present, w.calendar)
					/ nullif(bradford.days_per_week(w.calendar, lower(d.during)), 0),
					(SELECT sum(upper(x) - lower(x)) FROM unnest(p.present) AS x) / 7.0, 0) AS weeks
	FROM  (SELECT d.days - COALESCE(a.away, '{}') AS present) p) h
-- days in a row may have begun before the period
CROSS  JOIN LATERAL (
	SELECT range_agg(daterange(s.day, s.day, '[]')) AS worked_before
	FROM  (
		SELECT CASE WHEN lower_inc(s.during) AND lower(s.during) >= lower(bradford.possible_days())
					THEN (lower(s.during) AT TIME ZONE z.zone)::date END AS day
		FROM   @hr@.shift s
		WHERE  s.employee_id = t.employee_id AND t.most_in_row IS NOT NULL
		AND    s.during && tstzrange((roster_person.from_day - 366)::timestamp AT TIME ZONE z.zone,
									 roster_person.from_day::timestamp AT TIME ZONE z.zone)
		OFFSET 0) s
	WHERE  s.day < roster_person.from_day) b
WHERE  bradford.require_period(roster_person.from_day, roster_person.to_day);
END;
COMMENT ON FUNCTION @hr@.roster_person(date, date) IS
	'Who is on a roster in a period: the days on which they can work, the hours that their '
	'contract requires in it, and their limits (SR-2). Reports on rosters read it.';

ALTER FUNCTION @hr@.roster_person(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(56, 'report', 'roster_request_day', $hr_file$CREATE OR REPLACE FUNCTION @hr@.roster_request_day(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	team @hr@.roster_terms.team%TYPE,
	request @hr@.roster_request.request%TYPE,
	kind @hr@.roster_request.kind%TYPE,
	day date,
	during tstzrange,
	weight numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT p.employee_id, p.team, r.request, r.kind, n.day, t.during,
	   CASE WHEN r.weight >= 0 AND r.weight <= 1000000 THEN r.weight ELSE 1 END AS weight
FROM   @hr@.roster_person(roster_request_day.from_day, roster_request_day.to_day) p
JOIN   @hr@.roster_request r ON r.employee_id = p.employee_id
CROSS  JOIN LATERAL (
	-- with the days next to the period, whose nights reach into it
	SELECT p.from_day + i AS day
	FROM  (SELECT CASE WHEN r.good THEN roster_request_day.from_day END AS from_day,
				  CASE WHEN r.good THEN roster_request_day.to_day END AS to_day
		   FROM  (SELECT bradford.require_period(
							 roster_request_day.from_day, roster_request_day.to_day) AS good) r
		   OFFSET 0) p
	CROSS  JOIN generate_series(greatest(lower(bradford.known_days()) - p.from_day, -1),
								least(upper(bradford.known_days()) - 1, p.to_day + 1) - p.from_day)
		   AS i) n
CROSS  JOIN LATERAL (
	SELECT (n.day + r.starts) AT TIME ZONE p.zone AS starts,
		   (n.day + r.ends
				+ CASE WHEN r.ends > r.starts THEN interval '0' ELSE interval '1 day' END)
				AT TIME ZONE p.zone AS ends
	OFFSET 0) c
CROSS  JOIN LATERAL (
	SELECT CASE WHEN c.starts < c.ends THEN tstzrange(c.starts, c.ends) END AS during
	OFFSET 0) t
-- nothing is asked of a day on which somebody is away
WHERE  CASE WHEN n.day >= roster_request_day.from_day AND n.day <= roster_request_day.to_day
			THEN n.day <@ p.days ELSE r.kind IN ('off', 'veto') END
AND    n.day >= r.first_day AND n.day <= COALESCE(r.last_day, 'infinity')
AND    bradford.is_working_day(n.day, COALESCE(r.days, 'every-day'))
AND    r.kind IN ('on', 'off', 'veto', 'core') AND t.during IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.roster_request_day(date, date) IS
	'Preferences, veto hours and core hours of a period, day by day (SR-2), and the hours '
	'off and veto hours of the days next to it, which may reach into it. Reports on '
	'rosters read it.';

ALTER FUNCTION @hr@.roster_request_day(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(57, 'report', 'rostered_shift', $hr_file$CREATE OR REPLACE FUNCTION @hr@.rostered_shift(from_day date, to_day date)
RETURNS TABLE (
	roster @hr@.roster_shift.roster%TYPE,
	employee_id @hr@.employee.employee_id%TYPE,
	team @hr@.roster_shift.team%TYPE,
	skill @hr@.roster_shift.skill%TYPE,
	zone text,
	day date,
	during tstzrange,
	breaks_known boolean,
	working tstzmultirange,
	hours numeric,
	counts tstzmultirange,
	skills text[],
	grades text[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.roster, s.employee_id, s.team, s.skill, z.zone, d.day, s.during,
	   s.breaks IS NOT NULL AS breaks_known, w.working, b.hours,
	   c.counts, k.skills, k.grades
FROM  (
	SELECT r.roster, r.employee_id, r.team, r.skill, r.during, range_agg(r.breaks) AS breaks
	FROM   @hr@.roster_shift r
	WHERE  CASE WHEN lower_inc(r.during) AND NOT upper_inc(r.during)
				THEN lower(r.during) >= lower(bradford.possible_days())
					 AND upper(r.during) < upper(bradford.possible_days())
				ELSE false END
	-- a row that repeats another does not count
	GROUP  BY r.roster, r.employee_id, r.team, r.skill, r.during) s
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(bradford.known_zone(z.zone::text)), 'Europe/London') AS zone
	FROM   @hr@.team z
	WHERE  z.team = s.team) z
CROSS  JOIN LATERAL (
	SELECT (lower(s.during) AT TIME ZONE z.zone)::date AS day
	OFFSET 0) d
CROSS  JOIN LATERAL (
	SELECT tstzmultirange(s.during) - COALESCE(s.breaks, '{}') AS working) w
CROSS  JOIN LATERAL (
	SELECT COALESCE(sum(extract(epoch FROM upper(x) - lower(x))), 0) / 3600 AS hours
	FROM   unnest(w.working) AS x) b
-- a person counts once: if shifts overlap, in the one that began first
CROSS  JOIN LATERAL (
	SELECT tstzmultirange(s.during) - COALESCE(range_agg(o.during), '{}') AS counts
	FROM   @hr@.roster_shift o
	WHERE  o.employee_id = s.employee_id AND o.roster = s.roster AND o.during && s.during
	AND    lower_inc(o.during) AND NOT upper_inc(o.during)
	AND   (o.during, COALESCE(o.team::text, ''), COALESCE(o.skill::text, ''))
			< (s.during, COALESCE(s.team::text, ''), COALESCE(s.skill::text, ''))) c
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(k.skill::text ORDER BY k.skill::text, k.grade::text), '{}') AS skills,
		   COALESCE(array_agg(k.grade::text ORDER BY k.skill::text, k.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill k
	WHERE  k.employee_id = s.employee_id AND k.first_day <= d.day
	AND   (k.last_day >= d.day OR k.last_day IS NULL)) k
WHERE  d.day >= rostered_shift.from_day AND d.day <= rostered_shift.to_day
AND    s.roster IS NOT NULL AND s.employee_id IS NOT NULL
AND    bradford.require_period(rostered_shift.from_day, rostered_shift.to_day);
END;
COMMENT ON FUNCTION @hr@.rostered_shift(date, date) IS
	'The shifts of all proposals that begin in a period, each with its day, its hours without '
	'breaks, and the skills of the person (SR-3). Reports on rosters read it.';

ALTER FUNCTION @hr@.rostered_shift(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(58, 'report', 'roster_variable', $hr_file$CREATE OR REPLACE FUNCTION @hr@.roster_variable(from_day date, to_day date)
RETURNS TABLE (
	name text,
	employee_id @hr@.employee.employee_id%TYPE,
	team @hr@.shift_kind.team%TYPE,
	kind @hr@.shift_kind.kind%TYPE,
	skill @hr@.shift_kind.skill%TYPE,
	day date,
	during tstzrange,
	breaks tstzmultirange,
	hours numeric,
	skills text[],
	grades text[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH person AS MATERIALIZED (
	SELECT * FROM @hr@.roster_person(roster_variable.from_day, roster_variable.to_day)
), kind AS MATERIALIZED (
	SELECT * FROM @hr@.shift_day(roster_variable.from_day, roster_variable.to_day)
), veto AS MATERIALIZED (
	SELECT v.employee_id, range_agg(v.during) AS during
	FROM   @hr@.roster_request_day(roster_variable.from_day, roster_variable.to_day) v
	WHERE  v.kind = 'veto'
	GROUP  BY v.employee_id
)
SELECT 'x' || row_number() OVER (ORDER BY p.team, k.day, k.during, k.kind, p.employee_id) AS name,
	   p.employee_id, p.team, k.kind, k.skill, k.day, k.during, k.breaks,
	   trim_scale(round(extract(
				epoch FROM upper(k.during) - lower(k.during) - COALESCE(b.rest, '0')) / 3600, 6))
			AS hours,
	   s.skills, s.grades
FROM   person p
JOIN   kind k ON k.team = p.team
LEFT   JOIN veto v ON v.employee_id = p.employee_id
CROSS  JOIN LATERAL (SELECT sum(upper(x) - lower(x)) AS rest FROM unnest(k.breaks) AS x) b
CROSS  JOIN LATERAL (
	SELECT COALESCE(array_agg(e.skill::text ORDER BY e.skill::text, e.grade::text), '{}') AS skills,
		   COALESCE(array_agg(e.grade::text ORDER BY e.skill::text, e.grade::text), '{}') AS grades
	FROM   @hr@.employee_skill e
	WHERE  e.employee_id = p.employee_id AND e.first_day <= k.day
	AND   (e.last_day >= k.day OR e.last_day IS NULL)) s
-- nobody is asked for a day on which they are away, for what they cannot do, or for veto hours
WHERE  k.day <@ p.days AND (k.skill IS NULL OR k.skill = ANY (s.skills))
AND   (v.during && k.during) IS NOT TRUE
-- rest after what was worked, or is planned, before the roster begins
AND    NOT EXISTS (
			SELECT FROM @hr@.shift w
			WHERE  w.employee_id = p.employee_id
			AND    w.during && tstzrange(lower(k.during) - p.rest, upper(k.during))
			AND    lower(w.during) < roster_variable.from_day::timestamp AT TIME ZONE p.zone);
END;
COMMENT ON FUNCTION @hr@.roster_variable(date, date) IS
	'What each name in roster_model stands for: a person in a shift (SR-3). Each name that the '
	'solver sets to 1 becomes a row of roster_shift.';

ALTER FUNCTION @hr@.roster_variable(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(59, 'report', 'roster_model', $hr_file$CREATE OR REPLACE FUNCTION @hr@.roster_model(from_day date, to_day date, team text DEFAULT NULL)
RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 10000
BEGIN ATOMIC
WITH variable AS MATERIALIZED (
	SELECT v.* FROM @hr@.roster_variable(roster_model.from_day, roster_model.to_day) v
	WHERE  v.team = roster_model.team OR roster_model.team IS NULL
), person AS MATERIALIZED (
	SELECT p.*, row_number() OVER (ORDER BY p.team, p.employee_id) AS n
	FROM   @hr@.roster_person(roster_model.from_day, roster_model.to_day) p
	WHERE  p.team = roster_model.team OR roster_model.team IS NULL
), calendar AS MATERIALIZED (
	SELECT roster_model.from_day + i AS day
	FROM   generate_series(0,
				CASE WHEN bradford.require_period(roster_model.from_day, roster_model.to_day)
					 THEN roster_model.to_day - roster_model.from_day END) AS i
), slot AS MATERIALIZED (
	SELECT d.* FROM @hr@.slot_day(roster_model.from_day, roster_model.to_day) d
	WHERE (d.team = roster_model.team OR roster_model.team IS NULL)
	AND    d.team IN (SELECT p.team FROM person p)
), staff AS MATERIALIZED (
	-- who may fill a slot: people with a variable, and those who are already
	-- on duty when the roster begins
	SELECT v.name, v.team::text AS team, v.during, v.skill::text AS skill, v.skills, v.grades
	FROM   variable v
	UNION  ALL
	SELECT NULL AS name, b.team::text, b.during, b.skill::text, b.skills, b.grades
	FROM   @hr@.on_duty_since(roster_model.from_day) b
), cut AS MATERIALIZED (
	-- a slot is split wherever a shift begins or ends in it
	SELECT c.*, row_number() OVER (ORDER BY c.team, c.day, c.slot, c.from_time) AS n
	FROM  (
		SELECT d.team, d.slot, d.skill, d.grade, d.day, d.during, d.at_least, d.at_most,
			   d.short_weight, d.over_weight, t.at AS from_time,
			   lead(t.at) OVER (PARTITION BY d.team, d.slot, d.day ORDER BY t.at) AS to_time
		FROM   slot d
		CROSS  JOIN LATERAL (
			SELECT lower(d.during) AS at UNION SELECT upper(d.during)
			UNION
			SELECT e.at
			FROM   staff v
			CROSS  JOIN LATERAL (VALUES (lower(v.during)), (upper(v.during))) AS e(at)
			WHERE  v.team = d.team AND e.at <@ d.during) t) c
	WHERE  c.to_time IS NOT NULL
), filled AS MATERIALIZED (
	SELECT s.n, v.name
	FROM   cut s
	JOIN   staff v ON v.team = s.team AND v.during @> tstzrange(s.from_time, s.to_time)
	WHERE (s.grade IS NULL AND (s.skill IS NULL OR v.skill = s.skill)
		   OR EXISTS (SELECT FROM unnest(v.skills, v.grades) AS k(skill, grade)
					  WHERE  (s.skill IS NULL OR k.skill = s.skill)
					  AND    (s.grade IS NULL OR k.grade = s.grade)
					  AND    (v.skill IS NULL OR k.skill = v.skill)))
), stretch AS MATERIALIZED (
	-- what the roster must still fill beside those already on duty
	SELECT s.n, s.during, s.from_time, s.to_time, s.short_weight, s.over_weight,
		   s.at_least - b.there AS at_least, s.at_most - b.there AS at_most
	FROM   cut s
	CROSS  JOIN LATERAL (
		SELECT count(*)::numeric AS there FROM filled f WHERE f.n = s.n AND f.name IS NULL) b
), request AS MATERIALIZED (
	SELECT q.*, row_number() OVER (ORDER BY q.team, q.employee_id, q.day, q.request) AS n
	FROM   @hr@.roster_request_day(roster_model.from_day, roster_model.to_day) q
	WHERE (q.team = roster_model.team OR roster_model.team IS NULL) AND q.kind <> 'veto'
), weekend AS MATERIALIZED (
	SELECT p.employee_id, p.n AS person, date_trunc('week', c.day::timestamp) AS week,
		   row_number() OVER (ORDER BY p.n, date_trunc('week', c.day::timestamp)) AS n
	FROM   person p
	CROSS  JOIN calendar c
	WHERE  p.most_weekends IS NOT NULL AND extract(isodow FROM c.day) IN (6, 7)
	GROUP  BY p.employee_id, p.n, date_trunc('week', c.day::timestamp)
), window_of AS MATERIALIZED (
	-- days in a row, and off: which days are added, and which subtracted
	SELECT w.*, row_number() OVER (ORDER BY w.person, w.rule, w.first, w.length) AS n
	FROM  (
		-- days that were worked before the period take up their part of a window
		SELECT p.n AS person, p.employee_id, 'm' AS rule, d.day AS first,
			   p.most_in_row + 1 AS length, p.most_in_row - b.worked AS bound
		FROM   person p
		CROSS  JOIN LATERAL (
			SELECT roster_model.from_day + i AS day
			FROM   generate_series(
						-p.most_in_row,
						roster_model.to_day - roster_model.from_day - p.most_in_row) AS i) d
		CROSS  JOIN LATERAL (
			SELECT COALESCE(sum(upper(x) - lower(x)), 0)::integer AS worked
			FROM   unnest(p.worked_before * datemultirange(
						daterange(d.day, d.day + p.most_in_row + 1))) AS x) b
		WHERE  d.day >= roster_model.from_day OR b.worked > 0
		UNION  ALL
		SELECT p.n, p.employee_id, 'l', c.day, r.length, 1 - r.length
		FROM   person p
		CROSS  JOIN LATERAL generate_series(1, p.least_in_row - 1) AS r(length)
		JOIN   calendar c
				ON c.day > roster_model.from_day AND c.day + r.length <= roster_model.to_day
		UNION  ALL
		SELECT p.n, p.employee_id, 'f', c.day, r.length, -1
		FROM   person p
		CROSS  JOIN LATERAL generate_series(1, p.least_off - 1) AS r(length)
		JOIN   calendar c
				ON c.day > roster_model.from_day AND c.day + r.length <= roster_model.to_day) w
), term(name, factor, variable, relation, bound) AS (
	-- cover: what is short, and what is over
	SELECT 'cs' || s.n, 1::numeric, f.name, '>=', s.at_least
	FROM   stretch s JOIN filled f ON f.n = s.n AND f.name IS NOT NULL
	WHERE  s.at_least > 0
	UNION  ALL
	SELECT 'cs' || s.n, 1, 's' || s.n, '>=', s.at_least FROM stretch s WHERE s.at_least > 0
	UNION  ALL
	SELECT 'co' || s.n, 1, f.name, '<=', s.at_most
	FROM   stretch s JOIN filled f ON f.n = s.n AND f.name IS NOT NULL
	WHERE  s.at_most IS NOT NULL
	UNION  ALL
	SELECT 'co' || s.n, -1, 'o' || s.n, '<=', s.at_most FROM stretch s WHERE s.at_most IS NOT NULL
	UNION  ALL
	-- one shift a day
	SELECT format('a%s_%s', p.n, v.day - roster_model.from_day), 1, v.name, '<=', 1
	FROM   variable v JOIN person p ON p.employee_id = v.employee_id
	UNION  ALL
	-- rest between two shifts
	SELECT format('r%s_%s', substr(a.name, 2), substr(b.name, 2)), 1, x.name, '<=', 1
	FROM   variable a
	JOIN   person p ON p.employee_id = a.employee_id
	JOIN   variable b ON b.employee_id = a.employee_id AND b.day > a.day
				AND lower(b.during) < upper(a.during) + p.rest
	CROSS  JOIN LATERAL (VALUES (a.name), (b.name)) AS x(name)
	UNION  ALL
	-- hours: never above the limit; missing hours are possible, at a high cost
	SELECT 'hm' || p.n, v.hours, v.name, '<=', greatest(p.contracted + p.most_owed, 0)
	FROM   person p JOIN variable v ON v.employee_id = p.employee_id
	WHERE  p.contracted + p.most_owed IS NOT NULL
	UNION  ALL
	SELECT 'hl' || p.n, v.hours, v.name, '>=', p.contracted - p.most_owing
	FROM   person p JOIN variable v ON v.employee_id = p.employee_id
	WHERE  p.contracted > p.most_owing
	UNION  ALL
	SELECT 'hl' || p.n, 1, 'd' || p.n, '>=', p.contracted - p.most_owing
	FROM   person p WHERE p.contracted > p.most_owing
	UNION  ALL
	-- requests
	SELECT 'q' || q.n, 1, v.name, '>=', 1
	FROM   request q JOIN variable v ON v.employee_id = q.employee_id
	WHERE  CASE q.kind WHEN 'on' THEN lower(v.during) <@ q.during
				WHEN 'core' THEN v.during @> q.during END
	UNION  ALL
	SELECT 'q' || q.n, 1, 'p' || q.n, '>=', 1 FROM request q WHERE q.kind IN ('on', 'core')
	UNION  ALL
	SELECT format('q%s_%s', q.n, substr(v.name, 2)), x.factor, x.name, '>=', 0
	FROM   request q JOIN variable v ON v.employee_id = q.employee_id AND v.during && q.during
	CROSS  JOIN LATERAL (VALUES (1, 'p' || q.n), (-1, v.name)) AS x(factor, name)
	WHERE  q.kind = 'off'
	UNION  ALL
	-- weekends
	SELECT format('w%s_%s', w.n, extract(isodow FROM v.day)), x.factor, x.name, '>=', 0
	FROM   weekend w
	JOIN   variable v ON v.employee_id = w.employee_id
				AND date_trunc('week', v.day::timestamp) = w.week
				AND extract(isodow FROM v.day) IN (6, 7)
	CROSS  JOIN LATERAL (VALUES (-1, v.name)) AS x(factor, name)
	UNION  ALL
	SELECT format('w%s_%s', w.n, d.day), 1, 'w' || w.n, '>=', 0
	FROM   weekend w CROSS JOIN (VALUES (6), (7)) AS d(day)
	UNION  ALL
	SELECT 'wm' || w.person, 1, 'w' || w.n, '<=', p.most_weekends
	FROM   weekend w JOIN person p ON p.n = w.person
	UNION  ALL
	-- days in a row: most; and least, and least off, as days that may not stand alone
	SELECT w.rule || w.n,
		   CASE WHEN w.rule = 'm' THEN 1
				WHEN (v.day >= w.first AND v.day < w.first + w.length) = (w.rule = 'f') THEN 1
				ELSE -1 END, v.name,
		   CASE w.rule WHEN 'm' THEN '<=' ELSE '>=' END, w.bound
	FROM   window_of w
	JOIN   variable v ON v.employee_id = w.employee_id
				AND v.day >= w.first - CASE w.rule WHEN 'm' THEN 0 ELSE 1 END
				AND v.day < w.first + w.length + CASE w.rule WHEN 'm' THEN 0 ELSE 1 END
), cost(factor, variable) AS (
	SELECT s.short_weight * extract(epoch FROM s.to_time - s.from_time)
				/ extract(epoch FROM upper(s.during) - lower(s.during)), 's' || s.n
	FROM   stretch s WHERE s.at_least > 0
	UNION  ALL
	SELECT s.over_weight * extract(epoch FROM s.to_time - s.from_time)
				/ extract(epoch FROM upper(s.during) - lower(s.during)), 'o' || s.n
	FROM   stretch s WHERE s.at_most IS NOT NULL
	UNION  ALL
	SELECT q.weight, 'p' || q.n FROM request q
	UNION  ALL
	-- an hour below the limit on hours owing
	SELECT 10000, 'd' || p.n FROM person p WHERE p.contracted > p.most_owing
), line(place, name, n, line) AS (
	SELECT 0, '', 0, format('\ nobody is on the roster of %s',
							COALESCE(roster_model.team, 'any team'))
	WHERE  NOT EXISTS (SELECT FROM person)
	UNION  ALL
	SELECT 1, '', 0, 'Minimize'
	UNION  ALL
	-- a solver needs an objective, even if nothing costs anything
	SELECT 2, '', 0, ' cost: 0 z'
	UNION  ALL
	SELECT 3, c.variable, 0, format(' + %s %s', trim_scale(round(c.factor, 6)), c.variable)
	FROM   cost c WHERE c.factor > 0
	UNION  ALL
	SELECT 4, '', 0, 'Subject To'
	UNION  ALL
	SELECT 5, '', 0, ' z0: z <= 1'
	UNION  ALL
	SELECT 6, t.name, CASE WHEN t.first THEN 0 ELSE 1 END,
		   format(' %s%s %s %s', CASE WHEN t.first THEN t.name || ': ' END,
				  CASE WHEN t.factor < 0 THEN '-' ELSE '+' END,
				  trim_scale(round(abs(t.factor), 6)), t.variable)
	FROM  (
		SELECT t.*, row_number() OVER (PARTITION BY t.name ORDER BY t.variable) = 1 AS first
		FROM   term t) t
	UNION  ALL
	SELECT 6, t.name, 2, format(' %s %s', min(t.relation), trim_scale(round(min(t.bound), 6)))
	FROM   term t
	GROUP  BY t.name
	UNION  ALL
	SELECT 7, '', 0, 'Binaries'
	UNION  ALL
	SELECT 8, v.name, 0, ' ' || v.name FROM variable v
	UNION  ALL
	SELECT 9, '', 0, 'End'
)
SELECT l.line
FROM   line l
WHERE  bradford.require_period(roster_model.from_day, roster_model.to_day)
ORDER  BY l.place, l.name COLLATE "C", l.n, l.line COLLATE "C";
END;
COMMENT ON FUNCTION @hr@.roster_model(date, date, text) IS
	'The roster of one team, or of all, for a period, as a problem in CPLEX-LP format for '
	'any solver, such as HiGHS, CBC, GLPK or SCIP. roster_variable says what the names '
	'x1, x2 and so on stand for (SR-3).';

ALTER FUNCTION @hr@.roster_model(date, date, text) DEPENDS ON EXTENSION bradford;
$hr_file$),
(60, 'report', 'check_roster', $hr_file$CREATE OR REPLACE FUNCTION @hr@.check_roster(from_day date, to_day date)
RETURNS TABLE (
	roster @hr@.roster_shift.roster%TYPE,
	team text,
	kind text,
	finding text,
	employee_id @hr@.employee.employee_id%TYPE,
	name text,
	what text,
	day date,
	from_time timestamptz,
	to_time timestamptz,
	minutes numeric,
	detail text,
	cost numeric,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
WITH rostered AS MATERIALIZED (
	SELECT * FROM @hr@.rostered_shift(check_roster.from_day, check_roster.to_day)
), on_roster AS MATERIALIZED (
	SELECT * FROM @hr@.roster_person(check_roster.from_day, check_roster.to_day)
), proposal AS MATERIALIZED (
	SELECT DISTINCT s.roster, s.team, s.zone FROM rostered s WHERE s.team IS NOT NULL
), got AS MATERIALIZED (
	SELECT s.roster, s.employee_id, range_agg(daterange(s.day, s.day, '[]')) AS worked,
		   sum(s.hours) AS hours,
		   count(DISTINCT date_trunc('week', s.day::timestamp))
				FILTER (WHERE extract(isodow FROM s.day) IN (6, 7)) AS weekends
	FROM   rostered s
	GROUP  BY s.roster, s.employee_id
), person AS MATERIALIZED (
	-- everybody who is on the roster of the team, and what they got
	SELECT r.roster, p.*, COALESCE(g.worked, '{}') AS worked, COALESCE(g.hours, 0) AS hours,
		   COALESCE(g.weekends, 0) AS weekends
	FROM   proposal r
	JOIN   on_roster p ON p.team = r.team
	LEFT   JOIN got g ON g.roster = r.roster AND g.employee_id = p.employee_id
), asked AS MATERIALIZED (
	SELECT * FROM @hr@.roster_request_day(check_roster.from_day, check_roster.to_day)
), request AS MATERIALIZED (
	SELECT p.roster, q.team, q.employee_id, q.request, q.kind, q.day, q.during, q.weight,
		   sum(upper(s.during * q.during) - lower(s.during * q.during)) AS broken,
		   COALESCE(bool_or(lower(s.during) <@ q.during), false) AS begins,
		   COALESCE(range_agg(s.during) @> q.during, false) AS covered
	FROM   person p
	JOIN   asked q ON q.employee_id = p.employee_id
	LEFT   JOIN rostered s
				ON s.roster = p.roster AND s.employee_id = q.employee_id AND s.during && q.during
	GROUP  BY p.roster, q.team, q.employee_id, q.request, q.kind, q.day, q.during, q.weight
), part AS MATERIALIZED (
	SELECT s.roster, s.team, s.skill, s.skills, s.grades, c.part
	FROM   rostered s
	CROSS  JOIN LATERAL unnest(s.counts) AS c(part)
	UNION  ALL
	SELECT r.roster, r.team, b.skill, b.skills, b.grades, b.during
	FROM   proposal r
	JOIN   @hr@.on_duty_since(check_roster.from_day) b ON b.team = r.team
), needed AS MATERIALIZED (
	SELECT * FROM @hr@.slot_day(check_roster.from_day, check_roster.to_day)
), slot AS MATERIALIZED (
	SELECT r.roster, d.team, d.slot, d.day, d.during, d.at_least, d.at_most,
		   d.short_weight, d.over_weight, array_agg(o.part * d.during) AS shifts
	FROM   proposal r
	JOIN   needed d ON d.team = r.team
	LEFT   JOIN part o ON o.roster = r.roster AND o.team = d.team AND o.part && d.during
				AND (d.grade IS NULL AND (d.skill IS NULL OR o.skill = d.skill)
					 OR EXISTS (SELECT FROM unnest(o.skills, o.grades) AS k(skill, grade)
								WHERE  (d.skill IS NULL OR k.skill = d.skill)
								AND    (d.grade IS NULL OR k.grade = d.grade)
								AND    (o.skill IS NULL OR k.skill = o.skill)))
	GROUP  BY r.roster, d.team, d.slot, d.skill, d.grade, d.day, d.during, d.at_least, d.at_most,
			  d.short_weight, d.over_weight
), found AS (
	-- SR-1: a slot that is short or over, stretch by stretch
	SELECT d.roster, d.team::text AS team, 'cover' AS kind, f.finding,
		   NULL AS employee_id, d.slot::text AS what, d.day,
		   lower(c.during) AS from_time, upper(c.during) AS to_time,
		   extract(epoch FROM upper(c.during) - lower(c.during)) / 60 AS minutes,
		   f.detail, f.cost * extract(epoch FROM upper(c.during) - lower(c.during))
				/ extract(epoch FROM upper(d.during) - lower(d.during)) AS cost, 'SR-1' AS rule_ids
	FROM   slot d
	-- one extra throughout, so that the steps go from the start of the slot to its end
	CROSS  JOIN LATERAL bradford.staffing(array_append(d.shifts, d.during)) c
	CROSS  JOIN LATERAL (
		SELECT 'slot short' AS finding,
			   format('%s of at least %s', c.on_duty - 1, d.at_least) AS detail,
			   d.short_weight * (d.at_least::numeric - (c.on_duty - 1)) AS cost
		WHERE  c.on_duty - 1 < d.at_least
		UNION  ALL
		SELECT 'slot over', format('%s of at most %s', c.on_duty - 1, d.at_most),
			   d.over_weight * (c.on_duty - 1 - d.at_most::numeric)
		WHERE  c.on_duty - 1 > d.at_most) f
	UNION  ALL
	-- overlap, rest, two shifts on one day
	SELECT s.roster, s.team::text, 'breach', f.finding, s.employee_id, NULL AS what, s.day,
		   f.from_time, f.to_time, extract(epoch FROM f.to_time - f.from_time) / 60 AS minutes,
		   f.detail, NULL AS cost, f.rule_ids
	FROM  (
		SELECT s.*, greatest(max(upper(s.during)) OVER (
								PARTITION BY s.roster, s.employee_id
								ORDER BY s.during, s.team, s.skill
								ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
							 b.until) AS until,
			   row_number() OVER (PARTITION BY s.roster, s.employee_id, s.day
								  ORDER BY s.during, s.team, s.skill) AS of_day,
			   COALESCE(p.rest, interval '11 hours') AS rest
		FROM   rostered s
		LEFT   JOIN on_roster p ON p.employee_id = s.employee_id
		-- what was worked, or is planned, before the roster begins
		CROSS  JOIN LATERAL (
			SELECT max(upper(w.during)) AS until
			FROM   @hr@.shift w
			WHERE  w.employee_id = s.employee_id
			AND    w.during && tstzrange(lower(s.during) - interval '7 days',
										 lower(s.during) + interval '1 second')
			AND    CASE WHEN upper_inf(w.during) OR lower_inf(w.during) THEN false
						ELSE isfinite(upper(w.during))
							 AND lower(w.during)
								 < check_roster.from_day::timestamp AT TIME ZONE s.zone END) b) s
	CROSS  JOIN LATERAL (
		SELECT 'overlap' AS finding, lower(s.during) AS from_time,
			   least(s.until, upper(s.during)) AS to_time, NULL AS detail, 'SR-3' AS rule_ids
		WHERE  s.until > lower(s.during)
		UNION  ALL
		SELECT 'too little rest', lower(s.during), s.until + s.rest,
			   format('rest of %s hours, not %s',
					  trim_scale(round(extract(epoch FROM lower(s.during) - s.until) / 3600, 2)),
					  trim_scale(round(extract(epoch FROM s.rest) / 3600, 2))), 'SR-3'
		WHERE  s.until <= lower(s.during) AND s.until + s.rest > lower(s.during)
		UNION  ALL
		SELECT 'two shifts on one day', lower(s.during), upper(s.during), NULL AS detail, 'SR-3'
		WHERE  s.of_day > 1) f
	UNION  ALL
	-- somebody who is away, cannot do it, or is not on this roster
	SELECT s.roster, s.team::text, 'breach', f.finding, s.employee_id, f.what, s.day,
		   lower(s.during), upper(s.during),
		   extract(epoch FROM upper(s.during) - lower(s.during)) / 60 AS minutes,
		   NULL AS detail, NULL AS cost, f.rule_ids
	FROM   rostered s
	LEFT   JOIN on_roster p ON p.employee_id = s.employee_id AND p.team = s.team
	CROSS  JOIN LATERAL (
		SELECT 'skill missing' AS finding, s.skill::text AS what, 'SR-1' AS rule_ids
		WHERE  s.skill IS NOT NULL AND s.skill <> ALL (s.skills)
		UNION  ALL
		SELECT 'away', NULL, 'SR-2' WHERE s.day <@ p.away
		UNION  ALL
		SELECT 'not on the roster', NULL, 'SR-2'
		WHERE  p.employee_id IS NULL OR NOT s.day <@ p.days AND NOT s.day <@ p.away) f
	UNION  ALL
	-- the Working Time Regulations, over what was worked before and what is rostered
	SELECT w.roster, w.team, 'breach', 'working time: ' || b.rule, w.employee_id, NULL AS what,
		   (lower(b.breach) AT TIME ZONE w.zone)::date, lower(b.breach), upper(b.breach),
		   extract(epoch FROM b.off_by) / 60,
		   format('%s, allowed %s%s', to_char(b.value, 'HH24:MI'), to_char(b.allowed, 'HH24:MI'),
				  CASE WHEN NOT b.final THEN ', provisional' END) AS detail,
		   NULL AS cost, 'SR-3, PAY-16' AS rule_ids
	FROM  (
		SELECT s.roster, s.employee_id, min(s.team::text) AS team, min(s.zone) AS zone,
			   range_agg(s.working) AS working, max(upper(s.during)) AS until,
			   range_agg(s.during) FILTER (WHERE NOT s.breaks_known) AS no_breaks
		FROM   rostered s
		GROUP  BY s.roster, s.employee_id) w
	JOIN   @hr@.working_time_person(
				check_roster.from_day, check_roster.to_day, check_roster.to_day) l
		   ON l.employee_id = w.employee_id
	CROSS  JOIN LATERAL (
		-- whole shifts, since one that began on the evening before goes on into the roster
		SELECT range_agg(tstzmultirange(h.during) - COALESCE(h.breaks, '{}')) AS working
		FROM   @hr@.shift h
		WHERE  h.employee_id = w.employee_id
		AND    h.during && tstzrange((check_roster.from_day - 400)::timestamp AT TIME ZONE w.zone,
									 check_roster.from_day::timestamp AT TIME ZONE w.zone)
		AND    CASE WHEN lower_inc(h.during) AND NOT upper_inc(h.during)
					THEN lower(h.during) >= lower(bradford.possible_days())
						 AND upper(h.during) < upper(bradford.possible_days())
					ELSE false END) h
	CROSS  JOIN LATERAL bradford.working_time_breaches(
		w.working + COALESCE(h.working, '{}'), l.during, l.excluded, l.opted_out_days, l.born,
		l.employed_from,
		-- the last night goes on after the period
		as_of => greatest(w.until, (check_roster.to_day + 1)::timestamp AT TIME ZONE w.zone),
		zone => w.zone, reference_weeks => l.reference_weeks, weekly_rest_by => l.weekly_rest_by,
		night_worker => l.night_worker, night_absolute => l.night_absolute) b
	-- if a proposal does not say when breaks are, they are arranged on the day
	WHERE (b.rule = 'break' AND w.no_breaks && b.breach) IS NOT TRUE
	UNION  ALL
	-- SR-2: preferences, veto hours, core hours
	SELECT q.roster, q.team::text, CASE q.kind WHEN 'veto' THEN 'breach' ELSE 'request' END,
		   CASE q.kind WHEN 'veto' THEN 'veto broken' WHEN 'core' THEN 'core hours not met'
				ELSE 'preference not met' END,
		   q.employee_id, q.request::text, q.day, lower(q.during), upper(q.during),
		   extract(epoch FROM COALESCE(q.broken, upper(q.during) - lower(q.during))) / 60,
		   q.kind::text, CASE q.kind WHEN 'veto' THEN NULL ELSE q.weight END, 'SR-2'
	FROM   request q
	WHERE  CASE q.kind WHEN 'on' THEN NOT q.begins
				WHEN 'core' THEN NOT q.covered
				ELSE q.broken > '0' END
	UNION  ALL
	-- SR-2: time owed and owing
	SELECT p.roster, p.team::text, 'breach', f.finding, p.employee_id, NULL AS what, NULL AS day,
		   NULL AS from_time, NULL AS to_time, f.hours * 60 AS minutes,
		   format('%s hours, contracted %s', trim_scale(round(p.hours, 2)),
				  trim_scale(round(p.contracted, 2))) AS detail,
		   NULL AS cost, 'SR-2' AS rule_ids
	FROM   person p
	CROSS  JOIN LATERAL (
		SELECT 'owed beyond the limit' AS finding, p.hours - p.contracted - p.most_owed AS hours
		WHERE  p.hours > p.contracted + p.most_owed
		UNION  ALL
		SELECT 'owing beyond the limit', p.contracted - p.hours - p.most_owing
		WHERE  p.hours < p.contracted - p.most_owing) f
	UNION  ALL
	-- patterns: nobody knows the length of a run at either end of the period
	SELECT p.roster, p.team::text, 'breach', f.finding, p.employee_id, NULL AS what, f.day,
		   NULL AS from_time, NULL AS to_time, NULL AS minutes, f.detail,
		   NULL AS cost, 'SR-3' AS rule_ids
	FROM   person p
	CROSS  JOIN LATERAL (
		SELECT 'too many days in a row' AS finding, lower(x.run) AS day,
			   format('%s, at most %s', upper(x.run) - lower(x.run), p.most_in_row) AS detail
		FROM   unnest(p.worked + p.worked_before) AS x(run)
		WHERE  upper(x.run) - lower(x.run) > p.most_in_row AND upper(x.run) > check_roster.from_day
		UNION  ALL
		SELECT 'too few days in a row', lower(x.run),
			   format('%s, at least %s', upper(x.run) - lower(x.run), p.least_in_row)
		FROM   unnest(p.worked) AS x(run)
		WHERE  upper(x.run) - lower(x.run) < p.least_in_row
		AND    lower(x.run) > lower(p.during) AND upper(x.run) < upper(p.during)
		UNION  ALL
		SELECT 'too few days off', lower(x.run),
			   format('%s, at least %s', upper(x.run) - lower(x.run), p.least_off)
		FROM   unnest(datemultirange(p.during) - p.worked) AS x(run)
		WHERE  upper(x.run) - lower(x.run) < p.least_off
		AND    lower(x.run) > lower(p.during) AND upper(x.run) < upper(p.during)
		UNION  ALL
		SELECT 'too many weekends', NULL AS day,
			   format('%s, at most %s', p.weekends, p.most_weekends)
		WHERE  p.weekends > p.most_weekends) f
)
SELECT f.roster, f.team, f.kind, f.finding, f.employee_id, e.name, f.what, f.day,
	   f.from_time, f.to_time, trim_scale(round(f.minutes, 2)) AS minutes, f.detail,
	   trim_scale(round(f.cost, 4)) AS cost, f.rule_ids
FROM   found f
-- min: a site's view may repeat an employee
CROSS  JOIN LATERAL (
	SELECT min(o.name::text) AS name FROM @hr@.employee o WHERE o.employee_id = f.employee_id) e
UNION  ALL
SELECT r.roster, r.team::text, 'score', 'score', NULL AS employee_id, NULL AS name, NULL AS what,
	   NULL AS day, NULL AS from_time, NULL AS to_time, NULL AS minutes,
	   format('%s breaches', count(*) FILTER (WHERE f.kind = 'breach')),
	   COALESCE(trim_scale(round(sum(f.cost), 4)), 0), 'SR-3'
FROM   proposal r
LEFT   JOIN found f ON f.roster = r.roster AND f.team = r.team
GROUP  BY r.roster, r.team;
END;
COMMENT ON FUNCTION @hr@.check_roster(date, date) IS
	'The view of this name, of the shifts that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.check_roster WITH (security_invoker = true) AS
SELECT * FROM @hr@.check_roster(CURRENT_DATE, CURRENT_DATE + 27);
COMMENT ON VIEW @hr@.check_roster IS
	'What is wrong with each proposal in roster_shift, whoever made it, and its score: slots not '
	'met, rules broken, requests not met (SR-1 to SR-3). The view looks at four weeks from today.';
COMMENT ON COLUMN @hr@.check_roster.roster IS 'Proposal';
COMMENT ON COLUMN @hr@.check_roster.team IS 'Team';
COMMENT ON COLUMN @hr@.check_roster.kind IS
	'cover: a slot; breach: a rule that must not be broken; request: what somebody asked for; '
	'score: one row for the team';
COMMENT ON COLUMN @hr@.check_roster.finding IS 'What is wrong, always in the same words';
COMMENT ON COLUMN @hr@.check_roster.employee_id IS
	'Payroll number; none: it is about a slot or the team';
COMMENT ON COLUMN @hr@.check_roster.name IS 'Name';
COMMENT ON COLUMN @hr@.check_roster.what IS 'Slot, request or skill';
COMMENT ON COLUMN @hr@.check_roster.day IS
	'Day on which the shift or slot begins, or the run of days';
COMMENT ON COLUMN @hr@.check_roster.from_time IS 'From when';
COMMENT ON COLUMN @hr@.check_roster.to_time IS 'Until when; for rest: when it would be enough';
COMMENT ON COLUMN @hr@.check_roster.minutes IS
	'Minutes of overlap, of missing rest, of a broken veto, or beyond a limit';
COMMENT ON COLUMN @hr@.check_roster.detail IS
	'Numbers behind the finding; in the score, how many breaches';
COMMENT ON COLUMN @hr@.check_roster.cost IS
	'What it costs by the weights of staffing_demand and roster_request; in the score, the sum';
COMMENT ON COLUMN @hr@.check_roster.rule_ids IS 'Rules concerned';

ALTER FUNCTION @hr@.check_roster(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(61, 'report', 'roster_fairness_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.roster_fairness_report(from_day date, to_day date)
RETURNS TABLE (
	roster @hr@.roster_shift.roster%TYPE,
	team text,
	employee_id @hr@.employee.employee_id%TYPE,
	name text,
	shifts integer,
	hours numeric,
	contracted numeric,
	owed numeric,
	owed_to_mean numeric,
	nights integer,
	nights_to_mean numeric,
	weekends integer,
	weekends_to_mean numeric,
	unsocial_hours numeric,
	unsocial_to_mean numeric,
	preferences integer,
	preferences_met integer,
	met numeric,
	met_to_mean numeric,
	vetoes integer,
	vetoes_kept integer,
	team_owed numeric,
	team_nights numeric,
	team_weekends numeric,
	team_unsocial numeric,
	team_met numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
WITH rostered AS MATERIALIZED (
	SELECT s.roster, s.team, s.employee_id, s.day, s.during, s.hours, n.night, u.social
	FROM   @hr@.rostered_shift(roster_fairness_report.from_day, roster_fairness_report.to_day) s
	-- nobody works a shift of several days; data_quality_report shows it
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN upper(s.during) - lower(s.during) < interval '7 days'
					THEN s.during END AS during
		OFFSET 0) c
	CROSS  JOIN LATERAL (
		SELECT lower(c.during) AT TIME ZONE s.zone AS starts,
			   upper(c.during) AT TIME ZONE s.zone AS ends
		OFFSET 0) l
	-- night time is from 23:00 to 6:00; a shift with three hours of it is a night
	CROSS  JOIN LATERAL (
		SELECT COALESCE(bool_or(upper(x.part) - lower(x.part) >= interval '3 hours'), false)
				AS night
		FROM   generate_series(-1, l.ends::date - l.starts::date) AS i
		CROSS  JOIN LATERAL (
			SELECT c.during * tstzrange((l.starts::date + i + time '23:00') AT TIME ZONE s.zone,
										(l.starts::date + i + 1 + time '6:00') AT TIME ZONE s.zone)
					AS part) x) n
	-- hours from Monday to Friday between 6:00 and 20:00
	CROSS  JOIN LATERAL (
		SELECT COALESCE(sum(extract(epoch FROM upper(x.part) - lower(x.part))), 0) / 3600 AS social
		FROM   generate_series(0, l.ends::date - l.starts::date) AS i
		CROSS  JOIN LATERAL (
			SELECT c.during * tstzrange((l.starts::date + i + time '6:00') AT TIME ZONE s.zone,
										(l.starts::date + i + time '20:00') AT TIME ZONE s.zone)
					AS part) x
		WHERE  extract(isodow FROM l.starts::date + i) < 6) u
), got AS MATERIALIZED (
	SELECT s.roster, s.employee_id, count(*) AS shifts, sum(s.hours) AS hours,
		   count(*) FILTER (WHERE s.night) AS nights,
		   count(DISTINCT date_trunc('week', s.day::timestamp))
				FILTER (WHERE extract(isodow FROM s.day) IN (6, 7)) AS weekends,
		   sum(extract(epoch FROM upper(s.during) - lower(s.during)) / 3600 - s.social) AS unsocial
	FROM   rostered s
	GROUP  BY s.roster, s.employee_id
), person AS MATERIALIZED (
	SELECT r.roster, p.*
	FROM  (SELECT DISTINCT s.roster, s.team FROM rostered s WHERE s.team IS NOT NULL) r
	JOIN   @hr@.roster_person(roster_fairness_report.from_day, roster_fairness_report.to_day) p
				ON p.team = r.team
), asked AS MATERIALIZED (
	SELECT *
	FROM   @hr@.roster_request_day(
				roster_fairness_report.from_day, roster_fairness_report.to_day) q
	WHERE  q.day >= roster_fairness_report.from_day AND q.day <= roster_fairness_report.to_day
), request AS MATERIALIZED (
	SELECT p.roster, q.employee_id, q.kind,
		   CASE q.kind WHEN 'on' THEN COALESCE(bool_or(lower(s.during) <@ q.during), false)
					   WHEN 'core' THEN COALESCE(range_agg(s.during) @> q.during, false)
					   ELSE count(s.during) = 0 END AS met
	FROM   person p
	JOIN   asked q ON q.employee_id = p.employee_id AND q.team = p.team
	LEFT   JOIN rostered s
				ON s.roster = p.roster AND s.employee_id = q.employee_id AND s.during && q.during
	GROUP  BY p.roster, q.employee_id, q.request, q.kind, q.day, q.during, q.weight
), counted AS MATERIALIZED (
	SELECT q.roster, q.employee_id, count(*) FILTER (WHERE q.kind <> 'veto') AS preferences,
		   count(*) FILTER (WHERE q.kind <> 'veto' AND q.met) AS met,
		   count(*) FILTER (WHERE q.kind = 'veto') AS vetoes,
		   count(*) FILTER (WHERE q.kind = 'veto' AND q.met) AS kept
	FROM   request q
	GROUP  BY q.roster, q.employee_id
), share AS MATERIALIZED (
	SELECT p.roster, p.team, p.employee_id, p.name, COALESCE(w.shifts, 0) AS shifts,
		   COALESCE(w.hours, 0) AS hours, p.contracted, COALESCE(w.hours, 0) - p.contracted AS owed,
		   COALESCE(w.nights, 0) AS nights, COALESCE(w.weekends, 0) AS weekends,
		   COALESCE(w.unsocial, 0) AS unsocial, COALESCE(q.preferences, 0) AS preferences,
		   COALESCE(q.met, 0) AS met, COALESCE(q.vetoes, 0) AS vetoes, COALESCE(q.kept, 0) AS kept,
		   100.0 * q.met / nullif(q.preferences, 0) AS met_share
	FROM   person p
	LEFT   JOIN got w ON w.roster = p.roster AND w.employee_id = p.employee_id
	LEFT   JOIN counted q ON q.roster = p.roster AND q.employee_id = p.employee_id
)
SELECT s.roster, s.team::text, s.employee_id, s.name, s.shifts::integer,
	   trim_scale(round(s.hours, 2)) AS hours,
	   trim_scale(round(s.contracted, 2)) AS contracted, trim_scale(round(s.owed, 2)) AS owed,
	   round(s.owed - t.owed, 2) AS owed_to_mean,
	   s.nights::integer, round(s.nights - t.nights, 2) AS nights_to_mean,
	   s.weekends::integer, round(s.weekends - t.weekends, 2) AS weekends_to_mean,
	   trim_scale(round(s.unsocial, 2)) AS unsocial_hours,
	   round(s.unsocial - t.unsocial, 2) AS unsocial_to_mean,
	   s.preferences::integer, s.met::integer AS preferences_met, round(s.met_share, 1) AS met,
	   round(s.met_share - t.met_share, 1) AS met_to_mean,
	   s.vetoes::integer, s.kept::integer AS vetoes_kept,
	   -- the root of the sum of squares: n times the variance is the sum of squares
	   round(sqrt(t.n_owed * t.var_owed), 2) AS team_owed,
	   round(sqrt(t.n * t.var_nights), 2) AS team_nights,
	   round(sqrt(t.n * t.var_weekends), 2) AS team_weekends,
	   round(sqrt(t.n * t.var_unsocial), 2) AS team_unsocial,
	   round(sqrt(t.n_met * t.var_met), 2) AS team_met
FROM   share s
JOIN  (
	SELECT s.roster, s.team, count(*) AS n, avg(s.owed) AS owed, count(s.owed) AS n_owed,
		   var_pop(s.owed) AS var_owed, avg(s.nights) AS nights, var_pop(s.nights) AS var_nights,
		   avg(s.weekends) AS weekends, var_pop(s.weekends) AS var_weekends,
		   avg(s.unsocial) AS unsocial, var_pop(s.unsocial) AS var_unsocial,
		   avg(s.met_share) AS met_share,
		   count(s.met_share) AS n_met, var_pop(s.met_share) AS var_met
	FROM   share s
	GROUP  BY s.roster, s.team) t ON t.roster = s.roster AND t.team = s.team;
END;
COMMENT ON FUNCTION @hr@.roster_fairness_report(date, date) IS
	'The view of this name, of the shifts that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.roster_fairness_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.roster_fairness_report(CURRENT_DATE, CURRENT_DATE + 27);
COMMENT ON VIEW @hr@.roster_fairness_report IS
	'How fairly each proposal in roster_shift shares out what people like and dislike (SR-3): one '
	'row per person on the roster, each figure with its distance from the mean of the team. The '
	'view looks at four weeks from today.';
COMMENT ON COLUMN @hr@.roster_fairness_report.roster IS 'Proposal';
COMMENT ON COLUMN @hr@.roster_fairness_report.team IS 'Team';
COMMENT ON COLUMN @hr@.roster_fairness_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.roster_fairness_report.name IS 'Name';
COMMENT ON COLUMN @hr@.roster_fairness_report.shifts IS 'Shifts';
COMMENT ON COLUMN @hr@.roster_fairness_report.hours IS 'Hours rostered, without breaks';
COMMENT ON COLUMN @hr@.roster_fairness_report.contracted IS
	'Hours of the contract in the period, less absence and leave; none: no hours are agreed';
COMMENT ON COLUMN @hr@.roster_fairness_report.owed IS
	'Hours above the contract, which the person is owed; below 0: hours that the person owes '
	'(SR-2)';
COMMENT ON COLUMN @hr@.roster_fairness_report.owed_to_mean IS
	'owed less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.nights IS
	'Shifts with three hours or more between 23:00 and 6:00';
COMMENT ON COLUMN @hr@.roster_fairness_report.nights_to_mean IS 'nights less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.weekends IS
	'Weekends on which a shift begins on Saturday or Sunday';
COMMENT ON COLUMN @hr@.roster_fairness_report.weekends_to_mean IS
	'weekends less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.unsocial_hours IS
	'Hours at weekends, and before 6:00 and after 20:00 on other days, breaks included (SR-2)';
COMMENT ON COLUMN @hr@.roster_fairness_report.unsocial_to_mean IS
	'unsocial_hours less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.preferences IS
	'Preferences and core hours asked for, by day';
COMMENT ON COLUMN @hr@.roster_fairness_report.preferences_met IS 'How many of them are met';
COMMENT ON COLUMN @hr@.roster_fairness_report.met IS
	'Preferences met in per cent; none: nothing was asked for';
COMMENT ON COLUMN @hr@.roster_fairness_report.met_to_mean IS 'met less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.vetoes IS 'Veto hours, by day';
COMMENT ON COLUMN @hr@.roster_fairness_report.vetoes_kept IS 'How many of them are kept';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_owed IS
	'How uneven the team is: the root of the sum of the squared distances of owed; 0: all alike';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_nights IS 'The same for nights';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_weekends IS 'The same for weekends';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_unsocial IS 'The same for unsocial hours';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_met IS
	'The same for the per cent of preferences met';

ALTER FUNCTION @hr@.roster_fairness_report(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(62, 'report', 'deadline_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.deadline_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.hr_case.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	case_id @hr@.hr_case.case_id%TYPE,
	procedure @hr@.hr_case.procedure%TYPE,
	step @hr@.procedure_step.step%TYPE,
	rule_id @hr@.procedure_step.rule_id%TYPE,
	who_acts @hr@.procedure_step.who_acts%TYPE,
	status text,
	direction @hr@.procedure_step.direction%TYPE,
	counts_from @hr@.procedure_step.counts_from%TYPE,
	counted_from_date date,
	due date,
	due_at timestamp without time zone,
	done_on date,
	working_days_left integer,
	clause @hr@.procedure_step.clause%TYPE
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT c.employee_id, e.name, e.service_area, e.manager_id,
	   -- for readers who may see it; LIMIT: a site's view may repeat an employee
	  (SELECT b.name
	   FROM   @hr@.employee b
	   WHERE  b.employee_id = e.manager_id
	   LIMIT  1)::text AS manager_name,
	   c.case_id, c.procedure, t.step, t.rule_id, t.who_acts, s.status, t.direction, t.counts_from,
	   f.happened_on AS counted_from_date, d.due, d.due_at, g.done_on,
	   CASE WHEN s.status IN ('due', 'overdue') AND d.due <@ bradford.known_days()
			THEN bradford.working_days(CASE WHEN bradford.require_known_day(deadline_report.as_of)
									   THEN deadline_report.as_of END + 1, d.due + 1,
									   COALESCE(c.calendar, 'england-and-wales'))
			END AS working_days_left,
	   t.clause
FROM   @hr@.hr_case c
LEFT   JOIN @hr@.employee e ON e.employee_id = c.employee_id
JOIN   @hr@.procedure_step t ON t.procedure = c.procedure
-- Since when the clock runs: an event that happens again starts it again. An event on a day that
-- calendars do not know is left to data_quality_report.
CROSS  JOIN LATERAL (
	SELECT max(v.happened_on) AS happened_on, max(v.happened_on + v.happened_at) AS happened_at,
		   count(DISTINCT v.happened_on) AS times
	FROM   @hr@.case_event v
	WHERE  v.employee_id = c.employee_id AND v.case_id = c.case_id AND v.event = t.counts_from
	AND    v.happened_on >= lower(bradford.known_days())
	AND    v.happened_on < upper(bradford.known_days())) f
-- when the step is due: at a moment if the limit is in hours and the time of the event is known
-- (DL-20); OFFSET 0 keeps the planner from working it out anew for every column that shows it
CROSS  JOIN LATERAL (
	SELECT h.due_at,
		   COALESCE(h.due_at::date,
					bradford.find_due(f.happened_on, l.n, t.unit, t.direction,
									  COALESCE(c.calendar, 'england-and-wales'))) AS due
	FROM  (SELECT CASE WHEN t.n BETWEEN 0 AND 100000 THEN t.n::bigint END AS n) l
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN t.unit <> 'hours' THEN NULL
					WHEN t.direction = 'after' THEN bradford.due_by_hour(f.happened_at, l.n)
					ELSE bradford.give_notice_by_hour(f.happened_at, l.n)
					END AS due_at) h
	OFFSET 0) d
-- when it was done: a step done before the clock started again does not count
CROSS  JOIN LATERAL (
	SELECT COALESCE(min(v.happened_on) FILTER (WHERE r.in_this_run),
					CASE WHEN f.times = 1 THEN min(v.happened_on) END) AS done_on,
		   min(v.happened_on + v.happened_at) FILTER (WHERE r.in_this_run) AS done_at
	FROM   @hr@.case_event v
	CROSS  JOIN LATERAL (
		SELECT t.direction <> 'after' OR v.happened_on >= f.happened_on AS in_this_run) r
	WHERE  v.employee_id = c.employee_id AND v.case_id = c.case_id AND v.event = t.step
	AND    v.happened_on <= deadline_report.as_of
	AND    v.happened_on >= lower(bradford.known_days())) g
CROSS  JOIN LATERAL (
	SELECT CASE WHEN d.due IS NULL THEN 'unknown'
				WHEN g.done_at > d.due_at THEN 'late'
				ELSE bradford.step_status(f.happened_on, d.due, g.done_on,
										  deadline_report.as_of, t.direction) END AS status) s
WHERE  bradford.require_known_day(deadline_report.as_of)
AND    c.opened_on <= deadline_report.as_of
AND   (c.closed_on IS NULL OR c.closed_on > deadline_report.as_of)
AND    f.happened_on IS NOT NULL;
END;
COMMENT ON FUNCTION @hr@.deadline_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.deadline_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.deadline_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.deadline_report IS
	'Deadlines of open cases: one row per step whose clock has started, by the steps of '
	'procedure_step. It shows when the step is due, whether it was met, and how many working '
	'days are left (DL-1 to DL-36).';
COMMENT ON COLUMN @hr@.deadline_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.deadline_report.name IS 'Name';
COMMENT ON COLUMN @hr@.deadline_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.deadline_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.deadline_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.deadline_report.case_id IS 'Number of the case';
COMMENT ON COLUMN @hr@.deadline_report.procedure IS 'Procedure of the case';
COMMENT ON COLUMN @hr@.deadline_report.step IS 'What is to be done';
COMMENT ON COLUMN @hr@.deadline_report.rule_id IS 'Rule, such as DL-12';
COMMENT ON COLUMN @hr@.deadline_report.who_acts IS 'Who acts';
COMMENT ON COLUMN @hr@.deadline_report.status IS
	'met, late, due, overdue, or not started while the event that the step follows is still to '
	'come; unknown if the limit of the step leads to no day';
COMMENT ON COLUMN @hr@.deadline_report.direction IS
	'after: within the limit after the event; before: at least that long before it; condition: a '
	'fact that must be at least that old';
COMMENT ON COLUMN @hr@.deadline_report.counts_from IS 'Event or step from which the limit counts';
COMMENT ON COLUMN @hr@.deadline_report.counted_from_date IS
	'Day of that event; the latest if it happened again';
COMMENT ON COLUMN @hr@.deadline_report.due IS 'Last day for the step';
COMMENT ON COLUMN @hr@.deadline_report.due_at IS
	'Last moment, if the limit is in hours and the time of the event is known (DL-20)';
COMMENT ON COLUMN @hr@.deadline_report.done_on IS 'Day on which the step was done';
COMMENT ON COLUMN @hr@.deadline_report.working_days_left IS
	'Working days left to the due date while the step is not done; negative when overdue';
COMMENT ON COLUMN @hr@.deadline_report.clause IS 'Clause of the procedure';

ALTER FUNCTION @hr@.deadline_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(63, 'report', 'absence_findings', $hr_file$CREATE OR REPLACE FUNCTION @hr@.absence_findings(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- What looks wrong in records of absence and in those that belong to them.
-- Each block looks for one finding, and the comment above it says when there is one. Its lines are
-- always these: whose, what is wrong; which record, its day; detail; what to do; rules.

-- absences overlap: one begins before an earlier one has ended
SELECT b.employee_id, 'absences overlap',
	   'absence ' || b.absence_id, b.first_day,
	   format('absence %s runs to %s', a.absence_id, a.last_day),
	   'Correct the dates, or delete the one that repeats the other; until then days in both '
	   'count once.',
	   'BF-1'
FROM   @hr@.absence a
JOIN   @hr@.absence b ON b.employee_id = a.employee_id
WHERE (b.first_day, b.absence_id) > (a.first_day, a.absence_id)
AND    b.first_day <= a.last_day AND b.first_day <= absence_findings.as_of
AND    bradford.require_known_day(absence_findings.as_of)

UNION  ALL
-- end is missing: another absence has begun since
SELECT a.employee_id, 'end is missing',
	   'absence ' || a.absence_id, a.first_day,
	   format('absence %s began on %s', n.absence_id, n.first_day),
	   'Enter the last day; until then everything since counts as absence.',
	   'BF-1, AB-8'
FROM   @hr@.absence a
CROSS  JOIN LATERAL (
	SELECT b.absence_id, b.first_day
	FROM   @hr@.absence b
	WHERE  b.employee_id = a.employee_id
	AND    b.first_day > a.first_day AND b.first_day <= absence_findings.as_of
	ORDER  BY b.first_day LIMIT 1) n
WHERE  a.last_day IS NULL

UNION  ALL
-- end is missing: the employment that it began in has ended since
SELECT a.employee_id, 'end is missing',
	   'absence ' || a.absence_id, a.first_day,
	   format('employment ended on %s', upper(r.run) - 1),
	   'Enter the last day, or the contract that is missing.',
	   'BF-1'
FROM   @hr@.absence a
JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
CROSS  JOIN LATERAL unnest(w.employed) AS r(run)
WHERE  a.last_day IS NULL
AND    r.run @> a.first_day::date AND upper(r.run) <= absence_findings.as_of

UNION  ALL
-- absence outside employment: some of its days are under no contract
SELECT a.employee_id, 'absence outside employment',
	   'absence ' || a.absence_id, a.first_day,
	   format('employed %s', translate(w.employed::text, '{}', '')),
	   'Correct the dates, or enter the contract that is missing.',
	   'BF-1'
FROM   @hr@.absence a
JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
CROSS  JOIN LATERAL (
	SELECT CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day
				ELSE a.first_day END AS last_day) d
WHERE  a.first_day <= absence_findings.as_of
AND    CASE WHEN d.last_day >= a.first_day
			THEN NOT w.employed @> daterange(a.first_day, d.last_day, '[]') END

UNION  ALL
-- absence on no working day: by the contracts of the person
SELECT a.employee_id, 'absence on no working day',
	   'absence ' || a.absence_id, a.first_day,
	   w.calendar::text,
	   'Check the dates, and the calendar of the contract.',
	   'BF-1'
FROM   @hr@.absence a
JOIN   @hr@.working_pattern() w ON w.employee_id = a.employee_id
WHERE  a.first_day <= absence_findings.as_of
AND    CASE WHEN a.last_day >= a.first_day
				 AND a.first_day >= lower(bradford.known_days())
				 AND a.last_day < upper(bradford.known_days())
			THEN bradford.working_days(daterange(a.first_day, a.last_day, '[]'), w.calendar) = 0
			END
-- a calendar without any working day is a finding of its own
AND    bradford.working_days(bradford.known_days(), w.calendar) > 0

UNION  ALL
-- first day is missing
SELECT a.employee_id, 'first day is missing',
	   'absence ' || a.absence_id, NULL,
	   NULL,
	   'Enter the first day; until then no report shows the absence.',
	   'BF-1'
FROM   @hr@.absence a
WHERE  a.first_day IS NULL

UNION  ALL
-- impossible dates: an absence ends before it starts, or has days that calendars do not know
SELECT a.employee_id, 'impossible dates',
	   'absence ' || a.absence_id, a.first_day,
	   format('from %s to %s', a.first_day, a.last_day),
	   CASE WHEN a.last_day < a.first_day
			THEN 'Correct the dates: the end is before the start.'
			WHEN a.first_day < lower(bradford.known_days())
				 OR a.first_day >= upper(bradford.known_days())
			THEN 'Correct the dates: calendars reach from 1995 to 2099.'
			ELSE 'Leave last_day empty while the absence lasts, or correct it: calendars reach '
				 'from 1995 to 2099.' END,
	   'BF-1'
FROM   @hr@.absence a
WHERE  a.last_day < a.first_day OR a.first_day < lower(bradford.known_days())
OR     a.first_day >= upper(bradford.known_days())
OR     a.last_day >= upper(bradford.known_days())

UNION  ALL
-- half days outside the absence
SELECT a.employee_id, 'half days outside the absence',
	   'absence ' || a.absence_id, a.first_day,
	   translate(a.half_days::text, '{}', ''),
	   'Correct the half days; until then those outside the absence do not count.',
	   'AB-1, BF-1'
FROM   @hr@.absence a
WHERE  a.first_day <= absence_findings.as_of AND a.half_days IS NOT NULL
AND    CASE WHEN a.first_day <= COALESCE(a.last_day, a.first_day)
			THEN NOT a.half_days <@ daterange(a.first_day,
					CASE WHEN a.last_day < upper(bradford.known_days()) THEN a.last_day END,
					'[]') END

UNION  ALL
-- certificate before the absence: the self-certificate came in before its first day
SELECT a.employee_id, 'certificate before the absence',
	   'absence ' || a.absence_id, a.first_day,
	   format('self-certified on %s', a.self_certified_on),
	   'Correct the day of the self-certificate, or the dates of the absence.',
	   'AB-6'
FROM   @hr@.absence a
WHERE  a.first_day <= absence_findings.as_of AND a.self_certified_on < a.first_day

UNION  ALL
-- unknown reason: absence_reason does not have it
SELECT a.employee_id, 'unknown reason',
	   'absence ' || a.absence_id, a.first_day,
	   a.reason::text,
	   'Correct the reason, or enter it into absence_reason; until then the absence counts.',
	   'AB-2, AB-3, AB-4'
FROM   @hr@.absence a
WHERE  a.first_day <= absence_findings.as_of AND a.reason IS NOT NULL
AND    NOT EXISTS (SELECT FROM @hr@.absence_reason r WHERE r.reason = a.reason)

UNION  ALL
-- unknown word: a reason does not say whether it counts
SELECT NULL, 'unknown word',
	   format('absence_reason %s', COALESCE(format('"%s"', r.reason), 'without a name')), NULL,
	   format('counted is %s', COALESCE(format('"%s"', r.counted), 'missing')),
	   'Write yes, no or unless fit note, and the name of the reason; until then such absences '
	   'count.',
	   'AB-2, AB-3'
FROM   @hr@.absence_reason r
WHERE  r.reason IS NULL OR (r.counted IN ('yes', 'no', 'unless fit note')) IS NOT TRUE

UNION  ALL
-- unknown employee: an absence under a number that employee does not have
SELECT a.employee_id, 'unknown employee',
	   'absence ' || a.absence_id, a.first_day,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report shows it.',
	   'BF-15'
FROM   @hr@.absence a
WHERE  a.first_day <= absence_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = a.employee_id)

UNION  ALL
-- unknown employee: a fit note or an occupational-health report under a number that employee does
-- not have
SELECT n.employee_id, 'unknown employee',
	   n.record || ' of ' || n.day, n.day,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report shows it.',
	   'BF-15'
FROM  (
	SELECT f.employee_id, 'fit_note' AS record, f.first_day AS day FROM @hr@.fit_note f
	UNION  ALL
	SELECT o.employee_id, 'occupational_health_report', o.referred_on
	FROM   @hr@.occupational_health_report o) n
WHERE  n.day <= absence_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = n.employee_id)

UNION  ALL
-- unknown absence: a decision or a discussion about one that the person does not have, or a
-- decision that joins one to it
SELECT n.employee_id, 'unknown absence',
	   format('%s %s', n.record, n.absence_id), n.day,
	   'joined to ' || n.joined_to,
	   CASE WHEN n.joined_to IS NULL
			THEN 'Enter the absence, or correct its number; until then no report shows the record.'
			ELSE 'Name two absences of one person; until then nothing is joined.' END,
	   'BF-1, AB-8'
FROM  (
	SELECT o.employee_id, 'absence_override' AS record, o.absence_id, NULL AS joined_to,
		   o.absence_id AS refers_to, o.decided_on AS day
	FROM   @hr@.absence_override o
	UNION  ALL
	SELECT o.employee_id, 'absence_override', o.absence_id, o.joined_to::text, o.joined_to,
		   o.decided_on
	FROM   @hr@.absence_override o
	WHERE  o.joined_to IS NOT NULL
	UNION  ALL
	SELECT r.employee_id, 'return_to_work', r.absence_id, NULL, r.absence_id, r.held_on
	FROM   @hr@.return_to_work r) n
WHERE  n.day <= absence_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.absence a
				   WHERE  a.employee_id = n.employee_id AND a.absence_id = n.refers_to)

UNION  ALL
-- discussion before the return: it was held while the absence lasted
SELECT a.employee_id, 'discussion before the return',
	   'return_to_work ' || r.absence_id, r.held_on,
	   format('absence to %s', COALESCE(a.last_day::text, 'now')),
	   'Correct the day of the discussion, or the end of the absence.',
	   'AB-8'
FROM   @hr@.return_to_work r
JOIN   @hr@.absence a ON a.employee_id = r.employee_id AND a.absence_id = r.absence_id
WHERE  r.held_on <= absence_findings.as_of AND COALESCE(a.last_day, 'infinity') >= r.held_on

UNION  ALL
-- impossible dates: a fit note ends before it starts, or has days that calendars do not know
SELECT n.employee_id, 'impossible dates',
	   'fit_note of ' || n.first_day, n.first_day,
	   format('from %s to %s', n.first_day, n.last_day),
	   CASE WHEN n.last_day < n.first_day
			THEN 'Correct the dates: the end is before the start.'
			ELSE 'Correct the dates: calendars reach from 1995 to 2099.' END,
	   'AB-6'
FROM   @hr@.fit_note n
WHERE  n.last_day < n.first_day OR n.first_day < lower(bradford.known_days())
OR     n.last_day >= upper(bradford.known_days())
OR     num_nulls(n.first_day, n.last_day) > 0

UNION  ALL
-- fit note without an absence: there is none on the days that it covers
SELECT n.employee_id, 'fit note without an absence',
	   'fit_note of ' || n.first_day, n.first_day,
	   format('covers %s to %s', n.first_day, n.last_day),
	   'Enter the absence, or correct the dates of the fit note.',
	   'AB-6'
FROM   @hr@.fit_note n
WHERE  n.first_day <= absence_findings.as_of
AND    NOT EXISTS (
			SELECT FROM @hr@.absence a
			WHERE  a.employee_id = n.employee_id AND a.first_day <= n.last_day
			AND    COALESCE(a.last_day, 'infinity') >= n.first_day)

UNION  ALL
-- recorded twice: two absences of one person have one number
-- GROUP BY the key alone, which its index has in order
SELECT t.employee_id, 'recorded twice',
	   'absence ' || t.absence_id,
	  (SELECT min(a.first_day)
	   FROM   @hr@.absence a
	   WHERE  a.employee_id = t.employee_id AND a.absence_id = t.absence_id),
	   format('%s rows', t.rows),
	   'Give each absence a number of its own, or delete the rows that repeat another; until '
	   'then days of both count, each once.',
	   'BF-1'
FROM  (
	SELECT a.employee_id, a.absence_id, count(*) AS rows
	FROM   @hr@.absence a
	GROUP  BY a.employee_id, a.absence_id
	HAVING count(*) > 1) t;
END;
COMMENT ON FUNCTION @hr@.absence_findings(date) IS
	'The findings of data_quality_report on absences, fit notes, decisions and discussions, as at '
	'any day.';

ALTER FUNCTION @hr@.absence_findings(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(64, 'report', 'contract_findings', $hr_file$CREATE OR REPLACE FUNCTION @hr@.contract_findings(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- What looks wrong in employees, contracts and timesheets.
-- Each block looks for one finding, and the comment above it says when there is one. Its lines are
-- always these: whose, what is wrong; which record, its day; detail; what to do; rules.

-- recorded twice: two rows of employee have one number
SELECT o.employee_id, 'recorded twice',
	   'employee ' || o.employee_id, NULL,
	   format('%s rows', count(*)),
	   'Keep one row for each payroll number; until then the person may be shown once per row.',
	   'BF-15'
FROM   @hr@.employee o
WHERE  bradford.require_known_day(contract_findings.as_of)
GROUP  BY o.employee_id
HAVING count(*) > 1

UNION  ALL
-- impossible dates: continuous service from a day before 1900 or after 2099
SELECT o.employee_id, 'impossible dates',
	   'employee ' || o.employee_id, o.service_from,
	   format('service from %s', o.service_from),
	   'Correct service_from, or leave it empty; until then service counts from the contracts.',
	   'AB-11, DL-31'
FROM   @hr@.employee o
WHERE  o.service_from < lower(bradford.possible_days())
OR     o.service_from >= upper(bradford.possible_days())

UNION  ALL
-- unknown manager: manager_id is a number that employee does not have. If row-level security may
-- hide the manager, there is no such finding
SELECT o.employee_id, 'unknown manager',
	   'employee ' || o.employee_id, NULL,
	   format('manager %s', o.manager_id),
	   'Enter the manager, or correct manager_id; until then no manager sees the record, and '
	   'somebody who gets that number will.',
	   'BF-15'
FROM   @hr@.employee o
WHERE  o.manager_id IS NOT NULL
AND    NOT EXISTS (SELECT FROM @hr@.employee m WHERE m.employee_id = o.manager_id)
AND   (SELECT bradford.may_hide_rows($table$@hr@.employee$table$::regclass)) IS NOT TRUE

UNION  ALL
-- managed in a circle: the managers of somebody, step by step, lead back to that person. Looks
-- only at people who manage somebody, and shows at most twenty steps
SELECT o.employee_id, 'managed in a circle',
	   'employee ' || o.employee_id, NULL,
	   w.way,
	   'Correct the manager of one of them; until then each of them sees the records of the '
	   'others, and of everybody below, as their manager.',
	   'BF-15'
FROM   @hr@.employee o
CROSS  JOIN LATERAL (
	WITH RECURSIVE up(n, manager_id) AS (
		SELECT 1, o.manager_id
		UNION
		SELECT u.n + 1, m.manager_id
		FROM   up u
		JOIN   @hr@.employee m ON m.employee_id = u.manager_id
		WHERE  u.manager_id <> o.employee_id AND m.manager_id IS NOT NULL AND u.n < 20
	)
	SELECT concat_ws(' > ', o.employee_id, string_agg(u.manager_id::text, ' > ' ORDER BY u.n),
				CASE WHEN bool_or(u.manager_id = o.employee_id) THEN NULL ELSE '...' END) AS way
	FROM   up u) w
WHERE  CASE WHEN EXISTS (SELECT FROM @hr@.employee b WHERE b.manager_id = o.employee_id)
			THEN o.employee_id IN (
	-- UNION, not UNION ALL: people below a circle get into it and go round
	WITH RECURSIVE up(manager_id) AS (
		SELECT o.manager_id
		UNION
		SELECT m.manager_id
		FROM   up u
		JOIN   @hr@.employee m ON m.employee_id = u.manager_id
	)
	SELECT u.manager_id FROM up u) END

UNION  ALL
-- unknown employee: a contract under a number that employee does not have
SELECT c.employee_id, 'unknown employee',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report shows it.',
	   'BF-15'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = c.employee_id)

UNION  ALL
-- unknown employee: a timesheet under a number that employee does not have
SELECT t.employee_id, 'unknown employee',
	   format('timesheet of post %s', t.post), t.month,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report shows it.',
	   'BF-15'
FROM   @hr@.timesheet t
WHERE  t.month <= contract_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = t.employee_id)

UNION  ALL
-- no contract: the employee never had one
SELECT o.employee_id, 'no contract',
	   'employee ' || o.employee_id, NULL,
	   NULL,
	   'Enter the contract; until then the person is in no report on current employees.',
	   'BF-5'
FROM   @hr@.employee o
WHERE  NOT EXISTS (SELECT FROM @hr@.contract c WHERE c.employee_id = o.employee_id)

UNION  ALL
-- recorded twice: two rows of contract have one person, post and first day
SELECT c.employee_id, 'recorded twice',
	   format('contract in post %s', c.post), c.first_day,
	   format('%s rows', count(*)),
	   'Delete the rows that repeat another; until then one of them counts for scores, and none '
	   'for pay.',
	   'BF-5, PAY-1'
FROM   @hr@.contract c
GROUP  BY c.employee_id, c.post, c.first_day
HAVING count(*) > 1

UNION  ALL
-- contracts overlap: in one post, one begins before an earlier one has ended
SELECT d.employee_id, 'contracts overlap',
	   format('contract in post %s', d.post), d.first_day,
	   format('the one from %s runs to %s', c.first_day, COALESCE(c.last_day::text, 'now')),
	   'End the earlier contract on the day before the later one begins.',
	   'BF-5, PAY-1'
FROM   @hr@.contract c
JOIN   @hr@.contract d ON d.employee_id = c.employee_id AND d.post = c.post
WHERE  d.first_day > c.first_day AND d.first_day <= COALESCE(c.last_day, 'infinity')
AND    d.first_day <= contract_findings.as_of

UNION  ALL
-- impossible dates: a contract ends before it starts, or has days before 1900 or after 2099
SELECT c.employee_id, 'impossible dates',
	   format('contract in post %s', c.post), c.first_day,
	   format('from %s to %s', c.first_day, c.last_day),
	   CASE WHEN c.last_day < c.first_day THEN 'Correct the dates: the end is before the start.'
			WHEN c.first_day >= lower(bradford.possible_days())
				 AND c.first_day < upper(bradford.possible_days())
			THEN 'Leave last_day empty while the contract runs.'
			ELSE 'Correct the first day: no contract begins before 1900 or after 2099.' END,
	   'BF-5, PAY-1'
FROM   @hr@.contract c
WHERE  c.last_day < c.first_day OR c.last_day >= upper(bradford.possible_days())
OR     c.first_day < lower(bradford.possible_days())
OR     c.first_day >= upper(bradford.possible_days())

UNION  ALL
-- first day is missing
SELECT c.employee_id, 'first day is missing',
	   format('contract in post %s', c.post), NULL,
	   NULL,
	   'Enter the first day; until then no report counts the contract.',
	   'BF-5, PAY-1'
FROM   @hr@.contract c
WHERE  c.first_day IS NULL

UNION  ALL
-- impossible number: impossible hours, weeks or salary
SELECT c.employee_id, 'impossible number',
	   format('contract in post %s', c.post), c.first_day,
	   format('%s %s', n.name, n.value),
	   format('Enter a number from %s to %s; until then it is not known.', n.least, n.most),
	   n.rule_ids
FROM   @hr@.contract c
CROSS  JOIN LATERAL (VALUES
		('weekly_hours', c.weekly_hours::numeric, 0.01, 168, 'BF-5, PAY-1'),
		('full_time_hours', c.full_time_hours::numeric, 0.01, 168, 'BF-5, PAY-1'),
		('full_time_salary', c.full_time_salary::numeric, 0, 1e9, 'PAY-1'),
		('annual_hours', c.annual_hours::numeric, 0.01, 8784, 'PAY-2'),
		('leave_hours', c.leave_hours::numeric, 0, 8784, 'PAY-15'),
		('weeks_at_work', c.weeks_at_work::numeric, 0.01, 53, 'PAY-9'),
		('wte_weeks', c.wte_weeks::numeric, 0.01, 53, 'PAY-9'),
		('wte_leave_weeks', c.wte_leave_weeks::numeric, 0, 53, 'PAY-9'),
		('least_weekly_hours', c.least_weekly_hours::numeric, 0, 168, 'PAY-16'),
		('most_weekly_hours', c.most_weekly_hours::numeric, 0, 168, 'PAY-16')
	) AS n(name, value, least, most, rule_ids)
WHERE  c.first_day <= contract_findings.as_of
-- NaN is above every number
AND   (n.value < n.least OR n.value > n.most)

UNION  ALL
-- more than the post: the contracted hours are above those of the post when full-time
SELECT c.employee_id, 'more than the post',
	   format('contract in post %s', c.post), c.first_day,
	   format('%s of %s hours', c.weekly_hours, c.full_time_hours),
	   'Correct weekly_hours or full_time_hours: nobody holds more than the whole post.',
	   'PAY-14'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of AND c.weekly_hours > c.full_time_hours
AND    c.weekly_hours <= 168

UNION  ALL
-- no weekly hours: a contract that is not casual gives no hours
SELECT c.employee_id, 'no weekly hours',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter the contracted hours a week; until then the person counts as full-time for '
	   'triggers, and has no pay.',
	   'BF-5, PAY-1'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of AND c.kind IS DISTINCT FROM 'casual'
AND    num_nulls(c.weekly_hours, c.full_time_hours) > 0

UNION  ALL
-- no salary: for people whose hours are settled, or who are paid by the hour. A site that keeps no
-- salaries need not enter those of others; pay_report says who has none
SELECT c.employee_id, 'no salary',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter the full-time salary; until then the pay reports show no amounts.',
	   'PAY-1, PAY-4'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of
AND    c.full_time_salary IS NULL
AND    c.kind IN ('annualised hours', 'term-time', 'casual')

UNION  ALL
-- leave is not known: annualised hours include leave, and nobody entered it
SELECT c.employee_id, 'leave is not known',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter leave_hours, the leave entitlement of the contract year; until then nothing is '
	   'settled.',
	   'PAY-3, PAY-15'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of
AND    c.kind = 'annualised hours' AND c.leave_hours IS NULL

UNION  ALL
-- term-time without weeks: neither weeks at work nor hours of the year
SELECT c.employee_id, 'term-time without weeks',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter weeks_at_work; until then hours, leave and pay of the year are not known.',
	   'PAY-9, PAY-10'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of
AND    c.kind = 'term-time' AND c.weeks_at_work IS NULL

UNION  ALL
-- working time has run out: the school year of a term-time contract is over
SELECT c.employee_id, 'working time has run out',
	   format('contract in post %s', c.post), c.first_day,
	   format('working time ends on %s', upper(c.working_time) - 1),
	   'Add the terms of the new school year to working_time.',
	   'PAY-7, PAY-13'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of
AND    c.kind = 'term-time'
-- summer holidays are not longer than that
AND    upper(c.working_time) < contract_findings.as_of - 60

UNION  ALL
-- no calendar: a contract does not say what its working days are
SELECT c.employee_id, 'no calendar',
	   format('contract in post %s', c.post), c.first_day,
	   NULL,
	   'Enter the calendar of the contract, such as england-and-wales; week=Mon-Wed.',
	   'AB-8'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of AND c.calendar IS NULL

UNION  ALL
-- no working day: hours are contracted, and the calendar has no day to work them
SELECT c.employee_id, 'no working day',
	   format('contract in post %s', c.post), c.first_day,
	   c.calendar::text,
	   'Correct the calendar of the contract, such as england-and-wales; week=Mon-Wed.',
	   'AB-8'
FROM   @hr@.contract c
WHERE  c.first_day <= contract_findings.as_of AND c.weekly_hours > 0
AND    bradford.working_days(daterange(greatest(c.first_day, lower(bradford.known_days())),
			greatest(c.first_day, contract_findings.as_of) + 366) * bradford.known_days(),
			c.calendar) = 0

UNION  ALL
-- job share above the post, or without one: contracts that name no post all have post 1, which
-- does not say who shares with whom
SELECT c.employee_id,
	   CASE WHEN c.post::text = '1' THEN 'job share without a post'
			ELSE 'job share above the post' END,
	   format('contract in post %s', c.post), c.first_day,
	   format('%s of %s hours', trim_scale(s.hours), trim_scale(c.full_time_hours)),
	   CASE WHEN c.post::text = '1'
			THEN 'Enter the number of the post, the same for its partners; 1 stands for a post '
				 'of the person''s own.'
			ELSE 'Correct the hours of the partners: together they never exceed the post.' END,
	   'PAY-14'
FROM   @hr@.contract c
CROSS  JOIN LATERAL (
	SELECT sum(o.weekly_hours)::numeric AS hours
	FROM   @hr@.contract o
	WHERE  o.post = c.post AND o.kind = 'job share'
	AND    o.first_day <= contract_findings.as_of
	AND    COALESCE(o.last_day, 'infinity') >= contract_findings.as_of) s
WHERE  c.kind = 'job share' AND s.hours > c.full_time_hours
AND    c.first_day <= contract_findings.as_of
AND    COALESCE(c.last_day, 'infinity') >= contract_findings.as_of

UNION  ALL
-- cover above the vacancy: extra hours of a partner above what the post leaves in a month
SELECT t.employee_id, 'cover above the vacancy',
	   format('timesheet of post %s', t.post), t.month,
	   format('%s of %s hours', trim_scale(round(t.extra_hours, 2)),
			  trim_scale(round(v.hours, 2))),
	   'Correct the extra hours: a partner covers for others up to the whole post.',
	   'PAY-14'
FROM   @hr@.timesheet t
CROSS  JOIN LATERAL (
	SELECT (max(o.full_time_hours) - min(o.weekly_hours)
				FILTER (WHERE o.employee_id = t.employee_id))::numeric
		   * bradford.weeks_in_year() / 12 AS hours
	FROM   @hr@.contract o
	WHERE  o.post = t.post AND o.kind = 'job share'
	AND    o.first_day < t.month + interval '1 month'
	AND    COALESCE(o.last_day, 'infinity') >= t.month) v
WHERE  t.month <= contract_findings.as_of
AND    t.month > contract_findings.as_of - interval '12 months'
AND    t.extra_hours > v.hours

UNION  ALL
-- timesheet missing: in the last twelve months; if there are two contracts in one month, the
-- later one needs the timesheet
SELECT c.employee_id, 'timesheet missing',
	   format('timesheet of post %s', c.post), m.month::date,
	   NULL,
	   'Ask for the timesheet; until then the balance of hours is incomplete.',
	   'PAY-15'
FROM   @hr@.contract c
JOIN   @hr@.employee o ON o.employee_id = c.employee_id
CROSS  JOIN generate_series(1, 12) AS g(months_ago)
CROSS  JOIN LATERAL (
	SELECT date_trunc('month', contract_findings.as_of::timestamp)
		   - make_interval(months => g.months_ago) AS month) m
WHERE  c.kind IN ('annualised hours', 'term-time')
AND    c.first_day < m.month + interval '1 month' AND (c.last_day >= m.month OR c.last_day IS NULL)
AND   (c.last_day >= c.first_day OR c.last_day IS NULL)
AND    NOT EXISTS (
			SELECT FROM @hr@.timesheet t
			WHERE  t.employee_id = c.employee_id AND t.post = c.post
			AND    t.month = m.month::date)
AND    NOT EXISTS (
			SELECT FROM @hr@.contract o
			WHERE  o.employee_id = c.employee_id AND o.post = c.post
			AND    o.first_day > c.first_day AND o.first_day < m.month + interval '1 month')

UNION  ALL
-- timesheet without a contract: in that post, on any day of the month
SELECT t.employee_id, 'timesheet without a contract',
	   format('timesheet of post %s', t.post), t.month,
	   NULL,
	   'Correct month or post, or enter the contract.',
	   'PAY-15'
FROM   @hr@.timesheet t
WHERE  t.month <= contract_findings.as_of AND t.month >= lower(bradford.possible_days())
AND    NOT EXISTS (
			SELECT FROM @hr@.contract c
			WHERE  c.employee_id = t.employee_id AND c.post = t.post
			AND    c.first_day < t.month + interval '1 month'
			AND    COALESCE(c.last_day, 'infinity') >= t.month)

UNION  ALL
-- impossible number: more hours than a month has, or a day that is not the first of a month
SELECT t.employee_id, 'impossible number',
	   format('timesheet of post %s', t.post), t.month,
	   format('%s %s', n.name, COALESCE(n.value, 'missing')),
	   'Correct the timesheet; until then its hours are not known.',
	   'PAY-15'
FROM   @hr@.timesheet t
CROSS  JOIN LATERAL (VALUES
		('hours_worked', t.hours_worked::text,
		 bradford.if_between(t.hours_worked::numeric, 0, 744) IS NOT NULL),
		('leave_taken', t.leave_taken::text,
		 bradford.if_between(t.leave_taken::numeric, 0, 744) IS NOT NULL),
		('extra_hours', t.extra_hours::text,
		 bradford.if_between(t.extra_hours::numeric, -744, 744) IS NOT NULL),
		('month', t.month::text,
		 COALESCE(t.month >= lower(bradford.possible_days())
				  AND t.month < upper(bradford.possible_days())
				  AND extract(day FROM t.month) = 1, false))
	) AS n(name, value, is_good)
WHERE  NOT n.is_good

UNION  ALL
-- recorded twice: two timesheets of one person, post and month
SELECT t.employee_id, 'recorded twice',
	   format('timesheet of post %s', t.post), t.month,
	   format('%s rows', count(*)),
	   'Keep one timesheet for each post and month; until then the hours are not known.',
	   'PAY-15'
FROM   @hr@.timesheet t
GROUP  BY t.employee_id, t.post, t.month
HAVING count(*) > 1

UNION  ALL
-- casual hours are not paid: they were entered as hours worked, which pays nothing
SELECT t.employee_id, 'casual hours are not paid',
	   format('timesheet of post %s', t.post), t.month,
	   format('%s hours worked', trim_scale(t.hours_worked::numeric)),
	   'Enter the hours of a casual contract as extra hours.',
	   'PAY-6'
FROM   @hr@.timesheet t
WHERE  t.month <= contract_findings.as_of AND t.month >= lower(bradford.possible_days())
AND    t.hours_worked > 0 AND t.hours_worked <= 744
AND    EXISTS (
			SELECT FROM @hr@.contract c
			WHERE  c.employee_id = t.employee_id AND c.post = t.post AND c.kind = 'casual'
			AND    c.first_day <= t.month
			AND   (c.last_day IS NULL
				   OR c.last_day >= t.month + interval '1 month' - interval '1 day'))

UNION  ALL
-- leave below 5.6 weeks: the law gives at least that, up to 28 days, bank holidays included. For
-- annualised hours, a week is the average week
SELECT k.employee_id, 'leave below 5.6 weeks',
	   format('contract in post %s', k.post), k.first_day,
	   format('%s hours, %s weeks of %s hours', trim_scale(round(k.leave_hours, 2)),
			  trim_scale(round(k.leave_hours / w.hours, 2)), trim_scale(round(w.hours, 2))),
	   format('Raise the leave to at least %s hours.', trim_scale(ceil(m.hours * 100) / 100)),
	   'PAY-9'
FROM   @hr@.contract_terms() k
CROSS  JOIN LATERAL (
	SELECT CASE WHEN k.kind = 'annualised hours' THEN k.annual_hours / bradford.weeks_in_year()
				ELSE k.weekly_hours END AS hours) w
CROSS  JOIN LATERAL (
	SELECT least(w.hours * 5.6, w.hours * 28 / nullif(
					CASE WHEN contract_findings.as_of <@ bradford.known_days()
						 THEN bradford.days_per_week(k.calendar, contract_findings.as_of) END, 0))
				AS hours) m
WHERE  k.leave_hours < m.hours AND k.first_day <= contract_findings.as_of
AND    COALESCE(k.last_day, 'infinity') >= contract_findings.as_of;
END;
COMMENT ON FUNCTION @hr@.contract_findings(date) IS
	'The findings of data_quality_report on employees, contracts and timesheets, as at any day.';

ALTER FUNCTION @hr@.contract_findings(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(65, 'report', 'case_findings', $hr_file$CREATE OR REPLACE FUNCTION @hr@.case_findings(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- What looks wrong in policies, decisions, procedures and cases.
-- Each block looks for one finding, and the comment above it says when there is one. Its lines are
-- always these: whose, what is wrong; which record, its day; detail; what to do; rules.

-- no policy in force: there is none at all
SELECT NULL, 'no policy in force',
	   'attendance_policy', case_findings.as_of,
	   NULL,
	   'Set first_day and last_day so that one policy is in force on each day.',
	   'BF-4'
FROM   @hr@.policy_in_force(case_findings.as_of) p
HAVING count(*) = 0 AND bradford.require_known_day(case_findings.as_of)

UNION  ALL
-- no policy in force: neither for the staff group of a current employee nor for everybody
SELECT o.employee_id, 'no policy in force',
	   'employee ' || o.employee_id, case_findings.as_of,
	   COALESCE('staff group ' || o.staff_group, 'no staff group'),
	   'Bring a policy into force for the staff group, or for everybody; until then the person '
	   'is in no report on scores.',
	   'BF-4'
FROM   @hr@.employee o
JOIN  (
	SELECT array_agg(p.staff_group) AS groups
	FROM   @hr@.policy_in_force(case_findings.as_of) p
	HAVING bool_and(p.staff_group IS NOT NULL)) p
			ON (o.staff_group = ANY (p.groups)) IS NOT TRUE
WHERE  EXISTS (
			SELECT FROM @hr@.contract c
			WHERE  c.employee_id = o.employee_id AND c.first_day <= case_findings.as_of
			AND    COALESCE(c.last_day, 'infinity') >= case_findings.as_of)

UNION  ALL
-- several policies in force: for one staff group, or for everybody
SELECT NULL, 'several policies in force',
	   'attendance_policy', case_findings.as_of,
	   concat_ws(': ', p.staff_group, string_agg(p.policy::text, ', ' ORDER BY p.policy::text)),
	   'Set first_day and last_day so that each staff group has one policy in force on each '
	   'day; until then the one that began last is used.',
	   'BF-4'
FROM   @hr@.attendance_policy p
WHERE  p.first_day <= case_findings.as_of
AND   (p.last_day IS NULL OR p.last_day >= case_findings.as_of)
GROUP  BY p.staff_group
HAVING count(*) > 1

UNION  ALL
-- recorded twice: a policy, or a stage of one
SELECT NULL, 'recorded twice',
	   p.record, NULL,
	   format('%s rows', count(*)),
	   'Keep one row; until then one of them is used.',
	   'BF-4'
FROM  (
	SELECT format('attendance_policy "%s"', p.policy) AS record FROM @hr@.attendance_policy p
	UNION  ALL
	SELECT format('policy_stage %s of "%s"', s.stage, s.policy) FROM @hr@.policy_stage s) p
GROUP  BY p.record
HAVING count(*) > 1

UNION  ALL
-- impossible terms: a policy, or a stage of one, has impossible numbers or times
SELECT NULL, 'impossible terms',
	   t.record, NULL,
	   format('%s %s', t.name, t.value),
	   format('%s; until then it is not known.', t.what_to_do),
	   'BF-4, BF-6, BF-10'
FROM  (
	SELECT format('attendance_policy "%s"', p.policy) AS record, n.*
	FROM   @hr@.attendance_policy p
	CROSS  JOIN LATERAL (VALUES
			('long_term', p.long_term::text, p.long_term <= '0' OR p.long_term > '10 years',
			 'Enter a time of up to ten years'),
			('target_days', p.target_days::text, NOT p.target_days BETWEEN 0 AND 366,
			 'Enter a number from 0 to 366'),
			('least_group', p.least_group::text, NOT p.least_group BETWEEN 2 AND 1000,
			 'Enter a number from 2 to 1000')) AS n(name, value, is_bad, what_to_do)
	UNION  ALL
	SELECT format('policy_stage %s of "%s"', s.stage, s.policy), n.*
	FROM   @hr@.policy_stage s
	CROSS  JOIN LATERAL (VALUES
			('stage', s.stage::text, NOT s.stage BETWEEN 1 AND 9, 'Number the stages from 1 to 9'),
			('trigger_score', s.trigger_score::text,
			 s.trigger_score <= 0 OR s.trigger_score > 1000000000, 'Enter a score above 0'),
			('trigger_occasions', s.trigger_occasions::text, s.trigger_occasions <= 0,
			 'Enter a number above 0'),
			('trigger_days', s.trigger_days::text,
			 s.trigger_days <= 0 OR s.trigger_days > 1000000, 'Enter a number above 0'),
			('least_rise', s.least_rise::text,
			 NOT s.least_rise BETWEEN 0 AND 1000000000, 'Enter a score from 0'),
			('warning_life', s.warning_life::text,
			 s.warning_life <= '0' OR s.warning_life > '100 years',
			 'Enter a time of up to a hundred years'),
			('report_age', s.report_age::text,
			 s.report_age < '0' OR s.report_age > '100 years',
			 'Enter a time of up to a hundred years'),
			('repeat_within', s.repeat_within::text,
			 s.repeat_within <= '0' OR s.repeat_within > '100 years',
			 'Enter a time of up to a hundred years')) AS n(name, value, is_bad, what_to_do)) t
WHERE  t.is_bad

UNION  ALL
-- policy without stages: a policy in force asks for nothing
SELECT NULL, 'policy without stages',
	   format('attendance_policy "%s"', f.policy), case_findings.as_of,
	   f.staff_group::text,
	   'Enter its stages into policy_stage; until then nobody under it reaches one.',
	   'BF-4'
FROM   @hr@.policy_in_force(case_findings.as_of) f
WHERE  NOT EXISTS (SELECT FROM @hr@.policy_stage s WHERE s.policy = f.policy)

UNION  ALL
-- stages with gaps: a policy has a later stage, and not the one before it
SELECT NULL, 'stages with gaps',
	   format('attendance_policy "%s"', s.policy), NULL,
	   format('no stage %s', string_agg(DISTINCT (s.stage - 1)::text, ', ')),
	   'Number the stages 1, 2, 3 without a gap; a stage that is missing has no trigger.',
	   'BF-4'
FROM   @hr@.policy_stage s
WHERE  s.stage >= 2 AND s.stage <= 9
AND    NOT EXISTS (
			SELECT FROM @hr@.policy_stage b
			WHERE  b.policy = s.policy AND b.stage = s.stage - 1)
GROUP  BY s.policy

UNION  ALL
-- unknown policy: policy_stage does not have the stage of a warning
SELECT w.employee_id, 'unknown policy',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('stage %s of "%s"', w.stage, w.policy),
	   'Correct policy and stage, or enter them into policy_stage; until then the warning is '
	   'not live.',
	   'BF-6'
FROM   @hr@.warning w
WHERE  w.issued_on <= case_findings.as_of
AND    NOT EXISTS (
			SELECT FROM @hr@.policy_stage s WHERE s.policy = w.policy AND s.stage = w.stage)

UNION  ALL
-- unknown employee: a warning or a case under a number that employee does not have
SELECT n.employee_id, 'unknown employee',
	   n.record, n.day,
	   NULL,
	   'Enter the employee, or correct the payroll number; until then no report on warnings '
	   'shows it.',
	   'BF-15'
FROM  (
	SELECT w.employee_id, 'warning of ' || w.issued_on AS record, w.issued_on AS day
	FROM   @hr@.warning w
	UNION  ALL
	SELECT c.employee_id, 'hr_case ' || c.case_id, c.opened_on FROM @hr@.hr_case c) n
WHERE  n.day <= case_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = n.employee_id)

UNION  ALL
-- recorded twice: two decisions of one person, day and stage
SELECT w.employee_id, 'recorded twice',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('stage %s: %s rows', w.stage, count(*)),
	   'Delete the rows that repeat another; until then one of them counts.',
	   'BF-6, BF-10'
FROM   @hr@.warning w
GROUP  BY w.employee_id, w.issued_on, w.stage
HAVING count(*) > 1

UNION  ALL
-- impossible dates: a decision, a referral or an event of a case on an impossible day
SELECT n.employee_id, 'impossible dates',
	   n.record, n.day,
	   format('%s %s', n.name, COALESCE(n.day::text, 'is missing')),
	   'Correct the day; until then no report counts the record.',
	   n.rule_ids
FROM  (
	SELECT w.employee_id, 'warning of ' || w.issued_on AS record, 'issued_on' AS name,
		   w.issued_on AS day, 'BF-6' AS rule_ids
	FROM   @hr@.warning w
	UNION  ALL
	SELECT o.employee_id, 'occupational_health_report of ' || o.referred_on, 'referred_on',
		   o.referred_on, 'AB-9'
	FROM   @hr@.occupational_health_report o
	UNION  ALL
	SELECT c.employee_id, 'hr_case ' || c.case_id, v.event, v.happened_on, 'DL-1 to DL-36'
	FROM   @hr@.hr_case c
	JOIN   @hr@.case_event v ON v.employee_id = c.employee_id AND v.case_id = c.case_id) n
WHERE (n.day >= lower(bradford.possible_days())
	   AND n.day < upper(bradford.possible_days())) IS NOT TRUE

UNION  ALL
-- warning out of order: none of the stage before it, or of a later one, was live on that day,
-- and too few of that stage had lapsed to lead to it (BF-10)
SELECT w.employee_id, 'warning out of order',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('stage %s, with no warning of stage %s live or repeated on that day',
			  w.stage, w.stage - 1),
	   'Enter the earlier warning, or correct the stage.',
	   CASE WHEN w.stage = 2 THEN 'BF-7, BF-10' ELSE 'BF-8' END
FROM   @hr@.warning w
LEFT   JOIN @hr@.policy_terms() p ON p.policy = w.policy
LEFT   JOIN @hr@.policy_warnings() k ON k.policy = w.policy
-- the absence that led to it
CROSS  JOIN LATERAL (
	SELECT COALESCE(max(a.first_day), w.issued_on) AS first_day
	FROM   @hr@.absence a
	WHERE  a.employee_id = w.employee_id AND a.first_day <= w.issued_on) a
-- the warnings before it, under its policy or under those that this one carries on, as they were
-- on that day: an upheld appeal leads back to an earlier stage (BF-11)
CROSS  JOIN LATERAL (
	SELECT count(*) FILTER (
				WHERE  o.outcome <> 'no warning' AND l.stage >= w.stage - 1
				AND   (l.lapses_on <= w.issued_on) IS NOT TRUE) AS live,
		   -- BF-10: lapsed after satisfactory attendance, as judged, or with no other warning
		   -- meanwhile
		   count(*) FILTER (
				WHERE  o.outcome = 'warning' AND u.upheld IS NOT TRUE
				AND    l.stage = w.stage - 1 AND l.stage = p.repeat_stage
				AND    l.lapses_on <= a.first_day
				AND    o.issued_on >= a.first_day - p.repeat_within
				AND    COALESCE(o.satisfactory, NOT EXISTS (
							SELECT FROM @hr@.warning n
							WHERE  n.employee_id = o.employee_id AND n.outcome = 'warning'
							AND    n.issued_on > o.issued_on AND n.issued_on < l.lapses_on)))
				AS repeated
	FROM   @hr@.warning o
	LEFT   JOIN @hr@.policy_stage s ON s.policy = o.policy AND s.stage = o.stage
	LEFT   JOIN @hr@.policy_stage b ON b.policy = o.policy AND b.stage = s.appeal_leads_to
	CROSS  JOIN LATERAL (SELECT o.appeal_upheld_on <= w.issued_on AS upheld) u
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN u.upheld THEN b.stage ELSE o.stage END AS stage,
			   CASE WHEN u.upheld THEN o.appeal_upheld_on + CASE
							WHEN b.warning_life > '0' AND b.warning_life <= '100 years'
							THEN b.warning_life END
					ELSE o.issued_on + CASE
							WHEN s.warning_life > '0' AND s.warning_life <= '100 years'
							THEN s.warning_life END END AS lapses_on) l
	WHERE  o.employee_id = w.employee_id AND o.issued_on < w.issued_on
	AND   (o.policy = w.policy OR o.policy = ANY (k.warnings_of))) o
WHERE  w.stage > 1 AND w.outcome = 'warning' AND w.issued_on <= case_findings.as_of
AND    o.live = 0 AND (o.repeated >= p.repeat_warnings) IS NOT TRUE

UNION  ALL
-- warning without a score: the next stage, or the same if it is the last, needs a rise from it
SELECT w.employee_id, 'warning without a score',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('stage %s', w.stage),
	   'Enter the score at which it was issued; until then the rise to the next stage counts '
	   'from 0.',
	   'BF-7, BF-8'
FROM   @hr@.warning w
JOIN   @hr@.policy_terms() p ON p.policy = w.policy
WHERE  w.outcome = 'warning' AND w.score IS NULL AND w.issued_on <= case_findings.as_of
AND    p.rises[least(w.stage, cardinality(p.rises) - 1)::integer + 1] IS NOT NULL

UNION  ALL
-- impossible number: an impossible score
SELECT w.employee_id, 'impossible number',
	   'warning of ' || w.issued_on, w.issued_on,
	   format('score %s', w.score),
	   'Correct the score; until then the rise to the next stage counts from 0.',
	   'BF-7, BF-8'
FROM   @hr@.warning w
WHERE  w.issued_on <= case_findings.as_of AND NOT w.score BETWEEN 0 AND 1000000000

UNION  ALL
-- impossible limit: a step of a procedure has no time limit that can be counted
SELECT NULL, 'impossible limit',
	   format('procedure_step "%s" of "%s"', t.step, t.procedure), NULL,
	   concat_ws(' ', t.direction, t.n, t.unit),
	   'Write after, before or condition, a number from 0, and hours, calendar days, working days, '
	   'weeks or months; until then the step has no date.',
	   'DL-1 to DL-36'
FROM   @hr@.procedure_step t
WHERE  bradford.find_due('2020-01-01', CASE WHEN t.n BETWEEN 0 AND 100000 THEN t.n::bigint END,
						 t.unit, t.direction, 'every-day') IS NULL

UNION  ALL
-- unknown procedure: a case runs under one that has no steps
SELECT c.employee_id, 'unknown procedure',
	   'hr_case ' || c.case_id, c.opened_on,
	   c.procedure::text,
	   'Correct the procedure, or enter its steps into procedure_step; until then the case has '
	   'no deadlines.',
	   'DL-1 to DL-36'
FROM   @hr@.hr_case c
WHERE  c.opened_on <= case_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.procedure_step t WHERE t.procedure = c.procedure)

UNION  ALL
-- unknown case: something happened in one that the person does not have
SELECT v.employee_id, 'unknown case',
	   'case_event ' || v.case_id, v.happened_on,
	   v.event::text,
	   'Enter the case, or correct its number; until then no report shows the event.',
	   'DL-1 to DL-36'
FROM   @hr@.case_event v
WHERE  v.happened_on <= case_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.hr_case c
				   WHERE  c.employee_id = v.employee_id AND c.case_id = v.case_id)

UNION  ALL
-- unknown event: no step of the procedure, and no step counts from it
SELECT c.employee_id, 'unknown event',
	   'hr_case ' || c.case_id, v.happened_on,
	   v.event::text,
	   'Name it as in step or counts_from of procedure_step; until then no deadline counts '
	   'from it.',
	   'DL-1 to DL-36'
FROM   @hr@.hr_case c
JOIN   @hr@.case_event v ON v.employee_id = c.employee_id AND v.case_id = c.case_id
WHERE  c.opened_on <= case_findings.as_of
AND    EXISTS (SELECT FROM @hr@.procedure_step t WHERE t.procedure = c.procedure)
AND    NOT EXISTS (
			SELECT FROM @hr@.procedure_step t
			WHERE  t.procedure = c.procedure AND v.event IN (t.step, t.counts_from));
END;
COMMENT ON FUNCTION @hr@.case_findings(date) IS
	'The findings of data_quality_report on policies, warnings, referrals, procedures and cases, '
	'as at any day.';

ALTER FUNCTION @hr@.case_findings(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(66, 'report', 'flexi_findings', $hr_file$CREATE OR REPLACE FUNCTION @hr@.flexi_findings(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- What looks wrong in clock entries, schemes and time off. The blocks are built as in
-- absence_findings.

-- no departure: somebody came before today, and never went
SELECT c.employee_id, 'no departure',
	   'clock entry', c.clocked_in::date,
	   'in at ' || to_char(c.clocked_in, 'HH24:MI'),
	   'Enter when they went; until then the hours of the day, and the balance, are not known.',
	   'FX-1, FX-6'
FROM   @hr@.clock_entry c
WHERE  c.clocked_out IS NULL AND c.clocked_in < flexi_findings.as_of
AND    c.clocked_in >= lower(bradford.possible_days())
AND    bradford.require_known_day(flexi_findings.as_of)

UNION  ALL
-- impossible times: out before in, more than a day later, or in an impossible year
SELECT c.employee_id, 'impossible times',
	   'clock entry', CASE WHEN isfinite(c.clocked_in) THEN c.clocked_in::date END,
	   format('%s to %s', COALESCE(c.clocked_in::text, 'missing'), c.clocked_out),
	   'Correct the times; until then the hours of the day, and the balance, are not known.',
	   'FX-1, FX-6'
FROM   @hr@.clock_entry c
CROSS  JOIN LATERAL (
	SELECT CASE WHEN c.clocked_in >= lower(bradford.possible_days())
					 AND c.clocked_in < upper(bradford.possible_days())
				THEN c.clocked_out <= c.clocked_in
					 OR c.clocked_out > c.clocked_in + interval '24 hours'
				ELSE true END AS is_wrong
	OFFSET 0) w
WHERE  w.is_wrong AND (c.clocked_in < flexi_findings.as_of + 1 OR c.clocked_in IS NULL)

UNION  ALL
-- clocked without a scheme: hours that count for nothing
SELECT c.employee_id, 'clocked without a scheme',
	   'clock entry', min(c.clocked_in)::date,
	   format('%s entries', count(*)),
	   'Enter who is under which scheme in flexi_member; until then the hours count for nothing.',
	   'FX-5'
FROM   @hr@.clock_entry c
WHERE  c.clocked_in >= lower(bradford.possible_days()) AND c.clocked_in < flexi_findings.as_of + 1
AND    NOT EXISTS (
			SELECT FROM @hr@.flexi_member m
			WHERE  m.employee_id = c.employee_id AND m.first_day <= c.clocked_in
			AND   (m.last_day IS NULL OR c.clocked_in - interval '1 day' < m.last_day))
GROUP  BY c.employee_id

UNION  ALL
-- clocked outside employment: hours on days without a contract, of people who have one
SELECT c.employee_id, 'clocked outside employment',
	   'clock entry', min(c.clocked_in)::date,
	   format('%s entries', count(*)),
	   'Correct the times or the contract; until then the hours count for nothing.',
	   'FX-5'
FROM   @hr@.working_pattern() w
JOIN   @hr@.clock_entry c ON c.employee_id = w.employee_id
WHERE  c.clocked_in >= lower(bradford.possible_days()) AND c.clocked_in < flexi_findings.as_of + 1
AND    NOT c.clocked_in::date <@ w.employed
GROUP  BY c.employee_id

UNION  ALL
-- scheme outside employment: it begins on a day without a contract, of people who have one
SELECT m.employee_id, 'scheme outside employment',
	   'flexi member', m.first_day,
	   COALESCE('employed from '
					|| lower(w.employed * datemultirange(daterange(m.first_day, NULL))),
				'not employed any more'),
	   'Begin the scheme with the employment; until then the opening balance waits for it.',
	   'FX-5, FX-6'
FROM   @hr@.working_pattern() w
JOIN   @hr@.flexi_member m ON m.employee_id = w.employee_id
WHERE  m.first_day >= lower(bradford.possible_days()) AND m.first_day <= flexi_findings.as_of
AND   (m.last_day >= m.first_day OR m.last_day IS NULL) AND NOT m.first_day::date <@ w.employed

UNION  ALL
-- schemes overlap: one begins before an earlier one has ended
SELECT n.employee_id, 'schemes overlap',
	   'flexi member', n.first_day,
	   format('the one from %s runs to %s', m.first_day, COALESCE(m.last_day::text, 'now')),
	   'End the earlier scheme on the day before the later one begins; until '
	   'then the later one applies.',
	   'FX-5'
FROM   @hr@.flexi_member m
JOIN   @hr@.flexi_member n ON n.employee_id = m.employee_id
WHERE  n.first_day > m.first_day AND n.first_day <= COALESCE(m.last_day, 'infinity')
AND    n.first_day <= flexi_findings.as_of

UNION  ALL
-- recorded twice: two rows of one person and first day
SELECT m.employee_id, 'recorded twice',
	   'flexi member', m.first_day,
	   format('%s rows', count(*)),
	   'Delete the rows that repeat another; until then one of them applies.',
	   'FX-5'
FROM   @hr@.flexi_member m
GROUP  BY m.employee_id, m.first_day
HAVING count(*) > 1

UNION  ALL
-- impossible dates: a scheme that ends before it starts, or begins before 1900 or after 2099
SELECT m.employee_id, 'impossible dates',
	   'flexi member', m.first_day,
	   format('from %s to %s', COALESCE(m.first_day::text, 'missing'), m.last_day),
	   'Correct the dates; leave last_day empty while the scheme goes on.',
	   'FX-5'
FROM   @hr@.flexi_member m
WHERE  m.last_day < m.first_day OR m.first_day IS NULL
OR     m.first_day < lower(bradford.possible_days())
OR     m.first_day >= upper(bradford.possible_days())

UNION  ALL
-- impossible number: an opening balance in days or months, or far too large
SELECT m.employee_id, 'impossible number',
	   'flexi member', m.first_day,
	   format('opening %s', m.opening),
	   'Enter the opening balance in hours and minutes; until then the balance is not known.',
	   'FX-6'
FROM   @hr@.flexi_member m
WHERE  m.opening IS NOT NULL
AND   (m.opening >= '-9999:00' AND m.opening <= '9999:00' AND extract(day FROM m.opening) = 0
	   AND extract(month FROM m.opening) = 0 AND extract(year FROM m.opening) = 0) IS NOT TRUE

UNION  ALL
-- no scheme: a row of flexi_member that names none
SELECT m.employee_id, 'no scheme',
	   'flexi member', m.first_day,
	   NULL,
	   'Enter the scheme; until then that of document 004 applies.',
	   'FX-1, FX-6'
FROM   @hr@.flexi_member m
WHERE  m.scheme IS NULL

UNION  ALL
-- impossible time off: impossible dates, or an unknown kind
SELECT o.employee_id, 'impossible time off',
	   'time off', o.first_day,
	   format('%s from %s to %s', COALESCE(o.kind::text, 'no kind'),
			  COALESCE(o.first_day::text, 'missing'), COALESCE(o.last_day::text, 'missing')),
	   'Correct dates and kind; until then nothing is credited for it.',
	   'FX-2, FX-7'
FROM   @hr@.time_off o
WHERE (o.first_day <= o.last_day AND o.first_day >= lower(bradford.possible_days())
	   AND o.last_day < upper(bradford.possible_days())
	   AND o.kind IN ('annual leave', 'paid leave', 'flexi-leave', 'authorised absence'))
			IS NOT TRUE;
END;
COMMENT ON FUNCTION @hr@.flexi_findings(date) IS
	'The findings of data_quality_report on flexi-time, as at any day.';

ALTER FUNCTION @hr@.flexi_findings(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(67, 'report', 'shift_findings', $hr_file$CREATE OR REPLACE FUNCTION @hr@.shift_findings(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- What looks wrong in shifts, skills, rosters and the staff that teams need. Shifts may be planned,
-- so those after the day are looked at too. The blocks are built as in absence_findings.

SELECT f.employee_id, f.finding, f.record, f.day, f.detail, f.what_to_do, f.rule_ids
FROM  (
-- unknown employee: shifts under a number that employee does not have
SELECT s.employee_id, 'unknown employee',
	   'shift', NULL::date,
	   format('%s shifts', count(*)),
	   'Enter the employee, or correct the payroll number; until then the shifts cover for nobody.',
	   'BF-15, SR-1'
FROM   @hr@.shift s
WHERE  NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = s.employee_id)
GROUP  BY s.employee_id

UNION  ALL
-- impossible times: no beginning or end, in an impossible year, or with
-- a break outside the shift
SELECT s.employee_id, 'impossible times',
	   'shift', NULL,
	   concat_ws(', breaks ', COALESCE(s.during::text, 'missing'),
				 CASE WHEN NOT s.breaks <@ s.during THEN s.breaks::text END),
	   'Correct the times; until then the shift, or its break, does not count.',
	   'SR-1, SR-3'
FROM   @hr@.shift s
WHERE (lower_inc(s.during) AND NOT upper_inc(s.during) AND NOT upper_inf(s.during)
	   AND lower(s.during) >= lower(bradford.possible_days())
	   AND upper(s.during) < upper(bradford.possible_days())) IS NOT TRUE
OR     NOT s.breaks <@ s.during

UNION  ALL
-- long shift: more than 24 hours, which may be the wrong day; shifts overlap: one begins before an
-- earlier one of the person ends
SELECT w.employee_id, f.finding,
	   'shift', (lower(w.during) AT TIME ZONE 'Europe/London')::date,
	   f.detail, f.what_to_do,
	   'SR-1, SR-3'
FROM  (
	SELECT s.employee_id, s.during,
		   max(upper(s.during)) OVER (PARTITION BY s.employee_id ORDER BY s.during
									  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
	FROM  (
		-- rows that repeat another are found below
		SELECT DISTINCT r.employee_id, r.during
		FROM   @hr@.shift r
		WHERE  lower_inc(r.during) AND NOT upper_inc(r.during)
		AND    lower(r.during) >= lower(bradford.possible_days())
		AND    upper(r.during) < upper(bradford.possible_days())) s) w
CROSS  JOIN LATERAL (
	SELECT 'long shift' AS finding,
		   format('%s hours', trim_scale(round(
				extract(epoch FROM upper(w.during) - lower(w.during)) / 3600, 2))) AS detail,
		   'Correct the times if they are wrong; until then it counts as entered.' AS what_to_do
	WHERE  upper(w.during) - lower(w.during) > interval '24 hours'
	UNION  ALL
	SELECT 'shifts overlap',
		   format('%s minutes', trim_scale(round(
				extract(epoch FROM least(w.until, upper(w.during)) - lower(w.during)) / 60, 2))),
		   'Correct the times, or delete one; until then the person counts once.'
	WHERE  w.until > lower(w.during)) f

UNION  ALL
-- recorded twice: two rows of one person and time
SELECT s.employee_id, 'recorded twice',
	   'shift', NULL,
	   format('%s: %s rows', s.during, count(*)),
	   'Delete the rows that repeat another; until then the person counts once.',
	   'SR-1'
FROM   @hr@.shift s
GROUP  BY s.employee_id, s.during
HAVING count(*) > 1

UNION  ALL
-- unknown team: shifts in a team that the table team does not have, or a proposal without a team
SELECT NULL, 'unknown team',
	   CASE WHEN s.roster IS NULL THEN format('shifts in team "%s"', s.team)
			WHEN s.team IS NULL THEN format('shifts of roster "%s" without a team', s.roster)
			ELSE format('shifts of roster "%s" in team "%s"', s.roster, s.team) END, NULL,
	   format('%s shifts', count(*)),
	   'Enter the team, or correct its name in the shifts; until then they meet no demand.',
	   'SR-1'
FROM  (
	SELECT NULL AS roster, r.team::text AS team FROM @hr@.shift r WHERE r.team IS NOT NULL
	UNION  ALL
	SELECT r.roster::text, r.team::text FROM @hr@.roster_shift r WHERE r.roster IS NOT NULL) s
WHERE  NOT EXISTS (SELECT FROM @hr@.team t WHERE t.team = s.team)
GROUP  BY s.roster, s.team

UNION  ALL
-- skill not held: a shift in a skill that the person did not have on its day
SELECT s.employee_id, 'skill not held',
	   'shift', w.day,
	   format('as %s', s.skill),
	   'Enter the skill in employee_skill, or correct the shift; until then '
	   'it counts in that skill.',
	   'SR-1'
FROM  (
	SELECT s.employee_id, s.skill, s.during,
		   lower_inc(s.during) AND NOT upper_inc(s.during)
				AND lower(s.during) >= lower(bradford.possible_days())
				AND upper(s.during) < upper(bradford.possible_days()) AS good
	FROM   @hr@.shift s
	OFFSET 0) s
CROSS  JOIN LATERAL (
	SELECT CASE WHEN s.good THEN (lower(s.during) AT TIME ZONE 'Europe/London')::date END AS day
	OFFSET 0) w
WHERE  s.good AND s.skill IS NOT NULL
AND    NOT EXISTS (
			SELECT FROM @hr@.employee_skill k
			WHERE  k.employee_id = s.employee_id AND k.skill = s.skill AND k.first_day <= w.day
			AND   (k.last_day >= w.day OR k.last_day IS NULL))

UNION  ALL
-- unknown employee: skills under a number that employee does not have
SELECT k.employee_id, 'unknown employee',
	   'employee skill', NULL,
	   format('%s skills', count(*)),
	   'Enter the employee, or correct the payroll number.',
	   'BF-15, SR-1'
FROM   @hr@.employee_skill k
WHERE  NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = k.employee_id)
GROUP  BY k.employee_id

UNION  ALL
-- impossible dates: a skill that ends before it starts, or begins before 1900 or after 2099
SELECT k.employee_id, 'impossible dates',
	   'employee skill', k.first_day,
	   format('%s from %s to %s', COALESCE(k.skill::text, 'no skill'),
			  COALESCE(k.first_day::text, 'missing'), COALESCE(k.last_day::text, 'now')),
	   'Correct the dates; leave last_day empty while the skill is held.',
	   'SR-1'
FROM   @hr@.employee_skill k
WHERE (k.first_day <= COALESCE(k.last_day, k.first_day)
	   AND k.first_day >= lower(bradford.possible_days())
	   AND k.first_day < upper(bradford.possible_days()) AND k.skill IS NOT NULL) IS NOT TRUE

UNION  ALL
-- two grades: one grade in a skill begins before an earlier one has ended
SELECT m.employee_id, 'two grades',
	   'employee skill', m.first_day,
	   format('%s: %s and %s', m.skill, COALESCE(m.before::text, 'no grade'),
			  COALESCE(m.grade::text, 'no grade')),
	   'End the earlier grade on the day before the later one begins; until then both count.',
	   'SR-1'
FROM  (
	SELECT k.employee_id, k.skill, k.grade, k.first_day,
		   lag(k.grade) OVER w AS before, lag(k.first_day) OVER w AS first_before,
		   max(COALESCE(k.last_day, 'infinity')) OVER (
				w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
	FROM   @hr@.employee_skill k
	WHERE  k.first_day <= COALESCE(k.last_day, 'infinity')
	WINDOW w AS (PARTITION BY k.employee_id, k.skill ORDER BY k.first_day, k.last_day)) m
WHERE  m.until >= m.first_day AND m.first_before < m.first_day

UNION  ALL
-- recorded twice: two rows of one key
SELECT n.employee_id, 'recorded twice',
	   n.record, n.day,
	   format('%s rows', n.rows),
	   'Delete the rows that repeat another; until then one of them applies.',
	   'SR-1'
FROM  (
	SELECT k.employee_id, format('employee skill %s', k.skill) AS record, k.first_day AS day,
		   count(*) AS rows
	FROM   @hr@.employee_skill k
	GROUP  BY k.employee_id, k.skill, k.first_day
	UNION  ALL
	SELECT NULL, format('team "%s"', t.team), NULL, count(*) FROM @hr@.team t GROUP BY t.team
	UNION  ALL
	SELECT NULL, format('slot "%s" of team "%s"', d.slot, d.team), d.first_day, count(*)
	FROM   @hr@.staffing_demand d
	GROUP  BY d.team, d.slot, d.first_day
	UNION  ALL
	SELECT NULL, format('shift kind "%s" of team "%s"', k.kind, k.team), k.first_day, count(*)
	FROM   @hr@.shift_kind k
	GROUP  BY k.team, k.kind, k.first_day
	UNION  ALL
	SELECT t.employee_id, 'roster terms', t.first_day, count(*)
	FROM   @hr@.roster_terms t
	GROUP  BY t.employee_id, t.first_day
	UNION  ALL
	SELECT r.employee_id, format('roster request %s', r.request), NULL, count(*)
	FROM   @hr@.roster_request r
	GROUP  BY r.employee_id, r.request
	UNION  ALL
	SELECT s.employee_id, format('roster "%s": %s', s.roster, s.during), NULL, count(*)
	FROM   @hr@.roster_shift s
	GROUP  BY s.employee_id, s.roster, s.during) n
WHERE  n.rows > 1

UNION  ALL
-- unknown zone: the time zone of a team does not exist
SELECT NULL, 'unknown zone',
	   format('team "%s"', t.team), NULL,
	   COALESCE(t.zone::text, 'missing'),
	   'Enter a time zone, such as Europe/London; until then that one applies.',
	   'SR-1'
FROM   @hr@.team t
WHERE  bradford.known_zone(t.zone::text) IS NULL

UNION  ALL
-- impossible demand: no times, dates in the wrong order, or impossible numbers; unknown team
SELECT NULL, f.finding,
	   format('slot "%s" of team "%s"', d.slot, d.team), d.first_day,
	   f.detail, f.what_to_do,
	   'SR-1'
FROM   @hr@.staffing_demand d
CROSS  JOIN LATERAL (
	SELECT 'impossible demand' AS finding,
		   format('%s to %s, at least %s, at most %s, from %s to %s',
				  COALESCE(d.starts::text, 'missing'), COALESCE(d.ends::text, 'missing'),
				  COALESCE(d.at_least::text, 'missing'), COALESCE(d.at_most::text, 'any'),
				  COALESCE(d.first_day::text, 'missing'), COALESCE(d.last_day::text, 'now'))
				AS detail,
		   'Correct times, numbers and dates; until then what is not known is not demanded.'
				AS what_to_do
	WHERE (d.starts IS NOT NULL AND d.ends IS NOT NULL AND d.at_least >= 0 AND d.days IS NOT NULL
		   AND d.at_least <= COALESCE(d.at_most, d.at_least)
		   AND d.first_day <= COALESCE(d.last_day, d.first_day)
		   AND d.first_day >= lower(bradford.possible_days())
		   AND d.first_day < upper(bradford.possible_days())
		   AND d.slot IS NOT NULL AND d.team IS NOT NULL) IS NOT TRUE
	UNION  ALL
	SELECT 'unknown team', NULL,
		   'Enter the team; until then its time zone is Europe/London.'
	WHERE  NOT EXISTS (SELECT FROM @hr@.team t WHERE t.team = d.team) AND d.team IS NOT NULL) f

UNION  ALL
-- demands overlap: one of a slot begins before an earlier one of it has ended
SELECT NULL, 'demands overlap',
	   format('slot "%s" of team "%s"', m.slot, m.team), m.first_day,
	   NULL,
	   'End the earlier demand on the day before the later one begins; until '
	   'then the later one applies.',
	   'SR-1'
FROM  (
	SELECT d.team, d.slot, d.first_day, lag(d.first_day) OVER w AS first_before,
		   max(COALESCE(d.last_day, 'infinity')) OVER (
				w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
	FROM   @hr@.staffing_demand d
	WHERE  d.first_day <= COALESCE(d.last_day, 'infinity')
	WINDOW w AS (PARTITION BY d.team, d.slot ORDER BY d.first_day, d.last_day)) m
WHERE  m.until >= m.first_day AND m.first_before < m.first_day

UNION  ALL
-- impossible terms: dates in the wrong order, or impossible limits
SELECT t.employee_id, 'impossible terms',
	   'roster terms', t.first_day,
	   format('from %s to %s', COALESCE(t.first_day::text, 'missing'),
			  COALESCE(t.last_day::text, 'now')),
	   'Correct dates and limits; until then an impossible limit does not count.',
	   'SR-2'
FROM   @hr@.roster_terms t
WHERE (t.first_day <= COALESCE(t.last_day, t.first_day)
	   AND t.first_day >= lower(bradford.possible_days())
	   AND t.first_day < upper(bradford.possible_days()) AND t.team IS NOT NULL
	   AND COALESCE(t.weekly_hours, 0) BETWEEN 0 AND 168
	   AND COALESCE(t.most_owed, 0) BETWEEN 0 AND 10000
	   AND COALESCE(t.most_owing, 0) BETWEEN 0 AND 10000 AND t.rest_hours BETWEEN 0 AND 168
	   AND COALESCE(t.most_in_row, 1) BETWEEN 1 AND 366
	   AND COALESCE(t.least_in_row, 1) BETWEEN 1 AND 31
	   AND COALESCE(t.least_off, 1) BETWEEN 1 AND 31
	   AND COALESCE(t.most_weekends, 0) BETWEEN 0 AND 60)
			IS NOT TRUE

UNION  ALL
-- impossible request: dates in the wrong order, no times, or an unknown kind
SELECT r.employee_id, 'impossible request',
	   format('roster request %s', r.request), r.first_day,
	   format('%s from %s to %s', COALESCE(r.kind::text, 'no kind'),
			  COALESCE(r.first_day::text, 'missing'), COALESCE(r.last_day::text, 'now')),
	   'Correct dates, times, kind and weight; until then what is not known is not asked for.',
	   'SR-2'
FROM   @hr@.roster_request r
WHERE (r.first_day <= COALESCE(r.last_day, r.first_day)
	   AND r.first_day >= lower(bradford.possible_days())
	   AND r.first_day < upper(bradford.possible_days())
	   AND r.days IS NOT NULL AND r.request IS NOT NULL
	   AND r.starts IS NOT NULL AND r.ends IS NOT NULL AND r.weight BETWEEN 0 AND 1000000
	   AND r.kind IN ('on', 'off', 'veto', 'core')) IS NOT TRUE

UNION  ALL
-- impossible shift kind: dates in the wrong order, or no times
SELECT NULL, 'impossible shift kind',
	   format('shift kind "%s" of team "%s"', k.kind, k.team), k.first_day,
	   format('%s to %s, from %s to %s', COALESCE(k.starts::text, 'missing'),
			  COALESCE(k.ends::text, 'missing'), COALESCE(k.first_day::text, 'missing'),
			  COALESCE(k.last_day::text, 'now')),
	   'Correct dates and times; until then no roster holds such a shift.',
	   'SR-2'
FROM   @hr@.shift_kind k
WHERE (k.first_day <= COALESCE(k.last_day, k.first_day)
	   AND k.first_day >= lower(bradford.possible_days())
	   AND k.first_day < upper(bradford.possible_days())
	   AND k.days IS NOT NULL AND k.kind IS NOT NULL
	   AND k.team IS NOT NULL AND k.starts IS NOT NULL AND k.ends IS NOT NULL
	   AND (k.break_starts IS NULL) = (k.break_ends IS NULL)) IS NOT TRUE

UNION  ALL
-- impossible times: a shift of a proposal with no beginning or end, or in an impossible year
SELECT s.employee_id, 'impossible times',
	   format('roster "%s"', s.roster), NULL,
	   COALESCE(s.during::text, 'missing'),
	   'Correct the times; until then the shift is in no proposal.',
	   'SR-3'
FROM   @hr@.roster_shift s
WHERE (lower_inc(s.during) AND NOT upper_inc(s.during) AND NOT upper_inf(s.during)
	   AND lower(s.during) >= lower(bradford.possible_days())
	   AND upper(s.during) < upper(bradford.possible_days()) AND s.roster IS NOT NULL) IS NOT TRUE

UNION  ALL
-- unknown employee: on a roster, with a request or in a proposal
SELECT n.employee_id, 'unknown employee',
	   n.record, NULL,
	   format('%s rows', count(*)),
	   'Enter the employee, or correct the payroll number; until then no '
	   'report on rosters shows it.',
	   'BF-15, SR-2'
FROM  (
	SELECT t.employee_id, 'roster terms' AS record FROM @hr@.roster_terms t
	UNION  ALL
	SELECT r.employee_id, 'roster request' FROM @hr@.roster_request r
	UNION  ALL
	SELECT s.employee_id, 'roster shift' FROM @hr@.roster_shift s) n
WHERE  NOT EXISTS (SELECT FROM @hr@.employee o WHERE o.employee_id = n.employee_id)
GROUP  BY n.employee_id, n.record

UNION  ALL
-- two teams: terms of a roster that begin before earlier ones have ended
SELECT m.employee_id, 'two teams',
	   'roster terms', m.first_day,
	   NULL,
	   'End the earlier terms on the day before the later ones begin; until '
	   'then the later ones apply.',
	   'SR-2'
FROM  (
	SELECT t.employee_id, t.first_day, lag(t.first_day) OVER w AS first_before,
		   max(COALESCE(t.last_day, 'infinity')) OVER (
				w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
	FROM   @hr@.roster_terms t
	WHERE  t.first_day <= COALESCE(t.last_day, 'infinity')
	WINDOW w AS (PARTITION BY t.employee_id ORDER BY t.first_day, t.last_day)) m
WHERE  m.until >= m.first_day AND m.first_before < m.first_day
) AS f(employee_id, finding, record, day, detail, what_to_do, rule_ids)
WHERE  bradford.require_known_day(shift_findings.as_of);
END;
COMMENT ON FUNCTION @hr@.shift_findings(date) IS
	'The findings of data_quality_report on shifts, skills, rosters and the staff that '
	'teams need, as at any day.';

ALTER FUNCTION @hr@.shift_findings(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(68, 'report', 'working_time_findings', $hr_file$CREATE OR REPLACE FUNCTION @hr@.working_time_findings(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- What looks wrong in the terms of working time, and in shifts as the law on working time reads
-- them. The blocks are built as in absence_findings.

-- terms overlap: some begin before earlier ones have ended
SELECT n.employee_id, 'terms overlap',
	   'working time terms', n.first_day,
	   format('those from %s run to %s', m.first_day, COALESCE(m.last_day::text, 'now')),
	   'End the earlier terms on the day before the later ones begin; until '
	   'then the later ones apply.',
	   'PAY-16'
FROM   @hr@.working_time_terms m
JOIN   @hr@.working_time_terms n ON n.employee_id = m.employee_id
WHERE  n.first_day > m.first_day AND n.first_day <= COALESCE(m.last_day, 'infinity')
AND    n.first_day <= working_time_findings.as_of
AND    bradford.require_known_day(working_time_findings.as_of)

UNION  ALL
-- recorded twice: two rows of one person and first day
SELECT m.employee_id, 'recorded twice',
	   'working time terms', m.first_day,
	   format('%s rows', count(*)),
	   'Delete the rows that repeat another; until then one of them applies.',
	   'PAY-16'
FROM   @hr@.working_time_terms m
GROUP  BY m.employee_id, m.first_day
HAVING count(*) > 1

UNION  ALL
-- impossible dates: terms that end before they start, or dates before 1900 or after 2099
SELECT m.employee_id, 'impossible dates',
	   'working time terms', m.first_day,
	   concat_ws(', ', format('from %s to %s', COALESCE(m.first_day::text, 'missing'), m.last_day),
				 'born ' || m.born),
	   'Correct the dates; until then the normal rules apply.',
	   'PAY-16'
FROM   @hr@.working_time_terms m
WHERE  m.last_day < m.first_day OR m.first_day IS NULL
OR     m.first_day < lower(bradford.possible_days())
OR     m.first_day >= upper(bradford.possible_days())
OR     m.born < lower(bradford.possible_days()) OR m.born >= upper(bradford.possible_days())

UNION  ALL
-- impossible number: an impossible reference period; unknown period: neither week nor fortnight
SELECT m.employee_id, f.finding,
	   'working time terms', m.first_day,
	   f.detail, f.what_to_do,
	   'PAY-16'
FROM   @hr@.working_time_terms m
CROSS  JOIN LATERAL (
	SELECT 'impossible number' AS finding,
		   format('reference_weeks %s', COALESCE(m.reference_weeks::text, 'missing')) AS detail,
		   'Enter 1 to 52 weeks; until then 17 apply.' AS what_to_do
	WHERE (m.reference_weeks >= 1 AND m.reference_weeks <= 52) IS NOT TRUE
	UNION  ALL
	SELECT 'unknown period' AS finding,
		   format('weekly_rest_by %s', COALESCE(m.weekly_rest_by, 'missing')) AS detail,
		   'Enter week or fortnight; until then the week applies.' AS what_to_do
	WHERE (m.weekly_rest_by IN ('week', 'fortnight')) IS NOT TRUE) f

UNION  ALL
-- opted out under 18: the law does not allow it
SELECT m.employee_id, 'opted out under 18',
	   'working time terms', m.first_day,
	   format('18 on %s', d.adult_from),
	   'End the opt-out; it has no effect before that day.',
	   'PAY-16'
FROM   @hr@.working_time_terms m
CROSS  JOIN LATERAL (
	SELECT CASE WHEN m.born >= lower(bradford.possible_days())
					 AND m.born < upper(bradford.possible_days())
				THEN (m.born + interval '18 years')::date END AS adult_from
	OFFSET 0) d
WHERE  m.opted_out AND m.first_day < d.adult_from AND m.first_day <= working_time_findings.as_of

UNION  ALL
-- breaks are not recorded: shifts of more than six hours that say neither when the break was nor
-- that there was none
SELECT s.employee_id, 'breaks are not recorded',
	   'shift', min(l.day),
	   format('%s shifts of more than 6 hours', count(*)),
	   'Enter the breaks, or {} if there was none; until then nobody knows whether the law was '
	   'kept.',
	   'PAY-16'
FROM   @hr@.shift s
CROSS  JOIN LATERAL (
	SELECT CASE WHEN lower(s.during) >= lower(bradford.possible_days())
					 AND upper(s.during) < upper(bradford.possible_days())
				THEN CASE WHEN upper(s.during) - lower(s.during) > interval '6 hours'
						  THEN (lower(s.during) AT TIME ZONE 'Europe/London')::date END END AS day
	OFFSET 0) l
WHERE  s.breaks IS NULL AND l.day <= working_time_findings.as_of
GROUP  BY s.employee_id

UNION  ALL
-- worked outside employment: shifts on days without a contract, of people who have one
SELECT w.employee_id, 'worked outside employment',
	   'shift', min(d.day),
	   format('%s shifts', count(*)),
	   'Correct the shifts or the contract; until then working_time_report ignores them.',
	   'PAY-16'
FROM   @hr@.working_pattern() w
JOIN   @hr@.shift s ON s.employee_id = w.employee_id
CROSS  JOIN LATERAL (
	SELECT CASE WHEN lower(s.during) >= lower(bradford.possible_days())
					 AND upper(s.during) < upper(bradford.possible_days())
				THEN (lower(s.during) AT TIME ZONE 'Europe/London')::date END AS day
	OFFSET 0) d
WHERE  NOT d.day <@ w.employed AND d.day <= working_time_findings.as_of
GROUP  BY w.employee_id;
END;
COMMENT ON FUNCTION @hr@.working_time_findings(date) IS
	'The findings of data_quality_report on working time, as at any day.';

ALTER FUNCTION @hr@.working_time_findings(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(69, 'report', 'homework_findings', $hr_file$CREATE OR REPLACE FUNCTION @hr@.homework_findings(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- What looks wrong in arrangements on working from home, offices, rates, output and downtime. The
-- blocks are built as in absence_findings.

-- arrangements overlap: one begins before an earlier one has ended
SELECT n.employee_id, 'arrangements overlap',
	   'homework', n.first_day,
	   format('the one from %s runs to %s', h.first_day, COALESCE(h.last_day::text, 'now')),
	   'End the earlier arrangement on the day before the later one begins; until then the later '
	   'one applies.',
	   'HW-1'
FROM   @hr@.homework h
JOIN   @hr@.homework n ON n.employee_id = h.employee_id
WHERE  n.first_day > h.first_day AND n.first_day <= COALESCE(h.last_day, 'infinity')
AND    n.first_day <= homework_findings.as_of
AND    bradford.require_known_day(homework_findings.as_of)

UNION  ALL
-- unknown workstyle, pattern or kind: one that its table does not have
SELECT h.employee_id, 'unknown ' || u.what,
	   'homework', h.first_day,
	   COALESCE(u.named, 'none'),
	   u.what_to_do,
	   u.rule_ids
FROM   @hr@.homework h
CROSS  JOIN LATERAL (VALUES
	('workstyle', h.workstyle::text,
	 'Name a workstyle of the table workstyle; until then it has no ratio.', 'HW-1, HW-2',
	 NOT EXISTS (SELECT FROM @hr@.workstyle w WHERE w.workstyle = h.workstyle)),
	('pattern', h.pattern::text,
	 'Name a pattern of the table office_pattern, or give office_days.', 'HW-3',
	 h.pattern IS NOT NULL
	 AND NOT EXISTS (SELECT FROM @hr@.office_pattern p WHERE p.pattern = h.pattern)),
	('kind', h.kind::text,
	 'Name a kind of the table homework_allowance, or enter its rates there, 0 for none; '
	 'until then there is no allowance.', 'HW-6',
	 h.kind IS NOT NULL
	 AND NOT EXISTS (SELECT FROM @hr@.homework_allowance a WHERE a.kind = h.kind)))
	AS u(what, named, what_to_do, rule_ids, is_unknown)
WHERE  u.is_unknown AND h.first_day <= homework_findings.as_of

UNION  ALL
-- unknown office: people are assigned to one that the table office does not have
SELECT NULL, 'unknown office',
	   format('office "%s"', h.office), NULL,
	   format('assigned to it: %s', count(*)),
	   'Enter the office with its limit and desks in the table office.',
	   'HW-4'
FROM   @hr@.homework h
WHERE  h.office IS NOT NULL AND h.first_day <= homework_findings.as_of
AND    NOT EXISTS (SELECT FROM @hr@.office o WHERE o.office = h.office)
GROUP  BY h.office

UNION  ALL
-- no office days: assigned to an office by a pattern that is missing
SELECT h.employee_id, 'no office days',
	   'homework', h.first_day,
	   h.office,
	   'Name a pattern, or give office_days; until then nobody knows how many come to the office.',
	   'HW-3, HW-4'
FROM   @hr@.homework h
LEFT   JOIN LATERAL (
	SELECT w.in_office FROM @hr@.workstyle w WHERE w.workstyle = h.workstyle
	ORDER  BY w.in_office
	LIMIT  1) w ON true
WHERE  h.office IS NOT NULL AND h.office_days IS NULL
AND   (w.in_office = ANY (ARRAY['always', 'never'])) IS NOT TRUE
AND    NOT EXISTS (SELECT FROM @hr@.office_pattern p
				   WHERE  p.pattern = h.pattern AND p.office_days IS NOT NULL)
AND    h.first_day <= homework_findings.as_of
AND   (h.last_day >= homework_findings.as_of OR h.last_day IS NULL)

UNION  ALL
-- no review agreed, no keeping-in-touch days agreed: for somebody who works at home now
SELECT h.employee_id, u.finding,
	   'homework', h.first_day,
	   h.kind,
	   u.what_to_do,
	   'HW-8'
FROM   @hr@.homework h
CROSS  JOIN LATERAL (VALUES
	('no review agreed', h.review_every,
	 'Agree how often the arrangement is reviewed, and enter it in review_every.'),
	('no keeping-in-touch days agreed', h.touch_every,
	 'Agree how often there is a keeping-in-touch day, and enter it in touch_every.')
) AS u(finding, every, what_to_do)
WHERE  h.kind IS NOT NULL AND u.every IS NULL
AND    h.first_day <= homework_findings.as_of
AND   (h.last_day >= homework_findings.as_of OR h.last_day IS NULL)

UNION  ALL
-- recorded twice: rows of one key
SELECT x.employee_id, 'recorded twice',
	   x.record, x.day,
	   format('%s rows', count(*)),
	   'Delete the rows that repeat another; until then one of them counts.',
	   x.rule_ids
FROM  (
	SELECT h.employee_id, 'homework' AS record, h.first_day AS day, 'HW-1' AS rule_ids
	FROM   @hr@.homework h
	UNION  ALL
	SELECT v.employee_id, format('homework event "%s"', v.event), v.happened_on, 'HW-8'
	FROM   @hr@.homework_event v
	UNION  ALL
	SELECT a.employee_id, 'homework application', a.applied_on, 'HW-5'
	FROM   @hr@.homework_application a
	UNION  ALL
	SELECT o.employee_id, format('work output "%s"', o.measure), o.first_day, 'HW-7'
	FROM   @hr@.work_output o) x
GROUP  BY x.employee_id, x.record, x.day, x.rule_ids
HAVING count(*) > 1

UNION  ALL
-- recorded twice: downtime of one person that began at one time
SELECT d.employee_id, 'recorded twice',
	   'downtime', CASE WHEN isfinite(d.began_at) THEN d.began_at::date END,
	   format('%s rows from %s', count(*), d.began_at),
	   'Delete the rows that repeat another; until then one of them counts.',
	   'HW-9'
FROM   @hr@.downtime d
GROUP  BY d.employee_id, d.began_at
HAVING count(*) > 1

UNION  ALL
-- recorded twice: an office, pattern, workstyle or rate
SELECT NULL, 'recorded twice',
	   x.record, NULL,
	   format('%s rows', count(*)),
	   'Keep one row; until then one of them is used.',
	   x.rule_ids
FROM  (
	SELECT format('office "%s" from %s', o.office, o.first_day) AS record, 'HW-4' AS rule_ids
	FROM   @hr@.office o
	UNION  ALL
	SELECT format('office_pattern "%s"', p.pattern), 'HW-3' FROM @hr@.office_pattern p
	UNION  ALL
	SELECT format('workstyle "%s"', w.workstyle), 'HW-1, HW-2' FROM @hr@.workstyle w
	UNION  ALL
	SELECT format('homework_allowance "%s", %s, from %s', a.kind, a.who, a.first_day), 'HW-6'
	FROM   @hr@.homework_allowance a
	UNION  ALL
	SELECT format('downtime_option "%s"', o.option), 'HW-9' FROM @hr@.downtime_option o) x
GROUP  BY x.record, x.rule_ids
HAVING count(*) > 1

UNION  ALL
-- impossible dates: before 1900 or after 2099, or an end before the start
SELECT x.employee_id, 'impossible dates',
	   x.record, x.first_day,
	   format('from %s to %s', COALESCE(x.first_day::text, 'missing'), x.last_day),
	   'Correct the dates; leave last_day empty while it goes on.',
	   x.rule_ids
FROM  (
	SELECT h.employee_id, 'homework' AS record, h.first_day, h.last_day, 'HW-1' AS rule_ids
	FROM   @hr@.homework h
	UNION  ALL
	SELECT v.employee_id, 'homework event', v.happened_on, NULL, 'HW-8' FROM @hr@.homework_event v
	UNION  ALL
	SELECT a.employee_id, 'homework application', a.applied_on, a.decided_on, 'HW-5'
	FROM   @hr@.homework_application a
	UNION  ALL
	SELECT o.employee_id, 'work output', o.first_day, COALESCE(o.last_day, '-infinity'), 'HW-7'
	FROM   @hr@.work_output o
	UNION  ALL
	SELECT NULL, format('office "%s"', o.office), o.first_day, o.last_day, 'HW-4' FROM @hr@.office o
	UNION  ALL
	SELECT NULL, format('homework_allowance "%s", %s', a.kind, a.who), a.first_day, a.last_day,
		   'HW-6'
	FROM   @hr@.homework_allowance a) x
WHERE  x.last_day < x.first_day OR x.first_day IS NULL
OR     x.first_day < lower(bradford.possible_days())
OR     x.first_day >= upper(bradford.possible_days())

UNION  ALL
-- impossible number: how often, how long, or an amount
SELECT x.employee_id, 'impossible number',
	   x.record, x.day,
	   format('%s %s', x.name, x.value),
	   'Correct the number; until then it is not known.',
	   x.rule_ids
FROM  (
	SELECT h.employee_id, 'homework' AS record, h.first_day AS day, u.name, u.value::text AS value,
		   (u.value > '0' AND u.value <= '100 years') IS TRUE AS is_right, 'HW-8' AS rule_ids
	FROM   @hr@.homework h
	CROSS  JOIN LATERAL (VALUES
		('trial', h.trial), ('review_every', h.review_every), ('touch_every', h.touch_every))
		AS u(name, value)
	WHERE  u.value IS NOT NULL
	UNION  ALL
	SELECT a.employee_id, 'homework application', a.applied_on, u.name, u.value::text,
		   (u.value >= 0 AND u.value <= 1000000000) IS TRUE, 'HW-5'
	FROM   @hr@.homework_application a
	CROSS  JOIN LATERAL (VALUES
		('kit_cost', a.kit_cost::numeric), ('yearly_saving', a.yearly_saving::numeric),
		('yearly_cost', a.yearly_cost::numeric)) AS u(name, value)
	WHERE  u.value IS NOT NULL OR u.name <> 'yearly_saving'
	UNION  ALL
	SELECT NULL, format('office "%s"', o.office), o.first_day, u.name, u.value::text,
		   (u.value >= 0 AND u.value <= 1000000000) IS TRUE, 'HW-4, HW-5'
	FROM   @hr@.office o
	CROSS  JOIN LATERAL (VALUES
		('people_limit', o.people_limit::numeric), ('desks', o.desks::numeric),
		('desk_cost', o.desk_cost::numeric)) AS u(name, value)
	WHERE  u.value IS NOT NULL
	UNION  ALL
	SELECT NULL, format('homework_allowance "%s", %s', a.kind, a.who), a.first_day, u.name,
		   u.value::text, (u.value >= 0 AND u.value <= 1000000) IS TRUE, 'HW-6'
	FROM   @hr@.homework_allowance a
	CROSS  JOIN LATERAL (VALUES
		('weekly', a.weekly::numeric), ('monthly', a.monthly::numeric)) AS u(name, value)
	WHERE  u.value IS NOT NULL OR u.name = 'weekly' AND a.monthly IS NULL) x
WHERE  NOT x.is_right

UNION  ALL
-- impossible ratio: a workstyle without one, or with unknown words
SELECT NULL, 'impossible ratio',
	   format('workstyle "%s"', w.workstyle), NULL,
	   format('%s desks for %s people, counted by %s, in the office %s',
			  w.desks, w.for_people, w.counted, w.in_office),
	   'Correct the ratio; until then its desks are not known.',
	   'HW-1, HW-2'
FROM   @hr@.workstyle w
WHERE (w.desks >= 0 AND w.desks <= 1000000 AND w.for_people >= 0.01 AND w.for_people <= 1000000
	   AND w.counted IN ('head', 'whole-time equivalent')
	   AND w.in_office IN ('always', 'by pattern', 'never')) IS NOT TRUE

UNION  ALL
-- limits overlap: an office has two on one day
SELECT NULL, 'limits overlap',
	   format('office "%s"', n.office), n.first_day,
	   format('the one from %s runs to %s', o.first_day, COALESCE(o.last_day::text, 'now')),
	   'End the earlier limit on the day before the later one begins; until '
	   'then the later one applies.',
	   'HW-4'
FROM   @hr@.office o
JOIN   @hr@.office n ON n.office = o.office
WHERE  n.first_day > o.first_day AND n.first_day <= COALESCE(o.last_day, 'infinity')

UNION  ALL
-- rates overlap: two of one kind and sort on one day
SELECT NULL, 'rates overlap',
	   format('homework_allowance "%s", %s', n.kind, n.who), n.first_day,
	   format('the one from %s runs to %s', a.first_day, COALESCE(a.last_day::text, 'now')),
	   'End the earlier rate on the day before the later one begins; until '
	   'then the later one applies.',
	   'HW-6'
FROM   @hr@.homework_allowance a
JOIN   @hr@.homework_allowance n ON n.kind = a.kind AND n.who = a.who
WHERE  n.first_day > a.first_day AND n.first_day <= COALESCE(a.last_day, 'infinity')

UNION  ALL
-- unknown event: a word that the reports do not know
SELECT v.employee_id, 'unknown event',
	   'homework event', v.happened_on,
	   COALESCE(v.event::text, 'none'),
	   'Name it keeping in touch, review or trial decided; until then it counts for nothing.',
	   'HW-8'
FROM   @hr@.homework_event v
WHERE (v.event = ANY (ARRAY['keeping in touch', 'review', 'trial decided'])) IS NOT TRUE
AND   (v.happened_on <= homework_findings.as_of) IS NOT FALSE

UNION  ALL
-- decision without a day, or a day without a decision
SELECT a.employee_id, 'decision without its day',
	   'homework application', a.applied_on,
	   concat_ws(' on ', COALESCE(a.decision::text, 'none'), a.decided_on),
	   'Enter both decision and decided_on, or neither.',
	   'HW-5'
FROM   @hr@.homework_application a
WHERE (a.decision IS NULL) <> (a.decided_on IS NULL) AND a.applied_on <= homework_findings.as_of

UNION  ALL
-- impossible output: no number, or more right than checked
SELECT o.employee_id, 'impossible output',
	   format('work output "%s"', o.measure), o.first_day,
	   format('done %s, checked %s, right %s', COALESCE(o.done::text, 'none'),
			  COALESCE(o.checked::text, 'none'), COALESCE(o.correct::text, 'none')),
	   'Correct the numbers; until then they are not known.',
	   'HW-7'
FROM   @hr@.work_output o
WHERE (o.done >= 0 AND o.done <= 1000000000) IS FALSE
OR    (o.checked >= 0 AND o.checked <= 1000000000) IS FALSE
OR    (o.correct >= 0 AND o.correct <= o.checked) IS FALSE
OR    (o.checked IS NULL) <> (o.correct IS NULL)

UNION  ALL
-- no end: downtime that began before today and has none
SELECT d.employee_id, 'no end',
	   'downtime', d.began_at::date,
	   concat_ws(' ', 'from', to_char(d.began_at, 'HH24:MI'), d.system),
	   'Enter when it ended; until then its hours are not known.',
	   'HW-9'
FROM   @hr@.downtime d
WHERE  d.ended_at IS NULL AND d.began_at < homework_findings.as_of
AND    d.began_at >= lower(bradford.possible_days())

UNION  ALL
-- no option: downtime that is over, and nobody entered what was done
SELECT d.employee_id, 'no option',
	   'downtime', d.began_at::date,
	   concat_ws(' ', 'from', to_char(d.began_at, 'HH24:MI'), d.system),
	   'Enter which option was taken.',
	   'HW-9'
FROM   @hr@.downtime d
WHERE  d.option IS NULL AND d.ended_at IS NOT NULL AND d.began_at::date <= homework_findings.as_of
AND    d.began_at >= lower(bradford.possible_days())

UNION  ALL
-- unknown option: one that downtime_option does not have
SELECT d.employee_id, 'unknown option',
	   'downtime', CASE WHEN isfinite(d.began_at) THEN d.began_at::date END,
	   d.option,
	   'Name an option of the table downtime_option, or enter it there.',
	   'HW-9'
FROM   @hr@.downtime d
WHERE  d.option IS NOT NULL
AND    NOT EXISTS (SELECT FROM @hr@.downtime_option o WHERE o.option = d.option)

UNION  ALL
-- impossible times: ended before it began, more than 31 days later, or in an impossible year
SELECT d.employee_id, 'impossible times',
	   'downtime', CASE WHEN isfinite(d.began_at) THEN d.began_at::date END,
	   format('%s to %s', COALESCE(d.began_at::text, 'missing'), d.ended_at),
	   'Correct the times; until then its hours are not known.',
	   'HW-9'
FROM   @hr@.downtime d
CROSS  JOIN LATERAL (
	SELECT CASE WHEN d.began_at >= lower(bradford.possible_days())
					 AND d.began_at < upper(bradford.possible_days())
				THEN d.ended_at <= d.began_at OR d.ended_at > d.began_at + interval '31 days'
				ELSE true END AS is_wrong
	OFFSET 0) w
WHERE  w.is_wrong;
END;
COMMENT ON FUNCTION @hr@.homework_findings(date) IS
	'The findings of data_quality_report on working from home, as at any day.';

ALTER FUNCTION @hr@.homework_findings(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(70, 'report', 'data_quality_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.data_quality_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	finding text,
	record text,
	day date,
	detail text,
	what_to_do text,
	rule_ids text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT f.employee_id, e.service_area, f.finding, f.record, f.day, f.detail, f.what_to_do, f.rule_ids
FROM  (
	SELECT * FROM @hr@.absence_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.contract_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.case_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.flexi_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.shift_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.working_time_findings(data_quality_report.as_of)
	UNION  ALL
	SELECT * FROM @hr@.homework_findings(data_quality_report.as_of)) f
LEFT   JOIN @hr@.employee e ON e.employee_id = f.employee_id
-- if row-level security may hide the employee, nobody is called unknown
WHERE (e.employee_id IS NOT NULL OR f.employee_id IS NULL OR (
	   SELECT bradford.may_hide_rows($table$@hr@.employee$table$::regclass)) IS NOT TRUE)
AND    bradford.require_known_day(data_quality_report.as_of);
END;
COMMENT ON FUNCTION @hr@.data_quality_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.data_quality_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.data_quality_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.data_quality_report IS
	'What looks wrong in the HR data up to the day: one row per finding, with the record and '
	'what to do. The tables that create_tables makes reject some of it; a site''s own tables '
	'may not.';
COMMENT ON COLUMN @hr@.data_quality_report.employee_id IS
	'Payroll number; none if the finding is not about one person';
COMMENT ON COLUMN @hr@.data_quality_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.data_quality_report.finding IS 'What is wrong, always in the same words';
COMMENT ON COLUMN @hr@.data_quality_report.record IS
	'Relation, and the number or day of the record';
COMMENT ON COLUMN @hr@.data_quality_report.day IS 'Day of the record';
COMMENT ON COLUMN @hr@.data_quality_report.detail IS 'Details of the finding';
COMMENT ON COLUMN @hr@.data_quality_report.what_to_do IS 'What to do about it';
COMMENT ON COLUMN @hr@.data_quality_report.rule_ids IS
	'Rules that cannot be followed until it is put right';

ALTER FUNCTION @hr@.data_quality_report(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(71, 'report', 'known_otherwise', $hr_file$-- Without a history, nothing was known otherwise. If a history is kept,
-- known_otherwise_history.sql replaces this function.
CREATE OR REPLACE FUNCTION @hr@.known_otherwise(as_of date)
RETURNS TABLE (
	relation text,
	employee_id @hr@.employee.employee_id%TYPE,
	record text,
	first_day date,
	last_day date,
	stands boolean,
	known_until date,
	joined_to text,
	kept_because text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT NULL::text AS relation, e.employee_id, NULL::text AS record, NULL::date AS first_day,
	   NULL::date AS last_day, NULL::boolean AS stands, NULL::date AS known_until,
	   NULL::text AS joined_to, NULL::text AS kept_because
FROM   @hr@.employee e
-- a day that calendars do not know is refused here too
WHERE  CASE WHEN bradford.require_known_day(known_otherwise.as_of) THEN false END;
END;
COMMENT ON FUNCTION @hr@.known_otherwise(date) IS
	'For retention_report: what the history holds on records that were known otherwise than now, '
	'or were deleted. No rows if no history is kept.';

ALTER FUNCTION @hr@.known_otherwise(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(72, 'report', 'retention_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.retention_report(before date, as_of date DEFAULT CURRENT_DATE)
RETURNS TABLE (
	relation text,
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	record text,
	first_day date,
	last_day date,
	removable boolean,
	kept_because text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 10000
-- it reads many reports: to compile it takes longer than to run it
SET jit = off
BEGIN ATOMIC
-- How far reports look back. A report as at any day from "since" on must not change, since
-- record_trigger_events works out the crossings of two years anew. For that, absence is needed
-- from "absence_from" on: a window earlier, and the whole of that reporting year.
WITH RECURSIVE term AS MATERIALIZED (
	SELECT d.since, w.look_back, w.repeat_within, w.late_choice,
		   least((d.since - w.look_back)::date,
				 (date_trunc('year', d.since - interval '3 months') + interval '3 months')::date)
				AS absence_from
	FROM  (
		-- no report is as at a day before the first that calendars know
		SELECT greatest(lower(bradford.known_days()), least(retention_report.before,
					(CASE WHEN bradford.require_known_day(retention_report.as_of)
						  THEN retention_report.as_of END - interval '2 years')::date)) AS since) d
	CROSS  JOIN (
		-- the longest of all policies, and no less than the rules say
		SELECT greatest(interval '12 months',
					max(substring(p.scoring_rule::text FROM 'window=([^;]+)')::interval))
					AS look_back,
			   greatest(interval '2 years',
					max(s.repeat_within) FILTER (WHERE s.repeat_within <= interval '100 years'),
					max(s.report_age) FILTER (WHERE s.report_age <= interval '100 years'))
					AS repeat_within,
			   COALESCE(bool_or(p.rises_apply <> 'always'), false) AS late_choice
		FROM   @hr@.attendance_policy p
		LEFT   JOIN @hr@.policy_stage s ON s.policy = p.policy) w
), person AS MATERIALIZED (
	SELECT e.employee_id, e.name, e.left_on, e.left_on < retention_report.as_of AS has_left,
		   EXISTS (SELECT FROM @hr@.hr_case c
				   WHERE  c.employee_id = e.employee_id
				   AND   (c.closed_on <= retention_report.as_of) IS NOT TRUE) AS has_case
	FROM  (
		SELECT e.employee_id, min(e.name) AS name,
			   max(COALESCE(c.last_day, 'infinity')) FILTER (WHERE c.employee_id IS NOT NULL)
					AS left_on
		FROM   @hr@.employee e
		LEFT   JOIN @hr@.contract c ON c.employee_id = e.employee_id
		GROUP  BY e.employee_id) e

-- absence: what belongs together goes together -----------------------------------------------
), absent AS MATERIALIZED (
	-- an absence is closed on the day of the last event about it
	SELECT a.absence_id, a.employee_id,
		   a.first_day::date AS first_day, a.last_day::date AS last_day,
		   daterange(a.first_day, CASE WHEN a.last_day < upper(bradford.known_days())
									   THEN greatest(a.last_day, a.first_day) + 1 END) AS days,
		   CASE WHEN a.last_day < upper(bradford.known_days())
				THEN greatest(a.last_day, a.self_certified_on, x.day) END AS closed_on
	FROM   @hr@.absence a
	LEFT   JOIN (
		SELECT x.employee_id, x.absence_id, max(x.day) AS day
		FROM  (
			SELECT o.employee_id, o.absence_id, o.decided_on AS day FROM @hr@.absence_override o
			UNION  ALL
			SELECT o.employee_id, o.joined_to, o.decided_on FROM @hr@.absence_override o
			UNION  ALL
			SELECT r.employee_id, r.absence_id, greatest(r.held_on, r.form_received_on)
			FROM   @hr@.return_to_work r) x
		GROUP  BY x.employee_id, x.absence_id) x
			ON x.employee_id = a.employee_id AND x.absence_id = a.absence_id
	WHERE  a.first_day < upper(bradford.known_days())
), together AS MATERIALIZED (
	-- days of absence and of fit notes that overlap or touch, or have no working day between them;
	-- the days between absences that somebody joined
	SELECT d.employee_id, u.days
	FROM  (
		SELECT d.employee_id, range_agg(d.days) AS days
		FROM  (
			SELECT a.employee_id, a.days FROM absent a
			UNION  ALL
			SELECT n.employee_id, daterange(n.first_day,
						CASE WHEN (n.last_day >= upper(bradford.known_days())) IS NOT TRUE
							 THEN greatest(n.first_day, n.last_day) + 1 END)
			FROM   @hr@.fit_note n
			WHERE  n.first_day < upper(bradford.known_days())
			UNION  ALL
			SELECT a.employee_id, range_merge(a.days, b.days)
			FROM   @hr@.absence_override o
			JOIN   absent a ON a.employee_id = o.employee_id AND a.absence_id = o.absence_id
			JOIN   absent b ON b.employee_id = o.employee_id AND b.absence_id = o.joined_to) d
		GROUP  BY d.employee_id) d
	LEFT   JOIN LATERAL (
		SELECT w.calendar
		FROM   @hr@.working_pattern() w
		WHERE  w.employee_id = d.employee_id
		LIMIT  1) w ON true
	CROSS  JOIN LATERAL unnest(d.days + COALESCE((
		SELECT range_agg(g.gap)
		FROM   unnest(datemultirange(range_merge(d.days)) - d.days) AS g(gap)
		WHERE  g.gap <@ bradford.known_days()
		AND    bradford.working_days(g.gap, w.calendar) = 0), '{}')) AS u(days)

-- warnings: those that are live, and those near enough to be repeated ----------------------------
), issued AS MATERIALIZED (
	-- Warnings form rows: a row ends if the next one is so late that no rule joins them (BF-10).
	SELECT w.*, sum(w.apart::integer) OVER (PARTITION BY w.employee_id
				ORDER BY w.issued_on, w.stage) AS row_of
	FROM  (
		SELECT w.employee_id, w.policy, w.stage, w.issued_on, w.outcome, w.satisfactory,
			   w.review_until, w.review_held_on, w.appeal_upheld_on,
			   COALESCE(w.issued_on > lag(w.issued_on) OVER in_turn
							+ t.repeat_within + t.look_back + interval '1 year', false) AS apart,
			   lead(w.issued_on) OVER in_turn AS next_on
		FROM   @hr@.warning w
		CROSS  JOIN term t
		WHERE  w.issued_on >= lower(bradford.possible_days())
		AND    w.issued_on < upper(bradford.known_days())
		WINDOW in_turn AS (PARTITION BY w.employee_id ORDER BY w.issued_on, w.stage)) w
), warned AS MATERIALIZED (
	SELECT w.employee_id, w.policy, w.stage, w.issued_on, w.row_of, l.until,
		   (w.review_held_on <= retention_report.as_of) IS NOT TRUE
		   AND w.review_until >= retention_report.as_of AND NOT p.has_left AS in_review,
		   -- what it rests on
		   CASE WHEN t.late_choice THEN '-infinity' ELSE least((w.issued_on - t.look_back)::date, (
				SELECT max(a.first_day)
				FROM   @hr@.absence a
				WHERE  a.employee_id = w.employee_id AND a.first_day <= w.issued_on)) END
				AS absence_from
	FROM   issued w
	CROSS  JOIN term t
	LEFT   JOIN person p ON p.employee_id = w.employee_id
	LEFT   JOIN LATERAL (
		-- an upheld appeal leads back to an earlier stage (BF-11)
		SELECT max(CASE WHEN s.warning_life > '0' AND s.warning_life <= interval '100 years'
						THEN s.warning_life ELSE '300 years' END) AS life
		FROM   @hr@.policy_stage s
		WHERE  s.policy = w.policy AND s.stage <= w.stage) s ON true
	-- somebody who has left has no live warning; after unsatisfactory
	-- attendance, a warning may stay until the next
	CROSS  JOIN LATERAL (
		SELECT greatest(w.issued_on, w.review_until, w.review_held_on, w.appeal_upheld_on,
					CASE WHEN w.outcome <> 'no warning'
						 THEN least(p.left_on, greatest(
								CASE WHEN w.satisfactory IS FALSE
									 THEN COALESCE(w.next_on, 'infinity') END,
								(greatest(w.issued_on,
									CASE WHEN w.appeal_upheld_on < upper(bradford.known_days())
										 THEN w.appeal_upheld_on END)
									+ COALESCE(s.life, '300 years'))::date)) END) AS until) l
), row_of_warnings AS MATERIALIZED (
	-- A decision bars action until an absence that began after it (BF-9), and repeated warnings
	-- count back from the last absence.
	SELECT w.employee_id, w.row_of, bool_or(w.until >= retention_report.as_of) AS live,
		   min(w.absence_from) AS absence_from
	FROM   warned w
	CROSS  JOIN term t
	LEFT   JOIN (
		SELECT g.employee_id, greatest(min(lower(g.days)), lower(bradford.known_days()))
					AS first_day
		FROM   together g
		CROSS  JOIN term t
		WHERE  upper_inf(g.days) OR upper(g.days) > t.since - t.look_back
		GROUP  BY g.employee_id) c ON c.employee_id = w.employee_id
	GROUP  BY w.employee_id, w.row_of, t.since, t.look_back, t.repeat_within, c.first_day
	HAVING max(w.issued_on) >= least(t.since, c.first_day) - t.look_back - t.repeat_within
	OR     max(w.until) >= t.since

-- who is at a trigger, and since when: the report shows on which day it was reached ---------------
), at_trigger AS MATERIALIZED (
	SELECT s.employee_id, min(h.reached_on - t.look_back)::date AS absence_from
	FROM   term t
	CROSS  JOIN @hr@.policy_in_force(retention_report.as_of) f
	JOIN   @hr@.policy_terms() p ON p.policy = f.policy
	JOIN   LATERAL @hr@.counted_absence(
				retention_report.as_of, p.uses_calendar, p.fit_note_covers) s
				ON bradford.policy_applies(f.staff_group, f.other_groups, s.staff_group)
	-- by the fewest hours that the person ever had: no trigger was lower (BF-5)
	CROSS  JOIN LATERAL (
		SELECT COALESCE(s.calendar, p.calendar) AS calendar,
			   bradford.pro_rata_triggers(p.triggers, o.share) AS triggers,
			   bradford.pro_rata_triggers(p.day_triggers, o.share) AS day_triggers
		FROM  (
			SELECT CASE WHEN p.by_hours THEN least(s.fte, min(o.fte)) ELSE 1 END AS share
			FROM   @hr@.hours_over_time() o
			WHERE  o.employee_id = s.employee_id AND o.fte > 0) o
		OFFSET 0) k
	CROSS  JOIN LATERAL bradford.score_totals(s.spells, retention_report.as_of, p.scoring_rule,
				k.calendar, s.half_days) n
	CROSS  JOIN LATERAL (
		SELECT COALESCE(
					max(upper(h.period)) FILTER (
							WHERE  bradford.stage_reached(h.score, h.occasions, h.days, k.triggers,
												p.occasion_triggers, k.day_triggers) < 1),
					lower(s.spells)) AS reached_on
		FROM   bradford.score_history(s.spells,
					daterange(least(lower(s.spells), retention_report.as_of),
							retention_report.as_of, '[]'), p.scoring_rule,
					k.calendar, s.half_days) h) h
	WHERE  bradford.stage_reached(n.score, n.occasions, n.days, k.triggers, p.occasion_triggers,
				k.day_triggers) >= 1
	GROUP  BY s.employee_id

-- why each spell is kept -------------------------------------------------------------------------
), spell AS MATERIALIZED (
	SELECT g.employee_id, g.days,
		   CASE WHEN p.has_case THEN 'open case'
				WHEN upper_inf(g.days) THEN 'still absent'
				WHEN upper(g.days) > w.live_from THEN 'live warning'
				WHEN upper(g.days) > a.absence_from THEN 'still at a trigger'
				WHEN upper(g.days) > w.any_from THEN 'warning that may be repeated'
				WHEN upper(g.days) > t.absence_from THEN 'rolling window'
				WHEN c.closed_on >= retention_report.before THEN 'something about it is later'
		   END AS kept_because
	FROM   together g
	CROSS  JOIN term t
	LEFT   JOIN person p ON p.employee_id = g.employee_id
	LEFT   JOIN (
		SELECT r.employee_id, min(r.absence_from) AS any_from,
			   min(r.absence_from) FILTER (WHERE r.live) AS live_from
		FROM   row_of_warnings r
		GROUP  BY r.employee_id) w ON w.employee_id = g.employee_id
	LEFT   JOIN at_trigger a ON a.employee_id = g.employee_id
	LEFT   JOIN (
		SELECT a.employee_id, g.days, max(COALESCE(a.closed_on, 'infinity')) AS closed_on
		FROM   together g
		JOIN  (SELECT a.employee_id, a.first_day, a.closed_on FROM absent a
			   UNION  ALL
			   SELECT n.employee_id, n.first_day::date, greatest(n.last_day, n.received_on)
			   FROM   @hr@.fit_note n) a ON a.employee_id = g.employee_id AND g.days @> a.first_day
		GROUP  BY a.employee_id, g.days) c ON c.employee_id = g.employee_id AND c.days = g.days

-- pay: the months that pay_difference_report looks at for everybody ------------------------------
), difference AS MATERIALIZED (
	SELECT min(r.pay_month) AS month
	FROM   term t
	CROSS  JOIN LATERAL @hr@.pay_difference_report(t.since) r
	WHERE  r.unknown IS NULL
	AND    EXISTS (SELECT FROM @hr@.paid p WHERE p.month < t.since)
), month_paid AS MATERIALIZED (
	SELECT COALESCE(max(m.month) FILTER (WHERE m.is_full AND m.month <= least(d.month, t.since)),
					min(m.month)) AS kept_from,
		   min(d.month) AS difference
	FROM   term t
	CROSS  JOIN difference d
	CROSS  JOIN @hr@.full_month m
), account AS MATERIALIZED (
	SELECT a.employee_id, a.post, a.first_month, a.last_month,
		   CASE WHEN a.last_day >= t.since THEN 'contract year'
				WHEN a.unknown IS NOT NULL OR a.timesheets_missing > 0 THEN 'account not settled'
		   END AS kept_because
	FROM   term t
	CROSS  JOIN LATERAL @hr@.hours_account(lower(bradford.known_days()), retention_report.as_of) a
), sheet AS MATERIALIZED (
	-- the timesheets of an account go or stay together, or its settlement would change
	SELECT h.employee_id, h.post, h.month, d.last_day,
		   greatest(d.last_day, h.received_on) AS closed_on,
		   COALESCE(a.account, h.month) AS account,
		   CASE WHEN p.has_case THEN 'open case'
				WHEN d.last_day IS NULL THEN 'impossible month'
				WHEN a.kept_because IS NOT NULL THEN a.kept_because
				-- pay_difference_report looks at a month that is recorded as paid,
				-- whatever the run
				WHEN h.month >= m.kept_from OR q.recorded_on >= retention_report.before
				THEN 'pay of that month'
				WHEN h.month >= date_trunc('month', t.since::timestamp) THEN 'contract year'
		   END AS kept_because
	FROM   @hr@.timesheet h
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN h.month >= lower(bradford.possible_days())
						 AND h.month < upper(bradford.known_days())
					THEN (h.month + interval '1 month')::date - 1 END AS last_day) d
	CROSS  JOIN term t
	LEFT   JOIN month_paid m ON true
	LEFT   JOIN person p ON p.employee_id = h.employee_id
	LEFT   JOIN (
		SELECT o.employee_id, o.post, o.month, min(a.first_month) AS account,
			   min(a.kept_because) AS kept_because
		FROM   @hr@.timesheet o
		JOIN   account a ON a.employee_id = o.employee_id AND a.post = o.post
					AND o.month >= a.first_month AND o.month <= a.last_month
		GROUP  BY o.employee_id, o.post, o.month) a
			ON a.employee_id = h.employee_id AND a.post = h.post AND a.month = h.month
	LEFT   JOIN (
		SELECT o.employee_id, o.post, o.month, max(o.recorded_on) AS recorded_on
		FROM   @hr@.paid o
		GROUP  BY o.employee_id, o.post, o.month) q
			ON q.employee_id = h.employee_id AND q.post = h.post AND q.month = h.month

-- records, and why each is kept ------------------------------------------------------------------
), record AS MATERIALIZED (
	SELECT 'absence' AS relation, a.employee_id, format('absence %s', a.absence_id) AS record,
		   a.first_day, a.last_day, a.closed_on, s.kept_because
	FROM   absent a
	LEFT   JOIN spell s ON s.employee_id = a.employee_id AND s.days @> a.first_day
	UNION  ALL
	-- a record without a possible day stays, and so does its person
	SELECT 'absence', a.employee_id, format('absence %s', a.absence_id), a.first_day, a.last_day,
		   NULL, 'impossible day'
	FROM   @hr@.absence a
	WHERE (a.first_day < upper(bradford.known_days())) IS NOT TRUE
	UNION  ALL
	SELECT 'absence_override', a.employee_id, format('absence %s', a.absence_id), o.decided_on,
		   o.decided_on, a.closed_on, s.kept_because
	FROM   @hr@.absence_override o
	JOIN   absent a ON a.employee_id = o.employee_id AND a.absence_id = o.absence_id
	LEFT   JOIN spell s ON s.employee_id = a.employee_id AND s.days @> a.first_day
	UNION  ALL
	SELECT 'return_to_work', a.employee_id, format('absence %s', a.absence_id), r.held_on,
		   greatest(r.held_on, r.form_received_on), a.closed_on, s.kept_because
	FROM   @hr@.return_to_work r
	JOIN   absent a ON a.employee_id = r.employee_id AND a.absence_id = r.absence_id
	LEFT   JOIN spell s ON s.employee_id = a.employee_id AND s.days @> a.first_day
	UNION  ALL
	SELECT 'fit_note', n.employee_id, format('fit note of %s to %s', n.first_day, n.last_day),
		   n.first_day, n.last_day, greatest(n.last_day, n.received_on), s.kept_because
	FROM   @hr@.fit_note n
	LEFT   JOIN spell s ON s.employee_id = n.employee_id AND s.days @> n.first_day::date
	UNION  ALL
	SELECT 'warning', w.employee_id, format('stage %s of %s', w.stage, w.issued_on), w.issued_on,
		   nullif(w.until, 'infinity'), nullif(w.until, 'infinity'),
		   CASE WHEN p.has_case THEN 'open case'
				WHEN w.in_review THEN 'review period'
				WHEN w.until >= retention_report.as_of THEN 'live warning'
				WHEN r.row_of IS NOT NULL THEN 'warning that may be repeated' END
	FROM   warned w
	LEFT   JOIN person p ON p.employee_id = w.employee_id
	LEFT   JOIN row_of_warnings r ON r.employee_id = w.employee_id AND r.row_of = w.row_of
	UNION  ALL
	SELECT 'warning', w.employee_id, format('stage %s of %s', w.stage, w.issued_on), w.issued_on,
		   NULL, NULL, 'impossible day'
	FROM   @hr@.warning w
	WHERE (w.issued_on >= lower(bradford.possible_days())
		   AND w.issued_on < upper(bradford.known_days())) IS NOT TRUE
	UNION  ALL
	SELECT 'occupational_health_report', o.employee_id, format('referral of %s', o.referred_on),
		   o.referred_on, o.reported_on,
		   CASE WHEN o.reported_on IS NOT NULL OR p.has_left
				THEN greatest(o.referred_on, o.reported_on) END,
		   CASE WHEN p.has_case THEN 'open case'
				WHEN o.reported_on IS NULL AND NOT p.has_left THEN 'report awaited'
				WHEN greatest(o.referred_on, o.reported_on) >= t.absence_from THEN 'rolling window'
				WHEN NOT p.has_left AND (o.referred_on = max(o.referred_on) OVER of_person
					 OR o.reported_on = max(o.reported_on)
								FILTER (WHERE o.reported_on <= retention_report.as_of)
								OVER of_person)
				THEN 'latest report' END
	FROM   @hr@.occupational_health_report o
	CROSS  JOIN term t
	LEFT   JOIN person p ON p.employee_id = o.employee_id
	WINDOW of_person AS (PARTITION BY o.employee_id)
	UNION  ALL
	SELECT 'hr_case', c.employee_id, format('case %s', c.case_id), c.opened_on, c.closed_on,
		   greatest(c.closed_on, (SELECT max(e.happened_on) FROM @hr@.case_event e
								  WHERE  e.employee_id = c.employee_id AND e.case_id = c.case_id)),
		   CASE WHEN (c.closed_on <= retention_report.as_of) IS NOT TRUE OR p.has_case
				THEN 'open case' END
	FROM   @hr@.hr_case c
	LEFT   JOIN person p ON p.employee_id = c.employee_id
	UNION  ALL
	SELECT 'timesheet', h.employee_id, format('%s in post %s', h.month, h.post),
		   h.month, h.last_day, h.closed_on,
		   COALESCE(h.kept_because, min(h.kept_because) OVER of_account,
				CASE WHEN max(h.closed_on) OVER of_account >= retention_report.before
					 THEN 'contract year' END)
	FROM   sheet h
	WINDOW of_account AS (PARTITION BY h.employee_id, h.post, h.account)
	UNION  ALL
	SELECT 'paid', h.employee_id,
		   format('%s in run %L, post %s from %s', h.month, h.run, h.post,
				  h.first_day),
		   h.month, d.last_day, greatest(d.last_day, h.recorded_on),
		   CASE WHEN p.has_case THEN 'open case'
				WHEN d.last_day IS NULL THEN 'impossible month'
				WHEN h.month >= m.difference THEN 'difference not paid'
				WHEN h.month >= m.kept_from THEN 'pay of that month' END
	FROM   @hr@.paid h
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN h.month >= lower(bradford.possible_days())
						 AND h.month < upper(bradford.known_days())
					THEN (h.month + interval '1 month')::date - 1 END AS last_day) d
	CROSS  JOIN term t
	LEFT   JOIN month_paid m ON true
	LEFT   JOIN person p ON p.employee_id = h.employee_id
	UNION  ALL
	SELECT 'trigger_event', v.employee_id,
		   format('stage %s %s on %s, recorded %s, policy %s', v.stage, v.event, v.happened_on,
				  v.recorded_at, v.policy),
		   v.happened_on, greatest(v.happened_on, v.recorded_at::date, v.withdrawn_at::date),
		   greatest(v.happened_on, v.recorded_at::date, v.withdrawn_at::date),
		   CASE WHEN p.has_case THEN 'open case'
				WHEN v.happened_on >= t.since THEN 'worked out anew' END
	FROM   @hr@.trigger_event v
	CROSS  JOIN term t
	LEFT   JOIN person p ON p.employee_id = v.employee_id
	UNION  ALL
	SELECT 'login', l.employee_id, format('%s from %s', l.role_name, l.first_day), l.first_day,
		   l.last_day, l.last_day, CASE WHEN l.last_day IS NULL THEN 'login without an end' END
	FROM   @hr@.login l
	UNION  ALL
	SELECT 'deputy', d.employee_id, format('%s from %s', d.deputy_id, d.first_day), d.first_day,
		   d.last_day, d.last_day, NULL
	FROM   @hr@.deputy d
), settled AS MATERIALIZED (
	SELECT r.*, COALESCE(r.closed_on < retention_report.before, false) AND r.kept_because IS NULL
				AS removable
	FROM   record r
), gone AS MATERIALIZED (
	-- people go when they have no other record that stays
	SELECT p.employee_id, p.left_on, p.has_left,
		   CASE WHEN p.has_case THEN 'open case'
				WHEN NOT p.has_left THEN 'still employed'
				WHEN p.left_on >= m.kept_from THEN 'pay of that month'
				WHEN p.left_on >= t.absence_from THEN 'figures of that year'
				WHEN s.employee_id IS NOT NULL THEN 'other records are kept' END AS kept_because
	FROM   person p
	CROSS  JOIN term t
	LEFT   JOIN month_paid m ON true
	LEFT   JOIN (SELECT DISTINCT s.employee_id FROM settled s WHERE NOT s.removable) s
			ON s.employee_id = p.employee_id
), closed AS MATERIALIZED (
	SELECT r.*
	FROM  (
		SELECT s.relation, s.employee_id, s.record, s.first_day, s.last_day, s.closed_on,
			   s.kept_because
		FROM   settled s
		UNION  ALL
		SELECT 'contract', c.employee_id, format('post %s from %s', c.post, c.first_day),
			   c.first_day, c.last_day, c.last_day, g.kept_because
		FROM   @hr@.contract c
		JOIN   gone g ON g.employee_id = c.employee_id
		UNION  ALL
		SELECT 'employee', g.employee_id, format('employee %s', g.employee_id),
			  (SELECT min(c.first_day) FROM @hr@.contract c WHERE c.employee_id = g.employee_id),
			   g.left_on, g.left_on, g.kept_because
		FROM   gone g
		WHERE  g.has_left) r
	WHERE  r.closed_on < retention_report.before
	OR     r.closed_on IS NULL AND r.first_day < retention_report.before

-- what the history is still needed for ------------------------------------------------------------
), known AS MATERIALIZED (
	SELECT * FROM @hr@.known_otherwise(retention_report.as_of)
), asked AS MATERIALIZED (
	-- Somebody may ask what was known on any day from "before" on, and also from the issue of a
	-- warning that is kept.
	SELECT s.employee_id, min(s.first_day) AS all_from,
		   min(s.first_day) FILTER (WHERE NOT s.removable) AS kept_from
	FROM   settled s
	WHERE  s.relation = 'warning' AND s.first_day < retention_report.before
	GROUP  BY s.employee_id
), otherwise AS MATERIALIZED (
	-- If one record of a person is kept for this, all are.
	SELECT k.employee_id
	FROM   known k
	JOIN   closed r ON r.employee_id = k.employee_id AND r.relation = k.relation
				AND r.record = k.record AND r.kept_because IS NULL
	LEFT   JOIN closed j ON j.employee_id = k.employee_id AND j.relation = k.relation
				AND j.record = k.joined_to AND j.kept_because IS NULL
	LEFT   JOIN asked a ON a.employee_id = k.employee_id
	WHERE  k.stands AND k.known_until >= COALESCE(a.kept_from, retention_report.before)
	AND   (k.joined_to IS NULL OR j.record IS NULL)
	UNION
	-- earlier holders of the same number would lose their versions
	SELECT k.employee_id FROM known k WHERE k.record IS NULL
), named AS (
	-- people who are named by somebody who stays
	(SELECT p.employee_id
	 FROM   @hr@.deputy d
	 JOIN   person p ON p.employee_id::text = d.deputy_id::text
	 LEFT   JOIN otherwise o ON o.employee_id = d.employee_id
	 WHERE (d.last_day < retention_report.before) IS NOT TRUE OR o.employee_id IS NOT NULL
	 UNION
	 SELECT p.employee_id
	 FROM   gone g
	 LEFT   JOIN otherwise o ON o.employee_id = g.employee_id
	 JOIN   @hr@.employee e ON e.employee_id = g.employee_id
	 JOIN   person p ON p.employee_id = e.manager_id
	 WHERE  g.has_left IS NOT TRUE OR g.kept_because IS NOT NULL OR o.employee_id IS NOT NULL)
	UNION
	SELECT p.employee_id
	FROM   named n
	JOIN   @hr@.employee e ON e.employee_id = n.employee_id
	JOIN   person p ON p.employee_id = e.manager_id
)
SELECT r.relation, r.employee_id, p.name, r.record, r.first_day, r.last_day,
	   r.kept_because IS NULL AS removable, r.kept_because
FROM  (
	SELECT r.relation, r.employee_id, r.record, r.first_day, r.last_day,
		   CASE WHEN r.kept_because IS NOT NULL THEN r.kept_because
				WHEN o.employee_id IS NOT NULL THEN 'known otherwise'
				WHEN n.employee_id IS NOT NULL AND r.relation IN ('employee', 'contract')
				THEN 'manager or deputy of others' END AS kept_because
	FROM   closed r
	LEFT   JOIN otherwise o ON o.employee_id = r.employee_id
	LEFT   JOIN named n ON n.employee_id = r.employee_id
	UNION  ALL
	-- deleted earlier, and still in the history
	SELECT k.relation || '_history', k.employee_id, k.record, k.first_day, k.last_day,
		   CASE WHEN k.kept_because IS NOT NULL THEN k.kept_because
				WHEN k.known_until >= COALESCE(
						CASE WHEN o.employee_id IS NULL THEN a.kept_from ELSE a.all_from END,
						retention_report.before) THEN 'known otherwise' END
	FROM   known k
	LEFT   JOIN otherwise o ON o.employee_id = k.employee_id
	LEFT   JOIN asked a ON a.employee_id = k.employee_id
	WHERE  NOT k.stands AND COALESCE(k.last_day, '-infinity') < retention_report.before) r
LEFT   JOIN person p ON p.employee_id = r.employee_id
WHERE  bradford.require_known_day(retention_report.as_of)
AND    bradford.require_known_day(retention_report.before);
END;
COMMENT ON FUNCTION @hr@.retention_report(date, date) IS
	'Records about people that are closed and lie wholly before a day, and those that began before '
	'it and have no end: which of them forget() would remove, and why it keeps the others.';

ALTER FUNCTION @hr@.retention_report(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(73, 'command', 'access', $hr_file$--
-- Who sees what: row-level security and rights on the HR tables and reports, for four kinds of
-- reader.
--
-- protect('hr', hr => ..., manager => ..., employee => ..., payroll => ...) runs this file with
-- the schema in the place of @hr and the roles in the places of @hr_reader, @manager_reader,
-- @employee_reader and @payroll_reader. For a kind without a reader, it takes the owner of the
-- tables, who sees all of them anyway.
--
-- hr reads and writes everything. payroll reads what pay is worked out from, for everybody, and
-- records what was paid. A manager reads the records of the people below, all the way down, but
-- never their own; an employee reads their own. A reader of several kinds sees what each of them
-- sees. But a payroll reader who is also a manager or an employee sees everybody only after SET
-- ROLE to payroll's role: otherwise a report would count absence that they do not see as none.
-- Without a policy, a table shows nothing.
--

-- Who is reading ------------------------------------------------------------------
--
-- The first three functions run as the owner of the tables, since they must see who manages whom.
-- A policy gives them current_user, the role after SET ROLE. They answer only about a role that
-- the session may become, and to hr and the owner about every role, so nobody learns more by
-- calling them. The role must be a reader of the kind itself: somebody else's view is under the
-- policies of its owner. Today is today in Britain, whatever time zone a session sets. PL/pgSQL
-- keeps the plans for the session, and a report calls these functions once for each table that
-- it reads.

CREATE OR REPLACE FUNCTION @hr@.reader_record(reader text, kind text)
RETURNS SETOF @hr@.employee.employee_id%TYPE
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SECURITY DEFINER COST 1000 ROWS 1
SET search_path = pg_catalog, pg_temp SET timezone = 'Europe/London'
AS $function$
BEGIN
	RETURN QUERY
	WITH role_of AS MATERIALIZED (
		SELECT p.polname AS policy, r.role
		FROM   pg_policy p
		CROSS  JOIN LATERAL (SELECT unnest(p.polroles) AS role) r
		WHERE  p.polrelid = $table$@hr@.employee$table$::regclass
		UNION ALL
		SELECT 'bradford_hr', c.relowner
		FROM   pg_class c
		WHERE  c.oid = $table$@hr@.employee$table$::regclass
	)
	SELECT l.employee_id
	FROM   @hr@.login l
	-- a login that is not a role has no reader
	JOIN   pg_roles a ON a.rolname::text = l.role_name
	WHERE  l.role_name = reader_record.reader
	AND    l.first_day <= CURRENT_DATE AND (l.last_day IS NULL OR l.last_day >= CURRENT_DATE)
	AND    EXISTS (SELECT FROM role_of o
				   WHERE  o.policy = 'bradford_' || reader_record.kind
				   AND    pg_has_role(a.oid, o.role, 'USAGE'))
	AND   (pg_has_role(session_user, a.oid, 'MEMBER')
		   OR EXISTS (SELECT FROM role_of o
					  WHERE  o.policy = 'bradford_hr'
					  AND    pg_has_role(session_user, o.role, 'MEMBER')))
	-- people who have left read no more, even if nobody ended the login
	AND   (EXISTS (SELECT FROM @hr@.contract c
				   WHERE  c.employee_id = l.employee_id AND c.first_day <= CURRENT_DATE
				   AND   (c.last_day IS NULL OR c.last_day >= CURRENT_DATE))
		   OR NOT EXISTS (SELECT FROM @hr@.contract c WHERE c.employee_id = l.employee_id));
END
$function$;
COMMENT ON FUNCTION @hr@.reader_record(text, text) IS
	'Payroll numbers that the table login gives this role today, as a reader of this '
	'kind: manager or employee.';

CREATE OR REPLACE FUNCTION @hr@.reader_managers(reader text,
	OUT for_whom @hr@.employee.employee_id%TYPE, OUT manager @hr@.employee.employee_id%TYPE)
RETURNS SETOF record
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SECURITY DEFINER COST 1000 ROWS 10
SET search_path = pg_catalog, pg_temp SET timezone = 'Europe/London'
AS $function$
BEGIN
	RETURN QUERY
	-- UNION, not UNION ALL: people may manage one another in a circle
	WITH RECURSIVE me AS (
		SELECT r AS employee_id FROM @hr@.reader_record(reader_managers.reader, 'manager') r
	), line(top, employee_id) AS (
		SELECT me.employee_id, me.employee_id FROM me
		UNION
		SELECT d.employee_id, d.employee_id
		FROM   me
		JOIN   @hr@.deputy d ON d.deputy_id = me.employee_id
		WHERE  CURRENT_DATE BETWEEN d.first_day AND d.last_day
		UNION
		SELECT l.top, e.employee_id
		FROM   line l
		JOIN   @hr@.employee e ON e.manager_id = l.employee_id
		WHERE  EXISTS (SELECT FROM @hr@.employee b WHERE b.manager_id = e.employee_id)
	)
	SELECT l.top, l.employee_id FROM line l;
END
$function$;
COMMENT ON FUNCTION @hr@.reader_managers(text) IS
	'The managers whose people this role sees today. for_whom is the reader, or somebody whom the '
	'reader is deputy of; manager is that person, or a manager below.';

CREATE OR REPLACE FUNCTION @hr@.reader_people(reader text)
RETURNS SETOF @hr@.employee.employee_id%TYPE
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SECURITY DEFINER COST 1000 ROWS 100
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
	RETURN QUERY
	SELECT DISTINCT e.employee_id
	FROM   @hr@.reader_managers(reader_people.reader) m
	JOIN   @hr@.employee e ON e.manager_id = m.manager
	WHERE  e.employee_id <> m.for_whom
	AND    e.employee_id NOT IN (
			SELECT r FROM @hr@.reader_record(reader_people.reader, 'manager') r);
END
$function$;
COMMENT ON FUNCTION @hr@.reader_people(text) IS
	'Payroll numbers of the people whom this role sees today as their manager, or as the deputy of '
	'one. Even in a circle of managers, these are never the reader, nor the manager whom a deputy '
	'stands in for.';

CREATE OR REPLACE FUNCTION @hr@.reader_sees_all(reader text) RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
	RETURN NOT EXISTS (
		SELECT FROM pg_policy p
		CROSS  JOIN LATERAL unnest(p.polroles) AS r(role)
		WHERE  p.polrelid = $table$@hr@.employee$table$::regclass
		AND    p.polname IN ('bradford_manager', 'bradford_employee')
		AND    pg_has_role(reader_sees_all.reader::name, r.role, 'USAGE'));
END
$function$;
COMMENT ON FUNCTION @hr@.reader_sees_all(text) IS
	'Does this role, which reads for payroll, read only for payroll? If so, it sees everybody; '
	'otherwise it sees what a manager or an employee sees.';

REVOKE ALL ON FUNCTION @hr@.reader_record(text, text), @hr@.reader_managers(text),
	@hr@.reader_people(text), @hr@.reader_sees_all(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION @hr@.reader_record(text, text), @hr@.reader_managers(text),
	@hr@.reader_people(text) TO @hr_reader@, @manager_reader@, @employee_reader@;
GRANT EXECUTE ON FUNCTION @hr@.reader_sees_all(text) TO @payroll_reader@;
GRANT USAGE ON SCHEMA @hr@
	TO @hr_reader@, @manager_reader@, @employee_reader@, @payroll_reader@;


-- Employees -----------------------------------------------------------------------
--
-- The people of a manager are those in the set. The array of the managers in the line adds nobody,
-- but it is short, and finds these people by an index. Both are worked out once a query.

ALTER TABLE @hr@.employee ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.employee TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.employee FOR SELECT TO @manager_reader@
	USING (manager_id = ANY (ARRAY(
				SELECT m.manager FROM @hr@.reader_managers(current_user::text) m))
		   AND employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.employee FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.employee FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.employee TO @hr_reader@;
GRANT SELECT ON @hr@.employee TO @manager_reader@, @employee_reader@, @payroll_reader@;

-- What belongs to an employee -----------------------------------------------------
--
-- The people of a manager are a set that is hashed once a query, so a row costs the same whether
-- the manager has ten people or ten thousand.

ALTER TABLE @hr@.contract ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.contract TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.contract FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.contract FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.contract FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.contract TO @hr_reader@;
GRANT SELECT ON @hr@.contract TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.absence ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.absence TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.absence FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.absence FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.absence TO @hr_reader@;
GRANT SELECT ON @hr@.absence TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.absence_override ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.absence_override TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.absence_override FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.absence_override FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.absence_override TO @hr_reader@;
GRANT SELECT ON @hr@.absence_override TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.return_to_work ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.return_to_work TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.return_to_work FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.return_to_work FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.return_to_work TO @hr_reader@;
GRANT SELECT ON @hr@.return_to_work TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.fit_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.fit_note TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.fit_note FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.fit_note FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.fit_note TO @hr_reader@;
GRANT SELECT ON @hr@.fit_note TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.warning ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.warning TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.warning FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.warning FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.warning TO @hr_reader@;
GRANT SELECT ON @hr@.warning TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.occupational_health_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.occupational_health_report TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.occupational_health_report FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.occupational_health_report FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.occupational_health_report TO @hr_reader@;
GRANT SELECT ON @hr@.occupational_health_report TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.hr_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.hr_case TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.hr_case FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.hr_case FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.hr_case TO @hr_reader@;
GRANT SELECT ON @hr@.hr_case TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.case_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.case_event TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.case_event FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.case_event FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.case_event TO @hr_reader@;
GRANT SELECT ON @hr@.case_event TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.trigger_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.trigger_event TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.trigger_event FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.trigger_event FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.trigger_event TO @hr_reader@;
GRANT SELECT ON @hr@.trigger_event TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.timesheet ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.timesheet TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.timesheet FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.timesheet FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.timesheet FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.timesheet TO @hr_reader@;
GRANT SELECT ON @hr@.timesheet TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.shift ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.shift TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.shift FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.shift FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.shift FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.shift TO @hr_reader@;
GRANT SELECT ON @hr@.shift TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.employee_skill ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.employee_skill TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.employee_skill FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.employee_skill FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.employee_skill TO @hr_reader@;
GRANT SELECT ON @hr@.employee_skill TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.roster_terms ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.roster_terms TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.roster_terms FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.roster_terms FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.roster_terms TO @hr_reader@;
GRANT SELECT ON @hr@.roster_terms TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.roster_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.roster_request TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.roster_request FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.roster_request FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.roster_request TO @hr_reader@;
GRANT SELECT ON @hr@.roster_request TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.roster_shift ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.roster_shift TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.roster_shift FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.roster_shift FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.roster_shift TO @hr_reader@;
GRANT SELECT ON @hr@.roster_shift TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.flexi_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.flexi_member TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.flexi_member FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.flexi_member FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.flexi_member TO @hr_reader@;
GRANT SELECT ON @hr@.flexi_member TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.clock_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.clock_entry TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.clock_entry FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.clock_entry FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.clock_entry TO @hr_reader@;
GRANT SELECT ON @hr@.clock_entry TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.time_off ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.time_off TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.time_off FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.time_off FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.time_off TO @hr_reader@;
GRANT SELECT ON @hr@.time_off TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.working_time_terms ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.working_time_terms TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.working_time_terms FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.working_time_terms FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.working_time_terms TO @hr_reader@;
GRANT SELECT ON @hr@.working_time_terms TO @manager_reader@, @employee_reader@;
-- homework is read by payroll too, which pays the allowance
ALTER TABLE @hr@.homework ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.homework TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.homework FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.homework FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.homework FOR SELECT TO @payroll_reader@
	USING ((SELECT @hr@.reader_sees_all(current_user::text)));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.homework TO @hr_reader@;
GRANT SELECT ON @hr@.homework TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.homework_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.homework_event TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.homework_event FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.homework_event FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.homework_event TO @hr_reader@;
GRANT SELECT ON @hr@.homework_event TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.homework_application ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.homework_application TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.homework_application FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.homework_application FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.homework_application TO @hr_reader@;
GRANT SELECT ON @hr@.homework_application TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.work_output ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.work_output TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.work_output FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.work_output FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.work_output TO @hr_reader@;
GRANT SELECT ON @hr@.work_output TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.downtime ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.downtime TO @hr_reader@ USING (true);
CREATE POLICY bradford_manager ON @hr@.downtime FOR SELECT TO @manager_reader@
	USING (employee_id IN (SELECT @hr@.reader_people(current_user::text)));
CREATE POLICY bradford_employee ON @hr@.downtime FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.downtime TO @hr_reader@;
GRANT SELECT ON @hr@.downtime TO @manager_reader@, @employee_reader@;

-- payroll records what was paid
ALTER TABLE @hr@.paid ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.paid TO @hr_reader@ USING (true);
CREATE POLICY bradford_employee ON @hr@.paid FOR SELECT TO @employee_reader@
	USING (employee_id = ANY (ARRAY(SELECT @hr@.reader_record(current_user::text, 'employee'))));
CREATE POLICY bradford_payroll ON @hr@.paid TO @payroll_reader@ USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.paid TO @hr_reader@;
GRANT SELECT ON @hr@.paid TO @employee_reader@, @payroll_reader@;
GRANT INSERT ON @hr@.paid TO @payroll_reader@;

-- Rules, which belong to nobody, and which everybody may read ---------------------

ALTER TABLE @hr@.attendance_policy ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.attendance_policy TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.attendance_policy FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.attendance_policy TO @hr_reader@;
GRANT SELECT ON @hr@.attendance_policy TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.policy_stage ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.policy_stage TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.policy_stage FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.policy_stage TO @hr_reader@;
GRANT SELECT ON @hr@.policy_stage TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.absence_reason ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.absence_reason TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.absence_reason FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.absence_reason TO @hr_reader@;
GRANT SELECT ON @hr@.absence_reason TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.procedure ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.procedure TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.procedure FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.procedure TO @hr_reader@;
GRANT SELECT ON @hr@.procedure TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.procedure_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.procedure_step TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.procedure_step FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.procedure_step TO @hr_reader@;
GRANT SELECT ON @hr@.procedure_step TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.homework_allowance ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.homework_allowance TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.homework_allowance FOR SELECT
	TO @manager_reader@, @employee_reader@, @payroll_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.homework_allowance TO @hr_reader@;
GRANT SELECT ON @hr@.homework_allowance TO @manager_reader@, @employee_reader@, @payroll_reader@;

ALTER TABLE @hr@.office ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.office TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.office FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.office TO @hr_reader@;
GRANT SELECT ON @hr@.office TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.office_pattern ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.office_pattern TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.office_pattern FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.office_pattern TO @hr_reader@;
GRANT SELECT ON @hr@.office_pattern TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.workstyle ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.workstyle TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.workstyle FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.workstyle TO @hr_reader@;
GRANT SELECT ON @hr@.workstyle TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.downtime_option ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.downtime_option TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.downtime_option FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.downtime_option TO @hr_reader@;
GRANT SELECT ON @hr@.downtime_option TO @manager_reader@, @employee_reader@;
ALTER TABLE @hr@.team ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.team TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.team FOR SELECT TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.team TO @hr_reader@;
GRANT SELECT ON @hr@.team TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.staffing_demand ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.staffing_demand TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.staffing_demand FOR SELECT
	TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.staffing_demand TO @hr_reader@;
GRANT SELECT ON @hr@.staffing_demand TO @manager_reader@, @employee_reader@;

ALTER TABLE @hr@.shift_kind ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.shift_kind TO @hr_reader@ USING (true);
CREATE POLICY bradford_reader ON @hr@.shift_kind FOR SELECT TO @manager_reader@, @employee_reader@
	USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.shift_kind TO @hr_reader@;
GRANT SELECT ON @hr@.shift_kind TO @manager_reader@, @employee_reader@;

-- Logins and deputies: who may read what is only for HR to see --------------------

ALTER TABLE @hr@.login ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.login TO @hr_reader@ USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.login TO @hr_reader@;

ALTER TABLE @hr@.deputy ENABLE ROW LEVEL SECURITY;
CREATE POLICY bradford_hr ON @hr@.deputy TO @hr_reader@ USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON @hr@.deputy TO @hr_reader@;

-- Reports -------------------------------------------------------------------------
--
-- A report runs as its reader: it shows what the tables show that reader. Three read their table as
-- its owner. absence_for_pay does, so that payroll sees the dates of the people whom the reader
-- sees, without reasons. full_month names nobody, and does so that an employee is asked about the
-- same months as everybody. staff_on_duty names nobody either, and does so that a team is not
-- short of people whom the reader does not see. security_barrier keeps a reader's own functions
-- away from the rows that they leave out.

ALTER VIEW @hr@.absence_for_pay SET (security_invoker = false, security_barrier = true);
ALTER VIEW @hr@.full_month SET (security_invoker = false, security_barrier = true);
ALTER VIEW @hr@.staff_on_duty SET (security_invoker = false, security_barrier = true);

GRANT SELECT ON
	@hr@.certificate_report, @hr@.counted_absence, @hr@.data_quality_report, @hr@.days_lost_report,
	@hr@.deadline_report, @hr@.digest_report, @hr@.flexi_balance_report, @hr@.flexi_day,
	@hr@.flexi_sheet_report, @hr@.hidden_group, @hr@.letter_report,
	@hr@.live_warning, @hr@.long_term_report, @hr@.pattern_report, @hr@.person_days_lost,
	@hr@.policy_comparison_report,
	@hr@.policy_in_force, @hr@.policy_terms, @hr@.policy_warnings,
	@hr@.recorded_sickness, @hr@.referral_report, @hr@.reporting_period,
	@hr@.return_to_work_report,
	@hr@.score_breakdown_report, @hr@.score_history_report, @hr@.trigger_event_report,
	@hr@.trigger_report, @hr@.working_time_report
	TO @hr_reader@, @manager_reader@, @employee_reader@;
GRANT SELECT ON
	@hr@.absence_for_pay, @hr@.annual_hours_report, @hr@.contract_terms, @hr@.hours_account,
	@hr@.hours_over_time, @hr@.pay_report, @hr@.settlement_report, @hr@.timesheet_report,
	@hr@.working_pattern
	TO @hr_reader@, @manager_reader@, @employee_reader@, @payroll_reader@;
GRANT SELECT ON
	@hr@.downtime_report, @hr@.homework_case_report, @hr@.homework_due_report, @hr@.office_day,
	@hr@.output_report
	TO @hr_reader@, @manager_reader@, @employee_reader@;
GRANT SELECT ON @hr@.homework_allowance_report
	TO @hr_reader@, @manager_reader@, @employee_reader@, @payroll_reader@;
-- they count everybody
GRANT SELECT ON @hr@.desk_report, @hr@.office_attendance_report TO @hr_reader@;
-- it reads what was paid
GRANT SELECT ON @hr@.pay_difference_report, @hr@.full_month
	TO @hr_reader@, @employee_reader@, @payroll_reader@;
-- of a team, not of a person
GRANT SELECT ON
	@hr@.check_roster, @hr@.cover_report, @hr@.fill_rate_report, @hr@.roster_fairness_report,
	@hr@.slot_cover, @hr@.staff_on_duty
	TO @hr_reader@, @manager_reader@;
$hr_file$),
(74, 'command', 'history_access', $hr_file$--
-- Only hr reads the history of @table. protect('hr', ...) runs this file for each history, with hr
-- in the place of @hr, the name of the table in that of @table, and the role in that of
-- @hr_reader.
--

CREATE POLICY bradford_hr ON @hr@.@table@_history FOR SELECT TO @hr_reader@ USING (true);
GRANT SELECT ON @hr@.@table@_history TO @hr_reader@;
$hr_file$),
(75, 'command', 'record_trigger_events', $hr_file$-- What CALL bradford.record_trigger_events runs for a period: it compares the crossings by the
-- records of today with those in the outbox. It treats late entries, corrections and deletions,
-- and other contracts, policies and decisions all the same.
WITH crossing AS MATERIALIZED (
	-- DISTINCT: a site's view may repeat an employee
	SELECT DISTINCT r.employee_id, r.policy, r.stage, r.event, r.happened_on
	FROM   @hr@.trigger_event_report(date '@from_day@', date '@up_to@') r
), difference AS MATERIALIZED (
	SELECT COALESCE(c.employee_id, t.employee_id) AS employee_id,
		   COALESCE(c.policy, t.policy) AS policy, COALESCE(c.stage, t.stage) AS stage,
		   COALESCE(c.event, t.event) AS event,
		   COALESCE(c.happened_on, t.happened_on) AS happened_on, t.event IS NULL AS is_new
	FROM   crossing c
	-- a full join is never done row by row, however few rows the planner expects
	FULL   JOIN (
		SELECT o.employee_id, o.policy, o.stage, o.event, o.happened_on
		FROM   @hr@.trigger_event o
		WHERE  o.withdrawn_at IS NULL
		AND    o.happened_on BETWEEN date '@from_day@' AND date '@up_to@') t
				ON t.employee_id = c.employee_id AND t.policy = c.policy AND t.stage = c.stage
				AND t.event = c.event AND t.happened_on = c.happened_on
	WHERE  c.event IS NULL OR t.event IS NULL
), clock AS MATERIALIZED (
	-- not now(): the transaction may have begun before the one that recorded last
	SELECT clock_timestamp() AS moment
), recorded AS (
	INSERT INTO @hr@.trigger_event (employee_id, policy, stage, event, happened_on, recorded_at)
	SELECT d.employee_id, d.policy, d.stage, d.event, d.happened_on, n.moment
	FROM   difference d
	CROSS  JOIN clock n
	WHERE  d.is_new
	RETURNING event
), withdrawn AS (
	-- greatest: a clock may be set back
	UPDATE @hr@.trigger_event t
	SET    withdrawn_at = greatest(n.moment, t.recorded_at)
	FROM   difference d
	CROSS  JOIN clock n
	WHERE  NOT d.is_new AND t.withdrawn_at IS NULL
	AND    t.employee_id = d.employee_id AND t.policy = d.policy AND t.stage = d.stage
	AND    t.event = d.event AND t.happened_on = d.happened_on
	RETURNING t.event
)
SELECT (SELECT count(*) FROM recorded r WHERE r.event = 'reached') AS reached,
	   (SELECT count(*) FROM recorded r WHERE r.event = 'cleared') AS cleared,
	   (SELECT count(*) FROM withdrawn) AS withdrawn;
$hr_file$),
(76, 'command', 'forget_choice', $hr_file$--
-- Chooses what retention_report says can go. forget('hr', '2020-01-01') runs this file, with hr in
-- the place of @hr and the day in that of @before; then forget.sql; then forget_history.sql, if
-- keep_history('hr') was called. By hand, in one transaction, where no history is kept:
--
--     fill both in, in forget_choice.sql and forget.sql, and give them to psql --single-transaction
--
-- All records are as at one moment: until the transaction ends, nobody can write to the tables.
--

LOCK TABLE @hr@.employee, @hr@.contract, @hr@.absence, @hr@.absence_override, @hr@.fit_note,
	@hr@.return_to_work, @hr@.warning, @hr@.occupational_health_report, @hr@.hr_case,
	@hr@.case_event, @hr@.timesheet, @hr@.paid, @hr@.login, @hr@.deputy, @hr@.trigger_event,
	@hr@.flexi_member, @hr@.clock_entry, @hr@.time_off,
	@hr@.shift, @hr@.working_time_terms,
	@hr@.homework, @hr@.homework_event, @hr@.homework_application, @hr@.work_output, @hr@.downtime,
	@hr@.employee_skill, @hr@.roster_terms, @hr@.roster_request, @hr@.roster_shift
	IN SHARE ROW EXCLUSIVE MODE;

CREATE TEMPORARY TABLE forgotten ON COMMIT DROP AS
SELECT r.relation, r.employee_id, r.record
FROM   @hr@.retention_report('@before@') r
WHERE  r.removable;
-- the events of a case are removed with it
INSERT INTO pg_temp.forgotten
SELECT replace(f.relation, 'hr_case', 'case_event'), f.employee_id, f.record
FROM   pg_temp.forgotten f
WHERE  f.relation IN ('hr_case', 'hr_case_history');
ANALYZE pg_temp.forgotten;

-- how many rows were removed from which table
CREATE TEMPORARY TABLE removed (
	place integer GENERATED ALWAYS AS IDENTITY, relation text, count bigint)
	ON COMMIT DROP;
$hr_file$),
(77, 'command', 'forget', $hr_file$--
-- Removes the records that forget_choice.sql has chosen. Records that refer to another go first.
--

WITH gone AS (
	DELETE FROM @hr@.return_to_work t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'return_to_work' AND f.employee_id = t.employee_id
	AND    f.record = format('absence %s', t.absence_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'return_to_work', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence_override t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'absence_override' AND f.employee_id = t.employee_id
	AND    f.record = format('absence %s', t.absence_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'absence_override', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'absence' AND f.employee_id = t.employee_id
	AND    f.record = format('absence %s', t.absence_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'absence', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.fit_note t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'fit_note' AND f.employee_id = t.employee_id
	AND    f.record = format('fit note of %s to %s', t.first_day, t.last_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'fit_note', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.warning t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'warning' AND f.employee_id = t.employee_id
	AND    f.record = format('stage %s of %s', t.stage, t.issued_on)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'warning', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.occupational_health_report t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'occupational_health_report' AND f.employee_id = t.employee_id
	AND    f.record = format('referral of %s', t.referred_on)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'occupational_health_report', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.case_event t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'case_event' AND f.employee_id = t.employee_id
	AND    f.record = format('case %s', t.case_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'case_event', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.hr_case t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'hr_case' AND f.employee_id = t.employee_id
	AND    f.record = format('case %s', t.case_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'hr_case', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.timesheet t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'timesheet' AND f.employee_id = t.employee_id
	AND    f.record = format('%s in post %s', t.month, t.post)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'timesheet', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.paid t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'paid' AND f.employee_id = t.employee_id
	AND    f.record = format('%s in run %L, post %s from %s',
			t.month, t.run, t.post, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'paid', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.trigger_event t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'trigger_event' AND f.employee_id = t.employee_id
	AND    f.record = format('stage %s %s on %s, recorded %s, policy %s',
			t.stage, t.event, t.happened_on, t.recorded_at, t.policy)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'trigger_event', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.login t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'login' AND f.employee_id = t.employee_id
	AND    f.record = format('%s from %s', t.role_name, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'login', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.deputy t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'deputy' AND f.employee_id = t.employee_id
	AND    f.record = format('%s from %s', t.deputy_id, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'deputy', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.contract t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'contract' AND f.employee_id = t.employee_id
	AND    f.record = format('post %s from %s', t.post, t.first_day)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'contract', count(*) FROM gone;

-- records of flexi-time go with the person
WITH gone AS (
	DELETE FROM @hr@.flexi_member t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'flexi_member', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.clock_entry t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'clock_entry', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.time_off t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'time_off', count(*) FROM gone;

-- so do shifts, skills and records of rosters
WITH gone AS (
	DELETE FROM @hr@.shift t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'shift', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.employee_skill t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'employee_skill', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_terms t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'roster_terms', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_request t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'roster_request', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_shift t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'roster_shift', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.working_time_terms t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'working_time_terms', count(*) FROM gone;

-- so do records of working from home
WITH gone AS (
	DELETE FROM @hr@.homework t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'homework', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.homework_event t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'homework_event', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.homework_application t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'homework_application', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.work_output t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'work_output', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.downtime t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee' AND f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'downtime', count(*) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.employee t
	USING  pg_temp.forgotten f
	WHERE  f.relation = 'employee'
	AND    f.record = format('employee %s', t.employee_id)
	RETURNING 1)
INSERT INTO pg_temp.removed (relation, count) SELECT 'employee', count(*) FROM gone;
$hr_file$),
(78, 'command', 'forget_history', $hr_file$--
-- Removes every version of two kinds of record from the history: those that forget.sql has removed,
-- and those deleted earlier that forget_choice.sql has chosen. forget('hr', '2020-01-01') runs this
-- file after the others, while the trigger history_stays is disabled.
--
-- The removal has just added a last version of each record. This file removes it too, and does not
-- count it.
--

UPDATE pg_temp.forgotten f SET relation = replace(f.relation, '_history', '')
WHERE  f.relation LIKE '%\_history';
ANALYZE pg_temp.forgotten;

WITH gone AS (
	DELETE FROM @hr@.return_to_work_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'return_to_work') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('absence %s', t.absence_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'return_to_work_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence_override_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'absence_override') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('absence %s', t.absence_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'absence_override_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.absence_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'absence') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('absence %s', t.absence_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'absence_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.fit_note_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'fit_note') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('fit note of %s to %s', t.first_day, t.last_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'fit_note_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.warning_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'warning') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('stage %s of %s', t.stage, t.issued_on)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'warning_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.occupational_health_report_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'occupational_health_report') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('referral of %s', t.referred_on)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'occupational_health_report_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.case_event_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'case_event') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('case %s', t.case_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'case_event_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.hr_case_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'hr_case') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('case %s', t.case_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'hr_case_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.timesheet_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'timesheet') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s in post %s', t.month, t.post)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'timesheet_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.paid_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'paid') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s in run %L, post %s from %s',
			t.month, t.run, t.post, t.first_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'paid_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.trigger_event_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'trigger_event') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('stage %s %s on %s, recorded %s, policy %s',
			t.stage, t.event, t.happened_on, t.recorded_at, t.policy)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'trigger_event_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.login_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'login') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s from %s', t.role_name, t.first_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'login_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.deputy_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'deputy') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('%s from %s', t.deputy_id, t.first_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'deputy_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.contract_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'contract') f
	WHERE f.employee_id = t.employee_id
	AND   f.record = format('post %s from %s', t.post, t.first_day)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'contract_history', count(*) FILTER (WHERE stood) FROM gone;

-- records of flexi-time go with the person
WITH gone AS (
	DELETE FROM @hr@.flexi_member_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'flexi_member_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.clock_entry_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'clock_entry_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.time_off_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'time_off_history', count(*) FILTER (WHERE stood) FROM gone;

-- so do shifts, skills and records of rosters
WITH gone AS (
	DELETE FROM @hr@.shift_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'shift_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.employee_skill_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'employee_skill_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_terms_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'roster_terms_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_request_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'roster_request_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.roster_shift_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'roster_shift_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.working_time_terms_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'working_time_terms_history', count(*) FILTER (WHERE stood) FROM gone;

-- so do records of working from home
WITH gone AS (
	DELETE FROM @hr@.homework_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'homework_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.homework_event_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'homework_event_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.homework_application_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'homework_application_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.work_output_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'work_output_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.downtime_history t
	USING (SELECT DISTINCT f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'downtime_history', count(*) FILTER (WHERE stood) FROM gone;

WITH gone AS (
	DELETE FROM @hr@.employee_history t
	USING (SELECT DISTINCT f.employee_id, f.record FROM pg_temp.forgotten f
		   WHERE  f.relation = 'employee') f
	WHERE  f.record = format('employee %s', t.employee_id)
	RETURNING t.stands OR age(t.xmin) > age(pg_current_xact_id()::xid) AS stood)
INSERT INTO pg_temp.removed (relation, count)
SELECT 'employee_history', count(*) FILTER (WHERE stood) FROM gone;
$hr_file$),
(79, 'history', 'history_table', $hr_file$--
-- The table that holds the history of @table. Each row is one change: the record after the change,
-- or, if the change removed it, the record before.
--
-- keep_history('hr') runs this file once for each HR table, with hr in the place of @hr, the name
-- of the table in that of @table, the columns of its primary key in that of @key, and the moment
-- in that of @now. It has no constraints and no NOT NULL, so it takes whatever the table takes.
--

CREATE TABLE @hr@.@table@_history AS SELECT * FROM @hr@.@table@ WITH NO DATA;
ALTER TABLE @hr@.@table@_history
	ADD COLUMN change_id bigint GENERATED ALWAYS AS IDENTITY,
	ADD COLUMN changed_at timestamptz NOT NULL DEFAULT '@now@',
	ADD COLUMN changed_by text NOT NULL,
	ADD COLUMN change text NOT NULL
		CONSTRAINT change_known
		CHECK (change IN ('kept before', 'inserted', 'updated', 'column added', 'altered',
						  'deleted', 'truncated', 'replaced')),
	ADD COLUMN stands boolean NOT NULL,
	ADD CONSTRAINT @table@_history_pkey PRIMARY KEY (@key@, change_id);
-- only for the owner, whatever rights new tables get in this schema; protect() lets hr read it
ALTER TABLE @hr@.@table@_history ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE @hr@.@table@_history IS
	'Every change of @table@ since keep_history() was called. Rows are added and never changed.';
COMMENT ON COLUMN @hr@.@table@_history.change_id IS
	'Order of the changes of a record';
COMMENT ON COLUMN @hr@.@table@_history.changed_at IS
	'When the statement that changed the record ran. The default of this column is the moment at '
	'which the history begins';
COMMENT ON COLUMN @hr@.@table@_history.changed_by IS
	'Role that changed it, after SET ROLE';
COMMENT ON COLUMN @hr@.@table@_history.change IS
	'kept before: recorded before the history began; inserted, updated, deleted, truncated; '
	'replaced: the key was updated, so the record goes on under another; column added: '
	'keep_history() found a new column';
COMMENT ON COLUMN @hr@.@table@_history.stands IS
	'True: the record after the change; false: the change removed the record, shown as it was';

CREATE OR REPLACE FUNCTION @hr@.refuse_change_of_history() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
	IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION 'history must stay as it is: % of %', TG_OP, TG_RELID::regclass
		USING ERRCODE = '42501',
		DETAIL = 'Triggers add rows to it. Nobody may change them, not even its owner.',
		HINT = 'CALL bradford.forget removes what is older than the site keeps it.';
END
$function$;
COMMENT ON FUNCTION @hr@.refuse_change_of_history() IS
	'Refuses every change of a history that the triggers of its table do not make (42501).';
REVOKE ALL ON FUNCTION @hr@.refuse_change_of_history() FROM PUBLIC;

CREATE TRIGGER history_stays BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON @hr@.@table@_history
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.refuse_change_of_history();
$hr_file$),
(80, 'history', 'history_rows', $hr_file$--
-- Makes the history of @table agree with the table. When the history begins, that is all of it.
-- Later, it is what was written while the triggers were missing, the values of a new column, and
-- what ALTER TABLE changed. keep_history('hr') runs this file while nobody writes to the table. It
-- takes the words that its neighbours take, all columns of the table in the place of @columns, and
-- the word for the change in that of @change. A list after a letter and a dot has them before each
-- column.
--

ALTER TABLE @hr@.@table@_history DISABLE TRIGGER history_stays;

INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
SELECT @h.columns@, '@now@', current_user, 'deleted', false
FROM   @hr@.@table@_history h
WHERE  h.stands
AND    NOT EXISTS (SELECT FROM @hr@.@table@_history l
				   WHERE (@l.key@) = (@h.key@) AND l.change_id > h.change_id)
AND    NOT EXISTS (SELECT FROM @hr@.@table@ t WHERE (@t.key@) = (@h.key@));

INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
SELECT t.*, '@now@', current_user, '@change@', true
FROM  (SELECT @columns@ FROM @hr@.@table@) t
LEFT   JOIN LATERAL (
	SELECT l.stands AND r *= t AS same
	FROM   @hr@.@table@_history l
	CROSS  JOIN LATERAL (SELECT @l.columns@) r
	WHERE (@l.key@) = (@t.key@)
	ORDER  BY l.change_id DESC
	LIMIT  1) l ON true
WHERE  l.same IS NOT TRUE;

ALTER TABLE @hr@.@table@_history ENABLE TRIGGER history_stays;
$hr_file$),
(81, 'history', 'history_triggers', $hr_file$--
-- The triggers that keep the history of @table. keep_history('hr') runs this file, with the words
-- that its neighbours take.
--
-- The history gets what the table holds when the statement has ended, after its trigger functions
-- and cascades. So the last change of a record in the history always agrees with the table.
-- SECURITY DEFINER: somebody who may write to the table needs no right on the history.
--
-- enable_*: transition tables have no index and no statistics, and one plan serves all later
-- statements of a session, of one row or of a million. The plan that is always good joins them with
-- one another by hashing, and finds each record in the table by its key. jit: the planner gives a
-- plan forced like this a very high cost, and would compile it for each statement. row_security: if
-- the owner is subject to it, an error is better than a record that seems to be gone.
--

CREATE OR REPLACE FUNCTION @hr@.keep_@table@() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off SET enable_seqscan = off SET enable_nestloop = off SET jit = off
AS $function$
<<this>>
DECLARE
	-- the clock, since the transaction may have waited for a lock on a row
	now	timestamptz := clock_timestamp();
	who	text := coalesce(nullif(current_setting('role'), 'none'), session_user);
	-- Rows that this transaction has written are not older than this. From REPEATABLE READ on, it
	-- may still see a record of the same key that others have deleted since.
	age	integer := age(pg_current_xact_id()::xid);
BEGIN
	IF TG_OP = 'INSERT' THEN
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT t.*, this.now, this.who, 'inserted', true
		FROM   new_rows n
		CROSS  JOIN LATERAL (
			SELECT @t.columns@ FROM @hr@.@table@ t
			WHERE (@t.key@) = (@n.key@) AND age(t.xmin) <= this.age OFFSET 0) t;
	END IF;

	-- A record with the same values did not change. Cascades may change a record several times in a
	-- statement; then the old rows also hold its values in between.
	IF TG_OP = 'UPDATE' THEN
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT t.*, this.now, this.who, 'updated', true
		FROM  (
			SELECT @n.key@
			FROM   new_rows n
			WHERE  NOT EXISTS (SELECT FROM old_rows o
							   WHERE (@o.key@) = (@n.key@) AND o *= n) OFFSET 0) n
		CROSS  JOIN LATERAL (
			SELECT @t.columns@ FROM @hr@.@table@ t
			WHERE (@t.key@) = (@n.key@) AND age(t.xmin) <= this.age OFFSET 0) t;

		-- and those that have moved to another key
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT @o.columns@, this.now, this.who, 'replaced', false
		FROM  (
			SELECT *
			FROM   old_rows o
			WHERE  NOT EXISTS (SELECT FROM new_rows n WHERE (@n.key@) = (@o.key@)) OFFSET 0) o
		CROSS  JOIN LATERAL (
			SELECT count(*) FROM @hr@.@table@ t
			WHERE (@t.key@) = (@o.key@) AND age(t.xmin) <= this.age) t
		WHERE  t.count = 0;
	END IF;

	IF TG_OP = 'DELETE' THEN
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT @o.columns@, this.now, this.who, 'deleted', false
		FROM   old_rows o
		CROSS  JOIN LATERAL (
			SELECT count(*) FROM @hr@.@table@ t
			WHERE (@t.key@) = (@o.key@) AND age(t.xmin) <= this.age) t
		WHERE  t.count = 0;
	END IF;

	IF TG_OP = 'TRUNCATE' THEN
		IF current_setting('transaction_isolation') NOT LIKE 'read %' THEN
			RAISE EXCEPTION 'isolation level must be READ COMMITTED: %',
				current_setting('transaction_isolation')
				USING ERRCODE = '25001',
				DETAIL = 'The snapshot may not show all records that TRUNCATE removes, and their '
						 'history would not end.',
				HINT = 'Begin a transaction with ISOLATION LEVEL READ COMMITTED, or use DELETE.';
		END IF;
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT @t.columns@, this.now, this.who, 'truncated', false
		FROM   @hr@.@table@ t;
	END IF;
	RETURN NULL;
END
$function$;
COMMENT ON FUNCTION @hr@.keep_@table@() IS
	'Adds to @table@_history what a statement did to @table@.';
REVOKE ALL ON FUNCTION @hr@.keep_@table@() FROM PUBLIC;

CREATE OR REPLACE TRIGGER keep_inserted AFTER INSERT ON @hr@.@table@
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.keep_@table@();
CREATE OR REPLACE TRIGGER keep_updated AFTER UPDATE ON @hr@.@table@
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.keep_@table@();
CREATE OR REPLACE TRIGGER keep_deleted AFTER DELETE ON @hr@.@table@
	REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.keep_@table@();
CREATE OR REPLACE TRIGGER keep_truncated BEFORE TRUNCATE ON @hr@.@table@
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.keep_@table@();
$hr_file$),
(82, 'known', 'known_at', $hr_file$--
-- The moment as at which the views of a known schema show the tables. create_known('hr',
-- 'hr_known') runs this file with hr_known in the place of @known.
--

CREATE OR REPLACE FUNCTION @known@.known_at(relation text, kept_from timestamptz)
RETURNS timestamptz
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	moment	timestamptz := nullif(current_setting('bradford.known_at', true), '');
BEGIN
	IF moment < kept_from THEN
		RAISE EXCEPTION 'history of % does not reach back to %', relation, moment
			USING ERRCODE = '22023',
			DETAIL = format('It has been kept since %s.', kept_from),
			HINT = 'SET bradford.known_at to that moment or a later one.';
	END IF;
	IF moment > clock_timestamp() THEN
		RAISE EXCEPTION 'bradford.known_at must not be in the future: %', moment
			USING ERRCODE = '22023',
			DETAIL = format('It is %s now.', clock_timestamp()),
			HINT = 'SET bradford.known_at to a moment in the past; RESET it for what is known now.';
	END IF;
	RETURN coalesce(moment, 'infinity');
END
$function$;
COMMENT ON FUNCTION @known@.known_at(text, timestamptz) IS
	'The moment set in bradford.known_at, in the time zone of the session; infinity (what is '
	'known now) if it is not set. Refused: a moment before the history of this relation begins, '
	'or in the future (22023).';
$hr_file$),
(83, 'known', 'known', $hr_file$--
-- @table as it was known at the moment set in bradford.known_at: the last change of each record up
-- to then, unless it removed the record. create_known('hr', 'hr_known') runs this file for each HR
-- table, with hr in the place of @hr, hr_known in that of @known, the name of the table in that
-- of @table, its key and the columns of its history in those of @key and @columns, and the
-- moment at which its history begins in that of @kept_from. A list after a letter and a dot has
-- them before each column.
--

CREATE OR REPLACE VIEW @known@.@table@ WITH (security_invoker = true) AS
SELECT @h.columns@
FROM   @hr@.@table@_history h
WHERE  h.stands AND h.changed_at <= (SELECT @known@.known_at('@table@', @kept_from@))
AND    NOT EXISTS (
	SELECT FROM @hr@.@table@_history l
	WHERE (@l.key@) = (@h.key@) AND l.change_id > h.change_id
	AND    l.changed_at <= (SELECT @known@.known_at('@table@', @kept_from@)));
COMMENT ON VIEW @known@.@table@ IS
	'@table@ as it was known at the moment set in bradford.known_at; as it is now if that is not '
	'set.';
$hr_file$),
(84, 'history report', 'known_otherwise_history', $hr_file$--
-- What the history holds for retention_report, whatever its day "before". Each row is one of these:
--
-- * a record that still exists, with the last day on which it was known to reach later than now, or
--   on which something lay beside it that is not there now;
-- * a record that was joined to another, with that other record and the last day of the join;
-- * a record that was deleted, with its days and the day on which it was deleted;
-- * no record: a payroll number whose earlier holder has an open case or a live warning now. It has
--   versions of that person's records, so its present holder keeps everything.
--
-- If row-level security may hide a part of the history from a reader, they get an error. Otherwise
-- what they do not see would seem never to have been known.
--

CREATE OR REPLACE FUNCTION @hr@.known_otherwise(as_of date)
RETURNS TABLE (
	relation text,
	employee_id @hr@.employee.employee_id%TYPE,
	record text,
	first_day date,
	last_day date,
	stands boolean,
	known_until date,
	joined_to text,
	kept_because text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- Who has an open case or a live warning, under the number of today and under earlier ones. Name
-- and service area show who had which number. If several numbers changed at one moment, this takes
-- those that can belong to nobody else who was changed then.
WITH RECURSIVE numbered AS MATERIALIZED (
	SELECT e.employee_id, e.changed_at, e.change = 'replaced' AS before,
		   format('%L %L', e.name, e.service_area) AS who
	FROM   @hr@.employee_history e
	WHERE  e.change IN ('replaced', 'updated')
), former AS MATERIALIZED (
	SELECT o.employee_id, o.changed_at, o.who, n.who IS NULL AS anybody
	FROM   numbered o
	LEFT   JOIN (SELECT DISTINCT n.changed_at, n.who FROM numbered n WHERE NOT n.before) n
			ON n.changed_at = o.changed_at AND n.who = o.who
	WHERE  o.before
), spared AS (
	(SELECT c.employee_id, 'open case' AS kept_because, false AS formerly
	 FROM   @hr@.hr_case c
	 WHERE (c.closed_on <= known_otherwise.as_of) IS NOT TRUE
	 UNION
	 SELECT w.employee_id, 'live warning', false
	 FROM   @hr@.live_warning(known_otherwise.as_of) w
	 WHERE  w.stage IS NOT NULL OR w.review IS NOT NULL)
	UNION
	SELECT o.employee_id, s.kept_because, true
	FROM   spared s
	JOIN   numbered n ON n.employee_id = s.employee_id AND NOT n.before
	JOIN   former o ON o.changed_at = n.changed_at AND (o.anybody OR o.who = n.who)

-- every version of every record ------------------------------------------------------------------
), version AS MATERIALIZED (
	-- "until": when it was recorded otherwise. The last version shows whether the record exists.
	SELECT u.*, lag(u.changed_at) OVER v AS until, first_value(u.stands) OVER v AS stands_now,
		   first_value(u.first_day) OVER v AS first_now, first_value(u.last_day) OVER v AS last_now,
		   first_value(u.beyond) OVER v AS beyond_now
	FROM  (
		SELECT 'return_to_work' AS relation, t.employee_id,
			   format('absence %s', t.absence_id) AS record,
			   t.held_on AS first_day, greatest(t.held_on, t.form_received_on) AS last_day,
			   NULL::date AS beyond, t.change_id, t.changed_at, t.stands
		FROM   @hr@.return_to_work_history t
		UNION  ALL
		SELECT 'absence_override', t.employee_id, format('absence %s', t.absence_id), t.decided_on,
			   t.decided_on, NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.absence_override_history t
		UNION  ALL
		SELECT 'absence', t.employee_id, format('absence %s', t.absence_id), t.first_day,
			   COALESCE(t.last_day, 'infinity'), t.self_certified_on,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.absence_history t
		UNION  ALL
		SELECT 'fit_note', t.employee_id, format('fit note of %s to %s', t.first_day, t.last_day),
			   t.first_day, greatest(t.last_day, t.received_on), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.fit_note_history t
		UNION  ALL
		SELECT 'warning', t.employee_id, format('stage %s of %s', t.stage, t.issued_on),
			   t.issued_on,
			   greatest(t.issued_on, t.review_until, t.review_held_on, t.appeal_upheld_on),
			   -- longer than any warning lasts
			   CASE WHEN t.outcome = 'no warning' THEN NULL
					WHEN t.satisfactory IS FALSE THEN 'infinity'
					ELSE least(greatest(t.issued_on, t.appeal_upheld_on), '5000000-01-01')
						 + 120000 END,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.warning_history t
		UNION  ALL
		SELECT 'occupational_health_report', t.employee_id, format('referral of %s', t.referred_on),
			   t.referred_on, greatest(t.referred_on, COALESCE(t.reported_on, 'infinity')), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.occupational_health_report_history t
		UNION  ALL
		-- the events of a case are removed with it
		SELECT 'hr_case', t.employee_id, format('case %s', t.case_id), t.happened_on,
			   t.happened_on, NULL, 0, t.changed_at, false
		FROM   @hr@.case_event_history t
		UNION  ALL
		SELECT 'hr_case', t.employee_id, format('case %s', t.case_id), t.opened_on,
			   COALESCE(t.closed_on, 'infinity'), NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.hr_case_history t
		UNION  ALL
		SELECT 'timesheet', t.employee_id, format('%s in post %s', t.month, t.post), t.month,
			   greatest(t.month, t.received_on), NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.timesheet_history t
		UNION  ALL
		SELECT 'paid', t.employee_id,
			   format('%s in run %L, post %s from %s', t.month, t.run, t.post, t.first_day),
			   t.month, greatest(t.month, t.recorded_on), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.paid_history t
		UNION  ALL
		SELECT 'trigger_event', t.employee_id,
			   format('stage %s %s on %s, recorded %s, policy %s', t.stage, t.event, t.happened_on,
					  t.recorded_at, t.policy), t.happened_on,
			   greatest(t.happened_on, t.recorded_at::date, t.withdrawn_at::date), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.trigger_event_history t
		UNION  ALL
		SELECT 'login', t.employee_id, format('%s from %s', t.role_name, t.first_day), t.first_day,
			   COALESCE(t.last_day, 'infinity'), NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.login_history t
		UNION  ALL
		SELECT 'deputy', t.employee_id, format('%s from %s', t.deputy_id, t.first_day), t.first_day,
			   t.last_day, NULL, t.change_id, t.changed_at, t.stands
		FROM   @hr@.deputy_history t
		UNION  ALL
		SELECT 'contract', t.employee_id, format('post %s from %s', t.post, t.first_day),
			   t.first_day, COALESCE(t.last_day, 'infinity'), NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.contract_history t
		UNION  ALL
		SELECT 'employee', t.employee_id, format('employee %s', t.employee_id), NULL, NULL, NULL,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.employee_history t) u
	WHERE  bradford.require_all_seen(ARRAY[
				$table$@hr@.return_to_work_history$table$::regclass,
				$table$@hr@.absence_override_history$table$, $table$@hr@.absence_history$table$,
				$table$@hr@.fit_note_history$table$, $table$@hr@.warning_history$table$,
				$table$@hr@.occupational_health_report_history$table$,
				$table$@hr@.case_event_history$table$, $table$@hr@.hr_case_history$table$,
				$table$@hr@.timesheet_history$table$, $table$@hr@.paid_history$table$,
				$table$@hr@.trigger_event_history$table$, $table$@hr@.login_history$table$,
				$table$@hr@.deputy_history$table$, $table$@hr@.contract_history$table$,
				$table$@hr@.employee_history$table$])
	WINDOW v AS (PARTITION BY u.employee_id, u.relation COLLATE "C", u.record COLLATE "C"
				 ORDER BY u.change_id DESC)
)
SELECT v.relation, v.employee_id, v.record, NULL::date AS first_day, NULL::date AS last_day,
	   true AS stands, max(v.until)::date AS known_until, NULL::text AS joined_to,
	   NULL::text AS kept_because
FROM   version v
WHERE  v.stands_now AND v.stands AND v.until IS NOT NULL
AND    greatest(v.last_day, v.beyond) > COALESCE(greatest(v.last_now, v.beyond_now), '-infinity')
GROUP  BY v.relation, v.employee_id, v.record
UNION  ALL
-- days that touched or overlapped others, or had no working day between: nobody is off for two
-- months
SELECT o.relation, o.employee_id, o.record, NULL, NULL, true, max(v.until), NULL, NULL
FROM  (
	SELECT 'absence' AS relation, a.employee_id, format('absence %s', a.absence_id) AS record,
		   a.last_day
	FROM   @hr@.absence a
	WHERE  a.last_day < upper(bradford.known_days())
	UNION  ALL
	SELECT 'fit_note', n.employee_id, format('fit note of %s to %s', n.first_day, n.last_day),
		   n.last_day
	FROM   @hr@.fit_note n
	WHERE  n.last_day < upper(bradford.known_days())) o
JOIN  (
	SELECT v.employee_id, v.first_day, v.last_day, v.until::date AS until
	FROM   version v
	WHERE  v.relation = 'absence' AND v.stands AND v.until IS NOT NULL
	AND    NOT (v.stands_now AND v.first_day = v.first_now AND v.last_day = v.last_now)
	UNION  ALL
	SELECT t.employee_id, t.first_day, t.last_day, t.changed_at::date
	FROM   @hr@.fit_note_history t
	WHERE  NOT t.stands) v ON v.employee_id = o.employee_id AND v.last_day > o.last_day
			AND v.first_day <= o.last_day + 62
GROUP  BY o.relation, o.employee_id, o.record
UNION  ALL
SELECT 'absence', o.employee_id, format('absence %s', j.absence_id), NULL, NULL, true,
	   max(o.until)::date, format('absence %s', j.joined_to), NULL
FROM  (
	SELECT t.*, lead(t.changed_at) OVER (PARTITION BY t.employee_id, t.absence_id
										 ORDER BY t.change_id) AS until
	FROM   @hr@.absence_override_history t) o
CROSS  JOIN LATERAL (VALUES (o.absence_id, o.joined_to), (o.joined_to, o.absence_id))
			AS j(absence_id, joined_to)
WHERE  o.stands AND o.joined_to IS NOT NULL AND o.until IS NOT NULL
GROUP  BY o.employee_id, j.absence_id, j.joined_to
UNION  ALL
SELECT v.relation, v.employee_id, v.record, min(v.first_day),
	   max(COALESCE(nullif(v.last_day, 'infinity'), v.first_day)), false,
	   max(v.changed_at)::date, NULL, min(s.kept_because)
FROM   version v
LEFT   JOIN (SELECT s.employee_id, min(s.kept_because) AS kept_because
			 FROM   spared s GROUP BY s.employee_id) s ON s.employee_id = v.employee_id
WHERE  NOT v.stands_now
GROUP  BY v.relation, v.employee_id, v.record
UNION  ALL
SELECT NULL, s.employee_id, NULL, NULL, NULL, true, 'infinity', NULL, NULL
FROM   spared s
WHERE  s.formerly;
END;
COMMENT ON FUNCTION @hr@.known_otherwise(date) IS
	'For retention_report: what the history holds on records that were known otherwise than now, '
	'or were deleted. Fails if row-level security may hide a part of it from the reader (42501).';

ALTER FUNCTION @hr@.known_otherwise(date) DEPENDS ON EXTENSION bradford;
$hr_file$),
(85, 'history report', 'absence_history_report', $hr_file$CREATE OR REPLACE FUNCTION @hr@.absence_history_report(from_day date, to_day date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	absence_id @hr@.absence_history.absence_id%TYPE,
	changed_at timestamptz,
	changed_by text,
	change text,
	changes text,
	first_day @hr@.absence_history.first_day%TYPE,
	last_day @hr@.absence_history.last_day%TYPE
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT h.employee_id, e.name, e.service_area, e.manager_id, h.absence_id,
	   h.changed_at, h.changed_by,
	   CASE WHEN h.change = 'kept before' THEN 'kept before'
			WHEN h.change = 'replaced' AND NOT m.moved THEN 'renumbered'
			WHEN NOT c.stands THEN 'deleted'
			WHEN c.stood THEN 'corrected'
			ELSE 'entered' END AS change,
	   d.changes, CASE WHEN c.stands THEN (c.after).first_day END AS first_day,
	   CASE WHEN c.stands THEN (c.after).last_day END AS last_day
FROM   @hr@.absence_history h
LEFT   JOIN LATERAL (
	SELECT b AS before
	FROM   @hr@.absence_history b
	WHERE  b.employee_id = h.employee_id AND b.absence_id = h.absence_id
	AND    b.change_id < h.change_id
	ORDER  BY b.change_id DESC
	LIMIT  1) b ON true
-- An absence that moves from one person to another changes the record of both: at one moment it is
-- replaced under one key and appears under the other. If several have one number, nobody knows
-- which moved to whom.
LEFT   JOIN LATERAL (
	SELECT (array_agg(o))[1] AS other
	FROM   @hr@.absence_history o
	WHERE  o.absence_id = h.absence_id AND o.employee_id <> h.employee_id
	AND    o.changed_at = h.changed_at
	AND    CASE WHEN h.change = 'replaced' THEN o.change = 'updated'
				WHEN h.change = 'updated' AND (b.before).stands IS NOT TRUE
				THEN o.change = 'replaced' END
	HAVING count(*) = 1) o ON true
CROSS  JOIN LATERAL (SELECT (o.other).change_id IS NOT NULL AS moved) m
CROSS  JOIN LATERAL (
	SELECT CASE WHEN NOT m.moved THEN b.before WHEN h.stands THEN o.other ELSE h END AS before,
		   CASE WHEN m.moved AND NOT h.stands THEN o.other ELSE h END AS after,
		   m.moved OR (b.before).stands AS stood, m.moved OR h.stands AS stands) c
-- the person who has the number, or had it last
LEFT   JOIN LATERAL (
	SELECT l.name, l.service_area, l.manager_id
	FROM   @hr@.employee_history l
	WHERE  l.employee_id = h.employee_id
	ORDER  BY l.change_id DESC
	LIMIT  1) e ON true
-- column by column, also those that the site has added or will add
CROSS  JOIN LATERAL (
	SELECT string_agg(format('%s: %s -> %s', x.key, coalesce(y.value, 'none'),
						coalesce(x.value, 'none')), '; ' ORDER BY x.n) AS changes
	FROM   json_each_text(to_json(c.after)) WITH ORDINALITY AS x(key, value, n)
	JOIN   json_each_text(to_json(c.before)) AS y(key, value) ON y.key = x.key
	WHERE  x.key NOT IN ('change_id', 'changed_at', 'changed_by', 'change', 'stands')
	AND    c.stood AND c.stands AND x.value IS DISTINCT FROM y.value) d
WHERE  h.changed_at >= absence_history_report.from_day
AND    h.changed_at < absence_history_report.to_day + 1;
END;
COMMENT ON FUNCTION @hr@.absence_history_report(date, date) IS
	'The view of this name, by the days on which the changes were made, both included.';

CREATE OR REPLACE VIEW @hr@.absence_history_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.absence_history_report('-infinity', 'infinity');
COMMENT ON VIEW @hr@.absence_history_report IS
	'Changes of absence records since the history is kept: one row per change, with what '
	'changed, when and by whom.';
COMMENT ON COLUMN @hr@.absence_history_report.employee_id IS
	'Whose record was changed; an absence that moves from one person to '
	'another is a change for both';
COMMENT ON COLUMN @hr@.absence_history_report.name IS
	'Latest recorded name of the person who has this payroll number, or had it last';
COMMENT ON COLUMN @hr@.absence_history_report.service_area IS 'Service area';
COMMENT ON COLUMN @hr@.absence_history_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.absence_history_report.absence_id IS 'Number of the record';
COMMENT ON COLUMN @hr@.absence_history_report.changed_at IS
	'When the statement that changed it ran';
COMMENT ON COLUMN @hr@.absence_history_report.changed_by IS 'Role of the database that changed it';
COMMENT ON COLUMN @hr@.absence_history_report.change IS
	'entered, corrected, deleted, renumbered (it goes on under another number of the absence or of '
	'the person), or kept before (it existed when the history began)';
COMMENT ON COLUMN @hr@.absence_history_report.changes IS
	'What was corrected: each column with its value before and after';
COMMENT ON COLUMN @hr@.absence_history_report.first_day IS
	'First day of absence after the change; none if it was deleted';
COMMENT ON COLUMN @hr@.absence_history_report.last_day IS
	'Last day of absence after the change; none while it runs';

ALTER FUNCTION @hr@.absence_history_report(date, date) DEPENDS ON EXTENSION bradford;
$hr_file$);
END;
COMMENT ON FUNCTION hr_files() IS
'The files of sql/hr in the order in which they depend on one another: plain SQL over a schema that is '
'written @hr@. create_tables runs the file of kind tables. create_reports runs those of kind report and, if '
'history is kept, history report. keep_history and create_known run those of kind history and known. '
'protect, record_trigger_events and forget run those of kind command.';

--------------------------------------------------------------------------------
-- columns: what the tables hold, and which columns the reports read
--
-- Only the files in sql/hr know both. This section runs them once in a temporary
-- schema; table_columns() is what the catalogs then show. An update does so too, and
-- replaces the function.
--------------------------------------------------------------------------------

DO $do$
DECLARE
	workshop	text := pg_catalog.quote_ident(
							pg_catalog.format('bradford workshop %s', pg_catalog.pg_backend_pid()));
	path		text := pg_catalog.current_setting('search_path');
	command		text;
BEGIN
	PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
	PERFORM set_config('quote_all_identifiers', 'off', true);
	EXECUTE format('CREATE SCHEMA %s', workshop);
	FOR command IN
		SELECT replace(f.definition, '@hr@', workshop) FROM bradford.hr_files() f
		WHERE  f.kind IN ('tables', 'report') ORDER BY f.place
	LOOP
		EXECUTE command;
	END LOOP;

	SELECT string_agg(format('(%L, %L, %L, %L, %L, %L::text[])', v.relation, v."column", v.type,
							 v.rule, v.meaning, v.read_by), ', ' ORDER BY v.oid, v.attnum)
	INTO   command
	FROM  (
		SELECT c.oid, 0 AS attnum, c.relname AS relation, NULL AS "column", NULL AS type,
			   NULL AS rule,
			   obj_description(c.oid, 'pg_class') AS meaning, '{}'::name[] AS read_by
		FROM   pg_class c
		WHERE  c.relnamespace = to_regnamespace(workshop) AND c.relkind = 'r'
		UNION ALL
		SELECT c.oid, a.attnum, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
			   concat_ws(' ', CASE WHEN a.attnotnull THEN 'NOT NULL' END,
					'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
					CASE WHEN a.attidentity <> '' THEN 'GENERATED BY DEFAULT AS IDENTITY' END,
				   (SELECT string_agg(replace(pg_get_constraintdef(k.oid), workshop || '.', ''), ' '
									  ORDER BY k.conname)
					FROM   pg_constraint k
					WHERE  k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum]
					AND    k.contype IN ('p', 'u', 'f', 'c'))),
			   col_description(c.oid, a.attnum),
			   ARRAY(SELECT p.proname FROM pg_depend u JOIN pg_proc p ON p.oid = u.objid
					 WHERE  u.classid = 'pg_proc'::regclass AND u.refclassid = 'pg_class'::regclass
					 AND    u.refobjid = c.oid AND u.refobjsubid = a.attnum
					 ORDER  BY p.proname)
		FROM   pg_class c
		JOIN   pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
		LEFT   JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
		WHERE  c.relnamespace = to_regnamespace(workshop) AND c.relkind = 'r') v;

	EXECUTE 'CREATE OR REPLACE FUNCTION bradford.table_columns(OUT relation text, OUT "column" text,
			OUT type text, OUT rule text, OUT meaning text, OUT read_by text[])
		RETURNS SETOF record
		LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 160
		BEGIN ATOMIC VALUES ' || command || '; END';
	EXECUTE format('DROP SCHEMA %s CASCADE', workshop);
	PERFORM set_config('search_path', path, true);
END
$do$;
COMMENT ON FUNCTION table_columns() IS
	'The HR relations that create_tables makes and reports read: relation and column (NULL: the '
	'relation itself), type, constraint, meaning, and the reports that read it. A site''s own '
	'views need these columns.';
--------------------------------------------------------------------------------
-- reports: what people open, made in the user's own schema over its HR tables, or
-- over views, materialised views and foreign tables of the same names
--
-- Each report is one file of sql/hr: an as-of function, and mostly a view of the same
-- name at the current date. The functions are LANGUAGE sql, STABLE, not strict and
-- without SET, with one query that is parsed when they are made. So the planner
-- inlines them, a condition on a report reaches the indexes of the tables, and names
-- always mean what they meant when the report was made.
--
-- The last line of each file marks the function as depending on the extension. By this
-- mark create_reports finds its own reports; objects without it are the site's and stay.
--------------------------------------------------------------------------------

CREATE FUNCTION reports_made(schema text,
		OUT name text, OUT function regprocedure, OUT view regclass)
	RETURNS SETOF record
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 25
BEGIN ATOMIC
SELECT p.proname, p.oid::regprocedure, v.view
FROM   pg_namespace n
JOIN   pg_proc p ON p.pronamespace = n.oid AND p.prokind = 'f'
JOIN   bradford.hr_files() f ON f.name = p.proname::text
JOIN   pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'x'
JOIN   pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
-- the view of a report reads the function of its name, or is read by it
LEFT   JOIN LATERAL (
	SELECT c.oid::regclass AS view
	FROM   pg_class c
	JOIN   pg_rewrite w ON w.ev_class = c.oid
	JOIN   pg_depend u ON (u.classid, u.objid, u.refclassid, u.refobjid) IN (
				('pg_rewrite'::regclass, w.oid, 'pg_proc'::regclass, p.oid),
				('pg_proc'::regclass, p.oid, 'pg_class'::regclass, c.oid))
	WHERE  c.relnamespace = n.oid AND c.relkind = 'v' AND c.relname = p.proname
	LIMIT  1) v ON true
WHERE  n.nspname::text = schema AND e.extname = 'bradford';
END;
COMMENT ON FUNCTION reports_made(text) IS
	'The reports that create_reports has made in this schema: name, function, and view if it has '
	'one.';


CREATE FUNCTION report_problems(schema text) RETURNS SETOF text
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
WITH needed AS (
	SELECT t.relation, t."column", t.type::regtype AS type, t.n
	FROM   bradford.table_columns() WITH ORDINALITY
				AS t(relation, "column", type, rule, meaning, read_by, n)
	WHERE  t.read_by <> '{}'
), relations AS (
	SELECT c.oid, c.relname::text AS relation
	FROM   pg_class c
	JOIN   pg_namespace s ON s.oid = c.relnamespace
	WHERE  s.nspname::text = schema AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
), found AS (
	SELECT r.relation, a.attname::text AS "column", a.atttypid AS type,
		   format_type(a.atttypid, a.atttypmod) AS written, y.typcategory AS category,
		   -- a domain does what its base type does
		   CASE WHEN y.typtype = 'd' THEN y.typbasetype ELSE y.oid END::regtype AS base
	FROM   relations r
	JOIN   pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
	JOIN   pg_type y ON y.oid = a.atttypid
), problems(n, problem) AS (
	SELECT 2, format('%s has the name of a report and was not made by create_reports', x.object)
	FROM  (
		SELECT format('function %I(%s)', p.proname, pg_get_function_identity_arguments(p.oid))
				AS object,
			   p.proname AS name
		FROM   pg_proc p
		JOIN   pg_namespace s ON s.oid = p.pronamespace
		WHERE  s.nspname::text = schema
		AND    p.oid NOT IN (SELECT m.function FROM bradford.reports_made(schema) m)
		UNION ALL
		SELECT format('%s %I', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialised view'
					WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index'
					WHEN 'I' THEN 'index' WHEN 'c' THEN 'type' ELSE 'table' END, c.relname),
			   c.relname
		FROM   pg_class c
		JOIN   pg_namespace s ON s.oid = c.relnamespace
		WHERE  s.nspname::text = schema
		AND    NOT EXISTS (SELECT FROM bradford.reports_made(schema) m WHERE m.view = c.oid)
		UNION ALL
		SELECT format('type %I', y.typname), y.typname
		FROM   pg_type y
		JOIN   pg_namespace s ON s.oid = y.typnamespace
		WHERE  s.nspname::text = schema AND y.typrelid = 0) x
	JOIN   bradford.hr_files() f ON f.name = x.name::text AND f.kind IN ('report', 'history report')
	UNION ALL
	SELECT 10 + min(d.n), format('%I is missing', d.relation)
	FROM   needed d
	WHERE  d.relation NOT IN (SELECT r.relation FROM relations r)
	GROUP  BY d.relation
	UNION ALL
	SELECT 10 + d.n, format('%I.%I of type %s is missing', d.relation, d."column", d.type)
	FROM   needed d
	WHERE  d.relation IN (SELECT r.relation FROM relations r)
	AND    NOT EXISTS (SELECT FROM found f
					   WHERE  f.relation = d.relation AND f."column" = d."column")
	UNION ALL
	SELECT 10 + d.n, format('%I.%I has type %s, not %s', d.relation, d."column",
				f.written, d.type)
	FROM   needed d
	JOIN   found f ON f.relation = d.relation AND f."column" = d."column"
	WHERE  NOT CASE
			-- numbers of people and records are only ever compared with one another
			WHEN d.type = 'bigint'::regtype
				THEN f.base = ANY ('{smallint,integer,bigint,numeric,uuid}'::regtype[])
					 OR f.category = 'S'
			WHEN d.type = 'text'::regtype THEN f.category = 'S'
			WHEN d.type = 'numeric'::regtype
				THEN f.base = ANY ('{smallint,integer,bigint,numeric}'::regtype[])
			WHEN d.type = ANY ('{integer,smallint}'::regtype[])
				THEN f.base = ANY ('{smallint,integer}'::regtype[])
			ELSE f.base = d.type
		END
	UNION ALL
	-- keys that reports compare must be of one kind: all numbers, or all texts
	SELECT 10 + d.n, format('%I.%I has type %s, but %I.%I has %s', d.relation, d."column",
				f.written, e.relation, e."column", e.written)
	FROM   needed d
	JOIN   found f ON f.relation = d.relation AND f."column" = d."column"
	JOIN  (VALUES
			('employee_id', 'employee', 'employee_id'), ('manager_id', 'employee', 'employee_id'),
			('absence_id', 'absence', 'absence_id'), ('joined_to', 'absence', 'absence_id'),
			('case_id', 'hr_case', 'case_id')) AS o("column", relation, key)
			ON o."column" = d."column"
	JOIN   found e ON e.relation = o.relation AND e."column" = o.key
	WHERE  f.category <> e.category
)
SELECT p.problem FROM problems p ORDER BY p.n, p.problem;
END;
COMMENT ON FUNCTION report_problems(text) IS
	'What prevents create_reports from making its reports in this schema: columns that are missing '
	'or of another type (see table_columns), names that are taken. No rows if there is nothing.';


CREATE FUNCTION patience() RETURNS interval
	LANGUAGE sql STABLE PARALLEL SAFE COST 10
BEGIN ATOMIC
SELECT CASE s.setting WHEN '0' THEN interval '10 seconds'
			ELSE s.setting::integer * interval '1 ms' END
FROM   pg_settings s
WHERE  s.name = 'lock_timeout';
END;
COMMENT ON FUNCTION patience() IS
	'How long the procedures that lock tables or reports wait for other transactions: '
	'lock_timeout, or ten seconds if that is not set.';


CREATE PROCEDURE when_unread(schema text, command text,
		-- evaluated by the caller, before the SET below
		patience interval DEFAULT bradford.patience())
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '1ms'
AS $procedure$
DECLARE
	all_of_it	text := concat_ws('; ', (
		SELECT format('LOCK TABLE %s IN ACCESS SHARE MODE NOWAIT',
					string_agg(DISTINCT format('ONLY %s', c.oid::regclass), ', '))
		FROM   pg_class c
		JOIN   pg_namespace n ON n.oid = c.relnamespace
		JOIN   bradford.table_columns() t ON t.relation = c.relname::text
		WHERE  n.nspname::text = schema AND c.relkind IN ('r', 'p')
		AND    has_table_privilege(c.oid, 'SELECT')
		HAVING count(*) > 0), (
		-- Not views over tables: locking a view also locks what it reads. Replacing such a view
		-- locks it, and fails at once if somebody holds it.
		SELECT format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE NOWAIT',
					  string_agg(m.view::text, ', '))
		FROM   bradford.reports_made(schema) m
		WHERE  NOT EXISTS (SELECT FROM pg_rewrite w
						   JOIN   pg_depend d
								ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
						   WHERE  w.ev_class = m.view AND d.refclassid = 'pg_class'::regclass
						   AND    d.refobjid <> m.view)
		HAVING count(m.view) > 0), command);
	began		timestamptz := clock_timestamp();
BEGIN
	-- Readers hold their views in any order until their transactions end; others hold tables that
	-- they alter, or functions that they build on. Waiting for one of them while holding what they
	-- want next would hold up all readers and could end in a deadlock. So everything happens at
	-- once or not at all, and readers get their turn before the next try.
	WHILE clock_timestamp() < began + patience LOOP
		BEGIN
			EXECUTE all_of_it;
			RETURN;
		EXCEPTION WHEN lock_not_available THEN
			PERFORM pg_sleep(0.1);
		END;
	END LOOP;
	RAISE EXCEPTION 'reports are in use in schema %', quote_ident(schema) USING ERRCODE = '55P03',
		DETAIL = format('For %s, some transaction at every moment had read one of them, built '
						'something on one, or altered a table that they read.', patience),
		HINT = 'Call it again when those transactions have ended, or with a longer lock_timeout; '
			   'pg_locks shows them.';
END
$procedure$;
COMMENT ON PROCEDURE when_unread(text, text, interval) IS
	'Runs a command of create_reports or drop_reports while nobody holds a view of the reports. It '
	'never waits for one lock while holding another. Fails if other transactions do not end in '
	'time (55P03).';


CREATE FUNCTION rights_on(view regclass, functions oid[]) RETURNS text[]
	LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1000
BEGIN ATOMIC
SELECT array_agg(c.command ORDER BY c.n)
FROM  (
	SELECT 'TABLE' AS kind, v.oid::regclass::text AS name, v.relacl AS acl, '' AS columns,
		   v.relowner AS owner
	FROM   pg_class v
	WHERE  v.oid = view
	UNION ALL
	SELECT 'TABLE', a.attrelid::regclass::text, a.attacl, format('(%I)', a.attname), NULL
	FROM   pg_attribute a
	WHERE  a.attrelid = view AND a.attacl IS NOT NULL
	UNION ALL
	SELECT 'FUNCTION', format('%I.%I', n.nspname, p.proname), p.proacl, '', p.proowner
	FROM   pg_proc p
	JOIN   pg_namespace n ON n.oid = p.pronamespace
	-- not = ANY: PostgreSQL 18 plans for the array at hand, element by element,
	-- and can't be cancelled then
	WHERE  p.oid IN (SELECT unnest(functions))) o
CROSS  JOIN LATERAL (
	SELECT 1 AS n, format('REVOKE ALL ON %s %s FROM PUBLIC', o.kind, o.name) AS command
	WHERE  o.columns = '' AND o.acl IS NOT NULL
	UNION ALL
	SELECT 2, format('GRANT %s %s ON %s %s TO %s%s', a.privilege_type, o.columns, o.kind, o.name,
				COALESCE(quote_ident(g.rolname), 'PUBLIC'),
				CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END)
	FROM   aclexplode(o.acl) a
	LEFT   JOIN pg_roles g ON g.oid = a.grantee
	UNION ALL
	SELECT 3, format('ALTER %s %s OWNER TO %I', o.kind, o.name, pg_get_userbyid(o.owner))
	WHERE  o.owner IS NOT NULL) c;
END;
COMMENT ON FUNCTION rights_on(regclass, oid[]) IS
	'The commands that give the rights and owners of this view and these functions to a report '
	'that is made anew.';


CREATE FUNCTION empty_reports(schema text) RETURNS oid[]
	LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE COST 1000
	SET search_path = pg_catalog, pg_temp
	-- a shell in PL/pgSQL could not have a parameter and a column of one name
	SET check_function_bodies = off
AS $function$
DECLARE
	shells	oid[] := '{}';
	r		record;
BEGIN
	FOR r IN
		SELECT p.oid, format('CREATE OR REPLACE FUNCTION %I.%I(%s) RETURNS %s '
				'LANGUAGE plpgsql AS %L',
				schema, m.name, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
				'BEGIN END') AS shell
		FROM   bradford.reports_made(schema) m JOIN pg_proc p ON p.oid = m.function
	LOOP
		EXECUTE r.shell;
		shells := shells || r.oid;
	END LOOP;
	RETURN shells;
END
$function$;
COMMENT ON FUNCTION empty_reports(text) IS
	'Turns the functions of the reports in this schema into empty shells, and returns their oids. '
	'Reports read one another, and shells do not, so each can be replaced or dropped by itself.';


CREATE PROCEDURE make_reports(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
DECLARE
	hr		text := quote_ident(schema);
	shells	oid[];			-- functions that are there, made empty
	older	text;				-- those of one report, for DROP FUNCTION
	wrong	text;
	rights	text[];
	options	text;				-- of the view of one report, as the site may have set them
	command	text;
	r		record;
BEGIN
	shells := bradford.empty_reports(schema);

	FOR r IN
		SELECT f.name, hr || '.' || f.name AS report,
			   replace(f.definition, '@hr@', hr) AS definition
		FROM   bradford.hr_files() f
		WHERE  f.kind = 'report'
		OR     f.kind = 'history report' AND NOT EXISTS (
				-- a history that it reads and that is not there
				SELECT FROM regexp_matches(f.definition, '@hr@\.(\w+_history)\M', 'g') AS h(name)
				WHERE  to_regclass(hr || '.' || h.name[1]) IS NULL)
		ORDER  BY f.place
	LOOP
		rights := NULL;
		options := (SELECT array_to_string(c.reloptions, ', ') FROM pg_class c
					WHERE  c.oid = to_regclass(r.report));
		BEGIN
			EXECUTE r.definition;
		EXCEPTION WHEN invalid_function_definition OR invalid_table_definition
				OR ambiguous_function THEN
			-- other columns or parameters: the older report is dropped, if that is the cause
			IF NOT EXISTS (SELECT FROM pg_proc p
						   WHERE  p.oid = ANY (shells) AND p.proname = r.name) THEN
				RAISE;
			END IF;
			rights := bradford.rights_on(to_regclass(r.report), ARRAY(
				SELECT p.oid FROM pg_proc p WHERE p.oid = ANY (shells) AND p.proname = r.name));
		END;

		-- a function that is still a shell must be made anew, or has parameters of an older release
		SELECT 'DROP FUNCTION ' || string_agg(p.oid::regprocedure::text, ', ') INTO older
		FROM   pg_proc p JOIN pg_language l ON l.oid = p.prolang
		WHERE  p.oid = ANY (shells) AND p.proname = r.name AND l.lanname = 'plpgsql';
		BEGIN
			IF rights IS NOT NULL THEN
				-- DROP VIEW would silently drop rules and triggers too
				SELECT string_agg(x.what, E'\n') INTO wrong
				FROM  (
					SELECT pg_describe_object('pg_trigger'::regclass, t.oid, 0) AS what
					FROM   pg_trigger t WHERE t.tgrelid = to_regclass(r.report)
					UNION ALL
					SELECT pg_describe_object('pg_rewrite'::regclass, w.oid, 0)
					FROM   pg_rewrite w
					WHERE  w.ev_class = to_regclass(r.report) AND w.rulename <> '_RETURN') x;
				IF wrong IS NOT NULL THEN
					RAISE dependent_objects_still_exist USING DETAIL = wrong;
				END IF;
				EXECUTE format('DROP VIEW IF EXISTS %s', r.report);
			END IF;
			IF older IS NOT NULL THEN
				EXECUTE older;
			END IF;
		EXCEPTION WHEN dependent_objects_still_exist THEN
			GET STACKED DIAGNOSTICS wrong = PG_EXCEPTION_DETAIL;
			RAISE EXCEPTION 'your own objects depend on report "%", whose columns change', r.name
				USING ERRCODE = '2BP01',
				DETAIL = wrong,
				HINT = 'Drop those objects, call bradford.create_reports '
					   'again, and make them anew.';
		END;
		IF rights IS NOT NULL THEN
			EXECUTE r.definition;
			FOREACH command IN ARRAY rights LOOP
				BEGIN
					EXECUTE command;
				EXCEPTION WHEN undefined_column THEN
					NULL;		-- the column is gone, and so are the rights on it
				END;
			END LOOP;
		END IF;
		IF options IS NOT NULL THEN
			EXECUTE format('ALTER VIEW %s SET (%s)', r.report, options);
		END IF;
	END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE make_reports(text) IS
	'The work of create_reports, after it has checked the schema and locked the reports.';


CREATE PROCEDURE create_reports(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
	names	text[] := ARRAY(SELECT f.name FROM bradford.hr_files() f
							UNION SELECT t.relation FROM bradford.table_columns() t);
	hr		text := bradford.target_schema(schema, names);
	wrong	text;
BEGIN
	IF to_regnamespace(hr) IS NULL THEN
		RAISE EXCEPTION 'schema % does not exist', hr USING ERRCODE = '3F000',
			DETAIL = 'Reports are made in the schema that holds the HR tables, or '
					 'views of the same names.',
			HINT = 'Call bradford.create_tables first, or name the schema of your own views.';
	END IF;
	SELECT string_agg(p.problem, E'\n' ORDER BY p.n) INTO wrong
	FROM   bradford.report_problems(schema) WITH ORDINALITY AS p(problem, n);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema % is not ready for the reports', hr USING ERRCODE = '42704',
			DETAIL = wrong,
			HINT = 'Rename or drop what has the name of a report. CALL bradford.create_tables '
				   'makes what is missing; if you have views over your own database, add or cast '
				   'the columns there.';
	END IF;
	CALL bradford.when_unread(schema, format('CALL bradford.make_reports(%L)', schema));

	-- somebody may have made a function of the same name just before
	PERFORM bradford.refuse_foreign(schema, names);
END
$procedure$;
COMMENT ON PROCEDURE create_reports(text) IS
	'Makes or refreshes the reports in this schema; owners, rights, and your views on them stay. '
	'Refused, all listed: objects of others (42501), missing columns and taken names (42704), your '
	'views on columns that change (2BP01).';


CREATE PROCEDURE drop_reports(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
	hr		text := bradford.target_schema(schema, ARRAY(SELECT f.name FROM bradford.hr_files() f));
	command	text;
BEGIN
	IF to_regnamespace(hr) IS NULL THEN
		RAISE EXCEPTION 'schema % does not exist', hr USING ERRCODE = '3F000',
			DETAIL = 'There are no reports to drop.',
			HINT = 'Name the schema for which bradford.create_reports was called.';
	END IF;
	-- all at once, so that only objects of the site can depend on them
	SELECT concat_ws('; ', format('SELECT bradford.empty_reports(%L)', schema),
						   'DROP VIEW ' || string_agg(m.view::text, ', '),
						   'DROP FUNCTION ' || string_agg(m.function::text, ', ')) INTO command
	FROM   bradford.reports_made(schema) m;
	CALL bradford.when_unread(schema, command);
END
$procedure$;
COMMENT ON PROCEDURE drop_reports(text) IS
	'Drops what create_reports has made in this schema. Fails if objects of your own depend on a '
	'report (2BP01), and names them.';
--------------------------------------------------------------------------------
-- access: who sees what of the HR tables and reports
--
-- sql/hr/access.sql is the definition: policies and rights for four kinds of reader.
--------------------------------------------------------------------------------

CREATE FUNCTION access_warnings(schema text) RETURNS SETOF text
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
	SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
RETURN QUERY
WITH RECURSIVE guarded AS (
	SELECT DISTINCT p.relation::oid AS oid FROM bradford.access_policies(schema) p
), stands_on AS (
	SELECT d.refobjid AS below, c.oid, c.relkind = 'm' AS is_stored, c.relnamespace,
		   COALESCE(c.reloptions && '{security_invoker=true,security_invoker=on,'
									'security_invoker=1}', false) AS as_reader
	FROM   pg_depend d
	JOIN   pg_rewrite w ON w.oid = d.objid
	JOIN   pg_class c ON c.oid = w.ev_class
	WHERE  d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_rewrite'::regclass
	AND    c.relkind IN ('v', 'm') AND c.oid <> d.refobjid
), reads(oid, is_function, past) AS (
	-- Views that read past the policies, as their owner, and what reads those views. A report
	-- inside a view still runs as the reader, since it is a function; inside a materialised view
	-- it was run by the owner. Reports over what was known are in the schema of its views.
	SELECT g.oid, false, false FROM guarded g
	UNION
	SELECT m.view::oid, true, false
	FROM  (SELECT schema AS name
		   UNION
		   SELECT n.nspname::text
		   FROM   guarded g
		   JOIN   stands_on s ON s.below = g.oid
		   JOIN   pg_namespace n ON n.oid = s.relnamespace) n
	CROSS  JOIN LATERAL bradford.reports_made(n.name) m
	WHERE  m.view IS NOT NULL
	UNION
	SELECT s.oid, r.is_function, r.past OR s.is_stored OR NOT (r.is_function OR s.as_reader)
	FROM   reads r
	JOIN   stands_on s ON s.below = r.oid
), rights AS (
	SELECT c.oid, a.privilege_type,
		   string_agg(COALESCE(quote_ident(r.rolname), 'PUBLIC'), ', ' ORDER BY r.rolname) AS who
	FROM   pg_class c
	CROSS  JOIN LATERAL aclexplode(c.relacl) a
	LEFT   JOIN pg_roles r ON r.oid = a.grantee
	WHERE  a.grantee <> c.relowner
	GROUP  BY c.oid, a.privilege_type
), readers AS (
	-- the roles of managers, employees and payroll; if a kind has no reader,
	-- its policies name the owner of the tables
	SELECT DISTINCT p.role, r.rolname
	FROM   bradford.access_policies(schema) p
	JOIN   pg_roles r ON r.oid = p.role
	JOIN   pg_class c ON c.oid = p.relation AND c.relowner <> p.role
	WHERE  p.policy <> 'bradford_hr'
), lent AS (
	-- functions that run as their owner, if that owner sees rows of these tables and such a
	-- role does not have the owner's rights. Whether they read the tables cannot be told: a
	-- body may build its queries as it runs
	SELECT f.oid, o.rolname AS owner,
		   string_agg(quote_ident(r.rolname), ', ' ORDER BY r.rolname) AS who
	FROM   pg_proc f
	JOIN   pg_namespace n ON n.oid = f.pronamespace
	JOIN   pg_roles o ON o.oid = f.proowner
	JOIN   readers r ON has_function_privilege(r.role, f.oid, 'EXECUTE')
				AND NOT pg_has_role(r.role, f.proowner, 'USAGE')
	WHERE  f.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
	AND    NOT EXISTS (SELECT FROM pg_depend d
					   WHERE  d.classid = 'pg_proc'::regclass AND d.objid = f.oid
					   AND    d.deptype = 'e')
	-- those by which protect() knows who is reading, here and in another schema
	AND    NOT (f.proname IN ('reader_record', 'reader_managers', 'reader_people')
				AND EXISTS (SELECT FROM bradford.access_policies(n.nspname::text) a
							JOIN   pg_class c ON c.oid = a.relation AND c.relowner = f.proowner))
	AND    EXISTS (
			SELECT FROM guarded g
			JOIN   pg_class c ON c.oid = g.oid
			WHERE  has_any_column_privilege(f.proowner, c.oid, 'SELECT')
			AND   (o.rolsuper OR o.rolbypassrls OR pg_has_role(f.proowner, c.relowner, 'USAGE')
				   OR EXISTS (
					SELECT FROM pg_policy p
					CROSS  JOIN LATERAL unnest(p.polroles) AS u(role)
					WHERE  p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('r', '*')
					AND    u.role <> 0 AND pg_has_role(f.proowner, u.role, 'USAGE'))))
	GROUP  BY f.oid, o.rolname
), warnings(n, warning) AS (
	SELECT 1, format('%s reads HR tables as its owner, and %s may read it', r.oid::regclass, t.who)
	FROM  (SELECT DISTINCT r.oid FROM reads r WHERE r.past) r
	JOIN   rights t ON t.oid = r.oid AND t.privilege_type = 'SELECT'
	WHERE  r.oid NOT IN (SELECT m.view FROM bradford.reports_made(schema) m
						 WHERE  m.name IN ('absence_for_pay', 'full_month', 'staff_on_duty'))
	UNION ALL
	SELECT 2, format('%s may %s %s, and no policy limits that',
					 t.who, t.privilege_type, g.oid::regclass)
	FROM   guarded g
	JOIN   rights t ON t.oid = g.oid AND t.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')
	UNION ALL
	SELECT 3, format('policy %I on %s shows more rows', p.polname, g.oid::regclass)
	FROM   guarded g
	JOIN   pg_policy p ON p.polrelid = g.oid AND p.polpermissive
	WHERE  p.polname NOT IN (SELECT o.policy FROM bradford.access_policies(schema) o)
	UNION ALL
	SELECT 4, format('function %s could show what its owner %I may read, and %s may execute it',
				l.oid::regprocedure, l.owner, l.who)
	FROM   lent l
)
SELECT w.warning FROM warnings w ORDER BY w.n, w.warning;

-- the table of logins is found by its name, and only by those who may read it
IF EXISTS (SELECT FROM bradford.access_policies(schema) p
		   WHERE  p.relation = to_regclass(format('%I.login', schema))
		   AND    has_table_privilege(p.relation, 'SELECT'))
THEN
	RETURN QUERY EXECUTE format(
		'SELECT format(''login "%%s" of employee %%s is not a role'', l.role_name, l.employee_id) '
		'FROM %I.login l WHERE l.role_name NOT IN (SELECT r.rolname::text FROM pg_roles r) '
		'ORDER BY l.role_name', schema);
END IF;
END
$function$;
COMMENT ON FUNCTION access_warnings(text) IS
	'What in this database lets somebody read or change HR data past the policies that protect() '
	'made in this schema: views that read as their owner, rights that no policy limits, policies '
	'of your own, and functions that run as an owner who reads more than the caller. Readers of '
	'the table login also see logins that are not roles. No rows if there is nothing.';


CREATE FUNCTION access_problems(schema text, hr text, others text[]) RETURNS SETOF text
	LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
WITH wanted AS (
	SELECT DISTINCT t.relation FROM bradford.table_columns() t
), relations AS (
	SELECT c.oid, c.relname::text AS relation, c.relkind, c.relowner
	FROM   pg_class c
	JOIN   pg_namespace n ON n.oid = c.relnamespace
	WHERE  n.nspname::text = schema AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
), reader AS (
	SELECT DISTINCT o.name, r.oid, r.rolsuper OR r.rolbypassrls AS sees_all,
		   o.name <> COALESCE(hr, '') AS is_other
	FROM  (SELECT hr AS name UNION ALL SELECT unnest(others)) o
	LEFT   JOIN pg_roles r ON r.rolname = o.name
	WHERE  o.name IS NOT NULL
), problems(n, problem) AS (
	SELECT 1, CASE WHEN r.relation IS NULL THEN format('table %I is missing', w.relation)
				   ELSE format('%I is a %s, and row-level security needs a table', w.relation,
						CASE r.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialised view'
									   ELSE 'foreign table' END) END
	FROM   wanted w
	LEFT   JOIN relations r ON r.relation = w.relation
	WHERE  r.relkind IN ('r', 'p') IS NOT TRUE
	UNION ALL
	SELECT 2, 'reports are missing: ' || string_agg(f.name, ', ' ORDER BY f.name)
	FROM   bradford.hr_files() f
	WHERE  f.kind = 'report' AND f.name NOT IN (SELECT m.name FROM bradford.reports_made(schema) m)
	HAVING count(*) > 0
	UNION ALL
	SELECT 3, format('role "%s" does not exist', r.name) FROM reader r WHERE r.oid IS NULL
	UNION ALL
	-- no policy limits such a role
	SELECT 4, format('role %I is a superuser, or has BYPASSRLS', r.name)
	FROM   reader r WHERE r.is_other AND r.sees_all
	UNION ALL
	SELECT 5, format('role %I has the rights of the owner of table %I', r.name, min(t.relation))
	FROM   reader r
	JOIN   relations t ON t.relation IN (SELECT w.relation FROM wanted w)
	WHERE  r.is_other AND NOT r.sees_all AND pg_has_role(r.oid, t.relowner, 'MEMBER')
	GROUP  BY r.name
	UNION ALL
	SELECT 6, format('role %I is a member of %I, which sees everything', r.name, hr)
	FROM   reader r
	JOIN   reader h ON h.name = hr
	WHERE  r.is_other AND NOT r.sees_all AND pg_has_role(r.oid, h.oid, 'MEMBER')
	UNION ALL
	SELECT 7, format('role %I is named for hr, which sees everything, and for another kind of '
					 'reader', hr)
	WHERE  hr = ANY (others)
	UNION ALL
	-- nobody in such a role would read only for payroll
	SELECT 8, format('role %I reads for payroll, and as %I for another kind', p.name, o.name)
	FROM   reader p
	JOIN   reader o ON o.name IN (SELECT unnest(others[:2]))
	WHERE  p.name = others[3] AND NOT p.sees_all AND NOT o.sees_all
	AND   (pg_has_role(p.oid, o.oid, 'USAGE') OR pg_has_role(o.oid, p.oid, 'USAGE'))
)
SELECT p.problem FROM problems p ORDER BY p.n, p.problem;
END;
COMMENT ON FUNCTION access_problems(text, text, text[]) IS
	'What prevents protect() from guarding this schema for these readers: relations that '
	'are not tables, reports that are missing, roles that do not exist or would see '
	'everything. No rows if there is nothing.';


CREATE PROCEDURE open_tables(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
DECLARE
	hr		text := quote_ident(schema);
	readers	text := (SELECT string_agg(DISTINCT quote_ident(r.rolname), ', ')
					 FROM   bradford.access_policies(schema) p
					 JOIN   pg_roles r ON r.oid = p.role
					 JOIN   pg_class c ON c.oid = p.relation AND c.relowner <> r.oid);
	command	text;
BEGIN
	FOR command IN
		WITH guarded AS (
			SELECT c.oid::regclass AS relation, p.policies, p.others, c.relrowsecurity,
				   c.oid IN (SELECT m.view FROM bradford.reports_made(schema) m) AS is_report,
				   c.relname::text IN (SELECT t.relation FROM bradford.table_columns() t)
						AS is_table
			FROM   pg_class c
			JOIN   pg_namespace n ON n.oid = c.relnamespace
			CROSS  JOIN LATERAL (
				SELECT array_agg(quote_ident(p.polname)) FILTER (WHERE o.is_ours) AS policies,
					   count(*) FILTER (WHERE NOT o.is_ours) AS others
				FROM   pg_policy p
				CROSS  JOIN LATERAL (
					SELECT (p.polrelid, p.polname) IN (
								SELECT a.relation, a.policy
								FROM   bradford.access_policies(schema) a) AS is_ours) o
				WHERE  p.polrelid = c.oid) p
			WHERE  n.nspname::text = schema AND c.relkind IN ('r', 'p', 'v')
		)
		SELECT c.command
		FROM   guarded g
		CROSS  JOIN LATERAL (
			SELECT 1 AS n, format('DROP POLICY %s ON %s', unnest(g.policies), g.relation) AS command
			UNION ALL
			-- a site's own policies stay in force
			SELECT 2, format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', g.relation)
			WHERE  g.is_table AND g.relrowsecurity AND g.others = 0
			UNION ALL
			SELECT 3, format('REVOKE ALL ON %s FROM %s', g.relation, readers)
			WHERE  readers IS NOT NULL AND (g.is_table OR g.is_report OR g.policies IS NOT NULL)) c
		WHERE  EXISTS (SELECT FROM guarded WHERE policies IS NOT NULL)
		ORDER  BY c.n, g.relation::text
	LOOP
		EXECUTE command;
	END LOOP;
	EXECUTE format('DROP FUNCTION IF EXISTS %1$s.reader_sees_all(text), %1$s.reader_people(text), '
				   '%1$s.reader_managers(text), %1$s.reader_record(text, text)', hr);
	FOR command IN
		SELECT format('ALTER VIEW %1$s SET (security_invoker = true); '
					  'ALTER VIEW %1$s RESET (security_barrier)', m.view)
		FROM   bradford.reports_made(schema) m
		WHERE  m.name IN ('absence_for_pay', 'full_month', 'staff_on_duty')
	LOOP
		EXECUTE command;
	END LOOP;
	IF readers IS NOT NULL THEN
		EXECUTE format('REVOKE USAGE ON SCHEMA %s FROM %s', hr, readers);
	END IF;
END
$procedure$;
COMMENT ON PROCEDURE open_tables(text) IS
	'The work of unprotect, after it has checked the schema.';


CREATE PROCEDURE close_tables(schema text, hr text, manager text, employee text, payroll text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
DECLARE
	-- for a kind without a reader, the owner of the tables, who sees them anyway
	nobody		name := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c
						 WHERE  c.oid = to_regclass(format('%I.employee', schema)));
	definition	text;
BEGIN
	CALL bradford.open_tables(schema);
	-- the file of access, then one for each history that is kept
	FOR definition IN
		SELECT f.definition FROM bradford.hr_files() f WHERE f.name = 'access'
		UNION ALL
		SELECT replace(f.definition, '@table@', h.relation)
		FROM   bradford.hr_files() f
		CROSS  JOIN bradford.history_tables(schema) h
		WHERE  f.name = 'history_access' AND h.history IS NOT NULL
		UNION ALL
		SELECT 'GRANT SELECT ON @hr@.absence_history_report TO @hr_reader@'
		FROM   bradford.reports_made(schema) m
		WHERE  m.name = 'absence_history_report'
	LOOP
		definition := replace(definition, '@hr@', quote_ident(schema));
		definition := replace(definition, '@hr_reader@', quote_ident(COALESCE(hr, nobody)));
		definition := replace(definition, '@manager_reader@',
							  quote_ident(COALESCE(manager, nobody)));
		definition := replace(definition, '@employee_reader@',
							  quote_ident(COALESCE(employee, nobody)));
		definition := replace(definition, '@payroll_reader@',
							  quote_ident(COALESCE(payroll, nobody)));
		EXECUTE definition;
	END LOOP;
	-- functions owned by a member of the owner would fail when that membership ends
	EXECUTE format('ALTER FUNCTION %1$I.reader_record(text, text) OWNER TO %2$I; '
				   'ALTER FUNCTION %1$I.reader_managers(text) OWNER TO %2$I; '
				   'ALTER FUNCTION %1$I.reader_people(text) OWNER TO %2$I; '
				   'ALTER FUNCTION %1$I.reader_sees_all(text) OWNER TO %2$I', schema, nobody);
END
$procedure$;
COMMENT ON PROCEDURE close_tables(text, text, text, text, text) IS
	'The work of protect, after it has checked the schema and the roles.';


CREATE PROCEDURE protect(schema text, hr text DEFAULT NULL, manager text DEFAULT NULL,
		employee text DEFAULT NULL, payroll text DEFAULT NULL)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
	names	text[] := ARRAY(SELECT f.name FROM bradford.hr_files() f
							UNION SELECT t.relation FROM bradford.table_columns() t
							UNION SELECT unnest('{reader_record,reader_managers,reader_people,'
												'reader_sees_all}'::text[]));
	site	text := bradford.target_schema(schema, names);
	wrong	text;
BEGIN
	SELECT string_agg(p.problem, E'\n' ORDER BY p.n) INTO wrong
	FROM   bradford.access_problems(schema, hr, ARRAY[manager, employee, payroll])
				WITH ORDINALITY AS p(problem, n);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema % cannot be guarded for these readers', site
			USING ERRCODE = '55000',
			DETAIL = wrong,
			HINT = 'Call bradford.create_tables and bradford.create_reports first. Name ordinary '
				   'roles; only that of hr may see everything. If your views here read a '
				   'database of your own, guard its tables by your own policies.';
	END IF;
	CALL bradford.when_unread(schema, format('CALL bradford.close_tables(%L, %L, %L, %L, %L)',
											 schema, hr, manager, employee, payroll));
	-- somebody may have made a function of the same name just before
	PERFORM bradford.refuse_foreign(schema, names);

	SELECT string_agg(w.warning, E'\n' ORDER BY w.n) INTO wrong
	FROM   bradford.access_warnings(schema) WITH ORDINALITY AS w(warning, n);
	IF wrong IS NOT NULL THEN
		RAISE WARNING 'schema % is guarded, but look at this', site
			USING DETAIL = wrong,
			HINT = format('SELECT * FROM bradford.access_warnings(%L) shows this again.', schema);
	END IF;
END
$procedure$;
COMMENT ON PROCEDURE protect(text, text, text, text, text) IS
	'Guards the HR tables and reports in this schema by row-level security and rights for '
	'four kinds of reader, each a role (NULL: nobody). It replaces what an earlier call '
	'gave. Refused, all listed: objects of others (42501), relations that are not tables '
	'and roles that would see everything (55000).';


CREATE PROCEDURE unprotect(schema text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $procedure$
BEGIN
	PERFORM bradford.target_schema(schema, ARRAY(
		SELECT f.name FROM bradford.hr_files() f
		UNION SELECT t.relation FROM bradford.table_columns() t));
	CALL bradford.when_unread(schema, format('CALL bradford.open_tables(%L)', schema));
END
$procedure$;
COMMENT ON PROCEDURE unprotect(text) IS
	'Takes back what protect() gave in this schema: policies, rights, and row-level security '
	'unless the table has a policy of your own.';
--------------------------------------------------------------------------------
-- told: the outbox of crossings, from which managers are told what became known
--
-- An absence is often entered after the return, when its crossing is already in the
-- past. So the day of a crossing does not show what is new. Each recording works out
-- the crossings of a long time back anew, and records the difference from the table.
-- sql/hr/record_trigger_events.sql is that difference.
--------------------------------------------------------------------------------

CREATE PROCEDURE record_trigger_events(
	schema text, up_to date DEFAULT CURRENT_DATE - 1, from_day date DEFAULT NULL)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
	-- somebody who sees only some people would withdraw the crossings of the
	-- others, so this gives an error
	SET row_security = off
	-- the reports have many expressions: to compile them takes longer than to run them
	SET jit = off
AS $procedure$
DECLARE
	-- One recording at a time: this takes a lock until the transaction ends. It requires READ
	-- COMMITTED, so the statement below sees what the recording before has committed.
	hr			text := bradford.target_schema(schema, ARRAY(
						SELECT f.name FROM bradford.hr_files() f
						UNION SELECT t.relation FROM bradford.table_columns() t));
	command		text := (SELECT f.definition FROM bradford.hr_files() f
						 WHERE  f.name = 'record_trigger_events');
	missing		text;
	reached		bigint;
	cleared		bigint;
	withdrawn	bigint;
BEGIN
	SELECT string_agg(m.object, ', ') INTO missing
	FROM  (
		SELECT 'table trigger_event' AS object
		WHERE  to_regclass(hr || '.trigger_event') IS NULL
		UNION ALL
		SELECT 'report trigger_event_report'
		WHERE  to_regprocedure(hr || '.trigger_event_report(date, date)') IS NULL) m;
	IF missing IS NOT NULL THEN
		RAISE EXCEPTION 'schema % is not ready to record trigger events', hr
			USING ERRCODE = '42704',
			DETAIL = format('Missing: %s.', missing),
			HINT = 'Call bradford.create_tables and bradford.create_reports first.';
	END IF;
	IF to_regprocedure(hr || '.known_at(text, timestamp with time zone)') IS NOT NULL THEN
		RAISE EXCEPTION 'nothing can be recorded in schema %', hr USING ERRCODE = '42809',
			DETAIL = 'Its views show what was known at the moment set in bradford.known_at.',
			HINT = 'Name the schema of the tables.';
	END IF;
	IF up_to IS NULL THEN
		RAISE EXCEPTION 'up_to must not be NULL' USING ERRCODE = '22004',
			DETAIL = 'It is the last day whose crossings are recorded.',
			HINT = 'Leave it out for yesterday.';
	END IF;
	IF up_to > current_date THEN
		RAISE EXCEPTION 'up_to must not be after today: %', up_to USING ERRCODE = '22008',
			DETAIL = 'Nobody knows yet whether an open absence goes on until then.',
			HINT = 'Leave it out for yesterday.';
	END IF;
	PERFORM bradford.require_known_day(up_to);
	from_day := coalesce(from_day, greatest((up_to - interval '2 years')::date + 1,
											lower(bradford.known_days())));
	PERFORM bradford.require_period(from_day, up_to);

	EXECUTE replace(replace(replace(command, '@hr@', hr),
							'@from_day@', to_char(from_day::timestamp, 'YYYY-MM-DD')),
					'@up_to@', to_char(up_to::timestamp, 'YYYY-MM-DD'))
		INTO reached, cleared, withdrawn;
	IF reached + cleared + withdrawn > 0 THEN
		PERFORM pg_notify('bradford_trigger_event', json_build_object('schema', schema,
						'reached', reached, 'cleared', cleared, 'withdrawn', withdrawn)::text);
	END IF;
END
$procedure$;
COMMENT ON PROCEDURE record_trigger_events(text, date, date) IS
	E'Records in trigger_event which triggers were reached and cleared up to this day '
	'(default: yesterday), each once, and withdraws those that the records no longer show. It '
	'looks back two years, or to from_day.\n'
	'Notifies bradford_trigger_event with the counts if anything changed. Refused: objects of '
	'others (42501), a missing table or report (42704), views of what was known (42809), a '
	'day after today (22008).';
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
