import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLiveChanges } from "~/live";
import { cx } from "~/ui/class-names";

const PAUSE_MS = 400;

interface LiveTailProps {
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  /** The log has grown. */
  onRecorded: () => void;
}

/** Follows the log while it is on: whatever anybody does appears at the top. */
export function LiveTail({ isOn, onToggle, onRecorded }: LiveTailProps) {
  const { t } = useTranslation("audit");
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      onClick={() => onToggle(!isOn)}
      className={cx(
        "inline-flex h-9 items-center gap-2 rounded-md border px-3.5 font-medium",
        isOn
          ? "border-accent bg-accent-soft text-accent"
          : "border-line-strong bg-surface text-ink hover:bg-hover",
      )}
    >
      <span
        aria-hidden="true"
        className={cx("size-2 rounded-full", isOn ? "animate-pulse bg-accent" : "bg-line-strong")}
      />
      {t("live")}
      {isOn ? <Follower onRecorded={onRecorded} /> : null}
    </button>
  );
}

/** A burst of events asks for the list once. */
function Follower({ onRecorded }: { onRecorded: () => void }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  useLiveChanges(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      onRecorded();
    }, PAUSE_MS);
  });
  return null;
}
