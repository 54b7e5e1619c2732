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

function wordsFor(control: Control, t: TFunction<"ui">): string {
  const { validity, validationMessage } = control;
  if (validity.valueMissing) {
    const name = labelOf(control);
    return name ? t("field.required", { name }) : t("field.required_unnamed");
  }
  if (validity.typeMismatch || validity.badInput || validity.patternMismatch) return t("field.wrong_form");
  if (validity.tooShort) return t("field.too_short");
  if (validity.stepMismatch && "step" in control && control.step === "1") return t("field.whole");
  if (validity.rangeOverflow || validity.rangeUnderflow || validity.stepMismatch) return rangeOf(control, t);
  return validationMessage;
}

/** The label alone, without the word that it may be left out. */
function labelOf({ labels }: Control): string {
  return labels?.[0]?.firstChild?.textContent?.trim() ?? "";
}

function rangeOf(control: Control, t: TFunction<"ui">): string {
  const { min, max } = "min" in control ? control : { min: "", max: "" };
  if (min !== "" && max !== "") return t("field.between", { min, max });
  if (min !== "") return t("field.at_least", { min });
  return max !== "" ? t("field.at_most", { max }) : t("field.out_of_range");
}

/** What the server finds wrong, where we have better words for its code. */
export function wordsOfCode(code: string, t: TFunction<"ui">): string | null {
  switch (code) {
    case "weak_password":
      return t("field.weak_password");
    case "wrong_code":
      return t("field.wrong_code");
    default:
      return null;
  }
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
