-- What the bench files share: time two queries side by side, demand equal answers first, keep one
-- row a measure.  test/bench/run loads it once; afterwards any subject's file says
--
--     CALL bench.compare('what is measured', $$our query$$, $$their query$$, bar => 0.60);
--     CALL bench.measure('what is measured', 412, 'bytes', bar => 450);
--
-- and the table comes at the end.  A bar is the largest ratio ours / theirs (or the largest value) that
-- still holds; NULL states no bar, the row is then for information.

CREATE SCHEMA bench;

CREATE TABLE bench.result (
	id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	measure text NOT NULL,
	ours    numeric NOT NULL,
	theirs  numeric,
	unit    text NOT NULL,
	bar     numeric,
	rows    bigint
);

-- Runs a query to its end and throws the rows away; milliseconds.  A cursor and MOVE evaluate every
-- output column as a client would see it, where an outer count(*) would let the planner drop them and
-- EXECUTE would store every row.
CREATE FUNCTION bench.run_once(query text) RETURNS numeric
LANGUAGE plpgsql VOLATILE
SET cursor_tuple_fraction = 1 AS
$$
DECLARE
	c refcursor;
	began timestamptz := clock_timestamp();
BEGIN
	OPEN c NO SCROLL FOR EXECUTE query;
	MOVE FORWARD ALL FROM c;
	CLOSE c;
	RETURN extract(epoch FROM clock_timestamp() - began) * 1000;
END
$$;

-- The nodes of a plan, outermost first, without the names of tables: two queries of "the same plan
-- shape" have equal ones.
CREATE FUNCTION bench.plan_shape(query text) RETURNS text
LANGUAGE plpgsql VOLATILE AS
$$
DECLARE
	line text;
	nodes text[];
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF nodes IS NULL OR line ~ '->' THEN
			nodes := nodes || regexp_replace(line, '^ *-> *| (on|using) .*$', '', 'g');
		END IF;
	END LOOP;
	RETURN array_to_string(nodes, ' > ');
END
$$;

-- Peak memory of the first HashAggregate in a query's plan, in bytes, measured by running it.
CREATE FUNCTION bench.hashagg_memory(query text) RETURNS numeric
LANGUAGE plpgsql VOLATILE AS
$$
DECLARE
	plan json;
	node jsonb;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ' || query INTO plan;
	node := jsonb_path_query_first(plan::jsonb, 'strict $.** ? (@."Strategy" == "Hashed")');
	IF node IS NULL OR (node ->> 'HashAgg Batches')::int > 1 THEN
		RAISE EXCEPTION 'no HashAggregate that stayed in memory: %', coalesce(node::text, plan::text);
	END IF;
	RETURN (node ->> 'Peak Memory Usage')::numeric * 1024;
END
$$;

-- Times "ours" against "theirs", alternating, and records the medians.  Both must first give the
-- same rows.  If they cannot, "same" is a pair of queries that must give the same rows instead (say, a
-- history unrolled to days), or empty, with the reason in the caller's comment.
CREATE PROCEDURE bench.compare(measure text, ours text, theirs text, bar numeric DEFAULT NULL,
							   same text[] DEFAULT NULL, same_plan boolean DEFAULT false, runs integer DEFAULT 5)
LANGUAGE plpgsql AS
$$
DECLARE
	checked text[] := coalesce(same, ARRAY[ours, theirs]);
	answers bigint;
	missing bigint;
	unasked bigint;
	our_ms numeric[];
	their_ms numeric[];
BEGIN
	RAISE NOTICE '% ...', measure;
	IF cardinality(checked) = 2 THEN
		EXECUTE format('WITH o AS MATERIALIZED (%s), t AS MATERIALIZED (%s)
						SELECT (SELECT count(*) FROM o),
							   (SELECT count(*) FROM (SELECT * FROM t EXCEPT ALL SELECT * FROM o) AS m),
							   (SELECT count(*) FROM (SELECT * FROM o EXCEPT ALL SELECT * FROM t) AS u)',
					   checked[1], checked[2])
		INTO answers, missing, unasked;
		IF missing > 0 OR unasked > 0 OR answers = 0 THEN
			RAISE EXCEPTION '%: the answers differ, so no time counts', measure
				USING DETAIL = format('%s rows of ours, %s of theirs missing in ours, %s of ours not in theirs.', answers, missing, unasked);
		END IF;
	END IF;
	IF same_plan AND bench.plan_shape(ours) <> bench.plan_shape(theirs) THEN
		RAISE EXCEPTION '%: the plans have different shapes', measure
			USING DETAIL = format('%s against %s.', bench.plan_shape(ours), bench.plan_shape(theirs));
	END IF;
	FOR i IN 1 .. runs LOOP
		our_ms := our_ms || bench.run_once(ours);
		their_ms := their_ms || bench.run_once(theirs);
	END LOOP;
	INSERT INTO bench.result (measure, ours, theirs, unit, bar, rows)
	VALUES (measure,
			(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY t) FROM unnest(our_ms) AS t),
			(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY t) FROM unnest(their_ms) AS t),
			'ms', bar, answers);
END
$$;

-- Records a figure that is compared with nothing.
CREATE PROCEDURE bench.measure(measure text, value numeric, unit text, bar numeric DEFAULT NULL)
LANGUAGE sql AS
$$
	INSERT INTO bench.result (measure, ours, unit, bar) VALUES (measure, value, unit, bar)
$$;

-- small ratios read better as one part in so many
CREATE FUNCTION bench.ratio_text(ratio numeric) RETURNS text
LANGUAGE sql IMMUTABLE RETURN
	CASE WHEN ratio < 0.05 THEN '1/' || round(1 / ratio) ELSE round(ratio, 2) || ' x' END;

CREATE VIEW bench.report AS
SELECT measure,
	   concat(CASE WHEN ours < 100 THEN round(ours, 1) ELSE round(ours) END, ' ', unit) AS ours,
	   CASE WHEN theirs < 100 THEN round(theirs, 1) ELSE round(theirs) END || ' ' || unit AS theirs,
	   bench.ratio_text(ours / theirs) AS ratio,
	   CASE WHEN theirs IS NULL THEN '<= ' || bar || ' ' || unit ELSE '<= ' || bench.ratio_text(bar) END AS bar,
	   CASE WHEN coalesce(ours / theirs, ours) <= bar THEN 'yes' WHEN bar IS NULL THEN '-' ELSE 'NO' END AS holds
FROM   bench.result
ORDER  BY id;

-- Compares two queries less the cost of reading their rows: a bar is about the function, and the scan
-- would hide it. "same" is a pair of queries with equal rows, as for bench.compare.
CREATE PROCEDURE bench.compare_net(measure text, ours text, theirs text, our_scan text, their_scan text, bar numeric,
								   same text[] DEFAULT '{}', runs integer DEFAULT 7)
LANGUAGE plpgsql AS
$$
DECLARE
	queries text[] := ARRAY[ours, our_scan, theirs, their_scan];
	took numeric[] := array_fill(NULL::numeric, ARRAY[runs, 4]);
	net numeric[];
	different bigint;
BEGIN
	RAISE NOTICE '% ...', measure;
	IF cardinality(same) = 2 THEN
		EXECUTE format('WITH o AS MATERIALIZED (%s), t AS MATERIALIZED (%s)
						SELECT count(*) FROM ((TABLE o EXCEPT ALL TABLE t) UNION ALL (TABLE t EXCEPT ALL TABLE o)) AS d',
					   same[1], same[2]) INTO different;
		IF different > 0 THEN
			RAISE EXCEPTION '%: % answers differ, so no time counts', measure, different;
		END IF;
	END IF;
	FOR run IN 1 .. runs LOOP
		FOR q IN 1 .. 4 LOOP
			took[run][q] := bench.run_once(queries[q]);
		END LOOP;
	END LOOP;
	SELECT array_agg(m.median ORDER BY q) INTO net
	FROM   generate_series(1, 4) AS q,
		   LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took[run][q])::numeric AS median
					FROM generate_series(1, runs) AS run) AS m;
	INSERT INTO bench.result (measure, ours, theirs, unit, bar)
	VALUES (measure, net[1] - net[2], net[3] - net[4], 'ms net', bar);
END
$$;
