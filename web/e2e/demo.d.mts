/** A running demo: see demo.mjs. */
export interface Demo {
  address: string;
  ended: Promise<number>;
  stop: () => Promise<number>;
}

export function freePort(): Promise<number>;
export function startDemo(port: number): Promise<Demo>;
export function ready(demo: Demo): Promise<void>;
