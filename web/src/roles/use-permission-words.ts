import { useTranslation } from "react-i18next";
import type { PermissionEntry } from "~/roles/types";

export interface PermissionWords {
  /** What it allows. */
  what: (info: Pick<PermissionEntry, "permission" | "description">) => string;
  resource: (resource: string) => string;
}

/** Permissions in the person's language; what the catalogue does not know yet is the server's English. */
export function usePermissionWords(): PermissionWords {
  const { t, i18n } = useTranslation("roles");
  return {
    what: ({ permission, description }) => {
      const key = `permission.${permission.replaceAll(".", "_")}`;
      if (i18n.exists(key, { ns: "roles" })) return t(key as "permission.idea_create");
      return description || permission;
    },
    resource: (resource) => {
      const key = `resource.${resource}`;
      if (i18n.exists(key, { ns: "roles" })) return t(key as "resource.idea");
      return resource.replaceAll("_", " ");
    },
  };
}
