-- working_time_breaches: the Working Time Regulations, one row a breach with its workings (PAY-16)
SET datestyle = ISO;
SET intervalstyle = postgres;
SET timezone = 'Europe/London';
SET jit = off;
SET client_min_messages = warning;
SET search_path = bradford, public;

-- Times worked in weeks from a Monday, such as 1-5 09:00+8:00, 6 10:00+2:30: weekdays, start by the clock, hours that pass.
CREATE FUNCTION weeks(monday date, weeks integer, pattern text) RETURNS tstzmultirange LANGUAGE sql IMMUTABLE
RETURN (SELECT coalesce(range_agg(tstzrange(s, s + split_part(split_part(p, ' ', 2), '+', 2)::interval)), '{}')
		FROM   generate_series(0, 7 * weeks - 1) n, unnest(string_to_array(pattern, ', ')) p, LATERAL (SELECT (monday + n + split_part(split_part(p, ' ', 2), '+', 1)::time) AT TIME ZONE 'Europe/London' AS s) x
		WHERE  n % 7 + 1 BETWEEN left(p, 1)::integer AND substring(split_part(p, ' ', 1) FROM '\d$')::integer);
-- Times written out: 2 08:00-20:00, 3 06:59-10:00 are days of March 2026 unless another month is meant. A time may be over midnight.
CREATE FUNCTION times(written text, month date DEFAULT '2026-03-01') RETURNS tstzmultirange LANGUAGE sql IMMUTABLE
RETURN (SELECT coalesce(range_agg(tstzrange((d + f) AT TIME ZONE 'Europe/London', (d + t + CASE WHEN t <= f THEN interval '1 day' ELSE interval '0' END) AT TIME ZONE 'Europe/London')), '{}')
		FROM   unnest(string_to_array(written, ', ')) w, LATERAL (SELECT month + split_part(w, ' ', 1)::integer - 1 AS d, split_part(split_part(w, ' ', 2), '-', 1)::time AS f, split_part(split_part(w, ' ', 2), '-', 2)::time AS t) x);
CREATE FUNCTION local(breach tstzrange) RETURNS text LANGUAGE sql IMMUTABLE
RETURN concat(to_char(lower(breach) AT TIME ZONE 'Europe/London', 'Dy DD Mon HH24:MI'), ' - ', to_char(upper(breach) AT TIME ZONE 'Europe/London', 'Dy DD Mon HH24:MI'));

-- ---------- worked examples, by the ids of notes/time-at-work.md, sections 3.4 and 3.5 ----------

-- WT-8: a gap of 10:59 is a breach by a minute, one of 11:00 is not. WT-9: after 08:00-22:00 and eleven hours of rest, the 24 hours from 08:00 hold ten.
-- WT-21: eleven hours of the clock over the night of 29 March are ten that pass. WT-22: ten over that of 25 October are eleven.
CREATE TEMP TABLE rest_case (id text, worked tstzmultirange);
INSERT INTO rest_case VALUES ('WT-8 10:59', times('2 08:00-20:00, 3 06:59-10:00')), ('WT-8 11:00', times('2 08:00-20:00, 3 07:00-10:00')), ('WT-9', times('2 08:00-22:00, 3 09:00-10:00')), ('WT-9 13 hours', times('2 08:00-21:00, 3 09:00-10:00')), ('WT-9 13:01', times('2 08:00-21:01, 3 09:00-10:00')),
	('WT-21', times('28 14:00-22:00, 29 09:00-17:00')), ('WT-22', times('24 14:00-22:00, 25 08:00-16:00', '2026-10-01')), ('WT-22 07:59', times('24 14:00-22:00, 25 07:59-16:00', '2026-10-01'));
SELECT id, b.rule, local(b.breach) AS breach, b.value, b.allowed, b.off_by, b.hours, b.final FROM rest_case LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(worked, '[2026-01-01,2027-01-01)') WHERE rule = 'daily rest') b ON true ORDER BY id COLLATE "C";

-- WT-10: 6:00 without a break; 6:01; 6:30 with 19 minutes, with 20, with 2 x 10. WT-20: nights over both changes of the clocks are 11 and 13 hours; WT-25: 00:00-08:00 on 29 March is seven.
CREATE TEMP TABLE break_case (id text, worked tstzmultirange);
INSERT INTO break_case VALUES ('WT-10 1', times('2 09:00-15:00')), ('WT-10 2', times('2 09:00-15:01')), ('WT-10 3', times('2 09:00-12:00, 2 12:19-15:49')), ('WT-10 4', times('2 09:00-12:00, 2 12:20-15:50')), ('WT-10 5', times('2 09:00-11:00, 2 11:10-13:00, 2 13:10-15:50')),
	('WT-20 March', times('28 21:00-09:00')), ('WT-20 October', times('24 21:00-09:00', '2026-10-01')), ('WT-25', times('29 00:00-08:00'));
SELECT id, b.rule, local(b.breach) AS breach, b.value, b.allowed, b.off_by, b.hours, b.final FROM break_case LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(worked, '[2026-01-01,2027-01-01)') WHERE rule = 'break') b ON true ORDER BY id COLLATE "C";
-- An instant between two stretches is no break: 6:01 of work, and none of rest.
SELECT rule, local(breach) AS breach, value, hours FROM working_time_breaches('{[2026-03-02 08:00,2026-03-02 12:00),(2026-03-02 12:00,2026-03-02 14:01)}', '[2026-01-01,2027-01-01)');

-- WT-12: Wednesday off, with the free time before and after it; from midnight to midnight it is enough, and a minute less is not. WT-14: twelve days between a
-- free Monday and a free Sunday. WT-13: by fortnight, 48 hours in its second week are enough, and so are two rests of 24 hours there; by week the first week is
-- a breach. The employment began in the week of 2 March.
CREATE TEMP TABLE week_case (id text, worked tstzmultirange);
INSERT INTO week_case VALUES ('WT-12 office hours', weeks('2026-03-02', 1, '1-2 09:00+8:00, 4-7 09:00+8:00')), ('WT-12 24:00', weeks('2026-03-02', 1, '1-1 09:00+8:00, 2-2 16:00+8:00, 4-7 00:00+8:00')), ('WT-12 23:59', weeks('2026-03-02', 1, '1-1 09:00+8:00, 2-2 16:00+8:01, 4-7 00:00+8:00')),
	('WT-13 48 in week 2', weeks('2026-03-02', 1, '1-7 09:00+8:00') + weeks('2026-03-09', 1, '1-1 09:00+8:00, 2-2 16:00+8:00, 5-7 00:00+8:00')), ('WT-13 47:59', weeks('2026-03-02', 1, '1-7 09:00+8:00') + weeks('2026-03-09', 1, '1-1 09:00+8:00, 2-2 16:00+8:01, 5-7 00:00+8:00')),
	('WT-13 two of 24', weeks('2026-03-02', 1, '1-7 09:00+8:00') + weeks('2026-03-09', 1, '1-1 16:00+8:00, 3-3 00:00+8:00, 4-5 16:00+8:00, 7-7 00:00+8:00')), ('WT-13 24 and 23:59', weeks('2026-03-02', 1, '1-7 09:00+8:00') + weeks('2026-03-09', 1, '1-1 16:00+8:00, 3-3 00:00+8:00, 4-5 16:00+8:00, 6-6 00:00+0:01, 7-7 00:00+8:00')),
	('WT-14', weeks('2026-03-02', 1, '2-7 09:00+8:00') + weeks('2026-03-09', 1, '1-6 09:00+8:00')), ('WT-14 and Monday', weeks('2026-03-02', 1, '1-7 09:00+8:00') + weeks('2026-03-09', 1, '1-6 09:00+8:00'));
SELECT id, by_what, b.rule, local(b.breach) AS breach, b.value, b.allowed, b.off_by FROM week_case CROSS JOIN unnest('{week,fortnight}'::text[]) WITH ORDINALITY AS w(by_what, n)
LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(worked, '[2026-03-02,2026-03-16)', weekly_rest_by => by_what, employed_from => '2026-03-05') WHERE rule LIKE '%ly rest' AND rule <> 'daily rest') b ON true ORDER BY id COLLATE "C", n;
-- Fortnights begin with the employment's first week: for somebody who began in the week before, the first ends on 8 March, and the next begins on the 9th.
SELECT e, b.rule, local(b.breach) AS breach, b.value FROM unnest('{2026-02-23,2026-03-01,2026-03-02,2026-03-08,2026-03-09}'::date[]) AS e LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(weeks('2026-02-23', 4, '1-7 09:00+8:00'), '[2026-02-23,2026-03-23)', weekly_rest_by => 'Fortnight', employed_from => e) WHERE rule = 'fortnightly rest') b ON true ORDER BY 1, lower(b.breach);

-- The 48 hours: (A + B) / C over 17 weeks, which end on Sunday 26 April 2026. WT-1: 800 / 17; WT-2: (744 + 32) / 17, provisional while a later day is missing; 3.2: two weeks of leave at 50 hours a week are 50 by the statute. At the limit there is none, and a minute more is one.
CREATE TEMP TABLE average_case (id text, worked tstzmultirange, excluded datemultirange);
INSERT INTO average_case VALUES ('WT-1', weeks('2025-12-29', 17, '1-5 09:00+8:00') + weeks('2025-12-29', 10, '6-6 08:00+12:00'), '{}'),
	('WT-2', weeks('2025-12-29', 12, '1-5 09:00+8:00, 6-6 09:00+8:00') + weeks('2026-03-23', 4, '1-5 09:00+8:00') + weeks('2026-04-20', 1, '1-1 09:00+8:00') + weeks('2026-04-27', 1, '1-4 09:00+8:00'), '{[2026-04-21,2026-04-25)}'),
	('WT-2 three days later', weeks('2025-12-29', 12, '1-5 09:00+8:00, 6-6 09:00+8:00') + weeks('2026-03-23', 4, '1-5 09:00+8:00') + weeks('2026-04-20', 1, '1-1 09:00+8:00') + weeks('2026-04-27', 1, '1-3 09:00+8:00'), '{[2026-04-21,2026-04-25)}'),
	('3.2', weeks('2025-12-29', 7, '1-5 08:00+10:00') + weeks('2026-03-02', 14, '1-5 08:00+10:00'), '{[2026-02-16,2026-02-21),[2026-02-23,2026-02-28)}'),
	('48:00', weeks('2025-12-29', 17, '1-6 09:00+8:00'), '{}'), ('48:00 and a minute', weeks('2025-12-29', 17, '1-6 09:00+8:00') + weeks('2026-02-02', 1, '6-6 17:00+0:01'), '{}');
SELECT id, l AS weekly_limit, b.value, b.off_by, b.final, b.hours, b.later_hours, b.excluded_days, b.later_days, b.divided_by, b.reference, round(extract(epoch FROM b.value) / 3600, 2) AS as_printed FROM average_case CROSS JOIN unnest('{48:00,45:00}'::interval[]) l
LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(worked, '[2026-04-26,2026-04-27)', excluded, weekly_limit => l) WHERE rule = 'weekly average') b ON true ORDER BY id COLLATE "C", l DESC;

-- A whole reference period of sickness, with 85 working days: the next 85 days' work alone counts, at 52:30 a week over the limit and at 47:30 within.
SELECT l AS hours_a_day, b.value, b.final, b.hours, b.excluded_days, b.later_hours, b.later_days, b.divided_by, b.reference
FROM   unnest('{10:30,9:30}'::text[]) l LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(weeks('2026-05-04', 20, '1-5 08:00+' || l), '[2026-05-03,2026-05-04)', excluded => (SELECT range_agg(daterange(d, d + 5)) FROM generate_series(0, 16) n, LATERAL (SELECT date '2026-01-05' + 7 * n AS d) x)) WHERE rule = 'weekly average') b ON true ORDER BY l;
-- WT-6: a new starter with six weeks of 50 hours has a breach from the end of the first week on, since the hours are divided by the weeks since the start.
-- Divided by 17 they would be within the limit. Only whole weeks of service count, so a first half week does not.
SELECT e AS employed_from, local(b.breach) AS breach, b.value, b.hours, b.divided_by, b.reference, b.final FROM unnest('{2026-03-02,2025-01-06,2026-03-04}'::date[] || NULL::date) e LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(weeks('2026-03-02', 6, '1-5 08:00+10:00'), '[2026-03-02,2026-04-13)', employed_from => e) WHERE rule = 'weekly average') b ON true ORDER BY e;
-- Between two whole weeks of service, the last one's average stands, on the first day asked for as on any other: 50 hours in the week from 5 January, and 30 in
-- the next, which makes 40 on average; then 66, which makes (50 + 30 + 66) / 3 = 48:40. With an opt-out on the 12th, nothing is said after it until the 18th;
-- with one from the 5th to the 11th, nothing was said of the first week; nor is anything on the first days, nor while the first day that is asked for is not
-- over.
SELECT d, o, as_of, local(b.breach) AS breach, b.value, b.divided_by, b.reference, b.final
FROM  (VALUES (1, '[2026-01-11,2026-01-18)', '{}', 'infinity'), (2, '[2026-01-12,2026-01-18)', '{}', 'infinity'), (3, '[2026-01-17,2026-01-18)', '{}', 'infinity'), (4, '[2026-01-17,2026-01-19)', '{}', 'infinity'), (5, '[2026-01-18,2026-01-25)', '{}', 'infinity'), (6, '[2026-01-19,2026-01-26)', '{}', 'infinity'), (7, '[2026-01-26,2026-01-28)', '{}', 'infinity'),
			  (8, '[2026-01-14,2026-01-18)', '{[2026-01-12,2026-01-13)}', 'infinity'), (9, '[2026-01-14,2026-01-18)', '{[2026-01-05,2026-01-12)}', 'infinity'), (10, '[2026-01-07,2026-01-11)', '{}', 'infinity'), (11, '[2025-12-20,2026-01-11)', '{}', 'infinity'), (12, '[2026-01-14,2026-01-18)', '{}', '2026-01-14 12:00'), (13, '[2026-01-14,2026-01-18)', '{}', '2026-01-16')) AS c(n, d, o, as_of)
LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(weeks('2026-01-05', 1, '1-5 08:00+10:00') + weeks('2026-01-12', 1, '1-5 09:00+6:00') + weeks('2026-01-19', 1, '1-6 09:00+11:00'), d::daterange, opted_out => o::datemultirange, employed_from => '2026-01-05', as_of => as_of::timestamptz) WHERE rule = 'weekly average') b ON true ORDER BY n;
-- The day on which a rolling average first broke 48 and the day on which it was within again: 17 weeks of 40 hours, ten of 60, then 40 again. After n weeks of 60 it is 40 + 20n/17, which is over 48 from n = 7 on.
SELECT local(b.breach) AS breach, b.value, b.off_by, b.final, b.hours, b.divided_by, b.reference FROM working_time_breaches(weeks('2025-06-02', 17, '1-5 09:00+8:00') + weeks('2025-09-29', 10, '1-5 08:00+12:00') + weeks('2025-12-08', 26, '1-5 09:00+8:00'), '[2025-10-01,2026-06-01)', employed_from => '2020-01-01') b WHERE rule = 'weekly average';
-- The same for a part of it, and with the records up to a day: a breach that goes on has no end, and is provisional if the records end.
SELECT d, as_of, local(b.breach) AS breach, b.value, b.final FROM unnest('{"[2025-12-01,2026-01-01)","[2025-12-01,2026-06-01)"}'::daterange[]) d, unnest('{infinity,2025-12-25 12:00}'::timestamptz[]) as_of,
	 working_time_breaches(weeks('2025-06-02', 17, '1-5 09:00+8:00') + weeks('2025-09-29', 10, '1-5 08:00+12:00') + weeks('2025-12-08', 26, '1-5 09:00+8:00'), d, as_of => as_of) b WHERE rule = 'weekly average' ORDER BY d, as_of;

-- WT-4: four nights of twelve hours a week are 816 / (119 - 17) = 8.0, within; an hour more is over. WT-5: five nights of ten and three days off, six hours more in each fifth week: 768 / 102 with whole cycles.
CREATE TEMP TABLE night_case (id text, worked tstzmultirange);
INSERT INTO night_case VALUES ('WT-4', weeks('2025-12-29', 17, '1-4 19:00+12:00')), ('WT-4 and an hour', weeks('2025-12-29', 17, '1-4 19:00+12:00') + weeks('2026-02-02', 1, '6-6 12:00+1:00')), ('WT-4 and a minute', weeks('2025-12-29', 17, '1-4 19:00+12:00') + weeks('2026-02-02', 1, '6-6 12:00+0:01')),
	('WT-5', (SELECT range_agg(tstzrange(s, s + '10:00')) FROM generate_series(0, 118) n, LATERAL (SELECT (date '2025-12-29' + n + time '21:00') AT TIME ZONE 'Europe/London' AS s) x WHERE n % 8 < 5) + (SELECT range_agg(tstzrange(s, s + '6:00')) FROM unnest('{29,70,102}'::integer[]) n, LATERAL (SELECT (date '2025-12-29' + n + time '10:00') AT TIME ZONE 'Europe/London' AS s) x));
SELECT id, l AS night_limit, b.value, b.off_by, b.hours, b.divided_by, b.night_weeks, b.final, round(extract(epoch FROM b.value) / 3600, 2) AS as_printed FROM night_case CROSS JOIN unnest('{8:00,7:30}'::interval[]) l
LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(worked, '[2026-04-26,2026-04-27)', night_limit => l) WHERE rule = 'night average') b ON true ORDER BY id COLLATE "C", l DESC;
-- Who is a night worker: three hours of a day's work at night, in at least one week of three. Six weeks of 17 are enough, five are not; 2:59 at night is none. The argument decides where it is given.
SELECT id, w AS night_worker, b.value, b.night_weeks FROM (VALUES ('6 of 17', weeks('2025-12-29', 6, '1-7 18:00+8:00') + weeks('2026-02-09', 11, '1-7 08:00+8:00')), ('5 of 17', weeks('2025-12-29', 5, '1-7 18:00+8:00') + weeks('2026-02-02', 12, '1-7 08:00+8:00')), ('2:59', weeks('2025-12-29', 17, '1-7 17:59+8:00'))) AS c(id, worked)
CROSS JOIN unnest('{true,false,NULL}'::boolean[]) w LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(worked, '[2026-04-26,2026-04-27)', night_worker => w) WHERE rule = 'night average') b ON true ORDER BY 1, w;
-- One week in three, as in the case that was decided: five of 15 are enough, four are not.
SELECT n AS weeks_of_nights, b.value, b.night_weeks, b.divided_by FROM unnest('{5,4}'::integer[]) n LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(weeks('2025-12-29', n, '1-7 18:00+8:00') + weeks(date '2025-12-29' + 7 * n, 15 - n, '1-7 08:00+8:00'), '[2026-04-12,2026-04-13)', reference_weeks => 15) WHERE rule = 'night average') b ON true ORDER BY 1;
-- With special hazards, 8 hours in the 24 hours in which there is night work, and no average. A day without night work has no such limit.
SELECT id, b.rule, local(b.breach) AS breach, b.value, b.allowed, b.off_by FROM (VALUES ('8:00', times('2 22:00-06:00')), ('8:01', times('2 22:00-06:01')), ('by day', times('2 10:00-19:00')), ('in two parts', times('2 22:00-03:00, 3 15:00-18:30'))) AS c(id, worked)
LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(worked, '[2026-03-01,2026-04-01)', night_absolute => true) WHERE rule LIKE 'night%') b ON true ORDER BY id COLLATE "C";
-- Any 24 hours count, not only those after a daily rest: from 08:00 there are 1 + 1.5 + 4 + 1.5 = 8, from 12:00 there are 1.5 + 4 + 3.5 = 9. Without the night,
-- or without a minute more than 8, there is none. The next 24 hours follow the ones before: 36 hours on end are 24 and 12; 22:00-03:00 and 17:00-22:00 are 10,
-- after which the 4 from 23:00 stand alone, though there are 9 from 17:00 on. A breach belongs to the day on which it begins.
SELECT id, local(b.breach) AS breach, b.value, b.off_by, b.hours, b.final
FROM  (VALUES ('in the middle', times('3 08:00-09:00, 3 12:00-13:30, 4 00:30-04:30, 4 06:30-10:00')), ('at the limit', times('3 08:00-09:00, 3 12:00-13:30, 4 00:30-04:30, 4 06:30-09:00')), ('at 09:01', times('3 08:00-09:00, 3 12:00-13:30, 4 00:30-04:30, 4 06:30-09:01')), ('no night', times('3 08:00-09:00, 3 12:00-16:30, 4 06:00-12:00')),
			  ('on end', times('2 20:00-20:00, 3 20:00-08:00')), ('one after the other', times('2 22:00-03:00, 3 17:00-22:00, 3 23:00-03:00')), ('night after night', times('2 22:00-07:00, 3 22:00-07:00')), ('in February', times('0 22:00-07:00'))) AS c(id, worked)
LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(worked, '[2026-03-01,2026-04-01)', night_absolute => true) WHERE rule = 'night hours') b ON true ORDER BY id COLLATE "C", lower(b.breach);

-- WT-17: aged 17, 8:01 in a day and 41 hours in a week are breaches, though opted out. One minute either side of each limit under 18; on the birthday the limits are an adult's.
CREATE TEMP TABLE young_case (id text, worked tstzmultirange);
INSERT INTO young_case VALUES ('WT-17 day, 8:00', times('2 09:00-12:00, 2 12:30-17:30')), ('WT-17 day, 8:01', times('2 09:00-12:00, 2 12:30-17:31')), ('WT-17 week, 40:00', weeks('2026-03-02', 1, '1-5 09:00+4:00, 1-5 13:30+4:00')), ('WT-17 week, 41:00', weeks('2026-03-02', 1, '1-5 09:00+4:00, 1-4 13:30+4:00, 5-5 13:30+5:00')),
	('week, 40:01', weeks('2026-03-02', 1, '1-5 09:00+4:00, 1-4 13:30+4:00, 5-5 13:30+4:01')), ('rest, 12:00', times('2 16:00-20:00, 3 08:00-10:00')), ('rest, 11:59', times('2 16:00-20:00, 3 07:59-10:00')), ('break, 4:30', times('2 09:00-13:30')), ('break, 4:31', times('2 09:00-13:31')), ('break, 4:31 with 30', times('2 09:00-13:00, 2 13:30-14:01')), ('break, 4:31 with 29', times('2 09:00-13:00, 2 13:29-14:00')),
	('night, to 22:00', times('2 18:00-22:00')), ('night, to 22:01', times('2 18:00-22:01')), ('night, from 06:00', times('3 06:00-10:00')), ('night, from 05:59', times('3 05:59-10:00')), ('week, 48:00 free', weeks('2026-03-02', 1, '1-5 16:00+4:00, 6-6 00:00+0:00, 7-7 20:00+2:00')), ('week, 47:59 free', weeks('2026-03-02', 1, '1-5 16:00+4:00, 7-7 19:59+2:00'));
SELECT id, b.rule, local(b.breach) AS breach, b.value, b.allowed, b.off_by FROM young_case LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(worked, '[2026-02-01,2026-04-01)', opted_out => '{[2026-01-01,)}', born => '2008-07-01')) b ON true ORDER BY id COLLATE "C", b.rule, lower(b.breach);
SELECT born, b.rule, local(b.breach) AS breach, b.value, b.allowed FROM unnest('{2008-03-02,2008-03-03,2008-03-04,2008-03-06,2008-02-29}'::date[]) AS born LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(weeks('2026-03-02', 1, '1-1 18:00+5:00, 2-5 16:00+4:00, 6-6 20:00+9:00'), '[2026-03-01,2026-04-01)', born => born)) b ON true ORDER BY born, b.rule, lower(b.breach);
-- Born on 29 February: young up to 28 February 2026 included.
SELECT b.rule, local(b.breach) AS breach, b.value FROM working_time_breaches(times('-1 09:00-12:00, -1 12:30-18:30, 0 09:00-12:00, 0 12:30-18:30, 1 09:00-12:00, 1 12:30-18:30'), '[2026-02-01,2026-04-01)', born => '2008-02-29') b WHERE rule = 'daily hours under 18' ORDER BY 2;

-- The week of the birthday: four days of 10 hours and a minute up to 18 on Friday 6 March are 40:04 against the full 40; the hours of Friday do not count. Up to Thursday they are 30:03.
SELECT born, b.rule, local(b.breach) AS breach, b.value, b.allowed, b.off_by FROM unnest('{2008-03-06,2008-03-05}'::date[]) AS born LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(weeks('2026-03-02', 1, '1-5 08:00+10:01'), '[2026-03-01,2026-04-01)', born => born) WHERE rule = 'weekly hours under 18') b ON true ORDER BY 1 DESC;
-- By fortnight, four weeks worked on every day, 18 on 27 February: the fortnight from 23 February is two weeks, the first with 48 hours, the second with 24; that from 9 March has two rests of 16 hours. With 18 on Monday 23 February it is a fortnight as well.
SELECT born, b.rule, local(b.breach) AS breach, b.value, b.allowed FROM unnest('{2008-02-27,2008-02-23}'::date[]) AS born, working_time_breaches(weeks('2026-02-23', 4, '1-7 09:00+8:00'), '[2026-02-23,2026-03-23)', born => born, weekly_rest_by => 'fortnight', employed_from => '2026-02-23') b WHERE rule IN ('weekly rest', 'fortnightly rest') ORDER BY 1 DESC, lower(b.breach);

-- WT-18: opted out, with 60 hours a week and gaps of 10 hours: no row for the 48 hours, but the daily rest is too short all the
-- same.
SELECT o AS opted_out, b.rule, count(*), min(b.value), min(local(b.breach)) FROM unnest('{"{}","{[2020-01-01,)}"}'::datemultirange[]) o, working_time_breaches(weeks('2025-12-29', 20, '1-4 06:00+14:00, 5-5 06:00+4:00'), '[2026-04-26,2026-05-10)', opted_out => o, employed_from => '2020-01-01') b WHERE b.rule IN ('weekly average', 'daily rest') GROUP BY 1, 2 ORDER BY 1, 2;
-- An opt-out from February to April. The days worked under it are excluded and as many later ones replace them, so 60 hours a week stay 60. There is a breach
-- up to it and one after it.
SELECT local(b.breach) AS breach, b.value, b.final, b.hours, b.later_hours, b.excluded_days, b.later_days, b.divided_by, b.reference FROM working_time_breaches(weeks('2025-12-29', 40, '1-5 08:00+12:00'), '[2026-01-01,2026-10-01)', opted_out => '{[2026-02-01,2026-05-01)}', employed_from => '2025-12-29') b WHERE rule = 'weekly average';
-- Work on an excluded day counts, as in the law's A; work under an opt-out does not.
SELECT x, o, b.value, b.hours, b.later_hours, b.excluded_days FROM unnest('{"{}","{[2026-03-02,2026-03-07)}"}'::datemultirange[]) x, unnest('{"{}","{[2026-03-02,2026-03-07)}"}'::datemultirange[]) o, working_time_breaches(weeks('2025-12-29', 30, '1-5 08:00+10:00'), '[2026-04-26,2026-04-27)', x, o) b WHERE rule = 'weekly average' ORDER BY x, o;

-- WT-24: 29 March has 23 hours and 25 October 25, and their weeks 167 and 169: nothing but work, as a young person's hours and as no rest at all. In another
-- zone it is an ordinary day.
SELECT z, b.rule, local(b.breach) AS breach, b.value FROM unnest('{Europe/London,UTC}'::text[]) z, working_time_breaches('{["2026-03-29 00:00+00","2026-03-29 23:00+00"),["2026-10-25 00:00+01","2026-10-26 00:00+00")}', '[2026-01-01,2027-01-01)', born => '2010-01-01', zone => z) b WHERE rule = 'daily hours under 18' ORDER BY z COLLATE "C", 3;
SELECT b.rule, local(b.breach) AS breach, b.value, b.final FROM working_time_breaches('{[2026-03-20,2026-04-08),[2026-10-17,2026-11-03)}', '[2026-03-23,2026-10-27)', born => '2010-01-01') b WHERE rule IN ('weekly hours under 18', 'weekly rest') ORDER BY 1, lower(b.breach);
-- Days are those of the zone, as in AT TIME ZONE: where the clocks change at midnight, by half an hour or by two, and where a day was left out.
WITH every AS (SELECT z, d::date AS day, d AT TIME ZONE z AS begins, (d + interval '1 day') AT TIME ZONE z AS ends FROM unnest('{Europe/London,America/Sao_Paulo,Australia/Lord_Howe,Antarctica/Troll,Pacific/Apia,Asia/Kathmandu,America/Havana,Africa/Casablanca}'::text[]) z, generate_series(timestamp '2009-01-01', '2012-12-31', '1 day') d)
SELECT e.z, count(*) AS days, count(*) FILTER (WHERE e.ends - e.begins <> '24:00') AS odd_ones, count(*) FILTER (WHERE e.ends > e.begins AND b.value IS DISTINCT FROM make_interval(secs => extract(epoch FROM e.ends - e.begins)::float8)) AS differ, count(b.value) AS worked
FROM   every e LEFT JOIN (SELECT z, b.* FROM (SELECT DISTINCT z FROM every) y, working_time_breaches('{[2008-12-20,2013-01-10)}', '[2009-01-01,2013-01-01)', born => '2000-01-01', zone => z, young_daily_limit => '0:00') b WHERE rule = 'daily hours under 18') b ON b.z = e.z AND b.breach = tstzrange(e.begins, e.ends)
GROUP  BY e.z ORDER BY e.z COLLATE "C";
-- A night from 02:00 to 01:30, a time that the clocks leave out on 29 March: PostgreSQL reads it as 01:30 GMT, half an hour after 02:00 BST. That half hour is the
-- night of one day alone, so 2:45 of work are 2:45 at night, and not the three hours that make a week count.
SELECT n AS worked_until, b.rule, b.value, b.night_weeks
FROM   unnest('{03:15,03:30}'::time[]) n LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(multirange(tstzrange('2026-03-29 00:30+00', (date '2026-03-29' + n) AT TIME ZONE 'UTC')), '[2026-04-04,2026-04-05)', reference_weeks => 1, night_from => '02:00', night_to => '01:30', night_limit => '0:10') WHERE rule = 'night average') b ON true ORDER BY n;
-- Nights over both changes: a week of five nights 21:00-07:00 has 49 and 51 hours, by the elapsed hours of a new starter's first week.
SELECT d, b.value, b.hours, b.divided_by FROM unnest('{2026-03-23,2026-10-19}'::date[]) d, working_time_breaches((SELECT range_agg(tstzrange((d + n + time '21:00') AT TIME ZONE 'Europe/London', (d + n + 1 + time '07:00') AT TIME ZONE 'Europe/London')) FROM generate_series(2, 6) n), daterange(d, d + 14), employed_from => d + 1) b WHERE rule = 'weekly average' ORDER BY d;

-- The day's work of somebody who never rests: each 24 hours begin where the ones before end. Two stints that touch are one, and an instant does not
-- count.
SELECT b.rule, local(b.breach) AS breach, b.value, b.hours, b.final FROM working_time_breaches('{["2026-03-02 09:00","2026-03-03 08:00"),["2026-03-03 08:00","2026-03-04 21:00"),["2026-03-05 12:00","2026-03-05 12:00"]}', '[2026-03-01,2026-04-01)') b WHERE rule <> 'weekly rest' ORDER BY lower(b.breach), rule;
-- As far as the records go: time not recorded yet may still be rest, and a breach that is already certain may grow when its rest
-- shrinks.
SELECT as_of, b.rule, b.value, b.off_by, b.final FROM unnest('{2026-03-02 20:59,2026-03-02 21:01,2026-03-02 22:00,2026-03-03 07:59,2026-03-03 08:00,2026-03-03 09:00}'::timestamptz[]) as_of LEFT JOIN LATERAL working_time_breaches(times('2 08:00-22:00, 3 09:00-10:00'), '[2026-03-01,2026-04-01)', as_of => as_of) b ON true ORDER BY as_of, rule;
-- An average is given for a day that is over: 50 hours a week are reached on Friday evening, and the row comes at
-- midnight.
SELECT as_of, b.value, b.final FROM unnest('{2026-04-24 18:00,2026-04-24 23:59,2026-04-25 00:00}'::timestamptz[]) as_of LEFT JOIN LATERAL (SELECT * FROM working_time_breaches(weeks('2025-12-22', 18, '1-5 08:00+10:00'), '[2026-04-24,2026-04-25)', as_of => as_of) WHERE rule = 'weekly average') b ON true ORDER BY 1;
-- Later days that are not over are not counted: the last of the two excluded days has its later day on 28 April, over at midnight.
SELECT as_of, b.value, b.final, b.later_hours, b.excluded_days, b.later_days FROM unnest('{2026-04-27 00:00,2026-04-27 23:00,2026-04-28 23:59,2026-04-29 00:00}'::timestamptz[]) as_of, working_time_breaches(weeks('2025-12-29', 20, '1-5 08:00+10:00'), '[2026-04-26,2026-04-27)', '{[2026-03-05,2026-03-07)}', as_of => as_of) b WHERE rule = 'weekly average' ORDER BY 1;

-- ---------- refusals ----------
SELECT (SELECT count(*) FROM working_time_breaches(NULL, '[2026-01-01,2027-01-01)')) + (SELECT count(*) FROM working_time_breaches('{}', NULL)) + (SELECT count(*) FROM working_time_breaches('{}', 'empty')) + (SELECT count(*) FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)')) + (SELECT count(*) FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', NULL)) + (SELECT count(*) FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', opted_out => NULL)) AS none;
SELECT * FROM working_time_breaches('{[2026-03-02 09:00,)}', '[2026-01-01,2027-01-01)');
SELECT * FROM working_time_breaches('{[2026-03-02 09:00,infinity)}', '[2026-01-01,2027-01-01)');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,)');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', excluded => '{(,2026-03-01)}');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', born => 'infinity');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', employed_from => '-infinity');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', zone => 'Europe/Camelot');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', zone => NULL);
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', as_of => NULL);
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', daily_rest => '1 day');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', daily_rest => '24:01');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', least_break => '-0:01');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', reference_weeks => 53);
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', weekly_rest_by => 'month');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', weekly_rest_by => 'fortnight');
SELECT * FROM working_time_breaches('{}', '[2026-01-01,2027-01-01)', night_from => '06:00');
SELECT * FROM working_time_breaches('{}', '[1700-01-01,2027-01-01)');
SELECT * FROM working_time_breaches('{[1700-01-01,1700-01-02)}', '[2026-01-01,2027-01-01)');
SELECT * FROM working_time_breaches('{}', '[4713-01-01 BC,4712-01-01 BC)');
SELECT * FROM working_time_breaches('{}', '[294276-01-01,294277-01-01)');
SELECT count(*) FROM working_time_breaches('{}', '[294276-01-01,294276-12-01)');
SELECT count(*) FROM working_time_breaches('{}', '[1754-01-01,2027-01-01)');

-- ---------- against the definition in plain SQL ----------
-- Random people with a fixed seed: patterns of days on and off, rotating shifts, nights, breaks, leave, opt-outs, birthdays, new starters, other limits and zones, and records that end.
\set seed 0.42
\if :{?people}
\else
\set people 30
\endif
\getenv test_dir PG_ABS_SRCDIR
\set definition :test_dir '/oracle/working_time.sql'
\set ECHO none
\i :definition
\set ECHO all
SELECT setseed(:seed) IS NULL AS seeded;
CREATE FUNCTION random_to(n integer) RETURNS integer LANGUAGE sql VOLATILE RETURN floor(random() * n)::integer;
CREATE TEMP TABLE drawn AS
	SELECT id, random_to(6) AS kind, 60 * random_to(24) AS starts, (300 + random_to(600)) * CASE WHEN random_to(8) = 0 THEN 3 ELSE 1 END AS minutes, 1 + random_to(7) AS days_on, random_to(5) AS days_off, random_to(10) AS zones, random_to(4) AS young, random_to(3) AS service,
		   random_to(3) AS cut, random_to(2) AS fortnights, random_to(3) AS night, random_to(5) AS absolute, 1 + random_to(20) AS weeks, 38 + random_to(14) AS hours, random_to(4) AS rests, random_to(4) AS opts
	FROM   generate_series(1, :people) AS id;
CREATE TEMP TABLE stint AS
	SELECT d.id, s.at, s.at + make_interval(mins => s.mins) AS until
	FROM   drawn d, generate_series(0, 300) n, LATERAL (SELECT date '2025-11-10' + n AS day, d.starts + CASE WHEN d.kind = 0 THEN 480 * random_to(3) ELSE 0 END + 5 * random_to(20) AS start, d.minutes + 5 * random_to(30) AS mins) x,
		   LATERAL (SELECT (x.day + make_interval(mins => x.start)) AT TIME ZONE 'Europe/London' AS at, x.mins / 2 AS half, 5 * random_to(8) AS gap) y, LATERAL (VALUES (y.at, y.half), (y.at + make_interval(mins => y.half + y.gap), y.half)) AS s(at, mins)
	WHERE  n % (d.days_on + d.days_off) < d.days_on AND NOT x.day <@ daterange('2026-03-02', '2026-03-16');
CREATE TEMP TABLE person AS
	SELECT d.id, (
		(SELECT range_agg(tstzrange(at, until)) FROM stint s WHERE s.id = d.id), daterange('2025-12-01', date '2025-12-01' + 200 + d.id),
		CASE WHEN d.id % 3 > 0 THEN datemultirange(daterange('2026-03-02', '2026-03-14'), daterange(date '2026-05-01' + d.id, date '2026-05-05' + d.id)) ELSE '{}' END,
		CASE d.opts WHEN 0 THEN datemultirange(daterange('2026-04-01', NULL)) WHEN 1 THEN datemultirange(daterange(date '2026-02-10' + d.id, '2026-05-20')) ELSE '{}' END,
		CASE d.young WHEN 0 THEN date '2008-03-27' + d.id WHEN 1 THEN '2009-01-01' WHEN 2 THEN '1980-02-29' END,
		CASE d.service WHEN 0 THEN date '2025-11-10' + d.id WHEN 1 THEN '2019-05-08' ELSE CASE WHEN d.fortnights = 1 THEN date '2025-12-17' END END,
		CASE d.cut WHEN 0 THEN (SELECT until - make_interval(mins => 30 * random_to(30)) FROM stint s WHERE s.id = d.id AND at > '2026-03-20' AND at < '2026-05-25' ORDER BY random() LIMIT 1) ELSE 'infinity' END,
		CASE d.zones WHEN 0 THEN 'America/New_York' WHEN 1 THEN 'Asia/Kathmandu' WHEN 2 THEN 'UTC' ELSE 'Europe/London' END,
		make_interval(hours => d.hours), d.weeks, make_interval(hours => 11 - d.rests), CASE d.rests WHEN 0 THEN interval '35:00' ELSE '24:00' END, CASE d.fortnights WHEN 1 THEN 'fortnight' ELSE 'week' END, interval '6:00', '0:20',
		CASE WHEN d.id % 7 = 0 THEN time '00:00' ELSE '23:00' END, CASE WHEN d.id % 7 = 0 THEN time '05:00' ELSE '06:00' END, interval '7:00', CASE d.night WHEN 0 THEN true WHEN 2 THEN id % 2 = 0 END, d.absolute = 0)::oracle.case AS c
	FROM   drawn d;
CREATE TEMP TABLE got AS
	SELECT id, b.rule, b.final, b::text AS breach FROM person, LATERAL working_time_breaches((c).worked, (c).during, (c).excluded, (c).opted_out, (c).born, (c).employed_from, (c).as_of, (c).zone, (c).weekly_limit, (c).reference_weeks, (c).daily_rest, (c).weekly_rest, (c).weekly_rest_by, (c).break_over, (c).least_break,
		(c).night_from, (c).night_to, (c).night_limit, (c).night_worker, (c).night_absolute) b;
CREATE TEMP TABLE want AS SELECT id, b.rule, b::text AS breach FROM person, LATERAL oracle.breaches(c) b;
SELECT rule, count(*) > 10 AS many, count(*) FILTER (WHERE w.breach IS NULL) AS missing_in_theirs, count(*) FILTER (WHERE g.breach IS NULL) AS missing_in_ours FROM got g FULL JOIN want w USING (id, rule, breach) GROUP BY rule ORDER BY rule;
SELECT count(*) FILTER (WHERE NOT final) > 10 AS some_provisional FROM got;
SELECT id, g.breach AS ours, w.breach AS theirs FROM got g FULL JOIN want w USING (id, rule, breach) WHERE g.breach IS NULL OR w.breach IS NULL ORDER BY 1, 2, 3 LIMIT 4;
-- A year asked for month by month has the breaches of the year: those of a day or a week once, an average cut at the months.
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE y.breach IS NULL OR m.breach IS NULL) AS differ
FROM  (SELECT id, b::text AS breach FROM person, LATERAL working_time_breaches((c).worked, '[2025-12-01,2026-09-01)', born => (c).born) b WHERE b.reference IS NULL) y
FULL  JOIN (SELECT id, b::text AS breach FROM person, generate_series(timestamp '2025-12-01', '2026-08-01', '1 month') m, LATERAL working_time_breaches((c).worked, daterange(m::date, (m + interval '1 month')::date), born => (c).born) b WHERE b.reference IS NULL) m USING (id, breach);
-- The session's zone does not matter.
SET timezone = 'America/St_Johns';
CREATE TEMP TABLE elsewhere AS SELECT id, b.* FROM person, LATERAL working_time_breaches((c).worked, '[2026-03-01,2026-04-01)') b;
SET timezone = 'Europe/London';
CREATE TEMP TABLE here AS SELECT id, b.* FROM person, LATERAL working_time_breaches((c).worked, '[2026-03-01,2026-04-01)') b;
SELECT count(*) > 100 AS many, (SELECT count(*) FROM (TABLE elsewhere EXCEPT TABLE here) x) + (SELECT count(*) FROM (TABLE here EXCEPT TABLE elsewhere) x) AS differ FROM here;
DROP SCHEMA oracle CASCADE;
DROP FUNCTION weeks, times, local, random_to;
