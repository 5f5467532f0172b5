--
-- Only hr reads the history of @table. protect('hr', ...) runs this file for each history, with hr
-- in the place of @hr, the name of the table in that of @table, and the role in that of
-- @hr_reader.
--

CREATE POLICY bradford_hr ON @hr@.@table@_history FOR SELECT TO @hr_reader@ USING (true);
GRANT SELECT ON @hr@.@table@_history TO @hr_reader@;
