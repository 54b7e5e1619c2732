import { useTranslation } from "react-i18next";
import type { User } from "~/people/types";
import { useRoleName } from "~/session/use-role-name";
import { downloadText, toCsv } from "~/ui/csv";

/** Saves people as a table that a spreadsheet opens, with the columns of the list. */
export function useSaveUsersCsv(): (users: readonly User[]) => void {
  const { t } = useTranslation("people");
  const roleName = useRoleName();
  return (users) => {
    const head = [
      t("name"),
      t("email"),
      t("role"),
      t("account"),
      t("state_label"),
      t("factor"),
      t("last_sign_in"),
      t("since"),
    ];
    const rows = users.map((user) => [
      user.name,
      user.email,
      roleName({ key: user.role, name: user.role_name }),
      user.account_name,
      t(`state.${user.state}`),
      user.has_second_factor === null ? null : t(user.has_second_factor ? "factor_on" : "factor_off"),
      user.last_sign_in_at,
      user.created_at,
    ]);
    downloadText(`${t("csv_name")}.csv`, "text/csv;charset=utf-8", `\uFEFF${toCsv([head, ...rows])}`);
  };
}
