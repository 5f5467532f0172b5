CREATE OR REPLACE VIEW @hr@.full_month WITH (security_invoker = true) AS
-- a single line for a month long ago, or for somebody who was paid early on leaving, does not mean
-- that everybody was paid for the month. People are counted, not lines: corrections of a month give
-- it many lines, and no other month is less full for that
SELECT f.month::date AS month, 2 * f.people >= f.most AS is_full
FROM  (
	SELECT r.month, count(*) AS people, max(count(*)) OVER () AS most
	FROM  (
		SELECT date_trunc('month', p.month::timestamp) AS month
		FROM   @hr@.paid p
		-- calendars know no months before and after these
		WHERE  p.month >= lower(bradford.known_days()) AND p.month < upper(bradford.known_days())
		GROUP  BY 1, p.employee_id) r
	GROUP  BY r.month) f;
COMMENT ON VIEW @hr@.full_month IS
	'The months for which something was paid, and whether everybody was paid: the month then '
	'has lines of at least half as many people as any other. It names nobody. '
	'pay_difference_report and retention_report read it.';
COMMENT ON COLUMN @hr@.full_month.month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.full_month.is_full IS
	'Everybody was paid: the month has lines of at least half as many people as any other';

-- the function reads the view, not the table: protect() lets the view read as its owner
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
