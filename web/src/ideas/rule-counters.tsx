import { useTranslation } from "react-i18next";
import type { RulesCheck } from "~/api/types";
import { cx } from "~/ui/class-names";
import { useFormat } from "~/ui/use-format";

type Count = RulesCheck["counts"][number];

const UNITS = [
  "code_points",
  "graphemes",
  "weighted",
  "bytes",
  "utf16",
  "hashtags",
  "mentions",
  "cashtags",
  "lines",
] as const;

/** How much of each limit a text uses, in the unit that the channel counts in. */
export function RuleCounters({ counts }: { counts: readonly Count[] }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1">
      {counts.map((count) => (
        <li key={`${count.field}${count.unit}`}>
          <Counter count={count} />
        </li>
      ))}
    </ul>
  );
}

function Counter({ count: { field, unit, actual, limit } }: { count: Count }) {
  const { t } = useTranslation("ideas");
  const format = useFormat();
  // A number of things is counted in the things that the field names.
  const known = UNITS.find((candidate) => candidate === (unit === "count" ? field : unit)) ?? "other";
  const share = limit > 0 ? Math.min(1, actual / limit) : 0;
  const isOver = actual > limit;
  const isNear = !isOver && share > 0.9;
  return (
    <span
      className={cx(
        "inline-flex items-center gap-2 text-xs tabular-nums",
        isOver ? "font-medium text-bad" : isNear ? "text-warn" : "text-ink-faint",
      )}
    >
      <span className="h-1 w-10 overflow-hidden rounded-full bg-line" aria-hidden="true">
        <span
          className={cx(
            "block h-full rounded-full",
            isOver ? "bg-bad" : isNear ? "bg-warn" : "bg-line-strong",
          )}
          style={{ width: `${Math.round(share * 100)}%` }}
        />
      </span>
      {field === "title" ? `${t("field.title")}: ` : null}
      {t("check.counter", {
        actual: format.number(actual),
        limit: format.number(limit),
        unit: t(`check.unit.${known}`),
      })}
      {isOver ? <span>({t("check.over", { count: actual - limit })})</span> : null}
    </span>
  );
}
