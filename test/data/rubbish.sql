--
-- Rubbish: whatever row the tables or a site's own views admit, it stops no report for others.
--
-- One schema holds the tables of create_tables. Another has the same clean people in tables without any constraint. They
-- stand for a site's views, which admit more than the constraints do. A third holds views on the second, with columns of
-- other types that create_reports takes. Beside the clean people come rubbish ones: a clean life with one odd value, for
-- each column of each table; lives with several odd values; and repeated rows. The odd values are those of the column's
-- type, and the limits that its constraints name and the values next to them. All come from the catalogs, so this tries a
-- new column or table by itself. Policies, reasons and procedures get an odd value in a copy that only one rubbish person
-- is under. Every report that create_reports makes is asked on several days. None may fail, and the rows of clean people,
-- and of the published policies, must stay as they were before. Last come odd policies, reasons and procedures that
-- everybody is under. With them, no report may fail; nothing else is checked.
--
-- To look further: psql -v seed=7 -v several=5000 -v terms=1000 -v policies=2000 -f test/data/rubbish.sql
--
SET datestyle = ISO;
SET client_min_messages = warning;
SET jit = off;
\set SHOW_CONTEXT never
\if :{?seed}
\else
\set seed 42
\endif
-- people with several odd values, in each schema
\if :{?several}
\else
\set several 100
\endif
-- councils with odd policies, reasons and procedures
\if :{?policies}
\else
\set policies 5
\endif
-- odd values for each column of policies, reasons and procedures, each for one person alone
\if :{?terms}
\else
\set terms 1
\endif

CREATE SCHEMA rubbish;
SET search_path = rubbish, pg_catalog;

-- People with this number or a higher one are rubbish.
CREATE FUNCTION first_rubbish() RETURNS bigint LANGUAGE sql IMMUTABLE RETURN 1000;

CREATE TABLE odd (type regtype, value text);
INSERT INTO odd
SELECT t::regtype, v
FROM  (VALUES
	('date', ARRAY[NULL, '-infinity', 'infinity', '4714-11-24 BC', '1960-05-01', '1994-12-31', '1995-01-01', '2016-02-29', '2099-12-31', '9999-12-31', '5874897-12-31']),
	('numeric', ARRAY[NULL, 'NaN', 'Infinity', '-Infinity', '0', '-1', '1e-30', '168', '1e15', '1e2000']),
	('bigint', ARRAY[NULL, '0', '-1', '1000', '9223372036854775807', '-9223372036854775808']),
	('integer', ARRAY[NULL, '0', '-1', '1', '100000', '2147483647', '-2147483648']),
	('smallint', ARRAY[NULL, '0', '-1', '1', '3', '9', '32767', '-32768']),
	('text', ARRAY[NULL, '', ' 1 ', 'job share', 'casual', 'join', 'leave out', 'transferred', E'a\n"b"\\%']),
	('boolean', ARRAY[NULL, 'true', 'false']),
	('interval', ARRAY[NULL, '0', '-1 month', '1 hour', '150 years', '178000000 years', '-178000000 years']),
	('time', ARRAY[NULL, '00:00', '24:00']),
	('timestamptz', ARRAY[NULL, '-infinity', 'infinity', '4714-11-24 00:00+00 BC', '2016-10-01 00:00+00', '294276-12-31 23:59:59+00']),
	('timestamp', ARRAY[NULL, '-infinity', 'infinity', '4714-11-24 00:00 BC', '1960-05-01 09:00', '2016-11-14 08:00', '2016-11-15 24:00', '2017-01-31 12:00', '9999-12-31 00:00', '294276-12-31 23:59:59.999999']),
	('tstzrange', ARRAY[NULL, 'empty', '(,)', '[2016-11-01 00:00+00,)', '(,2016-11-01 00:00+00)', '[-infinity,infinity]', '(2016-11-01 00:00+00,2016-11-01 08:00+00]', '[4714-11-24 00:00+00 BC,294276-12-31 23:59:59+00)']),
	('tstzmultirange', ARRAY[NULL, '{}', '{(,)}', '{[-infinity,infinity]}', '{[2016-11-01 08:00+00,2016-11-01 08:20+00),[2016-11-01 09:00+00,2016-11-01 09:00:00.000001+00)}', '{[4714-11-24 00:00+00 BC,294276-12-31 23:59:59+00)}']),
	('daterange', ARRAY[NULL, 'empty', '(,)', '[2016-01-04,)', '[-infinity,infinity]']),
	('datemultirange', ARRAY[NULL, '{}', '{(,)}', '{[2000-01-01,)}', '{(,2016-06-01)}', '{[-infinity,infinity]}', '{[2016-01-11,2016-01-12)}', '{[0001-01-01,9999-01-01)}']),
	('bradford.calendar', ARRAY[NULL, 'weekdays; week=none', 'every-day', 'england-and-wales then from 2016-06-01 weekdays; week=none',
								'weekdays; week=none then from 2016-06-01 england-and-wales', 'weekdays; closed=1995-01-01..2099-12-31', 'every-day; week=none; open=2016-03-01']),
	('bradford.flexi_scheme', ARRAY[NULL, 'bandwidth=Mon-Sun 00:00-24:00; core=none; lunch=none; block=none; cap=none', 'period=53 weeks from 5874897-12-31; cap=0:00; beyond=cut', 'day=0:00; hours=by day; cap=500 days; period=1 month', 'core=least 24:00; lunch=least 24:00; block=60 min generous; hours=9999:00; period=1 week']),
	('bradford.scoring_rule', ARRAY[NULL, 'window=200 years', 'window=1 day', 'days=working', 'days=span; edge=whole; bridge=working', 'edge=inside; minimum=4', 'bridge=working; window=30 years'])
) AS x(t, values)
CROSS  JOIN unnest(x.values) AS v;

-- ---------- lives ----------

-- Clean lives of all kinds; each depends on the number of the person alone.
CREATE PROCEDURE fill(hr name, first_id bigint, last_id bigint, area text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL search_path = %I, pg_catalog', hr);
	INSERT INTO employee (employee_id, name, service_area, manager_id, service_from)
	SELECT e, 'Person ' || e, area || ' ' || e % 3, nullif(first_id, e), CASE WHEN e % 3 = 0 THEN date '2008-05-12' END
	FROM   generate_series(first_id, last_id) e;
	INSERT INTO contract (employee_id, post, first_day, last_day, kind, weekly_hours, full_time_hours, full_time_salary, annual_hours, leave_hours,
						  weeks_at_work, wte_weeks, wte_leave_weeks, working_time, calendar, least_weekly_hours, most_weekly_hours)
	SELECT e, 'P' || CASE WHEN k.kind = 'job share' THEN e / 10 ELSE e END, t.first_day, t.last_day, k.kind, CASE WHEN k.kind = 'full-time' THEN 37 ELSE 18 + t.n END, 37, 24000 + t.n,
		   CASE k.kind WHEN 'annualised hours' THEN 900 END, CASE k.kind WHEN 'annualised hours' THEN 100 END, CASE k.kind WHEN 'term-time' THEN 39 END, 45, 7,
		   CASE k.kind WHEN 'term-time' THEN '{[2014-09-01,2014-12-20),[2015-01-05,2015-07-22),[2015-09-01,2015-12-20),[2016-01-05,2016-07-22),[2016-09-01,2016-12-20),[2017-01-05,2017-07-22)}'::datemultirange END,
		   CASE WHEN e % 4 = 0 THEN 'england-and-wales; week=Mon-Wed' ELSE 'england-and-wales' END::bradford.calendar,
		   CASE WHEN k.kind = 'annualised hours' OR e >= rubbish.first_rubbish() THEN 10 END, CASE WHEN k.kind = 'annualised hours' OR e >= rubbish.first_rubbish() THEN 30 END
	FROM   generate_series(first_id, last_id) e
	CROSS  JOIN LATERAL (SELECT (ARRAY['full-time', 'annualised hours', 'term-time', 'part-time', 'job share'])[1 + e % 5] AS kind) k
	CROSS  JOIN LATERAL (VALUES (0, date '2012-01-10' + (e % 700)::integer, CASE WHEN e % 2 = 0 THEN date '2015-12-31' END),
								(1, CASE WHEN e % 2 = 0 THEN date '2016-01-01' END, NULL)) AS t(n, first_day, last_day)
	WHERE  t.first_day IS NOT NULL;
	INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_worked, half_days, self_certified_on, expected_birth_on)
	SELECT e * 100 + k, e, a.first_day, CASE WHEN e % 7 <> 0 OR k < 5 THEN a.last_day END,
		   CASE WHEN (e + k) % 6 > 0 THEN (ARRAY['cold or flu', 'stress', 'chicken pox', 'pregnancy', 'disability'])[1 + (e * k) % 5] END, (e + k) % 9 = 0 AND a.last_day > a.first_day,
		   CASE WHEN (e + k) % 8 = 0 THEN datemultirange(daterange(a.last_day, a.last_day, '[]')) END,
		   CASE WHEN k % 2 = 0 THEN a.last_day END, CASE WHEN (e * k) % 5 = 3 THEN a.last_day + 20 END
	FROM   generate_series(first_id, last_id) e, generate_series(1, 5) k
	CROSS  JOIN LATERAL (SELECT date '2015-12-07' + (k * 80 + e % 60)::integer AS first_day) f
	CROSS  JOIN LATERAL (SELECT f.first_day, f.first_day + CASE WHEN (e + k) % 11 = 0 THEN 45 ELSE (e * k) % 12 END::integer AS last_day) a;
	INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why)
	SELECT e, e * 100 + 1 + e % 2, CASE WHEN e % 2 = 0 THEN 'join' ELSE 'leave out' END, CASE WHEN e % 2 = 0 THEN e * 100 + 2 END, 'adviser', date '2016-11-01', 'by agreement'
	FROM   generate_series(first_id, last_id) e WHERE e % 3 = 1 OR e >= rubbish.first_rubbish();
	INSERT INTO return_to_work (employee_id, absence_id, held_on, held_by, score_told, form_received_on)
	SELECT a.employee_id, a.absence_id, a.last_day + 3, 'manager', 10, a.last_day + 12 FROM absence a WHERE a.employee_id BETWEEN first_id AND last_id AND a.absence_id % 3 = 0 AND a.last_day IS NOT NULL;
	INSERT INTO fit_note (employee_id, first_day, last_day, received_on)
	SELECT DISTINCT ON (a.employee_id, a.first_day) a.employee_id, a.first_day + 7, a.first_day + 30, a.first_day + 10 FROM absence a WHERE a.employee_id BETWEEN first_id AND last_id AND a.absence_id % 2 = 0;
	INSERT INTO warning (employee_id, policy, stage, issued_on, score, review_until)
	SELECT e, 'Bradford 2016', 1 + w.n, CASE WHEN w.n = 0 THEN date '2016-10-17' ELSE date '2017-01-23' END, 160 + 400 * w.n, CASE WHEN w.n = 0 THEN date '2016-12-16' END
	FROM   generate_series(first_id, last_id) e, generate_series(0, 1) AS w(n) WHERE (e + w.n) % 2 = 0;
	INSERT INTO occupational_health_report (employee_id, referred_on, reported_on)
	SELECT e, date '2016-12-01', CASE WHEN e % 2 = 0 THEN date '2016-12-20' END FROM generate_series(first_id, last_id) e;
	INSERT INTO hr_case (case_id, employee_id, procedure, opened_on, closed_on)
	SELECT e * 10 + k, e, CASE k WHEN 0 THEN 'grievance 2016' ELSE 'attendance' END, date '2017-01-16', CASE WHEN e % 9 = 0 THEN date '2017-03-10' END
	FROM   generate_series(first_id, last_id) e, generate_series(0, 1) k;
	INSERT INTO case_event (employee_id, case_id, event, happened_on, happened_at)
	SELECT c.employee_id, c.case_id, v.event, v.happened_on, v.happened_at FROM hr_case c
	CROSS  JOIN LATERAL (VALUES (0, 'formal_received', date '2017-01-17', NULL::time), (0, 'meeting', date '2017-02-01', NULL), (1, 'stage_1_meeting', '2017-02-20', '10:00'),
								(1, 'stage_1_notice', '2017-02-17', '11:00'), (1, 'returned_to_work', '2017-02-10', NULL)) AS v(k, event, happened_on, happened_at)
	WHERE  c.employee_id BETWEEN first_id AND last_id AND c.case_id % 10 = v.k;
	INSERT INTO timesheet (employee_id, post, month, hours_worked, leave_taken, extra_hours, received_on)
	SELECT c.employee_id, c.post, m::date, 60 + c.employee_id % 30, 5, c.employee_id % 4, m::date + 33
	FROM   contract c CROSS JOIN LATERAL generate_series(date_trunc('month', greatest(c.first_day, '2015-10-01')), least(c.last_day, '2017-03-01'), interval '1 month') m
	WHERE  c.employee_id BETWEEN first_id AND last_id AND (c.kind IN ('annualised hours', 'term-time', 'job share') OR c.employee_id >= rubbish.first_rubbish() AND m >= '2017-01-01');
	INSERT INTO paid (employee_id, post, first_day, month, run, salary, extra_pay, recorded_on)
	SELECT c.employee_id, c.post, c.first_day, m::date, to_char(m, 'YYYY-MM'), 1500 + c.employee_id % 7, c.employee_id % 3, m::date + 27
	FROM   contract c CROSS JOIN LATERAL generate_series(date '2016-11-01', '2017-01-01', interval '1 month') m
	WHERE  c.employee_id BETWEEN first_id AND last_id AND c.first_day <= m AND (c.last_day >= m OR c.last_day IS NULL);
	INSERT INTO flexi_member (employee_id, first_day, last_day, scheme, opening)
	SELECT e, f.first_day, f.last_day, CASE WHEN e % 3 = 0 THEN 'period=1 month; cap=12:00/4:00' ELSE 'day=7:24; period=4 weeks from 2016-10-03' END::bradford.flexi_scheme, CASE WHEN f.first_day = '2016-10-03' THEN interval '-1:30' END
	FROM   generate_series(first_id, last_id) e, LATERAL (VALUES (date '2016-10-03', date '2016-11-20'), ('2016-11-21', CASE WHEN e % 3 > 0 THEN date '2017-06-30' END)) AS f(first_day, last_day);
	INSERT INTO clock_entry (employee_id, clocked_in, clocked_out)
	SELECT e, t.at, CASE WHEN e % 5 > 0 OR d < 98 THEN t.at + make_interval(mins => 470 + (e * d)::integer % 60) END
	FROM   generate_series(first_id, last_id) e, generate_series(0, 98, 7) d, LATERAL (SELECT timestamp '2016-10-04 08:03' + make_interval(days => d::integer, mins => (e * 7 + d)::integer % 40) AS at) t;
	INSERT INTO time_off (employee_id, first_day, last_day, kind, half_day)
	SELECT e, date '2016-10-10' + k::integer * 14, date '2016-10-10' + k::integer * 14 + (e % 3)::integer, (ARRAY['annual leave', 'paid leave', 'flexi-leave', 'authorised absence'])[k], (e + k) % 2 = 0 FROM generate_series(first_id, last_id) e, generate_series(1, 4) k;
	INSERT INTO working_time_terms (employee_id, first_day, last_day, opted_out, weekly_rest_by, born)
	SELECT e, t.first_day, t.last_day, e % 2 = 0, CASE WHEN e % 3 = 0 THEN 'fortnight' ELSE 'week' END, CASE WHEN e % 4 = 0 THEN date '1999-06-01' END
	FROM   generate_series(first_id, last_id) e, (VALUES (date '2016-10-03', date '2016-12-20'), ('2017-01-02', NULL)) AS t(first_day, last_day);
	INSERT INTO office (office, first_day, last_day, people_limit, desks, desk_cost)
	SELECT area || ' office', o.first_day, o.last_day, o.n, o.n, 1000 FROM (VALUES (date '2015-01-01', date '2016-12-31', 20), ('2017-01-01', NULL, 10)) AS o(first_day, last_day, n)
	WHERE  NOT EXISTS (SELECT FROM office f WHERE f.office = area || ' office');
	INSERT INTO homework (employee_id, first_day, last_day, kind, workstyle, public_facing, office, pattern, office_days, trial, review_every, touch_every)
	SELECT e, h.first_day, h.last_day, CASE WHEN e % 6 > 0 THEN (ARRAY['agreed', 'agile', 'contractual'])[1 + e % 3] END, (ARRAY['fixed', 'home', 'flexible', 'mobile'])[1 + e % 4], e % 9 = 0, area || ' office',
		   CASE WHEN e % 4 > 1 THEN (ARRAY['alternate weeks', '1 week in 4 office', '2 days office, 3 home'])[1 + e % 3] END, CASE WHEN e % 12 = 7 THEN 'every-day; week=Thu'::bradford.calendar END, CASE WHEN h.last_day IS NOT NULL THEN interval '3 months' END, '6 months', '1 month'
	FROM   generate_series(first_id, last_id) e, (VALUES (date '2015-06-01', date '2016-11-20'), ('2016-11-21', NULL)) AS h(first_day, last_day);
	INSERT INTO homework_event (employee_id, event, happened_on, outcome)
	SELECT e, v.event, date '2016-12-05' + (e % 30)::integer, 'well' FROM generate_series(first_id, last_id) e, (VALUES ('keeping in touch'), ('review'), ('trial decided')) AS v(event);
	INSERT INTO homework_application (employee_id, applied_on, starts_on, decided_on, decision, workstyle, office, yearly_saving)
	SELECT e, '2015-04-01', '2015-06-01', '2015-05-04', 'agreed', 'flexible', area || ' office', CASE WHEN e % 2 = 0 THEN 400 END FROM generate_series(first_id, last_id) e;
	INSERT INTO work_output (employee_id, measure, first_day, last_day, done, checked, correct)
	SELECT e, m.measure, '2016-12-01', '2016-12-31', 100 + e % 20, 20, 20 - e % 3 FROM generate_series(first_id, last_id) e, (VALUES ('claims'), ('letters')) AS m(measure);
	INSERT INTO downtime (employee_id, began_at, ended_at, system, option, decided_by)
	SELECT e, timestamp '2016-12-06 09:00' + make_interval(days => d), CASE WHEN d > 0 OR e % 5 > 0 THEN timestamp '2016-12-06 11:30' + make_interval(days => d) END, 'benefits', CASE WHEN e % 7 > 0 THEN 'other work' END, 'manager'
	FROM   generate_series(first_id, last_id) e, generate_series(0, 7, 7) d;
	INSERT INTO team (team, zone) SELECT n, 'Europe/London' FROM unnest(ARRAY[area, 'Idle', 'Before']) AS n WHERE NOT EXISTS (SELECT FROM team t WHERE t.team = n);
	INSERT INTO staffing_demand (team, slot, first_day, last_day, skill, grade, days, starts, ends, at_least, at_most)
	SELECT area, d.* FROM (VALUES ('night', date '2016-10-01', NULL::date, NULL, NULL, 'every-day'::bradford.calendar, time '21:00', time '7:00', 2, 20), ('nurses', '2016-10-01', '2017-01-10', 'nurse', NULL, 'weekdays', '7:00', '15:00', 3, NULL), ('nurses', '2017-01-11', NULL, 'nurse', 'band 5', 'weekdays', '7:00', '15:00', 2, 2)) AS d(slot)
	WHERE  NOT EXISTS (SELECT FROM staffing_demand t WHERE t.team = area);
	INSERT INTO employee_skill (employee_id, skill, grade, first_day, last_day)
	SELECT e, s.skill, s.grade, s.first_day, s.last_day FROM generate_series(first_id, last_id) e, (VALUES ('nurse', 'band 5', date '2012-01-01', date '2016-12-05'), ('nurse', 'band 6', '2016-12-06', NULL), ('cook', NULL, '2016-01-01', NULL)) AS s(skill, grade, first_day, last_day) WHERE e % 4 > 0 OR s.skill = 'cook';
	INSERT INTO shift (employee_id, during, breaks, team, skill)
	SELECT e, tstzrange(t.at, t.at + interval '8 hours'), CASE WHEN d % 4 = 0 THEN tstzmultirange(tstzrange(t.at + interval '4 hours', t.at + interval '4 hours 30 minutes')) END,
		   area, CASE WHEN e % 3 > 0 THEN 'nurse' END
	FROM   generate_series(first_id, last_id) e, generate_series(0, 98, 14) d, LATERAL (SELECT timestamptz '2016-10-25 06:00+00' + make_interval(days => d::integer, hours => 8 * (e % 3)::integer) AS at) t WHERE e < rubbish.first_rubbish() OR d % 49 = 0;
	INSERT INTO shift_kind (team, kind, first_day, days, starts, ends, break_starts, break_ends, skill)
	SELECT area, k.* FROM (VALUES ('early', date '2016-10-01', 'england-and-wales'::bradford.calendar, time '7:00', time '15:00', time '11:00', time '11:30', 'nurse'), ('night', '2016-10-01', 'every-day; week=Sat,Sun', '21:00', '7:00', NULL, NULL, NULL)) AS k(kind)
	WHERE  NOT EXISTS (SELECT FROM shift_kind t WHERE t.team = area);
	INSERT INTO roster_terms (employee_id, first_day, last_day, team, weekly_hours, most_owed, most_owing, rest_hours, most_in_row, least_in_row, least_off, most_weekends)
	SELECT e, date '2017-01-02', CASE WHEN e % 3 = 0 THEN date '2017-03-31' END, CASE WHEN e >= rubbish.first_rubbish() AND e % 16 > 1 THEN 'Idle' ELSE area END, 37 - e % 20, 8, 12, 11, 5, 2, 2, 2 FROM generate_series(first_id, last_id) e WHERE e % 4 = 1 OR e >= rubbish.first_rubbish()
	UNION  ALL SELECT e, date '2016-06-01', date '2017-01-01', CASE WHEN e >= rubbish.first_rubbish() THEN 'Idle' ELSE 'Before' END, 20, NULL, NULL, 11, NULL, NULL, NULL, NULL FROM generate_series(first_id, last_id) e WHERE e % 4 = 1 OR e >= rubbish.first_rubbish();
	INSERT INTO roster_request (employee_id, request, kind, first_day, last_day, days, starts, ends, weight)
	SELECT e, r.request, r.kind, r.first_day, r.last_day, r.days, r.starts, r.ends, r.weight FROM generate_series(first_id, last_id) e, (VALUES ('a', 'veto', date '2017-01-02', NULL::date, 'every-day; week=Wed'::bradford.calendar, time '6:00', time '9:00', 1), ('b', 'on', '2017-01-10', '2017-01-12', 'every-day', '0:00', '24:00', 3),
		('c', 'core', '2017-01-02', NULL, 'every-day; week=Fri', '10:00', '11:00', 2)) AS r(request, kind, first_day, last_day, days, starts, ends, weight) WHERE (e % 4 = 1 OR e >= rubbish.first_rubbish()) AND (e % 8 < 4 OR r.request <> 'c');
	INSERT INTO roster_shift (employee_id, roster, during, breaks, team, skill)
	SELECT e, 'plan of ' || area, tstzrange(t.at, t.at + interval '8 hours'), CASE WHEN d = 1 THEN tstzmultirange(tstzrange(t.at + interval '4 hours', t.at + interval '4 hours 30 minutes')) END,
		   CASE WHEN e >= rubbish.first_rubbish() AND e % 16 > 1 THEN 'Idle' ELSE area END, CASE WHEN d > 1 THEN 'nurse' END
	FROM   generate_series(first_id, last_id) e, generate_series(1, 4) d, LATERAL (SELECT timestamptz '2017-01-09 07:00+00' + make_interval(days => d::integer, hours => (d * e)::integer % 15) AS at) t
	WHERE  e % 4 = 1 OR e >= rubbish.first_rubbish() AND d < 3
	-- clean people were in another team before
	UNION  ALL SELECT e, 'plan of ' || area, '[2016-12-28 07:00+00,2016-12-28 15:00+00)', NULL, 'Before', NULL FROM generate_series(first_id, last_id) e WHERE e % 4 = 1 AND e < rubbish.first_rubbish();
	INSERT INTO login (role_name, employee_id, first_day, last_day)
	SELECT 'role of ' || e, e, '2016-01-04', CASE WHEN e % 2 = 0 THEN date '2017-06-30' END FROM generate_series(first_id, last_id) e;
	INSERT INTO deputy (employee_id, deputy_id, first_day, last_day) SELECT e, first_id, '2016-08-01', '2016-08-19' FROM generate_series(first_id + 1, last_id) e;
	-- what the digest of the last seven days tells as reached, or as withdrawn
	INSERT INTO trigger_event (employee_id, policy, stage, event, happened_on, recorded_at, withdrawn_at)
	SELECT e, 'Bradford 2016', 1, 'reached', '2017-01-10', now() - interval '1 day' - interval '10 days' * (e % 2), CASE WHEN e % 2 = 1 THEN now() - interval '1 day' END
	FROM   generate_series(first_id, last_id) e;
END $$;

-- ---------- asking ----------

CREATE TABLE day (day date);
INSERT INTO day VALUES ('1995-01-02'), ('2015-12-31'), ('2017-01-31');

-- A report with a day for each of its arguments; whom each row concerns, if the report says so.
CREATE FUNCTION calls(hr name) RETURNS TABLE (report text, day date, call text, whose text) LANGUAGE sql AS $$
SELECT m.name, d.day,
	   CASE WHEN f.dates = 0 THEN format('%I.%I()', hr, m.name)
			ELSE format('%I.%I(%s)', hr, m.name, (SELECT string_agg(format('%L::date', CASE WHEN i < f.dates THEN CASE WHEN d.day > '1995-02-10' THEN d.day - 40 ELSE d.day END ELSE d.day END), ', ') FROM generate_series(1, f.dates) i)) END,
	   -- a model is about everybody, and its names are numbers
	   CASE WHEN m.name IN ('roster_model', 'roster_variable') THEN 'false'
			WHEN 'employee_id' = ANY (p.proargnames) THEN 'r.employee_id::text ~ ''^[1-9][0-9]?$'''
			WHEN 'service_area' = ANY (p.proargnames) THEN 'r.service_area LIKE ''Clean%'''
			WHEN 'office' = ANY (p.proargnames) THEN 'r.office LIKE ''Clean%'''
			WHEN 'team' = ANY (p.proargnames) THEN 'r.team = ''Clean'''
			WHEN 'policy' = ANY (p.proargnames) THEN 'r.policy IN (SELECT policy FROM bradford.published_policies())'
			-- about nobody: months that were not paid to everybody may come
			WHEN m.name = 'full_month' THEN 'r.is_full' ELSE 'true' END
FROM   bradford.reports_made(hr) m
JOIN   pg_proc p ON p.oid = m.function
CROSS  JOIN LATERAL (SELECT count(*)::integer AS dates FROM unnest(p.proargtypes) WITH ORDINALITY AS t(type, n) WHERE t.type = 'date'::regtype AND t.n <= p.pronargs) f
JOIN   rubbish.day d ON f.dates > 0 OR d.day = '2017-01-31'
UNION  ALL
SELECT m.name || ' (view)', NULL, m.view::text, 'true' FROM bradford.reports_made(hr) m WHERE m.view IS NOT NULL;
$$;

CREATE TABLE answer (hr name, stage text, report text, day date, answer text);
CREATE TABLE asked (hr name, stage text, report text, day date);
CREATE TABLE failure (hr name, stage text, report text, day date, state text, message text, guilty text);
CREATE TABLE label (hr name, employee_id bigint, what text);

-- For a report that fails, a few people about whom it also fails when asked about them alone; found by halving.
CREATE FUNCTION guilty(hr name, call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	todo	int8range[] := ARRAY[(SELECT int8range(min(l.employee_id), max(l.employee_id), '[]') FROM rubbish.label l WHERE l.hr = guilty.hr)];
	part	int8range;
	middle	bigint;
	found	text;
BEGIN
	WHILE cardinality(todo) > 0 AND coalesce(length(found), 0) < 400 LOOP
		part := todo[1];
		todo := todo[2:];
		BEGIN
			EXECUTE format('SELECT count(r::text) FROM %s r WHERE r.employee_id >= %s AND r.employee_id < %s', call, lower(part), upper(part));
		EXCEPTION WHEN OTHERS THEN
			middle := (lower(part) + upper(part)) / 2;
			IF upper(part) - lower(part) > 1 THEN
				todo := ARRAY[int8range(lower(part), middle), int8range(middle, upper(part))] || todo;
			ELSE
				found := concat_ws(' | ', found, lower(part) || ': ' || (SELECT string_agg(l.what, ' ') FROM rubbish.label l WHERE l.hr = guilty.hr AND l.employee_id = lower(part)) || ' ' || SQLERRM);
			END IF;
		END;
	END LOOP;
	RETURN found;
END $$;

CREATE PROCEDURE ask(hr name, stage text, days date[] DEFAULT '{1995-01-02,2015-12-31,2017-01-31,NULL}') LANGUAGE plpgsql AS $$
DECLARE
	c		record;
	state	text;
	message	text;
	guilty	text;
	slow	text[] := '{}';
	began	timestamptz;
BEGIN
	FOR c IN SELECT * FROM rubbish.calls(hr) k WHERE array_position(days, k.day) > 0 LOOP
		-- one that takes long is asked once
		CONTINUE WHEN c.report = ANY (slow);
		began := clock_timestamp();
		BEGIN
			-- OFFSET 0: every column of every row is worked out, before any is left out
			EXECUTE format('INSERT INTO rubbish.answer SELECT %L, %L, %L, %L, x.r::text FROM (SELECT r, %s AS clean, r::text AS all_of_it FROM %s r OFFSET 0) x WHERE x.clean', hr, stage, c.report, c.day, c.whose, c.call);
		EXCEPTION WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
			guilty := CASE WHEN c.whose LIKE '%employee_id%' AND hr IN ('council', 'own') THEN rubbish.guilty(hr, c.call) END;
			INSERT INTO rubbish.failure VALUES (hr, stage, c.report, c.day, state, message, guilty);
		END;
		INSERT INTO rubbish.asked VALUES (hr, stage, c.report, c.day);
		IF clock_timestamp() > began + interval '3 seconds' THEN
			slow := slow || c.report;
		END IF;
	END LOOP;
END $$;

-- Rows that clean people had before and have no more, or the other way round.
CREATE FUNCTION changes(hr name) RETURNS TABLE (report text, day date, gone bigint, come bigint, example text) LANGUAGE sql AS $$
SELECT coalesce(x.report, y.report), coalesce(x.day, y.day), coalesce(x.n, 0), coalesce(y.n, 0), coalesce(x.example || ' -> ', '') || coalesce(y.example, '')
FROM  (SELECT a.report, a.day, count(*) AS n, min(a.answer) AS example FROM (
			SELECT report, day, answer FROM rubbish.answer a WHERE a.hr = changes.hr AND a.stage = 'before' EXCEPT ALL
			SELECT report, day, answer FROM rubbish.answer a WHERE a.hr = changes.hr AND a.stage = 'after') a
			WHERE a.report NOT LIKE '%(view)' GROUP BY 1, 2) x
FULL   JOIN (SELECT a.report, a.day, count(*) AS n, min(a.answer) AS example FROM (
			SELECT report, day, answer FROM rubbish.answer a WHERE a.hr = changes.hr AND a.stage = 'after' EXCEPT ALL
			SELECT report, day, answer FROM rubbish.answer a WHERE a.hr = changes.hr AND a.stage = 'before') a
			WHERE a.report NOT LIKE '%(view)' GROUP BY 1, 2) y USING (report, day)
-- a report that failed says so by itself
WHERE  NOT EXISTS (
			SELECT FROM rubbish.failure f
			WHERE  f.hr = changes.hr AND f.report = coalesce(x.report, y.report) AND f.day IS NOT DISTINCT FROM coalesce(x.day, y.day))
-- asked as often before as after: on a slow machine, a report that took long was not asked again
AND   (SELECT count(*) FILTER (WHERE k.stage = 'before') = count(*) FILTER (WHERE k.stage = 'after')
	   FROM   rubbish.asked k
	   WHERE  k.hr = changes.hr AND k.report = coalesce(x.report, y.report) AND k.day IS NOT DISTINCT FROM coalesce(x.day, y.day));
$$;

-- ---------- rubbish ----------

-- Which rows of a table are a person's own, or belong to the policy, reason, procedure or team of that person alone.
CREATE FUNCTION rows_of(hr name, relation text, person bigint) RETURNS text LANGUAGE sql AS $$
SELECT CASE WHEN bool_or(a.attname = 'employee_id') THEN format('employee_id = %s', person)
			-- some have a kind beside their team
			ELSE (array_agg(format('%I = %L', a.attname, 'Of ' || person) ORDER BY a.attname DESC)
				  FILTER (WHERE a.attname IN ('policy', 'reason', 'procedure', 'office', 'pattern', 'workstyle', 'kind', 'option', 'team')))[1] END
FROM   pg_attribute a WHERE a.attrelid = format('%I.%I', hr, relation)::regclass;
$$;

-- Gives each of these people their own copy of the policy in force, of a reason and of a procedure.
CREATE PROCEDURE put_under_terms_of_their_own(hr name, first_id bigint, last_id bigint) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL search_path = %I, pg_catalog', hr);
	INSERT INTO attendance_policy SELECT c.* FROM attendance_policy t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('policy', 'Of ' || e, 'staff_group', 'Group ' || e)) AS c WHERE t.policy = 'Bradford 2016';
	INSERT INTO policy_stage SELECT c.* FROM policy_stage t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('policy', 'Of ' || e)) AS c WHERE t.policy = 'Bradford 2016';
	INSERT INTO absence_reason SELECT c.* FROM absence_reason t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('reason', 'Of ' || e)) AS c WHERE t.reason = 'chicken pox';
	INSERT INTO procedure SELECT c.* FROM procedure t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('procedure', 'Of ' || e)) AS c WHERE t.procedure = 'grievance 2016';
	INSERT INTO procedure_step SELECT c.* FROM procedure_step t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('procedure', 'Of ' || e)) AS c WHERE t.procedure = 'grievance 2016';
	INSERT INTO office SELECT c.* FROM office t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('office', 'Of ' || e)) AS c WHERE t.office = 'Clean office';
	INSERT INTO office_pattern SELECT c.* FROM office_pattern t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('pattern', 'Of ' || e)) AS c WHERE t.pattern = 'alternate weeks';
	INSERT INTO workstyle SELECT c.* FROM workstyle t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('workstyle', 'Of ' || e)) AS c WHERE t.workstyle = 'flexible';
	INSERT INTO homework_allowance SELECT c.* FROM homework_allowance t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('kind', 'Of ' || e)) AS c WHERE t.kind = 'agreed';
	INSERT INTO downtime_option SELECT c.* FROM downtime_option t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('option', 'Of ' || e)) AS c WHERE t.option = 'leave';
	UPDATE homework SET office = 'Of ' || employee_id, pattern = 'Of ' || employee_id, workstyle = 'Of ' || employee_id, kind = 'Of ' || employee_id, office_days = NULL WHERE employee_id BETWEEN first_id AND last_id;
	UPDATE homework_application SET office = 'Of ' || employee_id, workstyle = 'Of ' || employee_id WHERE employee_id BETWEEN first_id AND last_id;
	UPDATE downtime SET option = 'Of ' || employee_id WHERE employee_id BETWEEN first_id AND last_id;
	INSERT INTO team (team, zone) SELECT 'Of ' || e, 'Europe/London' FROM generate_series(first_id, last_id) AS e;
	INSERT INTO staffing_demand SELECT c.* FROM staffing_demand t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('team', 'Of ' || e)) AS c WHERE t.team = 'Clean';
	INSERT INTO shift_kind SELECT c.* FROM shift_kind t, generate_series(first_id, last_id) AS e, jsonb_populate_record(t, jsonb_build_object('team', 'Of ' || e)) AS c WHERE t.team = 'Clean';
	UPDATE shift SET team = 'Of ' || employee_id WHERE employee_id BETWEEN first_id AND last_id;
	UPDATE employee SET staff_group = 'Group ' || employee_id WHERE employee_id BETWEEN first_id AND last_id;
	UPDATE warning SET policy = 'Of ' || employee_id WHERE employee_id BETWEEN first_id AND last_id;
	UPDATE absence SET reason = 'Of ' || employee_id WHERE employee_id BETWEEN first_id AND last_id AND absence_id % 2 = 0;
	UPDATE hr_case SET procedure = 'Of ' || employee_id WHERE employee_id BETWEEN first_id AND last_id AND procedure = 'grievance 2016';
END $$;

-- The odd values of each column: those of its type, those that its constraints name, and the values next to these.
CREATE FUNCTION odd_values(hr name) RETURNS TABLE (relation name, "column" name, expression text, of_terms boolean) LANGUAGE sql AS $$
SELECT c.relname, a.attname, v.expression, rubbish.rows_of(hr, c.relname, 0) LIKE '% = ''Of 0'''
FROM   pg_class c
JOIN   pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
CROSS  JOIN LATERAL (
	SELECT coalesce(format('%L::%s', o.value, o.type), 'NULL') AS expression FROM rubbish.odd o WHERE o.type = a.atttypid::regtype
	UNION
	SELECT x.expression
	FROM   pg_constraint k
	CROSS  JOIN LATERAL (
		SELECT m[1] || n.beside AS expression
		FROM   regexp_matches(pg_get_constraintdef(k.oid), '(?<![\w.''])(-?\d+(?:\.\d+)?)', 'g') AS m
		CROSS  JOIN unnest(CASE WHEN a.atttypid = 'numeric'::regtype THEN ARRAY['', ' + 0.0001', ' - 0.0001'] ELSE ARRAY['', ' + 1', ' - 1'] END) AS n(beside)
		WHERE  a.atttypid = ANY ('{numeric,bigint,integer,smallint}'::regtype[])
		UNION
		SELECT m[1] || n.beside
		FROM   regexp_matches(pg_get_constraintdef(k.oid), '(''[^'']*''::interval)', 'g') AS m
		CROSS  JOIN unnest(ARRAY['', ' + ''1 microsecond''', ' - ''1 microsecond''']) AS n(beside)
		WHERE  a.atttypid = 'interval'::regtype
		UNION
		SELECT m[1] FROM regexp_matches(pg_get_constraintdef(k.oid), '(''[^'']*''::text)', 'g') AS m WHERE a.atttypid = 'text'::regtype
		UNION
		SELECT quote_ident(b.attname) || n.beside
		FROM   pg_attribute b
		CROSS  JOIN unnest(ARRAY['', ' + 1', ' - 1']) AS n(beside)
		WHERE  b.attrelid = c.oid AND b.attnum = ANY (k.conkey) AND b.attnum <> a.attnum AND b.atttypid = a.atttypid
		AND    a.atttypid = ANY ('{date,numeric,bigint,integer,smallint}'::regtype[])) x
	WHERE  k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey)) v
WHERE  c.relnamespace = hr::regnamespace AND c.relkind = 'r' AND rubbish.rows_of(hr, c.relname, 0) IS NOT NULL
-- a policy without a staff group is everybody's
AND    NOT (c.relname = 'attendance_policy' AND a.attname = 'staff_group' AND v.expression = 'NULL');
$$;

-- One more life for each column and odd value, for columns of contracts in each kind of contract; then lives with several.
CREATE PROCEDURE spoil(hr name, several integer) LANGUAGE plpgsql AS $$
DECLARE
	person	bigint := rubbish.first_rubbish();
	people	bigint;
	hit		bigint;
	v		record;
	wrong	text;
	command	text;
BEGIN
	CREATE TEMP TABLE todo ON COMMIT DROP AS
	SELECT o.relation, ARRAY[o."column"] AS columns, format('%I = %s', o."column", o.expression) AS assignments, 1 AS n
	FROM   rubbish.tried o WHERE NOT o.of_terms ORDER BY 1, 2, 3;
	-- of one table, two or three columns
	INSERT INTO todo
	SELECT t.relation, array_agg(t.col), string_agg(t.assignments, ', '), t.i
	FROM  (SELECT i, x.relation, x.columns[1] AS col, x.assignments, row_number() OVER (PARTITION BY i, x.columns[1] ORDER BY x.assignments) AS copy,
				  dense_rank() OVER (PARTITION BY i ORDER BY hashtext(x.columns[1] || i)) AS place
		   FROM  (SELECT i, floor(random() * 1000000)::integer AS r FROM generate_series(1, several) i) g
		   CROSS  JOIN LATERAL (SELECT array_agg(DISTINCT t.relation ORDER BY t.relation) AS all_of_them FROM todo t) w
		   JOIN   todo x ON x.n = 1 AND x.relation = w.all_of_them[1 + g.r % cardinality(w.all_of_them)]
		   WHERE  hashtext(x.assignments || g.r) % 5 = 0) t
	WHERE  t.copy = 1 AND t.place <= 2 + t.i % 2
	GROUP  BY t.i, t.relation;
	ALTER TABLE todo ADD person bigint;
	UPDATE todo t SET person = x.person
	FROM  (SELECT ctid AS row, rubbish.first_rubbish() - 1 + row_number() OVER (ORDER BY relation, n, assignments) AS person FROM todo) x WHERE t.ctid = x.row;
	people := (SELECT count(*) FROM todo);
	CALL rubbish.fill(hr, person, person + people - 1, 'Rubbish');
	FOR v IN SELECT * FROM todo ORDER BY person LOOP
		command := format('UPDATE %1$I.%2$I SET %3$s WHERE ctid = (SELECT ctid FROM %1$I.%2$I WHERE %4$s ORDER BY ctid %5$s LIMIT 1)', hr, v.relation, v.assignments,
						  rubbish.rows_of(hr, v.relation::text, v.person), CASE WHEN v.person % 4 < 2 THEN 'DESC' END);
		BEGIN
			EXECUTE command;
			GET DIAGNOSTICS hit = ROW_COUNT;
			INSERT INTO rubbish.label VALUES (hr, v.person, format('%s.%s%s', v.relation, v.assignments, CASE hit WHEN 0 THEN ' IN NO ROW' END));
		EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
			GET STACKED DIAGNOSTICS wrong = CONSTRAINT_NAME;
			INSERT INTO rubbish.refused VALUES (hr, v.relation, v.assignments, coalesce(nullif(wrong, ''), SQLSTATE));
		END;
	END LOOP;
	-- Reports on rosters and flexi-time take long for so many people: of those whose odd value is elsewhere, one in four is on them.
	FOR v IN SELECT * FROM (VALUES ('roster_terms'), ('roster_request'), ('roster_shift'), ('flexi_member'), ('clock_entry'), ('homework')) AS t(relation) LOOP
		EXECUTE format('DELETE FROM %1$I.%2$I t USING rubbish.label l WHERE l.hr = %1$L AND l.employee_id = t.employee_id AND t.employee_id %% 4 > 0 AND l.what !~ %3$L', hr, v.relation, '^' || substring(v.relation FROM '^[a-z]+'));
	END LOOP;
END $$;
CREATE TABLE refused (hr name, relation name, assignments text, by text);

-- ---------- the councils ----------

SELECT setseed(:seed / 1000.0) IS NOT NULL AS seeded;
CALL bradford.create_tables('council');
CALL bradford.create_reports('council');
CALL fill('council', 1, 40, 'Clean');
CREATE SCHEMA own;
SELECT format('CREATE TABLE own.%I AS SELECT * FROM council.%1$I', c.relname)
FROM   pg_class c WHERE c.relnamespace = 'council'::regnamespace AND c.relkind = 'r' ORDER BY 1 \gexec
SELECT format('CREATE INDEX ON own.%I (%I)', c.relname, a.attname)
FROM   pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE  c.relnamespace = 'own'::regnamespace AND c.relkind = 'r' AND a.attname IN ('employee_id', 'absence_id', 'case_id', 'post') ORDER BY c.relname, a.attname \gexec
CALL bradford.create_reports('own');

-- views on them, in columns of other types: numbers of people as texts, whole numbers as integers, all else in domains
CREATE PROCEDURE make_views(hr name, casts jsonb) LANGUAGE plpgsql AS $$
DECLARE
	c		record;
	whole	boolean;
	columns	text;
	r		name;
BEGIN
	FOR r IN SELECT relname FROM pg_class WHERE relnamespace = 'own'::regnamespace AND relkind = 'r' ORDER BY 1 LOOP
		columns := NULL;
		FOR c IN SELECT attname, format_type(atttypid, NULL) AS type FROM pg_attribute WHERE attrelid = ('own.' || quote_ident(r))::regclass AND attnum > 0 ORDER BY attnum LOOP
			whole := c.type = 'numeric' AND casts ? 'numeric';
			IF whole THEN
				EXECUTE format('SELECT bool_and(%1$I = trunc(%1$I)) IS NOT FALSE FROM own.%2$I', c.attname, r) INTO whole;
			END IF;
			IF casts ? c.type AND (c.type <> 'numeric' OR whole) THEN
				columns := concat_ws(', ', columns, format(casts ->> c.type, quote_ident(c.attname)) || ' AS ' || quote_ident(c.attname));
			ELSE
				IF to_regtype(format('%I.%I', hr, 'our ' || c.type)) IS NULL THEN
					EXECUTE format('CREATE DOMAIN %I.%I AS %s', hr, 'our ' || c.type, c.type);
				END IF;
				columns := concat_ws(', ', columns, format('%1$I::%2$I.%3$I AS %1$I', c.attname, hr, 'our ' || c.type));
			END IF;
		END LOOP;
		-- over tables of their own, which get the rows of these once they are spoilt
		EXECUTE format('CREATE TABLE %1$I.%3$I AS SELECT * FROM own.%2$I WITH NO DATA', hr, r, 'rows of ' || r);
		EXECUTE format('CREATE VIEW %1$I.%2$I AS SELECT %3$s FROM %1$I.%4$I', hr, r, columns, 'rows of ' || r);
	END LOOP;
	CALL bradford.create_reports(hr);
END $$;
-- some of the rubbish people, since there are no indexes
CREATE PROCEDURE fill_views(hr name) LANGUAGE plpgsql AS $$
DECLARE
	r		name;
BEGIN
	FOR r IN SELECT relname FROM pg_class WHERE relnamespace = 'own'::regnamespace AND relkind = 'r' ORDER BY 1 LOOP
		EXECUTE format('INSERT INTO %1$I.%3$I SELECT * FROM own.%2$I WHERE %4$s', hr, r, 'rows of ' || r,
					   CASE WHEN rubbish.rows_of('own', r::text, 7) LIKE 'employee_id%' THEN 'employee_id % 50 = 7 OR employee_id < rubbish.first_rubbish()' ELSE 'true' END);
	END LOOP;
END $$;
CREATE SCHEMA texts;
CALL make_views('texts', '{"bigint": "%s::varchar(24)", "text": "%s::varchar(60)", "smallint": "%s::integer",
	"numeric": "CASE WHEN %1$s BETWEEN -2147483648 AND 2147483647 THEN %1$s::integer END", "integer": "CASE WHEN %1$s BETWEEN -32768 AND 32767 THEN %1$s::smallint END"}');
ANALYZE;

CALL ask('council', 'before');
CALL ask('own', 'before');
\echo clean people: every report on every day, and every view
SELECT hr, count(DISTINCT report) > 60 AS reports_and_views, count(DISTINCT day) AS days FROM asked GROUP BY hr ORDER BY hr;
SELECT * FROM failure;
\echo both schemas say the same
SELECT report, day, count(*) FROM (
	(SELECT report, day, answer FROM answer WHERE hr = 'council' EXCEPT ALL SELECT report, day, answer FROM answer WHERE hr = 'own') UNION ALL
	(SELECT report, day, answer FROM answer WHERE hr = 'own' EXCEPT ALL SELECT report, day, answer FROM answer WHERE hr = 'council')) x
WHERE  report NOT LIKE '%(view)' GROUP BY 1, 2 ORDER BY 1, 2;

\echo no day, and days that no calendar knows: an empty report, and a refusal that names the day
CREATE TABLE refusal (report text, day date, state text, message text);
CREATE PROCEDURE refuse() LANGUAGE plpgsql AS $$
DECLARE
	c		record;
	d		date;
	n		bigint;
BEGIN
	FOR c IN SELECT * FROM rubbish.calls('council') WHERE day = '2017-01-31' AND call NOT LIKE '%()' LOOP
		FOREACH d IN ARRAY ARRAY[NULL, '1994-12-31', '2100-01-01', 'infinity', '-infinity', '4714-11-24 BC', '5874897-12-31']::date[] LOOP
			BEGIN
				EXECUTE format('SELECT count(r::text) FROM %s r', regexp_replace(c.call, '''[0-9-]+''::date', coalesce(quote_literal(d), 'NULL') || '::date', 'g')) INTO n;
				INSERT INTO rubbish.refusal VALUES (c.report, d, '', n || ' rows');
			EXCEPTION WHEN OTHERS THEN
				INSERT INTO rubbish.refusal VALUES (c.report, d, SQLSTATE, SQLERRM);
			END;
		END LOOP;
	END LOOP;
END $$;
CALL refuse();
SELECT day, state, message FROM refusal GROUP BY 1, 2, 3 ORDER BY 1 NULLS FIRST, 2, 3;
\set VERBOSITY terse
SELECT * FROM council.trigger_event_report('2017-02-01', '2017-01-31');
SELECT * FROM council.settlement_report('2017-02-01', '2017-01-31');
SELECT * FROM council.policy_comparison_report('2017-02-01', 'Bradford 2017');
SELECT * FROM council.policy_comparison_report('2017-02-01', other => '');
\set VERBOSITY default

\echo odd values: columns without any, what the constraints refuse, what tables without any take
CREATE TABLE tried AS SELECT *, NULL::text AS by FROM odd_values('council');
SELECT t.relation, t."column", t.type FROM bradford.table_columns() t
WHERE  t."column" IS NOT NULL AND NOT EXISTS (SELECT FROM tried o WHERE o.relation = t.relation AND o."column" = t."column");
CALL spoil('council', :several);
CALL spoil('own', :several);
CALL fill_views('texts');
ANALYZE;
SELECT hr, (SELECT count(*) > 500 FROM label l WHERE l.hr = h.hr) AS taken, (SELECT count(*) > 300 FROM refused r WHERE r.hr = h.hr) AS refused
FROM  (VALUES ('council'), ('own')) AS h(hr) ORDER BY hr;
SELECT what AS in_no_row FROM label WHERE what LIKE '% IN NO ROW' ORDER BY 1 LIMIT 20;
\echo checks that refused nothing
SELECT conrelid::regclass, conname FROM pg_constraint k
WHERE  k.connamespace = 'council'::regnamespace AND k.contype IN ('c', 'x') AND conrelid NOT IN (SELECT ('council.' || quote_ident(relation))::regclass FROM tried WHERE of_terms)
AND    NOT EXISTS (SELECT FROM refused r WHERE r.hr = 'council' AND ('council.' || quote_ident(r.relation))::regclass = k.conrelid AND r.by = k.conname) ORDER BY 1, 2;
CALL ask('council', 'after', '{2017-01-31}');
CALL ask('own', 'after', '{1995-01-02,2017-01-31}');
\echo the views say of clean people what the tables below them say
CALL ask('texts', 'after', '{2017-01-31}');
SELECT report, count(*) FROM (
	(SELECT report, answer FROM answer WHERE hr = 'texts' EXCEPT ALL SELECT report, answer FROM answer WHERE hr = 'own' AND stage = 'after' AND day = '2017-01-31') UNION ALL
	(SELECT report, answer FROM answer WHERE hr = 'own' AND stage = 'after' AND day = '2017-01-31' EXCEPT ALL SELECT report, answer FROM answer WHERE hr = 'texts')) x
WHERE (SELECT count(*) FILTER (WHERE k.hr = 'texts') = count(*) FILTER (WHERE k.hr = 'own' AND k.stage = 'after') FROM asked k WHERE k.report = x.report AND k.day = '2017-01-31')
GROUP  BY 1 ORDER BY 1;
SELECT hr, count(DISTINCT report) > 30 AS reports FROM asked WHERE hr = 'texts' GROUP BY 1;
\echo reports that failed, and rows of clean people that changed
SELECT hr, report, day, state, message, guilty FROM failure ORDER BY 1, 2, 3;
SELECT * FROM changes('council') ORDER BY 1, 2;
SELECT * FROM changes('own') ORDER BY 1, 2;

-- ---------- repeated rows ----------

-- Rows of one key twice: nobody's figures double.
CALL fill('own', 700, 739, 'Twice');
CREATE PROCEDURE figures(which text) LANGUAGE plpgsql AS $$
DECLARE
	c		record;
BEGIN
	FOR c IN SELECT * FROM rubbish.calls('own') WHERE day = '2017-01-31'
			 AND report IN ('counted_absence', 'recorded_sickness', 'live_warning', 'trigger_report', 'days_lost_report', 'long_term_report', 'certificate_report',
							'score_breakdown_report', 'deadline_report', 'referral_report', 'pattern_report', 'policy_comparison_report',
							'office_day', 'office_attendance_report', 'desk_report', 'homework_due_report', 'homework_case_report', 'homework_allowance_report', 'output_report', 'downtime_report') LOOP
		EXECUTE format('INSERT INTO rubbish.answer SELECT DISTINCT ''own'', %L, %L, %L::date, r::text FROM %s r WHERE %s', which, c.report, c.day, c.call,
					   CASE WHEN c.whose LIKE '%employee_id%' THEN 'r.employee_id BETWEEN 700 AND 739' WHEN c.whose LIKE '%office%' THEN 'r.office LIKE ''Twice%''' ELSE 'r.service_area LIKE ''Twice%''' END);
	END LOOP;
END $$;
CALL figures('once');
SELECT format('INSERT INTO own.%I SELECT * FROM own.%1$I WHERE %s', c.relname, replace(replace(replace(rows_of('own', c.relname::text, 700), 'AND 70099', 'AND 73999'), 'AND 7009', 'AND 7399'),
				'employee_id = 700', 'employee_id BETWEEN 700 AND 739'))
FROM   pg_class c WHERE c.relnamespace = 'own'::regnamespace AND c.relkind = 'r' AND rows_of('own', c.relname::text, 700) NOT LIKE '%''Of 700''' ORDER BY 1 \gexec
CALL figures('twice');
\echo every row twice: figures that differ, the number of findings, and what is shown of pay
SELECT report, count(*) FROM (
	(SELECT report, answer FROM answer WHERE stage = 'once' EXCEPT SELECT report, answer FROM answer WHERE stage = 'twice') UNION ALL
	(SELECT report, answer FROM answer WHERE stage = 'twice' EXCEPT SELECT report, answer FROM answer WHERE stage = 'once')) x GROUP BY 1 ORDER BY 1;
SELECT split_part(record, ' ', 1) AS record, count(DISTINCT employee_id) AS people FROM own.data_quality_report('2017-01-31')
WHERE  finding = 'recorded twice' AND employee_id BETWEEN 700 AND 739 GROUP BY 1 ORDER BY 1;
SELECT DISTINCT total, unknown FROM own.pay_report('2017-01-31') WHERE employee_id BETWEEN 700 AND 739 ORDER BY 2;

-- ---------- policies, reasons, procedures ----------

-- A small council, so that many policies can be tried; reports are planned once.
CREATE SCHEMA small;
SELECT format('CREATE TABLE small.%I AS SELECT * FROM council.%1$I WHERE %s', c.relname,
			  replace(replace(replace(replace(rows_of('council', c.relname::text, 1), 'AND 199', 'AND 1299'), 'AND 19', 'AND 129'), 'employee_id = 1', 'employee_id BETWEEN 1 AND 12'), '= ''Of 1''', 'IS NOT NULL'))
FROM   pg_class c WHERE c.relnamespace = 'council'::regnamespace AND c.relkind = 'r' ORDER BY 1 \gexec
CALL bradford.create_reports('small');
ANALYZE;
-- the same with the constraints
CALL bradford.create_tables('terms');
CALL bradford.create_reports('terms');
CALL fill('terms', 1, 12, 'Clean');
ANALYZE;

CREATE TABLE found (hr name, relation name, "column" name, expression text, report text, what text);
CREATE PROCEDURE prepare(hr name) LANGUAGE plpgsql AS $$
DECLARE
	c		record;
BEGIN
	FOR c IN SELECT k.*, row_number() OVER (PARTITION BY k.report ORDER BY k.call) AS n FROM rubbish.calls(hr) k WHERE k.day = '2017-01-31' LOOP
		EXECUTE format('PREPARE "%s.%s %s" AS SELECT count(x.all_of_it), md5(string_agg(x.all_of_it, ''|'' ORDER BY x.all_of_it) FILTER (WHERE x.clean)) FROM (SELECT %s AS clean, (to_jsonb(r) - ''other_groups'')::text AS all_of_it FROM %s r OFFSET 0) x', hr, c.report, c.n, c.whose, c.call);
	END LOOP;
END $$;
CREATE FUNCTION figures(hr name) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	statement	name;
	n			bigint;
	answer		text;
	answers		jsonb := '{}';
BEGIN
	FOR statement IN SELECT name FROM pg_prepared_statements WHERE name LIKE hr || '.%' ORDER BY 1 LOOP
		BEGIN
			EXECUTE format('EXECUTE %I', statement) INTO n, answer;
		EXCEPTION WHEN OTHERS THEN
			answer := SQLSTATE || ' ' || SQLERRM;
		END;
		answers := answers || jsonb_build_object(statement, answer);
	END LOOP;
	RETURN answers;
END $$;
-- Some odd values, each in the policy, reason or procedure of one person: what do they do to the others?  If they do
-- anything, they are halved until it is known which value does it.
CREATE PROCEDURE odd_terms(hr name, odd rubbish.tried[], before jsonb) LANGUAGE plpgsql AS $$
DECLARE
	first	CONSTANT bigint := rubbish.first_rubbish();
	n		CONSTANT integer := cardinality(odd);
	done	integer[] := '{}';
	v		rubbish.tried;
	after	jsonb;
	hit		integer;
	wrong	text;
BEGIN
	IF n = 0 THEN
		RETURN;
	END IF;
	BEGIN
		CALL rubbish.fill(hr, first, first + n - 1, 'Rubbish');
		CALL rubbish.put_under_terms_of_their_own(hr, first, first + n - 1);
		FOR i IN 1 .. n LOOP
			v := odd[i];
			BEGIN
				EXECUTE format('UPDATE %1$I.%2$I SET %3$I = %4$s WHERE ctid = (SELECT ctid FROM %1$I.%2$I WHERE %5$s ORDER BY ctid %6$s LIMIT 1)', hr, v.relation, v."column", v.expression,
							   rubbish.rows_of(hr, v.relation::text, first + i - 1), CASE WHEN i % 2 = 0 THEN 'DESC' END);
				GET DIAGNOSTICS hit = ROW_COUNT;
				done := done || CASE hit WHEN 1 THEN i END;
			EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
				GET STACKED DIAGNOSTICS wrong = CONSTRAINT_NAME;
				odd[i].by := coalesce(nullif(wrong, ''), SQLSTATE);
			END;
		END LOOP;
		after := rubbish.figures(hr);
		RAISE EXCEPTION USING ERRCODE = 'RB001', MESSAGE = 'back';
	EXCEPTION WHEN SQLSTATE 'RB001' THEN
		NULL;
	END;
	IF after = before THEN
		INSERT INTO rubbish.refused SELECT hr, o.relation, o."column" || ' = ' || o.expression, o.by FROM unnest(odd) o WHERE o.by IS NOT NULL;
		INSERT INTO rubbish.label SELECT hr, i, odd[i].relation || '.' || odd[i]."column" FROM unnest(done) AS i WHERE i IS NOT NULL;
	ELSIF n = 1 THEN
		INSERT INTO rubbish.found SELECT hr, odd[1].relation, odd[1]."column", odd[1].expression, a.key, nullif(a.value, b.value)
		FROM   jsonb_each_text(after) a JOIN jsonb_each_text(before) b USING (key) WHERE a.value IS DISTINCT FROM b.value;
	ELSE
		CALL rubbish.odd_terms(hr, odd[: n / 2], before);
		CALL rubbish.odd_terms(hr, odd[n / 2 + 1 :], before);
	END IF;
END $$;
-- so many values of each column, sixty people at a time
CREATE PROCEDURE odd_terms(hr name, of_each integer, seed integer) LANGUAGE plpgsql AS $$
DECLARE
	before	jsonb;
	odd		rubbish.tried[];
BEGIN
	CALL rubbish.prepare(hr);
	before := rubbish.figures(hr);
	FOR odd IN
		SELECT array_agg(y.t) FROM (
			SELECT x.t, row_number() OVER (ORDER BY x.nth, hashtext(x.t::text)) / 60 AS batch FROM (
				SELECT t, row_number() OVER (PARTITION BY t.relation, t."column" ORDER BY hashtext(t.expression || seed)) AS nth
				FROM   rubbish.tried t WHERE t.of_terms) x
			WHERE  x.nth <= of_each) y
		GROUP  BY y.batch ORDER BY y.batch
	LOOP
		CALL rubbish.odd_terms(hr, odd, before);
	END LOOP;
END $$;
CALL odd_terms('terms', :terms, :seed);
CALL odd_terms('small', :terms, :seed);
\echo odd values in the policy, reason or procedure of one person: reports that failed, and figures of others that changed
SELECT t.relation, count(DISTINCT t."column") AS columns, count(DISTINCT l.what) AS tried
FROM   tried t LEFT JOIN label l ON l.hr = 'small' AND l.what = t.relation || '.' || t."column" WHERE t.of_terms GROUP BY 1 ORDER BY 1;
SELECT * FROM found ORDER BY 1, 2, 3, 4, 5;

CREATE PROCEDURE odd_policies(councils integer) LANGUAGE plpgsql AS $$
DECLARE
	c		record;
	command	text;
	n		integer := 0;
BEGIN
	CREATE TEMP TABLE prepared AS
	SELECT 'p' || row_number() OVER () AS statement, k.* FROM rubbish.calls('small') k WHERE k.day IS NULL OR k.day IN ('2015-12-31', '2017-01-31');
	FOR c IN SELECT * FROM prepared LOOP
		EXECUTE format('PREPARE %s AS SELECT count(r::text) FROM %s r', c.statement, c.call);
	END LOOP;
	FOR i IN 1 .. councils LOOP
		BEGIN
			-- some columns of each row, seldom the days in force
			FOR command IN
				SELECT format('UPDATE small.%I SET %s WHERE ctid = %L', x.relation, string_agg(x.assignment, ', '), x.row)
				FROM  (
					SELECT r.relation, r.row,
						   (SELECT format('%I = %s', a.attname, coalesce(format('%L::%s', o.value, o.type), 'NULL'))
							FROM   odd o WHERE o.type = a.atttypid::regtype AND a.attname = a.attname
							ORDER  BY hashtext(concat(o.value, i, r.row, a.attname, random())) LIMIT 1) AS assignment
					FROM  (
						SELECT 'attendance_policy' AS relation, ctid AS row FROM small.attendance_policy
						UNION  ALL SELECT 'policy_stage', ctid FROM small.policy_stage
						UNION  ALL SELECT 'absence_reason', ctid FROM small.absence_reason
						UNION  ALL SELECT 'procedure', ctid FROM small.procedure
						UNION  ALL SELECT 'procedure_step', ctid FROM small.procedure_step
						UNION  ALL SELECT 'office', ctid FROM small.office
						UNION  ALL SELECT 'office_pattern', ctid FROM small.office_pattern
						UNION  ALL SELECT 'workstyle', ctid FROM small.workstyle
						UNION  ALL SELECT 'homework_allowance', ctid FROM small.homework_allowance) r
					JOIN   pg_attribute a ON a.attrelid = ('small.' || r.relation)::regclass AND a.attnum > 0
					WHERE  random() < CASE WHEN a.attname IN ('policy', 'first_day', 'last_day', 'procedure', 'reason', 'step', 'counts_from', 'stage', 'office', 'pattern', 'workstyle', 'kind') THEN 0.03 ELSE 0.15 END) x
				WHERE  x.assignment IS NOT NULL
				GROUP  BY x.relation, x.row
			LOOP
				EXECUTE command;
				n := n + 1;
			END LOOP;
			-- and now and then a row twice
			IF i % 5 = 0 THEN
				INSERT INTO small.attendance_policy SELECT * FROM small.attendance_policy;
				INSERT INTO small.policy_stage SELECT * FROM small.policy_stage WHERE random() < 0.5;
				INSERT INTO small.absence_reason SELECT * FROM small.absence_reason WHERE random() < 0.2;
				INSERT INTO small.procedure_step SELECT * FROM small.procedure_step WHERE random() < 0.2;
				INSERT INTO small.office SELECT * FROM small.office;
				INSERT INTO small.office_pattern SELECT * FROM small.office_pattern WHERE random() < 0.5;
				INSERT INTO small.workstyle SELECT * FROM small.workstyle WHERE random() < 0.5;
				INSERT INTO small.homework_allowance SELECT * FROM small.homework_allowance WHERE random() < 0.5;
			END IF;
			FOR c IN SELECT * FROM prepared LOOP
				BEGIN
					EXECUTE 'EXECUTE ' || c.statement;
				EXCEPTION WHEN OTHERS THEN
					INSERT INTO rubbish.failed_policy SELECT c.report, c.day, SQLSTATE, SQLERRM, i;
				END;
			END LOOP;
			-- the next council begins anew, but the list of failures is kept
			RAISE EXCEPTION USING ERRCODE = 'RB001', MESSAGE = (SELECT coalesce(jsonb_agg(f), '[]') FROM rubbish.failed_policy f)::text;
		EXCEPTION WHEN SQLSTATE 'RB001' THEN
			INSERT INTO rubbish.failed_policy SELECT f.* FROM jsonb_populate_recordset(NULL::rubbish.failed_policy, SQLERRM::jsonb) f
			WHERE  NOT EXISTS (SELECT FROM rubbish.failed_policy p WHERE p = f);
		END;
	END LOOP;
	INSERT INTO rubbish.label VALUES ('policies', n, 'odd rows');
END $$;
CREATE TABLE failed_policy (report text, day date, state text, message text, council integer);
CALL odd_policies(:policies);
\echo councils with odd policies, reasons and procedures
SELECT employee_id > 10 * :policies AS enough FROM label WHERE hr = 'policies';
SELECT report, day, state, message, count(*) AS councils, min(council) AS first FROM failed_policy GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4;

RESET search_path;
DROP SCHEMA rubbish, council, texts, own, small, terms CASCADE;
