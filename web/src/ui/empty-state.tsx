import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  /** What belongs here and what to do next. */
  children: ReactNode;
  action?: ReactNode;
  illustration?: ReactNode;
}

export function EmptyState({ title, children, action, illustration }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-md border border-line border-dashed px-6 py-10 sm:px-10">
      {illustration ? <div className="mb-1 text-ink-faint">{illustration}</div> : null}
      <h2 className="font-serif text-ink text-xl">{title}</h2>
      <div className="max-w-prose text-ink-soft">{children}</div>
      {action ? <div className="mt-2 flex flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}
