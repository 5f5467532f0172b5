-- From 1.0 to 1.1: what the sections have changed since 1.0, a CREATE, an ALTER or a CREATE OR
-- REPLACE each.  The tables and reports follow by themselves.  test/scripts/released shows what is
-- missing.

CREATE FUNCTION is_pattern_day(day date, calendar calendar) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_is_pattern_day'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION is_pattern_day(date, calendar) IS
	E'Does the pattern in force on the day work on it? Bank holidays, closed days and open days '
	'are ignored, so it tells the bank holidays of somebody who works part of the week from '
	'those on days off.';
