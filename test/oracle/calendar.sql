-- Working days defined day by day in plain SQL, from the published list of bank holidays and none of our functions.

-- psql's shell reads test/data/uk_bank_holidays.csv, since the server may not see the tree.
-- Dates and names are as the government publishes them; those of 2029 and 2030 are a projection. Apostrophes are
-- plain, since not every encoding has the printed one.
\set csv `sed "s/’/'/g" "$PG_ABS_SRCDIR/data/uk_bank_holidays.csv"`
CREATE FUNCTION plain(name text) RETURNS text LANGUAGE sql IMMUTABLE RETURN regexp_replace(name, '[^ -~]', '''', 'g');
CREATE TABLE published AS
SELECT f[1] AS division, f[2]::date AS day, f[3] AS name
FROM   regexp_split_to_table(:'csv', '\r?\n') AS line, regexp_match(line, '^([a-z-]+),([0-9-]+),(.+)$') AS f
WHERE  f IS NOT NULL;
CREATE INDEX ON published (day);
ANALYZE published;

-- Calendars taken apart, a row for each stretch of time under one pattern: divisions, each week of its
-- rota as seven digits from Monday (1 is worked), a Monday of the first week, and the days listed.
CREATE TABLE part (
	id integer, from_day date, divisions text[], weeks text[], rota_from date,
	closed datemultirange NOT NULL DEFAULT '{}', open datemultirange NOT NULL DEFAULT '{}',
	PRIMARY KEY (id, from_day)
);

-- Is the day a working day of a part?
CREATE FUNCTION works(p part, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT CASE
		WHEN p.open @> day THEN true
		WHEN p.closed @> day THEN false
		WHEN EXISTS (SELECT FROM published AS b WHERE b.day = works.day AND b.division = ANY (p.divisions)) THEN false
		ELSE substr(p.weeks[1 + ((((day - p.rota_from) - (extract(isodow FROM day)::integer - 1)) / 7) % cardinality(p.weeks)
									+ cardinality(p.weeks)) % cardinality(p.weeks)],
					extract(isodow FROM day)::integer, 1) = '1'
	END
$$;

-- The text form that somebody might write for the parts of a calendar: the days of the week one by one.
CREATE FUNCTION week_text(week text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT coalesce(string_agg((ARRAY['mon', 'Tue', 'WED', 'Thu', 'Fri', 'Sat', 'Sun'])[i], ', ' ORDER BY i), 'None')
	FROM   generate_series(1, 7) AS i WHERE substr(week, i, 1) = '1'
$$;
CREATE FUNCTION days_text(days datemultirange) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT string_agg(to_char(lower(d), 'YYYY-MM-DD') || CASE WHEN upper(d) - lower(d) > 1 THEN ' .. ' || to_char(upper(d) - 1, 'YYYY-MM-DD') ELSE '' END, ' ,' ORDER BY d DESC)
	FROM   unnest(days) AS d
$$;
CREATE FUNCTION calendar_of(id integer) RETURNS bradford.calendar LANGUAGE sql STABLE AS $$
	SELECT string_agg(concat(
			CASE WHEN from_day > date '1995-01-01' THEN ' Then From ' || to_char(from_day, 'YYYY-MM-DD') || ' ' END,
			CASE WHEN divisions = '{}' THEN 'every-day' ELSE array_to_string(divisions, ' & ') END,
			'; week = ' || (SELECT string_agg(week_text(w), '/' ORDER BY i) FROM unnest(weeks) WITH ORDINALITY AS u (w, i)),
			CASE WHEN cardinality(weeks) > 1 THEN ' from ' || to_char(rota_from, 'YYYY-MM-DD') END,
			'; Closed=' || days_text(closed), '; open=' || days_text(open)), '' ORDER BY from_day)::bradford.calendar
	FROM   part WHERE part.id = calendar_of.id
$$;

-- Adding and counting working days mean walking from day to day.  "walk" holds the working days of a
-- calendar.
CREATE TABLE walk (id integer, day date, PRIMARY KEY (id, day));
CREATE FUNCTION walk_add(id integer, day date, n integer) RETURNS date LANGUAGE sql STABLE AS $$
	SELECT CASE
		WHEN n > 0 THEN (SELECT w.day FROM walk AS w WHERE w.id = walk_add.id AND w.day > walk_add.day ORDER BY w.day LIMIT 1 OFFSET greatest(n, 1) - 1)
		WHEN n < 0 THEN (SELECT w.day FROM walk AS w WHERE w.id = walk_add.id AND w.day < walk_add.day ORDER BY w.day DESC LIMIT 1 OFFSET greatest(-n, 1) - 1)
		ELSE day
	END
$$;
CREATE FUNCTION walk_count(id integer, a date, b date) RETURNS integer LANGUAGE sql STABLE AS $$
	SELECT CASE WHEN a <= b THEN (SELECT count(*) FROM walk AS w WHERE w.id = walk_count.id AND w.day >= a AND w.day < b)
		   ELSE -(SELECT count(*) FROM walk AS w WHERE w.id = walk_count.id AND w.day >= b AND w.day < a) END::integer
$$;
