import { useSuspenseQuery } from "@tanstack/react-query";
import { Eraser, FileDown } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EraseDialog } from "~/privacy/erase-dialog";
import { PrivacyTabs } from "~/privacy/privacy-tabs";
import { erasuresQuery, privacyExportsQuery, privacyFile } from "~/privacy/queries";
import { SubjectExportDialog } from "~/privacy/subject-export-dialog";
import type { PrivacyErasure, PrivacyExport } from "~/privacy/types";
import { useSubjectName } from "~/privacy/use-subject-name";
import { useMay } from "~/session/queries";
import { Badge, type Tone } from "~/ui/badge";
import { Button, buttonClass } from "~/ui/button";
import { Section } from "~/ui/card";
import { PageHeader } from "~/ui/page-header";
import { useFormat } from "~/ui/use-format";

/** Requests of people about their own data: what is known of them, and to be forgotten. */
export function PrivacyPage() {
  const { t } = useTranslation("privacy");
  const may = useMay();
  const { data: exports } = useSuspenseQuery(privacyExportsQuery);
  const { data: erasures } = useSuspenseQuery(erasuresQuery);
  const [asked, setAsked] = useState<"export" | "erase" | null>(null);
  const close = () => setAsked(null);
  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          <>
            <Button icon={<FileDown size={15} aria-hidden="true" />} onClick={() => setAsked("export")}>
              {t("export.open")}
            </Button>
            {may("privacy.erase") ? (
              <Button icon={<Eraser size={15} aria-hidden="true" />} onClick={() => setAsked("erase")}>
                {t("erase.open")}
              </Button>
            ) : null}
          </>
        }
      />
      <PrivacyTabs />
      <Section title={t("exports")} description={t("exports_lead")}>
        {exports.length > 0 ? (
          <ul className="border-line border-t">
            {exports.map((one) => (
              <ExportRow key={one.id} one={one} />
            ))}
          </ul>
        ) : (
          <p className="text-ink-soft">{t("no_exports")}</p>
        )}
      </Section>
      <Section title={t("erasures")} description={t("erasures_lead")}>
        {erasures.length > 0 ? (
          <ul className="border-line border-t">
            {erasures.map((one) => (
              <ErasureRow key={one.id} one={one} />
            ))}
          </ul>
        ) : (
          <p className="text-ink-soft">{t("no_erasures")}</p>
        )}
      </Section>
      <SubjectExportDialog isOpen={asked === "export"} onClose={close} />
      <EraseDialog isOpen={asked === "erase"} onClose={close} />
    </div>
  );
}

function ExportRow({ one }: { one: PrivacyExport }) {
  const { t } = useTranslation("privacy");
  const nameOf = useSubjectName();
  const format = useFormat();
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b py-3">
      <div className="min-w-52 flex-1">
        <p className="flex flex-wrap items-center gap-2.5">
          <span className="font-medium">{nameOf(one.subject_id)}</span>
          <StateBadge state={one.state} />
        </p>
        <p className="text-ink-faint text-sm">
          {one.requested_by_name} · {format.dateTime(one.created_at)}
          {one.expires_at ? ` · ${t("until", { when: format.date(one.expires_at) })}` : null}
        </p>
      </div>
      {one.state === "done" ? (
        <a className={buttonClass("secondary", "sm")} href={privacyFile(one.id)} download>
          <FileDown size={14} aria-hidden="true" />
          {t("download")}
        </a>
      ) : null}
    </li>
  );
}

function ErasureRow({ one }: { one: PrivacyErasure }) {
  const nameOf = useSubjectName();
  const format = useFormat();
  return (
    <li className="border-line border-b py-3">
      <p className="flex flex-wrap items-center gap-2.5">
        <span className="font-medium">{nameOf(one.subject_id)}</span>
        <StateBadge state={one.state} />
        <span className="ml-auto text-ink-faint text-sm">{format.dateTime(one.created_at)}</span>
      </p>
      <p className="text-ink-soft text-sm">{one.reason}</p>
      {one.detail ? <p className="text-sm text-warn">{one.detail}</p> : null}
    </li>
  );
}

const TONES: Record<string, Tone> = { done: "good", failed: "bad", refused: "warn", running: "accent" };

function StateBadge({ state }: { state: string }) {
  const { t, i18n } = useTranslation("privacy");
  const key = `state.${state}`;
  return (
    <Badge tone={TONES[state] ?? "neutral"}>
      {i18n.exists(key, { ns: "privacy" }) ? t(key as "state.done") : state}
    </Badge>
  );
}
