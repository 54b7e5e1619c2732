import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldChanges, fieldName } from "~/diff/field-changes";
import { versionQuery } from "~/history/queries";
import type { Version } from "~/history/types";
import { VersionActs } from "~/history/version-acts";
import { paths } from "~/paths";
import { Badge, type Tone } from "~/ui/badge";
import { cx } from "~/ui/class-names";
import { Link } from "~/ui/link";
import { ProblemNotice } from "~/ui/problem-notice";
import { Skeleton } from "~/ui/skeleton";
import { useFormat } from "~/ui/use-format";

const TONES: Record<string, Tone> = {
  created: "good",
  restored: "accent",
  undone: "warn",
  rolled_back: "warn",
};

interface VersionRowProps {
  version: Version;
  isCurrent: boolean;
  /** Names the thing, where versions of several are listed. */
  entity?: React.ReactNode;
}

/** One version: a line that opens into what changed and what can be done about it. */
export function VersionRow({ version, isCurrent, entity }: VersionRowProps) {
  const { t } = useTranslation("history");
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <li className="border-line border-b">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setIsOpen(!isOpen)}
        className="flex w-full items-start gap-3 rounded-sm py-3 text-left hover:bg-hover/60"
      >
        <ChevronRight
          size={15}
          aria-hidden="true"
          className={cx("mt-1 shrink-0 text-ink-faint transition-transform", isOpen && "rotate-90")}
        />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <span className="font-medium tabular-nums">{entity ?? t("version", { n: version.number })}</span>
            <ActionBadge action={version.action} />
            {isCurrent ? <Badge tone="good">{t("current")}</Badge> : null}
          </span>
          <span className="block truncate text-ink-soft text-sm">
            {version.fields.map(fieldName).join(", ") || t("no_fields")}
          </span>
        </span>
        <span className="shrink-0 text-right text-sm">
          <span className="block text-ink">{version.actor_name}</span>
          <time dateTime={version.at} title={format.dateTime(version.at)} className="block text-ink-faint">
            {format.ago(version.at)}
          </time>
        </span>
      </button>
      {isOpen ? (
        <div id={id} className="flex flex-col gap-4 pt-1 pb-5 sm:pl-7">
          <Changes id={version.id} />
          <div className="flex flex-wrap items-center gap-2">
            <VersionActs version={version} isCurrent={isCurrent} />
            {version.request_id ? (
              <Link to={paths.changes(version.request_id)} className="ml-auto text-accent text-sm underline">
                {t("request_link")}
              </Link>
            ) : null}
          </div>
        </div>
      ) : null}
    </li>
  );
}

function ActionBadge({ action }: { action: string }) {
  const { t, i18n } = useTranslation("history");
  if (action === "updated") return null;
  const key = `action.${action}`;
  const label = i18n.exists(key, { ns: "history" })
    ? t(key as "action.created")
    : action.replaceAll("_", " ");
  return <Badge tone={TONES[action] ?? "neutral"}>{label}</Badge>;
}

function Changes({ id }: { id: string }) {
  const version = useQuery(versionQuery(id));
  if (version.error) return <ProblemNotice error={version.error} onRetry={() => void version.refetch()} />;
  if (!version.data) return <Skeleton className="h-20 w-full" />;
  return <FieldChanges changes={version.data.changes} />;
}
