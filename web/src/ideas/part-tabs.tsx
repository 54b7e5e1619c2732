import { CircleAlert, Clapperboard, Lightbulb, Plus, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Idea } from "~/api/types";
import { IconButton } from "~/ui/button";
import { CHANNEL_NAMES, ChannelMark } from "~/ui/channel";
import { Menu, MenuItem } from "~/ui/menu";
import { Tab, TabList, TabPanel, TabSet } from "~/ui/tab-set";
import { channelsOf, IDEA_CHANNELS, type IdeaChannel } from "./content";
import { useEditor } from "./editor-context";
import type { EditorPart } from "./editor-search";

interface PartTabsProps {
  idea: Idea;
  part: EditorPart;
  onChange: (part: EditorPart) => void;
  /** Null where the person cannot edit. */
  onAddChannel: ((channel: IdeaChannel) => void) | null;
  children: ReactNode;
}

const icon = { size: 15, "aria-hidden": true } as const;

/** The texts of an idea side by side: itself, its scenes, and one for each channel. */
export function PartTabs({ idea, part, onChange, onAddChannel, children }: PartTabsProps) {
  const { t } = useTranslation("ideas");
  const { content } = useEditor();
  const channels = channelsOf(content);
  const missing = IDEA_CHANNELS.filter((channel) => !channels.includes(channel));
  return (
    <TabSet value={part} onChange={onChange}>
      <div className="flex items-center gap-1 border-line border-b">
        <TabList
          label={t("editor.tabs")}
          className="flex min-w-0 gap-1 overflow-x-auto [scrollbar-width:none]"
        >
          <PartTab value="core" icon={<Lightbulb {...icon} />} label={t("editor.core")} />
          {idea.kind === "reel" ? (
            <PartTab value="storyboard" icon={<Clapperboard {...icon} />} label={t("editor.storyboard")} />
          ) : null}
          {channels.map((channel) => (
            <PartTab
              key={channel}
              value={channel}
              icon={<ChannelMark channel={channel} isDecorative size={15} />}
              label={CHANNEL_NAMES[channel]}
              sign={<ChannelSign idea={idea} channel={channel} />}
            />
          ))}
        </TabList>
        {onAddChannel && missing.length > 0 ? (
          <Menu
            align="start"
            trigger={<IconButton size="sm" label={t("editor.add_channel")} icon={<Plus {...icon} />} />}
          >
            {missing.map((channel) => (
              <MenuItem
                key={channel}
                icon={<ChannelMark channel={channel} isDecorative />}
                onSelect={() => onAddChannel(channel)}
              >
                {CHANNEL_NAMES[channel]}
              </MenuItem>
            ))}
          </Menu>
        ) : null}
      </div>
      <TabPanel className="outline-none">{children}</TabPanel>
    </TabSet>
  );
}

interface PartTabProps {
  value: EditorPart;
  icon: ReactNode;
  label: string;
  sign?: ReactNode;
}

function PartTab({ value, icon: mark, label, sign }: PartTabProps) {
  return (
    <Tab
      value={value}
      className="-mb-px flex shrink-0 items-center gap-2 border-transparent border-b-2 px-2.5 pt-2 pb-2.5 text-ink-soft hover:text-ink aria-selected:border-accent aria-selected:text-ink"
    >
      {mark}
      {label}
      {sign}
    </Tab>
  );
}

/** The saved version's verdict on a channel; the open text's own is below it while it is typed. */
function ChannelSign({ idea, channel }: { idea: Idea; channel: IdeaChannel }) {
  const { t } = useTranslation("ideas");
  const issues = idea.issues.filter((issue) => issue.channel === channel);
  const errors = issues.filter((issue) => issue.severity === "error").length;
  if (issues.length === 0) return null;
  return errors > 0 ? (
    <CircleAlert size={14} className="text-bad" role="img" aria-label={t("problems", { count: errors })} />
  ) : (
    <TriangleAlert
      size={14}
      className="text-warn"
      role="img"
      aria-label={t("warnings", { count: issues.length })}
    />
  );
}
