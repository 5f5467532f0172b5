-- RO-1: Instance 1 of schedulingbenchmarks.org in the tables of the schema in the search_path. 14 days from Monday 5 January
-- 2026, one shift D of 480 minutes, people 1 to 8 who are A to H. Each works 7 to 9 shifts, at most 5 days in a row, never 1
-- alone, never has a single day off, and works on at most 1 weekend. A day off is a veto. The best known roster costs 607.
INSERT INTO employee (employee_id, name, service_area) SELECT n, chr(64 + n), 'Ward' FROM generate_series(1, 8) n;
INSERT INTO contract (employee_id, first_day) SELECT n, '2020-01-06' FROM generate_series(1, 8) n;
INSERT INTO team (team) VALUES ('Instance 1');
INSERT INTO shift_kind (team, kind, first_day, starts, ends) VALUES ('Instance 1', 'D', '2026-01-05', '9:00', '17:00');
INSERT INTO staffing_demand (team, slot, first_day, last_day, starts, ends, at_least, at_most)
SELECT 'Instance 1', 'D', day, day, '9:00', '17:00', n, n FROM unnest(ARRAY[5, 7, 6, 4, 5, 5, 5, 6, 7, 4, 2, 5, 6, 4]) WITH ORDINALITY AS c(n, d), LATERAL (SELECT date '2026-01-04' + d::integer AS day) x;
INSERT INTO roster_terms (employee_id, first_day, team, weekly_hours, most_owed, most_owing, most_in_row, least_in_row, least_off, most_weekends) SELECT n, '2026-01-05', 'Instance 1', 32, 8, 8, 5, 2, 2, 1 FROM generate_series(1, 8) n;
INSERT INTO roster_request (employee_id, request, kind, first_day, last_day, weight)
SELECT ascii(r.who) - 64, format('%s %s', r.kind, r.day), r.kind, date '2026-01-05' + r.day, date '2026-01-05' + r.day, r.weight
FROM  (
	SELECT who, 'veto' AS kind, day, 1 AS weight FROM (VALUES ('A', 0), ('B', 5), ('C', 8), ('D', 2), ('E', 9), ('F', 5), ('G', 1), ('H', 7)) AS x(who, day)
	UNION  ALL SELECT who, 'on', day, weight FROM (VALUES ('A', 2, 3, 2), ('B', 0, 4, 3), ('C', 0, 4, 1), ('D', 8, 9, 2), ('F', 0, 1, 2), ('H', 9, 13, 1)) AS x(who, first, last, weight), generate_series(first, last) AS day
	UNION  ALL SELECT who, 'off', day, weight FROM (VALUES ('C', 12, 13, 1), ('F', 8, 8, 3), ('H', 2, 3, 3)) AS x(who, first, last, weight), generate_series(first, last) AS day) r;
