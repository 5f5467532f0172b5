CREATE OR REPLACE FUNCTION @hr@.hours_over_time()
RETURNS TABLE (
	employee_id @hr@.contract.employee_id%TYPE,
	during daterange,
	fte numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT s.employee_id,
	   daterange(CASE WHEN s.before IS NOT NULL THEN s.day END,
				 lead(s.day) OVER (PARTITION BY s.employee_id ORDER BY s.day)) AS during,
	   s.fte
FROM  (
	SELECT d.employee_id, d.day, least(1, f.fte) AS fte,
		   lag(least(1, f.fte)) OVER (PARTITION BY d.employee_id ORDER BY d.day) AS before
	-- the days on which a contract begins or has ended
	FROM  (
		SELECT c.employee_id, c.first_day AS day
		FROM   @hr@.contract c
		UNION
		SELECT c.employee_id, c.last_day + 1
		FROM   @hr@.contract c
		WHERE  c.last_day >= c.first_day AND c.last_day < upper(bradford.known_days())) d,
	-- the hours of each of them, as counted_absence adds them up
		   LATERAL (
		SELECT sum(COALESCE(bradford.whole_time_equivalent(
						c.weekly_hours::numeric, c.full_time_hours::numeric), 'NaN')) AS fte
		FROM   @hr@.contract c
		WHERE  c.employee_id = d.employee_id AND c.first_day <= d.day
		AND   (c.last_day IS NULL OR c.last_day >= d.day)) f
	WHERE  f.fte > 0) s
WHERE  s.before IS DISTINCT FROM s.fte;
END;
COMMENT ON FUNCTION @hr@.hours_over_time() IS
	'The view of this name.';

CREATE OR REPLACE VIEW @hr@.hours_over_time WITH (security_invoker = true) AS
SELECT * FROM @hr@.hours_over_time();
COMMENT ON VIEW @hr@.hours_over_time IS
	'The whole-time equivalent of each person on every day (BF-5): one row for each stretch '
	'without a change. trigger_report reads it.';
COMMENT ON COLUMN @hr@.hours_over_time.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.hours_over_time.during IS
	'Days with these hours. Days before the first contract have its hours; days in a gap have '
	'those of the contract before';
COMMENT ON COLUMN @hr@.hours_over_time.fte IS
	'Whole-time equivalent of the contracts of those days, at most 1';

ALTER FUNCTION @hr@.hours_over_time() DEPENDS ON EXTENSION bradford;
