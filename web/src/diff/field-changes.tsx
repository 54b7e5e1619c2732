import { useTranslation } from "react-i18next";
import { i18n } from "~/i18n/i18n";
import { DiffText } from "./diff-text";
import { valueText } from "./value-text";
import { type Change, diffWords } from "./word-diff";

export interface FieldChange {
  field: string;
  before?: unknown;
  after?: unknown;
}

/** What became of each field, value by value; the namespaces `history` and `ideas` have the words. */
export function FieldChanges({ changes }: { changes: readonly FieldChange[] }) {
  const { t } = useTranslation("history");
  if (changes.length === 0) return <p className="text-ink-soft">{t("no_changes")}</p>;
  return (
    <dl className="flex flex-col gap-4 rounded-md bg-sunken p-4">
      {changes.map(({ field, before, after }) => (
        <div key={field} className="flex flex-col gap-1">
          <dt className="font-medium text-ink-soft text-sm">{fieldName(field)}</dt>
          <dd className="max-h-80 overflow-y-auto">
            <DiffText changes={changesOf(before, after)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `contact_email` and `content/hook` as a person would write them. */
export function fieldName(field: string): string {
  const key = `history:field.${field.replace(/^\//, "")}`;
  if (i18n.exists(key)) return i18n.t(key as "history:field.name");
  const words = field.replace(/^\//, "").replaceAll("_", " ").replaceAll("/", " › ");
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

function changesOf(before: unknown, after: unknown): Change[] {
  const [older, newer] = [valueText(before), valueText(after)];
  if (older === "" && newer === "") return [];
  if (older === "") return [{ kind: "added", text: newer }];
  if (newer === "") return [{ kind: "removed", text: older }];
  // A number or a date is another one, it has not been edited.
  const isText = typeof before === "string" && typeof after === "string" && /\s/.test(older + newer);
  if (isText || typeof before === "object") return diffWords(older, newer);
  return [
    { kind: "removed", text: older },
    { kind: "same", text: " " },
    { kind: "added", text: newer },
  ];
}
