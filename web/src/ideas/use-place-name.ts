import { useTranslation } from "react-i18next";
import type { Channel } from "~/api/types";
import { CHANNEL_NAMES } from "~/ui/channel";

interface Place {
  channel: Channel | null;
  field: string;
  scene?: number;
}

const FIELDS = [
  "title",
  "hook",
  "body",
  "call_to_action",
  "hashtags",
  "visual",
  "text",
  "seconds",
  "picture",
  "voiceover",
  "caption",
] as const;

/** What people call a place in the content: “LinkedIn · Text”, “Scene 2 · Caption”. */
export function usePlaceName(): (place: Place) => string {
  const { t } = useTranslation("ideas");
  return ({ channel, field, scene }) => {
    const known = FIELDS.find((candidate) => candidate === field);
    const name = known ? t(`field.${known}`) : field;
    if (channel) return t("diff.field", { channel: CHANNEL_NAMES[channel], field: name });
    if (scene !== undefined) return t("diff.scene_field", { n: scene, field: name });
    return name;
  };
}
