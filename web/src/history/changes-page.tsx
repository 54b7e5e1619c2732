import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { History } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConflictList } from "~/history/conflict-list";
import { addressOfEntity, requestChangesQuery, useRollBack } from "~/history/queries";
import type { RollbackResult, Version } from "~/history/types";
import { VersionRow } from "~/history/version-row";
import { useMay } from "~/session/queries";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Section } from "~/ui/card";
import { ConfirmDialog } from "~/ui/dialog";
import { EmptyState } from "~/ui/empty-state";
import { Link } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

/** Everything that one request changed, and the way to take all of it back. */
export function ChangesPage() {
  const { t } = useTranslation("history");
  const { requestId } = useParams({ from: "/shell/admin/changes/$requestId" });
  const { data } = useSuspenseQuery(requestChangesQuery(requestId));
  const rollBack = useRollBack(requestId);
  const format = useFormat();
  const may = useMay();
  const [isAsking, setIsAsking] = useState(false);
  const first = data.versions[0];
  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        overline={<span className="select-all break-all font-mono">{requestId}</span>}
        title={t("request_title")}
        description={
          first
            ? t("request_lead", {
                count: data.versions.length,
                name: first.actor_name,
                when: format.dateTime(first.at),
              })
            : undefined
        }
        actions={
          may("version.restore") && first ? (
            <Button
              variant="primary"
              icon={<History size={15} aria-hidden="true" />}
              onClick={() => setIsAsking(true)}
            >
              {t("roll_back")}
            </Button>
          ) : null
        }
      />
      {rollBack.data ? <Results results={rollBack.data.results} versions={data.versions} /> : null}
      {data.versions.length > 0 ? (
        <ol className="border-line border-t">
          {data.versions.map((version) => (
            <VersionRow
              key={version.id}
              version={version}
              isCurrent={false}
              entity={`${version.entity_name} · ${t("version", { n: version.number })}`}
            />
          ))}
        </ol>
      ) : (
        <EmptyState title={t("request_empty_title")}>{t("request_empty")}</EmptyState>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("roll_back_title", { count: data.versions.length })}
        consequence={t("roll_back_consequence")}
        actionLabel={t("roll_back")}
        onConfirm={async () => {
          const { results } = await rollBack.mutateAsync();
          const done = results.filter(isDone).length;
          toast.success(t("rolled_back", { done, total: results.length }));
        }}
      />
    </div>
  );
}

function isDone({ status, conflicts, problem }: RollbackResult): boolean {
  return !problem && (conflicts ?? []).length === 0 && status !== "conflict" && status !== "refused";
}

interface ResultsProps {
  results: readonly RollbackResult[];
  versions: readonly Version[];
}

function Results({ results, versions }: ResultsProps) {
  const { t } = useTranslation("history");
  return (
    <Section title={t("results")}>
      <ul className="border-line border-t">
        {results.map((result) => {
          const address = addressOfEntity(result);
          const known = versions.find(({ entity_id }) => entity_id === result.entity_id);
          const name = result.entity_name ?? known?.entity_name ?? result.entity_id;
          return (
            <li key={`${result.kind}/${result.entity_id}`} className="border-line border-b py-3">
              <p className="flex flex-wrap items-center gap-3">
                {address ? <Link to={address}>{name}</Link> : name}
                <Badge tone={isDone(result) ? "good" : "warn"}>
                  {t(isDone(result) ? "result.done" : "result.conflict")}
                </Badge>
                {result.problem ? <span className="text-ink-soft text-sm">{result.problem}</span> : null}
              </p>
              {result.conflicts && result.conflicts.length > 0 ? (
                <div className="mt-3">
                  <ConflictList conflicts={result.conflicts} />
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
