import { Dialog } from "@base-ui/react/dialog";
import { useTranslation } from "react-i18next";
import { Rail } from "~/shell/rail";

/** The rail as a drawer, for screens that have no room for it. */
export function PhoneRail({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[#17140c]/40" />
        <Dialog.Popup
          aria-label={t("areas")}
          className="fixed inset-y-0 left-0 z-40 w-72 max-w-[85vw] border-line border-r bg-paper outline-none"
        >
          <Rail onNavigate={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
