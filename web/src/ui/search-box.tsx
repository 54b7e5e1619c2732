import { Search } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";

interface SearchBoxProps {
  label: string;
  /** What the URL holds. */
  value: string;
  onSearch: (text: string) => void;
  placeholder?: string;
  /** Why a text cannot be searched for; such a text is not. */
  problemOf?: (text: string) => string | null;
}

const PAUSE_MS = 250;

/** Searches when typing pauses; the page keeps the text in its URL. */
export function SearchBox({ label, value, onSearch, placeholder, problemOf }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function type(next: string): void {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const wrong = problemOf?.(next.trim()) ?? null;
      setProblem(wrong);
      if (!wrong) onSearch(next.trim());
    }, PAUSE_MS);
  }

  return (
    <div className="relative w-full sm:w-72">
      <Search
        size={15}
        aria-hidden="true"
        className="pointer-events-none absolute top-2.5 left-3 text-ink-faint"
      />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={text}
        maxLength={100}
        onChange={(event) => type(event.target.value)}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? id : undefined}
        className="control pl-9"
      />
      {problem ? (
        <p id={id} role="alert" className="mt-1 text-bad text-sm">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
