import { createContext, use } from "react";
import type { RoleInfo } from "~/roles/types";

/** What is asked about a role before it is done. */
export interface RoleAct {
  what: "copy" | "rename" | "reset" | "delete" | "history";
  role: RoleInfo;
}

const RoleActs = createContext<(act: RoleAct) => void>(() => {});

/** Lets a column's menu open the page's dialogs. */
export const RoleActsProvider = RoleActs;

export function useRoleActs(): (act: RoleAct) => void {
  return use(RoleActs);
}
