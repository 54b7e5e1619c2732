import type { Account } from "~/accounts/types";

export interface Branch {
  account: Account;
  depth: number;
}

/** Accounts under those they belong to, names in order; whose parent is not among them stands at the root. */
export function toTree(accounts: readonly Account[], locale?: string): Branch[] {
  const ids = new Set(accounts.map(({ id }) => id));
  const children = new Map<string | null, Account[]>();
  for (const account of accounts.toSorted((a, b) => a.name.localeCompare(b.name, locale))) {
    const parent = account.parent_id && ids.has(account.parent_id) ? account.parent_id : null;
    children.set(parent, [...(children.get(parent) ?? []), account]);
  }
  const seen = new Set<string>();
  const below = (parent: string | null, depth: number): Branch[] =>
    (children.get(parent) ?? []).flatMap((account) => {
      if (seen.has(account.id)) return [];
      seen.add(account.id);
      return [{ account, depth }, ...below(account.id, depth + 1)];
    });
  const branches = below(null, 0);
  // A ring of parents has no root; it is shown rather than lost.
  return [
    ...branches,
    ...accounts.filter(({ id }) => !seen.has(id)).map((account) => ({ account, depth: 0 })),
  ];
}
