-- Everything the extension owns, read from the catalogs, so that nobody forgets a comment, a label or a
-- combine function.  Each check prints the objects that break it, so it should print nothing; the counts
-- below show that there was something to check.  The list at the end is the reviewed API: changing it
-- changes the contract.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET search_path = pg_catalog;

-- The array of a type comes with it, counts as a member only from PostgreSQL 17 on, and is left out.
CREATE TEMP VIEW member AS
SELECT d.classid, d.objid, o.type, o.identity
FROM   pg_extension AS e
       JOIN pg_depend AS d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
       CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) AS o
WHERE  e.extname = 'bradford'
       AND NOT (d.classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type AS t WHERE t.typarray = d.objid));

CREATE TEMP VIEW routine AS
SELECT p.*, l.lanname, m.identity,
       -- what PostgreSQL itself calls, with arguments by position: type support, operators, casts, aggregates'
       -- parts, index support
       EXISTS (SELECT FROM pg_type AS t WHERE p.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin, t.typmodout, t.typanalyze))
       OR EXISTS (SELECT FROM pg_operator AS o WHERE o.oprcode = p.oid)
       OR EXISTS (SELECT FROM pg_amproc AS a WHERE a.amproc = p.oid)
       OR EXISTS (SELECT FROM pg_cast AS c WHERE c.castfunc = p.oid)
       OR EXISTS (SELECT FROM pg_proc AS s WHERE s.prosupport = p.oid) AS behind_the_scenes,
       EXISTS (SELECT FROM pg_aggregate AS a WHERE p.oid IN (a.aggtransfn, a.aggcombinefn, a.aggfinalfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)) AS aggregate_part
FROM   member AS m
       JOIN pg_proc AS p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
       JOIN pg_language AS l ON l.oid = p.prolang;

\echo members by kind
SELECT type, count(*) FROM member GROUP BY type ORDER BY type COLLATE "C";
SELECT CASE prokind WHEN 'f' THEN 'function' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window function' WHEN 'p' THEN 'procedure' END AS kind,
       lanname, count(*) FROM routine GROUP BY prokind, lanname ORDER BY 1, 2;

\echo without a comment
SELECT type, identity FROM member
WHERE  obj_description(objid, classid::regclass::text::name) IS NULL
ORDER  BY type COLLATE "C", identity COLLATE "C";

-- HR data lives in the user's own tables, which DROP EXTENSION leaves alone.
\echo owned relations
SELECT type, identity FROM member WHERE classid = 'pg_class'::regclass ORDER BY 1, 2;

-- Procedures make objects, so they are neither.  Their helpers, which read the system catalogs, are the only rows here.
\echo not immutable, or not parallel safe
SELECT identity, provolatile, proparallel FROM routine
WHERE  prokind <> 'p' AND (provolatile <> 'i' OR proparallel <> 's')
ORDER  BY identity COLLATE "C";

-- A body of SQL that is a string is looked up again at each call, under the path of the caller.
\echo SQL functions that are not parsed when they are made
SELECT identity FROM routine WHERE lanname = 'sql' AND prosqlbody IS NULL ORDER BY identity COLLATE "C";

-- The functions in PL/pgSQL, whose bodies are parsed when they are called, have a search_path of their own, so
-- that the caller's cannot bring in other operators.  They are the only rows here.
\echo rights or settings of another than the caller
SELECT identity, prosecdef, proconfig FROM routine
WHERE  prosecdef OR (proconfig IS NOT NULL AND prokind <> 'p')
ORDER  BY identity COLLATE "C";

-- The catalogs do not tell a default from a label that says the same.  So a set has its own estimate of
-- rows, an SQL or PL/pgSQL function its own cost, and a C function costs more than the default 1 unless it
-- belongs to an operator, a type, an index or an aggregate.
\echo cost or rows left at the default
SELECT identity, lanname, procost, prorows FROM routine
WHERE  prokind IN ('f', 'w')
       AND (proretset AND prorows IN (0, 1000)
            OR lanname IN ('sql', 'plpgsql') AND procost = 100
            OR lanname = 'c' AND procost = 1 AND NOT behind_the_scenes AND NOT aggregate_part)
ORDER  BY identity COLLATE "C";

\echo arguments without a name, which nobody can pass by name
SELECT identity FROM routine
WHERE  NOT behind_the_scenes AND NOT aggregate_part
       AND pronargs > 0 AND (proargnames IS NULL OR '' = ANY (proargnames))
ORDER  BY identity COLLATE "C";

\echo types without binary input and output
SELECT m.identity, t.typreceive, t.typsend
FROM   member AS m JOIN pg_type AS t ON m.classid = 'pg_type'::regclass AND m.objid = t.oid
WHERE  t.typtype = 'b' AND t.typelem = 0 AND (t.typreceive = 0 OR t.typsend = 0)
ORDER  BY 1;

-- An internal state can be sent neither between nodes nor as text. The only row here is the balance with a cap: it is carried
-- from period to period in order, so two of its states cannot be combined.
\echo aggregates that cannot run in two phases
SELECT r.identity, a.aggtranstype::regtype, a.aggcombinefn
FROM   routine AS r JOIN pg_aggregate AS a ON a.aggfnoid = r.oid JOIN pg_type AS s ON s.oid = a.aggtranstype
WHERE  a.aggcombinefn = 0 OR s.typtype = 'p' OR s.typreceive = 0 OR s.typsend = 0
ORDER  BY 1;

-- An operator with an equality needs its negator and commutator, or plans silently get worse.
\echo equality operators that lack commutator, negator or a hash operator class
SELECT m.identity
FROM   member AS m JOIN pg_operator AS o ON m.classid = 'pg_operator'::regclass AND m.objid = o.oid
WHERE  o.oprname = '=' AND (o.oprcom = 0 OR o.oprnegate = 0 OR NOT o.oprcanhash
                            OR NOT EXISTS (SELECT FROM pg_amop AS a WHERE a.amopopr = o.oid))
ORDER  BY 1;

\echo the API
\pset format unaligned
\pset tuples_only on
SELECT concat(CASE prokind WHEN 'a' THEN 'aggregate ' WHEN 'w' THEN 'window ' WHEN 'p' THEN 'procedure ' END,
              proname, '(', pg_get_function_arguments(oid), ')',
              ' returns ' || pg_get_function_result(oid),
              ' |', CASE WHEN proisstrict THEN ' strict' END, ' ' || lanname,
              CASE WHEN prokind <> 'a' THEN ' cost ' || procost END,
              CASE WHEN proretset THEN ' rows ' || prorows END) COLLATE "C"
FROM   routine
WHERE  NOT behind_the_scenes AND NOT aggregate_part
ORDER  BY 1;
SELECT type, identity FROM member WHERE classid <> 'pg_proc'::regclass ORDER BY type COLLATE "C", identity COLLATE "C";
