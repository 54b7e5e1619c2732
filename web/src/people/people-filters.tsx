import { useTranslation } from "react-i18next";
import { type PeopleSearch, USER_STATES } from "~/people/search";
import { useRoleChoices } from "~/roles/use-role-choices";
import { Button } from "~/ui/button";
import { SearchBox } from "~/ui/search-box";
import { Select } from "~/ui/select";

interface PeopleFiltersProps {
  search: PeopleSearch;
  onChange: (search: PeopleSearch) => void;
}

const ANY = "any";

export function PeopleFilters({ search, onChange }: PeopleFiltersProps) {
  const { t } = useTranslation("people");
  const roles = useRoleChoices();
  const isFiltered = Boolean(search.q || search.role || search.state);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        key={search.q ? "text" : "none"}
        label={t("filter.search")}
        value={search.q ?? ""}
        onSearch={(q) => onChange({ ...search, q: q || undefined })}
      />
      <Select
        className="w-44"
        aria-label={t("filter.role")}
        value={search.role ?? ANY}
        onChange={(role) => onChange({ ...search, role: role === ANY ? undefined : (role ?? undefined) })}
        options={[{ value: ANY, label: t("filter.any_role") }, ...roles]}
      />
      <Select
        className="w-44"
        aria-label={t("filter.state")}
        value={search.state ?? ANY}
        onChange={(state) =>
          onChange({ ...search, state: USER_STATES.find((candidate) => candidate === state) })
        }
        options={[
          { value: ANY, label: t("filter.any_state") },
          ...USER_STATES.map((value) => ({ value, label: t(`state.${value}`) })),
        ]}
      />
      {isFiltered ? (
        <Button variant="ghost" onClick={() => onChange({ sort: search.sort, user: search.user })}>
          {t("filter.clear")}
        </Button>
      ) : null}
    </div>
  );
}
