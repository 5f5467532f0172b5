--
-- rules: what the ids of the policies say. test/scripts/rules compares them with the reference and the sources.
--
SET intervalstyle = postgres;
SET search_path = bradford, public;

\echo how many, by subject
SELECT subject, count(*) AS rules, min(split_part(rule_id, '-', 1)) AS prefix, count(DISTINCT split_part(rule_id, '-', 1)) AS prefixes,
	   min(split_part(rule_id, '-', 2)::integer) AS first, max(split_part(rule_id, '-', 2)::integer) AS last, count(DISTINCT rule_id) AS ids
FROM   rules() GROUP BY subject ORDER BY subject COLLATE "C";

\echo one sentence each: a capital, a full stop at the end and none before it, no double space, at most 250 characters
SELECT count(*) AS rules, count(*) FILTER (WHERE says ~ '^[A-Z]') AS capital, count(*) FILTER (WHERE says ~ '\.$') AS full_stop,
	   count(*) FILTER (WHERE says ~ '[.!?]\s') AS more_sentences, count(*) FILTER (WHERE says ~ '\s\s|[\n\t]') AS double_space,
	   count(*) FILTER (WHERE length(says) > 250) AS too_long, count(DISTINCT says) AS different
FROM   rules();
-- two procedures have the same limit for the answer to an appeal, so their names tell them apart
SELECT rule_id, says FROM rules() WHERE says ~ 'appeal.*hearing' ORDER BY rule_id COLLATE "C";

\echo sources: a document by its number, and the clause where it has any
SELECT source, count(*) AS rules, count(clause) AS with_clause FROM rules() GROUP BY source ORDER BY source COLLATE "C";

\echo what the rules of a row of a report mean
SELECT t.employee_id, t.rules, r.rule_id, r.says
FROM   (VALUES (1, 'BF-9, BF-7'), (2, 'BF-4, BF-7, BF-11, BF-5'), (3, 'BF-10, BF-8, DL-29'), (4, NULL)) AS t(employee_id, rules)
LEFT   JOIN rules() AS r ON r.rule_id = ANY (string_to_array(t.rules, ', '))
ORDER  BY t.employee_id, array_position(string_to_array(t.rules, ', '), r.rule_id);

\echo the steps of the procedures: their limits and clauses are those of their rules
SELECT count(*) AS steps, count(DISTINCT p.rule_id) AS rules, count(*) FILTER (WHERE r.says ~ format('\m%s %s', p.n, p.unit) OR p.n = 1 AND r.says ~ '\m1 week\M') AS limit_said,
	   count(*) FILTER (WHERE r.says ~* ('^' || p.procedure || '\M')) AS procedure_said, count(*) FILTER (WHERE p.clause = r.clause) AS same_clause,
	   count(*) FILTER (WHERE p.clause <> r.clause AND p.clause = ANY (string_to_array(r.clause, ', '))) AS one_of_its_clauses
FROM   published_procedures() AS p LEFT JOIN rules() AS r USING (rule_id);
SELECT rule_id FROM rules() WHERE subject = 'deadline' EXCEPT SELECT rule_id FROM published_procedures();

\echo the figures of the stages are those of their rules
SELECT s.stage, s.trigger_score, (regexp_match(r.says ->> 'BF-4', '(\d+)\D* stage ' || s.stage))[1] AS said,
	   s.least_rise, (regexp_match(r.says ->> CASE s.stage WHEN 2 THEN 'BF-7' WHEN 3 THEN 'BF-8' END, 'least (\d+) above'))[1] AS said,
	   s.warning_life, (regexp_match(r.says ->> 'BF-6', '(\d+ months) at stage ' || s.stage))[1]::interval AS said,
	   s.report_age, (regexp_match(r.says ->> CASE s.stage WHEN 3 THEN 'BF-8' END, 'most (\d+ months) old'))[1]::interval AS said
FROM   published_policy_stages() AS s, (SELECT jsonb_object_agg(rule_id, says) AS says FROM rules()) AS r
WHERE  s.policy = 'Bradford 2016' ORDER BY s.stage;

\echo every rule that a reason for absence goes back to
SELECT id, count(*) AS reasons, max(r.subject) AS subject
FROM   published_reasons() AS p CROSS JOIN LATERAL unnest(string_to_array(p.rule_ids, ', ')) AS id LEFT JOIN rules() AS r ON r.rule_id = id
GROUP  BY id ORDER BY id COLLATE "C";

\echo a single rule costs no scan of a function: the rows are part of the plan
EXPLAIN (COSTS OFF) SELECT says FROM rules() WHERE rule_id = 'BF-7';
