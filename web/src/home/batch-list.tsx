import { useTranslation } from "react-i18next";
import type { Batch, BatchState } from "~/api/types";
import { paths } from "~/paths";
import { Badge, type Tone } from "~/ui/badge";
import { Link } from "~/ui/link";
import { useFormat } from "~/ui/use-format";

const TONES: Record<BatchState, Tone> = {
  queued: "neutral",
  running: "accent",
  succeeded: "good",
  cached: "good",
  fallback: "warn",
  failed: "bad",
  cancelled: "neutral",
};

export function BatchList({ batches }: { batches: readonly Batch[] }) {
  const { t } = useTranslation(["home", "terms"]);
  const format = useFormat();
  return (
    <ul className="border-line border-t">
      {batches.map((batch) => (
        <li key={batch.id} className="relative border-line border-b py-3 hover:bg-hover/60">
          <div className="flex items-center justify-between gap-3">
            <Link
              to={paths.campaign(batch.campaign_id)}
              className="text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
            >
              {t("home:batches.made", { done: batch.ideas_created, total: batch.posts + batch.reels })}
            </Link>
            <Badge tone={TONES[batch.state]}>{t(`terms:batch_state.${batch.state}`)}</Badge>
          </div>
          <p className="text-ink-faint text-sm">
            {batch.created_by_name} · {format.ago(batch.created_at)}
            {batch.is_sandbox ? ` · ${t("home:batches.sandbox")}` : null}
          </p>
        </li>
      ))}
    </ul>
  );
}
