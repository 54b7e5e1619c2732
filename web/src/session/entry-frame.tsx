import type { ReactNode } from "react";
import { SignInStage } from "~/session/sign-in-stage";
import { Wordmark } from "~/session/wordmark";

interface EntryFrameProps {
  title: string;
  /** The window's title, where it differs. */
  documentTitle?: string;
  lead?: ReactNode;
  children: ReactNode;
}

/** Around every page that is seen before one is signed in. */
export function EntryFrame({ title, documentTitle, lead, children }: EntryFrameProps) {
  return (
    <main className="grid min-h-dvh bg-paper lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
      <title>{`${documentTitle ?? title} · Atelier`}</title>
      <SignInStage />
      <div className="flex flex-col px-6 py-8 sm:px-12 lg:border-line lg:border-l lg:bg-surface lg:px-16 lg:py-12">
        <div className="lg:hidden">
          <Wordmark />
        </div>
        <div className="mx-auto flex w-full max-w-md flex-col gap-8 py-10 lg:pt-[8vh]">
          <div className="flex flex-col gap-3">
            <h1 className="font-serif text-3xl tracking-[-0.01em]">{title}</h1>
            {lead ? <p className="text-ink-soft text-lg">{lead}</p> : null}
          </div>
          {children}
        </div>
      </div>
    </main>
  );
}
