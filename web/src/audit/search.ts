import { text } from "~/search";

/** What the address of the log says. Days are those of the person's own clock. */
export interface AuditSearch {
  class?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  target?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  request?: string | undefined;
  /** Follows what happens now. */
  live?: "1" | undefined;
  event?: string | undefined;
}

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  return {
    class: text(search.class),
    action: text(search.action),
    actor: idIn(search.actor),
    target: idIn(search.target),
    since: day(search.since),
    until: day(search.until),
    request: text(search.request),
    live: search.live === "1" ? "1" : undefined,
    event: text(search.event),
  };
}

export interface AuditFilter {
  class?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  target?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  request?: string | undefined;
}

/** The part that the server filters by: days become moments, the last one counts whole. */
export function auditFilterOf(search: AuditSearch): AuditFilter {
  const { live: _live, event: _event, since, until, ...others } = search;
  return { ...others, since: startOf(since), until: endOf(until) };
}

function startOf(date: string | undefined): string | undefined {
  return date ? new Date(`${date}T00:00:00`).toISOString() : undefined;
}

function endOf(date: string | undefined): string | undefined {
  return date ? new Date(`${date}T23:59:59.999`).toISOString() : undefined;
}

function day(value: unknown): string | undefined {
  const date = text(value);
  return date && /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : undefined;
}

const ID = /^[a-z_]+_[0-9a-z]{4,40}$/;

/** An id as the API writes them; the server refuses what is none. */
export function idIn(value: unknown): string | undefined {
  const id = text(value);
  return id && ID.test(id) ? id : undefined;
}
