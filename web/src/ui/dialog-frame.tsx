import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "~/ui/class-names";

export interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  size?: "sm" | "md" | "lg";
  /** Shows what cannot be shown again: a press beside it does not close it. */
  isPrecious?: boolean;
}

const WIDTHS = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" };

/** A modal. On a phone it rises from the lower edge, where a thumb reaches it. */
export function DialogFrame(props: DialogProps) {
  const { isOpen, onClose, title, description, children, size = "md", isPrecious = false } = props;
  const { t } = useTranslation("ui");
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()} disablePointerDismissal={isPrecious}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#17140c]/40 transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto sm:items-center sm:p-6">
          <Base.Popup
            className={cx(
              "floating relative max-h-[92dvh] w-full overflow-y-auto rounded-t-lg rounded-b-none bg-surface p-6 has-[[data-dialog-actions]]:pb-0 sm:rounded-lg sm:p-8 sm:has-[[data-dialog-actions]]:pb-0",
              WIDTHS[size],
            )}
          >
            <Base.Title className="pr-10 font-serif text-2xl text-ink">{title}</Base.Title>
            {description ? (
              <Base.Description className="mt-1.5 text-ink-soft">{description}</Base.Description>
            ) : null}
            <div className="mt-6">{children}</div>
            <Base.Close
              aria-label={t("dialog.close")}
              className="absolute top-5 right-5 flex size-8 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
            >
              <X size={18} aria-hidden="true" />
            </Base.Close>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
