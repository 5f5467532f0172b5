-- Impossible values are not known.
SELECT value, bradford.if_between(value, 0, 168) AS hours_of_a_week
FROM   unnest('{-1,-0.01,0,37,168,168.01,NaN,Infinity,-Infinity,NULL}'::numeric[]) AS v(value);
SELECT bradford.if_between(5, NULL, 168) AS no_limit_known, bradford.if_between('NaN', 0, 'Infinity') AS nan_above_all;
