-- Working days: the functions of doc/calendar.md against date arithmetic, against a table of working-day
-- ordinals (the best plain SQL), and against a day loop.  The variable "rows" is the number of rows.

-- Dates of 36 years, steps of both sizes, one of 40 patterns of part-time work at random.
CREATE TABLE pattern AS
SELECT id, ('england-and-wales; week=' || days || CASE WHEN id % 2 = 0 THEN '; closed=2026-12-' || 10 + id / 2 ELSE '' END)::bradford.calendar AS calendar
FROM   unnest('{Mon,Tue,Wed,Thu,Fri,Mon-Tue,Mon-Wed,Mon-Thu,Tue-Wed,Tue-Thu,Tue-Fri,Wed-Thu,Wed-Fri,Thu-Fri,Mon-Sat,Mon-Sun,Sat-Sun,"Mon,Wed","Mon,Thu","Mon,Fri","Tue,Thu","Tue,Fri","Wed,Fri","Mon,Wed,Fri","Mon,Tue,Thu","Mon,Tue,Fri","Mon,Thu-Fri","Mon,Wed-Thu","Tue,Thu-Fri","Mon-Tue,Thu-Fri","Mon-Wed,Fri","Mon,Wed-Fri","Tue-Wed,Fri","Mon-Tue,Thu","Mon-Tue,Fri","Fri-Sun","Thu-Sun","Wed-Sun","Mon-Tue,Sat","Mon,Sun"}'::text[])
       WITH ORDINALITY AS p (days, id);

-- the columns of a measure come first in its table, so that no measure pays for reading past others
CREATE FUNCTION bench.draw(i bigint, seed bigint, n integer) RETURNS integer
LANGUAGE sql IMMUTABLE RETURN ((hashint8extended(i, seed) & 2147483647) % n)::integer;

CREATE TABLE near_step AS
SELECT date '1997-01-01' + bench.draw(i, 1, 10957) AS d, 1 + bench.draw(i, 2, 20) AS n FROM generate_series(1, :rows) AS i;
CREATE TABLE far_step AS
SELECT d, bench.draw(row_number() OVER (), 3, 601) - 300 AS n FROM near_step;
CREATE TABLE two_days AS
SELECT d, date '1997-01-01' + bench.draw(row_number() OVER (), 4, 10957) AS e FROM near_step;
CREATE TABLE part_timer AS
SELECT s.d, s.n, p.calendar
FROM   (SELECT d, n, 1 + bench.draw(row_number() OVER (), 5, 40) AS id FROM near_step) AS s JOIN pattern AS p USING (id);
VACUUM ANALYZE near_step, far_step, two_days, part_timer;

-- The best plain SQL: a row for each day with its ordinal among the working days, indexed both ways.
CREATE TABLE working_day AS
SELECT d::date AS day, bradford.is_working_day(d::date) AS works,
	   count(*) FILTER (WHERE bradford.is_working_day(d::date)) OVER (ORDER BY d) AS ordinal
FROM   generate_series(date '1995-01-01', date '2030-12-31', interval '1 day') AS d;
CREATE UNIQUE INDEX ON working_day (day) INCLUDE (ordinal);
CREATE UNIQUE INDEX ON working_day (ordinal) INCLUDE (day) WHERE works;
VACUUM ANALYZE working_day;

CREATE FUNCTION bench.day_loop(day date, n integer) RETURNS date
LANGUAGE plpgsql STABLE AS
$$
BEGIN
	WHILE n > 0 LOOP
		day := day + 1;
		IF EXISTS (SELECT FROM working_day AS w WHERE w.day = day_loop.day AND w.works) THEN
			n := n - 1;
		END IF;
	END LOOP;
	RETURN day;
END
$$;

-- A bare scan reads the rows and none of their columns.
\set near 'SELECT bradford.add_working_days(d, n) AS day FROM near_step'
\set bare 'SELECT FROM near_step'
\set joined 'SELECT b.day FROM near_step AS s JOIN working_day AS a ON a.day = s.d JOIN working_day AS b ON b.works AND b.ordinal = a.ordinal + s.n'

CALL bench.compare_net('add_working_days, n 1 to 20 : d + n', :'near', 'SELECT d + n AS day FROM near_step',
	:'bare', :'bare', bar => 2.5);

\set columns 'SELECT d, n FROM near_step'
CALL bench.compare_net('the same, net of reading d and n too', :'near', 'SELECT d + n AS day FROM near_step',
	:'columns', :'columns', bar => NULL);

CALL bench.compare_net('add_working_days, n within 300 : n 1 to 20',
	'SELECT bradford.add_working_days(d, n) AS day FROM far_step', :'near', 'SELECT FROM far_step', :'bare', bar => 1.2);

CALL bench.compare_net('add_working_days : join with a table of ordinals', :'near', :'joined',
	:'bare', :'bare', bar => 0.2, same => ARRAY[:'near', :'joined']);

-- the loop costs seconds, so both sides take few of the rows
CREATE TABLE few_steps AS SELECT * FROM near_step LIMIT greatest(1000, :rows / 50);
ANALYZE few_steps;
\set near 'SELECT bradford.add_working_days(d, n) AS day FROM few_steps'
\set looped 'SELECT bench.day_loop(d, n) AS day FROM few_steps'
CALL bench.compare_net('add_working_days : loop over the days', :'near', :'looped',
	'SELECT FROM few_steps', 'SELECT FROM few_steps', bar => 1 / 300.0, same => ARRAY[:'near', :'looped']);

CREATE TABLE few_days AS SELECT * FROM two_days LIMIT 1000;
CALL bench.compare_net('working_days(a, b) : b - a', 'SELECT bradford.working_days(d, e) AS days FROM two_days',
	'SELECT e - d AS days FROM two_days', 'SELECT FROM two_days', 'SELECT FROM two_days', bar => 2.5,
	same => ARRAY['SELECT bradford.working_days(d, e) AS days FROM few_days',
		$$SELECT CASE WHEN e >= d THEN (SELECT count(*) FROM working_day AS w WHERE w.works AND w.day >= d AND w.day < e)
				 ELSE -(SELECT count(*) FROM working_day AS w WHERE w.works AND w.day >= e AND w.day < d) END::integer AS days FROM few_days$$]);

CALL bench.compare_net('40 calendars in a column : one constant calendar',
	'SELECT bradford.add_working_days(d, n, calendar) AS day FROM part_timer',
	'SELECT bradford.add_working_days(d, n) AS day FROM part_timer',
	'SELECT FROM part_timer', 'SELECT FROM part_timer', bar => 1.5);

-- Sets of absences as the bench "score" draws them, under the rule that asks the calendar most.
CREATE TABLE absence_set AS
SELECT e AS employee_id, range_agg(daterange(first_day, first_day + 1 + bench.draw(e * 10 + k, 7, 6))) AS spells
FROM   generate_series(1, :rows) AS e, generate_series(0, 9) AS k,
	   LATERAL (SELECT date '2022-01-01' + bench.draw(e * 10 + k, 6, 1096) AS first_day) AS f
GROUP  BY e;
VACUUM ANALYZE absence_set;

-- two rules, two answers: the score tests check that each is right
CALL bench.compare('score, days=working; bridge=working : the default rule',
	$$SELECT employee_id, bradford.score(spells, date '2024-12-31', 'days=working; bridge=working') AS score FROM absence_set$$,
	$$SELECT employee_id, bradford.score(spells, date '2024-12-31') AS score FROM absence_set$$, bar => 1.5, same => '{}');
