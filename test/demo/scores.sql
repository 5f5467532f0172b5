-- What the functions say, without the reports: the worked examples, and one score over the year.
SET search_path = hr, public;
SET datestyle = ISO;

\echo
\echo 'THE WORKED EXAMPLES of the policy: S occasions x S x D days in a rolling 12 months'
SELECT employee_id AS employee, bradford.occasions(spells, :'as_of') AS s, bradford.days(spells, :'as_of') AS d,
	   bradford.score(spells, :'as_of') AS score
FROM   (SELECT employee_id, bradford.spells(first_day, last_day) FROM absence GROUP BY employee_id) AS a
WHERE  employee_id BETWEEN 1001 AND 1004
ORDER  BY employee_id;

\set who 1006
\echo
\echo 'ONE SCORE OVER THE YEAR: employee' :who
SELECT lower(period) AS "from", upper(period) - 1 AS "to", occasions AS s, days AS d, score,
	   repeat('#', ceil(score / 15)::int)
	   || CASE WHEN score >= 875 THEN ' stage 3' WHEN score >= 500 THEN ' stage 2' WHEN score >= 150 THEN ' stage 1' ELSE '' END AS " "
FROM   (SELECT bradford.spells(first_day, last_day) FROM absence WHERE employee_id = :who) AS a,
	   bradford.score_history(spells, bradford.rolling_window(:'as_of'));
