--
-- record_trigger_events and digest_report: what became known, and when. First lives worked out by hand; then random ones
-- whose records change from one recording to the next, against trigger_report day by day.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
SET jit = off;
\set SHOW_CONTEXT never
CALL bradford.create_tables('hr');
CALL bradford.create_reports('hr');
SET search_path = hr;

-- The recordings are numbered; the outbox then says in which one a crossing was recorded or withdrawn.
CREATE TABLE recording (n integer GENERATED ALWAYS AS IDENTITY, up_to date, began timestamptz DEFAULT clock_timestamp());
CREATE PROCEDURE tell(up_to date, from_day date DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO recording (up_to) VALUES (up_to);
	CALL bradford.record_trigger_events('hr', up_to, from_day);
END $$;
CREATE FUNCTION recording_of(moment timestamptz) RETURNS integer LANGUAGE sql RETURN (SELECT max(r.n) FROM recording r WHERE r.began <= moment);
CREATE VIEW told AS
SELECT employee_id, policy, stage, event, happened_on, recording_of(recorded_at) AS recorded, recording_of(withdrawn_at) AS withdrawn FROM trigger_event;
CREATE FUNCTION before(recording integer) RETURNS timestamptz LANGUAGE sql RETURN (SELECT r.began FROM recording r WHERE r.n = recording);

INSERT INTO employee (employee_id, name, service_area, manager_id) VALUES (8, 'Ada', 'Waste', NULL), (9, 'Ben', 'Parks', NULL),
	(1, 'Cara', 'Waste', 8), (2, 'Dev', 'Waste', 8), (3, 'Eve', 'Parks', 9), (4, 'Finn', 'Parks', 9), (5, 'Gus', 'Parks', NULL);
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours) SELECT e, 'P' || e, '2010-04-01', 'part-time', 37 FROM generate_series(1, 5) e;
-- 4, 2, 2 and 2 days in four absences: 4 x 4 x 9 = 144 on 9 January and 160 on the 10th, above 150. On 3 October 2017 the first day leaves the window: 144.
INSERT INTO absence (absence_id, employee_id, first_day, last_day)
SELECT e * 10 + n, e, f, l FROM unnest('{1,2,4}'::int[]) AS e, (VALUES (1, date '2016-10-03', date '2016-10-06'), (2, '2016-11-01', '2016-11-02'), (3, '2016-12-01', '2016-12-02'), (4, '2017-01-09', '2017-01-10')) v(n, f, l)
WHERE  (e, n) <> (2, 4);

-- 1, 2: the day before, and the day
CALL tell('2017-01-09');
SELECT * FROM told;
CALL tell('2017-01-10');
SELECT * FROM told ORDER BY 1;
-- 3: once more
CALL tell('2017-01-10');
SELECT * FROM told ORDER BY 1;
-- 4: ten days later Dev's absence of 9 January is entered. No week of crossings shows the one of the 10th; the digest
-- does.
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (24, 2, '2017-01-09', '2017-01-10');
CALL tell('2017-01-20');
SELECT employee_id, happened_on FROM trigger_event_report('2017-01-14', '2017-01-20');
SELECT manager_id, manager_name, employee_id, name, service_area, policy, stage, considered, event, happened_on, news, recording_of(known_at) AS known FROM digest_report(before(4));
-- 5: it ended on the 9th; 6: no, on the 10th after all, which is a new row
UPDATE absence SET last_day = '2017-01-09' WHERE absence_id = 24;
CALL tell('2017-01-21');
SELECT * FROM told WHERE employee_id = 2;
SELECT employee_id, stage, considered, event, happened_on, news, recording_of(known_at) AS known FROM digest_report(before(5));
UPDATE absence SET last_day = '2017-01-10' WHERE absence_id = 24;
CALL tell('2017-01-21');
SELECT * FROM told WHERE employee_id = 2 ORDER BY recorded;
-- asked since before the 4th recording, the 6th is news; since before the 5th, nothing has changed; since before the 6th, it is news
-- again
SELECT n AS since, d.employee_id, d.event, d.happened_on, d.news, recording_of(d.known_at) AS known FROM generate_series(3, 7) AS n LEFT JOIN digest_report(CASE n WHEN 7 THEN clock_timestamp() ELSE before(n) END) d ON d.employee_id = 2 ORDER BY 1;
-- 7: Cara's last absence is deleted
DELETE FROM absence WHERE absence_id = 14;
CALL tell('2017-01-22');
SELECT * FROM told WHERE employee_id = 1;
SELECT employee_id, stage, event, happened_on, news, recording_of(known_at) AS known FROM digest_report(before(7));
-- something recorded and withdrawn within one digest is no news
SELECT employee_id, news FROM digest_report(before(1)) ORDER BY 1;

-- 8: a year later. 9, 10: up to an earlier day again, when Dev's absence is gone: crossings after that day stay; up to the later one they go too.
CALL tell('2017-12-31');
SELECT * FROM told WHERE employee_id IN (2, 4) ORDER BY 1, happened_on, recorded;
DELETE FROM absence WHERE absence_id = 24;
CALL tell('2017-06-30');
SELECT * FROM told WHERE employee_id = 2 AND recorded >= 6 ORDER BY happened_on;
CALL tell('2017-12-31');
SELECT * FROM told WHERE employee_id = 2 AND recorded >= 6 ORDER BY happened_on;

-- 11: two stages on one day. 2 x 2 x 25 = 100; from 1 June 2017 on a fifth of the hours, so the triggers are 30, 100 and 175. The first absence leaves from 9 January
-- 2018 on, when 2 x 2 x 24 = 96; its last day is gone on the 20th, when 1 x 1 x 13 = 13.
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (31, 3, '2017-01-09', '2017-01-20'), (32, 3, '2017-03-01', '2017-03-13');
UPDATE contract SET last_day = '2017-05-31' WHERE employee_id = 3;
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours) VALUES (3, 'P3', '2017-06-01', 'part-time', 7.4);
CALL tell('2018-12-31');
SELECT * FROM told WHERE employee_id = 3 ORDER BY happened_on, stage;
SELECT as_of, occasions, days, score, trigger_1, trigger_2, stage_reached FROM unnest('{2017-05-31,2017-06-01,2018-01-08,2018-01-09,2018-01-20,2018-01-21}'::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 3 ORDER BY 1;

-- 12: Finn has left, on 31 January 2017, as it turns out. He reached stage 1 on the 10th, and it cleared on the day after the contract; what was told of October goes.
UPDATE contract SET last_day = '2017-01-31' WHERE employee_id = 4;
CALL tell('2018-12-31');
SELECT * FROM told WHERE employee_id = 4 ORDER BY happened_on;
SELECT employee_id, name, manager_name, event, happened_on, news FROM digest_report(before(12)) ORDER BY happened_on;

-- 13: it is entered now that since 1 February 2017 another policy has held, with triggers of 10 and 50 for all hours. On that day Cara and Dev have 3 x 3 x 8 =
-- 72, Eve 1 x 1 x 12; on 1 March Eve has 2 x 2 x 13 = 52. What she reached under the old policy in June is withdrawn. 14: a named person leaves out her first
-- absence from 1 May on, which leaves 13.
UPDATE attendance_policy SET last_day = '2017-01-31' WHERE policy = 'Bradford 2016';
INSERT INTO attendance_policy (policy, first_day, part_time_rule) VALUES ('strict', '2017-02-01', 'none');
INSERT INTO policy_stage (policy, stage, title, trigger_score) VALUES ('strict', 1, 'a talk', 10), ('strict', 2, 'a letter', 50);
CALL tell('2017-06-30');
SELECT * FROM told WHERE recorded = 13 OR withdrawn = 13 ORDER BY employee_id, happened_on, policy, stage;
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (3, 31, 'leave out', 'adviser', '2017-05-01', 'by agreement');
CALL tell('2017-06-30');
SELECT * FROM told WHERE recorded = 14 OR withdrawn = 14 ORDER BY employee_id, happened_on, policy, stage;
SELECT manager_name, name, policy, stage, considered, event, happened_on, news FROM digest_report(before(14)) ORDER BY manager_id, employee_id, happened_on, stage;

-- a renamed policy is the same: nothing is told anew
BEGIN;
UPDATE attendance_policy SET policy = 'very strict' WHERE policy = 'strict';
CALL bradford.record_trigger_events('hr', '2017-06-30');
SELECT policy, count(*), count(*) FILTER (WHERE recorded_at > now()) AS new, count(*) FILTER (WHERE withdrawn_at > now()) AS withdrawn FROM trigger_event WHERE policy <> 'Bradford 2016' GROUP BY 1;
ROLLBACK;

-- 15: two years back and no further. Gus reached 10 on 10 March 2017, as is entered in June 2019: not told, unless the first day is given (16).
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (51, 5, '2017-03-01', '2017-03-10');
CALL tell('2019-06-01');
SELECT * FROM told WHERE employee_id = 5 ORDER BY happened_on;
CALL tell('2019-06-01', '2017-03-01');
SELECT * FROM told WHERE employee_id = 5 ORDER BY happened_on;
-- 17: his absence began on the 2nd, so 10 were reached on no day. The two years begin on 2 June 2017, and rows before them are left alone.
UPDATE absence SET first_day = '2017-03-02' WHERE absence_id = 51;
CALL tell('2019-06-01');
SELECT * FROM told WHERE employee_id = 5 ORDER BY happened_on;
-- 18: a future absence does not count yet
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (52, 5, CURRENT_DATE + 1, CURRENT_DATE + 30);
CALL tell(CURRENT_DATE);
SELECT * FROM told WHERE recorded = 18 OR withdrawn = 18;
-- 19: yesterday is the default; the tenth day is today (20). 21: no, it was yesterday.
DELETE FROM absence WHERE absence_id = 52;
INSERT INTO absence (absence_id, employee_id, first_day) VALUES (53, 5, CURRENT_DATE - 9);
INSERT INTO recording (up_to) VALUES (NULL);
CALL bradford.record_trigger_events('hr');
SELECT employee_id, stage, event, CURRENT_DATE - happened_on AS days_ago, recorded, withdrawn FROM told WHERE recorded >= 19;
CALL tell(CURRENT_DATE);
UPDATE absence SET first_day = CURRENT_DATE - 10 WHERE absence_id = 53;
CALL tell(CURRENT_DATE);
SELECT employee_id, stage, event, CURRENT_DATE - happened_on AS days_ago, recorded, withdrawn FROM told WHERE recorded >= 19 ORDER BY recorded;
SELECT manager_name, name, event, CURRENT_DATE - happened_on AS days_ago, news, known_at > now() - interval '1 hour' AS of_this_hour FROM digest_report WHERE employee_id = 5 AND happened_on > CURRENT_DATE - 20 ORDER BY happened_on;
-- since NULL, since infinity, and since -infinity
SELECT count(*) FROM digest_report(NULL);
SELECT count(*) FROM digest_report('infinity');
SELECT count(*) = (SELECT count(*) FROM trigger_event WHERE withdrawn_at IS NULL) AS all_that_stands, count(*) FILTER (WHERE news = 'withdrawn') AS withdrawn FROM digest_report('-infinity');

-- the next digest begins where the last one ended
SELECT count(*) FROM digest_report((SELECT max(known_at) FROM digest_report));

-- rows that somebody has written into the outbox by hand, some of tomorrow, are withdrawn, and not those beside them
BEGIN;
INSERT INTO trigger_event VALUES (1, 'Bradford 2016', 1, 'reached', '2017-02-01', now() + interval '1 day'), (1, 'strict', 1, 'cleared', '2017-02-01', now());
CALL bradford.record_trigger_events('hr', '2017-06-30');
SELECT policy, stage, event, happened_on, withdrawn_at IS NULL AS stands, CASE WHEN recorded_at > now() THEN withdrawn_at - recorded_at END AS stood_for FROM trigger_event WHERE employee_id = 1 AND happened_on = '2017-02-01' ORDER BY 1, 2, 3;
ROLLBACK;

-- twice in one transaction, with a correction between and back again
BEGIN;
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (54, 5, '2017-04-03', '2017-04-12');
CALL bradford.record_trigger_events('hr', '2017-06-30');
DELETE FROM absence WHERE absence_id = 54;
CALL bradford.record_trigger_events('hr', '2017-06-30');
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (54, 5, '2017-04-03', '2017-04-12');
CALL bradford.record_trigger_events('hr', '2017-06-30');
SELECT event, stage, happened_on, withdrawn_at IS NULL AS stands FROM trigger_event WHERE employee_id = 5 AND happened_on BETWEEN '2017-04-01' AND '2017-12-31' ORDER BY happened_on, stage, recorded_at;
ROLLBACK;

-- refused
CALL bradford.record_trigger_events('hr', NULL);
CALL bradford.record_trigger_events('hr', 'infinity');
CALL bradford.record_trigger_events('hr', '-infinity');
CALL bradford.record_trigger_events('hr', '1994-12-31');
CALL bradford.record_trigger_events('hr', '1995-01-01');
CALL bradford.record_trigger_events('hr', '2017-01-31', '2017-02-01');
CALL bradford.record_trigger_events('hr', '2017-01-31', '-infinity');
\set VERBOSITY terse
DO $$ BEGIN CALL bradford.record_trigger_events('hr', CURRENT_DATE + 1); EXCEPTION WHEN OTHERS THEN RAISE NOTICE '% %', SQLSTATE, replace(SQLERRM, (CURRENT_DATE + 1)::text, 'tomorrow'); END $$;
\set VERBOSITY default
CALL bradford.record_trigger_events('bradford', '2017-01-31');
CALL bradford.record_trigger_events('nowhere', '2017-01-31');
CREATE SCHEMA half;
CALL bradford.record_trigger_events('half', '2017-01-31');
CALL bradford.create_tables('half');
CALL bradford.record_trigger_events('half', '2017-01-31');
DROP TABLE half.trigger_event;
CALL bradford.create_reports('half');
CALL bradford.create_tables('half');
CALL bradford.create_reports('half');
CALL bradford.record_trigger_events('half', '2017-01-31');
BEGIN ISOLATION LEVEL REPEATABLE READ;
CALL bradford.record_trigger_events('hr', '2017-01-31');
ROLLBACK;
BEGIN READ ONLY;
CALL bradford.record_trigger_events('hr', '2017-01-31');
ROLLBACK;
-- a caller who owns nothing there, whatever their rights
CREATE ROLE regress_bradford_clerk;
GRANT USAGE ON SCHEMA hr TO regress_bradford_clerk;
GRANT ALL ON ALL TABLES IN SCHEMA hr TO regress_bradford_clerk;
SET ROLE regress_bradford_clerk;
\set VERBOSITY terse
CALL bradford.record_trigger_events('hr', '2017-01-31');
\set VERBOSITY default
RESET ROLE;
-- an owner from whom a policy hides some people: they would all be withdrawn
DO $$
DECLARE
	command	text;
BEGIN
	FOR command IN
		SELECT format('ALTER TABLE %s OWNER TO regress_bradford_clerk', oid::regclass) FROM pg_class WHERE relnamespace = 'half'::regnamespace AND relkind IN ('r', 'v')
		UNION ALL
		SELECT format('ALTER FUNCTION %s OWNER TO regress_bradford_clerk', oid::regprocedure) FROM pg_proc WHERE pronamespace = 'half'::regnamespace
	LOOP
		EXECUTE command;
	END LOOP;
END $$;
ALTER SCHEMA half OWNER TO regress_bradford_clerk;
SET ROLE regress_bradford_clerk;
CALL bradford.record_trigger_events('half', '2017-01-31');
ALTER TABLE half.employee ENABLE ROW LEVEL SECURITY;
CALL bradford.record_trigger_events('half', '2017-01-31');
ALTER TABLE half.employee FORCE ROW LEVEL SECURITY;
CALL bradford.record_trigger_events('half', '2017-01-31');
RESET ROLE;

-- Over a site's own views, with numbers of people as text: the outbox is the site's table.
SET client_min_messages = warning;
CREATE SCHEMA erp;
DO $$
DECLARE
	command	text;
BEGIN
	FOR command IN
		-- a view may show a person twice
		SELECT format('CREATE VIEW erp.%I AS SELECT %s FROM hr.%1$I%3$s', relation,
					  string_agg(CASE WHEN "column" IN ('employee_id', 'manager_id', 'deputy_id') THEN format('%I::text AS %1$I', "column") ELSE quote_ident("column") END, ', '),
					  CASE WHEN relation = 'employee' THEN ', generate_series(1, 2)' END)
		FROM   bradford.table_columns() WHERE "column" IS NOT NULL AND relation <> 'trigger_event' GROUP BY relation
	LOOP
		EXECUTE command;
	END LOOP;
END $$;
RESET client_min_messages;
CALL bradford.create_reports('erp');
CREATE TABLE erp.trigger_event (employee_id text, policy text, stage integer, event text, happened_on date, recorded_at timestamptz, withdrawn_at timestamptz);
CALL bradford.create_reports('erp');
CALL bradford.record_trigger_events('erp', '2019-06-01', '2016-10-01');
CALL bradford.record_trigger_events('erp', '2019-06-01', '2016-10-01');
CALL bradford.record_trigger_events('hr', '2019-06-01', '2016-10-01');
SELECT count(*) AS here, (SELECT count(*) FROM hr.trigger_event WHERE withdrawn_at IS NULL AND happened_on BETWEEN '2016-10-01' AND '2019-06-01') AS there,
	   count(*) FILTER (WHERE (employee_id, policy, stage, event, happened_on) NOT IN (SELECT employee_id::text, policy, stage, event, happened_on FROM hr.trigger_event WHERE withdrawn_at IS NULL)) AS apart,
	   (SELECT count(*) FROM erp.digest_report) AS news
FROM   erp.trigger_event WHERE withdrawn_at IS NULL;

-- Random lives, whose records change between eight recordings up to days back and forth. What each should leave is worked out
-- day by day from trigger_report; the digest since a recording is the difference of what it left and what stands now.
SET client_min_messages = warning;
TRUNCATE trigger_event, employee, recording RESTART IDENTITY CASCADE;
RESET client_min_messages;
CREATE FUNCTION random_of(key bigint, what integer, below integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN ((hashint8extended(key * 100 + what, 20170201) & 2147483647) % below)::integer;
INSERT INTO employee (employee_id, service_area, manager_id) SELECT e, 'Area ' || e % 3, nullif(1 + e % 4, e) FROM generate_series(1, 24) AS e;
INSERT INTO contract (employee_id, first_day, kind, weekly_hours) SELECT e, '2012-01-01', 'part-time', (ARRAY[37, 18.5, 7.4])[1 + e % 3] FROM generate_series(1, 24) AS e;
CREATE PROCEDURE one_absence(key bigint) LANGUAGE sql AS $$
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason)
SELECT key, 1 + random_of(key, 1, 24), f.first_day, CASE WHEN random_of(key, 3, 15) > 0 THEN f.first_day + random_of(key, 4, 9) END, CASE WHEN random_of(key, 5, 6) = 0 THEN 'pregnancy' END
FROM  (SELECT date '2016-05-01' + random_of(key, 2, 330) AS first_day) f
$$;
DO $$ BEGIN FOR k IN 1..90 LOOP CALL one_absence(k); END LOOP; END $$;
CREATE TABLE should_stand (employee_id bigint, policy text, stage integer, event text, happened_on date);
CREATE TABLE stood (LIKE should_stand, n integer);
-- by trigger_report alone: the stages that the two days of each pair show, under the policy that shows them
CREATE FUNCTION crossings(from_day date, up_to date) RETURNS SETOF should_stand LANGUAGE sql AS $$
WITH stands AS MATERIALIZED (
	SELECT d.day::date AS day, r.employee_id, r.policy, s.stage
	FROM   generate_series(from_day - interval '1 day', up_to, '1 day') AS d(day), trigger_report(d.day::date) r, generate_series(1, r.stage_reached) AS s(stage)
)
SELECT b.employee_id, b.policy, b.stage, 'reached', b.day FROM stands b
WHERE  b.day >= from_day AND NOT EXISTS (SELECT FROM stands a WHERE (a.employee_id, a.stage, a.day) = (b.employee_id, b.stage, b.day - 1))
UNION  ALL
SELECT a.employee_id, a.policy, a.stage, 'cleared', a.day + 1 FROM stands a
WHERE  a.day < up_to AND NOT EXISTS (SELECT FROM stands b WHERE (b.employee_id, b.stage, b.day) = (a.employee_id, a.stage, a.day + 1))
$$;
CREATE PROCEDURE changes(round integer) LANGUAGE plpgsql AS $$
DECLARE
	k	bigint;
BEGIN
	FOR i IN 1..6 LOOP
		k := round * 1000 + i;
		CASE random_of(k, 10, 4)
			WHEN 0 THEN CALL one_absence(k);
			WHEN 1 THEN DELETE FROM absence WHERE absence_id = (SELECT a.absence_id FROM absence a ORDER BY random_of(a.absence_id, 11 + round, 1000000), a.absence_id LIMIT 1);
			WHEN 2 THEN UPDATE absence SET last_day = first_day + random_of(k, 12, 12) WHERE absence_id = (SELECT a.absence_id FROM absence a ORDER BY random_of(a.absence_id, 31 + round, 1000000), a.absence_id LIMIT 1);
			ELSE UPDATE contract SET weekly_hours = (ARRAY[37, 18.5, 7.4])[1 + random_of(k, 13, 3)] WHERE employee_id = 1 + random_of(k, 14, 24);
		END CASE;
	END LOOP;
	IF round = 5 THEN
		UPDATE attendance_policy SET last_day = '2017-02-09' WHERE policy = 'strict';
		INSERT INTO attendance_policy (policy, first_day) VALUES ('late', '2017-02-10');
		INSERT INTO policy_stage (policy, stage, title, trigger_score) VALUES ('late', 1, 'a talk', 40), ('late', 2, 'a letter', 60), ('late', 3, 'a hearing', 120);
	END IF;
END $$;
DO $$
DECLARE
	from_day date := '2017-01-20';
	up_to	date;
BEGIN
	FOR round IN 1..8 LOOP
		CALL changes(round);
		up_to := date '2017-02-05' + random_of(round, 20, 35);
		CALL tell(up_to, from_day);
		DELETE FROM should_stand WHERE happened_on BETWEEN from_day AND up_to;
		INSERT INTO should_stand SELECT * FROM crossings(from_day, up_to);
		INSERT INTO stood SELECT *, round FROM should_stand;
	END LOOP;
END $$;
-- what stood after each recording, by the outbox and by trigger_report
SELECT r.n, r.up_to, count(s) AS should_stand, count(t) AS stands, count(*) FILTER (WHERE s IS NULL OR t IS NULL) AS apart
FROM   recording r
CROSS  JOIN LATERAL (
	SELECT s, t FROM (SELECT * FROM stood WHERE stood.n = r.n) s
	FULL   JOIN (SELECT * FROM told WHERE told.recorded <= r.n AND (told.withdrawn > r.n) IS NOT FALSE) t
	ON     (t.employee_id, t.policy, t.event, t.happened_on) = (s.employee_id, s.policy, s.event, s.happened_on) AND t.stage = s.stage) x
GROUP  BY 1, 2 ORDER BY 1;
-- the digest since each, against the difference
SELECT n, count(*) FILTER (WHERE y.told = 'reached') AS reached, count(*) FILTER (WHERE y.told = 'cleared') AS cleared, count(*) FILTER (WHERE y.told = 'withdrawn') AS withdrawn,
	   count(*) FILTER (WHERE y.told IS NULL OR y.news IS NULL) AS apart
FROM   recording r
CROSS  JOIN LATERAL (
	SELECT d.news AS told, x.news FROM (
		SELECT employee_id, policy, stage, event, happened_on, event AS news FROM (SELECT employee_id, policy, stage, event, happened_on FROM should_stand EXCEPT SELECT employee_id, policy, stage, event, happened_on FROM stood WHERE stood.n = r.n - 1) e
		UNION ALL
		SELECT employee_id, policy, stage, event, happened_on, 'withdrawn' FROM (SELECT employee_id, policy, stage, event, happened_on FROM stood WHERE stood.n = r.n - 1 EXCEPT SELECT employee_id, policy, stage, event, happened_on FROM should_stand) e) x
	FULL   JOIN digest_report(r.began) d ON (d.employee_id, d.policy, d.stage, d.event, d.happened_on, d.news) = (x.employee_id, x.policy, x.stage, x.event, x.happened_on, x.news)) y
GROUP  BY n ORDER BY n;
SELECT count(*) AS told_once_and_stands, count(*) FILTER (WHERE withdrawn > 0) AS withdrawn FROM told;

RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA hr, half, erp CASCADE;
DROP ROLE regress_bradford_clerk;
