import { describeProblem } from "~/ui/problem";

export interface ToastAction {
  label: string;
  onPress: () => void;
}

export interface ToastOptions {
  description?: string;
  action?: ToastAction;
}

export interface Toast extends ToastOptions {
  id: number;
  kind: "success" | "info" | "error";
  title: string;
}

const SHOWN_MAX = 4;

/** Toasts on show, oldest first. A list that React reads as an external store. */
export class ToastStore {
  #toasts: readonly Toast[] = [];
  #lastId = 0;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #watchers = new Set<() => void>();

  get toasts(): readonly Toast[] {
    return this.#toasts;
  }

  watch = (notify: () => void): (() => void) => {
    this.#watchers.add(notify);
    return () => this.#watchers.delete(notify);
  };

  add(kind: Toast["kind"], title: string, options: ToastOptions = {}): void {
    this.#lastId += 1;
    const toast = { id: this.#lastId, kind, title, ...options };
    for (const old of this.#toasts.slice(0, Math.max(0, this.#toasts.length + 1 - SHOWN_MAX)))
      this.#forget(old.id);
    this.#change([...this.#toasts.slice(-(SHOWN_MAX - 1)), toast]);
    this.resume();
  }

  close(id: number): void {
    this.#forget(id);
    this.#change(this.#toasts.filter((toast) => toast.id !== id));
  }

  /** While someone reads (pointer or focus on them), none goes away. */
  pause(): void {
    for (const id of [...this.#timers.keys()]) this.#forget(id);
  }

  resume(): void {
    for (const toast of this.#toasts) {
      if (!this.#timers.has(toast.id))
        this.#timers.set(
          toast.id,
          setTimeout(() => this.close(toast.id), lifeMs(toast)),
        );
    }
  }

  #forget(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  #change(toasts: readonly Toast[]): void {
    this.#toasts = toasts;
    for (const notify of this.#watchers) notify();
  }
}

/** An error or an offer to undo has to stay long enough to be read and reached. */
function lifeMs(toast: Toast): number {
  if (toast.kind === "error") return 12_000;
  return toast.action ? 8_000 : 4_500;
}

export const toastStore = new ToastStore();

/** Short news about something that just happened. What must be read belongs on the page. */
export const toast = {
  success: (title: string, options?: ToastOptions) => toastStore.add("success", title, options),
  info: (title: string, options?: ToastOptions) => toastStore.add("info", title, options),
  error: (title: string, options?: ToastOptions) => toastStore.add("error", title, options),
  /** For acts that have no place of their own to show a failure. */
  problem: (error: unknown) => {
    const { title, detail, requestId } = describeProblem(error);
    toastStore.add("error", title, { description: requestId ? `${detail} (${requestId})` : detail });
  },
};
