import { MessageSquarePlus } from "lucide-react";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { Field } from "~/ui/field";
import { type Passage, toPassage } from "./anchors";
import { HighlightLayer } from "./highlight-layer";
import type { Highlight } from "./highlights";

interface AnnotatedTextareaProps {
  id: string;
  name: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Passages that have comments, in UTF-16 offsets of `value`. */
  highlights: readonly Highlight[];
  activeId: string | null;
  /** Begins a comment on a passage; absent where the person may not comment. */
  onComment?: (passage: Passage) => void;
  rows?: number;
  help?: ReactNode;
  aside?: ReactNode;
  isInvalid?: boolean;
  maxLength?: number;
  isLarge?: boolean;
}

/** A text to write in, with the commented passages marked behind the words. */
export function AnnotatedTextarea(props: AnnotatedTextareaProps) {
  const { id, name, label, value, onChange, highlights, activeId, onComment, rows = 3, help, aside } = props;
  const { t } = useTranslation("ideas");
  const [passage, setPassage] = useState<Passage | null>(null);

  function select(event: SyntheticEvent<HTMLTextAreaElement>): void {
    const { selectionStart, selectionEnd } = event.currentTarget;
    setPassage(toPassage(value, selectionStart, selectionEnd));
  }

  const type = props.isLarge ? "text-lg! leading-[1.6]!" : undefined;
  return (
    <Field name={name} controlId={id} label={label} help={help} aside={aside}>
      <div className="relative">
        <HighlightLayer text={value} highlights={highlights} activeId={activeId} className={type} />
        <textarea
          id={id}
          name={name}
          rows={rows}
          maxLength={props.maxLength}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onSelect={select}
          aria-invalid={props.isInvalid || undefined}
          className={cx(
            "control field-sizing-content relative block resize-none overflow-hidden bg-transparent!",
            type,
          )}
        />
        {passage && onComment ? (
          <Button
            size="sm"
            variant="primary"
            className="absolute right-2 -bottom-3 z-10 shadow-float"
            icon={<MessageSquarePlus size={14} aria-hidden="true" />}
            onClick={() => {
              onComment(passage);
              setPassage(null);
            }}
          >
            {t("comments.on_selection")}
          </Button>
        ) : null}
      </div>
    </Field>
  );
}
