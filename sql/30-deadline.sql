--------------------------------------------------------------------------------
-- deadline: time limits after an event, notice before one, and the procedures that
-- have them (DL-1 to DL-36)
--
-- The event's own day is never counted. n is a whole number, 0 or more; only working
-- days use the calendar. An unknown unit and a negative n are refused (22023), and so
-- are an infinite event and a limit that leads to no date (22008).
--------------------------------------------------------------------------------

CREATE FUNCTION due_by(event date, n bigint, unit text,
	calendar bradford.calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_due_by'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION due_by(date, bigint, text, calendar) IS
	'The last day of "within n units of the event", in calendar days, working days, weeks or '
	'months. If the last month is too short, the limit ends on its last day. Hours from a date '
	'are refused (22023).';

CREATE FUNCTION give_notice_by(event date, n bigint, unit text,
	calendar bradford.calendar DEFAULT 'england-and-wales',
		clear boolean DEFAULT false)
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_give_notice_by'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION give_notice_by(date, bigint, text, calendar, boolean) IS
	'The last day on which notice of at least n units is still in time; if clear, the day of the '
	'notice does not count either. Units as for due_by().';

CREATE FUNCTION due_by_hour(event timestamp, n bigint)
	RETURNS timestamp
	AS 'MODULE_PATHNAME', 'bradford_due_by_hour'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION due_by_hour(timestamp, bigint) IS
	'The end of "within n hours of the event" by the clock on the wall, even if the clocks change '
	'in between.';

CREATE FUNCTION give_notice_by_hour(event timestamp, n bigint)
	RETURNS timestamp
	AS 'MODULE_PATHNAME', 'bradford_give_notice_by_hour'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION give_notice_by_hour(timestamp, bigint) IS
	'The last moment at which notice of at least n hours is still in time (DL-20), by the clock '
	'on the wall.';

CREATE FUNCTION last_day_beginning_with(event date, n bigint, unit text DEFAULT 'months',
		calendar bradford.calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_last_day_beginning_with'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION last_day_beginning_with(date, bigint, text, calendar) IS
	'The last day of "n units beginning with the event". The day of the event counts, as for '
	'tribunals: "three months less a day". Units as for due_by().';

CREATE FUNCTION published_procedures(OUT procedure text, OUT step text, OUT rule_id text,
	OUT direction text,
		OUT counts_from text, OUT n integer, OUT unit text, OUT who_acts text, OUT clause text)
	RETURNS SETOF record
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1 ROWS 42
BEGIN ATOMIC
	VALUES
		('managing conflict', 'raised', 'DL-1', 'after', 'became_aware', 10, 'working days',
		 'employee', '4.1'),
		('grievance 2009', 'raised', 'DL-2', 'after', 'became_aware', 10, 'working days',
		 'employee', '5.1'),
		('grievance 2009', 'stage_1_submitted', 'DL-3', 'after', 'informal_ended', 10,
		 'working days', 'employee', '7.5, 9.1.1'),
		('grievance 2009', 'stage_1_acknowledged', 'DL-4', 'after', 'stage_1_received', 3,
		 'working days', 'head of service', '9.1.2'),
		('grievance 2009', 'stage_1_meeting', 'DL-5', 'after', 'stage_1_received', 10,
		 'working days', 'head of service', '9.1.3'),
		('grievance 2009', 'stage_1_answered', 'DL-6', 'after', 'stage_1_meeting', 5,
		 'working days', 'head of service', '9.1.4'),
		('grievance 2009', 'stage_2_submitted', 'DL-7', 'after', 'stage_1_answer_received', 5,
		 'working days', 'employee', '9.2.1'),
		('grievance 2009', 'stage_2_acknowledged', 'DL-4', 'after', 'stage_2_received', 3,
		 'working days', 'executive director', '9.2.2'),
		('grievance 2009', 'stage_2_meeting', 'DL-5', 'after', 'stage_2_received', 10,
		 'working days', 'executive director', '9.2.3'),
		('grievance 2009', 'stage_2_answered', 'DL-6', 'after', 'stage_2_meeting', 5,
		 'working days', 'executive director', '9.2.4'),
		('grievance 2009', 'appeal_submitted', 'DL-7', 'after', 'stage_2_answer_received', 5,
		 'working days', 'employee', '9.3.1'),
		('grievance 2009', 'appeal_acknowledged', 'DL-4', 'after', 'appeal_received', 3,
		 'working days', 'head of human resources', '9.3.2'),
		('grievance 2009', 'appeal_answered', 'DL-8', 'after', 'appeal_hearing', 5,
		 'working days', 'appeal panel', '10.1'),
		('grievance 2009', 'modified_answered', 'DL-9', 'after', 'modified_received', 5,
		 'working days', 'executive director', '12.4'),
		('grievance 2016', 'raised', 'DL-10', 'after', 'event', 3, 'months', 'employee', '1.7'),
		('grievance 2016', 'formal_submitted', 'DL-11', 'after', 'informal_ended', 5,
		 'working days', 'employee', '2.7, 3.1'),
		('grievance 2016', 'invited', 'DL-12', 'after', 'formal_received', 5, 'working days',
		 'head of service', '3.3'),
		('grievance 2016', 'meeting', 'DL-13', 'after', 'formal_received', 10, 'working days',
		 'head of service', '3.4'),
		('grievance 2016', 'papers_provided', 'DL-14', 'before', 'meeting', 3, 'working days',
		 'everyone with papers', '3.5'),
		('grievance 2016', 'answered', 'DL-15', 'after', 'meeting', 5, 'working days',
		 'head of service', '3.10'),
		('grievance 2016', 'appeal_submitted', 'DL-16', 'after', 'answer_received', 5,
		 'working days', 'employee', '4.1'),
		('grievance 2016', 'appeal_acknowledged', 'DL-17', 'after', 'appeal_received', 3,
		 'working days', 'head of human resources', '4.3'),
		('grievance 2016', 'appeal_answered', 'DL-18', 'after', 'appeal_hearing', 5,
		 'working days', 'appeal panel', '4.6'),
		('attendance', 'stage_1_meeting', 'DL-19', 'after', 'returned_to_work', 5, 'working days',
		 'manager', '21.2.1'),
		('attendance', 'stage_1_notice', 'DL-20', 'before', 'stage_1_meeting', 48, 'hours',
		 'manager', '21.2.1'),
		('attendance', 'review_notice', 'DL-21', 'before', 'review_meeting', 5, 'working days',
		 'manager', '21.2.2'),
		('attendance', 'stage_2_notice', 'DL-22', 'before', 'stage_2_meeting', 5, 'calendar days',
		 'manager', '21.3'),
		('attendance', 'stage_2_appeal', 'DL-23', 'after', 'stage_2_warning', 10, 'working days',
		 'employee', '21.3'),
		('attendance', 'dismissal_reply', 'DL-24', 'after', 'dismissal_notice_received', 5,
		 'working days', 'employee', '21.4'),
		('attendance', 'stage_3_notice', 'DL-25', 'before', 'stage_3_hearing', 5, 'working days',
		 'manager', '21.4'),
		('attendance', 'dismissal_appeal', 'DL-26', 'after', 'dismissed', 10, 'working days',
		 'employee', '21.4'),
		('attendance', 'return_discussion', 'DL-27', 'after', 'returned_to_work', 5,
		 'working days', 'manager', 'old 7.1'),
		('attendance', 'return_forms', 'DL-28', 'after', 'month_ended', 5, 'working days',
		 'manager', '3.1'),
		('attendance', 'stage_3_hearing', 'DL-29', 'after', 'occupational_health_report', 3,
		 'months', 'head of service', '21.4'),
		('agile working', 'equipment_returned', 'DL-30', 'after', 'homeworking_ended', 5,
		 'working days', 'employee', 'App. B'),
		('flexible-working request', 'service_began', 'DL-31', 'condition', 'request', 26,
		 'weeks', 'employee', '2.1.1'),
		('flexible-working request', 'previous_request', 'DL-32', 'condition', 'request', 12,
		 'months', 'employee', '2.1.1'),
		('flexible-working request', 'agreed_in_writing', 'DL-33', 'after', 'request', 28,
		 'calendar days', 'manager', '2.3.1'),
		('flexible-working request', 'meeting', 'DL-34', 'after', 'request', 28, 'calendar days',
		 'manager', '2.3.2'),
		('flexible-working request', 'decision', 'DL-35', 'after', 'meeting', 14, 'calendar days',
		 'manager', '2.3.3-2.3.4'),
		('flexible-working request', 'decision_after_trial', 'DL-35', 'after', 'trial_ended', 14,
		 'calendar days', 'manager', '2.3.3-2.3.4'),
		('flexi-leave', 'asked', 'DL-36', 'before', 'day_off', 1, 'weeks', 'employee', '7.7.7');
END;
COMMENT ON FUNCTION published_procedures() IS
	'The time limits of the published policies, one row a step. A step is due within n units '
	'after counts_from, or at least n units before it. A condition is a fact that must be at '
	'least that old.';

-- The limit and the state of one step, for timetable() and for a site's own procedures alike.

CREATE FUNCTION step_due(counted_from_date date, n bigint, unit text,
	direction text DEFAULT 'after',
		calendar bradford.calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_step_due'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION step_due(date, bigint, text, text, calendar) IS
	'The last day for a step: due_by() for direction after, give_notice_by() for before and '
	'condition. Hours count as whole days, on the safe side. Any other direction is refused '
	'(22023).';

CREATE FUNCTION find_due(counted_from_date date, n bigint, unit text,
	direction text DEFAULT 'after',
		calendar bradford.calendar DEFAULT 'england-and-wales')
	RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_find_due'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION find_due(date, bigint, text, text, calendar) IS
	'step_due() for reports: NULL instead of an error for an unknown unit or direction, a '
	'negative n, and limits that begin or end on days that calendars do not know.';

CREATE FUNCTION step_status(counted_from_date date, due date, done_on date, as_of date,
	direction text DEFAULT 'after')
	RETURNS text
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
	RETURN CASE
		WHEN as_of IS NULL THEN NULL
		WHEN due IS NULL THEN 'not started'
		WHEN done_on <= as_of THEN CASE WHEN done_on <= due THEN 'met' ELSE 'late' END
		WHEN lower(direction COLLATE "C") = 'condition' THEN 'not started'
		WHEN lower(direction COLLATE "C") = 'after' AND counted_from_date > as_of THEN 'not started'
		WHEN due < as_of THEN 'overdue'
		ELSE 'due'
	END;
COMMENT ON FUNCTION step_status(date, date, date, date, text) IS
	'How a step stands at the end of the day as_of: met, late, due, overdue; or not started, if '
	'it has no due date, its event is still to come, or it is a condition of unknown date.';

-- In PL/pgSQL, because it raises errors. It sets its own search_path.
CREATE FUNCTION case_dates(procedure text, events jsonb, OUT key text, OUT day date,
	OUT moment timestamp)
	RETURNS SETOF record
	LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 10
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	known	text[] := (SELECT array_agg(DISTINCT k.name)
					   FROM   bradford.published_procedures() p,
							  LATERAL (VALUES (p.step), (p.counts_from)) k(name)
					   WHERE  p.procedure = case_dates.procedure);
	event	record;
	part	integer[];
BEGIN
	IF known IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = '22023',
			MESSAGE = format('unknown procedure: "%s"', procedure),
			DETAIL = format('The procedures are %s.',
							(SELECT string_agg(DISTINCT p.procedure COLLATE "C", ', ')
							 FROM   bradford.published_procedures() p)),
			HINT = 'Write for instance ''grievance 2016''; bradford.published_procedures() lists '
				   'their steps.';
	END IF;
	IF jsonb_typeof(events) <> 'object' THEN
		RAISE EXCEPTION USING ERRCODE = '22023',
			MESSAGE = format('events of a case are not a JSON object: %s', jsonb_typeof(events)),
			DETAIL = 'The keys are steps or events, the values their dates.',
			HINT = format('Write for instance ''{"%s": "2026-03-02"}''.', known[1]);
	END IF;

	FOR event IN SELECT e.key, e.value FROM jsonb_each_text(events) e LOOP
		IF event.key <> ALL (known) THEN
			RAISE EXCEPTION USING ERRCODE = '22023',
				MESSAGE = format('unknown event of the procedure "%s": "%s"', procedure, event.key),
				DETAIL = format('Its steps and events are %s.', array_to_string(known, ', ')),
				HINT = 'Use one of these names, each with its date.';
		END IF;
		-- null is a date not known yet, the same as no key: events often come from columns
		CONTINUE WHEN event.value IS NULL OR lower(event.value COLLATE "C") = 'not needed';
		part := regexp_match(event.value, '^([0-9]{4})-([0-9]{2})-([0-9]{2})'
					'(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?$');
		-- the length of a month: from its first day to the first day of the next one
		IF part IS NULL OR part[1] < 1 OR part[2] NOT BETWEEN 1 AND 12
			OR part[3] NOT BETWEEN 1 AND make_date(part[1] + part[2] / 12, part[2] % 12 + 1, 1)
									   - make_date(part[1], part[2], 1)
			OR part[4] > 23 OR part[5] > 59 OR part[6] > 59 THEN
			RAISE EXCEPTION USING ERRCODE = '22007',
				MESSAGE = format('invalid date of the event "%s": "%s"', event.key, event.value),
				DETAIL = 'A date is written as YYYY-MM-DD, followed by the time of day if hours '
						 'are counted.',
				HINT = 'Write for instance "2026-03-02" or "2026-03-02 10:00", null if it is not '
					   'known yet, or "not needed" if the case does not need the step.';
		END IF;
		key := event.key;
		day := make_date(part[1], part[2], part[3]);
		moment := day + make_time(part[4], part[5], coalesce(part[6], 0));
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION case_dates(text, jsonb) IS
	'The events of a case that have a date: the day, and the moment if a time of day is given. '
	'An unknown procedure or event is refused (22023), and so is a bad date (22007).';

CREATE FUNCTION timetable(procedure text, events jsonb, as_of date,
	calendar bradford.calendar DEFAULT 'england-and-wales',
		OUT step text, OUT rule_id text, OUT direction text, OUT counts_from text,
		OUT counted_from_date date,
		OUT n integer, OUT unit text, OUT due date, OUT due_at timestamp, OUT done_on date,
		OUT status text,
		OUT working_days_left integer, OUT who_acts text, OUT clause text)
	RETURNS SETOF record
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
	WITH happened AS MATERIALIZED (
		SELECT c.key, c.day, c.moment FROM bradford.case_dates(procedure, events) c)
	SELECT p.step, p.rule_id, p.direction, p.counts_from, start.day, p.n, p.unit, d.due,
		   CASE WHEN d.due IS NOT NULL THEN h.due_at END, f.done_on, s.status,
		   CASE WHEN s.status IN ('due', 'overdue')
				THEN bradford.working_days(as_of + 1, d.due + 1, calendar) END,
		   p.who_acts, p.clause
	FROM   bradford.published_procedures() WITH ORDINALITY
		   AS p(procedure, step, rule_id, direction, counts_from, n, unit, who_acts, clause, place)
	LEFT   JOIN happened start ON start.key = p.counts_from
	LEFT   JOIN happened finish ON finish.key = p.step
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN p.unit <> 'hours' THEN NULL
					WHEN p.direction = 'after' THEN bradford.due_by_hour(start.moment, p.n)
					ELSE bradford.give_notice_by_hour(start.moment, p.n) END AS due_at) h
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN lower((events ->> p.step) COLLATE "C") IS DISTINCT FROM 'not needed' THEN
					coalesce(h.due_at::date,
							bradford.step_due(start.day, p.n, p.unit, p.direction, calendar))
					END AS due) d
	-- what is planned for a day after as_of is not done yet
	CROSS  JOIN LATERAL (SELECT CASE WHEN finish.day <= as_of THEN finish.day END AS done_on) f
	CROSS  JOIN LATERAL (
		SELECT CASE WHEN f.done_on IS NOT NULL AND finish.moment > h.due_at THEN 'late'
					ELSE bradford.step_status(start.day, d.due, f.done_on, as_of, p.direction)
					END AS status) s
	WHERE  p.procedure = timetable.procedure
	-- always true: it makes case_dates() refuse an unknown procedure
	AND    (SELECT count(*) FROM happened) >= 0
	ORDER  BY p.place;
END;
COMMENT ON FUNCTION timetable(text, jsonb, date, calendar) IS
	'One case laid out: each step of a published procedure, when it is due, when it was done, '
	'and how it stands at the end of the day as_of. events: dates by step or event, null, or '
	'"not needed".';
