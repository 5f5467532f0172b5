-- A value of every sort that columns, dumps, replicas and workers bring from an older release, in each type of ours with a
-- form of its own.  What 1.0 made of this is kept in released-1.0.txt and released-1.0.bin:
--	psql -c 'SET search_path = bradford' -f released.sql -c '\copy released TO released-1.0.txt'
--		-c '\copy released TO released-1.0.bin (FORMAT binary)'
SET datestyle = ISO;
CREATE TEMP TABLE released (id integer, calendar calendar, rule scoring_rule, scheme flexi_scheme, spells spells_state, hours timesheet_lines);
INSERT INTO released (id, calendar)
SELECT i, v::calendar FROM unnest(ARRAY['england-and-wales', 'scotland', 'northern-ireland', 'weekdays', 'every-day', 'england-and-wales & scotland & northern-ireland', 'weekdays; week=none',
	'england-and-wales; week=Mon-Wed', 'scotland; week=Mon-Wed/Mon-Fri from 2014-01-06', 'every-day; week=Sun,Sat/none/Mon-Thu from 1999-12-27', 'weekdays; closed=1995-01-01..2099-12-31',
	'england-and-wales; closed=2016-12-28..2016-12-30,2017-01-03; open=2016-12-26', 'every-day; week=none; open=2016-03-01',
	'england-and-wales then from 2016-04-01 england-and-wales; week=Mon-Wed then from 2016-09-01 weekdays; week=Mon,Wed,Fri', 'england-and-wales; week=Mon-Wed | scotland; week=Thu-Sat; open=2000-01-03..2003-12-31 | weekdays; week=Wed',
	'northern-ireland | scotland; week=Sun then from 2050-01-01 every-day']) WITH ORDINALITY AS c(v, i)
UNION  ALL
-- compressed and out of line
SELECT 99, close_on('scotland; week=Tue-Fri', (SELECT range_agg(daterange(d, d + 1 + i % 3)) FROM (SELECT i, date '1996-01-01' + 7 * i + i % 3 AS d FROM generate_series(0, 2999) i) x));
INSERT INTO released (id, rule)
SELECT 100 + i, v::scoring_rule FROM unnest(ARRAY['', 'window=52 weeks; days=working; bridge=working', 'window=6 months; edge=inside; days=span; bridge=working; minimum=3',
	'window=1 month 40 days; edge=whole', 'window=1 day; minimum=2147483647']) WITH ORDINALITY AS c(v, i);
INSERT INTO released (id, scheme)
SELECT 200 + i, v::flexi_scheme FROM unnest(ARRAY['', 'bandwidth=08:00-18:00; core=09:30-12:00,14:00-16:00; lunch=12:00-14:00 least 30 min most 60 min; block=5 min strict; day=7:30; hours=148:00; period=4 weeks; cap=7:25; beyond=carried; limit=cap; leave=any',
	'bandwidth=Mon-Sun 00:00-24:00', 'bandwidth=Fri 07:30-17:00, Mon-Thu 07:30-19:00; block=15 min nearest 7 min', 'core=least 4:00, 2:00 before 13:00, 2:00 after 13:00; cap=2 days; period=3 months from 2016-04-01', 'core=none; lunch=none; block=none; cap=none; limit=none',
	'lunch=12:00-14:00 shortest 45 min over 6:00 most 60 min least 0:45', 'block=15 min in strict out nearest 5 min; day=Mon-Thu 7:20, Fri 7:10; period=1 month; cap=12:00/4:00', 'leave=10:00 from credit; beyond=cut; limit=10:00/5:00']) WITH ORDINALITY AS c(v, i);
INSERT INTO released (id, spells)
SELECT 300 + i, v::spells_state FROM unnest(ARRAY['{}', '{2016-01-01..2016-01-05}', '{2016-03-07..,2015-01-05..2015-01-05}']) WITH ORDINALITY AS c(v, i);
INSERT INTO released (id, hours)
VALUES (401, annual_balance_add(annual_balance_add(NULL, 10, 5, '2016-04-01', 900, 100), 71.25, NULL, '2016-05-01', 900, 100));
