--------------------------------------------------------------------------------
-- homework: desks by ratio, when kit has paid for itself, and the published rows on
-- working from home
--
-- An office pattern is a calendar with a rota, so nothing here is new to calendars.
-- The rest is in the tables and reports of sql/hr.
--------------------------------------------------------------------------------

CREATE FUNCTION desk_limit(people numeric, desks numeric, for_people numeric DEFAULT 1)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
	RETURN CASE WHEN people >= 0 AND people <= 1e9 AND desks >= 0 AND desks <= 1e9
					 AND for_people > 0 AND for_people <= 1e9
				-- div(), since a quotient is rounded, perhaps up to a whole number
				THEN div(people * desks, for_people) END;
COMMENT ON FUNCTION desk_limit(numeric, numeric, numeric) IS
	'The most desks that this many people, or whole-time equivalents, may have at a ratio such as '
	'6 for 10 people (HW-2), rounded down. NULL for impossible numbers.';

CREATE FUNCTION desk_need(people numeric, desks numeric, for_people numeric DEFAULT 1)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
	RETURN CASE WHEN people >= 0 AND people <= 1e9 AND desks >= 0 AND desks <= 1e9
					 AND for_people > 0 AND for_people <= 1e9
				THEN div(people * desks, for_people)
					 + CASE WHEN mod(people * desks, for_people) > 0 THEN 1 ELSE 0 END END;
COMMENT ON FUNCTION desk_need(numeric, numeric, numeric) IS
	'The desks that this many people, or whole-time equivalents, need at a ratio such as 6 for 10 '
	'people (HW-2), rounded up. NULL for impossible numbers.';

CREATE FUNCTION payback_months(cost numeric, saving_a_year numeric) RETURNS integer
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
	RETURN CASE WHEN cost >= 0 AND cost <= 1e9 AND saving_a_year > 0 AND saving_a_year <= 1e9
					 AND cost <= saving_a_year * 1000
				THEN (div(cost * 12, saving_a_year)
					  + CASE WHEN mod(cost * 12, saving_a_year) > 0 THEN 1 ELSE 0 END)::integer END;
COMMENT ON FUNCTION payback_months(numeric, numeric) IS
	'Months until a yearly saving has paid back a cost, rounded up (HW-5). NULL if nothing is '
	'saved, or if it takes more than a thousand years.';


-- published rows -----------------------------------------------------------------

CREATE FUNCTION published_office_patterns(
	OUT pattern text, OUT office_days calendar, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 4
BEGIN ATOMIC
VALUES
	-- The source names no days. Bank holidays hardly ever fall on a Tuesday or Wednesday. The
	-- rotas begin on the first Monday after the date of the source.
	('1 day office, 4 home', 'every-day; week=Tue'::bradford.calendar, 'HW-3'),
	('2 days office, 3 home', 'every-day; week=Tue-Wed', 'HW-3'),
	('1 week in 4 office', 'every-day; week=Mon-Sun/none/none/none from 2020-07-20', 'HW-3'),
	('alternate weeks', 'every-day; week=Mon-Sun/none from 2020-07-20', 'HW-3');
END;
COMMENT ON FUNCTION published_office_patterns() IS
	'The four attendance patterns of document 003 as calendars (HW-3), as create_tables copies '
	'them into office_pattern.';

CREATE FUNCTION published_workstyles(
	OUT workstyle text, OUT desks numeric, OUT for_people numeric, OUT counted text,
	OUT in_office text, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 4
BEGIN ATOMIC
VALUES
	('fixed', 1::numeric, 1::numeric, 'head', 'always', 'HW-1, HW-2'),
	('home', 0, 1, 'head', 'never', 'HW-1, HW-2'),
	('flexible', 6, 10, 'head', 'by pattern', 'HW-1, HW-2'),
	('mobile', 4, 10, 'head', 'by pattern', 'HW-1, HW-2');
END;
COMMENT ON FUNCTION published_workstyles() IS
	'The four workstyles of document 002 with their desk ratios (HW-1, HW-2), as create_tables '
	'copies them into workstyle.';

CREATE FUNCTION published_homework_allowances(
	OUT kind text, OUT who text, OUT first_day date, OUT last_day date, OUT weekly numeric,
	OUT monthly numeric, OUT note text, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 15
BEGIN ATOMIC
SELECT k.kind, r.who, r.first_day, r.last_day, r.weekly, r.monthly,
	   concat_ws(' ', r.note, k.note), 'HW-6'
FROM  (VALUES
	('employer pays', date '2008-04-06', date '2012-04-05', 3.00, NULL::numeric,
	 'Tax-free, ITEPA 2003 s.316A. From 6 April 2011 sources conflict: HMRC''s EIM01476 has 4.00 '
	 'from 6 April 2012, others from 2011; this row follows HMRC.'),
	('employer pays', '2012-04-06', '2020-04-05', 4.00, 18.00,
	 'Tax-free, ITEPA 2003 s.316A; HMRC, EIM01476.'),
	('employer pays', '2020-04-06', NULL, 6.00, 26.00,
	 'Tax-free, ITEPA 2003 s.316A; HMRC, EIM01476. More needs evidence or an agreed scale rate '
	 '(EIM01478). One source prints 27 a month, which is not 6.00 x 52 / 12.'),
	('employee claims', '2011-04-06', '2020-04-05', 4.00, NULL,
	 'ITEPA 2003 s.336, according to GOV.UK of 26 November 2025, for what the employer does not '
	 'pay.'),
	('employee claims', '2020-04-06', '2026-04-05', 6.00, NULL,
	 'ITEPA 2003 s.336, for what the employer does not pay. In 2020-21 and 2021-22 '
	 'more people could claim.'),
	('employee claims', '2026-04-06', NULL, 0.00, NULL,
	 'Abolished from 2026-27 on, according to GOV.UK of 26 November 2025.'))
	AS r(who, first_day, last_day, weekly, monthly, note)
CROSS  JOIN (VALUES
	('contractual', 'Document 001 pays heating, lighting, telephone and broadband at rates of the '
	 'employer''s own: enter them.'),
	('agreed', NULL)) AS k(kind, note)
UNION  ALL
SELECT a.kind, a.who, a.first_day, a.last_day, a.weekly, a.monthly, a.note, a.rule_ids
FROM  (VALUES
	('agile', 'employer pays', date '1995-01-01', NULL::date, 0.00, 0.00,
	 'Document 002, s.5: no payment, full homeworking included.', 'HW-6'),
	('agile', 'employee claims', '1995-01-01', NULL, 0.00, 0.00,
	 'Document 002, s.1.7: nobody is expected to work at home, so nothing is claimed.', 'HW-6'))
	AS a(kind, who, first_day, last_day, weekly, monthly, note, rule_ids);
END;
COMMENT ON FUNCTION published_homework_allowances() IS
	'What an employer may pay tax-free to somebody who works at home, and what the employee may '
	'claim (HW-6), as create_tables copies it into homework_allowance.';

CREATE FUNCTION published_downtime_options(OUT option text, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 4
BEGIN ATOMIC
VALUES
	-- The source says that there are options, and lists none: a site edits these.
	('other work', 'HW-9'),
	('work in the office', 'HW-9'),
	('time made up later', 'HW-9'),
	('leave', 'HW-9');
END;
COMMENT ON FUNCTION published_downtime_options() IS
	'Options when systems are down (HW-9), as create_tables copies them into downtime_option. The '
	'source names none, so these are examples for a site to edit.';
