import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Anchor, ReviewIdea } from "~/api/types";
import { diffContent } from "~/diff/content-diff";
import { DiffText } from "~/diff/diff-text";
import { diffWords, isUnchanged } from "~/diff/word-diff";
import { AnchoredText } from "~/ideas/anchored-text";
import { ChannelPreview, StoryboardPreview } from "~/ideas/channel-preview";
import { highlightsOn, toAnchor } from "~/ideas/comment-anchors";
import { channelsOf, type IdeaChannel, textAt } from "~/ideas/content";
import { CHANNEL_NAMES, ChannelMark } from "~/ui/channel";
import { cx } from "~/ui/class-names";
import { SegmentedControl } from "~/ui/segmented-control";
import { useNarrow } from "./use-narrow";

type View = "preview" | "text" | "changes";

interface ReviewContentProps {
  idea: ReviewIdea;
  author: string;
  /** Told the passage that is selected, or that none is any more. */
  onPassage: (passage: Anchor | null) => void;
}

/** The idea on each channel: as it will be posted, as a text to mark, and what is new since last time. */
export function ReviewContent({ idea, author, onPassage }: ReviewContentProps) {
  const { t } = useTranslation("review");
  const { content, previous_content: previous } = idea;
  const channels = channelsOf(content);
  const [channel, setChannel] = useState<IdeaChannel | undefined>(channels[0]);
  const hasChanges = previous !== null && diffContent(previous, content).length > 0;
  const [view, setView] = useState<View>(hasChanges ? "changes" : "preview");
  const surface = useNarrow() ? "mobile" : "desktop";
  const views: { value: View; label: string }[] = [
    { value: "preview", label: t("tab_preview") },
    { value: "text", label: t("tab_text") },
    ...(hasChanges ? [{ value: "changes" as const, label: t("tab_changes") }] : []),
  ];
  if (!channel) return <p className="prose-serif">{content.body || content.hook}</p>;
  const text = content.variants[channel]?.text ?? "";
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-2 [&_fieldset]:flex [&_label]:flex-1 [&_label]:justify-center [&_label]:px-1.5 max-sm:[&_label]:h-10">
        {channels.length > 1 ? (
          <ChannelTabs channels={channels} value={channel} onChange={setChannel} />
        ) : null}
        <SegmentedControl label={t("view")} value={view} onChange={setView} options={views} />
      </div>
      {view === "preview" ? (
        <>
          {content.scenes.length > 0 ? <StoryboardPreview author={author} content={content} /> : null}
          <ChannelPreview
            key={channel}
            author={author}
            content={content}
            channel={channel}
            surface={surface}
          />
        </>
      ) : view === "text" ? (
        <>
          <p className="text-ink-soft text-sm">{t("mark_hint")}</p>
          <AnchoredText
            key={channel}
            text={text}
            highlights={highlightsOn(idea.comments, channel, "text", text)}
            onSelect={(passage) => onPassage(passage && toAnchor(channel, "text", passage))}
            className="rounded-md border border-line bg-surface p-4 text-lg leading-7"
          />
        </>
      ) : (
        <Changes before={previous ? (textAt(previous, channel, "text") ?? "") : ""} after={text} />
      )}
    </div>
  );
}

function Changes({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation("review");
  const changes = diffWords(before, after);
  return (
    <section className="flex flex-col gap-2 rounded-md border border-line bg-surface p-4">
      <h2 className="text-ink-soft text-sm">{t(isUnchanged(changes) ? "no_changes" : "changes_lead")}</h2>
      <div className="text-lg">
        <DiffText changes={changes} />
      </div>
    </section>
  );
}

interface ChannelTabsProps {
  channels: readonly IdeaChannel[];
  value: IdeaChannel;
  onChange: (channel: IdeaChannel) => void;
}

function ChannelTabs({ channels, value, onChange }: ChannelTabsProps) {
  const { t } = useTranslation("review");
  return (
    <SegmentedControl
      label={t("channel")}
      value={value}
      onChange={onChange}
      options={channels.map((channel) => ({
        value: channel,
        icon: <ChannelMark channel={channel} isDecorative size={15} />,
        label: (
          <span className={cx(channels.length > 3 ? "max-sm:sr-only" : null)}>{CHANNEL_NAMES[channel]}</span>
        ),
      }))}
    />
  );
}
