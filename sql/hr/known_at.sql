--
-- The moment as at which the views of a known schema show the tables. create_known('hr',
-- 'hr_known') runs this file with hr_known in the place of @known.
--

CREATE OR REPLACE FUNCTION @known@.known_at(relation text, kept_from timestamptz)
RETURNS timestamptz
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	moment	timestamptz := nullif(current_setting('bradford.known_at', true), '');
BEGIN
	IF moment < kept_from THEN
		RAISE EXCEPTION 'history of % does not reach back to %', relation, moment
			USING ERRCODE = '22023',
			DETAIL = format('It has been kept since %s.', kept_from),
			HINT = 'SET bradford.known_at to that moment or a later one.';
	END IF;
	IF moment > clock_timestamp() THEN
		RAISE EXCEPTION 'bradford.known_at must not be in the future: %', moment
			USING ERRCODE = '22023',
			DETAIL = format('It is %s now.', clock_timestamp()),
			HINT = 'SET bradford.known_at to a moment in the past; RESET it for what is known now.';
	END IF;
	RETURN coalesce(moment, 'infinity');
END
$function$;
COMMENT ON FUNCTION @known@.known_at(text, timestamptz) IS
	'The moment set in bradford.known_at, in the time zone of the session; infinity (what is '
	'known now) if it is not set. Refused: a moment before the history of this relation begins, '
	'or in the future (22023).';
