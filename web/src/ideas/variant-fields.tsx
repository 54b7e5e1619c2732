import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { CHANNEL_NAMES } from "~/ui/channel";
import { TextField } from "~/ui/field";
import { type IdeaChannel, TITLED_CHANNELS, writeHashtags } from "./content";
import { useEditor } from "./editor-context";
import { IdeaTextField } from "./idea-text-field";
import { IssueList } from "./issue-list";
import { withText } from "./merge";
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
      <div className="flex flex-col gap-2">
        {check.data ? <RuleCounters counts={check.data.counts} /> : null}
        <div role="status">
          {check.error ? (
            <p className="text-ink-faint text-sm">{t("check.offline")}</p>
          ) : issues.length > 0 ? (
            <IssueList issues={issues} isChannelHidden />
          ) : check.data ? (
            <p className="flex items-center gap-1.5 text-good text-sm">
              <CircleCheck size={14} aria-hidden="true" />
              {t("check.fine", { channel: CHANNEL_NAMES[channel] })}
            </p>
          ) : (
            <p className="text-ink-faint text-sm">{t("check.checking")}</p>
          )}
        </div>
      </div>
    </div>
  );
}
