--
-- Reports: what people open, made in the user's own schema over its HR tables or over views of the same names.
--
-- A report is one function here that returns a report_definition; create_reports finds them by that result type,
-- so a new report is one more such function and nothing else. Its parts:
--
--   report      name of the function and of the view
--   place       order of making: a definition may read another one of a lower place
--   parameters  as CREATE FUNCTION wants them, separated by ", ": 'as_of date'
--   arguments   what the view passes for them, such as 'CURRENT_DATE'; none: no view is made
--   about       comment on function and view
--   needs       columns that the body reads, each relation.column as in table_columns(); missing ones are refused all at once
--   columns     pairs of column and meaning, in the order of the result; their types are those of the body
--   body        one SELECT over unqualified HR relations and definitions of a lower place; bradford.* is qualified
--
-- The functions are LANGUAGE sql, STABLE, not strict, without SET, with one SELECT parsed when they are made: so the
-- planner inlines them and a condition on the report reaches the indexes of the tables, names mean what they
-- meant on that day, and the dependence on this extension is known to DROP EXTENSION and pg_dump.
--
-- To keep them fast: anything computed from a whole spell set stands in a LATERAL subquery with OFFSET 0, which keeps it
-- from being computed once for each mention; what only concerns people at a trigger stands behind a condition there.
-- A subquery per person counts (count(*) = 0) rather than asking NOT EXISTS, which the planner may turn into a hash of
-- everybody's rows.
--

CREATE TYPE report_definition AS (
	report text, place integer, parameters text, arguments text, about text, needs text[], columns text[], body text);
COMMENT ON TYPE report_definition IS 'One report as create_reports makes it: name, order of making, parameters, arguments of the view, comment, needed columns, pairs of column and meaning, and the query';

CREATE PROCEDURE create_reports(schema text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
	definitions	bradford.report_definition[];
	d			bradford.report_definition;
	wrong		text;
	probe		text;
	result		text;
	signature	text;
	given		text;
BEGIN
	IF schema IS NULL OR to_regnamespace(quote_ident(schema)) IS NULL THEN
		RAISE EXCEPTION 'schema "%" does not exist', schema USING ERRCODE = '3F000',
			DETAIL = 'Reports are made in the schema that holds the HR tables, or views of the same names.',
			HINT = 'Write CALL bradford.create_tables first, or name the schema of your own views.';
	END IF;

	EXECUTE (SELECT format('SELECT array_agg(x ORDER BY x.place, x.report) FROM (%s) AS x',
				string_agg(format('SELECT (bradford.%I()).*', p.proname), ' UNION ALL '))
			 FROM   pg_proc p
			 WHERE  p.pronamespace = 'bradford'::regnamespace AND p.prorettype = 'bradford.report_definition'::regtype
			 AND    p.pronargs = 0)
	INTO definitions;

	SELECT string_agg(problem, E'\n' ORDER BY n) INTO wrong
	FROM   bradford.column_problems(schema, (SELECT array_agg(DISTINCT c.name) FROM unnest(definitions) AS x, unnest(x.needs) AS c(name)))
			WITH ORDINALITY AS p(problem, n);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema "%" lacks what the reports need', schema USING ERRCODE = '42704',
			DETAIL = wrong,
			HINT = 'CALL bradford.create_tables makes what is missing; over a database of your own, add or cast these columns in the views that stand for them. bradford.table_columns() says what each means.';
	END IF;

	-- pg_catalog comes first by itself; naming it first would create the reports there
	PERFORM set_config('search_path', quote_ident(schema) || ', pg_temp', true);
	PERFORM set_config('client_min_messages', 'warning', true);

	FOREACH d IN ARRAY definitions LOOP
		-- the body says which types its columns have, so that an employee_id may be of the site's own type
		probe := format('%I', d.report || ' probe');
		SELECT coalesce(string_agg(format('NULL::%s AS %s', m[2], m[1]), ', '), 'NULL') INTO given
		FROM   regexp_split_to_table(nullif(d.parameters, ''), ', ') AS p(one),
			   regexp_match(p.one, '^(\w+) (\w+)') AS m;
		EXECUTE format('CREATE VIEW %s AS SELECT b.* FROM (SELECT %s) AS p, LATERAL (%s) AS b', probe, given, d.body);
		SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum) INTO result
		FROM   pg_attribute a
		WHERE  a.attrelid = probe::regclass AND a.attnum > 0;
		EXECUTE format('DROP VIEW %s', probe);

		SELECT string_agg(m[1], ', ') INTO signature
		FROM   regexp_split_to_table(nullif(d.parameters, ''), ', ') AS p(one), regexp_match(p.one, '^\w+ (\w+)') AS m;
		signature := format('%I(%s)', d.report, signature);

		-- a report whose columns changed gives way to the new one, unless something of the user's stands on it
		IF to_regprocedure(signature) IS NOT NULL
		   AND pg_get_function_result(to_regprocedure(signature)) <> format('TABLE(%s)', result) THEN
			BEGIN
				IF to_regclass(quote_ident(d.report)) IS NOT NULL THEN
					EXECUTE format('DROP VIEW %I', d.report);
				END IF;
				EXECUTE format('DROP FUNCTION %s', signature);
			EXCEPTION WHEN dependent_objects_still_exist THEN
				GET STACKED DIAGNOSTICS given = PG_EXCEPTION_DETAIL;
				RAISE EXCEPTION 'report "%" gets other columns, and objects of yours stand on it', d.report USING ERRCODE = '2BP01',
					DETAIL = given,
					HINT = 'Drop those objects, call bradford.create_reports again, and make them anew.';
			END;
		END IF;

		EXECUTE format('CREATE OR REPLACE FUNCTION %I(%s) RETURNS TABLE (%s) LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000 BEGIN ATOMIC %s; END',
			d.report, d.parameters, result, d.body);
		EXECUTE format('COMMENT ON FUNCTION %s IS %L', signature, d.about);

		IF d.arguments IS NOT NULL THEN
			EXECUTE format('CREATE OR REPLACE VIEW %1$I WITH (security_invoker = true) AS SELECT * FROM %1$I(%2$s)', d.report, d.arguments);
			EXECUTE format('COMMENT ON VIEW %I IS %L', d.report, d.about);
			FOR n IN 1 .. coalesce(array_length(d.columns, 1), 0) LOOP
				EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', d.report, d.columns[n][1], d.columns[n][2]);
			END LOOP;
		END IF;
	END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE create_reports(text) IS
'Makes or refreshes the reports in this schema: each an as-of function and a view of the same name at the current date, which run with the rights of whoever reads them. Refuses with 42704, listing all, where HR relations or columns are missing or of another type, and with 2BP01 where a report gets other columns and objects of the user stand on it.';


CREATE FUNCTION define_policy_terms() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('policy_terms', 1, '', '',
'Every attendance policy in one row, its stages laid out as arrays by number of stage. The other reports read it.',
'{attendance_policy.policy, attendance_policy.first_day, attendance_policy.last_day, attendance_policy.adopted_on, attendance_policy.replaces,
  attendance_policy.keeps_warnings, attendance_policy.scoring_rule, attendance_policy.part_time_rule, attendance_policy.calendar,
  attendance_policy.long_term, attendance_policy.target_days,
  policy_stage.policy, policy_stage.stage, policy_stage.title, policy_stage.trigger_score, policy_stage.trigger_occasions,
  policy_stage.trigger_days, policy_stage.least_rise, policy_stage.report_age, policy_stage.repeat_warnings,
  policy_stage.repeat_within, policy_stage.meeting_within}',
ARRAY[
	['policy', 'Policy'],
	['first_day', 'First day in force; none: never in force'],
	['last_day', 'Last day in force; none: still in force'],
	['adopted_on', 'Day of adoption (BF-13)'],
	['replaces', 'Policy that it replaced'],
	['scoring_rule', 'How a score is counted'],
	['calendar', 'Working days of the organisation'],
	['long_term', 'An absence longer than this is long-term (AB-10)'],
	['target_days', 'Target of days lost per employee and year (BF-16)'],
	['by_hours', 'Triggers are pro rata to the contracted hours (BF-5)'],
	['uses_calendar', 'The score depends on a person''s working days'],
	['titles', 'What is considered, by stage'],
	['triggers', 'Score triggers by stage (BF-4)'],
	['occasion_triggers', 'Triggers on occasions by stage'],
	['day_triggers', 'Triggers on days by stage'],
	['rises', 'Least rise since the live warning by stage (BF-7, BF-8)'],
	['report_ages', 'Greatest age of the occupational-health report by stage (DL-29)'],
	['meetings_within', 'Working days after the return to work within which the meeting is held, by stage (DL-19)'],
	['least_trigger', 'Least score trigger'],
	['least_occasions', 'Least trigger on occasions'],
	['least_days', 'Least trigger on days'],
	['by_score', 'Every trigger is a score'],
	['repeat_stage', 'Stage whose warnings, repeated and each followed by satisfactory attendance, lead to the next (BF-10)'],
	['repeat_warnings', 'How many of them (BF-10)'],
	['repeat_within', 'Within which time (BF-10)'],
	['warnings_of', 'Policies whose warnings count: its own, and those of the policies that it carries on']],
$body$
SELECT p.policy, p.first_day, p.last_day, p.adopted_on, p.replaces, p.scoring_rule, p.calendar, p.long_term, p.target_days,
	   p.part_time_rule = 'hours' AS by_hours,
	   p.scoring_rule::text ~ '=(working|span)' AS uses_calendar,
	   s.*,
	   (WITH RECURSIVE kept AS (
			SELECT p.policy, p.replaces, p.keeps_warnings
			UNION
			SELECT o.policy, o.replaces, o.keeps_warnings
			FROM   kept k JOIN attendance_policy o ON o.policy = k.replaces
			WHERE  k.keeps_warnings)
		SELECT array_agg(k.policy::text) FROM kept k) AS warnings_of
FROM   attendance_policy p
CROSS  JOIN LATERAL (
	SELECT array_agg(t.title::text ORDER BY n.stage) AS titles,
		   array_agg(t.trigger_score::numeric ORDER BY n.stage) AS triggers,
		   array_agg(t.trigger_occasions ORDER BY n.stage) AS occasion_triggers,
		   array_agg(t.trigger_days::numeric ORDER BY n.stage) AS day_triggers,
		   array_agg(t.least_rise::numeric ORDER BY n.stage) AS rises,
		   array_agg(t.report_age ORDER BY n.stage) AS report_ages,
		   array_agg(t.meeting_within::integer ORDER BY n.stage) AS meetings_within,
		   min(t.trigger_score) AS least_trigger, min(t.trigger_occasions) AS least_occasions, min(t.trigger_days) AS least_days,
		   bool_and(num_nonnulls(t.trigger_occasions, t.trigger_days) = 0) AS by_score,
		   (array_agg(t.stage::integer ORDER BY t.stage) FILTER (WHERE t.repeat_warnings > 0))[1] AS repeat_stage,
		   (array_agg(t.repeat_warnings::integer ORDER BY t.stage) FILTER (WHERE t.repeat_warnings > 0))[1] AS repeat_warnings,
		   (array_agg(t.repeat_within ORDER BY t.stage) FILTER (WHERE t.repeat_warnings > 0))[1] AS repeat_within
	FROM   generate_series(1, (SELECT max(m.stage) FROM policy_stage m WHERE m.policy = p.policy)) AS n(stage)
	LEFT   JOIN policy_stage t ON t.policy = p.policy AND t.stage = n.stage) s
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_policy_terms() IS 'Definition of policy_terms for create_reports';


CREATE FUNCTION define_governing_contract() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('governing_contract', 0, 'as_of date', NULL,
'Which contract gives an employee''s working days on which days: of posts held side by side, the one with the most hours, then the one that began first. Contracts that begin after the day are left out. The other reports read it.',
'{contract.employee_id, contract.post, contract.first_day, contract.last_day, contract.weekly_hours, contract.calendar}',
'{}',
$body$
SELECT c.employee_id, c.post, c.first_day, c.calendar, u.period
FROM   contract c
CROSS  JOIN LATERAL unnest(datemultirange(daterange(c.first_day, c.last_day, '[]')) - COALESCE((
	SELECT range_agg(daterange(o.first_day, o.last_day, '[]'))
	FROM   contract o
	WHERE  o.employee_id = c.employee_id AND o.first_day <= as_of AND (o.last_day IS NULL OR o.last_day >= o.first_day)
	-- the last two only order what tables of one's own may hold twice
	AND    (COALESCE(o.weekly_hours, 0), c.first_day, c.post, COALESCE(c.calendar::text, ''))
		   > (COALESCE(c.weekly_hours, 0), o.first_day, o.post, COALESCE(o.calendar::text, ''))), '{}')) AS u(period)
WHERE  c.first_day <= as_of AND (c.last_day IS NULL OR c.last_day >= c.first_day)
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_governing_contract() IS 'Definition of governing_contract for create_reports';


CREATE FUNCTION define_counted_absence() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('counted_absence', 2, 'as_of date, with_calendar boolean DEFAULT true', 'CURRENT_DATE',
'What counts of each current employee''s absence: the set of spells, which holds no policy, so that any rule can score it. One row per employee with a contract on the day; the other reports read it.',
'{employee.employee_id, employee.service_area, employee.manager_id, employee.service_from,
  contract.employee_id, contract.post, contract.first_day, contract.last_day, contract.weekly_hours, contract.full_time_hours, contract.calendar,
  absence_reason.reason, absence_reason.counted,
  absence.absence_id, absence.employee_id, absence.first_day, absence.last_day, absence.reason, absence.half_worked, absence.half_days,
  absence_override.absence_id, absence_override.action, absence_override.joined_to, absence_override.decided_on,
  fit_note.employee_id, fit_note.first_day, fit_note.last_day, fit_note.received_on}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area'],
	['manager_id', 'Payroll number of the manager'],
	['fte', 'Whole-time equivalent of the contracts of that day, at most 1'],
	['calendar', 'Working days under all contracts so far'],
	['counts_from', 'First day of the employment that counts: contracts that run on without a gap, or continuous service'],
	['spells', 'Counted spells: without uncounted reasons (AB-2, AB-3), what a named person left out, and first days of which half was worked (AB-1); with the days between absences that a named person joined'],
	['half_days', 'Days that count one half'],
	['currently_absent', 'Absent on the day, for whatever reason']],
$body$
SELECT m.employee_id, m.service_area, m.manager_id, m.fte, m.calendar, m.counts_from,
	   -- a join has no effect where one of the two does not count
	   CASE WHEN x.between_joined IS NULL THEN a.spells ELSE a.spells + COALESCE((
			SELECT range_agg(u.days) FROM unnest(x.between_joined) AS u(days)
			WHERE  a.spells @> lower(u.days) - 1 AND a.spells @> upper(u.days)), '{}') END AS spells,
	   a.half_days, COALESCE(a.absent_until >= as_of, false) AS currently_absent
FROM  (
	SELECT e.employee_id, e.service_area, e.manager_id,
		   least(1, sum(CASE WHEN c.weekly_hours = c.full_time_hours THEN 1 ELSE c.weekly_hours / nullif(c.full_time_hours, 0) END)
				FILTER (WHERE c.last_day IS NULL OR c.last_day >= as_of)) AS fte,
		   least(e.service_from, CASE WHEN count(*) = 1 THEN min(c.first_day)
				ELSE (SELECT lower(u.run) FROM unnest(range_agg(daterange(c.first_day, c.last_day, '[]'))) AS u(run) WHERE u.run @> as_of)
		   END) AS counts_from,
		   CASE WHEN NOT with_calendar THEN NULL
				WHEN count(*) = 1 THEN (array_agg(c.calendar) FILTER (WHERE with_calendar))[1]
				ELSE (SELECT bradford.calendar_over_time(g.calendar, g.period) FROM governing_contract(as_of) g WHERE g.employee_id = e.employee_id)
		   END AS calendar,
		   -- looked up for a few people, gathered at once for everybody: an EXISTS here leaves the planner that choice
		   EXISTS (SELECT FROM absence a JOIN absence_override o ON o.absence_id = a.absence_id
				   WHERE a.employee_id = e.employee_id AND o.decided_on <= as_of) AS overridden
	FROM   employee e
	JOIN   contract c ON c.employee_id = e.employee_id AND c.first_day <= as_of AND (c.last_day IS NULL OR c.last_day >= c.first_day)
	GROUP  BY e.employee_id, e.service_area, e.manager_id, e.service_from
	HAVING bool_or(c.last_day IS NULL OR c.last_day >= as_of)) m
CROSS  JOIN (
	-- as keys of one jsonb object, a reason is looked up at once and not compared with each of them
	SELECT jsonb_object_agg(r.reason, r.counted) AS special FROM absence_reason r WHERE r.counted <> 'yes') r
LEFT   JOIN LATERAL (
	SELECT z.*
	FROM  (
		SELECT array_agg(o.absence_id) FILTER (WHERE o.action = 'leave out') AS left_out,
			   -- from the end of the earlier one to the first day of the later one that counts: to make one spell of both, a day of which half was worked is filled in
			   array_agg(daterange(least(a.last_day, b.last_day) + 1,
								   CASE WHEN a.first_day > b.first_day THEN a.first_day + a.half_worked::integer ELSE b.first_day + b.half_worked::integer END))
					FILTER (WHERE o.action = 'join' AND least(a.last_day, b.last_day) + 1 < greatest(a.first_day, b.first_day)
							AND greatest(a.first_day, b.first_day) <= as_of) AS between_joined
		FROM   absence a
		JOIN   absence_override o ON o.absence_id = a.absence_id
		LEFT   JOIN absence b ON b.absence_id = o.joined_to
		WHERE  a.employee_id = m.employee_id AND o.decided_on <= as_of) z
	WHERE  m.overridden
	OFFSET 0) x ON true
CROSS  JOIN LATERAL (
	SELECT bradford.spells(CASE WHEN a.half_worked THEN a.first_day + 1 ELSE a.first_day END, a.last_day)
				FILTER (WHERE CASE WHEN r.special ? a.reason THEN r.special ->> a.reason = 'unless fit note' AND (
									SELECT count(*) = 0 FROM fit_note n
									WHERE  n.employee_id = a.employee_id AND n.last_day >= a.first_day
									AND    (a.last_day IS NULL OR n.first_day <= a.last_day)
									AND    COALESCE(n.received_on, n.first_day) <= as_of)
							   ELSE true END
						AND (a.absence_id = ANY (x.left_out)) IS NOT TRUE
						-- what cannot be is for data_quality_report to show, and stops nobody's report
						AND COALESCE(a.last_day, as_of) >= CASE WHEN a.half_worked THEN a.first_day + 1 ELSE a.first_day END
						AND isfinite(COALESCE(a.last_day, a.first_day)) AND isfinite(a.first_day)) AS spells,
		   range_agg(a.half_days) FILTER (WHERE a.half_days IS NOT NULL) AS half_days,
		   max(COALESCE(a.last_day, as_of)) AS absent_until
	FROM   absence a
	WHERE  a.employee_id = m.employee_id AND a.first_day <= as_of AND a.first_day >= m.counts_from) a
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_counted_absence() IS 'Definition of counted_absence for create_reports';
