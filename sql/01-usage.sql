-- Everybody may call the functions, since they hold no data. The rights on the HR tables guard the
-- data.
GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;

