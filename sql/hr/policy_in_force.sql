CREATE OR REPLACE FUNCTION @hr@.policy_in_force(as_of date)
RETURNS TABLE (
	policy @hr@.attendance_policy.policy%TYPE,
	calendar bradford.calendar,
	long_term interval,
	target_days numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1
BEGIN ATOMIC
SELECT p.policy, COALESCE(p.calendar, 'england-and-wales') AS calendar,
	   CASE WHEN p.long_term > '0' AND p.long_term <= interval '10 years' THEN p.long_term
			ELSE interval '4 weeks' END AS long_term,
	   CASE WHEN p.target_days >= 0 AND p.target_days <= 366 THEN p.target_days END AS target_days
FROM   @hr@.attendance_policy p
WHERE  bradford.require_known_day(policy_in_force.as_of)
AND    p.first_day <= policy_in_force.as_of
AND   (p.last_day IS NULL OR p.last_day >= policy_in_force.as_of)
-- a site's view may have several in force: the latest is taken
ORDER  BY p.first_day DESC, p.policy
LIMIT  1;
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
