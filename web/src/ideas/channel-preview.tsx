import { useTranslation } from "react-i18next";
import type { Channel, Content } from "~/api/types";
import type { Surface } from "~/previews/fold";
import { InstagramPreview } from "~/previews/instagram-preview";
import { LinkedinPreview } from "~/previews/linkedin-preview";
import { ReelPreview } from "~/previews/reel-preview";
import { totalSeconds } from "~/previews/storyboard";
import { XPreview } from "~/previews/x-preview";
import { YoutubePreview } from "~/previews/youtube-preview";
import { CHANNEL_NAMES } from "~/ui/channel";

interface ChannelPreviewProps {
  author: string;
  content: Content;
  channel: Channel;
  surface: Surface;
  /** Characters before LinkedIn's fold, as the rules say. */
  foldChars?: number;
  hasFoldNote?: boolean;
}

/** A channel's text as its feed would show it. */
export function ChannelPreview({
  author,
  content,
  channel,
  surface,
  foldChars,
  hasFoldNote,
}: ChannelPreviewProps) {
  const { t } = useTranslation("ideas");
  const variant = content.variants[channel];
  if (!variant?.text.trim()) {
    return (
      <p className="rounded-md border border-line border-dashed p-6 text-center text-ink-soft">
        {t("editor.variant_empty", { channel: CHANNEL_NAMES[channel] })}
      </p>
    );
  }
  const props = { author, text: variant.text, visual: content.visual, surface, foldChars, hasFoldNote };
  switch (channel) {
    case "linkedin":
      return <LinkedinPreview {...props} />;
    case "instagram":
      return <InstagramPreview {...props} title={content.title} />;
    case "youtube":
      return (
        <YoutubePreview
          {...props}
          title={variant.title ?? content.title}
          seconds={totalSeconds(content.scenes)}
        />
      );
    default:
      return <XPreview {...props} />;
  }
}

export function StoryboardPreview({ author, content }: Pick<ChannelPreviewProps, "author" | "content">) {
  return <ReelPreview author={author} title={content.title} scenes={content.scenes} />;
}
