--------------------------------------------------------------------------------
-- staffing: how many are on duty (SR-1)
--
-- Shifts are tstzranges, which are instants, so a night on which the clocks change has
-- its true length. Hours are those of the clock in a time zone: one hour comes twice
-- on a night in October, and one is missing on a night in March.
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
	'How many are on duty in each hour of the local clock within a time: at least, at most, and '
	'person-hours (SR-1). local names the hour with its offset, such as 2026-10-25 01:00+00, so '
	'the days on which the clocks change have 23 and 25 different hours. Refused, besides what '
	'staffing() refuses: a time that is open or infinite, an unknown zone (22023), more than '
	'1,000,000 hours (54000).';

CREATE FUNCTION known_zone(zone text) RETURNS text
	AS 'MODULE_PATHNAME', 'bradford_known_zone'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION known_zone(text) IS
	'The text if it names a time zone, such as Europe/London; otherwise NULL, also for '
	'abbreviations such as BST. For reports over the zones that a site has written down.';
