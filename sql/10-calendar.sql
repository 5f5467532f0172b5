-- Working days: calendars as values, and arithmetic on them.

CREATE TYPE calendar;

CREATE FUNCTION calendar_in(cstring) RETURNS calendar
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 1;
COMMENT ON FUNCTION calendar_in(cstring) IS 'reads the text form of a calendar; an unknown word or an impossible date is an error (SQLSTATE 22P02, 22007, 22008) that says what is allowed';

CREATE FUNCTION calendar_out(calendar) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 1;
COMMENT ON FUNCTION calendar_out(calendar) IS 'the canonical text form of a calendar';

CREATE FUNCTION calendar_recv(internal) RETURNS calendar
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 1;
COMMENT ON FUNCTION calendar_recv(internal) IS 'reads the binary form of a calendar, which is its text form, and checks it in the same way';

CREATE FUNCTION calendar_send(calendar) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 1;
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
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_eq(calendar, calendar) IS 'implements =';

CREATE FUNCTION calendar_ne(calendar, calendar) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_ne(calendar, calendar) IS 'implements <>';

CREATE FUNCTION calendar_hash(calendar) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_hash(calendar) IS 'hash of a calendar, for hash joins, grouping and hash indexes';

CREATE FUNCTION calendar_hash_extended(calendar, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF COST 1;
COMMENT ON FUNCTION calendar_hash_extended(calendar, bigint) IS 'seeded hash of a calendar, for hash partitions';

CREATE OPERATOR = (
    FUNCTION = calendar_eq, LEFTARG = calendar, RIGHTARG = calendar,
    COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES
);
COMMENT ON OPERATOR = (calendar, calendar) IS 'the same canonical text, hence the same working days';

CREATE OPERATOR <> (
    FUNCTION = calendar_ne, LEFTARG = calendar, RIGHTARG = calendar,
    COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (calendar, calendar) IS 'another canonical text';

CREATE OPERATOR CLASS calendar_hash_ops DEFAULT FOR TYPE calendar USING hash AS
    OPERATOR 1 = (calendar, calendar),
    FUNCTION 1 calendar_hash(calendar),
    FUNCTION 2 calendar_hash_extended(calendar, bigint);
COMMENT ON OPERATOR CLASS calendar_hash_ops USING hash IS 'equality of calendars in hash indexes, joins, grouping and partitions';
COMMENT ON OPERATOR FAMILY calendar_hash_ops USING hash IS 'equality of calendars in hash indexes, joins, grouping and partitions';
