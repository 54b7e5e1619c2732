import { seeingAs } from "~/api/see-as";
import type { Problem, ProblemField } from "~/api/types";

/** An answer of the API that is not 2xx, or no answer at all (`status` 0, code `offline`). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly fields: readonly ProblemField[];
  /** All that the answer said, for codes that say more than the common shape has. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | null;

  constructor(problem: Partial<Problem> & { status: number }, retryAfterSeconds: number | null = null) {
    super(problem.detail ?? problem.title ?? "");
    this.status = problem.status;
    this.code = problem.code ?? (problem.status === 0 ? "offline" : "unexpected");
    this.requestId = problem.request_id ?? null;
    this.fields = problem.errors ?? [];
    this.details = { ...problem };
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Messages by form field: the pointer `/contact/email` belongs to the control named `contact.email`. */
  byField(wordsOf: (code: string) => string | null = () => null): Record<string, string> {
    const messages: Record<string, string> = {};
    for (const field of this.fields) {
      const name = field.pointer.replace(/^\//, "").replaceAll("/", ".");
      messages[name] ??= wordsOf(field.code) ?? field.detail;
    }
    return messages;
  }
}

export interface CallOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  /** A body that is not JSON, such as a table that somebody pasted. */
  text?: { type: string; content: string };
  /** The version that the person saw; the server answers 412 when it has moved on. */
  ifMatch?: number;
  /** Reuse one key for the retries of one intent; a new key is made for each call otherwise. */
  idempotencyKey?: string;
  /** The token of a review link, instead of the session cookie. */
  bearer?: string;
  signal?: AbortSignal;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What the app does when a session has ended; set once by the router. */
let onUnauthenticated: (() => void) | null = null;

export function whenUnauthenticated(react: () => void): void {
  onUnauthenticated = react;
}

/** Asks the person for a proof that it is them, and says whether they gave it; set once by the app. */
let askForProof: (() => Promise<boolean>) | null = null;

export function whenProofNeeded(ask: () => Promise<boolean>): void {
  askForProof = ask;
}

async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  return await perform(method, path, options, askForProof);
}

async function perform<T>(
  method: Method,
  path: string,
  options: CallOptions,
  ask: (() => Promise<boolean>) | null,
): Promise<T> {
  const response = await send(method, path, options);
  if (!response.ok) {
    const error = await readProblem(response);
    if (error.code === "step_up_required" && !options.bearer && ask) {
      // A sensitive act waits for the proof and is then done, so that nobody has to begin it again.
      if (await ask()) return await perform(method, path, { ...options, idempotencyKey: undefined }, null);
      throw new ApiError({ status: 403, code: "step_up_declined" });
    }
    if (error.status === 401 && !options.bearer && !path.startsWith("/auth/")) onUnauthenticated?.();
    throw error;
  }
  if (response.status === 204 || response.status === 202) return (await readIfAny(response)) as T;
  return (await response.json()) as T;
}

async function readIfAny(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

async function send(method: Method, path: string, options: CallOptions): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  if (document.documentElement.lang) headers.set("Accept-Language", document.documentElement.lang);
  if (options.text) headers.set("Content-Type", options.text.type);
  else if (options.body !== undefined) headers.set("Content-Type", "application/json");
  if (options.bearer) headers.set("Authorization", `Bearer ${options.bearer}`);
  else if (method === "GET" && seeingAs()) headers.set("X-Atelier-See-As", seeingAs() ?? "");
  if (options.ifMatch !== undefined) headers.set("If-Match", `"${options.ifMatch}"`);
  if (method === "POST" && !path.startsWith("/auth/")) {
    headers.set("Idempotency-Key", options.idempotencyKey ?? crypto.randomUUID());
  }
  try {
    return await fetch(withQuery(path, options.query), {
      method,
      headers,
      body: options.text?.content ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      // A review link must not act with the session of whoever happens to be signed in on this device.
      credentials: options.bearer ? "omit" : "same-origin",
      signal: options.signal,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError({ status: 0, code: "offline" });
  }
}

async function readProblem(response: Response): Promise<ApiError> {
  const retryAfter = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const seconds = Number.isNaN(retryAfter) ? null : retryAfter;
  const requestId = response.headers.get("X-Request-Id") ?? undefined;
  if (response.headers.get("Content-Type")?.includes("json")) {
    try {
      const problem = (await response.json()) as Problem;
      return new ApiError(
        { ...problem, status: response.status, request_id: problem.request_id ?? requestId },
        seconds,
      );
    } catch {
      // A proxy may send a broken page; the status still says what happened.
    }
  }
  return new ApiError({ status: response.status, request_id: requestId }, seconds);
}

export function withQuery(path: string, query: CallOptions["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const V1 = "/api/v1";

/** Paths are relative to `/api/v1`. */
export const api = {
  get: <T>(path: string, options?: CallOptions) => call<T>("GET", V1 + path, options),
  post: <T>(path: string, body?: unknown, options?: CallOptions) =>
    call<T>("POST", V1 + path, { ...options, body: body ?? {} }),
  put: <T>(path: string, body: unknown, options?: CallOptions) =>
    call<T>("PUT", V1 + path, { ...options, body }),
  patch: <T>(path: string, body: unknown, options?: CallOptions) =>
    call<T>("PATCH", V1 + path, { ...options, body }),
  delete: <T>(path: string, options?: CallOptions) => call<T>("DELETE", V1 + path, options),
};

/** Sessions, health and the administration of people live outside `/api/v1`. */
export const root = {
  get: <T>(path: string, options?: CallOptions) => call<T>("GET", path, options),
  post: <T>(path: string, body?: unknown, options?: CallOptions) =>
    call<T>("POST", path, { ...options, body: body ?? {} }),
  put: <T>(path: string, body: unknown, options?: CallOptions) => call<T>("PUT", path, { ...options, body }),
  delete: <T>(path: string, options?: CallOptions) => call<T>("DELETE", path, options),
};
