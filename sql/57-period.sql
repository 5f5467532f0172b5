--------------------------------------------------------------------------------
-- period: the periods for which a report on time gives figures
--------------------------------------------------------------------------------

CREATE FUNCTION months_in_period(period text) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_months_in_period'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION months_in_period(text) IS
	'The months of a period: 12 for year, 3 for quarter, 1 for month. Any other word is refused '
	'(22023).';


