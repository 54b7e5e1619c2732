import type { Batch, BatchStage } from "~/api/types";

/** The stages a person sees, in order; `done` is the end of the last. */
export const STAGES = ["queued", "cache", "prompt", "model", "validate", "store"] as const;

export type StageState = "done" | "now" | "next";

export function stageState(batch: Pick<Batch, "stage">, stage: (typeof STAGES)[number]): StageState {
  const order: readonly BatchStage[] = [...STAGES, "done"];
  const distance = order.indexOf(batch.stage) - order.indexOf(stage);
  if (distance > 0) return "done";
  return distance === 0 ? "now" : "next";
}

/**
 * How full the bar is, from 0 to 100. The model takes nearly all of the time, so its ideas fill most
 * of it; the bar never goes back when a stage begins.
 */
export function percentDone(batch: Pick<Batch, "stage" | "progress_done" | "progress_total">): number {
  const share = batch.progress_total > 0 ? batch.progress_done / batch.progress_total : 0;
  switch (batch.stage) {
    case "queued":
      return 0;
    case "cache":
      return 4;
    case "prompt":
      return 8;
    case "model":
      return Math.round(12 + 68 * share);
    case "validate":
      return 86;
    case "store":
      return 94;
    case "done":
      return 100;
  }
}
