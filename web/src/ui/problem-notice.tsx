import { AlertCircle, RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { describeProblem } from "~/ui/problem";

interface ProblemNoticeProps {
  error: unknown;
  /** Offered as a button when trying again can help. */
  onRetry?: () => void;
}

/** A failure at the place where it happened. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const { t } = useTranslation("ui");
  const { title, detail, requestId } = describeProblem(error);
  return (
    <div role="alert" className="flex items-start gap-3 rounded-md bg-bad-soft p-3.5">
      <AlertCircle size={17} className="mt-0.5 shrink-0 text-bad" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-bad">{title}</p>
        <p className="text-ink text-sm">{detail}</p>
        {requestId ? (
          <p className="mt-1 select-all break-all font-mono text-ink-soft text-xs">
            {t("problem.request", { id: requestId })}
          </p>
        ) : null}
      </div>
      {onRetry ? (
        <Button size="sm" icon={<RotateCw size={13} aria-hidden="true" />} onClick={onRetry}>
          {t("problem.retry")}
        </Button>
      ) : null}
    </div>
  );
}
