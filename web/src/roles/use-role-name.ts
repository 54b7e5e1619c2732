import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { rolesQuery } from "~/roles/queries";
import type { RoleInfo } from "~/roles/types";
import { useMay } from "~/session/queries";

type Named = Pick<RoleInfo, "key" | "name">;

/** Roles out of the box have a name in every language; those of the tenant have the one it gave them. */
export function useRoleName(): (role: Named) => string {
  const { t, i18n } = useTranslation("terms");
  return ({ key, name }) => {
    const isKnown = i18n.exists(`terms:role.${key}`);
    return isKnown ? t(`role.${key as "admin"}`) : name || key;
  };
}

/** For choosing one, named. */
export function useRoleChoices(): { value: string; label: string }[] {
  const nameOf = useRoleName();
  const may = useMay();
  const { data: roles = [] } = useQuery({ ...rolesQuery, enabled: may("role.read") });
  return roles.filter((role) => role.is_assignable).map((role) => ({ value: role.key, label: nameOf(role) }));
}
