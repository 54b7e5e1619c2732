import { Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel, Idea } from "~/api/types";
import { paths } from "~/paths";
import { CHANNEL_NAMES, ChannelMark } from "~/ui/channel";
import { IdeaStateBadge } from "~/ui/idea-state-badge";
import { ButtonLink } from "~/ui/link";
import { SegmentedControl } from "~/ui/segmented-control";
import { useFormat } from "~/ui/use-format";
import { ChannelPreview } from "./channel-preview";
import { channelsOf } from "./content";
import { IdeaActions } from "./idea-actions";
import { IssueList } from "./issue-list";
import { SourceBadge } from "./source-badge";

/** An idea at a glance, beside the list: state, next step, and how it will look. */
export function IdeaPeek({ idea }: { idea: Idea }) {
  const { t } = useTranslation("ideas");
  const format = useFormat();
  const channels = channelsOf(idea.content);
  const [wanted, setWanted] = useState<Channel | null>(null);
  const channel = channels.find((candidate) => candidate === wanted) ?? channels[0];
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <IdeaStateBadge state={idea.state} />
        <SourceBadge idea={idea} />
        <span className="text-ink-faint text-sm">{t("updated", { when: format.ago(idea.updated_at) })}</span>
      </div>
      <p className="prose-serif">{idea.content.hook}</p>
      {idea.content.body ? <p className="text-ink-soft">{idea.content.body}</p> : null}
      <div className="flex flex-wrap items-center gap-2">
        <IdeaActions idea={idea} size="sm" />
        <ButtonLink to={paths.idea(idea.id)} size="sm" icon={<Pencil size={14} aria-hidden="true" />}>
          {t("open")}
        </ButtonLink>
      </div>
      <IssueList issues={idea.issues} />
      {channel ? (
        <>
          <div>
            <SegmentedControl
              label={t("preview.channel")}
              value={channel}
              onChange={setWanted}
              options={channels.map((value) => ({
                value,
                label: <span className="max-sm:sr-only">{CHANNEL_NAMES[value]}</span>,
                icon: <ChannelMark channel={value} isDecorative size={14} />,
              }))}
            />
          </div>
          <ChannelPreview
            key={channel}
            author={idea.client_name}
            content={idea.content}
            channel={channel}
            surface="desktop"
            hasFoldNote
          />
        </>
      ) : null}
    </div>
  );
}
