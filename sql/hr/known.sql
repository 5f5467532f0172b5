--
-- @table as it was known at the moment set in bradford.known_at: the last change of each record up
-- to then, unless it removed the record. create_known('hr', 'hr_known') runs this file for each HR
-- table, with hr in the place of @hr, hr_known in that of @known, the name of the table in that
-- of @table, its key and the columns of its history in those of @key and @columns, and the
-- moment at which its history begins in that of @kept_from. A list after a letter and a dot has
-- them before each column.
--

CREATE OR REPLACE VIEW @known@.@table@ WITH (security_invoker = true) AS
SELECT @h.columns@
FROM   @hr@.@table@_history h
WHERE  h.stands AND h.changed_at <= (SELECT @known@.known_at('@table@', @kept_from@))
AND    NOT EXISTS (
	SELECT FROM @hr@.@table@_history l
	WHERE (@l.key@) = (@h.key@) AND l.change_id > h.change_id
	AND    l.changed_at <= (SELECT @known@.known_at('@table@', @kept_from@)));
COMMENT ON VIEW @known@.@table@ IS
	'@table@ as it was known at the moment set in bradford.known_at; as it is now if that is not '
	'set.';
