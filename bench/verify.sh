#!/bin/sh
# How long `atelier audit verify` takes for 1,000,000 events of one tenant: copies an event of the demo,
# lets the running program seal the copies, stops it, and verifies.
set -eu
cd "$(dirname "$0")/.."
program=${ATELIER_BINARY:-target/release/atelier}
port=${PORT:-18300}
POSTGRES=$(tools/postgres.sh)
work=$(mktemp -d)
chmod 711 "$work"
server=
trap 'kill $server 2>/dev/null && wait $server; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export ATELIER_DATA_DIR="$work/data"

"$program" demo --listen "127.0.0.1:$port" >"$work/server.log" 2>&1 &
server=$!
tools/wait.sh "http://127.0.0.1:$port/readyz" "$server"
ask() {
    PGOPTIONS='-c search_path=atelier,public' "$POSTGRES/bin/psql" --no-psqlrc --quiet --tuples-only \
        --no-align --host "$work/data/postgres/run" --username postgres \
        --set ON_ERROR_STOP=1 --command "$1" atelier
}
tenant=$(ask "select id from tenants where slug = 'northlight'")
columns=$(ask "select string_agg(attname, ', ' order by attnum) from pg_attribute where attnum > 0
    and attrelid = 'atelier.audit_events'::regclass and not attisdropped and attgenerated = ''
    and attname not in ('id', 'written_by')")
ask "insert into audit_events (id, $columns) select uuidv7(), $columns from generate_series(1, 1000000),
    lateral (select * from audit_events
        where tenant_id = '$tenant' and action = 'campaign.created' limit 1) one"
echo 'inserted 1,000,000 events; sealing'
left=1
while [ "$left" -gt 0 ]; do
    sleep 2
    left=$(ask "select 1000000 - coalesce(sum(rows), 0) from audit_seals where tenant_id = '$tenant'")
done
kill "$server"
wait "$server" || true
begun=$(date +%s.%N)
"$program" audit verify --tenant northlight
echo "verified in $(echo "$(date +%s.%N) - $begun" | bc) s"
