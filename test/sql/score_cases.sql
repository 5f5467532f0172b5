-- Scores worked out by hand: every expected value is in the test, beside its working, and is printed next to ours.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = bradford, public;

-- Published examples: BF-3, then Bradford rows of HR sources under their numbers in the collection, BF01 to BF24 (not
-- ids of rules).  If only S and D are published, the lengths are any that give them.  The spells begin on 2016-01-04,
-- five days apart.  Two sources multiplied by the length of one spell instead of D: the last column has what they
-- printed, and ours is the formula's.
CREATE TEMP TABLE published AS
	SELECT * FROM (VALUES
		('BF-3 a', '{4,2,2,2}'::integer[], 4, 10, 160, NULL::integer),
		('BF-3 b', '{2,1,1,1,1}', 5, 6, 150, NULL),
		('BF-3 c', '{4,4,4,4,4}', 5, 20, 500, NULL),
		('BF-3 d', '{5,1,1,1,1,1,1}', 7, 11, 539, NULL),
		('BF01', '{1,1,1,1,1,1,1,1,1,1}', 10, 10, 1000, NULL),
		('BF02', '{2,2,2,2,2}', 5, 10, 250, NULL),
		('BF03', '{5,5}', 2, 10, 40, NULL),
		('BF04', '{10}', 1, 10, 10, NULL),
		('BF05', '{1,3,6}', 3, 10, 90, NULL),
		('BF08', '{2,2,2,2,2,2,2}', 7, 14, 686, NULL),
		('BF09', '{1,1,1,1,1,1,1,1,1,1,1,1,1,1}', 14, 14, 2744, NULL),
		('BF15', '{4,1,1,1}', 4, 7, 112, NULL),
		('BF16', '{1,1,1,1,5}', 5, 9, 225, NULL),
		('BF24', '{2,2,25}', 3, 29, 261, NULL),
		('BFE1', '{1,1,1,1,1}', 5, 5, 125, 25),
		('BFE2', '{1,1,1,1,1,1,1,1,1,1,1,1,1,1}', 14, 14, 2744, 196)) AS row(id, lengths, s, d, score, misprint);
SELECT id, lengths, occasions(known, '2016-12-31'), s, days(known, '2016-12-31'), d,
	score(known, '2016-12-31') AS score, score(s::numeric, d::numeric) AS formula, published.score AS by_hand, misprint
FROM published, LATERAL (
	SELECT spells(first_day, first_day + length - 1)
	FROM (SELECT length, date '2016-01-04' + (sum(length + 5) OVER (ORDER BY n) - length - 5)::integer AS first_day
		FROM unnest(lengths) WITH ORDINALITY AS spell(length, n)) AS dated) AS k(known)
ORDER BY id COLLATE "C";

-- The bare formula, for figures from elsewhere: 2 x 2 x 3.5 = 14; 3 x 3 x 0 = 0; in hours, 4 x 4 x 62.5 = 1000.
SELECT score(2, 3.5) AS "14.0", score(3, 0) AS "0", score(4, 62.5) AS "1000.0", score(NULL, 1) AS "NULL", score(1, NULL) AS "NULL too";

-- One line a case: a set of spells, the day, the rule and the calendar, and S and D by hand; the score is S x S x D.
-- 2016-01-04 was a Monday, hence 2016-03-04 a Friday and 2016-03-07 a Monday.
CREATE TEMP TABLE hand_case (
	n serial, what text, spells datemultirange, as_of date, rule scoring_rule, calendar calendar DEFAULT 'england-and-wales',
	half_days datemultirange, s integer, d numeric);

-- Friday and Monday, booked apart.
INSERT INTO hand_case (what, spells, as_of, rule, s, d) VALUES
	('BS-01 Friday + Monday are two', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2016-12-31', '', 2, 2),
	('BS-02 bridged, all calendar days', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2016-12-31', 'bridge=working', 1, 4),
	('BS-02 bridged, working days', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2016-12-31', 'bridge=working;days=working', 1, 2),
	('BS-02 bridged, span', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2016-12-31', 'bridge=working;days=span', 1, 4),
	('bridged only once Monday has come', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2016-03-06', 'bridge=working', 1, 1),
	('... which it has', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2016-03-07', 'bridge=working', 1, 4),
	-- 2017-03-04: the window is 2016-03-05 to 2017-03-04, and holds Saturday, Sunday and Monday of the bridged spell
	('bridged and clipped in the gap', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2017-03-04', 'bridge=working', 1, 3),
	('... whole', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2017-03-04', 'bridge=working;edge=whole', 1, 4),
	('... inside: it began on Friday', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2017-03-04', 'bridge=working;edge=inside', 0, 0),
	('... not bridged: Monday is left', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2017-03-04', 'edge=inside', 1, 1),
	-- a chain over two weekends: Friday 4 to Monday 14 March = 11 days, 7 of them working days
	('a chain of three', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-11],[2016-03-14,2016-03-14]}', '2016-12-31', 'bridge=working', 1, 11),
	('... in working days', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-11],[2016-03-14,2016-03-14]}', '2016-12-31', 'bridge=working;days=working', 1, 7),
	('Thursday + Monday: Friday was worked', '{[2016-03-03,2016-03-03],[2016-03-07,2016-03-07]}', '2016-12-31', 'bridge=working', 2, 2),
	-- Monday 30 May 2016 was a bank holiday: Friday 27 to Tuesday 31 = 5 days
	('over a bank holiday', '{[2016-05-27,2016-05-27],[2016-05-31,2016-05-31]}', '2016-12-31', 'bridge=working', 1, 5),
	-- Thursday 24 December 2015 to Tuesday 29: Christmas Day, a weekend and Boxing Day's substitute between them
	('over Christmas', '{[2015-12-24,2015-12-24],[2015-12-29,2015-12-29]}', '2016-06-30', 'bridge=working', 1, 6),
	('... in working days', '{[2015-12-24,2015-12-24],[2015-12-29,2015-12-29]}', '2016-06-30', 'bridge=working;days=working', 1, 2);
INSERT INTO hand_case (what, spells, as_of, rule, calendar, s, d) VALUES
	('a bank holiday is a working day here', '{[2016-05-27,2016-05-27],[2016-05-31,2016-05-31]}', '2016-12-31', 'bridge=working', 'weekdays', 2, 2),
	('no gap without a working day', '{[2016-03-04,2016-03-04],[2016-03-06,2016-03-06]}', '2016-12-31', 'bridge=working', 'every-day', 2, 2);

-- Rest days.
INSERT INTO hand_case (what, spells, as_of, rule, s, d) VALUES
	('BS-03 ill on Friday, back on Monday', '{[2016-03-04,2016-03-06]}', '2016-12-31', '', 1, 3),
	('... in working days', '{[2016-03-04,2016-03-06]}', '2016-12-31', 'days=working', 1, 1),
	-- Saturday 5 to Sunday 20 March: 16 days; Monday 7 to Friday 18 = 12, 10 of them working days
	('BS-07 rest days inside count, at the ends not', '{[2016-03-05,2016-03-20]}', '2016-12-31', 'days=span', 1, 12),
	('... all', '{[2016-03-05,2016-03-20]}', '2016-12-31', '', 1, 16),
	('... none', '{[2016-03-05,2016-03-20]}', '2016-12-31', 'days=working', 1, 10),
	('ill at the weekend only', '{[2016-03-05,2016-03-06]}', '2016-12-31', 'days=working', 0, 0),
	('... span', '{[2016-03-05,2016-03-06]}', '2016-12-31', 'days=span', 0, 0),
	('... calendar', '{[2016-03-05,2016-03-06]}', '2016-12-31', 'days=calendar', 1, 2),
	-- as at Sunday 13 March only Monday 7 to Friday 11 of the span are known
	('a span cut at the day', '{[2016-03-05,2016-03-20]}', '2016-03-13', 'days=span', 1, 5),
	-- 2017-03-11: the window begins on Saturday 12 March, the part's first working day is Monday 14
	('a span cut at the window', '{[2016-03-05,2016-03-20]}', '2017-03-11', 'days=span', 1, 5);
INSERT INTO hand_case (what, spells, as_of, rule, calendar, s, d) VALUES
	-- works Monday to Wednesday, ill on Wednesday 9, back on Monday 14 March
	('BS-04 three days a week, calendar days', '{[2016-03-09,2016-03-13]}', '2016-12-31', '', 'weekdays; week=Mon-Wed', 1, 5),
	('... in working days', '{[2016-03-09,2016-03-13]}', '2016-12-31', 'days=working', 'weekdays; week=Mon-Wed', 1, 1),
	-- works on Mondays only, ill for four weeks, one record a Monday: 7, 14, 21, 28 March
	('one day a week, four records', '{[2016-03-07,2016-03-07],[2016-03-14,2016-03-14],[2016-03-21,2016-03-21],[2016-03-28,2016-03-28]}',
		'2016-12-31', 'days=working', 'weekdays; week=Mon', 4, 4),
	('... bridged', '{[2016-03-07,2016-03-07],[2016-03-14,2016-03-14],[2016-03-21,2016-03-21],[2016-03-28,2016-03-28]}',
		'2016-12-31', 'days=working;bridge=working', 'weekdays; week=Mon', 1, 4);

-- The window's start.  2015-12-28 to 2016-01-03 is Monday to Sunday, with bank holidays on Monday and on
-- Friday, New Year's Day; as at 2016-12-31 the window begins on that Friday.  2016-06-01 was a Wednesday.
INSERT INTO hand_case (what, spells, as_of, rule, s, d) VALUES
	('BS-06 clipped: 3 of 7 days', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', '', 2, 4),
	('... over 52 weeks: from 3 January', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'window=52 weeks', 2, 2),
	('clip, written out', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'edge=clip', 2, 4),
	('whole: 7 + 1', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'edge=whole', 2, 8),
	('inside', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'edge=inside', 1, 1),
	('clipped to no working day', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'days=working', 1, 1),
	('whole: 29, 30, 31 December', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'days=working;edge=whole', 2, 4),
	('inside, working', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'days=working;edge=inside', 1, 1),
	('clipped to no span', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'days=span', 1, 1),
	('whole span', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'days=span;edge=whole', 2, 4),
	('minimum before the clip', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'minimum=5', 1, 3),
	('begins on the first day', '{[2016-01-01,2016-01-03]}', '2016-12-31', 'edge=inside', 1, 3),
	('ends on the day before', '{[2015-12-01,2015-12-31]}', '2016-12-31', 'edge=whole', 0, 0),
	('ends on the first day', '{[2015-12-01,2016-01-01]}', '2016-12-31', 'edge=whole', 1, 32),
	('ends on the first day, clipped', '{[2015-12-01,2016-01-01]}', '2016-12-31', '', 1, 1),
	('straddles both ends', '{[2015-06-01,2017-06-01]}', '2016-12-31', '', 1, 366);
INSERT INTO hand_case (what, spells, as_of, rule, calendar, s, d) VALUES
	('weekdays: New Year''s Day counts', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'days=working', 'weekdays', 2, 2),
	('weekdays, whole: 5 + 1', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'days=working;edge=whole', 'weekdays', 2, 6),
	('every day: as calendar days', '{[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}', '2016-12-31', 'days=working', 'every-day', 2, 4);

-- How long a year is: 2023-01-01 to 2023-01-03 as at 2024-01-01.  366 days begin on 1 January, 365 days and 12
-- months on the 2nd, 364 days and 52 weeks on the 3rd.
INSERT INTO hand_case (what, spells, as_of, rule, s, d) VALUES
	('366 days', '{[2023-01-01,2023-01-03]}', '2024-01-01', 'window=366 days', 1, 3),
	('365 days', '{[2023-01-01,2023-01-03]}', '2024-01-01', 'window=365 days', 1, 2),
	('12 months', '{[2023-01-01,2023-01-03]}', '2024-01-01', 'window=12 months', 1, 2),
	('1 year', '{[2023-01-01,2023-01-03]}', '2024-01-01', 'window=1 year', 1, 2),
	('364 days', '{[2023-01-01,2023-01-03]}', '2024-01-01', 'window=364 days', 1, 1),
	('52 weeks', '{[2023-01-01,2023-01-03]}', '2024-01-01', 'window=52 weeks', 1, 1),
	('1 day', '{[2023-01-01,2023-01-03]}', '2023-01-03', 'window=1 day', 1, 1),
	-- 2023-03-31 less a month is 2023-02-28; less a month and 10 days, 2023-02-18
	('1 month at a month''s end', '{[2023-02-01,2023-03-31]}', '2023-03-31', 'window=1 month', 1, 31),
	('1 month 10 days', '{[2023-02-01,2023-03-31]}', '2023-03-31', 'window=1 month 10 days', 1, 41),
	-- leap days: 12 months before 29 and 28 February 2024 both are 28 February 2023, itself outside
	('29 February', '{[2023-02-27,2023-03-01]}', '2024-02-29', '', 1, 1),
	('28 February before it', '{[2023-02-27,2023-03-01]}', '2024-02-28', '', 1, 1),
	('27 February before it', '{[2023-02-27,2023-03-01]}', '2024-02-27', '', 1, 2),
	('1 March after it', '{[2023-02-27,2023-03-01]}', '2024-03-01', '', 0, 0),
	-- 12 months before 2025-02-28 is 2024-02-28: 29 February and 1 March are inside
	('a year after the leap day', '{[2024-02-27,2024-03-01]}', '2025-02-28', '', 1, 2),
	('... on 1 March', '{[2024-02-27,2024-03-01]}', '2025-03-01', '', 0, 0),
	-- a year that holds a leap day has 366
	('away all year', '{[2023-01-01,2025-01-01]}', '2024-12-31', '', 1, 366),
	('away all year, the next', '{[2023-01-01,)}', '2025-12-31', '', 1, 365),
	-- year ends: 2023-12-29 to 2024-01-02, five days
	('31 December', '{[2023-12-29,2024-01-02]}', '2023-12-31', '', 1, 3),
	('31 December a year on', '{[2023-12-29,2024-01-02]}', '2024-12-31', '', 1, 2),
	('1 January a year on', '{[2023-12-29,2024-01-02]}', '2025-01-01', '', 1, 1),
	('2 January a year on', '{[2023-12-29,2024-01-02]}', '2025-01-02', '', 0, 0);

-- Records that overlap, touch, nest, repeat, are open, are still to come; nothing at all.
INSERT INTO hand_case (what, spells, as_of, rule, s, d)
	SELECT what, (SELECT spells(daterange(split_part(r, ' ', 1)::date, nullif(split_part(r, ' ', 2), '-')::date, '[]')) FROM unnest(records) AS r),
		as_of::date, rule::scoring_rule, s, d
	FROM (VALUES
		-- 7 to 15 March
		('overlap', '{2016-03-07 2016-03-11,2016-03-09 2016-03-15}'::text[], '2016-12-31', '', 1, 9),
		('touch', '{2016-03-07 2016-03-08,2016-03-09 2016-03-11}', '2016-12-31', '', 1, 5),
		('nest', '{2016-03-07 2016-03-11,2016-03-08 2016-03-09}', '2016-12-31', '', 1, 5),
		('repeat', '{2016-03-07 2016-03-11,2016-03-07 2016-03-11}', '2016-12-31', '', 1, 5),
		('one day between them', '{2016-03-07 2016-03-08,2016-03-10 2016-03-11}', '2016-12-31', '', 2, 4),
		-- back on Wednesday and ill again is 2 x 2 x 4 = 16, the whole week at home 5
		('an early return', '{2016-03-07 2016-03-08,2016-03-10 2016-03-11}', '2016-12-31', 'bridge=working', 2, 4),
		('the whole week', '{2016-03-07 2016-03-11}', '2016-12-31', 'bridge=working', 1, 5),
		('open', '{2016-06-01 -}', '2016-06-10', '', 1, 10),
		('open, first day', '{2016-06-01 -}', '2016-06-01', '', 1, 1),
		('open, still to come', '{2016-06-01 -}', '2016-05-31', '', 0, 0),
		('open for longer than a year', '{2016-06-01 -}', '2018-01-01', '', 1, 365),
		-- 2016-06-01 to 2018-01-01: 365 + 214 + 1
		('... whole', '{2016-06-01 -}', '2018-01-01', 'edge=whole', 1, 580),
		('... inside', '{2016-06-01 -}', '2018-01-01', 'edge=inside', 0, 0),
		('an open one takes the later ones in', '{2016-06-01 -,2016-06-20 2016-06-25}', '2016-06-30', '', 1, 30),
		('still to come', '{2016-03-07 2016-03-11,2016-07-01 2016-07-05}', '2016-06-30', '', 1, 5),
		('going on at the day', '{2016-03-07 2016-03-11,2016-07-01 2016-07-05}', '2016-07-02', '', 2, 7),
		('none', '{}', '2016-12-31', '', 0, 0),
		-- lengths 1, 2, 3 and 10
		('minimum 1', '{2016-02-01 2016-02-01,2016-03-01 2016-03-02,2016-04-01 2016-04-03,2016-05-01 2016-05-10}', '2016-12-31', 'minimum=1', 4, 16),
		('minimum 2', '{2016-02-01 2016-02-01,2016-03-01 2016-03-02,2016-04-01 2016-04-03,2016-05-01 2016-05-10}', '2016-12-31', 'minimum=2', 3, 15),
		('minimum 3', '{2016-02-01 2016-02-01,2016-03-01 2016-03-02,2016-04-01 2016-04-03,2016-05-01 2016-05-10}', '2016-12-31', 'minimum=3', 2, 13),
		('minimum 10', '{2016-02-01 2016-02-01,2016-03-01 2016-03-02,2016-04-01 2016-04-03,2016-05-01 2016-05-10}', '2016-12-31', 'minimum=10', 1, 10),
		('minimum 11', '{2016-02-01 2016-02-01,2016-03-01 2016-03-02,2016-04-01 2016-04-03,2016-05-01 2016-05-10}', '2016-12-31', 'minimum=11', 0, 0),
		-- as at 5 May the longest has 5 days so far
		('minimum so far', '{2016-02-01 2016-02-01,2016-05-01 2016-05-10}', '2016-05-05', 'minimum=6', 0, 0),
		-- Friday to Monday: four calendar days, a span of four, two working days
		('minimum 3 of calendar days', '{2016-03-04 2016-03-07}', '2016-12-31', 'minimum=3', 1, 4),
		('minimum 3 of working days', '{2016-03-04 2016-03-07}', '2016-12-31', 'minimum=3;days=working', 0, 0),
		('minimum 3 of a span', '{2016-03-04 2016-03-07}', '2016-12-31', 'minimum=3;days=span', 1, 4),
		('minimum 3 after bridging', '{2016-03-04 2016-03-04,2016-03-07 2016-03-07}', '2016-12-31', 'minimum=3;bridge=working', 1, 4),
		('... before it is bridged', '{2016-03-04 2016-03-04,2016-03-07 2016-03-07}', '2016-12-31', 'minimum=3', 0, 0)
	) AS row(what, records, as_of, rule, s, d);

-- Half days.
INSERT INTO hand_case (what, spells, as_of, rule, half_days, s, d) VALUES
	('home at noon on the third day', '{[2016-03-07,2016-03-09]}', '2016-12-31', '', '{[2016-03-09,2016-03-09]}', 1, 2.5),
	('two of three', '{[2016-03-07,2016-03-09]}', '2016-12-31', '', '{[2016-03-08,2016-03-09]}', 1, 2),
	('one half day is an occasion', '{[2016-03-07,2016-03-07]}', '2016-12-31', '', '{[2016-03-07,2016-03-07]}', 1, 0.5),
	('half days without an absence', '{[2016-03-07,2016-03-09]}', '2016-12-31', '', '{[2016-03-01,2016-03-06],[2016-03-10,2016-03-31]}', 1, 3),
	('no half days', '{[2016-03-07,2016-03-09]}', '2016-12-31', '', '{}', 1, 3),
	('a half day before the window', '{[2015-12-28,2016-01-03]}', '2016-12-31', '', '{[2015-12-30,2015-12-30]}', 1, 3),
	('... counted with the whole', '{[2015-12-28,2016-01-03]}', '2016-12-31', 'edge=whole', '{[2015-12-30,2015-12-30]}', 1, 6.5),
	('a half day after the day', '{[2016-03-07,2016-03-09]}', '2016-03-08', '', '{[2016-03-09,2016-03-09]}', 1, 2),
	-- Friday 4 to Monday 7 March, a half day on Sunday 6
	('on a rest day', '{[2016-03-04,2016-03-07]}', '2016-12-31', 'days=working', '{[2016-03-06,2016-03-06]}', 1, 2),
	('on a rest day inside a span', '{[2016-03-04,2016-03-07]}', '2016-12-31', 'days=span', '{[2016-03-06,2016-03-06]}', 1, 3.5),
	('on a rest day at the end of a span', '{[2016-03-04,2016-03-06]}', '2016-12-31', 'days=span', '{[2016-03-06,2016-03-06]}', 1, 1),
	('in a gap that was bridged', '{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '2016-12-31', 'bridge=working', '{[2016-03-06,2016-03-06]}', 1, 3.5),
	('a minimum is in days, whole or half', '{[2016-03-07,2016-03-08]}', '2016-12-31', 'minimum=2', '{[2016-03-07,2016-03-08]}', 1, 1),
	('all of them half days', '{[2016-03-07,2016-03-09],[2016-06-01,)}', '2016-06-03', '', '{[2016-03-01,2016-12-31]}', 2, 3);

-- The ends of the date type: the last day, the first, and windows that begin before it.
INSERT INTO hand_case (what, spells, as_of, rule, s, d) VALUES
	('the last day', '{[5874897-12-30,)}', '5874897-12-31', '', 1, 2),
	('the last day, in a window of days', '{[5874897-12-30,)}', '5874897-12-31', 'window=1 day', 1, 1),
	('the first days', '{[4713-01-01 BC,4713-01-03 BC]}', '4713-01-02 BC', 'window=1 day', 1, 1),
	('a window that begins before the type', '{[4713-01-01 BC,4713-01-03 BC]}', '4713-01-02 BC', '', 1, 2),
	('all that is between', '{[4713-01-01 BC,4713-01-03 BC],[5874897-12-30,)}', '5874897-12-31', '', 1, 2);

SELECT what, occasions, s AS by_hand, days, d AS by_hand, score, s * s * d AS by_hand,
	CASE WHEN (occasions, days, score) IS DISTINCT FROM (s, d, s * s * d) THEN 'DIFFERS' ELSE '' END AS verdict
FROM (SELECT *, occasions(spells, as_of, rule, calendar, half_days), days(spells, as_of, rule, calendar, half_days),
		score(spells, as_of, rule, calendar, half_days)
	FROM hand_case) AS scored
ORDER BY n;

-- No data, no answer.
SELECT occasions(NULL, '2016-12-31'), days(NULL, '2016-12-31'), score(NULL::datemultirange, '2016-12-31'),
	score('{}'::datemultirange, NULL) AS no_day, clears_on(NULL, 150, '2016-12-31'), days_to_trigger(NULL, 150, '2016-12-31'),
	rolling_window(NULL, '12 months');
SELECT count(*) AS rows_of_nothing FROM explain_score(NULL, '2016-12-31');
SELECT count(*) AS rows_of_nothing FROM score_history(NULL, '[2016-01-01,2017-01-01)');
SELECT count(*) AS rows_of_nothing FROM trigger_dates(NULL, '{150}', '[2016-01-01,2017-01-01)');
SELECT spells(NULL::date, NULL::date) AS by_days, spells(NULL::daterange) AS by_range;
-- All three figures at once are one row, even if nothing is known: two spells of 5 days, one with a half day.
SELECT what, t.* FROM (VALUES
	(1, '2 x 2 x 9.5 = 38', '{[2016-01-04,2016-01-08],[2016-02-01,2016-02-05]}'::datemultirange, date '2016-12-31'),
	(2, 'no set', NULL, '2016-12-31'),
	(3, 'no day', '{[2016-01-04,2016-01-08]}', NULL),
	(4, '0', '{}', '2016-12-31')) AS known (n, what, spells, as_of),
	score_totals(spells, as_of, half_days => '{[2016-02-01,2016-02-01]}') AS t ORDER BY n;
SELECT score_totals('{[2016-01-04,2016-01-08]}', '2016-12-31') AS "(1,5,5)", score_totals(NULL, '2016-12-31') AS nothing;

-- The window itself.  2024-02-29 less 364 days is 2023-03-02.
SELECT as_of, length, rolling_window(as_of, length), by_hand
FROM (VALUES
	('2016-12-31'::date, '12 months'::interval, '[2016-01-01,2017-01-01)'::daterange),
	('2024-02-28', '12 months', '[2023-03-01,2024-02-29)'),
	('2024-02-29', '12 months', '[2023-03-01,2024-03-01)'),
	('2024-03-01', '12 months', '[2023-03-02,2024-03-02)'),
	('2025-02-28', '12 months', '[2024-02-29,2025-03-01)'),
	('2025-03-01', '12 months', '[2024-03-02,2025-03-02)'),
	('2024-02-29', '52 weeks', '[2023-03-03,2024-03-01)'),
	('2024-02-29', '364 days', '[2023-03-03,2024-03-01)'),
	('2024-02-29', '48 months', '[2020-03-01,2024-03-01)'),
	('2023-03-31', '1 month', '[2023-03-01,2023-04-01)'),
	('2023-03-28', '1 month', '[2023-03-01,2023-03-29)'),
	('2023-03-31', '1 month 10 days', '[2023-02-19,2023-04-01)'),
	('2023-03-31', '1 day', '[2023-03-31,2023-04-01)')) AS row(as_of, length, by_hand);

-- The breakdown (BF-14).  A day leaves on the first day whose 12 months begin after it: 2016-01-01 on
-- 2017-01-01; with edge=whole the straddling spell goes with its last day, 2016-01-03, on 2017-01-03; with
-- edge=inside it had gone on 2016-12-28, a year after its first day.
\set straddling '\'{[2015-06-01,2015-06-02],[2015-12-28,2016-01-03],[2016-06-01,2016-06-01]}\'::datemultirange'
SELECT * FROM explain_score(:straddling, '2016-12-31');
-- spell                   | counted                 | days | starts to leave | left on
-- [2015-12-28,2016-01-04) | [2016-01-01,2016-01-04) |    3 | 2017-01-01      | 2017-01-03
-- [2016-06-01,2016-06-02) | [2016-06-01,2016-06-02) |    1 | 2017-06-01      | 2017-06-01
SELECT * FROM explain_score(:straddling, '2016-12-31', 'edge=whole');
-- [2015-12-28,2016-01-04) | [2015-12-28,2016-01-04) |    7 | 2017-01-03      | 2017-01-03
-- [2016-06-01,2016-06-02) | [2016-06-01,2016-06-02) |    1 | 2017-06-01      | 2017-06-01
SELECT * FROM explain_score(:straddling, '2016-12-31', 'edge=inside');
-- [2015-12-28,2016-01-04) |                         |    0 |                 | 2016-12-28
-- [2016-06-01,2016-06-02) | [2016-06-01,2016-06-02) |    1 | 2017-06-01      | 2017-06-01
SELECT * FROM explain_score(:straddling, '2016-12-31', 'days=working');
-- [2015-12-28,2016-01-04) |                         |    0 |                 | 2017-01-03
-- [2016-06-01,2016-06-02) | [2016-06-01,2016-06-02) |    1 | 2017-06-01      | 2017-06-01
SELECT * FROM explain_score(:straddling, '2016-12-31', 'minimum=2');
-- [2015-12-28,2016-01-04) | [2016-01-01,2016-01-04) |    3 | 2017-01-01      | 2017-01-03
-- [2016-06-01,2016-06-02) |                         |    0 |                 | 2017-06-01
-- Saturday 5 to Sunday 20 March 2016, a half day on Monday 7: the first day to leave is that Monday.
SELECT * FROM explain_score('{[2016-03-05,2016-03-20]}', '2016-12-31', 'days=working', half_days => '{[2016-03-07,2016-03-07]}');
-- [2016-03-05,2016-03-21) | [2016-03-05,2016-03-21) |  9.5 | 2017-03-07      | 2017-03-20
-- Friday + Monday bridged, and an open spell as at its third day.
SELECT * FROM explain_score('{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07],[2016-06-01,)}', '2016-06-03', 'bridge=working');
-- [2016-03-04,2016-03-08) | [2016-03-04,2016-03-08) |    4 | 2017-03-04      | 2017-03-07
-- [2016-06-01,2016-06-04) | [2016-06-01,2016-06-04) |    3 | 2017-06-01      | 2017-06-03
SELECT * FROM explain_score('{}', '2016-06-03');
-- none

-- When single days leave: after 12 months 28 February 2023 on 2024-02-28, 1 March 2023 on 2024-03-01 (12
-- months before 29 February 2024 is 28 February), 29 February 2024 on 2025-03-01; after one month 30 March
-- on 30 April, and 31 March not before 1 May.
SELECT day, rule, left_on, by_hand
FROM (VALUES ('2023-02-28'::date, ''::scoring_rule, '2024-02-28'::date), ('2023-03-01', '', '2024-03-01'), ('2024-02-29', '', '2025-03-01'),
		('2024-02-28', '', '2025-02-28'), ('2023-12-31', '', '2024-12-31'), ('2024-02-29', 'window=364 days', '2025-02-27'),
		('2023-03-30', 'window=1 month', '2023-04-30'), ('2023-03-31', 'window=1 month', '2023-05-01'), ('2023-02-28', 'window=1 month', '2023-03-28'),
		('2023-03-31', 'window=1 day', '2023-04-01')) AS row(day, rule, by_hand),
	explain_score(datemultirange(daterange(day, day, '[]')), day, rule);

-- One person's year: 5, 2 and 1 days.  Once all three have come the score is 9 x 8 = 72; the first spell
-- leaves a day at a time from 2017-01-04 to 2017-01-08, the second on 2017-02-01 and 02, the third on 2017-03-07.
\set three '\'{[2016-01-04,2016-01-08],[2016-02-01,2016-02-02],[2016-03-07,2016-03-07]}\'::datemultirange'
WITH ours AS (
	SELECT * FROM score_history(:three, '[2016-01-01,2017-04-01)')
), by_hand(since, occasions, days, score) AS (VALUES
	('2016-01-01'::date, 0, 0, 0), ('2016-01-04', 1, 1, 1), ('2016-01-05', 1, 2, 2), ('2016-01-06', 1, 3, 3), ('2016-01-07', 1, 4, 4),
	('2016-01-08', 1, 5, 5), ('2016-02-01', 2, 6, 24), ('2016-02-02', 2, 7, 28), ('2016-03-07', 3, 8, 72),
	('2017-01-04', 3, 7, 63), ('2017-01-05', 3, 6, 54), ('2017-01-06', 3, 5, 45), ('2017-01-07', 3, 4, 36),
	('2017-01-08', 2, 3, 12), ('2017-02-01', 2, 2, 8), ('2017-02-02', 1, 1, 1), ('2017-03-07', 0, 0, 0))
SELECT period, ours.occasions, ours.days, ours.score, by_hand.*
FROM ours FULL JOIN by_hand ON lower(period) = since ORDER BY coalesce(lower(period), since);
-- A range with its own ends: the runs are cut at them.
SELECT * FROM score_history(:three, '[2016-02-02,2016-02-04)');
-- [2016-02-02,2016-02-04) | 2 | 7 | 28
SELECT * FROM score_history('{}', '[2016-02-02,2016-02-02]');
-- [2016-02-02,2016-02-03) | 0 | 0 | 0
-- Under bridge=working Friday's day becomes four on Monday, and one occasion stays one.
SELECT * FROM score_history('{[2016-03-04,2016-03-04],[2016-03-07,2016-03-07]}', '[2016-03-03,2016-03-08]', 'bridge=working');
-- [2016-03-03,2016-03-04) | 0 | 0 | 0
-- [2016-03-04,2016-03-07) | 1 | 1 | 1
-- [2016-03-07,2016-03-09) | 1 | 4 | 4
-- An open spell grows by a day a day, half days by halves; what is still to come waits.
SELECT * FROM score_history('{[2016-06-01,)}', '[2016-05-30,2016-06-03]', half_days => '{[2016-06-02,2016-06-02]}');
-- [2016-05-30,2016-06-01) | 0 | 0   | 0
-- [2016-06-01,2016-06-02) | 1 | 1   | 1
-- [2016-06-02,2016-06-03) | 1 | 1.5 | 1.5
-- [2016-06-03,2016-06-04) | 1 | 2.5 | 2.5

-- Triggers of the same year: reached at the value itself, cleared on the first day below, any fraction.
SELECT ours.*, by_hand.*
FROM trigger_dates(:three, '{24,0.5,28.5,60,72,72.5}', '[2016-01-01,2017-04-01)') AS ours
	FULL JOIN (VALUES (0.5, '2016-01-04'::date, '2017-03-07'::date, 72, '2016-03-07'::date), (24, '2016-02-01', '2017-01-08', 72, '2016-03-07'),
		(28.5, '2016-03-07', '2017-01-08', 72, '2016-03-07'), (60, '2016-03-07', '2017-01-05', 72, '2016-03-07'),
		(72, '2016-03-07', '2017-01-04', 72, '2016-03-07')) AS by_hand(trigger, reached_on, cleared_on, peak, peak_on)
	ON ours.trigger = by_hand.trigger
ORDER BY ours.trigger;
-- Already above when the range begins, still above when it ends, and cleared on the day after its last.
SELECT * FROM trigger_dates(:three, '{24}', '[2016-06-01,2016-12-31]');
-- 24 | 2016-06-01 | | 72 | 2016-06-01
SELECT * FROM trigger_dates(:three, '{24}', '[2016-01-01,2017-01-08)');
-- 24 | 2016-02-01 | | 72 | 2016-03-07
SELECT * FROM trigger_dates(:three, '{24}', '[2016-01-01,2017-01-08]');
-- 24 | 2016-02-01 | 2017-01-08 | 72 | 2016-03-07
SELECT * FROM trigger_dates(:three, '{}', '[2016-01-01,2017-01-08]');
-- none
-- Two stretches: 5 days, gone by 2017-01-08, then 5 days in 2018.
SELECT * FROM trigger_dates('{[2016-01-04,2016-01-08],[2018-01-08,2018-01-12]}', '{4}', '[2016-01-01,2019-01-01)');
-- 4 | 2016-01-07 | 2017-01-05 | 5 | 2016-01-08
-- 4 | 2018-01-11 |            | 5 | 2018-01-12

-- If nobody falls ill again: the dates of the history, or the day itself if the score is already below;
-- records after the day do not matter.
SELECT trigger, clears_on(:three, trigger, '2016-06-01'), by_hand
FROM (VALUES (72.5, '2016-06-01'::date), (72, '2017-01-04'), (60, '2017-01-05'), (24, '2017-01-08'), (1, '2017-03-07'), (0.5, '2017-03-07')) AS row(trigger, by_hand);
-- As at 2016-02-10 the third spell is not known: 2 spells of 7 days, 28; below 24 with the third day gone
-- (4 x 6 = 24, 4 x 5 = 20): 2017-01-05.
SELECT clears_on(:three, 24, '2016-02-10') AS "2017-01-05";

-- Room left.  As at 2016-06-01 the next absence is the fourth: 16 x (8 + k) is 144, 160, 176 ... for k = 1, 2, 3;
-- 500 is reached with k = 24 (16 x 32 = 512), 875 with k = 47 (16 x 55 = 880).
SELECT trigger, days_to_trigger(:three, trigger, '2016-06-01'), by_hand
FROM (VALUES (72, 0), (72.5, 0), (144, 0), (144.5, 1), (150, 1), (160, 1), (160.5, 2), (500, 23), (875, 46), (1000000000, NULL)) AS row(trigger, by_hand);
-- As at 2016-03-07 the absence goes on, the third: 9 x (8 + k) reaches 150 with k = 9 (153).
SELECT days_to_trigger(:three, 150, '2016-03-07') AS "8";
-- As at Friday 2016-03-04, bridged: from Saturday on it is the same spell of 1 + k days anyway.
SELECT days_to_trigger('{[2016-03-04,2016-03-04]}', 10, '2016-03-04', 'bridge=working') AS "8";
-- As at Sunday 6 March: a day taken from Monday 7 on is the same spell, Saturday and Sunday with it: 3 + k; else
-- the second: 4 x (1 + k), 8 for k = 1 and 12 for k = 2.
SELECT days_to_trigger('{[2016-03-04,2016-03-04]}', 10, '2016-03-06', 'bridge=working') AS "6",
	days_to_trigger('{[2016-03-04,2016-03-04]}', 10, '2016-03-06') AS "1";
-- In working days: after Thursday 3 March 2016 come Friday, a weekend and Monday: 3 is reached on Tuesday 8, k = 5.
SELECT days_to_trigger('{}', 3, '2016-03-03', 'days=working') AS "4";
-- One absence alone: 365 of the days after 2016-06-01 fit into 12 months, 366 after 2015-06-01.
SELECT days_to_trigger('{}', 365, '2016-06-01') AS "364", days_to_trigger('{}', 366, '2016-06-01') AS "NULL",
	days_to_trigger('{}', 366, '2015-06-01') AS "365", days_to_trigger('{}', 367, '2015-06-01') AS "NULL too",
	days_to_trigger('{}', 0.5, '2016-06-01') AS "0";

-- 10,000 spells of one day, every second day from 2000-01-01.  A window that holds them all: 10^12; 365 days hold
-- 183 of them (183^3 = 6128487), 364 days 182 (182^3 = 6028568); none has two days.
CREATE TEMP TABLE many AS
	SELECT spells(date '2000-01-01' + 2 * i, date '2000-01-01' + 2 * i) AS spells, date '2000-01-01' + 19998 AS as_of FROM generate_series(0, 9999) AS i;
SELECT occasions(spells, as_of, 'window=100 years'), score(spells, as_of, 'window=100 years') AS "1000000000000",
	score(spells, as_of, 'window=365 days') AS "6128487", score(spells, as_of, 'window=364 days') AS "6028568",
	score(spells, as_of, 'window=100 years;minimum=2') AS "0",
	clears_on(spells, 1, as_of, 'window=100 years') - (as_of + interval '100 years')::date AS "0 days",
	days_to_trigger(spells, 1000000000000, as_of - 1, 'window=100 years') AS "0 more"
FROM many;
-- every day of the last four has another score: 183, 182, 183, 182 occasions in 365 days
SELECT history.* FROM many, score_history(spells, daterange(as_of - 2, as_of + 1, '[]'), 'window=365 days') AS history;
SELECT count(*) AS "10000", sum(days) AS "10000 days", min(left_on) AS "2100-01-01", max(left_on) - max(as_of) AS "36524"
FROM many, explain_score(spells, as_of, 'window=100 years');
