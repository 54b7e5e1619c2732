import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMay } from "~/session/queries";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Fact, FactList } from "~/ui/fact-list";
import { ProblemNotice } from "~/ui/problem-notice";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";
import { useReplayDelivery } from "~/webhooks/acts";
import { Bytes, Headers } from "~/webhooks/exchange";
import { deliveryQuery } from "~/webhooks/queries";
import { DeliveryBadge } from "~/webhooks/state-badges";
import type { Attempt } from "~/webhooks/types";

/** One delivery: what was sent, and each attempt with request and answer. */
export function DeliveryDetails({ endpointId, id }: { endpointId: string; id: string }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const may = useMay();
  const replay = useReplayDelivery();
  const { data: delivery, error } = useQuery(deliveryQuery(endpointId, id));
  if (error) return <ProblemNotice error={error} />;
  if (!delivery) return null;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <DeliveryBadge state={delivery.state} />
        {may("webhook.update") ? (
          <Button
            size="sm"
            icon={<RotateCcw size={13} aria-hidden="true" />}
            isBusy={replay.isPending}
            onClick={() => replay.mutate(delivery, { onSuccess: () => toast.success(t("replayed")) })}
          >
            {t("replay")}
          </Button>
        ) : null}
      </div>
      <FactList>
        <Fact label={t("column.type")}>
          <span className="font-mono text-sm">{delivery.type}</span>
        </Fact>
        <Fact label="webhook-id">
          <span className="break-all font-mono text-sm">{delivery.event_id}</span>
        </Fact>
        <Fact label={t("column.at")}>{format.dateTime(delivery.created_at)}</Fact>
        {delivery.due_at ? <Fact label={t("deliveries.due")}>{format.dateTime(delivery.due_at)}</Fact> : null}
      </FactList>
      <Bytes label={t("deliveries.payload")} text={delivery.payload} />
      <section className="flex flex-col gap-3">
        <h3 className="font-medium">{t("deliveries.attempts")}</h3>
        {delivery.attempt_log.length > 0 ? (
          <ol className="flex flex-col gap-3">
            {delivery.attempt_log.map((attempt) => (
              <AttemptCard key={attempt.id} attempt={attempt} />
            ))}
          </ol>
        ) : (
          <p className="text-ink-soft text-sm">{t("deliveries.no_attempts")}</p>
        )}
      </section>
    </div>
  );
}

function AttemptCard({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const { status } = attempt;
  const isGood = status !== null && status >= 200 && status < 300;
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line p-4">
      <p className="flex flex-wrap items-center gap-2.5 text-sm">
        <span className="font-medium">{t("deliveries.attempt", { number: attempt.number })}</span>
        <Badge tone={isGood ? "good" : "bad"}>{status ?? t("deliveries.no_answer")}</Badge>
        <span className="text-ink-soft tabular-nums">
          {format.dateTime(attempt.at)} · {format.number(attempt.duration_ms)} ms
        </span>
      </p>
      {attempt.error ? <p className="break-words text-bad text-sm">{attempt.error}</p> : null}
      <Headers label={t("deliveries.request_headers")} headers={attempt.request_headers} />
      {attempt.response_headers ? (
        <Headers label={t("deliveries.response_headers")} headers={attempt.response_headers} />
      ) : null}
      {attempt.response_body ? (
        <Bytes label={t("deliveries.response_body")} text={attempt.response_body} />
      ) : null}
    </li>
  );
}
