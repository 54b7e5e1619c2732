import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "~/ui/class-names";
import { Field } from "~/ui/field";

export interface SelectOption<T extends string> {
  value: T;
  label: string;
  /** A second line that explains the choice. */
  hint?: string;
  icon?: ReactNode;
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

export function Select<T extends string>(props: SelectProps<T>) {
  const { options, value, defaultValue, onChange, placeholder, size = "md", className, required } = props;
  return (
    <Base.Root
      items={options}
      value={value}
      defaultValue={defaultValue}
      required={required}
      onValueChange={(next) => onChange?.(next as T | null)}
    >
      <Base.Trigger
        aria-label={props["aria-label"]}
        className={cx(
          "control flex items-center justify-between gap-2 text-left",
          size === "sm" ? "h-8 py-0 text-sm" : null,
          className,
        )}
      >
        <Base.Value className="truncate data-[placeholder]:text-ink-faint" placeholder={placeholder} />
        <Base.Icon className="text-ink-faint">
          <ChevronDown size={15} aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="floating max-h-(--available-height) min-w-(--anchor-width) max-w-96 overflow-y-auto p-1">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex cursor-default items-start gap-2.5 rounded-sm px-2.5 py-1.5 text-base outline-none data-[highlighted]:bg-hover"
              >
                {option.icon ? <span className="mt-0.5 text-ink-soft">{option.icon}</span> : null}
                <span className="min-w-0 flex-1">
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.hint ? <span className="block text-ink-faint text-sm">{option.hint}</span> : null}
                </span>
                <Base.ItemIndicator className="mt-1 text-accent">
                  <Check size={14} aria-hidden="true" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
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
      <Select {...select} />
    </Field>
  );
}
