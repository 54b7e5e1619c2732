#!/bin/sh
# How long a start takes: the first and the second of the demo, and a cold start of serve beside a running
# database. Prints milliseconds from exec to the first 200 of /readyz.
set -eu
cd "$(dirname "$0")"
exec node start.mjs
