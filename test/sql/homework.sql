-- Working from home: desks by ratio, when kit pays for itself, the published patterns, workstyles and allowances (HW-1 to HW-3, HW-5,
-- HW-6)
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = bradford, public;

-- ---------- desks: a limit is rounded down, a need up ----------
-- Each row of the notes with the figure worked out by hand there.
SELECT id, what, found, wanted, found = wanted AS as_noted FROM (VALUES
	('DK-1', 'flexible 6:10 of 10', desk_limit(10, 6, 10), 6), ('DK-1', 'mobile 4:10 of 10', desk_limit(10, 4, 10), 4), ('DK-1', 'fixed 1:1 of 10', desk_limit(10, 1), 10), ('DK-1', 'home none of 10', desk_limit(10, 0), 0),
	('DK-2', '7 flexible, at most', desk_limit(7, 6, 10), 4), ('DK-2', '7 flexible, needed', desk_need(7, 6, 10), 5),
	('DK-4', '7:10 of 100', desk_limit(100, 7, 10), 70), ('DK-4', 'up to 30 % of 100', desk_limit(100, 30, 100), 30),
	('DK-5', '40 % of 800 seats', desk_limit(800, 40, 100), 320),
	('DK-6', '8:10 of 12.5 whole-time equivalents', desk_limit(12.5, 8, 10), 10),
	('DK-13', '150 desks, 1 day of 5', desk_need(150, 1, 5), 30),
	('DK-16', '80 desks for 100, of 600 people', desk_limit(600, 80, 100), 480), ('DK-16', '100 desks for 120, of 600 people', desk_limit(600, 100, 120), 500)) AS x(id, what, found, wanted);
-- Whatever the numbers: n desks are the most with n x for_people <= people x desks, and the fewest with >=.
SELECT count(*) AS cases, count(*) FILTER (WHERE l * f > p * d OR (l + 1) * f <= p * d) AS limit_wrong, count(*) FILTER (WHERE n * f < p * d OR (n - 1) * f >= p * d AND p * d > 0) AS need_wrong, count(*) FILTER (WHERE n = l) AS whole
FROM   generate_series(0, 40) AS p, (VALUES (0.0, 1.0), (1, 1), (6, 10), (4, 10), (7, 10), (1, 3), (2, 7), (0.1, 0.3)) AS r(d, f), LATERAL (SELECT desk_limit(p, d, f) AS l, desk_need(p, d, f) AS n) x;
-- Three thirds are a whole desk, a little less is none: the quotient is not rounded up.
SELECT desk_limit(2.999999999999999999999, 1, 3), desk_limit(3, 1, 3), desk_need(3.000000000000000000001, 1, 3);
-- Impossible values are not known.
SELECT desk_limit(-1, 6, 10), desk_limit('NaN', 6, 10), desk_limit(10, 6, 0), desk_limit(10, 'Infinity', 10), desk_need(10, -6, 10), desk_need(10, 6, 'NaN'), desk_limit(NULL, 6, 10);

-- ---------- what kit pays back (HW-5) ----------
-- DK-17: 800 pounds; at 6:10 a worker frees 0.4 of a desk at 1,000 a year.
SELECT (1 - 0.6) * 1000 AS saving, payback_months(800, (1 - 0.6) * 1000) AS months;
-- The month is the first by whose end the saving has paid the cost, counted month by month.
SELECT cost, saving, payback_months(cost, saving) AS months, (SELECT min(m) FROM generate_series(0, 20000) AS m WHERE m * saving >= cost * 12) AS counted
FROM   (VALUES (800, 400.0), (800, 401), (800, 399.99), (800, 9600), (800, 9600.01), (800, 9599.99), (0, 5), (1, 1000), (800, 0.8)) AS x(cost, saving);
SELECT payback_months(800, 0), payback_months(800, -1), payback_months(800, 0.79), payback_months('NaN', 400), payback_months(800, 'NaN'), payback_months(-1, 400);

-- ---------- the four patterns of document 003, by name (HW-3) ----------
SELECT pattern, office_days, rule_ids FROM published_office_patterns();
-- The days of eight weeks from Monday 20 July 2020, beside a count by the number of the week and of the day.
SELECT p.pattern, count(*) FILTER (WHERE is_working_day(d, p.office_days)) AS office_days, count(*) FILTER (WHERE is_working_day(d, p.office_days) IS DISTINCT FROM CASE p.pattern
			WHEN '1 day office, 4 home' THEN dow = 2 WHEN '2 days office, 3 home' THEN dow IN (2, 3) WHEN '1 week in 4 office' THEN week % 4 = 0 WHEN 'alternate weeks' THEN week % 2 = 0 END) AS differ,
	   string_agg(DISTINCT CASE WHEN is_working_day(d, p.office_days) THEN week::text END, ' ') AS weeks
FROM   published_office_patterns() AS p, LATERAL (SELECT date '2020-07-20' + n AS d, n / 7 AS week, 1 + n % 7 AS dow FROM generate_series(0, 55) AS n WHERE n % 7 < 5) AS x GROUP BY p.pattern, p.office_days ORDER BY p.office_days::text;
-- One day in five, two, five in twenty, and every other week, for somebody who works from Monday to Friday.
SELECT pattern, round(100.0 * count(*) FILTER (WHERE is_working_day(d, office_days)) / count(*), 1) AS per_hundred
FROM   published_office_patterns(), LATERAL (SELECT date '2021-01-04' + n AS d FROM generate_series(0, 363) AS n WHERE n % 7 < 5) AS x GROUP BY pattern ORDER BY 2, 1;

-- ---------- workstyles (HW-1, HW-2) ----------
SELECT * FROM published_workstyles();

-- ---------- allowances (HW-6) ----------
SELECT kind, who, first_day, last_day, weekly, monthly, rule_ids FROM published_homework_allowances() ORDER BY 1, 2, 3;
SELECT DISTINCT note COLLATE "C" AS note FROM published_homework_allowances() WHERE kind <> 'contractual' ORDER BY 1;
-- No day with two rates, and none without one between the first and the last.
SELECT kind, who, range_agg(daterange(first_day, last_day, '[]')) AS days, count(*) AS rates, sum(CASE WHEN last_day IS NULL THEN 1 ELSE 0 END) AS open, bool_or(next <= last_day) AS overlap
FROM   (SELECT *, lead(first_day) OVER (PARTITION BY kind, who ORDER BY first_day) AS next FROM published_homework_allowances()) AS x GROUP BY 1, 2 ORDER BY 1, 2;
-- HM-1: 52 weeks are twelve months, where both were published; HM-3: the change of April 2020; HM-4: 27 a month, as one source prints, is not 6.00 a week. 4.00 and 18.00 are published so, though 52 weeks of 4.00 are 208.
SELECT DISTINCT first_day, weekly, monthly, weekly * 52 AS weeks_of_a_year, monthly * 12 AS months_of_a_year FROM published_homework_allowances() WHERE kind = 'agreed' AND monthly IS NOT NULL ORDER BY 1;
SELECT day, weekly, monthly FROM (VALUES (date '2012-04-05'), ('2012-04-06'), ('2020-04-05'), ('2020-04-06'), ('2026-04-06')) AS x(day) JOIN published_homework_allowances() AS a ON kind = 'agreed' AND who = 'employer pays' AND day >= first_day AND (day <= last_day OR last_day IS NULL) ORDER BY 1;

SELECT option, rule_ids FROM published_downtime_options();
