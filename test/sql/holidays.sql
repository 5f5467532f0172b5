-- The bank holidays of the United Kingdom: as published, day by day and name by name, and by rule.
SET datestyle = ISO;
SET intervalstyle = postgres;
CREATE SCHEMA test_holidays;
SET search_path = test_holidays, bradford, public;
\getenv test_dir PG_ABS_SRCDIR
\set definitions :test_dir '/oracle/calendar.sql'
\set ECHO none
\i :definitions
\set ECHO all

CREATE TABLE ours AS
SELECT division, h.day, plain(h.name) AS name, h.projected FROM unnest('{england-and-wales,scotland,northern-ireland}'::text[]) AS division,
	holidays(division::calendar, '[1995-01-01,2099-12-31]') AS h;

-- Both ways, with the names.
SELECT division, count(*) AS published, (SELECT count(*) FROM ours AS o WHERE o.division = p.division AND o.day < '2031-01-01') AS ours
FROM published AS p GROUP BY division ORDER BY division;
TABLE published EXCEPT SELECT division, day, name FROM ours;
SELECT division, day, name FROM ours WHERE day < '2031-01-01' EXCEPT TABLE published;

-- All on weekdays, none twice; projected from 2029 on.
SELECT count(*) AS days, count(DISTINCT (division, day)) AS distinct_days,
	count(*) FILTER (WHERE extract(isodow FROM day) > 5) AS on_weekends,
	max(day) FILTER (WHERE NOT projected) AS last_published, min(day) FILTER (WHERE projected) AS first_projected
FROM ours;

-- Holidays a year: 8, in Northern Ireland 10, in Scotland 9 from 2007 on; other years had a one-off day.
SELECT division, year, n, n - usual AS more
FROM (SELECT division, extract(year FROM day)::integer AS year, count(*) AS n FROM ours GROUP BY 1, 2) AS y,
	LATERAL (SELECT CASE division WHEN 'northern-ireland' THEN 10 WHEN 'scotland' THEN CASE WHEN year < 2007 THEN 8 ELSE 9 END ELSE 8 END AS usual) AS u
WHERE n <> usual ORDER BY year, division;
SELECT division, count(DISTINCT extract(year FROM day)) AS years FROM ours GROUP BY division ORDER BY division;

-- The rules again in plain SQL, with another way to Easter (Gauss). The published days differ from them
-- only by the one-off days and the days moved for them.
CREATE TABLE by_rule AS
WITH years AS (
	SELECT y, make_date(y, 3, 22) + d + CASE WHEN d = 29 AND e = 6 THEN -1 WHEN d = 28 AND e = 6 AND (11 * m + 11) % 30 < 19 THEN -1 ELSE e END AS easter
	FROM generate_series(1995, 2099) AS y,
		LATERAL (SELECT y / 100 AS k) AS c,
		LATERAL (SELECT (15 + (3 * k + 3) / 4 - (8 * k + 13) / 25) % 30 AS m) AS a,
		LATERAL (SELECT (19 * (y % 19) + m) % 30 AS d) AS b,
		LATERAL (SELECT (2 * (y % 4) + 4 * (y % 7) + 6 * d + ((4 + k - k / 4) % 7)) % 7 AS e) AS f
), mondays AS (
	-- the Monday on or after, and on or before, a day
	SELECT day::date, (day + (8 - extract(isodow FROM day)::integer) % 7 * interval '1 day')::date AS following,
		(day - (extract(isodow FROM day)::integer - 1) * interval '1 day')::date AS preceding
	FROM generate_series(date '1995-01-01', '2099-12-31', '1 day') AS day
), moved AS (
	-- a lone holiday goes from a weekend to Monday
	SELECT division, CASE WHEN extract(isodow FROM m.day) > 5 THEN m.following ELSE m.day END AS day
	FROM mondays AS m JOIN (VALUES ('england-and-wales', '01-01'), ('northern-ireland', '01-01'), ('northern-ireland', '03-17'),
		('northern-ireland', '07-12'), ('scotland', '11-30')) AS h (division, on_day) ON to_char(m.day, 'MM-DD') = on_day
	WHERE division <> 'scotland' OR m.day >= '2007-01-01'
), pairs AS (
	-- two in a row: the weekdays among them, then as many of the next weekdays as fell on the weekend
	SELECT division, t.day
	FROM (VALUES ('scotland', 1, 1), ('england-and-wales', 12, 25), ('scotland', 12, 25), ('northern-ireland', 12, 25)) AS h (division, month, first),
		generate_series(1995, 2099) AS y, LATERAL (SELECT make_date(y, month, first) AS d) AS s,
		LATERAL (SELECT d + i AS day FROM generate_series(0, 5) AS i WHERE extract(isodow FROM d + i) <= 5 ORDER BY i LIMIT 2) AS t
)
SELECT 'all' AS division, easter - 2 AS day FROM years
UNION ALL SELECT unnest('{england-and-wales,northern-ireland}'::text[]), easter + 1 FROM years
UNION ALL SELECT 'all', following FROM mondays WHERE to_char(day, 'MM-DD') = '05-01'
UNION ALL SELECT 'all', preceding FROM mondays WHERE to_char(day, 'MM-DD') = '05-31'
UNION ALL SELECT 'scotland', following FROM mondays WHERE to_char(day, 'MM-DD') = '08-01'
UNION ALL SELECT unnest('{england-and-wales,northern-ireland}'::text[]), preceding FROM mondays WHERE to_char(day, 'MM-DD') = '08-31'
UNION ALL TABLE moved UNION ALL TABLE pairs;

CREATE TABLE ruled AS
SELECT DISTINCT d AS division, day FROM by_rule, unnest('{england-and-wales,scotland,northern-ireland}'::text[]) AS d WHERE division IN ('all', d);
SELECT count(*) FILTER (WHERE day >= '2029-01-01') AS projected_by_rule, (SELECT count(*) FROM ours WHERE projected) AS ours FROM ruled;
SELECT coalesce(r.division, o.division) AS division, r.day AS rule_only, o.day AS ours_only, o.name
FROM ruled AS r FULL JOIN ours AS o ON o.division = r.division AND o.day = r.day
WHERE r.day IS NULL OR o.day IS NULL ORDER BY coalesce(r.day, o.day), 1;

-- Disputed days: Scotland had both 1 and 8 May 1995, and keeps 4 January 2010 and 2011; St Andrew's Day from 2007.
SELECT day, is_working_day(day, 'england-and-wales') AS england_and_wales, is_working_day(day, 'scotland') AS scotland, is_working_day(day, 'northern-ireland') AS northern_ireland
FROM unnest('{1995-05-01,1995-05-08,1999-12-31,2006-11-30,2007-11-30,2010-01-04,2011-01-04,2022-09-19,2026-05-01,2026-05-04,2026-06-15,2027-08-02,2027-08-30}'::date[]) AS day;

-- A union names a day after the first division that has it, in the order of the bases; a day that the calendar opens is left
-- out, a closure is not a bank holiday, and each part of a calendar has its own.
SELECT day, plain(name) AS name, projected FROM holidays('northern-ireland & scotland', '[2026-12-31,2027-01-04]');
SELECT day, plain(name) AS name, projected FROM holidays('northern-ireland & scotland & england-and-wales', '[1995-01-01,1995-05-31]');
SELECT day, plain(name) AS name, projected FROM holidays('england-and-wales; week=Tue-Thu; closed=2026-04-07; open=2026-05-04', '[2026-04-01,2026-05-31]');
SELECT day, plain(name) AS name, projected FROM holidays('scotland then from 2026-03-17 northern-ireland then from 2026-05-01 weekdays', '[2026-01-01,2026-12-31]');
SELECT (SELECT count(*) FROM holidays('weekdays', '[1995-01-01,2099-12-31]')) AS weekdays, (SELECT count(*) FROM holidays('every-day', '[2026-01-01,2026-12-31]')) AS every_day,
	(SELECT count(*) FROM holidays('scotland', 'empty')) AS empty, (SELECT count(*) FROM holidays(NULL, '[2026-01-01,2026-12-31]')) AS no_calendar;
-- Patterns side by side each have their own, unless another works on the day.
SELECT day, plain(name) AS name, projected FROM holidays('england-and-wales; week=Mon-Wed | scotland; week=Thu-Fri', '[2026-01-01,2026-12-31]');
SELECT count(*) AS holidays, count(*) FILTER (WHERE h.day IS NULL OR e.day IS NULL) AS differences
FROM holidays('england-and-wales; week=Mon-Wed | scotland; week=Thu-Sat; open=2000-01-03..2003-12-31 | northern-ireland; week=none then from 2050-01-01 northern-ireland | weekdays; week=Wed', '[1995-01-01,2099-12-31]') AS h
	FULL JOIN (SELECT DISTINCT day FROM ours WHERE (day < '2050-01-01' OR division = 'northern-ireland') AND NOT CASE WHEN day < '2050-01-01' THEN is_working_day(day, 'england-and-wales; week=Mon-Wed') OR is_working_day(day, 'scotland; week=Thu-Sat; open=2000-01-03..2003-12-31')
		ELSE extract(isodow FROM day) = 3 END) AS e USING (day);

-- The apostrophe is the printed one where the encoding has it: three bytes in UTF-8.
SELECT count(DISTINCT octet_length(name) - octet_length(plain(name))) AS lengths,
	max(octet_length(name) - octet_length(plain(name))) = CASE getdatabaseencoding() WHEN 'UTF8' THEN 2 ELSE 0 END AS as_the_encoding_has_it
FROM holidays('england-and-wales', '[2026-01-01,2026-01-01]');

-- A release in which a day is another has another version: who changes the second figure changes the first.
SELECT holidays_version(), md5(string_agg(concat_ws(' ', division, day), ',' ORDER BY division COLLATE "C", day)) AS days FROM ours;

-- What a database has stored that was worked out with holidays, and no more: in an index, also of partitions and by a function in
-- between; in a generated column; behind a check; in a materialized view, also by a view or a report in between; in a partition key.
CREATE TABLE task (id integer PRIMARY KEY, begun date, calendar calendar DEFAULT 'scotland', ends date DEFAULT add_working_days('2016-01-01', 1),
	due date GENERATED ALWAYS AS (add_working_days(begun, 10)) STORED, next date GENERATED ALWAYS AS (begun + 1) STORED,
	CONSTRAINT on_a_working_day CHECK (is_working_day(begun)), CONSTRAINT not_too_early CHECK (begun > '1995-01-01'));
CREATE FUNCTION two_days(day date) RETURNS date IMMUTABLE RETURN add_working_days(day, 2);
CREATE FUNCTION in_a_string(day date) RETURNS date IMMUTABLE LANGUAGE sql AS 'SELECT bradford.add_working_days(day, 2)';
CREATE INDEX ON task (add_working_days(begun, 3, 'scotland'));
CREATE INDEX "by two" ON task (two_days(begun)) WHERE id > 0;
CREATE INDEX "on working days" ON task (id) WHERE is_working_day(begun, 'scotland');
CREATE INDEX plain_one ON task (begun);
CREATE INDEX missed ON task (in_a_string(begun));
CREATE VIEW late AS SELECT id, two_days(begun) AS by_then FROM task;
CREATE MATERIALIZED VIEW "how late" AS SELECT count(*) FROM late WHERE by_then < '2016-10-01';
CREATE MATERIALIZED VIEW how_many AS SELECT count(*) FROM task;
CREATE TABLE parted (day date) PARTITION BY RANGE (add_working_days(day, 0));
CREATE TABLE plainly_parted (day date) PARTITION BY RANGE (day);
CREATE TABLE p1 PARTITION OF plainly_parted FOR VALUES FROM ('2016-01-01') TO ('2017-01-01');
CREATE INDEX parted_by ON plainly_parted (add_working_days(day, 1));
CREATE INDEX sorted ON task (calendar);
CREATE DOMAIN working_day AS date CHECK (is_working_day(VALUE));
CREATE FUNCTION after(day date, n integer) RETURNS date IMMUTABLE RETURN add_working_days(day, n);
CREATE OPERATOR +* (FUNCTION = after, LEFTARG = date, RIGHTARG = integer);
CREATE INDEX "by an operator" ON task ((begun +* 5));
SELECT * FROM depends_on_holidays() WHERE object LIKE 'test_holidays.%';
INSERT INTO task (id, begun) VALUES (1, '2016-12-22');
SELECT remedy FROM depends_on_holidays() WHERE object LIKE 'test_holidays.%' AND remedy IS NOT NULL \gexec
-- the reports, whose functions are the site's
SET client_min_messages = warning;
CALL create_tables('test_holidays_hr');
CALL create_reports('test_holidays_hr');
CREATE MATERIALIZED VIEW test_holidays_hr.last_night AS TABLE test_holidays_hr.trigger_report;
SELECT * FROM depends_on_holidays() WHERE object LIKE 'test_holidays_hr.%';
DROP SCHEMA test_holidays_hr CASCADE;
