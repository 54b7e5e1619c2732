#!/bin/sh
# Large and dirty input on the release build: see trials.py.
set -eu
cd "$(dirname "$0")/.."
POSTGRES=$(tools/postgres.sh)
export POSTGRES
exec python3 tools/trials.py
