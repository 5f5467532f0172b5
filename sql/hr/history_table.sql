--
-- The table that holds the history of @table. Each row is one change: the record after the change,
-- or, if the change removed it, the record before.
--
-- keep_history('hr') runs this file once for each HR table, with hr in the place of @hr, the name
-- of the table in that of @table, the columns of its primary key in that of @key, and the moment
-- in that of @now. It has no constraints and no NOT NULL, so it takes whatever the table takes.
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
-- only for the owner, whatever rights new tables get in this schema; protect() lets hr read it
ALTER TABLE @hr@.@table@_history ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE @hr@.@table@_history IS
	'Every change of @table@ since keep_history() was called. Rows are added and never changed.';
COMMENT ON COLUMN @hr@.@table@_history.change_id IS
	'Order of the changes of a record';
COMMENT ON COLUMN @hr@.@table@_history.changed_at IS
	'When the statement that changed the record ran. The default of this column is the moment at '
	'which the history begins';
COMMENT ON COLUMN @hr@.@table@_history.changed_by IS
	'Role that changed it, after SET ROLE';
COMMENT ON COLUMN @hr@.@table@_history.change IS
	'kept before: recorded before the history began; inserted, updated, deleted, truncated; '
	'replaced: the key was updated, so the record goes on under another; column added: '
	'keep_history() found a new column';
COMMENT ON COLUMN @hr@.@table@_history.stands IS
	'True: the record after the change; false: the change removed the record, shown as it was';

CREATE OR REPLACE FUNCTION @hr@.refuse_change_of_history() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
	IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION 'history must stay as it is: % of %', TG_OP, TG_RELID::regclass
		USING ERRCODE = '42501',
		DETAIL = 'Triggers add rows to it. Nobody may change them, not even its owner.',
		HINT = 'CALL bradford.forget removes what is older than the site keeps it.';
END
$function$;
COMMENT ON FUNCTION @hr@.refuse_change_of_history() IS
	'Refuses every change of a history that the triggers of its table do not make (42501).';
REVOKE ALL ON FUNCTION @hr@.refuse_change_of_history() FROM PUBLIC;

CREATE TRIGGER history_stays BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON @hr@.@table@_history
	FOR EACH STATEMENT EXECUTE FUNCTION @hr@.refuse_change_of_history();
