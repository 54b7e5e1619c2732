import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { TabLinks } from "~/ui/tabs";

export function AuditTabs() {
  const { t } = useTranslation("audit");
  const may = useMay();
  return (
    <TabLinks
      label={t("tabs")}
      tabs={[
        { to: paths.audit(), label: t("tab.events") },
        ...(may("audit.export") ? [{ to: paths.auditExports(), label: t("tab.exports") }] : []),
        { to: paths.auditSeals(), label: t("tab.seals") },
      ]}
    />
  );
}
