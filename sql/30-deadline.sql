-- Deadlines: time limits after an event, notice before one, and every published procedure's clock.

CREATE FUNCTION due_by(event date, n integer, unit text, calendar calendar DEFAULT 'england-and-wales') RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_due_by' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION due_by(date, integer, text, calendar) IS 'the last day of "within n units of the event", the event''s day excluded; units: calendar days, working days, weeks, months (cut to the month''s end). Another unit or a negative n is an error (SQLSTATE 22023), and so is a working day outside 1995-2099 (22008)';

-- n of another type than integer, such as bigint, would otherwise send a date to the form for timestamps. One form
-- for all of them takes it as a double, the type that PostgreSQL prefers among numbers: beside a form for bigint alone,
-- a smallint, a parameter without a type or a NULL could not be told apart any more.
CREATE FUNCTION due_by(event date, n double precision, unit text, calendar calendar DEFAULT 'england-and-wales') RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_due_by_number' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION due_by(date, double precision, text, calendar) IS 'due_by(date, integer, text, calendar) for n of another type of number, such as bigint or smallint; a part of a unit is an error (SQLSTATE 22023)';

CREATE FUNCTION due_by(event timestamp, n bigint, unit text, calendar calendar DEFAULT 'england-and-wales') RETURNS timestamp
    AS 'MODULE_PATHNAME', 'bradford_due_by_hour' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION due_by(timestamp, bigint, text, calendar) IS 'the end of "within n hours of the event" on the office clock, whatever the clocks do meanwhile; a unit other than hours is an error (SQLSTATE 22023): cast the event to date';

CREATE FUNCTION give_notice_by(event date, n integer, unit text, calendar calendar DEFAULT 'england-and-wales', clear boolean DEFAULT false) RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_give_notice_by' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION give_notice_by(date, integer, text, calendar, boolean) IS 'the last day on which "at least n units'' notice" of the event is still good, the event''s day excluded; clear: the day of the notice is excluded too. Units and errors as for due_by';

CREATE FUNCTION give_notice_by(event date, n double precision, unit text, calendar calendar DEFAULT 'england-and-wales', clear boolean DEFAULT false) RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_give_notice_by_number' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION give_notice_by(date, double precision, text, calendar, boolean) IS 'give_notice_by(date, integer, text, calendar, boolean) for n of another type of number, such as bigint or smallint; a part of a unit is an error (SQLSTATE 22023)';

CREATE FUNCTION give_notice_by(event timestamp, n bigint, unit text, calendar calendar DEFAULT 'england-and-wales', clear boolean DEFAULT false) RETURNS timestamp
    AS 'MODULE_PATHNAME', 'bradford_give_notice_by_hour' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION give_notice_by(timestamp, bigint, text, calendar, boolean) IS 'the last moment at which "at least n hours'' notice" of the event is still good, on the office clock, whatever the clocks do meanwhile (DL-20); a unit other than hours and clear hours are errors (SQLSTATE 22023)';

CREATE FUNCTION last_day_beginning_with(event date, n integer, unit text DEFAULT 'months', calendar calendar DEFAULT 'england-and-wales') RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_last_day_beginning_with' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION last_day_beginning_with(date, integer, text, calendar) IS 'the last day of "n units beginning with the event", the event''s day included, as tribunals count: the day before the event, then the corresponding date ("three months less a day"). Units and errors as for due_by';

CREATE FUNCTION published_procedures(
        OUT procedure text, OUT step text, OUT rule_id text, OUT direction text, OUT counts_from text,
        OUT n integer, OUT unit text, OUT who_acts text, OUT clause text) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1 ROWS 42
    BEGIN ATOMIC
    VALUES
        ('managing conflict', 'raised', 'DL-1', 'after', 'became_aware', 10, 'working days', 'employee', '4.1'),
        ('grievance 2009', 'raised', 'DL-2', 'after', 'became_aware', 10, 'working days', 'employee', '5.1'),
        ('grievance 2009', 'stage_1_submitted', 'DL-3', 'after', 'informal_ended', 10, 'working days', 'employee', '7.5, 9.1.1'),
        ('grievance 2009', 'stage_1_acknowledged', 'DL-4', 'after', 'stage_1_received', 3, 'working days', 'head of service', '9.1.2'),
        ('grievance 2009', 'stage_1_meeting', 'DL-5', 'after', 'stage_1_received', 10, 'working days', 'head of service', '9.1.3'),
        ('grievance 2009', 'stage_1_answered', 'DL-6', 'after', 'stage_1_meeting', 5, 'working days', 'head of service', '9.1.4'),
        ('grievance 2009', 'stage_2_submitted', 'DL-7', 'after', 'stage_1_answer_received', 5, 'working days', 'employee', '9.2.1'),
        ('grievance 2009', 'stage_2_acknowledged', 'DL-4', 'after', 'stage_2_received', 3, 'working days', 'executive director', '9.2.2'),
        ('grievance 2009', 'stage_2_meeting', 'DL-5', 'after', 'stage_2_received', 10, 'working days', 'executive director', '9.2.3'),
        ('grievance 2009', 'stage_2_answered', 'DL-6', 'after', 'stage_2_meeting', 5, 'working days', 'executive director', '9.2.4'),
        ('grievance 2009', 'appeal_submitted', 'DL-7', 'after', 'stage_2_answer_received', 5, 'working days', 'employee', '9.3.1'),
        ('grievance 2009', 'appeal_acknowledged', 'DL-4', 'after', 'appeal_received', 3, 'working days', 'head of human resources', '9.3.2'),
        ('grievance 2009', 'appeal_answered', 'DL-8', 'after', 'appeal_hearing', 5, 'working days', 'appeal panel', '10.1'),
        ('grievance 2009', 'modified_answered', 'DL-9', 'after', 'modified_received', 5, 'working days', 'executive director', '12.4'),
        ('grievance 2016', 'raised', 'DL-10', 'after', 'event', 3, 'months', 'employee', '1.7'),
        ('grievance 2016', 'formal_submitted', 'DL-11', 'after', 'informal_ended', 5, 'working days', 'employee', '2.7, 3.1'),
        ('grievance 2016', 'invited', 'DL-12', 'after', 'formal_received', 5, 'working days', 'head of service', '3.3'),
        ('grievance 2016', 'meeting', 'DL-13', 'after', 'formal_received', 10, 'working days', 'head of service', '3.4'),
        ('grievance 2016', 'papers_provided', 'DL-14', 'before', 'meeting', 3, 'working days', 'everyone with papers', '3.5'),
        ('grievance 2016', 'answered', 'DL-15', 'after', 'meeting', 5, 'working days', 'head of service', '3.10'),
        ('grievance 2016', 'appeal_submitted', 'DL-16', 'after', 'answer_received', 5, 'working days', 'employee', '4.1'),
        ('grievance 2016', 'appeal_acknowledged', 'DL-17', 'after', 'appeal_received', 3, 'working days', 'head of human resources', '4.3'),
        ('grievance 2016', 'appeal_answered', 'DL-18', 'after', 'appeal_hearing', 5, 'working days', 'appeal panel', '4.6'),
        ('attendance', 'stage_1_meeting', 'DL-19', 'after', 'returned_to_work', 5, 'working days', 'manager', '21.2.1'),
        ('attendance', 'stage_1_notice', 'DL-20', 'before', 'stage_1_meeting', 48, 'hours', 'manager', '21.2.1'),
        ('attendance', 'review_notice', 'DL-21', 'before', 'review_meeting', 5, 'working days', 'manager', '21.2.2'),
        ('attendance', 'stage_2_notice', 'DL-22', 'before', 'stage_2_meeting', 5, 'calendar days', 'manager', '21.3'),
        ('attendance', 'stage_2_appeal', 'DL-23', 'after', 'stage_2_warning', 10, 'working days', 'employee', '21.3'),
        ('attendance', 'dismissal_reply', 'DL-24', 'after', 'dismissal_notice_received', 5, 'working days', 'employee', '21.4'),
        ('attendance', 'stage_3_notice', 'DL-25', 'before', 'stage_3_hearing', 5, 'working days', 'manager', '21.4'),
        ('attendance', 'dismissal_appeal', 'DL-26', 'after', 'dismissed', 10, 'working days', 'employee', '21.4'),
        ('attendance', 'return_discussion', 'DL-27', 'after', 'returned_to_work', 5, 'working days', 'manager', 'old 7.1'),
        ('attendance', 'return_forms', 'DL-28', 'after', 'month_ended', 5, 'working days', 'manager', '3.1'),
        ('attendance', 'stage_3_hearing', 'DL-29', 'after', 'occupational_health_report', 3, 'months', 'head of service', '21.4'),
        ('agile working', 'equipment_returned', 'DL-30', 'after', 'homeworking_ended', 5, 'working days', 'employee', 'App. B'),
        ('flexible-working request', 'service_began', 'DL-31', 'condition', 'request', 26, 'weeks', 'employee', '2.1.1'),
        ('flexible-working request', 'previous_request', 'DL-32', 'condition', 'request', 12, 'months', 'employee', '2.1.1'),
        ('flexible-working request', 'agreed_in_writing', 'DL-33', 'after', 'request', 28, 'calendar days', 'manager', '2.3.1'),
        ('flexible-working request', 'meeting', 'DL-34', 'after', 'request', 28, 'calendar days', 'manager', '2.3.2'),
        ('flexible-working request', 'decision', 'DL-35', 'after', 'meeting', 14, 'calendar days', 'manager', '2.3.3-2.3.4'),
        ('flexible-working request', 'decision_after_trial', 'DL-35', 'after', 'trial_ended', 14, 'calendar days', 'manager', '2.3.3-2.3.4'),
        ('flexi-leave', 'asked', 'DL-36', 'before', 'day_off', 1, 'weeks', 'employee', '7.7.7');
END;
COMMENT ON FUNCTION published_procedures() IS 'the time limits of the published policies, one row a step (DL-1 to DL-36): "step" is to be done within n units after "counts_from", or at least n units before it; direction "condition" is a fact that must be at least that old. A name in counts_from is another step or an event of its own';

-- The limit and the state of one step, for timetable() and for a site's own procedures alike.

CREATE FUNCTION step_due(counted_from_date date, n integer, unit text, direction text DEFAULT 'after', calendar calendar DEFAULT 'england-and-wales') RETURNS date
    AS 'MODULE_PATHNAME', 'bradford_step_due' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT COST 2;
COMMENT ON FUNCTION step_due(date, integer, text, text, calendar) IS 'the last day for a step of a procedure: due_by for direction after, give_notice_by for before and condition. Hours are taken as whole days, on the safe side. Another direction, unit or a negative n is an error (SQLSTATE 22023)';

CREATE FUNCTION step_status(counted_from_date date, due date, done_on date, as_of date, direction text DEFAULT 'after') RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE CALLED ON NULL INPUT COST 1
    RETURN CASE
        WHEN as_of IS NULL THEN NULL
        WHEN due IS NULL THEN 'not started'
        WHEN done_on <= as_of THEN CASE WHEN done_on <= due THEN 'met' ELSE 'late' END
        WHEN lower(direction) = 'condition' THEN 'not started'
        WHEN lower(direction) = 'after' AND counted_from_date > as_of THEN 'not started'
        WHEN due < as_of THEN 'overdue'
        ELSE 'due'
    END;
COMMENT ON FUNCTION step_status(date, date, date, date, text) IS 'how a step of a procedure stands at the end of the day as_of: met, late, due, overdue, or not started where it has no due date yet, where the event that it follows is still to come, or where it is a condition of unknown date';

CREATE FUNCTION case_dates(procedure text, events jsonb, OUT key text, OUT day date, OUT moment timestamp) RETURNS SETOF record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 200 ROWS 10 SET search_path = pg_catalog, pg_temp
    AS $$
DECLARE
    known text[];
    item record;
    part text[];
BEGIN
    SELECT array_agg(DISTINCT k.name) INTO known
    FROM bradford.published_procedures() AS p, LATERAL (VALUES (p.step), (p.counts_from)) AS k (name)
    WHERE p.procedure = case_dates.procedure;
    IF known IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = '22023',
            MESSAGE = format('unknown procedure: "%s"', case_dates.procedure),
            DETAIL = format('The procedures are %s.', (SELECT string_agg(DISTINCT p.procedure, ', ') FROM bradford.published_procedures() AS p)),
            HINT = 'Write for instance ''grievance 2016''; bradford.published_procedures() lists their steps.';
    END IF;
    IF jsonb_typeof(events) <> 'object' THEN
        RAISE EXCEPTION USING ERRCODE = '22023',
            MESSAGE = format('the events of a case are a JSON %s', jsonb_typeof(events)),
            DETAIL = 'They are an object of steps or events and their dates.',
            HINT = format('Write for instance ''{"%s": "2026-03-02"}''.', known[1]);
    END IF;

    FOR item IN SELECT e.key, e.value, e.value #>> '{}' AS written FROM jsonb_each(events) AS e LOOP
        IF item.key <> ALL (known) THEN
            RAISE EXCEPTION USING ERRCODE = '22023',
                MESSAGE = format('unknown event of the procedure "%s": "%s"', case_dates.procedure, item.key),
                DETAIL = format('Its steps and events are %s.', array_to_string(known, ', ')),
                HINT = 'Use one of these names, each with its date.';
        END IF;
        -- null is a date not known yet, like no key at all: events come out of columns
        CONTINUE WHEN jsonb_typeof(item.value) = 'null' OR lower(item.written) = 'not needed';
        part := regexp_match(item.written, '^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?$');
        -- days in a month: from its first day to that of the next
        IF part IS NULL OR part[1]::integer < 1 OR part[2]::integer NOT BETWEEN 1 AND 12
            OR part[3]::integer NOT BETWEEN 1 AND
               make_date(part[1]::integer + part[2]::integer / 12, part[2]::integer % 12 + 1, 1)
               - make_date(part[1]::integer, part[2]::integer, 1)
            OR part[4]::integer > 23 OR part[5]::integer > 59 OR part[6]::integer > 59 THEN
            RAISE EXCEPTION USING ERRCODE = '22007',
                MESSAGE = format('"%s" is no date for "%s"', item.written, item.key),
                DETAIL = 'A date is written as YYYY-MM-DD, with the time of day behind it where hours are counted.',
                HINT = 'Write for instance "2026-03-02" or "2026-03-02 10:00", null where it is not known yet, or "not needed" for a step that the case does not need.';
        END IF;
        key := item.key;
        day := make_date(part[1]::integer, part[2]::integer, part[3]::integer);
        moment := CASE WHEN part[4] IS NOT NULL THEN
            day + make_time(part[4]::integer, part[5]::integer, coalesce(part[6], '0')::double precision) END;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION case_dates(text, jsonb) IS 'the events of a case of a published procedure, checked: what happened, the day, and the moment where a time of day was given; without those that are null, hence not known yet, or "not needed". An unknown procedure or event (SQLSTATE 22023) or a bad date (22007) is an error that lists what is allowed';

CREATE FUNCTION timetable(procedure text, events jsonb, as_of date, calendar calendar DEFAULT 'england-and-wales',
        OUT step text, OUT rule_id text, OUT direction text, OUT counts_from text, OUT counted_from_date date,
        OUT n integer, OUT unit text, OUT due date, OUT due_at timestamp, OUT done_on date, OUT status text, OUT working_days_left integer,
        OUT who_acts text, OUT clause text) RETURNS SETOF record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000 ROWS 10 SET search_path = pg_catalog, pg_temp
    AS $$
#variable_conflict use_column
BEGIN
    -- read on its own, since a procedure that is unknown has no rows to join with
    PERFORM bradford.case_dates(timetable.procedure, events);

    RETURN QUERY
    WITH happened AS (
        SELECT c.key, c.day, c.moment FROM bradford.case_dates(timetable.procedure, events) AS c
    ), steps AS (
        SELECT p.*, start.day AS counted_from_date,
               CASE WHEN finish.day <= as_of THEN finish.day END AS done_on, finish.moment AS done_at,
               CASE WHEN p.unit <> 'hours' THEN NULL
                    WHEN p.direction = 'after' THEN bradford.due_by(start.moment, p.n, p.unit, calendar)
                    ELSE bradford.give_notice_by(start.moment, p.n, p.unit, calendar)
               END AS due_at
        FROM   bradford.published_procedures() WITH ORDINALITY
               AS p (procedure, step, rule_id, direction, counts_from, n, unit, who_acts, clause, place)
               LEFT JOIN happened AS start ON start.key = p.counts_from
               LEFT JOIN happened AS finish ON finish.key = p.step
        WHERE  p.procedure = timetable.procedure
    ), limits AS (
        SELECT s.*, CASE WHEN lower(events ->> s.step) IS DISTINCT FROM 'not needed' THEN
                        coalesce(s.due_at::date, bradford.step_due(s.counted_from_date, s.n, s.unit, s.direction, calendar))
                    END AS due
        FROM   steps AS s
    ), states AS (
        SELECT l.*, CASE WHEN l.done_on IS NOT NULL AND l.done_at > l.due_at THEN 'late'
                    ELSE bradford.step_status(l.counted_from_date, l.due, l.done_on, as_of, l.direction) END AS status
        FROM   limits AS l
    )
    SELECT s.step, s.rule_id, s.direction, s.counts_from, s.counted_from_date, s.n, s.unit, s.due,
           CASE WHEN s.due IS NOT NULL THEN s.due_at END, s.done_on, s.status,
           CASE WHEN s.status IN ('due', 'overdue') THEN bradford.working_days(as_of + 1, s.due + 1, calendar) END,
           s.who_acts, s.clause
    FROM   states AS s
    ORDER  BY s.place;
END
$$;
COMMENT ON FUNCTION timetable(text, jsonb, date, calendar) IS 'one case laid out: each step of a published procedure, the date that it counts from, when it is due (due_at: to the hour where hours are counted), when it was done, how it stands at the end of the day as_of (met, late, due, overdue, not started), and the working days left to the due date, negative once that is past. events holds the dates by step or event: null is a date not known yet, like no key at all, and "not needed" a step that the case does not need; an unknown key or bad date is an error (SQLSTATE 22023, 22007)';
