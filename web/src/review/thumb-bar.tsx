import type { ReactNode } from "react";

/** What a thumb has to reach, at the lower edge, above the phone's own bar. */
export function ThumbBar({ children }: { children: ReactNode }) {
  return (
    <div className="-mx-4 sticky bottom-0 z-10 mt-auto border-line border-t bg-paper px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      {children}
    </div>
  );
}
