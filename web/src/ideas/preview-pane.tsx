import { Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Content, Idea } from "~/api/types";
import type { Surface } from "~/previews/fold";
import { cx } from "~/ui/class-names";
import { SegmentedControl } from "~/ui/segmented-control";
import { ChannelPreview, StoryboardPreview } from "./channel-preview";
import { channelsOf, isIdeaChannel } from "./content";
import type { EditorPart } from "./editor-search";

interface PreviewPaneProps {
  idea: Idea;
  content: Content;
  part: EditorPart;
}

/** How the open text will look. The idea itself shows its first channel, a reel its storyboard. */
export function PreviewPane({ idea, content, part }: PreviewPaneProps) {
  const { t } = useTranslation("ideas");
  const [surface, setSurface] = useState<Surface>("desktop");
  const isStoryboard = part === "storyboard" || (part === "core" && idea.kind === "reel");
  const channel = isIdeaChannel(part) ? part : channelsOf(content)[0];
  if (isStoryboard) return <StoryboardPreview author={idea.client_name} content={content} />;
  if (!channel) return <p className="text-ink-soft">{t("preview.no_text")}</p>;
  const icon = { size: 14, "aria-hidden": true } as const;
  return (
    <div className="flex flex-col gap-3">
      <div>
        <SegmentedControl
          label={t("preview.surface")}
          value={surface}
          onChange={setSurface}
          options={[
            { value: "desktop", label: t("preview.desktop"), icon: <Monitor {...icon} /> },
            { value: "mobile", label: t("preview.mobile"), icon: <Smartphone {...icon} /> },
          ]}
        />
      </div>
      <div className={cx("w-full", surface === "mobile" ? "max-w-[375px]" : "max-w-[555px]")}>
        <ChannelPreview
          key={channel}
          author={idea.client_name}
          content={content}
          channel={channel}
          surface={surface}
          hasFoldNote
        />
      </div>
      <p className="text-ink-faint text-sm">{t("preview.approximate")}</p>
    </div>
  );
}
