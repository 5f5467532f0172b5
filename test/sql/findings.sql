-- Each finding of data_quality_report at its edges: one life a case. Its name says what is odd, and on which of the
-- days from 29 June to 1 July 2016 the comments in sql/hr/*_findings.sql ask for a finding. Constraints of the tables
-- forbid much of it, but a site's own views may show it, so the constraints are dropped.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
CALL bradford.create_tables('findings_test');
CALL bradford.create_reports('findings_test');
SET search_path = findings_test;
DO $$
DECLARE c record;
BEGIN
	FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE connamespace = 'findings_test'::regnamespace AND contype IN ('c', 'f', 'x') LOOP
		EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);
	END LOOP;
	FOR c IN SELECT attrelid::regclass AS t, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
			 WHERE relnamespace = 'findings_test'::regnamespace AND relkind = 'r' AND attnum > 0 AND attnotnull
			 AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND attnum = ANY (indkey)) AND attidentity = '' LOOP
		EXECUTE format('ALTER TABLE %s ALTER %I DROP NOT NULL', c.t, c.attname);
	END LOOP;
END $$;
ALTER TABLE absence ALTER absence_id DROP IDENTITY;

-- what is to be found about whom, on which days of the month; no finding: nothing at all
CREATE TABLE wanted (employee_id bigint, why text, finding text, shown text);
CREATE PROCEDURE life(id bigint, why text, finding text DEFAULT NULL, shown text DEFAULT NULL, contract text DEFAULT '2014-01-01..')
LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO employee (employee_id, service_area) VALUES (id, 'A');
	IF finding IS NOT NULL THEN
		INSERT INTO wanted VALUES (id, why, finding, shown);
	END IF;
	INSERT INTO contract (employee_id, first_day, last_day)
	SELECT id, split_part(contract, '..', 1)::date, nullif(split_part(contract, '..', 2), '')::date WHERE contract <> '';
END $$;
-- absences as 10 x the person and so on
CREATE PROCEDURE away(id bigint, VARIADIC absences text[]) LANGUAGE sql AS $$
INSERT INTO absence (absence_id, employee_id, first_day, last_day)
SELECT id * 10 + n, id, nullif(split_part(a, '..', 1), '')::date, nullif(split_part(a, '..', 2), '')::date
FROM   unnest(absences) WITH ORDINALITY AS x(a, n)
$$;

-- absences
CALL life(101, 'the next begins on the last day', 'absences overlap', '30 1');
CALL away(101, '2016-06-20..2016-06-30', '2016-06-30..2016-07-02');
CALL life(102, 'the next begins on the day after');
CALL away(102, '2016-06-20..2016-06-29', '2016-06-30..2016-07-02');
CALL life(103, 'both begin on one day, told once', 'absences overlap', '29 30 1');
CALL away(103, '2016-06-20..2016-06-20', '2016-06-20..2016-06-20');
CALL life(104, 'open, and another begins', 'end is missing', '30 1');
CALL away(104, '2016-06-20..', '2016-06-30..2016-06-30', '2016-07-01..2016-07-01');
CALL life(105, 'open, and nothing since');
CALL away(105, '2016-06-20..');
CALL life(106, 'open, and employment ended on 30 June', 'end is missing', '1', '2014-01-01..2016-06-30');
CALL away(106, '2016-06-20..');
CALL life(107, 'to the last day of employment', contract => '2014-01-01..2016-06-30');
CALL away(107, '2016-06-29..2016-06-30');
CALL life(108, 'a day longer than employment', 'absence outside employment', '30 1', '2014-01-01..2016-06-30');
CALL away(108, '2016-06-30..2016-07-01');
CALL life(109, 'from a day before employment', 'absence outside employment', '30 1', '2016-07-01..');
CALL away(109, '2016-06-30..2016-07-05');
CALL life(110, 'from the first day of employment', contract => '2016-06-29..');
CALL away(110, '2016-06-29..2016-06-29');
CALL life(111, 'a weekend', 'absence on no working day', '29 30 1');
CALL away(111, '2016-06-25..2016-06-26');
CALL life(112, 'a weekend and the Friday before, or the Monday after');
CALL away(112, '2016-06-17..2016-06-19', '2016-06-25..2016-06-27');
CALL life(113, 'a Thursday of who works on Mondays', 'absence on no working day', '30 1');
UPDATE contract SET calendar = 'weekdays; week=Mon' WHERE employee_id = 113;
CALL away(113, '2016-06-30..2016-06-30');
CALL life(114, 'no first day', 'first day is missing', '29 30 1');
ALTER TABLE absence ALTER first_day DROP NOT NULL;
CALL away(114, '..2016-06-30');
CALL life(115, 'ends on the day before it starts', 'impossible dates', '29 30 1');
CALL away(115, '2016-06-21..2016-06-20');
CALL life(116, 'the first day that calendars know, and the last', contract => '1995-01-01..');
CALL away(116, '1995-01-01..1995-01-02', '2016-06-20..2099-12-31');
INSERT INTO wanted VALUES (116, 'its 2nd of January is a bank holiday', 'absence on no working day', '29 30 1');
CALL life(117, 'from the day before those', 'impossible dates', '29 30 1', '1990-01-01..');
CALL away(117, '1994-12-31..1995-01-03');
CALL life(118, 'to the day after those', 'impossible dates', '29 30 1');
CALL away(118, '2016-06-20..2100-01-01');
CALL life(119, 'from the day after those', 'impossible dates', '29 30 1');
CALL away(119, '2100-01-01..');
CALL life(120, 'half of the last day');
CALL away(120, '2016-06-28..2016-06-30');
UPDATE absence SET half_days = '{[2016-06-30,2016-07-01)}' WHERE employee_id = 120;
CALL life(121, 'half of the day after', 'half days outside the absence', '30 1');
CALL away(121, '2016-06-30..2016-06-30');
UPDATE absence SET half_days = '{[2016-07-01,2016-07-02)}' WHERE employee_id = 121;
CALL life(122, 'self-certified on the first day, and on the day before', 'certificate before the absence', '30 1');
CALL away(122, '2016-06-24..2016-06-24', '2016-06-30..2016-06-30');
UPDATE absence SET self_certified_on = first_day - (first_day = '2016-06-30')::integer WHERE employee_id = 122;
CALL life(123, 'a reason of no list', 'unknown reason', '30 1');
CALL away(123, '2016-06-30..2016-06-30');
UPDATE absence SET reason = 'lurgy' WHERE employee_id = 123;
INSERT INTO wanted VALUES (124, 'an absence of nobody', 'unknown employee', '30 1'), (125, 'a fit note of nobody', 'unknown employee', '30 1'), (126, 'a referral of nobody', 'unknown employee', '30 1');
CALL away(124, '2016-06-30..2016-06-30');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (125, '2016-06-30', '2016-06-30');
INSERT INTO wanted VALUES (125, 'which covers no absence', 'fit note without an absence', '30 1');
INSERT INTO occupational_health_report (employee_id, referred_on) VALUES (126, '2016-06-30');
CALL life(127, 'joined to an absence of somebody else', 'unknown absence', '29 30 1');
CALL away(127, '2016-06-20..2016-06-20', '2016-06-22..2016-06-22', '2016-06-24..2016-06-24', '2016-06-27..2016-06-27');
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES
	(127, 1271, 'join', 1201, 'HR', '2016-06-20', 'x'), (127, 1272, 'join', 1273, 'HR', '2016-06-20', 'x'), (127, 1274, 'leave out', NULL, 'HR', '2016-06-20', 'x');
CALL life(128, 'discussed on the last day', 'discussion before the return', '30 1');
CALL away(128, '2016-06-24..2016-06-30');
CALL life(129, 'discussed on the day after');
CALL away(129, '2016-06-24..2016-06-29');
CALL life(130, 'discussed while open', 'discussion before the return', '30 1');
CALL away(130, '2016-06-24..');
INSERT INTO return_to_work (employee_id, absence_id, held_on) SELECT employee_id, absence_id, '2016-06-30' FROM absence WHERE employee_id IN (128, 129, 130);
CALL life(131, 'a discussion about none', 'unknown absence', '30 1');
CALL life(132, 'a decision about none', 'unknown absence', '30 1');
CALL life(133, 'a discussion and a decision about absences of somebody else', 'unknown absence', '30 1');
INSERT INTO return_to_work (employee_id, absence_id, held_on) VALUES (131, 1, '2016-06-30'), (133, 1291, '2016-06-30');
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) VALUES (132, 2, 'leave out', 'HR', '2016-06-30', 'x'), (133, 1272, 'leave out', 'HR', '2016-06-30', 'x');

-- fit notes, each beside an absence
CALL life(140, 'a fit note of a day');
CALL away(140, '2016-06-20..2016-06-22');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (140, '2016-06-20', '2016-06-20');
CALL life(141, 'a fit note that ends on the day before it starts', 'impossible dates', '29 30 1');
CALL away(141, '2016-06-20..2016-06-24');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (141, '2016-06-22', '2016-06-21');
CALL life(142, 'a fit note from before 1995', 'impossible dates', '29 30 1', '1990-01-01..');
CALL away(142, '1995-01-03..1995-01-05');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (142, '1994-12-31', '1995-01-05');
CALL life(143, 'a fit note into 2100', 'impossible dates', '29 30 1');
CALL away(143, '2016-06-20..');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (143, '2016-06-20', '2100-01-01');
CALL life(144, 'a fit note from the first day that calendars know, and one to the last', contract => '1995-01-01..');
CALL away(144, '1995-01-01..1995-01-05', '2016-06-20..');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (144, '1995-01-01', '1995-01-05'), (144, '2016-06-20', '2099-12-31');
CALL life(145, 'a fit note that ends on the day before the absence', 'fit note without an absence', '29 30 1');
CALL away(145, '2016-06-22..2016-06-24');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (145, '2016-06-20', '2016-06-21');
CALL life(146, 'one to its first day, and one from its last');
CALL away(146, '2016-06-22..2016-06-24');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (146, '2016-06-20', '2016-06-22'), (146, '2016-06-24', '2016-06-30');
CALL life(147, 'one from the day after', 'fit note without an absence', '29 30 1');
CALL away(147, '2016-06-22..2016-06-24');
INSERT INTO fit_note (employee_id, first_day, last_day) VALUES (147, '2016-06-25', '2016-06-30');

-- contracts
CALL life(201, 'the next begins on the last day', 'contracts overlap', '30 1', '2014-01-01..2016-06-30');
CALL life(202, 'the next begins on the day after', contract => '2014-01-01..2016-06-29');
CALL life(203, 'the first one runs on', 'contracts overlap', '30 1');
INSERT INTO contract (employee_id, first_day) SELECT n, '2016-06-30' FROM generate_series(201, 203) AS n;
CALL life(204, 'contract of one day', contract => '2016-06-20..2016-06-20');
CALL life(205, 'contract that ends on the day before', 'impossible dates', '29 30 1', '2016-06-20..2016-06-19');
CALL life(206, 'from the first possible day to the last', contract => '1900-01-01..2099-12-31');
CALL life(207, 'from the day before', 'impossible dates', '29 30 1', '1899-12-31..');
CALL life(208, 'to the day after', 'impossible dates', '29 30 1', '2014-01-01..2100-01-01');
CALL life(209, 'from the day after', 'impossible dates', '29 30 1', '2100-01-01..');
CALL life(210, 'service from the first possible day');
CALL life(211, 'service from the last possible day');
CALL life(212, 'service from the day before', 'impossible dates', '29 30 1');
CALL life(213, 'service from the day after', 'impossible dates', '29 30 1');
UPDATE employee SET service_from = (ARRAY['1900-01-01', '2099-12-31', '1899-12-31', '2100-01-01']::date[])[employee_id - 209] WHERE employee_id BETWEEN 210 AND 213;
CALL life(214, 'no contract', 'no contract', '29 30 1', '');
INSERT INTO wanted VALUES (215, 'a contract of nobody', 'unknown employee', '30 1'), (216, 'a timesheet of nobody', 'unknown employee', '1'), (216, 'and without a contract', 'timesheet without a contract', '1');
INSERT INTO contract (employee_id, first_day) VALUES (215, '2016-06-30');
INSERT INTO timesheet (employee_id, month) VALUES (216, '2016-07-01');
CALL life(217, 'more hours than the post', 'more than the post', '30 1', '2016-06-30..');
UPDATE contract SET weekly_hours = 37.01 WHERE employee_id = 217;
CALL life(218, 'a whole post of the most hours that there are');
UPDATE contract SET weekly_hours = 168, full_time_hours = 168 WHERE employee_id = 218;
CALL life(219, 'no hours', 'no weekly hours', '30 1', '2016-06-30..');
UPDATE contract SET weekly_hours = NULL WHERE employee_id = 219;
CALL life(220, 'casual, so without hours');
UPDATE contract SET kind = 'casual', weekly_hours = NULL, full_time_salary = 20000 WHERE employee_id = 220;
CALL life(221, 'no salary', 'no salary', '29 30', '2014-01-01..2016-06-30');
UPDATE contract SET kind = 'casual', weekly_hours = NULL WHERE employee_id = 221;
CALL life(222, 'no salary, from the day on', 'no salary', '30 1', '2016-06-30..');
UPDATE contract SET kind = 'casual', weekly_hours = NULL WHERE employee_id = 222;
CALL life(223, 'a salary of nothing');
UPDATE contract SET kind = 'casual', weekly_hours = NULL, full_time_salary = 0 WHERE employee_id = 223;
-- annualised and term-time, each with its timesheets
CREATE PROCEDURE sheets(id bigint, first date, last date) LANGUAGE sql AS $$
INSERT INTO timesheet (employee_id, month, hours_worked) SELECT id, m, 140 FROM generate_series(first, last, interval '1 month') AS m
$$;
CALL life(231, 'annualised without leave', 'leave is not known', '29 30', '2016-04-01..2016-06-30');
UPDATE contract SET kind = 'annualised hours', annual_hours = 1900, full_time_salary = 20000 WHERE employee_id = 231;
CALL sheets(231, '2016-04-01', '2016-06-01');
CALL life(232, 'annualised without leave, from the day on', 'leave is not known', '30 1', '2016-06-30..');
UPDATE contract SET kind = 'annualised hours', annual_hours = 1900, full_time_salary = 20000 WHERE employee_id = 232;
CALL sheets(232, '2016-06-01', '2016-06-01');
CALL life(233, 'term-time without weeks', 'term-time without weeks', '29 30', '2016-06-01..2016-06-30');
CALL life(234, 'term-time without weeks, from the day on', 'term-time without weeks', '30 1', '2016-06-30..');
UPDATE contract SET kind = 'term-time', weekly_hours = 20, full_time_salary = 20000, working_time = '{[2016-06-01,2016-07-20)}' WHERE employee_id IN (233, 234);
CALL sheets(233, '2016-06-01', '2016-06-01');
CALL sheets(234, '2016-06-01', '2016-06-01');
CALL life(276, 'term-time with hours of the year', 'term-time without weeks', '29 30', '2016-06-01..2016-06-30');
CALL life(277, 'term-time with leave of the year', 'term-time without weeks', '29 30', '2016-06-01..2016-06-30');
CALL life(278, 'term-time with both', NULL, NULL, '2016-06-01..2016-06-30');
UPDATE contract SET kind = 'term-time', weekly_hours = 20, full_time_salary = 20000, annual_hours = CASE WHEN employee_id <> 277 THEN 900 END,
	leave_hours = CASE WHEN employee_id <> 276 THEN 120 END WHERE employee_id IN (276, 277, 278);
CALL sheets(276, '2016-06-01', '2016-06-01');
CALL sheets(277, '2016-06-01', '2016-06-01');
CALL sheets(278, '2016-06-01', '2016-06-01');
-- 30 June less 60 days is 1 May: terms that ended on 29 April, upper bound the 30th, are over by then
CALL life(235, 'terms that ended 62 days ago', 'working time has run out', '30 1', '2016-04-01..');
CALL life(236, 'until the contract ended', 'working time has run out', '30', '2016-04-01..2016-06-30');
UPDATE contract SET kind = 'term-time', weekly_hours = 20, full_time_salary = 20000, weeks_at_work = 39, working_time = '{[2016-04-01,2016-04-30)}' WHERE employee_id IN (235, 236);
CALL sheets(235, '2016-04-01', '2016-06-01');
CALL sheets(236, '2016-04-01', '2016-06-01');
CALL life(237, 'no calendar', 'no calendar', '30 1', '2016-06-30..');
UPDATE contract SET calendar = NULL WHERE employee_id = 237;
-- the year from the 30th on reaches the first day worked, 30 June 2017
CALL life(238, 'no working day for a year', 'no working day', '29');
UPDATE contract SET calendar = 'weekdays; closed=2014-01-01..2017-06-29' WHERE employee_id = 238;
CALL life(239, 'no working day from the day on', 'no working day', '30 1', '2016-06-30..');
UPDATE contract SET calendar = 'weekdays; closed=2016-06-30..2018-06-29' WHERE employee_id = 239;
CALL life(240, 'hours enough to share a post with the next', 'job share above the post', '29 30', '2014-01-01..2016-06-30');
CALL life(241, 'until that one leaves', 'job share above the post', '29 30');
CALL life(242, 'hours enough from the day on', 'job share above the post', '30 1', '2016-06-30..');
CALL life(243, 'from then on', 'job share above the post', '30 1');
CALL life(244, 'together the whole post');
CALL life(245, 'together the whole post');
UPDATE contract SET kind = 'job share', post = 'p' || employee_id / 2, weekly_hours = 18.5 + (employee_id IN (240, 242))::integer * 0.01 WHERE employee_id BETWEEN 240 AND 245;
-- what the other partner leaves of 37 hours: 18.5 x 52.143 / 12 = 80.387 in a month, in the months of twelve
CALL life(246, 'cover of the whole other half');
CALL life(247, 'cover above it', 'cover above the vacancy', '29 30 1');
CALL life(248, 'cover above it, a year ago', 'cover above the vacancy', '29 30');
CALL life(249, 'cover above it, this month', 'cover above the vacancy', '1');
UPDATE contract SET kind = 'job share', post = 'q' || employee_id, weekly_hours = 18.5 WHERE employee_id BETWEEN 246 AND 249;
INSERT INTO timesheet (employee_id, post, month, extra_hours) VALUES (246, 'q246', '2016-05-01', 80.38), (247, 'q247', '2016-05-01', 80.39), (248, 'q248', '2015-07-01', 81), (249, 'q249', '2016-07-01', 81);
-- the months from June 2015 to May 2016; on 1 July, from July 2015 to June 2016
CALL life(251, 'one day in May', 'timesheet missing', '29 30 1', '2016-05-31..2016-05-31');
CALL life(252, 'one day in June 2015', 'timesheet missing', '29 30', '2015-06-01..2015-06-01');
CALL life(253, 'one day in June 2016', 'timesheet missing', '1', '2016-06-30..2016-06-30');
CALL life(254, 'one day in May 2015', contract => '2015-05-31..2015-05-31');
CALL life(255, 'one day in May 2016, and a timesheet', contract => '2016-05-31..2016-05-31');
CALL sheets(255, '2016-05-01', '2016-05-01');
CALL life(256, 'other terms from the last day of May on, and a timesheet for those', contract => '2016-05-02..2016-05-30');
INSERT INTO contract (employee_id, first_day) VALUES (256, '2016-05-31');
CALL sheets(256, '2016-05-01', '2016-06-01');
UPDATE contract SET kind = 'annualised hours', annual_hours = 1900, leave_hours = 300, full_time_salary = 20000 WHERE employee_id BETWEEN 251 AND 256;
CALL life(261, 'a timesheet of the month after', 'timesheet without a contract', '29 30 1', '2014-01-01..2016-05-31');
CALL life(262, 'of the month of the last day', contract => '2014-01-01..2016-06-01');
CALL life(263, 'of the month before', 'timesheet without a contract', '29 30 1', '2016-07-01..');
CALL life(264, 'of the month of the first day', contract => '2016-06-30..');
INSERT INTO timesheet (employee_id, month) SELECT n, '2016-06-01' FROM generate_series(261, 264) AS n;
CALL life(265, 'of another post', 'timesheet without a contract', '1');
INSERT INTO timesheet (employee_id, post, month) VALUES (265, '9', '2016-07-01');
CALL life(266, 'all the hours of a month, and back');
CALL life(267, 'more', 'impossible number', '29 30 1');
CALL life(268, 'a month by its second day', 'impossible number', '29 30 1');
INSERT INTO timesheet (employee_id, month, hours_worked, leave_taken, extra_hours) VALUES (266, '2016-05-01', 744, 744, 744), (266, '2016-06-01', 0, 0, -744),
	(267, '2016-01-01', 744.01, 0, 0), (267, '2016-02-01', -0.01, 0, 0), (267, '2016-03-01', 0, 744.01, 0), (267, '2016-04-01', 0, -0.01, 0),
	(267, '2016-05-01', 0, 0, 744.01), (267, '2016-06-01', 0, 0, -744.01), (268, '2016-05-02', 0, 0, 0);
CALL life(269, 'casual in all of June, hours entered as worked', 'casual hours are not paid', '29 30 1', '2016-06-01..2016-06-30');
CALL life(270, 'but for the last day', contract => '2016-06-01..2016-06-29');
CALL life(271, 'but for the first day', contract => '2016-06-02..');
CALL life(272, 'no hours');
UPDATE contract SET kind = 'casual', weekly_hours = NULL, full_time_salary = 20000 WHERE employee_id BETWEEN 269 AND 272;
INSERT INTO timesheet (employee_id, month, hours_worked) SELECT n, '2016-06-01', CASE WHEN n < 272 THEN 10 ELSE 0 END FROM generate_series(269, 272) AS n;
-- 5.6 weeks of 37 hours are 207.2
CALL life(273, 'leave of 5.6 weeks', contract => '2016-06-01..2016-06-30');
CALL life(274, 'a hundredth of an hour less', 'leave below 5.6 weeks', '29 30', '2016-06-01..2016-06-30');
CALL life(275, 'that, from the day on', 'leave below 5.6 weeks', '30 1', '2016-06-30..');
UPDATE contract SET kind = 'annualised hours', annual_hours = 37 * 52.143, leave_hours = 207.2 - (employee_id > 273)::integer * 0.01, full_time_salary = 20000 WHERE employee_id BETWEEN 273 AND 275;
INSERT INTO timesheet (employee_id, month) SELECT n, '2016-06-01' FROM generate_series(273, 275) AS n;
-- each number at its least and most, and a hundredth beyond
CREATE TABLE bounds (n integer, name text, least numeric, most numeric);
INSERT INTO bounds VALUES (1, 'full_time_hours', 0.01, 168), (2, 'full_time_salary', 0, 1000000000), (3, 'annual_hours', 0.01, 8784), (4, 'leave_hours', 0, 8784), (5, 'weeks_at_work', 0.01, 53),
	(6, 'wte_weeks', 0.01, 53), (7, 'wte_leave_weeks', 0, 53), (8, 'least_weekly_hours', 0, 168), (9, 'most_weekly_hours', 0, 168), (10, 'weekly_hours', 0.01, 168);
DO $$
DECLARE b record; v record; id bigint;
BEGIN
	FOR b IN TABLE bounds ORDER BY n LOOP
		FOR v IN SELECT * FROM (VALUES (0, b.least, false), (1, b.most, false), (2, b.least - 0.01, true), (3, b.most + 0.01, true), (4, 'NaN', true)) AS x(n, value, is_bad) LOOP
			id := 1000 + b.n * 10 + v.n;
			IF v.is_bad THEN
				CALL life(id, format('%s %s', b.name, v.value), 'impossible number', '30 1', '2016-06-30..');
			ELSE
				CALL life(id, 'at its limit');
			END IF;
			UPDATE contract SET full_time_hours = 168, weekly_hours = 0.01 WHERE employee_id = id;
			EXECUTE format('UPDATE contract SET %I = %L WHERE employee_id = %s', b.name, v.value, id);
		END LOOP;
	END LOOP;
END $$;
INSERT INTO wanted VALUES (1012, 'above a post of no hours', 'more than the post', '30 1'), (1040, 'no leave at all', 'leave below 5.6 weeks', '29 30 1');

-- policies, decisions and cases
CALL life(301, 'a warning of no stage', 'unknown policy', '30 1');
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (301, 'unheard of', 1, '2016-06-30', 100);
INSERT INTO wanted VALUES (302, 'a warning of nobody', 'unknown employee', '30 1'), (303, 'a case of nobody', 'unknown employee', '30 1'), (303, 'under no procedure', 'unknown procedure', '30 1'), (0, 'a case without a number of whom', 'unknown employee', '30 1');
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (302, 'Bradford 2016', 1, '2016-06-30', 160);
ALTER TABLE hr_case DROP CONSTRAINT hr_case_pkey, ALTER employee_id DROP NOT NULL;
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (303, 303, 'unheard of', '2016-06-30'), (304, NULL, 'grievance 2016', '2016-06-30');
CALL life(305, 'the first possible day, and the last');
CALL life(306, 'the day before', 'impossible dates', '29 30 1');
CALL life(307, 'the day after', 'impossible dates', '29 30 1');
INSERT INTO occupational_health_report (employee_id, referred_on) VALUES (305, '1900-01-01'), (305, '2099-12-31'), (306, '1899-12-31'), (307, '2100-01-01');
CALL life(308, 'a score of 0, and the greatest');
CALL life(309, 'a score below 0', 'impossible number', '30 1');
CALL life(310, 'a score above the greatest', 'impossible number', '30 1');
CALL life(311, 'no score', 'warning without a score', '30 1');
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (308, 'Bradford 2016', 1, '2016-06-29', 0), (308, 'Bradford 2016', 1, '2016-06-30', 1000000000),
	(309, 'Bradford 2016', 1, '2016-06-30', -0.01), (310, 'Bradford 2016', 1, '2016-06-30', 1000000000.01), (311, 'Bradford 2016', 1, '2016-06-30', NULL);
CALL life(312, 'stage 2 first', 'warning out of order', '30 1');
INSERT INTO warning (employee_id, policy, stage, issued_on, score) VALUES (312, 'Bradford 2016', 2, '2016-06-30', 500);
CALL life(313, 'an event that no step knows', 'unknown event', '30 1');
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on) VALUES (313, 313, 'grievance 2016', '2016-06-30');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (313, 313, 'chat', '2016-06-30'), (313, 313, 'formal_received', '2016-06-30');
CALL life(314, 'an event of a case of somebody else', 'unknown case', '30 1');
INSERT INTO case_event (employee_id, case_id, event, happened_on) VALUES (314, 313, 'formal_received', '2016-06-30');

-- managers: 322 > 323 > 324 > 322, with 325 under them and 326 under 325; 327 and 328 manage each other; 329 is their own manager
CALL life(320, 'a manager of a number that nobody has', 'unknown manager', '29 30 1');
CALL life(321, 'managed by the one before');
CALL life(322, 'managed by the next', 'managed in a circle', '29 30 1');
CALL life(323, 'managed by the next', 'managed in a circle', '29 30 1');
CALL life(324, 'managed by the first', 'managed in a circle', '29 30 1');
CALL life(325, 'below a circle');
CALL life(326, 'further below');
CALL life(327, 'managed by the next', 'managed in a circle', '29 30 1');
CALL life(328, 'managed by the one before', 'managed in a circle', '29 30 1');
CALL life(329, 'managed by themselves', 'managed in a circle', '29 30 1');
UPDATE employee e SET manager_id = m.manager_id
FROM  (VALUES (320, 399), (321, 320), (322, 323), (323, 324), (324, 322), (325, 324), (326, 325), (327, 328), (328, 327), (329, 329)) AS m(employee_id, manager_id) WHERE m.employee_id = e.employee_id;

CREATE VIEW found AS
SELECT employee_id, finding, string_agg(day, ' ' ORDER BY n) AS shown
FROM  (SELECT DISTINCT COALESCE(r.employee_id, 0) AS employee_id, r.finding, d.n, d.day
	   FROM   (VALUES (1, '29', date '2016-06-29'), (2, '30', '2016-06-30'), (3, '1', '2016-07-01')) AS d(n, day, as_of), data_quality_report(d.as_of) AS r
	   WHERE  r.finding NOT IN ('no policy in force', 'several policies in force')) AS x
GROUP  BY employee_id, finding;
\pset format unaligned
SELECT f.finding, count(*) AS lives, string_agg(f.employee_id || ': ' || f.shown, ', ' ORDER BY f.employee_id) AS shown
FROM   found AS f GROUP BY f.finding ORDER BY f.finding COLLATE "C";
\echo other than wanted
SELECT w.why, employee_id, finding, w.shown AS wanted, f.shown
FROM   wanted AS w FULL JOIN found AS f USING (employee_id, finding)
WHERE  w.shown IS DISTINCT FROM f.shown
ORDER  BY 2, 3;
\echo what the lack of weeks leaves unknown, as the terms have it too
SELECT r.employee_id, r.what_to_do, k.annual_hours IS NULL AS no_hours, k.annual_salary IS NULL AS no_pay, k.leave_hours IS NULL AS no_leave
FROM   data_quality_report('2016-06-30') r JOIN contract_terms k USING (employee_id) WHERE r.finding = 'term-time without weeks' ORDER BY 1;
\echo what is told of each, on 1 July
SELECT employee_id, record, day, detail, rule_ids FROM data_quality_report('2016-07-01')
WHERE  employee_id < 1000 AND finding <> 'unknown employee' ORDER BY employee_id, finding COLLATE "C", record COLLATE "C", detail COLLATE "C";
\echo terms of a policy: at its limit a term is known; beyond it policy_terms does not know it, and the finding says so where there is one
CREATE TABLE terms (n integer, name text, what text, value text, is_good boolean);
INSERT INTO terms SELECT row_number() OVER (), x.* FROM (VALUES
	('trigger_score', 'triggers', '0.01', true), ('trigger_score', 'triggers', '1000000000', true), ('trigger_score', 'triggers', '0', false), ('trigger_score', 'triggers', '1000000000.01', false),
	('trigger_occasions', 'occasion_triggers', '1', true), ('trigger_occasions', 'occasion_triggers', '0', false),
	('trigger_days', 'day_triggers', '0.5', true), ('trigger_days', 'day_triggers', '1000000', true), ('trigger_days', 'day_triggers', '0', false), ('trigger_days', 'day_triggers', '1000000.5', false),
	('least_rise', 'rises', '0', true), ('least_rise', 'rises', '1000000000', true), ('least_rise', 'rises', '-0.01', false), ('least_rise', 'rises', '1000000000.01', false),
	('report_age', 'report_ages', '00:00:00', true), ('report_age', 'report_ages', '100 years', true), ('report_age', 'report_ages', '-1 days', false), ('report_age', 'report_ages', '100 years 1 day', false),
	('meeting_within', 'meetings_within', '0', true), ('meeting_within', 'meetings_within', '366', true), ('meeting_within', 'meetings_within', '-1', false), ('meeting_within', 'meetings_within', '367', false),
	('notice', 'notices', '0', true), ('notice', 'notices', '366', true), ('notice', 'notices', '-1', false), ('notice', 'notices', '367', false),
	('review_notice', 'review_notices', '0', true), ('review_notice', 'review_notices', '366', true), ('review_notice', 'review_notices', '-1', false), ('review_notice', 'review_notices', '367', false),
	('appeal_within', 'appeals_within', '0', true), ('appeal_within', 'appeals_within', '366', true), ('appeal_within', 'appeals_within', '-1', false), ('appeal_within', 'appeals_within', '367', false),
	('notice_unit', 'notice_units', 'hours', true), ('notice_unit', 'notice_units', 'weeks', false), ('review_notice_unit', 'review_notice_units', 'working days', true), ('review_notice_unit', 'review_notice_units', 'weeks', false),
	('warning_life', NULL, '1 day', true), ('warning_life', NULL, '100 years', true), ('warning_life', NULL, '0', false), ('warning_life', NULL, '100 years 1 day', false),
	('repeat_within', 'repeat_within', '1 day', true), ('repeat_within', 'repeat_within', '100 years', true), ('repeat_within', 'repeat_within', '0', false), ('repeat_within', 'repeat_within', '100 years 1 day', false),
	('repeat_warnings', 'repeat_warnings', '1', true), ('repeat_warnings', 'repeat_warnings', '1000', true), ('repeat_warnings', 'repeat_warnings', '0', false), ('repeat_warnings', 'repeat_warnings', '1001', false),
	('long_term', 'long_term', '1 day', true), ('long_term', 'long_term', '10 years', true), ('long_term', 'long_term', '0', false), ('long_term', 'long_term', '10 years 1 day', false),
	('target_days', 'target_days', '0', true), ('target_days', 'target_days', '366', true), ('target_days', 'target_days', '-0.5', false), ('target_days', 'target_days', '366.5', false),
	('least_group', NULL, '2', true), ('least_group', NULL, '1000', true), ('least_group', NULL, '1', false), ('least_group', NULL, '1001', false)) AS x;
INSERT INTO attendance_policy (policy) SELECT 'terms ' || n FROM terms;
INSERT INTO policy_stage (policy, stage, title, trigger_score, warning_life, repeat_warnings, repeat_within) SELECT 'terms ' || n, 1, 'x', 100, '6 months', 2, '2 years' FROM terms;
DO $$
DECLARE t record;
BEGIN
	FOR t IN TABLE terms LOOP
		EXECUTE format('UPDATE %s SET %I = %L WHERE policy = %L', CASE WHEN t.name IN ('long_term', 'target_days', 'least_group') THEN 'attendance_policy' ELSE 'policy_stage' END, t.name, t.value, 'terms ' || t.n);
	END LOOP;
END $$;
SELECT t.name, t.value, t.is_good, translate(to_jsonb(p) ->> t.what, '[]', '') AS known_as,
	   (SELECT string_agg(f.detail, ', ') FROM data_quality_report('2016-07-01') f WHERE f.record IN ('policy_stage 1 of "terms ' || t.n || '"', 'attendance_policy "terms ' || t.n || '"')) AS told
FROM   terms t JOIN policy_terms p ON p.policy = 'terms ' || t.n ORDER BY t.n;
\echo a stage that is missing keeps its place, and those that repeat are the first that say so
INSERT INTO attendance_policy (policy) VALUES ('with gaps');
INSERT INTO policy_stage (policy, stage, title, trigger_score, warning_life, repeat_warnings, repeat_within, trigger_occasions) VALUES
	('with gaps', 9, 'nine', 900, '9 months', 9, '9 years', NULL), ('with gaps', 4, 'four', 400, '6 months', 4, '4 years', 7), ('with gaps', 2, 'two', 200, '6 months', 0, '1 year', NULL),
	('with gaps', 3, 'three', 300, '6 months', 3, '3 years', NULL), ('with gaps', 10, 'ten', 1000, '6 months', NULL, NULL, NULL), ('with gaps', 0, 'none', 1, '6 months', NULL, NULL, NULL);
SELECT titles, triggers, occasion_triggers, by_score, repeat_stage, repeat_warnings, repeat_within FROM policy_terms WHERE policy = 'with gaps';
\echo everybody above whom everybody is: by the report, and by 300 steps up from each; managers at random, and none for 1 in 50, outside of 1 in 50
CREATE VIEW in_circles AS SELECT employee_id, detail FROM data_quality_report('2016-07-01') WHERE finding = 'managed in a circle';
CREATE VIEW steps AS
WITH RECURSIVE up(who, n, manager) AS (
	SELECT employee_id, 1, manager_id FROM employee
	UNION ALL
	SELECT u.who, u.n + 1, e.manager_id FROM up u JOIN employee e ON e.employee_id = u.manager WHERE u.n < 300)
SELECT DISTINCT who FROM up WHERE manager = who;
TRUNCATE employee;
SELECT setseed(0.5);
CREATE TABLE told (circles integer, people bigint, differ bigint, ways_end_where_they_begin boolean);
CREATE TABLE reported AS TABLE in_circles WITH NO DATA;
DO $$
BEGIN
	FOR i IN 1 .. 40 LOOP
		TRUNCATE employee, reported;
		INSERT INTO employee (employee_id, service_area, manager_id) SELECT n, 'A', CASE WHEN random() < 0.02 THEN NULL WHEN random() < 0.02 THEN 1000 ELSE 1 + floor(random() * 300) END FROM generate_series(1, 300) AS n;
		INSERT INTO reported TABLE in_circles;
		INSERT INTO told SELECT i, (SELECT count(*) FROM reported), (SELECT count(*) FROM reported c FULL JOIN steps s ON s.who = c.employee_id WHERE c.employee_id IS NULL OR s.who IS NULL),
			   (SELECT bool_and(detail ~ format('^%s > (\d+ > )*(%1$s|...)$', employee_id)) FROM reported);
	END LOOP;
END $$;
SELECT count(*) FILTER (WHERE people > 0) > 20 AS with_circles, sum(people) > 200 AS people, sum(differ) AS differ, bool_and(ways_end_where_they_begin) AS ways FROM told;
\echo of a long circle not all is told of each; rows that repeat a number, or lack it, stop nothing
TRUNCATE employee;
ALTER TABLE employee DROP CONSTRAINT employee_pkey, ALTER employee_id DROP NOT NULL;
INSERT INTO employee (employee_id, service_area, manager_id) SELECT n, 'A', CASE n WHEN 21 THEN 1 WHEN 41 THEN 22 ELSE n + 1 END FROM generate_series(1, 41) AS n;
INSERT INTO employee (employee_id, service_area, manager_id) SELECT n, 'A', CASE n WHEN 100 THEN 1 ELSE n - 1 END FROM generate_series(100, 500) AS n;
INSERT INTO employee (employee_id, service_area, manager_id) VALUES (NULL, 'A', NULL), (NULL, 'A', 3001), (3001, 'A', 3002), (3002, 'A', 3001), (3002, 'A', 3001), (3002, 'A', NULL);
SELECT count(DISTINCT employee_id) AS people, count(DISTINCT employee_id) FILTER (WHERE detail LIKE '%...') AS cut FROM in_circles;
SELECT DISTINCT * FROM in_circles WHERE employee_id IN (1, 22, 3001, 3002) ORDER BY 1;
RESET search_path;
DROP SCHEMA findings_test CASCADE;
