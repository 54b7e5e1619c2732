import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  /** The window's title, where it differs from a textual `title`. */
  documentTitle?: string;
  /** A line above the title: what kind of thing this is, or whose. */
  overline?: ReactNode;
  description?: ReactNode;
  /** State badges and the like, beside the title. */
  meta?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, documentTitle, overline, description, meta, actions }: PageHeaderProps) {
  const windowTitle = documentTitle ?? (typeof title === "string" ? title : null);
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      {windowTitle ? <title>{`${windowTitle} · Atelier`}</title> : null}
      <div className="min-w-0 max-w-3xl">
        {overline ? <div className="mb-1.5 text-ink-faint text-sm">{overline}</div> : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="wrap-anywhere font-serif text-3xl text-ink tracking-[-0.01em]">{title}</h1>
          {meta}
        </div>
        {description ? <p className="mt-2 max-w-prose text-ink-soft text-lg">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
