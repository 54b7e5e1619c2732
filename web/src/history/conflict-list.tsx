import { useTranslation } from "react-i18next";
import { fieldName } from "~/diff/field-changes";
import { valueText } from "~/diff/value-text";
import type { Conflict } from "~/history/types";

/** Fields that undoing cannot decide: how they were, what came since, what undoing would write. */
export function ConflictList({ conflicts }: { conflicts: readonly Conflict[] }) {
  const { t } = useTranslation("history");
  return (
    <ul className="flex flex-col gap-4">
      {conflicts.map(({ field, base, theirs, ours }) => (
        <li key={field} className="rounded-md border border-line p-4">
          <p className="mb-2 font-medium">{fieldName(field)}</p>
          <dl className="grid gap-3 text-sm sm:grid-cols-3">
            <Side label={t("conflict.base")} value={base} />
            <Side label={t("conflict.theirs")} value={theirs} />
            <Side label={t("conflict.ours")} value={ours} />
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Side({ label, value }: { label: string; value: unknown }) {
  const { t } = useTranslation("history");
  return (
    <div className="min-w-0">
      <dt className="text-ink-faint">{label}</dt>
      <dd className="whitespace-pre-wrap break-words">{valueText(value) || t("nothing")}</dd>
    </div>
  );
}
