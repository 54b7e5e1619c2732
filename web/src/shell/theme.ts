import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";
export const THEMES: readonly Theme[] = ["light", "dark", "system"];

const STORAGE_KEY = "atelier.theme";
const watchers = new Set<() => void>();

/** `theme.js` has put the stored choice onto the root element before anything was drawn. */
function current(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

export function chooseTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Blocked storage: the choice then lasts until the page is left.
  }
  for (const notify of watchers) notify();
}

/** What the person chose on another device counts where nothing was chosen yet. */
export function adoptTheme(theme: "light" | "dark" | null | undefined): void {
  try {
    if (theme && localStorage.getItem(STORAGE_KEY) === null) chooseTheme(theme);
  } catch {
    // Blocked storage: nobody can tell what was chosen here.
  }
}

export function useTheme(): Theme {
  return useSyncExternalStore((notify) => {
    watchers.add(notify);
    return () => watchers.delete(notify);
  }, current);
}
