import { type ReactNode, useState } from "react";
import { RichText } from "./rich-text";
import type { MeasuredFold } from "./use-measured-fold";

interface FoldedTextProps {
  text: string;
  /** From `useMeasuredFold`, for the lead and the text together. */
  fold: MeasuredFold;
  /** What stands at the fold, such as “…see more”. */
  more: string;
  less: string;
  /** Name or other words in front, part of the first line. */
  lead?: string;
}

/** Text as a feed shows it: cut at the fold until someone asks for the rest. */
export function FoldedText({ text, fold, more, less, lead }: FoldedTextProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const whole = lead ? `${lead} ${text}` : text;
  const { ref, offset, isFolded } = fold;
  const leadLength = lead ? lead.length + 1 : 0;
  const shown = isFolded && !isOpen ? text.slice(0, Math.max(0, offset - leadLength)) : text;
  return (
    <div className="relative">
      <div ref={ref} aria-hidden="true" className="feed-text feed-ruler">
        {whole}
      </div>
      <p className="feed-text">
        {lead && <strong className="font-semibold">{lead} </strong>}
        <RichText text={shown} className="feed-link" />
        {isFolded && (
          <button
            type="button"
            className="feed-more"
            aria-expanded={isOpen}
            onClick={() => setIsOpen((before) => !before)}
          >
            {`\u00a0${isOpen ? less : more}`}
          </button>
        )}
      </p>
    </div>
  );
}
