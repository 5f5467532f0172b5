-- Flexi-time: a balance carried over thirteen accounting periods against a running sum, which has no cap. The variable
-- "rows" is the number of people.
CREATE UNLOGGED TABLE flexi_period AS
SELECT e AS person, date '2016-01-04' + 28 * n AS first_day, make_interval(mins => 8880 + (e * 37 + n * 101) % 600 - 300) AS credited, interval '148:00' AS standard
FROM   generate_series(1, :rows) AS e, generate_series(0, 12) AS n;
CREATE INDEX ON flexi_period (person, first_day);
VACUUM ANALYZE flexi_period;

CALL bench.compare('flexi_balance : a running sum(), thirteen periods a person',
$$
	SELECT person, first_day, (a).balance
	FROM   (SELECT person, first_day, bradford.flexi_balance(credited, standard, first_day, 'cap=none') OVER (PARTITION BY person ORDER BY first_day) AS a
			FROM   flexi_period OFFSET 0) AS x
$$,
$$
	SELECT person, first_day, sum(credited - standard) OVER (PARTITION BY person ORDER BY first_day) AS balance FROM flexi_period
$$, bar => 2);

DROP TABLE flexi_period;
