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
  const share = value === null ? null : Math.min(1, value / (max || 1));
  return (
    <div className="flex w-full flex-col gap-1.5">
      <div className={isLabelHidden ? "sr-only" : "flex items-baseline justify-between gap-3 text-sm"}>
        <span className="text-ink-soft">{label}</span>
        {text ? <span className="text-ink tabular-nums">{text}</span> : null}
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max || 1}
        aria-valuenow={value ?? undefined}
        aria-valuetext={text}
        className="h-1 overflow-hidden rounded-full bg-line"
      >
        <div
          style={{ width: share === null ? "33%" : `${share * 100}%` }}
          className={cx(
            "h-full rounded-full transition-[width] duration-150",
            share === null ? "animate-pulse" : null,
            FILLS[tone],
          )}
        />
      </div>
    </div>
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
