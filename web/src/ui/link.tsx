import { createLink, type LinkComponentProps } from "@tanstack/react-router";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { parseSearch } from "~/search";
import { type ButtonSize, type ButtonVariant, buttonClass } from "~/ui/button";
import { cx } from "~/ui/class-names";

function Anchor(props: ComponentPropsWithRef<"a">) {
  return <a {...props}>{props.children}</a>;
}

const RouterLink = createLink(Anchor);

interface LinkProps extends Omit<ComponentPropsWithRef<"a">, "href"> {
  /** An address made by `paths`. */
  to: string;
  /** Mark as current only on this very address, not below it. */
  isExact?: boolean;
  children?: ReactNode;
}

/** A link within the app. Without a class it looks like text that links. */
export function Link({ to, isExact = false, className, ...rest }: LinkProps) {
  const { pathname, search } = splitAddress(to);
  const props = {
    ...rest,
    to: pathname,
    search,
    activeOptions: { exact: isExact, includeSearch: false },
    className:
      className ?? "text-accent underline decoration-accent-line underline-offset-3 hover:decoration-current",
  } as LinkComponentProps<typeof Anchor>;
  return <RouterLink {...props} />;
}

interface ButtonLinkProps extends LinkProps {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
}

/** A link that looks like a button, because it starts something on another page. */
export function ButtonLink({
  variant = "secondary",
  size = "md",
  icon,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link {...rest} className={cx(buttonClass(variant, size), className)}>
      {icon}
      {children}
    </Link>
  );
}

export function splitAddress(address: string): { pathname: string; search: Record<string, string> } {
  const at = address.indexOf("?");
  if (at < 0) return { pathname: address, search: {} };
  return { pathname: address.slice(0, at), search: parseSearch(address.slice(at)) };
}
