import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useKeepFor } from "~/privacy/acts";
import { PrivacyTabs } from "~/privacy/privacy-tabs";
import { retentionQuery } from "~/privacy/queries";
import type { RetentionPolicy } from "~/privacy/types";
import { useMay } from "~/session/queries";
import { ConfirmDialog } from "~/ui/dialog";
import { PageHeader } from "~/ui/page-header";
import { Select } from "~/ui/select";
import { type Column, Table } from "~/ui/table";
import { toast } from "~/ui/toast-store";

const DAYS = [30, 90, 180, 365, 730, 1095, 2190, 3650] as const;
const FOREVER = "forever";

/** How long each kind of record is kept before it goes by itself. */
export function RetentionPage() {
  const { t } = useTranslation("privacy");
  const { data: policies } = useSuspenseQuery(retentionQuery);
  const columns = useColumns();
  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("retention")} description={t("retention_lead")} />
      <PrivacyTabs />
      <Table label={t("retention")} columns={columns} rows={policies} rowKey={(policy) => policy.class} />
    </div>
  );
}

function useColumns(): Column<RetentionPolicy>[] {
  const { t, i18n } = useTranslation("privacy");
  const nameOf = (name: string) => {
    const key = `class.${name}`;
    return i18n.exists(key, { ns: "privacy" }) ? t(key as "class.audit") : name.replaceAll("_", " ");
  };
  const hintOf = (name: string) => {
    const key = `class_hint.${name}`;
    return i18n.exists(key, { ns: "privacy" }) ? t(key as "class_hint.audit") : null;
  };
  return [
    {
      key: "class",
      label: t("what"),
      cell: (policy) => (
        <span>
          <span className="block font-medium first-letter:uppercase">{nameOf(policy.class)}</span>
          <span className="text-ink-soft text-sm">{hintOf(policy.class)}</span>
        </span>
      ),
    },
    {
      key: "days",
      label: t("kept"),
      className: "w-64",
      cell: (policy) => <Days policy={policy} name={nameOf(policy.class)} />,
    },
  ];
}

function Days({ policy, name }: { policy: RetentionPolicy; name: string }) {
  const { t } = useTranslation("privacy");
  const mayChange = useMay()("retention.update");
  const keep = useKeepFor();
  const [asked, setAsked] = useState<number | null>(null);
  const words = (days: number) =>
    days % 365 === 0 ? t("years", { count: days / 365 }) : t("days", { count: days });
  if (!mayChange) return <>{policy.days === null ? t("for_ever") : words(policy.days)}</>;
  const shorter = (days: number | null) => days !== null && (policy.days === null || days < policy.days);
  const save = { onSuccess: () => toast.success(t("retention_saved")) };
  const known = new Set<number>([...DAYS, ...(policy.days === null ? [] : [policy.days])]);
  return (
    <>
      <Select
        aria-label={t("kept_for", { name })}
        value={policy.days === null ? FOREVER : String(policy.days)}
        onChange={(value) => {
          const days = value === FOREVER ? null : Number(value);
          // Keeping longer harms nobody; keeping shorter removes what cannot come back.
          if (shorter(days)) setAsked(days);
          else keep.mutate({ policy, days }, save);
        }}
        options={[
          ...[...known].sort((a, b) => a - b).map((days) => ({ value: String(days), label: words(days) })),
          { value: FOREVER, label: t("for_ever") },
        ]}
      />
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t("shorten.title", { name, time: words(asked ?? 0) })}
        consequence={t("shorten.consequence", { time: words(asked ?? 0) })}
        actionLabel={t("shorten.confirm")}
        isDangerous
        onConfirm={() => keep.mutateAsync({ policy, days: asked }, save)}
      />
    </>
  );
}
