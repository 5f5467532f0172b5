-- Rosters: proposals are checked, shared out fairly and written as a problem for a solver (SR-1 to SR-3)
SET datestyle = ISO;
SET timezone = 'Europe/London';
SET intervalstyle = postgres;
SET jit = off;
SET client_min_messages = warning;
CALL bradford.create_tables('roster_hr');
CALL bradford.create_reports('roster_hr');
SET search_path = roster_hr, public;
\getenv test_dir PG_ABS_SRCDIR
\set instance :test_dir '/data/roster.sql'
\i :instance

-- ---------- RO-1 ----------
-- The published optimal roster costs 607: six short at 100, and seven of preferences. It breaks nothing.
CREATE PROCEDURE propose(name text, days text[]) LANGUAGE sql AS $$
INSERT INTO roster_shift (employee_id, roster, during, team)
SELECT n, name, tstzrange(day + interval '9:00', day + interval '17:00'), 'Instance 1'
FROM   unnest(days) WITH ORDINALITY AS r(days, n), generate_series(1, 14) AS d, LATERAL (SELECT date '2026-01-04' + d AS day) x WHERE substr(r.days, d, 1) = 'D';
$$;
CALL propose('published', '{-DDDD--DD--DDD,DDDDD--DD---DD,DDD--DD--DDD--,DD---DDDDD----,-DD----DD--DDD,DDDDD--DD--DD-,--DDD--DDD--DD,DD--DD--DDDD--}');
SELECT kind, finding, name, what, day, minutes, detail, cost FROM check_roster('2026-01-05', '2026-01-18') WHERE roster = 'published' ORDER BY kind, finding, day, name;
-- One change for each rule. A works day 0, which is a veto, and six days in a row then; B has a single day off; C works one day alone; D works both weekends; E and F stay below 7 shifts, G goes above 9.
CALL propose('worse', '{DDDDDD-DD--DDD,DDDDD--DD-D-DD,DDD--DD--D----,DD---DDDDD--DD,-DD----DD--DD-,DDDDD--D------,--DDD--DDDDDDD,DD--DD--DDDD--}');
SELECT kind, finding, name, what, day, minutes, detail, cost, rule_ids FROM check_roster('2026-01-05', '2026-01-18') WHERE roster = 'worse' AND kind IN ('breach', 'score') ORDER BY kind, finding, name, day;
SELECT roster, finding, count(*), sum(cost) FROM check_roster('2026-01-05', '2026-01-18') GROUP BY 1, 2 ORDER BY 1, 2;
-- The score is the sum of its rows, in each.
SELECT roster, sum(cost) FILTER (WHERE kind <> 'score') AS rows, sum(cost) FILTER (WHERE kind = 'score') AS score FROM check_roster('2026-01-05', '2026-01-18') GROUP BY 1 ORDER BY 1;

-- The model: 112 people and days less 8 vetoes. Each name once, none beginning with a digit or e.
SELECT count(*) AS variables, count(DISTINCT name) AS names, count(*) FILTER (WHERE name !~ '^[a-df-z]') AS bad, min(hours) AS hours, max(hours) FROM roster_variable('2026-01-05', '2026-01-18');
CREATE TEMP TABLE model AS SELECT line, n FROM roster_model('2026-01-05', '2026-01-18') WITH ORDINALITY AS m(line, n);
SELECT count(*) AS lines, max(length(line)) AS longest, count(*) FILTER (WHERE line ~ ':') AS rows, count(*) FILTER (WHERE line ~ '(^|[ :])[e0-9][a-z_0-9]*[a-z]') AS bad FROM model;
SELECT string_agg(line, ' | ' ORDER BY n) FROM model WHERE line ~ '^[A-Z]';
-- The rows of somebody, in words: hours of A in seconds, at most 72 h and, with the shortfall, at least 56 h.
SELECT string_agg(trim(line), ' ' ORDER BY n) FROM (SELECT m.*, count(*) FILTER (WHERE line ~ ':') OVER (ORDER BY n) AS row FROM model m) x WHERE row IN (SELECT row FROM (SELECT line, count(*) FILTER (WHERE line ~ ':') OVER (ORDER BY n) AS row FROM model) y WHERE line ~ '^ (hm1|hl1|cs1|co1|q1|wm1|m1):') AND line !~ '^[A-Z]' GROUP BY row ORDER BY row;
-- A team of another name has no variables, but still a model.
SELECT count(*) FILTER (WHERE line ~ 'x') AS variables, count(*) FROM roster_model('2026-01-05', '2026-01-18', 'nobody') AS m(line);

-- ---------- against each other: check_roster finds nothing in what a model allows, and the costs are the same ---------- Each of 60 random
-- rosters, put into the rows of the model by plain SQL. The model's hours below the limit are dear, and its vetoes have no names.
CREATE TEMP VIEW row_of AS
SELECT row, min(substring(line from '^ ([a-z0-9_]+):')) AS name, array_agg(coalesce(nullif(replace(t[1], ' ', ''), '')::numeric, 1) ORDER BY n) FILTER (WHERE t IS NOT NULL) AS factors, array_agg(t[2] ORDER BY n) FILTER (WHERE t IS NOT NULL) AS variables,
	   max(substring(line from '([<>]=) -?[0-9.]+$')) AS relation, max(substring(line from '[<>]= (-?[0-9.]+)$'))::numeric AS bound
FROM  (SELECT line, n, count(*) FILTER (WHERE line ~ ':') OVER (ORDER BY n) AS row, regexp_match(line, '([+-] [0-9.]+) ([a-z][a-z0-9_]*)') AS t FROM model WHERE n < (SELECT n FROM model WHERE line = 'Binaries')) x WHERE row > 0 GROUP BY row;
CREATE TEMP TABLE period AS SELECT date '2026-01-05' AS from_day, date '2026-01-18' AS to_day;
SELECT relation, count(*), min(cardinality(variables)) AS fewest, max(cardinality(variables)) AS most FROM row_of GROUP BY 1 ORDER BY 1;
CREATE TEMP TABLE random_roster AS
SELECT 'random ' || r AS roster, v.name, v.employee_id, v.during, v.day FROM generate_series(1, 60) r, roster_variable('2026-01-05', '2026-01-18') v
WHERE  CASE WHEN r % 3 = 0 THEN abs(hashtext(format('%s %s', r, v.name))) % 100 < 58
			-- or the published one with a few changes
			ELSE EXISTS (SELECT FROM roster_shift s WHERE s.roster = 'published' AND s.employee_id = v.employee_id AND s.during = v.during) <> (abs(hashtext(format('%s %s', r, v.name))) % 100 < r % 4) END;
INSERT INTO roster_shift (employee_id, roster, during, team) SELECT employee_id, roster, during, 'Instance 1' FROM random_roster;
CREATE TEMP VIEW agreement AS
WITH value AS (
	SELECT r.roster, o.row, o.name, o.relation, o.bound, sum(f.factor) FILTER (WHERE f.variable ~ '^x' AND EXISTS (SELECT FROM random_roster x WHERE x.roster = r.roster AND x.name = f.variable)) AS sum, min(f.variable) FILTER (WHERE f.variable !~ '^[xz]') AS slack
	FROM   (SELECT DISTINCT roster FROM random_roster) r, row_of o, unnest(o.factors, o.variables) AS f(factor, variable) WHERE o.name <> 'cost' GROUP BY 1, 2, 3, 4, 5
), slack AS (
	-- the least that a slack has to be
	SELECT v.roster, v.slack, max(greatest(CASE v.relation WHEN '>=' THEN v.bound - coalesce(v.sum, 0) ELSE coalesce(v.sum, 0) - v.bound END, 0)) AS value FROM value v WHERE v.slack IS NOT NULL AND v.slack !~ '^w' GROUP BY 1, 2
), weekend AS (
	SELECT v.roster, v.slack, max(greatest(-coalesce(v.sum, 0), 0)) AS value FROM value v WHERE v.slack ~ '^w' AND v.relation = '>=' GROUP BY 1, 2
), model_says AS (
	SELECT r.roster,
		   (SELECT sum(f.factor * s.value) FROM slack s JOIN (SELECT f.* FROM row_of o, unnest(o.factors, o.variables) AS f(factor, variable) WHERE o.name = 'cost') f ON f.variable = s.slack WHERE s.roster = r.roster AND s.slack !~ '^d') AS cost,
		   (SELECT count(*) FROM value v WHERE v.roster = r.roster AND v.slack IS NULL AND CASE v.relation WHEN '>=' THEN coalesce(v.sum, 0) < v.bound ELSE coalesce(v.sum, 0) > v.bound END)
		   + (SELECT count(*) FROM slack s WHERE s.roster = r.roster AND s.slack ~ '^d' AND s.value > 0)
		   + (SELECT count(*) FROM (SELECT sum(w.value) AS n FROM weekend w JOIN row_of o ON o.name ~ '^wm' AND w.slack = ANY (o.variables) WHERE w.roster = r.roster GROUP BY o.name, o.bound HAVING sum(w.value) > o.bound) x) AS broken
	FROM  (SELECT DISTINCT roster FROM random_roster) r
), check_says AS (
	SELECT roster, cost, split_part(detail, ' ', 1)::integer AS breaches FROM period, check_roster(from_day, to_day) WHERE kind = 'score' AND roster LIKE 'random%'
)
SELECT count(*) AS rosters, count(*) FILTER (WHERE m.cost IS DISTINCT FROM c.cost) AS costs_differ, count(*) FILTER (WHERE (m.broken > 0) <> (c.breaches > 0)) AS verdicts_differ, count(*) FILTER (WHERE c.breaches = 0) AS without_breach, min(c.cost), max(c.cost)
FROM   model_says m JOIN check_says c USING (roster);
SELECT * FROM agreement;
DELETE FROM roster_shift WHERE roster LIKE 'random%';

-- ---------- RO-8 to RO-12: rest and overlap, in minutes ----------
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'RO ' || n, 'Ward' FROM generate_series(8, 13) AS n WHERE n > 8;
INSERT INTO employee (employee_id, name, service_area) VALUES (20, 'RO 8', 'Ward'), (21, 'gap', 'Ward'), (22, 'worked before', 'Ward');
INSERT INTO contract (employee_id, first_day) SELECT employee_id, '2020-01-06' FROM employee WHERE employee_id > 8;
INSERT INTO team (team) VALUES ('Ward');
INSERT INTO roster_terms (employee_id, first_day, team, rest_hours) SELECT employee_id, '2026-01-05', 'Ward', 10 FROM employee WHERE employee_id > 8;
INSERT INTO roster_shift (employee_id, roster, during, team)
SELECT e, 'by hand', tstzrange(s::timestamptz, s::timestamptz + interval '8 hours'), 'Ward'
FROM  (VALUES (20, '{2026-02-02 09:00,2026-02-02 21:00}'::text[]), (9, '{2026-02-02 09:00,2026-02-02 17:00}'), (10, '{2026-02-02 09:00,2026-02-03 03:00}'), (11, '{2026-02-02 09:00,2026-02-03 09:00}'), (12, '{2026-02-02 09:00}'), (13, '{2026-02-02 09:00,2026-02-02 13:00}'),
	-- WT-21 and WT-22: ten hours by the clock are nine in March, and nine are ten in October
	(21, '{2026-03-28 14:00,2026-03-29 08:00,2026-10-24 14:00,2026-10-25 07:00}')) AS x(e, starts), unnest(starts) s;
-- twice the same shift, in two skills, since a row that repeats another is refused
INSERT INTO roster_shift VALUES (12, 'by hand', '[2026-02-02 09:00,2026-02-02 17:00:00.000001)', NULL, 'Ward', NULL);
SELECT name, finding, day, minutes, detail FROM check_roster('2026-02-02', '2026-02-08') WHERE roster = 'by hand' AND finding IN ('overlap', 'too little rest') ORDER BY substring(name FROM '\d+')::integer, finding;
SELECT name, finding, day, minutes, detail FROM check_roster('2026-03-25', '2026-11-01') WHERE name = 'gap' ORDER BY day;
-- At the seam: what was worked before the roster begins counts.
INSERT INTO shift (employee_id, during, team) VALUES (22, '[2026-02-08 21:00,2026-02-09 05:00)', 'Ward');
INSERT INTO roster_shift VALUES (22, 'by hand', '[2026-02-09 13:00,2026-02-09 21:00)', NULL, 'Ward', NULL);
SELECT name, finding, day, minutes, detail FROM check_roster('2026-02-09', '2026-02-15') WHERE kind = 'breach' ORDER BY 1;

-- ---------- SR-2: skills, absence, leave, veto hours, core hours, hours ----------
INSERT INTO team (team) VALUES ('Surgery');
INSERT INTO employee (employee_id, name, service_area) SELECT n, n::text, 'Surgery' FROM generate_series(30, 36) n;
INSERT INTO contract (employee_id, first_day, last_day) SELECT n, '2020-01-06', CASE n WHEN 36 THEN date '2026-03-03' END FROM generate_series(30, 36) n;
INSERT INTO roster_terms (employee_id, first_day, team, weekly_hours, most_owed, most_owing) SELECT n, '2026-01-05', 'Surgery', 37, 4, 4 FROM generate_series(30, 36) n WHERE n <> 35;
INSERT INTO employee_skill VALUES (30, 'nurse', 'band 5', '2020-01-01', NULL), (31, 'nurse', 'band 6', '2026-03-04', NULL);
INSERT INTO shift_kind (team, kind, first_day, days, starts, ends, break_starts, break_ends, skill) VALUES
	('Surgery', 'early', '2026-03-02', 'every-day', '7:00', '15:00', '11:00', '11:30', NULL), ('Surgery', 'night', '2026-03-02', 'every-day; week=Mon-Thu', '22:30', '7:30', '2:00', '3:00', 'nurse');
INSERT INTO absence (employee_id, absence_id, first_day, last_day, reason) VALUES (32, 1, '2026-03-03', '2026-03-04', 'cold or flu');
INSERT INTO time_off VALUES (33, '2026-03-02', '2026-03-08', 'annual leave', false), (34, '2026-03-05', '2026-03-05', 'annual leave', true);
INSERT INTO roster_request (employee_id, request, kind, first_day, last_day, days, starts, ends, weight) VALUES
	(30, 'school run', 'veto', '2026-03-02', NULL, 'every-day; week=Tue', '7:30', '9:00', 1), (30, 'Wednesdays off', 'off', '2026-03-02', NULL, 'every-day; week=Wed', '0:00', '24:00', 7), (31, 'handover', 'core', '2026-03-02', NULL, 'every-day; week=Mon', '14:00', '15:00', 20),
	(32, 'early', 'on', '2026-03-02', '2026-03-08', 'every-day', '6:00', '8:00', 2);
SELECT kind, skill, count(DISTINCT day) AS days, min(hours) AS hours, string_agg(DISTINCT employee_id::text, ' ' ORDER BY employee_id::text) AS people, min(breaks::text) AS breaks FROM roster_variable('2026-03-02', '2026-03-08') WHERE team = 'Surgery' GROUP BY 1, 2 ORDER BY 1;
SELECT employee_id, string_agg(DISTINCT to_char(day, 'Dy') || ' ' || kind, ', ' ORDER BY to_char(day, 'Dy') || ' ' || kind) FROM roster_variable('2026-03-02', '2026-03-08') WHERE team = 'Surgery' GROUP BY 1 ORDER BY 1;
INSERT INTO roster_shift VALUES
	(30, 'plan', '[2026-03-03 07:00,2026-03-03 15:00)', '{[2026-03-03 11:00,2026-03-03 11:30)}', 'Surgery', 'nurse'), (30, 'plan', '[2026-03-04 07:00,2026-03-04 15:00)', NULL, 'Surgery', NULL), (31, 'plan', '[2026-03-03 22:30,2026-03-04 07:30)', NULL, 'Surgery', 'nurse'), (31, 'plan', '[2026-03-02 07:00,2026-03-02 14:30)', NULL, 'Surgery', NULL),
	(32, 'plan', '[2026-03-03 07:00,2026-03-03 15:00)', NULL, 'Surgery', NULL), (32, 'plan', '[2026-03-05 07:00,2026-03-05 15:00)', NULL, 'Surgery', NULL), (33, 'plan', '[2026-03-08 07:00,2026-03-08 15:00)', NULL, 'Surgery', NULL), (35, 'plan', '[2026-03-05 07:00,2026-03-05 15:00)', NULL, 'Surgery', NULL), (36, 'plan', '[2026-03-04 07:00,2026-03-04 15:00)', NULL, 'Surgery', NULL);
INSERT INTO roster_shift SELECT 34, 'plan', tstzrange(day + interval '7:00', day + interval '15:24'), NULL, 'Surgery', NULL FROM (SELECT date '2026-03-02' + n AS day FROM generate_series(0, 4) n) x;
SELECT kind, finding, name, what, day, minutes, detail, cost, rule_ids FROM check_roster('2026-03-02', '2026-03-08') WHERE roster = 'plan' ORDER BY kind, finding, name, day;
-- A minute either side of the limits: 37 hours and 4 are 41.
INSERT INTO roster_shift SELECT 34, 'limit ' || n, tstzrange('2026-03-02 00:00', timestamptz '2026-03-02 00:00' + hours), NULL, 'Surgery', NULL FROM (VALUES (1, interval '40:59'), (2, '41:00'), (3, '41:01'), (4, '33:01'), (5, '33:00'), (6, '32:59')) AS x(n, hours);
SELECT roster, max(finding) FILTER (WHERE finding LIKE 'ow%') AS found, max(minutes) FILTER (WHERE finding LIKE 'ow%') AS minutes FROM check_roster('2026-03-02', '2026-03-08') WHERE roster LIKE 'limit%' AND (name = '34' OR kind = 'score') GROUP BY 1 ORDER BY 1;

-- ---------- the Working Time Regulations, under each person's terms (WT-17, WT-18) ----------
-- All start on 23 February and have 5 days of 12 hours a week, worked in the first and rostered in two more: 60 hours on average. 51 opted out. 52 did too, but is 17. 53 was sick on two days of the first week and worked 36 hours:
-- 36 + 60 and the next two days, 24, are 60 a week again by 8 March. The second fortnight of 54 begins on 9 March and has one free day: 43 hours in one piece, or 24 and 19.
INSERT INTO team (team) VALUES ('Terms');
INSERT INTO employee (employee_id, name, service_area) SELECT n, n::text, 'Terms' FROM generate_series(50, 54) n;
INSERT INTO contract (employee_id, first_day) SELECT n, '2026-02-23' FROM generate_series(50, 54) n;
INSERT INTO roster_terms (employee_id, first_day, team) SELECT n, '2026-01-05', 'Terms' FROM generate_series(50, 54) n;
INSERT INTO working_time_terms (employee_id, first_day, opted_out, born, weekly_rest_by) VALUES (51, '2026-02-23', true, NULL, 'week'), (52, '2026-02-23', true, '2008-12-01', 'week'), (54, '2026-02-23', true, NULL, 'fortnight');
INSERT INTO absence (employee_id, absence_id, first_day, last_day, reason) VALUES (53, 2, '2026-02-26', '2026-02-27', 'cold or flu');
INSERT INTO shift (employee_id, during, team) SELECT n, tstzrange(day + interval '7:00', day + interval '19:00'), 'Terms' FROM generate_series(50, 53) n, generate_series(timestamp '2026-02-23', '2026-02-27', '1 day') day WHERE n < 53 OR day < '2026-02-26';
INSERT INTO roster_shift (employee_id, roster, during, team) SELECT n, 'terms', tstzrange(day + interval '7:00', day + interval '19:00'), 'Terms' FROM generate_series(50, 53) n, generate_series(timestamp '2026-03-02', '2026-03-13', '1 day') day WHERE extract(isodow FROM day) < 6;
INSERT INTO roster_shift (employee_id, roster, during, team) SELECT 54, 'terms', tstzrange(day + interval '7:00', day + interval '12:00'), 'Terms' FROM generate_series(timestamp '2026-03-09', '2026-03-22', '1 day') day WHERE day <> '2026-03-15';
SELECT name, finding, count(*), min(from_time) AS from_time, max(minutes) AS minutes, min(detail) AS detail FROM check_roster('2026-03-02', '2026-03-22') WHERE roster = 'terms' AND finding LIKE 'working time%' GROUP BY 1, 2 ORDER BY 1, 2;

-- ---------- the seam: before the period and after it ----------
INSERT INTO team (team) VALUES ('Seam');
INSERT INTO employee (employee_id, name, service_area) SELECT n, n::text, 'Seam' FROM generate_series(60, 67) n;
INSERT INTO contract (employee_id, first_day, last_day) SELECT n, '2020-01-06', CASE n WHEN 66 THEN date '2026-06-05' END FROM generate_series(60, 67) n;
-- 60 has veto hours at night, 61 asked to be off in the night before, 62 worked three days before, 63 is on duty since the evening before. For 64 the terms change on 8 June, and the contracted hours stay 20 a week.
INSERT INTO roster_terms (employee_id, first_day, last_day, team, weekly_hours, most_owed, most_owing, rest_hours, most_in_row) VALUES (60, '2026-01-05', NULL, 'Seam', NULL, NULL, NULL, 11, NULL), (61, '2026-01-05', NULL, 'Seam', NULL, NULL, NULL, 11, 4),
	(62, '2026-01-05', NULL, 'Seam', NULL, NULL, NULL, 11, 4), (63, '2026-01-05', NULL, 'Seam', NULL, NULL, NULL, 0, NULL), (64, '2026-01-05', '2026-06-07', 'Seam', 20, 0, 0, 11, NULL), (64, '2026-06-08', NULL, 'Seam', 20, 0, 0, 11, NULL), (66, '2026-01-05', NULL, 'Seam', 35, 0, 0, 11, NULL), (67, '2026-01-05', NULL, 'Seam', 35, 0, 0, 11, NULL);
INSERT INTO roster_request (employee_id, request, kind, first_day, last_day, starts, ends, weight) VALUES (60, 'nights', 'veto', '2026-01-05', NULL, '22:00', '6:00', 1), (61, 'night off', 'off', '2026-05-31', '2026-05-31', '22:00', '6:00', 5);
INSERT INTO shift (employee_id, during, team) SELECT 62, tstzrange(day + interval '7:00', day + interval '15:00'), 'Seam' FROM generate_series(timestamp '2026-05-29', '2026-05-31', '1 day') AS day;
INSERT INTO shift (employee_id, during, team) VALUES (63, '[2026-05-31 22:00,2026-06-01 14:00)', 'Seam');
INSERT INTO staffing_demand (team, slot, first_day, starts, ends, at_least, at_most, short_weight, over_weight) VALUES ('Seam', 'day', '2026-06-01', '6:00', '14:00', 1, 1, 24, 8);
INSERT INTO roster_shift (employee_id, roster, during, team)
SELECT e, 'seam', tstzrange(at, at + hours), 'Seam' FROM (VALUES (60, '{2026-06-01 05:00,2026-06-02 05:00}'::timestamptz[], interval '8:00'), (61, '{2026-06-01 05:00}', '8:00'), (62, '{2026-06-01 16:00,2026-06-02 16:00}', '8:00'), (64, '{2026-06-01 15:00,2026-06-02 15:00,2026-06-03 15:00,2026-06-04 15:00,2026-06-05 15:00}', '8:00'),
	(66, '{2026-06-01 15:00,2026-06-02 15:00,2026-06-03 15:00,2026-06-04 15:00,2026-06-05 15:00}', '7:00'), (67, '{2026-06-14 15:00}', '18:00')) AS x(e, starts, hours), unnest(starts) AS at;
-- Two vetoes; an hour of the night off; five days in a row, of which three before; no cover is missing on 1 June, and there are two too many until 13:00. 64
-- has the 40 contracted hours, 66 the 35 of the week in which the contract ends on Friday, and 67 six hours of rest in the 24 from 15:00.
INSERT INTO time_off VALUES (67, '2026-06-01', '2026-06-12', 'annual leave', false);
SELECT kind, finding, name, what, day, minutes, detail, cost FROM check_roster('2026-06-01', '2026-06-14') WHERE roster = 'seam' AND (day NOT BETWEEN '2026-06-03' AND '2026-06-13' OR day IS NULL) AND finding <> 'slot short' AND kind <> 'score' ORDER BY kind, finding, name, day, from_time;
SELECT finding, count(*), min(day) AS first FROM check_roster('2026-06-01', '2026-06-14') WHERE roster = 'seam' AND finding = 'slot short' GROUP BY 1;
SELECT employee_id, hours, contracted, owed, vetoes, vetoes_kept, preferences FROM roster_fairness_report('2026-06-01', '2026-06-14') WHERE roster = 'seam' ORDER BY 1;
-- A week away with a bank holiday in it asks for nothing: 25 May 2026 is one.
SELECT employee_id, contracted, days, away FROM roster_person('2026-05-25', '2026-06-07') WHERE employee_id = 67;
-- The model has the same limits.
INSERT INTO shift_kind (team, kind, first_day, starts, ends) VALUES ('Seam', 'early', '2026-06-01', '5:00', '13:00'), ('Seam', 'late', '2026-06-01', '13:00', '21:00'), ('Seam', 'night', '2026-06-01', '21:00', '5:00');
SELECT employee_id, string_agg(to_char(day, 'DD') || ' ' || kind, ', ' ORDER BY during) FROM roster_variable('2026-06-01', '2026-06-02') WHERE employee_id IN (60, 63) GROUP BY 1 ORDER BY 1;
UPDATE roster_terms SET most_owed = 20, most_owing = 100 WHERE employee_id IN (64, 66, 67);
UPDATE period SET from_day = '2026-06-01', to_day = '2026-06-06';
TRUNCATE model;
INSERT INTO model SELECT line, n FROM roster_model('2026-06-01', '2026-06-06', 'Seam') WITH ORDINALITY AS m(line, n);
-- at most four in a row, for 62 with the three days before: one and no more of the first two, and so on
SELECT o.variables, o.relation, o.bound FROM row_of o WHERE o.name ~ '^m' AND o.bound < 4 AND (SELECT bool_and(v.employee_id = 62) FROM roster_variable('2026-06-01', '2026-06-06') v WHERE v.name = ANY (o.variables)) ORDER BY cardinality(o.variables);
TRUNCATE random_roster;
INSERT INTO random_roster SELECT 'random ' || r AS roster, v.name, v.employee_id, v.during, v.day FROM generate_series(1, 60) r, roster_variable('2026-06-01', '2026-06-06') v WHERE v.team = 'Seam' AND abs(hashtext(format('%s %s', r, v.name))) % 100 < 4 + r % 5 * 4;
INSERT INTO roster_shift (employee_id, roster, during, team) SELECT employee_id, roster, during, 'Seam' FROM random_roster;
-- One verdict differs: a roster in which 63, on duty for 16 hours until 14:00, works again at 21:00. The terms ask for no rest, and so does the model; the law asks for 11 hours in the 24 from 31 May 22:00.
SELECT * FROM agreement;
DELETE FROM roster_shift WHERE roster LIKE 'random%';

-- ---------- fairness ---------- RO-13 and RO-14 as hours: Saturday 6:30 to 18:30 is all unsocial, Monday 10:40 to 22:40 by 2:40, Thursday 12:00 to 22:00 by
-- 2:00, Saturday 18:00 to Sunday 6:00 all of it; a night over each clock change by its true length.
INSERT INTO employee (employee_id, name, service_area) SELECT n, n::text, 'Fair' FROM generate_series(40, 45) n;
INSERT INTO contract (employee_id, first_day) SELECT n, '2020-01-06' FROM generate_series(40, 45) n;
INSERT INTO team (team) VALUES ('Fair');
INSERT INTO roster_terms (employee_id, first_day, team, weekly_hours) SELECT n, '2026-01-05', 'Fair', CASE WHEN n < 43 THEN 14 ELSE 12 END FROM generate_series(40, 45) n;
INSERT INTO roster_shift (employee_id, roster, during, team) VALUES (40, 'fair', '[2026-02-07 06:30,2026-02-07 18:30)', 'Fair'), (41, 'fair', '[2026-02-02 10:40,2026-02-02 22:40)', 'Fair'), (42, 'fair', '[2026-02-05 12:00,2026-02-05 22:00)', 'Fair'), (43, 'fair', '[2026-02-07 18:00,2026-02-08 06:00)', 'Fair'),
	(44, 'fair', '[2026-02-03 20:00,2026-02-04 02:00)', 'Fair'), (44, 'fair', '[2026-02-05 20:00,2026-02-06 01:59)', 'Fair');
INSERT INTO roster_request (employee_id, request, kind, first_day, last_day) VALUES (40, 'a', 'off', '2026-02-07', '2026-02-08'), (41, 'b', 'on', '2026-02-02', '2026-02-02'), (43, 'c', 'veto', '2026-02-08', '2026-02-08'), (43, 'd', 'veto', '2026-02-06', '2026-02-06');
SELECT name, shifts, hours, contracted, owed, owed_to_mean, nights, nights_to_mean, weekends, weekends_to_mean, unsocial_hours AS unsocial, unsocial_to_mean FROM roster_fairness_report('2026-02-02', '2026-02-08') WHERE roster = 'fair' ORDER BY 1;
SELECT name, preferences, preferences_met, met, met_to_mean, vetoes, vetoes_kept FROM roster_fairness_report('2026-02-02', '2026-02-08') WHERE roster = 'fair' ORDER BY 1;
-- The root of the sum of squares, by hand.
SELECT DISTINCT team_owed, team_nights, team_weekends, team_unsocial, team_met FROM roster_fairness_report('2026-02-02', '2026-02-08') WHERE roster = 'fair';
SELECT round(sqrt(sum((owed - m.o) ^ 2)), 2) AS owed, round(sqrt(sum((nights - m.n) ^ 2)), 2) AS nights, round(sqrt(sum((weekends - m.w) ^ 2)), 2) AS weekends, round(sqrt(sum((unsocial_hours - m.u) ^ 2)), 2) AS unsocial, round(sqrt(sum((r.met - m.met) ^ 2)), 1) AS met
FROM   roster_fairness_report('2026-02-02', '2026-02-08') r, (SELECT avg(owed) AS o, avg(nights) AS n, avg(weekends) AS w, avg(unsocial_hours) AS u, avg(met) AS met FROM roster_fairness_report('2026-02-02', '2026-02-08') WHERE roster = 'fair') m WHERE r.roster = 'fair';
INSERT INTO roster_shift (employee_id, roster, during, team) VALUES (40, 'clocks', '[2026-03-28 21:00,2026-03-29 09:00)', 'Fair'), (41, 'clocks', '[2026-10-24 21:00,2026-10-25 09:00)', 'Fair');
SELECT employee_id, hours, nights, unsocial_hours FROM roster_fairness_report('2026-03-23', '2026-11-01') WHERE roster = 'clocks' AND shifts > 0 ORDER BY 1;

-- What is refused.
\set VERBOSITY terse
SELECT * FROM check_roster('2026-01-18', '2026-01-05');
SELECT * FROM roster_model('2026-01-18', '2026-01-05');
SELECT * FROM roster_fairness_report('infinity', '2026-01-05');
INSERT INTO roster_shift VALUES (30, '', '[2026-03-03 07:00,2026-03-03 15:00)', NULL, 'Surgery', NULL);
INSERT INTO roster_shift VALUES (30, 'x', 'empty', NULL, 'Surgery', NULL);
INSERT INTO roster_request (employee_id, request, kind, first_day) VALUES (30, 'x', 'maybe', '2026-03-02');
INSERT INTO roster_terms (employee_id, first_day, team) VALUES (30, '2026-05-05', 'Surgery');
INSERT INTO shift_kind (team, kind, first_day, starts, ends, break_starts) VALUES ('Surgery', 'x', '2026-03-02', '7:00', '15:00', '11:00');
\set VERBOSITY default

-- ---------- a site's own tables, with what constraints would refuse ----------
CREATE SCHEMA roster_own;
DO $$ DECLARE r record; BEGIN
	FOR r IN SELECT relname FROM pg_class WHERE relnamespace = 'roster_hr'::regnamespace AND relkind = 'r' LOOP
		EXECUTE format('CREATE TABLE roster_own.%1$I AS TABLE roster_hr.%1$I', r.relname);
	END LOOP;
END $$;
CALL bradford.create_reports('roster_own');
SET search_path = roster_own, public;
INSERT INTO roster_terms (employee_id, first_day, last_day, team, weekly_hours, most_owed, most_owing, rest_hours, most_in_row, least_in_row, least_off, most_weekends) VALUES
	(1, '2026-01-05', NULL, 'Instance 1', 32, 8, 8, 11, 5, 2, 2, 1), (90, '2026-01-05', NULL, 'Odd', 1, 1, 1, 1, 1, 1, 1, 1), (91, '2026-01-05', '2026-01-01', 'Odd', 1, 1, 1, 1, 1, 1, 1, 1), (92, '-infinity', 'infinity', 'Odd', 'NaN', 'Infinity', -1, 'NaN', -2147483648, 2147483647, 2147483647, -1), (93, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (1, '2026-01-06', '2026-01-07', 'Odd', 1, 1, 1, 1, 1, 1, 1, 1);
INSERT INTO employee (employee_id, service_area) SELECT n, 'Odd' FROM generate_series(91, 95) n;
INSERT INTO contract (employee_id, post, first_day, kind, weekly_hours, full_time_hours, calendar) SELECT n, '1', CASE n WHEN 94 THEN date '-infinity' ELSE '2010-01-04' END, 'full-time', 37, 37, CASE n WHEN 92 THEN 'weekdays; week=none' ELSE 'england-and-wales' END::bradford.calendar FROM generate_series(91, 95) n;
INSERT INTO roster_terms (employee_id, first_day, team, weekly_hours, most_owed) VALUES (94, '2026-01-05', 'Odd', 37, 0);
INSERT INTO shift_kind VALUES ('Odd', 'a', '2026-01-05', NULL, NULL, '7:00', NULL, NULL, NULL, NULL), ('Odd', 'b', '2026-01-05', NULL, NULL, '22:00', '6:00', '2:00', NULL, NULL), ('Odd', 'b', '2026-01-05', NULL, NULL, '22:00', '6:00', '2:00', NULL, NULL), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), ('Odd', 'c', '-infinity', 'infinity', 'every-day', '7:00', '7:00', '6:00', '8:00', 'nurse');
INSERT INTO staffing_demand (team, slot, first_day, starts, ends, at_least, short_weight, over_weight) VALUES ('Odd', 'n', '2026-01-05', '22:00', '6:00', 1, 'NaN', 'Infinity');
INSERT INTO roster_request VALUES (94, 'a', 'maybe', '2026-01-05', NULL, NULL, '7:00', '9:00', 1), (94, 'b', 'on', '2026-01-05', NULL, NULL, '7:00', '9:00', 'NaN'), (94, 'b', 'off', '2026-01-05', '2026-01-01', NULL, '7:00', '9:00', 1), (94, NULL, 'core', '-infinity', 'infinity', NULL, NULL, NULL, -1), (96, 'x', 'on', '2026-01-05', NULL, NULL, '7:00', '9:00', 1);
INSERT INTO roster_shift VALUES (94, 'odd', '[2026-01-05 22:00,2026-01-06 06:00)', '{(,)}', 'Odd', NULL), (94, 'odd', '[2026-01-05 22:00,2026-01-06 06:00)', '{(,)}', 'Odd', NULL), (94, 'odd', '(,)', NULL, 'Odd', NULL), (94, 'odd', 'empty', NULL, 'Odd', NULL), (94, 'odd', '[-infinity,infinity]', NULL, 'Odd', NULL), (94, NULL, '[2026-01-05 22:00,2026-01-06 06:00)', NULL, 'Odd', NULL), (NULL, 'odd', '[2026-01-05 22:00,2026-01-06 06:00)', NULL, 'Odd', NULL),
	(94, 'odd', '[2026-01-07 22:00,2090-01-06 06:00)', NULL, 'Odd', NULL), (96, 'odd', '[2026-01-05 22:00,2026-01-06 06:00)', NULL, 'Odd', NULL), (94, 'odd', NULL, NULL, NULL, NULL);
SELECT kind, finding, employee_id, what, day, minutes, detail, cost FROM check_roster('2026-01-05', '2026-01-08') WHERE roster = 'odd' ORDER BY 1, 2, 3, 5, 4;
SELECT employee_id, shifts, hours, contracted, nights FROM roster_fairness_report('2026-01-05', '2026-01-08') WHERE roster = 'odd' ORDER BY 1;
SELECT count(*) AS lines, count(*) FILTER (WHERE line ~ 'NaN|nfinity') AS bad FROM roster_model('2026-01-05', '2026-01-08', 'Odd') AS m(line);
SELECT * FROM (SELECT employee_id, finding, record, day, detail, rule_ids FROM data_quality_report('2026-01-01') WHERE rule_ids ~ 'SR-' EXCEPT ALL SELECT employee_id, finding, record, day, detail, rule_ids FROM roster_hr.data_quality_report('2026-01-01')) x ORDER BY finding COLLATE "C", employee_id, record COLLATE "C", day, detail COLLATE "C";
-- Terms that are there twice make one row, and every day counts in it; of two teams at once, the one that began later has its days.
INSERT INTO roster_terms (employee_id, first_day, last_day, team) SELECT n, f, l, t FROM (VALUES (93, date '2026-01-06', date '2026-01-07', 'Odd'), (93, '2026-01-06', '2026-01-07', 'Odd'), (95, '2026-01-05', NULL, 'Odd'), (95, '2026-01-07', '2026-01-08', 'Other')) AS v(n, f, l, t);
SELECT employee_id, team, counts_on FROM roster_person('2026-01-05', '2026-01-09') WHERE employee_id IN (93, 95) ORDER BY 1, 2;
DELETE FROM roster_terms WHERE employee_id IN (93, 95);
-- The others are as they were.
SELECT count(*) AS rows, count(*) FILTER (WHERE NOT EXISTS (SELECT FROM roster_own.check_roster('2026-02-02', '2026-02-08') o WHERE o::text = r::text)) AS differ FROM roster_hr.check_roster('2026-02-02', '2026-02-08') r;
-- ---------- two shifts at once, two teams, two zones, a calendar that changes ----------
CALL bradford.create_tables('turn_hr');
CALL bradford.create_reports('turn_hr');
SET search_path = turn_hr, public;
INSERT INTO team VALUES ('A', 'Europe/London'), ('B', 'Europe/London'), ('C', 'Europe/London'), ('NY', 'America/New_York');
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'Person ' || n, 'Ward' FROM generate_series(1, 12) n;
INSERT INTO contract (employee_id, first_day, calendar) SELECT n, '2019-01-01', CASE n WHEN 7 THEN 'weekdays then from 2026-03-16 weekdays; week=Mon-Wed' WHEN 8 THEN 'weekdays then from 2026-03-16 weekdays; week=none' ELSE 'weekdays' END::bradford.calendar FROM generate_series(1, 12) n;
INSERT INTO roster_terms (employee_id, first_day, team, weekly_hours) SELECT n, '2026-01-01', CASE n WHEN 5 THEN 'B' WHEN 11 THEN 'NY' ELSE 'A' END, 30 FROM generate_series(1, 12) n;
INSERT INTO staffing_demand (team, slot, first_day, last_day, starts, ends, skill, at_least) VALUES ('A', 'x', '2026-03-02', '2026-03-02', '6:00', '7:00', NULL, 2), ('C', 'x', '2026-03-02', '2026-03-02', '6:00', '7:00', NULL, 3), ('NY', 'y', '2026-06-02', '2026-06-02', '20:00', '23:59', 'nurse', 1);
-- A person counts once: still on duty since the evening before, and in the roster as well; in a shift of the roster that an earlier one of the same proposal, before
-- the period, overlaps; and published twice, on duty since the evening before.
INSERT INTO shift (employee_id, during, team, skill) VALUES (1, '[2026-03-01 21:00,2026-03-02 07:00)', 'A', NULL), (3, '[2026-03-01 21:00,2026-03-02 07:00)', 'C', NULL), (3, '[2026-03-01 22:00,2026-03-02 07:00)', 'C', 'nurse');
INSERT INTO roster_shift VALUES (1, 'also published', '[2026-03-02 06:00,2026-03-02 14:00)', '{}', 'A', NULL), (2, 'before', '[2026-03-01 20:00,2026-03-02 07:00)', '{}', 'A', NULL), (2, 'before', '[2026-03-02 06:00,2026-03-02 14:00)', '{}', 'A', NULL), (4, 'twice', '[2026-03-02 06:00,2026-03-02 14:00)', '{}', 'C', NULL);
SELECT roster, team, finding, detail FROM check_roster('2026-03-02', '2026-03-02') WHERE kind = 'cover' ORDER BY 1, 2, 3;
-- A breach of working time stands under the team of the first shift in it. Person 5 is lent from B to A a week later.
INSERT INTO roster_shift VALUES (5, 'lent', '[2026-06-03 07:00,2026-06-03 22:00)', '{}', 'B', NULL), (5, 'lent', '[2026-06-10 07:00,2026-06-10 09:00)', '{}', 'A', NULL);
SELECT team, finding, day, minutes, detail, cost FROM check_roster('2026-06-01', '2026-06-14') ORDER BY 1, 3, 2;
-- Its days and nights are Britain's, whatever the zone of the team: 8:30 on one day under 18 are half an hour too much, and a shift in New York a week later changes nothing.
INSERT INTO working_time_terms (employee_id, first_day, born) VALUES (6, '2026-01-01', '2009-01-01');
INSERT INTO roster_shift VALUES (6, 'two zones', '[2026-02-03 08:00,2026-02-03 17:00)', '{[2026-02-03 12:00,2026-02-03 12:30)}', 'A', NULL), (6, 'two zones', '[2026-02-10 14:00,2026-02-10 15:00)', '{}', 'NY', NULL);
SELECT team, finding, day, from_time, to_time, minutes FROM check_roster('2026-02-02', '2026-02-15') WHERE finding ~ 'working time' ORDER BY 1, 3, 2;
-- The contracted hours of four weeks are those of the first two and of the last two, though the calendar changes in between: 30 a week.
SELECT d, employee_id, round(contracted, 4) AS contracted FROM unnest('{"[2026-03-02,2026-03-15]","[2026-03-16,2026-03-29]","[2026-03-02,2026-03-29]"}'::daterange[]) d, roster_person(lower(d), upper(d) - 1) WHERE employee_id IN (7, 8) ORDER BY 2, 1;
-- Leave excludes no day that the proposal works, and what is published for the period makes no difference: two weeks of 45 hours break nothing, with a reference
-- period of one.
INSERT INTO working_time_terms (employee_id, first_day, reference_weeks) VALUES (9, '2026-01-01', 1);
INSERT INTO time_off VALUES (9, '2026-03-09', '2026-03-10', 'annual leave', false);
INSERT INTO roster_shift (employee_id, roster, during, breaks, team) SELECT 9, 'leave', tstzrange(d + interval '8:00', d + interval '17:00'), tstzmultirange(tstzrange(d + interval '12:00', d + interval '12:30')), 'A' FROM generate_series(timestamp '2026-03-09', '2026-03-20', '1 day') d WHERE extract(isodow FROM d) < 6;
SELECT finding, count(*) FROM check_roster('2026-03-09', '2026-03-22') WHERE roster = 'leave' AND kind = 'breach' GROUP BY 1 ORDER BY 1;
INSERT INTO shift (employee_id, during, breaks, team) SELECT employee_id, during, breaks, team FROM roster_shift WHERE roster = 'leave';
SELECT finding, count(*) FROM check_roster('2026-03-09', '2026-03-22') WHERE roster = 'leave' AND kind = 'breach' GROUP BY 1 ORDER BY 1;
-- A shift up to midnight leaves the next day free.
INSERT INTO shift (employee_id, during) VALUES (10, '[2026-03-09 16:00,2026-03-10 00:00)');
INSERT INTO time_off VALUES (10, '2026-03-09', '2026-03-11', 'annual leave', false);
SELECT excluded FROM working_time_person('2026-03-01', '2026-03-31', '2026-03-31') WHERE employee_id = 10;
-- The minutes of a broken veto count once.
INSERT INTO roster_request (employee_id, request, kind, first_day, starts, ends) VALUES (12, 'v', 'veto', '2026-03-03', '10:00', '11:00');
INSERT INTO roster_shift VALUES (12, 'veto', '[2026-03-03 09:00,2026-03-03 17:00)', '{}', 'A', NULL), (12, 'veto', '[2026-03-03 10:00,2026-03-03 12:00)', '{}', 'A', NULL);
SELECT finding, minutes FROM check_roster('2026-03-03', '2026-03-03') WHERE finding = 'veto broken';
-- The day of a shift is the team's, in both reports: the skill is there from 3 June, and the shift begins on 2 June in New York.
INSERT INTO employee_skill VALUES (11, 'nurse', NULL, '2026-06-03', NULL);
INSERT INTO shift (employee_id, during, team) VALUES (11, '[2026-06-03 00:00+00,2026-06-03 08:00+00)', 'NY');
INSERT INTO roster_shift VALUES (11, 'night', '[2026-06-03 00:00+00,2026-06-03 08:00+00)', '{}', 'NY', NULL);
SELECT slot, on_duty FROM slot_cover('2026-06-02', '2026-06-02');
SELECT finding, detail FROM check_roster('2026-06-02', '2026-06-02') WHERE kind = 'cover';
-- Who changes team in the period is on the first one's roster before, and on the second one's from then on: nobody is missing there, both vetoes are broken, and each
-- team has its week of 30 hours. Hours off in the night before the period go with the first team. Seven days in a row over the change are one run, under the team
-- in which it ends.
INSERT INTO employee (employee_id, name, service_area) VALUES (13, 'Mover', 'Ward');
INSERT INTO contract (employee_id, first_day, calendar) VALUES (13, '2019-01-01', 'weekdays');
INSERT INTO roster_terms (employee_id, first_day, last_day, team, weekly_hours, most_in_row) VALUES (13, '2026-02-23', '2026-03-08', 'A', 30, 6), (13, '2026-03-09', NULL, 'B', 30, 6);
INSERT INTO roster_request (employee_id, request, kind, first_day, last_day, starts, ends) VALUES (13, 'v', 'veto', '2026-03-02', NULL, '10:00', '11:00'), (13, 'night', 'off', '2026-03-01', '2026-03-01', '22:00', '10:00');
INSERT INTO roster_shift (employee_id, roster, during, breaks, team) SELECT 13, 'move', tstzrange(d + interval '9:00', d + interval '13:00'), '{}', CASE WHEN d < '2026-03-09' THEN 'A' ELSE 'B' END FROM unnest('{2026-03-02,2026-03-04,2026-03-05,2026-03-06,2026-03-07,2026-03-08,2026-03-09,2026-03-10}'::timestamp[]) d;
SELECT team, finding, what, day, minutes, detail FROM check_roster('2026-03-02', '2026-03-15') WHERE roster = 'move' AND finding !~ 'working time' ORDER BY 1, 2, 4;
SELECT team, shifts, hours, contracted, preferences, vetoes FROM roster_fairness_report('2026-03-02', '2026-03-15') WHERE roster = 'move' AND employee_id = 13 ORDER BY 1;
SELECT team, during, days, counts_on FROM roster_person('2026-03-02', '2026-03-15') WHERE employee_id = 13 ORDER BY 1;
INSERT INTO shift_kind (team, kind, first_day, starts, ends) VALUES ('A', 'late', '2026-03-02', '14:00', '18:00'), ('B', 'late', '2026-03-02', '14:00', '18:00');
SELECT team, min(day), max(day), count(*) FROM roster_variable('2026-03-02', '2026-03-15') WHERE employee_id = 13 GROUP BY 1 ORDER BY 1;
-- ---------- hours at the limit ----------
-- Three shifts of 8 hours less 20 minutes are 23 hours, and less 40 minutes 22: whoever has these contracted owes nothing. 45:03 in a week of which one day of three is
-- on the roster are 15:01. A second more, or less, is found; 22.515 in three days are 7.505 for one, 7:30:18.
INSERT INTO team VALUES ('Exact');
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'Exact ' || n, 'Ward' FROM generate_series(20, 25) n;
INSERT INTO contract (employee_id, first_day, calendar) SELECT n, '2019-01-01', 'weekdays; week=Mon-Wed' FROM generate_series(20, 25) n;
INSERT INTO roster_terms (employee_id, first_day, team, weekly_hours, most_owed, most_owing) VALUES (20, '2026-01-01', 'Exact', 23, 0, 0), (21, '2026-01-01', 'Exact', 22, 0, 0), (22, '2026-06-03', 'Exact', 45.05, 0, 0), (23, '2026-01-01', 'Exact', 23, 0, 0), (24, '2026-01-01', 'Exact', 23, 0, 0), (25, '2026-06-03', 'Exact', 22.515, 0, 0);
INSERT INTO roster_shift (employee_id, roster, during, breaks, team) SELECT n, 'exact', tstzrange(d + interval '8:00', d + interval '16:00'), tstzmultirange(tstzrange(d + interval '12:00', d + interval '12:00' + CASE n WHEN 21 THEN interval '0:40' ELSE '0:20' END)), 'Exact' FROM unnest('{20,21,23,24}'::bigint[]) n, unnest('{2026-06-01,2026-06-02,2026-06-03}'::timestamp[]) d;
INSERT INTO roster_shift VALUES (22, 'exact', '[2026-06-03 06:00,2026-06-03 21:01)', '{}', 'Exact', NULL), (25, 'exact', '[2026-06-03 06:00,2026-06-03 13:30:18)', '{}', 'Exact', NULL);
UPDATE roster_shift SET during = tstzrange(lower(during), upper(during) + CASE employee_id WHEN 23 THEN interval '1 second' ELSE '-1 second' END) WHERE employee_id IN (23, 24) AND during @> timestamptz '2026-06-02 10:00';
SELECT employee_id, finding, minutes, detail FROM check_roster('2026-06-01', '2026-06-07') WHERE roster = 'exact' AND finding ~ '^ow' ORDER BY 1;
SELECT employee_id, hours, contracted, owed FROM roster_fairness_report('2026-06-01', '2026-06-07') WHERE roster = 'exact' ORDER BY 1;
-- So does the model: 7:40 is 27600 seconds, and 23 hours are 82800.
INSERT INTO shift_kind (team, kind, first_day, days, starts, ends, break_starts, break_ends) VALUES ('Exact', 'day', '2026-06-01', 'weekdays; week=Mon-Wed', '8:00', '16:00', '12:00', '12:20');
SELECT string_agg(DISTINCT hours::text, ' ') AS hours, string_agg(DISTINCT seconds::text, ' ') AS seconds FROM roster_variable('2026-06-01', '2026-06-07') WHERE team = 'Exact';
SELECT string_agg(trim(line), ' ' ORDER BY n) FROM (SELECT m.*, count(*) FILTER (WHERE line ~ ':') OVER (ORDER BY n) AS row FROM roster_model('2026-06-01', '2026-06-07', 'Exact') WITH ORDINALITY AS m(line, n)) x WHERE row IN (SELECT row FROM (SELECT line, count(*) FILTER (WHERE line ~ ':') OVER (ORDER BY n) AS row FROM roster_model('2026-06-01', '2026-06-07', 'Exact') WITH ORDINALITY AS m(line, n)) y WHERE line ~ '^ h[lm][16]:') AND line !~ '^[A-Z]|^ x' GROUP BY row ORDER BY row;
-- ---------- days of employment ----------
-- 32 left in 2025 and 33 begins in 2027: they are not in the mean of the team, which is that of 30 and 31, with three nights and 27 of 35 hours each. 34 has terms and no contract: nobody knows when the
-- employment was, so every day counts and no hours are agreed; the veto is broken. 35 leaves on 3 June with 21 of 35 hours in three of five days; the terms from 5 June on never apply.
-- 36 has left: each shift is a breach, and there are no hours.
INSERT INTO team VALUES ('Left'), ('Unknown'), ('Planned');
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'Left ' || n, 'Ward' FROM generate_series(30, 36) n;
INSERT INTO contract (employee_id, first_day, last_day, calendar) SELECT n, CASE n WHEN 33 THEN date '2027-01-01' ELSE '2019-01-01' END, CASE n WHEN 32 THEN date '2025-12-31' WHEN 35 THEN '2026-06-03' WHEN 36 THEN '2026-05-31' END, CASE n WHEN 35 THEN 'weekdays' ELSE 'every-day' END::bradford.calendar FROM generate_series(30, 36) n WHERE n <> 34;
INSERT INTO roster_terms (employee_id, first_day, last_day, team, weekly_hours, most_owed, most_owing) SELECT n, '2020-01-01', CASE n WHEN 35 THEN date '2026-06-04' END, CASE WHEN n < 34 THEN 'Left' WHEN n = 34 THEN 'Unknown' ELSE 'Planned' END, 35, CASE WHEN n > 33 THEN 0 END, CASE WHEN n > 33 THEN 0 END FROM generate_series(30, 36) n;
INSERT INTO roster_terms (employee_id, first_day, team, weekly_hours, most_owed) VALUES (35, '2026-06-05', 'Planned', 10, 0);
INSERT INTO roster_request (employee_id, request, kind, first_day, last_day) VALUES (34, 'birthday', 'veto', '2026-06-03', '2026-06-03');
INSERT INTO roster_shift (employee_id, roster, during, breaks, team) SELECT n, 'left', tstzrange(d + interval '21:00', d + interval '30:00'), '{}', 'Left' FROM unnest('{30,31}'::bigint[]) n, unnest('{2026-06-01,2026-06-03,2026-06-05}'::timestamp[]) d;
INSERT INTO roster_shift (employee_id, roster, during, breaks, team) SELECT n, 'left', tstzrange(d + interval '8:00', d + interval '15:00'), '{}', CASE n WHEN 34 THEN 'Unknown' ELSE 'Planned' END FROM unnest('{34,35,36}'::bigint[]) n, unnest('{2026-06-01,2026-06-02,2026-06-03}'::timestamp[]) d;
SELECT team, employee_id, employed, days, round(contracted, 2) AS contracted FROM roster_person('2026-06-01', '2026-06-07') WHERE employee_id >= 30 ORDER BY 2;
SELECT team, employee_id, hours, contracted, owed, owed_to_mean, nights, nights_to_mean, vetoes, team_nights FROM roster_fairness_report('2026-06-01', '2026-06-07') WHERE roster = 'left' ORDER BY 2;
SELECT employee_id, finding, day, minutes FROM check_roster('2026-06-01', '2026-06-07') WHERE roster = 'left' AND kind = 'breach' ORDER BY 1, 3;
-- ---------- half a day ----------
-- 35 hours in five days. 40 went home on 1 June when half of it was worked and was sick on the 2nd, 41 was half a day sick, 42 half a day on leave, 43 sick on all of it: only whole days count as away.
INSERT INTO team VALUES ('Half');
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'Half ' || n, 'Ward' FROM generate_series(40, 43) n;
INSERT INTO contract (employee_id, first_day, calendar) SELECT n, '2019-01-01', 'weekdays' FROM generate_series(40, 43) n;
INSERT INTO roster_terms (employee_id, first_day, team, weekly_hours) SELECT n, '2026-01-01', 'Half', 35 FROM generate_series(40, 43) n;
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_worked, half_days) VALUES (40, 40, '2026-06-01', '2026-06-02', 'cold or flu', true, NULL), (41, 41, '2026-06-01', '2026-06-01', 'cold or flu', false, '{[2026-06-01,2026-06-01]}'), (43, 43, '2026-06-01', '2026-06-01', 'cold or flu', false, NULL);
INSERT INTO time_off VALUES (42, '2026-06-01', '2026-06-01', 'annual leave', true);
INSERT INTO roster_shift SELECT n, 'half', '[2026-06-01 08:00,2026-06-01 14:00)', '{}', 'Half', NULL FROM generate_series(40, 43) n;
SELECT employee_id, days, away, round(contracted, 2) AS contracted FROM roster_person('2026-06-01', '2026-06-07') WHERE team = 'Half' ORDER BY 1;
SELECT employee_id, finding, day, minutes FROM check_roster('2026-06-01', '2026-06-07') WHERE roster = 'half' AND kind = 'breach' ORDER BY 1, 3;
-- ---------- requests for the days next to the period ----------
-- Veto hours and hours off on Monday 8 June, in a night that begins on Sunday: not those of 50 and 51, who are on leave then; those of 52, and of 53, who has half a day of leave. Veto hours from 21:00 to 7:00
-- in the night before 1 June: not those of 54, who is on leave on 31 May, and of 55, who begins on 1 June, but those of 56.
INSERT INTO team VALUES ('Beside');
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'Beside ' || n, 'Ward' FROM generate_series(50, 56) n;
INSERT INTO contract (employee_id, first_day, calendar) SELECT n, CASE n WHEN 55 THEN date '2026-06-01' ELSE '2019-01-01' END, 'every-day' FROM generate_series(50, 56) n;
INSERT INTO roster_terms (employee_id, first_day, team) SELECT n, '2026-01-01', 'Beside' FROM generate_series(50, 56) n;
INSERT INTO time_off VALUES (50, '2026-06-08', '2026-06-14', 'annual leave', false), (51, '2026-06-08', '2026-06-14', 'annual leave', false), (53, '2026-06-08', '2026-06-08', 'annual leave', true), (54, '2026-05-25', '2026-05-31', 'annual leave', false);
INSERT INTO roster_request (employee_id, request, kind, first_day, days) SELECT n, 'Mondays', CASE n WHEN 51 THEN 'off' ELSE 'veto' END, '2026-06-02', 'every-day; week=Mon' FROM generate_series(50, 53) n;
INSERT INTO roster_request (employee_id, request, kind, first_day, days, starts, ends) SELECT n, 'Sundays', 'veto', '2026-01-01', 'every-day; week=Sun', '21:00', '7:00' FROM generate_series(54, 56) n;
INSERT INTO roster_shift SELECT n, 'beside', CASE WHEN n < 54 THEN tstzrange '[2026-06-07 21:00,2026-06-08 07:00)' ELSE '[2026-06-01 00:00,2026-06-01 08:00)' END, NULL, 'Beside', NULL FROM generate_series(50, 56) n;
SELECT employee_id, finding, day, minutes, cost FROM check_roster('2026-06-01', '2026-06-07') WHERE roster = 'beside' AND rule_ids = 'SR-2' ORDER BY 1;
SELECT employee_id, asks_on FROM roster_person('2026-06-01', '2026-06-07') WHERE team = 'Beside' ORDER BY 1;
-- Nor does the model keep clear of them.
INSERT INTO shift_kind (team, kind, first_day, last_day, starts, ends) VALUES ('Beside', 'night', '2026-06-07', '2026-06-07', '23:00', '7:00'), ('Beside', 'early', '2026-06-01', '2026-06-01', '0:00', '8:00');
SELECT kind, string_agg(employee_id::text, ' ' ORDER BY employee_id) FROM roster_variable('2026-06-01', '2026-06-07') WHERE team = 'Beside' GROUP BY 1 ORDER BY 1;
-- ---------- lent to another team and back ----------
-- A wants three days in a row and three off. The two lone shifts of 60 in B are no breach; of 61, a lone day in A before it, another one after it and two days off are, but not the day at the change of team.
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'Lent ' || n, 'Ward' FROM generate_series(60, 61) n;
INSERT INTO contract (employee_id, first_day, calendar) SELECT n, '2019-01-01', 'every-day' FROM generate_series(60, 61) n;
INSERT INTO roster_terms (employee_id, first_day, last_day, team, least_in_row, least_off) SELECT n, f, l, t, r, r FROM (VALUES (date '2020-01-01', date '2026-06-07', 'A', 3), ('2026-06-08', '2026-06-14', 'B', NULL), ('2026-06-15', NULL, 'A', 3)) AS v(f, l, t, r), generate_series(60, 61) n;
INSERT INTO roster_shift SELECT n, 'lent', tstzrange(d + interval '8:00', d + interval '14:00'), '{}', CASE WHEN d >= '2026-06-08' AND d < '2026-06-15' THEN 'B' ELSE 'A' END, NULL
FROM  (VALUES (60, '{2026-06-02,2026-06-03,2026-06-04,2026-06-10,2026-06-12,2026-06-16,2026-06-17,2026-06-18}'::timestamp[]), (61, '{2026-06-03,2026-06-07,2026-06-10,2026-06-12,2026-06-16,2026-06-17,2026-06-18,2026-06-21}')) AS v(n, days), unnest(days) d;
SELECT team, employee_id, finding, day, detail FROM check_roster('2026-06-01', '2026-06-28') WHERE roster = 'lent' AND employee_id >= 60 AND finding ~ 'few days' ORDER BY 2, 3, 4;
-- ---------- weeks, fortnights and nights that began before ----------
-- A roster from Wednesday 3 June. 70 worked from 8:00 to 16:00 on Monday and Tuesday, and goes on to Sunday: 16 hours of rest in the week of 1 June, not 24. 71 worked so from 25 to 31 May, and the roster adds 1 to 7 June: in the
-- fortnight of 25 May there are two rests of 16 hours, not 48. 72 is 17 and works from midnight to 4:00 on the 3rd. 73 worked from 25 May to 2 June, without rest in the first week, but is free until Friday: that
-- week is not the roster's. 74 is 17, begins on Tuesday 2 June and works 8 hours a day to Sunday. 75 worked until 23:00 on the evening before, from 9:00 on, and works again at 8:00: in the 24 hours there are 9 of rest.
INSERT INTO team VALUES ('Weeks');
INSERT INTO employee (employee_id, name, service_area) SELECT n, 'Weeks ' || n, 'Ward' FROM generate_series(70, 75) n;
INSERT INTO contract (employee_id, first_day, calendar) SELECT n, CASE n WHEN 71 THEN date '2026-05-11' WHEN 74 THEN '2026-06-02' ELSE '2019-01-01' END, 'every-day' FROM generate_series(70, 75) n;
INSERT INTO roster_terms (employee_id, first_day, team, rest_hours) SELECT n, '2020-01-01', 'Weeks', 0 FROM generate_series(70, 75) n;
INSERT INTO working_time_terms (employee_id, first_day, born, weekly_rest_by) VALUES (71, '2026-05-11', NULL, 'fortnight'), (72, '2026-01-01', '2009-01-01', 'week'), (74, '2026-06-02', '2009-01-01', 'week');
INSERT INTO shift (employee_id, during, breaks, team) SELECT n, tstzrange(d + interval '8:00', d + interval '16:00'), tstzmultirange(tstzrange(d + interval '12:00', d + interval '12:30')), 'Weeks' FROM (VALUES (70, timestamp '2026-06-01', timestamp '2026-06-02'), (71, '2026-05-25', '2026-05-31'), (73, '2026-05-25', '2026-06-02')) AS v(n, f, l), generate_series(f, l, '1 day') d;
INSERT INTO shift (employee_id, during, breaks, team) VALUES (75, '[2026-06-02 09:00,2026-06-02 23:00)', '{[2026-06-02 12:00,2026-06-02 12:30)}', 'Weeks');
INSERT INTO roster_shift SELECT n, 'weeks', tstzrange(d + interval '8:00', d + interval '16:00' + CASE n WHEN 74 THEN interval '1:00' ELSE '0:00' END), tstzmultirange(tstzrange(d + interval '12:00', d + interval '12:30' + CASE n WHEN 74 THEN interval '0:30' ELSE '0:00' END)), 'Weeks', NULL
FROM  (VALUES (70, timestamp '2026-06-03', timestamp '2026-06-07'), (71, '2026-06-01', '2026-06-07'), (73, '2026-06-05', '2026-06-05'), (74, '2026-06-02', '2026-06-07'), (75, '2026-06-03', '2026-06-03')) AS v(n, f, l), generate_series(f, l, '1 day') d;
INSERT INTO roster_shift VALUES (72, 'weeks', '[2026-06-03 00:00,2026-06-03 04:00)', '{}', 'Weeks', NULL);
SELECT from_day, employee_id, finding, day, minutes, detail FROM (VALUES (date '2026-06-03', '{70,72,73,75}'::bigint[]), ('2026-06-01', '{71,74}'), ('2026-06-02', '{74}')) AS p(from_day, people), check_roster(from_day, '2026-06-28') WHERE roster = 'weeks' AND employee_id = ANY (people) AND kind = 'breach' ORDER BY 1, 2, 3;
-- Published as they are, working_time_report says the same, and the week of 73.
INSERT INTO shift (employee_id, during, breaks, team) SELECT employee_id, during, breaks, team FROM roster_shift WHERE roster = 'weeks';
SELECT employee_id, rule, first_day, value, allowed FROM working_time_report('2026-05-25', '2026-06-28', '2026-06-28') WHERE employee_id BETWEEN 70 AND 75 ORDER BY 1, 2;
RESET search_path;
DROP SCHEMA roster_hr, roster_own, turn_hr CASCADE;
