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

CREATE FUNCTION is_pattern_day(day date, calendar calendar) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_is_pattern_day'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION is_pattern_day(date, calendar) IS
	E'Does the pattern in force on the day work on it? Bank holidays, closed days and open days '
	'are ignored, so it tells the bank holidays of somebody who works part of the week from '
	'those on days off.';

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
