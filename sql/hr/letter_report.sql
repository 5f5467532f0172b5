CREATE OR REPLACE FUNCTION @hr@.letter_report(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	manager_name text,
	policy @hr@.attendance_policy.policy%TYPE,
	policy_title text,
	meeting text,
	stage integer,
	stage_title text,
	occasions integer,
	days numeric,
	score numeric,
	trigger_met text,
	breakdown text,
	rules text,
	rules_say text,
	live_stage integer,
	live_until date,
	notice text,
	earliest_meeting_on date,
	latest_meeting_on date,
	meeting_due_by date,
	meeting_late boolean,
	accompanied text,
	accompanied_source text,
	appeal_by date,
	hr_advice_needed boolean,
	currently_absent boolean
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT t.employee_id, t.name, t.service_area, t.manager_id, t.manager_name, t.policy,
	  (SELECT q.title
	   FROM   @hr@.attendance_policy q
	   WHERE  q.policy = t.policy
	   LIMIT  1)::text AS policy_title,
	   COALESCE('stage ' || t.stage_due || ' meeting', 'formal review meeting') AS meeting,
	   t.stage_due AS stage, p.titles[t.stage_due] AS stage_title,
	   t.occasions, t.days, t.score, w.trigger_met, b.breakdown,
	   t.rules, r.says AS rules_say, t.live_stage, t.live_until,
	   n.n || ' ' || n.unit AS notice,
	   e.earliest AS earliest_meeting_on, l.latest AS latest_meeting_on,
	   t.meeting_due_by, e.earliest > t.meeting_due_by AS meeting_late,
	   'You may be accompanied by a trade union representative or a work colleague.'
			AS accompanied,
	   CASE WHEN t.stage_due IS NOT NULL
			THEN 'Employment Relations Act 1999, s.10: the meeting may end in a formal warning'
			ELSE 'attendance policy, 21.2.2' END AS accompanied_source,
	   -- DL-23, DL-26: after a decision on the last day for the meeting
	   CASE WHEN p.appeals_within[t.stage_due] <= bradford.working_days(
						l.latest + 1, upper(bradford.known_days()), p.calendar)
			THEN bradford.due_by(l.latest, p.appeals_within[t.stage_due], 'working days',
								 p.calendar) END AS appeal_by,
	   t.hr_advice_needed, t.currently_absent
FROM   @hr@.trigger_report(letter_report.as_of) t,
	   @hr@.policy_terms() p,
-- the trigger of the stage that the figures reach, in words
	   LATERAL (
	SELECT CASE WHEN t.stage_reached > 0 THEN COALESCE(nullif(concat_ws(', ',
				CASE WHEN t.score >= t.triggers[t.stage_reached]
					 THEN format('score of at least %s',
								 trim_scale(t.triggers[t.stage_reached])) END,
				CASE WHEN t.occasions >= p.occasion_triggers[t.stage_reached]
					 THEN format('at least %s absences',
								 p.occasion_triggers[t.stage_reached]) END,
				CASE WHEN t.days >= p.day_triggers[t.stage_reached]
					 THEN format('at least %s days',
								 trim_scale(p.day_triggers[t.stage_reached])) END),
				''), 'days of absence, pro rata') END AS trigger_met) w,
-- BF-14: dates and days. A letter does not say why somebody was away, or why an absence was joined
-- or left out: these are matters of health
	   LATERAL (
	SELECT string_agg(concat(
				CASE WHEN o.runs_on THEN 'since ' END,
				to_char(lower(x.spell)::timestamp, 'YYYY-MM-DD'),
				CASE WHEN NOT o.runs_on AND upper(x.spell) > lower(x.spell) + 1
					 THEN to_char((upper(x.spell) - 1)::timestamp, '" to "YYYY-MM-DD') END,
				CASE WHEN lower(x.counted) > lower(x.spell)
					 THEN to_char(lower(x.counted)::timestamp, '", counted from "YYYY-MM-DD') END,
				': ', trim_scale(x.days), CASE WHEN x.days = 1 THEN ' day' ELSE ' days' END),
				E'\n' ORDER BY x.spell) AS breakdown
	FROM   @hr@.counted_absence(letter_report.as_of, p.uses_calendar, p.fit_note_covers) s,
		   bradford.explain_score(s.spells, letter_report.as_of, p.scoring_rule,
					COALESCE(s.calendar, p.calendar), s.half_days) x,
		   LATERAL (
		SELECT t.currently_absent AND upper(x.spell) > letter_report.as_of AS runs_on) o
	WHERE  s.employee_id = t.employee_id AND x.days > 0) b,
	   LATERAL (
	SELECT string_agg(v.says, ' ' ORDER BY i.n) AS says
	FROM   unnest(string_to_array(t.rules, ', ')) WITH ORDINALITY AS i(rule_id, n)
	JOIN   bradford.rules() v ON v.rule_id = i.rule_id) r,
-- DL-20, DL-22, DL-25, DL-21: notice, served on the day
	   LATERAL (
	SELECT CASE WHEN t.stage_due IS NOT NULL THEN p.notices[t.stage_due]
				ELSE p.review_notices[t.live_stage] END AS n,
		   CASE WHEN t.stage_due IS NOT NULL THEN p.notice_units[t.stage_due]
				ELSE p.review_notice_units[t.live_stage] END AS unit) n,
-- The first working day of the organisation for which that is enough notice; hours count as whole
-- days. Only on days that calendars know; OFFSET 0: worked out once, not once for each mention
	   LATERAL (
	SELECT CASE WHEN NOT t.currently_absent AND letter_report.as_of <@ bradford.known_days()
			THEN CASE WHEN bradford.working_days(letter_report.as_of, upper(bradford.known_days()),
								p.calendar) > n.n
			THEN CASE n.unit
				WHEN 'working days' THEN bradford.add_working_days(
						bradford.roll(letter_report.as_of, 'following', p.calendar),
						n.n, p.calendar)
				WHEN 'calendar days'
				THEN bradford.roll(letter_report.as_of + n.n, 'following', p.calendar)
				WHEN 'hours'
				THEN bradford.roll(letter_report.as_of + (n.n + 23) / 24, 'following', p.calendar)
		   END END END AS earliest
	OFFSET 0) e,
-- DL-19, or as soon after it as notice allows
	   LATERAL (
	SELECT CASE WHEN t.meeting_due_by IS NOT NULL
				THEN greatest(t.meeting_due_by, e.earliest) END AS latest
	OFFSET 0) l
WHERE  p.policy = t.policy AND (t.stage_due IS NOT NULL OR t.review_meeting_due);
END;
COMMENT ON FUNCTION @hr@.letter_report(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.letter_report WITH (security_invoker = true) AS
SELECT * FROM @hr@.letter_report(CURRENT_DATE);
COMMENT ON VIEW @hr@.letter_report IS
	'The contents of a letter that invites to a meeting: one row per current employee for whom a '
	'stage or a formal review meeting is due, as if notice were served on the day (BF-14, DL-19 to '
	'DL-26). It gives dates and days, but no reasons for absence. It decides nothing.';
COMMENT ON COLUMN @hr@.letter_report.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.letter_report.name IS 'Name';
COMMENT ON COLUMN @hr@.letter_report.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.letter_report.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.letter_report.manager_name IS
	'Name of the manager, for readers who may see it';
COMMENT ON COLUMN @hr@.letter_report.policy IS 'Policy in force for the person';
COMMENT ON COLUMN @hr@.letter_report.policy_title IS 'Full name of the policy';
COMMENT ON COLUMN @hr@.letter_report.meeting IS
	'For example stage 1 meeting, or formal review meeting if only that is due (BF-12)';
COMMENT ON COLUMN @hr@.letter_report.stage IS
	'Stage due for consideration; none: only a formal review meeting is due';
COMMENT ON COLUMN @hr@.letter_report.stage_title IS 'What is considered at that stage';
COMMENT ON COLUMN @hr@.letter_report.occasions IS
	'Counted absences in the rolling window (S)';
COMMENT ON COLUMN @hr@.letter_report.days IS 'Counted days of absence in the rolling window (D)';
COMMENT ON COLUMN @hr@.letter_report.score IS 'S x S x D (BF-1)';
COMMENT ON COLUMN @hr@.letter_report.trigger_met IS
	'Trigger of the highest stage that the figures reach, after the part-time rule; none: they '
	'reach none';
COMMENT ON COLUMN @hr@.letter_report.breakdown IS
	'How the score came about: a line for each counted absence, with its dates and counted days '
	'(BF-14)';
COMMENT ON COLUMN @hr@.letter_report.rules IS 'Ids of the rules that decided it';
COMMENT ON COLUMN @hr@.letter_report.rules_say IS 'What those rules say';
COMMENT ON COLUMN @hr@.letter_report.live_stage IS 'Stage of the live warning (BF-6)';
COMMENT ON COLUMN @hr@.letter_report.live_until IS 'Last day on which it is live (BF-6)';
COMMENT ON COLUMN @hr@.letter_report.notice IS
	'Notice that the meeting needs, such as 5 working days (DL-20, DL-21, DL-22, DL-25)';
COMMENT ON COLUMN @hr@.letter_report.earliest_meeting_on IS
	'First working day of the organisation for the meeting if notice is served on the day of the '
	'report; none while the person is away';
COMMENT ON COLUMN @hr@.letter_report.latest_meeting_on IS
	'Last day for the meeting: meeting_due_by, or earliest_meeting_on if that is later; none '
	'while the person is away, and for a formal review meeting';
COMMENT ON COLUMN @hr@.letter_report.meeting_due_by IS
	'Last day for the meeting by the policy (DL-19)';
COMMENT ON COLUMN @hr@.letter_report.meeting_late IS
	'If notice is served on the day of the report, the meeting is later than the policy allows';
COMMENT ON COLUMN @hr@.letter_report.accompanied IS 'The right to be accompanied, in words';
COMMENT ON COLUMN @hr@.letter_report.accompanied_source IS 'Where that right comes from';
COMMENT ON COLUMN @hr@.letter_report.appeal_by IS
	'Last day for an appeal against a decision made on the last day for the meeting (DL-23, '
	'DL-26); none: the policy has no appeal at this stage';
COMMENT ON COLUMN @hr@.letter_report.hr_advice_needed IS
	'HR advice comes before any action (AB-4)';
COMMENT ON COLUMN @hr@.letter_report.currently_absent IS
	'Absent on the day: the meeting follows the return to work';

ALTER FUNCTION @hr@.letter_report(date) DEPENDS ON EXTENSION bradford;
