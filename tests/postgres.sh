#!/usr/bin/env bash
# Runs the action and query tests and the journeys of the grid once more on PostgreSQL: a throw-away cluster
# on a socket in a temporary folder, never the network. Where PostgreSQL is not installed, says so; the last test run repeats it.
set -euo pipefail
cd "$(dirname "$0")/.."

initdb=$(command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || true)
if [ -z "$initdb" ]; then
    echo "PostgreSQL is not installed: the action and query tests run on SQLite only."
    exit 0
fi
bin=$(dirname "$(readlink -f "$initdb")")
folder=$(mktemp -d)
owner=()
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    id giaoban-test >/dev/null 2>&1 || id postgres >/dev/null 2>&1 || useradd --system giaoban-test
    name=$(id -un giaoban-test 2>/dev/null || echo postgres)
    chown "$name" "$folder"
    owner=(setpriv --reuid "$name" --regid "$(id -g "$name")" --clear-groups)
fi
stop() {
    (cd "$folder" && "${owner[@]}" "$bin/pg_ctl" -D data -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$folder"
}
trap stop EXIT

(
    cd "$folder"
    export LC_ALL=C.UTF-8
    "${owner[@]}" "$bin/initdb" -D data -U giaoban -A trust -E UTF8 --no-sync >log 2>&1
    "${owner[@]}" "$bin/pg_ctl" -D data -w -l server.log \
        -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=${FSYNC:-off}" start >>log 2>&1
) || { cat "$folder"/log "$folder"/server.log 2>/dev/null; exit 1; }

export GIAOBAN_DATABASE_URL="postgresql://giaoban@/postgres?host=$folder"
if [ $# -gt 0 ]; then # another command on the same server: a benchmark, one test
    "$@"
    exit
fi
echo "Action, query and account tests, the journeys of the grid and the live room, on PostgreSQL:"
.venv/bin/python -m pytest tests/actions tests/queries tests/web/test_accounts.py tests/journeys/test_grid.py \
    tests/journeys/test_verification.py tests/journeys/test_live_room.py \
    -p no:cacheprovider -n auto --dist loadfile --no-loadscope-reorder
