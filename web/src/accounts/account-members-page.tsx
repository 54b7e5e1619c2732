import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { accountMembersQuery } from "~/accounts/queries";
import type { AccountMember } from "~/accounts/types";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { Avatar } from "~/ui/avatar";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink } from "~/ui/link";
import { type Column, Table } from "~/ui/table";

export function AccountMembersPage() {
  const { t } = useTranslation("accounts");
  const { accountId } = useParams({ from: "/shell/admin/accounts/$accountId/members" });
  const { data: members } = useSuspenseQuery(accountMembersQuery(accountId));
  const columns = useColumns();
  const mayInvite = useMay()("invitation.create");
  if (members.length === 0) {
    return (
      <EmptyState
        title={t("no_members_title")}
        action={
          mayInvite ? (
            <ButtonLink to={paths.people({ invite: "one" })} icon={<UserPlus size={15} aria-hidden="true" />}>
              {t("invite")}
            </ButtonLink>
          ) : null
        }
      >
        {t("no_members")}
      </EmptyState>
    );
  }
  return (
    <Table
      label={t("members")}
      columns={columns}
      rows={members}
      rowKey={({ id }) => id}
      rowAddress={({ id, email }) => paths.people({ q: email, user: id })}
    />
  );
}

function useColumns(): Column<AccountMember>[] {
  const { t } = useTranslation("accounts");
  const roleName = useRoleName();
  return [
    {
      key: "name",
      label: t("name"),
      cell: ({ name, email }) => (
        <span className="flex items-center gap-3">
          <Avatar name={name} />
          <span className="min-w-0">
            <span className="block">{name}</span>
            <span className="block break-all font-normal text-ink-faint text-sm">{email}</span>
          </span>
        </span>
      ),
    },
    {
      key: "role",
      label: t("role"),
      cell: ({ role }) => roleName({ key: role, name: role }),
    },
  ];
}
