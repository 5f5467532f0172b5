-- Flexi-time in tables and reports: the sheet of Appendix 2, balances, what is credited without attendance, findings (FX-1 to FX-7)
SET datestyle = ISO;
SET intervalstyle = postgres;
SET jit = off;
SET client_min_messages = warning;
CALL bradford.create_tables('flexi_hr');
CALL bradford.create_reports('flexi_hr');
SET search_path = flexi_hr, public;

CREATE PROCEDURE join_flexi(id bigint, who text, scheme text, first_day date, opening interval DEFAULT NULL) LANGUAGE sql AS $$
INSERT INTO employee (employee_id, name, service_area, manager_id) VALUES (id, who, 'Finance', nullif(1, id)) ON CONFLICT DO NOTHING;
INSERT INTO contract (employee_id, first_day) VALUES (id, '2010-01-04') ON CONFLICT DO NOTHING;
INSERT INTO flexi_member (employee_id, first_day, scheme, opening) VALUES (id, first_day, scheme::bradford.flexi_scheme, opening);
$$;
-- a day of times written as on the sheet
CREATE PROCEDURE clock(id bigint, day date, times text) LANGUAGE sql AS $$
INSERT INTO clock_entry (employee_id, clocked_in, clocked_out)
SELECT id, day + split_part(t, '-', 1)::interval, day + nullif(split_part(t, '-', 2), '')::interval FROM unnest(string_to_array(times, ' ')) AS t;
$$;
-- so many hours and minutes on each working day between two days, from 8:00 on
CREATE PROCEDURE work(id bigint, from_day date, to_day date, hours interval) LANGUAGE sql AS $$
INSERT INTO clock_entry (employee_id, clocked_in, clocked_out)
SELECT id, d + interval '8:00', d + interval '8:00' + hours FROM (SELECT from_day + n AS d FROM generate_series(0, to_day - from_day) n) x WHERE bradford.is_working_day(d, 'england-and-wales');
$$;

-- ---------- the sheet: FT-1 to FT-6 ----------
CALL join_flexi(1, 'Glasgow', 'day=7:24; lunch=12:00-14:00 least 30 min; block=none; cap=7:24; period=4 weeks from 2016-10-03', '2016-10-03', '-1:30');
CALL clock(1, '2016-10-03', '08:15-12:45 13:30-17:10');
CALL clock(1, '2016-10-04', '08:40-13:00 13:30-18:00');
CALL clock(1, '2016-10-05', '09:00-12:30 13:00-16:30');
CALL clock(1, '2016-10-06', '08:40-12:35 13:10-17:00');
CALL clock(1, '2016-10-07', '08:30-12:12');
INSERT INTO time_off VALUES (1, '2016-10-07', '2016-10-07', 'flexi-leave', true), (1, '2016-10-10', '2016-10-10', 'flexi-leave', false);
SELECT line, day, times, attended, credited, off, standard, difference, brought_forward, balance, carried, beyond, core_missed FROM flexi_sheet_report('2016-10-10') WHERE employee_id = 1 ORDER BY day, line;
-- Inside the period the balance is over a debit of 7:24, and nothing is cut: the cap binds at the carry only.
SELECT balance, carried, beyond, flexi_leave_taken, state FROM flexi_balance_report('2016-10-10') WHERE employee_id = 1;

-- ---------- what is credited without attendance ----------
-- FT-45: a period over the end of the year with three bank holidays: 22:12 are credited, 125:48 of 148:00 are to be worked.
CALL join_flexi(2, 'Christmas', 'day=7:24; period=4 weeks from 2026-12-14', '2026-12-14');
SELECT day, off, credited, standard FROM flexi_day('2027-01-10') WHERE employee_id = 2 AND off IS NOT NULL ORDER BY day;
SELECT first_day, last_day, credited_off, standard, standard - credited_off AS to_be_worked, balance, carried FROM flexi_balance_report('2027-01-10') WHERE employee_id = 2;
-- A bank holiday on a day off is a day off: of Good Friday, Easter Monday and the early May holiday, the Mondays alone are credited to somebody who works from Monday
-- to Wednesday, and in a rota that has every other week off, the one in the week that is worked.
CALL join_flexi(40, 'Part week', 'day=7:24; period=6 weeks from 2026-03-30', '2026-03-30');
CALL join_flexi(41, 'Rota', 'day=7:24; period=6 weeks from 2026-03-30', '2026-03-30');
UPDATE contract SET calendar = CASE employee_id WHEN 40 THEN 'england-and-wales; week=Mon-Wed' ELSE 'england-and-wales; week=none/Mon-Fri from 2026-03-30' END::bradford.calendar WHERE employee_id IN (40, 41);
SELECT employee_id, day, off, standard, credited_off FROM flexi_day('2026-05-11') WHERE employee_id IN (40, 41) AND day IN ('2026-04-03', '2026-04-06', '2026-05-04') ORDER BY 1, 2;
-- Absence and leave, whole and half; once where they meet; the rest of a half-worked day (AB-1); authorised absence from core; an absence whose reason is not
-- sickness is not credited.
CALL join_flexi(3, 'Away', 'day=7:24; period=4 weeks from 2016-08-15', '2016-08-15');
INSERT INTO absence (employee_id, absence_id, first_day, last_day, reason, half_worked, half_days) VALUES
	(3, 1, '2016-08-16', '2016-08-18', 'cold or flu', true, '{[2016-08-18,2016-08-19)}'), (3, 2, '2016-08-26', '2016-08-30', 'cold or flu', false, NULL), (3, 3, '2016-09-01', '2016-09-01', 'medical appointment', false, NULL);
INSERT INTO time_off VALUES (3, '2016-08-18', '2016-08-18', 'annual leave', true), (3, '2016-08-19', '2016-08-21', 'annual leave', false), (3, '2016-08-22', '2016-08-22', 'authorised absence', false), (3, '2016-08-30', '2016-08-31', 'paid leave', false), (3, '2016-09-02', '2016-09-02', 'annual leave', true);
CALL clock(3, '2016-08-22', '11:00-12:30 13:00-17:00');
CALL clock(3, '2016-08-23', '11:00-12:30 13:00-17:00');
CALL clock(3, '2016-08-29', '10:00-12:00');
CALL clock(3, '2016-09-02', '08:00-12:00');
SELECT day, to_char(day, 'Dy') AS dy, times, off, credited_off, credited, standard, core_missed FROM flexi_sheet_report('2016-09-02') WHERE employee_id = 3 AND line = 'day' AND (off IS NOT NULL OR attended > '0' OR day < '2016-08-17' OR day > '2016-08-30') ORDER BY day;
SELECT credited, credited_off, standard, balance, days_core_missed, core_missed FROM flexi_balance_report('2016-09-02') WHERE employee_id = 3;

-- Core time of a day that is not over is not missed yet.
SELECT as_of, core_missed FROM (VALUES (date '2016-08-23'), ('2016-08-24')) AS x(as_of), LATERAL (SELECT core_missed FROM flexi_day(as_of) d WHERE d.employee_id = 3 AND d.day = '2016-08-23') y ORDER BY 1;

-- ---------- periods, caps and limits ----------
-- 7 h 25 from both sides of the cap, as credit and as debit, after four weeks of 148 hours; the first day makes the difference.
CALL join_flexi(4, 'At the cap', 'lunch=none; block=none; period=4 weeks from 2016-10-03', '2016-10-03');
CALL join_flexi(5, 'Below the cap', 'lunch=none; block=none; period=4 weeks from 2016-10-03', '2016-10-03');
CALL join_flexi(6, 'Above the cap', 'lunch=none; block=none; period=4 weeks from 2016-10-03', '2016-10-03');
CALL join_flexi(7, 'At the debit cap', 'lunch=none; block=none; period=4 weeks from 2016-10-03', '2016-10-03');
CALL join_flexi(8, 'Below the debit cap', 'lunch=none; block=none; period=4 weeks from 2016-10-03', '2016-10-03');
DO $$ BEGIN FOR id IN 4 .. 8 LOOP CALL flexi_hr.work(id, '2016-10-04', '2016-10-28', '7:45'); END LOOP; END $$;
CALL clock(4, '2016-10-03', '08:00-16:10');
CALL clock(5, '2016-10-03', '08:00-16:09');
CALL clock(6, '2016-10-03', '08:00-16:11');
DELETE FROM clock_entry WHERE employee_id IN (7, 8) AND clocked_in >= '2016-10-28';
CALL clock(7, '2016-10-03', '08:00-09:05');
CALL clock(8, '2016-10-03', '08:00-09:04');
SELECT employee_id, name, credited, standard, balance, carried, taken, beyond, state FROM flexi_balance_report('2016-10-30') WHERE employee_id BETWEEN 4 AND 8 ORDER BY 1;
SELECT employee_id, first_day, last_day, brought_forward, balance FROM flexi_balance_report('2016-10-31') WHERE employee_id BETWEEN 4 AND 8 AND last_day > '2016-10-31' ORDER BY 1;
-- On a Sunday nothing is added to the opening balance. FT-18, Carmarthenshire, 16/8: at -2:00, 6:00 of flexi-leave are left, and a day of 7:24 is refused. FT-20, +2:00 with limits of 30/10: 12:00 are left.
-- FT-12, Irish: half a day needs a credit of 3:42; the leave of a period, 1.5 days of 7:24, is less than a credit of 11:30. FT-44, Cambridge, 10/5 with no debit at the end: -5:30 inside the period is over the limit, -4:30 is not.
CALL join_flexi(10, 'FT-18', 'day=7:24; cap=16:00/8:00; period=8 weeks from 2016-10-01', '2016-10-01', '-2:00');
CALL join_flexi(11, 'FT-20', 'day=8:00; cap=30:00/10:00; period=1 month', '2016-10-01', '2:00');
CALL join_flexi(12, 'FT-12, short', 'day=7:24; cap=11:30; period=4 weeks from 2016-10-01; leave=1.5 days from credit', '2016-10-01', '3:41');
CALL join_flexi(13, 'FT-12', 'day=7:24; cap=11:30; period=4 weeks from 2016-10-01; leave=1.5 days from credit', '2016-10-01', '3:42');
CALL join_flexi(14, 'FT-12, much', 'day=7:24; cap=11:30; period=4 weeks from 2016-10-01; leave=1.5 days from credit', '2016-10-01', '11:30');
CALL join_flexi(15, 'FT-44', 'hours=by day; cap=10:00/0:00; limit=10:00/5:00; beyond=cut; period=1 month', '2016-10-01', '-5:30');
CALL join_flexi(16, 'FT-44, less', 'hours=by day; cap=10:00/0:00; limit=10:00/5:00; beyond=cut; period=1 month', '2016-10-01', '-4:30');
CALL join_flexi(17, 'near', 'period=1 month', '2016-10-01', '5:34');
CALL join_flexi(18, 'not near', 'period=1 month', '2016-10-01', '5:33');
SELECT b.employee_id, name, balance, carried, room, flexi_leave_left, CASE WHEN name LIKE 'FT%' THEN flexi_leave_left >= asked END AS may_take, asked, state FROM flexi_balance_report('2016-10-02') b
LEFT JOIN (VALUES (10, interval '7:24'), (11, '12:00'), (12, '3:42'), (13, '3:42'), (14, '11:06')) AS a(employee_id, asked) USING (employee_id) WHERE b.employee_id BETWEEN 10 AND 18 ORDER BY 1;

-- Of a day of flexi-leave in a period, half was taken on the 3rd; the other half of that day is still to be worked.
CALL join_flexi(19, 'leave of a period', 'day=7:24; leave=1 day; period=4 weeks from 2016-10-03', '2016-10-03', '10:00');
INSERT INTO time_off VALUES (19, '2016-10-03', '2016-10-03', 'flexi-leave', true);
SELECT balance, flexi_leave_taken, flexi_leave_left FROM flexi_balance_report('2016-10-03') WHERE employee_id = 19;

-- A scheme that changes inside a period ends the period of the first, and begins one in part; the balance goes on. Somebody who leaves has a part of one as well.
CALL join_flexi(20, 'Change', 'day=7:24; lunch=none; period=4 weeks from 2016-10-03', '2016-10-03', '1:00');
UPDATE flexi_member SET last_day = '2016-10-14' WHERE employee_id = 20;
CALL join_flexi(20, 'Change', 'day=7:30; lunch=none; period=4 weeks from 2016-10-03; hours=150:00', '2016-10-15');
CALL work(20, '2016-10-03', '2016-11-04', '7:30');
UPDATE contract SET last_day = '2016-11-02' WHERE employee_id = 20;
SELECT first_day, last_day, brought_forward, credited, standard, balance, carried FROM flexi_balance_report('2016-11-04') WHERE employee_id = 20 ORDER BY 1;

-- Unknown hours: no departure on the 5th. The day, the period and the balance say so, and the others stay; today, somebody is still there.
CALL join_flexi(21, 'Forgetful', 'day=7:24; lunch=none; period=1 week from 2016-10-03', '2016-10-03', '0:30');
CALL work(21, '2016-10-03', '2016-10-04', '7:24');
CALL clock(21, '2016-10-05', '08:00-');
CALL work(21, '2016-10-06', '2016-10-07', '7:24');
SELECT line, day, credited, balance, unknown FROM flexi_sheet_report('2016-10-05') WHERE employee_id = 21 ORDER BY day, line;
SELECT line, day, credited, balance, unknown FROM flexi_sheet_report('2016-10-09') WHERE employee_id = 21 ORDER BY day, line;
SELECT first_day, brought_forward, credited, balance, carried, unknown FROM flexi_balance_report('2016-10-17') WHERE employee_id = 21 ORDER BY 1;
SELECT f.finding, f.record, f.day, f.detail, f.rule_ids FROM data_quality_report('2016-10-17') f WHERE f.employee_id = 21;

-- ---------- against the day in plain SQL ----------
-- Each period by itself: what flexi_day says of its days, summed, and carried by hand.
WITH RECURSIVE period AS (
	SELECT employee_id, first_day, row_number() OVER (PARTITION BY employee_id ORDER BY first_day) AS n, opening, credited, standard, cap FROM (
		SELECT employee_id, first_day, max(opening) AS opening, sum(credited) AS credited, CASE WHEN first_day = lower(period) AND upper(period) <= '2016-12-01' AND last_day = upper(period) - 1 THEN interval '148:00' ELSE sum(standard) END AS standard, (bradford.flexi_terms(scheme::bradford.flexi_scheme)).credit_cap AS cap
		FROM flexi_day('2016-11-30') WHERE employee_id BETWEEN 4 AND 8 GROUP BY employee_id, first_day, last_day, period, scheme) x
), carried AS (
	SELECT employee_id, n, first_day, coalesce(opening, '0') + credited - standard AS balance, least(cap, coalesce(opening, '0') + credited - standard) AS carried FROM period WHERE n = 1
	UNION ALL
	SELECT p.employee_id, p.n, p.first_day, coalesce(p.opening, c.carried) + p.credited - p.standard, least(p.cap, coalesce(p.opening, c.carried) + p.credited - p.standard) FROM carried c JOIN period p ON p.employee_id = c.employee_id AND p.n = c.n + 1
)
SELECT count(*) AS periods, count(*) FILTER (WHERE (b.balance, b.carried) IS DISTINCT FROM (c.balance, c.carried)) AS differ
FROM carried c FULL JOIN (SELECT * FROM flexi_balance_report('2016-11-30') WHERE employee_id BETWEEN 4 AND 8) b USING (employee_id, first_day);
-- The sheet ends where the report does, and each day has its reasons.
SELECT count(*) AS days, count(*) FILTER (WHERE d.attended + d.credited_off = d.credited + d.cut_by_bandwidth + d.cut_by_lunch + d.cut_by_rounding) AS add_up FROM flexi_day('2016-11-30') d WHERE d.unknown IS NULL;
SELECT count(*) AS people, count(*) FILTER (WHERE f.balance IS DISTINCT FROM l.balance) AS differ
FROM  (SELECT * FROM flexi_sheet_report('2016-11-25') WHERE line = 'period') f
JOIN  (SELECT DISTINCT ON (employee_id) * FROM flexi_sheet_report('2016-11-25') WHERE line = 'day' ORDER BY employee_id, day DESC) l USING (employee_id) WHERE f.last_day > '2016-11-25';

-- ---------- history, and forgetting ----------
-- What flexi-time keeps of somebody goes with the person, and so does its history.
CALL join_flexi(60, 'Gone', '', '1999-02-01', '1:00');
UPDATE contract SET first_day = '1999-01-04', last_day = '2000-06-30' WHERE employee_id = 60;
UPDATE flexi_member SET last_day = '2000-06-30' WHERE employee_id = 60;
CALL clock(60, '1999-02-01', '09:00-17:00');
INSERT INTO time_off VALUES (60, '1999-02-02', '1999-02-02', 'annual leave');
CALL bradford.keep_history('flexi_hr');
UPDATE flexi_member SET opening = '2:00' WHERE employee_id = 60;
CALL bradford.create_known('flexi_hr', 'flexi_known');
CALL bradford.create_reports('flexi_known');
SELECT count(*) AS lines, count(*) FILTER (WHERE k IS NULL) AS differ FROM flexi_sheet_report('2016-10-12') r LEFT JOIN flexi_known.flexi_sheet_report('2016-10-12') k ON r::text = k::text;
CREATE FUNCTION kept(id bigint, OUT relation text, OUT n bigint) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
	FOR relation IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'flexi_hr'::regnamespace AND c.relkind = 'r' AND c.relname ~ 'flexi|clock|time_off' ORDER BY 1 LOOP
		EXECUTE format('SELECT count(*) FROM flexi_hr.%I WHERE employee_id = $1', relation) INTO n USING id;
		RETURN NEXT;
	END LOOP;
END $$;
SELECT * FROM kept(60);
CALL bradford.forget('flexi_hr', '2012-01-01');
SELECT sum(n) AS kept, (SELECT count(*) FROM employee WHERE employee_id = 60) AS people, (SELECT sum(n) FROM kept(1)) AS of_somebody_else FROM kept(60);

-- What the constraints refuse.
\set VERBOSITY terse
INSERT INTO flexi_member VALUES (1, '2016-10-10', NULL);
INSERT INTO flexi_member VALUES (2, '2020-01-01', '2020-01-31', '', '1 day');
INSERT INTO flexi_member VALUES (2, '2020-01-31', '2020-01-01');
INSERT INTO clock_entry VALUES (2, '2016-10-03 09:00', '2016-10-03 08:59');
INSERT INTO clock_entry VALUES (2, '2016-10-03 09:00', '2016-10-04 09:00:00.000001');
INSERT INTO clock_entry VALUES (2, 'infinity', NULL);
INSERT INTO time_off VALUES (2, '2016-10-03', '2016-10-03', 'holiday');
INSERT INTO time_off VALUES (2, '2016-10-03', '2016-10-02', 'flexi-leave');
\set VERBOSITY default

-- ---------- a site's own tables, with what constraints would refuse ----------
CREATE SCHEMA flexi_own;
DO $$ DECLARE r record; BEGIN
	FOR r IN SELECT relname FROM pg_class WHERE relnamespace = 'flexi_hr'::regnamespace AND relkind = 'r' AND relname !~ 'history' LOOP
		EXECUTE format('CREATE TABLE flexi_own.%1$I AS TABLE flexi_hr.%1$I', r.relname);
	END LOOP;
END $$;
CALL bradford.create_reports('flexi_own');
SET search_path = flexi_own, public;
INSERT INTO employee (employee_id, service_area) SELECT n, 'Odd' FROM generate_series(30, 39) n;
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, full_time_hours, calendar) SELECT n, '1', '2010-01-04', 'full-time', 37, 37, 'england-and-wales' FROM generate_series(30, 39) n;
INSERT INTO flexi_member VALUES (30, '2016-10-03', NULL, 'period=1 week', NULL), (30, '2016-10-10', NULL, 'period=1 week; lunch=none', '1:00'), (31, '2016-10-03', NULL, 'period=1 week', NULL), (31, '2016-10-03', NULL, 'period=1 week', NULL),
	(32, '2016-10-03', '2016-10-01', '', NULL), (33, NULL, NULL, '', NULL), (34, '-infinity', 'infinity', '', NULL), (35, '2016-10-03', NULL, '', '1 day'), (36, '2016-10-03', NULL, NULL, '0:10'), (37, '2016-10-03', '5874897-12-31', '', NULL);
INSERT INTO clock_entry VALUES (30, '2016-10-04 08:00', '2016-10-04 07:00'), (31, '2016-10-04 08:00', '2016-10-06 08:00'), (35, '-infinity', 'infinity'), (36, '2016-10-04 08:00', '2016-10-04 16:00'), (36, '2016-10-04 08:00', '2016-10-04 16:00'), (37, '294276-12-31 23:59:59', '294276-12-31 23:59:59.9'), (38, '2016-10-04 08:00', '2016-10-04 16:00');
INSERT INTO time_off VALUES (36, '2016-10-06', '2016-10-05', 'annual leave', NULL), (36, NULL, '2016-10-05', 'annual leave', true), (36, '-infinity', 'infinity', 'nothing', true), (37, '2016-10-05', '2016-10-05', NULL, false);
SELECT employee_id, first_day, last_day, brought_forward, credited, standard, balance, unknown FROM flexi_balance_report('2016-10-12') WHERE employee_id >= 30 AND last_day >= '2016-10-09' ORDER BY 1, 2;
SELECT employee_id, finding, record, day, detail, rule_ids FROM data_quality_report('2016-10-12') WHERE employee_id >= 30 AND rule_ids LIKE 'FX%' ORDER BY 1, 2, 3, 4, 5;
-- The others are as they were.
SELECT count(*) AS lines FROM (SELECT r::text FROM flexi_hr.flexi_sheet_report('2016-10-12') r EXCEPT SELECT r::text FROM flexi_own.flexi_sheet_report('2016-10-12') r WHERE employee_id < 30) x;
-- ---------- a day that is not over ---------- Each worked exactly 7:30 on Monday. On Tuesday the standard day counts once somebody has come and gone; until
-- then only as much of it as is credited or taken as flexi-leave already.
SET search_path = flexi_hr, public;
DO $$ BEGIN
	FOR id IN 70 .. 77 LOOP
		CALL flexi_hr.join_flexi(id, (ARRAY['came', 'not there yet', 'at lunch', 'back from lunch', 'half leave', 'half flexi-leave', 'leave', 'authorised'])[id - 69], '', '2016-10-03');
		CALL flexi_hr.clock(id, '2016-10-03', '08:30-12:00 12:30-16:30');
	END LOOP;
END $$;
CALL clock(70, '2016-10-04', '08:30-');
CALL clock(72, '2016-10-04', '08:30-12:00');
CALL clock(73, '2016-10-04', '08:30-12:00 12:30-');
INSERT INTO time_off VALUES (74, '2016-10-04', '2016-10-04', 'annual leave', true), (75, '2016-10-04', '2016-10-04', 'flexi-leave', true), (76, '2016-10-04', '2016-10-04', 'annual leave', false), (77, '2016-10-04', '2016-10-04', 'authorised absence', false);
SELECT employee_id AS id, name, b.credited, b.standard, b.balance, b.beyond, flexi_leave_left, state, d.complete, d.standard AS on_the_day, f.balance AS foot, l.balance AS last_line
FROM flexi_balance_report('2016-10-04') b JOIN flexi_day('2016-10-04') d USING (employee_id, name) JOIN flexi_sheet_report('2016-10-04') f USING (employee_id, name) JOIN flexi_sheet_report('2016-10-04') l USING (employee_id, name)
WHERE employee_id BETWEEN 70 AND 77 AND d.day = '2016-10-04' AND f.line = 'period' AND l.day = '2016-10-04' AND l.line = 'day' ORDER BY 1;
-- The next day, all of it counts.
SELECT employee_id AS id, name, credited, standard, balance, unknown FROM flexi_balance_report('2016-10-05') WHERE employee_id BETWEEN 70 AND 77 ORDER BY 1;
-- On the last day of a period too: 21 days of 7:30 are level until somebody goes; then 22 of them stand against 160 hours.
CALL join_flexi(78, 'end of the month', 'lunch=none; hours=160:00; period=1 month', '2016-09-01');
CALL work(78, '2016-09-01', '2016-09-29', '7:30');
CALL clock(78, '2016-09-30', '08:00-');
SELECT last_day, credited, standard, balance, state FROM flexi_balance_report('2016-09-30') WHERE employee_id = 78;
UPDATE clock_entry SET clocked_out = '2016-09-30 15:30' WHERE employee_id = 78 AND clocked_out IS NULL;
SELECT last_day, credited, standard, balance, state FROM flexi_balance_report('2016-09-30') WHERE employee_id = 78;
-- ---------- contracted time off (PAY-7) ---------- A term-time contract owes no hours in the half-term of 24 to 28 October, and no core time. What is worked
-- there counts, leave there credits nothing. A second, ordinary contract works there all the same.
CALL join_flexi(80, 'Term time', 'day=6:00; lunch=none; hours=by day', '2016-10-17');
CALL join_flexi(81, 'Term time, whole periods', 'day=6:00; lunch=none; hours=120:00; period=4 weeks from 2016-10-03', '2016-10-03');
CALL join_flexi(82, 'Two contracts', 'day=6:00; lunch=none; hours=by day', '2016-10-17');
CALL join_flexi(83, 'All year from 27 October', 'day=6:00; lunch=none; hours=by day', '2016-10-17');
UPDATE contract SET kind = 'term-time', working_time = '{[2016-09-05,2016-10-22),[2016-10-31,2016-12-20)}' WHERE employee_id BETWEEN 80 AND 83;
UPDATE contract SET last_day = '2016-10-26' WHERE employee_id = 83;
INSERT INTO contract (employee_id, post, first_day, last_day) VALUES (82, '2', '2016-10-25', '2016-10-26'), (83, '2', '2016-10-27', NULL);
INSERT INTO time_off VALUES (80, '2016-10-25', '2016-10-25', 'annual leave', false), (80, '2016-10-26', '2016-10-26', 'flexi-leave', false);
CALL clock(80, '2016-10-27', '10:00-12:00');
SELECT employee_id AS id, day, off, credited_off, credited, standard, flexi_leave, core_missed FROM flexi_day('2016-11-01') WHERE employee_id IN (80, 82, 83) AND day BETWEEN '2016-10-21' AND '2016-10-31' AND day NOT IN ('2016-10-22', '2016-10-23', '2016-10-29', '2016-10-30') ORDER BY 1, 2;
-- Fifteen days of term of 6:00 are 90:00, and not the 120:00 of a whole period; the next one is wholly of term.
SELECT first_day, last_day, standard FROM flexi_balance_report('2016-11-27') WHERE employee_id = 81 ORDER BY 1;
-- ---------- halves of a day, and what is credited already ----------
-- Two halves of leave are a whole day, whatever their kinds; half leave and half flexi-leave are half of each. Flexi-leave on a bank holiday, on leave or on a day of sickness uses up nothing, and half of it beside half a day of sickness half.
CALL join_flexi(85, 'Halves', 'day=7:24; period=4 weeks from 2016-12-12; leave=1 day', '2016-12-12', '7:24');
INSERT INTO time_off VALUES (85, '2016-12-12', '2016-12-12', 'annual leave', true), (85, '2016-12-12', '2016-12-12', 'paid leave', true), (85, '2016-12-13', '2016-12-13', 'annual leave', true), (85, '2016-12-13', '2016-12-13', 'flexi-leave', true),
	(85, '2016-12-14', '2016-12-14', 'annual leave', false), (85, '2016-12-14', '2016-12-14', 'flexi-leave', true), (85, '2016-12-15', '2016-12-15', 'flexi-leave', false), (85, '2016-12-16', '2016-12-16', 'flexi-leave', false), (85, '2016-12-27', '2016-12-27', 'flexi-leave', true);
INSERT INTO absence (employee_id, absence_id, first_day, last_day, reason, half_days) VALUES (85, 10, '2016-12-15', '2016-12-15', 'cold or flu', NULL), (85, 11, '2016-12-16', '2016-12-16', 'cold or flu', '{[2016-12-16,2016-12-17)}');
SELECT day, off, credited_off, standard, flexi_leave FROM flexi_day('2017-01-08') WHERE employee_id = 85 AND off IS NOT NULL ORDER BY day;
-- Two halves of 3:42 use up the one day that a period has.
SELECT flexi_leave_taken, flexi_leave_left FROM flexi_balance_report('2016-12-18') WHERE employee_id = 85;
-- ---------- core time, and half a day off ---------- Nobody knows which half was off, so of two stretches of core, 2:30 and 2:00, the one is excused of which
-- more was missed. Somebody who never came has missed 2:00; somebody who came in the morning or in the afternoon, nothing, or 0:30 in the morning if the
-- afternoon is the half off. Two halves excuse all, and so does one where the core is one stretch or a quota.
DO $$ BEGIN
	FOR id IN 110 .. 118 LOOP
		CALL flexi_hr.join_flexi(id, (ARRAY['never came', 'morning', 'afternoon', 'late morning', 'two halves', 'half sick, never came', 'half authorised', 'one stretch', 'quota'])[id - 109],
			CASE id WHEN 117 THEN 'core=10:00-15:00' WHEN 118 THEN 'core=least 4:00, 2:00 before 13:00, 2:00 after 13:00' ELSE '' END, '2016-10-03');
		IF id <> 115 THEN
			INSERT INTO flexi_hr.time_off VALUES (id, '2016-10-03', '2016-10-03', CASE id WHEN 116 THEN 'authorised absence' WHEN 111 THEN 'flexi-leave' ELSE 'annual leave' END, true);
		END IF;
	END LOOP;
END $$;
INSERT INTO time_off VALUES (114, '2016-10-03', '2016-10-03', 'flexi-leave', true);
INSERT INTO absence (employee_id, absence_id, first_day, last_day, reason, half_days) VALUES (115, 20, '2016-10-03', '2016-10-03', 'cold or flu', '{[2016-10-03,2016-10-04)}');
CALL clock(111, '2016-10-03', '08:00-12:00');
CALL clock(112, '2016-10-03', '13:00-17:00');
CALL clock(113, '2016-10-03', '10:00-12:00');
SELECT employee_id AS id, name, times, off, core_missed FROM flexi_sheet_report('2016-10-04') WHERE employee_id BETWEEN 110 AND 118 AND line = 'day' AND day = '2016-10-03' ORDER BY 1;

-- Every way in which a day can be off, none, half and whole of five kinds, one a day of 2016, with what falls on a bank holiday: in shares of the day, all leave and absence is credited up to one, flexi-leave takes what is left, and what was off in all excuses core time.
CALL join_flexi(120, 'Every way', 'day=7:24; hours=by day', '2016-01-04');
CREATE TABLE every_way AS
	SELECT day, i, (i % 3) / 2.0 AS annual, (i / 3 % 3) / 2.0 AS paid, (i / 9 % 3) / 2.0 AS flexi, (i / 27 % 3) / 2.0 AS authorised, (i / 81 % 3) / 2.0 AS absence, h.name IS NOT NULL AS holiday FROM (
		SELECT day, (row_number() OVER (ORDER BY day))::integer - 1 AS i FROM (SELECT date '2016-01-04' + n AS day FROM generate_series(0, 361) n) d WHERE extract(isodow FROM day) < 6) x
	LEFT JOIN bradford.holidays('england-and-wales', '[2016-01-01,2017-01-01)') AS h USING (day);
INSERT INTO time_off SELECT 120, day, day, kind, share < 1 FROM every_way, unnest(ARRAY['annual leave', 'paid leave', 'flexi-leave', 'authorised absence'], ARRAY[annual, paid, flexi, authorised]) AS k(kind, share) WHERE share > 0;
INSERT INTO absence (employee_id, absence_id, first_day, last_day, reason, half_days) SELECT 120, 1000 + i, day, day, 'cold or flu', CASE WHEN absence < 1 THEN datemultirange(daterange(day, day, '[]')) END FROM every_way WHERE absence > 0;
SELECT count(*) AS days, count(DISTINCT (annual, paid, flexi, authorised, absence)) AS ways, count(*) FILTER (WHERE holiday) AS holidays, sum(d.flexi_leave) AS flexi_leave, count(*) FILTER (WHERE d.core_missed = '2:00') AS half_missed,
	   count(*) FILTER (WHERE d.credited_off <> '7:24'::interval * w.credited) AS credited_differs, count(*) FILTER (WHERE d.flexi_leave <> '7:24'::interval * least(flexi, 1 - w.credited)) AS flexi_differs,
	   count(*) FILTER (WHERE d.core_missed <> CASE WHEN w.away >= 1 THEN '0:00' WHEN w.away = 0.5 THEN '2:00' ELSE interval '4:30' END) AS core_differs
FROM every_way JOIN (SELECT * FROM flexi_day('2016-12-31') WHERE employee_id = 120) d USING (day),
	 LATERAL (SELECT least(1, annual + paid + absence + holiday::integer) AS credited, annual + paid + absence + holiday::integer + flexi + authorised AS away) w;

-- ---------- no cap ---------- Without a cap the room is unlimited, and without leave of a period so is flexi-leave, in credit and in debit; leave=1 day and
-- "from credit" limit it all the same. A cap on one side does not limit the other.
DO $$ BEGIN
	FOR id IN 86 .. 93 LOOP
		CALL flexi_hr.join_flexi(id, (ARRAY['level', 'in debit', 'a day of leave', 'from credit', 'from credit, in debit', 'credit cap', 'debit cap', 'limit'])[id - 85],
			(ARRAY['cap=none', 'cap=none', 'cap=none; leave=1 day', 'cap=none; leave=any from credit', 'cap=none; leave=any from credit', 'cap=12:00/none', 'cap=none/4:00', 'cap=none; limit=10:00/5:00'])[id - 85] || '; day=7:24', '2016-10-01',
			(ARRAY['0:00', '-6:30', '2:00', '2:00', '-2:00', '1:00', '1:00', '1:00']::interval[])[id - 85]);
	END LOOP;
END $$;
SELECT employee_id AS id, name, balance, credit_cap, debit_cap, room, flexi_leave_left, state FROM flexi_balance_report('2016-10-02') WHERE employee_id BETWEEN 86 AND 93 ORDER BY 1;
-- ---------- outside the employment ----------
-- The scheme begins a week before the contract: the opening balance is brought forward when the employment begins, once, also if somebody comes back later; a day of 7:24 is owed then. The opening of a scheme between two contracts waits for the second. Time before a contract or after its end counts for nothing, and a finding says so, as it says that a scheme begins outside.
CALL join_flexi(95, 'Early scheme', 'day=7:24; lunch=none; period=1 week', '2016-10-03', '3:00');
CALL join_flexi(96, 'Early scheme, one period', 'day=7:24; lunch=none', '2016-10-03', '3:00');
CALL join_flexi(97, 'Came back', 'day=7:24; lunch=none; hours=by day; period=1 week', '2016-10-01', '-1:00');
CALL join_flexi(98, 'Clocked outside', 'day=7:24; lunch=none; hours=by day; period=1 week', '2016-10-10');
CALL join_flexi(99, 'Left', 'day=7:24', '2016-10-10');
UPDATE contract SET first_day = '2016-10-10' WHERE employee_id IN (95, 96, 98);
UPDATE contract SET first_day = '2016-10-10', last_day = '2016-10-10' WHERE employee_id = 97;
UPDATE contract SET last_day = '2016-10-12' WHERE employee_id = 98;
UPDATE contract SET last_day = '2016-09-30' WHERE employee_id = 99;
INSERT INTO contract (employee_id, first_day) VALUES (97, '2016-10-12');
CALL clock(97, '2016-10-10', '08:00-15:25');
CALL clock(97, '2016-10-11', '08:00-15:25');
CALL clock(98, '2016-10-07', '08:00-15:25');
CALL clock(98, '2016-10-12', '08:00-15:25');
CALL clock(98, '2016-10-13', '08:00-12:00 13:00-');
SELECT employee_id AS id, name, first_day, brought_forward, credited, standard, balance, unknown FROM flexi_balance_report('2016-10-13') WHERE employee_id BETWEEN 95 AND 99 ORDER BY 1, 3;
SELECT employee_id AS id, day, opening, attended FROM flexi_day('2016-10-13') WHERE employee_id IN (95, 96, 97) ORDER BY 1, 2;
SELECT employee_id AS id, finding, record, day, detail, what_to_do, rule_ids FROM data_quality_report('2016-10-13') WHERE employee_id BETWEEN 70 AND 99 AND rule_ids LIKE 'FX%' ORDER BY 1, 2;
-- ---------- the total of a week ----------
-- A period of a month begins on a Saturday and ends on a Monday: six weeks, the first and the last in part; 7:00 on each of 21 days, one without a departure.
CALL join_flexi(100, 'Weeks', 'day=7:24; lunch=none; period=1 month', '2016-10-01', '1:00');
CALL work(100, '2016-10-03', '2016-10-31', '7:00');
UPDATE clock_entry SET clocked_out = NULL WHERE employee_id = 100 AND clocked_in = '2016-10-20 08:00';
SELECT line, day, to_char(day, 'Dy') AS dy, attended, credited, standard, difference, balance, core_missed, unknown FROM flexi_sheet_report('2016-10-31') WHERE employee_id = 100 AND (line <> 'day' OR day <= '2016-10-04' OR day = '2016-10-31') ORDER BY day, line;
-- A week is the sum of its days, and all weeks are the days of the period.
SELECT count(*) AS weeks, count(*) FILTER (WHERE (w.attended, w.cut_by_bandwidth, w.cut_by_lunch, w.cut_by_rounding, w.credited_off, w.credited, w.standard, w.core_missed) IS DISTINCT FROM (d.attended, d.cut_by_bandwidth, d.cut_by_lunch, d.cut_by_rounding, d.credited_off, d.credited, d.standard, d.core_missed)
	OR w.balance IS DISTINCT FROM d.balance OR w.day <> d.last_day) AS differ, sum(d.days) AS days
FROM  (SELECT * FROM flexi_sheet_report('2016-11-25') WHERE line = 'week') w
FULL   JOIN (
	SELECT employee_id, date_trunc('week', day) AS week, max(day) AS last_day, count(*) AS days, sum(attended) AS attended, sum(cut_by_bandwidth) AS cut_by_bandwidth, sum(cut_by_lunch) AS cut_by_lunch, sum(cut_by_rounding) AS cut_by_rounding, sum(credited_off) AS credited_off,
		   CASE WHEN bool_and(unknown IS NULL) THEN sum(credited) END AS credited, sum(standard) AS standard, sum(core_missed) AS core_missed, (array_agg(balance ORDER BY day DESC))[1] AS balance
	FROM flexi_sheet_report('2016-11-25') WHERE line = 'day' GROUP BY 1, 2) d ON d.employee_id = w.employee_id AND d.week = date_trunc('week', w.day);

-- ---------- the days of an absence, and those of several contracts ----------
SET search_path = flexi_hr, public;
CREATE PROCEDURE work_ended(id bigint, from_day date, to_day date, gone interval, weekdays integer DEFAULT 5) LANGUAGE sql AS $$
INSERT INTO clock_entry (employee_id, clocked_in, clocked_out)
SELECT id, d + interval '8:30', d + gone FROM (SELECT from_day + n AS d FROM generate_series(0, to_day - from_day) n) x WHERE extract(isodow FROM d) <= weekdays;
$$;
-- 201 left while an absence was open, and comes back in June: that absence ended with the employment. 20 days of 7:30, less 7:24 each
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'Away ' || n, 'Away' FROM generate_series(201, 210) n;
INSERT INTO contract (employee_id, first_day, last_day, weekly_hours) VALUES (201, '2025-01-01', '2026-02-27', 37), (201, '2026-06-01', NULL, 37);
INSERT INTO absence (employee_id, first_day, reason) VALUES (201, '2026-02-10', 'stress');
INSERT INTO flexi_member (employee_id, first_day, scheme) VALUES (201, '2026-06-01', 'day=7:24; period=4 weeks from 2026-06-01');
INSERT INTO homework (employee_id, first_day, workstyle, office) VALUES (201, '2026-06-01', 'fixed', 'A');
CALL work_ended(201, '2026-06-01', '2026-06-28', '16:30');
SELECT days, whole FROM absence_for_pay WHERE employee_id = 201;
SELECT employee_id, credited_off, credited, standard, balance FROM flexi_balance_report('2026-06-28') WHERE employee_id = 201;
SELECT day, works, off, in_office FROM office_day('2026-06-01', 1) WHERE employee_id = 201;
SELECT pay_month, sick_days FROM pay_report('2026-02-01') WHERE employee_id = 201 UNION ALL SELECT pay_month, sick_days FROM pay_report('2026-06-01') WHERE employee_id = 201;
-- 202, 203: of two records of a day, one has the whole of it and one half: the day is wholly off. 204: half a day outside its absence counts for nothing, in site tables without the check
ALTER TABLE absence DROP CONSTRAINT half_days_within;
INSERT INTO contract (employee_id, first_day, weekly_hours, full_time_salary) SELECT n, '2025-01-01', 37, 24000 FROM generate_series(202, 204) n;
INSERT INTO flexi_member (employee_id, first_day, scheme) SELECT n, '2026-03-30', 'day=7:24; hours=by day; period=4 weeks from 2026-03-30' FROM generate_series(202, 204) n;
INSERT INTO homework (employee_id, first_day, workstyle, office) SELECT n, '2026-01-01', 'fixed', 'A' FROM generate_series(202, 204) n;
INSERT INTO absence (employee_id, first_day, last_day, reason, half_worked, half_days) VALUES
	(202, '2026-04-13', '2026-04-17', 'stress', false, NULL), (202, '2026-04-15', '2026-04-16', 'stress', false, '{[2026-04-15,2026-04-16)}'),
	(203, '2026-04-13', '2026-04-17', 'stress', false, NULL), (203, '2026-04-15', '2026-04-16', 'stress', true, NULL),
	(204, '2026-04-13', '2026-04-14', 'stress', true, '{[2026-04-14,2026-04-15),[2026-04-20,2026-04-21)}');
SELECT f.employee_id, f.day, f.off, f.credited_off, o.off AS office_off, o.in_office FROM flexi_day('2026-04-26') f JOIN office_day('2026-04-13', 8) o USING (employee_id, day)
WHERE  f.employee_id BETWEEN 202 AND 204 AND f.day IN ('2026-04-13', '2026-04-14', '2026-04-15', '2026-04-20') ORDER BY 1, 2;
SELECT employee_id, sick_days FROM pay_report('2026-04-01') WHERE employee_id BETWEEN 202 AND 204 ORDER BY 1;
-- 205: term-time, Mon-Fri, and a post on Mondays all the year. At half-term only the Monday is owed: 16 days of 7:24, and 16 of 7:25 worked
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, weeks_at_work, calendar, working_time) VALUES
	(205, '1', '2025-09-01', 'term-time', 30, 38, 'england-and-wales', '{[2026-01-05,2026-02-14),[2026-02-23,2026-03-28)}'), (205, '2', '2025-09-01', 'part-time', 7, NULL, 'england-and-wales; week=Mon', NULL);
INSERT INTO flexi_member (employee_id, first_day, scheme) VALUES (205, '2026-02-02', 'day=7:24; period=4 weeks from 2026-02-02');
INSERT INTO homework (employee_id, first_day, workstyle, office) VALUES (205, '2026-01-01', 'fixed', 'A');
CALL work_ended(205, '2026-02-02', '2026-03-01', '16:25');
DELETE FROM clock_entry WHERE employee_id = 205 AND clocked_in::date BETWEEN '2026-02-17' AND '2026-02-20';
SELECT f.day, f.standard, f.core_missed, f.off, o.works FROM flexi_day('2026-03-01') f JOIN office_day('2026-02-15', 3) o USING (employee_id, day) WHERE f.employee_id = 205 ORDER BY 1;
SELECT credited, standard, balance, days_core_missed FROM flexi_balance_report('2026-03-01') WHERE employee_id = 205;
-- 206 works Mon-Wed, and has a casual contract, which has no agreed days: as 207, who has none. A bank holiday on a Thursday or Friday is a day off
INSERT INTO contract (employee_id, first_day, kind, weekly_hours, calendar) SELECT n, '2025-01-01', 'part-time', 22.2, 'england-and-wales; week=Mon-Wed' FROM generate_series(206, 207) n;
INSERT INTO contract (employee_id, post, first_day, kind) VALUES (206, 'bank', '2025-01-01', 'casual');
INSERT INTO flexi_member (employee_id, first_day, scheme) SELECT n, '2026-03-30', 'day=7:24; hours=by day; period=4 weeks from 2026-03-30' FROM generate_series(206, 207) n;
CALL work_ended(206, '2026-03-30', '2026-04-26', '16:25', 3);
CALL work_ended(207, '2026-03-30', '2026-04-26', '16:25', 3);
SELECT employee_id, credited_off, credited, standard, balance, days_core_missed FROM flexi_balance_report('2026-04-26') WHERE employee_id IN (206, 207) ORDER BY 1;
-- 208 leaves and comes back within a period: 2 of its 20 days are not theirs
INSERT INTO contract (employee_id, first_day, last_day) VALUES (208, '2026-01-05', '2026-06-10'), (208, '2026-06-15', NULL);
INSERT INTO flexi_member (employee_id, first_day, scheme) VALUES (208, '2026-06-08', 'day=7:24; period=4 weeks from 2026-06-08');
SELECT first_day, last_day, standard FROM flexi_balance_report('2026-07-05') WHERE employee_id = 208;
-- 209 works over the midnight at which a new row of the scheme begins, as 210 does without one
INSERT INTO contract (employee_id, first_day, calendar) SELECT n, '2025-01-01', 'every-day' FROM generate_series(209, 210) n;
INSERT INTO flexi_member (employee_id, first_day, last_day, scheme) SELECT x.id, x.first_day, x.last_day, 'bandwidth=Mon-Sun 00:00-24:00; core=none; lunch=none; day=Mon-Fri 7:24; hours=by day; period=2 weeks from 2026-03-30'
FROM  (VALUES (209, date '2026-03-30', date '2026-04-12'), (209, '2026-04-13', NULL), (210, '2026-03-30', NULL)) x(id, first_day, last_day);
INSERT INTO clock_entry SELECT n, '2026-04-12 20:00', '2026-04-13 06:00' FROM generate_series(209, 210) n;
SELECT employee_id, day, worked, attended FROM flexi_day('2026-04-20') WHERE employee_id IN (209, 210) AND day IN ('2026-04-12', '2026-04-13') ORDER BY 1, 2;
RESET search_path;
DROP SCHEMA flexi_known, flexi_hr, flexi_own CASCADE;
