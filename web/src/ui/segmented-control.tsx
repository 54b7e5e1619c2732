import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import type { ReactNode } from "react";

interface SegmentedControlProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode; icon?: ReactNode }[];
}

/** One of a few views of the same thing. */
export function SegmentedControl<T extends string>({
  label,
  value,
  onChange,
  options,
}: SegmentedControlProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next) => {
        const chosen = next[0] as T | undefined;
        // Pressing the chosen one again must not leave nothing chosen.
        if (chosen) onChange(chosen);
      }}
      className="inline-flex rounded-md border border-line bg-sunken p-0.5"
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-sm border border-transparent px-3 text-ink-soft text-sm hover:text-ink data-[pressed]:border-line data-[pressed]:bg-surface data-[pressed]:font-medium data-[pressed]:text-ink"
        >
          {option.icon}
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
