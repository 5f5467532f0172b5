-- When a score meets a trigger, when it clears, how far away it is: cases worked by hand
-- (score_oracle has thousands of random ones)
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = bradford, public;

-- BF-3: four absences of 4 + 2 + 2 + 2 = 10 days score 160. On 4 April it is 4 x 4 x 9 = 144, on 5 April 160.
-- From 4 January 2017 on the first spell leaves day by day: 144, 128, 112, and with its last day, on
-- 7 January, 3 x 3 x 6 = 54. Half of 175 is a trigger after the part-time rule (BF-5).
\set four '''{[2016-01-04,2016-01-08),[2016-02-01,2016-02-03),[2016-03-01,2016-03-03),[2016-04-04,2016-04-06)}''::datemultirange'
SELECT * FROM trigger_dates(:four, '{150, 87.5, 160, 160.5}', '[2016-01-01,2018-01-01)');
-- a stretch that has already begun is reported from the first day asked for, and one that goes on has no end
SELECT * FROM trigger_dates(:four, '{150}', '[2016-06-01,2017-01-04)');
SELECT * FROM trigger_dates(:four, '{150}', '[2016-06-01,2017-01-05)');
SELECT * FROM trigger_dates(:four, '{}', '[2016-06-01,2017-01-05)');
-- twice at the trigger in one period: a window of 3 days holds two single days, 2 x 2 x 2 = 8, on 3 March alone and again on 3 May
SELECT * FROM trigger_dates('{[2016-03-01,2016-03-02),[2016-03-03,2016-03-04),[2016-05-01,2016-05-02),[2016-05-03,2016-05-04)}',
	'{8}', '[2016-01-01,2017-01-01)', 'window=3 days');

SELECT as_of, score(:four, as_of), clears_on(:four, 150, as_of) AS clears_150, clears_on(:four, 87.5, as_of) AS clears_87_5,
       clears_on(:four, 161, as_of) AS clears_161
FROM unnest('{2016-03-02, 2016-04-04, 2016-04-05, 2016-12-31, 2017-01-03, 2017-01-04}'::date[]) as_of;
-- an open absence counts to as_of and is forecast as if it ended there
SELECT clears_on('{[2016-01-04,)}', 10, '2016-01-20') AS open_to_20_january, clears_on('{[2016-01-04,2016-01-21)}', 10, '2016-01-20') AS ended;

-- To 500: tomorrow's absence touches that of 5 April, so it stays four spells: 16 x (10 + k) < 500 up to k = 21.
-- From 30 April on it is a fifth: 25 x (10 + k) < 500 up to k = 9. At or above the trigger nothing is left.
SELECT as_of, days_to_trigger(:four, 500, as_of) AS to_500, days_to_trigger(:four, 150, as_of) AS to_150
FROM unnest('{2016-01-01, 2016-04-04, 2016-04-05, 2016-04-30}'::date[]) as_of;
-- One spell cannot score more than its window is long: the 365 days after 1 March 2024.
SELECT trigger, days_to_trigger('{}', trigger, '2024-03-01') FROM unnest('{1, 2, 364.5, 365, 366, 1000}'::numeric[]) trigger;
-- Under working days a Friday's trigger is met on the Monday: k counts each day of absence, the weekend too.
SELECT days_to_trigger('{}', 2, '2016-10-06', 'days=working') AS from_thursday, days_to_trigger('{}', 2, '2016-10-07', 'days=working') AS from_friday;
-- Another length of window: 52 weeks clear two days earlier than 12 months over a leap day.
SELECT rule, clears_on('{[2016-01-04,2016-01-05)}', 1, '2016-02-01', rule) FROM unnest('{"",window=52 weeks,window=6 months}'::scoring_rule[]) rule;
