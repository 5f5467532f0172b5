-- flexi_balance: a balance carried from one accounting period to the next, with a cap (FX-5, FX-6)
SET datestyle = ISO;
SET intervalstyle = postgres;
SET jit = off;
SET client_min_messages = warning;
SET search_path = bradford, public;

-- Appendix 2: 148 standard hours and 7 h 25, from both sides of the cap. Debit beyond its cap is carried all the same, and shown as beyond.
SELECT hours, (flexi_balance(hours, '148:00', '2016-01-04', '')).*
FROM unnest('{155:24,155:25,155:26,160:00,148:00,140:36,140:35,140:34,130:00}'::interval[]) AS hours GROUP BY 1 ORDER BY 1 DESC;
SELECT hours, (flexi_balance(hours, '148:00', '2016-01-04', 'beyond=cut')).* FROM unnest('{155:26,140:36,140:35,140:34}'::interval[]) AS hours GROUP BY 1 ORDER BY 1 DESC;

-- FT-1 to FT-6: the sheet of Glasgow, day by day, with the day as its own period and no cap: -1:30 brought forward, standard day 7:24.
SELECT id, credited, balance, carried FROM (
	SELECT id, (flexi_balance(credited::interval, '7:24', first_day, opening::interval, 'cap=none') OVER (ORDER BY first_day)).*
	FROM (VALUES ('FT-1', '8:10', date '2016-10-03', '-1:30'), ('FT-2', '8:50', '2016-10-04', NULL), ('FT-4', '7:45', '2016-10-06', NULL), ('FT-5', '3:42', '2016-10-07', NULL), ('FT-6', '0:00', '2016-10-10', NULL)) AS v(id, credited, first_day, opening)) x;
-- A row of the sheet stands between FT-2 and FT-4, which the notes don't have. From the +0:18 that it leaves, FT-4 is +0:39, FT-5 -3:03, FT-6 -10:27: over a
-- debit of 7:24 inside the period, since the cap binds only at the carry.
SELECT id, balance FROM (
	SELECT id, (flexi_balance(credited::interval, '7:24', first_day, opening::interval, 'cap=none') OVER (ORDER BY first_day)).*
	FROM (VALUES ('FT-4', '7:45', date '2016-10-06', '0:18'), ('FT-5', '3:42', '2016-10-07', NULL), ('FT-6', '0:00', '2016-10-10', NULL)) AS v(id, credited, first_day, opening)) x;
SELECT (flexi_balance('140:39', '148:00', '2016-10-03', '-3:06', 'cap=7:24')).*;
-- FT-17, Wycombe, 12/4: of 13:10 credit 1:10 is taken; a debit of 5:00 is 1:00 beyond, carried or cut.
SELECT (flexi_balance('161:10', '148:00', '2016-10-03', 'cap=12:00/4:00')).carried, (flexi_balance('161:10', '148:00', '2016-10-03', 'cap=12:00/4:00')).taken,
	   (flexi_balance('143:00', '148:00', '2016-10-03', 'cap=12:00/4:00; beyond=cut')).carried AS debit_cut, (flexi_balance('143:00', '148:00', '2016-10-03', 'cap=12:00/4:00; beyond=cut')).beyond;
-- FT-44, Cambridge, 10/5 inside a period and no debit at its end.
SELECT (flexi_balance('142:30', '148:00', '2016-10-03', 'cap=10:00/0:00; limit=10:00/5:00; beyond=cut')).*;

-- A year of thirteen periods with a cap: what it took, and the running account. A new opening balance begins afresh; periods without hours leave the balance unknown until then.
CREATE TEMP TABLE year (n integer, first_day date, credited interval, opening interval);
INSERT INTO year SELECT n, date '2016-01-04' + 28 * (n - 1), make_interval(mins => (ARRAY[8880, 9200, 9400, 8000, 8300, 9000, 8880, 9325, NULL, 8880, 9000, 8700, 8880])[n]), CASE n WHEN 1 THEN interval '1:00' WHEN 11 THEN '-2:00' END FROM generate_series(1, 13) n;
SELECT n, (b).* FROM (SELECT n, flexi_balance(credited, '148:00', first_day, opening, '') OVER (ORDER BY first_day) AS b FROM year) x;
SELECT (flexi_balance(credited, '148:00', first_day, opening, '' ORDER BY first_day)).*, count(*) FROM year;
SELECT (flexi_balance(credited, NULL, first_day, '' ORDER BY first_day)).* FROM year WHERE n = 1;
-- If only one of credited and standard is known, the other and the balance are not. An impossible value is still refused.
SELECT (flexi_balance(NULL, '148:00', '2016-01-04', '1:00', '')).*;
SELECT (flexi_balance('150:00', NULL, '2016-01-04', '1:00', '')).*;
SELECT flexi_balance(NULL, '1 day', '2016-01-04', '');
-- No row, and rows without a period, as from an outer join.
SELECT flexi_balance(credited, '148:00', first_day, '') IS NULL AS none FROM year WHERE false;
SELECT flexi_balance(NULL, NULL, NULL, NULL) IS NULL AS none;
SELECT (flexi_balance(credited, '148:00', first_day, scheme::flexi_scheme ORDER BY first_day NULLS LAST)).carried FROM (SELECT n, credited, first_day, '' AS scheme FROM year WHERE n = 2 UNION ALL SELECT 14, '1:00', NULL, NULL) x;

-- Refused.
SELECT flexi_balance(credited, '148:00', first_day, '' ORDER BY n DESC) FROM year;
SELECT flexi_balance(credited, '148:00', '2016-01-04', '') FROM year;
SELECT flexi_balance(credited, '148:00', first_day, NULL) FROM year;
SELECT flexi_balance('1 day', '148:00', '2016-01-04', '');
SELECT flexi_balance('1 month', '148:00', '2016-01-04', '');
SELECT flexi_balance('148:00', '1000000:00', '2016-01-04', '');
-- 316 periods of a hundred years credited and nothing due are within the limit of the balance, 277,777,777 hours; 317 are not.
SELECT (flexi_balance('876600:00', '0:00', date '2016-01-04' + 28 * i, 'cap=none' ORDER BY i)).carried FROM generate_series(1, 316) AS i;
SELECT (flexi_balance('876600:00', '0:00', date '2016-01-04' + 28 * i, 'cap=none' ORDER BY i)).carried FROM generate_series(1, 317) AS i;
SELECT flexi_balance('148:00', '148:00', '2016-01-04', '-1 day', '');
SELECT flexi_balance('148:00', '148:00', 'infinity', '');

-- Against the definition in plain SQL, line by line, on random people under random schemes that change now and then; also over frames that move, whose balance begins with their first row.
\set seed 0.42
\set people 400
\getenv test_dir PG_ABS_SRCDIR
\set definitions :test_dir '/oracle/flexitime.sql'
\set ECHO none
\i :definitions
\set ECHO all
SELECT setseed(:seed);
CREATE TEMP TABLE period AS
	SELECT person, n, date '2015-01-05' + 28 * n AS first_day,
		   CASE WHEN random() > 0.02 THEN make_interval(mins => 8880 + floor(1600 * (random() - 0.5))::integer) END AS credited, make_interval(mins => CASE WHEN person % 5 = 0 THEN 8436 ELSE 8880 END) AS standard,
		   CASE WHEN random() < 0.05 THEN make_interval(mins => floor(1200 * (random() - 0.5))::integer) END AS opening,
		   (ARRAY['7:25', '12:00', '0:00', NULL])[1 + (person + (random() * 0.6)::integer) % 4] AS credit_cap, (ARRAY['7:25', '4:00', NULL, '0:00', '16:00'])[1 + person % 5] AS debit_cap, person % 3 = 0 AS cut
	FROM generate_series(1, :people) AS person, generate_series(1, 30) AS n;
CREATE TEMP VIEW ours AS
	SELECT person, n, (b).brought_forward, (b).balance, (b).carried, (b).taken, (b).beyond, (f).balance AS frame_balance, (f).carried AS frame_carried, (f).taken AS frame_taken
	FROM  (SELECT person, n, flexi_balance(credited, standard, first_day, opening, scheme) OVER (PARTITION BY person ORDER BY first_day) AS b,
				  flexi_balance(credited, standard, first_day, opening, scheme) OVER (PARTITION BY person ORDER BY first_day ROWS BETWEEN 4 PRECEDING AND CURRENT ROW) AS f
		   FROM  (SELECT p.*, format('cap=%s/%s; beyond=%s', coalesce(credit_cap, 'none'), coalesce(debit_cap, 'none'), CASE WHEN cut THEN 'cut' ELSE 'carried' END)::flexi_scheme AS scheme FROM period p) y) x;
CREATE TEMP VIEW theirs AS
	SELECT person, o.* FROM (SELECT person, array_agg(credited ORDER BY n) AS c, array_agg(standard ORDER BY n) AS s, array_agg(opening ORDER BY n) AS p, array_agg(credit_cap::interval ORDER BY n) AS h, array_agg(debit_cap::interval ORDER BY n) AS d, array_agg(cut ORDER BY n) AS k FROM period GROUP BY person) x,
		 LATERAL oracle.flexi_balance(c, s, p, h, d, k) AS o;
SELECT count(*) AS lines, count(*) FILTER (WHERE a.taken > '0') AS capped, count(*) FILTER (WHERE a.beyond > '0') AS beyond, count(*) FILTER (WHERE a.balance IS NULL) AS unknown,
	   count(*) FILTER (WHERE (a.brought_forward, a.balance, a.carried, a.taken, a.beyond) IS DISTINCT FROM (t.brought_forward, t.balance, t.carried, t.taken, t.beyond)) AS differ
FROM ours a FULL JOIN theirs t USING (person, n);
WITH frame AS (
	SELECT p.person, p.n, array_agg(q.credited ORDER BY q.n) AS c, array_agg(q.standard ORDER BY q.n) AS s, array_agg(q.opening ORDER BY q.n) AS o, array_agg(q.credit_cap::interval ORDER BY q.n) AS h, array_agg(q.debit_cap::interval ORDER BY q.n) AS d, array_agg(q.cut ORDER BY q.n) AS k
	FROM period p JOIN period q ON q.person = p.person AND q.n BETWEEN p.n - 4 AND p.n WHERE p.person <= 40 GROUP BY 1, 2)
SELECT count(*) AS frames, count(*) FILTER (WHERE (a.frame_balance, a.frame_carried, a.frame_taken) IS DISTINCT FROM (t.balance, t.carried, t.taken)) AS differ
FROM frame f CROSS JOIN LATERAL (SELECT * FROM oracle.flexi_balance(f.c, f.s, f.o, f.h, f.d, f.k) l ORDER BY l.n DESC LIMIT 1) t JOIN ours a ON a.person = f.person AND a.n = f.n;
-- Nothing is lost: what was brought forward, plus hours, less what the cap took, is what is carried; debit that is cut is given back.
SELECT count(*) AS people, count(*) FILTER (WHERE l.carried = sum) AS add_up FROM (
	SELECT person, sum(credited - standard) - sum(taken) + sum(CASE WHEN cut THEN beyond ELSE '0' END) AS sum
	FROM (SELECT p.person, p.cut, (flexi_balance(coalesce(p.credited, '148:00'), p.standard, p.first_day, format('cap=%s/%s; beyond=%s', coalesce(credit_cap, 'none'), coalesce(debit_cap, 'none'), CASE WHEN cut THEN 'cut' ELSE 'carried' END)::flexi_scheme) OVER (PARTITION BY person ORDER BY first_day)).* FROM period p) x GROUP BY person) s
JOIN (SELECT person, (flexi_balance(coalesce(p.credited, '148:00'), p.standard, p.first_day, format('cap=%s/%s; beyond=%s', coalesce(credit_cap, 'none'), coalesce(debit_cap, 'none'), CASE WHEN cut THEN 'cut' ELSE 'carried' END)::flexi_scheme ORDER BY first_day)).carried FROM period p GROUP BY person) l USING (person);
DROP VIEW ours, theirs;
DROP SCHEMA oracle CASCADE;
