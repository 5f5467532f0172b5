--
-- What the history says about what forget_choice.sql has chosen: who keeps all, since it was known
-- otherwise, and which records were deleted before the day and lie wholly before it. forget('hr',
-- '2020-01-01') runs this file between forget_choice.sql and forget.sql, if keep_history('hr') was
-- called.
--
-- What was known from the day on can still be asked for, and so can what was known from the issue
-- of a warning on that is kept. A record that reached later then than it does now is needed for
-- that, with what lay beside it.
--

-- Who has an open case or a live warning, under the number of today and under those before. Who had
-- which number is known from what else was recorded of them: of several that changed at one
-- moment, those that nobody else can be who was changed then.
CREATE TEMPORARY TABLE spared ON COMMIT DROP AS
WITH RECURSIVE numbered AS MATERIALIZED (
	SELECT e.employee_id, e.changed_at, e.change = 'replaced' AS before,
		   format('%L %L', e.name, e.service_area) AS who
	FROM   @hr@.employee_history e
	WHERE  e.change IN ('replaced', 'updated')
), former AS MATERIALIZED (
	SELECT o.employee_id, o.changed_at, o.who, n.who IS NULL AS anybody
	FROM   numbered o
	LEFT   JOIN (SELECT DISTINCT n.changed_at, n.who FROM numbered n WHERE NOT n.before) n
			ON n.changed_at = o.changed_at AND n.who = o.who
	WHERE  o.before
), spared AS (
	(SELECT c.employee_id, false AS formerly
	 FROM   @hr@.hr_case c
	 WHERE (c.closed_on <= CURRENT_DATE) IS NOT TRUE
	 UNION
	 SELECT w.employee_id, false
	 FROM   @hr@.live_warning(CURRENT_DATE) w
	 WHERE  w.stage IS NOT NULL OR w.review IS NOT NULL)
	UNION
	SELECT o.employee_id, true
	FROM   spared s
	JOIN   numbered n ON n.employee_id = s.employee_id AND NOT n.before
	JOIN   former o ON o.changed_at = n.changed_at AND (o.anybody OR o.who = n.who)
)
TABLE spared;

CREATE TEMPORARY TABLE asked_from ON COMMIT DROP AS
SELECT w.employee_id, min(w.issued_on) AS day
FROM   @hr@.warning w
WHERE  w.issued_on < '@before@'::date
AND    NOT EXISTS (SELECT FROM pg_temp.forgotten f
				   WHERE  f.relation = 'warning' AND f.employee_id = w.employee_id
				   AND    f.record = format('stage %s of %s', w.stage, w.issued_on))
GROUP  BY w.employee_id;

-- "until": when it was recorded otherwise. The last version of a record says whether it still
-- stands.
CREATE TEMPORARY TABLE version ON COMMIT DROP AS
SELECT h.relation, h.employee_id, h.record,
	   (array_agg(h.stands ORDER BY h.change_id DESC))[1] AS stands
FROM  (
	SELECT u.*, lead(u.changed_at) OVER (PARTITION BY u.relation, u.employee_id, u.record
										 ORDER BY u.change_id)::date AS until
	FROM  (
		SELECT 'return_to_work' AS relation, t.employee_id AS employee_id,
			   format('absence %s', t.absence_id) AS record,
			   greatest(t.held_on, t.form_received_on) AS day,
			   greatest(t.held_on, t.form_received_on) AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.return_to_work_history t
		UNION  ALL
		SELECT 'absence_override' AS relation, t.employee_id AS employee_id,
			   format('absence %s', t.absence_id) AS record,
			   t.decided_on AS day,
			   t.decided_on AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.absence_override_history t
		UNION  ALL
		SELECT 'absence' AS relation, t.employee_id AS employee_id,
			   format('absence %s', t.absence_id) AS record,
			   COALESCE(t.last_day, t.first_day) AS day,
			   greatest(COALESCE(t.last_day, 'infinity'), t.self_certified_on) AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.absence_history t
		UNION  ALL
		SELECT 'fit_note' AS relation, t.employee_id AS employee_id,
			   format('fit note of %s to %s', t.first_day, t.last_day) AS record,
			   greatest(t.last_day, t.received_on) AS day,
			   greatest(t.last_day, t.received_on) AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.fit_note_history t
		UNION  ALL
		SELECT 'warning' AS relation, t.employee_id AS employee_id,
			   format('stage %s of %s', t.stage, t.issued_on) AS record,
			   greatest(t.issued_on, t.review_until, t.review_held_on, t.appeal_upheld_on) AS day,
			   greatest(t.issued_on, t.review_until, t.review_held_on, t.appeal_upheld_on,
					-- longer than any lasts
					CASE WHEN t.outcome = 'no warning' THEN NULL
						 WHEN t.satisfactory IS FALSE THEN 'infinity'
						 ELSE least(greatest(t.issued_on, t.appeal_upheld_on), '5000000-01-01')
							  + 120000 END) AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.warning_history t
		UNION  ALL
		SELECT 'occupational_health_report' AS relation, t.employee_id AS employee_id,
			   format('referral of %s', t.referred_on) AS record,
			   greatest(t.referred_on, t.reported_on) AS day,
			   COALESCE(t.reported_on, 'infinity') AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.occupational_health_report_history t
		UNION  ALL
		-- the events of a case go with it
		SELECT 'hr_case' AS relation, t.employee_id AS employee_id,
			   format('case %s', t.case_id) AS record,
			   t.happened_on AS day,
			   NULL AS reach,
			   0 AS change_id, t.changed_at, false AS stands
		FROM   @hr@.case_event_history t
		UNION  ALL
		SELECT 'hr_case' AS relation, t.employee_id AS employee_id,
			   format('case %s', t.case_id) AS record,
			   COALESCE(t.closed_on, t.opened_on) AS day,
			   COALESCE(t.closed_on, 'infinity') AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.hr_case_history t
		UNION  ALL
		SELECT 'timesheet' AS relation, t.employee_id AS employee_id,
			   format('%s in post %s', t.month, t.post) AS record,
			   t.month AS day,
			   greatest(t.month, t.received_on) AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.timesheet_history t
		UNION  ALL
		SELECT 'paid' AS relation, t.employee_id AS employee_id,
			   format('%s in run %L, post %s from %s',
				t.month, t.run, t.post, t.first_day) AS record,
			   greatest(t.month, t.recorded_on) AS day,
			   greatest(t.month, t.recorded_on) AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.paid_history t
		UNION  ALL
		SELECT 'trigger_event' AS relation, t.employee_id AS employee_id,
			   format('stage %s %s on %s, recorded %s, policy %s',
				t.stage, t.event, t.happened_on, t.recorded_at, t.policy) AS record,
			   greatest(t.happened_on, t.recorded_at::date, t.withdrawn_at::date) AS day,
			   greatest(t.happened_on, t.recorded_at::date, t.withdrawn_at::date) AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.trigger_event_history t
		UNION  ALL
		SELECT 'login' AS relation, t.employee_id AS employee_id,
			   format('%s from %s', t.role_name, t.first_day) AS record,
			   COALESCE(t.last_day, t.first_day) AS day,
			   COALESCE(t.last_day, 'infinity') AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.login_history t
		UNION  ALL
		SELECT 'deputy' AS relation, t.employee_id AS employee_id,
			   format('%s from %s', t.deputy_id, t.first_day) AS record,
			   t.last_day AS day,
			   t.last_day AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.deputy_history t
		UNION  ALL
		SELECT 'contract' AS relation, t.employee_id AS employee_id,
			   format('post %s from %s', t.post, t.first_day) AS record,
			   COALESCE(t.last_day, t.first_day) AS day,
			   COALESCE(t.last_day, 'infinity') AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.contract_history t
		UNION  ALL
		SELECT 'employee' AS relation, t.employee_id AS employee_id,
			   format('employee %s', t.employee_id) AS record,
			   '-infinity'::date AS day,
			   '-infinity'::date AS reach,
			   t.change_id, t.changed_at, t.stands
		FROM   @hr@.employee_history t
	) u) h
LEFT   JOIN pg_temp.asked_from a ON a.employee_id = h.employee_id
GROUP  BY h.relation, h.employee_id, h.record
HAVING CASE WHEN (array_agg(h.stands ORDER BY h.change_id DESC))[1]
			THEN max(h.reach) FILTER (WHERE h.stands AND h.until >= COALESCE(a.day, '@before@'))
				 > (array_agg(h.reach ORDER BY h.change_id DESC))[1]
			ELSE max(h.changed_at) < min(COALESCE(a.day, '@before@'))
				 AND max(h.day) < '@before@'::date
				 AND NOT EXISTS (
						SELECT FROM pg_temp.spared s WHERE s.employee_id = h.employee_id) END;

CREATE TEMPORARY TABLE known_otherwise ON COMMIT DROP AS
SELECT f.employee_id
FROM   pg_temp.forgotten f
JOIN   pg_temp.version v ON v.stands AND v.relation = f.relation AND v.employee_id = f.employee_id
			AND v.record = f.record
UNION
-- versions of others under the same number would go with theirs
SELECT s.employee_id
FROM   pg_temp.spared s
WHERE  s.formerly
UNION
-- days that touched or overlapped others, or had no working day between: nobody is off for two
-- months
SELECT o.employee_id
FROM  (
	SELECT f.employee_id, a.first_day, a.last_day
	FROM   pg_temp.forgotten f
	JOIN   @hr@.absence a ON a.employee_id = f.employee_id
				AND f.record = format('absence %s', a.absence_id)
	WHERE  f.relation = 'absence'
	UNION  ALL
	SELECT f.employee_id, n.first_day, n.last_day
	FROM   pg_temp.forgotten f
	JOIN   @hr@.fit_note n ON n.employee_id = f.employee_id
				AND f.record = format('fit note of %s to %s', n.first_day, n.last_day)
	WHERE  f.relation = 'fit_note') o
JOIN  (
	SELECT a.employee_id, a.first_day, COALESCE(a.last_day, 'infinity') AS last_day, a.until
	FROM  (
		SELECT t.*, lead(t.changed_at) OVER (PARTITION BY t.employee_id, t.absence_id
											 ORDER BY t.change_id)::date AS until
		FROM   @hr@.absence_history t) a
	WHERE  a.stands
	AND    NOT EXISTS (
			SELECT FROM @hr@.absence n
			WHERE  n.employee_id = a.employee_id AND n.absence_id = a.absence_id
			AND    n.first_day = a.first_day AND n.last_day IS NOT DISTINCT FROM a.last_day)
	UNION  ALL
	SELECT t.employee_id, t.first_day, t.last_day, t.changed_at::date
	FROM   @hr@.fit_note_history t
	WHERE  NOT t.stands) v ON v.employee_id = o.employee_id AND v.last_day > o.last_day
			AND v.first_day <= o.last_day + 62
LEFT   JOIN pg_temp.asked_from a ON a.employee_id = o.employee_id
WHERE  v.until >= COALESCE(a.day, '@before@')
UNION
-- one that was joined to one that stays
SELECT o.employee_id
FROM  (
	SELECT t.*, lead(t.changed_at) OVER (PARTITION BY t.employee_id, t.absence_id
										 ORDER BY t.change_id)::date AS until
	FROM   @hr@.absence_override_history t) o
CROSS  JOIN LATERAL (VALUES (o.absence_id), (o.joined_to)) AS j(absence_id)
JOIN   pg_temp.forgotten f ON f.relation = 'absence' AND f.employee_id = o.employee_id
			AND f.record = format('absence %s', j.absence_id)
LEFT   JOIN pg_temp.asked_from a ON a.employee_id = o.employee_id
WHERE  o.stands AND o.joined_to IS NOT NULL AND o.until >= COALESCE(a.day, '@before@')
GROUP  BY o.employee_id, o.absence_id, o.change_id
HAVING count(*) = 1;

-- Whoever keeps one record keeps all. So do those whom they name stay, since they name them.
CREATE TEMPORARY TABLE named ON COMMIT DROP AS
WITH RECURSIVE named AS (
	SELECT k.employee_id FROM pg_temp.known_otherwise k
	UNION
	SELECT x.named
	FROM   named n
	JOIN  (SELECT e.employee_id, e.manager_id AS named FROM @hr@.employee e
		   UNION
		   SELECT d.employee_id, d.deputy_id FROM @hr@.deputy d) x ON x.employee_id = n.employee_id
	WHERE  x.named IS NOT NULL
)
TABLE named;

CREATE TEMPORARY TABLE kept ON COMMIT DROP AS
SELECT f.employee_id, f.relation, f.record FROM pg_temp.forgotten f LIMIT 0;
WITH kept AS (
	DELETE FROM pg_temp.forgotten f
	WHERE  f.employee_id IN (TABLE pg_temp.known_otherwise)
	OR     f.relation IN ('employee', 'contract') AND f.employee_id IN (TABLE pg_temp.named)
	RETURNING f.employee_id, f.relation, f.record)
INSERT INTO pg_temp.kept TABLE kept;
ANALYZE pg_temp.forgotten;
DROP TABLE pg_temp.spared, pg_temp.asked_from, pg_temp.known_otherwise, pg_temp.named;
