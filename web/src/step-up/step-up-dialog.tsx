import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useId } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { ProofForm } from "~/step-up/proof-form";
import { stepUpQuery } from "~/step-up/queries";
import { ProblemNotice } from "~/ui/problem-notice";
import { Skeleton } from "~/ui/skeleton";

interface StepUpDialogProps {
  onAnswer: (isProved: boolean) => void;
}

/**
 * "Is it you?" The browser's own dialog, because it may open above any other: it lies in the top layer and
 * keeps keys and focus to itself, whatever stands below.
 */
export function StepUpDialog({ onAnswer }: StepUpDialogProps) {
  const { t } = useTranslation(["step_up", "ui"]);
  const id = useId();
  const { data: offer, error, refetch } = useQuery(stepUpQuery);
  return createPortal(
    <dialog
      ref={show}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-why`}
      onCancel={(event) => {
        event.preventDefault();
        onAnswer(false);
      }}
      // What is pressed here is not for the dialog below.
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.target === event.currentTarget && onAnswer(false)}
      className="m-auto mb-0 w-full max-w-full rounded-t-lg border border-line bg-surface p-0 text-ink shadow-float backdrop:bg-[#17140c]/40 sm:mb-auto sm:max-w-md sm:rounded-lg"
    >
      <div className="relative flex flex-col gap-6 p-6 sm:p-8">
        <div className="flex flex-col gap-1.5 pr-10">
          <h2 id={`${id}-title`} className="font-serif text-2xl">
            {t("step_up:title")}
          </h2>
          <p id={`${id}-why`} className="text-ink-soft">
            {t("step_up:why")}
          </p>
        </div>
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
        {offer ? <ProofForm offer={offer} onProved={() => onAnswer(true)} /> : null}
        {offer || error ? null : <Skeleton className="h-24 w-full" />}
        <button
          type="button"
          aria-label={t("ui:dialog.close")}
          onClick={() => onAnswer(false)}
          className="absolute top-5 right-5 flex size-8 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X size={18} aria-hidden="true" />
        </button>
      </div>
    </dialog>,
    document.body,
  );
}

function show(dialog: HTMLDialogElement | null): void {
  if (dialog && !dialog.open) dialog.showModal();
}
