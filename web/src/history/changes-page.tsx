import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { History } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRollBack } from "~/history/acts";
import { ConflictList, conflictsOf } from "~/history/conflict-list";
import { addressOfEntity, requestChangesQuery } from "~/history/queries";
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
  const conflicts = conflictsOf(rollBack.error);
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
      {conflicts ? (
        <Section
          title={t("conflict_title", { count: conflicts.length })}
          description={t("roll_back_conflict")}
        >
          <ConflictList conflicts={conflicts} nameOf={({ id }) => nameIn(data.versions, id)} />
        </Section>
      ) : null}
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
          try {
            const { results } = await rollBack.mutateAsync();
            toast.success(t("rolled_back", { count: results.length }));
          } catch (error) {
            // The page lists what is in the way.
            if (!conflictsOf(error)) throw error;
          }
        }}
      />
    </div>
  );
}

function nameIn(versions: readonly Version[], id: string | undefined): string | null {
  return versions.find(({ entity_id }) => entity_id === id)?.entity_name ?? null;
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
          const name = nameIn(versions, result.entity_id) ?? result.entity_id;
          return (
            <li
              key={`${result.kind}/${result.entity_id}`}
              className="flex flex-wrap items-center gap-3 border-line border-b py-3"
            >
              {address ? <Link to={address}>{name}</Link> : name}
              <Badge tone={result.version ? "good" : "neutral"}>
                {t(result.version ? "result.done" : "result.same")}
              </Badge>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
