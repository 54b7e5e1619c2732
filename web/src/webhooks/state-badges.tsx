import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "~/ui/badge";
import type { DeliveryState, EndpointState, ReceivedState, WebhookEndpoint } from "~/webhooks/types";

const DELIVERY: Record<DeliveryState, Tone> = { pending: "accent", delivered: "good", failed: "bad" };
const RECEIVED: Record<ReceivedState, Tone> = {
  received: "accent",
  done: "good",
  failed: "warn",
  dead: "bad",
};

export function DeliveryBadge({ state }: { state: DeliveryState }) {
  const { t } = useTranslation("webhooks");
  return <Badge tone={DELIVERY[state]}>{t(`delivery_state.${state}`)}</Badge>;
}

export function ReceivedBadge({ state }: { state: ReceivedState }) {
  const { t } = useTranslation("webhooks");
  return <Badge tone={RECEIVED[state]}>{t(`received_state.${state}`)}</Badge>;
}

export function SwitchBadge({ state }: { state: EndpointState }) {
  const { t } = useTranslation("webhooks");
  return <Badge tone={state === "enabled" ? "good" : "neutral"}>{t(`state.${state}`)}</Badge>;
}

/** Enabled, failing, or disabled with the reason. */
export function EndpointBadge({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation("webhooks");
  const { disabled_reason: reason, failures_in_row: failures } = endpoint;
  if (reason) return <Badge tone={reason === "by_hand" ? "neutral" : "bad"}>{t(`reason.${reason}`)}</Badge>;
  if (failures > 0) return <Badge tone="warn">{t("state.failing", { count: failures })}</Badge>;
  return <SwitchBadge state="enabled" />;
}
