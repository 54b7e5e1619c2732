import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { PageHeader } from "~/ui/page-header";
import { PeekPanel } from "~/ui/peek-panel";
import { type Column, Table } from "~/ui/table";
import { Bytes } from "~/webhooks/exchange";
import { eventTypesQuery } from "~/webhooks/queries";
import type { EventType } from "~/webhooks/types";
import { WebhookTabs } from "~/webhooks/webhook-tabs";

/** Everything that endpoints can be told of, with an example and the schema of each message. */
export function EventTypesPage() {
  const { t } = useTranslation("webhooks");
  const { data: page } = useSuspenseQuery(eventTypesQuery);
  const { type } = useSearch({ from: "/shell/settings/webhooks/events" });
  const navigate = useNavigate();
  const open = page.items.find(({ name }) => name === type);
  const columns: Column<EventType>[] = [
    {
      key: "name",
      label: t("column.type"),
      cell: ({ name }) => <span className="font-mono text-sm">{name}</span>,
    },
    {
      key: "what",
      label: t("events.what"),
      // The texts are the API's own, in its language.
      cell: ({ description }) => <span lang="en">{description}</span>,
    },
    {
      key: "permission",
      label: t("events.permission"),
      isSecondary: true,
      cell: ({ permission }) => <span className="font-mono text-sm">{permission}</span>,
    },
  ];
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t("events.title")} description={t("events.lead")} />
      <WebhookTabs />
      <Table
        label={t("events.title")}
        columns={columns}
        rows={page.items}
        rowKey={({ name }) => name}
        rowAddress={({ name }) => paths.eventTypes({ type: name })}
      />
      <PeekPanel
        isOpen={Boolean(open)}
        onClose={() => void navigate({ to: paths.eventTypes(), search: {}, resetScroll: false })}
        title={open?.name ?? ""}
      >
        {open ? (
          <div className="flex flex-col gap-6">
            <p lang="en">{open.description}</p>
            <Bytes label={t("events.example")} text={JSON.stringify(open.example)} />
            <Bytes label={t("events.schema")} text={JSON.stringify(open.schema)} />
          </div>
        ) : null}
      </PeekPanel>
    </div>
  );
}
