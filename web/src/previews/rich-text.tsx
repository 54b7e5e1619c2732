import type { ReactNode } from "react";

const LINKED = /(https?:\/\/[^\s]+|[#@][\p{L}\p{N}_]+)/gu;

/** Text as a feed shows it: links, tags and mentions stand out. None of them leads anywhere. */
export function RichText({ text, className }: { text: string; className: string }): ReactNode {
  let offset = 0;
  return text.split(LINKED).map((piece) => {
    const key = offset;
    offset += piece.length;
    const isLinked = /^(?:https?:\/\/|[#@][\p{L}\p{N}_])/u.test(piece);
    return isLinked ? (
      <span key={key} className={className}>
        {piece}
      </span>
    ) : (
      piece
    );
  });
}
