import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { ProblemNotice } from "~/ui/problem-notice";

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  size?: "sm" | "md" | "lg";
}

const WIDTHS = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" };

/** A modal. On a phone it rises from the lower edge, where a thumb reaches it. */
export function Dialog({ isOpen, onClose, title, description, children, size = "md" }: DialogProps) {
  const { t } = useTranslation("ui");
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#17140c]/40 transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto sm:items-center sm:p-6">
          <Base.Popup
            className={cx(
              "floating relative max-h-[92dvh] w-full overflow-y-auto rounded-t-lg rounded-b-none bg-surface p-6 sm:rounded-lg sm:p-8",
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

/** The row of buttons at a dialog's or form's end; the main act comes last in reading order. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-2 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>;
}

interface ConfirmDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  /** What happens, in words, and whether it can be undone. */
  consequence: ReactNode;
  actionLabel: string;
  isDangerous?: boolean;
  onConfirm: () => Promise<unknown>;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, title, consequence, actionLabel, isDangerous = false, onConfirm } = props;
  const { t } = useTranslation("ui");
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function confirm(): Promise<void> {
    setIsBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} size="sm">
      <div className="flex flex-col gap-6">
        <div className="text-ink-soft">{consequence}</div>
        {failure ? <ProblemNotice error={failure} /> : null}
        <DialogActions>
          <Button onClick={onClose}>{t("dialog.cancel")}</Button>
          <Button variant={isDangerous ? "danger" : "primary"} isBusy={isBusy} onClick={() => void confirm()}>
            {actionLabel}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
