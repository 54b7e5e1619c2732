import { Clapperboard, MessageSquare, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Idea } from "~/api/types";
import { ChannelMarks } from "~/ui/channel";
import { cx } from "~/ui/class-names";
import { Link } from "~/ui/link";
import { channelsOf, excerpt } from "./content";
import { SourceBadge } from "./source-badge";

interface IdeaCardProps {
  idea: Idea;
  address: string;
  isSelected: boolean;
  isOpen: boolean;
  onToggle: () => void;
  /** Boards that span clients say whose idea it is. */
  hasClient: boolean;
}

export function IdeaCard({ idea, address, isSelected, isOpen, onToggle, hasClient }: IdeaCardProps) {
  const { t } = useTranslation("ideas");
  const title = idea.title || t("untitled");
  return (
    <li
      data-row={idea.id}
      className={cx(
        "group relative flex flex-col gap-2 rounded-md border bg-surface p-3 hover:border-line-strong",
        "focus-within:border-accent",
        isSelected || isOpen ? "border-accent" : "border-line",
        isSelected ? "bg-accent-soft" : null,
      )}
    >
      <div className="flex items-start gap-2">
        <Link
          to={address}
          className="min-w-0 flex-1 font-medium text-ink leading-5 outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:outline-offset-2"
        >
          {idea.kind === "reel" ? (
            <Clapperboard size={13} className="mr-1.5 mb-0.5 inline text-ink-faint" aria-hidden="true" />
          ) : null}
          {title}
        </Link>
        <SelectBox idea={idea} isSelected={isSelected} onToggle={onToggle} />
      </div>
      <p className="line-clamp-3 text-ink-soft text-sm">{excerpt(idea)}</p>
      {hasClient ? <p className="truncate text-ink-faint text-xs">{idea.client_name}</p> : null}
      <div className="flex min-h-5 flex-wrap items-center gap-x-3 gap-y-1.5">
        <ChannelMarks channels={channelsOf(idea.content)} />
        <Signals idea={idea} />
        <SourceBadge idea={idea} isShort />
      </div>
    </li>
  );
}

interface SelectBoxProps {
  idea: Idea;
  isSelected: boolean;
  onToggle: () => void;
}

export function SelectBox({ idea, isSelected, onToggle }: SelectBoxProps) {
  const { t } = useTranslation("ideas");
  return (
    <label className="-m-2 relative z-1 flex cursor-pointer p-2">
      <input
        type="checkbox"
        checked={isSelected}
        onChange={onToggle}
        aria-label={t("select", { title: idea.title || t("untitled") })}
        className="size-4 accent-(--accent-fill)"
      />
    </label>
  );
}

/** Open comments, broken rules and hints, each with its number and its words for screen readers. */
export function Signals({ idea }: { idea: Idea }) {
  const { t } = useTranslation("ideas");
  const errors = idea.issues.filter((issue) => issue.severity === "error").length;
  const warnings = idea.issues.length - errors;
  return (
    <>
      {idea.open_comments > 0 ? (
        <span className="inline-flex items-center gap-1 text-ink-soft text-xs tabular-nums">
          <MessageSquare size={13} aria-hidden="true" />
          <span aria-hidden="true">{idea.open_comments}</span>
          <span className="sr-only">{t("open_comments", { count: idea.open_comments })}</span>
        </span>
      ) : null}
      {errors > 0 ? (
        <span className="inline-flex items-center gap-1 text-bad text-xs">
          <TriangleAlert size={13} aria-hidden="true" />
          {t("problems", { count: errors })}
        </span>
      ) : null}
      {errors === 0 && warnings > 0 ? (
        <span className="inline-flex items-center gap-1 text-warn text-xs">
          <TriangleAlert size={13} aria-hidden="true" />
          {t("warnings", { count: warnings })}
        </span>
      ) : null}
    </>
  );
}
