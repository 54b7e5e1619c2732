import { describe, expect, it } from "vitest";
import type { BatchStage } from "~/api/types";
import { percentDone, STAGES, stageState } from "./batch-progress";

const at = (stage: BatchStage, progress_done = 0, progress_total = 8) => ({
  stage,
  progress_done,
  progress_total,
});

describe("stageState", () => {
  it("says what is done, what is now and what comes", () => {
    const states = STAGES.map((stage) => stageState({ stage: "model" }, stage));
    expect(states).toEqual(["done", "done", "done", "now", "next", "next"]);
    expect(STAGES.map((stage) => stageState({ stage: "done" }, stage))).toEqual(STAGES.map(() => "done"));
  });
});

describe("percentDone", () => {
  it("never goes back", () => {
    const run = [
      at("queued"),
      at("cache"),
      at("prompt"),
      at("model"),
      at("model", 3),
      at("model", 8),
      at("validate"),
      at("store"),
      at("done"),
    ];
    const percents = run.map(percentDone);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.at(-1)).toBe(100);
  });

  it("does not divide by nothing", () => {
    expect(percentDone(at("model", 0, 0))).toBe(12);
  });
});
