import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { auditActionsQuery } from "~/audit/queries";
import { type AuditSearch, idIn } from "~/audit/search";
import { useAuditWords } from "~/audit/use-audit-words";
import { membersQuery } from "~/people/queries";
import { useMay } from "~/session/queries";
import { Chip } from "~/ui/badge";
import { Button } from "~/ui/button";
import { SearchBox } from "~/ui/search-box";
import { Select } from "~/ui/select";

interface AuditFiltersProps {
  search: AuditSearch;
  onChange: (search: AuditSearch) => void;
}

const ANY = "any";

export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const { t } = useTranslation("audit");
  const may = useMay();
  const words = useAuditWords();
  const { data } = useSuspenseQuery(auditActionsQuery);
  const { data: members } = useQuery({ ...membersQuery, enabled: may("member.read") });
  const classes = data.classes.filter(({ class: name }) => !search.class || name === search.class);
  const { live: _live, event: _event, ...filters } = search;
  const set = (changes: AuditSearch) => onChange({ ...search, ...changes });
  const chosen = (value: string | null) => (value === ANY || value === null ? undefined : value);

  return (
    <div className="flex flex-wrap items-start gap-2">
      <Select
        className="w-44"
        aria-label={t("filter.class")}
        value={search.class ?? ANY}
        onChange={(name) => set({ class: chosen(name), action: undefined })}
        options={[
          { value: ANY, label: t("filter.any_class") },
          ...data.classes.map(({ class: value }) => ({ value, label: words.classOf(value) })),
        ]}
      />
      <Select
        className="w-48"
        aria-label={t("filter.action")}
        value={search.action ?? ANY}
        onChange={(action) => set({ action: chosen(action) })}
        options={[
          { value: ANY, label: t("filter.any_action") },
          ...classes.flatMap(({ class: name, actions }) =>
            actions.map((value) => ({ value, label: words.action(value), group: words.classOf(name) })),
          ),
        ]}
      />
      <Select
        className="w-44"
        aria-label={t("filter.actor")}
        value={search.actor ?? ANY}
        onChange={(actor) => set({ actor: chosen(actor) })}
        options={[
          { value: ANY, label: t("filter.any_actor") },
          ...(members?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <SearchBox
        key={search.target}
        label={t("filter.target")}
        value={search.target ?? ""}
        problemOf={(target) => (target === "" || idIn(target) ? null : t("filter.target_wrong"))}
        onSearch={(target) => set({ target: idIn(target) })}
      />
      <DayField label={t("filter.since")} value={search.since} onChange={(since) => set({ since })} />
      <DayField label={t("filter.until")} value={search.until} onChange={(until) => set({ until })} />
      {search.request ? (
        <Chip onRemove={() => set({ request: undefined })}>
          {t("filter.request", { id: search.request })}
        </Chip>
      ) : null}
      {Object.values(filters).some(Boolean) ? (
        <Button variant="ghost" onClick={() => onChange({ live: search.live })}>
          {t("filter.clear")}
        </Button>
      ) : null}
    </div>
  );
}

interface DayFieldProps {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}

function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <label className="flex min-h-9 items-center gap-2 text-ink-soft text-sm">
      {label}
      <input
        type="date"
        className="control w-38 py-1.5"
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value || undefined)}
      />
    </label>
  );
}
