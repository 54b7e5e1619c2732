import { useEffect, useRef, useState } from "react";
import type { RoleDetail } from "~/roles/types";

const SHOWN_MS = 1_800;
const NONE: ReadonlySet<string> = new Set();

/** What has changed a moment ago, as `role/permission`: so that a change by somebody else is seen. */
export function useFreshRights(roles: readonly RoleDetail[]): ReadonlySet<string> {
  const former = useRef<ReadonlyMap<string, ReadonlySet<string>>>(new Map());
  const [fresh, setFresh] = useState(NONE);
  // A mark that goes away by itself is a clock beside the data, not something derived from it.
  useEffect(() => {
    const known = former.current;
    former.current = new Map(roles.map((role) => [role.key, new Set(role.permissions)]));
    const changed = roles.flatMap((role) => {
      const before = known.get(role.key);
      if (!before) return [];
      const now = new Set(role.permissions);
      const gained = role.permissions.filter((right) => !before.has(right));
      const lost = [...before].filter((right) => !now.has(right));
      return [...gained, ...lost].map((right) => `${role.key}/${right}`);
    });
    if (changed.length === 0) return;
    setFresh(new Set(changed));
    const timer = setTimeout(() => setFresh(NONE), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [roles]);
  return fresh;
}
