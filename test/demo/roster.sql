-- The solver's answer, one name a line in the file :answer, becomes a proposal like any other.
SET search_path = hr, public;
SET datestyle = ISO;
SET timezone = 'Europe/London';
SET intervalstyle = postgres;
CREATE TEMP TABLE answer (name text);
\set command '\\copy answer FROM ' :'answer'
:command
INSERT INTO roster_shift (employee_id, roster, during, breaks, team, skill)
SELECT v.employee_id, 'by cbc', v.during, v.breaks, v.team, v.skill FROM roster_variable('2016-10-03', '2016-10-30') v JOIN answer a USING (name);

\echo
\echo 'A ROSTER FOR FOUR WEEKS, as the solver proposes it: early, late, night; * leave. A person decides'
SELECT e.name, string_agg(CASE WHEN s.employee_id IS NOT NULL THEN CASE extract(hour FROM lower(s.during)) WHEN 7 THEN 'E' WHEN 13 THEN 'L' ELSE 'N' END WHEN o.employee_id IS NOT NULL THEN '*' ELSE '.' END || CASE WHEN extract(isodow FROM day) = 7 THEN ' ' ELSE '' END, '' ORDER BY day) AS "from Monday 3 October"
FROM   employee e CROSS JOIN LATERAL (SELECT date '2016-10-03' + n AS day FROM generate_series(0, 27) n) x
LEFT   JOIN roster_shift s ON s.employee_id = e.employee_id AND s.roster = 'by cbc' AND lower(s.during)::date = day
LEFT   JOIN time_off o ON o.employee_id = e.employee_id AND day BETWEEN o.first_day AND o.last_day
WHERE  e.service_area = 'Ward 1' GROUP BY e.employee_id, e.name ORDER BY e.employee_id;
SELECT kind, finding, name, what, count(*), sum(minutes) AS minutes, sum(cost) AS cost, min(detail) AS detail
FROM   check_roster('2016-10-03', '2016-10-30') WHERE roster = 'by cbc' GROUP BY 1, 2, 3, 4 ORDER BY kind = 'score', kind, finding, name, what;
SELECT name, hours, contracted, owed, nights, weekends, weekends_to_mean AS to_mean, unsocial_hours AS unsocial, unsocial_to_mean AS to_mean, preferences AS asked, preferences_met AS met, vetoes, vetoes_kept AS kept, team_weekends, team_unsocial
FROM   roster_fairness_report('2016-10-03', '2016-10-30') WHERE roster = 'by cbc' ORDER BY employee_id;
