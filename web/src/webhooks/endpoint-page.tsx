import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { EmptyState } from "~/ui/empty-state";
import { Fact, FactList } from "~/ui/fact-list";
import { MoreButton } from "~/ui/more-button";
import { PageHeader } from "~/ui/page-header";
import { PeekPanel } from "~/ui/peek-panel";
import { SegmentedControl } from "~/ui/segmented-control";
import { type Column, Table } from "~/ui/table";
import { useFormat } from "~/ui/use-format";
import { DeliveryDetails } from "~/webhooks/delivery-details";
import { EndpointActions } from "~/webhooks/endpoint-actions";
import { deliveriesQuery, endpointQuery } from "~/webhooks/queries";
import { DeliveryBadge, EndpointBadge } from "~/webhooks/state-badges";
import { DELIVERY_STATES, type Delivery, type WebhookEndpoint } from "~/webhooks/types";

const FROM = "/shell/settings/webhooks/$endpointId";

export function EndpointPage() {
  const { t } = useTranslation("webhooks");
  const { endpointId } = useParams({ from: FROM });
  const { data: endpoint } = useSuspenseQuery(endpointQuery(endpointId));
  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        title={<span className="break-all font-mono text-xl">{endpoint.url}</span>}
        description={endpoint.description || undefined}
        actions={<EndpointActions endpoint={endpoint} />}
      />
      <Facts endpoint={endpoint} />
      <section className="flex flex-col gap-4">
        <h2 className="font-medium text-lg">{t("deliveries.title")}</h2>
        <Deliveries endpointId={endpointId} />
      </section>
    </div>
  );
}

function Facts({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  return (
    <FactList>
      <Fact label={t("column.state")}>
        <EndpointBadge endpoint={endpoint} />
        {endpoint.failing_since ? (
          <span className="ml-3 text-ink-soft text-sm">
            {t("endpoints.failing_since", { when: format.dateTime(endpoint.failing_since) })}
          </span>
        ) : null}
      </Fact>
      {endpoint.paused_until ? (
        <Fact label={t("endpoints.paused")}>{format.dateTime(endpoint.paused_until)}</Fact>
      ) : null}
      <Fact label={t("endpoints.types")}>
        <span className="font-mono text-sm">{endpoint.event_types.join(", ")}</span>
      </Fact>
      <Fact label={t("endpoints.ordering")}>{t(`ordering.${endpoint.ordering}`)}</Fact>
      <Fact label={t("endpoints.public_key")}>
        <span className="break-all font-mono text-sm">{endpoint.public_key}</span>
      </Fact>
      {endpoint.previous_until ? (
        <Fact label={t("endpoints.previous")}>{format.dateTime(endpoint.previous_until)}</Fact>
      ) : null}
    </FactList>
  );
}

function Deliveries({ endpointId }: { endpointId: string }) {
  const { t } = useTranslation("webhooks");
  const search = useSearch({ from: FROM });
  const navigate = useNavigate();
  const deliveries = useSuspenseInfiniteQuery(deliveriesQuery(endpointId, search.state));
  const columns = useColumns();
  const go = (to: string) => void navigate({ href: to, replace: true, resetScroll: false });
  return (
    <>
      <div className="max-w-full overflow-x-auto">
        <SegmentedControl
          label={t("column.state")}
          value={search.state ?? "all"}
          onChange={(state) =>
            go(paths.webhookEndpoint(endpointId, { state: state === "all" ? undefined : state }))
          }
          options={(["all", ...DELIVERY_STATES] as const).map((value) => ({
            value,
            label: t(value === "all" ? "all" : `delivery_state.${value}`),
          }))}
        />
      </div>
      {deliveries.data.length > 0 ? (
        <Table
          label={t("deliveries.title")}
          columns={columns}
          rows={deliveries.data}
          rowKey={({ id }) => id}
          rowAddress={({ id }) => paths.webhookEndpoint(endpointId, { state: search.state, delivery: id })}
        />
      ) : (
        <EmptyState title={t("deliveries.none_title")}>{t("deliveries.none")}</EmptyState>
      )}
      <MoreButton
        hasMore={deliveries.hasNextPage}
        isLoading={deliveries.isFetchingNextPage}
        onMore={() => void deliveries.fetchNextPage()}
      />
      <PeekPanel
        isOpen={Boolean(search.delivery)}
        onClose={() => go(paths.webhookEndpoint(endpointId, { state: search.state }))}
        title={t("deliveries.one")}
      >
        {search.delivery ? (
          <DeliveryDetails key={search.delivery} endpointId={endpointId} id={search.delivery} />
        ) : null}
      </PeekPanel>
    </>
  );
}

function useColumns(): Column<Delivery>[] {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  return [
    { key: "type", label: t("column.type"), cell: ({ type }) => <span className="font-mono">{type}</span> },
    { key: "at", label: t("column.at"), cell: ({ created_at: at }) => format.ago(at) },
    {
      key: "attempts",
      label: t("column.attempts"),
      isNumber: true,
      isSecondary: true,
      cell: ({ attempts }) => format.number(attempts),
    },
    {
      key: "answer",
      label: t("column.answer"),
      isSecondary: true,
      cell: ({ last_status: status, last_error: error }) => status ?? error ?? "–",
    },
    { key: "state", label: t("column.state"), cell: ({ state }) => <DeliveryBadge state={state} /> },
  ];
}
