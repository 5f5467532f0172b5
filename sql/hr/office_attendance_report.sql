CREATE OR REPLACE FUNCTION @hr@.office_attendance_report(as_of date, days integer DEFAULT 28)
RETURNS TABLE (
	office text,
	day date,
	assigned bigint,
	working bigint,
	off bigint,
	planned bigint,
	people_limit integer,
	over_by bigint,
	desks integer,
	desks_short bigint,
	share_of_staff numeric,
	share_of_desks numeric,
	unknown text,
	hidden text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT x.office, x.day, f.assigned, f.working, f.off, f.planned, o.people_limit,
	   CASE WHEN f.planned > o.people_limit THEN f.planned - o.people_limit
			WHEN f.planned <= o.people_limit THEN 0 END AS over_by,
	   o.desks,
	   CASE WHEN f.planned > o.desks THEN f.planned - o.desks
			WHEN f.planned <= o.desks THEN 0 END AS desks_short,
	   round(100.0 * f.planned / nullif(f.assigned, 0), 1) AS share_of_staff,
	   round(100.0 * f.planned / nullif(o.desks, 0), 1) AS share_of_desks,
	   CASE WHEN f.not_known > 0
			THEN format('office days of %s people', f.not_known) END AS unknown,
	   n.hidden
FROM  (
	SELECT d.office, d.day, count(DISTINCT d.employee_id) AS assigned,
		   count(DISTINCT d.employee_id) FILTER (WHERE d.works) AS working,
		   count(DISTINCT d.employee_id) FILTER (WHERE d.works AND d.off IS NOT NULL) AS off,
		   count(DISTINCT d.employee_id) FILTER (WHERE d.in_office) AS planned,
		   count(DISTINCT d.employee_id) FILTER (WHERE d.unknown IS NOT NULL) AS not_known
	FROM   @hr@.office_day(office_attendance_report.as_of, office_attendance_report.days) d
	WHERE  d.office IS NOT NULL
	GROUP  BY d.office, d.day) x
-- a reader who sees only some people would take them for all
CROSS  JOIN (
	SELECT max(p.least_group) AS people
	FROM   @hr@.attendance_policy p
	WHERE  bradford.require_all_seen(ARRAY[
				$table$@hr@.employee$table$::regclass, $table$@hr@.contract$table$::regclass,
				$table$@hr@.homework$table$::regclass, $table$@hr@.time_off$table$::regclass])) l
CROSS  JOIN LATERAL (
	SELECT CASE WHEN x.assigned < l.people
				THEN format('fewer than %s people', l.people) END AS hidden) n
-- a sum is not known if one of its parts is not
LEFT   JOIN LATERAL (
	SELECT x.assigned, x.working, x.off, CASE WHEN x.not_known = 0 THEN x.planned END AS planned,
		   x.not_known) f ON n.hidden IS NULL
LEFT   JOIN LATERAL (
	SELECT CASE WHEN o.people_limit >= 0 THEN o.people_limit::integer END AS people_limit,
		   CASE WHEN o.desks >= 0 THEN o.desks::integer END AS desks
	FROM   @hr@.office o
	WHERE  o.office = x.office AND o.first_day <= x.day
	AND   (o.last_day >= x.day OR o.last_day IS NULL)
	ORDER  BY o.first_day DESC, o.people_limit, o.desks
	LIMIT  1) o ON true
-- a bank holiday does not count as a day of low attendance
WHERE  x.working > 0;
END;
COMMENT ON FUNCTION @hr@.office_attendance_report(date, integer) IS
	'The view of this name, from any day on, for a number of days (at most 366).';

CREATE OR REPLACE VIEW @hr@.office_attendance_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.office_attendance_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.office_attendance_report IS
	'Planned attendance by office and day, compared with its limit and its desks, for '
	'four weeks from the day on (HW-4). Days on which nobody assigned works have no row. '
	'For readers who see everybody.';
COMMENT ON COLUMN @hr@.office_attendance_report.office IS 'Office';
COMMENT ON COLUMN @hr@.office_attendance_report.day IS 'Day';
COMMENT ON COLUMN @hr@.office_attendance_report.assigned IS
	'People assigned to the office and employed on the day';
COMMENT ON COLUMN @hr@.office_attendance_report.working IS
	'How many of them work on the day by contract, in the office or not';
COMMENT ON COLUMN @hr@.office_attendance_report.off IS
	'How many of these are absent or on leave the whole day';
COMMENT ON COLUMN @hr@.office_attendance_report.planned IS
	'People planned to be in the office';
COMMENT ON COLUMN @hr@.office_attendance_report.people_limit IS 'Limit of the office on the day';
COMMENT ON COLUMN @hr@.office_attendance_report.over_by IS
	'People planned above the limit; none if either is not known';
COMMENT ON COLUMN @hr@.office_attendance_report.desks IS 'Desks of the office on the day';
COMMENT ON COLUMN @hr@.office_attendance_report.desks_short IS
	'People planned above the desks; none if either is not known';
COMMENT ON COLUMN @hr@.office_attendance_report.share_of_staff IS
	'People planned per hundred assigned';
COMMENT ON COLUMN @hr@.office_attendance_report.share_of_desks IS
	'People planned per hundred desks';
COMMENT ON COLUMN @hr@.office_attendance_report.unknown IS
	'Why planned is empty: how many people have unknown office days';
COMMENT ON COLUMN @hr@.office_attendance_report.hidden IS
	'Why the row has no figures: a group below attendance_policy.least_group';

ALTER FUNCTION @hr@.office_attendance_report(date, integer) DEPENDS ON EXTENSION bradford;
