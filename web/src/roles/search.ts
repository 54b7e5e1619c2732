import { oneOf, text } from "~/search";

/** What the address of the matrix says. */
export interface RolesSearch {
  q?: string | undefined;
  /** Only rows in which a role is not as it came out of the box. */
  show?: "changed" | undefined;
}

export function readRolesSearch(search: Record<string, unknown>): RolesSearch {
  return { q: text(search.q), show: oneOf(search.show, ["changed"] as const) };
}

export interface ExplainSearch {
  person?: string | undefined;
  permission?: string | undefined;
  target?: string | undefined;
}

export function readExplainSearch(search: Record<string, unknown>): ExplainSearch {
  return { person: text(search.person), permission: text(search.permission), target: text(search.target) };
}
