import { useQuery } from "@tanstack/react-query";
import { BadgeCheck, Clock } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { auditEventQuery } from "~/audit/queries";
import type { AuditSearch } from "~/audit/search";
import type { AuditEvent, AuditParty } from "~/audit/types";
import { useAuditWords } from "~/audit/use-audit-words";
import { FieldChanges } from "~/diff/field-changes";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Badge } from "~/ui/badge";
import { Section } from "~/ui/card";
import { Fact, FactList } from "~/ui/fact-list";
import { Link } from "~/ui/link";
import { ProblemNotice } from "~/ui/problem-notice";
import { Skeleton } from "~/ui/skeleton";
import { useFormat } from "~/ui/use-format";

interface EventPeekProps {
  id: string;
  known: AuditEvent | undefined;
  onFilter: (changes: AuditSearch) => void;
}

/** One event with all that is known of it, and what it changed. */
export function EventPeek({ id, known, onFilter }: EventPeekProps) {
  const { t } = useTranslation("audit");
  const words = useAuditWords();
  const format = useFormat();
  const may = useMay();
  const query = useQuery({ ...auditEventQuery(id), placeholderData: known });
  if (query.error) return <ProblemNotice error={query.error} />;
  const event = query.data;
  if (!event) return <Skeleton className="h-64 w-full" />;
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h2 className="font-serif text-2xl">{words.event(event)}</h2>
        <p className="mt-1 flex flex-wrap items-center gap-2 text-ink-soft">
          <time dateTime={event.at} title={event.at}>
            {format.exact(event.at)}
          </time>
          <Badge>{words.classOf(event.class)}</Badge>
          <Sealed isSealed={event.is_sealed} />
        </p>
      </div>
      {event.note ? (
        <blockquote className="border-accent-line border-l-2 pl-3 font-serif text-ink-soft text-lg italic">
          {words.note(event.note)}
        </blockquote>
      ) : null}
      <FactList>
        <Fact label={t("column.actor")}>
          <Party
            party={event.actor}
            onFilter={event.actor.id ? () => onFilter({ actor: event.actor.id ?? "" }) : null}
          />
        </Fact>
        {event.on_behalf_of ? (
          <Fact label={t("on_behalf_label")}>
            <Party party={event.on_behalf_of} onFilter={null} />
          </Fact>
        ) : null}
        {event.target ? (
          <Fact label={t("column.target")}>
            <Party
              party={event.target}
              onFilter={event.target.id ? () => onFilter({ target: event.target?.id ?? "" }) : null}
            />
          </Fact>
        ) : null}
        {event.address ? <Fact label={t("column.address")}>{event.address}</Fact> : null}
        {event.assurance_level ? (
          <Fact label={t("assurance")}>{t(event.assurance_level >= 2 ? "assurance_2" : "assurance_1")}</Fact>
        ) : null}
        {event.request_id ? (
          <Fact label={t("request")}>
            <span className="block select-all break-all font-mono text-sm">{event.request_id}</span>
            <span className="flex flex-wrap gap-x-4 text-sm">
              <FilterButton onClick={() => onFilter({ request: event.request_id ?? "" })}>
                {t("same_request")}
              </FilterButton>
              {may("version.read") ? (
                <Link to={paths.changes(event.request_id)}>{t("request_changes")}</Link>
              ) : null}
            </span>
          </Fact>
        ) : null}
        <Fact label={t("id")}>
          <span className="select-all break-all font-mono text-sm">{event.id}</span>
        </Fact>
      </FactList>
      {event.changes.length > 0 ? (
        <Section title={t("changes")}>
          <FieldChanges changes={event.changes} />
        </Section>
      ) : null}
    </div>
  );
}

function Party({ party, onFilter }: { party: AuditParty; onFilter: (() => void) | null }) {
  const { t } = useTranslation("audit");
  const words = useAuditWords();
  return (
    <>
      {words.party(party)} <span className="text-ink-faint text-sm">{words.kind(party.kind)}</span>
      {onFilter ? (
        <span className="block text-sm">
          <FilterButton onClick={onFilter}>{t("only_this")}</FilterButton>
        </span>
      ) : null}
    </>
  );
}

function FilterButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="rounded-sm text-accent underline decoration-accent-line underline-offset-3 hover:decoration-current"
    >
      {children}
    </button>
  );
}

function Sealed({ isSealed }: { isSealed: boolean }) {
  const { t } = useTranslation("audit");
  return isSealed ? (
    <Badge tone="good" icon={<BadgeCheck size={13} aria-hidden="true" />}>
      {t("sealed")}
    </Badge>
  ) : (
    <Badge icon={<Clock size={13} aria-hidden="true" />}>{t("unsealed")}</Badge>
  );
}
