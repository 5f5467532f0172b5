-- The absence and pay reports on lives at random, compared with plain SQL that goes day by day and month by month.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET client_min_messages = warning;
SET jit = off;
CALL bradford.create_tables('days_test');
CALL bradford.create_reports('days_test');
SET search_path = days_test;
\set seed 0.42
SELECT setseed(:seed);

INSERT INTO employee (employee_id, service_area) SELECT n, 'Area ' || n % 3 FROM generate_series(1, 200) AS n;
INSERT INTO contract (employee_id, first_day, last_day, weekly_hours, calendar)
SELECT n, '2012-01-01', CASE WHEN n % 4 = 0 THEN date '2016-02-15' + n WHEN n % 9 = 0 THEN date '2016-05-31' END, 37, 'england-and-wales' FROM generate_series(1, 200) AS n;
-- a quarter of them change their week, every ninth leaves
INSERT INTO contract (employee_id, first_day, weekly_hours, calendar)
SELECT n, date '2016-02-16' + n, 22.2, (ARRAY['england-and-wales; week=Mon-Wed', 'scotland; week=Wed-Fri', 'weekdays'])[1 + n % 3]::bradford.calendar FROM generate_series(4, 200, 4) AS n;
INSERT INTO absence (employee_id, first_day, last_day, reason, self_certified_on)
SELECT e, d, CASE WHEN random() < 0.97 THEN d + (random() ^ 4 * 120)::integer END, (ARRAY['cold or flu', 'pregnancy', NULL])[1 + (random() * 2)::integer],
	   CASE WHEN random() < 0.7 THEN d + 4 + (random() * 20)::integer END
FROM  (SELECT e, date '2015-06-01' + (random() * 550)::integer AS d FROM generate_series(1, 200) AS e, generate_series(1, 8)) AS x;
INSERT INTO fit_note (employee_id, first_day, last_day, received_on)
SELECT DISTINCT ON (employee_id, f, l) employee_id, f, l, f + (random() * 5)::integer
FROM   absence, LATERAL (SELECT first_day + (random() * 8)::integer AS f) AS f, LATERAL (SELECT f + (random() * 25)::integer AS l) AS l
WHERE  random() < 0.5 AND COALESCE(last_day, '2016-12-31') - first_day > 5;
INSERT INTO return_to_work (employee_id, absence_id, held_on) SELECT employee_id, absence_id, last_day + 1 + (random() * 14)::integer FROM absence WHERE last_day IS NOT NULL AND random() < 0.6;
ANALYZE;

-- every person's days with the contract that holds on each, or the last one that began before it
CREATE TEMP TABLE day AS
SELECT e.employee_id, d::date AS day, bradford.is_working_day(d::date, c.calendar) AS works, COALESCE(c.last_day, 'infinity') >= d AS employed
FROM   employee AS e, generate_series(date '2015-05-01', date '2017-06-30', interval '1 day') AS d,
	   LATERAL (SELECT * FROM contract AS c WHERE c.employee_id = e.employee_id AND c.first_day <= d ORDER BY c.first_day DESC LIMIT 1) AS c;
CREATE UNIQUE INDEX ON day (employee_id, day);
-- every day of recorded sickness, and which day of its spell it is
CREATE TEMP TABLE sick AS
SELECT employee_id, day, spell, row_number() OVER (PARTITION BY employee_id, spell ORDER BY day) AS n,
	   count(*) FILTER (WHERE works) OVER (PARTITION BY employee_id, spell ORDER BY day) AS working
FROM  (SELECT d.employee_id, d.day, d.works, d.day - (row_number() OVER (PARTITION BY d.employee_id ORDER BY d.day))::integer AS spell
	   FROM   day AS d WHERE EXISTS (
			SELECT FROM absence AS a WHERE a.employee_id = d.employee_id AND a.reason IS DISTINCT FROM 'pregnancy' AND a.first_day <= '2016-10-01'
			AND d.day BETWEEN a.first_day AND COALESCE(a.last_day, (SELECT max(c.last_day) FROM contract AS c WHERE c.employee_id = a.employee_id HAVING count(c.last_day) = count(*) AND max(c.last_day) BETWEEN a.first_day AND '2016-10-01'), '2017-06-30'))) AS x;
CREATE INDEX ON sick (employee_id, day);
ANALYZE day, sick;

\echo AB-8: the day of the return, the limit, and how each discussion stands
WITH by_day AS (
	SELECT a.absence_id, a.employee_id, a.first_day, a.last_day, r.held_on, w[1] AS returned_on, w[6] AS due_by,
		   (SELECT d.employed FROM day AS d WHERE d.employee_id = a.employee_id AND d.day = COALESCE(w[1], '2016-10-01')) AS employed
	FROM   absence AS a LEFT JOIN return_to_work AS r ON r.absence_id = a.absence_id AND r.held_on <= '2016-10-01',
		   LATERAL (SELECT array_agg(x.day ORDER BY x.day) AS w FROM (SELECT d.day FROM day AS d WHERE d.employee_id = a.employee_id AND d.day > a.last_day AND d.works ORDER BY d.day LIMIT 6) AS x) AS x
	WHERE  a.first_day <= '2016-10-01'
), spell AS (
	-- whether another record goes on after this one or ends with it, and the talk held over a record that it meets
	SELECT b.*, EXISTS (SELECT FROM absence AS o WHERE o.employee_id = b.employee_id AND o.absence_id <> b.absence_id AND (
							b.returned_on BETWEEN o.first_day AND COALESCE(o.last_day, 'infinity')
							OR o.last_day < b.returned_on AND (o.last_day > b.last_day OR o.last_day = b.last_day AND (o.first_day > b.first_day OR o.first_day = b.first_day AND o.absence_id > b.absence_id)))) AS goes_on,
		   (SELECT min(r.held_on) FROM absence AS o JOIN return_to_work AS r USING (absence_id)
			WHERE  o.employee_id = b.employee_id AND o.absence_id <> b.absence_id AND r.held_on >= b.returned_on AND r.held_on <= '2016-10-01' AND o.first_day <= b.returned_on
			AND   (daterange(o.first_day, o.last_day, '[]') && daterange(b.first_day, b.returned_on, '[]') OR daterange(o.first_day, o.last_day, '[]') -|- daterange(b.first_day, b.returned_on, '[]'))) AS other_held
	FROM   by_day AS b
), states AS (
	SELECT b.absence_id, b.returned_on, b.due_by,
		   CASE WHEN b.held_on IS NOT NULL THEN CASE WHEN b.held_on > b.due_by AND NOT b.goes_on THEN 'held late' ELSE 'held' END
				WHEN b.other_held IS NOT NULL AND NOT b.goes_on THEN CASE WHEN b.other_held > b.due_by THEN 'held late' ELSE 'held' END
				WHEN NOT b.employed THEN 'left'
				WHEN b.last_day IS NULL OR b.last_day >= '2016-10-01' OR b.returned_on > '2016-10-01' THEN 'absent'
				WHEN b.goes_on THEN 'continued'
				WHEN b.due_by < '2016-10-01' THEN 'overdue' ELSE 'due' END AS status
	FROM   spell AS b
)
SELECT (SELECT count(*) FROM states) AS absences, (SELECT string_agg(DISTINCT status, ', ' ORDER BY status) FROM states) AS states,
	   (SELECT count(*) FROM (SELECT absence_id, returned_on, due_by, status FROM return_to_work_report('2016-10-01') EXCEPT TABLE states) AS x) AS only_in_the_report,
	   (SELECT count(*) FROM (TABLE states EXCEPT SELECT absence_id, returned_on, due_by, status FROM return_to_work_report('2016-10-01')) AS x) AS only_by_day;

\echo AB-6: days from day 8 on without a fit note, one by one; first days of spells; days of sickness so far
WITH needed AS (
	SELECT a.absence_id, s.day, min(s.day) OVER (PARTITION BY a.absence_id) AS day_8,
		   EXISTS (SELECT FROM fit_note AS f WHERE f.employee_id = a.employee_id AND s.day BETWEEN f.first_day AND f.last_day AND f.received_on <= '2016-10-01') AS covered
	FROM   absence AS a JOIN sick AS s ON s.employee_id = a.employee_id AND s.day BETWEEN a.first_day AND LEAST(a.last_day, '2016-10-01') AND s.n > 7
	WHERE  a.reason IS DISTINCT FROM 'pregnancy'
), ours AS (
	SELECT c.absence_id, d::date AS day, c.fit_note_from FROM certificate_report('2016-10-01') AS c, regexp_split_to_table(c.gaps, ', ') AS g,
		   generate_series(split_part(g, ' to ', 1)::date, COALESCE(nullif(split_part(g, ' to ', 2), ''), g)::date, interval '1 day') AS d
), theirs AS (SELECT absence_id, day, day_8 FROM needed WHERE NOT covered)
SELECT (SELECT count(*) FROM ours) AS days, (SELECT sum(gap_days) FROM certificate_report('2016-10-01')) AS gap_days, (SELECT count(*) FROM (TABLE ours EXCEPT TABLE theirs) AS x) AS only_in_the_report, (SELECT count(*) FROM (TABLE theirs EXCEPT TABLE ours) AS x) AS only_by_day;
SELECT count(*) AS absences, count(*) FILTER (WHERE c.spell_from <> s.spell_from OR c.calendar_days <> s.n) AS differences,
	   count(*) FILTER (WHERE (c.self_certificate = 'not needed') <> (s.n < 4 OR s.noted)) AS self_certificates_apart
FROM   certificate_report('2016-10-01') AS c,
	   LATERAL (SELECT max(s.n) AS n, max(s.day) - max(s.n)::integer + 1 AS spell_from,
					   NOT EXISTS (SELECT FROM sick AS x WHERE x.employee_id = c.employee_id AND x.spell = max(s.spell) AND x.n <= least(7, max(s.n)) AND NOT EXISTS (
							SELECT FROM fit_note AS f WHERE f.employee_id = x.employee_id AND x.day BETWEEN f.first_day AND f.last_day AND f.received_on <= '2016-10-01')) AS noted
				FROM sick AS s WHERE s.employee_id = c.employee_id AND s.day BETWEEN c.first_day AND LEAST(c.last_day, '2016-10-01')) AS s;

\echo AB-9, AB-10: long absences, counted day by day
WITH theirs AS (
	SELECT employee_id, min(day) AS first_day, count(*) AS days, max(working) AS working,
		   min(day) FILTER (WHERE n = 29) AS four_weeks_on, min(day) FILTER (WHERE working = 20) AS twenty_days_on,
		   min(day) FILTER (WHERE n = 85) AS twelve_weeks_on
	FROM   sick WHERE day <= '2016-10-01' GROUP BY employee_id, spell HAVING count(*) > 28 OR max(working) >= 20
), ours AS (
	SELECT employee_id, first_day, calendar_days::bigint, working_days::bigint, four_weeks_on, twenty_days_on, twelve_weeks_on FROM long_term_report('2016-10-01')
)
SELECT (SELECT count(*) FROM ours) AS spells, (SELECT count(*) FROM (TABLE ours EXCEPT TABLE theirs) AS x) AS only_in_the_report, (SELECT count(*) FROM (TABLE theirs EXCEPT TABLE ours) AS x) AS only_by_day;

\echo BF-17: weekdays of first and last working days
WITH counted AS (
	SELECT d.employee_id, d.day, d.works, d.day - (row_number() OVER (PARTITION BY d.employee_id ORDER BY d.day))::integer AS spell
	FROM   day AS d
	WHERE  EXISTS (SELECT FROM absence AS a WHERE a.employee_id = d.employee_id AND a.reason IS DISTINCT FROM 'pregnancy' AND a.first_day <= '2016-10-01' AND d.day BETWEEN a.first_day AND COALESCE(a.last_day, '2017-06-30'))
), ends AS (
	SELECT employee_id, spell, min(day) FILTER (WHERE works) AS first_day, CASE WHEN max(day) < '2016-10-01' THEN max(day) FILTER (WHERE works) END AS last_day FROM counted GROUP BY employee_id, spell
), theirs AS (
	SELECT employee_id,
		   ARRAY(SELECT count(*) FROM generate_series(1, 7) AS w LEFT JOIN ends AS x ON x.employee_id = e.employee_id AND extract(isodow FROM x.first_day) = w AND x.first_day BETWEEN '2015-10-02' AND '2016-10-01' WHERE x.spell IS NOT NULL GROUP BY w ORDER BY w) AS firsts,
		   count(*) FILTER (WHERE first_day BETWEEN '2015-10-02' AND '2016-10-01') AS absences, count(*) FILTER (WHERE last_day BETWEEN '2015-10-02' AND '2016-10-01') AS ended
	FROM   ends AS e GROUP BY employee_id
)
SELECT count(*) AS people, count(*) FILTER (WHERE p.absences <> t.absences OR array_remove(p.first_days, 0)::bigint[] <> t.firsts
											OR (SELECT sum(x) FROM unnest(p.last_days) AS x) <> t.ended) AS differences, sum(p.absences) AS absences
FROM   pattern_report('2016-10-01') AS p JOIN theirs AS t USING (employee_id);

\echo PAY-15: lines a to j beside running sums; PAY-4: what a year of months pays; PAY-5: what its end settles
DELETE FROM contract;
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_salary, annual_hours, leave_hours)
SELECT n, CASE WHEN n % 3 = 0 THEN date_trunc('month', date '2014-01-01' + n * 3.0 * interval '1 day')::date ELSE date '2014-01-01' + n * 3 END, CASE WHEN n % 5 = 0 THEN date '2015-11-01' + n * 2 END, 'annualised hours', 20, 20000 + 37 * n, 900 + n, 100 + n FROM generate_series(1, 200) AS n;
INSERT INTO timesheet (employee_id, month, hours_worked, leave_taken)
SELECT c.employee_id, m, round((random() * 120)::numeric, 1), round((random() * 20)::numeric, 2)
FROM   contract AS c, generate_series(date_trunc('month', c.first_day::timestamp), LEAST(c.last_day, '2016-09-30')::timestamp, interval '1 month') AS m;
SELECT count(*) AS timesheets, count(*) FILTER (WHERE (r.b, r.c, r.d, r.e, r.g, r.h, r.i, r.j) IS DISTINCT FROM (s.d - s.c, s.c, s.d, r.a - s.d, s.i - s.h, s.h, s.i, r.f - s.i)) AS differences
FROM   timesheet_report('2016-10-01') AS r,
	   LATERAL (SELECT sum(t.hours_worked) AS d, sum(t.hours_worked) FILTER (WHERE t.month = r.month) AS c, sum(t.leave_taken) AS i, sum(t.leave_taken) FILTER (WHERE t.month = r.month) AS h
				FROM   timesheet AS t
				WHERE  t.employee_id = r.employee_id AND t.month <= r.month
				-- from the month of the last anniversary, which has passed by the end of that month
				AND    t.month >= (SELECT date_trunc('month', max(a)) FROM contract AS c, generate_series(c.first_day::timestamp, c.first_day + interval '9 years', interval '1 year') AS a
								   WHERE c.employee_id = r.employee_id AND a < r.month + interval '1 month')) AS s;
WITH months AS (
	SELECT p.employee_id, c.first_day, count(*) AS months, sum(p.salary) AS paid, max(p.annual_salary) AS salary
	FROM   contract AS c, generate_series(date_trunc('month', c.first_day::timestamp), c.first_day + interval '1 year', interval '1 month') AS m, pay_report(m::date) AS p
	WHERE  p.employee_id = c.employee_id AND c.last_day IS NULL AND extract(day FROM c.first_day) = 1 AND m < c.first_day + interval '1 year' GROUP BY p.employee_id, c.first_day
)
SELECT count(*) AS people, count(*) FILTER (WHERE months <> 12 OR paid <> salary) AS differences FROM months;
SELECT count(*) AS settlements, count(*) FILTER (WHERE s.event = 'leaving') AS leavers, count(s.amount) AS known,
	   count(*) FILTER (WHERE (s.amount IS NULL) <> (t.sheets < p.months)) AS reason_apart,
	   count(*) FILTER (WHERE abs(s.hours_difference - (t.hours + p.leave - p.hours)) > 0.01) AS differences,
	   count(*) FILTER (WHERE abs(s.amount - round((t.hours + p.leave - p.hours) * c.full_time_salary / (37 * 52.143), 2)) > 0.02) AS amounts_apart
FROM   settlement_report('2016-10-01') AS s JOIN contract AS c USING (employee_id),
	   -- twelve months from the one in which the account begins, or up to the one in which the person leaves
	   LATERAL (SELECT date_trunc('month', s.first_day::timestamp) AS first,
					   date_trunc('month', CASE WHEN s.event = 'leaving' THEN s.ends_on ELSE (s.ends_on + 1 - interval '1 month') END::timestamp) AS last) AS r,
	   -- a twelfth for each, by calendar days in part months
	   LATERAL (SELECT count(*) AS months, sum(c.annual_hours / 12 * x.share) AS hours, sum(c.leave_hours / 12 * x.share) AS leave
				FROM   generate_series(r.first, r.last, interval '1 month') AS m,
					   LATERAL (SELECT (LEAST(c.last_day, (m + interval '1 month')::date - 1) - GREATEST(c.first_day, m::date) + 1)
									   / ((m + interval '1 month')::date - m::date)::numeric AS share) AS x) AS p,
	   LATERAL (SELECT COALESCE(sum(t.hours_worked), 0) AS hours, count(*) AS sheets FROM timesheet AS t
				WHERE  t.employee_id = s.employee_id AND t.month BETWEEN r.first AND r.last) AS t;
RESET search_path;
DROP SCHEMA days_test CASCADE;
