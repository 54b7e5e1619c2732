import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { AuditTabs } from "~/audit/audit-tabs";
import { auditSealsQuery } from "~/audit/queries";
import type { AuditSeal } from "~/audit/types";
import { useMe } from "~/session/queries";
import { Figure, Section } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { type Column, Table } from "~/ui/table";
import { useFormat } from "~/ui/use-format";

/** What is sealed, by which root, and how somebody who trusts nobody here can check it. */
export function SealsPage() {
  const { t } = useTranslation("audit");
  const { tenant } = useMe();
  const { data: seals } = useSuspenseQuery(auditSealsQuery);
  const format = useFormat();
  const columns = useColumns();
  const [newest] = seals.items;
  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("seals")} description={t("seals_lead")} />
      <AuditTabs />
      <dl className="grid grid-cols-2 gap-x-8 gap-y-6 border-line border-b pb-6 lg:grid-cols-3">
        <Figure
          label={t("seals_waiting")}
          value={format.number(seals.unsealed)}
          note={t("seals_waiting_note")}
        />
        <Figure label={t("seals_batches")} value={format.number(newest?.batch ?? 0)} />
        <Figure
          label={t("seals_last")}
          value={<span className="text-2xl">{newest ? format.ago(newest.sealed_at) : "—"}</span>}
        />
      </dl>
      <Section title={t("verify")} description={t("verify_lead")}>
        <pre className="w-fit max-w-full select-all overflow-x-auto rounded-md bg-sunken px-4 py-3 font-mono text-sm">
          atelier audit verify --tenant {tenant.slug}
        </pre>
        <p className="max-w-prose text-ink-soft text-sm">{t("verify_exit")}</p>
        <dl>
          <dt className="text-ink-soft text-sm">{t("public_key")}</dt>
          <dd className="select-all break-all font-mono text-sm">{seals.public_key}</dd>
        </dl>
      </Section>
      <Section title={t("batches")}>
        {seals.items.length > 0 ? (
          <Table
            label={t("batches")}
            columns={columns}
            rows={seals.items}
            rowKey={({ batch }) => String(batch)}
          />
        ) : (
          <EmptyState title={t("no_seals_title")}>{t("no_seals")}</EmptyState>
        )}
      </Section>
    </div>
  );
}

function useColumns(): Column<AuditSeal>[] {
  const { t } = useTranslation("audit");
  const format = useFormat();
  return [
    { key: "batch", label: t("seal.batch"), isNumber: true, className: "w-20", cell: ({ batch }) => batch },
    {
      key: "period",
      label: t("seal.period"),
      cell: ({ first_at, last_at }) => `${format.dateTime(first_at)} – ${format.dateTime(last_at)}`,
    },
    { key: "rows", label: t("seal.rows"), isNumber: true, cell: ({ rows }) => format.number(rows) },
    {
      key: "root",
      label: t("seal.root"),
      isSecondary: true,
      cell: ({ root }) => (
        <code title={root} className="block max-w-64 select-all truncate font-mono text-ink-soft text-xs">
          {root}
        </code>
      ),
    },
    {
      key: "at",
      label: t("seal.at"),
      isSecondary: true,
      className: "whitespace-nowrap text-ink-soft text-sm",
      cell: ({ sealed_at }) => format.dateTime(sealed_at),
    },
  ];
}
