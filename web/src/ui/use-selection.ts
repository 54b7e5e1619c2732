import { useMemo, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  setAll: (ids: readonly string[]) => void;
  clear: () => void;
}

const NONE: ReadonlySet<string> = new Set();

/** What is ticked in a list. Only what the list still shows counts. */
export function useSelection(visibleIds: readonly string[]): Selection {
  const [ticked, setTicked] = useState(NONE);
  return useMemo(() => {
    const ids = new Set(visibleIds.filter((id) => ticked.has(id)));
    return {
      ids,
      has: (id) => ids.has(id),
      toggle: (id) => {
        const next = new Set(ids);
        if (!next.delete(id)) next.add(id);
        setTicked(next);
      },
      setAll: (all) => setTicked(new Set(all)),
      clear: () => setTicked(NONE),
    };
  }, [visibleIds, ticked]);
}
