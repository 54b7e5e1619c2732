import { useSyncExternalStore } from "react";

/**
 * The one question "is it you?" that a call may have to wait for. Calls that need it in the same moment
 * wait for the same answer.
 */
export class ProofQuestion {
  #asked: { answer: Promise<boolean>; settle: (isProved: boolean) => void } | null = null;
  readonly #watchers = new Set<() => void>();

  get isOpen(): boolean {
    return this.#asked !== null;
  }

  watch = (notify: () => void): (() => void) => {
    this.#watchers.add(notify);
    return () => this.#watchers.delete(notify);
  };

  ask = (): Promise<boolean> => {
    if (!this.#asked) {
      let settle: (isProved: boolean) => void = () => {};
      const answer = new Promise<boolean>((resolve) => {
        settle = resolve;
      });
      this.#asked = { answer, settle };
      this.#tell();
    }
    return this.#asked.answer;
  };

  settle = (isProved: boolean): void => {
    const asked = this.#asked;
    this.#asked = null;
    asked?.settle(isProved);
    this.#tell();
  };

  #tell(): void {
    for (const notify of this.#watchers) notify();
  }
}

export const proofQuestion = new ProofQuestion();

export function useIsProofAsked(): boolean {
  return useSyncExternalStore(proofQuestion.watch, () => proofQuestion.isOpen);
}
