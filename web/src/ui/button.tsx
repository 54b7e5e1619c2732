import type { ComponentPropsWithRef, ReactNode } from "react";
import { cx } from "~/ui/class-names";
import { Tooltip } from "~/ui/tooltip";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-accent-fill text-on-accent hover:bg-accent-fill-hover",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-hover",
  ghost: "text-ink-soft hover:bg-hover hover:text-ink",
  danger: "bg-bad-fill text-on-accent hover:brightness-110",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "h-7 gap-1.5 px-2.5 text-sm",
  md: "h-9 gap-2 px-3.5 text-base",
  lg: "h-12 gap-2.5 px-5 text-lg",
};

export function buttonClass(variant: ButtonVariant, size: ButtonSize, className?: string): string {
  return cx(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium",
    "transition-colors aria-disabled:cursor-not-allowed aria-disabled:opacity-50",
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}

interface ButtonProps extends Omit<ComponentPropsWithRef<"button">, "disabled"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Shows that the act is under way and ignores further presses. */
  isBusy?: boolean;
  /** Why the act is not possible now. The button stays focusable, so that the reason can be read. */
  disabledReason?: string | null;
}

export function Button({
  variant = "secondary",
  size = "md",
  icon,
  isBusy = false,
  disabledReason = null,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const isInert = isBusy || disabledReason !== null;
  const button = (
    <button
      {...rest}
      type={isInert ? "button" : type}
      aria-disabled={isInert || undefined}
      aria-busy={isBusy || undefined}
      className={buttonClass(variant, size, className)}
      onClick={isInert ? (event) => event.preventDefault() : onClick}
    >
      {isBusy ? <Spinner /> : icon}
      {children}
    </button>
  );
  return disabledReason ? <Tooltip label={disabledReason}>{button}</Tooltip> : button;
}

interface IconButtonProps extends Omit<ButtonProps, "icon" | "children"> {
  /** Accessible name, also shown as the tooltip. */
  label: string;
  icon: ReactNode;
}

export function IconButton({
  label,
  icon,
  size = "md",
  variant = "ghost",
  className,
  ...rest
}: IconButtonProps) {
  const square = size === "sm" ? "w-7 px-0!" : size === "lg" ? "w-12 px-0!" : "w-9 px-0!";
  const button = (
    <Button
      {...rest}
      size={size}
      variant={variant}
      aria-label={label}
      icon={icon}
      className={cx(square, className)}
    />
  );
  return rest.disabledReason ? button : <Tooltip label={label}>{button}</Tooltip>;
}

export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent motion-reduce:animate-pulse"
    />
  );
}
