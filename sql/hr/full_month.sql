CREATE OR REPLACE FUNCTION @hr@.full_month(lines bigint, most bigint)
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE COST 1
BEGIN ATOMIC
-- one line of a month long ago, or paid early to somebody who leaves, makes no month everybody's
SELECT 2 * full_month.lines >= full_month.most;
END;
COMMENT ON FUNCTION @hr@.full_month(bigint, bigint) IS
	'Is a month paid in full that has so many lines in paid, where the month with the most has so '
	'many? The view of this name says it of each month.';

CREATE OR REPLACE VIEW @hr@.full_month WITH (security_invoker = true) AS
SELECT f.month::date AS month, @hr@.full_month(f.lines, f.most) AS is_full
FROM  (
	SELECT date_trunc('month', p.month::timestamp) AS month, count(*) AS lines,
		   max(count(*)) OVER () AS most
	FROM   @hr@.paid p
	-- calendars know no months before and after these
	WHERE  p.month >= lower(bradford.known_days()) AND p.month < upper(bradford.known_days())
	GROUP  BY 1) f;
COMMENT ON VIEW @hr@.full_month IS
	'The months that something was paid for, and whether everybody was: a month with at least half '
	'as many lines as any other. It names nobody. pay_difference_report and retention_report read it.';
COMMENT ON COLUMN @hr@.full_month.month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.full_month.is_full IS 'It was paid to everybody: to half as many as any other month, or more';

ALTER FUNCTION @hr@.full_month(bigint, bigint) DEPENDS ON EXTENSION bradford;
