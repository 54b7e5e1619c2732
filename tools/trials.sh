#!/bin/sh
# Large and dirty input on the release build, and whether its doors tell who has an account: see trials.py and
# enumeration.py.
set -eu
cd "$(dirname "$0")/.."
POSTGRES=$(tools/postgres.sh)
export POSTGRES
python3 tools/enumeration.py
exec python3 tools/trials.py
