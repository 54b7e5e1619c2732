import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { type Column, Table } from "~/ui/table";
import { useFormat } from "~/ui/use-format";
import { EndpointDialog } from "~/webhooks/endpoint-dialog";
import { endpointsQuery } from "~/webhooks/queries";
import { EndpointBadge } from "~/webhooks/state-badges";
import type { WebhookEndpoint } from "~/webhooks/types";
import { WebhookTabs } from "~/webhooks/webhook-tabs";

export function EndpointsPage() {
  const { t } = useTranslation("webhooks");
  const { data: page } = useSuspenseQuery(endpointsQuery);
  const [isAdding, setIsAdding] = useState(false);
  const columns = useColumns();
  const may = useMay();
  const add = may("webhook.update") ? (
    <Button variant="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={() => setIsAdding(true)}>
      {t("endpoints.add")}
    </Button>
  ) : null;
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t("endpoints.title")} description={t("endpoints.lead")} actions={add} />
      <WebhookTabs />
      {page.items.length > 0 ? (
        <Table
          label={t("endpoints.title")}
          columns={columns}
          rows={page.items}
          rowKey={({ id }) => id}
          rowAddress={({ id }) => paths.webhookEndpoint(id)}
        />
      ) : (
        <EmptyState title={t("endpoints.none_title")}>
          <p>{t("endpoints.none")}</p>
        </EmptyState>
      )}
      {isAdding ? <EndpointDialog endpoint={null} onClose={() => setIsAdding(false)} /> : null}
    </div>
  );
}

function useColumns(): Column<WebhookEndpoint>[] {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  return [
    {
      key: "url",
      label: t("endpoints.url"),
      cell: ({ url, description }) => (
        <>
          <span className="break-all font-mono text-sm">{url}</span>
          {description ? (
            <span className="block font-normal text-ink-faint text-xs">{description}</span>
          ) : null}
        </>
      ),
    },
    {
      key: "types",
      label: t("endpoints.types"),
      isSecondary: true,
      cell: ({ event_types: types }) => (
        <span className="break-words font-mono text-xs">
          {types.slice(0, 3).join(", ")}
          {types.length > 3 ? ` +${format.number(types.length - 3)}` : null}
        </span>
      ),
    },
    { key: "state", label: t("column.state"), cell: (endpoint) => <EndpointBadge endpoint={endpoint} /> },
  ];
}
