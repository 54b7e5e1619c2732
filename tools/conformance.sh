#!/bin/sh
# Sends to every operation what its description allows, forbids and links to (Schemathesis), as a manager of
# the demo tenant, against a server of its own. Fails on a 5xx and on an answer that the description does not
# have. EXAMPLES=200 makes it longer.
set -eu
cd "$(dirname "$0")/.."

schemathesis=$1
port=${PORT:-18200}
address=http://127.0.0.1:$port
work=$(mktemp -d)
chmod 711 "$work"
server=
trap 'kill $server 2>/dev/null && wait $server; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

export ATELIER_DATA_DIR="$work/data"
export ATELIER__HTTP__RATE_LIMIT_PER_MINUTE=0 ATELIER__HTTP__RATE_LIMIT_ANONYMOUS_PER_MINUTE=0
export ATELIER__SECURITY__ACCESS_TOKEN_SECS=600
"${ATELIER_PROGRAM:-target/release/atelier}" demo --listen "127.0.0.1:$port" >"$work/server.log" 2>&1 &
server=$!
tools/wait.sh "$address/readyz" "$server" || { cat "$work/server.log" >&2; exit 1; }

body='{"email":"producer@northlight.test","password":"atelier-demo-1","tenant":"northlight"}'
token=$(curl -sS --fail --json "$body" "$address/auth/sign-in" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')

# Sign-out and sign-in would end or throttle the run itself; the stream of events never ends.
mkdir -p artefacts
reports=$PWD/artefacts
hooks=$PWD/tools/schemathesis
cd "$work"
export ATELIER_ADDRESS=$address ATELIER_TOKEN=$token
PYTHONPATH=$(dirname "$schemathesis")/..:$hooks SCHEMATHESIS_HOOKS=real_ids \
    "$schemathesis" run "$address/api/openapi.json" --url "$address" \
    --header "Authorization: Bearer $token" --phases examples,coverage,fuzzing,stateful \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --mode all --max-examples "${EXAMPLES:-40}" --seed 1 --workers 1 --request-timeout 20 --no-color \
    --exclude-path-regex '/(sign-out|sign-in|switch-tenant|stream)$' \
    --report junit --report-junit-path "$reports/conformance.xml" || status=$?

if grep -qw ERROR "$work/server.log"; then
    echo "the server logged errors:" >&2
    grep -w ERROR "$work/server.log" | head -20 >&2
    exit 1
fi
exit "${status:-0}"
