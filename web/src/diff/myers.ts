// Myers' O(ND) comparison ("An O(ND) Difference Algorithm and Its Variations", 1986) over any
// sequence of strings. Greedy forward search with the trace kept, so it finds a shortest script.

export type Op = { kind: "same" | "removed" | "added"; token: string };

// Past this many edits the two texts have little in common; a word-by-word script would be noise
// and the search quadratic, so the middle is shown as one replacement.
const EDITS_MAX = 1_000;

export function compare(before: readonly string[], after: readonly string[]): Op[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let beforeEnd = before.length;
  let afterEnd = after.length;
  while (beforeEnd > start && afterEnd > start && before[beforeEnd - 1] === after[afterEnd - 1]) {
    beforeEnd--;
    afterEnd--;
  }
  return [
    ...before.slice(0, start).map((token): Op => ({ kind: "same", token })),
    ...middle(before.slice(start, beforeEnd), after.slice(start, afterEnd)),
    ...before.slice(beforeEnd).map((token): Op => ({ kind: "same", token })),
  ];
}

function middle(before: readonly string[], after: readonly string[]): Op[] {
  const trace = before.length > 0 && after.length > 0 ? search(before, after) : null;
  return trace ? backtrack(before, after, trace) : replacement(before, after);
}

function replacement(before: readonly string[], after: readonly string[]): Op[] {
  return [
    ...before.map((token): Op => ({ kind: "removed", token })),
    ...after.map((token): Op => ({ kind: "added", token })),
  ];
}

/** The furthest x reached on each diagonal k = x − y, one snapshot an edit; null past the limit. */
function search(before: readonly string[], after: readonly string[]): Map<number, number>[] | null {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  const editsMax = Math.min(before.length + after.length, EDITS_MAX);
  for (let edits = 0; edits <= editsMax; edits++) {
    trace.push(new Map(furthest));
    for (let k = -edits; k <= edits; k += 2) {
      let x = isDownward(furthest, k, edits) ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      let y = x - k;
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x++;
        y++;
      }
      furthest.set(k, x);
      if (x >= before.length && y >= after.length) return trace;
    }
  }
  return null;
}

function backtrack(
  before: readonly string[],
  after: readonly string[],
  trace: readonly Map<number, number>[],
): Op[] {
  const ops: Op[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Map<number, number>();
    const k = x - y;
    const previousK = isDownward(furthest, k, edits) ? k + 1 : k - 1;
    const previousX = at(furthest, previousK);
    const previousY = previousX - previousK;
    while (x > previousX && y > previousY && x > 0 && y > 0) {
      ops.push({ kind: "same", token: before[--x] ?? "" });
      y--;
    }
    if (edits === 0) break;
    if (x === previousX) ops.push({ kind: "added", token: after[--y] ?? "" });
    else ops.push({ kind: "removed", token: before[--x] ?? "" });
  }
  return ops.reverse();
}

function isDownward(furthest: ReadonlyMap<number, number>, k: number, edits: number): boolean {
  return k === -edits || (k !== edits && at(furthest, k - 1) < at(furthest, k + 1));
}

function at(furthest: ReadonlyMap<number, number>, k: number): number {
  return furthest.get(k) ?? -1;
}
