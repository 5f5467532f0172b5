--
-- trigger_event_report: every event is on its day and has its cause, and the events between two days sum to the difference of
-- trigger_report on the two. First lives told in rows, worked out by hand; then random ones, "people" of them.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
SET jit = off;
\set SHOW_CONTEXT never
\if :{?people} \else
\set people 80
\endif
CALL bradford.create_tables('hr');
CALL bradford.create_reports('hr');
SET search_path = hr;

INSERT INTO attendance_policy (policy, staff_group, first_day, part_time_rule) VALUES ('thin', 'thin', '2016-10-01', 'none');
INSERT INTO policy_stage (policy, stage, title, trigger_score) VALUES ('thin', 1, 'a talk', 5), ('thin', 2, 'a warning', 7);
CREATE PROCEDURE life(id bigint, contracts text, absences text, staff text DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO employee (employee_id, service_area, staff_group) VALUES (id, 'Told', staff);
	INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours)
	SELECT id, m[1]::date, m[2]::date, 'part-time', m[3]::numeric FROM regexp_split_to_table(contracts, ', ') AS one, regexp_match(one, '^([-0-9]+)\.\.([-0-9]+)? ([0-9.]+)$') AS m;
	INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_worked)
	SELECT id * 10 + n, id, m[1]::date, CASE WHEN m[3] IS DISTINCT FROM 'open' THEN COALESCE(m[3], m[1])::date END, m[5], COALESCE(m[7] = 'half worked', false)
	FROM   regexp_split_to_table(absences, ', ') WITH ORDINALITY AS o(one, n), regexp_match(one, '^([-0-9]{10})(\.\.([-0-9a-z]+))?( (chicken pox))?( (half worked))?$') AS m;
END $$;

-- BF-5. Full-time, then half-time from 1 June: 2 x 2 x 25 = 100, below 150 and above 75. So stage 1 is reached on 1 June, and is due for the first time (BF-4, not
-- BF-9). The first absence leaves from 9 January on: on the 15th 2 x 2 x 18 = 72.
CALL life(1001, '2010-04-01..2017-05-31 37, 2017-06-01.. 18.5', '2017-01-09..2017-01-20, 2017-03-01..2017-03-13');
SELECT as_of, score, triggers, stage_reached, stage_due, rules, reached_on, clears_on FROM unnest('{2017-05-31,2017-06-01,2018-01-14,2018-01-15}'::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 1001 ORDER BY 1;
-- The meeting is due within 5 working days of 1 June, a Thursday: by the 8th (DL-19). It could not have been held after the return in
-- March.
SELECT stage_due, meeting_due_by, meeting_overdue FROM trigger_report('2017-06-01') WHERE employee_id = 1001;
SELECT happened_on, event, stage, considered, because, occasions, days, score FROM trigger_event_report('2017-01-01', '2018-12-31') WHERE employee_id = 1001 ORDER BY 1;
-- Casual until May, with unknown hours, so the triggers of a full-timer hold (150); half-time from 1 June: 100 reaches 75 on that day.
BEGIN;
INSERT INTO employee (employee_id, service_area) VALUES (1090, 'Casual');
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours) VALUES (1090, '2010-04-01', '2017-05-31', 'casual', NULL), (1090, '2017-06-01', NULL, 'part-time', 18.5);
INSERT INTO absence (employee_id, first_day, last_day) VALUES (1090, '2017-01-09', '2017-01-20'), (1090, '2017-03-01', '2017-03-13');
SELECT as_of, score, trigger_1, stage_reached, reached_on FROM unnest('{2017-05-31,2017-06-01,2017-06-15}'::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 1090 ORDER BY 1;
SELECT during, fte FROM hours_over_time() WHERE employee_id = 1090 ORDER BY 1;
ROLLBACK;
-- Half-time, full-time from 1 June, half-time from 1 August: 100 is above 75 from 13 March on (2 x 2 x 18 = 72 on the 6th, 76 on the 7th), below 150 in June and July. In
-- May it is known that the trigger clears with the hours; in August it was reached anew, on the first.
CALL life(1002, '2010-04-01..2017-05-31 18.5, 2017-06-01..2017-07-31 37, 2017-08-01.. 18.5', '2017-01-09..2017-01-20, 2017-03-01..2017-03-13');
SELECT as_of, score, triggers, stage_reached, reached_on, clears_on FROM unnest('{2017-05-15,2017-06-15,2017-08-15}'::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 1002 ORDER BY 1;
SELECT first_day, last_day, score, stage_reached FROM score_history_report('2017-09-30', 8) WHERE employee_id = 1002 AND first_day >= '2017-03-04' ORDER BY 1;
SELECT happened_on, event, stage, because, score FROM trigger_event_report('2017-01-01', '2017-12-31') WHERE employee_id = 1002 ORDER BY 1;
-- 5 x 5 x 8 = 200 on 6 March, above 150; from 1 June on at 14.8 of 37 hours, so the triggers are 60, 200 and 350: stage 2 is reached, and stage 1 stays. A new salary
-- from 1 May on and a second contract of the same hours change nothing.
CALL life(1003, '2010-04-01..2017-04-30 37, 2017-05-01..2017-05-31 37, 2017-06-01.. 14.8', '2016-11-07..2016-11-08, 2016-12-05..2016-12-06, 2017-01-09..2017-01-10, 2017-02-06, 2017-03-06');
SELECT as_of, score, triggers, stage_reached, reached_on FROM unnest('{2017-05-31,2017-06-01}'::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 1003 ORDER BY 1;
SELECT happened_on, event, stage, because, score FROM trigger_event_report('2017-01-01', '2017-12-31') WHERE employee_id = 1003 ORDER BY 1, stage;
SELECT * FROM hours_over_time WHERE employee_id IN (1002, 1003) ORDER BY 1, 2;
-- Half-time, with continuous service over a month without a contract: that month counts with the hours before it, so the trigger was reached on 7 March.
CALL life(1011, '2010-04-01..2017-04-30 18.5, 2017-06-01.. 18.5', '2017-01-09..2017-01-20, 2017-03-01..2017-03-13');
UPDATE employee SET service_from = '2010-04-01' WHERE employee_id = 1011;
SELECT as_of, score, stage_reached, reached_on, clears_on FROM unnest('{2017-04-30,2017-05-15,2017-06-01}'::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 1011 ORDER BY 1;
SELECT happened_on, event, stage, because, score FROM trigger_event_report('2017-01-01', '2017-12-31') WHERE employee_id = 1011 ORDER BY 1;
SELECT * FROM hours_over_time WHERE employee_id = 1011;
-- On the day on which the hours halve a day of absence more: 2 x 2 x 18 = 72, then 76. Neither the hours alone nor the day alone reaches the trigger; the day
-- is named as the cause.
CALL life(1004, '2010-04-01..2017-05-31 37, 2017-06-01.. 18.5', '2017-03-01..2017-03-12, 2017-05-26..2017-06-01');
SELECT happened_on, event, stage, because, score FROM trigger_event_report('2017-05-01', '2017-06-30') WHERE employee_id = 1004;

-- 4 x 4 x 10 = 160 on 10 January. Chicken pox, whose fit note came on 16 January, is out from that day on: 3 x 3 x 6 = 54 (AB-2).
CALL life(1005, '2010-04-01.. 37', '2016-10-03..2016-10-06 chicken pox, 2016-11-01..2016-11-02, 2016-12-01..2016-12-02, 2017-01-09..2017-01-10');
INSERT INTO fit_note (employee_id, first_day, last_day, received_on) VALUES (1005, '2016-10-03', '2016-10-06', '2017-01-16');
-- The same without chicken pox; on 16 January a named person leaves the first absence out.
CALL life(1006, '2010-04-01.. 37', '2016-10-03..2016-10-06, 2016-11-01..2016-11-02, 2016-12-01..2016-12-02, 2017-01-09..2017-01-10');
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (1006, 10061, 'leave out', 'adviser', '2017-01-16', 'by agreement');
-- The same; the contract ends on 31 January. From 1 March on a new one, with continuous service.
CALL life(1007, '2010-04-01..2017-01-31 37, 2017-03-01.. 37', '2016-10-03..2016-10-06, 2016-11-01..2016-11-02, 2016-12-01..2016-12-02, 2017-01-09..2017-01-10');
UPDATE employee SET service_from = '2010-04-01' WHERE employee_id = 1007;
SELECT employee_id, policy, happened_on, event, stage, because, occasions, days, score FROM trigger_event_report('2017-01-01', '2017-03-31') WHERE employee_id BETWEEN 1005 AND 1007 ORDER BY 1, 3;
-- people who are gone by the last of the days, or not yet here on the first
SELECT from_day, to_day, happened_on, event, stage, because FROM (VALUES (date '2017-01-01', date '2017-02-15'), ('2017-02-15', '2017-03-15'), ('2017-02-02', '2017-02-28')) v(from_day, to_day)
LEFT   JOIN LATERAL (SELECT * FROM trigger_event_report(from_day, to_day) WHERE employee_id = 1007) e ON true ORDER BY 1, 3;

-- Ten days from 5 September 2016 on are eight working days on the 14th, enough for the policy of that time; on 1 October the next begins, by which they score 10.
CALL life(1008, '2010-04-01.. 37', '2016-09-05..2016-09-14');
SELECT policy, happened_on, event, stage, considered, because, occasions, days, score FROM trigger_event_report('2016-09-01', '2016-10-31') WHERE employee_id = 1008 ORDER BY 2;

-- AB-1, with triggers of 5 and 7. Three days of March; on Monday the 6th half of the day was worked, the record is open and joined. On the 6th nothing of it counts: 3. On
-- the 7th the days between do too: 1 x 1 x 7 = 7.
CALL life(1009, '2010-04-01.. 37', '2017-03-01..2017-03-03, 2017-03-06..open half worked', 'thin');
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (1009, 10092, 'join', 10091, 'adviser', '2017-03-01', 'one illness');
-- Ten days of March, and an open record from the 5th on, half of which was worked, and which is a half day from the 6th on: 5 on the 5th, 5.5 on the 6th, 6.5, 7.5 on the 8th.
CALL life(1010, '2010-04-01.. 37', '2017-03-01..2017-03-10, 2017-03-05..open half worked', 'thin');
UPDATE absence SET half_days = '{[2017-03-05,2017-03-06)}' WHERE absence_id = 10102;
SELECT as_of, employee_id, score, stage_reached FROM unnest('{2017-03-04,2017-03-05,2017-03-06,2017-03-07,2017-03-08}'::date[]) AS as_of, trigger_report(as_of) WHERE employee_id IN (1009, 1010) ORDER BY 2, 1;
SELECT employee_id, happened_on, event, stage, because, score FROM trigger_event_report('2017-03-01', '2017-03-31') WHERE employee_id IN (1009, 1010) ORDER BY 1, 2, stage;

-- Random lives: contracts in turn or side by side, with gaps and changes of hours; absences that overlap, touch, are open, half worked or of half days,
-- for reasons that count, do not, or count without a fit note; fit notes that come late or early; decisions before and after. Policies change on 1
-- October; on 1 January teachers get their own, to 15 March; from 15 to 28 February nobody else has one; the next counts over 26 weeks, in working days,
-- bridging weekends between two absences, without part-time triggers. A fit note takes out days under that of the teachers.
UPDATE attendance_policy SET last_day = '2017-02-14' WHERE policy = 'Bradford 2016';
INSERT INTO attendance_policy (policy, staff_group, first_day, last_day, scoring_rule, part_time_rule, fit_note_covers) VALUES
	('teachers', 'teachers', '2017-01-01', '2017-03-15', '', 'hours', 'days'),
	('Bradford 2017', NULL, '2017-03-01', NULL, 'window=26 weeks; days=working; bridge=working', 'none', 'absence');
INSERT INTO policy_stage (policy, stage, title, trigger_score) VALUES
	('teachers', 1, 'a talk', 50), ('teachers', 2, 'a warning', 200), ('Bradford 2017', 1, 'a talk', 40), ('Bradford 2017', 2, 'a letter', 100), ('Bradford 2017', 3, 'a warning', 300), ('Bradford 2017', 4, 'a hearing', 600);

CREATE FUNCTION random_of(key bigint, what integer, below integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN ((hashint8extended(key * 100 + what, 20161001) & 2147483647) % below)::integer;
INSERT INTO employee (employee_id, service_area, staff_group, service_from)
SELECT e, 'Area ' || e % 7, CASE WHEN random_of(e, 1, 4) = 0 THEN 'teachers' END, CASE WHEN random_of(e, 2, 5) = 0 THEN date '2014-01-01' + random_of(e, 3, 1000) END
FROM   generate_series(1, :people) AS e;
-- up to four stretches one after another, one in four of them left out, and a second post for one person in six
INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, calendar)
SELECT e, p, c.first_day, CASE WHEN random_of(k, 4, 9) = 0 THEN c.next_day - 1 - random_of(k, 5, 40) ELSE c.next_day - 1 END, 'part-time',
	   (ARRAY[37, 37, 30, 18.5, 7.4])[1 + random_of(k, 6, 5)], (ARRAY['england-and-wales', 'england-and-wales; week=Mon-Wed', 'weekdays'])[1 + random_of(k, 7, 3)]::bradford.calendar
FROM   generate_series(1, :people) AS e
CROSS  JOIN LATERAL (SELECT p FROM unnest('{1,2}'::text[]) AS p WHERE p = '1' OR random_of(e, 8, 6) = 0) AS p
CROSS  JOIN LATERAL (SELECT (e * 10 + p::integer) * 10 AS n) AS n
CROSS  JOIN LATERAL (
	SELECT k, d AS first_day, lead(d) OVER (ORDER BY k) AS next_day
	FROM   generate_series(n, n + random_of(n, 9, 4)) AS k
	CROSS  JOIN LATERAL (SELECT CASE WHEN k = n THEN date '2015-01-01' + random_of(n, 10, 700) ELSE date '2016-12-01' + ((k - n) * 60 - 120 + random_of(k, 11, 60))::integer END) AS d(d)) AS c
WHERE  c.next_day IS NULL OR (c.next_day > c.first_day + 45 AND random_of(k, 12, 4) > 0);
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_worked, half_days)
SELECT k, e, f.first_day, l.last_day, (ARRAY[NULL, 'cold or flu', 'stress', 'disability', 'chicken pox', 'mumps', 'pregnancy'])[1 + random_of(k, 13, 7)], random_of(k, 14, 6) = 0,
	   CASE WHEN random_of(k, 15, 5) = 0 THEN datemultirange(daterange(f.first_day, COALESCE(l.last_day, f.first_day + 2), '[]')) END
FROM   generate_series(1, :people) AS e
CROSS  JOIN LATERAL generate_series(e * 20, e * 20 + 3 + random_of(e, 16, 8)) AS k
CROSS  JOIN LATERAL (SELECT date '2015-12-01' + random_of(k, 17, 490) AS first_day) AS f
CROSS  JOIN LATERAL (SELECT CASE WHEN random_of(k, 18, 12) > 0 THEN f.first_day + random_of(k, 19, 1 + random_of(k, 20, 15)) END AS last_day) AS l;
INSERT INTO fit_note (employee_id, first_day, last_day, received_on)
SELECT employee_id, first_day + random_of(absence_id, 21, 3), COALESCE(last_day, first_day + 20), CASE WHEN random_of(absence_id, 22, 3) > 0 THEN first_day - 2 + random_of(absence_id, 23, 25) END
FROM   absence WHERE reason IN ('chicken pox', 'mumps') AND last_day > first_day + 3 ON CONFLICT DO NOTHING;
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why)
SELECT a.employee_id, a.absence_id, CASE WHEN b.absence_id IS NULL THEN 'leave out' ELSE 'join' END, b.absence_id, 'adviser', a.first_day - 5 + random_of(a.absence_id, 24, 60), 'so it was'
FROM   absence a
LEFT   JOIN LATERAL (
	SELECT b.absence_id FROM absence b WHERE b.employee_id = a.employee_id AND b.absence_id <> a.absence_id AND b.first_day > a.first_day AND random_of(a.absence_id, 25, 3) > 0
	ORDER BY b.first_day, b.absence_id LIMIT 1) b ON true
WHERE  random_of(a.absence_id, 26, 6) = 0;
ANALYZE;

-- who is at which stages on each day, by trigger_report, and the changes from one day to the next
CREATE TEMP TABLE stands AS
SELECT d.day::date AS day, r.employee_id, s.stage
FROM   generate_series(timestamp '2016-09-10', '2017-04-05', '1 day') AS d(day), trigger_report(d.day::date) r, generate_series(1, r.stage_reached) AS s(stage);
ALTER TABLE stands ADD PRIMARY KEY (employee_id, stage, day);
CREATE TEMP TABLE moved AS
SELECT b.day, b.employee_id, b.stage, 'reached' AS event FROM stands b
WHERE  b.day > '2016-09-10' AND NOT EXISTS (SELECT FROM stands a WHERE (a.employee_id, a.stage, a.day) = (b.employee_id, b.stage, b.day - 1))
UNION  ALL
SELECT a.day + 1, a.employee_id, a.stage, 'cleared' FROM stands a
WHERE  a.day < '2017-04-05' AND NOT EXISTS (SELECT FROM stands b WHERE (b.employee_id, b.stage, b.day) = (a.employee_id, a.stage, a.day + 1));

-- The events of all days: each on the day on which trigger_report's stage changes, none missing and none too many, with a cause.
CREATE TEMP TABLE happened AS SELECT * FROM trigger_event_report('2016-09-11', '2017-04-05');
SELECT (SELECT count(*) FROM moved) AS moved, (SELECT count(*) FROM happened) AS happened,
	   (SELECT count(*) FROM (SELECT happened_on, employee_id, stage, event FROM happened EXCEPT ALL SELECT * FROM moved) x) AS too_many,
	   (SELECT count(*) FROM (SELECT * FROM moved EXCEPT ALL SELECT happened_on, employee_id, stage, event FROM happened) x) AS missing;
SELECT event, u.because, count(*) FROM happened, regexp_split_to_table(because, '; ') AS u(because) GROUP BY 1, 2 ORDER BY event, u.because COLLATE "C";

-- The sum of the events between two days is the difference of the two, per person and stage: 25 pairs, a day to half a year apart.
SELECT count(DISTINCT pair) AS pairs, count(*) AS sums, count(*) FILTER (WHERE difference <> 0) AS not_nothing, count(*) FILTER (WHERE sum <> difference) AS differences
FROM  (
	SELECT pair, employee_id, stage, COALESCE(sum(step) FILTER (WHERE what = 'event'), 0) AS sum, COALESCE(sum(step) FILTER (WHERE what = 'stage'), 0) AS difference
	FROM  (
		SELECT k AS pair, date '2016-09-10' + random_of(k, 30, 200) AS from_day, least('2017-04-05', date '2016-09-10' + random_of(k, 30, 200) + 1 + random_of(k, 31, 1 + random_of(k, 32, 180))) AS to_day
		FROM   generate_series(1, 25) AS k) p
	CROSS  JOIN LATERAL (
		SELECT 'event' AS what, employee_id, stage, CASE event WHEN 'reached' THEN 1 ELSE -1 END AS step FROM trigger_event_report(p.from_day + 1, p.to_day)
		UNION  ALL
		SELECT 'stage', employee_id, stage, CASE day WHEN p.to_day THEN 1 ELSE -1 END FROM stands WHERE day IN (p.from_day, p.to_day)) x
	GROUP  BY pair, employee_id, stage) y;

-- reached_on and clears_on by a plain definition: day by day, the score of that day against the triggers of that day's hours. Hours are those of the contracts in
-- force, on a day without one those of the last day with one.
CREATE TEMP TABLE hours AS
SELECT c.employee_id, d.day::date AS day, least(1, sum(c.weekly_hours / c.full_time_hours)) AS fte
FROM   contract c, generate_series(timestamp '2015-01-01', '2019-01-01', '1 day') AS d(day) WHERE d.day BETWEEN c.first_day AND COALESCE(c.last_day, 'infinity') GROUP BY 1, 2;
ALTER TABLE hours ADD PRIMARY KEY (employee_id, day);
ANALYZE hours;
CREATE FUNCTION plain_stage(whom bigint, day date, spells datemultirange, p policy_terms, calendar bradford.calendar, half_days datemultirange) RETURNS integer LANGUAGE sql AS $$
SELECT count(*)::integer
FROM   unnest(p.triggers) AS t(trigger)
WHERE  bradford.score(spells, day, p.scoring_rule, calendar, half_days) >= round(trigger * CASE WHEN NOT p.by_hours THEN 1 ELSE COALESCE(
			(SELECT h.fte FROM hours h WHERE h.employee_id = whom AND h.day <= plain_stage.day ORDER BY h.day DESC LIMIT 1),
			(SELECT h.fte FROM hours h WHERE h.employee_id = whom ORDER BY h.day LIMIT 1)) END, 4)
$$;
SELECT count(*) AS people, count(DISTINCT reached_on) AS days, count(*) FILTER (WHERE changes) AS of_changed_hours,
	   count(*) FILTER (WHERE reached_on IS DISTINCT FROM plain_reached_on) AS reached_otherwise, count(*) FILTER (WHERE clears_on IS DISTINCT FROM plain_clears_on) AS cleared_otherwise
FROM  (
	SELECT r.reached_on, r.clears_on, (SELECT count(*) > 1 FROM hours_over_time h WHERE h.employee_id = r.employee_id) AS changes,
		   COALESCE((SELECT max(d.day)::date + 1 FROM generate_series(lower(c.spells)::timestamp, as_of, '1 day') AS d(day)
			WHERE plain_stage(r.employee_id, d.day::date, c.spells, p, COALESCE(c.calendar, p.calendar), c.half_days) < r.stage_reached), lower(c.spells)) AS plain_reached_on,
		   (SELECT d.day::date FROM generate_series(as_of + 1, as_of + interval '13 months', '1 day') AS d(day)
			WHERE plain_stage(r.employee_id, d.day::date, c.spells * daterange(NULL, as_of, '[]')::datemultirange, p, COALESCE(c.calendar, p.calendar), c.half_days) < r.stage_reached
			ORDER BY 1 LIMIT 1) AS plain_clears_on
	FROM   unnest('{2016-12-15,2017-02-10,2017-04-05}'::date[]) AS as_of
	CROSS  JOIN LATERAL trigger_report(as_of) r
	JOIN   policy_terms p ON p.policy = r.policy
	CROSS  JOIN LATERAL counted_absence(as_of, p.uses_calendar, p.fit_note_covers) c
	WHERE  c.employee_id = r.employee_id AND r.stage_reached > 0) x;

SET client_min_messages = warning;
DROP SCHEMA hr CASCADE;
