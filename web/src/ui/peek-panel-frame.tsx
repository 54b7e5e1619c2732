import { Dialog as Base } from "@base-ui/react/dialog";
import { Maximize2, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "~/ui/link";

export interface PeekPanelProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  /** The address of the same thing as a page of its own. */
  pageAddress?: string;
  children: ReactNode;
}

/** Details of a list's row beside the list. Whether it is open belongs into the URL. */
export function PeekPanelFrame({ isOpen, onClose, title, pageAddress, children }: PeekPanelProps) {
  const { t } = useTranslation("ui");
  const control =
    "flex size-8 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink";
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()} modal={false}>
      <Base.Portal>
        <Base.Popup className="fixed inset-y-0 right-0 z-30 flex w-full max-w-xl flex-col border-line border-l bg-surface shadow-float outline-none transition-transform data-[ending-style]:translate-x-6 data-[starting-style]:translate-x-6 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
          <div className="flex items-center gap-1 border-line border-b px-5 py-3">
            <Base.Title className="min-w-0 flex-1 truncate font-medium text-ink">{title}</Base.Title>
            {pageAddress ? (
              <Link to={pageAddress} className={control} aria-label={t("peek.open_page")}>
                <Maximize2 size={15} aria-hidden="true" />
              </Link>
            ) : null}
            <Base.Close className={control} aria-label={t("dialog.close")}>
              <X size={18} aria-hidden="true" />
            </Base.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-5">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
