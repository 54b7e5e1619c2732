import type { TFunction } from "i18next";
import { createContext } from "react";

/** Messages by the name of their control. */
export type FieldErrors = Readonly<Record<string, string>>;

export const FormErrors = createContext<FieldErrors>({});

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function isControl(element: Element): element is Control {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  );
}

/** What the browser finds wrong, in our words: its own would come in the browser's language. */
export function errorsOf(form: HTMLFormElement, t: TFunction<"ui">): FieldErrors {
  const errors: Record<string, string> = {};
  for (const control of form.elements) {
    if (!isControl(control) || !control.name || control.validity.valid) continue;
    errors[control.name] ??= wordsFor(control, t);
  }
  return errors;
}

function wordsFor({ validity, validationMessage }: Control, t: TFunction<"ui">): string {
  if (validity.valueMissing) return t("field.required");
  if (validity.typeMismatch || validity.badInput || validity.patternMismatch) return t("field.wrong_form");
  if (validity.tooShort) return t("field.too_short");
  if (validity.rangeOverflow || validity.rangeUnderflow || validity.stepMismatch)
    return t("field.out_of_range");
  return validationMessage;
}

/** Puts the person where the first thing has to be corrected, in the order of the page. */
export function focusFirst(form: HTMLFormElement, errors: FieldErrors): void {
  for (const control of form.elements) {
    if (isControl(control) && control.type !== "hidden" && control.name in errors) {
      control.focus();
      return;
    }
  }
}
