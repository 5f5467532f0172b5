-- Reports as an older release might have made them: reporting_period, which others read, has one more column, and one of
-- another type.
SET client_min_messages = warning;
DO $$
DECLARE
	f	record;
BEGIN
	CALL bradford.drop_reports('hr');
	FOR f IN SELECT * FROM bradford.hr_files() WHERE kind = 'report' ORDER BY place LOOP
		EXECUTE regexp_replace(regexp_replace(replace(f.definition, '@hr@', 'hr'),
			'(reporting_period\(\s+as_of date, years integer DEFAULT 3, period text DEFAULT .year.\)\s+RETURNS TABLE \(\s+period) text,\s+first_day date,', '\1 varchar, note text, first_day date,'),
			'(END AS period),(\s+p\.first_day::date)', '\1, NULL::text AS note,\2');
	END LOOP;
END $$;
