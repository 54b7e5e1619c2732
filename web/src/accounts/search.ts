import { ACCOUNT_KINDS, type AccountKind } from "~/accounts/types";
import { oneOf, text } from "~/search";

/** What the address of the list of accounts says. */
export interface AccountsSearch {
  q?: string | undefined;
  kind?: AccountKind | undefined;
  account?: string | undefined;
  new?: "account" | undefined;
}

export function readAccountsSearch(search: Record<string, unknown>): AccountsSearch {
  return {
    q: text(search.q),
    kind: oneOf(search.kind, ACCOUNT_KINDS),
    account: text(search.account),
    new: oneOf(search.new, ["account"] as const),
  };
}
