-- How many are on duty: steps and local hours (SR-1)
SET search_path = bradford, public;
SET datestyle = ISO;
SET timezone = 'Europe/London';
SET intervalstyle = postgres;

-- Steps: as many come as go at 9:00, so the step goes on; nobody is there from 12:00 to 13:00.
SELECT * FROM staffing(ARRAY['[2016-10-03 07:00,2016-10-03 09:00)', '[2016-10-03 09:00,2016-10-03 12:00)', '[2016-10-03 13:00,2016-10-03 15:00)', '[2016-10-03 13:30,2016-10-03 14:00)']::tstzrange[]);
-- RO-12: shifts that overlap are two people on duty, or one person twice; for 8 and 4 hours.
SELECT x.id, during, on_duty FROM (VALUES (1, ARRAY['[2016-10-03 09:00,2016-10-03 17:00)', '[2016-10-03 09:00,2016-10-03 17:00)']::tstzrange[]), (2, ARRAY['[2016-10-03 09:00,2016-10-03 17:00)', '[2016-10-03 13:00,2016-10-03 21:00)']::tstzrange[])) AS x(id, shifts), staffing(x.shifts) ORDER BY 1, 2;
-- Nobody: no shifts, NULL, empty ones, an instant. Whether an end is included does not matter.
SELECT count(*) FROM staffing('{}');
SELECT count(*) FROM staffing(NULL);
SELECT count(*) FROM staffing('{NULL,empty,"[2016-10-03 07:00,2016-10-03 07:00]"}');
SELECT * FROM staffing('{NULL,"(2016-10-03 07:00,2016-10-03 09:00]",empty,"[2016-10-03 09:00,2016-10-03 10:00)"}');
SELECT on_duty FROM staffing('[5:6]={"[2016-10-03 07:00,2016-10-03 09:00)","[2016-10-03 07:00,2016-10-03 09:00)"}');
SELECT (staffing(ARRAY[tstzrange('2016-10-03 07:00', '2016-10-03 09:00'), tstzrange('2016-10-03 08:00', '2016-10-03 10:00')])).on_duty LIMIT 2;

-- WT-24: 29 March 2026 has 23 hours, 25 October has 25, and the two 01:00 differ.
SELECT d, count(*) AS hours, count(DISTINCT local) AS names, sum(person_hours) AS person_hours FROM (VALUES (date '2026-03-29'), ('2026-10-24'), ('2026-10-25')) AS x(d), staffing_by_hour(ARRAY[tstzrange(d, d + 1)], tstzrange(d, d + 1)) GROUP BY d ORDER BY d;
-- WT-20: nights of the two changes.
SELECT to_char(lower(hour), 'HH24:MI') AS at, local, least_on_duty, most_on_duty, person_hours FROM staffing_by_hour(ARRAY['[2026-10-24 21:00,2026-10-25 09:00)', '[2026-10-25 01:20 BST,2026-10-25 01:10 GMT)']::tstzrange[], '[2026-10-25,2026-10-25 03:00)');
SELECT local, person_hours FROM staffing_by_hour(ARRAY['[2026-03-28 21:00,2026-03-29 02:20)']::tstzrange[], '[2026-03-29,2026-03-29 04:00)');
SELECT sum(person_hours) AS march FROM staffing_by_hour(ARRAY['[2026-03-28 21:00,2026-03-29 09:00)']::tstzrange[], '[2026-03-28,2026-03-30)');
SELECT sum(person_hours) AS october FROM staffing_by_hour(ARRAY['[2026-10-24 21:00,2026-10-25 09:00)']::tstzrange[], '[2026-10-24,2026-10-26)');
-- A time that begins and ends within an hour; other zones, one of which changes its clock by half an hour; years of other offsets.
SELECT hour, local, least_on_duty, most_on_duty, person_hours FROM staffing_by_hour(ARRAY['[2016-10-03 07:10,2016-10-03 07:40)', '[2016-10-03 07:00,2016-10-03 07:30)']::tstzrange[], '[2016-10-03 07:15,2016-10-03 08:20)');
SELECT hour, local FROM staffing_by_hour('{}', '[2026-04-04 14:30+00,2026-04-04 17:00+00)', 'Australia/Lord_Howe');
SELECT hour, local FROM staffing_by_hour('{}', '[2026-10-03 15:00+00,2026-10-03 16:30+00)', 'Australia/Lord_Howe');
SELECT local FROM staffing_by_hour('{}', '[1847-11-30 23:30+00,1847-12-01 01:00+00)');
-- Where a zone got another name alone, no hour is cut: in London in 1968, where summer time became standard time, and in St John's in 1945, at 20:30.
SELECT z, string_agg(local, ', ' ORDER BY hour) AS local
FROM  (VALUES ('Europe/London', '[1968-10-26 23:00+00,1968-10-27 02:00+00)'::tstzrange), ('Europe/London', '[1971-10-31 01:00+00,1971-10-31 04:00+00)'), ('America/St_Johns', '[1945-08-14 22:30+00,1945-08-15 00:30+00)')) AS x(z, d), staffing_by_hour('{}', d, z)
GROUP  BY z, d ORDER BY d;
SELECT local FROM staffing_by_hour('{}', '[4714-11-24 00:00+00 BC,4714-11-24 01:00+00 BC)', 'UTC');
SELECT local FROM staffing_by_hour('{}', '[294276-12-31 23:00+00,294276-12-31 23:30+00)', 'Asia/Kathmandu');

-- What is refused.
CREATE FUNCTION refusal(call text, OUT state text, OUT message text, OUT detail text, OUT hint text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'SELECT count(*) FROM ' || call;
	message := 'taken';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
END $$;
SELECT r.* FROM unnest(ARRAY[
	$$staffing('{"[2016-10-03 07:00,)"}')$$, $$staffing('{"(,2016-10-03 07:00)"}')$$, $$staffing('{"(,)"}')$$, $$staffing('{"[2016-10-03 07:00,infinity)"}')$$, $$staffing('{"[-infinity,2016-10-03 07:00)"}')$$, $$staffing('{{empty},{empty}}')$$,
	$$staffing_by_hour('{}', '[2016-10-03 07:00,)')$$, $$staffing_by_hour('{"(,)"}', '[2016-10-03 07:00,2016-10-04)')$$, $$staffing_by_hour('{}', '[2016-10-03 07:00,2016-10-04)', 'BST')$$, $$staffing_by_hour('{}', '[2016-10-03 07:00,2016-10-04)', '')$$, $$staffing_by_hour('{}', '[2016-10-03 07:00,2016-10-04)', repeat('x', 300))$$,
	$$staffing_by_hour('{}', '[2016-01-01 00:00+00,2130-01-29 17:00:00.000001+00)')$$, $$staffing_by_hour('{}', '[4714-11-24 00:00+00 BC,4714-11-24 01:00+00 BC)', 'America/New_York')$$]) WITH ORDINALITY AS c(call, n), refusal(call) r ORDER BY n;
-- At the limit.
SELECT count(*), min(local), max(local) FROM staffing_by_hour('{}', tstzrange('2016-01-01 00:00+00', timestamptz '2016-01-01 00:00+00' + interval '1000000 hours'), 'UTC');

-- ---------- against a count minute by minute ----------
-- Shifts of whole minutes over both clock changes, and few of them in a quiet week and over Lord Howe's. Some begin together, some are of one minute, some repeat.
CREATE TEMP TABLE shift AS
SELECT w.id AS stretch, tstzrange(x.at, x.at + make_interval(mins => x.minutes)) AS during
FROM   (VALUES (1, timestamptz '2026-03-27 18:00'), (2, '2026-10-23 18:00'), (3, '2026-06-05 18:00'), (4, '2026-10-02 18:00')) AS w(id, begins), generate_series(1, 400) AS i,
	   LATERAL (SELECT w.begins + make_interval(mins => (abs(hashint8extended(i, w.id)) % 4000 / (1 + i % 3 * 59) * (1 + i % 3 * 59))::integer) AS at, CASE WHEN i % 20 = 0 THEN 1 ELSE 30 + abs(hashint8extended(i, 100 + w.id)) % 700 END::integer AS minutes) AS x
WHERE  w.id < 3 OR i <= 15;
CREATE TEMP TABLE minute AS
SELECT s.stretch, m AS at, (SELECT count(*) FROM shift t WHERE t.stretch = s.stretch AND t.during @> m) AS on_duty
FROM   (SELECT stretch, min(lower(during)) AS first, max(upper(during)) AS last FROM shift GROUP BY 1) s, generate_series(s.first, s.last - interval '1 minute', '1 minute') m;
CREATE TEMP TABLE step AS SELECT s.stretch, t.*, row_number() OVER (PARTITION BY s.stretch ORDER BY t.during) AS n FROM (SELECT stretch, array_agg(during) AS shifts FROM shift GROUP BY 1) s, staffing(s.shifts) t;
SELECT m.stretch, count(*) AS minutes, count(*) FILTER (WHERE s.on_duty IS DISTINCT FROM m.on_duty) AS differ, max(m.on_duty) AS most, count(*) FILTER (WHERE m.on_duty = 0) AS nobody
FROM   minute m LEFT JOIN step s ON s.stretch = m.stretch AND s.during @> m.at GROUP BY 1 ORDER BY 1;
-- Steps touch, and neighbours differ.
SELECT count(*) AS pairs, count(*) FILTER (WHERE upper(a.during) <> lower(b.during) OR a.on_duty = b.on_duty) AS wrong FROM step a JOIN step b ON b.stretch = a.stretch AND b.n = a.n + 1;
-- Hours of the local clock, named in plain SQL, from an hour before the first shift to one after the last.
CREATE FUNCTION name_of(at timestamptz, zone text) RETURNS text LANGUAGE sql STABLE
RETURN to_char(at AT TIME ZONE zone, 'YYYY-MM-DD HH24:00') || (SELECT CASE WHEN o < '0' THEN '-' ELSE '+' END || regexp_replace(to_char(abs(extract(epoch FROM o))::integer * interval '1 second', 'HH24:MI'), ':00$', '') FROM (SELECT (at AT TIME ZONE zone) - (at AT TIME ZONE 'UTC') AS o) x);
CREATE TEMP TABLE zone AS SELECT unnest(ARRAY['Europe/London', 'Australia/Lord_Howe', 'America/St_Johns', 'UTC']) AS zone;
CREATE TEMP TABLE ours AS
SELECT z.zone, s.stretch, h.local, h.least_on_duty, h.most_on_duty, round(h.person_hours * 60, 6) AS minutes
FROM   zone z, (SELECT stretch, array_agg(during) AS shifts, min(lower(during)) AS first, max(upper(during)) AS last FROM shift GROUP BY 1) s, staffing_by_hour(s.shifts, tstzrange(s.first - interval '1 hour', s.last + interval '1 hour'), z.zone) h;
CREATE TEMP TABLE counted AS
SELECT z.zone, m.stretch, name_of(m.at, z.zone) AS local, min(m.on_duty)::integer AS least, max(m.on_duty)::integer AS most, sum(m.on_duty) AS minutes
FROM   zone z, (SELECT * FROM minute UNION ALL SELECT f.stretch, f.first - i * interval '1 minute', 0 FROM (SELECT stretch, min(at) AS first FROM minute GROUP BY 1) f, generate_series(1, 60) i
				UNION ALL SELECT f.stretch, f.last + i * interval '1 minute', 0 FROM (SELECT stretch, max(at) AS last FROM minute GROUP BY 1) f, generate_series(1, 60) i) m
GROUP  BY 1, 2, 3;
SELECT zone, stretch, count(*) AS hours, count(*) FILTER (WHERE (o.least_on_duty, o.most_on_duty, o.minutes) IS DISTINCT FROM (c.least, c.most, c.minutes)) AS differ
FROM   ours o FULL JOIN counted c USING (zone, stretch, local) GROUP BY 1, 2 ORDER BY 1, 2;

-- ---------- against a running sum of comings and goings, to the microsecond ----------
WITH odd_times AS (
	SELECT tstzrange(timestamptz '2026-10-20 00:00+00' + x.a * interval '1 microsecond', timestamptz '2026-10-20 00:00+00' + (x.a + x.b) * interval '1 microsecond') AS during
	FROM   generate_series(1, 3000) i, LATERAL (SELECT abs(hashint8extended(i, 5)) % (CASE WHEN i % 2 = 0 THEN 500 ELSE 900000000000 END) AS a, 1 + abs(hashint8extended(i, 6)) % (CASE WHEN i % 2 = 0 THEN 50 ELSE 40000000000 END) AS b) x
), change AS (
	SELECT at, sum(n) AS n FROM (SELECT lower(during) AS at, 1 AS n FROM odd_times UNION ALL SELECT upper(during), -1 FROM odd_times) x GROUP BY 1 HAVING sum(n) <> 0
), plain AS (
	SELECT tstzrange(at, lead(at) OVER w) AS during, (sum(n) OVER w)::integer AS on_duty, row_number() OVER (ORDER BY at DESC) AS from_last FROM change WINDOW w AS (ORDER BY at)
)
SELECT count(p) AS plain, count(s) AS ours, count(*) FILTER (WHERE p IS NULL OR s IS NULL) AS differ
FROM   (SELECT * FROM plain WHERE from_last > 1) p FULL JOIN staffing((SELECT array_agg(during) FROM odd_times)) s ON s.during = p.during AND s.on_duty = p.on_duty;
DROP FUNCTION name_of, refusal;
