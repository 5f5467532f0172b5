-- Every reader of a spell set against the day-by-day definition of test/oracle/score.sql, on random
-- people under random rules.  More people, or other people: change the two numbers.
\set seed 0.42
\set people 2000
SET datestyle = ISO;
SET intervalstyle = postgres;
\getenv test_dir PG_ABS_SRCDIR
\set definitions :test_dir '/oracle/score.sql'
\set ECHO none
\i :definitions
\set ECHO all
SET jit = off;
SELECT setseed(:seed);

-- Each person has a day to be judged at, now and then one where years or months begin or end, and a
-- rule, written out with its keys in either order, defaults left out or not.
CREATE TEMP TABLE draw AS
	SELECT id, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6,
		random() AS r7, random() AS r8, random() AS r9, random() AS r10, random() AS r11, random() AS r12
	FROM generate_series(1, :people) AS id;
CREATE TEMP TABLE choice AS
	SELECT id, r9, r10, r11, r12,
		coalesce(('{2020-02-29,2020-03-31,2021-02-28,2023-12-31,2024-01-01,2024-02-29,2024-03-30,2025-02-28}'::date[])[1 + floor(r1 * 24)::integer],
			date '2020-06-01' + floor(r2 * 1800)::integer) AS as_of,
		coalesce(('{52 weeks,364 days,365 days,366 days,1 year,6 months,18 months,1 month,13 weeks,30 days,2 months 10 days,1 week,1 day}'::text[])[1 + floor(r3 * 20)::integer],
			'12 months') AS length,
		('{clip,whole,inside}'::text[])[1 + floor(r4 * 3)::integer] AS edge,
		('{calendar,working,span}'::text[])[1 + floor(r5 * 3)::integer] AS days,
		('{touching,working}'::text[])[1 + floor(r6 * 2)::integer] AS bridge,
		greatest(1, floor(r7 * 12)::integer - 5) AS minimum,
		('{england-and-wales,england-and-wales,weekdays,every-day}'::text[])[1 + floor(r8 * 4)::integer] AS calendar
	FROM draw;
CREATE TEMP TABLE policy AS
	SELECT id, as_of, calendar, (length::interval, edge, days, bridge, minimum)::oracle.rule AS rule,
		(SELECT coalesce(string_agg(key || '=' || value, CASE WHEN r9 < 0.5 THEN ';' ELSE '; ' END
				ORDER BY CASE WHEN r10 < 0.5 THEN position ELSE -position END), '')
			FROM (VALUES (1, 'window', length, '12 months'), (2, 'edge', edge, 'clip'), (3, 'days', days, 'calendar'),
				(4, 'bridge', bridge, 'touching'), (5, 'minimum', minimum::text, '1')) AS pair(position, key, value, usual)
			WHERE value <> usual OR r11 < 0.3) AS rule_text,
		daterange(as_of - floor(r11 * 40)::integer, as_of + 1 + floor(r12 * r12 * r12 * 250)::integer) AS during
	FROM choice;

-- Records: single days, short and long ones, some open-ended, in the 500 days before the day and in the
-- 50 days after it ...
CREATE TEMP TABLE seen AS
	SELECT id, as_of, as_of + 50 - floor(random() * 550)::integer AS first_day,
		random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5
	FROM policy, generate_series(1, 8);
DELETE FROM seen WHERE r5 < id % 11 / 10.0;
CREATE TEMP TABLE record AS
	SELECT id, first_day, CASE WHEN r1 > 0.015 THEN first_day + CASE
			WHEN r2 < 0.5 THEN 0 WHEN r2 < 0.85 THEN floor(r3 * 9)::integer
			WHEN r2 < 0.98 THEN floor(r3 * 40)::integer ELSE floor(r3 * 420)::integer END END AS last_day
	FROM seen;
-- ... and beside some of them a second one: repeated, nested, touching, overlapping, around it, on the
-- next working day (after a weekend or holidays, most of all) or on the one after that.
CREATE TEMP TABLE beside AS SELECT *, random() AS r1, random() AS r2, random() AS r3 FROM record WHERE last_day IS NOT NULL;
INSERT INTO record
	SELECT id, first_day, first_day + floor(length * greatest(0, r3 - 0.3))::integer
	FROM (SELECT id, r3, last_day - first_day + 1 AS length, CASE floor(r2 * 9)
			WHEN 0 THEN first_day
			WHEN 1 THEN first_day + floor((last_day - first_day) / 2.0)::integer
			WHEN 2 THEN last_day + 1
			WHEN 3 THEN last_day
			WHEN 4 THEN first_day - 2
			WHEN 5 THEN working[2]
			ELSE working[1] END AS first_day
		FROM beside, LATERAL (SELECT array_agg(last_day + i ORDER BY i) FROM generate_series(1, 10) AS i
			WHERE oracle.is_working(last_day + i, 'england-and-wales')) AS next(working)
		WHERE r1 < 0.45) AS second;

-- Half days: some first and last days, and some days without an absence.
CREATE TEMP TABLE half AS
	SELECT id, random() AS r1, first_day AS day FROM record
	UNION ALL SELECT id, random(), last_day FROM record WHERE last_day IS NOT NULL
	UNION ALL SELECT id, random(), first_day + 1 FROM record;
-- Triggers: the score itself, which counts as reached, one half above it, and any other.
CREATE TEMP TABLE person AS
	SELECT id, as_of, during, spells, half_days, rule, calendar,
		rule_text::bradford.scoring_rule AS our_rule, calendar::bradford.calendar AS our_calendar,
		ARRAY[CASE WHEN score > 0 AND id % 3 = 0 THEN score WHEN score > 0 AND id % 3 = 1 THEN score + 0.5 ELSE 1 + id % 200 END,
			round((1 + id % 60) ^ 1.7, id % 2)] AS triggers
	FROM policy
		JOIN (SELECT id, oracle.spells(array_agg(first_day), array_agg(last_day)) AS spells
			FROM policy LEFT JOIN record USING (id) GROUP BY id) AS known USING (id)
		LEFT JOIN (SELECT id, range_agg(daterange(day, day, '[]')) AS half_days
			FROM half WHERE r1 < 0.3 AND id % 5 < 2 GROUP BY id) AS halves USING (id),
		oracle.score(spells, as_of, rule, calendar, half_days);
CREATE INDEX ON record (id);
ANALYZE;

SELECT count(*) AS people, sum(records) AS records, max(records) AS most, sum(open) AS open, sum(future) AS future,
	count(half_days) AS with_half_days, count(DISTINCT rule) AS rules
FROM person LEFT JOIN (SELECT id, count(*) AS records, count(*) FILTER (WHERE last_day IS NULL) AS open,
		count(*) FILTER (WHERE first_day > as_of) AS future
	FROM record JOIN policy USING (id) GROUP BY id) AS known USING (id);

-- Answers of ours and of the oracle, as text that is the same for equal values: numbers without trailing
-- zeros, rows in order.
CREATE TEMP TABLE answer (reader text, id integer, question text, ours text, oracle text);

INSERT INTO answer
	SELECT 'spells(period)', id, NULL,
		(SELECT bradford.spells(daterange(first_day, last_day, '[]')) FROM record WHERE record.id = person.id), spells
	FROM person;
INSERT INTO answer
	SELECT 'spells(first_day, last_day)', id, NULL,
		(SELECT bradford.spells(first_day, last_day) FROM record WHERE record.id = person.id), spells
	FROM person;
INSERT INTO answer
	SELECT unnest(ARRAY['occasions', 'days', 'score']), id, as_of,
		unnest(ARRAY[bradford.occasions(spells, as_of, our_rule, our_calendar, half_days)::text,
			trim_scale(bradford.days(spells, as_of, our_rule, our_calendar, half_days))::text,
			trim_scale(bradford.score(spells, as_of, our_rule, our_calendar, half_days))::text]),
		unnest(ARRAY[o.occasions::text, trim_scale(o.days)::text, trim_scale(o.score)::text])
	FROM person, oracle.score(spells, as_of, rule, calendar, half_days) AS o;
INSERT INTO answer
	SELECT 'score_totals', id, as_of, concat_ws(' ', t.occasions, trim_scale(t.days), trim_scale(t.score)),
		concat_ws(' ', o.occasions, trim_scale(o.days), trim_scale(o.score))
	FROM person, bradford.score_totals(spells, as_of, our_rule, our_calendar, half_days) AS t,
		oracle.score(spells, as_of, rule, calendar, half_days) AS o;
INSERT INTO answer
	SELECT 'explain_score', id, as_of,
		(SELECT string_agg(concat_ws(' ', spell, coalesce(counted::text, '-'), trim_scale(days), coalesce(starts_to_leave::text, '-'), left_on), E'\n' ORDER BY spell)
			FROM bradford.explain_score(spells, as_of, our_rule, our_calendar, half_days)),
		(SELECT string_agg(concat_ws(' ', spell, coalesce(counted::text, '-'), trim_scale(days), coalesce(starts_to_leave::text, '-'), left_on), E'\n' ORDER BY spell)
			FROM oracle.explain_score(spells, as_of, rule, calendar, half_days))
	FROM person;
INSERT INTO answer
	SELECT 'score_history', id, during,
		(SELECT string_agg(concat_ws(' ', period, occasions, trim_scale(days), trim_scale(score)), E'\n' ORDER BY period)
			FROM bradford.score_history(spells, during, our_rule, our_calendar, half_days)),
		(SELECT string_agg(concat_ws(' ', period, occasions, trim_scale(days), trim_scale(score)), E'\n' ORDER BY period)
			FROM oracle.score_history(spells, during, rule, calendar, half_days))
	FROM person WHERE id % 3 = 0;
INSERT INTO answer
	SELECT 'trigger_dates', id, concat_ws(' ', triggers, during),
		(SELECT string_agg(concat_ws(' ', trigger, reached_on, 'to', cleared_on, 'peak', trim_scale(peak), peak_on), E'\n' ORDER BY trigger, reached_on)
			FROM bradford.trigger_dates(spells, triggers, during, our_rule, our_calendar, half_days)),
		(SELECT string_agg(concat_ws(' ', trigger, reached_on, 'to', cleared_on, 'peak', trim_scale(peak), peak_on), E'\n' ORDER BY trigger, reached_on)
			FROM oracle.trigger_dates(spells, triggers, during, rule, calendar, half_days))
	FROM person WHERE id % 3 = 1;
INSERT INTO answer
	SELECT 'clears_on', id, concat_ws(' ', triggers[1], as_of),
		bradford.clears_on(spells, triggers[1], as_of, our_rule, our_calendar, half_days),
		oracle.clears_on(spells, triggers[1], as_of, rule, calendar, half_days)
	FROM person WHERE id % 6 = 0;
INSERT INTO answer
	SELECT 'days_to_trigger', id, concat_ws(' ', trigger, as_of),
		bradford.days_to_trigger(spells, trigger, as_of, our_rule, our_calendar, half_days),
		oracle.days_to_trigger(spells, trigger, as_of, rule, calendar, half_days)
	FROM person, LATERAL (SELECT triggers[1 + id % 2]) AS t(trigger) WHERE id % 5 = 1;
INSERT INTO answer
	SELECT 'rolling_window', id, concat_ws(' ', (rule).length, as_of), bradford.rolling_window(as_of, (rule).length),
		(SELECT daterange(min(d), max(d), '[]') FROM (SELECT as_of - i FROM generate_series(0, 800) AS i) AS day(d)
			WHERE as_of - (rule).length < d)
	FROM person;

-- rolling_score: every record, repeated and open ones and a missing one too, against the score of all the
-- person's records as at its last day.
INSERT INTO answer
	SELECT 'rolling_score', id, period, trim_scale(ours),
		CASE WHEN upper(period) IS NOT NULL THEN
			(SELECT trim_scale(o.score) FROM oracle.score(spells, upper(period) - 1, rule, calendar, half_days) AS o) END
	FROM (SELECT id, period, spells, rule, calendar, half_days,
			bradford.rolling_score(period, our_rule, our_calendar, half_days)
				OVER (PARTITION BY id ORDER BY period) AS ours
		FROM (SELECT id, daterange(first_day, last_day, '[]') AS period FROM record
			UNION ALL SELECT id, NULL FROM person WHERE id % 9 = 0) AS known JOIN person USING (id)) AS rolled;

-- Readers, cases, how many different answers they had, and differences.
SELECT reader, count(*) AS cases, count(DISTINCT oracle) AS answers, count(*) FILTER (WHERE ours IS DISTINCT FROM oracle) AS differences
FROM answer GROUP BY reader ORDER BY reader;
SELECT reader, our_rule AS rule, calendar, half_days, spells, question, ours, oracle
FROM (SELECT *, row_number() OVER (PARTITION BY reader ORDER BY length(spells::text), id) AS n
	FROM answer JOIN person USING (id) WHERE ours IS DISTINCT FROM oracle) AS wrong
WHERE n <= 3 ORDER BY reader, n;
SET client_min_messages = warning;
DROP SCHEMA oracle CASCADE;
