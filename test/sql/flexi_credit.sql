-- flexi_credit: how much of a day's attendance is credited, and why the rest is not (FX-1 to FX-4)
SET datestyle = ISO;
SET intervalstyle = postgres;
SET jit = off;
SET client_min_messages = warning;
SET search_path = bradford, public;

-- A day of times written as on the sheet: 08:15-12:45, 13:30-17:10.
CREATE FUNCTION on_day(times text, day date DEFAULT '2016-10-03') RETURNS tsmultirange LANGUAGE sql IMMUTABLE
RETURN (SELECT range_agg(tsrange(day + split_part(t, '-', 1)::interval, day + split_part(t, '-', 2)::interval)) FROM unnest(string_to_array(replace(times, ' ', ''), ',')) AS t);

-- FX-1: only time inside the bandwidth is credited. FX-4: an arrival at 9:03 is recorded as 9:05, a departure at 16:04 as 16:00. FX-3: what is lacking from
-- half an hour of lunch is taken off; more than an hour is lunch_over. Somebody who leaves or arrives in the lunch time has had lunch.
SELECT times, c.attended, c.credited, c.cut_by_bandwidth AS bandwidth, c.cut_by_lunch AS lunch, c.cut_by_rounding AS rounding, c.core_missed, c.lunch_over
FROM unnest(ARRAY['07:30-12:00, 12:30-18:30', '09:03-12:00, 12:30-16:04', '08:00-16:00', '08:00-12:00, 12:10-16:00', '08:00-12:00, 12:20-16:00', '08:00-12:00, 12:15-13:00, 13:15-16:00', '08:00-12:00, 12:30-16:00',
	'08:00-12:00, 13:10-16:00', '08:00-11:30, 14:15-16:00', '08:00-12:00', '14:00-18:00', '08:00-13:30', '08:00-14:00', '12:30-16:00', '18:30-20:00', '09:01-09:04', '09:31-12:00, 12:30-15:59']) WITH ORDINALITY AS x(times, i),
	 flexi_credit(on_day(times), '') AS c ORDER BY i;

-- FX-2: core time on each day of the week, also without attendance; some weekdays have none.
SELECT day, to_char(day, 'Dy') AS weekday, attended, credited, core_missed, standard FROM flexi_credit(on_day('09:00-12:00, 13:00-17:00', '2016-10-04'), '[2016-10-03,2016-10-10)', '');
SELECT day, attended, core_missed FROM flexi_credit(on_day('08:00-10:00, 14:00-15:00'), '[2016-10-03,2016-10-10)', 'bandwidth=Mon-Thu 07:00-19:00; core=least 4:00, 2:00 before 13:00, 2:00 after 13:00');
-- Half a day off excuses one of two stretches of core, the one of which more was missed. Of one stretch, of three or of a quota it excuses all.
SELECT scheme, times, c.core_missed, c.core_missed_half FROM (VALUES (1, '', '09:00-12:00'), (2, '', '11:00-15:00'), (3, '', '16:30-17:00'), (4, 'core=10:00-12:00', '11:00-15:00'), (5, 'core=10:00-11:00,12:00-13:00,14:00-15:00', '08:00-09:00'), (6, 'core=least 4:00', '09:00-10:00'), (7, 'core=08:00-09:00,10:00-11:00,12:00-13:00,14:00-15:00', '08:00-09:00')) AS v(i, scheme, times), flexi_credit(on_day(times), scheme::flexi_scheme) c ORDER BY i;
-- A quota counts time inside the bandwidth: of 06:00-09:00 one hour is, and of 15:00-20:00 three.
SELECT times, attended, credited, core_missed FROM unnest(ARRAY['06:00-09:00, 13:00-15:00', '15:00-20:00', '08:00-10:00, 13:00-15:00']) AS times, flexi_credit(on_day(times), 'core=least 4:00, 2:00 before 13:00, 2:00 after 13:00; lunch=none');

-- Worked examples of other employers, by the ids of notes/time-at-work.md, section 1.4.
CREATE TEMP TABLE example (id text, scheme text, times text, want interval, standard interval);
INSERT INTO example VALUES
	('FT-1', 'day=7:24', '08:15-12:45, 13:30-17:10', '8:10', '7:24'), ('FT-2', 'day=7:24', '08:40-13:00, 13:30-18:00', '8:50', '7:24'), ('FT-4', 'day=7:24', '08:40-12:35, 13:10-17:00', '7:45', '7:24'), ('FT-5', 'block=none; day=7:24', '08:30-12:12', '3:42', '7:24'),
	('FT-8', 'day=8:00', '09:00-17:30', '8:00', '8:00'), ('FT-9', 'day=8:00; lunch=12:00-14:00 least 45 min', '08:45-17:45', '8:15', '8:00'), ('FT-10', 'day=8:00', '09:20-17:00', '7:10', '8:00'),
	('FT-12 Mon-Thu', 'bandwidth=08:00-19:00; lunch=none', '09:00-17:45', '8:45', '7:30'), ('FT-12 Fri', 'bandwidth=08:00-19:00; lunch=none', '09:00-17:15', '8:15', '7:30'),
	('FT-13 Mon-Thu', 'bandwidth=07:30-19:00; lunch=12:00-14:00 least 30 min over 6:00', '08:45-13:00, 13:45-17:00', '7:30', '7:30'), ('FT-13 Fri', 'bandwidth=07:30-19:00; lunch=12:00-14:00 least 30 min over 6:00; day=7:00', '08:45-13:00, 13:45-16:30', '7:00', '7:00'),
	('FT-14 Mon-Thu', 'day=Mon-Thu 7:20, Fri 7:10', '09:00-12:00, 13:00-17:20', '7:20', '7:20'), ('FT-14 Fri', 'day=7:10', '09:00-12:00, 13:00-17:10', '7:10', '7:10'),
	('FT-16 Mon-Thu', 'bandwidth=07:30-19:00; lunch=12:00-14:00 least 60 min', '08:45-17:15', '7:30', '7:30'), ('FT-16 Fri', 'bandwidth=07:30-19:00; lunch=12:00-14:00 least 60 min; day=7:00', '08:45-16:45', '7:00', '7:00'),
	('FT-22', 'day=7:00', '09:00-12:00, 13:00-17:00', '7:00', '7:00'), ('FT-24, FT-25', 'bandwidth=07:00-19:00; lunch=none', '06:56-16:04', '9:00', '7:30'),
	('FT-26', 'block=15 min nearest 5 min; lunch=none', '08:08-17:21', '9:15', '7:30'), ('FT-27', 'block=15 min nearest 7 min; lunch=none', '08:08-17:21', '9:00', '7:30'), ('FT-28', 'block=15 min nearest 10 min; lunch=none', '08:08-17:21', '9:15', '7:30'),
	('FT-29', 'block=15 min nearest 7 min; bandwidth=07:00-18:00; lunch=none', '07:52:59-10:00', '2:15', '7:30'), ('FT-30', 'block=15 min nearest 7 min; bandwidth=07:00-18:00; lunch=none', '07:53-10:00', '2:00', '7:30'),
	('FT-31', 'block=15 min nearest 7 min; lunch=none', '08:07-10:00', '2:00', '7:30'), ('FT-32', 'block=15 min nearest 7 min; lunch=none', '08:08-10:00', '1:45', '7:30'),
	('FT-33', 'block=15 min nearest 7 min; lunch=none', '15:00-17:07:59', '2:00', '7:30'), ('FT-34', 'block=15 min nearest 7 min; lunch=none', '15:00-17:08', '2:15', '7:30'),
	('FT-36', 'bandwidth=06:00-20:00; lunch=least 30 min over 6:00', '06:00-12:00, 13:00-15:00', '8:00', '7:30'), ('FT-37', 'bandwidth=06:00-20:00; lunch=least 30 min over 6:00', '06:00-12:00', '6:00', '7:30'), ('FT-37 and a block', 'bandwidth=06:00-20:00; lunch=least 30 min over 6:00', '06:00-12:05', '5:35', '7:30'),
	('FT-38', 'bandwidth=06:00-20:00; lunch=least 30 min over 6:00 shortest 15 min', '06:00-08:00, 08:10-09:10, 09:20-10:20, 10:30-12:40', '5:40', '7:30'),
	('FT-38 and gaps of 15', 'bandwidth=06:00-20:00; lunch=least 30 min over 6:00 shortest 15 min', '06:00-08:00, 08:15-09:15, 09:30-10:30, 10:40-12:50', '6:10', '7:30'),
	('FT-41', 'lunch=none', '08:00-10:00, 08:00-10:00', '2:00', '7:30'), ('FT-44', 'block=15 min; lunch=none', '09:00-17:14', '8:00', '7:30');
SELECT e.id, e.scheme, e.times, c.credited, e.want, c.credited - c.standard AS day, c.credited = e.want AND c.standard = e.standard AS as_printed
FROM example e CROSS JOIN LATERAL (SELECT * FROM flexi_credit(on_day(e.times, CASE WHEN e.id LIKE '%Fri' THEN date '2016-10-07' ELSE '2016-10-03' END), e.scheme::flexi_scheme)) c
ORDER BY substring(e.id FROM '\d+')::integer, e.id;
-- Weeks and periods of theirs: 43:15, 37:00 and 296:00 of eight, 36:30, 37:00 and 148:00 of four, 140:00 of twenty days.
SELECT split_part(e.id, ' ', 1) AS id, sum(c.credited * CASE WHEN e.id LIKE '%Fri' THEN 1 ELSE 4 END) AS week, sum(c.credited * CASE WHEN e.id LIKE '%Fri' THEN 1 ELSE 4 END) * n.weeks AS period
FROM example e JOIN (VALUES ('FT-12', 1), ('FT-13', 8), ('FT-14', 1), ('FT-16', 4)) AS n(id, weeks) ON e.id IN (n.id || ' Mon-Thu', n.id || ' Fri'),
	 flexi_credit(on_day(e.times, CASE WHEN e.id LIKE '%Fri' THEN date '2016-10-07' ELSE '2016-10-03' END), e.scheme::flexi_scheme) c GROUP BY 1, n.weeks ORDER BY 1;

-- Lunch by hand (FX-3): a gap below the shortest counts neither towards the least nor towards the most. The whole gap is measured; only its part in the window
-- counts towards the least. Time before the first arrival and after the last departure is never too short. A gap that reaches into the window counts towards
-- the most as a whole, core time and all; one that ends as it begins does not.
CREATE TEMP TABLE lunch_hour (scheme text, times text, cut_by_lunch interval, lunch_over interval);
INSERT INTO lunch_hour VALUES
	('core=none; lunch=least 30 min most 60 min shortest 15 min', '08:00-10:00, 11:00-15:00, 15:10-16:00', '0:00', '0:00'), ('core=none; lunch=least 30 min most 60 min', '08:00-10:00, 11:00-15:00, 15:10-16:00', '0:00', '0:10'),
	('lunch=12:00-14:00 least 30 min shortest 25 min', '08:00-11:50, 12:20-17:00', '0:10', '0:00'), ('lunch=12:00-14:00 least 30 min shortest 30 min', '08:00-11:50, 12:20-17:00', '0:10', '0:00'), ('lunch=12:00-14:00 least 30 min shortest 30 min', '08:00-11:50, 12:15-17:00', '0:30', '0:00'),
	('lunch=12:00-14:00 least 30 min shortest 15 min', '12:10-17:00', '0:20', '0:00'), ('lunch=12:00-14:00 least 30 min', '12:10-17:00', '0:20', '0:00'), ('lunch=12:00-14:00 least 30 min shortest 15 min', '08:00-13:50', '0:20', '0:00'),
	('', '08:00-11:45, 13:15-16:00', '0:00', '0:30'), ('', '08:00-11:50, 12:10-13:40, 14:20-16:00', '0:00', '0:00'), ('', '08:00-11:50, 12:10-13:40, 14:25-16:00', '0:00', '0:05'), ('', '08:00-10:00, 12:00-16:00', '0:30', '0:00'), ('', '08:00-13:50, 15:10-16:00', '0:20', '0:20'),
	('lunch=12:00-14:00 least 30 min most 60 min shortest 15 min', '08:00-12:00, 12:10-13:00, 14:05-16:00', '0:00', '0:05');
SELECT l.scheme, times, c.cut_by_lunch, c.lunch_over, c.cut_by_lunch = l.cut_by_lunch AND c.lunch_over = l.lunch_over AS as_by_hand FROM lunch_hour l, flexi_credit(on_day(times), l.scheme::flexi_scheme) c;

-- Wall time: the night on which the clocks go forward has six hours of the clock from 00:30 to 06:30, and five that pass. Attendance over midnight belongs to two days.
SELECT * FROM flexi_credit('{[2026-03-29 00:30,2026-03-29 06:30)}', 'bandwidth=Mon-Sun 00:00-24:00; lunch=none');
SELECT day, attended, credited FROM flexi_credit('{[2016-10-03 22:50,2016-10-05 02:00)}', 'bandwidth=Mon-Sun 00:00-24:00; lunch=none');
-- Bounds of either kind are the same, and touching stretches are one: an instant has no length.
SELECT w, (SELECT count(*) FROM flexi_credit(w, '')) AS days, (SELECT sum(credited) FROM flexi_credit(w, 'lunch=none')) AS credited
FROM unnest(ARRAY['{}', '{[2016-10-03 09:00,2016-10-03 09:00]}', '{(2016-10-03 09:00,2016-10-03 11:00]}', '{[2016-10-03 09:00,2016-10-03 10:03),(2016-10-03 10:03,2016-10-03 11:00)}', '{[2016-10-03 09:00,2016-10-03 10:03),[2016-10-03 10:03,2016-10-03 11:00)}']::tsmultirange[]) WITH ORDINALITY AS x(w, i) ORDER BY i;
-- NULL data gives nothing; infinite times and days are refused, as are more than 100,000 days.
SELECT count(*) FROM flexi_credit(NULL, '');
SELECT count(*) FROM flexi_credit('{}', 'empty', '');
SELECT count(*) FROM flexi_credit('{[2016-10-03 09:00,)}', '');
SELECT count(*) FROM flexi_credit('{[2016-10-03 09:00,infinity]}', '');
SELECT count(*) FROM flexi_credit('{[1700-10-03 09:00,2016-10-03 09:00)}', '');
SELECT count(*) FROM flexi_credit('{}', '(,2016-10-03)', '');
SELECT count(*) FROM flexi_credit('{}', '[1700-01-01,1973-10-18)', '');
SELECT count(*), min(day), max(day) FROM flexi_credit('{}', '[1700-01-01,1973-10-17)', '');
-- dates beyond all clock times
SELECT count(*), sum(attended) FROM flexi_credit('{[294276-12-31 08:00,294276-12-31 23:59)}', '[294276-12-30,294277-01-03)', 'lunch=none');
SELECT count(*), sum(attended) FROM flexi_credit('{[2016-10-03 09:00,2016-10-03 10:00)}', '[5874897-01-01,5874897-01-11)', '');

-- Against the definition in plain SQL: sets of seconds, on random days under random schemes. Times fall on twenty seconds, so that halves of blocks occur.
\set seed 0.42
\set days 1500
\getenv test_dir PG_ABS_SRCDIR
\set definitions :test_dir '/oracle/flexitime.sql'
\set ECHO none
\i :definitions
\set ECHO all
SELECT setseed(:seed);
CREATE FUNCTION clock(minutes integer) RETURNS text LANGUAGE sql IMMUTABLE RETURN minutes / 60 || ':' || lpad((minutes % 60)::text, 2, '0');
CREATE FUNCTION random_to(n integer) RETURNS integer LANGUAGE sql VOLATILE RETURN floor(random() * n)::integer;
CREATE TEMP TABLE drawn AS
	SELECT id, random_to(10) AS kind, 5 * random_to(120) AS band_from, 5 * (1 + random_to(160)) AS band_length, random_to(4) AS cores, 15 * random_to(40) AS core_from, 15 * (1 + random_to(10)) AS core_length,
		   random_to(4) AS lunches, 30 * (20 + random_to(8)) AS lunch_from, 5 * (4 + random_to(20)) AS lunch_length, 5 * (1 + random_to(8)) AS least, random_to(3) AS mosts, 120 * random_to(4) AS over, 5 * random_to(9) AS shortest,
		   ('{1,5,5,6,10,15,15,30,60}'::integer[])[1 + random_to(10)] AS block, ('{strict,nearest,generous}'::text[])[1 + random_to(3)] AS way_in, random_to(6) AS down_in,
		   ('{strict,nearest,generous}'::text[])[1 + random_to(3)] AS way_out, random_to(6) AS down_out
	FROM generate_series(1, :days) AS id;
CREATE TEMP TABLE drawn_scheme AS
	SELECT id, (
			int4range(60 * d.band_from, 60 * least(1440, d.band_from + d.band_length)),
			CASE WHEN d.cores < 2 THEN (SELECT range_agg(int4range(60 * (d.core_from + 200 * i), 60 * (d.core_from + 200 * i + d.core_length))) FROM generate_series(0, d.cores) i) * int4multirange(int4range(60 * d.band_from, 60 * least(1440, d.band_from + d.band_length))) ELSE '{}' END,
			CASE WHEN d.cores = 3 THEN 3600 * 4 END, CASE WHEN d.cores = 3 THEN 60 * 120 END, CASE WHEN d.cores = 3 THEN 3600 * 13 END, CASE WHEN d.cores = 3 THEN 60 * 120 END, CASE WHEN d.cores = 3 THEN 3600 * 14 END,
			CASE WHEN d.lunches IN (0, 1) THEN int4range(60 * d.lunch_from, 60 * (d.lunch_from + d.lunch_length)) END,
			CASE WHEN d.lunches < 3 THEN 60 * least(d.least, d.lunch_length) END, CASE WHEN d.lunches < 3 AND d.mosts = 0 THEN 60 * least(d.least + 15, d.lunch_length) END, CASE WHEN d.lunches < 3 THEN 60 * d.over END,
			CASE WHEN d.lunches < 3 THEN 60 * least(d.shortest, d.least, d.lunch_length) END,
			d.block, d.way_in, CASE WHEN d.way_in = 'nearest' AND d.down_in < d.block AND d.down_in > 2 THEN d.down_in END, d.way_out, CASE WHEN d.way_out = 'nearest' AND d.down_out < d.block AND d.down_out > 2 THEN d.down_out END
		)::oracle.scheme AS s FROM drawn d;
CREATE TEMP TABLE written AS
	SELECT id, s, concat_ws('; ',
			format('bandwidth=Mon-Sun %s-%s', clock(lower((s).bandwidth) / 60), clock(upper((s).bandwidth) / 60)),
			'core=' || CASE WHEN (s).core_least IS NOT NULL THEN format('%s after %s, least %s, %s before %s', clock((s).core_after / 60), clock((s).after / 60), clock((s).core_least / 60), clock((s).core_before / 60), clock((s).before / 60))
							WHEN (s).core = '{}' THEN 'none' ELSE (SELECT string_agg('Mon-Sun ' || clock(lower(c) / 60) || '-' || clock(upper(c) / 60), ',' ORDER BY -lower(c)) FROM unnest((s).core) c) END,
			'lunch=' || CASE WHEN (s).least IS NULL THEN 'none' ELSE concat_ws(' ', clock(lower((s).lunch) / 60) || '-' || clock(upper((s).lunch) / 60), 'least ' || (s).least / 60 || ' min', 'most ' || (s).most / 60 || ' min', 'over ' || clock(nullif((s).over, 0) / 60), 'shortest ' || nullif((s).shortest, 0) / 60 || ' min') END,
			'block=' || coalesce((s).block || ' min' || concat(' in ', (s).way_in, ' ' || (s).down_in || ' min', ' out ', (s).way_out, ' ' || (s).down_out || ' min'), 'none')) AS scheme
	FROM drawn_scheme;
CREATE TEMP TABLE attendance AS
	SELECT id, coalesce(range_agg(int4range(f, least(86400, f + l))) FILTER (WHERE l > 0), '{}') AS worked
	FROM  (SELECT id, 20 * random_to(4320) AS f, 20 * random_to(CASE WHEN id % 3 = 0 THEN 60 ELSE 900 END) AS l, i FROM generate_series(1, :days) AS id, generate_series(1, 6) AS i) AS x WHERE i <= id % 7 OR i = 1 GROUP BY id;
CREATE FUNCTION seconds(i interval) RETURNS integer LANGUAGE sql IMMUTABLE RETURN extract(epoch FROM i)::integer;
CREATE TEMP TABLE counted AS
	SELECT w.id, w.scheme, a.worked, c.attended = c.credited + c.cut_by_bandwidth + c.cut_by_lunch + c.cut_by_rounding AS adds_up,
		   ARRAY[o.attended, o.credited, o.cut_by_bandwidth, o.cut_by_lunch, o.cut_by_rounding, o.core_missed, o.lunch_over, o.core_missed_half] AS want,
		   ARRAY[seconds(c.attended), seconds(c.credited), seconds(c.cut_by_bandwidth), seconds(c.cut_by_lunch), seconds(c.cut_by_rounding), seconds(c.core_missed), seconds(c.lunch_over), seconds(c.core_missed_half)] AS got
	FROM   written w JOIN attendance a USING (id)
	CROSS  JOIN LATERAL oracle.flexi_day(a.worked, w.s) AS o
	CROSS  JOIN LATERAL flexi_credit((SELECT coalesce(range_agg(tsrange(date '2016-10-01' + w.id % 7 + make_interval(secs => lower(p)), date '2016-10-01' + w.id % 7 + make_interval(secs => upper(p)))), '{}') FROM unnest(a.worked) AS p),
									 daterange(date '2016-10-01' + w.id % 7, date '2016-10-02' + w.id % 7), w.scheme::flexi_scheme) AS c;
SELECT count(*) AS days, count(DISTINCT scheme) AS schemes, count(*) FILTER (WHERE got[3] > 0) AS bandwidth, count(*) FILTER (WHERE got[4] > 0) AS lunch, count(*) FILTER (WHERE got[5] > 0) AS rounded_down,
	   count(*) FILTER (WHERE got[5] < 0) AS rounded_up, count(*) FILTER (WHERE got[6] > 0) AS core_missed, count(*) FILTER (WHERE got[7] > 0) AS lunch_over, count(*) FILTER (WHERE got[8] > 0) AS half_missed, count(*) FILTER (WHERE got <> want) AS differ FROM counted;
SELECT * FROM counted WHERE got <> want ORDER BY id LIMIT 3;
-- Every minute that is not credited has its reason.
SELECT count(*) AS days, count(*) FILTER (WHERE adds_up) AS add_up FROM counted;
-- Many days at once are the days by themselves, with and without a range.
CREATE TEMP TABLE long AS
	SELECT id % 20 AS person, range_agg(tsrange(date '2016-10-01' + (id / 20)::integer + make_interval(secs => f), date '2016-10-01' + (id / 20)::integer + make_interval(secs => f + l))) AS worked
	FROM  (SELECT id, 20 * random_to(4320) AS f, 20 * (1 + random_to(6000)) AS l FROM generate_series(1, 1200) AS id) AS x GROUP BY 1;
WITH by_set AS (SELECT person, c FROM long, flexi_credit(worked, 'bandwidth=Mon-Sat 06:00-22:00') AS c),
	 by_range AS (SELECT person, c FROM long, flexi_credit(worked, '[2016-09-01,2017-03-01)', 'bandwidth=Mon-Sat 06:00-22:00') AS c WHERE c.attended > '0'),
	 by_day AS (SELECT person, c FROM long, generate_series(timestamp '2016-09-01', '2017-02-28', '1 day') AS d, flexi_credit(worked * tsmultirange(tsrange(d, d + '1 day')), 'bandwidth=Mon-Sat 06:00-22:00') AS c)
SELECT (SELECT count(*) FROM by_set) AS days, (SELECT count(*) FROM (SELECT person, c::text FROM by_set EXCEPT SELECT person, c::text FROM by_range) x) AS not_by_range, (SELECT count(*) FROM (SELECT person, c::text FROM by_set EXCEPT SELECT person, c::text FROM by_day) x) AS not_by_day,
	   (SELECT count(*) FROM by_range) AS by_range, (SELECT count(*) FROM by_day) AS by_day;
DROP SCHEMA oracle CASCADE;
DROP FUNCTION on_day, clock, random_to, seconds;
