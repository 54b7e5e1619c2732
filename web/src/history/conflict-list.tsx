import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { fieldName } from "~/diff/field-changes";
import { valueText } from "~/diff/value-text";
import type { Conflict } from "~/history/types";

/** What is in the way of taking a change back, if that is why it was refused. */
export function conflictsOf(error: unknown): readonly Conflict[] | null {
  if (!(error instanceof ApiError)) return null;
  if (error.code !== "undo_conflict" && error.code !== "rollback_conflict") return null;
  return (error.details.conflicts as Conflict[] | undefined) ?? [];
}

interface ConflictListProps {
  conflicts: readonly Conflict[];
  /** Names the thing, where conflicts of several are listed. */
  nameOf?: (conflict: Conflict) => string | null;
}

/** Fields that cannot be taken back: how they were, what the change wrote, what stands there now. */
export function ConflictList({ conflicts, nameOf }: ConflictListProps) {
  const { t, i18n } = useTranslation("history");
  const reasonOf = ({ reason = "changed_since" }: Conflict) => {
    const key = `reason.${reason}`;
    return i18n.exists(key, { ns: "history" }) ? t(key as "reason.changed_since") : reason;
  };
  return (
    <ul className="flex flex-col gap-4">
      {conflicts.map((conflict) => (
        <li key={`${conflict.id ?? ""}/${conflict.field}`} className="rounded-md border border-line p-4">
          <p className="font-medium">
            {[nameOf?.(conflict), fieldName(conflict.field)].filter(Boolean).join(" · ")}
          </p>
          <p className="mb-3 text-ink-soft text-sm">{reasonOf(conflict)}</p>
          <dl className="grid gap-3 text-sm sm:grid-cols-3">
            <Side label={t("conflict.base")} value={conflict.base} />
            <Side label={t("conflict.theirs")} value={conflict.theirs} />
            <Side label={t("conflict.ours")} value={conflict.ours} />
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
