-- Working time in tables and reports: shifts, terms, leave and sickness, and breaches of the law (PAY-16)
SET datestyle = ISO;
SET timezone = 'Europe/London';
SET intervalstyle = postgres;
SET jit = off;
SET client_min_messages = warning;
CALL bradford.create_tables('time_hr');
CALL bradford.create_reports('time_hr');
SET search_path = time_hr, public;
INSERT INTO employee (employee_id, name, service_area, manager_id) SELECT n, 'Person ' || n, 'Ward 1', nullif(1, n) FROM generate_series(1, 12) n;
INSERT INTO contract (employee_id, first_day) SELECT n, '2010-01-04' FROM generate_series(1, 12) n WHERE n <> 5;

-- Shifts of so many hours on the weekdays between two days, with a break after four hours; none: not recorded.
CREATE PROCEDURE shifts(id bigint, from_day date, to_day date, begins time, length interval, rest interval DEFAULT '0:30', weekdays integer DEFAULT 5) LANGUAGE sql AS $$
INSERT INTO shift (employee_id, during, breaks)
SELECT id, tstzrange(s, s + length), CASE WHEN rest > '0' THEN tstzmultirange(tstzrange(s + '4 hours', s + '4 hours' + rest)) WHEN rest = '0' THEN '{}' END
FROM   generate_series(from_day::timestamp, to_day, '1 day') d, LATERAL (SELECT (d + begins) AT TIME ZONE 'Europe/London' AS s) x WHERE extract(isodow FROM d) <= weekdays;
$$;

-- ---------- rest and breaks ----------
-- WT-8: 08:00-20:00, and 06:59 on the next day. WT-9: 08:00-22:00, and 09:00. WT-21: 22:00 to 09:00 over the night of 29 March, ten hours that pass.
INSERT INTO shift (employee_id, during, breaks) VALUES (1, '[2026-03-02 08:00,2026-03-02 20:00)', '{[2026-03-02 12:00,2026-03-02 12:20)}'), (1, '[2026-03-03 06:59,2026-03-03 12:00)', '{}'), (1, '[2026-03-09 08:00,2026-03-09 22:00)', '{[2026-03-09 12:00,2026-03-09 12:20)}'), (1, '[2026-03-10 09:00,2026-03-10 12:00)', '{}'),
	(1, '[2026-03-28 14:00,2026-03-28 22:00)', '{[2026-03-28 18:00,2026-03-28 18:20)}'), (1, '[2026-03-29 09:00,2026-03-29 12:00)', '{}');
SELECT name, service_area, manager_id, rule, first_day, last_day, began, ended, value, allowed, off_by, final, hours, opted_out, unknown FROM working_time_report('2026-03-01', '2026-03-31', '2026-03-31') WHERE employee_id = 1 ORDER BY began;
-- On the evening of the 9th, with the roster of the next morning, the breach is shown as provisional; it is shown before the morning is rostered too, since 14
-- hours leave only ten. From the 10th on it lies before the period.
SELECT to_day, first_day, value, final FROM unnest('{2026-03-08,2026-03-09,2026-03-10}'::date[]) to_day LEFT JOIN LATERAL (SELECT * FROM working_time_report('2026-03-04', to_day, to_day) WHERE employee_id = 1) r ON true ORDER BY 1;
SELECT count(*) FROM working_time_report('2026-03-10', '2026-03-20', '2026-03-20') WHERE employee_id = 1;
-- A break that nobody recorded may have been taken: the row says so. No break at all is a breach, and so are 19 minutes; two shifts that touch are one day's
-- work.
INSERT INTO shift (employee_id, during, breaks) VALUES (2, '[2026-03-02 08:00,2026-03-02 16:00)', NULL), (2, '[2026-03-03 08:00,2026-03-03 16:00)', '{}'), (2, '[2026-03-04 08:00,2026-03-04 16:00)', '{[2026-03-04 12:00,2026-03-04 12:19)}'), (2, '[2026-03-05 08:00,2026-03-05 16:00)', '{[2026-03-05 12:00,2026-03-05 12:20)}'),
	(2, '[2026-03-06 08:00,2026-03-06 12:00)', '{}'), (2, '[2026-03-06 12:00,2026-03-06 14:01)', '{}');
SELECT rule, first_day, began::time, ended::time, value, off_by, hours, final, unknown FROM working_time_report('2026-03-01', '2026-03-31', '2026-03-31') WHERE employee_id = 2 ORDER BY began;

-- ---------- the 48 hours ---------- Section 3.2 of the notes: 50 hours a week, two weeks of them away: annual leave from Monday to Sunday, sickness from
-- Monday to Friday. Ten working days are excluded, and ten later ones replace them. Half a day, a day of flexi-leave, both without a shift, and a Saturday
-- exclude nothing, so the average is (730 + 100) / 17.
CALL shifts(3, '2025-12-29', '2026-02-15', '08:00', '10:30');
CALL shifts(3, '2026-03-02', '2026-05-08', '08:00', '10:30');
INSERT INTO time_off VALUES (3, '2026-02-16', '2026-02-22', 'annual leave', false), (3, '2026-03-05', '2026-03-05', 'annual leave', true), (3, '2026-03-06', '2026-03-06', 'flexi-leave', false), (3, '2026-03-07', '2026-03-07', 'annual leave', false);
DELETE FROM shift WHERE employee_id = 3 AND during && '[2026-03-05,2026-03-07)';
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason) VALUES (1, 3, '2026-02-23', '2026-02-27', 'cold or flu');
SELECT first_day, last_day, value, off_by, final, hours, later_hours, excluded_days, later_days, divided_by, reference_first_day, reference_last_day FROM working_time_report('2026-04-26', '2026-05-08', '2026-05-08') WHERE employee_id = 3 AND rule = 'weekly average';
-- Asked on 1 May, five of the ten later days are there: 780 / 17, no breach yet. On 8 May it is one. An absence that nobody ended excludes no day on which somebody worked: at 40 hours a week nobody is over.
SELECT to_day, value, final, later_days FROM unnest('{2026-05-01,2026-05-08}'::date[]) to_day LEFT JOIN LATERAL (SELECT * FROM working_time_report('2026-04-26', to_day, to_day) WHERE employee_id = 3 AND rule = 'weekly average') r ON true ORDER BY 1;
-- Asked of 26 April alone, the later days are there as soon as they are known: on 8 May it is certain.
SELECT as_of, first_day, last_day, value, final, later_hours, later_days FROM unnest('{2026-04-26,2026-05-07,2026-05-08}'::date[]) as_of LEFT JOIN LATERAL (SELECT * FROM working_time_report('2026-04-26', '2026-04-26', as_of) WHERE employee_id = 3 AND rule = 'weekly average') r ON true ORDER BY 1;
CALL shifts(4, '2025-12-29', '2026-09-25', '08:00', '8:30');
INSERT INTO absence (absence_id, employee_id, first_day, reason) VALUES (2, 4, '2026-01-05', 'cold or flu');
SELECT count(*) FROM working_time_report('2026-01-01', '2026-09-30', '2026-09-30') WHERE employee_id = 4 AND rule = 'weekly average';
-- WT-6: a new starter on 2 March, 50 hours a week: over from the seventh day on. With continuous service from elsewhere the starter counts as
-- employed before.
INSERT INTO contract (employee_id, first_day) VALUES (5, '2026-03-02');
CALL shifts(5, '2026-03-02', '2026-04-10', '08:00', '10:30');
SELECT first_day, last_day, value, hours, divided_by, final FROM working_time_report('2026-01-01', '2026-04-12', '2026-04-12') WHERE employee_id = 5 AND rule = 'weekly average';
UPDATE employee SET service_from = '2020-01-01' WHERE employee_id = 5;
SELECT count(*) FROM working_time_report('2026-01-01', '2026-04-12', '2026-04-12') WHERE employee_id = 5 AND rule = 'weekly average';
-- WT-18: opted out from 1 February to 31 March, with 56 hours a week in shifts of 14 hours: rows of the 48 hours before and after it, and of the daily rest all
-- the time. The 34 days worked under the opt-out need as many later ones: on 30 April they have not all come yet, so there is no certain average since.
INSERT INTO working_time_terms (employee_id, first_day, last_day, opted_out) VALUES (6, '2026-02-01', '2026-03-31', true);
CALL shifts(6, '2025-06-02', '2026-09-30', '06:00', '14:30', '0:30', 4);
SELECT to_day, first_day, last_day, value, final, hours, later_hours, excluded_days, later_days FROM unnest('{2026-04-30,2026-09-30}'::date[]) to_day, working_time_report('2026-01-01', to_day, to_day) WHERE employee_id = 6 AND rule = 'weekly average' ORDER BY 1, 2;
SELECT opted_out, count(*), min(first_day), max(first_day), min(value), max(value) FROM working_time_report('2026-01-01', '2026-04-30', '2026-04-30') WHERE employee_id = 6 AND rule = 'daily rest' GROUP BY 1 ORDER BY 3;

-- ---------- other terms ----------
-- WT-17: 17 years old, opted out, 8:01 in a day and 41 hours in a week; 18 on 4 May.
INSERT INTO working_time_terms (employee_id, first_day, opted_out, born) VALUES (7, '2026-01-01', true, '2008-05-04');
CALL shifts(7, '2026-03-02', '2026-03-05', '09:00', '8:30');
INSERT INTO shift (employee_id, during, breaks) VALUES (7, '[2026-03-06 09:00,2026-03-06 18:30)', '{[2026-03-06 13:00,2026-03-06 13:30)}'), (7, '[2026-03-09 09:00,2026-03-09 17:31)', '{[2026-03-09 13:00,2026-03-09 13:30)}'), (7, '[2026-05-04 09:00,2026-05-04 18:30)', '{[2026-05-04 13:00,2026-05-04 13:30)}');
SELECT rule, first_day, last_day, value, allowed, off_by, opted_out FROM working_time_report('2026-03-01', '2026-05-31', '2026-05-31') WHERE employee_id = 7 ORDER BY began, rule;
-- WT-13: by fortnight, seven days worked and then two days free are within the law; by week they are not. The fortnights begin with the week of the employment,
-- that of 11 January 2010: 2 March 2026 begins the 422nd.
UPDATE contract SET first_day = '2010-01-13' WHERE employee_id = 8;
CALL shifts(8, '2026-03-02', '2026-03-08', '09:00', '8:00', '0:30', 7);
INSERT INTO shift (employee_id, during, breaks) SELECT 8, tstzrange(d + '9:00', d + '17:00'), '{}' FROM unnest('{2026-03-09,2026-03-10,2026-03-13,2026-03-14,2026-03-15}'::timestamp[]) d;
SELECT rule, first_day, last_day, value, allowed FROM working_time_report('2026-03-02', '2026-03-31', '2026-03-31') WHERE employee_id = 8 AND rule LIKE '%ly rest' AND rule <> 'daily rest';
INSERT INTO working_time_terms (employee_id, first_day, weekly_rest_by) VALUES (8, '2026-01-01', 'fortnight');
SELECT rule, first_day, last_day, value, allowed FROM working_time_report('2026-03-02', '2026-03-31', '2026-03-31') WHERE employee_id = 8 AND rule LIKE '%ly rest' AND rule <> 'daily rest';
-- Rests of 35:00 and 23:59 are a minute short.
DELETE FROM shift WHERE employee_id = 8 AND during @> timestamptz '2026-03-14 12:00';
INSERT INTO shift (employee_id, during, breaks) VALUES (8, '[2026-03-11 16:59,2026-03-11 22:00)', '{}'), (8, '[2026-03-14 00:00,2026-03-14 12:00)', '{[2026-03-14 04:00,2026-03-14 05:00)}');
SELECT rule, first_day, last_day, value, allowed, (first_day - date '2010-01-11') / 14.0 AS fortnights_before FROM working_time_report('2026-03-02', '2026-03-31', '2026-03-31') WHERE employee_id = 8 AND rule LIKE '%ly rest' AND rule <> 'daily rest';
-- WT-4: nights of 12 hours, four a week: 8.0 on average, within; with special hazards, each of them is four hours too long. The records show who works at
-- night; for others there is no limit.
CALL shifts(9, '2025-06-02', '2026-05-08', '19:00', '12:30', '0:30', 4);
SELECT count(*) FROM working_time_report('2026-03-02', '2026-03-31', '2026-03-31') WHERE employee_id = 9 AND rule LIKE 'night%';
INSERT INTO shift (employee_id, during, breaks) VALUES (9, '[2026-02-07 12:00,2026-02-07 13:00)', '{}');
SELECT rule, first_day, last_day, value, allowed, hours, divided_by, night_weeks FROM working_time_report('2026-03-02', '2026-03-31', '2026-03-31') WHERE employee_id = 9 AND rule LIKE 'night%';
INSERT INTO working_time_terms (employee_id, first_day, last_day, night_worker) VALUES (9, '2026-03-02', '2026-03-15', false);
INSERT INTO working_time_terms (employee_id, first_day, night_absolute) VALUES (9, '2026-03-16', true);
SELECT rule, first_day, last_day, value, allowed, off_by FROM working_time_report('2026-03-02', '2026-03-22', '2026-03-22') WHERE employee_id = 9 AND rule LIKE 'night%' ORDER BY began;
-- A reference period of 26 weeks holds the quiet weeks before: 17 weeks of 50 hours after nine of 20 are 1030 / 26.
CALL shifts(10, '2025-10-27', '2025-12-28', '09:00', '4:00', '0:00');
CALL shifts(10, '2025-12-29', '2026-04-26', '08:00', '10:30');
SELECT reference_weeks, value, hours, divided_by FROM (VALUES (17), (26)) AS w(reference_weeks) LEFT JOIN LATERAL (SELECT * FROM working_time_report('2026-04-26', '2026-04-26', '2026-04-26') WHERE employee_id = 10 AND rule = 'weekly average') r ON w.reference_weeks = 17;
INSERT INTO working_time_terms (employee_id, first_day, reference_weeks) VALUES (10, '2026-01-01', 26);
SELECT count(*) FROM working_time_report('2026-04-26', '2026-04-26', '2026-04-26') WHERE employee_id = 10 AND rule = 'weekly average';

-- ---------- against the function ---------- For people under the ordinary law who were never away,
-- the report says what the function says of their shifts.
CREATE TEMP TABLE reported AS SELECT employee_id, rule, began, ended, value, allowed, off_by, hours, divided_by FROM working_time_report('2026-01-01', '2026-05-08', '2026-05-08') WHERE employee_id IN (1, 2);
CREATE TEMP TABLE counted AS
	SELECT employee_id, b.rule, lower(b.breach)::timestamp, upper(b.breach)::timestamp, b.value, b.allowed, b.off_by, b.hours, b.divided_by
	FROM  (SELECT employee_id, range_agg(tstzmultirange(during) - coalesce(breaks, '{}')) AS worked FROM shift WHERE employee_id IN (1, 2) GROUP BY 1) s, bradford.working_time_breaches(worked, '[2026-01-01,2026-05-09)', as_of => '2026-05-09') b;
SELECT count(*) AS rows, (SELECT count(*) FROM (TABLE reported EXCEPT ALL TABLE counted) x) + (SELECT count(*) FROM (TABLE counted EXCEPT ALL TABLE reported) x) AS differ FROM reported;
SELECT count(*) FROM working_time_report WHERE employee_id = 1;

-- ---------- from one period to the next ---------- 08:00-14:00 from Monday 30 March to Sunday 5 April, and 20:00-10:30 over the last night of April. At the
-- end of each month there is no breach yet: the week may still have rest, and the night may be short. Known up to the end of May, the week has rests of 18
-- hours and belongs to March, the night leaves 9:30 and belongs to April. No row is lost or repeated.
INSERT INTO employee (employee_id, name, service_area) VALUES (13, 'Person 13', 'Ward 2'), (14, 'Person 14', 'Ward 2'), (15, 'Person 15', 'Ward 2');
INSERT INTO contract (employee_id, first_day) VALUES (13, '2010-01-04'), (14, '2010-01-04'), (15, '2010-01-04');
INSERT INTO shift (employee_id, during, breaks) SELECT 13, tstzrange(d + '8:00', d + '14:00'), '{}' FROM generate_series(timestamp '2026-03-30', '2026-04-05', '1 day') d;
INSERT INTO shift (employee_id, during, breaks) VALUES (13, '[2026-04-30 20:00,2026-05-01 10:30)', '{}');
SELECT m AS from_day, rule, began, ended, value, off_by, hours, final FROM generate_series(timestamp '2026-03-01', '2026-05-01', '1 month') m CROSS JOIN LATERAL (SELECT m::date AS from_day, (m + interval '1 month')::date - 1 AS to_day) p LEFT JOIN LATERAL (SELECT * FROM working_time_report(p.from_day, p.to_day, p.to_day) WHERE employee_id = 13) r ON true ORDER BY 1, 2;
SELECT m AS from_day, rule, began, ended, value, off_by, hours, final FROM generate_series(timestamp '2026-03-01', '2026-05-01', '1 month') m CROSS JOIN LATERAL (SELECT m::date AS from_day, (m + interval '1 month')::date - 1 AS to_day) p LEFT JOIN LATERAL (SELECT * FROM working_time_report(p.from_day, p.to_day, '2026-05-31') WHERE employee_id = 13) r ON true ORDER BY 1, 2;
-- What is known about the same three months as time goes on.
SELECT as_of, rule, first_day, value, final FROM unnest('{2015-01-01,2026-02-28,2026-04-04,2026-04-05,2026-04-30,2026-05-01}'::date[]) as_of LEFT JOIN LATERAL (SELECT * FROM working_time_report('2026-03-01', '2026-05-31', as_of) WHERE employee_id = 13) r ON true ORDER BY 1, 2;
-- A run of averages ends with the terms only if they were over by then: the opt-out of person 6 begins on 1 February.
SELECT as_of, first_day, last_day, value, final FROM unnest('{2026-01-30,2026-01-31,2026-02-01}'::date[]) as_of, working_time_report('2026-01-01', '2026-03-31', as_of) WHERE employee_id = 6 AND rule = 'weekly average' ORDER BY 1;
SELECT count(*) FROM working_time_report('2026-03-01', '2026-05-31', NULL);
SELECT count(*) FROM working_time_person('2026-03-01', '2026-05-31', NULL);
SELECT count(*) FROM working_time_report('2026-03-01', '2026-05-31', 'infinity');
SELECT count(*) FROM working_time_person('2026-03-01', '2026-05-31', '1066-10-14');

-- ---------- hours of shifts whose breaks nobody recorded ---------- 08:00-18:00 on the weekdays are 50 hours; with half an hour of break they
-- would be 47:30. Nobody knows, so the row says so. With {} as breaks it is final.
CALL shifts(14, '2025-10-01', '2026-05-15', '08:00', '10:00', NULL);
SELECT rule, first_day, value, final, unknown FROM working_time_report('2026-04-26', '2026-04-26', '2026-05-15') WHERE employee_id = 14;
UPDATE shift SET breaks = '{}' WHERE employee_id = 14;
SELECT rule, first_day, value, final, unknown FROM working_time_report('2026-04-26', '2026-04-26', '2026-05-15') WHERE employee_id = 14;
-- One such shift alone: for the reference period of 29 December to 26 April; for those that end from 23 April on, of which the first begins on 26 December; and
-- for the first with two days of leave, which 27 and 28 April replace. Six hours need no break, a minute more does, in these periods and on these days alone.
CREATE FUNCTION one_without(at timestamptz, length interval, leave date[] DEFAULT '{}', from_day date DEFAULT '2026-04-26') RETURNS TABLE (value interval, final boolean, unknown text) LANGUAGE plpgsql AS $$
BEGIN
	UPDATE shift SET during = tstzrange(at, at + length), breaks = NULL WHERE employee_id = 14 AND during @> at;
	DELETE FROM shift WHERE employee_id = 14 AND lower(during)::date = ANY (leave);
	INSERT INTO time_off SELECT 14, d, d, 'annual leave', false FROM unnest(leave) d;
	RETURN QUERY SELECT r.value, r.final, r.unknown FROM working_time_report(from_day, '2026-04-26', '2026-05-15') r WHERE r.employee_id = 14 AND rule = 'weekly average';
	UPDATE shift SET during = tstzrange(at, at + '10:00'), breaks = '{}' WHERE employee_id = 14 AND during @> at;
	INSERT INTO shift (employee_id, during, breaks) SELECT 14, tstzrange(d + time '8:00', d + time '18:00'), '{}' FROM unnest(leave) d;
	DELETE FROM time_off WHERE employee_id = 14;
END $$;
SELECT at, length, round(extract(epoch FROM r.value) / 3600 * 17, 2) AS hours, r.final, r.unknown FROM unnest('{2025-12-26 08:00,2025-12-29 08:00,2026-04-24 08:00,2026-04-27 08:00}'::timestamptz[]) at, unnest('{6:00,6:01}'::interval[]) length, one_without(at, length) r ORDER BY 1, 2;
-- An hour more on 24 April makes the period of 27 December to 24 April the worst.
UPDATE shift SET during = '[2026-04-24 08:00,2026-04-24 19:00)' WHERE employee_id = 14 AND during @> timestamptz '2026-04-24 08:00';
SELECT at, round(extract(epoch FROM r.value) / 3600 * 17, 2) AS hours, r.final, r.unknown FROM unnest('{2025-12-24 08:00,2025-12-26 08:00,2025-12-29 08:00}'::timestamptz[]) at, one_without(at, '10:00', from_day => '2026-04-23') r ORDER BY 1;
UPDATE shift SET during = '[2026-04-24 08:00,2026-04-24 18:00)' WHERE employee_id = 14 AND during @> timestamptz '2026-04-24 08:00';
SELECT at, round(extract(epoch FROM r.value) / 3600 * 17, 2) AS hours, r.final, r.unknown FROM unnest('{2026-04-27 08:00,2026-04-28 08:00,2026-04-29 08:00}'::timestamptz[]) at, one_without(at, '9:00', '{2026-03-02,2026-03-03}') r ORDER BY 1;
-- The same of a night worker's average: nine hours on six nights a week. With special hazards, of the 24 hours with night work.
CALL shifts(15, '2025-10-01', '2026-04-26', '22:00', '9:00', '0:00', 6);
SELECT rule, first_day, value, final, unknown FROM working_time_report('2026-04-25', '2026-04-25', '2026-04-27') WHERE employee_id = 15 AND rule LIKE 'night%';
UPDATE shift SET breaks = NULL WHERE employee_id = 15 AND during @> timestamptz '2026-04-23 23:00';
SELECT rule, first_day, value, final, unknown FROM working_time_report('2026-04-25', '2026-04-25', '2026-04-27') WHERE employee_id = 15 AND rule LIKE 'night%';
INSERT INTO working_time_terms (employee_id, first_day, night_absolute) VALUES (15, '2026-01-01', true);
SELECT rule, first_day, value, final, unknown FROM working_time_report('2026-04-22', '2026-04-24', '2026-04-27') WHERE employee_id = 15 AND rule LIKE 'night%' ORDER BY began;
-- Under 18, 4:30 need no break and 4:31 do: days of 8:31, weeks of 36:15 and such a shift, evenings up to 22:01 in such a shift. Rests are not
-- affected.
DELETE FROM shift WHERE employee_id IN (14, 15);
UPDATE working_time_terms SET night_absolute = false, born = '2008-05-04' WHERE employee_id = 15;
INSERT INTO shift (employee_id, during, breaks) SELECT 15, tstzrange(d + '8:00', d + '8:00' + CASE WHEN d < '2026-03-16' THEN interval '8:31' ELSE '7:15' END), CASE WHEN d >= '2026-03-09' THEN '{}'::tstzmultirange END FROM generate_series(timestamp '2026-03-02', '2026-04-03', '1 day') d WHERE extract(isodow FROM d) <= CASE WHEN d < '2026-03-16' THEN 1 ELSE 5 END;
INSERT INTO shift (employee_id, during) VALUES (15, '[2026-03-21 08:00,2026-03-21 12:30)'), (15, '[2026-03-28 08:00,2026-03-28 12:31)'), (15, '[2026-04-07 17:30,2026-04-07 22:00)'), (15, '[2026-04-08 17:30,2026-04-08 22:01)'), (15, '[2026-04-10 17:31,2026-04-10 22:01)');
SELECT rule, first_day, value, off_by, final, unknown FROM working_time_report('2026-03-01', '2026-04-30', '2026-05-15') WHERE employee_id = 15 AND rule <> 'break' ORDER BY began, rule;
-- On the 18th birthday 4:31 need no break; somebody born on 29 February has it on 1 March.
INSERT INTO shift (employee_id, during) VALUES (15, '[2026-02-28 08:00,2026-02-28 12:31)'), (15, '[2026-03-01 08:00,2026-03-01 12:31)');
CREATE FUNCTION due(born date) RETURNS tstzmultirange LANGUAGE sql AS $$
UPDATE working_time_terms SET born = due.born WHERE employee_id = 15;
SELECT break_due FROM working_time_person('2026-02-01', '2026-04-30', '2026-05-15') WHERE employee_id = 15;
$$;
SELECT due('2008-03-29');
SELECT due('2008-03-28');
SELECT due('2008-02-29');
DELETE FROM shift WHERE employee_id = 15;

-- ---------- the first week of an employment ----------
-- It begins on Tuesday 2 June, in a week and a fortnight of 1 June. 16 and 17 are 17 years old and work 8 hours a day from Tuesday to Sunday, so 8 hours too many and 32 hours of rest from Monday; 17 has a
-- contract since Monday. 18 works 6 hours a day by fortnight, with rests of 32 and 17 hours: 24 + 17. 19, aged 17, works from midnight to 4:00 on the first day, in the night from Monday. 20, aged 17, is
-- employed up to Monday and again from Wednesday on, and works 8 hours on all these days, with 39 hours of rest: the week is in the first employment, once. 21, aged 17, begins on Sunday and rests enough.
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'Person ' || n, 'Ward 3' FROM generate_series(16, 21) n;
INSERT INTO contract (employee_id, first_day) SELECT n, CASE n WHEN 17 THEN date '2026-06-01' WHEN 20 THEN '2026-06-03' WHEN 21 THEN '2026-06-07' ELSE '2026-06-02' END FROM generate_series(16, 21) n;
INSERT INTO contract (employee_id, post, first_day, last_day) VALUES (20, '2', '2026-05-25', '2026-06-01');
INSERT INTO working_time_terms (employee_id, first_day, born, weekly_rest_by) SELECT n, '2026-05-29', CASE WHEN n <> 18 THEN date '2009-01-01' END, CASE n WHEN 18 THEN 'fortnight' ELSE 'week' END FROM generate_series(16, 21) n;
INSERT INTO shift (employee_id, during, breaks) SELECT n, tstzrange(d + '8:00', d + '17:00'), tstzmultirange(tstzrange(d + '12:00', d + '13:00')) FROM generate_series(timestamp '2026-06-01', '2026-06-07', '1 day') d, unnest('{16,17,20}'::bigint[]) n WHERE d <> CASE n WHEN 20 THEN '2026-06-02' ELSE timestamp '2026-06-01' END;
INSERT INTO shift (employee_id, during, breaks) SELECT 18, tstzrange(d + '8:00', d + '15:00'), tstzmultirange(tstzrange(d + '12:00', d + '13:00')) FROM generate_series(timestamp '2026-06-02', '2026-06-14', '1 day') d;
INSERT INTO shift (employee_id, during, breaks) VALUES (19, '[2026-06-02 00:00,2026-06-02 04:00)', '{}'), (21, '[2026-06-07 08:00,2026-06-07 12:00)', '{}');
SELECT employee_id, rule, first_day, last_day, value, allowed, off_by, final FROM working_time_report('2026-05-01', '2026-06-30', '2026-07-31') WHERE employee_id BETWEEN 16 AND 21 ORDER BY 1, 2;
-- They are in the period of the first day, and in no other.
SELECT from_day, to_day, employee_id, rule FROM (VALUES (date '2026-05-01', date '2026-06-01'), ('2026-06-02', '2026-06-02'), ('2026-06-03', '2026-06-30')) p(from_day, to_day), working_time_report(from_day, to_day, '2026-07-31') WHERE employee_id BETWEEN 16 AND 21 ORDER BY 1, 3, 4;

-- ---------- findings ----------
-- Six hours need no break.
INSERT INTO shift (employee_id, during) VALUES (12, '[2026-04-01 08:00,2026-04-01 14:00)');
INSERT INTO contract (employee_id, first_day, last_day) VALUES (12, '2009-01-05', '2009-12-31') ON CONFLICT DO NOTHING;
UPDATE contract SET last_day = '2026-02-28' WHERE employee_id = 11;
INSERT INTO shift (employee_id, during, breaks) VALUES (11, '[2026-02-27 08:00,2026-02-27 20:00)', '{}'), (11, '[2026-02-28 06:00,2026-02-28 12:00)', '{}'), (11, '[2026-03-02 08:00,2026-03-02 20:00)', '{}'), (11, '[2026-03-03 06:00,2026-03-03 12:00)', '{}');
SELECT rule, first_day, value FROM working_time_report('2026-02-01', '2026-03-31', '2026-03-31') WHERE employee_id = 11 ORDER BY began, rule;
SELECT employee_id, finding, record, day, detail, what_to_do, rule_ids FROM data_quality_report('2026-05-08') WHERE rule_ids = 'PAY-16' ORDER BY 1, 2, 4;
-- What the constraints refuse.
\set VERBOSITY terse
INSERT INTO working_time_terms (employee_id, first_day) VALUES (6, '2026-02-10');
INSERT INTO working_time_terms (employee_id, first_day, last_day) VALUES (1, '2026-02-10', '2026-02-09');
INSERT INTO working_time_terms (employee_id, first_day, reference_weeks) VALUES (1, '2026-02-10', 53);
INSERT INTO working_time_terms (employee_id, first_day, weekly_rest_by) VALUES (1, '2026-02-10', 'month');
INSERT INTO working_time_terms (employee_id, first_day) VALUES (99, '2026-02-10');
INSERT INTO working_time_terms (employee_id, first_day, born) VALUES (1, '2026-02-10', 'infinity');
\set VERBOSITY default
SELECT count(*) FROM working_time_report('2026-03-31', '2026-03-01', '2026-03-01');

-- ---------- a site's own tables, with what constraints would refuse ----------
CREATE SCHEMA time_own;
DO $$ DECLARE r record; BEGIN
	FOR r IN SELECT relname FROM pg_class WHERE relnamespace = 'time_hr'::regnamespace AND relkind = 'r' LOOP
		EXECUTE format('CREATE TABLE time_own.%1$I AS TABLE time_hr.%1$I', r.relname);
	END LOOP;
END $$;
CALL bradford.create_reports('time_own');
SET search_path = time_own, public;
INSERT INTO employee (employee_id, service_area) SELECT n, 'Odd' FROM generate_series(30, 39) n;
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, full_time_hours, calendar) SELECT n, '1', CASE n WHEN 37 THEN '-infinity' ELSE date '2010-01-04' END, 'full-time', 37, 37, 'england-and-wales' FROM generate_series(30, 38) n;
INSERT INTO shift (employee_id, during, breaks) SELECT n, tstzrange(d + '6:00', d + '19:30'), CASE WHEN n = 36 THEN '{(,)}' WHEN n = 35 THEN '{[2026-03-01 00:00,2026-03-03 12:00)}' ELSE tstzmultirange(tstzrange(d + '12:00', d + '12:30')) END FROM generate_series(30, 39) n, generate_series(timestamp '2026-03-02', '2026-03-04', '1 day') d;
INSERT INTO shift VALUES (30, '[2026-03-02 06:00,2026-03-02 19:30)', '{}'), (30, NULL, NULL), (30, '(,)', NULL), (30, '[-infinity,infinity]', NULL), (30, '[4714-11-24 00:00+00 BC,294276-12-31 23:59:59+00)', NULL), (31, 'empty', NULL);
INSERT INTO working_time_terms (employee_id, first_day, last_day, opted_out, reference_weeks, weekly_rest_by, night_worker, night_absolute, born) VALUES (31, '2026-01-01', NULL, true, 0, 'month', NULL, NULL, NULL), (31, '2026-03-03', NULL, false, 99, NULL, NULL, true, NULL), (32, '2026-01-01', '2025-01-01', true, 17, 'week', NULL, false, NULL), (33, NULL, NULL, true, 17, 'week', NULL, false, NULL),
	(34, '-infinity', 'infinity', NULL, NULL, NULL, NULL, NULL, 'infinity'), (35, '2026-01-01', '5874897-12-31', true, 17, 'fortnight', true, false, '1850-01-01'), (36, '2026-01-01', NULL, true, 17, 'week', NULL, false, '2010-01-01'), (36, '2026-01-01', NULL, true, 17, 'week', NULL, false, '2010-01-01'), (38, '2026-01-01', NULL, true, 17, 'fortnight', NULL, NULL, '2008-05-01'), (39, '2026-01-01', '2026-02-01', true, 17, 'fortnight', NULL, NULL, NULL);
INSERT INTO time_off VALUES (32, '-infinity', 'infinity', 'annual leave', false), (33, '2026-03-05', '5874897-12-31', 'annual leave', NULL), (34, NULL, '2026-03-05', 'annual leave', false);
SELECT employee_id, rule, first_day, value, off_by, opted_out, unknown FROM working_time_report('2026-03-01', '2026-03-31', '2026-03-31') WHERE employee_id >= 30 ORDER BY 1, began, rule;
SELECT employee_id, finding, record, day, detail FROM data_quality_report('2026-03-31') WHERE employee_id >= 30 AND rule_ids = 'PAY-16' ORDER BY 1, 2, 4, 5;
-- The others are as they were.
SELECT count(*) AS rows FROM (SELECT r::text FROM time_hr.working_time_report('2026-01-01', '2026-05-08', '2026-05-08') r EXCEPT SELECT r::text FROM time_own.working_time_report('2026-01-01', '2026-05-08', '2026-05-08') r WHERE employee_id < 30) x;
-- The shifts of a person are read by their number, not by the index on times, where everybody's are.
SET search_path = time_hr, public;
BEGIN;
SET LOCAL max_parallel_workers_per_gather = 0;
INSERT INTO employee (employee_id, service_area) SELECT n, 'Many' FROM generate_series(101, 200) n;
INSERT INTO shift (employee_id, during) SELECT n, tstzrange(d, d + interval '8 hours') FROM generate_series(101, 200) n, generate_series(timestamptz '2016-01-01 09:00', '2016-05-31', '1 day') d;
ANALYZE shift;
-- scans before these may not have been given to the statistics yet
SELECT pg_stat_get_xact_numscans('shift_by_time'::regclass) AS before \gset
SELECT count(*) AS rests_missed FROM working_time_report('2016-05-02', '2016-05-29', '2016-05-29') WHERE employee_id > 100 AND rule LIKE '%rest%';
SELECT pg_stat_get_xact_numscans('shift_by_time'::regclass) - :before AS scans;
ROLLBACK;
RESET search_path;
DROP SCHEMA time_hr, time_own CASCADE;
