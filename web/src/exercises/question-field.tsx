import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, Question } from "~/api/types";
import { cx } from "~/ui/class-names";
import { TagInput } from "~/ui/tag-input";

interface QuestionFieldProps {
  question: Question;
  answer: Answer | undefined;
  error?: string;
  isReadOnly: boolean;
  onChange: (answer: Answer) => void;
}

export function QuestionField({ question, answer, error, isReadOnly, onChange }: QuestionFieldProps) {
  const { t } = useTranslation(["exercises", "ui"]);
  const id = useId();
  const isGroup = question.kind === "choice" || question.kind === "scale";
  const label = (
    <>
      {question.label}
      {question.required ? null : (
        <span className="ml-2 font-sans text-ink-faint text-sm">{t("ui:field.optional")}</span>
      )}
    </>
  );
  const describedBy = cx(question.help ? `${id}-help` : null, error ? `${id}-error` : null) || undefined;
  const control = { question, answer, id, describedBy, isInvalid: Boolean(error), isReadOnly, onChange };
  const className = "block font-serif text-ink text-xl";

  return (
    <div className="flex flex-col gap-3" id={`question-${question.key}`}>
      {isGroup ? (
        <fieldset aria-describedby={describedBy} className="flex flex-col gap-3">
          <legend className={cx(className, "mb-3")}>{label}</legend>
          <Help id={id} question={question} />
          <Options {...control} />
        </fieldset>
      ) : (
        <>
          <label htmlFor={id} className={className}>
            {label}
          </label>
          <Help id={id} question={question} />
          <TextControl {...control} />
        </>
      )}
      {error ? (
        <p id={`${id}-error`} className="text-bad text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function Help({ id, question }: { id: string; question: Question }) {
  if (!question.help) return null;
  return (
    <p id={`${id}-help`} className="-mt-2 max-w-prose text-ink-soft">
      {question.help}
    </p>
  );
}

interface ControlProps extends Omit<QuestionFieldProps, "error"> {
  id: string;
  describedBy: string | undefined;
  isInvalid: boolean;
}

function TextControl({ question, answer, id, describedBy, isInvalid, isReadOnly, onChange }: ControlProps) {
  const { t } = useTranslation("exercises");
  const text = typeof answer === "string" ? answer : "";
  if (question.kind === "tags") {
    const tags = Array.isArray(answer) ? answer : [];
    if (isReadOnly) return <p>{tags.join(", ")}</p>;
    return (
      <TagInput
        id={id}
        value={tags}
        onChange={onChange}
        maxLength={question.max_length || 80}
        maxTags={question.max_items || 20}
      />
    );
  }
  const shared = {
    id,
    value: text,
    readOnly: isReadOnly,
    maxLength: question.max_length || undefined,
    "aria-describedby": describedBy,
    "aria-invalid": isInvalid || undefined,
    "aria-required": question.required || undefined,
  };
  if (question.kind === "text") {
    return <input {...shared} className="control" onChange={(event) => onChange(event.target.value)} />;
  }
  const left = question.max_length - [...text].length;
  return (
    <div>
      <textarea
        {...shared}
        rows={5}
        className="control field-sizing-content max-h-[60vh] min-h-32"
        onChange={(event) => onChange(event.target.value)}
      />
      {question.max_length && left < question.max_length * 0.2 ? (
        <p className="mt-1 text-right text-ink-faint text-sm tabular-nums">{t("left", { count: left })}</p>
      ) : null}
    </div>
  );
}

function Options({ question, answer, id, isReadOnly, onChange }: ControlProps) {
  const isScale = question.kind === "scale";
  const options = isScale && question.options.length === 0 ? PLAIN_SCALE : question.options;
  return (
    <div className={isScale ? "grid gap-2 sm:grid-cols-5" : "grid gap-2 sm:grid-cols-2"}>
      {options.map((option) => (
        <label
          key={option.value}
          className={cx(
            "flex cursor-pointer gap-2.5 rounded-md border border-line-strong bg-surface px-3 py-2.5 hover:bg-hover",
            "has-checked:border-accent has-checked:bg-accent-soft",
            "has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
            isScale ? "items-center sm:flex-col sm:text-center" : "items-start",
          )}
        >
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={String(answer ?? "") === option.value}
            disabled={isReadOnly}
            onChange={() => onChange(isScale ? Number(option.value) : option.value)}
            className="mt-1 size-3.5 shrink-0 accent-(--accent-fill) outline-none"
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}

const PLAIN_SCALE = ["1", "2", "3", "4", "5"].map((value) => ({ value, label: value }));
