import { useSuspenseQuery } from "@tanstack/react-query";
import { Clapperboard, FileText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { promptsQuery } from "~/prompts/queries";
import { EmptyState } from "~/ui/empty-state";
import { Link } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { useFormat } from "~/ui/use-format";

export function PromptsPage() {
  const { t } = useTranslation(["prompts", "terms"]);
  const { data: prompts } = useSuspenseQuery(promptsQuery);
  const format = useFormat();
  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("prompts:title")} description={t("prompts:lead")} />
      {prompts.items.length === 0 ? (
        <EmptyState title={t("prompts:empty_title")}>{t("prompts:empty")}</EmptyState>
      ) : null}
      <ul className="grid gap-4 md:grid-cols-2">
        {prompts.items.map((prompt) => (
          <li
            key={prompt.id}
            className="relative flex flex-col gap-4 rounded-md border border-line bg-surface p-6 transition-colors hover:border-line-strong"
          >
            <span className="flex items-center gap-2 text-ink-faint text-sm">
              {prompt.kind === "reel" ? (
                <Clapperboard size={15} aria-hidden="true" />
              ) : (
                <FileText size={15} aria-hidden="true" />
              )}
              {t(`terms:idea_kind.${prompt.kind}`)}
            </span>
            <Link
              to={paths.prompt(prompt.id)}
              className="font-serif text-2xl text-ink after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
            >
              {prompt.name}
            </Link>
            <p className="text-ink-soft text-sm">
              {t("prompts:in_use", { n: prompt.current_version })} ·{" "}
              {t("prompts:versions", { count: prompt.versions_count })} · {format.ago(prompt.updated_at)}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
