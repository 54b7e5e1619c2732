import { CopyButton } from "~/ui/copy-button";

interface BytesProps {
  label: string;
  text: string;
}

/** A body as it was sent; JSON is set so that people can read it. */
export function Bytes({ label, text }: BytesProps) {
  return (
    <section className="flex min-w-0 flex-col gap-1.5" aria-label={label}>
      <div className="flex items-center justify-between gap-2">
        <p className="font-medium text-sm">{label}</p>
        <CopyButton text={text} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <pre tabIndex={0} className="max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs">
        {readable(text)}
      </pre>
    </section>
  );
}

interface HeadersProps {
  label: string;
  headers: Readonly<Record<string, string>>;
}

export function Headers({ label, headers }: HeadersProps) {
  return (
    <details>
      <summary className="cursor-pointer text-ink-soft text-sm">{label}</summary>
      <dl className="mt-2 flex flex-col gap-1 font-mono text-xs">
        {Object.entries(headers).map(([name, value]) => (
          <div key={name} className="break-all">
            <dt className="inline text-ink-faint">{name}: </dt>
            <dd className="inline">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
