# Shared by the targets that bring their own server: finds or installs PostgreSQL, builds, runs a throwaway
# server, and the suite of tests on it.  Source it from bash with "set -eu".

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
initdb_options=(--no-locale -E UTF8)
no_cluster=/etc/postgresql-common/createcluster.d/bradford-no-cluster.conf
say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Nothing in the caller's environment may lead us to another server, or its make to ours.
for name in ${!PG*} PSQLRC MAKEFLAGS MFLAGS MAKELEVEL; do
	[ "$name" = PG_CONFIG ] || unset "$name"
done
export PGCLIENTENCODING=UTF8 PSQL_PAGER=

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# bash runs a trap only between two commands, but at once while it waits for a job. It inherits
# neither the lock (9) nor the line to the keeper (8), see below.
interruptible() { "$@" 8>&- 9>&- & wait $!; }

# Is this the pg_config of PostgreSQL 15 or later with its server and its headers?
is_complete() {
	local dir
	dir=$("$1" --bindir 2>/dev/null) && [ -x "$dir/initdb" ] &&
		[ -e "$("$1" --pgxs)" ] && [ -e "$("$1" --includedir-server)/postgres.h" ] &&
		[ "$("$1" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')" -ge 15 ]
}

# Prints PG_CONFIG if the caller set it, else the newest complete installation.
find_pg_config() {
	local c
	if [ -n "${PG_CONFIG:-}" ]; then
		c=$(command -v "$PG_CONFIG") && is_complete "$c" ||
			die "PG_CONFIG=$PG_CONFIG is not the pg_config of PostgreSQL 15 or later with its server headers"
		case $c in /*) echo "$c" ;; *) echo "$PWD/$c" ;; esac
		return
	fi
	for c in $(ls -d /usr/lib/postgresql/*/bin/pg_config /usr/pgsql-*/bin/pg_config 2>/dev/null | sort -rV) "$(command -v pg_config)"; do
		if is_complete "$c"; then echo "$c"; return; fi
	done
	return 1
}

# Installs PostgreSQL's server and headers where Debian or Ubuntu lacks them, and only what is
# missing: an upgrade would restart a cluster that is already there.
install_postgresql() {
	local major package missing=()
	[ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
		die "PostgreSQL 15 or later is missing, or its server headers are; without root and sudo, ask for: apt-get install postgresql postgresql-server-dev-all"
	say "installing PostgreSQL's server and headers ..."
	interruptible as_root apt-get update -qq >&2 || say "apt-get update complained; going on with the package lists that are there"
	major=$(ls /usr/lib/postgresql 2>/dev/null | sort -rn | head -1)
	[ -x "/usr/lib/postgresql/${major:-0}/bin/initdb" ] && [ "$major" -ge 15 ] ||
		major=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -1)
	[ "${major:-0}" -ge 15 ] ||
		die "this release brings PostgreSQL ${major:-none}; install PostgreSQL 15 or later and its server headers from elsewhere, then try again"
	for package in make gcc libc6-dev "postgresql-$major" "postgresql-server-dev-$major"; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
	done

	# the package would otherwise make a cluster and start it
	as_root mkdir -p "${no_cluster%/*}"
	echo 'create_main_cluster = false' | as_root tee "$no_cluster" >/dev/null
	interruptible as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 "${missing[@]}" >"$work_dir/log" 2>&1 ||
		{ cat "$work_dir/log" >&2; die "apt-get could not install: ${missing[*]}"; }
	as_root rm -f "$no_cluster"
}

# Makes the temporary folder, which is removed however the script ends, and sets PG_CONFIG and bindir.
prepare() {
	local c
	work_dir=$(mktemp -d -p /tmp --suffix=.bradford)
	chmod 755 "$work_dir"
	trap clean_up EXIT
	trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT
	trap 'kill $(jobs -p) 2>/dev/null; exit 143' TERM HUP
	# The keeper: a script that is killed outright runs no trap, but its end of this pipe closes.
	exec 8> >(trap '' INT TERM HUP; cat >/dev/null; clean_up)

	if ! c=$(find_pg_config); then
		[ -z "${PG_CONFIG:-}" ] || exit 1
		command -v apt-get >/dev/null ||
			die "install PostgreSQL 15 or later with its server headers, set PG_CONFIG to its pg_config, then try again"
		install_postgresql
		c=$(find_pg_config) || die "PostgreSQL was installed, yet no complete pg_config is found: set PG_CONFIG"
	fi
	export PG_CONFIG=$c
	bindir=$("$PG_CONFIG" --bindir)
}

# need PROGRAM=PACKAGE ...: installs Debian's packages of the programs, or files, that are missing.  Fails if
# that is impossible; the caller then says "skipped" or ends.
need() {
	local pair missing=()
	for pair in "$@"; do
		case $pair in
			/*) [ -e "${pair%%=*}" ] || missing+=("${pair#*=}") ;;
			*) command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}") ;;
		esac
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; } || return 1
	say "installing ${missing[*]} ..."
	interruptible as_root apt-get update -qq >&2 || true
	interruptible as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		-o DPkg::Lock::Timeout=600 "${missing[@]}" >"$work_dir/log" 2>&1
}

# A copy of the server's tree in the temporary folder, and PG_CONFIG and bindir set to it.  PostgreSQL finds its
# files relative to its programs, so whatever is built, installed and started with the copy stays there.
copy_server() {
	local dir to=$work_dir/copy
	for dir in bindir pkglibdir sharedir includedir-server; do
		dir=$("$PG_CONFIG" "--$dir")
		mkdir -p "$to$dir"
		cp -R "$dir/." "$to$dir"
	done
	bindir=$to$bindir
	export PG_CONFIG=$bindir/pg_config
}

# build [name=value ...]: builds and installs, with these variables of make.  Sets the command that makes other
# targets of the Makefile.  A copy of the server builds in a folder of its own, so that two runs share neither
# objects nor results.
build() {
	local libdir stamp="$top/src/.built_for" version
	libdir=$("$PG_CONFIG" --pkglibdir)
	if [ "${bindir#"$work_dir"}" = "$bindir" ] && ! { [ -w "$libdir" ] && [ -w "$("$PG_CONFIG" --sharedir)/extension" ]; }; then
		copy_server
	fi
	if [ "${bindir#"$work_dir"}" = "$bindir" ]; then
		# One run at a time for each PostgreSQL: a second would replace the library under a running test.
		version=$("$PG_CONFIG" --version)
		if command -v flock >/dev/null; then
			exec 9<"$libdir"
			flock -n 9 || { say "another run uses $version; waiting for it ..."; flock 9 & wait $!; }
		fi
		# objects of another major are newer than the sources, and wrong
		if [ "$(cat "$stamp" 2>/dev/null)" != "$version" ]; then
			make -s -C "$top" PG_CONFIG="$PG_CONFIG" clean >/dev/null
			echo "$version" >"$stamp"
		fi
		build_dir=$top
		made=(make -s -C "$top" PG_CONFIG="$PG_CONFIG" "$@")
	else
		build_dir=$work_dir/build
		mkdir -p "$build_dir"
		made=(make -s -C "$build_dir" -f "$top/Makefile" PG_CONFIG="$PG_CONFIG" "$@")
	fi
	interruptible "${made[@]}" all >&2
	"${made[@]}" install >/dev/null
}

# The server refuses to run as root. For root, it runs as the user that its package made.
as_server() {
	if [ "$(id -u)" = 0 ]; then
		(cd / && runuser -u "$server_user" -- "$@") 8>&- 9>&-
	else
		"$@" 8>&- 9>&-
	fi
}

# start_server [name=value ...]: a server in the temporary folder, on a Unix socket only.  Sets PGHOST, PGPORT,
# PGUSER, PGDATABASE for the clients. initdb_options, if set, give another locale and encoding.
start_server() {
	local setting
	server_user=postgres
	id "$server_user" >/dev/null 2>&1 || server_user=nobody
	server_dir=$work_dir/server
	mkdir -m 700 "$server_dir"
	if [ "$(id -u)" = 0 ]; then chown "$server_user" "$server_dir"; fi
	as_server "$bindir/initdb" -D "$server_dir/data" -U postgres -A trust --no-sync "${initdb_options[@]}" >/dev/null
	for setting in listen_addresses= unix_socket_directories="$server_dir" port=5432 \
		fsync=off full_page_writes=off autovacuum=off jit=off shared_buffers=256MB max_wal_size=4GB "$@"; do
		echo "${setting%%=*} = '${setting#*=}'"
	done >>"$server_dir/data/postgresql.conf"
	as_server "$bindir/pg_ctl" -s -w -D "$server_dir/data" -l "$server_dir/log" start ||
		{ cat "$server_dir/log" >&2; die "the throwaway server did not start"; }
	export PGHOST=$server_dir PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
	PATH=$bindir:$PATH
}

stop_server() {
	as_server "$bindir/pg_ctl" -s -w -m fast -D "$server_dir/data" stop
	rm -rf "$server_dir"
}

# A server whose backend crashed is back in a moment.
await_server() {
	local tries=0
	until pg_isready -q; do
		[ $((tries += 1)) -lt 300 ] || { say "the server does not come back"; return 1; }
		sleep 0.1
	done
}

# suite [option of pg_regress ...]: every test on the server that runs, two at a time, for a second processor.  Adds to
# passed, failed and skipped.  One worker begins with pg_regress, the other with the scripts, and the one that is free
# takes the next script.  Each has a database of its own.  Roles are shared, so scripts make none that a regression
# test makes.
passed=0 failed=0 skipped=0
suite() {
	local n ok bad left_out workers=()
	mkdir "$work_dir/suite"
	for n in 1 2; do
		dropdb --if-exists "bradford_scripts_$n" 2>/dev/null
		createdb "bradford_scripts_$n"
		psql -X -q -d "bradford_scripts_$n" -c 'CREATE EXTENSION bradford CASCADE'
		worker "$n" "$@" 8>&- 9>&- &
		workers+=($!)
	done
	echo "${workers[*]}" >"$work_dir/workers"
	for n in "${workers[@]}"; do
		wait "$n" || { echo "a worker ended with $?"; failed=$((failed + 1)); }
	done
	while read -r ok bad left_out; do
		passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left_out))
	done < <(cat "$work_dir"/suite/*.counts)
	rm -r "$work_dir/suite" "$work_dir/workers"
}

# worker N [option of pg_regress ...]: runs tests until none is left, and writes the counts to N.counts.  Each test is
# printed when it is over, by one write, so what other workers print never stands within it.
worker() {
	local n=$1 log=$work_dir/suite/$1.log ok=0 bad=0 left_out=0 rc t began
	shift
	trap 'kill $(jobs -p) 2>/dev/null; exit 143' TERM
	if [ "$n" = 1 ]; then regression_tests "$@"; fi

	# Tests that pg_regress cannot hold (dumps, other servers, plain C) are scripts: exit 0 passes, 77 skips.
	PGDATABASE=bradford_scripts_$n
	# the longest first, so that none of them is left for the end
	for t in "$top"/test/scripts/{rubbish,told-by-cron,cancelled,standby,killed,dump-restore,released,fuzz-corpus,upgraded} "$top"/test/scripts/*; do
		[ -x "$t" ] && mkdir "$work_dir/suite/${t##*/}" 2>/dev/null || continue
		await_server || { bad=$((bad + 1)); break; }
		rc=0 began=$SECONDS
		echo "script ${t##*/} ... FAILED" >"$log"
		(cd "$top" && exec "$t") >>"$log" 2>&1 & wait $! || rc=$?
		case $rc in
			0) echo "script ${t##*/} ... ok $((SECONDS - began)) s"; ok=$((ok + 1)) ;;
			77) echo "script ${t##*/} ... skipped: $(tail -1 "$log")"; left_out=$((left_out + 1)) ;;
			*) cat "$log"; bad=$((bad + 1)) ;;
		esac
	done
	echo "$ok $bad $left_out" >"$work_dir/suite/$n.counts"
}

# The first job of a worker, whose counts it sets.
regression_tests() {
	rc=0
	# pg_regress prints "test NAME ... ok" up to 15 and "ok N - NAME" from 16 on, in pieces.  A run that fails
	# without naming a failed test (no database, no psql) counts as a failure too.
	regress() { "${made[@]}" installcheck EXTRA_REGRESS_OPTS="$*" 2>&1 | grep -a --line-buffered '' | tee "$log"; return "${PIPESTATUS[0]}"; }
	interruptible regress "$@" || rc=$?
	ok=$(grep -cE '^(ok +[0-9]+|test .*\.\.\. ok)' "$log" || true)
	bad=$(grep -cE '^(not ok +[0-9]+|test .*\.\.\. FAILED)' "$log" || true)
	left_out=$(grep -c '^specs \.\.\. skipped' "$log" || true)
	if [ "$bad" = 0 ] && { [ "$rc" != 0 ] || [ "$ok" = 0 ]; }; then bad=1; fi
	if [ "$bad" != 0 ]; then
		head -200 "$build_dir"/{,output_iso/}regression.diffs >"$log" 2>/dev/null || true
		cat "$log"
	fi
}

# The closing line, and the exit status.
finish() {
	if [ "$skipped" -gt 0 ]; then echo "skipped: $skipped"; fi
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

# The keeper runs this too. It knows only what was known when it began, so it stops every server in the
# folder.
clean_up() {
	local file pid tries=0
	if [ -e "$work_dir/workers" ]; then kill $(cat "$work_dir/workers") 2>/dev/null || true; fi
	if [ -e "$no_cluster" ]; then as_root rm -f "$no_cluster"; fi
	for file in "$work_dir"/*/data/postmaster.pid; do
		if pid=$(head -1 "$file" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null; then
			while [ -e "$file" ] && [ $((tries += 1)) -lt 100 ]; do sleep 0.1; done
		fi
	done
	rm -rf "$work_dir"
}
