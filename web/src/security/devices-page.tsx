import { useTranslation } from "react-i18next";
import { GrantsRow } from "~/security/grants-row";
import { SessionsRow } from "~/security/sessions-row";
import { PageHeader } from "~/ui/page-header";

/** Where one is signed in, and which applications act for one. */
export function DevicesPage() {
  const { t } = useTranslation("security");
  return (
    <div className="flex max-w-3xl flex-col gap-8">
      <PageHeader title={t("devices.title")} description={t("devices.lead")} />
      <SessionsRow />
      <GrantsRow />
    </div>
  );
}
