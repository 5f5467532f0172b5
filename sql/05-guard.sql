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
