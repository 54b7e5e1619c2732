import { ApiError } from "~/api/client";
import type { Permission } from "~/api/types";

const NEEDED = /^You need the permission ([a-z_.]+) for this\.$/;

/** The same refusal that the server gives, made before asking it. */
export function refusalFor(permission: Permission): ApiError {
  const detail = `You need the permission ${permission} for this.`;
  return new ApiError({ status: 403, code: "forbidden", detail });
}

export function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 403;
}

/** The permission that somebody lacks, where the refusal names one. */
export function permissionLacking(error: unknown): string | null {
  return isRefusal(error) ? permissionIn(error.message) : null;
}

/** The permission that the words of a refusal name. */
export function permissionIn(words: string): string | null {
  return NEEDED.exec(words)?.[1] ?? null;
}
