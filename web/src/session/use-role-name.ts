import { useTranslation } from "react-i18next";

/** Roles out of the box have a name in every language; those of the tenant have the one it gave them. */
export function useRoleName(): (role: { key: string; name?: string | null | undefined }) => string {
  const { t, i18n } = useTranslation("terms");
  return ({ key, name }) => {
    const isKnown = i18n.exists(`terms:role.${key}`);
    return isKnown ? t(`role.${key as "admin"}`) : name || key;
  };
}
