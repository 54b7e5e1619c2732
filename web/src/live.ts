import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { keys } from "~/api/keys";
import { queryClient } from "~/api/query-client";
import type { ChangeEvent } from "~/api/types";

export type LiveState = "idle" | "connecting" | "open" | "reconnecting" | "offline";

const STREAM = "/api/v1/events/stream";
const DELAY_MS_MIN = 1_000;
const DELAY_MS_MAX = 30_000;

/**
 * One stream of changes for the whole app. It never carries content: a change only says which cached
 * answers are old, so that what a person may see is decided in one place, the server's reads.
 */
export class LiveChanges {
  #state: LiveState = "idle";
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #hasBeenOpen = false;
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<(change: ChangeEvent) => void>();
  readonly #queries: QueryClient;

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  get state(): LiveState {
    return this.#state;
  }

  watch = (notify: () => void): (() => void) => {
    this.#watchers.add(notify);
    return () => this.#watchers.delete(notify);
  };

  listen(listener: (change: ChangeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#state !== "idle") return;
    window.addEventListener("online", this.#reconnectNow);
    window.addEventListener("offline", this.#lost);
    this.#become("connecting");
    this.#connect();
  }

  stop(): void {
    window.removeEventListener("online", this.#reconnectNow);
    window.removeEventListener("offline", this.#lost);
    this.#close();
    this.#failures = 0;
    this.#hasBeenOpen = false;
    this.#become("idle");
  }

  #connect(): void {
    this.#close();
    const source = new EventSource(STREAM);
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      // The browser resumes with Last-Event-ID only on its own retries; after ours there may be a gap.
      if (this.#hasBeenOpen) void this.#queries.invalidateQueries();
      this.#hasBeenOpen = true;
      this.#become("open");
    };
    source.onerror = () => {
      this.#become(navigator.onLine ? "reconnecting" : "offline");
      if (source.readyState === EventSource.CLOSED) this.#retryLater();
    };
    source.addEventListener("change", (event) => this.#apply(JSON.parse(event.data) as ChangeEvent));
    source.addEventListener("reset", () => void this.#queries.invalidateQueries());
  }

  #apply(change: ChangeEvent): void {
    for (const queryKey of staleKeys(change)) void this.#queries.invalidateQueries({ queryKey });
    for (const listener of this.#listeners) listener(change);
  }

  #retryLater(): void {
    this.#close();
    const delay = Math.min(DELAY_MS_MAX, DELAY_MS_MIN * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#connect(), delay);
  }

  #reconnectNow = (): void => {
    this.#become("reconnecting");
    this.#connect();
  };

  #lost = (): void => {
    this.#become("offline");
  };

  #close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #become(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const notify of this.#watchers) notify();
  }
}

/** What a change makes old. Kinds that nobody mapped yet refresh the activity list only. */
export function staleKeys(change: ChangeEvent): QueryKey[] {
  const resource = change.type.split(".")[0] ?? "";
  const stale: QueryKey[] = [["activity"]];
  switch (resource) {
    case "idea":
      stale.push(keys.ideas.one(change.id), keys.ideas.versions(change.id), keys.rounds(change.id));
      stale.push(["ideas", "list"], ["review"], keys.campaigns.all, keys.clients.all, keys.home);
      break;
    case "comment":
      stale.push(["comments"], ["ideas"], ["review"], keys.home);
      break;
    case "batch":
      stale.push(keys.batches.all, keys.home, keys.usage);
      // Ideas appear while the batch runs.
      stale.push(["ideas", "list"], ["campaigns", "one"]);
      break;
    case "campaign":
    case "campaigns":
      stale.push(keys.campaigns.all, keys.clients.all, keys.home);
      break;
    case "client":
      stale.push(keys.clients.all, keys.home);
      break;
    case "exercise":
    case "voice":
      stale.push(["exercises"], ["voice"], keys.clients.all);
      break;
    case "access_link":
      stale.push(["links"]);
      break;
    case "prompt":
      stale.push(keys.prompts.all);
      break;
    case "role":
    case "override":
    case "assignment":
    case "permission_override":
    case "role_assignment":
      stale.push(
        keys.me,
        keys.roles,
        ["overrides"],
        ["assignments"],
        ["member_rights"],
        ["explain"],
        keys.users.all,
        keys.home,
      );
      break;
    case "member":
    case "user":
      stale.push(keys.me, keys.users.all, keys.members, ["assignments"], ["member_rights"], ["explain"]);
      stale.push(["accounts", "members"], keys.home);
      break;
    case "invitation":
      stale.push(keys.invitations, keys.users.all);
      break;
    case "account":
      stale.push(keys.accounts.all);
      break;
    case "profile":
      stale.push(keys.profiles.all, keys.accounts.all);
      break;
    case "profile_schema":
      stale.push(keys.profileSchemas, keys.profiles.all);
      break;
    case "tenant":
    case "settings":
      stale.push(keys.tenant, keys.tenants, keys.me);
      break;
    case "audit_export":
      stale.push(keys.audit.exports);
      break;
    case "privacy_export":
      stale.push(keys.privacy.exports);
      break;
    case "privacy_erasure":
      stale.push(keys.privacy.erasures);
      break;
    case "api_key":
      stale.push(keys.apiKeys);
      break;
    case "oauth_client":
      stale.push(keys.applications);
      break;
    case "oauth_grant":
      stale.push(keys.grants);
      break;
    case "token_issuer":
      stale.push(keys.tokenIssuers);
      break;
    case "webhook":
    case "webhook_connector":
    case "webhook_endpoint":
      stale.push(keys.webhooks.all);
      break;
    case "audit":
      // The log changes with everything that anybody does: only a page that follows it reads it again.
      return [];
  }
  return stale;
}

const shared = new LiveChanges(queryClient);

export const startLive = () => shared.start();
export const stopLive = () => shared.stop();

export function useLiveState(): LiveState {
  return useSyncExternalStore(shared.watch, () => shared.state);
}

/** Runs `react` for each change while the component is shown, e.g. to announce it. */
export function useLiveChanges(react: (change: ChangeEvent) => void): void {
  const latest = useEffectEvent(react);
  useEffect(() => shared.listen((change) => latest(change)), []);
}
