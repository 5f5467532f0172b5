-- Functions of values hold nothing to hide, so everybody may call them.  What they are given is
-- guarded where it lies, by the rights on the HR tables.
GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;

