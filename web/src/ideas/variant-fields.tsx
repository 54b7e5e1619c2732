import { CircleCheck, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { CHANNEL_NAMES } from "~/ui/channel";
import { TextField } from "~/ui/field";
import { channelsOf, type IdeaChannel, TITLED_CHANNELS, writeHashtags } from "./content";
import { useEditor } from "./editor-context";
import { IdeaTextField } from "./idea-text-field";
import { IssueList } from "./issue-list";
import { withoutVariant, withText } from "./merge";
import { RuleCounters } from "./rule-counters";
import { useRulesCheck } from "./use-rules-check";

/** One channel's text as it will be posted, checked against that channel's rules while it is typed. */
export function VariantFields({ channel }: { channel: IdeaChannel }) {
  const { t } = useTranslation("ideas");
  const { content, change } = useEditor();
  const variant = content.variants[channel] ?? { text: "" };
  const check = useRulesCheck(channel, variant);
  const issues = check.data?.issues ?? [];
  const hasError = (field: string) =>
    issues.some((issue) => issue.field === field && issue.severity === "error") || undefined;

  function startFromIdea(): void {
    const parts = [content.hook, content.body, content.call_to_action, writeHashtags(content.hashtags)];
    change(withText(content, { channel, field: "text" }, parts.filter(Boolean).join("\n\n")));
  }

  return (
    <div className="flex flex-col gap-4">
      {TITLED_CHANNELS.includes(channel) ? (
        <TextField
          name={`${channel}.title`}
          label={t("editor.post_title")}
          value={variant.title ?? ""}
          maxLength={500}
          aria-invalid={hasError("title")}
          onChange={(event) => change(withText(content, { channel, field: "title" }, event.target.value))}
        />
      ) : null}
      <IdeaTextField
        channel={channel}
        field="text"
        label={t("editor.text")}
        rows={10}
        isLarge
        maxLength={20_000}
        isInvalid={hasError("text")}
        aside={
          variant.text === "" && (content.hook || content.body) ? (
            <Button size="sm" variant="ghost" onClick={startFromIdea}>
              {t("editor.copy_from_idea")}
            </Button>
          ) : null
        }
      />
      <Findings check={check} channel={channel} />
      {channelsOf(content).length > 1 ? (
        <Button
          size="sm"
          variant="ghost"
          className="self-start"
          icon={<Trash2 size={14} aria-hidden="true" />}
          onClick={() => change(withoutVariant(content, channel))}
        >
          {t("editor.remove_channel", { channel: CHANNEL_NAMES[channel] })}
        </Button>
      ) : null}
    </div>
  );
}

interface FindingsProps {
  check: ReturnType<typeof useRulesCheck>;
  channel: IdeaChannel;
}

/** Counters and findings. Those of an older text keep their place but no longer claim that it fits. */
function Findings({ check, channel }: FindingsProps) {
  const { t } = useTranslation("ideas");
  const { data, isPlaceholderData: isOld, fetchStatus, error } = check;
  const isOffline = error !== null || fetchStatus === "paused";
  return (
    <div className="flex flex-col gap-2">
      {data ? (
        <div className={isOld ? "saturate-0" : undefined}>
          <RuleCounters counts={data.counts} />
        </div>
      ) : null}
      <div role="status">
        {isOffline ? (
          <p className="text-ink-faint text-sm">{t("check.offline")}</p>
        ) : data && data.issues.length > 0 ? (
          <IssueList issues={data.issues} isChannelHidden />
        ) : data && !isOld ? (
          <p className="flex items-center gap-1.5 text-good text-sm">
            <CircleCheck size={14} aria-hidden="true" />
            {t("check.fine", { channel: CHANNEL_NAMES[channel] })}
          </p>
        ) : (
          <p className="text-ink-faint text-sm">{t("check.checking")}</p>
        )}
      </div>
    </div>
  );
}
