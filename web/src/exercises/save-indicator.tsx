import { Check, CloudOff, PenLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SaveState } from "~/exercises/autosave";
import { Button, Spinner } from "~/ui/button";
import { describeProblem } from "~/ui/problem";

interface SaveIndicatorProps {
  state: SaveState;
  failure: unknown;
  onRetry: () => void;
}

/** Where the answers are: typed, on their way, saved, or kept here until they can be saved. */
export function SaveIndicator({ state, failure, onRetry }: SaveIndicatorProps) {
  const { t } = useTranslation(["exercises", "ui"]);
  if (state === "failed" && failure) {
    return (
      <div role="alert" className="flex flex-col items-start gap-2 rounded-md bg-bad-soft p-3 text-sm">
        <p className="flex items-center gap-2 font-medium text-bad">
          <CloudOff size={15} aria-hidden="true" />
          {t("exercises:save.failed")}
        </p>
        <p>{describeProblem(failure).detail}</p>
        <Button size="sm" onClick={onRetry}>
          {t("ui:problem.retry")}
        </Button>
      </div>
    );
  }
  return (
    <p role="status" className="flex items-center gap-2 text-ink-soft text-sm">
      {state === "saving" ? (
        <Spinner />
      ) : state === "saved" ? (
        <Check size={15} className="text-good" aria-hidden="true" />
      ) : (
        <PenLine size={14} aria-hidden="true" />
      )}
      {t(`exercises:save.${state}`)}
    </p>
  );
}
