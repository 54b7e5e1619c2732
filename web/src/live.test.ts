import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keys } from "~/api/keys";
import type { ChangeEvent } from "~/api/types";
import { LiveChanges, staleKeys } from "~/live";

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  static get last(): FakeSource {
    const source = FakeSource.all.at(-1);
    if (!source) throw new Error("no source was opened");
    return source;
  }
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }

  close(): void {
    this.readyState = FakeSource.CLOSED;
  }

  send(type: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.();
  }
}

const change: ChangeEvent = {
  topic: "idea:ide_1",
  type: "idea.approved",
  id: "ide_1",
  campaign_id: "cmp_1",
  client_id: "cli_1",
  version: 4,
  seq: 12,
};

function setUp() {
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, "invalidateQueries").mockResolvedValue();
  const live = new LiveChanges(queries);
  const isStale = (key: readonly unknown[]) =>
    invalidate.mock.calls.some(([filter]) => JSON.stringify(filter?.queryKey) === JSON.stringify(key));
  return { live, invalidate, isStale };
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.all = [];
  vi.stubGlobal("EventSource", FakeSource);
});
afterEach(() => vi.useRealTimers());

describe("a change", () => {
  it("makes what shows it stale, and reaches those who listen", () => {
    const { live, isStale } = setUp();
    const heard: ChangeEvent[] = [];
    live.start();
    const leave = live.listen((event) => heard.push(event));
    FakeSource.last.send("change", change);
    expect(isStale(keys.ideas.one("ide_1"))).toBe(true);
    expect(isStale(keys.home)).toBe(true);
    expect(isStale(keys.ideas.one("ide_2"))).toBe(false);
    leave();
    FakeSource.last.send("change", change);
    expect(heard).toEqual([change]);
  });

  it("of a kind that nobody knows refreshes the activity only", () => {
    expect(staleKeys({ ...change, type: "dashboard.drawn" })).toEqual([["activity"]]);
  });

  it("of a link or a prompt refreshes their lists", () => {
    expect(staleKeys({ ...change, type: "access_link.revoked" })).toContainEqual(["links"]);
    expect(staleKeys({ ...change, type: "prompt.version_chosen" })).toContainEqual(keys.prompts.all);
  });

  it("of an import refreshes the campaigns", () => {
    expect(staleKeys({ ...change, type: "campaigns.imported" })).toContainEqual(keys.campaigns.all);
  });

  it("of a batch refreshes the ideas that it brings", () => {
    expect(staleKeys({ ...change, type: "batch.progressed" })).toContainEqual(["ideas", "list"]);
  });
});

describe("the connection", () => {
  it("is shown as it is", () => {
    const { live } = setUp();
    const states: string[] = [];
    live.watch(() => states.push(live.state));
    live.start();
    FakeSource.last.onopen?.();
    FakeSource.last.fail(0);
    FakeSource.last.onopen?.();
    live.stop();
    expect(states).toEqual(["connecting", "open", "reconnecting", "open", "idle"]);
  });

  it("does not refresh everything when it opens first", () => {
    const { live, invalidate } = setUp();
    live.start();
    FakeSource.last.onopen?.();
    expect(invalidate).not.toHaveBeenCalled();
  });

  it("refreshes everything when the gap cannot be closed", () => {
    const { live, invalidate } = setUp();
    live.start();
    FakeSource.last.send("reset", {});
    expect(invalidate).toHaveBeenCalledExactlyOnceWith();
  });

  it("tries again with growing pauses after the server refused it, and then refreshes everything", () => {
    const { live, invalidate } = setUp();
    live.start();
    FakeSource.last.onopen?.();
    FakeSource.last.fail(FakeSource.CLOSED);
    vi.advanceTimersByTime(1_000);
    expect(FakeSource.all).toHaveLength(2);
    FakeSource.last.fail(FakeSource.CLOSED);
    vi.advanceTimersByTime(1_000);
    expect(FakeSource.all).toHaveLength(2);
    vi.advanceTimersByTime(1_000);
    expect(FakeSource.all).toHaveLength(3);
    FakeSource.last.onopen?.();
    expect(live.state).toBe("open");
    expect(invalidate).toHaveBeenCalledOnce();
  });

  it("ends with the session", () => {
    const { live } = setUp();
    live.start();
    const source = FakeSource.last;
    live.stop();
    vi.advanceTimersByTime(60_000);
    expect(source.readyState).toBe(FakeSource.CLOSED);
    expect(FakeSource.all).toHaveLength(1);
  });
});
