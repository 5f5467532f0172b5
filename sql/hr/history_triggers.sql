--
-- The triggers that keep the history of @table. keep_history('hr') runs this file, with the words
-- that its neighbours take.
--
-- The history gets what the table holds when the statement has ended, after its trigger functions
-- and cascades. So the last change of a record in the history always agrees with the table.
-- SECURITY DEFINER: somebody who may write to the table needs no right on the history.
--
-- enable_*: transition tables have no index and no statistics, and one plan serves all later
-- statements of a session, of one row or of a million. The plan that is always good joins them with
-- one another by hashing, and finds each record in the table by its key. jit: the planner gives a
-- plan forced like this a very high cost, and would compile it for each statement. row_security: if
-- the owner is subject to it, an error is better than a record that seems to be gone.
--

CREATE OR REPLACE FUNCTION @hr@.keep_@table@() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off SET enable_seqscan = off SET enable_nestloop = off SET jit = off
AS $function$
<<this>>
DECLARE
	-- the clock, since the transaction may have waited for a lock on a row
	now	timestamptz := clock_timestamp();
	who	text := coalesce(nullif(current_setting('role'), 'none'), session_user);
	-- Rows that this transaction has written are not older than this. From REPEATABLE READ on, it
	-- may still see a record of the same key that others have deleted since.
	age	integer := age(pg_current_xact_id()::xid);
BEGIN
	IF TG_OP = 'INSERT' THEN
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT t.*, this.now, this.who, 'inserted', true
		FROM   new_rows n
		CROSS  JOIN LATERAL (
			SELECT @t.columns@ FROM @hr@.@table@ t
			WHERE (@t.key@) = (@n.key@) AND age(t.xmin) <= this.age OFFSET 0) t;
	END IF;

	-- A record with the same values did not change. Cascades may change a record several times in a
	-- statement; then the old rows also hold its values in between.
	IF TG_OP = 'UPDATE' THEN
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT t.*, this.now, this.who, 'updated', true
		FROM  (
			SELECT @n.key@
			FROM   new_rows n
			WHERE  NOT EXISTS (SELECT FROM old_rows o
							   WHERE (@o.key@) = (@n.key@) AND o *= n) OFFSET 0) n
		CROSS  JOIN LATERAL (
			SELECT @t.columns@ FROM @hr@.@table@ t
			WHERE (@t.key@) = (@n.key@) AND age(t.xmin) <= this.age OFFSET 0) t;

		-- and those that have moved to another key
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT @o.columns@, this.now, this.who, 'replaced', false
		FROM  (
			SELECT *
			FROM   old_rows o
			WHERE  NOT EXISTS (SELECT FROM new_rows n WHERE (@n.key@) = (@o.key@)) OFFSET 0) o
		CROSS  JOIN LATERAL (
			SELECT count(*) FROM @hr@.@table@ t
			WHERE (@t.key@) = (@o.key@) AND age(t.xmin) <= this.age) t
		WHERE  t.count = 0;
	END IF;

	IF TG_OP = 'DELETE' THEN
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT @o.columns@, this.now, this.who, 'deleted', false
		FROM   old_rows o
		CROSS  JOIN LATERAL (
			SELECT count(*) FROM @hr@.@table@ t
			WHERE (@t.key@) = (@o.key@) AND age(t.xmin) <= this.age) t
		WHERE  t.count = 0;
	END IF;

	IF TG_OP = 'TRUNCATE' THEN
		IF current_setting('transaction_isolation') NOT LIKE 'read %' THEN
			RAISE EXCEPTION 'isolation level must be READ COMMITTED: %',
				current_setting('transaction_isolation')
				USING ERRCODE = '25001',
				DETAIL = 'The snapshot may not show all records that TRUNCATE removes, and their '
						 'history would not end.',
				HINT = 'Begin a transaction with ISOLATION LEVEL READ COMMITTED, or use DELETE.';
		END IF;
		INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
		SELECT @t.columns@, this.now, this.who, 'truncated', false
		FROM   @hr@.@table@ t;
	END IF;
	RETURN NULL;
END
$function$;
COMMENT ON FUNCTION @hr@.keep_@table@() IS
	'Adds to @table@_history what a statement did to @table@.';
REVOKE ALL ON FUNCTION @hr@.keep_@table@() FROM PUBLIC;

CREATE OR REPLACE TRIGGER keep_inserted AFTER INSERT ON @hr@.@table@
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.keep_@table@();
CREATE OR REPLACE TRIGGER keep_updated AFTER UPDATE ON @hr@.@table@
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.keep_@table@();
CREATE OR REPLACE TRIGGER keep_deleted AFTER DELETE ON @hr@.@table@
	REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.keep_@table@();
CREATE OR REPLACE TRIGGER keep_truncated BEFORE TRUNCATE ON @hr@.@table@
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.keep_@table@();
