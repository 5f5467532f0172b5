-- Names that try to become markup, given to the demo's people, for the page for managers.
SET search_path = hr, public;
SET client_min_messages = warning;
SET standard_conforming_strings = on;
SELECT getdatabaseencoding() = 'UTF8' AS unicode \gset

CREATE TEMP TABLE due AS
SELECT employee_id, row_number() OVER (ORDER BY employee_id) AS n FROM trigger_report('2016-10-01') WHERE stage_due > 0;
UPDATE employee AS e SET name = x.name
FROM   due, (VALUES
	(1, '<b>Kofi</b> & "Co" <script>document.title = ''hacked''</script>'), (2, '</th></table></body> &lt; &amp;lt; &#60;'),
	(3, 'O''Brien ]]> <!-- -- > /* */ }'), (4, E'tab\there, line\r\nfeed'), (5, ''), (6, NULL), (17, '   '),
	(7, repeat('W', 300)), (8, E'back\\slash :who :''who'' $$ %s %1$s \\echo'), (9, '<img src=x onerror=alert(1)>'), (10, 'javascript:alert(1)')
	) AS x(n, name)
WHERE  x.n = due.n AND e.employee_id = due.employee_id;
UPDATE employee SET name = 'Mary "Boss" <i>Ann</i> & Sons' WHERE employee_id = 508;
UPDATE employee SET service_area = '<Waste> & "Sons"' WHERE service_area = 'Waste';
UPDATE employee SET service_area = '' WHERE service_area = 'Finance';
UPDATE employee SET directorate = CASE WHEN service_area IN ('Leisure', 'Planning') THEN 'Place <&>' END;
UPDATE policy_stage SET title = '<u>first</u> & "written" warning' WHERE policy = 'Bradford 2016' AND stage = 1;
\if :unicode
-- right to left, an override that is never closed, a combining mark alone, characters beyond 16 bits, and codes of no character
UPDATE employee AS e SET name = x.name
FROM   due, (VALUES
	(11, U&'\05D3\05E0\05D4 (\05DC\05D5\05D9) 12'), (12, U&'\202Erevo \2067 kcab'), (13, U&'\0645\062D\0645\062F <\0639\0644\064A>'),
	(14, U&'\0301Zo\00EB'), (15, U&'\+01F600 \+01D54F'), (16, U&'\0085\009F\FFFE\FDD0'), (18, E'bell\x07, \x01 and \x7f')) AS x(n, name)
WHERE  x.n = due.n AND e.employee_id = due.employee_id;
\endif
-- the hours of one of them changed within the year
UPDATE contract SET last_day = '2016-03-31' WHERE employee_id = 1004;
INSERT INTO contract (employee_id, first_day, kind, weekly_hours) VALUES (1004, '2016-04-01', 'part-time', 18.5);
