-- bradford.calendar as a value: its text form, equality and hashing, binary form, and what it refuses.
SET datestyle = ISO;
SET intervalstyle = postgres;
CREATE SCHEMA test_calendar;
SET search_path = test_calendar, bradford, public;

CREATE FUNCTION try(expression text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
	detail text;
	hint text;
BEGIN
	EXECUTE 'SELECT (' || expression || ')::text' INTO result;
	RETURN coalesce(result, 'NULL');
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN SQLSTATE || ' ' || SQLERRM || E'\n' || detail || E'\n' || hint;
END $$;

-- What is written, and what is printed.
\pset format unaligned
SELECT written || E'\n  ' || (written::calendar)::text AS "written and printed" FROM unnest(ARRAY[
	'england-and-wales', '  Every-Day  ', E'\tWEEKDAYS\n', 'Northern-Ireland&SCOTLAND & england-and-wales', 'scotland & scotland',
	-- a base that adds nothing goes
	'weekdays & scotland & every-day', 'every-day & weekdays', 'every-day & northern-ireland',
	-- weeks
	'scotland; week=Mon-Fri', 'every-day;week=Mon-Sun', 'every-day; week=Mon-Fri', 'weekdays; week=Mon-Sun', 'weekdays;WEEK = fri, mon ,wed', 'weekdays; week=Mon-Tue,Tue-Wed',
	'weekdays; week=Fri-Mon', 'weekdays; week=Sun-Sat', 'weekdays; week=none', 'weekdays; week=Mon-Mon',
	-- rotas: as short as they can be
	'england-and-wales; week=Mon-Wed/Mon-Fri from 2026-01-05', 'weekdays; week=Mon/none/Tue / none From 1995-01-02', 'weekdays; week=Mon/Tue/Mon/Tue from 2026-01-05',
	'weekdays; week=Mon/Tue/Mon from 2026-01-05', 'weekdays; week=Mon-Wed/Mon-Wed from 2026-01-05', 'weekdays; week=Mon-Fri/Mon-Fri from 2026-01-05',
	-- days: sorted, merged, both ends included
	'weekdays; closed=2026-12-31, 2026-12-24,2026-12-28 .. 2026-12-30', 'weekdays; closed=2026-12-24..2026-12-24', 'weekdays;closed=2026-12-28,2026-12-30;closed=2026-12-29',
	'weekdays; closed=2026-12-01..2026-12-31,2026-12-10..2026-12-11', 'weekdays; open=2026-12-26;closed=2026-12-24', 'england-and-wales; closed=1995-01-01; open=2099-12-31',
	-- parts
	'england-and-wales then from 2026-04-01 england-and-wales; week=Mon-Wed', 'weekdays THEN FROM 2026-04-01 scotland Then From 2027-04-01 every-day',
	'scotland then from 2026-04-01 scotland', 'scotland; closed=2026-03-31 then from 2026-04-01 scotland; closed=2026-04-01; open=2026-04-04', 'scotland then from 1995-01-01 weekdays',
	'scotland; closed=2026-12-24 then from 2026-04-01 weekdays; closed=2026-03-31,2026-12-24', 'scotland; closed=2026-03-25..2026-04-06 then from 2026-04-01 weekdays',
	'weekdays; week=Mon/Tue from 2026-01-05 then from 2026-04-01 weekdays; week=Mon/Tue from 2026-01-19', 'weekdays; week=Mon/Tue from 2026-01-05 then from 2026-04-01 weekdays; week=Tue/Mon from 2026-01-12',
	'weekdays; week=Mon/Tue from 2026-01-05 then from 2026-04-01 weekdays; week=Mon/Tue from 2026-01-12',
	-- side by side: in order, and joined if one pattern can replace them
	'scotland;week=Thu-Fri|england-and-wales;week=Mon-Wed', 'weekdays; week=Mon-Wed | weekdays; week=Thu-Fri', 'scotland | scotland', 'every-day & weekdays; week=Mon | weekdays; week=Sun', 'weekdays; week=Mon-Fri; closed=2026-12-24..2026-12-31 | weekdays; week=Tue; closed=2026-12-24',
	'scotland | weekdays then from 2026-04-01 weekdays | scotland', 'scotland | weekdays then from 2026-04-01 weekdays | scotland; open=2026-04-04', 'scotland | weekdays then from 2026-04-01 scotland', 'scotland | weekdays then from 1995-01-01 every-day | northern-ireland',
	'weekdays; week=Mon/none/none/none/none from 2026-01-05 | weekdays; week=none/Tue from 2026-01-05 | weekdays; week=Wed/none/none/none/none/none/none/none/none/none/none from 2026-01-05',
	'weekdays; week=Mon/none/none/none from 2026-01-05 | weekdays; week=Tue/none/none/none/none/none from 2026-01-05 | weekdays; week=Wed/none/none/none/none/none/none/none/none/none/none/none from 2026-01-05',
	-- two rotas in turns are a week that is always the same
	'every-day; week=Fri,Sat/none from 1999-12-27 | every-day; week=Fri,Sat/none from 1999-12-20', 'every-day; week=Fri,Sat'
]) WITH ORDINALITY AS w (written, i) ORDER BY i;

-- What is refused.
SELECT written || E'\n  ' || replace(try(quote_literal(written) || '::bradford.calendar'), E'\n', E'\n  ') AS "written and refused" FROM unnest(ARRAY[
	'', '  ', 'england', 'englandandwales', 'england_and_wales', 'Scotlnad', 'uk', 'england-and-wales, scotland', 'scotland weekdays', 'scotland &', '& scotland', 'scotland |', '| scotland', 'scotland || weekdays', 'scotland | then from 2026-04-01 weekdays', 'scotland; week=Mon | week=Tue', 'scotland;', 'scotland; ; week=Mon',
	'scotland; weeks=Mon', 'scotland; holidays=2026-12-24', 'scotland; week', 'scotland; week:Mon', 'scotland; week=', 'scotland; week=Monday', 'scotland; week=Mon-', 'scotland; week=Mon Tue',
	'scotland; week=1-5', 'scotland; week=none,Mon', 'scotland; week=Mon; week=Tue', 'scotland; week=Mon/Tue', 'scotland; week=Mon/', 'scotland; week=Mon from 2026-01-05',
	'scotland; week=Mon/Tue from 2026-01-07', 'scotland; week=Mon/Tue from 2026', 'scotland; week=Mon/Tue from',
	'scotland; week=' || repeat('Mon/', 52) || 'Tue from 2026-01-05',
	'scotland; closed=', 'scotland; closed=24/12/2026', 'scotland; closed=2026-12-24,', 'scotland; closed=2026-2-3', 'scotland; closed=2026-02-29', 'scotland; closed=2026-13-01', 'scotland; closed=2026-00-10', 'scotland; closed=2026-12-240',
	'scotland; closed=today', 'scotland; closed=1994-12-31', 'scotland; closed=2100-01-01', 'scotland; closed=2206-12-24', 'scotland; closed=2026-12-31..2026-12-24', 'scotland; closed=2026-12-24..', 'scotland; closed=2026-12-24.2026-12-25',
	'scotland; closed=2026-12-24; open=2026-12-24', 'scotland; open=2026-12-01..2026-12-31; closed=2026-12-28..2027-01-03',
	'scotland then', 'scotland then 2026-04-01 weekdays', 'scotland then from weekdays', 'scotland then from 2026-04-01', 'scotland then from 2026-04-01 weekdays then from 2026-04-01 scotland', 'scotland then from 2027-01-01 weekdays then from 2026-01-01 scotland',
	'scotland then from 1990-01-01 weekdays', 'scotland then from 2026-04-01 weekday', 'scotland é', 'écosse'
]) WITH ORDINALITY AS w (written, i) ORDER BY i;
\pset format aligned

-- Texts put together at random: each is refused in class 22, or reads back as the same calendar after printing.
SELECT setseed(0.42);
DO $$
DECLARE
	pieces text[] := '{scotland,england-and-wales,weekdays,every-day," & ",;," week=",Mon,-Fri,-,Sun,none,/,Wed," from 2026-01-05"," from 2026-01-06","; closed=","; open=",2026-12-24,2026-12-28..2026-12-31,..,",",2099-12-31," then from 2026-04-01 "," | "," then from 2030-04-01 "," ",é,"",=,2026-02-30}';
	written text;
	c bradford.calendar;
	good integer := 0;
	wrong integer := 0;
BEGIN
	FOR i IN 1 .. 30000 LOOP
		SELECT pieces[1 + floor(random() * 4)::integer] || string_agg(pieces[1 + floor(random() * cardinality(pieces) + 0 * k)::integer], '' ORDER BY k) INTO written FROM generate_series(1, (i % 9)) AS k;
		BEGIN
			c := written::bradford.calendar;
			good := good + 1;
			IF c::text::bradford.calendar <> c OR c::text::bradford.calendar::text <> c::text THEN
				RAISE NOTICE 'does not read back: %', written;
				wrong := wrong + 1;
			END IF;
		EXCEPTION WHEN data_exception THEN
		END;
	END LOOP;
	RAISE NOTICE '% were read, % of them wrong', CASE WHEN good > 500 THEN 'hundreds' ELSE good::text END, wrong;
END $$;

-- Nobody's DateStyle changes what a calendar means or how it prints.
SET datestyle = 'SQL, DMY';
SELECT 'scotland; closed=2026-02-03'::calendar, add_working_days('2026-02-02', 1, 'scotland; closed=2026-02-03') AS "4 February";
SELECT try($$'scotland; closed=03/02/2026'::bradford.calendar$$);
SET datestyle = ISO;

-- Equal calendars are equal however they were written; hashes agree, for grouping, joining and partitions.
CREATE TABLE pattern (id integer, calendar calendar);
INSERT INTO pattern VALUES (1, 'england-and-wales; week=Mon-Wed'), (2, 'England-And-Wales ;WEEK=mon,tue,wed'), (3, 'england-and-wales & weekdays; week=Mon-Wed'),
	(4, 'england-and-wales'), (5, 'england-and-wales; week=Mon-Thu'), (6, NULL);
SELECT calendar, count(*), array_agg(id ORDER BY id) AS ids, count(DISTINCT hashtext(calendar::text)) AS texts FROM pattern GROUP BY calendar ORDER BY calendar::text;
SELECT a.id, b.id, a.calendar = b.calendar AS equal, a.calendar <> b.calendar AS different, calendar_hash(a.calendar) = calendar_hash(b.calendar) AS hash,
	calendar_hash_extended(a.calendar, 42) = calendar_hash_extended(b.calendar, 42) AS seeded
FROM pattern AS a, pattern AS b WHERE a.id = 1 AND b.id IN (2, 4) ORDER BY b.id;
SELECT count(*) AS low_words_that_differ FROM pattern WHERE calendar_hash(calendar) <> (calendar_hash_extended(calendar, 0) & 4294967295)::bit(32)::integer;
SET enable_mergejoin = off; SET enable_nestloop = off;
SELECT count(*) AS pairs FROM pattern AS a JOIN pattern AS b USING (calendar);
RESET enable_mergejoin; RESET enable_nestloop;
CREATE TABLE parted (id integer, calendar calendar) PARTITION BY HASH (calendar);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT id, calendar FROM pattern WHERE id < 6;
SELECT count(*) AS found FROM parted WHERE calendar = 'england-and-wales; week=Mon-Wed';
CREATE INDEX ON pattern USING hash (calendar);
SET enable_seqscan = off;
SELECT array_agg(id ORDER BY id) AS ids FROM pattern WHERE calendar = 'england-and-wales; week=Mon-Wed';
RESET enable_seqscan;
-- side by side in any order: rotas that together are a week that is always the same, beside one that is not; and rotas that together are a shorter one, beside
-- one that only the shorter can be joined with
CREATE TEMPORARY TABLE rota (name text, weeks text);
INSERT INTO rota VALUES ('odd', 'Mon/Tue from 2016-01-04'), ('even', 'Mon/Tue from 2016-01-11'), ('some', 'Mon/Wed from 2016-01-18'),
	('5 of 16', (SELECT string_agg(CASE WHEN w IN (1, 5, 13) THEN 'Mon,Sun' ELSE 'Sun' END, '/' ORDER BY w) FROM generate_series(1, 16) AS w) || ' from 2016-01-04'),
	('9 of 16', (SELECT string_agg(CASE WHEN w IN (5, 9, 13) THEN 'Mon,Sun' ELSE 'Sun' END, '/' ORDER BY w) FROM generate_series(1, 16) AS w) || ' from 2016-01-04'),
	('2 of 16', (SELECT string_agg(CASE WHEN w = 2 THEN 'Tue,Sun' ELSE 'Sun' END, '/' ORDER BY w) FROM generate_series(1, 16) AS w) || ' from 2016-01-04'),
	('1 of 13', (SELECT string_agg(CASE WHEN w = 1 THEN 'Wed,Sun' ELSE 'Sun' END, '/' ORDER BY w) FROM generate_series(1, 13) AS w) || ' from 2016-01-04');
WITH RECURSIVE orders(names, text, n) AS (
	SELECT ARRAY[name], 'weekdays; week=' || weeks, 1 FROM rota
	UNION ALL
	SELECT o.names || r.name, o.text || ' | weekdays; week=' || r.weeks, o.n + 1
	FROM   orders o JOIN rota r ON r.name <> ALL (o.names) AND (r.name LIKE '%of%') = (o.names[1] LIKE '%of%'))
SELECT names[1] LIKE '%of%' AS long, count(*) AS orders, count(DISTINCT text::calendar) AS values, CASE WHEN n = 3 THEN min(text::calendar::text) END AS text
FROM   orders WHERE n = CASE WHEN names[1] LIKE '%of%' THEN 4 ELSE 3 END GROUP BY 1, n ORDER BY 1;
DROP TABLE rota;
-- they have an order too, that of their texts' bytes
SELECT string_agg(calendar::text, ' < ' ORDER BY calendar) AS sorted, count(DISTINCT calendar) AS calendars, max(id) FILTER (WHERE calendar < 'every-day') AS before_every_day FROM pattern;
-- an index may hold this number, so it is the same on every machine
SELECT a, b, calendar_cmp(a, b), calendar_cmp(b, a) AS backwards FROM (VALUES ('every-day'::calendar, 'weekdays'::calendar), ('weekdays', 'weekdays'), ('weekdays', 'weekdays; closed=2026-03-02'), ('scotland', 'every-day; week=Mon')) AS v (a, b);
SELECT count(*) AS pairs, count(*) FILTER (WHERE (a.calendar < b.calendar) <> (a.calendar::text COLLATE "C" < b.calendar::text) OR (a.calendar <= b.calendar) <> (a.calendar::text COLLATE "C" <= b.calendar::text)
	OR (a.calendar > b.calendar) <> (a.calendar::text COLLATE "C" > b.calendar::text) OR (a.calendar >= b.calendar) <> (a.calendar::text COLLATE "C" >= b.calendar::text)
	OR sign(calendar_cmp(a.calendar, b.calendar)) <> (a.calendar > b.calendar)::integer - (a.calendar < b.calendar)::integer) AS differences
FROM pattern AS a, pattern AS b WHERE a.id < 6 AND b.id < 6;

-- The binary form is the text, and is read with the same care.  A value may be long enough to be compressed.
INSERT INTO pattern SELECT 7, ('weekdays; closed=' || string_agg(to_char(d, 'YYYY-MM-DD'), ','))::calendar FROM generate_series(date '2000-01-03', '2080-12-31', '2 weeks') AS d;
SELECT id, length(calendar::text) AS characters, pg_column_size(calendar) < length(calendar::text) AS compressed, working_days(date '2000-01-01', '2001-01-01', calendar) AS "260 - 26" FROM pattern WHERE id = 7;
SELECT convert_from(calendar_send(calendar), 'UTF8') AS sent FROM pattern WHERE id = 2;
CREATE TABLE received (LIKE pattern);
\copy pattern to 'results/calendar.bin' (format binary)
\copy received from 'results/calendar.bin' (format binary)
\! rm -f results/calendar.bin
SELECT count(*) AS rows, count(*) FILTER (WHERE p.calendar IS DISTINCT FROM r.calendar) AS differences FROM pattern AS p JOIN received AS r USING (id);
CREATE TABLE wrong (words text);
INSERT INTO wrong VALUES ('scotland; week=Monday');
\copy wrong to 'results/calendar.bin' (format binary)
CREATE TABLE refused (calendar calendar);
\copy refused from 'results/calendar.bin' (format binary)
\! rm -f results/calendar.bin

-- What the functions refuse: other days than those from 1995 to 2099, and periods without an end.
\pset format unaligned
SELECT expression || E'\n  ' || replace(try(expression), E'\n', E'\n  ') AS "expression and answer" FROM unnest(ARRAY[
	$$is_working_day('1994-12-31')$$, $$is_working_day('1995-01-01', 'every-day')$$, $$is_working_day('2099-12-31', 'every-day')$$, $$is_working_day('2100-01-01', 'every-day')$$,
	$$is_working_day('infinity')$$, $$is_working_day('-infinity')$$, $$is_working_day('4713-01-01 BC')$$, $$is_working_day('5874897-12-31')$$,
	$$add_working_days('1994-12-31', 1)$$, $$add_working_days('1994-12-31', 0)$$, $$add_working_days('2100-01-01', -1)$$, $$add_working_days('1995-01-01', -1)$$, $$add_working_days('1995-01-01', 1)$$,
	$$add_working_days('2099-12-31', 1)$$, $$add_working_days('2099-12-30', 1)$$, $$add_working_days('2099-12-31', -1)$$,
	$$add_working_days('1995-01-01', 38350, 'every-day')$$, $$add_working_days('1995-01-01', 38351, 'every-day')$$, $$add_working_days('2099-12-31', -38350, 'every-day')$$, $$add_working_days('2099-12-31', -38351, 'every-day')$$,
	$$add_working_days('2026-01-01', 2147483647)$$, $$add_working_days('2026-01-01', -2147483648)$$, $$add_working_days('2026-01-01', 2147483647, 'every-day; week=none')$$, $$add_working_days('2026-01-01', -1, 'every-day; week=none')$$,
	$$next_working_day('2099-12-31')$$, $$previous_working_day('1995-01-01')$$, $$next_working_day('infinity')$$,
	$$working_days(date '1995-01-01', '2100-01-01', 'every-day')$$, $$working_days(date '2100-01-01', '1995-01-01', 'every-day')$$, $$working_days(date '1995-01-01', '2100-01-02')$$, $$working_days(date '1994-12-31', '1995-01-02')$$, $$working_days(date '2026-01-01', 'infinity')$$,
	$$working_days('[1995-01-01,2099-12-31]'::daterange, 'every-day')$$, $$working_days('[1994-12-31,1995-01-01]'::daterange)$$, $$working_days('[2026-01-01,)'::daterange)$$, $$working_days('(,2026-01-01)'::daterange)$$, $$working_days('(,)'::daterange)$$,
	$$working_days('[2026-01-01,infinity]'::daterange)$$, $$working_days('empty'::daterange)$$, $$working_days('{}'::datemultirange)$$, $$working_days('{[2026-01-01,2026-01-08),[2026-02-01,)}'::datemultirange)$$, $$working_days('{(,2026-01-08)}'::datemultirange)$$, $$working_days('{[2026-01-01,infinity)}'::datemultirange)$$, $$working_days('{[-infinity,2026-01-08)}'::datemultirange)$$,
	$$working_days('{[2026-01-01,2026-01-08),[2026-02-02,2026-02-03)}'::datemultirange)$$,
	$$roll('2026-01-31', 'Following')$$, $$roll('2026-01-31', 'modified-following')$$, $$roll('2026-01-31', 'preceding')$$, $$roll('2026-01-31', 'nearest')$$, $$roll('2099-12-31', 'following', 'every-day; closed=2099-12-31')$$,
	$$roll('2099-12-31', 'modified-following', 'every-day; closed=2099-12-31')$$, $$roll('1995-01-01', 'preceding')$$, $$roll('1995-01-01', 'following')$$,
	$$(SELECT count(*) FROM holidays('scotland', '[2026-01-01,)'))$$, $$(SELECT count(*) FROM holidays('scotland', '[2090-01-01,2100-01-01]'))$$, $$(SELECT count(*) FROM holidays('scotland', '[1990-01-01,1996-01-01]'))$$,
	-- NULL gives NULL
	$$is_working_day(NULL)$$, $$add_working_days(NULL, 1)$$, $$add_working_days('2026-01-01', NULL)$$, $$add_working_days('2026-01-01', 1, NULL)$$, $$working_days(NULL::date, '2026-01-01')$$, $$working_days(NULL::daterange)$$, $$roll('2026-01-31', NULL)$$
]) WITH ORDINALITY AS e (expression, i) ORDER BY i;
\pset format aligned

-- By name, and with the default.
SELECT add_working_days(day => '2026-12-24', n => 2) AS england_and_wales, add_working_days(n => 2, day => '2026-12-31', calendar => 'scotland') AS scotland,
	working_days(from_day => date '2026-01-01', to_day => '2027-01-01') AS days, working_days(period => daterange '[2026-01-01,2026-12-31]', calendar => 'weekdays') AS weekdays;

-- The days that calendars know: the ends of what the functions take.
SELECT known_days(), working_days(known_days(), 'every-day') AS days, is_working_day(lower(known_days()), 'every-day') AS first, is_working_day(upper(known_days()) - 1, 'every-day') AS last;
SELECT split_part(try('is_working_day(lower(known_days()) - 1)'), E'\n', 1) AS before, split_part(try('is_working_day(upper(known_days()))'), E'\n', 1) AS after;

-- Calendars that are equal as values, and others that only have the same working days (of 1995 to 2099).
SELECT a, b, CASE WHEN a::calendar = b::calendar THEN 'equal' ELSE 'different' END AS as_values,
	(SELECT count(*) FROM generate_series(date '1995-01-01', '2099-12-31', '1 day') AS d WHERE is_working_day(d::date, a::calendar) <> is_working_day(d::date, b::calendar)) AS days_that_differ
FROM (VALUES ('scotland & weekdays & england-and-wales', 'England-and-Wales&Scotland'), ('weekdays; week=Mon-Fri', 'weekdays'), ('weekdays; week=Mon,Tue,Wed', 'weekdays; week=Mon-Wed'),
	('weekdays; week=Mon/Tue/Mon/Tue from 2026-01-05', 'weekdays; week=Mon/Tue from 2026-01-05'), ('weekdays; closed=2026-01-07,2026-01-05..2026-01-06', 'weekdays; closed=2026-01-05..2026-01-07'),
	('weekdays then from 2026-03-02 weekdays; closed=2026-01-05', 'weekdays'), ('weekdays; week=Mon/Tue from 2026-01-05', 'weekdays; week=Tue/Mon from 2026-01-12'), ('every-day; week=Mon-Fri', 'weekdays'),
	('scotland; closed=2026-12-25', 'scotland'), ('weekdays; open=2026-01-05', 'weekdays'), ('weekdays; week=Mon-Thu', 'weekdays')) AS p (a, b);
-- close_on over an empty table of closures
CREATE TABLE closure (first_day date, last_day date);
SELECT close_on('england-and-wales', coalesce(range_agg(daterange(first_day, last_day, '[]')), '{}')) FROM closure;
-- a rota goes on if a later part names another Monday of it, before or after: the parts say the same, and are joined
SELECT c::calendar AS one_pattern FROM unnest(ARRAY['weekdays; week=Mon/Tue/Wed from 2026-01-19 then from 2026-06-01 weekdays; week=Tue/Wed/Mon from 2026-01-05',
	'weekdays; week=Mon/Tue/Wed from 2026-01-05 then from 2026-06-01 weekdays; week=Tue/Wed/Mon from 2026-01-12']) AS c;
-- the same days over and over, more of them than there are days: each is kept once
SELECT (('weekdays; closed=' || string_agg('2026-01-05,2026-01-07', ','))::calendar)::text AS closed FROM generate_series(1, 40000);
