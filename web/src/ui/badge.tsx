import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "~/ui/class-names";

export type Tone = "neutral" | "accent" | "good" | "warn" | "bad";

const TONES: Record<Tone, string> = {
  neutral: "bg-sunken text-ink-soft",
  accent: "bg-accent-soft text-accent",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
};

interface BadgeProps {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A state in a word. Colour only repeats what the word says. */
export function Badge({ tone = "neutral", icon, children, className }: BadgeProps) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 whitespace-nowrap rounded-sm px-2 py-0.5 font-medium text-xs",
        TONES[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}

interface ChipProps {
  children: string;
  onRemove?: () => void;
}

/** A value among several, e.g. a tag or an active filter. */
export function Chip({ children, onRemove }: ChipProps) {
  const { t } = useTranslation("ui");
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-full border border-line bg-surface py-0.5 pr-1 pl-2.5 text-ink text-sm">
      <span className={cx("truncate", onRemove ? null : "pr-1.5")}>{children}</span>
      {onRemove ? (
        <button
          type="button"
          onClick={onRemove}
          aria-label={t("chip.remove", { name: children })}
          className="flex size-5 items-center justify-center rounded-full text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X size={12} aria-hidden="true" />
        </button>
      ) : null}
    </span>
  );
}
