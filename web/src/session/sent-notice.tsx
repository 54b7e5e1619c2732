import { MailCheck } from "lucide-react";
import type { ReactNode } from "react";

interface SentNoticeProps {
  title: string;
  children: ReactNode;
}

/** A mail may be on its way; it takes the place of the form and is read out. */
export function SentNotice({ title, children }: SentNoticeProps) {
  return (
    <div
      role="status"
      className="flex items-start gap-4 rounded-md border border-line bg-surface p-5 lg:bg-paper"
    >
      <MailCheck size={20} strokeWidth={1.6} className="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
      <div className="flex min-w-0 flex-col gap-1">
        <h2 className="font-medium text-lg">{title}</h2>
        <div className="text-ink-soft">{children}</div>
      </div>
    </div>
  );
}
