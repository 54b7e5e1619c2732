import type { ReactNode } from "react";

interface SettingsRowProps {
  title: string;
  note: ReactNode;
  /** Beside the title: a state in a word. */
  state?: ReactNode;
  children: ReactNode;
}

/** One thing that can be set: what it is at the left, the control at the right. */
export function SettingsRow({ title, note, state, children }: SettingsRowProps) {
  return (
    <section className="grid gap-x-10 gap-y-4 border-line border-t pt-6 sm:grid-cols-[14rem_minmax(0,1fr)]">
      <div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="font-serif text-xl">{title}</h2>
          {state}
        </div>
        <p className="mt-1 text-ink-soft text-sm">{note}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
