--
-- Makes the history of @table agree with the table. When the history begins, that is all of it.
-- Later, it is what was written while the triggers were missing, the values of a new column, and
-- what ALTER TABLE changed. keep_history('hr') runs this file while nobody writes to the table. It
-- takes the words that its neighbours take, all columns of the table in the place of @columns, and
-- the word for the change in that of @change. A list after a letter and a dot has them before each
-- column.
--

ALTER TABLE @hr@.@table@_history DISABLE TRIGGER history_stays;

INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
SELECT @h.columns@, '@now@', current_user, 'deleted', false
FROM   @hr@.@table@_history h
WHERE  h.stands
AND    NOT EXISTS (SELECT FROM @hr@.@table@_history l
				   WHERE (@l.key@) = (@h.key@) AND l.change_id > h.change_id)
AND    NOT EXISTS (SELECT FROM @hr@.@table@ t WHERE (@t.key@) = (@h.key@));

INSERT INTO @hr@.@table@_history (@columns@, changed_at, changed_by, change, stands)
SELECT t.*, '@now@', current_user, '@change@', true
FROM  (SELECT @columns@ FROM @hr@.@table@) t
LEFT   JOIN LATERAL (
	SELECT l.stands AND r *= t AS same
	FROM   @hr@.@table@_history l
	CROSS  JOIN LATERAL (SELECT @l.columns@) r
	WHERE (@l.key@) = (@t.key@)
	ORDER  BY l.change_id DESC
	LIMIT  1) l ON true
WHERE  l.same IS NOT TRUE;

ALTER TABLE @hr@.@table@_history ENABLE TRIGGER history_stays;
