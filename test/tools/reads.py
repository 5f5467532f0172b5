"""Reads every column of the reports through ODBC and compares it with the same column as psql shows it. Prints the values
that differ, or the types with their Python classes if none does. Each line of the file has a report, the types of its
columns and a query, with tabs between."""
import datetime, decimal, os, re, sys
import pyodbc

odbc = pyodbc.connect('DRIVER={PostgreSQL Unicode};BoolsAsChar=0;SERVER=%s;PORT=%s;DATABASE=%s;UID=%s'
	% tuple(os.environ[name] for name in ('PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER')))
shown, values, wrong = set(), 0, 0


def as_psql(value):
	if isinstance(value, bool):
		return 'ft'[value]
	if isinstance(value, decimal.Decimal):
		return format(value, 'f')
	return str(value)


for line in open(sys.argv[1], encoding='utf-8'):
	report, types, query = line.rstrip('\n').split('\t')
	types = types.split(', ')
	rows = odbc.execute(query)
	names = [column[0] for column in rows.description]
	empty = True
	for row in rows:
		empty = False
		for n, kind in enumerate(types):
			value, text = row[n], row[len(types) + n]
			if value is None and text is None:
				continue
			values += 1
			if text == '-infinity':
				shown.add('-infinity in %s.%s|%s' % (report, names[n], 'today' if value == datetime.date.today() else value))
				continue
			shown.add('%s|%s' % (kind, type(value).__name__))
			# ODBC drops the zone, which is the session's
			if kind == 'timestamp with time zone':
				text = re.sub('[+-][0-9:]+$', '', text)
			if as_psql(value) != text:
				wrong += 1
				if wrong <= 10:
					print('%s.%s: ODBC %r, psql %s' % (report, names[n], value, text))
	if empty:
		print('%s has no rows to compare' % report)
		wrong += 1
if not wrong:
	print('\n'.join(shown))
print('ODBC: %d values' % values, file=sys.stderr)
sys.exit(wrong > 0)
