#!/bin/sh
# Large and dirty input on the release build, and whether its doors tell who has an account: see trials.py and
# enumeration.py.
set -eu
cd "$(dirname "$0")/.."
POSTGRES=$(tools/postgres.sh)
export POSTGRES
python3 tools/enumeration.py
# A million changed webhooks.
ATELIER_TRIALS=1 cargo test --quiet --locked --workspace --lib -- a_million
exec python3 tools/trials.py
