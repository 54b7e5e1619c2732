import { createContext, use } from "react";
import type { RoleDetail } from "~/roles/types";

/** What is asked about a role before it is done. */
export interface RoleAct {
  what: "copy" | "rename" | "reset" | "delete" | "history";
  role: RoleDetail;
}

const RoleActs = createContext<(act: RoleAct) => void>(() => {});

/** Lets a column's menu open the page's dialogs. */
export const RoleActsProvider = RoleActs;

export function useRoleActs(): (act: RoleAct) => void {
  return use(RoleActs);
}
