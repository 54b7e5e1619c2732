import { MessageSquarePlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Anchor } from "~/api/types";
import { Button } from "~/ui/button";
import { AnchoredText } from "./anchored-text";
import type { Passage } from "./anchors";
import { highlightsOn, placeId } from "./comment-anchors";
import { writeHashtags } from "./content";
import { useEditor } from "./editor-context";
import type { EditorPart } from "./editor-search";

interface ReadingProps {
  part: EditorPart;
}

/** The texts for someone who may read and comment but not edit. */
export function Reading({ part }: ReadingProps) {
  const { t } = useTranslation("ideas");
  const { content } = useEditor();
  if (part === "storyboard") return <ReadableScenes />;
  if (part !== "core") {
    return <ReadableText channel={part} field="text" text={content.variants[part]?.text ?? ""} />;
  }
  return (
    <div className="flex flex-col gap-5">
      <ReadableText channel={null} field="hook" text={content.hook} label={t("editor.hook")} />
      <ReadableText channel={null} field="body" text={content.body} label={t("editor.body")} />
      <Fact label={t("editor.call_to_action")} text={content.call_to_action} />
      <Fact label={t("editor.hashtags")} text={writeHashtags(content.hashtags)} />
      <Fact label={t("editor.visual")} text={content.visual} />
    </div>
  );
}

function ReadableScenes() {
  const { t } = useTranslation("ideas");
  const { content } = useEditor();
  return (
    <ol className="flex flex-col gap-5">
      {content.scenes.map((scene, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a scene is its place in the reel and has no other identity
        <li key={index} className="flex flex-col gap-2 border-line border-t pt-4">
          <p className="font-serif text-lg">
            {t("scene.title", { n: index + 1 })}{" "}
            <span className="text-ink-faint">· {t("preview.seconds", { count: scene.seconds })}</span>
          </p>
          <Fact label={t("scene.picture")} text={scene.picture} />
          <Fact label={t("scene.caption")} text={scene.caption} />
          <Fact label={t("scene.voiceover")} text={scene.voiceover} />
        </li>
      ))}
    </ol>
  );
}

interface ReadableTextProps {
  channel: Parameters<typeof placeId>[0];
  field: Anchor["field"];
  text: string;
  label?: string;
}

function ReadableText({ channel, field, text, label }: ReadableTextProps) {
  const { t } = useTranslation("ideas");
  const { comments, activeCommentId, commentOn } = useEditor();
  const [passage, setPassage] = useState<Passage | null>(null);
  if (!text) return null;
  return (
    <section className="flex flex-col gap-1.5">
      {label ? <p className="font-medium text-ink-soft text-sm">{label}</p> : null}
      <AnchoredText
        id={placeId(channel, field)}
        text={text}
        highlights={highlightsOn(comments, channel, field, text)}
        activeId={activeCommentId}
        onSelect={setPassage}
        className="max-w-prose text-lg"
      />
      {passage && commentOn ? (
        <Button
          size="sm"
          variant="primary"
          className="sticky bottom-4 self-start"
          icon={<MessageSquarePlus size={14} aria-hidden="true" />}
          // Pressing must not take the selection away before it is read.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => commentOn(channel, field, passage)}
        >
          {t("comments.on_selection")}
        </Button>
      ) : null}
    </section>
  );
}

function Fact({ label, text }: { label: string; text: string }) {
  if (!text) return null;
  return (
    <section className="flex flex-col gap-1">
      <p className="font-medium text-ink-soft text-sm">{label}</p>
      <p className="max-w-prose">{text}</p>
    </section>
  );
}
