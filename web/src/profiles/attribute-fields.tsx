import { useState } from "react";
import { useTranslation } from "react-i18next";
import { labelOf, type SchemaField } from "~/profiles/schema-fields";
import type { Attributes } from "~/profiles/types";
import { ChoiceGroup } from "~/ui/choice-group";
import { Field, TextareaField, TextField, useFieldControl } from "~/ui/field";
import { SelectField } from "~/ui/select";
import { TagInput } from "~/ui/tag-input";

interface AttributeFieldsProps {
  fields: readonly SchemaField[];
  attributes: Attributes;
}

/** The controls that a schema asks for, filled with a profile's values. */
export function AttributeFields({ fields, attributes }: AttributeFieldsProps) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {fields.map((field) => (
        <div key={field.name} className={isWide(field) ? "sm:col-span-2" : undefined}>
          <AttributeField field={field} value={attributes[field.name]} />
        </div>
      ))}
    </div>
  );
}

function isWide({ type }: SchemaField): boolean {
  return type === "long_text" || type === "choices" || type === "tags";
}

function AttributeField({ field, value }: { field: SchemaField; value: unknown }) {
  const { t } = useTranslation("profiles");
  const { type, unit, isRequired, options, minimum, maximum, maxLength, rest } = field;
  const name = `attributes.${field.name}`;
  const text = value === undefined || value === null ? "" : String(value);
  const shared = {
    name,
    label: unit ? t("with_unit", { label: labelOf(field), unit }) : labelOf(field),
    help: rest.description,
    isOptional: !isRequired,
  };
  const list = Array.isArray(value) ? value.map(String) : [];
  switch (type) {
    case "integer":
    case "number":
      return (
        <TextField
          {...shared}
          type="number"
          inputMode={type === "integer" ? "numeric" : "decimal"}
          step={type === "integer" ? 1 : "any"}
          min={minimum ?? undefined}
          max={maximum ?? undefined}
          required={isRequired}
          defaultValue={text}
        />
      );
    case "boolean":
      return (
        <SelectField
          {...shared}
          defaultValue={typeof value === "boolean" ? (value ? "true" : "false") : null}
          placeholder={t("not_said")}
          options={[
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]}
        />
      );
    case "choice":
      return (
        <SelectField
          {...shared}
          required={isRequired}
          placeholder={t("not_said")}
          defaultValue={text || null}
          options={options.map((option) => ({ value: option, label: option }))}
        />
      );
    case "choices":
      return (
        <ChoiceGroup
          legend={shared.label}
          help={shared.help}
          name={name}
          kind="checkbox"
          defaultValue={list}
          options={options.map((option) => ({ value: option, label: option }))}
        />
      );
    case "tags":
      return (
        <Field {...shared}>
          <Tags name={name} initial={list} />
        </Field>
      );
    case "date":
      return <TextField {...shared} type="date" required={isRequired} defaultValue={text} />;
    case "link":
      return <TextField {...shared} type="url" required={isRequired} defaultValue={text} />;
    case "long_text":
      return (
        <TextareaField
          {...shared}
          required={isRequired}
          maxLength={maxLength ?? undefined}
          defaultValue={text}
        />
      );
    default:
      return (
        <TextField {...shared} required={isRequired} maxLength={maxLength ?? undefined} defaultValue={text} />
      );
  }
}

function Tags({ name, initial }: { name: string; initial: string[] }) {
  const { id } = useFieldControl();
  const [tags, setTags] = useState(initial);
  return <TagInput id={id} name={name} value={tags} onChange={setTags} />;
}
