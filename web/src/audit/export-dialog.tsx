import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useExportAudit } from "~/audit/acts";
import type { AuditFilter } from "~/audit/search";
import { useAuditWords } from "~/audit/use-audit-words";
import { paths } from "~/paths";
import { ConfirmDialog } from "~/ui/dialog";
import { useFormat } from "~/ui/use-format";

interface ExportDialogProps {
  isOpen: boolean;
  filter: AuditFilter;
  onClose: () => void;
}

/** Takes what the filter shows out as a file, in the background. */
export function ExportDialog({ isOpen, filter, onClose }: ExportDialogProps) {
  const { t } = useTranslation("audit");
  const words = useAuditWords();
  const format = useFormat();
  const navigate = useNavigate();
  const start = useExportAudit();
  const said = [
    filter.class ? words.classOf(filter.class) : null,
    filter.action ? words.action(filter.action) : null,
    filter.since ? t("export.since", { when: format.date(filter.since) }) : null,
    filter.until ? t("export.until", { when: format.date(filter.until) }) : null,
    filter.actor || filter.target || filter.request ? t("export.narrowed") : null,
  ].filter(Boolean);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("export.title")}
      consequence={
        <div className="flex flex-col gap-2">
          <p>{t("export.consequence")}</p>
          <p className="text-ink">{said.length > 0 ? said.join(" · ") : t("export.everything")}</p>
        </div>
      }
      actionLabel={t("export.start")}
      onConfirm={async () => {
        await start.mutateAsync(filter);
        await navigate({ to: paths.auditExports() });
      }}
    />
  );
}
