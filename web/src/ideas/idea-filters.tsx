import { Columns3, Search, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { IdeaState } from "~/api/types";
import { SegmentedControl } from "~/ui/segmented-control";
import { Select } from "~/ui/select";
import type { IdeaSearch } from "./search";
import { ALL_STATES } from "./states";

interface IdeaFiltersProps {
  search: IdeaSearch;
  count: number;
  onChange: (search: IdeaSearch) => void;
  actions?: ReactNode;
}

const icon = { size: 14, "aria-hidden": true } as const;

export function IdeaFilters({ search, count, onChange, actions }: IdeaFiltersProps) {
  const { t } = useTranslation(["ideas", "terms"]);
  const states = ALL_STATES.map((state) => ({ value: state, label: t(`terms:idea_state.${state}`) }));
  const options: { value: IdeaState | "all"; label: string }[] = [
    { value: "all", label: t("ideas:all_states") },
    ...states,
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        label={t("ideas:search")}
        value={search.q ?? ""}
        onChange={(q) => onChange({ ...search, q: q || undefined })}
      />
      <Select
        aria-label={t("ideas:column_label.state")}
        className="w-44"
        options={options}
        value={search.state ?? "all"}
        onChange={(state) => onChange({ ...search, state: state === "all" || !state ? undefined : state })}
      />
      <SegmentedControl
        label={t("ideas:view")}
        value={search.view ?? "board"}
        onChange={(view) => onChange({ ...search, view: view === "table" ? "table" : undefined })}
        options={[
          { value: "board", label: t("ideas:board"), icon: <Columns3 {...icon} /> },
          { value: "table", label: t("ideas:table"), icon: <Table2 {...icon} /> },
        ]}
      />
      <p role="status" className="text-ink-faint text-sm tabular-nums">
        {t("ideas:count", { count })}
      </p>
      {actions ? <div className="ml-auto flex items-center gap-2">{actions}</div> : null}
    </div>
  );
}

interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** The words go into the address as they are typed; while someone types, the field shows what was typed. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <div className="relative w-full sm:w-60">
      <Search {...icon} className="pointer-events-none absolute inset-y-0 left-3 my-auto text-ink-faint" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        className="control pl-9"
        value={typed ?? value}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(event.target.value);
        }}
        onBlur={() => setTyped(null)}
      />
    </div>
  );
}
