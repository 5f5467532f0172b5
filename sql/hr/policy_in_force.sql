CREATE OR REPLACE FUNCTION @hr@.policy_in_force(as_of date)
RETURNS TABLE (
	policy @hr@.attendance_policy.policy%TYPE,
	calendar bradford.calendar,
	long_term interval,
	target_days numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1
BEGIN ATOMIC
SELECT p.policy, p.calendar, p.long_term, p.target_days
FROM   @hr@.attendance_policy p
WHERE  p.first_day <= policy_in_force.as_of
AND   (p.last_day IS NULL OR p.last_day >= policy_in_force.as_of);
END;
COMMENT ON FUNCTION @hr@.policy_in_force(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.policy_in_force WITH (security_invoker = true) AS
SELECT * FROM @hr@.policy_in_force(CURRENT_DATE);
COMMENT ON VIEW @hr@.policy_in_force IS
	'The attendance policy in force on the day, if there is one.';
COMMENT ON COLUMN @hr@.policy_in_force.policy IS 'Policy';
COMMENT ON COLUMN @hr@.policy_in_force.calendar IS 'Working days of the organisation';
COMMENT ON COLUMN @hr@.policy_in_force.long_term IS
	'An absence longer than this is long-term (AB-10)';
COMMENT ON COLUMN @hr@.policy_in_force.target_days IS
	'Target of days lost per employee and year (BF-16)';

ALTER FUNCTION @hr@.policy_in_force(date) DEPENDS ON EXTENSION bradford;
