import type { ReactNode } from "react";

/** Names and values of one thing, one line each. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className="border-line border-t">{children}</dl>;
}

export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-4 border-line border-b py-2">
      <dt className="text-ink-soft text-sm">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
