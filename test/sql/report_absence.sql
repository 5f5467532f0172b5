-- The absence reports: short lives told in rows, with the reports on several days beside what was worked out by
-- hand. Bank holidays that matter here: 25 and 28 March, 2 and 30 May, 29 August 2016.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
CALL bradford.create_tables('absence_test');
CALL bradford.create_reports('absence_test');
SET search_path = absence_test;

INSERT INTO employee (employee_id, service_area)
SELECT n, CASE WHEN n < 10 THEN 'Waste' ELSE 'Leisure' END FROM generate_series(1, 16) AS n;
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, calendar) VALUES
	(1, '2014-03-01', NULL, 'full-time', 37, 'england-and-wales'),
	(2, '2014-03-01', NULL, 'part-time', 22.2, 'england-and-wales; week=Mon-Wed'),
	(3, '2014-03-01', '2016-06-30', 'full-time', 37, 'england-and-wales'),
	(3, '2016-07-01', NULL, 'part-time', 22.2, 'england-and-wales; week=Mon-Wed'),
	(4, '2014-03-01', '2016-09-16', 'full-time', 37, 'england-and-wales'),
	(10, '2014-03-01', NULL, 'part-time', 22.2, 'england-and-wales; week=Mon-Wed'),
	(13, '2014-03-01', NULL, 'part-time', 22.2, 'england-and-wales');
INSERT INTO contract (employee_id, first_day)
SELECT n, '2014-03-01' FROM generate_series(5, 16) AS n WHERE n NOT IN (10, 13);

\echo AB-8, DL-27: the discussion is due on the first day back, within 5 working days of it at the latest
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES
	(101, 1, '2016-03-23', '2016-03-24'),	-- before Easter
	(102, 2, '2016-05-23', '2016-05-25'),	-- Monday to Wednesday only, back after the bank holiday
	(103, 3, '2016-06-29', '2016-06-30'),	-- back under another pattern
	(104, 4, '2016-09-12', '2016-09-16'),	-- never back
	(105, 1, '2016-09-05', '2016-09-07'),	-- goes on in the next record
	(106, 1, '2016-09-08', NULL);
PREPARE discussions(date) AS
SELECT absence_id, returned_on, due_by, status, days_overdue, held_on, form_due_by, form_status
FROM   return_to_work_report($1) ORDER BY absence_id;
EXECUTE discussions('2016-03-24');
EXECUTE discussions('2016-03-29');
EXECUTE discussions('2016-04-05');
EXECUTE discussions('2016-04-06');
INSERT INTO return_to_work (employee_id, absence_id, held_on, score_told, form_received_on) VALUES
	(1, 101, '2016-04-07', 8, NULL),
	(2, 102, '2016-05-31', 3, '2016-06-08');
EXECUTE discussions('2016-04-06');
EXECUTE discussions('2016-06-07');
EXECUTE discussions('2016-09-16');

\echo a site that allows 3 working days changes its step
UPDATE procedure_step SET n = 3 WHERE procedure = 'attendance' AND step = 'return_discussion';
EXECUTE discussions('2016-03-29');
UPDATE procedure_step SET n = 5 WHERE procedure = 'attendance' AND step = 'return_discussion';

\echo AB-7: an absence for pregnancy in the 4 weeks before 20 June, from 23 May on, starts maternity leave
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, expected_birth_on) VALUES
	(111, 1, '2016-05-16', '2016-05-22', 'pregnancy', '2016-06-20'),	-- ends on the day before
	(112, 2, '2016-05-18', '2016-05-23', 'pregnancy', '2016-06-20'),	-- reaches into them
	(113, 3, '2016-06-06', NULL, 'pregnancy', '2016-06-20'),			-- begins within
	(114, 5, '2016-06-06', '2016-06-06', 'cold or flu', '2016-06-20'),	-- another reason
	(115, 6, '2016-05-23', '2016-05-23', 'IVF treatment', NULL);
SELECT as_of, absence_id, maternity_leave_from FROM unnest('{2016-05-22,2016-05-23,2016-06-06}'::date[]) AS as_of, return_to_work_report(as_of)
WHERE  absence_id BETWEEN 111 AND 115 ORDER BY 1, 2;
DELETE FROM absence WHERE absence_id BETWEEN 111 AND 115;

\echo AB-6: certificates
INSERT INTO absence (absence_id, employee_id, first_day, last_day, self_certified_on, reason) VALUES
	(201, 5, '2016-02-01', '2016-02-03', NULL, NULL),			-- 3 days: nothing is needed
	(202, 5, '2016-02-12', '2016-02-15', '2016-02-18', NULL),	-- 4 days over a weekend
	(203, 6, '2016-04-04', '2016-04-20', '2016-04-21', NULL),	-- day 8 is 11 April
	(204, 7, '2016-05-03', NULL, NULL, NULL),					-- a fit note from the first day
	(205, 8, '2016-06-06', '2016-06-10', '2016-06-18', NULL),	-- two records, one spell: day 8 is in the second
	(206, 8, '2016-06-11', '2016-06-17', NULL, NULL),
	(207, 8, '2016-08-01', '2016-08-20', NULL, 'pregnancy');	-- recorded apart (AB-3)
INSERT INTO fit_note (employee_id, first_day, last_day, received_on) VALUES
	(6, '2016-04-11', '2016-04-15', '2016-04-12'),	-- one day late
	(6, '2016-04-18', '2016-04-20', '2016-04-18'),	-- the weekend before it is a gap
	(7, '2016-05-03', '2016-05-16', '2016-05-05'),
	(8, '2016-06-13', '2016-06-17', NULL);			-- nobody noted when it came in
PREPARE certificates(date, bigint) AS
SELECT absence_id, spell_from, calendar_days AS days, self_certificate, self_certificate_due_by AS by, fit_note, fit_note_from, gap_days, gaps, covered_until, days_late
FROM   certificate_report($1) WHERE employee_id = $2 ORDER BY absence_id;
EXECUTE certificates('2016-02-14', 5);
EXECUTE certificates('2016-02-16', 5);
EXECUTE certificates('2016-02-17', 5);
EXECUTE certificates('2016-02-18', 5);
EXECUTE certificates('2016-04-10', 6);
EXECUTE certificates('2016-04-11', 6);
EXECUTE certificates('2016-04-13', 6);
EXECUTE certificates('2016-04-21', 6);
EXECUTE certificates('2016-05-16', 7);
EXECUTE certificates('2016-05-18', 7);
EXECUTE certificates('2016-06-20', 8);

\echo AB-10, AB-11: long-term absence
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES
	(301, 9, '2016-01-11', NULL),			-- 20 working days before 4 weeks are over
	(302, 10, '2016-01-11', '2016-02-17');	-- 3 days a week: 18 working days in 38 days
UPDATE employee SET service_from = '2010-05-15' WHERE employee_id = 10;
PREPARE long_absences(date) AS
SELECT employee_id AS who, last_day, calendar_days AS days, working_days AS wd, four_weeks_on, twenty_days_on, twelve_weeks_on, six_months_on,
	   next_due, next_due_on, phased_return_until AS phased, sick_pay, full_pay_at_most_until AS full_pay, service_months AS service
FROM   long_term_report($1) WHERE employee_id IN (9, 10) ORDER BY employee_id;
EXECUTE long_absences('2016-02-04');
EXECUTE long_absences('2016-02-05');
EXECUTE long_absences('2016-02-08');
EXECUTE long_absences('2016-02-21');
EXECUTE long_absences('2016-04-04');
EXECUTE long_absences('2016-07-10');
EXECUTE long_absences('2016-07-11');
EXECUTE long_absences('2017-01-11');

\echo AB-9, DL-29: referrals
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason) VALUES
	(401, 11, '2016-10-04', '2016-10-05', 'cold or flu'),	-- 5 absences, 6 days: 150 (BF-3)
	(402, 11, '2016-10-18', '2016-10-18', 'cold or flu'),
	(403, 11, '2016-11-01', '2016-11-01', 'cold or flu'),
	(404, 11, '2016-11-15', '2016-11-15', 'cold or flu'),
	(405, 11, '2016-11-29', '2016-11-29', 'cold or flu'),
	(406, 12, '2016-11-07', '2016-11-09', 'stress'),
	(407, 13, '2016-10-03', '2016-10-05', NULL),			-- 0.6 of full time: 90 instead of 150 (BF-5)
	(408, 13, '2016-10-17', '2016-10-19', NULL),
	(409, 13, '2016-11-07', '2016-11-10', NULL);
INSERT INTO occupational_health_report (employee_id, referred_on, reported_on) VALUES
	(12, '2016-11-10', '2016-11-25');
PREPARE referrals(date) AS
SELECT employee_id AS who, status, reasons, reason_since AS since, referred_on, reported_on, report_age_days AS age, report_good_until
FROM   referral_report($1) WHERE employee_id > 8 ORDER BY employee_id;
EXECUTE referrals('2016-02-05');
EXECUTE referrals('2016-11-09');
EXECUTE referrals('2016-11-12');
EXECUTE referrals('2016-11-28');
EXECUTE referrals('2016-11-29');
EXECUTE referrals('2017-02-25');
EXECUTE referrals('2017-02-26');
\echo a new cause after the report
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason) VALUES (410, 12, '2017-02-01', '2017-02-01', 'musculoskeletal');
EXECUTE referrals('2017-02-01');

\echo BF-17: the chance of at least k out of n, against powers worked out apart
SELECT bradford.chance_of_at_least(0, 3, 1, 5) AS certain, bradford.chance_of_at_least(4, 3, 1, 5) AS impossible,
	   round(bradford.chance_of_at_least(3, 3, 1, 5), 6) AS all_three, round(bradford.chance_of_at_least(1, 3, 1, 5), 6) AS any_of_three,
	   trim_scale(bradford.chance_of_at_least(3, 3, 5, 5)) AS always, bradford.chance_of_at_least(NULL, 3, 1, 5) AS unknown;
-- more tries than numeric can follow are refused at once
\set VERBOSITY sqlstate
SELECT bradford.chance_of_at_least(1, 2000000000, 1, 5);
\set VERBOSITY default
SELECT count(*) AS cases,
	   count(*) FILTER (WHERE abs(bradford.chance_of_at_least(k, n, a, 253)::float8 - (
			-- as a walk: the chance of every number of hits after each try
			WITH RECURSIVE walk(try, hits, p) AS (
				SELECT 0, 0, 1::float8
				UNION ALL
				SELECT q.try, q.hits, q.p FROM (
					SELECT w.try + 1 AS try, w.hits + h.hit AS hits,
						   sum(w.p * CASE h.hit WHEN 1 THEN a / 253::float8 ELSE 1 - a / 253::float8 END) OVER (PARTITION BY w.hits + h.hit) AS p,
						   row_number() OVER (PARTITION BY w.hits + h.hit) AS r
					FROM walk w, (VALUES (0), (1)) AS h(hit) WHERE w.try < n) q WHERE q.r = 1)
			SELECT COALESCE(sum(p), 0) FROM walk WHERE try = n AND hits >= k)) > 1e-12) AS differences
FROM   generate_series(0, 12, 3) AS k, generate_series(1, 12) AS n, (VALUES (0), (47), (52), (253)) AS d(a);

\echo five Mondays in six absences of a day: they may have begun at a weekend, but did not end there; three first days on any weekday; four spells from Wednesday to Friday
INSERT INTO absence (employee_id, first_day, last_day)
SELECT 14, d, d FROM unnest('{2015-11-02,2016-01-11,2016-02-22,2016-04-18,2016-06-13,2016-09-07}'::date[]) AS d;
INSERT INTO absence (employee_id, first_day, last_day)
SELECT 15, d, d + 1 FROM unnest('{2015-11-03,2016-01-13,2016-02-25}'::date[]) AS d;
INSERT INTO absence (employee_id, first_day, last_day)
SELECT 16, d, d + 2 FROM unnest('{2015-11-04,2016-01-13,2016-02-24,2016-09-28}'::date[]) AS d;
SELECT employee_id AS who, absences, first_days, last_days, pattern, times, out_of, expected, chance, chance_of_any
FROM   pattern_report('2016-10-01') WHERE employee_id > 13 ORDER BY employee_id;
-- the share of Mondays among the working days, and the chance from its powers
SELECT count(*) FILTER (WHERE extract(isodow FROM day) = 1) AS mondays, count(*) AS working_days
FROM   generate_series(date '2015-10-02', date '2016-10-01', interval '1 day') AS day
WHERE  bradford.is_working_day(day::date);
SELECT round(6 * (47 / 253.0) ^ 5 * (206 / 253.0) + (47 / 253.0) ^ 6, 6) AS five_or_six_of_six;
-- the same Mondays as first days: 47 Mondays with the days before them, of all days
SELECT w.weekday, w.first_days, w.of_first_days, round(w.first_days::numeric / w.of_first_days, 2) AS share, round(bradford.chance_of_at_least(5, 6, w.first_days, w.of_first_days), 4) AS chance
FROM   bradford.weekday_shares('[2015-10-02,2016-10-01]', 'england-and-wales') w WHERE w.weekday = 1;
UPDATE employee SET name = 'Sam Smith', manager_id = 15 WHERE employee_id = 14;
UPDATE employee SET name = 'Kim Jones' WHERE employee_id = 15;
SELECT employee_id, name, manager_id, manager_name FROM pattern_report('2016-10-01') WHERE employee_id > 13 ORDER BY employee_id;
-- somebody who works one day a week always begins there, and does not stand out; somebody who works three does, by
-- fifteen Mondays of fifteen
INSERT INTO employee (employee_id, service_area) VALUES (17, 'Leisure'), (18, 'Leisure');
INSERT INTO contract (employee_id, first_day, calendar) VALUES (17, '2014-03-01', 'weekdays; week=Mon'), (18, '2014-03-01', 'weekdays; week=Mon-Wed');
INSERT INTO absence (employee_id, first_day, last_day) SELECT e, date '2015-10-05' + 21 * n, date '2015-10-05' + 21 * n FROM unnest('{17,18}'::bigint[]) AS e, generate_series(0, 14) AS n;
SELECT employee_id, absences, pattern, times, out_of, expected, chance FROM pattern_report('2016-10-01') WHERE employee_id > 16 ORDER BY employee_id;
-- an absence that is still open has no last day yet
INSERT INTO absence (employee_id, first_day) VALUES (15, '2016-09-30');
SELECT absences, first_days, last_days, pattern FROM pattern_report('2016-10-01') WHERE employee_id = 15;

\echo two posts, on Mondays to Wednesdays and on Thursdays and Fridays: one person, one pattern, one discussion for a spell (AB-8)
INSERT INTO employee (employee_id, service_area, name, manager_id) VALUES (19, 'Posts', 'Lee Brown', 20), (20, 'Posts', 'Ann Green', NULL);
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, calendar) VALUES
	(19, 'a', '2014-01-01', 'part-time', 22.2, 'england-and-wales; week=Mon-Wed'), (19, 'b', '2014-01-01', 'part-time', 14.8, 'england-and-wales; week=Thu-Fri');
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES
	(501, 19, '2017-02-06', '2017-02-08'),	-- to Wednesday: back on Thursday, in the other post
	(502, 19, '2017-02-20', '2017-02-22'), (503, 19, '2017-02-23', '2017-02-24'),	-- each post recorded its days
	(504, 19, '2017-03-06', '2017-03-07'), (505, 19, '2017-03-06', '2017-03-07'),	-- the same days twice
	(506, 19, '2017-03-13', '2017-03-17'), (507, 19, '2017-03-15', '2017-03-16'),	-- one within the other
	(508, 19, '2017-03-31', '2017-03-31'), (509, 19, '2017-04-01', '2017-04-02'),	-- Friday, and the weekend after it
	(510, 19, '2017-05-02', '2017-06-05');	-- the 20th working day is Tuesday 30 May: 29 May is a bank holiday
SELECT absence_id, name, manager_name, returned_on, due_by, status, days_overdue FROM return_to_work_report('2017-06-30') WHERE employee_id = 19 ORDER BY absence_id;
-- talks held over the earlier record after the return, over the wrong one of two, and before the spell was over
INSERT INTO return_to_work (employee_id, absence_id, held_on, held_by) VALUES (19, 502, '2017-03-01', 'Ann'), (19, 504, '2017-03-08', 'Ann'), (19, 507, '2017-03-16', 'Ann'), (19, 508, '2017-04-12', 'Ann');
SELECT absence_id, returned_on, due_by, status, held_on, held_by, days_overdue, form_due_by FROM return_to_work_report('2017-06-30') WHERE employee_id = 19 ORDER BY absence_id;
SELECT absences, first_days, last_days FROM pattern_report('2017-06-30') WHERE employee_id = 19;
SELECT first_day, last_day, working_days, twenty_days_on, returned_on FROM long_term_report('2017-06-30') WHERE employee_id = 19;
SELECT (SELECT count(*) FROM generate_series(date '2017-05-02', date '2017-06-05', interval '1 day') d WHERE extract(isodow FROM d) < 6 AND d <> '2017-05-29') AS working_days,
	   (SELECT d::date FROM generate_series(date '2017-05-02', date '2017-06-05', interval '1 day') d WHERE extract(isodow FROM d) < 6 AND d <> '2017-05-29' ORDER BY d OFFSET 19 LIMIT 1) AS twentieth;
SELECT absence_id, spell_from, calendar_days, self_certificate_due_by FROM certificate_report('2017-06-30') WHERE employee_id = 19 ORDER BY absence_id;
SELECT twenty_days_on, reasons FROM referral_report('2017-06-30') WHERE employee_id = 19;

\echo one employee reads no whole table of absences
INSERT INTO employee (employee_id, service_area) SELECT n, 'Many' FROM generate_series(1000, 3999) AS n;
INSERT INTO contract (employee_id, first_day) SELECT n, '2014-03-01' FROM generate_series(1000, 3999) AS n;
INSERT INTO absence (absence_id, employee_id, first_day, last_day)
SELECT n * 10 + k, n, date '2016-01-04' + n % 100 + 30 * k, date '2016-01-05' + n % 100 + 30 * k FROM generate_series(1000, 3999) AS n, generate_series(1, 3) AS k;
ANALYZE employee, contract, absence, return_to_work, fit_note, occupational_health_report;
CREATE FUNCTION scans(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	RETURN COALESCE((SELECT string_agg(DISTINCT m[1], ', ') FROM regexp_matches(plan::text, '"Node Type": "Seq Scan",[^{}]*?"Relation Name": "(employee|contract|absence)"', 'g') AS m), 'none');
END $$;
SELECT report, scans(format('SELECT * FROM %I WHERE employee_id = 1234', report)) AS sequential_scans
FROM   unnest('{return_to_work_report,certificate_report,long_term_report,referral_report,pattern_report}'::text[]) AS report;
RESET search_path;
SET search_path = absence_test;
-- AB-6: a record inside another whose only day was half worked (AB-1) needs no certificate, and does not stop the report
INSERT INTO employee (employee_id, service_area) VALUES (91, 'Lives'), (92, 'Lives');
INSERT INTO contract (employee_id, first_day, last_day) VALUES (91, '2014-01-01', NULL), (92, '2014-08-31', NULL);
INSERT INTO absence (absence_id, employee_id, first_day, last_day, half_worked) VALUES (901, 91, '2018-02-12', '2018-02-26', false), (902, 91, '2018-02-21', '2018-02-21', true);
EXECUTE certificates('2018-03-31', 91);
-- AB-11: months of service are clamped to the end of a month, as months are everywhere: from 31 August to 28 February are 6
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (911, 92, '2015-02-28', NULL);
SELECT first_day, service_months FROM long_term_report('2015-04-30') WHERE employee_id = 92;
UPDATE contract SET first_day = '2014-09-01' WHERE employee_id = 92;
SELECT first_day, service_months FROM long_term_report('2015-04-30') WHERE employee_id = 92;

DROP SCHEMA absence_test CASCADE;
