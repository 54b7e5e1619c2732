#!/bin/sh
# The inner loop: Vite with hot reload on port 5173, and the server on 8080, built and started again when its
# sources change. Ctrl-C ends both.
set -eu
cd "$(dirname "$0")/.."

server=
web=
stamp=$(mktemp)
# shellcheck disable=SC2086 # two process ids, or none
trap 'kill $server $web 2>/dev/null; rm -f "$stamp"' EXIT
trap 'exit 130' INT TERM

(cd web && exec node_modules/.bin/vite --clearScreen false) &
web=$!

changed() {
    [ -n "$(find crates migrations Cargo.toml -newer "$stamp" -type f -print -quit)" ]
}

while kill -0 "$web" 2>/dev/null; do
    touch "$stamp"
    if cargo build --package atelier; then
        if [ -n "$server" ]; then
            kill "$server" 2>/dev/null || true
            wait "$server" || true
        fi
        "$CARGO_TARGET_DIR/debug/atelier" demo --listen 127.0.0.1:8080 &
        server=$!
    fi
    until changed; do sleep 1; done
done
