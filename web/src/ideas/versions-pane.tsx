import { useSuspenseQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Content, Idea, IdeaVersion } from "~/api/types";
import { ContentDiffView } from "~/diff/content-diff-view";
import { VersionsButton } from "~/history/versions-button";
import { Select } from "~/ui/select";
import { useFormat } from "~/ui/use-format";
import { versionsQuery } from "./queries";

interface VersionsPaneProps {
  idea: Idea;
  /** What is being typed on top of the newest version; null when nothing is. */
  typed: Content | null;
  /** Puts an older text into the editor; null where the person cannot edit. */
  onRestore: ((content: Content) => void) | null;
}

const TYPED = "typed";

/** All versions, and what changed between any two, the one being typed included. */
export function VersionsPane({ idea, typed, onRestore }: VersionsPaneProps) {
  const { t } = useTranslation("ideas");
  const { data } = useSuspenseQuery(versionsQuery(idea.id));
  const versions = data.toSorted((a, b) => b.n - a.n);
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({});
  const newest = typed ? TYPED : String(versions[0]?.n ?? "");
  const to = known(versions, typed, chosen.to) ?? newest;
  const from = known(versions, typed, chosen.from) ?? before(versions, to);
  const contentOf = (key: string | undefined) =>
    key === TYPED ? typed : versions.find(({ n }) => String(n) === key)?.content;
  const [older, newer] = [contentOf(from), contentOf(to)];
  const options = [
    ...(typed ? [{ value: TYPED, label: t("versions.mine") }] : []),
    ...versions.map(({ n, created_by_name }) => ({
      value: String(n),
      label: t("versions.option", { n, name: created_by_name }),
      hint: n === idea.content_version ? t("versions.current") : undefined,
    })),
  ];
  return (
    <div className="flex flex-col gap-5">
      {options.length > 1 ? (
        <div className="flex items-center gap-2">
          <Select
            aria-label={t("versions.from")}
            size="sm"
            options={options}
            value={from ?? null}
            onChange={(next) => setChosen({ ...chosen, from: next ?? undefined })}
          />
          <ArrowRight size={15} className="shrink-0 text-ink-faint" aria-hidden="true" />
          <Select
            aria-label={t("versions.to")}
            size="sm"
            options={options}
            value={to}
            onChange={(next) => setChosen({ ...chosen, to: next ?? undefined })}
          />
        </div>
      ) : (
        <p className="text-ink-soft">{t("versions.only_one")}</p>
      )}
      {older && newer ? <ContentDiffView before={older} after={newer} /> : null}
      <ol className="flex flex-col border-line border-t">
        {versions.map((version) => (
          <VersionRow
            key={version.n}
            version={version}
            isCurrent={version.n === idea.content_version}
            onCompare={
              version.n > 1 ? () => setChosen({ from: String(version.n - 1), to: String(version.n) }) : null
            }
            onRestore={
              onRestore && version.n !== idea.content_version ? () => onRestore(version.content) : null
            }
          />
        ))}
      </ol>
      <div>
        <VersionsButton kind="idea" id={idea.id} name={idea.title} />
      </div>
    </div>
  );
}

interface VersionRowProps {
  version: IdeaVersion;
  isCurrent: boolean;
  onCompare: (() => void) | null;
  onRestore: (() => void) | null;
}

function VersionRow({ version, isCurrent, onCompare, onRestore }: VersionRowProps) {
  const { t } = useTranslation("ideas");
  const format = useFormat();
  return (
    <li className="flex flex-col gap-1 border-line border-b py-3">
      <p className="flex items-baseline gap-2">
        <span className="font-medium">{t("editor.clean", { n: version.n })}</span>
        {isCurrent ? <span className="text-good text-sm">{t("versions.current")}</span> : null}
        <code title={t("versions.hash")} className="ml-auto font-mono text-ink-faint text-xs">
          {version.content_hash.slice(0, 8)}
        </code>
      </p>
      {version.note ? <p className="text-ink">{version.note}</p> : null}
      <p className="text-ink-faint text-sm">
        {t("versions.by", { name: version.created_by_name, when: format.ago(version.created_at) })}
      </p>
      <div className="flex flex-wrap gap-x-4 text-sm">
        {onCompare ? (
          <button type="button" className="text-accent underline" onClick={onCompare}>
            {t("versions.compare")}
          </button>
        ) : null}
        {onRestore ? (
          <button type="button" className="text-accent underline" onClick={onRestore}>
            {t("versions.restore")}
          </button>
        ) : null}
      </div>
    </li>
  );
}

function known(
  versions: readonly IdeaVersion[],
  typed: Content | null,
  key: string | undefined,
): string | undefined {
  if (key === TYPED) return typed ? TYPED : undefined;
  return versions.some(({ n }) => String(n) === key) ? key : undefined;
}

/** The version in front of another; typed text stands on the newest. */
function before(versions: readonly IdeaVersion[], key: string): string | undefined {
  if (key === TYPED) return versions[0] ? String(versions[0].n) : undefined;
  const at = versions.findIndex(({ n }) => String(n) === key);
  const previous = versions[at + 1];
  return previous ? String(previous.n) : undefined;
}
