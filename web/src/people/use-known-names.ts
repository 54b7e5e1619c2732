import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountChoicesQuery } from "~/accounts/queries";
import { LANGUAGES } from "~/i18n/i18n";
import type { Known } from "~/people/import-rows";
import { useRoleChoices } from "~/roles/use-role-choices";
import { useMay } from "~/session/queries";

/** What roles and accounts may be called in a table: as shown, in either language, or by their key. */
export function useKnownNames(): Known {
  const { i18n } = useTranslation();
  const may = useMay();
  const choices = useRoleChoices();
  const { data: accounts = [] } = useQuery({ ...accountChoicesQuery, enabled: may("account.read") });
  // The names of roles in the language that is not shown are not loaded otherwise.
  useQuery({
    queryKey: ["role_names"],
    queryFn: async () => {
      await i18n.loadLanguages(LANGUAGES);
      return true;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const roles = new Map<string, string>();
  for (const { value, label } of choices) {
    for (const lng of LANGUAGES) {
      const name = i18n.t(`terms:role.${value as "admin"}`, { lng, defaultValue: "" });
      if (name) roles.set(name.toLowerCase(), value);
    }
    roles.set(label.toLowerCase(), value);
  }
  // A key is never the name of another role.
  for (const { value } of choices) roles.set(value.toLowerCase(), value);
  return { roles, accounts: new Map(accounts.map(({ id, name }) => [name.toLowerCase(), id])) };
}
