-- Adding and counting working days against walking from day to day, on calendars put together at random.
\set seed 0.42
\set calendars 40
\set cases 9000
SET datestyle = ISO;
SET intervalstyle = postgres;
CREATE SCHEMA test_working_days;
SET search_path = test_working_days, bradford, public;
\getenv test_dir PG_ABS_SRCDIR
\set definitions :test_dir '/oracle/calendar.sql'
\set ECHO none
\i :definitions
\set ECHO all
SET jit = off;
SELECT setseed(:seed);

-- One to three parts each: some divisions or none, a rota of one to four weeks, closed and open days.
INSERT INTO part
SELECT id, CASE WHEN k = 1 THEN date '1995-01-01' ELSE date '1998-01-01' + 2000 * k + floor(random() * 1500)::integer END,
	CASE WHEN random() < 0.2 THEN '{}'
		ELSE ARRAY(SELECT d FROM unnest('{england-and-wales,scotland,northern-ireland}'::text[]) WITH ORDINALITY AS u (d, i)
				WHERE (1 + id + k + floor(random() * 7)::integer) % 7 + 1 & (1 << i::integer - 1) <> 0 OR i = 1 + id % 3) END,
	ARRAY(SELECT CASE WHEN random() < 0.3 THEN '1111100' WHEN random() < 0.1 THEN '0000000' ELSE floor(random() * 128)::integer::bit(7)::text END
		FROM generate_series(1, greatest(1, floor(random() * 7 - 2)::integer + 0 * id))),
	date '2026-01-05' + 7 * floor(random() * 200 - 100)::integer, '{}', '{}'
FROM generate_series(1, :calendars) AS id, generate_series(1, 3) AS k WHERE k <= 1 + id % 3;
-- leaves out calendars whose weeks are all empty
UPDATE part SET weeks = '{1111100}' WHERE NOT EXISTS (SELECT FROM unnest(weeks) AS w WHERE w ~ '1');
UPDATE part SET
	closed = (SELECT range_agg(daterange(d, d + 1 + floor(random() * 5)::integer)) FROM generate_series(1, 40), LATERAL (SELECT date '1995-01-01' + floor(random() * 13000 + 0 * id)::integer AS d) AS f),
	open = (SELECT range_agg(daterange(d, d + 1 + floor(random() * 3)::integer)) FROM generate_series(1, 40), LATERAL (SELECT date '1995-01-01' + floor(random() * 13000 + 0 * id)::integer AS d) AS f);
UPDATE part SET open = open - closed;
-- one is plain: England and Wales, Monday to Friday
DELETE FROM part WHERE id = 1;
INSERT INTO part VALUES (1, '1995-01-01', '{england-and-wales}', '{1111100}', '2026-01-05');

CREATE TABLE made AS SELECT id, calendar_of(id) AS calendar FROM generate_series(1, :calendars) AS id;
SELECT calendar FROM made WHERE id = 1;
SELECT count(*) AS parts, sum(cardinality(weeks)) AS weeks, count(*) FILTER (WHERE divisions = '{}') AS without_holidays,
	count(*) FILTER (WHERE cardinality(divisions) > 1) AS unions FROM part;

-- Every day of the published years.
CREATE TABLE day_of AS
SELECT m.id, d::date AS day, works(p, d::date) AS works
FROM made AS m, generate_series(date '1995-01-01', '2030-12-31', '1 day') AS d,
	LATERAL (SELECT q FROM part AS q WHERE q.id = m.id AND q.from_day <= d ORDER BY q.from_day DESC LIMIT 1) AS l (p);
INSERT INTO walk SELECT id, day FROM day_of WHERE works;
ANALYZE walk;
SELECT count(*) AS days, count(*) FILTER (WHERE is_working_day(day, calendar) <> works) AS differences FROM day_of JOIN made USING (id);
SELECT id, day, works FROM day_of JOIN made USING (id) WHERE is_working_day(day, calendar) <> works ORDER BY id, day LIMIT 5;

-- Adding and counting, from any day, both ways.
CREATE TABLE draw AS
SELECT i, 1 + i % :calendars AS id, date '2003-01-01' + floor(random() * 6500)::integer AS a,
	date '1997-01-01' + floor(random() * 12000)::integer AS b, CASE WHEN random() < 0.5 THEN floor(random() * 41)::integer - 20 ELSE floor(random() * 601)::integer - 300 END AS n
FROM generate_series(1, :cases) AS i;
CREATE TABLE answer AS
SELECT d.*, calendar, add_working_days(a, n, calendar) AS added, walk_add(id, a, n) AS walked,
	working_days(a, b, calendar) AS counted, walk_count(id, a, b) AS walk_counted
FROM draw AS d JOIN made USING (id);
SELECT count(*) AS cases, count(*) FILTER (WHERE n = 0) AS zero, count(walked) AS inside, count(*) FILTER (WHERE walked IS NOT NULL AND added IS DISTINCT FROM walked) AS add_differences,
	count(*) FILTER (WHERE counted <> walk_counted) AS count_differences, count(*) FILTER (WHERE b < a) AS backwards
FROM answer;
SELECT a, b, n, calendar, added, walked, counted, walk_counted FROM answer
WHERE (walked IS NOT NULL AND added IS DISTINCT FROM walked) OR counted <> walk_counted ORDER BY i LIMIT 5;

-- The next and the previous working day, and rolling.
SELECT count(*) AS cases,
	count(*) FILTER (WHERE next_working_day(a, calendar) <> walk_add(id, a, 1)) AS next_differences,
	count(*) FILTER (WHERE previous_working_day(a, calendar) <> walk_add(id, a, -1)) AS previous_differences,
	count(*) FILTER (WHERE roll(a, 'following', calendar) <> walk_add(id, a - 1, 1)) AS following_differences,
	count(*) FILTER (WHERE roll(a, 'preceding', calendar) <> walk_add(id, a + 1, -1)) AS preceding_differences,
	count(*) FILTER (WHERE roll(a, 'modified-following', calendar) <>
		CASE WHEN date_trunc('month', walk_add(id, a - 1, 1)) = date_trunc('month', a) THEN walk_add(id, a - 1, 1) ELSE walk_add(id, a + 1, -1) END) AS modified_differences,
	count(*) FILTER (WHERE NOT is_working_day(a, calendar)) AS from_days_off
FROM answer;

-- Counts add up and change sign with the direction; counting undoes adding, whatever day it starts from.
SELECT count(*) AS cases,
	count(*) FILTER (WHERE working_days(a, b, calendar) + working_days(b, added, calendar) <> working_days(a, added, calendar)) AS not_additive,
	count(*) FILTER (WHERE working_days(a, b, calendar) <> -working_days(b, a, calendar)) AS not_antisymmetric,
	count(*) FILTER (WHERE n > 0 AND working_days(a + 1, added + 1, calendar) <> n) AS not_undone_forwards,
	count(*) FILTER (WHERE n < 0 AND working_days(added, a, calendar) <> -n) AS not_undone_backwards,
	count(*) FILTER (WHERE working_days(daterange(least(a, b), greatest(a, b)), calendar) <> abs(counted)) AS period_differences,
	count(*) FILTER (WHERE n = 0 AND added <> a) AS not_itself
FROM answer;

-- Sets of days.
SELECT count(*) AS sets, count(*) FILTER (WHERE working_days(days, calendar) <> (SELECT count(*) FROM walk AS w WHERE w.id = s.id AND days @> w.day)) AS differences
FROM (SELECT id, i % 200 AS k, range_agg(daterange(a, a + 1 + abs(n) % 30)) AS days FROM draw GROUP BY 1, 2) AS s JOIN made USING (id);

-- From end to end of the known years, 2031-2099 too: the answer of every day, forwards and back.
SELECT calendar, count(*) AS days, count(*) FILTER (WHERE rank <> working_days(date '1995-01-01', day, calendar)) AS count_differences,
	count(*) FILTER (WHERE works AND day <> add_working_days('1995-01-01', (rank + 1 - first)::integer, calendar)) AS add_differences,
	count(*) FILTER (WHERE works AND day <> add_working_days('2099-12-31', (rank - total + last)::integer, calendar) AND rank - total + last < 0) AS back_differences
FROM (SELECT calendar, day, works, count(*) FILTER (WHERE works) OVER w - works::integer AS rank, count(*) FILTER (WHERE works) OVER (PARTITION BY calendar::text) AS total,
		is_working_day('1995-01-01', calendar)::integer AS first, is_working_day('2099-12-31', calendar)::integer AS last
	FROM unnest('{england-and-wales,scotland & northern-ireland,weekdays,every-day,every-day; week=Sun,"england-and-wales; week=none; open=1995-01-01,2026-12-25..2026-12-28,2099-12-31","every-day; closed=1996-01-01..2090-12-31"}'::calendar[]) AS calendar,
		LATERAL (SELECT d::date AS day, is_working_day(d::date, calendar) AS works FROM generate_series(date '1995-01-01', '2099-12-31', '1 day') AS d) AS e
	WINDOW w AS (PARTITION BY calendar::text ORDER BY day)) AS r
GROUP BY calendar ORDER BY calendar::text;

-- Worked examples from the field (a published suite, the FOIA twentieth day) and anchors counted by hand.
SELECT id, calendar, day, n, expected, CASE WHEN answer = expected THEN 'right' ELSE 'wrong: ' || answer END AS answer
FROM (VALUES ('WD-01', 'england-and-wales', date '2013-04-08', 3, date '2013-04-11'), ('WD-02', 'england-and-wales', '2013-04-11', 3, '2013-04-16'),
	('WD-03', 'england-and-wales', '2013-05-01', 4, '2013-05-08'), ('WD-08', 'england-and-wales', '2013-04-16', -3, '2013-04-11'),
	('WD-09', 'england-and-wales', '2013-05-08', -4, '2013-05-01'), ('WD-12', 'england-and-wales & scotland & northern-ireland', '2014-12-02', 20, '2015-01-05'),
	('FOIA', 'england-and-wales & scotland & northern-ireland', '2014-12-01', 20, '2014-12-31'), ('FOIA', 'england-and-wales & scotland & northern-ireland', '2012-12-14', 20, '2013-01-17'),
	('FOIA, one division', 'england-and-wales', '2012-12-14', 20, '2013-01-16'),
	('anchor', 'england-and-wales', '2026-06-12', 1, '2026-06-15'), ('anchor', 'scotland', '2026-06-12', 1, '2026-06-16'), ('anchor', 'northern-ireland', '2026-06-12', 1, '2026-06-15'),
	('anchor', 'england-and-wales', '2026-07-10', 1, '2026-07-13'), ('anchor', 'northern-ireland', '2026-07-10', 1, '2026-07-14'), ('anchor', 'northern-ireland', '2026-03-16', 1, '2026-03-18'),
	('anchor', 'england-and-wales', '2024-03-28', 1, '2024-04-02'), ('anchor', 'scotland', '2024-03-28', 1, '2024-04-01'),
	('anchor', 'england-and-wales', '2026-12-24', 5, '2027-01-05'), ('anchor', 'scotland', '2026-12-24', 5, '2027-01-06'), ('anchor', 'scotland', '2022-09-16', 1, '2022-09-20'),
	('Saturday', 'england-and-wales', '2024-01-13', 1, '2024-01-15'), ('Saturday', 'england-and-wales', '2024-01-13', -1, '2024-01-12'), ('Saturday', 'england-and-wales', '2024-01-13', 0, '2024-01-13'),
	('ECMA-376', 'weekdays', '2006-01-01', 10, '2006-01-13'), ('ECMA-376', 'weekdays', '2006-01-01', -10, '2005-12-19'), ('ECMA-376', 'weekdays', '2006-01-01', 0, '2006-01-01')
	) AS e (id, calendar, day, n, expected), LATERAL (SELECT add_working_days(day, n, calendar::calendar) AS answer) AS a;

-- Faults that others have published, each as a case.
SELECT fault, answer FROM (VALUES
	(1, 'a preset true of one year only: 4 May 2026 is no working day, 1 May is one', concat_ws(' ', is_working_day('2026-05-04'), is_working_day('2026-05-01'))),
	(2, 'the weekday of one day with the holiday of the next: with a Wednesday off, Monday to Wednesday are 2 days',
		working_days(date '2026-06-01', '2026-06-04', 'weekdays; closed=2026-06-03')::text),
	(3, 'and that Wednesday by itself is none', working_days(date '2026-06-03', '2026-06-04', 'weekdays; closed=2026-06-03')::text),
	(4, 'Saturday and one day gave Tuesday: Monday', add_working_days('2024-01-13', 1)::text),
	(5, 'a step of nothing rolled to Monday: the day itself', add_working_days('2024-01-13', 0)::text),
	(6, 'a result before the first known day wrapped round to the last: five days before 8 January 2020', add_working_days('2020-01-08', -5)::text),
	(7, 'both ends counted, so neighbouring counts do not add up: 5 + 5 = 10', format('%s + %s = %s', working_days(date '2026-06-01', '2026-06-08', 'weekdays'), working_days(date '2026-06-08', '2026-06-15', 'weekdays'), working_days(date '2026-06-01', '2026-06-15', 'weekdays'))),
	(8, 'one day to itself gave -1: none', working_days(date '2026-06-01', '2026-06-01')::text),
	(9, 'a count backwards shifted by a day: -5', working_days(date '2026-06-08', '2026-06-01', 'weekdays')::text),
	(10, 'a closure on a weekend, listed twice, taken off twice: 5', working_days(date '2026-06-01', '2026-06-08', 'weekdays; closed=2026-06-06,2026-06-06,2026-06-06..2026-06-07')::text),
	(11, 'a weekend day that works could not be told: 6', working_days(date '2026-06-01', '2026-06-08', 'weekdays; open=2026-06-06')::text),
	(12, 'the World Cup day was missing: none on 15 June 2026 in Scotland', working_days(date '2026-06-15', '2026-06-16', 'scotland')::text),
	(13, 'so were substitute days: 1 and 4 January 2027 in Scotland', (SELECT string_agg(day::text, ' ') FROM holidays('scotland', '[2027-01-01,2027-01-31]')))
	) AS f (i, fault, answer) ORDER BY i;

--------------------------------------------------------------------------------
-- days a week of the pattern: holidays and single days do not count, a rota counts on the average
--------------------------------------------------------------------------------
SELECT c AS calendar, days_per_week(c::calendar, '2026-04-06') AS days
FROM unnest(ARRAY['england-and-wales', 'every-day', 'weekdays; week=none', 'scotland; week=Mon-Wed', 'england-and-wales; closed=2026-04-06..2026-04-10', 'weekdays; week=Mon-Wed/Mon-Fri from 2026-01-05',
                  'weekdays; week=Mon,Tue/none/Sat from 2026-01-05']) AS c;
-- a change of pattern, from its day on; two patterns side by side work on the days of either: Monday to Wednesday, and every other week Wednesday and Friday
SELECT days_per_week(c, '1995-01-01') AS first, days_per_week(c, '2026-04-05') AS before, days_per_week(c, '2026-04-06') AS after, days_per_week(c, '2099-12-31') AS last
FROM CAST('weekdays then from 2026-04-06 weekdays; week=Mon-Wed' AS calendar) AS c;
SELECT days_per_week(calendar_over_time(c::calendar, '[2026-01-01,)'), '2026-04-06') AS side_by_side FROM unnest(ARRAY['weekdays; week=Mon-Wed', 'weekdays; week=Wed,Fri/none from 2026-01-05']) AS c;
-- against plain SQL: rotas of one to six weeks of random days, counted over 5,460 weeks of every day of the known years
SELECT setseed(0.42);
SELECT count(*) AS cases, count(*) FILTER (WHERE abs(ours - theirs) > 1e-12) AS differences, count(DISTINCT ours) AS averages
FROM (SELECT days_per_week(c, '2026-04-06') AS ours, trim_scale(working_days(date '1995-01-02', date '1995-01-02' + 7 * 5460, c) / 5460.0) AS theirs
      FROM (SELECT ('every-day; week=' || string_agg(week, '/') || CASE WHEN count(*) > 1 THEN ' from 2026-01-05' ELSE '' END)::calendar AS c
            FROM (SELECT n, w, COALESCE(string_agg(d, ',') FILTER (WHERE works), 'none') AS week
                  FROM (SELECT n, w, d, random() < 0.5 AS works FROM generate_series(1, 300) AS n, generate_series(1, 1 + n % 6) AS w, unnest(ARRAY['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']) AS d ORDER BY n, w, d) AS r
                  GROUP BY n, w) AS r GROUP BY n) AS s) AS t;
-- two rotas side by side, of two weeks and of three: 1 and 4/3 days a week, never on the same day
SELECT days_per_week('weekdays; week=Mon/Tue from 2026-01-05 | scotland; week=Wed/Thu,Fri/Wed from 2026-01-05', '2026-04-06') AS days;
SELECT days_per_week(NULL, '2026-04-06') AS nothing;
SELECT days_per_week('weekdays', '1994-12-31');

-- is_pattern_day: Good Friday is a bank holiday on a day off from Monday to Wednesday, and Easter Monday is not; closed and open days change nothing.
SELECT c AS calendar, string_agg(to_char(h.day, 'Dy DD Mon'), ', ' ORDER BY h.day) FILTER (WHERE is_pattern_day(h.day, c::calendar)) AS worked_but_for_the_holiday, string_agg(to_char(h.day, 'Dy DD Mon'), ', ' ORDER BY h.day) FILTER (WHERE NOT is_pattern_day(h.day, c::calendar)) AS days_off
FROM unnest(ARRAY['england-and-wales', 'england-and-wales; week=Mon-Wed', 'england-and-wales; week=none/Mon-Fri from 2026-03-30', 'england-and-wales; week=Mon-Wed; closed=2026-04-06; open=2026-04-03', 'england-and-wales; week=Mon then from 2026-05-01 england-and-wales; week=Fri']) AS c,
	 holidays(('england-and-wales')::calendar, '[2026-04-01,2026-06-01)') AS h
GROUP BY c ORDER BY c COLLATE "C";
-- against plain SQL: without holidays, closed and open days, pattern days are the working days, on every known day
SELECT c AS calendar, p AS pattern, count(*) FILTER (WHERE is_pattern_day(d, c::calendar)) AS pattern_days, count(*) FILTER (WHERE is_pattern_day(d, c::calendar) <> is_working_day(d, p::calendar)) AS differences
FROM (VALUES ('scotland', 'weekdays'), ('every-day; closed=2026-04-06', 'every-day'), ('england-and-wales; week=Mon/Tue,Sat/none from 2026-01-05; closed=2026-01-05..2026-02-05; open=2026-02-08', 'every-day; week=Mon/Tue,Sat/none from 2026-01-05'),
	('scotland; week=Mon | england-and-wales; week=Tue/Wed from 2026-01-05', 'every-day; week=Mon | every-day; week=Tue/Wed from 2026-01-05'), ('scotland; week=none then from 2026-04-06 northern-ireland; week=Sun-Mon', 'every-day; week=none then from 2026-04-06 every-day; week=Sun-Mon')) AS v (c, p),
	 LATERAL (SELECT lower(known_days()) + i AS d FROM generate_series(0, upper(known_days()) - lower(known_days()) - 1) AS i) AS x
GROUP BY c, p ORDER BY c COLLATE "C";
SELECT is_pattern_day(NULL, 'weekdays') AS nothing;
SELECT is_pattern_day('1994-12-31', 'weekdays');
