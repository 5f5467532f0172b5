-- What the readers of a set refuse, what they answer to NULL, and that they can be cancelled
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = bradford, public;

CREATE FUNCTION try(expression text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
	detail text;
	hint text;
BEGIN
	EXECUTE 'SELECT (' || expression || ')::text' INTO result;
	RETURN coalesce(result, 'NULL');
EXCEPTION WHEN data_exception THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN SQLSTATE || ' ' || SQLERRM || E'\n' || detail || E'\n' || hint;
END $$;

\pset format unaligned
SELECT expression || E'\n  ' || replace(try(expression), E'\n', E'\n  ') AS "expression and answer"
FROM unnest(ARRAY[
	-- NULL data gives NULL
	$$score(NULL::datemultirange, '2016-10-01')$$, $$score('{[2016-01-04,2016-01-09)}'::datemultirange, NULL)$$,
	$$occasions(NULL, '2016-10-01')$$, $$days(NULL, '2016-10-01')$$, $$score(NULL::numeric, 1)$$, $$score(1, NULL::numeric)$$,
	$$clears_on(NULL, 150, '2016-10-01')$$, $$clears_on('{}', NULL, '2016-10-01')$$, $$days_to_trigger('{}', 150, NULL)$$, $$rolling_window(NULL)$$,
	$$(SELECT count(*) FROM explain_score(NULL, '2016-10-01'))$$, $$(SELECT count(*) FROM score_history('{}', NULL))$$,
	$$(SELECT count(*) FROM trigger_dates('{}', NULL, '[2016-01-01,2017-01-01)'))$$,
	-- the empty set scores 0
	$$score('{}'::datemultirange, '2016-10-01')$$, $$occasions('{}', '2016-10-01')$$, $$days('{}', '2016-10-01')$$,
	$$clears_on('{}', 150, '2016-10-01')$$, $$(SELECT score_history('{}', '[2016-01-01,2017-01-01)'))$$,
	-- a NULL that has no meaning
	$$score('{}'::datemultirange, '2016-10-01', NULL)$$, $$score('{}'::datemultirange, '2016-10-01', calendar => NULL)$$,
	$$(SELECT count(*) FROM trigger_dates('{}', ARRAY[150, NULL], '[2016-01-01,2017-01-01)'))$$,
	-- dates and ranges
	$$score('{}'::datemultirange, 'infinity')$$, $$days('{}', '-infinity')$$, $$clears_on('{}', 150, 'infinity')$$,
	$$(SELECT count(*) FROM score_history('{}', 'empty'))$$, $$(SELECT count(*) FROM score_history('{}', '[2016-01-01,)'))$$,
	$$(SELECT count(*) FROM score_history('{}', '(,2016-01-01)'))$$, $$(SELECT count(*) FROM trigger_dates('{}', '{150}', '[2016-01-01,infinity)'))$$,
	$$score('{(,2016-01-09)}'::datemultirange, '2016-10-01')$$, $$score('{[2016-01-04,infinity)}'::datemultirange, '2016-10-01')$$,
	$$score('{[-infinity,2016-01-09)}'::datemultirange, '2016-10-01')$$,
	$$score('{}'::datemultirange, '2016-10-01', half_days => '{[2016-01-01,)}')$$,
	-- numbers
	$$score(-1, 2)$$, $$score(1.5, 2)$$, $$score(1, -2)$$, $$score('NaN', 2)$$, $$score(1, 'Infinity')$$,
	$$clears_on('{}', 0, '2016-10-01')$$, $$days_to_trigger('{}', -150, '2016-10-01')$$, $$clears_on('{}', 'NaN', '2016-10-01')$$,
	$$(SELECT count(*) FROM trigger_dates('{}', '{150,1e16}', '[2016-01-01,2017-01-01)'))$$,
	$$rolling_window('2016-10-01', '0 days')$$, $$rolling_window('2016-10-01', '-1 month')$$, $$rolling_window('2016-10-01', '12 months 1 hour')$$,
	$$rolling_window('infinity')$$,
	-- working days are known from 1995 to 2099; a rule that does not need them works on every day
	$$score('{[1994-12-30,1995-01-04)}'::datemultirange, '1995-06-01', 'days=working')$$,
	$$score('{[1994-12-30,1995-01-04)}'::datemultirange, '1995-06-01')$$,
	$$score('{[2099-12-30,2100-01-04)}'::datemultirange, '2100-01-03', 'bridge=working; days=span')$$,
	$$score('{[1990-01-01,1990-02-01),[2016-01-04,2016-01-09)}'::datemultirange, '2016-10-01', 'days=working; bridge=working')$$,
	$$score('{[1990-01-01,1995-01-03),[1995-01-04,1995-01-05)}'::datemultirange, '1995-06-01', 'bridge=working')$$,
	$$score('{[1990-01-01,1990-02-01),[1995-01-02,1995-01-05)}'::datemultirange, '1995-06-01', 'bridge=working')$$
]) WITH ORDINALITY e(expression, i) ORDER BY i;
\pset format aligned

-- The ends of the date type need no special care.
SELECT as_of, score('{[4713-01-01 BC,4713-01-03 BC),[5874897-12-30,5874897-12-31)}'::datemultirange, as_of),
       rolling_window(as_of), clears_on('{[5874897-12-30,)}', 1, as_of) AS clears_on, days_to_trigger('{}', 3, as_of) AS days_to_trigger
FROM unnest('{4714-11-24 BC, 4713-01-02 BC, 5874897-12-30}'::date[]) as_of;
SELECT rolling_window('2016-10-01', '20000 years');
SELECT * FROM explain_score('{[5874897-12-29,)}', '5874897-12-30');

-- A score larger than 64 bits is exact; one too large to compare with a trigger is refused.
SELECT score(5000000000, 7000000000) AS figures;
SELECT occasions(s, '5874897-12-31', 'window=5900000 years'), score(s, '5874897-12-31', 'window=5900000 years')
FROM (SELECT spells(date '1000-01-01' + 1000 * i, date '1000-01-01' + 1000 * i + 998) AS s FROM generate_series(0, 199999) i) x;
SELECT clears_on(s, 150, '5874897-12-31', 'window=5900000 years')
FROM (SELECT spells(date '1000-01-01' + 1000 * i, date '1000-01-01' + 1000 * i + 998) AS s FROM generate_series(0, 2000000) i) x;

-- A long loop can be cancelled.
SET statement_timeout = '300ms';
SELECT count(*) FROM score_history('{[0001-01-01,)}', '[0001-01-01,5874897-01-01)', 'window=5000000 years');
SELECT * FROM trigger_dates('{[0001-01-01,)}', '{1000000000000}', '[0001-01-01,5874897-01-01)', 'window=5000000 years');
RESET statement_timeout;
DROP FUNCTION try;
