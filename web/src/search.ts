import { withQuery } from "~/api/client";

/** Search parameters are plain strings in this app; pages narrow them in `validateSearch`. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  return withQuery("", search as Record<string, string | undefined>);
}

/** A search parameter as one of the allowed values, or nothing. */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
