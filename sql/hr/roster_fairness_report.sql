CREATE OR REPLACE FUNCTION @hr@.roster_fairness_report(from_day date, to_day date)
RETURNS TABLE (
	roster @hr@.roster_shift.roster%TYPE,
	team text,
	employee_id @hr@.employee.employee_id%TYPE,
	name text,
	shifts integer,
	hours numeric,
	contracted numeric,
	owed numeric,
	owed_to_mean numeric,
	nights integer,
	nights_to_mean numeric,
	weekends integer,
	weekends_to_mean numeric,
	unsocial_hours numeric,
	unsocial_to_mean numeric,
	preferences integer,
	preferences_met integer,
	met numeric,
	met_to_mean numeric,
	vetoes integer,
	vetoes_kept integer,
	team_owed numeric,
	team_nights numeric,
	team_weekends numeric,
	team_unsocial numeric,
	team_met numeric
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 100
BEGIN ATOMIC
WITH rostered AS MATERIALIZED (
	SELECT s.roster, s.team, s.employee_id, s.day, s.during, s.seconds, n.night, u.social
	FROM   @hr@.rostered_shift(roster_fairness_report.from_day, roster_fairness_report.to_day) s
	-- nobody works a shift of several days; data_quality_report shows it
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN upper(s.during) - lower(s.during) < interval '7 days'
					THEN s.during END AS during
		OFFSET 0) c
	CROSS  JOIN LATERAL (
		SELECT lower(c.during) AT TIME ZONE s.zone AS starts,
			   upper(c.during) AT TIME ZONE s.zone AS ends
		OFFSET 0) l
	-- night time is from 23:00 to 6:00; a shift with three hours of it is a night
	CROSS  JOIN LATERAL (
		SELECT COALESCE(bool_or(upper(x.part) - lower(x.part) >= interval '3 hours'), false)
				AS night
		FROM   generate_series(-1, l.ends::date - l.starts::date) AS i
		CROSS  JOIN LATERAL (
			SELECT c.during * tstzrange((l.starts::date + i + time '23:00') AT TIME ZONE s.zone,
										(l.starts::date + i + 1 + time '6:00') AT TIME ZONE s.zone)
					AS part) x) n
	-- seconds from Monday to Friday between 6:00 and 20:00
	CROSS  JOIN LATERAL (
		SELECT COALESCE(sum(extract(epoch FROM upper(x.part) - lower(x.part))), 0) AS social
		FROM   generate_series(0, l.ends::date - l.starts::date) AS i
		CROSS  JOIN LATERAL (
			SELECT c.during * tstzrange((l.starts::date + i + time '6:00') AT TIME ZONE s.zone,
										(l.starts::date + i + time '20:00') AT TIME ZONE s.zone)
					AS part) x
		WHERE  extract(isodow FROM l.starts::date + i) < 6) u
), on_roster AS MATERIALIZED (
	SELECT *
	FROM   @hr@.roster_person(roster_fairness_report.from_day, roster_fairness_report.to_day)
), got AS MATERIALIZED (
	SELECT s.roster, s.employee_id, p.team, count(*) AS shifts, sum(s.seconds) / 3600 AS hours,
		   count(*) FILTER (WHERE s.night) AS nights,
		   count(DISTINCT date_trunc('week', s.day::timestamp))
				FILTER (WHERE extract(isodow FROM s.day) IN (6, 7)) AS weekends,
		   sum(extract(epoch FROM upper(s.during) - lower(s.during)) - s.social) / 3600
				AS unsocial
	FROM   rostered s
	JOIN   on_roster p ON p.employee_id = s.employee_id AND s.day <@ p.counts_on
	GROUP  BY s.roster, s.employee_id, p.team
), person AS MATERIALIZED (
	SELECT r.roster, p.*
	FROM  (SELECT DISTINCT s.roster, s.team FROM rostered s WHERE s.team IS NOT NULL) r
	JOIN   on_roster p ON p.team = r.team
), asked AS MATERIALIZED (
	SELECT *
	FROM   @hr@.roster_request_day(
				roster_fairness_report.from_day, roster_fairness_report.to_day) q
	WHERE  q.day >= roster_fairness_report.from_day AND q.day <= roster_fairness_report.to_day
), request AS MATERIALIZED (
	SELECT p.roster, q.employee_id, q.team, q.kind,
		   CASE q.kind WHEN 'on' THEN COALESCE(bool_or(lower(s.during) <@ q.during), false)
					   WHEN 'core' THEN COALESCE(range_agg(s.during) @> q.during, false)
					   ELSE count(s.during) = 0 END AS met
	FROM   person p
	JOIN   asked q ON q.employee_id = p.employee_id AND q.team = p.team
	LEFT   JOIN rostered s
				ON s.roster = p.roster AND s.employee_id = q.employee_id AND s.during && q.during
	GROUP  BY p.roster, q.employee_id, q.team, q.request, q.kind, q.day, q.during, q.weight
), counted AS MATERIALIZED (
	SELECT q.roster, q.employee_id, q.team,
		   count(*) FILTER (WHERE q.kind <> 'veto') AS preferences,
		   count(*) FILTER (WHERE q.kind <> 'veto' AND q.met) AS met,
		   count(*) FILTER (WHERE q.kind = 'veto') AS vetoes,
		   count(*) FILTER (WHERE q.kind = 'veto' AND q.met) AS kept
	FROM   request q
	GROUP  BY q.roster, q.employee_id, q.team
), share AS MATERIALIZED (
	SELECT p.roster, p.team, p.employee_id, p.name, COALESCE(w.shifts, 0) AS shifts,
		   COALESCE(w.hours, 0) AS hours, p.contracted, COALESCE(w.hours, 0) - p.contracted AS owed,
		   COALESCE(w.nights, 0) AS nights, COALESCE(w.weekends, 0) AS weekends,
		   COALESCE(w.unsocial, 0) AS unsocial, COALESCE(q.preferences, 0) AS preferences,
		   COALESCE(q.met, 0) AS met, COALESCE(q.vetoes, 0) AS vetoes, COALESCE(q.kept, 0) AS kept,
		   100.0 * q.met / nullif(q.preferences, 0) AS met_share
	FROM   person p
	LEFT   JOIN got w ON w.roster = p.roster AND w.employee_id = p.employee_id AND w.team = p.team
	LEFT   JOIN counted q
				ON q.roster = p.roster AND q.employee_id = p.employee_id AND q.team = p.team
)
SELECT s.roster, s.team::text, s.employee_id, s.name, s.shifts::integer,
	   trim_scale(round(s.hours, 2)) AS hours,
	   trim_scale(round(s.contracted, 2)) AS contracted, trim_scale(round(s.owed, 2)) AS owed,
	   round(s.owed - t.owed, 2) AS owed_to_mean,
	   s.nights::integer, round(s.nights - t.nights, 2) AS nights_to_mean,
	   s.weekends::integer, round(s.weekends - t.weekends, 2) AS weekends_to_mean,
	   trim_scale(round(s.unsocial, 2)) AS unsocial_hours,
	   round(s.unsocial - t.unsocial, 2) AS unsocial_to_mean,
	   s.preferences::integer, s.met::integer AS preferences_met, round(s.met_share, 1) AS met,
	   round(s.met_share - t.met_share, 1) AS met_to_mean,
	   s.vetoes::integer, s.kept::integer AS vetoes_kept,
	   -- the root of the sum of squares: n times the variance is the sum of squares
	   round(sqrt(t.n_owed * t.var_owed), 2) AS team_owed,
	   round(sqrt(t.n * t.var_nights), 2) AS team_nights,
	   round(sqrt(t.n * t.var_weekends), 2) AS team_weekends,
	   round(sqrt(t.n * t.var_unsocial), 2) AS team_unsocial,
	   round(sqrt(t.n_met * t.var_met), 2) AS team_met
FROM   share s
JOIN  (
	SELECT s.roster, s.team, count(*) AS n, avg(s.owed) AS owed, count(s.owed) AS n_owed,
		   var_pop(s.owed) AS var_owed, avg(s.nights) AS nights, var_pop(s.nights) AS var_nights,
		   avg(s.weekends) AS weekends, var_pop(s.weekends) AS var_weekends,
		   avg(s.unsocial) AS unsocial, var_pop(s.unsocial) AS var_unsocial,
		   avg(s.met_share) AS met_share,
		   count(s.met_share) AS n_met, var_pop(s.met_share) AS var_met
	FROM   share s
	GROUP  BY s.roster, s.team) t ON t.roster = s.roster AND t.team = s.team;
END;
COMMENT ON FUNCTION @hr@.roster_fairness_report(date, date) IS
	'The view of this name, of the shifts that begin from one day to another, both included.';

CREATE OR REPLACE VIEW @hr@.roster_fairness_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.roster_fairness_report(CURRENT_DATE, CURRENT_DATE + 27);
COMMENT ON VIEW @hr@.roster_fairness_report IS
	'How fairly each proposal in roster_shift shares out what people like and dislike (SR-3): one '
	'row per person on the roster, each figure with its distance from the mean of the team. The '
	'view looks at four weeks from today.';
COMMENT ON COLUMN @hr@.roster_fairness_report.roster IS 'Proposal';
COMMENT ON COLUMN @hr@.roster_fairness_report.team IS 'Team';
COMMENT ON COLUMN @hr@.roster_fairness_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.roster_fairness_report.name IS 'Name';
COMMENT ON COLUMN @hr@.roster_fairness_report.shifts IS 'Shifts';
COMMENT ON COLUMN @hr@.roster_fairness_report.hours IS 'Hours rostered, without breaks';
COMMENT ON COLUMN @hr@.roster_fairness_report.contracted IS
	'Hours of the contract in the period, less absence and leave; none: no hours are agreed';
COMMENT ON COLUMN @hr@.roster_fairness_report.owed IS
	'Hours above the contract, which the person is owed; below 0: hours that the person owes '
	'(SR-2)';
COMMENT ON COLUMN @hr@.roster_fairness_report.owed_to_mean IS
	'owed less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.nights IS
	'Shifts with three hours or more between 23:00 and 6:00';
COMMENT ON COLUMN @hr@.roster_fairness_report.nights_to_mean IS 'nights less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.weekends IS
	'Weekends on which a shift begins on Saturday or Sunday';
COMMENT ON COLUMN @hr@.roster_fairness_report.weekends_to_mean IS
	'weekends less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.unsocial_hours IS
	'Hours at weekends, and before 6:00 and after 20:00 on other days, breaks included (SR-2)';
COMMENT ON COLUMN @hr@.roster_fairness_report.unsocial_to_mean IS
	'unsocial_hours less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.preferences IS
	'Preferences and core hours asked for, by day';
COMMENT ON COLUMN @hr@.roster_fairness_report.preferences_met IS 'How many of them are met';
COMMENT ON COLUMN @hr@.roster_fairness_report.met IS
	'Preferences met in per cent; none: nothing was asked for';
COMMENT ON COLUMN @hr@.roster_fairness_report.met_to_mean IS 'met less the mean of the team';
COMMENT ON COLUMN @hr@.roster_fairness_report.vetoes IS 'Veto hours, by day';
COMMENT ON COLUMN @hr@.roster_fairness_report.vetoes_kept IS 'How many of them are kept';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_owed IS
	'How uneven the team is: the root of the sum of the squared distances of owed; 0: all alike';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_nights IS 'The same for nights';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_weekends IS 'The same for weekends';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_unsocial IS 'The same for unsocial hours';
COMMENT ON COLUMN @hr@.roster_fairness_report.team_met IS
	'The same for the per cent of preferences met';

ALTER FUNCTION @hr@.roster_fairness_report(date, date) DEPENDS ON EXTENSION bradford;
