-- scoring_rule: how a score is counted, as a value
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = bradford, public;

-- Every key and value, in any order and spacing, printed canonically without the defaults.
SELECT given, given::scoring_rule AS canonical, given::scoring_rule::text::scoring_rule = given::scoring_rule AS round_trip
FROM unnest(ARRAY['', ' ', ';', 'window=12 months', 'window=1 year', 'window=1 years', 'window = 6 MONTHS', 'window=1 mon', 'window=52 weeks', 'window=364 days',
	'window=1 day', 'window=1 year 1 month 1 week 1 day', 'window=18months', 'edge=clip', 'edge=whole', 'edge=inside', 'days=calendar', 'days=working', 'days=span',
	'bridge=touching', 'bridge=working', 'minimum=1', 'minimum=4', 'minimum=2147483647',
	'minimum=2; bridge=working; days=working; edge=whole; window=52 weeks;', E'\tDAYS = Working ;\n edge=Inside']) WITH ORDINALITY g(given, i) ORDER BY i;

-- Equality and hashing: rules that count alike are one.
SELECT a, b, a::scoring_rule = b::scoring_rule AS equal, a::scoring_rule <> b::scoring_rule AS differ,
       scoring_rule_hash(a::scoring_rule) <> scoring_rule_hash(b::scoring_rule) AS hash_differs
FROM (VALUES ('window=1 year', ''), ('window=52 weeks', 'window=364 days'), ('window=52 weeks', ''), ('edge=whole', 'edge=inside')) v(a, b);
SELECT rule, count(*) FROM unnest(ARRAY['', 'window=1 year', 'days=span', 'days=span;edge=clip']::scoring_rule[]) rule GROUP BY rule ORDER BY rule::text COLLATE "C";
-- An order, by the keys as they are printed, for DISTINCT, sorting and unique indexes.
SELECT count(DISTINCT rule) AS distinct_rules, array_agg(DISTINCT rule) AS in_order FROM unnest(ARRAY['edge=whole', '', 'minimum=2', 'window=1 year', 'window=6 months', 'days=span', 'window=364 days']::scoring_rule[]) rule;
SELECT a, b, a < b AS lt, a <= b AS le, a = b AS eq, a <> b AS ne, a >= b AS ge, a > b AS gt, scoring_rule_cmp(a, b) AS cmp
FROM (VALUES ('window=6 months'::scoring_rule, ''::scoring_rule), ('', ''), ('minimum=3', 'minimum=2')) v(a, b);
-- The binary form is a version, then the fields; any other version is refused, as is a rule that no text could give.
SELECT encode(scoring_rule_send('window=6 months; edge=inside; days=span; bridge=working; minimum=3'), 'hex');
CREATE TABLE written (rule scoring_rule);
CREATE TABLE received (rule scoring_rule);
CREATE TABLE forged (name text, bytes bytea);
INSERT INTO written SELECT unnest(ARRAY['', 'window=6 months; edge=inside; days=span; bridge=working; minimum=3', 'window=364 days', 'window=1 month 40 days; edge=whole']::scoring_rule[]);
\copy written TO 'results/scoring_rule.bin' (FORMAT binary)
\copy received FROM 'results/scoring_rule.bin' (FORMAT binary)
SELECT rule, count(*) FROM (TABLE written UNION ALL TABLE received) AS both_ways GROUP BY rule ORDER BY rule;
INSERT INTO forged VALUES ('version 0', '\x00'), ('version 2', '\x02000000060000000000000003020201'), ('no version', '\x00000006000000000000000302020100'), ('nothing', ''),
	('cut short', '\x010000000600000000000000030202'), ('no window', '\x01000000000000000000000003020201'), ('unknown word', '\x01000000060000000000000003030201'), ('trailing byte', '\x0100000006000000000000000302020100');
\copy (SELECT bytes FROM forged WHERE name = 'version 0') TO 'results/scoring_rule.bin' (FORMAT binary)
\copy received FROM 'results/scoring_rule.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'version 2') TO 'results/scoring_rule.bin' (FORMAT binary)
\copy received FROM 'results/scoring_rule.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'no version') TO 'results/scoring_rule.bin' (FORMAT binary)
\copy received FROM 'results/scoring_rule.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'no window') TO 'results/scoring_rule.bin' (FORMAT binary)
\copy received FROM 'results/scoring_rule.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'unknown word') TO 'results/scoring_rule.bin' (FORMAT binary)
\copy received FROM 'results/scoring_rule.bin' (FORMAT binary)
-- PostgreSQL itself refuses bytes that are left over
\set VERBOSITY sqlstate
\copy (SELECT bytes FROM forged WHERE name = 'nothing') TO 'results/scoring_rule.bin' (FORMAT binary)
\copy received FROM 'results/scoring_rule.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'cut short') TO 'results/scoring_rule.bin' (FORMAT binary)
\copy received FROM 'results/scoring_rule.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'trailing byte') TO 'results/scoring_rule.bin' (FORMAT binary)
\copy received FROM 'results/scoring_rule.bin' (FORMAT binary)
\set VERBOSITY default
DROP TABLE written, received, forged;
CREATE TABLE policy (name text, rule scoring_rule) PARTITION BY HASH (rule);
CREATE TABLE policy_0 PARTITION OF policy FOR VALUES WITH (MODULUS 1, REMAINDER 0);
INSERT INTO policy VALUES ('new', ''), ('old', 'days=working; bridge=working');
SELECT name, rule FROM policy WHERE rule = 'bridge=working; days=working';
DROP TABLE policy;

-- The reading does not depend on the session.
SET intervalstyle = sql_standard;
SELECT 'window=1 year 2 days'::scoring_rule;
RESET intervalstyle;

-- Refused, with the value, the limit and what to write.
SELECT 'windw=12 months'::scoring_rule;
SELECT 'edge=cut'::scoring_rule;
SELECT 'days=hours'::scoring_rule;
SELECT 'bridge=weekend'::scoring_rule;
SELECT 'window=0 months'::scoring_rule;
SELECT 'minimum=0'::scoring_rule;
SELECT 'days'::scoring_rule;
SELECT 'days=span; days=span'::scoring_rule;
SELECT repeat(' ', 10001)::scoring_rule;
SELECT (repeat(' ', 9991) || 'days=span')::scoring_rule;
-- valid() asks as pg_input_is_valid() does, which PostgreSQL has from 16 on
CREATE FUNCTION valid(written text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	answer boolean;
BEGIN
	IF current_setting('server_version_num')::integer >= 160000 THEN
		EXECUTE 'SELECT pg_input_is_valid($1, ''bradford.scoring_rule'')' INTO answer USING written;
		RETURN answer;
	END IF;
	PERFORM written::bradford.scoring_rule;
	RETURN true;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
	RETURN false;
END $$;
SELECT left(written, 40) AS written, length(written), valid(written) FROM unnest(ARRAY['days=working; edge=whole', '', 'windw=12 months', 'edge=cut', 'days', 'edge=clip; edge=clip', 'window=0 days',
	'window=12', 'window=9999999999 days', 'window=12 hours', 'minimum=0', repeat('; ', 3), rpad('', 10001, ';')]) WITH ORDINALITY AS w(written, i) ORDER BY i;
DROP FUNCTION valid;
DO $$
DECLARE
	bad text;
BEGIN
	FOREACH bad IN ARRAY ARRAY['windw=12 months', 'edge=cut', 'edge=', '=clip', 'days', 'edge=clip,days=span', 'edge=clip; edge=clip',
		'window=', 'window=0 days', 'window=-1 month', 'window=12', 'window=months', 'window=12 hours', 'window=1.5 years', 'window=12 monthss', 'window=9999999999 days',
		'window=2147483647 years', 'window=1 month -40 days', 'minimum=0', 'minimum=-1', 'minimum=1.5', 'minimum=x', 'minimum=', 'minimum=2147483648'] LOOP
		BEGIN
			PERFORM bad::bradford.scoring_rule;
			RAISE NOTICE '% taken', bad;
		EXCEPTION WHEN data_exception THEN
			RAISE NOTICE '% %', SQLSTATE, SQLERRM;
		END;
	END LOOP;
END $$;
