-- Cover against what teams need: stretches short or over, fill rates, findings (SR-1)
SET datestyle = ISO;
SET timezone = 'Europe/London';
SET jit = off;
SET client_min_messages = warning;
CALL bradford.create_tables('cover_hr');
CALL bradford.create_reports('cover_hr');
SET search_path = cover_hr, public;
INSERT INTO employee (employee_id, service_area) SELECT n, 'Ward 1' FROM generate_series(1, 20) n;
INSERT INTO contract (employee_id, first_day) SELECT n, '2010-01-04' FROM generate_series(1, 20) n;
INSERT INTO team VALUES ('Ward 1', DEFAULT), ('Island', 'Atlantic/Reykjavik');
CREATE FUNCTION public.hm(t timestamptz, zone text DEFAULT 'Europe/London') RETURNS text LANGUAGE sql STABLE RETURN to_char(t AT TIME ZONE zone, 'DD HH24:MI');

-- ---------- a slot, minute by minute ----------
-- At least 3 and at most 4 from 7:00 to 15:00: two come at 7:00, one at 8:00, two at 12:00 of whom one goes at 13:30, and one of the first goes at 14:59.
INSERT INTO staffing_demand (team, slot, first_day, starts, ends, at_least, at_most) VALUES ('Ward 1', 'early', '2016-10-03', '7:00', '15:00', 3, 4);
INSERT INTO shift (employee_id, during, team) VALUES (1, '[2016-10-03 07:00,2016-10-03 14:59)', 'Ward 1'), (2, '[2016-10-03 06:00,2016-10-03 16:00)', 'Ward 1'), (3, '[2016-10-03 08:00,2016-10-03 15:00)', 'Ward 1'),
	(4, '[2016-10-03 12:00,2016-10-03 13:30)', 'Ward 1'), (5, '[2016-10-03 12:00,2016-10-03 14:59)', 'Ward 1'), (6, '[2016-10-03 07:00,2016-10-03 15:00)', 'Ward 2'), (7, '[2016-10-03 07:00,2016-10-03 15:00)', NULL);
SELECT slot, hm(from_time) AS from_time, hm(to_time) AS to_time, minutes, at_least, at_most, on_duty, short, over FROM cover_report('2016-10-03', '2016-10-03') ORDER BY 2;
SELECT hm(from_time) AS from_time, hm(to_time) AS to_time, on_duty FROM slot_cover('2016-10-03', '2016-10-03') ORDER BY 1;
-- 24 hours are needed: 2 x 1 h, 3 x 4 h, 5 x 1:30, 4 x 1:29, 2 x 0:01 are there, 27 h 28 min in all. A day on which nobody comes has its row.
SELECT slots, slots_short, slots_over, hours_needed, hours_on_duty, hours_short, hours_over, fill_rate, mean_fill_rate FROM fill_rate_report('2016-10-03', '2016-10-04');
SELECT day, minutes, on_duty, short FROM cover_report('2016-10-04', '2016-10-05') ORDER BY 1;

-- ---------- days, dates, midnight ----------
-- A night at weekends begins on Saturday and on Sunday and ends on the next day; a demand ends, and another follows.
INSERT INTO staffing_demand (team, slot, first_day, last_day, days, starts, ends, at_least) VALUES
	('Ward 1', 'weekend night', '2016-10-01', '2016-10-08', 'every-day; week=Sat,Sun', '21:00', '7:00', 1), ('Ward 1', 'weekend night', '2016-10-09', NULL, 'every-day; week=Sat,Sun', '22:00', '22:00', 2);
SELECT day, to_char(day, 'Dy') AS dy, hm(from_time) AS from_time, hm(to_time) AS to_time, short, minutes FROM cover_report('2016-09-25', '2016-10-16') WHERE slot = 'weekend night' ORDER BY 1;
-- WT-24: by the clock of the team. A night over each change has 9 and 11 hours, a shift within the hour that is left out has no length, and Iceland changes no
-- clocks.
INSERT INTO staffing_demand (team, slot, first_day, last_day, starts, ends, at_least) VALUES
	('Ward 1', 'night', '2026-03-28', '2026-10-25', '21:00', '7:00', 1), ('Ward 1', 'gap', '2026-03-29', '2026-03-29', '1:00', '2:00', 1), ('Ward 1', 'past the gap', '2026-03-29', '2026-03-29', '1:30', '2:00', 1),
	('Ward 1', 'into the gap', '2026-03-29', '2026-03-29', '0:30', '1:30', 1), ('Island', 'night', '2026-03-28', '2026-10-25', '21:00', '7:00', 1), ('Ward 1', 'day', '2026-03-29', '2026-03-29', '0:00', '24:00', 1), ('Ward 1', 'long day', '2026-10-25', '2026-10-25', '0:00', '0:00', 1);
SELECT team, slot, day, hm(from_time) AS from_time, hm(to_time) AS to_time, minutes / 60 AS hours FROM cover_report('2026-03-28', '2026-03-29') WHERE team <> 'Ward 1' OR slot NOT IN ('early', 'weekend night') ORDER BY 1, 3, 2;
SELECT team, slot, day, minutes / 60 AS hours FROM cover_report('2026-10-24', '2026-10-25') WHERE team <> 'Ward 1' OR slot NOT IN ('early', 'weekend night') ORDER BY 1, 3, 2;

-- ---------- skills and grades ---------- On 10 October: for what each of five people counts. 8 works as a nurse, 9 and 10 in any skill that they have, 11 as a
-- porter although they are a nurse too, 12 was a nurse until the day before.
INSERT INTO employee_skill VALUES (8, 'nurse', 'band 5', '2016-01-01', NULL), (9, 'nurse', 'band 6', '2016-10-10', NULL), (9, 'porter', NULL, '2016-01-01', NULL), (10, 'porter', 'band 5', '2016-01-01', NULL), (11, 'nurse', 'band 5', '2016-01-01', NULL), (11, 'porter', 'band 2', '2016-01-01', NULL), (12, 'nurse', 'band 6', '2016-01-01', '2016-10-09');
INSERT INTO shift SELECT n, '[2016-10-10 07:00,2016-10-10 15:00)', NULL, 'Ward 2', CASE n WHEN 8 THEN 'nurse' WHEN 11 THEN 'porter' END FROM generate_series(8, 12) n;
INSERT INTO team VALUES ('Ward 2');
INSERT INTO staffing_demand (team, slot, first_day, starts, ends, skill, grade) SELECT 'Ward 2', concat_ws(' ', 'day', s, g), '2016-10-10', '7:00', '15:00', s, g FROM (VALUES (NULL, NULL), ('nurse', NULL), ('porter', NULL), ('nurse', 'band 5'), ('nurse', 'band 6'), (NULL, 'band 5'), (NULL, 'band 2'), ('doctor', NULL)) AS x(s, g);
SELECT skill, grade, on_duty FROM slot_cover('2016-10-10', '2016-10-10') WHERE team = 'Ward 2' ORDER BY 1 NULLS FIRST, 2 NULLS FIRST;

-- A person in two shifts at once counts once (RO-12): in the one that began first if the shifts are in two teams.
INSERT INTO team VALUES ('Ward 3'), ('Ward 4');
INSERT INTO staffing_demand (team, slot, first_day, starts, ends) VALUES ('Ward 3', 'day', '2016-10-11', '9:00', '21:00'), ('Ward 4', 'day', '2016-10-11', '9:00', '21:00');
INSERT INTO shift (employee_id, during, team) VALUES (13, '[2016-10-11 09:00,2016-10-11 17:00)', 'Ward 3'), (13, '[2016-10-11 13:00,2016-10-11 21:00)', 'Ward 3'), (14, '[2016-10-11 10:00,2016-10-11 12:00)', 'Ward 3'), (14, '[2016-10-11 09:00,2016-10-11 11:00)', 'Ward 4');
SELECT team, hm(from_time) AS from_time, hm(to_time) AS to_time, on_duty FROM slot_cover('2016-10-11', '2016-10-11') WHERE team IN ('Ward 3', 'Ward 4') ORDER BY 1, 2;
-- Rest breaks are not taken off.
UPDATE shift SET breaks = '{[2016-10-11 09:10,2016-10-11 09:40)}' WHERE employee_id = 13 AND lower(during) = '2016-10-11 09:00';
SELECT count(*) FROM slot_cover('2016-10-11', '2016-10-11') WHERE team = 'Ward 3';

-- RO-4 and RO-5, in small: 100 means all the hours needed. 10 of 12 hours, and 20 of 20. The ratio of the means is 30 of 32, the mean of the ratios (83.3 +
-- 100) / 2.
INSERT INTO team VALUES ('Ward 5');
INSERT INTO staffing_demand (team, slot, first_day, last_day, starts, ends, at_least) VALUES ('Ward 5', 'day', '2016-10-11', '2016-10-11', '9:00', '21:00', 1), ('Ward 5', 'day', '2016-10-12', '2016-10-12', '10:00', '20:00', 2);
INSERT INTO shift (employee_id, during, team) VALUES (15, '[2016-10-11 11:00,2016-10-11 22:00)', 'Ward 5'), (15, '[2016-10-12 10:00,2016-10-12 20:00)', 'Ward 5'), (16, '[2016-10-12 09:00,2016-10-12 20:00)', 'Ward 5');
SELECT slots, slots_short, hours_needed, hours_on_duty, hours_short, fill_rate, mean_fill_rate FROM fill_rate_report('2016-10-11', '2016-10-12') WHERE team = 'Ward 5';

-- ---------- against a count minute by minute ----------
-- Four days over the change of October, shifts of whole minutes of sixteen people in three teams with skills and overlaps.
INSERT INTO employee (employee_id, service_area) SELECT n, 'Many' FROM generate_series(101, 116) n;
INSERT INTO employee_skill SELECT n, s, CASE WHEN (n + length(s)) % 3 > 0 THEN 'band ' || (n + length(s)) % 3 END, '2026-01-01', CASE WHEN n % 5 = 0 THEN date '2026-10-24' END FROM generate_series(101, 116) n, unnest('{cook,nurse,driver}'::text[]) s WHERE (n * 7 + length(s)) % 2 = 0;
INSERT INTO team SELECT 'Many ' || n FROM generate_series(0, 2) n;
INSERT INTO shift
SELECT DISTINCT ON (e, at) e, tstzrange(at, at + make_interval(mins => 60 + (abs(hashint8extended(e * 100 + i, 3)) % 700)::integer)), NULL, 'Many ' || (e + i) % 3, CASE i % 4 WHEN 0 THEN 'nurse' WHEN 1 THEN 'cook' END
FROM   generate_series(101, 116) e, generate_series(1, 25) i, LATERAL (SELECT timestamptz '2026-10-18 00:00' + make_interval(mins => (abs(hashint8extended(e * 100 + i, 4)) % 17000)::integer) AS at) x;
INSERT INTO staffing_demand (team, slot, first_day, last_day, skill, grade, days, starts, ends, at_least, at_most)
SELECT 'Many ' || t, concat_ws(' ', h, s, g), '2026-10-18', '2026-10-30', s, g, CASE WHEN t = 1 THEN 'every-day; week=Sat-Mon' ELSE 'every-day' END::bradford.calendar, make_time(h, 15, 0), make_time((h + 8) % 24, 0, 0), 1, 1 + t
FROM   generate_series(0, 2) t, generate_series(0, 23, 8) h, (VALUES (NULL, NULL), ('nurse', NULL), ('cook', 'band 1'), (NULL, 'band 2')) AS x(s, g);
-- who is there at each minute, in which of their shifts: the one that began first
CREATE TEMP TABLE present AS
SELECT DISTINCT ON (m, s.employee_id) m AS at, s.* FROM generate_series(timestamptz '2026-10-23 00:00', '2026-10-28 00:00', '1 minute') m JOIN shift s ON s.during @> m ORDER BY m, s.employee_id, s.during, s.team, s.skill;
CREATE INDEX ON present (at, team);
ANALYZE present;
CREATE TEMP TABLE plain AS
SELECT m.*, (
	SELECT count(*) FROM present s
	WHERE  s.at = m.at AND s.team = m.team AND CASE WHEN m.skill IS NULL AND m.grade IS NULL THEN true WHEN m.grade IS NULL AND s.skill = m.skill THEN true
		ELSE EXISTS (SELECT FROM employee_skill k WHERE k.employee_id = s.employee_id AND lower(s.during)::date BETWEEN k.first_day AND coalesce(k.last_day, 'infinity')
					 AND k.skill = coalesce(m.skill, k.skill) AND k.skill = coalesce(s.skill, k.skill) AND (m.grade IS NULL OR k.grade = m.grade)) END) AS on_duty
FROM  (
	SELECT d.team, d.slot, d.skill, d.grade, d.at_least, d.at_most, day, m.at
	FROM   staffing_demand d CROSS JOIN LATERAL (SELECT date '2026-10-23' + n AS day FROM generate_series(0, 3) n) x
	CROSS  JOIN LATERAL generate_series((day + starts) AT TIME ZONE 'Europe/London', (day + ends + CASE WHEN ends > starts THEN interval '0' ELSE '1 day' END) AT TIME ZONE 'Europe/London' - interval '1 minute', '1 minute') AS m(at)
	WHERE  d.team LIKE 'Many%' AND (d.team <> 'Many 1' OR extract(isodow FROM day) IN (6, 7, 1))) m;
SELECT count(*) AS minutes, sum(p.on_duty) AS on_duty, count(*) FILTER (WHERE c.on_duty IS DISTINCT FROM p.on_duty) AS differ,
	   count(*) FILTER (WHERE p.on_duty < p.at_least) AS short, count(r.short) AS said, count(*) FILTER (WHERE p.on_duty > p.at_most) AS over, count(r.over) AS said
FROM   plain p
LEFT   JOIN slot_cover('2026-10-23', '2026-10-26') c ON c.team = p.team AND c.slot = p.slot AND c.day = p.day AND p.at >= c.from_time AND p.at < c.to_time
LEFT   JOIN cover_report('2026-10-23', '2026-10-26') r ON r.team = p.team AND r.slot = p.slot AND r.day = p.day AND p.at >= r.from_time AND p.at < r.to_time;
SELECT round(sum(on_duty) / 60, 2) AS on_duty, round(sum(greatest(at_least - on_duty, 0)) / 60.0, 2) AS short, round(sum(greatest(on_duty - at_most, 0)) / 60.0, 2) AS over FROM plain;
SELECT sum(hours_on_duty) AS on_duty, sum(hours_short) AS short, sum(hours_over) AS over FROM fill_rate_report('2026-10-23', '2026-10-26') WHERE team LIKE 'Many%';

-- Each shift of the period is worked out once, which looks once for skills, however many slots there are; also when the view staff_on_duty is as protect() leaves it.
BEGIN;
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL enable_memoize = off;
ALTER VIEW staff_on_duty SET (security_invoker = false, security_barrier = true);
SELECT seq_scan + idx_scan AS before FROM pg_stat_xact_user_tables WHERE relid = 'employee_skill'::regclass \gset
SELECT count(DISTINCT (team, slot, day)) AS slots FROM slot_cover('2026-10-19', '2026-10-22');
SELECT seq_scan + idx_scan - :before AS looked_up FROM pg_stat_xact_user_tables WHERE relid = 'employee_skill'::regclass;
SELECT count(*) AS shifts
FROM   shift WHERE during && (SELECT tstzrange(min(starts_at), max(ends_at)) FROM slot_cover('2026-10-19', '2026-10-22'));
ROLLBACK;

-- What is refused.
\set VERBOSITY terse
SELECT * FROM cover_report('2016-10-04', '2016-10-03');
SELECT * FROM fill_rate_report('1994-12-31', '2016-10-03');
INSERT INTO team VALUES ('Ward 9', 'London');
INSERT INTO team VALUES ('', 'Europe/London');
INSERT INTO staffing_demand (team, slot, first_day, starts, ends, at_least, at_most) VALUES ('Ward 1', 'x', '2016-10-03', '7:00', '15:00', 3, 2);
INSERT INTO staffing_demand (team, slot, first_day, starts, ends, at_least) VALUES ('Ward 1', 'x', '2016-10-03', '7:00', '15:00', -1);
INSERT INTO staffing_demand (team, slot, first_day, starts, ends, at_least) VALUES ('Ward 99', 'x', '2016-10-03', '7:00', '15:00', 1);
INSERT INTO staffing_demand (team, slot, first_day, starts, ends, at_least) VALUES ('Ward 1', 'early', '2017-10-03', '7:00', '15:00', 1);
INSERT INTO employee_skill VALUES (8, 'nurse', 'band 6', '2017-01-01');
INSERT INTO employee_skill VALUES (8, '', 'band 6', '2017-01-01');
\set VERBOSITY default

-- ---------- findings, and a site's own tables with what constraints would refuse ----------
SELECT employee_id, finding, record, day, detail, rule_ids FROM data_quality_report('2016-10-01') WHERE rule_ids LIKE '%SR-1%' AND (employee_id < 100 OR employee_id IS NULL) ORDER BY finding COLLATE "C", employee_id, record COLLATE "C", day;
CREATE SCHEMA cover_own;
DO $$ DECLARE r record; BEGIN
	FOR r IN SELECT relname FROM pg_class WHERE relnamespace = 'cover_hr'::regnamespace AND relkind = 'r' LOOP
		EXECUTE format('CREATE TABLE cover_own.%1$I AS TABLE cover_hr.%1$I', r.relname);
	END LOOP;
END $$;
CALL bradford.create_reports('cover_own');
SET search_path = cover_own, public;
INSERT INTO team VALUES ('Odd', 'London'), ('Odd', NULL), (NULL, 'x');
INSERT INTO staffing_demand (team, slot, first_day, last_day, days, starts, ends, at_least, at_most) VALUES
	('Odd', 'a', '2016-10-03', NULL, 'every-day', '7:00', NULL, 1, NULL), ('Odd', 'b', '2016-10-03', '2016-10-01', 'every-day', '7:00', '9:00', 1, NULL), ('Odd', 'c', '-infinity', 'infinity', NULL, '7:00', '9:00', NULL, -1), ('Odd', 'd', '2016-10-03', NULL, 'every-day', '7:00', '9:00', 2147483647, 1),
	('Odd', 'e', '2016-10-03', NULL, 'every-day', '7:00', '8:00', 1, NULL), ('Odd', 'e', '2016-10-04', NULL, 'every-day', '7:00', '9:00', 1, NULL), ('Odd', 'e', '2016-10-04', NULL, 'every-day', '7:00', '9:00', 1, NULL), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), ('Nowhere', 'f', '2016-10-03', NULL, 'every-day', '7:00', '9:00', 1, NULL);
INSERT INTO employee_skill VALUES (8, 'nurse', 'band 7', '2016-05-01', NULL), (8, NULL, NULL, NULL, NULL), (99, 'nurse', NULL, '2016-10-03', '2016-10-02'), (11, 'nurse', 'band 5', '2016-01-01', NULL);
INSERT INTO shift VALUES (99, '[2016-10-03 07:00,2016-10-03 15:00)', NULL, 'Odd', NULL), (19, '(,)', NULL, 'Odd', NULL), (19, 'empty', NULL, 'Odd', NULL), (18, '[2016-10-03 07:00,2016-10-03 08:00)', NULL, 'Odd', 'nurse'), (18, '[2016-10-03 07:00,2016-10-03 08:00)', NULL, 'Odd', 'nurse'), (18, NULL, NULL, 'Odd', NULL);
SELECT team, slot, day, hm(from_time) AS from_time, hm(to_time) AS to_time, at_least, at_most, on_duty, short, over FROM cover_report('2016-10-03', '2016-10-04') WHERE team IN ('Odd', 'Nowhere') OR team IS NULL ORDER BY 1, 2, 3, 4;
SELECT * FROM (SELECT employee_id, finding, record, day, detail, rule_ids FROM data_quality_report('2016-10-01') WHERE rule_ids LIKE '%SR-1%' EXCEPT ALL SELECT employee_id, finding, record, day, detail, rule_ids FROM cover_hr.data_quality_report('2016-10-01')) x ORDER BY finding COLLATE "C", employee_id, record COLLATE "C", day, detail COLLATE "C";
-- The others are as they were.
SELECT count(*) AS before, (SELECT count(*) FROM (SELECT r::text FROM cover_hr.slot_cover('2016-10-03', '2016-10-16') r EXCEPT SELECT r::text FROM cover_own.slot_cover('2016-10-03', '2016-10-16') r) x) AS differ FROM cover_hr.slot_cover('2016-10-03', '2016-10-16');
RESET search_path;
DROP SCHEMA cover_hr, cover_own CASCADE;
DROP FUNCTION hm;
