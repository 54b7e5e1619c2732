import { History } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { VersionKind } from "~/history/types";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";

const VersionsDialog = lazy(() =>
  import("./versions-dialog").then((module) => ({ default: module.VersionsDialog })),
);

interface VersionsButtonProps {
  kind: VersionKind;
  id: string;
  name: string;
}

/** Opens the versions of something whose page has no room for them; their script comes with the first press. */
export function VersionsButton(props: VersionsButtonProps) {
  const { t } = useTranslation("ui");
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (!may("version.read")) return null;
  return (
    <>
      <Button size="sm" icon={<History size={14} aria-hidden="true" />} onClick={() => setIsOpen(true)}>
        {t("versions.open")}
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <VersionsDialog {...props} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
