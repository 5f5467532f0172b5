--------------------------------------------------------------------------------
-- told: the outbox of crossings, from which managers are told what became known
--
-- An absence is often entered after the return, when its crossing is already in the
-- past. So the day of a crossing does not show what is new. Each recording works out
-- the crossings of a long time back anew, and records the difference from the table.
-- sql/hr/record_trigger_events.sql is that difference.
--------------------------------------------------------------------------------

CREATE PROCEDURE record_trigger_events(
	schema text, up_to date DEFAULT CURRENT_DATE - 1, from_day date DEFAULT NULL)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
	-- somebody who sees only some people would withdraw the crossings of the
	-- others, so this gives an error
	SET row_security = off
	-- the reports have many expressions: to compile them takes longer than to run them
	SET jit = off
AS $procedure$
DECLARE
	-- One recording at a time: this takes a lock until the transaction ends. It requires READ
	-- COMMITTED, so the statement below sees what the recording before has committed.
	hr			text := bradford.target_schema(schema, ARRAY(
						SELECT f.name FROM bradford.hr_files() f
						UNION SELECT t.relation FROM bradford.table_columns() t));
	command		text := (SELECT f.definition FROM bradford.hr_files() f
						 WHERE  f.name = 'record_trigger_events');
	missing		text;
	reached		bigint;
	cleared		bigint;
	withdrawn	bigint;
BEGIN
	SELECT string_agg(m.object, ', ') INTO missing
	FROM  (
		SELECT 'table trigger_event' AS object
		WHERE  to_regclass(hr || '.trigger_event') IS NULL
		UNION ALL
		SELECT 'report trigger_event_report'
		WHERE  to_regprocedure(hr || '.trigger_event_report(date, date)') IS NULL) m;
	IF missing IS NOT NULL THEN
		RAISE EXCEPTION 'schema % is not ready to record trigger events', hr
			USING ERRCODE = '42704',
			DETAIL = format('Missing: %s.', missing),
			HINT = 'Call bradford.create_tables and bradford.create_reports first.';
	END IF;
	IF to_regprocedure(hr || '.known_at(text, timestamp with time zone)') IS NOT NULL THEN
		RAISE EXCEPTION 'nothing can be recorded in schema %', hr USING ERRCODE = '42809',
			DETAIL = 'Its views show what was known at the moment set in bradford.known_at.',
			HINT = 'Name the schema of the tables.';
	END IF;
	IF up_to IS NULL THEN
		RAISE EXCEPTION 'up_to must not be NULL' USING ERRCODE = '22004',
			DETAIL = 'It is the last day whose crossings are recorded.',
			HINT = 'Leave it out for yesterday.';
	END IF;
	IF up_to > current_date THEN
		RAISE EXCEPTION 'up_to must not be after today: %', up_to USING ERRCODE = '22008',
			DETAIL = 'Nobody knows yet whether an open absence goes on until then.',
			HINT = 'Leave it out for yesterday.';
	END IF;
	PERFORM bradford.require_known_day(up_to);
	from_day := coalesce(from_day, greatest((up_to - interval '2 years')::date + 1,
											lower(bradford.known_days())));
	PERFORM bradford.require_period(from_day, up_to);

	EXECUTE replace(replace(replace(command, '@hr@', hr),
							'@from_day@', to_char(from_day::timestamp, 'YYYY-MM-DD')),
					'@up_to@', to_char(up_to::timestamp, 'YYYY-MM-DD'))
		INTO reached, cleared, withdrawn;
	IF reached + cleared + withdrawn > 0 THEN
		PERFORM pg_notify('bradford_trigger_event', json_build_object('schema', schema,
						'reached', reached, 'cleared', cleared, 'withdrawn', withdrawn)::text);
	END IF;
END
$procedure$;
COMMENT ON PROCEDURE record_trigger_events(text, date, date) IS
	E'Records in trigger_event which triggers were reached and cleared up to this day '
	'(default: yesterday), each once, and withdraws those that the records no longer show. It '
	'looks back two years, or to from_day.\n'
	'Notifies bradford_trigger_event with the counts if anything changed. Refused: objects of '
	'others (42501), a missing table or report (42704), views of what was known (42809), a '
	'day after today (22008).';
