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

