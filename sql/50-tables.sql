--
-- Tables: the HR tables that reports read, made in the user's own schema.
--
-- They are ordinary tables of the caller. The extension owns none of them, so DROP EXTENSION cannot take
-- a row with it, and pg_dump, row-level security and distribution treat them as what they are.
--
-- table_columns() is the one list of what each relation holds: create_tables makes tables and comments from
-- it, and create_reports checks a site's own tables and views against it.
--
-- One word, one meaning: a period is always first_day .. last_day, both included, and no last_day means that
-- it still runs; *_on is the day on which something happened.
--

CREATE FUNCTION table_columns(OUT relation text, OUT "column" text, OUT type text, OUT rule text, OUT meaning text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 160
AS $function$
VALUES
	('employee', NULL, NULL, NULL, 'People who work or have worked here, one row each.'),
	('employee', 'employee_id', 'bigint', 'PRIMARY KEY', 'Payroll number; a person who comes back keeps it'),
	('employee', 'name', 'text', '', 'Name as it shall appear in letters; no report needs it'),
	('employee', 'service_area', 'text', 'NOT NULL', 'Service area by which reports are shown to managers (BF-15)'),
	('employee', 'manager_id', 'bigint', 'CONSTRAINT nobody_manages_themselves CHECK (manager_id <> employee_id)', 'Payroll number of the manager'),
	('employee', 'service_from', 'date', '', 'Day from which continuous service counts (AB-11, DL-31); without one, the first day of the contracts that run on without a gap'),

	('contract', NULL, NULL, NULL, 'Contracts of employment with their dates: a change of hours, salary or working pattern ends one row and begins the next, so that the past keeps what held then.'),
	('contract', 'employee_id', 'bigint', 'NOT NULL', 'Whose contract'),
	('contract', 'post', 'text', 'NOT NULL DEFAULT ''1''', 'Number of the post in the establishment; the partners of a job share hold the same one (PAY-14). 1, which a contract gets that names none, is a post of the person''s own'),
	('contract', 'first_day', 'date', 'NOT NULL', 'First day of these terms'),
	('contract', 'last_day', 'date', '', 'Last day of these terms, included; none while they run'),
	('contract', 'kind', 'text', 'NOT NULL DEFAULT ''full-time'' CONSTRAINT kind_of_contract CHECK (kind IN (''full-time'', ''part-time'', ''annualised hours'', ''term-time'', ''job share''))', 'full-time, part-time, annualised hours (PAY-2), term-time (PAY-9) or job share (PAY-14)'),
	('contract', 'weekly_hours', 'numeric', 'NOT NULL DEFAULT 37', 'Contracted hours a week'),
	('contract', 'full_time_hours', 'numeric', 'NOT NULL DEFAULT 37 CONSTRAINT full_time_hours_in_a_week CHECK (full_time_hours > 0 AND full_time_hours <= 168)', 'Hours a week of the post when full-time; weekly_hours / full_time_hours is the whole-time equivalent (BF-5, PAY-1)'),
	('contract', 'full_time_salary', 'numeric', 'CONSTRAINT salary_not_negative CHECK (full_time_salary >= 0)', 'Salary a year of the post when full-time and all the year round, in pounds'),
	('contract', 'year_starts_on', 'date', '', 'Day on which a contract year begins, where it is not the first day of these terms (PAY-2)'),
	('contract', 'annual_hours', 'numeric', 'CONSTRAINT annual_hours_not_negative CHECK (annual_hours >= 0)', 'Hours of the contract year fixed at the outset: line a of the timesheet (PAY-2, PAY-15)'),
	('contract', 'leave_hours', 'numeric', 'CONSTRAINT leave_hours_not_negative CHECK (leave_hours >= 0)', 'Leave entitlement of the contract year in hours: line f of the timesheet (PAY-15)'),
	('contract', 'weeks_at_work', 'numeric', 'CONSTRAINT weeks_at_work_in_a_year CHECK (weeks_at_work >= 0 AND weeks_at_work <= 53)', 'Term-time: weeks at work in a year (PAY-9, PAY-12)'),
	('contract', 'wte_weeks', 'numeric', 'NOT NULL DEFAULT 45 CONSTRAINT wte_weeks_in_a_year CHECK (wte_weeks > 0 AND wte_weeks <= 53)', 'Term-time: weeks that a whole-time equivalent is at work (PAY-9)'),
	('contract', 'wte_leave_weeks', 'numeric', 'NOT NULL DEFAULT 7 CONSTRAINT wte_leave_weeks_not_negative CHECK (wte_leave_weeks >= 0)', 'Term-time: leave weeks of a whole-time equivalent (PAY-9)'),
	('contract', 'working_time', 'datemultirange', '', 'Term-time: the school year outside its holidays (PAY-7, PAY-13); none means all the year'),
	('contract', 'least_weekly_hours', 'numeric', '', 'Least hours in a week that were agreed (PAY-16)'),
	('contract', 'most_weekly_hours', 'numeric', 'CONSTRAINT weekly_hours_agreed CHECK (most_weekly_hours >= least_weekly_hours)', 'Most hours in a week that were agreed (PAY-16)'),
	('contract', 'calendar', 'bradford.calendar', 'NOT NULL DEFAULT ''england-and-wales''', 'Working days under these terms, such as england-and-wales; week=Mon-Wed'),

	('absence_reason', NULL, NULL, NULL, 'Reasons for absence and what follows from them.'),
	('absence_reason', 'reason', 'text', 'PRIMARY KEY', 'Reason as recorded'),
	('absence_reason', 'counted', 'text', 'NOT NULL DEFAULT ''yes'' CONSTRAINT counted_or_not CHECK (counted IN (''yes'', ''no'', ''unless fit note''))', 'Counts towards the score: yes, no (AB-3), or unless fit note: not when a fit note covers it (AB-2)'),
	('absence_reason', 'sickness', 'boolean', 'NOT NULL DEFAULT true', 'Recorded as sickness absence: counts as days lost (AB-3, AB-5)'),
	('absence_reason', 'hr_advice', 'boolean', 'NOT NULL DEFAULT false', 'The manager takes HR advice before any action (AB-4)'),
	('absence_reason', 'occupational_health', 'boolean', 'NOT NULL DEFAULT false', 'A reason for an occupational-health referral by itself (AB-9)'),
	('absence_reason', 'pregnancy', 'boolean', 'NOT NULL DEFAULT false', 'Related to pregnancy: may start maternity leave (AB-7)'),
	('absence_reason', 'rule_ids', 'text', '', 'Rules of the policy that say so'),

	('absence', NULL, NULL, NULL, 'Absences as recorded. Records that overlap or touch are one spell when they are counted (BF-1).'),
	('absence', 'absence_id', 'bigint', 'GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY', 'Number of the record'),
	('absence', 'employee_id', 'bigint', 'NOT NULL', 'Who was absent'),
	('absence', 'first_day', 'date', 'NOT NULL', 'First day of absence'),
	('absence', 'last_day', 'date', '', 'Last day of absence, included; none while the person is still away'),
	('absence', 'reason', 'text', '', 'Reason, from absence_reason; none as long as it is unknown, and such an absence counts'),
	('absence', 'half_worked', 'boolean', 'NOT NULL DEFAULT false', 'Half or more of the first day was worked before going home, so that day is not recorded as absence (AB-1)'),
	('absence', 'half_days', 'datemultirange', '', 'Days of the absence that count one half, where a policy counts half days'),
	('absence', 'self_certified_on', 'date', '', 'Day on which the self-certificate came in (AB-6)'),
	('absence', 'expected_birth_on', 'date', '', 'Expected date of birth, with a pregnancy-related absence (AB-7)'),

	('absence_override', NULL, NULL, NULL, 'What a named person decided about one absence: to leave it out of the count, or to count it as one spell with another.'),
	('absence_override', 'absence_id', 'bigint', 'PRIMARY KEY', 'Absence that is left out or joined'),
	('absence_override', 'action', 'text', 'NOT NULL CONSTRAINT leave_out_or_join CHECK (action IN (''leave out'', ''join''))', 'leave out, or join: the spell then runs from the start of the earlier to the end of the later absence, the days between included'),
	('absence_override', 'joined_to', 'bigint', 'CONSTRAINT join_names_the_other CHECK ((action = ''join'') = (joined_to IS NOT NULL) AND joined_to <> absence_id)', 'With join: the other absence, of the same employee'),
	('absence_override', 'decided_by', 'text', 'NOT NULL CONSTRAINT decided_by_somebody CHECK (decided_by <> '''')', 'Who decided it'),
	('absence_override', 'decided_on', 'date', 'NOT NULL', 'When; reports as at an earlier day do not know of it yet'),
	('absence_override', 'why', 'text', 'NOT NULL CONSTRAINT why_is_said CHECK (why <> '''')', 'Reason, shown in the breakdown of the score'),

	('fit_note', NULL, NULL, NULL, 'Statements of fitness for work (AB-6).'),
	('fit_note', 'employee_id', 'bigint', 'NOT NULL', 'Whose fit note'),
	('fit_note', 'first_day', 'date', 'NOT NULL', 'First day covered'),
	('fit_note', 'last_day', 'date', 'NOT NULL', 'Last day covered, included'),
	('fit_note', 'received_on', 'date', '', 'Day on which it came in; none where it was not noted down'),
	('fit_note', 'advice', 'text', '', 'Fitness with changes: phased return, amended duties, altered hours, workplace adaptations'),

	('return_to_work', NULL, NULL, NULL, 'Return-to-work discussions (AB-8).'),
	('return_to_work', 'absence_id', 'bigint', 'PRIMARY KEY', 'Absence that was discussed'),
	('return_to_work', 'held_on', 'date', 'NOT NULL', 'Day of the discussion'),
	('return_to_work', 'held_by', 'text', '', 'Who held it'),
	('return_to_work', 'score_told', 'numeric', '', 'Score that the employee was told (BF-14)'),
	('return_to_work', 'form_received_on', 'date', '', 'Day on which the form reached HR (DL-28)'),

	('attendance_policy', NULL, NULL, NULL, 'Attendance policies with the dates between which each is in force; a change of rules on a date is a new row. Policies without a first_day are never in force and serve comparison only.'),
	('attendance_policy', 'policy', 'text', 'PRIMARY KEY', 'Short name of this version'),
	('attendance_policy', 'title', 'text', '', 'Full name'),
	('attendance_policy', 'first_day', 'date', '', 'First day in force; none: never in force'),
	('attendance_policy', 'last_day', 'date', '', 'Last day in force, included; none: still in force'),
	('attendance_policy', 'adopted_on', 'date', '', 'Everybody is scored on the rolling year, but action starts only at the first absence that begins after this day (BF-13)'),
	('attendance_policy', 'trial_until', 'date', '', 'Last day of the trial, for information (BF-13)'),
	('attendance_policy', 'replaces', 'text', '', 'Policy that it is compared with when no other is named'),
	('attendance_policy', 'keeps_warnings', 'boolean', 'NOT NULL DEFAULT false', 'Warnings under the policy that it replaces stay live, as when only the triggers change on a date'),
	('attendance_policy', 'scoring_rule', 'bradford.scoring_rule', 'NOT NULL DEFAULT ''''', 'How a score is counted (BF-1, BF-2)'),
	('attendance_policy', 'part_time_rule', 'text', 'NOT NULL DEFAULT ''none'' CONSTRAINT part_time_rule_known CHECK (part_time_rule IN (''none'', ''hours''))', 'hours: triggers and rises are pro rata to the contracted hours (BF-5); none: the same for everybody'),
	('attendance_policy', 'calendar', 'bradford.calendar', 'NOT NULL DEFAULT ''england-and-wales''', 'Working days of the organisation, for deadlines such as DL-19'),
	('attendance_policy', 'long_term', 'interval', 'NOT NULL DEFAULT ''4 weeks'' CONSTRAINT long_term_positive CHECK (long_term > ''0'')', 'An absence longer than this is long-term (AB-10)'),
	('attendance_policy', 'target_days', 'numeric', 'CONSTRAINT target_not_negative CHECK (target_days >= 0)', 'Target of days lost per employee and year (BF-16)'),
	('attendance_policy', 'source', 'text', '', 'Where the policy is written'),

	('policy_stage', NULL, NULL, NULL, 'Stages of each attendance policy. A stage is reached when any one of its triggers is.'),
	('policy_stage', 'policy', 'text', 'NOT NULL', 'Policy that the stage belongs to'),
	('policy_stage', 'stage', 'smallint', 'NOT NULL CONSTRAINT stage_from_one CHECK (stage BETWEEN 1 AND 9)', 'Number of the stage, 1 first'),
	('policy_stage', 'title', 'text', 'NOT NULL', 'What is considered at this stage'),
	('policy_stage', 'trigger_score', 'numeric', 'CONSTRAINT trigger_score_positive CHECK (trigger_score > 0)', 'Score from which the stage is reached (BF-4)'),
	('policy_stage', 'trigger_occasions', 'integer', 'CONSTRAINT trigger_occasions_positive CHECK (trigger_occasions > 0)', 'Number of absences in the window from which the stage is reached, for policies that trigger on it'),
	('policy_stage', 'trigger_days', 'numeric', 'CONSTRAINT trigger_days_positive CHECK (trigger_days > 0)', 'Days of absence in the window from which the stage is reached, for policies that trigger on them'),
	('policy_stage', 'warning_life', 'interval', 'CONSTRAINT warning_life_positive CHECK (warning_life > ''0'')', 'How long a warning of this stage is live from the day of issue; none: it does not lapse (BF-6)'),
	('policy_stage', 'least_rise', 'numeric', 'CONSTRAINT least_rise_not_negative CHECK (least_rise >= 0)', 'The score must be at least this much above the score at which the live warning of the stage before was issued (BF-7, BF-8)'),
	('policy_stage', 'report_age', 'interval', '', 'Only with an occupational-health report at most this old (BF-8, DL-29)'),
	('policy_stage', 'review_least', 'interval', '', 'Shortest review period after a warning of this stage (BF-12)'),
	('policy_stage', 'review_most', 'interval', '', 'Longest review period after a warning of this stage (BF-12)'),
	('policy_stage', 'repeat_warnings', 'smallint', 'CONSTRAINT repeat_warnings_positive CHECK (repeat_warnings > 0)', 'After this many warnings of this stage, each followed by satisfactory attendance while it was live, the next failure goes to the next stage (BF-10)'),
	('policy_stage', 'repeat_within', 'interval', 'CONSTRAINT repeats_within_a_time CHECK ((repeat_warnings IS NULL) = (repeat_within IS NULL))', 'The time within which those warnings were issued (BF-10)'),
	('policy_stage', 'appeal_leads_to', 'smallint', 'CONSTRAINT appeal_leads_back CHECK (appeal_leads_to < stage)', 'Stage to which an upheld appeal leads back (BF-11); none: the warning falls away'),
	('policy_stage', 'meeting_within', 'smallint', 'CONSTRAINT meeting_within_not_negative CHECK (meeting_within >= 0)', 'The meeting is held within this many working days of the return to work (DL-19)'),
	('policy_stage', 'referral', 'boolean', 'NOT NULL DEFAULT false', 'Reaching the stage is a reason for an occupational-health referral (AB-9)'),

	('warning', NULL, NULL, NULL, 'What was decided at the stages of an attendance policy. People decide; reports only show what is due for consideration.'),
	('warning', 'employee_id', 'bigint', 'NOT NULL', 'Whose warning'),
	('warning', 'policy', 'text', 'NOT NULL', 'Policy under which it was decided'),
	('warning', 'stage', 'smallint', 'NOT NULL', 'Stage that was considered'),
	('warning', 'issued_on', 'date', 'NOT NULL', 'Day of issue, or of the decision'),
	('warning', 'outcome', 'text', 'NOT NULL DEFAULT ''warning'' CONSTRAINT outcome_known CHECK (outcome IN (''warning'', ''no warning'', ''transferred''))', 'warning (at the last stage: a decision not to dismiss), no warning (considered, none issued, BF-9), or transferred (stage carried over from the policy before, BF-13)'),
	('warning', 'score', 'numeric', 'CONSTRAINT score_not_negative CHECK (score >= 0)', 'Score at which it was issued (BF-7, BF-8); none counts as 0'),
	('warning', 'review_until', 'date', 'CONSTRAINT review_after_issue CHECK (review_until > issued_on)', 'Last day of the review period (BF-12)'),
	('warning', 'review_held_on', 'date', 'CONSTRAINT review_held_after_issue CHECK (review_held_on >= issued_on)', 'Day on which the formal review meeting was held (BF-12)'),
	('warning', 'satisfactory', 'boolean', '', 'Attendance was satisfactory while the warning was live (BF-10), as the manager judged; none: yes if no other warning was issued in that time'),
	('warning', 'appeal_upheld_on', 'date', 'CONSTRAINT appeal_after_issue CHECK (appeal_upheld_on >= issued_on)', 'Day on which an appeal against it was upheld (BF-11)'),
	('warning', 'decided_by', 'text', '', 'Who decided'),

	('occupational_health_report', NULL, NULL, NULL, 'Referrals to occupational health and the reports that came of them (AB-9, DL-29).'),
	('occupational_health_report', 'employee_id', 'bigint', 'NOT NULL', 'Whose report'),
	('occupational_health_report', 'referred_on', 'date', 'NOT NULL', 'Day of the referral'),
	('occupational_health_report', 'reported_on', 'date', 'CONSTRAINT reported_after_referral CHECK (reported_on >= referred_on)', 'Date of the report; none while it is awaited'),
	('occupational_health_report', 'advice', 'text', '', 'What it advises, in a word: phased return, redeployment, no change'),

	('procedure', NULL, NULL, NULL, 'Procedures with deadlines: grievance, attendance, flexible working and the like.'),
	('procedure', 'procedure', 'text', 'PRIMARY KEY', 'Short name'),
	('procedure', 'source', 'text', '', 'Where it is written'),

	('procedure_step', NULL, NULL, NULL, 'Steps of each procedure with their time limits (policy section 2).'),
	('procedure_step', 'procedure', 'text', 'NOT NULL', 'Procedure that the step belongs to'),
	('procedure_step', 'step', 'text', 'NOT NULL', 'What is to be done'),
	('procedure_step', 'rule_id', 'text', '', 'Rule, such as DL-12'),
	('procedure_step', 'direction', 'text', 'NOT NULL CONSTRAINT direction_known CHECK (direction IN (''after'', ''before'', ''condition''))', 'after: due within n units of the event; before: n units of notice are given; condition: a fact that must be that old'),
	('procedure_step', 'counts_from', 'text', 'NOT NULL', 'Event or step from which the limit counts'),
	('procedure_step', 'n', 'integer', 'NOT NULL CONSTRAINT n_not_negative CHECK (n >= 0)', 'Number of units'),
	('procedure_step', 'unit', 'text', 'NOT NULL CONSTRAINT unit_known CHECK (unit IN (''hours'', ''calendar days'', ''working days'', ''weeks'', ''months''))', 'hours, calendar days, working days, weeks or months'),
	('procedure_step', 'who_acts', 'text', '', 'Who acts'),
	('procedure_step', 'clause', 'text', '', 'Clause of the procedure'),

	('hr_case', NULL, NULL, NULL, 'Cases that run under a procedure.'),
	('hr_case', 'case_id', 'bigint', 'GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY', 'Number of the case'),
	('hr_case', 'employee_id', 'bigint', '', 'Whose case'),
	('hr_case', 'procedure', 'text', 'NOT NULL', 'Procedure under which it runs'),
	('hr_case', 'opened_on', 'date', 'NOT NULL', 'Day on which it was opened'),
	('hr_case', 'closed_on', 'date', 'CONSTRAINT closed_after_opened CHECK (closed_on >= opened_on)', 'Day on which it was closed; none while it is open'),
	('hr_case', 'calendar', 'bradford.calendar', 'NOT NULL DEFAULT ''england-and-wales''', 'Working days by which its deadlines count'),

	('case_event', NULL, NULL, NULL, 'What happened in a case: steps done and events from which deadlines count.'),
	('case_event', 'case_id', 'bigint', 'NOT NULL', 'Case'),
	('case_event', 'event', 'text', 'NOT NULL', 'Step or event, named as in procedure_step'),
	('case_event', 'happened_on', 'date', 'NOT NULL', 'Day on which it happened, or, for a meeting or hearing, will happen'),
	('case_event', 'happened_at', 'time', '', 'Time of that day, where a limit is in hours (DL-20)'),

	('timesheet', NULL, NULL, NULL, 'Monthly timesheets (PAY-15).'),
	('timesheet', 'employee_id', 'bigint', 'NOT NULL', 'Whose timesheet'),
	('timesheet', 'post', 'text', 'NOT NULL DEFAULT ''1''', 'Post in which the hours were worked'),
	('timesheet', 'month', 'date', 'NOT NULL CONSTRAINT month_by_its_first_day CHECK (extract(day FROM month) = 1)', 'Month, by its first day'),
	('timesheet', 'hours_worked', 'numeric', 'NOT NULL DEFAULT 0 CONSTRAINT hours_worked_in_a_month CHECK (hours_worked BETWEEN 0 AND 744)', 'Hours worked in the month: line c'),
	('timesheet', 'leave_taken', 'numeric', 'NOT NULL DEFAULT 0 CONSTRAINT leave_taken_in_a_month CHECK (leave_taken BETWEEN 0 AND 744)', 'Hours of leave taken in the month: line h'),
	('timesheet', 'extra_hours', 'numeric', 'NOT NULL DEFAULT 0 CONSTRAINT extra_hours_in_a_month CHECK (extra_hours BETWEEN 0 AND 744)', 'Hours outside the annual hours, paid in the month at the substantive rate (PAY-6)'),
	('timesheet', 'received_on', 'date', '', 'Day on which it came in')
$function$;
COMMENT ON FUNCTION table_columns() IS
'The HR relations that create_tables makes and reports read: relation and column (none: the relation itself), type, constraint and meaning. A site with its own HR database gives its views these names, columns and types.';


CREATE FUNCTION published_policies(OUT policy text, OUT title text, OUT first_day date, OUT last_day date, OUT adopted_on date,
	OUT trial_until date, OUT replaces text, OUT scoring_rule bradford.scoring_rule, OUT part_time_rule text,
	OUT long_term interval, OUT target_days numeric, OUT source text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 2
AS $function$
VALUES
	-- the trial began on 1 October 2016, which is the day of adoption (BF-13); until the day before, the old policy held
	('periods or days', 'Attendance policy: 4 periods or 8 working days in 12 months', date '-infinity', date '2016-09-30', NULL::date,
	 NULL::date, NULL, 'days=working'::bradford.scoring_rule, 'none',
	 interval '4 weeks', 7.5, '002, old policy, 2.1-2.2'),
	('Bradford 2016', 'Attendance policy: Bradford factor 150, 500, 875', date '2016-10-01', NULL, date '2016-10-01',
	 date '2017-03-31', 'periods or days', ''::bradford.scoring_rule, 'hours',
	 interval '4 weeks', 7.5, '002, s.19-21')
$function$;
COMMENT ON FUNCTION published_policies() IS
'The published attendance policies, as create_tables copies them into attendance_policy: Bradford 2016 (BF-1 to BF-16) and the policy of 4 periods or 8 working days that it replaced.';


CREATE FUNCTION published_policy_stages(OUT policy text, OUT stage smallint, OUT title text, OUT trigger_score numeric,
	OUT trigger_occasions integer, OUT trigger_days numeric, OUT warning_life interval, OUT least_rise numeric,
	OUT report_age interval, OUT review_least interval, OUT review_most interval, OUT repeat_warnings smallint,
	OUT repeat_within interval, OUT appeal_leads_to smallint, OUT meeting_within smallint, OUT referral boolean)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 4
AS $function$
VALUES
	('periods or days', 1::smallint, 'first formal interview considered', NULL::numeric, 4, 8::numeric, NULL::interval, NULL::numeric,
	 NULL::interval, interval '1 month', interval '3 months', NULL::smallint, NULL::interval, NULL::smallint, NULL::smallint, false),
	-- BF-4, BF-6, BF-10, BF-12, DL-19
	('Bradford 2016', 1::smallint, 'written warning considered', 150, NULL, NULL, interval '6 months', NULL,
	 NULL, interval '1 month', interval '3 months', 2::smallint, interval '2 years', NULL, 5::smallint, true),
	-- BF-4, BF-6, BF-7
	('Bradford 2016', 2::smallint, 'final written warning considered', 500, NULL, NULL, interval '9 months', 350,
	 NULL, NULL, NULL, NULL, NULL, NULL, NULL, true),
	-- BF-4, BF-6, BF-8, BF-11
	('Bradford 2016', 3::smallint, 'stage 3 meeting', 875, NULL, NULL, interval '12 months', 375,
	 interval '3 months', NULL, NULL, NULL, NULL, 2::smallint, NULL, false)
$function$;
COMMENT ON FUNCTION published_policy_stages() IS
'The stages of the published attendance policies (BF-4 to BF-12), as create_tables copies them into policy_stage.';


CREATE FUNCTION published_reasons(OUT reason text, OUT counted text, OUT sickness boolean, OUT hr_advice boolean,
	OUT occupational_health boolean, OUT pregnancy boolean, OUT rule_ids text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 25
AS $function$
VALUES
	('cold or flu', 'yes', true, false, false, false, NULL),
	('stomach or bowel', 'yes', true, false, false, false, NULL),
	('headache or migraine', 'yes', true, false, false, false, NULL),
	('operation or hospital', 'yes', true, false, false, false, NULL),
	('other sickness', 'yes', true, false, false, false, NULL),
	('depression', 'yes', true, false, true, false, 'AB-9'),
	('anxiety', 'yes', true, false, true, false, 'AB-9'),
	('stress', 'yes', true, false, true, false, 'AB-9'),
	('musculoskeletal', 'yes', true, false, true, false, 'AB-9'),
	('industrial injury', 'yes', true, true, true, false, 'AB-4, AB-9'),
	('disability', 'yes', true, true, false, false, 'AB-4'),
	('chicken pox', 'unless fit note', true, true, false, false, 'AB-2, AB-4'),
	('diphtheria', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('German measles', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('mumps', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('scarlet fever', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('whooping cough', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('pandemic flu', 'unless fit note', true, true, false, false, 'AB-2, AB-4'),
	('other notifiable disease', 'unless fit note', true, true, true, false, 'AB-2, AB-4, AB-9'),
	('pregnancy', 'no', false, true, false, true, 'AB-3, AB-4, AB-7'),
	('IVF treatment', 'no', false, true, false, true, 'AB-3, AB-4, AB-7'),
	('medical appointment, whole day', 'yes', true, false, false, false, 'AB-5'),
	('medical appointment', 'no', false, false, false, false, 'AB-5')
$function$;
COMMENT ON FUNCTION published_reasons() IS
'Reasons for absence with what the policy attaches to them (AB-2 to AB-5, AB-7, AB-9), as create_tables copies them into absence_reason.';


--
-- What cannot be, beyond single columns. An exclusion constraint over = of a number wants btree_gist; the range
-- that holds just that number does the same with what PostgreSQL has built in. A post is a text, which no
-- built-in range holds, so its 64-bit hash stands for it.
--
CREATE FUNCTION table_constraints(OUT relation text, OUT name text, OUT definition text, OUT refers_to text, OUT meaning text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 60
AS $function$
VALUES
	('contract', 'contract_pkey', 'PRIMARY KEY (employee_id, post, first_day)', NULL, NULL),
	('contract', 'contract_of_an_employee', 'FOREIGN KEY (employee_id) REFERENCES employee (employee_id) ON UPDATE CASCADE', 'employee', NULL),
	('contract', 'ends_after_it_starts', 'CHECK (last_day >= first_day)', NULL, 'A contract cannot end before it starts'),
	('contract', 'hours_within_the_post', 'CHECK (weekly_hours > 0 AND weekly_hours <= full_time_hours)', NULL, 'Nobody holds more than the whole post (PAY-14)'),
	('contract', 'one_contract_at_a_time', 'EXCLUDE USING gist (int8range(employee_id, employee_id, ''[]'') WITH &&, int8range(hashtextextended(post, 0), hashtextextended(post, 0), ''[]'') WITH &&, daterange(first_day, last_day, ''[]'') WITH &&)', NULL,
	 'One post-holder has one contract in a post at a time'),
	('absence', 'absence_of_an_employee', 'FOREIGN KEY (employee_id) REFERENCES employee (employee_id) ON UPDATE CASCADE', 'employee', NULL),
	('absence', 'reason_is_known', 'FOREIGN KEY (reason) REFERENCES absence_reason (reason) ON UPDATE CASCADE', 'absence_reason', NULL),
	('absence', 'ends_after_it_starts', 'CHECK (last_day >= first_day)', NULL, 'An absence cannot end before it starts'),
	('absence', 'half_days_within', 'CHECK (half_days <@ daterange(first_day, last_day, ''[]''))', NULL, 'Half days lie within the absence'),
	('absence_override', 'of_an_absence', 'FOREIGN KEY (absence_id) REFERENCES absence (absence_id) ON UPDATE CASCADE', 'absence', NULL),
	('absence_override', 'joined_to_an_absence', 'FOREIGN KEY (joined_to) REFERENCES absence (absence_id) ON UPDATE CASCADE', 'absence', NULL),
	('fit_note', 'fit_note_pkey', 'PRIMARY KEY (employee_id, first_day, last_day)', NULL, NULL),
	('fit_note', 'fit_note_of_an_employee', 'FOREIGN KEY (employee_id) REFERENCES employee (employee_id) ON UPDATE CASCADE', 'employee', NULL),
	('fit_note', 'ends_after_it_starts', 'CHECK (last_day >= first_day)', NULL, 'A fit note cannot end before it starts'),
	('return_to_work', 'of_an_absence', 'FOREIGN KEY (absence_id) REFERENCES absence (absence_id) ON UPDATE CASCADE', 'absence', NULL),
	('return_to_work', 'form_after_discussion', 'CHECK (form_received_on >= held_on)', NULL, 'The form cannot arrive before the discussion'),
	('attendance_policy', 'replaces_a_policy', 'FOREIGN KEY (replaces) REFERENCES attendance_policy (policy) ON UPDATE CASCADE', 'attendance_policy', NULL),
	('attendance_policy', 'ends_after_it_starts', 'CHECK (last_day >= first_day)', NULL, 'A policy cannot end before it comes into force'),
	('attendance_policy', 'one_policy_in_force', 'EXCLUDE USING gist (daterange(first_day, last_day, ''[]'') WITH &&) WHERE (first_day IS NOT NULL)', NULL,
	 'On any day at most one policy is in force'),
	('policy_stage', 'policy_stage_pkey', 'PRIMARY KEY (policy, stage)', NULL, NULL),
	('policy_stage', 'stage_of_a_policy', 'FOREIGN KEY (policy) REFERENCES attendance_policy (policy) ON UPDATE CASCADE ON DELETE CASCADE', 'attendance_policy', NULL),
	('policy_stage', 'has_a_trigger', 'CHECK (num_nonnulls(trigger_score, trigger_occasions, trigger_days) > 0)', NULL, 'A stage has at least one trigger'),
	('policy_stage', 'review_not_reversed', 'CHECK (review_most >= review_least)', NULL, 'The longest review period is not below the shortest'),
	('warning', 'warning_pkey', 'PRIMARY KEY (employee_id, issued_on, stage)', NULL, NULL),
	('warning', 'warning_of_an_employee', 'FOREIGN KEY (employee_id) REFERENCES employee (employee_id) ON UPDATE CASCADE', 'employee', NULL),
	('warning', 'stage_of_the_policy', 'FOREIGN KEY (policy, stage) REFERENCES policy_stage (policy, stage) ON UPDATE CASCADE', 'policy_stage', 'A warning is of a stage that its policy has'),
	('occupational_health_report', 'occupational_health_report_pkey', 'PRIMARY KEY (employee_id, referred_on)', NULL, NULL),
	('occupational_health_report', 'report_on_an_employee', 'FOREIGN KEY (employee_id) REFERENCES employee (employee_id) ON UPDATE CASCADE', 'employee', NULL),
	('procedure_step', 'procedure_step_pkey', 'PRIMARY KEY (procedure, step)', NULL, NULL),
	('procedure_step', 'step_of_a_procedure', 'FOREIGN KEY (procedure) REFERENCES procedure (procedure) ON UPDATE CASCADE ON DELETE CASCADE', 'procedure', NULL),
	('hr_case', 'case_of_an_employee', 'FOREIGN KEY (employee_id) REFERENCES employee (employee_id) ON UPDATE CASCADE', 'employee', NULL),
	('hr_case', 'case_under_a_procedure', 'FOREIGN KEY (procedure) REFERENCES procedure (procedure) ON UPDATE CASCADE', 'procedure', NULL),
	('case_event', 'case_event_pkey', 'PRIMARY KEY (case_id, event, happened_on)', NULL, NULL),
	('case_event', 'event_of_a_case', 'FOREIGN KEY (case_id) REFERENCES hr_case (case_id) ON UPDATE CASCADE ON DELETE CASCADE', 'hr_case', NULL),
	-- a policy alone may hold since ever
	('employee', 'days_are_finite', 'CHECK (isfinite(service_from))', NULL, NULL),
	('contract', 'days_are_finite', 'CHECK (isfinite(first_day) AND isfinite(last_day) AND isfinite(year_starts_on))', NULL, 'What has no end has no date, rather than infinity'),
	('absence', 'days_are_finite', 'CHECK (isfinite(first_day) AND isfinite(last_day) AND isfinite(self_certified_on) AND isfinite(expected_birth_on))', NULL, 'What has no end has no date, rather than infinity'),
	('absence_override', 'days_are_finite', 'CHECK (isfinite(decided_on))', NULL, NULL),
	('fit_note', 'days_are_finite', 'CHECK (isfinite(first_day) AND isfinite(last_day) AND isfinite(received_on))', NULL, 'What has no end has no date, rather than infinity'),
	('return_to_work', 'days_are_finite', 'CHECK (isfinite(held_on) AND isfinite(form_received_on))', NULL, NULL),
	('attendance_policy', 'days_are_finite', 'CHECK (isfinite(adopted_on) AND isfinite(trial_until))', NULL, NULL),
	('warning', 'days_are_finite', 'CHECK (isfinite(issued_on) AND isfinite(review_until) AND isfinite(review_held_on) AND isfinite(appeal_upheld_on))', NULL, NULL),
	('occupational_health_report', 'days_are_finite', 'CHECK (isfinite(referred_on) AND isfinite(reported_on))', NULL, NULL),
	('hr_case', 'days_are_finite', 'CHECK (isfinite(opened_on) AND isfinite(closed_on))', NULL, NULL),
	('case_event', 'days_are_finite', 'CHECK (isfinite(happened_on))', NULL, NULL),
	('timesheet', 'days_are_finite', 'CHECK (isfinite(month) AND isfinite(received_on))', NULL, NULL),
	('timesheet', 'timesheet_pkey', 'PRIMARY KEY (employee_id, post, month)', NULL, NULL),
	('timesheet', 'timesheet_of_an_employee', 'FOREIGN KEY (employee_id) REFERENCES employee (employee_id) ON UPDATE CASCADE', 'employee', NULL)
$function$;
COMMENT ON FUNCTION table_constraints() IS
'What create_tables forbids in the HR tables, beyond the constraints of single columns: relation, name, definition, relation referred to, meaning.';


CREATE FUNCTION table_indexes(OUT relation text, OUT name text, OUT columns text)
RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 20
AS $function$
VALUES
	-- reports read a person's absences from this index alone
	('absence', 'absence_by_employee', '(employee_id, first_day) INCLUDE (last_day, reason, absence_id, half_worked, half_days)'),
	('absence', 'absence_by_first_day', '(first_day)'),
	('absence_override', 'absence_override_joined_to', '(joined_to)'),
	('contract', 'contract_by_shared_post', '(post, first_day) WHERE kind = ''job share'''),
	('employee', 'employee_by_service_area', '(service_area)'),
	('employee', 'employee_by_manager', '(manager_id)'),
	('hr_case', 'hr_case_by_employee', '(employee_id)'),
	('hr_case', 'hr_case_by_procedure', '(procedure)'),
	('policy_stage', 'policy_stage_by_stage', '(stage)'),
	('warning', 'warning_by_stage', '(policy, stage)'),
	('timesheet', 'timesheet_by_month', '(month)')
$function$;
COMMENT ON FUNCTION table_indexes() IS
'Indexes of the HR tables beyond their keys, which the reports use: relation, name, columns.';


--
-- What stands between a schema and the columns that somebody needs, written "relation.column". STABLE, since it
-- reads the system catalogs; it reads no table of anybody.
--
CREATE FUNCTION column_problems(schema text, needs text[], exact boolean DEFAULT false)
RETURNS SETOF text LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
AS $function$
WITH needed AS (
	SELECT t.relation, t."column", t.type, t.meaning, t.n
	FROM   bradford.table_columns() WITH ORDINALITY AS t(relation, "column", type, rule, meaning, n)
	WHERE  t.relation || '.' || t."column" = ANY (needs)
), found AS (
	SELECT c.relname AS relation, a.attname AS "column", a.atttypid AS type,
		   pg_catalog.format_type(a.atttypid, a.atttypmod) AS written,
		   -- a domain does what its base type does
		   pg_catalog.format_type(CASE WHEN y.typtype = 'd' THEN y.typbasetype ELSE y.oid END, NULL) AS plain,
		   y.typcategory AS category
	FROM   pg_catalog.pg_class c
	JOIN   pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	JOIN   pg_catalog.pg_type y ON y.oid = a.atttypid
	WHERE  c.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident(schema))
	AND    c.relkind IN ('r', 'p', 'v', 'm', 'f')
), relations AS (
	SELECT c.relname AS relation
	FROM   pg_catalog.pg_class c
	WHERE  c.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident(schema))
	AND    c.relkind IN ('r', 'p', 'v', 'm', 'f')
), problems AS (
	SELECT pg_catalog.min(d.n) AS n, pg_catalog.format('%I is missing', d.relation) AS problem
	FROM   needed d
	WHERE  d.relation NOT IN (SELECT r.relation FROM relations r)
	GROUP  BY d.relation
	UNION ALL
	SELECT d.n, pg_catalog.format('%I.%I is missing, of type %s', d.relation, d."column", d.type)
	FROM   needed d
	WHERE  d.relation IN (SELECT r.relation FROM relations r)
	AND    NOT EXISTS (SELECT FROM found f WHERE f.relation = d.relation AND f."column" = d."column")
	UNION ALL
	SELECT d.n, pg_catalog.format('%I.%I has type %s where %s is needed', d.relation, d."column", f.written, d.type)
	FROM   needed d
	JOIN   found f ON f.relation = d.relation AND f."column" = d."column"
	WHERE  f.type <> d.type::pg_catalog.regtype
	AND   (exact OR NOT CASE
			-- numbers of people and records are only ever compared with one another
			WHEN d.type = 'bigint' THEN f.plain IN ('smallint', 'integer', 'bigint', 'numeric', 'uuid') OR f.category = 'S'
			WHEN d.type = 'text' THEN f.category = 'S'
			WHEN d.type = 'numeric' THEN f.plain IN ('smallint', 'integer', 'bigint', 'numeric')
			WHEN d.type IN ('integer', 'smallint') THEN f.plain IN ('smallint', 'integer')
			ELSE f.plain = d.type
		END)
	UNION ALL
	-- numbers and names that reports compare are of one kind, whichever it is
	SELECT d.n, pg_catalog.format('%I.%I has type %s, while %I.%I has %s', d.relation, d."column", f.written, e.relation, e."column", e.written)
	FROM   needed d
	JOIN   found f ON f.relation = d.relation AND f."column" = d."column"
	JOIN  (VALUES
			('employee_id', 'employee', 'employee_id'), ('manager_id', 'employee', 'employee_id'),
			('absence_id', 'absence', 'absence_id'), ('joined_to', 'absence', 'absence_id'),
			('case_id', 'hr_case', 'case_id')) AS o("column", relation, key) ON o."column" = d."column"
	JOIN   found e ON e.relation = o.relation AND e."column" = o.key
	WHERE  NOT exact AND f.category <> e.category
	UNION ALL
	-- a report cannot be made where something of the site's own has its name
	SELECT 100000, pg_catalog.format('%I is %s of your own, and a report has this name', x.name, x.what)
	FROM  (
		SELECT c.relname::pg_catalog.text AS name,
			   CASE c.relkind WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialised view' WHEN 'f' THEN 'a foreign table' WHEN 'S' THEN 'a sequence'
					WHEN 'i' THEN 'an index' WHEN 'I' THEN 'an index' WHEN 'c' THEN 'a type' ELSE 'a table' END AS what
		FROM   pg_catalog.pg_class c
		WHERE  c.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident(schema))
		-- the view of a report reads the function of the same name
		AND    NOT (c.relkind = 'v' AND EXISTS (
				SELECT FROM pg_catalog.pg_rewrite w
				JOIN   pg_catalog.pg_depend u ON u.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND u.objid = w.oid
				JOIN   pg_catalog.pg_proc p ON u.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = u.refobjid
				WHERE  w.ev_class = c.oid AND p.proname = c.relname AND p.pronamespace = c.relnamespace))
		UNION ALL
		SELECT y.typname, 'a type' FROM pg_catalog.pg_type y
		WHERE  y.typnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident(schema)) AND y.typrelid = 0) x
	WHERE  NOT exact
	AND    EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'bradford'::pg_catalog.regnamespace AND p.proname = 'define_' || x.name)
	UNION ALL
	SELECT 200000, pg_catalog.format('role "%s" lacks %s on the schema: its owner says GRANT USAGE, CREATE ON SCHEMA %I TO %I', current_user,
			pg_catalog.string_agg(r.one, ' and ' ORDER BY r.one DESC), schema, current_user)
	FROM   pg_catalog.unnest('{USAGE,CREATE}'::pg_catalog.text[]) AS r(one)
	WHERE  NOT exact AND NOT pg_catalog.has_schema_privilege(schema, r.one)
	HAVING pg_catalog.count(*) > 0
)
SELECT p.problem FROM problems p ORDER BY p.n, p.problem
$function$;
COMMENT ON FUNCTION column_problems(text, text[], boolean) IS
'What is missing or of another type among the needed columns, each written relation.column as in table_columns, of the relations in this schema; no rows when all is well. Unless exact, types that serve as well are accepted, and what else keeps reports from being made in this schema is told: names taken, columns that cannot be compared, rights of the caller.';


--
-- What keeps create_tables from making what is missing beside what is there, all at once.
--
CREATE FUNCTION table_problems(schema text)
RETURNS SETOF text LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
AS $function$
WITH named AS (
	SELECT c.oid, c.relname::pg_catalog.text AS name, c.relkind IN ('r', 'p', 'v', 'm', 'f') AS serves, c.relkind IN ('r', 'p') AS is_table,
		   CASE c.relkind WHEN 'S' THEN 'a sequence' WHEN 'i' THEN 'an index' WHEN 'I' THEN 'an index' WHEN 'c' THEN 'a type'
				WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialised view' WHEN 'f' THEN 'a foreign table' ELSE 'a table' END AS what
	FROM   pg_catalog.pg_class c
	WHERE  c.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident(schema))
), relations AS (
	SELECT t.relation, t.n, EXISTS (SELECT FROM named e WHERE e.name = t.relation AND e.serves) AS stands
	FROM   bradford.table_columns() WITH ORDINALITY AS t(relation, "column", type, rule, meaning, n)
	WHERE  t."column" IS NULL
), problems AS (
	SELECT 1 AS part, p.n, p.problem
	FROM   bradford.column_problems(schema, (
				SELECT pg_catalog.array_agg(t.relation || '.' || t."column")
				FROM   bradford.table_columns() t JOIN relations r ON r.relation = t.relation
				WHERE  r.stands AND t."column" IS NOT NULL), true) WITH ORDINALITY AS p(problem, n)
	UNION ALL
	-- every table has a row type of its name
	SELECT 2, r.n, pg_catalog.format('%I is %s, and a table is to have this name', r.relation, x.what)
	FROM   relations r
	JOIN  (SELECT e.name, e.what FROM named e WHERE NOT e.serves
		   UNION ALL
		   SELECT y.typname, 'a type' FROM pg_catalog.pg_type y
		   WHERE  y.typnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident(schema)) AND y.typrelid = 0) x ON x.name = r.relation
	WHERE  NOT r.stands
	UNION ALL
	SELECT 3, r.n, pg_catalog.format('%I is %s, and an index of %I is to have this name', e.name, e.what, r.relation)
	FROM   relations r
	JOIN  (SELECT i.relation, i.name FROM bradford.table_indexes() i
		   UNION ALL
		   SELECT k.relation, k.name FROM bradford.table_constraints() k WHERE k.definition ~ '^(PRIMARY KEY|EXCLUDE)') i ON i.relation = r.relation
	JOIN   named e ON e.name = i.name
	WHERE  NOT r.stands
	UNION ALL
	SELECT 4, pg_catalog.min(r.n), pg_catalog.format('%I has no primary or unique key (%s), which is wanted by %s', k.refers_to, c.columns,
			pg_catalog.string_agg(DISTINCT k.relation, ', '))
	FROM   bradford.table_constraints() k
	JOIN   relations r ON r.relation = k.relation AND NOT r.stands
	JOIN   named e ON e.name = k.refers_to AND e.is_table
	CROSS  JOIN LATERAL (SELECT pg_catalog.substring(k.definition, 'REFERENCES \w+ \(([^)]*)\)') AS columns) c
	WHERE  NOT EXISTS (
			SELECT FROM pg_catalog.pg_index i
			WHERE  i.indrelid = e.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
			AND   (SELECT pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY a.attname::pg_catalog.text)
				   FROM   pg_catalog.pg_attribute a
				   WHERE  a.attrelid = e.oid AND a.attnum = ANY ((i.indkey::pg_catalog.int2[])[0:i.indnkeyatts - 1]))
				= (SELECT pg_catalog.array_agg(o.one ORDER BY o.one) FROM pg_catalog.unnest(pg_catalog.string_to_array(c.columns, ', ')) AS o(one)))
	GROUP  BY k.refers_to, c.columns
	UNION ALL
	SELECT 5, pg_catalog.min(r.n), pg_catalog.format('%I gives the role "%s" no right to refer to it: its owner says GRANT REFERENCES ON %I.%I TO %I',
			k.refers_to, current_user, schema, k.refers_to, current_user)
	FROM   bradford.table_constraints() k
	JOIN   relations r ON r.relation = k.relation AND NOT r.stands
	JOIN   named e ON e.name = k.refers_to AND e.is_table
	WHERE  NOT pg_catalog.has_any_column_privilege(e.oid, 'REFERENCES')
	GROUP  BY k.refers_to
)
SELECT p.problem FROM problems p ORDER BY p.part, p.n, p.problem
$function$;
COMMENT ON FUNCTION table_problems(text) IS
'What keeps create_tables from making what is missing in this schema: relations of the same names with other columns, names that are taken, keys and rights that references want; no rows when nothing does.';


CREATE PROCEDURE create_tables(schema text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
	present	text[];		-- relations that the schema has already
	made	text[];		-- tables that this call makes
	wrong	text;
	r		record;
BEGIN
	IF schema IS NULL OR schema = '' THEN
		RAISE EXCEPTION 'a schema is needed for the HR tables' USING ERRCODE = '22023',
			DETAIL = 'The tables are made in a schema of your own.',
			HINT = 'Write CALL bradford.create_tables(''hr'').';
	END IF;
	IF to_regnamespace(quote_ident(schema)) IS NULL THEN
		EXECUTE format('CREATE SCHEMA %I', schema);
	ELSIF NOT has_schema_privilege(schema, 'USAGE') OR NOT has_schema_privilege(schema, 'CREATE') THEN
		RAISE EXCEPTION 'role "%" may not make tables in schema "%"', current_user, schema USING ERRCODE = '42501',
			DETAIL = 'It needs USAGE and CREATE on the schema.',
			HINT = format('Let the owner say GRANT USAGE, CREATE ON SCHEMA %I TO %I, or name a schema of your own.', schema, current_user);
	END IF;
	-- pg_catalog comes first by itself; naming it first would create the tables there
	PERFORM set_config('search_path', quote_ident(schema) || ', pg_temp', true);

	SELECT array_agg(c.relname::text) INTO present
	FROM   pg_class c
	WHERE  c.relnamespace = to_regnamespace(quote_ident(schema))
	AND    c.relkind IN ('r', 'p', 'v', 'm', 'f');

	SELECT string_agg(problem, E'\n' ORDER BY n) INTO wrong
	FROM   bradford.table_problems(schema) WITH ORDINALITY AS p(problem, n);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'schema "%" has relations that are not these HR tables', schema USING ERRCODE = '42P07',
			DETAIL = wrong,
			HINT = 'Rename or complete what is listed, name another schema, or keep your own data where it is behind views and call bradford.create_reports alone.';
	END IF;

	SELECT array_agg(DISTINCT t.relation) INTO made
	FROM   bradford.table_columns() t
	WHERE  t.relation <> ALL (coalesce(present, '{}'));

	FOR r IN
		SELECT t.relation, string_agg(format('%I %s %s', t."column", t.type, t.rule), ', ' ORDER BY n) AS columns
		FROM   bradford.table_columns() WITH ORDINALITY AS t(relation, "column", type, rule, meaning, n)
		WHERE  t."column" IS NOT NULL AND t.relation = ANY (made)
		GROUP  BY t.relation
	LOOP
		EXECUTE format('CREATE TABLE %I (%s)', r.relation, r.columns);
	END LOOP;

	FOR r IN
		SELECT t.* FROM bradford.table_columns() t WHERE t.relation = ANY (made)
	LOOP
		IF r."column" IS NULL THEN
			EXECUTE format('COMMENT ON TABLE %I IS %L', r.relation, r.meaning);
		ELSE
			EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', r.relation, r."column", r.meaning);
		END IF;
	END LOOP;

	-- keys before the references to them; a reference to a view of the site's own cannot be made
	FOR r IN
		SELECT k.*
		FROM   bradford.table_constraints() WITH ORDINALITY AS k(relation, name, definition, refers_to, meaning, n)
		WHERE  k.relation = ANY (made)
		AND    (k.refers_to IS NULL
				OR EXISTS (SELECT FROM pg_class c WHERE c.oid = to_regclass(quote_ident(k.refers_to)) AND c.relkind IN ('r', 'p')))
		ORDER  BY k.refers_to IS NOT NULL, k.n
	LOOP
		EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I %s', r.relation, r.name, r.definition);
		IF r.meaning IS NOT NULL THEN
			EXECUTE format('COMMENT ON CONSTRAINT %I ON %I IS %L', r.name, r.relation, r.meaning);
		END IF;
	END LOOP;

	FOR r IN
		SELECT *
		FROM   bradford.table_indexes() i
		WHERE  i.relation = ANY (made)
	LOOP
		EXECUTE format('CREATE INDEX %I ON %I %s', r.name, r.relation, r.columns);
	END LOOP;

	-- published rows only into tables made just now: what a site has edited or deleted stays so
	IF 'attendance_policy' = ANY (made) THEN
		EXECUTE 'INSERT INTO attendance_policy (policy, title, first_day, last_day, adopted_on, trial_until, replaces, scoring_rule,
			part_time_rule, long_term, target_days, source) SELECT * FROM bradford.published_policies()';
	END IF;
	IF 'policy_stage' = ANY (made) THEN
		EXECUTE 'INSERT INTO policy_stage (policy, stage, title, trigger_score, trigger_occasions, trigger_days, warning_life, least_rise,
			report_age, review_least, review_most, repeat_warnings, repeat_within, appeal_leads_to, meeting_within, referral)
			SELECT s.* FROM bradford.published_policy_stages() s JOIN attendance_policy p ON p.policy = s.policy';
	END IF;
	IF 'absence_reason' = ANY (made) THEN
		EXECUTE 'INSERT INTO absence_reason (reason, counted, sickness, hr_advice, occupational_health, pregnancy, rule_ids)
			SELECT * FROM bradford.published_reasons()';
	END IF;
	IF 'procedure' = ANY (made) THEN
		EXECUTE 'INSERT INTO procedure (procedure) SELECT DISTINCT p.procedure FROM bradford.published_procedures() p';
	END IF;
	IF 'procedure_step' = ANY (made) THEN
		EXECUTE 'INSERT INTO procedure_step (procedure, step, rule_id, direction, counts_from, n, unit, who_acts, clause)
			SELECT s.procedure, s.step, s.rule_id, s.direction, s.counts_from, s.n, s.unit, s.who_acts, s.clause
			FROM bradford.published_procedures() s JOIN procedure p ON p.procedure = s.procedure';
	END IF;
END
$procedure$;
COMMENT ON PROCEDURE create_tables(text) IS
'Makes the HR tables (see table_columns) in this schema, owned by the caller, and copies the published policies, reasons and procedures into them. Safe to call again: tables that are there stay untouched. Refuses with 42P07, listing all, where relations of those names have other columns, names are taken, or keys are missing that references want; with 42501 where the caller may make nothing in the schema.';
