import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import type { DialogProps } from "~/ui/dialog-frame";
import { ProblemNotice } from "~/ui/problem-notice";

const DialogFrame = lazy(() => import("./dialog-frame").then((module) => ({ default: module.DialogFrame })));

/** A modal. Its script is loaded when one is opened first; no page waits for it. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(false);
  // Stays mounted after the first time, so that it can close with its transition.
  if (props.isOpen && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense fallback={null}>
      <DialogFrame {...props} />
    </Suspense>
  );
}

/** The buttons at a dialog's end, always in sight; the main act comes last in reading order. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div
      // The frame has no padding below these: a negative margin would let them stick over the text.
      data-dialog-actions=""
      className="-mx-6 sticky bottom-0 flex flex-col-reverse gap-2 border-line border-t bg-surface px-6 py-4 sm:-mx-8 sm:flex-row sm:justify-end sm:px-8"
    >
      {children}
    </div>
  );
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
