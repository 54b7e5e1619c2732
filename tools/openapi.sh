#!/bin/sh
# Writes openapi.json and the web client's types from the code; with --check, fails when they are not current.
set -eu
cd "$(dirname "$0")/.."

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cargo run --quiet --locked --bin atelier -- openapi >"$made/openapi.json"
cargo run --quiet --locked --bin atelier -- openapi --events >"$made/events.md"

if [ "${1:-}" = --check ]; then
    cmp -s "$made/openapi.json" openapi.json || {
        diff -u openapi.json "$made/openapi.json" | head -40 >&2
        echo "openapi.json is not what the code says: run make openapi" >&2
        exit 1
    }
else
    mv "$made/openapi.json" openapi.json
    mv "$made/events.md" docs/events.md
    npm --prefix web run api
fi
