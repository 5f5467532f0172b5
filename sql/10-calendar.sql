-- Working days: calendars as values, and arithmetic on them.

CREATE TYPE calendar;

CREATE FUNCTION calendar_in(cstring) RETURNS calendar
    AS 'MODULE_PATHNAME', 'bradford_calendar_in' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 1;
COMMENT ON FUNCTION calendar_in(cstring) IS 'reads the text form of a calendar; an unknown word or an impossible date is an error (SQLSTATE 22P02, 22007, 22008) that says what is allowed';

CREATE FUNCTION calendar_out(calendar) RETURNS cstring
    AS 'MODULE_PATHNAME', 'bradford_calendar_out' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 1;
COMMENT ON FUNCTION calendar_out(calendar) IS 'the canonical text form of a calendar';

CREATE FUNCTION calendar_recv(internal) RETURNS calendar
    AS 'MODULE_PATHNAME', 'bradford_calendar_recv' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 1;
COMMENT ON FUNCTION calendar_recv(internal) IS 'reads the binary form of a calendar, which is its text form, and checks it in the same way';

CREATE FUNCTION calendar_send(calendar) RETURNS bytea
    AS 'MODULE_PATHNAME', 'bradford_calendar_send' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 1;
COMMENT ON FUNCTION calendar_send(calendar) IS 'the binary form of a calendar, which is its text form';

CREATE TYPE calendar (
    INPUT = calendar_in,
    OUTPUT = calendar_out,
    RECEIVE = calendar_recv,
    SEND = calendar_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4,
    STORAGE = extended
);
COMMENT ON TYPE calendar IS 'which days are working days, for instance ''england-and-wales; week=Mon-Wed; closed=2026-12-24''; knows the days from 1995-01-01 to 2099-12-31, UK bank holidays as published to 2028 and projected by rule after';

CREATE FUNCTION calendar_eq(calendar, calendar) RETURNS boolean
    AS 'MODULE_PATHNAME', 'bradford_calendar_eq' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_eq(calendar, calendar) IS 'implements =';

CREATE FUNCTION calendar_ne(calendar, calendar) RETURNS boolean
    AS 'MODULE_PATHNAME', 'bradford_calendar_ne' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_ne(calendar, calendar) IS 'implements <>';

CREATE FUNCTION calendar_lt(calendar, calendar) RETURNS boolean
    AS 'MODULE_PATHNAME', 'bradford_calendar_lt' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_lt(calendar, calendar) IS 'implements <';

CREATE FUNCTION calendar_le(calendar, calendar) RETURNS boolean
    AS 'MODULE_PATHNAME', 'bradford_calendar_le' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_le(calendar, calendar) IS 'implements <=';

CREATE FUNCTION calendar_ge(calendar, calendar) RETURNS boolean
    AS 'MODULE_PATHNAME', 'bradford_calendar_ge' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_ge(calendar, calendar) IS 'implements >=';

CREATE FUNCTION calendar_gt(calendar, calendar) RETURNS boolean
    AS 'MODULE_PATHNAME', 'bradford_calendar_gt' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_gt(calendar, calendar) IS 'implements >';

CREATE FUNCTION calendar_cmp(calendar, calendar) RETURNS integer
    AS 'MODULE_PATHNAME', 'bradford_calendar_cmp' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_cmp(calendar, calendar) IS 'order of the canonical texts, byte by byte: less than, equal to or greater than zero';

CREATE FUNCTION calendar_hash(calendar) RETURNS integer
    AS 'MODULE_PATHNAME', 'bradford_calendar_hash' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_hash(calendar) IS 'hash of a calendar, for hash joins, grouping and hash indexes';

CREATE FUNCTION calendar_hash_extended(calendar, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME', 'bradford_calendar_hash_extended' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_hash_extended(calendar, bigint) IS 'seeded hash of a calendar, for hash partitions';

CREATE OPERATOR = (
    FUNCTION = calendar_eq, LEFTARG = calendar, RIGHTARG = calendar,
    COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (calendar, calendar) IS 'the same canonical text, hence the same working days';

CREATE OPERATOR <> (
    FUNCTION = calendar_ne, LEFTARG = calendar, RIGHTARG = calendar,
    COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (calendar, calendar) IS 'another canonical text';

CREATE OPERATOR < (
    FUNCTION = calendar_lt, LEFTARG = calendar, RIGHTARG = calendar,
    COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (calendar, calendar) IS 'order of the canonical texts; it says nothing about working days';

CREATE OPERATOR <= (
    FUNCTION = calendar_le, LEFTARG = calendar, RIGHTARG = calendar,
    COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (calendar, calendar) IS 'order of the canonical texts; it says nothing about working days';

CREATE OPERATOR >= (
    FUNCTION = calendar_ge, LEFTARG = calendar, RIGHTARG = calendar,
    COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (calendar, calendar) IS 'order of the canonical texts; it says nothing about working days';

CREATE OPERATOR > (
    FUNCTION = calendar_gt, LEFTARG = calendar, RIGHTARG = calendar,
    COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (calendar, calendar) IS 'order of the canonical texts; it says nothing about working days';

CREATE OPERATOR CLASS calendar_ops DEFAULT FOR TYPE calendar USING btree AS
    OPERATOR 1 < (calendar, calendar),
    OPERATOR 2 <= (calendar, calendar),
    OPERATOR 3 = (calendar, calendar),
    OPERATOR 4 >= (calendar, calendar),
    OPERATOR 5 > (calendar, calendar),
    FUNCTION 1 calendar_cmp(calendar, calendar);
COMMENT ON OPERATOR CLASS calendar_ops USING btree IS 'order of calendars for sorting, DISTINCT and B-trees';
COMMENT ON OPERATOR FAMILY calendar_ops USING btree IS 'order of calendars for sorting, DISTINCT and B-trees';

CREATE OPERATOR CLASS calendar_hash_ops DEFAULT FOR TYPE calendar USING hash AS
    OPERATOR 1 = (calendar, calendar),
    FUNCTION 1 calendar_hash(calendar),
    FUNCTION 2 calendar_hash_extended(calendar, bigint);
COMMENT ON OPERATOR CLASS calendar_hash_ops USING hash IS 'equality of calendars in hash indexes, joins, grouping and partitions';
COMMENT ON OPERATOR FAMILY calendar_hash_ops USING hash IS 'equality of calendars in hash indexes, joins, grouping and partitions';

CREATE FUNCTION known_days() RETURNS daterange
	LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
	RETURN daterange('1995-01-01', '2100-01-01');
COMMENT ON FUNCTION known_days() IS
'The days that calendars know, from 1995 to 2099: UK bank holidays as published, from 2029 on projected by rule.';

-- Asking a calendar.

CREATE FUNCTION is_working_day(day date, calendar calendar DEFAULT 'england-and-wales') RETURNS boolean
    AS 'MODULE_PATHNAME', 'bradford_is_working_day' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION is_working_day(date, calendar) IS 'is this a working day? A day outside 1995-2099 is an error (SQLSTATE 22008)';

CREATE FUNCTION add_working_days(day date, n integer, calendar calendar DEFAULT 'england-and-wales') RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_add_working_days' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION add_working_days(date, integer, calendar) IS 'n > 0: the n-th working day strictly after the day, whatever the day is; n < 0: the |n|-th strictly before it; n = 0: the day itself. A day or result outside 1995-2099 is an error (SQLSTATE 22008)';

CREATE FUNCTION working_days(from_day date, to_day date, calendar calendar DEFAULT 'england-and-wales') RETURNS integer
    AS 'MODULE_PATHNAME', 'bradford_working_days' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION working_days(date, date, calendar) IS 'working days d with from_day <= d < to_day, negative where to_day comes first, so that counts add up. A day outside 1995-2099 is an error (SQLSTATE 22008)';

CREATE FUNCTION working_days(period daterange, calendar calendar DEFAULT 'england-and-wales') RETURNS integer
    AS 'MODULE_PATHNAME', 'bradford_working_days_of_period' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION working_days(daterange, calendar) IS 'working days in the period, 0 where it is empty. A period without an end (SQLSTATE 22023) or beyond 1995-2099 (22008) is an error';

CREATE FUNCTION working_days(days datemultirange, calendar calendar DEFAULT 'england-and-wales') RETURNS integer
    AS 'MODULE_PATHNAME', 'bradford_working_days_of_set' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 5;
COMMENT ON FUNCTION working_days(datemultirange, calendar) IS 'working days in the set of days, 0 where it is empty. A set without an end (SQLSTATE 22023) or beyond 1995-2099 (22008) is an error';

CREATE FUNCTION next_working_day(day date, calendar calendar DEFAULT 'england-and-wales') RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_next_working_day' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION next_working_day(date, calendar) IS 'the first working day strictly after the day';

CREATE FUNCTION previous_working_day(day date, calendar calendar DEFAULT 'england-and-wales') RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_previous_working_day' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION previous_working_day(date, calendar) IS 'the last working day strictly before the day';

CREATE FUNCTION roll(day date, convention text, calendar calendar DEFAULT 'england-and-wales') RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_roll' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION roll(date, text, calendar) IS 'the day itself if it is a working day, otherwise the next one (following), the one before (preceding), or the next one unless that is in another month, then the one before (modified-following). Another convention is an error (SQLSTATE 22023)';

CREATE FUNCTION holidays(calendar calendar, period daterange,
        OUT day date, OUT name text, OUT projected boolean) RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'bradford_holidays' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 100 ROWS 8;
COMMENT ON FUNCTION holidays(calendar, daterange) IS 'the bank holidays of the calendar''s divisions in the period, one row a day, without those that the calendar opens: the day, its name (in a union, that of the first division that has it), and whether it is projected by rule (from 2029) and not yet published. A period without an end (SQLSTATE 22023) or beyond 1995-2099 (22008) is an error';

-- Calendars made from calendars.

CREATE FUNCTION close_on(calendar calendar, days datemultirange) RETURNS calendar
    AS 'MODULE_PATHNAME', 'bradford_close_on' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 10;
COMMENT ON FUNCTION close_on(calendar, datemultirange) IS 'the calendar with these days closed, whatever they were before; an open end is the end of the known years. A date outside 1995-2099 is an error (SQLSTATE 22008)';

CREATE FUNCTION open_on(calendar calendar, days datemultirange) RETURNS calendar
    AS 'MODULE_PATHNAME', 'bradford_open_on' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 10;
COMMENT ON FUNCTION open_on(calendar, datemultirange) IS 'the calendar with these days working days, holidays and weekends included, whatever they were before; an open end is the end of the known years. A date outside 1995-2099 is an error (SQLSTATE 22008)';

CREATE FUNCTION then_from(calendar calendar, from_day date, next_calendar calendar) RETURNS calendar
    AS 'MODULE_PATHNAME', 'bradford_then_from' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 10;
COMMENT ON FUNCTION then_from(calendar, date, calendar) IS 'the first calendar to the day before from_day, the second one as it stands from that day on. A date outside 1995-2099 is an error (SQLSTATE 22008)';

CREATE TYPE dated_calendar AS (
    calendar calendar,
    period daterange
);
COMMENT ON TYPE dated_calendar IS 'a calendar and the period in which it holds, such as a contract''s; calendar_over_time collects them';

CREATE FUNCTION calendar_over_time_add(state dated_calendar[], calendar calendar, period daterange) RETURNS dated_calendar[]
    AS 'MODULE_PATHNAME', 'bradford_calendar_over_time_add' LANGUAGE C IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1;
COMMENT ON FUNCTION calendar_over_time_add(dated_calendar[], calendar, daterange) IS 'one more contract for calendar_over_time; NULL and empty periods are passed over';

CREATE FUNCTION calendar_over_time_final(state dated_calendar[]) RETURNS calendar
    AS 'MODULE_PATHNAME', 'bradford_calendar_over_time_final' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 10;
COMMENT ON FUNCTION calendar_over_time_final(dated_calendar[]) IS 'the calendar of the contracts that calendar_over_time has collected';

CREATE AGGREGATE calendar_over_time(calendar calendar, period daterange) (
    SFUNC = calendar_over_time_add,
    STYPE = dated_calendar[],
    SSPACE = 1024,
    COMBINEFUNC = pg_catalog.array_cat,
    FINALFUNC = calendar_over_time_final,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE calendar_over_time(calendar, daterange) IS 'a person''s dated contracts as one calendar, in whatever order they come: a day is worked if any contract in force works it. Between contracts and after the last, those that ended last go on; before the first, those that begin first hold. NULLs are passed over, and no contract gives NULL';
