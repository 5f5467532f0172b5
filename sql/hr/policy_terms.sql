CREATE OR REPLACE FUNCTION @hr@.policy_terms()
RETURNS TABLE (
	policy @hr@.attendance_policy.policy%TYPE,
	first_day date,
	last_day date,
	adopted_on date,
	replaces @hr@.attendance_policy.replaces%TYPE,
	scoring_rule bradford.scoring_rule,
	calendar bradford.calendar,
	long_term interval,
	target_days numeric,
	by_hours boolean,
	uses_calendar boolean,
	rises_apply text,
	carried_over_from text,
	lapses text,
	repeats_before text,
	fit_note_covers text,
	review_counts text,
	titles text[],
	triggers numeric[],
	occasion_triggers integer[],
	day_triggers numeric[],
	rises numeric[],
	report_ages interval[],
	meetings_within integer[],
	notices integer[],
	notice_units text[],
	review_notices integer[],
	review_notice_units text[],
	appeals_within integer[],
	by_score boolean,
	repeat_stage integer,
	repeat_warnings integer,
	repeat_within interval
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT p.policy, p.first_day, p.last_day, p.adopted_on, p.replaces, p.scoring_rule, p.calendar,
	   p.long_term, p.target_days,
	   p.part_time_rule = 'hours' AS by_hours,
	   p.uses_calendar,
	   p.rises_apply, p.carried_over_from, p.lapses, p.repeats_before, p.fit_note_covers,
	   p.review_counts,
	   s.*
FROM  (
	-- one row for each policy, even if a site's view repeats it; impossible terms count as unknown
	SELECT DISTINCT ON (p.policy)
		   p.policy, p.first_day, p.last_day, p.adopted_on, p.replaces,
		   COALESCE(p.scoring_rule, '') AS scoring_rule,
		   COALESCE(p.scoring_rule::text ~ '=(working|span)', false) AS uses_calendar,
		   COALESCE(p.calendar, 'england-and-wales') AS calendar,
		   p.part_time_rule, p.rises_apply, p.carried_over_from, p.lapses, p.repeats_before,
		   p.fit_note_covers, p.review_counts,
		   CASE WHEN p.long_term > '0' AND p.long_term <= interval '10 years' THEN p.long_term
				ELSE interval '4 weeks' END AS long_term,
		   CASE WHEN p.target_days >= 0 AND p.target_days <= 366 THEN p.target_days END
				AS target_days
	FROM   @hr@.attendance_policy p
	ORDER  BY p.policy, p.first_day DESC NULLS LAST) p,
	   LATERAL (
	SELECT array_agg(t.title) AS titles,
		   array_agg(t.trigger_score) AS triggers,
		   array_agg(t.trigger_occasions) AS occasion_triggers,
		   array_agg(t.trigger_days) AS day_triggers,
		   array_agg(t.least_rise) AS rises,
		   array_agg(t.report_age) AS report_ages,
		   array_agg(t.meeting_within) AS meetings_within,
		   array_agg(t.notice) AS notices,
		   array_agg(t.notice_unit) AS notice_units,
		   array_agg(t.review_notice) AS review_notices,
		   array_agg(t.review_notice_unit) AS review_notice_units,
		   array_agg(t.appeal_within) AS appeals_within,
		   bool_and(num_nonnulls(t.trigger_occasions, t.trigger_days) = 0) AS by_score,
		   min(t.stage) FILTER (WHERE t.repeat_warnings > 0) AS repeat_stage,
		   (array_agg(t.repeat_warnings) FILTER (WHERE t.repeat_warnings > 0))[1]
				AS repeat_warnings,
		   (array_agg(t.repeat_within) FILTER (WHERE t.repeat_warnings > 0))[1] AS repeat_within
	-- in the order of stages; one that the policy does not have keeps its place in the arrays
	FROM  (
		SELECT DISTINCT ON (n.stage)
			   n.stage, t.title::text AS title,
			   CASE WHEN t.trigger_score > 0 AND t.trigger_score <= 1000000000
					THEN t.trigger_score END::numeric AS trigger_score,
			   CASE WHEN t.trigger_occasions > 0 THEN t.trigger_occasions END
					AS trigger_occasions,
			   CASE WHEN t.trigger_days > 0 AND t.trigger_days <= 1000000
					THEN t.trigger_days END::numeric AS trigger_days,
			   CASE WHEN t.least_rise >= 0 AND t.least_rise <= 1000000000
					THEN t.least_rise END::numeric AS least_rise,
			   CASE WHEN t.report_age >= '0' AND t.report_age <= interval '100 years'
					THEN t.report_age END AS report_age,
			   CASE WHEN t.meeting_within BETWEEN 0 AND 366
					THEN t.meeting_within END::integer AS meeting_within,
			   CASE WHEN t.notice BETWEEN 0 AND 366 THEN t.notice END::integer AS notice,
			   CASE WHEN t.notice_unit IN ('hours', 'calendar days', 'working days')
					THEN t.notice_unit END::text AS notice_unit,
			   CASE WHEN t.review_notice BETWEEN 0 AND 366
					THEN t.review_notice END::integer AS review_notice,
			   CASE WHEN t.review_notice_unit IN ('hours', 'calendar days', 'working days')
					THEN t.review_notice_unit END::text AS review_notice_unit,
			   CASE WHEN t.appeal_within BETWEEN 0 AND 366
					THEN t.appeal_within END::integer AS appeal_within,
			   CASE WHEN t.repeat_within > '0' AND t.repeat_within <= interval '100 years'
						 AND t.repeat_warnings BETWEEN 1 AND 1000
					THEN t.repeat_warnings END::integer AS repeat_warnings,
			   t.repeat_within
		FROM  (SELECT max(m.stage)::integer AS stage FROM @hr@.policy_stage m
			   WHERE  m.policy = p.policy AND m.stage BETWEEN 1 AND 9) m,
			   generate_series(1, m.stage) AS n(stage)
		LEFT   JOIN @hr@.policy_stage t ON t.policy = p.policy AND t.stage = n.stage
		ORDER  BY n.stage) t) s;
END;
COMMENT ON FUNCTION @hr@.policy_terms() IS
	'The view of this name.';

CREATE OR REPLACE VIEW @hr@.policy_terms WITH (security_invoker = true) AS
SELECT * FROM @hr@.policy_terms();
COMMENT ON VIEW @hr@.policy_terms IS
	'Every attendance policy in one row, its stages laid out as arrays by number of stage. '
	'The other reports read it.';
COMMENT ON COLUMN @hr@.policy_terms.policy IS 'Policy';
COMMENT ON COLUMN @hr@.policy_terms.first_day IS 'First day in force; none: never in force';
COMMENT ON COLUMN @hr@.policy_terms.last_day IS 'Last day in force; none: still in force';
COMMENT ON COLUMN @hr@.policy_terms.adopted_on IS 'Day of adoption (BF-13)';
COMMENT ON COLUMN @hr@.policy_terms.replaces IS 'Policy that it replaced';
COMMENT ON COLUMN @hr@.policy_terms.scoring_rule IS 'How a score is counted';
COMMENT ON COLUMN @hr@.policy_terms.calendar IS 'Working days of the organisation';
COMMENT ON COLUMN @hr@.policy_terms.long_term IS 'An absence longer than this is long-term (AB-10)';
COMMENT ON COLUMN @hr@.policy_terms.target_days IS
	'Target of days lost per employee and year (BF-16)';
COMMENT ON COLUMN @hr@.policy_terms.by_hours IS
	'Triggers are pro rata to the contracted hours (BF-5)';
COMMENT ON COLUMN @hr@.policy_terms.uses_calendar IS
	'The score depends on a person''s working days';
COMMENT ON COLUMN @hr@.policy_terms.rises_apply IS
	'When a rise is required: always, late warning or late stage (BF-7, BF-8)';
COMMENT ON COLUMN @hr@.policy_terms.carried_over_from IS
	'From when a stage that was carried over is due: first trigger or own trigger (BF-13)';
COMMENT ON COLUMN @hr@.policy_terms.lapses IS
	'How a warning lapses: by time or if satisfactory (BF-6, BF-10)';
COMMENT ON COLUMN @hr@.policy_terms.repeats_before IS
	'When the time for repeated warnings ends: absence or report (BF-10)';
COMMENT ON COLUMN @hr@.policy_terms.fit_note_covers IS
	'What a fit note takes out: absence or days (AB-2)';
COMMENT ON COLUMN @hr@.policy_terms.review_counts IS
	'What counts in the review period: any absence or new absence (BF-12)';
COMMENT ON COLUMN @hr@.policy_terms.titles IS 'What is considered, by stage';
COMMENT ON COLUMN @hr@.policy_terms.triggers IS 'Score triggers by stage (BF-4)';
COMMENT ON COLUMN @hr@.policy_terms.occasion_triggers IS 'Triggers on occasions by stage';
COMMENT ON COLUMN @hr@.policy_terms.day_triggers IS 'Triggers on days by stage';
COMMENT ON COLUMN @hr@.policy_terms.rises IS
	'Least rise since the live warning by stage (BF-7, BF-8)';
COMMENT ON COLUMN @hr@.policy_terms.report_ages IS
	'Greatest age of the occupational-health report by stage (DL-29)';
COMMENT ON COLUMN @hr@.policy_terms.meetings_within IS
	'Working days after the return to work within which the meeting is held, by stage (DL-19)';
COMMENT ON COLUMN @hr@.policy_terms.notices IS
	'Notice of the meeting, by stage (DL-20, DL-22, DL-25)';
COMMENT ON COLUMN @hr@.policy_terms.notice_units IS 'Units of notices';
COMMENT ON COLUMN @hr@.policy_terms.review_notices IS
	'Notice of the formal review meeting, by stage of the warning (DL-21)';
COMMENT ON COLUMN @hr@.policy_terms.review_notice_units IS 'Units of review_notices';
COMMENT ON COLUMN @hr@.policy_terms.appeals_within IS
	'Working days after the decision within which an appeal is made, by stage (DL-23, DL-26)';
COMMENT ON COLUMN @hr@.policy_terms.by_score IS 'Every trigger is a score';
COMMENT ON COLUMN @hr@.policy_terms.repeat_stage IS
	'Stage whose repeated warnings, each followed by satisfactory attendance, lead to the next '
	'stage (BF-10)';
COMMENT ON COLUMN @hr@.policy_terms.repeat_warnings IS 'How many such warnings it takes (BF-10)';
COMMENT ON COLUMN @hr@.policy_terms.repeat_within IS 'Within what time (BF-10)';

ALTER FUNCTION @hr@.policy_terms() DEPENDS ON EXTENSION bradford;
