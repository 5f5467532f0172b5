--
-- The table that holds the history of @table@. Each row is one change: what the record was after
-- it, or, if it was gone then, what it had been.
--
-- keep_history('hr') runs this file once for each HR table, with hr in the place of @hr@, the name
-- of the table in that of @table@, the columns of its primary key in that of @key@, and the moment
-- in that of @now@. Constraints and NOT NULL stay behind: what the table takes, its history takes.
--

CREATE TABLE @hr@.@table@_history AS SELECT * FROM @hr@.@table@ WITH NO DATA;
ALTER TABLE @hr@.@table@_history
	ADD COLUMN change_id bigint GENERATED ALWAYS AS IDENTITY,
	ADD COLUMN changed_at timestamptz NOT NULL DEFAULT '@now@',
	ADD COLUMN changed_by text NOT NULL,
	ADD COLUMN change text NOT NULL
		CONSTRAINT change_known
		CHECK (change IN ('kept before', 'inserted', 'updated', 'column added', 'altered',
						  'deleted', 'truncated', 'replaced')),
	ADD COLUMN stands boolean NOT NULL,
	ADD CONSTRAINT @table@_history_pkey PRIMARY KEY (@key@, change_id);
-- for nobody but the owner, whatever rights new tables get in this schema: protect() lets hr in
ALTER TABLE @hr@.@table@_history ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE @hr@.@table@_history IS
	'Every change of @table@ since keep_history() was called. Rows are added and never changed.';
COMMENT ON COLUMN @hr@.@table@_history.change_id IS
	'Order of the changes of a record';
COMMENT ON COLUMN @hr@.@table@_history.changed_at IS
	'When the statement ran that changed the record. The default of this column is the moment at '
	'which the history begins';
COMMENT ON COLUMN @hr@.@table@_history.changed_by IS
	'Role that changed it, as it was after SET ROLE';
COMMENT ON COLUMN @hr@.@table@_history.change IS
	'kept before: recorded before the history began; inserted, updated, deleted, truncated; '
	'replaced: the key was updated, so the record goes on under another; column added: '
	'keep_history() found a new column';
COMMENT ON COLUMN @hr@.@table@_history.stands IS
	'The record was like this after the change; false: it was gone, and had been like this';

CREATE OR REPLACE FUNCTION @hr@.refuse_change_of_history() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
	IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION 'history must stay as it is: % of %', TG_OP, TG_RELID::regclass
		USING ERRCODE = '42501',
		DETAIL = 'Rows are added to it by triggers. Nobody changes them, its owner included.',
		HINT = 'CALL bradford.forget takes away what is older than the site keeps it.';
END
$function$;
COMMENT ON FUNCTION @hr@.refuse_change_of_history() IS
	'Refuses what is done to a history by any but the triggers of its table (42501).';
REVOKE ALL ON FUNCTION @hr@.refuse_change_of_history() FROM PUBLIC;

CREATE TRIGGER history_stays BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON @hr@.@table@_history
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.refuse_change_of_history();
