-- What the readers of a set cost in memory, and how large a set they take. test/scripts/cancelled
-- tests how soon they stop when they are cancelled.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = bradford, public;

-- The rows of a set are in a tuplestore, which keeps to work_mem; the memory used to make them has been freed.
-- Measures how much more the backend uses than before at the first row, when the function's garbage would still be there.
SET work_mem = '1MB';
CREATE FUNCTION memory() RETURNS bigint LANGUAGE sql RETURN (SELECT sum(used_bytes) FROM pg_backend_memory_contexts);
CREATE TABLE many AS SELECT spells(d, d) AS s FROM (SELECT date '2000-01-01' + 2 * i AS d FROM generate_series(0, 99999) AS i) AS x;
SELECT memory() AS before \gset
SELECT 'explain_score' AS function, n, CASE WHEN used < 8e6 THEN 'under 8' ELSE round(used / 1e6)::text END AS megabytes
FROM   (SELECT memory() - :before AS used FROM many, explain_score(s, '2600-01-01', 'window=600 years') LIMIT 1) AS at_first_row,
	   (SELECT count(*) AS n FROM many, explain_score(s, '2600-01-01', 'window=600 years')) AS c;
SELECT 'score_history' AS function, n, CASE WHEN used < 8e6 THEN 'under 8' ELSE round(used / 1e6)::text END AS megabytes
FROM   (SELECT memory() - :before AS used FROM score_history('{[0001-01-01,)}', '[0001-01-01,0601-01-01)', 'window=2000000000 days') LIMIT 1) AS at_first_row,
	   (SELECT count(*) AS n FROM score_history('{[0001-01-01,)}', '[0001-01-01,0601-01-01)', 'window=2000000000 days')) AS c;
SELECT 'trigger_dates' AS function, n, CASE WHEN used < 8e6 THEN 'under 8' ELSE round(used / 1e6)::text END AS megabytes
FROM   (SELECT memory() - :before AS used FROM many, trigger_dates(s, '{1,2,0.5}', '[2000-01-01,2600-01-01)', 'window=1 day') LIMIT 1) AS at_first_row,
	   (SELECT count(*) AS n FROM many, trigger_dates(s, '{1,2,0.5}', '[2000-01-01,2600-01-01)', 'window=1 day')) AS c;
RESET work_mem;
DROP FUNCTION memory;
DROP TABLE many;

-- As many triggers as an array holds: one of 22,400,000 is met.
SELECT * FROM trigger_dates('{[2016-01-04,2016-01-08]}', array_fill(1000::numeric, '{22400000}') || 5.0, '[2016-01-01,2017-06-01)');
