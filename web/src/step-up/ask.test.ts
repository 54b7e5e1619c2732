import { expect, it, vi } from "vitest";
import { ProofQuestion } from "~/step-up/ask";

it("is one question for all who wait", async () => {
  const question = new ProofQuestion();
  const notified = vi.fn();
  question.watch(notified);
  const answers = Promise.all([question.ask(), question.ask()]);
  expect(question.isOpen).toBe(true);
  question.settle(true);
  expect(await answers).toEqual([true, true]);
  expect(question.isOpen).toBe(false);
  expect(notified).toHaveBeenCalledTimes(2);
});

it("is asked anew the next time", async () => {
  const question = new ProofQuestion();
  const declined = question.ask();
  question.settle(false);
  expect(await declined).toBe(false);
  const proved = question.ask();
  question.settle(true);
  expect(await proved).toBe(true);
});
