import { Field as Base } from "@base-ui/react/field";
import type { ComponentPropsWithRef, ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "~/ui/class-names";

interface FieldProps {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  isOptional?: boolean;
  /** Keep the label for screen readers only. */
  isLabelHidden?: boolean;
  className?: string;
  /** The control: `<Base.Control>` or one of Base UI's that knows its field. */
  children: ReactNode;
  /** Shown at the right end of the label's line, e.g. a counter. */
  aside?: ReactNode;
}

/** Label, control, help and error of one value. */
export function Field({
  name,
  label,
  help,
  isOptional,
  isLabelHidden,
  className,
  children,
  aside,
}: FieldProps) {
  const { t } = useTranslation("ui");
  return (
    <Base.Root name={name} className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <div className={isLabelHidden ? "sr-only" : "flex items-baseline justify-between gap-3"}>
        <Base.Label className="font-medium text-ink text-sm">
          {label}
          {isOptional ? (
            <span className="ml-1.5 font-normal text-ink-faint">{t("field.optional")}</span>
          ) : null}
        </Base.Label>
        {aside}
      </div>
      {children}
      {help ? <Base.Description className="text-ink-faint text-sm">{help}</Base.Description> : null}
      <FieldMessage />
    </Base.Root>
  );
}

/** The browser's own messages come in the browser's language, so the common ones are ours. */
function FieldMessage() {
  const { t } = useTranslation("ui");
  const className = "text-bad text-sm";
  return (
    <Base.Validity>
      {({ validity }) => {
        const own = validity.valueMissing
          ? t("field.required")
          : validity.typeMismatch || validity.badInput
            ? t("field.wrong_form")
            : validity.tooShort
              ? t("field.too_short")
              : validity.rangeOverflow || validity.rangeUnderflow
                ? t("field.out_of_range")
                : null;
        return own ? (
          <Base.Error match className={className}>
            {own}
          </Base.Error>
        ) : (
          <Base.Error className={className} />
        );
      }}
    </Base.Validity>
  );
}

type Shared = Omit<FieldProps, "children">;

interface TextFieldProps extends Shared, Omit<ComponentPropsWithRef<"input">, keyof Shared> {
  /** Something inside the control's left edge, e.g. an icon. */
  start?: ReactNode;
}

export function TextField(props: TextFieldProps) {
  const { name, label, help, isOptional, isLabelHidden, className, aside, start, ...input } = props;
  const control = <Base.Control {...input} className={cx("control", start ? "pl-9" : null)} />;
  return (
    <Field {...{ name, label, help, isOptional, isLabelHidden, className, aside }}>
      {start ? (
        <div className="relative">
          <span className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-ink-faint">
            {start}
          </span>
          {control}
        </div>
      ) : (
        control
      )}
    </Field>
  );
}

const LINE_PX = 21;
const PADDING_PX = 16;

interface TextareaFieldProps extends Shared, Omit<ComponentPropsWithRef<"textarea">, keyof Shared> {
  controlClassName?: string;
}

/** Grows with its text where the browser can. */
export function TextareaField(props: TextareaFieldProps) {
  const {
    name,
    label,
    help,
    isOptional,
    isLabelHidden,
    className,
    aside,
    controlClassName,
    rows = 3,
    ...rest
  } = props;
  // With `field-sizing: content` the browser ignores `rows`.
  const minHeight = `${rows * LINE_PX + PADDING_PX}px`;
  const textarea: ReactElement = <textarea {...rest} rows={rows} style={{ minHeight }} />;
  return (
    <Field {...{ name, label, help, isOptional, isLabelHidden, className, aside }}>
      <Base.Control
        render={textarea}
        // Base UI keeps its own value otherwise, and the element would lose ours.
        {...(rest.value === undefined ? {} : { value: String(rest.value) })}
        {...(rest.defaultValue === undefined ? {} : { defaultValue: String(rest.defaultValue) })}
        className={cx("control field-sizing-content max-h-[60vh] resize-y", controlClassName)}
      />
    </Field>
  );
}
