-- Working from home in tables and reports: desks, planned attendance, what is due, business cases, allowances, output, downtime (HW-1 to HW-9)
SET datestyle = ISO;
SET intervalstyle = postgres;
SET jit = off;
SET client_min_messages = warning;
CALL bradford.create_tables('home_hr');
CALL bradford.create_reports('home_hr');
SET search_path = home_hr, public;

-- The published rows are there, to be edited.
SELECT (SELECT count(*) FROM office_pattern) AS patterns, (SELECT count(*) FROM workstyle) AS workstyles, (SELECT count(*) FROM homework_allowance) AS rates, (SELECT count(*) FROM downtime_option) AS options;

-- people from .. to, full-time from Monday to Friday unless the contract says otherwise, with one arrangement
CREATE PROCEDURE people(from_id bigint, to_id bigint, style text, place text, days text DEFAULT NULL, contract text DEFAULT 'england-and-wales', hours numeric DEFAULT 37, kind text DEFAULT NULL, starts date DEFAULT '2016-01-04') LANGUAGE sql AS $$
INSERT INTO employee (employee_id, name, service_area, manager_id) SELECT n, 'Person ' || n, 'Revenues', nullif(1, n) FROM generate_series(from_id, to_id) n;
INSERT INTO contract (employee_id, first_day, kind, weekly_hours, calendar) SELECT n, '2010-01-04', CASE WHEN hours < 37 THEN 'part-time' ELSE 'full-time' END, hours, contract::bradford.calendar FROM generate_series(from_id, to_id) n;
INSERT INTO homework (employee_id, first_day, kind, workstyle, office, pattern, office_days)
SELECT n, starts, kind, style, place, CASE WHEN days IN (SELECT pattern FROM office_pattern) THEN days END, (SELECT days WHERE days NOT IN (SELECT pattern FROM office_pattern))::bradford.calendar FROM generate_series(from_id, to_id) n;
$$;

-- ---------- desks by workstyle and ratio (HW-1, HW-2) ----------
-- DK-1: ten of each workstyle; two more flexible people serve the public and are left out. DK-2: seven flexible people may have 4 desks, and need 5.
CALL people(101, 110, 'fixed', 'Castle');
CALL people(111, 122, 'flexible', 'Castle', '2 days office, 3 home');
CALL people(123, 132, 'mobile', 'Castle', '1 day office, 4 home');
CALL people(133, 142, 'home', 'Castle');
UPDATE homework SET public_facing = true WHERE employee_id IN (121, 122);
CALL people(151, 157, 'flexible', 'Annexe', 'alternate weeks');
INSERT INTO office VALUES ('Castle', '2010-01-01', NULL, 30, 25, 1000), ('Annexe', '2010-01-01', NULL, NULL, 7, NULL);
SELECT office, level, workstyle, people, public_facing, ratio, counted, desk_limit, desk_need, desks, desks_per_person FROM desk_report('2016-09-05') WHERE office IN ('Castle', 'Annexe') ORDER BY office, level DESC, workstyle;
-- DK-6: 8:10 of 12.5 whole-time equivalents, 12 whole posts and a half; casual workers have no hours; three thirds are one.
INSERT INTO workstyle VALUES ('2b', 8, 10, 'whole-time equivalent', 'by pattern', NULL), ('whole', 1, 1, 'whole-time equivalent', 'by pattern', NULL);
CALL people(201, 212, '2b', 'Orchardbank', 'alternate weeks');
CALL people(213, 213, '2b', 'Orchardbank', 'alternate weeks', hours => 18.5);
CALL people(214, 216, 'whole', 'Bruce House', 'alternate weeks', hours => 37 / 3.0);
CALL people(217, 217, '2b', 'Ravenswood', 'alternate weeks');
UPDATE contract SET kind = 'casual', weekly_hours = NULL WHERE employee_id = 217;
-- DK-5: 800 seats for 1,100 people.
CALL people(2001, 3100, 'flexible', 'Shute End', '1 day office, 4 home');
INSERT INTO office VALUES ('Shute End', '2010-01-01', '2016-08-31', NULL, 1100, NULL), ('Shute End', '2016-09-01', NULL, NULL, 800, NULL);
SELECT office, level, workstyle, people, fte, counted, counted_by, desk_limit, desk_need, desks, desks_per_person, unknown FROM desk_report('2016-09-05') WHERE office IN ('Orchardbank', 'Bruce House', 'Ravenswood', 'Shute End') ORDER BY office, level DESC, workstyle;
-- People who have left, or are not there yet, have no desk; somebody with two posts is one head and the sum of both.
CALL people(221, 224, 'whole', 'Forfar', 'alternate weeks', hours => 18.5);
UPDATE contract SET last_day = '2016-09-04' WHERE employee_id = 221;
UPDATE homework SET first_day = '2016-09-06' WHERE employee_id = 222;
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours) VALUES (223, '2', '2016-01-04', 'part-time', 9.25);
SELECT as_of, people, fte, counted, desk_limit, desk_need FROM (VALUES (date '2016-09-04'), ('2016-09-05'), ('2016-09-06')) AS d(as_of), LATERAL (SELECT * FROM desk_report(as_of) WHERE office = 'Forfar' AND level = 'workstyle') r ORDER BY 1;

-- ---------- planned attendance (HW-3, HW-4) ----------
-- DK-8: 6 people, 5 desks, one day at home a week each: 24 attendances on 5 days, 96 % of the desks; a day on which all come is 1 short.
CALL people(231, 231, 'flexible', 'Mill', 'every-day; week=Tue-Fri');
CALL people(232, 232, 'flexible', 'Mill', 'every-day; week=Mon,Wed-Fri');
CALL people(233, 233, 'flexible', 'Mill', 'every-day; week=Mon,Tue,Thu,Fri; open=2016-09-14');
CALL people(234, 234, 'flexible', 'Mill', 'every-day; week=Mon-Wed,Fri');
CALL people(235, 235, 'flexible', 'Mill', 'every-day; week=Mon-Thu');
CALL people(236, 236, 'flexible', 'Mill', 'every-day; week=Tue-Fri');
-- their own days hold, whatever the pattern says
UPDATE homework SET pattern = '1 week in 4 office' WHERE office = 'Mill';
INSERT INTO office VALUES ('Mill', '2010-01-01', NULL, 5, 5, NULL);
SELECT day, to_char(day, 'Dy') AS dy, assigned, planned, people_limit, over_by, desks, desks_short, share_of_staff, share_of_desks FROM office_attendance_report('2016-09-05', 12) WHERE office = 'Mill' ORDER BY day;
SELECT sum(planned) AS attendances, round(avg(planned), 1) AS mean, round(avg(share_of_desks), 1) AS per_hundred_desks FROM office_attendance_report('2016-09-05', 7) WHERE office = 'Mill';
-- DK-9: 150 people, 100 desks, 75 come: half the staff, three quarters of the desks; 0.67 desks a person.
CALL people(4001, 4075, 'flexible', 'Docks', 'every-day; week=Mon');
CALL people(4076, 4150, 'flexible', 'Docks', 'every-day; week=Tue');
INSERT INTO office VALUES ('Docks', '2010-01-01', NULL, 80, 100, NULL);
SELECT day, assigned, planned, over_by, share_of_staff, share_of_desks, round(desks_per_person, 2) AS desks_per_person FROM office_attendance_report('2016-09-05', 1) a JOIN desk_report('2016-09-05') d USING (office) WHERE office = 'Docks' AND level = 'office';
-- DK-10: three days of five are 6 desks for 10 people if they are spread evenly, and 10 if they are not.
CALL people(241, 242, 'flexible', 'Even', 'every-day; week=Mon-Wed');
CALL people(243, 244, 'flexible', 'Even', 'every-day; week=Tue-Thu');
CALL people(245, 246, 'flexible', 'Even', 'every-day; week=Wed-Fri');
CALL people(247, 248, 'flexible', 'Even', 'every-day; week=Mon,Thu-Fri');
CALL people(249, 250, 'flexible', 'Even', 'every-day; week=Mon-Tue,Fri');
CALL people(251, 260, 'flexible', 'Uneven', 'every-day; week=Tue-Thu');
SELECT office, count(*) AS days, min(planned), max(planned), round(avg(planned), 1) AS mean, max(d.desk_limit) AS desk_limit FROM office_attendance_report('2016-09-05') a JOIN desk_report('2016-09-05') d USING (office) WHERE office IN ('Even', 'Uneven') AND level = 'office' GROUP BY office ORDER BY office;
-- DK-12: 1,000 people, 35 % on average and 75 % on Wednesdays: 750 is what to plan for.
CALL people(5001, 5250, 'flexible', 'Tower', 'every-day; week=Mon-Wed');
CALL people(5251, 5500, 'flexible', 'Tower', 'every-day; week=Wed-Thu');
CALL people(5501, 5750, 'flexible', 'Tower', 'every-day; week=Wed,Fri');
CALL people(5751, 6000, 'home', 'Tower');
SELECT round(avg(planned)) AS mean, max(planned) AS peak, (array_agg(to_char(day, 'Dy') ORDER BY planned DESC))[1] AS peak_on, round(avg(share_of_staff), 1) AS mean_share, max(share_of_staff) AS peak_share FROM office_attendance_report('2016-09-05', 7) WHERE office = 'Tower';

-- HW-4: a limit that changes on a Wednesday and ends on a Thursday, and an office without one.
CALL people(261, 266, 'fixed', 'Quay');
INSERT INTO office VALUES ('Quay', '2010-01-01', '2016-09-06', 6, 6, NULL), ('Quay', '2016-09-07', '2016-09-08', 4, 6, NULL);
SELECT day, planned, people_limit, over_by, share_of_staff, share_of_desks FROM office_attendance_report('2016-09-05', 5) WHERE office = 'Quay' ORDER BY 1;
SELECT DISTINCT office, people_limit, over_by, desks, share_of_desks FROM office_attendance_report('2016-09-05', 5) WHERE office = 'Even';

-- The working pattern, absence and leave: each person comes on the days that the comments say. 29 August 2016 was a bank holiday.
CALL people(271, 284, 'fixed', 'Lodge', starts => '2016-08-22');
UPDATE contract SET calendar = 'england-and-wales; week=Mon-Wed/none from 2016-08-22' WHERE employee_id = 272;
INSERT INTO absence (employee_id, absence_id, first_day, last_day, reason, half_worked, half_days) VALUES
	(273, 1, '2016-08-10', NULL, 'stress', false, NULL), (274, 1, '2016-08-18', '2016-08-24', 'cold or flu', false, '{[2016-08-23,2016-08-24)}'), (275, 1, '2016-08-22', '2016-08-23', 'cold or flu', true, NULL), (276, 1, '2016-08-22', '2016-08-23', 'medical appointment', false, NULL);
INSERT INTO time_off VALUES (277, '2016-08-23', '2016-08-24', 'annual leave', false), (278, '2016-08-23', '2016-08-23', 'flexi-leave', true), (279, '2016-08-23', '2016-08-23', 'authorised absence', false), (279, '2016-08-25', '2016-08-25', 'flexi-leave', false);
UPDATE contract SET kind = 'term-time', weeks_at_work = 38, working_time = '{[2016-04-18,2016-07-22),[2016-08-31,2016-12-17)}' WHERE employee_id = 280;
UPDATE contract SET kind = 'casual', weekly_hours = NULL WHERE employee_id = 281;
UPDATE contract SET last_day = '2016-08-24' WHERE employee_id = 282;
UPDATE homework SET last_day = '2016-08-24' WHERE employee_id = 283;
INSERT INTO homework (employee_id, first_day, workstyle, office) VALUES (283, '2016-08-25', 'home', 'Lodge');
UPDATE contract SET calendar = 'england-and-wales; week=Mon-Tue' WHERE employee_id = 284;
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, calendar) VALUES (284, '2', '2016-01-04', 'part-time', 7, 'england-and-wales; week=Thu');
SELECT employee_id, string_agg(CASE WHEN in_office THEN to_char(day, 'Dy DD') END, ', ' ORDER BY day) AS in_office, string_agg(to_char(day, 'Dy DD ') || off, ', ' ORDER BY day) FILTER (WHERE works AND off IS NOT NULL) AS off, count(*) AS days
FROM   office_day('2016-08-22', 10) WHERE office = 'Lodge' GROUP BY 1 ORDER BY 1;
SELECT day, to_char(day, 'Dy') AS dy, assigned, working, off, planned, people_limit, share_of_staff FROM office_attendance_report('2016-08-22', 10) WHERE office = 'Lodge' ORDER BY 1;
-- On the day after, the absence without an end counts up to that day; nobody knows more. A fixed worker without a pattern comes each day, a home worker on
-- none, and nothing is known of a flexible one, nor then of the office.
SELECT as_of, string_agg(to_char(day, 'DD'), ' ' ORDER BY day) FILTER (WHERE off = 'absence') AS absent, string_agg(to_char(day, 'DD'), ' ' ORDER BY day) FILTER (WHERE in_office) AS in_office FROM (VALUES (date '2016-08-22'), ('2016-08-23')) AS d(as_of), LATERAL (SELECT * FROM office_day(as_of, 4) WHERE employee_id = 273) r GROUP BY 1 ORDER BY 1;
CALL people(291, 291, 'fixed', 'Barn');
CALL people(292, 292, 'home', 'Barn');
CALL people(293, 294, 'flexible', 'Barn');
CALL people(295, 295, 'home', 'Barn', '1 week in 4 office');
INSERT INTO time_off VALUES (294, '2016-09-06', '2016-09-06', 'annual leave');
SELECT employee_id, workstyle, day, works, off, in_office, unknown FROM office_day('2016-09-05', 2) WHERE office = 'Barn' ORDER BY 1, 3;
SELECT day, assigned, working, planned, over_by, share_of_staff, unknown FROM office_attendance_report('2016-09-05', 2) WHERE office = 'Barn' ORDER BY 1;
SELECT employee_id, finding, record, day, detail, rule_ids FROM data_quality_report('2016-09-05') WHERE (employee_id BETWEEN 291 AND 295 OR record LIKE '%"Barn"') AND rule_ids LIKE 'HW%' ORDER BY 1, 2;
-- Absence that is known ahead: 285 is away on four days, and 286, without an end, on the first of them. 287 has two half days of leave on the 21st, 288 half of absence and half of leave, 289 half of leave alone, and 290 half of leave on the day on which half was worked.
CALL people(285, 290, 'fixed', 'Keep', starts => '2020-07-01');
INSERT INTO absence (employee_id, absence_id, first_day, last_day, reason, half_worked, half_days) VALUES (285, 1, '2020-07-21', '2020-07-24', 'cold or flu', false, NULL), (286, 1, '2020-07-22', NULL, 'stress', false, NULL),
	(288, 1, '2020-07-21', '2020-07-21', 'cold or flu', false, '{[2020-07-21,2020-07-22)}'), (290, 1, '2020-07-21', '2020-07-22', 'cold or flu', true, NULL);
INSERT INTO time_off VALUES (287, '2020-07-21', '2020-07-21', 'annual leave', true), (287, '2020-07-21', '2020-07-21', 'flexi-leave', true), (288, '2020-07-21', '2020-07-21', 'annual leave', true), (289, '2020-07-21', '2020-07-21', 'annual leave', true), (290, '2020-07-21', '2020-07-21', 'paid leave', true);
SELECT employee_id, string_agg(to_char(day, 'DD ') || off, ', ' ORDER BY day) AS off, string_agg(to_char(day, 'DD'), ' ' ORDER BY day) FILTER (WHERE in_office) AS in_office FROM office_day('2020-07-20', 5) WHERE office = 'Keep' GROUP BY 1 ORDER BY 1;
SELECT day, working, off, planned FROM office_attendance_report('2020-07-20', 5) WHERE office = 'Keep' ORDER BY 1;

-- Week 1 of the rota of 20 July 2020, and every fourth after: 9 January 2017 is 184 weeks before.
SELECT min(day) AS first, max(day) AS last, count(*) AS days FROM office_day('2017-01-01', 28) WHERE employee_id = 295 AND in_office;

-- HW-4: 200 people on all four patterns, full time, three days a week and on a rota, with leave and absence: planned attendance day by day, beside a count from
-- only the numbers of the day and the week.
CREATE TABLE odds AS SELECT n AS id, n % 3 AS works, n % 4 AS comes, date '2021-03-01' + (n * 7 % 60)::integer AS away_from, (n * 5 % 9)::integer AS away_for, date '2021-03-01' + (n * 11 % 60)::integer AS leave_from, (n * 3 % 6)::integer AS leave_for FROM generate_series(10001, 10200) n;
CALL people(10001, 10200, 'flexible', 'Longbenton', 'alternate weeks');
UPDATE contract c SET calendar = (ARRAY['england-and-wales', 'england-and-wales; week=Mon-Wed', 'england-and-wales; week=Mon-Tue/Wed-Fri from 2021-03-01'])[works + 1]::bradford.calendar FROM odds WHERE id = employee_id;
UPDATE homework h SET pattern = (ARRAY['1 day office, 4 home', '2 days office, 3 home', '1 week in 4 office', 'alternate weeks'])[comes + 1] FROM odds WHERE id = employee_id;
INSERT INTO absence (employee_id, absence_id, first_day, last_day, reason) SELECT id, 1, away_from, away_from + away_for, 'stress' FROM odds WHERE id % 5 > 0 AND away_from <= '2021-03-08';
INSERT INTO time_off SELECT id, leave_from, leave_from + leave_for, 'annual leave', id % 7 = 0 FROM odds WHERE id % 2 = 0;
WITH counted AS (
	SELECT d.day, count(*) FILTER (WHERE at_work) AS working, count(*) FILTER (WHERE at_work AND in_office AND NOT away) AS planned
	FROM  (SELECT date '2021-03-08' + n AS day, (date '2021-03-08' + n - date '2021-01-04') % 7 + 1 AS dow, (date '2021-03-08' + n - date '2021-03-01') / 7 AS week, (date '2021-03-08' + n - date '2020-07-20') / 7 AS rota FROM generate_series(0, 62) n) d
	CROSS JOIN odds o
	CROSS JOIN LATERAL (SELECT d.dow <= 5 AND d.day NOT IN ('2021-04-02', '2021-04-05', '2021-05-03') AND CASE o.works WHEN 0 THEN true WHEN 1 THEN dow <= 3 ELSE CASE week % 2 WHEN 0 THEN dow <= 2 ELSE dow >= 3 END END AS at_work,
		CASE o.comes WHEN 0 THEN dow = 2 WHEN 1 THEN dow IN (2, 3) WHEN 2 THEN rota % 4 = 0 ELSE rota % 2 = 0 END AS in_office,
		o.id % 5 > 0 AND away_from <= '2021-03-08' AND d.day >= away_from AND d.day <= away_from + away_for OR o.id % 14 IN (2, 4, 6, 8, 10, 12) AND d.day >= leave_from AND d.day <= leave_from + leave_for AS away) x
	GROUP BY d.day
)
SELECT count(*) AS days, sum(c.planned) AS attendances, min(c.planned), max(c.planned), count(*) FILTER (WHERE (a.working, a.planned) IS DISTINCT FROM (c.working, c.planned)) AS differ, count(*) FILTER (WHERE a.assigned <> 200) AS assigned_wrong
FROM   (SELECT * FROM counted WHERE working > 0) c FULL JOIN (SELECT * FROM office_attendance_report('2021-03-08', 63) WHERE office = 'Longbenton') a USING (day);
SELECT count(*) AS rows_on_bank_holidays FROM office_attendance_report('2021-03-08', 63) WHERE office = 'Longbenton' AND day IN ('2021-04-02', '2021-04-05', '2021-05-03');

-- A group below the least one has no figures.
BEGIN;
UPDATE attendance_policy SET least_group = 6;
SELECT DISTINCT office, assigned, working, off, planned, over_by, share_of_staff, share_of_desks, hidden FROM office_attendance_report('2016-09-05', 1) WHERE office IN ('Barn', 'Mill') ORDER BY 1;
ROLLBACK;
-- How many days: none, some, at most 366, and only days that calendars know.
SELECT n, (SELECT count(DISTINCT day) FROM office_day('2016-09-05', n) WHERE employee_id = 291) AS days FROM (VALUES (NULL), (-1), (0), (1), (366), (100000)) AS x(n);
SELECT max(day) FROM office_day('2099-12-20', 28) WHERE employee_id = 291;

-- ---------- what is due (HW-8) ----------
CALL people(301, 309, 'home', 'Castle', kind => 'agreed', starts => '2016-10-03');
UPDATE homework SET review_every = '6 months', touch_every = '1 month' WHERE employee_id BETWEEN 301 AND 309;
INSERT INTO homework_event VALUES (302, 'keeping in touch', '2016-11-02', NULL), (302, 'keeping in touch', '2016-12-08', NULL), (302, 'review', '2016-12-20', 'goes on'), (302, 'trial decided', '2016-12-30', 'confirmed'), (302, 'keeping in touch', '2017-01-09', NULL);
UPDATE homework SET last_day = '2016-12-31' WHERE employee_id = 303;
INSERT INTO homework (employee_id, first_day, kind, workstyle, trial, review_every, touch_every) VALUES (303, '2017-01-01', 'contractual', 'home', NULL, '1 year', '2 weeks');
INSERT INTO homework_event VALUES (303, 'keeping in touch', '2016-12-30', NULL);
UPDATE homework SET kind = NULL WHERE employee_id = 304;
UPDATE contract SET last_day = '2017-01-02' WHERE employee_id = 305;
UPDATE homework SET review_every = NULL, touch_every = NULL, trial = NULL WHERE employee_id = 306;
UPDATE homework SET trial = '1 month', review_every = '10 years' WHERE employee_id = 307;
UPDATE homework SET first_day = '2016-11-30' WHERE employee_id = 308;
UPDATE homework SET first_day = '2017-01-04' WHERE employee_id = 309;
-- On 3 January 2017: three months from 3 October end on 2 January, and from 30 November on 28 February.
SELECT employee_id, kind, what, since, last_on, due_on, days_overdue, status FROM homework_due_report('2017-01-03') WHERE employee_id BETWEEN 301 AND 309 ORDER BY employee_id, due_on, what;
-- Ends of months: none of these trials loses a day, and none gains one.
CALL people(311, 315, 'home', 'Castle', kind => 'agreed');
UPDATE homework h SET first_day = x.first_day, trial = x.trial FROM (VALUES (311, date '2020-01-31', interval '3 months'), (312, '2019-11-30', '3 months'), (313, '2020-08-31', '6 months'), (314, '2020-02-29', '1 year'), (315, '2020-03-01', '1 month')) AS x(id, first_day, trial) WHERE x.id = h.employee_id;
SELECT h.employee_id, h.first_day, h.trial, r.due_on FROM homework h, LATERAL (SELECT * FROM homework_due_report(h.first_day + 1) r WHERE r.employee_id = h.employee_id AND r.what = 'end of trial') r WHERE h.employee_id BETWEEN 311 AND 315 ORDER BY 1;
-- The trial and the keeping-in-touch day one day either side.
SELECT as_of, what, due_on, days_overdue, status FROM (VALUES (date '2016-11-03'), ('2016-11-04'), ('2017-01-02'), ('2017-01-03')) AS d(as_of), LATERAL (SELECT * FROM homework_due_report(as_of) WHERE employee_id = 301 AND what <> 'review') r ORDER BY 1, 2;
-- Each keeping-in-touch day puts off the next; a decision ends the trial.
SELECT as_of, string_agg(what || ' ' || due_on, ', ' ORDER BY what) AS due FROM (VALUES (date '2016-11-01'), ('2016-11-02'), ('2016-12-08'), ('2016-12-29'), ('2016-12-30'), ('2017-01-08'), ('2017-01-09')) AS d(as_of), LATERAL (SELECT * FROM homework_due_report(as_of) WHERE employee_id = 302) r GROUP BY 1 ORDER BY 1;
SELECT employee_id, finding, day, detail FROM data_quality_report('2017-01-03') WHERE employee_id BETWEEN 301 AND 309 AND rule_ids = 'HW-8' ORDER BY 1, 2;

-- ---------- business cases (HW-5) ----------
-- DK-17: 800 pounds of kit, and 0.4 of a desk at 1,000 a year: 24 months.
INSERT INTO homework_application (employee_id, applied_on, workstyle, office) VALUES (301, '2016-09-01', 'flexible', 'Castle');
INSERT INTO homework_application (employee_id, applied_on, starts_on, decided_on, decision, workstyle, office, kit_cost, yearly_saving, yearly_cost) VALUES
	(302, '2016-09-01', '2016-10-03', '2016-09-20', 'agreed', 'flexible', 'Castle', 800, NULL, 0), (303, '2016-09-01', NULL, '2016-09-20', 'agreed', 'home', 'Castle', 800, NULL, 312), (304, '2016-09-01', NULL, '2016-09-20', 'refused', 'fixed', 'Castle', 800, NULL, 0),
	(305, '2016-09-01', NULL, NULL, NULL, 'home', 'Annexe', 800, NULL, 0), (306, '2016-09-01', NULL, NULL, NULL, NULL, NULL, 800, 500, 0), (307, '2016-09-01', NULL, NULL, NULL, 'home', 'Castle', 800, 300, 312), (308, '2016-09-01', NULL, '2016-11-10', 'withdrawn', 'mobile', 'Castle', 0, 100, 0);
SELECT employee_id, decision, decided_on, workstyle, kit_cost, yearly_saving, saving_from, yearly_cost, yearly_return, starts_on, payback_months, paid_back_on, unknown FROM homework_case_report('2016-10-31') ORDER BY 1;
-- A decision is not known before its day, nor is an application.
SELECT as_of, count(*) AS applications, count(decision) AS decided FROM (VALUES (date '2016-08-31'), ('2016-09-01'), ('2016-09-20'), ('2016-11-10')) AS d(as_of), LATERAL (SELECT * FROM homework_case_report(as_of)) r GROUP BY 1 ORDER BY 1;
-- A month from the end of January ends with February; one from 1 March ends on 31 March.
INSERT INTO homework_application (employee_id, applied_on, starts_on, decided_on, decision, kit_cost, yearly_saving) SELECT 315, s - 10, s, s - 5, 'agreed', 400, 4800 FROM (VALUES (date '2020-01-31'), ('2020-03-01')) AS x(s);
SELECT starts_on, payback_months, paid_back_on FROM homework_case_report('2020-03-01') WHERE employee_id = 315 ORDER BY 1;

-- ---------- allowances (HW-6) ----------
CALL people(401, 401, 'home', 'Castle', kind => 'agreed', starts => '2009-01-05');
CALL people(402, 402, 'home', 'Castle', kind => 'agile', starts => '2009-01-05');
CALL people(403, 403, 'home', 'Castle', kind => 'contractual', starts => '2020-03-21');
CALL people(404, 404, 'home', 'Castle', kind => 'our own', starts => '2020-04-06');
CALL people(405, 405, 'home', 'Castle', kind => 'agreed', starts => '2020-04-16');
UPDATE contract SET first_day = '2020-04-06', last_day = '2020-06-15' WHERE employee_id = 405;
-- HM-1: 6 x 52 = 312 = 26 x 12, by month, by quarter and by year. HM-2: a claim of 312 saves 62.40 at 20 %, and 124.80 at 40 %.
SELECT period, first_day, last_day, days, monthly_rates, amount FROM homework_allowance_report('2021-04-05') WHERE employee_id = 401 AND who = 'employer pays' ORDER BY first_day;
SELECT who, period, first_day, last_day, days, monthly_rates, amount, amount = 6 * 52 AS is_52_weeks, relief_at_20, relief_at_40 FROM homework_allowance_report('2021-04-05', 1, 'year') WHERE employee_id = 401 ORDER BY who;
SELECT period, last_day, sum(amount) FROM homework_allowance_report('2021-04-05', 1, 'quarter') WHERE employee_id = 401 AND who = 'employer pays' GROUP BY 1, 2 ORDER BY 1;
-- HM-3: 18.00 a month up to 5 April 2020, 26.00 from the 6th on. The years since 2008, and the claim, which was abolished from 6 April 2026. A year of claims at 4.00 is 52 weeks.
SELECT period, first_day, last_day, monthly_rates, amount FROM homework_allowance_report('2020-05-05', 2) WHERE employee_id = 401 AND who = 'employer pays' AND first_day >= '2020-02-06' ORDER BY first_day;
SELECT period, max(amount) FILTER (WHERE who = 'employer pays') AS employer_pays, max(amount) FILTER (WHERE who = 'employee claims') AS employee_claims, max(monthly_rates) FILTER (WHERE who = 'employer pays') AS rate, max(unknown) AS unknown FROM homework_allowance_report('2027-04-05', 18, 'year') WHERE employee_id = 401 GROUP BY 1 ORDER BY 1;
SELECT period, amount FROM homework_allowance_report('2012-04-05') WHERE employee_id = 401 AND who = 'employee claims' ORDER BY 1;
-- HM-4: 27 a month, as one source has it, would be 324 a year.
SELECT 6 * 52 / 12.0 AS a_month, count(*) FILTER (WHERE monthly = 27) AS rows_of_27 FROM homework_allowance;
-- HM-5: none under the agile guide, whatever the date.
SELECT who, count(*) AS years, min(period), max(period), min(amount), max(amount), max(unknown) AS unknown FROM homework_allowance_report('2027-04-05', 19, 'year') WHERE employee_id = 402 GROUP BY 1 ORDER BY 1;
-- Parts of months by calendar days: 16 of 31 at 18.00 for 403; 404 is of a kind that has no rate; 405 came on the 16th and left on 15 June.
SELECT employee_id, period, kinds, days, monthly_rates, amount, unknown FROM homework_allowance_report('2020-07-05', 2) WHERE employee_id BETWEEN 403 AND 405 AND who = 'employer pays' ORDER BY 1, 2;
SELECT round(18.00 * 16 / 31, 2) AS "403", round(26.00 * 20 / 30, 2) AS "405, April", round(26.00 * 10 / 30, 2) AS "405, June";
-- An arrangement that changes its kind within a month; a site's own rate of the kind, from the middle of another.
INSERT INTO homework_allowance (kind, who, first_day, weekly, monthly) VALUES ('our own', 'employer pays', '2020-04-06', 5, 20), ('our own', 'employee claims', '2020-04-06', 0, 0);
UPDATE homework SET last_day = '2020-05-15' WHERE employee_id = 404;
INSERT INTO homework (employee_id, first_day, kind, workstyle) VALUES (404, '2020-05-16', 'agreed', 'home');
SELECT period, kinds, days, monthly_rates, amount FROM homework_allowance_report('2020-06-20') WHERE employee_id = 404 AND who = 'employer pays' ORDER BY 1;
-- The year of it: each kind and rate once, from 6 April up to the day.
SELECT period, first_day, last_day, kinds, days, monthly_rates, amount FROM homework_allowance_report('2020-06-20', 1, 'year') WHERE employee_id = 404 AND who = 'employer pays';
SELECT round(20.00 * 10 / 31 + 26.00 * 21 / 31, 2) AS may, round(26.00 * 15 / 30, 2) AS june_so_far;

-- Forty people whose contracts and arrangements begin and end on any days, beside a count of single days, each with its rate and the length of its tax month; a
-- month is the growth of the tax year's sum, in pence.
CREATE TABLE stretch AS
SELECT 800 + n AS id, k AS place, (ARRAY['agreed', 'agile', 'contractual'])[1 + (n + k) % 3] AS kind, date '2019-01-01' + (n * 17 % 400 + k * 420)::integer AS first_day, date '2019-01-01' + (n * 17 % 400 + k * 420 + n * 13 % 400)::integer AS last_day,
	   date '2018-06-01' + (n * 29 % 500)::integer AS employed_from, CASE WHEN n % 4 = 0 THEN date '2021-01-01' + (n * 7 % 300)::integer END AS employed_to FROM generate_series(1, 40) n, generate_series(0, 1) k;
INSERT INTO employee (employee_id, service_area) SELECT DISTINCT id, 'Odd days' FROM stretch;
INSERT INTO contract (employee_id, first_day, last_day) SELECT DISTINCT id, employed_from, employed_to FROM stretch;
INSERT INTO homework (employee_id, first_day, last_day, kind, workstyle) SELECT id, first_day, last_day, kind, 'home' FROM stretch;
WITH counted AS (
	SELECT id, who, year_from, month, count(*) AS days, sum(rate) / length AS amount FROM (
		SELECT s.id, w.who, (month + interval '1 month')::date - month AS length, month, date_trunc('year', month - interval '3 months') AS year_from,
			   CASE WHEN s.kind = 'agile' THEN 0 WHEN w.who = 'employer pays' THEN CASE WHEN d >= '2020-04-06' THEN 26 ELSE 18 END ELSE CASE WHEN d >= '2020-04-06' THEN 26 ELSE 4 * 52 / 12.0 END END AS rate
		FROM   stretch s, LATERAL (SELECT s.first_day + i AS d FROM generate_series(0, s.last_day - s.first_day) i) x, LATERAL (SELECT (date_trunc('month', d - interval '5 days') + interval '5 days')::date AS month) m, (VALUES ('employer pays'), ('employee claims')) AS w(who)
		WHERE  d >= employed_from AND (d <= employed_to OR employed_to IS NULL) AND d <= '2021-10-20' AND d >= '2018-04-06') x
	GROUP  BY id, who, year_from, month, length
), pence AS (
	SELECT *, round(sum(amount) OVER so_far, 2) - coalesce(round(sum(amount) OVER (so_far ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 2), 0) AS paid FROM counted WINDOW so_far AS (PARTITION BY id, who, year_from ORDER BY month)
)
SELECT count(*) AS months, sum(c.paid) AS pounds, count(DISTINCT c.paid) AS amounts, count(*) FILTER (WHERE (r.days, r.amount) IS DISTINCT FROM (c.days, c.paid)) AS differ
FROM   pence c FULL JOIN (SELECT * FROM homework_allowance_report('2021-10-20', 4) WHERE employee_id BETWEEN 801 AND 840) r ON r.employee_id = c.id AND r.who = c.who AND r.first_day = c.month;

-- ---------- output and accuracy (HW-7) ----------
-- A team of four under 1, two part-time, one at home; the average is 300 / 3 whole-time equivalents = 100, and 270 right of 300 checked.
INSERT INTO employee (employee_id, service_area, manager_id) VALUES (500, 'Benefits', NULL);
CALL people(501, 502, 'fixed', 'Quay');
CALL people(503, 504, 'home', 'Quay', hours => 18.5, kind => 'agreed');
CALL people(505, 507, 'home', 'Quay');
UPDATE employee SET manager_id = 500 WHERE employee_id IN (501, 502, 503, 504);
UPDATE employee SET manager_id = 506 WHERE employee_id = 505;
UPDATE employee SET manager_id = NULL WHERE employee_id = 507;
INSERT INTO work_output VALUES (501, 'claims', '2016-09-01', '2016-09-30', 120, 100, 95), (502, 'claims', '2016-09-01', '2016-09-30', 80, 100, 80), (503, 'claims', '2016-09-01', '2016-09-30', 60, 60, 57), (504, 'claims', '2016-09-01', '2016-09-30', 40, 40, 38),
	(501, 'claims', '2016-10-01', '2016-10-31', 100, NULL, NULL), (502, 'letters', '2016-09-01', '2016-09-30', 10, 5, 5), (505, 'claims', '2016-09-01', '2016-09-30', 10, 10, 10), (507, 'claims', '2016-09-01', '2016-09-30', 7, 0, 0);
SELECT employee_id, measure, last_day, kind, fte, done, done_per_fte, team, team_per_fte, against_team, accuracy, team_accuracy, accuracy_against_team, unknown, hidden FROM output_report('2016-10-31') ORDER BY 1, 2, 3;
SELECT sum(done) / (1 + 1 + 0.5 + 0.5) AS team_per_fte, 100.0 * sum(correct) / sum(checked) AS team_accuracy FROM work_output WHERE measure = 'claims' AND last_day = '2016-09-30' AND employee_id BETWEEN 501 AND 504;
-- Small teams: of four, no average where five are the least. Later measurements are not known yet, and old ones are left out.
BEGIN;
UPDATE attendance_policy SET least_group = 5 WHERE policy = 'Bradford 2016';
SELECT employee_id, done_per_fte, team_per_fte, against_team, accuracy, team_accuracy, accuracy_against_team, hidden FROM output_report('2016-09-30') WHERE employee_id BETWEEN 501 AND 504 AND measure = 'claims' ORDER BY 1;
ROLLBACK;
SELECT as_of, years, (SELECT count(*) FROM output_report(as_of, years) WHERE employee_id = 501) AS measures FROM (VALUES (date '2016-09-29', 1), ('2016-09-30', 1), ('2016-10-31', 1), ('2017-09-29', 1), ('2017-09-30', 1), ('2017-10-31', 1), ('2017-10-31', 2)) AS x(as_of, years) ORDER BY 1, 2;
-- Part-time from the 16th on: 15 of 30 days at one and 15 at a half are 0.75; employed from the 16th on, 0.5.
UPDATE contract SET last_day = '2016-09-15' WHERE employee_id = 501;
INSERT INTO contract (employee_id, first_day, kind, weekly_hours) VALUES (501, '2016-09-16', 'part-time', 18.5);
UPDATE contract SET first_day = '2016-09-16' WHERE employee_id = 502;
SELECT employee_id, fte, done_per_fte, team_per_fte FROM output_report('2016-09-30') WHERE employee_id IN (501, 502) AND measure = 'claims' ORDER BY 1;
SELECT round(120 / 0.75, 2) AS "501", round(80 / 0.5, 2) AS "502", round(300 / (0.75 + 0.5 + 0.5 + 0.5), 2) AS team;

-- ---------- downtime (HW-9) ----------
INSERT INTO downtime VALUES (301, '2016-09-06 09:10', '2016-09-06 11:40', 'benefits', 'other work', '1'), (301, '2016-09-20 13:00', '2016-09-20 16:00', 'vpn', 'other work', '1'), (301, '2016-11-02 09:00', '2016-11-02 17:00', 'vpn', 'work in the office', '1'),
	(301, '2017-01-10 10:00', '2017-01-10 10:20', 'vpn', NULL, NULL), (302, '2016-03-31 15:00', '2016-04-01 09:00', 'vpn', 'leave', '1'), (302, '2016-04-01 10:00', '2016-04-01 11:00', 'vpn', 'leave', '1'), (302, '2017-01-30 09:00', NULL, 'benefits', 'leave', '1');
SELECT employee_id, period, option, times, hours, last_on, systems, unknown FROM downtime_report('2017-01-31', 2) ORDER BY 1, 2, 3;
SELECT employee_id, period, option, times, hours FROM downtime_report('2016-11-02', 1, 'month') WHERE employee_id = 301 ORDER BY 2, 3;
SELECT employee_id, finding, day, detail FROM data_quality_report('2017-01-31') WHERE rule_ids = 'HW-9' ORDER BY 1, 2;

-- ---------- history, and forgetting ---------- Records of somebody's working from home are
-- forgotten with the person, and so is their history.
CALL people(600, 600, 'home', 'Castle', kind => 'agreed', starts => '1999-02-01');
UPDATE contract SET first_day = '1999-01-04', last_day = '2000-06-30' WHERE employee_id = 600;
UPDATE homework SET last_day = '2000-06-30' WHERE employee_id = 600;
INSERT INTO homework_event VALUES (600, 'review', '1999-08-02', NULL);
INSERT INTO homework_application (employee_id, applied_on) VALUES (600, '1999-01-04');
INSERT INTO work_output VALUES (600, 'claims', '1999-03-01', '1999-03-31', 10, 5, 5);
INSERT INTO downtime VALUES (600, '1999-03-01 09:00', '1999-03-01 10:00', 'vpn', 'leave', '1');
CALL bradford.keep_history('home_hr');
UPDATE homework SET review_every = '1 year' WHERE employee_id IN (600, 301);
CALL bradford.create_known('home_hr', 'home_known');
CALL bradford.create_reports('home_known');
SELECT count(*) AS lines, count(*) FILTER (WHERE k IS NULL) AS differ FROM homework_due_report('2017-01-03') r LEFT JOIN home_known.homework_due_report('2017-01-03') k ON r::text = k::text;
CREATE FUNCTION kept(id bigint, OUT relation text, OUT n bigint) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
	FOR relation IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'employee_id' WHERE c.relnamespace = 'home_hr'::regnamespace AND c.relkind = 'r' AND c.relname ~ 'home|output|downtime' ORDER BY 1 LOOP
		EXECUTE format('SELECT count(*) FROM home_hr.%I WHERE employee_id = $1', relation) INTO n USING id;
		RETURN NEXT;
	END LOOP;
END $$;
SELECT * FROM kept(600);
CALL bradford.forget('home_hr', '2012-01-01');
SELECT sum(n) AS kept, (SELECT count(*) FROM employee WHERE employee_id = 600) AS people, (SELECT sum(n) FROM kept(301)) AS of_somebody_else FROM kept(600);

-- What the constraints refuse.
\set VERBOSITY terse
INSERT INTO homework (employee_id, first_day, workstyle) VALUES (301, '2016-12-01', 'home');
INSERT INTO homework (employee_id, first_day, workstyle) VALUES (500, '2016-12-01', 'anywhere');
INSERT INTO homework (employee_id, first_day, workstyle, pattern) VALUES (500, '2016-12-01', 'home', 'now and then');
INSERT INTO homework (employee_id, first_day, last_day, workstyle) VALUES (500, '2016-12-01', '2016-11-30', 'home');
INSERT INTO office VALUES ('Castle', '2016-12-01', NULL, 10, 10, NULL);
INSERT INTO homework_allowance (kind, who, first_day, weekly) VALUES ('agreed', 'employer pays', '2027-04-06', 7);
INSERT INTO homework_application (employee_id, applied_on, decided_on, decision) VALUES (500, '2016-12-01', '2016-11-30', 'agreed');
INSERT INTO homework_application (employee_id, applied_on, decision) VALUES (500, '2016-12-01', 'agreed');
INSERT INTO homework_event VALUES (500, 'telephone call', '2016-12-01');
INSERT INTO work_output VALUES (500, 'claims', '2016-12-01', '2016-12-31', 10, 5, 6);
INSERT INTO downtime VALUES (500, '2016-12-01 09:00', '2016-12-01 09:00', 'vpn', 'leave', '1');
INSERT INTO downtime VALUES (500, '2016-12-01 09:00', '2016-12-01 10:00', 'vpn', 'tea', '1');
\set VERBOSITY default

-- ---------- a site's own tables, with what constraints would refuse ----------
CREATE SCHEMA home_own;
DO $$ DECLARE r record; BEGIN
	FOR r IN SELECT relname FROM pg_class WHERE relnamespace = 'home_hr'::regnamespace AND relkind = 'r' AND relname !~ 'history' LOOP
		EXECUTE format('CREATE TABLE home_own.%1$I AS TABLE home_hr.%1$I', r.relname);
	END LOOP;
END $$;
CALL bradford.create_reports('home_own');
SET search_path = home_own, public;
INSERT INTO employee (employee_id, service_area, manager_id) SELECT n, 'Odd', 700 FROM generate_series(701, 716) n;
INSERT INTO employee (employee_id, service_area) VALUES (700, 'Odd');
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, full_time_hours, calendar) SELECT n, '1', '2010-01-04', 'full-time', 37, 37, 'england-and-wales' FROM generate_series(700, 716) n;
INSERT INTO office VALUES ('Odd', '2016-01-04', NULL, 5, 5, NULL), ('Odd', '2016-09-06', NULL, 3, 3, NULL), ('Odd', '2016-09-06', NULL, 3, 3, NULL), ('Minus', '2016-01-04', NULL, -1, -2, 'NaN'), ('Back', '2016-01-04', '2016-01-03', 1, 1, 1);
INSERT INTO workstyle VALUES ('odd', 'NaN', 0, 'foot', 'often', NULL), ('twice', 1, 2, 'head', 'always', NULL), ('twice', 1, 2, 'head', 'always', NULL);
INSERT INTO homework_allowance (kind, who, first_day, last_day, weekly, monthly) VALUES ('odd', 'employer pays', '2016-04-06', NULL, 'NaN', NULL), ('twice', 'employer pays', '2016-04-06', NULL, 1, 10), ('twice', 'employer pays', '2016-10-06', NULL, 2, 20), ('twice', 'employee claims', '2016-04-06', '2016-04-05', 2, 20);
INSERT INTO homework (employee_id, first_day, last_day, kind, workstyle, office, pattern, office_days, trial, review_every, touch_every) VALUES
	-- overlaps, the same row twice, and impossible dates
	(701, '2016-01-04', NULL, 'agreed', 'fixed', 'Odd', NULL, NULL, NULL, '1 year', '1 year'), (701, '2016-09-06', NULL, 'agreed', 'home', 'Odd', NULL, NULL, NULL, '1 year', '1 year'),
	(702, '2016-01-04', NULL, NULL, 'fixed', 'Odd', NULL, NULL, NULL, NULL, NULL), (702, '2016-01-04', NULL, NULL, 'fixed', 'Odd', NULL, NULL, NULL, NULL, NULL),
	(703, '2016-01-04', '2016-01-03', NULL, 'fixed', 'Odd', NULL, NULL, NULL, NULL, NULL), (704, NULL, NULL, NULL, 'fixed', 'Odd', NULL, NULL, NULL, NULL, NULL), (705, '-infinity', 'infinity', NULL, 'fixed', 'Odd', NULL, NULL, NULL, NULL, NULL),
	-- words that the tables do not have
	(706, '2016-01-04', NULL, 'nobody', 'nobody', 'Nowhere', 'nothing', NULL, NULL, '1 year', '1 year'), (707, '2016-01-04', NULL, 'odd', 'odd', 'Odd', NULL, 'every-day; week=Mon', '-1 day', '178000000 years', '0'), (708, '2016-01-04', NULL, 'twice', 'twice', 'Odd', NULL, NULL, NULL, '1 year', '1 year'),
	(709, '4714-11-24 BC', '4714-11-24 BC', 'agreed', 'fixed', 'Odd', NULL, NULL, '1 month', NULL, NULL), (709, '4714-11-24 BC', '5874897-12-31', 'agreed', 'fixed', 'Odd', NULL, NULL, '1 month', '1 year', '1 year');
INSERT INTO homework_event VALUES (701, 'review', '2016-12-30', NULL), (701, 'chat', '2016-09-08', NULL), (702, 'review', NULL, NULL), (703, 'review', 'infinity', NULL), (701, 'review', '2016-09-08', NULL), (701, 'review', '2016-09-08', NULL);
INSERT INTO homework_application VALUES (701, '2016-09-01', '5874897-12-31', NULL, NULL, 'odd', 'Odd', 800, 'NaN', 0), (702, '2016-09-01', NULL, '2016-08-31', NULL, NULL, NULL, 'NaN', 1, 1), (703, '2016-09-01', NULL, NULL, 'agreed', 'flexible', 'Minus', 800, NULL, NULL), (704, '-infinity', NULL, NULL, NULL, NULL, NULL, 1, 1, 0);
INSERT INTO work_output VALUES (701, 'claims', '2016-08-01', '2016-08-31', 10, 5, 5), (701, 'claims', '2016-08-01', '2016-08-31', 10, 5, 5), (702, 'claims', '2016-08-01', '2016-08-31', 30, 5, 6), (703, 'claims', '2016-08-01', '2016-08-31', 'NaN', 5, NULL), (704, 'claims', '2016-08-01', '2016-07-31', 1, 1, 1), (705, 'claims', '-infinity', '2016-08-31', 1, 1, 1);
INSERT INTO downtime VALUES (701, '2016-09-01 09:00', '2016-09-01 08:00', 'vpn', 'leave', NULL), (702, '2016-09-01 09:00', '2017-09-01 09:00', 'vpn', 'tea', NULL), (703, '-infinity', NULL, NULL, NULL, NULL), (704, '2016-09-01 09:00', '2016-09-01 10:00', 'vpn', 'leave', NULL), (704, '2016-09-01 09:00', '2016-09-01 10:00', 'vpn', 'leave', NULL), (705, '294276-12-31 23:59:59', NULL, NULL, NULL, NULL);
SELECT employee_id, finding, record, day, detail, rule_ids FROM data_quality_report('2016-09-08') WHERE (employee_id BETWEEN 700 AND 799 OR employee_id IS NULL) AND rule_ids LIKE 'HW%' ORDER BY 1, 2, 3, 4, 5;
SELECT day, employee_id, workstyle, works, in_office, unknown FROM office_day('2016-09-05', 2) WHERE employee_id BETWEEN 700 AND 799 ORDER BY 1, 2;
SELECT day, assigned, planned, people_limit, over_by, unknown FROM office_attendance_report('2016-09-05', 2) WHERE office = 'Odd' ORDER BY 1;
SELECT office, level, workstyle, people, ratio, counted, desk_limit, desk_need, desks, unknown FROM desk_report('2016-09-08') WHERE office IN ('Odd', 'Nowhere') ORDER BY 1, 2, 3;
SELECT employee_id, what, since, last_on, due_on, status FROM homework_due_report('2016-09-08') WHERE employee_id BETWEEN 700 AND 799 ORDER BY 1, 2;
SELECT employee_id, decision, kit_cost, yearly_saving, saving_from, yearly_cost, starts_on, payback_months, paid_back_on, unknown FROM homework_case_report('2016-09-08') WHERE employee_id BETWEEN 700 AND 799 ORDER BY 1;
SELECT employee_id, who, period, days, monthly_rates, amount, unknown FROM homework_allowance_report('2016-11-05', 1, 'year') WHERE employee_id BETWEEN 700 AND 799 ORDER BY 1, 2;
SELECT employee_id, measure, fte, done, team, team_per_fte, accuracy, team_accuracy, unknown, hidden FROM output_report('2016-09-08') WHERE employee_id BETWEEN 700 AND 799 ORDER BY 1;
SELECT employee_id, option, times, hours, unknown FROM downtime_report('2016-09-08') WHERE employee_id BETWEEN 700 AND 799 ORDER BY 1, 2;
-- The others are as they were.
SELECT count(*) AS lines FROM (SELECT r::text FROM home_hr.homework_due_report('2017-01-03') r EXCEPT SELECT r::text FROM home_own.homework_due_report('2017-01-03') r WHERE employee_id NOT BETWEEN 700 AND 799) x;
SELECT count(*) AS lines FROM (SELECT r::text FROM home_hr.homework_allowance_report('2020-07-05', 2) r EXCEPT SELECT r::text FROM home_own.homework_allowance_report('2020-07-05', 2) r WHERE employee_id NOT BETWEEN 700 AND 799) x;
RESET search_path;
DROP SCHEMA home_known, home_hr, home_own CASCADE;
