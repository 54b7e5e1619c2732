import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Incident, ModelUsage, Usage } from "~/api/types";
import { Figure, Section } from "~/ui/card";
import { PageHeader } from "~/ui/page-header";
import { type Column, Table } from "~/ui/table";
import { useFormat } from "~/ui/use-format";
import { usageQuery } from "~/usage/queries";

export function UsagePage() {
  const { t } = useTranslation("usage");
  const { data: usage } = useSuspenseQuery(usageQuery);
  const format = useFormat();
  return (
    <div className="flex flex-col gap-10">
      <PageHeader title={t("title")} description={t("lead", { since: format.date(usage.period_start) })} />
      <Budget usage={usage} />
      <dl className="grid grid-cols-2 gap-x-8 gap-y-6 border-line border-y py-6 lg:grid-cols-4">
        <Figure label={t("calls")} value={format.number(usage.calls)} />
        <Figure label={t("tokens_in")} value={format.compact(usage.tokens_in)} />
        <Figure label={t("tokens_out")} value={format.compact(usage.tokens_out)} />
        <Figure
          label={t("per_call")}
          value={usage.calls > 0 ? format.micros(Math.round(usage.spent_micros / usage.calls)) : "–"}
        />
      </dl>
      <Section title={t("models")}>
        {usage.by_model.length > 0 ? (
          <Models models={usage.by_model} />
        ) : (
          <p className="text-ink-soft">{t("no_calls")}</p>
        )}
      </Section>
      <Section title={t("incidents")} description={t("incidents_lead")}>
        {usage.incidents.length > 0 ? (
          <Incidents incidents={usage.incidents} />
        ) : (
          <p className="text-ink-soft">{t("no_incidents")}</p>
        )}
      </Section>
    </div>
  );
}

/** Spent and reserved against the budget, as lengths and as numbers. */
function Budget({ usage }: { usage: Usage }) {
  const { t } = useTranslation("usage");
  const format = useFormat();
  const { budget_micros: budget, spent_micros: spent, reserved_micros: reserved } = usage;
  if (budget <= 0) {
    return (
      <dl>
        <Figure label={t("spent")} value={format.micros(spent)} note={t("no_budget")} />
      </dl>
    );
  }
  const share = (micros: number) => `${Math.min(100, (micros / budget) * 100)}%`;
  const left = Math.max(0, budget - spent - reserved);
  return (
    <section className="flex flex-col gap-4">
      <dl className="flex flex-wrap items-end gap-x-8 gap-y-4 *:first:mr-auto">
        <Figure
          label={t("spent")}
          value={format.micros(spent)}
          note={t("of_budget", { budget: format.micros(budget) })}
        />
        <Legend color="bg-accent-line" label={t("reserved")} value={format.micros(reserved)} />
        <Legend color="bg-line" label={t("left")} value={format.micros(left)} />
      </dl>
      <div
        role="img"
        aria-label={t("bar", {
          spent: format.micros(spent),
          reserved: format.micros(reserved),
          left: format.micros(left),
        })}
        className="flex h-2.5 overflow-hidden rounded-full bg-line"
      >
        <span className="bg-accent-fill" style={{ width: share(spent) }} />
        <span className="bg-accent-line" style={{ width: share(reserved) }} />
      </div>
      {left === 0 ? (
        <p role="status" className="text-bad">
          {t("used_up")}
        </p>
      ) : null}
    </section>
  );
}

function Legend({ color, label, value }: { color: string; label: string; value: string }) {
  return (
    <div>
      <dt className="flex items-center gap-2 text-ink-soft text-sm">
        <span aria-hidden="true" className={`size-2.5 rounded-full ${color}`} />
        {label}
      </dt>
      <dd className="tabular-nums">{value}</dd>
    </div>
  );
}

function Models({ models }: { models: readonly ModelUsage[] }) {
  const { t } = useTranslation("usage");
  const format = useFormat();
  const columns: Column<ModelUsage>[] = [
    { key: "model", label: t("model"), cell: (row) => <span className="font-medium">{row.model}</span> },
    { key: "calls", label: t("calls"), isNumber: true, cell: (row) => format.number(row.calls) },
    {
      key: "in",
      label: t("tokens_in"),
      isNumber: true,
      isSecondary: true,
      cell: (row) => format.number(row.tokens_in),
    },
    {
      key: "out",
      label: t("tokens_out"),
      isNumber: true,
      isSecondary: true,
      cell: (row) => format.number(row.tokens_out),
    },
    { key: "cost", label: t("cost"), isNumber: true, cell: (row) => format.micros(row.cost_micros) },
  ];
  return (
    <Table
      label={t("models")}
      columns={columns}
      rows={models}
      rowKey={(row) => `${row.provider}/${row.model}`}
    />
  );
}

function Incidents({ incidents }: { incidents: readonly Incident[] }) {
  const format = useFormat();
  return (
    <ul className="border-line border-t">
      {incidents.map((incident) => (
        <li key={incident.id} className="flex items-start gap-3 border-line border-b py-3">
          <CircleAlert size={16} className="mt-0.5 shrink-0 text-warn" aria-hidden="true" />
          <p className="min-w-0 flex-1">{incident.message}</p>
          <time dateTime={incident.at} className="shrink-0 text-ink-faint text-sm">
            {format.ago(incident.at)}
          </time>
        </li>
      ))}
    </ul>
  );
}
