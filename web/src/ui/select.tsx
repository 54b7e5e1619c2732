import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "~/ui/class-names";
import { Field, useFieldControl } from "~/ui/field";

export interface SelectOption<T extends string> {
  value: T;
  label: string;
  /** Tells options of the same name apart. */
  hint?: string;
  /** Options of the same group stand under its name; they have to follow each other. */
  group?: string;
}

interface SelectProps<T extends string> {
  options: readonly SelectOption<T>[];
  value?: T | null;
  defaultValue?: T | null;
  onChange?: (value: T | null) => void;
  placeholder?: string;
  size?: "sm" | "md";
  className?: string;
  "aria-label"?: string;
  required?: boolean;
}

/** The platform's own select: a phone shows its wheel, a keyboard finds by typing, and it costs no script. */
export function Select<T extends string>({ className, ...props }: SelectProps<T>) {
  return (
    <Frame className={className}>
      <NativeSelect {...props} />
    </Frame>
  );
}

interface SelectFieldProps<T extends string> extends Omit<SelectProps<T>, "aria-label" | "size"> {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  isOptional?: boolean;
}

/** A select with label and error; its value is in the form's `FormData` under `name`. */
export function SelectField<T extends string>(props: SelectFieldProps<T>) {
  const { name, label, help, isOptional, className, ...select } = props;
  return (
    <Field {...{ name, label, help, isOptional, className }}>
      <Frame>
        <FieldSelect {...select} />
      </Frame>
    </Field>
  );
}

function FieldSelect<T extends string>(props: SelectProps<T>) {
  return <NativeSelect {...props} attributes={useFieldControl()} />;
}

interface NativeSelectProps<T extends string> extends SelectProps<T> {
  attributes?: ReturnType<typeof useFieldControl>;
}

function NativeSelect<T extends string>(props: NativeSelectProps<T>) {
  const { options, value, defaultValue, onChange, placeholder, required, size, attributes } = props;
  const given = value === undefined ? { defaultValue: defaultValue ?? "" } : { value: value ?? "" };
  const needsBlank = placeholder !== undefined || (value ?? defaultValue ?? null) === null;
  return (
    <select
      {...given}
      {...attributes}
      required={required}
      aria-label={props["aria-label"]}
      onChange={(event) =>
        onChange?.(options.find((option) => option.value === event.target.value)?.value ?? null)
      }
      className={cx("control appearance-none truncate pr-9", size === "sm" ? "h-8 py-0 text-sm" : null)}
    >
      {needsBlank ? (
        <option value="" disabled={required}>
          {placeholder ?? ""}
        </option>
      ) : null}
      {grouped(options).map(([group, members]) =>
        group === undefined ? (
          members.map((option) => <Option key={option.value} {...option} />)
        ) : (
          <optgroup key={group} label={group}>
            {members.map((option) => (
              <Option key={option.value} {...option} />
            ))}
          </optgroup>
        ),
      )}
    </select>
  );
}

function Frame({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <span className={cx("relative block min-w-0", className)}>
      {children}
      <ChevronDown
        size={15}
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-faint"
      />
    </span>
  );
}

function Option({ value, label, hint }: SelectOption<string>) {
  return <option value={value}>{hint ? `${label} · ${hint}` : label}</option>;
}

function grouped<T extends string>(
  options: readonly SelectOption<T>[],
): [string | undefined, SelectOption<T>[]][] {
  const groups: [string | undefined, SelectOption<T>[]][] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last && last[0] === option.group) last[1].push(option);
    else groups.push([option.group, [option]]);
  }
  return groups;
}
