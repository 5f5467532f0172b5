--------------------------------------------------------------------------------
-- pattern: how likely chance makes what looks like one (BF-17)
--------------------------------------------------------------------------------

CREATE FUNCTION chance_of_at_least(times integer, tries integer, days integer, of_days integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_chance_of_at_least'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION chance_of_at_least(integer, integer, integer, integer) IS
E'How likely at least so many of so many tries fall on the given days, if each try falls on any of of_days days with\n'
'equal likelihood: a binomial tail, summed exactly and divided once (BF-17). Numbers below 0, of_days of 0, more days\n'
'than of_days and more than 10,000 tries are refused (22003).';

