--
-- Clauses that can be read in two ways: each choice of a policy on a life in which the readings differ. The same life is judged two or
-- three times: by the published policy, by a policy with the other reading, and by one with the third if there is one. Every figure
-- was worked out by hand.
--
SET datestyle = ISO;
SET intervalstyle = postgres;
SET jit = off;
\set SHOW_CONTEXT never
CALL bradford.create_tables('hr');
CALL bradford.create_reports('hr');
SET search_path = hr;

-- what the published policies choose, and unknown words
SELECT policy, rises_apply, carried_over_from, lapses, repeats_before, fit_note_covers, return_days, review_counts FROM attendance_policy ORDER BY first_day;
\set VERBOSITY terse
UPDATE attendance_policy SET rises_apply = 'sometimes';
UPDATE attendance_policy SET fit_note_covers = NULL;
\set VERBOSITY default

INSERT INTO attendance_policy (policy, staff_group, first_day, adopted_on, part_time_rule, rises_apply, carried_over_from, lapses, repeats_before, fit_note_covers, return_days, review_counts) VALUES
	('other', 'other', '2016-10-01', '2016-10-01', 'hours', 'late warning', 'own trigger', 'if satisfactory', 'report', 'days', 'organisation', 'new absence'),
	('third', 'third', '2016-10-01', '2016-10-01', 'hours', 'late stage', 'first trigger', 'by time', 'absence', 'absence', 'own', 'any absence');
INSERT INTO policy_stage (policy, stage, title, trigger_score, warning_life, least_rise, report_age, repeat_warnings, repeat_within, appeal_leads_to, meeting_within)
SELECT n.policy, s.stage, s.title, s.trigger_score, s.warning_life, s.least_rise, s.report_age, s.repeat_warnings, s.repeat_within, s.appeal_leads_to, s.meeting_within
FROM   policy_stage s, (VALUES ('other'), ('third')) AS n(policy) WHERE s.policy = 'Bradford 2016';

-- the same life under each policy: people whose numbers end alike
CREATE PROCEDURE life(id bigint, absences text, warnings text DEFAULT NULL) LANGUAGE plpgsql AS $$
DECLARE
	p record;
BEGIN
	FOR p IN SELECT * FROM (VALUES (0, NULL, 'Bradford 2016'), (100, 'other', 'other'), (200, 'third', 'third')) AS v(plus, staff, policy) LOOP
		INSERT INTO employee (employee_id, service_area, staff_group) VALUES (id + p.plus, 'Waste', p.staff);
		INSERT INTO contract (employee_id, first_day) VALUES (id + p.plus, '2010-04-01');
		INSERT INTO absence (employee_id, first_day, last_day, reason)
		SELECT id + p.plus, m[1]::date, COALESCE(m[3], m[1])::date, m[5]
		FROM   regexp_split_to_table(absences, ', ') AS one, regexp_match(one, '^([-0-9]{10})(\.\.([-0-9]+))?( (.*))?$') AS m;
		INSERT INTO warning (employee_id, policy, outcome, stage, issued_on, score, satisfactory, review_until)
		SELECT id + p.plus, p.policy, m[1], m[2]::smallint, m[3]::date, m[4]::numeric, CASE m[6] WHEN 'unsatisfactory' THEN false END, m[8]::date
		FROM   regexp_split_to_table(warnings, ', ') AS one, regexp_match(one, '^([a-z]+) ([0-9]) ([-0-9]{10}) at ([0-9]+)( (unsatisfactory))?( review to (.*))?$') AS m;
	END LOOP;
END $$;
CREATE FUNCTION shown(id bigint, VARIADIC days date[])
RETURNS TABLE (as_of date, choice text, score numeric, reached integer, due integer, rules text, waiting_for text, live text)
LANGUAGE sql AS $$
SELECT x.day, r.policy, r.score, r.stage_reached, r.stage_due, r.rules, r.waiting_for, concat_ws(' to ', r.live_stage || ' at ' || r.live_score, r.live_until)
FROM   unnest(days) WITH ORDINALITY AS x(day, n), trigger_report(x.day) r
WHERE  r.employee_id % 100 = id
ORDER  BY x.n, r.employee_id
$$;

-- rises_apply (BF-7, BF-8; 21.3). 4 + 2 + 2 + 2 days: 4 x 4 x 10 = 160 on 10 January, in the absence that the warning followed: it was not late.
-- On 15 February 5 x 5 x 20 = 500, 340 above 160 and in the absence that reached it: nor is stage 2 late. On the 16th 525, 365 above.
CALL life(1, '2016-10-03..2016-10-06, 2016-11-01..2016-11-02, 2016-12-01..2016-12-02, 2017-01-09..2017-01-10, 2017-02-06..2017-02-16', 'warning 1 2017-01-16 at 160');
SELECT choice, as_of, score, due, rules, waiting_for FROM shown(1, '2017-02-15', '2017-02-16') ORDER BY 1, 2;
-- A late warning: 4 x 4 x 13 = 208 on 9 January, and nothing followed; 5 x 5 x 17 = 425 on the 23rd, and a warning on the 25th, after an absence that began
-- when the trigger had been reached. On 6 February 6 x 6 x 18 = 648, 223 above, in the absence that reached 500. On the 10th 6 x 6 x 22 = 792, 367 above.
CALL life(2, '2016-10-10..2016-10-13, 2016-11-07..2016-11-10, 2016-12-05..2016-12-08, 2017-01-09..2017-01-12, 2017-01-23, 2017-02-06..2017-02-10', 'warning 1 2017-01-25 at 425');
SELECT choice, as_of, score, due, rules, waiting_for FROM shown(2, '2017-02-06', '2017-02-10') ORDER BY 1, 2;
-- A late stage: 7 x 7 x 10 = 490 on 23 January, with a warning that was late too. On 8 March 8 x 8 x 13 = 832, 342 above, in the absence that reached 500. Nothing
-- follows. On 4 April the first day has left, 7 x 7 x 12 = 588. On the 10th 832 again, when 500 had been reached before that absence.
CALL life(3, '2016-04-04, 2016-10-03..2016-10-06, 2016-11-07, 2016-11-21, 2016-12-05, 2017-01-09, 2017-01-23, 2017-03-06..2017-03-08, 2017-04-10', 'warning 1 2017-01-25 at 490');
SELECT choice, as_of, score, due, rules, waiting_for FROM shown(3, '2017-03-08', '2017-04-04', '2017-04-10') ORDER BY 1, 2;

-- carried_over_from (BF-13; report 2.14). Carried over at stage 2: 4 x 4 x 10 = 160 on 7 November reaches the first trigger, 5 x 5 x 20 = 500 on the 30th its own.
CALL life(4, '2016-02-01..2016-02-04, 2016-04-04..2016-04-05, 2016-06-06..2016-06-08, 2016-11-07, 2016-11-21..2016-11-30', 'transferred 2 2016-10-01 at 0');
SELECT choice, as_of, score, due, rules, waiting_for FROM shown(4, '2016-11-07', '2016-11-30') WHERE choice <> 'third' ORDER BY 1, 2;

-- lapses (BF-6; 21.2.4). A warning of 1 November lapses on 1 May, unless attendance was unsatisfactory: then it stays, to the next, of 1 August. That one lapses on 1 February.
CALL life(5, '2016-10-03', 'warning 1 2016-11-01 at 160 unsatisfactory, warning 1 2017-08-01 at 200');
SELECT choice, as_of, live FROM shown(5, '2017-04-30', '2017-05-01', '2017-07-31', '2017-08-01', '2018-01-31', '2018-02-01') WHERE choice <> 'third' ORDER BY 1, 2;

-- repeats_before (BF-10; 21.2.4). Warnings of 1 November 2016 and 1 August 2017 have lapsed; 4 x 4 x 10 = 160 in an absence that began on 29 October 2018, two
-- years after 29 October 2016. On 1 November two years have not gone by, on the 2nd they have.
CALL life(6, '2018-02-05..2018-02-08, 2018-04-02..2018-04-03, 2018-06-04..2018-06-05, 2018-10-29..2018-10-30', 'warning 1 2016-11-01 at 160, warning 1 2017-08-01 at 160');
SELECT choice, as_of, score, due, rules FROM shown(6, '2018-11-01', '2018-11-02') WHERE choice <> 'third' ORDER BY 1, 2;

-- fit_note_covers (AB-2; 14.1). Chicken pox for 10 days, from day 8 on with a fit note, which came on 17 January: until then it counts,
-- 1 x 1 x 8 = 8 on the 16th; then nothing does, or the first 7 days. Of two days that count one half, one is covered: 6.5.
CALL life(7, '2017-01-09..2017-01-18 chicken pox');
INSERT INTO fit_note (employee_id, first_day, last_day, received_on) SELECT e, '2017-01-16', '2017-01-18', '2017-01-17' FROM unnest('{7,107,207}'::bigint[]) e;
SELECT choice, as_of, score FROM shown(7, '2017-01-16', '2017-01-17', '2017-01-31') WHERE choice <> 'third' ORDER BY 1, 2;
SELECT policy, first_day, last_day, counted_first_day, counted_last_day, days, why, rules FROM score_breakdown_report('2017-01-31') WHERE employee_id IN (7, 107) ORDER BY 1, counted_first_day NULLS FIRST;
UPDATE absence SET half_days = '{[2017-01-10,2017-01-11),[2017-01-17,2017-01-18)}' WHERE employee_id % 100 = 7;
SELECT choice, as_of, score FROM shown(7, '2017-01-31') WHERE choice <> 'third' ORDER BY 1, 2;
-- two policies of different readings side by side, on the same absences: 0 and 6.5 by turns
SELECT employee_id, c.policy, c.score, other_policy, other_score FROM policy_comparison_report('2017-01-31', NULL, 'other') c WHERE employee_id IN (7, 107) ORDER BY 1;
SELECT employee_id, c.policy, c.score, other_policy, other_score FROM policy_comparison_report('2017-01-31', 'other', 'third') c WHERE employee_id = 7;

-- a fit note of the last day alone takes out all four days, or leaves three
CALL life(10, '2017-01-09..2017-01-12 chicken pox');
INSERT INTO fit_note (employee_id, first_day, last_day) SELECT e, '2017-01-12', '2017-01-12' FROM unnest('{10,110,210}'::bigint[]) e;
SELECT choice, as_of, score FROM shown(10, '2017-01-31') WHERE choice <> 'third' ORDER BY 1, 2;

-- return_days (AB-8; 17.1). Who works on Mondays only and was absent on 20 March 2017 is back on the 27th. Five own working days on, without Easter and May Day,
-- it is 15 May; five of the organisation's, 3 April, and from 4 to 10 April five more.
CALL life(8, '2017-03-20');
UPDATE contract SET calendar = 'england-and-wales; week=Mon' WHERE employee_id % 100 = 8;
SELECT employee_id, returned_on, due_by, status, days_overdue FROM return_to_work_report('2017-04-10') WHERE employee_id IN (8, 108) ORDER BY 1;

-- review_counts (BF-12; 21.2.1). Ill from 12 to 20 January, warned on the 16th: the 17th lies in the review period; an absence of 6 February begins in it.
CALL life(9, '2017-01-12..2017-01-20, 2017-02-06', 'warning 1 2017-01-16 at 160 review to 2017-03-16');
SELECT policy, as_of, review_meeting_due, due, rules FROM unnest('{2017-01-16,2017-01-17,2017-02-05,2017-02-06}'::date[]) AS as_of, trigger_report(as_of) r WHERE employee_id IN (9, 109) ORDER BY 1, 2;

SET client_min_messages = warning;
DROP SCHEMA hr CASCADE;
