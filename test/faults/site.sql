-- A small council: thirty-six clean lives of all kinds, and every sort of value that the columns of calendars, scoring
-- rules and date multiranges take, ordinary and odd, short and long enough to be stored compressed or out of line.
-- Expects the tables of create_tables. Everything depends on the number of the person.
SET search_path = hr, pg_catalog;
SET client_min_messages = warning;
BEGIN;

INSERT INTO employee (employee_id, name, directorate, service_area, manager_id, staff_group, service_from)
SELECT e, 'Person ' || e, CASE WHEN e % 2 = 0 THEN 'Environment' END, (ARRAY['Waste', 'Parks', 'Schools'])[1 + e % 3], nullif(1 + e % 7, e),
	   CASE WHEN e % 9 = 0 THEN 'teachers' END, CASE WHEN e % 3 = 0 THEN date '2008-05-12' END
FROM   generate_series(1, 36) e;

CREATE TEMP TABLE calendars (n serial, calendar bradford.calendar) ON COMMIT DROP;
INSERT INTO calendars (calendar)
SELECT c::bradford.calendar
FROM   unnest(ARRAY['england-and-wales', 'scotland', 'northern-ireland', 'weekdays', 'every-day', 'england-and-wales & scotland & northern-ireland',
					'england-and-wales; week=Mon-Wed', 'scotland; week=Mon-Wed/Mon-Fri from 2014-01-06', 'weekdays; week=none', 'every-day; week=none; open=2016-03-01',
					'weekdays; closed=1995-01-01..2099-12-31', 'england-and-wales; closed=2016-12-28..2016-12-30,2017-01-03; open=2016-12-26',
					'england-and-wales then from 2016-04-01 england-and-wales; week=Mon-Wed then from 2016-09-01 weekdays; week=Mon,Wed,Fri',
					'england-and-wales then from 2016-06-01 weekdays; week=none', 'weekdays; week=none then from 2016-06-01 england-and-wales']) AS c
UNION  ALL
-- 3,000 single days closed; long out of line, and a rota of many weeks
SELECT bradford.close_on('england-and-wales', (SELECT range_agg(daterange(d, d + 1)) FROM (SELECT date '1996-01-01' + 7 * i + i % 3 AS d FROM generate_series(0, 2999) i) x))
UNION  ALL
SELECT ('scotland; week=' || (SELECT string_agg(CASE WHEN i % 3 = 0 THEN 'Mon-Wed' WHEN i % 3 = 1 THEN 'Tue,Thu' ELSE 'Mon-Fri' END, '/') FROM generate_series(1, 12) i) || ' from 2012-01-02')::bradford.calendar;

INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, full_time_hours, full_time_salary, year_starts_on, annual_hours, leave_hours,
					  weeks_at_work, working_time, part_months, least_weekly_hours, most_weekly_hours, calendar)
SELECT e, 'P' || CASE WHEN k.kind = 'job share' THEN e / 10 ELSE e END, t.first_day, t.last_day, k.kind,
	   CASE k.kind WHEN 'casual' THEN NULL WHEN 'full-time' THEN 37 ELSE 18 + t.n END, 37, 24000 + t.n, CASE WHEN e % 8 = 1 THEN date '2012-04-01' END,
	   CASE k.kind WHEN 'annualised hours' THEN 900 END, CASE k.kind WHEN 'annualised hours' THEN 100 END, CASE k.kind WHEN 'term-time' THEN 39 END,
	   CASE WHEN k.kind = 'term-time' THEN CASE e % 4
			WHEN 0 THEN '{[2014-09-01,2014-12-20),[2015-01-05,2015-07-22),[2015-09-01,2015-12-20),[2016-01-05,2016-07-22),[2016-09-01,2016-12-20),[2017-01-05,2017-07-22)}'
			WHEN 1 THEN '{(,)}' WHEN 2 THEN '{[2000-01-01,)}' END::datemultirange
			WHEN e = 3 THEN '{}' WHEN e = 4 THEN '{(,2016-06-01),[2016-09-01,)}' WHEN e = 9 THEN '{[-infinity,infinity]}' END,
	   (ARRAY['calendar days', 'working days', '1/365', '1/260'])[1 + e % 4], CASE WHEN e % 6 = 3 THEN 10 END, CASE WHEN e % 6 = 3 THEN 30 END, c.calendar
FROM   generate_series(1, 36) e
CROSS  JOIN LATERAL (SELECT (ARRAY['full-time', 'annualised hours', 'term-time', 'part-time', 'job share', 'casual'])[1 + e % 6] AS kind) k
CROSS  JOIN LATERAL (VALUES (0, date '2012-01-10' + (e % 700), CASE WHEN e % 2 = 0 THEN date '2015-12-31' END), (1, CASE WHEN e % 2 = 0 THEN date '2016-01-01' END, NULL)) AS t(n, first_day, last_day)
JOIN   calendars c ON c.n = 1 + (e + t.n) % 17
WHERE  t.first_day IS NOT NULL;
-- a multirange of 2,000 school days
UPDATE contract SET working_time = (SELECT range_agg(daterange(d, d + 1)) FROM (SELECT date '2012-01-02' + i AS d FROM generate_series(0, 3999, 2) i) x) WHERE employee_id = 11;

INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_worked, half_days, self_certified_on, expected_birth_on)
SELECT e * 100 + k, e, a.first_day, CASE WHEN e % 7 <> 0 OR k < 5 THEN a.last_day END,
	   CASE WHEN (e + k) % 6 > 0 THEN (ARRAY['cold or flu', 'stress', 'chicken pox', 'pregnancy', 'disability'])[1 + (e * k) % 5] END, (e + k) % 9 = 0 AND a.last_day > a.first_day,
	   CASE WHEN (e + k) % 8 = 0 THEN datemultirange(daterange(a.last_day, a.last_day, '[]')) WHEN (e + k) % 8 = 1 THEN '{}' END,
	   CASE WHEN k % 2 = 0 THEN a.last_day END, CASE WHEN (e * k) % 5 = 3 THEN a.last_day + 20 END
FROM   generate_series(1, 36) e, generate_series(1, 5) k
CROSS  JOIN LATERAL (SELECT date '2015-12-07' + (k * 80 + e % 60) AS first_day) f
CROSS  JOIN LATERAL (SELECT f.first_day, f.first_day + CASE WHEN (e + k) % 11 = 0 THEN 45 ELSE (e * k) % 12 END AS last_day) a;
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why)
SELECT e, e * 100 + 1 + e % 2, CASE WHEN e % 2 = 0 THEN 'join' ELSE 'leave out' END, CASE WHEN e % 2 = 0 THEN e * 100 + 2 END, 'adviser', date '2016-11-01', 'by agreement'
FROM   generate_series(1, 36, 3) e;
INSERT INTO return_to_work (employee_id, absence_id, held_on, held_by, score_told, form_received_on)
SELECT employee_id, absence_id, last_day + 3, 'manager', 10, last_day + 12 FROM absence WHERE absence_id % 3 = 0 AND last_day IS NOT NULL;
INSERT INTO fit_note (employee_id, first_day, last_day, received_on, advice)
SELECT employee_id, first_day + 7, first_day + 30, first_day + 10, CASE WHEN employee_id % 2 = 0 THEN 'phased return' END FROM absence WHERE absence_id % 4 = 0;

-- policies that are never in force, one for each odd rule: all reports that compare policies read them
INSERT INTO attendance_policy (policy, title, scoring_rule, calendar, long_term)
SELECT 'rule ' || n, 'O''Neill''s "rule" \ ' || n, r::bradford.scoring_rule, (SELECT calendar FROM calendars c WHERE c.n = r.n), interval '1 month 2 days 03:04:05.678'
FROM   unnest(ARRAY['', 'window=200 years', 'window=1 day', 'window=1 year 2 months 3 days', 'days=working', 'days=span; edge=whole; bridge=working', 'edge=inside; minimum=4', 'bridge=working; window=30 years'])
	   WITH ORDINALITY AS r(r, n);
INSERT INTO attendance_policy (policy, title, staff_group, first_day, scoring_rule, part_time_rule) VALUES ('teachers', NULL, 'teachers', '-infinity', 'days=working; window=52 weeks', 'hours');
INSERT INTO policy_stage (policy, stage, title, trigger_score, warning_life, review_least, review_most) VALUES ('teachers', 1, 'talk', 4.5, '100 years', '0', '1 mon -3 days 00:00:00.000001');
UPDATE policy_stage SET trigger_score = 151 WHERE policy = 'Bradford 2016' AND stage = 1;

INSERT INTO warning (employee_id, policy, stage, issued_on, score, review_until, satisfactory)
SELECT e, 'Bradford 2016', 1 + w, CASE WHEN w = 0 THEN date '2016-10-17' ELSE date '2017-01-23' END, 160 + 400 * w, CASE WHEN w = 0 THEN date '2016-12-16' END, CASE WHEN e % 5 = 0 THEN false END
FROM   generate_series(1, 36) e, generate_series(0, 1) AS w WHERE (e + w) % 2 = 0;
INSERT INTO occupational_health_report (employee_id, referred_on, reported_on, advice)
SELECT e, date '2016-12-01', CASE WHEN e % 2 = 0 THEN date '2016-12-20' END, CASE WHEN e % 4 = 0 THEN E'two\nlines\tand a tab' END FROM generate_series(1, 36) e;
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on, closed_on, calendar)
SELECT e * 10 + k, e, CASE k WHEN 0 THEN 'grievance 2016' ELSE 'attendance' END, date '2017-01-16', CASE WHEN e % 9 = 0 THEN date '2017-03-10' END, c.calendar
FROM   generate_series(1, 36) e, generate_series(0, 1) k JOIN calendars c ON c.n = 1 + k;
INSERT INTO case_event (employee_id, case_id, event, happened_on, happened_at)
SELECT c.employee_id, c.case_id, v.event, v.happened_on, v.happened_at
FROM   hr_case c
JOIN  (VALUES (0, 'formal_received', date '2017-01-17', NULL::time), (0, 'meeting', date '2017-02-01', NULL), (1, 'stage_1_meeting', '2017-02-20', '10:00'),
			  (1, 'stage_1_notice', '2017-02-17', '24:00'), (1, 'returned_to_work', '2017-02-10', NULL)) AS v(k, event, happened_on, happened_at) ON c.case_id % 10 = v.k;
INSERT INTO timesheet (employee_id, post, month, hours_worked, leave_taken, extra_hours, received_on)
SELECT c.employee_id, c.post, m::date, 60 + c.employee_id % 30, 5.25, c.employee_id % 4, m::date + 33
FROM   contract c, generate_series(date_trunc('month', greatest(c.first_day, '2015-10-01')), least(c.last_day, '2017-03-01'), interval '1 month') m
WHERE  c.kind IN ('annualised hours', 'term-time', 'job share', 'casual');
INSERT INTO paid (employee_id, post, first_day, month, run, salary, extra_pay, recorded_on)
SELECT c.employee_id, c.post, c.first_day, '2016-10-01', '2016-10', 1000.015, -0.5, '2016-10-28' FROM contract c WHERE c.last_day IS NULL AND c.employee_id % 3 = 0;
INSERT INTO absence_reason (reason, counted, rule_ids) VALUES ('our own', 'unless fit note', ''), (E'tab\there, slash \\ and \\N', 'no', NULL);
UPDATE absence SET reason = 'our own' WHERE absence_id % 50 = 1;
INSERT INTO flexi_member (employee_id, first_day, last_day, scheme, opening)
SELECT e, date '2016-10-03' + 56 * n, CASE WHEN n = 0 AND e % 8 = 0 THEN date '2016-11-27' ELSE '2017-02-26' END, s.schemes[1 + (e / 4 + n) % 4], CASE WHEN n = 0 THEN '-1:30'::interval END
FROM   generate_series(4, 36, 4) e, generate_series(0, 1) n,
	  (SELECT ARRAY['', 'core=none; period=1 month; cap=2 days', 'bandwidth=Mon-Thu 07:00-19:00, Fri 07:00-17:00; day=Mon-Thu 7:20, Fri 7:10; hours=by day',
			'block=15 min in strict out nearest 7 min; lunch=least 30 min over 6:00 shortest 15 min; cap=12:00/4:00; beyond=cut']::bradford.flexi_scheme[] AS schemes) s
WHERE  n = 0 OR e % 8 = 0;
INSERT INTO clock_entry (employee_id, clocked_in, clocked_out)
SELECT e, d + t.at * interval '1 minute', d + t.at * interval '1 minute' + interval '3:50:00.000001'
FROM   generate_series(4, 36, 4) e, generate_series(timestamp '2016-11-28', '2017-01-31', '1 day') d, LATERAL (VALUES (425 + (e + extract(doy FROM d)::integer) % 90), (760)) AS t(at)
WHERE  extract(isodow FROM d) < 6 AND extract(doy FROM d)::integer % (e + 3) > 0;
INSERT INTO clock_entry VALUES (4, '2017-01-31 17:00', NULL);
INSERT INTO time_off SELECT e, '2017-01-05', '2017-01-06', k.kind, e % 3 = 0 FROM generate_series(4, 36, 4) e JOIN (VALUES (0, 'annual leave'), (1, 'flexi-leave')) AS k(n, kind) ON k.n = e / 4 % 2;
-- hours, rosters and homes: ranges and multiranges of all shapes, and times out of the ordinary
INSERT INTO working_time_terms (employee_id, first_day, last_day, opted_out, reference_weeks, weekly_rest_by, night_worker, night_absolute, born)
SELECT e, date '2016-10-03' + 60 * n, CASE n WHEN 0 THEN date '2016-11-30' END, e % 2 = n, 17 + n, (ARRAY['week', 'fortnight'])[1 + e % 2], CASE e % 3 WHEN 0 THEN true WHEN 1 THEN false END, e % 6 = 3, CASE WHEN e % 5 = 0 THEN date '1999-02-28' + e END
FROM   generate_series(2, 36, 3) e, generate_series(0, 1) n;
INSERT INTO team (team, zone) VALUES ('Ward 1', 'Europe/London'), (E'Ward "2"\\\t', 'Asia/Kathmandu');
INSERT INTO employee_skill (employee_id, skill, grade, first_day, last_day)
SELECT e, s.skill, s.grade, s.first_day, s.last_day FROM generate_series(1, 36, 2) e, (VALUES ('nurse', 'band 5', date '2012-01-01', date '2016-12-05'), ('nurse', 'band 6', '2016-12-06', NULL), ('cook', NULL, '2016-01-01', NULL)) AS s(skill, grade, first_day, last_day) WHERE e % 4 > 1 OR s.skill = 'cook';
INSERT INTO staffing_demand (team, slot, first_day, last_day, skill, grade, days, starts, ends, at_least, at_most, short_weight, over_weight) VALUES
	('Ward 1', 'night', '2016-10-01', NULL, NULL, NULL, 'every-day', '21:00', '7:00', 2, 20, 0.125, 1000000), ('Ward 1', 'nurses', '2016-10-01', '2017-01-10', 'nurse', NULL, 'england-and-wales; week=Mon-Wed', '7:00', '15:00', 3, NULL, 100, 1),
	('Ward 1', 'nurses', '2017-01-11', NULL, 'nurse', 'band 6', 'weekdays then from 2017-02-01 every-day', '7:00', '24:00', 1, 1, 100, 1);
INSERT INTO shift (employee_id, during, breaks, team, skill)
SELECT e, tstzrange(t.at, t.at + interval '8:00:00.000001'), CASE d % 4 WHEN 0 THEN tstzmultirange(tstzrange(t.at + interval '2 hours', t.at + interval '2:10'), tstzrange(t.at + interval '5 hours', t.at + interval '5:25')) WHEN 1 THEN '{}' END,
	   CASE WHEN e % 5 > 0 THEN 'Ward 1' END, CASE WHEN e % 3 > 0 THEN 'nurse' END
FROM   generate_series(1, 36, 2) e, generate_series(0, 110) d, LATERAL (SELECT timestamptz '2016-10-25 06:00+00' + make_interval(days => d, hours => 8 * (e % 3)) AS at) t WHERE (d + e) % 7 < 5;
INSERT INTO shift_kind (team, kind, first_day, days, starts, ends, break_starts, break_ends, skill) VALUES
	('Ward 1', 'early', '2016-10-01', 'england-and-wales', '7:00', '15:00', '11:00', '11:30', 'nurse'), ('Ward 1', 'night', '2016-10-01', 'every-day; week=Sat,Sun', '21:00', '7:00', NULL, NULL, NULL);
INSERT INTO roster_terms (employee_id, first_day, last_day, team, weekly_hours, most_owed, most_owing, rest_hours, most_in_row, least_in_row, least_off, most_weekends)
SELECT e, '2016-12-01', CASE WHEN e % 3 = 0 THEN date '2017-03-31' END, 'Ward 1', 37 - e % 20, 8.25, 12, 11, 5, 2, 2, 2 FROM generate_series(1, 9, 2) e;
INSERT INTO roster_request (employee_id, request, kind, first_day, last_day, days, starts, ends, weight)
SELECT e, r.* FROM generate_series(1, 9, 2) e, (VALUES ('a', 'veto', date '2016-12-01', NULL::date, 'every-day; week=Wed'::bradford.calendar, time '22:00', time '6:00', 1::numeric), ('b', 'on', '2017-01-10', '2017-02-12', 'every-day', '0:00', '24:00', 0.5), ('c', 'core', '2016-12-01', NULL, 'every-day; week=Fri', '10:00', '11:00', 2)) r;
INSERT INTO roster_shift (employee_id, roster, during, breaks, team, skill)
SELECT e, 'by hand', tstzrange(t.at, t.at + interval '8 hours'), CASE WHEN d % 3 > 0 THEN tstzmultirange(tstzrange(t.at + interval '4 hours', t.at + interval '4 hours 30 minutes')) END, 'Ward 1', CASE WHEN d % 2 > 0 THEN 'nurse' END
FROM   generate_series(1, 9, 2) e, generate_series(1, 20) d, LATERAL (SELECT timestamptz '2017-01-20 07:00+00' + make_interval(days => d, hours => (d * e) % 15) AS at) t WHERE (d + e) % 6 < 4;
INSERT INTO office (office, first_day, last_day, people_limit, desks, desk_cost) VALUES ('Town hall', '2015-01-01', '2016-12-31', 20, 18, 999.995), ('Town hall', '2017-01-01', NULL, 10, 8, 1000), ('Depot', '2015-01-01', NULL, NULL, NULL, NULL);
INSERT INTO homework (employee_id, first_day, last_day, kind, workstyle, public_facing, office, pattern, office_days, trial, review_every, touch_every)
SELECT e, h.first_day, h.last_day, CASE WHEN e % 6 > 0 THEN (ARRAY['agreed', 'agile', 'contractual'])[1 + e % 3] END, (ARRAY['fixed', 'home', 'flexible', 'mobile'])[1 + e % 4], e % 9 = 0, CASE WHEN e % 7 > 0 THEN 'Town hall' ELSE 'Depot' END,
	   CASE WHEN e % 4 > 1 THEN (ARRAY['alternate weeks', '1 week in 4 office', '2 days office, 3 home'])[1 + e % 3] END, CASE WHEN e % 12 = 5 THEN 'every-day; week=Thu'::bradford.calendar END, CASE WHEN h.last_day IS NOT NULL THEN interval '3 months' END, '6 months', '1 month'
FROM   generate_series(2, 36) e, (VALUES (date '2015-06-01', date '2016-11-20'), ('2016-11-21', NULL)) AS h(first_day, last_day);
INSERT INTO homework_event (employee_id, event, happened_on, outcome) SELECT e, v.event, date '2016-12-05' + e, 'well' FROM generate_series(2, 36, 2) e, (VALUES ('keeping in touch'), ('review'), ('trial decided')) AS v(event);
INSERT INTO homework_application (employee_id, applied_on, starts_on, decided_on, decision, workstyle, office, yearly_saving) SELECT e, '2015-04-01', '2015-06-01', '2015-05-04', 'agreed', 'flexible', 'Town hall', CASE WHEN e % 2 = 0 THEN 400 END FROM generate_series(3, 36, 3) e;
INSERT INTO work_output (employee_id, measure, first_day, last_day, done, checked, correct) SELECT e, m.measure, '2016-12-01', '2016-12-31', 100 + e, 20, 20 - e % 3 FROM generate_series(2, 36) e, (VALUES ('claims'), ('letters')) AS m(measure);
INSERT INTO downtime (employee_id, began_at, ended_at, system, option, decided_by)
SELECT e, timestamp '2016-12-06 09:00' + make_interval(days => d), CASE WHEN d > 0 OR e % 5 > 0 THEN timestamp '2016-12-06 11:30' + make_interval(days => d) END, 'benefits', CASE WHEN e % 7 > 0 THEN 'other work' END, 'manager' FROM generate_series(2, 36, 2) e, generate_series(0, 7, 7) d;
COMMIT;
ANALYZE employee, contract, absence, absence_override, fit_note, return_to_work, warning, hr_case, case_event, timesheet, paid;
INSERT INTO login VALUES ('pg_read_server_files', 3, '2016-01-01', NULL), ('pg_write_server_files', 5, '2016-01-01', '2016-12-31');
INSERT INTO deputy VALUES (3, 5, '2016-12-01', '2016-12-31');
INSERT INTO trigger_event VALUES (3, 'Bradford 2016', 1, 'reached', '2016-12-01', '2016-12-02 06:00:00.123456+00', NULL), (3, 'Bradford 2016', 1, 'cleared', '2016-12-20', '2016-12-21 06:00+00', '2016-12-22 06:00+00');
