--
-- Absence reports: discussions, certificates, long absences, referrals and patterns.
--
-- Unlike the score, they look at sickness as it was recorded, whether it counts or not. Working days are those of
-- the person's own contracts over time; days before 1995 and after 2098, which no calendar knows, have no deadline.
--

CREATE FUNCTION define_working_pattern() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('working_pattern', 1, '', '',
'When each employee was, is and will be employed, and which days are working days under those contracts. The other reports read it.',
'{employee.employee_id, employee.service_area, employee.manager_id, employee.service_from,
  contract.employee_id, contract.post, contract.first_day, contract.last_day, contract.weekly_hours, contract.calendar}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area'],
	['manager_id', 'Payroll number of the manager'],
	['service_from', 'Day from which continuous service counts, where one is recorded'],
	['employed', 'Days under contract; none: no contract is recorded'],
	['calendar', 'Working days under all contracts; England and Wales where there is none']],
$body$
SELECT e.employee_id, e.service_area, e.manager_id, e.service_from, c.employed,
	   COALESCE(c.calendar, 'england-and-wales'::bradford.calendar) AS calendar
FROM   employee e
CROSS  JOIN LATERAL (
	SELECT range_agg(daterange(c.first_day, c.last_day, '[]')) AS employed,
		   CASE WHEN count(*) = 1 THEN (array_agg(c.calendar))[1] ELSE (
				SELECT bradford.calendar_over_time(g.calendar, g.period) FROM governing_contract('infinity') g WHERE g.employee_id = e.employee_id) END AS calendar
	FROM   contract c
	WHERE  c.employee_id = e.employee_id AND (c.last_day >= c.first_day OR c.last_day IS NULL)
	OFFSET 0) c
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_working_pattern() IS 'Definition of working_pattern for create_reports';


CREATE FUNCTION define_recorded_sickness() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('recorded_sickness', 3, 'as_of date', 'CURRENT_DATE',
'Sickness of each employee as it was recorded up to the day, counted towards the score or not: records that overlap or touch are one spell. The other reports read it.',
'{absence.employee_id, absence.first_day, absence.last_day, absence.reason, absence.half_worked, absence_reason.reason, absence_reason.sickness}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area'],
	['manager_id', 'Payroll number of the manager'],
	['service_from', 'Day from which continuous service counts'],
	['employed', 'Days under contract'],
	['calendar', 'Working days under all contracts'],
	['spells', 'Spells of sickness that began by the day, without what is recorded but no sickness (AB-3, AB-5) and first days of which half was worked (AB-1); one without an end runs on, to the last day of that employment at most']],
$body$
SELECT w.employee_id, w.service_area, w.manager_id, w.service_from, w.employed, w.calendar, a.spells
FROM   working_pattern() w
CROSS  JOIN (SELECT array_agg(q.reason) AS others FROM absence_reason q WHERE NOT q.sickness) q
CROSS  JOIN LATERAL (
	SELECT bradford.spells(a.first_day + a.half_worked::integer,
						   COALESCE(a.last_day, (
								SELECT upper(r.run) - 1 FROM unnest(w.employed) AS r(run)
								WHERE  r.run @> a.first_day + a.half_worked::integer AND upper(r.run) <= as_of))) AS spells
	FROM   absence a
	WHERE  a.employee_id = w.employee_id AND a.first_day <= as_of
	AND    a.first_day + a.half_worked::integer <= COALESCE(a.last_day, as_of)
	AND   (a.last_day IS NULL OR isfinite(a.last_day)) AND isfinite(a.first_day)
	AND    (a.reason = ANY (q.others)) IS NOT TRUE
	OFFSET 0) a
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_recorded_sickness() IS 'Definition of recorded_sickness for create_reports';


CREATE FUNCTION define_return_to_work_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('return_to_work_report', 20, 'as_of date', 'CURRENT_DATE',
'Return-to-work discussions: one row per absence, with the discussion held, due or overdue (AB-8, DL-27) and the form (DL-28). The limits are those of the site''s steps return_discussion and return_forms of the procedure attendance.',
'{absence.absence_id, absence.employee_id, absence.first_day, absence.last_day, absence.reason, absence.expected_birth_on,
  absence_reason.reason, absence_reason.pregnancy,
  return_to_work.absence_id, return_to_work.held_on, return_to_work.held_by, return_to_work.score_told, return_to_work.form_received_on,
  attendance_policy.first_day, attendance_policy.last_day, attendance_policy.calendar,
  procedure_step.procedure, procedure_step.step, procedure_step.n, procedure_step.unit}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['manager_id', 'Payroll number of the manager, who holds the discussion'],
	['absence_id', 'Number of the absence'],
	['first_day', 'First day of absence'],
	['last_day', 'Last day of absence; none while the person is away'],
	['reason', 'Reason'],
	['returned_on', 'First working day after it, on which the discussion is normally held (AB-8)'],
	['due_by', 'Last day for the discussion (DL-27)'],
	['status', 'held, held late, due, overdue; absent: not back yet; continued: another absence goes on from this one; left: employment ended before a return'],
	['held_on', 'Day of the discussion'],
	['held_by', 'Who held it'],
	['score_told', 'Score that the employee was told (BF-14)'],
	['days_overdue', 'Working days between due_by and the discussion, or the day of the report while it is overdue'],
	['form_due_by', 'Last day for the form to reach HR: counted from the end of the month of the discussion (DL-28)'],
	['form_status', 'received, received late, due or overdue; none as long as no discussion was held'],
	['maternity_leave_from', 'First day on which a pregnancy-related absence falls into the 4 weeks before the expected birth: maternity leave starts with it, unless odd days are disregarded (AB-7)']],
$body$
SELECT a.employee_id, w.service_area, w.manager_id, a.absence_id, a.first_day, a.last_day, a.reason, b.returned_on, d.due_by, s.status,
	   r.held_on, r.held_by, r.score_told,
	   CASE WHEN s.status IN ('overdue', 'held late') THEN bradford.working_days(d.due_by + 1, COALESCE(r.held_on, as_of) + 1, w.calendar) END AS days_overdue,
	   f.due_by AS form_due_by,
	   CASE WHEN r.form_received_on <= as_of THEN CASE WHEN r.form_received_on > f.due_by THEN 'received late' ELSE 'received' END
			WHEN f.due_by < as_of THEN 'overdue' WHEN f.due_by >= as_of THEN 'due' END AS form_status,
	   CASE WHEN q.pregnancy AND a.first_day < a.expected_birth_on AND least(a.last_day, as_of) >= a.expected_birth_on - 28
			THEN greatest(a.first_day, a.expected_birth_on - 28) END AS maternity_leave_from
FROM   absence a
JOIN   working_pattern() w ON w.employee_id = a.employee_id
LEFT   JOIN absence_reason q ON q.reason = a.reason
CROSS  JOIN (
	SELECT COALESCE(max(t.n) FILTER (WHERE t.step = 'return_discussion'), 5) AS n,
		   COALESCE(max(t.unit) FILTER (WHERE t.step = 'return_discussion'), 'working days') AS unit,
		   COALESCE(max(t.n) FILTER (WHERE t.step = 'return_forms'), 5) AS form_n,
		   COALESCE(max(t.unit) FILTER (WHERE t.step = 'return_forms'), 'working days') AS form_unit,
		   COALESCE((SELECT p.calendar FROM attendance_policy p WHERE p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of)
					 ORDER BY p.first_day DESC LIMIT 1),
					'england-and-wales'::bradford.calendar) AS calendar
	FROM   procedure_step t
	WHERE  t.procedure = 'attendance' AND t.step IN ('return_discussion', 'return_forms')) n
LEFT   JOIN return_to_work r ON r.absence_id = a.absence_id AND r.held_on <= as_of
CROSS  JOIN LATERAL (
	SELECT CASE WHEN a.last_day BETWEEN date '1995-01-01' AND date '2098-12-31' THEN bradford.next_working_day(a.last_day, w.calendar) END AS returned_on
	OFFSET 0) b
CROSS  JOIN LATERAL (SELECT bradford.due_by(b.returned_on, n.n::integer, n.unit, w.calendar) AS due_by OFFSET 0) d
CROSS  JOIN LATERAL (
	SELECT CASE WHEN r.held_on BETWEEN date '1995-01-01' AND date '2098-12-31'
				THEN bradford.due_by((date_trunc('month', r.held_on::timestamp) + interval '1 month')::date - 1, n.form_n::integer, n.form_unit, n.calendar) END AS due_by
	OFFSET 0) f
CROSS  JOIN LATERAL (
	SELECT CASE
			WHEN r.held_on > d.due_by THEN 'held late'
			WHEN r.held_on IS NOT NULL THEN 'held'
			WHEN NOT w.employed @> COALESCE(b.returned_on, as_of) THEN 'left'
			WHEN a.last_day IS NULL AND w.employed @> a.first_day AND NOT w.employed @> daterange(a.first_day, as_of, '[]') THEN 'left'
			WHEN COALESCE(a.last_day, as_of) >= as_of OR b.returned_on > as_of THEN 'absent'
			WHEN (SELECT count(*) > 0 FROM absence o
				  WHERE  o.employee_id = a.employee_id AND o.absence_id <> a.absence_id
				  AND    o.first_day <= b.returned_on AND COALESCE(o.last_day, 'infinity') >= b.returned_on
				  -- a record left open in an earlier employment ended with that
				  AND   (o.last_day IS NOT NULL OR w.employed @> daterange(least(o.first_day, b.returned_on), b.returned_on, '[]') OR NOT w.employed @> o.first_day))
				THEN 'continued'
			WHEN d.due_by >= as_of THEN 'due'
			WHEN d.due_by < as_of THEN 'overdue'
		END AS status
	OFFSET 0) s
WHERE  a.first_day <= as_of
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_return_to_work_report() IS 'Definition of return_to_work_report for create_reports';


CREATE FUNCTION define_certificate_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('certificate_report', 20, 'as_of date', 'CURRENT_DATE',
'Certificates of sickness: one row per absence, with self-certificate and fit notes missing, late or with gaps (AB-6). Days count from the start of the spell, so that a record which continues another goes on counting.',
'{absence.absence_id, absence.employee_id, absence.first_day, absence.last_day, absence.reason, absence.half_worked, absence.self_certified_on,
  absence_reason.reason, absence_reason.sickness,
  fit_note.employee_id, fit_note.first_day, fit_note.last_day, fit_note.received_on}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['manager_id', 'Payroll number of the manager'],
	['absence_id', 'Number of the absence'],
	['first_day', 'First day of absence'],
	['last_day', 'Last day of absence; none while the person is away'],
	['reason', 'Reason'],
	['spell_from', 'First day of the spell that the absence belongs to'],
	['calendar_days', 'Calendar days of the spell so far: from 4 on a self-certificate is needed, from day 8 on fit notes'],
	['self_certificate', 'not needed, received, received late, due or missing; not needed either where fit notes cover the spell from its first day'],
	['self_certificate_due_by', 'First working day after the spell; none while the person is away'],
	['self_certified_on', 'Day on which it came in'],
	['fit_note', 'not needed, covered, late, gap or missing'],
	['fit_note_from', 'First day of this absence for which a fit note is needed'],
	['gaps', 'Days that need a fit note and have none'],
	['covered_until', 'Last day covered by the fit notes received'],
	['days_late', 'Greatest number of calendar days by which a fit note came in after the first needed day that it covers']],
$body$
SELECT s.employee_id, s.service_area, s.manager_id, a.absence_id, a.first_day, a.last_day, a.reason, p.spell_from,
	   p.until - p.spell_from + 1 AS calendar_days,
	   CASE WHEN p.until - p.spell_from < 3 OR n.covered @> daterange(p.spell_from, least(p.until, p.spell_from + 6), '[]') THEN 'not needed'
			WHEN c.self_certified_on > p.returned_on THEN 'received late'
			WHEN c.self_certified_on IS NOT NULL THEN 'received'
			WHEN p.returned_on < as_of THEN 'missing'
			ELSE 'due' END AS self_certificate,
	   CASE WHEN p.until - p.spell_from >= 3 THEN p.returned_on END AS self_certificate_due_by, c.self_certified_on,
	   CASE WHEN f.needed IS NULL THEN 'not needed'
			WHEN n.covered IS NULL OR NOT n.covered && f.needed THEN 'missing'
			WHEN NOT n.covered @> f.needed THEN 'gap'
			WHEN n.days_late > 0 THEN 'late'
			ELSE 'covered' END AS fit_note,
	   lower(f.needed) AS fit_note_from,
	   nullif(f.needed::datemultirange - COALESCE(n.covered, '{}'), '{}') AS gaps,
	   upper(n.covered) - 1 AS covered_until, n.days_late
FROM   recorded_sickness(as_of) s
JOIN   absence a ON a.employee_id = s.employee_id AND a.first_day <= as_of AND (a.last_day IS NULL OR a.last_day >= a.first_day)
CROSS  JOIN LATERAL (
	SELECT lower(x.spell) AS spell_from, least(upper(x.spell) - 1, as_of) AS spell_until,
		   least(upper(x.spell) - 1, a.last_day, as_of) AS until,
		   CASE WHEN upper(x.spell) BETWEEN date '1995-01-02' AND date '2098-12-31'
				THEN bradford.next_working_day(upper(x.spell) - 1, s.calendar) END AS returned_on
	FROM   unnest(s.spells) AS x(spell)
	WHERE  x.spell @> a.first_day + a.half_worked::integer
	OFFSET 0) p
LEFT   JOIN absence_reason q ON q.reason = a.reason
CROSS  JOIN LATERAL (
	SELECT CASE WHEN p.until >= p.spell_from + 7 THEN daterange(greatest(p.spell_from + 7, a.first_day + a.half_worked::integer), p.until, '[]') END AS needed) f
LEFT   JOIN LATERAL (
	SELECT range_agg(daterange(t.first_day, t.last_day, '[]')) AS covered,
		   max(greatest(t.received_on - greatest(t.first_day, lower(f.needed)), 0)) FILTER (WHERE t.last_day >= lower(f.needed) AND t.first_day < upper(f.needed)) AS days_late
	FROM   fit_note t
	WHERE  t.employee_id = s.employee_id AND p.until - p.spell_from >= 3 AND t.last_day >= p.spell_from AND t.first_day <= p.spell_until
	AND    t.last_day >= t.first_day AND COALESCE(t.received_on, t.first_day) <= as_of
	OFFSET 0) n ON true
LEFT   JOIN LATERAL (
	SELECT min(o.self_certified_on) AS self_certified_on
	FROM   absence o
	WHERE  o.employee_id = s.employee_id AND p.until - p.spell_from >= 3 AND o.first_day BETWEEN p.spell_from - 1 AND p.spell_until
	AND    o.self_certified_on <= as_of
	OFFSET 0) c ON true
WHERE  COALESCE(q.sickness, true)
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_certificate_report() IS 'Definition of certificate_report for create_reports';


CREATE FUNCTION define_long_term_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('long_term_report', 20, 'as_of date', 'CURRENT_DATE',
'Long-term sickness: one row per spell that lasted longer than the policy''s limit, or for 20 working days, by the day; what it reached when, and what comes next (AB-10, AB-11).',
'{attendance_policy.first_day, attendance_policy.last_day, attendance_policy.long_term}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['manager_id', 'Payroll number of the manager'],
	['first_day', 'First day of the spell'],
	['last_day', 'Last day of the spell; none while it is open'],
	['still_absent', 'Absent on the day'],
	['calendar_days', 'Calendar days so far'],
	['working_days', 'Working days so far, by the person''s contracts'],
	['four_weeks_on', 'Day on which it became longer than 4 weeks, or what the policy says: a home visit may be offered (AB-10)'],
	['twenty_days_on', 'Its 20th working day: referral to occupational health (AB-9)'],
	['twelve_weeks_on', 'Day on which 12 weeks were over: review (AB-10)'],
	['six_months_on', 'Day on which 6 months were over: assessment no later than this (AB-10)'],
	['next_due', 'While the person is absent: what comes next'],
	['next_due_on', 'When'],
	['returned_on', 'First working day after the spell'],
	['phased_return_until', 'A phased return lasts at most 4 weeks, to this day (AB-10)'],
	['sick_pay', 'Most that the scheme allows on the day, or on the last day of the spell, if the service suffices: full, half, none (AB-11)'],
	['full_pay_at_most_until', 'Last day on which sick pay can be full (AB-11)'],
	['half_pay_at_most_until', 'Last day on which sick pay can be half (AB-11)'],
	['service_months', 'Whole months of service at the start of the spell, on which sick pay depends (AB-11)']],
$body$
SELECT s.employee_id, s.service_area, s.manager_id, x.first_day, CASE WHEN upper(u.spell) - 1 <= as_of THEN upper(u.spell) - 1 END AS last_day,
	   x.still_absent, x.until - x.first_day + 1 AS calendar_days, bradford.working_days(x.first_day, x.until + 1, s.calendar) AS working_days,
	   CASE WHEN m.four_weeks_on <= x.until THEN m.four_weeks_on END AS four_weeks_on,
	   CASE WHEN m.twenty_days_on <= x.until THEN m.twenty_days_on END AS twenty_days_on,
	   CASE WHEN m.twelve_weeks_on <= x.until THEN m.twelve_weeks_on END AS twelve_weeks_on,
	   CASE WHEN m.six_months_on <= x.until THEN m.six_months_on END AS six_months_on,
	   n.what AS next_due, n.day AS next_due_on,
	   b.returned_on, b.returned_on + 27 AS phased_return_until,
	   CASE WHEN x.until < m.six_months_on THEN 'full' WHEN x.until < m.twelve_months_on THEN 'half' ELSE 'none' END AS sick_pay,
	   m.six_months_on - 1 AS full_pay_at_most_until, m.twelve_months_on - 1 AS half_pay_at_most_until,
	   (extract(year FROM m.service) * 12 + extract(month FROM m.service))::integer AS service_months
FROM   recorded_sickness(as_of) s
CROSS  JOIN (
	SELECT COALESCE((SELECT p.long_term FROM attendance_policy p WHERE p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of)
					 ORDER BY p.first_day DESC LIMIT 1),
					interval '4 weeks') AS long_term) p
CROSS  JOIN LATERAL unnest(s.spells) AS u(spell)
CROSS  JOIN LATERAL (
	SELECT lower(u.spell) AS first_day, least(upper(u.spell) - 1, as_of) AS until, COALESCE(upper(u.spell) > as_of, true) AS still_absent) x
CROSS  JOIN LATERAL (
	SELECT (x.first_day + p.long_term)::date AS four_weeks_on, bradford.add_working_days(x.first_day - 1, 20, s.calendar) AS twenty_days_on,
		   x.first_day + 84 AS twelve_weeks_on, (x.first_day + interval '6 months')::date AS six_months_on,
		   (x.first_day + interval '12 months')::date AS twelve_months_on,
		   age(x.first_day::timestamp, COALESCE(s.service_from, (SELECT lower(c.run) FROM unnest(s.employed) AS c(run) WHERE c.run @> x.first_day))) AS service
	OFFSET 0) m
LEFT   JOIN LATERAL (
	SELECT d.what, d.day
	FROM  (VALUES (m.four_weeks_on, 'home visit may be offered'), (m.twenty_days_on, 'referral to occupational health'),
				  (m.twelve_weeks_on, 'review at 12 weeks'), (m.six_months_on, 'assessment at 6 months')) AS d(day, what)
	WHERE  x.still_absent AND d.day > as_of
	ORDER  BY d.day LIMIT 1) n ON true
CROSS  JOIN LATERAL (SELECT CASE WHEN NOT x.still_absent THEN bradford.next_working_day(x.until, s.calendar) END AS returned_on) b
WHERE  x.until - x.first_day >= 19
AND    x.first_day > date '1995-01-01' AND x.until < date '2098-01-01'
AND    x.until >= least(m.four_weeks_on, m.twenty_days_on)
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_long_term_report() IS 'Definition of long_term_report for create_reports';


CREATE FUNCTION define_referral_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('referral_report', 20, 'as_of date', 'CURRENT_DATE',
'Occupational health: current employees for whom a referral is to be considered and why (AB-9), or whose report is awaited, and how old the last report is (DL-29).',
'{policy_stage.policy, policy_stage.stage, policy_stage.trigger_score, policy_stage.trigger_occasions, policy_stage.trigger_days,
  policy_stage.referral, policy_stage.report_age, absence.employee_id, absence.first_day, absence.last_day, absence.reason,
  absence_reason.reason, absence_reason.occupational_health,
  occupational_health_report.employee_id, occupational_health_report.referred_on, occupational_health_report.reported_on}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['manager_id', 'Payroll number of the manager'],
	['status', 'due: no report since the reason arose; report awaited; report out of date: older than the policy allows (DL-29); report in date'],
	['reasons', 'Why a referral is to be considered (AB-9)'],
	['reason_since', 'Day on which the latest of the reasons arose'],
	['score', 'Score by the policy in force'],
	['stage', 'Highest stage with referral whose trigger is reached, after the part-time rule (AB-9, BF-5)'],
	['causes', 'Causes of absence in the last 12 months that are a reason by themselves (AB-9)'],
	['twenty_days_on', 'Day in the last 12 months on which a spell of sickness came to 20 working days (AB-9)'],
	['referred_on', 'Day of the last referral'],
	['reported_on', 'Date of the last report'],
	['report_age_days', 'Its age in calendar days'],
	['report_good_until', 'Last day on which it is recent enough for stage 3 (BF-8, DL-29)']],
$body$
SELECT s.employee_id, s.service_area, s.manager_id,
	   CASE WHEN h.referred_on > COALESCE(h.answered_on, '-infinity') THEN 'report awaited'
			WHEN h.reported_on IS NULL OR h.reported_on < k.since THEN 'due'
			WHEN h.reported_on + p.report_age < as_of THEN 'report out of date'
			ELSE 'report in date' END AS status,
	   nullif(concat_ws('; ', 'stage ' || g.stage || ' reached with a score of ' || trim_scale(v.score), 'cause: ' || c.causes,
				CASE WHEN l.twenty_days_on IS NOT NULL THEN '20 working days off' END), '') AS reasons,
	   k.since AS reason_since, trim_scale(v.score) AS score, g.stage, c.causes, l.twenty_days_on,
	   h.referred_on, h.reported_on, as_of - h.reported_on AS report_age_days, (h.reported_on + p.report_age)::date AS report_good_until
FROM  (
	SELECT p.policy, p.scoring_rule, p.calendar, p.by_hours, p.uses_calendar,
		   COALESCE((SELECT max(t.report_age) FROM policy_stage t WHERE t.policy = p.policy), interval '3 months') AS report_age
	FROM   policy_terms() p
	WHERE  p.first_day <= as_of AND (p.last_day IS NULL OR p.last_day >= as_of)) p
CROSS  JOIN LATERAL counted_absence(as_of, p.uses_calendar) s
JOIN   recorded_sickness(as_of) r ON r.employee_id = s.employee_id
CROSS  JOIN LATERAL (SELECT COALESCE(s.calendar, p.calendar) AS calendar, CASE WHEN p.by_hours THEN s.fte ELSE 1 END AS share) w
CROSS  JOIN LATERAL (
	SELECT bradford.occasions(s.spells, as_of, p.scoring_rule, w.calendar, s.half_days) AS occasions,
		   bradford.days(s.spells, as_of, p.scoring_rule, w.calendar, s.half_days) AS days
	OFFSET 0) n
CROSS  JOIN LATERAL (SELECT bradford.score(n.occasions, n.days) AS score OFFSET 0) v
CROSS  JOIN LATERAL (
	SELECT max(t.stage)::integer AS stage, max(t.trigger_score * w.share) FILTER (WHERE v.score >= t.trigger_score * w.share) AS trigger
	FROM   policy_stage t
	WHERE  t.policy = p.policy AND t.referral
	AND   (v.score >= t.trigger_score * w.share OR n.occasions >= t.trigger_occasions OR n.days >= t.trigger_days * w.share)
	OFFSET 0) g
LEFT   JOIN LATERAL (
	SELECT max(x.reached_on) AS reached_on
	FROM   bradford.trigger_dates(s.spells, ARRAY[g.trigger], daterange(lower(s.spells), as_of, '[]'), p.scoring_rule, w.calendar, s.half_days) x
	WHERE  g.trigger IS NOT NULL AND x.cleared_on IS NULL
	OFFSET 0) d ON true
CROSS  JOIN LATERAL (
	SELECT string_agg(DISTINCT a.reason::text, ', ' ORDER BY a.reason::text) AS causes, max(a.first_day) AS since
	FROM   absence a
	JOIN   absence_reason q ON q.reason = a.reason
	WHERE  a.employee_id = s.employee_id AND q.occupational_health AND a.first_day <= as_of
	AND    COALESCE(a.last_day, as_of) >= lower(bradford.rolling_window(as_of))
	OFFSET 0) c
LEFT   JOIN LATERAL (
	SELECT max(y.day) AS twenty_days_on
	FROM   unnest(r.spells) AS x(spell)
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN lower(x.spell) BETWEEN date '1995-01-02' AND date '2098-12-31' THEN bradford.add_working_days(lower(x.spell) - 1, 20, r.calendar) END AS day) y
	WHERE  x.spell && bradford.rolling_window(as_of)
	AND    lower(x.spell) + 20 <= COALESCE(upper(x.spell), as_of + 1)
	AND    y.day < COALESCE(upper(x.spell), as_of + 1) AND y.day <@ bradford.rolling_window(as_of)
	OFFSET 0) l ON true
LEFT   JOIN LATERAL (
	-- a referral is answered by a report of its own or by any later one
	SELECT max(o.referred_on) AS referred_on, max(o.reported_on) FILTER (WHERE o.reported_on <= as_of) AS reported_on,
		   max(greatest(o.referred_on, o.reported_on)) FILTER (WHERE o.reported_on <= as_of) AS answered_on
	FROM   occupational_health_report o
	WHERE  o.employee_id = s.employee_id AND o.referred_on <= as_of) h ON true
CROSS  JOIN LATERAL (
	SELECT greatest(CASE WHEN g.stage IS NOT NULL THEN COALESCE(d.reached_on, (SELECT max(lower(x.spell)) FROM unnest(s.spells) AS x(spell))) END,
					c.since, l.twenty_days_on) AS since) k
WHERE  k.since IS NOT NULL OR h.referred_on > COALESCE(h.answered_on, '-infinity')
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_referral_report() IS 'Definition of referral_report for create_reports';


CREATE FUNCTION define_pattern_report() RETURNS bradford.report_definition LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
AS $definition$
SELECT ROW('pattern_report', 20, 'as_of date', 'CURRENT_DATE',
'Patterns of absence: one row per current employee with a counted absence in the last 12 months, with the weekdays of first and last working days off against chance (BF-17). By chance, each first day and each last day would fall on any of the person''s working days of those 12 months with equal likelihood. A pattern is named where a weekday comes up at least three times and at least twice as often as that; it proves nothing.',
'{}',
ARRAY[
	['employee_id', 'Payroll number'],
	['service_area', 'Service area (BF-15)'],
	['manager_id', 'Payroll number of the manager'],
	['absences', 'Spells with their first working day in the last 12 months'],
	['first_days', 'How many of them began on a Monday, Tuesday ... Sunday'],
	['last_days', 'How many spells that are over ended on a Monday, Tuesday ... Sunday, by their last working day'],
	['pattern', 'The least likely of the weekdays that stand out; none: none stands out'],
	['times', 'How often it came up'],
	['out_of', 'Of how many first, or last, days'],
	['expected', 'How often it would come up by chance'],
	['chance', 'How likely it is to come up so often or more by chance: binomial, summed exactly, to six places'],
	['chance_of_any', 'How likely it is, at most, that chance makes any weekday stand out so much at either end: chance times the number of weekdays looked at']],
$body$
SELECT s.employee_id, s.service_area, s.manager_id, w.absences, w.first_days, w.last_days, b.pattern, b.times, b.out_of, b.expected, b.chance,
	   b.chance_of_any
FROM   counted_absence(as_of, true) s
CROSS  JOIN LATERAL (
	SELECT count(y.first_on)::integer AS absences, count(y.last_on)::integer AS ended,
		   ARRAY[count(*) FILTER (WHERE y.first_on = 1), count(*) FILTER (WHERE y.first_on = 2), count(*) FILTER (WHERE y.first_on = 3),
				 count(*) FILTER (WHERE y.first_on = 4), count(*) FILTER (WHERE y.first_on = 5), count(*) FILTER (WHERE y.first_on = 6),
				 count(*) FILTER (WHERE y.first_on = 7)]::integer[] AS first_days,
		   ARRAY[count(*) FILTER (WHERE y.last_on = 1), count(*) FILTER (WHERE y.last_on = 2), count(*) FILTER (WHERE y.last_on = 3),
				 count(*) FILTER (WHERE y.last_on = 4), count(*) FILTER (WHERE y.last_on = 5), count(*) FILTER (WHERE y.last_on = 6),
				 count(*) FILTER (WHERE y.last_on = 7)]::integer[] AS last_days
	FROM   unnest(s.spells) AS x(spell)
	CROSS  JOIN LATERAL (
		-- only an end that is past is known as a last day
		SELECT bradford.next_working_day(lower(x.spell) - 1, s.calendar) AS first_day,
			   CASE WHEN upper(x.spell) <= as_of THEN bradford.previous_working_day(upper(x.spell), s.calendar) END AS last_day
		OFFSET 0) d
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN d.first_day <@ x.spell AND d.first_day <@ bradford.rolling_window(as_of) THEN extract(isodow FROM d.first_day) END AS first_on,
			   CASE WHEN d.last_day <@ x.spell AND d.last_day <@ bradford.rolling_window(as_of) THEN extract(isodow FROM d.last_day) END AS last_on) y
	WHERE  x.spell && bradford.rolling_window(as_of) AND lower(x.spell) > date '1995-01-01'
	OFFSET 0) w
LEFT   JOIN LATERAL (
	SELECT CASE WHEN c.ending THEN 'last' ELSE 'first' END || ' day on a ' ||
		   (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])[c.weekday] AS pattern,
		   c.times, c.out_of, round(c.out_of * g.days / g.of_days::numeric, 2) AS expected,
		   round(h.chance, 6) AS chance, round(least(1, h.chance * g.weekdays * 2), 6) AS chance_of_any
	FROM  (
		SELECT false AS ending, f.weekday, f.times, w.absences AS out_of FROM unnest(w.first_days) WITH ORDINALITY AS f(times, weekday)
		UNION  ALL
		SELECT true, f.weekday, f.times, w.ended FROM unnest(w.last_days) WITH ORDINALITY AS f(times, weekday)) c
	CROSS  JOIN LATERAL (
		SELECT count(*) FILTER (WHERE extract(isodow FROM t.day) = c.weekday)::integer AS days, count(*)::integer AS of_days,
			   count(DISTINCT extract(isodow FROM t.day))::integer AS weekdays
		FROM  (SELECT greatest(lower(bradford.rolling_window(as_of)), s.counts_from) + n.n AS day
			   FROM   generate_series(0, 366) AS n(n)) t
		WHERE  t.day <= as_of AND bradford.is_working_day(t.day, s.calendar)
		OFFSET 0) g
	CROSS  JOIN LATERAL (SELECT bradford.chance_of_at_least(c.times, c.out_of, g.days, g.of_days) AS chance) h
	WHERE  c.times >= 3 AND c.times * g.of_days >= 2 * c.out_of * g.days
	ORDER  BY h.chance, c.ending, c.weekday
	LIMIT  1) b ON true
WHERE  w.absences + w.ended > 0
$body$)::bradford.report_definition
$definition$;
COMMENT ON FUNCTION define_pattern_report() IS 'Definition of pattern_report for create_reports';
