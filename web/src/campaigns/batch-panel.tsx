import { Check, CircleAlert, FlaskConical, Shapes, Sparkles, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Batch } from "~/api/types";
import { Badge } from "~/ui/badge";
import { Button, IconButton, Spinner } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { ConfirmDialog } from "~/ui/dialog";
import { Progress } from "~/ui/progress";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";
import { percentDone, STAGES, stageState } from "./batch-progress";
import { isUnderWay, useCancelBatch } from "./queries";

interface BatchPanelProps {
  batch: Batch;
  onDismiss: () => void;
}

/** A batch on its way, stage by stage, and what became of it. */
export function BatchPanel({ batch, onDismiss }: BatchPanelProps) {
  return isUnderWay(batch) ? <Running batch={batch} /> : <Outcome batch={batch} onDismiss={onDismiss} />;
}

function Running({ batch }: { batch: Batch }) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const cancel = useCancelBatch(batch.campaign_id);
  const [isAsking, setIsAsking] = useState(false);
  const count = batch.posts + batch.reels;
  const stage = t(`batch.stage.${batch.stage}`);
  return (
    <section className="flex flex-col gap-4 rounded-md border border-accent-line bg-surface p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h2 className="font-serif text-xl">{t("batch.title", { count })}</h2>
          <p className="text-ink-faint text-sm">
            {t("batch.by", { name: batch.created_by_name, when: format.ago(batch.created_at) })}
            {batch.attempt > 1 ? ` · ${t("batch.attempt", { n: batch.attempt })}` : null}
          </p>
        </div>
        <Button size="sm" isBusy={cancel.isPending} onClick={() => setIsAsking(true)}>
          {t("batch.cancel")}
        </Button>
      </div>
      <Progress
        label={stage}
        value={percentDone(batch)}
        max={100}
        text={
          batch.progress_total > 0
            ? t("batch.progress", { done: batch.progress_done, total: batch.progress_total })
            : undefined
        }
      />
      <p role="status" className="sr-only">
        {stage}
      </p>
      <ol className="grid gap-x-4 gap-y-2 sm:grid-cols-3 lg:grid-cols-6">
        {STAGES.map((name) => {
          const state = stageState(batch, name);
          return (
            <li
              key={name}
              aria-current={state === "now" ? "step" : undefined}
              className={cx(
                "flex items-center gap-2 text-sm",
                state === "next"
                  ? "text-ink-faint"
                  : state === "now"
                    ? "font-medium text-accent"
                    : "text-ink-soft",
              )}
            >
              <span className="flex size-4 shrink-0 items-center justify-center">
                {state === "done" ? <Check size={14} className="text-good" aria-hidden="true" /> : null}
                {state === "now" ? <Spinner /> : null}
                {state === "next" ? <span className="size-1.5 rounded-full bg-line-strong" /> : null}
              </span>
              {t(`batch.stage.${name}`)}
              <span className="sr-only">({t(`batch.stage_state.${state}`)})</span>
            </li>
          );
        })}
      </ol>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("batch.cancel_title")}
        consequence={t("batch.cancel_body")}
        actionLabel={t("batch.cancel")}
        onConfirm={async () => {
          await cancel.mutateAsync(batch.id);
          toast.info(t("batch.cancelled"));
        }}
      />
    </section>
  );
}

const FRAMES = {
  succeeded: "border-line bg-surface",
  cached: "border-line bg-surface",
  fallback: "border-warn/40 bg-warn-soft",
  failed: "border-bad/40 bg-bad-soft",
  cancelled: "border-line bg-surface",
} as const;

function Outcome({ batch, onDismiss }: BatchPanelProps) {
  const { t } = useTranslation(["campaigns", "terms"]);
  const format = useFormat();
  const state = batch.state === "queued" || batch.state === "running" ? "succeeded" : batch.state;
  const Icon = state === "fallback" ? Shapes : state === "failed" ? CircleAlert : Sparkles;
  const hasCount = state === "succeeded" || state === "cached" || state === "fallback";
  const title = hasCount
    ? t(`campaigns:batch.outcome.${state}`, { count: batch.ideas_created })
    : t(`campaigns:batch.outcome.${state}`);
  const why =
    state === "cached" || state === "fallback" || state === "failed"
      ? t(`campaigns:batch.why.${state}`)
      : null;
  return (
    <section role="status" className={cx("flex items-start gap-3 rounded-md border p-4", FRAMES[state])}>
      <Icon
        size={17}
        aria-hidden="true"
        className={cx(
          "mt-0.5 shrink-0",
          state === "failed" ? "text-bad" : state === "fallback" ? "text-warn" : "text-accent",
        )}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h2 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium text-base">
          {title}
          {batch.is_sandbox && hasCount && state !== "fallback" ? (
            <Badge tone="warn" icon={<FlaskConical size={12} aria-hidden="true" />}>
              {t("terms:idea_source.sandbox_model")}
            </Badge>
          ) : null}
        </h2>
        {why ? <p className="text-ink text-sm">{why}</p> : null}
        {batch.is_sandbox && state === "succeeded" ? (
          <p className="text-ink-soft text-sm">{t("campaigns:batch.why.sandbox")}</p>
        ) : null}
        {batch.detail ? <p className="text-ink-soft text-sm">{batch.detail}</p> : null}
        <p className="text-ink-faint text-sm tabular-nums">
          {batch.model && batch.tokens_out > 0
            ? `${t("campaigns:batch.figures", {
                model: batch.model,
                tokens: format.number(batch.tokens_in + batch.tokens_out),
                cost: format.micros(batch.cost_micros),
              })} · `
            : null}
          {t("campaigns:batch.by", { name: batch.created_by_name, when: format.ago(batch.created_at) })}
        </p>
      </div>
      <IconButton
        size="sm"
        label={t("campaigns:batch.dismiss")}
        icon={<X size={15} aria-hidden="true" />}
        onClick={onDismiss}
      />
    </section>
  );
}
