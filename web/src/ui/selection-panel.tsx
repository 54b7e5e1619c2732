import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "~/ui/button";
import { cx } from "~/ui/class-names";

interface SelectionPanelProps {
  count: number;
  onClear: () => void;
  /** A panel stands at the right edge; the bar keeps clear of it. */
  hasPeek?: boolean;
  children: ReactNode;
}

/** What can be done with everything that is ticked, at the foot of the list. */
export function SelectionPanel({ count, onClear, hasPeek = false, children }: SelectionPanelProps) {
  const { t } = useTranslation("ui");
  if (count === 0) return null;
  return (
    <section
      aria-label={t("rows.selection")}
      className={cx(
        "fixed inset-x-3 bottom-4 z-30 mx-auto flex w-fit max-w-[calc(100vw-1.5rem)] flex-wrap items-center justify-center gap-2 rounded-lg border border-line bg-surface p-2 pl-4 shadow-float md:left-60",
        hasPeek ? "max-lg:hidden lg:right-[37rem]" : null,
      )}
    >
      <p role="status" className="mr-2 font-medium text-sm tabular-nums">
        {t("rows.selected", { count })}
      </p>
      {children}
      <IconButton
        size="sm"
        label={t("rows.clear")}
        icon={<X size={15} aria-hidden="true" />}
        onClick={onClear}
      />
    </section>
  );
}
