-- spells(): records of absence become a set of days
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = bradford, public;

-- Overlapping, touching, nested and repeated records are one spell; the two forms agree.
CREATE TABLE record (person text, first_day date, last_day date);
INSERT INTO record VALUES
	('apart',    '2016-01-04', '2016-01-08'), ('apart',    '2016-02-01', '2016-02-01'),
	('touching', '2016-01-04', '2016-01-08'), ('touching', '2016-01-09', '2016-01-10'),
	('overlap',  '2016-01-04', '2016-01-08'), ('overlap',  '2016-01-06', '2016-01-12'),
	('nested',   '2016-01-04', '2016-01-18'), ('nested',   '2016-01-06', '2016-01-08'),
	('repeated', '2016-01-04', '2016-01-08'), ('repeated', '2016-01-04', '2016-01-08'),
	('backward', '2016-02-01', '2016-02-01'), ('backward', '2016-01-04', '2016-01-08'),
	('chain',    '2016-01-09', '2016-01-12'), ('chain',    '2016-01-04', '2016-01-05'), ('chain', '2016-01-06', '2016-01-08'),
	('open',     '2016-01-04', NULL),         ('open',     '2015-12-01', '2015-12-01'),
	('open twice', '2016-01-04', NULL),       ('open twice', '2016-02-01', NULL), ('open twice', '2016-03-01', '2016-03-02'),
	('ends of the type', '4713-01-01 BC', '4713-01-02 BC'), ('ends of the type', '5874897-12-29', '5874897-12-30'),
	('no record', NULL, NULL);
SELECT person, spells(first_day, last_day) AS by_days, spells(daterange(first_day, last_day, '[]')) AS by_range
FROM record WHERE first_day < '5000000-01-01' GROUP BY person ORDER BY person COLLATE "C";
SELECT spells(first_day, last_day) FROM record WHERE person = 'ends of the type';

-- No record, as from an outer join or an empty table, gives the empty set.
SELECT spells(first_day, last_day) FROM record WHERE person = 'no record';
SELECT spells(first_day, last_day) AS by_days, spells(NULL::daterange) AS by_range FROM record WHERE false;
SELECT pg_typeof(spells(first_day, last_day)) FROM record;

-- An independent definition: range_agg(), over random records in random order. The stored form has to
-- be the very bytes that PostgreSQL writes, so text, binary form, hash and size are compared too.
\set seed 0.42
SELECT setseed(:seed);
CREATE TABLE random_record AS
SELECT person, date '2014-01-01' + (random() * 900)::int AS first_day, (random() * random() * 40)::int AS length,
       random() < 0.02 AS open
FROM generate_series(1, 2000) person, generate_series(1, 1 + person % 17);
CREATE VIEW record_pair AS
SELECT person, spells(first_day, CASE WHEN NOT open THEN first_day + length END) AS ours,
       range_agg(daterange(first_day, CASE WHEN NOT open THEN first_day + length + 1 END)) AS theirs
FROM random_record GROUP BY person;
SELECT count(*) AS people, sum(count) AS spells,
       count(*) FILTER (WHERE ours <> theirs) AS differ,
       count(*) FILTER (WHERE ours::text <> theirs::text) AS differ_in_text,
       count(*) FILTER (WHERE multirange_send(ours) <> multirange_send(theirs)) AS differ_in_binary,
       count(*) FILTER (WHERE hash_multirange(ours) <> hash_multirange(theirs)) AS differ_in_hash,
       count(*) FILTER (WHERE pg_column_size(ours) <> pg_column_size(theirs)) AS differ_in_size,
       count(*) FILTER (WHERE ours @> date '2015-01-01' <> theirs @> date '2015-01-01') AS differ_in_search
FROM record_pair, LATERAL (SELECT count(*) FROM unnest(theirs)) c;

-- Sets of sets: range_agg() of results is the set of all records.
SELECT range_agg(s) AS rolled_up, (SELECT spells(first_day, CASE WHEN NOT open THEN first_day + length END) FROM random_record) AS whole
FROM (SELECT spells(first_day, CASE WHEN NOT open THEN first_day + length END) AS s FROM random_record GROUP BY person) g;

-- A running set over a window, and a set of 10,000 spells.
SELECT first_day, spells(first_day, last_day) OVER (ORDER BY first_day DESC) FROM record WHERE person = 'chain' ORDER BY 1;
SELECT (SELECT count(*) FROM unnest(ours)) AS spells, lower(ours), upper(ours), ours = theirs AS equals_range_agg
FROM (SELECT spells(d, d) AS ours, range_agg(daterange(d, d + 1)) AS theirs
	FROM (SELECT date '1990-01-01' + 2 * i AS d FROM generate_series(0, 9999) i ORDER BY i % 97, i) x) y;

-- Parallel plan = serial result.
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
ALTER TABLE random_record SET (parallel_workers = 2);
EXPLAIN (COSTS OFF) SELECT spells(first_day, first_day + length) FROM random_record;
CREATE TABLE in_parallel AS SELECT spells(first_day, first_day + length) AS s FROM random_record;
CREATE TABLE groups_in_parallel AS SELECT person, spells(first_day, first_day + length) AS s FROM random_record GROUP BY person;
SET max_parallel_workers_per_gather = 0;
SELECT p.s AS parallel, (SELECT spells(first_day, first_day + length) FROM random_record) AS serial FROM in_parallel p;
SELECT count(*) AS people, count(*) FILTER (WHERE p.s <> t.s) AS differ
FROM groups_in_parallel p JOIN (SELECT person, spells(first_day, first_day + length) AS s FROM random_record GROUP BY person) t USING (person);
RESET max_parallel_workers_per_gather;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;

-- The state is a value that anybody can write, so it is exact in text and in binary form: the days in order,
SELECT state::spells_state FROM (VALUES ('{}'), ('{2016-01-04..2016-01-08}'), ('{2016-01-04..2016-01-08,2016-02-01..}'),
	('{2016-02-01..2016-02-01,2016-01-04..2016-01-08}'), ('{4713-01-01 BC..5874897-12-31}')) v(state);
-- read again as it was written, even if records came out of order and made a full state merge,
SELECT setseed(0.10);
CREATE TABLE out_of_order AS
SELECT n, ('{' || string_agg(format('%s..%s', day, day + floor(random() * 3)::integer), ',') || '}')::spells_state AS s
FROM generate_series(1, 2000) AS n, LATERAL (
	SELECT date '2020-01-01' + 2 * i + floor(power(random(), 8) * 40)::integer AS day
	FROM generate_series(1, 1 + n % 70) AS i ORDER BY i) AS d
GROUP BY n;
SELECT count(*) AS states, count(*) FILTER (WHERE s::text::spells_state::text <> s::text) AS read_otherwise,
	count(*) FILTER (WHERE spells_final(s) <> regexp_replace(s::text, '([-0-9]+)[.][.]([-0-9]+)', '[\1,\2]', 'g')::datemultirange) AS other_days
FROM out_of_order;
DROP TABLE out_of_order;
CREATE TABLE stored_state (id int, s spells_state);
INSERT INTO stored_state SELECT 1, spells_add_days(spells_add_days(NULL, '2016-01-04', '2016-01-08'), '2016-02-01', NULL);
INSERT INTO stored_state SELECT 2, spells_combine(s, '{2015-12-01..2015-12-03}') FROM stored_state;
SELECT id, s, spells_final(s), encode(spells_state_send(s), 'hex') FROM stored_state ORDER BY id;
-- not changed by those who read it or add to it,
SELECT spells_add_days(s, '2020-01-01', '2020-01-02') AS added, spells_combine(s, s) AS doubled, s AS kept FROM stored_state WHERE id = 2;
SELECT spells_combine(NULL, s), spells_combine(s, NULL), spells_combine(NULL, NULL) FROM stored_state WHERE id = 1;
-- and refused if it is malformed.
DO $$
DECLARE
	bad text;
BEGIN
	FOREACH bad IN ARRAY ARRAY['', '{', '}', '{2016-01-04}', '{2016-01-04..2016-01-03}', '{..2016-01-03}', '{2016-01-04..2016-01-08,}',
		'{today..}', '{04/01/2016..}', '{2016-02-30..}', '{2016-13-01..}', '{20160104..20160108}', '{0000-01-01..}', '{-infinity..}', '{9999999-01-01..}', '2016-01-04..'] LOOP
		BEGIN
			PERFORM bad::bradford.spells_state;
			RAISE NOTICE '% taken', bad;
		EXCEPTION WHEN data_exception THEN
			RAISE NOTICE '% %', SQLSTATE, SQLERRM;
		END;
	END LOOP;
END $$;

-- valid() asks as pg_input_is_valid() does, which PostgreSQL has from 16 on.
CREATE FUNCTION valid(written text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	answer boolean;
BEGIN
	IF current_setting('server_version_num')::integer >= 160000 THEN
		EXECUTE 'SELECT pg_input_is_valid($1, ''bradford.spells_state'')' INTO answer USING written;
		RETURN answer;
	END IF;
	PERFORM written::bradford.spells_state;
	RETURN true;
EXCEPTION WHEN data_exception THEN
	RETURN false;
END $$;
SELECT written, valid(written) FROM unnest(ARRAY['{}', '{2016-01-04..2016-01-08,2016-02-01..}', '', '{', '{2016-01-04..2016-01-08', '{2016-01-04..2016-01-08}}', '{2016-01-04..2016-01-08} ',
	'{2016-01-04..2016-01-03}', '{2016-01-04}', '{today..}', '{2016-01-04..tomorrow}', '{,}']) WITH ORDINALITY AS w(written, i) ORDER BY i;
DROP FUNCTION valid;

-- The binary form is a version, the number of spells and the days of each; all of it is checked.
CREATE TABLE received (s spells_state);
CREATE TABLE forged (name text, bytes bytea);
\copy (SELECT s FROM stored_state) TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
SELECT s::text, count(*) FROM (SELECT s FROM stored_state UNION ALL TABLE received) AS both_ways GROUP BY s::text ORDER BY s::text COLLATE "C";
INSERT INTO forged VALUES ('version 0', '\x00'), ('version 2', '\x0200000000'), ('no version', '\x00000001000016d7000016db'), ('minus one', '\x01ffffffff'),
	('more than there are', '\x0100000002000016d7000016db'), ('backwards', '\x0100000001000016db000016d7'), ('no first day', '\x0100000001800000007fffffff'), ('infinity', '\x01000000017fffffff7fffffff'),
	('after the last day', '\x0100000001000016d77fffff00'), ('trailing bytes', '\x0100000001000016d7000016db0000'), ('nothing', ''), ('no number', '\x010000');
\copy (SELECT bytes FROM forged WHERE name = 'version 0') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'version 2') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'no version') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'minus one') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'more than there are') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'backwards') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'no first day') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'infinity') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'after the last day') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
-- PostgreSQL itself refuses bytes that are left over
\set VERBOSITY sqlstate
\copy (SELECT bytes FROM forged WHERE name = 'trailing bytes') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'nothing') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\copy (SELECT bytes FROM forged WHERE name = 'no number') TO 'results/spells.bin' (FORMAT binary)
\copy received FROM 'results/spells.bin' (FORMAT binary)
\set VERBOSITY default
DROP TABLE received, forged;

-- The spare room of a stored state has nothing of what the session's memory held before: equal records give equal bytes.
CREATE TABLE image (note text, state spells_state);
DO $$
BEGIN
	FOR i IN 1..100 LOOP
		INSERT INTO image SELECT repeat('memory of before ' || i, 10), ('{2020-01-01..2020-01-0' || 1 + i % 9 || '}')::bradford.spells_state;
	END LOOP;
END $$;
SELECT count(*) AS pairs, count(*) FILTER (WHERE NOT record_image_eq(ROW(a.state), ROW(b.state))) AS differing_bytes
FROM image AS a JOIN image AS b ON a.state::text = b.state::text;
DROP TABLE image;

-- Bad records: class 22, the value, the limit and what to write; other data is untouched.
SELECT spells(date '2016-01-08', date '2016-01-04');
SELECT spells(NULL, date '2016-01-04');
SELECT spells(date '-infinity', date '2016-01-04');
SELECT spells(date '2016-01-04', date 'infinity');
SELECT spells(daterange 'empty');
SELECT spells(daterange(NULL, '2016-01-04'));
SELECT spells(daterange(NULL, NULL));
SELECT spells(daterange('-infinity', '2016-01-04'));
SELECT spells(daterange('2016-01-04', 'infinity'));
SELECT spells('[2016-01-04,infinity]'::daterange);
SELECT spells(date '5874897-12-31', date '5874897-12-31');
DO $$
DECLARE
	bad text;
BEGIN
	FOREACH bad IN ARRAY ARRAY['date ''2016-01-08'', date ''2016-01-04''', 'NULL, date ''2016-01-04''', 'date ''-infinity'', NULL',
		'date ''2016-01-04'', ''infinity''', 'daterange ''empty''', 'daterange ''(,)''', 'daterange ''[2016-01-04,infinity)'''] LOOP
		BEGIN
			EXECUTE format('SELECT bradford.spells(%s)', bad);
		EXCEPTION WHEN data_exception THEN
			RAISE NOTICE '% spells(%)', SQLSTATE, bad;
		END;
	END LOOP;
END $$;
SELECT count(*) AS records_untouched FROM record;
DROP VIEW record_pair;
DROP TABLE record, random_record, in_parallel, groups_in_parallel, stored_state;
