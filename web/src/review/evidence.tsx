import { FileCheck2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Decision, ReviewIdea } from "~/api/types";
import { verdictOf } from "~/ideas/verdict";
import { useFormat } from "~/ui/use-format";

interface EvidenceProps {
  idea: ReviewIdea;
  decision: Decision;
  agency: string;
}

/** What stays on record: who decided what, when, and on exactly which text. */
export function Evidence({ idea, decision, agency }: EvidenceProps) {
  const { t } = useTranslation("review");
  const format = useFormat();
  const verdict = verdictOf(decision.verdict);
  if (verdict === "other") return null;
  return (
    <section className="flex gap-3 rounded-md border border-line bg-surface p-4">
      <FileCheck2 size={18} className="mt-0.5 shrink-0 text-ink-faint" aria-hidden="true" />
      <div className="flex min-w-0 flex-col gap-1.5">
        <h2 className="sr-only">{t("evidence.title")}</h2>
        <p className="font-medium">
          {t(`evidence.${verdict}`, { name: decision.actor_name, when: format.dateTime(decision.at) })}
        </p>
        {decision.comment ? (
          <blockquote className="border-accent-line border-l-2 pl-3 font-serif text-lg italic">
            {decision.comment}
          </blockquote>
        ) : null}
        <p className="text-ink-soft text-sm">
          {t("evidence.exactly", { n: idea.content_version, hash: idea.content_hash.slice(0, 12) })}
        </p>
        {verdict === "request_changes" ? null : (
          <p className="text-ink-soft text-sm">{t("evidence.reopen", { agency })}</p>
        )}
      </div>
    </section>
  );
}
