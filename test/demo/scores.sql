-- What the scores say as at one fixed day.
SET search_path = hr, public;
SET datestyle = ISO;

\echo
SELECT format('%s absence records of %s employees, %s to %s; %s still open, %s in the future. Scores as at %s.',
			  count(*), (SELECT count(*) FROM employee), min(first_day), max(coalesce(last_day, first_day)),
			  count(*) FILTER (WHERE last_day IS NULL), count(*) FILTER (WHERE first_day > :'as_of'), to_char(date :'as_of', 'FMDD FMMonth YYYY')) AS line
FROM   absence \gset
\echo :line
\echo
\echo 'THE WORKED EXAMPLES of the policy: S occasions x S x D days in a rolling 12 months'
SELECT employee_id AS employee, bradford.occasions(spells, :'as_of') AS s, bradford.days(spells, :'as_of') AS d,
	   bradford.score(spells, :'as_of') AS score
FROM   spells
WHERE  employee_id BETWEEN 1001 AND 1004
ORDER  BY employee_id;

\echo
\echo 'OVER A TRIGGER: each employee at the highest stage reached, and since when'
\echo '(150, 500 and 875, pro rata for part-time employees; clears = first day below if nobody falls ill again)'
SELECT stage, trigger, employee_id AS employee, service_area, score, t.reached_on AS since,
	   CASE WHEN t.peak > score THEN t.peak END AS peak, CASE WHEN t.peak > score THEN t.peak_on END AS peak_on,
	   bradford.clears_on(spells, trigger, :'as_of') AS clears
FROM   (SELECT DISTINCT ON (employee_id) employee_id, stage, trigger, spells, score
		FROM   spells JOIN stage USING (employee_id), LATERAL bradford.score(spells, :'as_of') AS score
		WHERE  score >= trigger
		ORDER  BY employee_id, stage DESC) AS highest
	   JOIN employee USING (employee_id),
	   LATERAL bradford.trigger_dates(spells, ARRAY[trigger], daterange('2014-10-01', :'as_of', '[]')) AS t (at)
WHERE  t.cleared_on IS NULL
ORDER  BY stage DESC, score DESC, employee_id;

\set who 1006
\echo
\echo 'ONE SCORE EXPLAINED: employee' :who
SELECT lower(spell) AS "from", upper(spell) - 1 AS "to", why, lower(counted) AS counted_from, days, starts_to_leave, left_on
FROM   spells, bradford.explain_score(spells, :'as_of')
WHERE  employee_id = :who;
SELECT format('%s occasions x %s x %s days = %s', s, s, d, bradford.score(s, d)) AS line
FROM   spells, LATERAL bradford.occasions(spells, :'as_of') AS s, LATERAL bradford.days(spells, :'as_of') AS d
WHERE  employee_id = :who \gset
\echo :line

\echo
\echo 'ONE SCORE OVER THE YEAR: employee' :who
SELECT lower(period) AS "from", upper(period) - 1 AS "to", occasions AS s, days AS d, score,
	   repeat('#', ceil(score / 15)::int)
	   || CASE WHEN score >= 875 THEN ' stage 3' WHEN score >= 500 THEN ' stage 2' WHEN score >= 150 THEN ' stage 1' ELSE '' END AS " "
FROM   spells, bradford.score_history(spells, bradford.rolling_window(:'as_of'))
WHERE  employee_id = :who;
