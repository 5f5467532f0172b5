-- The sweep behind score_history(), trigger_dates(), clears_on() and days_to_trigger() skips days on which nothing
-- changes; score() looks at one day alone. Both have to agree on every day, so this tries every sort of small set with
-- every sort of rule, with windows shorter than the spells and the gaps between them.
SET datestyle = ISO;
SET search_path = bradford, public;

-- Two former faults: a window that ends within a bridged gap. On 2024-08-25 no spell is in a month's window, until the
-- one of 2 September brings the other in again: 47 days from 18 July on.
SELECT period, score FROM score_history('{[2024-07-18,2024-07-20),[2024-09-02,2024-09-03)}', '[2024-07-15,2024-10-15]',
	'window=1 month; edge=whole; bridge=working', 'weekdays; closed=2024-07-22..2024-08-30');
SELECT * FROM trigger_dates('{[2024-01-01,2024-01-03),[2024-01-04,2024-01-05)}', '{1}', '[2024-01-01,2024-01-06]',
	'window=1 day; edge=whole; bridge=working', 'weekdays; week=Tue');

-- Sets of days in the twelve from Thursday 29 February 2024: the bits of a number, every "step"-th of 4096.
\set step 29
CREATE TEMP TABLE some_set AS
SELECT mask, (SELECT coalesce(spells(date '2024-02-29' + bit, date '2024-02-29' + bit), '{}') FROM generate_series(0, 11) bit WHERE mask >> bit & 1 = 1) AS spells
FROM generate_series(0, 4095, :step) mask;
-- the last day may be open
INSERT INTO some_set SELECT mask + 10000, spells + datemultirange(daterange('2024-03-11', NULL)) FROM some_set WHERE mask % 5 = 0;
CREATE TEMP TABLE some_rule AS
SELECT format('window=%s; edge=%s; days=%s; bridge=%s; minimum=%s', w, e, d, b, m)::scoring_rule AS rule
FROM unnest('{1 day,2 days,5 days,9 days,1 month}'::text[]) w, unnest('{clip,whole,inside}'::text[]) e, unnest('{calendar,working,span}'::text[]) d,
     unnest('{touching,working}'::text[]) b, unnest('{1,3}'::text[]) m;
CREATE TEMP TABLE some_calendar AS SELECT unnest('{weekdays,weekdays; week=Tue,every-day; closed=2024-03-01..2024-03-06}'::calendar[]) AS calendar;

CREATE TEMP TABLE wrong AS
SELECT mask, spells, rule, calendar, h.day, h.occasions, h.days, occasions(spells, h.day, rule, calendar) AS occasions_alone, days(spells, h.day, rule, calendar) AS days_alone
FROM some_set, some_rule, some_calendar,
     LATERAL (SELECT lower(period) + n AS day, occasions, days
			  FROM score_history(spells, '[2024-02-27,2024-04-13]', rule, calendar), generate_series(0, upper(period) - lower(period) - 1) n) h
WHERE (h.occasions, h.days) IS DISTINCT FROM (occasions(spells, h.day, rule, calendar), days(spells, h.day, rule, calendar));
SELECT (SELECT count(*) FROM some_set) AS sets, (SELECT count(*) FROM some_rule) AS rules, (SELECT count(*) FROM some_calendar) AS calendars, count(*) AS days_wrong FROM wrong;
SELECT * FROM wrong ORDER BY mask, rule, calendar, day LIMIT 5;

-- The runs of a history are maximal and cover the period, and the forecasts stop at the right day.
SELECT count(*) AS histories, count(*) FILTER (WHERE runs <> changes + 1) AS not_maximal, count(*) FILTER (WHERE covered <> '{[2024-02-27,2024-04-14)}') AS not_covering
FROM (SELECT count(*) AS runs, count(*) FILTER (WHERE (occasions, days) IS DISTINCT FROM (before_occasions, before_days)) - 1 AS changes, range_agg(period) AS covered
	  FROM (SELECT mask, rule, calendar, h.*, lag(occasions) OVER w AS before_occasions, lag(days) OVER w AS before_days
			FROM some_set, some_rule, some_calendar, LATERAL score_history(spells, '[2024-02-27,2024-04-13]', rule, calendar) h
			WHERE mask % 3 = 0
			WINDOW w AS (PARTITION BY mask, rule, calendar ORDER BY period)) r
	  GROUP BY mask, rule, calendar) g;
SELECT count(*) AS forecasts, count(*) FILTER (WHERE clears_on IS DISTINCT FROM (
	SELECT min(d::date) FROM generate_series(timestamp '2024-03-07', '2024-05-07', '1 day') d
	WHERE score(spells * '{(,2024-03-08)}', d::date, rule, calendar) < trigger)) AS wrong
FROM (SELECT spells, rule, calendar, trigger, clears_on(spells, trigger, '2024-03-07', rule, calendar)
	  FROM some_set, some_rule, some_calendar, unnest('{1,8}'::numeric[]) trigger WHERE mask % 4 = 1) f;
