CREATE OR REPLACE FUNCTION @hr@.policy_in_force(as_of date)
RETURNS TABLE (
	policy @hr@.attendance_policy.policy%TYPE,
	calendar bradford.calendar,
	long_term interval,
	target_days numeric,
	staff_group text,
	other_groups text[],
	fit_note_covers text,
	return_days text,
	lapses text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1
BEGIN ATOMIC
-- DISTINCT ON: a site's view may have several in force for one group; this takes the latest
SELECT DISTINCT ON (p.staff_group)
	   p.policy, COALESCE(p.calendar, 'england-and-wales') AS calendar,
	   CASE WHEN p.long_term > '0' AND p.long_term <= interval '10 years' THEN p.long_term
			ELSE interval '4 weeks' END AS long_term,
	   CASE WHEN p.target_days >= 0 AND p.target_days <= 366 THEN p.target_days END AS target_days,
	   p.staff_group,
	   CASE WHEN p.staff_group IS NULL THEN g.groups END AS other_groups,
	   p.fit_note_covers, p.return_days, p.lapses
FROM   @hr@.attendance_policy p,
	   (
	SELECT array_agg(DISTINCT o.staff_group::text) AS groups
	FROM   @hr@.attendance_policy o
	WHERE  o.staff_group IS NOT NULL AND o.first_day <= policy_in_force.as_of
	AND   (o.last_day IS NULL OR o.last_day >= policy_in_force.as_of)) g
WHERE  bradford.require_known_day(policy_in_force.as_of)
AND    p.first_day <= policy_in_force.as_of
AND   (p.last_day IS NULL OR p.last_day >= policy_in_force.as_of)
ORDER  BY p.staff_group, p.first_day DESC, p.policy;
END;
COMMENT ON FUNCTION @hr@.policy_in_force(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.policy_in_force WITH (security_invoker = true) AS
SELECT * FROM @hr@.policy_in_force(CURRENT_DATE);
COMMENT ON VIEW @hr@.policy_in_force IS
	'The attendance policies in force on the day: one for everybody, and one for each staff group '
	'that has its own. bradford.policy_applies() says which of them applies to a person.';
COMMENT ON COLUMN @hr@.policy_in_force.policy IS 'Policy';
COMMENT ON COLUMN @hr@.policy_in_force.calendar IS 'Working days of the organisation';
COMMENT ON COLUMN @hr@.policy_in_force.long_term IS
	'An absence longer than this is long-term (AB-10)';
COMMENT ON COLUMN @hr@.policy_in_force.target_days IS
	'Target of days lost per employee and year (BF-16)';
COMMENT ON COLUMN @hr@.policy_in_force.staff_group IS
	'Staff group that it is for; none: everybody else';
COMMENT ON COLUMN @hr@.policy_in_force.other_groups IS
	'Staff groups with a policy of their own in force; the policy for everybody else does not '
	'apply to them';
COMMENT ON COLUMN @hr@.policy_in_force.fit_note_covers IS
	'What a fit note takes out: absence or days (AB-2)';
COMMENT ON COLUMN @hr@.policy_in_force.return_days IS
	'Whose working days limit the return-to-work discussion: own or organisation (AB-8)';
COMMENT ON COLUMN @hr@.policy_in_force.lapses IS
	'How a warning lapses: by time or if satisfactory (BF-6, BF-10)';

ALTER FUNCTION @hr@.policy_in_force(date) DEPENDS ON EXTENSION bradford;
