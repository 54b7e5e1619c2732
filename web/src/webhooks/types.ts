/** Webhooks as the API tells them. */

export type Ordering = "none" | "subject" | "account" | "endpoint";
export type EndpointState = "enabled" | "disabled";

export interface WebhookEndpoint {
  id: string;
  url: string;
  description: string;
  event_types: string[];
  application_id: string | null;
  ordering: Ordering;
  state: EndpointState;
  disabled_reason: "by_hand" | "gone" | "failing" | null;
  public_key: string;
  previous_until: string | null;
  failures_in_row: number;
  failing_since: string | null;
  paused_until: string | null;
  version: number;
  created_at: string;
  updated_at: string;
}

/** Only the answers to making and rotating tell the secret. */
export type WebhookEndpointWithSecret = WebhookEndpoint & { secret: string };

export interface EndpointChange {
  url?: string;
  description?: string;
  event_types?: string[];
  ordering?: Ordering;
  state?: EndpointState;
}

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Delivery {
  id: string;
  endpoint_id: string;
  event_id: string;
  type: string;
  state: DeliveryState;
  attempts: number;
  due_at: string | null;
  last_status: number | null;
  last_error: string | null;
  created_at: string;
  finished_at: string | null;
}

export interface Attempt {
  id: string;
  number: number;
  at: string;
  duration_ms: number;
  url: string;
  request_headers: Record<string, string>;
  status: number | null;
  response_headers: Record<string, string> | null;
  response_body: string | null;
  error: string | null;
}

export type DeliveryDetail = Delivery & { payload: string; attempt_log: Attempt[] };

export const SCHEMES = [
  "shared_secret",
  "standard_webhooks",
  "stripe",
  "github",
  "slack",
  "meta",
  "twilio",
  "mailgun",
  "resend",
  "hmac",
] as const;
export type Scheme = (typeof SCHEMES)[number];

export interface Connector {
  id: string;
  name: string;
  scheme: Scheme;
  url: string;
  state: EndpointState;
  last_received_at: string | null;
  version: number;
  created_at: string;
}

/** The secret is told when it was made just now, and not when it was given. */
export type ConnectorWithSecret = Connector & { secret: string | null };

export interface ConnectorCreate {
  name: string;
  scheme: Scheme;
  secret?: string;
}

export const RECEIVED_STATES = ["received", "done", "failed", "dead"] as const;
export type ReceivedState = (typeof RECEIVED_STATES)[number];

export interface Received {
  id: string;
  connector_id: string;
  connector_name: string;
  scheme: Scheme;
  event_id: string;
  type: string;
  state: ReceivedState;
  attempts: number;
  problem: string | null;
  payload_bytes: number;
  received_at: string;
  finished_at: string | null;
}

export type ReceivedDetail = Received & { headers: Record<string, string>; payload: string };

export interface EventType {
  name: string;
  description: string;
  permission: string;
  schema: Record<string, unknown>;
  example: Record<string, unknown>;
}
