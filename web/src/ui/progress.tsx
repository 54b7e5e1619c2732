import { Progress as Base } from "@base-ui/react/progress";
import { cx } from "~/ui/class-names";

interface ProgressProps {
  label: string;
  /** Steps done; null when it cannot be known. */
  value: number | null;
  max: number;
  /** What is written at the right end, e.g. "3 of 4". */
  text?: string;
  tone?: "accent" | "good" | "warn" | "bad";
  isLabelHidden?: boolean;
}

const FILLS = { accent: "bg-accent-fill", good: "bg-good", warn: "bg-warn", bad: "bg-bad" };

export function Progress({ label, value, max, text, tone = "accent", isLabelHidden = false }: ProgressProps) {
  return (
    <Base.Root
      value={value}
      max={max || 1}
      className="flex w-full flex-col gap-1.5"
      getAriaValueText={() => text ?? ""}
    >
      <div className={isLabelHidden ? "sr-only" : "flex items-baseline justify-between gap-3 text-sm"}>
        <Base.Label className="text-ink-soft">{label}</Base.Label>
        {text ? <span className="text-ink tabular-nums">{text}</span> : null}
      </div>
      <Base.Track className="h-1 overflow-hidden rounded-full bg-line">
        <Base.Indicator
          className={cx(
            "h-full rounded-full transition-[width] duration-150 data-[indeterminate]:w-1/3 data-[indeterminate]:animate-pulse",
            FILLS[tone],
          )}
        />
      </Base.Track>
    </Base.Root>
  );
}

interface StepsProps {
  done: number;
  total: number;
  label: string;
}

/** A few steps as marks, for lists where a bar would shout. */
export function Steps({ done, total, label }: StepsProps) {
  const marks = Array.from({ length: total }, (_, at) => at);
  return (
    <span className="inline-flex items-center gap-2">
      <span className="inline-flex gap-1" role="img" aria-label={label}>
        {marks.map((at) => (
          <span key={at} className={cx("h-1.5 w-4 rounded-full", at < done ? "bg-accent-fill" : "bg-line")} />
        ))}
      </span>
      <span className="text-ink-faint text-sm tabular-nums" aria-hidden="true">
        {done}/{total}
      </span>
    </span>
  );
}
