--
-- Letters and histories: what an invitation to a meeting needs, and how a score developed. Lives told in rows, each worked out by
-- hand.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
\set SHOW_CONTEXT never
-- compiling these plans takes longer than running them
SET jit = off;
CALL bradford.create_tables('hr');
CALL bradford.create_reports('hr');
SET search_path = hr;
INSERT INTO employee (employee_id, name, service_area, manager_id) VALUES
	(1, 'Ann Archer', 'Waste', 9), (2, 'Bob Brown', 'Waste', 9), (3, 'Cat Cole', 'Parks', NULL), (4, 'Dan Dale', 'Parks', NULL), (9, 'Max Mann', 'Waste', NULL);
INSERT INTO contract (employee_id, first_day) SELECT employee_id, '2010-04-01' FROM employee;
INSERT INTO absence (employee_id, first_day, last_day) VALUES
	(1, '2016-10-03', '2016-10-06'), (1, '2016-11-01', '2016-11-02'), (1, '2016-12-01', '2016-12-02'), (1, '2017-01-09', '2017-01-10'),
	(1, '2017-02-06', '2017-02-10'), (1, '2017-03-20', '2017-03-24'), (1, '2017-05-15', '2017-05-15'), (1, '2017-06-12', '2017-06-13'),
	(3, '2016-02-01', '2016-02-04'), (3, '2016-04-04', '2016-04-05'), (3, '2016-06-06', '2016-06-07'), (3, '2016-08-01', '2016-08-02');
INSERT INTO warning (employee_id, policy, stage, issued_on, score, review_until) VALUES
	(1, 'Bradford 2016', 1, '2017-01-18', 160, '2017-03-17'), (1, 'Bradford 2016', 2, '2017-04-05', 720, NULL);
INSERT INTO occupational_health_report (employee_id, referred_on, reported_on) VALUES (1, '2017-04-10', '2017-06-14');
-- 2: the first absence is half out of the window, the second a half day, the third counts in full, a pregnancy-related one does not (AB-3), one is left out, the
-- last is still open: 2 + 0.5 + 2 + 5 = 9.5 days, 4 x 4 x 9.5 = 152
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_days) VALUES
	(21, 2, '2016-01-11', '2016-01-15', 'stress', NULL), (22, 2, '2016-05-03', '2016-05-03', 'depression', '{[2016-05-03,2016-05-04)}'),
	(23, 2, '2016-09-05', '2016-09-06', 'pregnancy', NULL), (24, 2, '2016-10-10', '2016-10-11', 'disability', NULL),
	(25, 2, '2016-11-21', '2016-11-22', 'anxiety', NULL), (26, 2, '2017-01-09', NULL, 'cold or flu', NULL);
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (2, 25, 'leave out', 'HR adviser', '2016-12-01', 'panic attack');

-- Employee 1. Back on Wednesday 11 January 2017: stage 1, 48 hours' notice, so on Friday 13 at the earliest and by 18 January (DL-19, DL-20); served on Tuesday 17, on
-- the 19th, which is late. Ill again on 6 February, in the review period: a formal review meeting, with 5 working days' notice once back, from Monday 13 on to the 20th
-- (DL-21). Back on Monday 27 March: stage 2, 5 calendar days end on a Saturday, so Monday 3 April, which is the last day too; 10 working days after it, over Easter, are
-- 19 April (DL-22, DL-23). Back on 14 June: stage 3, 5 working days, 21 June, to appeal by 5 July (DL-25, DL-26); served on Saturday 17 June they end on the 26th, and
-- 10 working days after that are 10 July.
SELECT as_of, meeting, notice, earliest_meeting_on AS earliest, latest_meeting_on AS latest, meeting_due_by AS due_by, meeting_late AS late, appeal_by, currently_absent AS away
FROM   unnest('{2017-01-10,2017-01-11,2017-01-17,2017-02-10,2017-02-13,2017-03-27,2017-04-05,2017-06-14,2017-06-17}'::date[]) AS as_of, letter_report(as_of) WHERE employee_id = 1 ORDER BY 1;
\x on
SELECT * FROM letter_report('2017-03-27') WHERE employee_id = 1;
SELECT * FROM letter_report('2017-02-13') WHERE employee_id = 1;
SELECT * FROM letter_report('2017-01-13') WHERE employee_id = 2;
\x off
-- the old policy: 4 absences, and 4 + 2 + 2 + 1 = 9 working days; it asks for no notice
SELECT meeting, stage_title, trigger_met, breakdown, notice, earliest_meeting_on, latest_meeting_on, appeal_by FROM letter_report('2016-08-01') WHERE employee_id = 3;
-- nothing about anybody's health, and no decision
SELECT count(*) AS letters, count(*) FILTER (WHERE r::text ~* 'stress|depression|pregnan|disability|anxiety|flu|panic|adviser|dismiss') AS that_say_too_much
FROM   unnest('{2016-08-01,2017-01-11,2017-01-13,2017-03-27,2017-06-14}'::date[]) AS as_of, letter_report(as_of) r;
-- only people who are due
SELECT as_of, count(l.employee_id) AS letters, count(*) FILTER (WHERE t.stage_due IS NOT NULL OR t.review_meeting_due) AS due
FROM   unnest('{2016-08-01,2016-12-31,2017-01-13,2017-02-13,2017-06-14}'::date[]) AS as_of, trigger_report(as_of) t LEFT JOIN LATERAL letter_report(as_of) l USING (employee_id) GROUP BY 1 ORDER BY 1;

-- the earliest day is the first working day for which notice given on the day of the report is still in time, for each day of half a year, whatever
-- the notice
BEGIN;
CREATE TEMP TABLE apart (notice text, letters bigint, differences bigint);
DO $$
DECLARE u record;
BEGIN
	FOR u IN SELECT * FROM (VALUES (48, 'hours'), (49, 'hours'), (0, 'working days'), (5, 'working days'), (5, 'calendar days'), (11, 'calendar days'), (23, 'working days')) AS v(n, unit) LOOP
		UPDATE policy_stage SET notice = u.n, notice_unit = u.unit WHERE policy = 'Bradford 2016';
		INSERT INTO apart
		SELECT format('%s %s', u.n, u.unit), count(*), count(*) FILTER (WHERE l.earliest_meeting_on IS DISTINCT FROM (
					SELECT min(d::date) FROM generate_series(as_of, as_of + interval '60 days', interval '1 day') AS d
					WHERE  bradford.is_working_day(d::date) AND bradford.step_due(d::date, u.n, u.unit, 'before') >= as_of::date))
		FROM   generate_series(timestamp '2017-01-01', '2017-06-30', interval '1 day') AS as_of, letter_report(as_of::date) l WHERE l.stage IS NOT NULL AND NOT l.currently_absent;
	END LOOP;
END $$;
TABLE apart;
ROLLBACK;
-- where calendars end, or no day is a working day, no day is named, and there is no error
BEGIN;
UPDATE attendance_policy SET calendar = 'weekdays; week=none';
SELECT meeting, notice, earliest_meeting_on, latest_meeting_on, meeting_due_by, appeal_by FROM letter_report('2017-03-27') WHERE employee_id = 1;
ROLLBACK;

-- stage 2 in the last weeks that calendars know: ten working days to appeal while that many are left, and no error when they are
-- not
BEGIN;
UPDATE absence SET first_day = first_day + 30199, last_day = last_day + 30199 WHERE employee_id = 1;
UPDATE warning SET issued_on = issued_on + 30199, review_until = NULL WHERE employee_id = 1;
CREATE TEMP TABLE ends (latest date, appeal_by date);
DO $$
BEGIN
	FOR n IN 0 .. 15 LOOP
		INSERT INTO ends SELECT latest_meeting_on, l.appeal_by FROM letter_report(date '2017-03-27' + 30199 + n) l WHERE employee_id = 1;
		UPDATE absence SET first_day = first_day + 1, last_day = last_day + 1 WHERE employee_id = 1;
		UPDATE warning SET issued_on = issued_on + 1 WHERE employee_id = 1;
	END LOOP;
END $$;
SELECT latest, appeal_by, (SELECT d::date FROM generate_series(latest + 1, timestamp '2099-12-31', interval '1 day') AS d WHERE bradford.is_working_day(d::date) OFFSET 9 LIMIT 1) AS tenth
FROM   ends ORDER BY 1;
ROLLBACK;

-- The history of the last 4 months as at 31 January 2017, by hand: 1 x 1 x 1 = 1 on 3 October, up to 4, then 2 x 2 x 5 = 20, 24, 3 x 3 x 7 = 63, 72, 4 x 4 x 9
-- = 144, 160
SELECT first_day, last_day, occasions, days, score, stage_reached, name, manager_name, policy FROM score_history_report('2017-01-31', 4) WHERE employee_id = 1 ORDER BY first_day;
SELECT count(*) AS stretches, min(first_day) AS first_day, max(last_day) AS last_day FROM score_history_report('2017-01-31') WHERE employee_id = 1;
-- no months, or months beyond all calendars; and nothing before the present employment
SELECT n, count(r.first_day) AS stretches, min(first_day) AS first_day
FROM   unnest('{0,-3,NULL,1,2147483647}'::integer[]) AS n LEFT JOIN LATERAL score_history_report('2017-01-31', n) r ON r.employee_id = 1 GROUP BY 1 ORDER BY 1;
-- each day of it is what trigger_report says of that day, for people of whom only absence changes
SELECT count(*) AS days, count(*) FILTER (WHERE (h.occasions, h.days, h.score, h.stage_reached) IS DISTINCT FROM (t.occasions, t.days, t.score, t.stage_reached)) AS differences,
	   count(*) FILTER (WHERE t.stage_reached > 0) AS at_a_trigger
FROM   generate_series(timestamp '2016-10-01', '2017-06-30', interval '1 day') AS d
CROSS  JOIN LATERAL trigger_report(d::date) t
JOIN   score_history_report('2017-06-30', 9) h ON h.employee_id = t.employee_id AND d::date BETWEEN h.first_day AND h.last_day
WHERE  t.employee_id <> 2;
-- the views are the reports of today
SELECT (SELECT count(*) FROM (TABLE letter_report EXCEPT SELECT * FROM letter_report(current_date)) x) AS letters_apart,
	   (SELECT count(*) FROM (TABLE score_history_report EXCEPT SELECT * FROM score_history_report(current_date)) x) AS histories_apart;

SET client_min_messages = warning;
DROP SCHEMA hr CASCADE;
