#!/bin/sh
# Holds the sandbox, and what verifies webhooks, to the vendors' own contracts, which lie beside the checkout
# and not in it (ATELIER_CONTRACTS=DIR names another place).
set -eu
cd "$(dirname "$0")/.."

contracts=${ATELIER_CONTRACTS:-../shared/contracts}
if [ ! -d "$contracts/openai" ]; then
    echo '************************************************************************' >&2
    echo "*  THE VENDORS' CONTRACTS ARE ABSENT: NOTHING WAS CHECKED." >&2
    echo "*  They are expected in $contracts; ATELIER_CONTRACTS=DIR names another place." >&2
    echo '************************************************************************' >&2
    exit 0
fi
ATELIER_CONTRACTS=$(cd "$contracts" && pwd)
export ATELIER_CONTRACTS
cargo test --quiet --locked --workspace --test openai_contract
# Signatures of webhooks, as every vendor's own library makes them.
exec cargo test --quiet --locked --workspace --lib -- the_vendors_own_vectors
