-- More for the page for managers: invented names, a manager for each service, talks that were held and decisions that
-- were made until September, and what a nightly job would have recorded.
SET search_path = hr, public;
SET client_min_messages = warning;
SET timezone = 'Europe/London';

INSERT INTO employee (employee_id, service_area)
SELECT 500 + row_number() OVER (ORDER BY service_area), service_area FROM (SELECT DISTINCT service_area FROM employee) AS s;
INSERT INTO contract (employee_id, first_day) SELECT employee_id, '2010-04-01' FROM employee WHERE employee_id < 1000;
UPDATE employee AS e SET manager_id = m.employee_id FROM employee AS m
WHERE  m.employee_id < 1000 AND m.service_area = e.service_area AND e.employee_id > 1000;
-- 25 x 31 names, so that no two people share one
UPDATE employee SET name =
	('{Aisha,Alan,Amara,Beth,Bronwen,Callum,Chloe,Daniel,Deepa,Ewan,Farah,George,Grace,Hamza,Helen,Imran,Joan,Kofi,Li Na,Maeve,Nigel,Oluwaseun,Rhys,Sian,Tomasz}'::text[])
		[1 + employee_id * 7 % 25] || ' ' ||
	('{Ahmed,Baker,Begum,Campbell,Clarke,Davies,Evans,Fraser,Green,Hughes,Jackson,Jones,Kaur,Khan,Lewis,MacDonald,Mensah,Morgan,Murphy,Nowak,O''Brien,Okafor,Patel,Price,Roberts,Shah,Singh,Smith,Taylor,Walker,Wright}'::text[])
		[1 + employee_id * 11 % 31]
WHERE  name IS NULL;

INSERT INTO return_to_work (employee_id, absence_id, held_on)
SELECT employee_id, absence_id, returned_on FROM return_to_work_report('2016-10-01')
WHERE  status = 'overdue' AND (due_by < '2016-09-19' AND absence_id % 50 > 0 OR absence_id % 3 > 0);
INSERT INTO warning (employee_id, policy, stage, issued_on, score, outcome)
SELECT employee_id, policy, stage_due, meeting_due_by, score, 'no warning' FROM trigger_report('2016-10-01')
WHERE  meeting_due_by < '2016-09-12' AND stage_due IS NOT NULL;

CALL bradford.record_trigger_events('hr', up_to => '2016-09-30');
UPDATE trigger_event SET recorded_at = happened_on + 1 + time '5:30';
