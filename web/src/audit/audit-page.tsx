import { useQueryClient, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { FileDown } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "~/api/keys";
import { AuditFilters } from "~/audit/audit-filters";
import { AuditTabs } from "~/audit/audit-tabs";
import { EventPeek } from "~/audit/event-peek";
import { ExportDialog } from "~/audit/export-dialog";
import { LiveTail } from "~/audit/live-tail";
import { auditQuery } from "~/audit/queries";
import { type AuditSearch, auditFilterOf } from "~/audit/search";
import type { AuditEvent } from "~/audit/types";
import { useAuditWords } from "~/audit/use-audit-words";
import { WIDE } from "~/ideas/wide";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Badge, type Tone } from "~/ui/badge";
import { Button } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { EmptyState } from "~/ui/empty-state";
import { MoreButton } from "~/ui/more-button";
import { PageHeader } from "~/ui/page-header";
import { PeekPanel } from "~/ui/peek-panel";
import { type RowColumn, RowTable } from "~/ui/row-table";
import { useFormat } from "~/ui/use-format";

export function AuditPage() {
  const { t } = useTranslation("audit");
  const search = useSearch({ from: "/shell/admin/audit" });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const may = useMay();
  const filter = auditFilterOf(search);
  const events = useSuspenseInfiniteQuery(auditQuery(filter));
  const columns = useColumns();
  const words = useAuditWords();
  const [isExporting, setIsExporting] = useState(false);
  const isFiltered = Object.values(filter).some(Boolean);
  const set = (next: AuditSearch) =>
    void navigate({ to: "/admin/audit", search: next, replace: true, resetScroll: false });

  return (
    <div className={cx("flex flex-col gap-6", WIDE)}>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          <>
            <LiveTail
              isOn={search.live === "1"}
              onToggle={(isOn) => set({ ...search, live: isOn ? "1" : undefined })}
              onRecorded={() => void queries.invalidateQueries({ queryKey: keys.audit.all })}
            />
            {may("audit.export") ? (
              <Button icon={<FileDown size={15} aria-hidden="true" />} onClick={() => setIsExporting(true)}>
                {t("export.open")}
              </Button>
            ) : null}
          </>
        }
      />
      <AuditTabs />
      <AuditFilters search={search} onChange={set} />
      {events.data.length > 0 ? (
        <div className={search.event ? "xl:pr-[26rem]" : undefined}>
          <RowTable
            label={t("title")}
            columns={columns}
            rows={events.data}
            rowKey={({ id }) => id}
            rowName={({ action }) => words.action(action)}
            rowAddress={({ id }) => paths.audit({ ...search, event: id })}
            openKey={search.event}
            onOpen={(event) => set({ ...search, event })}
          />
          <MoreButton
            hasMore={events.hasNextPage}
            isLoading={events.isFetchingNextPage}
            onMore={() => void events.fetchNextPage()}
          />
        </div>
      ) : (
        <EmptyState
          title={t("none_title")}
          action={
            isFiltered ? (
              <Button onClick={() => set({ live: search.live })}>{t("filter.clear")}</Button>
            ) : null
          }
        >
          {isFiltered ? t("none") : t("empty")}
        </EmptyState>
      )}
      <PeekPanel
        isOpen={search.event !== undefined}
        onClose={() => set({ ...search, event: undefined })}
        title={t("event")}
      >
        {search.event ? (
          <EventPeek
            key={search.event}
            id={search.event}
            known={events.data.find(({ id }) => id === search.event)}
            onFilter={(changes) => set({ live: search.live, event: search.event, ...changes })}
          />
        ) : null}
      </PeekPanel>
      <ExportDialog isOpen={isExporting} filter={filter} onClose={() => setIsExporting(false)} />
    </div>
  );
}

const TONES: Record<string, Tone> = {
  access_denied: "bad",
  delete: "bad",
  impersonation: "warn",
  permission_change: "warn",
  role_change: "warn",
  export: "warn",
  read_sensitive: "warn",
  create: "good",
  approval: "good",
  sign_in: "accent",
};

/** Classes that the words of the event say already. */
const SAID: ReadonlySet<string> = new Set([
  "create",
  "update",
  "delete",
  "restore",
  "import",
  "sign_in",
  "sign_out",
  "key_use",
]);

function ClassBadge({ event }: { event: AuditEvent }) {
  const words = useAuditWords();
  if (SAID.has(event.class)) return null;
  const isRejected = /[._](rejected|denied)$/.test(event.action);
  const tone = isRejected ? "bad" : (TONES[event.class] ?? "neutral");
  return <Badge tone={tone}>{words.classOf(event.class)}</Badge>;
}

function useColumns(): RowColumn<AuditEvent>[] {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const words = useAuditWords();
  return [
    {
      key: "action",
      label: t("column.action"),
      cell: (event) => (
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {words.event(event)}
          <ClassBadge event={event} />
        </span>
      ),
    },
    {
      key: "actor",
      label: t("column.actor"),
      cell: (event) => (
        <span>
          {words.party(event.actor)}
          {event.on_behalf_of ? (
            <span className="block text-ink-faint text-sm">
              {t("on_behalf", { name: words.party(event.on_behalf_of) })}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      key: "target",
      label: t("column.target"),
      isSecondary: true,
      cell: ({ target }) => (
        <span>
          {words.party(target)}
          <span className="block text-ink-faint text-sm">{words.kind(target.kind)}</span>
        </span>
      ),
    },
    {
      key: "address",
      label: t("column.address"),
      isSecondary: true,
      className: "text-ink-soft text-sm tabular-nums",
      cell: (event) => event.address,
    },
    {
      key: "at",
      label: t("column.at"),
      className: "whitespace-nowrap text-ink-soft text-sm",
      cell: (event) => (
        <time dateTime={event.at} title={event.at}>
          {format.exact(event.at)}
          <span className="block text-ink-faint">{format.ago(event.at)}</span>
        </time>
      ),
    },
  ];
}
