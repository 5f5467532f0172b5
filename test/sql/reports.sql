--
-- The reports, on short lives told in rows. Every expected figure was worked out by hand; the sums stand
-- beside each life.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
\set SHOW_CONTEXT never
CALL bradford.create_tables('hr');
CALL bradford.create_reports('hr');
SET search_path = hr;

CREATE PROCEDURE life(id bigint, area text, absences text) LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO employee (employee_id, service_area) VALUES (id, area);
	INSERT INTO contract (employee_id, first_day) VALUES (id, '2010-04-01');
	INSERT INTO absence (employee_id, first_day, last_day, reason)
	SELECT id, m[1]::date, CASE WHEN m[3] = 'open' THEN NULL ELSE COALESCE(m[3], m[1])::date END, m[5]
	FROM   regexp_split_to_table(nullif(absences, ''), ', ') AS one, regexp_match(one, '^([-0-9]{10})(\.\.([-0-9a-z]+))?( (.*))?$') AS m;
END $$;
-- what is shown of a person on several days
CREATE FUNCTION shown(id bigint, VARIADIC days date[])
RETURNS TABLE (as_of date, s integer, d numeric, score numeric, reached integer, due integer, rules text, waiting_for text, live text, meeting date)
LANGUAGE sql AS $$
SELECT x.day, r.occasions, r.days, r.score, r.stage_reached, r.stage_due, r.rules, r.waiting_for,
	   r.live_stage || ' at ' || r.live_score || ' to ' || r.live_until, r.meeting_due_by
FROM   unnest(days) WITH ORDINALITY AS x(day, n), trigger_report(x.day) r
WHERE  r.employee_id = id
ORDER  BY x.n
$$;

-- BF-4, BF-7, BF-8, BF-12, BF-14: the ordinary climb.
-- 4+2+2+2 days: 4 x 4 x 10 = 160. In the review period 5 more: 5 x 5 x 15 = 375. Then 5: 6 x 6 x 20 = 720, 560 above 160.
-- 1 more: 7 x 7 x 21 = 1029, only 309 above 720. 2 more: 8 x 8 x 23 = 1472, 752 above.
CALL life(1, 'Waste', '2016-10-03..2016-10-06, 2016-11-01..2016-11-02, 2016-12-01..2016-12-02, 2017-01-09..2017-01-10, 2017-02-06..2017-02-10, 2017-03-20..2017-03-24, 2017-05-15, 2017-06-12..2017-06-13');
INSERT INTO warning (employee_id, policy, stage, issued_on, score, review_until, review_held_on) VALUES
	(1, 'Bradford 2016', 1, '2017-01-16', 160, '2017-03-16', '2017-02-20'),
	(1, 'Bradford 2016', 2, '2017-04-03', 720, NULL, NULL);
INSERT INTO occupational_health_report (employee_id, referred_on, reported_on) VALUES (1, '2017-04-10', '2017-06-20');
SELECT * FROM shown(1, '2017-01-09', '2017-01-10', '2017-01-11', '2017-01-16', '2017-02-10', '2017-02-20', '2017-03-19', '2017-03-20', '2017-03-27',
	'2017-04-03', '2017-05-15', '2017-06-14', '2017-06-21', '2017-09-20', '2017-09-21');
SELECT as_of, due, review_meeting_due, reached_on, clears_on, days_to_next_trigger, hr_advice_needed, currently_absent
FROM   unnest(ARRAY['2017-01-10', '2017-01-11', '2017-02-10', '2017-02-20', '2017-03-27']::date[]) AS as_of, trigger_report(as_of) r WHERE employee_id = 1;

-- BF-6: 6, 9 and 12 months to the day, the day of issue being the first; at the end of a shorter month, its last day ends the count
CALL life(21, 'Lapses', '');
CALL life(22, 'Lapses', '');
CALL life(23, 'Lapses', '');
CALL life(24, 'Lapses', '');
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES
	(21, 'Bradford 2016', 1, '2016-11-15', 160), (22, 'Bradford 2016', 2, '2016-11-15', 600), (23, 'Bradford 2016', 3, '2016-11-15', 1000), (24, 'Bradford 2016', 1, '2017-08-31', 160);
SELECT as_of, employee_id, live_stage, live_until
FROM   unnest(ARRAY['2017-05-14', '2017-05-15', '2017-08-14', '2017-08-15', '2017-11-14', '2017-11-15', '2018-02-27', '2018-02-28']::date[]) AS as_of, trigger_report(as_of) r
WHERE  service_area = 'Lapses' AND live_stage IS NOT NULL ORDER BY 1, 2;

-- BF-9: 4 + 4 + 4 + 1 days: 4 x 4 x 13 = 208 on 9 January, 256 on the 12th; no warning was issued; 5 x 5 x 20 = 500 on 9 February.
-- Stage 1 only, since stage 2 wants a live warning (BF-7).
CALL life(3, 'Parks', '2016-10-10..2016-10-13, 2016-11-07..2016-11-10, 2016-12-05..2016-12-08, 2017-01-09..2017-01-12, 2017-02-06..2017-02-09');
SELECT * FROM shown(3, '2017-01-08', '2017-01-12', '2017-02-05', '2017-02-10');
-- the same, considered on 16 January without a warning: nothing more until a later absence
CALL life(31, 'Parks', '2016-10-10..2016-10-13, 2016-11-07..2016-11-10, 2016-12-05..2016-12-08, 2017-01-09..2017-01-12, 2017-02-06..2017-02-09');
INSERT INTO warning (employee_id, policy, stage, issued_on, outcome) VALUES (31, 'Bradford 2016', 1, '2017-01-16', 'no warning');
SELECT * FROM shown(31, '2017-01-13', '2017-01-16', '2017-02-06');
-- only while the score is still above 150: 6 x 6 x 7 = 252, and when the first has left, 5 x 5 x 6 = 150 exactly
CALL life(32, 'Parks', '2016-10-10, 2016-11-07, 2016-12-05, 2017-01-09, 2017-02-06..2017-02-07, 2017-09-04');
SELECT * FROM shown(32, '2017-02-07', '2017-10-09', '2017-10-10');

-- BF-7: at least 350 above the warning at 160. 5 x 5 x 20 = 500 is 340 above, a day more makes 525
CALL life(4, 'Waste', '2016-10-03..2016-10-06, 2016-11-01..2016-11-02, 2016-12-01..2016-12-02, 2017-01-09..2017-01-10, 2017-02-06..2017-02-16');
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (4, 'Bradford 2016', 1, '2017-01-16', 160);
SELECT * FROM shown(4, '2017-02-14', '2017-02-15', '2017-02-16');
-- the day on which the warning lapses, stage 1 is all that is left
SELECT * FROM shown(4, '2017-07-15', '2017-07-16');

-- BF-10: two stage 1 warnings within two years, each lived to its end: 4 x 4 x 10 = 160 on 6 March 2018 leads to stage 2.
-- If unsatisfactory attendance followed the second, it is stage 1 again.
CALL life(6, 'Waste', '2017-06-05..2017-06-08, 2017-07-03..2017-07-04, 2017-10-02..2017-10-03, 2018-03-05..2018-03-06');
CALL life(61, 'Waste', '2017-06-05..2017-06-08, 2017-07-03..2017-07-04, 2017-10-02..2017-10-03, 2018-03-05..2018-03-06');
INSERT INTO warning (employee_id, policy, stage, issued_on, score, satisfactory) VALUES
	(6, 'Bradford 2016', 1, '2016-11-01', 160, NULL), (6, 'Bradford 2016', 1, '2017-08-01', 160, true),
	(61, 'Bradford 2016', 1, '2016-11-01', 160, NULL), (61, 'Bradford 2016', 1, '2017-08-01', 160, false);
SELECT * FROM shown(6, '2018-03-05', '2018-03-06');
SELECT * FROM shown(61, '2018-03-06');

-- BF-11: 8 x 8 x 16 = 1024, stage 3; the appeal is upheld on 20 March, so stage 2 from then for nine months.
-- 9 x 9 x 17 = 1377 is 353 above, 9 x 9 x 18 = 1458 is 434 above
CALL life(7, 'Waste', '2016-09-12..2016-09-13, 2016-10-03..2016-10-04, 2016-10-24..2016-10-25, 2016-11-14..2016-11-15, 2016-12-05..2016-12-06, 2017-01-09..2017-01-10, 2017-01-30..2017-01-31, 2017-02-20..2017-02-21, 2017-04-10..2017-04-11');
INSERT INTO warning (employee_id, policy, stage, issued_on, score, appeal_upheld_on) VALUES (7, 'Bradford 2016', 3, '2017-03-01', 1024, '2017-03-20');
INSERT INTO occupational_health_report (employee_id, referred_on, reported_on) VALUES (7, '2017-02-22', '2017-03-10');
SELECT * FROM shown(7, '2017-03-19', '2017-03-20', '2017-04-10', '2017-04-11');

-- BF-13: scored on the history, but no action before an absence that begins after 1 October 2016. Until the day before, the old policy held.
-- 4 x 4 x 10 = 160; then 5 x 5 x 11 = 275. Employee 91's begins on the day of adoption; employee 10 was at stage 3 before.
CALL life(9, 'Parks', '2016-02-01..2016-02-04, 2016-04-04..2016-04-05, 2016-06-06..2016-06-07, 2016-08-01..2016-08-02, 2016-11-07');
CALL life(91, 'Parks', '2016-02-01..2016-02-04, 2016-04-04..2016-04-05, 2016-06-06..2016-06-07, 2016-10-01..2016-10-03');
CALL life(10, 'Parks', '2016-02-01..2016-02-04, 2016-04-04..2016-04-05, 2016-06-06..2016-06-08, 2016-11-07');
INSERT INTO warning (employee_id, policy, stage, issued_on, outcome) VALUES (10, 'Bradford 2016', 3, '2016-10-01', 'transferred');
SELECT * FROM shown(9, '2016-09-30', '2016-10-01', '2016-11-06', '2016-11-07');
SELECT * FROM shown(91, '2016-10-03');
SELECT * FROM shown(10, '2016-10-01', '2016-11-07');

-- BF-5: half the hours, half the triggers and rises. 3 x 3 x 9 = 81, stage 1 at 75; 4 x 4 x 17 = 272, 191 above 81, where 175 will do
CALL life(11, 'Schools', '2016-10-03..2016-10-06, 2016-11-01..2016-11-02, 2016-12-05..2016-12-07, 2017-01-09..2017-01-16');
UPDATE contract SET kind = 'part-time', weekly_hours = 18.5 WHERE employee_id = 11;
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (11, 'Bradford 2016', 1, '2016-12-12', 81);
SELECT * FROM shown(11, '2016-12-06', '2016-12-07', '2017-01-15', '2017-01-16');
SELECT triggers FROM trigger_report('2017-01-16') WHERE employee_id = 11;

-- AB-2, AB-3, AB-4: pregnancy never counts; chicken pox counts until its fit note is in; disability counts and asks for HR advice.
-- 12: 2 x 2 x 4. 13: 4 x 4 x 12 = 192 without the note, 3 x 3 x 6 = 54 with it. 14: 4 x 4 x 10
CALL life(12, 'Parks', '2016-10-03..2016-10-04, 2016-11-01..2016-11-02, 2016-12-05..2016-12-16 pregnancy');
CALL life(13, 'Parks', '2016-10-03..2016-10-04, 2016-11-01..2016-11-02, 2016-12-05..2016-12-06, 2017-01-09..2017-01-14 chicken pox');
INSERT INTO fit_note (employee_id, first_day, last_day, received_on) VALUES (13, '2017-01-09', '2017-01-14', '2017-01-20');
CALL life(14, 'Parks', '2016-10-03..2016-10-06 disability, 2016-11-01..2016-11-02, 2016-12-05..2016-12-06, 2017-01-09..2017-01-10');
SELECT as_of, employee_id, occasions, days, score, stage_due, hr_advice_needed, currently_absent
FROM   unnest(ARRAY['2016-12-16', '2017-01-14', '2017-01-20']::date[]) AS as_of, trigger_report(as_of) WHERE employee_id IN (12, 13, 14) ORDER BY 1, 2;

-- a leaver leaves the report, and starts afresh on coming back, unless the service is continuous
CALL life(15, 'Parks', '2016-10-03..2016-10-06');
UPDATE contract SET last_day = '2017-01-31' WHERE employee_id = 15;
CALL life(16, 'Parks', '2016-10-03..2016-10-06, 2017-03-06..2017-03-07');
CALL life(17, 'Parks', '2016-10-03..2016-10-06, 2017-03-06..2017-03-07');
UPDATE contract SET last_day = '2016-12-31' WHERE employee_id IN (16, 17);
INSERT INTO contract (employee_id, first_day) VALUES (16, '2017-03-01'), (17, '2017-03-01');
UPDATE employee SET service_from = '2010-04-01' WHERE employee_id = 17;
SELECT as_of, employee_id, occasions, days, score FROM unnest(ARRAY['2016-12-31', '2017-01-31', '2017-02-01', '2017-03-07']::date[]) AS as_of, trigger_report(as_of)
WHERE  employee_id IN (15, 16, 17) ORDER BY 1, 2;

-- Policies side by side, and a full-timer who goes to Monday to Wednesday in the middle of the year: the working days of the old policy are
-- 5 under the old contract and 3 under the new one, 8 in all, which is its trigger; by calendar days it is 2 x 2 x 10 = 40
CALL life(18, 'Schools', '2016-11-07..2016-11-11, 2017-02-06..2017-02-10');
UPDATE contract SET last_day = '2016-12-31' WHERE employee_id = 18;
INSERT INTO contract (employee_id, first_day, kind, weekly_hours, calendar) VALUES (18, '2017-01-01', 'part-time', 22.2, 'england-and-wales; week=Mon-Wed');
SELECT employee_id, policy, occasions, days, score, stage_reached, other_policy, other_occasions, other_days, other_score, other_stage_reached, differs
FROM   policy_comparison_report('2017-02-10') WHERE employee_id IN (1, 18) ORDER BY 1;
SELECT policy, stage_reached, other_policy, other_stage_reached, differs FROM policy_comparison_report('2017-02-10', 'periods or days', 'Bradford 2016') WHERE employee_id = 18;
-- The old policy while it was in force: 4 + 2 + 2 = 8 working days on 7 June 2016; with 4 absences until 4 February 2017, when the first has left
SELECT as_of, occasions, days, stage_reached, stage_due, due, reached_on, clears_on FROM unnest(ARRAY['2016-08-01', '2016-08-02']::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 9;

-- by hand: an absence left out on 1 December, and Friday and Monday joined on 2 December. 3 x 3 x 4 = 36, then 2 x 2 x 3 = 12, then one spell of 4 days
CALL life(19, 'Waste', '2016-11-04, 2016-11-07, 2016-11-21..2016-11-22');
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why)
SELECT employee_id, absence_id, 'leave out', 'HR adviser', '2016-12-01', 'accident on the way to work' FROM absence WHERE employee_id = 19 AND first_day = '2016-11-21';
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why)
SELECT b.employee_id, b.absence_id, 'join', a.absence_id, 'HR adviser', '2016-12-02', 'one illness over the weekend' FROM absence a, absence b
WHERE  a.employee_id = 19 AND b.employee_id = 19 AND a.first_day = '2016-11-04' AND b.first_day = '2016-11-07';
SELECT as_of, occasions, days, score FROM unnest(ARRAY['2016-11-30', '2016-12-01', '2016-12-02']::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 19;
SELECT first_day, last_day, counted_first_day, counted_last_day, days, why, rules FROM score_breakdown_report('2016-12-02') WHERE employee_id = 19 ORDER BY 1;

-- A join makes one spell of the two, but none of a gap beside a record that does not count. Each has 3 days from 1 March and later ones from 6 to 8 March 2017.
-- 33: half of the 6th was worked: as recorded 2 x 2 x 5 = 20, joined one spell of 8 days. 34: pregnancy; 35: left out: the 3 days, 1 x 1 x 3, and nothing of
-- the gap.
CALL life(33, 'Joined', '2017-03-01..2017-03-03, 2017-03-06..2017-03-08');
CALL life(34, 'Joined', '2017-03-01..2017-03-03, 2017-03-06..2017-03-08 pregnancy');
CALL life(35, 'Joined', '2017-03-01..2017-03-03, 2017-03-06..2017-03-08');
UPDATE absence SET half_worked = true WHERE employee_id = 33 AND first_day = '2017-03-06';
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why)
SELECT a.employee_id, a.absence_id, 'join', b.absence_id, 'HR adviser', '2017-03-20', 'one illness' FROM absence a, absence b
WHERE  a.employee_id = b.employee_id AND a.employee_id IN (33, 34, 35) AND a.first_day = '2017-03-01' AND b.first_day = '2017-03-06';
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why)
SELECT employee_id, absence_id, 'leave out', 'HR adviser', '2017-03-20', 'accident' FROM absence WHERE employee_id = 35 AND first_day = '2017-03-06';
SELECT as_of, employee_id, occasions, days, score FROM unnest(ARRAY['2017-03-19', '2017-03-20']::date[]) AS as_of, trigger_report(as_of) WHERE service_area = 'Joined' ORDER BY 1, 2;

-- BF-14: the evidence, with what is left out and why; AB-1: a first day that was half worked
CALL life(40, 'Waste', '2015-12-28..2016-01-04, 2016-05-03..2016-05-05, 2016-06-01 pregnancy');
UPDATE absence SET half_worked = true WHERE employee_id = 40 AND first_day = '2016-05-03';
SELECT first_day, last_day, counted_first_day, counted_last_day, days, why, rules, reasons, starts_to_leave, left_on FROM score_breakdown_report('2016-12-31') WHERE employee_id IN (12, 13, 40) ORDER BY employee_id, first_day;
-- AB-7: the four weeks before the expected birth on 10 July begin on 12 June, the day after the first of these absences
CALL life(43, 'Waste', '2017-06-05..2017-06-11 pregnancy, 2017-06-12..2017-06-13 pregnancy');
UPDATE absence SET expected_birth_on = '2017-07-10' WHERE employee_id = 43;
SELECT first_day, last_day, why, rules FROM score_breakdown_report('2017-06-20') WHERE employee_id = 43 ORDER BY 1;
-- its days and spells give the score of the trigger report
SELECT count(*) AS people, count(*) FILTER (WHERE b.s <> t.occasions OR b.d <> t.days OR b.s * b.s * b.d <> t.score) AS differences
FROM   trigger_report('2017-02-28') t
JOIN   (SELECT employee_id, count(*) FILTER (WHERE days > 0) AS s, sum(days) AS d FROM score_breakdown_report('2017-02-28') GROUP BY employee_id) b USING (employee_id);

-- nobody is left out for having no absence
CALL life(41, 'Waste', '');
SELECT occasions, days, score, stage_reached, stage_due, rules, days_to_next_trigger, currently_absent FROM trigger_report('2017-01-01') WHERE employee_id = 41;

-- an open absence runs to the day asked for; no meeting falls due before the return
CALL life(42, 'Waste', '2016-10-03..2016-10-06, 2016-11-01..2016-11-02, 2016-12-01..2016-12-02, 2017-01-09..open');
SELECT occasions, days, score, stage_due, meeting_due_by, currently_absent FROM trigger_report('2017-01-20') WHERE employee_id = 42;

-- BF-15: the digest of a period: 4 reaches stage 1 on 10 January (160) and stage 2 on 15 February (500)
SELECT employee_id, happened_on, event, stage, considered, occasions, days, score FROM trigger_event_report('2017-01-01', '2017-02-28') WHERE employee_id IN (3, 4) ORDER BY happened_on, employee_id, stage;
SELECT employee_id, happened_on, event, stage, score FROM trigger_event_report('2017-10-01', '2017-12-31') WHERE employee_id = 3 ORDER BY happened_on, stage DESC;

-- a policy whose triggers change on 1 April 2017: the score of 160 reaches no stage from that day on, and the warning lives on
CALL life(50, 'Libraries', '2016-10-03..2016-10-06, 2016-11-01..2016-11-02, 2016-12-01..2016-12-02, 2017-01-09..2017-01-10');
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (50, 'Bradford 2016', 1, '2017-01-16', 160);
BEGIN;
UPDATE attendance_policy SET last_day = '2017-03-31' WHERE policy = 'Bradford 2016';
INSERT INTO attendance_policy (policy, first_day, replaces, keeps_warnings, part_time_rule) VALUES ('Bradford 2017', '2017-04-01', 'Bradford 2016', true, 'hours');
INSERT INTO policy_stage (policy, stage, title, trigger_score, warning_life) VALUES ('Bradford 2017', 1, 'written warning considered', 200, '6 months');
SELECT as_of, policy, score, triggers, stage_reached, live_stage, live_until FROM unnest(ARRAY['2017-03-31', '2017-04-01']::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 50;
ROLLBACK;

-- BF-16: working days lost, by area and in all. Libraries: 4 + 2 + 2 + 2 working days of one employee: 10.00 against 7.5.
-- Schools: 11 has 4 + 2 + 3 + 6, and 18 has 5 + 3: 23 days of two people; full-time equivalents 0.5 + 1 for 275 days and 0.6 for 90: 1.40
SELECT service_area, period, employees, fte, days_lost, short_term, long_term, average_per_employee, average_per_fte, target, above_target
FROM   days_lost_report('2017-03-31', 1) WHERE service_area IN ('Libraries', 'Schools') ORDER BY 1;
SELECT t.days_lost - sum(a.days_lost) AS days_apart, t.long_term - sum(a.long_term) AS long_term_apart
FROM   days_lost_report('2017-03-31', 1) t, days_lost_report('2017-03-31', 1) a WHERE t.level = 'all' AND a.level = 'service area' GROUP BY t.days_lost, t.long_term;
-- Two posts side by side: a day is worked if either post works it, and contracts to come change nothing.
-- Employee 70 is ill from Monday 6 to Sunday 12 March 2017: 3 days of Monday to Wednesday, whatever comes later. In the week of
-- 2 April 2018 the second post adds Thursday and Friday, and the week of 2017 has left: 5. Employee 71 changes posts with a week of handover
-- from Monday 3 to Sunday 9 July 2017. Ill from 26 June to 14 July: 3 days in the first week, all 5 in the second, 2 in the third.
BEGIN;
UPDATE attendance_policy SET scoring_rule = 'days=working' WHERE policy = 'Bradford 2016';
INSERT INTO employee (employee_id, service_area) VALUES (70, 'Posts'), (71, 'Handover');
INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, calendar) VALUES
	(70, 'a', '2010-01-01', NULL, 'part-time', 20, 'weekdays; week=Mon-Wed'), (70, 'b', '2018-01-01', NULL, 'part-time', 30, 'weekdays; week=Thu-Fri'),
	(71, 'a', '2010-01-01', '2017-07-09', 'part-time', 20, 'weekdays; week=Mon-Wed'), (71, 'b', '2017-07-03', NULL, 'part-time', 30, 'weekdays; week=Thu-Fri');
INSERT INTO absence (employee_id, first_day, last_day) VALUES (70, '2017-03-06', '2017-03-12'), (70, '2018-04-02', '2018-04-08'), (71, '2017-06-26', '2017-07-14');
SELECT as_of, days, (SELECT string_agg(calendar::text, ', ') FROM working_pattern() w WHERE w.employee_id = 70 AND as_of = '2017-03-20') AS pattern
FROM   unnest(ARRAY['2017-03-20', '2018-01-01', '2018-04-30']::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 70;
SELECT as_of, days FROM unnest(ARRAY['2017-07-02', '2017-07-31']::date[]) AS as_of, trigger_report(as_of) WHERE employee_id = 71;
SELECT as_of, service_area, days_lost FROM unnest(ARRAY['2017-03-31', '2018-03-31', '2018-12-31']::date[]) AS as_of, days_lost_report(as_of, 2)
WHERE  service_area IN ('Posts', 'Handover') AND period <> '2018-19' ORDER BY service_area, as_of, period;
ROLLBACK;

-- long-term is over four weeks: 28 days are short-term, 29 are not
CALL life(60, 'Long', '2016-10-03..2016-10-30, 2017-01-02..2017-01-30');
SELECT days_lost, short_term, long_term FROM days_lost_report('2017-03-31', 1) WHERE service_area = 'Long';

-- BF-16: only days under contract can be lost. Contract to 30 June 2015 and a record of 1 June 2015 left open: 22 days, Monday to Friday,
-- in 30 days, which are long-term. 63 came back on 4 January 2016, well: nothing is added, and nobody is absent. 64 is ill again on 1 and 2 February 2016.
BEGIN;
CALL life(62, 'Left', '2015-06-01..open');
CALL life(63, 'Back', '2015-06-01..open');
CALL life(64, 'Back again', '2015-06-01..open, 2016-02-01..2016-02-02');
UPDATE contract SET first_day = '2010-01-01', last_day = '2015-06-30' WHERE employee_id IN (62, 63, 64);
INSERT INTO contract (employee_id, first_day) VALUES (63, '2016-01-04'), (64, '2016-01-04');
SELECT service_area, period, employees, days_lost, short_term, long_term FROM days_lost_report('2016-05-31', 2) WHERE service_area IN ('Left', 'Back', 'Back again') ORDER BY 1, 2;
SELECT employee_id, first_day, last_day, still_absent, calendar_days, working_days FROM long_term_report('2016-03-31') WHERE employee_id IN (62, 63, 64) ORDER BY 1;
SELECT employee_id, first_day, status FROM return_to_work_report('2016-03-31') WHERE employee_id IN (62, 63, 64) ORDER BY 1, 2;
-- 68 came back on that day too and is ill from 1 April 2016, still: 21 working days in April, 20 in May, all long-term
CALL life(68, 'Away again', '2016-04-01..open');
UPDATE contract SET first_day = '2010-01-01', last_day = '2015-06-30' WHERE employee_id = 68;
INSERT INTO contract (employee_id, first_day) VALUES (68, '2016-01-04');
SELECT period, days_lost, short_term, long_term FROM days_lost_report('2016-05-31', 1) WHERE service_area = 'Away again';
ROLLBACK;

-- impossible records, which a site's own tables may hold, are left out of the counts and stop nobody's report: each of these people has the one good
-- day
BEGIN;
CALL life(65, 'Broken', '2017-02-06');
CALL life(66, 'Broken', '2017-02-06');
CALL life(67, 'Broken', '2017-02-06');
ALTER TABLE absence DROP CONSTRAINT ends_after_it_starts;
ALTER TABLE contract DROP CONSTRAINT ends_after_it_starts, DROP CONSTRAINT one_contract_at_a_time;
DO $$
DECLARE c record;
BEGIN
	-- drops whatever else forbids it in these tables
	FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE conrelid IN ('absence'::regclass, 'contract'::regclass) AND contype = 'c' LOOP
		EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);
	END LOOP;
END $$;
INSERT INTO absence (employee_id, first_day, last_day) VALUES (65, '2017-02-13', 'infinity'), (66, '2017-02-15', '2017-02-14'), (66, '-infinity', '2017-02-01');
INSERT INTO contract (employee_id, post, first_day, last_day) VALUES (67, 'other', '2017-01-15', '2017-01-14');
SELECT employee_id, occasions, days, score FROM trigger_report('2017-02-28') WHERE service_area = 'Broken' ORDER BY 1;
SELECT days_lost FROM days_lost_report('2017-02-28', 1) WHERE service_area = 'Broken';
SELECT (SELECT count(*) FROM score_breakdown_report('2017-02-28') WHERE service_area = 'Broken') AS breakdown,
	   (SELECT count(*) FROM trigger_event_report('2017-01-01', '2017-02-28') WHERE service_area = 'Broken') AS events,
	   (SELECT count(*) FROM policy_comparison_report('2017-02-28') WHERE service_area = 'Broken') AS compared,
	   (SELECT count(*) FROM certificate_report('2017-02-28') WHERE service_area = 'Broken') AS certificates,
	   (SELECT count(*) FROM return_to_work_report('2017-02-28') WHERE service_area = 'Broken') AS discussions,
	   (SELECT count(*) FROM long_term_report('2017-02-28') WHERE service_area = 'Broken') AS long,
	   (SELECT count(*) FROM referral_report('2017-02-28') WHERE service_area = 'Broken') AS referrals,
	   (SELECT count(*) FROM pattern_report('2017-02-28') WHERE service_area = 'Broken') AS patterns,
	   (SELECT count(*) FROM pay_report('2017-02-28') WHERE service_area = 'Broken') AS paid;
-- a contract that a site's view ends on infinity has no end
UPDATE contract SET last_day = 'infinity' WHERE employee_id = 65;
SELECT days_lost FROM days_lost_report('2017-02-28', 1) WHERE service_area = 'Broken';
ROLLBACK;

-- the gathered warnings do not show people whom row-level security hides in employee
BEGIN;
CREATE ROLE regress_bradford_area;
GRANT USAGE ON SCHEMA hr TO regress_bradford_area;
GRANT SELECT ON ALL TABLES IN SCHEMA hr TO regress_bradford_area;
ALTER TABLE employee ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_area ON employee USING (service_area = 'Lapses');
SET LOCAL ROLE regress_bradford_area;
SELECT employee_id, stage FROM live_warning('2017-01-20') ORDER BY 1;
ROLLBACK;

-- people decide: no report mentions dismissal
SELECT count(*) AS mentions FROM trigger_report('2017-06-21') r WHERE r::text ~* 'dismiss';
SELECT due FROM trigger_report('2017-06-21') WHERE employee_id = 1;

-- the views are the reports of today
SELECT count(*) AS differing FROM (TABLE trigger_report EXCEPT SELECT * FROM trigger_report(current_date)) x;

-- refreshing changes nothing, and says nothing
CALL bradford.create_reports('hr');

-- SQLSTATE 42704 with everything that is missing at once
CALL bradford.create_tables('poor');
DROP TABLE poor.fit_note;
ALTER TABLE poor.employee DROP COLUMN service_from, DROP CONSTRAINT nobody_manages_themselves, ALTER manager_id TYPE text;
ALTER TABLE poor.absence DROP COLUMN half_days, ALTER first_day TYPE timestamptz;
ALTER TABLE poor.policy_stage ALTER trigger_score TYPE double precision;
CALL bradford.create_reports('poor');
\set VERBOSITY sqlstate
CALL bradford.create_reports('poor');
CALL bradford.create_reports('nowhere');
CALL bradford.create_reports(NULL);
\set VERBOSITY default
CALL bradford.create_reports('nowhere');

-- one person is read through indexes: no scan of a whole table of people, or of all absences
SET search_path = hr;
INSERT INTO employee (employee_id, service_area) SELECT i, 'Many' FROM generate_series(1001, 4000) i;
INSERT INTO contract (employee_id, first_day) SELECT i, '2015-01-01' FROM generate_series(1001, 4000) i;
INSERT INTO absence (employee_id, first_day, last_day) SELECT i, date '2015-01-01' + (i * 37 + n * 201) % 1500, date '2015-01-03' + (i * 37 + n * 201) % 1500 FROM generate_series(1001, 4000) i, generate_series(1, 5) n;
INSERT INTO fit_note (employee_id, first_day, last_day) SELECT i, '2015-06-01', '2015-06-07' FROM generate_series(1001, 4000) i;
INSERT INTO warning (employee_id, policy, stage, issued_on, score) SELECT i, 'Bradford 2016', 1, '2017-01-16', 160 FROM generate_series(1001, 4000) i;
INSERT INTO occupational_health_report (employee_id, referred_on) SELECT i, '2015-06-01' FROM generate_series(1001, 4000) i;
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) SELECT employee_id, absence_id, 'leave out', 'x', '2017-01-01', 'x' FROM absence WHERE employee_id BETWEEN 1001 AND 2500;
ANALYZE employee, contract, absence, fit_note, warning, occupational_health_report, absence_override;
-- the scores of these people against the same worked out day by day in plain SQL
WITH days AS (
	SELECT DISTINCT a.employee_id, d::date AS day
	FROM   absence a, generate_series(a.first_day, least(a.last_day, '2017-02-01'), interval '1 day') d
	WHERE  a.employee_id > 1000 AND a.absence_id NOT IN (SELECT absence_id FROM absence_override)
), counted AS (
	SELECT employee_id, count(*) AS d, count(*) FILTER (WHERE begins) AS s
	FROM  (SELECT employee_id, lag(day) OVER (PARTITION BY employee_id ORDER BY day) IS DISTINCT FROM day - 1 AS begins FROM days WHERE day > '2016-02-01') x
	GROUP  BY employee_id
)
SELECT count(*) AS people, count(*) FILTER (WHERE r.score > 0) AS with_a_score,
	   count(*) FILTER (WHERE (r.occasions, r.days, r.score) IS DISTINCT FROM (COALESCE(c.s, 0), COALESCE(c.d, 0), COALESCE(c.s * c.s * c.d, 0))) AS differences,
	   count(*) FILTER (WHERE r.stage_reached <> (r.score >= 150)::integer + (r.score >= 500)::integer + (r.score >= 875)::integer) AS stages_that_differ
FROM   trigger_report('2017-02-01') r LEFT JOIN counted c USING (employee_id) WHERE r.employee_id > 1000;
-- and days lost in two years, Monday to Friday without bank holidays, short- and long-term
SELECT r.period, r.days_lost, r.days_lost - d.days AS differs
FROM   days_lost_report('2017-03-31', 2) r
JOIN  (SELECT CASE WHEN day < '2016-04-01' THEN '2015-16' ELSE '2016-17' END AS period, count(*) AS days
	   FROM  (SELECT DISTINCT a.employee_id, d::date AS day FROM absence a, generate_series(a.first_day, a.last_day, interval '1 day') d WHERE a.employee_id > 1000) x
	   WHERE  extract(isodow FROM day) < 6 AND day BETWEEN '2015-04-01' AND '2017-03-31'
	   AND    day NOT IN ('2015-04-03', '2015-04-06', '2015-05-04', '2015-05-25', '2015-08-31', '2015-12-25', '2015-12-28', '2016-01-01', '2016-03-25', '2016-03-28',
						  '2016-05-02', '2016-05-30', '2016-08-29', '2016-12-26', '2016-12-27', '2017-01-02')
	   GROUP  BY 1) d USING (period)
WHERE  r.service_area = 'Many' ORDER BY 1;
CREATE FUNCTION whole_scans(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
	RETURN QUERY
	SELECT DISTINCT n #>> '{Relation Name}' FROM jsonb_path_query(plan, '$.** ? (@."Node Type" == "Seq Scan")') AS n
	WHERE  n #>> '{Relation Name}' IN ('employee', 'contract', 'absence', 'fit_note', 'warning', 'occupational_health_report', 'absence_override')
	ORDER  BY 1;
END $$;
SELECT whole_scans('SELECT * FROM trigger_report WHERE employee_id = 1042');
SELECT whole_scans('SELECT * FROM score_breakdown_report WHERE employee_id = 1042');
SELECT whole_scans('SELECT * FROM policy_comparison_report WHERE employee_id = 1042');
SELECT whole_scans('SELECT * FROM trigger_event_report WHERE employee_id = 1042');
SELECT count(*) > 0 AS everybody_takes_scans FROM whole_scans('SELECT * FROM trigger_report');
-- decisions about one person's absences are found by the number of the person, without reading absences
CREATE FUNCTION found_by(query text) RETURNS TABLE (index text, condition text) LANGUAGE plpgsql AS $$
DECLARE plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
	RETURN QUERY
	SELECT DISTINCT n #>> '{Index Name}', substring(n #>> '{Index Cond}' FROM '\w+ =')
	FROM   jsonb_path_query(plan, '$.** ? (@."Index Name" starts with "absence_override")') AS n ORDER BY 1, 2;
END $$;
SELECT r.report, f.*, w AS whole_scan
FROM   unnest('{counted_absence,trigger_report,score_breakdown_report,absence_findings(CURRENT_DATE)}'::text[]) AS r(report)
CROSS  JOIN LATERAL format('SELECT * FROM %s WHERE employee_id = 1042', r.report) AS q
CROSS  JOIN LATERAL found_by(q) f
LEFT   JOIN LATERAL whole_scans(q) w ON w = 'absence_override' ORDER BY 1;

-- tables get columns with a default while reports depend on them
DO $$
DECLARE relation text; added integer := 0;
BEGIN
	FOR relation IN SELECT DISTINCT t.relation FROM bradford.table_columns() t ORDER BY 1 LOOP
		EXECUTE format('ALTER TABLE hr.%I ADD own_column text NOT NULL DEFAULT %L', relation, 'none');
		added := added + 1;
	END LOOP;
	RAISE NOTICE '% tables of % have a new column', added, (SELECT count(DISTINCT t.relation) FROM bradford.table_columns() t);
END $$;

SET client_min_messages = warning;
DROP SCHEMA hr, poor CASCADE;
