CREATE OR REPLACE FUNCTION @hr@.flexi_day(as_of date)
RETURNS TABLE (
	employee_id @hr@.employee.employee_id%TYPE,
	name @hr@.employee.name%TYPE,
	service_area @hr@.employee.service_area%TYPE,
	manager_id @hr@.employee.manager_id%TYPE,
	scheme text,
	period daterange,
	first_day date,
	last_day date,
	opening interval,
	day date,
	worked tsmultirange,
	attended interval,
	cut_by_bandwidth interval,
	cut_by_lunch interval,
	cut_by_rounding interval,
	lunch_over interval,
	off text,
	credited_off interval,
	credited interval,
	standard interval,
	flexi_leave interval,
	core_missed interval,
	complete boolean,
	contracted boolean,
	unknown text
)
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1000
BEGIN ATOMIC
SELECT w.employee_id, w.name, w.service_area, w.manager_id, k.scheme, p.period,
	   greatest(lower(p.period), lower(k.during)) AS first_day,
	   least(upper(p.period) - 1, m.last_day, m.until - 1) AS last_day,
	   CASE WHEN c.day = k.opens_on AND m.opens_well THEN m.opening END AS opening,
	   c.day, c.worked,
	   c.attended, c.cut_by_bandwidth, c.cut_by_lunch, c.cut_by_rounding, c.lunch_over,
	   nullif(concat_ws(', ',
			CASE WHEN NOT n.contracted THEN 'contracted time off' END,
			CASE WHEN c.day <@ k.holidays THEN 'bank holiday' END,
			CASE WHEN c.day <@ k.whole THEN 'absence' WHEN c.day <@ k.half THEN 'half absence' END,
			CASE v.leave WHEN 2 THEN 'leave' WHEN 1 THEN 'half leave' END,
			CASE WHEN c.day <@ k.flexi THEN 'flexi-leave'
				 WHEN c.day <@ k.half_flexi THEN 'half flexi-leave' END,
			CASE WHEN c.day <@ k.authorised THEN 'authorised absence'
				 WHEN c.day <@ k.half_authorised THEN 'half authorised absence' END), '') AS off,
	   f.credited_off, CASE WHEN u.unknown IS NULL THEN c.credited + f.credited_off END AS credited,
	   CASE WHEN o.complete THEN n.standard
			ELSE least(n.standard, c.credited + f.credited_off + l.flexi_leave) END AS standard,
	   l.flexi_leave,
	   -- FX-2: a day off is not counted, nor one that is not over; if half
	   -- a day was off, the other half counts
	   CASE WHEN u.unknown IS NULL
			THEN CASE WHEN n.standard = '0' OR c.day = flexi_day.as_of
						   OR v.credited + v.leave + v.other >= 2
					  THEN interval '0'
					  WHEN v.credited + v.leave + v.other = 1 THEN c.core_missed_half
					  ELSE c.core_missed END
	   END AS core_missed,
	   o.complete, n.contracted, u.unknown
FROM   @hr@.working_pattern() w
JOIN  (
	SELECT r.employee_id, COALESCE(r.scheme, '') AS scheme, r.first_day, r.last_day, r.opening,
		   -- days and months are not hours
		   COALESCE(r.opening >= '-9999:00' AND r.opening <= '9999:00'
					AND extract(day FROM r.opening) = 0
					AND extract(month FROM r.opening) = 0 AND extract(year FROM r.opening) = 0,
					r.opening IS NULL) AS opens_well,
		   -- if two rows overlap, the later one applies from its first day on
		   lead(r.first_day) OVER (PARTITION BY r.employee_id
								   ORDER BY r.first_day, r.last_day) AS until
	FROM   @hr@.flexi_member r
	WHERE  r.first_day <= COALESCE(r.last_day, 'infinity')) m ON m.employee_id = w.employee_id
-- what the days of a person are counted with, worked out once for all of them
CROSS  JOIN LATERAL (
	SELECT m.scheme::text AS scheme, d.during, d.opens_on, p.calendar, y.time_off, t.worked, t.bad,
		   t.there, h.holidays, a.whole, a.half, o.leave, o.half_annual, o.half_paid, o.flexi,
		   o.half_flexi, o.authorised, o.half_authorised
	FROM  (
		-- the opening balance waits for the employment
		SELECT r.during, lower(w.employed * datemultirange(r.during)) AS opens_on
		FROM  (
			SELECT CASE WHEN m.first_day <= flexi_day.as_of
							 AND m.first_day < COALESCE(m.until, 'infinity')
						THEN daterange(m.first_day,
									   least(m.last_day, m.until - 1, flexi_day.as_of), '[]')
							 * bradford.known_days()
						ELSE 'empty' END AS during
			OFFSET 0) r
		OFFSET 0) d
	CROSS  JOIN LATERAL (
		SELECT COALESCE(range_agg(CASE WHEN g.good THEN tsrange(c.clocked_in, c.clocked_out) END),
						'{}') AS worked,
			   -- somebody who came today and has not gone yet is still at work
			   COALESCE(bool_or(c.clocked_out IS NULL AND c.clocked_in >= flexi_day.as_of), false)
					AS there,
			   range_agg(CASE WHEN g.good IS NOT TRUE
								   AND (c.clocked_out IS NOT NULL
										OR c.clocked_in::date < flexi_day.as_of)
							  THEN daterange(c.clocked_in::date, c.clocked_in::date, '[]') END)
					AS bad
		FROM   @hr@.clock_entry c
		CROSS  JOIN LATERAL (
			SELECT c.clocked_out > c.clocked_in
				   AND c.clocked_out <= c.clocked_in + interval '24 hours' AS good
			OFFSET 0) g
		WHERE  c.employee_id = m.employee_id
		-- also a night that began on the day before: what is after midnight is of the first day
		AND    c.clocked_in >= lower(d.during) - 1 AND c.clocked_in < upper(d.during)) t
	CROSS  JOIN LATERAL (SELECT w.agreed_calendar AS calendar OFFSET 0) p
	-- PAY-7: a term-time contract has no working time in the school holidays
	CROSS  JOIN LATERAL (
		SELECT range_agg(datemultirange(daterange(
							c.first_day, least(c.last_day, upper(d.during)), '[]') * d.during)
						 - c.working_time) AS time_off
		FROM   @hr@.contract c
		WHERE  c.employee_id = m.employee_id AND c.kind = 'term-time'
		AND    c.first_day < upper(d.during)
		AND   (c.last_day >= greatest(c.first_day, lower(d.during)) OR c.last_day IS NULL)) y
	-- a bank holiday on a day off is a day off
	CROSS  JOIN LATERAL (
		SELECT range_agg(daterange(b.day, b.day, '[]')) AS holidays
		FROM   bradford.holidays(p.calendar, d.during) b
		WHERE  bradford.is_pattern_day(b.day, p.calendar)) h
	-- sickness and the like, without its reason (PAY-7)
	CROSS  JOIN LATERAL (
		SELECT range_agg(x.whole) AS whole, range_agg(x.half) - range_agg(x.whole) AS half
		FROM  (
			SELECT a.whole * datemultirange(d.during) AS whole,
				   -- AB-1: the rest of a day that was half worked, too
				   (datemultirange(a.days) - a.whole) * datemultirange(d.during) AS half
			FROM   @hr@.absence_for_pay a
			WHERE  a.employee_id = m.employee_id AND a.first_day >= lower(bradford.known_days())
			AND    a.first_day < upper(d.during)
			AND   (a.last_day >= lower(d.during) OR a.last_day IS NULL)) x) a
	CROSS  JOIN LATERAL (
		SELECT range_agg(x.days) FILTER (
					WHERE  NOT x.half_day AND x.kind IN ('annual leave', 'paid leave')) AS leave,
			   range_agg(x.days) FILTER (
					WHERE  x.half_day AND x.kind = 'annual leave') AS half_annual,
			   range_agg(x.days) FILTER (WHERE x.half_day AND x.kind = 'paid leave') AS half_paid,
			   range_agg(x.days) FILTER (WHERE NOT x.half_day AND x.kind = 'flexi-leave') AS flexi,
			   range_agg(x.days) FILTER (WHERE x.half_day AND x.kind = 'flexi-leave') AS half_flexi,
			   range_agg(x.days) FILTER (
					WHERE  NOT x.half_day AND x.kind = 'authorised absence') AS authorised,
			   range_agg(x.days) FILTER (
					WHERE  x.half_day AND x.kind = 'authorised absence') AS half_authorised
		FROM  (
			SELECT o.kind::text AS kind, COALESCE(o.half_day, false) AS half_day,
				   CASE WHEN o.first_day <= o.last_day
						THEN daterange(o.first_day, least(o.last_day, upper(d.during)), '[]')
						END AS days
			FROM   @hr@.time_off o
			WHERE  o.employee_id = m.employee_id AND o.first_day < upper(d.during)
			AND    o.last_day >= lower(d.during)
			AND    o.kind IN ('annual leave', 'paid leave', 'flexi-leave',
							  'authorised absence')) x) o
	OFFSET 0) k
CROSS  JOIN LATERAL bradford.flexi_credit(k.worked, k.during, m.scheme) c
CROSS  JOIN LATERAL (SELECT bradford.flexi_period(c.day, m.scheme) AS period OFFSET 0) p
CROSS  JOIN LATERAL (
	-- the scheme says how long a day is; calendar and contract say whether it is worked
	SELECT y.works OR (c.day <@ k.time_off) IS NOT TRUE AS contracted,
		   CASE WHEN y.works THEN c.standard ELSE interval '0' END AS standard
	FROM  (SELECT COALESCE(c.day <@ k.holidays, false)
				  OR bradford.is_working_day(c.day, k.calendar) AS works) y
	OFFSET 0) n
CROSS  JOIN LATERAL (
	-- in halves of the day: half a day each of two kinds of leave make a whole one
	SELECT CASE WHEN c.day <@ k.leave THEN 2
				ELSE CASE WHEN c.day <@ k.half_annual THEN 1 ELSE 0 END
					 + CASE WHEN c.day <@ k.half_paid THEN 1 ELSE 0 END END AS leave,
		   CASE WHEN c.day <@ k.holidays OR c.day <@ k.whole THEN 2
				WHEN c.day <@ k.half THEN 1 ELSE 0 END AS credited,
		   CASE WHEN c.day <@ k.flexi OR c.day <@ k.authorised THEN 2
				ELSE CASE WHEN c.day <@ k.half_flexi THEN 1 ELSE 0 END
					 + CASE WHEN c.day <@ k.half_authorised THEN 1 ELSE 0 END END AS other) v
CROSS  JOIN LATERAL (
	-- leave, sickness and bank holidays are credited with the standard day, and only once
	SELECT CASE least(2, v.credited + v.leave)
			WHEN 2 THEN n.standard WHEN 1 THEN n.standard / 2
			ELSE interval '0' END AS credited_off) f
CROSS  JOIN LATERAL (
	-- FX-7: a day that is credited anyway takes no flexi-leave
	SELECT least(CASE WHEN c.day <@ k.flexi THEN n.standard
					  WHEN c.day <@ k.half_flexi THEN n.standard / 2
					  ELSE interval '0' END, n.standard - f.credited_off) AS flexi_leave) l
CROSS  JOIN LATERAL (
	-- the day of the report is complete if somebody came and went, or had no need to come
	SELECT c.day < flexi_day.as_of
		   OR NOT k.there AND (c.attended > '0'
							   OR f.credited_off + l.flexi_leave >= n.standard) AS complete) o
CROSS  JOIN LATERAL (
	SELECT CASE WHEN c.day <@ k.bad THEN 'when they went'
				WHEN NOT m.opens_well AND c.day = k.opens_on THEN 'opening balance'
				END AS unknown) u
WHERE  c.day <@ w.employed AND bradford.require_known_day(flexi_day.as_of);
END;
COMMENT ON FUNCTION @hr@.flexi_day(date) IS 'The view of this name, as at any day.';

CREATE OR REPLACE VIEW @hr@.flexi_day WITH (security_invoker = true) AS
SELECT * FROM @hr@.flexi_day(CURRENT_DATE);
COMMENT ON VIEW @hr@.flexi_day IS
	'Flexi-time day by day: one row per person under a scheme and day of employment up to the day, '
	'with what is credited and why other time is not (FX-1 to FX-4). The reports on flexi-time '
	'read it.';
COMMENT ON COLUMN @hr@.flexi_day.employee_id IS 'Payroll number';
COMMENT ON COLUMN @hr@.flexi_day.name IS 'Name';
COMMENT ON COLUMN @hr@.flexi_day.service_area IS 'Service area (BF-15)';
COMMENT ON COLUMN @hr@.flexi_day.manager_id IS 'Payroll number of the manager';
COMMENT ON COLUMN @hr@.flexi_day.scheme IS 'Scheme of the day';
COMMENT ON COLUMN @hr@.flexi_day.period IS
	'Accounting period of the scheme that holds the day (FX-5)';
COMMENT ON COLUMN @hr@.flexi_day.first_day IS
	'First day of the period, or the person''s first day under the scheme if later';
COMMENT ON COLUMN @hr@.flexi_day.last_day IS
	'Last day of the period, or the person''s last day under the scheme if earlier';
COMMENT ON COLUMN @hr@.flexi_day.opening IS
	'Opening balance, on the first day of employment under the scheme';
COMMENT ON COLUMN @hr@.flexi_day.day IS 'Day';
COMMENT ON COLUMN @hr@.flexi_day.worked IS 'Times at work, by the clock';
COMMENT ON COLUMN @hr@.flexi_day.attended IS 'Time at work; entries that overlap count once';
COMMENT ON COLUMN @hr@.flexi_day.cut_by_bandwidth IS 'Time outside the bandwidth (FX-1)';
COMMENT ON COLUMN @hr@.flexi_day.cut_by_lunch IS
	'Time cut because lunch was shorter than the least (FX-3)';
COMMENT ON COLUMN @hr@.flexi_day.cut_by_rounding IS
	'Time that the blocks take; below 0 if they add time (FX-4)';
COMMENT ON COLUMN @hr@.flexi_day.lunch_over IS
	'Time by which lunch was longer than the most, which needs agreement (FX-3)';
COMMENT ON COLUMN @hr@.flexi_day.off IS
	'Contracted time off, bank holiday, absence, leave and time off of the day';
COMMENT ON COLUMN @hr@.flexi_day.credited_off IS
	'Credited for bank holiday, absence and leave, at most the standard day';
COMMENT ON COLUMN @hr@.flexi_day.credited IS
	'Credited in all: attended less the three cuts, plus credited_off';
COMMENT ON COLUMN @hr@.flexi_day.standard IS
	'Standard day: 0 on a day that is not worked by the contract or its calendar (FX-5, PAY-7). '
	'On the day of the report, until it is complete, no more than credited and flexi_leave';
COMMENT ON COLUMN @hr@.flexi_day.flexi_leave IS
	'Flexi-leave taken, which credits nothing: at most what credited_off leaves of the day (FX-7)';
COMMENT ON COLUMN @hr@.flexi_day.core_missed IS
	'Core time missed on a working day without time off, or outside the half that was off (FX-2)';
COMMENT ON COLUMN @hr@.flexi_day.complete IS
	'The day is complete: false on the day of the report while somebody is at work, or is '
	'still to come';
COMMENT ON COLUMN @hr@.flexi_day.contracted IS
	'Working time of the contract; false: contracted time off, such as school holidays (PAY-7)';
COMMENT ON COLUMN @hr@.flexi_day.unknown IS
	'What is not known: when they went, or the opening balance; none: all is known';

ALTER FUNCTION @hr@.flexi_day(date) DEPENDS ON EXTENSION bradford;
