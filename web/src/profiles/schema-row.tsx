import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { FIELD_TYPES, labelOf, type SchemaField } from "~/profiles/schema-fields";
import { IconButton } from "~/ui/button";
import { Field, TextField, useFieldControl } from "~/ui/field";
import { SelectField } from "~/ui/select";
import { TagInput } from "~/ui/tag-input";

interface SchemaRowProps {
  field: SchemaField;
  at: number;
  count: number;
  isReadOnly: boolean;
  onChange: (field: SchemaField) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** One attribute: what it is called, what kind of value it has, and which values are right. */
export function SchemaRow({ field, at, count, isReadOnly, onChange, onMove, onRemove }: SchemaRowProps) {
  const { t } = useTranslation("profiles");
  const { type } = field;
  const set = (changes: Partial<SchemaField>) => onChange({ ...field, ...changes });
  const name = labelOf(field) || t("schema.unnamed");
  const control = (part: string) => `properties.${field.name || at}.${part}`;
  return (
    <li className="rounded-md border border-line bg-surface p-4">
      <fieldset disabled={isReadOnly} className="flex flex-col gap-4">
        <legend className="sr-only">{name}</legend>
        <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_10rem_auto]">
          <TextField
            name={control("title")}
            label={t("schema.label")}
            required
            maxLength={80}
            value={field.label}
            onChange={(event) => set(labelled(field, event.target.value))}
          />
          <TextField
            name={control("name")}
            label={t("schema.name")}
            required
            pattern="[a-z][a-z0-9_]*"
            maxLength={40}
            value={field.name}
            onChange={(event) => set({ name: event.target.value })}
          />
          <SelectField
            name={control("type")}
            label={t("schema.type")}
            required
            value={type}
            onChange={(next) => set({ type: next ?? "text" })}
            options={FIELD_TYPES.map((value) => ({ value, label: t(`schema.types.${value}`) }))}
          />
          {isReadOnly ? null : (
            <div className="flex sm:pt-6">
              <IconButton
                label={t("schema.up", { name })}
                icon={<ArrowUp size={15} aria-hidden="true" />}
                disabledReason={at === 0 ? t("schema.is_first") : null}
                onClick={() => onMove(-1)}
              />
              <IconButton
                label={t("schema.down", { name })}
                icon={<ArrowDown size={15} aria-hidden="true" />}
                disabledReason={at === count - 1 ? t("schema.is_last") : null}
                onClick={() => onMove(1)}
              />
              <IconButton
                label={t("schema.remove", { name })}
                icon={<Trash2 size={15} aria-hidden="true" />}
                onClick={onRemove}
              />
            </div>
          )}
        </div>
        <div className="flex flex-wrap items-end gap-4">
          {type === "choice" || type === "choices" ? (
            <Field name={control("options")} label={t("schema.options")} className="grow">
              <Options value={field.options} onChange={(options) => set({ options })} />
            </Field>
          ) : null}
          {type === "integer" || type === "number" ? (
            <>
              <NumberBox
                name={control("minimum")}
                label={t("schema.minimum")}
                value={field.minimum}
                onChange={(minimum) => set({ minimum })}
              />
              <NumberBox
                name={control("maximum")}
                label={t("schema.maximum")}
                value={field.maximum}
                onChange={(maximum) => set({ maximum })}
              />
              <TextField
                name={control("unit")}
                label={t("schema.unit")}
                maxLength={12}
                className="w-24"
                value={field.unit}
                onChange={(event) => set({ unit: event.target.value })}
              />
            </>
          ) : null}
          {type === "text" || type === "long_text" ? (
            <NumberBox
              name={control("maxLength")}
              label={t("schema.max_length")}
              value={field.maxLength}
              onChange={(maxLength) => set({ maxLength })}
            />
          ) : null}
          <label className="flex h-9 items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-(--accent-fill)"
              checked={field.isRequired}
              onChange={(event) => set({ isRequired: event.target.checked })}
            />
            {t("schema.required")}
          </label>
        </div>
      </fieldset>
    </li>
  );
}

/** Until it is written by hand, the name in the data follows the label. */
function labelled(field: SchemaField, label: string): Partial<SchemaField> {
  return field.name === nameFor(field.label) ? { label, name: nameFor(label) } : { label };
}

function nameFor(label: string): string {
  const plain = label.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replaceAll(/\p{M}/gu, "");
  return plain
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[_0-9]+|_+$/g, "")
    .slice(0, 40);
}

function Options({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  const { id } = useFieldControl();
  return <TagInput id={id} value={value} onChange={onChange} maxTags={60} />;
}

interface NumberBoxProps {
  name: string;
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
}

function NumberBox({ name, label, value, onChange }: NumberBoxProps) {
  return (
    <TextField
      name={name}
      label={label}
      type="number"
      step="any"
      className="w-32"
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
    />
  );
}
