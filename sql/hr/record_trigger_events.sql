-- What CALL bradford.record_trigger_events runs for a period: it compares the crossings by the
-- records of today with those in the outbox. It treats late entries, corrections and deletions,
-- and other contracts, policies and decisions all the same.
WITH crossing AS MATERIALIZED (
	-- DISTINCT: a site's view may repeat an employee
	SELECT DISTINCT r.employee_id, r.policy, r.stage, r.event, r.happened_on
	FROM   @hr@.trigger_event_report(date '@from_day@', date '@up_to@') r
), difference AS MATERIALIZED (
	SELECT COALESCE(c.employee_id, t.employee_id) AS employee_id,
		   COALESCE(c.policy, t.policy) AS policy, COALESCE(c.stage, t.stage) AS stage,
		   COALESCE(c.event, t.event) AS event,
		   COALESCE(c.happened_on, t.happened_on) AS happened_on, t.event IS NULL AS is_new
	FROM   crossing c
	-- a full join is never done row by row, however few rows the planner expects
	FULL   JOIN (
		SELECT o.employee_id, o.policy, o.stage, o.event, o.happened_on
		FROM   @hr@.trigger_event o
		WHERE  o.withdrawn_at IS NULL
		AND    o.happened_on BETWEEN date '@from_day@' AND date '@up_to@') t
				ON t.employee_id = c.employee_id AND t.policy = c.policy AND t.stage = c.stage
				AND t.event = c.event AND t.happened_on = c.happened_on
	WHERE  c.event IS NULL OR t.event IS NULL
), clock AS MATERIALIZED (
	-- not now(): the transaction may have begun before the one that recorded last
	SELECT clock_timestamp() AS moment
), recorded AS (
	INSERT INTO @hr@.trigger_event (employee_id, policy, stage, event, happened_on, recorded_at)
	SELECT d.employee_id, d.policy, d.stage, d.event, d.happened_on, n.moment
	FROM   difference d
	CROSS  JOIN clock n
	WHERE  d.is_new
	RETURNING event
), withdrawn AS (
	-- greatest: a clock may be set back
	UPDATE @hr@.trigger_event t
	SET    withdrawn_at = greatest(n.moment, t.recorded_at)
	FROM   difference d
	CROSS  JOIN clock n
	WHERE  NOT d.is_new AND t.withdrawn_at IS NULL
	AND    t.employee_id = d.employee_id AND t.policy = d.policy AND t.stage = d.stage
	AND    t.event = d.event AND t.happened_on = d.happened_on
	RETURNING t.event
)
SELECT (SELECT count(*) FROM recorded r WHERE r.event = 'reached') AS reached,
	   (SELECT count(*) FROM recorded r WHERE r.event = 'cleared') AS cleared,
	   (SELECT count(*) FROM withdrawn) AS withdrawn;
