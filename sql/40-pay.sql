--------------------------------------------------------------------------------
-- pay: annualised hours, term time, part time, job shares (PAY-1 to PAY-16)
--
-- Everything is numeric and exact. Figures are multiplied first, divided once and
-- rounded last. Functions round only where they say so, half away from zero.
-- A figure that is NaN, infinite, out of range or longer than 1000 digits on either
-- side of the point is refused (22003). An unknown word, and arguments that do not go
-- together, are refused (22023).
--------------------------------------------------------------------------------

CREATE FUNCTION weeks_in_year()
	RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
	RETURN 52.143;
COMMENT ON FUNCTION weeks_in_year() IS
'Weeks in a year: weekly hours are annual hours divided by 52.143 (PAY-10).';

CREATE FUNCTION pro_rata(amount numeric, hours numeric, full_time_hours numeric,
		round_to numeric DEFAULT NULL)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_pro_rata'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION pro_rata(numeric, numeric, numeric, numeric) IS
E'amount x hours / full_time_hours, in the unit of amount (PAY-1, BF-5); rounded to a multiple of\n'
'round_to if that is given. Negative hours, and divisors not above 0, are refused (22003).';

CREATE FUNCTION whole_time_equivalent(weekly_hours numeric, full_time_hours numeric)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2
	RETURN CASE WHEN weekly_hours >= 0.01 AND weekly_hours <= 168
					 AND full_time_hours >= 0.01 AND full_time_hours <= 168
				THEN CASE WHEN weekly_hours = full_time_hours THEN 1
					  ELSE weekly_hours / full_time_hours END END;
COMMENT ON FUNCTION whole_time_equivalent(numeric, numeric) IS
E'weekly_hours / full_time_hours (PAY-1, BF-5); NULL unless both are from 0.01 to the 168\n'
'hours of a week.';

CREATE FUNCTION term_time(weekly_hours numeric, weeks_at_work numeric, wte_weeks numeric,
		wte_leave_weeks numeric, weeks_in_year numeric DEFAULT weeks_in_year(),
		rounding text DEFAULT 'none',
		OUT leave_weeks numeric, OUT paid_weeks numeric, OUT annual_hours numeric,
		OUT paid_weekly_hours numeric)
	AS 'MODULE_PATHNAME', 'bradford_term_time'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION term_time(numeric, numeric, numeric, numeric, numeric, text) IS
E'The four steps of term-time pay in weeks and hours (PAY-9, PAY-10); ''policy'' rounds each step\n'
'as the form does (PAY-11). Negative figures and divisors of 0 are refused (22003).';

CREATE FUNCTION annualised_hours(hours_to_work numeric, wte_weekly_hours numeric,
		wte_leave_days numeric, wte_bank_holidays numeric, days_per_week numeric DEFAULT 5,
		weeks_in_year numeric DEFAULT weeks_in_year(), rounding text DEFAULT 'none',
		OUT wte_gross_hours numeric, OUT wte_net_hours numeric, OUT work_hours numeric,
		OUT leave_hours numeric, OUT bank_holiday_hours numeric, OUT paid_hours numeric)
	AS 'MODULE_PATHNAME', 'bradford_annualised_hours'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annualised_hours(numeric, numeric, numeric, numeric, numeric, numeric, text) IS
E'Hours paid in a year: hours to work, leave and bank holidays pro rata (PAY-2, PAY-3);\n'
'''policy'' gives whole hours. Negative figures and leave that fills the year are refused (22003).';

CREATE FUNCTION leave_entitlement(full_time_leave numeric, hours numeric, full_time_hours numeric,
		employed daterange DEFAULT NULL, leave_year daterange DEFAULT NULL,
		round_to numeric DEFAULT NULL)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_leave_entitlement'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION leave_entitlement(numeric, numeric, numeric, daterange, daterange, numeric) IS
E'Leave pro rata to hours and to the days of leave_year employed, in the unit of full_time_leave\n'
'(PAY-1). employed without leave_year, or the reverse, is refused (22023).';

CREATE FUNCTION pro_rata_bank_holidays(bank_holidays numeric, hours numeric,
		full_time_hours numeric, full_time_day_hours numeric DEFAULT NULL,
		round_to numeric DEFAULT NULL)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_pro_rata_bank_holidays'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION pro_rata_bank_holidays(numeric, numeric, numeric, numeric, numeric) IS
E'The hours of this many bank holidays, pro rata (PAY-1, PAY-13); a full-time day is a fifth of\n'
'full_time_hours unless it is given. Negative figures and divisors of 0 are refused (22003).';

CREATE FUNCTION bank_holiday_hours(calendar calendar, working_time datemultirange, hours numeric,
		full_time_hours numeric, full_time_day_hours numeric DEFAULT NULL,
		round_to numeric DEFAULT NULL)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 200
	RETURN bradford.pro_rata_bank_holidays(
		CASE
			WHEN calendar IS NULL OR working_time IS NULL THEN NULL
			WHEN isempty(working_time) THEN 0
			ELSE (
				SELECT count(*)
				FROM   bradford.holidays(calendar, range_merge(working_time)) AS h
				WHERE  h.day <@ working_time)
		END, hours, full_time_hours, full_time_day_hours, round_to);
COMMENT ON FUNCTION bank_holiday_hours(calendar, datemultirange, numeric, numeric, numeric,
	numeric) IS
E'Hours of the calendar''s bank holidays in working time, pro rata (PAY-13). Working time without\n'
'an end (22023) or outside 1995-2099 (22008) is refused.';

CREATE FUNCTION extra_hours_pay(extra_hours numeric, annual_salary numeric, annual_hours numeric,
		scale integer DEFAULT 2)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_extra_hours_pay'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION extra_hours_pay(numeric, numeric, numeric, integer) IS
E'extra_hours x annual_salary / annual_hours, the substantive rate (PAY-6), rounded to scale\n'
'decimal places; negative hours take pay back. annual_hours of 0 are refused (22003).';

CREATE FUNCTION settlement(hours_worked numeric, hours_paid numeric, annual_salary numeric,
		annual_hours numeric, final_salary numeric DEFAULT 0, leave_due numeric DEFAULT 0,
		scale integer DEFAULT 2,
		OUT hours_difference numeric, OUT amount numeric, OUT owed_to_employee numeric,
		OUT taken_from_final_salary numeric, OUT final_pay numeric, OUT left_to_reclaim numeric)
	AS 'MODULE_PATHNAME', 'bradford_settlement'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION settlement(numeric, numeric, numeric, numeric, numeric, numeric, integer) IS
E'The pay for hours worked less hours paid, to scale decimal places, and how the\n'
'final salary settles it (PAY-5, PAY-8). Negative figures, except leave_due, and\n'
'annual_hours of 0 are refused (22003).';

CREATE FUNCTION allocate(total numeric, weights numeric[], scale integer DEFAULT 2)
	RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_allocate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION allocate(numeric, numeric[], integer) IS
E'Splits total in proportion to the weights; the parts have scale decimal places and sum to it\n'
'exactly (largest remainder). Weights that sum to 0 (22003), and more than a million weights\n'
'(54000), are refused.';

CREATE FUNCTION job_share(hours numeric[], post_hours numeric, salary numeric,
		leave numeric DEFAULT 0, bank_holidays numeric DEFAULT 0, allowances numeric DEFAULT 0,
		cover numeric[] DEFAULT NULL, scale integer DEFAULT 2)
	RETURNS TABLE (partner integer, partner_hours numeric, partner_salary numeric,
		partner_leave numeric, partner_bank_holidays numeric, partner_allowances numeric,
		cover_hours numeric, cover_pay numeric, cover_left numeric)
	AS 'MODULE_PATHNAME', 'bradford_job_share'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 30 ROWS 2;
COMMENT ON FUNCTION job_share(numeric[], numeric, numeric, numeric, numeric, numeric, numeric[],
	integer) IS
E'A row for each partner of a job share: the shares of the post by hours, and the pay for cover\n'
'(PAY-14). Hours above the post, together or with cover, are refused (22003).';

CREATE FUNCTION contract_year(started_on date, on_date date)
	RETURNS daterange
	AS 'MODULE_PATHNAME', 'bradford_contract_year'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION contract_year(date, date) IS
E'The year of the contract that holds on_date, counted from started_on (PAY-2): 365 or 366 days.\n'
'An on_date before started_on, and infinite dates, are refused (22008).';

CREATE FUNCTION pay_schedule(annual_salary numeric, contract_year daterange,
		employed daterange DEFAULT NULL, scale integer DEFAULT 2,
		frequency text DEFAULT 'monthly', part_months text DEFAULT 'calendar days',
		calendar calendar DEFAULT 'england-and-wales')
	RETURNS TABLE (number integer, period daterange, days integer, of_days integer, amount numeric)
	AS 'MODULE_PATHNAME', 'bradford_pay_schedule'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50 ROWS 12;
COMMENT ON FUNCTION pay_schedule(numeric, daterange, daterange, integer, text, text, calendar) IS
E'Splits a salary into equal months, weeks or four weeks that sum to it exactly, with part months\n'
'for starters and leavers (PAY-4). A contract year must have 365 or 366 days (22023).';

--------------------------------------------------------------------------------
-- leave: the statutory minimum (Working Time Regulations 1998, WTR)
--------------------------------------------------------------------------------

CREATE FUNCTION statutory_leave(days_per_week numeric, employed daterange, leave_year daterange)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_statutory_leave'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION statutory_leave(numeric, daterange, daterange) IS
E'Days of statutory leave in a leave year: 5.6 weeks, at most 28 days. Starters get a twelfth for\n'
'each month begun, rounded up to half a day; leavers get a share by days (WTR 13 to 15A). More\n'
'than 7 days a week is refused (22003).';

CREATE FUNCTION accrued_leave(hours numeric, rate numeric DEFAULT 0.1207)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_accrued_leave'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION accrued_leave(numeric, numeric) IS
E'Hours of leave for the hours worked in a pay period, for irregular-hours and part-year workers:\n'
'12.07 %, rounded to the whole hour (WTR 15B). Negative figures are refused (22003).';

CREATE FUNCTION average_week_add(state numeric[], pay numeric, week date)
	RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_average_week_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION average_week_add(numeric[], numeric, date) IS
E'Adds the pay of a week to the state of average_week over 52 weeks. A NULL week changes nothing.\n'
'A state that average_week did not make is refused (22023).';

CREATE FUNCTION average_week_add(state numeric[], pay numeric, week date, weeks integer)
	RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_average_week_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION average_week_add(numeric[], numeric, date, integer) IS
E'Adds the pay of a week to the state of average_week. A NULL week or weeks changes nothing.\n'
'A state that average_week did not make is refused (22023).';

CREATE FUNCTION average_week_combine(state numeric[], other numeric[])
	RETURNS numeric[]
	AS 'MODULE_PATHNAME', 'bradford_average_week_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION average_week_combine(numeric[], numeric[]) IS
E'Combines two states of average_week, as if one had taken all the weeks. A state that\n'
'average_week did not make is refused (22023).';

CREATE FUNCTION average_week_final(state numeric[])
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_average_week_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION average_week_final(numeric[]) IS
E'The average pay of the paid weeks of a state. A state that average_week did not make is refused\n'
'(22023).';

CREATE AGGREGATE average_week(pay numeric, week date) (
	SFUNC = average_week_add,
	STYPE = numeric[],
	SSPACE = 1024,
	FINALFUNC = average_week_final,
	COMBINEFUNC = average_week_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE average_week(numeric, date) IS
E'Average pay of the latest 52 paid weeks, none of them more than 104 weeks back (WTR 16); rows\n'
'of one week add up. NaN and infinite pay (22003) and infinite weeks (22008) are refused.';

CREATE AGGREGATE average_week(pay numeric, week date, weeks integer) (
	SFUNC = average_week_add,
	STYPE = numeric[],
	SSPACE = 1024,
	FINALFUNC = average_week_final,
	COMBINEFUNC = average_week_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE average_week(numeric, date, integer) IS
E'Average pay of the latest paid weeks, as many as weeks says, none of them more than 104\n'
'weeks back (WTR 16); rows of one week add up. weeks outside 1 to 104, or not the same in\n'
'every row, is refused (22023).';

--------------------------------------------------------------------------------
-- annual_balance: the monthly timesheet, lines a to j (PAY-15)
--
-- The state of the aggregate is the row of lines, since the next timesheet needs no
-- more. So there is no final function, and any two rows of lines can be combined.
--------------------------------------------------------------------------------

CREATE TYPE timesheet_lines AS (
	month date,
	a numeric, b numeric, c numeric, d numeric, e numeric,
	f numeric, g numeric, h numeric, i numeric, j numeric
);
COMMENT ON TYPE timesheet_lines IS
'Lines a to j of the monthly timesheet of annualised hours or term time, in hours (PAY-15).';
COMMENT ON COLUMN timesheet_lines.month IS 'the month of the latest timesheet, as it was dated';
COMMENT ON COLUMN timesheet_lines.a IS 'total contracted annual hours';
COMMENT ON COLUMN timesheet_lines.b IS 'cumulative hours brought forward from earlier months';
COMMENT ON COLUMN timesheet_lines.c IS 'hours worked in this month';
COMMENT ON COLUMN timesheet_lines.d IS 'cumulative hours: b + c';
COMMENT ON COLUMN timesheet_lines.e IS 'annual hours remaining, negative if exceeded: a - d';
COMMENT ON COLUMN timesheet_lines.f IS 'annual leave entitlement';
COMMENT ON COLUMN timesheet_lines.g IS 'cumulative leave taken brought forward from earlier months';
COMMENT ON COLUMN timesheet_lines.h IS 'leave taken in this month';
COMMENT ON COLUMN timesheet_lines.i IS 'cumulative leave taken: g + h';
COMMENT ON COLUMN timesheet_lines.j IS 'leave remaining, negative if exceeded: f - i';

CREATE FUNCTION annual_balance_add(lines timesheet_lines, contracted_hours numeric,
		leave_entitlement numeric, month date, hours numeric, leave numeric)
	RETURNS timesheet_lines
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annual_balance_add(timesheet_lines, numeric, numeric, date, numeric, numeric) IS
E'Adds a timesheet to lines a to j; a NULL month changes nothing. Negative, NaN and\n'
'infinite figures (22003), and infinite months (22008), are refused.';

CREATE FUNCTION annual_balance_combine(lines timesheet_lines, other timesheet_lines)
	RETURNS timesheet_lines
	AS 'MODULE_PATHNAME', 'bradford_annual_balance_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION annual_balance_combine(timesheet_lines, timesheet_lines) IS
E'Combines the lines of two sets of timesheets, as if all had been added to one. A NULL month, b,\n'
'c, g or h (22004), and what annual_balance_add refuses, are refused.';

CREATE AGGREGATE annual_balance(contracted_hours numeric, leave_entitlement numeric, month date,
		hours numeric, leave numeric) (
	SFUNC = annual_balance_add,
	STYPE = timesheet_lines,
	SSPACE = 128,
	COMBINEFUNC = annual_balance_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE annual_balance(numeric, numeric, date, numeric, numeric) IS
E'Lines a to j, in hours, as at the latest month (PAY-15); timesheets of one month add\n'
'up. Group by contract and contract_year. Negative or infinite figures (22003) and\n'
'infinite months (22008) are refused.';
