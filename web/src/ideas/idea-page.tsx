import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { cx } from "~/ui/class-names";
import { IdeaStateBadge } from "~/ui/idea-state-badge";
import { Link } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { IdeaActions } from "./idea-actions";
import { IdeaEditor } from "./idea-editor";
import { ideaQuery } from "./queries";
import { SourceBadge } from "./source-badge";
import { useDraft } from "./use-draft";
import { WIDE } from "./wide";

export function IdeaPage() {
  const { ideaId } = useParams({ from: "/shell/ideas/$ideaId" });
  // Another idea is another editor: nothing typed may move from one to the other.
  return <IdeaWorkbench key={ideaId} ideaId={ideaId} />;
}

function IdeaWorkbench({ ideaId }: { ideaId: string }) {
  const { t } = useTranslation("ideas");
  const { data: idea } = useSuspenseQuery(ideaQuery(ideaId));
  const draft = useDraft(idea);
  return (
    <div className={cx("flex flex-col gap-6", WIDE)}>
      <PageHeader
        overline={
          <>
            {idea.client_name} ·{" "}
            <Link to={paths.campaign(idea.campaign_id)} className="hover:text-ink hover:underline">
              {idea.campaign_name}
            </Link>
          </>
        }
        title={draft.content.title || t("untitled")}
        meta={
          <span className="flex flex-wrap items-center gap-2">
            <IdeaStateBadge state={idea.state} />
            <SourceBadge idea={idea} />
          </span>
        }
        actions={
          <IdeaActions idea={idea} blockedReason={draft.isDirty ? t("editor.blocked_unsaved") : null} />
        }
      />
      <IdeaEditor idea={idea} draft={draft} />
    </div>
  );
}
