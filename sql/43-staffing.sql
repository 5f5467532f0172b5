--------------------------------------------------------------------------------
-- staffing: how many are on duty (SR-1)
--
-- Shifts are tstzranges: instants, so that a night on which the clocks change has
-- its true length. Hours are those of a time zone's clock, which may have two of
-- one name on a night in October, and lack one on a night in March.
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
	'How many are on duty in each hour of the local clock that lies in a time: at least, at most, '
	'and person-hours (SR-1). local names the hour with its offset, such as 2026-10-25 01:00+00, '
	'so a day has 23 and 25 different ones when the clocks change. Refused, besides what '
	'staffing() refuses: a time that is open or infinite, an unknown zone (22023), more than '
	'1,000,000 hours (54000).';

CREATE FUNCTION known_zone(zone text) RETURNS text
	AS 'MODULE_PATHNAME', 'bradford_known_zone'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION known_zone(text) IS
	'The time zone if it is one, such as Europe/London; NULL for any other text, an abbreviation '
	'such as BST among them. For reports over zones that a site has written down.';
