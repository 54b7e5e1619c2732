import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { TabLinks } from "~/ui/tabs";

export function PrivacyTabs() {
  const { t } = useTranslation("privacy");
  return (
    <TabLinks
      label={t("tabs")}
      tabs={[
        { to: paths.privacy(), label: t("tab.requests") },
        { to: paths.privacyRetention(), label: t("tab.retention") },
        { to: paths.privacyHolds(), label: t("tab.holds") },
      ]}
    />
  );
}
