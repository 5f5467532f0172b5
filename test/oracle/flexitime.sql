-- Flexi-time a second time, in plain SQL, written from FX-1 to FX-6 and using nothing of schema bradford. A day is a
-- set of seconds, and each step of counting it is an operation on sets.
CREATE SCHEMA oracle;

-- what a scheme says of one day
CREATE TYPE oracle.scheme AS (
	bandwidth int4range, core int4multirange,
	core_least integer, core_before integer, before integer, core_after integer, after integer,
	lunch int4range, least integer, most integer, over integer, shortest integer,
	block integer, way_in text, down_in integer, way_out text, down_out integer
);

CREATE FUNCTION oracle.length(times int4multirange) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN (SELECT coalesce(sum(upper(t) - lower(t)), 0) FROM unnest(times) AS t);

-- a clock time moved to an edge of its block: the edge before it, or the one after it
CREATE FUNCTION oracle.on_edge(second integer, block integer, way text, down integer, arrival boolean) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN (
	SELECT CASE WHEN block IS NULL OR e.before = second THEN second
				WHEN way = 'strict' THEN CASE WHEN arrival THEN e.after ELSE e.before END
				WHEN way = 'generous' THEN CASE WHEN arrival THEN e.before ELSE e.after END
				WHEN down IS NULL THEN CASE WHEN second - e.before < e.after - second THEN e.before ELSE e.after END
				ELSE CASE WHEN trunc((second - e.before) / 60.0) <= down THEN e.before ELSE e.after END END
	FROM  (SELECT floor(second / (block * 60.0))::integer * block * 60 AS before,
				  floor(second / (block * 60.0))::integer * block * 60 + block * 60 AS after) AS e);

CREATE FUNCTION oracle.flexi_day(worked int4multirange, s oracle.scheme,
	OUT attended integer, OUT credited integer, OUT cut_by_bandwidth integer, OUT cut_by_lunch integer,
	OUT cut_by_rounding integer, OUT core_missed integer, OUT lunch_over integer, OUT core_missed_half integer
) LANGUAGE sql IMMUTABLE AS $$
SELECT oracle.length(worked),
	   oracle.length(r.recorded) - l.lacking,
	   oracle.length(worked - multirange(s.bandwidth)),
	   l.lacking,
	   oracle.length(worked * multirange(s.bandwidth)) - oracle.length(r.recorded),
	   oracle.length(s.core - worked)
	   + CASE WHEN isempty(s.bandwidth) THEN 0 ELSE greatest(0, coalesce(s.core_least, 0) - oracle.length(worked * multirange(s.bandwidth)),
			greatest(0, coalesce(s.core_before, 0) - oracle.length(worked * multirange(int4range(0, coalesce(s.before, 0)) * s.bandwidth)))
			+ greatest(0, coalesce(s.core_after, 0) - oracle.length(worked * multirange(int4range(coalesce(s.after, 86400), 86400) * s.bandwidth)))) END,
	   coalesce(greatest(0, l.in_all - s.most), 0),
	   (SELECT CASE WHEN count(*) = 2 THEN min(oracle.length(multirange(k) - worked)) ELSE 0 END FROM unnest(s.core) AS k)
FROM  (
	SELECT x.recorded, range_merge(x.recorded) AS span
	FROM  (
		SELECT coalesce(range_agg(int4range(e.from, greatest(e.from, e.to))), '{}') * multirange(s.bandwidth) AS recorded
		FROM   unnest(worked * multirange(s.bandwidth)) AS w
		CROSS  JOIN LATERAL (
			SELECT oracle.on_edge(lower(w), s.block, s.way_in, s.down_in, true) AS from,
				   oracle.on_edge(upper(w), s.block, s.way_out, s.down_out, false) AS to) AS e) AS x) AS r
CROSS  JOIN LATERAL (
	SELECT CASE WHEN oracle.length(r.recorded) > coalesce(s.over, 0)
				THEN least(oracle.length(r.recorded), greatest(0, coalesce(s.least, 0) - oracle.length(b.breaks * w.window)
								- oracle.length(w.window - multirange(r.span))))
				ELSE 0 END AS lacking,
		   (SELECT coalesce(sum(upper(g) - lower(g)), 0) FROM unnest(b.breaks) AS g WHERE g && w.window)::integer AS in_all
	FROM  (SELECT multirange(coalesce(s.lunch, r.span)) AS window) AS w,
		  (SELECT coalesce(range_agg(g), '{}') AS breaks FROM unnest(multirange(r.span) - r.recorded) AS g WHERE upper(g) - lower(g) >= coalesce(s.shortest, 0)) AS b) AS l
$$;

-- A balance as it is worked out by hand: line by line, each from the one before.
CREATE FUNCTION oracle.flexi_balance(credited interval[], standard interval[], opening interval[], credit_cap interval[], debit_cap interval[], cut boolean[],
	OUT n bigint, OUT brought_forward interval, OUT balance interval, OUT carried interval, OUT taken interval, OUT beyond interval
) RETURNS SETOF record LANGUAGE sql IMMUTABLE AS $$
WITH RECURSIVE line(n, brought_forward, balance, carried, taken, beyond) AS (
	SELECT 0::bigint, NULL::interval, NULL::interval, interval '0', NULL::interval, NULL::interval
	UNION ALL
	SELECT l.n + 1, b.brought_forward, b.balance,
		   CASE WHEN b.balance > coalesce(credit_cap[l.n + 1], b.balance) THEN credit_cap[l.n + 1]
				WHEN cut[l.n + 1] AND b.balance < coalesce(-debit_cap[l.n + 1], b.balance) THEN -debit_cap[l.n + 1]
				ELSE b.balance END,
		   CASE WHEN b.balance > coalesce(credit_cap[l.n + 1], b.balance) THEN b.balance - credit_cap[l.n + 1]
				WHEN b.balance IS NOT NULL THEN interval '0' END,
		   CASE WHEN b.balance < coalesce(-debit_cap[l.n + 1], b.balance) THEN -debit_cap[l.n + 1] - b.balance
				WHEN b.balance IS NOT NULL THEN interval '0' END
	FROM   line l
	CROSS  JOIN LATERAL (SELECT coalesce(opening[l.n + 1], l.carried) AS brought_forward) AS f
	CROSS  JOIN LATERAL (SELECT f.brought_forward, f.brought_forward + credited[l.n + 1] - standard[l.n + 1] AS balance) AS b
	WHERE  l.n < cardinality(credited)
)
SELECT line.n, line.brought_forward, line.balance, line.carried, line.taken, line.beyond FROM line WHERE line.n > 0
$$;
