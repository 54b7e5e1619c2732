import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Answer } from "~/api/types";
import { Autosave, type SaveState } from "~/exercises/autosave";

function setUp(save: (answers: Record<string, Answer>) => Promise<void>) {
  const states: SaveState[] = [];
  const sent: Record<string, Answer>[] = [];
  const saver = new Autosave({
    save: (answers) => {
      sent.push(answers);
      return save(answers);
    },
    onState: (state) => states.push(state),
    pauseMs: 100,
    retryMs: 1_000,
  });
  return { saver, states, sent };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("sends once when typing pauses, with the newest answers", async () => {
  const { saver, states, sent } = setUp(async () => {});
  saver.change("tone", "d");
  await vi.advanceTimersByTimeAsync(60);
  saver.change("tone", "dry");
  saver.change("words", ["warm"]);
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([{ tone: "dry", words: ["warm"] }]);
  expect(states.at(-1)).toBe("saved");
  expect(saver.hasPending).toBe(false);
});

it("keeps what could not be saved and tries again, newer answers winning", async () => {
  let isDown = true;
  const { saver, states, sent } = setUp(async () => {
    if (isDown) throw new Error("offline");
  });
  saver.change("tone", "dry");
  saver.change("person", "Ada");
  await vi.advanceTimersByTimeAsync(100);
  expect(states.at(-1)).toBe("failed");
  expect(saver.hasPending).toBe(true);
  isDown = false;
  saver.change("tone", "dryer");
  await vi.advanceTimersByTimeAsync(100);
  expect(sent.at(-1)).toEqual({ tone: "dryer", person: "Ada" });
  expect(states.at(-1)).toBe("saved");
});

it("sends one request at a time", async () => {
  const finish: (() => void)[] = [];
  const { saver, sent } = setUp(() => new Promise((resolve) => finish.push(resolve)));
  saver.change("tone", "a");
  await vi.advanceTimersByTimeAsync(100);
  saver.change("tone", "b");
  await vi.advanceTimersByTimeAsync(500);
  expect(sent).toEqual([{ tone: "a" }]);
  finish[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual([{ tone: "a" }, { tone: "b" }]);
});

it("hands over what is pending to who sends it otherwise", async () => {
  const { saver, sent } = setUp(async () => {});
  saver.change("tone", "dry");
  expect(saver.takePending()).toEqual({ tone: "dry" });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([]);
});
