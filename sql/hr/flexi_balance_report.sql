CREATE OR REPLACE FUNCTION @hr@.flexi_balance_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	first_day date,
	last_day date,
	brought_forward interval,
	attended interval,
	cut_by_bandwidth interval,
	cut_by_lunch interval,
	cut_by_rounding interval,
	credited_off interval,
	credited interval,
	standard interval,
	balance interval,
	carried interval,
	taken interval,
	beyond interval,
	credit_cap interval,
	debit_cap interval,
	room interval,
	flexi_leave_taken interval,
	flexi_leave_left interval,
	days_core_missed integer,
	core_missed interval,
	days_long_lunch integer,
	state text,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT y.employee_id, y.name, y.service_area, y.manager_id, y.first_day, y.last_day,
	   (y.account).brought_forward, y.attended,
	   y.cut_by_bandwidth, y.cut_by_lunch, y.cut_by_rounding,
	   y.credited_off, y.credited, y.standard, (y.account).balance, (y.account).carried,
	   (y.account).taken, (y.account).beyond, t.credit_cap, t.debit_cap,
	   CASE WHEN l.room IS NOT NULL THEN greatest('0', l.room) END AS room,
	   y.flexi_leave AS flexi_leave_taken,
	   CASE WHEN l.leave IS NOT NULL THEN greatest('0', l.leave) END AS flexi_leave_left,
	   y.days_core_missed, y.core_missed, y.days_long_lunch,
	   -- inside a period the limits hold, at its end the caps
	   CASE WHEN CASE WHEN y.over THEN (y.account).taken > '0'
					  ELSE (y.account).balance > t.credit_limit END
			THEN 'over the credit limit'
			WHEN CASE WHEN y.over THEN (y.account).beyond > '0'
					  ELSE (y.account).balance < -t.debit_limit END
			THEN 'over the debit limit'
			WHEN (y.account).balance > t.credit_limit * 0.75 THEN 'near the credit limit'
			WHEN (y.account).balance < '0' THEN 'in debit' END AS state,
	   CASE WHEN (y.account).balance IS NULL THEN COALESCE(y.unknown, 'balance brought forward')
	   END AS unknown
FROM  (
	SELECT x.*,
		   bradford.flexi_balance(x.credited, x.standard, x.first_day, x.opening,
								  x.scheme::bradford.flexi_scheme)
				-- service area and manager are part of the window, so that a condition
				-- on them reaches the tables
				OVER (PARTITION BY x.employee_id, x.name, x.service_area, x.manager_id
					  ORDER BY x.first_day) AS account
	FROM  (
		SELECT d.employee_id, d.name, d.service_area, d.manager_id, d.scheme,
			   d.first_day, d.last_day, max(d.opening) AS opening, sum(d.attended) AS attended,
			   sum(d.cut_by_bandwidth) AS cut_by_bandwidth, sum(d.cut_by_lunch) AS cut_by_lunch,
			   sum(d.cut_by_rounding) AS cut_by_rounding, sum(d.credited_off) AS credited_off,
			   CASE WHEN count(d.unknown) = 0 THEN sum(d.credited) END AS credited,
			   d.last_day <= flexi_balance_report.as_of AND bool_and(d.complete) AS over,
			   -- a period that is not over, or not wholly the person's, counts by its standard days
			   CASE WHEN d.first_day = lower(d.period) AND d.last_day = upper(d.period) - 1
						 AND d.last_day <= flexi_balance_report.as_of AND bool_and(d.complete)
						 AND count(*) = d.last_day - d.first_day + 1 AND bool_and(d.contracted)
					THEN COALESCE(
							(bradford.flexi_terms(d.scheme::bradford.flexi_scheme)).standard_hours,
							sum(d.standard))
					ELSE sum(d.standard) END AS standard,
			   sum(d.flexi_leave) AS flexi_leave,
			   count(*) FILTER (WHERE d.core_missed > '0')::integer AS days_core_missed,
			   sum(d.core_missed) AS core_missed,
			   count(*) FILTER (WHERE d.lunch_over > '0')::integer AS days_long_lunch,
			   min(d.unknown || ' on ' || d.day) AS unknown
		FROM   @hr@.flexi_day(flexi_balance_report.as_of) d
		GROUP  BY d.employee_id, d.name, d.service_area, d.manager_id, d.scheme, d.period,
			   d.first_day, d.last_day) x) y
CROSS  JOIN LATERAL bradford.flexi_terms(y.scheme::bradford.flexi_scheme) t
CROSS  JOIN LATERAL (
	SELECT t.credit_cap - (y.account).balance AS room,
		   -- FX-7: as far as the debit limit goes, or the credit, and the leave of the period
		   CASE WHEN (y.account).balance IS NOT NULL
				THEN least(t.leave - y.flexi_leave, (y.account).balance
						   + CASE WHEN t.leave_from_credit THEN interval '0' ELSE t.debit_limit END)
		   END AS leave) l
WHERE  bradford.require_known_day(flexi_balance_report.as_of);
END;
COMMENT ON FUNCTION @hr@.flexi_balance_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.flexi_balance_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.flexi_balance_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.flexi_balance_report IS
	'Balances of flexi-time: one row per person and accounting period up to the day, with what was '
	'carried, what the cap took, and how near the limits are (FX-5 to FX-7).';
COMMENT ON COLUMN @hr@.flexi_balance_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.flexi_balance_report.name IS 'Name';
COMMENT ON COLUMN @hr@.flexi_balance_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.flexi_balance_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.flexi_balance_report.first_day IS
	'First day of the accounting period, or the person''s first day under the scheme if later';
COMMENT ON COLUMN @hr@.flexi_balance_report.last_day IS
	'Last day of the accounting period, or the person''s last day under the scheme if earlier';
COMMENT ON COLUMN @hr@.flexi_balance_report.brought_forward IS
	'Balance brought forward into the period (FX-6)';
COMMENT ON COLUMN @hr@.flexi_balance_report.attended IS 'Time at work';
COMMENT ON COLUMN @hr@.flexi_balance_report.cut_by_bandwidth IS 'Time outside the bandwidth (FX-1)';
COMMENT ON COLUMN @hr@.flexi_balance_report.cut_by_lunch IS
	'Time cut because lunch was shorter than the least (FX-3)';
COMMENT ON COLUMN @hr@.flexi_balance_report.cut_by_rounding IS
	'Time that the blocks took; below 0 if they added time (FX-4)';
COMMENT ON COLUMN @hr@.flexi_balance_report.credited_off IS
	'Credited for bank holidays, absence and leave; the rest of the standard hours is to be worked';
COMMENT ON COLUMN @hr@.flexi_balance_report.credited IS
	'Credited in all; none if hours of a day are not known';
COMMENT ON COLUMN @hr@.flexi_balance_report.standard IS
	'Standard hours of the period. Standard days so far if the period is not over, is not wholly '
	'the person''s, or includes contracted time off (FX-5, PAY-7)';
COMMENT ON COLUMN @hr@.flexi_balance_report.balance IS
	'brought_forward + credited - standard, before the cap (FX-6)';
COMMENT ON COLUMN @hr@.flexi_balance_report.carried IS
	'What is carried into the next period if this one ends with this balance';
COMMENT ON COLUMN @hr@.flexi_balance_report.taken IS 'Credit above the cap, which the cap takes';
COMMENT ON COLUMN @hr@.flexi_balance_report.beyond IS
	'Debit below the cap: carried all the same, unless the scheme cuts it';
COMMENT ON COLUMN @hr@.flexi_balance_report.credit_cap IS
	'Most credit that is carried; none: no limit';
COMMENT ON COLUMN @hr@.flexi_balance_report.debit_cap IS
	'Most debit that is carried; none: no limit';
COMMENT ON COLUMN @hr@.flexi_balance_report.room IS
	'Credit that can still be gained below the cap; none: no limit';
COMMENT ON COLUMN @hr@.flexi_balance_report.flexi_leave_taken IS 'Flexi-leave in the period (FX-7)';
COMMENT ON COLUMN @hr@.flexi_balance_report.flexi_leave_left IS
	'Flexi-leave that can still be taken before the debit limit, or within the credit and the '
	'leave of a period, as the scheme says; none: no limit';
COMMENT ON COLUMN @hr@.flexi_balance_report.days_core_missed IS
	'Days on which core time was missed without time off (FX-2)';
COMMENT ON COLUMN @hr@.flexi_balance_report.core_missed IS 'Core time missed on these days';
COMMENT ON COLUMN @hr@.flexi_balance_report.days_long_lunch IS
	'Days with a longer lunch than the scheme allows without agreement (FX-3)';
COMMENT ON COLUMN @hr@.flexi_balance_report.state IS
	'over the credit limit, over the debit limit (once the period is over: the caps), near the '
	'credit limit (above three quarters of it), or in debit';
COMMENT ON COLUMN @hr@.flexi_balance_report.unknown IS
	'Why there is no balance; none: it is known';

ALTER FUNCTION @hr@.flexi_balance_report(date) DEPENDS ON EXTENSION bradford;
