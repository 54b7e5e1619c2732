import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { errorsOf, type FieldErrors, FormErrors, focusFirst, wordsOfCode } from "~/ui/form-errors";
import { ProblemNotice } from "~/ui/problem-notice";

interface FormProps {
  /** Gets the named controls' values. What it throws is shown at the fields and above the buttons. */
  onSubmit: (values: FormData) => Promise<void> | void;
  children: (state: { isBusy: boolean }) => ReactNode;
  className?: string;
  id?: string;
}

/**
 * A form whose fields (`TextField` and relatives) show both the browser's validation and the server's:
 * an error at the pointer `/name` appears at the field named `name`, the rest above the actions.
 */
export function Form({ onSubmit, children, className, id }: FormProps) {
  const { t } = useTranslation("ui");
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [errors, setErrors] = useState<FieldErrors>({});

  function refuse(form: HTMLFormElement, found: FieldErrors): void {
    setErrors(found);
    focusFirst(form, found);
  }

  async function submit(form: HTMLFormElement): Promise<void> {
    if (isBusy) return;
    setFailure(null);
    const invalid = errorsOf(form, t);
    refuse(form, invalid);
    if (Object.keys(invalid).length > 0) return;
    setIsBusy(true);
    try {
      await onSubmit(new FormData(form));
    } catch (error) {
      setFailure(error);
      if (error instanceof ApiError)
        refuse(
          form,
          error.byField((code) => wordsOfCode(code, t)),
        );
    } finally {
      setIsBusy(false);
    }
  }

  /** A message goes when its control is changed, so that nobody corrects what is right already. */
  function forget(event: FormEvent): void {
    const { name } = event.target as HTMLInputElement;
    if (name && name in errors) setErrors(({ [name]: _gone, ...others }) => others);
  }

  return (
    <form
      id={id}
      noValidate
      className={className ?? "flex flex-col gap-5"}
      onInput={forget}
      onSubmit={(event) => {
        // React lets the events of a dialog inside the form bubble through its portal.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {failure && !isAboutFields(failure) ? <ProblemNotice error={failure} /> : null}
      <FormErrors value={errors}>{children({ isBusy })}</FormErrors>
    </form>
  );
}

function isAboutFields(failure: unknown): boolean {
  if (!(failure instanceof ApiError) || failure.fields.length === 0) return false;
  return failure.fields.every((field) => field.pointer !== "");
}

/** The trimmed text of a control, or nothing when it is empty. */
export function textOf(values: FormData, name: string): string | undefined {
  const value = values.get(name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

export function allOf<T extends string>(values: FormData, name: string): T[] {
  return values.getAll(name).filter((value): value is T => typeof value === "string" && value !== "");
}
