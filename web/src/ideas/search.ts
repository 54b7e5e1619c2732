import type { IdeaState } from "~/api/types";
import { oneOf, text } from "~/search";
import { ALL_STATES } from "./states";

/** What the address of a list of ideas says. */
export interface IdeaSearch {
  view?: "table" | undefined;
  state?: IdeaState | undefined;
  q?: string | undefined;
  /** The idea that is open beside the list. */
  idea?: string | undefined;
}

export function readIdeaSearch(search: Record<string, unknown>): IdeaSearch {
  return {
    view: oneOf(search.view, ["table"]),
    state: oneOf(search.state, ALL_STATES),
    q: text(search.q),
    idea: text(search.idea),
  };
}

/** As the query of a path. */
export function writeIdeaSearch(search: IdeaSearch): Record<string, string | undefined> {
  return { ...search };
}
