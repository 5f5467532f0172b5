-- Groups too small for their figures to be shown: which rows of days_lost_report are hidden, worked out by
-- hand; then an attack by linear algebra on all that is shown about random workforces.
SET datestyle = ISO;
SET client_min_messages = warning;
CALL bradford.create_tables('small_test');
CALL bradford.create_reports('small_test');
SET search_path = small_test;

-- A workforce from words: Place/Waste 3 is three people in Waste of Place; Waste 3 from 2017-06 to 2017-06. Each is away for some days.
CREATE FUNCTION works(groups text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	-- no TRUNCATE, after which every report is planned again
	DELETE FROM contract;
	DELETE FROM absence;
	DELETE FROM employee;
	INSERT INTO employee (employee_id, directorate, service_area)
	SELECT g.n * 100 + p, nullif(g.part[1], ''), g.part[2]
	FROM  (SELECT n, regexp_match(w, '^(?:(\w+)/)?(\w+) (\d+)(?: from (\S+))?(?: to (\S+))?$') AS part FROM regexp_split_to_table(groups, ', ') WITH ORDINALITY AS t(w, n)) g, generate_series(1, g.part[3]::integer) AS p;
	INSERT INTO contract (employee_id, first_day, last_day)
	SELECT g.n * 100 + p, COALESCE(g.part[4] || '-01', '2015-01-01')::date, (g.part[5] || '-01')::date + 14
	FROM  (SELECT n, regexp_match(w, '^(?:(\w+)/)?(\w+) (\d+)(?: from (\S+))?(?: to (\S+))?$') AS part FROM regexp_split_to_table(groups, ', ') WITH ORDINALITY AS t(w, n)) g, generate_series(1, g.part[3]::integer) AS p;
	INSERT INTO absence (employee_id, first_day, last_day)
	SELECT employee_id, d, d + (hashint8extended(employee_id, 1) & 3)::integer FROM employee, generate_series(0, 3) AS m, LATERAL (SELECT date '2017-04-03' + 30 * m + (hashint8extended(employee_id + m, 2) & 15)::integer AS d) x;
END $$;
-- hidden: the small ones, / and those that go with them
CREATE FUNCTION hides(groups text, as_of date DEFAULT '2017-07-31') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM works(groups);
	RETURN (SELECT concat(string_agg(g, ', ' ORDER BY g) FILTER (WHERE hidden LIKE 'fewer%'), ' / ', string_agg(g, ', ' ORDER BY g) FILTER (WHERE hidden LIKE 'so%'))
			FROM  (SELECT DISTINCT CASE level WHEN 'all' THEN 'ALL' ELSE concat_ws('/', directorate, COALESCE(service_area, '*')) END AS g, hidden FROM days_lost_report(as_of, 1) WHERE hidden IS NOT NULL) h);
END $$;
\pset format unaligned
\echo no number is set: nothing is hidden; of all numbers the largest holds, also before the policy that has it
SELECT hides('Parks 1, Waste 9');
UPDATE attendance_policy SET least_group = 3 WHERE policy = 'periods or days';
SELECT hides('Parks 2, Waste 9, Schools 20'), hides('Parks 4, Waste 9, Schools 20');
UPDATE attendance_policy SET least_group = 5 WHERE policy = 'Bradford 2016';
SELECT hides('Parks 4, Waste 9, Schools 20'), hides('Parks 4, Waste 9, Schools 20', '2016-07-31');
\echo the rows of one workforce
SELECT level, service_area, period, employees, fte, days_lost, short_term, long_term, hours_lost, average_per_employee, average_per_fte, hours_per_employee, hours_per_fte, target, target_to_date, above_target, hidden
FROM   days_lost_report('2016-07-31', 1) ORDER BY level, service_area;
SELECT DISTINCT level, service_area, period, hidden FROM days_lost_report('2016-07-31', 1, 'quarter') WHERE hidden IS NOT NULL ORDER BY 1, 2, 3;
\echo five people are enough, four are not; two small ones may be enough for one another
SELECT hides('Parks 5, Waste 9'), hides('Parks 3, Waste 4, Schools 9'), hides('Parks 1, Waste 2, Highways 3, Schools 9'), hides('Parks 1, Waste 2, Highways 6, Schools 9');
\echo there is nothing to hide one behind: the total goes
SELECT hides('Parks 3'), hides('Parks 3, Waste 1'), hides('Parks 4, Waste 1'), hides('Parks 3, Waste 9');
\echo in a directorate: the next smallest of it, and its total stays
SELECT hides('Place/Parks 3, Place/Waste 8, Place/Roads 9, People/Schools 2, People/Care 6, People/Youth 7');
SELECT hides('Place/Parks 3, Place/Waste 3, People/Schools 9, People/Care 9'), hides('Place/Parks 3, Place/Waste 3, Place/Roads 9');
\echo nothing to hide it behind in the directorate: its total goes; then the smallest area without one or directorate, and of that its smallest area
SELECT hides('Place/Parks 3, People/Schools 10, People/Care 11');
SELECT hides('Place/Parks 3, People/Schools 10, People/Care 11, Legal 7');
SELECT hides('Place/Parks 3, People/Schools 10, People/Care 11, Legal 7, Money/Tax 2, Money/Audit 4');
\echo 2 + 2 and 2 + 1 are no five each, and together they are seven
SELECT hides('Place/Parks 2, Place/Waste 2, People/Schools 2, People/Care 1, Money/Tax 9, Money/Audit 9');
\echo a directorate of one area that is large enough hides nothing; beside a small one, both its rows go
SELECT hides('Place/Parks 9, People/Schools 9, People/Care 9'), hides('Place/Parks 9, Legal 2');
\echo an area of one name in two directorates is two
SELECT hides('Place/Admin 3, Place/Waste 9, People/Admin 30, People/Schools 9');
\echo the smallest month of the year says the size, and who is there for a day of a month counts in it; other years do not matter
SELECT hides('Parks 4, Parks 3 from 2017-07, Waste 9, Schools 10'), hides('Parks 4, Parks 3 to 2017-06, Waste 9, Schools 10', '2017-06-30'), hides('Parks 4, Parks 3 to 2017-06, Waste 9, Schools 10'), hides('Parks 4, Parks 3 from 2017-04, Waste 9, Schools 10');
\echo by the ends that are known: who of Schools leaves in October makes it the next smallest, in the report of July and in that of December
SELECT hides('Parks 4, Waste 5, Schools 4, Schools 2 to 2017-10, Roads 20'), hides('Parks 4, Waste 5, Schools 4, Schools 2 to 2017-10, Roads 20', '2017-12-31');
\echo Parks from June on, Waste until May: in June only Parks would be hidden, in April only Waste, so Schools go too
SELECT hides('Parks 3 from 2017-06, Waste 8 to 2017-05, Schools 9, Roads 10');
\echo until June there are only Schools: their months tell no small group, and the total of the year must not tell Parks
SELECT hides('Parks 3 from 2017-07, Schools 9 from 2017-04');
\echo two contracts are one person, and so are two employments in one month
SELECT works('Parks 4, Waste 9, Schools 12');
INSERT INTO contract (employee_id, post, first_day) VALUES (101, '2', '2016-01-01');
SELECT level, service_area, hidden FROM hidden_group('2017-04-30', 1) ORDER BY 1, 2;
UPDATE contract SET last_day = '2017-04-07' WHERE employee_id = 101;
UPDATE contract SET first_day = '2017-04-18', last_day = NULL WHERE employee_id = 101 AND post = '2';
SELECT level, service_area, hidden FROM hidden_group('2017-04-30', 1) ORDER BY 1, 2;
\echo years have a choice of their own, whatever is asked for
SELECT works('Parks 4 from 2016-06, Parks 3 from 2017-04, Waste 9, Schools 12, Roads 2 to 2016-05');
SELECT y.years, h.* FROM generate_series(1, 3) AS y(years), hidden_group('2017-07-31', y.years) h ORDER BY 1, 2, 3, 5;
\echo days and numbers that cannot be: whoever is employed counts, in an area without a name too, and a number above 1 holds
SELECT works('Parks 4, Waste 9, Schools 12');
ALTER TABLE contract DROP CONSTRAINT days_are_finite, DROP CONSTRAINT ends_after_it_starts, DROP CONSTRAINT one_contract_at_a_time;
ALTER TABLE employee ALTER service_area DROP NOT NULL;
UPDATE contract SET first_day = CASE employee_id WHEN 101 THEN '-infinity' WHEN 102 THEN '4714-11-24 BC' ELSE first_day END::date, last_day = CASE employee_id WHEN 102 THEN '5874897-12-31' WHEN 103 THEN 'infinity' END::date WHERE employee_id < 104;
UPDATE contract SET last_day = '2014-01-01' WHERE employee_id = 201;
UPDATE contract SET first_day = '1980-01-01', last_day = '1990-01-01' WHERE employee_id = 202;
UPDATE contract SET first_day = 'infinity' WHERE employee_id = 203;
UPDATE contract SET first_day = '2017-07-31' WHERE employee_id = 204;
UPDATE employee SET service_area = NULL WHERE employee_id > 300;
ALTER TABLE attendance_policy DROP CONSTRAINT least_group_hides_somebody;
UPDATE attendance_policy SET least_group = CASE policy WHEN 'Bradford 2016' THEN 5 ELSE -7 END;
SELECT level, service_area, employees, hidden FROM days_lost_report('2017-07-31', 1) ORDER BY 1, 2;
UPDATE attendance_policy SET least_group = 1;
SELECT count(*) FROM hidden_group('2017-07-31', 1);
UPDATE attendance_policy SET least_group = 2147483647;
SELECT level, service_area, employees, hidden FROM days_lost_report('2017-07-31', 1) ORDER BY 1, 2;
SELECT d.as_of, d.years, count(h) FROM (VALUES (NULL::date, 3), ('1995-01-01', 200), ('2099-12-31', 0), ('2017-07-31', NULL), ('2017-07-31', -1)) AS d(as_of, years) LEFT JOIN LATERAL hidden_group(d.as_of, d.years) h ON true GROUP BY 1, 2 ORDER BY 1, 2;
DELETE FROM contract;
\pset format aligned

\echo the attack on random workforces: all rows that are shown, of years, quarters and months, are solved for areas by months. No row of too few people
\echo follows from them, nor two areas in a month that are too few together; no row is hidden that follows from them, unless it is a total with a hidden area
CREATE TABLE outcome (org integer, least_group integer, cells integer, hidden integer, shown integer, breaches integer, in_vain integer, wrong integer, unlike integer);
CREATE TABLE seen AS SELECT ''::text AS p, r.* FROM days_lost_report('2017-07-31') r;
CREATE TABLE told AS TABLE seen;
CREATE TABLE cell (n integer, directorate text, service_area text, month date, people integer);
CREATE TABLE vector (p text, level text, directorate text, service_area text, first_day date, hidden text, v float8[], small boolean);
CREATE FUNCTION attack(org integer, number integer) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	groups	text;
	cells	integer;
	basis	float8[] := '{}';		-- row after row, in reduced echelon form
	pivots	integer[] := '{}';
	v		float8[];
	f		float8;
	r		record;
	i		integer;
	j		integer;
	k		integer;
	breach	integer := 0;
	idle	integer := 0;
BEGIN
	-- up to seven areas in up to three directorates or none, half of them of 1 to 3 people and half of 1 to 12, some of whom come or go
	SELECT string_agg(format('%s%s %s%s', CASE WHEN h[2] % 4 > 0 THEN chr(79 + h[2] % 4) || '/' END, chr(64 + a), 1 + h[3] % CASE h[3] / 32 % 2 WHEN 0 THEN 3 ELSE 12 END,
							 CASE h[4] % 6 WHEN 0 THEN ' from 2017-0' || 5 + h[5] % 3 WHEN 1 THEN ' to 2017-0' || 4 + h[5] % 3 END), ', ') INTO groups
	FROM   generate_series(1, 2 + org % 6) AS a, LATERAL (SELECT array_agg((hashint8extended(org * 100 + a, s) & 1023)::integer ORDER BY s) AS h FROM generate_series(1, 5) AS s) x;
	PERFORM works(groups);
	UPDATE attendance_policy SET least_group = NULL;
	DELETE FROM seen;
	INSERT INTO seen
	SELECT p, r.* FROM unnest('{year,quarter,month}'::text[]) AS p, days_lost_report('2017-07-31', 1, p) r;
	UPDATE attendance_policy SET least_group = attack.number;
	DELETE FROM told;
	INSERT INTO told
	SELECT p, r.* FROM unnest('{year,quarter,month}'::text[]) AS p, days_lost_report('2017-07-31', 1, p) r;
	-- what could be known: areas by months, with their people
	DELETE FROM cell;
	INSERT INTO cell
	SELECT row_number() OVER (ORDER BY 1, 2, 3)::integer AS n, directorate, service_area, m.month::date AS month, count(DISTINCT employee_id)::integer AS people
	FROM   employee JOIN contract c USING (employee_id), generate_series(timestamp '2017-04-01', '2017-07-01', '1 month') AS m(month)
	WHERE  daterange(c.first_day, c.last_day, '[]') && daterange(m.month::date, (m.month + interval '1 month')::date)
	GROUP  BY 2, 3, 4;
	cells := (SELECT count(*) FROM cell);
	DELETE FROM vector;
	INSERT INTO vector
	SELECT t.p, t.level, t.directorate, t.service_area, t.first_day, t.hidden,
		   (SELECT array_agg(CASE WHEN x.inside THEN 1 ELSE 0 END::float8 ORDER BY c.n)
			FROM cell c, LATERAL (SELECT c.month BETWEEN t.first_day AND t.last_day AND (t.level = 'all' OR c.directorate IS NOT DISTINCT FROM t.directorate AND (t.level = 'directorate' OR c.service_area = t.service_area)) AS inside) x) AS v,
		   -- a month in which it is of too few people
		   EXISTS (SELECT FROM cell c WHERE c.month BETWEEN t.first_day AND t.last_day AND (t.level = 'all' OR c.directorate IS NOT DISTINCT FROM t.directorate AND (t.level = 'directorate' OR c.service_area = t.service_area))
				   GROUP BY c.month HAVING sum(c.people) < attack.number) AS small
	FROM   told t;
	FOR r IN
		SELECT v.v, true AS shown, NULL::boolean AS small, NULL::boolean AS in_vain FROM vector v WHERE v.hidden IS NULL
		UNION ALL
		-- the areas may tell a total in months in which the hidden ones have nobody
		SELECT v.v, false, v.small, v.level = 'service area' OR NOT EXISTS (SELECT FROM told t WHERE t.level = 'service area' AND t.hidden IS NOT NULL AND (v.level = 'all' OR t.directorate = v.directorate))
		FROM   vector v WHERE v.hidden IS NOT NULL
		UNION ALL
		-- hidden areas of a month together, of too few people
		SELECT x.v, false, true, NULL
		FROM   vector a JOIN vector b USING (p, level, first_day) JOIN cell c ON (c.directorate, c.service_area, c.month) IS NOT DISTINCT FROM (a.directorate, a.service_area, a.first_day)
			   JOIN cell d ON (d.directorate, d.service_area, d.month) IS NOT DISTINCT FROM (b.directorate, b.service_area, b.first_day), LATERAL (SELECT array_agg(y + z ORDER BY o) AS v FROM unnest(a.v, b.v) WITH ORDINALITY AS u(y, z, o)) x
		WHERE  p = 'month' AND level = 'service area' AND a.hidden IS NOT NULL AND b.hidden IS NOT NULL AND c.n < d.n AND c.people + d.people < attack.number
		ORDER  BY shown DESC
	LOOP
		v := r.v;
		FOR i IN 1 .. cardinality(pivots) LOOP
			f := v[pivots[i]];
			IF f <> 0 THEN
				FOR j IN 1 .. cells LOOP v[j] := v[j] - f * basis[(i - 1) * cells + j]; END LOOP;
			END IF;
		END LOOP;
		k := (SELECT min(o) FROM unnest(v) WITH ORDINALITY AS u(x, o) WHERE abs(x) > 1e-9);
		IF r.shown AND k IS NOT NULL THEN
			f := v[k];
			FOR j IN 1 .. cells LOOP v[j] := v[j] / f; END LOOP;
			FOR i IN 1 .. cardinality(pivots) LOOP
				f := basis[(i - 1) * cells + k];
				IF f <> 0 THEN
					FOR j IN 1 .. cells LOOP basis[(i - 1) * cells + j] := basis[(i - 1) * cells + j] - f * v[j]; END LOOP;
				END IF;
			END LOOP;
			basis := basis || v;
			pivots := pivots || k;
		ELSIF NOT r.shown AND k IS NULL THEN
			IF r.small THEN breach := breach + 1; ELSIF r.in_vain THEN idle := idle + 1; END IF;
		END IF;
	END LOOP;
	INSERT INTO outcome
	SELECT org, attack.number, cells, (SELECT count(*) FROM told WHERE hidden IS NOT NULL), (SELECT count(*) FROM told WHERE hidden IS NULL), breach, idle,
		   -- what is shown is right; what is hidden is not shown
		   (SELECT count(*) FROM seen s JOIN told t USING (p, level, first_day) WHERE (s.directorate, s.service_area) IS NOT DISTINCT FROM (t.directorate, t.service_area)
			AND CASE WHEN t.hidden IS NULL THEN to_jsonb(s) - 'hidden' <> to_jsonb(t) - 'hidden'
					 ELSE num_nulls(t.employees, t.fte, t.days_lost, t.short_term, t.long_term, t.hours_lost, t.average_per_employee, t.average_per_fte, t.hours_per_employee, t.hours_per_fte, t.target, t.target_to_date, t.above_target) < 13 END)
		   + abs((SELECT count(*) FROM seen) - (SELECT count(*) FROM told)),
		   -- a group is hidden in all periods or in none
		   (SELECT count(*) FROM (SELECT FROM told GROUP BY level, directorate, service_area HAVING count(DISTINCT COALESCE(hidden, '')) > 1) x);
END $$;
SELECT count(attack(org, 2 + org % 5)) FROM generate_series(1, 50) AS org;
SELECT count(*) AS workforces, sum(cells) AS unknown, sum(hidden) AS hidden, sum(shown) AS shown, count(*) FILTER (WHERE hidden > 0 AND shown > 0) AS some_of_both, sum(breaches) AS breaches, sum(in_vain) AS in_vain, sum(wrong) AS wrong, sum(unlike) AS unlike FROM outcome;
SELECT * FROM outcome WHERE breaches + in_vain + wrong + unlike > 0;

RESET search_path;
DROP SCHEMA small_test CASCADE;
