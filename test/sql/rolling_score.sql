-- rolling_score(): the score as at the last day of each row's absence, as a window function
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = bradford, public;

CREATE TABLE absence (employee int, period daterange, reason text);
INSERT INTO absence VALUES
	(1, '[2015-01-05,2015-01-09]', 'a'), (1, '[2015-03-02,2015-03-03]', 'b'), (1, '[2015-11-30,2016-01-10]', 'c'),
	(1, '[2016-03-01,2016-03-01]', 'd'), (1, '[2016-06-01,)', 'e'), (1, NULL, 'f'),
	(2, '[2016-01-04,2016-01-04]', 'a'), (2, '[2016-01-05,2016-01-06]', 'b'), (2, '[2016-01-05,2016-01-06]', 'b again'),
	(3, '[2016-01-04,)', 'a'), (4, NULL, 'a');

-- By hand for employee 1: 5; 2 x 2 x 7 = 28; on 2016-01-10 the window starts after 2015-01-10, so 2 spells
-- have 2 + 42 = 44 days: 4 x 44 = 176; on 2016-03-01 it starts after 2015-03-01: 3 spells of 2 + 42 + 1 = 45:
-- 405. The open absence has no last day, so no score; nor has the row without a period.
SELECT employee, period, reason, rolling_score(period) OVER (PARTITION BY employee ORDER BY period)
FROM absence ORDER BY employee, reason;

-- The order and the frame of the window change nothing; a rule, a calendar and half days may be given.
SELECT reason, rolling_score(period) OVER (PARTITION BY employee ORDER BY reason DESC ROWS CURRENT ROW) AS backwards,
       rolling_score(period, 'window=3 months') OVER (PARTITION BY employee) AS three_months,
       rolling_score(period, 'days=working', 'weekdays') OVER (PARTITION BY employee) AS weekdays,
       rolling_score(period, half_days => '{[2015-01-05,2015-01-06)}') OVER (PARTITION BY employee) AS half_day
FROM absence WHERE employee = 1 ORDER BY reason;

-- A rule in a column is fine if it is one rule for the partition.
SELECT reason, rolling_score(period, CASE WHEN employee = 1 THEN '' ELSE 'days=working' END::scoring_rule) OVER (PARTITION BY employee)
FROM absence WHERE employee = 2 ORDER BY reason;
SELECT rolling_score(period, CASE reason WHEN 'a' THEN '' ELSE 'days=working' END::scoring_rule) OVER (PARTITION BY employee) FROM absence;
SELECT rolling_score(period, NULL) OVER (PARTITION BY employee) FROM absence;
SELECT rolling_score(daterange 'empty') OVER () FROM absence;
SELECT rolling_score(period) FROM absence;
SELECT rolling_score(period) OVER () FROM absence WHERE false;

-- The periods may be expressions that use calendars themselves, more of them than are kept expanded: the partition keeps its
-- own.
CREATE TABLE worker AS
SELECT i, date '1996-01-01' + 7 * i AS first_day, close_on('every-day', datemultirange(daterange(date '1995-01-01' + i, date '1995-01-02' + i))) AS own
FROM generate_series(1, 1500) AS i;
SELECT count(*) AS rows, count(*) FILTER (WHERE in_place IS DISTINCT FROM from_rows) AS differences, max(from_rows) AS highest
FROM (SELECT i, rolling_score(daterange(first_day, add_working_days(first_day, 7, own)), 'days=working', 'weekdays') OVER () AS in_place FROM worker) AS a
JOIN (SELECT i, rolling_score(period, 'days=working', 'weekdays') OVER () AS from_rows
      FROM (SELECT i, daterange(first_day, add_working_days(first_day, 7, own)) AS period FROM worker OFFSET 0) AS w) AS b USING (i);
DROP TABLE absence, worker;
