#!/bin/sh
# Waits until an address answers 200: wait.sh URL PROCESS. Fails when the process ends before, or after a
# minute.
set -eu
for _ in $(seq 600); do
    curl -s -o /dev/null --fail "$1" && exit 0
    kill -0 "$2" 2>/dev/null || break
    sleep 0.1
done
echo "$1 did not answer" >&2
exit 1
