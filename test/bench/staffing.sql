-- Staffing: the steps of the number on duty against a plain sort of the shifts. The variable "rows" is the number of shifts.
CREATE UNLOGGED TABLE shift AS
SELECT tstzrange(t, t + make_interval(mins => 240 + (i * 37 % 480)::integer)) AS during
FROM   generate_series(1::bigint, :rows) AS i, LATERAL (SELECT timestamptz '2016-01-04 07:00+00' + make_interval(secs => i * 999999937 % 31622400) AS t) AS x;
VACUUM ANALYZE shift;

-- The same: a running sum of comings and goings.
CALL bench.compare('staffing : a plain sort, each shift a row',
$$
	SELECT during, on_duty FROM bradford.staffing((SELECT array_agg(during) FROM shift))
$$,
$$
	SELECT during FROM shift ORDER BY during
$$, bar => 2, same => ARRAY[
$$
	SELECT during, on_duty FROM bradford.staffing((SELECT array_agg(during) FROM shift))
$$,
$$
	SELECT tstzrange(at, until) AS during, on_duty
	FROM  (SELECT at, lead(at) OVER w AS until, (sum(n) OVER w)::integer AS on_duty
		   FROM  (SELECT at, sum(n) AS n
				  FROM  (SELECT lower(during) AS at, 1 AS n FROM shift UNION ALL SELECT upper(during), -1 FROM shift) AS x
				  GROUP  BY at HAVING sum(n) <> 0) AS y
		   WINDOW w AS (ORDER BY at)) AS z
	WHERE  until IS NOT NULL
$$]);

DROP TABLE shift;
