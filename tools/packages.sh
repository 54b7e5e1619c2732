#!/bin/sh
# Makes sure of programs of the system: packages.sh COMMAND=PACKAGE...
# Installs what is missing where root or sudo allows it, and says what to install where they do not.
set -eu

missing=
for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing="$missing ${pair#*=}"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=env
elif sudo -n true 2>/dev/null; then
    as_root='sudo -n env'
else
    echo "Please install:$missing (apt-get install$missing)" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of words
$as_root apt-get install --quiet --yes --no-install-recommends $missing >/dev/null || {
    $as_root apt-get update --quiet >/dev/null
    $as_root apt-get install --quiet --yes --no-install-recommends $missing >/dev/null
}
