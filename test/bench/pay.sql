-- Pay: the functions of doc/pay.md against the plain SQL that a payroll clerk would write.
-- The variable "rows" is the number of contracts, with twelve timesheets each, one a month.
-- No row has a bar: a payroll job calls these once a contract a month, so they are for information.

CREATE TABLE contract AS
SELECT c AS contract,
	   10 + (hashint8extended(c, 1) & 127) / 4.0 AS weekly_hours,
	   (30 + (hashint8extended(c, 2) & 15))::numeric AS weeks_at_work,
	   45::numeric AS wte_weeks,
	   5 + (hashint8extended(c, 3) & 15) / 5.0 AS wte_leave_weeks,
	   round(10000 + (hashint8extended(c, 4) & 4194303) / 100.0, 2) AS salary,
	   (SELECT array_agg((18 + (hashint8extended(c, 10 + m) & 7))::numeric) FROM generate_series(1, 12) AS m) AS working_days
FROM   generate_series(1::bigint, :rows) AS c;
VACUUM ANALYZE contract;

-- month by month, as they are handed in
CREATE TABLE timesheet AS
SELECT c AS contract, (date '2025-09-30' + make_interval(months => m))::date AS month,
	   1000 + (c & 255) AS contracted_hours, 150.5 AS leave_entitlement,
	   (hashint8extended(c * 16 + m, 5) & 511) / 4.0 AS hours, (hashint8extended(c * 16 + m, 6) & 31) / 2.0 AS leave
FROM   generate_series(0, 11) AS m, generate_series(1::bigint, :rows) AS c;
ALTER TABLE timesheet ALTER contracted_hours TYPE numeric;
VACUUM ANALYZE timesheet;

-- Each figure is one quotient of the arguments, as in ours, so that the digits are the same.  OFFSET 0 keeps
-- the planner from calling the function once for each column of the row.
CALL bench.compare('term_time : four numeric expressions',
$$
	SELECT contract, (t).leave_weeks, (t).paid_weeks, (t).annual_hours, (t).paid_weekly_hours
	FROM   (SELECT contract, bradford.term_time(weekly_hours, weeks_at_work, wte_weeks, wte_leave_weeks) AS t
			FROM   contract OFFSET 0) AS c
$$,
$$
	SELECT contract, weeks_at_work * wte_leave_weeks / wte_weeks AS leave_weeks,
		   weeks_at_work * (wte_weeks + wte_leave_weeks) / wte_weeks AS paid_weeks,
		   weekly_hours * weeks_at_work * (wte_weeks + wte_leave_weeks) / wte_weeks AS annual_hours,
		   weekly_hours * weeks_at_work * (wte_weeks + wte_leave_weeks) / (wte_weeks * 52.143) AS paid_weekly_hours
	FROM   contract
$$);

CALL bench.compare('term_time, rounded as the form : the same in SQL, step by step',
$$
	SELECT contract, (t).leave_weeks, (t).paid_weeks, (t).annual_hours, (t).paid_weekly_hours
	FROM   (SELECT contract, bradford.term_time(weekly_hours, weeks_at_work, wte_weeks, wte_leave_weeks, rounding => 'policy') AS t
			FROM   contract OFFSET 0) AS c
$$,
$$
	SELECT contract, leave_weeks, paid_weeks, annual_hours, round(annual_hours / 52.143) AS paid_weekly_hours
	FROM   (SELECT contract, leave_weeks, paid_weeks, round(paid_weeks * weekly_hours) AS annual_hours
			FROM   (SELECT contract, weekly_hours, leave_weeks, round(weeks_at_work + leave_weeks, 1) AS paid_weeks
					FROM   (SELECT contract, weekly_hours, weeks_at_work, round(weeks_at_work * wte_leave_weeks / wte_weeks, 1) AS leave_weeks
							FROM   contract OFFSET 0) AS a OFFSET 0) AS b OFFSET 0) AS c
$$);

CALL bench.compare('term_time from LATERAL : four numeric expressions',
$$
	SELECT contract, t.* FROM contract, LATERAL bradford.term_time(weekly_hours, weeks_at_work, wte_weeks, wte_leave_weeks) AS t
$$,
$$
	SELECT contract, weeks_at_work * wte_leave_weeks / wte_weeks AS leave_weeks,
		   weeks_at_work * (wte_weeks + wte_leave_weeks) / wte_weeks AS paid_weeks,
		   weekly_hours * weeks_at_work * (wte_weeks + wte_leave_weeks) / wte_weeks AS annual_hours,
		   weekly_hours * weeks_at_work * (wte_weeks + wte_leave_weeks) / (wte_weeks * 52.143) AS paid_weekly_hours
	FROM   contract
$$);

-- A tenth of the contracts: the SQL takes so long.
CALL bench.compare('allocate into 12 : largest remainder in SQL, a tenth of the contracts',
format($$
	SELECT contract, bradford.allocate(salary, working_days) AS parts FROM contract WHERE contract <= %s
$$, :rows / 10),
format($$
	SELECT contract, array_agg(round((whole + (place <= units - given)::int) / 100, 2) ORDER BY n) AS parts
	FROM   (SELECT contract, n, whole, units, sum(whole) OVER (PARTITION BY contract) AS given,
				   row_number() OVER (PARTITION BY contract ORDER BY rest DESC, n) AS place
			FROM   (SELECT contract, n, salary * 100 AS units, div(salary * 100 * days, total) AS whole, mod(salary * 100 * days, total) AS rest
					FROM   (SELECT contract, salary, working_days, (SELECT sum(d) FROM unnest(working_days) AS d) AS total
							FROM   contract WHERE contract <= %s OFFSET 0) AS c,
						   unnest(working_days) WITH ORDINALITY AS w(days, n)) AS shares) AS ranked
	GROUP  BY contract
$$, :rows / 10));

CALL bench.compare('annual_balance : sum(hours), sum(leave), twelve timesheets a contract',
$$
	SELECT contract, (b).d, (b).i
	FROM   (SELECT contract, bradford.annual_balance(contracted_hours, leave_entitlement, month, hours, leave) AS b
			FROM   timesheet GROUP BY contract OFFSET 0) AS y
$$,
$$
	SELECT contract, sum(hours) AS d, sum(leave) AS i FROM timesheet GROUP BY contract
$$);

DROP TABLE contract, timesheet;
