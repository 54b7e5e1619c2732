import { useTranslation } from "react-i18next";
import { ChannelMarks } from "~/ui/channel";
import { cx } from "~/ui/class-names";
import { IdeaStateBadge } from "~/ui/idea-state-badge";
import { Link } from "~/ui/link";
import { useFormat } from "~/ui/use-format";
import type { BoardProps } from "./board";
import { channelsOf, excerpt } from "./content";
import { SelectBox, Signals } from "./idea-card";
import { SourceBadge } from "./source-badge";

const HEAD = "py-2 pr-4 font-medium text-ink-faint text-sm";
const CELL = "py-2.5 pr-4 align-middle";

export function IdeaTable({ ideas, selection, addressOf, openId, hasClient = false }: BoardProps) {
  const { t } = useTranslation("ideas");
  const format = useFormat();
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{t("title")}</caption>
        <thead>
          <tr className="border-line border-b">
            <th scope="col" className="w-9 pl-1 align-middle">
              <input
                type="checkbox"
                aria-label={t("select_all")}
                checked={ideas.every(({ id }) => selection.has(id))}
                onChange={(event) => selection.setAll(event.target.checked ? ideas.map(({ id }) => id) : [])}
                className="size-4 accent-(--accent-fill)"
              />
            </th>
            <th scope="col" className={HEAD}>
              {t("column_label.idea")}
            </th>
            <th scope="col" className={HEAD}>
              {t("column_label.state")}
            </th>
            {hasClient ? (
              <th scope="col" className={cx(HEAD, "hidden lg:table-cell")}>
                {t("column_label.client")}
              </th>
            ) : null}
            <th scope="col" className={cx(HEAD, "hidden md:table-cell")}>
              {t("column_label.channels")}
            </th>
            <th scope="col" className={cx(HEAD, "hidden md:table-cell")}>
              {t("column_label.checks")}
            </th>
            <th scope="col" className={cx(HEAD, "hidden lg:table-cell")}>
              {t("column_label.source")}
            </th>
            <th scope="col" className={cx(HEAD, "hidden text-right sm:table-cell")}>
              {t("column_label.updated")}
            </th>
          </tr>
        </thead>
        <tbody>
          {ideas.map((idea) => {
            const isSelected = selection.has(idea.id);
            return (
              <tr
                key={idea.id}
                data-row={idea.id}
                className={cx(
                  "relative border-line border-b hover:bg-hover/60",
                  isSelected || idea.id === openId ? "bg-accent-soft" : null,
                )}
              >
                <td className="pl-1 align-middle">
                  <SelectBox idea={idea} isSelected={isSelected} onToggle={() => selection.toggle(idea.id)} />
                </td>
                <td className={cx(CELL, "max-w-md")}>
                  <Link
                    to={addressOf(idea.id)}
                    className="font-medium text-ink outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                  >
                    {idea.title || t("untitled")}
                  </Link>
                  <p className="truncate text-ink-soft text-sm">{excerpt(idea)}</p>
                </td>
                <td className={CELL}>
                  <IdeaStateBadge state={idea.state} />
                </td>
                {hasClient ? <td className={cx(CELL, "hidden lg:table-cell")}>{idea.client_name}</td> : null}
                <td className={cx(CELL, "hidden md:table-cell")}>
                  <ChannelMarks channels={channelsOf(idea.content)} />
                </td>
                <td className={cx(CELL, "hidden md:table-cell")}>
                  <span className="flex flex-wrap items-center gap-x-3">
                    <Signals idea={idea} />
                  </span>
                </td>
                <td className={cx(CELL, "hidden lg:table-cell")}>
                  <SourceBadge idea={idea} />
                </td>
                <td
                  className={cx(
                    CELL,
                    "hidden whitespace-nowrap text-right text-ink-soft text-sm sm:table-cell",
                  )}
                >
                  {format.ago(idea.updated_at)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
