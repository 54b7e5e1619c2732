import type { ReactNode } from "react";
import { cx } from "~/ui/class-names";

interface ChoiceGroupProps<T extends string> {
  legend: string;
  name: string;
  /** `checkbox` for several, `radio` for one. */
  kind: "checkbox" | "radio";
  options: readonly { value: T; label: string; icon?: ReactNode; hint?: string }[];
  /** Controlled; leave it out to let the form read `name`. */
  value?: readonly T[];
  defaultValue?: readonly T[];
  onChange?: (value: T[]) => void;
  help?: string;
  isLegendHidden?: boolean;
}

/** Native checkboxes or radios as cards that a thumb can hit. */
export function ChoiceGroup<T extends string>(props: ChoiceGroupProps<T>) {
  const { legend, name, kind, options, value, defaultValue, onChange, help, isLegendHidden } = props;

  function toggle(option: T, isChecked: boolean): void {
    if (kind === "radio") onChange?.([option]);
    else
      onChange?.(isChecked ? [...(value ?? []), option] : (value ?? []).filter((other) => other !== option));
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className={isLegendHidden ? "sr-only" : "mb-1.5 font-medium text-sm"}>{legend}</legend>
      {help ? <p className="text-ink-faint text-sm">{help}</p> : null}
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              "flex cursor-pointer items-start gap-2.5 rounded-md border border-line-strong bg-surface px-3 py-2 text-base",
              "hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:text-ink",
              "has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
              option.hint ? "basis-64 grow" : null,
            )}
          >
            <input
              type={kind}
              name={name}
              value={option.value}
              className="mt-1 size-3.5 shrink-0 accent-(--accent-fill) outline-none"
              {...(value === undefined
                ? { defaultChecked: defaultValue?.includes(option.value) }
                : { checked: value.includes(option.value) })}
              onChange={(event) => toggle(option.value, event.target.checked)}
            />
            {option.icon ? <span className="mt-0.5">{option.icon}</span> : null}
            <span>
              {option.label}
              {option.hint ? <span className="block text-ink-soft text-sm">{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
