import { CircleAlert, TriangleAlert } from "lucide-react";
import type { Issue } from "~/api/types";
import { CHANNEL_NAMES } from "~/ui/channel";
import { cx } from "~/ui/class-names";
import { useIssueText } from "./use-issue-text";

interface IssueListProps {
  issues: readonly Issue[];
  /** The channel is said already where the list stands. */
  isChannelHidden?: boolean;
}

/** What a channel's rules say against a text. */
export function IssueList({ issues, isChannelHidden = false }: IssueListProps) {
  const issueText = useIssueText();
  if (issues.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5">
      {issues.map((issue) => {
        const isError = issue.severity === "error";
        const Icon = isError ? CircleAlert : TriangleAlert;
        return (
          <li
            key={`${issue.channel}${issue.field}${issue.code}`}
            className={cx("flex items-start gap-2 text-sm", isError ? "text-bad" : "text-warn")}
          >
            <Icon size={14} className="mt-0.5 shrink-0" aria-hidden="true" />
            <span>
              {isChannelHidden ? null : <span className="font-medium">{CHANNEL_NAMES[issue.channel]}: </span>}
              {issueText(issue)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
