CREATE OR REPLACE VIEW @hr@.full_month WITH (security_invoker = true) AS
-- one line of a month long ago, or paid early to somebody who leaves, makes no month everybody's
SELECT f.month::date AS month, 2 * f.lines >= f.most AS is_full
FROM  (
	SELECT date_trunc('month', p.month::timestamp) AS month, count(*) AS lines,
		   max(count(*)) OVER () AS most
	FROM   @hr@.paid p
	-- calendars know no months before and after these
	WHERE  p.month >= lower(bradford.known_days()) AND p.month < upper(bradford.known_days())
	GROUP  BY 1) f;
COMMENT ON VIEW @hr@.full_month IS
	'The months that something was paid for, and whether everybody was: a month with at least '
	'half as many lines as any other. It names nobody. pay_difference_report and '
	'retention_report read it.';
COMMENT ON COLUMN @hr@.full_month.month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.full_month.is_full IS
	'It was paid to everybody: to half as many as any other month, or more';

-- over the view and not below it: protect() lets the view read as its owner
CREATE OR REPLACE FUNCTION @hr@.full_month()
RETURNS TABLE (
	month date,
	is_full boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
SELECT f.month, f.is_full FROM @hr@.full_month f;
END;
COMMENT ON FUNCTION @hr@.full_month() IS 'The view of this name.';

ALTER FUNCTION @hr@.full_month() DEPENDS ON EXTENSION bradford;
