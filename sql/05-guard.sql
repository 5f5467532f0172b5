--------------------------------------------------------------------------------
-- guard: what a report makes of a value that cannot be
--
-- Our own tables refuse such values. A site's views refuse nothing, and one odd row
-- must not stop a report for everybody: an impossible value counts as unknown.
--------------------------------------------------------------------------------

CREATE FUNCTION if_between(value numeric, low numeric, high numeric)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
	RETURN CASE WHEN value >= low AND value <= high THEN value END;
COMMENT ON FUNCTION if_between(numeric, numeric, numeric) IS
	'The value if it lies between low and high, both included; else, and for NaN, NULL.';
