#!/bin/sh
# The benchmark: Atelier, pgbench and Fastify in turn on this machine, against one database. Writes
# RESULTS.md. BENCH_SECONDS and BENCH_ROUNDS make it shorter or longer.
set -eu
cd "$(dirname "$0")"

peer=peers/fastify
if [ ! -e "$peer/node_modules/.package-lock.json" ] ||
    [ "$peer/package-lock.json" -nt "$peer/node_modules/.package-lock.json" ]; then
    (cd "$peer" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    touch "$peer/node_modules/.package-lock.json"
fi
POSTGRES=$(../tools/postgres.sh)
export POSTGRES
exec node run.mjs
