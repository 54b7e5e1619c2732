import { useTranslation } from "react-i18next";
import type { VersionKind } from "~/history/types";
import { useHistoryWords } from "~/history/use-history-words";
import { VersionsPanel } from "~/history/versions-panel";
import { Dialog } from "~/ui/dialog";
import { Skeleton } from "~/ui/skeleton";

interface VersionsDialogProps {
  kind: VersionKind;
  id: string;
  name: string;
  onClose: () => void;
}

/** The versions of something that has no page of its own. */
export function VersionsDialog({ kind, id, name, onClose }: VersionsDialogProps) {
  const { t } = useTranslation("history");
  const isReady = useHistoryWords();
  return (
    <Dialog isOpen onClose={onClose} size="lg" title={isReady ? t("title_of", { name }) : name}>
      {isReady ? <VersionsPanel kind={kind} id={id} /> : <Skeleton className="h-40 w-full" />}
    </Dialog>
  );
}
