-- What came of the three raw exports in test/demo/exports, loaded by the blocks of doc/loading.md.
\echo
\echo 'THREE RAW EXPORTS: lines loaded and rejected, and the highest scores (doc/loading.md)'
SELECT file, count(*) AS lines, count(*) FILTER (WHERE NOT staging.is_good(file, line)) AS rejected,
	   (SELECT min(why) FROM staging.rejected AS r WHERE r.file = l.file) AS "for instance"
FROM   staging.line AS l
GROUP  BY file
ORDER  BY file;
SELECT employee_id AS employee, name, score, stage_reached AS stage, due, rules
FROM   hr.trigger_report(:'as_of')
ORDER  BY score DESC, employee_id
LIMIT  5;
