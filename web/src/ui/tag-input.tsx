import { Plus } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Chip } from "~/ui/badge";

interface TagInputProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
  id?: string;
  /** Accessible name where no `<label for>` points here. */
  "aria-label"?: string;
  placeholder?: string;
  maxLength?: number;
  maxTags?: number;
  /** Also submits the tags with a form, one entry each. */
  name?: string;
}

/** Short texts, one chip each: Enter or comma adds, Backspace in the empty control takes the last back. */
export function TagInput({
  value,
  onChange,
  id,
  placeholder,
  maxLength = 80,
  maxTags = 20,
  name,
  ...rest
}: TagInputProps) {
  const { t } = useTranslation("ui");
  const [draft, setDraft] = useState("");
  const isFull = value.length >= maxTags;

  function add(): void {
    const tag = draft.trim();
    setDraft("");
    if (tag && !isFull && !value.some((known) => known.toLowerCase() === tag.toLowerCase()))
      onChange([...value, tag]);
  }

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    // While an input method composes, Enter belongs to it.
    if (event.nativeEvent.isComposing) return;
    if ((event.key === "Enter" && draft.trim()) || event.key === ",") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && draft === "" && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  }

  return (
    <div className="flex flex-col gap-2">
      {value.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {value.map((tag) => (
            <li key={tag} className="max-w-full">
              <Chip onRemove={() => onChange(value.filter((other) => other !== tag))}>{tag}</Chip>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex gap-2">
        <input
          id={id}
          aria-label={rest["aria-label"]}
          className="control"
          value={draft}
          maxLength={maxLength}
          disabled={isFull}
          placeholder={isFull ? t("tags.full", { count: maxTags }) : (placeholder ?? t("tags.placeholder"))}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={press}
          onBlur={add}
        />
        <button
          type="button"
          onClick={add}
          aria-label={t("tags.add")}
          className="flex w-10 shrink-0 items-center justify-center rounded-md border border-line-strong text-ink-soft hover:bg-hover"
        >
          <Plus size={16} aria-hidden="true" />
        </button>
      </div>
      {name ? value.map((tag) => <input key={tag} type="hidden" name={name} value={tag} />) : null}
    </div>
  );
}
