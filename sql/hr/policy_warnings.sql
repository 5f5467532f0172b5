CREATE OR REPLACE FUNCTION @hr@.policy_warnings()
RETURNS TABLE (
	policy @hr@.attendance_policy.policy%TYPE,
	warnings_of text[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- DISTINCT ON: one row for each policy, even if a site's view repeats it
SELECT DISTINCT ON (p.policy)
	   p.policy,
	   (WITH RECURSIVE kept AS (
			SELECT p.policy, p.replaces, p.keeps_warnings
			UNION
			SELECT o.policy, o.replaces, o.keeps_warnings
			FROM   kept k, @hr@.attendance_policy o
			WHERE  o.policy = k.replaces AND k.keeps_warnings)
		SELECT array_agg(k.policy::text) FROM kept k) AS warnings_of
FROM   @hr@.attendance_policy p
ORDER  BY p.policy, p.first_day DESC NULLS LAST;
END;
COMMENT ON FUNCTION @hr@.policy_warnings() IS
	'The view of this name.';

CREATE OR REPLACE VIEW @hr@.policy_warnings WITH (security_invoker = true) AS
SELECT * FROM @hr@.policy_warnings();
COMMENT ON VIEW @hr@.policy_warnings IS
	'For each policy, the policies whose warnings count under it. live_warning reads it.';
COMMENT ON COLUMN @hr@.policy_warnings.policy IS 'Policy';
COMMENT ON COLUMN @hr@.policy_warnings.warnings_of IS
	'Policies whose warnings count: itself, and those whose warnings it keeps';

ALTER FUNCTION @hr@.policy_warnings() DEPENDS ON EXTENSION bradford;
