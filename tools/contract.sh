#!/bin/sh
# Holds the sandbox to the vendors' own contracts, which lie beside the checkout and not in it
# (ATELIER_CONTRACTS=DIR names another place).
set -eu
cd "$(dirname "$0")/.."

schemathesis=$1
contracts=${ATELIER_CONTRACTS:-../shared/contracts}
openai=$contracts/openai/openai.subset.derived.openapi.json
if [ ! -f "$openai" ]; then
    echo '************************************************************************' >&2
    echo "*  THE VENDORS' CONTRACTS ARE ABSENT: NOTHING WAS CHECKED." >&2
    echo "*  They are expected in $contracts; ATELIER_CONTRACTS=DIR names another place." >&2
    echo '************************************************************************' >&2
    exit 0
fi

ATELIER_CONTRACTS=$(cd "$contracts" && pwd)
export ATELIER_CONTRACTS
cargo test --quiet --locked --package sandbox --test openai_contract

port=${PORT:-18300}
work=$(mktemp -d)
log=$work/sandbox.log
target/release/atelier sandbox --listen "127.0.0.1:$port" >"$log" 2>&1 &
sandbox=$!
trap 'kill $sandbox 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
tools/wait.sh "http://127.0.0.1:$port/v1/models" "$sandbox" || { cat "$log" >&2; exit 1; }

# What the vendor's description allows has to be answered as it says; what it forbids must not break the
# sandbox.
mkdir -p artefacts
reports=$PWD/artefacts
openai=$ATELIER_CONTRACTS/openai/openai.subset.derived.openapi.json
cd "$work"
PYTHONPATH=$(dirname "$schemathesis")/.. "$schemathesis" run "$openai" --url "http://127.0.0.1:$port/v1" \
    --header 'Authorization: Bearer sk-sandbox' \
    --include-path-regex '^/(chat/completions|embeddings|models)$' \
    --checks not_a_server_error,response_schema_conformance --phases examples,fuzzing --mode all \
    --max-examples "${EXAMPLES:-40}" --seed 1 --workers 2 --no-color \
    --report junit --report-junit-path "$reports/contract.xml"
