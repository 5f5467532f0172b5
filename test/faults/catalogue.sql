-- Everything that the catalogs say of the schema hr and of the extension, a row each, in a fixed order. It does not use
-- pg_dump, so it can check pg_dump. It writes nothing, so a standby can answer.
SET search_path = pg_catalog;
SELECT 'schema', nspname, nspowner::regrole, ARRAY(SELECT a::text FROM unnest(nspacl) a ORDER BY 1) FROM pg_namespace WHERE nspname IN ('hr', 'bradford') ORDER BY nspname;
SELECT 'relation', relname, relkind, relowner::regrole, relpersistence, relrowsecurity, relreplident, reloptions,
	   ARRAY(SELECT a::text FROM unnest(coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))) a WHERE relkind NOT IN ('i', 'c') ORDER BY 1)
FROM   pg_class WHERE relnamespace = to_regnamespace('hr') ORDER BY relname;
SELECT 'column', c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attstorage, a.attcompression,
	   pg_get_expr(d.adbin, d.adrelid), ARRAY(SELECT x::text FROM unnest(a.attacl) x ORDER BY 1)
FROM   pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE  c.relnamespace = to_regnamespace('hr') AND c.relkind IN ('r', 'v') ORDER BY c.relname, a.attname;
SELECT 'constraint', conrelid::regclass::text, conname, contype, convalidated, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = to_regnamespace('hr') ORDER BY 2, 3;
SELECT 'index', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = to_regnamespace('hr') ORDER BY 2;
SELECT 'view', relname, pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = to_regnamespace('hr') AND relkind = 'v' ORDER BY 2;
SELECT 'function', oid::regprocedure::text, proowner::regrole, pg_get_functiondef(oid), ARRAY(SELECT a::text FROM unnest(coalesce(proacl, acldefault('f', proowner))) a ORDER BY 1)
FROM   pg_proc WHERE pronamespace = to_regnamespace('hr') ORDER BY 2;
SELECT 'trigger', tgrelid::regclass::text, regexp_replace(tgname, '\d+$', 'N'), tgenabled, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE c.relnamespace = to_regnamespace('hr') GROUP BY 1, 2, 3, 4 ORDER BY 2, 3;
SELECT 'policy', polrelid::regclass::text, polname, polcmd, polpermissive, ARRAY(SELECT r::regrole::text FROM unnest(polroles) r ORDER BY 1), pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
FROM   pg_policy ORDER BY 2, 3;
SELECT 'rule', ev_class::regclass::text, rulename, is_instead FROM pg_rewrite w JOIN pg_class c ON c.oid = ev_class WHERE c.relnamespace = to_regnamespace('hr') ORDER BY 2, 3;
SELECT 'sequence', seqrelid::regclass::text, seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle FROM pg_sequence ORDER BY 2;
SELECT 'default rights', defaclrole::regrole::text, defaclnamespace::regnamespace::text, defaclobjtype, defaclacl FROM pg_default_acl ORDER BY 2, 3, 4;
SELECT 'comment', i.type, i.identity, d.description FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i
WHERE  d.objoid >= 16384 AND (i.identity ~ '\mhr\M' OR i.identity ~ '\mbradford\M') ORDER BY 2, 3;
SELECT 'depends', d.deptype, regexp_replace(o.identity, '"(RI_ConstraintTrigger_[ac])_\d+"', '\1'), r.identity, count(*)
FROM   pg_depend d, pg_identify_object(d.classid, d.objid, d.objsubid) o, pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid) r
WHERE  d.objid >= 16384 AND (o.identity ~ '\mhr\M' OR d.deptype = 'e') AND o.identity !~ 'pg_toast' GROUP BY 1, 2, 3, 4 ORDER BY 3, 4, 2;
SELECT 'extension', extname, extversion, extowner::regrole, extnamespace::regnamespace, extconfig FROM pg_extension ORDER BY 2;
SELECT 'its function', oid::regprocedure::text, prokind, prosrc, pg_get_function_sqlbody(oid), pg_get_function_arguments(oid), pg_get_function_result(oid), provolatile, proparallel, proisstrict, procost, prorows, proconfig,
	   prosupport::regproc, proowner::regrole, ARRAY(SELECT a::text FROM unnest(coalesce(proacl, acldefault('f', proowner))) a ORDER BY 1)
FROM   pg_proc WHERE pronamespace = to_regnamespace('bradford') ORDER BY 2;
SELECT 'its aggregate', a.aggfnoid::regprocedure::text, to_jsonb(a) - 'aggfnoid' - 'aggtranstype' - 'aggmtranstype' - 'aggsortop', aggtranstype::regtype, aggmtranstype::regtype, aggsortop::regoperator
FROM   pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid WHERE pronamespace = to_regnamespace('bradford') ORDER BY 2;
SELECT 'its type', typname, typlen, typbyval, typtype, typcategory, typispreferred, typdelim, typinput, typoutput, typreceive, typsend, typanalyze, typalign, typstorage, typowner::regrole,
	   ARRAY(SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod) FROM pg_attribute a WHERE a.attrelid = typrelid ORDER BY a.attnum)
FROM   pg_type WHERE typnamespace = to_regnamespace('bradford') ORDER BY 2;
SELECT 'its operator', oid::regoperator::text, oprcanmerge, oprcanhash, oprcom::regoperator, oprnegate::regoperator, oprcode, oprrest, oprjoin FROM pg_operator WHERE oprnamespace = to_regnamespace('bradford') ORDER BY 2;
SELECT 'its operator class', a.amname, c.opcname, f.opfname, c.opcintype::regtype, c.opcdefault,
	   ARRAY(SELECT o.amopstrategy || ' ' || o.amopopr::regoperator FROM pg_amop o WHERE o.amopfamily = f.oid ORDER BY 1),
	   ARRAY(SELECT p.amprocnum || ' ' || p.amproc FROM pg_amproc p WHERE p.amprocfamily = f.oid ORDER BY 1)
FROM   pg_opclass c JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_am a ON a.oid = c.opcmethod WHERE c.opcnamespace = to_regnamespace('bradford') ORDER BY 2, 3;
SELECT 'its cast', castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod FROM pg_cast WHERE castsource >= 16384 OR casttarget >= 16384 ORDER BY 2, 3;
