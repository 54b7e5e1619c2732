import { useQuery } from "@tanstack/react-query";
import { RotateCcw, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldName } from "~/diff/field-changes";
import { useRestore, useUndo } from "~/history/acts";
import { ConflictList, conflictsOf } from "~/history/conflict-list";
import { versionQuery } from "~/history/queries";
import type { Conflict, Version } from "~/history/types";
import { fixedFields } from "~/history/undoable";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { ConfirmDialog, Dialog, DialogActions } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";

interface VersionActsProps {
  version: Version;
  isCurrent: boolean;
}

const icon = { size: 14, "aria-hidden": true } as const;

/** Both ways back make a new version: nothing that was is ever lost. */
export function VersionActs({ version, isCurrent }: VersionActsProps) {
  const { t } = useTranslation("history");
  const may = useMay();
  const restore = useRestore();
  const undo = useUndo();
  const [isAsking, setIsAsking] = useState(false);
  const [conflicts, setConflicts] = useState<readonly Conflict[] | null>(null);
  const { data: detail } = useQuery({ ...versionQuery(version.id), enabled: may("version.restore") });
  if (!may("version.restore")) return null;
  const isFirst = version.action === "created" || version.action === "baseline";
  const fixed = fixedFields(version, detail);
  const whyNoUndo = isFirst
    ? t("undo_first")
    : fixed.length > 0
      ? t("undo_fixed", { fields: fixed.map(fieldName).join(", ") })
      : null;

  function tryUndo(): void {
    undo.mutate(version, {
      onSuccess: () => toast.success(t("undone", { n: version.number, name: version.entity_name })),
      onError: (error) => {
        const found = conflictsOf(error);
        if (found) setConflicts(found);
        else toast.problem(error);
      },
    });
  }

  return (
    <>
      <Button
        size="sm"
        icon={<RotateCcw {...icon} />}
        disabledReason={isCurrent ? t("restore_current") : null}
        onClick={() => setIsAsking(true)}
      >
        {t("restore")}
      </Button>
      <Button
        size="sm"
        icon={<Undo2 {...icon} />}
        isBusy={undo.isPending}
        disabledReason={whyNoUndo}
        onClick={tryUndo}
      >
        {t("undo")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("restore_title", { n: version.number, name: version.entity_name })}
        consequence={t("restore_consequence")}
        actionLabel={t("restore")}
        onConfirm={async () => {
          await restore.mutateAsync(version);
          toast.success(t("restored", { n: version.number, name: version.entity_name }));
        }}
      />
      <Dialog
        isOpen={conflicts !== null}
        onClose={() => setConflicts(null)}
        size="lg"
        title={t("conflict_title", { count: conflicts?.length ?? 0 })}
        description={t("conflict_lead")}
      >
        <div className="flex flex-col gap-6">
          <ConflictList conflicts={conflicts ?? []} />
          <DialogActions>
            <Button variant="primary" onClick={() => setConflicts(null)}>
              {t("understood")}
            </Button>
          </DialogActions>
        </div>
      </Dialog>
    </>
  );
}
