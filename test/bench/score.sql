-- Scores: the functions of doc/score.md against the plain SQL that a good analyst would write.
-- The variable "rows" is the number of employees, with ten absences each.

-- Absences of three years in the order in which they began, as a site enters them, so the rows of an
-- employee lie far apart.  For one employee in five the last absence goes on from the one before; some
-- overlap by chance.
CREATE TABLE absence AS
SELECT employee_id, first_day, first_day + days - 1 AS last_day
FROM   (SELECT e AS employee_id,
			   date '2022-01-01' + ((hashint8extended(e * 10::bigint + k, 1) & 2147483647) % 1096)::int
				   + CASE WHEN follows THEN (1 + floor(-2.5 * ln((1 + (hashint8extended(e * 10::bigint + k, 2) & 65535)) / 65536.0)))::int ELSE 0 END AS first_day,
			   (1 + floor(-2.5 * ln((1 + (hashint8extended(e * 10::bigint + k + follows::int, 2) & 65535)) / 65536.0)))::int AS days
		FROM   generate_series(1, :rows) AS e,
			   generate_series(0, 9) AS n,
			   LATERAL (SELECT n = 9 AND e % 5 = 0 AS follows) AS f,
			   LATERAL (SELECT CASE WHEN follows THEN 8 ELSE n END AS k) AS of) AS r
ORDER  BY first_day, hashint4(employee_id);
VACUUM ANALYZE absence;

-- Score per employee.  The sum of the days is not a score, so the two answers differ.  The next two
-- comparisons check the answers of the query that is timed here.
\set ours 'SELECT employee_id, bradford.score(bradford.spells(first_day, last_day), date ''2024-12-31'') AS score FROM absence GROUP BY employee_id'

CALL bench.compare('score per employee : sum of days per employee, same plan', :'ours',
$$
	SELECT employee_id, sum(last_day - first_day + 1) AS days FROM absence GROUP BY employee_id
$$, bar => 1.35, same => '{}', same_plan => true);

CALL bench.compare('score per employee : range_agg and unnest', :'ours',
$$
	SELECT employee_id,
		   (SELECT count(*) * count(*) * coalesce(sum(upper(s) - lower(s)), 0)
			FROM   unnest(spells * datemultirange('[2024-01-01,2024-12-31]'::daterange)) AS s) AS score
	FROM   (SELECT employee_id, range_agg(daterange(first_day, last_day, '[]')) AS spells
			FROM   absence GROUP BY employee_id) AS e
$$, bar => 0.60);

-- The form that everybody writes: mark where a spell begins, number the spells, fold each, then score.
CALL bench.compare('score per employee : gaps and islands by window functions', :'ours',
$$
	SELECT employee_id, count(days) * count(days) * coalesce(sum(days), 0) AS score
	FROM   (SELECT employee_id,
				   nullif(greatest(0, least(max(last_day), '2024-12-31') - greatest(min(first_day), '2024-01-01') + 1), 0) AS days
			FROM   (SELECT employee_id, first_day, last_day,
						   count(*) FILTER (WHERE starts) OVER (PARTITION BY employee_id ORDER BY first_day, last_day) AS spell
					FROM   (SELECT employee_id, first_day, last_day,
								   first_day > 1 + max(last_day) OVER (PARTITION BY employee_id ORDER BY first_day, last_day
																	   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS starts
							FROM   absence) AS a) AS b
			GROUP  BY employee_id, spell) AS c
	GROUP  BY employee_id
$$, bar => 0.25);

-- For information, the fastest SQL known to us: only the window's records, and no numbering, since each record's
-- added days can be summed at once.  It loses the employees who score 0; ours is given the same WHERE.
CALL bench.compare('the same, the window''s records only : the fastest SQL we know',
$$
	SELECT employee_id, bradford.score(bradford.spells(first_day, last_day), date '2024-12-31') AS score
	FROM   absence WHERE last_day >= '2024-01-01' AND first_day <= '2024-12-31' GROUP BY employee_id
$$,
$$
	SELECT employee_id, count(*) FILTER (WHERE starts) * count(*) FILTER (WHERE starts) * sum(days) AS score
	FROM   (SELECT employee_id, before IS NULL OR first_day > before + 1 AS starts,
				   greatest(0, last_day - greatest(first_day, before + 1) + 1) AS days
			FROM   (SELECT employee_id, first_day, last_day,
						   max(last_day) OVER (PARTITION BY employee_id ORDER BY first_day
											   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
					FROM   (SELECT employee_id, greatest(first_day, '2024-01-01') AS first_day, least(last_day, '2024-12-31') AS last_day
							FROM   absence WHERE last_day >= '2024-01-01' AND first_day <= '2024-12-31') AS a) AS b) AS c
	GROUP  BY employee_id
$$);

CALL bench.measure('memory of the HashAggregate, per employee of 10 absences', bench.hashagg_memory(:'ours') / :rows, 'bytes', bar => 450);

-- Histories, triggers and rolling scores cost the SQL side seconds for a few employees, so both sides take the
-- same few, their records with the index that such a table has.
SELECT least(2000, :rows / 50) AS few \gset
CREATE TABLE few_absences AS SELECT * FROM absence WHERE employee_id <= :few;
CREATE TABLE year_days AS
SELECT day::date AS day, (day - interval '12 months')::date AS before FROM generate_series(timestamp '2024-01-01', '2024-12-31', '1 day') AS day;
CREATE INDEX ON few_absences (employee_id, first_day, last_day);
-- merged spells, for the comparisons that begin with them: as sets for ours, as rows with an index for SQL
CREATE TABLE few_sets AS SELECT employee_id, bradford.spells(first_day, last_day) AS spells FROM few_absences GROUP BY employee_id;
CREATE TABLE few_spells AS SELECT employee_id, lower(s) AS first_day, upper(s) - 1 AS last_day FROM few_sets, unnest(spells) AS s;
CREATE INDEX ON few_spells (employee_id, first_day, last_day);
VACUUM ANALYZE few_absences;
VACUUM ANALYZE year_days;
VACUUM ANALYZE few_sets;
VACUUM ANALYZE few_spells;

-- The score of each day: from the records, as one would write it, and the fastest way known to us, which needs
-- the spells merged and stored beforehand.
\set by_day 'SELECT employee_id, day, score FROM (SELECT DISTINCT employee_id FROM few_absences) AS e CROSS JOIN year_days CROSS JOIN LATERAL (SELECT count(*) * count(*) * coalesce(sum(upper(s) - lower(s)), 0) AS score FROM unnest((SELECT range_agg(daterange(first_day, last_day, ''[]'')) FROM few_absences AS a WHERE a.employee_id = e.employee_id AND first_day <= day AND last_day > before) * datemultirange(daterange(before, day, ''(]''))) AS s) AS w'
\set by_day_fastest 'SELECT employee_id, day, s * s * d AS score FROM few_sets CROSS JOIN year_days CROSS JOIN LATERAL (SELECT count(*) AS s, coalesce(sum(least(last_day, day) - greatest(first_day, before + 1) + 1), 0) AS d FROM few_spells AS f WHERE f.employee_id = few_sets.employee_id AND first_day <= day AND last_day > before) AS w'
\set sets '(SELECT employee_id, bradford.spells(first_day, last_day) FROM few_absences GROUP BY employee_id) AS e'

-- a history is runs of days, so it is unrolled to compare it
SELECT format('SELECT employee_id, h.* FROM %s, bradford.score_history(spells, ''[2024-01-01,2024-12-31]'') AS h', from_item) AS history,
	   format('SELECT employee_id, lower(period) + n AS day, score FROM %s, bradford.score_history(spells, ''[2024-01-01,2024-12-31]'') AS h, generate_series(0, upper(period) - lower(period) - 1) AS n', from_item) AS unrolled
FROM   (VALUES (:'sets')) AS f (from_item) \gset
SELECT 'score_history of a year : the score of each day (' || :few || ' employees)' AS measure \gset
CALL bench.compare(:'measure', :'history', :'by_day', bar => NULL,
				   same => ARRAY[:'unrolled', :'by_day']);
SELECT replace(:'history', :'sets', 'few_sets') AS history, replace(:'unrolled', :'sets', 'few_sets') AS unrolled \gset
CALL bench.compare('the same, spells merged beforehand : the fastest SQL we know', :'history', :'by_day_fastest',
				   same => ARRAY[:'unrolled', :'by_day_fastest']);

\set triggers 'SELECT employee_id, t.* FROM %s, bradford.trigger_dates(spells, ''{50,200,500}'', ''[2024-01-01,2024-12-31]'') AS t'
SELECT format(:'triggers', :'sets') AS ours, format(:'triggers', 'few_sets') AS ours_merged, format(theirs, :'by_day') AS theirs, format(theirs, :'by_day_fastest') AS theirs_fastest
FROM   (VALUES (
$$
	SELECT employee_id, trigger, min(day) AS reached_on, nullif(max(day), '2024-12-31') + 1 AS cleared_on, max(score) AS peak,
		   (array_agg(day ORDER BY score DESC, day))[1] AS peak_on
	FROM   (SELECT employee_id, trigger, day, score,
				   day - row_number() OVER (PARTITION BY employee_id, trigger ORDER BY day)::int AS stretch
			FROM   (%s) AS daily JOIN unnest('{50,200,500}'::numeric[]) AS trigger ON score >= trigger) AS above
	GROUP  BY employee_id, trigger, stretch
$$)) AS t (theirs) \gset
SELECT 'trigger_dates of three triggers in a year : the same by SQL (' || :few || ' employees)' AS measure \gset
CALL bench.compare(:'measure', :'ours', :'theirs', bar => 1.0 / 500);
CALL bench.compare('the same, spells merged beforehand : the fastest SQL we know', :'ours_merged', :'theirs_fastest');

CALL bench.compare('score_totals of each day : occasions, days and score',
$$
	SELECT employee_id, day, (t).occasions, (t).days, (t).score
	FROM   (SELECT employee_id, day, bradford.score_totals(spells, day) AS t FROM few_sets CROSS JOIN year_days OFFSET 0) AS s
$$,
$$
	SELECT employee_id, day, bradford.occasions(spells, day), bradford.days(spells, day), bradford.score(spells, day)
	FROM   few_sets CROSS JOIN year_days
$$, bar => 0.90);

SELECT 'rolling_score of every absence : correlated SQL (' || :few || ' employees)' AS measure \gset
CALL bench.compare(:'measure',
$$
	SELECT employee_id, first_day, last_day,
		   bradford.rolling_score(daterange(first_day, last_day, '[]')) OVER (PARTITION BY employee_id ORDER BY first_day, last_day) AS score
	FROM   few_absences
$$,
$$
	SELECT employee_id, first_day, last_day,
		   (SELECT count(*) * count(*) * coalesce(sum(upper(s) - lower(s)), 0)
			FROM   unnest((SELECT range_agg(daterange(b.first_day, b.last_day, '[]'))
						   FROM   few_absences AS b
						   WHERE  b.employee_id = a.employee_id AND b.first_day <= a.last_day AND b.last_day > before)
						  * datemultirange(daterange(before, a.last_day, '(]'))) AS s) AS score
	FROM   few_absences AS a, LATERAL (SELECT (a.last_day - interval '12 months')::date AS before) AS w
$$, bar => NULL);

DROP TABLE absence, few_absences, few_sets, few_spells, year_days;
