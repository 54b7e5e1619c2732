import { useSuspenseQuery } from "@tanstack/react-query";
import { FileCheck, FileDown, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useCancelExport } from "~/audit/acts";
import { AuditTabs } from "~/audit/audit-tabs";
import { auditExportsQuery, exportAddress, isUnderWay } from "~/audit/queries";
import type { AuditExport } from "~/audit/types";
import { paths } from "~/paths";
import { Badge, type Tone } from "~/ui/badge";
import { Button, buttonClass } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { Progress } from "~/ui/progress";
import { useFormat } from "~/ui/use-format";

const TONES: Record<string, Tone> = { done: "good", failed: "bad", running: "accent", queued: "neutral" };

export function ExportsPage() {
  const { t } = useTranslation("audit");
  const { data: exports } = useSuspenseQuery(auditExportsQuery);
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t("exports")} description={t("exports_lead")} />
      <AuditTabs />
      {exports.length > 0 ? (
        <ul className="border-line border-t">
          {exports.map((one) => (
            <ExportRow key={one.id} one={one} />
          ))}
        </ul>
      ) : (
        <EmptyState
          title={t("no_exports_title")}
          action={<ButtonLink to={paths.audit()}>{t("tab.events")}</ButtonLink>}
        >
          {t("no_exports")}
        </EmptyState>
      )}
    </div>
  );
}

function ExportRow({ one }: { one: AuditExport }) {
  const { t, i18n } = useTranslation("audit");
  const format = useFormat();
  const cancel = useCancelExport();
  const stateKey = `export_state.${one.state}`;
  const rows = one.rows ?? 0;
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 border-line border-b py-4">
      <div className="min-w-56 flex-1">
        <p className="flex flex-wrap items-center gap-2.5">
          <span className="font-medium">{format.dateTime(one.created_at)}</span>
          <Badge tone={TONES[one.state] ?? "neutral"}>
            {i18n.exists(stateKey, { ns: "audit" }) ? t(stateKey as "export_state.done") : one.state}
          </Badge>
        </p>
        <p className="text-ink-soft text-sm tabular-nums">
          {t("export_rows", { count: rows, n: format.number(rows) })}
          {one.bytes ? ` · ${megabytes(one.bytes, format.number)}` : null}
          {one.expires_at && one.state === "done"
            ? ` · ${t("export_expires", { when: format.dateTime(one.expires_at) })}`
            : null}
        </p>
        {one.problem ? <p className="text-bad text-sm">{one.problem}</p> : null}
        {isUnderWay(one) ? (
          <div className="mt-2 max-w-sm">
            <Progress label={t("export_progress")} isLabelHidden value={null} max={1} />
          </div>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        {one.state === "done" ? (
          <>
            <a
              className={buttonClass("secondary", "sm")}
              href={exportAddress(one.id, "events.jsonl")}
              download
            >
              <FileDown size={14} aria-hidden="true" />
              {t("download")}
            </a>
            <a className={buttonClass("ghost", "sm")} href={exportAddress(one.id, "manifest.json")} download>
              <FileCheck size={14} aria-hidden="true" />
              {t("manifest")}
            </a>
          </>
        ) : null}
        {isUnderWay(one) ? (
          <Button
            size="sm"
            icon={<X size={14} aria-hidden="true" />}
            isBusy={cancel.isPending}
            onClick={() => cancel.mutate(one.id)}
          >
            {t("cancel_export")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function megabytes(bytes: number, number: (value: number) => string): string {
  return bytes < 100_000
    ? `${number(Math.ceil(bytes / 1000))} kB`
    : `${number(Math.round(bytes / 100_000) / 10)} MB`;
}
