import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Member, Role } from "~/api/types";
import { ClientName } from "~/clients/client-name";
import { paths } from "~/paths";
import { membersQuery } from "~/people/queries";
import { useMe } from "~/session/queries";
import { Avatar } from "~/ui/avatar";
import { Badge } from "~/ui/badge";
import { Link } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { type Column, Table } from "~/ui/table";
import { useFormat } from "~/ui/use-format";

const ROLES: readonly Role[] = ["admin", "manager", "creator", "analyst", "client"];

export function PeoplePage() {
  const { t } = useTranslation(["people", "terms"]);
  const { tenant } = useMe();
  const { data: members } = useSuspenseQuery(membersQuery);
  const columns = useColumns();
  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("people:title")} description={t("people:lead", { tenant: tenant.name })} />
      <Table
        label={t("people:title")}
        columns={columns}
        rows={members.items}
        rowKey={(member) => member.id}
      />
      <section className="max-w-3xl">
        <h2 className="mb-3 font-serif text-xl">{t("people:roles")}</h2>
        <dl className="border-line border-t">
          {ROLES.map((role) => (
            <div
              key={role}
              className="grid gap-x-8 border-line border-b py-2.5 sm:grid-cols-[10rem_minmax(0,1fr)]"
            >
              <dt className="font-medium">{t(`terms:role.${role}`)}</dt>
              <dd className="text-ink-soft">{t(`people:does.${role as Exclude<Role, "super_admin">}`)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function useColumns(): Column<Member>[] {
  const { t } = useTranslation(["people", "terms"]);
  const format = useFormat();
  const me = useMe().member;
  return [
    {
      key: "name",
      label: t("people:name"),
      cell: (member) => (
        <span className="flex items-center gap-3">
          <Avatar name={member.name} />
          <span className="min-w-0">
            <span className="flex items-center gap-2 font-medium">
              {member.name}
              {member.id === me?.id ? <Badge tone="accent">{t("people:you")}</Badge> : null}
            </span>
            <span className="block break-all text-ink-faint text-sm">{member.email}</span>
          </span>
        </span>
      ),
    },
    { key: "role", label: t("people:role"), cell: (member) => t(`terms:role.${member.role}`) },
    {
      key: "client",
      label: t("people:client"),
      isSecondary: true,
      cell: (member) =>
        member.client_id ? (
          <Link to={paths.client(member.client_id)}>
            <ClientName id={member.client_id} />
          </Link>
        ) : (
          <span className="text-ink-faint">{t("people:all_clients")}</span>
        ),
    },
    {
      key: "seen",
      label: t("people:last_sign_in"),
      isSecondary: true,
      cell: (member) => (member.last_sign_in_at ? format.ago(member.last_sign_in_at) : t("people:never")),
    },
  ];
}
