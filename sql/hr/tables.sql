--
-- The HR tables that the reports read: ordinary tables, owned by whoever makes them. The extension
-- owns none of them, so DROP EXTENSION takes no row, and pg_dump, row-level security and
-- distribution treat them like any table. A site may have views of these names instead.
--
-- create_tables('hr') runs this file with hr in the place of @hr.
--
-- One word, one meaning: a period is always first_day .. last_day, both included, and no last_day
-- means that it still runs; *_on is the day on which something happened.
--
-- Every table of personal data has employee_id, and its keys and references begin with it. So one
-- index finds the rows of a person, and they stay together where rows are distributed by
-- employee_id.
--
-- Constraints reject impossible rows. Each number has a maximum, so NaN and infinity are rejected
-- too. An exclusion constraint with = on a number needs btree_gist, so the constraints use && on
-- the range of just that number instead. There is no built-in range of text, so the range of a
-- 64-bit hash stands for a post or a staff group.
--

CREATE TABLE @hr@.employee (
	employee_id bigint PRIMARY KEY,
	name text,
	directorate text,
	service_area text NOT NULL,
	manager_id bigint CONSTRAINT nobody_manages_themselves CHECK (manager_id <> employee_id),
	staff_group text,
	service_from date,
	CONSTRAINT days_are_finite CHECK (isfinite(service_from))
);
COMMENT ON TABLE @hr@.employee IS 'People who work or have worked here, one row each.';
COMMENT ON COLUMN @hr@.employee.employee_id IS 'Payroll number; a person who comes back keeps it';
COMMENT ON COLUMN @hr@.employee.name IS 'Name as it appears in reports and letters; may be empty';
COMMENT ON COLUMN @hr@.employee.directorate IS
	'Unit above the service area, if the site wants totals by it';
COMMENT ON COLUMN @hr@.employee.service_area IS
	'Service area by which reports are shown to managers (BF-15)';
COMMENT ON COLUMN @hr@.employee.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.employee.staff_group IS
	'Staff group, such as teachers, if some groups have an attendance policy of their own; none: '
	'the policy for everybody applies';
COMMENT ON COLUMN @hr@.employee.service_from IS
	'Day from which continuous service counts (AB-11, DL-31); none: the first day of the '
	'contracts that run on without a gap';
CREATE INDEX employee_by_service_area ON @hr@.employee (service_area);
CREATE INDEX employee_by_manager ON @hr@.employee (manager_id);

CREATE TABLE @hr@.contract (
	employee_id bigint NOT NULL,
	post text NOT NULL DEFAULT '1',
	first_day date NOT NULL,
	last_day date,
	kind text NOT NULL DEFAULT 'full-time'
		CONSTRAINT kind_of_contract
		CHECK (kind IN ('full-time', 'part-time', 'annualised hours', 'term-time', 'job share',
						'casual')),
	weekly_hours numeric DEFAULT 37
		CONSTRAINT casual_without_weekly_hours CHECK ((kind = 'casual') = (weekly_hours IS NULL)),
	full_time_hours numeric NOT NULL DEFAULT 37
		CONSTRAINT full_time_hours_in_a_week
		CHECK (full_time_hours >= 0.01 AND full_time_hours <= 168),
	full_time_salary numeric
		CONSTRAINT salary_in_pounds
		CHECK (full_time_salary >= 0 AND full_time_salary <= 1000000000),
	year_starts_on date,
	annual_hours numeric
		CONSTRAINT annual_hours_in_a_year CHECK (annual_hours >= 0.01 AND annual_hours <= 8784),
	leave_hours numeric
		CONSTRAINT leave_hours_in_a_year CHECK (leave_hours >= 0 AND leave_hours <= 8784),
	weeks_at_work numeric
		CONSTRAINT weeks_at_work_in_a_year CHECK (weeks_at_work >= 0.01 AND weeks_at_work <= 53),
	wte_weeks numeric NOT NULL DEFAULT 45
		CONSTRAINT wte_weeks_in_a_year CHECK (wte_weeks >= 0.01 AND wte_weeks <= 53),
	wte_leave_weeks numeric NOT NULL DEFAULT 7
		CONSTRAINT wte_leave_weeks_in_a_year
		CHECK (wte_leave_weeks >= 0 AND wte_leave_weeks <= 53),
	working_time datemultirange,
	part_months text NOT NULL DEFAULT 'calendar days'
		CONSTRAINT part_months_known
		CHECK (part_months IN ('calendar days', 'working days', '1/365', '1/260')),
	least_weekly_hours numeric
		CONSTRAINT least_hours_in_a_week
		CHECK (least_weekly_hours >= 0 AND least_weekly_hours <= 168),
	most_weekly_hours numeric
		CONSTRAINT most_hours_in_a_week
		CHECK (most_weekly_hours >= 0 AND most_weekly_hours <= 168)
		CONSTRAINT weekly_hours_agreed CHECK (most_weekly_hours >= least_weekly_hours),
	calendar bradford.calendar NOT NULL DEFAULT 'england-and-wales',
	PRIMARY KEY (employee_id, post, first_day),
	CONSTRAINT contract_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT hours_within_the_post
		CHECK (weekly_hours >= 0.01 AND weekly_hours <= full_time_hours),
	CONSTRAINT one_contract_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			int8range(hashtextextended(post, 0), hashtextextended(post, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite
		CHECK (isfinite(first_day) AND isfinite(last_day) AND isfinite(year_starts_on))
);
COMMENT ON TABLE @hr@.contract IS
	'Contracts of employment with their dates. A change of hours, salary or working pattern '
	'ends one row and begins the next, so the past keeps its own terms.';
COMMENT ON COLUMN @hr@.contract.employee_id IS 'Whose contract';
COMMENT ON COLUMN @hr@.contract.post IS
	'Number of the post in the establishment; the partners of a job share hold the same one '
	'(PAY-14). The default, 1, is a post of the person''s own';
COMMENT ON COLUMN @hr@.contract.first_day IS 'First day of these terms';
COMMENT ON COLUMN @hr@.contract.last_day IS
	'Last day of these terms, included; none while they run';
COMMENT ON COLUMN @hr@.contract.kind IS
	'full-time, part-time, annualised hours (PAY-2), term-time (PAY-9), job share (PAY-14) or '
	'casual (no hours are agreed; those worked are paid as extra hours of the timesheet)';
COMMENT ON COLUMN @hr@.contract.weekly_hours IS 'Contracted hours a week; none if casual';
COMMENT ON COLUMN @hr@.contract.full_time_hours IS
	'Hours a week of the post when full-time; weekly_hours / full_time_hours is the '
	'whole-time equivalent (BF-5, PAY-1)';
COMMENT ON COLUMN @hr@.contract.full_time_salary IS
	'Salary a year of the post when full-time and all the year round, in pounds';
COMMENT ON COLUMN @hr@.contract.year_starts_on IS
	'Day on which a contract year begins, if it is not the first day of these terms (PAY-2)';
COMMENT ON COLUMN @hr@.contract.annual_hours IS
	'Hours of the contract year fixed at the outset: line a of the timesheet (PAY-2, PAY-15)';
COMMENT ON COLUMN @hr@.contract.leave_hours IS
	'Leave entitlement of the contract year in hours, bank holidays included: line f of the '
	'timesheet (PAY-3, PAY-15)';
COMMENT ON COLUMN @hr@.contract.weeks_at_work IS
	'Term-time: weeks at work in a year (PAY-9, PAY-12)';
COMMENT ON COLUMN @hr@.contract.wte_weeks IS
	'Term-time: weeks that a whole-time equivalent is at work (PAY-9)';
COMMENT ON COLUMN @hr@.contract.wte_leave_weeks IS
	'Term-time: leave weeks of a whole-time equivalent (PAY-9)';
COMMENT ON COLUMN @hr@.contract.working_time IS
	'Term-time: the school year outside its holidays (PAY-7, PAY-13); none: all the year';
COMMENT ON COLUMN @hr@.contract.part_months IS
	'How part of a month is paid: by calendar days, by working days of the calendar, or at '
	'1/365 of the year a calendar day or 1/260 a working day';
COMMENT ON COLUMN @hr@.contract.least_weekly_hours IS
	'Least hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract.most_weekly_hours IS
	'Most hours in a week that were agreed (PAY-16)';
COMMENT ON COLUMN @hr@.contract.calendar IS
	'Working days under these terms, such as england-and-wales; week=Mon-Wed';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.contract IS
	'A contract cannot end before it starts';
COMMENT ON CONSTRAINT casual_without_weekly_hours ON @hr@.contract IS
	'Casual contracts have no weekly hours, and all others have some';
COMMENT ON CONSTRAINT hours_within_the_post ON @hr@.contract IS
	'Nobody holds more than the whole post (PAY-14)';
COMMENT ON CONSTRAINT one_contract_at_a_time ON @hr@.contract IS
	'One post-holder has one contract in a post at a time';
COMMENT ON CONSTRAINT days_are_finite ON @hr@.contract IS
	'If there is no end, leave the date out; infinity is not allowed';
CREATE INDEX contract_by_shared_post ON @hr@.contract (post, first_day) WHERE kind = 'job share';

CREATE TABLE @hr@.absence_reason (
	reason text PRIMARY KEY,
	counted text NOT NULL DEFAULT 'yes'
		CONSTRAINT counted_or_not CHECK (counted IN ('yes', 'no', 'unless fit note')),
	sickness boolean NOT NULL DEFAULT true,
	hr_advice boolean NOT NULL DEFAULT false,
	occupational_health boolean NOT NULL DEFAULT false,
	pregnancy boolean NOT NULL DEFAULT false,
	rule_ids text
);
COMMENT ON TABLE @hr@.absence_reason IS 'Reasons for absence and what follows from them.';
COMMENT ON COLUMN @hr@.absence_reason.reason IS 'Reason as recorded';
COMMENT ON COLUMN @hr@.absence_reason.counted IS
	'Counts towards the score: yes, no (AB-3), or unless fit note (not if a fit note covers it, '
	'AB-2)';
COMMENT ON COLUMN @hr@.absence_reason.sickness IS
	'Recorded as sickness absence: counts as days lost (AB-3, AB-5)';
COMMENT ON COLUMN @hr@.absence_reason.hr_advice IS
	'The manager takes HR advice before any action (AB-4)';
COMMENT ON COLUMN @hr@.absence_reason.occupational_health IS
	'A reason for an occupational-health referral by itself (AB-9)';
COMMENT ON COLUMN @hr@.absence_reason.pregnancy IS
	'Related to pregnancy: may start maternity leave (AB-7)';
COMMENT ON COLUMN @hr@.absence_reason.rule_ids IS 'Rules of the policy that say so';
INSERT INTO @hr@.absence_reason
	(reason, counted, sickness, hr_advice, occupational_health, pregnancy, rule_ids)
SELECT * FROM bradford.published_reasons();

CREATE TABLE @hr@.absence (
	absence_id bigint GENERATED BY DEFAULT AS IDENTITY,
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	reason text,
	half_worked boolean NOT NULL DEFAULT false,
	half_days datemultirange,
	self_certified_on date,
	expected_birth_on date,
	PRIMARY KEY (employee_id, absence_id),
	CONSTRAINT absence_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT reason_is_known
		FOREIGN KEY (reason) REFERENCES @hr@.absence_reason (reason) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT half_days_within CHECK (half_days <@ daterange(first_day, last_day, '[]')),
	CONSTRAINT half_days_end CHECK (NOT upper_inf(half_days) AND isfinite(upper(half_days))),
	CONSTRAINT days_are_finite
		CHECK (isfinite(first_day)
			AND isfinite(last_day)
			AND isfinite(self_certified_on)
			AND isfinite(expected_birth_on))
);
COMMENT ON TABLE @hr@.absence IS
	'Absences as recorded. Records that overlap or touch are one spell when they are counted '
	'(BF-1).';
COMMENT ON COLUMN @hr@.absence.absence_id IS 'Number of the record; the key with employee_id';
COMMENT ON COLUMN @hr@.absence.employee_id IS 'Who was absent';
COMMENT ON COLUMN @hr@.absence.first_day IS 'First day of absence';
COMMENT ON COLUMN @hr@.absence.last_day IS
	'Last day of absence, included; none while the person is still away';
COMMENT ON COLUMN @hr@.absence.reason IS
	'Reason, from absence_reason; none: not known yet, and the absence counts';
COMMENT ON COLUMN @hr@.absence.half_worked IS
	'Half or more of the first day was worked before going home, so that day is not recorded '
	'as absence (AB-1)';
COMMENT ON COLUMN @hr@.absence.half_days IS
	'Days of the absence that count one half, in scores and in days lost';
COMMENT ON COLUMN @hr@.absence.self_certified_on IS
	'Day on which the self-certificate came in (AB-6)';
COMMENT ON COLUMN @hr@.absence.expected_birth_on IS
	'Expected date of birth, with a pregnancy-related absence (AB-7)';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.absence IS
	'An absence cannot end before it starts';
COMMENT ON CONSTRAINT half_days_within ON @hr@.absence IS 'Half days lie within the absence';
COMMENT ON CONSTRAINT days_are_finite ON @hr@.absence IS
	'If there is no end, leave the date out; infinity is not allowed';
CREATE INDEX absence_by_employee ON @hr@.absence (employee_id, first_day)
	INCLUDE (last_day, reason, absence_id, half_worked, half_days);
CREATE INDEX absence_by_first_day ON @hr@.absence (first_day);

CREATE TABLE @hr@.absence_override (
	employee_id bigint NOT NULL,
	absence_id bigint NOT NULL,
	action text NOT NULL CONSTRAINT leave_out_or_join CHECK (action IN ('leave out', 'join')),
	joined_to bigint
		CONSTRAINT join_names_the_other
		CHECK ((action = 'join') = (joined_to IS NOT NULL) AND joined_to <> absence_id),
	decided_by text NOT NULL CONSTRAINT decided_by_somebody CHECK (decided_by <> ''),
	decided_on date NOT NULL,
	why text NOT NULL CONSTRAINT why_is_said CHECK (why <> ''),
	PRIMARY KEY (employee_id, absence_id),
	CONSTRAINT decision_on_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	-- No cascade: if one of the absences moved to another person, the decision would go with it,
	-- and the number of the other one would then name another absence.
	CONSTRAINT decision_on_an_absence
		FOREIGN KEY (employee_id, absence_id)
		REFERENCES @hr@.absence (employee_id, absence_id) DEFERRABLE,
	CONSTRAINT joined_to_an_absence
		FOREIGN KEY (employee_id, joined_to)
		REFERENCES @hr@.absence (employee_id, absence_id) DEFERRABLE,
	CONSTRAINT days_are_finite CHECK (isfinite(decided_on))
);
COMMENT ON TABLE @hr@.absence_override IS
	'What a named person decided about one absence: to leave it out of the count, or to count '
	'it as one spell with another.';
COMMENT ON COLUMN @hr@.absence_override.employee_id IS 'Whose absence';
COMMENT ON COLUMN @hr@.absence_override.absence_id IS 'Absence that is left out or joined';
COMMENT ON COLUMN @hr@.absence_override.action IS
	'leave out, or join (one spell from the start of the earlier absence to the end of the '
	'later one, the days between included)';
COMMENT ON COLUMN @hr@.absence_override.joined_to IS
	'With join: the other absence, of the same employee';
COMMENT ON COLUMN @hr@.absence_override.decided_by IS 'Who decided it';
COMMENT ON COLUMN @hr@.absence_override.decided_on IS
	'When; reports as at an earlier day ignore it';
COMMENT ON COLUMN @hr@.absence_override.why IS 'Reason, shown in the breakdown of the score';

CREATE TABLE @hr@.fit_note (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date NOT NULL,
	received_on date,
	advice text,
	PRIMARY KEY (employee_id, first_day, last_day),
	CONSTRAINT fit_note_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite
		CHECK (isfinite(first_day) AND isfinite(last_day) AND isfinite(received_on))
);
COMMENT ON TABLE @hr@.fit_note IS 'Statements of fitness for work (AB-6).';
COMMENT ON COLUMN @hr@.fit_note.employee_id IS 'Whose fit note';
COMMENT ON COLUMN @hr@.fit_note.first_day IS 'First day covered';
COMMENT ON COLUMN @hr@.fit_note.last_day IS 'Last day covered, included';
COMMENT ON COLUMN @hr@.fit_note.received_on IS
	'Day on which it came in; none: not noted down, and reports take the first day covered';
COMMENT ON COLUMN @hr@.fit_note.advice IS
	'Fitness with changes: phased return, amended duties, altered hours, workplace '
	'adaptations';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.fit_note IS
	'A fit note cannot end before it starts';
COMMENT ON CONSTRAINT days_are_finite ON @hr@.fit_note IS
	'If there is no end, leave the date out; infinity is not allowed';

CREATE TABLE @hr@.return_to_work (
	employee_id bigint NOT NULL,
	absence_id bigint NOT NULL,
	held_on date NOT NULL,
	held_by text,
	score_told numeric
		CONSTRAINT score_in_bounds CHECK (score_told >= 0 AND score_told <= 1000000000),
	form_received_on date,
	PRIMARY KEY (employee_id, absence_id),
	CONSTRAINT of_an_absence
		FOREIGN KEY (employee_id, absence_id)
		REFERENCES @hr@.absence (employee_id, absence_id) ON UPDATE CASCADE,
	CONSTRAINT form_after_discussion CHECK (form_received_on >= held_on),
	CONSTRAINT days_are_finite CHECK (isfinite(held_on) AND isfinite(form_received_on))
);
COMMENT ON TABLE @hr@.return_to_work IS 'Return-to-work discussions (AB-8).';
COMMENT ON COLUMN @hr@.return_to_work.employee_id IS 'Who was absent';
COMMENT ON COLUMN @hr@.return_to_work.absence_id IS 'Absence that was discussed';
COMMENT ON COLUMN @hr@.return_to_work.held_on IS 'Day of the discussion';
COMMENT ON COLUMN @hr@.return_to_work.held_by IS 'Who held it';
COMMENT ON COLUMN @hr@.return_to_work.score_told IS 'Score that the employee was told (BF-14)';
COMMENT ON COLUMN @hr@.return_to_work.form_received_on IS
	'Day on which the form reached HR (DL-28)';
COMMENT ON CONSTRAINT form_after_discussion ON @hr@.return_to_work IS
	'The form cannot arrive before the discussion';

CREATE TABLE @hr@.attendance_policy (
	policy text PRIMARY KEY,
	title text,
	staff_group text,
	first_day date,
	last_day date,
	adopted_on date,
	trial_until date,
	replaces text,
	keeps_warnings boolean NOT NULL DEFAULT false,
	scoring_rule bradford.scoring_rule NOT NULL DEFAULT '',
	part_time_rule text NOT NULL DEFAULT 'none'
		CONSTRAINT part_time_rule_known CHECK (part_time_rule IN ('none', 'hours')),
	calendar bradford.calendar NOT NULL DEFAULT 'england-and-wales',
	long_term interval NOT NULL DEFAULT '4 weeks'
		CONSTRAINT long_term_within_ten_years
		CHECK (long_term > '0' AND long_term <= '10 years'),
	target_days numeric
		CONSTRAINT target_in_a_year CHECK (target_days >= 0 AND target_days <= 366),
	least_group integer
		CONSTRAINT least_group_hides_somebody CHECK (least_group BETWEEN 2 AND 1000),
	rises_apply text NOT NULL DEFAULT 'always'
		CONSTRAINT rises_apply_known
		CHECK (rises_apply IN ('always', 'late warning', 'late stage')),
	carried_over_from text NOT NULL DEFAULT 'first trigger'
		CONSTRAINT carried_over_from_known
		CHECK (carried_over_from IN ('first trigger', 'own trigger')),
	lapses text NOT NULL DEFAULT 'by time'
		CONSTRAINT lapses_known CHECK (lapses IN ('by time', 'if satisfactory')),
	repeats_before text NOT NULL DEFAULT 'absence'
		CONSTRAINT repeats_before_known CHECK (repeats_before IN ('absence', 'report')),
	fit_note_covers text NOT NULL DEFAULT 'absence'
		CONSTRAINT fit_note_covers_known CHECK (fit_note_covers IN ('absence', 'days')),
	return_days text NOT NULL DEFAULT 'own'
		CONSTRAINT return_days_known CHECK (return_days IN ('own', 'organisation')),
	review_counts text NOT NULL DEFAULT 'any absence'
		CONSTRAINT review_counts_known CHECK (review_counts IN ('any absence', 'new absence')),
	source text,
	CONSTRAINT replaces_a_policy
		FOREIGN KEY (replaces) REFERENCES @hr@.attendance_policy (policy) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_policy_in_force EXCLUDE USING gist (
			int8range(COALESCE(hashtextextended(staff_group, 0), 0),
					  COALESCE(hashtextextended(staff_group, 0), 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&) WHERE (first_day IS NOT NULL),
	-- a policy that was always in force begins on -infinity
	CONSTRAINT days_are_finite
		CHECK (first_day < 'infinity'
			AND isfinite(last_day)
			AND isfinite(adopted_on)
			AND isfinite(trial_until))
);
COMMENT ON TABLE @hr@.attendance_policy IS
	'Attendance policies with the dates between which each is in force; a change of rules on '
	'a date is a new row. Policies without a first_day are never in force; they are for '
	'comparison only.';
COMMENT ON COLUMN @hr@.attendance_policy.policy IS 'Short name of this version';
COMMENT ON COLUMN @hr@.attendance_policy.title IS 'Full name';
COMMENT ON COLUMN @hr@.attendance_policy.staff_group IS
	'Staff group that it is for; none: everybody whose group has no policy of its own in force';
COMMENT ON COLUMN @hr@.attendance_policy.first_day IS 'First day in force; none: never in force';
COMMENT ON COLUMN @hr@.attendance_policy.last_day IS
	'Last day in force, included; none: still in force';
COMMENT ON COLUMN @hr@.attendance_policy.adopted_on IS
	'Everybody is scored on the rolling year, but action starts only at the first absence '
	'that begins after this day (BF-13)';
COMMENT ON COLUMN @hr@.attendance_policy.trial_until IS
	'Last day of the trial, for information (BF-13)';
COMMENT ON COLUMN @hr@.attendance_policy.replaces IS
	'Policy that it is compared with when no other is named';
COMMENT ON COLUMN @hr@.attendance_policy.keeps_warnings IS
	'Warnings under the policy that it replaces stay live, for example if only the triggers '
	'change';
COMMENT ON COLUMN @hr@.attendance_policy.scoring_rule IS 'How a score is counted (BF-1, BF-2)';
COMMENT ON COLUMN @hr@.attendance_policy.part_time_rule IS
	'hours: triggers and rises are pro rata to the contracted hours (BF-5); none: they are the '
	'same for everybody';
COMMENT ON COLUMN @hr@.attendance_policy.calendar IS
	'Working days of the organisation, for deadlines such as DL-19';
COMMENT ON COLUMN @hr@.attendance_policy.long_term IS
	'An absence longer than this is long-term (AB-10)';
COMMENT ON COLUMN @hr@.attendance_policy.target_days IS
	'Target of days lost per employee and year (BF-16)';
COMMENT ON COLUMN @hr@.attendance_policy.least_group IS
	'Figures by service area hide groups of fewer people than this; the largest number of all '
	'policies applies to every day; none: nothing is hidden';
COMMENT ON COLUMN @hr@.attendance_policy.rises_apply IS
	'When the least rise since the live warning is required: always; late warning (the trigger '
	'of the warning was reached before the last absence that preceded it); late stage (the '
	'trigger of the stage was reached before the last absence) (BF-7, BF-8; 21.3, 21.4)';
COMMENT ON COLUMN @hr@.attendance_policy.carried_over_from IS
	'From when somebody carried over at a stage is due for it: first trigger, or own trigger '
	'(that of the stage) (BF-13; report 2.14)';
COMMENT ON COLUMN @hr@.attendance_policy.lapses IS
	'How a warning lapses: by time, or if satisfactory (if attendance was judged unsatisfactory, '
	'it stays live until the next one) (BF-6, BF-10; 21.2.4, 21.3, 21.5)';
COMMENT ON COLUMN @hr@.attendance_policy.repeats_before IS
	'When the time for repeated warnings ends: absence (with the first day of the last absence), '
	'or report (with the day of the report) (BF-10; 21.2.4)';
COMMENT ON COLUMN @hr@.attendance_policy.fit_note_covers IS
	'What does not count if the reason is one that a fit note excuses: absence (the whole '
	'absence), or days (the days that the fit note covers) (AB-2; 14.1)';
COMMENT ON COLUMN @hr@.attendance_policy.return_days IS
	'Whose working days count for the time limit of the return-to-work discussion: the person''s '
	'own, or those of the organisation (AB-8; 17.1)';
COMMENT ON COLUMN @hr@.attendance_policy.review_counts IS
	'What counts in the review period: any absence (also one that had begun before the warning), '
	'or new absence (only one that begins in it) (BF-12; 21.2.1)';
COMMENT ON COLUMN @hr@.attendance_policy.source IS 'Where the policy is written';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.attendance_policy IS
	'A policy cannot end before it comes into force';
COMMENT ON CONSTRAINT one_policy_in_force ON @hr@.attendance_policy IS
	'On any day at most one policy is in force for a staff group, and one for everybody else';
INSERT INTO @hr@.attendance_policy
	(policy, title, first_day, last_day, adopted_on, trial_until, replaces, scoring_rule,
	 part_time_rule, long_term, target_days, rises_apply, carried_over_from, lapses,
	 repeats_before, fit_note_covers, return_days, review_counts, source)
SELECT * FROM bradford.published_policies();

CREATE TABLE @hr@.policy_stage (
	policy text NOT NULL,
	stage smallint NOT NULL CONSTRAINT stage_from_one CHECK (stage BETWEEN 1 AND 9),
	title text NOT NULL,
	trigger_score numeric
		CONSTRAINT trigger_score_in_bounds
		CHECK (trigger_score > 0 AND trigger_score <= 1000000000),
	trigger_occasions integer CONSTRAINT trigger_occasions_positive CHECK (trigger_occasions > 0),
	trigger_days numeric
		CONSTRAINT trigger_days_in_bounds CHECK (trigger_days > 0 AND trigger_days <= 1000000),
	warning_life interval
		CONSTRAINT warning_life_within_a_hundred_years
		CHECK (warning_life > '0' AND warning_life <= '100 years'),
	least_rise numeric
		CONSTRAINT least_rise_in_bounds CHECK (least_rise >= 0 AND least_rise <= 1000000000),
	report_age interval
		CONSTRAINT report_age_within_a_hundred_years
		CHECK (report_age >= '0' AND report_age <= '100 years'),
	review_least interval
		CONSTRAINT review_least_within_a_hundred_years
		CHECK (review_least >= '0' AND review_least <= '100 years'),
	review_most interval
		CONSTRAINT review_most_within_a_hundred_years
		CHECK (review_most >= '0' AND review_most <= '100 years'),
	repeat_warnings smallint CONSTRAINT repeat_warnings_positive CHECK (repeat_warnings > 0),
	repeat_within interval
		CONSTRAINT repeats_within_a_hundred_years
		CHECK (repeat_within > '0' AND repeat_within <= '100 years')
		CONSTRAINT repeats_within_a_time
		CHECK ((repeat_warnings IS NULL) = (repeat_within IS NULL)),
	appeal_leads_to smallint CONSTRAINT appeal_leads_back CHECK (appeal_leads_to < stage),
	meeting_within smallint CONSTRAINT meeting_within_not_negative CHECK (meeting_within >= 0),
	notice smallint CONSTRAINT notice_within_a_year CHECK (notice BETWEEN 0 AND 366),
	notice_unit text
		CONSTRAINT notice_unit_known
		CHECK (notice_unit IN ('hours', 'calendar days', 'working days')),
	review_notice smallint
		CONSTRAINT review_notice_within_a_year CHECK (review_notice BETWEEN 0 AND 366),
	review_notice_unit text
		CONSTRAINT review_notice_unit_known
		CHECK (review_notice_unit IN ('hours', 'calendar days', 'working days')),
	appeal_within smallint
		CONSTRAINT appeal_within_a_year CHECK (appeal_within BETWEEN 0 AND 366),
	referral boolean NOT NULL DEFAULT false,
	PRIMARY KEY (policy, stage),
	CONSTRAINT stage_of_a_policy
		FOREIGN KEY (policy) REFERENCES @hr@.attendance_policy (policy)
			ON UPDATE CASCADE ON DELETE CASCADE,
	CONSTRAINT has_a_trigger
		CHECK (num_nonnulls(trigger_score, trigger_occasions, trigger_days) > 0),
	CONSTRAINT review_not_reversed CHECK (review_most >= review_least),
	CONSTRAINT notice_has_a_unit
		CHECK ((notice IS NULL) = (notice_unit IS NULL)
			AND (review_notice IS NULL) = (review_notice_unit IS NULL))
);
COMMENT ON TABLE @hr@.policy_stage IS
	'Stages of each attendance policy. A stage is reached when any one of its triggers is.';
COMMENT ON COLUMN @hr@.policy_stage.policy IS 'Policy that the stage belongs to';
COMMENT ON COLUMN @hr@.policy_stage.stage IS 'Number of the stage, 1 first';
COMMENT ON COLUMN @hr@.policy_stage.title IS 'What is considered at this stage';
COMMENT ON COLUMN @hr@.policy_stage.trigger_score IS 'Score from which the stage is reached (BF-4)';
COMMENT ON COLUMN @hr@.policy_stage.trigger_occasions IS
	'Number of absences in the window from which the stage is reached, for policies that '
	'trigger on it';
COMMENT ON COLUMN @hr@.policy_stage.trigger_days IS
	'Days of absence in the window from which the stage is reached, for policies that trigger '
	'on them';
COMMENT ON COLUMN @hr@.policy_stage.warning_life IS
	'How long a warning of this stage is live from the day of issue; none: it does not lapse '
	'(BF-6)';
COMMENT ON COLUMN @hr@.policy_stage.least_rise IS
	'The score must be at least this much above the score at which the live warning of the '
	'stage before was issued (BF-7, BF-8)';
COMMENT ON COLUMN @hr@.policy_stage.report_age IS
	'The stage needs an occupational-health report at most this old (BF-8, DL-29)';
COMMENT ON COLUMN @hr@.policy_stage.review_least IS
	'Shortest review period after a warning of this stage (BF-12)';
COMMENT ON COLUMN @hr@.policy_stage.review_most IS
	'Longest review period after a warning of this stage (BF-12)';
COMMENT ON COLUMN @hr@.policy_stage.repeat_warnings IS
	'After this many warnings of this stage, each followed by satisfactory attendance while '
	'it was live, the next failure goes to the next stage (BF-10)';
COMMENT ON COLUMN @hr@.policy_stage.repeat_within IS
	'The time within which those warnings were issued (BF-10)';
COMMENT ON COLUMN @hr@.policy_stage.appeal_leads_to IS
	'Stage to which an upheld appeal leads back (BF-11); none: the warning no longer counts';
COMMENT ON COLUMN @hr@.policy_stage.meeting_within IS
	'The meeting is held within this many working days of the return to work (DL-19)';
COMMENT ON COLUMN @hr@.policy_stage.notice IS
	'At least this much notice of the meeting is given, in notice_unit (DL-20, DL-22, DL-25)';
COMMENT ON COLUMN @hr@.policy_stage.notice_unit IS 'hours, calendar days or working days';
COMMENT ON COLUMN @hr@.policy_stage.review_notice IS
	'At least this much notice of the formal review meeting is given, in review_notice_unit '
	'(DL-21)';
COMMENT ON COLUMN @hr@.policy_stage.review_notice_unit IS 'hours, calendar days or working days';
COMMENT ON COLUMN @hr@.policy_stage.appeal_within IS
	'An appeal is made within this many working days of the decision (DL-23, DL-26); none: the '
	'policy has no appeal at this stage';
COMMENT ON COLUMN @hr@.policy_stage.referral IS
	'Reaching the stage is a reason for an occupational-health referral (AB-9)';
COMMENT ON CONSTRAINT has_a_trigger ON @hr@.policy_stage IS 'A stage has at least one trigger';
COMMENT ON CONSTRAINT notice_has_a_unit ON @hr@.policy_stage IS
	'A number and its unit are given together';
COMMENT ON CONSTRAINT review_not_reversed ON @hr@.policy_stage IS
	'The longest review period is not below the shortest';
CREATE INDEX policy_stage_by_stage ON @hr@.policy_stage (stage);
INSERT INTO @hr@.policy_stage
	(policy, stage, title, trigger_score, trigger_occasions, trigger_days, warning_life, least_rise,
	 report_age, review_least, review_most, repeat_warnings, repeat_within, appeal_leads_to,
	 meeting_within, notice, notice_unit, review_notice, review_notice_unit, appeal_within,
	 referral)
SELECT * FROM bradford.published_policy_stages();

CREATE TABLE @hr@.warning (
	employee_id bigint NOT NULL,
	policy text NOT NULL,
	stage smallint NOT NULL,
	issued_on date NOT NULL,
	outcome text NOT NULL DEFAULT 'warning'
		CONSTRAINT outcome_known CHECK (outcome IN ('warning', 'no warning', 'transferred')),
	score numeric CONSTRAINT score_in_bounds CHECK (score >= 0 AND score <= 1000000000),
	review_until date CONSTRAINT review_after_issue CHECK (review_until > issued_on),
	review_held_on date CONSTRAINT review_held_after_issue CHECK (review_held_on >= issued_on),
	satisfactory boolean,
	appeal_upheld_on date CONSTRAINT appeal_after_issue CHECK (appeal_upheld_on >= issued_on),
	decided_by text,
	PRIMARY KEY (employee_id, issued_on, stage),
	CONSTRAINT warning_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT stage_of_the_policy
		FOREIGN KEY (policy, stage) REFERENCES @hr@.policy_stage (policy, stage) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite
		CHECK (isfinite(issued_on)
			AND isfinite(review_until)
			AND isfinite(review_held_on)
			AND isfinite(appeal_upheld_on))
);
COMMENT ON TABLE @hr@.warning IS
	'What was decided at the stages of an attendance policy. People decide; reports only show '
	'what is due for consideration.';
COMMENT ON COLUMN @hr@.warning.employee_id IS 'Whose warning';
COMMENT ON COLUMN @hr@.warning.policy IS 'Policy under which it was decided';
COMMENT ON COLUMN @hr@.warning.stage IS 'Stage that was considered';
COMMENT ON COLUMN @hr@.warning.issued_on IS 'Day of issue, or of the decision';
COMMENT ON COLUMN @hr@.warning.outcome IS
	'warning (at the last stage: a decision not to dismiss), no warning (considered, none '
	'issued, BF-9), or transferred (stage carried over from the policy before, BF-13)';
COMMENT ON COLUMN @hr@.warning.score IS
	'Score at which it was issued (BF-7, BF-8); none counts as 0';
COMMENT ON COLUMN @hr@.warning.review_until IS 'Last day of the review period (BF-12)';
COMMENT ON COLUMN @hr@.warning.review_held_on IS
	'Day on which the formal review meeting was held (BF-12)';
COMMENT ON COLUMN @hr@.warning.satisfactory IS
	'Attendance was satisfactory while the warning was live (BF-10), as the manager judged; '
	'none: satisfactory if no other warning was issued in that time';
COMMENT ON COLUMN @hr@.warning.appeal_upheld_on IS
	'Day on which an appeal against it was upheld (BF-11)';
COMMENT ON COLUMN @hr@.warning.decided_by IS 'Who decided';
COMMENT ON CONSTRAINT stage_of_the_policy ON @hr@.warning IS
	'The stage of a warning is one of its policy';
CREATE INDEX warning_by_stage ON @hr@.warning (policy, stage);

CREATE TABLE @hr@.occupational_health_report (
	employee_id bigint NOT NULL,
	referred_on date NOT NULL,
	reported_on date CONSTRAINT reported_after_referral CHECK (reported_on >= referred_on),
	advice text,
	PRIMARY KEY (employee_id, referred_on),
	CONSTRAINT report_on_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite CHECK (isfinite(referred_on) AND isfinite(reported_on))
);
COMMENT ON TABLE @hr@.occupational_health_report IS
	'Referrals to occupational health and the reports on them (AB-9, DL-29).';
COMMENT ON COLUMN @hr@.occupational_health_report.employee_id IS 'Whose report';
COMMENT ON COLUMN @hr@.occupational_health_report.referred_on IS 'Day of the referral';
COMMENT ON COLUMN @hr@.occupational_health_report.reported_on IS
	'Date of the report; none while it is awaited';
COMMENT ON COLUMN @hr@.occupational_health_report.advice IS
	'What it advises, in a word: phased return, redeployment, no change';

CREATE TABLE @hr@.procedure (
	procedure text PRIMARY KEY,
	source text
);
COMMENT ON TABLE @hr@.procedure IS
	'Procedures with deadlines: grievance, attendance, flexible working and the like.';
COMMENT ON COLUMN @hr@.procedure.procedure IS 'Short name';
COMMENT ON COLUMN @hr@.procedure.source IS 'Where it is written';
INSERT INTO @hr@.procedure (procedure)
SELECT DISTINCT p.procedure FROM bradford.published_procedures() p;

CREATE TABLE @hr@.procedure_step (
	procedure text NOT NULL,
	step text NOT NULL,
	rule_id text,
	direction text NOT NULL
		CONSTRAINT direction_known CHECK (direction IN ('after', 'before', 'condition')),
	counts_from text NOT NULL,
	n integer NOT NULL CONSTRAINT n_in_bounds CHECK (n >= 0 AND n <= 100000),
	unit text NOT NULL
		CONSTRAINT unit_known
		CHECK (unit IN ('hours', 'calendar days', 'working days', 'weeks', 'months')),
	who_acts text,
	clause text,
	PRIMARY KEY (procedure, step),
	CONSTRAINT step_of_a_procedure
		FOREIGN KEY (procedure) REFERENCES @hr@.procedure (procedure)
			ON UPDATE CASCADE ON DELETE CASCADE
);
COMMENT ON TABLE @hr@.procedure_step IS
	'Steps of each procedure with their time limits (policy section 2).';
COMMENT ON COLUMN @hr@.procedure_step.procedure IS 'Procedure that the step belongs to';
COMMENT ON COLUMN @hr@.procedure_step.step IS 'What is to be done';
COMMENT ON COLUMN @hr@.procedure_step.rule_id IS 'Rule, such as DL-12';
COMMENT ON COLUMN @hr@.procedure_step.direction IS
	'after: due within n units of the event; before: at least n units before it; condition: a '
	'fact that must be at least that old';
COMMENT ON COLUMN @hr@.procedure_step.counts_from IS 'Event or step from which the limit counts';
COMMENT ON COLUMN @hr@.procedure_step.n IS 'Number of units';
COMMENT ON COLUMN @hr@.procedure_step.unit IS 'hours, calendar days, working days, weeks or months';
COMMENT ON COLUMN @hr@.procedure_step.who_acts IS 'Who acts';
COMMENT ON COLUMN @hr@.procedure_step.clause IS 'Clause of the procedure';
INSERT INTO @hr@.procedure_step
	(procedure, step, rule_id, direction, counts_from, n, unit, who_acts, clause)
SELECT p.procedure, p.step, p.rule_id, p.direction, p.counts_from, p.n, p.unit, p.who_acts, p.clause
FROM   bradford.published_procedures() p;

CREATE TABLE @hr@.hr_case (
	case_id bigint GENERATED BY DEFAULT AS IDENTITY,
	employee_id bigint NOT NULL,
	procedure text NOT NULL,
	opened_on date NOT NULL,
	closed_on date CONSTRAINT closed_after_opened CHECK (closed_on >= opened_on),
	calendar bradford.calendar NOT NULL DEFAULT 'england-and-wales',
	PRIMARY KEY (employee_id, case_id),
	CONSTRAINT case_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT case_under_a_procedure
		FOREIGN KEY (procedure) REFERENCES @hr@.procedure (procedure) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite CHECK (isfinite(opened_on) AND isfinite(closed_on))
);
COMMENT ON TABLE @hr@.hr_case IS 'Cases that run under a procedure.';
COMMENT ON COLUMN @hr@.hr_case.case_id IS 'Number of the case; the key with employee_id';
COMMENT ON COLUMN @hr@.hr_case.employee_id IS 'Whose case';
COMMENT ON COLUMN @hr@.hr_case.procedure IS 'Procedure under which it runs';
COMMENT ON COLUMN @hr@.hr_case.opened_on IS 'Day on which it was opened';
COMMENT ON COLUMN @hr@.hr_case.closed_on IS 'Day on which it was closed; none while it is open';
COMMENT ON COLUMN @hr@.hr_case.calendar IS 'Working days by which its deadlines count';
CREATE INDEX hr_case_by_procedure ON @hr@.hr_case (procedure);

CREATE TABLE @hr@.case_event (
	employee_id bigint NOT NULL,
	case_id bigint NOT NULL,
	event text NOT NULL,
	happened_on date NOT NULL,
	happened_at time,
	PRIMARY KEY (employee_id, case_id, event, happened_on),
	CONSTRAINT event_of_a_case
		FOREIGN KEY (employee_id, case_id) REFERENCES @hr@.hr_case (employee_id, case_id)
			ON UPDATE CASCADE ON DELETE CASCADE,
	CONSTRAINT days_are_finite CHECK (isfinite(happened_on))
);
COMMENT ON TABLE @hr@.case_event IS
	'What happened in a case: steps done and events from which deadlines count.';
COMMENT ON COLUMN @hr@.case_event.employee_id IS 'Whose case';
COMMENT ON COLUMN @hr@.case_event.case_id IS 'Case';
COMMENT ON COLUMN @hr@.case_event.event IS 'Step or event, named as in procedure_step';
COMMENT ON COLUMN @hr@.case_event.happened_on IS
	'Day on which it happened, or, for a meeting or hearing, will happen';
COMMENT ON COLUMN @hr@.case_event.happened_at IS
	'Time of that day, where a limit is in hours (DL-20)';

CREATE TABLE @hr@.timesheet (
	employee_id bigint NOT NULL,
	post text NOT NULL DEFAULT '1',
	month date NOT NULL CONSTRAINT month_by_its_first_day CHECK (extract(day FROM month) = 1),
	hours_worked numeric NOT NULL DEFAULT 0
		CONSTRAINT hours_worked_in_a_month CHECK (hours_worked BETWEEN 0 AND 744),
	leave_taken numeric NOT NULL DEFAULT 0
		CONSTRAINT leave_taken_in_a_month CHECK (leave_taken BETWEEN 0 AND 744),
	extra_hours numeric NOT NULL DEFAULT 0
		CONSTRAINT extra_hours_in_a_month CHECK (extra_hours BETWEEN -744 AND 744),
	received_on date,
	CONSTRAINT days_are_finite CHECK (isfinite(month) AND isfinite(received_on)),
	PRIMARY KEY (employee_id, post, month),
	CONSTRAINT timesheet_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE
);
COMMENT ON TABLE @hr@.timesheet IS 'Monthly timesheets (PAY-15).';
COMMENT ON COLUMN @hr@.timesheet.employee_id IS 'Whose timesheet';
COMMENT ON COLUMN @hr@.timesheet.post IS 'Post in which the hours were worked';
COMMENT ON COLUMN @hr@.timesheet.month IS 'Month, by its first day';
COMMENT ON COLUMN @hr@.timesheet.hours_worked IS 'Hours worked in the month: line c';
COMMENT ON COLUMN @hr@.timesheet.leave_taken IS 'Hours of leave taken in the month: line h';
COMMENT ON COLUMN @hr@.timesheet.extra_hours IS
	'Hours outside the contract, paid in the month at the substantive rate (PAY-6); below 0 '
	'they correct an earlier month';
COMMENT ON COLUMN @hr@.timesheet.received_on IS 'Day on which it came in';
CREATE INDEX timesheet_by_month ON @hr@.timesheet (month);

CREATE TABLE @hr@.paid (
	employee_id bigint NOT NULL,
	post text NOT NULL DEFAULT '1',
	first_day date NOT NULL,
	month date NOT NULL CONSTRAINT month_by_its_first_day CHECK (extract(day FROM month) = 1),
	run text NOT NULL,
	salary numeric NOT NULL DEFAULT 0
		CONSTRAINT salary_is_finite CHECK (salary > '-infinity' AND salary < 'infinity'),
	extra_pay numeric NOT NULL DEFAULT 0
		CONSTRAINT extra_pay_is_finite CHECK (extra_pay > '-infinity' AND extra_pay < 'infinity'),
	recorded_on date NOT NULL DEFAULT CURRENT_DATE,
	PRIMARY KEY (employee_id, post, first_day, month, run),
	CONSTRAINT paid_to_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite
		CHECK (isfinite(first_day) AND isfinite(month) AND isfinite(recorded_on))
);
COMMENT ON TABLE @hr@.paid IS
	'What was paid, by line of pay_report and payroll run. The payroll job fills it.';
COMMENT ON COLUMN @hr@.paid.employee_id IS 'Who was paid';
COMMENT ON COLUMN @hr@.paid.post IS 'Post';
COMMENT ON COLUMN @hr@.paid.first_day IS 'First day of the terms under which it was paid';
COMMENT ON COLUMN @hr@.paid.month IS 'Month that it was paid for, by its first day';
COMMENT ON COLUMN @hr@.paid.run IS
	'Payroll run, such as 2016-10; a run pays each line of a month once';
COMMENT ON COLUMN @hr@.paid.salary IS 'Salary paid, below 0 if it was taken back';
COMMENT ON COLUMN @hr@.paid.extra_pay IS 'Pay for extra hours, below 0 if it was taken back';
COMMENT ON COLUMN @hr@.paid.recorded_on IS 'Day on which it was recorded here';
COMMENT ON CONSTRAINT salary_is_finite ON @hr@.paid IS 'Money is a finite number';
COMMENT ON CONSTRAINT extra_pay_is_finite ON @hr@.paid IS 'Money is a finite number';
CREATE INDEX paid_by_month ON @hr@.paid (month);

CREATE TABLE @hr@.office (
	office text NOT NULL,
	first_day date NOT NULL,
	last_day date,
	people_limit integer CONSTRAINT people_limit_in_an_office CHECK (people_limit >= 0),
	desks integer CONSTRAINT desks_in_an_office CHECK (desks >= 0),
	desk_cost numeric
		CONSTRAINT desk_cost_in_pounds CHECK (desk_cost >= 0 AND desk_cost <= 1000000000),
	PRIMARY KEY (office, first_day),
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_limit_at_a_time EXCLUDE USING gist (
			int8range(hashtextextended(office, 0), hashtextextended(office, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.office IS
	'Offices with their dates: how many people may be in each, and how many desks it has (HW-4). A '
	'new limit ends one row and begins the next.';
COMMENT ON COLUMN @hr@.office.office IS 'Name of the office';
COMMENT ON COLUMN @hr@.office.first_day IS 'First day with these figures';
COMMENT ON COLUMN @hr@.office.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.office.people_limit IS
	'Most people in the office at once, by space rules; none: no limit';
COMMENT ON COLUMN @hr@.office.desks IS 'Number of desks; none: not known';
COMMENT ON COLUMN @hr@.office.desk_cost IS
	'What a desk costs a year, in pounds; a freed desk saves this (HW-5)';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.office IS 'It cannot end before it starts';
COMMENT ON CONSTRAINT one_limit_at_a_time ON @hr@.office IS
	'An office has one limit on one day';

CREATE TABLE @hr@.office_pattern (
	pattern text PRIMARY KEY,
	office_days bradford.calendar NOT NULL,
	rule_ids text
);
COMMENT ON TABLE @hr@.office_pattern IS
	'Patterns of days in the office and at home, as calendars (HW-3).';
COMMENT ON COLUMN @hr@.office_pattern.pattern IS 'Name of the pattern';
COMMENT ON COLUMN @hr@.office_pattern.office_days IS
	'Days in the office, such as every-day; week=Tue-Wed. The contract says which of them are '
	'worked';
COMMENT ON COLUMN @hr@.office_pattern.rule_ids IS 'Rules of the policy that say so';
INSERT INTO @hr@.office_pattern (pattern, office_days, rule_ids)
SELECT p.pattern, p.office_days, p.rule_ids FROM bradford.published_office_patterns() p;

CREATE TABLE @hr@.workstyle (
	workstyle text PRIMARY KEY,
	desks numeric NOT NULL
		CONSTRAINT desks_of_a_ratio CHECK (desks >= 0 AND desks <= 1000000),
	for_people numeric NOT NULL DEFAULT 10
		CONSTRAINT people_of_a_ratio CHECK (for_people >= 0.01 AND for_people <= 1000000),
	counted text NOT NULL DEFAULT 'head'
		CONSTRAINT counted_by CHECK (counted IN ('head', 'whole-time equivalent')),
	in_office text NOT NULL DEFAULT 'by pattern'
		CONSTRAINT when_in_office CHECK (in_office IN ('always', 'by pattern', 'never')),
	rule_ids text
);
COMMENT ON TABLE @hr@.workstyle IS 'Workstyles with their desk ratios (HW-1, HW-2).';
COMMENT ON COLUMN @hr@.workstyle.workstyle IS 'Name: fixed, home, flexible, mobile, or your own';
COMMENT ON COLUMN @hr@.workstyle.desks IS 'Desks in the ratio, such as 6 in 6 desks for 10 people';
COMMENT ON COLUMN @hr@.workstyle.for_people IS
	'People in the ratio, such as 10 in 6 desks for 10 people';
COMMENT ON COLUMN @hr@.workstyle.counted IS
	'How people are counted: head, or whole-time equivalent';
COMMENT ON COLUMN @hr@.workstyle.in_office IS
	'When people without a pattern are in the office: always, never, or by pattern (one is needed)';
COMMENT ON COLUMN @hr@.workstyle.rule_ids IS 'Rules of the policy that say so';
INSERT INTO @hr@.workstyle (workstyle, desks, for_people, counted, in_office, rule_ids)
SELECT w.workstyle, w.desks, w.for_people, w.counted, w.in_office, w.rule_ids
FROM   bradford.published_workstyles() w;

CREATE TABLE @hr@.homework (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	kind text,
	workstyle text NOT NULL,
	public_facing boolean NOT NULL DEFAULT false,
	office text,
	pattern text,
	office_days bradford.calendar,
	trial interval DEFAULT '3 months'
		CONSTRAINT trial_length CHECK (trial > '0' AND trial <= '2 years'),
	review_every interval
		CONSTRAINT review_interval CHECK (review_every > '0' AND review_every <= '10 years'),
	touch_every interval
		CONSTRAINT touch_interval CHECK (touch_every > '0' AND touch_every <= '10 years'),
	PRIMARY KEY (employee_id, first_day),
	CONSTRAINT homework_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT workstyle_is_known
		FOREIGN KEY (workstyle) REFERENCES @hr@.workstyle (workstyle) ON UPDATE CASCADE,
	CONSTRAINT pattern_is_known
		FOREIGN KEY (pattern) REFERENCES @hr@.office_pattern (pattern) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_arrangement_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.homework IS
	'Where people work, from when to when: workstyle, office, days in the office and what was '
	'agreed on working from home (HW-1, HW-3, HW-8). A change ends one row and begins the next.';
COMMENT ON COLUMN @hr@.homework.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.homework.first_day IS 'First day of this arrangement';
COMMENT ON COLUMN @hr@.homework.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.homework.kind IS
	'contractual (the home is the place of work), agreed (a homeworker by agreement), agile (under '
	'the agile guide), or your own with rows in homework_allowance (HW-6); none: not at home';
COMMENT ON COLUMN @hr@.homework.workstyle IS 'Workstyle, from workstyle (HW-1)';
COMMENT ON COLUMN @hr@.homework.public_facing IS
	'The post serves the public, so it has a desk and is left out of ratios (HW-2)';
COMMENT ON COLUMN @hr@.homework.office IS 'Office to which the person is assigned';
COMMENT ON COLUMN @hr@.homework.pattern IS
	'Pattern of days in the office, from office_pattern (HW-3)';
COMMENT ON COLUMN @hr@.homework.office_days IS
	'The person''s own days in the office, instead of those of the pattern';
COMMENT ON COLUMN @hr@.homework.trial IS
	'Length of the trial from the first day, three months as suggested; none: no trial (HW-8)';
COMMENT ON COLUMN @hr@.homework.review_every IS
	'How often it is reviewed, such as 6 months; none: not agreed (HW-8)';
COMMENT ON COLUMN @hr@.homework.touch_every IS
	'How often there is a keeping-in-touch day, such as 1 month; none: not agreed (HW-8)';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.homework IS 'It cannot end before it starts';
COMMENT ON CONSTRAINT one_arrangement_at_a_time ON @hr@.homework IS
	'Nobody has two arrangements on one day';

CREATE TABLE @hr@.homework_event (
	employee_id bigint NOT NULL,
	event text NOT NULL
		CONSTRAINT event_known CHECK (event IN ('keeping in touch', 'review', 'trial decided')),
	happened_on date NOT NULL,
	outcome text,
	PRIMARY KEY (employee_id, event, happened_on),
	CONSTRAINT event_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite CHECK (isfinite(happened_on))
);
COMMENT ON TABLE @hr@.homework_event IS
	'Keeping-in-touch days, reviews, and decisions at the end of a trial (HW-8).';
COMMENT ON COLUMN @hr@.homework_event.employee_id IS 'Whose';
COMMENT ON COLUMN @hr@.homework_event.event IS 'keeping in touch, review, or trial decided';
COMMENT ON COLUMN @hr@.homework_event.happened_on IS 'Day on which it happened';
COMMENT ON COLUMN @hr@.homework_event.outcome IS 'What came of it';

CREATE TABLE @hr@.homework_application (
	employee_id bigint NOT NULL,
	applied_on date NOT NULL,
	starts_on date,
	decided_on date CONSTRAINT decided_after_applied CHECK (decided_on >= applied_on),
	decision text
		CONSTRAINT decision_known CHECK (decision IN ('agreed', 'refused', 'withdrawn'))
		CONSTRAINT decision_with_its_day CHECK ((decision IS NULL) = (decided_on IS NULL)),
	workstyle text,
	office text,
	kit_cost numeric NOT NULL DEFAULT 800
		CONSTRAINT kit_cost_in_pounds CHECK (kit_cost >= 0 AND kit_cost <= 1000000000),
	yearly_saving numeric
		CONSTRAINT saving_in_pounds CHECK (yearly_saving >= 0 AND yearly_saving <= 1000000000),
	yearly_cost numeric NOT NULL DEFAULT 0
		CONSTRAINT cost_in_pounds CHECK (yearly_cost >= 0 AND yearly_cost <= 1000000000),
	PRIMARY KEY (employee_id, applied_on),
	CONSTRAINT application_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT workstyle_is_known
		FOREIGN KEY (workstyle) REFERENCES @hr@.workstyle (workstyle) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite
		CHECK (isfinite(applied_on) AND isfinite(starts_on) AND isfinite(decided_on))
);
COMMENT ON TABLE @hr@.homework_application IS
	'Applications to work from home, each with its business case (HW-5).';
COMMENT ON COLUMN @hr@.homework_application.employee_id IS 'Who applies';
COMMENT ON COLUMN @hr@.homework_application.applied_on IS 'Day of the application';
COMMENT ON COLUMN @hr@.homework_application.starts_on IS
	'Day from which the kit is to serve; none: the day of the decision, or of the application';
COMMENT ON COLUMN @hr@.homework_application.decided_on IS 'Day of the decision';
COMMENT ON COLUMN @hr@.homework_application.decision IS 'agreed, refused or withdrawn; none: open';
COMMENT ON COLUMN @hr@.homework_application.workstyle IS 'Workstyle applied for';
COMMENT ON COLUMN @hr@.homework_application.office IS 'Office in which a desk is freed';
COMMENT ON COLUMN @hr@.homework_application.kit_cost IS
	'What the kit costs, in pounds; about 800 according to the source';
COMMENT ON COLUMN @hr@.homework_application.yearly_saving IS
	'What it saves a year, in pounds; none: the cost of the part of a desk that the workstyle '
	'frees';
COMMENT ON COLUMN @hr@.homework_application.yearly_cost IS
	'What it costs a year, in pounds, such as an allowance';
COMMENT ON CONSTRAINT decided_after_applied ON @hr@.homework_application IS
	'A decision cannot come before its application';

CREATE TABLE @hr@.homework_allowance (
	kind text NOT NULL,
	who text NOT NULL
		CONSTRAINT who_pays_or_claims CHECK (who IN ('employer pays', 'employee claims')),
	first_day date NOT NULL,
	last_day date,
	weekly numeric NOT NULL
		CONSTRAINT weekly_in_pounds CHECK (weekly >= 0 AND weekly <= 1000000),
	monthly numeric CONSTRAINT monthly_in_pounds CHECK (monthly >= 0 AND monthly <= 1000000),
	note text,
	rule_ids text,
	PRIMARY KEY (kind, who, first_day),
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_rate_at_a_time EXCLUDE USING gist (
			int8range(hashtextextended(kind, 0), hashtextextended(kind, 0), '[]') WITH &&,
			int8range(hashtextextended(who, 0), hashtextextended(who, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.homework_allowance IS
	'Allowances for working from home, by kind and with their dates, and who '
	'may pay or claim (HW-6).';
COMMENT ON COLUMN @hr@.homework_allowance.kind IS
	'Kind of homeworking, as in homework.kind';
COMMENT ON COLUMN @hr@.homework_allowance.who IS
	'employer pays (free of tax), or employee claims (what the employer does not pay, as a '
	'deduction from taxed income)';
COMMENT ON COLUMN @hr@.homework_allowance.first_day IS 'First day of this rate';
COMMENT ON COLUMN @hr@.homework_allowance.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.homework_allowance.weekly IS 'Pounds a week';
COMMENT ON COLUMN @hr@.homework_allowance.monthly IS
	'Pounds a month; none: 52 weeks divided by 12';
COMMENT ON COLUMN @hr@.homework_allowance.note IS
	'Where the rate comes from, and where sources differ';
COMMENT ON COLUMN @hr@.homework_allowance.rule_ids IS 'Rules of the policy that say so';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.homework_allowance IS
	'It cannot end before it starts';
COMMENT ON CONSTRAINT one_rate_at_a_time ON @hr@.homework_allowance IS
	'For a kind, the employer pays one rate on one day, and the employee claims one';
INSERT INTO @hr@.homework_allowance (
	kind, who, first_day, last_day, weekly, monthly, note, rule_ids)
SELECT a.kind, a.who, a.first_day, a.last_day, a.weekly, a.monthly, a.note, a.rule_ids
FROM   bradford.published_homework_allowances() a;

CREATE TABLE @hr@.work_output (
	employee_id bigint NOT NULL,
	measure text NOT NULL,
	first_day date NOT NULL,
	last_day date NOT NULL,
	done numeric CONSTRAINT done_is_finite CHECK (done >= 0 AND done <= 1000000000),
	checked numeric CONSTRAINT checked_is_finite CHECK (checked >= 0 AND checked <= 1000000000),
	correct numeric CONSTRAINT correct_of_those_checked CHECK (correct >= 0 AND correct <= checked),
	PRIMARY KEY (employee_id, measure, first_day),
	CONSTRAINT output_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.work_output IS
	'Output and accuracy of people, at home or not, measured over a period (HW-7).';
COMMENT ON COLUMN @hr@.work_output.employee_id IS 'Whose work';
COMMENT ON COLUMN @hr@.work_output.measure IS 'What is counted, such as claims settled';
COMMENT ON COLUMN @hr@.work_output.first_day IS 'First day counted';
COMMENT ON COLUMN @hr@.work_output.last_day IS 'Last day counted, included';
COMMENT ON COLUMN @hr@.work_output.done IS 'How many were done';
COMMENT ON COLUMN @hr@.work_output.checked IS 'How many of them were checked';
COMMENT ON COLUMN @hr@.work_output.correct IS 'How many of those checked were right';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.work_output IS 'It cannot end before it starts';

CREATE TABLE @hr@.downtime_option (
	option text PRIMARY KEY,
	rule_ids text
);
COMMENT ON TABLE @hr@.downtime_option IS
	'What may be done while systems are down (HW-9).';
COMMENT ON COLUMN @hr@.downtime_option.option IS 'Option, in words';
COMMENT ON COLUMN @hr@.downtime_option.rule_ids IS 'Rules of the policy that say so';
INSERT INTO @hr@.downtime_option (option, rule_ids)
SELECT o.option, o.rule_ids FROM bradford.published_downtime_options() o;

CREATE TABLE @hr@.downtime (
	employee_id bigint NOT NULL,
	began_at timestamp NOT NULL,
	ended_at timestamp,
	system text,
	option text,
	decided_by text,
	PRIMARY KEY (employee_id, began_at),
	CONSTRAINT downtime_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT option_is_known
		FOREIGN KEY (option) REFERENCES @hr@.downtime_option (option) ON UPDATE CASCADE,
	CONSTRAINT ended_after_it_began
		CHECK (ended_at > began_at AND ended_at <= began_at + interval '31 days'),
	CONSTRAINT beginning_is_finite CHECK (isfinite(began_at))
);
COMMENT ON TABLE @hr@.downtime IS
	'Unplanned downtime: when systems were down for somebody, in local wall time, and which option '
	'was taken (HW-9).';
COMMENT ON COLUMN @hr@.downtime.employee_id IS 'Who could not work';
COMMENT ON COLUMN @hr@.downtime.began_at IS 'When it began';
COMMENT ON COLUMN @hr@.downtime.ended_at IS
	'When it ended, at most 31 days later; none while it goes on';
COMMENT ON COLUMN @hr@.downtime.system IS 'Which system';
COMMENT ON COLUMN @hr@.downtime.option IS
	'Option taken, from downtime_option; none: not recorded yet';
COMMENT ON COLUMN @hr@.downtime.decided_by IS 'Who chose it';
COMMENT ON CONSTRAINT ended_after_it_began ON @hr@.downtime IS
	'It ends after it begins, within 31 days';
ANALYZE @hr@.office_pattern, @hr@.workstyle, @hr@.homework_allowance, @hr@.downtime_option;

CREATE TABLE @hr@.flexi_member (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	scheme bradford.flexi_scheme NOT NULL DEFAULT '',
	opening interval
		CONSTRAINT opening_in_hours
		CHECK (opening >= '-9999:00' AND opening <= '9999:00' AND extract(day FROM opening) = 0
			AND extract(month FROM opening) = 0 AND extract(year FROM opening) = 0),
	PRIMARY KEY (employee_id, first_day),
	CONSTRAINT member_is_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_scheme_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.flexi_member IS
	'Who works flexi-time, under which scheme, and from when to when (FX-1 to FX-6). A new scheme '
	'ends one row and begins the next.';
COMMENT ON COLUMN @hr@.flexi_member.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.flexi_member.first_day IS 'First day under this scheme';
COMMENT ON COLUMN @hr@.flexi_member.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.flexi_member.scheme IS
	'Scheme, such as day=7:24; cap=12:00/4:00; part-timers have schemes with their own hours';
COMMENT ON COLUMN @hr@.flexi_member.opening IS
	'Balance brought forward on the first day, such as -1:30; none: the balance that the row '
	'before carries, or 0';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.flexi_member IS 'It cannot end before it starts';
COMMENT ON CONSTRAINT one_scheme_at_a_time ON @hr@.flexi_member IS
	'Nobody is under two schemes on one day';

CREATE TABLE @hr@.clock_entry (
	employee_id bigint NOT NULL,
	clocked_in timestamp NOT NULL,
	clocked_out timestamp,
	PRIMARY KEY (employee_id, clocked_in),
	CONSTRAINT entry_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT out_within_a_day
		CHECK (clocked_out > clocked_in AND clocked_out <= clocked_in + interval '24 hours'),
	CONSTRAINT arrival_is_finite CHECK (isfinite(clocked_in))
);
COMMENT ON TABLE @hr@.clock_entry IS
	'When people came and went, in local wall time. Entries that overlap '
	'count once (FX-1 to FX-4).';
COMMENT ON COLUMN @hr@.clock_entry.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.clock_entry.clocked_in IS
	'Arrival, as the clock shows; blocks are counted later';
COMMENT ON COLUMN @hr@.clock_entry.clocked_out IS
	'Departure, at most 24 hours later; none while the person is at work';
COMMENT ON CONSTRAINT out_within_a_day ON @hr@.clock_entry IS
	'Nobody is at work for more than 24 hours at a time';

CREATE TABLE @hr@.time_off (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date NOT NULL,
	kind text NOT NULL
		CONSTRAINT kind_of_time_off
		CHECK (kind IN ('annual leave', 'paid leave', 'flexi-leave', 'authorised absence')),
	half_day boolean NOT NULL DEFAULT false,
	PRIMARY KEY (employee_id, first_day, kind),
	CONSTRAINT time_off_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.time_off IS
	'Leave and other agreed absence, for flexi-time (FX-2, FX-7). Sickness is in absence, and bank '
	'holidays are in the calendar of the contract.';
COMMENT ON COLUMN @hr@.time_off.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.time_off.first_day IS 'First day';
COMMENT ON COLUMN @hr@.time_off.last_day IS 'Last day, included';
COMMENT ON COLUMN @hr@.time_off.kind IS
	'annual leave or paid leave (credited with the standard day), flexi-leave (uses credit, FX-7), '
	'or authorised absence (from core time, not credited, FX-2)';
COMMENT ON COLUMN @hr@.time_off.half_day IS 'Only half of each day is taken off';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.time_off IS 'It cannot end before it starts';

CREATE TABLE @hr@.shift (
	employee_id bigint NOT NULL,
	during tstzrange NOT NULL,
	breaks tstzmultirange,
	team text,
	skill text,
	PRIMARY KEY (employee_id, during),
	CONSTRAINT shift_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	-- an empty range includes no bound
	CONSTRAINT shift_begins_and_ends
		CHECK (lower_inc(during) AND NOT upper_inc(during) AND NOT upper_inf(during)
			AND isfinite(lower(during)) AND isfinite(upper(during))),
	CONSTRAINT breaks_within CHECK (breaks <@ during)
);
COMMENT ON TABLE @hr@.shift IS
	'Shifts: those in the past were worked, those in the future are planned (SR-1, SR-3). Times '
	'are instants, so a night on which the clocks change has its true length.';
COMMENT ON COLUMN @hr@.shift.employee_id IS 'Whose shift';
COMMENT ON COLUMN @hr@.shift.during IS
	'From when to when, such as [2016-10-03 07:00 Europe/London, 2016-10-03 15:00 Europe/London)';
COMMENT ON COLUMN @hr@.shift.breaks IS 'Rest breaks inside it; none: no break, or not recorded';
COMMENT ON COLUMN @hr@.shift.team IS 'Team or ward that is covered; none: no team';
COMMENT ON COLUMN @hr@.shift.skill IS 'Skill in which the person works; none: any that they have';
COMMENT ON CONSTRAINT shift_begins_and_ends ON @hr@.shift IS
	'A shift begins at an instant, included, and ends at a later one, not included';
COMMENT ON CONSTRAINT breaks_within ON @hr@.shift IS 'Breaks lie within the shift';
-- who is on duty on these days
CREATE INDEX shift_by_time ON @hr@.shift USING gist (during);

CREATE TABLE @hr@.working_time_terms (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	opted_out boolean NOT NULL DEFAULT false,
	reference_weeks integer NOT NULL DEFAULT 17
		CONSTRAINT weeks_of_reference CHECK (reference_weeks >= 1 AND reference_weeks <= 52),
	weekly_rest_by text NOT NULL DEFAULT 'week'
		CONSTRAINT week_or_fortnight CHECK (weekly_rest_by IN ('week', 'fortnight')),
	night_worker boolean,
	night_absolute boolean NOT NULL DEFAULT false,
	born date,
	PRIMARY KEY (employee_id, first_day),
	CONSTRAINT working_time_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_agreement_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day) AND isfinite(born))
);
COMMENT ON TABLE @hr@.working_time_terms IS
	'Terms that differ from the normal rules of the Working Time Regulations (PAY-16): '
	'an opt-out, other periods, night work, an age under 18. The normal rules apply to '
	'people without a row.';
COMMENT ON COLUMN @hr@.working_time_terms.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.working_time_terms.first_day IS 'First day of these terms';
COMMENT ON COLUMN @hr@.working_time_terms.last_day IS 'Last day, included; none while they go on';
COMMENT ON COLUMN @hr@.working_time_terms.opted_out IS
	'Agreed in writing to more than 48 hours a week on average; has no effect under 18';
COMMENT ON COLUMN @hr@.working_time_terms.reference_weeks IS
	'Weeks over which averages are taken: 17; 26 where regulation 21 applies; up to 52 by a '
	'collective or workforce agreement';
COMMENT ON COLUMN @hr@.working_time_terms.weekly_rest_by IS
	'week: 24 hours in each week; fortnight: 48 hours, or twice 24, in each fortnight';
COMMENT ON COLUMN @hr@.working_time_terms.night_worker IS
	'Works at night as a normal course; none: decided by the shifts';
COMMENT ON COLUMN @hr@.working_time_terms.night_absolute IS
	'Night work with special hazards or strain: at most 8 hours in any 24, not on average';
COMMENT ON COLUMN @hr@.working_time_terms.born IS
	'Date of birth of somebody under 18; none: 18 or over';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.working_time_terms IS
	'It cannot end before it starts';
COMMENT ON CONSTRAINT one_agreement_at_a_time ON @hr@.working_time_terms IS
	'Nobody has two sets of terms on one day';
CREATE TABLE @hr@.employee_skill (
	employee_id bigint NOT NULL,
	skill text NOT NULL CONSTRAINT skill_has_a_name CHECK (skill <> ''),
	grade text,
	first_day date NOT NULL,
	last_day date,
	PRIMARY KEY (employee_id, skill, first_day),
	CONSTRAINT skill_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_grade_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			int8range(hashtextextended(skill, 0), hashtextextended(skill, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.employee_skill IS
	'What people can do and at which grade, from when to when (SR-1).';
COMMENT ON COLUMN @hr@.employee_skill.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.employee_skill.skill IS 'Skill, such as nurse';
COMMENT ON COLUMN @hr@.employee_skill.grade IS 'Grade in it, such as band 6; none: no grade';
COMMENT ON COLUMN @hr@.employee_skill.first_day IS 'First day';
COMMENT ON COLUMN @hr@.employee_skill.last_day IS 'Last day, included; none while it goes on';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.employee_skill IS
	'It cannot end before it starts';
COMMENT ON CONSTRAINT one_grade_at_a_time ON @hr@.employee_skill IS
	'Nobody has two grades in one skill on one day';

CREATE TABLE @hr@.team (
	team text PRIMARY KEY CONSTRAINT team_has_a_name CHECK (team <> ''),
	-- an unknown zone is an error
	zone text NOT NULL DEFAULT 'Europe/London'
		CONSTRAINT zone_is_known CHECK (timezone(zone, to_timestamp(0)) IS NOT NULL)
);
COMMENT ON TABLE @hr@.team IS 'Teams and wards whose cover is agreed (SR-1).';
COMMENT ON COLUMN @hr@.team.team IS 'Name, as in shift and staffing_demand';
COMMENT ON COLUMN @hr@.team.zone IS 'Time zone of its clock times';

CREATE TABLE @hr@.staffing_demand (
	team text NOT NULL,
	slot text NOT NULL CONSTRAINT slot_has_a_name CHECK (slot <> ''),
	first_day date NOT NULL,
	last_day date,
	skill text,
	grade text,
	days bradford.calendar NOT NULL DEFAULT 'every-day',
	starts time NOT NULL,
	ends time NOT NULL,
	at_least integer NOT NULL DEFAULT 0
		CONSTRAINT least_staff CHECK (at_least >= 0 AND at_least <= 100000),
	at_most integer
		CONSTRAINT most_staff CHECK (at_most >= at_least AND at_most <= 100000),
	short_weight numeric NOT NULL DEFAULT 100
		CONSTRAINT weight_of_one_short CHECK (short_weight >= 0 AND short_weight <= 1000000),
	over_weight numeric NOT NULL DEFAULT 1
		CONSTRAINT weight_of_one_over CHECK (over_weight >= 0 AND over_weight <= 1000000),
	PRIMARY KEY (team, slot, first_day),
	CONSTRAINT demand_of_a_team
		FOREIGN KEY (team) REFERENCES @hr@.team (team) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_demand_at_a_time EXCLUDE USING gist (
			int8range(hashtextextended(team, 0), hashtextextended(team, 0), '[]') WITH &&,
			int8range(hashtextextended(slot, 0), hashtextextended(slot, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.staffing_demand IS
	'How many are to be on duty in each slot of a team: at least and at most, by skill and grade '
	'(SR-1). Each row is checked by itself: a nurse counts for the nurses and for the whole team.';
COMMENT ON COLUMN @hr@.staffing_demand.team IS 'Team';
COMMENT ON COLUMN @hr@.staffing_demand.slot IS 'Name of the slot, such as night or night, nurses';
COMMENT ON COLUMN @hr@.staffing_demand.first_day IS 'First day on which it is agreed';
COMMENT ON COLUMN @hr@.staffing_demand.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.staffing_demand.skill IS 'Skill that counts; none: any';
COMMENT ON COLUMN @hr@.staffing_demand.grade IS 'Grade that counts; none: any';
COMMENT ON COLUMN @hr@.staffing_demand.days IS
	'Days on which the slot begins: the working days of this calendar, such as '
	'every-day; week=Sat,Sun';
COMMENT ON COLUMN @hr@.staffing_demand.starts IS
	'Time at which it starts, by the clock of the team';
COMMENT ON COLUMN @hr@.staffing_demand.ends IS
	'Time at which it ends; on the next day if it is not after the start';
COMMENT ON COLUMN @hr@.staffing_demand.at_least IS 'Least staff on duty';
COMMENT ON COLUMN @hr@.staffing_demand.at_most IS 'Most staff on duty; none: no limit';
COMMENT ON COLUMN @hr@.staffing_demand.short_weight IS
	'Cost in the score of a roster if one person is missing throughout the slot';
COMMENT ON COLUMN @hr@.staffing_demand.over_weight IS
	'Cost in the score of a roster if there is one person too many throughout the slot';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.staffing_demand IS
	'It cannot end before it starts';
COMMENT ON CONSTRAINT one_demand_at_a_time ON @hr@.staffing_demand IS
	'A slot of a team has one demand on one day';

CREATE TABLE @hr@.shift_kind (
	team text NOT NULL,
	kind text NOT NULL CONSTRAINT kind_has_a_name CHECK (kind <> ''),
	first_day date NOT NULL,
	last_day date,
	days bradford.calendar NOT NULL DEFAULT 'every-day',
	starts time NOT NULL,
	ends time NOT NULL,
	break_starts time,
	break_ends time,
	skill text,
	PRIMARY KEY (team, kind, first_day),
	CONSTRAINT kind_of_a_team
		FOREIGN KEY (team) REFERENCES @hr@.team (team) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT break_starts_and_ends CHECK ((break_starts IS NULL) = (break_ends IS NULL)),
	CONSTRAINT one_kind_at_a_time EXCLUDE USING gist (
			int8range(hashtextextended(team, 0), hashtextextended(team, 0), '[]') WITH &&,
			int8range(hashtextextended(kind, 0), hashtextextended(kind, 0), '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.shift_kind IS 'Shifts that a team''s rosters are made of (SR-2).';
COMMENT ON COLUMN @hr@.shift_kind.team IS 'Team';
COMMENT ON COLUMN @hr@.shift_kind.kind IS 'Name, such as early';
COMMENT ON COLUMN @hr@.shift_kind.first_day IS 'First day on which there is such a shift';
COMMENT ON COLUMN @hr@.shift_kind.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.shift_kind.days IS
	'Days on which the shift begins: the working days of this calendar';
COMMENT ON COLUMN @hr@.shift_kind.starts IS 'Time at which it starts, by the clock of the team';
COMMENT ON COLUMN @hr@.shift_kind.ends IS
	'Time at which it ends; on the next day if it is not after the start';
COMMENT ON COLUMN @hr@.shift_kind.break_starts IS
	'Time at which its rest break starts; none: no break';
COMMENT ON COLUMN @hr@.shift_kind.break_ends IS 'Time at which its rest break ends';
COMMENT ON COLUMN @hr@.shift_kind.skill IS 'Skill in which they work; none: any that they have';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.shift_kind IS 'It cannot end before it starts';
COMMENT ON CONSTRAINT one_kind_at_a_time ON @hr@.shift_kind IS
	'A kind of shift has one set of times on one day';

CREATE TABLE @hr@.roster_terms (
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	team text NOT NULL,
	weekly_hours numeric
		CONSTRAINT hours_in_a_week CHECK (weekly_hours >= 0 AND weekly_hours <= 168),
	most_owed numeric
		CONSTRAINT most_owed_in_hours CHECK (most_owed >= 0 AND most_owed <= 10000),
	most_owing numeric
		CONSTRAINT most_owing_in_hours CHECK (most_owing >= 0 AND most_owing <= 10000),
	rest_hours numeric NOT NULL DEFAULT 11
		CONSTRAINT rest_in_hours CHECK (rest_hours >= 0 AND rest_hours <= 168),
	most_in_row integer CONSTRAINT most_days_in_row CHECK (most_in_row >= 1 AND most_in_row <= 366),
	least_in_row integer
		CONSTRAINT least_days_in_row CHECK (least_in_row >= 1 AND least_in_row <= 31),
	least_off integer CONSTRAINT least_days_off CHECK (least_off >= 1 AND least_off <= 31),
	most_weekends integer CONSTRAINT most_weekends_worked
		CHECK (most_weekends >= 0 AND most_weekends <= 60),
	PRIMARY KEY (employee_id, first_day),
	CONSTRAINT terms_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT terms_in_a_team
		FOREIGN KEY (team) REFERENCES @hr@.team (team) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT one_team_at_a_time EXCLUDE USING gist (
			int8range(employee_id, employee_id, '[]') WITH &&,
			daterange(first_day, last_day, '[]') WITH &&),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.roster_terms IS
	'Who is on the roster of which team, and within which limits (SR-2). Empty: no limit.';
COMMENT ON COLUMN @hr@.roster_terms.employee_id IS 'Who';
COMMENT ON COLUMN @hr@.roster_terms.first_day IS 'First day';
COMMENT ON COLUMN @hr@.roster_terms.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.roster_terms.team IS 'Team';
COMMENT ON COLUMN @hr@.roster_terms.weekly_hours IS 'Contracted hours a week, breaks not counted';
COMMENT ON COLUMN @hr@.roster_terms.most_owed IS
	'Most hours above contract in a roster period, which the person is then owed';
COMMENT ON COLUMN @hr@.roster_terms.most_owing IS
	'Most hours below contract in a roster period, which the person then owes';
COMMENT ON COLUMN @hr@.roster_terms.rest_hours IS 'Least hours between two shifts';
COMMENT ON COLUMN @hr@.roster_terms.most_in_row IS 'Most days worked in a row';
COMMENT ON COLUMN @hr@.roster_terms.least_in_row IS 'Least days worked in a row';
COMMENT ON COLUMN @hr@.roster_terms.least_off IS 'Least days off in a row';
COMMENT ON COLUMN @hr@.roster_terms.most_weekends IS 'Most weekends worked in a roster period';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.roster_terms IS
	'They cannot end before they start';
COMMENT ON CONSTRAINT one_team_at_a_time ON @hr@.roster_terms IS
	'Nobody is on the rosters of two teams on one day';

CREATE TABLE @hr@.roster_request (
	employee_id bigint NOT NULL,
	request text NOT NULL CONSTRAINT request_has_a_name CHECK (request <> ''),
	kind text NOT NULL
		CONSTRAINT kind_of_request CHECK (kind IN ('on', 'off', 'veto', 'core')),
	first_day date NOT NULL,
	last_day date,
	days bradford.calendar NOT NULL DEFAULT 'every-day',
	starts time NOT NULL DEFAULT '0:00',
	ends time NOT NULL DEFAULT '24:00',
	weight numeric NOT NULL DEFAULT 1
		CONSTRAINT weight_of_request CHECK (weight >= 0 AND weight <= 1000000),
	PRIMARY KEY (employee_id, request),
	CONSTRAINT request_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.roster_request IS
	'Preferences, veto hours and core hours of people, on one day or on many (SR-2).';
COMMENT ON COLUMN @hr@.roster_request.employee_id IS 'Whose request';
COMMENT ON COLUMN @hr@.roster_request.request IS 'Name of it, such as school run';
COMMENT ON COLUMN @hr@.roster_request.kind IS
	'on: a shift that begins then; off: no shift then; veto: no shift then, without exception; '
	'core: on duty throughout';
COMMENT ON COLUMN @hr@.roster_request.first_day IS 'First day';
COMMENT ON COLUMN @hr@.roster_request.last_day IS 'Last day, included; none while it goes on';
COMMENT ON COLUMN @hr@.roster_request.days IS
	'Days on which it applies: the working days of this calendar';
COMMENT ON COLUMN @hr@.roster_request.starts IS 'Time from which, by the clock of the team';
COMMENT ON COLUMN @hr@.roster_request.ends IS
	'Time to which; on the next day if it is not after the start';
COMMENT ON COLUMN @hr@.roster_request.weight IS
	'Cost in the score of a roster for each day on which it is not met; a broken veto is a '
	'breach and costs nothing';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.roster_request IS
	'It cannot end before it starts';

CREATE TABLE @hr@.roster_shift (
	employee_id bigint NOT NULL,
	roster text NOT NULL CONSTRAINT roster_has_a_name CHECK (roster <> ''),
	during tstzrange NOT NULL,
	breaks tstzmultirange,
	team text,
	skill text,
	PRIMARY KEY (employee_id, roster, during),
	CONSTRAINT rostered_is_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT shift_begins_and_ends
		CHECK (lower_inc(during) AND NOT upper_inc(during) AND NOT upper_inf(during)
			AND isfinite(lower(during)) AND isfinite(upper(during))),
	CONSTRAINT breaks_within CHECK (breaks <@ during)
);
COMMENT ON TABLE @hr@.roster_shift IS
	'Proposals for a roster, as many as you like, made by hand, in a spreadsheet or by a solver '
	'(SR-3). A person decides which becomes the plan, and copies it into shift.';
COMMENT ON COLUMN @hr@.roster_shift.employee_id IS 'Whose shift';
COMMENT ON COLUMN @hr@.roster_shift.roster IS 'Name of the proposal';
COMMENT ON COLUMN @hr@.roster_shift.during IS 'From when to when, as in shift';
COMMENT ON COLUMN @hr@.roster_shift.breaks IS 'Rest breaks inside it';
COMMENT ON COLUMN @hr@.roster_shift.team IS 'Team';
COMMENT ON COLUMN @hr@.roster_shift.skill IS 'Skill in which they work; none: any that they have';
COMMENT ON CONSTRAINT shift_begins_and_ends ON @hr@.roster_shift IS
	'A shift begins at an instant, included, and ends at a later one, not included';
COMMENT ON CONSTRAINT breaks_within ON @hr@.roster_shift IS 'Breaks lie within the shift';
-- the shifts of one proposal, of all people
CREATE INDEX roster_shift_by_time ON @hr@.roster_shift USING gist (during);

CREATE TABLE @hr@.login (
	role_name text NOT NULL,
	employee_id bigint NOT NULL,
	first_day date NOT NULL,
	last_day date,
	PRIMARY KEY (employee_id, role_name, first_day),
	CONSTRAINT login_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.login IS
	'Which role of the database is which employee, and from when to when. After protect(), this '
	'decides whose record, and whose people, a reader sees.';
COMMENT ON COLUMN @hr@.login.role_name IS
	'Role in effect, also after SET ROLE: what current_user shows';
COMMENT ON COLUMN @hr@.login.employee_id IS 'Who that is';
COMMENT ON COLUMN @hr@.login.first_day IS 'First day';
COMMENT ON COLUMN @hr@.login.last_day IS 'Last day, included; none while it goes on';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.login IS 'It cannot end before it starts';
CREATE INDEX login_by_role ON @hr@.login (role_name);

CREATE TABLE @hr@.deputy (
	employee_id bigint NOT NULL,
	deputy_id bigint NOT NULL
		CONSTRAINT nobody_stands_in_for_themselves CHECK (deputy_id <> employee_id),
	first_day date NOT NULL,
	last_day date NOT NULL,
	PRIMARY KEY (employee_id, deputy_id, first_day),
	CONSTRAINT deputy_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT deputy_is_an_employee
		FOREIGN KEY (deputy_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT ends_after_it_starts CHECK (last_day >= first_day),
	CONSTRAINT days_are_finite CHECK (isfinite(first_day) AND isfinite(last_day))
);
COMMENT ON TABLE @hr@.deputy IS
	'Who stands in for a manager, and from when to when. After protect(), a deputy sees the '
	'manager''s people in that time.';
COMMENT ON COLUMN @hr@.deputy.employee_id IS 'Manager';
COMMENT ON COLUMN @hr@.deputy.deputy_id IS 'Who stands in';
COMMENT ON COLUMN @hr@.deputy.first_day IS 'First day';
COMMENT ON COLUMN @hr@.deputy.last_day IS 'Last day, included';
COMMENT ON CONSTRAINT ends_after_it_starts ON @hr@.deputy IS 'It cannot end before it starts';
CREATE INDEX deputy_by_deputy ON @hr@.deputy (deputy_id);

CREATE TABLE @hr@.trigger_event (
	employee_id bigint NOT NULL,
	policy text NOT NULL,
	stage smallint NOT NULL,
	event text NOT NULL CONSTRAINT event_known CHECK (event IN ('reached', 'cleared')),
	happened_on date NOT NULL,
	recorded_at timestamptz NOT NULL,
	withdrawn_at timestamptz
		CONSTRAINT withdrawn_after_it_was_recorded CHECK (withdrawn_at >= recorded_at),
	PRIMARY KEY (employee_id, policy, stage, event, happened_on, recorded_at),
	CONSTRAINT event_of_an_employee
		FOREIGN KEY (employee_id) REFERENCES @hr@.employee (employee_id) ON UPDATE CASCADE,
	CONSTRAINT event_under_a_policy
		FOREIGN KEY (policy) REFERENCES @hr@.attendance_policy (policy) ON UPDATE CASCADE,
	CONSTRAINT days_are_finite
		CHECK (isfinite(happened_on) AND isfinite(recorded_at) AND isfinite(withdrawn_at))
);
COMMENT ON TABLE @hr@.trigger_event IS
	'Which triggers were reached and cleared, and when that became known (BF-15). '
	'record_trigger_events() fills it.';
COMMENT ON COLUMN @hr@.trigger_event.employee_id IS 'Whose score';
COMMENT ON COLUMN @hr@.trigger_event.policy IS 'Policy whose trigger it is';
COMMENT ON COLUMN @hr@.trigger_event.stage IS 'Stage of the policy';
COMMENT ON COLUMN @hr@.trigger_event.event IS 'reached, or cleared: the score fell below it';
COMMENT ON COLUMN @hr@.trigger_event.happened_on IS 'Day of the crossing';
COMMENT ON COLUMN @hr@.trigger_event.recorded_at IS 'When it was recorded here';
COMMENT ON COLUMN @hr@.trigger_event.withdrawn_at IS
	'When a correction showed that it never happened; none: it still counts';
COMMENT ON CONSTRAINT withdrawn_after_it_was_recorded ON @hr@.trigger_event IS
	'Only what was recorded can be withdrawn';
-- each crossing counts once
CREATE UNIQUE INDEX trigger_event_stands ON @hr@.trigger_event
	(employee_id, policy, stage, event, happened_on) WHERE withdrawn_at IS NULL;
CREATE INDEX trigger_event_by_policy ON @hr@.trigger_event (policy);
CREATE INDEX trigger_event_by_recording ON @hr@.trigger_event (recorded_at);
CREATE INDEX trigger_event_by_withdrawal ON @hr@.trigger_event (withdrawn_at)
	WHERE withdrawn_at IS NOT NULL;

-- Autovacuum never analyses tables of a few rows, and reports need statistics for good plans.
ANALYZE @hr@.attendance_policy, @hr@.policy_stage, @hr@.absence_reason, @hr@.procedure,
	@hr@.procedure_step;
