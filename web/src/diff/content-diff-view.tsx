import { useTranslation } from "react-i18next";
import type { Content } from "~/api/types";
import { usePlaceName } from "~/ideas/use-place-name";
import { countContentChanges, diffContent } from "./content-diff";
import { DiffText } from "./diff-text";

interface ContentDiffViewProps {
  before: Content;
  after: Content;
}

/** Everything that changed between two versions, text by text. */
export function ContentDiffView({ before, after }: ContentDiffViewProps) {
  const { t } = useTranslation("ideas");
  const placeName = usePlaceName();
  const parts = diffContent(before, after);
  if (parts.length === 0) return <p className="text-ink-soft">{t("versions.same")}</p>;
  const { added, removed } = countContentChanges(parts);
  return (
    <div className="flex flex-col gap-5">
      <p className="text-ink-faint text-sm tabular-nums">{t("versions.words", { added, removed })}</p>
      {parts.map((part) => (
        <section key={part.key} aria-label={placeName(part)} className="flex flex-col gap-1.5">
          <p className="font-medium text-ink-soft text-sm">{placeName(part)}</p>
          <DiffText changes={part.changes} />
        </section>
      ))}
    </div>
  );
}
