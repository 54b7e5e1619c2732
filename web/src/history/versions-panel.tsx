import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldChanges } from "~/diff/field-changes";
import { versionDiffQuery, versionsQuery } from "~/history/queries";
import type { Version, VersionKind } from "~/history/types";
import { VersionRow } from "~/history/version-row";
import { ProblemNotice } from "~/ui/problem-notice";
import { Select } from "~/ui/select";
import { Skeleton } from "~/ui/skeleton";

interface VersionsPanelProps {
  kind: VersionKind;
  id: string;
}

/** Every version of one thing: what changed, when, by whom; and the way back. */
export function VersionsPanel({ kind, id }: VersionsPanelProps) {
  const { t } = useTranslation("history");
  const versions = useQuery(versionsQuery(kind, id));
  if (versions.error) return <ProblemNotice error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <Skeleton className="h-40 w-full" />;
  if (versions.data.length === 0) return <p className="text-ink-soft">{t("empty")}</p>;
  return (
    <div className="flex flex-col gap-5">
      {versions.data.length > 2 ? <Comparison versions={versions.data} /> : null}
      <ol className="border-line border-t">
        {versions.data.map((version, at) => (
          <VersionRow key={version.id} version={version} isCurrent={at === 0} />
        ))}
      </ol>
    </div>
  );
}

/** What lies between any two of them. */
function Comparison({ versions }: { versions: readonly Version[] }) {
  const { t } = useTranslation("history");
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState(versions[0]?.id ?? null);
  const diff = useQuery({ ...versionDiffQuery(from ?? "", to ?? ""), enabled: Boolean(from && to) });
  const options = versions.map(({ id, number, actor_name }) => ({
    value: id,
    label: t("version_by", { n: number, name: actor_name }),
  }));
  return (
    <div className="flex flex-col gap-3">
      <div className="flex max-w-xl items-center gap-2">
        <Select
          className="min-w-0 flex-1"
          size="sm"
          aria-label={t("compare_from")}
          placeholder={t("compare")}
          value={from}
          onChange={setFrom}
          options={options.filter(({ value }) => value !== to)}
        />
        <ArrowRight size={15} className="shrink-0 text-ink-faint" aria-hidden="true" />
        <Select
          className="min-w-0 flex-1"
          size="sm"
          aria-label={t("compare_to")}
          value={to}
          onChange={setTo}
          options={options.filter(({ value }) => value !== from)}
        />
      </div>
      {diff.error ? <ProblemNotice error={diff.error} /> : null}
      {from && diff.data ? <FieldChanges changes={diff.data.changes} /> : null}
    </div>
  );
}
