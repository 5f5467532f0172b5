# Shared by the scripts of faults: writes what a database holds and reports as text, so that two can be compared.
# Source it from bash with "set -eu", from the top of the tree.

faults=test/faults
psql=(psql -X -q -At -v ON_ERROR_STOP=1)
failed=0

# check WHAT GOT WANTED
check() {
	echo "$1: $2"
	[ "$2" = "$3" ] || { echo "    $3 was expected"; failed=1; }
}

# same WHAT FILE FILE: are two files alike, and not empty?
same() {
	cmp -s "$2" "$3" && [ -s "$2" ] && return
	echo "$1: $(diff "$2" "$3" | grep -c '^[<>]') lines differ, of $(wc -l <"$2") and $(wc -l <"$3")"
	diff "$2" "$3" | cut -c 1-300 | head -20
	failed=1
}

# on DATABASE [psql options]
on() { "${psql[@]}" -d "$@"; }

# asked DATABASE QUERY: the answers of the queries that this query writes
asked() { on "$1" -c "SET jit = off" -f - <<<"$2 \gexec"; }

# catalogue DATABASE: the schema hr and the extension, as the catalogs have them
catalogue() { on "$1" -f $faults/catalogue.sql; }

# rows DATABASE: every row of every table of the schema hr
rows() {
	asked "$1" "SELECT format('SELECT %L, t::text FROM hr.%I t ORDER BY t::text COLLATE \"C\"', relname, relname)
				FROM   pg_class WHERE relnamespace = to_regnamespace('hr') AND relkind = 'r' ORDER BY relname"
}

# columns DATABASE: those of its reports, as reports() takes them
columns() {
	on "$1" -c "SELECT jsonb_object_agg(m.name, coalesce((SELECT string_agg(quote_ident(name), ', ' ORDER BY n) FROM unnest(p.proargnames, p.proargmodes) WITH ORDINALITY AS c(name, mode, n) WHERE mode = 't'), '*'))
				FROM   bradford.reports_made('hr') m JOIN pg_proc p ON p.oid = m.function"
}

# reports DATABASE [COLUMNS]: every row of every report that create_reports has made, on a day in the middle of what
# site.sql tells; all columns, or those of an older release
reports() {
	local columns=${2:-$(columns "$1")}
	asked "$1" "SELECT format('SELECT %L, replace(r::text, E''\n'', ''\n'') FROM (SELECT %s FROM %s(%s)) r ORDER BY r::text COLLATE \"C\"', m.name, jsonb '$columns' ->> m.name, m.function::regproc,
					   (SELECT string_agg(format('date %L', date '2017-01-31' - 40 * (f.dates - i)), ', ') FROM generate_series(1, f.dates) i))
				FROM   bradford.reports_made('hr') m JOIN pg_proc p ON p.oid = m.function
				CROSS  JOIN LATERAL (SELECT count(*)::integer AS dates FROM unnest(p.proargtypes) AS t(type) WHERE t.type = 'date'::regtype) f ORDER BY m.name"
}

# views DATABASE: every row of every view of a report, as at today
views() {
	asked "$1" "SELECT format('SELECT %L, replace(v::text, E''\n'', ''\n'') FROM %s v ORDER BY v::text COLLATE \"C\"', m.name, m.view)
				FROM   bradford.reports_made('hr') m WHERE m.view IS NOT NULL ORDER BY m.name"
}
