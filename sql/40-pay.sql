--------------------------------------------------------------------------------
-- pay: annualised hours, term time, part time, job shares (PAY-1 to PAY-16)
--
-- Everything is numeric and exact: figures are multiplied first, divided once, and
-- rounded last, half away from zero, where the function says so and nowhere else.
-- Numbers that are NaN, infinite or out of range are refused (22003), unknown words
-- and impossible combinations too (22023).
--------------------------------------------------------------------------------

CREATE FUNCTION pro_rata(amount numeric, hours numeric, full_time_hours numeric, round_to numeric DEFAULT NULL)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_pro_rata'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION pro_rata(numeric, numeric, numeric, numeric) IS
'The part of a full-time amount (pay, leave, an allowance, a trigger) that goes with so many hours out of full_time_hours: amount x hours / full_time_hours (PAY-1, BF-5). Not rounded unless round_to says to which multiple: 0.01 for the penny, 0.5 for half days; then once, half away from zero. Hours below 0 and full_time_hours not above 0 are refused (22003).';

CREATE FUNCTION term_time(weekly_hours numeric, weeks_at_work numeric, wte_weeks numeric, wte_leave_weeks numeric,
		weeks_in_year numeric DEFAULT 52.143, rounding text DEFAULT 'none',
		OUT leave_weeks numeric, OUT paid_weeks numeric, OUT annual_hours numeric, OUT paid_weekly_hours numeric)
	AS 'MODULE_PATHNAME', 'bradford_term_time'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION term_time(numeric, numeric, numeric, numeric, numeric, text) IS
'The four steps of term-time pay (PAY-9, PAY-10): leave weeks = weeks_at_work / wte_weeks x wte_leave_weeks; paid weeks = weeks_at_work + leave weeks; annual hours = paid weeks x weekly_hours; paid weekly hours = annual hours / weeks_in_year. rounding ''none'': each is one exact quotient of the arguments; ''policy'' rounds every step half away from zero as the form does and goes on with the rounded figure: weeks to 1 place, hours to whole hours (PAY-11). Negative figures, and divisors of 0, are refused (22003).';

CREATE FUNCTION annualised_hours(hours_to_work numeric, wte_weekly_hours numeric, wte_leave_days numeric, wte_bank_holidays numeric,
		days_per_week numeric DEFAULT 5, weeks_in_year numeric DEFAULT 52.143, rounding text DEFAULT 'none',
		OUT wte_gross_hours numeric, OUT wte_net_hours numeric,
		OUT work_hours numeric, OUT leave_hours numeric, OUT bank_holiday_hours numeric, OUT paid_hours numeric)
	AS 'MODULE_PATHNAME', 'bradford_annualised_hours'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annualised_hours(numeric, numeric, numeric, numeric, numeric, numeric, text) IS
'The hours that an annualised contract is paid for: hours to be worked + pro-rata leave + pro-rata bank holidays (PAY-2, PAY-3). First the whole-time year: gross = wte_weekly_hours x weeks_in_year, net = gross less wte_leave_days and wte_bank_holidays, each a day of wte_weekly_hours / days_per_week. Then, for the hours to be worked, leave and bank holidays in the proportion in which they stand to the net hours. rounding ''none'': each figure is one exact quotient; ''policy'': every figure to whole hours, half away from zero, the gross before anything is taken off it, and paid_hours is the sum of the three rounded ones; leave and bank holidays are in proportion to hours_to_work as given. Refused (22003): negative figures, divisors of 0, leave that fills the year.';

CREATE FUNCTION leave_entitlement(full_time_leave numeric, hours numeric, full_time_hours numeric,
		employed daterange DEFAULT NULL, leave_year daterange DEFAULT NULL, round_to numeric DEFAULT NULL)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_leave_entitlement'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION leave_entitlement(numeric, numeric, numeric, daterange, daterange, numeric) IS
'Leave pro rata to hours, and for starters and leavers to the part of the leave year in which they are employed: full_time_leave x hours / full_time_hours x calendar days employed / days of the leave year (PAY-1), in the unit of full_time_leave. The end of employed may be open. Not rounded unless round_to says to which multiple; then once, half away from zero. employed and leave_year are given both or neither (22023).';

CREATE FUNCTION pro_rata_bank_holidays(bank_holidays numeric, hours numeric, full_time_hours numeric,
		full_time_day_hours numeric DEFAULT NULL, round_to numeric DEFAULT NULL)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_pro_rata_bank_holidays'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION pro_rata_bank_holidays(numeric, numeric, numeric, numeric, numeric) IS
'Hours of so many bank holidays, pro rata: bank_holidays x full_time_day_hours x hours / full_time_hours; a full-time day is a fifth of full_time_hours if it is not given (PAY-1, PAY-13). Not rounded unless round_to says to which multiple; then once, half away from zero. Negative figures, and full_time_hours of 0, are refused (22003).';

CREATE FUNCTION bank_holiday_hours(calendar calendar, working_time datemultirange, hours numeric, full_time_hours numeric,
		full_time_day_hours numeric DEFAULT NULL, round_to numeric DEFAULT NULL)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 200
	RETURN bradford.pro_rata_bank_holidays(
		CASE
			WHEN calendar IS NULL OR working_time IS NULL THEN NULL
			WHEN isempty(working_time) THEN 0
			ELSE (SELECT count(*) FROM bradford.holidays(calendar, range_merge(working_time)) AS h WHERE h.day <@ working_time)
		END, hours, full_time_hours, full_time_day_hours, round_to);
COMMENT ON FUNCTION bank_holiday_hours(calendar, datemultirange, numeric, numeric, numeric, numeric) IS
'Hours of the bank holidays of the calendar that fall in working time, such as the school year outside the school holidays, pro rata (PAY-13): their number x full_time_day_hours x hours / full_time_hours; a full-time day is a fifth of full_time_hours if it is not given. Not rounded unless round_to says to which multiple; then once, half away from zero. Working time without an end (22023), or beyond 1995-2099 (22008), is refused, and so are negative figures and full_time_hours of 0 (22003).';

CREATE FUNCTION extra_hours_pay(extra_hours numeric, annual_salary numeric, annual_hours numeric, scale integer DEFAULT 2)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_extra_hours_pay'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION extra_hours_pay(numeric, numeric, numeric, integer) IS
'Pay for hours beyond the contract at the substantive hourly rate (PAY-6): extra_hours x annual_salary / annual_hours, rounded once, half away from zero, to scale places (the penny). To start from an hourly rate, give it as annual_salary and 1 as annual_hours.';

CREATE FUNCTION settlement(hours_worked numeric, hours_paid numeric, annual_salary numeric, annual_hours numeric,
		final_salary numeric DEFAULT 0, leave_due numeric DEFAULT 0, scale integer DEFAULT 2,
		OUT hours_difference numeric, OUT amount numeric, OUT owed_to_employee numeric,
		OUT taken_from_final_salary numeric, OUT final_pay numeric, OUT left_to_reclaim numeric)
	AS 'MODULE_PATHNAME', 'bradford_settlement'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION settlement(numeric, numeric, numeric, numeric, numeric, numeric, integer) IS
'Hours worked against hours paid, for leavers and at the end of a contract year (PAY-5, PAY-8). hours_difference = hours_worked + leave_due - hours_paid, where hours_worked counts leave taken as worked and leave_due is leave accrued and not taken (negative if overtaken); amount = hours_difference x annual_salary / annual_hours, rounded once, half away from zero, to scale places. A positive amount is owed to the employee; a negative one is taken from the final salary as far as that goes, and the rest is left to reclaim. final_salary may have no more places than scale (22003).';

CREATE FUNCTION allocate(total numeric, weights numeric[], scale integer DEFAULT 2)
	RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_allocate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION allocate(numeric, numeric[], integer) IS
'Shares out a total in proportion to the weights, in parts of scale places that sum to it exactly. Largest remainder: everybody gets the share cut down to whole pennies, and the pennies left over go one each to the largest fractions cut off, the earliest first where they are equal. A negative total is shared as its magnitude; a weight of 0 gets 0. Refused: weights that sum to 0, negative, NaN or infinite ones, a total of more than scale places (22003), NULL elements (22004), several dimensions (2202E).';

CREATE FUNCTION job_share(hours numeric[], post_hours numeric, salary numeric, leave numeric DEFAULT 0,
		bank_holidays numeric DEFAULT 0, allowances numeric DEFAULT 0, cover numeric[] DEFAULT NULL, scale integer DEFAULT 2)
	RETURNS TABLE (partner integer, partner_hours numeric, partner_salary numeric, partner_leave numeric,
		partner_bank_holidays numeric, partner_allowances numeric,
		cover_hours numeric, cover_pay numeric, cover_left numeric)
	AS 'MODULE_PATHNAME', 'bradford_job_share'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 30 ROWS 2;
COMMENT ON FUNCTION job_share(numeric[], numeric, numeric, numeric, numeric, numeric, numeric[], integer) IS
'One row for each partner of a job share (PAY-14): the share of the full-time salary, leave, bank holidays and allowances that goes with the partner''s hours out of post_hours, allocated to scale places so that the shares and that of any vacant hours sum exactly. cover gives for each partner hours worked for an absent one: cover_pay is paid for them at the basic rate, salary x cover / post_hours, rounded half away from zero to scale places; cover_left is what the partner may still cover, up to the whole post. Hours above the post, together or with cover, are refused (22003).';

CREATE FUNCTION contract_year(started_on date, on_date date)
	RETURNS daterange
	AS 'MODULE_PATHNAME', 'bradford_contract_year'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION contract_year(date, date) IS
'The year of a contract that holds on_date, counted from the employee''s own start date (PAY-2): 365 or 366 days. A contract that starts on 29 February comes round on 1 March in years without one. on_date before started_on, and infinite dates, are refused (22008).';

CREATE FUNCTION pay_schedule(annual_salary numeric, contract_year daterange, employed daterange DEFAULT NULL,
		scale integer DEFAULT 2, part_months text DEFAULT 'calendar days', calendar calendar DEFAULT 'england-and-wales')
	RETURNS TABLE (month integer, period daterange, days integer, of_days integer, amount numeric)
	AS 'MODULE_PATHNAME', 'bradford_pay_schedule'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50 ROWS 12;
COMMENT ON FUNCTION pay_schedule(numeric, daterange, daterange, integer, text, calendar) IS
'Twelve equal months of an annual salary whatever the hours worked in each (PAY-4), allocated to scale places: the twelve amounts sum to the salary exactly, and the earliest months get the odd pennies. Months run from the day on which the contract year begins. For starters and leavers give employed, whose end may be open: months outside it are left out, and the amount of a part month is that of the whole month x days / of_days, rounded once, half away from zero, to scale places, where days and of_days are calendar days or, with part_months => ''working days'', working days of the calendar. Whole months, and only they, sum to the salary. A contract year of other than 365 or 366 days is refused (22023), a salary with more than scale places too (22003).';

--------------------------------------------------------------------------------
-- annual_balance: the monthly timesheet, lines a to j (PAY-15)
--------------------------------------------------------------------------------

CREATE TYPE timesheet_lines AS (
	month date,
	a numeric, b numeric, c numeric, d numeric, e numeric,
	f numeric, g numeric, h numeric, i numeric, j numeric
);
COMMENT ON TYPE timesheet_lines IS 'Lines a to j of the monthly timesheet of an annualised-hours or term-time contract (PAY-15).';
COMMENT ON COLUMN timesheet_lines.month IS 'the month of the latest timesheet, as it was dated';
COMMENT ON COLUMN timesheet_lines.a IS 'total contracted annual hours';
COMMENT ON COLUMN timesheet_lines.b IS 'cumulative hours brought forward from earlier months';
COMMENT ON COLUMN timesheet_lines.c IS 'hours worked in this month';
COMMENT ON COLUMN timesheet_lines.d IS 'cumulative hours: b + c';
COMMENT ON COLUMN timesheet_lines.e IS 'annual hours remaining, negative if overtaken: a - d';
COMMENT ON COLUMN timesheet_lines.f IS 'annual leave entitlement';
COMMENT ON COLUMN timesheet_lines.g IS 'cumulative leave taken brought forward from earlier months';
COMMENT ON COLUMN timesheet_lines.h IS 'leave taken in this month';
COMMENT ON COLUMN timesheet_lines.i IS 'cumulative leave taken: g + h';
COMMENT ON COLUMN timesheet_lines.j IS 'leave remaining, negative if overtaken: f - i';

CREATE TYPE annual_balance_state;

CREATE FUNCTION annual_balance_in(cstring) RETURNS annual_balance_state
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annual_balance_in(cstring) IS
'Reads a state of annual_balance from text and checks it as the aggregate checks its timesheets (22P02, 22023, 22003).';

CREATE FUNCTION annual_balance_out(annual_balance_state) RETURNS cstring
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annual_balance_out(annual_balance_state) IS
'Writes a state of annual_balance: month, contracted hours, leave entitlement, hours and leave of each timesheet, exactly.';

CREATE FUNCTION annual_balance_recv(internal) RETURNS annual_balance_state
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annual_balance_recv(internal) IS
'Reads a state of annual_balance in binary form and checks it as the aggregate checks its timesheets (22P03, 22023, 22003).';

CREATE FUNCTION annual_balance_send(annual_balance_state) RETURNS bytea
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annual_balance_send(annual_balance_state) IS
'Writes a state of annual_balance in binary form, exactly.';

CREATE TYPE annual_balance_state (
	INPUT = annual_balance_in,
	OUTPUT = annual_balance_out,
	RECEIVE = annual_balance_recv,
	SEND = annual_balance_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE annual_balance_state IS
'The state of the aggregate annual_balance: up to twelve timesheets, such as ''2026-04-30 1098 147.5 95.25 7.5; 2026-05-31 1098 147.5 80 -'' (month, contracted hours, leave entitlement, hours, leave; "-" is a blank).';

CREATE FUNCTION annual_balance_add(state annual_balance_state, contracted_hours numeric, leave_entitlement numeric,
		month date, hours numeric, leave numeric)
	RETURNS annual_balance_state
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION annual_balance_add(annual_balance_state, numeric, numeric, date, numeric, numeric) IS
'Adds a timesheet to a state of annual_balance; one whose month is NULL changes nothing. Refused: a thirteenth timesheet, a second one for a month, months of different contract years (22023), negative, NaN or infinite figures (22003), infinite months (22008).';

CREATE FUNCTION annual_balance_remove(state annual_balance_state, contracted_hours numeric, leave_entitlement numeric,
		month date, hours numeric, leave numeric)
	RETURNS annual_balance_state
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_remove'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION annual_balance_remove(annual_balance_state, numeric, numeric, date, numeric, numeric) IS
'Takes a timesheet out of a state of annual_balance again, for moving windows; one that is not in it is refused (22023).';

CREATE FUNCTION annual_balance_combine(state annual_balance_state, other annual_balance_state)
	RETURNS annual_balance_state
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION annual_balance_combine(annual_balance_state, annual_balance_state) IS
'The timesheets of two states of annual_balance together, checked as if they had come one by one.';

CREATE FUNCTION annual_balance_lines(state annual_balance_state)
	RETURNS timesheet_lines
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_lines'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION annual_balance_lines(annual_balance_state) IS
'Lines a to j of the timesheets in a state of annual_balance, as at the latest month among them (PAY-15); NULL if there is none.';

CREATE AGGREGATE annual_balance(contracted_hours numeric, leave_entitlement numeric, month date, hours numeric, leave numeric) (
	SFUNC = annual_balance_add,
	STYPE = annual_balance_state,
	SSPACE = 448,
	FINALFUNC = annual_balance_lines,
	COMBINEFUNC = annual_balance_combine,
	MSFUNC = annual_balance_add,
	MINVFUNC = annual_balance_remove,
	MSTYPE = annual_balance_state,
	MSSPACE = 448,
	MFINALFUNC = annual_balance_lines,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE annual_balance(numeric, numeric, date, numeric, numeric) IS
'Lines a to j of a contract year''s timesheets as at the latest month among them (PAY-15), whatever their order; over a window the running balance. One timesheet a month and at most twelve, all within twelve months. Hours and leave that are NULL count as 0, contracted_hours or leave_entitlement that are NULL in the latest month leave their lines blank, a month that is NULL is passed over. Exact, never rounded. Refused: a thirteenth timesheet, a second one for a month, months of different contract years (22023), negative, NaN or infinite figures (22003), infinite months (22008).';
