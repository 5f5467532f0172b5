# Shared by test/demo, test/test and test/bench/run: finds or installs PostgreSQL, builds, and runs a
# throwaway server. Source it from bash with "set -eu".

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"
	elif command -v sudo >/dev/null; then sudo "$@"
	else die "root or sudo is needed to run: $*"; fi
}

# The pg_config of an installation that has a server, its headers and pg_regress.
find_pg_config() {
	local c dir
	for c in ${PG_CONFIG:-} $(ls -d /usr/lib/postgresql/*/bin/pg_config 2>/dev/null | sort -rV) pg_config; do
		dir=$("$c" --bindir 2>/dev/null) || continue
		[ -x "$dir/initdb" ] && [ -e "$("$c" --pgxs)" ] && [ -e "$("$c" --includedir-server)/postgres.h" ] || continue
		[ "$("$c" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')" -ge 15 ] || continue
		command -v "$c"
		return 0
	done
	return 1
}

# Installs PostgreSQL's server and headers on Debian and Ubuntu where they are missing, without the
# cluster that the package would otherwise make and start.
prepare() {
	local major conf=/etc/postgresql-common/createcluster.d/bradford-no-cluster.conf
	if ! PG_CONFIG=$(find_pg_config); then
		command -v apt-get >/dev/null ||
			die "install PostgreSQL 15 or later with its server headers and set PG_CONFIG to its pg_config, then try again"
		export DEBIAN_FRONTEND=noninteractive
		say "installing PostgreSQL's server and headers ..."
		as_root apt-get update -qq >&2
		major=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -1)
		[ "${major:-0}" -ge 15 ] ||
			die "this release brings PostgreSQL ${major:-none}: install 15 or later with its server headers, then try again"
		as_root mkdir -p "${conf%/*}"
		echo 'create_main_cluster = false' | as_root tee "$conf" >/dev/null
		as_root apt-get install -y -qq --no-install-recommends \
			make gcc libc6-dev "postgresql-$major" "postgresql-server-dev-$major" >&2 || { as_root rm -f "$conf"; exit 1; }
		as_root rm -f "$conf"
		PG_CONFIG=$(find_pg_config) || die "PostgreSQL was installed, yet no complete pg_config is found: set PG_CONFIG"
	fi
	export PG_CONFIG
	bindir=$("$PG_CONFIG" --bindir)
}

# Builds and installs. Writing into PostgreSQL's directories may need root.
build() {
	make -s -C "$top" PG_CONFIG="$PG_CONFIG" all >&2
	if [ -w "$("$PG_CONFIG" --pkglibdir)" ]; then
		make -s -C "$top" PG_CONFIG="$PG_CONFIG" install >/dev/null
	else
		as_root make -s -C "$top" PG_CONFIG="$PG_CONFIG" install >/dev/null
	fi
}

# The server refuses to run as root: then it runs as the postgres user that its package made.
as_server() {
	if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# start_server [name=value ...]: a server in a temporary folder, on a Unix socket only, stopped and
# removed when the script ends in whatever way. Sets PGHOST, PGUSER, PGDATABASE for the clients.
start_server() {
	local setting options=
	server_dir=$(mktemp -d /tmp/bradford.XXXXXX)
	trap stop_server EXIT
	trap 'exit 130' INT TERM HUP
	if [ "$(id -u)" = 0 ]; then chown postgres "$server_dir"; fi
	as_server "$bindir/initdb" -D "$server_dir/data" -U postgres -A trust --no-locale -E UTF8 --no-sync >/dev/null
	for setting in fsync=off full_page_writes=off autovacuum=off shared_buffers=256MB max_wal_size=4GB "$@"; do
		options="$options -c $setting"
	done
	as_server "$bindir/pg_ctl" -s -w -D "$server_dir/data" -l "$server_dir/log" \
		-o "-c listen_addresses= -c unix_socket_directories=$server_dir $options" start ||
		{ cat "$server_dir/log" >&2; die "the throwaway server did not start"; }
	export PGHOST=$server_dir PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
	unset PGSERVICE PGHOSTADDR PGOPTIONS PGPASSFILE
	PATH=$bindir:$PATH
}

stop_server() {
	[ -n "${server_dir:-}" ] || return 0
	as_server "$bindir/pg_ctl" -s -m immediate -D "$server_dir/data" stop 2>/dev/null || true
	rm -rf "$server_dir"
	server_dir=
}
