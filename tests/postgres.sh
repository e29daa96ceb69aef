#!/usr/bin/env bash
# tests/postgres.sh COMMAND...: runs it with the DATABASE_URL of an empty PostgreSQL server of its own.
# The server is reached by a socket in a new directory only, and both are gone when the command has ended.
set -euo pipefail

programs=$(dirname "$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)") # the newest
home=$(mktemp -d /tmp/ita-postgres.XXXXXX) # not TMPDIR: the path of a socket has at most 107 letters
user=()
if [ "$(id -u)" = 0 ]; then # which PostgreSQL refuses
    chown postgres: "$home"
    user=(runuser -u postgres --)
fi

pg() { # ACTION OPTIONS, from a directory where that user may be
    (cd "$home" && "${user[@]}" "$programs/pg_ctl" "$1" -s -D "$home/data" "${@:2}")
}

trap 'pg stop -m immediate; rm -rf "$home"' EXIT
trap 'exit 130' INT TERM

pg init -o "-U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync" >/dev/null
# Nothing has to outlive a crash, so nothing waits for the disk.
pg start -l "$home/log" -o "-k $home -c listen_addresses='' -c fsync=off" \
    -o "-c synchronous_commit=off -c full_page_writes=off" || { cat "$home/log" >&2 && false; }
DATABASE_URL="postgres://postgres@/$home/ita" "$@"
