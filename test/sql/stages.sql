--
-- stage_due: the decision BF-4 to BF-13 as a truth table. Triggers 150, 500, 875; rises 350 and 375; a report at most
-- three months old at stage 3; adoption on 1 October 2016; the day is 1 June 2017 and the last absence began on 29 May.
--
SET datestyle = ISO;
SET intervalstyle = postgres;

CREATE TEMP TABLE life (n integer, what text, score numeric, live_stage integer, live_score numeric, live_by text, repeated integer,
	spell_on date DEFAULT '2017-05-29', reached_on date DEFAULT '2017-05-29', decided_on date, report_on date,
	due integer, rules text, waiting_for text);
INSERT INTO life (n, what, score, due, rules) VALUES
	(1, 'below every trigger', 149, NULL, NULL),
	(2, 'exactly at the first trigger', 150, 1, 'BF-4'),
	(3, 'at the second, no warning: stage 2 needs one', 500, 1, 'BF-4, BF-7'),
	(4, 'at the third, no warning', 900, 1, 'BF-4, BF-7');
INSERT INTO life (n, what, score, reached_on, due, rules) VALUES
	(5, 'reached before the last absence', 151, '2017-02-01', 1, 'BF-9'),
	(7, 'reached before, far above', 2000, '2017-02-01', 1, 'BF-9, BF-7');
INSERT INTO life (n, what, score, reached_on, due, rules, waiting_for) VALUES
	(6, 'reached before, and now exactly 150: not above', 150, '2017-02-01', NULL, 'BF-9', 'score above 150');
INSERT INTO life (n, what, score, spell_on, reached_on, due, rules, waiting_for) VALUES
	(8, 'last absence before adoption', 600, '2016-09-30', '2016-09-30', NULL, 'BF-13', 'first absence after adoption'),
	(9, 'last absence on the day of adoption', 600, '2016-10-01', '2016-10-01', NULL, 'BF-13', 'first absence after adoption'),
	(10, 'last absence the day after', 600, '2016-10-02', '2016-10-02', 1, 'BF-4, BF-7', NULL);
INSERT INTO life (n, what, score, decided_on, due, rules, waiting_for) VALUES
	(11, 'decided after the last absence began', 600, '2017-05-30', NULL, 'BF-9', 'absence after the last decision'),
	(12, 'decided on the day it began', 600, '2017-05-29', NULL, 'BF-9', 'absence after the last decision'),
	(13, 'decided the day before', 600, '2017-05-28', 1, 'BF-4, BF-7', NULL);
INSERT INTO life (n, what, score, live_stage, live_score, live_by, decided_on, due, rules, waiting_for) VALUES
	(14, 'stage 1 live, below 500', 499, 1, 140, 'warning', '2017-05-01', NULL, 'BF-4, BF-6', NULL),
	(15, 'stage 1 live at 150, 350 above', 500, 1, 150, 'warning', '2017-05-01', 2, 'BF-4, BF-7', NULL),
	(16, 'stage 1 live at 151, 349 above', 500, 1, 151, 'warning', '2017-05-01', NULL, 'BF-7', 'score of 501 for stage 2'),
	(17, 'stage 1 live, above the third trigger', 900, 1, 160, 'warning', '2017-05-01', 2, 'BF-4, BF-7, BF-8', NULL),
	(18, 'stage 2 live, below 875', 874, 2, 400, 'warning', '2017-05-01', NULL, 'BF-4, BF-6', NULL),
	(19, 'stage 2 live at 500, 375 above, no report', 875, 2, 500, 'warning', '2017-05-01', NULL, 'BF-8, DL-29', 'occupational-health report for stage 3'),
	(20, 'stage 2 live at 501, 374 above', 875, 2, 501, 'warning', '2017-05-01', NULL, 'BF-8', 'score of 876 for stage 3'),
	(21, 'stage 3 live at 900, 374 above', 1274, 3, 900, 'warning', '2017-05-01', NULL, 'BF-8', 'score of 1275 for stage 3'),
	(22, 'carried over at stage 3, above the first trigger, no report', 160, 3, 0, 'transferred', '2016-10-01', NULL, 'BF-13, BF-8, DL-29', 'occupational-health report for stage 3'),
	(23, 'carried over at stage 3, below it', 149, 3, 0, 'transferred', '2016-10-01', NULL, NULL, NULL),
	(24, 'back at stage 2 after an appeal, below 875', 600, 2, 500, 'appeal', '2017-05-01', NULL, 'BF-4, BF-11', NULL),
	(25, 'back at stage 2 after an appeal, 374 above', 1274, 2, 900, 'appeal', '2017-05-01', NULL, 'BF-8, BF-11', 'score of 1275 for stage 3'),
	(26, 'a warning without its score counts from 0', 500, 1, NULL, 'warning', '2017-05-01', 2, 'BF-4, BF-7', NULL);
INSERT INTO life (n, what, score, live_stage, live_score, live_by, decided_on, report_on, due, rules, waiting_for) VALUES
	(27, 'stage 3 with a report three months old to the day', 875, 2, 500, 'warning', '2017-05-01', '2017-03-01', 3, 'BF-4, BF-8', NULL),
	(28, 'with one a day older', 875, 2, 500, 'warning', '2017-05-01', '2017-02-28', NULL, 'BF-8, DL-29', 'occupational-health report for stage 3'),
	(29, 'back after an appeal, 375 above, with a report', 1275, 2, 900, 'appeal', '2017-05-01', '2017-05-20', 3, 'BF-4, BF-8, BF-11', NULL),
	(30, 'stage 3 live, 375 above, with a report', 1275, 3, 900, 'warning', '2017-05-01', '2017-05-20', 3, 'BF-4, BF-8', NULL),
	(34, 'carried over at stage 3, at the first trigger, report three months old to the day', 150, 3, 0, 'transferred', '2016-10-01', '2017-03-01', 3, 'BF-13', NULL),
	(35, 'with one a day older', 150, 3, 0, 'transferred', '2016-10-01', '2017-02-28', NULL, 'BF-13, BF-8, DL-29', 'occupational-health report for stage 3'),
	(36, 'carried over at stage 2, which wants no report', 150, 2, 0, 'transferred', '2016-10-01', NULL, 2, 'BF-13', NULL);
INSERT INTO life (n, what, score, repeated, decided_on, due, rules) VALUES
	(31, 'two warnings kept within two years, the first trigger again', 150, 1, '2017-01-01', 2, 'BF-10'),
	(32, 'the same, below the trigger', 149, 1, '2017-01-01', NULL, NULL),
	(33, 'the same, above the third trigger', 900, 1, '2017-01-01', 2, 'BF-10, BF-8');

SELECT l.n, l.what, l.score, d.stage AS due, d.rules, d.waiting_for
FROM   life l
CROSS  JOIN LATERAL (SELECT bradford.stage_reached(l.score, 5, 20, '{150,500,875}', NULL, NULL)) AS r(reached)
CROSS  JOIN LATERAL bradford.stage_due(l.score, r.reached, '{150,500,875}', '{NULL,350,375}', l.live_stage, l.live_score, l.live_by, l.repeated,
		l.spell_on, l.reached_on, l.decided_on, '2016-10-01', l.report_on, ARRAY[NULL, NULL, '3 months']::interval[], '2017-06-01') d
ORDER  BY l.n;
-- the rows that differ from what the clauses say
SELECT l.n, l.what, l.due, l.rules, l.waiting_for
FROM   life l
CROSS  JOIN LATERAL (SELECT bradford.stage_reached(l.score, 5, 20, '{150,500,875}', NULL, NULL)) AS r(reached)
CROSS  JOIN LATERAL bradford.stage_due(l.score, r.reached, '{150,500,875}', '{NULL,350,375}', l.live_stage, l.live_score, l.live_by, l.repeated,
		l.spell_on, l.reached_on, l.decided_on, '2016-10-01', l.report_on, ARRAY[NULL, NULL, '3 months']::interval[], '2017-06-01') d
WHERE  (l.due, l.rules, l.waiting_for) IS DISTINCT FROM (d.stage, d.rules, d.waiting_for);

-- BF-13, the other reading: a stage that was carried over is due from its own trigger on, stage 2 from 500
SELECT score, first.stage AS from_first, first.rules, own.stage AS from_own, own.rules, own.waiting_for
FROM   unnest('{149,150,499,500}'::numeric[]) AS score
CROSS  JOIN LATERAL (SELECT bradford.stage_reached(score, 5, 20, '{150,500,875}', NULL, NULL)) AS r(reached)
CROSS  JOIN LATERAL bradford.stage_due(score, r.reached, '{150,500,875}', '{NULL,350,375}', 2, 0, 'transferred', NULL, '2017-05-29', '2017-05-29', '2016-10-01', '2016-10-01',
		NULL, ARRAY[NULL, NULL, '3 months']::interval[], '2017-06-01') AS first
CROSS  JOIN LATERAL bradford.stage_due(score, r.reached, '{150,500,875}', '{NULL,350,375}', 2, 0, 'transferred', NULL, '2017-05-29', '2017-05-29', '2016-10-01', '2016-10-01',
		NULL, ARRAY[NULL, NULL, '3 months']::interval[], '2017-06-01', 'own trigger') AS own;

-- stage_reached: inclusive lower bounds (BF-4); pro rata, to four places (BF-5): 2/3 of 150 is 100, 0.1 x 150 is 15;
-- the old policy's 4 periods or 8 days
SELECT score, share, bradford.stage_reached(score, 3, 9, bradford.pro_rata_triggers('{150,500,875}', share), NULL, NULL)
FROM  (VALUES (149.5, 1), (150, 1), (499.5, 1), (500, 1), (874.5, 1), (875, 1), (99.5, 24 / 36.0), (100, 24 / 36.0), (14.5, 0.1), (15, 0.1)) AS v(score, share);
SELECT occasions, days, bradford.stage_reached(occasions * occasions * days, occasions, days, NULL, '{4}', '{8}')
FROM  (VALUES (3, 7), (3, 7.5), (3, 8), (4, 4), (1, 300), (0, 0)) AS v(occasions, days);
SELECT share, bradford.pro_rata_triggers('{150,NULL,875.5}', share) FROM unnest('{1,1.0,0.5,0.6667,0.33333,NULL}'::numeric[]) AS share;

-- both against plain SQL, on all figures near the triggers, and stages that have only some of them
CREATE FUNCTION pg_temp.plain_reached(score numeric, occasions integer, days numeric, share numeric, triggers numeric[], occasion_triggers integer[], day_triggers numeric[])
RETURNS integer LANGUAGE sql AS $$
SELECT COALESCE(max(s.stage), 0)
FROM   generate_series(1, GREATEST(cardinality(triggers), cardinality(occasion_triggers), cardinality(day_triggers))) AS s(stage)
WHERE  score >= round(triggers[s.stage] * share, 4) OR occasions >= occasion_triggers[s.stage] OR days >= round(day_triggers[s.stage] * share, 4)
$$;
SELECT count(*) AS cases, count(*) FILTER (WHERE ours <> plain) AS differences, count(DISTINCT plain) AS stages
FROM  (SELECT bradford.stage_reached(score, occasions, days, bradford.pro_rata_triggers(t, share), o, bradford.pro_rata_triggers(d, share)) AS ours,
			  pg_temp.plain_reached(score, occasions, days, share, t, o, d) AS plain
	   FROM   unnest('{NULL,0,74.9999,75,99.99995,100,149.5,150,500,874.5,875}'::numeric[]) score, unnest('{NULL,0,3,4,5}'::integer[]) occasions, unnest('{NULL,0,3.5,4,7.5,8}'::numeric[]) days,
			  unnest('{1,0.5,0.66666666,0.1}'::numeric[]) share,
			 (VALUES ('{150,500,875}'::numeric[], NULL::integer[], NULL::numeric[]), (NULL, '{4}', '{8}'), ('{NULL,150}', '{5}', '{NULL,NULL,8}'), ('{}', '{}', '{}'), ('{150}', '{NULL,4}', NULL)) v(t, o, d)) x;

-- A site's view may bring any number as a stage: one beyond the last is taken as the last, and never overflows.
SELECT live_stage, repeated_stage, triggers, d.*
FROM  (VALUES (2, NULL::integer, '{150,500,875}'::numeric[]), (2147483647, NULL, '{150,500,875}'), (NULL, 2147483647, '{150,500,875}')) AS v(live_stage, repeated_stage, triggers),
	   bradford.stage_due(900, 3, triggers, '{NULL,350,375}', live_stage, 150, 'trigger', repeated_stage, '2017-05-29', '2017-05-29', '2017-01-01', '2016-10-01', NULL, NULL, '2017-06-01') AS d;

-- stage_due against the decision in plain SQL of test/oracle/stages.sql, on random people. More, or others: change the two numbers.
\set seed 42
\set people 20000
\getenv test_dir PG_ABS_SRCDIR
\set definitions :test_dir '/oracle/stages.sql'
\set ECHO none
\i :definitions
\set ECHO all
CREATE TEMP TABLE draw AS
SELECT n, (ARRAY[NULL, 0, 75, 149, 150, 150.50, 500, 874, 875, 1274, 1275, 'NaN'])[1 + r[1] * 12]::numeric AS score, (ARRAY[NULL, 0, 1, 1, 2, 2, 3, 3, 4])[1 + r[2] * 9] AS reached,
	   CASE floor(r[3] * 7) WHEN 0 THEN NULL WHEN 1 THEN '{}' WHEN 2 THEN '{NULL,150}' WHEN 3 THEN '{75.00}' ELSE '{150,500.0,875}' END::numeric[] AS triggers,
	   CASE floor(r[4] * 6) WHEN 0 THEN NULL WHEN 1 THEN '[2:3]={350,375.50}' WHEN 2 THEN '{1,NULL}' ELSE '{NULL,350,375}' END::numeric[] AS rises,
	   (ARRAY[NULL, NULL, NULL, 1, 1, 2, 2, 3, 2147483647, -2147483648])[1 + r[5] * 10] AS live_stage, (ARRAY[NULL, 0, 150, 500.250, 900, 'NaN'])[1 + r[6] * 6]::numeric AS live_score,
	   (ARRAY[NULL, 'warning', 'warning', 'appeal', 'transferred', 'Appeal'])[1 + r[7] * 6] AS live_by, (ARRAY[NULL, NULL, 1, 2, 2147483647])[1 + r[8] * 5] AS repeated_stage,
	   (ARRAY[NULL, '2017-05-01', '2017-05-02', '2017-05-03', 'infinity'])[1 + r[9] * 5]::date AS spell_on, (ARRAY[NULL, '2017-05-01', '2017-05-02', '2017-05-03', '-infinity'])[1 + r[10] * 5]::date AS reached_on,
	   (ARRAY[NULL, NULL, '2017-05-01', '2017-05-02', '2017-05-03'])[1 + r[11] * 5]::date AS decided_on, (ARRAY[NULL, NULL, '2017-05-01', '2017-05-02', '2017-05-03'])[1 + r[12] * 5]::date AS adopted_on,
	   (ARRAY[NULL, NULL, '2017-02-28', '2017-03-01', 'infinity', '-infinity'])[1 + r[13] * 6]::date AS report_on,
	   CASE floor(r[14] * 6) WHEN 0 THEN NULL WHEN 1 THEN '{}' WHEN 2 THEN '{1 month}' WHEN 3 THEN '{NULL,3 months}' ELSE '{NULL,NULL,3 months}' END::interval[] AS report_ages,
	   (ARRAY[NULL, '2017-06-01', '2017-06-01', '2017-05-31', 'infinity'])[1 + r[15] * 5]::date AS as_of, (ARRAY[NULL, 'first trigger', 'own trigger', 'Own trigger'])[1 + r[16] * 4] AS carried_over_from
FROM  (SELECT n, array_agg((hashint8extended(n * 16 + i, :seed) & 2147483647) / 2147483648.0 ORDER BY i) AS r FROM generate_series(1, :people) n, generate_series(1, 16) i GROUP BY n) x;
SELECT d.*, ours, plain
FROM   draw d
CROSS  JOIN LATERAL bradford.stage_due(score, reached, triggers, rises, live_stage, live_score, live_by, repeated_stage, spell_on, reached_on, decided_on, adopted_on, report_on, report_ages, as_of, carried_over_from) ours
CROSS  JOIN LATERAL pg_temp.plain_due(score, reached, triggers, rises, live_stage, live_score, live_by, repeated_stage, spell_on, reached_on, decided_on, adopted_on, report_on, report_ages, as_of, carried_over_from) plain
WHERE  ours IS DISTINCT FROM plain
LIMIT  5;
SELECT p.stage, p.rules, regexp_replace(p.waiting_for, '[0-9.]+|NaN', 'n', 'g') AS waiting_for, count(*)
FROM   draw
CROSS  JOIN LATERAL pg_temp.plain_due(score, reached, triggers, rises, live_stage, live_score, live_by, repeated_stage, spell_on, reached_on, decided_on, adopted_on, report_on, report_ages, as_of, carried_over_from) p
GROUP  BY 1, 2, 3 ORDER BY p.rules COLLATE "C", 1, 3;

-- policy_applies against the same in plain SQL, with NULL taken as no
SELECT count(*) AS cases, count(*) FILTER (WHERE plain) AS apply, count(*) FILTER (WHERE ours <> plain) AS differences
FROM  (SELECT bradford.policy_applies(p, o, s) AS ours, COALESCE(p = s OR p IS NULL AND (s = ANY (o)) IS NOT TRUE, false) AS plain
	   FROM   unnest('{NULL,teachers,Teachers,"teachers ",""}'::text[]) p, unnest('{NULL,teachers,Teachers,cooks,""}'::text[]) s,
			 (VALUES (NULL::text[]), ('{}'), ('{teachers}'), ('{NULL,cooks}'), ('{{teachers,cooks},{NULL,""}}'), ('[5:6]={cooks,teachers}')) v(o)) x;
