--
-- The triggers that keep the history of @table@. keep_history('hr') runs this file, with the words
-- that its neighbours take.
--
-- What goes into the history is what stands in the table when the statement has ended, trigger
-- functions and cascades of its own included. So the last change of a record in the
-- history is always what the table says. SECURITY DEFINER: whoever may write to the table
-- needs no right on the history.
--
-- enable_*: transition tables have no index and no statistics, and a plan serves all later
-- statements of a session, of one row or of a million. The one that is always good joins them with
-- one another by hashing, and finds each record in the table by its key. jit: a plan that is forced
-- so counts as very dear, and would be compiled for each statement. row_security: where the owner
-- is made subject to it, an error is better than a record that seems to be gone.
--

CREATE OR REPLACE FUNCTION @hr@.keep_@table@() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off SET enable_seqscan = off SET enable_nestloop = off SET jit = off
AS $function$
<<this>>
DECLARE
	-- the clock, since a lock on a row may have been waited for since the transaction began
	now	timestamptz := clock_timestamp();
	who	text := coalesce(nullif(current_setting('role'), 'none'), session_user);
	-- What this transaction has written is no older. From REPEATABLE READ on, a record of the same
	-- key may still show that others have deleted since.
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

	-- A record that was left as it was did not change. Cascades may change one more than once in a
	-- statement: what it was in between is among the old rows too.
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

		-- and those that have gone to another key
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
			RAISE EXCEPTION 'transaction is %', current_setting('transaction_isolation')
				USING ERRCODE = '25001',
				DETAIL = 'Its snapshot may not show all records that TRUNCATE takes, and their '
						 'history would not end.',
				HINT = 'Begin a transaction with ISOLATION LEVEL READ COMMITTED, or write DELETE.';
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
