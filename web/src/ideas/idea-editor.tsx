import { useSuspenseQuery } from "@tanstack/react-query";
import { useBlocker, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Anchor, Comment, Idea } from "~/api/types";
import { useMay } from "~/session/queries";
import { ConfirmDialog } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";
import { locate, type Passage, toPassage } from "./anchors";
import { toAnchor } from "./comment-anchors";
import { ConflictDialog } from "./conflict-dialog";
import { channelsOf, type IdeaChannel, isIdeaChannel, textAt } from "./content";
import { CoreFields } from "./core-fields";
import { EditorContext, type PendingComment } from "./editor-context";
import { EditorNotices } from "./editor-notices";
import type { EditorPart, EditorSearch } from "./editor-search";
import { withText } from "./merge";
import { PartTabs } from "./part-tabs";
import { commentsQuery } from "./queries";
import { Reading } from "./reading";
import { SaveBar } from "./save-bar";
import { SceneFields } from "./scene-fields";
import { showPassage } from "./show-passage";
import { SidePane } from "./side-pane";
import type { Draft } from "./use-draft";
import { useSaveKey } from "./use-save-key";
import { VariantFields } from "./variant-fields";

interface IdeaEditorProps {
  idea: Idea;
  draft: Draft;
}

export function IdeaEditor({ idea, draft }: IdeaEditorProps) {
  const { t } = useTranslation("ideas");
  const may = useMay();
  const navigate = useNavigate();
  const search = useSearch({ from: "/shell/ideas/$ideaId" });
  const { data: comments } = useSuspenseQuery(commentsQuery(idea.id));
  const [pending, setPending] = useState<PendingComment>({ anchor: null });
  const [activeId, setActiveId] = useState<string | null>(null);
  const [isMerging, setIsMerging] = useState(false);
  const [note, setNote] = useState("");
  // A held idea comes back as it was, so its text stands still.
  const canEdit = may("idea.update") && idea.state !== "archived" && idea.state !== "on_hold";
  const part = partOf(idea, draft, search.part);
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => draft.isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => draft.isDirty,
    withResolver: true,
  });

  const go = (next: EditorSearch) =>
    navigate({ to: ".", search: { ...search, ...next }, replace: true, resetScroll: false });

  async function save(): Promise<void> {
    if (!draft.isDirty || draft.isSaving || !draft.content.title.trim()) return;
    if (draft.isStale) setIsMerging(true);
    else if (await draft.save(note.trim() || undefined)) setNote("");
  }
  useSaveKey(() => void save());

  function commentOn(channel: Anchor["channel"], field: Anchor["field"], passage: Passage): void {
    const anchor = savedAnchor(idea, channel, field, passage);
    if (!anchor) {
      toast.info(t("comments.unsaved_passage"));
      return;
    }
    setPending({ anchor });
    void go({ side: "comments" });
  }

  async function show(comment: Comment): Promise<void> {
    const { anchor } = comment;
    if (!anchor) return;
    setActiveId(comment.id);
    await go({ part: anchor.channel && isIdeaChannel(anchor.channel) ? anchor.channel : "core" });
    showPassage(
      anchor.channel,
      anchor.field,
      locate(textAt(draft.content, anchor.channel, anchor.field) ?? "", anchor),
    );
  }

  const { base } = draft;
  const editor = {
    content: draft.content,
    change: draft.change,
    comments,
    activeCommentId: activeId,
    commentOn: may("comment.create") ? commentOn : null,
  };
  return (
    <EditorContext value={editor}>
      <EditorNotices idea={idea} draft={draft} canEdit={canEdit} onMerge={() => setIsMerging(true)} />
      <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(22rem,1fr)_minmax(20rem,556px)]">
        <div className="flex min-w-0 flex-col gap-5">
          <PartTabs
            idea={idea}
            part={part}
            onChange={(next) => void go({ part: next })}
            onAddChannel={
              canEdit ? (channel) => addChannel(draft, channel, () => void go({ part: channel })) : null
            }
          >
            {canEdit ? <Fields part={part} /> : <Reading part={part} />}
          </PartTabs>
          {canEdit ? (
            <SaveBar idea={idea} draft={draft} note={note} onNote={setNote} onSave={() => void save()} />
          ) : null}
        </div>
        <SidePane
          idea={idea}
          draft={draft}
          part={part}
          side={search.side ?? "preview"}
          onSide={(side) => void go({ side })}
          comments={comments}
          activeCommentId={activeId}
          pending={pending}
          onPending={setPending}
          onShow={(comment) => void show(comment)}
          canEdit={canEdit}
        />
      </div>
      {isMerging && base ? (
        <ConflictDialog
          base={base.content}
          mine={draft.content}
          theirs={idea.content}
          onClose={() => setIsMerging(false)}
          onResolve={(content) => {
            draft.rebase(content);
            setIsMerging(false);
            toast.info(t("conflict.applied"));
          }}
        />
      ) : null}
      <ConfirmDialog
        isOpen={leaving.status === "blocked"}
        onClose={() => leaving.reset?.()}
        title={t("editor.leave_title")}
        consequence={t("editor.leave_body")}
        actionLabel={t("editor.leave")}
        isDangerous
        onConfirm={async () => leaving.proceed?.()}
      />
    </EditorContext>
  );
}

function Fields({ part }: { part: EditorPart }) {
  if (part === "core") return <CoreFields />;
  if (part === "storyboard") return <SceneFields />;
  return <VariantFields key={part} channel={part} />;
}

/** The part in the address, if this idea has it; else the first channel, which is what is posted. */
function partOf(idea: Idea, draft: Draft, wanted: EditorPart | undefined): EditorPart {
  const channels = channelsOf(draft.content);
  if (wanted === "core" || (wanted === "storyboard" && idea.kind === "reel")) return wanted;
  if (wanted && wanted !== "storyboard" && channels.includes(wanted)) return wanted;
  return idea.kind === "reel" ? "storyboard" : (channels[0] ?? "core");
}

function addChannel(draft: Draft, channel: IdeaChannel, then: () => void): void {
  draft.change(withText(draft.content, { channel, field: "text" }, ""));
  then();
}

/** A comment's passage has to be one that others can see: found in the saved text by its words. */
function savedAnchor(idea: Idea, channel: Anchor["channel"], field: Anchor["field"], passage: Passage) {
  const saved = textAt(idea.content, channel, field);
  const span = saved === undefined ? null : locate(saved, passage);
  const found = saved !== undefined && span ? toPassage(saved, span.start, span.end) : null;
  return found ? toAnchor(channel, field, found) : null;
}
