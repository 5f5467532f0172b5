-- A ward of twelve for four weeks: shifts, what each needs, skills, limits, vetoes and preferences. Two people are on leave.
SET search_path = hr, public;
SET datestyle = ISO;
SET timezone = 'Europe/London';

INSERT INTO employee (employee_id, name, service_area) SELECT 1400 + n, 'Nurse ' || chr(64 + n), 'Ward 1' FROM generate_series(1, 12) n;
INSERT INTO contract (employee_id, first_day, weekly_hours, full_time_hours, calendar) SELECT 1400 + n, '2014-03-03', CASE WHEN n > 9 THEN 22.5 ELSE 37.5 END, 37.5, 'every-day' FROM generate_series(1, 12) n;
INSERT INTO employee_skill SELECT 1400 + n, s, NULL, '2014-03-03', NULL FROM generate_series(1, 12) n, unnest('{nurse,in charge}'::text[]) s WHERE s = 'nurse' OR n % 2 = 1;
INSERT INTO team (team) VALUES ('Ward 1');
INSERT INTO shift_kind (team, kind, first_day, starts, ends, break_starts, break_ends) VALUES
	('Ward 1', 'early', '2016-10-03', '7:00', '15:00', '11:00', '11:30'), ('Ward 1', 'late', '2016-10-03', '13:30', '21:30', '17:30', '18:00'), ('Ward 1', 'night', '2016-10-03', '21:00', '7:30', '1:00', '2:00');
INSERT INTO staffing_demand (team, slot, first_day, days, starts, ends, skill, at_least, at_most, short_weight) VALUES
	('Ward 1', 'early', '2016-10-03', 'every-day', '7:00', '15:00', NULL, 2, 5, 100), ('Ward 1', 'late', '2016-10-03', 'every-day', '15:00', '21:30', NULL, 2, 4, 100), ('Ward 1', 'night', '2016-10-03', 'every-day', '21:30', '7:00', NULL, 2, 2, 200),
	('Ward 1', 'round', '2016-10-03', 'every-day; week=Mon-Fri', '9:00', '11:00', NULL, 3, NULL, 50), ('Ward 1', 'in charge by day', '2016-10-03', 'every-day', '7:00', '21:00', 'in charge', 1, NULL, 100), ('Ward 1', 'in charge at night', '2016-10-03', 'every-day', '21:00', '7:00', 'in charge', 1, NULL, 100);
INSERT INTO roster_terms (employee_id, first_day, team, weekly_hours, most_owed, most_owing, most_in_row, most_weekends) SELECT 1400 + n, '2016-10-03', 'Ward 1', CASE WHEN n > 9 THEN 22.5 ELSE 37.5 END, 9.5, 19, 5, 3 FROM generate_series(1, 12) n;
INSERT INTO roster_request (employee_id, request, kind, first_day, last_day, days, starts, ends, weight) VALUES
	(1401, 'school run', 'veto', '2016-10-03', NULL, 'every-day; week=Mon,Wed,Fri', '7:30', '9:00', 1), (1404, 'evening class', 'veto', '2016-10-03', NULL, 'every-day; week=Tue', '18:00', '22:00', 1), (1410, 'no nights', 'veto', '2016-10-03', NULL, 'every-day', '23:00', '6:00', 1),
	(1402, 'birthday', 'off', '2016-10-14', '2016-10-15', 'every-day', '0:00', '24:00', 5), (1406, 'wedding', 'off', '2016-10-21', '2016-10-23', 'every-day', '0:00', '24:00', 10), (1407, 'likes nights', 'on', '2016-10-03', '2016-10-06', 'every-day', '20:00', '22:00', 3),
	(1409, 'handover', 'core', '2016-10-03', NULL, 'every-day; week=Mon', '13:30', '14:30', 20);
INSERT INTO time_off VALUES (1403, '2016-10-10', '2016-10-16', 'annual leave', false), (1411, '2016-10-24', '2016-10-30', 'annual leave', false);
