import { useQuery, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Fact, FactList } from "~/ui/fact-list";
import { MoreButton } from "~/ui/more-button";
import { PageHeader } from "~/ui/page-header";
import { PeekPanel } from "~/ui/peek-panel";
import { ProblemNotice } from "~/ui/problem-notice";
import { SegmentedControl } from "~/ui/segmented-control";
import { type Column, Table } from "~/ui/table";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";
import { useReplayReceived } from "~/webhooks/acts";
import { Bytes, Headers } from "~/webhooks/exchange";
import { receivedOneQuery, receivedQuery } from "~/webhooks/queries";
import { ReceivedBadge } from "~/webhooks/state-badges";
import { RECEIVED_STATES, type Received } from "~/webhooks/types";
import { WebhookTabs } from "~/webhooks/webhook-tabs";

export function ReceivedPage() {
  const { t } = useTranslation("webhooks");
  const search = useSearch({ from: "/shell/settings/webhooks/received" });
  const navigate = useNavigate();
  const received = useSuspenseInfiniteQuery(receivedQuery(search.state));
  const columns = useColumns();
  const go = (to: string) => void navigate({ href: to, replace: true, resetScroll: false });
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t("received.title")} description={t("received.lead")} />
      <WebhookTabs />
      <div className="max-w-full overflow-x-auto">
        <SegmentedControl
          label={t("column.state")}
          value={search.state ?? "all"}
          onChange={(state) => go(paths.webhooksReceived({ state: state === "all" ? undefined : state }))}
          options={(["all", ...RECEIVED_STATES] as const).map((value) => ({
            value,
            label: t(value === "all" ? "all" : `received_state.${value}`),
          }))}
        />
      </div>
      {received.data.length > 0 ? (
        <Table
          label={t("received.title")}
          columns={columns}
          rows={received.data}
          rowKey={({ id }) => id}
          rowAddress={({ id }) => paths.webhooksReceived({ state: search.state, webhook: id })}
        />
      ) : (
        <EmptyState title={t("received.none_title")}>{t("received.none")}</EmptyState>
      )}
      <MoreButton
        hasMore={received.hasNextPage}
        isLoading={received.isFetchingNextPage}
        onMore={() => void received.fetchNextPage()}
      />
      <PeekPanel
        isOpen={Boolean(search.webhook)}
        onClose={() => go(paths.webhooksReceived({ state: search.state }))}
        title={t("received.one")}
      >
        {search.webhook ? <Details key={search.webhook} id={search.webhook} /> : null}
      </PeekPanel>
    </div>
  );
}

function Details({ id }: { id: string }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const may = useMay();
  const replay = useReplayReceived();
  const { data: webhook, error } = useQuery(receivedOneQuery(id));
  if (error) return <ProblemNotice error={error} />;
  if (!webhook) return null;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ReceivedBadge state={webhook.state} />
        {may("webhook.update") ? (
          <Button
            size="sm"
            icon={<RotateCcw size={13} aria-hidden="true" />}
            isBusy={replay.isPending}
            onClick={() => replay.mutate(id, { onSuccess: () => toast.success(t("replayed")) })}
          >
            {t("replay")}
          </Button>
        ) : null}
      </div>
      {webhook.problem ? <p className="break-words text-bad text-sm">{webhook.problem}</p> : null}
      <FactList>
        <Fact label={t("received.connector")}>
          {webhook.connector_name} · {t(`scheme.${webhook.scheme}`)}
        </Fact>
        <Fact label={t("column.type")}>{webhook.type || "–"}</Fact>
        <Fact label={t("received.event_id")}>
          <span className="break-all font-mono text-sm">{webhook.event_id}</span>
        </Fact>
        <Fact label={t("received.at")}>{format.dateTime(webhook.received_at)}</Fact>
        <Fact label={t("received.finished")}>
          {webhook.finished_at ? format.dateTime(webhook.finished_at) : "–"}
        </Fact>
        <Fact label={t("column.attempts")}>{format.number(webhook.attempts)}</Fact>
      </FactList>
      <Bytes label={t("received.payload")} text={webhook.payload} />
      <Headers label={t("deliveries.request_headers")} headers={webhook.headers} />
    </div>
  );
}

function useColumns(): Column<Received>[] {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  return [
    { key: "connector", label: t("received.connector"), cell: ({ connector_name: name }) => name },
    {
      key: "type",
      label: t("column.type"),
      isSecondary: true,
      cell: ({ type }) => <span className="font-mono text-sm">{type || "–"}</span>,
    },
    { key: "at", label: t("received.at"), cell: ({ received_at: at }) => format.ago(at) },
    {
      key: "bytes",
      label: t("received.bytes"),
      isNumber: true,
      isSecondary: true,
      cell: ({ payload_bytes: bytes }) => format.number(bytes),
    },
    { key: "state", label: t("column.state"), cell: ({ state }) => <ReceivedBadge state={state} /> },
  ];
}
