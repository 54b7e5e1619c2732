import type { ReactNode } from "react";

/** What was not right about an attempt, without saying which part of it. */
export function Refusal({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-3.5 py-2.5 text-bad">
      {children}
    </p>
  );
}
