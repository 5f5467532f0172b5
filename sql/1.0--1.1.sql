-- From 1.0 to 1.1: what the sections have changed since 1.0, a CREATE, an ALTER or a CREATE OR
-- REPLACE each.  The tables and reports follow by themselves.  test/scripts/released shows what is
-- missing.

