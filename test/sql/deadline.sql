-- Time limits: after an event, before one, clear, beginning with one; every published procedure's clock.
SET datestyle = ISO;
SET intervalstyle = postgres;
CREATE SCHEMA test_deadline;
SET search_path = test_deadline, bradford, public;
\getenv test_dir PG_ABS_SRCDIR
\set definitions :test_dir '/oracle/calendar.sql'
\set ECHO none
\i :definitions
\set ECHO all

CREATE FUNCTION try(expression text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
	detail text;
	hint text;
BEGIN
	EXECUTE 'SELECT (' || expression || ')::text' INTO result;
	RETURN coalesce(result, 'NULL');
EXCEPTION WHEN data_exception THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN SQLSTATE || ' ' || SQLERRM || E'\n' || detail || E'\n' || hint;
WHEN undefined_function THEN
	RETURN 'no such function';
END $$;

-- Worked examples from the field: civil procedure rules, tribunal rules, tribunal claims.
\pset format unaligned
SELECT id || ': ' || expression || ' = ' || expected || CASE WHEN try(expression) = expected THEN '' ELSE ', wrong: ' || try(expression) END AS "example" FROM (VALUES
	('WD-13', $$give_notice_by(date '2023-10-20', 3, 'working days', clear => true)$$, '2023-10-16'), ('CPR 2.8', $$give_notice_by(date '2014-10-20', 3, 'working days', clear => true)$$, '2014-10-14'),
	('CPR 2.8', $$give_notice_by(date '2017-03-14', 5, 'working days', clear => true)$$, '2017-03-06'), ('WD-15, both ends out', $$due_by(date '2019-10-01', 28, 'calendar days') + 1$$, '2019-10-30'),
	('WD-20', $$due_by(date '2013-10-01', 28, 'calendar days')$$, '2013-10-29'), ('WD-20, to the next working day', $$roll(due_by(date '2022-10-01', 28, 'calendar days'), 'following')$$, '2022-10-31'),
	('WD-21', $$give_notice_by(date '2013-10-08', 7, 'calendar days')$$, '2013-10-01'), ('ERA 1999 s.10', $$due_by(date '2026-04-30', 5, 'working days')$$, '2026-05-08'),
	('ML-01', $$last_day_beginning_with('2009-09-23', 3)$$, '2009-12-22'), ('ML-02', $$last_day_beginning_with('2009-11-30', 3)$$, '2010-02-28'), ('ML-02, leap year', $$last_day_beginning_with('2011-11-30', 3)$$, '2012-02-29'),
	('ML-06', $$due_by(date '2015-06-30', 1, 'months')$$, '2015-07-30'), ('after 30 November', $$due_by(date '2009-11-30', 3, 'months')$$, '2010-02-28'), ('1 March, six months', $$last_day_beginning_with('2026-03-01', 6)$$, '2026-08-28'),
	('week beginning with', $$last_day_beginning_with('2026-03-02', 1, 'weeks')$$, '2026-03-08'), ('days beginning with', $$last_day_beginning_with('2026-03-02', 5, 'working days')$$, '2026-03-06'),
	-- every unit both ways, and a month's end
	('hours', $$due_by_hour(timestamp '2026-03-02 10:30', 48)$$, '2026-03-04 10:30:00'), ('hours', $$give_notice_by_hour(timestamp '2026-03-02 10:30', 48)$$, '2026-02-28 10:30:00'),
	('clocks go forward', $$give_notice_by_hour(timestamp '2026-03-30 10:00', 48)$$, '2026-03-28 10:00:00'), ('clocks go back', $$due_by_hour(timestamp '2026-10-24 10:00', 48)$$, '2026-10-26 10:00:00'),
	('calendar days', $$give_notice_by(date '2026-03-02', 5, 'calendar days')$$, '2026-02-25'), ('clear', $$give_notice_by(date '2026-03-02', 5, 'calendar days', clear => true)$$, '2026-02-24'),
	('weeks', $$due_by(date '2026-03-02', 2, 'Weeks')$$, '2026-03-16'), ('clear week', $$give_notice_by(date '2026-03-16', 1, 'week', clear => true)$$, '2026-03-08'), ('months', $$give_notice_by(date '2026-05-31', 3, 'months')$$, '2026-02-28'),
	('months', $$due_by(date '2024-01-31', 1, 'month')$$, '2024-02-29'), ('months', $$due_by(date '2024-02-29', 12, 'months')$$, '2025-02-28'), ('clear months', $$give_notice_by(date '2026-05-31', 3, 'months', clear => true)$$, '2026-02-27'),
	('nothing', $$due_by(date '2026-05-02', 0, 'working days')$$, '2026-05-02'), ('wd', $$due_by(date '2026-05-01', 1, 'wd')$$, '2026-05-05'), ('cd', $$due_by(date '2026-05-01', 1, 'cd')$$, '2026-05-02'),
	('another calendar', $$due_by(date '2026-03-16', 1, 'working days', 'northern-ireland')$$, '2026-03-18'),
	-- an event on a day off needs the same notice as one on the next working day
	('Saturday', $$give_notice_by(date '2026-06-13', 5, 'working days')$$, '2026-06-08'), ('Monday', $$give_notice_by(date '2026-06-15', 5, 'working days')$$, '2026-06-08'),
	-- a bare string is a date
	('string', $$due_by('2026-03-02', 3, 'working days')$$, '2026-03-05'), ('string', $$give_notice_by('2026-03-05', 3, 'working days')$$, '2026-03-02'),
	-- n of any type of whole number, or untyped
	('bigint', $$due_by(date '2026-03-28', 5::bigint, 'working days')$$, '2026-04-07'), ('smallint', $$due_by(date '2026-03-28', 5::smallint, 'working days')$$, '2026-04-07'), ('integer', $$due_by(date '2026-03-28', 5, 'working days')$$, '2026-04-07'),
	('untyped', $$due_by(date '2026-03-28', '5', 'working days')$$, '2026-04-07'), ('string', $$due_by('2026-03-28', 5::smallint, 'working days')$$, '2026-04-07'), ('bigint', $$due_by(date '2026-03-28', count(*), 'working days')$$, '2026-03-30'),
	('bigint', $$give_notice_by(date '2026-04-08', 5::bigint, 'working days')$$, '2026-03-30'), ('bigint, clear', $$give_notice_by(date '2026-04-08', 5::bigint, 'working days', clear => true)$$, '2026-03-29'), ('string, bigint', $$due_by_hour('2026-03-02 10:30', 48::bigint)$$, '2026-03-04 10:30:00'), ('a date is its midnight', $$due_by_hour(date '2026-03-02', 48)$$, '2026-03-04 00:00:00'), ('bigint hours', $$due_by_hour(timestamp '2026-03-02 10:30', 48::bigint)$$, '2026-03-04 10:30:00'),
	-- limits in days, weeks and months reach as far as the date type
	('long ago', $$due_by(date '1066-10-14', 3, 'months')$$, '1067-01-14'), ('far', $$due_by(date '2099-12-31', 12, 'months')$$, '2100-12-31'), ('BC', $$give_notice_by(date '0001-01-31', 2, 'months')$$, '0001-11-30 BC')
	) AS e (id, expression, expected) ORDER BY id COLLATE "C", expression COLLATE "C";

SELECT expression || E'\n  ' || replace(try(expression), E'\n', E'\n  ') AS "expression and answer" FROM unnest(ARRAY[
	$$due_by(date '2026-03-02', 3, 'days')$$, $$due_by(date '2026-03-02', 3, 'fortnights')$$, $$due_by(date '2026-03-02', 3, '')$$, $$due_by(date '2026-03-02', -3, 'weeks')$$, $$give_notice_by(date '2026-03-02', -1, 'working days')$$,
	$$due_by(date '2026-03-02', 48, 'hours')$$, $$give_notice_by('2026-03-02 10:00', 48, 'hours')$$, $$due_by_hour(timestamp '2026-03-02 10:00', -1)$$,
	$$due_by('infinity'::date, 3, 'weeks')$$, $$due_by('-infinity'::date, 3, 'working days')$$, $$last_day_beginning_with('infinity', 3)$$, $$due_by_hour('infinity'::timestamp, 3)$$,
	$$due_by(date '5874897-12-31', 1, 'calendar days')$$, $$due_by(date '5874897-12-31', 2147483647, 'months')$$, $$give_notice_by(date '4713-01-01 BC', 2147483647, 'weeks')$$, $$last_day_beginning_with('4714-11-24 BC', 1)$$, $$last_day_beginning_with('2026-03-28', 2147483647)$$, $$last_day_beginning_with('2099-12-01', 100, 'working days')$$,
	$$due_by_hour(timestamp '294276-12-31', 9223372036854775807)$$, $$due_by_hour(timestamp '294276-12-31', 48)$$,
	$$due_by(date '2099-12-01', 100, 'working days')$$, $$give_notice_by(date '1990-12-01', 1, 'working days')$$, $$due_by(date '2026-03-02', 2147483647, 'working days')$$,
	$$due_by(date '2026-03-28', 48::bigint, 'hours')$$, $$give_notice_by(date '2026-03-28', 48::bigint, 'hours')$$, $$due_by(date '2026-03-28', 3000000000, 'weeks')$$, $$give_notice_by(date '2026-03-28', 9223372036854775807, 'working days')$$, 
	$$due_by(date '2026-03-28', -5::bigint, 'working days')$$, $$give_notice_by(date '2026-03-28', 2147483647, 'working days')$$, $$give_notice_by(date '2026-03-28', 2147483647, 'months')$$, $$give_notice_by_hour(timestamp '1066-10-14 09:05', 9223372036854775807)$$, $$step_due('2026-03-28', 2147483647, 'weeks', 'before')$$,
	$$step_due('2026-03-02', 3, 'working days', 'later')$$, $$step_due('2026-03-02', -3, 'working days')$$, $$step_due('2026-03-02', 36, 'hours', 'before')$$, $$step_due('2026-03-02', 36, 'hours')$$,
	-- no function takes a fraction as n, or a time of day as a date
	$$due_by('2026-01-01', 5.00000000000000000001, 'weeks')$$, $$due_by(date '2026-03-28', 5.0::numeric, 'weeks')$$, $$give_notice_by(date '2026-03-28', 5.0::double precision, 'weeks')$$, $$step_due('2026-03-28', 2.5, 'weeks')$$, $$due_by(date '2026-03-28', '2.5', 'weeks')$$,
	$$due_by(timestamp '2026-03-02 10:00', 5, 'working days')$$, $$due_by_hour(timestamptz '2026-03-02 10:00+00', 48)$$,
	$$due_by_hour(NULL, 48)$$, $$give_notice_by_hour('2026-03-02 10:00', NULL)$$,
	$$due_by(NULL::date, 3, 'weeks')$$, $$due_by(date '2026-03-02', NULL, 'weeks')$$, $$give_notice_by(date '2026-03-02', 3, NULL)$$, $$last_day_beginning_with(NULL, 3)$$, $$step_due(NULL, 3, 'weeks')$$
]) WITH ORDINALITY AS e (expression, i) ORDER BY i;
\pset format aligned

-- Against plain SQL on random events: days by walking, weeks and months by PostgreSQL's own intervals.
SELECT setseed(0.42);
INSERT INTO walk SELECT 1, d::date FROM generate_series(date '1995-01-01', '2030-12-31', '1 day') AS d
WHERE extract(isodow FROM d) < 6 AND NOT EXISTS (SELECT FROM published WHERE day = d AND division = 'england-and-wales');
CREATE TABLE draw AS SELECT date '1997-01-01' + floor(random() * 11000)::integer AS event, floor(random() * 40)::integer AS n FROM generate_series(1, 5000);
SELECT count(*) AS cases,
	count(*) FILTER (WHERE due_by(event, n, 'working days') <> walk_add(1, event, n) OR give_notice_by(event, n, 'working days') <> walk_add(1, event, -n)
		OR give_notice_by(event, n, 'working days', clear => true) <> walk_add(1, event, -n) - 1) AS working_days,
	count(*) FILTER (WHERE due_by(event, n, 'weeks') <> event + n * interval '1 week' OR give_notice_by(event, n, 'calendar days') <> event - n) AS weeks_and_days,
	count(*) FILTER (WHERE due_by(event, n, 'months') <> event + n * interval '1 month' OR give_notice_by(event, n, 'months') <> event - n * interval '1 month') AS months,
	count(*) FILTER (WHERE last_day_beginning_with(event, n) <> (event - 1) + n * interval '1 month' OR last_day_beginning_with(event, n, 'working days') <> walk_add(1, event - 1, n)) AS beginning_with
FROM draw;

-- Every row of the published procedures, with a weekend and the early May bank holiday of 2026 (Monday the 4th) in
-- the way: limits from Thursday 30 April, notice of Wednesday 6 May.  The due dates were counted by hand.
SELECT count(*) AS steps, count(DISTINCT rule_id) AS rules, count(DISTINCT procedure) AS procedures, count(DISTINCT (procedure, step)) AS distinct_steps FROM published_procedures();
SELECT string_agg('DL-' || i, ' ') AS missing FROM generate_series(1, 36) AS i WHERE 'DL-' || i NOT IN (SELECT rule_id FROM published_procedures());
-- The limit of each rule as the procedures have it; DL-29 runs from the report to the hearing. If steps under one rule differed, all would be shown.
SELECT count(*) AS limits, count(*) FILTER (WHERE p.stated = r.stated) AS as_stated, string_agg(rule_id || ': ' || p.stated, ', ') FILTER (WHERE p.stated IS DISTINCT FROM r.stated) AS others
FROM (VALUES
	('DL-1', '10 working days after'), ('DL-2', '10 working days after'), ('DL-3', '10 working days after'), ('DL-4', '3 working days after'),
	('DL-5', '10 working days after'), ('DL-6', '5 working days after'), ('DL-7', '5 working days after'), ('DL-8', '5 working days after'),
	('DL-9', '5 working days after'), ('DL-10', '3 months after'), ('DL-11', '5 working days after'), ('DL-12', '5 working days after'),
	('DL-13', '10 working days after'), ('DL-14', '3 working days before'), ('DL-15', '5 working days after'), ('DL-16', '5 working days after'),
	('DL-17', '3 working days after'), ('DL-18', '5 working days after'), ('DL-19', '5 working days after'), ('DL-20', '48 hours before'),
	('DL-21', '5 working days before'), ('DL-22', '5 calendar days before'), ('DL-23', '10 working days after'), ('DL-24', '5 working days after'),
	('DL-25', '5 working days before'), ('DL-26', '10 working days after'), ('DL-27', '5 working days after'), ('DL-28', '5 working days after'),
	('DL-29', '3 months after'), ('DL-30', '5 working days after'), ('DL-31', '26 weeks condition'), ('DL-32', '12 months condition'),
	('DL-33', '28 calendar days after'), ('DL-34', '28 calendar days after'), ('DL-35', '14 calendar days after'), ('DL-36', '1 weeks before')) AS r (rule_id, stated)
LEFT JOIN (SELECT rule_id, string_agg(DISTINCT concat_ws(' ', n, unit, direction), ' or ') AS stated FROM published_procedures() GROUP BY rule_id) AS p USING (rule_id);
SELECT p.procedure, p.rule_id, p.step, p.direction, p.counts_from, p.n, p.unit, p.who_acts, p.clause,
	e.due, CASE WHEN step_due(e.event, p.n, p.unit, p.direction) = e.due THEN 'right' ELSE 'wrong: ' || step_due(e.event, p.n, p.unit, p.direction) END AS answer
FROM published_procedures() WITH ORDINALITY AS p (procedure, step, rule_id, direction, counts_from, n, unit, who_acts, clause, place) LEFT JOIN (VALUES
	('after', 3, 'working days', date '2026-04-30', date '2026-05-06'), ('after', 5, 'working days', '2026-04-30', '2026-05-08'), ('after', 10, 'working days', '2026-04-30', '2026-05-15'),
	('after', 3, 'months', '2026-04-30', '2026-07-30'), ('after', 28, 'calendar days', '2026-04-30', '2026-05-28'), ('after', 14, 'calendar days', '2026-04-30', '2026-05-14'),
	('before', 3, 'working days', '2026-05-06', '2026-04-30'), ('before', 5, 'working days', '2026-05-06', '2026-04-28'), ('before', 48, 'hours', '2026-05-06', '2026-05-04'),
	('before', 5, 'calendar days', '2026-05-06', '2026-05-01'), ('before', 1, 'weeks', '2026-05-06', '2026-04-29'), ('condition', 26, 'weeks', '2026-05-06', '2025-11-05'),
	('condition', 12, 'months', '2026-05-06', '2025-05-06')) AS e (direction, n, unit, event, due) USING (direction, n, unit) ORDER BY place;

-- The first day of the date type: clear days leave out one more.
SELECT give_notice_by('4714-11-25 BC', 0, 'calendar days', clear => true) AS the_first_day, try($$give_notice_by('4714-11-24 BC', 0, 'calendar days', clear => true)$$) AS one_before;

-- One case laid out.
SELECT * FROM timetable('grievance 2016', '{"event": "2026-03-31", "raised": "2026-04-01", "informal_ended": "2026-04-30", "formal_submitted": "2026-05-11", "formal_received": "2026-05-12",
	"invited": "2026-05-19", "meeting": "2026-05-27", "papers_provided": "2026-05-21", "answered": "2026-06-10"}', '2026-05-28');
-- How the same steps stood day by day, as of each.
SELECT as_of, string_agg(step || ' ' || status || coalesce(' ' || working_days_left, ''), ', ' ORDER BY place) AS steps
FROM (SELECT date '2026-05-11' + 2 * i AS as_of FROM generate_series(0, 9) AS i) AS a,
	timetable('grievance 2016', '{"formal_received": "2026-05-12", "invited": "2026-05-20", "meeting": "2026-05-27"}', as_of) WITH ORDINALITY
		AS t (step, rule_id, direction, counts_from, counted_from_date, n, unit, due, due_at, done_on, status, working_days_left, who_acts, clause, place)
WHERE rule_id IN ('DL-12', 'DL-13', 'DL-14', 'DL-15') GROUP BY as_of ORDER BY as_of;
-- Hours count from the time of the meeting; a date alone gives a date.
SELECT step, counted_from_date, due, due_at, done_on, status FROM (VALUES
	(1, '{"stage_1_meeting": "2026-06-10 14:00", "stage_1_notice": "2026-06-08 14:00"}'::jsonb), (2, '{"stage_1_meeting": "2026-06-10T14:00:00", "stage_1_notice": "2026-06-08T14:00:01"}'),
	(3, '{"stage_1_meeting": "2026-06-10", "stage_1_notice": "2026-06-08"}')) AS c (case_id, events), timetable('attendance', events, '2026-06-10') WHERE rule_id = 'DL-20' ORDER BY case_id;
-- A step may be "not needed"; null is a date not known yet, as is a missing key: the same case in two ways.
SELECT step, rule_id, direction, due, done_on, status FROM timetable('flexible-working request', '{"request": "2026-03-26", "service_began": "2025-10-01", "agreed_in_writing": "2026-04-20", "meeting": "Not needed"}', '2026-06-01');
SELECT step, rule_id, n, unit, due, done_on, status FROM timetable('flexible-working request', '{"request": "2026-03-26", "service_began": null, "agreed_in_writing": null, "meeting": "2026-04-20", "decision": null}', '2026-06-01');
SELECT step, rule_id, n, unit, due, done_on, status FROM timetable('flexible-working request', '{"request": "2026-03-26", "meeting": "2026-04-20"}', '2026-06-01');
SELECT * FROM case_dates('grievance 2016', '{"invited": null, "meeting": "not needed", "formal_received": "2026-05-12", "answered": "2026-06-10 14:00"}');
SELECT calendar, events, t.* FROM (VALUES (1, '{"became_aware": "2026-03-16"}'::jsonb, 'northern-ireland'::calendar), (2, '{"became_aware": "2026-03-16"}', 'england-and-wales'), (3, '{}', 'england-and-wales')) AS c (case_id, events, calendar),
	LATERAL (SELECT step, due, status, working_days_left FROM timetable('managing conflict', events, '2026-03-27', calendar)) AS t ORDER BY case_id;
-- Every status, as a function of values.
SELECT due, done_on, as_of, direction, step_status(counted_from_date, due, done_on, as_of, direction) AS status FROM (VALUES
	(date '2026-05-01', date '2026-05-08', date '2026-05-08', date '2026-05-31', 'after'), ('2026-05-01', '2026-05-08', '2026-05-09', '2026-05-31', 'after'), ('2026-05-01', '2026-05-08', '2026-05-09', '2026-05-08', 'after'),
	('2026-05-01', '2026-05-08', NULL, '2026-05-08', 'after'), ('2026-05-01', '2026-05-08', NULL, '2026-05-09', 'after'), ('2026-05-01', '2026-05-08', NULL, '2026-04-30', 'after'), ('2026-05-20', '2026-05-08', NULL, '2026-04-30', 'before'),
	(NULL, NULL, '2026-05-01', '2026-05-31', 'after'), ('2026-05-20', '2025-05-20', NULL, '2026-05-31', 'condition'), ('2026-05-20', '2025-05-20', '2025-06-01', '2026-05-31', 'condition'), ('2026-05-01', '2026-05-08', NULL, NULL, 'after'),
	('2026-05-20', '2026-05-28', NULL, '2026-04-30', 'After'), ('2026-05-20', '2025-05-20', NULL, '2026-05-31', 'CONDITION')
	) AS s (counted_from_date, due, done_on, as_of, direction) ORDER BY direction COLLATE "C", counted_from_date, due, as_of, done_on;

\pset format unaligned
SELECT expression || E'\n  ' || replace(try('(SELECT count(*) FROM ' || expression || ')'), E'\n', E'\n  ') AS "expression and answer" FROM unnest(ARRAY[
	$$timetable('grievance', '{}', '2026-06-01')$$, $$timetable('flexi-leave', '{"asked": "2026-05-01", "day": "2026-05-20"}', '2026-06-01')$$, $$timetable('flexi-leave', '[]', '2026-06-01')$$, $$timetable('flexi-leave', '"asked"', '2026-06-01')$$,
	$$timetable('flexi-leave', '{"asked": 20260501}', '2026-06-01')$$, $$timetable('flexi-leave', '{"asked": "01/05/2026"}', '2026-06-01')$$, $$timetable('flexi-leave', '{"asked": "2026-02-29"}', '2026-06-01')$$, $$timetable('flexi-leave', '{"asked": "2026-12-32"}', '2026-06-01')$$,
	$$timetable('flexi-leave', '{"asked": "2026-13-01"}', '2026-06-01')$$, $$timetable('flexi-leave', '{"asked": "0000-01-01"}', '2026-06-01')$$, $$timetable('flexi-leave', '{"asked": "2026-05-01 25:00"}', '2026-06-01')$$, $$timetable('flexi-leave', '{"asked": "today"}', '2026-06-01')$$,
	$$timetable('flexi-leave', '{"asked": {"on": "2026-05-01"}}', '2026-06-01')$$, $$timetable('flexi-leave', '{"asked": ""}', '2026-06-01')$$, $$timetable('flexi-leave', '{"asked": "9999-12-31"}', '2026-06-01')$$,
	$$timetable(NULL, '{}', '2026-06-01')$$, $$timetable('flexi-leave', NULL, '2026-06-01')$$, $$timetable('flexi-leave', '{}', NULL)$$
]) WITH ORDINALITY AS e (expression, i) ORDER BY i;

-- If a text is too long to be a word, a refusal repeats enough of it to find it.
SELECT due_by('2026-03-02', 5, repeat('fortnight ', 1000000));
SELECT spells_state_in(textout(repeat('x', 1000000)));
