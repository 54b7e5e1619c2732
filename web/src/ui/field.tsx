import { type ComponentPropsWithRef, createContext, type ReactNode, use, useId } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "~/ui/class-names";
import { FormErrors } from "~/ui/form-errors";

interface FieldProps {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  isOptional?: boolean;
  /** Keep the label for screen readers only. */
  isLabelHidden?: boolean;
  className?: string;
  /** The control, which takes its attributes from `useFieldControl`. */
  children: ReactNode;
  /** Shown at the right end of the label's line, e.g. a counter. */
  aside?: ReactNode;
  /** The control's id, where something else has to know it. */
  controlId?: string;
}

interface ControlAttributes {
  id: string;
  name: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

const FieldControl = createContext<ControlAttributes | null>(null);

/** What ties a control to its label, help and error. Spread it onto the control inside a `Field`. */
export function useFieldControl(): ControlAttributes {
  const attributes = use(FieldControl);
  if (!attributes) throw new Error("useFieldControl belongs inside a Field");
  return attributes;
}

/** Label, control, help and error of one value. */
export function Field(props: FieldProps) {
  const { name, label, help, isOptional, isLabelHidden, className, children, aside, controlId } = props;
  const { t } = useTranslation("ui");
  const error = use(FormErrors)[name];
  const ownId = useId();
  const id = controlId ?? ownId;
  const attributes: ControlAttributes = {
    id,
    name,
    "aria-describedby": cx(help ? `${id}-help` : null, error ? `${id}-error` : null) || undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <div className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <div className={isLabelHidden ? "sr-only" : "flex items-baseline justify-between gap-3"}>
        <label htmlFor={id} className="font-medium text-ink text-sm">
          {label}
          {isOptional ? (
            <>
              {" "}
              <span className="ml-0.5 font-normal text-ink-faint">{t("field.optional")}</span>
            </>
          ) : null}
        </label>
        {aside}
      </div>
      <FieldControl value={attributes}>{children}</FieldControl>
      {help ? (
        <p id={`${id}-help`} className="text-ink-faint text-sm">
          {help}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-bad text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

type Shared = Omit<FieldProps, "children">;

interface TextFieldProps extends Shared, Omit<ComponentPropsWithRef<"input">, keyof Shared | "id"> {
  /** Something inside the control's left edge, e.g. an icon. */
  start?: ReactNode;
  /** A button inside its right edge; it comes after the control, also for the keyboard. */
  end?: ReactNode;
}

export function TextField(props: TextFieldProps) {
  const { name, label, help, isOptional, isLabelHidden, className, aside, controlId, start, end, ...input } =
    props;
  const control = <Input {...input} className={cx("control", start ? "pl-9" : null, end ? "pr-11" : null)} />;
  return (
    <Field {...{ name, label, help, isOptional, isLabelHidden, className, aside, controlId }}>
      {start || end ? (
        <div className="relative">
          {start ? (
            <span className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-ink-faint">
              {start}
            </span>
          ) : null}
          {control}
          {end ? <span className="absolute inset-y-0 right-1 flex items-center">{end}</span> : null}
        </div>
      ) : (
        control
      )}
    </Field>
  );
}

function Input(props: ComponentPropsWithRef<"input">) {
  return <input {...props} {...useFieldControl()} />;
}

const LINE_PX = 21;
const PADDING_PX = 16;

interface TextareaFieldProps extends Shared, Omit<ComponentPropsWithRef<"textarea">, keyof Shared | "id"> {
  controlClassName?: string;
}

/** Grows with its text where the browser can. */
export function TextareaField(props: TextareaFieldProps) {
  const { name, label, help, isOptional, isLabelHidden, className, aside, controlId, ...others } = props;
  const { controlClassName, rows = 3, ...textarea } = others;
  return (
    <Field {...{ name, label, help, isOptional, isLabelHidden, className, aside, controlId }}>
      <Textarea
        {...textarea}
        rows={rows}
        // With `field-sizing: content` the browser ignores `rows`.
        style={{ minHeight: `${rows * LINE_PX + PADDING_PX}px` }}
        className={cx("control field-sizing-content max-h-[60vh] resize-y", controlClassName)}
      />
    </Field>
  );
}

function Textarea(props: ComponentPropsWithRef<"textarea">) {
  return <textarea {...props} {...useFieldControl()} />;
}
