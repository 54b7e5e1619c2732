import { useTranslation } from "react-i18next";
import { describeActivity, showValue } from "~/activity/activity-words";
import { addressOf } from "~/activity/address";
import type { Activity } from "~/api/types";
import { i18n } from "~/i18n/i18n";
import { useMay } from "~/session/queries";
import { Avatar } from "~/ui/avatar";
import { Link } from "~/ui/link";
import { type Format, useFormat } from "~/ui/use-format";

interface ActivityListProps {
  entries: readonly Activity[];
}

/** The log by days. */
export function ActivityList({ entries }: ActivityListProps) {
  const { t } = useTranslation("activity");
  const format = useFormat();
  return (
    <div className="flex flex-col gap-8">
      {byDay(entries).map(([day, entriesOfDay]) => (
        <section key={day} className="grid gap-x-10 gap-y-2 md:grid-cols-[9rem_minmax(0,1fr)]">
          <h2 className="pt-3 font-serif text-ink text-lg md:sticky md:top-16 md:self-start">
            {nameOfDay(day, format, t("today"), t("yesterday"))}
          </h2>
          <ol>
            {entriesOfDay.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Entry({ entry }: { entry: Activity }) {
  const { t } = useTranslation("activity");
  const format = useFormat();
  const may = useMay();
  const address = addressOf(entry, may);
  const words = describeActivity(entry, t, (key) => i18n.exists(key, { ns: "activity" }));
  const how =
    entry.actor_kind === "access_link" ? t("by_link") : entry.actor_kind === "member" ? null : t("by_job");
  return (
    <li className="flex items-start gap-3 border-line border-b py-3">
      <Avatar name={entry.actor_name} size="sm" />
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{entry.actor_name}</span>{" "}
          {address ? (
            <Link to={address} className="text-ink hover:text-accent hover:underline">
              {words}
            </Link>
          ) : (
            words
          )}
          {how ? <span className="text-ink-faint"> · {how}</span> : null}
        </p>
        {entry.note ? (
          <blockquote className="mt-1.5 border-accent-line border-l-2 pl-3 font-serif text-ink-soft text-lg italic">
            {entry.note}
          </blockquote>
        ) : null}
        {entry.changes.length > 0 ? <Changes entry={entry} /> : null}
      </div>
      <time
        dateTime={entry.at}
        title={format.dateTime(entry.at)}
        className="shrink-0 text-ink-faint text-sm tabular-nums"
      >
        {format.clock(entry.at)}
      </time>
    </li>
  );
}

function Changes({ entry }: { entry: Activity }) {
  const { t } = useTranslation("activity");
  return (
    <details className="mt-1 text-sm">
      <summary className="w-fit text-ink-soft hover:text-ink">
        {t("changes", { count: entry.changes.length })}
      </summary>
      <dl className="mt-2 flex flex-col gap-2.5 rounded-md bg-sunken p-3">
        {entry.changes.map((change) => (
          <div key={change.field}>
            <dt className="text-ink-soft">{change.field.replaceAll("_", " ")}</dt>
            <dd className="flex flex-wrap gap-x-2 break-words">
              <del className="text-bad">
                <span className="sr-only">{t("before")}: </span>
                {showValue(change.before, t("nothing"))}
              </del>
              <span aria-hidden="true" className="text-ink-faint">
                →
              </span>
              <ins className="text-good no-underline">
                <span className="sr-only">{t("after")}: </span>
                {showValue(change.after, t("nothing"))}
              </ins>
            </dd>
          </div>
        ))}
        {entry.request_id ? (
          <div className="select-all break-all font-mono text-ink-faint text-xs">
            {t("request", { id: entry.request_id })}
          </div>
        ) : null}
      </dl>
    </details>
  );
}

/** Days of the person's own clock, newest first, as the log is. */
function byDay(entries: readonly Activity[]): [string, Activity[]][] {
  const days = new Map<string, Activity[]>();
  for (const entry of entries) {
    const day = localDay(new Date(entry.at));
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

function localDay(date: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function nameOfDay(day: string, format: Format, today: string, yesterday: string): string {
  const now = new Date();
  if (day === localDay(now)) return today;
  now.setDate(now.getDate() - 1);
  return day === localDay(now) ? yesterday : format.date(day);
}
