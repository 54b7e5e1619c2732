import { Fingerprint } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { User } from "~/people/types";
import { UserStateBadge } from "~/people/user-state-badge";
import { useMe } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { Address } from "~/ui/address";
import { Avatar } from "~/ui/avatar";
import { Badge } from "~/ui/badge";
import type { RowColumn } from "~/ui/row-table";
import { useFormat } from "~/ui/use-format";

/** What the server tells of nobody, because one may not know it, has no column. */
export function usePeopleColumns(users: readonly User[]): RowColumn<User>[] {
  const { t } = useTranslation("people");
  const format = useFormat();
  const roleName = useRoleName();
  const me = useMe().member;
  const hasFactors = users.some((user) => user.has_second_factor !== null);
  const columns: RowColumn<User>[] = [
    {
      key: "name",
      label: t("name"),
      sort: "name",
      cell: (user) => (
        <span className="flex items-center gap-3">
          <Avatar name={user.name || user.email} />
          <span className="min-w-0">
            <span className="flex items-center gap-2">
              {user.name || user.email}
              {user.id === me?.id ? <Badge tone="accent">{t("you")}</Badge> : null}
            </span>
            <span className="block break-words font-normal text-ink-faint text-sm">
              <Address email={user.email} />
            </span>
            {user.state === "active" ? null : (
              <span className="mt-1 block md:hidden">
                <UserStateBadge state={user.state} />
              </span>
            )}
          </span>
        </span>
      ),
    },
    {
      key: "role",
      label: t("role"),
      cell: (user) => (
        <span>
          {roleName({ key: user.role, name: user.role_name })}
          {user.account_name ? (
            <span className="block text-ink-faint text-sm">{t("only", { account: user.account_name })}</span>
          ) : null}
        </span>
      ),
    },
    {
      key: "state",
      label: t("state_label"),
      isSecondary: true,
      cell: (user) => <UserStateBadge state={user.state} />,
    },
    {
      key: "factor",
      label: t("factor"),
      isSecondary: true,
      cell: (user) =>
        user.has_second_factor === null ? null : user.has_second_factor ? (
          <span className="inline-flex items-center gap-1.5 text-good text-sm">
            <Fingerprint size={15} aria-hidden="true" />
            {t("factor_on")}
          </span>
        ) : (
          <span className="text-ink-faint text-sm">{t("factor_off")}</span>
        ),
    },
    {
      key: "seen",
      label: t("last_sign_in"),
      sort: "last_sign_in",
      isSecondary: true,
      className: "whitespace-nowrap text-ink-soft text-sm",
      cell: (user) => (user.last_sign_in_at ? format.ago(user.last_sign_in_at) : t("never")),
    },
  ];
  return hasFactors ? columns : columns.filter(({ key }) => key !== "factor");
}
