-- The text of an export as dates, numbers and parts of days.
SET datestyle = ISO;
\pset null '(null)'

--------------------------------------------------------------------------------
-- read_date
--------------------------------------------------------------------------------
SELECT written, d.day, d.problem
FROM   unnest(ARRAY['03/04/2016', ' 3.4.2016', '3-4-2016', '3 4 2016', '03042016', '3 April 2016', '03-APR-2016', '3 sept 2016', E'03/04/2016\t\r\n',
					'03/04/2016 00:00', '03/04/2016 09:30:15.250', '3/4/2016 9:30 pm', '3/4/2016 12:00AM', '03/04/2016T09:30:00', '1/1/0001', '31/12/9999', '', '  ', NULL])
	   WITH ORDINALITY AS w(written, n), bradford.read_date(written, 'dmy') AS d ORDER BY n;
SELECT left(written, 24) AS written, d.day, d.problem
FROM   unnest(ARRAY['31/02/2016', '29/02/2015', '31/04/2016', '0/4/2016', '1/13/2016', '1/0/2016', '3 Aprl 2016', '3 Ma 2016', '3 Juneau 2016', '00/00/0000', '03/04/16', '2016-04-03', 'April 3 2016', '003/04/2016', '03/04/216',
					'03/04/02016', '03/04', '03/04-2016', '03/04/2016x', '03/04/2016 x', '03/04/2016 10', '03/04/2016 10:', '03/04/2016 10:30x', '42463', '20160403123', 'tbc', '?', '//', '3//2016',
					'03/04/2016 24:00', '03/04/2016 09:60', '03/04/2016 09:30:60', '03/04/2016 13:00 pm', '03/04/2016 0:30 am', '03/04/2016 09:30Z', '03/04/2016 09:30+01', '03/04/2016 9:30 pm+01',
					'+3/4/2016', '<img src=x>', 'today', 'infinity', repeat('1', 300)])
	   WITH ORDINALITY AS w(written, n), bradford.read_date(written, 'dmy') AS d ORDER BY n;
-- the other orders
SELECT (bradford.read_date('03/04/2016', 'mdy')).day AS mdy, (bradford.read_date('Mar 4 2016', 'MDY')).day AS word, (bradford.read_date('2016-04-03', 'ymd')).day AS ymd,
	   (bradford.read_date('20160403', 'ymd')).day AS digits, (bradford.read_date('04032016', 'mdy')).day AS mdy_digits, (bradford.read_date('03/04/2016', 'ymd')).problem AS other;
-- two digits of the year: the hundred years from first_year on
SELECT first_year, string_agg(to_char((bradford.read_date('3/4/' || yy, 'dmy', first_year)).day, 'YYYY'), ' ' ORDER BY n) AS years
FROM   unnest(ARRAY['00', '15', '16', '49', '50', '99']) WITH ORDINALITY AS y(yy, n), unnest(ARRAY[1, 1900, 1950, 1999, 2000, 2016, 9900]) AS first_year GROUP BY first_year ORDER BY first_year;
SELECT (bradford.read_date('3/4/1901', 'dmy', 1950)).day AS four_digits, (bradford.read_date('16/4/3', 'ymd', 1950)).day AS two_first;
-- a spreadsheet's number of a day is left to plain SQL
SELECT date '1899-12-30' + 42463 AS day;
\set VERBOSITY verbose
SELECT bradford.read_date('3/4/2016', 'ydm');
SELECT bradford.read_date('3/4/2016', NULL);
SELECT bradford.read_date('3/4/2016', 'dmy', 0);
SELECT bradford.read_date(NULL, 'dmy', 9901);
\set VERBOSITY default

-- every day of 140 years, as PostgreSQL writes it, in any DateStyle
CREATE FUNCTION pg_temp.other_days(field_order text, template text) RETURNS bigint LANGUAGE sql AS $$
	SELECT count(*) FROM (SELECT day::date, to_char(day, template) AS written FROM generate_series(timestamp '1891-01-01', '2030-12-31', '1 day') AS day) AS t,
	LATERAL bradford.read_date(written, field_order) AS d WHERE d.day IS DISTINCT FROM t.day OR d.problem IS NOT NULL $$;
SELECT field_order, template, pg_temp.other_days(field_order, template)
FROM  (VALUES (1, 'dmy', 'DD/MM/YYYY'), (2, 'dmy', 'FMDD.FMMM.YYYY'), (3, 'dmy', 'DD-MON-YYYY'), (4, 'dmy', 'FMDD FMMonth YYYY'), (5, 'dmy', 'DDMMYYYY'), (6, 'mdy', 'MM/DD/YYYY HH24:MI:SS'),
			  (7, 'ymd', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), (8, 'ymd', 'YYYYMMDD')) AS v(n, field_order, template) ORDER BY n;
SET datestyle = 'SQL, MDY';
SELECT pg_temp.other_days('dmy', 'DD/MM/YYYY') AS sql_mdy;
SET datestyle = 'German, YMD';
SELECT pg_temp.other_days('dmy', 'DD/MM/YYYY') AS german_ymd;
SET datestyle = ISO;
-- any three fields: a day of the calendar, or a problem
CREATE TEMP TABLE real_day AS SELECT extract(year FROM d)::integer AS y, extract(month FROM d)::integer AS m, extract(day FROM d)::integer AS d, d::date AS day
FROM generate_series(timestamp '1899-01-01', '2017-01-01', '1 day') AS d WHERE extract(year FROM d) IN (1899, 1900, 2000, 2015, 2016);
SELECT count(*) AS cases, count(d.day) AS days, count(*) FILTER (WHERE d.day IS DISTINCT FROM r.day) AS differences, count(*) FILTER (WHERE (d.day IS NULL) = (d.problem IS NULL)) AS neither_or_both
FROM   generate_series(0, 35) AS i, generate_series(0, 15) AS j, unnest(ARRAY[1899, 1900, 2000, 2015, 2016]) AS k,
	   LATERAL bradford.read_date(format('%s/%s/%s', i, j, k), 'dmy') AS d, LATERAL (SELECT (SELECT day FROM real_day WHERE (d, m, y) = (i, j, k)) AS day) AS r;
-- scribbles, with one piece in ten out of place, against a regular expression and the days of two years
SELECT setseed(0.42);
CREATE TEMP TABLE scribble AS
SELECT n, string_agg(piece, '' ORDER BY k) AS written
FROM  (SELECT i / 7 AS n, i % 7 AS k,
			  CASE WHEN i % 7 % 2 = 0 AND random() < 0.9 THEN (ARRAY['1', '02', '29', '31', 'Apr', '2016', '2015'])[1 + floor(random() * CASE i % 7 WHEN 0 THEN 4 WHEN 2 THEN 5 ELSE 7 END)::integer]
				   ELSE (ARRAY['/', '-', '.', ' ', '', '12:30', '  ', '/'])[1 + floor(random() * 8)::integer] END AS piece
	   FROM   generate_series(0, 349999) AS i OFFSET 0) AS p
GROUP  BY n;
UPDATE scribble SET written = left(written, -length(written) / 4) WHERE n % 2 = 0;
CREATE TEMP TABLE known AS SELECT day::date, ' ' || to_char(day, 'YYYY-FMMM-FMDD') AS key FROM generate_series(timestamp '2015-01-01', '2016-12-31', '1 day') AS day;
CREATE TEMP TABLE expected AS
SELECT n, written, CASE WHEN spaced IS NOT NULL THEN format(' %s-%s-%s', spaced[4], CASE spaced[3] WHEN 'Apr' THEN '4' ELSE ltrim(spaced[3], '0') END, ltrim(spaced[1], '0'))
						WHEN tight IS NOT NULL THEN format(' %s-%s-%s', tight[3], ltrim(tight[2], '0'), ltrim(tight[1], '0')) END AS key
FROM   scribble, regexp_match(regexp_replace(trim(written), ' +', ' ', 'g'), '^(\d\d?)([-/. ])(\d\d?|Apr)\2(201[56])( 12:30)?$') AS spaced,
	   regexp_match(trim(written), '^(\d\d)(\d\d)(201[56])$') AS tight;
SELECT count(*) AS cases, count(t.day) AS days, count(*) FILTER (WHERE t.day IS DISTINCT FROM k.day) AS differences, min(written) FILTER (WHERE t.day IS DISTINCT FROM k.day) AS for_instance,
	   count(*) FILTER (WHERE trim(written) <> '' AND (d.day IS NULL) = (d.problem IS NULL)) AS neither_or_both
FROM   expected LEFT JOIN known AS k USING (key) CROSS JOIN LATERAL bradford.read_date(written, 'dmy') AS d
	   CROSS JOIN LATERAL (SELECT CASE WHEN extract(year FROM d.day) IN (2015, 2016) THEN d.day END AS day) AS t;

--------------------------------------------------------------------------------
-- read_number
--------------------------------------------------------------------------------
SELECT left(written, 24) AS written, r.value, left(r.problem, 60) AS problem
FROM   unnest(ARRAY['£24,500.00', '24500', '£ 1,000', '-£5.50', '£-5.50', '(£1,250.50)', '( 1250.50 )', '24 £', '.5', '-.5', '+7', '007', '12,345,678.125', '', ' ', NULL,
					'£', '-', '()', '--5', '£5£', '££5', '(-5)', '5.', '1.2.3', '24,50', '1,2345', ',500', '1,,000', '1,000,00', '1234,567', '1e5', '4.1E+05', 'NaN', 'Infinity', '0x1F', '$5', 'n/a', '5 hrs', repeat('9', 101)])
	   WITH ORDINALITY AS w(written, n), bradford.read_number(written, '£') AS r ORDER BY n;
SELECT (bradford.read_number('37.00 HRS', 'hrs')).value AS hours, (bradford.read_number('7.4')).value AS without_a_unit, (bradford.read_number('7.4', NULL)).value AS null_unit,
	   (bradford.read_number('0.6 fte', ' FTE ')).value AS fte, (bradford.read_number('£5', '$')).problem AS another_unit;
-- as PostgreSQL writes it
SELECT count(*) FILTER (WHERE value IS DISTINCT FROM v.n) AS differences
FROM   generate_series(-5000000, 5000000, 617.25) AS v(n), bradford.read_number(regexp_replace(to_char(n, 'FM9,999,999,990.00'), '^(-?)', '\1£'), '£');
-- every text of up to 7 of these signs against a regular expression and a cast
WITH RECURSIVE signs AS (SELECT '' AS written UNION ALL SELECT written || sign FROM signs, unnest(ARRAY['1', '0', ',', '.', '-']) AS sign WHERE length(written) < 7)
SELECT count(*) AS cases, count(r.value) AS numbers, count(*) FILTER (WHERE r.value IS DISTINCT FROM p.value) AS differences, count(*) FILTER (WHERE written <> '' AND (r.value IS NULL) = (r.problem IS NULL)) AS neither_or_both
FROM   signs, bradford.read_number(written) AS r,
	   LATERAL (SELECT CASE WHEN written ~ '^-?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$' AND written ~ '\d' THEN replace(written, ',', '')::numeric END AS value) AS p;

--------------------------------------------------------------------------------
-- read_day_parts
--------------------------------------------------------------------------------
SELECT last_day, first_part, last_part, r.*, c.half_days AS if_afternoon_counts
FROM  (VALUES (1, date '2016-04-04', 'AM', 'AM'), (2, '2016-04-04', 'PM', 'PM'), (3, '2016-04-04', 'AM', 'PM'), (4, '2016-04-04', '', NULL), (5, '2016-04-04', 'PM', 'AM'), (6, '2016-04-05', 'PM', 'AM'),
			  (7, '2016-04-08', 'afternoon', 'Full Day'), (8, '2016-04-08', 'All day', 'a.m.'), (9, NULL, 'pm', 'AM'), (10, '2016-04-08', 'half', 'AM'), (11, '2016-04-08', 'AM', '0.5'), (12, '2016-04-01', 'PM', 'AM'),
			  (13, 'infinity', 'PM', 'AM'), (14, '5874897-12-31', 'PM', 'AM')) AS v(n, last_day, first_part, last_part),
	   bradford.read_day_parts('2016-04-04', last_day, first_part, last_part) AS r, bradford.read_day_parts('2016-04-04', last_day, first_part, last_part, true) AS c ORDER BY n;
SELECT bradford.read_day_parts(NULL, '2016-04-04', 'AM', 'AM') AS no_first_day, bradford.read_day_parts('-infinity', NULL, 'PM', '') AS infinite, bradford.read_day_parts(NULL, NULL, NULL, NULL, NULL) AS nothing;
-- half a day at a time: mornings are 0 and afternoons 1; everything from the first half to the last is off
SELECT count(*) AS cases, count(*) FILTER (WHERE r.half_worked IS DISTINCT FROM CASE WHEN h.halves > 0 THEN h.first_day_halves = '{1}' AND NOT counts END) AS other_half_worked,
	   count(*) FILTER (WHERE r.half_days IS DISTINCT FROM h.halved) AS other_half_days, count(*) FILTER (WHERE (r.problem IS NULL) <> (h.halves > 0)) AS other_problems, count(r.half_days) AS with_half_days
FROM   generate_series(0, 4) AS more, unnest(ARRAY['AM', 'PM', '']) AS f, unnest(ARRAY['AM', 'PM', '']) AS l, unnest(ARRAY[false, true]) AS counts,
	   LATERAL (SELECT date '2016-04-04' AS first_day, date '2016-04-04' + more AS last_day) AS d,
	   LATERAL (SELECT count(*) AS halves, CASE WHEN count(*) > 0 THEN array_agg(half) FILTER (WHERE day = first_day) END AS first_day_halves,
					   range_agg(daterange(day, day, '[]')) FILTER (WHERE alone AND (half = 0 OR counts)) AS halved
				FROM  (SELECT day, half, count(*) OVER (PARTITION BY day) = 1 AS alone
					   FROM   generate_series(0, 2 * more + 1) AS k, LATERAL (SELECT first_day + k / 2 AS day, k % 2 AS half) AS x
					   WHERE  k >= (f = 'PM')::integer AND k <= 2 * more + 1 - (l = 'AM')::integer) AS off) AS h,
	   bradford.read_day_parts(first_day, last_day, f, l, counts) AS r;

-- the table of absences takes what the functions return
CREATE TEMP TABLE absence (first_day date, last_day date, half_worked boolean NOT NULL, half_days datemultirange CHECK (half_days <@ daterange(first_day, last_day, '[]')));
INSERT INTO absence SELECT date '2016-04-04', last_day, half_worked, half_days
FROM   unnest(ARRAY[date '2016-04-04', '2016-04-05', '2016-04-08', NULL]) AS last_day, unnest(ARRAY['AM', 'PM', '']) AS f, unnest(ARRAY['AM', 'PM', '']) AS l, unnest(ARRAY[false, true]) AS counts,
	   bradford.read_day_parts('2016-04-04', last_day, f, l, counts) WHERE problem IS NULL;
SELECT last_day, count(*), count(*) FILTER (WHERE half_worked) AS half_worked, count(half_days) AS with_half_days FROM absence GROUP BY last_day ORDER BY last_day;
