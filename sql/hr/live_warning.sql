CREATE OR REPLACE FUNCTION @hr@.live_warning(as_of date)
RETURNS TABLE (
	employee_id @hr@.warning.employee_id%TYPE,
	stage integer,
	score numeric,
	issued_on date,
	expires_on date,
	live_by text,
	decided_on date,
	review daterange,
	kept_stages integer[],
	kept_issued date[],
	kept_lapsed date[]
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
-- MATERIALIZED: worked out once, not once for each employee who is asked for
WITH policy AS MATERIALIZED (
	SELECT f.staff_group, f.other_groups, p.warnings_of, f.lapses
	FROM   @hr@.policy_in_force(live_warning.as_of) f, @hr@.policy_warnings() p
	WHERE  p.policy = f.policy
)
SELECT w.employee_id,
	   (array_agg(w.stage ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS stage,
	   (array_agg(w.score ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS score,
	   (array_agg(w.from_day ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS issued_on,
	   (array_agg(w.expires_on ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS expires_on,
	   (array_agg(w.live_by ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS live_by,
	   max(w.issued_on) AS decided_on,
	   (array_agg(w.review ORDER BY w.stage DESC, w.from_day DESC)
			FILTER (WHERE w.live))[1] AS review,
	   array_agg(w.stage) FILTER (WHERE w.kept) AS kept_stages,
	   array_agg(w.issued_on) FILTER (WHERE w.kept) AS kept_issued,
	   array_agg(w.expires_on) FILTER (WHERE w.kept) AS kept_lapsed
FROM  (
	-- one row for each decision, even if a site's view repeats it
	SELECT DISTINCT ON (o.employee_id, o.issued_on, o.decided_stage)
		   o.*, l.expires_on,
		   o.outcome <> 'no warning' AND s.stage IS NOT NULL
		   AND (l.expires_on IS NULL OR l.expires_on > live_warning.as_of) AS live,
		   -- BF-10: lapsed after satisfactory attendance, as judged, or with
		   -- no other warning meanwhile
		   o.outcome = 'warning' AND o.live_by = 'warning' AND l.expires_on <= live_warning.as_of
		   AND COALESCE(o.satisfactory, (
				SELECT count(*) = 0
				FROM   @hr@.warning n
				WHERE  n.employee_id = o.employee_id AND n.outcome = 'warning'
				AND    n.issued_on > o.issued_on AND n.issued_on < l.expires_on)) AS kept
	FROM  (
		SELECT w.employee_id, w.policy, w.issued_on, w.outcome, w.satisfactory,
			   w.stage AS decided_stage,
			   CASE WHEN w.score >= 0 AND w.score <= 1000000000 THEN w.score ELSE 0 END::numeric
					AS score,
			   f.lapses = 'if satisfactory' AND w.satisfactory IS FALSE AS stays,
			   -- BF-11: an upheld appeal leads back to an earlier stage from that day on,
			   -- or ends the warning
			   CASE WHEN NOT w.stage BETWEEN 1 AND 9 THEN NULL
					WHEN u.upheld THEN s.appeal_leads_to ELSE w.stage END::integer AS stage,
			   CASE WHEN u.upheld THEN w.appeal_upheld_on ELSE w.issued_on END AS from_day,
			   CASE WHEN u.upheld THEN 'appeal' ELSE w.outcome::text END AS live_by,
			   CASE WHEN w.review_until > w.issued_on
						 AND w.review_until < upper(bradford.known_days())
						 AND (w.review_held_on <= live_warning.as_of) IS NOT TRUE
					THEN daterange(w.issued_on + 1, w.review_until, '[]') END AS review
		FROM   @hr@.warning w
		LEFT   JOIN @hr@.policy_stage s ON s.policy = w.policy AND s.stage = w.stage,
			   LATERAL (SELECT w.appeal_upheld_on <= live_warning.as_of AS upheld) u,
		-- an employee who is hidden from the reader stays hidden; LIMIT: the planner would turn a
		-- join into a hash of everybody
			   LATERAL (
			SELECT e.staff_group
			FROM   @hr@.employee e
			WHERE  e.employee_id = w.employee_id
			LIMIT  1) e,
			   policy f
		WHERE  w.issued_on <= live_warning.as_of AND w.policy = ANY (f.warnings_of)
		AND    bradford.policy_applies(f.staff_group, f.other_groups, e.staff_group)) o
	LEFT   JOIN @hr@.policy_stage s ON s.policy = o.policy AND s.stage = o.stage,
		   LATERAL (
		SELECT CASE WHEN s.warning_life > '0' AND s.warning_life <= interval '100 years'
					THEN (o.from_day + s.warning_life)::date END AS expires_on) t,
	-- BF-6: by time, or, after attendance that was not satisfactory, with the next warning
		   LATERAL (
		SELECT CASE WHEN o.stays THEN (
						SELECT greatest(t.expires_on, min(n.issued_on))
						FROM   @hr@.warning n
						WHERE  n.employee_id = o.employee_id AND n.outcome = 'warning'
						AND    n.issued_on > o.issued_on AND n.issued_on <= live_warning.as_of
						HAVING count(*) > 0)
					ELSE t.expires_on END AS expires_on
		OFFSET 0) l
	ORDER  BY o.employee_id, o.issued_on, o.decided_stage, o.from_day DESC) w
GROUP  BY w.employee_id;
END;
COMMENT ON FUNCTION @hr@.live_warning(date) IS
	'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.live_warning WITH (security_invoker = true) AS
SELECT * FROM @hr@.live_warning(CURRENT_DATE);
COMMENT ON VIEW @hr@.live_warning IS
	'Where each employee who ever had a warning under their policy stands: the live warning of '
	'the highest stage, and what the rules BF-6, BF-10, BF-11 and BF-12 need to know. The other '
	'reports read it.';
COMMENT ON COLUMN @hr@.live_warning.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.live_warning.stage IS 'Stage of the live warning; none: no warning is live';
COMMENT ON COLUMN @hr@.live_warning.score IS 'Score at which it was issued';
COMMENT ON COLUMN @hr@.live_warning.issued_on IS 'Day from which it is live';
COMMENT ON COLUMN @hr@.live_warning.expires_on IS
	'First day on which it is no longer live (BF-6); none: it does not lapse';
COMMENT ON COLUMN @hr@.live_warning.live_by IS
	'What made it live: warning, transferred (BF-13) or appeal (BF-11)';
COMMENT ON COLUMN @hr@.live_warning.decided_on IS 'Day of the last decision, whatever it was';
COMMENT ON COLUMN @hr@.live_warning.review IS
	'Review period of the live warning while no review meeting was held (BF-12)';
COMMENT ON COLUMN @hr@.live_warning.kept_stages IS
	'Stages of the warnings that lapsed after satisfactory attendance (BF-10)';
COMMENT ON COLUMN @hr@.live_warning.kept_issued IS 'Days of issue of the same warnings';
COMMENT ON COLUMN @hr@.live_warning.kept_lapsed IS
	'First days on which the same warnings were no longer live';

ALTER FUNCTION @hr@.live_warning(date) DEPENDS ON EXTENSION bradford;
