CREATE OR REPLACE FUNCTION @hr@.governing_contract(as_of date)
RETURNS TABLE (
	employee_id @hr@.contract.employee_id%TYPE,
	post @hr@.contract.post%TYPE,
	first_day date,
	calendar bradford.calendar,
	period daterange
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT c.employee_id, c.post, c.first_day, c.calendar, u.period
FROM   @hr@.contract c
CROSS  JOIN LATERAL unnest(datemultirange(daterange(c.first_day, c.last_day, '[]')) - COALESCE((
	SELECT range_agg(daterange(o.first_day, o.last_day, '[]'))
	FROM   @hr@.contract o
	WHERE  o.employee_id = c.employee_id AND o.first_day <= as_of AND (o.last_day IS NULL OR o.last_day >= o.first_day)
	-- the last two only order what tables of one's own may hold twice
	AND    (COALESCE(o.weekly_hours, 0), c.first_day, c.post, COALESCE(c.calendar::text, ''))
		   > (COALESCE(c.weekly_hours, 0), o.first_day, o.post, COALESCE(o.calendar::text, ''))), '{}')) AS u(period)
WHERE  c.first_day <= as_of AND (c.last_day IS NULL OR c.last_day >= c.first_day);
END;
COMMENT ON FUNCTION @hr@.governing_contract(date) IS
	'Which contract gives an employee''s working days on which days: of posts held side by '
	'side, the one with the most hours, then the one that began first. Contracts that begin '
	'after the day are left out. The other reports read it.';
