import { lazy, Suspense } from "react";
import { proofQuestion, useIsProofAsked } from "~/step-up/ask";

const StepUpDialog = lazy(() =>
  import("./step-up-dialog").then((module) => ({ default: module.StepUpDialog })),
);

/** Stands beside the pages and shows its dialog when a call has to wait for a proof. */
export function StepUp() {
  const isAsked = useIsProofAsked();
  if (!isAsked) return null;
  return (
    <Suspense fallback={null}>
      <StepUpDialog onAnswer={proofQuestion.settle} />
    </Suspense>
  );
}
