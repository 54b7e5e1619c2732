import type { Answer } from "~/api/types";

export type SaveState = "saved" | "waiting" | "saving" | "failed";

interface AutosaveOptions {
  save: (answers: Record<string, Answer>) => Promise<void>;
  onState: (state: SaveState, error: unknown) => void;
  pauseMs?: number;
  retryMs?: number;
}

/**
 * Saves answers when typing pauses, one request at a time, the newest answer of each question winning.
 * What could not be saved stays pending and is tried again; nothing is dropped.
 */
export class Autosave {
  #pending: Record<string, Answer> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  readonly #options: Required<AutosaveOptions>;

  constructor(options: AutosaveOptions) {
    this.#options = { pauseMs: 700, retryMs: 5_000, ...options };
  }

  get hasPending(): boolean {
    return this.#running !== null || Object.keys(this.#pending).length > 0;
  }

  change(key: string, answer: Answer): void {
    this.#pending = { ...this.#pending, [key]: answer };
    this.#options.onState("waiting", null);
    this.#schedule(this.#options.pauseMs);
  }

  /** Saves now, and waits until all is saved or a try has failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    if (Object.keys(this.#pending).length === 0) return;
    this.#running = this.#send();
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }

  /** Gives up what is pending, because something else has sent it. */
  takePending(): Record<string, Answer> {
    clearTimeout(this.#timer);
    const taken = this.#pending;
    this.#pending = {};
    return taken;
  }

  async #send(): Promise<void> {
    const sent = this.takePending();
    this.#options.onState("saving", null);
    try {
      await this.#options.save(sent);
      this.#options.onState(Object.keys(this.#pending).length > 0 ? "waiting" : "saved", null);
    } catch (error) {
      // Newer answers win over those that failed.
      this.#pending = { ...sent, ...this.#pending };
      this.#options.onState("failed", error);
      this.#schedule(this.#options.retryMs);
    }
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delayMs);
  }
}
