import { useId } from "react";
import { useTranslation } from "react-i18next";
import { TextareaField, TextField } from "~/ui/field";
import { TagInput } from "~/ui/tag-input";
import { placeId } from "./comment-anchors";
import { useEditor } from "./editor-context";
import { IdeaTextField } from "./idea-text-field";

/** The idea itself, before any channel: what it says and why, and what should be seen. */
export function CoreFields() {
  const { t } = useTranslation("ideas");
  const { content, change } = useEditor();
  const tagsId = useId();
  return (
    <div className="flex flex-col gap-5">
      <TextField
        controlId={placeId(null, "title")}
        name="idea.title"
        label={t("editor.title")}
        help={t("editor.title_help")}
        value={content.title}
        maxLength={200}
        onChange={(event) => change({ ...content, title: event.target.value })}
      />
      <IdeaTextField
        channel={null}
        field="hook"
        label={t("editor.hook")}
        help={t("editor.hook_help")}
        rows={2}
        maxLength={500}
        isLarge
      />
      <IdeaTextField channel={null} field="body" label={t("editor.body")} rows={4} maxLength={10_000} />
      <TextField
        name="idea.call_to_action"
        label={t("editor.call_to_action")}
        isOptional
        value={content.call_to_action}
        maxLength={500}
        onChange={(event) => change({ ...content, call_to_action: event.target.value })}
      />
      <div className="flex flex-col gap-1.5">
        <label htmlFor={tagsId} className="font-medium text-sm">
          {t("editor.hashtags")}
        </label>
        <TagInput
          id={tagsId}
          value={content.hashtags}
          onChange={(tags) =>
            change({ ...content, hashtags: tags.map((tag) => tag.replace(/^#+|\s+/gu, "")) })
          }
          maxLength={100}
          maxTags={30}
        />
      </div>
      <TextareaField
        name="idea.visual"
        label={t("editor.visual")}
        help={t("editor.visual_help")}
        isOptional
        value={content.visual}
        maxLength={2000}
        rows={2}
        onChange={(event) => change({ ...content, visual: event.target.value })}
      />
    </div>
  );
}
