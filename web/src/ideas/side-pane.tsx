import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Comment, Idea } from "~/api/types";
import { Skeleton } from "~/ui/skeleton";
import { Tabs } from "~/ui/tabs";
import { CommentsPane } from "./comments-pane";
import type { PendingComment } from "./editor-context";
import type { EditorPart, Side } from "./editor-search";
import { PreviewPane } from "./preview-pane";
import type { Draft } from "./use-draft";

// Only who looks back needs these: the editor does not wait for them.
const HistoryPane = lazy(() => import("./history-pane").then((module) => ({ default: module.HistoryPane })));
const VersionsPane = lazy(() =>
  import("./versions-pane").then((module) => ({ default: module.VersionsPane })),
);

interface SidePaneProps {
  idea: Idea;
  draft: Draft;
  part: EditorPart;
  side: Side;
  onSide: (side: Side) => void;
  comments: readonly Comment[];
  activeCommentId: string | null;
  pending: PendingComment;
  onPending: (pending: PendingComment) => void;
  onShow: (comment: Comment) => void;
  canEdit: boolean;
}

/** Beside the text: how it looks, what is said about it, what it was, who decided. */
export function SidePane(props: SidePaneProps) {
  const { idea, draft, part, side, onSide, comments, activeCommentId, pending, onPending, onShow, canEdit } =
    props;
  const { t } = useTranslation("ideas");
  const openCount = comments.filter(({ parent_id, resolved_at }) => !parent_id && !resolved_at).length;
  return (
    <aside
      aria-label={t("side.label")}
      className="min-w-0 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto lg:pb-6"
    >
      <Tabs<Side>
        label={t("side.label")}
        value={side}
        onChange={onSide}
        tabs={[
          {
            value: "preview",
            label: t("side.preview"),
            panel: <PreviewPane idea={idea} content={draft.content} part={part} />,
          },
          {
            value: "comments",
            label: (
              <>
                {t("side.comments")}
                {openCount > 0 ? (
                  <span className="text-ink-faint text-sm tabular-nums">{openCount}</span>
                ) : null}
              </>
            ),
            panel: (
              <CommentsPane
                idea={idea}
                content={draft.content}
                comments={comments}
                activeId={activeCommentId}
                pending={pending}
                onPending={onPending}
                onShow={onShow}
              />
            ),
          },
          {
            value: "versions",
            label: t("side.versions"),
            panel: (
              <Suspense fallback={<Skeleton className="h-40 w-full" />}>
                <VersionsPane
                  idea={idea}
                  typed={draft.isDirty ? draft.content : null}
                  onRestore={canEdit ? draft.change : null}
                />
              </Suspense>
            ),
          },
          {
            value: "history",
            label: t("side.history"),
            panel: (
              <Suspense fallback={<Skeleton className="h-40 w-full" />}>
                <HistoryPane idea={idea} />
              </Suspense>
            ),
          },
        ]}
      />
    </aside>
  );
}
