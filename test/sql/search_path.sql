-- Operators and functions that a search_path puts before PostgreSQL's own change no answer: the bodies of our SQL
-- functions are parsed when the extension is made, and those in PL/pgSQL set their own path.
SET datestyle = ISO;
SET intervalstyle = postgres;
CREATE SCHEMA test_search_path;
-- these say the opposite of what they should, or nothing
DO $$
DECLARE
	arguments text;
	name text;
BEGIN
	FOREACH arguments IN ARRAY '{text,date,integer,numeric,timestamp,"jsonb","text[]"}'::text[] LOOP
		EXECUTE format('CREATE FUNCTION test_search_path.never(%1$s, %1$s) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN false', arguments);
		EXECUTE format('CREATE FUNCTION test_search_path.always(%1$s, %1$s) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN true', arguments);
		FOREACH name IN ARRAY '{=,<=,<,>=}'::text[] LOOP
			EXECUTE format('CREATE OPERATOR test_search_path.%s (FUNCTION = test_search_path.never, LEFTARG = %s, RIGHTARG = %2$s)', name, arguments);
		END LOOP;
		FOREACH name IN ARRAY '{<>,>}'::text[] LOOP
			EXECUTE format('CREATE OPERATOR test_search_path.%s (FUNCTION = test_search_path.always, LEFTARG = %s, RIGHTARG = %2$s)', name, arguments);
		END LOOP;
	END LOOP;
END $$;
CREATE FUNCTION test_search_path.nothing(date, integer) RETURNS date IMMUTABLE LANGUAGE sql RETURN NULL::date;
CREATE OPERATOR test_search_path.+ (FUNCTION = test_search_path.nothing, LEFTARG = date, RIGHTARG = integer);
CREATE FUNCTION test_search_path.elsewhere(date, datemultirange) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN false;
CREATE OPERATOR test_search_path.<@ (FUNCTION = test_search_path.elsewhere, LEFTARG = date, RIGHTARG = datemultirange);
CREATE FUNCTION test_search_path.isempty(datemultirange) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN true;
CREATE FUNCTION test_search_path.lower(text) RETURNS text IMMUTABLE LANGUAGE sql RETURN 'not needed';
CREATE FUNCTION test_search_path.jsonb_typeof(jsonb) RETURNS text IMMUTABLE LANGUAGE sql RETURN 'null';
CREATE FUNCTION test_search_path.make_date(integer, integer, integer) RETURNS date IMMUTABLE LANGUAGE sql RETURN date '1970-01-01';
CREATE FUNCTION test_search_path.generate_series(integer, integer) RETURNS SETOF integer IMMUTABLE LANGUAGE sql BEGIN ATOMIC SELECT 0; END;

PREPARE answers AS
SELECT 'timetable' AS function, concat_ws(' ', t.step, t.due, t.done_on, t.status, t.working_days_left) AS answer
FROM bradford.timetable('grievance 2016', '{"formal_received": "2026-05-12", "invited": "2026-05-20", "meeting": "2026-05-27 10:00", "raised": "not needed"}', '2026-05-28') AS t
UNION ALL SELECT 'case_dates', concat_ws(' ', c.key, c.day, c.moment) FROM bradford.case_dates('attendance', '{"stage_1_meeting": "2026-06-10 14:00", "month_ended": null}') AS c
UNION ALL SELECT 'step_status', bradford.step_status(t.event, t.due, t.done_on, '2026-05-31', t.direction)
FROM (VALUES (date '2026-05-01', date '2026-05-08', date '2026-05-08', 'after'), ('2026-05-01', '2026-05-08', '2026-05-09', 'after'), ('2026-05-01', '2026-05-31', NULL, 'after'), ('2026-05-20', '2025-05-20', NULL, 'condition')) AS t (event, due, done_on, direction)
UNION ALL SELECT 'bank_holiday_hours', bradford.bank_holiday_hours('england-and-wales', '{[2025-09-01,2026-09-01)}', 25, 37.5, round_to => 0.01)::text
UNION ALL SELECT 'stage_reached', bradford.stage_reached(850, 5, 34, '{50,400,800}', '{3,NULL,NULL}', '{8,NULL,NULL}')::text
UNION ALL SELECT 'stage_due', concat_ws(' ', s.stage, s.rules, s.waiting_for) FROM bradford.stage_due(450, 2, '{50,400,800}', '{NULL,350,400}', 1, 60, 'warning', NULL, '2026-05-18', '2025-12-01', '2025-12-15', NULL, NULL, '{NULL,NULL,3 mons}', '2026-05-28') AS s;

EXECUTE answers;
-- parsed, planned and inlined anew under the other path; the statement has no operator of its own
SET search_path = test_search_path, pg_catalog;
SELECT 'a'::text = 'a'::text AS equal_here, date '2026-01-01' <= date '2026-01-02' AS earlier_here;
EXECUTE answers;
RESET search_path;

-- They are still inlined: no plan has a call of one.
CREATE FUNCTION test_search_path.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF, VERBOSE) ' || query; END $$;
SELECT CASE WHEN count(*) > 1 THEN 'a plan' END AS plan, count(*) FILTER (WHERE line ~ 'published_procedures\(|step_status\(') AS calls_left
FROM test_search_path.plan($$SELECT p.step, bradford.step_status(d.day, d.day + p.n, NULL, d.day) FROM bradford.published_procedures() AS p, (SELECT now()::date AS day OFFSET 0) AS d$$) AS line;
