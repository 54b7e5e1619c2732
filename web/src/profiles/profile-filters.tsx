import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountChoicesQuery } from "~/accounts/queries";
import { useSchemaFields } from "~/profiles/queries";
import { labelOf, type SchemaField } from "~/profiles/schema-fields";
import { type Condition, type ProfilesSearch, readCondition, writeCondition } from "~/profiles/search";
import { PROFILE_KINDS } from "~/profiles/types";
import { useMay } from "~/session/queries";
import { SearchBox } from "~/ui/search-box";
import { Select } from "~/ui/select";

interface ProfileFiltersProps {
  search: ProfilesSearch;
  onChange: (search: ProfilesSearch) => void;
}

const ANY = "any";

export function ProfileFilters({ search, onChange }: ProfileFiltersProps) {
  const { t } = useTranslation("profiles");
  const may = useMay();
  const { data: accounts = [] } = useQuery({ ...accountChoicesQuery, enabled: may("account.read") });
  const fields = useSchemaFields(search.kind);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        label={t("search")}
        value={search.q ?? ""}
        onSearch={(q) => onChange({ ...search, q: q || undefined })}
      />
      <Select
        className="w-40"
        aria-label={t("kind_label")}
        value={search.kind ?? ANY}
        onChange={(kind) =>
          onChange({ ...search, kind: PROFILE_KINDS.find((known) => known === kind), attribute: undefined })
        }
        options={[
          { value: ANY, label: t("any_kind") },
          ...PROFILE_KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
        ]}
      />
      {accounts.length > 0 ? (
        <Select
          className="w-44"
          aria-label={t("account")}
          value={search.account_id ?? ANY}
          onChange={(id) => onChange({ ...search, account_id: id === ANY ? undefined : (id ?? undefined) })}
          options={[
            { value: ANY, label: t("any_account") },
            ...accounts.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      ) : null}
      {search.kind && fields.length > 0 ? (
        <AttributeFilter
          key={search.kind}
          fields={fields}
          attribute={search.attribute}
          onChange={(attribute) => onChange({ ...search, attribute })}
        />
      ) : null}
    </div>
  );
}

interface AttributeFilterProps {
  fields: readonly SchemaField[];
  attribute: string | undefined;
  onChange: (attribute: string | undefined) => void;
}

/** One condition on what profiles of the kind are described by. */
function AttributeFilter({ fields, attribute, onChange }: AttributeFilterProps) {
  const { t } = useTranslation("profiles");
  // A condition without a value filters nothing yet, so only the page knows of it.
  const [given, setGiven] = useState(readCondition(attribute));
  const field = fields.find(({ name }) => name === given?.name);
  const isNumber = field?.type === "integer" || field?.type === "number";
  const change = (changes: Partial<Condition>) => {
    const next = {
      name: given?.name ?? "",
      operator: given?.operator ?? "=",
      value: given?.value ?? "",
      ...changes,
    };
    choose(next);
  };
  const choose = (next: Condition | null) => {
    setGiven(next);
    onChange(next?.name && next.value ? writeCondition(next) : undefined);
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">{t("attribute_filter")}</legend>
      <Select
        className="w-40"
        aria-label={t("attribute_filter")}
        value={field?.name ?? ANY}
        onChange={(name) => {
          const chosen = fields.find((one) => one.name === name);
          choose(chosen ? startOf(chosen) : null);
        }}
        options={[
          { value: ANY, label: t("any_attribute") },
          ...fields.map((one) => ({ value: one.name, label: labelOf(one) })),
        ]}
      />
      {field && isNumber ? (
        <Select
          className="w-32"
          aria-label={t("operator")}
          value={given?.operator ?? ">="}
          onChange={(operator) => change({ operator: operator ?? "=" })}
          options={[
            { value: ">=", label: t("at_least") },
            { value: "<=", label: t("at_most") },
            { value: "=", label: t("exactly") },
          ]}
        />
      ) : null}
      {field ? (
        <ValueControl
          key={field.name}
          field={field}
          value={given?.value ?? ""}
          onChange={(value) => change({ value })}
        />
      ) : null}
    </fieldset>
  );
}

/** A condition that can be corrected from there. */
function startOf({ name, type, options }: SchemaField): Condition {
  if (type === "integer" || type === "number") return { name, operator: ">=", value: "" };
  if (type === "boolean") return { name, operator: "=", value: "true" };
  return { name, operator: "=", value: options[0] ?? "" };
}

interface ValueControlProps {
  field: SchemaField;
  value: string;
  onChange: (value: string) => void;
}

function ValueControl({ field, value, onChange }: ValueControlProps) {
  const { t } = useTranslation("profiles");
  if (field.type === "boolean" || field.options.length > 0) {
    const options = field.type === "boolean" ? ["true", "false"] : field.options;
    const words: Record<string, string> = { true: t("yes"), false: t("no") };
    return (
      <Select
        className="w-36"
        aria-label={t("value")}
        value={value}
        onChange={(next) => next && onChange(next)}
        options={options.map((option) => ({ value: option, label: words[option] ?? option }))}
      />
    );
  }
  const type =
    field.type === "date" ? "date" : field.type === "integer" || field.type === "number" ? "number" : "text";
  return (
    <input
      type={type}
      className="control w-32"
      aria-label={t("value")}
      placeholder={field.unit || undefined}
      defaultValue={value}
      onBlur={(event) => event.target.value !== value && onChange(event.target.value)}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}
