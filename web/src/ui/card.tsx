import type { ReactNode } from "react";
import { cx } from "~/ui/class-names";

interface CardProps {
  children: ReactNode;
  className?: string;
}

/** A sheet on the paper: hairline, no shadow. */
export function Card({ children, className }: CardProps) {
  return <div className={cx("rounded-md border border-line bg-surface", className ?? "p-5")}>{children}</div>;
}

interface SectionProps {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A titled part of a page. */
export function Section({ title, description, actions, children, className }: SectionProps) {
  return (
    <section className={cx("flex flex-col gap-3.5", className)}>
      <div className="flex items-end justify-between gap-4">
        <div>
          <h2 className="font-serif text-ink text-xl">{title}</h2>
          {description ? <p className="mt-0.5 text-ink-soft text-sm">{description}</p> : null}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

interface FigureProps {
  label: string;
  value: ReactNode;
  note?: ReactNode;
}

/** One number that matters, large. */
export function Figure({ label, value, note }: FigureProps) {
  return (
    <div className="flex flex-col gap-1">
      <dt className="text-ink-soft text-sm">{label}</dt>
      <dd className="font-serif text-3xl text-ink lining-nums tabular-nums">{value}</dd>
      {note ? <dd className="text-ink-faint text-sm">{note}</dd> : null}
    </div>
  );
}
