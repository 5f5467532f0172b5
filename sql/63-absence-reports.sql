CREATE FUNCTION chance_of_at_least(times integer, tries integer, days integer, of_days integer)
RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
AS $function$
SELECT CASE WHEN times <= 0 THEN 1 WHEN times > tries THEN 0 ELSE (
	SELECT pg_catalog.sum(pg_catalog.div(pg_catalog.factorial(tries), pg_catalog.factorial(n.k) * pg_catalog.factorial(tries - n.k))
						  * days::numeric ^ n.k::numeric * (of_days - days)::numeric ^ (tries - n.k)::numeric)
	-- more tries than factorial() takes are refused before the series is laid out
	FROM   pg_catalog.generate_series(times, CASE WHEN pg_catalog.factorial(tries) > 0 THEN tries END) AS n(k)) / of_days::numeric ^ tries::numeric END
$function$;
COMMENT ON FUNCTION chance_of_at_least(integer, integer, integer, integer) IS
'How likely it is that at least so many of so many tries fall on the given days, if each is equally likely to fall on any one of of_days: the upper tail of a binomial distribution, summed exactly and divided once (BF-17). Division by zero (22012) without of_days; more than 32,177 tries are beyond numeric (22003).';
