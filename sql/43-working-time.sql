--------------------------------------------------------------------------------
-- working_time: the Working Time Regulations 1998 (PAY-16)
--
-- Working time is a set of instants, tstzmultirange: the law counts the hours that
-- pass, also on the nights when the clocks change. The zone says when days, weeks
-- and nights begin.
--------------------------------------------------------------------------------

CREATE FUNCTION working_time_breaches(worked tstzmultirange, during daterange,
		excluded datemultirange DEFAULT '{}', opted_out datemultirange DEFAULT '{}',
		born date DEFAULT NULL, employed_from date DEFAULT NULL,
		as_of timestamptz DEFAULT 'infinity', zone text DEFAULT 'Europe/London',
		weekly_limit interval DEFAULT '48:00', reference_weeks integer DEFAULT 17,
		daily_rest interval DEFAULT '11:00', weekly_rest interval DEFAULT '24:00',
		weekly_rest_by text DEFAULT 'week', break_over interval DEFAULT '6:00',
		least_break interval DEFAULT '0:20', night_from time DEFAULT '23:00',
		night_to time DEFAULT '06:00', night_limit interval DEFAULT '8:00',
		night_worker boolean DEFAULT NULL, night_absolute boolean DEFAULT false,
		young_daily_limit interval DEFAULT '8:00', young_weekly_limit interval DEFAULT '40:00',
		young_daily_rest interval DEFAULT '12:00', young_weekly_rest interval DEFAULT '48:00',
		young_break_over interval DEFAULT '4:30', young_break interval DEFAULT '0:30',
		young_night_from time DEFAULT '22:00', young_night_to time DEFAULT '06:00')
	RETURNS TABLE (rule text, breach tstzrange, value interval, allowed interval, off_by interval,
		final boolean, hours interval, reference daterange, later_hours interval,
		excluded_days integer, later_days integer, divided_by integer, night_weeks integer)
	AS 'MODULE_PATHNAME', 'bradford_working_time_breaches'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1000 ROWS 10;
COMMENT ON FUNCTION working_time_breaches(tstzmultirange, daterange, datemultirange, datemultirange,
	date, date, timestamptz, text, interval, integer, interval, interval, text, interval, interval,
	time, time, interval, boolean, boolean, interval, interval, interval, interval, interval,
	interval, time, time) IS
	'Breaches of the Working Time Regulations in the range: one row each, with its workings, and '
	'whether later records can change it (PAY-16). Hours are elapsed hours. NULL data gives no '
	'row. Refused: infinite times, unknown zones (22023), limits that are NULL (22004) or out of '
	'range (22003), infinite days (22008), more than 100,000 days (54000).';

