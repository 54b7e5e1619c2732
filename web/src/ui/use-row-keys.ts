import { type RefObject, useEffect, useEffectEvent } from "react";

export interface RowKeys {
  onOpen: (id: string) => void;
  onEdit: (id: string) => void;
  onToggle: (id: string) => void;
  onClear: () => void;
}

type Step = "down" | "up" | "left" | "right";

const STEPS: Record<string, Step> = {
  ArrowDown: "down",
  ArrowUp: "up",
  ArrowLeft: "left",
  ArrowRight: "right",
  j: "down",
  k: "up",
  h: "left",
  l: "right",
};

/**
 * Keys for a board or a table: rows carry `data-row`, columns `data-column`. j and k work from
 * anywhere on the page, the others once a row has the focus.
 */
export function useRowKeys(container: RefObject<HTMLElement | null>, keys: RowKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const root = container.current;
    if (!root || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (isElsewhere(event.target, root)) return;
    const row = document.activeElement?.closest<HTMLElement>("[data-row]");
    const current = row && root.contains(row) ? row : null;
    if (act(event, root, current, keys)) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

/** Typing, an open dialog or menu, a control of its own: the key is not for the list. */
function isElsewhere(target: EventTarget | null, root: HTMLElement): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("textarea, select, [role=menu], [role=listbox]"))
    return true;
  if (target instanceof HTMLInputElement && target.type !== "checkbox") return true;
  return target !== document.body && !root.contains(target) && target.closest("[role=dialog]") !== null;
}

function act(event: KeyboardEvent, root: HTMLElement, current: HTMLElement | null, keys: RowKeys): boolean {
  const step = STEPS[event.key];
  if (step) {
    if (!current && event.key.startsWith("Arrow")) return false;
    const target = current ? neighbour(root, current, step) : root.querySelector<HTMLElement>("[data-row]");
    focusRow(target);
    return true;
  }
  const id = current?.dataset.row;
  if (!id) return false;
  const isLink = event.target instanceof HTMLAnchorElement;
  if (event.key === "Enter" && !isLink) keys.onOpen(id);
  else if (event.key === "e") keys.onEdit(id);
  else if (event.key === "x") keys.onToggle(id);
  else if (event.key === "Escape") keys.onClear();
  else return false;
  return true;
}

export function neighbour(root: HTMLElement, current: HTMLElement, step: Step): HTMLElement | null {
  const columns = Array.from(root.querySelectorAll<HTMLElement>("[data-column]"));
  const column = current.closest<HTMLElement>("[data-column]");
  const rows = rowsOf(column ?? root);
  const at = rows.indexOf(current);
  if (step === "down") return rows[at + 1] ?? null;
  if (step === "up") return rows[at - 1] ?? null;
  if (!column) return null;
  const direction = step === "right" ? 1 : -1;
  for (let i = columns.indexOf(column) + direction; i >= 0 && i < columns.length; i += direction) {
    const there = rowsOf(columns[i] ?? root);
    if (there.length > 0) return there[Math.min(at, there.length - 1)] ?? null;
  }
  return null;
}

function rowsOf(element: HTMLElement): HTMLElement[] {
  return Array.from(element.querySelectorAll<HTMLElement>("[data-row]"));
}

function focusRow(row: HTMLElement | null): void {
  row?.querySelector<HTMLElement>("a[href], button")?.focus();
  row?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
