import { useTranslation } from "react-i18next";
import { permissionLacking } from "~/api/refusal";
import { usePermissionWords } from "~/roles/use-permission-words";
import { useMe } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";

/** Why something is refused, as far as the refusal says it. */
export function useRefusalWords(error: unknown): string {
  const { t } = useTranslation("shell");
  const { member, tenant, impersonator } = useMe();
  const words = usePermissionWords();
  const role = useRoleName()({ key: member?.role ?? "client", name: member?.role_name });
  const permission = permissionLacking(error);
  if (permission) {
    const what = words.what({ permission: permission as "idea.read", description: "" });
    return t("forbidden.permission", { what, tenant: tenant.name });
  }
  if (impersonator && member) return t("forbidden.personal", { name: member.name });
  return t("forbidden.body", { role, tenant: tenant.name });
}
