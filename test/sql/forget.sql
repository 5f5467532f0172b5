-- What can be forgotten, worked out by hand, and forgetting it, with its history; then random lives, for whom every
-- report of today is the same before and after.
SET datestyle = ISO;
SET timezone = 'UTC';
SET client_min_messages = warning;
SET jit = off;
\set SHOW_CONTEXT never
CALL bradford.create_tables('forget_test');
CALL bradford.create_reports('forget_test');
SET search_path = forget_test;

-- As at 30 June 2020, before 1 January 2018: reports from that day on need absence from 1 January 2017 on (12 months back; the
-- year of days lost begins later, on 1 April 2017), and warnings from 2 years before that, 1 January 2015, on.
INSERT INTO attendance_policy (policy) VALUES ('own');
INSERT INTO policy_stage (policy, stage, title, trigger_score, warning_life) VALUES ('own', 1, 'for life', 99999, '100 years');
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'P' || n, 'Area' FROM generate_series(1, 20) AS n;
INSERT INTO contract (employee_id, first_day, last_day) SELECT n, '2010-01-01', CASE n WHEN 2 THEN '2016-05-31' WHEN 16 THEN '2016-05-31' WHEN 14 THEN '2016-05-31' WHEN 15 THEN '2017-02-28' WHEN 18 THEN '2016-05-31' END::date FROM generate_series(1, 20) AS n WHERE n <> 12;
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES
	-- 1: the last touches the one that reaches the window: 24 to 27 December 2016 have no working day
	(101, 1, '2015-03-02', '2015-03-06'), (102, 1, '2016-12-28', '2016-12-29'), (103, 1, '2016-12-30', '2017-01-03'), (104, 1, '2016-12-23', '2016-12-23'), (105, 1, '2016-12-21', '2016-12-21'), (106, 1, '2019-02-04', '2019-02-05'),
	(201, 2, '2015-03-02', '2015-03-06'),
	(301, 3, '2012-03-05', '2012-03-05'),
	-- 4: a warning for life of 1 November 2016 rests on absence from 1 November 2015 on
	(401, 4, '2015-10-29', '2015-10-29'), (402, 4, '2015-11-02', '2015-11-03'), (403, 4, '2014-11-02', '2014-11-03'),
	-- 5: a warning of 1 June 2016 may be repeated, and rests on absence from 1 June 2015 on; 6: one of 2013 will not
	(501, 5, '2015-05-29', '2015-05-29'), (502, 5, '2015-08-03', '2015-08-04'),
	(601, 6, '2013-02-04', '2013-02-05'),
	-- 7: joined by hand with one inside the window; 8: a fit note reaches into it
	(701, 7, '2016-05-02', '2016-05-03'), (702, 7, '2017-03-06', '2017-03-07'), (703, 7, '2016-04-04', '2016-04-05'),
	(801, 8, '2016-12-01', '2016-12-07'), (802, 8, '2016-01-04', '2016-01-15'),
	-- 9: nobody entered the end, and the record before it touches
	(901, 9, '2015-06-01', '2015-06-05'), (902, 9, '2015-06-06', NULL), (903, 9, '2015-05-04', '2015-05-08'),
	-- 10: discussed in 2018, and one that touches it
	(1001, 10, '2015-06-01', '2015-06-05'), (1002, 10, '2015-06-06', '2015-06-09'),
	(1801, 18, '2015-06-01', '2015-06-05'), (2001, 20, '2014-06-02', '2014-06-03'),
	-- 19: one spell that reaches past the day
	(1901, 19, '2017-12-20', '2017-12-31'), (1902, 19, '2018-01-01', '2018-01-05');
-- 11: two days a month since 2016, and three in May 2015, so at a trigger since 1 March 2016: 5 x 5 x 6 = 150. What counted then is needed, from
-- 2 March 2015 on; the day of February 2015 had left the window, which made the score 80 for a while
INSERT INTO absence (absence_id, employee_id, first_day, last_day) SELECT 1100 + n, 11, d, d + 1 FROM generate_series(0, 52) AS n, LATERAL (SELECT (date '2016-02-01' + make_interval(months => n))::date AS d) x;
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (1199, 11, '2015-06-01', '2015-06-01'), (1198, 11, '2015-05-29', '2015-05-29'), (1197, 11, '2015-05-20', '2015-05-20'), (1196, 11, '2015-02-20', '2015-02-20');
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (7, 702, 'join', 701, 'A', '2017-04-03', 'one illness'), (6, 601, 'leave out', NULL, 'A', '2013-03-04', 'error');
INSERT INTO return_to_work (employee_id, absence_id, held_on, form_received_on) VALUES (1, 101, '2015-03-09', '2015-03-20'), (10, 1001, '2018-02-05', NULL), (2, 201, '2015-03-09', NULL);
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (8, '2016-12-08', '2017-01-15'), (8, '2016-01-11', '2016-01-15');
INSERT INTO warning (employee_id, policy, stage, issued_on, review_until) VALUES (4, 'own', 1, '2016-11-01', NULL), (5, 'Bradford 2016', 1, '2016-06-01', '2016-08-31'), (6, 'Bradford 2016', 1, '2013-03-01', NULL), (2, 'own', 1, '2014-03-03', NULL);
INSERT INTO occupational_health_report (employee_id, referred_on, reported_on) VALUES (1, '2014-02-03', '2014-03-03'), (1, '2015-02-03', '2015-03-03'), (7, '2014-02-03', NULL), (2, '2014-02-03', NULL);
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on, closed_on) VALUES (1, 3, 'grievance 2016', '2018-05-01', NULL), (2, 1, 'grievance 2016', '2014-05-01', '2014-07-01'), (3, 2, 'grievance 2016', '2014-05-01', '2014-07-01'), (5, 7, 'grievance 2016', '2016-05-01', '2016-07-01');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (1, 2, 'meeting', '2014-05-20'), (2, 3, 'meeting', '2014-05-20'), (7, 5, 'meeting', '2018-01-01');
-- 12: years from April; all timesheets of the first, one missing in the second, the third ends in the days of reports
INSERT INTO contract (employee_id, first_day, kind, weekly_hours, annual_hours, leave_hours) VALUES (12, '2015-04-01', 'annualised hours', 18.5, 900, 120);
INSERT INTO timesheet (employee_id, month, hours_worked, leave_taken) SELECT 12, m, 65, 5 FROM generate_series(timestamp '2015-04-01', '2020-05-01', '1 month') AS m WHERE m <> '2016-09-01';
INSERT INTO timesheet (employee_id, month, extra_hours) VALUES (1, '2015-05-01', 3);
-- 21 to 24 left in 2005: a record with an impossible day stays, and so does its person; it does not stop the others
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'P' || n, 'Area' FROM generate_series(21, 24) AS n;
INSERT INTO contract (employee_id, first_day, last_day) SELECT n, '2001-01-01', '2005-12-31' FROM generate_series(21, 24) AS n;
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (2101, 21, '2101-06-01', '2101-06-05'), (2102, 21, '2003-06-02', '2003-06-03');
INSERT INTO warning (employee_id, policy, stage, issued_on) VALUES (22, 'own', 1, '5874897-12-31'), (22, 'own', 1, '1899-12-31');
INSERT INTO timesheet (employee_id, month, extra_hours) VALUES (23, '5874897-12-01', 3), (21, '2004-12-01', 3);
INSERT INTO paid (employee_id, first_day, month, run, salary, recorded_on) VALUES (24, '2001-01-01', '5874897-12-01', 'monthly', 2000, '2004-12-27'), (24, '2001-01-01', '0001-01-01 BC', 'monthly', 2000, '2004-12-27');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (7, '2018-06-11', '5874897-12-31');
-- 1, 12, 13: paid from November 2016 on, 13 too little in May 2017
UPDATE contract SET full_time_salary = 24000 WHERE employee_id IN (1, 12, 13);
INSERT INTO paid (employee_id, first_day, month, run, salary, recorded_on) SELECT 13, '2010-01-01', m, 'monthly', CASE m WHEN '2017-05-01' THEN 1900 ELSE 2000 END, m + interval '27 days' FROM generate_series(timestamp '2016-11-01', '2020-05-01', '1 month') AS m;
INSERT INTO paid (employee_id, first_day, month, run, salary, recorded_on) SELECT 1, '2010-01-01', m, 'monthly', 2000, m + interval '27 days' FROM generate_series(timestamp '2016-11-01', '2020-05-01', '1 month') AS m;
INSERT INTO paid (employee_id, first_day, month, run, salary, recorded_on) SELECT 12, r.first_day, m, 'monthly', r.salary, m + interval '27 days' FROM generate_series(timestamp '2016-11-01', '2020-05-01', '1 month') AS m, pay_report(m::date) r WHERE r.employee_id = 12;
UPDATE employee SET manager_id = 16 WHERE employee_id = 17;
INSERT INTO trigger_event (employee_id, policy, stage, event, happened_on, recorded_at) VALUES (11, 'Bradford 2016', 1, 'reached', '2016-06-02', '2016-06-05 08:00+00'), (11, 'Bradford 2016', 2, 'reached', '2017-12-31', '2018-01-01 00:00+00'), (11, 'Bradford 2016', 1, 'cleared', '2019-03-01', '2019-03-02 08:00+00');
INSERT INTO login (role_name, employee_id, first_day, last_day) VALUES ('two', 2, '2012-01-01', '2016-05-31'), ('eighteen', 18, '2012-01-01', NULL);
INSERT INTO deputy (employee_id, deputy_id, first_day, last_day) VALUES (13, 2, '2015-01-01', '2015-01-31'), (13, 14, '2017-01-01', '2018-01-31');

\pset format unaligned
\pset tuples_only on
\echo what can be forgotten, and why the rest stays
SELECT relation, employee_id, name, record, first_day, last_day, CASE WHEN removable THEN 'GOES' ELSE kept_because END FROM retention_report('2018-01-01', '2020-06-30')
WHERE  relation NOT IN ('timesheet', 'paid') AND NOT (relation = 'absence' AND employee_id = 11) AND NOT (relation IN ('contract', 'employee') AND kept_because = 'still employed')
ORDER  BY relation, employee_id, first_day, record;
SELECT relation, employee_id, CASE WHEN removable THEN 'GOES' ELSE kept_because END AS what, min(record), max(record), count(*) FROM retention_report('2018-01-01', '2020-06-30') WHERE relation IN ('timesheet', 'paid') OR relation = 'absence' AND employee_id = 11 GROUP BY 1, 2, 3 ORDER BY 1, 2, (CASE WHEN removable THEN 'GOES' ELSE kept_because END) COLLATE "C", 4;
\echo a later day keeps what reports of two years need: from 30 June 2018, so absence from 30 June 2017 on, or from 1 April 2018 if that is earlier
SELECT employee_id, max(last_day) FILTER (WHERE removable), min(last_day) FILTER (WHERE kept_because = 'rolling window') FROM retention_report('2020-06-01', '2020-06-30') WHERE relation = 'absence' AND employee_id = 1 GROUP BY 1;
SELECT record, kept_because FROM retention_report('2020-06-01', '2020-06-30') WHERE relation = 'trigger_event' ORDER BY first_day;
\echo in April 2017, what was paid since November 2016 is asked about still
SELECT relation, employee_id, COALESCE(kept_because, 'GOES'), count(*) FROM retention_report('2017-04-01', '2017-04-15') WHERE relation = 'paid' GROUP BY 1, 2, 3 ORDER BY 2;
\echo the person with an open case keeps all
SELECT employee_id, relation, kept_because FROM retention_report('2019-01-01', '2020-06-30') WHERE employee_id = 3 ORDER BY 2;

\echo refused
CALL bradford.forget('forget_test', NULL);
\set VERBOSITY sqlstate
CALL bradford.forget('forget_test', (current_date + 1)::date);
CALL bradford.forget('forget_test', '1990-01-01');
CALL bradford.forget('forget_nowhere', '2018-01-01');
CALL bradford.forget('bradford', '2018-01-01');
\set VERBOSITY default
CREATE VIEW person AS TABLE employee;
ALTER TABLE login RENAME TO login_of_ours;
CREATE VIEW login AS TABLE login_of_ours;
ALTER TABLE deputy RENAME TO deputy_of_ours;
CALL bradford.forget('forget_test', '2018-01-01');
DROP VIEW login;
ALTER TABLE login_of_ours RENAME TO login;
ALTER TABLE deputy_of_ours RENAME TO deputy;
CREATE ROLE regress_bradford_forgetful;
GRANT USAGE ON SCHEMA forget_test TO regress_bradford_forgetful;
GRANT SELECT, DELETE ON ALL TABLES IN SCHEMA forget_test TO regress_bradford_forgetful;
SET ROLE regress_bradford_forgetful;
CALL bradford.forget('forget_test', '2018-01-01');
RESET ROLE;
DROP OWNED BY regress_bradford_forgetful;
DROP ROLE regress_bradford_forgetful;

-- A history of the shape that keep_history gives it: each record as it is; absence 299 was deleted in 2015, 298 in 2019, 399 in 2015 too, of
-- the person with an open case; 106 was corrected in 2019.
DO $$
DECLARE r text;
BEGIN
	FOR r IN SELECT DISTINCT relation FROM bradford.table_columns() LOOP
		EXECUTE format('CREATE TABLE %I AS SELECT t.*, row_number() OVER () AS change_id, timestamptz ''2015-01-01'' AS changed_at, ''x'' AS changed_by, ''kept before'' AS change, true AS stands FROM %I t', r || '_history', r);
	END LOOP;
END $$;
INSERT INTO absence_history (absence_id, employee_id, first_day, last_day, change_id, changed_at, change, stands)
SELECT a, e, '2014-05-05', '2014-05-06', 5000 + v, CASE WHEN v = 1 THEN '2014-05-07' ELSE d END::timestamptz, CASE v WHEN 1 THEN 'inserted' ELSE 'deleted' END, v = 1
FROM  (VALUES (299, 5, '2015-02-02'), (298, 5, '2019-02-02'), (399, 3, '2015-02-02')) AS x(a, e, d), generate_series(1, 2) AS v;
INSERT INTO absence_history (absence_id, employee_id, first_day, last_day, change_id, changed_at, change, stands) VALUES (106, 1, '2019-02-04', '2019-02-06', 0, '2015-01-01', 'kept before', true), (101, 1, '2015-03-02', '2015-03-09', 0, '2015-01-01', 'kept before', true);
CREATE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE 'history must stay as it is';
END $$;
DO $$
DECLARE r text;
BEGIN
	FOR r IN SELECT DISTINCT relation FROM bradford.table_columns() LOOP
		EXECUTE format('CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION history_stays()', r || '_history');
	END LOOP;
END $$;
ALTER TABLE deputy_history RENAME TO deputy_was;
CALL bradford.forget('forget_test', '2018-01-01');
ALTER TABLE deputy_was RENAME TO deputy_history;
CALL bradford.forget('forget_test', '2018-01-01');
CALL bradford.create_reports('forget_test');
CREATE FUNCTION counts() RETURNS TABLE (relation text, count bigint) LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
	FOR r IN SELECT relname FROM pg_class c WHERE relnamespace = 'forget_test'::regnamespace AND relkind = 'r' ORDER BY 1 LOOP
		RETURN QUERY EXECUTE format('SELECT %L::text, count(*) FROM %I', r, r);
	END LOOP;
END $$;
CREATE TEMP TABLE counted AS SELECT * FROM counts();
CREATE TEMP TABLE promised AS SELECT relation, count(*) FROM retention_report('2018-01-01') WHERE removable GROUP BY 1;
\echo a dry run says what would go, and nothing goes
SET client_min_messages = notice;
CALL bradford.forget('forget_test', '2018-01-01', dry_run => true);
SELECT 'changed', relation FROM (SELECT * FROM counts() EXCEPT TABLE counted) x;
\echo and then it goes
CALL bradford.forget('forget_test', before => '2018-01-01');
\echo as promised: removed and promised by table, events of cases apart
SELECT c.relation, c.count - n.count, p.count FROM counted c JOIN counts() n USING (relation) LEFT JOIN promised p USING (relation) WHERE (c.count - n.count) IS DISTINCT FROM COALESCE(p.count, 0) AND c.relation !~ '_history$';
SELECT relation, count FROM promised WHERE relation ~ '_history$';
\echo of the history: all of what went; 299, deleted before the day; not 298, not 399, not what a kept record was
SELECT absence_id, count(*), bool_or(stands) FROM absence_history WHERE absence_id IN (101, 201, 299, 298, 399, 106) GROUP BY 1 ORDER BY 1;
SELECT 'left behind', h.employee_id FROM employee_history h WHERE NOT EXISTS (SELECT FROM employee e WHERE e.employee_id = h.employee_id);
DELETE FROM absence_history;
\echo the second time there is nothing left
CALL bradford.forget('forget_test', '2018-01-01');
SELECT count(*) FILTER (WHERE removable) AS removable FROM retention_report('2018-01-01');
RESET search_path;
\pset tuples_only off
\pset format aligned
SET client_min_messages = warning;
DROP SCHEMA forget_test CASCADE;
DROP TABLE counted, promised;

-- Sixty people over twelve years up to today, with everything that tables hold about them; the numbers are the same in each run, the
-- weekdays are not.
CALL bradford.create_tables('forget_lives');
CALL bradford.create_reports('forget_lives');
SET search_path = forget_lives;
-- h(person, what): a number of its own, the same in each run
CREATE FUNCTION h(bigint, integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN (hashint8extended($1, $2) & 1048575)::integer;
INSERT INTO employee (employee_id, name, service_area, manager_id, service_from)
SELECT e, 'P' || e, 'Area ' || e % 7, CASE WHEN e > 10 THEN 1 + h(e, 1) % 10 END, CASE WHEN h(e, 2) % 9 = 0 THEN current_date - 4000 END FROM generate_series(1, 60) AS e;
-- a third has left, some change hours, some come back
INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, full_time_salary, annual_hours, leave_hours, weeks_at_work, calendar)
SELECT e, '1', s, CASE WHEN h(e, 3) % 3 = 0 THEN s + 300 + h(e, 4) % 3000 WHEN h(e, 3) % 3 = 1 THEN s + 1500 END, k, w, 24000 + 1000 * (h(e, 6) % 9), CASE k WHEN 'annualised hours' THEN 900 END,
	   CASE k WHEN 'annualised hours' THEN 120 END, CASE k WHEN 'term-time' THEN 39 END, CASE WHEN h(e, 7) % 5 = 0 THEN 'england-and-wales; week=Mon-Wed' ELSE 'england-and-wales' END::bradford.calendar
FROM   generate_series(1, 60) AS e, LATERAL (SELECT current_date - 4300 + h(e, 8) % 1500 AS s, (ARRAY['full-time', 'full-time', 'part-time', 'annualised hours', 'term-time'])[1 + h(e, 5) % 5] AS k) x, LATERAL (SELECT CASE k WHEN 'full-time' THEN 37 ELSE 18.5 END AS w) y;
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, full_time_salary)
SELECT employee_id, '1', last_day + 1 + 200 * (h(employee_id, 9) % 2), 'full-time', 30, 25000 FROM contract WHERE h(employee_id, 3) % 3 = 1;
INSERT INTO absence (employee_id, first_day, last_day, reason, half_worked, self_certified_on)
SELECT e, d, CASE WHEN d + n < current_date THEN d + n WHEN h(i, 1) % 2 = 0 THEN NULL ELSE current_date + 5 END, (ARRAY['cold or flu', 'stress', 'chicken pox', 'pregnancy', 'other sickness', NULL])[1 + h(i, 2) % 6], h(i, 3) % 12 = 0, CASE WHEN h(i, 4) % 3 = 0 THEN d + 2 END
FROM   generate_series(1, 60) AS e, generate_series(1, 30) AS k, LATERAL (SELECT e * 1000 + k AS i) x,
	   LATERAL (SELECT current_date - 4200 + h(i, 5) % 4190 AS d, CASE WHEN h(i, 6) % 25 = 0 THEN 60 + h(i, 7) % 300 ELSE h(i, 7) % 6 END AS n) y
WHERE  k <= CASE WHEN h(e, 10) % 4 = 0 THEN 30 ELSE 8 END
AND    EXISTS (SELECT FROM contract c WHERE c.employee_id = e AND d >= c.first_day AND (c.last_day IS NULL OR d + n <= c.last_day));
INSERT INTO fit_note (employee_id, first_day, last_day, received_on)
SELECT DISTINCT ON (employee_id, first_day) employee_id, first_day + 3, COALESCE(last_day, current_date) + h(absence_id, 1) % 9, first_day + 5 FROM absence WHERE COALESCE(last_day, current_date) > first_day + 4 AND h(absence_id, 2) % 3 > 0;
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why)
SELECT a.employee_id, a.absence_id, CASE WHEN n.absence_id IS NULL THEN 'leave out' ELSE 'join' END, n.absence_id, 'x', a.first_day + 20 + CASE WHEN h(a.absence_id, 4) % 7 = 0 THEN 900 ELSE 0 END, 'y'
FROM   absence a LEFT JOIN LATERAL (SELECT b.absence_id FROM absence b WHERE b.employee_id = a.employee_id AND b.first_day > a.first_day AND h(a.absence_id, 5) % 2 = 0 ORDER BY b.first_day LIMIT 1) n ON true WHERE h(a.absence_id, 3) % 25 = 0;
INSERT INTO return_to_work (employee_id, absence_id, held_on, form_received_on) SELECT employee_id, absence_id, last_day + 1 + h(absence_id, 6) % 9, last_day + 12 FROM absence WHERE last_day < current_date AND h(absence_id, 7) % 3 > 0;
-- Each policy that was in force gave its warnings
UPDATE attendance_policy SET first_day = current_date - 3000, adopted_on = current_date - 3000 WHERE policy = 'Bradford 2016';
UPDATE attendance_policy SET last_day = current_date - 3001 WHERE policy <> 'Bradford 2016';
INSERT INTO warning (employee_id, policy, stage, issued_on, outcome, score, review_until, satisfactory, appeal_upheld_on)
SELECT DISTINCT ON (employee_id, issued_on, stage) * FROM (
SELECT e, 'Bradford 2016', 1 + k % 3, current_date - 3900 + h(e, 40) % 3000 + 150 * k + h(i, 1) % 60, CASE WHEN h(i, 2) % 6 = 0 THEN 'no warning' ELSE 'warning' END, 150 + h(i, 3) % 500,
	   current_date - 3900 + h(e, 40) % 3000 + 150 * k + 100, CASE h(i, 4) % 4 WHEN 0 THEN true WHEN 1 THEN false END, NULL::date
FROM   generate_series(1, 60) AS e, generate_series(0, 5) AS k, LATERAL (SELECT e * 100 + k AS i) x WHERE h(e, 41) % 3 = 0 AND k <= h(e, 42) % 6) AS w(employee_id, policy, stage, issued_on) WHERE issued_on < current_date;
INSERT INTO occupational_health_report (employee_id, referred_on, reported_on) SELECT e, d, CASE WHEN h(e, 43 + k) % 4 > 0 THEN d + 30 END FROM generate_series(1, 60) AS e, generate_series(0, 2) AS k, LATERAL (SELECT current_date - 3000 + 900 * k + h(e, 47) % 800 AS d) x WHERE h(e, 44) % 3 = 0;
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on, closed_on) SELECT e, e, 'grievance 2016', d, CASE WHEN h(e, 46) % 4 > 0 THEN d + 80 END FROM generate_series(1, 60, 5) AS e, LATERAL (SELECT current_date - 3600 + h(e, 45) % 3500 AS d) x;
INSERT INTO case_event (employee_id, case_id, event, happened_on) SELECT employee_id, case_id, 'meeting', opened_on + 10 + CASE WHEN case_id % 50 = 1 THEN 2500 ELSE 0 END FROM hr_case;
INSERT INTO timesheet (employee_id, post, month, hours_worked, leave_taken, extra_hours, received_on)
SELECT c.employee_id, c.post, m::date, 60 + h(c.employee_id, 48) % 20, 4, h(c.employee_id * 40 + (m::date - '2000-01-01'), 49) % 3, m::date + 33
FROM   contract c, generate_series(date_trunc('month', c.first_day), least(c.last_day, current_date - 31), interval '1 month') m WHERE (c.kind IN ('annualised hours', 'term-time') OR c.employee_id % 3 = 0) AND h(c.employee_id * 400 + (m::date - '2000-01-01') / 28, 50) % 400 > 0
ON CONFLICT DO NOTHING;
INSERT INTO trigger_event (employee_id, policy, stage, event, happened_on, recorded_at)
SELECT employee_id, policy, stage, CASE event WHEN 'reached' THEN event ELSE 'cleared' END, happened_on, happened_on + 3 FROM trigger_event_report((current_date - interval '5 years')::date, current_date - 1);
INSERT INTO login (role_name, employee_id, first_day, last_day) SELECT 'r' || e, e, '2015-01-01', CASE WHEN e % 8 <> 2 THEN current_date - 2500 + 10 * e END FROM generate_series(2, 60, 4) AS e;
INSERT INTO deputy (employee_id, deputy_id, first_day, last_day) SELECT e, e + 1, current_date - 3000, current_date - 2950 FROM generate_series(1, 59, 9) AS e;
INSERT INTO paid (employee_id, post, first_day, month, run, salary, extra_pay, recorded_on)
SELECT r.employee_id, r.post, r.first_day, r.pay_month, to_char(r.pay_month, 'YYYY-MM'), r.salary, COALESCE(r.extra_pay, 0), r.pay_month + 27
FROM   generate_series(date_trunc('month', current_date - interval '40 months'), current_date - interval '2 months', interval '1 month') AS m, pay_report(m::date) r WHERE r.salary IS NOT NULL;
CREATE TABLE answer (stage integer, report text, answer jsonb);
CREATE FUNCTION ask(stage integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
	FOR r IN SELECT m.name, m.view FROM bradford.reports_made('forget_lives') m WHERE m.view IS NOT NULL GROUP BY 1, 2 LOOP
		EXECUTE format('INSERT INTO answer SELECT %s, %L, to_jsonb(x) FROM %s x', stage, r.name, r.view);
	END LOOP;
END $$;
-- reports that show history itself; in those below other reports, what is forgotten is gone from the sets
CREATE FUNCTION shows_history(report text) RETURNS boolean LANGUAGE sql RETURN report IN
	('absence_for_pay', 'certificate_report', 'contract_terms', 'counted_absence', 'data_quality_report', 'full_month', 'hours_over_time', 'live_warning', 'long_term_report', 'recorded_sickness', 'return_to_work_report', 'timesheet_report', 'working_pattern');
CREATE TABLE gone (step integer, relation text, removable boolean, count bigint);
CREATE FUNCTION forget(step integer, before date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO gone SELECT step, relation, removable, count(*) FROM retention_report(before) GROUP BY 1, 2, 3;
	CALL bradford.forget('forget_lives', before);
	PERFORM ask(step);
END $$;
SELECT ask(0);
-- six years; then the day before yesterday, which keeps two years and what they need
SELECT forget(1, (current_date - interval '6 years')::date);
SELECT forget(2, current_date - 2);
\echo each table has records that go and records that stay
SELECT step, count(DISTINCT relation) FILTER (WHERE removable) > 7 AS tables_that_lose, count(DISTINCT relation) FILTER (WHERE NOT removable) > 7 AS that_keep, sum(count) FILTER (WHERE removable) > 500 AS many FROM gone GROUP BY 1 ORDER BY 1;
\echo reports of today that lost or gained a row, though they show no history
CREATE FUNCTION differs(stage integer, other integer) RETURNS TABLE (report text, answer jsonb) LANGUAGE sql AS
$$ SELECT a.report, a.answer FROM answer a WHERE a.stage = $1 EXCEPT ALL SELECT a.report, a.answer FROM answer a WHERE a.stage = $2 $$;
SELECT n AS step, 'lost' AS what, d.report, d.answer FROM generate_series(1, 2) AS n, differs(n - 1, n) d WHERE NOT shows_history(d.report)
UNION ALL
SELECT n, 'gained', d.report, d.answer FROM generate_series(1, 2) AS n, differs(n, n - 1) d WHERE NOT shows_history(d.report);
\echo of those that show history, only these sets have changed; the others have lost rows, and have no new finding and no other row
SELECT n AS step, d.report FROM generate_series(1, 2) AS n, differs(n, n - 1) d WHERE shows_history(d.report) GROUP BY 1, 2 ORDER BY 1, 2;
SELECT count(DISTINCT report) AS reports, count(DISTINCT report) FILTER (WHERE NOT shows_history(report)) AS that_stay, count(*) FILTER (WHERE NOT shows_history(report)) > 500 AS many_rows FROM answer WHERE stage = 0;
RESET search_path;
DROP SCHEMA forget_lives CASCADE;
-- the timesheets of one account go or stay together, and a month that is recorded as paid late keeps its timesheet
CREATE SCHEMA pay_of;
SET client_min_messages = warning;
CALL bradford.create_tables('pay_of');
CALL bradford.create_reports('pay_of');
INSERT INTO pay_of.employee (employee_id, name, service_area) VALUES (1, 'Ann', 'A'), (2, 'Bob', 'A'), (3, 'Cyd', 'A');
INSERT INTO pay_of.contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_salary, annual_hours, leave_hours)
VALUES (1, '2019-09-01', '2020-11-21', 'annualised hours', 25, 20000, 1303.58, 100), (2, '2019-09-01', NULL, 'full-time', 37, 20000, NULL, NULL),
	   (3, '2019-01-01', NULL, 'full-time', 37, 20000, NULL, NULL);
INSERT INTO pay_of.timesheet (employee_id, month, hours_worked) SELECT 1, m::date, 100 FROM generate_series(timestamp '2019-09-01', '2020-11-01', '1 month') m;
INSERT INTO pay_of.timesheet (employee_id, month, extra_hours) VALUES (3, '2019-05-01', 3);
INSERT INTO pay_of.paid (employee_id, post, first_day, month, run, salary, extra_pay, recorded_on)
SELECT r.employee_id, r.post, r.first_day, r.pay_month, to_char(m, 'YYYY-MM'), r.salary - CASE WHEN r.employee_id = 2 AND m = '2020-11-01' THEN 10 ELSE 0 END, COALESCE(r.extra_pay, 0), m::date + 27
FROM   generate_series(timestamp '2019-09-01', '2021-06-01', '1 month') m, pay_of.pay_report(m::date) r;
-- paid long ago, and recorded in 2021
INSERT INTO pay_of.paid (employee_id, post, first_day, month, run, salary, extra_pay, recorded_on)
SELECT r.employee_id, r.post, r.first_day, r.pay_month, 'old', r.salary, r.extra_pay, '2021-04-15' FROM pay_of.pay_report('2019-05-01') r WHERE r.employee_id = 3;
CREATE VIEW pay_of.now AS
SELECT (SELECT string_agg(concat_ws(' ', s.employee_id, s.ends_on, s.hours_difference, s.amount, s.unknown), '; ' ORDER BY s.employee_id) FROM pay_of.settlement_report('2020-01-01', '2021-01-01') s) AS settled,
	   (SELECT string_agg(concat_ws(' ', d.employee_id, d.pay_month, d.total, d.unknown), '; ' ORDER BY d.employee_id, d.pay_month) FROM pay_of.pay_difference_report('2021-06-30') d WHERE d.pay_month < '2021-06-01') AS difference,
	   (SELECT count(*) FROM pay_of.timesheet) AS timesheets, (SELECT count(*) FROM pay_of.paid) AS paid;
SELECT * FROM pay_of.now;
CALL bradford.forget('pay_of', '2021-03-10');
SELECT * FROM pay_of.now;
UPDATE pay_of.paid SET salary = salary + 10 WHERE employee_id = 2 AND month = '2020-11-01';
CALL bradford.forget('pay_of', '2021-06-10');
SELECT * FROM pay_of.now;
DROP SCHEMA pay_of CASCADE;

-- The name of each record, table by table: current ones, and those that only the history has.
CREATE FUNCTION pg_temp.records(schema text, suffix text) RETURNS TABLE (relation text, employee_id bigint, record text) LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
	FOR r IN SELECT * FROM (VALUES
		('absence', '''absence '' || absence_id'), ('absence_override', '''absence '' || absence_id'), ('return_to_work', '''absence '' || absence_id'),
		('fit_note', 'concat_ws('' to '', ''fit note of '' || first_day, last_day)'), ('warning', '''stage '' || stage || '' of '' || issued_on'),
		('occupational_health_report', '''referral of '' || referred_on'), ('hr_case', '''case '' || case_id'), ('timesheet', 'month || '' in post '' || post'),
		('paid', 'month || '' in run '' || quote_literal(run) || '', post '' || post || '' from '' || first_day'),
		('trigger_event', '''stage '' || stage || '' '' || event || '' on '' || happened_on || '', recorded '' || recorded_at || '', policy '' || policy'),
		('login', 'role_name || '' from '' || first_day'), ('deputy', 'deputy_id || '' from '' || first_day'), ('contract', '''post '' || post || '' from '' || first_day'),
		('employee', '''employee '' || employee_id')) AS v(relation, called)
	LOOP
		RETURN QUERY EXECUTE format('SELECT DISTINCT %L, employee_id, %s FROM %I.%I', r.relation, r.called, schema, r.relation || suffix);
	END LOOP;
END $$;
-- forgets, and compares with what retention_report has just said, record by record
CREATE PROCEDURE pg_temp.forget_and_compare(schema text, before date) LANGUAGE plpgsql AS $$
BEGIN
	CREATE TEMP TABLE stood AS SELECT * FROM pg_temp.records(schema, '');
	CREATE TEMP TABLE told_of AS SELECT * FROM pg_temp.records(schema, '_history');
	EXECUTE format('CREATE TEMP TABLE said AS SELECT relation, employee_id, record FROM %I.retention_report(%L) WHERE removable', schema, before);
	CALL bradford.forget(schema, before);
	CREATE TEMP TABLE compared AS
	WITH gone AS MATERIALIZED (
		SELECT relation, employee_id, record FROM stood EXCEPT SELECT * FROM pg_temp.records(schema, '')
	), gone_from_history AS MATERIALIZED (
		SELECT relation, employee_id, record FROM told_of EXCEPT SELECT * FROM pg_temp.records(schema, '_history')
	), promised AS (SELECT * FROM said WHERE relation !~ '_history$'
	), promised_of_history AS (SELECT regexp_replace(relation, '_history$', '') AS relation, employee_id, record FROM said)
	SELECT 'gone, and not said' AS what, * FROM (TABLE gone EXCEPT TABLE promised) x UNION ALL
	SELECT 'said, and not gone', * FROM (TABLE promised EXCEPT TABLE gone) x UNION ALL
	SELECT 'gone from history, and not said', * FROM (TABLE gone_from_history EXCEPT TABLE promised_of_history) x UNION ALL
	SELECT 'said, and not gone from history', * FROM (TABLE promised_of_history EXCEPT TABLE gone_from_history) x UNION ALL
	SELECT 'gone', NULL, count(*), NULL FROM gone UNION ALL SELECT 'gone from history', NULL, count(*), NULL FROM gone_from_history;
END $$;

-- What was known stays known. The history is kept from today on, and what is known is asked for as at September 2016; before is 2012, when no report
-- needs 2009 any more. Each score by hand: occasions x occasions x working days.
CALL bradford.create_tables('told');
CALL bradford.create_reports('told');
SET search_path = told;
UPDATE attendance_policy SET last_day = NULL WHERE policy = 'Bradford 2016';
INSERT INTO attendance_policy (policy) VALUES ('own');
INSERT INTO policy_stage (policy, stage, title, trigger_score, warning_life) VALUES ('own', 1, 'for life', 99999, '100 years');
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'P' || n, 'Area' FROM generate_series(59, 79) AS n;
INSERT INTO contract (employee_id, first_day, last_day) SELECT n, '2005-01-01', CASE WHEN n IN (72, 73, 77) THEN date '2008-12-31' END FROM generate_series(59, 79) AS n;
UPDATE employee SET manager_id = 73 WHERE employee_id = 72;
-- all but those who left have three of 4 + 2 + 2 days and a fourth of 2; everybody has an old one of 2 days, which can go
INSERT INTO absence (absence_id, first_day, last_day, employee_id) SELECT a.*, n FROM generate_series(59, 70) n, (VALUES (1, date '2016-03-07', date '2016-03-10'), (2, '2016-05-05', '2016-05-06'), (3, '2016-07-07', '2016-07-08')) AS a;
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason) SELECT 4, n, date '2016-08-03', date '2016-08-04', 'stress' FROM unnest('{59,60,61,65,66,71,74}'::int[]) n UNION ALL SELECT 9, n, '2009-05-05', '2009-05-06', 'stress' FROM generate_series(59, 79) n WHERE n NOT IN (72, 73, 77);
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (5, 65, '2009-07-01', '2009-07-02'), (5, 66, '2009-07-01', '2009-07-02');
-- 61: discussed, which goes with it; 62: joined to one that stays; 63: beside one that stays; 64: a warning
INSERT INTO return_to_work (employee_id, absence_id, held_on) VALUES (61, 4, '2016-08-05');
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (62, 9, 'join', 1, 'A', '2016-03-12', 'one illness');
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (8, 63, '2009-05-07', '2016-01-29');
INSERT INTO warning (employee_id, policy, stage, issued_on, outcome) VALUES (64, 'own', 1, '2007-06-01', 'warning'), (66, 'own', 1, '2016-09-01', 'warning'), (71, 'own', 1, '2007-06-01', 'no warning');
-- 72 has left, 73 managed them, and 77 stood in for them; 75: a report awaited; 76: a case; 78: a fit note; 79: a timesheet that came late
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (72, '2008-05-05', '2016-05-06'), (78, '2009-05-07', '2016-03-10');
INSERT INTO deputy (employee_id, deputy_id, first_day, last_day) VALUES (72, 77, '2008-01-01', '2008-01-31');
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (76, 76, 'grievance 2016', '2008-05-01'), (67, 67, 'grievance 2016', '2008-05-01'), (68, 68, 'grievance 2016', '2008-05-01'), (69, 69, 'grievance 2016', '2008-05-01');
INSERT INTO case_event (employee_id, case_id, event, happened_on) SELECT n, n, e, d FROM unnest('{67,68,69}'::int[]) n, (VALUES ('meeting', date '2008-05-09'), ('hearing', '2008-05-20'), ('notes', '2008-05-02')) AS x(e, d);
UPDATE hr_case SET closed_on = '2008-07-01' WHERE employee_id IN (67, 68);
INSERT INTO timesheet (employee_id, month, extra_hours, received_on) VALUES (79, '2009-05-01', 3, '2016-02-02');
INSERT INTO occupational_health_report (employee_id, referred_on) VALUES (75, '2008-05-05'), (75, '2016-05-05');
-- 80: two old ones that were joined; 81 managed 73, whom 82 stood in for; 83: no warning of 2007, and a record from before that, deleted in 2009
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'P' || n, 'Area' FROM generate_series(80, 83) AS n;
INSERT INTO contract (employee_id, first_day, last_day) SELECT n, '2005-01-01', CASE WHEN n IN (81, 82) THEN date '2008-12-31' END FROM generate_series(80, 83) AS n;
UPDATE employee SET manager_id = 81 WHERE employee_id = 73;
INSERT INTO deputy (employee_id, deputy_id, first_day, last_day) VALUES (73, 82, '2008-01-01', '2008-01-31');
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (6, 80, '2009-09-01', '2009-09-02'), (9, 80, '2009-05-05', '2009-05-06'), (4, 83, '2016-08-03', '2016-08-04'), (5, 83, '2006-07-03', '2006-07-04');
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (80, 9, 'join', 6, 'A', '2009-09-12', 'one illness');
INSERT INTO warning (employee_id, policy, stage, issued_on, outcome) VALUES (83, 'own', 1, '2007-06-01', 'no warning');
CALL bradford.keep_history('told');
CALL bradford.create_known('told', 'told_known');
CALL bradford.create_reports('told_known');
CREATE VIEW score AS SELECT employee_id, occasions, days, score FROM told_known.trigger_report('2016-09-01');
SELECT clock_timestamp() AS told_at, pg_sleep(0.002) \gset
-- what was wrong is put right: the year of 60, 61, 65, 66; 59 wrote another reason, 74 another year that is no later
UPDATE absence SET first_day = '2006-08-03', last_day = '2006-08-04' WHERE absence_id = 4 AND employee_id IN (60, 65, 66, 83);
UPDATE return_to_work SET held_on = '2006-08-05' WHERE employee_id = 61;
UPDATE absence SET first_day = '2006-08-03', last_day = '2006-08-04' WHERE absence_id = 4 AND employee_id = 61;
UPDATE absence_reason SET reason = 'strain' WHERE reason = 'stress';
UPDATE absence SET first_day = '2009-05-07', last_day = '2009-05-08' WHERE absence_id = 9 AND employee_id = 74;
DELETE FROM absence_override WHERE employee_id IN (62, 80);
DELETE FROM absence WHERE employee_id = 63 AND absence_id = 8;
DELETE FROM absence WHERE absence_id = 5;
UPDATE warning SET outcome = 'no warning' WHERE employee_id = 64;
UPDATE warning SET score = 3 WHERE employee_id = 71;
DELETE FROM fit_note WHERE employee_id = 78;
UPDATE fit_note SET last_day = '2008-05-06' WHERE employee_id = 72;
UPDATE hr_case SET closed_on = '2008-07-01' WHERE employee_id = 76;
-- two events of one case are two records; of a case that is open, and of one deleted with its events in 2010
DELETE FROM case_event WHERE event = 'notes' AND employee_id <> 67;
DELETE FROM case_event WHERE employee_id = 68;
DELETE FROM hr_case WHERE employee_id = 68;
UPDATE timesheet SET received_on = '2009-06-02' WHERE employee_id = 79;
UPDATE occupational_health_report SET reported_on = referred_on + 30;
-- as if it had been put right in 2011: 65 has no warning that is kept, and 66 was warned in 2010 by what was known
UPDATE warning SET issued_on = '2010-09-01' WHERE employee_id = 66;
SET session_replication_role = replica;
UPDATE absence_history SET changed_at = CASE change WHEN 'kept before' THEN '2009-01-01' ELSE '2011-01-01' END::timestamptz WHERE employee_id IN (65, 66);
UPDATE absence_history SET changed_at = '2009-01-01' WHERE employee_id = 83 AND absence_id = 5;
UPDATE case_event_history SET changed_at = CASE change WHEN 'kept before' THEN '2009-01-01' ELSE '2010-01-01' END::timestamptz WHERE employee_id IN (68, 69);
UPDATE hr_case_history SET changed_at = CASE change WHEN 'kept before' THEN '2009-01-01' ELSE '2010-01-01' END::timestamptz WHERE employee_id IN (68, 69);
RESET session_replication_role;
SET bradford.known_at = :'told_at';
CREATE TABLE told_then AS TABLE score;
RESET bradford.known_at;
CREATE FUNCTION counts() RETURNS TABLE (relation text, count bigint) LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
	FOR r IN SELECT relname FROM pg_class c WHERE relnamespace = 'told'::regnamespace AND relkind = 'r' AND relname <> 'told_then' ORDER BY 1 LOOP
		RETURN QUERY EXECUTE format('SELECT %L::text, count(*) FROM %I', r, r);
	END LOOP;
END $$;
CREATE TEMP TABLE counted AS SELECT * FROM counts();
\echo who keeps all, as they were known otherwise, and whom they name; and what was deleted
SELECT employee_id, relation, record, first_day, last_day, kept_because FROM retention_report('2012-01-01') WHERE kept_because IN ('known otherwise', 'manager or deputy of others') OR relation ~ '_history$' ORDER BY 1, 2, 3;
SET client_min_messages = notice;
CALL bradford.forget('told', '2012-01-01', dry_run => true);
SELECT 'changed', relation FROM (SELECT * FROM counts() EXCEPT TABLE counted) x;
CALL pg_temp.forget_and_compare('told', '2012-01-01');
SET client_min_messages = warning;
\echo the same records as the report has said: how many, and no others
SELECT * FROM compared ORDER BY 1, 2, 3, 4;
\echo by how much the tables have shrunk
SELECT c.relation, c.count - n.count AS less FROM counted c JOIN counts() n USING (relation) WHERE c.count <> n.count ORDER BY 1;
SELECT employee_id, manager_id FROM employee WHERE employee_id IN (72, 73, 77, 81, 82) ORDER BY 1;
SELECT employee_id, change FROM absence_history WHERE absence_id = 5 ORDER BY employee_id, change_id;
SELECT employee_id, event, stands, count(*) FROM case_event_history GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SET bradford.known_at = :'told_at';
\echo known then, and known of then now: 60 had 4 x 4 x 10
SELECT * FROM score WHERE employee_id IN (59, 60, 62);
(TABLE score EXCEPT TABLE told_then) UNION ALL (TABLE told_then EXCEPT TABLE score);
SELECT employee_id, outcome FROM told_known.warning WHERE employee_id = 64;
RESET bradford.known_at;
RESET search_path;
DROP TABLE counted;
DROP TABLE stood, told_of, said, compared;
DROP SCHEMA told_known, told CASCADE;

-- Somebody with an open case or a live warning keeps the versions under earlier payroll numbers. If several changed at once, those of the
-- same name are kept, or all that may have been the person.
CALL bradford.create_tables('renumbered');
CALL bradford.create_reports('renumbered');
SET search_path = renumbered;
UPDATE policy_stage SET warning_life = '100 years' WHERE policy = 'Bradford 2016';
CALL bradford.keep_history('renumbered');
INSERT INTO employee (employee_id, name, service_area) SELECT n, CASE WHEN n IN (12, 13) THEN 'Bo' WHEN n < 20 THEN 'P' || n END, 'Area' FROM unnest('{1,2,3,4,10,11,12,13,14,20,21,22}'::int[]) AS n;
INSERT INTO contract (employee_id, first_day) SELECT employee_id, '2015-01-01' FROM employee;
INSERT INTO absence (absence_id, employee_id, first_day, last_day) SELECT 1, employee_id, date '2016-03-01', date '2016-03-04' FROM employee UNION ALL SELECT 2, employee_id, '2016-05-03', '2016-05-04' FROM employee;
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) SELECT n, n, 'grievance 2016', '2016-07-01' FROM unnest('{1,10,12,14,20}'::int[]) n;
INSERT INTO warning (employee_id, policy, stage, issued_on) VALUES (3, 'Bradford 2016', 1, '2016-09-01');
UPDATE absence SET last_day = '2016-03-09' WHERE absence_id = 1;
DELETE FROM absence WHERE absence_id = 2;
-- 1 twice, 2 with nothing open, 3 with the warning; 10 to 14 at once, 14 with another name; 20 to 22 at once, of whom no name is known; 4 gets the number of 1
UPDATE employee SET employee_id = 31 WHERE employee_id = 1;
UPDATE employee SET employee_id = 41 WHERE employee_id = 31;
UPDATE employee SET employee_id = 32 WHERE employee_id = 2;
UPDATE employee SET employee_id = 33 WHERE employee_id = 3;
UPDATE employee SET employee_id = 1 WHERE employee_id = 4;
UPDATE employee SET employee_id = employee_id + 100, name = CASE employee_id WHEN 14 THEN 'Di' ELSE name END WHERE employee_id BETWEEN 10 AND 14;
UPDATE employee SET employee_id = employee_id + 100 WHERE employee_id BETWEEN 20 AND 22;
DO $$
DECLARE
	r	text;
	ago	interval := (SELECT min(changed_at) - timestamptz '2016-12-01' FROM employee_history);
BEGIN
	SET LOCAL session_replication_role = replica;
	FOR r IN SELECT DISTINCT relation || '_history' FROM bradford.table_columns() LOOP
		EXECUTE format('UPDATE %I SET changed_at = changed_at - $1', r) USING ago;
	END LOOP;
END $$;
CREATE TEMP TABLE was AS SELECT employee_id, absence_id, count(*) FROM absence_history GROUP BY 1, 2;
SELECT relation, employee_id, record, COALESCE(kept_because, 'GOES') FROM retention_report('2020-01-01') WHERE relation ~ '^(absence|employee)' AND (removable OR kept_because IN ('known otherwise', 'live warning', 'open case')) ORDER BY 2, 1, 3;
CALL pg_temp.forget_and_compare('renumbered', '2020-01-01');
\echo the same records as the report has said: how many, and no others
SELECT * FROM compared ORDER BY 1, 2, 3, 4;
\echo versions of each absence that were and are, by number
SELECT w.employee_id, w.absence_id, w.count AS were, count(h.employee_id) AS are FROM was w LEFT JOIN absence_history h USING (employee_id, absence_id) GROUP BY 1, 2, 3 ORDER BY 1, 2;
SELECT employee_id FROM hr_case UNION SELECT employee_id FROM warning ORDER BY 1;
RESET search_path;
DROP TABLE was;
DROP TABLE stood, told_of, said, compared;

-- the report knows the history, in whatever order the two are made and dropped
CREATE FUNCTION pg_temp.known() RETURNS text LANGUAGE sql RETURN (
	SELECT string_agg(DISTINCT c.relname, ' ' ORDER BY c.relname) FILTER (WHERE c.relname ~ '^(absence|login)_history$') FROM pg_proc p LEFT JOIN pg_depend d ON d.objid = p.oid AND d.refclassid = 'pg_class'::regclass LEFT JOIN pg_class c ON c.oid = d.refobjid
	WHERE p.pronamespace = 'renumbered'::regnamespace AND p.proname = 'known_otherwise');
SELECT pg_temp.known() AS as_it_is;
CALL bradford.keep_history('renumbered');
SELECT pg_temp.known() AS called_again;
CALL bradford.create_reports('renumbered');
SELECT pg_temp.known() AS refreshed;
CALL bradford.drop_reports('renumbered');
SELECT count(*) AS dropped FROM pg_proc WHERE pronamespace = 'renumbered'::regnamespace AND proname IN ('known_otherwise', 'retention_report', 'absence_history_report');
CALL bradford.keep_history('renumbered');
SELECT pg_temp.known() AS without_reports, to_regclass('renumbered.absence_history_report') IS NOT NULL AS but_the_other;
CALL bradford.create_reports('renumbered');
SELECT pg_temp.known() AS made_again;
-- dropping a history drops the reports on it, and they are made again without it
\set VERBOSITY terse
DROP TABLE renumbered.login_history;
\set VERBOSITY default
DROP TABLE renumbered.login_history CASCADE;
CALL bradford.forget('renumbered', '2020-01-01');
CALL bradford.create_reports('renumbered');
SELECT pg_temp.known() AS of_some_tables;
CALL bradford.forget('renumbered', '2020-01-01');
CALL bradford.keep_history('renumbered');
SELECT pg_temp.known() AS of_all_again;
CALL bradford.forget('renumbered', '2020-01-01', dry_run => true);
-- a caller who does not see the whole history gets no report
CREATE ROLE regress_bradford_auditor;
GRANT USAGE ON SCHEMA renumbered TO regress_bradford_auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA renumbered TO regress_bradford_auditor;
SET ROLE regress_bradford_auditor;
SELECT count(*) FROM renumbered.absence_history;
SELECT * FROM renumbered.retention_report('2020-01-01');
RESET ROLE;
REVOKE SELECT ON renumbered.fit_note_history FROM regress_bradford_auditor;
SET ROLE regress_bradford_auditor;
SELECT * FROM renumbered.retention_report('2020-01-01');
RESET ROLE;
DROP OWNED BY regress_bradford_auditor;
DROP ROLE regress_bradford_auditor;
DROP SCHEMA renumbered CASCADE;
