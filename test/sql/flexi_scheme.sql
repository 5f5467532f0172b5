-- flexi_scheme: the rules of flexi-time, as a value (FX-1 to FX-6)
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = bradford, public;

-- Every key and value, in any order and spacing, printed canonically without the defaults.
SELECT given, given::flexi_scheme AS canonical, given::flexi_scheme::text::flexi_scheme = given::flexi_scheme AS round_trip
FROM unnest(ARRAY['', ' ; ', 'bandwidth=08:00-18:00; core=09:30-12:00,14:00-16:00; lunch=12:00-14:00 least 30 min most 60 min; block=5 min strict; day=7:30; hours=148:00; period=4 weeks; cap=7:25; beyond=carried; limit=cap; leave=any',
	'bandwidth=08:00-18:00; core=09:30-12:00,14:00-16:00; lunch=12:00-14:00 least 30 min; block=5 min; cap=7:25',
	'bandwidth=07:30-19:00', 'BANDWIDTH = mon-FRI 7:30 - 19:00', 'bandwidth=Mon-Sun 00:00-24:00', 'bandwidth=Fri 07:30-17:00, Mon-Thu 07:30-19:00', 'bandwidth=08:00-18:00, Sat 09:00-13:00',
	'core=none', 'core=14:30-16:00, 09:30-12:00', 'core=10:00-11:00,11:00-12:00,09:00-10:00', 'core=Mon-Thu 10:00-12:00, 14:00-15:00, Fri 10:00-12:00', 'core=09:00-10:00,10:30-11:00,11:30-12:00,14:00-15:00',
	'core=least 4:00, 2:00 before 13:00, 2:00 after 13:00', 'core=2:00 after 13:00', 'core=least 240 min',
	'lunch=none', 'lunch=11:30-14:00 least 30 min', 'lunch=12:00-14:00 most 2:00', 'lunch=least 30 min over 6:00', 'lunch=12:00-14:00 shortest 45 min over 6:00 most 60 min least 0:45', 'lunch=least 30 min shortest 15 min',
	'block=none', 'block=15 min', 'block=5 min nearest', 'block=15 min nearest 7 min', 'block=15 min nearest 0 min', 'block=1 minute generous', 'block=5 min in nearest out strict', 'block=15 min in strict out nearest 5 min', 'block=5 min in generous out generous',
	'day=7:24', 'day=444 min', 'day=Mon-Thu 7:20, Fri 7:10', 'day=Mon 8:00, Wed 8:00', 'day=0:00', 'hours=74:00', 'hours=by day', 'hours=0:00',
	'period=8 weeks', 'period=1 week', 'period=4 weeks from 2016-01-04', 'period=4 weeks from 2000-01-03', 'period=1 month', 'period=3 months from 2016-04-01',
	'cap=none', 'cap=12:00/4:00', 'cap=7:24/7:24', 'cap=none/0:00', 'cap=2 days', 'cap=1 day/0.5 days', 'cap=1.0 day', 'cap=9999:00', 'beyond=cut', 'limit=10:00/5:00', 'limit=none',
	'leave=1 day', 'leave=10:00 from credit', 'leave=any from credit', 'leave=2 days']) WITH ORDINALITY g(given, i) ORDER BY i;

-- Equality and hashing: schemes that say the same are one.
SELECT a, b, a::flexi_scheme = b::flexi_scheme AS equal, a::flexi_scheme <> b::flexi_scheme AS differ,
       flexi_scheme_hash(a::flexi_scheme) <> flexi_scheme_hash(b::flexi_scheme) AS hash_differs,
       flexi_scheme_hash_extended(a::flexi_scheme, 7) <> flexi_scheme_hash_extended(b::flexi_scheme, 7) AS extended_differs
FROM (VALUES ('cap=7:25', ''), ('block=5 min in strict out strict', 'block=5 min'), ('core=10:00-11:00,11:00-12:00', 'core=10:00-12:00'), ('cap=2 days', 'cap=15:00'), ('day=7:24', ''), ('lunch=least 30 min shortest 15 min', 'lunch=least 30 min'),
	('limit=7:25', ''), ('limit=12:00/4:00; cap=12:00/4:00', 'cap=12:00/4:00'), ('limit=none; cap=none', 'cap=none'), ('limit=7:25/4:00', ''), ('limit=15:00; cap=2 days', 'cap=2 days'), ('block=6 min nearest 2 min', 'block=6 min nearest'), ('block=15 min nearest 7 min', 'block=15 min nearest'), ('period=4 weeks from 2000-01-31', '')) v(a, b);
-- Some order, for DISTINCT, sorting and unique indexes.
CREATE TABLE scheme (scheme flexi_scheme UNIQUE);
INSERT INTO scheme SELECT DISTINCT unnest(ARRAY['', 'cap=7:25', 'cap=12:00/4:00', 'day=7:24', 'day=444 min', 'core=none']::flexi_scheme[]);
SELECT count(*) AS schemes FROM scheme;
SELECT count(*) AS pairs, count(*) FILTER (WHERE (a.scheme < b.scheme)::integer + (a.scheme = b.scheme)::integer + (a.scheme > b.scheme)::integer = 1) AS one_of_three,
	   count(*) FILTER (WHERE (a.scheme <= b.scheme) = (a.scheme < b.scheme OR a.scheme = b.scheme)) AS le, count(*) FILTER (WHERE (a.scheme >= b.scheme) = NOT (a.scheme < b.scheme)) AS ge,
	   count(*) FILTER (WHERE flexi_scheme_cmp(a.scheme, b.scheme) = CASE WHEN a.scheme < b.scheme THEN -1 WHEN a.scheme > b.scheme THEN 1 ELSE 0 END) AS cmp
FROM scheme a, scheme b;
DROP TABLE scheme;
CREATE TABLE member (name text, scheme flexi_scheme) PARTITION BY HASH (scheme);
CREATE TABLE member_0 PARTITION OF member FOR VALUES WITH (MODULUS 1, REMAINDER 0);
INSERT INTO member VALUES ('Wycombe', 'cap=12:00/4:00'), ('004', '');
SELECT name, scheme FROM member WHERE scheme = 'cap=12:00 / 4:00';
DROP TABLE member;

-- The binary form is a version and the text.
SELECT flexi_scheme_send('cap=12:00/4:00'), flexi_scheme_send('');
CREATE TABLE written (scheme flexi_scheme);
CREATE TABLE received (scheme flexi_scheme);
INSERT INTO written SELECT unnest(ARRAY['', 'core=least 4:00, 2:00 before 13:00, 2:00 after 13:00; cap=2 days; period=3 months from 2016-04-01', 'bandwidth=Mon-Thu 07:30-19:00, Fri 07:30-17:00; block=15 min nearest 7 min']::flexi_scheme[]);
\copy written TO 'results/flexi_scheme.bin' (FORMAT binary)
\copy received FROM 'results/flexi_scheme.bin' (FORMAT binary)
SELECT scheme, count(*) FROM (TABLE written UNION ALL TABLE received) AS both_ways GROUP BY scheme ORDER BY scheme::text COLLATE "C";
CREATE TABLE forged (name text, bytes bytea);
INSERT INTO forged VALUES ('version 2', '\x02'), ('no scheme', '\x016361703d78'), ('nothing', '');
\copy (SELECT bytes FROM forged WHERE name = 'version 2') TO 'results/flexi_scheme.bin' (FORMAT binary)
\copy received FROM 'results/flexi_scheme.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'no scheme') TO 'results/flexi_scheme.bin' (FORMAT binary)
\copy received FROM 'results/flexi_scheme.bin' (FORMAT binary)
\set VERBOSITY sqlstate
\copy (SELECT bytes FROM forged WHERE name = 'nothing') TO 'results/flexi_scheme.bin' (FORMAT binary)
\copy received FROM 'results/flexi_scheme.bin' (FORMAT binary)
\set VERBOSITY default
DROP TABLE written, received, forged;

-- Refused, with the value, the limit and what to write.
SELECT 'cup=7:25'::flexi_scheme;
SELECT 'cap'::flexi_scheme;
SELECT 'cap=7:25; cap=7:25'::flexi_scheme;
SELECT repeat(' ', 10001)::flexi_scheme;
SELECT 'bandwidth=18:00-08:00'::flexi_scheme;
SELECT 'core=09:00-12:00,11:00-13:00'::flexi_scheme;
-- Core time outside the bandwidth would be owed and never credited: its own, that of document 004 where a bandwidth is narrower, and on a day that has none.
SELECT 'core=07:00-12:00'::flexi_scheme;
SELECT 'bandwidth=10:00-16:00'::flexi_scheme;
SELECT 'bandwidth=Mon-Thu 07:30-19:00; core=10:00-12:00'::flexi_scheme;
SELECT 'core=Mon-Fri 10:00-12:00, Sat 10:00-12:00; bandwidth=08:00-18:00, Sat 10:00-11:59'::flexi_scheme;
SELECT 'core=08:00-18:00'::flexi_scheme AS whole_bandwidth, 'core=Sat 09:00-13:00; bandwidth=Sat 09:00-13:00'::flexi_scheme AS on_saturday, 'bandwidth=Sat 09:00-13:00; core=none'::flexi_scheme AS without;
SELECT 'lunch=12:00-14:00 least 3:00'::flexi_scheme;
SELECT 'block=7 min'::flexi_scheme;
SELECT 'day=25:00'::flexi_scheme;
SELECT 'hours=7.5'::flexi_scheme;
SELECT 'period=4 days'::flexi_scheme;
SELECT 'cap=-1:00'::flexi_scheme;
SELECT 'beyond=paid'::flexi_scheme;
SELECT 'limit=a lot'::flexi_scheme;
SELECT 'leave=none'::flexi_scheme;
-- valid() asks as pg_input_is_valid() does, which PostgreSQL has from 16 on
CREATE FUNCTION valid(written text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	answer boolean;
BEGIN
	IF current_setting('server_version_num')::integer >= 160000 THEN
		EXECUTE 'SELECT pg_input_is_valid($1, ''bradford.flexi_scheme'')' INTO answer USING written;
		RETURN answer;
	END IF;
	PERFORM written::bradford.flexi_scheme;
	RETURN true;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
	RETURN false;
END $$;
SELECT w.key, string_agg(quote_literal(v.value), ' ' ORDER BY v.i) FILTER (WHERE valid(w.key || '=' || v.value)) AS taken,
	   count(*) FILTER (WHERE NOT valid(w.key || '=' || v.value)) AS refused
FROM  (VALUES
	(1, 'bandwidth', ARRAY['08:00-24:00', '', '08:00', '08:00-08:00', '08:00-24:01', '8:5-18:00', '08:00-18:000', '08:00-18:00 x', 'Mon 08:00-18:00, Mon-Fri 08:00-18:00', '08:00-12:00, 13:00-18:00', 'Fri-Mon 08:00-18:00', 'Mo 08:00-18:00', 'Mon- 08:00-18:00', 'none']),
	(2, 'core', ARRAY['none', '', 'none 1', '00:00-24:00', '08:00-18:00', '07:59-09:00', '17:00-18:01', '01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00', 'least', 'least 0:00', 'least 4:00, least 4:00', '2:00', '2:00 before', '2:00 before 1:59', '2:00 after 22:01', '2:00 after 22:00', '2:00 before 13:00, 2:00 after 12:59', 'least 4:00, 09:30-12:00', '09:30-12:00, Tue 10:00-11:00']),
	(3, 'lunch', ARRAY['12:00-14:00 least 2:00', '', '12:00-14:00', 'none least 30 min', 'least 30', 'least 0 min', 'most 30 min over 6:00', 'most 30 min shortest 5 min', 'least 30 min most 29 min', 'least 30 min least 30 min', 'least 30 min shortest 31 min', 'least 30 min shortest 5 min shortest 5 min', 'least 30 min over 25:00', '12:00-12:30 least 31 min', 'least 30 min over 0:00', 'least 30 min shortest 0 min', '14:00-12:00 least 30 min']),
	(4, 'block', ARRAY['60 min', '', '0 min', '61 min', '5', '0:05', '5 min up', '5 min nearest 5 min', '5 min nearest 4 min', '5 min in strict', '5 min out strict in strict', '5 min strict 3 min', '5 min in strict out', '5 min strict generous']),
	(5, 'day', ARRAY['24:00', '', '24:01', '7.4', '7:60', '7:5', '-7:24', 'Mon 7:24, Mon 7:24', 'Mon-Fri', '7:24, Sat 3:00']),
	(6, 'hours', ARRAY['9999:00', '', '9999:01', '10000:00', 'by', 'by week', '148', 'infinity']),
	(7, 'period', ARRAY['53 weeks', '', '54 weeks', '0 weeks', '13 months', '12 months', '1 year', '4', 'weeks', '4 weeks from', '4 weeks from 2016-02-30', '4 weeks from infinity', '1 month from 2016-01-29', '1 month from 2016-01-28', '4 weeks since 2016-01-04', '4.5 weeks']),
	(8, 'cap', ARRAY['500 days', '', '500.5 days', '501 days', '1.25 days', '7:25/', '7:25/7:25/7:25', '/7:25', '9999:01', '2', '1 day 1:00', '0:00', '999999999999999999999:00']),
	(9, 'leave', ARRAY['any', '', 'from credit', 'any from', '1 day from debit', '1 day credit', 'cap'])) AS w(i, key, tried)
CROSS JOIN unnest(w.tried) WITH ORDINALITY AS v(value, i)
GROUP BY w.i, w.key ORDER BY w.i;
DROP FUNCTION valid;

-- The accounting period of a day (FX-5): four weeks, whatever the year; a month; a quarter that begins in the middle of a month.
SELECT scheme, day, flexi_period(day, scheme::flexi_scheme) AS period, upper(flexi_period(day, scheme::flexi_scheme)) - lower(flexi_period(day, scheme::flexi_scheme)) AS days
FROM (VALUES ('period=4 weeks from 2026-12-14', date '2026-12-14'), ('period=4 weeks from 2026-12-14', '2027-01-10'), ('period=4 weeks from 2026-12-14', '2027-01-11'), ('period=4 weeks from 2026-12-14', '2026-12-13'), ('', '2000-01-03'), ('', '2000-01-02'),
	('period=1 month', '2024-02-29'), ('period=1 month', '1999-12-31'), ('period=3 months from 2016-01-15', '2016-04-14'), ('period=3 months from 2016-01-15', '2016-04-15'), ('period=3 months from 2016-01-15', '2016-01-14'), ('period=12 months from 2016-04-06', '2026-04-05')) AS v(scheme, day);
-- Periods follow one another without a gap, on every day of two centuries.
SELECT s AS scheme, count(*) AS days, count(*) FILTER (WHERE NOT day <@ period) AS outside, count(*) FILTER (WHERE period <> before AND lower(period) <> upper(before)) AS gaps, count(DISTINCT period) AS periods
FROM  (SELECT s, day, period, lag(period) OVER (PARTITION BY s ORDER BY day) AS before
	   FROM   unnest('{period=4 weeks,period=2 weeks from 2016-01-07,period=1 month from 2016-01-28,period=3 months,period=5 months from 1999-12-06}'::text[]) s,
			  LATERAL (SELECT s::flexi_scheme AS scheme OFFSET 0) r, LATERAL (SELECT date '1900-01-01' + n AS day FROM generate_series(0, 73048) n) d, LATERAL (SELECT flexi_period(day, scheme) AS period OFFSET 0) p) x
GROUP BY s ORDER BY s COLLATE "C";
SELECT flexi_period('infinity', '');
SELECT flexi_period('5874897-12-31', '');
SELECT flexi_period('4714-11-24 BC', '');
SELECT flexi_period(NULL, '') IS NULL AS no_day, flexi_period('2016-01-01', NULL) IS NULL AS no_scheme;

-- The hours of a scheme as plain values: standard hours, standard day and cap are three values, and a cap in days is of the scheme's standard day.
SELECT s, t.* FROM unnest(ARRAY['', 'hours=by day; cap=none', 'cap=2 days', 'day=Mon-Thu 7:20, Fri 7:10; cap=2 days/1 day', 'day=0:00; cap=2 days', 'cap=10:00/0:00; limit=10:00/5:00; leave=10:00 from credit; beyond=cut', 'day=7:24; cap=12:00/4:00; limit=none/8:00; leave=1 day']) WITH ORDINALITY AS x(s, i), flexi_terms(s::flexi_scheme) t ORDER BY i;
