import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "~/ui/copy-button";

interface SecretOnceProps {
  label: string;
  secret: string;
  /** Why it has to be kept now. */
  children: ReactNode;
}

/** A secret that the server tells one time: large enough to read, one press to copy. */
export function SecretOnce({ label, secret, children }: SecretOnceProps) {
  return (
    <div className="flex flex-col gap-3 rounded-md border border-accent-line bg-accent-soft p-4">
      <p className="flex items-center gap-2 font-medium text-ink">
        <KeyRound size={15} className="text-accent" aria-hidden="true" />
        {label}
      </p>
      <div className="flex flex-col gap-2 sm:flex-row">
        <input
          readOnly
          aria-label={label}
          value={secret}
          onFocus={(event) => event.target.select()}
          className="control min-w-0 flex-1 font-mono text-sm"
        />
        <CopyButton text={secret} variant="primary" />
      </div>
      <p className="text-ink-soft text-sm">{children}</p>
    </div>
  );
}
