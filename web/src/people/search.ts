import { oneOf, text } from "~/search";

export const USER_STATES = ["active", "invited", "deactivated"] as const;
const SORTS = [
  "name",
  "-name",
  "email",
  "-email",
  "last_sign_in",
  "-last_sign_in",
  "created",
  "-created",
] as const;

/** What the address of the list of people says. */
export interface PeopleSearch {
  q?: string | undefined;
  role?: string | undefined;
  state?: (typeof USER_STATES)[number] | undefined;
  sort?: (typeof SORTS)[number] | undefined;
  /** Who is open beside the list. */
  user?: string | undefined;
  /** Which dialog of inviting is open. */
  invite?: "one" | "many" | undefined;
}

export function readPeopleSearch(search: Record<string, unknown>): PeopleSearch {
  return {
    q: text(search.q),
    role: text(search.role),
    state: oneOf(search.state, USER_STATES),
    sort: oneOf(search.sort, SORTS),
    user: text(search.user),
    invite: oneOf(search.invite, ["one", "many"] as const),
  };
}

/** The part that the server filters by. */
export function filterOf({ q, role, state, sort }: PeopleSearch): Record<string, string | undefined> {
  return { q, role, state, sort };
}
