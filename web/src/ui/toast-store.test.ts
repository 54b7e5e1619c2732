import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ToastStore } from "~/ui/toast-store";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("lets news go, and keeps errors longer", () => {
  const store = new ToastStore();
  store.add("success", "Saved");
  store.add("error", "Refused");
  vi.advanceTimersByTime(5_000);
  expect(store.toasts.map((toast) => toast.title)).toEqual(["Refused"]);
  vi.advanceTimersByTime(10_000);
  expect(store.toasts).toEqual([]);
});

it("takes nothing away while someone reads", () => {
  const store = new ToastStore();
  store.add("success", "Saved");
  store.pause();
  vi.advanceTimersByTime(60_000);
  expect(store.toasts).toHaveLength(1);
  store.resume();
  vi.advanceTimersByTime(60_000);
  expect(store.toasts).toHaveLength(0);
});

it("shows only the newest few", () => {
  const store = new ToastStore();
  for (let n = 1; n <= 6; n += 1) store.add("info", `News ${n}`);
  expect(store.toasts.map((toast) => toast.title)).toEqual(["News 3", "News 4", "News 5", "News 6"]);
});
