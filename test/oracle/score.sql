-- The scoring functions a second time, day by day in plain SQL, written from their definition alone
-- (doc/score.md, BF-1 to BF-4) and using nothing of schema bradford.  Slow, but easy to read: each
-- function counts single days.  The functions that return sets are single queries, so that the planner
-- inlines them.
CREATE SCHEMA oracle;

-- A scoring rule taken apart.
CREATE TYPE oracle.rule AS (length interval, edge text, days text, bridge text, minimum integer);

-- Mondays to Fridays, counted from a Monday; England and Wales: the published days of 2018 to 2028.
CREATE FUNCTION oracle.is_working(day date, calendar text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE calendar
		WHEN 'every-day' THEN true
		WHEN 'weekdays' THEN (day - '2018-01-01') % 7 < 5
		WHEN 'england-and-wales' THEN (day - '2018-01-01') % 7 < 5 AND day <> ALL ('{
			2018-01-01,2018-03-30,2018-04-02,2018-05-07,2018-05-28,2018-08-27,2018-12-25,2018-12-26,
			2019-01-01,2019-04-19,2019-04-22,2019-05-06,2019-05-27,2019-08-26,2019-12-25,2019-12-26,
			2020-01-01,2020-04-10,2020-04-13,2020-05-08,2020-05-25,2020-08-31,2020-12-25,2020-12-28,
			2021-01-01,2021-04-02,2021-04-05,2021-05-03,2021-05-31,2021-08-30,2021-12-27,2021-12-28,
			2022-01-03,2022-04-15,2022-04-18,2022-05-02,2022-06-02,2022-06-03,2022-08-29,2022-09-19,2022-12-26,2022-12-27,
			2023-01-02,2023-04-07,2023-04-10,2023-05-01,2023-05-08,2023-05-29,2023-08-28,2023-12-25,2023-12-26,
			2024-01-01,2024-03-29,2024-04-01,2024-05-06,2024-05-27,2024-08-26,2024-12-25,2024-12-26,
			2025-01-01,2025-04-18,2025-04-21,2025-05-05,2025-05-26,2025-08-25,2025-12-25,2025-12-26,
			2026-01-01,2026-04-03,2026-04-06,2026-05-04,2026-05-25,2026-08-31,2026-12-25,2026-12-28,
			2027-01-01,2027-03-26,2027-03-29,2027-05-03,2027-05-31,2027-08-30,2027-12-27,2027-12-28,
			2028-01-03,2028-04-14,2028-04-17,2028-05-01,2028-05-29,2028-08-28,2028-12-25,2028-12-26}'::date[])
	END
$$;

-- The records of one person as a set of days; last_day is NULL if the person is still away.
CREATE FUNCTION oracle.spells(first_days date[], last_days date[]) RETURNS datemultirange
LANGUAGE sql IMMUTABLE AS $$
	SELECT coalesce(range_agg(daterange(f, l, '[]')), '{}') FROM unnest(first_days, last_days) AS record(f, l)
	WHERE f IS NOT NULL
$$;

-- Steps 1 to 6: the spells that reach into the window, and what of each counts.
CREATE FUNCTION oracle.parts(spells datemultirange, as_of date, rule oracle.rule, calendar text, half_days datemultirange)
RETURNS TABLE (
	first_day     date,     -- the spell, bridged and cut at as_of
	last_day      date,
	counts        boolean,  -- whether it is an occasion
	part_first    date,     -- where the part that its edge leaves begins; it ends on last_day
	first_counted date,
	days          numeric)
LANGUAGE sql STABLE AS $$
	-- 1, 2: days after as_of are cut off
	WITH record AS (
		SELECT lower(s) AS first_day, upper(s) - 1 AS last_day
		FROM unnest(spells * datemultirange(daterange(NULL, as_of, '(]'))) AS s
	), neighbour AS (
		SELECT *, lag(last_day) OVER (ORDER BY first_day) AS before FROM record
	-- 3: a spell begins where a working day lies in the gap before it, or where gaps are not bridged
	), numbered AS (
		SELECT *, count(*) FILTER (WHERE rule.bridge = 'touching' OR EXISTS (
				SELECT FROM generate_series(1, first_day - before - 1) AS gap
				WHERE oracle.is_working(before + gap, calendar)))
			OVER (ORDER BY first_day) AS number
		FROM neighbour
	), spell AS (
		SELECT min(first_day) AS first_day, max(last_day) AS last_day, w.before,
			-- 5: what the edge leaves
			CASE rule.edge WHEN 'clip' THEN greatest(min(first_day), w.before + 1) ELSE min(first_day) END AS part_first
		FROM numbered, LATERAL (SELECT (as_of - rule.length)::date) AS w(before)
		GROUP BY number, w.before
		HAVING max(last_day) > w.before
	)
	SELECT first_day, last_day,
		first_counted IS NOT NULL AND (rule.edge <> 'inside' OR first_day > before)
			-- 4: the spell's own length; one counted day is always enough for a minimum of one
			AND (rule.minimum = 1 OR rule.minimum <= (
				SELECT count(*) FILTER (WHERE CASE rule.days
					WHEN 'calendar' THEN true
					WHEN 'working' THEN oracle.is_working(d, calendar)
					WHEN 'span' THEN d BETWEEN spell_from AND spell_to END)
				FROM (SELECT first_day + i FROM generate_series(0, last_day - first_day) AS i) AS day(d))),
		part_first, first_counted, days
	FROM spell,
		-- the first and the last working day, of the spell and of the part
		LATERAL (
			SELECT min(d) AS spell_from, max(d) AS spell_to,
				min(d) FILTER (WHERE d >= part_first) AS part_from, max(d) FILTER (WHERE d >= part_first) AS part_to
			FROM (SELECT first_day + i FROM generate_series(0, last_day - first_day) AS i) AS day(d)
			WHERE rule.days <> 'calendar' AND oracle.is_working(d, calendar)) AS working(spell_from, spell_to, part_from, part_to),
		-- 6: the counted days of the part
		LATERAL (
			SELECT min(d), sum(CASE WHEN half_days @> d THEN 0.5 ELSE 1 END)
			FROM (SELECT part_first + i FROM generate_series(0, last_day - part_first) AS i) AS day(d)
			WHERE CASE rule.days
				WHEN 'calendar' THEN true
				WHEN 'working' THEN oracle.is_working(d, calendar)
				WHEN 'span' THEN d BETWEEN part_from AND part_to END) AS counted(first_counted, days)
$$;

-- Step 7.
CREATE FUNCTION oracle.score(spells datemultirange, as_of date, rule oracle.rule, calendar text, half_days datemultirange)
RETURNS TABLE (occasions integer, days numeric, score numeric)
LANGUAGE sql STABLE AS $$
	SELECT s::integer, d, s * s * d
	FROM (SELECT count(*), coalesce(sum(days), 0)
		FROM oracle.parts(spells, as_of, rule, calendar, half_days) WHERE counts) AS total(s, d)
$$;

-- The first day whose window no longer holds a day that was in it.
CREATE FUNCTION oracle.left_window(day date, length interval) RETURNS date
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	as_of date := day;
BEGIN
	WHILE (as_of - length)::date < day LOOP
		as_of := as_of + 1;
	END LOOP;
	RETURN as_of;
END
$$;

-- The breakdown.  A part starts to leave with its first counted day, and the spell has left with its last
-- day; with edge=whole all goes when the last day goes, with edge=inside when the first day goes (which
-- may be past).  A spell that does not count has no day on which it starts to leave.
CREATE FUNCTION oracle.explain_score(spells datemultirange, as_of date, rule oracle.rule, calendar text, half_days datemultirange)
RETURNS TABLE (spell daterange, counted daterange, days numeric, starts_to_leave date, left_on date)
LANGUAGE sql STABLE AS $$
	SELECT daterange(first_day, last_day, '[]'),
		CASE WHEN counts THEN daterange(part_first, last_day, '[]') END,
		CASE WHEN counts THEN days ELSE 0 END,
		CASE WHEN counts THEN oracle.left_window(
			CASE rule.edge WHEN 'clip' THEN first_counted WHEN 'whole' THEN last_day ELSE first_day END, rule.length) END,
		oracle.left_window(CASE rule.edge WHEN 'inside' THEN first_day ELSE last_day END, rule.length)
	FROM oracle.parts(spells, as_of, rule, calendar, half_days)
$$;

-- Every day of a range with what is known on that day.
CREATE FUNCTION oracle.daily(spells datemultirange, during daterange, rule oracle.rule, calendar text, half_days datemultirange)
RETURNS TABLE (day date, occasions integer, days numeric, score numeric)
LANGUAGE sql STABLE AS $$
	SELECT lower(during) + i, occasions, days, score
	FROM generate_series(0, upper(during) - lower(during) - 1) AS i,
		oracle.score(spells, lower(during) + i, rule, calendar, half_days)
$$;

CREATE FUNCTION oracle.score_history(spells datemultirange, during daterange, rule oracle.rule, calendar text, half_days datemultirange)
RETURNS TABLE (period daterange, occasions integer, days numeric, score numeric)
LANGUAGE sql STABLE AS $$
	SELECT daterange(min(day), max(day), '[]'), occasions, days, score
	FROM (SELECT *, day - row_number() OVER (PARTITION BY occasions, days ORDER BY day)::integer AS run
		FROM oracle.daily(spells, during, rule, calendar, half_days)) AS numbered
	GROUP BY occasions, days, score, run
$$;

CREATE FUNCTION oracle.trigger_dates(spells datemultirange, triggers numeric[], during daterange,
	rule oracle.rule, calendar text, half_days datemultirange)
RETURNS TABLE (trigger numeric, reached_on date, cleared_on date, peak numeric, peak_on date)
LANGUAGE sql STABLE AS $$
	SELECT t, min(day), CASE WHEN during @> max(day) + 1 THEN max(day) + 1 END,
		max(score), (array_agg(day ORDER BY score DESC, day))[1]
	FROM (SELECT *, day - row_number() OVER (PARTITION BY t ORDER BY day)::integer AS run
		FROM oracle.daily(spells, during, rule, calendar, half_days), unnest(triggers) AS t
		WHERE score >= t) AS numbered
	GROUP BY t, run
$$;

-- The first day below the trigger, from as_of on, if the person never falls ill again.
CREATE FUNCTION oracle.clears_on(spells datemultirange, trigger numeric, as_of date,
	rule oracle.rule, calendar text, half_days datemultirange) RETURNS date
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	so_far datemultirange := spells * datemultirange(daterange(NULL, as_of, '(]'));
	day    date := as_of;
BEGIN
	WHILE (SELECT score >= trigger FROM oracle.score(so_far, day, rule, calendar, half_days)) LOOP
		day := day + 1;
	END LOOP;
	RETURN day;
END
$$;

-- How many days after as_of pass before the trigger is reached, if the person is away on all of them.
CREATE FUNCTION oracle.days_to_trigger(spells datemultirange, trigger numeric, as_of date,
	rule oracle.rule, calendar text, half_days datemultirange) RETURNS integer
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	so_far datemultirange := spells * datemultirange(daterange(NULL, as_of, '(]'));
	away   datemultirange := so_far + datemultirange(daterange(as_of, NULL, '()'));
	day    date := as_of;
BEGIN
	IF (SELECT score >= trigger FROM oracle.score(so_far, as_of, rule, calendar, half_days)) THEN
		RETURN 0;
	END IF;
	LOOP
		day := day + 1;
		IF (SELECT score >= trigger FROM oracle.score(away, day, rule, calendar, half_days)) THEN
			RETURN day - as_of - 1;
		END IF;
		-- a whole window of absence
		IF (day - rule.length)::date >= as_of THEN
			RETURN NULL;
		END IF;
	END LOOP;
END
$$;
