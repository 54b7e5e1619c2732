import { Form as Base } from "@base-ui/react/form";
import { type ReactNode, useState } from "react";
import { ApiError } from "~/api/client";
import { ProblemNotice } from "~/ui/problem-notice";

interface FormProps {
  /** Gets the named controls' values. What it throws is shown at the fields and above the buttons. */
  onSubmit: (values: FormData) => Promise<void> | void;
  /** Told when the form starts and stops sending. */
  children: (state: { isBusy: boolean }) => ReactNode;
  className?: string;
  id?: string;
}

/**
 * A form whose fields (`TextField` and relatives) show both the browser's validation and the server's:
 * an error at the pointer `/name` appears at the field named `name`, the rest above the actions.
 */
export function Form({ onSubmit, children, className, id }: FormProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const errors = failure instanceof ApiError ? failure.byField() : undefined;

  async function submit(form: HTMLFormElement): Promise<void> {
    if (isBusy) return;
    setIsBusy(true);
    setFailure(null);
    try {
      await onSubmit(new FormData(form));
    } catch (error) {
      setFailure(error);
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Base
      id={id}
      className={className ?? "flex flex-col gap-5"}
      errors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget as HTMLFormElement);
      }}
    >
      {failure && !onlyNamesFields(failure) ? <ProblemNotice error={failure} /> : null}
      {children({ isBusy })}
    </Base>
  );
}

function onlyNamesFields(failure: unknown): boolean {
  return (
    failure instanceof ApiError &&
    failure.fields.length > 0 &&
    failure.fields.every((field) => field.pointer !== "")
  );
}

/** The trimmed text of a control, or nothing when it is empty. */
export function textOf(values: FormData, name: string): string | undefined {
  const value = values.get(name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

export function allOf<T extends string>(values: FormData, name: string): T[] {
  return values.getAll(name).filter((value): value is T => typeof value === "string" && value !== "");
}
