import { useTranslation } from "react-i18next";
import type { Issue } from "~/api/types";
import { CHANNEL_NAMES } from "~/ui/channel";
import { useFormat } from "~/ui/use-format";

const FIELDS = ["text", "title", "hashtags", "mentions", "cashtags"] as const;
const CODES = ["required", "length_max", "count_max", "escaped_length_max"] as const;

/** What is wrong, in the person's language where the code is known; the server's words otherwise. */
export function useIssueText(): (issue: Issue) => string {
  const { t } = useTranslation("ideas");
  const format = useFormat();
  return ({ code, field, channel, actual, limit, message }) => {
    const knownField = FIELDS.find((candidate) => candidate === field);
    const knownCode = CODES.find((candidate) => candidate === code);
    if (!knownField || !knownCode) return message;
    return t(`check.issue.${knownCode}`, {
      channel: CHANNEL_NAMES[channel],
      field: t(`check.field.${knownField}`),
      actual: format.number(actual ?? 0),
      limit: format.number(limit ?? 0),
      over: format.number(Math.max(0, (actual ?? 0) - (limit ?? 0))),
    });
  };
}
