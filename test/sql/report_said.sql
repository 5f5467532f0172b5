-- What the reference says of the reports, and faults found by an independent reading of the policy: each told in rows.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
CALL bradford.create_tables('said_test');
CALL bradford.create_reports('said_test');
SET search_path = said_test;
ALTER TABLE absence ALTER absence_id RESTART 1000;
INSERT INTO employee(employee_id,service_area) SELECT n,'A' FROM generate_series(1,40) n;
\echo AB-6, AB-1: a record within another, of whose only day half was worked
INSERT INTO contract(employee_id,first_day) VALUES (1,'2014-01-01'),(2,'2014-01-01');
INSERT INTO absence(absence_id,employee_id,first_day,last_day,half_worked) VALUES (1,1,'2018-02-12','2018-02-26',false),(2,1,'2018-02-21','2018-02-21',true);
SELECT absence_id, spell_from, calendar_days, fit_note, fit_note_from FROM certificate_report('2018-03-31') WHERE employee_id=1 ORDER BY 1;
\echo and others within it
INSERT INTO absence(absence_id,employee_id,first_day,last_day,half_worked) VALUES (3,1,'2018-02-15','2018-02-20',true),(4,1,'2018-02-14','2018-02-16',false);
SELECT absence_id, spell_from, calendar_days, fit_note, fit_note_from FROM certificate_report('2018-03-31') WHERE employee_id=1 ORDER BY 1;
\echo a join over a first day of which half was worked: 2 x 2 x 5 = 20 becomes 1 x 1 x 6 = 6
INSERT INTO absence(absence_id,employee_id,first_day,last_day,half_worked) VALUES (20,2,'2017-02-20','2017-02-22',false),(21,2,'2017-02-23','2017-02-25',true);
SELECT occasions, days, score FROM trigger_report('2017-03-01') WHERE employee_id=2;
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why) VALUES (2, 21, 'join', 20, 'HR', '2017-02-28', 'one illness');
SELECT occasions, days, score FROM trigger_report('2017-03-01') WHERE employee_id=2;
SELECT days, why, rules FROM score_breakdown_report('2017-03-01') WHERE employee_id=2;
\echo BF-5: 25 of 37.5 hours and a score of exactly 100: the same stage in both reports
INSERT INTO contract(employee_id,first_day,kind,weekly_hours,full_time_hours) VALUES (3,'2014-01-01','part-time',25,37.5);
-- two spells of 11 and 14 days: 2 x 2 x 25; 150 x 25 / 37.5 = 100
INSERT INTO absence(employee_id,first_day,last_day) VALUES (3,'2017-01-02','2017-01-12'),(3,'2017-02-01','2017-02-14');
SELECT score, stage_reached FROM trigger_report('2017-03-01') WHERE employee_id=3;
SELECT score, stage, status, reasons, reason_since FROM referral_report('2017-03-01') WHERE employee_id=3;
\echo DL-19: who works on Mondays only is back on 27 March; five working days of the organisation later it is 3 April
INSERT INTO contract(employee_id,first_day,kind,weekly_hours,calendar) VALUES (4,'2014-01-01','part-time',7.4,'england-and-wales; week=Mon');
INSERT INTO absence(employee_id,first_day,last_day) VALUES (4,'2017-03-06','2017-03-06'),(4,'2017-03-13','2017-03-13'),(4,'2017-03-20','2017-03-20'),(4,'2017-02-20','2017-02-20');
SELECT score, stage_due, meeting_due_by FROM trigger_report('2017-03-23') WHERE employee_id=4;
\echo AB-10: left open after a gap in contracts: long-term
INSERT INTO contract(employee_id,first_day,last_day) VALUES (5,'2012-01-01','2014-12-31'),(5,'2015-06-01',NULL);
INSERT INTO absence(employee_id,first_day,last_day) VALUES (5,'2016-04-04',NULL);
UPDATE employee SET service_area='Gap' WHERE employee_id=5;
SELECT days_lost, short_term, long_term, (SELECT count(*) FROM generate_series(date '2016-04-04', date '2017-03-31', interval '1 day') d WHERE bradford.is_working_day(d::date)) AS by_day FROM days_lost_report('2017-03-31', 1) WHERE service_area = 'Gap';
\echo half days of a record that does not count halve no day of another
INSERT INTO contract(employee_id,first_day) VALUES (6,'2014-01-01');
INSERT INTO absence(absence_id,employee_id,first_day,last_day,reason,half_days) VALUES 
 (60,6,'2017-01-02','2017-01-02',NULL,NULL),(61,6,'2017-01-09','2017-01-09',NULL,NULL),(62,6,'2017-01-16','2017-01-16',NULL,NULL),(63,6,'2017-01-23','2017-01-23',NULL,NULL),(64,6,'2017-01-30','2017-01-31',NULL,NULL),
 (65,6,'2017-01-30','2017-01-30','pregnancy','{[2017-01-30,2017-01-31)}');
SELECT occasions, days, score, stage_reached, stage_due, waiting_for FROM trigger_report('2017-03-01') WHERE employee_id=6;
\echo AB-1 with an infectious disease, without and with a fit note
INSERT INTO contract(employee_id,first_day) VALUES (7,'2014-01-01');
INSERT INTO absence(absence_id,employee_id,first_day,last_day,reason,half_worked) VALUES (70,7,'2017-01-30','2017-01-30','mumps',true),(71,7,'2017-02-06','2017-02-08','mumps',true);
SELECT days, why, rules FROM score_breakdown_report('2017-03-01') WHERE employee_id=7 ORDER BY days DESC;
INSERT INTO fit_note(employee_id,first_day,last_day,received_on) VALUES (7,'2017-01-30','2017-01-30','2017-01-30');
SELECT days, why, rules FROM score_breakdown_report('2017-03-01') WHERE employee_id=7 ORDER BY days DESC;
\echo BF-9: five absences, six days: 150. A sixth comes, the first leaves, and it is exactly 150 again: not above it
INSERT INTO contract(employee_id,first_day) VALUES (8,'2014-01-01');
INSERT INTO absence(employee_id,first_day,last_day) VALUES (8,'2015-12-01','2015-12-01'),(8,'2016-10-04','2016-10-05'),(8,'2016-10-18','2016-10-18'),(8,'2016-11-01','2016-11-01'),(8,'2016-11-15','2016-11-15'),(8,'2016-11-30','2016-11-30');
SELECT a, occasions, days, score, stage_reached, stage_due, rules, waiting_for FROM unnest('{2016-11-15,2016-11-30,2016-12-01}'::date[]) a, trigger_report(a) WHERE employee_id=8 ORDER BY 1;
INSERT INTO contract(employee_id,first_day) SELECT n,'2014-01-01' FROM generate_series(21,40) n WHERE n NOT IN (24,29);
\echo half days count one half, under the default rule too, and on a day that another record has whole
INSERT INTO absence(employee_id,first_day,last_day,half_days) VALUES (21,'2017-02-06','2017-02-08','{[2017-02-07,2017-02-08)}');
SELECT occasions, days, score FROM trigger_report('2017-03-01') WHERE employee_id = 21;
INSERT INTO absence(employee_id,first_day,last_day) VALUES (21,'2017-02-07','2017-02-07');
SELECT occasions, days, score FROM trigger_report('2017-03-01') WHERE employee_id = 21;
\echo a fit note without received_on came in on its first day
INSERT INTO absence(absence_id,employee_id,first_day,last_day,reason) VALUES (520,22,'2017-02-06','2017-02-17','mumps');
INSERT INTO fit_note(employee_id,first_day,last_day) VALUES (22,'2017-02-10','2017-02-17');
SELECT a, occasions, days FROM unnest('{2017-02-09,2017-02-10}'::date[]) a, trigger_report(a) WHERE employee_id = 22;
SELECT a, absence_id, fit_note, covered_until, days_late FROM unnest('{2017-02-09,2017-02-10,2017-02-14,2017-02-20}'::date[]) a, certificate_report(a) WHERE employee_id = 22;
\echo currently_absent: a first day of which half was worked, alone and with more to follow; pregnancy
INSERT INTO absence(absence_id,employee_id,first_day,last_day,half_worked) VALUES (530,23,'2017-02-06','2017-02-06',true),(531,25,'2017-02-06',NULL,true);
SELECT a, employee_id, currently_absent, occasions FROM unnest('{2017-02-05,2017-02-06,2017-02-07}'::date[]) a, trigger_report(a) WHERE employee_id IN (23,25) ORDER BY 2,1;
INSERT INTO absence(absence_id,employee_id,first_day,last_day,reason) VALUES (560,26,'2017-02-06',NULL,'pregnancy');
SELECT employee_id, currently_absent, occasions FROM trigger_report('2017-02-07') WHERE employee_id = 26;
\echo calendar_days run to the end of the record
INSERT INTO absence(absence_id,employee_id,first_day,last_day) VALUES (570,27,'2017-02-06','2017-02-10'),(571,27,'2017-02-11','2017-02-14');
SELECT absence_id, spell_from, calendar_days FROM certificate_report('2017-03-01') WHERE employee_id = 27 ORDER BY 1;
SELECT a, absence_id, spell_from, calendar_days FROM unnest('{2017-02-08,2017-02-12}'::date[]) a, certificate_report(a) WHERE employee_id = 27 ORDER BY 1,2;
\echo left: no contract on the day of the return, or on the day of the report while there is none
INSERT INTO contract(employee_id,first_day,last_day) VALUES (29,'2014-01-01','2017-02-10');
INSERT INTO absence(absence_id,employee_id,first_day,last_day) VALUES (590,29,'2017-02-06','2017-02-10'),(591,29,'2017-01-09','2017-01-10'),(592,29,'2017-02-01',NULL);
SELECT a, absence_id, returned_on, status FROM unnest('{2017-02-07,2017-02-10,2017-02-13,2017-03-01}'::date[]) a, return_to_work_report(a) WHERE employee_id = 29 ORDER BY 2,1;
\echo no contract at all
INSERT INTO absence(absence_id,employee_id,first_day,last_day) VALUES (595,24,'2017-02-06','2017-02-10');
SELECT absence_id, returned_on, status FROM return_to_work_report('2017-03-01') WHERE employee_id = 24;
\echo report awaited: before due, whenever the reason arose; without a reason; answered by a later report
INSERT INTO absence(employee_id,first_day,last_day,reason) VALUES (30,'2017-02-06','2017-02-06','stress'),(31,'2017-02-06','2017-02-06','stress'),(32,'2017-02-06','2017-02-06','cold or flu'),(33,'2017-02-06','2017-02-06','stress');
INSERT INTO occupational_health_report(employee_id,referred_on,reported_on) VALUES (30,'2017-01-10',NULL),(31,'2017-01-10','2017-01-20'),(32,'2017-01-10',NULL),(33,'2017-01-10',NULL),(33,'2017-01-15','2017-02-20');
SELECT employee_id, status, reasons, reason_since, referred_on, reported_on FROM referral_report('2017-03-01') WHERE employee_id IN (30,31,32,33) ORDER BY 1;
\echo one and a half posts: 1 for triggers, 1.5 in days lost
INSERT INTO contract(employee_id,post,first_day,kind,weekly_hours) VALUES (34,'b','2014-01-01','part-time',18.5);
SELECT employee_id, fte FROM counted_absence('2017-03-01') WHERE employee_id = 34;
UPDATE employee SET service_area='B' WHERE employee_id = 34;
SELECT employees, fte FROM days_lost_report('2017-03-31',1) WHERE service_area='B';
\echo a self-certificate serves the records of its spell, and those with the first day before it of which half was worked; not one of two days before
INSERT INTO employee(employee_id,service_area) VALUES (43,'A'),(44,'A'),(45,'A');
INSERT INTO contract(employee_id,first_day) VALUES (43,'2014-01-01'),(44,'2014-01-01'),(45,'2014-01-01');
INSERT INTO absence(absence_id,employee_id,first_day,last_day,half_worked,self_certified_on) VALUES (430,43,'2017-02-04','2017-02-04',false,'2017-02-04'),(431,43,'2017-02-06','2017-02-10',false,NULL),
	(440,44,'2017-02-05','2017-02-08',true,'2017-02-08'),(441,44,'2017-02-09','2017-02-10',false,NULL),(450,45,'2017-02-06','2017-02-10',false,NULL),(451,45,'2017-02-10','2017-02-12',false,'2017-02-12');
SELECT absence_id, spell_from, calendar_days, self_certificate, self_certified_on FROM certificate_report('2017-02-20') WHERE employee_id BETWEEN 43 AND 45 ORDER BY 1;
\echo whether half of the first day was worked may be left open, in a view over other tables: then it was not, in every report
ALTER TABLE absence ALTER half_worked DROP NOT NULL;
INSERT INTO employee(employee_id,service_area) VALUES (41,'no'),(42,'open');
INSERT INTO contract(employee_id,first_day,full_time_salary) VALUES (41,'2014-01-01',24000),(42,'2014-01-01',24000);
INSERT INTO absence(absence_id,employee_id,first_day,last_day,half_worked,reason)
SELECT who * 10 + n, who, f, l, CASE WHEN who = 41 THEN false END, r FROM unnest('{41,42}'::bigint[]) AS who, (VALUES (0,date '2017-01-09',date '2017-01-13',NULL),(1,'2017-01-14','2017-01-20','stress'),
	(2,'2017-02-06','2017-02-06',NULL),(3,'2017-02-07','2017-02-09','mumps'),(4,'2017-02-20',NULL,'cold or flu')) AS a(n,f,l,r);
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why)
SELECT who, who * 10 + n, 'join', who * 10 + other, 'HR', '2017-02-10', 'one illness' FROM unnest('{41,42}'::bigint[]) AS who, (VALUES (1, 0), (2, 3)) AS j(n, other);
CREATE FUNCTION said_of(report text, who bigint) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT translate((to_jsonb(r) - ''{employee_id,service_area}''::text[])::text, ''12'', ''??'') FROM %I(''2017-02-23'') r WHERE employee_id = %s', report, who);
END $$;
SELECT report, (SELECT count(*) FROM said_of(report, 41)) AS lines, (SELECT count(*) FROM (SELECT said_of(report, 41) EXCEPT SELECT said_of(report, 42)) x) AS apart
FROM   unnest('{trigger_report,score_breakdown_report,certificate_report,return_to_work_report,long_term_report,pattern_report,referral_report,pay_report,score_history_report,counted_absence}'::text[]) AS report;
SELECT service_area, days_lost FROM days_lost_report('2017-02-23', 1) WHERE service_area IN ('no', 'open') ORDER BY 1;
\echo a decision of the first day that there is, told in a time zone in which that day began before time did
BEGIN;
INSERT INTO absence_override (employee_id, absence_id, action, decided_by, decided_on, why) SELECT employee_id, min(absence_id), 'leave out', 'HR', '4714-11-24 BC', 'long ago' FROM absence WHERE employee_id IN (41, 42) AND absence_id NOT IN (SELECT absence_id FROM absence_override) GROUP BY 1;
SET LOCAL timezone = 'Asia/Kathmandu';
SELECT employee_id, why FROM score_breakdown_report('2017-02-23') WHERE why LIKE '%long ago%' ORDER BY 1;
ROLLBACK;
\echo a policy of an unknown name, as either
SELECT count(*) FROM policy_comparison_report('2017-03-01', 'Bradford 1916', 'Bradford 2016');
SELECT count(*) FROM policy_comparison_report('2017-03-01', 'Bradford 2016', 'Bradford 1916');
\echo without steps for it in the tables, the discussion and the forms are due as published: five working days
BEGIN;
CREATE TEMP TABLE due_as_published AS SELECT absence_id, due_by, form_due_by FROM return_to_work_report('2017-03-01');
SELECT n, unit, step FROM procedure_step WHERE step IN ('return_discussion', 'return_forms') ORDER BY step;
DELETE FROM procedure_step WHERE step IN ('return_discussion', 'return_forms');
SELECT count(due_by) AS discussions, (SELECT count(*) FROM (TABLE due_as_published EXCEPT SELECT absence_id, due_by, form_due_by FROM return_to_work_report('2017-03-01')) AS x) AS apart FROM due_as_published;
ROLLBACK;
\echo no policy in force
UPDATE attendance_policy SET last_day='2017-02-28' WHERE policy='Bradford 2016';
SELECT f, n FROM (VALUES (1,'trigger_report',(SELECT count(*) FROM trigger_report('2017-03-01'))),(2,'score_breakdown_report',(SELECT count(*) FROM score_breakdown_report('2017-03-01'))),(3,'trigger_event_report',(SELECT count(*) FROM trigger_event_report('2017-03-02','2017-03-31'))),(4,'policy_comparison_report',(SELECT count(*) FROM policy_comparison_report('2017-03-01'))),(5,'referral_report',(SELECT count(*) FROM referral_report('2017-03-01'))),
 (6,'return',(SELECT count(*) FROM return_to_work_report('2017-03-01'))),(7,'cert',(SELECT count(*) FROM certificate_report('2017-03-01'))),(8,'long',(SELECT count(*) FROM long_term_report('2017-03-01'))),(9,'pattern',(SELECT count(*) FROM pattern_report('2017-03-01'))),(10,'lost',(SELECT count(*) FROM days_lost_report('2017-03-01',1)))) t(i,f,n) ORDER BY i;
SELECT target, above_target FROM days_lost_report('2017-03-01',1) WHERE level='all';
INSERT INTO return_to_work (employee_id, absence_id, held_on) VALUES (29, 590, '2017-02-28');
SELECT form_due_by FROM return_to_work_report('2017-03-01') WHERE absence_id = 590;
SELECT count(*) AS of_two_policies FROM policy_comparison_report('2017-03-01','Bradford 2016','periods or days') WHERE employee_id > 20;
SELECT finding, day FROM data_quality_report('2017-03-01') WHERE finding LIKE '%policy%';
SELECT occasions, days, score FROM bradford.score_totals('{[2017-02-06,2017-02-07)}'::datemultirange, '2017-03-01', half_days => '{[2017-02-06,2017-02-07)}');
RESET search_path;
DROP SCHEMA said_test CASCADE;
