-- Pro rata, term time, annualised hours, leave, bank holidays, leavers, extra hours: the policy's
-- own figures, other employers' published figures, random cases against the same in plain SQL, and refusals.
SET datestyle = ISO;
SET intervalstyle = postgres;
\pset null '(null)'

-- PAY-11 line by line, as on the form and unrounded (PAY-9, PAY-10)
SELECT r.rounding, t.*
FROM (VALUES ('policy'), ('none')) AS r(rounding),
     bradford.term_time(weekly_hours => 25, weeks_at_work => 38, wte_weeks => 45, wte_leave_weeks => 7,
                        rounding => r.rounding) AS t
ORDER BY rounding DESC;
-- the form's four lines by hand: 38 / 45 x 7, 38 + 5.9, 43.9 x 25, 1098 / 52.143
SELECT round(38 * 7 / 45.0, 1) AS leave_weeks, 38 + 5.9 AS paid_weeks, round(43.9 * 25) AS annual_hours, round(1098 / 52.143) AS paid_weekly_hours;

-- the weeks in a year are written in one place
SELECT bradford.weeks_in_year(), bradford.term_time(25, 38, 45, 7) = bradford.term_time(25, 38, 45, 7, weeks_in_year => 52.143) AS as_the_default;

-- PAY-12: 38 or 39 weeks; two weeks of leave agreed in term leave 36 at work, which changes the salary
SELECT w AS weeks_at_work, 52 - w AS weeks_off, t.*
FROM generate_series(36, 39) AS w, bradford.term_time(25, w, 45, 7, rounding => 'policy') AS t ORDER BY w;

-- PAY-1, PAY-2, PAY-3: hours to be worked + pro-rata leave + pro-rata bank holidays
SELECT * FROM bradford.annualised_hours(hours_to_work => 800, wte_weekly_hours => 37.5, wte_leave_days => 27, wte_bank_holidays => 8, rounding => 'policy');
-- hours that are not whole are rounded too, and what is paid is the sum of what is printed
SELECT a.*, work_hours + leave_hours + bank_holiday_hours AS together, round(800.5 * 27 * 7.5 / (37.5 * 52.143 - 35 * 7.5)) AS leave_by_hand FROM bradford.annualised_hours(800.5, 37.5, 27, 8, rounding => 'policy') AS a;
SELECT count(*) AS cases, count(*) FILTER (WHERE work_hours <> round(h) OR paid_hours <> work_hours + leave_hours + bank_holiday_hours) AS differences
FROM generate_series(0, 1594, 0.5) AS h, bradford.annualised_hours(h, 35, 25, 8, rounding => 'Policy') AS a;
-- words are read in upper and lower case alike
SELECT (bradford.term_time(25, 38, 45, 7, rounding => 'POLICY')).annual_hours AS rounded, (bradford.term_time(25, 38, 45, 7, rounding => 'None')).annual_hours AS unrounded,
       (SELECT days FROM bradford.pay_schedule(12000, '[2026-04-01,2027-04-01)', '[2026-04-16,2026-04-30]', part_months => 'Working Days')) AS working_days,
       (SELECT days FROM bradford.pay_schedule(12000, '[2026-04-01,2027-04-01)', '[2026-04-16,2026-04-30]', part_months => 'CALENDAR days')) AS calendar_days;
SELECT work_hours + leave_hours + bank_holiday_hours - paid_hours AS rounding_error, round(paid_hours, 4) AS paid_hours
FROM bradford.annualised_hours(hours_to_work => 800, wte_weekly_hours => 37.5, wte_leave_days => 27, wte_bank_holidays => 8);
SELECT bradford.pro_rata(30000, 22.5, 37.5) AS unrounded, bradford.pro_rata(30000.01, 1, 3, round_to => 0.01) AS to_the_penny, bradford.pro_rata(-2.5, 1, 1, round_to => 1) AS half_away_from_zero;

-- PAY-5, PAY-8: 100 hours short at 12000 / 1098 an hour; the final salary takes what it can
SELECT s.final_salary, t.*
FROM (VALUES (0), (1000), (1092.90), (1500)) AS s(final_salary),
     bradford.settlement(hours_worked => 449, hours_paid => 549, annual_salary => 12000, annual_hours => 1098, final_salary => s.final_salary) AS t
ORDER BY s.final_salary;
-- worked more than paid; leave not taken is owed to the leaver, leave taken in excess by the leaver
SELECT d.leave_due, t.*
FROM (VALUES (1, 0), (2, 7.5), (3, -12)) AS d(n, leave_due),
     bradford.settlement(560, 549, 12000, 1098, final_salary => 1000, leave_due => d.leave_due) AS t
ORDER BY n;
-- PAY-6
SELECT bradford.extra_hours_pay(extra_hours => 3, annual_salary => 12000, annual_hours => 1098) AS from_the_salary, bradford.extra_hours_pay(3, 10.93, 1) AS from_a_rate,
       bradford.extra_hours_pay(0.5, 0.01, 1) AS half_a_penny, bradford.extra_hours_pay(-3, 12000, 1098) AS taken_back, round(3 * 12000 / 1098.0, 2) AS by_hand;

-- starters and leavers: days employed out of the days of the leave year, first and last days included
SELECT e.employed, y.leave_year, round(bradford.leave_entitlement(28, 3, 5, e.employed, y.leave_year), 4) AS days,
       round(28 * 3 / 5.0 * e.days / (upper(y.leave_year) - lower(y.leave_year)), 4) AS by_hand,
       bradford.leave_entitlement(28, 3, 5, e.employed, y.leave_year, round_to => 0.5) AS to_half_days
FROM (VALUES (daterange '[2023-04-01,2024-04-01)')) AS y(leave_year),
     (VALUES (1, daterange '[2020-01-06,)', 366), (2, '[2023-04-01,2024-03-31]', 366), (3, '[2023-04-01,2023-04-01]', 1), (4, '[2024-03-31,)', 1),
             (5, '[2023-10-01,)', 183), (6, '[2019-01-01,2024-02-29]', 335), (7, '[2025-01-01,)', 0), (8, '[2019-01-01,2023-03-31]', 0)) AS e(n, employed, days)
ORDER BY n;
SELECT bradford.leave_entitlement(28, 3, 5, '[2022-10-01,)', '[2022-04-01,2023-04-01)') AS a_year_of_365, 28 * 3 * 182 / (5 * 365.0) AS by_hand;

-- PAY-13: of the bank holidays of a school year, those in term: the early May one alone, since Christmas,
-- Easter and the other Mondays are in the holidays; a nurse of 25 hours out of 37.5 has 5 hours for it
SELECT bradford.bank_holiday_hours('england-and-wales', '{[2025-09-03,2025-10-25), [2025-11-03,2025-12-20), [2026-01-05,2026-02-14), [2026-02-23,2026-03-28), [2026-04-13,2026-05-23), [2026-06-01,2026-07-22)}',
                                   hours => 25, full_time_hours => 37.5, round_to => 0.01) AS in_term,
       bradford.bank_holiday_hours('england-and-wales', '{[2025-09-01,2026-09-01)}', 25, 37.5, round_to => 0.01) AS whole_year_8_of_them,
       bradford.bank_holiday_hours('scotland', '{[2025-09-01,2026-09-01)}', 25, 37.5, 7.5, 0.01) AS scotland,
       bradford.bank_holiday_hours('weekdays', '{[2025-09-01,2026-09-01)}', 25, 37.5) AS without_bank_holidays,
       bradford.bank_holiday_hours('england-and-wales', '{}', 25, 37.5) AS never_at_work,
       bradford.bank_holiday_hours(NULL, '{[2025-09-01,2026-09-01)}', 25, 37.5) AS no_calendar,
       bradford.bank_holiday_hours(NULL, '{}', 25, 37.5) AS no_calendar_never_at_work,
       bradford.bank_holiday_hours('england-and-wales', NULL, 25, 37.5) AS no_working_time;
SELECT day, regexp_replace(name, '[^ -~]', '''') AS name FROM bradford.holidays('england-and-wales', '[2025-09-01,2026-09-01)') ORDER BY day;

-- what other employers publish (the ids of the collection of worked examples), and the arguments that give it
SELECT id, published, ours FROM (VALUES
  (1, 'TT-01', '17.65', bradford.pro_rata(100, 28 + 8 + 3, 52 * 5 - (28 + 8 + 3), round_to => 0.01)),
  (2, 'TT-03', '10142.49', bradford.pro_rata(27025, (bradford.term_time(20, 30, 100, 18.72, weeks_in_year => 52)).paid_weekly_hours, 36.5, round_to => 0.01)),
  (3, 'TT-04', '86.3924', bradford.pro_rata(100, 39 * 36, 365 / 7.0 * 36 - (27 + 8) * 36 / 5.0, round_to => 0.0001)),
  (4, 'TT-04', '86.3924', round(100 * (bradford.term_time(36, 39, 365 / 7.0 - 7, 7, weeks_in_year => 365 / 7.0)).paid_weekly_hours / 36, 4)),
  (5, 'TT-06', '15.5063', bradford.pro_rata(100, 27 + 8, round(365 / 7.0 * 5, 4) - 35, round_to => 0.0001)),
  (6, 'TT-E1', '7100.67', trunc(bradford.pro_rata(36 * bradford.pro_rata(20000, 1, 52, round_to => 0.01), 20, 39), 2)),
  (7, 'TT-E1 exact', '7100.59', bradford.pro_rata(20000, (bradford.term_time(20, 36, 1, 0, weeks_in_year => 52)).paid_weekly_hours, 39, round_to => 0.01)),
  (8, 'AH-01 gross', '1825', (bradford.annualised_hours(1594, 35, 25, 8, weeks_in_year => 52.14, rounding => 'policy')).wte_gross_hours),
  (9, 'AH-01 net', '1594', (bradford.annualised_hours(1594, 35, 25, 8, weeks_in_year => 52.14, rounding => 'policy')).wte_net_hours),
  (10, 'AH-01 paid', '1825', (bradford.annualised_hours(1594, 35, 25, 8, weeks_in_year => 52.14, rounding => 'policy')).paid_hours),
  (11, 'PL-01', '167.9', bradford.pro_rata(4.6, 36.5, 1, round_to => 0.1)),
  (12, 'PL-03', '13.8', bradford.leave_entitlement(23, 3, 5, round_to => 0.1)),
  (13, 'BH-01', '4.2', bradford.pro_rata_bank_holidays(bank_holidays => 1, hours => 21, full_time_hours => 37.5, full_time_day_hours => 7.5, round_to => 0.1)),
  (14, 'TR-01', '2', bradford.pro_rata(9, 1, 5, round_to => 0.5)),
  (15, 'TR-02', '3.5', bradford.pro_rata(9, 2, 5, round_to => 0.5)),
  (16, 'HW-02', '312', bradford.pro_rata(6, 52, 1, round_to => 1))
) AS t(n, id, published, ours)
ORDER BY n;
-- BF-5: the rest of the table that TR-01 and TR-02 are from
SELECT d AS days_per_week, bradford.pro_rata(9, d, 5) AS unrounded, bradford.pro_rata(9, d, 5, round_to => 0.5) AS trigger FROM generate_series(1, 4) AS d ORDER BY d;
-- TT-09 publishes 44.1 paid weeks, which its inputs (38 weeks, 28 days of leave) do not give: not reproducible
SELECT 'TT-09' AS id, 44.1 AS published, round(38 + bradford.pro_rata(28, 1, 5), 1) AS ours, 'not reproducible' AS note;

-- NULL data gives NULL
SELECT bradford.pro_rata(NULL, 1, 1) AS pro_rata, bradford.leave_entitlement(28, NULL, 5) AS leave, bradford.pro_rata_bank_holidays(8, 1, NULL) AS bank_holidays,
       bradford.term_time(NULL, 38, 45, 7) AS term_time, bradford.settlement(1, NULL, 1, 1) AS settlement, bradford.extra_hours_pay(1, 1, NULL) AS extra;

--------------------------------------------------------------------------------
-- random cases against plain SQL
--------------------------------------------------------------------------------
\set seed 0.42
SELECT setseed(:seed);
-- a figure: ordinary, whole or tiny, and one in ten too long for integer arithmetic
CREATE FUNCTION pg_temp.figure() RETURNS numeric LANGUAGE sql VOLATILE AS $$
  SELECT CASE WHEN random() < 0.1 THEN random()::numeric * random()::numeric * 10::numeric ^ floor(random() * 30)::int
              ELSE round((random() * 10 ^ floor(random() * 6))::numeric, floor(random() * 5)::int) END $$;
CREATE TEMP TABLE figures AS
SELECT n, pg_temp.figure() AS a, pg_temp.figure() AS b, pg_temp.figure() + 0.01 AS c, pg_temp.figure() AS d, pg_temp.figure() + 0.1 AS e, pg_temp.figure() AS f
FROM generate_series(1, 20000) AS n;

SELECT round(avg((length(replace((a * b * (c + d))::text, '.', '')) > 38)::int), 1) AS share_beyond_integers FROM figures;
-- compares text, so the number of places has to agree too
SELECT count(*) AS cases, count(*) FILTER (WHERE ours::text IS DISTINCT FROM theirs::text) AS differences
FROM (SELECT bradford.term_time(a, b, c, d, e) AS ours,
             row(b * d / c, b * (c + d) / c, a * b * (c + d) / c, a * b * (c + d) / (c * e)) AS theirs FROM figures OFFSET 0) AS t;
-- rounded step by step, from the exact quotient: half a unit more, cut down
CREATE FUNCTION pg_temp.quotient(p numeric, q numeric, places integer) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT round(sign(p) * div(2 * abs(p) * 10::numeric ^ places + q, 2 * q) / 10::numeric ^ places, places) $$;
SELECT count(*) AS cases, count(*) FILTER (WHERE ours::text IS DISTINCT FROM theirs::text) AS differences
FROM (SELECT bradford.term_time(a, b, c, d, e, 'policy') AS ours,
             row(leave, paid, hours, pg_temp.quotient(hours, e, 0)) AS theirs
      FROM figures,
           LATERAL (SELECT pg_temp.quotient(b * d, c, 1) AS leave OFFSET 0) AS s1,
           LATERAL (SELECT round(b + leave, 1) AS paid OFFSET 0) AS s2,
           LATERAL (SELECT round(paid * a) AS hours OFFSET 0) AS s3 OFFSET 0) AS t;
SELECT count(*) AS cases, count(*) FILTER (WHERE ours::text IS DISTINCT FROM theirs::text) AS differences
FROM (SELECT row(bradford.pro_rata(a - b, d, c), bradford.leave_entitlement(a, b, c), bradford.pro_rata_bank_holidays(a, b, c, d), bradford.pro_rata_bank_holidays(a, b, c),
                 bradford.pro_rata(a - b, d, c, 0.01), bradford.pro_rata(a - b, d, c, 0.25)) AS ours,
             row((a - b) * d / c, a * b / c, a * b * d / c, a * b / 5,
                 pg_temp.quotient((a - b) * d, c * 0.01, 0) * 0.01, pg_temp.quotient((a - b) * d, c * 0.25, 0) * 0.25) AS theirs FROM figures OFFSET 0) AS t;
SELECT count(*) AS cases, count(*) FILTER (WHERE ours::text IS DISTINCT FROM theirs::text) AS differences
FROM (SELECT bradford.annualised_hours(a, c * e, b, d, e, 52.143) AS ours,
             row(c * e * 52.143, net / e, a, a * (b * c * e) / net, a * (d * c * e) / net, a * (c * e * 52.143 * e) / net) AS theirs
      FROM (SELECT a, c, e, least(b, 15 * e) AS b, least(d, 15 * e) AS d FROM figures) AS f,
           LATERAL (SELECT c * e * 52.143 * e - (b * c * e + d * c * e) AS net OFFSET 0) AS s OFFSET 0) AS t;
SELECT count(*) AS cases, count(*) FILTER (WHERE amount <> balance) AS unequal,
       count(*) FILTER (WHERE owed_to_employee > 0 AND taken_from_final_salary > 0) AS both_ways,
       count(*) FILTER (WHERE owed_to_employee - taken_from_final_salary - left_to_reclaim <> amount) AS pennies_lost,
       count(*) FILTER (WHERE final_pay <> s + owed_to_employee - taken_from_final_salary OR final_pay < 0 OR left_to_reclaim > 0 AND final_pay > 0) AS wrong_final_pay
FROM (SELECT t.*, round(f, 2) AS s, pg_temp.quotient((a + d - 100 - b) * f, c, 2) AS balance
      FROM figures, LATERAL bradford.settlement(a, b, f, c, final_salary => round(f, 2), leave_due => d - 100) AS t) AS t;
SELECT count(*) AS cases, count(*) FILTER (WHERE bradford.extra_hours_pay(a, b, c, n % 5) IS DISTINCT FROM pg_temp.quotient(a * b, c, n % 5)) AS differences FROM figures;

-- A quotient just below half a unit is rounded once: down. SQL's "/" rounds it up to the half, and round() goes on from there.
SELECT bradford.extra_hours_pay(149999999999999999999999, 1, 3e25) AS once, round(149999999999999999999999 / 3e25, 2) AS twice,
       bradford.extra_hours_pay(150000000000000000000000, 1, 3e25) AS half,
       bradford.pro_rata(-149999999999999999999999, 1, 3e25, round_to => 0.01) AS negative_once, bradford.pro_rata(-15e22, 1, 3e25, round_to => 0.01) AS negative_half;
-- the longest figures: their products are exact, and so are quotients that end
SELECT bradford.pro_rata(amount, hours, hours, round_to => unit) = amount AS as_given, length(amount::text) AS characters
FROM (SELECT (repeat('7', 1000) || '.' || repeat('3', 1000))::numeric AS amount, (repeat('9', 1000) || '.' || repeat('1', 1000))::numeric AS hours, ('0.' || repeat('0', 999) || '1')::numeric AS unit) AS f;
SELECT bradford.settlement(0, 170141183460469231731687303715884105728, 1, 1, scale => 0) AS beyond_128_bits;

--------------------------------------------------------------------------------
-- refusals
--------------------------------------------------------------------------------
SELECT bradford.pro_rata('NaN', 1, 1);
SELECT bradford.pro_rata(1, 'infinity', 1);
SELECT bradford.pro_rata(1, '-infinity', 1);
SELECT bradford.pro_rata(1, -0.5, 1);
SELECT bradford.pro_rata(1, 1, 0);
SELECT bradford.pro_rata(1, 1, -37.5);
SELECT bradford.pro_rata(1, 1, 1, round_to => 0);
SELECT * FROM bradford.term_time(-25, 38, 45, 7);
SELECT * FROM bradford.term_time(25, 38, 0, 7);
SELECT * FROM bradford.term_time(25, 38, 45, 7, weeks_in_year => 0);
SELECT * FROM bradford.term_time(25, 38, 45, 'NaN');
SELECT * FROM bradford.term_time(25, 38, 45, 7, rounding => 'bank');
SELECT * FROM bradford.annualised_hours(800, 37.5, 250, 20);
SELECT * FROM bradford.annualised_hours(800, 0, 27, 8);
SELECT bradford.leave_entitlement(28, 3, 5, employed => '[2023-04-01,)');
SELECT bradford.leave_entitlement(28, 3, 5, leave_year => '[2023-04-01,2024-04-01)');
SELECT bradford.leave_entitlement(28, 3, 5, '[2023-04-01,)', '[2023-04-01,)');
SELECT bradford.leave_entitlement(28, 3, 5, 'empty', '[2023-04-01,2024-04-01)');
SELECT bradford.pro_rata_bank_holidays(-1, 21, 37.5);
SELECT bradford.bank_holiday_hours('england-and-wales', '{[2025-09-01,)}', 21, 37.5);
SELECT bradford.bank_holiday_hours('england-and-wales', '{[2099-09-01,2100-09-01)}', 21, 37.5);
SELECT bradford.bank_holiday_hours('england-and-wales', '{[2025-09-01,2026-09-01)}', -21, 37.5);
SELECT bradford.extra_hours_pay(1, -12000, 1098);
SELECT bradford.extra_hours_pay(1, 12000, 1098, scale => -1);
SELECT * FROM bradford.settlement(449, 549, 12000, 0);
SELECT * FROM bradford.settlement(449, 549, 12000, 1098, final_salary => 100.005);
-- too long to be multiplied exactly
SELECT bradford.pro_rata(1, 1, 1e-16383, round_to => 1e-16383);
SELECT bradford.pro_rata(1, 1, 1, round_to => 1e-1001);
SELECT bradford.pro_rata(-1e1000, 1, 1);
SELECT bradford.pro_rata(10::numeric ^ 131071, 10, 1);
SELECT bradford.pro_rata(10::numeric ^ 131071, 1, 0.001);
SELECT bradford.pro_rata(10::numeric ^ 131071, 1, 0.001, round_to => 0.01);
SELECT bradford.term_time(10::numeric ^ 131000, 10::numeric ^ 1000, 45, 7, rounding => 'policy');
-- their SQLSTATEs
CREATE FUNCTION pg_temp.sqlstate_of(command text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN EXECUTE command; RETURN 'accepted'; EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE; END $$;
SELECT command, pg_temp.sqlstate_of('SELECT * FROM bradford.' || command) AS sqlstate
FROM (VALUES (1, $$pro_rata('NaN', 1, 1)$$), (2, 'pro_rata(1, -1, 1)'), (3, 'pro_rata(1, 1, 0)'), (4, 'pro_rata(10::numeric ^ 131071, 10, 1)'), (5, $$term_time(25, 38, 45, 7, rounding => 'bank')$$),
             (6, $$leave_entitlement(28, 3, 5, employed => '[2023-04-01,)')$$), (7, $$leave_entitlement(28, 3, 5, 'empty', '[2023-04-01,2024-04-01)')$$)) AS c(n, command)
ORDER BY n;
