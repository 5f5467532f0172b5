--
-- An absence is named by its person and its number, and so is a case. Two schemas hold the same thirty lives. In one, every
-- absence and case has a number of its own; in the other, everybody's are numbered from 0 on, in turns, so that one number
-- means something else from person to person. No report confuses people by these numbers: each shows the same in both, but
-- for the numbers.
--
SET datestyle = ISO;
SET client_min_messages = warning;
SET jit = off;
\set SHOW_CONTEXT never
CALL bradford.create_tables('apart');
CALL bradford.create_reports('apart');
CALL bradford.create_tables('alike');
CALL bradford.create_reports('alike');

SET search_path = apart;
INSERT INTO employee (employee_id, name, service_area, manager_id) SELECT e, 'P' || e, 'Area ' || e % 2, nullif(1, e) FROM generate_series(1, 30) AS e;
INSERT INTO contract (employee_id, first_day, last_day, kind, weekly_hours, full_time_salary)
SELECT e, date '2010-01-01' + e, CASE WHEN e % 10 = 9 THEN date '2014-12-31' END, CASE WHEN e % 4 = 0 THEN 'part-time' ELSE 'full-time' END, CASE WHEN e % 4 = 0 THEN 18.5 ELSE 37 END, 24000 FROM generate_series(1, 30) AS e;
-- around the same days; decisions, discussions and fit notes differ from person to person
INSERT INTO absence (absence_id, employee_id, first_day, last_day, reason, half_worked)
SELECT e * 10 + k, e, f.first_day, CASE WHEN k = 6 AND e % 5 = 0 THEN NULL ELSE f.first_day + (e * k) % 9 END, (ARRAY['cold or flu', 'stress', 'chicken pox', NULL])[1 + (e + k) % 4], (e + k) % 7 = 0 AND (e * k) % 9 > 0
FROM   generate_series(1, 30) AS e, generate_series(1, 6) AS k, LATERAL (SELECT CASE WHEN e % 10 = 9 THEN date '2012-01-09' ELSE date '2016-03-07' END + 45 * k + e % 3 AS first_day) AS f;
-- some go on in a record of one day, and the discussion is recorded with the one before
INSERT INTO absence (absence_id, employee_id, first_day, last_day) SELECT employee_id * 10 + 7, employee_id, last_day + 1, last_day + 1 FROM absence WHERE absence_id % 10 = 2 AND employee_id % 4 = 2;
INSERT INTO absence_override (employee_id, absence_id, action, joined_to, decided_by, decided_on, why)
SELECT employee_id, absence_id, 'leave out', NULL, 'adviser', first_day + 20, 'agreed with ' || employee_id FROM absence WHERE absence_id % 10 = 1 AND employee_id % 3 = 0 UNION ALL
SELECT employee_id, absence_id, 'join', absence_id - 1, 'adviser', first_day + 20, 'agreed with ' || employee_id FROM absence WHERE absence_id % 10 = 3 AND employee_id % 3 = 1 UNION ALL
SELECT employee_id, absence_id, 'join', absence_id + 1, 'adviser', first_day + 20, 'agreed with ' || employee_id FROM absence WHERE absence_id % 10 = 4 AND employee_id % 3 = 2;
INSERT INTO return_to_work (employee_id, absence_id, held_on, held_by, score_told, form_received_on)
SELECT employee_id, absence_id, last_day + 1 + (employee_id % 9)::integer, 'manager ' || employee_id, employee_id, last_day + 20 FROM absence WHERE (absence_id + employee_id) % 2 = 0 AND absence_id % 10 < 7 AND last_day IS NOT NULL;
INSERT INTO fit_note (employee_id, first_day, last_day, received_on) SELECT employee_id, first_day, last_day, first_day + 2 FROM absence WHERE absence_id % 10 = 2 AND employee_id % 2 = 0;
INSERT INTO warning (employee_id, policy, stage, issued_on, score, review_until) SELECT e, 'Bradford 2016', 1, date '2016-10-17' + e, 160, date '2016-12-16' FROM generate_series(1, 30, 4) AS e;
INSERT INTO hr_case (case_id, employee_id, procedure, opened_on, closed_on)
SELECT e * 10 + k, e, CASE k WHEN 1 THEN 'grievance 2016' ELSE 'attendance' END, CASE WHEN e % 10 = 9 THEN date '2014-01-06' ELSE date '2016-12-01' END, CASE WHEN e % 10 = 9 THEN date '2014-03-03' END FROM generate_series(1, 30) AS e, generate_series(1, 2) AS k WHERE (e + k) % 3 > 0;
INSERT INTO case_event (employee_id, case_id, event, happened_on)
SELECT employee_id, case_id, v.event, opened_on + v.n + (employee_id % 4)::integer FROM hr_case JOIN (VALUES (1, 'formal_received', 1), (1, 'meeting', 9), (2, 'returned_to_work', 2), (2, 'stage_1_meeting', 12), (2, 'stage_1_notice', 8)) AS v(k, event, n) ON case_id % 10 = v.k AND (employee_id + v.n) % 5 > 0 UNION ALL
SELECT employee_id, case_id, 'chat', opened_on FROM hr_case WHERE employee_id % 7 = 0 UNION ALL
SELECT employee_id, case_id, 'papers', '1899-12-31' FROM hr_case WHERE employee_id = 11;

CREATE FUNCTION public.own_number(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE RETURN (n + n / 10) % 10;
DO $$
DECLARE
	r	text;
BEGIN
	FOREACH r IN ARRAY '{employee,contract,fit_note,warning}'::text[] LOOP
		EXECUTE format('INSERT INTO alike.%1$I SELECT * FROM apart.%1$I', r);
	END LOOP;
	INSERT INTO alike.absence SELECT n.* FROM apart.absence a, jsonb_populate_record(a, jsonb_build_object('absence_id', public.own_number(a.absence_id))) n;
	INSERT INTO alike.absence_override SELECT n.* FROM apart.absence_override a, jsonb_populate_record(a, jsonb_build_object('absence_id', public.own_number(a.absence_id), 'joined_to', public.own_number(a.joined_to))) n;
	INSERT INTO alike.return_to_work SELECT n.* FROM apart.return_to_work a, jsonb_populate_record(a, jsonb_build_object('absence_id', public.own_number(a.absence_id))) n;
	INSERT INTO alike.hr_case SELECT n.* FROM apart.hr_case a, jsonb_populate_record(a, jsonb_build_object('case_id', public.own_number(a.case_id))) n;
	INSERT INTO alike.case_event SELECT n.* FROM apart.case_event a, jsonb_populate_record(a, jsonb_build_object('case_id', public.own_number(a.case_id))) n;
END $$;
SELECT (SELECT count(DISTINCT absence_id) FROM apart.absence) AS numbers_apart, (SELECT count(DISTINCT absence_id) FROM alike.absence) AS numbers_alike, (SELECT count(*) FROM alike.absence) AS absences;
ANALYZE;

-- each report on two days: its rows, and those that only one of the two schemas shows
CREATE FUNCTION public.rows_of(schema text, report regproc, dates integer, day date) RETURNS SETOF jsonb LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT to_jsonb(r) - ''{absence_id,case_id}''::text[]
			|| CASE WHEN to_jsonb(r) ? ''record'' THEN jsonb_build_object(''record'', regexp_replace(to_jsonb(r) ->> ''record'', ''\m(absence|case|absence_override|return_to_work|hr_case|case_event) \d+$'', ''\1''),
																			 ''detail'', regexp_replace(to_jsonb(r) ->> ''detail'', ''\mabsence \d+\M'', ''absence''),
																			 ''joined_to'', regexp_replace(to_jsonb(r) ->> ''joined_to'', ''\d+$'', '''')) ELSE ''{}'' END
		FROM (SELECT * FROM %I.%s(%s)) r', schema, (SELECT proname FROM pg_proc WHERE oid = report), (SELECT string_agg(quote_literal(CASE WHEN i < dates THEN day - 300 ELSE day END) || '::date', ', ') FROM generate_series(1, dates) i));
END $$;
CREATE FUNCTION public.compared() RETURNS TABLE (report text, rows bigint, differences bigint) LANGUAGE sql AS $$
SELECT m.name, sum(x.rows), sum(x.differences)
FROM   bradford.reports_made('apart') m
JOIN   pg_proc p ON p.oid = m.function
CROSS  JOIN LATERAL (SELECT count(*)::integer AS dates FROM unnest(p.proargtypes) WITH ORDINALITY AS t(type, n) WHERE t.type = 'date'::regtype AND t.n <= p.pronargs) f
CROSS  JOIN (VALUES (date '2016-12-20'), ('2017-02-01')) AS d(day)
CROSS  JOIN LATERAL (
	SELECT sum(y.alike) AS rows, sum(abs(y.apart - y.alike)) AS differences
	FROM  (SELECT r, count(*) FILTER (WHERE hr = 'apart') AS apart, count(*) FILTER (WHERE hr = 'alike') AS alike
		   FROM   unnest('{apart,alike}'::text[]) AS hr, public.rows_of(hr, m.function, f.dates, d.day) AS r GROUP BY r) y) x
WHERE  'employee_id' = ANY (p.proargnames)
GROUP  BY 1 ORDER BY m.name COLLATE "C";
$$;
CREATE TEMP TABLE compared AS SELECT * FROM public.compared();
SELECT * FROM compared WHERE report ~ '^(counted_absence|trigger_report|score_breakdown_report|score_history_report|trigger_event_report|return_to_work_report|certificate_report|deadline_report|data_quality_report|retention_report)$' ORDER BY report COLLATE "C";
SELECT count(*) > 25 AS reports, sum(differences) AS differences FROM compared;
-- a decision about one person is shown of nobody else, and of the right absence
SELECT count(*) AS told, count(*) FILTER (WHERE s.who <> employee_id) AS of_others FROM alike.score_breakdown_report('2017-02-01'), LATERAL (SELECT substring(why FROM 'agreed with (\d+)')::bigint AS who) s WHERE s.who > 0;

-- history, and forgetting it
CALL bradford.keep_history('apart');
CALL bradford.keep_history('alike');
DO $$
DECLARE
	hr	text;
BEGIN
	FOREACH hr IN ARRAY '{apart,alike}'::text[] LOOP
		EXECUTE format('SET LOCAL search_path = %I', hr);
		UPDATE absence SET last_day = last_day + 1 WHERE first_day BETWEEN '2016-09-01' AND '2016-09-08' AND employee_id % 6 = 0;
		DELETE FROM return_to_work r USING absence a WHERE a.employee_id = r.employee_id AND a.absence_id = r.absence_id AND a.first_day BETWEEN '2016-10-15' AND '2016-10-25' AND r.employee_id % 3 = 0;
		DELETE FROM absence WHERE first_day BETWEEN '2016-10-15' AND '2016-10-25' AND employee_id % 6 = 3;
		UPDATE employee SET employee_id = 107 WHERE employee_id = 7;
		DELETE FROM hr_case WHERE employee_id = 8;
	END LOOP;
END $$;
CREATE VIEW public.changes AS
SELECT 'apart' AS hr, employee_id, change, changes, first_day, last_day FROM apart.absence_history_report UNION ALL
SELECT 'alike', employee_id, change, changes, first_day, last_day FROM alike.absence_history_report;
SELECT change, count(*) FILTER (WHERE hr = 'apart') AS apart, count(*) FILTER (WHERE hr = 'alike') AS alike FROM public.changes GROUP BY 1 ORDER BY 1;
SELECT count(*) AS differences FROM (SELECT FROM public.changes GROUP BY employee_id, change, changes, first_day, last_day HAVING count(*) FILTER (WHERE hr = 'apart') <> count(*) FILTER (WHERE hr = 'alike')) x;
-- if two people get other numbers in one statement, nobody guesses whose absence is whose
UPDATE apart.employee SET employee_id = employee_id + 100 WHERE employee_id IN (14, 21);
UPDATE alike.employee SET employee_id = employee_id + 100 WHERE employee_id IN (14, 21);
SELECT hr, employee_id, change, changes, count(*) FROM public.changes WHERE employee_id IN (14, 114) AND change <> 'kept before' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3;
SET client_min_messages = notice;
CALL bradford.forget('apart', '2016-06-01');
CALL bradford.forget('alike', '2016-06-01');
SELECT count(*) > 25 AS reports, sum(differences) AS differences FROM public.compared();

SELECT hr, count(*) AS changes FROM public.changes GROUP BY 1 ORDER BY 1;

-- A decision about one person's absence never applies to another's with the same number. An absence that was entered for the
-- wrong person does not move while it is joined, nor does the one that it is joined to: 801 was ill from 7 to 11 September, 1 x
-- 1 x 5, and 802 for two days in March, 1 x 1 x 2. Without the decision the second goes over: 1 x 1 x 2 stay, and 2 x 2 x 4 are
-- of 802.
SET client_min_messages = warning;
SET search_path = alike;
INSERT INTO employee (employee_id, service_area) VALUES (801, 'Area 1'), (802, 'Area 1');
INSERT INTO contract (employee_id, first_day) VALUES (801, '2020-01-06'), (802, '2020-01-06');
INSERT INTO absence (absence_id, employee_id, first_day, last_day) VALUES (1, 801, '2026-09-07', '2026-09-08'), (2, 801, '2026-09-10', '2026-09-11'), (1, 802, '2026-03-02', '2026-03-03');
INSERT INTO absence_override VALUES (801, 1, 'join', 2, 'HR', '2026-09-20', 'one illness');
\set VERBOSITY terse
UPDATE absence SET employee_id = 802 WHERE employee_id = 801 AND absence_id = 2;
UPDATE absence SET employee_id = 802, absence_id = 3 WHERE employee_id = 801 AND absence_id = 1;
UPDATE absence SET absence_id = 3 WHERE employee_id = 801 AND absence_id = 2;
-- the same when 802 has a decision of their own
INSERT INTO absence_override VALUES (802, 1, 'leave out', NULL, 'HR', '2026-03-20', 'injured at work');
UPDATE absence SET employee_id = 802 WHERE employee_id = 801 AND absence_id = 2;
DELETE FROM absence_override WHERE employee_id = 802;
\set VERBOSITY default
SELECT employee_id, score FROM trigger_report('2026-09-30') WHERE employee_id > 800 ORDER BY 1;
BEGIN;
DELETE FROM absence_override WHERE employee_id = 801;
UPDATE absence SET employee_id = 802 WHERE employee_id = 801 AND absence_id = 2;
COMMIT;
SELECT employee_id, score FROM trigger_report('2026-09-30') WHERE employee_id > 800 ORDER BY 1;
RESET search_path;

DROP VIEW public.changes;
DROP SCHEMA apart, alike CASCADE;
DROP FUNCTION public.rows_of, public.compared, public.own_number;
