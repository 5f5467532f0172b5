-- Every function of the extension, with plausible arguments and odd ones: for test/sql/hostile.sql, and for
-- test/scripts/cancelled and memory.  It fills the first schema of the search path; the path must name pg_catalog too.

-- Odd values of every type that is an argument of a function.
CREATE TABLE odd (id integer GENERATED ALWAYS AS IDENTITY, type regtype, value text);
INSERT INTO odd (type, value)
SELECT t::regtype, v
FROM  (VALUES
	('date', ARRAY[NULL, '-infinity', 'infinity', '4714-11-24 BC', '0001-01-01', '1899-12-31', '1994-12-31', '1995-01-01', '2016-02-29', '2099-12-31', '2100-01-01', '9999-12-31', '5874897-12-31']),
	('timestamp', ARRAY[NULL, '-infinity', 'infinity', '4714-11-24 00:00 BC', '294276-12-31 23:59:59.999999', '2026-03-29 01:30', '2000-01-01']),
	('interval', ARRAY[NULL, '0', '-1 month', '1 hour', '1 day', '1 month -1 day', '0.000001 s', '150 years', '178000000 years', '-178000000 years', '2147483647 days']),
	('numeric', ARRAY[NULL, 'NaN', 'Infinity', '-Infinity', '0', '-1', '1', '0.5', '3.0', '1e-16383', '-1e-30', '168', '1e15', '2147483648', '9223372036854775808', '1e1000', '1e131071', '-9.99e131071']),
	('bigint', ARRAY[NULL, '0', '-1', '1', '3000000', '9223372036854775807', '-9223372036854775808']),
	('integer', ARRAY[NULL, '0', '-1', '1', '13', '105', '100000', '2147483647', '-2147483648']),
	('boolean', ARRAY[NULL, 'true', 'false']),
	('text', ARRAY[NULL, '', ' ', 'x', 'none', 'policy', 'monthly', 'weekly', 'months', 'hours', 'days', 'WORKING DAYS', 'before', 'preceding', '%s %n', '''"\', E'\x01\t\n', 'hostile', 'pg_catalog',
		repeat('x', 63), repeat('x', 64), repeat('months ', 3000)]),
	('regclass', ARRAY[NULL, '-', '4294967295', 'pg_catalog.pg_class', 'pg_catalog.pg_roles', 'pg_catalog.pg_class_oid_index']),
	('regclass[]', ARRAY[NULL, '{}', '{NULL}', '{-,4294967295,pg_catalog.pg_class}', '{{pg_catalog.pg_class}}']),
	('daterange', ARRAY[NULL, 'empty', '(,)', '[2016-01-04,)', '(,2016-01-04)', '[-infinity,infinity]', '[-infinity,2016-01-04)', '[2016-01-04,infinity)', '(-infinity,2016-01-04)', '[2016-01-04,infinity]',
		'[4714-11-24 BC,5874897-12-31)', '[5874897-12-30,5874897-12-31)', '[4714-11-24 BC,4714-11-25 BC)', '[1994-12-31,1995-01-02)', '[2099-12-30,2100-01-02)', '[1995-01-01,2100-01-01)', '[2016-02-29,2017-02-28)', '[2016-01-04,2016-01-05)']),
	('datemultirange', ARRAY[NULL, '{}', '{(,)}', '{[2000-01-01,)}', '{(,2016-06-01)}', '{[-infinity,infinity]}', '{[0001-01-01,9999-01-01)}', '{[4714-11-24 BC,5874897-12-31)}',
		'{(,1990-01-01),[2016-01-04,2016-01-05),[2030-01-01,)}', '{[-infinity,1990-01-01),[2030-01-01,infinity]}', '{[1994-12-31,1995-01-01)}', '{[2099-12-31,2100-01-01)}', '{[2026-03-20,2026-03-21)}']),
	('jsonb', ARRAY[NULL, '{}', '[]', 'null', '1', '"x"', '{"": ""}', '{"formal_received": null}', '{"formal_received": "2026-03-02"}', '{"formal_received": "infinity"}', '{"formal_received": "2026-02-30"}',
		'{"formal_received": 1}', '{"formal_received": ["2026-03-02"]}', '{"formal_received": "2026-03-02 24:00"}', '{"formal_received": "4714-11-24 BC"}', '{"formal_received": "5874897-12-31"}', '{"meeting": "2026-03-02", "Meeting": "2026-03-03"}',
		'[[[[[[[[{"a": [{}]}]]]]]]]]']),
	('bradford.calendar', ARRAY[NULL, 'weekdays; week=none', 'every-day', 'scotland & northern-ireland', 'england-and-wales | scotland; week=Sun', 'weekdays; closed=1995-01-01..2099-12-31', 'every-day; week=none; open=2026-03-01',
		'every-day; week=none; open=1995-01-01', 'weekdays; week=none then from 2016-06-01 england-and-wales', 'every-day then from 1995-01-02 weekdays; week=none then from 2099-12-31 every-day', 'scotland; week=Mon/Tue/Wed/none from 2026-01-05']),
	('bradford.scoring_rule', ARRAY[NULL, 'window=200 years', 'window=1 day', 'window=5900000 years; days=span; edge=whole; bridge=working', 'days=working', 'days=span; edge=whole; bridge=working', 'edge=inside; minimum=4',
		'bridge=working; window=30 years', 'minimum=2147483647', 'window=1 year 1 day']),
	('tsmultirange', ARRAY[NULL, '{}', '{(,)}', '{[2026-03-02 08:57,2026-03-02 12:03),[2026-03-02 12:31,2026-03-02 17:04)}', '{[2026-03-02 09:00,)}', '{[-infinity,2026-03-02 09:00)}', '{[2026-03-02 09:00,2026-03-02 09:00]}', '{[2026-01-05 22:00,2026-03-02 06:00)}',
		'{[4714-11-24 00:00 BC,4714-11-26 12:00 BC)}', '{[294276-12-31 00:00,294276-12-31 23:59:59.999999]}', '{[0001-01-01 00:00,9999-01-01 00:00)}', '{(2026-03-02 09:00:00.000001,2026-03-02 09:00:00.000002)}']),
	('tstzrange', ARRAY[NULL, 'empty', '(,)', '[2026-03-02 07:00+00,)', '(,2026-03-02 07:00+00)', '[-infinity,infinity]', '[2026-03-02 07:00+00,infinity)', '[2026-03-02 07:00+00,2026-03-02 07:00+00]', '(2026-03-29 00:30+00,2026-03-29 03:00:00.000001+00]',
		'[2026-10-24 20:00+00,2026-10-25 09:00+00)', '[4714-11-24 00:00+00 BC,294276-12-31 23:59:59+00)', '[4714-11-24 00:00+00 BC,4714-11-24 03:00+00 BC)', '[294276-12-31 22:10+00,294276-12-31 23:59:59.999999+00)', '[1847-11-30 22:00+00,1847-12-01 03:00+00)']),
	('tstzrange[]', ARRAY[NULL, '{}', '{NULL}', '{empty,NULL}', '{"(,)"}', '{"[2026-03-02 07:00+00,infinity)"}', '{"[2026-03-02 07:00+00,2026-03-02 15:00+00)",NULL,"[2026-03-02 07:00+00,2026-03-02 15:00+00)","(2026-03-02 14:59:59.999999+00,2026-03-02 15:00+00]"}',
		'{"[4714-11-24 00:00+00 BC,294276-12-31 23:59:59+00)"}', '{{empty,empty},{empty,empty}}', '[5:6]={empty,"[2026-03-02 07:00+00,2026-03-02 15:00+00)"}', '[2147483646:2147483646]={"[2026-03-02 07:00+00,2026-03-02 15:00+00)"}']),
	('bradford.flexi_scheme', ARRAY[NULL, 'bandwidth=Mon-Sun 00:00-24:00; core=none; lunch=none; block=none; cap=none; limit=none', 'core=least 24:00; lunch=least 24:00; block=60 min generous; cap=0:00; beyond=cut', 'hours=by day; day=0:00; cap=500 days/0.5 days; period=1 month',
		'block=15 min in nearest 7 min out strict; period=53 weeks from 5874897-12-31; hours=9999:00', 'period=12 months from 4714-11-24 BC; leave=any from credit', 'core=2:00 before 13:00, 2:00 after 13:00; lunch=12:00-14:00 least 30 min most 60 min over 6:00 shortest 15 min; day=Mon-Thu 7:20, Fri 7:10']),
	('bradford.spells_state', ARRAY[NULL, '{}', '{2026-01-05..2026-01-09}', '{2026-01-08..2026-01-09,2026-01-05..2026-01-08,2026-01-05..2026-01-05}', '{2026-01-05..,2026-01-04..}', '{2026-01-04..,2026-01-04..}', '{4714-11-24 BC..5874897-12-30}']),
	('bradford.timesheet_lines', ARRAY[NULL, '(,,,,,,,,,,)', '(2026-03-01,900,0,60,60,840,100,0,5,5,95)', '(2026-03-01,900,0,60,61,840,100,0,5,5,95)', '(infinity,900,0,60,60,840,100,0,5,5,95)', '(-infinity,,0,0,,,,0,0,,)', '(2026-03-01,NaN,0,60,60,840,100,0,5,5,95)',
		'(2026-03-01,900,Infinity,60,60,840,100,0,5,5,95)', '(2026-03-01,900,0,-60,-60,960,100,0,5,5,95)', '(5874897-12-31,1e1000,1e1000,1e1000,,,1e-1000,1e1000,1e1000,,)', '(2026-03-01,900,,60,60,840,100,0,5,5,95)', '(,900,0,60,60,840,100,0,5,5,95)']),
	('numeric[]', ARRAY[NULL, '{}', '{NULL}', '{1,NULL,2}', '{{1,2},{3,4}}', '{{{1}}}', '[5:6]={1,2}', '[-2147483648:-2147483647]={1,2}', '{NaN}', '{Infinity,-Infinity,1}', '{0}', '{0,0}', '{-1,5}', '{1e131071,1e131071}', '{1e-16383}',
		'{5,4,3,2,1}', '{52,1358,10}', '{52,1358,10,1357,20}', '{3,1358}', '{3,1358,10,1358,10}', '{0,1358,10}', '{1e30,1,1}', '{52.5,1358,10}', '{52,NaN,10}']),
	('integer[]', ARRAY[NULL, '{}', '{NULL}', '{1,NULL,2}', '{{1,2},{3,4}}', '[5:6]={1,2}', '{-2147483648,2147483647}']),
	('oid[]', ARRAY[NULL, '{}', '{NULL}', '{0,4294967295}', '{{1},{2}}']),
	('text[]', ARRAY[NULL, '{}', '{NULL}', '{"",NULL,x}', '{{a,b},{c,d}}', '[5:6]={a,b}']),
	('interval[]', ARRAY[NULL, '{}', '{NULL}', '{0,-1 month}', '{{1 day},{1 day}}', '[5:6]={1 day,178000000 years}']),
	('bradford.dated_calendar[]', ARRAY[NULL, '{}', '{NULL}', '{"(,)"}', '{"(weekdays,)"}', '{"(,\"[2016-01-04,)\")"}', '{"(weekdays,empty)"}', '{"(weekdays,\"(,)\")","(every-day,\"(,)\")"}', '{"(weekdays,\"[2016-01-04,2017-01-01)\")",NULL,"(scotland,\"[2016-06-01,)\")"}',
		'{{"(weekdays,\"[2016-01-04,2017-01-01)\")"},{"(scotland,\"[2016-06-01,)\")"}}', '[5:5]={"(weekdays,\"[2016-01-04,2017-01-01)\")"}', '[2147483646:2147483646]={"(weekdays,\"[2016-01-04,2017-01-01)\")"}', '{"(weekdays,\"[-infinity,infinity]\")"}', '{"(weekdays,\"[4714-11-24 BC,5874897-12-31)\")"}'])
) AS x(t, values)
CROSS  JOIN unnest(x.values) AS v;
-- long ones
INSERT INTO odd (type, value) VALUES
	('numeric', '0.' || repeat('1234567890', 1600)), ('numeric', repeat('1234567890', 100)),
	('numeric[]', (SELECT array_agg(i % 7)::text FROM generate_series(1, 2000) AS i)),
	('numeric[]', (SELECT '{104,' || string_agg(1358 - i || ',' || 10 + i, ',') || '}' FROM generate_series(0, 103) AS i)),
	('integer[]', (SELECT array_agg(i % 7)::text FROM generate_series(1, 2000) AS i)),
	('text[]', (SELECT array_agg(i)::text FROM generate_series(1, 500) AS i)),
	('jsonb', (SELECT jsonb_object_agg(i, '2026-03-02') FROM generate_series(1, 300) AS i)),
	('jsonb', repeat('[', 500) || repeat(']', 500)),
	('tstzrange[]', (SELECT array_agg(tstzrange(t, t + make_interval(mins => 1 + i % 700))) FROM generate_series(1, 1000) AS i, LATERAL (SELECT timestamptz '2026-03-02 07:00+00' + make_interval(mins => i * 7919 % 3000) AS t) AS x)::text),
	('datemultirange', (SELECT range_agg(daterange(d, d + 1 + i % 3)) FROM generate_series(0, 999) AS i, LATERAL (SELECT date '2022-01-03' + 4 * i AS d) AS x)),
	('datemultirange', (SELECT range_agg(daterange(d, d + 1)) FROM generate_series(0, 999) AS i, LATERAL (SELECT date '4000-01-01 BC' + 7000 * i AS d) AS x)),
	('bradford.spells_state', (SELECT '{' || string_agg(date '2026-01-05' + i * 7919 % 1000 || '..' || date '2026-01-05' + i * 7919 % 1000 + i % 5, ',') || '}' FROM generate_series(1, 1000) AS i)),
	('bradford.calendar', 'england-and-wales; closed=' || (SELECT string_agg((date '2019-01-07' + 7 * i)::text, ',') FROM generate_series(0, 499) AS i)),
	('bradford.calendar', 'weekdays' || (SELECT string_agg(' then from ' || date '2019-01-07' + 7 * i || ' scotland; week=' || (ARRAY['Mon', 'Mon-Wed', 'none'])[1 + i % 3], '') FROM generate_series(0, 199) AS i)),
	('bradford.calendar', 'every-day; week=' || repeat('Mon/Tue-Thu/none/Mon,Fri/', 12) || 'Sun from 2026-01-05'),
	('bradford.dated_calendar[]', (SELECT array_agg(ROW(CASE i % 2 WHEN 0 THEN 'weekdays' ELSE 'scotland; week=Mon-Wed' END, daterange(date '1995-01-02' + i * 50, date '1995-01-02' + i * 50 + 90))::bradford.dated_calendar)::text FROM generate_series(1, 150) AS i));
-- of working time
INSERT INTO odd (type, value)
SELECT t::regtype, v
FROM  (VALUES
	('timestamptz', ARRAY[NULL, '-infinity', 'infinity', '4714-11-24 00:00+00 BC', '2026-03-29 01:00+00', '2026-02-14 12:34:56.000001+00', '294276-12-31 23:59:59.999999+00']),
	('time', ARRAY[NULL, '00:00', '24:00', '06:00', '23:59:59.999999', '01:30']),
	('tstzmultirange', ARRAY[NULL, '{}', '{(,)}', '{[2026-03-02 09:00+00,)}', '{[-infinity,2026-03-02 09:00+00)}', '{[2026-03-02 09:00+00,2026-03-02 09:00+00]}', '{[2025-12-05 22:00+00,2026-03-02 06:00+00)}', '{[2026-02-02 08:00+00,2026-02-02 22:00+00),[2026-02-03 07:00+00,2026-02-03 23:00+00)}',
		'{[4714-11-24 00:00+00 BC,4714-11-26 12:00+00 BC)}', '{[294276-12-31 00:00+00,294276-12-31 23:59:59.999999+00]}', '{[0001-01-01 00:00+00,9999-01-01 00:00+00)}', '{(2026-01-06 09:00:00.000001+00,2026-01-06 09:00:00.000002+00)}', '{[1750-01-01 00:00+00,2026-01-10 00:00+00)}'])
) AS x(t, values)
CROSS  JOIN unnest(x.values) AS v;
INSERT INTO odd (type, value) VALUES ('text', 'Antarctica/Troll'), ('text', 'XXX3YYY,M3.2.0,M11.1.0'), ('text', '../../../etc/passwd'),
	('tstzmultirange', (SELECT range_agg(tstzrange(s, s + make_interval(mins => 1 + i * 37 % 1300)))::text FROM generate_series(1, 400) AS i, LATERAL (SELECT timestamptz '2025-06-01 00:00+00' + make_interval(mins => i * 1009) AS s) AS x));
-- infinite intervals came with 17
INSERT INTO odd (type, value) SELECT 'interval', v FROM unnest('{infinity,-infinity}'::text[]) AS v WHERE current_setting('server_version_num')::integer >= 170000;
-- texts for the input functions: those of all types, and more
INSERT INTO odd (type, value) SELECT 'cstring', value FROM odd WHERE type::text LIKE 'bradford.%' AND type::text NOT LIKE '%[]' OR type = 'text'::regtype;
INSERT INTO odd (type, value)
SELECT 'cstring', v
FROM   unnest(ARRAY['weekdays;', 'weekdays; week', 'weekdays; week=', 'weekdays; closed=2026-02-30', 'weekdays; closed=2026-03-02..2026-03-01', 'weekdays then from', 'weekdays then from infinity every-day', 'weekdays &', '| weekdays', 'weekdays; week=Mon/', 'weekdays; closed=epoch',
	'weekdays' || repeat(' & weekdays', 2000), repeat('(', 3000), 'weekdays; week=Mon from 99999999999999999999-01-01', 'window=', '=', 'window=1 fortnight', 'window=1e400 days', 'minimum=99999999999999999999', 'minimum=-1', 'window=-infinity', repeat('minimum=1;', 1000),
	'{', '}', '{,}', '{2026-01-05}', '{2026-01-05..2026-01-04}', '{infinity..}', '{2026-01-05..infinity}', '{2026-01-05...}', '{2026-01-05..2026-01-06} x', '{' || repeat('2026-01-05..2026-01-06,', 1000) || '}']) AS v;

-- Plausible values for the arguments beside the odd one.
CREATE TABLE plausible (type regtype, name text, value text);
INSERT INTO plausible VALUES
	('date', NULL, '2026-03-02'), ('date', 'last_day', '2026-03-20'), ('date', 'to_day', '2026-03-20'), ('date', 'on_date', '2026-03-20'), ('date', 'as_of', '2026-03-20'), ('date', 'due', '2026-03-16'), ('date', 'done_on', '2026-03-12'),
	('timestamp', NULL, '2026-03-02 10:00'), ('interval', NULL, '12 months'), ('numeric', NULL, '5'), ('numeric', 'low', '0'), ('numeric', 'high', '10'), ('numeric', 'full_time_hours', '37'), ('numeric', 'post_hours', '37'), ('numeric', 'hours', '18.5'),
	('numeric', 'wte_weeks', '45'), ('numeric', 'weeks_at_work', '38'), ('numeric', 'weekly_hours', '25'), ('numeric', 'wte_leave_weeks', '7'), ('numeric', 'weeks_in_year', '52.143'), ('numeric', 'salary', '24000'), ('numeric', 'annual_salary', '24000'),
	('numeric', 'annual_hours', '1098'), ('numeric', 'hours_to_work', '900'), ('numeric', 'wte_weekly_hours', '37'), ('numeric', 'contracted_hours', '900'), ('numeric', 'round_to', '0.5'), ('numeric', 'rate', '0.1207'), ('numeric', 'trigger', '10'),
	('numeric', 'score', '160'), ('numeric', 'total', '100.01'), ('numeric', 'share', '0.6'), ('numeric', 'live_score', '150'),
	('bigint', NULL, '5'), ('integer', NULL, '2'), ('integer', 'tries', '7'), ('integer', 'days', '1'), ('integer', 'of_days', '5'), ('integer', 'weeks', '52'), ('boolean', NULL, 'true'),
	('text', NULL, 'working days'), ('text', 'direction', 'after'), ('text', 'convention', 'following'), ('text', 'procedure', 'grievance 2016'), ('text', 'rounding', 'none'), ('text', 'frequency', 'monthly'), ('text', 'part_months', 'working days'),
	('text', 'schema', 'hostile'), ('text', 'period', 'quarter'), ('text', 'carried_over_from', 'first trigger'), ('text', 'live_by', 'trigger'), ('regclass', NULL, 'pg_catalog.pg_class'), ('regclass[]', NULL, '{pg_catalog.pg_class}'),
	('daterange', NULL, '[2026-01-05,2026-03-02)'), ('daterange', 'contract_year', '[2025-09-01,2026-09-01)'), ('daterange', 'employed', '[2025-11-03,)'), ('daterange', 'leave_year', '[2025-09-01,2026-09-01)'),
	('datemultirange', NULL, '{[2025-11-03,2025-11-10),[2026-01-05,2026-01-06),[2026-03-02,2026-03-10)}'), ('datemultirange', 'half_days', '{[2026-03-03,2026-03-04)}'),
	('tstzrange', NULL, '[2026-03-28 21:00+00,2026-03-29 09:00+00)'), ('tstzrange[]', NULL, '{"[2026-03-28 21:00+00,2026-03-29 08:00+00)","[2026-03-29 07:30+00,2026-03-29 15:00+00)"}'),
	('jsonb', NULL, '{"formal_received": "2026-03-02", "meeting": "2026-03-12 10:00"}'), ('bradford.calendar', NULL, 'england-and-wales; week=Mon-Wed'), ('bradford.calendar', 'next_calendar', 'scotland'),
	('bradford.scoring_rule', NULL, 'days=working; bridge=working'), ('bradford.flexi_scheme', NULL, 'day=7:24; cap=12:00/4:00'), ('tsmultirange', NULL, '{[2026-03-02 08:57,2026-03-02 12:03),[2026-03-02 12:31,2026-03-02 17:04)}'),
	('interval', 'credited', '150:30'), ('interval', 'standard', '148:00'), ('interval', 'opening', '-1:30'), ('bradford.spells_state', NULL, '{2026-01-05..2026-01-09,2026-02-02..}'), ('bradford.timesheet_lines', NULL, '(2026-03-01,900,0,60,60,840,100,0,5,5,95)'),
	('numeric[]', NULL, '{10,20}'), ('numeric[]', 'hours', '{18.5,18.5}'), ('numeric[]', 'state', '{52,1358,10,1357,20}'), ('numeric[]', 'other', '{52,1356,30}'), ('numeric[]', 'cover', '{5,0}'), ('integer[]', NULL, '{3,6}'), ('oid[]', NULL, '{1242}'),
	('text[]', NULL, '{a,b}'), ('interval[]', NULL, '{NULL,3 months}'), ('bradford.dated_calendar[]', NULL, '{"(weekdays,\"[2016-01-04,2017-01-01)\")","(scotland,\"[2016-06-01,)\")"}'), ('cstring', NULL, 'weekdays'), ('cstring', 'flexi_scheme', 'cap=12:00/4:00'), ('cstring', 'spells_state', '{2026-01-05..}'), ('cstring', 'scoring_rule', 'days=working');

INSERT INTO plausible VALUES
	('timestamptz', NULL, '2026-03-01 00:00+00'), ('time', NULL, '06:00'), ('time', 'night_from', '23:00'), ('time', 'young_night_from', '22:00'), ('text', 'zone', 'Europe/London'), ('text', 'weekly_rest_by', 'week'), ('date', 'born', '2008-02-20'), ('date', 'employed_from', '2025-10-15'),
	('interval', 'weekly_limit', '48:00'), ('interval', 'daily_rest', '11:00'), ('interval', 'weekly_rest', '24:00'), ('interval', 'break_over', '6:00'), ('interval', 'least_break', '0:20'), ('interval', 'night_limit', '8:00'), ('interval', 'young_daily_limit', '8:00'), ('interval', 'young_weekly_limit', '40:00'),
	('interval', 'young_daily_rest', '12:00'), ('interval', 'young_weekly_rest', '48:00'), ('interval', 'young_break_over', '4:30'), ('interval', 'young_break', '0:30'),
	('tstzmultirange', NULL, (SELECT range_agg(tstzrange(s, s + make_interval(mins => 700 + i * 37 % 300)))::text FROM generate_series(0, 100) AS i, LATERAL (SELECT timestamptz '2025-11-03 20:00+00' + make_interval(days => i + i / 6) AS s) AS x));

-- for the functions that read an export
INSERT INTO odd (type, value) SELECT 'text', v FROM unnest('{dmy,03/04/2016,31/02/2016,"(£24,500.00)",PM,2016-04-03T09:30Z}'::text[]) AS v;
INSERT INTO plausible VALUES
	('text', 'field_order', 'dmy'), ('text', 'written', '03/04/2016'), ('integer', 'first_year', '1950'), ('text', 'first_part', 'PM'), ('text', 'last_part', 'AM');

-- The functions.  Left out: what changes the database, and the receive functions, which SQL cannot call.
CREATE TABLE tried AS
SELECT p.oid AS function, p.proname::text AS name, p.oid::regprocedure::text AS signature, p.prokind AS kind, p.proretset AS is_set, p.prorettype::regtype AS result, p.pronargs::integer AS arguments, p.provolatile AS volatile,
	   -- an aggregate that needs its rows in order: two equal rows would have none
	   EXISTS (SELECT FROM pg_aggregate AS a WHERE a.aggfnoid = p.oid AND a.aggcombinefn = 0) AS ordered,
	   ARRAY(SELECT t::regtype FROM unnest(p.proargtypes) WITH ORDINALITY AS t(t, n) ORDER BY n) AS types,
	   ARRAY(SELECT coalesce((SELECT l.value FROM plausible AS l WHERE l.type = t AND l.name = CASE WHEN t = 'cstring'::regtype THEN p.prorettype::regtype::text ELSE p.proargnames[n] END),
							 (SELECT l.value FROM plausible AS l WHERE l.type = t AND l.name = replace(p.prorettype::regtype::text, 'bradford.', '')),
							 (SELECT l.value FROM plausible AS l WHERE l.type = t AND l.name IS NULL))
			 FROM unnest(p.proargtypes) WITH ORDINALITY AS t(t, n) ORDER BY n) AS plausible
FROM   pg_proc AS p
WHERE  p.pronamespace = 'bradford'::regnamespace AND p.prokind <> 'p' AND p.provolatile <> 'v' AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[]);

-- A call as a query for one text.  Aggregates and window functions get two rows, the second with a plausible first argument.
CREATE FUNCTION query(f tried, arguments text[], first_argument text) RETURNS text LANGUAGE sql STABLE
RETURN CASE WHEN f.kind IN ('a', 'w')
	THEN format('SELECT string_agg(x::text, %1$L) FROM (SELECT bradford.%2$I(%3$s)%4$s AS x FROM (VALUES (%5$s)%6$s) AS v(%3$s)) AS w', E'\n', f.name,
				(SELECT string_agg('a' || n, ', ' ORDER BY n) FROM generate_series(1, f.arguments) AS n), CASE f.kind WHEN 'w' THEN ' OVER ()' END,
				array_to_string(arguments, ', '), CASE WHEN NOT f.ordered THEN format(', (%s)', concat_ws(', ', first_argument, nullif(array_to_string(arguments[2:], ', '), ''))) END)
	WHEN f.is_set THEN format('SELECT string_agg(r::text, %L) FROM bradford.%I(%s) AS r', E'\n', f.name, array_to_string(arguments, ', '))
	WHEN f.result = 'cstring'::regtype THEN format('SELECT textin(bradford.%I(%s))', f.name, array_to_string(arguments, ', '))
	ELSE format('SELECT (bradford.%I(%s))::text', f.name, array_to_string(arguments, ', ')) END;

CREATE FUNCTION literals(f tried, arguments text[]) RETURNS text[] LANGUAGE sql STABLE
RETURN ARRAY(SELECT format('%s::%s', coalesce(quote_literal(v), 'NULL'), f.types[n]) FROM unnest(arguments) WITH ORDINALITY AS a(v, n) ORDER BY n);

-- A function's call with its n-th argument from an expression.
CREATE FUNCTION query_with(f tried, n bigint, expression text) RETURNS text LANGUAGE sql STABLE
RETURN (SELECT query(f, l[: n - 1] || expression || l[n + 1:], l[1]) FROM literals(f, f.plausible) AS l);
