import { useSyncExternalStore } from "react";

let chosen: string | undefined;
const watchers = new Set<() => void>();

/** The zone that moments are shown in; nothing for the device's own, or for one that the device does not know. */
export function chooseTimeZone(zone: string | null | undefined): void {
  chosen = zone && isKnown(zone) ? zone : undefined;
  for (const notify of watchers) notify();
}

function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }) !== null;
  } catch {
    return false;
  }
}

export function useTimeZone(): string | undefined {
  return useSyncExternalStore(
    (notify) => {
      watchers.add(notify);
      return () => watchers.delete(notify);
    },
    () => chosen,
  );
}
