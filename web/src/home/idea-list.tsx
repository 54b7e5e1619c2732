import { Clapperboard, FileText, MessageSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Idea } from "~/api/types";
import { paths } from "~/paths";
import { Link } from "~/ui/link";
import { useFormat } from "~/ui/use-format";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

export function IdeaList({ ideas }: { ideas: readonly Idea[] }) {
  const { t } = useTranslation(["home", "terms"]);
  const format = useFormat();
  return (
    <ul className="border-line border-t">
      {ideas.map((idea) => (
        <li
          key={idea.id}
          className="relative flex items-start gap-3.5 border-line border-b py-3.5 hover:bg-hover/60"
        >
          <span className="mt-1 text-ink-faint">
            {idea.kind === "reel" ? <Clapperboard {...icon} /> : <FileText {...icon} />}
            <span className="sr-only">{t(`terms:idea_kind.${idea.kind}`)}</span>
          </span>
          <div className="min-w-0 flex-1">
            <Link
              to={paths.idea(idea.id)}
              className="block font-serif text-ink text-lg after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
            >
              {idea.title}
            </Link>
            <p className="truncate text-ink-soft text-sm">
              {idea.client_name} · {idea.campaign_name}
            </p>
          </div>
          <div className="shrink-0 text-right text-ink-faint text-sm">
            <p>{format.ago(idea.updated_at)}</p>
            {idea.open_comments > 0 ? (
              <p className="mt-0.5 inline-flex items-center gap-1">
                <MessageSquare size={13} aria-hidden="true" />
                <span aria-hidden="true" className="tabular-nums">
                  {idea.open_comments}
                </span>
                <span className="sr-only">{t("home:comments", { count: idea.open_comments })}</span>
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
