const STORAGE_KEY = "atelier.see_as";

/**
 * The role through whose eyes this tab looks, or nothing. Every reading call says so to the server, which
 * narrows its answers; a new tab sees with its own eyes again.
 */
export function seeingAs(): string | null {
  try {
    return sessionStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

export function setSeeingAs(role: string | null): void {
  try {
    if (role === null) sessionStorage.removeItem(STORAGE_KEY);
    else sessionStorage.setItem(STORAGE_KEY, role);
  } catch {
    // Blocked storage: one sees with one's own eyes.
  }
}
